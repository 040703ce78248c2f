//! Letters with their answers: held as papers, or known only from the words of others.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use memcon_model::LinkedLetter;
use memcon_store::Section;
use serde_json::json;

use super::{Answer, Ask, Shown, pager};
use crate::citing::Citing;
use crate::dates;
use crate::layout::{heading, name, quotation};
use crate::links::{document_link, item_link};
use crate::strings::{count, fill, t};

/// Threads on one page.
const PER_PAGE: usize = 60;

/// A letter with the depth at which it stands in its thread.
type Placed<'l> = (usize, &'l LinkedLetter);

/// `/letters`
pub fn page(ask: &Ask<'_>) -> Answer {
    let linked = ask.library.linked_of(&[Section::Letters])?;
    let answered: BTreeSet<&str> =
        linked.letters.iter().filter_map(|l| l.answers.as_ref()).map(|t| t.to.as_str()).collect();
    let show = ask.value("show").unwrap_or("threads");
    let all = threads(&linked.letters);
    let (long, alone): (Vec<_>, Vec<_>) = all.into_iter().partition(|thread| thread.len() > 1);
    let (told, held): (Vec<_>, Vec<_>) =
        alone.into_iter().partition(|t| t.iter().all(|(_, l)| l.document.is_none()));
    if ask.json {
        let all: Vec<_> = linked
            .letters
            .iter()
            .map(|l| {
                let open = !answered.contains(l.id.as_str());
                json!({ "id": l.id, "date": l.date, "from": l.from, "to": l.to, "number": l.number, "document": l.document,
                    "events": l.events, "answers": l.answers, "answered": !open })
            })
            .collect();
        return Ok(Shown::Json(json!({ "letters": all })));
    }
    let counts = [("threads", long.len()), ("alone", held.len()), ("told", told.len())];
    let chosen = match show {
        "alone" => held,
        "told" => told,
        _ if long.is_empty() && show == "threads" && ask.value("show").is_none() => held,
        _ => long,
    };
    let current =
        if chosen.first().is_some_and(|t| t.len() > 1) || show == "threads" && ask.value("show").is_some() {
            "threads"
        } else if show == "told" {
            "told"
        } else {
            "alone"
        };
    let pages = chosen.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let mut citing = Citing::new(ask.library);
    let body = html! {
        (heading(html! { (t("letters.title")) }, html! { (t("letters.lead")) }))
        @if linked.letters.is_empty() { p.empty { (t("letters.empty")) } }
        @else {
            ul.filters aria-label=(t("letters.kinds")) {
                @for (key, n) in counts {
                    li { a href=(format!("/letters?show={key}")) aria-current=[(key == current).then_some("true")] { (t(&format!("letters.{key}"))) " " span.n { (n) } } }
                }
            }
            p.how { (t(&format!("letters.{current}_why"))) }
            ol.threads { @for thread in &chosen[page * PER_PAGE..chosen.len().min((page + 1) * PER_PAGE)] {
                li.thread {
                    @if thread.len() > 1 { p.how { (count("count.letters", thread.len())) } }
                    @for (depth, letter) in thread { (one(*depth, letter, &answered, &mut citing)) }
                }
            } }
            (pager(ask, page, pages))
        }
    };
    Ok(Shown::Html { title: t("letters.title").to_owned(), section: "/letters", twin: true, body })
}

/// Letters with what answers them, oldest first; by the day of the first.
fn threads(letters: &[LinkedLetter]) -> Vec<Vec<Placed<'_>>> {
    let by_id: BTreeMap<&str, usize> = letters.iter().enumerate().map(|(n, l)| (l.id.as_str(), n)).collect();
    let mut answers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut roots = Vec::new();
    for (n, letter) in letters.iter().enumerate() {
        match letter.answers.as_ref().and_then(|t| by_id.get(t.to.as_str())).filter(|&&t| t != n) {
            Some(t) => answers.entry(*t).or_default().push(n),
            None => roots.push(n),
        }
    }
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for root in roots {
        let mut thread = Vec::new();
        let mut open = vec![(0, root)];
        while let Some((depth, n)) = open.pop() {
            if !seen.insert(n) {
                continue;
            }
            thread.push((depth, &letters[n]));
            if let Some(next) = answers.get(&n) {
                open.extend(next.iter().rev().map(|&m| (depth + 1, m)));
            }
        }
        out.push(thread);
    }
    out
}

/// One letter: when, from whom to whom, what it answers and why, and its words where it is known from others only.
fn one(depth: usize, letter: &LinkedLetter, answered: &BTreeSet<&str>, citing: &mut Citing<'_>) -> Markup {
    let names = |list: &[String]| {
        html! {
            @for (n, v) in list.iter().take(4).enumerate() { @if n > 0 { ", " } (name(v)) }
            @if list.len() > 4 { " …" }
            @if list.is_empty() { span.missing { (t("letters.unknown")) } }
        }
    };
    let number = letter.number.as_deref().filter(|n| n.chars().any(|c| c.is_ascii_digit()));
    let title =
        letter.document.as_deref().and_then(|d| citing.document(d)).map(|d| d.row.form.as_str().to_owned());
    let words = if letter.document.is_none() { letter.evidence.first() } else { None };
    let quote = words.and_then(|e| citing.quote(e, 0, 240));
    let href = match (&letter.document, letter.events.first()) {
        (Some(d), _) => Some(document_link(d)),
        (None, Some(e)) => Some(item_link("events", e)),
        _ => None,
    };
    html! {
        div class=(format!("letter d{}", depth.min(4))) {
            p.when { (dates::time(letter.date.as_ref())) }
            div {
                p.what {
                    @match &href { Some(h) => a href=(h) { (names(&letter.from)) " → " (names(&letter.to)) }, None => { (names(&letter.from)) " → " (names(&letter.to)) } }
                }
                p.how {
                    @if let Some(form) = &title { (crate::strings::word("form", form)) } @else { (t("letters.known")) }
                    @if let Some(n) = number { " · № " (name(n)) }
                    @if !answered.contains(letter.id.as_str()) { " · " (t("letters.unanswered")) }
                }
                @if let Some(tie) = &letter.answers { p.why { (fill("letters.because", &[&tie.why])) } }
                @if let Some(q) = &quote { (quotation(q)) }
            }
        }
    }
}
