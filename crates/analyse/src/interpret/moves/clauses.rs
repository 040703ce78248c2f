//! Which clause of a sentence performs which act: one act a clause, the clause as its words.

use std::sync::LazyLock;

use memcon_model::{MoveType, Span};
use regex::Regex;

use super::Act;

/// Where a sentence falls into clauses that can do different things.
static BREAK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?x) ; | [,\s]\sbut\s | ,\s(?:and|while|whereas|yet|however,|although|though)\s | ，但 | ；")
        .expect("a fixed pattern")
});

/// What stands in the same clause before a subject.
pub(super) fn last_clause(before: &str) -> &str {
    let from = BREAK.find_iter(before).last().map_or(0, |m| m.end());
    &before[from..]
}

/// How telling an act is when one clause holds several: what is done outweighs how it is said.
fn weight(kind: MoveType) -> u8 {
    use MoveType::*;
    match kind {
        Retraction => 9,
        CounterProposal | Amendment => 8,
        Refusal | Referral => 7,
        ClarificationRequest | Condition | Threat => 6,
        Demand | Acceptance | Deferral | Linkage => 5,
        Proposal | Question | Commitment | Accusation => 4,
        Explanation => 2,
        Answer => 1,
    }
}

/// One act for every clause that holds any; where only one clause does, the act is the sentence's.
pub(super) fn settle(words: &str, span: Span, acts: Vec<Act>) -> Vec<(Span, Act)> {
    if acts.is_empty() {
        return Vec::new();
    }
    let mut edges = vec![0];
    edges.extend(BREAK.find_iter(words).map(|m| m.end()));
    edges.push(words.len());
    let mut best: Vec<(usize, Act)> = Vec::new();
    let clause_of = |at: usize| edges.partition_point(|&e| e <= at).saturating_sub(1);
    // "So long as X, there could be no Y" sets a condition, and the refusal hangs on it.
    let conditions: Vec<usize> =
        acts.iter().filter(|a| a.kind == MoveType::Condition).map(|a| a.at).collect();
    let hangs = |a: &Act| {
        a.kind == MoveType::Refusal
            && conditions.iter().any(|&at| at < a.at && clause_of(at) == clause_of(a.at))
    };
    for act in acts.into_iter().filter(|a| !hangs(a)) {
        let clause = clause_of(act.at);
        match best.iter_mut().find(|(c, _)| *c == clause) {
            Some((_, held)) => {
                let rank = |a: &Act| (weight(a.kind), (a.confidence * 100.0) as u32);
                if rank(&act) > rank(held) {
                    *held = act;
                }
            }
            None => best.push((clause, act)),
        }
    }
    best.sort_by_key(|b| b.0);
    // "He replied that X and would not Y": the answer is only how the refusal is said.
    if best.len() > 1 {
        best.retain(|(_, a)| a.kind != MoveType::Answer);
    }
    // Two demands in two clauses are two; of other acts the second is the first said again.
    best.dedup_by(|b, a| a.1.kind == b.1.kind && a.1.actor == b.1.actor && a.1.kind != MoveType::Demand);
    if best.len() == 1 {
        return best.into_iter().map(|(_, a)| (span, a)).collect();
    }
    let starts: Vec<usize> = best.iter().map(|b| b.0).collect();
    best.into_iter()
        .enumerate()
        .map(|(n, (clause, act))| {
            // A clause without an act of its own belongs to the one before it.
            let from = if n == 0 { 0 } else { edges[clause] };
            let to = starts.get(n + 1).map_or(words.len(), |&next| edges[next]);
            (piece(words, span, from, to), act)
        })
        .collect()
}

/// A clause as a span, without the words that join it on.
fn piece(words: &str, span: Span, from: usize, to: usize) -> Span {
    static JOIN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:[;,，；]|[,\s]\s?(?:but|and|while|whereas|yet|however,|although|though|但))\s*$")
            .expect("a fixed pattern")
    });
    let clause = &words[from..to];
    let kept = JOIN.find(clause).map_or(clause.len(), |m| m.start());
    let start = span.start as usize + from;
    Span::new(start, start + clause[..kept].trim_end().len())
}
