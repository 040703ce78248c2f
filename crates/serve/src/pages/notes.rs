//! Notes on passages: one by one, all of them by tag, author and paper, and as W3C Web Annotations.
//!
//! Every action is a plain form. A note stands on words; where those are no longer in the text the page says so and
//! shows the words as they were. What a reader may not see of a paper is not told by a note on it either: a note whose
//! paper this reader cannot have is left out, also of every count.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use memcon_export::annotation;
use memcon_model::{Note, Undone, Wording, tags};
use memcon_review::Place;
use memcon_store::{Noted, StoredDocument};
use serde_json::{Value, json};

use super::forms::{No, Sent};
use super::passage::{Kept, marked, sent as passage_sent};
use super::review::{hidden, signed};
use super::{Answer, Ask, Lost, Shown, pager};
use crate::citing::Citing;
use crate::http::Reply;
use crate::layout::{heading, name};
use crate::library::{Failure, Library};
use crate::links::{document_link, query_value};
use crate::strings::{count, fill, t};

/// Notes on a page of the list.
const PER_PAGE: usize = 50;
/// Characters of a note at most.
const LONGEST: usize = 20_000;

/// All notes that hold and whose papers this reader has.
pub fn held(library: &dyn Library) -> Result<Vec<Note>, Failure> {
    let mut all: Vec<Note> = library.notes()?.into_iter().filter(Note::holds).collect();
    let here = present(library, all.iter().map(|n| n.target.document.as_str()))?;
    all.retain(|n| here.contains(&n.target.document));
    Ok(all)
}

/// Which of some papers are here for this reader.
pub fn present<'i>(
    library: &dyn Library,
    ids: impl Iterator<Item = &'i str>,
) -> Result<BTreeSet<String>, Failure> {
    let wanted: BTreeSet<&str> = ids.collect();
    if wanted.is_empty() {
        return Ok(BTreeSet::new());
    }
    let all = library.documents()?;
    Ok(all.iter().filter(|d| wanted.contains(d.id.as_str())).map(|d| d.id.clone()).collect())
}

/// What the list is narrowed to.
fn wanted(ask: &Ask<'_>, note: &Note) -> bool {
    let words = |q: &str| {
        let told = format!("{} {} {}", note.says.text, note.says.tags.join(" "), note.target.quote.exact)
            .to_lowercase();
        q.to_lowercase().split_whitespace().all(|w| told.contains(w))
    };
    ask.value("tag").is_none_or(|tag| note.says.tags.iter().any(|t| t == tag))
        && ask.value("by").is_none_or(|by| note.author() == by || note.says.by == by)
        && ask.value("document").is_none_or(|id| note.target.document == id)
        && ask.value("q").is_none_or(words)
}

/// `/notes`
pub fn list(ask: &Ask<'_>) -> Answer {
    let all = held(ask.library)?;
    let found: Vec<&Note> = all.iter().rev().filter(|n| wanted(ask, n)).collect();
    let mut citing = Citing::new(ask.library);
    if ask.json {
        let told: Vec<Value> = found.iter().filter_map(|n| told(n, &mut citing)).collect();
        return Ok(Shown::Json(json!({ "notes": told })));
    }
    let pages = found.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let body = html! {
        (heading(html! { (t("notes.title")) }, html! { (count("notes.count", all.len())) ". " (t("notes.lead")) }))
        @if all.is_empty() { p.empty { (t("notes.none")) } }
        @else {
            (narrow(ask, &all))
            @if found.is_empty() { p.empty role="status" { (t("notes.nothing")) } }
            @else { p.how role="status" { (count("notes.count", found.len())) } }
            ol.notes { @for note in found.iter().skip(page * PER_PAGE).take(PER_PAGE) { (entry(note, &mut citing)) } }
            (pager(ask, page, pages))
            p.how { a href=(ask.with("page", "").replacen("/notes", "/notes/annotations", 1)) { (t("notes.annotations")) } }
        }
    };
    Ok(Shown::Html { title: t("notes.title").to_owned(), section: "/notes", twin: true, body })
}

