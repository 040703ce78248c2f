//! Word (Office Open XML): the package and the order in which its parts are read.

mod body;
mod fields;
mod numbering;
mod parts;
mod props;
mod styles;

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::Severity;

use self::body::Doc;
use self::numbering::Numbering;
use self::parts::{Pieces, Relation, Relations};
use self::styles::Styles;
use super::archive::Package;
use super::compose::compose;
use super::flow::Story;
use super::{number, properties};
use crate::xml::{Node, Nodes};
use crate::{Format, Hint, Reading};

pub(super) use self::fields::{equation, link, symbol};

/// How many heads, feet and other parts are read.
const PARTS: usize = 500;

/// Reads a Word file into `reading`.
pub(crate) fn read(bytes: &[u8], _hint: Hint<'_>, reading: &mut Reading) {
    let Some(mut package) = Package::open(bytes) else {
        reading.note(
            Severity::Error,
            "The file is damaged: nothing in it can be unpacked. Look for a whole copy.",
        );
        return;
    };
    let main = main_part(&mut package);
    let Some(source) = main.as_ref().and_then(|m| package.text(m)) else {
        package.complain(reading);
        let message = "The Word file holds no document that can be read. Open it in a word processor, save it anew, and add that.";
        reading.note(Severity::Error, message);
        return;
    };
    let main = main.unwrap_or_default();
    reading.encoding = "UTF-8".into();
    let folder = main.rsplit_once('/').map_or("", |m| m.0).to_owned();
    let relations = relations_of(&mut package, &main, &folder);
    let mut part = |kind: &str, name: &str| {
        let named = relations.values().find(|r| r.kind == kind && !r.outside).map(|r| r.target.clone());
        package.text(&named.unwrap_or_else(|| format!("{folder}/{name}")))
    };
    let styles = part("styles", "styles.xml").map(|s| Styles::read(&s)).unwrap_or_default();
    let numbering =
        part("numbering", "numbering.xml").map(|s| Numbering::read(&s, &styles)).unwrap_or_default();
    let settings = part("settings", "settings.xml").unwrap_or_default();
    let (footnotes, endnotes) = (part("footnotes", "footnotes.xml"), part("endnotes", "endnotes.xml"));
    let comments = part("comments", "comments.xml");
    let told_pages = describe(&mut package, reading);
    let mut doc = Doc::new(&styles, numbering);
    note_systems(&mut doc, &settings);
    doc.flow.left_out.macros = package.names().any(|n| n.ends_with("vbaProject.bin"));
    doc.foreign = foreign(&mut package, &relations);
    let pieces = comments.as_deref().map(|c| parts::pieces(c, "comment"));
    for (id, piece) in pieces.iter().flat_map(|p| &p.0) {
        doc.remark_authors.extend(piece.attributes.get("author").map(|a| (id.clone(), a.clone())));
    }
    doc.first_page();
    doc.read(&main, &relations, &source, 0);
    notes(&mut doc, &mut package, &footnotes, &endnotes, &folder);
    remarks(
        &mut doc,
        comments.as_deref().zip(pieces.as_ref()),
        &relations,
        &format!("{folder}/comments.xml"),
    );
    let numbered = heads(&mut doc, &mut package, &relations);
    label_pages(&mut doc, numbered);
    let laid_out = doc.flow.laid_out;
    let title = doc.title.take();
    compose(doc.flow, reading);
    super::settle_pages(laid_out, told_pages, reading);
    properties::title(reading, title);
    super::tell_cut(&source, reading);
    package.complain(reading);
    if reading.text.trim().is_empty() {
        reading.note(
            Severity::Warning,
            "The Word file holds no words. If it holds pictures of pages, recognise their text and add that.",
        );
    }
}

/// The name of the part that holds the document.
fn main_part(package: &mut Package<'_>) -> Option<String> {
    let root = package.text("_rels/.rels").map(|s| parts::relations(&s, "")).unwrap_or_default();
    let named = root.values().find(|r| r.kind == "officeDocument").map(|r| r.target.clone());
    named.filter(|n| package.has(n)).or_else(|| {
        let is =
            |n: &&str| n.ends_with(".xml") && n.rsplit('/').next().is_some_and(|n| n.starts_with("document"));
        package.names().find(is).map(str::to_owned)
    })
}

fn relations_of(package: &mut Package<'_>, part: &str, folder: &str) -> Relations {
    package.text(&parts::relations_of(part)).map(|s| parts::relations(&s, folder)).unwrap_or_default()
}

