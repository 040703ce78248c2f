//! Evidence as it is printed: the words themselves, offsets in code points.

use std::borrow::Cow;
use std::collections::BTreeMap;

use memcon_model::{Depths, Evidence, Linked, LinkedEvent, LinkedIssue, Span};
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

/// What came through few enough reporters.
pub struct Near<'c> {
    collection: &'c Collection,
    most: Option<u32>,
}

impl<'c> Near<'c> {
    /// At most so many; `None` = any number, and nothing is left out.
    pub fn new(collection: &'c Collection, most: Option<u32>) -> Self {
        Self { collection, most }
    }

    /// The issues as far as they stand on such words.
    pub fn issues<'l>(&self, linked: &'l Linked) -> anyhow::Result<Vec<Cow<'l, LinkedIssue>>> {
        let Some(most) = self.most else { return Ok(linked.issues.iter().map(Cow::Borrowed).collect()) };
        let positions = linked.issues.iter().flat_map(|i| i.positions.iter().map(|p| &p.evidence));
        let states = linked.issues.iter().flat_map(|i| i.states.iter().flat_map(|s| &s.evidence));
        let depths = self.depths(positions.chain(states))?;
        let mut passes = |e: &Evidence| passes(&depths, e, most);
        Ok(linked.issues.iter().filter_map(|i| i.only(&mut passes)).map(Cow::Owned).collect())
    }

    /// The events as far as they stand on such words.
    pub fn events<'l>(&self, linked: &'l Linked) -> anyhow::Result<Vec<Cow<'l, LinkedEvent>>> {
        let Some(most) = self.most else { return Ok(linked.events.iter().map(Cow::Borrowed).collect()) };
        let depths = self.depths(linked.events.iter().flat_map(|e| &e.evidence))?;
        let mut passes = |e: &Evidence| passes(&depths, e, most);
        Ok(linked.events.iter().filter_map(|e| e.only(&mut passes)).map(Cow::Owned).collect())
    }

    fn depths<'e>(
        &self,
        evidence: impl Iterator<Item = &'e Evidence>,
    ) -> anyhow::Result<BTreeMap<&'e str, Depths>> {
        let mut depths = BTreeMap::new();
        for e in evidence {
            if !depths.contains_key(e.document.as_str()) {
                depths.insert(e.document.as_str(), self.collection.depths(&e.document)?);
            }
        }
        Ok(depths)
    }
}

fn passes(depths: &BTreeMap<&str, Depths>, evidence: &Evidence, most: u32) -> bool {
    depths.get(evidence.document.as_str()).is_none_or(|d| d.reporters(evidence.span) <= most)
}

/// A byte span of `text` in code points.
pub fn code_points(text: &str, span: Span) -> (u32, u32) {
    let count =
        |words: Option<&str>| u32::try_from(words.map_or(0, |w| w.chars().count())).unwrap_or(u32::MAX);
    let start = count(text.get(..span.start as usize));
    (start, start + count(text.get(span.range())))
}
