//! Words set wide: "a g r e e d", "S E C R E T".

use memcon_model::{Slip, SlipKind, Span};

use super::{Seen, slip};

/// Fewest letters, and most.
const FEWEST: usize = 4;
const MOST: usize = 80;

pub(super) fn find(seen: &Seen<'_>, slips: &mut Vec<Slip>) {
    let words = &seen.words.all;
    let single = |n: usize| {
        let word = words[n].span.of(seen.text);
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    };
    let mut n = 0;
    while n < words.len() {
        if !single(n) {
            n += 1;
            continue;
        }
        let from = n;
        n += 1;
        while n < words.len() && single(n) && apart(seen, n).is_some() {
            n += 1;
        }
        if n - from >= FEWEST && n - from <= MOST {
            run(seen, from, n, slips);
        }
    }
}

/// Blanks before word `n`, where nothing else stands there and they are few.
fn apart(seen: &Seen<'_>, n: usize) -> Option<usize> {
    let before = seen.words.all.get(n.checked_sub(1)?)?;
    let between = seen.text.get(before.span.end as usize..seen.words.all[n].span.start as usize)?;
    (1..=4).contains(&between.chars().count()).then_some(())?;
    between.chars().all(|c| matches!(c, ' ' | '\u{a0}')).then(|| between.chars().count())
}

/// Reads a run of single letters: as words where wider gaps stand between, else as the fewest words.
fn run(seen: &Seen<'_>, from: usize, to: usize, slips: &mut Vec<Slip>) {
    let gaps: Vec<usize> = (from + 1..to).filter_map(|n| apart(seen, n)).collect();
    let usual = gaps.iter().copied().min().unwrap_or(1);
    let wide = |n: usize| apart(seen, n).is_some_and(|g| g > usual);
    let mut start = from;
    for n in from + 1..=to {
        if n == to || wide(n) {
            let letters: String = (start..n).map(|k| seen.words.all[k].span.of(seen.text)).collect();
            let span = Span { start: seen.words.all[start].span.start, end: seen.words.all[n - 1].span.end };
            if n - start >= FEWEST.min(if wide_run(&gaps, usual) { 3 } else { FEWEST })
                && let Some(reading) = read(seen, &letters)
            {
                slips.push(slip("slips.spaced", SlipKind::Spacing, span, reading));
            }
            start = n;
        }
    }
}

/// Whether the run has gaps of two widths: then each part is a word.
fn wide_run(gaps: &[usize], usual: usize) -> bool {
    gaps.iter().any(|g| *g > usual)
}

/// The word or words that letters make; `None` = none known.
fn read(seen: &Seen<'_>, letters: &str) -> Option<String> {
    let lower = letters.to_lowercase();
    let is_word = |w: &str| w.chars().count() > 1 && seen.known.is_word(w);
    if is_word(&lower) {
        return Some(letters.to_owned());
    }
    if !seen.known.english {
        // No list tells: a long run in one case that is no alphabet.
        let steps = letters.chars().zip(letters.chars().skip(1)).filter(|(a, b)| *b as u32 == *a as u32 + 1);
        let one_case = letters.chars().all(char::is_uppercase) || letters.chars().all(char::is_lowercase);
        return (letters.chars().count() >= 6 && one_case && steps.count() < 3).then(|| letters.to_owned());
    }
    split(letters, &lower, is_word)
}

/// Letters as the fewest words; short words cost more, so that "TO PS ECRET" does not win.
fn split(letters: &str, lower: &str, is_word: impl Fn(&str) -> bool) -> Option<String> {
    if letters.len() != lower.len() || !lower.is_ascii() {
        return None;
    }
    let len = lower.len();
    let mut best: Vec<Option<(u32, usize)>> = vec![None; len + 1];
    best[0] = Some((0, 0));
    for end in 1..=len {
        for start in end.saturating_sub(20)..end {
            let Some((cost, _)) = best[start] else { continue };
            let word = &lower[start..end];
            if is_word(word) || word == "a" {
                let price = if word.len() > 2 { 2 } else { 3 };
                if best[end].is_none_or(|(known, _)| cost + price < known) {
                    best[end] = Some((cost + price, start));
                }
            }
        }
    }
    let mut cuts = vec![len];
    while let Some((_, start)) = best[*cuts.last()?] {
        if start == 0 {
            break;
        }
        cuts.push(start);
    }
    best[len]?;
    // Many short words are chance.
    if cuts.len() * 4 > len {
        return None;
    }
    cuts.push(0);
    cuts.reverse();
    Some(cuts.windows(2).map(|w| &letters[w[0]..w[1]]).collect::<Vec<_>>().join(" "))
}
