//! States of the world: their names, adjectives and capitals, each found by one look-up.
//!
//! Which side a paper means by them is the business of `sides`.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::sync::LazyLock;

/// A state with the words that point to it.
#[derive(Debug, Deserialize)]
pub(super) struct Nation {
    pub name: String,
    pub adjectives: Vec<String>,
    /// Names and adjectives in other languages.
    #[serde(default)]
    pub others: Vec<String>,
    pub capitals: Vec<String>,
}

#[derive(Deserialize)]
struct NationFile {
    state: Vec<Nation>,
}

/// States of the world.
pub(super) static NATIONS: LazyLock<Vec<Nation>> = LazyLock::new(|| {
    let file: NationFile =
        memcon_lexicon::table("voice/nations.toml").expect("data/voice/nations.toml is sound");
    file.state
});

/// What a word is to a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Name,
    Adjective,
    Capital,
}

/// Every word for a state, with the state's number and what it is to it; the first state that claims a word has it.
static WORDS: LazyLock<FxHashMap<&'static str, (usize, Sort)>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for (n, nation) in NATIONS.iter().enumerate() {
        let adjectives = nation.adjectives.iter().map(|a| (a, Sort::Adjective));
        let capitals = nation.capitals.iter().map(|c| (c, Sort::Capital));
        for (word, sort) in std::iter::once((&nation.name, Sort::Name)).chain(adjectives).chain(capitals) {
            words.entry(word.as_str()).or_insert((n, sort));
        }
    }
    words
});

/// Whether words name a state, its people or its capital, not a person.
pub(super) fn is_name(words: &str) -> bool {
    WORDS.contains_key(words)
}

/// The state of which a word is the capital.
pub(super) fn by_capital(word: &str) -> Option<&'static Nation> {
    WORDS.get(word).filter(|(_, sort)| *sort == Sort::Capital).and_then(|(n, _)| NATIONS.get(*n))
}
