//! HTML to readable text with its layout: what a person sees, in the order of the page.
//!
//! `tree` parses into a flat list (no recursion anywhere), `sections` decides what is the paper, what
//! furniture and what comments, `write` makes the text and its blocks, `metadata` and `date` read what
//! the page says of itself. Names of classes and elements are data (`data/read/html.toml`).

mod date;
mod metadata;
mod sections;
mod tree;
mod words;
mod write;

use crate::{Hint, Reading};

/// Reads a page into `reading`: text, blocks, title, metadata.
pub(crate) fn read(source: &str, hint: Hint<'_>, reading: &mut Reading) {
    let (parsed, cut) = tree::parse(source);
    let tree = tree::Tree::new(&parsed);
    let sections = sections::sections(&tree);
    let written = write::write(&tree, &sections);
    reading.text = written.text;
    reading.blocks = written.blocks;
    metadata::read(&tree, &sections, hint, reading);
    if cut {
        reading.notices.push(memcon_model::Notice::new(
            memcon_model::Severity::Note,
            "The page nests its elements deeper than any reader shows; the inner ones were read as if they \
             stood side by side.",
        ));
    }
    if reading.text.trim().is_empty() {
        reading.notices.push(memcon_model::Notice::new(
            memcon_model::Severity::Warning,
            "The page holds no readable text; it may be filled by a program when it is opened. Save it from \
             the browser when it is shown, and add that.",
        ));
    }
}
