//! Addresses of pages, and back: ids may hold slashes, dots, any script, anything.
//!
//! An id goes into the path with its slashes kept, so that an address reads like a file's path.
//! What a browser would change on the way (`.` and `..`, double slashes) or what this room reads
//! itself (`.json` at the end) is written `~XX`, the rest as percent-encoded UTF-8.

use memcon_review::Fingerprint;

/// The part of an address that stands for `id`.
pub fn encode(id: &str) -> String {
    let mut out = String::with_capacity(id.len() + 8);
    let segments: Vec<&str> = id.split('/').collect();
    let last = segments.len() - 1;
    for (n, segment) in segments.iter().enumerate() {
        if n > 0 {
            // An empty segment would be a double slash, which proxies fold into one.
            let folds = segment.is_empty() || segments[n - 1].is_empty();
            out.push_str(if folds { "~2F" } else { "/" });
        }
        let twin = n == last && segment.ends_with(".json");
        if segment.chars().all(|c| c == '.') {
            out.push_str(&"~2E".repeat(segment.len()));
        } else if twin {
            quote(&segment[..segment.len() - 5], &mut out);
            out.push_str("~2Ejson");
        } else {
            quote(segment, &mut out);
        }
    }
    out
}

/// Percent-encodes everything but letters, digits and a few marks; `~` becomes `~7E`.
fn quote(segment: &str, out: &mut String) {
    use std::fmt::Write;
    for byte in segment.bytes() {
        match byte {
            b'~' => out.push_str("~7E"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(byte as char),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
}

/// The id that `part` of an address stands for (percent signs already decoded).
pub fn decode(part: &str) -> String {
    let mut out = Vec::with_capacity(part.len());
    let bytes = part.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], hex(bytes, at + 1)) {
            (b'~', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Undoes percent-encoding; `plus` also turns `+` into a space (queries). Ill-formed UTF-8 becomes U+FFFD.
pub fn percent_decode(part: &str, plus: bool) -> String {
    let mut out = Vec::with_capacity(part.len());
    let bytes = part.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], hex(bytes, at + 1)) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
                continue;
            }
            (b'+', _) if plus => out.push(b' '),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The byte written as two hexadecimal digits at `at`.
fn hex(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |i: usize| bytes.get(i).and_then(|b| (*b as char).to_digit(16));
    Some((digit(at)? * 16 + digit(at + 1)?) as u8)
}

/// A query of an address: the values in their order.
pub fn query(raw: &str) -> Vec<(String, String)> {
    raw.split('&')
        .filter(|p| !p.is_empty())
        .map(|p| {
            let (k, v) = p.split_once('=').unwrap_or((p, ""));
            (percent_decode(k, true), percent_decode(v, true))
        })
        .collect()
}

/// A value inside a query.
pub fn query_value(value: &str) -> String {
    let mut out = String::new();
    quote(value, &mut out);
    out.replace("~7E", "%7E")
}

/// The page of a document.
pub fn document_link(id: &str) -> String {
    format!("/documents/{}", encode(id))
}

/// A passage of a document, `start..end` in code points: shown, marked, with everything around it.
pub fn passage_link(id: &str, start: u32, end: u32) -> String {
    format!("/documents/{}?at={start}-{end}#c{start}-{end}", encode(id))
}

/// [`passage_link`] with the fingerprint of its words, so that whoever follows it learns whether they are still there.
pub fn passage_of(id: &str, (start, end): (u32, u32), words: &str) -> String {
    let print = Fingerprint::of(words);
    format!("/documents/{}?at={start}-{end}&is={print}#c{start}-{end}", encode(id))
}

/// A page by kind and id (`people`, `events`, `issues`).
pub fn item_link(kind: &str, id: &str) -> String {
    format!("/{kind}/{}", encode(id))
}

/// The page on which the chain behind a turn is drawn.
pub fn chain_link(document: &str, turn: &str) -> String {
    format!("/chain/{}?turn={}", encode(document), query_value(turn))
}

/// The JSON twin of a page's address.
pub fn twin(path: &str) -> String {
    if path == "/" { "/index.json".to_owned() } else { format!("{path}.json") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn there_and_back(id: &str, address: &str) {
        let link = document_link(id);
        assert_eq!(link, format!("/documents/{address}"));
        assert_eq!(decode(&percent_decode(&link["/documents/".len()..], false)), id);
    }

    #[test]
    fn ids_come_back_whole() {
        there_and_back("minutes/first day.txt", "minutes/first%20day.txt");
        there_and_back("../etc/./x", "~2E~2E/etc/~2E/x");
        there_and_back("list.json", "list~2Ejson");
        there_and_back("/a//b", "~2Fa~2F~2Fb");
        there_and_back("~2E 100%?#\\", "~7E2E%20100%25%3F%23%5C");
        there_and_back("회의/1.txt", "%ED%9A%8C%EC%9D%98/1.txt");
    }
}
