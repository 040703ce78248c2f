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
