//! The words of the interface, all from one file, so that others can translate them.
//!
//! What a *paper* says never comes from here, and no page writes a word of its own.

use std::collections::BTreeMap;
use std::sync::LazyLock;

static ENGLISH: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| read(include_str!("../assets/strings/en.toml")));

/// Flattens `[group] key = "words"` into `group.key`.
fn read(file: &str) -> BTreeMap<String, String> {
    let table: toml::Table = toml::from_str(file).expect("our own strings are TOML");
    let mut flat = BTreeMap::new();
    for (group, values) in table {
        for (key, words) in values.as_table().into_iter().flatten() {
            flat.insert(format!("{group}.{key}"), words.as_str().unwrap_or_default().to_owned());
        }
    }
    flat
}

/// The words for `key`; the key itself where a translation lacks it, so that a gap is seen and not silent.
pub fn t(key: &str) -> &str {
    ENGLISH.get(key).map_or(key, String::as_str)
}

/// The words for `group.value` (a word of the model's vocabularies); the value itself where there are none.
pub fn word<'a>(group: &str, value: &'a str) -> &'a str {
    ENGLISH.get(&format!("{group}.{value}")).map_or(value, |w| w.as_str())
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
                            if key.contains('.') && !ENGLISH.contains_key(&key) {
                                missing.push(format!("{} in {}", key, path.display()));
                            }
                        }
                    }
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }
}
