//! Atoms to lines in the order of reading: rows, columns beside each other, tables.

use super::atoms::Atom;
use super::letterhead;
use super::words::{Words, words};

/// A line of a column.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Its words.
    pub words: Words,
    /// Its cells, where it is a row of a table.
    pub cells: Vec<String>,
    /// Left edge.
    pub x0: f32,
    /// Right edge.
    pub x1: f32,
    /// Baseline.
    pub y: f32,
    /// Size of most of its type.
    pub size: f32,
    /// Whether most of its type is bold.
    pub bold: bool,
    /// Width of its first word.
    pub first: f32,
    /// Its column among those of the page.
    pub column: u32,
    /// Left and right edge of its column.
    pub edges: [f32; 2],
    /// Whether its words run from right to left.
    pub leftward: bool,
}

/// Atoms of one baseline.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// From left to right.
    pub atoms: Vec<Atom>,
}

impl Row {
    /// Left edge.
    pub fn x0(&self) -> f32 {
        self.atoms.iter().map(|a| a.x0).fold(f32::INFINITY, f32::min)
    }

    /// Right edge.
    pub fn x1(&self) -> f32 {
        self.atoms.iter().map(|a| a.x1).fold(f32::NEG_INFINITY, f32::max)
    }

    /// Baseline.
    pub fn y(&self) -> f32 {
        self.atoms.first().map_or(0.0, |a| a.y)
    }

    /// Size of its largest type.
    pub fn size(&self) -> f32 {
        self.atoms.iter().map(|a| a.size).fold(0.0, f32::max)
    }

    /// Gaps between its atoms and at its sides, within the edges given.
    fn gaps(&self, edges: [f32; 2]) -> Vec<[f32; 2]> {
        let mut gaps = Vec::new();
        let mut from = edges[0];
        for a in &self.atoms {
            if a.x0 > from {
                gaps.push([from, a.x0]);
            }
            from = from.max(a.x1);
        }
        if edges[1] > from {
            gaps.push([from, edges[1]]);
        }
        gaps
    }
}

/// Atoms, sorted from the top, to rows.
pub(crate) fn rows(mut atoms: Vec<Atom>) -> Vec<Row> {
    atoms.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Row> = Vec::new();
    for a in atoms {
        match rows.last_mut() {
            Some(row) if a.y - row.y() <= 0.25 * a.size.min(row.size()) => row.atoms.push(a),
            _ => rows.push(Row { atoms: vec![a] }),
        }
    }
    for row in &mut rows {
        row.atoms.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    }
    rows
}

/// The lines of rows in the order of reading. `first`: they are of a first page, which may open with a letterhead.
pub(crate) fn lines(mut rows: Vec<Row>, column: &mut u32, first: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let head = letterhead::find(&rows)
        .filter(|head| first && !set_in_columns(&rows[head.rows.clone()], head.gutter));
    if let Some(head) = head {
        let rest = rows.split_off(head.rows.end);
        let own = rows.split_off(head.rows.start);
        plain(rows, column, &mut lines);
        let (left, right): (Vec<Atom>, Vec<Atom>) =
            own.into_iter().flat_map(|r| r.atoms).partition(|a| a.x1 <= head.gutter);
        for side in [left, right] {
            let from = lines.len();
            plain(self::rows(side), column, &mut lines);
            letterhead::open(lines.get_mut(from..).unwrap_or_default());
        }
        rows = rest;
    }
    read(rows, column, 0, &mut lines);
    lines
}

/// Bands of rows with columns beside each other, read column by column; the rest row by row.
fn read(rows: Vec<Row>, column: &mut u32, depth: u8, lines: &mut Vec<Line>) {
    let edges = edges(&rows);
    let mut single: Vec<Row> = Vec::new();
    let mut rest = rows.as_slice();
    while !rest.is_empty() {
        let (length, gutter) = if depth < 4 { band(rest, edges) } else { (rest.len(), None) };
        let (part, behind) = rest.split_at(length);
        rest = behind;
        let Some(gutter) = gutter else {
            single.extend_from_slice(part);
            continue;
        };
        let end = if behind.is_empty() { part.len() } else { columns_end(part, gutter) };
        let (part, behind) = part.split_at(end);
        rest = &rows[rows.len() - rest.len() - behind.len()..];
        plain(std::mem::take(&mut single), column, lines);
        let (left, right): (Vec<Atom>, Vec<Atom>) =
            part.iter().flat_map(|r| r.atoms.clone()).partition(|a| a.x1 <= gutter + 0.5);
        read(self::rows(left), column, depth + 1, lines);
        read(self::rows(right), column, depth + 1, lines);
    }
    plain(single, column, lines);
}

