//! Finding aids in EAD 2002 and EAD3.

use memcon_model::{Unit, UnitLevel};

use super::{Inventory, edtf, tidy, words};
use crate::xml::{Element, Node, Nodes};

/// Reads a finding aid.
pub(super) fn read(source: &str) -> Inventory {
    let mut found = Inventory::default();
    let mut nodes = Nodes::new(source);
    // Open units with the name of their element.
    let mut open: Vec<(String, u32)> = Vec::new();
    while let Some(node) = nodes.next() {
        match node {
            Node::Start(e) if is_unit(&e.name) => {
                let called = e.get("otherlevel").or(e.get("level")).unwrap_or_default().to_owned();
                let depth = open.len();
                let unit = Unit {
                    parent: open.last().map(|o| o.1),
                    level: words::level(&called).unwrap_or(by_depth(depth)),
                    called,
                    ..Unit::default()
                };
                match found.add(unit) {
                    Some(n) => open.push((e.name.to_string(), n)),
                    None => break,
                }
            }
            Node::Start(e) => {
                let Some(unit) = open.last().and_then(|o| found.units.get_mut(o.1 as usize)) else {
                    if e.name == "titleproper" && found.title.is_none() {
                        found.title = Some(tidy(&without(&mut nodes, &["num", "date"])));
                    }
                    continue;
                };
                element(unit, &mut nodes, &e);
            }
            Node::End(name) => {
                if open.last().is_some_and(|o| *o.0 == *name) {
                    open.pop();
                }
            }
            Node::Text(_) => {}
        }
    }
    // What has no units below it and no level of its own is an item only where it says so.
    found
}

fn is_unit(name: &str) -> bool {
    name == "archdesc"
        || name == "c"
        || name.len() == 3 && name.starts_with('c') && name[1..].bytes().all(|b| b.is_ascii_digit())
}

fn by_depth(depth: usize) -> UnitLevel {
    match depth {
        0 => UnitLevel::Fonds,
        1 => UnitLevel::Series,
        _ => UnitLevel::File,
    }
}

/// An element of a unit's description.
fn element(unit: &mut Unit, nodes: &mut Nodes<'_>, e: &Element<'_>) {
    let get = |names: &[&str]| names.iter().find_map(|n| e.get(n)).map(str::to_owned);
    let add = |unit: &mut Unit, name: &str, value: &str| {
        let pair = (name.to_owned(), tidy(value));
        if !pair.1.is_empty() && !unit.fields.contains(&pair) {
            unit.fields.push(pair);
        }
    };
    match e.name.as_ref() {
        "unittitle" => title(unit, nodes),
        "unitdate" => {
            let normal = get(&["normal"]);
            let words = nodes.words();
            dated(unit, normal.as_deref(), &words);
        }
        "datesingle" => {
            let normal = get(&["standarddate"]);
            let words = nodes.words();
            dated(unit, normal.as_deref(), &words);
        }
        "fromdate" | "todate" => {
            let normal = get(&["standarddate"]);
            let words = nodes.words();
            let end = normal.unwrap_or(words);
            let whole = match (&unit.date, e.name.as_ref()) {
                (Some(from), "todate") => format!("{from}/{end}"),
                _ => end,
            };
            unit.date = edtf(&whole).or(unit.date.take());
        }
        "unitid" => {
            let id = tidy(&nodes.words());
            if unit.reference.is_empty() {
                unit.reference = id;
            } else {
                add(unit, "record_id", &id);
            }
        }
        "container" => {
            let kind = get(&["type", "localtype", "label"]).unwrap_or_default();
            let words = nodes.words();
            add(unit, "container", &format!("{kind} {words}"));
        }
        "physdesc" | "physdescstructured" | "extent" => {
            let words = nodes.words();
            add(unit, "extent", &words);
        }
        "origination" => add(unit, "author", &nodes.words()),
        "repository" => add(unit, "archive", &nodes.words()),
        "langmaterial" => add(unit, "language_original", &nodes.words()),
        "abstract" => add(unit, "summary", &nodes.words()),
        "scopecontent" | "accessrestrict" | "userestrict" => {
            let name = if e.name == "scopecontent" { "summary" } else { "rights" };
            let words = without(nodes, &["head"]);
            add(unit, name, &words);
        }
        "dao" | "daoloc" | "ptr" | "extref" => {
            unit.links.extend(get(&["href"]).map(|h| tidy(&h)).filter(|h| !h.is_empty()));
        }
        "genreform" => add(unit, "type", &nodes.words()),
        _ => {}
    }
}

/// A title; a date inside it is the unit's.
fn title(unit: &mut Unit, nodes: &mut Nodes<'_>) {
    let depth = nodes.path().len();
    let mut words = String::new();
    while nodes.path().len() >= depth {
        match nodes.next() {
            Some(Node::Start(e)) if e.name == "unitdate" => {
                let normal = e.get("normal").map(str::to_owned);
                let when = nodes.words();
                words.push_str(&when);
                dated(unit, normal.as_deref(), &when);
            }
            Some(Node::Text(text)) => words.push_str(&text),
            Some(_) => {}
            None => break,
        }
    }
    let words = tidy(&words);
    if unit.title.is_empty() {
        unit.title = words.trim_end_matches([',', ' ']).to_owned();
    }
}

fn dated(unit: &mut Unit, normal: Option<&str>, words: &str) {
    let words = tidy(words);
    unit.date = unit.date.take().or_else(|| normal.and_then(edtf)).or_else(|| edtf(&words));
    if !words.is_empty() && unit.field("date").is_none() {
        unit.fields.push(("date".to_owned(), words));
    }
}

/// The words of the element begun last, without those of some elements in it.
fn without(nodes: &mut Nodes<'_>, left_out: &[&str]) -> String {
    let depth = nodes.path().len();
    let mut words = String::new();
    while nodes.path().len() >= depth {
        match nodes.next() {
            Some(Node::Start(e)) if left_out.contains(&e.name.as_ref()) => nodes.skip(),
            Some(Node::Start(_)) => words.push(' '),
            Some(Node::Text(text)) => words.push_str(&text),
            Some(_) => {}
            None => break,
        }
    }
    words
}
