//! Page labels as the file's catalogue gives them.

use pdf_oxide::PdfDocument;
use pdf_oxide::object::Object;

use super::objects::{Dict, array, dict, integer, name, resolved, string};

/// Numbering from one page on.
struct Range {
    from: usize,
    style: String,
    prefix: String,
    first: u64,
}

/// The label of each of `pages` pages; `None` = the catalogue gives none.
pub(crate) fn labels(doc: &PdfDocument, catalog: &Dict, pages: usize) -> Option<Vec<String>> {
    let mut ranges: Vec<Range> = Vec::new();
    let mut open: Vec<Object> = vec![catalog.get("PageLabels")?.clone()];
    // A tree of numbers; a file may tie it into a loop.
    for _ in 0..1000 {
        let Some(node) = open.pop().and_then(|o| dict(doc, &o)) else { break };
        if let Some(kids) = node.get("Kids").and_then(|k| array(doc, k)) {
            open.extend(kids.into_iter().rev().take(1000));
        }
        for pair in node.get("Nums").and_then(|n| array(doc, n)).unwrap_or_default().chunks_exact(2) {
            let (Some(from), Some(how)) = (integer(doc, &pair[0]), dict(doc, &pair[1])) else { continue };
            let Ok(from) = usize::try_from(from) else { continue };
            let first = how.get("St").and_then(|s| integer(doc, s)).unwrap_or(1);
            ranges.push(Range {
                from,
                style: how.get("S").and_then(|s| name(&resolved(doc, s))).unwrap_or_default(),
                prefix: how.get("P").and_then(|p| string(doc, p)).unwrap_or_default(),
                first: u64::try_from(first).unwrap_or(1),
            });
        }
    }
    ranges.sort_by_key(|r| r.from);
    let label = |n: usize| {
        let range = &ranges[ranges.partition_point(|r| r.from <= n).checked_sub(1)?];
        Some(format!("{}{}", range.prefix, numeral(&range.style, range.first + (n - range.from) as u64)))
    };
    (!ranges.is_empty()).then(|| (0..pages).map(|n| label(n).unwrap_or_default()).collect())
}

fn numeral(style: &str, number: u64) -> String {
    match style {
        "D" => number.to_string(),
        "r" => roman(number),
        "R" => roman(number).to_uppercase(),
        "a" | "A" if number > 0 => {
            let letter = char::from(b'a' + ((number - 1) % 26) as u8);
            let letters: String =
                std::iter::repeat_n(letter, ((number - 1) / 26 + 1).min(20) as usize).collect();
            if style == "A" { letters.to_uppercase() } else { letters }
        }
        _ => String::new(),
    }
}

/// Small Roman numerals; figures where they would be too long to read.
pub(crate) fn roman(number: u64) -> String {
    if number > 4000 { number.to_string() } else { crate::roman::print(number) }
}
