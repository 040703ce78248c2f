//! Changing a collection: batches of papers, what a scan of the sources found, the linking.
//!
//! Each function is one transaction. Originals are kept before (see [`Collection::keep_original`]),
//! the index follows after: killed in between, nothing is lost and nothing doubled.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use memcon_model::{Analysis, Edtf, Field, Form, Severity};
use rusqlite::{Connection, OptionalExtension, params};

use crate::collection::{Collection, get, set};
use crate::error::Result;
use crate::{DocumentStatus, Ids, fold, originals};

/// A paper with its analysis, to be kept.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// Its id in the collection.
    pub id: String,
    /// The source it comes from; `None` for a line of JSON.
    pub source: Option<i64>,
    /// Its path below the source, as the system gives it.
    pub path: Option<Vec<u8>>,
    /// What to call it when it has no title.
    pub name: String,
    /// Media type that the source tells, where it does.
    pub media_hint: Option<String>,
    /// What the file that held it says of it: (name, value).
    pub given: Vec<(String, String)>,
    /// Hash of the original as [`Collection::keep_original`] gave it.
    pub blake3: String,
    /// Length of the original.
    pub bytes: u64,
    /// What analysed it: program, rules and settings. A change makes the paper be analysed again.
    pub engine: String,
    /// Its analysis, spans in bytes of `text`.
    pub analysis: Analysis,
    /// Its text.
    pub text: String,
}

/// What became of a paper that was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// New in the collection.
    Added,
    /// Its file has other bytes than before; the version before is kept.
    Changed,
    /// The same bytes, analysed anew.
    Renewed,
}

/// What is known of a document before it is read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Hash of its original.
    pub blake3: String,
    /// What analysed it.
    pub engine: String,
    /// Where it stands.
    pub status: DocumentStatus,
}

/// A part of a source: everything below a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The source.
    pub source: i64,
    /// Path below it as the system gives it; empty = the whole source.
    pub below: Vec<u8>,
}

/// Something that could not be read and of which nothing is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: a path or a line.
    pub place: String,
    /// How bad.
    pub severity: Severity,
    /// What happened and what to do.
    pub message: String,
}

/// What a look through the sources found.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// Name of the kind of look, for its problems.
    pub name: String,
    /// Where this look went: problems noted there by earlier looks of this name are replaced. An id,
    /// or the beginning of ids up to a `/`; empty = everywhere.
    pub places: Vec<String>,
    /// The parts looked through.
    pub scopes: Vec<Scope>,
    /// Parts that could not be looked into: what lies there is not missing.
    pub shut: Vec<Scope>,
    /// Files of many documents that are as they were and were not taken apart again, by id: what they hold is there, and
    /// what was said of it still holds.
    pub kept: BTreeMap<String, Scope>,
    /// Ids of the documents met.
    pub seen: Ids,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// What followed from a [`Scan`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScanReport {
    /// Documents whose file is no longer there since this scan.
    pub missing: Vec<String>,
    /// Those of them whose bytes now stand under another id: (before, now).
    pub moved: Vec<(String, String)>,
}

