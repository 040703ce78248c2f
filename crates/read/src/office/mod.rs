//! Files of word processors: Word, OpenDocument, Rich Text.
//!
//! Each format's reader says what it finds to a `flow` of stories and paragraphs; `compose` makes text, blocks, marks, pages and
//! locators of it. What all three share: `archive` (bounded ZIP), `number` (printed numbers), `symbols` (symbol fonts), `left_out`
//! (struck-out and hidden words), `properties` (what a file says of itself, what style names mean).

mod archive;
mod compose;
pub(crate) mod docx;
mod flow;
mod left_out;
mod number;
pub(crate) mod odt;
mod properties;
pub(crate) mod rtf;
mod symbols;

use crate::Reading;

/// Says so where a part of XML breaks off before its end.
fn tell_cut(source: &str, reading: &mut Reading) {
    let last = source.rsplit("</").next().unwrap_or_default();
    if !last.contains("document") || !source.trim_end().ends_with('>') {
        let message =
            "The file breaks off in the middle; it was read as far as it goes. Look for a whole copy.";
        reading.note(memcon_model::Severity::Warning, message);
    }
}
