//! Tracked changes of an OpenDocument file.

use std::collections::BTreeMap;

use crate::xml::{Node, Nodes};

/// A tracked change.
#[derive(Clone, Debug, Default)]
pub(super) struct Change {
    /// Its place among the changes.
    pub number: u64,
    /// Whether words were put in rather than struck out.
    pub added: bool,
    /// By whom.
    pub by: Option<String>,
    /// The words struck out.
    pub words: String,
}

/// Reads the `text:tracked-changes` begun last.
pub(super) fn changes(nodes: &mut Nodes<'_>) -> BTreeMap<String, Change> {
    let mut out = BTreeMap::new();
    let mut id = String::new();
    let mut open: Option<Change> = None;
    let depth = nodes.path().len();
    while nodes.path().len() >= depth && depth > 0 {
        match nodes.next() {
            Some(Node::Start(e)) => match (e.name.as_ref(), &mut open) {
                ("changed-region", _) => {
                    id = e.get("id").or(e.get("xml:id")).unwrap_or_default().to_owned();
                    open = Some(Change { number: out.len() as u64 + 1, ..Change::default() });
                }
                ("insertion", Some(change)) => change.added = true,
                ("creator", Some(change)) => {
                    change.by = Some(nodes.words().trim().to_owned()).filter(|b| !b.is_empty());
                }
                ("date", Some(_)) => nodes.skip(),
                ("p" | "h" | "line-break", Some(change)) if !change.words.is_empty() => {
                    change.words.push('\n')
                }
                ("s" | "tab", Some(change)) => change.words.push(' '),
                _ => {}
            },
            Some(Node::End(name)) if name == "changed-region" => {
                if let Some(change) = open.take() {
                    out.insert(std::mem::take(&mut id), change);
                }
            }
            Some(Node::Text(text)) => {
                let in_words = nodes.path().iter().any(|n| n == "p" || n == "h");
                if let Some(change) = open.as_mut().filter(|_| in_words) {
                    change.words.push_str(&text);
                }
            }
            Some(Node::End(_)) => {}
            None => break,
        }
    }
    out
}
