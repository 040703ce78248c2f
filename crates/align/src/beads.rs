//! The best row of beads (groups of sentences that belong together) through two texts.
//!
//! Dynamic programming over beads of up to five sentences, each with its probability from lengths
//! (after Gale and Church 1993), from words that answer to each other, and from how frequent such beads
//! are in this pair of texts. Forward and backward sums give how likely each bead is, from which words
//! and frequencies are learned for the next round.

use std::ops::Range;

use super::associate::{Table, Weighted};
use super::tokens::{Sentence, Vocabulary};

/// Shapes of beads, with how frequent they are before anything is known.
const SHAPES: [(usize, usize, f64); 17] = [
    (1, 1, 0.78),
    (1, 2, 0.06),
    (2, 1, 0.06),
    (0, 1, 0.03),
    (1, 0, 0.03),
    (2, 2, 0.015),
    (1, 3, 0.012),
    (3, 1, 0.012),
    (2, 3, 0.005),
    (3, 2, 0.005),
    (1, 4, 0.003),
    (4, 1, 0.003),
    (3, 3, 0.002),
    (2, 4, 0.001),
    (4, 2, 0.001),
    (1, 5, 0.001),
    (5, 1, 0.001),
];
/// How many beads' worth the frequencies known beforehand count.
const PRIOR_BEADS: f64 = 25.0;
/// The share of a text's words that the words beside them explain lies between these.
const LEAST_SHARE: f64 = 0.02;
/// See [`LEAST_SHARE`].
const MOST_SHARE: f64 = 0.6;
/// How much the words count against the lengths: they are not independent of each other.
const WORDS: f64 = 0.85;
/// Variance of a length per character of the other side (Gale and Church found 6.8 for letters).
const VARIANCE: f64 = 6.8;
/// Beads less likely than this are not learned from.
const UNLIKELY: f64 = 0.05;

/// One round of alignment.
pub(crate) struct Lattice<'s> {
    a: &'s [Sentence],
    b: &'s [Sentence],
    /// Columns looked at in each row.
    columns: Vec<Range<usize>>,
    /// Score of each bead that starts at a cell: row, column in its range, shape.
    scores: Vec<Vec<[f32; SHAPES.len()]>>,
    shapes: [f64; SHAPES.len()],
    before: Vec<f64>,
    behind: Vec<f64>,
    ratio: f64,
    /// Share of the words of either side that the other explains.
    shares: (f64, f64),
}

impl<'s> Lattice<'s> {
    /// A lattice over two texts, `half` columns to either side of the diagonal of their lengths.
    pub fn new(a: &'s [Sentence], b: &'s [Sentence], half: usize) -> Self {
        let sums = |sentences: &[Sentence]| -> Vec<f64> {
            let mut sums = vec![0.0];
            for s in sentences {
                sums.push(sums.last().copied().unwrap_or(0.0) + s.length);
            }
            sums
        };
        let (before, behind) = (sums(a), sums(b));
        let (whole_a, whole_b) = (before[a.len()].max(1.0), behind[b.len()].max(1.0));
        let columns = (0..=a.len())
            .map(|i| {
                let middle = behind.partition_point(|&l| l / whole_b < before[i] / whole_a);
                let low = if i == 0 { 0 } else { middle.saturating_sub(half) };
                let high = if i == a.len() { b.len() } else { (middle + half).min(b.len()) };
                low.min(b.len())..high + 1
            })
            .collect();
        let total: f64 = SHAPES.iter().map(|s| s.2).sum();
        Self {
            a,
            b,
            columns,
            scores: Vec::new(),
            shapes: SHAPES.map(|s| (s.2 / total).ln()),
            ratio: whole_b / whole_a,
            before,
            behind,
            shares: (LEAST_SHARE * 2.0, LEAST_SHARE * 2.0),
        }
    }

