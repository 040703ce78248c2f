//! Saved searches: questions that a person kept under a name. They change no paper and no judgement.

use memcon_model::Undone;
use rusqlite::{OptionalExtension, params};
use serde::Serialize;

use crate::SearchQuery;
use crate::collection::Collection;
use crate::error::Result;

/// A question to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSearch {
    /// What it is called.
    pub name: String,
    /// Who keeps it.
    pub by: String,
    /// When (RFC 3339).
    pub made: String,
    /// The question.
    pub asked: SearchQuery,
}

/// A question that was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SavedSearch {
    /// Its number.
    pub number: u64,
    /// What it is called.
    pub name: String,
    /// Who kept it.
    pub by: String,
    /// When (RFC 3339).
    pub made: String,
    /// The question.
    pub asked: SearchQuery,
    /// By whom and when it was taken off the list; `null` = it is on it.
    pub removed: Option<Undone>,
}

/// Taken off the list, by whom cannot be read.
fn unknown() -> Undone {
    Undone { by: String::new(), at: String::new() }
}

impl Collection {
    /// Keeps a question; gives its number.
    pub fn save_search(&self, new: &NewSearch) -> Result<u64> {
        self.writing(|db| {
            let asked = crate::write::json(&new.asked)?;
            db.prepare_cached("INSERT INTO saved_searches (name, by, made, asked) VALUES (?, ?, ?, ?)")?
                .execute(params![new.name, new.by, new.made, asked])?;
            Ok(db.last_insert_rowid().unsigned_abs())
        })
    }

    /// Takes a saved search off the list, or (`None`) puts it back; `false` = there is none of that number, or it is so.
    pub fn remove_search(&self, number: u64, removed: Option<&Undone>) -> Result<bool> {
        let n = i64::try_from(number).unwrap_or(i64::MAX);
        self.writing(|db| {
            let removed = removed.map(crate::write::json).transpose()?;
            let sql =
                "UPDATE saved_searches SET removed = ?1 WHERE n = ?2 AND (removed IS NULL) <> (?1 IS NULL)";
            Ok(db.execute(sql, params![removed, n])? > 0)
        })
    }

    /// The saved searches, last kept first, those taken off the list too. None in a collection from before.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>> {
        self.reading(|db| {
            // A reader may have a collection open that no newer version has written to yet.
            let there = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'saved_searches'";
            if db.query_row(there, [], |_| Ok(())).optional()?.is_none() {
                return Ok(Vec::new());
            }
            let mut query = db.prepare_cached(
                "SELECT n, name, by, made, asked, removed FROM saved_searches ORDER BY n DESC",
            )?;
            let saved = |r: &rusqlite::Row<'_>| {
                let (asked, removed): (String, Option<String>) = (r.get(4)?, r.get(5)?);
                Ok(SavedSearch {
                    number: r.get::<_, i64>(0)?.unsigned_abs(),
                    name: r.get(1)?,
                    by: r.get(2)?,
                    made: r.get(3)?,
                    // What a newer version asked for besides is not known here; the rest still is.
                    asked: serde_json::from_str(&asked).unwrap_or_default(),
                    removed: removed.map(|r| serde_json::from_str(&r).unwrap_or(unknown())),
                })
            };
            query.query_map([], saved)?.collect()
        })
    }
}
