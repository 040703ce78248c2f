//! How a source stands to what it is said to have said or thought.

use crate::form::vocabulary;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// Whether words are said, or something is thought, wished or willed.
    AttributionKind {
        /// Said or written.
        Saying = "saying",
        /// Believed, feared, wished, decided.
        View = "view",
    }
}

vocabulary! {
    /// What the cue makes of the content.
    Factuality {
        /// Put forward as a fact.
        Asserted = "asserted",
        /// Held to be so.
        Believed = "believed",
        /// Wished, proposed, ordered.
        Wished = "wished",
        /// Asked.
        Asked = "asked",
        /// Denied or turned down.
        Denied = "denied",
        /// Called possible: suggested, feared, threatened, predicted.
        Possible = "possible",
    }
}

vocabulary! {
    /// Whether the source takes the content on.
    Polarity {
        /// It does.
        Positive = "positive",
        /// It does not: the cue denies it, or is itself denied ("did not say that").
        Negative = "negative",
    }
}

/// How a source stands to a content, as its cue tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stance {
    /// Saying or view.
    #[serde(default = "saying")]
    pub kind: AttributionKind,
    /// What the cue makes of the content; `null` = the cue does not tell (a quotation without one).
    #[serde(default)]
    pub factuality: Option<Factuality>,
    /// Whether the source takes it on.
    #[serde(default = "positive")]
    pub polarity: Polarity,
}

impl Default for Stance {
    fn default() -> Self {
        Self { kind: saying(), factuality: None, polarity: positive() }
    }
}

const fn saying() -> AttributionKind {
    AttributionKind::Saying
}

const fn positive() -> Polarity {
    Polarity::Positive
}
