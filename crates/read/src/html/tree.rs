//! A parsed page as a flat list in document order: no recursion, any subtree is a range.

use std::borrow::Cow;

use scraper::Html;
use scraper::node::{Element, Node as Parsed};

/// Elements nested deeper than this are read as if they stood side by side (browsers stop at 512).
const DEEPEST: usize = 400;

/// An element or a text of the page.
pub(crate) struct Node<'h> {
    /// Index of the parent; the root is its own.
    pub parent: usize,
    /// Index behind the last descendant.
    pub end: usize,
    /// The element, or its text.
    pub what: What<'h>,
}

/// What a node is.
pub(crate) enum What<'h> {
    /// An element.
    Element(&'h Element),
    /// A text.
    Text(&'h str),
    /// The document itself.
    Root,
}

/// The page in document order.
pub(crate) struct Tree<'h> {
    /// Nodes; a node's descendants follow it up to its `end`.
    pub nodes: Vec<Node<'h>>,
}

impl<'h> Tree<'h> {
    /// Flattens a parsed page.
    pub fn new(html: &'h Html) -> Self {
        let mut nodes = vec![Node { parent: 0, end: 0, what: What::Root }];
        let mut open = vec![0usize];
        let mut at = html.tree.root();
        'walk: loop {
            let mut down = None;
            match at.value() {
                Parsed::Element(element) => {
                    let parent = open.last().copied().unwrap_or(0);
                    open.push(nodes.len());
                    nodes.push(Node { parent, end: 0, what: What::Element(element) });
                    down = at.first_child();
                    if down.is_none() {
                        close(&mut nodes, &mut open);
                    }
                }
                Parsed::Text(text) => {
                    let (parent, end) = (open.last().copied().unwrap_or(0), nodes.len() + 1);
                    nodes.push(Node { parent, end, what: What::Text(text) });
                }
                Parsed::Document | Parsed::Fragment => down = at.first_child(),
                _ => {}
            }
            if let Some(child) = down {
                at = child;
                continue;
            }
            loop {
                if let Some(next) = at.next_sibling() {
                    at = next;
                    break;
                }
                let Some(parent) = at.parent() else { break 'walk };
                if matches!(parent.value(), Parsed::Element(_)) {
                    close(&mut nodes, &mut open);
                }
                at = parent;
            }
        }
        let end = nodes.len();
        nodes[0].end = end;
        Self { nodes }
    }

    /// The element at an index.
    pub fn element(&self, at: usize) -> Option<&'h Element> {
        match self.nodes.get(at)?.what {
            What::Element(element) => Some(element),
            _ => None,
        }
    }

    /// Name of the element at an index; empty for a text.
    pub fn name(&self, at: usize) -> &'h str {
        self.element(at).map_or("", |e| e.name())
    }

    /// Indices of a node's children, in order.
    pub fn children(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.nodes[at].end;
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let child = next;
            (child < end).then(|| {
                next = self.nodes[child].end;
                child
            })
        })
    }

    /// All text below a node, white space folded.
    pub fn text(&self, at: usize) -> String {
        let mut words = String::new();
        for node in &self.nodes[at..self.nodes[at].end] {
            if let What::Text(text) = node.what {
                words.push_str(text);
                words.push(' ');
            }
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn close(nodes: &mut [Node<'_>], open: &mut Vec<usize>) {
    let end = nodes.len();
    if let Some(last) = open.pop() {
        nodes[last].end = end;
    }
}

/// Parses a page; the second value says whether too deep elements were cut.
pub(crate) fn parse(source: &str) -> (Html, bool) {
    let flat = flatten(source);
    let cut = matches!(flat, Cow::Owned(_));
    (Html::parse_document(&flat), cut)
}

/// Elements that hold nothing, or that close the one before them: they do not nest by themselves.
const SHALLOW: [&str; 30] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "option", "optgroup", "thead", "tbody", "tfoot", "html",
    "head", "body", "rt",
];

/// Leaves out the tags of elements nested deeper than [`DEEPEST`]: the parser's work on a page grows with
/// the square of its depth. Pages of ordinary depth pass untouched.
fn flatten(source: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut copied = 0;
    let (mut depth, mut at) = (0usize, 0usize);
    let bytes = source.as_bytes();
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        let open = at + found;
        if bytes[open..].starts_with(b"<!--") {
            at = memchr::memmem::find(&bytes[open + 4..], b"-->").map_or(bytes.len(), |n| open + 4 + n + 3);
            continue;
        }
        let Some(close) = tag_end(bytes, open) else { break };
        // A sign that opens no tag ("4 < 5").
        if close == open {
            at = open + 1;
            continue;
        }
        let (name, ends) = tag_name(&source[open + 1..close]);
        at = close + 1;
        let shallow = SHALLOW.contains(&name.as_str());
        if name.is_empty() || (shallow && depth <= DEEPEST) {
            continue;
        }
        if shallow {
            // Rows and items of what was left out have no place either.
            kept.push_str(&source[copied..open]);
            kept.push(' ');
            copied = at;
            continue;
        }
        if !ends && matches!(name.as_str(), "script" | "style" | "textarea" | "title") {
            at = raw_end(bytes, at, &name);
            continue;
        }
        let skip = if ends {
            depth = depth.saturating_sub(1);
            depth >= DEEPEST
        } else {
            depth += 1;
            depth > DEEPEST
        };
        if skip {
            kept.push_str(&source[copied..open]);
            // A space in the place of the tag, so that no words grow together.
            kept.push(' ');
            copied = at;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(source);
    }
    kept.push_str(&source[copied..]);
    Cow::Owned(kept)
}

/// Offset of the `>` that ends a tag.
fn tag_end(bytes: &[u8], open: usize) -> Option<usize> {
    let first = *bytes.get(open + 1)?;
    if !(first.is_ascii_alphabetic() || first == b'/' || first == b'!' || first == b'?') {
        return Some(open);
    }
    memchr::memchr(b'>', &bytes[open..]).map(|n| open + n)
}

/// Name of a tag in lower case, and whether it is an end tag.
fn tag_name(inside: &str) -> (String, bool) {
    let (rest, ends) = inside.strip_prefix('/').map_or((inside, false), |r| (r, true));
    let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).take(16).collect();
    (name.to_ascii_lowercase(), ends)
}

/// Offset of the end tag of an element whose content is no markup.
fn raw_end(bytes: &[u8], mut at: usize, name: &str) -> usize {
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"</") {
        at += found;
        if bytes.get(at + 2..at + 2 + name.len()).is_some_and(|b| b.eq_ignore_ascii_case(name.as_bytes())) {
            return at;
        }
        at += 2;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_pass_untouched_and_deep_ones_keep_their_words() {
        assert!(matches!(flatten("<div><p>a<br>b</div>"), Cow::Borrowed(_)));
        let deep = format!("{}inner{}", "<div>".repeat(1000), "</div>".repeat(1000));
        let flat = flatten(&deep);
        assert!(flat.contains("inner"));
        assert_eq!(flat.matches("<div>").count(), DEEPEST);
        assert_eq!(flat.matches("</div>").count(), DEEPEST);
    }

    #[test]
    fn a_subtree_is_a_range() {
        let html = Html::parse_document("<ul><li>one<li>two</ul><p>three");
        let tree = Tree::new(&html);
        let list = (0..tree.nodes.len()).find(|&n| tree.name(n) == "ul").unwrap();
        assert_eq!(tree.text(list), "one two");
        assert_eq!(tree.children(list).count(), 2);
    }
}
