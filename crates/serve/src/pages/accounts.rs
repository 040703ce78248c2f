//! Two papers side by side: what both have, what one leaves out, where they differ. Nothing is judged.
//!
//! `/accounts` lists what can be laid side by side; with an event, a paper or two papers in the address it does so.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use memcon_link::{Document, compare, parallel};
use memcon_model::{Beside, Comparison, Difference, Evidence, Linked, LinkedEvent, OffsetMap, Span};
use memcon_store::{Section, StoredDocument};
use serde_json::json;

use super::{Answer, Ask, Lost, Shown, cited, pager};
use crate::citing::Citing;
use crate::dates;
use crate::language;
use crate::layout::{heading, name};
use crate::links::{document_link, item_link, passage_of, query_value};
use crate::scene::escape;
use crate::strings::{count, fill, t, word};

/// Events on a page of the list.
const PER_PAGE: usize = 60;
/// Rows on a page of a comparison.
pub(super) const ROWS: usize = 120;

/// `/accounts`, `/accounts?of=EVENT`, `/accounts?a=PAPER&b=PAPER`, `/accounts?a=PAPER` for a translation
pub fn page(ask: &Ask<'_>) -> Answer {
    // What two papers are compared by: names, issues, and how a translation runs beside its original.
    const COMPARED: [Section; 4] = [Section::Agents, Section::Issues, Section::Events, Section::Parallels];
    let compared = ask.value("a").or(ask.value("of")).is_some();
    let linked = ask.library.linked_of(if compared { &COMPARED } else { &[Section::Events] })?;
    if let (Some(a), b) = (ask.value("a"), ask.value("b")) {
        return side_by_side(ask, &linked, a, b.unwrap_or(a), None);
    }
    if let Some(id) = ask.value("of") {
        let event = linked.events.iter().find(|e| e.id == id).ok_or(Lost::NotFound("trouble.no_event"))?;
        let papers = papers(event);
        let [a, b, ..] = papers.as_slice() else { return Err(Lost::NotFound("accounts.only_one")) };
        return side_by_side(ask, &linked, a, b, Some(event));
    }
    list(ask, &linked)
}

/// The papers that tell an event, its records first.
fn papers(event: &LinkedEvent) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let records = event.accounts.iter().filter(|a| a.is_record);
    let all = records.chain(event.accounts.iter().filter(|a| !a.is_record));
    all.map(|a| a.document.as_str()).filter(|d| seen.insert(*d)).collect()
}

fn list(ask: &Ask<'_>, linked: &Linked) -> Answer {
    let mut told: Vec<(&LinkedEvent, Vec<&str>)> =
        linked.events.iter().map(|e| (e, papers(e))).filter(|(_, p)| p.len() > 1).collect();
    // Two records of one meeting say most.
    let records = |e: &LinkedEvent| e.accounts.iter().filter(|a| a.is_record).count();
    told.sort_by_key(|(e, _)| std::cmp::Reverse(records(e).min(2)));
    let documents = ask.library.documents()?;
    let titles: BTreeMap<&str, &str> = documents.iter().map(|d| (d.id.as_str(), d.title.as_str())).collect();
    let mut citing = Citing::new(ask.library);
    let bilingual: Vec<&str> = documents
        .iter()
        .filter(|d| d.languages.len() > 1)
        .map(|d| d.id.as_str())
        .filter(|id| citing.document(id).is_some_and(|d| !d.analysis.alignment.is_empty()))
        .collect();
    if ask.json {
        let events: Vec<_> = told
            .iter()
            .map(|(e, p)| json!({ "id": e.id, "title": e.title, "date": e.date, "papers": p }))
            .collect();
        return Ok(Shown::Json(json!({ "events": events, "translations": bilingual })));
    }
    let pages = told.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let title = |id: &str| html! { (name(titles.get(id).copied().unwrap_or(id))) };
    let body = html! {
        (heading(html! { (t("accounts.title")) }, html! { (t("accounts.lead")) }))
        @if told.is_empty() && bilingual.is_empty() { p.empty { (t("accounts.empty")) } }
        @if !told.is_empty() {
            ol.events.told { @for (e, papers) in told.iter().skip(page * PER_PAGE).take(PER_PAGE) { li {
                p { span.date { (dates::time(e.date.as_ref())) } " " a href=(format!("/accounts?of={}", query_value(&e.id))) { (name(&e.title)) } }
                p.how { @for (n, id) in papers.iter().take(6).enumerate() { @if n > 0 { " · " } a href=(document_link(id)) { (title(id)) } }
                    @if papers.len() > 6 { " · " (fill("list.more", &[&(papers.len() - 6).to_string()])) } }
            } } }
            (pager(ask, page, pages))
        }
        @if !bilingual.is_empty() {
            section aria-labelledby="translations" {
                h2 #translations { (t("accounts.translations")) }
                ul.plain { @for id in &bilingual { li { a href=(format!("/accounts?a={}", query_value(id))) { (title(id)) } } } }
            }
        }
    };
    Ok(Shown::Html { title: t("accounts.title").to_owned(), section: "/accounts", twin: true, body })
}

