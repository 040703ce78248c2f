//! The index itself: its fields, how it is brought up to date, when it is thrown away.
//!
//! It is derived. Each commit carries the chain of the collection's changes up to which it goes; if
//! that is not a beginning of the collection's own, or the files are broken, all is built anew.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex};

use memcon_model::{Analysis, Edtf, Form, Heard, OffsetMap, Turn, reporters};
use rusqlite::{Connection, OptionalExtension};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};

use super::deeds::{Deed, Deeds};
use super::facets::Groups;
use super::mended::{Aside, Mended};
use super::passages::passages;
use super::tokens::tokens;
use crate::error::{Result, StoreError};
use crate::fold;

/// Layout of the index; another number makes it be built anew.
const LAYOUT: u32 = 4;

/// Memory for one indexing thread, in bytes.
const ARENA: usize = 40_000_000;

/// Papers between two looks at the memory while building.
const BATCH: i64 = 256;

/// Papers between two commits while building.
const COMMIT: usize = if cfg!(test) { 3 } else { 50_000 };

/// The fields of a passage.
#[derive(Clone, Copy)]
pub(crate) struct Fields {
    /// Words as they stand.
    pub body: Field,
    /// Words as they were meant, where that is another matter.
    pub meant: Field,
    /// Slips and pages of the passage, as JSON.
    pub aside: Field,
    pub document: Field,
    pub start: Field,
    pub end: Field,
    pub kind: Field,
    /// Where it begins and ends in code points, so that a link needs no text.
    pub from: Field,
    pub to: Field,
    /// Words of the paper's title and id.
    pub paper: Field,
    /// Names of the speaker, folded; and as they stand.
    pub speaker: Field,
    pub named: Field,
    /// The fullest name of the speaker, of the one spoken to.
    pub said_by: Field,
    pub told: Field,
    /// Name of the one spoken to, folded.
    pub addressee: Field,
    pub side: Field,
    pub mode: Field,
    /// What is done there.
    pub moved: Field,
    /// Issues of the paper that are named or moved about there, by [`issue_key`].
    pub issue: Field,
    pub form: Field,
    pub first: Field,
    pub last: Field,
    pub year: Field,
    pub depth: Field,
    pub order: Field,
}

/// What a passage can be asked for as.
pub(crate) const PARAGRAPH: u64 = 1;
/// A stretch of one voice.
pub(crate) const STRETCH: u64 = 2;

fn schema() -> (Schema, Fields) {
    let mut s = Schema::builder();
    let indexing = TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let words = TextOptions::default().set_indexing_options(indexing);
    let fields = Fields {
        body: s.add_text_field("body", words.clone()),
        meant: s.add_text_field("meant", words.clone()),
        aside: s.add_text_field("aside", STORED),
        document: s.add_u64_field("document", INDEXED | STORED | FAST),
        start: s.add_u64_field("start", STORED),
        end: s.add_u64_field("end", STORED),
        kind: s.add_u64_field("kind", INDEXED),
        from: s.add_u64_field("from", STORED),
        to: s.add_u64_field("to", STORED),
        paper: s.add_text_field("paper", words.clone()),
        speaker: s.add_text_field("speaker", STRING),
        named: s.add_text_field("named", STRING),
        said_by: s.add_text_field("said_by", STRING | FAST),
        told: s.add_text_field("told", STRING | FAST),
        addressee: s.add_text_field("addressee", STRING),
        side: s.add_text_field("side", STRING | FAST),
        mode: s.add_text_field("mode", STRING),
        moved: s.add_text_field("moved", STRING | FAST),
        issue: s.add_text_field("issue", STRING | FAST),
        form: s.add_text_field("form", STRING | FAST),
        first: s.add_u64_field("first", INDEXED | FAST),
        last: s.add_u64_field("last", INDEXED | FAST),
        year: s.add_u64_field("year", INDEXED | FAST),
        depth: s.add_u64_field("depth", INDEXED | FAST),
        order: s.add_u64_field("order", FAST),
    };
    (s.build(), fields)
}

/// The full-text index, open for searching.
pub(crate) struct Index {
    pub(crate) fields: Fields,
    pub(crate) reader: IndexReader,
    /// Which values of facets are one, as last asked for.
    pub(crate) groups: Mutex<Vec<Arc<Groups>>>,
    index: tantivy::Index,
}

