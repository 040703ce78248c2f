//! The tables of Chinese syllables, generated once from the characters and the systems.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use super::rules::spellings;
use super::{Pinyin, fold};
use crate::han;
use crate::korean::Syllable;
use crate::systems::{self, Tradition, bit};
use crate::text::Script;

/// One thing that a spelled syllable can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Way {
    pub pinyin: Pinyin,
    /// In hundredths.
    pub cost: u8,
    /// The systems that spell it so.
    pub systems: u64,
}

/// All that a syllable can be, the cheapest first.
pub(crate) type Ways = &'static [Way];

/// Every table of this room.
pub(super) struct Book {
    names: Vec<String>,
    pub latin: HashMap<String, Vec<Way>>,
    pub cyrillic: HashMap<String, Vec<Way>>,
    /// Cantonese spellings to what the characters so pronounced are in Pinyin.
    pub cantonese: HashMap<String, Vec<Way>>,
    by_character: HashMap<char, Vec<Way>>,
    families: BTreeSet<Pinyin>,
    /// By the number of the syllable.
    korean: Vec<Vec<Syllable>>,
    hangul: Vec<Vec<String>>,
    /// What no table holds.
    empty: Vec<Way>,
    /// The systems that are for places only.
    places: u64,
}

pub(super) static BOOK: LazyLock<Book> = LazyLock::new(build);

/// The letters of a Pinyin syllable; `ü` as `ü`.
pub(crate) fn name(p: Pinyin) -> String {
    BOOK.names.get(usize::from(p)).map_or_else(String::new, |s| s.replace('v', "ü"))
}

/// The Pinyin of a character, the commonest reading first.
pub(crate) fn characters(c: char) -> Ways {
    BOOK.by_character.get(&c).unwrap_or(&BOOK.empty)
}

/// Whether only maps spell a syllable so.
pub(crate) fn for_places(way: &Way) -> bool {
    way.systems & !BOOK.places == 0
}

/// Whether one of the syllables is the reading of a Chinese family name.
pub(crate) fn families(ways: Ways) -> bool {
    ways.iter().any(|w| BOOK.families.contains(&w.pinyin))
}

/// Korean syllables that characters of this Pinyin are read as.
pub(crate) fn korean(p: Pinyin) -> &'static [Syllable] {
    BOOK.korean.get(usize::from(p)).map_or(&[], Vec::as_slice)
}

/// How Hangul writes the sound of a Pinyin syllable, tense onsets as plain ones.
pub(crate) fn hangul_sounds(p: Pinyin) -> &'static [String] {
    BOOK.hangul.get(usize::from(p)).map_or(&[], Vec::as_slice)
}

type Spelled = HashMap<String, Vec<Way>>;

fn add(map: &mut Spelled, key: String, pinyin: Pinyin, cost: u8, systems: u64) {
    let list = map.entry(key).or_default();
    match list.iter_mut().find(|w| w.pinyin == pinyin) {
        Some(way) => {
            way.cost = way.cost.min(cost);
            way.systems |= systems;
        }
        None => list.push(Way { pinyin, cost, systems }),
    }
}

fn build() -> Book {
    let names: Vec<String> = han::syllables().into_iter().collect();
    let number: BTreeMap<&str, Pinyin> =
        names.iter().enumerate().map(|(n, s)| (s.as_str(), n as Pinyin)).collect();
    let mut book = Book {
        latin: Spelled::new(),
        cyrillic: Spelled::new(),
        cantonese: Spelled::new(),
        by_character: HashMap::new(),
        families: BTreeSet::new(),
        korean: vec![Vec::new(); names.len()],
        hangul: vec![Vec::new(); names.len()],
        empty: Vec::new(),
        names: Vec::new(),
        places: 0,
    };
    for script in [Script::Latin, Script::Cyrillic, Script::Hangul] {
        for (n, s) in systems::of(Tradition::Chinese, script) {
            if s.tables.places {
                book.places |= bit(n);
            }
            for (p, name) in names.iter().enumerate() {
                if s.tables.initials.is_empty() && s.tables.finals.is_empty() {
                    break;
                }
                let rank = s.tables.rank as u8;
                let all = spellings(&s.tables, name, false);
                for (i, w) in all.into_iter().enumerate() {
                    // The first spelling is the system's own, the others are variants of it.
                    let cost = rank * 2 + u8::from(i > 0);
                    match script {
                        Script::Latin => add(&mut book.latin, fold(&w), p as Pinyin, cost, bit(n)),
                        Script::Cyrillic => add(&mut book.cyrillic, fold(&w), p as Pinyin, cost, bit(n)),
                        _ => book.hangul[p]
                            .push(super::cut::blocks(&w).chars().map(crate::korean::untense).collect()),
                    }
                }
            }
        }
    }
    read_characters(&mut book, &number);
    overseas(&mut book);
    for map in [&mut book.latin, &mut book.cyrillic, &mut book.cantonese] {
        for list in map.values_mut() {
            list.sort_by_key(|w| (w.cost, w.pinyin));
        }
    }
    book.names = names;
    book
}

/// Readings of characters, Korean readings by Pinyin, family names, Cantonese.
fn read_characters(book: &mut Book, number: &BTreeMap<&str, Pinyin>) {
    let canton = systems::of(Tradition::Cantonese, Script::Latin).next();
    let mut spelled: HashMap<&str, Vec<String>> = HashMap::new();
    for (c, entry) in han::table() {
        let ways: Vec<Way> = entry
            .pinyin
            .iter()
            .enumerate()
            .filter_map(|(n, p)| {
                Some(Way { pinyin: *number.get(p.as_str())?, cost: 3 * n as u8, systems: u64::MAX })
            })
            .collect();
        let Some(first) = ways.first().copied() else { continue };
        for k in han::korean(*c).into_iter().filter_map(Syllable::of) {
            let list = &mut book.korean[usize::from(first.pinyin)];
            if !list.contains(&k) {
                list.push(k);
            }
        }
        if let Some((n, system)) = canton
            && han::is_common(*c)
        {
            for j in &entry.cantonese {
                let all = spelled.entry(j).or_insert_with(|| spellings(&system.tables, j, true));
                for s in all.iter() {
                    add(&mut book.cantonese, fold(s), first.pinyin, 2, bit(n));
                }
            }
        }
        book.by_character.insert(*c, ways);
    }
    for family in han::family_names() {
        for c in family.chars() {
            // A character may have a reading of its own as a family name.
            book.families.extend(book.by_character.get(&c).into_iter().flatten().map(|w| w.pinyin));
        }
    }
}

/// Family names as communities overseas spell them.
fn overseas(book: &mut Book) {
    for (n, s) in systems::of(Tradition::Chinese, Script::Latin) {
        for (spelling, characters) in &s.tables.families {
            for c in characters.chars() {
                if let Some(way) = book.by_character.get(&c).and_then(|w| w.first()).copied() {
                    add(&mut book.latin, fold(spelling), way.pinyin, 3, bit(n));
                    add(&mut book.cantonese, fold(spelling), way.pinyin, 3, bit(n));
                }
            }
        }
    }
}
