//! Dossiers: an issue, a meeting, a stretch of time or a selection as one printable paper with its notes.
//!
//! [`Dossier`] is what every format can show: sections, blocks, lines of runs, notes, chains to be drawn. One file writes
//! one format ([`typst`] the PDF, [`docx`], [`html`], [`text`]). What goes into a dossier is decided by whoever builds
//! one; nothing here reads a paper or knows a collection. All words come through [`Run`], which takes out of them what
//! no format may hold; writers escape what is left, so that no paper can be mark-up in any of them.

pub mod docx;
pub mod faces;
pub mod html;
mod line;
mod package;
pub mod text;
pub mod typst;

pub use line::{Kind, Line, Run};

use serde::Serialize;

/// A dossier.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Dossier {
    /// Tag of the language of its own words.
    pub lang: String,
    /// The collection.
    pub collection: String,
    /// What it is ("Dossier of an issue").
    pub kicker: String,
    /// What it is about.
    pub title: String,
    /// Lines of the title page: dates, parties, how many papers, what made it.
    pub facts: Vec<Fact>,
    /// What the reader must know: what was cut, what could not be had.
    pub remarks: Vec<Line>,
    /// Over the table of contents.
    pub contents: String,
    /// Over the notes, where a format sets them at the end.
    pub notes_title: String,
    /// The dossier itself.
    pub sections: Vec<Section>,
    /// What calls of notes in lines mean: the note `n` is `notes[n]`.
    pub notes: Vec<Note>,
}

/// A line of the title page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// What is said.
    pub value: Line,
}

/// A heading with what stands under it up to the next.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Section {
    /// From 1, the outermost.
    pub level: u8,
    /// The heading.
    pub title: Line,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// A note: where words come from.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Note {
    /// The citation.
    pub line: Line,
    /// The very words: the document and code points of its text.
    pub place: Option<Place>,
}

/// A passage of a document, by which it is found again for good.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Id of the document.
    pub document: String,
    /// First code point.
    pub start: u32,
    /// First code point behind.
    pub end: u32,
}

impl Place {
    /// `minutes.txt, c120–180`: how a place is written where it is no link.
    pub fn written(&self) -> String {
        format!("{}, c{}-{}", self.document, self.start, self.end)
    }
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "lowercase")]
pub enum Block {
    /// A paragraph of the dossier's own words.
    Paragraph {
        /// The words.
        line: Line,
    },
    /// Particulars in small type.
    Small {
        /// The words.
        line: Line,
    },
    /// A heading below those of the table of contents.
    Label {
        /// The words.
        line: Line,
    },
    /// Quoted words with who, when and what before them.
    Quote {
        /// What stands before the words.
        lead: Line,
        /// The words.
        line: Line,
        /// The colour of whose words they are, 0 = nobody's.
        voice: u8,
    },
    /// A table; every cell has lines.
    Table {
        /// What it shows, for those who hear it.
        caption: String,
        /// Names of the columns.
        head: Vec<Line>,
        /// Widths of the columns in parts of the whole.
        widths: Vec<u8>,
        /// The rows.
        rows: Vec<Vec<Vec<Line>>>,
    },
    /// A paragraph of a paper with whose words they are.
    Speech {
        /// Who speaks: the speaker, voices inside the paragraph with their sigla. Empty = as before.
        who: Vec<Line>,
        /// How many voices are around it.
        depth: u8,
        /// The colour of the voice, 0 = the paper's own words.
        voice: u8,
        /// The words.
        line: Line,
        /// Whether it begins a paragraph.
        opens: bool,
    },
    /// A passage of a translation with its original beside it.
    Beside {
        /// Who speaks.
        who: Vec<Line>,
        /// The colour of the voice.
        voice: u8,
        /// The translation; empty = it leaves this out.
        left: Line,
        /// The original; empty = there is none.
        right: Line,
    },
    /// How words reached us, to be drawn, the outermost hand first.
    Chain {
        /// What is drawn.
        caption: Line,
        /// The links.
        links: Vec<Link>,
    },
    /// An entry of a bibliography or list.
    Entry {
        /// The words.
        line: Line,
    },
}

/// A link of a chain that is drawn.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Link {
    /// What was done ("deciphered").
    pub role: String,
    /// By whom; `None` = the paper does not tell.
    pub who: Option<Line>,
    /// What to say where the paper does not tell.
    pub unknown: String,
    /// When, where known.
    pub when: String,
    /// Whether it is a hand around the paper and no voice in it.
    pub hand: bool,
    /// The colour of the voice.
    pub voice: u8,
}

impl Dossier {
    /// A new note; its number goes into the run that calls it.
    pub fn note(&mut self, note: Note) -> usize {
        self.notes.push(note);
        self.notes.len() - 1
    }

    /// Every line in the order in which it is read, without the notes.
    pub fn lines(&self) -> Vec<&Line> {
        let mut out: Vec<&Line> = self.facts.iter().map(|f| &f.value).chain(&self.remarks).collect();
        for section in &self.sections {
            out.push(&section.title);
            section.blocks.iter().for_each(|b| b.lines(&mut out));
        }
        out
    }

    /// Bytes of all words: what a writer's work grows with.
    pub fn weight(&self) -> usize {
        let notes = self.notes.iter().map(|n| &n.line);
        self.lines()
            .into_iter()
            .chain(notes)
            .map(|l| l.runs.iter().map(|r| r.words.len()).sum::<usize>())
            .sum()
    }
}

impl Block {
    fn lines<'b>(&'b self, out: &mut Vec<&'b Line>) {
        match self {
            Self::Paragraph { line } | Self::Small { line } | Self::Label { line } | Self::Entry { line } => {
                out.push(line)
            }
            Self::Quote { lead, line, .. } => out.extend([lead, line]),
            Self::Table { head, rows, .. } => {
                out.extend(head);
                out.extend(rows.iter().flatten().flatten());
            }
            Self::Speech { who, line, .. } => {
                out.extend(who);
                out.push(line);
            }
            Self::Beside { who, left, right, .. } => {
                out.extend(who);
                out.extend([left, right]);
            }
            Self::Chain { caption, links } => {
                out.push(caption);
                out.extend(links.iter().filter_map(|l| l.who.as_ref()));
            }
        }
    }
}
