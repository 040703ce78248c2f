//! Who is bound to what.

use memcon_model::{Analysis, Obligation};

use crate::Paper;

/// Who is bound to what.
pub fn obligations(_paper: &Paper<'_>, _found: &Analysis) -> Vec<Obligation> {
    Vec::new()
}
