//! Who is bound to what, document by document.

use std::sync::Arc;

use maud::html;
use memcon_model::{Evidence, Form};
use memcon_store::{DocumentRow, StoredDocument};
use serde_json::json;

use super::{Answer, Ask, Shown, cited, near, pager};
use crate::citing::{Citing, Quote};
use crate::dates;
use crate::layout::{heading, name, pair, quotation};
use crate::links::document_link;
use crate::strings::{t, word};

/// Documents opened for one page of the list.
const PER_PAGE: usize = 100;

/// Agreements bind, drafts would; other papers come after them.
fn rank(d: &DocumentRow) -> u8 {
    match d.form {
        Form::Agreement => 0,
        Form::DraftTreaty => 1,
        _ => 2,
    }
}

/// `/obligations`
pub fn page(ask: &Ask<'_>) -> Answer {
    let documents = ask.library.documents()?;
    let mut all: Vec<&DocumentRow> = documents.iter().collect();
    all.sort_by_key(|d| rank(d));
    let pages = all.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let mut citing = Citing::new(ask.library);
    let shown = &all[page * PER_PAGE..all.len().min((page + 1) * PER_PAGE)];
    let documents: Vec<_> = shown
        .iter()
        .filter_map(|d| citing.document(&d.id))
        .map(|d| through(d, near::most(ask)))
        .filter(|d| !d.analysis.obligations.is_empty())
        .collect();
    if ask.json {
        let mut bonds = Vec::new();
        for d in &documents {
            for o in &d.analysis.obligations {
                let at = cited(&mut citing, &Evidence { document: d.row.id.clone(), span: o.span });
                bonds.push(json!({ "id": o.id, "label": o.label, "bound": o.bound, "modality": o.modality, "content": o.content, "towards": o.towards,
                    "condition": o.condition, "sequence": o.sequence, "status": o.status, "rule": o.basis.rule, "confidence": o.basis.confidence, "evidence": at }));
            }
        }
        return Ok(Shown::Json(json!({ "obligations": bonds, "page": page + 1, "pages": pages })));
    }
    let body = html! {
        (heading(html! { (t("obligation.title")) }, html! { (t("obligation.lead")) }))
        (near::form(ask))
        @if documents.is_empty() { p.empty { (t("obligation.empty")) } }
        @for d in &documents { (of_document(d, &mut citing)) }
        (pager(ask, page, pages))
    };
    Ok(Shown::Html { title: t("obligation.title").to_owned(), section: "/obligations", twin: true, body })
}

/// The document with only those obligations that came through at most so many reporters.
fn through(document: Arc<StoredDocument>, most: Option<u32>) -> Arc<StoredDocument> {
    let Some(most) = most else { return document };
    let mut document = Arc::unwrap_or_clone(document);
    document.analysis.keep_through(most);
    Arc::new(document)
}

fn of_document(d: &StoredDocument, citing: &mut Citing<'_>) -> maud::Markup {
    let mut quote =
        |span| -> Option<Quote> { citing.quote(&Evidence { document: d.row.id.clone(), span }, 0, 400) };
    html! {
        section.bonds {
            h2 { a href=(document_link(&d.row.id)) { (name(&d.row.title)) } }
            p.how { (word("form", d.row.form.as_str())) " · " (dates::time(d.row.date.as_ref())) }
            ol.events { @for o in d.analysis.obligations.iter().take(500) { li.ev {
                p.when { @if let Some(l) = &o.label { (name(l)) } }
                div {
                    p.stance {
                        strong { @if o.bound.is_empty() { span.missing { (t("obligation.nobody")) } } @for (n, b) in o.bound.iter().enumerate() { @if n > 0 { ", " } (name(b)) } }
                        " " (word("modality", o.modality.as_str()))
                        @if let Some(s) = &o.status { " " span.badge { (word("bond", s)) } }
                    }
                    @if let Some(q) = quote(o.span) { (quotation(&q)) }
                    @let more = [("obligation.towards", &o.towards), ("obligation.condition", &o.condition), ("obligation.sequence", &o.sequence)];
                    @if more.iter().any(|(_, v)| v.is_some()) {
                        dl.facts { @for (key, v) in more { @if let Some(v) = v { (pair(t(key), name(v))) } } }
                    }
                }
            } } }
        }
    }
}
