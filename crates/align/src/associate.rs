//! Words that answer to each other, learned from one pair of texts (IBM model 1 after Brown et al. 1993,
//! over weighted pairs of passages as in Moore 2002), with what is known beforehand as extra counts.

use std::collections::HashMap;

use super::tokens::{Sentence, Vocabulary};

/// Subtracted from what was seen: a pair met once may be chance, and the pair itself is judged by it.
const DISCOUNT: f64 = 0.7;
/// Rounds of estimation over one set of weighted passages.
const ROUNDS: usize = 4;

/// A passage of each side that may belong together: ranges of sentences, and how likely.
pub(crate) struct Weighted {
    /// Sentences of the first side.
    pub a: std::ops::Range<usize>,
    /// Sentences of the second side.
    pub b: std::ops::Range<usize>,
    /// From 0 to 1.
    pub weight: f64,
}

/// How probable each word of the second side is beside each word of the first.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Vec<(u32, f64)>>,
}

impl Table {
    /// The words of the second side that are probable beside `a`.
    pub fn row(&self, a: u32) -> &[(u32, f64)] {
        self.rows.get(a as usize).map_or(&[], Vec::as_slice)
    }

    /// From what is known beforehand only.
    pub fn known(seeds: &[(u32, u32, f64)], words: usize) -> Self {
        let mut sums = vec![0.0; words];
        for &(a, _, strength) in seeds {
            sums[a as usize] += strength;
        }
        let mut rows = vec![Vec::new(); words];
        for &(a, b, s) in seeds {
            rows[a as usize].push((b, s / (sums[a as usize] + 2.0)));
        }
        Self { rows }
    }

    /// Learned from weighted passages together with what is known beforehand.
    pub fn learn(
        a: &[Sentence],
        b: &[Sentence],
        pairs: &[Weighted],
        seeds: &[(u32, u32, f64)],
        words: usize,
    ) -> Self {
        let mut index: HashMap<(u32, u32), usize> = HashMap::new();
        let mut keys: Vec<(u32, u32)> = Vec::new();
        let mut extra: Vec<f64> = Vec::new();
        let mut slot = |key: (u32, u32), strength: f64| {
            let n = *index.entry(key).or_insert(keys.len());
            if n == keys.len() {
                keys.push(key);
                extra.push(0.0);
            }
            extra[n] += strength;
            n
        };
        for &(x, y, strength) in seeds {
            slot((x, y), strength);
        }
        // Passages as lists of slots, so that the rounds need no look-ups.
        let mut passages: Vec<(f64, Vec<Vec<usize>>)> = Vec::new();
        for pair in pairs {
            let xs: Vec<u32> = a[pair.a.clone()].iter().flat_map(|s| s.tokens.iter().copied()).collect();
            let ys = b[pair.b.clone()].iter().flat_map(|s| s.tokens.iter().copied());
            let rows = ys.map(|y| xs.iter().map(|&x| slot((x, y), 0.0)).collect()).collect();
            passages.push((pair.weight, rows));
        }
        let mut t: Vec<f64> = extra.iter().map(|e| 1.0 + 20.0 * e).collect();
        let mut counts = vec![0.0; keys.len()];
        for round in 0..ROUNDS {
            counts.copy_from_slice(&extra);
            for (weight, rows) in &passages {
                for row in rows {
                    let sum: f64 = row.iter().map(|&n| t[n]).sum();
                    if sum > 0.0 {
                        row.iter().for_each(|&n| counts[n] += weight * t[n] / sum);
                    }
                }
            }
            let mut sums = vec![0.0; words];
            for (n, key) in keys.iter().enumerate() {
                sums[key.0 as usize] += counts[n];
            }
            let last = round + 1 == ROUNDS;
            for (n, key) in keys.iter().enumerate() {
                let count = if last { (counts[n] - DISCOUNT).max(0.0) } else { counts[n] };
                t[n] = count / (sums[key.0 as usize] + if last { 1.0 } else { 0.0 });
            }
        }
        let mut rows = vec![Vec::new(); words];
        for (&(a, b), &p) in keys.iter().zip(&t).filter(|(_, p)| **p > 1e-3) {
            rows[a as usize].push((b, p));
        }
        Self { rows }
    }
}

/// Pairs of tokens that share a key: numbers, names, cognates, concepts.
pub(crate) fn seeds(a: &Vocabulary, b: &Vocabulary) -> Vec<(u32, u32, f64)> {
    let mut by_key: HashMap<&str, Vec<(u32, f64)>> = HashMap::new();
    for (y, keys) in b.keys.iter().enumerate() {
        for (key, strength) in keys {
            by_key.entry(key).or_default().push((y as u32, *strength));
        }
    }
    let mut found = Vec::new();
    for (x, keys) in a.keys.iter().enumerate() {
        for (key, strength) in keys {
            // A key shared by very many words tells nothing.
            for &(y, other) in by_key.get(key.as_str()).into_iter().flatten().take(20) {
                found.push((x as u32, y, strength.min(other)));
            }
        }
    }
    found
}
