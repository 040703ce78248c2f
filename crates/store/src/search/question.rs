//! What a person typed, as clauses that must all be found; and where they stand in a passage.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::Span;
use tantivy::Term;
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, FuzzyTermQuery, PhraseQuery, Query, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::tokens::{Token, tokens};

/// One word, phrase or beginning of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Words with their places from the first.
    words: Vec<(u32, String)>,
    /// The same as one word, where it was written with a hyphen.
    joined: Option<String>,
    /// Whether the last word may go on.
    begins: bool,
}

/// A piece of a question as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// In quotation marks: as it is written.
    Quoted(Phrase),
    /// A word without blanks, with its text.
    Word(String, Phrase),
}

impl Part {
    /// The text of a word outside of quotation marks.
    pub(crate) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(text, _) => Some(text),
            Self::Quoted(_) => None,
        }
    }

    /// What is looked for.
    pub(crate) fn phrase(&self) -> Option<Phrase> {
        match self {
            Self::Word(_, phrase) | Self::Quoted(phrase) => Some(phrase.clone()),
        }
    }
}

/// Something that must be found: all of what was typed, or one of the other spellings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    typed: Vec<Phrase>,
    /// A name as it was typed, all its words together.
    whole: Option<Phrase>,
    spelled: Vec<Phrase>,
    /// Which name of the question it is, where it has other spellings.
    name: usize,
}

/// Reads a question: words, `"phrases"` (any quotation marks), `begin*`.
pub(crate) fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut quoted = false;
    for part in text.split(['"', '“', '”', '„', '«', '»', '「', '」', '『', '』']) {
        match quoted {
            true => parts.extend(Phrase::read(part).map(Part::Quoted)),
            false => parts.extend(
                part.split_whitespace().filter_map(|w| Some(Part::Word(w.to_owned(), Phrase::read(w)?))),
            ),
        }
        quoted = !quoted;
    }
    parts
}

/// The question exactly as it was typed.
pub(crate) fn as_written(parts: Vec<Part>) -> Vec<Clause> {
    parts.iter().filter_map(Part::phrase).map(Clause::only).collect()
}

/// Where the other spelling of a name may be found: the numbers of the documents, or everywhere.
pub(crate) type Where<'w> = &'w dyn Fn(usize, usize) -> Option<&'w BTreeSet<u64>>;

impl Clause {
    /// One phrase and nothing else.
    pub(crate) fn only(phrase: Phrase) -> Self {
        Self { typed: vec![phrase], whole: None, spelled: Vec::new(), name: 0 }
    }

    /// A name: `typed` in full, or one of the spellings.
    pub(crate) fn named(asked: &str, typed: Vec<Phrase>, spelled: Vec<Phrase>, name: usize) -> Self {
        Self { typed, whole: Phrase::read(asked), spelled, name }
    }

    /// As a query on `body`.
    pub(crate) fn query(&self, body: Field, document: Field, within: Where<'_>) -> Box<dyn Query> {
        let mut typed: Vec<Box<dyn Query>> = self.typed.iter().map(|p| p.query(body)).collect();
        let typed = match typed.len() {
            1 => typed.remove(0),
            _ => Box::new(BooleanQuery::intersection(typed)),
        };
        if self.spelled.is_empty() {
            return typed;
        }
        let spelled = self.spelled.iter().enumerate().map(|(n, p)| match within(self.name, n) {
            None => p.query(body),
            Some(documents) => {
                let terms = documents.iter().map(|d| Term::from_field_u64(document, *d));
                let only = ConstScoreQuery::new(Box::new(TermSetQuery::new(terms)), 0.0);
                Box::new(BooleanQuery::intersection(vec![p.query(body), Box::new(only)]))
            }
        });
        Box::new(BooleanQuery::union(std::iter::once(typed).chain(spelled).collect()))
    }

    /// Where it stands in the words of document `document`; by which spellings is added to `by`.
    fn find(
        &self,
        row: &Words<'_>,
        document: u64,
        within: Where<'_>,
        found: &mut Vec<Span>,
        by: &mut Vec<(usize, usize)>,
    ) {
        let whole = self.whole.as_ref().map(|p| p.find(row)).unwrap_or_default();
        let each: Vec<Vec<Span>> = self.typed.iter().map(|p| p.find(row)).collect();
        if !whole.is_empty() {
            found.extend(whole);
        } else if self.spelled.is_empty() || each.iter().all(|f| !f.is_empty()) {
            found.extend(each.into_iter().flatten());
        }
        for (n, phrase) in self.spelled.iter().enumerate() {
            if within(self.name, n).is_some_and(|d| !d.contains(&document)) {
                continue;
            }
            let spans = phrase.find(row);
            if !spans.is_empty() {
                by.push((self.name, n));
                found.extend(spans);
            }
        }
    }
}

/// The words of a passage by their places.
type Words<'w> = BTreeMap<u32, Vec<&'w Token>>;

