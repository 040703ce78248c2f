//! Papers that are one text, side by side, sentence in step with sentence: translations and copies.
//!
//! `/parallel` lists them, `/parallel/A/B` lays two of them beside each other with what the two have otherwise marked and what
//! one leaves out shown. What does not belong here: accounts of one event ([`super::accounts`]).

use std::collections::BTreeMap;

use maud::{Markup, html};
use memcon_link::in_step;
use memcon_model::{Beside, Certainty, Linked, Parallel, ParallelKind};
use memcon_store::{Section, StoredDocument};
use serde_json::{Value, json};

use super::accounts::{ROWS, Side, counts, kept, one_row, seen, twin};
use super::{Answer, Ask, Lost, Shown, cited, pager};
use crate::citing::Citing;
use crate::layout::{heading, name};
use crate::links::{decode, document_link, encode, query_value};
use crate::strings::{count, fill, t, word};

/// Pairs on a page of the list.
const PER_PAGE: usize = 100;

/// The address of two papers side by side.
pub fn link(a: &str, b: &str) -> String {
    // The slashes of ids are written otherwise, so that the one between the two is the only one.
    format!("/parallel/{}/{}", encode(a).replace('/', "~2F"), encode(b).replace('/', "~2F"))
}

/// `/parallel`, `/parallel/A/B`
pub fn page(ask: &Ask<'_>, rest: &str) -> Answer {
    const COMPARED: [Section; 3] = [Section::Parallels, Section::Agents, Section::Issues];
    let linked = ask.library.linked_of(if rest.is_empty() { &COMPARED[..1] } else { &COMPARED })?;
    if rest.is_empty() {
        return list(ask, &linked);
    }
    let (a, b) = rest.split_once('/').ok_or(Lost::NotFound("trouble.no_parallel"))?;
    let (a, b) = (decode(a), decode(b));
    let found = linked.parallels.iter().find(|p| p.other(&a) == Some(&b));
    pair(ask, &linked, found.ok_or(Lost::NotFound("trouble.no_parallel"))?)
}

/// What the other of two papers is to this one: its original, its translation, a text in another language, a copy.
fn role(p: &Parallel, of: &str) -> &'static str {
    match (p.kind, &p.original) {
        (ParallelKind::Copy, _) => "copy",
        (ParallelKind::Translation, None) => "other",
        (ParallelKind::Translation, Some(o)) if o == of => "translation",
        _ => "original",
    }
}

/// The texts of which a paper is one, as links for its page.
pub fn ways(linked: &Linked, document: &str) -> Option<Markup> {
    let mut all = linked.parallels_of(document).peekable();
    all.peek()?;
    Some(html! {
        ul.plain { @for p in all { @if let Some(other) = p.other(document) {
            li { a href=(link(document, other)) { (word("parallel_role", role(p, document))) } ": "
                a href=(document_link(other)) { (name(other)) }
                " · " a href=(format!("{}?beside={}", document_link(document), query_value(other))) { (t("beside.here")) }
                @if p.certainty == Certainty::Possible { " " span.badge { (word("certainty", p.certainty.as_str())) } } }
        } } }
    })
}

/// The paper that the address of a document's page asks to be shown beside it, with the rows in which the two stand;
/// `true` = in them the document is `b`.
pub fn other_of(
    ask: &Ask<'_>,
    document: &StoredDocument,
) -> Result<Option<(StoredDocument, Vec<Beside>, bool)>, Lost> {
    let Some(id) = ask.value("beside") else { return Ok(None) };
    let linked = ask.library.linked_of(&[Section::Parallels, Section::Agents, Section::Issues])?;
    let found = linked.parallels_of(&document.row.id).find(|p| p.other(&document.row.id) == Some(id));
    let p = found.ok_or(Lost::NotFound("trouble.no_parallel"))?;
    let other = ask.library.document(id)?.ok_or(Lost::NotFound("trouble.no_document"))?;
    let swapped = p.b == document.row.id;
    let (left, right) = if swapped { (&other, document) } else { (document, &other) };
    let rows = in_step(&seen(left), &seen(right), &linked).rows;
    Ok(Some((other, rows, swapped)))
}

