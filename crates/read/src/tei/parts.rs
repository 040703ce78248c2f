//! Volumes taken apart: each document of an edition is the verbatim slice of its element.
//!
//! One pass finds where documents begin and end and what the volume says of them (its title, its chapters, the page a
//! document begins on); the slices are cut when they are asked for. What does not belong here: the words of a document.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use memcon_model::{Notice, Severity};
use serde::Deserialize;

use super::values::tidy;
use super::{FIRST_IMAGE, FIRST_PAGE, LIST, header, list_name};
use crate::carve::{Carved, Limits, Part};
use crate::xml::{Element, Node, Nodes};
use crate::{Format, Hint};

/// The editors' words for kinds of divisions.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    document: Vec<String>,
    persons: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("read/tei.toml").expect("data/read/tei.toml"));

/// A document of a volume, not yet cut out.
#[derive(Debug, Default)]
struct Found {
    at: Range<usize>,
    way: String,
    given: Vec<(String, String)>,
}

/// What one pass over a volume finds.
#[derive(Debug, Default)]
struct Volume {
    documents: Vec<Found>,
    lists: Vec<Range<usize>>,
}

/// The documents of a TEI file. A file that is one document gives itself, with the way `""`.
pub(crate) fn parts(
    source: String,
    hint: Hint<'_>,
    limits: &Limits,
) -> impl Iterator<Item = Carved> + Send + use<> {
    let limits = *limits;
    let volume = scan(&source, limits.parts);
    let head = header::read(&source);
    let mut common: Vec<(String, String)> = Vec::new();
    if let Some(title) = &head.title {
        common.push(("series".to_owned(), title.clone()));
    }
    let of_all = ["publisher", "credits", "rights", "edition_date", "language", "archive", "collection"];
    common.extend(head.fields.iter().filter(|f| of_all.contains(&f.0.as_str())).cloned());
    if let Some(name) = list_name(hint.path).or(head.id) {
        common.push((LIST.to_owned(), name));
    }
    let mut documents = volume.documents;
    if documents.len() < 2 {
        documents = vec![Found { at: 0..source.len(), ..Found::default() }];
        common.clear();
    }
    documents.into_iter().map(move |found| {
        if found.at.len() as u64 > limits.part {
            let message = format!("This document is larger than {} MiB; it was not read", limits.part >> 20);
            return Err((found.way, Notice::new(Severity::Error, message)));
        }
        let bytes = source.get(found.at).unwrap_or_default().as_bytes().to_vec();
        let mut given = common.clone();
        given.extend(found.given);
        Ok(Part { way: found.way, bytes, media_type: Some(Format::Tei.media_type().to_owned()), given })
    })
}

/// The lists of persons of a TEI file, as they stand in it.
pub(crate) fn lists(source: &str) -> Vec<&str> {
    scan(source, 0).lists.into_iter().filter_map(|r| source.get(r)).collect()
}

/// An open element as this pass needs it.
#[derive(Default)]
struct Open {
    at: usize,
    division: bool,
    head: Option<String>,
    /// Number of the document that it is.
    document: Option<usize>,
    /// Whether it is a list, and whether it names persons with ids.
    list: bool,
    persons: bool,
}

