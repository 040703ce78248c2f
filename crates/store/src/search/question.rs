//! Words of a question as clauses: what was typed, or one of the other spellings of a name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tantivy::Term;
use tantivy::query::{BooleanQuery, Query};
use tantivy::schema::Field;

use super::phrase::{Expanding, Found, Phrase, Words, any_of};
use super::places::Alternative;

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
    pub(crate) fn phrase(&self) -> &Phrase {
        match self {
            Self::Word(_, phrase) | Self::Quoted(phrase) => phrase,
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

/// The documents to which spellings are held, by name of the question and spelling; of others, everywhere.
pub(crate) type Where = BTreeMap<(usize, usize), Arc<BTreeSet<u64>>>;

/// By which spelling a name was found: (name of the question, spelling of it).
pub(crate) type By = BTreeSet<(usize, usize)>;

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
    pub(crate) fn query(
        &self,
        body: Field,
        document: Field,
        within: &Where,
        expanding: &mut Expanding<'_>,
    ) -> Box<dyn Query> {
        let mut typed: Vec<Box<dyn Query>> = self.typed.iter().map(|p| p.query(body, expanding)).collect();
        let typed = match typed.len() {
            1 => typed.remove(0),
            _ => Box::new(BooleanQuery::intersection(typed)),
        };
        if self.spelled.is_empty() {
            return typed;
        }
        let mut all = vec![typed];
        for (n, p) in self.spelled.iter().enumerate() {
            let spelled = p.query(body, expanding);
            all.push(match within.get(&(self.name, n)) {
                None => spelled,
                Some(documents) => {
                    let terms = documents.iter().map(|d| Term::from_field_u64(document, *d));
                    Box::new(BooleanQuery::intersection(vec![spelled, any_of(terms.collect(), 0.0)]))
                }
            });
        }
        Box::new(BooleanQuery::union(all))
    }

    /// Its words one after the other, or one of the spellings, where their places are compared.
    pub(crate) fn alternatives(
        &self,
        body: Field,
        within: &Where,
        expanding: &mut Expanding<'_>,
    ) -> Vec<Alternative> {
        let typed = self.whole.iter().chain(self.typed.iter().filter(|_| self.whole.is_none()));
        let mut all: Vec<Alternative> = typed.flat_map(|p| p.alternatives(body, expanding)).collect();
        for (n, p) in self.spelled.iter().enumerate() {
            let held = within.get(&(self.name, n));
            let spelled = p.alternatives(body, expanding);
            all.extend(spelled.into_iter().map(|a| Alternative { within: held.cloned(), ..a }));
        }
        all
    }

    /// Where its spellings stand in the words of document `document`; by which is added to `by`.
    fn spelled(&self, row: &Words<'_>, document: u64, within: &Where, by: &mut By) -> Vec<Found> {
        let mut found = Vec::new();
        for (n, phrase) in self.spelled.iter().enumerate() {
            if within.get(&(self.name, n)).is_some_and(|d| !d.contains(&document)) {
                continue;
            }
            let places = phrase.find(row);
            if !places.is_empty() {
                by.insert((self.name, n));
                found.extend(places);
            }
        }
        found
    }

    /// Where it stands, its words wherever they are.
    pub(crate) fn find(&self, row: &Words<'_>, document: u64, within: &Where, by: &mut By) -> Vec<Found> {
        let mut found = self.whole.as_ref().map(|p| p.find(row)).unwrap_or_default();
        if found.is_empty() {
            let each: Vec<Vec<Found>> = self.typed.iter().map(|p| p.find(row)).collect();
            if self.spelled.is_empty() || each.iter().all(|f| !f.is_empty()) {
                found = each.into_iter().flatten().collect();
            }
        }
        found.extend(self.spelled(row, document, within, by));
        found
    }

    /// Where it stands as one piece.
    pub(crate) fn find_together(
        &self,
        row: &Words<'_>,
        document: u64,
        within: &Where,
        by: &mut By,
    ) -> Vec<Found> {
        let typed = self.whole.iter().chain(self.typed.iter().filter(|_| self.whole.is_none()));
        let mut found: Vec<Found> = typed.flat_map(|p| p.find(row)).collect();
        found.extend(self.spelled(row, document, within, by));
        found.sort_unstable();
        found.dedup();
        found
    }
}
