//! Looking a name up among many: phonetic keys lead to the few names worth comparing.
//!
//! The whole index is one sorted row of numbers, the upper bits of each a key's hash and the lower bits the
//! place of a name that has it, beside the names themselves; readings are made again for the few that are
//! compared. A search visits a bounded number of places, those of rare keys first, ranks the names by the
//! keys they share with the query (a rare one counts more), and compares only the best of them. So a look-up costs
//! the same however many names share a common key.

mod keys;

use std::fmt;

use crate::compare::{Judged, Match, explain, judge};
use crate::readings::readings;
use keys::{Side, keys};

/// A phonetic key: names that can be one share at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(u64);

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
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
    let r = readings(name);
    let mut all = keys(&r, Side::Listed);
    all.extend(keys(&r, Side::Asked));
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(Key).collect()
}

/// Many names, found again under any spelling.
///
/// ```
/// use memcon_names::Index;
/// let index = Index::new(["Paul Varga", "김덕수", "Wang Zemin"]);
/// assert_eq!(index.find("Kim Deok-su")[0].0, 1);
/// ```
#[derive(Clone, Debug)]
pub struct Index {
    /// All names, one behind the other.
    text: String,
    /// Where each name ends in `text`.
    ends: Vec<u32>,
    /// Hash of a key above, place of a name below; sorted.
    row: Vec<u64>,
    /// How many of the lower bits are the place.
    bits: u32,
}

impl Index {
    /// How many names [`Index::find`] gives at most.
    pub const BEST: usize = 10;
    /// Names compared for every query, and those compared at most while none of them is the same name.
    const COMPARED: usize = 64;
    const COMPARED_AT_MOST: usize = 192;
    /// Places looked at for one query at most; keys that fewer names have go first.
    const VISITED: usize = 20_000;
    /// Names below this score are not worth showing.
    const LEAST: f32 = 0.3;

    /// Reads and orders all names, on as many threads as there are cores. Names count up to 4 GiB of text in all;
    /// what comes behind is left out.
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let mut index = Self { text: String::new(), ends: Vec::new(), row: Vec::new(), bits: 0 };
        for name in names {
            let Ok(end) = u32::try_from(index.text.len() + name.len()) else { break };
            index.text.push_str(name);
            index.ends.push(end);
        }
        index.bits = (index.len().max(2) as u64 - 1).ilog2() + 1;
        index.row = index.keyed();
        index.row.sort_unstable();
        index.row.dedup();
        index.row.shrink_to_fit();
        index
    }

    /// Every key of every name with its place, in no order.
    fn keyed(&self) -> Vec<u64> {
        // Threads are worth their start only for a long list; the result is sorted and does not depend on them.
        const SHARE: usize = 4_000;
        let threads =
            std::thread::available_parallelism().map_or(1, usize::from).min(self.len() / SHARE).max(1);
        let share = self.len().div_ceil(threads).max(1);
        let part = |from: usize| -> Vec<u64> {
            let mut row = Vec::new();
            for n in from..(from + share).min(self.len()) {
                let hashes = keys(&readings(self.name(n)), Side::Listed);
                row.extend(hashes.into_iter().map(|k| self.upper(k) | n as u64));
            }
            row
        };
        if threads == 1 {
            return part(0);
        }
        std::thread::scope(|scope| {
            let started: Vec<_> = (0..threads).map(|t| scope.spawn(move || part(t * share))).collect();
            started.into_iter().flat_map(|t| t.join().unwrap_or_default()).collect()
        })
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The name at a place, as it was given; empty where there is none.
    pub fn name(&self, n: usize) -> &str {
        let start = n.checked_sub(1).map_or(0, |before| self.ends.get(before).copied().unwrap_or(0) as usize);
        self.ends.get(n).and_then(|end| self.text.get(start..*end as usize)).unwrap_or("")
    }

    /// Bytes of memory that the index holds.
    pub fn bytes(&self) -> usize {
        self.text.capacity()
            + self.ends.capacity() * size_of::<u32>()
            + self.row.capacity() * size_of::<u64>()
    }

    /// The best names for a query with their places in the list, best first; ties in the order of the list.
    pub fn find(&self, query: &str) -> Vec<(usize, Match)> {
        self.nearest(query, Self::BEST)
    }

    /// [`Index::find`], but up to `most` names; many more than [`Index::BEST`] cost as much more time.
    pub fn nearest(&self, query: &str, most: usize) -> Vec<(usize, Match)> {
        let query = readings(query);
        let enough = Self::COMPARED.max(most.saturating_mul(2));
        let mut found: Vec<(usize, Judged)> = Vec::new();
        let mut best = 0.0f32;
        for (seen, n) in self.ranked(&keys(&query, Side::Asked)).into_iter().enumerate() {
            // Names by sound share only coarse keys: where nothing fits yet, it pays to look further.
            if seen >= enough && (best >= Match::SAME || seen >= enough.max(Self::COMPARED_AT_MOST)) {
                break;
            }
            let m = judge(&query, &readings(self.name(n)));
            best = best.max(m.score);
            if m.score > Self::LEAST {
                found.push((n, m));
            }
        }
        found.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.0.cmp(&b.0)));
        found.truncate(most);
        // Reasons are written only for what is shown.
        found.into_iter().map(|(n, m)| (n, explain(&query, &readings(self.name(n)), m))).collect()
    }

    /// A key's place in the row: its hash without the bits that hold the name.
    fn upper(&self, key: u64) -> u64 {
        key >> self.bits << self.bits
    }

    /// The names that have a key.
    fn with_key(&self, key: u64) -> &[u64] {
        let low = self.upper(key);
        let start = self.row.partition_point(|e| *e < low);
        let rest = &self.row[start..];
        // Doubling first: most keys have few names.
        let mut reach = 8;
        while reach < rest.len() && self.upper(rest[reach]) == low {
            reach *= 2;
        }
        let rest = &rest[..rest.len().min(reach + 1)];
        &rest[..rest.partition_point(|e| self.upper(*e) == low)]
    }

    /// Names that share keys with the query, those first that share most, rare keys counting more.
    fn ranked(&self, asked: &[u64]) -> Vec<usize> {
        let mut lists: Vec<&[u64]> =
            asked.iter().map(|k| self.with_key(*k)).filter(|l| !l.is_empty()).collect();
        lists.sort_by_key(|l| l.len());
        let place = |entry: u64| entry & ((1u64 << self.bits) - 1);
        let mut shared: Vec<(u64, u32)> = Vec::new();
        for list in lists {
            // In thousandths, so that sums do not depend on the order.
            let weight = ((self.len() as f64 / list.len() as f64 + 1.0).ln() * 1000.0) as u32;
            let room = Self::VISITED.saturating_sub(shared.len());
            shared.extend(list.iter().take(room).map(|e| (place(*e), weight)));
        }
        shared.sort_unstable();
        let mut ranked: Vec<(u32, u64)> = shared
            .chunk_by(|a, b| a.0 == b.0)
            .map(|same| (same.iter().map(|s| s.1).sum(), same[0].0))
            .collect();
        ranked.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.into_iter().map(|(_, n)| n as usize).collect()
    }
}
