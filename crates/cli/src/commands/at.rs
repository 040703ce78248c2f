//! `show --at`: where a passage stands in the original.

use std::io::Write;

use anyhow::{Context, ensure};
use memcon_model::{Locator, OffsetMap, Page, Span};
use memcon_store::{Collection, StoredDocument};
use serde::Serialize;

use super::show::find;
use crate::Outcome;
use crate::out::{Out, short};

/// The place of a passage. Offsets are code points; bytes are those of the original.
#[derive(Debug, Serialize)]
pub struct Place {
    /// The document.
    pub document: String,
    /// First code point inside.
    pub start: u32,
    /// First code point behind.
    pub end: u32,
    /// The words there.
    pub text: String,
    /// The page as one cites it; `null` = the document has none, or the passage stands on none.
    pub page: Option<String>,
    /// The picture of the page.
    pub image: Option<String>,
    /// The element: its id or path.
    pub element: Option<String>,
    /// First byte and first byte behind of that element.
    pub bytes: Option<[u64; 2]>,
    /// Left, top, width, height on the page.
    pub area: Option<[f32; 4]>,
}

/// The place of `span` (bytes of the text).
pub fn place(document: &StoredDocument, map: &OffsetMap, span: Span) -> Place {
    let layout = &document.analysis.layout;
    let source = &document.analysis.source;
    let locator = layout.locator_at(span.start);
    // The offsets of a plain text are the original's, where its encoding is the one that offsets count in.
    let plain = source.media_type == "text/plain"
        && source.encoding == "UTF-8"
        && source.bytes == document.text.len() as u64;
    let own = plain.then_some([u64::from(span.start), u64::from(span.end)]);
    let words = span.of(&document.text);
    let words = if words.is_empty() { line(&document.text, span.start) } else { words };
    Place {
        document: document.row.id.clone(),
        start: map.chars(span.start),
        end: map.chars(span.end),
        text: short(words, 120),
        page: layout.cited(span),
        image: layout.page_at(span.start).and_then(|p: &Page| p.image.clone()),
        element: locator.and_then(|l: &Locator| l.element.clone()),
        bytes: locator.and_then(|l| l.bytes).or(own),
        area: locator.and_then(|l| l.area),
    }
}

/// The line that holds byte `at`.
fn line(text: &str, at: u32) -> &str {
    let Some((before, behind)) = text.split_at_checked(at as usize) else { return "" };
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    let end = behind.find('\n').map_or(text.len(), |n| at as usize + n);
    text.get(start..end).unwrap_or("")
}

/// `120` or `120-180`, in code points.
fn passage(asked: &str) -> anyhow::Result<(u32, u32)> {
    let (from, to) = asked.split_once('-').unwrap_or((asked, asked));
    let number = |text: &str| text.trim().parse::<u32>();
    let told = || format!("--at takes a place like 120 or 120-180, not {asked:?}");
    Ok((number(from).with_context(told)?, number(to).with_context(told)?))
}

/// `memcon show DOC --at OFFSET`
pub fn show(
    collection: &Collection,
    asked: &str,
    at: &str,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let document = find(collection, asked)?;
    let (from, to) = passage(at)?;
    let map = OffsetMap::new(&document.text);
    let last = map.chars(u32::MAX);
    ensure!(from <= last, "{} has {last} characters; {from} lies behind them", document.row.id);
    let span = Span { start: map.bytes(from), end: map.bytes(to.clamp(from, last)) };
    let place = place(&document, &map, span);
    if json {
        out.json(&place)?;
        return Ok(Outcome::Well);
    }
    writeln!(out, "{}", out.bold(&place.text))?;
    let none = || "not told by the format".to_owned();
    let image = place.image.as_deref().map(|i| format!(" ({})", short(i, 200))).unwrap_or_default();
    writeln!(out, "page: {}{image}", place.page.unwrap_or_else(none))?;
    writeln!(out, "element: {}", place.element.map_or_else(none, |e| short(&e, 200)))?;
    let bytes = place.bytes.map(|[a, b]| format!("{a}–{b}"));
    writeln!(out, "bytes: {}", bytes.unwrap_or_else(none))?;
    let area = place.area.map(|[l, t, w, h]| format!("left {l}, top {t}, width {w}, height {h}"));
    writeln!(out, "area: {}", area.unwrap_or_else(none))?;
    Ok(Outcome::Well)
}
