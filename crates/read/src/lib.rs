//! Bytes to text and layout: one file per format.
//!
//! `carve` takes files apart that hold several documents; [`read`] reads one document. `xml` and `writer` serve all
//! readers of structured formats.
//!
//! Reading keeps what the format knows (headings, lists, navigation, comments) as [`Block`]s over
//! the text, so that later rooms need not guess it. It never alters the words, never fails, and
//! never touches the network or the disk.

pub mod carve;
mod decode;
mod format;
mod html;
pub mod inventory;
mod mail;
mod markdown;
mod office;
mod pdf;
mod reading;
mod roman;
pub mod scans;
mod sniff;
mod tei;
mod writer;
mod xml;

pub use format::Format;
pub use reading::{Block, BlockKind, Hint, Mark, MarkKind, Reading};

use memcon_model::{Notice, Severity};

/// Reads one document. Never fails: what is no text gives an empty text and an error notice.
///
/// A file that holds several documents is no document: [`carve`] takes it apart first.
pub fn read(bytes: &[u8], hint: Hint<'_>) -> Reading {
    let mut reading = read_alone(bytes, hint);
    for given in hint.given {
        if !reading.metadata.contains(given) {
            reading.metadata.push(given.clone());
        }
    }
    if u32::try_from(reading.text.len()).is_err() {
        return not_text(&reading.media_type, "a text of more than four gigabytes", "divide it");
    }
    reading
}

/// The format of a file, by its content first and its name second; `None` = none that is read.
pub fn format(bytes: &[u8], hint: Hint<'_>) -> Option<Format> {
    if let Some(format) = hint.media_type.and_then(Format::of_media_type) {
        return Some(format);
    }
    if let Some(format) = sniff::binary(bytes) {
        return Some(format);
    }
    if sniff::magic(bytes).is_some_and(|m| m.is_sure() || sniff::looks_binary(bytes)) {
        return None;
    }
    let head = &bytes[..bytes.len().min(sniff::HEAD)];
    decode::decode(head, head.contains(&b'<')).map(|d| sniff::text(&d.text, hint))
}

fn read_alone(bytes: &[u8], hint: Hint<'_>) -> Reading {
    let told = hint.media_type.and_then(Format::of_media_type);
    if told != Some(Format::Description) && bytes.iter().all(|b| b.is_ascii_whitespace()) {
        let message = "The file is empty. Look whether it was copied whole.";
        return Reading {
            text: String::from_utf8_lossy(bytes).into_owned(),
            media_type: "text/plain".into(),
            encoding: "UTF-8".into(),
            notices: vec![Notice::new(Severity::Warning, message)],
            ..Reading::default()
        };
    }
    if let Some(format) = sniff::binary(bytes) {
        let mut reading = Reading { encoding: "binary".into(), ..Reading::default() };
        reading.media_type = format.media_type().into();
        by_bytes(format, bytes, hint, &mut reading);
        return reading;
    }
    // Short first bytes may open a text too; then the rest must look like no text.
    if let Some(magic) = sniff::magic(bytes).filter(|m| m.is_sure() || sniff::looks_binary(bytes)) {
        return not_text(&magic.media_type, &magic.name, &magic.advice);
    }
    let markup = bytes[..bytes.len().min(sniff::HEAD)].contains(&b'<');
    let Some(decoded) = decode::decode(bytes, markup) else {
        let advice = "save it as plain text or HTML and add that";
        return not_text("application/octet-stream", "a binary file", advice);
    };
    let format = sniff::text(&decoded.text, hint);
    let mut reading = Reading {
        media_type: format.media_type().into(),
        encoding: decoded.encoding.into(),
        notices: decoded.notices,
        ..Reading::default()
    };
    if !matches!(format, Format::Plain | Format::Markdown) {
        // Offsets of decoding notices are of the source, not of the readable text.
        reading.notices.iter_mut().for_each(|n| n.span = None);
    }
    by_text(format, bytes, decoded.text, hint, &mut reading);
    reading
}

/// Formats that are no text before they are taken apart.
fn by_bytes(format: Format, bytes: &[u8], hint: Hint<'_>, reading: &mut Reading) {
    match format {
        Format::Pdf => pdf::read(bytes, hint, reading),
        Format::Docx => office::docx::read(bytes, hint, reading),
        Format::Odt => office::odt::read(bytes, hint, reading),
        Format::Rtf => office::rtf::read(bytes, hint, reading),
        Format::Pages => scans::read_pages(bytes, hint, reading),
        _ => holds_documents(format, reading),
    }
}

/// Formats that are text: `source` is `bytes` decoded.
fn by_text(format: Format, bytes: &[u8], source: String, hint: Hint<'_>, reading: &mut Reading) {
    match format {
        Format::Plain => reading.text = source,
        Format::Markdown => {
            (reading.blocks, reading.title) = markdown::blocks(&source);
            reading.text = source;
        }
        Format::Html => html::read(&source, hint, reading),
        // Mail says of each part how it is encoded: its reader takes the bytes.
        Format::Mail => mail::message::read(bytes, hint, reading),
        Format::Mhtml => mail::mhtml::read(bytes, hint, reading),
        Format::Tei => {
            let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
            let skipped = (reading.encoding == "UTF-8").then_some(mark);
            tei::read(&source, skipped, hint, reading);
        }
        Format::PageXml | Format::Alto | Format::Hocr => scans::read(format, bytes, &source, reading),
        Format::Description => inventory::description::read(&source, hint, reading),
        Format::Odt => office::odt::read(bytes, hint, reading),
        Format::Xml => tei::read_any(&source, hint, reading),
        _ => holds_documents(format, reading),
    }
}

fn holds_documents(format: Format, reading: &mut Reading) {
    let message = format!(
        "This is {}, which holds documents and is none itself; add it with `memcon open` or `memcon add`.",
        format.name()
    );
    reading.note(Severity::Error, message);
}

/// The reading of a file that holds no text.
fn not_text(media_type: &str, name: &str, advice: &str) -> Reading {
    let message = format!("This is {name}, which memcon does not read as text: {advice}.");
    Reading {
        media_type: media_type.to_owned(),
        encoding: "binary".into(),
        notices: vec![Notice::new(Severity::Error, message)],
        ..Reading::default()
    }
}
