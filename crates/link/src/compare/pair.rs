//! Which passage of one paper tells what a passage of the other tells.
//!
//! Likeness is Tversky's index over what passages speak of, each thing weighted by how rare it is in the two papers
//! (inverse document frequency). The likeliest pairs are taken first, each passage once; then, near a pair that is sure,
//! pairs that share less; then neighbours that make a pair more alike, so that one long sentence may stand
//! beside two short ones.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::passage::Passage;

/// A pair of passages, or of runs of neighbouring ones, by index.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pair {
    pub a: Range<usize>,
    pub b: Range<usize>,
    /// From 0 to 1.
    pub score: f32,
    /// What they share, most telling first.
    pub shared: Vec<String>,
}

/// Passages looked at for one thing that they have in common; what more have tells nothing.
const BUCKET: usize = 40;
/// Least likeness of a pair in one language and in two.
const ENOUGH: (f32, f32) = (0.28, 0.36);
/// Least likeness beside a pair that is sure.
const BESIDE: (f32, f32) = (0.16, 0.24);
/// How far a pair reaches, in passages.
const NEAR: usize = 5;
/// Weight of the shorter of two passages in their likeness; a half would be the index of Dice.
const SHORTER: f32 = 0.65;
/// How much standing at the same place of the talk adds.
const PLACE: f32 = 0.06;
/// Most neighbours taken into a pair on one side.
const RUN: usize = 4;

/// How much each kind of thing tells.
fn kind_weight(feature: &str) -> f32 {
    match feature.as_bytes().first() {
        Some(b'n' | b'd') => 1.2,
        Some(b'a' | b'i') => 0.8,
        Some(b's') => 0.5,
        Some(b'm') => 0.3,
        _ => 1.0,
    }
}

struct Weights(BTreeMap<String, f32>);

impl Weights {
    fn of(left: &[Passage], right: &[Passage]) -> Self {
        let mut counts: BTreeMap<&String, u32> = BTreeMap::new();
        for p in left.iter().chain(right) {
            for f in &p.features {
                *counts.entry(f).or_default() += 1;
            }
        }
        let all = (left.len() + right.len()) as f32;
        let weight = |f: &String, n: u32| kind_weight(f) * ((all + 1.0) / n as f32).ln().max(0.05);
        Self(counts.into_iter().map(|(f, n)| (f.clone(), weight(f, n))).collect())
    }

    fn sum<'f>(&self, features: impl Iterator<Item = &'f String>) -> f32 {
        features.map(|f| self.0.get(f).copied().unwrap_or(0.0)).sum()
    }

    /// Likeness from 0 to 1.
    fn likeness(&self, a: &BTreeSet<String>, b: &BTreeSet<String>) -> f32 {
        let both = self.sum(a.intersection(b));
        let (x, y) = (self.sum(a.iter()), self.sum(b.iter()));
        // A short passage may be wholly contained in a long one: the shorter counts for more (Tversky's index).
        both / (SHORTER * x.min(y) + (1.0 - SHORTER) * x.max(y)).max(0.001)
    }

    /// What two passages share, most telling first.
    fn shared(&self, a: &BTreeSet<String>, b: &BTreeSet<String>) -> Vec<String> {
        let mut both: Vec<&String> = a.intersection(b).collect();
        both.sort_by(|x, y| self.0[*y].total_cmp(&self.0[*x]).then(x.cmp(y)));
        both.into_iter().cloned().collect()
    }
}

/// The pairs, in order of the first paper.
pub(super) fn pairs(left: &[Passage], right: &[Passage], one_language: bool) -> Vec<Pair> {
    let weights = Weights::of(left, right);
    let mut index: BTreeMap<&String, Vec<usize>> = BTreeMap::new();
    for (n, p) in right.iter().enumerate() {
        for f in p.features.iter().filter(|f| !f.starts_with("m:") && !f.starts_with("s:")) {
            index.entry(f).or_default().push(n);
        }
    }
    let enough = if one_language { ENOUGH.0 } else { ENOUGH.1 };
    let mut found: Vec<(f32, usize, usize)> = Vec::new();
    for (n, p) in left.iter().enumerate() {
        let lists = p.features.iter().filter_map(|f| index.get(f)).filter(|l| l.len() <= BUCKET);
        let near: BTreeSet<usize> = lists.flatten().copied().collect();
        for m in near {
            let likeness = weights.likeness(&p.features, &right[m].features);
            if likeness >= enough && tells(p, &right[m], one_language) {
                let apart = n as f32 / left.len() as f32 - m as f32 / right.len() as f32;
                found.push((likeness + PLACE * (1.0 - apart.abs()), n, m));
            }
        }
    }
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    let (mut free_a, mut free_b) = (vec![true; left.len()], vec![true; right.len()]);
    let mut out = Vec::new();
    for (_, n, m) in found {
        if free_a[n] && free_b[m] {
            (free_a[n], free_b[m]) = (false, false);
            out.push((n..n + 1, m..m + 1));
        }
    }
    beside(left, right, &mut out, (&mut free_a, &mut free_b), &weights, one_language);
    let mut out: Vec<Pair> = out
        .into_iter()
        .map(|(a, b)| widened(left, right, (a, b), (&mut free_a, &mut free_b), &weights))
        .collect();
    out.sort_by_key(|p| p.a.start);
    out
}

