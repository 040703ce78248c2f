//! What words are about: content words as keys, to tell whether two passages speak of one thing.
//!
//! Shared by the reading of one paper and the linking of many, so that both fold words alike.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

#[derive(Deserialize)]
struct StopWords {
    words: Vec<String>,
}

static STOP: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let table: StopWords = crate::table("issues/stop-words.toml").expect("our own stop words");
    table.words.into_iter().collect()
});

static WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\p{Han}\p{Hangul}]+|[\p{L}\p{N}]+(?:['’-]\p{L}+)*").expect("a fixed pattern")
});

/// Most words of a passage that are looked at.
const WORDS: usize = 400;

/// The content words of a passage: lower case, without endings that only inflect, without stop words.
pub fn keys(words: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for m in WORD.find_iter(words).take(WORDS) {
        let word = m.as_str();
        if word.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
            // Chinese is not divided into words: pairs of characters stand for them.
            let chars: Vec<char> = word.chars().collect();
            out.extend(chars.windows(2).map(|w| w.iter().collect::<String>()));
            continue;
        }
        let lower = word.to_lowercase();
        if STOP.contains(&lower) || (lower.chars().count() < 3 && !lower.chars().all(|c| c.is_ascii_digit()))
        {
            continue;
        }
        out.insert(stem(&lower));
    }
    out
}

/// A word without the English endings of number and tense; short words stay whole.
pub fn stem(word: &str) -> String {
    let word = word.trim_end_matches("'s").trim_end_matches("’s");
    for (ending, rest) in [
        ("ies", "y"),
        ("sses", "ss"),
        ("ations", "at"),
        ("ation", "at"),
        ("ing", ""),
        ("ed", ""),
        ("es", ""),
        ("s", ""),
    ] {
        let Some(root) = word.strip_suffix(ending) else { continue };
        if root.chars().count() >= 4 && !(ending == "s" && root.ends_with(['s', 'u', 'i'])) {
            return format!("{root}{rest}").trim_end_matches('e').to_owned();
        }
    }
    word.trim_end_matches('e').to_owned()
}

/// How many keys two passages share.
pub fn shared(a: &BTreeSet<String>, b: &BTreeSet<String>) -> usize {
    a.intersection(b).count()
}
