//! The happenings of an issue, in order of time, through its course.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{Course, MoveType, State, StateChange, Step};

use super::{Happening, Moved, What};

/// The share of the known moves on an issue that makes a side one of those between whom it lies.
const SHARE: usize = 8;

/// The states after the happenings that `told` lets through.
///
/// What one side does among its own is no move towards the other: it counts for nothing here. An acceptance or a refusal counts
/// only from a side, and an acceptance only where the other of the two sides between whom the issue lies has put
/// something forward: friends of one side do not agree for the other.
pub(super) fn run(list: &[Happening], told: impl Fn(&Happening) -> bool) -> Vec<StateChange> {
    let main = main_sides(list);
    let mut out: Vec<StateChange> = Vec::new();
    let mut course = Course::new();
    let mut settled: Option<State> = None;
    let mut once: BTreeMap<(String, Option<&str>, MoveType), &str> = BTreeMap::new();
    let mut put: BTreeSet<(&str, &str)> = BTreeSet::new();
    for h in list.iter().filter(|h| told(h)) {
        let (state, by, rule) = match &h.what {
            What::Text(state) => {
                settled = Some(*state);
                (Some(*state), None, "state.agreed-text")
            }
            What::Move(m) => {
                let day = h.date.latest_iso().unwrap_or_default();
                let first = once.entry((day, h.side.as_deref(), m.kind)).or_insert(&h.evidence.document);
                if *first != h.evidence.document.as_str() {
                    continue;
                }
                let counts = counts(h, *m, &main, &put);
                // Between two known sides, what persons of no known side say is no move of either.
                if !main.is_empty() && !m.between || main.len() == 2 && !h.known {
                    continue;
                }
                if let Some(side) = h.side.as_deref().filter(|_| !matches!(m.kind, MoveType::Acceptance)) {
                    put.insert((side, h.evidence.document.as_str()));
                }
                let step = Step {
                    kind: if counts { m.kind } else { MoveType::Explanation },
                    // Whoever only asks or explains from outside is no third whose consent is wanted.
                    side: h.side.as_deref().filter(|s| main.len() < 2 || main.contains(s) || puts(m.kind)),
                    joint: h.side.as_deref() == Some("both"),
                    pronounced: m.pronounced,
                    limited: m.limited,
                    last_word: m.last_word,
                    taken_up: m.taken_up,
                };
                (course.step(&step), Some(m.kind), "state.course")
            }
        };
        // What an agreed text has settled, talk about it does not reopen.
        let Some(state) = settled.or(state) else { continue };
        let same = out
            .last()
            .is_some_and(|l| l.state == state && l.side == h.side && l.date.as_ref() == Some(&h.date));
        if !same {
            out.push(StateChange {
                date: Some(h.date.clone()),
                state,
                side: h.side.clone(),
                by,
                rule: rule.into(),
                evidence: vec![h.evidence.clone()],
                ..StateChange::default()
            });
        }
    }
    out
}

/// Whether a move puts something on the table.
fn puts(kind: MoveType) -> bool {
    use MoveType::{Amendment, Condition, CounterProposal, Demand, Proposal};
    matches!(kind, Proposal | Demand | CounterProposal | Amendment | Condition)
}

/// Whether a move may change the state as what it is; else it only shows that the issue is spoken of.
fn counts(h: &Happening, m: Moved, main: &[&str], put: &BTreeSet<(&str, &str)>) -> bool {
    if main.len() < 2 || h.side.as_deref() == Some("both") {
        return true;
    }
    let side = h.side.as_deref().filter(|s| main.contains(s));
    match m.kind {
        MoveType::Acceptance if m.pronounced => true,
        // What is accepted was put by the other side: in this paper, or in another that this one answers.
        MoveType::Acceptance => {
            let here = h.evidence.document.as_str();
            let other = |s: &str| main.iter().copied().find(|o| *o != s);
            m.firm
                && side
                    .and_then(other)
                    .is_some_and(|o| put.iter().any(|(by, at)| *by == o && (m.answers || *at == here)))
        }
        MoveType::Refusal | MoveType::Retraction => m.firm && h.known,
        _ => true,
    }
}

/// The two sides that move most on an issue, where two are known.
fn main_sides(list: &[Happening]) -> Vec<&str> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    let moves = |h: &&Happening| h.known && matches!(h.what, What::Move(m) if m.between);
    for h in list.iter().filter(moves) {
        if let Some(side) = h.side.as_deref().filter(|s| *s != "both") {
            *count.entry(side).or_default() += 1;
        }
    }
    let all: usize = count.values().sum();
    let mut sides: Vec<(&str, usize)> = count.into_iter().filter(|(_, n)| n * SHARE >= all).collect();
    sides.sort_by_key(|s| (std::cmp::Reverse(s.1), s.0));
    sides.truncate(2);
    sides.into_iter().map(|s| s.0).collect()
}
