//! The ways a written name can be read: as Korean, Chinese, Japanese, or a name of the West.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::korean::{self, Syllable};
use crate::text::{Name, Script};
use crate::{chinese, han, japanese};

#[derive(Deserialize)]
struct Surnames {
    korean: BTreeSet<String>,
    korean_latin: Vec<String>,
    chinese: BTreeSet<String>,
    chinese_latin: Vec<String>,
}

struct Tables {
    korean: BTreeSet<String>,
    korean_latin: BTreeSet<String>,
    chinese: BTreeSet<String>,
    chinese_latin: BTreeSet<String>,
    by_sound: BTreeSet<char>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct Characters {
        chinese: String,
    }
    let names: Surnames = memcon_lexicon::table("names/surnames.toml").expect("ships with the program");
    let sound: Characters =
        memcon_lexicon::table("names/transliteration.toml").expect("ships with the program");
    Tables {
        korean: names.korean,
        korean_latin: names.korean_latin.iter().map(|n| chinese::fold(n)).collect(),
        chinese: names.chinese.iter().map(|n| n.chars().map(han::simple).collect()).collect(),
        chinese_latin: names.chinese_latin.iter().map(|n| chinese::fold(n)).collect(),
        by_sound: sound.chinese.chars().map(han::simple).collect(),
    }
});

/// A name read as Korean: family and given syllables; a place has no family name.
#[derive(Clone, Debug)]
pub(crate) struct Korean {
    pub family: Vec<Syllable>,
    pub given: Vec<Syllable>,
}

/// A name read as Chinese, in Pinyin syllables; each may be one of several.
#[derive(Clone, Debug)]
pub(crate) struct Chinese {
    pub family: Vec<Vec<String>>,
    pub given: Vec<Vec<String>>,
    /// The system that the spelling follows.
    pub wade: bool,
}

/// Everything a name can be.
#[derive(Clone, Debug)]
pub(crate) struct Readings {
    pub name: Name,
    pub korean: Vec<Korean>,
    pub chinese: Vec<Chinese>,
    /// (family, given) in the coarse spelling.
    pub japanese: Vec<(String, String)>,
}

/// Reads a name in every way that its script allows.
pub(crate) fn readings(text: &str) -> Readings {
    let name = Name::parse(text);
    let mut r = Readings { name, korean: Vec::new(), chinese: Vec::new(), japanese: Vec::new() };
    if r.name.words.is_empty() || r.name.words.len() > 6 {
        return r;
    }
    match r.name.script {
        Script::Latin => {
            latin_korean(&mut r);
            latin_chinese(&mut r);
        }
        Script::Cyrillic => cyrillic(&mut r),
        Script::Hangul => hangul(&mut r),
        Script::Han => characters(&mut r),
        Script::Kana => {
            let joined = r.name.words.concat();
            if joined.chars().any(han::is_han) {
                r.japanese = japanese::readings(&joined);
            }
        }
        Script::Other => {}
    }
    r
}

/// The orders in which words can be family and given name.
fn orders(name: &Name) -> Vec<(String, Vec<String>)> {
    let w = &name.words;
    let mut out = Vec::new();
    if w.len() >= 2 {
        let last = (w[w.len() - 1].clone(), w[..w.len() - 1].to_vec());
        let first = (w[0].clone(), w[1..].to_vec());
        if name.inverted {
            out.push(last);
        } else {
            out.push(first);
            out.push(last);
        }
    }
    out
}

/// Given-name words cut at hyphens.
fn parts(words: &[String]) -> Vec<String> {
    words.iter().flat_map(|w| w.split(['-', '–', '‐'])).filter(|p| !p.is_empty()).map(str::to_owned).collect()
}

/// All ways to read parts one after the other, at most `most` syllables.
fn sequence<T: Clone>(parts: &[String], most: usize, read: &dyn Fn(&str) -> Vec<Vec<T>>) -> Vec<Vec<T>> {
    let mut all: Vec<Vec<T>> = vec![Vec::new()];
    for part in parts {
        let ways = read(part);
        all = all
            .iter()
            .flat_map(|before| ways.iter().map(move |w| before.iter().chain(w).cloned().collect::<Vec<T>>()))
            .filter(|s| s.len() <= most)
            .take(48)
            .collect();
    }
    all.retain(|s| !s.is_empty());
    all
}

