//! What to look at next: the claims that the machine is least sure of.

use memcon_model::{Analysis, Confidence, Layer, Span};

use crate::claim::{Claim, described};

/// A claim that waits for a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubt {
    /// What kind.
    pub layer: Layer,
    /// Its id, or its place in the list for layers without ids.
    pub id: String,
    /// Its words (bytes of the text).
    pub span: Span,
    /// How sure the machine is, from 0 to 1. Comparable inside a layer only.
    pub confidence: Confidence,
    /// What made it.
    pub rule: String,
}

/// The claims of `layers` that no person has judged and of which the machine is less sure than `below`, least sure
/// first; those alike in the order of the text.
pub fn doubts(a: &Analysis, layers: &[Layer], below: Confidence) -> Vec<Doubt> {
    let mut all = Vec::new();
    for layer in layers {
        match layer {
            Layer::Description => look(&described(&a.description), *layer, below, &mut all),
            Layer::Transmission => look(&a.transmission, *layer, below, &mut all),
            Layer::Turn => look(&a.turns, *layer, below, &mut all),
            Layer::Insertion => look(&a.insertions, *layer, below, &mut all),
            Layer::Move => look(&a.moves, *layer, below, &mut all),
            Layer::Issue => look(&a.issues, *layer, below, &mut all),
            Layer::Event => look(&a.events, *layer, below, &mut all),
            Layer::Obligation => look(&a.obligations, *layer, below, &mut all),
            Layer::Agent => look(&a.agents, *layer, below, &mut all),
            Layer::Date => look(&a.dates, *layer, below, &mut all),
            Layer::Reference => look(&a.references, *layer, below, &mut all),
        }
    }
    all.sort_by(|x, y| {
        x.confidence.total_cmp(&y.confidence).then(x.span.cmp(&y.span)).then(x.layer.cmp(&y.layer))
    });
    all
}

/// The claims of a layer that no person has judged, whatever the machine thinks of them; what only follows from a word on
/// another claim counts as not judged. In the order of the record.
pub fn unjudged(a: &Analysis, layer: Layer) -> Vec<Doubt> {
    let mut all = doubts(a, &[layer], Confidence::MAX);
    let follows = |rule: &str| crate::told_by(rule).is_some_and(|(_, follows)| follows);
    all.extend(a.turns.iter().filter(|t| layer == Layer::Turn && follows(&t.basis.rule)).map(|t| Doubt {
        layer,
        id: t.id.clone(),
        span: t.span,
        confidence: t.basis.confidence,
        rule: t.basis.rule.clone().into_owned(),
    }));
    all.sort_by(|x, y| x.span.cmp(&y.span).then_with(|| x.id.cmp(&y.id)));
    all
}

/// How many claims of a layer a document has.
pub fn claims(a: &Analysis, layer: Layer) -> usize {
    match layer {
        Layer::Description => described(&a.description).len(),
        Layer::Transmission => a.transmission.len(),
        Layer::Turn => a.turns.len(),
        Layer::Insertion => a.insertions.len(),
        Layer::Move => a.moves.len(),
        Layer::Issue => a.issues.len(),
        Layer::Event => a.events.len(),
        Layer::Obligation => a.obligations.len(),
        Layer::Agent => a.agents.len(),
        Layer::Date => a.dates.len(),
        Layer::Reference => a.references.len(),
    }
}

fn look<C: Claim>(claims: &[C], layer: Layer, below: Confidence, all: &mut Vec<Doubt>) {
    for (at, c) in claims.iter().enumerate() {
        let basis = c.basis();
        if basis.confidence < below && !basis.rule.starts_with("person:") {
            let id = if c.id().is_empty() { at.to_string() } else { c.id().to_owned() };
            let rule = basis.rule.clone().into_owned();
            all.push(Doubt { layer, id, span: c.place(), confidence: basis.confidence, rule });
        }
    }
}
