//! What the fields of a question mean in this collection: names in any spelling, sides, moves, issues, forms, papers.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{Form, Manner, MoveType, NameForm};
use memcon_names::Verdict;
use tantivy::{Searcher, Term};

use super::Widened;
use super::index::{Fields, issue_key};
use super::language::{Field, Note, Why};
use super::phrase::Phrase;
use super::plan::Plan;
use super::question::Clause;
use super::tokens::tokens;
use crate::collection::Collection;
use crate::error::Result;
use crate::fold;
use crate::sections::Section;
use crate::spellings::Spelling;

/// Looks up what fields mean.
pub(super) struct Meaning<'m> {
    pub collection: &'m Collection,
    pub searcher: &'m Searcher,
    pub fields: Fields,
    /// Names only as they are written.
    pub exact: bool,
    /// Names of fields with their other spellings.
    pub people: Vec<Widened>,
    pub notes: Vec<Note>,
}

fn words(text: &str) -> BTreeSet<String> {
    tokens(text).into_iter().filter(|t| t.main).map(|t| t.term).collect()
}

impl Meaning<'_> {
    /// What a field word asks.
    pub(super) fn of(&mut self, field: Field, value: &str) -> Result<Plan> {
        let f = self.fields;
        Ok(match field {
            Field::Speaker | Field::To => {
                let (people, plan) = self.who(field, value)?;
                self.people.push(people);
                plan
            }
            Field::Side => {
                let wanted = words(value);
                let all = dictionary(self.searcher, f.side)?;
                let sides = all.iter().filter(|s| wanted.is_subset(&words(s)));
                self.known(value, sides.map(|s| Term::from_field_text(f.side, s)).collect())
            }
            Field::Move => {
                let of = |m: &MoveType| m.as_str();
                self.known(value, named(value, MoveType::ALL, of, |m| Term::from_field_text(f.moved, m)))
            }
            Field::Form => {
                let of = |form: &Form| form.as_str();
                self.known(value, named(value, Form::ALL, of, |form| Term::from_field_text(f.form, form)))
            }
            Field::Issue => self.issue(value)?,
            Field::In => Phrase::asked(value).map_or(Plan::Terms(Vec::new()), Plan::Papers),
        })
    }

    /// Terms, and a note where there are none.
    fn known(&mut self, value: &str, terms: Vec<Term>) -> Plan {
        if terms.is_empty() {
            let why = Why::Unknown;
            self.notes.push(Note { why, words: value.to_owned(), at: memcon_model::Span::default() });
        }
        Plan::Terms(terms)
    }

    /// Passages about an issue: by its id, or by the words of one of its names; where no issue is so called, passages
    /// with these words.
    fn issue(&mut self, value: &str) -> Result<Plan> {
        let linked = self.collection.linked_of(&[Section::Issues])?;
        let wanted = words(value);
        let called = |name: &str| !wanted.is_empty() && wanted.is_subset(&words(name));
        let fits = linked.issues.iter().filter(|i| {
            i.id == value || called(&i.name) || i.wordings.iter().any(|w| called(&w.a) || called(&w.b))
        });
        let keys: BTreeSet<String> =
            fits.flat_map(|i| &i.members).map(|(document, local)| issue_key(document, local)).collect();
        if !keys.is_empty() {
            let terms = keys.iter().map(|k| Term::from_field_text(self.fields.issue, k));
            return Ok(Plan::Terms(terms.collect()));
        }
        self.notes.push(Note {
            why: Why::Unknown,
            words: value.to_owned(),
            at: memcon_model::Span::default(),
        });
        let each =
            value.split_whitespace().filter_map(|w| Some(Plan::Clause(Clause::only(Phrase::asked(w)?))));
        Ok(Plan::All(each.collect()))
    }

    /// Somebody with the other names that the collection knows; where it knows none so called, everybody whose name
    /// holds these words. An agent's id is the agent under every name.
    pub(super) fn who(&self, field: Field, name: &str) -> Result<(Widened, Plan)> {
        let (folded, written) = match field {
            Field::To => (self.fields.addressee, self.fields.told),
            _ => (self.fields.speaker, self.fields.named),
        };
        let asked = name.trim().to_owned();
        let mut found: BTreeMap<String, Spelling> = BTreeMap::new();
        if !self.exact {
            let spellings = self.collection.spellings()?;
            for who in spellings.agents(&asked).iter().filter(|f| f.verdict == Verdict::Same) {
                let Some(agent) = spellings.linked().agents.get(who.agent) else { continue };
                // Whoever is called "he" or "the Minister" may be anybody.
                let by_name = |f: &&NameForm| !matches!(f.manner, Manner::Pronoun | Manner::Office);
                let forms = agent.forms.iter().filter(by_name).map(|f| &f.form);
                for form in forms.chain([&agent.canonical]) {
                    let why = if *form == who.form { &who.why } else { &agent.canonical };
                    found.entry(fold(form)).or_insert_with(|| Spelling {
                        form: form.clone(),
                        why: why.clone(),
                        agent: Some(agent.id.clone()),
                        documents: None,
                    });
                }
            }
        }
        if found.is_empty() && !self.exact {
            let wanted = words(&asked);
            for form in
                dictionary(self.searcher, written)?.into_iter().filter(|s| wanted.is_subset(&words(s)))
            {
                let why = "the name holds these words".to_owned();
                found.insert(fold(&form), Spelling { form, why, agent: None, documents: None });
            }
        }
        found.remove(&fold(&asked));
        let names: BTreeSet<String> = std::iter::once(fold(&asked)).chain(found.keys().cloned()).collect();
        let plan = Plan::Terms(names.iter().map(|n| Term::from_field_text(folded, n)).collect());
        Ok((Widened { asked, spellings: found.into_values().collect() }, plan))
    }
}

/// The words of a vocabulary that a person may mean: the word itself, else those that begin so.
fn named<T>(
    value: &str,
    all: &[T],
    of: impl Fn(&T) -> &'static str,
    term: impl Fn(&str) -> Term,
) -> Vec<Term> {
    let wanted = fold(value).split_whitespace().collect::<Vec<_>>().join("-");
    let exactly: Vec<Term> = all.iter().map(&of).filter(|w| *w == wanted).map(&term).collect();
    if !exactly.is_empty() || wanted.is_empty() {
        return exactly;
    }
    all.iter().map(of).filter(|w| w.starts_with(&wanted)).map(term).collect()
}

/// Every word that the index has in a field.
fn dictionary(searcher: &Searcher, field: tantivy::schema::Field) -> Result<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    for reader in searcher.segment_readers() {
        let index = reader.inverted_index(field)?;
        let mut words = index.terms().stream().map_err(tantivy::TantivyError::from)?;
        while words.advance() {
            all.insert(String::from_utf8_lossy(words.key()).into_owned());
        }
    }
    Ok(all)
}
