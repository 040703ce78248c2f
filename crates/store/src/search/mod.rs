//! Full-text search over the passages of a collection: paragraphs, and the stretches of each voice.
//!
//! A question goes one way: read ([`language`]), its names and fields found ([`plan`], [`fields`], [`widen`]), asked of the
//! index ([`places`] where words must stand near each other), counted ([`facets`]), shown ([`hits`]). Text is read only
//! of passages that are shown.

mod deeds;
mod facets;
mod fields;
mod glob;
mod hits;
mod index;
mod language;
mod lexemes;
mod mended;
mod passages;
mod phrase;
mod places;
mod plan;
mod question;
mod spelled_out;
mod tokens;
mod widen;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use memcon_model::Span;
use rusqlite::OptionalExtension;
use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Order, Searcher, Term};

use facets::{Counting, Counts, Groups};
pub use facets::{Facet, FacetCounts, FacetValue};
use fields::Meaning;
use hits::{Asked, hit, place};
pub(crate) use index::{Index, Mark};
use language::{Field, Leaf, Node};
pub use language::{Note, Question, Why};
pub use passages::voices;
use phrase::{Expanding, any_of};
use plan::{Compiling, Plan, Planner};
use question::Where;
pub use widen::Widened;

use crate::collection::{Collection, guard};
use crate::error::Result;
use crate::sections::Section;
use crate::{By, Hit, SearchQuery, SearchResult};

/// A question made ready for the index.
struct Ready {
    index: Arc<Index>,
    searcher: Searcher,
    asked: Asked,
    groups: Option<Arc<Groups>>,
    /// What a passage must be, but for whether it is a paragraph or a stretch.
    query: Box<dyn Query>,
    /// Whether passages of one voice are asked for.
    voices: bool,
    /// What is told of the question, without hits.
    result: SearchResult,
}

impl Collection {
    /// Finds passages that hold what is asked for, best first or by date. Brings the index up to date first. Without
    /// words: every passage that the other conditions leave, by date.
    pub fn search(&self, query: &SearchQuery) -> Result<SearchResult> {
        let Some(ready) = self.ready(query)? else {
            let question = Question::read(&query.text);
            return Ok(SearchResult { notes: question.notes, ..SearchResult::default() });
        };
        let full = ready.full(ready.voices);
        let total = ready.searcher.search(&full, &Count)? as u64;
        let mut hits = Vec::new();
        if query.limit > 0 && total > query.offset as u64 {
            let found = ready.best(&full, query.by, query.offset, query.limit)?;
            let places: Vec<_> = found
                .into_iter()
                .map(|at| place(&ready.index, &ready.searcher, at))
                .collect::<Result<_>>()?;
            hits = self.reading(|db| {
                let found = places.iter().map(|p| hit(db, p, &ready.asked));
                Ok(found.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().flatten().collect())
            })?;
        }
        let facets = ready.facets(query, &full)?;
        Ok(SearchResult { total, hits, facets, ..ready.result })
    }

    /// Tells the passages that are found, in order, one after the other, `most` at most; gives how many there are in
    /// all. Offset and limit do not count.
    pub fn search_all<E: From<crate::StoreError>>(
        &self,
        query: &SearchQuery,
        most: usize,
        mut tell: impl FnMut(Hit) -> std::result::Result<(), E>,
    ) -> std::result::Result<u64, E> {
        let Some(ready) = self.ready(query)? else { return Ok(0) };
        let full = ready.full(ready.voices);
        let total = ready.searcher.search(&full, &Count).map_err(crate::StoreError::from)?;
        let found = match total {
            0 => Vec::new(),
            _ => ready.best(&full, query.by, 0, total.min(most.max(1)))?,
        };
        for at in found {
            let place = place(&ready.index, &ready.searcher, at)?;
            if let Some(hit) = self.reading(|db| hit(db, &place, &ready.asked))? {
                tell(hit)?;
            }
        }
        Ok(total as u64)
    }

