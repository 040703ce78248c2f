//! Rich Text.

use crate::{Hint, Reading};

/// Reads a Rich Text file into `reading`.
pub(crate) fn read(_bytes: &[u8], _hint: Hint<'_>, reading: &mut Reading) {
    reading.note(memcon_model::Severity::Error, "This format is not read yet.");
}
