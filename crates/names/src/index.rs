//! Looking a name up among many: phonetic keys lead to the few names worth comparing.

use std::collections::BTreeMap;
use std::fmt;

use crate::compare::{Match, compare_readings};
use crate::readings::{Readings, readings};
use crate::sound::phones;
use crate::text::{Script, plain};
use crate::{han, korean};

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
    let mut out: Vec<String> = Vec::new();
    for k in &r.korean {
        let code: String = k.family.iter().chain(&k.given).map(korean::code).collect();
        out.push(format!("k:{code}"));
    }
    for c in r.chinese.iter().take(24) {
        let mut codes = vec![String::new()];
        for ways in c.family.iter().chain(&c.given) {
            codes = codes
                .iter()
                .flat_map(|w| ways.iter().take(3).map(move |p| format!("{w} {}", p.replace('v', "u"))))
                .take(12)
                .collect();
        }
        out.extend(codes.into_iter().map(|c| format!("c:{c}")));
        // The Korean readings of the characters behind the Pinyin, by the coarse code.
        if r.name.script != Script::Han {
            let mut codes = vec![String::new()];
            for ways in c.family.iter().chain(&c.given) {
                codes = codes
                    .iter()
                    .flat_map(|w| {
                        let mut next: Vec<String> = ways
                            .iter()
                            .flat_map(|p| han::korean_of_pinyin(p))
                            .filter_map(|k| {
                                Some(format!("{w}{}", korean::code(&korean::hangul(&k.to_string())?.pop()?)))
                            })
                            .collect();
                        next.sort();
                        next.dedup();
                        next
                    })
                    .take(40)
                    .collect();
            }
            out.extend(codes.into_iter().map(|c| format!("k:{c}")));
        }
    }
    for (f, g) in r.japanese.iter().take(64) {
        out.push(format!("j:{f}{g}"));
    }
    if r.name.script == Script::Latin {
        out.extend(r.romaji().into_iter().map(|(f, g)| format!("j:{f}{g}")));
    }
    // By sound: each longer word by its firm consonants.
    if !r.eastern() || r.by_sound() {
        for word in &r.name.words {
            for part in word.split('-') {
                out.extend(skeletons(&phones(part, r.name.script)).into_iter().map(|s| format!("s:{s}")));
            }
        }
    }
    if r.name.script == Script::Han {
        let simple: String = r.name.words.concat().chars().map(han::simple).collect();
        out.push(format!("h:{simple}"));
    } else {
        out.push(format!("w:{}", r.name.words.iter().map(|w| plain(w)).collect::<String>().replace('-', "")));
    }
    out.sort();
    out.dedup();
    out.into_iter().map(Key).collect()
}

/// The first consonants of a word by class, once with and once without the weak ones.
fn skeletons(phones: &[char]) -> Vec<String> {
    let class = |c: &char| match c {
        'p' | 'b' | 'f' | 'v' => Some('P'),
        't' | 'd' => Some('T'),
        'k' | 'g' | 'x' | 'h' | 'G' => Some('K'),
        's' | 'z' | 'S' | 'J' | 'C' | 'c' => Some('S'),
        'm' | 'n' => Some('N'),
        'l' | 'r' => Some('L'),
        _ => None,
    };
    let all: String = phones.iter().filter_map(class).collect();
    let firm: String = all.chars().filter(|c| !matches!(c, 'L')).collect();
    let cut = |s: &str, n: usize| s.chars().take(n).collect::<String>();
    let mut out = vec![cut(&all, 3), cut(&firm, 3), cut(&all, 2)];
    out.retain(|s| !s.is_empty());
    out.sort();
    out.dedup();
    out
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
