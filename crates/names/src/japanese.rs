//! Japanese names: kana and Hepburn in one coarse spelling, kanji by the names of `data/names/japanese.tsv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

struct Names {
    family: BTreeMap<String, Vec<String>>,
    given: BTreeMap<String, Vec<String>>,
    /// Readings of single characters inside names.
    single: BTreeMap<char, Vec<String>>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let text = memcon_lexicon::text("names/japanese.tsv").expect("the table ships with the program");
    let mut names = Names { family: BTreeMap::new(), given: BTreeMap::new(), single: BTreeMap::new() };
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(kind), Some(kanji), Some(kana)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let readings: Vec<String> = kana.split(',').filter_map(kana_to_latin).collect();
        let simple: String = kanji.chars().map(crate::han::simple).collect();
        let mut chars = simple.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            let list = names.single.entry(c).or_default();
            for r in &readings {
                if !list.contains(r) {
                    list.push(r.clone());
                }
            }
        }
        let map = if kind == "f" { &mut names.family } else { &mut names.given };
        let list = map.entry(simple).or_default();
        for r in readings {
            if !list.contains(&r) {
                list.push(r);
            }
        }
    }
    names
});

/// Kana in a coarse Latin spelling; `None` where anything else stands.
pub(crate) fn kana_to_latin(word: &str) -> Option<String> {
    let mut out = String::new();
    for c in word.chars() {
        // Hiragana has the same order as katakana.
        let c = if ('ぁ'..='ゖ').contains(&c) { char::from_u32(c as u32 + 0x60)? } else { c };
        match c {
            'ー' => {
                if let Some(v) = out.chars().next_back() {
                    out.push(v);
                }
            }
            'ャ' | 'ュ' | 'ョ' => {
                let v = match c {
                    'ャ' => 'a',
                    'ュ' => 'u',
                    _ => 'o',
                };
                if out.ends_with('i') {
                    out.pop();
                    if !out.ends_with("sh") && !out.ends_with("ch") && !out.ends_with('j') {
                        out.push('y');
                    }
                }
                out.push(v);
            }
            'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' => {
                let v = match c {
                    'ァ' => 'a',
                    'ィ' => 'i',
                    'ゥ' => 'u',
                    'ェ' => 'e',
                    _ => 'o',
                };
                if out.ends_with(['u', 'i', 'o']) {
                    out.pop();
                }
                out.push(v);
            }
            'ッ' => out.push('Q'),
            'ン' => out.push('n'),
            c => out.push_str(basic(c)?),
        }
    }
    // The small tsu doubles what follows.
    let mut doubled = String::new();
    let mut chars = out.chars().peekable();
    while let Some(c) = chars.next() {
        if c == 'Q' { doubled.extend(chars.peek().filter(|n| n.is_alphabetic())) } else { doubled.push(c) }
    }
    Some(doubled)
}

fn basic(c: char) -> Option<&'static str> {
    const ROWS: [(&str, [&str; 5]); 15] = [
        ("アイウエオ", ["a", "i", "u", "e", "o"]),
        ("カキクケコ", ["ka", "ki", "ku", "ke", "ko"]),
        ("ガギグゲゴ", ["ga", "gi", "gu", "ge", "go"]),
        ("サシスセソ", ["sa", "shi", "su", "se", "so"]),
        ("ザジズゼゾ", ["za", "ji", "zu", "ze", "zo"]),
        ("タチツテト", ["ta", "chi", "tsu", "te", "to"]),
        ("ダヂヅデド", ["da", "ji", "zu", "de", "do"]),
        ("ナニヌネノ", ["na", "ni", "nu", "ne", "no"]),
        ("ハヒフヘホ", ["ha", "hi", "fu", "he", "ho"]),
        ("バビブベボ", ["ba", "bi", "bu", "be", "bo"]),
        ("パピプペポ", ["pa", "pi", "pu", "pe", "po"]),
        ("マミムメモ", ["ma", "mi", "mu", "me", "mo"]),
        ("ラリルレロ", ["ra", "ri", "ru", "re", "ro"]),
        ("ヤユヨワヲ", ["ya", "yu", "yo", "wa", "o"]),
        ("ヴヰヱヵヶ", ["vu", "i", "e", "ka", "ke"]),
    ];
    ROWS.iter().find_map(|(row, latin)| row.chars().position(|r| r == c).map(|n| latin[n]))
}

/// Romaji in the coarse spelling in which names are compared: long vowels short, n for m before b and p.
pub(crate) fn fold(word: &str) -> String {
    let mut s: String = crate::text::plain(word).chars().filter(|c| c.is_alphabetic()).collect();
    for (from, to) in [
        ("ou", "o"),
        ("oo", "o"),
        ("oh", "o"),
        ("uu", "u"),
        ("aa", "a"),
        ("ii", "i"),
        ("ei", "e"),
        ("ee", "e"),
        ("mb", "nb"),
        ("mp", "np"),
        ("mm", "nm"),
        ("nn", "n"),
        ("si", "shi"),
        ("ti", "chi"),
        ("tu", "tsu"),
        ("hu", "fu"),
        ("zi", "ji"),
        ("sy", "sh"),
        ("ty", "ch"),
        ("zy", "j"),
        ("jy", "j"),
        ("tch", "cch"),
        ("dz", "z"),
    ] {
        s = s.replace(from, to);
    }
    s.replace("shhi", "shi").replace("tssu", "tsu")
}

/// The ways to read kanji as family and given name, in the coarse spelling: (family, given).
pub(crate) fn readings(kanji: &str) -> Vec<(String, String)> {
    let simple: Vec<char> = kanji.chars().filter(|c| !c.is_whitespace()).map(crate::han::simple).collect();
    let mut found = Vec::new();
    if simple.len() < 2 || simple.len() > 8 {
        return found;
    }
    // A place, or a family name alone.
    let whole: String = simple.iter().collect();
    for f in NAMES.family.get(&whole).into_iter().flatten() {
        found.push((fold(f), String::new()));
    }
    for cut in 1..simple.len().min(5) {
        let family: String = simple[..cut].iter().collect();
        let given: String = simple[cut..].iter().collect();
        let Some(families) = NAMES.family.get(&family) else { continue };
        let givens = given_readings(&given);
        for f in families {
            for g in &givens {
                let pair = (fold(f), fold(g));
                if !found.contains(&pair) && found.len() < 400 {
                    found.push(pair);
                }
            }
        }
    }
    found
}

/// Readings of a given name: as listed, else by its kana, else character by character.
fn given_readings(given: &str) -> Vec<String> {
    let mut found = NAMES.given.get(given).cloned().unwrap_or_default();
    if let Some(kana) = kana_to_latin(given) {
        found.push(kana);
    }
    let chars: Vec<char> = given.chars().collect();
    if chars.len() <= 3 {
        let mut all: Vec<String> = vec![String::new()];
        for c in &chars {
            let parts: Vec<String> = match (NAMES.single.get(c), kana_to_latin(&c.to_string())) {
                (_, Some(kana)) => vec![kana],
                (Some(list), None) => list.iter().take(24).cloned().collect(),
                (None, None) => Vec::new(),
            };
            all = all.iter().flat_map(|a| parts.iter().map(move |p| format!("{a}{p}"))).take(600).collect();
        }
        found.extend(all.into_iter().filter(|r| !r.is_empty()));
    }
    found
}
