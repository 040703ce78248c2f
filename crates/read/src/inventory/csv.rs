//! Inventories as tables: CSV and TSV, known by the names of their columns.
//!
//! Levels come from a column of their own, from the units above that a row names, from reference codes that go on where
//! another ends, or from columns for series, box and folder.

use std::collections::BTreeMap;

use memcon_model::{Unit, UnitLevel};

use super::{Inventory, edtf, tidy, words};

/// Separators that tables have.
const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// Whether a text is an inventory in CSV: its first line names columns that inventories have.
pub(crate) fn looks_csv(head: &str, extension: Option<&str>) -> bool {
    let table = matches!(extension, Some("csv" | "tsv" | "tab"));
    if !table && extension.is_some_and(|e| e != "txt") {
        return false;
    }
    let Some(line) = head.trim_start_matches('\u{feff}').lines().next().filter(|l| l.len() < 8_000) else {
        return false;
    };
    let roles: Vec<Option<&str>> =
        line.split(separator(line)).map(|c| words::column(c.trim_matches(['"', ' ', '\r']))).collect();
    let has = |role: &str| roles.contains(&Some(role));
    let known = roles.iter().flatten().count();
    let called = has("title") || has("reference");
    // A table of any kind may have a title and a number; an inventory tells when or where.
    let placed =
        ["level", "date", "date_start", "box", "folder", "series", "path", "archive"].iter().any(|r| has(r));
    called && placed && (table && known >= 2 || known >= 4 && known * 2 >= roles.len())
}

/// The separator that cuts a line into most columns.
fn separator(line: &str) -> char {
    let count = |s: char| line.matches(s).count();
    let mut best = ',';
    for s in SEPARATORS {
        if count(s) > count(best) {
            best = s;
        }
    }
    best
}

/// A row as read.
#[derive(Default)]
struct Row {
    unit: Unit,
    /// Its own key and that of the unit above it, as the table gives them.
    key: String,
    parent: String,
    start: String,
    end: String,
    /// Series, box, folder.
    places: Vec<(UnitLevel, String)>,
    levelled: bool,
}

