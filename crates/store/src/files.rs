//! Files that hold several documents, as they were last taken apart; and what they say of the documents in them.

use std::io::Read;

use rusqlite::{OptionalExtension, params};

use crate::collection::Collection;
use crate::error::Result;
use crate::originals;
use crate::write::{Scope, next_revision};

/// A file of many documents, all of them in the collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// Its id, as a document's would be.
    pub id: String,
    /// Where it lies: its source and its path below that.
    pub place: Scope,
    /// Hash of its bytes.
    pub blake3: String,
    /// Length of its bytes.
    pub bytes: u64,
    /// What took it apart and analysed what it holds.
    pub engine: String,
    /// How many documents it holds.
    pub parts: u64,
}

impl Collection {
    /// Keeps the bytes of a file however long it is, and gives their hash and length.
    pub fn keep_original_stream(&self, source: &mut dyn Read) -> Result<(String, u64)> {
        originals::keep_stream(&self.originals(), source)
    }

    /// Hash and engine of a file as it was last taken apart to its end.
    pub fn known_file(&self, id: &str) -> Result<Option<(String, String)>> {
        self.reading(|db| {
            let mut query = db.prepare_cached("SELECT blake3, engine FROM files WHERE id = ?")?;
            query.query_row([id], |r| Ok((r.get(0)?, r.get(1)?))).optional()
        })
    }

    /// Notes files that were taken apart to their end. Called behind the documents that they hold.
    pub fn keep_files(&self, files: &[KeptFile]) -> Result<()> {
        if files.is_empty() {
            return Ok(());
        }
        self.writing(|db| {
            let mut keep = db.prepare("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)")?;
            for f in files {
                let (bytes, parts) = (i64::try_from(f.bytes), i64::try_from(f.parts));
                keep.execute(params![
                    f.id,
                    f.place.source,
                    f.place.below,
                    f.blake3,
                    bytes.unwrap_or(i64::MAX),
                    f.engine,
                    parts.unwrap_or(i64::MAX)
                ])?;
            }
            Ok(())
        })
    }

    /// How many documents of a file count, and those of them that were missing, which are there again.
    pub fn parts_there(&self, place: &Scope) -> Result<(u64, Vec<String>)> {
        let missing: Vec<String> = self.reading(|db| {
            let mut query = db.prepare_cached(
                "SELECT id FROM documents WHERE source = ? AND path = ? AND status = 'missing' ORDER BY id",
            )?;
            query.query_map(params![place.source, place.below], |r| r.get(0))?.collect()
        })?;
        if !missing.is_empty() {
            self.writing(|db| {
                let revision = next_revision(db, missing.iter().map(|id| format!("{id} returned")))?;
                let mut back = db.prepare("UPDATE documents SET status = was, changed = ? WHERE id = ?")?;
                missing.iter().try_for_each(|id| back.execute(params![revision, id]).map(|_| ()))
            })?;
        }
        let count: i64 = self.reading(|db| {
            db.query_row(
                "SELECT count(*) FROM documents WHERE source = ? AND path = ? AND status IN ('ready', 'problem')",
                params![place.source, place.below],
                |r| r.get(0),
            )
        })?;
        Ok((count.unsigned_abs().saturating_sub(missing.len() as u64), missing))
    }

    /// What the file that held a document says of it: (name, value).
    pub fn given(&self, id: &str) -> Result<Vec<(String, String)>> {
        let json: Option<String> = self.reading(|db| {
            db.query_row("SELECT given FROM documents WHERE id = ?", [id], |r| r.get(0)).optional()
        })?;
        Ok(json.and_then(|j| serde_json::from_str(&j).ok()).unwrap_or_default())
    }

    /// Hashes of the files that were taken apart, with their ids.
    pub(crate) fn file_hashes(&self) -> Result<Vec<(String, String)>> {
        self.reading(|db| {
            let mut query = db.prepare("SELECT id, blake3 FROM files ORDER BY id")?;
            query.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect()
        })
    }
}
