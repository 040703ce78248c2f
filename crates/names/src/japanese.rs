//! Japanese names: kana and romaji in one coarse spelling, kanji by the names and the readings of single
//! characters of `data/names/japanese.tsv`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

struct Names {
    family: BTreeMap<String, Vec<String>>,
    given: BTreeMap<String, Vec<String>>,
    /// Readings of single characters inside names, as they are and in the coarse spelling.
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
                for r in [r.clone(), fold(r)] {
                    if !list.contains(&r) {
                        list.push(r);
                    }
                }
            }
        }
        let map = match kind {
            "f" => &mut names.family,
            "g" => &mut names.given,
            _ => continue,
        };
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
    // Whether the last kana was a lone ウ.
    let mut bare_u = false;
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
                // ウェ is we, ティ is ti, フォ is fo.
                let w = bare_u;
                let te = v == 'i' && out.ends_with('e');
                if te || out.ends_with(['u', 'i', 'o']) {
                    out.pop();
                }
                if w {
                    out.push('w');
                }
                out.push(v);
            }
            'ッ' => out.push('Q'),
            'ン' => out.push('n'),
            c => out.push_str(basic(c)?),
        }
        bare_u = c == 'ウ';
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
    RULES.kana.get(&c).map(String::as_str)
}

struct Rules {
    kana: BTreeMap<char, String>,
    fold: Vec<(String, String)>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        rows: Vec<(String, Vec<String>)>,
        fold: Vec<(String, String)>,
    }
    let file: File =
        memcon_lexicon::table("names/kana.toml").expect("the table of kana ships with the program");
    let kana = file.rows.iter().flat_map(|(row, latin)| row.chars().zip(latin.iter().cloned())).collect();
    Rules { kana, fold: file.fold }
});

/// Romaji in the coarse spelling in which names are compared: long vowels short, n for m before b and p,
/// Kunrei as Hepburn.
pub(crate) fn fold(word: &str) -> String {
    let mut s: String = crate::text::plain(word).chars().filter(|c| c.is_alphabetic()).collect();
    for (from, to) in &RULES.fold {
        if s.contains(from.as_str()) {
            s = s.replace(from.as_str(), to);
        }
    }
    s
}

/// Kanji (and kana) of a name as the tables have them.
fn simplified(kanji: &str) -> Vec<char> {
    kanji.chars().filter(|c| !c.is_whitespace()).map(crate::han::simple).collect()
}

/// The ways to read kanji as family and given name by the lists of names, in the coarse spelling, at most `most`;
/// what the lists lack is composed from single characters.
pub(crate) fn readings(kanji: &str, most: usize) -> Vec<(String, String)> {
    let simple = simplified(kanji);
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
        let Some(families) = NAMES.family.get(&family) else { continue };
        let givens = given_readings(&simple[cut..]);
        for f in families {
            for g in &givens {
                let pair = (fold(f), fold(g));
                if !found.contains(&pair) && found.len() < most {
                    found.push(pair);
                }
            }
        }
    }
    found
}

/// Readings of a given name: as listed, then character by character.
fn given_readings(given: &[char]) -> Vec<String> {
    let name: String = given.iter().collect();
    let mut found = NAMES.given.get(&name).cloned().unwrap_or_default();
    if let Some(kana) = kana_to_latin(&name) {
        found.push(kana);
    }
    if given.len() <= 3 {
        let mut all: Vec<String> = vec![String::new()];
        for c in given {
            let parts = single(*c);
            all = all
                .iter()
                .flat_map(|a| parts.iter().take(12).map(move |p| format!("{a}{p}")))
                .take(200)
                .collect();
        }
        found.extend(all.into_iter().filter(|r| !r.is_empty()));
    }
    found
}

fn single(c: char) -> Vec<String> {
    match kana_to_latin(&c.to_string()) {
        Some(kana) => vec![kana],
        None => NAMES.single.get(&c).cloned().unwrap_or_default(),
    }
}

/// The cost of reading kanji as a family and a given name in the coarse spelling (the given name empty for a
/// place or a family name alone); `None` where they cannot be read so. Listed names cost nothing, names composed
/// from single characters a little.
pub(crate) fn reads(kanji: &str, family: &str, given: &str) -> Option<f32> {
    let simple = simplified(kanji);
    if simple.len() < 2 || simple.len() > 8 {
        return None;
    }
    if given.is_empty() {
        return part(&simple, family, &NAMES.family);
    }
    (1..simple.len().min(6))
        .filter_map(|cut| {
            let f = part(&simple[..cut], family, &NAMES.family)?;
            Some(f + part(&simple[cut..], given, &NAMES.given)?)
        })
        .min_by(f32::total_cmp)
}

fn part(kanji: &[char], spelled: &str, listed: &BTreeMap<String, Vec<String>>) -> Option<f32> {
    let name: String = kanji.iter().collect();
    if listed.get(&name).is_some_and(|r| r.iter().any(|r| fold(r) == spelled)) {
        return Some(0.0);
    }
    composed(kanji, spelled).then_some(0.05)
}

/// Whether readings of the characters, one after the other, give the spelling.
fn composed(kanji: &[char], spelled: &str) -> bool {
    let mut at: Vec<usize> = vec![0];
    for c in kanji {
        let readings = single(*c);
        let mut next: Vec<usize> = Vec::new();
        for i in at {
            for r in &readings {
                if spelled.get(i..).is_some_and(|rest| rest.starts_with(r.as_str()))
                    && !next.contains(&(i + r.len()))
                {
                    next.push(i + r.len());
                }
            }
        }
        at = next;
    }
    at.contains(&spelled.len())
}