    /// Scores every bead with words known (`b` beside `a`, and `a` beside `b`).
    pub fn score(
        &mut self,
        forth: &Table,
        back: &Table,
        va: &Vocabulary,
        vb: &Vocabulary,
        likely: Option<&[Weighted]>,
    ) {
        let columns = turned(&self.columns, self.b.len());
        let mut forth = Words::new(self.a, self.b, forth, vb, &self.columns, self.shares.0);
        let mut back = Words::new(self.b, self.a, back, va, &columns, self.shares.1);
        if let Some(likely) = likely {
            for _ in 0..3 {
                forth.share = forth.learned_share(likely, false);
                back.share = back.learned_share(likely, true);
            }
            self.shares = (forth.share, back.share);
        }
        let mean = self.behind[self.b.len()] / self.b.len().max(1) as f64;
        let mut scratch = Vec::new();
        let mut rows = Vec::with_capacity(self.columns.len());
        for i in 0..=self.a.len() {
            let mut row = Vec::with_capacity(self.columns[i].len());
            for j in self.columns[i].clone() {
                let mut cell = [f32::NEG_INFINITY; SHAPES.len()];
                for (n, &(x, y, _)) in SHAPES.iter().enumerate() {
                    if i + x > self.a.len() || !self.inside(i + x, j + y) {
                        continue;
                    }
                    let mut score = self.shapes[n];
                    if x > 0 && y > 0 {
                        score += self.lengths(i, j, x, y, mean);
                        let words = forth.bead(i..i + x, j..j + y, &mut scratch)
                            + back.bead(j..j + y, i..i + x, &mut scratch);
                        score += WORDS * words / 2.0;
                    }
                    cell[n] = score as f32;
                }
                row.push(cell);
            }
            rows.push(row);
        }
        self.scores = rows;
    }

    fn inside(&self, i: usize, j: usize) -> bool {
        self.columns.get(i).is_some_and(|c| c.contains(&j))
    }

    /// How much better the lengths of a bead fit than those of strangers.
    fn lengths(&self, i: usize, j: usize, x: usize, y: usize, mean: f64) -> f64 {
        let expected = (self.before[i + x] - self.before[i]) * self.ratio;
        let length = self.behind[j + y] - self.behind[j];
        // In units of the longer side, so that dense scripts are judged as alphabets are.
        let unit = self.ratio.max(1.0 / self.ratio).min(4.0);
        let letters = (expected + length) / 2.0 * if self.ratio < 1.0 { unit } else { 1.0 };
        let own = VARIANCE / letters.max(1.0) + 0.01;
        let apart = (length + 2.0).ln() - (expected + 2.0).ln();
        let stranger = 0.45 / y as f64 + 0.05;
        let from_mean = (length + 2.0).ln() - (mean * y as f64 + 2.0).ln();
        let fits = -apart * apart / (2.0 * own) - own.ln() / 2.0;
        let would = -from_mean * from_mean / (2.0 * stranger) - stranger.ln() / 2.0;
        (fits - would).clamp(-25.0, 4.0)
    }

    fn at(&self, i: usize, j: usize) -> usize {
        j - self.columns[i].start
    }

    /// The best row of beads, as ranges.
    pub fn best(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let mut best: Vec<Vec<(f64, usize)>> =
            self.columns.iter().map(|c| vec![(f64::NEG_INFINITY, 0); c.len()]).collect();
        best[0][0].0 = 0.0;
        for i in 0..=self.a.len() {
            for j in self.columns[i].clone() {
                let here = best[i][self.at(i, j)].0;
                if here == f64::NEG_INFINITY {
                    continue;
                }
                for (n, &(x, y, _)) in SHAPES.iter().enumerate() {
                    let score = self.scores[i][self.at(i, j)][n];
                    if score == f32::NEG_INFINITY {
                        continue;
                    }
                    let to = self.at(i + x, j + y);
                    let cell = &mut best[i + x][to];
                    if here + f64::from(score) > cell.0 {
                        *cell = (here + f64::from(score), n);
                    }
                }
            }
        }
        let mut beads = Vec::new();
        let (mut i, mut j) = (self.a.len(), self.b.len());
        while i > 0 || j > 0 {
            let (score, n) = best[i][self.at(i, j)];
            let (x, y, _) = SHAPES[n];
            if score == f64::NEG_INFINITY || x > i || y > j {
                // Cannot be reached inside the columns looked at: what is left has no counterpart.
                beads.push((0..i, 0..j));
                break;
            }
            beads.push((i - x..i, j - y..j));
            (i, j) = (i - x, j - y);
        }
        beads.reverse();
        beads
    }

