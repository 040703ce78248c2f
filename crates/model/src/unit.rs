//! Units of description: what an archive's inventory says of fonds, series, files and items.

use crate::Edtf;
use crate::form::vocabulary;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How deep a unit stands (ISAD(G)), whatever its inventory calls it.
    UnitLevel {
        /// A whole of papers of one provenance.
        Fonds = "fonds",
        /// A series inside it.
        Series = "series",
        /// A file, folder or box.
        File = "file",
        /// One paper.
        Item = "item",
    }
}

/// A unit of description. `fields`: (name, value); names of [`crate::Field`]s mean these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Unit {
    /// The unit above it, by its place in the list.
    pub parent: Option<u32>,
    /// How deep it stands.
    pub level: UnitLevel,
    /// What the inventory calls this level.
    pub called: String,
    /// Reference code; empty = none.
    pub reference: String,
    /// Title; empty = none.
    pub title: String,
    /// From when it is.
    pub date: Option<Edtf>,
    /// What else is said of it.
    pub fields: Vec<(String, String)>,
    /// Files and addresses that the inventory names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Its text, where the inventory holds that (Tropy's transcriptions).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The document of the collection that it describes.
    pub document: Option<String>,
    /// Why that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Documents that it may describe.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub possible: Vec<String>,
}

impl Default for Unit {
    fn default() -> Self {
        Self {
            parent: None,
            level: UnitLevel::Item,
            called: String::new(),
            reference: String::new(),
            title: String::new(),
            date: None,
            fields: Vec::new(),
            links: Vec::new(),
            text: None,
            document: None,
            why: None,
            possible: Vec::new(),
        }
    }
}

impl Unit {
    /// The first value of a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|f| f.0 == name).map(|f| f.1.as_str())
    }
}