fn latin_korean(r: &mut Readings) {
    for (family, given) in orders(&r.name) {
        if !TABLES.korean_latin.contains(&chinese::fold(&family)) {
            continue;
        }
        let families: Vec<Vec<Syllable>> =
            korean::latin(&family).into_iter().filter(|f| f.len() == 1 || family.len() > 6).collect();
        for g in sequence(&parts(&given), 2, &|p| korean::latin(p)) {
            for f in &families {
                r.korean.push(Korean { family: f.clone(), given: g.clone() });
            }
        }
    }
    if r.name.words.len() == 1 {
        for g in sequence(&parts(&r.name.words), 4, &|p| korean::latin(p)) {
            r.korean.push(Korean { family: Vec::new(), given: g });
        }
    }
    r.korean.truncate(64);
}

fn latin_chinese(r: &mut Readings) {
    let read = |p: &str| -> Vec<Vec<String>> { chinese::latin(p).into_iter().map(|(s, _)| s).collect() };
    let single = |s: Vec<String>| -> Vec<Vec<String>> { s.into_iter().map(|p| vec![p]).collect() };
    for (family, given) in orders(&r.name) {
        let key = chinese::fold(&family);
        if !TABLES.chinese_latin.contains(&key) {
            continue;
        }
        let wade = chinese::latin(&family).iter().all(|(_, pinyin)| !pinyin);
        for g in sequence(&parts(&given), 2, &read) {
            for (f, _) in chinese::latin(&family) {
                if f.len() == 1 || key.len() > 5 {
                    r.chinese.push(Chinese { family: single(f), given: single(g.clone()), wade });
                }
            }
        }
    }
    if r.name.words.len() == 1 {
        for g in sequence(&parts(&r.name.words), 4, &read) {
            r.chinese.push(Chinese { family: Vec::new(), given: single(g), wade: false });
        }
    }
    r.chinese.truncate(64);
}

fn cyrillic(r: &mut Readings) {
    let name = &r.name;
    let (family, given) = match name.words.as_slice() {
        [] => return,
        [one] => (None, vec![one.clone()]),
        [first, rest @ ..] if !name.inverted => (Some(first.clone()), rest.to_vec()),
        [rest @ .., last] => (Some(last.clone()), rest.to_vec()),
    };
    let most = if family.is_some() { 2 } else { 4 };
    let families = |read: &dyn Fn(&str) -> usize| {
        family.as_deref().is_none_or(|f| read(f) > 0 && f.chars().count() <= 5)
    };
    if families(&|f| korean::cyrillic(f).len()) {
        for g in sequence(&parts(&given), most, &|p| korean::cyrillic(p)) {
            match &family {
                None => r.korean.push(Korean { family: Vec::new(), given: g }),
                Some(f) => {
                    for f in korean::cyrillic(f).into_iter().filter(|f| f.len() == 1) {
                        r.korean.push(Korean { family: f, given: g.clone() });
                    }
                }
            }
        }
    }
    let single = |s: &[String]| -> Vec<Vec<String>> { s.iter().map(|p| vec![p.clone()]).collect() };
    if family.as_deref().is_none_or(|f| !chinese::cyrillic(f).is_empty()) {
        for g in sequence(&parts(&given), most, &|p| chinese::cyrillic(p)) {
            match &family {
                None => r.chinese.push(Chinese { family: Vec::new(), given: single(&g), wade: false }),
                Some(f) => {
                    for f in chinese::cyrillic(f).into_iter().filter(|f| f.len() <= 2) {
                        r.chinese.push(Chinese { family: single(&f), given: single(&g), wade: false });
                    }
                }
            }
        }
    }
    r.korean.truncate(64);
    r.chinese.truncate(64);
}