    /// Reads a question and looks up what its names and fields mean; `None` where it asks for nothing.
    fn ready(&self, query: &SearchQuery) -> Result<Option<Ready>> {
        let index = self.fresh_index()?;
        let question = Question::read(&query.text);
        if question.root.is_none() && !query.text.trim().is_empty() {
            return Ok(None);
        }
        let searcher = index.reader.searcher();
        let spellings = match query.exact {
            true => None,
            false => Some(self.spellings()?),
        };
        let mut meaning = Meaning {
            collection: self,
            searcher: &searcher,
            fields: index.fields,
            exact: query.exact,
            people: Vec::new(),
            notes: question.notes.clone(),
        };
        let mut field = |field, value: &str| meaning.of(field, value);
        let mut planner = Planner { spellings: spellings.as_deref(), widened: Vec::new(), field: &mut field };
        let plan = question.root.as_ref().map(|root| planner.plan(root)).transpose()?;
        let widened = planner.widened;
        let within = self.within(&widened)?;
        let who = |field, name: &Option<String>| {
            name.as_deref().map(|name| meaning.who(field, name)).transpose().map(Option::unzip)
        };
        let (speaker, said) = who(Field::Speaker, &query.speaker)?;
        let (addressee, told) = who(Field::To, &query.addressee)?;
        let mut narrowed: Vec<Plan> = said.into_iter().chain(told).collect();
        for (field, value) in [(Field::Side, &query.side), (Field::Issue, &query.issue)] {
            if let Some(value) = value {
                narrowed.push(meaning.of(field, value)?);
            }
        }
        if let Some(moved) = query.moved {
            narrowed.push(meaning.of(Field::Move, moved.as_str())?);
        }
        let groups = match query.picked.is_empty() && query.facets == 0 {
            true => None,
            false => Some(self.groups(&index, &searcher, query.exact)?),
        };
        let Meaning { people, mut notes, .. } = meaning;
        let (exact, fields) = (query.exact, index.fields);
        let expanding = Expanding {
            searcher: &searcher,
            fields: [fields.body, fields.meant],
            cut: Vec::new(),
            known: BTreeMap::new(),
        };
        let mut compiling = Compiling { fields, within: &within, exact, expanding };
        let mut all: Vec<Box<dyn Query>> = vec![match &plan {
            Some(plan) => plan.query(&mut compiling),
            None => Box::new(AllQuery),
        }];
        let free = |q: Box<dyn Query>| -> Box<dyn Query> { Box::new(ConstScoreQuery::new(q, 0.0)) };
        all.extend(narrowed.iter().map(|p| free(p.query(&mut compiling))));
        all.extend(conditions(&index, query).into_iter().map(free));
        for (facet, value) in &query.picked {
            all.extend(groups.iter().map(|g| free(g.query(&fields, *facet, value))));
        }
        for (words, n) in std::mem::take(&mut compiling.expanding.cut) {
            let note = Note { why: Why::Cut, words, at: Span::new(0, n) };
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
        let voices = query.speaker.is_some()
            || query.addressee.is_some()
            || query.side.is_some()
            || query.mode.is_some()
            || query.max_depth.is_some()
            || query.picked.iter().any(|(facet, _)| facet.is_of_voice())
            || question.root.as_ref().is_some_and(asks_voices);
        let mut full = BooleanQuery::intersection(all);
        if !query.withheld.is_empty() {
            let hidden = self.numbers(&query.withheld)?;
            let terms = hidden.iter().map(|n| Term::from_field_u64(fields.document, *n)).collect();
            full = BooleanQuery::new(vec![
                (Occur::Must, Box::new(full) as Box<dyn Query>),
                (Occur::MustNot, any_of(terms, 0.0)),
            ]);
        }
        let reading = if question.is_plain() { None } else { Some(question.to_string()) };
        let result = SearchResult {
            widened: widened.iter().cloned().chain(people).collect(),
            speaker,
            addressee,
            reading,
            notes,
            ..SearchResult::default()
        };
        let asked = Asked { plan, widened, within, exact };
        Ok(Some(Ready { index, searcher, asked, groups, query: Box::new(full), voices, result }))
    }

    /// Which values of facets are one, as kept or found anew.
    fn groups(&self, index: &Index, searcher: &Searcher, exact: bool) -> Result<Arc<Groups>> {
        let linking = self.linking()?;
        let kept = guard(&index.groups).iter().find(|g| g.fit(searcher, linking, exact)).cloned();
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let spellings = if exact { None } else { Some(self.spellings()?) };
        let linked = self.linked_of(&[Section::Issues])?;
        let groups = Arc::new(Groups::new(searcher, linking, spellings.as_deref(), &linked.issues)?);
        let mut kept = guard(&index.groups);
        kept.retain(|g| g.fit(searcher, linking, !exact));
        kept.push(Arc::clone(&groups));
        Ok(groups)
    }

    /// The documents to which a spelling is held, by name of the question and spelling.
    fn within(&self, widened: &[Widened]) -> Result<Where> {
        let mut held = Where::new();
        for (name, w) in widened.iter().enumerate() {
            for (n, spelling) in w.spellings.iter().enumerate() {
                if let Some(documents) = &spelling.documents {
                    held.insert((name, n), Arc::new(self.numbers(documents)?));
                }
            }
        }
        Ok(held)
    }

    /// The numbers of documents.
    fn numbers(&self, documents: &BTreeSet<String>) -> Result<BTreeSet<u64>> {
        let numbers = self.reading(|db| {
            let mut query = db.prepare_cached("SELECT n FROM documents WHERE id = ?")?;
            let number = |id: &String| query.query_row([id], |r| r.get::<_, i64>(0)).optional();
            documents.iter().map(number).collect::<rusqlite::Result<Vec<_>>>()
        })?;
        Ok(numbers.into_iter().flatten().map(i64::unsigned_abs).collect())
    }

    /// The index, up to date where that can be done. A reader that may not write uses what is
    /// there while another program writes, and builds one in memory where there is none.
    fn fresh_index(&self) -> Result<Arc<Index>> {
        let mut held = guard(&self.index);
        let mark = Mark { revision: self.revision()?, chain: self.chain()? };
        if let Some(index) = held.as_ref().filter(|i| i.mark().as_ref() == Some(&mark)) {
            index.reader.reload()?;
            return Ok(Arc::clone(index));
        }
        let index = Arc::new(self.build_index(&mark)?);
        *held = Some(Arc::clone(&index));
        Ok(index)
    }

    fn build_index(&self, mark: &Mark) -> Result<Index> {
        let dir = self.index_dir();
        let there = Index::open(&dir).ok().and_then(|i| i.mark().map(|m| (i, m)));
        if let Some((index, at)) = there {
            if at == *mark {
                return Ok(index);
            }
            let continues = at.revision < mark.revision && self.was(&at)?;
            match self.may_index() {
                Some(_lock) if continues => {
                    let db = crate::schema::open_reader(&self.database())?;
                    if index.follow(&db, at.revision, mark).is_ok() {
                        return Ok(index);
                    }
                }
                // Another program writes just now: what it has not finished is not looked for.
                None if continues => return Ok(index),
                _ => {}
            }
        }
        let db = crate::schema::open_reader(&self.database())?;
        if let Some(_lock) = self.may_index() {
            let built = Index::create(Some(&dir)).and_then(|i| i.follow(&db, 0, mark).map(|()| i));
            if let Ok(index) = built {
                return Ok(index);
            }
        }
        let index = Index::create(None)?;
        index.follow(&db, 0, mark)?;
        Ok(index)
    }

    /// Brings the index up to date now, so that the first search need not wait.
    pub fn refresh_index(&self) -> Result<()> {
        self.fresh_index().map(|_| ())
    }
}

/// Whether a question has fields that only the stretch of one voice answers.
fn asks_voices(node: &Node) -> bool {
    match node {
        Node::All(parts) | Node::Any(parts) => parts.iter().any(asks_voices),
        Node::Not(inner) => asks_voices(inner),
        Node::Leaf(Leaf::Field { field, .. }, _) => {
            matches!(field, Field::Speaker | Field::To | Field::Side)
        }
        Node::Leaf(..) => false,
    }
}

/// What is asked of the paper and of the way of the words.
fn conditions(index: &Index, query: &SearchQuery) -> Vec<Box<dyn Query>> {
    let f = index.fields;
    let mut all: Vec<Box<dyn Query>> = Vec::new();
    let term = |t: Term| Box::new(TermQuery::new(t, IndexRecordOption::Basic));
    if let Some(form) = query.form {
        all.push(term(Term::from_field_text(f.form, form.as_str())));
    }
    if let Some(mode) = query.mode {
        all.push(term(Term::from_field_text(f.mode, mode.as_str())));
    }
    let dated = |field, from: Bound<u64>, to: Bound<u64>| {
        let term = |b: Bound<u64>| b.map(|v| Term::from_field_u64(field, v));
        Box::new(RangeQuery::new(term(from), term(to)))
    };
    // A date that is not exact counts where it may lie inside.
    if let Some(from) = query.from.as_deref().and_then(index::day) {
        all.push(dated(f.last, Bound::Included(from), Bound::Unbounded));
    }
    if let Some(to) = query.to.as_deref().and_then(index::day) {
        all.push(dated(f.first, Bound::Unbounded, Bound::Included(to.min(index::UNDATED - 1))));
    }
    if let Some(depth) = query.max_depth {
        all.push(dated(f.depth, Bound::Unbounded, Bound::Included(depth.into())));
    }
    all
}

impl Ready {
    /// The whole question of one kind of passages: a speaker's words are a stretch of one voice; otherwise a paragraph
    /// reads better.
    fn full(&self, voices: bool) -> BooleanQuery {
        let kind = if voices { index::STRETCH } else { index::PARAGRAPH };
        let kind =
            TermQuery::new(Term::from_field_u64(self.index.fields.kind, kind), IndexRecordOption::Basic);
        BooleanQuery::intersection(vec![
            self.query.box_clone(),
            Box::new(ConstScoreQuery::new(Box::new(kind), 0.0)),
        ])
    }

