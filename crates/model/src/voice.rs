//! Who speaks: turns, the chain behind them, and words in them that are not the speaker's.

use crate::form::vocabulary;
use crate::{Basis, Edtf, Link, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How a turn reaches the page.
    Mode {
        /// A line of a transcript with its speaker prefix.
        TranscriptLine = "transcript-line",
        /// Words in quotation marks.
        DirectQuote = "direct-quote",
        /// Words reported without quotation marks.
        IndirectReport = "indirect-report",
        /// The writer's own text.
        AuthorText = "author-text",
    }
}

/// One speaker's stretch of speech.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Turn {
    /// `t1`, `t2` … in the order of the text.
    pub id: String,
    /// The words, without prefix, attribution or outer quotation marks.
    #[serde(flatten)]
    pub span: Span,
    /// The words that tell who speaks ("Varga said", "North:").
    pub cue: Option<Span>,
    /// The speaker in the paper's words at that place.
    pub speaker_as_named: Option<String>,
    /// The speaker by full name where the paper gives it; `null` = unattributed.
    pub speaker: Option<String>,
    /// The side for which they speak.
    pub side: Option<String>,
    /// To whom.
    pub addressee: Option<String>,
    /// How it reaches the page.
    pub mode: Mode,
    /// Outermost reporter first, the speaker last.
    pub chain: Vec<String>,
    /// Length of the chain less one: how many mouths stand between.
    pub depth: u32,
    /// When it was said.
    pub time: Option<Edtf>,
    /// The turn that holds this one.
    pub parent: Option<String>,
    /// The region it stands in.
    pub region: Option<String>,
    /// How the words reached us, link by link, outermost first, the speaker last: what [`crate::Chains`] reads
    /// off the analysis. Filled in the record; empty inside the house, where it would say everything twice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Turn: span, cue, links);

vocabulary! {
    /// What somebody who handed the paper on did.
    Role {
        /// Wrote or dictated it.
        Author = "author",
        /// Signed it.
        Signatory = "signatory",
        /// Took the notes.
        NoteTaker = "note-taker",
        /// Interpreted at the meeting.
        Interpreter = "interpreter",
        /// Passed it on.
        Relayer = "relayer",
        /// Sent it.
        Sender = "sender",
        /// Received it.
        Receiver = "receiver",
        /// Deciphered it.
        CipherClerk = "cipher-clerk",
        /// Typed or printed it.
        Typist = "typist",
        /// Checked it.
        Verifier = "verifier",
        /// Translated it.
        Translator = "translator",
        /// Edited or published it.
        Publisher = "publisher",
        /// Obtained it for the archive.
        Obtainer = "obtainer",
        /// Keeps it.
        Archive = "archive",
    }
}

/// A hand through which the paper went.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Transmission {
    /// What was done.
    pub role: Role,
    /// By whom; `null` = the paper does not tell.
    pub agent: Option<String>,
    /// When.
    pub time: Option<Edtf>,
    /// The words it stands on.
    pub span: Option<Span>,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Transmission: span);

vocabulary! {
    /// Who put words into another's turn.
    InsertionKind {
        /// The one who took the notes.
        NoteTaker = "note-taker",
        /// One who reports the speech.
        Reporter = "reporter",
        /// The paper's author ("our note").
        Author = "author",
        /// An editor.
        Editor = "editor",
        /// A translator.
        Translator = "translator",
        /// A cataloguer of the archive.
        Cataloguer = "cataloguer",
    }
}

/// Words in a text that are not those of the voice around them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Insertion {
    /// `n1`, `n2` … in the order of the text.
    pub id: String,
    /// With its brackets.
    #[serde(flatten)]
    pub span: Span,
    /// Whose it is.
    pub kind: InsertionKind,
    /// By name or role, where known.
    pub by: Option<String>,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Insertion: span);

/// A reported saying or view in prose: source, cue and content, each possibly in pieces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Attribution {
    /// The words that name the source.
    pub source: Vec<Span>,
    /// The words that say it is a saying.
    pub cue: Vec<Span>,
    /// What was said or thought.
    pub content: Vec<Span>,
    /// The speaker by full name where the paper gives it.
    pub speaker: Option<String>,
    /// Saying or view, and how the source stands to it.
    #[serde(flatten)]
    pub stance: crate::Stance,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Attribution: source, cue, content);
