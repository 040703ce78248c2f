//! What does not hang on one document: files, lists, inventories, problems, judgements, decisions; of each, what tells of no
//! withheld paper. Judgements and decisions get numbers of their own: gaps would tell that there are others.
//!
//! A table that is not named here, and hangs on no document, stays empty.

use memcon_model::{Anchor, Selection, Unit};
use rusqlite::{Connection, params};
use serde_json::Value;

use crate::access::Paper;
use crate::fold;

/// Whether a paper is open to the audience.
pub(super) type May<'m> = &'m dyn Fn(&Paper<'_>) -> bool;

/// Papers of the whole that are not here.
const WITHHELD: &str = "SELECT id FROM whole.documents WHERE n NOT IN (SELECT n FROM main.documents)";

/// Brings the tables up to date; whether anything changed that linking uses.
pub(super) fn carry(db: &Connection, may: May<'_>) -> rusqlite::Result<bool> {
    db.execute_batch(
        "CREATE TABLE IF NOT EXISTS main.carried_numbers (
             kind TEXT NOT NULL, own INTEGER NOT NULL, whole INTEGER NOT NULL, PRIMARY KEY (kind, own)
         ) WITHOUT ROWID;",
    )?;
    files(db, may)?;
    problems(db, may)?;
    inventories(db)?;
    judgements(db)?;
    numbered(db, "notes", "SELECT n FROM whole.notes WHERE document IN (SELECT id FROM main.documents)")?;
    selections(db)?;
    let lists = lists(db)?;
    let decisions = decisions(db)?;
    Ok(lists || decisions)
}

/// A file that holds documents can be had as it is only where all that it holds is open.
fn files(db: &Connection, may: May<'_>) -> rusqlite::Result<()> {
    db.execute("DELETE FROM main.files", [])?;
    let mut query = db.prepare(
        "SELECT id, blake3, source FROM whole.files f WHERE NOT EXISTS (
             SELECT 1 FROM whole.documents d WHERE d.source IS f.source AND d.path IS f.path
                AND d.n NOT IN (SELECT n FROM main.documents))",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (id, blake3): (String, String) = (row.get(0)?, row.get(1)?);
        if may(&Paper { id: &id, blake3: &blake3, ..Paper::default() }) {
            let source: Option<i64> = row.get(2)?;
            db.execute(
                "INSERT OR IGNORE INTO main.sources SELECT * FROM whole.sources WHERE n = ?",
                [source],
            )?;
            db.execute("INSERT INTO main.files SELECT * FROM whole.files WHERE id = ?", [&id])?;
        }
    }
    Ok(())
}

/// Problems of looks through the sources, where no paper is kept: those that name no withheld paper and no closed place.
fn problems(db: &Connection, may: May<'_>) -> rusqlite::Result<()> {
    db.execute("DELETE FROM main.problems WHERE document IS NULL", [])?;
    let found: Vec<(i64, String, String)> = db
        .prepare("SELECT n, place, message FROM whole.problems WHERE document IS NULL ORDER BY n")?
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    if found.is_empty() {
        return Ok(());
    }
    let withheld = strings(db, WITHHELD)?;
    let named = |text: &str| withheld.iter().any(|id| names(text, id));
    for (n, place, message) in found {
        let id = place.as_str();
        let open = may(&Paper { id, ..Paper::default() }) && !named(&place) && !named(&message);
        if open {
            db.execute("INSERT INTO main.problems SELECT * FROM whole.problems WHERE n = ?", [n])?;
        }
    }
    Ok(())
}

/// Whether a text holds an id, not as a part of a longer word.
fn names(text: &str, id: &str) -> bool {
    text.match_indices(id).any(|(at, _)| {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + id.len()..).and_then(|t| t.chars().next());
        !word(before) && !word(after)
    })
}

/// Lists of persons, but for those of an edition that is not open. Whether they are others than before.
fn lists(db: &Connection) -> rusqlite::Result<bool> {
    const OPEN: &str = "SELECT n FROM whole.lists WHERE name NOT IN
        (SELECT id FROM whole.files WHERE id NOT IN (SELECT id FROM main.files))";
    let told =
        |sql: &str| strings(db, &format!("SELECT n || ' ' || blake3 || ' ' || name FROM {sql} ORDER BY n"));
    if told("main.lists")? == told(&format!("whole.lists WHERE n IN ({OPEN})"))? {
        return Ok(false);
    }
    db.execute("DELETE FROM main.lists", [])?;
    db.execute(&format!("INSERT INTO main.lists SELECT * FROM whole.lists WHERE n IN ({OPEN})"), [])?;
    db.execute(
        "INSERT INTO main.listed SELECT * FROM whole.listed WHERE list IN (SELECT n FROM main.lists)",
        [],
    )?;
    Ok(true)
}

