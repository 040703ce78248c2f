//! What else must change when claims are changed: nothing may name a claim that is gone, and chains follow speakers.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{Analysis, Span, Turn};

/// As many voices as a chain may have.
const DEEPEST: usize = 12;

/// Mends what hangs together; `out` = the turns taken out.
pub fn mend(a: &mut Analysis, out: &[Turn]) {
    hang(&mut a.turns, out);
    rechain(&mut a.turns, out);
    let turns: BTreeSet<&str> = a.turns.iter().map(|t| t.id.as_str()).collect();
    let spans: Vec<(Span, &str)> = a.turns.iter().map(|t| (t.span, t.id.as_str())).collect();
    for m in &mut a.moves {
        if m.turn.as_deref().is_some_and(|t| !turns.contains(t)) {
            m.turn = innermost(&spans, m.span).map(str::to_owned);
        }
    }
    let moves: BTreeSet<String> = a.moves.iter().map(|m| m.id.clone()).collect();
    let issues: BTreeSet<&str> = a.issues.iter().map(|i| i.id.as_str()).collect();
    let known = |id: &mut Option<String>, all: &BTreeSet<&str>| {
        if id.as_deref().is_some_and(|id| !all.contains(id)) {
            *id = None;
        }
    };
    let moves: BTreeSet<&str> = moves.iter().map(String::as_str).collect();
    for m in &mut a.moves {
        known(&mut m.answers, &moves);
        known(&mut m.issue, &issues);
        known(&mut m.linked_to, &issues);
    }
    a.items.iter_mut().for_each(|i| known(&mut i.issue, &issues));
    let events: BTreeSet<String> = a.events.iter().map(|e| e.id.clone()).collect();
    let events: BTreeSet<&str> = events.iter().map(String::as_str).collect();
    a.events.iter_mut().for_each(|e| known(&mut e.follows, &events));
    known(&mut a.record_of, &events);
}

/// Gives every turn a parent that is there: the innermost turn around it.
fn hang(turns: &mut [Turn], out: &[Turn]) {
    let above: BTreeMap<&str, Option<&str>> =
        out.iter().map(|t| (t.id.as_str(), t.parent.as_deref())).collect();
    // The parent of a turn taken out takes its place; a turn that a person added has none yet.
    let up = |turn: &Turn| {
        let mut id = turn.parent.as_deref();
        for _ in 0..=above.len() {
            match id.and_then(|id| above.get(id)) {
                Some(next) => id = *next,
                None => break,
            }
        }
        id.map(str::to_owned)
    };
    let parents: Vec<Option<String>> = turns.iter().map(up).collect();
    let spans: Vec<(Span, String)> = turns.iter().map(|t| (t.span, t.id.clone())).collect();
    let all: Vec<(Span, &str)> = spans.iter().map(|(s, id)| (*s, id.as_str())).collect();
    for (turn, parent) in turns.iter_mut().zip(parents) {
        let added = turn.parent.is_none() && turn.chain.is_empty();
        turn.parent = if added { around(&all, turn.span, &turn.id).map(str::to_owned) } else { parent };
    }
}

/// The innermost turn that holds `span` and is another than `id`.
fn around<'t>(spans: &[(Span, &'t str)], span: Span, id: &str) -> Option<&'t str> {
    spans
        .iter()
        .filter(|(s, i)| *i != id && s.contains(span) && *s != span)
        .min_by_key(|(s, _)| s.len())
        .map(|s| s.1)
}

/// The innermost turn that holds `span`.
fn innermost<'t>(spans: &[(Span, &'t str)], span: Span) -> Option<&'t str> {
    spans.iter().filter(|(s, _)| s.contains(span)).min_by_key(|(s, _)| s.len()).map(|s| s.1)
}

/// Chains made anew from the speakers: who stood before the first voice of a chain stays there.
fn rechain(turns: &mut [Turn], out: &[Turn]) {
    // Whoever stood before the first voice of the paper (a news agency), by the roots as the machine found them.
    let root = |t: &&Turn| t.parent.is_none() && t.chain.len() > 1;
    let base: Vec<String> = out.iter().find(root).map(before_last).unwrap_or_default();
    let mut chains: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let orphan = |t: &Turn| t.chain.len() > 1 && out.iter().any(|o| o.span.contains(t.span));
    for turn in turns {
        let mut chain = match turn.parent.as_ref().and_then(|p| chains.get(p)) {
            Some(above) => above.clone(),
            None if orphan(turn) => base.clone(),
            None => before_last(turn),
        };
        let voice = turn.speaker.as_deref();
        if chain.len() < DEEPEST && (voice.is_none() || chain.last().map(String::as_str) != voice) {
            chain.push(voice.unwrap_or("unattributed").to_owned());
        }
        turn.depth = u32::try_from(chain.len().saturating_sub(1)).unwrap_or(u32::MAX);
        chains.insert(turn.id.clone(), chain.clone());
        turn.chain = chain;
    }
}

/// A chain without its speaker.
fn before_last(turn: &Turn) -> Vec<String> {
    turn.chain.get(..turn.chain.len().saturating_sub(1)).unwrap_or_default().to_vec()
}