/// Adds pairs near those that are sure: what stands around one thing told is told around it in the other paper too.
fn beside(
    left: &[Passage],
    right: &[Passage],
    sure: &mut Vec<(Range<usize>, Range<usize>)>,
    (free_a, free_b): (&mut [bool], &mut [bool]),
    weights: &Weights,
    one_language: bool,
) {
    let enough = if one_language { BESIDE.0 } else { BESIDE.1 };
    let around = |n: usize, len: usize| n.saturating_sub(NEAR)..(n + NEAR + 1).min(len);
    let mut found: Vec<(f32, usize, usize)> = Vec::new();
    for (a, b) in sure.iter() {
        for n in around(a.start, left.len()).filter(|&n| free_a[n]) {
            for m in around(b.start, right.len()).filter(|&m| free_b[m]) {
                let likeness = weights.likeness(&left[n].features, &right[m].features);
                if likeness >= enough && tells(&left[n], &right[m], one_language) {
                    found.push((likeness, n, m));
                }
            }
        }
    }
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    for (_, n, m) in found {
        if free_a[n] && free_b[m] {
            (free_a[n], free_b[m]) = (false, false);
            sure.push((n..n + 1, m..m + 1));
        }
    }
}

/// Whether what two passages share tells that they speak of one thing: two things at least, and across languages more
/// than two names that stand everywhere.
fn tells(a: &Passage, b: &Passage, one_language: bool) -> bool {
    let both: Vec<&String> = a.features.intersection(&b.features).collect();
    let of = |kinds: &[&str]| both.iter().filter(|f| kinds.iter().any(|k| f.starts_with(k))).count();
    if one_language {
        of(&["w:", "n:", "d:", "a:"]) >= 2
    } else {
        of(&["n:", "d:", "i:"]) >= 1 && of(&["n:", "d:", "i:", "a:"]) >= 2
    }
}

/// A pair with the free neighbours that make it more alike.
fn widened(
    left: &[Passage],
    right: &[Passage],
    (mut a, mut b): (Range<usize>, Range<usize>),
    (free_a, free_b): (&mut [bool], &mut [bool]),
    weights: &Weights,
) -> Pair {
    let mut in_a = left[a.start].features.clone();
    let mut in_b = right[b.start].features.clone();
    let mut score = weights.likeness(&in_a, &in_b);
    for _ in 0..2 * RUN {
        let before = score;
        grow(left, &mut a, free_a, &mut in_a, &in_b, &mut score, weights);
        grow(right, &mut b, free_b, &mut in_b, &in_a, &mut score, weights);
        if score <= before {
            break;
        }
    }
    Pair { shared: weights.shared(&in_a, &in_b), a, b, score: score.min(1.0) }
}

/// Takes in the neighbour of a run that makes it more like the other side, if one does.
fn grow(
    side: &[Passage],
    run: &mut Range<usize>,
    free: &mut [bool],
    own: &mut BTreeSet<String>,
    other: &BTreeSet<String>,
    score: &mut f32,
    weights: &Weights,
) {
    if run.len() >= RUN {
        return;
    }
    let next = [run.start.checked_sub(1), Some(run.end)];
    for n in next.into_iter().flatten() {
        if n >= side.len() || !free[n] || side[n].paragraph != side[run.start].paragraph {
            continue;
        }
        let wider: BTreeSet<String> = own.union(&side[n].features).cloned().collect();
        let likeness = weights.likeness(&wider, other);
        if likeness > *score + 0.02 {
            (*score, *own) = (likeness, wider);
            free[n] = false;
            *run = run.start.min(n)..run.end.max(n + 1);
            return;
        }
    }
}

/// The pairs that stand in one order in both papers: the longest such row, by where each begins in the first.
pub(super) fn in_order(pairs: &[Pair]) -> BTreeSet<usize> {
    // Longest increasing subsequence by patience sorting: n log n.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for n in 0..pairs.len() {
        let at = ends.partition_point(|&e| pairs[e].b.start < pairs[n].b.start);
        before[n] = at.checked_sub(1).map(|k| ends[k]);
        if at == ends.len() { ends.push(n) } else { ends[at] = n }
    }
    let mut out = BTreeSet::new();
    let mut next = ends.last().copied();
    while let Some(n) = next {
        out.insert(pairs[n].a.start);
        next = before[n];
    }
    out
}