impl Phrase {
    /// The words of a text; none where it has none.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let all = tokens(text);
        let main: Vec<&Token> = all.iter().filter(|t| t.main).collect();
        let first = main.first()?.at;
        let words = main.iter().map(|t| (t.at - first, t.term.clone())).collect();
        let whole = |t: &&Token| {
            !t.main && t.span.hull(main[0].span) == t.span && main.len() == 2 && text.contains('-')
        };
        let joined = all.iter().find(whole).map(|t| t.term.clone());
        Some(Self { words, joined, begins: text.trim_end().ends_with('*') && main.len() == 1 })
    }

    /// As a query on `body`.
    fn query(&self, body: Field) -> Box<dyn Query> {
        let term = |word: &str| Term::from_field_text(body, word);
        let one = |word: &str| -> Box<dyn Query> {
            Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqsAndPositions))
        };
        let words: Box<dyn Query> = match self.words.as_slice() {
            [(_, word)] if self.begins => Box::new(FuzzyTermQuery::new_prefix(term(word), 0, true)),
            [(_, word)] => one(word),
            several => Box::new(PhraseQuery::new_with_offset(
                several.iter().map(|(at, word)| (*at as usize, term(word))).collect(),
            )),
        };
        match &self.joined {
            Some(joined) => Box::new(BooleanQuery::union(vec![words, one(joined)])),
            None => words,
        }
    }

    fn find(&self, row: &Words<'_>) -> Vec<Span> {
        let mut found = Vec::new();
        let fits = |t: &Token, word: &str| match self.begins {
            true => t.term.starts_with(word),
            false => t.term == word,
        };
        for (&start, tokens) in row {
            let at = |(offset, word): &(u32, String)| {
                let place = row.get(&(start + offset))?;
                place.iter().find(|t| fits(t, word)).map(|t| t.span)
            };
            let whole =
                self.words.iter().map(at).try_fold(None, |hull: Option<Span>, span| {
                    span.map(|s| Some(hull.map_or(s, |h| h.hull(s))))
                });
            found.extend(whole.flatten());
            if let Some(joined) = &self.joined {
                found.extend(tokens.iter().find(|t| t.term == *joined).map(|t| t.span));
            }
        }
        found
    }
}

/// Where the clauses stand in the words `all` of the document numbered `document`, in order, none over another; and by
/// which other spellings: (name of the question, spelling of it).
pub(crate) fn highlights(
    clauses: &[Clause],
    all: &[&[Token]],
    document: u64,
    within: Where<'_>,
) -> (Vec<Span>, Vec<(usize, usize)>) {
    let (mut found, mut by) = (Vec::new(), Vec::new());
    for words in all {
        let mut row: Words<'_> = BTreeMap::new();
        for token in *words {
            row.entry(token.at).or_default().push(token);
        }
        clauses.iter().for_each(|c| c.find(&row, document, within, &mut found, &mut by));
    }
    by.sort_unstable();
    by.dedup();
    found.sort_unstable();
    let mut apart: Vec<Span> = Vec::new();
    for span in found {
        match apart.last_mut() {
            Some(last) if span.start < last.end => *last = last.hull(span),
            _ => apart.push(span),
        }
    }
    (apart, by)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `passage` with what `question` finds in square brackets.
    fn show(question: &str, passage: &str) -> String {
        let mut shown = passage.to_owned();
        let clauses = as_written(parts(question));
        for span in highlights(&clauses, &[&tokens(passage)], 1, &|_, _| None).0.into_iter().rev() {
            shown.insert(span.end as usize, ']');
            shown.insert(span.start as usize, '[');
        }
        shown
    }

    #[test]
    fn words_and_phrases() {
        assert_eq!(show("cease fire", "Cease the fire"), "[Cease] the [fire]");
        assert_eq!(show("\"cease fire\"", "fire; cease fire"), "fire; [cease fire]");
        assert_eq!(show("“cease fire", "fire; cease fire"), "fire; [cease fire]");
        assert_eq!(show("cease-fire", "a ceasefire, a cease-fire"), "a [ceasefire], a [cease-fire]");
        assert_eq!(show("ceasefire", "a cease-fire"), "a [cease-fire]");
        assert_eq!(show("negotiat*", "Negotiations negate"), "[Negotiations] negate");
        assert_eq!(show("Sorin", "Sŏrin’s reply"), "[Sŏrin’s] reply");
    }

    #[test]
    fn signs() {
        assert_eq!(show("和", "和平談判"), "[和]平談判");
        assert_eq!(show("평화", "조선평화위원회"), "조선[평화]위원회");
        assert_eq!(show("停戰線", "停戰與戰線，停戰線"), "停戰與戰線，[停戰線]");
    }

    #[test]
    fn nothing_to_look_for() {
        assert_eq!(parts(" \" -- \" "), []);
    }
}
