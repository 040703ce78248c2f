//! Translation beside original, sentence by sentence.
//!
//! `tokens` reads sentences, `associate` learns which words answer to each other, `beads` finds the best
//! row of groups. No model is needed: what is known beforehand is in `data/align/`, the rest is learned
//! from the pair itself.

mod associate;
mod beads;
mod tokens;

use memcon_model::{Alignment, Analysis};

use crate::Paper;
use beads::Lattice;
use tokens::{Sentence, Vocabulary};

/// Rounds of learning words and aligning again.
const ROUNDS: usize = 4;
/// Longer texts are aligned window by window of so many sentences.
const WINDOW: usize = 240;

/// Pairs of passages, `a` in the translation and `b` in the original.
pub fn alignment(_paper: &Paper<'_>, _found: &Analysis) -> Vec<Alignment> {
    Vec::new()
}

/// Aligns two lists of sentences: pairs of index lists, in order, none crossing; a sentence without
/// counterpart stands in a pair with an empty list. Near-linear: long texts are aligned in windows.
pub fn align(a: &[&str], b: &[&str]) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0, 0);
    while a.len() - i > WINDOW * 3 / 2 || b.len() - j > WINDOW * 3 / 2 {
        let (left_a, left_b) = (a.len() - i, b.len() - j);
        let longer = left_a.max(left_b) as f64;
        let part = |left: usize| {
            ((left as f64 * WINDOW as f64 / longer).ceil() as usize).clamp(1, left.max(1)).min(left)
        };
        let (x, y) = (part(left_a), part(left_b));
        let beads = window(&a[i..i + x], &b[j..j + y]);
        let kept = (beads.len() * 2 / 3).max(1);
        let (mut end_a, mut end_b) = (0, 0);
        for (p, q) in beads.into_iter().take(kept) {
            (end_a, end_b) = (p.end, q.end);
            pairs.push((p.map(|n| n + i).collect(), q.map(|n| n + j).collect()));
        }
        if end_a + end_b == 0 {
            break;
        }
        (i, j) = (i + end_a, j + end_b);
    }
    for (p, q) in window(&a[i..], &b[j..]) {
        pairs.push((p.map(|n| n + i).collect(), q.map(|n| n + j).collect()));
    }
    pairs
}

type Bead = (std::ops::Range<usize>, std::ops::Range<usize>);

/// Aligns texts of moderate length: by lengths and what is known, then again with what was learned.
fn window(a: &[&str], b: &[&str]) -> Vec<Bead> {
    if a.is_empty() || b.is_empty() {
        return (0..a.len())
            .map(|n| (n..n + 1, 0..0))
            .chain((0..b.len()).map(|n| (0..0, n..n + 1)))
            .collect();
    }
    let (mut va, mut vb) = (Vocabulary::default(), Vocabulary::default());
    let sa: Vec<Sentence> = a.iter().map(|s| va.sentence(s)).collect();
    let sb: Vec<Sentence> = b.iter().map(|s| vb.sentence(s)).collect();
    let forth = associate::seeds(&va, &vb);
    let back: Vec<(u32, u32, f64)> = forth.iter().map(|&(x, y, s)| (y, x, s)).collect();
    let half = (a.len().abs_diff(b.len()) + 12).max(b.len() / 6).min(60);
    let mut lattice = Lattice::new(&sa, &sb, half);
    let known = associate::Table::known(&forth, va.counts.len());
    let known_back = associate::Table::known(&back, vb.counts.len());
    lattice.score(&known, &known_back, &va, &vb, None);
    for _ in 0..ROUNDS {
        let likely = lattice.likely();
        let turned: Vec<associate::Weighted> = likely
            .iter()
            .map(|w| associate::Weighted { a: w.b.clone(), b: w.a.clone(), weight: w.weight })
            .collect();
        let learned = associate::Table::learn(&sa, &sb, &likely, &forth, va.counts.len());
        let turned = associate::Table::learn(&sb, &sa, &turned, &back, vb.counts.len());
        lattice.score(&learned, &turned, &va, &vb, Some(&likely));
    }
    lattice.best()
}
