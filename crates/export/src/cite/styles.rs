//! Citation styles: any style written in CSL, by the processor of the typst project; five by their names.
//!
//! Styles that come with the program lie in that library, under their own licence (docs/citing.md). A style from a file
//! is somebody else's work and may be anything: it is bounded in size and its faults end here.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::taxonomy::Locator;
use hayagriva::citationberg::{
    FontStyle, FontVariant, FontWeight, IndependentStyle, Locale, VerticalAlign, json,
};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild, ElemChildren,
    LocatorPayload, SpecificLocator,
};
use serde_json::{Map, Value};

use super::csl_json::Setting;
use super::dates::Between;
use super::text::{Run, Text};
use super::{Citation, csl_json, guard};

/// The styles that have a short name here: that name, the library's, and what it is called.
pub const NAMED: [(&str, &str, &str); 5] = [
    ("chicago-notes", "chicago-notes", "Chicago, notes and bibliography (18th edition)"),
    ("chicago-author-date", "chicago-author-date", "Chicago, author-date (18th edition)"),
    ("mla", "modern-language-association", "MLA (9th edition)"),
    ("apa", "apa", "APA (7th edition)"),
    ("iso690", "iso-690-author-date", "ISO 690, author-date"),
];

/// The longest style that is read, in bytes; the longest known has some 200 KB.
const LONGEST: usize = 4 << 20;

/// Citations set at once at most: what a processor does to tell them apart grows faster than their number.
pub const MOST: usize = 500;

static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(locales);

static READY: LazyLock<BTreeMap<&'static str, Style>> = LazyLock::new(|| {
    let of = |(short, long, _): &(&'static str, &str, &str)| Some((*short, archived(long)?));
    NAMED.iter().filter_map(of).collect()
});

/// A citation style.
#[derive(Clone, Debug)]
pub struct Style(IndependentStyle);

/// A citation as a style sets it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cited {
    /// The note, or what stands in the running text.
    pub note: Text,
    /// The entry of the bibliography; `None` = the style lists no such paper.
    pub entry: Option<Text>,
}

/// Citations as a style sets them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bibliography {
    /// Each citation in the order given.
    pub notes: Vec<Text>,
    /// The bibliography in the order of the style, with the ids of the papers.
    pub entries: Vec<(String, Text)>,
}

fn archived(name: &str) -> Option<Style> {
    match ArchivedStyle::by_name(name)?.get() {
        hayagriva::citationberg::Style::Independent(style) => Some(Style(style)),
        hayagriva::citationberg::Style::Dependent(_) => None,
    }
}

impl Style {
    /// A style that comes with the program, by its name.
    pub fn named(name: &str) -> Option<Self> {
        READY.get(name).cloned().or_else(|| archived(name))
    }

    /// The names of all styles that come with the program.
    pub fn names() -> Vec<&'static str> {
        let others = ArchivedStyle::all().iter().filter_map(|s| s.names().first().copied());
        let mut all: Vec<&str> = NAMED.iter().map(|n| n.0).chain(others).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// A style from the text of a `.csl` file.
    ///
    /// # Errors
    /// Says in a sentence why it cannot be used.
    pub fn read(csl: &str) -> Result<Self, String> {
        if csl.len() > LONGEST {
            return Err(format!("is longer than {} MiB", LONGEST >> 20));
        }
        if let Some(fault) = guard::fault(csl) {
            return Err(fault);
        }
        let read = catch_unwind(|| hayagriva::citationberg::Style::from_xml(csl));
        match read {
            Ok(Ok(hayagriva::citationberg::Style::Independent(style))) => Ok(Self(style)),
            Ok(Ok(hayagriva::citationberg::Style::Dependent(other))) => {
                Err(format!("only names another style ({}); give that one", other.parent_link.href))
            }
            Ok(Err(e)) => Err(format!("is no CSL style: {e}")),
            Err(_) => Err("is no CSL style".to_owned()),
        }
    }

    /// One citation, as if nothing had been cited before.
    ///
    /// # Errors
    /// Where the style asks for what the processor cannot do.
    pub fn cite(&self, citation: &Citation) -> Result<Cited, String> {
        let mut all = self.bibliography(std::slice::from_ref(citation))?;
        let note = all.notes.pop().unwrap_or_default();
        Ok(Cited { note, entry: all.entries.pop().map(|e| e.1).filter(|e| !e.is_empty()) })
    }

    /// Citations of one text with its bibliography: years are told apart by letters, a paper is listed once.
    ///
    /// # Errors
    /// Where there are more than [`MOST`], or the style asks for what the processor cannot do.
    pub fn bibliography(&self, citations: &[Citation]) -> Result<Bibliography, String> {
        if citations.len() > MOST {
            return Err(format!("{} papers are more than the {MOST} that are set at once", citations.len()));
        }
        let mut how = Setting::default();
        let mut once = self.set(citations, how)?;
        if shelf_is_lost(&once, citations) {
            how.one_shelf = true;
            once = self.set(citations, how)?;
        }
        if citations.iter().all(|c| c.item.date.as_ref().is_none_or(|d| d.second.is_none())) {
            return Ok(once);
        }
        how.second = true;
        Ok(joined(once, &self.set(citations, how)?, citations))
    }