/// How far an index goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Revision of the collection.
    pub revision: u64,
    /// Hash over all changes up to it.
    pub chain: String,
}

impl Mark {
    fn payload(&self) -> String {
        format!("{LAYOUT} {} {}", self.revision, self.chain)
    }

    fn parse(payload: &str) -> Option<Self> {
        let mut parts = payload.split(' ');
        if parts.next()?.parse() != Ok(LAYOUT) {
            return None;
        }
        Some(Self { revision: parts.next()?.parse().ok()?, chain: parts.next().unwrap_or("").to_owned() })
    }
}

impl Index {
    /// Opens the index in `dir` as it is.
    pub(crate) fn open(dir: &Path) -> Result<Self> {
        let index = tantivy::Index::open_in_dir(dir)?;
        let (wanted, fields) = schema();
        if index.schema() != wanted {
            return Err(StoreError::Index("its layout is another".to_owned()));
        }
        Self::assemble(index, fields)
    }

    /// An empty index in `dir`, or in memory where nothing can be written.
    pub(crate) fn create(dir: Option<&Path>) -> Result<Self> {
        let (schema, fields) = schema();
        let index = match dir {
            Some(dir) => {
                let _ = std::fs::remove_dir_all(dir);
                std::fs::create_dir_all(dir).map_err(|e| StoreError::io(dir, e))?;
                tantivy::Index::create_in_dir(dir, schema)?
            }
            None => tantivy::Index::create_in_ram(schema),
        };
        Self::assemble(index, fields)
    }

    fn assemble(index: tantivy::Index, fields: Fields) -> Result<Self> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self { fields, reader, groups: Mutex::default(), index })
    }

    /// How far it goes; `None` where it was never finished.
    pub(crate) fn mark(&self) -> Option<Mark> {
        self.index.load_metas().ok()?.payload.as_deref().and_then(Mark::parse)
    }

    /// Files whose contents are not what was written.
    pub(crate) fn broken_files(&self) -> Result<Vec<String>> {
        let mut files: Vec<String> =
            self.index.validate_checksum()?.iter().map(|p| p.display().to_string()).collect();
        files.sort_unstable();
        Ok(files)
    }

    /// Takes in every paper of `db` that changed after revision `since`, and commits as `mark`; on the way also, so that
    /// a run that is killed is gone on with and not begun again.
    pub(crate) fn follow(&self, db: &Connection, since: u64, mark: &Mark) -> Result<()> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        let mut writer: IndexWriter = self.index.writer_with_num_threads(threads, ARENA * threads)?;
        let mut after = (i64::try_from(since).unwrap_or(i64::MAX), i64::MAX);
        let mut taken = 0;
        loop {
            let batch = changed(db, after).map_err(StoreError::Sql)?;
            for paper in &batch {
                // All of the revision before this one's has been taken: the index may stand there.
                if taken >= COMMIT
                    && paper.revision > after.0
                    && let Some(here) = mark_at(db, after.0).map_err(StoreError::Sql)?
                {
                    commit(&mut writer, &here)?;
                    taken = 0;
                }
                after = (paper.revision, paper.n);
                self.take(&writer, paper, since > 0)?;
                taken += 1;
            }
            if batch.is_empty() {
                break;
            }
        }
        commit(&mut writer, mark)?;
        writer.wait_merging_threads()?;
        self.reader.reload()?;
        Ok(())
    }

    fn take(&self, writer: &IndexWriter, paper: &Paper, replaces: bool) -> Result<()> {
        let f = self.fields;
        let n = paper.n.unsigned_abs();
        if replaces {
            writer.delete_term(Term::from_field_u64(f.document, n));
        }
        let Some((json, text)) = &paper.content else { return Ok(()) };
        // An analysis that cannot be read hides no paper: its text is searched without voices.
        let analysis: Analysis = serde_json::from_slice(json).unwrap_or_default();
        let reporters = reporters(analysis.turns.iter().map(Heard::from));
        let chars = OffsetMap::new(text);
        let called = tokens(&format!("{} {}", paper.title, paper.id));
        let deeds = Deeds::new(&paper.id, &analysis);
        for passage in passages(text, &analysis.turns) {
            let mut entry = TantivyDocument::default();
            let words = passage.span.of(text);
            let stands = tokens(words);
            let aside = Aside::of(&analysis, passage.span);
            if !aside.slips.is_empty() || words.contains("-\n") || words.contains("-\r\n") {
                let meant = Mended::new(words, &aside.slips).tokens();
                if meant != stands {
                    entry.add_pre_tokenized_text(f.meant, pre_tokenized(meant));
                }
            }
            entry.add_pre_tokenized_text(f.body, pre_tokenized(stands));
            entry.add_pre_tokenized_text(f.paper, pre_tokenized(called.clone()));
            if !aside.is_empty()
                && let Ok(json) = serde_json::to_string(&aside)
            {
                entry.add_text(f.aside, json);
            }
            entry.add_u64(f.document, n);
            entry.add_u64(f.start, passage.span.start.into());
            entry.add_u64(f.end, passage.span.end.into());
            entry.add_u64(f.from, chars.chars(passage.span.start).into());
            entry.add_u64(f.to, chars.chars(passage.span.end).into());
            entry.add_u64(f.order, (n << 32) | u64::from(passage.span.start));
            entry.add_text(f.form, paper.form.as_str());
            entry.add_u64(f.first, paper.first);
            if let Some(last) = paper.last {
                entry.add_u64(f.last, last);
            }
            paper.years().for_each(|year| entry.add_u64(f.year, year));
            if passage.paragraph {
                entry.add_u64(f.kind, PARAGRAPH);
            }
            let turn = passage.voice.map(|v| v.and_then(|v| analysis.turns.get(v)));
            deeds.at(passage.span, turn, &mut |field, value| {
                let field = if field == Deed::Move { f.moved } else { f.issue };
                entry.add_text(field, value);
            });
            if let Some(voice) = passage.voice {
                entry.add_u64(f.kind, STRETCH);
                entry.add_u64(f.depth, voice.and_then(|v| reporters.get(v)).map_or(0, |n| (*n).into()));
            }
            if let Some(Some(turn)) = turn {
                self.voice(turn, &mut entry);
            }
            writer.add_document(entry)?;
        }
        Ok(())
    }

    /// What is told of a voice.
    fn voice(&self, turn: &Turn, entry: &mut TantivyDocument) {
        let f = self.fields;
        let (full, named) = (given(&turn.speaker), given(&turn.speaker_as_named));
        let names: BTreeSet<&str> = [full, named].into_iter().flatten().collect();
        let folded: BTreeSet<String> = names.iter().map(|n| fold(n)).collect();
        folded.iter().for_each(|n| entry.add_text(f.speaker, n));
        names.iter().for_each(|n| entry.add_text(f.named, n));
        full.or(named).iter().for_each(|n| entry.add_text(f.said_by, n));
        if let Some(told) = given(&turn.addressee) {
            entry.add_text(f.told, told);
            entry.add_text(f.addressee, fold(told));
        }
        given(&turn.side).iter().for_each(|s| entry.add_text(f.side, s));
        entry.add_text(f.mode, turn.mode.as_str());
    }
}

