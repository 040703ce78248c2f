//! The log: who opened which paper when, took what away, came in, was refused, restricted what.

use rusqlite::params;

use super::{Access, seconds};
use crate::error::Result;

/// A line of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Logged {
    /// Its number.
    pub number: u64,
    /// When, in seconds since 1970.
    pub at: u64,
    /// Whose doing it was; of a failed log-in, the name that was typed.
    pub account: String,
    /// What: `opened`, `took`, `in`, `out`, `failed`, `slowed`, `restricted`, `lifted`, `account`.
    pub deed: String,
    /// Which paper or page, or what else it was about.
    pub about: String,
    /// From which address.
    pub address: String,
}

/// No entry is longer than this, whatever was typed.
const LONGEST: usize = 400;

impl Access {
    /// Writes a line; its number is passed over.
    pub fn note(&self, line: &Logged) -> Result<()> {
        let short = |text: &str| text.chars().take(LONGEST).collect::<String>();
        self.with(|db| {
            db.prepare_cached("INSERT INTO log (at, account, deed, about, address) VALUES (?, ?, ?, ?, ?)")?
                .execute(params![
                    seconds(line.at),
                    short(&line.account),
                    line.deed,
                    short(&line.about),
                    line.address
                ])
                .map(|_| ())
        })
    }

    /// The last lines first: `limit` from `offset` on; only those whose account or paper is `of`, where that is given.
    pub fn log(&self, of: Option<&str>, offset: usize, limit: usize) -> Result<Vec<Logged>> {
        let (limit, offset) = (i64::try_from(limit).unwrap_or(i64::MAX), i64::try_from(offset).unwrap_or(0));
        self.with(|db| {
            let mut query = db.prepare_cached(
                "SELECT n, at, account, deed, about, address FROM log WHERE ?1 IS NULL OR account = ?1 OR about = ?1
                 ORDER BY n DESC LIMIT ?2 OFFSET ?3",
            )?;
            let rows = query.query_map(params![of, limit, offset], |r| {
                Ok(Logged {
                    number: r.get::<_, i64>(0)?.unsigned_abs(),
                    at: r.get::<_, i64>(1)?.unsigned_abs(),
                    account: r.get(2)?,
                    deed: r.get(3)?,
                    about: r.get(4)?,
                    address: r.get(5)?,
                })
            })?;
            rows.collect()
        })
    }

    /// Forgets what is older; says how many lines.
    pub fn forget_log(&self, before: u64) -> Result<u64> {
        self.change(|db| db.execute("DELETE FROM log WHERE at < ?", [seconds(before)])).map(|n| n as u64)
    }
}
