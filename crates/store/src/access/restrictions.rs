//! Restrictions made by hand: kept, lifted, never lost.

use rusqlite::params;

use super::accounts::labels;
use super::{Access, Restriction, Rules, seconds};
use crate::collection::Collection;
use crate::error::{Result, StoreError};
use crate::settings;

impl Access {
    /// Restricts a document, or all in a folder or file, to those who hold one of `to`; with none, to keepers. A restriction
    /// by hand that was there is replaced. `blake3`: the document's original, empty for a folder.
    pub fn restrict(&self, document: &str, blake3: &str, to: &[String], by: &str, now: u64) -> Result<()> {
        let to: Vec<String> = labels(to)?.into_iter().collect();
        self.put(document, blake3, &to, false, by, now)
    }

    /// Opens a document in spite of what rules say of it, as long as its bytes are these.
    pub fn release(&self, document: &str, blake3: &str, by: &str, now: u64) -> Result<()> {
        self.put(document, blake3, &[], true, by, now)
    }

    fn put(
        &self,
        document: &str,
        blake3: &str,
        to: &[String],
        opens: bool,
        by: &str,
        now: u64,
    ) -> Result<()> {
        let document = place(document);
        if document.is_empty() {
            let why = "say which document or folder; a rule in memcon.toml is for all of them";
            return Err(StoreError::Access(why.to_owned()));
        }
        let to = serde_json::to_string(to).unwrap_or_else(|_| "[]".to_owned());
        self.change(|db| {
            db.execute(
                "UPDATE restrictions SET lifted = ? WHERE document = ? AND lifted IS NULL",
                params![seconds(now), document],
            )?;
            db.execute(
                "INSERT INTO restrictions (document, blake3, labels, opens, by, made) VALUES (?, ?, ?, ?, ?, ?)",
                params![document, blake3, to, opens, by, seconds(now)],
            )
            .map(|_| ())
        })
    }

    /// Lifts what was said of a document or folder by hand. `false`: nothing was.
    pub fn lift(&self, document: &str, now: u64) -> Result<bool> {
        let document = place(document);
        self.change(|db| {
            db.execute(
                "UPDATE restrictions SET lifted = ? WHERE document = ? AND lifted IS NULL",
                params![seconds(now), document],
            )
            .map(|n| n > 0)
        })
    }

    /// What was restricted by hand, oldest first, what was lifted too.
    pub fn restrictions(&self) -> Result<Vec<Restriction>> {
        self.with(|db| {
            let mut query = db.prepare_cached(
                "SELECT n, document, blake3, labels, opens, by, made, lifted FROM restrictions ORDER BY n",
            )?;
            let rows = query.query_map([], |r| {
                let labels: String = r.get(3)?;
                Ok(Restriction {
                    number: r.get::<_, i64>(0)?.unsigned_abs(),
                    document: r.get(1)?,
                    blake3: r.get(2)?,
                    // Labels that cannot be read are none: keepers only.
                    labels: serde_json::from_str(&labels).unwrap_or_default(),
                    opens: r.get(4)?,
                    by: r.get(5)?,
                    made: r.get::<_, i64>(6)?.unsigned_abs(),
                    lifted: r.get::<_, Option<i64>>(7)?.map(i64::unsigned_abs),
                })
            })?;
            rows.collect()
        })
    }

    /// All that restricts papers of `collection` now: what was done by hand, and the rules of its settings as they stand in
    /// the file. Settings that cannot be read are an error: nobody is to see more because of a slip in a file.
    pub fn rules(&self, collection: &Collection) -> Result<Rules> {
        let settings = settings::read(&collection.dir().join(settings::FILE))?;
        Ok(Rules::new(&settings.access, self.restrictions()?))
    }
}

/// A folder without its closing stroke.
fn place(document: &str) -> &str {
    document.trim_end_matches('/')
}

impl Collection {
    /// Rules on who may read what, where nobody has made accounts.
    pub fn rules(&self) -> Result<Rules> {
        let settings = settings::read(&self.dir().join(settings::FILE))?;
        Ok(Rules::new(&settings.access, Vec::new()))
    }

    /// The hash of a document's original; `None` = no such document.
    pub fn original_of(&self, id: &str) -> Result<Option<String>> {
        use rusqlite::OptionalExtension;
        self.reading(|db| {
            db.query_row("SELECT blake3 FROM documents WHERE id = ?", [id], |r| r.get(0)).optional()
        })
    }

    /// Whether any document, or file of documents, is called so or lies in a folder or file of that name.
    pub fn has_in(&self, place: &str) -> Result<bool> {
        let place = place.trim_end_matches('/');
        // '0' comes after '/': what lies between is what begins so.
        let sql =
            "SELECT EXISTS (SELECT 1 FROM documents WHERE id = ?1 OR (id >= ?1 || '/' AND id < ?1 || '0'))
                   OR EXISTS (SELECT 1 FROM files WHERE id = ?1)";
        self.reading(|db| db.query_row(sql, [place], |r| r.get(0)))
    }
}
