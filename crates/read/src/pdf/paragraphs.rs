//! Lines to paragraphs, over columns and pages; headings, items of lists, rows of tables.

use std::collections::BTreeMap;

use super::columns::Line;
use super::extras::{Bookmark, key};

/// What a piece of the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A paragraph.
    Paragraph,
    /// A heading of a level.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A row of a table.
    Row,
}

/// How a line follows the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// In the same paragraph.
    On,
    /// As a line of its own in the same block.
    Line,
    /// In a new paragraph.
    New,
}

/// Lines that belong together, each with its page and whether it stands on a line of its own.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// What it is.
    pub kind: Kind,
    /// Page, whether it begins a line of its own, line.
    pub lines: Vec<(usize, bool, Line)>,
}

/// The size that most of the type has.
pub(crate) fn body_size<'l>(lines: impl Iterator<Item = &'l Line>) -> f32 {
    let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
    for line in lines {
        *sizes.entry((line.size * 4.0).round() as i64).or_default() += line.words.text.len();
    }
    let most = sizes.iter().max_by_key(|(size, letters)| (**letters, **size));
    most.map_or(10.0, |(size, _)| *size as f32 / 4.0)
}

/// How far sizes of one type may differ: machines that read scans give every line a size of its own.
pub(crate) fn tolerance<'l>(lines: impl Iterator<Item = &'l Line> + Clone, body: f32) -> f32 {
    let (near, all) = lines.fold((0, 0), |(near, all), l| {
        let letters = l.words.text.len();
        (near + if (l.size - body).abs() < 0.03 * body { letters } else { 0 }, all + letters)
    });
    if near * 2 < all { 0.3 } else { 0.09 }
}

/// The pieces of the lines of all pages.
pub(crate) fn pieces(mut lines: Vec<(usize, Line)>, bookmarks: &[Bookmark]) -> Vec<Piece> {
    let body = body_size(lines.iter().map(|l| &l.1));
    let tolerance = tolerance(lines.iter().map(|l| &l.1), body);
    widen(&mut lines);
    let leading = leading(&lines, body);
    let steps: Vec<Step> = (0..lines.len()).map(|n| step(&lines, n, &leading, [body, tolerance])).collect();
    let mut pieces: Vec<Piece> = Vec::new();
    for ((page, line), step) in lines.into_iter().zip(steps) {
        let row = !line.cells.is_empty();
        match pieces.last_mut() {
            Some(piece) if step != Step::New && !row => piece.lines.push((page, step == Step::Line, line)),
            _ => {
                let kind = match (row, is_item(&line.words.text)) {
                    (true, _) => Kind::Row,
                    (_, true) => Kind::Item,
                    _ => Kind::Paragraph,
                };
                pieces.push(Piece { kind, lines: vec![(page, false, line)] });
            }
        }
    }
    headings(&mut pieces, body * (1.03 + tolerance), bookmarks);
    pieces
}

/// Gives columns of a few lines the edges of a long one that they stand in.
fn widen(lines: &mut [(usize, Line)]) {
    let mut columns: BTreeMap<(usize, u32), (usize, [f32; 2])> = BTreeMap::new();
    for (page, line) in lines.iter() {
        columns.entry((*page, line.column)).or_insert((0, line.edges)).0 += 1;
    }
    let mut models: Vec<[f32; 2]> = columns.values().filter(|c| c.0 >= 4).map(|c| c.1).collect();
    models.sort_by(|a, b| a[1].total_cmp(&b[1]).then(a[0].total_cmp(&b[0])));
    models.dedup_by(|a, b| (a[0] - b[0]).abs() < 1.0 && (a[1] - b[1]).abs() < 1.0);
    models.truncate(200);
    let wider: BTreeMap<(usize, u32), [f32; 2]> = columns
        .iter()
        .filter_map(|(at, (count, edges))| {
            let fits = |m: &&[f32; 2]| {
                m[0] <= edges[0] + 4.0 && edges[0] - m[0] < 40.0 && m[1] >= edges[1] - 2.0 && *count < 4
            };
            models.iter().find(fits).map(|m| (*at, *m))
        })
        .collect();
    for (page, line) in lines {
        if let Some(edges) = wider.get(&(*page, line.column)) {
            line.edges = [edges[0].min(line.edges[0]), edges[1].max(line.edges[1])];
        }
    }
}

