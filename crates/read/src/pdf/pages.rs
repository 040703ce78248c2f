//! The pages of a file: found without trusting its counts, each with its box and its glyphs.

use std::collections::BTreeSet;

use pdf_oxide::PdfDocument;
use pdf_oxide::object::Object;

use super::glyphs::Sheet;
use super::objects::{Dict, array, dict, name, number};

/// Most pages that are read of one file.
pub(crate) const MOST_PAGES: usize = 20_000;

/// How many pages the tree of pages holds; loops and lies about numbers do not count. 0 = it cannot be gone through.
/// And whether the tree is such that the library finds each page by it.
pub(crate) fn count(doc: &PdfDocument, catalog: &Dict) -> (usize, bool) {
    let mut seen: BTreeSet<(u32, u16)> = BTreeSet::new();
    let mut open: Vec<Object> = catalog.get("Pages").cloned().into_iter().collect();
    let (mut pages, mut plain) = (0, true);
    while let Some(node) = open.pop() {
        // The library finds only pages that are referred to.
        let Some(at) = node.as_reference() else { continue };
        if !seen.insert((at.id, at.r#gen)) || pages >= MOST_PAGES || seen.len() > MOST_PAGES * 4 {
            continue;
        }
        let Some(node) = dict(doc, &node) else { continue };
        match node.get("Type").and_then(name).as_deref() {
            Some("Page") => pages += 1,
            _ => {
                let kids = node.get("Kids");
                plain &= kids.is_some_and(|k| k.as_array().is_some());
                open.extend(kids.and_then(|k| array(doc, k)).unwrap_or_default().into_iter().rev());
            }
        }
    }
    (pages, plain)
}

/// The box of a page and how it is turned.
pub(crate) fn sheet(doc: &PdfDocument, page: &Dict) -> Sheet {
    let sides = |key: &str| {
        let corners: Vec<f32> = page
            .get(key)
            .and_then(|b| array(doc, b))?
            .iter()
            .take(4)
            .filter_map(|c| number(doc, c))
            .collect();
        let [a, b, c, d] = corners[..] else { return None };
        let sides = [a.min(c), b.min(d), a.max(c), b.max(d)];
        let fits = |w: f32| (10.0..20_000.0).contains(&w);
        (fits(sides[2] - sides[0]) && fits(sides[3] - sides[1])).then_some(sides)
    };
    let sides = sides("CropBox").or_else(|| sides("MediaBox")).unwrap_or([0.0, 0.0, 612.0, 792.0]);
    let turn = page.get("Rotate").and_then(|r| number(doc, r)).unwrap_or(0.0);
    let turn = if turn % 90.0 == 0.0 { (turn as i64).rem_euclid(360) as i32 } else { 0 };
    Sheet { sides, turn }
}
