//! What must hold of every analysis, whatever the text: nothing fails, spans fit, regions partition the
//! text, lists are in order, ids that are named exist, the same text gives the same result.
#![allow(clippy::unwrap_used)]

use memcon_analyse::analyse;
use memcon_model::{Analysis, Settings, Severity, Spans};
use memcon_read::Hint;
use proptest::prelude::*;

fn read(text: &str) -> (Analysis, String) {
    analyse(
        "paper",
        text.as_bytes(),
        Hint { path: None, media_type: Some("text/plain"), ..Hint::default() },
        &Settings::default(),
    )
}

/// Everything that must hold; the fault in words.
fn fault(analysis: &mut Analysis, text: &str) -> Option<String> {
    if let Some(n) =
        analysis.notices.iter().find(|n| n.severity == Severity::Error && n.message.contains("failed inside"))
    {
        return Some(n.message.clone());
    }
    let mut bad = None;
    analysis.each_span(&mut |s| {
        if text.get(s.range()).is_none() || s.start > s.end {
            bad = Some(format!("span {s:?} does not fit a text of {} bytes", text.len()));
        }
    });
    if bad.is_some() {
        return bad;
    }
    let mut at = 0;
    for r in &analysis.regions {
        if r.span.start != at {
            return Some(format!("regions leave a gap or overlap at {at}: {:?}", r.span));
        }
        at = r.span.end;
    }
    if at as usize != text.len() {
        return Some(format!("regions end at {at} of {}", text.len()));
    }
    in_order("turns", analysis.turns.iter().map(|t| t.span.start))
        .or_else(|| in_order("moves", analysis.moves.iter().map(|t| t.span.start)))
        .or_else(|| in_order("insertions", analysis.insertions.iter().map(|t| t.span.start)))
        .or_else(|| in_order("dates", analysis.dates.iter().map(|t| t.span.start)))
        .or_else(|| in_order("obligations", analysis.obligations.iter().map(|t| t.span.start)))
        .or_else(|| in_order("references", analysis.references.iter().map(|t| t.span.start)))
        .or_else(|| in_order("items", analysis.items.iter().map(|t| t.span.start)))
        .or_else(|| dangling(analysis))
}

fn in_order(layer: &str, starts: impl Iterator<Item = u32>) -> Option<String> {
    let starts: Vec<u32> = starts.collect();
    (!starts.is_sorted()).then(|| format!("{layer} are not in order of start: {starts:?}"))
}

/// Ids that are named and do not exist.
fn dangling(a: &Analysis) -> Option<String> {
    let turn = |id: &String| a.turns.iter().any(|t| &t.id == id);
    let issue = |id: &String| a.issues.iter().any(|i| &i.id == id);
    let other = |id: &String| a.moves.iter().any(|m| &m.id == id);
    for t in &a.turns {
        if t.parent.as_ref().is_some_and(|p| !turn(p)) {
            return Some(format!("turn {} has no parent {:?}", t.id, t.parent));
        }
        if t.chain.len() as u32 != t.depth + 1 && !t.chain.is_empty() {
            return Some(format!("turn {}: depth {} for chain {:?}", t.id, t.depth, t.chain));
        }
    }
    for m in &a.moves {
        if m.turn.as_ref().is_some_and(|t| !turn(t))
            || m.issue.as_ref().is_some_and(|i| !issue(i))
            || m.answers.as_ref().is_some_and(|o| !other(o))
        {
            return Some(format!("move {} names what is not there: {m:?}", m.id));
        }
    }
    a.record_of.as_ref().filter(|r| !a.events.iter().any(|e| &e.id == *r)).map(|r| format!("no event {r}"))
}

#[track_caller]
fn holds(text: &str) {
    let (mut analysis, kept) = read(text);
    if let Some(fault) = fault(&mut analysis, &kept) {
        let head: String = text.chars().take(300).collect();
        panic!("{fault}\nin: {head}");
    }
}

/// Pieces of which papers are made, thrown together: what a grammar would never write.
const PIECES: &[&str] = &[
    "\"",
    "“",
    "”",
    "‘",
    "’",
    "«",
    "»",
    "「",
    "」",
    "(",
    ")",
    "[",
    "]",
    "\n",
    "\n\n",
    " ",
    "\r\n",
    "\u{3000}",
    "\t",
    "…",
    "North:",
    "South:",
    "Mr. Varga:",
    "Q.",
    "A.",
    "Varga said",
    "he said that",
    "said, ",
    "asked:",
    "we propose ",
    "we cannot agree to the transit fee",
    "I withdraw that.",
    "agreed in principle",
    "Why?",
    "1. ",
    "a. ",
    "Article 3",
    "shall not enter",
    "March 4, 1963",
    "4 марта 1963 г.",
    "３月４日",
    "1963년 3월 4일",
    "1100 11 July",
    "today",
    "Ambassador Varga",
    "金大海",
    "김대해",
    "Иван Петров",
    "Ministry of Trade",
    "TELEGRAM No. 12",
    "To: ",
    "Dear Sir,",
    "PARTICIPANTS",
    "SUBJECT",
    "Comment number 4.",
    "@4 Rook: ",
    "Related Documents",
    "Original:",
    "**Summary:**",
    "your telegram 14",
    "\u{202e}",
    "\u{0}",
    "e\u{301}",
    "𝔸",
    "ﬁ",
    "-",
    "--",
    "— 5 p.m.",
    "0208Z",
    "No. 5",
    "if ",
    "the Former",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn of_pieces_thrown_together(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        let text = pieces.concat();
        let (mut analysis, kept) = read(&text);
        prop_assert_eq!(fault(&mut analysis, &kept), None);
    }

    #[test]
    fn of_any_characters(text in "\\PC{0,400}") {
        let (mut analysis, kept) = read(&text);
        prop_assert_eq!(fault(&mut analysis, &kept), None);
    }

    #[test]
    fn of_any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let (mut analysis, kept) = analyse("paper", &bytes, Hint::default(), &Settings::default());
        prop_assert_eq!(fault(&mut analysis, &kept), None);
    }
}

#[test]
fn of_hostile_texts() {
    holds("");
    holds("\n\n\n");
    holds(&"\"".repeat(20_000));
    holds(&"“".repeat(20_000));
    holds(&"(".repeat(20_000));
    holds(&"[(".repeat(10_000));
    holds(&"word ".repeat(100_000));
    holds(&"\n".repeat(100_000));
    holds(&"He said \"she said \"they said ".repeat(4_000));
    holds(&"A: B\n".repeat(20_000));
    holds(&"1963-03-04 ".repeat(20_000));
    holds(&"金".repeat(50_000));
}

#[test]
fn the_same_text_gives_the_same_record() {
    let text =
        "March 4, 1963\n\nNorth: We propose a ferry.\n\nSouth: We cannot agree to a ferry. (Silence.)\n"
            .repeat(40);
    let one = serde_json::to_string(&read(&text).0).unwrap();
    assert_eq!(one, serde_json::to_string(&read(&text).0).unwrap());
}