/// The usual distance between lines of each column.
fn leading(lines: &[(usize, Line)], body: f32) -> BTreeMap<u32, f32> {
    let mut steps: BTreeMap<u32, Vec<f32>> = BTreeMap::new();
    let mut all: Vec<f32> = Vec::new();
    for pair in lines.windows(2) {
        let (a, b) = (&pair[0].1, &pair[1].1);
        let dy = b.y - a.y;
        if a.column == b.column && dy > 0.3 * b.size && dy < 3.0 * b.size {
            steps.entry(b.column).or_default().push(dy);
            all.push(dy);
        }
    }
    let low = |mut v: Vec<f32>| {
        v.sort_by(f32::total_cmp);
        // More than the middle: with many short paragraphs half of the steps are gaps between them.
        v.get(v.len() * 2 / 5).copied()
    };
    let usual = low(all).unwrap_or(body * 1.2);
    let mut found: BTreeMap<u32, f32> = steps
        .into_iter()
        .map(|(c, v)| (c, if v.len() < 4 { usual } else { low(v).unwrap_or(usual) }))
        .collect();
    found.insert(u32::MAX, usual);
    found
}

/// How line `n` follows the one before it.
fn step(
    lines: &[(usize, Line)],
    n: usize,
    leading: &BTreeMap<u32, f32>,
    [body, tolerance]: [f32; 2],
) -> Step {
    let Some((before, (page, b))) = n.checked_sub(1).map(|m| (&lines[m], &lines[n])) else {
        return Step::New;
    };
    let (last_page, a) = before;
    let em = b.size.max(1.0);
    if !a.cells.is_empty() || !b.cells.is_empty() || (a.size - b.size).abs() > tolerance * a.size.max(b.size)
    {
        return Step::New;
    }
    if a.bold != b.bold || a.leftward != b.leftward {
        return Step::New;
    }
    let beside = a.column == b.column && page == last_page;
    let usual = leading.get(&b.column).or(leading.get(&u32::MAX)).copied().unwrap_or(em * 1.2);
    let usual = usual * (em / body).max(1.0);
    if beside && !(-0.3 * em..usual * 1.25 + 0.12 * em).contains(&(b.y - a.y)) {
        return Step::New;
    }
    let broken =
        a.words.text.ends_with(['-', '\u{ad}', '\u{2010}']) && b.words.text.starts_with(char::is_lowercase);
    if broken {
        return Step::On;
    }
    if is_item(&b.words.text) && (is_item(&a.words.text) || ends(&a.words.text) || indent(b) >= 0.7) {
        return Step::New;
    }
    let next = lines.get(n + 1).filter(|l| l.1.column == b.column).map(|l| &l.1);
    let left = if a.leftward { a.x0 - a.edges[0] } else { a.edges[1] - a.x1 };
    let slack = if b.words.text.starts_with(super::glyphs::is_han) { 2.0 } else { 1.0 };
    let fits = left > b.first + slack * em;
    let short = |l: &Line| l.x1 - l.x0 < 0.6 * (l.edges[1] - l.edges[0]);
    let (ia, ib) = (indent(a), indent(b));
    let centred = ((b.x0 - b.edges[0]) - (b.edges[1] - b.x1)).abs() < 0.8 * em && ib > 1.0;
    if centred && !ends(&a.words.text) && (a.x0 + a.x1 - b.x0 - b.x1).abs() < em {
        return if beside { Step::Line } else { Step::New };
    }
    // Lines that end together and begin apart: an address or date on the right.
    let ragged = (a.x1 - b.x1).abs() < 0.5 * em && (ia - ib).abs() > 0.3 && ia.min(ib) >= 2.0 && !a.leftward;
    if ragged {
        return if beside { Step::Line } else { Step::New };
    }
    if ib >= 0.7 && ia < ib - 0.5 {
        // Behind the first line of an item the others stand in, and the next one does too.
        let back = next.is_some_and(|c| indent(c) < ib - 0.5 && !is_item(&c.words.text));
        return if is_item(&a.words.text) && !fits && !back { Step::On } else { Step::New };
    }
    // Behind an indented line only what comes next tells whether this one is the first of a paragraph.
    if ib >= 0.7 && ends(&a.words.text) && next.is_some_and(|c| indent(c) < ib - 0.5) {
        return Step::New;
    }
    if !fits {
        return Step::On;
    }
    let lone = beside && short(a) && short(b) && !ends(&a.words.text) && (ia - ib).abs() < 0.5;
    if lone { Step::Line } else { Step::New }
}