fn list(ask: &Ask<'_>, linked: &Linked) -> Answer {
    if ask.json {
        let mut citing = Citing::new(ask.library);
        let all: Vec<Value> = linked.parallels.iter().map(|p| told(p, &mut citing)).collect();
        return Ok(Shown::Json(json!({ "parallels": all })));
    }
    let documents = ask.library.documents()?;
    let rows: BTreeMap<&str, (&str, &[String])> =
        documents.iter().map(|d| (d.id.as_str(), (d.title.as_str(), d.languages.as_slice()))).collect();
    let pages = linked.parallels.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let paper = |id: &str| {
        let (title, languages) = rows.get(id).copied().unwrap_or((id, &[]));
        html! { (name(if title.trim().is_empty() { id } else { title }))
        @if let Some(l) = languages.first() { " " span.how { "(" (word("language", l)) ")" } } }
    };
    let body = html! {
        (heading(html! { (t("parallel.title")) }, html! { (t("parallel.lead")) }))
        @if linked.parallels.is_empty() { p.empty { (t("parallel.empty")) } }
        ol.events.told { @for p in linked.parallels.iter().skip(page * PER_PAGE).take(PER_PAGE) { li {
            p { a href=(link(&p.a, &p.b)) { (paper(&p.a)) " — " (paper(&p.b)) } }
            p.how { (summary(p)) }
        } } }
        (pager(ask, page, pages))
    };
    Ok(Shown::Html { title: t("parallel.title").to_owned(), section: "/parallel", twin: true, body })
}

/// What kind, how sure, how many passages and differences.
fn summary(p: &Parallel) -> Markup {
    let differ = p.rows.iter().map(|r| r.differences.len()).sum::<usize>();
    let (only_a, only_b) = p.alone();
    html! {
        (word("parallel_kind", p.kind.as_str())) ", " (word("certainty", p.certainty.as_str()))
        @if p.by_hand { ", " (t("parallel.by_hand")) }
        @if !p.rows.is_empty() {
            " · " (count("count.in_step", p.rows.len() - only_a - only_b))
            @if only_a + only_b > 0 { " · " (count("count.left_out", only_a + only_b)) }
            @if differ > 0 { " · " (count("count.differences", differ)) }
        }
    }
}

fn pair(ask: &Ask<'_>, linked: &Linked, p: &Parallel) -> Answer {
    let fetch = |id: &str| ask.library.document(id)?.ok_or(Lost::NotFound("trouble.no_document"));
    let (left, right) = (fetch(&p.a)?, fetch(&p.b)?);
    let compared = in_step(&seen(&left), &seen(&right), linked);
    if ask.json {
        let mut value = told(p, &mut Citing::new(ask.library));
        value["rows"] = twin(ask, &compared)["rows"].take();
        return Ok(Shown::Json(value));
    }
    let show = ask.value("show").unwrap_or("all");
    let rows: Vec<&Beside> = compared.rows.iter().filter(|r| kept(show, r)).collect();
    let pages = rows.len().div_ceil(ROWS).max(1);
    let page = ask.page().min(pages - 1);
    let sides = (Side::new(&left, false), Side::new(&right, false));
    let mut citing = Citing::new(ask.library);
    let body = html! {
        (heading(html! { (t("parallel.beside")) }, html! { (summary(p)) ". " (t("parallel.judges_nothing")) }))
        p.how {
            @match &p.original {
                Some(o) => { (fill("parallel.original_is", &[o])) },
                None if p.kind == ParallelKind::Translation => { (t("parallel.original_unknown")) },
                None => {},
            }
        }
        details { summary { (t("parallel.why")) }
            ul { @for w in &p.why { li { (w.why) @for e in &w.evidence {
                @if let Some(q) = citing.quote(e, 0, 200) { " " a href=(q.link()) { (t("claim.passage")) } }
            } } } }
        }
        (super::review::note(ask)?)
        (super::review::pair_of_papers(ask, &p.a, &p.b)?)
        (counts(ask, &compared, show))
        @if rows.is_empty() { p.empty { (t("accounts.nothing")) } }
        div.beside.in-step role="table" aria-label=(t("parallel.beside")) {
            div.row.papers role="row" {
                div role="columnheader" { (sides.0.head("")) }
                div role="columnheader" { (sides.1.head("")) }
            }
            @for row in rows.iter().skip(page * ROWS).take(ROWS) { (one_row(row, &sides)) }
        }
        (pager(ask, page, pages))
    };
    Ok(Shown::Html { title: t("parallel.beside").to_owned(), section: "/parallel", twin: true, body })
}

/// A pair without its rows.
fn told(p: &Parallel, citing: &mut Citing<'_>) -> Value {
    let why: Vec<Value> = p
        .why
        .iter()
        .map(|w| {
            let evidence: Vec<Value> = w.evidence.iter().map(|e| cited(citing, e)).collect();
            json!({ "why": w.why, "evidence": evidence })
        })
        .collect();
    let (only_a, only_b) = p.alone();
    let differ = p.rows.iter().map(|r| r.differences.len()).sum::<usize>();
    json!({ "id": p.id, "type": p.kind, "certainty": p.certainty, "score": p.score, "a": p.a, "b": p.b,
        "original": p.original, "by_hand": p.by_hand, "why": why, "passages": p.rows.len() - only_a - only_b,
        "only_a": only_a, "only_b": only_b, "differences": differ, "tied": p.tied.len() })
}
