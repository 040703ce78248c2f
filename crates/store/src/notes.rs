//! Notes on passages, and selections: kept by the original they stand in, found again by their words.
//!
//! Nothing of the machine's depends on them: no analysis changes, no linking follows. A note whose paper was moved
//! comes with it; one whose text changed says so and is not moved to words that look like its own.

use memcon_model::{Chosen, Note, Passage, Selection, SelectionEdit, Undone, Wording};
use memcon_review::{Place, find};
use rusqlite::{Connection, OptionalExtension, params};

use crate::collection::Collection;
use crate::error::{Result, StoreError};
use crate::write::json;

/// A note on a document, and where its words are now.
#[derive(Clone, Debug, PartialEq)]
pub struct Noted {
    /// The note; its document is the one asked about.
    pub note: Note,
    /// Where its words are in that document.
    pub place: Place,
}

impl Collection {
    /// Keeps a note; gives its number.
    ///
    /// # Errors
    /// [`StoreError::NoDocument`] where its document is not in the collection.
    pub fn keep_note(&self, new: &Note) -> Result<u64> {
        let new = Note { target: self.held(&new.target)?, ..new.clone() };
        self.writing(|db| {
            db.prepare_cached("INSERT INTO notes (document, blake3, json, undone) VALUES (?, ?, ?, ?)")?
                .execute(params![
                    new.target.document,
                    new.target.blake3,
                    json(&new)?,
                    new.undone.as_ref().map(json).transpose()?
                ])?;
            Ok(db.last_insert_rowid().unsigned_abs())
        })
    }

    /// Words a note anew; what it said before is kept. `false` = there is none of that number that holds.
    pub fn reword_note(&self, number: u64, wording: &Wording) -> Result<bool> {
        self.change_note(number, |note| {
            let holds = note.holds();
            if holds {
                note.reword(wording.clone());
            }
            holds
        })
    }

    /// Takes a note away; it stays in the history. `false` = there is none of that number that holds.
    pub fn undo_note(&self, number: u64, undone: &Undone) -> Result<bool> {
        self.change_note(number, |note| {
            let holds = note.holds();
            if holds {
                note.undone = Some(undone.clone());
            }
            holds
        })
    }

    /// Brings a note back that was taken away. `false` = there is none.
    pub fn restore_note(&self, number: u64) -> Result<bool> {
        self.change_note(number, |note| note.undone.take().is_some())
    }

    fn change_note(&self, number: u64, change: impl FnOnce(&mut Note) -> bool) -> Result<bool> {
        self.writing(|db| {
            let n = i64::try_from(number).unwrap_or(i64::MAX);
            let found = db
                .prepare_cached("SELECT n, json, blake3, undone FROM notes WHERE n = ?")?
                .query_row([n], read_note)
                .optional()?;
            let Some(mut note) = found else { return Ok(false) };
            if !change(&mut note) {
                return Ok(false);
            }
            let undone = note.undone.as_ref().map(json).transpose()?;
            db.prepare_cached("UPDATE notes SET json = ?, undone = ? WHERE n = ?")?.execute(params![
                json(&note)?,
                undone,
                n
            ])?;
            Ok(true)
        })
    }

    /// All notes, oldest first, those taken away too; each under the id that its paper has now.
    pub fn notes(&self) -> Result<Vec<Note>> {
        self.reading(|db| {
            if !has_notes(db)? {
                return Ok(Vec::new());
            }
            let mut query = db.prepare_cached("SELECT n, json, blake3, undone FROM notes ORDER BY n")?;
            let all: Vec<Note> = query.query_map([], read_note)?.collect::<rusqlite::Result<_>>()?;
            let mut ids = Named::new(db);
            all.into_iter().map(|note| Ok(Note { target: ids.named(note.target)?, ..note })).collect()
        })
    }

