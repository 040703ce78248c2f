//! Papers into an audience: which go in, and their rows.
//!
//! Rows are copied as they are, by the database itself, with their numbers: so all that is ordered by number is ordered as
//! in the whole. What hangs on a document by a foreign key comes along, whatever table it stands in; any other table is
//! carried in [`super::tables`] or not at all.

use memcon_model::{Description, Field};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::{fingerprint, tables};
use crate::access::{Labels, Paper, Rules};
use crate::collection::{Collection, get, set};
use crate::error::{Result, StoreError};
use crate::schema;
use crate::write::next_revision;

/// What became of a carrying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carried {
    /// The audience is as it is to be.
    Done,
    /// It holds what must not be there; nothing was changed, it is to be made anew.
    Spoilt,
}

/// Up to where an audience was brought.
#[derive(Debug, Default, PartialEq, Eq)]
struct Upto {
    revision: i64,
    chain: String,
    rules: String,
}

/// Where an audience keeps it.
const UPTO: &str = "carried";

/// Brings `into` up to `whole`.
pub(super) fn carry(
    into: &Collection,
    whole: &Collection,
    rules: &Rules,
    labels: &Labels,
) -> Result<Carried> {
    let sql = |e| StoreError::sql(&into.database(), e);
    let mut db = schema::open_writer(&into.database())?;
    let attach = |db: &Connection| {
        let uri = format!("file:{}?mode=ro", schema::escape(&whole.database()));
        db.execute("ATTACH ?1 AS whole", [uri])?;
        db.query_row("PRAGMA whole.user_version", [], |r| r.get::<_, i64>(0))
    };
    if attach(&db).map_err(sql)? != schema::KNOWN {
        // Rows are copied as they are: the whole must have the layout of this program.
        db.execute("DETACH whole", []).map_err(sql)?;
        drop(Collection::create_or_open(whole.dir())?);
        attach(&db).map_err(sql)?;
    }
    let mut run = || -> rusqlite::Result<Carried> {
        db.execute_batch(
            "CREATE TEMP TABLE IF NOT EXISTS carry (n INTEGER PRIMARY KEY);
             DELETE FROM temp.carry;",
        )?;
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = within(&tx, rules, labels)?;
        match done {
            Carried::Done => tx.commit()?,
            Carried::Spoilt => tx.rollback()?,
        }
        Ok(done)
    };
    run().map_err(sql)
}

fn within(db: &Connection, rules: &Rules, labels: &Labels) -> rusqlite::Result<Carried> {
    let whole = |key: &str| -> rusqlite::Result<String> {
        let sql = "SELECT value FROM whole.meta WHERE key = ?";
        Ok(db.query_row(sql, [key], |r| r.get(0)).optional()?.unwrap_or_default())
    };
    let now = Upto {
        revision: whole("revision")?.parse().unwrap_or(0),
        chain: whole("chain")?,
        rules: fingerprint(rules),
    };
    let before = upto(db)?;
    if before.as_ref() == Some(&now) {
        return Ok(Carried::Done);
    }
    if let Some(before) = &before
        && !was(db, before)?
    {
        return Ok(Carried::Spoilt);
    }
    if choose(db, rules, labels, (before.as_ref(), &now))? == Carried::Spoilt {
        return Ok(Carried::Spoilt);
    }
    let carried = copy(db)?;
    let others = tables::carry(db, &|paper| rules.may_read(paper, labels))?;
    if carried > 0 || others {
        let touched = [format!("carried {carried} {} {}", now.revision, now.chain)];
        let revision = next_revision(db, touched.into_iter())?;
        db.execute(
            "UPDATE main.documents SET changed = ? WHERE n IN (SELECT n FROM temp.carry)",
            [revision],
        )?;
    }
    set(db, UPTO, &format!("{} {} {}", now.revision, now.rules, now.chain))?;
    Ok(Carried::Done)
}

fn upto(db: &Connection) -> rusqlite::Result<Option<Upto>> {
    let kept = get(db, UPTO)?;
    Ok(kept.and_then(|kept| {
        let mut words = kept.splitn(3, ' ');
        let revision = words.next()?.parse().ok()?;
        Some(Upto { revision, rules: words.next()?.to_owned(), chain: words.next()?.to_owned() })
    }))
}

/// Whether the whole once stood there: if not, it is another collection.
fn was(db: &Connection, upto: &Upto) -> rusqlite::Result<bool> {
    let sql = "SELECT chain = ? FROM whole.history WHERE revision = ?";
    let same = db.query_row(sql, params![upto.chain, upto.revision], |r| r.get(0)).optional()?;
    Ok(same.unwrap_or(upto.revision == 0 && upto.chain.is_empty()))
}

