//! Russian names: Cyrillic against the Latin spellings of the usual systems, Latin spellings against each
//! other, and family names in oblique cases.
//!
//! A Latin word spells a Cyrillic one when its letters can be cut into spellings of the letters, one after the
//! other. Two Latin words spell one Russian word when one Cyrillic word has both as spellings.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::systems::{self, Tradition, bit};
use crate::text::Script;

/// One group of Cyrillic letters with one of its spellings.
struct Piece {
    from: String,
    /// `from` as most papers print it and words are compared: ё as е, й as и.
    bare: String,
    to: String,
    /// Only at the end of a word.
    last: bool,
    systems: u64,
}

/// Two spellings of the same Cyrillic letters.
struct Pair {
    a: String,
    b: String,
    last: bool,
}

#[derive(Deserialize)]
struct Endings {
    /// Endings of family names in Latin letters by which a name is taken for Russian.
    latin: Vec<String>,
    /// Endings that only Russian family names have.
    surely: Vec<String>,
    /// Endings of men's and women's family names.
    feminine: Vec<(String, String)>,
    /// Stems of family names and the endings of their cases.
    cases: Vec<(String, Vec<String>)>,
}

struct Tables {
    pieces: Vec<Piece>,
    /// By the first letters of both spellings.
    pairs: BTreeMap<(u8, u8), Vec<Pair>>,
    endings: Endings,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let endings: Endings = memcon_lexicon::table("names/russian.toml")
        .expect("the table of Russian endings ships with the program");
    let mut pieces: Vec<Piece> = Vec::new();
    for (n, s) in systems::of(Tradition::Russian, Script::Latin) {
        let tables = [(&s.tables.letters, false), (&s.tables.finals, true)];
        for (table, last) in tables {
            for (from, all) in table {
                for to in all {
                    let to = fold(to);
                    match pieces.iter_mut().find(|p| p.from == *from && p.to == to && p.last == last) {
                        Some(p) => p.systems |= bit(n),
                        None => pieces.push(Piece {
                            from: from.clone(),
                            bare: bare(from),
                            to,
                            last,
                            systems: bit(n),
                        }),
                    }
                }
            }
        }
    }
    let mut pairs: BTreeMap<(u8, u8), Vec<Pair>> = BTreeMap::new();
    for p in &pieces {
        for q in pieces.iter().filter(|q| q.from == p.from && q.last == p.last) {
            let key = (first(&p.to), first(&q.to));
            let list = pairs.entry(key).or_default();
            if !list.iter().any(|x: &Pair| x.a == p.to && x.b == q.to && x.last == p.last) {
                list.push(Pair { a: p.to.clone(), b: q.to.clone(), last: p.last });
            }
        }
    }
    Tables { pieces, pairs, endings }
});

/// Letters behind which ё is heard and often written as о.
const HUSHING: [char; 4] = ['ж', 'ч', 'ш', 'щ'];

/// Cyrillic letters without the marks that printers leave out.
fn bare(word: &str) -> String {
    word.replace('ё', "е").replace('й', "и")
}

fn first(s: &str) -> u8 {
    s.bytes().next().unwrap_or(0)
}

/// Latin letters as the tables have them: small, háčeks kept apart from plain letters.
fn fold(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .filter(|c| !matches!(c, '\'' | '’' | '"' | 'ʹ' | 'ʺ' | 'ʼ'))
        .collect()
}

