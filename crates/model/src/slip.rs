//! Slips of typing and of reading machines: shown, searched in both spellings, never changed in the source.

use crate::form::vocabulary;
use crate::{Basis, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What kind of slip.
    SlipKind {
        /// A word broken at the end of a line or page.
        Hyphenation = "hyphenation",
        /// A word with spaces between its letters, or two words grown together.
        Spacing = "spacing",
        /// A typographic ligature in the place of its letters.
        Ligature = "ligature",
        /// A letter or digit in the place of one that looks like it.
        LookAlike = "look-alike",
        /// A quotation mark that turns the wrong way.
        QuotationMark = "quotation-mark",
        /// A running head, page number or the like in the middle of the words.
        RunningHead = "running-head",
        /// Another slip of the keys.
        Typing = "typing",
    }
}

/// A slip, with the reading that was meant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Slip {
    /// The words as they stand.
    #[serde(flatten)]
    pub span: Span,
    /// What was meant; empty where the words do not belong there at all.
    pub reading: String,
    /// What kind.
    pub kind: SlipKind,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Slip: span);
