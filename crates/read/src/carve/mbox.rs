//! A mail box: messages one after the other, each behind a line `From sender date`. One message at a time is in memory.
//!
//! What follows `Content-Length` is believed where another message (or the end) stands behind it. Lines of messages that a
//! program had to mask (`>From `) get their own form back, unless they stand among quoted lines.

use std::io::Read;

use memcon_model::Severity;

use super::names::is_internal;
use super::walk::{At, Flow, Walk};
use crate::Format;
use crate::sniff::envelope;

/// Bytes asked for at a time.
const PIECE: usize = 1 << 16;
/// Bytes of a line that are looked at.
const LINE: usize = 1_000;
/// Bytes of a head that are looked through for the length of its body.
const HEAD: usize = 1 << 18;

/// Takes the box apart.
pub(super) fn walk(walk: &mut Walk<'_>, source: &mut dyn Read, at: &At) -> Flow {
    let most = usize::try_from(walk.limits.part).unwrap_or(usize::MAX);
    let mut bytes = Ahead { source, held: Vec::new(), at: 0, ended: false, error: None };
    let mut number = 0_u64;
    while bytes.skip_blank() {
        number += 1;
        let way = number.to_string();
        let message = bytes.message(most);
        match message {
            None => {
                let words = format!("It is larger than {} MiB; it was not read", walk.limits.part >> 20);
                walk.say(&at.inside(&way), Severity::Error, &words)?;
            }
            Some(message) if internal(&message) => {}
            Some(message) if message.trim_ascii().is_empty() => {}
            Some(message) => {
                let inside = At { depth: at.depth, ..at.within(&way, Some(Format::Mail)) };
                super::enclosed::walk(walk, message, Some(Format::Mail.media_type().to_owned()), &inside)?;
            }
        }
        if let Some(error) = bytes.error.take() {
            return walk.failed(&at.way, &error, "the messages before were read");
        }
    }
    match bytes.error.take() {
        Some(error) => walk.failed(&at.way, &error, "the messages before were read"),
        None => Ok(()),
    }
}

/// Whether a message is the mail server's own.
fn internal(message: &[u8]) -> bool {
    let head = message.get(..message.len().min(4_096)).unwrap_or(message);
    let marked = memchr::memmem::find(head, b"X-IMAP").is_some();
    let subject = marked.then(|| crate::mail::entity::entities(head).fields.value("subject")).flatten();
    subject.is_some_and(|s| is_internal(&s))
}

/// A source whose next bytes can be looked at before they are taken.
struct Ahead<'s> {
    source: &'s mut dyn Read,
    held: Vec<u8>,
    at: usize,
    ended: bool,
    error: Option<std::io::Error>,
}

impl Ahead<'_> {
    /// Holds at least `n` bytes from here, or all there are.
    fn hold(&mut self, n: usize) -> &[u8] {
        while !self.ended && self.held.len() - self.at < n {
            if self.at > PIECE * 16 && self.at * 2 > self.held.len() {
                self.held.drain(..self.at);
                self.at = 0;
            }
            let length = self.held.len();
            self.held.resize(length + PIECE, 0);
            match self.source.read(self.held.get_mut(length..).unwrap_or_default()) {
                Ok(0) => self.end(length, None),
                Ok(read) => self.held.truncate(length + read),
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => self.held.truncate(length),
                Err(e) => self.end(length, Some(e)),
            }
        }
        self.held.get(self.at..).unwrap_or_default()
    }

    fn end(&mut self, length: usize, error: Option<std::io::Error>) {
        self.held.truncate(length);
        self.ended = true;
        self.error = error;
    }

    /// The length of the line that begins `from` bytes on, its end included, and whether it is whole; a line longer than
    /// is looked at comes in pieces.
    fn line(&mut self, from: usize) -> (usize, bool) {
        let bytes = self.hold(from + PIECE);
        let rest = bytes.get(from..).unwrap_or_default();
        match memchr::memchr(b'\n', rest) {
            Some(n) => (n + 1, true),
            None => (rest.len(), false),
        }
    }

    /// The first characters of the line that begins `from` bytes on.
    fn words(&mut self, from: usize) -> String {
        let (length, _) = self.line(from);
        let bytes = self.held.get(self.at + from..self.at + from + length.min(LINE)).unwrap_or_default();
        String::from_utf8_lossy(bytes).trim_end().to_owned()
    }

    /// Goes to the next line with words; whether there is one.
    fn skip_blank(&mut self) -> bool {
        loop {
            let bytes = self.hold(PIECE);
            if bytes.is_empty() {
                return false;
            }
            let blank = bytes.iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
            let more = blank == bytes.len();
            self.at += blank;
            if !more {
                return true;
            }
        }
    }

    /// Whether a message begins `from` bytes on: its line, and a field or the end behind it.
    fn begins(&mut self, from: usize) -> bool {
        let starts = self.hold(from + 6).get(from..).is_some_and(|b| b.starts_with(b"From "));
        if !starts || !envelope(&self.words(from)) {
            return false;
        }
        let (length, whole) = self.line(from);
        let next = self.words(from + length);
        let field = next
            .split_once(':')
            .is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic()));
        whole && (field || next.is_empty() || next.starts_with(">From "))
    }

    /// The message that begins here, without its envelope; `None` = larger than `most`.
    fn message(&mut self, most: usize) -> Option<Vec<u8>> {
        // The first line is the envelope, whatever it looks like.
        let (length, _) = self.line(0);
        if self.words(0).starts_with("From ") {
            self.at += length;
        }
        if let Some(message) = self.measured(most) {
            return Some(message);
        }
        let mut message: Vec<u8> = Vec::new();
        let mut too_large = false;
        let mut fresh = true;
        loop {
            if fresh && !message.is_empty() && self.begins(0) {
                break;
            }
            let (length, whole) = self.line(0);
            if length == 0 {
                break;
            }
            if message.len() + length > most {
                too_large = true;
                // Kept short, and not empty, so that the next beginning is seen.
                message.truncate(1);
            }
            if !too_large {
                message.extend(self.held.get(self.at..self.at + length).unwrap_or_default());
            }
            self.at += length;
            fresh = whole;
        }
        (!too_large).then(|| unmasked(&message))
    }

    /// The message by the length that its head tells, where another begins behind it.
    fn measured(&mut self, most: usize) -> Option<Vec<u8>> {
        let mut end_of_head = 0;
        let mut told = None;
        loop {
            let (length, whole) = self.line(end_of_head);
            let words = self.words(end_of_head);
            end_of_head += length;
            if !whole || end_of_head > HEAD {
                return None;
            }
            if words.is_empty() {
                break;
            }
            if let Some((name, value)) = words.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                told = value.trim().parse::<usize>().ok();
            }
        }
        let length = end_of_head.checked_add(told?).filter(|l| *l <= most)?;
        let there = self.hold(length + PIECE);
        if there.len() < length {
            return None;
        }
        let blank = there.get(length..)?.iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
        let ends_here = there.len() == length + blank && self.ended;
        if blank > 4 || !(ends_here || self.begins(length + blank)) {
            return None;
        }
        let message = self.held.get(self.at..self.at + length)?.to_vec();
        self.at += length;
        Some(message)
    }
}

