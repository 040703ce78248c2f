//! Text of scanned pages: PAGE XML, ALTO, hOCR, one file a page or one for all.
//!
//! No recognition of images here: these formats carry what another program read.

pub(crate) mod alto;
pub(crate) mod hocr;
pub(crate) mod page_xml;

use crate::{Hint, Reading};

/// The first bytes of a bundle of pages: the name of its first entry.
pub(crate) const BUNDLE: &[u8] = b"memcon-pages/";

/// Reads the pages of one document, packed by [`pack`].
pub(crate) fn read_pages(_bytes: &[u8], _hint: Hint<'_>, reading: &mut Reading) {
    reading.note(memcon_model::Severity::Error, "This format is not read yet.");
}

/// Packs the pages of one document, (name, bytes) in order, into one original that [`crate::read`] reads. The same pages
/// give the same bytes.
pub fn pack(_pages: &[(String, Vec<u8>)]) -> Vec<u8> {
    Vec::new()
}

/// Which document a file of a scanned page belongs to, and which of its pages it is, by its name: `letter_0003.xml` is
/// page 3 of `letter`. `None` = the name tells no number.
pub fn page_of(_name: &str) -> Option<(String, u32)> {
    None
}
