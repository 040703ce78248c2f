//! One document that is known only from its description.

use crate::{Hint, Reading};

/// Reads a description into `reading`.
pub(crate) fn read(_source: &str, _hint: Hint<'_>, reading: &mut Reading) {
    reading.note(memcon_model::Severity::Error, "This format is not read yet.");
}