/// What the file says of itself; gives the number of pages that it tells.
fn describe(package: &mut Package<'_>, reading: &mut Reading) -> usize {
    let root = package.text("_rels/.rels").map(|s| parts::relations(&s, "")).unwrap_or_default();
    let mut part = |kind: &str, name: &str| {
        let named = root.values().find(|r| r.kind == kind && !r.outside).map(|r| r.target.clone());
        package.text(&named.unwrap_or_else(|| name.to_owned())).unwrap_or_default()
    };
    let core = part("core-properties", "docProps/core.xml");
    let own = part("custom-properties", "docProps/custom.xml");
    let app = part("extended-properties", "docProps/app.xml");
    let mut nodes = Nodes::new(&core);
    while let Some(node) = nodes.next() {
        let Node::Start(e) = node else { continue };
        let name = match e.name.as_ref() {
            "title" => "title",
            "creator" => "author",
            "lastModifiedBy" => "modified_by",
            "created" => "created",
            "modified" => "modified",
            "language" => "language",
            "subject" => "subject",
            "keywords" => "keywords",
            "description" => "file_comment",
            "category" => "category",
            "contentStatus" => "status",
            "identifier" => "identifier",
            _ => continue,
        };
        let words = nodes.words();
        properties::keep(reading, name, &words);
    }
    let mut nodes = Nodes::new(&own);
    while let Some(node) = nodes.next() {
        let Node::Start(e) = node else { continue };
        if e.name == "property" {
            let name = e.get("name").unwrap_or_default().to_owned();
            let words = nodes.words();
            properties::keep_own(reading, &name, &words);
        }
    }
    let mut pages = 0;
    let mut nodes = Nodes::new(&app);
    while let Some(node) = nodes.next() {
        let Node::Start(e) = node else { continue };
        match e.name.as_ref() {
            "Pages" => pages = nodes.words().trim().parse().unwrap_or(0),
            "Application" => properties::keep(reading, "application", &nodes.words()),
            "Company" => properties::keep(reading, "company", &nodes.words()),
            _ => {}
        }
    }
    pages
}

/// The systems in which notes are numbered, where the settings tell.
fn note_systems(doc: &mut Doc<'_>, settings: &str) {
    let mut nodes = Nodes::new(settings);
    while let Some(node) = nodes.next() {
        let Node::Start(e) = node else { continue };
        let place = match e.name.as_ref() {
            "footnotePr" => 0,
            "endnotePr" => 1,
            _ => continue,
        };
        props::inside(&mut nodes, |e, _| match e.name.as_ref() {
            "numFmt" => doc.systems[place] = e.get("val").unwrap_or("decimal").to_owned(),
            "numStart" => {
                doc.counts[place] =
                    e.get("val").and_then(|v| v.parse().ok()).unwrap_or(1i64).saturating_sub(1)
            }
            _ => {}
        });
    }
}

/// Parts in other formats that the document puts in whole, as paragraphs.
fn foreign(package: &mut Package<'_>, relations: &Relations) -> BTreeMap<String, Vec<String>> {
    let mut out = BTreeMap::new();
    let named = relations.values().filter(|r| r.kind == "aFChunk" && !r.outside);
    for relation in named.take(PARTS) {
        let Some(bytes) = package.bytes(&relation.target) else { continue };
        let hint = Hint { path: Some(&relation.target), ..Hint::default() };
        // A package inside a package is not opened: it could hold itself.
        if !matches!(
            crate::format(&bytes, hint),
            Some(Format::Html | Format::Mhtml | Format::Plain | Format::Rtf | Format::Mail)
        ) {
            package.complaints.push(format!(
                "Its part `{}` is a file of its own, which is not read: take it out and add it.",
                relation.target
            ));
            continue;
        }
        let read = crate::read(&bytes, hint);
        let paragraphs = read.text.split("\n\n").map(|p| p.trim().to_owned()).filter(|p| !p.is_empty());
        out.insert(relation.target.clone(), paragraphs.collect());
    }
    out
}

/// Notes that the document names, each once, in the order of their marks.
fn notes(
    doc: &mut Doc<'_>,
    package: &mut Package<'_>,
    foot: &Option<String>,
    end: &Option<String>,
    folder: &str,
) {
    let mut told = BTreeSet::new();
    let places = [(foot, "footnote", "footnotes.xml"), (end, "endnote", "endnotes.xml")];
    let read = places.map(|(source, name, part)| {
        let part = format!("{folder}/{part}");
        let relations = relations_of(package, &part, folder);
        (source.as_deref().map(|s| (s, parts::pieces(s, name).0)), part, relations)
    });
    let mut missing = 0;
    for is_foot in [true, false] {
        let (source, part, relations) = &read[usize::from(!is_foot)];
        let met: Vec<_> = doc.notes.iter().filter(|n| n.0 == is_foot).cloned().collect();
        for (_, id, label) in met {
            if !told.insert((is_foot, id.clone())) {
                continue;
            }
            let piece = source.as_ref().and_then(|(s, p)| Some((s, p.get(&id)?)));
            let Some((source, piece)) = piece else {
                missing += 1;
                continue;
            };
            doc.flow.begin(Story::Note(label));
            doc.read(part, relations, &source[piece.range.clone()], piece.count);
            doc.flow.end();
        }
    }
    if missing > 0 {
        package.complaints.push(format!(
            "The words of {missing} notes are missing in the file; only their marks are there."
        ));
    }
}

