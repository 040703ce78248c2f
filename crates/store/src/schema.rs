//! The database's layout and how it came to be: one step a version, never edited once released.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::error::{Result, StoreError};

/// Steps from one layout to the next; `user_version` counts those taken.
const STEPS: &[&str] = &[
    include_str!("schema/001.sql"),
    include_str!("schema/002.sql"),
    include_str!("schema/003.sql"),
    include_str!("schema/004.sql"),
    include_str!("schema/005.sql"),
    include_str!("schema/006.sql"),
    include_str!("schema/007.sql"),
    include_str!("schema/008.sql"),
    include_str!("schema/009.sql"),
    include_str!("schema/010.sql"),
    include_str!("schema/011.sql"),
];

/// The newest layout that this program knows.
pub(crate) const KNOWN: i64 = STEPS.len() as i64;

/// Opens (and makes or brings up to date) the database for the one who writes.
pub(crate) fn open_writer(path: &Path) -> Result<Connection> {
    let sql = |e| StoreError::sql(path, e);
    let mut db = Connection::open(path).map_err(sql)?;
    prepare(&db).map_err(sql)?;
    refuse_newer(&db, path)?;
    db.pragma_update(None, "journal_mode", "WAL").map_err(sql)?;
    // FULL: a batch that was reported as kept survives a power cut.
    db.pragma_update(None, "synchronous", "FULL").map_err(sql)?;
    let at = version(&db).map_err(sql)?;
    for (n, step) in STEPS.iter().enumerate().skip(usize::try_from(at).unwrap_or(0)) {
        let tx = db.transaction().map_err(sql)?;
        tx.execute_batch(step).map_err(sql)?;
        tx.pragma_update(None, "user_version", n as i64 + 1).map_err(sql)?;
        tx.commit().map_err(sql)?;
    }
    Ok(db)
}

/// Opens the database for reading. On a medium that cannot be written SQLite must be told that nobody writes.
pub(crate) fn open_reader(path: &Path) -> Result<Connection> {
    let sql = |e| StoreError::sql(path, e);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let plain = Connection::open_with_flags(path, flags).and_then(|db| {
        prepare(&db)?;
        db.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(db)
    });
    let db = match plain {
        Ok(db) => db,
        Err(first) => {
            let damaged = StoreError::sql(path, first);
            if matches!(damaged, StoreError::Damaged { .. }) {
                return Err(damaged);
            }
            // Told that nobody writes, SQLite would pass over what a log still holds.
            let log = path.with_extension("db-wal");
            if std::fs::metadata(&log).is_ok_and(|m| m.len() > 0) {
                let detail = format!(
                    "its last changes are still in {}, because it was copied or cut off while being written; they \
                     can be taken over only where the folder can be written. Copy it to such a place",
                    log.display()
                );
                return Err(StoreError::Unwritable { dir: path.parent().unwrap_or(path).to_owned(), detail });
            }
            let uri = format!("file:{}?immutable=1", escape(path));
            let db = Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI).map_err(sql)?;
            prepare(&db).map_err(sql)?;
            db
        }
    };
    refuse_newer(&db, path)?;
    if version(&db).map_err(sql)? == 0 {
        return Err(StoreError::NotFound(path.parent().unwrap_or(path).to_owned()));
    }
    Ok(db)
}

fn prepare(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(std::time::Duration::from_secs(10))?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "cache_size", -16_000)?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(())
}

fn version(db: &Connection) -> rusqlite::Result<i64> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

fn refuse_newer(db: &Connection, path: &Path) -> Result<()> {
    let found = version(db).map_err(|e| StoreError::sql(path, e))?;
    if found > KNOWN {
        let dir = path.parent().unwrap_or(path).to_owned();
        return Err(StoreError::Newer { dir, found, known: KNOWN });
    }
    Ok(())
}

/// A column of a table, or `NULL` in its place where the collection was made before it was thought of and can only be read.
pub(crate) fn column<'c>(db: &Connection, table: &str, name: &'c str) -> rusqlite::Result<&'c str> {
    let there: bool = db
        .prepare_cached("SELECT count(*) > 0 FROM pragma_table_info(?1) WHERE name = ?2")?
        .query_row([table, name], |r| r.get(0))?;
    Ok(if there { name } else { "NULL" })
}

/// A path as the middle of a `file:` URI.
pub(crate) fn escape(path: &Path) -> String {
    let text = path.to_string_lossy();
    text.replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}
