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

/// A page of more characters than this is none: the file tells only some of its page breaks.
const PAGE: usize = 6_000;

/// Keeps the pages only where they are all of the file's. Breaks that somebody set are where each stretch between them
/// fits on one and there are no fewer than the file tells (`told`); those of the layout are (`laid_out`).
fn settle_pages(laid_out: bool, told: usize, reading: &mut Reading) {
    let pages = &reading.layout.pages;
    if !laid_out && (pages.len() < 2 || pages.len() < told || pages.iter().any(|p| p.span.len() > PAGE)) {
        reading.layout.pages.clear();
    }
}

/// Says so where a part of XML breaks off before its end.
fn tell_cut(source: &str, reading: &mut Reading) {
    let last = source.rsplit("</").next().unwrap_or_default();
    if !last.contains("document") || !source.trim_end().ends_with('>') {
        let message =
            "The file breaks off in the middle; it was read as far as it goes. Look for a whole copy.";
        reading.note(memcon_model::Severity::Warning, message);
    }
}