/// Remarks in the margin.
fn remarks(doc: &mut Doc<'_>, source: Option<(&str, &Pieces)>, relations: &Relations, part: &str) {
    let Some((source, (pieces, order))) = source else { return };
    let mut ids = std::mem::take(&mut doc.remarks);
    let mut told: BTreeSet<String> = BTreeSet::new();
    ids.extend(order.iter().cloned());
    let mut number = 0;
    for id in ids {
        let Some(piece) = pieces.get(&id).filter(|_| told.insert(id.clone())) else { continue };
        number += 1;
        let given = |name: &str| piece.attributes.get(name).filter(|v| !v.is_empty()).cloned();
        doc.flow.begin(Story::Remark {
            author: given("author"),
            number: Some(number.to_string()),
            time: given("date"),
        });
        doc.read(part, relations, &source[piece.range.clone()], piece.count);
        doc.flow.end();
    }
}

/// Heads and feet, each part once; tells whether page numbers are printed in them.
fn heads(doc: &mut Doc<'_>, package: &mut Package<'_>, relations: &Relations) -> bool {
    let mut told = BTreeSet::new();
    let mut numbered = false;
    let named: Vec<(bool, String, String, bool)> = doc
        .sections
        .iter()
        .flat_map(|(s, _)| s.heads.iter().map(|(h, k, r)| (*h, k.clone(), r.clone(), s.title_page)))
        .collect();
    for (head, kind, id, title_page) in named {
        let Some(Relation { target, outside: false, .. }) = relations.get(&id) else { continue };
        if kind == "first" && !title_page || told.len() >= PARTS || !told.insert(target.clone()) {
            continue;
        }
        let Some(source) = package.text(target) else { continue };
        numbered |= says_page(&source);
        let folder = target.rsplit_once('/').map_or("", |t| t.0);
        let own = relations_of(package, target, folder);
        doc.flow.begin(match (head, kind.as_str()) {
            (true, "first") => Story::FirstHead,
            (true, _) => Story::Head,
            (false, _) => Story::Foot,
        });
        doc.read(target, &own, &source, 0);
        doc.flow.end();
    }
    numbered
}

/// Whether a head or foot prints the number of the page.
fn says_page(source: &str) -> bool {
    let mut nodes = Nodes::new(source);
    let page = |text: &str| text.split_whitespace().next().is_some_and(|w| w.eq_ignore_ascii_case("PAGE"));
    while let Some(node) = nodes.next() {
        let Node::Start(e) = node else { continue };
        let found = match e.name.as_ref() {
            "instrText" => page(&nodes.words()),
            "fldSimple" => page(e.get("instr").unwrap_or_default()),
            "pgNum" => true,
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}

/// Gives pages the numbers that are printed on them, and takes back those that a section's end seemed to begin.
fn label_pages(doc: &mut Doc<'_>, numbered: bool) {
    for n in 0..doc.sections.len() {
        let page = doc.sections[n].1;
        let next = doc.sections.get(n + 1).map(|s| s.0.begins.clone());
        if let (Some(page), Some(Some(begins))) = (page, next)
            && matches!(begins.as_str(), "continuous" | "nextColumn")
        {
            doc.flow.pages[page] = None;
        }
    }
    if !numbered {
        return;
    }
    let mut count = 0i64;
    let mut last = None;
    for page in 0..doc.flow.pages.len() {
        if doc.flow.pages[page].is_none() {
            continue;
        }
        let place = doc.page_sections.get(page).copied().unwrap_or(0);
        let section = doc.sections.get(place).map(|s| &s.0);
        let first = section.and_then(|s| s.first).filter(|_| last != Some(place));
        count = first.unwrap_or(count.saturating_add(1));
        last = Some(place);
        let system = section.and_then(|s| s.system.as_deref()).unwrap_or("decimal");
        doc.flow.pages[page] = Some(Some(number::print(system, count)));
    }
}
