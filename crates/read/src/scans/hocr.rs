//! hOCR.

use crate::{Hint, Reading};

/// Reads hOCR into `reading`.
pub(crate) fn read(_source: &str, _hint: Hint<'_>, reading: &mut Reading) {
    reading.note(memcon_model::Severity::Error, "This format is not read yet.");
}