/// Which rows are shown.
pub(super) fn kept(show: &str, row: &Beside) -> bool {
    match show {
        "both" => row.a.is_some() && row.b.is_some(),
        "differ" => !row.differences.is_empty() || row.moved,
        "a" => row.b.is_none(),
        "b" => row.a.is_none(),
        _ => true,
    }
}

fn side_by_side(ask: &Ask<'_>, linked: &Linked, a: &str, b: &str, event: Option<&LinkedEvent>) -> Answer {
    let fetch = |id: &str| ask.library.document(id)?.ok_or(Lost::NotFound("trouble.no_document"));
    let (left, right) = (fetch(a)?, fetch(b)?);
    let compared =
        if a == b { parallel(&seen(&left), linked) } else { compare(&seen(&left), &seen(&right), linked) };
    if ask.json {
        return Ok(Shown::Json(twin(ask, &compared)));
    }
    let show = ask.value("show").unwrap_or("all");
    let rows: Vec<&Beside> = compared.rows.iter().filter(|r| kept(show, r)).collect();
    let pages = rows.len().div_ceil(ROWS).max(1);
    let page = ask.page().min(pages - 1);
    let sides = (Side::new(&left, a == b), Side::new(&right, a == b));
    let others = event.map(papers).unwrap_or_default();
    let body = html! {
        (heading(html! { (t("accounts.beside")) }, html! {
            @if let Some(e) = event { a href=(item_link("events", &e.id)) { (name(&e.title)) } ". " }
            (t("accounts.judges_nothing")) }))
        (counts(ask, &compared, show))
        @if others.len() > 2 {
            nav.quick aria-label=(t("accounts.others")) { (t("accounts.others")) ": "
                @for (n, id) in others.iter().skip(1).take(12).enumerate() { @if n > 0 { " · " }
                    a href=(format!("/accounts?a={}&b={}", query_value(others[0]), query_value(id))) aria-current=[(*id == b).then_some("true")] { (name(id)) } }
            }
        }
        @if rows.is_empty() { p.empty { (t("accounts.nothing")) } }
        div.beside role="table" aria-label=(t("accounts.beside")) {
            div.row.papers role="row" {
                div role="columnheader" { (sides.0.head(t("accounts.translation"))) }
                div role="columnheader" { (sides.1.head(t("accounts.original"))) }
            }
            @for row in rows.iter().skip(page * ROWS).take(ROWS) { (one_row(row, &sides)) }
        }
        (pager(ask, page, pages))
    };
    Ok(Shown::Html { title: t("accounts.beside").to_owned(), section: "/accounts", twin: true, body })
}

pub(super) fn seen(paper: &StoredDocument) -> Document<'_> {
    Document { id: &paper.row.id, analysis: &paper.analysis, text: &paper.text }
}

/// How many rows of each sort; each a way to see only those.
pub(super) fn counts(ask: &Ask<'_>, compared: &Comparison, show: &str) -> Markup {
    let sorts = ["all", "both", "differ", "a", "b"];
    html! {
        nav.filters aria-label=(t("accounts.show")) { ul.plain {
            @for sort in sorts {
                @let n = compared.rows.iter().filter(|r| kept(sort, r)).count();
                li { a href=(ask.with("show", if sort == "all" { "" } else { sort })) aria-current=[(sort == show).then_some("true")] { (word("accounts_show", sort)) } " " span.how { (n) } }
            }
        } }
    }
}

/// One of the two papers.
pub(super) struct Side<'s> {
    paper: &'s StoredDocument,
    map: OffsetMap<'s>,
    same: bool,
}

impl<'s> Side<'s> {
    pub(super) fn new(paper: &'s StoredDocument, same: bool) -> Self {
        Self { paper, map: OffsetMap::new(&paper.text), same }
    }

    pub(super) fn head(&self, role: &str) -> Markup {
        html! {
            a href=(document_link(&self.paper.row.id)) { (name(&self.paper.row.title)) }
            span.how { @if self.same { " · " (role) } @else { " · " (word("form", self.paper.row.form.as_str())) " · " (dates::time(self.paper.row.date.as_ref())) } }
        }
    }

