//! Points at stake.

use memcon_model::{Analysis, Issue};

use crate::Paper;

/// Points at stake.
pub fn issues(_paper: &Paper<'_>, _found: &Analysis) -> Vec<Issue> {
    Vec::new()
}

/// Gives moves their issue and what they answer, and issues their positions and state.
pub fn settle(_paper: &Paper<'_>, _found: &mut Analysis) {}
