//! Lists in XML: TEI (`person` with `persName`, or items of a list that begin with a `persName`) and EAC-CPF.

use std::io::BufRead;

use memcon_model::Listed;

use super::Entries;
use super::xml::{Piece, Pieces};

/// Depth of elements beyond which a file is refused.
const DEEPEST: usize = 200;

/// An entry in the making.
#[derive(Default)]
struct Making {
    /// The element that ends it, and how deep it stands.
    depth: usize,
    id: String,
    names: Vec<String>,
    note: String,
    /// Whether it is a body or family, not a person.
    nobody: bool,
}

/// A name in the making: its parts, and the words outside of them.
#[derive(Default)]
struct Name {
    depth: usize,
    family: String,
    given: String,
    rest: String,
}

impl Name {
    /// As lists print it: family name first, where the parts tell it.
    fn whole(&self) -> String {
        match (self.family.trim(), self.given.trim()) {
            ("", given) => format!("{given} {}", self.rest.trim()),
            (family, "") => format!("{} {family}", self.rest.trim()),
            (family, given) => format!("{family}, {given}"),
        }
    }
}

pub(super) fn read(source: &mut impl BufRead, out: &mut Entries) -> anyhow::Result<()> {
    let mut pieces = Pieces::new(source);
    let mut path: Vec<(String, String)> = Vec::new();
    let mut making: Option<Making> = None;
    let mut name: Option<Name> = None;
    loop {
        let piece = pieces.next().map_err(|e| out.fault(pieces.line, e))?;
        match piece {
            None => break,
            Some(Piece::Open(tag, attributes)) => {
                if path.len() >= DEEPEST {
                    return Err(out.fault(pieces.line, "elements nested too deeply"));
                }
                let get = |wanted: &str| {
                    attributes.iter().find(|(k, _)| k == wanted).map(|(_, v)| v.clone()).unwrap_or_default()
                };
                let kind = get("localType") + &get("type");
                path.push((tag.clone(), kind));
                let starts = matches!(tag.as_str(), "person" | "item" | "eac-cpf");
                // A list inside a list: the innermost item counts.
                if starts && making.as_ref().is_none_or(|m| m.names.is_empty() && tag == "item") {
                    making = Some(Making { depth: path.len(), id: get("id"), ..Making::default() });
                    name = None;
                }
                if let Some(m) = &mut making
                    && matches!(tag.as_str(), "persName" | "nameEntry")
                    && name.is_none()
                {
                    // In an item only its first name is the person's own; others stand in the note.
                    let in_item = path.get(m.depth - 1).is_some_and(|(t, _)| t == "item");
                    if !in_item || m.names.is_empty() {
                        if m.id.is_empty() {
                            m.id = get("id");
                        }
                        name = Some(Name { depth: path.len(), ..Name::default() });
                    }
                }
            }
            Some(Piece::Text(text)) => {
                if let Some(m) = &mut making {
                    take(&path, m, name.as_mut(), &text);
                }
            }
            Some(Piece::Close(tag)) => {
                let depth = path.len();
                if name.as_ref().is_some_and(|n| n.depth == depth)
                    && let (Some(n), Some(m)) = (name.take(), &mut making)
                {
                    m.names.push(n.whole());
                }
                if let Some(m) = making.take_if(|m| m.depth == depth)
                    && !m.names.is_empty()
                    && !m.nobody
                    && (tag != "item" || !m.id.is_empty())
                {
                    out.add(pieces.line, listed(m))?;
                }
                if path.pop().is_none_or(|(open, _)| open != tag) {
                    return Err(out.fault(pieces.line, format!("</{tag}> closes no <{tag}>")));
                }
            }
        }
    }
    match path.last() {
        Some((tag, _)) => Err(out.fault(pieces.line, format!("<{tag}> is not closed"))),
        None => Ok(()),
    }
}

fn listed(m: Making) -> Listed {
    let mut names = m.names.into_iter();
    let note = m.note.trim().trim_start_matches([',', ';', ':']).trim().to_owned();
    Listed { id: m.id, name: names.next().unwrap_or_default(), note, other_names: names.collect() }
}

/// Puts a text where its element says it belongs.
fn take(path: &[(String, String)], m: &mut Making, name: Option<&mut Name>, text: &str) {
    let Some((tag, kind)) = path.last() else { return };
    if let Some(name) = name {
        let kind = kind.to_ascii_lowercase();
        let part = match tag.as_str() {
            "surname" => &mut name.family,
            "forename" => &mut name.given,
            "part" if kind.contains("surname") || kind.contains("family") => &mut name.family,
            "part" if kind.contains("forename") || kind.contains("given") => &mut name.given,
            "useDates" | "fromDate" | "toDate" | "authorizedForm" | "alternativeForm" => return,
            _ => &mut name.rest,
        };
        part.push_str(text);
        part.push(' ');
        return;
    }
    let inside = |wanted: &[&str]| path.iter().skip(m.depth - 1).any(|(t, _)| wanted.contains(&t.as_str()));
    match tag.as_str() {
        "recordId" | "eacid" => m.id = text.trim().to_owned(),
        "entityType" => m.nobody = text.trim() != "person",
        _ => {
            let item = path.get(m.depth - 1).is_some_and(|(t, _)| t == "item");
            let told = [
                "note",
                "occupation",
                "biogHist",
                "description",
                "existDates",
                "function",
                "birth",
                "death",
                "floruit",
                "affiliation",
                "state",
                "trait",
                "event",
            ];
            if (item && !m.names.is_empty()) || inside(&told) {
                m.note.push_str(text);
                if !item {
                    m.note.push(' ');
                }
            }
        }
    }
}
