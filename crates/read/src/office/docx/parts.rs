//! Parts of a Word package: how they name one another, and where notes and remarks begin and end in theirs.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::xml::{Node, Nodes};

/// What a part names under an id.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    /// The last word of its kind ("footnotes", "header", "hyperlink").
    pub kind: String,
    /// The part's name in the package, or an address outside it.
    pub target: String,
    /// Whether it is outside the package. Nothing outside is ever opened.
    pub outside: bool,
}

/// Everything a part names.
pub(super) type Relations = BTreeMap<String, Relation>;

/// Reads the relations of a part that lies in `folder`.
pub(super) fn relations(source: &str, folder: &str) -> Relations {
    let mut out = Relations::new();
    for node in Nodes::new(source) {
        let Node::Start(e) = node else { continue };
        let (Some(id), Some(target)) = (e.get("Id"), e.get("Target")) else { continue };
        let kind = e.get("Type").unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned();
        let outside = e.get("TargetMode").is_some_and(|m| m.eq_ignore_ascii_case("external"));
        let target =
            if outside || target.starts_with('#') { target.to_owned() } else { inside(folder, target) };
        out.insert(id.to_owned(), Relation { kind, target, outside });
    }
    out
}

/// A target as a name in the package.
fn inside(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            other => steps.push(other),
        }
    }
    steps.join("/")
}

/// Where the relations of a part are kept.
pub(super) fn relations_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}_rels/{name}.rels")
}

/// A note or remark in its part.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Where in the source.
    pub range: Range<usize>,
    /// How many paragraphs stand before it.
    pub count: usize,
    /// Its attributes.
    pub attributes: BTreeMap<String, String>,
}

/// The pieces of a part, by id, and their ids in order.
pub(super) type Pieces = (BTreeMap<String, Piece>, Vec<String>);

/// The pieces of a part of notes or remarks.
pub(super) fn pieces(source: &str, name: &str) -> Pieces {
    let mut out = BTreeMap::new();
    let mut order = Vec::new();
    let mut open: Option<(String, Piece)> = None;
    let mut count = 0;
    let mut nodes = Nodes::new(source);
    while let Some(node) = nodes.next() {
        match node {
            Node::Start(e) if e.name == name && open.is_none() => {
                let attributes: BTreeMap<String, String> =
                    e.attributes.iter().map(|(k, v)| (k.to_string(), v.clone())).collect();
                let id = attributes.get("id").cloned().unwrap_or_default();
                open = Some((id, Piece { range: e.at..e.at, count, attributes }));
            }
            Node::Start(e) if e.name == "p" => count += 1,
            Node::End(n) if n == name => {
                if let Some((id, mut piece)) = open.take() {
                    piece.range.end = nodes.offset();
                    order.push(id.clone());
                    out.insert(id, piece);
                }
            }
            _ => {}
        }
    }
    (out, order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_names_in_the_package() {
        assert_eq!(inside("word", "footnotes.xml"), "word/footnotes.xml");
        assert_eq!(inside("word", "/word/a.xml"), "word/a.xml");
        assert_eq!(inside("word", "../../../etc/passwd"), "etc/passwd");
        assert_eq!(relations_of("word/document.xml"), "word/_rels/document.xml.rels");
    }
}
