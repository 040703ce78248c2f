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
fn told(side: &str) -> Option<String> {
    let plain = plain(side);
    (!plain.is_empty() && !BODIES.contains(&plain)).then_some(plain)
}

/// The sides that papers give one person, with how often: single papers are wrong about them at times.
#[derive(Clone, Debug, Default)]
pub(super) struct Sides(BTreeMap<String, u32>);

impl Sides {
    /// Counts a side as the paper words it.
    pub fn add(&mut self, side: &str) {
        if let Some(side) = told(side) {
            *self.0.entry(side).or_default() += 1;
        }
    }

    /// Takes over another's counts.
    pub fn extend(&mut self, other: Self) {
        for (side, n) in other.0 {
            *self.0.entry(side).or_default() += n;
        }
    }

    /// Whether no paper tells a side.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sides by state where they name one, with how often.
    fn by_state(&self) -> (BTreeMap<String, u32>, u32) {
        let mut out: BTreeMap<String, u32> = BTreeMap::new();
        for (side, n) in &self.0 {
            if let Some(code) = state(side) {
                *out.entry(code).or_default() += n;
            }
        }
        let most = out.values().copied().max().unwrap_or(0);
        (out, most)
    }

    /// The sides that count: those nearly as often told as the one most papers tell. States by their codes.
    fn settled(&self) -> (BTreeSet<String>, bool) {
        let (states, most) = self.by_state();
        if most > 0 {
            return (states.into_iter().filter(|(_, n)| n * 2 > most).map(|(s, _)| s).collect(), true);
        }
        (self.0.keys().cloned().collect(), false)
    }

    /// Whether the two cannot be of one person. Sides named by adjective and by name agree, and a side that is no
    /// state says nothing against one that is.
    pub fn against(&self, other: &Self) -> bool {
        if self.is_empty() || other.is_empty() {
            return false;
        }
        let ((a, a_states), (b, b_states)) = (self.settled(), other.settled());
        if a_states || b_states {
            return a_states && b_states && a.is_disjoint(&b);
        }
        let head = |s: &String| s.chars().take(4).collect::<String>();
        let alike = |x: &String| {
            b.iter().any(|y| head(x) == head(y) || x.contains(y.as_str()) || y.contains(x.as_str()))
        };
        !a.iter().any(alike)
    }
}

/// A key that is one for all names of a side: the code of the state where it is one; `None` for a label that is no side.
pub(crate) fn side_key(side: &str) -> Option<String> {
    let told = told(side)?;
    Some(state(&told).unwrap_or(told))
}

/// The code of the state that a side (as [`told`] gives it) names.
fn state(side: &str) -> Option<String> {
    STATES.get(side).cloned()
}
