//! What can be said only over several documents: the result of the stage *link*.

use crate::form::vocabulary;
use crate::{AgentType, Edtf, EventStatus, EventType, Manner, MoveType, Participant, Span, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Id of a document in a collection: the path inside the collection, or the id of a JSON line.
pub type DocumentId = String;

/// Words in a document that a claim stands on. Offsets are bytes of that document's text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// The document.
    pub document: DocumentId,
    /// The words.
    #[serde(flatten)]
    pub span: Span,
}

vocabulary! {
    /// What joined two names, or keeps them apart.
    #[derive(Default)]
    JoinedBy {
        /// The names compare as one.
        #[default]
        Name = "name",
        /// A family name alone, settled by what stands around it.
        Surname = "surname",
        /// The paper itself says that two names are one.
        Gloss = "gloss",
        /// An office held at that time.
        Office = "office",
        /// A list of persons that the user gave.
        List = "list",
        /// A person decided it.
        Hand = "hand",
    }
}

/// One thing that speaks for or against two names being one agent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Testimony {
    /// A sentence for the reader.
    pub why: String,
    /// The words it stands on; empty where it stands on the names themselves or on a list.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}

/// Why two name forms are taken for one agent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JoinReason {
    /// `join-…`: a stable hash of the two names and of what joined them.
    #[serde(default)]
    pub id: String,
    /// One form.
    pub a: String,
    /// The other form.
    pub b: String,
    /// A sentence for the reader.
    pub why: String,
    /// From 0 to 1.
    pub score: f32,
    /// What made it.
    #[serde(default)]
    pub by: JoinedBy,
    /// What speaks for it besides `why`.
    #[serde(default)]
    pub grounds: Vec<Testimony>,
    /// What speaks against it and was not enough.
    #[serde(default)]
    pub against: Vec<Testimony>,
}

/// An office with the time at which papers give it to a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OfficeHeld {
    /// The office in the papers' words.
    pub office: String,
    /// The side on which it was held, where the paper tells.
    pub side: Option<String>,
    /// When: by the paper's own words, else the day of the paper; `null` = undated.
    pub when: Option<Edtf>,
    /// The words it stands on.
    pub evidence: Vec<Evidence>,
}

/// An entry of a list of persons that the user gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Listed {
    /// Its id in the list.
    pub id: String,
    /// The name as the list prints it.
    pub name: String,
    /// The description that the list gives.
    #[serde(default)]
    pub note: String,
    /// Other spellings that the list gives.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_names: Vec<String>,
}

vocabulary! {
    /// What a person decided about two agents.
    DecisionKind {
        /// The two are one.
        Join = "join",
        /// The two are not one, or these mentions are another's.
        Part = "part",
    }
}

/// A name in the papers by which a decision finds its agent again after every linking.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Anchor {
    /// What the agent was called.
    pub name: String,
    /// Documents with a form by which each names the agent; empty = any document that has `name`.
    pub at: Vec<(DocumentId, String)>,
}

/// What a person decided, kept for good; linking applies it each time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Its number.
    pub number: u64,
    /// The day on which it was made (ISO).
    pub made: String,
    /// What was decided.
    pub kind: DecisionKind,
    /// The agent.
    pub a: Anchor,
    /// The other agent; of a parting, whose name and mentions are taken out of `a`.
    pub b: Anchor,
    /// The day on which it was taken back; `null` = it holds.
    #[serde(default)]
    pub undone: Option<String>,
}

/// One spelling of an agent over the collection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NameForm {
    /// The spelling.
    pub form: String,
    /// By what it names the agent; the fullest of its mentions counts.
    #[serde(default = "Manner::name")]
    pub manner: Manner,
    /// How often.
    pub count: u32,
    /// Where.
    pub mentions: Vec<Evidence>,
}

