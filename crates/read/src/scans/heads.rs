//! Running heads and page numbers that the format does not tell from the text, and the labels of the pages.
//!
//! A line at the top or foot of a page is a head where it is nothing but a number, or where it comes again on other
//! pages. What does not belong here: heads in plain text, which have no pages.

use std::collections::BTreeMap;

use super::numbers;
use super::sheet::{Area, Role, Sheet, Zone};

/// Lines looked at from each end of a page.
const ROUNDS: usize = 3;

/// Longest head, in bytes.
const LONGEST: usize = 120;

/// Finds heads on all sheets, then the labels.
pub(super) fn find(sheets: &mut [Sheet]) {
    sheets.iter_mut().for_each(notes);
    for top in [true, false] {
        for _ in 0..ROUNDS {
            if !round(sheets, top) {
                break;
            }
        }
    }
    labels(sheets);
}

/// Letters smaller than this part of the usual ones are those of notes.
const SMALL: f32 = 0.9;

/// Zones of smaller letters below all others are notes.
fn notes(sheet: &mut Sheet) {
    let size = |z: &Zone| {
        let heights: Vec<f32> = z.lines.iter().filter_map(|l| l.area).map(|a| a[3]).collect();
        let tallest = heights.iter().copied().fold(0.0, f32::max);
        if z.size > 0.0 { z.size } else { tallest }
    };
    let mut sizes: Vec<f32> = Vec::new();
    for zone in sheet.zones.iter().filter(|z| z.role == Role::Text) {
        sizes.extend(std::iter::repeat_n(size(zone), zone.lines.len()));
    }
    sizes.sort_by(f32::total_cmp);
    let Some(usual) = sizes.get(sizes.len() / 2).copied().filter(|u| *u > 0.0 && sizes.len() > 6) else {
        return;
    };
    let mut below: Vec<usize> = (0..sheet.zones.len()).collect();
    let top = |n: &usize| sheet.zones[*n].lines.first().and_then(|l| l.area).map_or(f32::MIN, |a| a[1]);
    below.sort_by(|a, b| top(b).total_cmp(&top(a)));
    let mut found = Vec::new();
    for n in below {
        let zone = &sheet.zones[n];
        let number = zone.lines.len() == 1 && numbers::alone(&zone.lines[0].text).is_some();
        if zone.role.is_aside() || number {
            continue;
        }
        let own = size(zone);
        let words = zone.lines.iter().map(|l| l.text.len()).sum::<usize>();
        let small = own > 0.0 && own <= usual * SMALL;
        if zone.role != Role::Text || !(small || breaks_in(sheet, n)) || words < 12 {
            break;
        }
        found.push(n);
    }
    // A page all of small letters has no notes.
    if found.len() < sheet.zones.len() {
        found.into_iter().for_each(|n| sheet.zones[n].role = Role::Note);
    }
}

/// Whether zone `n` begins with a mark, and the zone before it in the file ends inside a sentence.
fn breaks_in(sheet: &Sheet, n: usize) -> bool {
    let before = n.checked_sub(1).and_then(|n| sheet.zones.get(n)).and_then(|z| z.lines.last());
    let first = sheet.zones[n].lines.first().and_then(|l| l.text.chars().next());
    before.is_some_and(|l| l.text.len() > 20 && !super::paragraphs::ends(&l.text))
        && first.is_some_and(|c| !c.is_alphabetic())
}

/// The outermost line of a sheet that is not known to be a head: its zone, its place in it.
fn outermost(sheet: &Sheet, top: bool) -> Option<(usize, usize)> {
    let free = |z: &&(usize, &Zone)| matches!(z.1.role, Role::Text | Role::Heading | Role::Capital);
    let zones: Vec<(usize, &Zone)> = sheet.zones.iter().enumerate().collect();
    let lines = zones.iter().filter(free).flat_map(|(z, zone)| (0..zone.lines.len()).map(move |l| (*z, l)));
    let middle = |&(z, l): &(usize, usize)| sheet.zones[z].lines[l].area.map(|a| a[1] + a[3] / 2.0);
    let all: Vec<(usize, usize)> = lines.collect();
    if all.iter().all(|at| middle(at).is_some()) {
        let key = |at: &(usize, usize)| middle(at).unwrap_or(0.0);
        let found = all.iter().min_by(|a, b| {
            let order = key(a).total_cmp(&key(b));
            if top { order } else { order.reverse() }
        })?;
        // Of what stands on one line of the page, the number: a head may have it on either side.
        let beside = all.iter().find(|at| in_row(sheet, **at, *found) && is_number(sheet, **at));
        return Some(*beside.unwrap_or(found));
    }
    if top { all.first().copied() } else { all.last().copied() }
}

