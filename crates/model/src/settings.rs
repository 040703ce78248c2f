//! What a person may tell memcon about a collection beforehand.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A party to the talks, with the names under which the papers know it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The name shown.
    pub name: String,
    /// Other names, in any script.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Language tags of its papers.
    #[serde(default)]
    pub languages: Vec<String>,
}

/// The settings of a collection (`memcon.toml`). All optional; analysis works without any.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Title of the collection.
    #[serde(default)]
    pub title: Option<String>,
    /// The parties.
    #[serde(default, rename = "party")]
    pub parties: Vec<Party>,
    /// Languages to expect.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Files of lists of persons, from the folder of papers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorities: Vec<String>,
    /// The day that the caller gives for the one paper at hand (`"date"` beside its text, `--anchor`). It belongs to a call
    /// and not to a collection, so that it is in no file.
    #[serde(skip)]
    pub day: Option<crate::Edtf>,
}
