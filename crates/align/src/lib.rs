//! Translation beside original, sentence by sentence: which sentences answer to each other.
//!
//! `tokens` reads sentences, `associate` learns which words answer to each other, `beads` finds the best
//! row of groups. No model is needed: what is known beforehand is in `data/align/`, the rest is learned
//! from the pair itself. What does not belong here: which passages or papers are translations of each other
//! (the analysis of one paper and linking say so), and where the two differ.

mod associate;
mod beads;
mod tokens;

use beads::Lattice;
use tokens::{Sentence, Vocabulary};

/// Rounds of learning words and aligning again.
const ROUNDS: usize = 4;
/// Longer texts are aligned window by window of so many sentences.
const WINDOW: usize = 240;

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

/// By what a sentence may be known in another language before anything is learned: numbers (`#`), words that many
/// languages share or that the table of words knows (`@`, `=`). Each with how much it tells; in the order of the text.
pub fn keys(sentence: &str) -> Vec<(String, f64)> {
    tokens::known(sentence)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(a: &[&str], b: &[&str]) -> String {
        let side = |n: &[usize]| n.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
        align(a, b).iter().map(|(a, b)| format!("{}={}", side(a), side(b))).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn numbers_and_lengths_hold_pairs_together() {
        let a = [
            "The ferry carried 312 people on 4 May.",
            "It sank.",
            "Nobody was hurt, and the two companies agreed to share the cost of 9000 crowns.",
        ];
        let b = [
            "Le 4 mai, le bac transportait 312 personnes.",
            "Il coula.",
            "Personne ne fut blessé.",
            "Les deux compagnies convinrent de partager les frais de 9000 couronnes.",
        ];
        assert_eq!(shape(&a, &b), "0=0 1=1 2=2,3");
    }

    #[test]
    fn an_empty_side_leaves_everything_without_counterpart() {
        assert_eq!(shape(&["One.", "Two."], &[]), "0= 1=");
        assert_eq!(shape(&[], &[]), "");
    }

    #[test]
    fn every_sentence_stands_in_exactly_one_pair_however_uneven_the_sides() {
        let long: Vec<String> = (0..900).map(|n| format!("Sentence number {n} of the long side.")).collect();
        let long: Vec<&str> = long.iter().map(String::as_str).collect();
        let short = ["One.", "Two.", "Three."];
        for (a, b) in [(&long[..], &short[..]), (&short[..], &long[..]), (&long[..], &long[..])] {
            let pairs = align(a, b);
            let left: Vec<usize> = pairs.iter().flat_map(|p| p.0.clone()).collect();
            let right: Vec<usize> = pairs.iter().flat_map(|p| p.1.clone()).collect();
            assert_eq!(left, (0..a.len()).collect::<Vec<_>>());
            assert_eq!(right, (0..b.len()).collect::<Vec<_>>());
        }
    }
}
