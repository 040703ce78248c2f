//! Expressions of date and time, and what they mean.

use memcon_model::{Analysis, DateFound, Edtf};

use crate::Paper;

/// All date and time expressions in `text`, with offsets in bytes of `text`.
///
/// `anchor` is the day from which relative expressions count and missing years are filled.
pub fn find(_text: &str, _langs: &[String], _anchor: Option<&Edtf>) -> Vec<DateFound> {
    Vec::new()
}

/// All date and time expressions of a paper, each by its right anchor.
pub fn dates(_paper: &Paper<'_>, _found: &Analysis) -> Vec<DateFound> {
    Vec::new()
}
