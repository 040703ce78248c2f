//! The words of the papers as numbers, cut at sentences and paragraphs: what term extraction walks over.
//!
//! What does not belong here: which words make a term ([`super::terms`]).

use std::collections::{BTreeMap, BTreeSet};

use memcon_lexicon::stem;
use memcon_model::{RegionKind, Span};

use crate::Document;

/// Words of one paper that are looked at.
const MOST: usize = 200_000;

/// A word of a paper.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub span: Span,
    /// Number of its lower-case form.
    pub word: u32,
    /// Whether it opens with a capital.
    pub capital: bool,
    /// Whether something other than a blank stands before it.
    pub cut: bool,
    /// Whether a sentence or a paragraph begins here.
    pub opens: bool,
}

/// All papers as words.
#[derive(Default)]
pub(super) struct Prose {
    words: Vec<String>,
    /// Number of each word's stem.
    stems: Vec<u32>,
    by_word: BTreeMap<String, u32>,
    stem_names: Vec<String>,
    by_stem: BTreeMap<String, u32>,
    /// By document.
    pub papers: Vec<Vec<Token>>,
}

impl Prose {
    /// Reads all papers; what is no text of the paper itself is passed over.
    pub fn read(documents: &[Document<'_>]) -> Self {
        let mut prose = Self::default();
        // Each paper is cut into words twice: holding the words of all at once would take more than all else together.
        let solid = solid(documents);
        for document in documents {
            let mut tokens = prose.tokens(&words(document), &solid);
            tokens.shrink_to_fit();
            prose.papers.push(tokens);
        }
        prose
    }

    fn tokens(&mut self, raw: &[Raw<'_>], solid: &BTreeSet<String>) -> Vec<Token> {
        let mut out = Vec::with_capacity(raw.len());
        let mut at = 0;
        while let Some(first) = raw.get(at) {
            // "cease fire" is "cease-fire" where the papers write it with a hyphen or as one word too.
            let joined = raw.get(at + 1).filter(|n| !n.cut).map(|n| first.lower.clone() + &n.lower);
            let two = joined.filter(|j| solid.contains(j));
            let (lower, span, used) = match two {
                Some(j) => (j, Span { start: first.span.start, end: raw[at + 1].span.end }, 2),
                None => (first.lower.replace('-', ""), first.span, 1),
            };
            out.push(Token {
                span,
                word: self.number(lower),
                capital: first.capital,
                cut: first.cut,
                opens: first.opens,
            });
            at += used;
        }
        out
    }

    fn number(&mut self, word: String) -> u32 {
        if let Some(&n) = self.by_word.get(&word) {
            return n;
        }
        let n = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let stem = stem(&word);
        let next = u32::try_from(self.stem_names.len()).unwrap_or(u32::MAX);
        let s = *self.by_stem.entry(stem.clone()).or_insert(next);
        if s == next {
            self.stem_names.push(stem);
        }
        self.stems.push(s);
        self.words.push(word.clone());
        self.by_word.insert(word, n);
        n
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// A word in lower case, without hyphens.
    pub fn word(&self, n: u32) -> &str {
        self.words.get(n as usize).map_or("", String::as_str)
    }

    /// The number of a word's stem.
    pub fn stem(&self, n: u32) -> u32 {
        self.stems.get(n as usize).copied().unwrap_or(u32::MAX)
    }

    /// A stem by its number.
    pub fn stem_name(&self, n: u32) -> &str {
        self.stem_names.get(n as usize).map_or("", String::as_str)
    }

    /// The number of a stem that occurs.
    pub fn stem_number(&self, stem: &str) -> Option<u32> {
        self.by_stem.get(stem).copied()
    }
}

/// A word as it stands.
struct Raw<'t> {
    span: Span,
    text: &'t str,
    lower: String,
    capital: bool,
    cut: bool,
    opens: bool,
}

/// Words that occur with a hyphen inside or as one word, whose parts can be one word where they stand apart:
/// those that some paper writes with a hyphen.
fn solid(documents: &[Document<'_>]) -> BTreeSet<String> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for r in documents.iter().flat_map(words).filter(|r| r.text.matches('-').count() == 1) {
        let (a, b) = r.lower.split_once('-').unwrap_or_default();
        if a.len() >= 3 && b.len() >= 3 {
            *seen.entry(r.lower.replace('-', "")).or_default() += 1;
        }
    }
    seen.into_iter().filter(|(_, n)| *n >= 2).map(|(w, _)| w).collect()
}

/// The words of a paper in order.
fn words<'d>(document: &Document<'d>) -> Vec<Raw<'d>> {
    let text = document.text;
    let mut out: Vec<Raw<'d>> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut gap = 0;
    while let Some((start, c)) = chars.next() {
        if !c.is_alphanumeric() {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            let rest = &text[at + next.len_utf8()..];
            let goes_on = rest.chars().next().is_some_and(char::is_alphabetic);
            // "U.S." is one word; "end. The" is two.
            let letter = matches!(next, '.')
                && text[start..at]
                    .rsplit('.')
                    .next()
                    .is_some_and(|l| l.chars().count() == 1 && l.chars().all(char::is_uppercase))
                && (goes_on && rest.chars().next().is_some_and(char::is_uppercase)
                    || text[start..at].contains('.'));
            let inside = next.is_alphanumeric() || matches!(next, '-' | '’' | '\'') && goes_on || letter;
            if !inside {
                break;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        let word = &text[start..end];
        let between = &text[gap..start];
        let kind = document.analysis.region_at(u32::try_from(start).unwrap_or(u32::MAX)).map(|r| r.kind);
        gap = end;
        if !matches!(kind, None | Some(RegionKind::Body | RegionKind::Translation | RegionKind::Original)) {
            continue;
        }
        let opens = out.is_empty() || between.contains("\n\n") || between.contains(['.', '?', '!', ';', ':']);
        let lower = word.trim_end_matches("'s").trim_end_matches("’s").replace('.', "").to_lowercase();
        out.push(Raw {
            span: Span::new(start, end),
            text: word,
            lower,
            capital: c.is_uppercase(),
            cut: opens || !between.trim_matches([' ', '\n', '\t', '\r', '\u{a0}']).is_empty(),
            opens,
        });
        if out.len() >= MOST {
            break;
        }
    }
    out
}
