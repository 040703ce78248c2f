//! Notes: smaller type at the foot of a column, begun by a mark, or in the margin.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::Line;

/// A note at the foot of a page.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    /// Its mark; `None` = what is left of a note of the page before.
    pub label: Option<String>,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// Takes the notes from the lines of a page, by the size of most type and how far sizes may differ. `running`: the page before ended with a note.
pub(crate) fn take(lines: &mut Vec<Line>, [body, tolerance]: [f32; 2], running: bool) -> Vec<Note> {
    let small = |l: &Line| l.size <= body * (1.03 - tolerance) && l.cells.is_empty();
    if lines.iter().all(small) {
        return Vec::new();
    }
    let mut taken = beside(lines, body * 0.92);
    let side: BTreeSet<u32> = lines.iter().zip(&taken).filter(|(_, t)| **t).map(|(l, _)| l.column).collect();
    let mut end = lines.len();
    while end > 0 {
        // One column after the other, from the last.
        let column = lines[end - 1].column;
        let start = lines[..end].iter().rposition(|l| l.column != column).map_or(0, |n| n + 1);
        let foot = lines[start..end].iter().rposition(|l| !small(l)).map_or(start, |n| start + n + 1);
        let first = (foot..end).find(|n| mark(&lines[*n]).is_some());
        let first = if running && foot < end && foot > start { Some(foot) } else { first };
        // A column may be nothing but notes where they stand across the page or fill their column.
        if let Some(first) = first {
            taken[first..end].iter_mut().for_each(|t| *t = true);
        }
        end = start;
    }
    let mut notes: Vec<Note> = Vec::new();
    let mut kept = Vec::new();
    for (line, taken) in std::mem::take(lines).into_iter().zip(taken) {
        if !taken {
            kept.push(line);
            continue;
        }
        let goes_on = |note: &Note| {
            note.lines.last().is_some_and(|l| l.column == line.column || !side.contains(&line.column))
        };
        match (mark(&line), notes.last_mut()) {
            (None, Some(note)) if goes_on(note) => note.lines.push(line),
            (label, _) => notes.push(Note { label, lines: vec![line] }),
        }
    }
    *lines = kept;
    notes
}

/// Lines that stand in small type beside the widest column: notes in the margin.
fn beside(lines: &[Line], small: f32) -> Vec<bool> {
    let mut columns: BTreeMap<u32, [f32; 3]> = BTreeMap::new();
    for l in lines {
        let c = columns.entry(l.column).or_insert([f32::INFINITY, f32::NEG_INFINITY, 0.0]);
        *c = [c[0].min(l.x0), c[1].max(l.x1), c[2].max(l.size)];
    }
    let width = |c: &[f32; 3]| c[1] - c[0];
    let Some(main) = columns.values().copied().max_by(|a, b| width(a).total_cmp(&width(b))) else {
        return vec![false; lines.len()];
    };
    let outside =
        |c: &[f32; 3]| c[2] <= small && width(c) < 0.45 * width(&main) && (c[0] > main[1] || c[1] < main[0]);
    lines.iter().map(|l| columns.get(&l.column).is_some_and(outside)).collect()
}

/// The mark that a note begins with.
fn mark(line: &Line) -> Option<String> {
    let text = &line.words.text;
    if let Some(first) = line.words.raised.first()
        && first.start == 0
    {
        return Some(text[first.clone()].trim().to_owned()).filter(|m| is_mark(m));
    }
    let word = text.split_whitespace().next()?;
    let bare = word.trim_end_matches(['.', ')', '/']);
    let numbered = bare.len() <= 3 && bare.bytes().all(|b| b.is_ascii_digit()) && word.len() < text.len();
    if numbered && !bare.is_empty() {
        return Some(bare.to_owned());
    }
    let signs: String = text.chars().take_while(|c| SIGNS.contains(c)).collect();
    (!signs.is_empty() && signs.chars().count() <= 4).then_some(signs)
}

/// Signs that mark notes.
const SIGNS: [char; 6] = ['*', '†', '‡', '§', '¶', '∗'];

/// Whether raised characters may be the mark of a note.
pub(crate) fn is_mark(raised: &str) -> bool {
    let raised = raised.trim_matches(['(', ')', '[', ']']);
    let digits = raised.len() <= 3 && raised.bytes().all(|b| b.is_ascii_digit());
    let letter = raised.len() == 1 && raised.bytes().all(|b| b.is_ascii_lowercase());
    !raised.is_empty() && (digits || letter || raised.chars().all(|c| SIGNS.contains(&c)))
}
