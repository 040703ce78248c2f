//! Bytes to characters: byte order marks, UTF-8, UTF-16, legacy encodings; nothing is lost silently.
//!
//! What cannot be decoded becomes U+FFFD, and a notice says how often and where first. Nothing is
//! normalised: line ends and control characters stay. What does not belong here: what the text is.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memcon_model::{Notice, Severity, Span};

use crate::sniff::{HEAD, looks_binary};

/// As much of a file as is fed to the guess of a legacy encoding; more does not change it.
const GUESS: usize = 4 * 1024 * 1024;

/// Characters of a file and how they were found.
pub(crate) struct Decoded {
    /// The text, without byte order mark.
    pub text: String,
    /// Name of the encoding in the WHATWG standard.
    pub encoding: &'static str,
    /// What could not be decoded.
    pub notices: Vec<Notice>,
}

/// Decodes bytes; `None` where they are no text in any encoding. Linear.
pub(crate) fn decode(bytes: &[u8], markup: bool) -> Option<Decoded> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Some(with(encoding, &bytes[length..]));
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && memchr::memchr(0, bytes).is_none()
    {
        return Some(Decoded { text: text.to_owned(), encoding: UTF_8.name(), notices: Vec::new() });
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Some(with(encoding, bytes));
    }
    if looks_binary(bytes) {
        return None;
    }
    if mostly_utf8(bytes) {
        return Some(with(UTF_8, bytes));
    }
    let declared = if markup { declared(bytes) } else { None };
    let encoding = declared.unwrap_or_else(|| guess(bytes));
    let mut decoded = with(encoding, bytes);
    if declared.is_none() {
        decoded.notices.insert(
            0,
            Notice::new(
                Severity::Note,
                format!(
                    "The file names no encoding and is not UTF-8; it was read as {}. If letters look wrong, \
                     save it as UTF-8 and add it again.",
                    encoding.name()
                ),
            ),
        );
    }
    Some(decoded)
}

/// Decodes with a known encoding and says what did not fit.
fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let mut notices = Vec::new();
    let text = if encoding == UTF_8 {
        let text = String::from_utf8_lossy(bytes);
        if let Cow::Owned(_) = text {
            notices.extend(invalid_utf8(bytes));
        }
        text.into_owned()
    } else {
        let (text, malformed) = encoding.decode_without_bom_handling(bytes);
        if malformed {
            notices.extend(replaced(&text, encoding.name()));
        }
        text.into_owned()
    };
    Decoded { text, encoding: encoding.name(), notices }
}

/// Where and how often bytes were no UTF-8, in offsets of the decoded text.
fn invalid_utf8(bytes: &[u8]) -> Option<Notice> {
    let (mut at, mut count, mut first, mut first_line, mut lines) = (0usize, 0usize, None, 0usize, 1usize);
    let mut tail = false;
    for chunk in bytes.utf8_chunks() {
        if first.is_none() {
            lines += memchr::memchr_iter(b'\n', chunk.valid().as_bytes()).count();
        }
        at += chunk.valid().len();
        tail = !chunk.invalid().is_empty();
        if tail {
            count += 1;
            if first.is_none() {
                (first, first_line) = (Some(at), lines);
            }
            at += '\u{fffd}'.len_utf8();
        }
    }
    let first = first?;
    let cause = if count == 1 && tail { " The file seems to be cut off at its end." } else { "" };
    Some(Notice {
        severity: Severity::Warning,
        message: format!(
            "{count} {} not valid UTF-8 and became U+FFFD, the first in line {first_line}.{cause}",
            if count == 1 { "place is" } else { "places are" }
        ),
        span: Some(Span::new(first, first + '\u{fffd}'.len_utf8())),
    })
}

/// Where and how often a legacy encoding had no character for the bytes.
fn replaced(text: &str, name: &str) -> Option<Notice> {
    let first = text.find('\u{fffd}')?;
    let count = text.matches('\u{fffd}').count();
    let line = memchr::memchr_iter(b'\n', &text.as_bytes()[..first]).count() + 1;
    Some(Notice {
        severity: Severity::Warning,
        message: format!(
            "{count} {} no character in {name} and became U+FFFD, the first in line {line}.",
            if count == 1 { "place has" } else { "places have" }
        ),
        span: Some(Span::new(first, first + '\u{fffd}'.len_utf8())),
    })
}

/// UTF-16 without byte order mark: one of the two readings gives nothing but ordinary characters.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD) & !1];
    if head.len() < 4 || memchr::memchr(0, head).is_none() {
        return None;
    }
    // The wrong reading of letters looks like Han characters; its spaces and line ends do not look like any.
    let score = |wide: fn([u8; 2]) -> u16| {
        let units = head.chunks_exact(2).map(|p| wide([p[0], p[1]]));
        char::decode_utf16(units).filter_map(Result::ok).fold((0usize, 0usize), |(good, gaps), c| {
            let gap = matches!(c, ' ' | '\n' | '\r' | '\u{3000}' | '\u{3002}' | '\u{ff0c}');
            (good + 2 * c.len_utf16() * usize::from(is_ordinary(c)), gaps + usize::from(gap))
        })
    };
    let (little, big) = (score(u16::from_le_bytes), score(u16::from_be_bytes));
    let (best, other, encoding) =
        if little.1 >= big.1 { (little, big, UTF_16LE) } else { (big, little, UTF_16BE) };
    (best.0 * 100 >= head.len() * 95 && best.1 > other.1).then_some(encoding)
}

/// Characters that texts of the languages met here are made of.
fn is_ordinary(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{0c}' | '\u{1b}' | ' '..='~' | '\u{a0}'..='\u{24f}'
        | '\u{370}'..='\u{5ff}' | '\u{600}'..='\u{6ff}' | '\u{e00}'..='\u{e7f}' | '\u{1e00}'..='\u{1eff}'
        | '\u{2010}'..='\u{203e}' | '\u{20ac}' | '\u{2116}' | '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff60}')
}

/// Whether bytes are UTF-8 with a few faults: far more whole characters beyond ASCII than broken ones,
/// or nothing broken but the end.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken, mut at) = (0usize, 0usize, 0usize);
    let mut broken_at = 0;
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().as_bytes().iter().filter(|&&b| b >= 0xc0).count();
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            broken += 1;
            broken_at = at;
            at += chunk.invalid().len();
        }
    }
    let cut = broken == 1 && broken_at + 3 >= bytes.len() && bytes[broken_at] >= 0xc2;
    whole > broken * 2 || (cut && whole > 0)
}

/// The encoding that the head of a page names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let at = head.windows(7).position(|w| w.eq_ignore_ascii_case(b"charset"))?;
    let label: Vec<u8> = head[at + 7..]
        .iter()
        .copied()
        .skip_while(|b| matches!(b, b' ' | b'=' | b'"' | b'\''))
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
        .collect();
    // A page that calls itself UTF-8 or UTF-16 and is neither has lost its name on the way.
    Encoding::for_label(&label).filter(|e| *e != UTF_8 && *e != UTF_16BE && *e != UTF_16LE)
}

/// The likeliest legacy encoding.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(GUESS)], true);
    detector.guess(None, Utf8Detection::Deny)
}