/// Where columns end above a line that crosses them: what stands on one side alone, a row or two set off by a gap or in
/// larger type, belongs to that line.
fn columns_end(rows: &[Row], gutter: f32) -> usize {
    let on = |right: bool| move |r: &Row| r.atoms.iter().any(|a| (a.x0 >= gutter) == right);
    let last = |right: bool| rows.iter().rposition(on(right)).unwrap_or(0);
    let both = last(true).min(last(false));
    (rows.len().saturating_sub(3).max(both + 1)..rows.len())
        .find(|&n| {
            let (a, b) = (&rows[n - 1], &rows[n]);
            b.y() - a.y() > 1.7 * b.size().max(a.size()) || b.size() > 1.12 * a.size()
        })
        .unwrap_or(rows.len())
}

/// Left and right edge of rows.
fn edges(rows: &[Row]) -> [f32; 2] {
    let x0 = rows.iter().map(Row::x0).fold(f32::INFINITY, f32::min);
    [x0, rows.iter().map(Row::x1).fold(f32::NEG_INFINITY, f32::max)]
}

/// The number of rows, from the first, that one gutter parts, and where it is; without one, the first row.
fn band(rows: &[Row], edges: [f32; 2]) -> (usize, Option<f32>) {
    let mut gutters: Vec<[f32; 2]> = vec![edges];
    let mut best: Option<(usize, f32)> = None;
    let mut length = 0;
    for row in rows {
        let least = 0.7 * row.size();
        let gaps = row.gaps(edges);
        let mut next: Vec<[f32; 2]> = Vec::new();
        for g in &gutters {
            for gap in &gaps {
                let both = [g[0].max(gap[0]), g[1].min(gap[1])];
                if both[1] - both[0] >= least && next.len() < 64 {
                    next.push(both);
                }
            }
        }
        if next.is_empty() {
            break;
        }
        gutters = next;
        length += 1;
        // Asking at every row would be square in their number: powers of two are enough to know the shape.
        if length >= 3 && (length as u32).is_power_of_two() {
            best = gutter(&rows[..length], &gutters).map(|at| (length, at)).or(best);
        }
    }
    if length < 2 {
        return (1, None);
    }
    let kept: Vec<[f32; 2]> = if gutters.len() == 1 && gutters[0] == edges { Vec::new() } else { gutters };
    match gutter(&rows[..length], &kept) {
        Some(at) => (length, Some(at)),
        None => match best {
            Some((length, at)) => (length, Some(at)),
            // A part, not one row: many rows that part nowhere must not be gone through once for each of them.
            None => ((length / 4).max(1), None),
        },
    }
}

/// The widest of the gutters that has a column of running text on either side.
fn gutter(rows: &[Row], gutters: &[[f32; 2]]) -> Option<f32> {
    let mut sorted = gutters.to_vec();
    sorted.sort_by(|a, b| (b[1] - b[0]).total_cmp(&(a[1] - a[0])));
    sorted.iter().map(|g| (g[0] + g[1]) / 2.0).find(|&at| {
        let left = side(rows, |a| a.x1 <= at);
        let right = side(rows, |a| a.x0 >= at);
        match (left, right) {
            (Some(l), Some(r)) => l.flows() && r.flows() && l.top < r.bottom && r.top < l.bottom,
            _ => false,
        }
    })
}

/// Whether running text stands on both sides.
fn set_in_columns(rows: &[Row], gutter: f32) -> bool {
    let flows = |side: Option<Side>| side.is_some_and(|s| s.flows());
    flows(side(rows, |a| a.x1 <= gutter)) && flows(side(rows, |a| a.x0 >= gutter))
}

/// What stands on one side of a gutter.
struct Side {
    rows: usize,
    /// Characters a row.
    letters: f32,
    /// How much of its width most rows fill.
    filled: f32,
    top: f32,
    bottom: f32,
}

impl Side {
    /// Whether it is running text rather than the cells of a table.
    fn flows(&self) -> bool {
        self.rows >= 2 && self.letters >= if self.rows < 4 { 20.0 } else { 12.0 } && self.filled >= 0.6
    }
}

fn side(rows: &[Row], inside: impl Fn(&Atom) -> bool) -> Option<Side> {
    let mut extents: Vec<[f32; 2]> = Vec::new();
    let (mut letters, mut top, mut bottom) = (0.0, f32::INFINITY, f32::NEG_INFINITY);
    for row in rows {
        let mut extent = [f32::INFINITY, f32::NEG_INFINITY];
        for a in row.atoms.iter().filter(|a| inside(a)) {
            extent = [extent[0].min(a.x0), extent[1].max(a.x1)];
            // A square of Chinese or Korean says about as much as two letters.
            let wide =
                a.glyphs.iter().filter(|g| super::glyphs::is_han(g.ch) || super::glyphs::is_hangul(g.ch));
            letters += (a.letters() + wide.count()) as f32;
        }
        if extent[0] < extent[1] {
            extents.push(extent);
            top = row.y().min(top);
            bottom = row.y().max(bottom);
        }
    }
    let x0 = extents.iter().map(|e| e[0]).fold(f32::INFINITY, f32::min);
    let x1 = extents.iter().map(|e| e[1]).fold(f32::NEG_INFINITY, f32::max);
    if extents.is_empty() || x1 <= x0 {
        return None;
    }
    let mut widths: Vec<f32> = extents.iter().map(|e| e[1] - e[0]).collect();
    widths.sort_by(f32::total_cmp);
    let filled = widths[widths.len() / 2] / (x1 - x0);
    Some(Side { rows: extents.len(), letters: letters / extents.len() as f32, filled, top, bottom })
}

