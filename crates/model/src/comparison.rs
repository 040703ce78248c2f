//! Two tellings laid side by side: what both have, what one leaves out, and where they differ.

use crate::form::vocabulary;
use crate::{DocumentId, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// In what two passages differ.
    DifferenceKind {
        /// In a number.
        Number = "number",
        /// In a date or time.
        Date = "date",
        /// In who or what is named.
        Name = "name",
        /// One denies what the other does not.
        Negation = "negation",
        /// In who is said to have spoken.
        Speaker = "speaker",
        /// In who is bound or in what force (must, may, must not).
        Duty = "duty",
        /// In the words.
        Wording = "wording",
    }
}

/// One difference between two passages. Spans are bytes of the paper they stand in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// In what.
    #[serde(rename = "type")]
    pub kind: DifferenceKind,
    /// The words of the one; `null` = it has nothing of the kind.
    pub a: Option<Span>,
    /// The words of the other.
    pub b: Option<Span>,
}

/// A passage beside its counterpart. Spans are bytes of the paper they stand in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Beside {
    /// The passage of the one; `null` = it leaves out what the other has.
    pub a: Option<Span>,
    /// The passage of the other.
    pub b: Option<Span>,
    /// Whether the two tell it in another order.
    pub moved: bool,
    /// How alike they are, from 0 to 1; 0 where one is missing.
    pub likeness: f32,
    /// A sentence for the reader: what they have in common.
    pub why: String,
    /// Where they differ; nothing is judged.
    pub differences: Vec<Difference>,
}

/// Two papers side by side, in the order of the first; what only the second has stands where it has it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// The one.
    pub a: DocumentId,
    /// The other; the same document where a translation is compared with its original.
    pub b: DocumentId,
    /// Passages in order.
    pub rows: Vec<Beside>,
}
