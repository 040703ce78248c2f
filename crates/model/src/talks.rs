//! The talks over several documents: issues and where they stand, answers, loose ends, obligations and deeds.

use crate::form::vocabulary;
use crate::{DocumentId, Edtf, Evidence, JoinReason, Modality, MoveType, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A change in where an issue stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StateChange {
    /// From when; `null` = undated.
    pub date: Option<Edtf>,
    /// The state from then on.
    pub state: State,
    /// Who moved.
    pub side: Option<String>,
    /// By which kind of move.
    pub by: Option<MoveType>,
    /// The rule that led to the state.
    pub rule: String,
    /// The words it stands on.
    pub evidence: Vec<Evidence>,
}

/// What a side held on an issue from a date on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PositionHeld {
    /// The side; `null` = unattributed.
    pub side: Option<String>,
    /// The stance.
    pub stance: MoveType,
    /// Who spoke.
    pub actor: Option<String>,
    /// From when.
    pub date: Option<Edtf>,
    /// The words.
    pub evidence: Evidence,
}

/// An issue's number on a side's agenda.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct AgendaNumber {
    /// Whose agenda; `null` = the papers do not tell.
    pub side: Option<String>,
    /// The number as printed.
    pub number: String,
}

/// The course of an issue as the papers of one side tell it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Version {
    /// Whose papers; `null` = papers of no known side.
    pub papers_of: Option<String>,
    /// States, oldest first.
    pub states: Vec<StateChange>,
}

/// A point at stake over the whole collection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinkedIssue {
    /// `issue-…`: stable hash.
    pub id: String,
    /// A short name out of the papers' own words, or the one that a person gave.
    pub name: String,
    /// Its numbers on the agendas of the sides.
    #[serde(default)]
    pub numbers: Vec<AgendaNumber>,
    /// Other wordings that were joined, with the reason.
    pub wordings: Vec<JoinReason>,
    /// Where each document has it: (document, issue id there).
    pub members: Vec<(DocumentId, String)>,
    /// The words that name it.
    #[serde(default)]
    pub mentions: Vec<Evidence>,
    /// Who held what, oldest first.
    pub positions: Vec<PositionHeld>,
    /// States, oldest first, over all papers.
    pub states: Vec<StateChange>,
    /// The course as each side's papers tell it, where they come to differ.
    #[serde(default)]
    pub versions: Vec<Version>,
}

/// The last change by the end of a day.
fn by_then<'s>(states: &'s [StateChange], on: &str) -> Option<&'s StateChange> {
    let dated =
        |s: &&StateChange| s.date.as_ref().and_then(Edtf::latest_iso).is_some_and(|d| d.as_str() <= on);
    states.iter().rfind(dated)
}

impl LinkedIssue {
    /// The documents that name it, in order.
    pub fn papers(&self) -> std::collections::BTreeSet<&str> {
        let named = self.mentions.iter().map(|m| m.document.as_str());
        self.members.iter().map(|m| m.0.as_str()).chain(named).collect()
    }

    /// Where the issue stood at the end of the day `on` (ISO `YYYY-MM-DD`); `None` before it was raised.
    ///
    /// Undated changes never count: what cannot be dated cannot be said to have been so on a day.
    pub fn state_on(&self, on: &str) -> Option<&StateChange> {
        by_then(&self.states, on)
    }

    /// Where it stood on a day as each side's papers tell it, where they differ on that day; else empty.
    pub fn versions_on(&self, on: &str) -> Vec<(Option<&str>, &StateChange)> {
        let told: Vec<_> = self
            .versions
            .iter()
            .filter_map(|v| Some((v.papers_of.as_deref(), by_then(&v.states, on)?)))
            .collect();
        let differ = told.windows(2).any(|w| w[0].1.state != w[1].1.state);
        if differ { told } else { Vec::new() }
    }
}

/// A move of a document of the collection.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct MoveAt {
    /// The document.
    pub document: DocumentId,
    /// The move's id there.
    #[serde(rename = "move")]
    pub id: String,
}

/// A move that answers a move of another document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinkedAnswer {
    /// What is answered.
    pub of: MoveAt,
    /// By what.
    pub by: MoveAt,
    /// A sentence for the reader.
    pub why: String,
    /// From 0 to 1.
    pub score: f32,
}

