//! Everything found in one document.

use crate::form::vocabulary;
use crate::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where the bytes came from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Path as given, `/` between parts; `null` for a line of JSON.
    pub path: Option<String>,
    /// Where inside that file, for one of several documents of a file ("12", "1951/report.docx"); absent = the file itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// BLAKE3 of the original bytes, in hexadecimal.
    pub blake3: String,
    /// Media type as sniffed.
    pub media_type: String,
    /// Character encoding as found.
    pub encoding: String,
    /// Length of the original.
    pub bytes: u64,
}

vocabulary! {
    /// What kind of time expression.
    DateType {
        /// A day, month, year or a set of them.
        Date = "date",
        /// A time of day.
        Time = "time",
        /// An expression that needs an anchor ("today").
        Relative = "relative",
        /// A length of time.
        Duration = "duration",
    }
}

vocabulary! {
    /// What a time expression is in TimeML's terms (TIMEX3 `type`).
    Timex {
        /// A day, week, month, year: a stretch of the calendar.
        Date = "DATE",
        /// A time of day, or a part of a day.
        Time = "TIME",
        /// A length of time.
        Duration = "DURATION",
        /// Something that comes back ("every Monday").
        Set = "SET",
    }
}

// The macro that declares the vocabularies leaves no place to derive this.
#[allow(clippy::derivable_impls)]
impl Default for DateType {
    fn default() -> Self {
        Self::Date
    }
}

#[allow(clippy::derivable_impls)]
impl Default for Timex {
    fn default() -> Self {
        Self::Date
    }
}

/// A time expression in the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DateFound {
    /// Its words.
    #[serde(flatten)]
    pub span: Span,
    /// What it means; `null` = cannot be told.
    pub edtf: Option<Edtf>,
    /// What kind.
    #[serde(rename = "type")]
    pub kind: DateType,
    /// What it counts from, or where its missing parts come from; `null` where it says all itself.
    #[serde(default)]
    pub anchor: Option<Edtf>,
    /// Its value as in TimeML 1.2.1 (TIMEX3): `1999-W08`, `1998-Q4`, `1999-02-26TEV`, `PAST_REF`, `P3M`; `null` = cannot be told.
    #[serde(default)]
    pub value: Option<String>,
    /// What it is in TimeML's terms.
    #[serde(default)]
    pub timex: Timex,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(DateFound: span);

/// A passage of the translation and its counterpart in the original.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Alignment {
    /// In the translation.
    pub a: Span,
    /// In the original.
    pub b: Span,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Alignment: a, b);

/// The numbers that mail programs give messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Message {
    /// Its own.
    pub id: Option<String>,
    /// Those of the messages that it answers.
    pub answers: Vec<String>,
}

/// A mention of another document ("your telegram 14").
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// Its words.
    #[serde(flatten)]
    pub span: Span,
    /// The number named.
    pub number: Option<String>,
    /// The date named.
    pub date: Option<Edtf>,
    /// What it is called ("your telegram").
    pub description: Option<String>,
    /// Id of the document meant, once linking has found it.
    pub target: Option<String>,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Reference: span);

/// The analysis of one document: the shape of the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Analysis {
    /// Version of this shape.
    pub memcon: u32,
    /// Id of the document.
    pub id: String,
    /// Where the bytes came from.
    pub source: Source,
    /// The text, only when asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Documentary form.
    pub form: Form,
    /// Language tags, most used first.
    pub languages: Vec<String>,
    /// Id of the event that the document records.
    pub record_of: Option<String>,
    /// Archival particulars.
    pub description: Description,
    /// Documents listed as related.
    pub related_documents: Vec<RelatedDocument>,
    /// A partition of the text.
    pub regions: Vec<Region>,
    /// Speech.
    pub turns: Vec<Turn>,
    /// Pages, and the way back from the words to the original; absent where the format has none.
    #[serde(default, skip_serializing_if = "Layout::is_empty")]
    pub layout: Layout,
    /// Slips of typing and of reading machines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slips: Vec<Slip>,
    /// Hands it went through.
    pub transmission: Vec<Transmission>,
    /// Words that are not the speaker's.
    pub insertions: Vec<Insertion>,
    /// Negotiating acts.
    pub moves: Vec<Move>,
    /// Points at stake.
    pub issues: Vec<Issue>,
    /// What happened.
    pub events: Vec<Event>,
    /// Who is bound to what.
    pub obligations: Vec<Obligation>,
    /// Bodies that watch over agreements.
    pub mechanisms: Vec<Mechanism>,
    /// Agenda items.
    pub items: Vec<AgendaItem>,
    /// Persons, bodies, states, places.
    pub agents: Vec<Agent>,
    /// Time expressions.
    pub dates: Vec<DateFound>,
    /// Translation beside original.
    pub alignment: Vec<Alignment>,
    /// Readers' comments.
    pub comments: Vec<Comment>,
    /// Mentions of other documents.
    pub references: Vec<Reference>,
    /// Reported sayings and views.
    pub attributions: Vec<Attribution>,
    /// What a mail message says of itself and of the one that it answers; absent for other papers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
    /// What could not be done.
    pub notices: Vec<Notice>,
}

impl Default for Analysis {
    fn default() -> Self {
        Self {
            memcon: 1,
            id: String::new(),
            source: Source::default(),
            text: None,
            form: Form::Other,
            languages: Vec::new(),
            record_of: None,
            description: Description::default(),
            related_documents: Vec::new(),
            regions: Vec::new(),
            turns: Vec::new(),
            layout: Layout::default(),
            slips: Vec::new(),
            message: None,
            transmission: Vec::new(),
            insertions: Vec::new(),
            moves: Vec::new(),
            issues: Vec::new(),
            events: Vec::new(),
            obligations: Vec::new(),
            mechanisms: Vec::new(),
            items: Vec::new(),
            agents: Vec::new(),
            dates: Vec::new(),
            alignment: Vec::new(),
            comments: Vec::new(),
            references: Vec::new(),
            attributions: Vec::new(),
            notices: Vec::new(),
        }
    }
}
crate::span::spans!(Analysis: description, related_documents, regions, turns, layout, slips, transmission, insertions,
    moves, issues, events, obligations, mechanisms, items, agents, dates, alignment, comments, references,
    attributions, notices);

impl Analysis {
    /// The region that holds byte offset `at`.
    pub fn region_at(&self, at: u32) -> Option<&Region> {
        let n = self.regions.partition_point(|r| r.span.end <= at);
        self.regions.get(n).filter(|r| r.span.start <= at)
    }

    /// The event that this document records.
    pub fn recorded_event(&self) -> Option<&Event> {
        let id = self.record_of.as_deref()?;
        self.events.iter().find(|e| e.id == id)
    }
}
