//! TEI P5, and the words of any other XML.
//!
//! `parts` takes volumes apart; `header` reads what the TEI header says of a document, `body` its words.

mod body;
mod header;
mod parts;
#[cfg(test)]
mod tests;
mod values;

pub(crate) use parts::{lists, parts};

use crate::writer::Writer;
use crate::xml::{Node, Nodes};
use crate::{BlockKind, Hint, Reading};

/// What a volume says of the page on which a document of its begins, among what is given of the document.
const FIRST_PAGE: &str = "first_page";
/// The same for the picture of the page.
const FIRST_IMAGE: &str = "first_image";
/// The name of the list of persons to which the keys in the document belong.
const LIST: &str = "persons_list";

/// Reads a TEI document, or one division of a volume, into `reading`. `skipped`: bytes of the original before `source`;
/// `None` = the two are encoded differently.
pub(crate) fn read(source: &str, skipped: Option<usize>, hint: Hint<'_>, reading: &mut Reading) {
    let head = header::read(source);
    let given = |name: &str| hint.given.iter().find(|g| g.0 == name).map(|g| g.1.as_str());
    let mut body = body::Body::new(source, skipped, head.edited || given(LIST).is_some());
    if let Some(label) = given(FIRST_PAGE) {
        body.writer.page(Some(label), given(FIRST_IMAGE));
    }
    body.read();
    reading.title = head.title.clone();
    reading.metadata = head.fields;
    reading.metadata.append(&mut body.fields);
    if given(LIST).is_none()
        && let Some(name) = list_name(hint.path).or(head.id)
    {
        reading.metadata.push((LIST.to_owned(), name));
    }
    if let Some(why) = body.broken.take() {
        reading.note(
            memcon_model::Severity::Warning,
            format!("The file breaks off or is no sound XML ({why}); what stands before was read."),
        );
    }
    body.writer.finish(reading);
}

/// The name under which the persons of a file are listed: the file's without folders and ending.
pub(crate) fn list_name(path: Option<&str>) -> Option<String> {
    let name = path?.rsplit(['/', '\\']).next()?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    (!stem.is_empty()).then(|| stem.to_owned())
}

/// Reads the words of any XML into `reading`: an element that holds other elements with words between blank lines, one
/// that stands between words in their flow.
pub(crate) fn read_any(source: &str, _hint: Hint<'_>, reading: &mut Reading) {
    let mut writer = Writer::default();
    let mut nodes = Nodes::new(source);
    // Of each open element: where it began and whether words stand directly in it.
    let mut open: Vec<(crate::writer::Begun, bool, bool)> = Vec::new();
    for node in nodes.by_ref() {
        match node {
            Node::Start(_) => {
                // Inside a run of words an element is part of the run.
                let inline = open.last().is_some_and(|o| o.1);
                if !inline {
                    writer.gap();
                }
                open.push((writer.begin(), inline, inline));
            }
            Node::Text(words) => {
                if !words.trim().is_empty()
                    && let Some(o) = open.last_mut()
                {
                    o.1 = true;
                }
                writer.flowing(&words);
            }
            Node::End(_) => {
                if let Some((begun, worded, inline)) = open.pop()
                    && !inline
                {
                    if worded {
                        writer.block(begun, BlockKind::Paragraph);
                    }
                    writer.gap();
                }
            }
        }
    }
    let broken = nodes.broken.take();
    writer.finish(reading);
    if let Some(why) = broken {
        reading.note(
            memcon_model::Severity::Warning,
            format!("The file breaks off or is no sound XML ({why}); what stands before was read."),
        );
    }
}
