//! Running heads and feet and page numbers, by their place and their likeness from page to page.
//!
//! What does not belong here: heads in plain text, which have no place on a page.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::Row;
use super::words::words;

/// A page before its columns are read.
#[derive(Debug, Default)]
pub(crate) struct Leaf {
    /// Rows from the top.
    pub rows: Vec<Row>,
    /// Height of the page.
    pub height: f32,
}

/// Rows taken from the top and the bottom of a page.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// From the top.
    pub heads: Vec<Row>,
    /// From the bottom.
    pub feet: Vec<Row>,
    /// The number printed on the page.
    pub label: Option<String>,
}

/// How many rows at either end may be running heads.
const DEEP: usize = 3;

/// A row at the end of a page.
struct End {
    key: String,
    text: String,
    y: f32,
    /// Gap to the next row inwards, in the size of the type.
    gap: f32,
    size: f32,
    /// Whether its type is smaller than most of the page's, or italic where that is not.
    other: bool,
    /// Whether its type is larger than most of the page's: a title, though it repeats.
    large: bool,
}

/// Takes the running heads from all pages.
pub(crate) fn take(leaves: &mut [Leaf]) -> Vec<Taken> {
    let ends: Vec<[Vec<End>; 2]> = leaves.iter().map(|l| [ends(l, true), ends(l, false)]).collect();
    let mut depths: Vec<[usize; 2]> = vec![[0, 0]; leaves.len()];
    for (n, depth) in depths.iter_mut().enumerate() {
        *depth = [repeated(&ends, n, 0), repeated(&ends, n, 1)];
    }
    let series = series(&ends, &depths);
    for (n, depth) in depths.iter_mut().enumerate() {
        for (rows, depth) in ends[n].iter().zip(depth) {
            let numbered = |e: &End| numbers(&e.text).iter().any(|v| series.contains(&(v.0 - n as i64, v.1)));
            let told = rows.iter().take(*depth).any(numbered);
            if !told && rows.get(*depth).is_some_and(|e| counted(e, n, &series)) {
                *depth += 1;
            }
        }
    }
    leaves
        .iter_mut()
        .enumerate()
        .map(|(n, leaf)| {
            let label = label(&ends[n], depths[n], n, &series);
            let top = depths[n][0].min(leaf.rows.len());
            let bottom = depths[n][1].min(leaf.rows.len() - top);
            let feet = leaf.rows.split_off(leaf.rows.len() - bottom);
            let rows = leaf.rows.split_off(top);
            let heads = std::mem::replace(&mut leaf.rows, rows);
            Taken { heads, feet, label }
        })
        .collect()
}

/// The outermost rows of a page within its margins, from outside inwards.
fn ends(leaf: &Leaf, top: bool) -> Vec<End> {
    let count = leaf.rows.len();
    let mut sizes: Vec<f32> = leaf.rows.iter().map(Row::size).collect();
    sizes.sort_by(f32::total_cmp);
    let usual = sizes.get(count / 2).copied().unwrap_or_default();
    let slanted = leaf.rows.iter().filter(|r| italic(r)).count() * 2 > count;
    let place = |n: usize| if top { n } else { count - 1 - n };
    (0..DEEP.min(count))
        .map(|n| {
            let row = &leaf.rows[place(n)];
            let text = text(row);
            let inner = (n + 1 < count).then(|| (leaf.rows[place(n + 1)].y() - row.y()).abs());
            let size = row.size();
            let gap = inner.map_or(9.0, |d| d / size.max(1.0));
            End {
                key: key(&text),
                y: row.y(),
                gap,
                size,
                large: size > usual * 1.15,
                other: size < usual * 0.96 || size < usual * 1.04 && italic(row) && !slanted,
                text,
            }
        })
        .take_while(|e| if top { e.y < leaf.height * 0.2 } else { e.y > leaf.height * 0.8 })
        .collect()
}

