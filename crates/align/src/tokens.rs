//! What of a sentence can answer to its translation: words, characters, numbers, marks, and the keys
//! by which two of them may be known to belong together before anything is learned from the pair.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

/// How many words' worth a number counts: translations keep numbers.
const NUMBER: f64 = 2.5;

/// A sentence is represented by at most this many tokens.
const MOST: usize = 160;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConceptFile {
    concept: Vec<BTreeMap<String, Vec<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NumeralFile {
    /// Digits and powers of ten of Han numerals.
    han: BTreeMap<String, u32>,
    /// Words for numbers.
    words: BTreeMap<String, u32>,
    /// Words for months, with the month's number.
    months: BTreeMap<String, u32>,
    /// Marks of the same kind in several scripts.
    marks: Vec<Vec<String>>,
    /// Cyrillic letters as Latin letters that write the same sound.
    cyrillic: BTreeMap<char, String>,
}

/// States under all their names: words that stand for one thing in every language.
#[derive(Deserialize)]
struct StateFile {
    state: Vec<State>,
}

#[derive(Deserialize)]
struct State {
    names: Vec<String>,
}

struct Tables {
    /// Concepts (indices) of a word in an alphabet.
    words: HashMap<String, Vec<u32>>,
    /// Concepts of a string of Han, Kana or Hangul; by its first character.
    dense: HashMap<char, Vec<(String, u32)>>,
    numerals: NumeralFile,
    marks: HashMap<char, usize>,
    cyrillic: BTreeMap<char, String>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let concepts: ConceptFile =
        memcon_lexicon::table("align/concepts.toml").expect("our own table of concepts");
    let mut numerals: NumeralFile =
        memcon_lexicon::table("align/numerals.toml").expect("our own table of numerals");
    let mut words: HashMap<String, Vec<u32>> = HashMap::new();
    let mut dense: HashMap<char, Vec<(String, u32)>> = HashMap::new();
    let states: StateFile = memcon_lexicon::table("gazetteer/states.toml").expect("our own table of states");
    // Names of several words are recognised by their parts or not at all.
    let states = states.state.into_iter().map(|s| {
        s.names.into_iter().filter(|n| !n.contains(' ') && n.chars().count() > 1).collect::<Vec<_>>()
    });
    let concepts = concepts.concept.into_iter().map(|c| c.into_values().flatten().collect::<Vec<_>>());
    for (n, concept) in concepts.chain(states).enumerate() {
        for form in concept {
            match form.chars().next() {
                Some(c) if is_dense(c) => dense.entry(c).or_default().push((form, n as u32)),
                Some(_) => words.entry(stem(&form)).or_default().push(n as u32),
                None => {}
            }
        }
    }
    let mut marks = HashMap::new();
    for (n, kind) in numerals.marks.iter().enumerate() {
        for mark in kind.iter().flat_map(|m| m.chars()) {
            marks.insert(mark, n);
        }
    }
    Tables { words, dense, marks, cyrillic: std::mem::take(&mut numerals.cyrillic), numerals }
});

/// Characters of scripts without spaces between words, and of Hangul, whose endings vary too much for words.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
}

/// The beginning of a word, which stays when its ending changes.
fn stem(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).take(6).collect()
}

/// A sentence as the aligner sees it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    /// Its tokens, as numbers of the [`Vocabulary`] of its side.
    pub tokens: Vec<u32>,
    /// Its length: characters that are no white space.
    pub length: f64,
}

/// The tokens of one side and the keys by which they may be known to the other side.
#[derive(Default)]
pub(crate) struct Vocabulary {
    ids: HashMap<String, u32>,
    /// Keys of each token, with their strength.
    pub keys: Vec<Vec<(String, f64)>>,
    /// How often each token occurs.
    pub counts: Vec<f64>,
    /// How much it tells whether a token has its like on the other side: a number more than a word.
    pub weights: Vec<f64>,
}

impl Vocabulary {
    /// Reads a sentence, adding its tokens.
    pub fn sentence(&mut self, text: &str) -> Sentence {
        let length = text.chars().filter(|c| !c.is_whitespace()).count() as f64;
        let mut tokens = Vec::new();
        for (token, keys) in split(text).into_iter().take(MOST) {
            let next = self.ids.len() as u32;
            let id = *self.ids.entry(token).or_insert(next);
            if id == next {
                self.weights.push(if keys.iter().any(|k| k.0.starts_with('#')) { NUMBER } else { 1.0 });
                self.keys.push(keys);
                self.counts.push(0.0);
            }
            self.counts[id as usize] += 1.0;
            tokens.push(id);
        }
        Sentence { tokens, length: length.max(1.0) }
    }
}

type Token = (String, Vec<(String, f64)>);

/// Tokens of a sentence with their keys.
fn split(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let chars: Vec<char> = text.chars().map(narrow).collect();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if let Some((value, end)) = number(&chars, at) {
            found.push((format!("#{value}"), vec![(format!("#{value}"), 6.0)]));
            at = end;
        } else if is_dense(c) {
            dense(&chars, at, &mut found);
            at += 1;
        } else if c.is_alphabetic() {
            let end = chars[at..].iter().position(|c| !c.is_alphanumeric()).map_or(chars.len(), |n| at + n);
            let end = end.min(at + 40).max(at + 1);
            found.push(word(&chars[at..end].iter().collect::<String>()));
            at = end;
        } else {
            if let Some(kind) = TABLES.marks.get(&c) {
                found.push((format!("!{kind}"), vec![(format!("!{kind}"), 4.0)]));
            }
            at += 1;
        }
    }
    found
}