    /// The processor may give up by a panic: that is an error here.
    fn set(&self, citations: &[Citation], how: Setting) -> Result<Bibliography, String> {
        catch_unwind(AssertUnwindSafe(|| self.driven(citations, how)))
            .unwrap_or_else(|_| Err("this style could not be set".to_owned()))
    }

    fn driven(&self, citations: &[Citation], how: Setting) -> Result<Bibliography, String> {
        // A paper that is cited twice is one item.
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        let mut items: Vec<json::Item> = Vec::new();
        let mut places: Vec<usize> = Vec::with_capacity(citations.len());
        for citation in citations {
            let known = first.get(citation.item.id.as_str()).copied();
            places.push(known.unwrap_or(items.len()));
            if known.is_none() {
                first.insert(&citation.item.id, items.len());
                items.push(processed(csl_json::for_style(&citation.item, how))?);
            }
        }
        let mut driver = BibliographyDriver::new();
        for (citation, n) in citations.iter().zip(places) {
            let page = citation.place.page.as_deref();
            let locator = page.map(|p| SpecificLocator(Locator::Page, LocatorPayload::Str(p)));
            let cited = vec![CitationItem::with_locator(&items[n], locator)];
            driver.citation(CitationRequest::from_items(cited, &self.0, &LOCALES));
        }
        let set = driver.finish(BibliographyRequest::new(&self.0, None, &LOCALES));
        let notes = set.citations.iter().zip(citations).map(|(set, citation)| {
            let text = text(&set.citation, None);
            match &citation.place.saying {
                Some(saying) => text.after(&saying.words()).capital(),
                None => text.capital(),
            }
        });
        let entries = set.bibliography.map(|b| b.items).unwrap_or_default();
        // A family name may begin with a small letter; what nobody took apart begins the sentence.
        let taken_apart = |key: &str| {
            let name = citations.iter().find(|c| c.item.id == key).and_then(|c| c.item.authors.first());
            name.is_some_and(|n| n.parts.is_some())
        };
        let entries = entries.iter().map(|e| {
            let text = text(&e.content, e.first_field.as_ref());
            (e.key.clone(), if taken_apart(&e.key) { text } else { text.capital() })
        });
        Ok(Bibliography { notes: notes.collect(), entries: entries.filter(|e| !e.1.is_empty()).collect() })
    }
}

/// Whether the style names an archive and leaves out the fonds in it.
fn shelf_is_lost(set: &Bibliography, citations: &[Citation]) -> bool {
    citations.iter().zip(&set.notes).any(|(citation, note)| {
        let Some((archive, fonds)) =
            citation.item.kept.archive.as_ref().zip(citation.item.kept.collection.as_ref())
        else {
            return false;
        };
        let entry =
            set.entries.iter().find(|e| e.0 == citation.item.id).map(|e| e.1.plain()).unwrap_or_default();
        let all = format!("{} {entry}", note.plain());
        all.contains(archive.as_str()) && !all.contains(fonds.as_str())
    })
}

/// The processor's own kind of item.
fn processed(map: Map<String, Value>) -> Result<json::Item, String> {
    serde_json::from_value(Value::Object(map)).map_err(|e| e.to_string())
}

/// Where a paper has two dates, what was set with each of them in one.
fn joined(once: Bibliography, twice: &Bibliography, citations: &[Citation]) -> Bibliography {
    let between = |c: &Citation| match c.item.date.as_ref().and_then(|d| d.second) {
        Some((Between::Or, _)) => " or ",
        _ => "–",
    };
    let notes = once.notes.into_iter().zip(&twice.notes).zip(citations);
    let notes = notes.map(|((a, b), c)| a.joined(b, between(c)).unwrap_or(a)).collect();
    let entries = once.entries.into_iter().map(|(key, a)| {
        let citation = citations.iter().find(|c| c.item.id == key);
        let other = twice.entries.iter().find(|e| e.0 == key);
        let both = other.zip(citation).and_then(|(b, c)| a.joined(&b.1, between(c)));
        (key, both.unwrap_or(a))
    });
    Bibliography { notes, entries: entries.collect() }
}

/// The processor's tree as runs of words, walked without recursion: its depth is the style's.
fn text(children: &ElemChildren, first: Option<&ElemChild>) -> Text {
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Vec<&ElemChild> = children.0.iter().rev().collect();
    if let Some(first) = first {
        open.push(first);
    }
    while let Some(child) = open.pop() {
        match child {
            ElemChild::Text(t) | ElemChild::Link { text: t, .. } => {
                let run = Run {
                    words: t.text.clone(),
                    italic: t.formatting.font_style == FontStyle::Italic,
                    bold: t.formatting.font_weight == FontWeight::Bold,
                    small_caps: t.formatting.font_variant == FontVariant::SmallCaps,
                    raised: t.formatting.vertical_align == VerticalAlign::Sup,
                };
                runs.push(run);
            }
            ElemChild::Markup(words) => runs.push(Run { words: words.clone(), ..Run::default() }),
            ElemChild::Elem(e) => {
                if e.display.is_some() && !runs.is_empty() {
                    runs.push(Run { words: "\n".to_owned(), ..Run::default() });
                }
                open.extend(e.children.0.iter().rev());
            }
            ElemChild::Transparent { .. } => {}
        }
    }
    Text(runs)
}
