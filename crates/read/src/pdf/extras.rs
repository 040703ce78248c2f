//! What stands on a page beside its text layer: sticky notes, values of form fields; and the file's bookmarks.

use std::collections::BTreeSet;

use pdf_oxide::PdfDocument;
use pdf_oxide::object::Object;

use super::glyphs::{Glyph, Sheet};
use super::objects::{Dict, array, date, dict, integer, name, number, resolved, string};

/// A remark put on a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Remark {
    /// Its words.
    pub text: String,
    /// Who put it there.
    pub author: Option<String>,
    /// When, in ISO 8601.
    pub time: Option<String>,
}

/// A bookmark.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bookmark {
    /// Its words without white space and case.
    pub key: String,
    /// Its depth, from 1.
    pub level: u8,
}

/// Most annotations read of one page, and most bookmarks of a file.
const MOST: usize = 5_000;

/// Remarks and the glyphs of filled-in fields of a page.
pub(crate) fn on_page(doc: &PdfDocument, page: &Dict, sheet: &Sheet) -> (Vec<Remark>, Vec<Glyph>) {
    let (mut remarks, mut fields) = (Vec::new(), Vec::new());
    let all = page.get("Annots").and_then(|a| array(doc, a)).unwrap_or_default();
    for annotation in all.iter().take(MOST) {
        let Some(a) = dict(doc, annotation) else { continue };
        match a.get("Subtype").and_then(|s| name(&resolved(doc, s))).as_deref() {
            Some("Widget") => fields.extend(field(doc, &a, sheet)),
            Some("Link" | "Popup") | None => {}
            _ => remarks.extend(remark(doc, &a)),
        }
    }
    (remarks, fields)
}

fn remark(doc: &PdfDocument, a: &Dict) -> Option<Remark> {
    let get = |key: &str| a.get(key).and_then(|o| string(doc, o));
    let time = get("CreationDate").or_else(|| get("M")).map(|d| date(&d));
    Some(Remark { text: get("Contents")?, author: get("T"), time })
}

/// The value of a field as glyphs inside its box. Its own picture is no part of the page's text layer.
fn field(doc: &PdfDocument, a: &Dict, sheet: &Sheet) -> Vec<Glyph> {
    let parent = a.get("Parent").and_then(|p| dict(doc, p)).unwrap_or_default();
    let own = |key: &str| a.get(key).or_else(|| parent.get(key));
    let kind = own("FT").and_then(|k| name(&resolved(doc, k))).unwrap_or_default();
    let flags = a.get("F").and_then(|f| integer(doc, f)).unwrap_or(0);
    // Hidden fields, buttons and signatures have no words.
    if flags & 2 != 0 || !matches!(kind.as_str(), "Tx" | "Ch") {
        return Vec::new();
    }
    let value = own("V").map(|v| resolved(doc, v));
    let text = match &value {
        Some(Object::Array(all)) => all.iter().filter_map(|v| string(doc, v)).collect::<Vec<_>>().join(", "),
        Some(v) => string(doc, v).unwrap_or_default(),
        None => String::new(),
    };
    let corners: Vec<f32> = a
        .get("Rect")
        .and_then(|r| array(doc, r))
        .unwrap_or_default()
        .iter()
        .filter_map(|c| number(doc, c))
        .collect();
    let ([x0, y0, x1, y1], 0) = (
        match corners[..] {
            [a, b, c, d] => [a.min(c), b.min(d), a.max(c), b.max(d)],
            _ => return Vec::new(),
        },
        sheet.turn,
    ) else {
        return Vec::new();
    };
    let lines: Vec<&str> = text.lines().take(200).collect();
    let height = (y1 - y0) / lines.len().max(1) as f32;
    let size = (height * 0.7).clamp(4.0, 11.0);
    let (left, top) = (x0 - sheet.sides[0], sheet.sides[3] - y1);
    let mut glyphs = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        let advance = ((x1 - x0) / line.chars().count().max(1) as f32).min(size * 0.5);
        let y = top + height * (n as f32 + 0.5) + size * 0.35;
        glyphs.extend(line.chars().take(2000).enumerate().map(|(m, ch)| {
            let at = left + advance * m as f32;
            let ch = if ch.is_whitespace() { ' ' } else { ch };
            Glyph { ch, x0: at, x1: at + advance, y, size, bold: false, italic: false, raised: false }
        }));
    }
    glyphs
}

/// The file's bookmarks; a loop among them ends the list.
pub(crate) fn bookmarks(doc: &PdfDocument, catalog: &Dict) -> Vec<Bookmark> {
    let mut seen: BTreeSet<(u32, u16)> = BTreeSet::new();
    let mut found = Vec::new();
    let first = |d: &Dict| d.get("First").cloned();
    let mut open: Vec<(Object, u8)> = catalog
        .get("Outlines")
        .and_then(|o| dict(doc, o))
        .and_then(|o| first(&o))
        .map(|f| (f, 1))
        .into_iter()
        .collect();
    while let Some((at, level)) = open.pop() {
        let Some(reference) = at.as_reference() else { continue };
        if !seen.insert((reference.id, reference.r#gen)) || seen.len() > MOST {
            continue;
        }
        let Some(item) = dict(doc, &at) else { continue };
        if let Some(title) = item.get("Title").and_then(|t| string(doc, t)) {
            found.push(Bookmark { key: key(&title), level });
        }
        open.extend(item.get("Next").cloned().map(|n| (n, level)));
        open.extend(first(&item).map(|f| (f, (level + 1).min(6))));
    }
    found
}

/// A heading without white space and case, as bookmarks and pages differ in both.
pub(crate) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
