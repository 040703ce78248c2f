//! What the store gives to those who show: plain values, no handles on the database.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use memcon_model::{
    Analysis, Edtf, EventStatus, EventType, Form, LinkedEvent, Mode, MoveType, Severity, Span,
};
use serde::{Deserialize, Serialize};

use crate::search::{Facet, FacetCounts, Note, Widened};

/// Where a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentStatus {
    /// Read and analysed.
    Ready,
    /// Kept, but with a problem (see its notices).
    Problem,
    /// Its file is no longer at its place; the original and the analysis are still kept.
    Missing,
    /// Its file has other bytes now; this is the version before.
    Superseded,
}

/// A line in the list of documents.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentRow {
    /// Id in the collection: path relative to the folder opened, or the id of a JSON line.
    pub id: String,
    /// Title from the description, or the file's name.
    pub title: String,
    /// Documentary form.
    pub form: Form,
    /// Date of the paper.
    pub date: Option<Edtf>,
    /// Language tags.
    pub languages: Vec<String>,
    /// BLAKE3 of the original bytes.
    pub blake3: String,
    /// Length of the original in bytes.
    pub bytes: u64,
    /// Number of turns.
    pub turns: u32,
    /// Where it stands.
    pub status: DocumentStatus,
    /// Whether it is known from an inventory only: no text of it is here.
    pub described: bool,
}

/// A document with everything kept of it.
#[derive(Clone, Debug)]
pub struct StoredDocument {
    /// Its line in the list.
    pub row: DocumentRow,
    /// Its text, to which all byte spans refer.
    pub text: String,
    /// Its analysis, spans in bytes.
    pub analysis: Analysis,
}

/// A document as it lies in the database.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its id.
    pub id: String,
    /// Its analysis, not read yet.
    pub json: Vec<u8>,
    /// Its text.
    pub text: String,
}

impl Stored {
    /// Reads the analysis. May be done by many threads.
    pub fn analysis(&self) -> crate::error::Result<Analysis> {
        let mut analysis: Analysis = serde_json::from_slice(&self.json)
            .map_err(|e| crate::StoreError::Analysis { document: self.id.clone(), detail: e.to_string() })?;
        // A superseded version keeps its analysis but not the name under which it was made.
        analysis.id.clone_from(&self.id);
        Ok(analysis)
    }
}

/// Figures over the collection.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Overview {
    /// Title from the settings, or the folder's name.
    pub title: String,
    /// Documents in all (missing and superseded ones not counted).
    pub documents: u64,
    /// Documents that are known from inventories only; not counted in the others.
    pub described: u64,
    /// Documents by form.
    pub by_form: BTreeMap<String, u64>,
    /// Turns.
    pub turns: u64,
    /// Linked agents that are persons.
    pub people: u64,
    /// Linked events.
    pub events: u64,
    /// Linked issues.
    pub issues: u64,
    /// References that lead to a paper of the collection.
    pub references: u64,
    /// First and last day (ISO) of the dated documents.
    pub span: Option<(String, String)>,
    /// What could not be done: (document, severity, message).
    pub problems: Vec<(String, Severity, String)>,
}

/// What is looked for. What is kept of it (a saved search) leaves out the page of hits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    /// Words, "phrases" and operators, any script (see `docs/searching.md`).
    pub text: String,
    /// Whether names are looked for only as they are written here (case and accents aside), not in the other
    /// spellings that the collection knows.
    pub exact: bool,
    /// Only turns of this speaker (any spelling in the collection).
    pub speaker: Option<String>,
    /// Only turns to this addressee (any spelling).
    pub addressee: Option<String>,
    /// Only turns of a side whose name holds these words.
    pub side: Option<String>,
    /// Only where this is done.
    pub moved: Option<MoveType>,
    /// Only about an issue: its id, or words of its name; where no issue is so called, passages with these words.
    pub issue: Option<String>,
    /// Only turns that reach the page so.
    pub mode: Option<Mode>,
    /// Only documents of this form.
    pub form: Option<Form>,
    /// Only documents dated on or after this day (ISO).
    pub from: Option<String>,
    /// Only documents dated on or before this day (ISO).
    pub to: Option<String>,
    /// Only passages through at most this many reporters.
    pub max_depth: Option<u32>,
    /// Values of facets, all of which a passage must have.
    pub picked: Vec<(Facet, String)>,
    /// Order of the hits.
    pub by: By,
    /// How many values of each facet are counted; 0 = none.
    #[serde(skip)]
    pub facets: usize,
    /// Documents that count as not there: not found, not counted.
    #[serde(skip)]
    pub withheld: Arc<BTreeSet<String>>,
    /// First hit, from 0.
    #[serde(skip)]
    pub offset: usize,
    /// How many hits.
    #[serde(skip)]
    pub limit: usize,
}

