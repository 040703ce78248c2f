//! Two drafts beside each other, clause by clause, with what changed marked. Nothing is judged.

use std::collections::BTreeSet;

use maud::{Markup, html};
use memcon_link::Document;
use memcon_link::drafts::{Clause, Comparison, Pair, Pairing, Piece, clauses, compare};
use memcon_model::{Form, OffsetMap, Span};
use memcon_store::{DocumentRow, StoredDocument};
use serde_json::{Value, json};

use super::{Answer, Ask, Lost, Shown, pager};
use crate::dates;
use crate::layout::{heading, name};
use crate::links::{document_link, passage_of};
use crate::strings::{count, t, word};

/// Pairs on one page.
const PER_PAGE: usize = 60;
/// Papers offered to choose from.
const CHOICES: usize = 400;

/// `/drafts`, `/drafts?a=PAPER&b=PAPER`
pub fn page(ask: &Ask<'_>) -> Answer {
    match (ask.value("a"), ask.value("b")) {
        (Some(a), Some(b)) => beside(ask, a, b),
        _ => choose(ask),
    }
}

/// Papers that have clauses, drafts and agreements first, by date.
fn with_clauses(ask: &Ask<'_>) -> Result<Vec<DocumentRow>, Lost> {
    let documents = ask.library.documents()?;
    let mut out = Vec::new();
    // Other papers may enclose a draft; they are opened only as far as there are not too many of them.
    let (texts, others): (Vec<&DocumentRow>, Vec<&DocumentRow>) =
        documents.iter().partition(|d| matches!(d.form, Form::Agreement | Form::DraftTreaty));
    for d in texts.into_iter().chain(others).take(CHOICES) {
        let own = matches!(d.form, Form::Agreement | Form::DraftTreaty);
        let Some(document) = ask.library.document(&d.id)? else { continue };
        let found = clauses(&document.text);
        let articles = found
            .iter()
            .filter(|c| c.label.as_ref().is_some_and(|l| l.chars().filter(|c| c.is_alphabetic()).count() > 1))
            .count();
        if (own && found.len() >= 2) || articles >= 3 {
            out.push(d.clone());
        }
    }
    Ok(out)
}

fn choose(ask: &Ask<'_>) -> Answer {
    let papers = with_clauses(ask)?;
    if ask.json {
        let all: Vec<Value> = papers
            .iter()
            .map(|d| json!({ "id": d.id, "title": d.title, "form": d.form, "date": d.date }))
            .collect();
        return Ok(Shown::Json(json!({ "papers": all })));
    }
    let body = html! {
        (heading(html! { (t("drafts.title")) }, html! { (t("drafts.lead")) }))
        @if papers.len() < 2 { p.empty { (t("drafts.empty")) } }
        @else { (form(&papers, "", "")) }
    };
    Ok(Shown::Html { title: t("drafts.title").to_owned(), section: "/drafts", twin: true, body })
}

fn form(papers: &[DocumentRow], a: &str, b: &str) -> Markup {
    let last = papers.len().saturating_sub(1);
    let field = |key: &'static str, label: &str, chosen: &str, otherwise: usize| {
        html! {
            p { label for=(key) { (label) }
                select id=(key) name=(key) { @for (n, d) in papers.iter().enumerate() {
                    option value=(d.id) selected[if chosen.is_empty() { n == otherwise } else { d.id == chosen }] { (dates::day(d.date.as_ref())) " · " (d.title) }
                } } }
        }
    };
    html! {
        form.choose action="/drafts" {
            div.fields { (field("a", t("drafts.earlier"), a, 0)) (field("b", t("drafts.later"), b, last)) }
            button { (t("drafts.compare")) }
        }
    }
}

fn beside(ask: &Ask<'_>, a: &str, b: &str) -> Answer {
    let fetch = |id: &str| ask.library.document(id)?.ok_or(Lost::NotFound("trouble.no_document"));
    let (left, right) = (fetch(a)?, fetch(b)?);
    let seen = |d: &StoredDocument| -> (String, String) { (d.row.id.clone(), d.text.clone()) };
    let (x, y) = (seen(&left), seen(&right));
    let found = compare(
        &Document { id: &x.0, analysis: &left.analysis, text: &x.1 },
        &Document { id: &y.0, analysis: &right.analysis, text: &y.1 },
    );
    let sides = (Side::new(&left), Side::new(&right));
    if ask.json {
        return Ok(Shown::Json(twin(&found, &sides)));
    }
    let pages = found.pairs.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let none = found.a.is_empty() || found.b.is_empty();
    let body = html! {
        (heading(html! { (t("drafts.beside")) }, html! { (t("drafts.judges_nothing")) }))
        p { a href="/drafts" { (t("drafts.others")) } }
        @if none { p.empty { (t("drafts.no_clauses")) } }
        @else {
            (summary(&found))
            div.drafts {
                div.pair.papers { div { (sides.0.head()) } div { (sides.1.head()) } }
                @for pair in found.pairs.iter().skip(page * PER_PAGE).take(PER_PAGE) { (one(pair, &found, &sides)) }
            }
            (pager(ask, page, pages))
        }
    };
    Ok(Shown::Html { title: t("drafts.beside").to_owned(), section: "/drafts", twin: true, body })
}

/// One of the two papers.
struct Side<'d> {
    paper: &'d StoredDocument,
    map: OffsetMap<'d>,
}

