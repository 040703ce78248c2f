//! Slowing down whoever tries passwords: after some failures each further one makes the next wait twice as long.
//!
//! Memory is bounded: what has not failed for long is forgotten, and where too many are kept, the one that failed longest ago.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Nobody waits longer than this, in seconds.
const LONGEST: u64 = 15 * 60;
/// After so many seconds without a failure all is forgotten.
const FORGOTTEN: u64 = 60 * 60;
/// So many names or addresses are kept.
const MOST: usize = 8192;

/// Failures of names, or of addresses.
pub struct Rate {
    /// So many failures cost nothing.
    free: u32,
    kept: Mutex<BTreeMap<String, Failures>>,
}

#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    last: u64,
    /// Whether it was noted that they had to wait since.
    noted: bool,
}

impl Rate {
    /// Nobody has failed yet.
    pub fn new(free: u32) -> Self {
        Self { free, kept: Mutex::default() }
    }

    /// How many seconds `who` must wait.
    pub fn wait(&self, who: &str, now: u64) -> u64 {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let until = kept.get(who).map_or(0, |f| f.last.saturating_add(self.delay(f.count)));
        until.saturating_sub(now)
    }

    fn delay(&self, count: u32) -> u64 {
        let Some(over) = count.checked_sub(self.free) else { return 0 };
        1u64.checked_shl(over).unwrap_or(LONGEST).min(LONGEST)
    }

    /// Counts a failure. Called before a password is looked at, so that many tries at once are many.
    pub fn failed(&self, who: &str, now: u64) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST && !kept.contains_key(who) {
            kept.retain(|_, f| f.last.saturating_add(FORGOTTEN) > now);
        }
        if kept.len() >= MOST
            && !kept.contains_key(who)
            && let Some(oldest) = kept.iter().min_by_key(|(_, f)| f.last).map(|(who, _)| who.clone())
        {
            kept.remove(&oldest);
        }
        let f = kept.entry(who.to_owned()).or_insert(Failures { count: 0, last: now, noted: false });
        if f.last.saturating_add(FORGOTTEN) <= now {
            f.count = 0;
        }
        *f = Failures { count: f.count.saturating_add(1), last: now, noted: false };
    }

    /// Whether this is the first time since their last failure that `who` has to wait: once is enough for a log.
    pub fn first_wait(&self, who: &str) -> bool {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get_mut(who).is_some_and(|f| !std::mem::replace(&mut f.noted, true))
    }

    /// Forgets the failures of somebody who came in.
    pub fn forgive(&self, who: &str) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).remove(who);
    }

    /// Takes one failure back: somebody came in from there.
    pub fn forgive_one(&self, who: &str) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(f) = kept.get_mut(who) {
            f.count = f.count.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_grows_ends_and_is_forgotten() {
        let rate = Rate::new(3);
        let mut waits = Vec::new();
        for _ in 0..20 {
            rate.failed("ada", 100);
            waits.push(rate.wait("ada", 100));
        }
        assert_eq!(waits[..7], [0, 0, 1, 2, 4, 8, 16]);
        assert_eq!((waits[19], rate.wait("ada", 100 + LONGEST), rate.wait("ben", 100)), (LONGEST, 0, 0));
        rate.failed("ada", 100 + FORGOTTEN);
        assert_eq!(rate.wait("ada", 100 + FORGOTTEN), 0);
        assert!(rate.first_wait("ada") && !rate.first_wait("ada"));
        rate.forgive("ada");
        assert_eq!(rate.wait("ada", 0), 0);
    }

    #[test]
    fn memory_is_bounded_and_the_one_under_attack_is_remembered() {
        let rate = Rate::new(1);
        for n in 0..3 * MOST as u64 {
            rate.failed(&format!("name {n}"), n / 100);
            rate.failed("ada", n / 100);
        }
        assert!(rate.kept.lock().unwrap().len() <= MOST);
        assert!(rate.wait("ada", 3 * MOST as u64 / 100) > 0);
    }
}
