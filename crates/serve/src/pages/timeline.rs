//! What happened, by date; what cannot be dated, apart.

use maud::{Markup, html};
use memcon_model::{Edtf, EventStatus, EventType, Linked, LinkedEvent};
use memcon_store::Section;
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
    // Names are looked up only where somebody is asked for.
    let sections = [Section::Events, Section::Heads];
    let sections = if ask.value("with").is_some() { &sections[..] } else { &sections[..1] };
    let linked = ask.library.linked_of(sections)?;
    let kind = ask.value("type").and_then(|k| k.parse::<EventType>().ok());
    let asked = Asked::read(ask, &linked);
    let mut kinds: std::collections::BTreeMap<EventType, usize> = std::collections::BTreeMap::new();
    let near = near::events(ask, &linked)?;
    let near: Vec<_> = near.into_iter().filter(|e| asked.takes(e)).collect();
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
            "title": e.title, "participants": e.participants, "intermediary": e.intermediary, "level": e.level, "follows": e.follows,
            "accounts": e.accounts })).collect();
        return Ok(Shown::Json(json!({ "events": all })));
    }
    let pages = events.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let shown = &events[page * PER_PAGE..events.len().min((page + 1) * PER_PAGE)];
    let dated = shown.partition_point(|e| day(e).is_some());
    let body = html! {
        (heading(html! { (t("timeline.title")) }, html! { (count("count.events", events.len())) }))
        (super::dossier::way_to_range())
        (asked.form(ask))
        (near::form(ask))
        @if kinds.len() > 1 {
            ul.filters aria-label=(t("timeline.kinds")) {
                li { a href=(ask.with("type", "")) aria-current=[kind.is_none().then_some("true")] { (t("timeline.all")) } }
                @for (k, n) in &kinds { li { a href=(Ask { reviewer: ask.reviewer, query: ask.query.iter().filter(|(q, _)| q != "page").cloned().collect(), library: ask.library, path: ask.path, json: false }.with("type", k.as_str())) aria-current=[(Some(*k) == kind).then_some("true")] { (word("event", k.as_str())) " " span.n { (number(*n)) } } } }
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

/// What the address asks for besides the kind.
struct Asked<'a> {
    status: Option<EventStatus>,
    with: Option<&'a str>,
    /// The names of whoever is so called.
    names: Vec<String>,
    /// A second participant, by the whole name: links from a pair give it.
    and: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

impl<'a> Asked<'a> {
    fn read(ask: &'a Ask<'_>, linked: &Linked) -> Self {
        let day = |key: &str| ask.value(key).and_then(|d| d.parse::<Edtf>().ok());
        let with = ask.value("with");
        let names = with.map(|name| {
            let wanted = name.to_lowercase();
            let called = |n: &str| {
                let n = n.to_lowercase();
                n == wanted || n.split_whitespace().any(|w| w == wanted)
            };
            let agents = linked
                .agents
                .iter()
                .filter(|a| called(&a.canonical) || a.forms.iter().any(|f| called(&f.form)));
            let mut names: Vec<String> = agents.map(|a| a.canonical.to_lowercase()).collect();
            names.push(wanted.clone());
            names
        });
        Self {
            status: ask.value("status").and_then(|s| s.parse().ok()),
            with,
            names: names.unwrap_or_default(),
            and: ask.value("and").map(str::to_lowercase),
            from: day("from").and_then(|d| d.earliest_iso()),
            to: day("to").and_then(|d| d.latest_iso()),
        }
    }

    fn takes(&self, e: &LinkedEvent) -> bool {
        let (first, last) =
            (e.date.as_ref().and_then(Edtf::earliest_iso), e.date.as_ref().and_then(Edtf::latest_iso));
        // An interval open to one side lies where its other end does.
        let (first, last) = (first.clone().or_else(|| last.clone()), last.or(first));
        let named = |p: &memcon_model::Participant| {
            let name = p.name.to_lowercase();
            self.names.contains(&name)
                || self.names.last().is_some_and(|w| name.split_whitespace().any(|x| x == w))
        };
        self.status.is_none_or(|s| e.status == s)
            && (self.names.is_empty() || e.participants.iter().any(named))
            && self.and.as_ref().is_none_or(|a| e.participants.iter().any(|p| p.name.to_lowercase() == *a))
            && self.from.as_ref().is_none_or(|f| last.as_ref().is_some_and(|d| d >= f))
            && self.to.as_ref().is_none_or(|t| first.as_ref().is_some_and(|d| d <= t))
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
                    @for s in EventStatus::ALL { option value=(s.as_str()) selected[self.status == Some(*s)] { (word("event_status", s.as_str())) } }
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
