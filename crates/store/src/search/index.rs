//! The index itself: its fields, how it is brought up to date, when it is thrown away.
//!
//! It is derived. Each commit carries the chain of the collection's changes up to which it goes; if
//! that is not a beginning of the collection's own, or the files are broken, all is built anew.

use std::path::Path;

use memcon_model::{Analysis, Edtf, Form, Heard, reporters};
use rusqlite::Connection;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};

use super::mended::{Aside, Mended};
use super::passages::passages;
use super::tokens::tokens;
use crate::error::{Result, StoreError};
use crate::fold;

/// Layout of the index; another number makes it be built anew.
const LAYOUT: u32 = 3;

/// Memory for one indexing thread, in bytes.
const ARENA: usize = 40_000_000;

/// Papers between two looks at the memory while building.
const BATCH: i64 = 256;

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
    pub speaker: Field,
    pub form: Field,
    pub first: Field,
    pub last: Field,
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
        meant: s.add_text_field("meant", words),
        aside: s.add_text_field("aside", STORED),
        document: s.add_u64_field("document", INDEXED | STORED),
        start: s.add_u64_field("start", STORED),
        end: s.add_u64_field("end", STORED),
        kind: s.add_u64_field("kind", INDEXED),
        speaker: s.add_text_field("speaker", STRING),
        form: s.add_text_field("form", STRING),
        first: s.add_u64_field("first", INDEXED | FAST),
        last: s.add_u64_field("last", INDEXED | FAST),
        depth: s.add_u64_field("depth", INDEXED | FAST),
        order: s.add_u64_field("order", FAST),
    };
    (s.build(), fields)
}

/// The full-text index, open for searching.
pub(crate) struct Index {
    pub(crate) fields: Fields,
    pub(crate) reader: IndexReader,
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
        Ok(Self { fields, reader, index })
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

    /// Takes in every paper of `db` that changed after revision `since`, and commits as `mark`.
    pub(crate) fn follow(&self, db: &Connection, since: u64, mark: &Mark) -> Result<()> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        let mut writer: IndexWriter = self.index.writer_with_num_threads(threads, ARENA * threads)?;
        let mut after = 0;
        loop {
            let batch = changed(db, since, after).map_err(StoreError::Sql)?;
            let Some(last) = batch.last() else { break };
            after = last.n;
            for paper in &batch {
                self.take(&writer, paper, since > 0)?;
            }
        }
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&mark.payload());
        commit.commit()?;
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
            if !aside.is_empty()
                && let Ok(json) = serde_json::to_string(&aside)
            {
                entry.add_text(f.aside, json);
            }
            entry.add_u64(f.document, n);
            entry.add_u64(f.start, passage.span.start.into());
            entry.add_u64(f.end, passage.span.end.into());
            entry.add_u64(f.order, (n << 32) | u64::from(passage.span.start));
            entry.add_text(f.form, paper.form.as_str());
            entry.add_u64(f.first, paper.first);
            if let Some(last) = paper.last {
                entry.add_u64(f.last, last);
            }
            if passage.paragraph {
                entry.add_u64(f.kind, PARAGRAPH);
            }
            if let Some(voice) = passage.voice {
                entry.add_u64(f.kind, STRETCH);
                let turn = voice.and_then(|v| analysis.turns.get(v));
                entry.add_u64(f.depth, voice.and_then(|v| reporters.get(v)).map_or(0, |n| (*n).into()));
                for name in turn.iter().flat_map(|t| [&t.speaker, &t.speaker_as_named]).flatten() {
                    entry.add_text(f.speaker, fold(name));
                }
            }
            writer.add_document(entry)?;
        }
        Ok(())
    }
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
    form: Form,
    first: u64,
    last: Option<u64>,
    /// Analysis and text; `None` where it no longer counts.
    content: Option<(Vec<u8>, String)>,
}

fn changed(db: &Connection, since: u64, after: i64) -> rusqlite::Result<Vec<Paper>> {
    let mut query = db.prepare_cached(
        "SELECT n, form, date, status, json, text FROM documents JOIN analyses USING (n)
         WHERE changed > ?1 AND n > ?2 ORDER BY n LIMIT ?3",
    )?;
    let since = i64::try_from(since).unwrap_or(i64::MAX);
    let found = query.query_map([since, after, BATCH], |r| {
        let date: Option<Edtf> = r.get::<_, Option<String>>(2)?.and_then(|d| d.parse().ok());
        let counts = matches!(r.get_ref(3)?.as_str()?, "ready" | "problem");
        Ok(Paper {
            n: r.get(0)?,
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
