//! The clause in which a word tells of an event: what stands outside it belongs to something else.

use std::sync::LazyLock;

use memcon_model::Span;
use regex::Regex;

use super::around::WORDS;
use crate::Paper;

/// The clause around a trigger inside its sentence.
pub(super) fn around(paper: &Paper<'_>, sentence: Span, trigger: Span) -> Span {
    let left = Span { start: sentence.start, end: trigger.start.max(sentence.start) };
    let right = Span { start: trigger.end.min(sentence.end), end: sentence.end };
    let from = last_break(left.of(paper.text), &WORDS.breaks_before).unwrap_or(0);
    let to = first_break(right.of(paper.text), &WORDS.breaks_behind).unwrap_or_else(|| right.len());
    Span::new(left.start as usize + from, right.start as usize + to)
}

/// Behind the last of the breaks.
fn last_break(text: &str, breaks: &[String]) -> Option<usize> {
    breaks.iter().filter_map(|b| text.rfind(b.as_str()).map(|n| n + b.len())).max()
}

/// Before the first of the breaks.
fn first_break(text: &str, breaks: &[String]) -> Option<usize> {
    breaks.iter().filter_map(|b| text.find(b.as_str())).min()
}

/// The preposition that governs a name: the last one in the words between it and what stands before.
pub(super) fn governed(between: &str) -> Governed {
    let lower = between.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|w| !w.is_empty());
    let last = words.rev().find(|w| WORDS.with.iter().any(|p| p == w) || WORDS.about.iter().any(|p| p == w));
    match last {
        Some(w) if WORDS.with.iter().any(|p| p == w) => Governed::With(w.to_owned()),
        Some(_) => Governed::About,
        None => Governed::Plain,
    }
}

/// How a name hangs on what stands before it.
#[derive(Debug, PartialEq)]
pub(super) enum Governed {
    /// By a preposition of taking part.
    With(String),
    /// By one that says what it was about.
    About,
    /// By none.
    Plain,
}

/// Whether a word of the first person stands in the clause, as a subject or behind a preposition.
pub(super) fn first_person(clause: &str) -> bool {
    static FIRST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!(
            r"(?:^|[^\p{{L}}\p{{N}}.’'])(?:{})(?:[^\p{{L}}\p{{N}}.]|$)",
            WORDS.first.join("|")
        ))
        .expect("built from our own table")
    });
    FIRST.is_match(clause)
}

/// Offices that stand for persons, with where they stand: "the British Ambassador", "FonMin".
pub(super) fn offices(clause: &str) -> Vec<(usize, usize)> {
    static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
        let words: Vec<String> = WORDS.offices.iter().map(|w| regex::escape(w)).collect();
        Regex::new(&format!(
            r"(?:\p{{Lu}}[\p{{L}}-]+ ){{0,2}}(?:{})\b(?: of (?:the )?(?:\p{{Lu}}[\p{{L}}-]+ ?){{1,3}})?",
            words.join("|")
        ))
        .expect("built from our own table")
    });
    OFFICE.find_iter(clause).map(|m| (m.start(), m.start() + m.as_str().trim_end().len())).collect()
}

/// A house or room behind "at".
pub(super) fn venue(clause: &str) -> Option<String> {
    static AT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!(
            r"\bat (?:the |his |her |my |our )?(?P<place>(?:\p{{Lu}}[\p{{L}}’'.-]* |de |du |des |of |the ){{0,5}}(?i:{})s?)(?P<more>(?: (?:\p{{Lu}}[\p{{L}}’'-]+|d[eu]s?|of|the)){{0,4}})",
            WORDS.venues.join("|")
        ))
        .expect("built from our own table")
    });
    let found = AT.captures(clause)?;
    let place = found.name("place")?;
    // "at Ito’s Villa Bricka spoke": what follows an owned house is not its name.
    let owned = place.as_str().contains(['’', '\'']);
    let end = found.name("more").filter(|_| !owned).map_or(place.end(), |m| m.end());
    let place = clause.get(place.start()..end)?.trim();
    // A small word alone ("at the office") says too little.
    let place = place.trim_end_matches(" of").trim_end_matches(" the");
    place.chars().next().is_some_and(char::is_uppercase).then(|| place.to_owned())
}