/// Whether a row is all in italics.
fn italic(row: &Row) -> bool {
    row.atoms.iter().flat_map(|a| &a.glyphs).all(|g| g.italic || g.ch == ' ')
}

/// The words of a row.
pub(crate) fn text(row: &Row) -> String {
    row.atoms.iter().map(|a| words(a).text).collect::<Vec<_>>().join(" ")
}

/// A row with its digits made alike and without what is neither letter nor digit.
fn key(text: &str) -> String {
    let mut key = String::new();
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if roman(bare).is_some() {
            key.push('#');
            continue;
        }
        for c in word.chars().filter(|c| c.is_alphanumeric()) {
            match c.is_numeric() {
                true if key.ends_with('#') => {}
                true => key.push('#'),
                false => key.extend(c.to_lowercase()),
            }
        }
    }
    key
}

/// How many rows at one end of page `n` stand alike on a page near it.
fn repeated(ends: &[[Vec<End>; 2]], n: usize, side: usize) -> usize {
    let near: Vec<usize> = [n.checked_sub(2), n.checked_sub(1), Some(n + 1), Some(n + 2)]
        .into_iter()
        .flatten()
        .filter(|m| *m < ends.len())
        .collect();
    let mut depth = 0;
    for (rank, end) in ends[n][side].iter().enumerate() {
        let alike = near
            .iter()
            .flat_map(|m| ends[*m][side].iter().enumerate())
            .any(|(r, other)| alike(end, other) || rank == 0 && r == 0 && alternate(end, other));
        if !alike {
            break;
        }
        depth = rank + 1;
        // Behind a gap the page itself begins.
        if end.gap > 1.8 {
            break;
        }
    }
    depth
}

fn alike(a: &End, b: &End) -> bool {
    if a.key.is_empty() || a.large || (a.y - b.y).abs() > 7.0 {
        return false;
    }
    if a.key == b.key {
        // A line of a table repeats as well: a number alone must stand apart.
        return a.key != "#" || (a.gap > 1.3 && b.gap > 1.3);
    }
    let (long, short) = if a.key.len() >= b.key.len() { (&a.key, &b.key) } else { (&b.key, &a.key) };
    if short.chars().count() < 8 || short.len() * 10 < long.len() * 7 {
        return false;
    }
    // A number that one of them has and the other has not, or a letter misread.
    let common = long.chars().zip(short.chars()).take_while(|(x, y)| x == y).count();
    let behind = long.chars().rev().zip(short.chars().rev()).take_while(|(x, y)| x == y).count();
    (common + behind) * 10 >= long.chars().count() * 8
}

/// Whether two rows are the heads of a left and a right page: other words in the same small or italic type at the same place.
fn alternate(a: &End, b: &End) -> bool {
    let apart = |e: &End| e.other && e.gap > 1.7 && e.key.chars().count() < 80;
    apart(a) && apart(b) && (a.y - b.y).abs() < 1.0 && (a.size - b.size).abs() < 0.1
}

/// A series of page numbers: what is added to a page's place, and whether it is in Roman numerals.
type Series = Vec<(i64, bool)>;

