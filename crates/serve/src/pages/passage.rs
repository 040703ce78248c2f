//! A passage that an address or a form names: whether it still says what it said, and what a reader is told where not.
//!
//! An address names a passage by its place in code points (`at=`) and, since places move when a text is read anew, by a
//! fingerprint of its words (`is=`). Words that moved are shown where they are now, and the page says so; words that are
//! gone, or stand at several places, are told and nothing is marked in their stead.

use maud::{Markup, html};
use memcon_model::{OffsetMap, Passage, Span};
use memcon_review::{Fingerprint, Place, Sought, find, quotation};
use memcon_store::{DocumentStatus, StoredDocument};
use serde_json::{Value, json};

use super::forms::{No, Sent};
use super::{Ask, review};
use crate::layout::name;
use crate::library::Failure;
use crate::links::{document_link, passage_of};
use crate::strings::{fill, t};

/// Where the passage is that an address names.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// No passage is asked for.
    None,
    /// Where the address says; `bool` = it carries a fingerprint and that fits.
    Here(Span, bool),
    /// Its words stand elsewhere and only there.
    Moved(Span),
    /// Its words stand at none of the place told and at several others.
    Several(Vec<Span>),
    /// Its words are not in this text.
    Gone,
    /// It lies behind the end of the text, and the address does not tell its words.
    Beyond,
}

impl Found {
    /// The passage that `at=` and `is=` of an address name in `text`.
    pub fn of(ask: &Ask<'_>, text: &str) -> Self {
        let Some((from, to)) = ask.value("at").and_then(super::document::passage) else { return Self::None };
        let map = OffsetMap::new(text);
        let span = Span { start: map.bytes(from), end: map.bytes(to) };
        let Some(print) = ask.value("is").and_then(|is| is.parse::<Fingerprint>().ok()) else {
            return if to > map.chars(u32::MAX) || span.is_empty() {
                Self::Beyond
            } else {
                Self::Here(span, false)
            };
        };
        match print.seek(text, span) {
            Sought::Here => Self::Here(span, true),
            Sought::Elsewhere(all) => match all.as_slice() {
                [] => Self::Gone,
                [one] => Self::Moved(*one),
                _ => Self::Several(all),
            },
        }
    }

    /// The passage to be shown.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Here(span, _) | Self::Moved(span) => Some(*span),
            _ => None,
        }
    }

    /// Its word in data.
    fn word(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Here(_, true) => "here",
            Self::Here(_, false) => "unchecked",
            Self::Moved(_) => "moved",
            Self::Several(_) => "several",
            Self::Gone => "gone",
            Self::Beyond => "beyond",
        }
    }

    /// What became of the passage asked for, as data.
    pub fn told(&self, id: &str, text: &str) -> Value {
        let map = OffsetMap::new(text);
        let one = |span: &Span| json!({ "start": map.chars(span.start), "end": map.chars(span.end), "link": link(id, text, *span) });
        let places: Vec<Value> = match self {
            Self::Several(all) => all.iter().map(one).collect(),
            other => other.span().iter().map(one).collect(),
        };
        json!({ "standing": self.word(), "places": places })
    }

    /// What a reader must know before reading on; nothing where all is as it was.
    pub fn note(&self, ask: &Ask<'_>, document: &StoredDocument) -> Result<Markup, Failure> {
        let (id, text) = (document.row.id.as_str(), document.text.as_str());
        let places = |all: &[Span]| {
            html! {
                @for (n, span) in all.iter().take(8).enumerate() { " " a href=(link(id, text, *span)) { (fill("passage.place", &[&(n + 1).to_string()])) } }
            }
        };
        let words = match self {
            Self::None | Self::Here(..) => return Ok(html! {}),
            Self::Moved(span) => {
                html! { (t("passage.moved")) " " a href=(link(id, text, *span)) { (t("passage.new_link")) } }
            }
            Self::Several(all) => html! { (t("passage.several")) (places(all)) },
            Self::Gone => html! { (t("passage.gone")) },
            Self::Beyond => html! { (t("document.lost")) },
        };
        let versions = if matches!(self, Self::Moved(_)) { Vec::new() } else { versions(ask, id)? };
        Ok(html! {
            div.standing.loud role="alert" {
                p { strong { (t("passage.changed")) } " " (words) }
                @if !versions.is_empty() { p { (t("passage.before")) } ul.plain { @for v in &versions {
                    li { a href=(ask.query_on(v)) { (name(v)) } }
                } } }
            }
        })
    }
}

impl Ask<'_> {
    /// The same passage asked for of another document.
    fn query_on(&self, id: &str) -> String {
        let kept: Vec<String> =
            ["at", "is"].iter().filter_map(|k| Some(format!("{k}={}", self.value(k)?))).collect();
        let place = self.value("at").filter(|at| super::document::passage(at).is_some()).unwrap_or("");
        let fragment = if place.is_empty() { String::new() } else { format!("#c{place}") };
        let safe =
            kept.iter().all(|k| k.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '=' | '-')));
        if safe { format!("{}?{}{fragment}", document_link(id), kept.join("&")) } else { document_link(id) }
    }
}

