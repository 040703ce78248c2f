//! Archives' inventories: what the user gave, unit by unit, and which documents the units describe.
//!
//! A unit at the level of one paper that no document stands for becomes a document without text; those are kept among the
//! documents under the media type [`DESCRIPTION`]. What does not belong here: how units and documents are matched.

use memcon_model::{Edtf, Unit};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use crate::collection::{Collection, get, set};
use crate::error::Result;
use crate::read::ORDER;
use crate::write::next_revision;

/// Media type of a document that is known from a description only.
pub const DESCRIPTION: &str = "application/vnd.memcon.description+json";

/// An inventory to be kept.
#[derive(Clone, Debug, Default)]
pub struct NewInventory {
    /// Its name: the id of its file.
    pub name: String,
    /// BLAKE3 of the file.
    pub blake3: String,
    /// Media type of its format.
    pub format: String,
    /// Its title, where it tells one.
    pub title: Option<String>,
    /// Its units, parents before children.
    pub units: Vec<Unit>,
}

/// An inventory that the collection keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InventoryRow {
    /// Its number.
    pub n: i64,
    /// Its name.
    pub name: String,
    /// BLAKE3 of the file as it was given.
    pub blake3: String,
    /// Media type of its format.
    pub format: String,
    /// Its title.
    pub title: Option<String>,
    /// How many units.
    pub units: u64,
}

impl Collection {
    /// Keeps an inventory in the place of one of its name. `false`: it was the same already.
    pub fn set_inventory(&self, new: &NewInventory) -> Result<bool> {
        self.writing(|db| {
            let known: Option<String> = db
                .query_row("SELECT blake3 FROM inventories WHERE name = ?", [&new.name], |r| r.get(0))
                .optional()?;
            if known.as_deref() == Some(&new.blake3) {
                return Ok(false);
            }
            next_revision(db, std::iter::once(format!("inventory {} {}", new.name, new.blake3)))?;
            db.execute(
                "DELETE FROM units WHERE inventory IN (SELECT n FROM inventories WHERE name = ?)",
                [&new.name],
            )?;
            db.execute("DELETE FROM inventories WHERE name = ?", [&new.name])?;
            db.execute(
                "INSERT INTO inventories (name, blake3, format, title) VALUES (?, ?, ?, ?)",
                params![new.name, new.blake3, new.format, new.title],
            )?;
            let inventory = db.last_insert_rowid();
            let mut insert = db.prepare("INSERT INTO units VALUES (?, ?, ?, ?)")?;
            for (n, unit) in (0i64..).zip(&new.units) {
                insert.execute(params![inventory, n, unit.document, json(unit)?])?;
            }
            Ok(true)
        })
    }

    /// The inventories, in the order of their names.
    pub fn inventories(&self) -> Result<Vec<InventoryRow>> {
        self.reading(|db| {
            let mut query = db.prepare(
                "SELECT n, name, blake3, format, title, (SELECT count(*) FROM units WHERE inventory = inventories.n)
                 FROM inventories ORDER BY name",
            )?;
            let rows = query.query_map([], |r| {
                Ok(InventoryRow {
                    n: r.get(0)?,
                    name: r.get(1)?,
                    blake3: r.get(2)?,
                    format: r.get(3)?,
                    title: r.get(4)?,
                    units: r.get::<_, i64>(5)?.unsigned_abs(),
                })
            })?;
            rows.collect()
        })
    }

    /// The units of an inventory, parents before children.
    pub fn units(&self, inventory: i64) -> Result<Vec<Unit>> {
        self.reading(|db| {
            let mut query = db.prepare("SELECT unit FROM units WHERE inventory = ? ORDER BY n")?;
            let rows = query.query_map([inventory], |r| r.get::<_, String>(0))?;
            rows.map(|r| r.map(|json| serde_json::from_str(&json).unwrap_or_default())).collect()
        })
    }