/// Splits the characters of a name written without blanks into family and given name.
fn splits(name: &Name, family: impl Fn(&str) -> bool) -> Vec<(Vec<char>, Vec<char>)> {
    let chars: Vec<char> = name.words.concat().chars().collect();
    let mut out = Vec::new();
    if name.words.len() == 2 {
        let (a, b) = (name.words[0].chars().collect(), name.words[1].chars().collect());
        out.push(if name.inverted { (b, a) } else { (a, b) });
        return out;
    }
    if !(2..=5).contains(&chars.len()) {
        if chars.len() == 1 {
            out.push((Vec::new(), chars));
        }
        return out;
    }
    for n in [2, 1] {
        if chars.len() > n && chars.len() - n <= 3 && family(&chars[..n].iter().collect::<String>()) {
            out.push((chars[..n].to_vec(), chars[n..].to_vec()));
        }
    }
    // A place, or a family name that no table holds.
    out.push((Vec::new(), chars));
    out
}

fn hangul(r: &mut Readings) {
    for (family, given) in splits(&r.name, |f| TABLES.korean.contains(f)) {
        let read = |c: &[char]| korean::hangul(&c.iter().collect::<String>());
        // Longer words are a foreign name.
        if family.len() > 2 || given.len() > if family.is_empty() { 5 } else { 3 } {
            continue;
        }
        if let (Some(family), Some(given)) = (read(&family), read(&given)) {
            r.korean.push(Korean { family, given });
        }
    }
}

fn characters(r: &mut Readings) {
    let pinyin =
        |chars: &[char]| -> Vec<Vec<String>> { chars.iter().map(|c| han::pinyin(*c).to_vec()).collect() };
    let korean = |chars: &[char]| -> Option<Vec<Syllable>> {
        chars
            .iter()
            .map(|c| {
                let all: Vec<Syllable> =
                    han::korean(*c).iter().filter_map(|k| korean::hangul(&k.to_string())?.pop()).collect();
                // Several readings in one: their parts side by side, where the onsets agree.
                let mut first = all.first()?.clone();
                for s in &all[1..] {
                    if s.onset == first.onset {
                        first.vowels.extend(
                            s.vowels
                                .iter()
                                .filter(|v| !first.vowels.contains(v))
                                .copied()
                                .collect::<Vec<_>>(),
                        );
                        first.codas.extend(
                            s.codas.iter().filter(|c| !first.codas.contains(c)).copied().collect::<Vec<_>>(),
                        );
                    }
                }
                Some(first)
            })
            .collect()
    };
    for (family, given) in splits(&r.name, |f| {
        let simple: String = f.chars().map(han::simple).collect();
        TABLES.chinese.contains(&simple) || f.chars().count() == 1
    }) {
        r.chinese.push(Chinese { family: pinyin(&family), given: pinyin(&given), wade: false });
        if let (Some(family), Some(given)) = (korean(&family), korean(&given)) {
            r.korean.push(Korean { family, given });
        }
    }
    r.japanese = japanese::readings(&r.name.words.concat());
}

impl Readings {
    /// Whether the name reads as an East Asian name with family and given name.
    pub fn eastern(&self) -> bool {
        self.korean.iter().any(|k| !k.family.is_empty()) || self.chinese.iter().any(|c| !c.family.is_empty())
    }

    /// Whether characters may be a foreign name by sound.
    pub fn by_sound(&self) -> bool {
        self.name.script == Script::Han
            && (self.name.words.len() > 1
                || self.name.words.concat().chars().all(|c| TABLES.by_sound.contains(&han::simple(c))))
    }

    /// Latin words as (family, given) in the coarse Japanese spelling, in both orders.
    pub fn romaji(&self) -> Vec<(String, String)> {
        orders(&self.name)
            .into_iter()
            .map(|(f, g)| (japanese::fold(&f), japanese::fold(&g.concat())))
            .chain((self.name.words.len() == 1).then(|| (japanese::fold(&self.name.words[0]), String::new())))
            .collect()
    }
}
