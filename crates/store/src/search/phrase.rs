//! One word or phrase of a question: where it stands in a passage, and as a query on the index.

use std::collections::BTreeMap;

use memcon_model::Span;
use tantivy::query::{BooleanQuery, ConstScoreQuery, PhraseQuery, Query, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::glob::Glob;
use super::places::{Alternative, Placed};
use super::tokens::{Token, pattern_tokens, tokens};

/// The words of a passage by their places.
pub(crate) type Words<'w> = BTreeMap<u32, Vec<&'w Token>>;

/// The words of a passage by their places.
pub(crate) fn row(tokens: &[Token]) -> Words<'_> {
    let mut row: Words<'_> = BTreeMap::new();
    for token in tokens {
        row.entry(token.at).or_default().push(token);
    }
    row
}

/// A word as it is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Pattern {
    Word(String),
    Glob(Glob, String),
}

impl Pattern {
    fn new(term: &str) -> Self {
        match Glob::new(term) {
            Some(glob) => Self::Glob(glob, term.to_owned()),
            None => Self::Word(term.to_owned()),
        }
    }

    fn fits(&self, term: &str) -> bool {
        match self {
            Self::Word(word) => word == term,
            Self::Glob(glob, _) => glob.fits(term),
        }
    }
}

/// Where a phrase stands: words from and to, and bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    /// Place of its first word.
    pub from: u32,
    /// Place behind its last word.
    pub to: u32,
    /// Its bytes.
    pub span: Span,
}

/// One word or several at fixed places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Words with their places from the first.
    words: Vec<(u32, Pattern)>,
    /// The same as one word, where it was written with a hyphen.
    joined: Option<Pattern>,
}

/// How wildcards become words: of which index, how many at most, and which of them fit more.
pub(crate) struct Expanding<'s> {
    pub searcher: &'s Searcher,
    pub fields: [Field; 2],
    /// Wildcards that were cut, and at how many words.
    pub cut: Vec<(String, usize)>,
    /// What each wildcard was found to be.
    pub known: BTreeMap<(String, usize), Vec<String>>,
}

/// Words for one wildcard that stands alone.
const ALONE: usize = 2_000;
/// Words for one wildcard inside a phrase or beside NEAR: each is followed place by place.
const PLACED: usize = 200;

impl Expanding<'_> {
    fn words(&mut self, glob: &Glob, asked: &str, most: usize) -> Vec<String> {
        let key = (asked.to_owned(), most);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        // An index that cannot be read finds nothing; the search itself tells why.
        let (words, cut) = glob.words(self.searcher, &self.fields, most).unwrap_or_default();
        if cut {
            self.cut.push((asked.to_owned(), words.len()));
        }
        self.known.insert(key, words.clone());
        words
    }

    fn terms(&mut self, pattern: &Pattern, field: Field, most: usize) -> Vec<Term> {
        let term = |word: &String| Term::from_field_text(field, word);
        match pattern {
            Pattern::Word(word) => vec![term(word)],
            Pattern::Glob(glob, asked) => self.words(glob, asked, most).iter().map(term).collect(),
        }
    }
}

impl Phrase {
    /// The words of a text as they stand; none where it has none.
    pub(crate) fn read(text: &str) -> Option<Self> {
        Self::of(text, &tokens(text))
    }

    /// The words of a part of a question, in which `*` and `?` stand for characters.
    pub(crate) fn asked(text: &str) -> Option<Self> {
        if !text.contains(['*', '?']) {
            return Self::read(text);
        }
        let mut gaps = 0;
        let mut kept = Vec::new();
        for mut token in pattern_tokens(text) {
            if token.term.chars().all(|c| matches!(c, '*' | '?')) {
                // Signs stand one to a place, and so do the marks that stand for them.
                gaps += u32::try_from(token.term.len()).unwrap_or(1).saturating_sub(1).min(100);
            } else {
                token.at += gaps;
                kept.push(token);
            }
        }
        Self::of(text, &kept)
    }

    fn of(text: &str, all: &[Token]) -> Option<Self> {
        let main: Vec<&Token> = all.iter().filter(|t| t.main).collect();
        let first = main.first()?;
        let words = main.iter().map(|t| (t.at - first.at, Pattern::new(&t.term))).collect();
        let whole = |t: &&Token| {
            !t.main && t.span.hull(first.span) == t.span && main.len() == 2 && text.contains('-')
        };
        let joined = all.iter().find(whole).map(|t| Pattern::new(&t.term));
        Some(Self { words, joined })
    }

    /// As a query on `field`.
    pub(crate) fn query(&self, field: Field, expanding: &mut Expanding<'_>) -> Box<dyn Query> {
        let words = match self.words.as_slice() {
            [(_, one)] => single(one, field, expanding, ALONE),
            several if several.iter().all(|(_, p)| matches!(p, Pattern::Word(_))) => {
                let terms = several.iter().filter_map(|(at, p)| match p {
                    Pattern::Word(word) => Some((*at as usize, Term::from_field_text(field, word))),
                    Pattern::Glob(..) => None,
                });
                Box::new(PhraseQuery::new_with_offset(terms.collect()))
            }
            _ => {
                let bare = Self { joined: None, ..self.clone() };
                let sides = vec![bare.alternatives(field, expanding)];
                Box::new(Placed::new(sides, 0, false))
            }
        };
        match &self.joined {
            Some(joined) => {
                Box::new(BooleanQuery::union(vec![words, single(joined, field, expanding, ALONE)]))
            }
            None => words,
        }
    }

    /// As rows of words whose places can be compared.
    pub(crate) fn alternatives(&self, field: Field, expanding: &mut Expanding<'_>) -> Vec<Alternative> {
        let words = self.words.iter().map(|(at, p)| (*at, expanding.terms(p, field, PLACED))).collect();
        let mut all = vec![Alternative { words, within: None }];
        if let Some(joined) = &self.joined {
            let words = vec![(0, expanding.terms(joined, field, PLACED))];
            all.push(Alternative { words, within: None });
        }
        all
    }

    /// Where it stands in a row of words.
    pub(crate) fn find(&self, row: &Words<'_>) -> Vec<Found> {
        let mut found = Vec::new();
        let last = self.words.last().map_or(0, |w| w.0);
        for (&start, tokens) in row {
            let at = |(offset, pattern): &(u32, Pattern)| {
                let place = row.get(&(start + offset))?;
                place.iter().find(|t| pattern.fits(&t.term)).map(|t| t.span)
            };
            let whole =
                self.words.iter().map(at).try_fold(None, |hull: Option<Span>, span| {
                    span.map(|s| Some(hull.map_or(s, |h| h.hull(s))))
                });
            found.extend(whole.flatten().map(|span| Found { from: start, to: start + last + 1, span }));
            if let Some(joined) = &self.joined {
                let one = tokens.iter().find(|t| joined.fits(&t.term));
                found.extend(one.map(|t| Found { from: start, to: start + 1, span: t.span }));
            }
        }
        found
    }
}

/// One word as a query: of a wildcard, any of the words that it fits.
fn single(pattern: &Pattern, field: Field, expanding: &mut Expanding<'_>, most: usize) -> Box<dyn Query> {
    match pattern {
        Pattern::Word(word) => {
            let term = Term::from_field_text(field, word);
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqsAndPositions))
        }
        Pattern::Glob(..) => any_of(expanding.terms(pattern, field, most), 1.0),
    }
}

/// Any of some terms, all with one score.
pub(crate) fn any_of(terms: Vec<Term>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(TermSetQuery::new(terms)), score))
}