    /// A passage with the words marked that the other has otherwise.
    fn words(&self, span: Span, marks: &[(Span, &'static str, Option<String>)]) -> Markup {
        let text = &self.paper.text;
        let link = passage_of(
            &self.paper.row.id,
            (self.map.chars(span.start), self.map.chars(span.end)),
            span.of(text),
        );
        let lang = language::tag(span.of(text), &self.paper.analysis.languages);
        let mut out = String::new();
        let mut at = span.start;
        for (mark, kind, other) in marks.iter().filter(|m| span.contains(m.0)) {
            if mark.start < at {
                continue;
            }
            escape(Span { start: at, end: mark.start }.of(text), &mut out);
            out.push_str(&format!(
                "<mark class=\"d d-{kind}\" tabindex=\"0\" title=\"{}",
                word("differs", kind)
            ));
            if let Some(other) = other {
                out.push_str(": ");
                escape(other, &mut out);
            }
            out.push_str("\">");
            escape(mark.of(text), &mut out);
            out.push_str("</mark>");
            at = mark.end;
        }
        escape(Span { start: at, end: span.end }.of(text), &mut out);
        html! { p lang=[lang] dir="auto" { (maud::PreEscaped(out)) " " a.at href=(link) title=(t("claim.passage")) { "¶" } } }
    }
}

pub(super) fn one_row(row: &Beside, (left, right): &(Side<'_>, Side<'_>)) -> Markup {
    // Each mark says what the other paper has in its place.
    let marks = |of: &dyn Fn(&Difference) -> Option<Span>, other: &dyn Fn(&Difference) -> Option<String>| {
        let mut marks: Vec<(Span, &'static str, Option<String>)> =
            row.differences.iter().filter_map(|d| Some((of(d)?, d.kind.as_str(), other(d)))).collect();
        marks.sort_unstable();
        marks
    };
    let in_left = |d: &Difference| d.a.map(|s| s.of(&left.paper.text).chars().take(80).collect());
    let in_right = |d: &Difference| d.b.map(|s| s.of(&right.paper.text).chars().take(80).collect());
    let lone = row.a.is_none() || row.b.is_none();
    let kinds: BTreeMap<&str, usize> = row.differences.iter().fold(BTreeMap::new(), |mut m, d| {
        *m.entry(d.kind.as_str()).or_default() += 1;
        m
    });
    html! {
        div.row.lone[lone].moved[row.moved] role="row" {
            div role="cell" { @match row.a { Some(span) => (left.words(span, &marks(&|d| d.a, &in_right))), None => (missing()) } }
            div role="cell" {
                @match row.b { Some(span) => (right.words(span, &marks(&|d| d.b, &in_left))), None => (missing()) }
                @if !kinds.is_empty() || row.moved {
                    p.how.differs {
                        @if row.moved { span.badge { (t("accounts.moved")) } " " }
                        @for (kind, n) in &kinds { span class=(format!("key d-{kind}")) { (word("differs", kind)) @if *n > 1 { " " (n) } } " " }
                    }
                }
            }
        }
    }
}

fn missing() -> Markup {
    html! { p.missing { span aria-hidden="true" { "—" } span.unseen { (t("accounts.left_out")) } } }
}

pub(super) fn twin(ask: &Ask<'_>, compared: &Comparison) -> serde_json::Value {
    let mut citing = Citing::new(ask.library);
    let mut words = |document: &str, span: Option<Span>| {
        span.map(|span| cited(&mut citing, &Evidence { document: document.to_owned(), span }))
    };
    let rows: Vec<_> = compared
        .rows
        .iter()
        .map(|r| {
            let differences: Vec<_> = r
                .differences
                .iter()
                .map(|d| json!({ "type": d.kind, "a": words(&compared.a, d.a), "b": words(&compared.b, d.b) }))
                .collect();
            json!({ "a": words(&compared.a, r.a), "b": words(&compared.b, r.b), "moved": r.moved, "likeness": r.likeness,
                "why": r.why, "differences": differences })
        })
        .collect();
    json!({ "a": compared.a, "b": compared.b, "rows": rows })
}

/// The way from an event's page to its accounts side by side, where it has several.
pub fn way(event: &LinkedEvent) -> Markup {
    let papers = papers(event);
    html! { @if papers.len() > 1 { p { a href=(format!("/accounts?of={}", query_value(&event.id))) { (t("accounts.see_beside")) } " " span.how { (count("count.documents", papers.len())) } } } }
}
