//! COinS: a citation inside a page that Zotero and its kin pick up (OpenURL ContextObject in a `<span class="Z3988">`).

use super::{Citation, Kind};

/// The value of the span's `title`, not yet escaped for HTML.
pub fn context(citation: &Citation) -> String {
    let item = &citation.item;
    let mut out = "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc".to_owned();
    let mut put = |key: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&format!("&rft.{key}={}", percent(value)));
        }
    };
    // The types are Zotero's: it takes them as they stand.
    let kind = match item.kind {
        Kind::Message => "letter",
        Kind::Manuscript => "manuscript",
        Kind::Press => "newspaperArticle",
        Kind::Page => "webpage",
        Kind::Treaty | Kind::Document => "document",
    };
    put("type", kind);
    put("title", item.title.as_deref().or(item.genre.as_deref()).unwrap_or_default());
    item.authors.iter().for_each(|n| put("creator", &n.sorted()));
    item.recipients.iter().for_each(|n| put("contributor", &n.sorted()));
    put("date", &item.date.as_ref().map(|d| d.first.iso()).unwrap_or_default());
    put("source", item.container.as_deref().or(item.kept.archive.as_deref()).unwrap_or_default());
    put("publisher", item.publisher.as_deref().unwrap_or_default());
    put("language", item.language.as_deref().unwrap_or_default());
    put("identifier", item.url.as_deref().unwrap_or_default());
    out
}

/// Percent-encodes everything but letters, digits and a few marks.
fn percent(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