/// The form that searches, and the ways to the notes of one tag, author or paper.
fn narrow(ask: &Ask<'_>, all: &[Note]) -> Markup {
    let mut by_tag: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_paper: BTreeMap<&str, usize> = BTreeMap::new();
    for note in all {
        note.says.tags.iter().for_each(|tag| *by_tag.entry(tag).or_default() += 1);
        *by_name.entry(note.author()).or_default() += 1;
        *by_paper.entry(&note.target.document).or_default() += 1;
    }
    let facet = |key: &'static str, called: &str, values: BTreeMap<&str, usize>| {
        let mut values: Vec<(&str, usize)> = values.into_iter().collect();
        values.sort_by_key(|(value, n)| (std::cmp::Reverse(*n), *value));
        let chosen = ask.value(key);
        html! { @if !values.is_empty() {
            dt { (called) }
            dd { ul.inline { @for (value, n) in values.into_iter().take(40) {
                @let on = chosen == Some(value);
                li { a href=(ask.with(key, if on { "" } else { value })) aria-current=[on.then_some("true")] { (name(value)) } " " span.n { (n) } }
            } } }
        } }
    };
    html! {
        form.search action="/notes" role="search" {
            @for key in ["tag", "by", "document"] { @if let Some(value) = ask.value(key) { (hidden(&[(key, value)])) } }
            p.line { label for="notes-q" { (t("notes.search")) } input #notes-q name="q" type="search" value=(ask.value("q").unwrap_or("")); button { (t("nav.search")) } }
        }
        dl.facts.note-facets {
            div { (facet("tag", t("notes.tags"), by_tag)) }
            div { (facet("by", t("notes.by"), by_name)) }
            div { (facet("document", t("notes.paper"), by_paper)) }
        }
    }
}

/// One note in a list; nothing where its paper cannot be had.
fn entry(note: &Note, citing: &mut Citing<'_>) -> Markup {
    let Some(document) = citing.document(&note.target.document) else { return html! {} };
    let kept = Kept::new(&note.target, &document);
    html! {
        li.note {
            p.how { a href=(document_link(&document.row.id)) { (name(kept.title())) } }
            (kept.shown())
            (says(note))
        }
    }
}

/// What a note says: its words, its tags, who and when, the way to its page.
fn says(note: &Note) -> Markup {
    html! {
        (text(&note.says.text))
        p.how {
            @for tag in &note.says.tags { a.note-tag href=(format!("/notes?tag={}", query_value(tag))) { "#" (name(tag)) } " " }
            (name(note.author())) @if note.author() != note.says.by { ", " (name(&note.says.by)) } " · " (note.says.at) " · "
            a href=(link(note.number)) { (fill("notes.number", &[&note.number.to_string()])) }
        }
    }
}

/// The words of a note, line by line.
fn text(words: &str) -> Markup {
    html! { @for line in words.lines().filter(|l| !l.trim().is_empty()) { p.note-words dir="auto" { (name(line)) } } }
}

/// The notes on a paper that stand beside none of its words: on the whole of it, and those whose words are not where they were.
pub fn apart(notes: &[Noted], document: &StoredDocument) -> Markup {
    let beside = |n: &&Noted| n.place != Place::Here || n.note.target.is_whole();
    let apart: Vec<&Noted> = notes.iter().filter(beside).collect();
    html! { @if !apart.is_empty() {
        section.apart-notes aria-labelledby="apart-notes" {
            h2 #apart-notes { (t("notes.title")) }
            ol.notes { @for noted in apart { li.note { (Kept::new(&noted.note.target, document).shown()) (says(&noted.note)) } } }
        }
    } }
}

/// The page of a note.
pub fn link(number: u64) -> String {
    format!("/notes/{number}")
}

