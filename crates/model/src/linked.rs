//! What can be said only over several documents: the result of the stage *link*.

use crate::form::vocabulary;
use crate::{AgentType, Edtf, Manner, Span};
use crate::{
    LinkedAnswer, LinkedEvent, LinkedIssue, LinkedLetter, LinkedMechanism, LinkedObligation, LooseEnd,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Id of a document in a collection: the path inside the collection, or the id of a JSON line.
pub type DocumentId = String;

/// Words in a document that a claim stands on. Offsets are bytes of that document's text.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
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
        /// The one stands in a translation where the other stands in its original.
        Translation = "translation",
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
    /// What a decision is about.
    #[derive(Default)]
    Subject {
        /// Agents.
        #[default]
        Agent = "agent",
        /// Issues.
        Issue = "issue",
        /// Events.
        Event = "event",
        /// Obligations.
        Obligation = "obligation",
        /// Two papers that are one text.
        Parallel = "parallel",
    }
}

vocabulary! {
    /// What a person decided.
    #[derive(Default)]
    DecisionKind {
        /// The two are one.
        #[default]
        Join = "join",
        /// The two are not one, or these mentions are another's.
        Part = "part",
        /// It bears this name.
        Name = "name",
        /// Of an obligation: how far it was kept (a [`crate::Compliance`]).
        Status = "status",
    }
}

/// A name in the papers by which a decision finds what it is about again after every linking.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Anchor {
    /// What it was called: the name of an agent or issue, the title of an event, the words of an obligation.
    pub name: String,
    /// Documents with the words by which each names it; empty = any document that has `name`.
    pub at: Vec<(DocumentId, String)>,
}

/// What a person decided, kept for good; linking applies it each time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Its number.
    pub number: u64,
    /// The day on which it was made (ISO).
    pub made: String,
    /// What was decided.
    pub kind: DecisionKind,
    /// What it is about.
    #[serde(default)]
    pub about: Subject,
    /// The one.
    pub a: Anchor,
    /// The other; of a parting, whose name and mentions are taken out of `a`; of a name or a status, nothing.
    pub b: Anchor,
    /// The name or the status that was given.
    #[serde(default)]
    pub value: Option<String>,
    /// The day on which it was taken back; `null` = it holds.
    #[serde(default)]
    pub undone: Option<String>,
    /// Who made it; `null` = nobody asked.
    #[serde(default)]
    pub by: Option<String>,
    /// Why, in the person's words.
    #[serde(default)]
    pub why: Option<String>,
    /// Who took it back.
    #[serde(default)]
    pub undone_by: Option<String>,
}

impl Decision {
    /// Whether it has not been taken back.
    pub fn holds(&self) -> bool {
        self.undone.is_none()
    }
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

/// A paper that is cited and not held: every reference with the same key means it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MissingPaper {
    /// Whose it is, what series and number, of which year or day.
    pub key: String,
    /// The words of the first reference.
    pub called: String,
    /// Its number, where one is named.
    pub number: Option<String>,
    /// Its day, where one is named.
    pub date: Option<Edtf>,
    /// Where it is cited, in order of document and text.
    pub cited: Vec<Evidence>,
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
    /// Letters and messages with their answers, by date.
    #[serde(default)]
    pub letters: Vec<LinkedLetter>,
    /// Issues over the collection.
    pub issues: Vec<LinkedIssue>,
    /// Moves that answer moves of other documents.
    #[serde(default)]
    pub answers: Vec<LinkedAnswer>,
    /// What was put and left open, oldest first.
    #[serde(default)]
    pub loose_ends: Vec<LooseEnd>,
    /// Obligations over the collection, with what was done about them.
    #[serde(default)]
    pub obligations: Vec<LinkedObligation>,
    /// Bodies that watch over agreements, over the collection.
    #[serde(default)]
    pub mechanisms: Vec<LinkedMechanism>,
    /// References between documents.
    pub references: Vec<ResolvedReference>,
    /// Papers that are cited and not held, most cited first.
    #[serde(default)]
    pub missing: Vec<MissingPaper>,
    /// Papers that are one text: translations, copies.
    #[serde(default)]
    pub parallels: Vec<crate::Parallel>,
}

impl Linked {
    /// The last day on which the papers show a side move: later papers about the talks are no part of them.
    pub fn last_move(&self) -> Option<String> {
        let states = self.issues.iter().flat_map(|i| &i.states).filter_map(|s| s.date.as_ref());
        let ends = self.loose_ends.iter().filter_map(|e| e.since.as_ref());
        states.chain(ends).filter_map(Edtf::latest_iso).max()
    }
}