/// Lines masked as `>From ` as they were written. Among quoted lines the mark is the writer's.
fn unmasked(message: &[u8]) -> Vec<u8> {
    if memchr::memmem::find(message, b">From ").is_none() {
        return message.to_vec();
    }
    let mut out = Vec::with_capacity(message.len());
    let mut lines = message.split_inclusive(|b| *b == b'\n').peekable();
    let mut before_quoted = false;
    while let Some(line) = lines.next() {
        let marks = line.iter().take_while(|b| **b == b'>').count();
        let masked = marks > 0 && line.get(marks..).is_some_and(|l| l.starts_with(b"From "));
        let quoted = |l: &[u8]| {
            let marks = l.iter().take_while(|b| **b == b'>').count();
            marks > 0 && !l.get(marks..).is_some_and(|r| r.starts_with(b"From "))
        };
        let among = marks == 1 && (before_quoted || lines.peek().is_some_and(|l| quoted(l)));
        before_quoted = quoted(line);
        out.extend(if masked && !among { line.get(1..).unwrap_or_default() } else { line });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        let mut source = text.as_bytes();
        let mut ahead = Ahead { source: &mut source, held: Vec::new(), at: 0, ended: false, error: None };
        let mut found = Vec::new();
        while ahead.skip_blank() {
            found
                .push(ahead.message(1_000).map_or("too large".to_owned(), |m| String::from_utf8(m).unwrap()));
        }
        found
    }

    const ENVELOPE: &str = "From ida@lorme.example Tue Jun  4 10:15:00 2024\n";

    #[test]
    fn messages_are_told_apart() {
        let text = format!(
            "{ENVELOPE}Subject: a\n\nFrom now on, no.\n>From the harbour.\n>>From it.\n\n{ENVELOPE}Subject: b\n\n> so\n>From her\n\n"
        );
        assert_eq!(
            messages(&text),
            [
                "Subject: a\n\nFrom now on, no.\nFrom the harbour.\n>From it.\n\n",
                "Subject: b\n\n> so\n>From her\n\n"
            ]
        );
    }

    #[test]
    fn a_length_is_believed_where_it_fits() {
        let inner = format!("{ENVELOPE}Subject: copied\n\nin full\n");
        let text = format!(
            "{ENVELOPE}Content-Length: {}\n\n{inner}\n{ENVELOPE}Content-Length: 999999\n\nlies\n\n{ENVELOPE}X: y\n\nlast\n",
            inner.len()
        );
        let got = messages(&text);
        assert_eq!(got.len(), 3, "{got:?}");
        assert!(got[0].ends_with("in full\n") && got[1].ends_with("lies\n\n"));
    }

    #[test]
    fn a_message_beyond_the_limit_is_left_out_and_the_next_is_read() {
        let text = format!("{ENVELOPE}A: b\n\n{}\n\n{ENVELOPE}A: c\n\nshort\n", "long ".repeat(400));
        assert_eq!(messages(&text), ["too large", "A: c\n\nshort\n"]);
    }
}