/// Rows of one column to lines, rows of a table to lines with cells.
fn plain(rows: Vec<Row>, column: &mut u32, lines: &mut Vec<Line>) {
    if rows.is_empty() {
        return;
    }
    *column += 1;
    let edges = edges(&rows);
    let table: Vec<bool> = (0..rows.len())
        .map(|n| {
            let beside = |m: usize| rows.get(m).is_some_and(|r| alike(&rows[n], r) && !justified(r, edges));
            rows[n].atoms.len() > 1
                && !justified(&rows[n], edges)
                && (beside(n + 1) || n > 0 && beside(n - 1))
        })
        .collect();
    for (row, table) in rows.into_iter().zip(table) {
        lines.extend(line(row, table, *column, edges));
    }
}

/// Whether a row is a line of words moved apart so that it fills its column: its gaps are equal.
fn justified(row: &Row, edges: [f32; 2]) -> bool {
    let gaps = || row.atoms.windows(2).map(|p| p[1].x0 - p[0].x1);
    let (least, most) = (gaps().fold(f32::INFINITY, f32::min), gaps().fold(0.0, f32::max));
    let filled = row.x0() - edges[0] < 2.0 * row.size() && edges[1] - row.x1() < 1.0;
    filled && most < 3.0 * row.size() && most - least < 0.3 * row.size()
}

/// Whether two rows have cells under each other.
fn alike(a: &Row, b: &Row) -> bool {
    if a.atoms.len() < 2 || a.atoms.len() != b.atoms.len() || (a.y() - b.y()).abs() > 5.0 * a.size() {
        return false;
    }
    let wide = a.atoms.len() > 2;
    a.atoms.windows(2).zip(b.atoms.windows(2)).all(|(p, q)| {
        let (from, to) = (p[0].x1.max(q[0].x1), p[1].x0.min(q[1].x0));
        to - from > if wide { 0.4 } else { 1.2 } * a.size()
    })
}

/// One line of a row.
fn line(row: Row, table: bool, column: u32, edges: [f32; 2]) -> Option<Line> {
    let (x0, x1, y) = (row.x0(), row.x1(), row.y());
    let glyphs = || row.atoms.iter().flat_map(|a| &a.glyphs).filter(|g| g.ch != ' ');
    let count = glyphs().count();
    let bold = glyphs().filter(|g| g.bold).count() * 4 > count * 3;
    let mut sizes: Vec<f32> = glyphs().filter(|g| !g.raised).map(|g| g.size).collect();
    sizes.sort_by(f32::total_cmp);
    let size = sizes.get(sizes.len() / 2).copied().unwrap_or_else(|| row.size());
    let first = first_width(row.atoms.first()?);
    let mut cells: Vec<String> = Vec::new();
    let mut whole = Words::default();
    let mut before: Option<f32> = None;
    for atom in &row.atoms {
        let part = words(atom);
        if part.text.is_empty() {
            continue;
        }
        if let Some(before) = before {
            let far = table || atom.x0 - before > 2.5 * size;
            whole.text.push(if far { '\t' } else { ' ' });
        }
        before = Some(atom.x1);
        let at = whole.text.len();
        whole.raised.extend(part.raised.iter().map(|r| r.start + at..r.end + at));
        whole.text.push_str(&part.text);
        whole.trailing = part.trailing;
        if table {
            cells.push(part.text);
        }
    }
    let letters = || whole.text.chars().filter(|c| c.is_alphabetic());
    let leftward = letters().filter(|c| super::glyphs::is_leftward(*c)).count() * 2 > letters().count();
    let line = Line { words: Words::default(), cells, x0, x1, y, size, bold, first, column, edges, leftward };
    (!whole.text.is_empty()).then_some(Line { words: whole, ..line })
}

/// Width of the first word; of the first character where words have no spaces.
fn first_width(atom: &Atom) -> f32 {
    let mut from: Option<f32> = None;
    let mut to = atom.x0;
    for g in &atom.glyphs {
        if g.ch == ' ' {
            if from.is_some() {
                break;
            }
            continue;
        }
        if from.is_some() && g.x0 - to > 0.15 * g.size {
            break;
        }
        from.get_or_insert(g.x0);
        to = g.x1;
        if super::glyphs::is_han(g.ch) {
            break;
        }
    }
    to - from.unwrap_or(to)
}
