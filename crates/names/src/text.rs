//! A written name taken apart: script, titles, words, order.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::clean::clean;

/// The script of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
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
/// // Titles alone are no name.
/// assert!(Name::parse("General").words.is_empty());
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
    /// Whether letters of another alphabet that only look alike were put right.
    pub repaired: bool,
}

#[derive(Deserialize)]
struct Parts {
    particles: BTreeSet<String>,
    articles: BTreeSet<String>,
    suffixes: BTreeSet<String>,
    nobility: BTreeSet<String>,
    titles: Vec<String>,
    patronymics: Vec<String>,
}

static PARTS: LazyLock<Parts> = LazyLock::new(|| {
    memcon_lexicon::table("names/parts.toml").expect("the table of small words ships with the program")
});

#[derive(Deserialize)]
struct Titles {
    honorific: Vec<String>,
    rank: Vec<String>,
    office: Vec<String>,
    #[serde(default)]
    chinese: Vec<String>,
    #[serde(default)]
    korean: Vec<String>,
    #[serde(default)]
    russian: Vec<String>,
    #[serde(default)]
    french: Vec<String>,
    #[serde(default)]
    german: Vec<String>,
    #[serde(default)]
    japanese: Vec<String>,
}

struct TitleTables {
    /// Titles as words, small and without marks.
    words: BTreeSet<Vec<String>>,
    /// Titles of up to three letters that are written with a stop alone: without it, "Min" is a family name.
    stopped: BTreeSet<String>,
    /// Titles that follow a name without a blank, the longest first.
    eastern: Vec<String>,
}

static TITLES: LazyLock<TitleTables> = LazyLock::new(|| {
    let t: Titles =
        memcon_lexicon::table("agents/titles.toml").expect("the table of titles ships with the program");
    let mut eastern: Vec<String> = [t.chinese, t.korean, t.japanese].into_iter().flatten().collect();
    eastern.retain(|t| !t.contains(' '));
    eastern.sort_by(|a, b| b.chars().count().cmp(&a.chars().count()).then(a.cmp(b)));
    let all: Vec<String> = [t.honorific, t.rank, t.office, t.russian, t.french, t.german]
        .into_iter()
        .flatten()
        .chain(PARTS.titles.iter().cloned())
        .collect();
    let bare: BTreeSet<&str> = all.iter().map(String::as_str).collect();
    let stopped = all
        .iter()
        .filter_map(|t| t.strip_suffix('.'))
        .filter(|t| t.chars().count() <= 3 && t.chars().all(char::is_alphabetic) && !bare.contains(t))
        .map(plain)
        .collect();
    let words =
        all.iter().map(|t| t.split([' ', '-']).map(|w| plain(w.trim_end_matches('.'))).collect()).collect();
    TitleTables { words, stopped, eastern }
});

impl Name {
    /// The longest name that is looked at, in characters.
    pub const LONGEST: usize = 120;

    /// Takes a name apart. Never fails.
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let mut name = Self {
            text: text.to_owned(),
            script: Script::Other,
            words: Vec::new(),
            inverted: false,
            repaired: false,
        };
        if text.chars().nth(Self::LONGEST).is_some() {
            name.script = script(text);
            return name;
        }
        let (cleaned, repaired) = clean(text);
        let cleaned = cleaned.trim();
        (name.script, name.repaired) = (script(cleaned), repaired);
        let outer = without_brackets(cleaned);
        let mut parts = outer.split([',', '，']).map(str::trim).filter(|p| !p.is_empty());
        let first = parts.next().unwrap_or("");
        let first = strip(words(first), first, name.script);
        let mut rest: Vec<String> = Vec::new();
        for part in parts {
            let more = strip(words(part), part, name.script);
            // "Jr.", "Baron of ..." and titles behind a comma do not turn the order round.
            if !more.iter().take(1).all(|w| suffix(w)) {
                rest.extend(more.into_iter().filter(|w| !suffix(w)));
            }
        }
        let first = without_suffixes(first);
        name.inverted = !rest.is_empty() && !first.is_empty();
        rest.extend(first);
        name.words = rest;
        name
    }
}

/// A name in full without the titles before it, as a part of what was given; a family name keeps its title, which
/// may be all that tells two bearers apart.
///
/// ```
/// use memcon_names::without_titles;
/// assert_eq!(without_titles("Foreign Minister Paul Varga"), "Paul Varga");
/// assert_eq!(without_titles("General P. K. Varga"), "P. K. Varga");
/// assert_eq!(without_titles("General Varga"), "General Varga");
/// ```
pub fn without_titles(form: &str) -> &str {
    if form.contains([',', '，', '(', '[', '（']) || form.chars().nth(Name::LONGEST).is_some() {
        return form;
    }
    let all = words(form);
    let kept = strip(all.clone(), form, script(form));
    if kept.len() < 2 || kept.len() >= all.len() || !all.ends_with(&kept) {
        return form;
    }
    // Where the first kept word stands: behind the titles, which may repeat it.
    let mut rest = form;
    for title in &all[..all.len() - kept.len()] {
        let Some(at) = rest.find(title.as_str()) else { return form };
        rest = &rest[at + title.len()..];
    }
    kept.first().and_then(|w| rest.find(w.as_str())).map_or(form, |at| &rest[at..])
}

