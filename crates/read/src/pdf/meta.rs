//! What the file says of itself: document information, XMP, language.

use pdf_oxide::PdfDocument;

use super::objects::{Dict, date, dict, resolved, string};
use crate::Reading;
use crate::xml::{Node, Nodes};

/// Largest packet of XMP that is read.
const LARGEST: usize = 1 << 20;

/// Fills title and metadata of `reading`.
pub(crate) fn read(doc: &PdfDocument, catalog: &Dict, reading: &mut Reading) {
    let info =
        doc.trailer().as_dict().and_then(|t| t.get("Info")).and_then(|i| dict(doc, i)).unwrap_or_default();
    let told = |key: &str| info.get(key).and_then(|v| string(doc, v));
    let xmp = packet(doc, catalog).map(|p| properties(&p)).unwrap_or_default();
    let from = |name: &str| xmp.iter().filter(|(n, _)| n == name).map(|(_, v)| v.clone()).collect::<Vec<_>>();
    let title = told("Title").or_else(|| from("title").into_iter().next());
    reading.title = title.filter(|t| !is_file_name(t));
    let mut authors = from("creator");
    if let Some(author) = told("Author").filter(|a| !authors.contains(a)) {
        authors = vec![author];
    }
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            reading.metadata.push((name.to_owned(), value));
        }
    };
    for author in authors {
        add("author", Some(author));
    }
    add("created", told("CreationDate").map(|d| date(&d)).or_else(|| from("CreateDate").into_iter().next()));
    let language = catalog.get("Lang").and_then(|l| string(doc, l));
    add("language", language.or_else(|| from("language").into_iter().next()));
    add("keywords", told("Keywords"));
    add("producer", told("Producer").or_else(|| told("Creator")));
}

/// Whether a title is only the name of the file that the PDF was made from, or what programs write for want of one.
fn is_file_name(title: &str) -> bool {
    if title.eq_ignore_ascii_case("untitled") {
        return true;
    }
    let Some((_, extension)) = title.rsplit_once('.') else { return false };
    (2..=5).contains(&extension.len())
        && extension.bytes().all(|b| b.is_ascii_alphanumeric())
        && extension.bytes().any(|b| b.is_ascii_alphabetic())
}

/// The XMP packet; only where it is not packed, as XMP should be, or packed small.
fn packet(doc: &PdfDocument, catalog: &Dict) -> Option<String> {
    let stream = resolved(doc, catalog.get("Metadata")?);
    let bytes = stream.decode_stream_data().ok().filter(|b| b.len() <= LARGEST)?;
    String::from_utf8(bytes).ok()
}

/// Properties that matter, in order: as elements, as items of a list, or as attributes.
fn properties(packet: &str) -> Vec<(String, String)> {
    const NAMES: [&str; 4] = ["title", "creator", "language", "CreateDate"];
    let mut found = Vec::new();
    let mut nodes = Nodes::new(packet);
    while let Some(node) = nodes.next() {
        match node {
            Node::Start(e) => {
                for (name, value) in &e.attributes {
                    if NAMES.contains(&name.as_ref()) && !value.trim().is_empty() {
                        found.push((name.to_string(), value.trim().to_owned()));
                    }
                }
            }
            Node::Text(text) if !text.trim().is_empty() => {
                let path = nodes.path();
                if let Some(name) = path.iter().rev().take(3).find(|n| NAMES.contains(&n.as_ref())) {
                    found.push((name.to_string(), text.trim().to_owned()));
                }
            }
            _ => {}
        }
    }
    found
}
