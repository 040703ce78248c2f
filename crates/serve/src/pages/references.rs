//! What the papers cite and the collection does not hold, most cited first, with by whom.

use maud::{Markup, html};
use memcon_model::MissingPaper;
use serde_json::json;

use super::{Answer, Ask, Shown, cited, pager};
use crate::citing::Citing;
use crate::dates;
use crate::layout::{heading, name, quotation};
use crate::strings::{count, t};

/// Papers on one page.
const PER_PAGE: usize = 40;
/// Places shown of one paper.
const SHOWN: usize = 6;

/// `/references`
pub fn page(ask: &Ask<'_>) -> Answer {
    let (total, shown) = ask.library.missing_page(ask.page() * PER_PAGE, PER_PAGE)?;
    let pages = total.div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let mut citing = Citing::new(ask.library);
    if ask.json {
        let missing: Vec<_> = shown.iter().map(|m| twin(m, &mut citing)).collect();
        return Ok(Shown::Json(json!({ "missing": missing, "page": page + 1, "pages": pages })));
    }
    let body = html! {
        (heading(html! { (t("references.title")) }, html! { (t("references.lead")) }))
        p.how { (count("count.references", ask.library.overview()?.references as usize)) " · " (count("count.missing", total)) }
        @if shown.is_empty() { p.empty { (t("references.empty")) } }
        @else { ol.events { @for m in &shown { (one(m, &mut citing)) } } }
        (pager(ask, page, pages))
    };
    Ok(Shown::Html { title: t("references.title").to_owned(), section: "/references", twin: true, body })
}

fn one(m: &MissingPaper, citing: &mut Citing<'_>) -> Markup {
    html! {
        li.ev {
            p.when { (dates::time(m.date.as_ref())) }
            div {
                p.stance { strong { (name(&m.called)) } span.how { " · " (count("count.cited", m.cited.len())) } }
                @for at in m.cited.iter().take(SHOWN) {
                    @if let Some(q) = citing.quote(at, 60, 200) { (quotation(&q)) }
                }
                @if m.cited.len() > SHOWN { p.how { (count("count.more_places", m.cited.len() - SHOWN)) } }
            }
        }
    }
}

fn twin(m: &MissingPaper, citing: &mut Citing<'_>) -> serde_json::Value {
    let places: Vec<_> = m.cited.iter().map(|at| cited(citing, at)).collect();
    json!({ "key": m.key, "called": m.called, "number": m.number, "date": m.date, "cited": places })
}