/// The keys of a sentence's tokens; marks and beginnings of words tell too little alone.
pub(crate) fn known(text: &str) -> Vec<(String, f64)> {
    let telling = |key: &(String, f64)| !key.0.starts_with(['!', '~']);
    split(text).into_iter().take(MOST).flat_map(|(_, keys)| keys).filter(telling).collect()
}

/// Full-width letters and digits as the ordinary ones.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// A number in digits or Han numerals at `at`, and the index behind it.
fn number(chars: &[char], at: usize) -> Option<(u64, usize)> {
    if chars[at].is_ascii_digit() {
        let mut value = 0u64;
        let mut end = at;
        while end < chars.len() && end < at + 12 && chars[end].is_ascii_digit() {
            value = value * 10 + u64::from(chars[end].to_digit(10).unwrap_or(0));
            end += 1;
        }
        return Some((value, end));
    }
    let table = &TABLES.numerals.han;
    let value_of = |c: char| table.get(c.encode_utf8(&mut [0; 4]) as &str).copied();
    value_of(chars[at])?;
    let run = chars[at..].iter().take(12).take_while(|&&c| value_of(c).is_some()).count();
    let values: Vec<u32> = chars[at..at + run].iter().filter_map(|&c| value_of(c)).collect();
    if values.iter().all(|&v| v < 10) {
        let value = values.iter().fold(0u64, |sum, &v| sum * 10 + u64::from(v));
        return Some((value, at + run));
    }
    let (mut total, mut part, mut digit) = (0u64, 0u64, 0u64);
    for v in values {
        match v {
            10 | 100 | 1000 => {
                part += digit.max(1) * u64::from(v);
                digit = 0;
            }
            10_000.. => {
                total += (part + digit).max(1) * u64::from(v);
                (part, digit) = (0, 0);
            }
            _ => digit = u64::from(v),
        }
    }
    Some((total + part + digit, at + run))
}

/// The character, the pair it begins, and the concepts it begins.
fn dense(chars: &[char], at: usize, found: &mut Vec<Token>) {
    found.push((chars[at].to_string(), Vec::new()));
    if let Some(&next) = chars.get(at + 1).filter(|&&c| is_dense(c)) {
        found.push((format!("{}{next}", chars[at]), Vec::new()));
    }
    for (form, concept) in TABLES.dense.get(&chars[at]).into_iter().flatten() {
        if form.chars().enumerate().all(|(n, c)| chars.get(at + n) == Some(&c)) {
            found.push((format!("@{concept}"), vec![(format!("@{concept}"), 2.0)]));
        }
    }
}

/// A word of an alphabet with its keys: concept, number, month, and its letters for cognates.
fn word(word: &str) -> Token {
    let lower: String = word.chars().flat_map(char::to_lowercase).collect();
    let mut keys = Vec::new();
    let stem = stem(word);
    for concept in TABLES.words.get(&stem).into_iter().flatten() {
        keys.push((format!("@{concept}"), 2.0));
    }
    if let Some(number) = TABLES.numerals.words.get(&lower).or_else(|| TABLES.numerals.months.get(&lower)) {
        keys.push((format!("#{number}"), 3.0));
    }
    let folded = folded(&lower);
    if folded.chars().count() >= 4 {
        keys.push((format!("={folded}"), 3.0));
        if folded.chars().count() >= 5 {
            keys.push((format!("~{}", folded.chars().take(5).collect::<String>()), 1.5));
        } else {
            keys.push((format!("~{folded}"), 1.5));
        }
    }
    (stem, keys)
}

/// A letter without its marks, and the letters that related languages write for one another.
fn fold(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ă' | 'ą' => 'a',
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ı' | 'y' | 'j' => 'i',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' | 'ů' => 'u',
        'ç' | 'c' | 'ć' | 'č' | 'k' | 'q' => 'k',
        'ñ' | 'ń' => 'n',
        'ș' | 'ş' | 'š' | 'ś' | 'z' | 'ž' | 'ź' | 'ż' => 's',
        'ț' | 'ţ' => 't',
        'w' => 'v',
        _ => c,
    }
}

/// The letters of a word without marks, those of Cyrillic as the Latin ones that write the same sound.
fn folded(lower: &str) -> String {
    let mut out = String::with_capacity(lower.len());
    for c in lower.chars() {
        match TABLES.cyrillic.get(&c) {
            Some(letters) => out.extend(letters.chars().map(fold)),
            None => out.push(fold(c)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<String> {
        split(text).into_iter().map(|(t, _)| t).filter(|t| t.starts_with('#')).collect()
    }

    #[test]
    fn numbers_of_every_writing_are_one() {
        assert_eq!(numbers("三百二十五人 ３２５ 325"), ["#325", "#325", "#325"]);
        assert_eq!(numbers("一九七四年"), ["#1974"]);
        assert_eq!(numbers("两万人"), ["#20000"]);
    }
}
