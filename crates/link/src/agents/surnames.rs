//! Persons whom a paper names by surname alone: whom the collection means by it.
//!
//! A paper that says only "Varga" means the one Varga of the collection, where there is one and nothing
//! speaks against it; where several bear the name it may mean any of them, and that is said and not
//! decided. Family names that millions bear (Korean, Chinese, Vietnamese) tell nothing by themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use memcon_model::{AgentType, JoinReason};

use super::{Alike, Documents, Group, conflict, fold};

/// How sure a surname alone is.
const SCORE: f32 = 0.8;
/// Bearers of a name that are listed as possible, at most.
const LISTED: usize = 6;

/// Family names that do not single out a person.
static COMMON: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let table: BTreeMap<String, Vec<String>> = memcon_lexicon::table("names/surnames.toml")
        .expect("the table of family names ships with the program");
    table.into_values().flatten().map(|n| fold(&n)).collect()
});

/// Joins groups that have only a surname; `groups` keeps its indices, emptied groups have no members.
pub(super) fn settle(documents: Documents<'_, '_>, groups: &mut [Group], alike: &mut Alike) {
    let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut alone: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, group) in groups.iter().enumerate().filter(|(_, g)| g.kind == AgentType::Person) {
        match surname(documents, group) {
            Some(name) => alone.entry(name).or_default().push(n),
            None => {
                for family in families(group) {
                    let list = bearers.entry(family).or_default();
                    if list.last() != Some(&n) {
                        list.push(n);
                    }
                }
            }
        }
    }
    for (name, lonely) in alone {
        let known = bearers.get(&name).map_or(&[][..], Vec::as_slice);
        match known {
            [one] if !COMMON.contains(&name) => {
                for n in lonely {
                    join(groups, alike, n, *one, &name, "the only bearer of that name in these papers");
                }
            }
            [] if !COMMON.contains(&name) => {
                for n in lonely.iter().skip(1) {
                    join(groups, alike, *n, lonely[0], &name, "nobody else in these papers has that name");
                }
            }
            several => {
                for n in lonely {
                    for other in several.iter().take(LISTED) {
                        let why = format!("A paper says only {name}; several persons may be meant.");
                        alike.entry(((*other).min(n), (*other).max(n))).or_insert((true, why));
                    }
                }
            }
        }
    }
}

/// The one word by which a group is named, folded; `None` where a fuller name is known.
fn surname(documents: Documents<'_, '_>, group: &Group) -> Option<String> {
    if !group.forms.is_empty() {
        return None;
    }
    let &(d, a) = group.members.first()?;
    let name = fold(&documents[d].analysis.agents[a].canonical);
    (name.chars().count() >= 3 && !name.contains(' ')).then_some(name)
}

/// First and last words of full names: which of them is the family name depends on the tradition.
fn families(group: &Group) -> BTreeSet<String> {
    let ends = |f: &String| {
        let words: Vec<String> = f.split_whitespace().map(fold).collect();
        [words.first().cloned(), words.last().cloned()]
    };
    group.forms.iter().flat_map(ends).flatten().filter(|w| w.chars().count() >= 3).collect()
}

fn join(groups: &mut [Group], alike: &mut Alike, from: usize, to: usize, name: &str, why: &str) {
    if conflict(AgentType::Person, &groups[from].sides, &groups[to].sides) {
        let why = format!("Both are called {name}, but of different sides.");
        alike.entry((from.min(to), from.max(to))).or_insert((false, why));
        return;
    }
    let taken = std::mem::take(&mut groups[from].members);
    let sides = std::mem::take(&mut groups[from].sides);
    let whole = groups[to].forms.first().cloned().unwrap_or_else(|| name.to_owned());
    let target = &mut groups[to];
    target.members.extend(taken);
    target.members.sort_unstable();
    target.sides.extend(sides);
    let reason = JoinReason {
        a: whole,
        b: name.to_owned(),
        why: format!("Surname alone: {why}."),
        score: SCORE,
        ..JoinReason::default()
    };
    if !target.joins.contains(&reason) {
        target.joins.push(reason);
    }
}
