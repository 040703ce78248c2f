//! Notes: each claim with the citation of its paper, who reports whom, and the very words by code points.

use std::collections::BTreeMap;
use std::sync::Arc;

use memcon_export::cite::{Citation, Style, Text};
use memcon_export::dossier::{Kind, Line, Note, Place};
use memcon_model::{Evidence, OffsetMap, Span};
use memcon_store::StoredDocument;

use crate::library::Library;

/// Characters of a quotation at most.
const LONGEST: usize = 1_500;
/// Notes that are set by the style; a dossier with more says the place alone.
const SET: usize = 5_000;

/// Makes notes while a dossier is built.
pub struct Notes<'l> {
    library: &'l dyn Library,
    style: &'l Style,
    papers: BTreeMap<String, Option<(Arc<StoredDocument>, Citation)>>,
    made: BTreeMap<(String, Span), usize>,
    notes: Vec<Note>,
    /// Citations set so far, by what they say.
    set: BTreeMap<String, Line>,
}

impl<'l> Notes<'l> {
    /// None yet.
    pub fn new(library: &'l dyn Library, style: &'l Style) -> Self {
        Self {
            library,
            style,
            papers: BTreeMap::new(),
            made: BTreeMap::new(),
            notes: Vec::new(),
            set: BTreeMap::new(),
        }
    }

    /// All of them.
    pub fn into_notes(self) -> Vec<Note> {
        self.notes
    }

    /// A paper and how it is cited.
    pub fn paper(&mut self, id: &str) -> Option<(Arc<StoredDocument>, Citation)> {
        if let Some(known) = self.papers.get(id) {
            return known.clone();
        }
        let found = self.library.document(id).ok().flatten().map(|document| {
            let units = self
                .library
                .described_in(id)
                .ok()
                .and_then(|d| d.into_iter().next())
                .map(|d| d.1)
                .unwrap_or_default();
            let citation = Citation::of(&document.analysis, &document.row.title, &units);
            (Arc::new(document), citation)
        });
        self.papers.insert(id.to_owned(), found.clone());
        found
    }

    /// The note on words; `None` where they are gone.
    pub fn on(&mut self, evidence: &Evidence) -> Option<usize> {
        let key = (evidence.document.clone(), evidence.span);
        if let Some(known) = self.made.get(&key) {
            return Some(*known);
        }
        let (document, citation) = self.paper(&evidence.document)?;
        let map = OffsetMap::new(&document.text);
        let place = Place {
            document: evidence.document.clone(),
            start: map.chars(evidence.span.start),
            end: map.chars(evidence.span.end),
        };
        let line = self.cited(citation.at(&document.analysis, evidence.span));
        self.notes.push(Note { line, place: Some(place) });
        self.made.insert(key, self.notes.len() - 1);
        Some(self.notes.len() - 1)
    }

    /// The citation of a whole paper.
    pub fn whole(&mut self, id: &str) -> Line {
        self.paper(id).map(|(_, citation)| self.cited(citation)).unwrap_or_default()
    }

    fn cited(&mut self, citation: Citation) -> Line {
        let key =
            format!("{}\u{0}{:?}\u{0}{:?}", citation.item.id, citation.place.page, citation.place.saying);
        if let Some(known) = self.set.get(&key) {
            return known.clone();
        }
        let plain = || Line::of(citation.item.title.as_deref().unwrap_or(&citation.item.id));
        let line = match self.set.len() < SET {
            true => self.style.cite(&citation).map_or_else(|_| plain(), |c| typed(&c.note)),
            false => plain(),
        };
        self.set.insert(key, line.clone());
        line
    }

    /// The words at `evidence` with the call of their note; `None` where they are gone.
    pub fn quote(&mut self, evidence: &Evidence) -> Option<Line> {
        let (document, _) = self.paper(&evidence.document)?;
        let words = evidence.span.trim(&document.text).of(&document.text);
        if words.is_empty() {
            return None;
        }
        let cut = words.char_indices().nth(LONGEST).map(|(at, _)| words[..at].trim_end());
        let lang = crate::language::tag(words, &document.analysis.languages);
        let mut line = Line::default().with_lang(cut.unwrap_or(words), Kind::Plain, lang);
        if cut.is_some() {
            line = line.with(" […]", Kind::Soft);
        }
        Some(match self.on(evidence) {
            Some(n) => line.noted(n),
            None => line,
        })
    }
}

/// Words of a citation as a style sets them.
pub fn typed(text: &Text) -> Line {
    let mut line = Line::default();
    for run in &text.0 {
        let kind = match (run.italic, run.bold, run.small_caps) {
            (true, ..) => Kind::Italic,
            (_, true, _) => Kind::Strong,
            (_, _, true) => Kind::Caps,
            _ => Kind::Plain,
        };
        line = line.with_lang(&run.words, kind, crate::language::name_tag(&run.words));
    }
    line
}
