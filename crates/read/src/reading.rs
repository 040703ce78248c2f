//! What reading gives: text, layout, what the mark-up says.

use memcon_model::{Layout, Notice, Severity, Span};

/// What the caller knows about the bytes beforehand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hint<'h> {
    /// Path or name, for its extension.
    pub path: Option<&'h str>,
    /// Media type, where the caller is sure (one of [`crate::Format::media_type`]).
    pub media_type: Option<&'h str>,
    /// What the file that held the document says of it: (name, value), as in [`Reading::metadata`].
    pub given: &'h [(String, String)],
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
    /// Running head or foot, page number: furniture of a page, perhaps in the middle of a sentence.
    RunningHead,
    /// The head of a letter or message: from, to, date, subject, place.
    Letterhead,
    /// Closing formula and signature.
    Signature,
    /// A note at the foot or end, or beside the text.
    Note {
        /// Its mark ("3", "*").
        label: Option<String>,
        /// Whether it is an editor's rather than the author's, where the format tells.
        editorial: Option<bool>,
    },
    /// A reader's comment (the whole of it); also a remark in the margin of a word processor's file.
    Comment {
        /// Author as marked up.
        author: Option<String>,
        /// Number or anchor as marked up.
        number: Option<String>,
        /// Time as marked up.
        time: Option<String>,
    },
}

/// Words of which the mark-up says what they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Where, in bytes of the text.
    pub span: Span,
    /// What they are.
    pub kind: MarkKind,
}

/// What mark-up says of words. Keys are those of the file's own lists (`p_JKF1`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// A person.
    Person(Option<String>),
    /// A body.
    Body(Option<String>),
    /// A place.
    Place(Option<String>),
    /// A date: its value as marked up (ISO 8601 or EDTF; a range as `from/to`).
    Date(String),
    /// A reference to another document or element: its target as marked up.
    Reference(String),
    /// An explained term or abbreviation: its key.
    Term(Option<String>),
    /// The name of the one who speaks what follows.
    Speaker,
    /// The name or office of the one from whom the paper comes.
    Sender,
    /// The name or office of the one to whom it goes.
    Addressee,
    /// The name of one who signed.
    Signatory,
    /// The name of one who took part.
    Participant,
    /// The mark of a note: the note's label or id.
    NoteMark(String),
    /// Words in another language: its tag.
    Language(String),
    /// Words struck out, by whom if told.
    Deleted(Option<String>),
    /// Words put in, by whom if told.
    Added(Option<String>),
    /// Words hard to read.
    Unclear,
    /// Words that the editor supplied.
    Supplied,
    /// Words for which the editor gives another reading: a correction, or an abbreviation written out.
    Instead {
        /// What the editor reads.
        reading: String,
        /// Whether the words are a slip.
        correction: bool,
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
    /// Address, author, date, language … as the format's own metadata and [`Hint::given`] say: (name, value). A name that
    /// is one of the description's fields means that field.
    pub metadata: Vec<(String, String)>,
    /// Layout by function, in order of start, where the format has one.
    pub blocks: Vec<Block>,
    /// Words whose nature the mark-up tells, in order of start; they may nest.
    pub marks: Vec<Mark>,
    /// Pages and the way back to the original.
    pub layout: Layout,
    /// What could not be read.
    pub notices: Vec<Notice>,
}

impl Reading {
    /// Adds a notice about the whole file.
    pub fn note(&mut self, severity: Severity, message: impl Into<String>) {
        self.notices.push(Notice::new(severity, message));
    }
}
