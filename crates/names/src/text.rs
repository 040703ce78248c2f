//! A written name taken apart: script, titles, words, order.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

/// The script of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Latin letters.
    Latin,
    /// Cyrillic letters.
    Cyrillic,
    /// Korean letters.
    Hangul,
    /// Chinese characters (also as Korean hanja and Japanese kanji).
    Han,
    /// Japanese kana, perhaps with kanji.
    Kana,
    /// Another script, or none.
    Other,
}

/// A name as written, taken apart. Longer than [`Name::LONGEST`] characters, it has no words and matches nothing.
///
/// ```
/// use memcon_names::{Name, Script};
/// let name = Name::parse("Varga, General Paul");
/// assert_eq!(name.script, Script::Latin);
/// assert_eq!(name.words, ["Paul", "Varga"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As given, trimmed.
    pub text: String,
    /// The script of most of its letters.
    pub script: Script,
    /// Its words without titles; what stands before a comma is put last.
    pub words: Vec<String>,
    /// Whether a comma said which word is the family name.
    pub inverted: bool,
}

#[derive(Deserialize)]
struct Titles {
    honorific: Vec<String>,
    rank: Vec<String>,
    office: Vec<String>,
}

static TITLES: LazyLock<BTreeSet<Vec<String>>> = LazyLock::new(|| {
    let titles: Titles =
        memcon_lexicon::table("agents/titles.toml").expect("the table of titles ships with the program");
    [titles.honorific, titles.rank, titles.office]
        .into_iter()
        .flatten()
        .map(|t| t.split(' ').map(|w| plain(w.trim_end_matches('.'))).collect())
        .collect()
});

impl Name {
    /// The longest name that is looked at, in characters.
    pub const LONGEST: usize = 120;

    /// Takes a name apart. Never fails.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let script = script(text);
        let mut name = Self { text: text.to_owned(), script, words: Vec::new(), inverted: false };
        if text.chars().count() > Self::LONGEST {
            return name;
        }
        let open = text.find(['[', '(', '（']).filter(|n| *n > 0).unwrap_or(text.len());
        let mut parts = text[..open].split([',', '，']).map(str::trim).filter(|p| !p.is_empty());
        let first = words(parts.next().unwrap_or(""));
        let mut rest: Vec<String> = Vec::new();
        for part in parts {
            let more = strip(words(part));
            // "Jr." and titles behind a comma do not turn the order round.
            if !more.iter().all(|w| suffix(w)) {
                rest.extend(more.into_iter().filter(|w| !suffix(w)));
            }
        }
        let first = strip(first);
        let mut first = first;
        if first.len() > 2 && first.last().is_some_and(|w| suffix(w)) {
            first.pop();
        }
        name.inverted = !rest.is_empty();
        rest.extend(first);
        name.words = rest;
        name
    }
}

fn suffix(word: &str) -> bool {
    matches!(plain(word).as_str(), "jr" | "sr" | "ii" | "iii" | "iv" | "baron" | "esq" | "phd" | "md")
        && word.len() > 1
}

fn words(part: &str) -> Vec<String> {
    part.split(|c: char| {
        c.is_whitespace()
            || matches!(c, '·' | '・' | '･' | '＝' | '=' | '•' | '‧' | '.' | '_' | '\u{200f}' | '\u{200e}')
    })
    .map(|w| w.trim_matches(|c: char| matches!(c, '-' | '"' | '“' | '”' | '*' | '«' | '»')))
    .filter(|w| w.chars().any(char::is_alphabetic))
    .map(str::to_owned)
    .collect()
}

/// Takes titles off the front, as long as a word is left.
fn strip(mut words: Vec<String>) -> Vec<String> {
    loop {
        let plain_words: Vec<String> = words.iter().take(4).map(|w| plain(w)).collect();
        let n = (1..=plain_words.len().min(words.len().saturating_sub(1)))
            .rev()
            .find(|&n| TITLES.contains(&plain_words[..n]) && !(n == 1 && plain_words[0].len() < 2));
        match n {
            Some(n) => {
                words.drain(..n);
            }
            None => return words,
        }
    }
}

/// The script of most letters; kana anywhere makes it Japanese.
fn script(text: &str) -> Script {
    let mut counts = [0u32; 5];
    for c in text.chars().take(Name::LONGEST) {
        match c {
            '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' => counts[2] += 1,
            'ぁ'..='ヺ' => counts[4] += 1,
            c if crate::han::is_han(c) => counts[3] += 1,
            '\u{400}'..='\u{52f}' => counts[1] += 1,
            c if c.is_alphabetic() && c < '\u{250}' || ('\u{1e00}'..='\u{1eff}').contains(&c) => {
                counts[0] += 1
            }
            _ => {}
        }
    }
    if counts[4] > 0 {
        return Script::Kana;
    }
    let most = (0..4).max_by_key(|&n| (counts[n], std::cmp::Reverse(n))).unwrap_or(0);
    match (counts[most], most) {
        (0, _) => Script::Other,
        (_, 0) => Script::Latin,
        (_, 1) => Script::Cyrillic,
        (_, 2) => Script::Hangul,
        _ => Script::Han,
    }
}

/// Small letters without marks; letters that have no mark to lose are spelled out.
pub(crate) fn plain(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::new();
    for c in word.nfd().flat_map(char::to_lowercase) {
        match c {
            '\u{300}'..='\u{36f}' => {}
            'ß' => out.push_str("ss"),
            'ø' => out.push('o'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ł' => out.push('l'),
            'đ' | 'ð' => out.push('d'),
            'þ' => out.push_str("th"),
            'ı' => out.push('i'),
            c => out.push(c),
        }
    }
    out
}

/// A Hangul syllable as the numbers of its onset (0 to 18), vowel (0 to 20) and coda (0 = none, to 27), by the
/// arithmetic of the Unicode block; `None` for any other character.
pub(crate) fn jamo(c: char) -> Option<(usize, usize, usize)> {
    let n = (c as usize).checked_sub(0xAC00).filter(|n| *n < 11_172)?;
    Some((n / 588, n % 588 / 28, n % 28))
}
