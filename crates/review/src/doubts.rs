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
