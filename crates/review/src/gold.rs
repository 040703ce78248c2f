//! Judgements as gold: what persons said of the claims of a paper, in the shape that scoring reads.
//!
//! A label is the last word that holds on a claim, a curator's before the reviewers' own. Values that name other claims by
//! the ids of the day (the issue of a move, the move it answers) are left out: they are others with the next analysis.
//! Where a layer was said to be complete, its labels stand also in the shape of the record, so that recall is measured.

use std::collections::BTreeMap;

use memcon_model::{Judgement, Layer, OffsetMap, Span, Verdict};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::anchor::{Place, find};
use crate::claim::editable;
use crate::effects::told_by;

/// What persons said of one claim. Places are code points.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Label {
    /// What kind of claim.
    pub layer: Layer,
    /// Which field, of the description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Where it begins; equal to `end` for a claim that stands on no words.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// Whether it is one.
    pub right: bool,
    /// Whether the machine had not found it.
    pub added: bool,
    /// The rule that had made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// What it is: the values that a person can give, those told.
    pub values: Map<String, Value>,
}

/// The gold of one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Gold {
    /// The document.
    pub id: String,
    /// What was judged.
    pub judged: Vec<Label>,
    /// Layers of which nothing is missing.
    pub complete: Vec<Layer>,
    /// The complete layers in the shape of the record.
    #[serde(flatten)]
    pub record: Map<String, Value>,
}

/// The key under which the record has a layer that scoring compares span by span; `None` for those it does not.
const fn key(layer: Layer) -> Option<&'static str> {
    Some(match layer {
        Layer::Turn => "turns",
        Layer::Insertion => "insertions",
        Layer::Move => "moves",
        Layer::Event => "events",
        Layer::Obligation => "obligations",
        Layer::Date => "dates",
        Layer::Reference => "references",
        _ => return None,
    })
}

/// The gold that `judgements` (all on this document, oldest first) make; `None` where nothing was judged whose words
/// still stand where they stood.
pub fn gold(document: &str, text: &str, judgements: &[Judgement]) -> Option<Gold> {
    let mut last: BTreeMap<(Layer, Option<&str>, Span), Vec<&Judgement>> = BTreeMap::new();
    let mut made = Gold { id: document.to_owned(), ..Gold::default() };
    let (own, settling): (Vec<_>, Vec<_>) =
        judgements.iter().filter(|j| j.holds()).partition(|j| !j.curates());
    for j in own.into_iter().chain(settling) {
        let t = &j.target;
        if j.verdict == Verdict::Complete {
            made.complete.push(t.layer);
        } else if find(text, t.span, &t.quote) == Place::Here {
            last.entry((t.layer, t.field.as_deref(), t.span)).or_default().push(j);
        }
    }
    made.complete.sort_unstable();
    made.complete.dedup();
    let map = OffsetMap::new(text);
    made.judged = last.into_values().filter_map(|words| label(&words, &map)).collect();
    for layer in &made.complete {
        let Some(key) = key(*layer) else { continue };
        let items = made.judged.iter().filter(|l| l.layer == *layer && l.right).map(item);
        made.record.insert(key.to_owned(), Value::Array(items.collect()));
    }
    (!made.judged.is_empty() || !made.complete.is_empty()).then_some(made)
}

/// The label that the words on one claim make, last word last.
fn label(words: &[&Judgement], map: &OffsetMap) -> Option<Label> {
    let (first, last) = (words.first()?, words.last()?);
    let mut record = last.was.clone();
    record.extend(last.value.iter().map(|(k, v)| (k.clone(), v.clone())));
    let layer = last.target.layer;
    let ids = |name: &str| layer == Layer::Move && matches!(name, "issue" | "answers");
    let told = editable(layer).iter().filter(|name| !ids(name));
    let values = told.filter_map(|name| Some(((*name).to_owned(), record.get(*name)?.clone())));
    let rule = |j: &&&Judgement| j.was.get("rule").and_then(Value::as_str).map(str::to_owned);
    // What the machine had said, not what a person had said before.
    let rule = words.iter().filter_map(|j| rule(&j)).find(|r| told_by(r).is_none());
    Some(Label {
        layer,
        field: last.target.field.clone(),
        start: map.chars(last.target.span.start),
        end: map.chars(last.target.span.end),
        right: last.verdict != Verdict::Rejected,
        added: first.verdict == Verdict::Added,
        rule,
        values: values.filter(|(_, v)| !v.is_null()).collect(),
    })
}

/// A label as the record would have it.
fn item(l: &Label) -> Value {
    let mut item = l.values.clone();
    let span = json!({ "start": l.start, "end": l.end });
    if l.layer == Layer::Event {
        item.insert("spans".into(), json!([span]));
    } else if let Value::Object(span) = span {
        item.extend(span);
    }
    Value::Object(item)
}