impl SearchQuery {
    /// Whether anything is asked for at all.
    pub fn asks(&self) -> bool {
        !self.text.trim().is_empty() || self.narrows()
    }

    /// Whether anything but words is asked for.
    pub fn narrows(&self) -> bool {
        let words = [&self.speaker, &self.addressee, &self.side, &self.issue, &self.from, &self.to];
        words.iter().any(|w| w.is_some())
            || self.moved.is_some()
            || self.mode.is_some()
            || self.form.is_some()
            || self.max_depth.is_some()
            || !self.picked.is_empty()
    }
}

/// Order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// Best first.
    #[default]
    Relevance,
    /// Oldest paper first, in the order of its text.
    Date,
}

/// A passage that was found.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// The document.
    pub document: String,
    /// Its title.
    pub title: String,
    /// Its date.
    pub date: Option<Edtf>,
    /// Its form.
    pub form: Form,
    /// Its languages.
    #[serde(skip)]
    pub languages: Vec<String>,
    /// The passage (a paragraph or turn), in bytes of the document's text.
    pub span: Span,
    /// The passage in code points of the document's text, as links name it.
    pub chars: (u32, u32),
    /// The passage's words.
    pub passage: String,
    /// The words that matched, in bytes of `passage`.
    pub highlights: Vec<Span>,
    /// Names that were found in another spelling than was asked for.
    pub spelled: Vec<Spelled>,
    /// Who speaks there, where somebody does.
    pub speaker: Option<String>,
    /// To whom.
    pub addressee: Option<String>,
    /// For which side.
    pub side: Option<String>,
    /// How.
    pub mode: Option<Mode>,
    /// Length of the chain less one.
    pub depth: Option<u32>,
    /// Reporters between the words found and us; also the writer whom the paper does not name counts.
    pub reporters: Option<u32>,
    /// The page of the words found, as one cites it; `None` where the document has no pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
}

/// A name that a passage holds in another spelling than was asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spelled {
    /// The name in the question.
    pub asked: String,
    /// The form in the passage.
    pub form: String,
    /// Why it counts, for a reader.
    pub why: String,
}

/// What was found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SearchResult {
    /// How many passages in all.
    pub total: u64,
    /// Names in the question that were looked for in other spellings too.
    pub widened: Vec<Widened>,
    /// The names under which the speaker asked for is known; `null` where none was asked for.
    pub speaker: Option<Widened>,
    /// The names under which the addressee asked for is known; `null` where none was asked for.
    pub addressee: Option<Widened>,
    /// How the question was read, where it is more than words; reading this gives the same question.
    pub reading: Option<String>,
    /// What of the question could not be read as it stands.
    pub notes: Vec<Note>,
    /// What the passages found are, counted over all of them.
    pub facets: Vec<FacetCounts>,
    /// The passages asked for.
    pub hits: Vec<Hit>,
}

/// Which events are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventsAsked {
    /// Only of this kind.
    pub kind: Option<EventType>,
    /// Only of this status.
    pub status: Option<EventStatus>,
    /// Only those that may have been on or after this day (ISO).
    pub from: Option<String>,
    /// Only those that may have been on or before this day (ISO).
    pub to: Option<String>,
}

/// Some events of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventsPage {
    /// How many there are of those asked for.
    pub total: usize,
    /// How many of each kind, whatever kind is asked for.
    pub kinds: BTreeMap<EventType, usize>,
    /// The events of this page.
    pub events: Vec<LinkedEvent>,
}
