//! Full-text search over the passages of a collection: paragraphs, and the stretches of each voice.

mod index;
mod mended;
mod passages;
mod question;
mod tokens;
mod widen;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use memcon_model::{Edtf, Form, Layout, Mode, Span};
use memcon_names::Verdict;
use rusqlite::{Connection, OptionalExtension, params};
use tantivy::collector::sort_key::{SortBySimilarityScore, SortByStaticFastValue};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, DisjunctionMaxQuery, Query, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{Order, Searcher, TantivyDocument, Term};

pub(crate) use index::{Index, Mark};
use mended::{Aside, Mended};
pub use passages::voices;
use question::{Clause, Where};
pub use widen::Widened;

use crate::collection::{Collection, guard};
use crate::error::Result;
use crate::spellings::Spelling;
use crate::{Hit, SearchQuery, SearchResult, Spelled, fold};

impl Collection {
    /// Finds passages that hold all words and phrases asked for, best first. Brings the index up to
    /// date first. Without words: every passage that the other conditions leave, by date.
    pub fn search(&self, query: &SearchQuery) -> Result<SearchResult> {
        let index = self.fresh_index()?;
        let parts = question::parts(&query.text);
        if parts.is_empty() && !query.text.trim().is_empty() {
            return Ok(SearchResult::default());
        }
        let (clauses, widened) = match query.exact {
            true => (question::as_written(parts), Vec::new()),
            false => widen::widen(parts, self.spellings()?.as_ref()),
        };
        let speaker = query.speaker.as_deref().map(|s| self.speaker(s, query.exact)).transpose()?;
        let within = self.within(&widened)?;
        let within = |name: usize, spelling: usize| within.get(&(name, spelling));
        let asked = Asked { clauses, widened, within: &within, exact: query.exact };
        let searcher = index.reader.searcher();
        let full = full_query(&index, &asked, query, speaker.as_ref());
        let total = searcher.search(&full, &Count)? as u64;
        let mut hits = Vec::new();
        if query.limit > 0 && total > query.offset as u64 {
            let order = (
                (SortBySimilarityScore, Order::Desc),
                (SortByStaticFastValue::<u64>::for_field("first"), Order::Asc),
                (SortByStaticFastValue::<u64>::for_field("order"), Order::Asc),
            );
            let top = TopDocs::with_limit(query.limit).and_offset(query.offset).order_by(order);
            let places = searcher.search(&full, &top)?;
            let places = places.into_iter().map(|(_, at)| place(&index, &searcher, at));
            let places = places.collect::<Result<Vec<_>>>()?;
            hits = self.reading(|db| {
                let found = places.iter().map(|p| hit(db, p, &asked)).collect::<rusqlite::Result<Vec<_>>>();
                Ok(found?.into_iter().flatten().collect())
            })?;
        }
        Ok(SearchResult { total, widened: asked.widened, speaker, hits })
    }

