//! What happened, by date; what cannot be dated, apart.

use maud::{Markup, html};
use memcon_model::{Edtf, EventType, LinkedEvent};
use serde_json::json;

use super::{Answer, Ask, Shown, near, pager};
use crate::dates;
use crate::layout::{heading, name};
use crate::links::{item_link, query_value};
use crate::strings::{count, number, t, word};

/// Events on one page.
const PER_PAGE: usize = 200;

/// `/timeline`
pub fn page(ask: &Ask<'_>) -> Answer {
    let linked = ask.library.linked()?;
    let kind = ask.value("type").and_then(|k| k.parse::<EventType>().ok());
    let mut kinds: std::collections::BTreeMap<EventType, usize> = std::collections::BTreeMap::new();
    let near = near::events(ask, &linked)?;
    for e in &near {
        *kinds.entry(e.kind).or_default() += 1;
    }
    let mut events: Vec<&LinkedEvent> =
        near.iter().map(AsRef::as_ref).filter(|e: &&LinkedEvent| kind.is_none_or(|k| e.kind == k)).collect();
    let day = |e: &LinkedEvent| e.date.as_ref().and_then(dates::placed);
    events
        .sort_by_key(|e| (day(e).is_none(), day(e), e.date.as_ref().and_then(Edtf::time).map(str::to_owned)));
    if ask.json {
        let all: Vec<_> = events.iter().map(|e| json!({ "id": e.id, "type": e.kind, "status": e.status, "date": e.date, "place": e.place,
            "title": e.title, "participants": e.participants, "intermediary": e.intermediary, "accounts": e.accounts })).collect();
        return Ok(Shown::Json(json!({ "events": all })));
    }
    let pages = events.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let shown = &events[page * PER_PAGE..events.len().min((page + 1) * PER_PAGE)];
    let dated = shown.partition_point(|e| day(e).is_some());
    let body = html! {
        (heading(html! { (t("timeline.title")) }, html! { (count("count.events", events.len())) }))
        (near::form(ask))
        @if kinds.len() > 1 {
            ul.filters aria-label=(t("timeline.kinds")) {
                li { a href=(near::carried(ask, "/timeline")) aria-current=[kind.is_none().then_some("true")] { (t("timeline.all")) } }
                @for (k, n) in &kinds { li { a href=(near::carried(ask, &format!("/timeline?type={}", query_value(k.as_str())))) aria-current=[(Some(*k) == kind).then_some("true")] { (word("event", k.as_str())) " " span.n { (number(*n)) } } } }
            }
        }
        @if events.is_empty() { p.empty { (t("timeline.empty")) } }
        @for year in shown[..dated].chunk_by(|a, b| day(a).map(|d| d.year) == day(b).map(|d| d.year)) {
            @let y = day(year[0]).map_or(0, |d| d.year);
            section.year id=(format!("y{y:04}")) {
                h2 { (y) }
                ol.events { @for e in year { (entry(ask, e)) } }
            }
        }
        @if dated < shown.len() {
            section.year #undated { h2 { (t("timeline.undated")) } p.how { (t("timeline.undated_why")) } ol.events { @for e in &shown[dated..] { (entry(ask, e)) } } }
        }
        (pager(ask, page, pages))
    };
    Ok(Shown::Html { title: t("timeline.title").to_owned(), section: "/timeline", twin: true, body })
}

/// One event in the list.
fn entry(ask: &Ask<'_>, e: &LinkedEvent) -> Markup {
    html! {
        li class=(format!("ev ev-{}", e.status.as_str())) {
            p.when { (dates::time(e.date.as_ref())) }
            div {
                p.what { a href=(near::carried(ask, &item_link("events", &e.id))) { (name(&e.title)) } }
                p.how {
                    (word("event", e.kind.as_str()))
                    @if e.status != memcon_model::EventStatus::Held { " · " span.badge { (word("event_status", e.status.as_str())) } }
                    @if let Some(place) = &e.place { " · " (name(place)) }
                    " · " (count("count.accounts", e.accounts.len()))
                }
                @if !e.participants.is_empty() {
                    p.with { @for (n, p) in e.participants.iter().take(8).enumerate() { @if n > 0 { ", " } (name(&p.name)) } @if e.participants.len() > 8 { " …" } }
                }
            }
        }
    }
}