/// A name that is told, without white space around it.
fn given(name: &Option<String>) -> Option<&str> {
    name.as_deref().map(str::trim).filter(|n| !n.is_empty()).map(cut)
}

/// A name is told by its beginning: the index refuses words of 64 kB.
fn cut(name: &str) -> &str {
    const LONGEST: usize = 2_000;
    name.char_indices().nth(LONGEST).and_then(|(at, _)| name.get(..at)).unwrap_or(name)
}

/// The name under which the index knows an issue of a paper. Linking makes one of many of them without touching papers,
/// so what they are together is looked up when somebody asks.
pub(crate) fn issue_key(document: &str, issue: &str) -> String {
    format!("{:016x}:{}", crate::keys::key(document).cast_unsigned(), cut(issue))
}

fn commit(writer: &mut IndexWriter, mark: &Mark) -> Result<()> {
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(&mark.payload());
    commit.commit()?;
    Ok(())
}

/// The mark of an earlier revision.
fn mark_at(db: &Connection, revision: i64) -> rusqlite::Result<Option<Mark>> {
    let mut query = db.prepare_cached("SELECT chain FROM history WHERE revision = ?")?;
    let chain: Option<String> = query.query_row([revision], |r| r.get(0)).optional()?;
    Ok(chain.map(|chain| Mark { revision: revision.unsigned_abs(), chain }))
}