/// A hash of `bytes` in hexadecimal (BLAKE3), as originals are named.
pub fn fingerprint(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// [`fingerprint`] of bytes that come piece by piece.
#[derive(Debug, Default)]
pub struct Fingerprint(blake3::Hasher);

impl Fingerprint {
    /// The hash of all that was written.
    pub fn finish(&self) -> String {
        self.0.finalize().to_hex().to_string()
    }
}

impl std::io::Write for Fingerprint {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Collection {
    /// Keeps the bytes of a paper and gives their hash. May be called from many threads. They last from the next
    /// change of the database on, whatever it is.
    pub fn keep_original(&self, bytes: &[u8]) -> Result<String> {
        originals::keep(&self.originals(), &self.pending, bytes)
    }

    /// What is known of the document `id`; of one superseded, nothing.
    pub fn known(&self, id: &str) -> Result<Option<Known>> {
        self.reading(|db| {
            let mut query = db.prepare_cached(
                "SELECT blake3, engine, status FROM documents WHERE id = ? AND status <> 'superseded'",
            )?;
            query
                .query_row([id], |r| {
                    let missing = r.get_ref(2)?.as_str()? == "missing";
                    let status = if missing { DocumentStatus::Missing } else { DocumentStatus::Ready };
                    Ok(Known { blake3: r.get(0)?, engine: r.get(1)?, status })
                })
                .optional()
        })
    }

    /// The source for a folder (canonical path): its number and the prefix of its documents' ids.
    ///
    /// The first source has no prefix; later ones are told apart by their folder's name.
    pub fn source(&self, folder: &Path) -> Result<(i64, String)> {
        let path = if self.home().as_deref() == Some(folder) { Vec::new() } else { raw(folder) };
        self.writing(|db| {
            let known = db
                .query_row("SELECT n, prefix FROM sources WHERE path = ?", [&path], |r| {
                    Ok((r.get(0)?, r.get(1)?))
                })
                .optional()?;
            if let Some(known) = known {
                return Ok(known);
            }
            let prefix = free_prefix(db, folder)?;
            db.execute("INSERT INTO sources (path, prefix) VALUES (?, ?)", params![path, prefix])?;
            Ok((db.last_insert_rowid(), prefix))
        })
    }

    /// Keeps a batch of papers with their analyses. All of it or nothing.
    pub fn put(&self, batch: &[NewDocument]) -> Result<Vec<Put>> {
        self.writing(|db| {
            let touched = batch.iter().map(|d| format!("{} {} {}", d.id, d.blake3, d.engine));
            let revision = next_revision(db, touched)?;
            batch.iter().map(|document| put_one(db, document, revision)).collect()
        })
    }

    /// Marks documents that were missing and are there again, with the same bytes.
    pub fn returned(&self, ids: &[String]) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        self.writing(|db| {
            let revision = next_revision(db, ids.iter().map(|id| format!("{id} returned")))?;
            let mut back = db.prepare("UPDATE documents SET status = was, changed = ? WHERE id = ?")?;
            ids.iter().try_for_each(|id| back.execute(params![revision, id]).map(|_| ()))
        })
    }

    /// Ends a look through the sources: what was not met is marked as missing, problems are noted.
    pub fn finish_scan(&self, scan: &Scan) -> Result<ScanReport> {
        self.writing(|db| {
            let gone = gone(db, scan)?;
            if !gone.is_empty() {
                let revision = next_revision(db, gone.iter().map(|(id, _)| format!("{id} missing")))?;
                let mut mark =
                    db.prepare("UPDATE documents SET status = 'missing', changed = ? WHERE id = ?")?;
                gone.iter().try_for_each(|(id, _)| mark.execute(params![revision, id]).map(|_| ()))?;
            }
            forget_problems(db, scan)?;
            let mut note =
                db.prepare("INSERT INTO problems (source, place, severity, message) VALUES (?, ?, ?, ?)")?;
            for p in &scan.problems {
                note.execute(params![scan.name, p.place, p.severity.as_str(), p.message])?;
            }
            let moved = moved(db, &gone)?;
            Ok(ScanReport { missing: gone.into_iter().map(|(id, _)| id).collect(), moved })
        })
    }
}

/// A path as the system gives it.
fn raw(path: &Path) -> Vec<u8> {
    path.as_os_str().as_encoded_bytes().to_vec()
}

/// The next revision; `touched` goes into the chain of all changes.
pub(crate) fn next_revision(db: &Connection, touched: impl Iterator<Item = String>) -> rusqlite::Result<i64> {
    let revision: i64 = get(db, "revision")?.and_then(|r| r.parse().ok()).unwrap_or(0) + 1;
    let mut hash = blake3::Hasher::new();
    hash.update(get(db, "chain")?.unwrap_or_default().as_bytes());
    for line in touched {
        hash.update(line.as_bytes()).update(b"\n");
    }
    let chain = hash.finalize().to_hex();
    set(db, "revision", &revision.to_string())?;
    set(db, "chain", chain.as_str())?;
    db.prepare_cached("INSERT INTO history VALUES (?, ?)")?.execute(params![revision, chain.as_str()])?;
    Ok(revision)
}

fn free_prefix(db: &Connection, folder: &Path) -> rusqlite::Result<String> {
    let taken = |prefix: &str| -> rusqlite::Result<bool> {
        db.query_row("SELECT EXISTS (SELECT 1 FROM sources WHERE prefix = ?)", [prefix], |r| r.get(0))
    };
    if !taken("")? {
        return Ok(String::new());
    }
    let name = folder.file_name().map_or("papers".into(), |n| n.to_string_lossy());
    let mut prefix = name.to_string();
    let mut n = 1;
    while taken(&prefix)? {
        n += 1;
        prefix = format!("{name}-{n}");
    }
    Ok(prefix)
}

/// Documents inside the scopes that were not met, with their hashes.
fn gone(db: &Connection, scan: &Scan) -> rusqlite::Result<Vec<(String, String)>> {
    let mut query = db.prepare(
        "SELECT id, blake3, source, path FROM documents
         WHERE status IN ('ready', 'problem') AND source IS NOT NULL ORDER BY id",
    )?;
    let mut rows = query.query([])?;
    let mut found = Vec::new();
    let kept: BTreeSet<(i64, &[u8])> = scan.kept.values().map(|k| (k.source, k.below.as_slice())).collect();
    while let Some(row) = rows.next()? {
        let (id, source): (String, i64) = (row.get(0)?, row.get(2)?);
        let path: Vec<u8> = row.get::<_, Option<Vec<u8>>>(3)?.unwrap_or_default();
        if kept.contains(&(source, path.as_slice())) {
            continue;
        }
        let inside = |scopes: &[Scope]| scopes.iter().any(|s| s.source == source && below(&path, &s.below));
        if inside(&scan.scopes) && !inside(&scan.shut) && !scan.seen.contains(&id) {
            found.push((id, row.get(1)?));
        }
    }
    Ok(found)
}

fn forget_problems(db: &Connection, scan: &Scan) -> rusqlite::Result<()> {
    let mut query = db.prepare("SELECT n, place FROM problems WHERE document IS NULL AND source = ?")?;
    let noted: Vec<(i64, String)> =
        query.query_map([&scan.name], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    let mut forget = db.prepare("DELETE FROM problems WHERE n = ?")?;
    let of_kept = |place: &str| {
        // The kept file itself or something in it: every beginning of the place up to a stroke.
        let ends = place.match_indices('/').map(|(n, _)| n).chain([place.len()]);
        ends.into_iter().any(|n| scan.kept.contains_key(&place[..n]))
    };
    for (n, place) in noted {
        if of_kept(&place) {
            continue;
        }
        if scan.places.iter().any(|p| below(place.as_bytes(), p.as_bytes())) {
            forget.execute([n])?;
        }
    }
    Ok(())
}

/// Whether `path` is `folder` or lies in it.
fn below(path: &[u8], folder: &[u8]) -> bool {
    let rest = path.strip_prefix(folder);
    rest.is_some_and(|r| folder.is_empty() || r.is_empty() || matches!(r.first(), Some(b'/' | b'\\')))
}

/// For each document gone, one that is there and has its bytes.
fn moved(db: &Connection, gone: &[(String, String)]) -> rusqlite::Result<Vec<(String, String)>> {
    let mut query = db.prepare(
        "SELECT id FROM documents WHERE blake3 = ? AND status IN ('ready', 'problem') ORDER BY id LIMIT 1",
    )?;
    let mut found = Vec::new();
    for (id, hash) in gone {
        if let Some(now) = query.query_row([hash], |r| r.get(0)).optional()? {
            found.push((id.clone(), now));
        }
    }
    Ok(found)
}

pub(crate) fn put_one(db: &Connection, new: &NewDocument, revision: i64) -> rusqlite::Result<Put> {
    let old: Option<(i64, String)> = db
        .prepare_cached("SELECT n, blake3 FROM documents WHERE id = ?")?
        .query_row([&new.id], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    // A file that was changed back: what was superseded is the current version again.
    let before: Option<i64> = db
        .prepare_cached("SELECT n FROM documents WHERE follows = ? AND blake3 = ?")?
        .query_row([&new.id, &new.blake3], |r| r.get(0))
        .optional()?;
    // The number is kept wherever the bytes are the same: by it the index knows what to replace.
    let (outcome, n) = match old {
        None => (Put::Added, before),
        Some((n, hash)) if hash == new.blake3 => (Put::Renewed, Some(n)),
        Some((n, hash)) => {
            supersede(db, n, &new.id, &hash, revision)?;
            (Put::Changed, before)
        }
    };
    if let Some(n) = n {
        db.prepare_cached("DELETE FROM documents WHERE n = ?")?.execute([n])?;
    }
    let judged = crate::judgements::laid_over(db, new)?;
    let holds = judged.as_ref().unwrap_or(&new.analysis);
    let n = insert(db, n, (new, holds), revision)?;
    if judged.is_some() {
        db.prepare_cached("INSERT INTO machine VALUES (?, ?)")?
            .execute(params![n, json(&new.analysis)?.into_bytes()])?;
    }
    insert_parts(db, n, holds)?;
    crate::doubts::insert(db, n, holds)?;
    Ok(outcome)
}

fn supersede(db: &Connection, n: i64, id: &str, hash: &str, revision: i64) -> rusqlite::Result<()> {
    let short = format!("{id}@{}", hash.get(..12).unwrap_or(hash));
    let taken: bool =
        db.query_row("SELECT EXISTS (SELECT 1 FROM documents WHERE id = ?)", [&short], |r| r.get(0))?;
    let name = if taken { format!("{id}@{hash}") } else { short };
    db.prepare_cached(
        "UPDATE documents SET id = ?, follows = ?, status = 'superseded', changed = ? WHERE n = ?",
    )?
    .execute(params![name, id, revision, n])
    .map(|_| ())
}

/// The paper's title; else one supplied from its form and channel, in brackets as archivists write it.
fn title(a: &Analysis) -> Option<String> {
    if let Some(own) = a.description.first(Field::Title) {
        return Some(own.value.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let first =
        |field| a.description.first(field).map(|v| v.value.split_whitespace().collect::<Vec<_>>().join(" "));
    let from = first(Field::Sender).or_else(|| first(Field::Signature)).or_else(|| first(Field::Author))?;
    let to = first(Field::Addressee)?;
    Some(format!("[{}, {from} to {to}]", form_name(a.form)))
}

/// A form as the first word of a supplied title.
fn form_name(form: Form) -> String {
    let words = form.as_str().replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Keeps a document with the analysis that holds.
fn insert(
    db: &Connection,
    n: Option<i64>,
    (new, a): (&NewDocument, &Analysis),
    revision: i64,
) -> rusqlite::Result<i64> {
    let title = title(a).unwrap_or_else(|| new.name.clone());
    let date = a.description.date();
    let failed = a.notices.iter().any(|n| n.severity == Severity::Error);
    let status = if failed { "problem" } else { "ready" };
    db.prepare_cached(
        "INSERT INTO documents (id, source, path, media_hint, blake3, bytes, status, was, title, form, date,
             first_day, last_day, languages, turns, engine, changed, n, given, part)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    )?
    .execute(params![
        new.id,
        new.source,
        new.path,
        new.media_hint,
        new.blake3,
        i64::try_from(new.bytes).unwrap_or(i64::MAX),
        status,
        title,
        a.form.as_str(),
        date.map(Edtf::as_str),
        date.and_then(Edtf::earliest_iso),
        date.and_then(Edtf::latest_iso),
        json(&a.languages)?,
        u32::try_from(a.turns.len()).unwrap_or(u32::MAX),
        new.engine,
        revision,
        n,
        json(&new.given)?,
        a.source.part,
    ])?;
    let n = db.last_insert_rowid();
    db.prepare_cached("INSERT INTO analyses VALUES (?, ?, ?)")?.execute(params![
        n,
        json(a)?.into_bytes(),
        new.text
    ])?;
    let mut note =
        db.prepare_cached("INSERT INTO problems (document, place, severity, message) VALUES (?, ?, ?, ?)")?;
    for notice in a.notices.iter().filter(|n| n.severity != Severity::Note) {
        note.execute(params![n, new.id, notice.severity.as_str(), notice.message])?;
    }
    Ok(n)
}

/// The parts that pages ask for without reading whole analyses.
fn insert_parts(db: &Connection, n: i64, a: &Analysis) -> rusqlite::Result<()> {
    let mut turn =
        db.prepare_cached("INSERT OR REPLACE INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for t in &a.turns {
        turn.execute(params![
            n,
            t.id,
            t.span.start,
            t.span.end,
            t.speaker_as_named,
            t.speaker,
            t.side,
            t.addressee,
            t.mode.as_str(),
            t.depth,
            t.time.as_ref().map(Edtf::as_str),
            t.parent
        ])?;
    }
    let mut act = db.prepare_cached("INSERT OR REPLACE INTO moves VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for m in &a.moves {
        act.execute(params![
            n,
            m.id,
            m.span.start,
            m.span.end,
            m.kind.as_str(),
            m.actor,
            m.side,
            m.issue,
            m.answers,
            m.turn
        ])?;
    }
    let mut event = db.prepare_cached("INSERT OR REPLACE INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for e in &a.events {
        let date = e.date.as_ref();
        event.execute(params![
            n,
            e.id,
            e.kind.as_str(),
            e.status.as_str(),
            date.map(Edtf::as_str),
            date.and_then(Edtf::earliest_iso),
            date.and_then(Edtf::latest_iso),
            e.place,
            e.intermediary
        ])?;
    }
    let mut mention = db.prepare_cached("INSERT INTO mentions VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?;
    for agent in &a.agents {
        for m in &agent.mentions {
            mention.execute(params![
                n,
                agent.id,
                agent.canonical,
                agent.kind.as_str(),
                m.form,
                fold(&m.form),
                m.span.start,
                m.span.end
            ])?;
        }
    }
    Ok(())
}

pub(crate) fn json(value: &impl serde::Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))
}