/// An agent over the whole collection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinkedAgent {
    /// `agent-…`: a stable hash of canonical name and kind.
    pub id: String,
    /// The fullest, most frequent name.
    pub canonical: String,
    /// What kind.
    #[serde(rename = "type")]
    pub kind: AgentType,
    /// Side, where the papers agree on one.
    pub side: Option<String>,
    /// Offices and roles in the papers' words.
    pub roles: Vec<String>,
    /// Every spelling.
    pub forms: Vec<NameForm>,
    /// Why the forms are one.
    pub joins: Vec<JoinReason>,
    /// Offices at dates, oldest first.
    #[serde(default)]
    pub offices: Vec<OfficeHeld>,
    /// The person of the user's list; `null` = no list, or no entry that surely fits.
    #[serde(default)]
    pub listed: Option<Listed>,
    /// The agents of single documents that were joined: (document, agent id there). An agent of a document whose
    /// mentions mean different persons stands with each; `forms` tells which mention belongs to whom.
    pub members: Vec<(DocumentId, String)>,
}

/// Two agents that look alike and are not joined.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LookAlike {
    /// Id of one linked agent.
    pub a: String,
    /// Id of the other.
    pub b: String,
    /// Whether it may be one after all (`true`) or is surely two (`false`).
    pub possible: bool,
    /// A sentence for the reader.
    pub why: String,
    /// `pair-…`: a stable hash of the two names.
    #[serde(default)]
    pub id: String,
    /// What made it; a person's decision that they are two is [`JoinedBy::Hand`].
    #[serde(default)]
    pub by: JoinedBy,
    /// The question for the reader, where it may be one after all.
    #[serde(default)]
    pub question: Option<String>,
    /// What speaks for one agent besides `why`.
    #[serde(default)]
    pub grounds: Vec<Testimony>,
    /// What speaks for two.
    #[serde(default)]
    pub against: Vec<Testimony>,
}

/// A document's record of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    /// The document.
    pub document: DocumentId,
    /// The event's id there.
    pub event: String,
    /// Whether the document is the record of this event, or only mentions it.
    pub is_record: bool,
}

/// An event told by one or more documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinkedEvent {
    /// `event-…`: stable hash.
    pub id: String,
    /// What kind.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// Whether it took place.
    pub status: EventStatus,
    /// When; `null` = undated.
    pub date: Option<Edtf>,
    /// Where.
    pub place: Option<String>,
    /// A short title for lists.
    pub title: String,
    /// Who took part, over all accounts.
    pub participants: Vec<Participant>,
    /// Through whom.
    pub intermediary: Option<String>,
    /// Which documents tell it.
    pub accounts: Vec<Account>,
    /// The words it stands on.
    pub evidence: Vec<Evidence>,
}

/// A change in where an issue stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
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

/// A point at stake over the whole collection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinkedIssue {
    /// `issue-…`: stable hash.
    pub id: String,
    /// A short name out of the papers' own words.
    pub name: String,
    /// Other wordings that were joined, with the reason.
    pub wordings: Vec<JoinReason>,
    /// Where each document has it: (document, issue id there).
    pub members: Vec<(DocumentId, String)>,
    /// Who held what, oldest first.
    pub positions: Vec<PositionHeld>,
    /// States, oldest first.
    pub states: Vec<StateChange>,
}

impl LinkedIssue {
    /// Where the issue stood at the end of the day `on` (ISO `YYYY-MM-DD`); `None` before it was raised.
    ///
    /// Undated changes never count: what cannot be dated cannot be said to have been so on a day.
    pub fn state_on(&self, on: &str) -> Option<&StateChange> {
        let by_then =
            |s: &&StateChange| s.date.as_ref().and_then(Edtf::latest_iso).is_some_and(|d| d.as_str() <= on);
        self.states.iter().rfind(by_then)
    }
}

/// A reference with the document it means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ResolvedReference {
    /// Where the reference stands.
    pub at: Evidence,
    /// The document meant; `null` = not in the collection.
    pub target: Option<DocumentId>,
    /// A sentence for the reader.
    pub why: String,
}

/// Everything that linking adds. Rebuilt from the analyses; never edits them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Linked {
    /// Agents over the collection.
    pub agents: Vec<LinkedAgent>,
    /// Look-alikes that are not joined.
    pub look_alikes: Vec<LookAlike>,
    /// Events over the collection, by date.
    pub events: Vec<LinkedEvent>,
    /// Issues over the collection.
    pub issues: Vec<LinkedIssue>,
    /// References between documents.
    pub references: Vec<ResolvedReference>,
}
