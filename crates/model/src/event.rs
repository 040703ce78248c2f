//! What happened: meetings, contacts, letters, visits, incidents.

use crate::form::vocabulary;
use crate::{Basis, Edtf, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What kind of event.
    #[derive(Default)]
    EventType {
        /// A meeting, contact, audience, session.
        Meeting = "meeting",
        /// A visit.
        Visit = "visit",
        /// A letter or message handed over or sent.
        Letter = "letter",
        /// An answer to a letter or message.
        Reply = "reply",
        /// A statement, declaration, broadcast.
        Statement = "statement",
        /// A report.
        Report = "report",
        /// A military exercise.
        Exercise = "exercise",
        /// An armed or other incident.
        Incident = "incident",
        /// An exchange or handing over of persons or things: prisoners, hostages, instruments.
        Exchange = "exchange",
        /// A reunion of families.
        Reunion = "reunion",
        /// Handling of the paper: received, deciphered, printed.
        Handling = "handling",
        /// Something else.
        #[default]
        Other = "other",
    }
}

vocabulary! {
    /// Whether it took place.
    #[derive(Default)]
    EventStatus {
        /// Took place.
        #[default]
        Held = "held",
        /// Is to take place.
        Planned = "planned",
        /// Was proposed.
        Proposed = "proposed",
        /// Did not come about.
        Failed = "failed",
    }
}

/// Somebody at an event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Participant {
    /// Name as the paper gives it.
    pub name: String,
    /// For which side.
    pub side: Option<String>,
    /// In which role or office; of a letter or visit also `sender`, `addressee`, `visitor`, `host`.
    pub role: Option<String>,
}

/// Something that happened, was planned or failed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// `e1`, `e2` … in the order of first mention.
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
    /// Who took part.
    pub participants: Vec<Participant>,
    /// Through whom.
    pub intermediary: Option<String>,
    /// At what level.
    pub level: Option<String>,
    /// The number of the letter or message, as the paper gives it.
    #[serde(default)]
    pub number: Option<String>,
    /// The earlier event that it answers or follows, in the paper's words: id in the same document.
    #[serde(default)]
    pub follows: Option<String>,
    /// The words it stands on.
    pub spans: Vec<Span>,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Event: spans);
