//! What became of a question or of what was put forward, as far as its own paper shows; and to what a linkage ties.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use memcon_model::{Analysis, Move, MoveType, Outcome, Span};
use serde::Deserialize;

use super::asks;
use crate::Paper;
use crate::interpret::topic::{keys, shared};

#[derive(Deserialize)]
struct Table {
    unmet: Unmet,
    replying: List,
    takes_up: List,
}

#[derive(Deserialize)]
struct Unmet {
    evaded: Vec<String>,
    unanswered: Vec<String>,
}

#[derive(Deserialize)]
struct List {
    words: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    memcon_lexicon::table("moves/extent.toml").expect("our own words of what met with no answer")
});

/// How far behind a question the paper may say that it met with no answer, in bytes.
const NEAR: u32 = 500;

/// Words of a reply that are looked at for whether it takes the question up.
const HEAD: usize = 40;

/// Whether narrated words say themselves that they reply.
pub(super) fn replies(words: &str) -> bool {
    let lower = words.to_lowercase();
    TABLE.replying.words.iter().any(|w| lower.contains(w.as_str()))
}

/// Whether a move asks for something back.
fn wants_reply(kind: MoveType) -> bool {
    use MoveType::*;
    asks(kind) || matches!(kind, Proposal | CounterProposal | Demand | Amendment)
}

/// Gives questions and what was put forward their outcome in the paper, and linkages what they tie to.
pub fn outcomes(paper: &Paper<'_>, found: &mut Analysis) {
    let index: BTreeMap<&str, usize> =
        found.moves.iter().enumerate().map(|(n, m)| (m.id.as_str(), n)).collect();
    let mut by: Vec<Vec<usize>> = vec![Vec::new(); found.moves.len()];
    for (n, m) in found.moves.iter().enumerate() {
        if let Some(&k) = m.answers.as_deref().and_then(|id| index.get(id)) {
            by[k].push(n);
        }
    }
    let told = told_unmet(paper, found);
    let outcome = |n: usize, m: &Move| {
        if !wants_reply(m.kind) {
            return None;
        }
        // A question that is only named ("in reply to Aldo's question …") is not said to be open.
        let named = m.basis.rule.starts_with(super::nominal::RULES);
        let seen = told.get(&n).copied().or_else(|| Some(by_answers(paper, found, m, &by[n])));
        seen.filter(|o| !(named && *o == Outcome::Unanswered))
    };
    let all: Vec<Option<Outcome>> = found.moves.iter().enumerate().map(|(n, m)| outcome(n, m)).collect();
    let links: Vec<Option<String>> = found.moves.iter().map(|m| tied_to(paper, found, m)).collect();
    for ((m, outcome), link) in found.moves.iter_mut().zip(all).zip(links) {
        m.outcome = outcome;
        m.linked_to = link;
    }
}

/// The outcome that the moves tell which answer `m`.
fn by_answers(paper: &Paper<'_>, found: &Analysis, m: &Move, by: &[usize]) -> Outcome {
    let moves: Vec<&Move> = by.iter().map(|&k| &found.moves[k]).collect();
    let put_off = |m: &&&Move| matches!(m.kind, MoveType::Deferral | MoveType::Referral);
    let meets = |a: &&&Move| !put_off(a) && !evades(paper, m, a);
    if moves.iter().any(|a| meets(&a)) {
        Outcome::Answered
    } else if moves.iter().any(|a| put_off(&a)) {
        Outcome::Deferred
    } else if !moves.is_empty() || spoken_past(found, m) {
        Outcome::Evaded
    } else {
        Outcome::Unanswered
    }
}

/// Whether what stands where the answer should speaks of something else. Only of an answer known by its place.
fn evades(paper: &Paper<'_>, asked: &Move, reply: &Move) -> bool {
    let words = paper.words(reply.span);
    let lower = words.to_lowercase();
    if TABLE.unmet.evaded.iter().any(|w| holds(&lower, w)) {
        return true;
    }
    if reply.basis.rule != "move.answer.after-question" || !asks(asked.kind) {
        return false;
    }
    let head: BTreeSet<String> = words
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'))
        .filter(|w| !w.is_empty())
        .take(HEAD)
        .map(str::to_lowercase)
        .collect();
    let taken_up = TABLE.takes_up.words.iter().any(|w| head.contains(w));
    let figure = head.iter().any(|w| w.chars().any(|c| c.is_ascii_digit()));
    // Words of another script than the list's are not judged.
    let judged = words.chars().filter(|c| c.is_alphabetic()).all(|c| (c as u32) < 0x250);
    // Only what could be answered by yes or no is measured by its words: "where" may be met by any place.
    let closed =
        paper.words(asked.span).split_whitespace().next().is_some_and(super::super::actor::opens_question);
    judged && closed && !taken_up && !figure && shared(&keys(paper.words(asked.span)), &keys(words)) == 0
}

/// Whether somebody of the other side spoke after a question in so many words, in the next turn.
fn spoken_past(found: &Analysis, m: &Move) -> bool {
    if !asks(m.kind) || m.reported {
        return false;
    }
    let Some(n) = m.turn.as_deref().and_then(|id| found.turns.iter().position(|t| t.id == id)) else {
        return false;
    };
    let turn = &found.turns[n];
    let item = |at: u32| found.items.partition_point(|i| i.span.start <= at);
    found.turns[n + 1..].iter().find(|t| t.span.start >= turn.span.end).is_some_and(|t| {
        t.speaker.is_some() && t.speaker != turn.speaker && item(t.span.start) == item(turn.span.start)
    })
}

/// Moves of which the paper itself says, right behind, that they were evaded or met with no answer.
fn told_unmet(paper: &Paper<'_>, found: &Analysis) -> BTreeMap<usize, Outcome> {
    let mut out = BTreeMap::new();
    for (n, m) in found.moves.iter().enumerate().filter(|(_, m)| wants_reply(m.kind)) {
        let end =
            found.moves[n + 1..].iter().find(|x| wants_reply(x.kind)).map_or(u32::MAX, |x| x.span.start);
        let from = m.span.end;
        let limit = end.min(from.saturating_add(NEAR)).max(from) as usize;
        let mut limit = limit.min(paper.text.len());
        while !paper.text.is_char_boundary(limit) {
            limit -= 1;
        }
        let Some(behind) = paper.text.get(from as usize..limit) else { continue };
        let lower = behind.to_lowercase();
        let has = |list: &[String]| list.iter().any(|w| holds(&lower, w));
        if has(&TABLE.unmet.evaded) {
            out.insert(n, Outcome::Evaded);
        } else if has(&TABLE.unmet.unanswered) {
            out.insert(n, Outcome::Unanswered);
        }
    }
    out
}

/// Whether words stand in a lower-case text as words.
fn holds(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(n, w)| {
        let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        free(text[..n].chars().next_back()) && free(text[n + w.len()..].chars().next())
    })
}

/// The issue other than its own that a linkage or a condition names.
fn tied_to(paper: &Paper<'_>, found: &Analysis, m: &Move) -> Option<String> {
    if !matches!(m.kind, MoveType::Linkage | MoveType::Condition) {
        return None;
    }
    let inside = |s: &Span| m.span.contains(*s);
    let other = found.issues.iter().filter(|i| Some(&i.id) != m.issue.as_ref());
    let named = other.clone().find(|i| i.mentions.iter().any(inside));
    let words = keys(paper.words(m.span));
    let by_words = || {
        other.clone().find(|i| {
            let own = keys(&i.name);
            !own.is_empty() && own.is_subset(&words)
        })
    };
    named.or_else(by_words).map(|i| i.id.clone())
}
