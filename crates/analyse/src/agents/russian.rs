//! Russian names in the oblique cases: what they may be in the nominative.
//!
//! The rules are endings (`data/agents/russian.toml`); which of several base forms holds, the paper itself must tell.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::tables::Set;

struct Rules {
    /// Nominative endings by oblique ending.
    endings: FxHashMap<String, Vec<String>>,
    longest: usize,
    sure: Set,
    oblique_titles: Set,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        rules: Vec<(String, String)>,
        sure: Set,
        oblique_titles: Set,
    }
    let table: Table = memcon_lexicon::table("agents/russian.toml").expect("the table of endings");
    let mut endings: FxHashMap<String, Vec<String>> = FxHashMap::default();
    let longest = table.rules.iter().map(|(from, _)| from.chars().count()).max().unwrap_or(0);
    for (from, to) in table.rules {
        endings.entry(from).or_default().push(to);
    }
    Rules { endings, longest, sure: table.sure, oblique_titles: table.oblique_titles }
});

/// Whether a word is in Cyrillic letters.
pub(super) fn is_cyrillic(word: &str) -> bool {
    word.chars().next().is_some_and(|c| ('\u{400}'..='\u{52f}').contains(&c))
}

/// A word for comparison: small letters, е for ё.
pub(super) fn folded(word: &str) -> String {
    word.to_lowercase().replace('ё', "е")
}

/// The base forms that a folded word may have, itself first; the more letters an ending tells the sooner.
pub(super) fn bases(word: &str) -> Vec<String> {
    let mut found = vec![word.to_owned()];
    if !is_cyrillic(word) || word.chars().count() > 40 {
        return found;
    }
    let letters: Vec<(usize, char)> = word.char_indices().collect();
    for len in (1..=RULES.longest.min(letters.len().saturating_sub(2))).rev() {
        let at = letters[letters.len() - len].0;
        for to in RULES.endings.get(&word[at..]).into_iter().flatten() {
            let base = format!("{}{to}", &word[..at]);
            if base.chars().count() > 2 && !found.contains(&base) {
                found.push(base);
            }
        }
    }
    found
}

/// The base form of a family name where the ending alone tells it, or the title before it; as it is written there.
pub(super) fn base_alone(word: &str, title: Option<&str>) -> Option<String> {
    let folded = word.to_lowercase();
    let oblique = title.is_some_and(|t| RULES.oblique_titles.contains(t.trim_end_matches('.')));
    let letters: Vec<(usize, char)> = folded.char_indices().collect();
    for len in (1..=RULES.longest.min(letters.len().saturating_sub(2))).rev() {
        let at = letters[letters.len() - len].0;
        let ending = &folded[at..];
        let Some(to) = RULES.endings.get(ending).and_then(|t| t.first()) else { continue };
        let told = RULES.sure.contains(ending) || oblique && len > 2;
        if told {
            // The letters kept are as many as in the word itself; only the ending changes.
            let kept: String = word.chars().take(letters.len() - len).collect();
            let upper = word.chars().all(|c| !c.is_lowercase());
            return Some(format!("{kept}{}", if upper { to.to_uppercase() } else { to.clone() }));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oblique_names_have_base_forms() {
        assert!(bases("варгиным").contains(&"варгин".to_owned()));
        assert!(bases("орловскому").contains(&"орловский".to_owned()));
        assert!(bases("павловича").contains(&"павлович".to_owned()));
        assert_eq!(base_alone("Варгиным", None).as_deref(), Some("Варгин"));
        assert_eq!(base_alone("ОРЛОВЫМ", None).as_deref(), Some("ОРЛОВ"));
        // A woman's name looks like this too.
        assert_eq!(base_alone("Варгина", None), None);
        assert_eq!(base_alone("Варгина", Some("министра")).as_deref(), Some("Варгин"));
    }
}
