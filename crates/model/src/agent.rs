//! Persons, bodies, states, places, and where they are named.

use crate::form::vocabulary;
use crate::{Basis, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What kind of agent.
    AgentType {
        /// A person.
        Person = "person",
        /// A body, ministry, party, agency.
        Organisation = "organisation",
        /// A state or government.
        State = "state",
        /// A place.
        Place = "place",
        /// Something else with a name.
        Other = "other",
        /// A reader's name on a web page.
        Handle = "handle",
    }
}

/// One place where an agent is named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// Where.
    #[serde(flatten)]
    pub span: Span,
    /// The words.
    pub form: String,
}
crate::span::spans!(Mention: span);

/// A person, body, state or place inside one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Agent {
    /// `a1`, `a2` … in the order of first mention.
    pub id: String,
    /// The fullest name the paper gives.
    pub canonical: String,
    /// What kind.
    #[serde(rename = "type")]
    pub kind: AgentType,
    /// The side they belong to.
    pub side: Option<String>,
    /// Their office or role in the paper's words.
    pub role: Option<String>,
    /// Id in a list of persons that the user gave.
    pub authority: Option<String>,
    /// Every spelling in the paper.
    pub forms: Vec<String>,
    /// Where they are named.
    pub mentions: Vec<Mention>,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Agent: mentions);
