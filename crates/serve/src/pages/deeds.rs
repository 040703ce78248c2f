//! Words and deeds: each obligation with what later papers tell of it, each side's version apart.

use maud::{Markup, html};
use memcon_model::{Compliance, Deed, Linked, LinkedObligation};
use memcon_store::Section;
use serde_json::{Value, json};

use super::obligations::force;
use super::{Answer, Ask, Shown, cited, pager};
use crate::citing::Citing;
use crate::dates;
use crate::layout::{heading, name, quotation};
use crate::links::item_link;
use crate::strings::{fill, t, word};

/// Obligations on one page.
const PER_PAGE: usize = 30;
/// Deeds shown of one teller.
const SHOWN: usize = 20;

/// `/deeds`
pub fn page(ask: &Ask<'_>) -> Answer {
    let linked = ask.library.linked_of(&[Section::Obligations, Section::Events])?;
    let mut all: Vec<&LinkedObligation> =
        linked.obligations.iter().filter(|o| !o.deeds.is_empty() || o.compliance.is_some()).collect();
    // Where the papers speak of kept or broken there is most to see.
    let clear = |o: &LinkedObligation| o.deeds.iter().filter(|d| d.bearing.as_str() != "unclear").count();
    all.sort_by_cached_key(|o| (o.compliance.is_none(), std::cmp::Reverse(clear(o).min(3))));
    let pages = all.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let shown = &all[page * PER_PAGE..all.len().min((page + 1) * PER_PAGE)];
    let mut citing = Citing::new(ask.library);
    if ask.json {
        let done: Vec<Value> = shown.iter().map(|o| twin(o, &mut citing)).collect();
        return Ok(Shown::Json(json!({ "obligations": done, "page": page + 1, "pages": pages })));
    }
    let body = html! {
        (heading(html! { (t("deeds.title")) }, html! { (t("deeds.lead")) }))
        @if shown.is_empty() { p.empty { (t("deeds.empty")) } }
        @for o in shown { (one(o, &linked, &mut citing)) }
        (pager(ask, page, pages))
    };
    Ok(Shown::Html { title: t("deeds.title").to_owned(), section: "/deeds", twin: true, body })
}

/// The deeds by whoever tells them, in the order of their first.
fn tellers(o: &LinkedObligation) -> Vec<(Option<&str>, Vec<&Deed>)> {
    let mut out: Vec<(Option<&str>, Vec<&Deed>)> = Vec::new();
    for d in &o.deeds {
        let by = d.told_by.as_deref();
        match out.iter_mut().find(|t| t.0 == by) {
            Some(t) => t.1.push(d),
            None => out.push((by, vec![d])),
        }
    }
    out
}

fn one(o: &LinkedObligation, linked: &Linked, citing: &mut Citing<'_>) -> Markup {
    let tellers = tellers(o);
    html! {
        article.owed id=(o.id) {
            header {
                h2 {
                    @if o.bound.is_empty() { span.missing { (t("obligation.nobody")) } }
                    @for (n, b) in o.bound.iter().enumerate() { @if n > 0 { ", " } (name(b)) }
                    " " span.modal { (word("modality", o.modality.as_str())) } " "
                    span.content { (name(&o.content)) }
                }
                p.stance { (force(&o.force)) }
                (status(o))
            }
            @if o.deeds.is_empty() { p.how { (t("deeds.none")) } }
            div.versions { @for (by, deeds) in &tellers {
                section.version {
                    h3 { @match by { Some(by) => { (t("deeds.told_by")) " " (name(by)) }, None => { span.missing { (t("deeds.told_by_nobody")) } } } }
                    ol { @for d in deeds.iter().take(SHOWN) { (deed(d, linked, citing)) } }
                    @if deeds.len() > SHOWN { p.how { (fill("list.more", &[&(deeds.len() - SHOWN).to_string()])) } }
                }
            } }
        }
    }
}

/// What a person set, else what memcon suggests and that it only suggests.
fn status(o: &LinkedObligation) -> Markup {
    let mark = |c: Compliance| html! { span class=(format!("st kept-{}", c.as_str())) { (word("compliance", c.as_str())) } };
    html! {
        p.verdict {
            @match (o.compliance, o.suggested) {
                (Some(c), _) => { (mark(c)) " " span.how { (t("deeds.set")) } }
                (None, Some(c)) => { span.how { (t("deeds.suggested")) } " " span.suggestion { (mark(c)) } " " span.how { (t("deeds.suggested_more")) } }
                (None, None) => { span.how { (t("deeds.unset")) } }
            }
            @if o.compliance.is_none() { " " code.command { (fill("deeds.command", &[&o.id])) } }
        }
    }
}

fn deed(d: &Deed, linked: &Linked, citing: &mut Citing<'_>) -> Markup {
    let quote = citing.quote(&d.evidence, 0, 360);
    let event = d.event.as_ref().and_then(|id| linked.events.iter().find(|e| e.id == *id));
    // The rule's name behind the sentence is for those who want to know.
    let (why, rule) =
        d.why.rsplit_once(" [").map_or((d.why.as_str(), ""), |(w, r)| (w, r.trim_end_matches(']')));
    html! {
        li {
            p.stance { span class=(format!("badge deed-{}", d.bearing.as_str())) { (word("deed", d.bearing.as_str())) } " " span.how { (dates::time(d.date.as_ref())) } }
            @if let Some(q) = &quote { (quotation(q)) p.how { (name(&q.title)) } }
            @if let Some(e) = event { p.how { a href=(item_link("events", &e.id)) { (name(&e.title)) } } }
            p.how title=(rule) { (name(why)) }
        }
    }
}

fn twin(o: &LinkedObligation, citing: &mut Citing<'_>) -> Value {
    let deeds: Vec<Value> = o
        .deeds
        .iter()
        .map(|d| {
            json!({ "date": d.date, "told_by": d.told_by, "bearing": d.bearing, "event": d.event, "why": d.why, "score": d.score,
            "evidence": cited(citing, &d.evidence) })
        })
        .collect();
    json!({ "id": o.id, "bound": o.bound, "modality": o.modality, "content": o.content, "force": o.force.iter().map(|f| json!({ "date": f.date, "force": f.force })).collect::<Vec<_>>(),
        "suggested": o.suggested, "compliance": o.compliance, "deeds": deeds })
}
