//! What a person gave or decided: lists of persons, and which agents are one or two.
//!
//! Kept beside the analyses and untouched by them: papers analysed anew change nothing here. A change
//! makes the linking stale, as a change of papers does.

use memcon_model::{Anchor, Decision, DecisionKind, Listed};
use rusqlite::{Connection, OptionalExtension, params};

use crate::collection::Collection;
use crate::error::Result;
use crate::schema::column;
use crate::write::next_revision;

/// A list of persons that the collection keeps.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ListRow {
    /// Its name: that of the file.
    pub name: String,
    /// BLAKE3 of the file as it was given.
    pub blake3: String,
    /// How many entries.
    pub entries: u64,
}

impl Collection {
    /// Keeps a list of persons under `name`, in the place of one of that name. `false`: it was the same already.
    pub fn set_list(&self, name: &str, blake3: &str, entries: &[Listed]) -> Result<bool> {
        self.writing(|db| {
            let known: Option<String> =
                db.query_row("SELECT blake3 FROM lists WHERE name = ?", [name], |r| r.get(0)).optional()?;
            if known.as_deref() == Some(blake3) {
                return Ok(false);
            }
            next_revision(db, std::iter::once(format!("list {name} {blake3}")))?;
            db.execute("DELETE FROM lists WHERE name = ?", [name])?;
            db.execute("INSERT INTO lists (name, blake3) VALUES (?, ?)", [name, blake3])?;
            let list = db.last_insert_rowid();
            let mut insert = db.prepare("INSERT INTO listed VALUES (?, ?, ?, ?, ?, ?)")?;
            for (n, e) in (0i64..).zip(entries) {
                insert.execute(params![list, n, e.id, e.name, e.note, json(&e.other_names)?])?;
            }
            Ok(true)
        })
    }

    /// The lists that the collection keeps, in the order in which they were given.
    pub fn lists(&self) -> Result<Vec<ListRow>> {
        self.reading(|db| {
            let mut query = db.prepare(
                "SELECT name, blake3, (SELECT count(*) FROM listed WHERE list = lists.n) FROM lists ORDER BY n",
            )?;
            let rows = query.query_map([], |r| {
                let entries: i64 = r.get(2)?;
                Ok(ListRow { name: r.get(0)?, blake3: r.get(1)?, entries: entries.unsigned_abs() })
            })?;
            rows.collect()
        })
    }

    /// Every entry of every list, in order.
    pub fn listed(&self) -> Result<Vec<Listed>> {
        self.reading(|db| {
            let mut query = db.prepare("SELECT id, name, note, other_names FROM listed ORDER BY list, n")?;
            let rows = query.query_map([], |r| {
                let other: String = r.get(3)?;
                Ok(Listed {
                    id: r.get(0)?,
                    name: r.get(1)?,
                    note: r.get(2)?,
                    other_names: serde_json::from_str(&other).unwrap_or_default(),
                })
            })?;
            rows.collect()
        })
    }

    /// Keeps a decision and gives its number; the number and `undone` of what is given are passed over.
    pub fn decide(&self, new: &Decision) -> Result<u64> {
        self.writing(|db| {
            let (a, b) = (json(&new.a)?, json(&new.b)?);
            let value = new.value.as_deref();
            let said = format!("decision {} {} {a} {b} {}", new.kind, new.about, value.unwrap_or_default());
            next_revision(db, std::iter::once(said))?;
            db.execute(
                "INSERT INTO decisions (made, kind, about, a, b, value, reviewer, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                params![new.made, new.kind.as_str(), new.about.as_str(), a, b, value, new.by, new.why],
            )?;
            Ok(db.last_insert_rowid().unsigned_abs())
        })
    }

    /// Takes a decision back; it stays in the list. `false`: there is none of that number that holds.
    pub fn undo_decision(&self, number: u64, day: &str, by: Option<&str>) -> Result<bool> {
        let n = i64::try_from(number).unwrap_or(i64::MAX);
        self.writing(|db| {
            let done = db
                .prepare_cached(
                    "UPDATE decisions SET undone = ?, undone_by = ? WHERE n = ? AND undone IS NULL",
                )?
                .execute(params![day, by, n])?;
            if done > 0 {
                next_revision(db, std::iter::once(format!("undo {n}")))?;
            }
            Ok(done > 0)
        })
    }

    /// All decisions, oldest first, those taken back too.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        self.reading(read_decisions)
    }
}

fn read_decisions(db: &Connection) -> rusqlite::Result<Vec<Decision>> {
    let of = |name| column(db, "decisions", name);
    let mut query = db.prepare(&format!(
        "SELECT n, made, kind, a, b, undone, about, value, {}, {}, {} FROM decisions ORDER BY n",
        of("reviewer")?,
        of("why")?,
        of("undone_by")?
    ))?;
    let rows = query.query_map([], |r| {
        let (kind, a, b): (String, String, String) = (r.get(2)?, r.get(3)?, r.get(4)?);
        let about: String = r.get(6)?;
        let anchor = |text: &str| serde_json::from_str::<Anchor>(text).unwrap_or_default();
        Ok(Decision {
            number: r.get::<_, i64>(0)?.unsigned_abs(),
            made: r.get(1)?,
            kind: kind.parse().unwrap_or(DecisionKind::Part),
            a: anchor(&a),
            b: anchor(&b),
            undone: r.get(5)?,
            about: about.parse().unwrap_or_default(),
            value: r.get(7)?,
            by: r.get(8)?,
            why: r.get(9)?,
            undone_by: r.get(10)?,
        })
    })?;
    rows.collect()
}

fn json(value: &impl serde::Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_kept_and_taken_back_but_never_lost() {
        let dir = tempfile::tempdir().unwrap();
        let c = Collection::create_or_open(dir.path()).unwrap();
        let anchor = |name: &str| Anchor { name: name.into(), at: vec![("d".into(), name.into())] };
        let joined = Decision {
            made: "2030-01-02".into(),
            by: Some("Ada".into()),
            a: anchor("Ida"),
            b: anchor("Bricka"),
            ..Decision::default()
        };
        let n = c.decide(&joined).unwrap();
        assert!(c.linking_is_stale().unwrap());
        let undo = |day: &str| c.undo_decision(n, day, Some("Ben")).unwrap();
        assert!(undo("2030-01-03") && !undo("2030-01-04"));
        let kept = c.decisions().unwrap();
        assert_eq!(
            (kept.len(), kept[0].undone.as_deref(), &kept[0].a),
            (1, Some("2030-01-03"), &anchor("Ida"))
        );
        assert_eq!((kept[0].by.as_deref(), kept[0].undone_by.as_deref()), (Some("Ada"), Some("Ben")));
    }

    #[test]
    fn a_list_given_again_takes_the_place_of_the_one_before() {
        let dir = tempfile::tempdir().unwrap();
        let c = Collection::create_or_open(dir.path()).unwrap();
        let entry = |id: &str| Listed { id: id.into(), name: "Bricka, Ida".into(), ..Listed::default() };
        assert!(c.set_list("persons.jsonl", "aa", &[entry("1"), entry("2")]).unwrap());
        assert!(!c.set_list("persons.jsonl", "aa", &[]).unwrap(), "the same file says nothing new");
        assert!(c.set_list("persons.jsonl", "bb", &[entry("3")]).unwrap());
        assert_eq!(c.listed().unwrap(), [entry("3")]);
        assert_eq!(c.lists().unwrap()[0].entries, 1);
    }
}
