//! What could not be done, said instead of guessed.

use crate::Span;
use crate::form::vocabulary;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How bad it is.
    Severity {
        /// Good to know.
        Note = "note",
        /// Something is missing or doubtful.
        Warning = "warning",
        /// The paper could not be read or analysed.
        Error = "error",
    }
}

/// What a stage wants the reader to know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// How bad it is.
    pub severity: Severity,
    /// What happened and what to do, in a sentence.
    pub message: String,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}
crate::span::spans!(Notice: span);

impl Notice {
    /// A notice without a place.
    pub fn new(severity: Severity, message: impl Into<String>) -> Self {
        Self { severity, message: message.into(), span: None }
    }
}
