//! Where the words stand in the original: pages, and locators back to element, byte and area.

use crate::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A page of the original.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Page {
    /// Its text.
    #[serde(flatten)]
    pub span: Span,
    /// Its number as printed on it or marked up ("412", "iv", "7/2"); `null` = it has none.
    pub label: Option<String>,
    /// Its place among the pages, from 1.
    pub number: u32,
    /// The picture of it, as the format names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
}
crate::span::spans!(Page: span);

/// The way from a passage back to its place in the original bytes (a selector in the sense of W3C Web Annotation).
///
/// Kept as fine as the format gives it: a paragraph, a line of a scan, a table cell. What stands
/// between two words of a passage in the original (mark-up) is not told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Locator {
    /// The passage.
    #[serde(flatten)]
    pub span: Span,
    /// The element: its id (`#p_12`), or a path of names and places (`body/p[12]`, `word/document.xml#p12`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// First byte and first byte behind, in the original.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<[u64; 2]>,
    /// Left, top, width, height on its page, in the unit of the format (pixels of a scan, points of a PDF from the top).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<[f32; 4]>,
}
crate::span::spans!(Locator: span);

/// What the format knows of the place of the words. Empty for plain text, whose offsets are the original's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Layout {
    /// Pages in order; text may stand on none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<Page>,
    /// Locators in order of their passages, which do not overlap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locators: Vec<Locator>,
}
crate::span::spans!(Layout: pages, locators);

impl Layout {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty() && self.locators.is_empty()
    }

    /// The page that offset `at` stands on.
    pub fn page_at(&self, at: u32) -> Option<&Page> {
        let n = self.pages.partition_point(|p| p.span.end <= at);
        self.pages.get(n).filter(|p| p.span.start <= at)
    }

    /// The locator of offset `at`.
    pub fn locator_at(&self, at: u32) -> Option<&Locator> {
        let n = self.locators.partition_point(|l| l.span.end <= at);
        self.locators.get(n).filter(|l| l.span.start <= at)
    }

    /// The pages of a passage as one cites them: "412", "412–413"; `None` where it stands on none.
    pub fn cited(&self, span: Span) -> Option<String> {
        let last = Span { start: span.end.saturating_sub(1).max(span.start), end: span.end };
        let name = |p: &Page| p.label.clone().unwrap_or_else(|| format!("[{}]", p.number));
        let (first, last) = (self.page_at(span.start), self.page_at(last.start));
        match (first, last) {
            (Some(a), Some(b)) if a.number != b.number => Some(format!("{}–{}", name(a), name(b))),
            (Some(p), _) | (None, Some(p)) => Some(name(p)),
            (None, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_cited_by_its_pages() {
        let page = |start, end, number, label: Option<&str>| Page {
            span: Span::new(start, end),
            label: label.map(str::to_owned),
            number,
            image: None,
        };
        let layout =
            Layout { pages: vec![page(0, 10, 1, Some("iv")), page(12, 20, 2, None)], ..Layout::default() };
        let cited = |a, b| layout.cited(Span::new(a, b));
        assert_eq!(cited(2, 5).as_deref(), Some("iv"));
        assert_eq!(cited(2, 15).as_deref(), Some("iv–[2]"));
        assert_eq!(cited(30, 31), None);
        assert_eq!(cited(0, 10).as_deref(), Some("iv"), "the end is exclusive");
    }
}
