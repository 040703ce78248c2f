//! What happened, by date; what cannot be dated, apart.

use maud::{Markup, html};
use memcon_model::{Edtf, EventStatus, Linked, LinkedEvent};
use memcon_store::{EventsAsked, EventsPage, Section};
use serde_json::json;

use super::{Answer, Ask, Shown, near, pager};
use crate::dates;
use crate::layout::{heading, name};
use crate::links::item_link;
use crate::strings::{count, number, t, word};

/// Events on one page.
const PER_PAGE: usize = 120;

/// `/timeline`
pub fn page(ask: &Ask<'_>) -> Answer {
    let narrowed = Narrowed::read(ask);
    let (offset, limit) = if ask.json { (0, usize::MAX) } else { (ask.page() * PER_PAGE, PER_PAGE) };
    let found = match near::most(ask).is_none() && narrowed.with.is_none() && narrowed.and.is_none() {
        true => ask.library.events_page(&narrowed.asked, offset, limit)?,
        // Who took part and through whom it was told is not in the list: all events are read.
        false => {
            // Names are looked up only where somebody is asked for.
            let sections = [Section::Events, Section::Heads];
            let linked = ask.library.linked_of(&sections[..1 + usize::from(narrowed.with.is_some())])?;
            let names = narrowed.names(&linked);
            let near = near::events(ask, &linked)?;
            let taken = near.iter().map(AsRef::as_ref).filter(|e| narrowed.takes(e, &names));
            EventsPage::of(taken, &narrowed.asked, offset, limit)
        }
    };
    let EventsPage { total, kinds, events } = found;
    let kind = narrowed.asked.kind;
    if ask.json {
        let all: Vec<_> = events.iter().map(|e| json!({ "id": e.id, "type": e.kind, "status": e.status, "date": e.date, "place": e.place,
            "title": e.title, "participants": e.participants, "intermediary": e.intermediary, "level": e.level, "follows": e.follows,
            "accounts": e.accounts })).collect();
        return Ok(Shown::Json(json!({ "events": all })));
    }
    let day = |e: &LinkedEvent| e.date.as_ref().and_then(Edtf::placed);
    let pages = total.div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let shown = &events;
    let dated = shown.partition_point(|e| day(e).is_some());
    let body = html! {
        (heading(html! { (t("timeline.title")) }, html! { (count("count.events", total)) }))
        (super::dossier::way_to_range())
        (narrowed.form(ask))
        (near::form(ask))
        @if kinds.len() > 1 {
            ul.filters aria-label=(t("timeline.kinds")) {
                li { a href=(ask.with("type", "")) aria-current=[kind.is_none().then_some("true")] { (t("timeline.all")) } }
                @for (k, n) in &kinds { li { a href=(Ask { reviewer: ask.reviewer, query: ask.query.iter().filter(|(q, _)| q != "page").cloned().collect(), library: ask.library, path: ask.path, json: false }.with("type", k.as_str())) aria-current=[(Some(*k) == kind).then_some("true")] { (word("event", k.as_str())) " " span.n { (number(*n)) } } } }
            }
        }
        @if events.is_empty() { p.empty { (t("timeline.empty")) } }
        @for year in shown[..dated].chunk_by(|a, b| day(a).map(|d| d.year) == day(b).map(|d| d.year)) {
            @let y = day(&year[0]).map_or(0, |d| d.year);
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

/// What the address asks for.
struct Narrowed<'a> {
    asked: EventsAsked,
    with: Option<&'a str>,
    /// A second participant, by the whole name: links from a pair give it.
    and: Option<String>,
}

impl<'a> Narrowed<'a> {
    fn read(ask: &'a Ask<'_>) -> Self {
        let day = |key: &str| ask.value(key).and_then(|d| d.parse::<Edtf>().ok());
        Self {
            asked: EventsAsked {
                kind: ask.value("type").and_then(|k| k.parse().ok()),
                status: ask.value("status").and_then(|s| s.parse().ok()),
                from: day("from").and_then(|d| d.earliest_iso()),
                to: day("to").and_then(|d| d.latest_iso()),
            },
            with: ask.value("with"),
            and: ask.value("and").map(str::to_lowercase),
        }
    }

    /// The names of whoever is so called, and at last what was asked for; none where nobody was.
    fn names(&self, linked: &Linked) -> Vec<String> {
        let Some(wanted) = self.with.map(str::to_lowercase) else { return Vec::new() };
        let called = |n: &str| {
            let n = n.to_lowercase();
            n == wanted || n.split_whitespace().any(|w| w == wanted)
        };
        let agents =
            linked.agents.iter().filter(|a| called(&a.canonical) || a.forms.iter().any(|f| called(&f.form)));
        let mut names: Vec<String> = agents.map(|a| a.canonical.to_lowercase()).collect();
        names.push(wanted.clone());
        names
    }

    /// Whether those asked for took part.
    fn takes(&self, e: &LinkedEvent, names: &[String]) -> bool {
        let named = |p: &memcon_model::Participant| {
            let name = p.name.to_lowercase();
            names.contains(&name) || names.last().is_some_and(|w| name.split_whitespace().any(|x| x == w))
        };
        (names.is_empty() || e.participants.iter().any(named))
            && self.and.as_ref().is_none_or(|a| e.participants.iter().any(|p| p.name.to_lowercase() == *a))
    }

    fn form(&self, ask: &Ask<'_>) -> Markup {
        html! {
            form.near.events-form action="/timeline" {
                @for (key, value) in ask.query.iter().filter(|(k, _)| k == "type" || k == near::KEY) {
                    input type="hidden" name=(key) value=(value);
                }
                label for="with" { (t("timeline.with")) }
                input #with name="with" value=(self.with.unwrap_or_default()) size="14";
                label for="status" { (t("timeline.status")) }
                select #status name="status" {
                    option value="" { (t("timeline.all")) }
                    @for s in EventStatus::ALL { option value=(s.as_str()) selected[self.asked.status == Some(*s)] { (word("event_status", s.as_str())) } }
                }
                label for="from" { (t("timeline.from")) }
                input #from name="from" value=(ask.value("from").unwrap_or_default()) size="10" placeholder="1950-01" inputmode="numeric";
                label for="to" { (t("timeline.to")) }
                input #to name="to" value=(ask.value("to").unwrap_or_default()) size="10" placeholder="1950-12-31" inputmode="numeric";
                button { (t("near.button")) }
            }
        }
    }
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
                    @if e.status != EventStatus::Held { " · " span.badge { (word("event_status", e.status.as_str())) } }
                    @if let Some(place) = &e.place { " · " (name(place)) }
                    @if let Some(via) = &e.intermediary { " · " (t("event.through")) " " (name(via)) }
                    @if e.accounts.len() > 1 { " · " (count("count.accounts", e.accounts.len())) }
                }
                @if !e.participants.is_empty() {
                    p.with { @for (n, p) in e.participants.iter().take(8).enumerate() { @if n > 0 { ", " } (name(&p.name)) } @if e.participants.len() > 8 { " …" } }
                }
            }
        }
    }
}