/// Inventories without the units that describe withheld papers; what lies below one of these moves up to what is above.
fn inventories(db: &Connection) -> rusqlite::Result<()> {
    db.execute("DELETE FROM main.units", [])?;
    db.execute("DELETE FROM main.inventories", [])?;
    db.execute("INSERT INTO main.inventories SELECT * FROM whole.inventories", [])?;
    let numbers: Vec<i64> = db
        .prepare("SELECT n FROM main.inventories ORDER BY n")?
        .query_map([], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let withheld: std::collections::BTreeSet<String> = match numbers.is_empty() {
        true => Default::default(),
        false => strings(db, WITHHELD)?.into_iter().collect(),
    };
    for n in numbers {
        if withheld.is_empty() {
            db.execute("INSERT INTO main.units SELECT * FROM whole.units WHERE inventory = ?", [n])?;
        } else {
            units(db, n, &withheld)?;
        }
    }
    Ok(())
}

fn units(
    db: &Connection,
    inventory: i64,
    withheld: &std::collections::BTreeSet<String>,
) -> rusqlite::Result<()> {
    let mut query = db.prepare("SELECT unit FROM whole.units WHERE inventory = ? ORDER BY n")?;
    let mut insert = db.prepare("INSERT INTO main.units VALUES (?, ?, ?, ?)")?;
    // For each unit, its number here; of one left out, that of the unit above it.
    let mut here: Vec<Option<u32>> = Vec::new();
    let mut next = 0u32;
    let mut rows = query.query([inventory])?;
    while let Some(row) = rows.next()? {
        let mut unit: Unit = serde_json::from_str(row.get_ref(0)?.as_str()?).unwrap_or_default();
        let above = unit.parent.and_then(|p| here.get(p as usize).copied().flatten());
        if unit.document.as_ref().is_some_and(|d| withheld.contains(d)) {
            here.push(above);
            continue;
        }
        unit.parent = above;
        if unit.possible.iter().any(|d| withheld.contains(d)) {
            unit.possible.retain(|d| !withheld.contains(d));
            unit.why = None;
        }
        let json = crate::write::json(&unit)?;
        insert.execute(params![inventory, next, unit.document, json])?;
        here.push(Some(next));
        next += 1;
    }
    Ok(())
}

/// Judgements on papers that are here.
fn judgements(db: &Connection) -> rusqlite::Result<()> {
    numbered(
        db,
        "judgements",
        "SELECT n FROM whole.judgements WHERE document IN (SELECT id FROM main.documents)",
    )?;
    let own = "SELECT own FROM main.carried_numbers WHERE kind = 'judgements' AND whole =";
    if has_column(db, "judgements", "batch")? {
        db.execute(&format!("UPDATE main.judgements SET batch = ({own} batch) WHERE batch IS NOT NULL"), [])?;
    }
    // A judgement that settles others names them by their numbers.
    let settling: Vec<(i64, String)> = db
        .prepare("SELECT n, json FROM main.judgements WHERE json LIKE '%\"settles\"%'")?
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut own = db.prepare(&format!("{own} ?"))?;
    for (n, json) in settling {
        let mut judgement: Value = serde_json::from_str(&json).unwrap_or_default();
        let Some(numbers) = judgement.get_mut("settles").and_then(Value::as_array_mut) else { continue };
        let mut kept = Vec::new();
        for number in numbers.iter().filter_map(Value::as_i64) {
            let found: Vec<i64> = own.query_map([number], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
            kept.extend(found.into_iter().map(Value::from));
        }
        *numbers = kept;
        db.execute("UPDATE main.judgements SET json = ? WHERE n = ?", params![judgement.to_string(), n])?;
    }
    Ok(())
}

/// Selections with nothing in them, held or taken out, that is not here: what is left of one could tell of the rest.
fn selections(db: &Connection) -> rusqlite::Result<()> {
    let all: Vec<(i64, String)> = db
        .prepare("SELECT n, json FROM whole.selections ORDER BY n")?
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut here = db.prepare("SELECT EXISTS (SELECT 1 FROM main.documents WHERE id = ?)")?;
    let mut open: Vec<String> = Vec::new();
    for (n, json) in all {
        let Ok(selection) = serde_json::from_str::<Selection>(&json) else { continue };
        let mut all_here = true;
        for item in &selection.items {
            all_here &= here.query_row([&item.passage.document], |r| r.get::<_, bool>(0))?;
        }
        if all_here {
            open.push(n.to_string());
        }
    }
    numbered(db, "selections", &open.join(","))
}

/// Decisions all of whose places are here. Whether they are others than before.
fn decisions(db: &Connection) -> rusqlite::Result<bool> {
    let told = |db: &Connection| {
        strings(
            db,
            "SELECT n || ' ' || kind || about || a || b || coalesce(value, '') || coalesce(undone, '') FROM main.decisions ORDER BY n",
        )
    };
    let before = told(db)?;
    let mut open = Vec::new();
    let all: Vec<(i64, String, String, String)> = db
        .prepare("SELECT n, about, a, b FROM whole.decisions ORDER BY n")?
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (n, about, a, b) in all {
        let anchors = [anchor(db, &about, &a)?, anchor(db, &about, &b)?];
        if let [Some(a), Some(b)] = anchors {
            open.push((n, crate::write::json(&a)?, crate::write::json(&b)?));
        }
    }
    let numbers: Vec<String> = open.iter().map(|o| o.0.to_string()).collect();
    numbered(db, "decisions", &format!("SELECT n FROM whole.decisions WHERE n IN ({})", numbers.join(",")))?;
    for (own, (_, a, b)) in (1i64..).zip(&open) {
        db.execute("UPDATE main.decisions SET a = ?, b = ? WHERE n = ?", params![a, b, own])?;
    }
    Ok(told(db)? != before)
}

/// An anchor as this audience may know it; `None` where it stands, wholly or in part, on what is not here.
fn anchor(db: &Connection, about: &str, json: &str) -> rusqlite::Result<Option<Anchor>> {
    let Ok(mut anchor) = serde_json::from_str::<Anchor>(json) else { return Ok(None) };
    let mut here = db.prepare_cached("SELECT EXISTS (SELECT 1 FROM main.documents WHERE id = ?)")?;
    for (document, _) in &anchor.at {
        if !here.query_row([document], |r| r.get::<_, bool>(0))? {
            return Ok(None);
        }
    }
    let unnamed = anchor.name.is_empty();
    if about == "agent" && !unnamed && !named(db, &anchor.name)? {
        // The name it goes by in the whole may be from a paper that is not here.
        match anchor.at.iter().map(|a| &a.1).find(|form| !form.is_empty()) {
            Some(form) => anchor.name.clone_from(form),
            None => return Ok(None),
        }
    } else if anchor.at.is_empty() && !unnamed && !named(db, &anchor.name)? {
        return Ok(None);
    }
    Ok(Some(anchor))
}

/// Whether somebody or something is called so in a paper that is here.
fn named(db: &Connection, name: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM main.mentions WHERE folded = ?1)
               OR EXISTS (SELECT 1 FROM main.mentions WHERE canonical = ?2)";
    db.prepare_cached(sql)?.query_row([&fold(name), name], |r| r.get(0))
}

/// Takes the rows that `open` chooses into a table, numbered from 1, and notes which is which.
fn numbered(db: &Connection, table: &str, open: &str) -> rusqlite::Result<()> {
    db.execute(&format!("DELETE FROM main.{table}"), [])?;
    db.execute("DELETE FROM main.carried_numbers WHERE kind = ?", [table])?;
    db.execute(
        &format!(
            "INSERT INTO main.carried_numbers SELECT ?1, row_number() OVER (ORDER BY n), n FROM whole.{table} WHERE n IN ({open})"
        ),
        [table],
    )?;
    let whole = format!("SELECT whole FROM main.carried_numbers WHERE kind = '{table}'");
    db.execute(&format!("INSERT INTO main.{table} SELECT * FROM whole.{table} WHERE n IN ({whole})"), [])?;
    // By way of negative numbers, so that none meets one that is still there.
    let own = format!("SELECT -own FROM main.carried_numbers WHERE kind = '{table}' AND whole = n");
    db.execute(&format!("UPDATE main.{table} SET n = ({own})"), [])?;
    db.execute(&format!("UPDATE main.{table} SET n = -n"), []).map(|_| ())
}

fn has_column(db: &Connection, table: &str, column: &str) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM pragma_table_info(?, 'main') WHERE name = ?)";
    db.query_row(sql, [table, column], |r| r.get(0))
}

fn strings(db: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    db.prepare(sql)?.query_map([], |r| r.get(0))?.collect()
}
