//! Whether two papers are one text: their sentences are aligned, and what stands in step is weighed against what would stand
//! in step by chance.
//!
//! Two reports of one meeting share names, days and numbers, yet not sentence by sentence through the whole; a
//! summary leaves most of the longer paper alone. A beginning is aligned first, so that most of what is no
//! translation costs little.

use std::collections::BTreeMap;
use std::ops::Range;

use memcon_model::{Certainty, Span};

use super::signs::{Kind, Signed, hash, of_sentence, own_sentences, weighed};
use crate::Document;
use crate::agents::Agents;

/// Sentences of the beginning that is aligned first.
const SAMPLE: usize = 36;
/// Papers of more sentences are aligned by their beginning first.
const LONG: usize = 90;
/// More sentences than this on a side of a pair tell nothing.
const WIDE: usize = 5;

/// Paragraphs are taken in another order where that puts so many times as much in step, and so much more.
const TURNED: (f64, f64) = (1.1, 0.03);

/// A part of a paper that is a translation holds so many passages at least.
const LEAST_PART: usize = 5;

/// What a sentence has that stays in translation: a hash, how much it tells, whether it is a number, date or name.
pub(super) type Mark = (u64, f32, bool);

/// A paper made ready for being aligned.
pub(super) struct Side<'d> {
    pub sentences: Vec<Span>,
    words: Vec<&'d str>,
    marks: Vec<Vec<Mark>>,
    lengths: Vec<f64>,
    /// Number of each sentence's paragraph.
    paragraphs: Vec<usize>,
}

impl<'d> Side<'d> {
    /// Reads the sentences of a paper and their marks.
    pub fn new(document: &Document<'d>, agents: &Agents, named: &[(Span, u32)]) -> Self {
        let sentences = own_sentences(document);
        let words: Vec<&'d str> = sentences.iter().map(|s| s.of(document.text)).collect();
        let marks = sentences
            .iter()
            .zip(&words)
            .map(|(span, words)| {
                let sure = of_sentence(document, agents, named, *span)
                    .into_iter()
                    .map(|(kind, h)| (h, if kind == Kind::Name { 0.8 } else { 1.0 }, true));
                let words = memcon_align::keys(words).into_iter().filter(|k| !k.0.starts_with('#'));
                sure.chain(words.map(|(k, _)| (hash(&[&k]), 0.5, false))).collect()
            })
            .collect();
        let lengths = words.iter().map(|w| weighed(w).max(1.0)).collect();
        let paragraphs = paragraphs(document.text, &sentences);
        Self { sentences, words, marks, lengths, paragraphs }
    }

    /// The sentences at these places, in this order.
    fn pick(&self, places: &[usize]) -> Self {
        Self {
            sentences: places.iter().map(|n| self.sentences[*n]).collect(),
            words: places.iter().map(|n| self.words[*n]).collect(),
            marks: places.iter().map(|n| self.marks[*n].clone()).collect(),
            lengths: places.iter().map(|n| self.lengths[*n]).collect(),
            paragraphs: places.iter().map(|n| self.paragraphs[*n]).collect(),
        }
    }
}

fn paragraphs(text: &str, sentences: &[Span]) -> Vec<usize> {
    let (mut n, mut last) = (0, None);
    let mut out = Vec::with_capacity(sentences.len());
    for span in sentences {
        let gap = last.and_then(|l| text.get(l..span.start as usize)).unwrap_or("");
        n += usize::from(gap.contains('\n'));
        last = Some(span.end as usize);
        out.push(n);
    }
    out
}

/// Sentences of either side that belong together.
pub(super) type Bead = (Range<usize>, Range<usize>);

/// What aligning two papers says of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Weighed {
    pub beads: Vec<Bead>,
    /// Share of the two texts that has a counterpart.
    pub covered: f64,
    /// Share of the weight of what stays in translation that stands in step.
    pub in_step: f64,
    /// The same if passages were paired one, two and three places off.
    pub by_chance: f64,
    /// The same of numbers, dates and names alone, and how many of these stand in step.
    pub sure: (f64, usize),
    /// How well lengths answer to each other, from 0 to 1.
    pub lengths: f64,
    /// How many marks stand in step, and how many would by chance.
    pub counts: (f64, f64),
    /// Whether paragraphs of the second stand in another order.
    pub turned: bool,
    /// Whether the one is a part of the other.
    pub part: bool,
}

