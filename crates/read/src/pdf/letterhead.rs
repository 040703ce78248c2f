//! A letterhead of two sides: an address on the left, a reference or date on the right, above the words of a letter.
//!
//! Read row by row the two would run into each other, and they are too short for columns of text.

use std::ops::Range;

use super::columns::{Line, Row};

/// Rows above it that run across: the name of the house.
const ABOVE: usize = 4;
/// Rows of it, at most.
const ROWS: usize = 8;
/// Rows with something on both sides from which on it is a table, unless one side has more.
const TABLE: usize = 4;
/// Characters of a line of it, at most.
const LONGEST: usize = 48;

/// Where a letterhead stands among the rows of a page, and where its sides part.
#[derive(Clone, Debug)]
pub(super) struct Letterhead {
    pub rows: Range<usize>,
    pub gutter: f32,
}

/// The letterhead at the top of a page; `None` = none, or something else that stands side by side.
pub(super) fn find(rows: &[Row]) -> Option<Letterhead> {
    let start = rows.iter().take(ABOVE + ROWS).position(|r| gap(r).is_some())?;
    let [mut from, mut to] = gap(&rows[start])?;
    let x0 = rows.iter().map(Row::x0).fold(f32::INFINITY, f32::min);
    let x1 = rows.iter().map(Row::x1).fold(f32::NEG_INFINITY, f32::max);
    let middle = (x0 + x1) / 2.0;
    let near = |n: usize| rows[n].y() - rows[n - 1].y() <= 1.7 * rows[n].size().max(rows[n - 1].size());
    // The gutter as it is narrowed by a row that leaves it free.
    let narrowed = |row: &Row, [from, to]: [f32; 2]| {
        let mut both = [from, to];
        for a in &row.atoms {
            match a.x0 >= to || a.x0 >= middle {
                true => both[1] = both[1].min(a.x0),
                false => both[0] = both[0].max(a.x1),
            }
        }
        let fits = row.atoms.len() <= 2 && row.atoms.iter().all(|a| a.letters() <= LONGEST);
        (fits && both[1] - both[0] >= 2.0 * row.size()).then_some(both)
    };
    let mut own = start..start + 1;
    while own.start > 0 && near(own.start) && own.len() <= ROWS {
        let Some(both) = narrowed(&rows[own.start - 1], [from, to]) else { break };
        ([from, to], own.start) = (both, own.start - 1);
    }
    while own.end < rows.len() && near(own.end) && own.len() <= ROWS {
        let Some(both) = narrowed(&rows[own.end], [from, to]) else { break };
        ([from, to], own.end) = (both, own.end + 1);
    }
    let gutter = (from + to) / 2.0;
    let both = rows[own.clone()].iter().filter(|r| r.atoms.len() == 2).count();
    let alone = own.len() - both;
    // Words below that run across, and few rows of two sides: else the page is set in columns.
    let below = rows.get(own.end..)?;
    let crossing = below.iter().filter(|r| r.atoms.iter().any(|a| a.x0 < gutter && a.x1 > gutter)).count();
    let across = crossing > 0 && below.iter().filter(|r| gap(r).is_some()).count() <= crossing;
    let sized = (2..=ROWS).contains(&own.len()) && own.start <= ABOVE && (both < TABLE || alone > 0);
    let right = to >= middle - 0.05 * (x1 - x0);
    (sized && across && right).then_some(Letterhead { rows: own, gutter })
}

/// The gap of a row of two parts that stand far apart.
fn gap(row: &Row) -> Option<[f32; 2]> {
    let [left, right] = row.atoms.as_slice() else { return None };
    let far = right.x0 - left.x1 >= 3.0 * row.size();
    (far && left.letters() <= LONGEST && right.letters() <= LONGEST).then_some([left.x1, right.x0])
}

/// Gives the lines of one side room, so that each stays a line: they fill nothing.
pub(super) fn open(lines: &mut [Line]) {
    let x0 = lines.iter().map(|l| l.x0).fold(f32::INFINITY, f32::min);
    let x1 = lines.iter().map(|l| l.x1).fold(f32::NEG_INFINITY, f32::max);
    for line in lines {
        line.edges = [x0 - 3.0 * line.size, x1 + 2.0 * (x1 - x0) + 3.0 * line.size];
    }
}
