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

/// The code of the state that a label of a side names, however it is worded.
pub(crate) fn state_of(side: &str) -> Option<String> {
    // "In the chair" is no office of India, whose code is IN: a code begins no sentence.
    if let [b'A'..=b'Z', b'a'..=b'z'] = side.trim().as_bytes() {
        return None;
    }
    told(side).and_then(|s| state(&s))
}

/// Whether a label names an office of a government and no side.
pub(crate) fn is_body(side: &str) -> bool {
    told(side).is_none()
}

#[derive(Deserialize)]
struct Successions {
    was: Vec<Succession>,
}

/// A name of one state that meant another between two days.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Succession {
    code: String,
    #[serde(rename = "as")]
    meant: String,
    from: String,
    until: String,
}

static WAS: LazyLock<Successions> = LazyLock::new(|| {
    memcon_lexicon::table("link/sides.toml").expect("the labels of sides ship with the program")
});

/// The state that a name's state was on a day (ISO): papers of 1950 that speak of Russia mean the Soviet Union.
pub(crate) fn state_then(code: String, day: Option<&str>) -> String {
    let then =
        |w: &&Succession| w.code == code && day.is_some_and(|d| w.from.as_str() <= d && d < w.until.as_str());
    WAS.was.iter().find(then).map_or(code.clone(), |w| w.meant.clone())
}

/// The usual English name of a state by its code.
pub(crate) fn state_name(code: &str) -> Option<String> {
    NAMES.get(code).cloned()
}

static NAMES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let table: States =
        memcon_lexicon::table("gazetteer/states.toml").expect("the table of states ships with the program");
    table.state.into_iter().filter_map(|s| Some((s.code, s.names.into_iter().next()?))).collect()
});

/// Most words of the name of a state.
const NAME_WORDS: usize = 4;

/// The state whose office it is: the one that it opens with ("Norwegian Minister of Trade") or that stands behind *of*;
/// never the one to, in or with which it is held.
pub(crate) fn own_state(office: &str) -> Option<String> {
    let own = office.split([',', ';']).next().unwrap_or(office);
    let words: Vec<&str> = own.split_whitespace().collect();
    let words = words.strip_prefix(&["the"]).or(words.strip_prefix(&["The"])).unwrap_or(&words);
    let opens = (1..=NAME_WORDS.min(words.len())).rev().find_map(|n| state_of(&words[..n].join(" ")));
    opens.or_else(|| {
        for (n, _) in words.iter().enumerate().filter(|(_, w)| **w == "of") {
            if words[..n].iter().any(|w| matches!(*w, "to" | "in" | "with" | "at" | "for")) {
                return None;
            }
            let behind = words[n + 1..].strip_prefix(&["the"]).unwrap_or(&words[n + 1..]);
            let longest = NAME_WORDS.min(behind.len());
            // "the Office of Norwegian Affairs" is about Norway and not of it: a name goes on.
            let ends = |k: &usize| behind.get(*k).is_none_or(|w| !w.starts_with(char::is_uppercase));
            let named = (1..=longest).rev().filter(ends).find_map(|k| state_of(&behind[..k].join(" ")));
            if let Some(code) = named {
                return Some(code);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::own_state;

    #[test]
    fn an_office_tells_whose_it_is_and_not_where_it_is_held() {
        let code = |office: &str| own_state(office).unwrap_or_default();
        assert_eq!(code("Norwegian Minister of Trade"), "NO");
        assert_eq!((code("In the chair"), code("No member")), (String::new(), String::new()));
        assert_eq!(code("the Foreign Minister of Norway until May 1931"), "NO");
        assert_eq!(code("Member, Parliament of the Kingdom of Norway"), "");
        assert_eq!(code("Ambassador to Norway"), "");
        assert_eq!(
            code("Director of the Office of Norwegian Affairs"),
            "",
            "an office about a state is not its own"
        );
        assert_eq!(code("Counsellor of the Embassy in Norway"), "");
    }
}