impl Weighed {
    /// From 0 to 1.
    pub fn score(&self) -> f32 {
        let beyond = ((self.in_step - self.by_chance) / (1.0 - self.by_chance).max(0.1)).max(0.0);
        (self.covered * self.lengths * (0.5 * beyond + 0.5 * self.sure.0)).sqrt().min(1.0) as f32
    }

    /// What it says; `None` where the two are no one text.
    ///
    /// The bounds lie between what translations of many kinds have and what other papers on the same matter have.
    pub fn verdict(&self) -> Option<Certainty> {
        let beyond = self.in_step - self.by_chance;
        let (sure, count) = self.sure;
        let pairs = self.beads.iter().filter(|(a, b)| !a.is_empty() && !b.is_empty()).count();
        if self.part && pairs < LEAST_PART {
            return None;
        }
        // Short papers must agree in nearly everything; in long ones much agreement beyond chance is proof.
        let enough = if pairs >= 12 { 0.5 } else { 0.6 };
        let by_signs = self.covered >= 0.75
            && self.lengths >= 0.55
            && beyond >= 0.25
            && sure >= enough
            && count >= 4
            && pairs >= 3;
        let many_signs = count >= 30
            && pairs >= 30
            && sure >= 0.4
            && self.by_chance <= 0.1
            && self.covered >= 0.8
            && self.lengths >= 0.5
            && beyond >= 0.15;
        // Words in step from one end to the other, with lengths that answer to each other: proof without numbers and names.
        let (there, by_chance) = self.counts;
        let clear = |times: f64| there - by_chance >= times * (by_chance + 1.0).sqrt();
        let by_words = self.covered >= 0.9
            && self.lengths >= 0.78
            && beyond >= 0.065
            && sure >= 0.15
            && pairs >= 10
            && there >= 12.0
            && clear(5.0);
        // Much stands in step and much has no counterpart: one leaves out, or was not translated throughout.
        let in_stretches = |covered: f64| {
            self.covered >= covered
                && self.lengths >= 0.72
                && beyond >= 0.2
                && sure >= 0.5
                && count >= 12
                && pairs >= 25
                && clear(8.0)
        };
        if by_signs || many_signs || by_words || in_stretches(0.65) {
            Some(Certainty::Certain)
        } else if self.covered >= 0.6 && self.lengths >= 0.45 && beyond >= 0.15 && sure >= 0.4 && count >= 3
            || in_stretches(0.4)
        {
            Some(Certainty::Possible)
        } else {
            None
        }
    }
}

/// Aligns two papers and weighs them: the beginning first where they are long, and paragraphs that stand in another order
/// in the order of the first paper. `None` where the beginning already says no.
pub(super) fn weigh(a: &Side<'_>, b: &Side<'_>) -> Option<Weighed> {
    let turned = super::order::of(&a.marks, &b.marks, &b.paragraphs);
    if turned.is_none() && a.words.len().max(b.words.len()) > LONG {
        let part = |n: usize, other: usize| (SAMPLE * n).div_ceil(n.max(other)).clamp(1, n.max(1)).min(n);
        let (x, y) = (part(a.words.len(), b.words.len()), part(b.words.len(), a.words.len()));
        let sample = aligned(a, b, x, y);
        if sample.in_step - sample.by_chance < 0.08 && sample.sure.0 < 0.25 {
            return None;
        }
    }
    let straight = aligned(a, b, a.words.len(), b.words.len());
    if let Some(order) = turned {
        let crossed = aligned(a, &b.pick(&order), a.words.len(), b.words.len());
        if crossed.in_step - crossed.by_chance > (straight.in_step - straight.by_chance) * TURNED.0 + TURNED.1
        {
            let beads = super::order::back(crossed.beads, &order);
            return Some(Weighed { beads, turned: true, ..crossed });
        }
    }
    Some(straight)
}

