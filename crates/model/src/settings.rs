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

/// Which papers are not for everybody, by what they say of themselves or by where they lie.
///
/// A paper is restricted where any of the three lists fits it; a rule with none of them is for every paper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessRule {
    /// Words of the paper's own classification.
    #[serde(default)]
    pub classification: Vec<String>,
    /// Words of its list of copies.
    #[serde(default)]
    pub distribution: Vec<String>,
    /// Its id, or the folder or file that it lies in.
    #[serde(default)]
    pub documents: Vec<String>,
    /// Labels of which a reader needs one; none = keepers only.
    #[serde(default)]
    pub to: Vec<String>,
}

/// Who may read what, as far as rules tell it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccessRules {
    /// The rules; a paper must be open to a reader by every one that fits it.
    #[serde(default)]
    pub restrict: Vec<AccessRule>,
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
    /// Who may read what. Nothing of the analysis: what papers are analysed by does not change with it.
    #[serde(default, skip_serializing)]
    pub access: AccessRules,
    /// The day that the caller gives for the one paper at hand (`"date"` beside its text, `--anchor`). It belongs to a call
    /// and not to a collection, so that it is in no file.
    #[serde(skip)]
    pub day: Option<crate::Edtf>,
}
