//! Han characters: Pinyin, Korean readings, simplified forms, from `data/names/han.tsv`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What is known of a character.
struct Entry {
    simple: char,
    pinyin: Vec<String>,
    korean: Vec<char>,
}

static TABLE: LazyLock<BTreeMap<char, Entry>> = LazyLock::new(|| {
    let text = memcon_lexicon::text("names/han.tsv").expect("the table ships with the program");
    let mut table = BTreeMap::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(c), Some(simple), Some(pinyin), Some(korean)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        let Some(c) = c.chars().next() else { continue };
        table.insert(
            c,
            Entry {
                simple: simple.chars().next().unwrap_or(c),
                pinyin: pinyin.split(',').filter(|p| !p.is_empty()).map(str::to_owned).collect(),
                korean: korean.chars().collect(),
            },
        );
    }
    table
});

/// Whether a character is a Han character.
pub(crate) fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c) || ('\u{f900}'..='\u{faff}').contains(&c) || c == '々'
}

/// The simplified form.
pub(crate) fn simple(c: char) -> char {
    TABLE.get(&c).map_or(c, |e| e.simple)
}

/// Toneless Pinyin, the commonest first.
pub(crate) fn pinyin(c: char) -> &'static [String] {
    TABLE.get(&c).map_or(&[], |e| e.pinyin.as_slice())
}

/// Korean readings as Hangul syllables; 金 as a family name is 김.
pub(crate) fn korean(c: char) -> Vec<char> {
    let mut found = TABLE.get(&c).map_or_else(Vec::new, |e| e.korean.clone());
    if c == '金' {
        found.push('김');
    }
    found
}

/// Every Pinyin syllable of the table.
pub(crate) fn syllables() -> BTreeSet<String> {
    TABLE
        .values()
        .flat_map(|e| e.pinyin.iter().cloned())
        .filter(|p| p.len() > 1 || matches!(p.as_str(), "a" | "e" | "o"))
        .filter(|p| p.contains(['a', 'e', 'i', 'o', 'u', 'v']))
        .collect()
}

/// Korean syllables that a character with this Pinyin can be read as.
pub(crate) fn korean_of_pinyin(pinyin: &str) -> Vec<char> {
    static MAP: LazyLock<BTreeMap<String, Vec<char>>> = LazyLock::new(|| {
        let mut map: BTreeMap<String, Vec<char>> = BTreeMap::new();
        for e in TABLE.values() {
            let Some(p) = e.pinyin.first() else { continue };
            let list = map.entry(p.clone()).or_default();
            for &k in &e.korean {
                if !list.contains(&k) {
                    list.push(k);
                }
            }
        }
        if let Some(list) = map.get_mut("jin") {
            list.push('김');
        }
        map
    });
    MAP.get(pinyin).cloned().unwrap_or_default()
}