/// A note as data; nothing where its paper cannot be had.
fn told(note: &Note, citing: &mut Citing<'_>) -> Option<Value> {
    let document = citing.document(&note.target.document)?;
    let at = Kept::new(&note.target, &document).told();
    Some(
        json!({ "number": note.number, "by": note.author(), "at": at, "text": note.says.text, "tags": note.says.tags,
        "worded": { "by": note.says.by, "at": note.says.at }, "before": note.before, "undone": note.undone }),
    )
}

/// `/notes/annotations`: the notes asked for as W3C Web Annotations, to be saved.
pub fn annotations(ask: &Ask<'_>) -> Answer {
    let all = held(ask.library)?;
    let mut citing = Citing::new(ask.library);
    let mut made = Vec::new();
    for note in all.iter().filter(|n| wanted(ask, n)) {
        if let Some(document) = citing.document(&note.target.document) {
            made.push(annotation::note(note, &document.text));
        }
    }
    let body = serde_json::to_vec_pretty(&annotation::collection(made)).unwrap_or_default();
    let name = "notes.jsonld".to_owned();
    Ok(Shown::File { name, media: annotation::MEDIA, body })
}

/// `/notes/{number}`: one note, what it said before, and the forms to word it anew or take it away.
pub fn page(ask: &Ask<'_>, number: &str) -> Answer {
    let missing = || Lost::NotFound("notes.no_note");
    let number: u64 = number.parse().map_err(|_| missing())?;
    let note = ask.library.notes()?.into_iter().find(|n| n.number == number).ok_or_else(missing)?;
    let document = ask.library.document(&note.target.document)?.ok_or_else(missing)?;
    if ask.json {
        return Ok(Shown::Json(told(&note, &mut Citing::new(ask.library)).unwrap_or_default()));
    }
    let kept = Kept::new(&note.target, &document);
    let back = link(number);
    let title = fill("notes.number", &[&number.to_string()]);
    let writes = ask.library.desk().is_some();
    let body = html! {
        (heading(html! { (title) }, html! { a href=(kept.link()) { (name(kept.title())) } }))
        @if let Some(u) = &note.undone { p.standing role="status" { (fill("notes.taken", &[&u.by, &u.at])) } }
        (kept.shown())
        (says(&note))
        @if writes && note.holds() {
            form.judge method="post" action="/notes/edit" {
                (hidden(&[("number", &number.to_string()), ("back", &back)]))
                (fields(&note.says))
                (signed(ask))
                p.verdicts { button { (t("notes.reword")) } }
            }
            form.judge method="post" action="/notes/remove" {
                (hidden(&[("number", &number.to_string()), ("back", &back)]))
                (signed(ask))
                p.verdicts { button { (t("notes.remove")) } }
            }
        }
        @if writes && !note.holds() {
            form.judge method="post" action="/notes/restore" {
                (hidden(&[("number", &number.to_string()), ("back", &back)]))
                (signed(ask))
                p.verdicts { button { (t("notes.restore")) } }
            }
        }
        @if !note.before.is_empty() {
            h2 { (t("notes.before")) }
            ol.judgements { @for w in note.before.iter().rev() { li {
                (text(&w.text))
                p.how { @for tag in &w.tags { "#" (name(tag)) " " } (name(&w.by)) " · " (w.at) }
            } } }
        }
    };
    Ok(Shown::Html { title, section: "/notes", twin: true, body })
}

/// The fields of a note.
fn fields(now: &Wording) -> Markup {
    html! {
        p { label { (t("notes.words")) " " textarea name="text" rows="5" maxlength=(LONGEST) dir="auto" { (now.text) } } }
        p { label { (t("notes.tags_typed")) " " input name="tags" maxlength="500" value=(now.tags.join(", ")); } }
    }
}

