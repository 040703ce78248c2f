//! Quoting: from evidence (bytes of some document) to words with a permanent link in code points.

use std::collections::BTreeMap;
use std::sync::Arc;

use memcon_model::{Evidence, OffsetMap, Span};
use memcon_review::Fingerprint;
use memcon_store::StoredDocument;
use serde::Serialize;

use crate::library::Library;

/// Words out of a document, ready to be shown.
#[derive(Clone, Debug, Serialize)]
pub struct Quote {
    /// The document.
    pub document: String,
    /// Its title.
    pub title: String,
    /// Where, in code points.
    pub chars: (u32, u32),
    /// The words; long ones are cut and end in "…".
    pub words: String,
    /// Some words before, on the same line.
    pub before: String,
    /// Some words after, on the same line.
    pub after: String,
    /// The fingerprint of the whole words, as a link carries it.
    pub is: String,
    /// Language tag by the script.
    pub lang: Option<String>,
}

impl Quote {
    /// The permanent link to the words.
    pub fn link(&self) -> String {
        let (a, b) = self.chars;
        let page = crate::links::document_link(&self.document);
        format!("{page}?at={a}-{b}&is={}#c{a}-{b}", self.is)
    }
}

/// Fetches each document once while a page is made.
pub struct Citing<'l> {
    library: &'l dyn Library,
    documents: BTreeMap<String, Option<Arc<StoredDocument>>>,
}

impl<'l> Citing<'l> {
    /// Nothing fetched yet.
    pub fn new(library: &'l dyn Library) -> Self {
        Self { library, documents: BTreeMap::new() }
    }

    /// The document `id`, if it is there and can be read.
    pub fn document(&mut self, id: &str) -> Option<Arc<StoredDocument>> {
        if let Some(known) = self.documents.get(id) {
            return known.clone();
        }
        let found = self.library.document(id).ok().flatten().map(Arc::new);
        self.documents.insert(id.to_owned(), found.clone());
        found
    }

    /// The words at `evidence` with up to `around` characters on each side; `None` where they are gone.
    pub fn quote(&mut self, evidence: &Evidence, around: usize, longest: usize) -> Option<Quote> {
        let document = self.document(&evidence.document)?;
        let text = document.text.as_str();
        let span = evidence.span.trim(text);
        let words = text.get(span.range()).filter(|w| !w.is_empty())?;
        let map = OffsetMap::new(text);
        let (before, after) = surroundings(text, span, around);
        let cut = words.char_indices().nth(longest).map(|(at, _)| &words[..at]);
        Some(Quote {
            document: document.row.id.clone(),
            title: document.row.title.clone(),
            chars: (map.chars(span.start), map.chars(span.end)),
            words: cut.map_or_else(|| words.to_owned(), |w| format!("{} …", w.trim_end())),
            is: Fingerprint::of(words).to_string(),
            before,
            after: if cut.is_some() { String::new() } else { after },
            lang: crate::language::tag(words, &document.analysis.languages),
        })
    }
}

/// Words around `span` on its own lines, cut at spaces where there are any.
fn surroundings(text: &str, span: Span, around: usize) -> (String, String) {
    if around == 0 {
        return (String::new(), String::new());
    }
    let (left, right) = (&text[..span.start as usize], &text[span.end as usize..]);
    let left = left.rsplit('\n').next().unwrap_or("");
    let right = right.split('\n').next().unwrap_or("");
    let from = left.char_indices().rev().nth(around).map(|(at, _)| at);
    let to = right.char_indices().nth(around).map(|(at, _)| at);
    let before = match from {
        None => left.to_owned(),
        Some(at) => format!("… {}", left[at..].split_once(' ').map_or(&left[at..], |(_, rest)| rest)),
    };
    let after = match to {
        None => right.to_owned(),
        Some(at) => format!("{} …", right[..at].rsplit_once(' ').map_or(&right[..at], |(rest, _)| rest)),
    };
    (before, after)
}
