//! What papers before meant by the same words: "the Osmian note" is likely the one that others called so.

use std::collections::BTreeMap;

use super::evidence::Asked;

/// Most papers kept for one noun and name.
const KEPT: usize = 12;

/// Which papers were meant by a noun beside a name, and how often each was cited, up to the paper at hand.
#[derive(Default)]
pub(super) struct Usage {
    by_words: BTreeMap<(String, u32), BTreeMap<usize, u32>>,
    times: BTreeMap<usize, u32>,
}

impl Usage {
    /// Notes that the words meant a paper.
    pub fn add(&mut self, asked: &Asked, target: usize) {
        *self.times.entry(target).or_default() += 1;
        for name in &asked.near {
            let meant = self.by_words.entry((asked.noun.clone(), *name)).or_default();
            if meant.len() < KEPT || meant.contains_key(&target) {
                *meant.entry(target).or_default() += 1;
            }
        }
    }

    /// How often the words meant a paper, and the share of that among all papers they meant.
    pub fn of(&self, asked: &Asked, target: usize) -> (f64, f64) {
        let (mut best, mut share) = (0.0, 0.0_f64);
        for name in &asked.near {
            let Some(meant) = self.by_words.get(&(asked.noun.clone(), *name)) else { continue };
            let times = f64::from(meant.get(&target).copied().unwrap_or_default());
            let all = f64::from(meant.values().sum::<u32>());
            best = times.max(best);
            share = share.max(times / all.max(1.0));
        }
        (best, share)
    }

    /// How often a paper was cited.
    pub fn cited(&self, target: usize) -> f64 {
        f64::from(self.times.get(&target).copied().unwrap_or_default())
    }
}
