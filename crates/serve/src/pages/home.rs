//! The collection: what it is, what is in it, where to go.

use maud::{Markup, html};
use memcon_model::Form;
use memcon_store::{DocumentRow, DocumentStatus, Overview};
use serde_json::json;

use super::{Answer, Ask, Shown, pager};
use crate::dates;
use crate::layout::{heading, name, pair};
use crate::links::{document_link, query_value};
use crate::strings::{count, fill, number, t, word};

/// Documents on one page of the list.
const PER_PAGE: usize = 250;

/// `/`
pub fn page(ask: &Ask<'_>) -> Answer {
    let overview = ask.library.overview()?;
    let form = ask.value("form").and_then(|f| f.parse::<Form>().ok());
    if ask.json {
        let (_, documents) = ask.library.documents_page(form, 0, usize::MAX)?;
        return Ok(Shown::Json(
            json!({ "overview": *overview, "parties": ask.library.parties(), "documents": documents }),
        ));
    }
    let (total, documents) = ask.library.documents_page(form, ask.page() * PER_PAGE, PER_PAGE)?;
    let body = html! {
        (heading(name(&overview.title), lead(&overview)))
        (figures(ask, &overview))
        @if total == 0 && form.is_none() { p.empty { (t("home.empty")) } }
        @else { (list(ask, &overview, form, (total, documents.as_slice()))) }
        (problems(&overview))
    };
    Ok(Shown::Html { title: overview.title.clone(), section: "/", twin: true, body })
}

fn lead(overview: &Overview) -> Markup {
    let papers = count("count.documents", overview.documents as usize);
    html! {
        @match &overview.span {
            Some((from, to)) if from == to => (fill("home.lead_day", &[&papers, &dates::iso(from)])),
            Some((from, to)) => (fill("home.lead", &[&papers, &dates::iso(from), &dates::iso(to)])),
            None => (papers),
        }
    }
}

/// Parties and figures, each the way to its page.
fn figures(ask: &Ask<'_>, overview: &Overview) -> Markup {
    let parties = ask.library.parties();
    html! {
        section.figures aria-label=(t("home.figures")) {
            ul.tiles {
                li { a href="/state" { (figure("home.issues", overview.issues)) } }
                li { a href="/timeline" { (figure("home.events", overview.events)) } }
                li { a href="/people" { (figure("home.people", overview.people)) } }
                li { a href="/search" { (figure("home.turns", overview.turns)) } }
            }
            @if !parties.is_empty() {
                dl.facts { (pair(t("home.parties"), html! {
                    ul.inline { @for p in &parties { li { (name(&p.name)) } } }
                })) }
            }
            form.quick action="/search" role="search" {
                label for="q" { (t("search.label")) }
                input #q type="search" name="q" dir="auto" autocomplete="off";
                button { (t("search.button")) }
            }
        }
    }
}

/// A figure with its noun, the figure large.
fn figure(key: &str, n: u64) -> Markup {
    let form = if n == 1 { "one" } else { "many" };
    html! { strong { (number(n as usize)) } " " (t(&format!("{key}_{form}"))) }
}

fn list(
    ask: &Ask<'_>,
    overview: &Overview,
    form: Option<Form>,
    (total, shown): (usize, &[DocumentRow]),
) -> Markup {
    let pages = total.div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let chosen = form.map(Form::as_str);
    html! {
        section aria-labelledby="papers" {
            h2 #papers { (t("home.papers")) }
            @if overview.by_form.len() > 1 {
                ul.filters aria-label=(t("home.by_form")) {
                    li { a href="/" aria-current=[chosen.is_none().then_some("true")] { (t("home.all_forms")) } }
                    @for (form, n) in &overview.by_form {
                        li { a href=(format!("/?form={}", query_value(form))) aria-current=[(chosen == Some(form.as_str())).then_some("true")] {
                            (word("form", form)) " " span.n { (number(*n as usize)) }
                        } }
                    }
                }
            }
            table.papers {
                caption { (fill("home.caption", &[&count("count.documents", total)])) }
                thead { tr { th scope="col" { (t("list.date")) } th scope="col" { (t("list.title")) } th scope="col" { (t("list.form")) } th scope="col" { (t("list.languages")) } th.num scope="col" { (t("list.turns_head")) } } }
                tbody { @for d in shown { (row(d)) } }
            }
            (pager(ask, page, pages))
        }
    }
}

fn row(d: &DocumentRow) -> Markup {
    html! {
        tr {
            td.date { (dates::time(d.date.as_ref())) }
            th scope="row" {
                a href=(document_link(&d.id)) { (name(if d.title.trim().is_empty() { &d.id } else { &d.title })) }
                @if d.described { " " span.badge { (t("holdings.no_text")) } }
                @if d.status != DocumentStatus::Ready { " " span.badge.warn { (t(status_key(d.status))) } }
            }
            td { (word("form", d.form.as_str())) }
            td { @for (n, l) in d.languages.iter().enumerate() { @if n > 0 { ", " } (word("language", l)) } }
            td.num data-unit=(t("list.turns")) { (number(d.turns as usize)) }
        }
    }
}

/// The words for where a document stands.
pub fn status_key(status: DocumentStatus) -> &'static str {
    match status {
        DocumentStatus::Ready => "status.ready",
        DocumentStatus::Problem => "status.problem",
        DocumentStatus::Missing => "status.missing",
        DocumentStatus::Superseded => "status.superseded",
    }
}

fn problems(overview: &Overview) -> Markup {
    if overview.problems.is_empty() {
        return html! {};
    }
    html! {
        section.problems aria-labelledby="problems" {
            h2 #problems { (t("home.problems")) }
            p { (t("home.problems_lead")) }
            ul { @for (document, severity, message) in overview.problems.iter().take(PER_PAGE) {
                li { span class=(format!("badge {}", severity.as_str())) { (word("severity", severity.as_str())) } " "
                    a href=(document_link(document)) { (name(document)) } ": " (name(message)) }
            } }
        }
    }
}
