//! Which move answers which: questions and what comes back, late and out of order too.

use std::collections::BTreeSet;

use memcon_model::{Analysis, Basis, Mode, Move, MoveType, Span};

use super::asks;
use crate::Paper;
use crate::interpret::actor::Actor;
use crate::interpret::topic::{keys, shared};
use crate::interpret::units::{Unit, Voice};

/// Moves that put something on the table.
fn puts(kind: MoveType) -> bool {
    matches!(
        kind,
        MoveType::Proposal
            | MoveType::CounterProposal
            | MoveType::Demand
            | MoveType::Amendment
            | MoveType::Condition
    )
}

/// Moves that take a stand on what is on the table.
fn reacts(kind: MoveType) -> bool {
    matches!(
        kind,
        MoveType::Acceptance
            | MoveType::Refusal
            | MoveType::CounterProposal
            | MoveType::Amendment
            | MoveType::Deferral
            | MoveType::Referral
            | MoveType::Answer
    )
}

/// Most sentences that an answer without a rule of its own is taken to hold.
const ANSWER_SENTENCES: usize = 6;

/// Adds the answers that nothing marks but their place: the first words of the other side after a question.
pub(super) fn add_answers(paper: &Paper<'_>, found: &Analysis, units: &[Unit], moves: &mut Vec<Move>) {
    let mut added = Vec::new();
    let own: Vec<&Unit> = units.iter().filter(|u| u.voice == Voice::Own).collect();
    let mut begin = 0;
    let mut asked_by: Option<Actor> = None;
    while begin < own.len() {
        let turn = own[begin].turn;
        let end = begin + own[begin..].iter().take_while(|u| u.turn == turn).count();
        let sentences = &own[begin..end];
        let Some(turn) = turn.map(|t| &found.turns[t]) else { break };
        let speaker = Actor { name: turn.speaker.clone(), side: turn.side.clone() };
        // What opens the next agenda item answers nothing of the last.
        let item = |u: &Unit| found.items.partition_point(|i| i.span.start <= u.span.start);
        let same_item = begin == 0 || item(own[begin - 1]) == item(own[begin]);
        let by_other = same_item && asked_by.as_ref().is_some_and(|a| *a != speaker);
        if by_other && turn.mode != Mode::AuthorText {
            let run = opening_run(sentences, moves);
            added.extend(run.and_then(|span| answer(paper, span, turn.id.as_str(), &speaker)));
        }
        asked_by =
            sentences.iter().any(|u| within(moves, u.span).iter().any(|m| asks(m.kind))).then_some(speaker);
        begin = end;
    }
    moves
        .retain(|m| m.kind != MoveType::Explanation || !added.iter().any(|a: &Move| a.span.contains(m.span)));
    moves.extend(added);
}

/// The moves that begin inside a sentence; `moves` are in order of start.
fn within(moves: &[Move], span: Span) -> &[Move] {
    let from = moves.partition_point(|m| m.span.start < span.start);
    let to = moves.partition_point(|m| m.span.start < span.end);
    &moves[from..to]
}

/// The sentences with which a turn opens, up to the first that performs an act of its own.
fn opening_run(sentences: &[&Unit], moves: &[Move]) -> Option<Span> {
    let free = |u: &&&Unit| within(moves, u.span).iter().all(|m| m.kind == MoveType::Explanation);
    let run: Vec<&&Unit> = sentences.iter().take_while(free).take(ANSWER_SENTENCES).collect();
    Some(run.first()?.span.hull(run.last()?.span))
}

fn answer(paper: &Paper<'_>, span: Span, turn: &str, speaker: &Actor) -> Option<Move> {
    (paper.words(span).split_whitespace().count() >= 2).then(|| Move {
        id: String::new(),
        span,
        kind: MoveType::Answer,
        actor: speaker.name.clone(),
        side: speaker.side.clone(),
        issue: None,
        answers: None,
        turn: Some(turn.to_owned()),
        reported: false,
        basis: Basis::new("move.answer.after-question", 0.6),
        ..Move::default()
    })
}

/// How far back an answer may lie, in moves.
const REACH: usize = 60;

/// Tells for each move which earlier move of the other side it answers: index by index.
///
/// A question by the other side stands open until answered; a reaction takes the open question or
/// proposal with which it shares most words, or the last one where it comes directly after it.
pub(in crate::interpret) fn answers(paper: &Paper<'_>, moves: &[Move]) -> Vec<Option<usize>> {
    let words: Vec<BTreeSet<String>> = moves.iter().map(|m| keys(paper.words(m.span))).collect();
    let mut open: BTreeSet<usize> = BTreeSet::new();
    let mut out = vec![None; moves.len()];
    for (n, m) in moves.iter().enumerate() {
        let other = |k: &usize| differs(m, &moves[*k]);
        let wanted = |k: &usize| {
            let kind = moves[*k].kind;
            match m.kind {
                MoveType::Answer | MoveType::Explanation => asks(kind),
                MoveType::Deferral | MoveType::Referral => asks(kind) || puts(kind),
                _ => puts(kind) || (asks(kind) && moves[*k].turn != m.turn),
            }
        };
        if reacts(m.kind) || (m.kind == MoveType::Explanation && !m.reported) {
            let near: Vec<usize> =
                open.iter().rev().take(REACH).copied().filter(|k| other(k) && wanted(k)).collect();
            let best = near.iter().copied().max_by_key(|&k| (shared(&words[n], &words[k]), k));
            let adjacent = near.first().copied().filter(|&k| follows(moves, k, n));
            out[n] = match best {
                Some(k) if shared(&words[n], &words[k]) >= 2 => Some(k),
                _ => adjacent.or_else(|| best.filter(|&k| shared(&words[n], &words[k]) >= 1 && n - k <= 12)),
            };
            // "I cannot say. I shall ask my superiors." is one answer in two moves.
            if out[n].is_none() && n > 0 && moves[n - 1].turn.is_some() && moves[n - 1].turn == m.turn {
                out[n] = out[n - 1].filter(|_| reacts(moves[n - 1].kind));
            }
            if let Some(k) = out[n].filter(|&k| asks(moves[k].kind)) {
                open.remove(&k);
            }
        }
        if asks(m.kind) || puts(m.kind) {
            open.insert(n);
        }
    }
    out
}

/// Whether two moves are by different actors; two unknown actors are not known to differ.
fn differs(a: &Move, b: &Move) -> bool {
    match (&a.side, &b.side) {
        (Some(x), Some(y)) => x != y,
        _ => a.actor.is_some() && b.actor.is_some() && a.actor != b.actor,
    }
}

/// Whether `n` comes in the next stretch of the other side after `k`: no third stretch lies between.
fn follows(moves: &[Move], k: usize, n: usize) -> bool {
    moves[k + 1..n]
        .iter()
        .all(|m| m.turn == moves[k].turn || m.turn == moves[n].turn || m.actor == moves[n].actor)
}
