//! Bodies that watch over agreements.

use memcon_model::{Analysis, Mechanism};

use crate::Paper;

/// Bodies that watch over agreements.
pub fn mechanisms(_paper: &Paper<'_>, _found: &Analysis) -> Vec<Mechanism> {
    Vec::new()
}