fn pre_tokenized(tokens: Vec<super::tokens::Token>) -> PreTokenizedString {
    let token = |t: super::tokens::Token| Token {
        offset_from: t.span.start as usize,
        offset_to: t.span.end as usize,
        position: t.at as usize,
        text: t.term,
        position_length: 1,
    };
    PreTokenizedString { text: String::new(), tokens: tokens.into_iter().map(token).collect() }
}

/// A day for the first date of undated papers: they come last.
pub(crate) const UNDATED: u64 = 99_999_999;

/// A paper as the index takes it.
struct Paper {
    n: i64,
    id: String,
    title: String,
    revision: i64,
    form: Form,
    first: u64,
    last: Option<u64>,
    /// Analysis and text; `None` where it no longer counts.
    content: Option<(Vec<u8>, String)>,
}

impl Paper {
    /// The years in which it may be written; of a span of many years, the first ones.
    fn years(&self) -> impl Iterator<Item = u64> {
        const MOST: u64 = 20;
        let (first, last) = (self.first / 10_000, self.last.unwrap_or(0) / 10_000);
        let dated = self.first != UNDATED;
        (first..=last.max(first).min(first + MOST)).filter(move |_| dated)
    }
}

/// The next papers behind a revision and number, revision by revision.
fn changed(db: &Connection, after: (i64, i64)) -> rusqlite::Result<Vec<Paper>> {
    let mut query = db.prepare_cached(
        "SELECT n, form, date, status, json, text, changed, id, title FROM documents JOIN analyses USING (n)
         WHERE (changed, n) > (?1, ?2) ORDER BY changed, n LIMIT ?3",
    )?;
    let found = query.query_map([after.0, after.1, BATCH], |r| {
        let date: Option<Edtf> = r.get::<_, Option<String>>(2)?.and_then(|d| d.parse().ok());
        let counts = matches!(r.get_ref(3)?.as_str()?, "ready" | "problem");
        Ok(Paper {
            n: r.get(0)?,
            id: r.get(7)?,
            title: r.get(8)?,
            revision: r.get(6)?,
            form: r.get_ref(1)?.as_str()?.parse().unwrap_or(Form::Other),
            first: date.as_ref().and_then(Edtf::earliest_iso).and_then(|d| day(&d)).unwrap_or(UNDATED),
            last: date.as_ref().and_then(Edtf::latest_iso).and_then(|d| day(&d)),
            content: if counts { Some((r.get(4)?, r.get(5)?)) } else { None },
        })
    })?;
    found.collect()
}

/// `1963-03-04` as 19630304.
pub(crate) fn day(iso: &str) -> Option<u64> {
    let digits: String = iso.chars().filter(char::is_ascii_digit).collect();
    (digits.len() == 8).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use crate::{Collection, NewDocument, SearchQuery};

    fn paper(c: &Collection, n: usize) -> NewDocument {
        let text = format!("Paper {n} tells of the bridge.");
        NewDocument {
            id: format!("paper-{n}"),
            source: None,
            path: None,
            name: format!("Paper {n}"),
            media_hint: None,
            given: Vec::new(),
            blake3: c.keep_original(text.as_bytes()).unwrap(),
            bytes: text.len() as u64,
            engine: "test".to_owned(),
            analysis: memcon_model::Analysis::default(),
            text,
        }
    }

    #[test]
    fn what_is_committed_on_the_way_is_neither_lost_nor_doubled() {
        let dir = tempfile::tempdir().unwrap();
        let c = Collection::create_or_open(dir.path()).unwrap();
        let found = || {
            let query = SearchQuery { text: "bridge".to_owned(), limit: 50, ..SearchQuery::default() };
            let mut ids: Vec<String> =
                c.search(&query).unwrap().hits.into_iter().map(|h| h.document).collect();
            ids.sort();
            ids
        };
        for part in [0..4, 4..8, 8..9] {
            c.put(&part.map(|n| paper(&c, n)).collect::<Vec<_>>()).unwrap();
        }
        let all: Vec<String> = (0..9).map(|n| format!("paper-{n}")).collect();
        assert_eq!(found(), all);
        // As if the run had ended after the first commit.
        let index = super::Index::open(&c.index_dir()).unwrap();
        let db = crate::schema::open_reader(&c.database()).unwrap();
        let here = super::mark_at(&db, 1).unwrap().unwrap();
        assert!(c.was(&here).unwrap());
        super::commit(&mut index.index.writer_with_num_threads(1, super::ARENA).unwrap(), &here).unwrap();
        drop(index);
        assert_eq!(found(), all);
    }
}
