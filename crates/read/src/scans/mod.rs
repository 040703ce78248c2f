//! Text of scanned pages: PAGE XML, ALTO, hOCR, one file a page or one for all.
//!
//! `page_xml`, `alto` and `hocr` read a file into sheets (`sheet`); `heads` tells running heads and page numbers,
//! `order` the order of zones, `paragraphs` what lines belong together, and `write` makes the reading. `bundle` holds
//! the pages of one document in many files; `numbers` knows numbers of pages.
//!
//! No recognition of images here: these formats carry what another program read.

mod alto;
mod bundle;
mod custom;
mod heads;
mod hocr;
mod numbers;
mod order;
mod page_xml;
mod paragraphs;
mod sheet;
mod write;

pub use bundle::pack;
pub use numbers::page_of;

use crate::{Format, Hint, Reading, decode, sniff};
use sheet::Scan;

/// The first bytes of a bundle of pages: the name of its first entry.
pub(crate) const BUNDLE: &[u8] = b"memcon-pages/";

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
    matches!(format, Format::PageXml | Format::Alto | Format::Hocr)
        .then(|| (scan(format, &decoded.text), base(bytes, &decoded.text)))
}

/// Where the decoded text begins in the bytes; `None` where it is not the same bytes.
fn base(bytes: &[u8], source: &str) -> Option<u64> {
    let mark = bytes.len().checked_sub(source.len())?;
    (bytes.get(mark..) == Some(source.as_bytes())).then_some(mark as u64)
}