fn is_number(sheet: &Sheet, (z, l): (usize, usize)) -> bool {
    numbers::alone(&sheet.zones[z].lines[l].text).is_some()
}

/// Whether two lines of a sheet stand side by side.
fn in_row(sheet: &Sheet, a: (usize, usize), b: (usize, usize)) -> bool {
    let area = |(z, l): (usize, usize)| sheet.zones[z].lines[l].area;
    let (Some(a), Some(b)) = (area(a), area(b)) else { return false };
    let middle = |a: Area| a[1] + a[3] / 2.0;
    let apart = a[0] >= b[0] + b[2] || b[0] >= a[0] + a[2];
    apart && (middle(a) - middle(b)).abs() < a[3].min(b[3]) / 2.0
}

/// Whether a number that was set apart stands in the same line of the page.
fn has_number(sheet: &Sheet, at: (usize, usize)) -> bool {
    let Some(area) = sheet.zones[at.0].lines[at.1].area else { return false };
    sheet.zones.iter().filter(|z| z.role == Role::PageNumber).filter_map(|z| z.area).any(|number| {
        let middle = |a: Area| a[1] + a[3] / 2.0;
        (middle(number) - middle(area)).abs() < number[3].min(area[3]) / 2.0
    })
}

/// A head without its figures: what stays the same from page to page.
fn pattern(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        if c.is_numeric() {
            if !out.ends_with('#') {
                out.push('#');
            }
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// Sets the outermost heads of all sheets apart; whether there were any.
fn round(sheets: &mut [Sheet], top: bool) -> bool {
    let at: Vec<Option<(usize, usize)>> = sheets.iter().map(|s| outermost(s, top)).collect();
    let text = |n: usize| at[n].map(|(z, l)| sheets[n].zones[z].lines[l].text.as_str()).unwrap_or("");
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for n in 0..sheets.len() {
        let words = text(n);
        // A first page's head has no figures that the others have: the letters alone count.
        let key = pattern(words).trim_matches('#').to_owned();
        if words.len() <= LONGEST && key.chars().filter(|c| c.is_alphabetic()).count() >= 3 {
            places.entry(key).or_default().push(n);
        }
    }
    let mut found: Vec<(usize, Role)> = Vec::new();
    for n in 0..sheets.len() {
        let number = numbers::alone(text(n));
        // On a page alone, a year or a long number may be the paper's own.
        if number.is_some_and(|number| number.len() < 4 || numbers_run(sheets, &at, n, number)) {
            found.push((n, Role::PageNumber));
        }
    }
    for pages in places.into_values().filter(|p| p.len() > 1) {
        let numbered = |n: &usize| {
            numbers::beside(text(*n)).is_some() || at[*n].is_some_and(|at| has_number(&sheets[*n], at))
        };
        for n in pages.iter().copied() {
            // What stands first on the first page and comes again is the title there.
            if n != pages[0] || n != 0 || numbered(&n) {
                found.push((n, Role::RunningHead));
            }
        }
    }
    // Words beside the number of a page are its head, also where they stand on no other page.
    let beside = |n: &usize| {
        let short = text(*n).len() <= LONGEST / 2;
        short && at[*n].is_some_and(|at| has_number(&sheets[*n], at))
    };
    found.extend((1..sheets.len()).filter(beside).map(|n| (n, Role::RunningHead)));
    if top {
        found.extend(
            (1..sheets.len()).filter(|n| interrupts(sheets, &at, *n)).map(|n| (n, Role::RunningHead)),
        );
    }
    found.sort_by_key(|f| f.0);
    found.dedup_by_key(|f| f.0);
    for (n, role) in &found {
        let Some((z, l)) = at[*n] else { continue };
        let sheet = &mut sheets[*n];
        let line = sheet.zones[z].lines.remove(l);
        let area = line.area;
        if sheet.zones[z].lines.is_empty() {
            sheet.zones.remove(z);
        }
        sheet.zones.push(Zone { role: *role, lines: vec![line], area, ..Zone::default() });
    }
    !found.is_empty()
}

/// Whether the first line of a page stands between the two halves of a sentence of the page before and its own next line.
fn interrupts(sheets: &[Sheet], at: &[Option<(usize, usize)>], n: usize) -> bool {
    let Some((z, l)) = at[n] else { return false };
    let line = &sheets[n].zones[z].lines[l];
    let starts = line.text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let last = outermost(&sheets[n - 1], false).map(|(z, l)| &sheets[n - 1].zones[z].lines[l].text);
    let mut rest = sheets[n].clone();
    rest.zones[z].lines.remove(l);
    let next = outermost(&rest, true).map(|(z, l)| rest.zones[z].lines[l].text.as_str());
    let (Some(last), Some(next)) = (last, next) else { return false };
    starts
        && line.text.len() <= LONGEST / 2
        && next.starts_with(char::is_lowercase)
        && !super::paragraphs::goes_on(last, &line.text, false)
        && super::paragraphs::goes_on(last, next, false)
}

/// Whether a neighbour's number is the one before or behind.
fn numbers_run(sheets: &[Sheet], at: &[Option<(usize, usize)>], n: usize, number: &str) -> bool {
    let of = |n: usize| {
        let (z, l) = (*at.get(n)?)?;
        numbers::value(numbers::alone(&sheets[n].zones[z].lines[l].text)?)
    };
    let own = numbers::value(number);
    let next = own.and_then(|v| v.checked_add(1));
    let before = own.and_then(|v| v.checked_sub(1));
    next.is_some() && of(n + 1) == next || n > 0 && before.is_some() && of(n - 1) == before
}

/// Gives each sheet the label printed on it, where the format has told none.
fn labels(sheets: &mut [Sheet]) {
    let mut series: BTreeMap<i64, usize> = BTreeMap::new();
    let mut told: Vec<(usize, u32)> = Vec::new();
    for (n, sheet) in sheets.iter_mut().enumerate() {
        let of = |sheet: &Sheet, role: Role| -> Vec<String> {
            let zones = sheet.zones.iter().filter(|z| z.role == role);
            zones.flat_map(|z| z.lines.iter().map(|l| l.text.clone())).collect()
        };
        let numbers: Vec<String> = of(sheet, Role::PageNumber);
        let heads = of(sheet, Role::RunningHead);
        let plain = numbers.iter().chain(&heads).find_map(|t| numbers::alone(t)).map(str::to_owned);
        // What the format calls a page number and is none of ours ("12a", "二") is taken as it stands.
        let other = numbers.first().map(|t| t.trim_matches(['-', '–', '—', ' ', '[', ']', '.']).to_owned());
        let label = plain.or(other).filter(|l| !l.is_empty() && l.chars().count() <= 12);
        if sheet.label.is_none() {
            sheet.label = label;
        }
        for (value, _) in heads.iter().filter_map(|t| numbers::beside(t)) {
            *series.entry(i64::from(value) - n as i64).or_default() += 1;
            told.push((n, value));
        }
    }
    let only = told.len() == 1;
    for (n, value) in told {
        let runs = series.get(&(i64::from(value) - n as i64)).is_some_and(|count| *count > 1);
        if sheets[n].label.is_none() && (runs || only) {
            sheets[n].label = Some(value.to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::Line;
    use super::*;

    fn sheets(pages: &[&[&str]]) -> Vec<Sheet> {
        let line = |t: &&str| Line { text: (*t).to_owned(), ..Line::default() };
        let sheet = |lines: &&[&str]| Sheet {
            zones: vec![Zone { lines: lines.iter().map(line).collect(), ..Zone::default() }],
            ..Sheet::default()
        };
        pages.iter().map(sheet).collect()
    }

    fn told(sheets: &[Sheet]) -> Vec<String> {
        sheets
            .iter()
            .map(|s| {
                let heads = s.zones.iter().filter(|z| z.role.is_aside());
                let heads: Vec<&str> = heads.map(|z| z.lines[0].text.as_str()).collect();
                format!("{}: {}", s.label.as_deref().unwrap_or("-"), heads.join(" | "))
            })
            .collect()
    }

    #[test]
    fn heads_that_come_again_and_numbers_are_told_from_the_text() {
        let mut s = sheets(&[
            &["THE LAKE COMMISSION", "The chairman opened the meeting", "and read the agenda."],
            &["12 THE LAKE COMMISSION", "Nobody had anything", "to add to it."],
            &["THE LAKE COMMISSION 13", "The meeting rose", "at noon.", "- 3 -"],
        ]);
        find(&mut s);
        assert_eq!(told(&s), ["-: ", "12: 12 THE LAKE COMMISSION", "3: THE LAKE COMMISSION 13 | - 3 -"]);
    }

    #[test]
    fn a_year_on_a_page_alone_is_no_page_number() {
        let mut s = sheets(&[&["1987", "The chairman opened the meeting."]]);
        find(&mut s);
        assert_eq!(told(&s), ["-: "]);
    }
}
