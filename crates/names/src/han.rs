//! Han characters: Pinyin, Korean, Cantonese and Vietnamese readings, simplified forms, from
//! `data/names/han.tsv`; the family names written with them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

/// What is known of a character.
pub(crate) struct Entry {
    pub simple: char,
    pub pinyin: Vec<String>,
    pub korean: Vec<char>,
    pub cantonese: Vec<String>,
    pub vietnamese: Vec<String>,
}

static TABLE: LazyLock<BTreeMap<char, Entry>> = LazyLock::new(|| {
    let text = memcon_lexicon::text("names/han.tsv").expect("the table ships with the program");
    let mut table = BTreeMap::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let mut field = || fields.next().unwrap_or("");
        let (c, simple, pinyin, korean, cantonese, vietnamese) =
            (field(), field(), field(), field(), field(), field());
        let list =
            |f: &str| -> Vec<String> { f.split(',').filter(|p| !p.is_empty()).map(str::to_owned).collect() };
        let Some(c) = c.chars().next() else { continue };
        table.insert(
            c,
            Entry {
                simple: simple.chars().next().unwrap_or(c),
                pinyin: list(pinyin),
                korean: korean.chars().collect(),
                cantonese: list(cantonese),
                vietnamese: list(vietnamese),
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

/// Korean readings as Hangul syllables.
pub(crate) fn korean(c: char) -> Vec<char> {
    TABLE.get(&c).map_or_else(Vec::new, |e| e.korean.clone())
}

/// Every character with its entry.
pub(crate) fn table() -> &'static BTreeMap<char, Entry> {
    &TABLE
}

/// The commonest Pinyin.
pub(crate) fn pinyin(c: char) -> Option<&'static str> {
    TABLE.get(&c)?.pinyin.first().map(String::as_str)
}

/// Vietnamese readings, with marks.
pub(crate) fn vietnamese(c: char) -> &'static [String] {
    TABLE.get(&c).map_or(&[], |e| e.vietnamese.as_slice())
}

/// Whether a character is common enough for its Cantonese sound to stand for it: the Korean lists of
/// characters for names know it too.
pub(crate) fn is_common(c: char) -> bool {
    TABLE.get(&c).is_some_and(|e| !e.korean.is_empty())
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

#[derive(Deserialize)]
struct Surnames {
    korean: BTreeSet<String>,
    chinese: BTreeSet<String>,
    korean_latin: BTreeSet<String>,
    chinese_latin: BTreeSet<String>,
    vietnamese_latin: BTreeSet<String>,
}

static SURNAMES: LazyLock<Surnames> = LazyLock::new(|| {
    let mut names: Surnames = memcon_lexicon::table("names/surnames.toml")
        .expect("the table of family names ships with the program");
    names.chinese = names.chinese.iter().map(|n| n.chars().map(simple).collect()).collect();
    for list in [&mut names.korean_latin, &mut names.chinese_latin, &mut names.vietnamese_latin] {
        *list = list.iter().map(|n| crate::text::plain(n)).collect();
    }
    names
});

/// Chinese family names in simplified characters.
pub(crate) fn family_names() -> &'static BTreeSet<String> {
    &SURNAMES.chinese
}

/// Korean family names in Hangul.
pub(crate) fn korean_families() -> &'static BTreeSet<String> {
    &SURNAMES.korean
}

/// Vietnamese family names without marks.
pub(crate) fn vietnamese_families() -> &'static BTreeSet<String> {
    &SURNAMES.vietnamese_latin
}