/// Earlier versions of a document whose file has other bytes now.
fn versions(ask: &Ask<'_>, id: &str) -> Result<Vec<String>, Failure> {
    let all = ask.library.documents()?;
    let before = all.iter().filter(|d| d.status == DocumentStatus::Superseded);
    let of = |d: &&memcon_store::DocumentRow| d.id.strip_prefix(id).is_some_and(|rest| rest.starts_with('@'));
    Ok(before.filter(of).take(8).map(|d| d.id.clone()).collect())
}

/// The permanent link to a passage of a text.
pub fn link(id: &str, text: &str, span: Span) -> String {
    let map = OffsetMap::new(text);
    passage_of(id, (map.chars(span.start), map.chars(span.end)), span.of(text))
}

/// The words that an address or form names by `at` and, as marked on a page, `words`.
pub fn marked(text: &str, at: &str, words: &str) -> Option<Span> {
    let span = review::place(text, at)?;
    let span = if words.is_empty() { span } else { review::settled(text, span, words) };
    Some(span.trim(text)).filter(|s| !s.is_empty())
}

/// The passage that a form names: `document`, and `at` where it is not the whole paper.
pub fn sent(sent: &Sent<'_>) -> Result<Passage, No> {
    let id = sent.value("document");
    let d = sent.library.document(id)?.ok_or_else(|| No(404, t("trouble.no_document").to_owned()))?;
    if sent.value("at").is_empty() {
        return Ok(Passage { document: id.to_owned(), ..Passage::default() });
    }
    let span = marked(&d.text, sent.value("at"), sent.value("words"));
    let span = span.ok_or_else(|| No(400, t("passage.no_words").to_owned()))?;
    Ok(Passage { document: id.to_owned(), span, quote: quotation(&d.text, span), ..Passage::default() })
}

/// A passage as it is kept, in the text of its document as that is now.
pub struct Kept<'d> {
    /// What was kept.
    pub passage: &'d Passage,
    /// Its document.
    pub document: &'d StoredDocument,
    /// Where its words are.
    pub place: Place,
}

impl<'d> Kept<'d> {
    /// Looks for the passage in its document.
    pub fn new(passage: &'d Passage, document: &'d StoredDocument) -> Self {
        Self { passage, document, place: find(&document.text, passage.span, &passage.quote) }
    }

    /// Where the words stand, if they stand where they did.
    pub fn span(&self) -> Option<Span> {
        (self.place == Place::Here && !self.passage.is_whole()).then_some(self.passage.span)
    }

    /// The way to it: the words, or the paper.
    pub fn link(&self) -> String {
        match self.span() {
            Some(span) => link(&self.document.row.id, &self.document.text, span),
            None => document_link(&self.document.row.id),
        }
    }

    /// The title of its paper.
    pub fn title(&self) -> &str {
        let title = self.document.row.title.trim();
        if title.is_empty() { &self.document.row.id } else { title }
    }

    /// The words with their link, and loudly if they are no longer there.
    pub fn shown(&self) -> Markup {
        let words = &self.passage.quote.exact;
        let short: String = words.chars().take(600).collect();
        let cut = short.len() < words.len();
        let lang = crate::language::tag(words, &self.document.analysis.languages);
        html! {
            @if !self.passage.is_whole() {
                blockquote.passage lang=[lang] dir="auto" {
                    @match self.span() {
                        Some(_) => a href=(self.link()) title=(t("claim.passage")) { (name(&short)) @if cut { " …" } },
                        None => { (name(&short)) @if cut { " …" } },
                    }
                }
            }
            (self.loud())
        }
    }

    /// What must be said where the text is not what it was.
    pub fn loud(&self) -> Markup {
        match self.place {
            Place::Here => html! {},
            Place::Lost => {
                html! { p.standing.loud role="note" { strong { (t("passage.changed")) } " " (t("passage.note_lost")) } }
            }
            Place::Moved(span) => {
                html! { p.standing.loud role="note" { strong { (t("passage.changed")) } " " (t("passage.note_moved")) " "
                a href=(link(&self.document.row.id, &self.document.text, span)) { (t("passage.new_link")) } } }
            }
        }
    }

    /// As data, places in code points.
    pub fn told(&self) -> Value {
        let map = OffsetMap::new(&self.document.text);
        let (standing, span) = match self.place {
            Place::Here if self.passage.is_whole() => ("whole", None),
            Place::Here => ("here", Some(self.passage.span)),
            Place::Moved(span) => ("moved", Some(span)),
            Place::Lost => ("lost", None),
        };
        json!({ "document": self.document.row.id, "title": self.title(), "standing": standing, "start": span.map(|s| map.chars(s.start)),
            "end": span.map(|s| map.chars(s.end)), "text": self.passage.quote.exact, "blake3": self.passage.blake3, "link": self.link() })
    }
}
