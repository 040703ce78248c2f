//! Bytes to text and layout: one file per format.
//!
//! Reading keeps what the format knows (headings, lists, navigation, comments) as [`Block`]s over
//! the text, so that later rooms need not guess it. It never alters the words, never fails, and
//! never touches the network or the disk.

mod decode;
mod html;
mod markdown;
mod sniff;

use memcon_model::{Notice, Severity, Span};
use sniff::Kind;

/// What the caller knows about the bytes beforehand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hint<'h> {
    /// Path or name, for its extension.
    pub path: Option<&'h str>,
    /// Media type, where the caller is sure (`text/plain`, `text/markdown`, `text/html`).
    pub media_type: Option<&'h str>,
}

/// A block of the layout as the format gives it. Plain text has none.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Where, in bytes of the text.
    pub span: Span,
    /// What the format says it is.
    pub kind: BlockKind,
}

/// What a format says of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of the given level.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// A quotation set apart.
    Quote,
    /// A row of a table.
    TableRow,
    /// Navigation, header, footer, aside, advertisement: not the paper itself.
    Furniture,
    /// A reader's comment (the whole of it).
    Comment {
        /// Author as marked up.
        author: Option<String>,
        /// Number or anchor as marked up.
        number: Option<String>,
        /// Time as marked up.
        time: Option<String>,
    },
}

/// What reading gives.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The text, nothing normalised but the encoding.
    pub text: String,
    /// Media type as sniffed.
    pub media_type: String,
    /// Encoding as found (name of the WHATWG standard).
    pub encoding: String,
    /// Title as the format gives it.
    pub title: Option<String>,
    /// Address, author, date, language … as the format's own metadata gives them: (name, value).
    pub metadata: Vec<(String, String)>,
    /// Layout, in order of start, where the format has one.
    pub blocks: Vec<Block>,
    /// What could not be read.
    pub notices: Vec<Notice>,
}

/// Reads one file. Never fails: what is no text gives an empty text and an error notice.
pub fn read(bytes: &[u8], hint: Hint<'_>) -> Reading {
    if bytes.iter().all(|b| b.is_ascii_whitespace()) {
        let message = "The file is empty. Look whether it was copied whole.";
        return Reading {
            text: String::from_utf8_lossy(bytes).into_owned(),
            media_type: "text/plain".into(),
            encoding: "UTF-8".into(),
            notices: vec![Notice::new(Severity::Warning, message)],
            ..Reading::default()
        };
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
    let kind = sniff::kind(&decoded.text, hint);
    let mut reading = Reading {
        media_type: kind.media_type().into(),
        encoding: decoded.encoding.into(),
        notices: decoded.notices,
        ..Reading::default()
    };
    match kind {
        Kind::Plain => reading.text = decoded.text,
        Kind::Markdown => {
            (reading.blocks, reading.title) = markdown::blocks(&decoded.text);
            reading.text = decoded.text;
        }
        Kind::Html => {
            // Offsets of decoding notices are of the source, not of the readable text.
            reading.notices.iter_mut().for_each(|n| n.span = None);
            html::read(&decoded.text, hint, &mut reading);
        }
    }
    if u32::try_from(reading.text.len()).is_err() {
        return not_text(kind.media_type(), "a text of more than four gigabytes", "divide it");
    }
    reading
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