    /// The passages from `offset` on, in order.
    fn best(&self, full: &BooleanQuery, by: By, offset: usize, limit: usize) -> Result<Vec<DocAddress>> {
        let first = (SortByStaticFastValue::<u64>::for_field("first"), Order::Asc);
        let place = (SortByStaticFastValue::<u64>::for_field("order"), Order::Asc);
        let top = TopDocs::with_limit(limit).and_offset(offset);
        Ok(match by {
            By::Relevance => {
                let order = ((SortBySimilarityScore, Order::Desc), first, place);
                let found = self.searcher.search(full, &top.order_by(order))?;
                found.into_iter().map(|(_, at)| at).collect()
            }
            By::Date => {
                let found = self.searcher.search(full, &top.order_by((first, place)))?;
                found.into_iter().map(|(_, at)| at).collect()
            }
        })
    }

    /// Counts over everything that is found; what tells of a voice, over the stretches of voices, so that each count is
    /// what is found when it is picked.
    fn facets(&self, query: &SearchQuery, full: &BooleanQuery) -> Result<Vec<FacetCounts>> {
        let Some(groups) = self.groups.as_ref().filter(|_| query.facets > 0) else { return Ok(Vec::new()) };
        let (voice, rest): (Vec<Facet>, Vec<Facet>) =
            Facet::ALL.into_iter().partition(|f| f.is_of_voice() && !self.voices);
        let count = |facets, full: &BooleanQuery| -> Result<Counts> {
            Ok(self.searcher.search(full, &Counting { groups: Arc::clone(groups), facets })?)
        };
        let mut counts = count(rest, full)?;
        if !voice.is_empty() {
            counts.extend(count(voice, &self.full(true))?);
        }
        let told = |f: Facet| groups.told(f, &counts, &query.picked, query.facets);
        let mut told: Vec<FacetCounts> = Facet::ALL.into_iter().map(told).collect();
        // What was picked is told also where nothing is left of it, so that it can be taken away.
        for (facet, value) in &query.picked {
            let Some(of) = told.iter_mut().find(|t| t.facet == *facet) else { continue };
            if of.values.iter().all(|v| v.value != *value) {
                let label = groups.label(*facet, value);
                of.values.push(FacetValue { value: value.clone(), label, count: 0, picked: true });
            }
        }
        Ok(told)
    }
}
