//! The furniture of a web page whose mark-up is gone: skip links, buttons, lists of teasers, footers.

use std::sync::LazyLock;

use memcon_lexicon::RuleSet;

use super::zones::{Zone, Zones, gives, sentence};
use crate::Paper;

static FURNITURE: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("divide/furniture/").expect("data/divide/furniture"));
static ABSTRACT: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("divide/abstract/").expect("data/divide/abstract"));

/// Whether a line is only a rule drawn across.
pub(crate) fn is_rule(line: &str) -> bool {
    line.len() < 200 && gives(&FURNITURE, line) == Some("rule")
}

/// Whether a paragraph tells what a paper is about, as abstracts do.
pub(crate) fn tells_of_a_paper(paragraph: &str) -> bool {
    paragraph.len() < 4000 && ABSTRACT.matches(paragraph, &[]).next().is_some()
}

/// Marks lines of furniture. A page counts as one of the web only with several of them.
pub(crate) fn furniture(paper: &Paper<'_>, z: &mut Zones) {
    let n = paper.lines.len();
    let marks: Vec<(usize, &'static str)> = (0..n)
        .filter(|&i| {
            z.of[i] == Zone::Body && !paper.lines[i].span.is_empty() && paper.lines[i].span.len() < 600
        })
        .filter_map(|i| gives(&FURNITURE, paper.words(paper.lines[i].span)).map(|g| (i, g)))
        .filter(|(_, g)| *g != "rule")
        .collect();
    let commented = !z.comments.is_empty();
    let markup = z.of.contains(&Zone::Furniture);
    // A footer or list alone could be the paper's own words; two signs, or a skip link at the top, are a page.
    let skip =
        marks.first().is_some_and(|(i, g)| *g == "line" && (0..*i).all(|k| paper.lines[k].span.is_empty()));
    if marks.len() < 2 && !commented && !markup && !skip {
        return;
    }
    let last_comment = z.of.iter().rposition(|k| *k == Zone::Comment);
    let mut k = 0;
    while k < marks.len() {
        let (i, kind) = marks[k];
        z.set(i..i + 1, Zone::Furniture, "divide.furniture");
        if kind == "list" {
            teasers(paper, z, i);
        }
        if kind == "end" && last_comment.is_none_or(|c| c < i) {
            for line in i..n {
                if z.of[line] == Zone::Body {
                    z.set(line..line + 1, Zone::Furniture, "divide.furniture.footer");
                }
            }
        }
        k += 1;
    }
    if let Some(last) = last_comment.filter(|_| commented) {
        // Behind the readers' comments nothing of the paper follows.
        for line in last + 1..n {
            if z.of[line] == Zone::Body {
                z.set(line..line + 1, Zone::Furniture, "divide.furniture.below");
            }
        }
        let first = z.of.iter().position(|k| *k == Zone::Comment).unwrap_or(0);
        comments_heading(paper, z, first);
    }
}

/// Short lines under a heading of a list go with it, until a sentence of the paper.
fn teasers(paper: &Paper<'_>, z: &mut Zones, heading: usize) {
    let mut taken = 0;
    for line in heading + 1..paper.lines.len().min(heading + 60) {
        let words = paper.words(paper.lines[line].span);
        if words.is_empty() {
            continue;
        }
        let short = words.chars().count() <= 120 && !sentence(words);
        if z.of[line] != Zone::Body || !short || taken >= 12 {
            break;
        }
        taken += 1;
    }
    // One or two short lines before prose may be a headline of the paper; a list is three or bullets.
    let mut left = taken;
    for line in heading + 1..paper.lines.len() {
        if left == 0 {
            break;
        }
        let words = paper.words(paper.lines[line].span);
        if words.is_empty() {
            continue;
        }
        if taken >= 3 || words.starts_with(['•', '*', '-', '·']) {
            z.set(line..line + 1, Zone::Furniture, "divide.furniture.teaser");
        }
        left -= 1;
    }
}

/// A heading or notice right above the first comment.
fn comments_heading(paper: &Paper<'_>, z: &mut Zones, first: usize) {
    let mut steps = 0;
    for line in (0..first).rev() {
        let words = paper.words(paper.lines[line].span);
        if words.is_empty() {
            continue;
        }
        let mark = super::zones::section(words) == Some("comments") || z.of[line] == Zone::Furniture;
        if !mark || steps > 6 {
            return;
        }
        z.set(line..line + 1, Zone::Furniture, "divide.furniture.comments");
        steps += 1;
    }
}

/// Whether a line is furniture of a site (rules drawn across aside).
pub(crate) fn is_furniture(line: &str) -> bool {
    gives(&FURNITURE, line).is_some_and(|g| g != "rule")
}