/// `/notes/add?document=&at=&words=`: a note on a passage, or on a whole paper.
pub fn add(ask: &Ask<'_>) -> Answer {
    let id = ask.value("document").unwrap_or("");
    let document = ask.library.document(id)?.ok_or(Lost::NotFound("trouble.no_document"))?;
    let at = ask.value("at").unwrap_or("");
    let span = marked(&document.text, at, ask.value("words").unwrap_or(""));
    let mut citing = Citing::new(ask.library);
    let quote = span
        .and_then(|span| citing.quote(&memcon_model::Evidence { document: id.to_owned(), span }, 120, 2_000));
    let map = memcon_model::OffsetMap::new(&document.text);
    let place = span.map(|s| format!("{}-{}", map.chars(s.start), map.chars(s.end))).unwrap_or_default();
    let back = span.map_or_else(|| document_link(id), |s| super::passage::link(id, &document.text, s));
    let body = html! {
        (heading(html! { (t("notes.add")) }, html! { a href=(back) { (name(&document.row.title)) } }))
        @if ask.library.desk().is_none() { p.standing role="note" { (t("review.read_only")) } }
        @match &quote {
            Some(quote) => (crate::layout::quotation(quote)),
            None if at.is_empty() => p.how { (t("notes.whole")) },
            None => p.standing role="note" { (t("passage.no_words")) },
        }
        form.judge method="post" action="/notes/add" {
            (hidden(&[("document", id), ("back", &back)]))
            @if span.is_some() { (hidden(&[("at", &place)])) }
            @else { p { label { (t("notes.at")) " " input name="at" value=(at) placeholder="120-180" pattern="[0-9]+-[0-9]+"; } } }
            (fields(&Wording::default()))
            (signed(ask))
            p.verdicts { button { (t("notes.keep")) } }
        }
    };
    Ok(Shown::Html { title: t("notes.add").to_owned(), section: "/notes", twin: false, body })
}

/// What a form says.
fn wording(sent: &Sent<'_>, by: &str, at: String) -> Result<Wording, No> {
    // A line end as forms send it; other control characters say nothing.
    let words = sent.value("text").replace("\r\n", "\n");
    let text: String =
        words.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).take(LONGEST).collect();
    let tags = tags(sent.value("tags"));
    if text.trim().is_empty() && tags.is_empty() {
        return Err(No(400, t("notes.empty").to_owned()));
    }
    Ok(Wording { by: by.to_owned(), at, text: text.trim().to_owned(), tags })
}

/// Takes a form about notes.
pub fn take(sent: &Sent<'_>) -> Result<Reply, No> {
    let (desk, by) = (sent.desk()?, sent.by()?);
    let number = || -> Result<u64, No> {
        let missing = || No(404, t("notes.no_note").to_owned());
        let number: u64 = sent.value("number").parse().map_err(|_| missing())?;
        // A note on a paper that this reader cannot have is none.
        let note = sent.library.notes()?.into_iter().find(|n| n.number == number).ok_or_else(missing)?;
        sent.library.document(&note.target.document)?.ok_or_else(missing)?;
        Ok(number)
    };
    let done = |done: bool| if done { Ok(()) } else { Err(No(404, t("notes.no_note").to_owned())) };
    match sent.asked.path.as_str() {
        "/notes/add" => {
            let note = Note {
                target: passage_sent(sent)?,
                says: wording(sent, &by, desk.now())?,
                ..Note::default()
            };
            let number = desk.note(&note)?;
            Ok(sent.on(&by, json!({ "note": number, "page": link(number) })))
        }
        "/notes/edit" => {
            let number = number()?;
            done(desk.reword(number, &wording(sent, &by, desk.now())?)?)?;
            Ok(sent.on(&by, json!({ "note": number })))
        }
        "/notes/remove" => {
            let number = number()?;
            done(desk.remove_note(number, Some(&Undone { by: by.clone(), at: desk.now() }))?)?;
            Ok(sent.on(&by, json!({ "removed": number })))
        }
        "/notes/restore" => {
            let number = number()?;
            done(desk.remove_note(number, None)?)?;
            Ok(sent.on(&by, json!({ "restored": number })))
        }
        _ => Err(No(404, t("trouble.no_page").to_owned())),
    }
}