    /// How likely each bead is, over all rows of beads; also learns how frequent the shapes are.
    pub fn likely(&mut self) -> Vec<Weighted> {
        let (forward, total) = self.forward();
        let backward = self.backward();
        let mut found = Vec::new();
        let mut seen = [0.0; SHAPES.len()];
        if total == f64::NEG_INFINITY {
            return found;
        }
        for i in 0..=self.a.len() {
            for j in self.columns[i].clone() {
                let here = forward[i][self.at(i, j)];
                for (n, &(x, y, _)) in SHAPES.iter().enumerate() {
                    let score = self.scores[i][self.at(i, j)][n];
                    if score == f32::NEG_INFINITY || here == f64::NEG_INFINITY {
                        continue;
                    }
                    let there = backward[i + x][self.at(i + x, j + y)];
                    let weight = (here + f64::from(score) + there - total).exp();
                    seen[n] += weight;
                    if weight > UNLIKELY && x > 0 && y > 0 {
                        found.push(Weighted { a: i..i + x, b: j..j + y, weight });
                    }
                }
            }
        }
        let all: f64 = seen.iter().sum::<f64>() + PRIOR_BEADS;
        let known: f64 = SHAPES.iter().map(|s| s.2).sum();
        for (n, shape) in SHAPES.iter().enumerate() {
            self.shapes[n] = ((seen[n] + PRIOR_BEADS * shape.2 / known) / all).ln();
        }
        found
    }

    fn forward(&self) -> (Vec<Vec<f64>>, f64) {
        let mut sums: Vec<Vec<f64>> = self.columns.iter().map(|c| vec![f64::NEG_INFINITY; c.len()]).collect();
        sums[0][0] = 0.0;
        for i in 0..=self.a.len() {
            for j in self.columns[i].clone() {
                let here = sums[i][self.at(i, j)];
                if here == f64::NEG_INFINITY {
                    continue;
                }
                for (n, &(x, y, _)) in SHAPES.iter().enumerate() {
                    let score = self.scores[i][self.at(i, j)][n];
                    if score > f32::NEG_INFINITY {
                        let to = self.at(i + x, j + y);
                        sums[i + x][to] = add(sums[i + x][to], here + f64::from(score));
                    }
                }
            }
        }
        let total = sums[self.a.len()][self.at(self.a.len(), self.b.len())];
        (sums, total)
    }

    fn backward(&self) -> Vec<Vec<f64>> {
        let mut sums: Vec<Vec<f64>> = self.columns.iter().map(|c| vec![f64::NEG_INFINITY; c.len()]).collect();
        let end = self.at(self.a.len(), self.b.len());
        sums[self.a.len()][end] = 0.0;
        for i in (0..=self.a.len()).rev() {
            for j in self.columns[i].clone().rev() {
                let mut sum = sums[i][self.at(i, j)];
                for (n, &(x, y, _)) in SHAPES.iter().enumerate() {
                    let score = self.scores[i][self.at(i, j)][n];
                    if score > f32::NEG_INFINITY {
                        sum = add(sum, f64::from(score) + sums[i + x][self.at(i + x, j + y)]);
                    }
                }
                let at = self.at(i, j);
                sums[i][at] = sum;
            }
        }
        sums
    }
}

/// The logarithm of a sum of two numbers given by their logarithms.
fn add(x: f64, y: f64) -> f64 {
    let (less, more) = if x < y { (x, y) } else { (y, x) };
    if less == f64::NEG_INFINITY { more } else { more + (less - more).exp().ln_1p() }
}

/// Positions of tokens in a sentence, with how much more frequent they are there than anywhere.
type Explained = Vec<(usize, f64)>;

