//! Names that stand over the people of a side: states and their short names.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
struct States {
    names: Vec<String>,
}

static STATES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let table: States = memcon_lexicon::table("describe/states.toml").expect("data/describe/states.toml");
    table.names.iter().map(|n| n.to_lowercase().replace('.', "")).collect()
});

/// Whether `words` (in small letters) are the name of a state or of its people, with "the" or without.
pub fn is_state(words: &str) -> bool {
    let plain = words.trim_start_matches("the ").trim().replace('.', "");
    STATES.contains(&plain)
}
