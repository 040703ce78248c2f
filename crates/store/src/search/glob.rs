//! Words with `*` and `?`: whether they fit a word of the index, and which words of the index they fit.

use std::collections::BTreeMap;

use tantivy::Searcher;
use tantivy::schema::Field;

/// Words of the index that are looked at for one wildcard.
const LOOKED_AT: usize = 2_000_000;
/// Words that fit and are weighed against each other.
const WEIGHED: usize = 100_000;

/// A folded word in which `*` stands for any characters and `?` for one, at the end also for none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Glob {
    pattern: Vec<char>,
    /// Question marks at the end.
    optional: usize,
}

impl Glob {
    /// `None` for a word without wildcards.
    pub(crate) fn new(word: &str) -> Option<Self> {
        if !word.contains(['*', '?']) {
            return None;
        }
        let bare = word.trim_end_matches('?');
        Some(Self { pattern: bare.chars().collect(), optional: word.len() - bare.len() })
    }

    /// Whether it fits a folded word: the lengths multiplied, at worst.
    pub(crate) fn fits(&self, word: &str) -> bool {
        let chars: Vec<char> = word.chars().collect();
        let shortest = chars.len().saturating_sub(self.optional);
        (shortest..=chars.len()).rev().any(|end| fits(&self.pattern, &chars[..end]))
    }

    /// What every word that it fits begins with.
    fn beginning(&self) -> String {
        self.pattern.iter().take_while(|c| !matches!(c, '*' | '?')).collect()
    }

    /// The words of `fields` that it fits, the `most` frequent of them in the order of the alphabet; and whether there
    /// are others.
    pub(crate) fn words(
        &self,
        searcher: &Searcher,
        fields: &[Field],
        most: usize,
    ) -> tantivy::Result<(Vec<String>, bool)> {
        let beginning = self.beginning();
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        let (mut looked, mut full) = (0, false);
        for segment in searcher.segment_readers() {
            for field in fields {
                let index = segment.inverted_index(*field)?;
                let mut words = index.terms().range().ge(beginning.as_bytes()).into_stream()?;
                while looked < LOOKED_AT && words.advance() && words.key().starts_with(beginning.as_bytes()) {
                    looked += 1;
                    let Ok(word) = std::str::from_utf8(words.key()) else { continue };
                    if !self.fits(word) {
                        continue;
                    }
                    if found.len() >= WEIGHED && !found.contains_key(word) {
                        full = true;
                        continue;
                    }
                    *found.entry(word.to_owned()).or_default() += u64::from(words.value().doc_freq);
                }
            }
        }
        let cut = full || found.len() > most || looked >= LOOKED_AT;
        let mut all: Vec<(String, u64)> = found.into_iter().collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all.truncate(most);
        let mut words: Vec<String> = all.into_iter().map(|w| w.0).collect();
        words.sort_unstable();
        Ok((words, cut))
    }
}

fn fits(pattern: &[char], word: &[char]) -> bool {
    let (mut p, mut w) = (0, 0);
    // Where the last star stands, and how much of the word it has taken.
    let mut star: Option<(usize, usize)> = None;
    while w < word.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, w));
                p += 1;
            }
            Some(c) if *c == '?' || *c == word[w] => {
                p += 1;
                w += 1;
            }
            _ => match &mut star {
                Some((at, taken)) => {
                    *taken += 1;
                    (p, w) = (*at + 1, *taken);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::Glob;

    #[test]
    fn wildcards_stand_for_characters() {
        let fits = |glob: &str, word: &str| Glob::new(glob).unwrap().fits(word);
        for (glob, word) in [
            ("neg*", "negotiation"),
            ("*tion", "negotiation"),
            ("n*t*n", "negotiation"),
            ("wom?n", "women"),
            ("answer?", "answers"),
            ("answer?", "answer"),
            ("a?*", "ab"),
            ("*", ""),
        ] {
            assert!(fits(glob, word), "{glob} {word}");
        }
        for (glob, word) in
            [("neg*", "renege"), ("wom?n", "womn"), ("answer?", "answered"), ("*tion", "nations")]
        {
            assert!(!fits(glob, word), "{glob} {word}");
        }
        assert!(Glob::new("word").is_none());
    }
}