/// Which words of `to` each sentence of `from` explains.
struct Words<'s> {
    from: &'s [Sentence],
    to: &'s [Sentence],
    /// For each sentence of `from`, from the first sentence of `to` looked at: positions of tokens with how
    /// much more frequent they are here than anywhere.
    explained: Vec<(usize, Vec<Explained>)>,
    /// Share of the words that is explained at all.
    share: f64,
    /// How much each token of `to` counts.
    weights: &'s [f64],
}

impl<'s> Words<'s> {
    fn new(
        from: &'s [Sentence],
        to: &'s [Sentence],
        table: &Table,
        vocabulary: &'s Vocabulary,
        columns: &[Range<usize>],
        share: f64,
    ) -> Self {
        let all: f64 = vocabulary.counts.iter().sum::<f64>().max(1.0);
        let mut sums = vec![0.0f64; vocabulary.counts.len()];
        let mut explained = Vec::with_capacity(from.len());
        for (source, range) in from.iter().zip(columns) {
            let known = || source.tokens.iter().flat_map(|&s| table.row(s));
            known().for_each(|&(word, p)| sums[word as usize] += p);
            let rows = to[range.start.min(to.len())..range.end.min(to.len())]
                .iter()
                .map(|target| {
                    let words = target.tokens.iter().enumerate();
                    words
                        .filter(|&(_, &w)| sums[w as usize] > 0.0)
                        .map(|(k, &w)| (k, sums[w as usize] * all / (vocabulary.counts[w as usize] + 0.5)))
                        .collect()
                })
                .collect();
            known().for_each(|&(word, _)| sums[word as usize] = 0.0);
            explained.push((range.start, rows));
        }
        Self { from, to, explained, share, weights: &vocabulary.weights }
    }

    /// How much better the words of a bead's target are explained than by chance.
    fn bead(&self, from: Range<usize>, to: Range<usize>, scratch: &mut Vec<f64>) -> f64 {
        let words: usize = self.from[from.clone()].iter().map(|s| s.tokens.len()).sum();
        if words == 0 {
            return 0.0;
        }
        let mut score = 0.0;
        let unexplained = (1.0 - self.share).ln();
        for y in to {
            scratch.clear();
            scratch.resize(self.to[y].tokens.len(), 0.0);
            for (first, rows) in &self.explained[from.clone()] {
                for &(k, value) in y.checked_sub(*first).and_then(|n| rows.get(n)).into_iter().flatten() {
                    scratch[k] += value;
                }
            }
            for (&value, &token) in scratch.iter().zip(&self.to[y].tokens) {
                let told = if value > 0.0 {
                    (1.0 - self.share + self.share * value / words as f64).ln()
                } else {
                    unexplained
                };
                score += told * self.weights.get(token as usize).copied().unwrap_or(1.0);
            }
        }
        score
    }

    /// The share of words that the likely beads explain.
    fn learned_share(&self, likely: &[Weighted], turned: bool) -> f64 {
        let (mut sum, mut all) = (0.0, 0.0);
        for bead in likely {
            let (from, to) = if turned { (&bead.b, &bead.a) } else { (&bead.a, &bead.b) };
            let words: usize = self.from[from.clone()].iter().map(|s| s.tokens.len()).sum();
            for y in to.clone() {
                all += bead.weight * self.to[y].tokens.len() as f64;
                for (first, rows) in &self.explained[from.clone()] {
                    for &(_, value) in y.checked_sub(*first).and_then(|n| rows.get(n)).into_iter().flatten() {
                        let here = self.share * value / words.max(1) as f64;
                        sum += bead.weight * here / (1.0 - self.share + here);
                    }
                }
            }
        }
        (sum / f64::max(all, 1.0)).clamp(LEAST_SHARE, MOST_SHARE)
    }
}

/// For each sentence of the second side, the sentences of the first looked at with it.
fn turned(columns: &[Range<usize>], length: usize) -> Vec<Range<usize>> {
    let mut found = vec![(usize::MAX, 0); length];
    for (i, range) in columns.iter().enumerate() {
        for column in &mut found[range.start.min(length)..range.end.min(length)] {
            column.0 = column.0.min(i);
            column.1 = column.1.max(i + 1);
        }
    }
    found.into_iter().map(|(start, end)| start.min(end)..end).collect()
}