/// Notes in `temp.carry` the papers that are to go in; spoilt where one is in already that must not be. Where the rules are
/// as they were, only papers that changed are looked at.
fn choose(
    db: &Connection,
    rules: &Rules,
    labels: &Labels,
    (before, now): (Option<&Upto>, &Upto),
) -> rusqlite::Result<Carried> {
    let inside = rules.look_inside();
    let json = if inside { "(SELECT json FROM whole.analyses a WHERE a.n = d.n)" } else { "NULL" };
    let mut papers = db.prepare(&format!(
        "SELECT n, id, follows, blake3, changed, EXISTS (SELECT 1 FROM main.documents m WHERE m.n = d.n), {json}
         FROM whole.documents d WHERE changed > ? ORDER BY n"
    ))?;
    let mut take = db.prepare("INSERT INTO temp.carry VALUES (?)")?;
    let stands = before.map_or(-1, |b| b.revision);
    let same_rules = before.is_some_and(|b| b.rules == now.rules);
    let mut rows = papers.query([if same_rules { stands } else { -1 }])?;
    while let Some(row) = rows.next()? {
        let (n, id): (i64, String) = (row.get(0)?, row.get(1)?);
        let (follows, blake3): (Option<String>, String) = (row.get(2)?, row.get(3)?);
        let (changed, there): (i64, bool) = (row.get(4)?, row.get(5)?);
        let said = if inside { said(row.get_ref(6)?.as_blob_or_null()?) } else { Some(Said::default()) };
        let may = said.is_some_and(|said| {
            let paper = Paper {
                id: &id,
                follows: follows.as_deref(),
                blake3: &blake3,
                classification: &said.classification,
                distribution: &said.distribution,
            };
            rules.may_read(&paper, labels)
        });
        if !may && there {
            return Ok(Carried::Spoilt);
        }
        if may && (!there || changed > stands) {
            take.execute([n])?;
        }
    }
    drop(rows);
    versions(db)
}

/// A version superseded goes with the document that it was: left alone, it would tell that there is a newer one.
fn versions(db: &Connection) -> rusqlite::Result<Carried> {
    let closed = "SELECT id FROM whole.documents WHERE n NOT IN (SELECT n FROM main.documents)
                  AND n NOT IN (SELECT n FROM temp.carry)";
    db.execute(
        &format!(
            "DELETE FROM temp.carry WHERE n IN (SELECT n FROM whole.documents WHERE follows IN ({closed}))"
        ),
        [],
    )?;
    let stays = format!("SELECT EXISTS (SELECT 1 FROM main.documents WHERE follows IN ({closed}))");
    let spoilt = db.query_row(&stays, [], |r| r.get::<_, bool>(0))?
        // Known here by the name that it had before it was superseded.
        || db.query_row(
            &format!(
                "SELECT EXISTS (SELECT 1 FROM main.documents m JOIN whole.documents w USING (n) WHERE w.follows IN ({closed}))"
            ),
            [],
            |r| r.get(0),
        )?;
    Ok(if spoilt { Carried::Spoilt } else { Carried::Done })
}

/// What a paper says of who may read it.
#[derive(Default)]
struct Said {
    classification: Vec<String>,
    distribution: Vec<String>,
}

/// `None` where its analysis cannot be read: then nobody knows, and it stays closed.
fn said(json: Option<&[u8]>) -> Option<Said> {
    /// Of an analysis, this part.
    #[derive(serde::Deserialize)]
    struct Part {
        description: Description,
    }
    let part: Part = serde_json::from_slice(json?).ok()?;
    let values = |fields: &[Field]| -> Vec<String> {
        let all = fields.iter().flat_map(|f| part.description.all(*f));
        all.map(|v| v.value.clone()).collect()
    };
    Some(Said {
        classification: values(&[Field::Classification]),
        distribution: values(&[Field::Copies, Field::CopiesSent]),
    })
}

/// Copies the papers chosen with all that hangs on them; says how many.
fn copy(db: &Connection) -> rusqlite::Result<usize> {
    // Where a paper is in already, its numbers make place for the new ones.
    db.execute("DELETE FROM main.documents WHERE n IN (SELECT n FROM temp.carry)", [])?;
    db.execute(
        "INSERT OR IGNORE INTO main.sources SELECT * FROM whole.sources WHERE n IN
             (SELECT source FROM whole.documents WHERE n IN (SELECT n FROM temp.carry))",
        [],
    )?;
    let carried = db.execute(
        "INSERT INTO main.documents SELECT * FROM whole.documents WHERE n IN (SELECT n FROM temp.carry)",
        [],
    )?;
    let mut hanging = db.prepare(
        "SELECT t.name, f.\"from\" FROM main.sqlite_schema t, pragma_foreign_key_list(t.name, 'main') f
         WHERE t.type = 'table' AND f.\"table\" = 'documents' ORDER BY t.name",
    )?;
    let hanging: Vec<(String, String)> =
        hanging.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    for (table, column) in hanging {
        db.execute(
            &format!(
                "INSERT INTO main.\"{table}\" SELECT * FROM whole.\"{table}\" WHERE \"{column}\" IN (SELECT n FROM temp.carry)"
            ),
            [],
        )?;
    }
    Ok(carried)
}
