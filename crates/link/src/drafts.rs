//! Two drafts beside each other, clause by clause: which belong together, and what changed.
//!
//! A pure function of two papers. Clauses are cut at their marks (`data/obligations/clauses.toml`), paired by what
//! they share, with a little weight for equal marks and like places, so that a clause that moved is still found;
//! what one clause became two of, or two one, is said to be split or merged. Changes are told by kind; nothing is
//! judged. What belongs elsewhere: obligations that are one over many papers.

mod clauses;
mod words;

use memcon_model::{Analysis, Span};
use serde::Serialize;

use crate::Document;
pub use clauses::Clause;
pub use words::{Change, ChangeKind, Piece};

/// How clauses of two texts belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Pairing {
    /// One clause in each.
    One,
    /// One clause became several.
    Split,
    /// Several clauses became one.
    Merged,
    /// Only in the later text.
    New,
    /// Only in the earlier text.
    Dropped,
}

impl Pairing {
    /// Its name in data and strings.
    pub fn as_str(self) -> &'static str {
        match self {
            Pairing::One => "one",
            Pairing::Split => "split",
            Pairing::Merged => "merged",
            Pairing::New => "new",
            Pairing::Dropped => "dropped",
        }
    }
}

/// Clauses of two texts that belong together, and what changed between them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// How they belong together.
    pub pairing: Pairing,
    /// Clauses of the first text, by their place in [`Comparison::a`].
    pub a: Vec<usize>,
    /// Clauses of the second.
    pub b: Vec<usize>,
    /// How much they share, from 0 to 1.
    pub score: f32,
    /// What changed; empty = word for word the same.
    pub changes: Vec<Change>,
    /// The words of both in order, each marked as kept, gone or new.
    pub pieces: Vec<Piece>,
}

/// Two texts clause by clause.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Comparison {
    /// Clauses of the first.
    pub a: Vec<Clause>,
    /// Clauses of the second.
    pub b: Vec<Clause>,
    /// What belongs together, in the order of the second, with what was dropped at its old place.
    pub pairs: Vec<Pair>,
}

/// The clauses of a paper; empty where it has none.
pub fn clauses(text: &str) -> Vec<Clause> {
    clauses::of(text)
}

/// Least likeness of two clauses that are one.
const ALIKE: f32 = 0.3;
/// The same for clauses under one mark.
const ALIKE_MARKED: f32 = 0.18;
/// Share of a clause's words that another must hold for it to be a part of it.
const PART: f32 = 0.6;

/// Compares two papers clause by clause.
pub fn compare(a: &Document<'_>, b: &Document<'_>) -> Comparison {
    let (left, right) = (clauses::of(a.text), clauses::of(b.text));
    let table = clauses::Table::new(a.text, &left, b.text, &right);
    let (mut to_right, mut to_left) = matched(&table, &left, &right);
    let (split, merged) = parts(&table, &mut to_right, &mut to_left);
    let mut pairs: Vec<Pair> = Vec::new();
    for (j, _) in right.iter().enumerate() {
        let pair = match to_left[j] {
            None => Pair {
                pairing: Pairing::New,
                a: vec![],
                b: vec![j],
                score: 0.0,
                changes: vec![],
                pieces: vec![],
            },
            Some(i) => {
                let mut bs: Vec<usize> = split.iter().filter(|s| s.0 == i).map(|s| s.1).collect();
                let mut many: Vec<usize> = merged.iter().filter(|m| m.1 == j).map(|m| m.0).collect();
                if bs.contains(&j) {
                    continue;
                }
                bs.insert(0, j);
                bs.sort_unstable();
                many.insert(0, i);
                many.sort_unstable();
                let pairing = match (many.len(), bs.len()) {
                    (1, 1) => Pairing::One,
                    (1, _) => Pairing::Split,
                    _ => Pairing::Merged,
                };
                Pair { pairing, score: table.likeness(i, j), a: many, b: bs, changes: vec![], pieces: vec![] }
            }
        };
        pairs.push(pair);
    }
    dropped(&to_right, &merged, &mut pairs);
    for pair in &mut pairs {
        (pair.pieces, pair.changes) = words::changes(
            &words::Side {
                text: a.text,
                spans: spans(&left, &pair.a),
                bound: bound(a.analysis, &left, &pair.a),
            },
            &words::Side {
                text: b.text,
                spans: spans(&right, &pair.b),
                bound: bound(b.analysis, &right, &pair.b),
            },
        );
    }
    Comparison { a: left, b: right, pairs }
}

