//! What persons judge of claims: kept, taken back, laid over the analyses.
//!
//! An analysis with judgements is kept twice: as the machine made it, and as it holds. Whatever reads the collection
//! reads what holds. Each change here is one transaction: the judgement and its consequences in that document stand
//! together or not at all. Linking follows later, as after any change of a paper.

use memcon_model::{Analysis, Judgement, Undone};
use memcon_review::{Outcome, apply};
use rusqlite::{Connection, OptionalExtension, params};

use crate::collection::Collection;
use crate::error::{Result, StoreError};
use crate::schema::column;
use crate::write::{NewDocument, json, next_revision, put_one};

/// A judgement as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The judgement.
    pub judgement: Judgement,
    /// The original (BLAKE3) on which it was made.
    pub blake3: String,
    /// What became of it; `None` where it was taken back or its document is not here.
    pub outcome: Option<Outcome>,
}

impl Collection {
    /// Keeps judgements and lays them over their documents; gives their numbers. All of it or nothing.
    ///
    /// # Errors
    /// [`StoreError::NoDocument`] where a document is not in the collection.
    pub fn judge(&self, new: &[Judgement]) -> Result<Vec<u64>> {
        self.keep_judgements(new, false)
    }

    /// [`Collection::judge`] for judgements that are made together: each bears the number of the first as its batch.
    pub fn judge_together(&self, new: &[Judgement]) -> Result<Vec<u64>> {
        self.keep_judgements(new, true)
    }

    fn keep_judgements(&self, new: &[Judgement], together: bool) -> Result<Vec<u64>> {
        let mut hashes = Vec::with_capacity(new.len());
        for j in new {
            let id = &j.target.document;
            hashes.push(self.blake3(id)?.ok_or_else(|| StoreError::NoDocument(id.clone()))?);
        }
        self.writing(|db| {
            let mut numbers = Vec::new();
            for (j, hash) in new.iter().zip(&hashes) {
                // The number of a batch is a column: it is another in each collection.
                let kept = Judgement { batch: None, ..j.clone() };
                db.prepare_cached(
                    "INSERT INTO judgements (document, blake3, reviewer, json) VALUES (?, ?, ?, ?)",
                )?
                .execute(params![j.target.document, hash, j.by, json(&kept)?])?;
                let n = db.last_insert_rowid();
                numbers.push(n.unsigned_abs());
                if together {
                    let first = numbers.first().copied().and_then(|n| i64::try_from(n).ok());
                    db.prepare_cached("UPDATE judgements SET batch = ? WHERE n = ?")?
                        .execute(params![first, n])?;
                }
            }
            let mut touched: Vec<&str> = new.iter().map(|j| j.target.document.as_str()).collect();
            touched.sort_unstable();
            touched.dedup();
            touched.iter().try_for_each(|id| lay(db, id))?;
            Ok(numbers)
        })
    }

    /// Takes a judgement back; it stays in the history. `false`: there is none of that number that holds.
    pub fn undo_judgement(&self, number: u64, undone: &Undone) -> Result<bool> {
        Ok(self.take_back("n", number, undone)? > 0)
    }

    /// Takes back what was made together, but for what had been taken back singly; says how many.
    pub fn undo_batch(&self, batch: u64, undone: &Undone) -> Result<usize> {
        self.take_back("batch", batch, undone)
    }

