//! Loads and checks what memcon knows about language: the rules and tables under `data/`.
//!
//! The files are embedded into the program, so that nothing is looked up on disk at run time.
//! What belongs here: reading, compiling and checking rule files, and the typed tables that more
//! than one room needs. What does not: any engine that decides something about a paper, and any
//! linguistic knowledge written as Rust.

mod need;
mod numbers;
mod pattern;
mod rules;
mod sentences;
mod topic;

pub use numbers::{NumberRead, numbers};
pub use pattern::Pattern;
pub use rules::{Rule, RuleMatch, RuleSet};
pub use sentences::sentences;
pub use topic::{keys, shared, stem};

use rust_embed::RustEmbed;
use serde::de::DeserializeOwned;

/// The embedded folder `data/`.
#[derive(RustEmbed)]
#[folder = "../../data"]
struct Data;

/// Why a data file cannot be used. Always a fault of the program's own data, never of a paper.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    /// No such file under `data/`.
    #[error("data/{0} is missing")]
    Missing(String),
    /// Not UTF-8, or not TOML of the expected shape.
    #[error("data/{path}: {reason}")]
    Malformed {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// A rule's pattern does not compile, or one of its examples behaves otherwise than it says.
    #[error("data/{path}, rule {rule}: {reason}")]
    Rule {
        /// The file.
        path: String,
        /// The rule.
        rule: String,
        /// What is wrong.
        reason: String,
    },
}

/// The text of a file under `data/`.
pub fn text(path: &str) -> Result<String, LexiconError> {
    let file = Data::get(path).ok_or_else(|| LexiconError::Missing(path.to_owned()))?;
    String::from_utf8(file.data.into_owned())
        .map_err(|e| LexiconError::Malformed { path: path.to_owned(), reason: e.to_string() })
}

/// A TOML file under `data/` as a value of the caller's own type.
pub fn table<T: DeserializeOwned>(path: &str) -> Result<T, LexiconError> {
    toml::from_str(&text(path)?)
        .map_err(|e| LexiconError::Malformed { path: path.to_owned(), reason: e.to_string() })
}

/// The files under `data/` whose path starts with `prefix`, sorted.
pub fn files(prefix: &str) -> Vec<String> {
    let mut found: Vec<String> =
        Data::iter().map(|p| p.into_owned()).filter(|p| p.starts_with(prefix)).collect();
    found.sort();
    found
}
