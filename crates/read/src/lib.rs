//! Bytes to text and layout: one file per format.
//!
//! Reading keeps what the format knows (headings, lists, navigation, comments) as [`Block`]s over
//! the text, so that later rooms need not guess it. It never alters the words, never fails, and
//! never touches the network or the disk.

use memcon_model::{Notice, Span};

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

/// Reads one file.
pub fn read(bytes: &[u8], _hint: Hint<'_>) -> Reading {
    Reading {
        text: String::from_utf8_lossy(bytes).into_owned(),
        media_type: "text/plain".into(),
        encoding: "UTF-8".into(),
        ..Reading::default()
    }
}
