//! Judgements made: checked against the claim before they are kept.

use memcon_model::{Analysis, Judgement, Layer, Quotation, Span, Target, Verdict};
use serde_json::{Map, Value};

use crate::anchor::quotation;
use crate::apply::{Outcome, apply};
use crate::claim::{Claim, described, editable};
use crate::doubts::unjudged;

/// Why a judgement cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such claim in the document.
    NoClaim,
    /// A value of this name cannot be given for this layer.
    NotEditable(String),
    /// The value does not fit; says why.
    Unfit(String),
    /// The words chosen are not in the text.
    NoWords,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoClaim => f.write_str("there is no such claim in this document (any more)"),
            Self::NotEditable(name) => write!(f, "{name} is no value that can be given here"),
            Self::Unfit(why) => write!(f, "the value does not fit: {why}"),
            Self::NoWords => f.write_str("the words chosen are not in the text"),
        }
    }
}

/// A judgement by `by`, at `at`, on the claim `id` of `layer` as it now stands in `analysis` (judgements applied).
///
/// For the layers without ids (description, transmission, dates, references) `id` is the place in the list, from 0.
pub fn judging(
    (document, analysis, text): (&str, &Analysis, &str),
    (layer, id): (Layer, &str),
    (by, at): (&str, &str),
    verdict: Verdict,
    value: Map<String, Value>,
) -> Result<Judgement, Refusal> {
    let (span, field, was) = seen(analysis, layer, id).ok_or(Refusal::NoClaim)?;
    let target = Target { document: document.into(), layer, field, span, quote: quotation(text, span) };
    let made = Judgement { value, ..plain(target, (by, at), verdict, was) };
    checked(made, analysis, text)
}

/// The same verdict, confirmed or rejected, on several claims of one document; those that are not there are left out.
/// A person who judges many at once gives no values, so nothing has to be tried claim by claim.
pub fn judging_each(
    (document, analysis, text): (&str, &Analysis, &str),
    (layer, ids): (Layer, &[String]),
    (by, at): (&str, &str),
    verdict: Verdict,
) -> Vec<Judgement> {
    if !matches!(verdict, Verdict::Confirmed | Verdict::Rejected) {
        return Vec::new();
    }
    let one = |id: &String| {
        let (span, field, was) = seen(analysis, layer, id)?;
        let target = Target { document: document.into(), layer, field, span, quote: quotation(text, span) };
        Some(plain(target, (by, at), verdict, was))
    };
    ids.iter().filter_map(one).collect()
}

/// That a layer of a document is complete: what stands there and was not judged is so, and nothing is missing.
pub fn completing(
    (document, analysis, text): (&str, &Analysis, &str),
    layer: Layer,
    (by, at): (&str, &str),
) -> Vec<Judgement> {
    let ids: Vec<String> = unjudged(analysis, layer).into_iter().map(|d| d.id).collect();
    let mut all = judging_each((document, analysis, text), (layer, &ids), (by, at), Verdict::Confirmed);
    let span = Span::new(0, 0);
    let target = Target { document: document.into(), layer, field: None, span, quote: Quotation::default() };
    all.push(plain(target, (by, at), Verdict::Complete, Map::new()));
    all
}

/// A judgement that gives no values and is not kept yet.
fn plain(target: Target, (by, at): (&str, &str), verdict: Verdict, was: Map<String, Value>) -> Judgement {
    Judgement {
        number: 0,
        by: by.into(),
        at: at.into(),
        target,
        verdict,
        was,
        value: Map::new(),
        why: None,
        settles: Vec::new(),
        batch: None,
        undone: None,
    }
}

/// A claim that a person adds at `span`; `field` for the description.
pub fn adding(
    (document, analysis, text): (&str, &Analysis, &str),
    (layer, field, span): (Layer, Option<&str>, Span),
    (by, at): (&str, &str),
    value: Map<String, Value>,
) -> Result<Judgement, Refusal> {
    let stands = matches!(layer, Layer::Description | Layer::Transmission) || !span.is_empty();
    if !stands || text.get(span.range()).is_none() {
        return Err(Refusal::NoWords);
    }
    let target = Target {
        document: document.into(),
        layer,
        field: field.map(str::to_owned),
        span,
        quote: quotation(text, span),
    };
    let made = Judgement { value, ..plain(target, (by, at), Verdict::Added, Map::new()) };
    checked(made, analysis, text)
}

/// Tries it on a copy, so that nothing is kept that could not be applied.
fn checked(j: Judgement, analysis: &Analysis, text: &str) -> Result<Judgement, Refusal> {
    let allowed = editable(j.target.layer);
    if let Some(name) = j.value.keys().find(|name| !allowed.contains(&name.as_str())) {
        return Err(Refusal::NotEditable(name.clone()));
    }
    match apply(&mut analysis.clone(), text, std::slice::from_ref(&j)).pop() {
        Some((_, Outcome::Unfit(why))) => Err(Refusal::Unfit(why)),
        Some((_, Outcome::TextChanged(_))) => Err(Refusal::NoWords),
        _ => Ok(j),
    }
}

/// A claim's place, field and record.
pub type Seen = (Span, Option<String>, Map<String, Value>);

/// The claim `id` of `layer` as it stands in `a`: its place in bytes, its field (of the description), its record.
/// For the layers without ids `id` is the place in the list, from 0.
pub fn seen(a: &Analysis, layer: Layer, id: &str) -> Option<Seen> {
    match layer {
        Layer::Description => nth(&described(&a.description), id),
        Layer::Transmission => nth(&a.transmission, id),
        Layer::Turn => named(&a.turns, id),
        Layer::Insertion => named(&a.insertions, id),
        Layer::Move => named(&a.moves, id),
        Layer::Issue => named(&a.issues, id),
        Layer::Event => named(&a.events, id),
        Layer::Obligation => named(&a.obligations, id),
        Layer::Agent => named(&a.agents, id),
        Layer::Date => nth(&a.dates, id),
        Layer::Reference => nth(&a.references, id),
    }
}

fn named<C: Claim>(claims: &[C], id: &str) -> Option<Seen> {
    claims.iter().find(|c| c.id() == id).map(one)
}

fn nth<C: Claim>(claims: &[C], at: &str) -> Option<Seen> {
    claims.get(at.parse::<usize>().ok()?).map(one)
}

fn one<C: Claim>(c: &C) -> Seen {
    (c.place(), c.field().map(str::to_owned), c.record())
}
