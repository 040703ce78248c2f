//! Stretches of a document by function, and readers' comments.

use crate::form::vocabulary;
use crate::{Basis, Edtf, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What a stretch of the document is for.
    RegionKind {
        /// Navigation, notices, advertisements of the page it came on.
        Furniture = "furniture",
        /// Archival description.
        Description = "description",
        /// The head of the paper itself.
        Letterhead = "letterhead",
        /// Marks of the registry: received, deciphered, copies.
        Handling = "handling",
        /// The paper's own words.
        Body = "body",
        /// Signature block.
        Signature = "signature",
        /// A note of an editor.
        EditorialNote = "editorial-note",
        /// A list of related documents.
        RelatedDocuments = "related-documents",
        /// A reader's comment.
        Comment = "comment",
        /// A translation that stands beside its original.
        Translation = "translation",
        /// The text in its original language beside a translation.
        Original = "original",
    }
}

/// A region; all regions of a document partition its text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Region {
    /// `r1`, `r2` … in the order of the text.
    pub id: String,
    /// What it is for.
    pub kind: RegionKind,
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Region: span);

/// What a comment answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReplyTo {
    /// Number of the comment answered.
    pub number: Option<String>,
    /// Name of its author as written.
    pub handle: Option<String>,
}

/// A reader's comment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comment {
    /// Its number as printed.
    pub number: Option<String>,
    /// Its words, without number, author and buttons.
    #[serde(flatten)]
    pub span: Span,
    /// Its author, where told.
    pub author: Option<String>,
    /// When it was written, where told.
    pub time: Option<Edtf>,
    /// What it answers.
    pub reply_to: Vec<ReplyTo>,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Comment: span);
