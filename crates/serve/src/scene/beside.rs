//! Another paper that is one text with this one, beside it sentence by sentence, with what the two have otherwise.

use std::collections::BTreeMap;

use memcon_model::{Beside, Difference, Span};
use memcon_store::StoredDocument;

use super::inline::escape;
use crate::strings::word;

/// The other paper and the rows in which the two stand.
pub struct Other<'a> {
    /// The other paper.
    pub document: &'a StoredDocument,
    /// Its code points.
    chars: super::CharMap,
    /// The rows, `a` of this paper and `b` of the other.
    pub rows: Vec<Beside>,
    /// Where this paper has it otherwise, how, and what the other has there.
    pub differs: Vec<(Span, &'static str, String)>,
    /// Where the rows of the other's words stand.
    places: BTreeMap<Span, usize>,
}

/// Words of one of the two papers, how they differ, and what the other has in their place.
type Told<'o> = (Span, &'static str, &'o str);

/// Characters of what the other has that are told.
const THEIRS: usize = 80;

impl<'a> Other<'a> {
    /// `rows` as they were compared; `swapped` = in them this paper is `b`.
    pub fn new(document: &'a StoredDocument, rows: Vec<Beside>, swapped: bool) -> Self {
        let turned = |d: Difference| Difference { a: d.b, b: d.a, ..d };
        let turn = |row: Beside| Beside {
            a: row.b,
            b: row.a,
            differences: row.differences.into_iter().map(turned).collect(),
            ..row
        };
        let mut rows: Vec<Beside> = if swapped { rows.into_iter().map(turn).collect() } else { rows };
        // In the order of this paper; what only the other has stays behind what stands before it there.
        let mut last = 0;
        let mut keyed: Vec<(u32, usize, Beside)> = Vec::with_capacity(rows.len());
        for (n, row) in rows.drain(..).enumerate() {
            last = row.a.map_or(last, |a| a.start);
            keyed.push((last, n, row));
        }
        keyed.sort_by_key(|(start, n, _)| (*start, *n));
        let rows: Vec<Beside> = keyed.into_iter().map(|k| k.2).collect();
        let all = rows.iter().flat_map(|row| &row.differences);
        let told = |d: &Difference| Some((d.a?, d.kind.as_str(), short(d.b, &document.text).to_owned()));
        // Words that differ in two ways are marked once.
        let mut differs: Vec<(Span, &'static str, String)> = all.filter_map(told).collect();
        differs.sort_by_key(|d| d.0);
        differs.dedup_by_key(|d| d.0);
        let places = rows.iter().enumerate().filter_map(|(n, r)| Some((r.b?, n))).collect();
        Self { chars: super::CharMap::new(&document.text), document, rows, differs, places }
    }

    /// The row of these words of the other paper.
    pub fn row(&self, span: Span) -> Option<&Beside> {
        self.rows.get(*self.places.get(&span)?)
    }

    /// The permanent link to words of the other paper, and their name in an address.
    pub fn link(&self, span: Span) -> String {
        let at = (self.chars.at(span.start), self.chars.at(span.end));
        crate::links::passage_of(&self.document.row.id, at, span.of(&self.document.text))
    }

    /// The other paper's words at `span`, with those marked that this one (`text`) has otherwise.
    pub fn words(&self, span: Span, text: &str) -> String {
        let theirs = &self.document.text;
        let row = self.row(span);
        let mut marks: Vec<Told<'_>> = row
            .iter()
            .flat_map(|r| &r.differences)
            .filter_map(|d| Some((d.b?, d.kind.as_str(), short(d.a, text))))
            .filter(|m| span.contains(m.0))
            .collect();
        marks.sort_unstable();
        let mut out = String::new();
        let mut at = span.start;
        for (mark, kind, other) in marks {
            if mark.start < at {
                continue;
            }
            escape(Span { start: at, end: mark.start }.of(theirs), &mut out);
            open(kind, other, &mut out);
            escape(mark.of(theirs), &mut out);
            out.push_str("</mark>");
            at = mark.end;
        }
        escape(Span { start: at, end: span.end }.of(theirs), &mut out);
        out
    }
}

/// The beginning of what one of the papers has in a place.
fn short(span: Option<Span>, text: &str) -> &str {
    let words = span.map_or("", |s| s.of(text));
    words.char_indices().nth(THEIRS).map_or(words, |(at, _)| words.get(..at).unwrap_or(words))
}

/// Opens the mark of words that the other has otherwise.
pub fn open(kind: &str, theirs: &str, out: &mut String) {
    out.push_str("<mark class=\"d d-");
    out.push_str(kind);
    out.push_str("\" tabindex=\"0\" title=\"");
    escape(word("differs", kind), out);
    if !theirs.is_empty() {
        out.push_str(": ");
        escape(theirs, out);
    }
    out.push_str("\">");
}