    fn take_back(&self, column: &str, number: u64, undone: &Undone) -> Result<usize> {
        let n = i64::try_from(number).unwrap_or(i64::MAX);
        self.writing(|db| {
            let sql = format!(
                "SELECT DISTINCT document, blake3 FROM judgements WHERE {column} = ? AND undone IS NULL"
            );
            let found: Vec<(String, String)> = db
                .prepare_cached(&sql)?
                .query_map([n], |r| Ok((r.get(0)?, r.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            let sql = format!("UPDATE judgements SET undone = ? WHERE {column} = ? AND undone IS NULL");
            let done = db.prepare_cached(&sql)?.execute(params![json(undone)?, n])?;
            let mut touched = std::collections::BTreeSet::new();
            for (document, hash) in &found {
                touched.extend(bearing(db, document, hash)?);
            }
            touched.iter().try_for_each(|id| lay(db, id))?;
            Ok(done)
        })
    }

    /// The judgements on a document, oldest first, those taken back too, each with what became of it.
    pub fn judgements_on(&self, id: &str) -> Result<Vec<Judged>> {
        let Some(hash) = self.blake3(id)? else { return Ok(Vec::new()) };
        let (all, mut machine, text) = self.reading(|db| {
            let (machine, text) = db.query_row(
                "SELECT coalesce(m.json, a.json), a.text FROM documents d JOIN analyses a USING (n)
                 LEFT JOIN machine m USING (n) WHERE d.id = ?",
                [id],
                |r| Ok((r.get::<_, Vec<u8>>(0)?, r.get::<_, String>(1)?)),
            )?;
            Ok((on(db, id, &hash)?, parsed::<Analysis>(0, &machine)?, text))
        })?;
        let judgements: Vec<Judgement> = all.iter().map(|j| j.judgement.clone()).collect();
        let outcomes = apply(&mut machine, &text, &judgements);
        let of = |n: u64| outcomes.iter().find(|o| o.0 == n).map(|o| o.1.clone());
        Ok(all.into_iter().map(|j| Judged { outcome: of(j.judgement.number), ..j }).collect())
    }

    /// All judgements, oldest first, those taken back too, without what became of them.
    pub fn judgements(&self) -> Result<Vec<Judged>> {
        self.reading(|db| {
            let batch = column(db, "judgements", "batch")?;
            let sql = format!("SELECT n, json, undone, blake3, {batch} FROM judgements ORDER BY n");
            let mut query = db.prepare_cached(&sql)?;
            query.query_map([], judged)?.collect()
        })
    }

    /// The analysis of a document as the machine made it, without judgements, and its text.
    pub fn as_made(&self, id: &str) -> Result<Option<(Analysis, String)>> {
        self.reading(|db| {
            let row = db
                .query_row(
                    "SELECT coalesce(m.json, a.json), a.text FROM documents d JOIN analyses a USING (n)
                     LEFT JOIN machine m USING (n) WHERE d.id = ?",
                    [id],
                    |r| Ok((r.get::<_, Vec<u8>>(0)?, r.get::<_, String>(1)?)),
                )
                .optional()?;
            row.map(|(json, text)| Ok((parsed::<Analysis>(0, &json)?, text))).transpose()
        })
    }

    /// The documents (ids that count) whose original has this hash.
    pub fn documents_of(&self, blake3: &str) -> Result<Vec<String>> {
        self.reading(|db| {
            let sql =
                "SELECT id FROM documents WHERE blake3 = ? AND status IN ('ready', 'problem') ORDER BY id";
            db.prepare_cached(sql)?.query_map([blake3], |r| r.get(0))?.collect()
        })
    }

    fn blake3(&self, id: &str) -> Result<Option<String>> {
        self.reading(|db| {
            db.query_row("SELECT blake3 FROM documents WHERE id = ?", [id], |r| r.get(0)).optional()
        })
    }
}

/// A document about to be kept, with the judgements on it laid over: `None` where there are none.
pub(crate) fn laid_over(db: &Connection, new: &NewDocument) -> rusqlite::Result<Option<Analysis>> {
    let all: Vec<Judgement> = on(db, &new.id, &new.blake3)?.into_iter().map(|j| j.judgement).collect();
    if !all.iter().any(Judgement::holds) {
        return Ok(None);
    }
    let mut analysis = new.analysis.clone();
    apply(&mut analysis, &new.text, &all);
    Ok(Some(analysis))
}

/// Judgements on the document of this id or with this original.
fn on(db: &Connection, id: &str, hash: &str) -> rusqlite::Result<Vec<Judged>> {
    let batch = column(db, "judgements", "batch")?;
    let sql = format!(
        "SELECT n, json, undone, blake3, {batch} FROM judgements WHERE document = ?1
         UNION SELECT n, json, undone, blake3, {batch} FROM judgements WHERE blake3 = ?2 ORDER BY 1"
    );
    db.prepare_cached(&sql)?.query_map([id, hash], judged)?.collect()
}

/// JSON of column `n`. What cannot be read is said: taken for empty, it would be kept as empty.
fn parsed<T: serde::de::DeserializeOwned>(n: usize, json: &[u8]) -> rusqlite::Result<T> {
    serde_json::from_slice(json)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(n, rusqlite::types::Type::Text, Box::new(e)))
}

fn judged(r: &rusqlite::Row<'_>) -> rusqlite::Result<Judged> {
    let mut judgement: Judgement = parsed(1, r.get_ref(1)?.as_str()?.as_bytes())?;
    judgement.number = r.get::<_, i64>(0)?.unsigned_abs();
    let undone: Option<String> = r.get(2)?;
    judgement.undone = undone.map(|undone| parsed(2, undone.as_bytes())).transpose()?;
    judgement.batch = r.get::<_, Option<i64>>(4)?.map(i64::unsigned_abs);
    Ok(Judged { judgement, blake3: r.get(3)?, outcome: None })
}

/// Documents that a judgement bears on.
fn bearing(db: &Connection, id: &str, hash: &str) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT id FROM documents WHERE id = ?1 OR blake3 = ?2";
    db.prepare_cached(sql)?.query_map([id, hash], |r| r.get(0))?.collect()
}

/// Keeps a document anew with the judgements that now hold.
fn lay(db: &Connection, id: &str) -> rusqlite::Result<()> {
    let sql = "SELECT d.source, d.path, d.title, d.media_hint, d.given, d.blake3, d.bytes, d.engine, d.status, d.follows,
                      coalesce(m.json, a.json), a.text
               FROM documents d JOIN analyses a USING (n) LEFT JOIN machine m USING (n) WHERE d.id = ?";
    let found = db
        .prepare_cached(sql)?
        .query_row([id], |r| {
            let given: String = r.get(4)?;
            let analysis: Vec<u8> = r.get(10)?;
            let new = NewDocument {
                id: id.to_owned(),
                source: r.get(0)?,
                path: r.get(1)?,
                name: r.get(2)?,
                media_hint: r.get(3)?,
                given: parsed(4, given.as_bytes())?,
                blake3: r.get(5)?,
                bytes: r.get::<_, i64>(6)?.unsigned_abs(),
                engine: r.get(7)?,
                analysis: parsed(10, &analysis)?,
                text: r.get(11)?,
            };
            Ok((new, r.get::<_, String>(8)?, r.get::<_, Option<String>>(9)?))
        })
        .optional()?;
    let Some((new, status, follows)) = found else { return Ok(()) };
    let revision = next_revision(db, std::iter::once(format!("{id} judged")))?;
    put_one(db, &new, revision)?;
    // Judged or not, a paper whose file is gone is still gone, and a version superseded still is.
    if status == "missing" || status == "superseded" {
        db.prepare_cached("UPDATE documents SET status = ?, follows = ? WHERE id = ?")?
            .execute(params![status, follows, id])?;
    }
    Ok(())
}
