//! Accounts, restrictions made by hand, sessions and the log: `access.db` beside the collection's database.
//!
//! A file of its own, so that a collection can be copied without its accounts, and the log is written while papers are
//! added. Who may see what is told by [`Rules`] and by nothing here. Passwords come hashed; whoever hashes them is not here.

mod accounts;
mod log;
mod restrictions;
mod rules;
mod sessions;

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rusqlite::Connection;

pub use accounts::{Account, Role};
pub use log::Logged;
pub(crate) use rules::Paper;
pub use rules::{Labels, Restriction, Rules, label};
pub use sessions::{ABSOLUTE, IDLE};

use crate::collection::guard;
use crate::error::{Result, StoreError};

/// The file's name.
const FILE: &str = "access.db";

/// Steps from one layout to the next; `user_version` counts those taken.
const STEPS: &[&str] = &[include_str!("schema.sql")];

/// The accounts of a collection. Shared between threads; every call is short.
pub struct Access {
    path: PathBuf,
    db: Mutex<Connection>,
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Access").field("path", &self.path).finish()
    }
}

impl Access {
    /// The accounts of the collection in `dir`; `None` where nobody made any.
    pub fn open(dir: &Path) -> Result<Option<Self>> {
        if dir.join(FILE).is_file() { Self::create_or_open(dir).map(Some) } else { Ok(None) }
    }

    /// The accounts of the collection in `dir`, made where there are none.
    pub fn create_or_open(dir: &Path) -> Result<Self> {
        let path = dir.join(FILE);
        let sql = |e| StoreError::sql(&path, e);
        own_file(&path).map_err(|e| StoreError::io(&path, e))?;
        let mut db = Connection::open(&path).map_err(sql)?;
        db.busy_timeout(std::time::Duration::from_secs(10)).map_err(sql)?;
        db.pragma_update(None, "foreign_keys", true).map_err(sql)?;
        // What is deleted (a session, a password) is overwritten.
        db.pragma_update(None, "secure_delete", true).map_err(sql)?;
        let found: i64 = db.query_row("PRAGMA user_version", [], |r| r.get(0)).map_err(sql)?;
        let known = STEPS.len() as i64;
        if found > known {
            return Err(StoreError::Newer { dir: dir.to_owned(), found, known });
        }
        db.pragma_update(None, "journal_mode", "WAL").map_err(sql)?;
        for (n, step) in STEPS.iter().enumerate().skip(usize::try_from(found).unwrap_or(0)) {
            let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(sql)?;
            // Another program may have taken the step meanwhile.
            let at: i64 = tx.query_row("PRAGMA user_version", [], |r| r.get(0)).map_err(sql)?;
            if at == n as i64 {
                tx.execute_batch(step).map_err(sql)?;
                tx.pragma_update(None, "user_version", n as i64 + 1).map_err(sql)?;
            }
            tx.commit().map_err(sql)?;
        }
        Ok(Self { path, db: Mutex::new(db) })
    }

    fn with<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        work(&guard(&self.db)).map_err(|e| StoreError::sql(&self.path, e))
    }

    /// Runs `work` in one transaction.
    fn change<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let mut db = guard(&self.db);
        let run = || -> rusqlite::Result<T> {
            let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let done = work(&tx)?;
            tx.commit()?;
            Ok(done)
        };
        run().map_err(|e| StoreError::sql(&self.path, e))
    }
}

/// Makes the file so that only its owner can read it, where the system knows owners.
fn own_file(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(|_| ())
}

fn seconds(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
