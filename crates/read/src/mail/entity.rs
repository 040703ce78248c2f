//! The parts of a message (MIME, RFC 2046) as a flat list, found in one pass over its lines.
//!
//! Nothing is decoded here. A boundary that never closes ends with the message; one that the head promises and the body
//! lacks makes the part text. Messages inside are leaves: who wants their parts reads them alone.

use super::fields::{Fields, Typed, line_end, trim_end};
use super::transfer::Transfer;

/// Multiparts inside multiparts; deeper ones are read as text.
const DEEPEST: usize = 32;
/// Parts of one message.
const MOST: usize = 250_000;

/// One part.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entity<'b> {
    /// Media type, in small letters, with the parameters of the field.
    pub kind: Typed,
    /// What to do with it, as the sender's program says.
    pub disposition: Typed,
    /// How its bytes are written.
    pub transfer: Transfer,
    /// Name by which other parts show it, without angle brackets.
    pub content_id: Option<String>,
    /// Address of what it is a copy of.
    pub location: Option<String>,
    /// Its bytes as they stand.
    pub body: &'b [u8],
    /// Where they begin in the message.
    pub at: usize,
    /// Its path, as IMAP counts: `2.1`.
    pub path: String,
    /// The parts that it holds, where it is a multipart.
    pub children: Vec<usize>,
}

impl Entity<'_> {
    /// Whether it holds parts.
    pub fn is_multipart(&self) -> bool {
        !self.children.is_empty()
    }

    /// Its file's name, as the sender's program gives it.
    pub fn file_name(&self) -> Option<&str> {
        self.disposition.parameter("filename").or_else(|| self.kind.parameter("name"))
    }

    /// Its bytes decoded.
    pub fn bytes(&self) -> std::borrow::Cow<'_, [u8]> {
        self.transfer.decode(self.body)
    }

    /// Whether it is a message of its own.
    pub fn is_message(&self) -> bool {
        matches!(self.kind.value.as_str(), "message/rfc822" | "message/global" | "message/news")
    }
}

/// A message taken apart; the first entity is the whole.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entities<'b> {
    /// The head of the message.
    pub fields: Fields<'b>,
    /// Its parts, each behind the one that holds it.
    pub all: Vec<Entity<'b>>,
    /// Whether there were more parts, or deeper ones, than are read.
    pub cut: bool,
    /// Whether a multipart ends without its last boundary.
    pub unfinished: bool,
}

/// A multipart that is open.
struct Open {
    entity: usize,
    boundary: Vec<u8>,
}

/// Takes a message apart. Linear in its length.
pub(crate) fn entities(bytes: &[u8]) -> Entities<'_> {
    let (fields, at) = Fields::split(bytes);
    let root = entity(&fields, at, String::new(), false);
    let mut found = Entities { fields, all: vec![root], cut: false, unfinished: false };
    let mut open: Vec<Open> = Vec::new();
    // The part whose bytes run on, if any.
    let mut current = Some(0);
    enter(&mut found, 0, &mut open);
    let mut at = at;
    while at < bytes.len() && !open.is_empty() {
        let end = line_end(bytes, at);
        let line = bytes.get(at..end).unwrap_or_default();
        let Some((level, closing)) = boundary(line, &open) else {
            at = end;
            continue;
        };
        close(&mut found, current.take(), bytes, before_break(bytes, at));
        open.truncate(level + 1);
        if closing {
            open.pop();
            at = end;
            continue;
        }
        if found.all.len() >= MOST {
            found.cut = true;
            return found;
        }
        let holder = open.last().map_or(0, |o| o.entity);
        let (head, length) = Fields::split(bytes.get(end..).unwrap_or_default());
        at = end + length;
        let n = found.all.len();
        let (path, digest) = found.all.get(holder).map_or((String::new(), false), |h| {
            let number = h.children.len() + 1;
            let path = if h.path.is_empty() { number.to_string() } else { format!("{}.{number}", h.path) };
            (path, h.kind.value == "multipart/digest")
        });
        found.all.push(entity(&head, at, path, digest));
        if let Some(holder) = found.all.get_mut(holder) {
            holder.children.push(n);
        }
        current = Some(n);
        enter(&mut found, n, &mut open);
    }
    found.unfinished = !open.is_empty();
    close(&mut found, current, bytes, bytes.len());
    if found.all.len() == 1
        && let Some(root) = found.all.first_mut()
    {
        root.body = bytes.get(root.at..).unwrap_or_default();
    }
    found
}

