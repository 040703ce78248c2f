//! A web page as browsers save it in one file: the page itself, with the address it came from.

use memcon_model::Severity;

use super::body::{characters, root};
use super::date;
use super::entity::{Entities, entities};
use crate::{Hint, Reading};

/// Reads a saved page into `reading`.
pub(crate) fn read(bytes: &[u8], hint: Hint<'_>, reading: &mut Reading) {
    reading.notices.clear();
    let saved = entities(bytes);
    let Some(page) = page(&saved).and_then(|n| saved.all.get(n)) else {
        reading.note(Severity::Error, "The file has the form of a saved page, and no page is in it.");
        return;
    };
    let (source, encoding) = characters(page);
    reading.encoding = encoding.to_owned();
    crate::html::read(&source, hint, reading);
    // The page's own word on its address goes before the browser's.
    let has = |reading: &Reading, name: &str| reading.metadata.iter().any(|(n, _)| n == name);
    let address = saved.fields.value("snapshot-content-location").or_else(|| page.location.clone());
    let address = address.filter(|a| a.starts_with("http://") || a.starts_with("https://"));
    if let Some(address) = address.filter(|_| !has(reading, "url")) {
        reading.metadata.push(("url".to_owned(), address));
    }
    if let Some(day) = saved.fields.value("date").as_deref().and_then(date::edtf) {
        reading.metadata.push(("saved".to_owned(), day));
    }
    if reading.title.is_none() {
        reading.title = saved.fields.value("subject");
    }
    if saved.unfinished {
        reading.note(
            Severity::Warning,
            "The saved page ends before its last part is closed. Look whether it was copied whole.",
        );
    }
}

/// The page among the parts: the one that the others dress, else the first.
fn page(saved: &Entities<'_>) -> Option<usize> {
    let html = |n: usize| {
        saved
            .all
            .get(n)
            .is_some_and(|e| matches!(e.kind.value.as_str(), "text/html" | "application/xhtml+xml"))
    };
    let holder = saved.all.iter().find(|e| e.is_multipart());
    holder
        .and_then(|h| root(saved, h))
        .filter(|n| html(*n))
        .or_else(|| (0..saved.all.len()).find(|n| html(*n)))
}
