//! Negotiating acts.

use memcon_model::{Analysis, Move};

use crate::Paper;

/// Negotiating acts.
pub fn moves(_paper: &Paper<'_>, _found: &Analysis) -> Vec<Move> {
    Vec::new()
}
