//! The TEI header: title, those who made it, where the source lies, who wrote to whom.

use super::values::{date, key, tidy};
use crate::xml::{Element, Node, Nodes};

/// Longest value kept, in characters.
const LONGEST: usize = 2_000;
/// Most values kept.
const MOST: usize = 200;

/// What a header says.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// The title.
    pub title: Option<String>,
    /// (name, value); names of the description's fields mean these.
    pub fields: Vec<(String, String)>,
    /// The id of the file's outermost element.
    pub id: Option<String>,
    /// Whether it is an edition of a source, whose notes are the editor's.
    pub edited: bool,
}

impl Header {
    fn add(&mut self, name: &str, value: &str) {
        let value: String = tidy(value).chars().take(LONGEST).collect();
        let pair = (name.to_owned(), value);
        if pair.1.chars().any(char::is_alphanumeric)
            && self.fields.len() < MOST
            && !self.fields.contains(&pair)
        {
            self.fields.push(pair);
        }
    }
}

/// The manuscript that the source description names.
#[derive(Default)]
struct Shelf {
    settlement: Option<String>,
    repository: Option<String>,
    number: Option<String>,
}

/// Reads the first header of a file.
pub(super) fn read(source: &str) -> Header {
    let mut h = Header::default();
    let mut nodes = Nodes::new(source);
    let mut first = true;
    let mut inside = false;
    let mut shelf = Shelf::default();
    // The titles with their kinds, and the action of correspondence that is open.
    let mut titles: Vec<(String, String)> = Vec::new();
    let mut action = String::new();
    while let Some(node) = nodes.next() {
        match node {
            Node::Start(e) if first => {
                first = false;
                h.id = e.get("xml:id").map(str::to_owned);
                // A document that was cut out of a volume.
                h.edited = e.name.starts_with("div") && e.get("type") == Some("document");
                if !matches!(e.name.as_ref(), "TEI" | "TEI.2" | "teiCorpus" | "teiHeader") {
                    return h;
                }
                inside |= e.name == "teiHeader";
            }
            Node::Start(e) if e.name == "teiHeader" => inside = true,
            Node::Start(e) if matches!(e.name.as_ref(), "text" | "TEI") => break,
            Node::Start(e) if inside => {
                if e.name == "correspAction" {
                    action = e.get("type").unwrap_or_default().to_owned();
                }
                element(&mut h, &mut nodes, &e, &action, &mut titles, &mut shelf);
            }
            Node::End(name) if name == "teiHeader" => break,
            _ => {}
        }
    }
    let wanted = ["complete", "main", ""];
    let title = wanted.iter().find_map(|w| titles.iter().find(|t| t.0 == *w)).or(titles.first());
    h.title = title.map(|t| t.1.clone());
    if let Some(title) = h.title.clone() {
        h.fields.insert(0, ("title".to_owned(), title));
    }
    let place = [shelf.settlement, shelf.repository].into_iter().flatten().collect::<Vec<_>>().join(", ");
    h.edited |= !place.is_empty();
    h.add("archive", &place);
    if let Some(number) = shelf.number {
        h.add("record_id", &number);
    }
    h
}

/// One element of the header; takes its words where it holds what is looked for.
fn element(
    h: &mut Header,
    nodes: &mut Nodes<'_>,
    e: &Element<'_>,
    action: &str,
    titles: &mut Vec<(String, String)>,
    shelf: &mut Shelf,
) {
    let path: Vec<String> = nodes.path().iter().rev().take(4).map(|n| n.to_string()).collect();
    let within = |name: &str| nodes.path().iter().any(|n| n == name);
    let parent = path.get(1).map_or("", String::as_str);
    let kind = e.get("type").unwrap_or_default().to_owned();
    let told = date(e).or_else(|| e.get("when").map(str::to_owned));
    match (parent, e.name.as_ref()) {
        // The description of the source has a title and a publisher of its own.
        ("titleStmt" | "publicationStmt", _) if within("biblFull") => {}
        ("titleStmt", "title") => titles.push((kind, tidy(&nodes.words()))),
        ("titleStmt", "author") => h.add("author", &nodes.words()),
        ("titleStmt", "editor") => {
            h.edited = true;
            h.add("credits", &nodes.words());
        }
        ("seriesStmt", "title") => h.add("series", &nodes.words()),
        ("publicationStmt", "publisher" | "authority") => h.add("publisher", &nodes.words()),
        ("publicationStmt", "date") => {
            let words = nodes.words();
            h.add("edition_date", &told.unwrap_or(words));
        }
        ("publicationStmt", "idno") => {
            let name = if kind.eq_ignore_ascii_case("url") { "url" } else { "edition_id" };
            h.add(name, &nodes.words());
        }
        ("availability", "licence" | "p") => {
            let target = e.get("target").unwrap_or_default().to_owned();
            let words = nodes.words();
            h.add("rights", if words.trim().is_empty() { &target } else { &words });
        }
        ("sourceDesc", "bibl" | "biblStruct") => h.add("citation", &nodes.words()),
        ("msIdentifier", "settlement") => shelf.settlement = Some(tidy(&nodes.words())),
        ("msIdentifier", "repository" | "institution") => shelf.repository = Some(tidy(&nodes.words())),
        ("msIdentifier", "collection") => h.add("collection", &nodes.words()),
        ("msIdentifier", "idno" | "shelfmark") => {
            shelf.number.get_or_insert(tidy(&nodes.words()));
        }
        (_, "origDate") => {
            let words = nodes.words();
            h.add("date", &told.unwrap_or(words));
        }
        (_, "origPlace") => h.add("place", &nodes.words()),
        ("correspAction", name) => correspondence(h, name, action, e, told, nodes),
        (_, "date") if within("creation") && matches!(kind.as_str(), "" | "created" | "creation") => {
            let words = nodes.words();
            h.add("date", &told.unwrap_or(words));
        }
        (_, "placeName") if within("creation") => h.add("place", &nodes.words()),
        ("langUsage", "language") => {
            if let Some(tag) = e.get("ident") {
                h.add("language", tag);
            }
        }
        (_, "abstract") => h.add("summary", &nodes.words()),
        _ => {}
    }
}

/// Who sent or received a letter, where and when.
fn correspondence(
    h: &mut Header,
    name: &str,
    action: &str,
    e: &Element<'_>,
    told: Option<String>,
    nodes: &mut Nodes<'_>,
) {
    h.edited = true;
    let sent = action != "received";
    if !matches!(action, "" | "sent" | "received" | "transmitted") {
        return;
    }
    let field = match name {
        "persName" | "orgName" | "name" | "rs" if action == "transmitted" => return,
        "persName" | "orgName" | "name" | "rs" if sent => "sender",
        "persName" | "orgName" | "name" | "rs" => "addressee",
        "placeName" | "settlement" if sent => "place",
        "placeName" | "settlement" => "place_received",
        "date" if sent => "date",
        "date" => "received",
        _ => return,
    };
    let key = key(e);
    let words = nodes.words();
    match told.filter(|_| name == "date") {
        Some(value) => h.add(field, &value),
        None if words.trim().is_empty() => h.add(field, key.as_deref().unwrap_or_default()),
        None => h.add(field, &words),
    }
}