/// The numbers that grow with the pages, the most frequent first.
fn series(ends: &[[Vec<End>; 2]], depths: &[[usize; 2]]) -> Series {
    let mut votes: BTreeMap<(i64, bool), Vec<usize>> = BTreeMap::new();
    for (n, sides) in ends.iter().enumerate() {
        let mut here: Vec<(i64, bool)> = Vec::new();
        for (side, rows) in sides.iter().enumerate() {
            for (rank, end) in rows.iter().enumerate() {
                let here_too = match rank.cmp(&depths[n][side]) {
                    std::cmp::Ordering::Less => numbers(&end.text),
                    std::cmp::Ordering::Equal if end.gap > 1.3 && alone(&end.text) => numbers(&end.text),
                    std::cmp::Ordering::Equal if rank == 0 && end.gap > 1.6 => outer(&end.text),
                    _ => Vec::new(),
                };
                here.extend(here_too.into_iter().map(|(v, r)| (v - n as i64, r)));
            }
        }
        here.sort_unstable();
        here.dedup();
        for vote in here {
            votes.entry(vote).or_default().push(n);
        }
    }
    let mut series: Vec<((i64, bool), Vec<usize>)> = votes.into_iter().collect();
    series.sort_by_key(|(at, pages)| (std::cmp::Reverse(pages.len()), *at));
    let least = if ends.len() > 1 { 2 } else { 1 };
    // Notes are numbered as well: a second series counts only on pages that the first leaves bare.
    let mut told: BTreeSet<usize> = BTreeSet::new();
    let mut kept = Vec::new();
    for (at, pages) in series {
        let new = pages.iter().filter(|p| !told.contains(p)).count();
        if pages.len() >= least && new * 2 > pages.len() {
            told.extend(pages);
            kept.push(at);
        }
    }
    kept
}

/// Whether a row that does not repeat is a head by its page number.
fn counted(end: &End, n: usize, series: &Series) -> bool {
    let fits = |v: &(i64, bool)| series.contains(&(v.0 - n as i64, v.1));
    if alone(&end.text) {
        return end.gap > 1.2 && numbers(&end.text).iter().any(fits);
    }
    end.gap > 1.6 && end.text.split_whitespace().count() <= 14 && outer(&end.text).iter().any(fits)
}

/// The numbers with which a text begins and ends.
fn outer(text: &str) -> Vec<(i64, bool)> {
    let mut words = text.split_whitespace();
    let ends = [words.next(), words.next_back()];
    ends.into_iter().flatten().flat_map(numbers).collect()
}

/// Whether a row is nothing but a page number, perhaps with dashes, "page" or the number of pages.
fn alone(text: &str) -> bool {
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|w| !w.is_empty())
        .collect();
    let number = |w: &str| numbers(w).len() == 1;
    match words.as_slice() {
        [n] => number(n),
        [a, b] => number(a) ^ number(b) && a.chars().count().max(b.chars().count()) <= 8,
        [a, _, b] => number(a) && number(b),
        [_, a, _, b] => number(a) && number(b),
        _ => false,
    }
}

/// The numbers of a page in a text: value, and whether in Roman numerals.
fn numbers(text: &str) -> Vec<(i64, bool)> {
    text.split_whitespace()
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter_map(|w| {
            // "3/12": the third of twelve.
            let w = match w.split_once('/') {
                Some((a, b))
                    if b.parse::<u32>().ok().zip(a.parse::<u32>().ok()).is_some_and(|(b, a)| a <= b) =>
                {
                    a
                }
                _ => w,
            };
            let digits = !w.is_empty() && w.len() <= 5 && w.bytes().all(|b| b.is_ascii_digit());
            if digits { w.parse().ok().map(|v| (v, false)) } else { roman(w).map(|v| (v, true)) }
        })
        .collect()
}

/// The value of a small Roman numeral as pages bear them.
fn roman(word: &str) -> Option<i64> {
    let lower = word.to_ascii_lowercase();
    if word.is_empty() || word.len() > 8 || (word != lower && word != word.to_ascii_uppercase()) {
        return None;
    }
    let sum = crate::roman::value(word)?;
    (super::labels::roman(u64::try_from(sum).ok()?) == lower).then_some(sum)
}

/// The number printed on page `n` as it stands there.
fn label(ends: &[Vec<End>; 2], depths: [usize; 2], n: usize, series: &Series) -> Option<String> {
    let rows = || ends.iter().zip(depths).flat_map(|(rows, depth)| rows.iter().take(depth));
    for at in series {
        for end in rows() {
            for word in end.text.split_whitespace() {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                if numbers(word).first().is_some_and(|v| (v.0 - n as i64, v.1) == *at) {
                    return Some(word.split('/').next().unwrap_or(word).to_owned());
                }
            }
        }
    }
    None
}
