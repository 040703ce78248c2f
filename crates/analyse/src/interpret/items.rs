//! Agenda items as minutes divide themselves.

use memcon_model::{AgendaItem, Analysis};

use crate::Paper;

/// Agenda items as minutes divide themselves.
pub fn items(_paper: &Paper<'_>, _found: &Analysis) -> Vec<AgendaItem> {
    Vec::new()
}