fn spans(all: &[Clause], which: &[usize]) -> Vec<Span> {
    which.iter().map(|&n| all[n].words).collect()
}

/// Who is bound by the obligations that stand in clauses.
fn bound(analysis: &Analysis, all: &[Clause], which: &[usize]) -> Vec<String> {
    let inside = |s: Span| which.iter().any(|&n| all[n].span.overlaps(s));
    let mut out: Vec<String> =
        analysis.obligations.iter().filter(|o| inside(o.span)).flat_map(|o| o.bound.clone()).collect();
    out.sort();
    out.dedup();
    out
}

/// For each clause its best counterpart, each taken once, the likest pairs first.
fn matched(
    table: &clauses::Table,
    left: &[Clause],
    right: &[Clause],
) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
    let mut all: Vec<(f32, usize, usize)> = Vec::new();
    for (i, a) in left.iter().enumerate() {
        for (j, b) in right.iter().enumerate() {
            let like = table.likeness(i, j);
            let one_mark = a.label.is_some() && a.label == b.label;
            if like < if one_mark { ALIKE_MARKED } else { ALIKE } {
                continue;
            }
            let label = if one_mark { 0.08 } else { 0.0 };
            let place = |n: usize, of: usize| n as f32 / of.max(1) as f32;
            let near = 0.05 * (1.0 - (place(i, left.len()) - place(j, right.len())).abs());
            all.push((like + label + near, i, j));
        }
    }
    all.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)).then(x.2.cmp(&y.2)));
    let (mut to_right, mut to_left) = (vec![None; left.len()], vec![None; right.len()]);
    for (_, i, j) in all {
        if to_right[i].is_none() && to_left[j].is_none() {
            to_right[i] = Some(j);
            to_left[j] = Some(i);
        }
    }
    (to_right, to_left)
}

/// Clauses without a counterpart whose words another's holds: (first, second) of what was split and what was merged.
#[allow(clippy::type_complexity)]
fn parts(
    table: &clauses::Table,
    to_right: &mut [Option<usize>],
    to_left: &mut [Option<usize>],
) -> (Vec<(usize, usize)>, Vec<(usize, usize)>) {
    let (mut split, mut merged) = (Vec::new(), Vec::new());
    for (j, held) in to_left.iter_mut().enumerate() {
        if held.is_none() {
            let best = (0..to_right.len()).filter(|&i| to_right[i].is_some());
            let best = best
                .map(|i| (table.held_by_left(j, i), i))
                .max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
            if let Some((_, i)) = best.filter(|b| b.0 >= PART) {
                split.push((i, j));
                *held = Some(i);
            }
        }
    }
    for (i, held) in to_right.iter_mut().enumerate() {
        if held.is_none() {
            let best = (0..to_left.len()).filter(|&j| to_left[j].is_some());
            let best = best
                .map(|j| (table.held_by_right(i, j), j))
                .max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)));
            if let Some((_, j)) = best.filter(|b| b.0 >= PART && !split.iter().any(|s| s.1 == b.1)) {
                merged.push((i, j));
                *held = Some(j);
            }
        }
    }
    (split, merged)
}

/// Puts what was dropped where it stood: behind the pair of the clause before it.
fn dropped(to_right: &[Option<usize>], merged: &[(usize, usize)], pairs: &mut Vec<Pair>) {
    for (i, held) in to_right.iter().enumerate() {
        if held.is_some() || merged.iter().any(|m| m.0 == i) {
            continue;
        }
        let gone = Pair {
            pairing: Pairing::Dropped,
            a: vec![i],
            b: vec![],
            score: 0.0,
            changes: vec![],
            pieces: vec![],
        };
        let after = pairs.iter().rposition(|p| p.a.iter().any(|&k| k < i) && p.a.iter().all(|&k| k <= i));
        pairs.insert(after.map_or(0, |n| n + 1), gone);
    }
}

#[cfg(test)]
mod tests;
