//! The linking in the database: section by section, each in pieces of some hundred items, so that neither writing
//! nor reading it needs the whole as one text, and what a page does not show need not be read.

use std::sync::Arc;

use memcon_model::Linked;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::collection::{Collection, get, guard, set};
use crate::error::{Result, StoreError};

/// Bytes of JSON in one piece, at most (one item alone may be larger).
const PIECE: usize = 1 << 20;

impl Collection {
    /// What linking made of the collection; empty before the first linking.
    pub fn linked(&self) -> Result<Arc<Linked>> {
        let serial = self.reading(|db| get(db, "linked_serial"))?.unwrap_or_default();
        if let Some((known, linked)) = guard(&self.linked).as_ref()
            && *known == serial
        {
            return Ok(Arc::clone(linked));
        }
        let linked = self.reading(|db| Ok(read(db)))?;
        let linked = Arc::new(linked.map_err(|detail| StoreError::Analysis {
            document: "the linking of all papers".to_owned(),
            detail,
        })?);
        *guard(&self.linked) = Some((serial, Arc::clone(&linked)));
        Ok(linked)
    }

    /// Keeps the linking of the collection as it stands now.
    pub fn set_linked(&self, linked: &Linked) -> Result<()> {
        self.writing(|db| {
            let revision = get(db, "revision")?.unwrap_or_default();
            let serial: u64 = get(db, "linked_serial")?.and_then(|s| s.parse().ok()).unwrap_or(0);
            set(db, "linked_serial", &(serial + 1).to_string())?;
            db.execute("DELETE FROM linked_parts", [])?;
            write(db, linked)?;
            let revision = revision.parse::<i64>().unwrap_or(0);
            db.execute("INSERT OR REPLACE INTO linked VALUES (1, ?, X'')", [revision]).map(|_| ())
        })
    }
}

fn write(db: &Connection, linked: &Linked) -> rusqlite::Result<()> {
    // Taken apart by name, so that a new section cannot be forgotten.
    let Linked {
        agents,
        look_alikes,
        events,
        letters,
        issues,
        answers,
        loose_ends,
        obligations,
        mechanisms,
        references,
        missing,
        parallels,
    } = linked;
    section(db, "agents", agents)?;
    section(db, "look_alikes", look_alikes)?;
    section(db, "events", events)?;
    section(db, "letters", letters)?;
    section(db, "issues", issues)?;
    section(db, "answers", answers)?;
    section(db, "loose_ends", loose_ends)?;
    section(db, "obligations", obligations)?;
    section(db, "mechanisms", mechanisms)?;
    section(db, "references", references)?;
    section(db, "missing", missing)?;
    section(db, "parallels", parallels)
}

/// Writes the items of a section as JSON lists.
fn section<T: Serialize>(db: &Connection, name: &str, items: &[T]) -> rusqlite::Result<()> {
    let mut insert = db.prepare("INSERT INTO linked_parts (section, json) VALUES (?, ?)")?;
    let mut piece = Vec::new();
    for (n, item) in items.iter().enumerate() {
        piece.push(if piece.is_empty() { b'[' } else { b',' });
        serde_json::to_writer(&mut piece, item)
            .map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
        if piece.len() >= PIECE || n + 1 == items.len() {
            piece.push(b']');
            insert.execute(params![name, piece])?;
            piece.clear();
        }
    }
    Ok(())
}

fn read(db: &Connection) -> std::result::Result<Linked, String> {
    // All sections are of one linking, whatever is written meanwhile.
    let db = &db.unchecked_transaction().map_err(|e| e.to_string())?;
    let whole: Option<Vec<u8>> =
        db.query_row("SELECT json FROM linked", [], |r| r.get(0)).optional().map_err(|e| e.to_string())?;
    let Some(whole) = whole else { return Ok(Linked::default()) };
    if !whole.is_empty() {
        return serde_json::from_slice(&whole).map_err(|e| e.to_string());
    }
    Ok(Linked {
        agents: items(db, "agents")?,
        look_alikes: items(db, "look_alikes")?,
        events: items(db, "events")?,
        letters: items(db, "letters")?,
        issues: items(db, "issues")?,
        answers: items(db, "answers")?,
        loose_ends: items(db, "loose_ends")?,
        obligations: items(db, "obligations")?,
        mechanisms: items(db, "mechanisms")?,
        references: items(db, "references")?,
        missing: items(db, "missing")?,
        parallels: items(db, "parallels")?,
    })
}

fn items<T: DeserializeOwned>(db: &Connection, name: &str) -> std::result::Result<Vec<T>, String> {
    let sql = |e: rusqlite::Error| e.to_string();
    let mut query =
        db.prepare_cached("SELECT json FROM linked_parts WHERE section = ? ORDER BY n").map_err(sql)?;
    let mut rows = query.query([name]).map_err(sql)?;
    let mut out = Vec::new();
    while let Some(row) = rows.next().map_err(sql)? {
        let json = row.get_ref(0).map_err(sql)?.as_blob().map_err(|e| e.to_string())?;
        let piece: Vec<T> = serde_json::from_slice(json).map_err(|e| e.to_string())?;
        out.extend(piece);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use memcon_model::{Evidence, ResolvedReference, Span};

    use super::*;

    fn linked() -> Linked {
        let reference = |n: usize| ResolvedReference {
            at: Evidence { document: format!("paper {n}"), span: Span::new(n, n + 1) },
            target: (n.is_multiple_of(2)).then(|| "another".to_owned()),
            why: "It says so. ".repeat(20),
        };
        Linked { references: (0..9000).map(reference).collect(), ..Linked::default() }
    }

    #[test]
    fn pieces_come_back_whole_and_in_order() {
        let dir = tempfile::tempdir().unwrap();
        let c = Collection::create_or_open(dir.path()).unwrap();
        assert_eq!(*c.linked().unwrap(), Linked::default());
        c.set_linked(&Linked::default()).unwrap();
        c.set_linked(&linked()).unwrap();
        let count = |db: &Connection| db.query_row("SELECT count(*) FROM linked_parts", [], |r| r.get(0));
        let pieces: i64 = c.reading(count).unwrap();
        assert!(pieces > 1, "{pieces}");
        assert!(*c.linked().unwrap() == linked());
    }

    #[test]
    fn what_an_earlier_version_kept_as_one_is_read() {
        let dir = tempfile::tempdir().unwrap();
        let c = Collection::create_or_open(dir.path()).unwrap();
        let json = serde_json::to_vec(&linked()).unwrap();
        c.writing(|db| db.execute("INSERT INTO linked VALUES (1, 0, ?)", [json])).unwrap();
        assert!(*c.linked().unwrap() == linked());
    }
}
