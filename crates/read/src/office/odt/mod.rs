//! OpenDocument text: the package or the flat file, and the order in which its parts are read.

mod body;
mod changes;
mod lists;
mod styles;

use memcon_model::Severity;

use self::body::Doc;
use self::styles::Styles;
use super::archive::Package;
use super::compose::compose;
use super::flow::Story;
use super::{number, properties};
use crate::xml::{Node, Nodes};
use crate::{Hint, Reading};

/// Reads an OpenDocument file into `reading`.
pub(crate) fn read(bytes: &[u8], _hint: Hint<'_>, reading: &mut Reading) {
    if !bytes.starts_with(b"PK") {
        if let Some(decoded) = crate::decode::decode(bytes, true) {
            read_parts(&decoded.text, None, &decoded.text, "", false, reading);
        }
        return;
    }
    let Some(mut package) = Package::open(bytes) else {
        reading.note(
            Severity::Error,
            "The file is damaged: nothing in it can be unpacked. Look for a whole copy.",
        );
        return;
    };
    let manifest = package.text("META-INF/manifest.xml").unwrap_or_default();
    if manifest.contains("encryption-data") || package.has("encrypted-package") {
        let message = "The file is locked by a password. Open it in a word processor, save it without a password, and add that.";
        reading.note(Severity::Error, message);
        return;
    }
    let Some(content) = package.text("content.xml") else {
        package.complain(reading);
        let message = "The OpenDocument file holds no text that can be read. Open it in a word processor, save it anew, and add that.";
        reading.note(Severity::Error, message);
        return;
    };
    reading.encoding = "UTF-8".into();
    let styles = package.text("styles.xml").unwrap_or_default();
    let meta = package.text("meta.xml").unwrap_or_default();
    let macros = package.names().any(|n| {
        let library = n.starts_with("Basic/")
            && n.ends_with(".xml")
            && !n.ends_with("script-lb.xml")
            && !n.ends_with("script-lc.xml");
        library || n.starts_with("Scripts/") && !n.ends_with('/')
    });
    read_parts(&content, Some(&styles), &meta, "content.xml", macros, reading);
    package.complain(reading);
}

/// Reads the parts of a file; `styles` = `None` where all is in `content`.
fn read_parts(
    content: &str,
    styles: Option<&str>,
    meta: &str,
    part: &str,
    macros: bool,
    reading: &mut Reading,
) {
    let told_pages = describe(meta, reading);
    let mut all = Styles::default();
    if let Some(styles) = styles {
        all.read(styles, true);
    }
    all.read(content, false);
    let running = std::mem::take(&mut all.running);
    let mut doc = Doc::new(all);
    doc.flow.left_out.macros = macros;
    doc.page(true, None);
    doc.read(part, content, 0, false);
    let (source, part) = match styles {
        Some(styles) => (styles, "styles.xml"),
        None => (content, ""),
    };
    for place in running {
        doc.flow.begin(match (place.head, place.first) {
            (true, true) => Story::FirstHead,
            (true, false) => Story::Head,
            (false, _) => Story::Foot,
        });
        doc.read(part, source.get(place.range).unwrap_or(""), place.count, styles.is_some());
        doc.flow.end();
    }
    if doc.numbered {
        let mut count = 0i64;
        for (label, (given, system)) in doc.flow.pages.iter_mut().zip(&doc.pages) {
            count = given.unwrap_or(count.saturating_add(1));
            *label = Some(Some(number::print(system, count)));
        }
    }
    let laid_out = doc.flow.laid_out;
    let title = doc.title.take();
    compose(doc.flow, reading);
    super::settle_pages(laid_out, told_pages, reading);
    properties::title(reading, title);
    super::tell_cut(content, reading);
    if reading.text.trim().is_empty() {
        reading.note(
            Severity::Warning,
            "The file holds no words. If it holds pictures of pages, recognise their text and add that.",
        );
    }
}

/// What the file says of itself; gives the number of pages that it tells.
fn describe(meta: &str, reading: &mut Reading) -> usize {
    let mut pages = 0;
    let mut nodes = Nodes::new(meta);
    while let Some(node) = nodes.next() {
        let e = match node {
            Node::Start(e) => e,
            Node::End(n) if n == "meta" => break,
            _ => continue,
        };
        let name = match e.name.as_ref() {
            "title" => "title",
            "initial-creator" => "author",
            "creator" => "modified_by",
            "creation-date" => "created",
            "date" => "modified",
            "language" => "language",
            "subject" => "subject",
            "keyword" => "keywords",
            "description" => "file_comment",
            "generator" => "application",
            "user-defined" => {
                let name = e.get("name").unwrap_or_default().to_owned();
                let words = nodes.words();
                properties::keep_own(reading, &name, &words);
                continue;
            }
            "document-statistic" => {
                pages = e.get("page-count").and_then(|c| c.parse().ok()).unwrap_or(0);
                continue;
            }
            _ => continue,
        };
        let words = nodes.words();
        properties::keep(reading, name, &words);
    }
    pages
}
