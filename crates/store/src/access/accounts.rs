//! Accounts: a name, a role, a password's hash, clearances.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::{Access, Labels, label, seconds};
use crate::error::{Result, StoreError};
use crate::fold;

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Reads.
    Reader,
    /// Also judges, notes, decides.
    Reviewer,
    /// Also sees everything, restricts papers, reads the log.
    Keeper,
}

impl Role {
    /// All of them, the least first.
    pub const ALL: [Self; 3] = [Self::Reader, Self::Reviewer, Self::Keeper];

    /// The word of the database and the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Reviewer => "reviewer",
            Self::Keeper => "keeper",
        }
    }
}

impl std::str::FromStr for Role {
    type Err = String;
    fn from_str(word: &str) -> std::result::Result<Self, String> {
        let known = || "not a role; the roles are reader, reviewer, keeper".to_owned();
        Self::ALL.into_iter().find(|r| r.as_str() == word).ok_or_else(known)
    }
}

/// Somebody who may log in.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Account {
    /// The name, under which also judgements are made.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Labels that they hold.
    pub clearance: BTreeSet<String>,
    /// Since when, in seconds since 1970.
    pub made: u64,
}

impl Account {
    /// The labels that count when a paper is asked for: those held, and the account's own (`@name`).
    pub fn labels(&self) -> Labels {
        let own = format!("@{}", fold(&self.name));
        self.clearance.iter().cloned().chain([own]).collect()
    }
}

/// A name as it is kept, or why it cannot be.
fn checked(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_' | '\'');
    if name.is_empty() || name.chars().count() > 40 || !name.chars().all(fits) {
        let why = "a name has 1 to 40 letters and digits, with spaces, dots, hyphens between them";
        return Err(StoreError::Access(why.to_owned()));
    }
    Ok(name)
}

/// Labels as they are kept, or which of them is none.
pub(super) fn labels(typed: &[String]) -> Result<BTreeSet<String>> {
    let one = |l: &String| {
        let why = || StoreError::Access(format!("{l:?} is not a label: 1 to 60 characters, no comma"));
        label(l).ok_or_else(why)
    };
    typed.iter().map(one).collect()
}

impl Access {
    /// Adds an account; `password` is a hash.
    pub fn add_account(
        &self,
        name: &str,
        role: Role,
        clearance: &[String],
        password: &str,
        now: u64,
    ) -> Result<Account> {
        let (name, clearance) = (checked(name)?, labels(clearance)?);
        let added = self.change(|db| {
            let sql = "INSERT OR IGNORE INTO accounts VALUES (?, ?, ?, ?, ?)";
            let row = params![name, fold(&name), role.as_str(), password, seconds(now)];
            let added = db.execute(sql, row)? > 0;
            if added {
                set_clearance(db, &name, &clearance)?;
            }
            Ok(added)
        })?;
        if !added {
            return Err(StoreError::Access(format!("there is an account called {name:?} already")));
        }
        Ok(Account { name, role, clearance, made: now })
    }

    /// Takes an account away with its sessions; what it judged stays.
    pub fn remove_account(&self, name: &str) -> Result<()> {
        let gone =
            self.change(|db| db.execute("DELETE FROM accounts WHERE folded = ?", [fold(name.trim())]))?;
        self.known(gone, name)
    }

    /// Sets another password (a hash); whoever was logged in must log in again.
    pub fn set_password(&self, name: &str, password: &str) -> Result<()> {
        let done = self.change(|db| {
            let folded = fold(name.trim());
            let of = "account IN (SELECT name FROM accounts WHERE folded = ?)";
            db.execute(&format!("DELETE FROM sessions WHERE {of}"), [&folded])?;
            db.execute("UPDATE accounts SET password = ? WHERE folded = ?", [password, &folded])
        })?;
        self.known(done, name)
    }

    /// Sets the labels that an account holds, and its role where one is given.
    pub fn set_clearance(&self, name: &str, clearance: &[String], role: Option<Role>) -> Result<()> {
        let clearance = labels(clearance)?;
        let done = self.change(|db| {
            let sql = "SELECT name FROM accounts WHERE folded = ?";
            let found: Option<String> = db.query_row(sql, [fold(name.trim())], |r| r.get(0)).optional()?;
            let Some(found) = found else { return Ok(0) };
            set_clearance(db, &found, &clearance)?;
            if let Some(role) = role {
                db.execute("UPDATE accounts SET role = ? WHERE name = ?", [role.as_str(), &found])?;
            }
            Ok(1)
        })?;
        self.known(done, name)
    }

    fn known(&self, rows: usize, name: &str) -> Result<()> {
        let none = || {
            StoreError::Access(format!("there is no account called {name:?}; `memcon user list` names them"))
        };
        if rows > 0 { Ok(()) } else { Err(none()) }
    }

    /// All accounts, by name.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        self.with(|db| {
            let mut query = db.prepare_cached("SELECT name, role, made FROM accounts ORDER BY folded")?;
            let rows = query.query_map([], |r| account(db, r))?;
            rows.collect()
        })
    }

    /// Whether there is any account.
    pub fn has_accounts(&self) -> Result<bool> {
        self.with(|db| db.query_row("SELECT EXISTS (SELECT 1 FROM accounts)", [], |r| r.get(0)))
    }

    /// The hash of an account's password, with the account's name as it is kept.
    pub fn password(&self, name: &str) -> Result<Option<(String, String)>> {
        self.with(|db| {
            let sql = "SELECT name, password FROM accounts WHERE folded = ?";
            db.prepare_cached(sql)?.query_row([fold(name.trim())], |r| Ok((r.get(0)?, r.get(1)?))).optional()
        })
    }
}

fn set_clearance(db: &Connection, name: &str, clearance: &BTreeSet<String>) -> rusqlite::Result<()> {
    db.execute("DELETE FROM clearances WHERE account = ?", [name])?;
    clearance
        .iter()
        .try_for_each(|l| db.execute("INSERT INTO clearances VALUES (?, ?)", [name, l]).map(|_| ()))
}

/// An account out of a row of (name, role, made).
pub(super) fn account(db: &Connection, r: &rusqlite::Row<'_>) -> rusqlite::Result<Account> {
    let name: String = r.get(0)?;
    let role: String = r.get(1)?;
    let mut labels = db.prepare_cached("SELECT label FROM clearances WHERE account = ? ORDER BY label")?;
    let clearance =
        labels.query_map([&name], |r| r.get(0))?.collect::<rusqlite::Result<BTreeSet<String>>>()?;
    // A word that is no role is the least of them.
    let role = role.parse().unwrap_or(Role::Reader);
    Ok(Account { name, role, clearance, made: r.get::<_, i64>(2)?.unsigned_abs() })
}