    /// The notes on a document, oldest first, those taken away left out: on its original, or made when another
    /// original was called so.
    pub fn notes_on(&self, id: &str) -> Result<Vec<Noted>> {
        let (notes, text) = self.reading(|db| {
            if !has_notes(db)? {
                return Ok((Vec::new(), String::new()));
            }
            let sql = "SELECT d.blake3, a.text FROM documents d JOIN analyses a USING (n) WHERE d.id = ?";
            let found: Option<(String, String)> =
                db.prepare_cached(sql)?.query_row([id], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
            let Some((hash, text)) = found else { return Ok((Vec::new(), String::new())) };
            let sql = "SELECT n, json, blake3, undone FROM notes WHERE document = ?1 AND undone IS NULL
                       UNION SELECT n, json, blake3, undone FROM notes WHERE blake3 = ?2 AND undone IS NULL ORDER BY n";
            let mut query = db.prepare_cached(sql)?;
            let all = query.query_map([id, hash.as_str()], read_note)?.collect::<rusqlite::Result<Vec<Note>>>()?;
            Ok((all, text))
        })?;
        let one = |mut note: Note| {
            let place = find(&text, note.target.span, &note.target.quote);
            note.target.document = id.to_owned();
            Noted { note, place }
        };
        Ok(notes.into_iter().map(one).collect())
    }

    /// All selections by name, those taken away too; each item under the id that its paper has now.
    pub fn selections(&self) -> Result<Vec<Selection>> {
        self.reading(|db| {
            if !has_notes(db)? {
                return Ok(Vec::new());
            }
            let mut query = db.prepare_cached("SELECT json FROM selections ORDER BY name, n")?;
            let all: Vec<Selection> =
                query.query_map([], read_selection)?.collect::<rusqlite::Result<_>>()?;
            let mut ids = Named::new(db);
            all.into_iter()
                .map(|s| {
                    let items =
                        s.items.into_iter().map(|i| Ok(Chosen { passage: ids.named(i.passage)?, ..i }));
                    Ok(Selection { items: items.collect::<rusqlite::Result<_>>()?, ..s })
                })
                .collect()
        })
    }

    /// Changes the selection of a name, and begins it where something is added to one that is not there. What is brought
    /// back is the one taken away last. `false` = there was nothing to change.
    ///
    /// # Errors
    /// [`StoreError::NoDocument`] where a document to be added is not in the collection.
    pub fn edit_selection(&self, name: &str, edit: &SelectionEdit) -> Result<bool> {
        let edit = match edit {
            SelectionEdit::Add(new) => {
                let one = |c: &Chosen| Ok(Chosen { passage: self.held(&c.passage)?, ..c.clone() });
                SelectionEdit::Add(new.iter().map(one).collect::<Result<_>>()?)
            }
            other => other.clone(),
        };
        let held = i64::from(edit != SelectionEdit::Undelete);
        self.writing(|db| {
            let sql = "SELECT n, json FROM selections WHERE name = ? AND held = ? ORDER BY n DESC LIMIT 1";
            let read = |r: &rusqlite::Row<'_>| Ok((r.get::<_, i64>(0)?, parsed::<Selection>(1, r)?));
            let found = db.prepare_cached(sql)?.query_row(params![name, held], read).optional()?;
            let (n, mut selection) = match (found, &edit) {
                (Some((n, selection)), _) => (Some(n), selection),
                (None, SelectionEdit::Add(new)) if !name.is_empty() => {
                    let first = new.first().map(|c| (c.by.clone(), c.at.clone())).unwrap_or_default();
                    (
                        None,
                        Selection { name: name.to_owned(), by: first.0, at: first.1, ..Selection::default() },
                    )
                }
                _ => return Ok(false),
            };
            if edit == SelectionEdit::Undelete && named(db, name)? {
                return Ok(false);
            }
            if !selection.edit(&edit) {
                return Ok(false);
            }
            let (held, json) = (selection.undone.is_none(), json(&selection)?);
            match n {
                Some(n) => db
                    .prepare_cached("UPDATE selections SET held = ?, json = ? WHERE n = ?")?
                    .execute(params![held, json, n])?,
                None => db
                    .prepare_cached("INSERT INTO selections (name, held, json) VALUES (?, ?, ?)")?
                    .execute(params![name, held, json])?,
            };
            Ok(true)
        })
    }

    /// A passage with the original that its document has now.
    fn held(&self, passage: &Passage) -> Result<Passage> {
        let id = &passage.document;
        let sql = "SELECT blake3 FROM documents WHERE id = ?";
        let hash = self.reading(|db| db.prepare_cached(sql)?.query_row([id], |r| r.get(0)).optional())?;
        let blake3 = hash.ok_or_else(|| StoreError::NoDocument(id.clone()))?;
        Ok(Passage { blake3, ..passage.clone() })
    }
}

/// Whether the database is of a layout that has notes; one that was only ever opened for reading may be older.
fn has_notes(db: &Connection) -> rusqlite::Result<bool> {
    let version: i64 = db.query_row("PRAGMA user_version", [], |r| r.get(0))?;
    Ok(version >= 8)
}

/// Whether a selection of that name holds.
fn named(db: &Connection, name: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM selections WHERE name = ? AND held = 1)";
    db.prepare_cached(sql)?.query_row([name], |r| r.get(0))
}

/// JSON of column `n`; what cannot be read is said.
fn parsed<T: serde::de::DeserializeOwned>(n: usize, r: &rusqlite::Row<'_>) -> rusqlite::Result<T> {
    serde_json::from_slice(r.get_ref(n)?.as_bytes()?)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(n, rusqlite::types::Type::Text, Box::new(e)))
}

/// Columns n, json, blake3, undone.
fn read_note(r: &rusqlite::Row<'_>) -> rusqlite::Result<Note> {
    let mut note: Note = parsed(1, r)?;
    note.number = r.get::<_, i64>(0)?.unsigned_abs();
    note.target.blake3 = r.get(2)?;
    Ok(note)
}

fn read_selection(r: &rusqlite::Row<'_>) -> rusqlite::Result<Selection> {
    parsed(0, r)
}

/// What papers are called now, each looked up once.
struct Named<'d> {
    db: &'d Connection,
    known: std::collections::BTreeMap<(String, String), String>,
}

impl<'d> Named<'d> {
    fn new(db: &'d Connection) -> Self {
        Self { db, known: std::collections::BTreeMap::new() }
    }

    /// The passage under the id of the document that has its original: the one it was made on, else a current one, else
    /// a version superseded. Where none has it, under the id of then.
    fn named(&mut self, passage: Passage) -> rusqlite::Result<Passage> {
        let key = (passage.blake3.clone(), passage.document.clone());
        if let Some(id) = self.known.get(&key) {
            return Ok(Passage { document: id.clone(), ..passage });
        }
        let sql = "SELECT id FROM documents WHERE blake3 = ?1
                   ORDER BY id = ?2 DESC, status IN ('ready', 'problem') DESC, id LIMIT 1";
        let found: Option<String> =
            self.db.prepare_cached(sql)?.query_row([&key.0, &key.1], |r| r.get(0)).optional()?;
        let id = found.unwrap_or_else(|| passage.document.clone());
        self.known.insert(key, id.clone());
        Ok(Passage { document: id, ..passage })
    }
}
