//! Which move answers which: questions and what comes back, late and out of order too.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{Analysis, Basis, Mode, Move, MoveType, Span};

use super::asks;
use crate::Paper;
use crate::interpret::actor::{self, Actor};
use crate::interpret::topic::keys;
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
    added.extend(told_answers(paper, found, units, moves));
    moves
        .retain(|m| m.kind != MoveType::Explanation || !added.iter().any(|a: &Move| a.span.contains(m.span)));
    moves.extend(added);
}

/// Sentences looked at behind a narrated question for what comes back.
const AFTER: usize = 2;

/// What a narrated question is met with: the next saying of somebody else, right behind it, that does nothing else.
fn told_answers(paper: &Paper<'_>, found: &Analysis, units: &[Unit], moves: &[Move]) -> Vec<Move> {
    let mut out = Vec::new();
    for m in moves.iter().filter(|m| m.reported && asks(m.kind) && m.actor.is_some()) {
        let next = units.partition_point(|u| u.span.start < m.span.end);
        for unit in units[next..].iter().take(AFTER).filter(|u| u.voice == Voice::Told) {
            let acts = within(moves, unit.span);
            let turn = unit.turn.map(|t| &found.turns[t]);
            let Some(turn) = turn.filter(|t| t.mode == Mode::IndirectReport && t.speaker.is_some()) else {
                if acts.is_empty() { continue } else { break }
            };
            let same =
                turn.speaker == m.actor || unit.turn.is_some() && m.turn.as_deref() == Some(turn.id.as_str());
            if same && acts.is_empty() {
                continue;
            }
            // Behind "in reply to Aldo's question …" the reply stands in the same sentence; what goes on with "he" belongs to it.
            let named = m.basis.rule.starts_with(super::nominal::RULES);
            if named && !actor::opens_with_pronoun(paper.words(unit.span)) {
                break;
            }
            if !same && acts.iter().all(|a| a.kind == MoveType::Explanation) {
                out.push(Move {
                    span: unit.span,
                    kind: MoveType::Answer,
                    actor: turn.speaker.clone(),
                    side: turn.side.clone(),
                    turn: Some(turn.id.clone()),
                    reported: true,
                    basis: Basis::new("move.answer.told-after-question", 0.55),
                    ..Move::default()
                });
            }
            break;
        }
    }
    out
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

/// Farthest that a narrated reply stands behind what it replies to, in bytes.
const REPLY: u32 = 1_500;

/// Farthest that what meets a narrated question begins behind it, in bytes.
const CLOSE: u32 = 300;

/// What sharing words must come to where nothing else ties a move to an earlier one.
const ENOUGH: f32 = 1.4;

/// Tells for each move which earlier move of the other side it answers: index by index.
///
/// A question by the other side stands open until answered; a reaction takes the open question or
/// proposal with which it shares most words (rare ones count most), or the last one where it comes directly after it.
pub(in crate::interpret) fn answers(paper: &Paper<'_>, moves: &[Move]) -> Vec<Option<usize>> {
    let said = Said::new(paper, moves);
    let mut open: BTreeSet<usize> = BTreeSet::new();
    let mut out = vec![None; moves.len()];
    for (n, m) in moves.iter().enumerate() {
        // What is said right behind a question of somebody else meets it, unless it strikes back.
        let behind = n > 0
            && !matches!(m.kind, MoveType::Accusation | MoveType::Threat)
            && asks(moves[n - 1].kind)
            && differs(m, &moves[n - 1])
            && m.span.start.saturating_sub(moves[n - 1].span.end) <= CLOSE;
        let cue = said.replies[n] || behind;
        if reacts(m.kind) || cue && !asks(m.kind) || (m.kind == MoveType::Explanation && !m.reported) {
            out[n] = answered(&said, moves, &open, n);
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

/// What the moves of a paper say.
struct Said {
    keys: Vec<BTreeSet<String>>,
    /// In how many moves a word stands.
    frequent: BTreeMap<String, usize>,
    /// Whether the words themselves say that they reply.
    replies: Vec<bool>,
}

impl Said {
    fn new(paper: &Paper<'_>, moves: &[Move]) -> Self {
        let keys: Vec<BTreeSet<String>> = moves.iter().map(|m| keys(paper.words(m.span))).collect();
        let mut frequent: BTreeMap<String, usize> = BTreeMap::new();
        for word in keys.iter().flatten() {
            *frequent.entry(word.clone()).or_default() += 1;
        }
        let replies =
            moves.iter().map(|m| m.reported && super::outcome::replies(paper.words(m.span))).collect();
        Self { keys, frequent, replies }
    }

    /// How much two moves share: a word of few moves counts whole, one of many less.
    fn shared(&self, a: usize, b: usize) -> f32 {
        let common = self.keys[a].intersection(&self.keys[b]);
        let many = self.keys.len() / 10;
        common.map(|w| if self.frequent.get(w).is_some_and(|&n| n > many.max(3)) { 0.4 } else { 1.0 }).sum()
    }
}

/// The open move that move `n` answers.
fn answered(said: &Said, moves: &[Move], open: &BTreeSet<usize>, n: usize) -> Option<usize> {
    let m = &moves[n];
    let wanted = |k: &usize| {
        let kind = moves[*k].kind;
        match m.kind {
            MoveType::Answer | MoveType::Explanation => asks(kind),
            MoveType::Deferral | MoveType::Referral => asks(kind) || puts(kind),
            _ => puts(kind) || (asks(kind) && (moves[*k].turn != m.turn || m.turn.is_none())),
        }
    };
    let near: Vec<usize> =
        open.iter().rev().take(REACH).copied().filter(|&k| differs(m, &moves[k]) && wanted(&k)).collect();
    let adjacent = near.first().copied().filter(|&k| follows(moves, k, n));
    // A narrated reply replies to what was said just before; what lies far back it does not mean.
    if m.reported && (said.replies[n] || m.kind == MoveType::Answer) {
        let close = |k: &usize| m.span.start - moves[*k].span.end.min(m.span.start) <= REPLY;
        let last = near.first().copied().filter(close);
        return adjacent.filter(close).or_else(|| last.filter(|&k| said.shared(n, k) >= 1.0));
    }
    let best =
        near.iter().copied().max_by(|&a, &b| said.shared(n, a).total_cmp(&said.shared(n, b)).then(a.cmp(&b)));
    match best {
        Some(k) if said.shared(n, k) >= ENOUGH => Some(k),
        _ => adjacent.or_else(|| best.filter(|&k| said.shared(n, k) >= 1.0 && n - k <= 6)),
    }
}

/// Whether two moves are by different actors; two unknown actors are not known to differ.
fn differs(a: &Move, b: &Move) -> bool {
    match (&a.side, &b.side) {
        (Some(x), Some(y)) => x != y,
        _ => match (&a.actor, &b.actor) {
            (Some(x), Some(y)) => x.trim_start_matches("The ") != y.trim_start_matches("The "),
            _ => false,
        },
    }
}

/// Whether `n` comes in the next stretch of the other side after `k`: no third stretch lies between.
fn follows(moves: &[Move], k: usize, n: usize) -> bool {
    moves[k + 1..n]
        .iter()
        .all(|m| m.turn == moves[k].turn || m.turn == moves[n].turn || m.actor == moves[n].actor)
}