/// Opens a multipart, where it is one and its boundary is told.
fn enter(found: &mut Entities<'_>, n: usize, open: &mut Vec<Open>) {
    let Some(entity) = found.all.get(n).filter(|e| e.kind.value.starts_with("multipart/")) else { return };
    let Some(boundary) = entity.kind.parameter("boundary").map(|b| b.trim_end().as_bytes().to_vec()) else {
        return;
    };
    if open.len() >= DEEPEST {
        found.cut = true;
        return;
    }
    open.push(Open { entity: n, boundary });
}

/// Which open multipart a line bounds, and whether it closes it. The innermost goes first.
fn boundary(line: &[u8], open: &[Open]) -> Option<(usize, bool)> {
    let rest = line.strip_prefix(b"--")?;
    let rest = trim_end(rest).trim_ascii_end();
    open.iter().enumerate().rev().find_map(|(level, o)| {
        let behind = rest.strip_prefix(o.boundary.as_slice())?;
        match behind {
            b"" => Some((level, false)),
            b"--" => Some((level, true)),
            _ => None,
        }
    })
}

/// The end of the bytes before a boundary: the line break belongs to the boundary.
fn before_break(bytes: &[u8], at: usize) -> usize {
    let before = bytes.get(..at).unwrap_or_default();
    trim_end(before).len()
}

fn close<'b>(found: &mut Entities<'b>, current: Option<usize>, bytes: &'b [u8], end: usize) {
    if let Some(entity) = current.and_then(|n| found.all.get_mut(n)) {
        entity.body = bytes.get(entity.at..end.max(entity.at)).unwrap_or_default();
    }
}

fn entity<'b>(head: &Fields<'_>, at: usize, path: String, digest: bool) -> Entity<'b> {
    let mut kind = head.typed("content-type").unwrap_or_default();
    if !kind.value.contains('/') {
        kind.value = if digest { "message/rfc822" } else { "text/plain" }.to_owned();
    }
    let transfer =
        head.typed("content-transfer-encoding").map(|t| Transfer::named(&t.value)).unwrap_or_default();
    let bare = |v: String| v.trim_matches(['<', '>', ' ']).to_owned();
    Entity {
        kind,
        disposition: head.typed("content-disposition").unwrap_or_default(),
        transfer,
        content_id: head.value("content-id").map(bare),
        location: head.value("content-location").map(|v| v.replace(' ', "")),
        at,
        path,
        ..Entity::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(message: &str) -> Vec<String> {
        let e = entities(message.as_bytes());
        let one =
            |e: &Entity<'_>| format!("{} {} {:?}", e.path, e.kind.value, String::from_utf8_lossy(e.body));
        e.all.iter().skip(1).map(one).collect()
    }

    const HEAD: &str = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"a\"\n\n";

    #[test]
    fn parts_are_found_inside_parts() {
        let message = format!(
            "{HEAD}preamble\n--a\nContent-Type: multipart/alternative; boundary=a.b\n\n--a.b\n\nplain\n--a.b\n\
             Content-Type: text/html\n\n<p>html\n--a.b--\nepilogue\n--a\nContent-Type: application/pdf\n\n%PDF\n\n--a--\nrest"
        );
        assert_eq!(
            report(&message),
            [
                "1 multipart/alternative \"\"",
                "1.1 text/plain \"plain\"",
                "1.2 text/html \"<p>html\"",
                "2 application/pdf \"%PDF\\n\""
            ]
        );
    }

    #[test]
    fn a_boundary_that_never_ends_ends_with_the_message() {
        let message =
            format!("{HEAD}--a\n\nfirst\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsecond");
        let e = entities(message.as_bytes());
        assert!(e.unfinished);
        assert_eq!(
            report(&message),
            ["1 text/plain \"first\"", "2 multipart/mixed \"\"", "2.1 text/plain \"second\""]
        );
    }

    #[test]
    fn a_boundary_that_is_promised_and_missing_leaves_the_text() {
        let message = format!("{HEAD}Only words.\n");
        let e = entities(message.as_bytes());
        assert_eq!((e.all.len(), e.all[0].body), (1, &b"Only words.\n"[..]));
    }
}
