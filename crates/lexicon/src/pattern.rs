//! A regular expression that is compiled when a text first needs it.
//!
//! Most rules never meet a text that they could match, and compiling costs a thousand times what looking for their
//! letters costs. Besides, the fast automaton cannot tell Unicode word boundaries in a text outside ASCII; where all
//! such characters of a text are marks (quotation marks, dashes), boundaries of ASCII are the same, and are used.

use std::sync::OnceLock;

use regex::{CaptureMatches, CaptureNames, Captures, Match, Matches, Regex};

use crate::LexiconError;

/// A pattern and, once needed, its automata.
#[derive(Debug)]
pub struct Pattern {
    source: String,
    /// Whether it asks for word boundaries.
    bounded: bool,
    full: OnceLock<Regex>,
    plain: OnceLock<Regex>,
}

impl Pattern {
    /// A pattern of our own, compiled later; a test must compile it.
    pub fn new(source: impl Into<String>) -> Self {
        let source = source.into();
        let bounded = source.contains(r"\b");
        Self { source, bounded, full: OnceLock::new(), plain: OnceLock::new() }
    }

    /// Compiles it now, to find its faults.
    pub fn check(&self) -> Result<(), LexiconError> {
        let wrong = |e: regex::Error| LexiconError::Malformed { path: String::new(), reason: e.to_string() };
        Regex::new(&self.source).map_err(wrong)?;
        Regex::new(&plain(&self.source)).map_err(wrong).map(drop)
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// The expression for a text.
    pub fn of(&self, text: &str) -> &Regex {
        self.when(self.bounded && plain_words(text))
    }

    /// The expression, with boundaries of ASCII or not.
    pub(crate) fn when(&self, ascii: bool) -> &Regex {
        let make = |p: &str| Regex::new(p).expect("a test compiles every pattern of ours");
        if ascii && self.bounded {
            self.plain.get_or_init(|| make(&plain(&self.source)))
        } else {
            self.full.get_or_init(|| make(&self.source))
        }
    }

    /// Whether it matches.
    pub fn is_match(&self, text: &str) -> bool {
        self.of(text).is_match(text)
    }

    /// Its first match.
    pub fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.of(text).find(text)
    }

    /// Its matches.
    pub fn find_iter<'r, 't>(&'r self, text: &'t str) -> Matches<'r, 't> {
        self.of(text).find_iter(text)
    }

    /// Its first match with its groups.
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.of(text).captures(text)
    }

    /// Its first match from `start` on with its groups.
    pub fn captures_at<'t>(&self, text: &'t str, start: usize) -> Option<Captures<'t>> {
        self.of(text).captures_at(text, start)
    }

    /// Its matches with their groups.
    pub fn captures_iter<'r, 't>(&'r self, text: &'t str) -> CaptureMatches<'r, 't> {
        self.of(text).captures_iter(text)
    }

    /// The names of its groups.
    pub fn capture_names(&self) -> CaptureNames<'_> {
        match (self.plain.get(), self.full.get()) {
            (Some(plain), None) => plain.capture_names(),
            _ => self.when(false).capture_names(),
        }
    }
}

/// Whether no character of a text outside ASCII can belong to a word, so that boundaries of ASCII are those of Unicode.
pub(crate) fn plain_words(text: &str) -> bool {
    text.is_ascii()
        || text.chars().all(|c| {
            c.is_ascii()
                || matches!(c, '\u{a0}'..='\u{a9}' | '\u{ab}'..='\u{b4}' | '\u{b6}'..='\u{b9}' | '\u{bb}'..='\u{bf}')
                || matches!(c, '\u{2000}'..='\u{200b}' | '\u{2010}'..='\u{203e}' | '\u{20ac}')
        })
}

/// A pattern whose word boundaries are those of ASCII.
fn plain(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern.chars().peekable();
    let mut class = 0_u32;
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                Some('b') if class == 0 && rest.peek() != Some(&'{') => out.push_str(r"(?-u:\b)"),
                Some(next) => out.extend(['\\', next]),
                None => out.push('\\'),
            },
            '[' => {
                class += 1;
                out.push(c);
            }
            ']' => {
                class = class.saturating_sub(1);
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_become_plain_but_nothing_else() {
        assert_eq!(plain(r"\bwe\b [\w\]]\\b\b{start}"), r"(?-u:\b)we(?-u:\b) [\w\]]\\b\b{start}");
    }

    #[test]
    fn both_kinds_find_the_same_words() {
        let p = Pattern::new(r"\b(?P<w>ne|out)\b");
        let found = |t: &str| p.find_iter(t).map(|m| m.start()).collect::<Vec<_>>();
        assert_eq!(
            found("“out” – ne’ out"),
            Regex::new(r"\b(?:ne|out)\b")
                .unwrap()
                .find_iter("“out” – ne’ out")
                .map(|m| m.start())
                .collect::<Vec<_>>()
        );
        assert_eq!(found("née out"), vec![5]);
        assert!(!plain_words("née") && plain_words("“out” – ne’"));
    }

    /// No character that is taken for a mark is one of a word.
    #[test]
    fn marks_belong_to_no_word() {
        let word = Regex::new(r"\w").unwrap();
        let all = (0x80..0x3000).filter_map(char::from_u32).map(String::from);
        let wrong: Vec<String> = all.filter(|c| plain_words(c) && word.is_match(c)).collect();
        assert_eq!(wrong, Vec::<String>::new());
    }
}
