//! Sides of persons as papers name them, brought together where they mean one state.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold;

#[derive(Deserialize)]
struct States {
    state: Vec<State>,
}

#[derive(Deserialize)]
struct State {
    code: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    peoples: Vec<String>,
    #[serde(default)]
    short: Vec<String>,
}

#[derive(Deserialize)]
struct Labels {
    bodies: BTreeSet<String>,
}

/// Every name of a state, folded, to its code.
static STATES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let table: States =
        memcon_lexicon::table("gazetteer/states.toml").expect("the table of states ships with the program");
    let mut out = BTreeMap::new();
    for s in table.state {
        for name in s.names.iter().chain(&s.adjectives).chain(&s.peoples).chain(&s.short).chain([&s.code]) {
            out.entry(plain(name)).or_insert_with(|| s.code.clone());
        }
    }
    out
});

static BODIES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let table: Labels =
        memcon_lexicon::table("link/sides.toml").expect("the labels of sides ship with the program");
    table.bodies
});

fn plain(side: &str) -> String {
    let folded = fold(side).replace('.', "");
    folded.strip_suffix(" side").unwrap_or(&folded).trim().to_owned()
}

/// A side as groups keep it; `None` for a label that is no side.
pub(super) fn told(side: &str) -> Option<String> {
    let plain = plain(side);
    (!plain.is_empty() && !BODIES.contains(&plain)).then_some(plain)
}

/// The code of the state that a side (as [`told`] gives it) names.
pub(super) fn state(side: &str) -> Option<String> {
    STATES.get(side).cloned()
}
