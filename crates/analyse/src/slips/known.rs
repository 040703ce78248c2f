//! Which letters are a word: of this paper, or of English.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::words::{LONGEST, Words};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parts {
    pub keep: Vec<String>,
    endings: Vec<String>,
    beginnings: Vec<String>,
    pub grown: Vec<String>,
    pub twice: Vec<String>,
}

pub(super) static PARTS: LazyLock<Parts> =
    LazyLock::new(|| memcon_lexicon::table("slips/words.toml").expect("our own table of parts of words"));

static ENGLISH: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let text = memcon_lexicon::text("slips/english.txt").expect("our own list of words");
    text.lines().filter(|l| !l.starts_with('#')).map(str::to_owned).collect()
});

/// Whether small letters are an English word of the list.
pub(super) fn english(word: &str) -> bool {
    ENGLISH.contains(word)
}

/// Whether small letters are an English word, or formed like one.
pub(super) fn formed(word: &str) -> bool {
    english(word)
        || PARTS.endings.iter().any(|e| {
            word.strip_suffix(e.as_str()).is_some_and(|stem| {
                stem.len() > 2
                    && (english(stem)
                        || english(&format!("{stem}e"))
                        || english(&format!("{stem}y"))
                        || doubled(stem).is_some_and(english))
            })
        })
        || PARTS.beginnings.iter().any(|b| {
            word.strip_prefix(b.as_str()).is_some_and(|rest| rest.len() > 2 && (english(rest) || ended(rest)))
        })
}

fn ended(word: &str) -> bool {
    PARTS.endings.iter().any(|e| {
        let stem = word.strip_suffix(e.as_str()).filter(|s| s.len() > 2);
        stem.is_some_and(|s| english(s) || english(&format!("{s}e")))
    })
}

/// "sail" of "saill": a last letter that an ending doubled.
fn doubled(stem: &str) -> Option<&str> {
    let mut ends = stem.chars().rev();
    let (a, b) = (ends.next()?, ends.next()?);
    (a == b).then(|| &stem[..stem.len() - a.len_utf8()])
}

/// How often words stand in a paper.
#[derive(Clone, Copy, Default)]
pub(super) struct Count {
    /// In any letters.
    pub all: u32,
    /// With a small first letter.
    pub small: u32,
}

/// The words of a paper, and whether the English list counts.
pub(super) struct Known {
    counts: FxHashMap<String, Count>,
    /// Two words with a hyphen between, inside a line.
    compounds: FxHashSet<String>,
    pub english: bool,
}

impl Known {
    /// Counts the words of a paper; halves of broken words do not count.
    pub fn of(text: &str, words: &Words, english: bool) -> Self {
        let mut counts: FxHashMap<String, Count> = FxHashMap::default();
        let mut compounds = FxHashSet::default();
        let mut lower = String::new();
        for (n, word) in words.all.iter().enumerate() {
            if word.half || word.span.len() > LONGEST {
                continue;
            }
            let raw = word.span.of(text);
            lower.clear();
            raw.chars().for_each(|c| lower.extend(c.to_lowercase()));
            let small = u32::from(raw.starts_with(char::is_lowercase));
            match counts.get_mut(lower.as_str()) {
                Some(count) => {
                    count.all += 1;
                    count.small += small;
                }
                None => {
                    counts.insert(lower.clone(), Count { all: 1, small });
                }
            }
            if let Some(next) = words.all.get(n + 1)
                && text.get(word.span.end as usize..next.span.start as usize) == Some("-")
                && next.span.len() <= LONGEST
            {
                compounds.insert(format!("{lower}-{}", next.span.of(text).to_lowercase()));
            }
        }
        Self { counts, compounds, english }
    }

    /// How often small letters stand in the paper as a word.
    pub fn count(&self, word: &str) -> Count {
        self.counts.get(word).copied().unwrap_or_default()
    }

    /// Whether the paper writes the two with a hyphen.
    pub fn compound(&self, a: &str, b: &str) -> bool {
        self.compounds.contains(&format!("{a}-{b}"))
    }

    /// Whether small letters are a word of this paper or, where that counts, of English.
    pub fn is_word(&self, word: &str) -> bool {
        self.count(word).all > 0 || self.english && formed(word)
    }
}
