//! Running heads and page numbers in the run of plain text.

use std::collections::BTreeMap;

use memcon_model::{Slip, SlipKind};

use super::slip;
use crate::Paper;

/// Longest head, in bytes; fewest times that it comes.
const LONGEST: usize = 90;
const FEWEST: usize = 3;

pub(super) fn find(paper: &Paper<'_>, slips: &mut Vec<Slip>) {
    let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, line) in paper.lines.iter().enumerate() {
        let words = paper.words(line.span);
        if !words.is_empty()
            && words.len() <= LONGEST
            && let Some(key) = pattern(words)
        {
            alike.entry(key).or_default().push(n);
        }
    }
    let mut found: Vec<usize> = Vec::new();
    for (key, lines) in alike.into_iter().filter(|(_, l)| l.len() >= FEWEST) {
        let lines = if key == "#" { counting(paper, &lines) } else { lines };
        let inside = lines.iter().filter(|n| inside(paper, **n)).count();
        // Lines that mostly do not break a sentence are refrains, labels, items.
        if lines.len() >= FEWEST && inside >= 2 && inside * 3 >= lines.len() {
            found.extend(lines);
        }
    }
    found.sort_unstable();
    for n in found {
        slips.push(slip("slips.head", SlipKind::RunningHead, paper.lines[n].span, ""));
    }
}

/// A line with its figures as one sign; `None` = no head.
fn pattern(line: &str) -> Option<String> {
    let mut out = String::new();
    let mut letters = 0;
    for c in line.chars() {
        if c.is_numeric() {
            if !out.ends_with('#') {
                out.push('#');
            }
        } else if c.is_alphabetic() {
            letters += 1;
            out.extend(c.to_lowercase());
        }
    }
    let figures = out.matches('#').count();
    (letters >= 3 && figures <= 2 || letters == 0 && figures == 1).then_some(out)
}

/// Of lines that are numbers, the longest run that counts up by one.
fn counting(paper: &Paper<'_>, lines: &[usize]) -> Vec<usize> {
    let value = |n: &usize| {
        let digits: String =
            paper.words(paper.lines[*n].span).chars().filter(char::is_ascii_digit).take(6).collect();
        digits.parse::<u32>().ok()
    };
    // For each number the run that ends in it; the run that goes on from the latest line of the number before.
    let mut latest: BTreeMap<u32, usize> = BTreeMap::new();
    let mut runs: Vec<(usize, Option<usize>)> = Vec::new();
    for (k, line) in lines.iter().enumerate() {
        let Some(v) = value(line) else {
            runs.push((0, None));
            continue;
        };
        let before = v.checked_sub(1).and_then(|b| latest.get(&b)).copied();
        runs.push((before.map_or(0, |b| runs[b].0) + 1, before));
        latest.insert(v, k);
    }
    let mut at = (0..runs.len()).max_by_key(|k| (runs[*k].0, std::cmp::Reverse(*k)));
    let mut found = Vec::new();
    while let Some(k) = at {
        found.push(lines[k]);
        at = runs[k].1;
    }
    found.reverse();
    found
}

/// Whether a line stands between two halves of a sentence.
fn inside(paper: &Paper<'_>, n: usize) -> bool {
    let words = |n: &usize| Some(paper.words(paper.lines[*n].span)).filter(|w| !w.is_empty());
    // A head and a number may stand together.
    let before =
        (n.saturating_sub(6)..n).rev().filter_map(|n| words(&n)).find(|w| pattern(w) != Some("#".into()));
    let after = (n + 1..paper.lines.len().min(n + 7))
        .filter_map(|n| words(&n))
        .find(|w| pattern(w) != Some("#".into()));
    let (Some(before), Some(after)) = (before, after) else { return false };
    let goes_on = before
        .chars()
        .next_back()
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '-' | '\u{2010}'));
    goes_on && before.len() > 20 && after.starts_with(char::is_lowercase)
}