/// Reads a table.
pub(super) fn read(source: &str) -> Inventory {
    let mut found = Inventory::default();
    let source = source.trim_start_matches('\u{feff}');
    let separator = separator(source.lines().next().unwrap_or(""));
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(u8::try_from(separator).unwrap_or(b','))
        .flexible(true)
        .from_reader(source.as_bytes());
    let Ok(header) = reader.headers().cloned() else { return found };
    let roles: Vec<(Option<&'static str>, String)> =
        header.iter().map(|name| (words::column(name), tidy(name))).collect();
    let mut rows = Vec::new();
    let mut broken = 0usize;
    for record in reader.records() {
        match record {
            Ok(record) if rows.len() < super::MOST => {
                let row = row(&record, &roles);
                let empty =
                    row.unit.title.is_empty() && row.unit.reference.is_empty() && row.unit.fields.is_empty();
                if !empty {
                    rows.push(row);
                }
            }
            Ok(_) => break,
            Err(_) => broken += 1,
        }
    }
    if broken > 0 {
        let message = format!("{broken} rows of the inventory could not be read.");
        found.notices.push(memcon_model::Notice::new(memcon_model::Severity::Warning, message));
    }
    levels(&mut found, rows);
    found
}

fn row(record: &::csv::StringRecord, roles: &[(Option<&'static str>, String)]) -> Row {
    let mut row = Row::default();
    for (value, (role, name)) in record.iter().zip(roles) {
        let value = tidy(value);
        if value.is_empty() {
            continue;
        }
        let unit = &mut row.unit;
        let field = match *role {
            Some("title") if unit.title.is_empty() => {
                unit.title = value;
                continue;
            }
            Some("reference") if unit.reference.is_empty() => {
                unit.reference = value;
                continue;
            }
            Some("level") => {
                row.levelled = true;
                unit.level = words::level(&value).unwrap_or(UnitLevel::File);
                unit.called = value;
                continue;
            }
            Some("date") => {
                unit.date = unit.date.take().or_else(|| edtf(&value));
                "date"
            }
            Some("date_start") => {
                row.start = value;
                continue;
            }
            Some("date_end") => {
                row.end = value;
                continue;
            }
            Some("parent") => {
                row.parent = value;
                continue;
            }
            Some("key") => {
                row.key = value;
                continue;
            }
            Some("path") => {
                unit.links.extend(value.split(['|', ';']).map(tidy).filter(|l| !l.is_empty()));
                continue;
            }
            Some("series") => {
                row.places.push((UnitLevel::Series, value));
                continue;
            }
            Some(place @ ("box" | "folder")) => {
                let called = if place == "box" { "box" } else { "folder" };
                let bare = value.bytes().all(|b| b.is_ascii_digit());
                row.places.push((UnitLevel::File, if bare { format!("{called} {value}") } else { value }));
                continue;
            }
            Some("language") => "language_original",
            Some("reference") => "record_id",
            Some(other) => other,
            None => name.as_str(),
        };
        unit.fields.push((field.to_owned(), value));
    }
    let span = match (row.start.as_str(), row.end.as_str()) {
        ("", "") => None,
        (a, "") => edtf(a),
        ("", b) => edtf(b),
        (a, b) if a == b => edtf(a),
        (a, b) => edtf(&format!("{a}/{b}")),
    };
    row.unit.date = row.unit.date.take().or(span);
    row
}

/// Puts each row below the unit it belongs to.
fn levels(found: &mut Inventory, rows: Vec<Row>) {
    let named = rows.iter().any(|r| !r.parent.is_empty());
    let levelled = rows.iter().any(|r| r.levelled);
    let mut by_key: BTreeMap<String, u32> = BTreeMap::new();
    let mut places: BTreeMap<(Option<u32>, String), u32> = BTreeMap::new();
    let mut above: BTreeMap<u32, u32> = BTreeMap::new();
    let mut waiting: Vec<(u32, String)> = Vec::new();
    // The last unit of each level, for tables that only tell levels.
    let mut last: [Option<u32>; 4] = [None; 4];
    for row in rows {
        let mut under = None;
        if !levelled && !named {
            for (level, name) in &row.places {
                let n = match places.get(&(under, name.clone())) {
                    Some(n) => *n,
                    None => {
                        let unit =
                            Unit { parent: under, level: *level, title: name.clone(), ..Unit::default() };
                        let Some(n) = found.add(unit) else { return };
                        places.insert((under, name.clone()), n);
                        n
                    }
                };
                under = Some(n);
            }
        }
        let mut unit = row.unit;
        if levelled || named {
            unit.fields.extend(row.places.iter().map(|(level, name)| {
                (if *level == UnitLevel::Series { "series" } else { "container" }.to_owned(), name.clone())
            }));
        }
        unit.parent = under;
        let depth = unit.level as usize;
        let reference = unit.reference.clone();
        let Some(n) = found.add(unit) else { return };
        for key in [&row.key, &reference].into_iter().filter(|k| !k.is_empty()) {
            by_key.entry(key.clone()).or_insert(n);
        }
        if !row.parent.is_empty() {
            waiting.push((n, row.parent));
        } else if levelled && !named {
            let deeper = match longest_prefix(&by_key, &reference, n) {
                Some(p) => Some(p),
                None => last[..depth].iter().rev().find_map(|l| *l),
            };
            if let Some(p) = deeper {
                above.insert(n, p);
            }
        } else if under.is_none()
            && let Some(p) = longest_prefix(&by_key, &reference, n)
        {
            above.insert(n, p);
        }
        last[depth] = Some(n);
        last[depth + 1..].fill(None);
    }
    for (n, parent) in waiting {
        if let Some(&p) = by_key.get(&parent).filter(|p| **p != n) {
            above.insert(n, p);
        }
    }
    if !above.is_empty() {
        // A row under which others stand is no single paper, unless the table says so.
        if !levelled {
            let parents: Vec<u32> = above.values().copied().collect();
            for p in parents {
                if let Some(unit) = found.units.get_mut(p as usize).filter(|u| u.level == UnitLevel::Item) {
                    unit.level = UnitLevel::File;
                }
            }
        }
        order(found, &above);
    }
}

/// The unit whose reference code this one goes on: "B/2" for "B/2/17".
fn longest_prefix(by_key: &BTreeMap<String, u32>, reference: &str, n: u32) -> Option<u32> {
    let cuts =
        reference.char_indices().rev().filter(|(_, c)| !c.is_alphanumeric()).map(|(at, _)| at).take(12);
    cuts.map(|at| reference[..at].trim_end_matches(|c: char| !c.is_alphanumeric()))
        .filter(|p| !p.is_empty())
        .find_map(|p| by_key.get(p).copied())
        .filter(|p| *p != n)
}

/// Orders units so that parents come before their children, each child below its parent; `above` tells parents that
/// were found later. A circle is broken at its first unit.
pub(super) fn order(found: &mut Inventory, above: &BTreeMap<u32, u32>) {
    let total = found.units.len();
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut roots = Vec::new();
    for (n, unit) in (0u32..).zip(&mut found.units) {
        unit.parent = above.get(&n).copied().or(unit.parent);
        match unit.parent {
            Some(p) => children.entry(p).or_default().push(n),
            None => roots.push(n),
        }
    }
    let mut place: Vec<Option<u32>> = vec![None; total];
    let mut sequence: Vec<u32> = Vec::with_capacity(total);
    let starts = roots.into_iter().chain(0..u32::try_from(total).unwrap_or(u32::MAX));
    for start in starts {
        let mut open = vec![start];
        while let Some(n) = open.pop() {
            let slot = &mut place[n as usize];
            if slot.is_some() {
                continue;
            }
            *slot = u32::try_from(sequence.len()).ok();
            sequence.push(n);
            open.extend(children.get(&n).into_iter().flatten().rev());
        }
        if sequence.len() == total {
            break;
        }
    }
    let mut units: Vec<Option<Unit>> = std::mem::take(&mut found.units).into_iter().map(Some).collect();
    for n in sequence {
        if let Some(mut unit) = units.get_mut(n as usize).and_then(Option::take) {
            let here = place[n as usize];
            unit.parent = unit.parent.and_then(|p| place[p as usize]).filter(|p| Some(*p) < here);
            found.units.push(unit);
        }
    }
}
