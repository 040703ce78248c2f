//! What all claims have in common, whatever their layer: a place, a name, what they stand on, values to be changed.

use memcon_model::{
    Agent, Basis, DateFound, Description, Event, Field, FieldValue, Insertion, Issue, Layer, Move,
    Obligation, Reference, Span, Transmission, Turn,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A claim of one layer, as its fields stand in the record.
pub trait Claim: Serialize + DeserializeOwned + Clone {
    /// What an added claim has before a person's values: all that the record demands.
    const BLANK: &'static str;
    /// The words by which it is known: its first.
    fn place(&self) -> Span;
    /// Its name inside the document; empty where the layer gives none.
    fn id(&self) -> &str {
        ""
    }
    /// Gives it a name.
    fn name(&mut self, _id: String) {}
    /// Which field, for the description.
    fn field(&self) -> Option<&str> {
        None
    }
    /// What made it.
    fn basis(&self) -> &Basis;
    /// What made it, to be changed.
    fn basis_mut(&mut self) -> &mut Basis;

    /// As it stands in the record, offsets in bytes.
    fn record(&self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(map)) => map,
            _ => Map::new(),
        }
    }

    /// With `values` in the place of its own; the error says which value does not fit.
    fn with(&self, values: &Map<String, Value>) -> Result<Self, String> {
        let mut record = self.record();
        record.extend(values.iter().map(|(k, v)| (k.clone(), v.clone())));
        read(record)
    }
}

/// A claim out of its record.
pub fn read<C: Claim>(record: Map<String, Value>) -> Result<C, String> {
    serde_json::from_value(Value::Object(record)).map_err(|e| e.to_string())
}

/// The values that a person may give, by layer; the order is that in which a form asks for them.
pub const EDITABLE: &[(Layer, &[&str])] = &[
    (Layer::Description, &["value", "edtf"]),
    (Layer::Transmission, &["role", "agent", "time"]),
    (Layer::Turn, &["speaker", "side", "addressee", "mode", "time"]),
    (Layer::Insertion, &["kind", "by"]),
    (Layer::Move, &["type", "actor", "side", "issue", "answers", "extent", "outcome", "date"]),
    (Layer::Issue, &["name", "number", "proposed_by", "state"]),
    (Layer::Event, &["type", "status", "date", "place", "participants", "intermediary", "level", "number"]),
    (
        Layer::Obligation,
        &["bound", "modality", "content", "towards", "condition", "sequence", "deadline", "status"],
    ),
    (Layer::Agent, &["canonical", "type", "side", "role"]),
    (Layer::Date, &["edtf", "type"]),
    (Layer::Reference, &["target", "number", "date"]),
];

/// The values that a person may give for a claim of `layer`.
pub fn editable(layer: Layer) -> &'static [&'static str] {
    EDITABLE.iter().find(|(l, _)| *l == layer).map_or(&[], |(_, fields)| fields)
}

/// A claim that has an id and one span.
macro_rules! claim {
    ($type:ty, $blank:literal) => {
        impl Claim for $type {
            const BLANK: &'static str = $blank;
            fn place(&self) -> Span {
                self.span
            }
            fn id(&self) -> &str {
                &self.id
            }
            fn name(&mut self, id: String) {
                self.id = id;
            }
            claim!(basis);
        }
    };
    (basis) => {
        fn basis(&self) -> &Basis {
            &self.basis
        }
        fn basis_mut(&mut self) -> &mut Basis {
            &mut self.basis
        }
    };
}

claim!(Turn, r#"{"id":"","mode":"indirect-report","chain":[],"depth":0}"#);
claim!(Insertion, r#"{"id":"","kind":"editor"}"#);
claim!(Move, r#"{"id":"","type":"explanation","reported":false}"#);
claim!(Obligation, r#"{"id":"","bound":[],"modality":"do","content":""}"#);

impl Claim for DateFound {
    const BLANK: &'static str = r#"{"type":"date"}"#;
    fn place(&self) -> Span {
        self.span
    }
    claim!(basis);
}

impl Claim for Reference {
    const BLANK: &'static str = "{}";
    fn place(&self) -> Span {
        self.span
    }
    claim!(basis);
}

impl Claim for Transmission {
    const BLANK: &'static str = r#"{"role":"author"}"#;
    fn place(&self) -> Span {
        self.span.unwrap_or_default()
    }
    claim!(basis);
}

/// A claim that stands on several words: known by the first.
macro_rules! spread {
    ($type:ty, $list:ident, $span:expr, $blank:literal) => {
        impl Claim for $type {
            const BLANK: &'static str = $blank;
            fn place(&self) -> Span {
                self.$list.first().map($span).unwrap_or_default()
            }
            fn id(&self) -> &str {
                &self.id
            }
            fn name(&mut self, id: String) {
                self.id = id;
            }
            claim!(basis);
        }
    };
}

spread!(Issue, mentions, |s| *s, r#"{"id":"","name":"","state":"raised","positions":[]}"#);
spread!(Event, spans, |s| *s, r#"{"id":"","type":"other","status":"held","participants":[]}"#);
spread!(Agent, mentions, |m| m.span, r#"{"id":"","canonical":"","type":"other","forms":[]}"#);

/// A value of the description together with its field.
#[derive(Clone, Serialize, Deserialize)]
pub struct Described {
    /// Which field.
    pub field: Field,
    /// Its value.
    #[serde(flatten)]
    pub value: FieldValue,
}

impl Claim for Described {
    const BLANK: &'static str = r#"{"value":""}"#;
    fn place(&self) -> Span {
        self.value.span.unwrap_or_default()
    }
    fn field(&self) -> Option<&str> {
        Some(self.field.as_str())
    }
    fn basis(&self) -> &Basis {
        &self.value.basis
    }
    fn basis_mut(&mut self) -> &mut Basis {
        &mut self.value.basis
    }
}

/// The description as a list of claims, field by field.
pub fn described(description: &Description) -> Vec<Described> {
    let one = |(field, values): (&Field, &Vec<FieldValue>)| {
        let field = *field;
        values.iter().cloned().map(move |value| Described { field, value }).collect::<Vec<_>>()
    };
    description.fields.iter().flat_map(one).collect()
}

/// The description made of claims.
pub fn description(claims: Vec<Described>) -> Description {
    let mut made = Description::default();
    for c in claims {
        made.fields.entry(c.field).or_default().push(c.value);
    }
    made
}
