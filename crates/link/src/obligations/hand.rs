//! What a person set: how far an obligation was kept.

use memcon_model::{Decision, DecisionKind, LinkedObligation, Subject};

/// Applies the decisions that hold, oldest first, so that the last one counts.
pub(super) fn apply(decisions: &[Decision], all: &mut [LinkedObligation]) {
    let held = decisions
        .iter()
        .filter(|d| d.undone.is_none() && d.about == Subject::Obligation && d.kind == DecisionKind::Status);
    for decision in held {
        let Some(value) = decision.value.as_deref().and_then(|v| v.parse().ok()) else { continue };
        if let Some(n) = find(all, decision) {
            all[n].compliance = Some(value);
        }
    }
}

/// The obligation that an anchor means: the one with most of its places (a document and the obligation's id there,
/// or its words), else the one of these words.
fn find(all: &[LinkedObligation], decision: &Decision) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (n, o) in all.iter().enumerate() {
        let named = usize::from(o.content == decision.a.name);
        let at = decision.a.at.iter();
        let hits = at
            .filter(|(document, words)| {
                let wording = o.content == *words || o.joins.iter().any(|j| j.a == *words || j.b == *words);
                wording && o.members.iter().any(|(d, _)| d == document)
            })
            .count();
        let score = hits * 2 + if hits > 0 || decision.a.at.is_empty() { named } else { 0 };
        if score > 0 && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, n));
        }
    }
    best.map(|b| b.1)
}
