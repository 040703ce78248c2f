//! Text of scanned pages: PAGE XML, ALTO, hOCR, one file a page or one for all.
//!
//! `page_xml`, `alto` and `hocr` read a file into sheets (`sheet`); `heads` tells running heads and page numbers,
//! `order` the order of zones, `paragraphs` what lines belong together, and `write` makes the reading. `bundle` holds
//! the pages of one document in many files, `mets` reads the file that puts such pages in order; `numbers` knows numbers of pages.
//!
//! No recognition of images here: these formats carry what another program read.

mod alto;
mod bundle;
mod custom;
mod heads;
mod hocr;
mod mets;
mod numbers;
mod order;
mod page_xml;
mod paragraphs;
mod sheet;
mod write;

pub use bundle::pack;
pub use mets::{Leaf, mets};
pub use numbers::page_of;

use crate::{Format, Hint, Reading, decode, sniff};
use sheet::Scan;

/// The first bytes of a bundle of pages: the name of its first entry.
pub(crate) const BUNDLE: &[u8] = b"memcon-pages/";

/// The id of the document of which the file `first` is the first page: its name without the number, in its folder. A file whose
/// name tells no number keeps its own.
pub fn document_of(first: &str) -> String {
    let folder = first.rsplit_once('/').map_or("", |(folder, _)| folder);
    match (folder, page_of(first)) {
        (_, None) => first.to_owned(),
        // Pages with nothing but numbers for names, in no folder that could name them.
        ("", Some((stem, _))) if stem.is_empty() => "pages".to_owned(),
        ("", Some((stem, _))) => stem,
        (folder, Some((stem, _))) if stem.is_empty() => folder.to_owned(),
        (folder, Some((stem, _))) => format!("{folder}/{stem}"),
    }
}

/// Whether a format is the text of scanned pages.
pub fn is_page(format: Format) -> bool {
    matches!(format, Format::PageXml | Format::Alto | Format::Hocr)
}

/// Reads one file of scanned pages into `reading`: `source` is `bytes` decoded.
pub(crate) fn read(format: Format, bytes: &[u8], source: &str, reading: &mut Reading) {
    let scan = scan(format, source);
    let bases = vec![base(bytes, source); scan.sheets.len()];
    write::write(scan, &bases, reading);
}

/// Reads the pages of one document, packed by [`pack`].
pub(crate) fn read_pages(bytes: &[u8], _hint: Hint<'_>, reading: &mut Reading) {
    bundle::read(bytes, reading);
}

fn scan(format: Format, source: &str) -> Scan {
    match format {
        Format::Alto => alto::scan(source),
        Format::Hocr => hocr::scan(source),
        _ => page_xml::scan(source),
    }
}

/// A file of a bundle as sheets, and where offsets into its decoded text begin; `None` = no page.
fn scan_of(bytes: &[u8]) -> Option<(Scan, Option<u64>)> {
    let decoded = decode::decode(bytes, true)?;
    let format = sniff::text(&decoded.text, Hint::default());
    is_page(format).then(|| (scan(format, &decoded.text), base(bytes, &decoded.text)))
}

/// Where the decoded text begins in the bytes; `None` where it is not the same bytes.
fn base(bytes: &[u8], source: &str) -> Option<u64> {
    let mark = bytes.len().checked_sub(source.len())?;
    (bytes.get(mark..) == Some(source.as_bytes())).then_some(mark as u64)
}