/// Whether a word belongs to a family name and may be left out.
pub(crate) fn is_particle(plain: &str) -> bool {
    PARTS.particles.contains(plain)
}

/// Whether a word is the Arabic article.
pub(crate) fn is_article(plain: &str) -> bool {
    PARTS.articles.contains(plain)
}

/// Whether a word is a patronymic by its ending.
pub(crate) fn is_patronymic(plain: &str) -> bool {
    plain.len() > 5 && PARTS.patronymics.iter().any(|p| plain.ends_with(p.as_str()))
}

/// A text without what stands in brackets behind its first letters: a gloss, another rank, another spelling.
fn without_brackets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match c {
            '(' | '[' | '（' if out.chars().any(char::is_alphabetic) => inside = true,
            ')' | ']' | '）' if inside => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

fn suffix(word: &str) -> bool {
    let plain = plain(word);
    PARTS.suffixes.contains(&plain) || PARTS.nobility.contains(&plain)
}

/// Takes "Jr." and "Baron" off the end, and the seat behind a title of nobility ("Lord Varga of Elm").
fn without_suffixes(mut words: Vec<String>) -> Vec<String> {
    if let Some(n) = words.iter().position(|w| w == "of").filter(|n| *n > 0) {
        words.truncate(n);
    }
    while words.len() > 2 && words.last().is_some_and(|w| suffix(w)) {
        words.pop();
    }
    // Behind one word "II" is rather a given name misread ("Il").
    let numeral = |w: &str| w.chars().all(|c| matches!(c, 'i' | 'v'));
    while words.len() == 2
        && words.last().map(|w| plain(w)).is_some_and(|w| PARTS.suffixes.contains(&w) && !numeral(&w))
    {
        words.pop();
    }
    words
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

/// Takes titles off both ends; titles alone leave nothing.
fn strip(mut words: Vec<String>, text: &str, script: Script) -> Vec<String> {
    if matches!(script, Script::Hangul | Script::Han) {
        return strip_eastern(words);
    }
    while !words.is_empty() {
        // A word may be joined by a hyphen: "Vice-Premier".
        let mut plain_words: Vec<String> = Vec::new();
        let mut ends: Vec<usize> = Vec::new();
        for w in words.iter().take(4) {
            plain_words.extend(w.split('-').map(plain));
            ends.push(plain_words.len());
        }
        let needs_stop = |n: usize| n == 1 && TITLES.stopped.contains(&plain_words[0]);
        let title = |n: &usize| {
            TITLES.words.contains(&plain_words[..ends[n - 1]])
                && (!needs_stop(*n) || text.contains(&format!("{}.", words[0])))
        };
        let n = (1..=ends.len())
            .rev()
            .find(|n| title(n) && (*n > 1 || plain_words[0].chars().count() > 1 || words.len() > 2));
        match n {
            Some(n) => drop(words.drain(..n)),
            None => break,
        }
    }
    // "Paul Varga General" is rare; "Tok-su Chairman" is not taken apart further than one title.
    let last = words.last().map(|w| plain(w));
    if words.len() > 2 && last.is_some_and(|w| w.len() > 3 && TITLES.words.contains(&vec![w])) {
        words.pop();
    }
    words
}

/// Takes titles off the ends of names in Hangul or Han characters, with or without a blank.
fn strip_eastern(mut words: Vec<String>) -> Vec<String> {
    let is_title = |w: &String| TITLES.eastern.iter().any(|t| t == w);
    while words.first().is_some_and(is_title) {
        words.remove(0);
    }
    while words.last().is_some_and(is_title) {
        words.pop();
    }
    if let [one] = words.as_mut_slice() {
        let long = |s: &str| s.chars().count();
        for title in &TITLES.eastern {
            if long(title) < 2 {
                continue;
            }
            if let Some(name) = one.strip_suffix(title.as_str()).filter(|n| long(n) >= 2) {
                *one = name.to_owned();
                break;
            }
            if let Some(name) = one.strip_prefix(title.as_str()).filter(|n| long(n) >= 2) {
                *one = name.to_owned();
                break;
            }
        }
    }
    words
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
            // й is a letter of its own; ё is mostly printed without its dots.
            '\u{306}' if out.ends_with('и') => {
                out.pop();
                out.push('й');
            }
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

/// A text without breves, other marks and apostrophes, its letters else unchanged.
pub(crate) fn bare(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c) && !matches!(c, '\'' | '’' | 'ʼ' | '‘' | '`' | 'ʻ'))
        .collect()
}