/// The systems under which a Latin word spells a Cyrillic one; 0 where none does alone.
pub(crate) fn spells(cyrillic: &str, latin: &str) -> u64 {
    use unicode_normalization::UnicodeNormalization;
    let from = bare(&cyrillic.nfc().flat_map(char::to_lowercase).collect::<String>());
    let to = fold(&latin.nfc().collect::<String>());
    if from.len() > 80 || to.len() > 60 {
        return 0;
    }
    // For each place in the two words: the systems that lead there.
    let mut reach = vec![0u64; (from.len() + 1) * (to.len() + 1)];
    let at = |i: usize, j: usize| i * (to.len() + 1) + j;
    reach[0] = u64::MAX;
    for i in 0..from.len() {
        for j in 0..=to.len() {
            let here = reach[at(i, j)];
            if here == 0 || !from.is_char_boundary(i) || !to.is_char_boundary(j) {
                continue;
            }
            for p in &TABLES.pieces {
                if here & p.systems == 0 || !from[i..].starts_with(&p.bare) || !to[j..].starts_with(&p.to) {
                    continue;
                }
                // ё printed as е is written "o" only where the Russian spelling itself wavers, behind a hushing letter.
                if p.to == "o" && p.from != p.bare && !from[..i].ends_with(HUSHING) {
                    continue;
                }
                let (i, j) = (i + p.bare.len(), j + p.to.len());
                if !p.last || i == from.len() && j == to.len() {
                    reach[at(i, j)] |= here & p.systems;
                }
            }
        }
    }
    reach[at(from.len(), to.len())]
}

/// Whether two Latin words can spell one Russian word. Both must look Russian by their endings.
pub(crate) fn one_word(a: &str, b: &str) -> bool {
    looks(&fold(a)) && looks(&fold(b)) && one_given_name(a, b)
}

/// [`one_word`] for words known to be forms of one given name, whatever their endings.
pub(crate) fn one_given_name(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    if a.len() > 60 || b.len() > 60 || a.len().abs_diff(b.len()) > 8 {
        return false;
    }
    let width = b.len() + 1;
    let mut reach = vec![false; (a.len() + 1) * width];
    reach[0] = true;
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            if !reach[i * width + j] || !a.is_char_boundary(i) || !b.is_char_boundary(j) {
                continue;
            }
            let (p, q) = (first(&a[i..]), first(&b[j..]));
            for key in [(p, q), (p, 0), (0, q)] {
                for pair in TABLES.pairs.get(&key).into_iter().flatten() {
                    if !a[i..].starts_with(&pair.a) || !b[j..].starts_with(&pair.b) {
                        continue;
                    }
                    let (i, j) = (i + pair.a.len(), j + pair.b.len());
                    if !pair.last || i == a.len() && j == b.len() {
                        reach[i * width + j] = true;
                    }
                }
            }
        }
    }
    reach[a.len() * width + b.len()]
}

fn looks(word: &str) -> bool {
    word.chars().count() >= 4 && TABLES.endings.latin.iter().any(|e| word.ends_with(e.as_str()))
}

/// Whether two Cyrillic words are one family name in different cases or genders, and differ.
pub(crate) fn cases(a: &str, b: &str) -> bool {
    let small = |w: &str| w.chars().flat_map(char::to_lowercase).collect::<String>();
    let (a, b) = (small(a), small(b));
    a != b
        && TABLES.endings.cases.iter().any(|(stem, endings)| {
            let bare = |w: &str| {
                endings.iter().find_map(|e| {
                    let root = w.strip_suffix(e.as_str())?;
                    (root.ends_with(stem.as_str()) && root.chars().count() > stem.chars().count() + 1)
                        .then(|| root.to_owned())
                })
            };
            bare(&a).is_some_and(|x| bare(&b) == Some(x))
        })
}

/// Whether two Latin words are a family name and its feminine form.
pub(crate) fn feminine(a: &str, b: &str) -> bool {
    TABLES.endings.feminine.iter().any(|(his, hers)| {
        let one = |m: &str, f: &str| {
            let root = m.strip_suffix(his.as_str());
            root.is_some_and(|r| r.len() > 2) && root == f.strip_suffix(hers.as_str())
        };
        one(a, b) || one(b, a)
    })
}

/// Whether a word has the ending of a Russian family name in Latin letters.
pub(crate) fn looks_so(word: &str) -> bool {
    TABLES.endings.feminine.iter().any(|(his, hers)| {
        let w = fold(word);
        w.chars().count() > 4 && (w.ends_with(his.as_str()) || w.ends_with(hers.as_str()))
    })
}

/// Whether a Latin word surely is a Russian family name, so that it must be spelled by a system.
pub(crate) fn surely(word: &str) -> bool {
    word.chars().count() > 4 && TABLES.endings.surely.iter().any(|e| word.ends_with(e.as_str()))
}
