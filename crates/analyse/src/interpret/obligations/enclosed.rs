//! Texts of duties that another paper gives in full: "Following is text of the proposal", "Begin text … End text".
//!
//! What announces a text and where it ends is data (`data/obligations/enclosed.toml`). What does not belong
//! here: lettered clauses that a paper recites in its own words, and runs of articles ([`super::zones`]).

use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::Span;

use crate::Paper;

static EDGES: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("obligations/enclosed").expect("our own edges of enclosed texts"));

/// Marks that open a quotation at the head of each of its paragraphs, and those that close it.
const OPENING: [char; 4] = ['“', '"', '«', '„'];
const CLOSING: [char; 4] = ['”', '"', '»', '“'];

/// The texts of duties that a stretch of a paper gives in full, in order.
pub(super) fn texts(paper: &Paper<'_>, range: Span) -> Vec<Span> {
    let from = paper.paragraphs.partition_point(|p| p.span.end <= range.start);
    let list: Vec<Span> =
        paper.paragraphs[from..].iter().take_while(|p| p.span.start < range.end).map(|p| p.span).collect();
    let mut out = Vec::new();
    let mut n = 0;
    while n < list.len() {
        match announced(paper, &list, n).and_then(|first| Some((first, last(paper, &list, first)?))) {
            Some((first, last)) => {
                out.push(list[first].hull(list[last]));
                n = last + 1;
            }
            None => n += 1,
        }
    }
    out
}

/// Whether words match an edge of a kind.
fn is(paper: &Paper<'_>, words: &str, gives: &str) -> bool {
    EDGES.matches(words, &paper.languages).any(|m| m.rule.gives == gives)
}

/// The paragraph with which a text opens that paragraph `n` announces.
fn announced(paper: &Paper<'_>, list: &[Span], n: usize) -> Option<usize> {
    let words = paper.words(list[n]);
    // The announcement is the last thing said before the text.
    let tail = words.char_indices().rev().nth(400).map_or(words, |(at, _)| &words[at..]);
    let sentence = tail.trim_end().rsplit_once(". ").map_or(tail, |(_, last)| last);
    let said = [sentence, tail].into_iter().any(|w| is(paper, w, "opens") && is(paper, w, "named"));
    if !said || n + 1 >= list.len() {
        return None;
    }
    let first = n + 1 + usize::from(is(paper, paper.words(list[n + 1]), "begins"));
    (first < list.len()).then_some(first)
}

/// The last paragraph of a text that opens with paragraph `first`; `None` where nothing shows that one stands there.
fn last(paper: &Paper<'_>, list: &[Span], first: usize) -> Option<usize> {
    let begun = first > 0 && is(paper, paper.words(list[first - 1]), "begins");
    let ends = (first..list.len()).find(|&n| is(paper, paper.words(list[n]), "ends"));
    if let Some(end) = ends {
        return Some(end);
    }
    let quoted = |n: usize| paper.words(list[n]).trim_start().starts_with(OPENING);
    if quoted(first) {
        let run = (first..list.len()).take_while(|&n| quoted(n)).last()?;
        // A quotation without marks at its paragraphs ends where it is closed.
        let closed =
            (run..list.len().min(run + 40)).find(|&n| paper.words(list[n]).trim_end().ends_with(CLOSING));
        return Some(if run > first { run } else { closed.unwrap_or(run) });
    }
    begun.then(|| list.len() - 1)
}
