//! Persons, bodies, states, places, and where they are named.

use crate::form::vocabulary;
use crate::{Basis, Edtf, Span};
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

vocabulary! {
    /// By what a mention names its agent.
    Manner {
        /// A name in full, or all of it that the agent ever has.
        Name = "name",
        /// A family name alone, with or without a title.
        Surname = "surname",
        /// A given name alone.
        GivenName = "given-name",
        /// A family name with initials, or initials alone.
        Initials = "initials",
        /// An office or title without a name ("the Ambassador").
        Office = "office",
        /// Another name that the paper explains, or a cover name.
        CoverName = "cover-name",
        /// A pronoun whose bearer is plain.
        Pronoun = "pronoun",
        /// An abbreviation or other short form of a body's or state's name.
        Short = "short",
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
    /// By what.
    #[serde(default = "Manner::name")]
    pub manner: Manner,
}
crate::span::spans!(Mention: span);

impl Manner {
    pub(crate) const fn name() -> Self {
        Self::Name
    }
}

impl Mention {
    /// A mention by name.
    pub fn named(span: Span, form: impl Into<String>) -> Self {
        Self { span, form: form.into(), manner: Manner::Name }
    }
}

/// The paper's own word that two names are one agent's: "Filippov [Stalin]", "alias", "the former …".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Gloss {
    /// The words that hold both names.
    #[serde(flatten)]
    pub span: Span,
    /// The name in the text.
    pub name: String,
    /// The name that explains it.
    pub meaning: String,
}
crate::span::spans!(Gloss: span);

/// An office that the paper gives a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Office {
    /// Where it says so.
    #[serde(flatten)]
    pub span: Span,
    /// The office in the paper's words.
    pub office: String,
    /// From when to when by the paper's own words; `null` = on the day of the paper.
    pub when: Option<Edtf>,
}
crate::span::spans!(Office: span);

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
    /// Names that the paper itself says to be one.
    #[serde(default)]
    pub glosses: Vec<Gloss>,
    /// Offices the paper gives them, in order of place.
    #[serde(default)]
    pub offices: Vec<Office>,
    /// What made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(Agent: mentions, glosses, offices);