    /// The speaker asked for with the other names the collection knows; where it knows none so called, every
    /// speaker whose name holds these words.
    fn speaker(&self, name: &str, exact: bool) -> Result<Widened> {
        let asked = name.trim().to_owned();
        let mut found: BTreeMap<String, Spelling> = BTreeMap::new();
        if !exact {
            let spellings = self.spellings()?;
            for who in spellings.agents(&asked).iter().filter(|f| f.verdict == Verdict::Same) {
                let Some(agent) = spellings.linked().agents.get(who.agent) else { continue };
                for form in agent.forms.iter().map(|f| &f.form).chain([&agent.canonical]) {
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
        if found.is_empty() && !exact {
            let words = |text: &str| -> BTreeSet<String> {
                tokens::tokens(text).into_iter().filter(|t| t.main).map(|t| t.term).collect()
            };
            let wanted = words(&asked);
            for form in self.reading(speakers)?.into_iter().filter(|s| wanted.is_subset(&words(s))) {
                let why = "the name holds these words".to_owned();
                found.insert(fold(&form), Spelling { form, why, agent: None, documents: None });
            }
        }
        found.remove(&fold(&asked));
        Ok(Widened { asked, spellings: found.into_values().collect() })
    }

    /// The numbers of the documents to which a spelling is held, by name of the question and spelling.
    fn within(&self, widened: &[Widened]) -> Result<BTreeMap<(usize, usize), BTreeSet<u64>>> {
        let mut held = BTreeMap::new();
        for (name, w) in widened.iter().enumerate() {
            for (n, spelling) in w.spellings.iter().enumerate() {
                let Some(documents) = &spelling.documents else { continue };
                let numbers = self.reading(|db| {
                    let mut query = db.prepare_cached("SELECT n FROM documents WHERE id = ?")?;
                    let number = |id: &String| query.query_row([id], |r| r.get::<_, i64>(0)).optional();
                    documents.iter().map(number).collect::<rusqlite::Result<Vec<_>>>()
                })?;
                held.insert((name, n), numbers.into_iter().flatten().map(i64::unsigned_abs).collect());
            }
        }
        Ok(held)
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

/// A question as it is looked for.
struct Asked<'w> {
    clauses: Vec<Clause>,
    widened: Vec<Widened>,
    within: Where<'w>,
    /// Only as it stands.
    exact: bool,
}

/// Everything that a passage must be.
fn full_query(
    index: &Index,
    asked: &Asked<'_>,
    query: &SearchQuery,
    speaker: Option<&Widened>,
) -> BooleanQuery {
    let f = index.fields;
    let clause = |c: &Clause| -> Box<dyn Query> {
        let stands = c.query(f.body, f.document, asked.within);
        if asked.exact {
            return stands;
        }
        let meant = c.query(f.meant, f.document, asked.within);
        Box::new(DisjunctionMaxQuery::new(vec![stands, meant]))
    };
    let mut all: Vec<Box<dyn Query>> = asked.clauses.iter().map(clause).collect();
    if all.is_empty() {
        all.push(Box::new(AllQuery));
    }
    let mut only = |q: Box<dyn Query>| all.push(Box::new(ConstScoreQuery::new(q, 0.0)));
    let term = |t: Term| Box::new(TermQuery::new(t, IndexRecordOption::Basic));
    // A speaker's words are a stretch of one voice; otherwise a paragraph reads better.
    let voices = query.speaker.is_some() || query.max_depth.is_some();
    only(term(Term::from_field_u64(f.kind, if voices { index::STRETCH } else { index::PARAGRAPH })));
    if let Some(speaker) = speaker {
        let names: BTreeSet<String> = std::iter::once(&speaker.asked)
            .chain(speaker.spellings.iter().map(|s| &s.form))
            .map(|name| fold(name.trim()))
            .collect();
        only(Box::new(TermSetQuery::new(names.iter().map(|n| Term::from_field_text(f.speaker, n)))));
    }
    if let Some(form) = query.form {
        only(term(Term::from_field_text(f.form, form.as_str())));
    }
    let dated = |field, from: Bound<u64>, to: Bound<u64>| {
        let term = |b: Bound<u64>| b.map(|v| Term::from_field_u64(field, v));
        Box::new(RangeQuery::new(term(from), term(to)))
    };
    // A date that is not exact counts where it may lie inside.
    if let Some(from) = query.from.as_deref().and_then(index::day) {
        only(dated(f.last, Bound::Included(from), Bound::Unbounded));
    }
    if let Some(to) = query.to.as_deref().and_then(index::day) {
        only(dated(f.first, Bound::Unbounded, Bound::Included(to.min(index::UNDATED - 1))));
    }
    if let Some(depth) = query.max_depth {
        only(dated(f.depth, Bound::Unbounded, Bound::Included(depth.into())));
    }
    BooleanQuery::intersection(all)
}

/// A passage that was found: its document, where it stands, what stands beside it.
type Place = (i64, Span, Aside);

fn place(index: &Index, searcher: &Searcher, at: tantivy::DocAddress) -> Result<Place> {
    let entry: TantivyDocument = searcher.doc(at)?;
    let number = |field| entry.get_first(field).and_then(|v| v.as_u64()).unwrap_or(0);
    let offset = |field| usize::try_from(number(field)).unwrap_or(usize::MAX);
    let f = index.fields;
    let aside = entry.get_first(f.aside).and_then(|v| v.as_str()).and_then(|a| serde_json::from_str(a).ok());
    let span = Span::new(offset(f.start), offset(f.end));
    Ok((number(f.document).cast_signed(), span, aside.unwrap_or_default()))
}

/// Every speaker of the collection, as written.
fn speakers(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut query = db.prepare_cached(
        "SELECT speaker FROM turns WHERE speaker IS NOT NULL UNION SELECT as_named FROM turns
         WHERE as_named IS NOT NULL",
    )?;
    query.query_map([], |r| r.get(0))?.collect()
}

/// The hit at a place; none where the document went away since the index was opened.
fn hit(db: &Connection, (n, span, aside): &Place, asked: &Asked<'_>) -> rusqlite::Result<Option<Hit>> {
    let mut query = db.prepare_cached(
        "SELECT id, title, date, form, substr(CAST(text AS BLOB), ?2, ?3)
         FROM documents JOIN analyses USING (n) WHERE n = ?1",
    )?;
    let found = query
        .query_row(params![n, span.start + 1, span.end - span.start], |r| {
            let words: Vec<u8> = r.get(4)?;
            Ok(Hit {
                document: r.get(0)?,
                title: r.get(1)?,
                date: r.get::<_, Option<String>>(2)?.and_then(|d| d.parse::<Edtf>().ok()),
                form: r.get_ref(3)?.as_str()?.parse().unwrap_or(Form::Other),
                span: *span,
                passage: String::from_utf8_lossy(&words).into_owned(),
                highlights: Vec::new(),
                spelled: Vec::new(),
                speaker: None,
                mode: None,
                depth: None,
                reporters: None,
                page: None,
            })
        })
        .optional()?;
    let Some(mut hit) = found else { return Ok(None) };
    let stands = tokens::tokens(&hit.passage);
    let meant = match asked.exact {
        true => Vec::new(),
        false => Mended::new(&hit.passage, &aside.slips).tokens(),
    };
    let words = [stands.as_slice(), meant.as_slice()];
    let (highlights, by) = question::highlights(&asked.clauses, &words, n.unsigned_abs(), asked.within);
    hit.highlights = highlights;
    let spelled = |(name, n): (usize, usize)| {
        let widened = asked.widened.get(name)?;
        let spelling = widened.spellings.get(n)?;
        let (form, why) = (spelling.form.clone(), spelling.why.clone());
        Some(Spelled { asked: widened.asked.clone(), form, why })
    };
    hit.spelled = by.into_iter().filter_map(spelled).collect();
    // The voice of the words found, not of the whole paragraph.
    let words = hit.highlights.first().copied().unwrap_or(Span { start: 0, end: span.end - span.start });
    let layout = Layout { pages: aside.pages.clone(), ..Layout::default() };
    hit.page = layout.cited(words);
    voice(db, *n, Span { start: span.start + words.start, end: span.start + words.end }, &mut hit)?;
    Ok(Some(hit))
}

/// Fills in who speaks at `words`: the innermost turn that holds them.
fn voice(db: &Connection, n: i64, words: Span, hit: &mut Hit) -> rusqlite::Result<()> {
    let mut query = db.prepare_cached(
        "SELECT coalesce(speaker, as_named), mode, depth FROM turns
         WHERE document = ?1 AND first <= ?2 AND last >= ?3 ORDER BY last - first, id LIMIT 1",
    )?;
    let turn = query
        .query_row(params![n, words.start, words.end], |r| {
            Ok((r.get::<_, Option<String>>(0)?, r.get::<_, String>(1)?, r.get::<_, u32>(2)?))
        })
        .optional()?;
    if let Some((speaker, mode, depth)) = turn {
        hit.speaker = speaker;
        hit.mode = mode.parse::<Mode>().ok();
        hit.depth = Some(depth);
        hit.reporters = Some(crate::read::depths(db, n)?.reporters(words));
    }
    Ok(())
}
