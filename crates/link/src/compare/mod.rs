//! Two papers side by side: passage against passage, what one leaves out, where they differ.
//!
//! For two accounts of one meeting, a cable against minutes, a translation against its original. A pure
//! function of two papers and what linking knows of their names and issues; nothing is judged and nothing stored.
//! [`passage`] says what a passage speaks of, [`pair`] finds its counterpart, [`differ`] where the two differ, [`translated`]
//! where a translation differs from its original.
//! What does not belong here: which papers tell of one event ([`crate::link`] says so), clauses of drafts.

mod differ;
mod pair;
mod passage;
#[cfg(test)]
mod tests;
mod translated;

use std::collections::BTreeMap;

use memcon_model::{Beside, Comparison, Linked, Span};

use crate::Document;
use passage::{Known, Passage, passages};

pub use differ::differences;
pub use passage::Names;
pub(crate) use translated::in_translation;

/// Lays two papers side by side: the body of each, or its translation where it has one.
///
/// Near-linear: a passage looks only at those that share its rarer words, names, numbers or dates.
pub fn compare(a: &Document<'_>, b: &Document<'_>, linked: &Linked) -> Comparison {
    let one_language = a.analysis.languages.first() == b.analysis.languages.first();
    let (in_a, in_b) = (Known::of(a, linked), Known::of(b, linked));
    let (left, right) = (passages(a, &in_a, one_language), passages(b, &in_b, one_language));
    let pairs = pair::pairs(&left, &right, one_language);
    let rows = rows(&left, &right, &pairs);
    let mut out = Comparison { a: a.id.to_owned(), b: b.id.to_owned(), rows: Vec::new() };
    for row in rows {
        let mut beside = Beside { a: row.a, b: row.b, moved: row.moved, ..Beside::default() };
        if let (Some(x), Some(y)) = (row.a, row.b) {
            beside.likeness = row.score;
            beside.why = said(&row.shared, linked);
            let alike = row.score >= WORDED_ALIKE;
            let sides = ((a, &in_a.names, x), (b, &in_b.names, y));
            beside.differences = differences(sides.0, sides.1, (alike, alike && one_language));
            if let (Some(p), Some(q)) = row.speakers
                && p.0 != q.0
            {
                beside.differences.push(memcon_model::Difference {
                    kind: memcon_model::DifferenceKind::Speaker,
                    a: Some(p.1),
                    b: Some(q.1),
                });
            }
        }
        out.rows.push(beside);
    }
    out
}

/// From this likeness on two passages are wordings of one sentence, and their words are laid against each other.
const WORDED_ALIKE: f32 = 0.55;

/// Lays a translation beside its original, by the paper's own alignment.
pub fn parallel(document: &Document<'_>, linked: &Linked) -> Comparison {
    let names = Names::of(document, linked);
    let rows = document.analysis.alignment.iter().map(|pair| Beside {
        a: Some(pair.a),
        b: Some(pair.b),
        likeness: pair.basis.confidence,
        ..Beside::default()
    });
    let mut rows: Vec<Beside> = rows.collect();
    let found = in_translation((document, &names), (document, &names), &rows);
    for (row, differences) in rows.iter_mut().zip(found) {
        row.differences = differences;
    }
    Comparison { a: document.id.to_owned(), b: document.id.to_owned(), rows }
}

/// Who speaks, and the words that say so.
type Speaker = Option<(usize, Span)>;

/// A row in the making.
struct Row {
    a: Option<Span>,
    b: Option<Span>,
    moved: bool,
    score: f32,
    shared: Vec<String>,
    speakers: (Speaker, Speaker),
}

/// Rows in the order of the first paper; what only the second has stands behind what it has before it.
fn rows(left: &[Passage], right: &[Passage], pairs: &[pair::Pair]) -> Vec<Row> {
    let by_a: BTreeMap<usize, &pair::Pair> = pairs.iter().map(|p| (p.a.start, p)).collect();
    let (mut taken_a, mut taken_b) = (vec![false; left.len()], vec![false; right.len()]);
    for pair in pairs {
        taken_a[pair.a.clone()].fill(true);
        taken_b[pair.b.clone()].fill(true);
    }
    let order = pair::in_order(pairs);
    let mut out: Vec<Row> = Vec::new();
    let mut told = 0;
    let mut n = 0;
    while n < left.len() {
        let Some(pair) = by_a.get(&n) else {
            if !taken_a[n] {
                lone(&mut out, left[n].span, left[n].paragraph, left, true);
            }
            n += 1;
            continue;
        };
        let in_order = order.contains(&pair.a.start);
        if in_order {
            // What only the other has, up to this counterpart.
            for m in told..pair.b.start {
                if !taken_b[m] {
                    lone(&mut out, right[m].span, right[m].paragraph, right, false);
                }
            }
            told = told.max(pair.b.end);
        }
        let hull = |side: &[Passage], range: &std::ops::Range<usize>| {
            side[range.clone()].iter().map(|p| p.span).reduce(Span::hull)
        };
        let speaker = |side: &[Passage], range: &std::ops::Range<usize>| {
            side[range.clone()].iter().find_map(|p| p.speaker)
        };
        out.push(Row {
            a: hull(left, &pair.a),
            b: hull(right, &pair.b),
            moved: !in_order,
            score: pair.score,
            shared: pair.shared.clone(),
            speakers: (speaker(left, &pair.a), speaker(right, &pair.b)),
        });
        n = pair.a.end;
    }
    for m in told..right.len() {
        if !taken_b[m] {
            lone(&mut out, right[m].span, right[m].paragraph, right, false);
        }
    }
    out
}

/// Adds a passage that stands alone; to the row before where that is the same paragraph, alone too.
fn lone(out: &mut Vec<Row>, span: Span, paragraph: usize, side: &[Passage], left: bool) {
    if let Some(last) = out.last_mut() {
        let (own, other) = if left { (&mut last.a, last.b) } else { (&mut last.b, last.a) };
        // Passages stand in order of their start.
        let same = |s: &Span| {
            let n = side.partition_point(|p| p.span.start < s.start);
            side.get(n).is_some_and(|p| p.span.start == s.start && p.paragraph == paragraph)
        };
        if let (Some(held), None) = (own.as_mut(), other)
            && held.end <= span.start
            && same(held)
        {
            *held = held.hull(span);
            return;
        }
    }
    let (a, b) = if left { (Some(span), None) } else { (None, Some(span)) };
    out.push(Row { a, b, moved: false, score: 0.0, shared: Vec::new(), speakers: (None, None) });
}

/// What two passages have in common, in words.
fn said(shared: &[String], linked: &Linked) -> String {
    let words: Vec<&str> = shared
        .iter()
        .filter_map(|f| match f.split_at_checked(2)? {
            ("a:", n) => linked.agents.get(n.parse::<usize>().ok()?).map(|a| a.canonical.as_str()),
            ("i:", n) => linked.issues.get(n.parse::<usize>().ok()?).map(|i| i.name.as_str()),
            ("w:" | "n:" | "d:", rest) => Some(rest),
            _ => None,
        })
        .take(6)
        .collect();
    if words.is_empty() { String::new() } else { format!("Both have: {}.", words.join(", ")) }
}
