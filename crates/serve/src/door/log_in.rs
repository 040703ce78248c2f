//! Whether a name and a password belong together: the same answer, in about the same time, whether there is such a name.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use memcon_store::{Access, fold};

use super::rate::Rate;
use crate::library::Failure;

/// A password has at least so many characters.
pub const PASSWORD_LEAST: usize = 10;
/// And at most so many bytes.
const PASSWORD_MOST: usize = 1024;
/// So many wait for their turn; whoever comes then is told to wait.
const WAITING: usize = 8;

/// Argon2id with 19 MiB, two passes, one lane (RFC 9106; the least that OWASP names).
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// A password as it is kept: a PHC string with salt and costs.
pub fn hash_password(password: &str) -> Result<String, Failure> {
    let mut salt = [0u8; 16];
    getrandom::fill(&mut salt).map_err(|e| Failure(format!("the system gives no random bytes: {e}")))?;
    let hash = argon2().hash_password_with_salt(password.as_bytes(), &salt);
    hash.map(|h| h.to_string()).map_err(|e| Failure(format!("the password cannot be hashed: {e}")))
}

/// Why somebody does not come in.
#[derive(Debug, PartialEq, Eq)]
pub enum No {
    /// Name and password do not belong together.
    Wrong,
    /// Too many tries: so many seconds; and whether that is worth a line in the log.
    Wait(u64, bool),
}

/// All who try to come in.
pub struct Trying {
    names: Rate,
    addresses: Rate,
    /// One password at a time: each takes memory and a core.
    turn: Mutex<()>,
    waiting: AtomicUsize,
    /// A hash for names that nobody has.
    nobody: String,
}

impl Trying {
    /// Nobody has tried yet.
    pub fn new() -> Self {
        Self {
            names: Rate::new(5),
            addresses: Rate::new(20),
            turn: Mutex::new(()),
            waiting: AtomicUsize::new(0),
            nobody: hash_password("a password that nobody has").unwrap_or_default(),
        }
    }

    /// The account's name, if this is its password.
    pub fn let_in(
        &self,
        access: &Access,
        (name, password): (&str, &str),
        address: &str,
        now: u64,
    ) -> Result<String, No> {
        let folded: String = fold(name).chars().take(60).collect();
        let network = network(address);
        let wait = self.names.wait(&folded, now).max(self.addresses.wait(&network, now));
        if wait > 0 {
            // A flood of tries is to fill no disk.
            let first = self.names.first_wait(&folded) | self.addresses.first_wait(&network);
            return Err(No::Wait(wait, first));
        }
        self.names.failed(&folded, now);
        self.addresses.failed(&network, now);
        let found = access.password(name).ok().flatten();
        let hash = found.as_ref().map_or(self.nobody.as_str(), |f| f.1.as_str());
        let fits = self.fits(password, hash)?;
        match found.filter(|_| fits) {
            Some((name, _)) => {
                self.names.forgive(&folded);
                self.addresses.forgive_one(&network);
                Ok(name)
            }
            None => Err(No::Wrong),
        }
    }

    fn fits(&self, password: &str, hash: &str) -> Result<bool, No> {
        /// Leaves the queue, however it ends.
        struct Left<'w>(&'w AtomicUsize);
        impl Drop for Left<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::SeqCst);
            }
        }
        let before = self.waiting.fetch_add(1, Ordering::SeqCst);
        let _left = Left(&self.waiting);
        if before >= WAITING {
            return Err(No::Wait(2, false));
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let password = if password.len() > PASSWORD_MOST { "" } else { password };
        Ok(argon2().verify_password(password.as_bytes(), hash).is_ok())
    }
}

/// What an address is counted by: of IPv6, the network that one household has.
fn network(address: &str) -> String {
    match address.parse::<std::net::Ipv6Addr>() {
        Ok(v6) if v6.to_ipv4_mapped().is_none() => {
            v6.segments().iter().take(4).map(|s| format!("{s:x}:")).collect()
        }
        _ => address.chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_salted_and_slow_ones() {
        let (one, two) = (hash_password("correct horse").unwrap(), hash_password("correct horse").unwrap());
        assert_ne!(one, two);
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        let trying = Trying::new();
        assert_eq!(trying.fits("correct horse", &one), Ok(true));
        assert_eq!(trying.fits("correct house", &one), Ok(false));
        assert_eq!(trying.fits("", ""), Ok(false));
    }

    #[test]
    fn one_household_is_one_address() {
        assert_eq!(network("2001:db8:1:2:3::4"), network("2001:db8:1:2:9::1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
    }
}