    /// What inventories say of a document: the inventory's name, and the units from the fonds down to the document's own.
    pub fn described_in(&self, document: &str) -> Result<Vec<(String, Vec<Unit>)>> {
        self.reading(|db| {
            let mut query = db.prepare_cached(
                "SELECT name, units.inventory, units.n FROM units JOIN inventories ON inventories.n = units.inventory
                 WHERE document = ? ORDER BY name, units.n",
            )?;
            let found = query
                .query_map([document], |r| Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?, r.get::<_, i64>(2)?)))?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            found.into_iter().map(|(name, inventory, n)| Ok((name, path(db, inventory, n)?))).collect()
        })
    }

    /// Keeps which documents the units of an inventory describe: number of the unit, and the unit as it now is.
    pub fn set_units(&self, inventory: i64, changed: &[(usize, Unit)]) -> Result<()> {
        if changed.is_empty() {
            return Ok(());
        }
        self.writing(|db| {
            next_revision(db, changed.iter().map(|(n, _)| format!("unit {inventory} {n}")))?;
            let mut set =
                db.prepare("UPDATE units SET document = ?, unit = ? WHERE inventory = ? AND n = ?")?;
            for (n, unit) in changed {
                let n = i64::try_from(*n).unwrap_or(i64::MAX);
                set.execute(params![unit.document, json(unit)?, inventory, n])?;
            }
            Ok(())
        })
    }

    /// Numbers of the documents that have a text of their own here and whose signs are not kept as they now are.
    pub fn without_signs(&self) -> Result<Vec<i64>> {
        self.reading(|db| {
            let mut query = db.prepare(
                "SELECT documents.n FROM documents LEFT JOIN signs ON signs.n = documents.n
                 WHERE status IN ('ready', 'problem') AND coalesce(media_hint, '') <> ?
                   AND signs.changed IS NOT documents.changed
                 ORDER BY documents.n",
            )?;
            query.query_map([DESCRIPTION], |r| r.get(0))?.collect()
        })
    }

    /// Keeps signs of documents, by number. They are derived: the collection does not count as changed.
    pub fn keep_signs(&self, signs: &[(i64, String)]) -> Result<()> {
        self.writing(|db| {
            let mut keep = db.prepare_cached(
                "INSERT OR REPLACE INTO signs SELECT n, changed, ?2 FROM documents WHERE n = ?1",
            )?;
            signs.iter().try_for_each(|(n, signs)| keep.execute(params![n, signs]).map(|_| ()))
        })
    }

    /// Every document that has a text of its own here, with its signs, in the order of [`Collection::documents`].
    pub fn signs(&self, mut each: impl FnMut(String, Option<Edtf>, &str)) -> Result<()> {
        let sql = format!(
            "SELECT id, date, signs FROM documents JOIN signs USING (n)
             WHERE status IN ('ready', 'problem') AND coalesce(media_hint, '') <> ? {ORDER}"
        );
        self.reading(|db| {
            let mut query = db.prepare(&sql)?;
            let mut rows = query.query([DESCRIPTION])?;
            while let Some(row) = rows.next()? {
                let date = row.get::<_, Option<String>>(1)?.and_then(|d| d.parse().ok());
                each(row.get(0)?, date, row.get_ref(2)?.as_str().unwrap_or_default());
            }
            Ok(())
        })
    }

    /// Whether inventories were matched with the papers as they now are, by `who`.
    pub fn is_settled(&self, who: &str) -> Result<bool> {
        let revision = self.revision()?;
        Ok(self.reading(|db| get(db, "settled"))? == Some(format!("{revision} {who}")))
    }

    /// Notes that they were.
    pub fn set_settled(&self, who: &str) -> Result<()> {
        let revision = self.revision()?;
        self.writing(|db| set(db, "settled", &format!("{revision} {who}")))
    }

    /// Documents without text that no inventory needs any more are no longer there: all but those in `kept`.
    pub fn keep_described(&self, kept: &std::collections::BTreeSet<String>) -> Result<()> {
        self.writing(|db| {
            let mut query = db.prepare(
                "SELECT id FROM documents WHERE media_hint = ? AND status IN ('ready', 'problem') ORDER BY id",
            )?;
            let there: Vec<String> =
                query.query_map([DESCRIPTION], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
            let gone: Vec<&String> = there.iter().filter(|id| !kept.contains(*id)).collect();
            if gone.is_empty() {
                return Ok(());
            }
            let revision = next_revision(db, gone.iter().map(|id| format!("{id} missing")))?;
            let mut mark = db.prepare("UPDATE documents SET status = 'missing', changed = ? WHERE id = ?")?;
            gone.iter().try_for_each(|id| mark.execute(params![revision, id]).map(|_| ()))
        })
    }
}

/// How many documents are known from inventories only.
pub(crate) fn described(db: &Connection) -> rusqlite::Result<u64> {
    let sql = "SELECT count(*) FROM documents WHERE media_hint = ? AND status IN ('ready', 'problem')";
    db.query_row(sql, [DESCRIPTION], |r| r.get::<_, i64>(0)).map(i64::unsigned_abs)
}

/// The units above one, outermost first, and itself. Parents stand before their children, so that it ends.
fn path(db: &Connection, inventory: i64, n: i64) -> rusqlite::Result<Vec<Unit>> {
    let mut query = db.prepare_cached("SELECT unit FROM units WHERE inventory = ? AND n = ?")?;
    let mut path = Vec::new();
    let mut at = Some(n);
    while let Some(n) = at {
        let json: Option<String> = query.query_row([inventory, n], |r| r.get(0)).optional()?;
        let Some(unit) = json.and_then(|j| serde_json::from_str::<Unit>(&j).ok()) else { break };
        at = unit.parent.map(i64::from).filter(|p| *p < n);
        path.push(unit);
    }
    path.reverse();
    Ok(path)
}

fn json(value: &impl Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_is_found_by_the_document_it_describes_with_those_above_it() {
        let dir = tempfile::tempdir().unwrap();
        let c = Collection::create_or_open(dir.path()).unwrap();
        let unit = |title: &str, parent| Unit { title: title.into(), parent, ..Unit::default() };
        let mut new =
            NewInventory { name: "lake.csv".into(), blake3: "aa".into(), ..NewInventory::default() };
        new.units = vec![unit("Lake", None), unit("Talks", Some(0)), unit("Second session", Some(1))];
        assert!(c.set_inventory(&new).unwrap());
        assert!(!c.set_inventory(&new).unwrap(), "the same file says nothing new");
        let row = c.inventories().unwrap().remove(0);
        let mut item = c.units(row.n).unwrap().remove(2);
        item.document = Some("second.txt".into());
        c.set_units(row.n, &[(2, item)]).unwrap();
        let told = c.described_in("second.txt").unwrap();
        let titles: Vec<&str> = told[0].1.iter().map(|u| u.title.as_str()).collect();
        assert_eq!((told[0].0.as_str(), titles), ("lake.csv", vec!["Lake", "Talks", "Second session"]));
    }
}