fn scan(source: &str, most: u64) -> Volume {
    let mut volume = Volume::default();
    let mut nodes = Nodes::new(source);
    let mut open: Vec<Open> = Vec::new();
    let mut ways: BTreeMap<String, u32> = BTreeMap::new();
    let mut page: (Option<String>, Option<String>) = (None, None);
    let corpus = first(source).is_some_and(|n| n == "teiCorpus");
    while let Some(node) = nodes.next() {
        match node {
            Node::Start(e) => {
                let within = open.iter().any(|o| o.document.is_some());
                let mut own = Open { at: e.at, ..Open::default() };
                own.list = matches!(e.name.as_ref(), "list" | "listPerson" | "particDesc")
                    || e.name == "div" && names_persons(&e);
                own.division =
                    matches!(e.name.as_ref(), "div" | "div1" | "div2" | "div3" | "div4" | "group" | "TEI");
                if e.name == "pb" {
                    page = (e.get("n").map(tidy), e.get("facs").map(tidy));
                }
                let in_group = nodes.path().iter().rev().nth(1).is_some_and(|p| p == "group");
                if !within && (volume.documents.len() as u64) < most && is_document(&e, in_group, corpus) {
                    own.document = Some(volume.documents.len());
                    let mut found = document(&e, &open, &page, &mut ways, volume.documents.len());
                    found.at = e.at..e.at;
                    volume.documents.push(found);
                }
                let told = matches!(e.name.as_ref(), "persName" | "person") && e.get("xml:id").is_some();
                if told && let Some(list) = open.iter_mut().find(|o| o.list) {
                    list.persons = true;
                }
                let heads = e.name == "head" && !within && open.last().is_some_and(|o| o.division);
                open.push(own);
                if heads {
                    let words = without_notes(&mut nodes);
                    open.pop();
                    if let Some(o) = open.last_mut() {
                        o.head.get_or_insert(words);
                    }
                }
            }
            Node::End(_) => {
                let Some(o) = open.pop() else { continue };
                let end = nodes.offset().min(source.len());
                if let Some(found) = o.document.and_then(|d| volume.documents.get_mut(d)) {
                    found.at.end = end;
                }
                let outermost = !open.iter().any(|p| p.list);
                if o.list && outermost && o.persons {
                    volume.lists.push(o.at..end);
                }
            }
            Node::Text(_) => {}
        }
    }
    volume
}

/// The name of the outermost element.
fn first(source: &str) -> Option<String> {
    Nodes::new(source).find_map(|n| match n {
        Node::Start(e) => Some(e.name.into_owned()),
        _ => None,
    })
}

fn is_document(e: &Element<'_>, in_group: bool, corpus: bool) -> bool {
    match e.name.as_ref() {
        "TEI" => corpus,
        "text" => in_group,
        "div" | "div1" | "div2" | "div3" | "div4" => {
            let kind = e.get("type").unwrap_or_default().to_lowercase();
            WORDS.document.contains(&kind)
        }
        _ => false,
    }
}

/// Whether a division is a list of persons by its type or id.
fn names_persons(e: &Element<'_>) -> bool {
    ["type", "subtype", "xml:id"]
        .iter()
        .filter_map(|n| e.get(n))
        .any(|v| WORDS.persons.contains(&v.to_lowercase()))
}

/// What the volume says of a document that begins.
fn document(
    e: &Element<'_>,
    open: &[Open],
    page: &(Option<String>, Option<String>),
    ways: &mut BTreeMap<String, u32>,
    n: usize,
) -> Found {
    let own = e.get("xml:id").or(e.get("n")).map(tidy).filter(|w| !w.is_empty());
    let plain = own.unwrap_or_else(|| (n + 1).to_string()).replace(['/', '\\'], "-");
    let seen = ways.entry(plain.clone()).or_default();
    *seen += 1;
    let way = if *seen > 1 { format!("{plain}~{seen}") } else { plain };
    let mut given = Vec::new();
    for head in open.iter().filter_map(|o| o.head.as_ref()).filter(|h| !h.is_empty()) {
        given.push(("series".to_owned(), head.clone()));
    }
    if let (Some(label), image) = page {
        given.push((FIRST_PAGE.to_owned(), label.clone()));
        given.extend(image.iter().map(|i| (FIRST_IMAGE.to_owned(), i.clone())));
    }
    Found { at: 0..0, way, given }
}

/// The words of the element begun last, without those of its notes.
fn without_notes(nodes: &mut Nodes<'_>) -> String {
    let depth = nodes.path().len();
    let mut words = String::new();
    while nodes.path().len() >= depth {
        match nodes.next() {
            Some(Node::Start(e)) if e.name == "note" => nodes.skip(),
            Some(Node::Start(e)) if matches!(e.name.as_ref(), "lb" | "pb") => words.push(' '),
            Some(Node::Text(text)) => words.push_str(&text),
            Some(_) => {}
            None => break,
        }
    }
    tidy(&words).chars().take(500).collect()
}
