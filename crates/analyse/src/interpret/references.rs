//! Mentions of other documents.

use memcon_model::{Analysis, Reference};

use crate::Paper;

/// Mentions of other documents.
pub fn references(_paper: &Paper<'_>, _found: &Analysis) -> Vec<Reference> {
    Vec::new()
}
