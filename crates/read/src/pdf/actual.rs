//! Replacement text of marked content (`/ActualText`), which the library's characters come without.
//!
//! It shows such text through the font, byte by byte. So each stretch of content with a replacement gets a number of
//! its own, in place of the replacement; the characters come back with that number, and are replaced here.

use std::borrow::Cow;
use std::collections::BTreeMap;

use memchr::memmem;
use pdf_oxide::layout::TextChar;

/// Numbers from here on are ours; files count from 0.
const FIRST: u32 = 0x7000_0000;

/// How far before and behind a replacement its dictionary may reach.
const NEAR: usize = 400;

/// The content with numbers for replacements, and the replacements.
pub(crate) fn numbered(content: &[u8]) -> (Cow<'_, [u8]>, Vec<String>) {
    let mut texts = Vec::new();
    let mut out: Vec<u8> = Vec::new();
    let mut done = 0;
    for at in memmem::find_iter(content, b"/ActualText") {
        if at < done {
            continue;
        }
        let Some((text, end)) = string(content, at + b"/ActualText".len()) else { continue };
        let before = done.max(at.saturating_sub(NEAR));
        let Some(open) = memmem::rfind(&content[before..at], b"<<") else { continue };
        let behind = &content[end..content.len().min(end + NEAR)];
        let Some(close) = memmem::find(behind, b"BDC") else { continue };
        out.extend_from_slice(&content[done..before + open]);
        out.extend_from_slice(format!("<</MCID {}>> ", FIRST + texts.len() as u32).as_bytes());
        texts.push(pdf_oxide::optional_content::decode_pdf_text_string(&text));
        done = end + close;
    }
    if texts.is_empty() {
        return (Cow::Borrowed(content), texts);
    }
    out.extend_from_slice(&content[done..]);
    (Cow::Owned(out), texts)
}

/// The characters with their replacements.
pub(crate) fn replaced(chars: Vec<TextChar>, texts: &[String]) -> Vec<TextChar> {
    if texts.is_empty() {
        return chars;
    }
    let number =
        |c: &TextChar| c.mcid.and_then(|m| m.checked_sub(FIRST)).filter(|n| (*n as usize) < texts.len());
    let mut sets: BTreeMap<u32, Vec<TextChar>> = BTreeMap::new();
    let mut kept = Vec::new();
    for c in chars {
        match number(&c) {
            Some(n) => sets.entry(n).or_default().push(c),
            None => kept.push(c),
        }
    }
    for (n, set) in sets {
        let text = &texts[n as usize];
        let Some(first) = set.first().cloned() else { continue };
        let level = set.iter().all(|c| (c.origin_y - first.origin_y).abs() < 0.5 * first.font_size.abs());
        // One replacement for several lines, or for turned type, does not say which word stands where.
        if !level || first.rotation_degrees.abs() > 1.0 {
            kept.extend(set);
            continue;
        }
        let end = set.iter().map(|c| c.origin_x + c.advance_width).fold(first.origin_x, f32::max);
        let count = text.chars().count();
        let advance = (end - first.origin_x) / count.max(1) as f32;
        for (m, char) in text.chars().enumerate() {
            let mut c = first.clone();
            c.char = char;
            c.origin_x += advance * m as f32;
            c.advance_width = advance;
            c.bbox.x = c.origin_x;
            c.bbox.width = advance;
            kept.push(c);
        }
    }
    kept
}

/// The bytes of a string that begins at `at` or behind white space, and where it ends.
fn string(content: &[u8], mut at: usize) -> Option<(Vec<u8>, usize)> {
    while content.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    match content.get(at)? {
        b'(' => literal(content, at + 1),
        b'<' if content.get(at + 1) != Some(&b'<') => {
            let end = at + content[at..].iter().take(100_000).position(|b| *b == b'>')?;
            let digit = |b: &u8| char::from(*b).to_digit(16).map(|d| d as u8);
            let digits: Vec<u8> = content[at + 1..end].iter().filter_map(digit).collect();
            Some((digits.chunks(2).map(|p| p[0] * 16 + p.get(1).copied().unwrap_or(0)).collect(), end + 1))
        }
        _ => None,
    }
}

/// The bytes of a string in parentheses.
fn literal(content: &[u8], mut at: usize) -> Option<(Vec<u8>, usize)> {
    let mut bytes = Vec::new();
    let mut depth = 1;
    let last = content.len().min(at + 100_000);
    while at < last {
        let b = content[at];
        at += 1;
        match b {
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some((bytes, at));
                }
            }
            b'\\' => {
                let escaped = *content.get(at)?;
                at += 1;
                match escaped {
                    b'n' => bytes.push(b'\n'),
                    b'r' => bytes.push(b'\r'),
                    b't' => bytes.push(b'\t'),
                    b'0'..=b'7' => {
                        let mut value = u32::from(escaped - b'0');
                        while let Some(d @ b'0'..=b'7') = content.get(at).filter(|_| value < 32) {
                            value = value * 8 + u32::from(d - b'0');
                            at += 1;
                        }
                        bytes.push(value as u8);
                    }
                    b'\n' | b'\r' => {}
                    other => bytes.push(other),
                }
                continue;
            }
            _ => {}
        }
        bytes.push(b);
    }
    None
}
