//! Descriptions in Dublin Core: oai_dc, simple XML, RDF/XML, DSpace's files.
//!
//! Whatever element holds Dublin Core's elements directly is a record; no name of a wrapper is needed.

use std::collections::BTreeMap;

use memcon_model::{Unit, UnitLevel};

use super::{Inventory, edtf, tidy, words};
use crate::xml::{Element, Node, Nodes};

/// An open element: what it says it is about, the record it is, and the record whose whole stands in it.
#[derive(Default)]
struct Open {
    about: Option<String>,
    record: Option<u32>,
    whole_of: Option<u32>,
}

/// Reads the records of a file.
pub(super) fn read(source: &str) -> Inventory {
    let mut found = Inventory::default();
    let mut nodes = Nodes::new(source);
    let mut open: Vec<Open> = Vec::new();
    let mut wholes: Vec<(u32, String)> = Vec::new();
    while let Some(node) = nodes.next() {
        match node {
            // What the server says of the record is not the record.
            Node::Start(e) if e.name == "header" => Nodes::skip(&mut nodes),
            Node::Start(e) => {
                let term = term(&e);
                let mut own = Open { about: e.get("about").map(str::to_owned), ..Open::default() };
                match (term.as_deref(), open.last_mut()) {
                    // The whole may be described inside, by its address or by its name.
                    (Some("isPartOf"), Some(parent)) => {
                        own.whole_of = record(&mut found, parent);
                        wholes.extend(own.whole_of.zip(e.get("resource").map(str::to_owned)));
                    }
                    (Some(term), Some(parent)) => {
                        let resource = e.get("resource").unwrap_or_default().to_owned();
                        let words = nodes.words();
                        let value = tidy(if words.trim().is_empty() { &resource } else { &words });
                        if !value.is_empty()
                            && let Some(n) = record(&mut found, parent)
                            && let Some(unit) = found.units.get_mut(n as usize)
                        {
                            take(unit, term, value);
                        }
                        continue;
                    }
                    (_, Some(parent)) => {
                        wholes.extend(parent.whole_of.zip(own.about.clone()));
                    }
                    _ => {}
                }
                open.push(own);
            }
            Node::End(_) => {
                open.pop();
            }
            Node::Text(words) => {
                let whole = open.last().and_then(|o| o.whole_of);
                wholes.extend(whole.filter(|_| !words.trim().is_empty()).map(|n| (n, tidy(&words))));
            }
        }
    }
    parents(&mut found, &wholes);
    found
}

/// The record that an element is, made when its first term comes.
fn record(found: &mut Inventory, open: &mut Open) -> Option<u32> {
    if open.record.is_none() {
        open.record = found.add(Unit { links: open.about.iter().cloned().collect(), ..Unit::default() });
    }
    open.record
}

/// The term of an element of Dublin Core; DSpace writes it as an attribute.
fn term(e: &Element<'_>) -> Option<String> {
    let name = match e.name.as_ref() {
        "dcvalue" => match (e.get("element")?, e.get("qualifier").unwrap_or("none")) {
            ("date", "issued" | "created") => "date",
            ("date", _) => return None,
            ("description", "abstract") => "abstract",
            ("relation", "ispartof") => "isPartOf",
            ("contributor", "author") => "creator",
            (element, _) => return Some(element.to_owned()),
        },
        name => name,
    };
    const TERMS: [&str; 24] = [
        "title",
        "creator",
        "subject",
        "description",
        "publisher",
        "contributor",
        "date",
        "type",
        "format",
        "identifier",
        "source",
        "language",
        "relation",
        "coverage",
        "rights",
        "isPartOf",
        "created",
        "issued",
        "spatial",
        "extent",
        "abstract",
        "alternative",
        "provenance",
        "bibliographicCitation",
    ];
    TERMS.contains(&name).then(|| name.to_owned())
}

fn take(unit: &mut Unit, term: &str, value: String) {
    let field = match term {
        "title" if unit.title.is_empty() => {
            unit.title = value;
            return;
        }
        "identifier" if value.contains("://") => {
            unit.links.push(value.clone());
            "url"
        }
        "identifier" if unit.reference.is_empty() => {
            unit.reference = value;
            return;
        }
        "identifier" => "record_id",
        "date" | "created" => {
            unit.date = unit.date.take().or_else(|| edtf(&value));
            "date"
        }
        "type" => {
            if words::level(&value) == Some(UnitLevel::Fonds) {
                unit.level = UnitLevel::Fonds;
                unit.called = value.clone();
            }
            "type"
        }
        "creator" => "author",
        "description" | "abstract" => "summary",
        "publisher" => "publisher",
        "contributor" => "contributor",
        "language" => "language_original",
        "rights" => "rights",
        "coverage" | "spatial" => "place",
        "source" | "provenance" => "archive",
        "bibliographicCitation" => "citation",
        other => other,
    };
    let pair = (field.to_owned(), value);
    if unit.fields.len() < 200 && !unit.fields.contains(&pair) {
        unit.fields.push(pair);
    }
}

/// A record that is part of another stands below it; an unknown whole becomes a unit of its own. Parents first.
fn parents(found: &mut Inventory, wholes: &[(u32, String)]) {
    if wholes.is_empty() {
        return;
    }
    let mut by_name: BTreeMap<String, u32> = BTreeMap::new();
    for (n, unit) in (0u32..).zip(&found.units) {
        for name in [&unit.reference, &unit.title].into_iter().chain(&unit.links).filter(|s| !s.is_empty()) {
            by_name.entry(name.clone()).or_insert(n);
        }
    }
    let mut above: BTreeMap<u32, u32> = BTreeMap::new();
    for (n, whole) in wholes {
        let parent = match by_name.get(whole).copied() {
            Some(p) => p,
            None => {
                let unit = Unit { level: UnitLevel::Series, title: whole.clone(), ..Unit::default() };
                let Some(p) = found.add(unit) else { return };
                by_name.insert(whole.clone(), p);
                p
            }
        };
        if parent != *n {
            above.entry(*n).or_insert(parent);
        }
    }
    super::csv::order(found, &above);
}
