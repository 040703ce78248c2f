//! Looking a name up among many: phonetic keys lead to the few names worth comparing.

use std::collections::BTreeMap;
use std::fmt;

use crate::compare::{Match, compare_readings};
use crate::readings::{Readings, readings};

/// A phonetic key: names that can be one share at least one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The keys of a name, sorted.
///
/// ```
/// use memcon_names::key;
/// let shared = |a: &str, b: &str| key(a).iter().any(|k| key(b).contains(k));
/// assert!(shared("김덕수", "Kim Tok-su"));
/// assert!(shared("Wang Tse-min", "王泽民"));
/// ```
pub fn key(name: &str) -> Vec<Key> {
    keys(&readings(name))
}

fn keys(r: &Readings) -> Vec<Key> {
    crate::keys::keys(r).into_iter().map(Key).collect()
}

/// Many names, found again under any spelling.
///
/// ```
/// use memcon_names::Index;
/// let index = Index::new(["Paul Varga", "김덕수", "Wang Zemin"]);
/// assert_eq!(index.find("Kim Deok-su")[0].0, 1);
/// ```
pub struct Index {
    names: Vec<Readings>,
    by_key: BTreeMap<Key, Vec<u32>>,
}

impl Index {
    /// How many names an answer holds at most.
    pub const BEST: usize = 10;
    /// Names compared for one query at most; keys that lead to fewer names go first.
    const COMPARED: usize = 1500;

    /// Reads and orders all names.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let names: Vec<Readings> = names.into_iter().map(readings).collect();
        let mut by_key: BTreeMap<Key, Vec<u32>> = BTreeMap::new();
        for (n, name) in names.iter().enumerate() {
            for k in keys(name) {
                by_key.entry(k).or_default().push(n as u32);
            }
        }
        Self { names, by_key }
    }

    /// The best names for a query with their places in the list, best first; ties in the order of the list.
    pub fn find(&self, query: &str) -> Vec<(usize, Match)> {
        let query = readings(query);
        let mut lists: Vec<&Vec<u32>> = keys(&query).iter().filter_map(|k| self.by_key.get(k)).collect();
        lists.sort_by_key(|l| l.len());
        let mut candidates: Vec<u32> = Vec::new();
        for list in lists {
            if candidates.len() > Self::COMPARED {
                break;
            }
            candidates.extend(list);
        }
        candidates.sort_unstable();
        candidates.dedup();
        let mut found: Vec<(usize, Match)> = candidates
            .into_iter()
            .map(|n| (n as usize, compare_readings(&query, &self.names[n as usize])))
            .filter(|(_, m)| m.score > 0.3)
            .collect();
        found.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.0.cmp(&b.0)));
        found.truncate(Self::BEST);
        found
    }
}
