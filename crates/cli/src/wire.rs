//! Evidence as it is printed: the words themselves, offsets in code points.

use std::collections::BTreeMap;

use memcon_model::{Evidence, Span};
use memcon_store::Collection;
use serde::Serialize;

/// Words of a document. Offsets are code points of its text.
#[derive(Clone, Debug, Serialize)]
pub struct Quote {
    /// The document.
    pub document: String,
    /// First code point inside.
    pub start: u32,
    /// First code point behind.
    pub end: u32,
    /// The words.
    pub text: String,
}

/// Looks evidence up, each document's text read once.
pub struct Quotes<'c> {
    collection: &'c Collection,
    texts: BTreeMap<String, String>,
}

impl<'c> Quotes<'c> {
    /// Over one collection.
    pub fn new(collection: &'c Collection) -> Self {
        Self { collection, texts: BTreeMap::new() }
    }

    /// The text of a document.
    pub fn text(&mut self, document: &str) -> anyhow::Result<&str> {
        if !self.texts.contains_key(document) {
            let found = self.collection.find_document(document)?;
            self.texts.insert(document.to_owned(), found.map(|d| d.text).unwrap_or_default());
        }
        Ok(self.texts.get(document).map_or("", String::as_str))
    }

    /// The words of `evidence`.
    pub fn quote(&mut self, evidence: &Evidence) -> anyhow::Result<Quote> {
        let text = self.text(&evidence.document)?;
        let (start, end) = code_points(text, evidence.span);
        let words = evidence.span.of(text).to_owned();
        Ok(Quote { document: evidence.document.clone(), start, end, text: words })
    }

    /// The words of several.
    pub fn quotes(&mut self, evidence: &[Evidence]) -> anyhow::Result<Vec<Quote>> {
        evidence.iter().map(|e| self.quote(e)).collect()
    }
}

/// A byte span of `text` in code points.
pub fn code_points(text: &str, span: Span) -> (u32, u32) {
    let count =
        |words: Option<&str>| u32::try_from(words.map_or(0, |w| w.chars().count())).unwrap_or(u32::MAX);
    let start = count(text.get(..span.start as usize));
    (start, start + count(text.get(span.range())))
}