/// How far a line stands in from where the lines of its column begin, in the size of its type.
fn indent(line: &Line) -> f32 {
    let from = if line.leftward { line.edges[1] - line.x1 } else { line.x0 - line.edges[0] };
    from / line.size.max(1.0)
}

/// Whether a line ends as sentences do.
fn ends(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| c.is_ascii_digit() || "”’»\"')]*".contains(c));
    text.ends_with(['.', '!', '?', ':', ';', '。', '！', '？', '：', '；', '…'])
}

/// Whether a line begins with the sign or number of an item.
fn is_item(text: &str) -> bool {
    let Some((word, _)) = text.split_once(' ') else { return false };
    if matches!(word, "•" | "◦" | "▪" | "‣" | "·" | "–" | "—" | "-" | "*" | "∙" | "○" | "●" | "■" | "□")
    {
        return true;
    }
    let bare = word.trim_start_matches('(');
    let Some(bare) = bare.strip_suffix(')').or_else(|| word.strip_suffix('.').filter(|_| bare == word))
    else {
        return false;
    };
    let numeral = |c: char| c.is_ascii_digit() || "ivxIVX".contains(c);
    let letter = bare.chars().count() == 1 && bare.chars().all(|c| c.is_lowercase());
    letter || (!bare.is_empty() && bare.len() <= 4 && bare.chars().all(numeral))
}

/// Finds the headings: larger or bold type, or the words of a bookmark.
fn headings(pieces: &mut [Piece], least: f32, bookmarks: &[Bookmark]) {
    let marked: BTreeMap<&str, u8> = bookmarks.iter().rev().map(|b| (b.key.as_str(), b.level)).collect();
    let letters = |bold: bool| -> usize {
        pieces.iter().flat_map(|p| &p.lines).filter(|l| l.2.bold == bold).map(|l| l.2.words.text.len()).sum()
    };
    let plain = letters(false) > 2 * letters(true);
    let text = |p: &Piece| p.lines.iter().map(|l| l.2.words.text.as_str()).collect::<String>();
    let larger = |p: &Piece| p.lines.first().map(|l| l.2.size).filter(|s| *s >= least);
    let may = |p: &Piece| {
        p.kind != Kind::Row
            && p.lines.len() <= 4
            && text(p).chars().filter(|c| c.is_alphabetic()).count() >= 2
    };
    let mut sizes: Vec<i64> =
        pieces.iter().filter(|p| may(p)).filter_map(larger).map(|s| (s * 2.0).round() as i64).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes.dedup();
    let levels: Vec<Option<u8>> = pieces
        .iter()
        .map(|p| {
            if !may(p) {
                return None;
            }
            if let Some(level) = marked.get(key(&text(p)).as_str()) {
                return Some(*level);
            }
            if let Some(size) = larger(p) {
                let rank = sizes.iter().position(|s| *s == (size * 2.0).round() as i64);
                return Some(rank.unwrap_or(0).min(5) as u8 + 1);
            }
            let bold = plain && p.lines.iter().all(|l| l.2.bold) && p.lines.len() <= 2 && text(p).len() < 200;
            bold.then_some(sizes.len().min(5) as u8 + 1)
        })
        .collect();
    for (piece, level) in pieces.iter_mut().zip(levels) {
        if let Some(level) = level {
            piece.kind = Kind::Heading(level.clamp(1, 6));
        }
    }
}
