//! Sessions: who is logged in. The browser holds a token, the database its hash.

use rusqlite::{OptionalExtension, params};

use super::accounts::account;
use super::{Access, Account, seconds};
use crate::error::Result;

/// A session that nobody used for so many seconds has ended.
pub const IDLE: u64 = 60 * 60;

/// A session has ended so many seconds after log-in, used or not.
pub const ABSOLUTE: u64 = 12 * 60 * 60;

/// That a session is in use is written down no more often than this.
const NOTED: u64 = 60;

fn hash(token: &[u8]) -> Vec<u8> {
    blake3::hash(token).as_bytes().to_vec()
}

impl Access {
    /// Begins a session of an account. Sessions that have ended are forgotten on the way.
    pub fn begin_session(&self, token: &[u8], account: &str, now: u64) -> Result<()> {
        let (idle, absolute) = (now.saturating_sub(IDLE), now.saturating_sub(ABSOLUTE));
        self.change(|db| {
            db.execute(
                "DELETE FROM sessions WHERE seen < ? OR made < ?",
                params![seconds(idle), seconds(absolute)],
            )?;
            let at = seconds(now);
            db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", params![hash(token), account, at, at])
                .map(|_| ())
        })
    }

    /// Whose session this is, if it has not ended.
    pub fn session(&self, token: &[u8], now: u64) -> Result<Option<Account>> {
        let token = hash(token);
        self.with(|db| {
            let sql = "SELECT name, role, accounts.made, sessions.made, seen FROM sessions JOIN accounts ON name = account
                       WHERE token = ?";
            let one = |r: &rusqlite::Row<'_>| {
                let (made, seen): (i64, i64) = (r.get(3)?, r.get(4)?);
                Ok((account(db, r)?, made.unsigned_abs(), seen.unsigned_abs()))
            };
            let found = db.prepare_cached(sql)?.query_row([&token], one).optional()?;
            let Some((account, made, seen)) = found else { return Ok(None) };
            if now >= made.saturating_add(ABSOLUTE) || now >= seen.saturating_add(IDLE) {
                db.execute("DELETE FROM sessions WHERE token = ?", [&token])?;
                return Ok(None);
            }
            if now >= seen.saturating_add(NOTED) {
                db.execute("UPDATE sessions SET seen = ? WHERE token = ?", params![seconds(now), token])?;
            }
            Ok(Some(account))
        })
    }

    /// Ends a session.
    pub fn end_session(&self, token: &[u8]) -> Result<()> {
        self.with(|db| db.execute("DELETE FROM sessions WHERE token = ?", [hash(token)]).map(|_| ()))
    }
}
