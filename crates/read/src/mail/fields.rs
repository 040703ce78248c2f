//! The fields of a head: of a message, or of one part of it (RFC 5322, RFC 2045).

use super::words;

/// Fields of one head that are kept; a head of more is hostile.
const MOST: usize = 1_000;
/// Bytes of one field that are read.
const LONGEST: usize = 64 * 1024;
/// Parameters of one field that are read.
const PARAMETERS: usize = 100;

/// A field as it stands.
#[derive(Clone, Debug)]
pub(crate) struct Field<'b> {
    /// Its name in small letters.
    pub name: String,
    /// Its value, folded as it stands.
    pub raw: &'b [u8],
    /// Where the field begins in the bytes of its head.
    pub at: usize,
}

impl Field<'_> {
    /// The value unfolded and decoded.
    pub fn value(&self) -> String {
        words::unstructured(self.raw)
    }

    /// First byte and first byte behind, name included.
    pub fn range(&self) -> (usize, usize) {
        (self.at, self.at + self.name.len() + 1 + self.raw.len())
    }
}

/// The fields of a head.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields<'b>(Vec<Field<'b>>);

impl<'b> Fields<'b> {
    /// Reads the head at the start of `bytes` and says where the body begins.
    ///
    /// A line that is no field ends the head: what follows is the body, as mail programs take it.
    pub fn split(bytes: &'b [u8]) -> (Self, usize) {
        let mut fields: Vec<Field<'b>> = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let end = line_end(bytes, at);
            let line = bytes.get(at..end).unwrap_or_default();
            let bare = trim_end(line);
            if bare.is_empty() {
                return (Self(fields), end);
            }
            if matches!(bare.first(), Some(b' ' | b'\t')) {
                // A line of white space alone ends the head of sloppy programs.
                if bare.trim_ascii().is_empty() {
                    return (Self(fields), end);
                }
                if let Some(last) = fields.last_mut() {
                    let from = last.at + last.name.len() + 1;
                    let to = (at + bare.len()).min(from + LONGEST);
                    last.raw = bytes.get(from..to).unwrap_or(last.raw);
                }
            } else if let Some(name) = name(bare) {
                if fields.len() < MOST {
                    let raw = bare.get(name.len() + 1..).unwrap_or_default();
                    let raw = raw.get(..raw.len().min(LONGEST)).unwrap_or(raw);
                    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
                    fields.push(Field { name, raw, at });
                }
            } else if !(at == 0 && (bare.starts_with(b"From ") || bare.starts_with(b">From "))) {
                return (Self(fields), at);
            }
            at = end;
        }
        (Self(fields), bytes.len())
    }

    /// The first field of a name (in small letters).
    pub fn get(&self, name: &str) -> Option<&Field<'b>> {
        self.0.iter().find(|f| f.name == name)
    }

    /// All fields of a name.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f Field<'b>> {
        self.0.iter().filter(move |f| f.name == name)
    }

    /// The decoded value of a field that is there and not blank.
    pub fn value(&self, name: &str) -> Option<String> {
        self.get(name).map(Field::value).filter(|v| !v.is_empty())
    }

    /// A value with parameters.
    pub fn typed(&self, name: &str) -> Option<Typed> {
        self.get(name).map(|f| Typed::read(f.raw))
    }
}

/// Behind the line that begins at `at`.
pub(crate) fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(bytes.len(), |n| at + n + 1)
}

/// A line without its line end.
pub(crate) fn trim_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The name before the colon, where the line is a field.
fn name(line: &[u8]) -> Option<&[u8]> {
    let colon = memchr::memchr(b':', line.get(..line.len().min(200)).unwrap_or(line))?;
    let name = line.get(..colon)?.trim_ascii_end();
    (!name.is_empty() && name.len() == colon && name.iter().all(u8::is_ascii_graphic)).then_some(name)
}

/// A value with parameters: `text/plain; charset=utf-8`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Typed {
    /// What stands before the parameters, in small letters.
    pub value: String,
    /// Names in small letters and decoded values (RFC 2231, and RFC 2047 where programs use it against the rules).
    pub parameters: Vec<(String, String)>,
}

impl Typed {
    /// Reads a value with parameters.
    pub fn read(raw: &[u8]) -> Self {
        let mut pieces = split_quoted(raw, b';');
        let value = pieces.next().map(unquote).unwrap_or_default();
        let value = String::from_utf8_lossy(&value).to_ascii_lowercase();
        let value = value.split_whitespace().next().unwrap_or("").to_owned();
        let mut found: Vec<Piece> = Vec::new();
        for piece in pieces.take(PARAMETERS) {
            let Some(equals) = memchr::memchr(b'=', piece) else { continue };
            let name = piece.get(..equals).unwrap_or_default().trim_ascii();
            let name = String::from_utf8_lossy(name).to_ascii_lowercase();
            found.push(Piece::read(&name, unquote(piece.get(equals + 1..).unwrap_or_default())));
        }
        Self { value, parameters: joined(found) }
    }

    /// A parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|p| p.0 == name).map(|p| p.1.as_str()).filter(|v| !v.is_empty())
    }
}

/// One of the pieces into which RFC 2231 may cut a parameter.
struct Piece {
    name: String,
    number: usize,
    coded: bool,
    bytes: Vec<u8>,
}