/// Aligns a paper with a stretch of another, longer one, and weighs the two; what stands outside has no counterpart.
pub(super) fn weigh_part(short: &Side<'_>, long: &Side<'_>, within: Range<usize>) -> Weighed {
    let within = within.start.min(long.words.len())..within.end.min(long.words.len());
    let places: Vec<usize> = within.clone().collect();
    let mut found = aligned(short, &long.pick(&places), short.words.len(), places.len());
    // What the stretch has too much at its ends is no part of it.
    let paired = |b: &Bead| !b.0.is_empty() && !b.1.is_empty();
    let (first, last) = (found.beads.iter().position(paired), found.beads.iter().rposition(paired));
    if let (Some(first), Some(last)) = (first, last) {
        let (from, to) = (found.beads[first].1.start, found.beads[last].1.end);
        let places: Vec<usize> = (within.start + from..within.start + to).collect();
        found = aligned(short, &long.pick(&places), short.words.len(), places.len());
        let (from, to) = (within.start + from, within.start + to);
        let moved = found.beads.into_iter().map(|(p, q)| (p, q.start + from..q.end + from));
        let before = (0..from).map(|n| (0..0, n..n + 1));
        let end = short.words.len();
        let behind = (to..long.words.len()).map(|n| (end..end, n..n + 1));
        found.beads = before.chain(moved).chain(behind).collect();
    }
    found.part = true;
    found
}

fn aligned(a: &Side<'_>, b: &Side<'_>, x: usize, y: usize) -> Weighed {
    let mut beads: Vec<Bead> = memcon_align::align(&a.words[..x], &b.words[..y])
        .into_iter()
        .map(|(p, q)| (range(&p), range(&q)))
        .collect();
    mend(&mut beads, &a.marks, &b.marks);
    turn(&mut beads);
    mend(&mut beads, &b.marks, &a.marks);
    turn(&mut beads);
    let rarity = rarity(a, b, x, y);
    let of = |side: &Side<'_>, sentences: &Range<usize>| -> BTreeMap<u64, (f64, f64, bool)> {
        let mut held: BTreeMap<u64, (f64, f64, bool)> = BTreeMap::new();
        for &(h, w, sure) in side.marks[sentences.clone()].iter().flatten() {
            let entry =
                held.entry(h).or_insert((0.0, f64::from(w) * rarity.get(&h).copied().unwrap_or(1.0), sure));
            entry.0 += 1.0;
        }
        held
    };
    let left: Vec<_> = beads.iter().map(|(p, _)| of(a, p)).collect();
    let right: Vec<_> = beads.iter().map(|(_, q)| of(b, q)).collect();
    let whole = |sides: &[BTreeMap<u64, (f64, f64, bool)>], only_sure: bool| -> f64 {
        sides.iter().flat_map(BTreeMap::values).filter(|v| v.2 || !only_sure).map(|v| v.0 * v.1).sum()
    };
    let shared = |shift: usize, only_sure: bool| -> (f64, usize) {
        let (mut sum, mut count) = (0.0, 0);
        for n in 0..left.len().saturating_sub(shift) {
            for (h, l) in left[n].iter().filter(|(_, l)| l.2 || !only_sure) {
                if let Some(r) = right[n + shift].get(h) {
                    sum += l.0.min(r.0) * (l.1 + r.1);
                    count += 1;
                }
            }
        }
        (sum, count)
    };
    let part = |shift: usize, only_sure: bool| {
        shared(shift, only_sure).0 / (whole(&left, only_sure) + whole(&right, only_sure)).max(0.01)
    };
    let chance: Vec<f64> = (1..=3).filter(|s| *s < beads.len()).map(|s| part(s, false)).collect();
    let both = |(p, q): &&Bead| !p.is_empty() && !q.is_empty() && p.len() <= WIDE && q.len() <= WIDE;
    let length = |side: &Side<'_>, r: &Range<usize>| side.lengths[r.clone()].iter().sum::<f64>();
    let covered: f64 = beads.iter().filter(both).map(|(p, q)| length(a, p) + length(b, q)).sum();
    let all = length(a, &(0..x)) + length(b, &(0..y));
    Weighed {
        covered: covered / all.max(1.0),
        in_step: part(0, false),
        by_chance: chance.iter().sum::<f64>() / chance.len().max(1) as f64,
        sure: (part(0, true), shared(0, true).1),
        counts: {
            let off: Vec<f64> =
                (1..=3).filter(|s| *s < beads.len()).map(|s| shared(s, false).1 as f64).collect();
            (shared(0, false).1 as f64, off.iter().sum::<f64>() / off.len().max(1) as f64)
        },
        turned: false,
        part: false,
        lengths: fit(beads.iter().filter(both).map(|(p, q)| (length(a, p), length(b, q)))),
        beads,
    }
}

/// The beads with their sides changed.
pub(super) fn turn(beads: &mut [Bead]) {
    for bead in beads {
        std::mem::swap(&mut bead.0, &mut bead.1);
    }
}

