//! The document as a whole: its form and its archival description.

pub mod dateline;
pub(crate) mod labels;

use memcon_model::{Description, Form, RelatedDocument, Transmission};

use crate::Paper;

/// What describing gives.
#[derive(Debug, Default)]
pub struct Described {
    /// Archival particulars.
    pub description: Description,
    /// Documents listed as related.
    pub related_documents: Vec<RelatedDocument>,
    /// Hands it went through.
    pub transmission: Vec<Transmission>,
}

/// The documentary form.
pub fn form(_paper: &Paper<'_>) -> Form {
    Form::Other
}

/// The description.
pub fn describe(_paper: &Paper<'_>, _form: Form) -> Described {
    Described::default()
}
