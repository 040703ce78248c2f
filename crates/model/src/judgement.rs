//! What a person decides of one claim in one document: confirmed, corrected, rejected, or added.
//!
//! A judgement names its claim by the words it stands on and never by a number of the machine's, for those change
//! with each analysis. How judgements change an analysis belongs to the crate `review`; decisions over several
//! documents (two names are one person) are [`crate::Decision`]s.

use crate::Span;
use crate::form::vocabulary;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// The part of an analysis that a claim belongs to.
    Layer {
        /// The archival particulars.
        Description = "description",
        /// Hands the paper went through.
        Transmission = "transmission",
        /// Who says what.
        Turn = "turn",
        /// Words that are not the speaker's.
        Insertion = "insertion",
        /// Negotiating acts.
        Move = "move",
        /// Points at stake.
        Issue = "issue",
        /// What happened.
        Event = "event",
        /// Who is bound to what.
        Obligation = "obligation",
        /// Persons, bodies, states, places.
        Agent = "agent",
        /// Time expressions.
        Date = "date",
        /// Mentions of other documents.
        Reference = "reference",
    }
}

vocabulary! {
    /// What was decided.
    Verdict {
        /// It is so.
        Confirmed = "confirmed",
        /// It is otherwise: some of its values are replaced.
        Corrected = "corrected",
        /// It is not so.
        Rejected = "rejected",
        /// It is there and was not found.
        Added = "added",
        /// Of a layer of a paper: nothing of it is missing. Stands on no words and changes no claim.
        Complete = "complete",
    }
}

/// Words with those around them, by which a place is known again (W3C Web Annotation: text quote selector).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quotation {
    /// The words.
    pub exact: String,
    /// Up to 32 characters before them.
    #[serde(default)]
    pub before: String,
    /// Up to 32 characters behind them.
    #[serde(default)]
    pub after: String,
}

/// The claim that is judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// Id of the document.
    pub document: String,
    /// What kind of claim.
    pub layer: Layer,
    /// Which field, for a claim of the description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Where it stands: its first words, for a claim that stands on several; empty at 0 for one that stands on none.
    #[serde(flatten)]
    pub span: Span,
    /// The words there.
    pub quote: Quotation,
}
crate::span::spans!(Target: span);

/// Taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Undone {
    /// By whom.
    pub by: String,
    /// When, as RFC 3339 in UTC.
    pub at: String,
}

/// What a person decided of a claim. Never changed and never deleted; at most taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Judgement {
    /// Its number in the collection, from 1; 0 = not kept yet.
    #[serde(default)]
    pub number: u64,
    /// Who decided.
    pub by: String,
    /// When, as RFC 3339 in UTC.
    pub at: String,
    /// On what.
    pub target: Target,
    /// What.
    pub verdict: Verdict,
    /// The claim as the person saw it, in the shape of the record; empty for one that was added.
    #[serde(default)]
    pub was: serde_json::Map<String, serde_json::Value>,
    /// The values given, by their names in the record; empty where nothing was corrected or added.
    #[serde(default)]
    pub value: serde_json::Map<String, serde_json::Value>,
    /// Why, in the person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The judgements that differed and that this one settles, by their numbers; empty for a reviewer's own word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settles: Vec<u64>,
    /// The number of the first of those that were made together and can be taken back together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<u64>,
    /// Taken back, when and by whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Undone>,
}
crate::span::spans!(Judgement: target);

impl Judgement {
    /// Whether it has not been taken back.
    pub fn holds(&self) -> bool {
        self.undone.is_none()
    }

    /// Whether it settles a difference instead of being a reviewer's own word.
    pub fn curates(&self) -> bool {
        !self.settles.is_empty()
    }
}