impl Piece {
    fn read(name: &str, bytes: Vec<u8>) -> Self {
        let (bare, coded) = name.strip_suffix('*').map_or((name, false), |n| (n, true));
        let (base, number) = match bare.rsplit_once('*') {
            Some((base, digits)) => match digits.parse() {
                Ok(n) => (base, n),
                Err(_) => (bare, 0),
            },
            None => (bare, 0),
        };
        Self { name: base.to_owned(), number, coded, bytes }
    }
}

/// Puts pieces together and decodes them.
fn joined(mut pieces: Vec<Piece>) -> Vec<(String, String)> {
    // The coded form of a name goes before the plain one that programs send along.
    pieces.sort_by(|a, b| (&a.name, !a.coded, a.number).cmp(&(&b.name, !b.coded, b.number)));
    let mut order: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for piece in &pieces {
        if order.contains(&piece.name.as_str()) {
            continue;
        }
        order.push(&piece.name);
        let mut all: Vec<&Piece> = pieces.iter().filter(|p| p.name == piece.name).collect();
        if all.iter().any(|p| p.coded) && all.iter().all(|p| p.number == 0) {
            all.retain(|p| p.coded);
        }
        all.sort_by_key(|p| p.number);
        found.push((piece.name.clone(), decoded(&all)));
    }
    found
}

fn decoded(pieces: &[&Piece]) -> String {
    if !pieces.iter().any(|p| p.coded) {
        let bytes: Vec<u8> = pieces.iter().flat_map(|p| p.bytes.iter().copied()).collect();
        return words::unstructured(&bytes);
    }
    let mut label = Vec::new();
    let mut bytes = Vec::new();
    for (n, piece) in pieces.iter().enumerate() {
        let mut rest = piece.bytes.as_slice();
        if n == 0 && piece.coded {
            let mut cut = rest.splitn(3, |b| *b == b'\'');
            if let (Some(charset), Some(_), Some(value)) = (cut.next(), cut.next(), cut.next()) {
                label = charset.to_vec();
                rest = value;
            }
        }
        if piece.coded { bytes.extend(percent(rest)) } else { bytes.extend(rest) }
    }
    words::characters(&label, &bytes)
}

fn percent(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&b) = bytes.get(at) {
        let hex = |n: usize| bytes.get(at + n).and_then(|b| char::from(*b).to_digit(16));
        match (b, hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(b);
                at += 1;
            }
        }
    }
    out
}

/// Pieces between `by`, which counts only outside quotation marks.
fn split_quoted(raw: &[u8], by: u8) -> impl Iterator<Item = &[u8]> {
    let (mut quoted, mut escaped) = (false, false);
    raw.split(move |&b| {
        if escaped {
            escaped = false;
        } else if quoted && b == b'\\' {
            escaped = true;
        } else if b == b'"' {
            quoted = !quoted;
        }
        b == by && !quoted
    })
}

/// A value without its quotation marks, folding and comments behind it.
fn unquote(raw: &[u8]) -> Vec<u8> {
    let raw = raw.trim_ascii();
    let Some(inner) = raw.strip_prefix(b"\"") else {
        return raw.iter().copied().filter(|b| !matches!(b, b'\r' | b'\n')).collect();
    };
    let mut out = Vec::with_capacity(inner.len());
    let mut escaped = false;
    for &b in inner {
        match b {
            // A path of Windows keeps its strokes; only marks are escaped in earnest.
            _ if escaped => {
                if !matches!(b, b'"' | b'\\') {
                    out.push(b'\\');
                }
                out.push(b);
                escaped = false;
            }
            b'\\' => escaped = true,
            b'"' => break,
            b'\r' | b'\n' => {}
            _ => out.push(b),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_at_the_blank_line_or_at_what_is_no_field() {
        let (f, body) = Fields::split(b"Subject: The\r\n ferry\r\nTo: a@b\r\n\r\nWords: are words.\r\n");
        assert_eq!((f.value("subject").as_deref(), body), (Some("The ferry"), 33));
        let (f, body) = Fields::split(b"Subject: x\nNo field at all\n");
        assert_eq!((f.0.len(), body), (1, 11));
    }

    #[test]
    fn names_of_files_are_read_in_every_way_they_are_written() {
        let name = |raw: &str| Typed::read(raw.as_bytes()).parameter("filename").unwrap_or("").to_owned();
        assert_eq!(name("attachment; filename=report.pdf"), "report.pdf");
        assert_eq!(name("attachment; filename=\"a; \\\"b\\\".pdf\""), "a; \"b\".pdf");
        assert_eq!(name("attachment; filename*=UTF-8''%D0%BE%D1%82%D1%87%D0%B5%D1%82.pdf"), "отчет.pdf");
        assert_eq!(
            name("attachment; filename*0*=utf-8''%E6%8A%A5; filename*1*=%E5%91%8A; filename*2=.pdf"),
            "报告.pdf"
        );
        assert_eq!(name("attachment; filename=\"=?utf-8?B?5oql5ZGKLnBkZg==?=\""), "报告.pdf");
        assert_eq!(name("attachment; filename=\"x.pdf\"; filename*=utf-8''%C3%A9.pdf"), "é.pdf");
    }
}
