//! What can be said only over several documents: the result of the stage *link*.

use crate::{AgentType, Edtf, EventStatus, EventType, MoveType, Participant, Span, State};
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

/// Why two name forms are taken for one agent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JoinReason {
    /// One form.
    pub a: String,
    /// The other form.
    pub b: String,
    /// A sentence for the reader.
    pub why: String,
    /// From 0 to 1.
    pub score: f32,
}

/// One spelling of an agent over the collection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NameForm {
    /// The spelling.
    pub form: String,
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
    /// The agents of single documents that were joined: (document, agent id there).
    pub members: Vec<(DocumentId, String)>,
}

/// Two agents that look alike and are not joined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LookAlike {
    /// Id of one linked agent.
    pub a: String,
    /// Id of the other.
    pub b: String,
    /// Whether it may be one after all (`true`) or is surely two (`false`).
    pub possible: bool,
    /// A sentence for the reader.
    pub why: String,
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
