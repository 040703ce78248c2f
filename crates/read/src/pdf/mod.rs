//! PDF: the text layer, in the order of reading, page by page.

use crate::{Hint, Reading};

/// Reads a PDF into `reading`.
pub(crate) fn read(_bytes: &[u8], _hint: Hint<'_>, reading: &mut Reading) {
    reading.note(memcon_model::Severity::Error, "This format is not read yet.");
}
