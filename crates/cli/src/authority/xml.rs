//! A reader of XML as a stream of tags and texts: as much of the standard as lists of persons need.
//!
//! No entities but the five of the standard and numbers, nothing external, no tree: memory is that of
//! the longest tag or text.

use std::io::{BufRead, Read};

use super::LONGEST;

/// A piece of the file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// `<name a="b">`: the name without its prefix, and its attributes.
    Open(String, Vec<(String, String)>),
    /// `</name>`, also after an empty element.
    Close(String),
    /// Text between tags.
    Text(String),
}

/// The pieces of a file, with the line each ends on.
pub(super) struct Pieces<'s, R> {
    source: &'s mut R,
    /// The line reached, from 1.
    pub line: u64,
    /// Whether a `<` was read.
    in_tag: bool,
    /// An empty element that is still to be closed.
    closing: Option<String>,
}

impl<'s, R: BufRead> Pieces<'s, R> {
    pub fn new(source: &'s mut R) -> Self {
        Self { source, line: 1, in_tag: false, closing: None }
    }

    /// The next piece; `None` at the end of the file.
    pub fn next(&mut self) -> Result<Option<Piece>, String> {
        if let Some(name) = self.closing.take() {
            return Ok(Some(Piece::Close(name)));
        }
        loop {
            if !self.in_tag {
                let mut text = self.until(b'<')?;
                self.in_tag = text.pop_if(|b| *b == b'<').is_some();
                if !text.is_empty() {
                    return Ok(Some(Piece::Text(unescape(&text))));
                }
                if !self.in_tag {
                    return Ok(None);
                }
            }
            self.in_tag = false;
            let mut tag = self.until(b'>')?;
            // Comments and CDATA may hold a `>`.
            let end: &[u8] = if tag.starts_with(b"!--") {
                b"-->"
            } else if tag.starts_with(b"![CDATA[") {
                b"]]>"
            } else {
                b">"
            };
            while !tag.ends_with(end) {
                let more = self.until(b'>')?;
                if more.is_empty() || tag.len() as u64 > LONGEST {
                    return Err("a tag or comment is not closed".to_owned());
                }
                tag.extend(more);
            }
            if let Some(piece) = self.tag(&tag) {
                return Ok(Some(piece));
            }
        }
    }

    fn tag(&mut self, tag: &[u8]) -> Option<Piece> {
        if let Some(text) = tag.strip_prefix(b"![CDATA[".as_slice()) {
            let text = text.strip_suffix(b"]]>".as_slice()).unwrap_or(text);
            return Some(Piece::Text(String::from_utf8_lossy(text).into_owned()));
        }
        if tag.starts_with(b"!") || tag.starts_with(b"?") {
            return None;
        }
        let text = String::from_utf8_lossy(tag.strip_suffix(b">").unwrap_or(tag)).into_owned();
        let local = |name: &str| name.rsplit(':').next().unwrap_or(name).to_owned();
        if let Some(name) = text.strip_prefix('/') {
            return Some(Piece::Close(local(name.trim())));
        }
        let (text, empty) = match text.strip_suffix('/') {
            Some(rest) => (rest, true),
            None => (text.as_str(), false),
        };
        let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let name = local(name);
        if empty {
            self.closing = Some(name.clone());
        }
        Some(Piece::Open(name, attributes(rest)))
    }

    fn until(&mut self, end: u8) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        let n = self.source.by_ref().take(LONGEST).read_until(end, &mut out).map_err(|e| e.to_string())?;
        if n as u64 == LONGEST {
            return Err("a text or tag longer than 64 MiB".to_owned());
        }
        self.line += out.iter().filter(|b| **b == b'\n').count() as u64;
        Ok(out)
    }
}

/// `a="b" c='d'`; names without their prefix.
fn attributes(text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut rest = text.trim();
    while let Some((name, behind)) = rest.split_once('=') {
        let behind = behind.trim_start();
        let Some(quote) = behind.chars().next().filter(|c| matches!(c, '"' | '\'')) else { break };
        let Some((value, more)) = behind[1..].split_once(quote) else { break };
        let name = name.trim().rsplit(':').next().unwrap_or("").to_owned();
        out.push((name, unescape(value.as_bytes())));
        rest = more.trim_start();
    }
    out
}

/// The text with its entities replaced; unknown ones stay as they are.
fn unescape(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw);
    if !text.contains('&') {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        let known = behind.split_once(';').and_then(|(name, more)| Some((character(name)?, more)));
        match known {
            Some((c, more)) => {
                out.push(c);
                rest = more;
            }
            None => {
                out.push('&');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}