/// Beside a sentence left out, the one that shares no number, date or name with its counterpart may be the one left out: of two
/// neighbours, that is paired whose marks are the counterpart's.
fn mend(beads: &mut [Bead], own: &[Vec<Mark>], other: &[Vec<Mark>]) {
    let sure = |side: &[Vec<Mark>], r: &Range<usize>| -> Vec<u64> {
        side[r.clone()].iter().flatten().filter(|m| m.2).map(|m| m.0).collect()
    };
    for n in 1..beads.len() {
        let alone = |b: &Bead| b.0.len() == 1 && b.1.is_empty();
        let paired = |b: &Bead| b.0.len() == 1 && b.1.len() == 1;
        let (with, without) =
            match (paired(&beads[n - 1]), alone(&beads[n - 1]), paired(&beads[n]), alone(&beads[n])) {
                (true, _, _, true) => (n - 1, n),
                (_, true, true, _) => (n, n - 1),
                _ => continue,
            };
        let there = sure(other, &beads[with].1);
        let meets = |at: usize| {
            let here = sure(own, &beads[at].0);
            let both = here.iter().filter(|h| there.contains(h)).count();
            (here.len() - both + there.iter().filter(|t| !here.contains(t)).count(), both)
        };
        let ((odd, both), (odd_if, both_if)) = (meets(with), meets(without));
        if odd_if < odd && both_if >= both {
            let counterpart = beads[with].1.clone();
            beads[with].1 = if with < without {
                counterpart.start..counterpart.start
            } else {
                counterpart.end..counterpart.end
            };
            beads[without].1 = counterpart;
        }
    }
}

fn range(numbers: &[usize]) -> Range<usize> {
    match (numbers.first(), numbers.last()) {
        (Some(first), Some(last)) => *first..last + 1,
        _ => 0..0,
    }
}

/// How much a mark tells in these two papers: what stands in many sentences tells little.
fn rarity(a: &Side<'_>, b: &Side<'_>, x: usize, y: usize) -> BTreeMap<u64, f64> {
    let mut counts: BTreeMap<u64, f64> = BTreeMap::new();
    for (h, _, _) in a.marks[..x].iter().chain(&b.marks[..y]).flatten() {
        *counts.entry(*h).or_default() += 1.0;
    }
    let all = (x + y) as f64 + 2.0;
    counts.into_iter().map(|(h, n)| (h, (all / n).ln().max(0.05))).collect()
}

/// One less the mean deviation of the lengths' logarithms from their common ratio, weighted by length.
fn fit(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    let pairs: Vec<(f64, f64)> = pairs.collect();
    let (x, y) = pairs.iter().fold((0.0, 0.0), |(x, y), p| (x + p.0, y + p.1));
    if x <= 0.0 || y <= 0.0 {
        return 0.0;
    }
    let ratio = (y / x).ln();
    let off: f64 = pairs
        .iter()
        .map(|(p, q)| ((q + 4.0) / (p + 4.0)).ln() - ratio)
        .zip(&pairs)
        .map(|(d, p)| d.abs() * (p.0 + p.1))
        .sum();
    (1.0 - off / (x + y)).max(0.0)
}

/// What two papers of one language have in common: share of the runs of words of both, and of the numbers and dates.
pub(super) fn copied(a: &Signed, b: &Signed) -> (f32, f32) {
    let both = common(&a.runs, &b.runs);
    let runs = both as f32 / a.runs.len().max(b.runs.len()).max(1) as f32;
    let told = |s: &Signed| -> Vec<u64> {
        let kinds = s.signs.iter().filter(|s| matches!(s.kind, Kind::Number | Kind::Date));
        let mut all: Vec<u64> = kinds.map(|s| s.hash).collect();
        all.sort_unstable();
        all
    };
    let (x, y) = (told(a), told(b));
    let signs = if x.is_empty() && y.is_empty() {
        1.0
    } else {
        2.0 * common(&x, &y) as f32 / (x.len() + y.len()) as f32
    };
    (runs, signs)
}

/// How many two sorted lists have in common.
fn common(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                n += 1;
                i += 1;
                j += 1;
            }
        }
    }
    n
}

/// Aligns two papers whole, whatever the beginning says.
pub(super) fn whole(a: &Side<'_>, b: &Side<'_>) -> Weighed {
    aligned(a, b, a.words.len(), b.words.len())
}