impl<'d> Side<'d> {
    fn new(paper: &'d StoredDocument) -> Self {
        Self { paper, map: OffsetMap::new(&paper.text) }
    }

    fn head(&self) -> Markup {
        html! {
            a href=(document_link(&self.paper.row.id)) { (name(&self.paper.row.title)) }
            p.how { (word("form", self.paper.row.form.as_str())) " · " (dates::time(self.paper.row.date.as_ref())) }
        }
    }

    fn link(&self, span: Span) -> String {
        let at = (self.map.chars(span.start), self.map.chars(span.end));
        passage_of(&self.paper.row.id, at, span.of(&self.paper.text))
    }

    fn chars(&self, span: Option<Span>) -> Value {
        span.map_or(Value::Null, |s| json!({ "start": self.map.chars(s.start), "end": self.map.chars(s.end), "text": s.of(&self.paper.text) }))
    }
}

/// How many clauses were kept, changed, added, dropped.
fn summary(found: &Comparison) -> Markup {
    let number = |f: &dyn Fn(&Pair) -> bool| found.pairs.iter().filter(|p| f(p)).count();
    let same = number(&|p| p.pairing == Pairing::One && p.changes.is_empty());
    let changed = number(&|p| !matches!(p.pairing, Pairing::New | Pairing::Dropped)) - same;
    html! {
        ul.inline.counts {
            li { (count("drafts.same", same)) } li { (count("drafts.changed", changed)) }
            li { (count("drafts.new", number(&|p| p.pairing == Pairing::New))) } li { (count("drafts.dropped", number(&|p| p.pairing == Pairing::Dropped))) }
        }
    }
}

fn labels(all: &[Clause], which: &[usize]) -> String {
    let names: Vec<&str> = which.iter().filter_map(|&n| all[n].label.as_deref()).collect();
    names.join(", ")
}

fn one(pair: &Pair, found: &Comparison, sides: &(Side<'_>, Side<'_>)) -> Markup {
    let same = pair.pairing == Pairing::One && pair.changes.is_empty();
    let kinds: BTreeSet<&str> = pair.changes.iter().map(|c| c.kind.as_str()).collect();
    let bearer = pair.changes.iter().find(|c| c.kind.as_str() == "bearer");
    html! {
        section class=(format!("pair {}", if same { "same" } else { pair.pairing.as_str() })) {
            p.marks {
                span.badge { (word("pairing", if same { "same" } else { pair.pairing.as_str() })) }
                @for k in kinds { " " span class=(format!("badge change-{k}")) { (word("change", k)) } }
                @if let Some(c) = bearer { " " span.how { (name(&c.was)) " → " (name(&c.is)) } }
            }
            div { (cell(pair, &found.a, &pair.a, &sides.0, true)) }
            div { (cell(pair, &found.b, &pair.b, &sides.1, false)) }
        }
    }
}

/// The clauses of one side with what went or came marked.
fn cell(pair: &Pair, all: &[Clause], which: &[usize], side: &Side<'_>, left: bool) -> Markup {
    if which.is_empty() {
        return html! { p.missing { (t("drafts.nothing")) } };
    }
    let own = |p: &Piece| if left { p.a } else { p.b };
    let gone: Vec<Span> =
        pair.pieces.iter().filter(|p| p.a.is_none() || p.b.is_none()).filter_map(own).collect();
    html! {
        @for &n in which {
            @let clause = &all[n];
            h3 { a href=(side.link(clause.span)) { (name(&labels(all, &[n]))) } }
            p.words { (marked(&side.paper.text, clause.words, &gone, left)) }
        }
    }
}

/// Words with stretches marked as gone or new.
fn marked(text: &str, span: Span, marks: &[Span], left: bool) -> Markup {
    let mut at = span.start;
    let mut cuts: Vec<(Span, bool)> = Vec::new();
    for m in marks.iter().filter(|m| m.start >= span.start && m.end <= span.end) {
        if m.start > at {
            cuts.push((Span { start: at, end: m.start }, false));
        }
        cuts.push((*m, true));
        at = m.end;
    }
    if at < span.end {
        cuts.push((Span { start: at, end: span.end }, false));
    }
    html! {
        @for (s, changed) in cuts {
            @if !changed { (s.of(text)) }
            @else if left { del { (s.of(text)) } }
            @else { ins { (s.of(text)) } }
        }
    }
}

fn twin(found: &Comparison, sides: &(Side<'_>, Side<'_>)) -> Value {
    let clauses = |all: &[Clause], which: &[usize], side: &Side<'_>| -> Vec<Value> {
        which
            .iter()
            .map(|&n| json!({ "label": all[n].label, "words": side.chars(Some(all[n].words)) }))
            .collect()
    };
    let pairs: Vec<Value> = found
        .pairs
        .iter()
        .map(|p| {
            let changes: Vec<Value> = p
                .changes
                .iter()
                .map(|c| json!({ "kind": c.kind, "was": c.was, "is": c.is, "a": sides.0.chars(c.a), "b": sides.1.chars(c.b) }))
                .collect();
            json!({ "pairing": p.pairing, "score": p.score, "a": clauses(&found.a, &p.a, &sides.0), "b": clauses(&found.b, &p.b, &sides.1), "changes": changes })
        })
        .collect();
    json!({ "a": sides.0.paper.row.id, "b": sides.1.paper.row.id, "pairs": pairs })
}
