//! What happened, over several documents: events with their accounts, letters with their answers.

use crate::{DocumentId, Edtf, EventStatus, EventType, Evidence, Participant};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A document's record of an event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    /// The document.
    pub document: DocumentId,
    /// The event's id there.
    pub event: String,
    /// Whether the document is the record of this event, or only mentions it.
    pub is_record: bool,
    /// The side whose paper it is, where the paper tells.
    #[serde(default)]
    pub side: Option<String>,
    /// When, as this document has it; `null` = undated.
    #[serde(default)]
    pub date: Option<Edtf>,
    /// Where, as this document has it.
    #[serde(default)]
    pub place: Option<String>,
}

/// Why one event is tied to another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tie {
    /// The id of the other.
    pub to: String,
    /// A sentence for the reader.
    pub why: String,
    /// The words it stands on.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}

/// An event told by one or more documents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
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
    /// At what level.
    #[serde(default)]
    pub level: Option<String>,
    /// The earlier event that it follows or answers.
    #[serde(default)]
    pub follows: Option<Tie>,
    /// Which documents tell it.
    pub accounts: Vec<Account>,
    /// The words it stands on.
    pub evidence: Vec<Evidence>,
}

/// A letter, note, telegram or message: held in the collection, or known only from others' words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LinkedLetter {
    /// `letter-…`: stable hash.
    pub id: String,
    /// When it was written or handed over; `null` = undated.
    pub date: Option<Edtf>,
    /// Who wrote.
    pub from: Vec<String>,
    /// To whom.
    pub to: Vec<String>,
    /// Its number, as printed.
    pub number: Option<String>,
    /// Its text, where the collection has it.
    pub document: Option<DocumentId>,
    /// The events that tell of it.
    pub events: Vec<String>,
    /// The letter that it answers.
    pub answers: Option<Tie>,
    /// The words it is known by.
    pub evidence: Vec<Evidence>,
}
