//! The words of the interface, all from one file, so that others can translate them.
//!
//! What a *paper* says never comes from here, and no page writes a word of its own.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The languages of the room: their tags and what their readers call them. The first is the one that is complete.
pub const LANGUAGES: [(&str, &str); 3] = [("en", "English"), ("ko", "한국어"), ("zh", "中文")];

type Words = BTreeMap<String, String>;

/// The words of each language, in the order of [`LANGUAGES`].
static WORDS: LazyLock<[Words; 3]> = LazyLock::new(|| {
    [
        read(include_str!("../assets/strings/en.toml")),
        read(include_str!("../assets/strings/ko.toml")),
        read(include_str!("../assets/strings/zh.toml")),
    ]
});

thread_local! {
    /// The language in which this thread makes a page. A page is made by one thread from beginning to end.
    static SPOKEN: Cell<usize> = const { Cell::new(0) };
}

/// Makes a page in `language`; one that is not known is English.
pub fn speaking<T>(language: &str, work: impl FnOnce() -> T) -> T {
    /// Goes back to the language before, however the work ends.
    struct Before(usize);
    impl Drop for Before {
        fn drop(&mut self) {
            SPOKEN.set(self.0);
        }
    }
    let n = LANGUAGES.iter().position(|(tag, _)| *tag == language).unwrap_or(0);
    let _before = Before(SPOKEN.replace(n));
    work()
}

/// The first language that a browser asks for (`Accept-Language`, in its order) and that the room speaks.
pub fn wanted(accept: &str) -> &'static str {
    let tags = accept.split(',').map(|part| part.split(';').next().unwrap_or("").trim());
    let of = |tag: &str| {
        let main = tag.split('-').next().unwrap_or("").to_ascii_lowercase();
        LANGUAGES.iter().find(|(known, _)| *known == main).map(|(known, _)| *known)
    };
    tags.filter_map(of).next().unwrap_or(LANGUAGES[0].0)
}

/// Flattens `[group] key = "words"` into `group.key`.
fn read(file: &str) -> Words {
    let table: toml::Table = toml::from_str(file).expect("our own strings are TOML");
    let mut flat = BTreeMap::new();
    for (group, values) in table {
        for (key, words) in values.as_table().into_iter().flatten() {
            flat.insert(format!("{group}.{key}"), words.as_str().unwrap_or_default().to_owned());
        }
    }
    flat
}

/// The words for `key` in the language spoken, else in English.
fn look(key: &str) -> Option<&'static str> {
    let spoken = WORDS.get(SPOKEN.get()).and_then(|words| words.get(key));
    spoken.or_else(|| WORDS[0].get(key)).map(String::as_str)
}

/// The words for `key`; the key itself where even English lacks it, so that a gap is seen and not silent.
pub fn t(key: &str) -> &str {
    look(key).unwrap_or(key)
}

/// The words for `group.value` (a word of the model's vocabularies); the value itself where there are none.
pub fn word<'a>(group: &str, value: &'a str) -> &'a str {
    look(&format!("{group}.{value}")).unwrap_or(value)
}

/// The words for `key` with `{0}`, `{1}` … filled in.
pub fn fill(key: &str, values: &[&str]) -> String {
    let mut words = t(key).to_owned();
    for (n, value) in values.iter().enumerate() {
        words = words.replacen(&format!("{{{n}}}"), value, 1);
    }
    words
}

/// "1 document", "1,204 documents": `key.one` or `key.many` with the number filled in.
pub fn count(key: &str, n: usize) -> String {
    let form = if n == 1 { "one" } else { "many" };
    fill(&format!("{key}_{form}"), &[&number(n)])
}

/// A number with its thousands apart.
pub fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, d) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(d);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_thousands_apart() {
        assert_eq!(
            (number(7), number(1204), number(1_000_000)),
            ("7".into(), "1,204".into(), "1,000,000".into())
        );
    }

    /// Every `t("…")`, `fill("…"` and `count("…"` in this room has words in the file.
    #[test]
    fn no_page_asks_for_words_that_are_missing() {
        let mut missing = Vec::new();
        let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let source = std::fs::read_to_string(&path).unwrap();
                for (call, suffixes) in
                    [("t(\"", &[""][..]), ("fill(\"", &[""]), ("count(\"", &["_one", "_many"])]
                {
                    for (at, _) in source.match_indices(call) {
                        if source[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                            continue;
                        }
                        let key = source[at + call.len()..].split('"').next().unwrap();
                        for suffix in suffixes {
                            let key = format!("{key}{suffix}");
                            if key.contains('.') && !WORDS[0].contains_key(&key) {
                                missing.push(format!("{} in {}", key, path.display()));
                            }
                        }
                    }
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }

    /// A translation may lack words (English stands in for them) but has none that English lacks, and takes the same values.
    #[test]
    fn translations_say_the_same() {
        let values = |words: &str| {
            let mut all: Vec<&str> =
                words.match_indices('{').filter_map(|(at, _)| words.get(at..at + 3)).collect();
            all.sort_unstable();
            all.dedup();
            all.join("")
        };
        for ((tag, _), words) in LANGUAGES.iter().zip(WORDS.iter()) {
            for (key, text) in words {
                let english = WORDS[0].get(key);
                assert!(english.is_some(), "{tag}: {key} is no key of the English words");
                assert_eq!(english.map(|e| values(e)), Some(values(text)), "{tag}: {key}");
            }
            let lacking: Vec<&String> = WORDS[0].keys().filter(|k| !words.contains_key(*k)).collect();
            assert!(lacking.is_empty(), "{tag} lacks {lacking:?}");
        }
    }

    #[test]
    fn a_page_is_made_in_one_language_and_the_next_in_another() {
        assert_eq!(speaking("ko", || t("nav.search").to_owned()), WORDS[1]["nav.search"]);
        assert_eq!(t("nav.search"), "Search");
        assert_eq!(
            (wanted("de, zh-CN;q=0.9, en;q=0.8"), wanted("ko-KR"), wanted("fr"), wanted("")),
            ("zh", "ko", "en", "en")
        );
    }
}