vocabulary! {
    /// What is left open.
    #[derive(Default)]
    LooseEndKind {
        /// A question that nobody answers, in its own paper or later.
        #[default]
        Question = "question",
        /// A matter put off or referred to superiors, to which its side does not come back.
        Deferral = "deferral",
        /// A proposal or demand to which the other side does not reply.
        Proposal = "proposal",
    }
}

/// Something put and left open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LooseEnd {
    /// `open-…`: stable hash.
    pub id: String,
    /// What is open.
    #[serde(rename = "type")]
    pub kind: LooseEndKind,
    /// Who put it (for a deferral: who owes the answer).
    pub side: Option<String>,
    /// Since when; `null` = undated.
    pub since: Option<Edtf>,
    /// The issue over the collection that it is about.
    pub issue: Option<String>,
    /// Whether the other side spoke to it and did not answer it.
    pub evaded: bool,
    /// When it was met after all; `null` = open to the last paper.
    #[serde(default)]
    pub met: Option<Edtf>,
    /// The words.
    pub evidence: Evidence,
}

impl LooseEnd {
    /// Whether it was open at the end of a day (ISO `YYYY-MM-DD`). What is undated cannot be said to have been open on a day.
    pub fn open_on(&self, on: &str) -> bool {
        let put = self.since.as_ref().and_then(Edtf::latest_iso).is_some_and(|d| d.as_str() <= on);
        put && self.met.as_ref().and_then(Edtf::latest_iso).is_none_or(|d| d.as_str() > on)
    }

    /// How many days it had been open at the end of the day `on` (ISO); `None` where either day is unknown.
    pub fn age(&self, on: &str) -> Option<i64> {
        let on = on.parse::<Edtf>().ok()?.latest()?;
        let since = self.since.as_ref()?.latest()?;
        Some(on.number() - since.number())
    }
}

vocabulary! {
    /// How far an obligation was kept (the scale of the Peace Accords Matrix).
    Compliance {
        /// Nothing was done.
        None = "none",
        /// A beginning was made.
        Minimal = "minimal",
        /// On the way to being kept.
        Intermediate = "intermediate",
        /// Kept, or nearly.
        Full = "full",
    }
}

vocabulary! {
    /// What a deed speaks for.
    #[derive(Default)]
    Bearing {
        /// It was kept.
        Kept = "kept",
        /// It was broken.
        Broken = "broken",
        /// The papers tie it to the obligation and do not say for what it speaks.
        #[default]
        Unclear = "unclear",
    }
}

/// A later passage that the papers tie to an obligation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Deed {
    /// When; `null` = undated.
    pub date: Option<Edtf>,
    /// Whose version it is: the side that says so; `null` = unattributed.
    pub told_by: Option<String>,
    /// What it speaks for, as told.
    pub bearing: Bearing,
    /// The event over the collection that it is, where it is one.
    pub event: Option<String>,
    /// A sentence for the reader: why it is tied.
    pub why: String,
    /// From 0 to 1.
    pub score: f32,
    /// The words.
    pub evidence: Evidence,
}

/// From when an obligation has which force.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ForceChange {
    /// From when; `null` = undated.
    pub date: Option<Edtf>,
    /// proposed | undertaken | in-force.
    pub force: String,
    /// The words.
    pub evidence: Evidence,
}

/// Who is bound to what, over the whole collection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinkedObligation {
    /// `obligation-…`: stable hash.
    pub id: String,
    /// Who is bound; empty = the papers do not tell.
    pub bound: Vec<String>,
    /// Do, refrain or may.
    pub modality: Modality,
    /// What is to be done, in the papers' words.
    pub content: String,
    /// Where each document has it: (document, obligation id there), oldest first.
    pub members: Vec<(DocumentId, String)>,
    /// Why several wordings are one.
    pub joins: Vec<JoinReason>,
    /// Its force over time, oldest first.
    pub force: Vec<ForceChange>,
    /// What was done about it, oldest first.
    pub deeds: Vec<Deed>,
    /// What memcon would suggest; only ever shown as a suggestion. `null` = the papers do not tell.
    pub suggested: Option<Compliance>,
    /// What a person set.
    pub compliance: Option<Compliance>,
}

/// A body that watches over an agreement, over the whole collection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinkedMechanism {
    /// `body-…`: stable hash.
    pub id: String,
    /// Its name in the papers' words.
    pub name: String,
    /// Other names that were joined, with the reason.
    pub joins: Vec<JoinReason>,
    /// Where each document has it: (document, mechanism id there), oldest first.
    pub members: Vec<(DocumentId, String)>,
}
