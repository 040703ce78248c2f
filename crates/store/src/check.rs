//! Whether everything in a collection is there and whole.

use std::collections::BTreeSet;

use memcon_model::{Analysis, Severity, Spans};
use serde::Serialize;

use crate::collection::Collection;
use crate::error::Result;
use crate::search::Mark;
use crate::{originals, search};

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// Where.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl Finding {
    fn error(place: &str, what: impl Into<String>, remedy: &str) -> Self {
        Self { severity: Severity::Error, place: place.into(), what: what.into(), remedy: remedy.into() }
    }

    fn note(place: &str, what: impl Into<String>, remedy: &str) -> Self {
        Self { severity: Severity::Note, ..Self::error(place, what, remedy) }
    }
}

const AGAIN: &str = "run `memcon open` on the folder of papers again: it makes it anew";

impl Collection {
    /// Verifies database, originals, analyses, linking and index. Empty = all well.
    ///
    /// `step` is told after each document how many are done.
    pub fn check(&self, mut step: impl FnMut(u64)) -> Result<Vec<Finding>> {
        let mut found = self.check_database()?;
        let mut used = BTreeSet::new();
        for (n, row) in self.documents()?.into_iter().enumerate() {
            used.insert(row.blake3.clone());
            self.check_original(&row.id, &row.blake3, &mut found);
            self.check_analysis(&row.id, &mut found);
            step(n as u64 + 1);
        }
        for (id, hash) in self.file_hashes()? {
            self.check_original(&id, &hash, &mut found);
            used.insert(hash);
        }
        // A run that was killed leaves originals that no document uses yet; the next one takes them up.
        let spare = originals::all(&self.originals()).into_iter().filter(|h| !used.contains(h)).count();
        if spare > 0 {
            let what = format!("{spare} originals belong to no document; an earlier run was interrupted");
            found.push(Finding::note("originals", what, AGAIN));
        }
        if self.linking_is_stale()? {
            let what = "papers changed since they were last linked";
            found.push(Finding::note("linking", what, "run `memcon link`"));
        }
        found.extend(self.check_index()?);
        Ok(found)
    }

    fn check_database(&self) -> Result<Vec<Finding>> {
        let lines: Vec<String> = self.reading(|db| {
            let mut query = db.prepare("PRAGMA integrity_check(20)")?;
            query.query_map([], |r| r.get(0))?.collect()
        })?;
        let strays: Vec<String> = self.reading(|db| {
            let mut query = db.prepare(
                "SELECT id FROM documents LEFT JOIN analyses USING (n) WHERE json IS NULL
                 UNION ALL
                 SELECT id FROM documents WHERE turns <> (SELECT count(*) FROM turns WHERE document = n)",
            )?;
            query.query_map([], |r| r.get(0))?.collect()
        })?;
        let bad = lines.into_iter().filter(|l| l != "ok");
        let mut found: Vec<Finding> = bad
            .map(|l| {
                Finding::error(
                    "collection.db",
                    l,
                    "move collection.db away (keep it) and run `memcon open` again",
                )
            })
            .collect();
        let stray = |id: String| Finding::error(&id, "its analysis is not whole in the database", AGAIN);
        found.extend(strays.into_iter().map(stray));
        Ok(found)
    }

    fn check_original(&self, id: &str, hash: &str, found: &mut Vec<Finding>) {
        let remedy = "put the paper back into its folder and run `memcon open` again";
        match originals::hash_of(&self.originals(), hash) {
            Err(error) => {
                found.push(Finding::error(id, format!("its original cannot be read: {error}"), remedy))
            }
            Ok(found_hash) if found_hash != hash => {
                found.push(Finding::error(id, "its original is not the bytes that were added", remedy));
            }
            Ok(_) => {}
        }
    }

    fn check_analysis(&self, id: &str, found: &mut Vec<Finding>) {
        match self.document(id) {
            Err(error) => found.push(Finding::error(id, error.to_string(), AGAIN)),
            Ok(mut document) => {
                let misfits = misfits(&mut document.analysis, &document.text);
                if misfits > 0 {
                    let what = format!("{misfits} claims point outside its text");
                    found.push(Finding::error(
                        id,
                        what,
                        "please report this with the paper, if you can share it",
                    ));
                }
            }
        }
    }

    fn check_index(&self) -> Result<Vec<Finding>> {
        let anew = "nothing is lost: the next search builds it again";
        let index = match search::Index::open(&self.index_dir()) {
            Err(error) => return Ok(vec![Finding::note("index", error.to_string(), anew)]),
            Ok(index) => index,
        };
        let mut found = Vec::new();
        let mark = Mark { revision: self.revision()?, chain: self.chain()? };
        if index.mark() != Some(mark) {
            found.push(Finding::note("index", "it is older than the collection", anew));
        }
        for file in index.broken_files()? {
            let what = format!("{file} is not as it was written");
            found.push(Finding::error(
                "index",
                what,
                "delete the folder `index`; the next search builds it again",
            ));
        }
        Ok(found)
    }
}

fn misfits(analysis: &mut Analysis, text: &str) -> usize {
    let mut bad = 0;
    analysis.each_span(&mut |s| bad += usize::from(s.start > s.end || text.get(s.range()).is_none()));
    bad
}
