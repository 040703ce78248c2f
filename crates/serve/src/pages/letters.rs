//! Letters and cables: from whom, to whom, and what answers or mentions them.

use maud::html;
use memcon_model::{Field, Form};
use memcon_store::DocumentRow;
use serde_json::json;

use super::{Answer, Ask, Shown, pager};
use crate::citing::Citing;
use crate::dates;
use crate::layout::{heading, name};
use crate::links::document_link;
use crate::strings::{count, t, word};

/// Letters on one page: each is opened for its particulars.
const PER_PAGE: usize = 100;

/// `/letters`
pub fn page(ask: &Ask<'_>) -> Answer {
    let linked = ask.library.linked()?;
    let documents = ask.library.documents()?;
    let all: Vec<&DocumentRow> =
        documents.iter().filter(|d| matches!(d.form, Form::Letter | Form::Cable)).collect();
    let pages = all.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let mut citing = Citing::new(ask.library);
    let letters: Vec<_> = all[page * PER_PAGE..all.len().min((page + 1) * PER_PAGE)]
        .iter()
        .map(|row: &&DocumentRow| {
            let document = citing.document(&row.id);
            let values = |field| -> Vec<String> {
                document
                    .iter()
                    .flat_map(|d| d.analysis.description.all(field))
                    .map(|v| v.value.clone())
                    .collect()
            };
            let mut answers: Vec<String> = linked
                .references
                .iter()
                .filter(|r| r.target.as_deref() == Some(row.id.as_str()) && r.at.document != row.id)
                .map(|r| r.at.document.clone())
                .collect();
            answers.dedup();
            (row, values(Field::Sender), values(Field::Addressee), values(Field::Number), answers)
        })
        .collect();
    if ask.json {
        let letters: Vec<_> = letters
            .iter()
            .map(|(d, from, to, number, by)| {
                json!({ "id": d.id, "title": d.title, "date": d.date, "form": d.form,
            "sender": from, "addressee": to, "number": number, "mentioned_by": by })
            })
            .collect();
        return Ok(Shown::Json(json!({ "letters": letters, "page": page + 1, "pages": pages })));
    }
    let names = |list: &[String]| html! { @for (n, v) in list.iter().enumerate() { @if n > 0 { "; " } (name(v)) } @if list.is_empty() { span.missing { (t("letters.unknown")) } } };
    let body = html! {
        (heading(html! { (t("letters.title")) }, html! { (t("letters.lead")) }))
        @if letters.is_empty() { p.empty { (t("letters.empty")) } }
        @else {
            table.letters {
                caption { (count("count.letters", all.len())) }
                thead { tr { th scope="col" { (t("list.date")) } th scope="col" { (t("list.title")) } th scope="col" { (t("letters.from")) } th scope="col" { (t("letters.to")) } th scope="col" { (t("letters.mentioned")) } } }
                tbody { @for (d, from, to, number, by) in &letters { tr {
                    td.date { (dates::time(d.date.as_ref())) }
                    th scope="row" { a href=(document_link(&d.id)) { (name(&d.title)) } @for n in number.iter().take(1) { " " span.how { "№ " (name(n)) } } span.how { " · " (word("form", d.form.as_str())) } }
                    td data-label=(t("letters.from")) { (names(from)) }
                    td data-label=(t("letters.to")) { (names(to)) }
                    td data-label=(t("letters.mentioned")) { @if by.is_empty() { span.missing { (t("letters.unanswered")) } } ul.plain { @for b in by.iter().take(8) { li { a href=(document_link(b)) { (name(b)) } } } } }
                } } }
            }
            (pager(ask, page, pages))
        }
    };
    Ok(Shown::Html { title: t("letters.title").to_owned(), section: "/letters", twin: true, body })
}
