//! The list of people and bodies: found by any spelling, by kind, by side.

mod person;

use std::collections::BTreeMap;

use maud::{Markup, html};
use memcon_model::{AgentType, Linked, LinkedAgent, Manner, NameForm};
use memcon_names::Verdict;
use memcon_store::Section;
use serde_json::json;

use super::{Answer, Ask, Shown, pager};
use crate::layout::{heading, name};
use crate::links::{item_link, query_value};
use crate::strings::{fill, number, t, word};

pub use person::page;

/// Agents on one page of the list.
const PER_PAGE: usize = 100;

/// How often an agent is named.
fn mentions(agent: &LinkedAgent) -> usize {
    agent.forms.iter().map(|f| f.count as usize).sum()
}

/// What the list was asked for.
struct Asked<'a> {
    name: Option<&'a str>,
    /// `None`: all kinds, where a name is looked for.
    kind: Option<AgentType>,
    side: Option<&'a str>,
    by_name: bool,
}

impl<'a> Asked<'a> {
    fn read(ask: &'a Ask<'_>) -> Self {
        let name = ask.value("q");
        let told = ask.value("type").and_then(|k| k.parse::<AgentType>().ok());
        let kind = told.or(if name.is_none() { Some(AgentType::Person) } else { None });
        Self { name, kind, side: ask.value("side"), by_name: ask.value("sort") == Some("name") }
    }

    fn takes(&self, agent: &LinkedAgent) -> bool {
        self.kind.is_none_or(|k| k == agent.kind)
            && self.side.is_none_or(|s| agent.side.as_deref().unwrap_or(NO_SIDE) == s)
    }
}

/// A line of the list: an agent, and the reason where it is only possible that it was meant.
struct Line<'l> {
    agent: &'l LinkedAgent,
    perhaps: Option<String>,
}

/// How the address says that no side is told.
const NO_SIDE: &str = "-";

/// `/people`
pub fn list(ask: &Ask<'_>) -> Answer {
    let linked = ask.library.linked_of(&[Section::Heads])?;
    let asked = Asked::read(ask);
    let lines = lines(ask, &asked, &linked)?;
    if ask.json {
        let all: Vec<_> = lines.iter().map(|l| json!({ "id": l.agent.id, "canonical": l.agent.canonical, "type": l.agent.kind,
            "side": l.agent.side, "roles": l.agent.roles, "forms": l.agent.forms.iter().map(|f| &f.form).collect::<Vec<_>>(),
            "mentions": mentions(l.agent), "perhaps": l.perhaps })).collect();
        return Ok(Shown::Json(
            json!({ "type": asked.kind, "side": asked.side, "q": asked.name, "agents": all }),
        ));
    }
    let pages = lines.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let body = html! {
        (heading(html! { (t("people.title")) }, html! { (t("people.lead")) }))
        (form(&asked, &linked))
        (kinds(&asked, &linked))
        @if lines.is_empty() { (empty(&asked)) }
        @else {
            (table(&asked, &lines[page * PER_PAGE..lines.len().min((page + 1) * PER_PAGE)]))
            (pager(ask, page, pages))
        }
    };
    Ok(Shown::Html { title: t("people.title").to_owned(), section: "/people", twin: true, body })
}

fn lines<'l>(
    ask: &Ask<'_>,
    asked: &Asked<'_>,
    linked: &'l Linked,
) -> Result<Vec<Line<'l>>, crate::library::Failure> {
    let Some(wanted) = asked.name else {
        let mut lines: Vec<Line<'_>> = linked
            .agents
            .iter()
            .filter(|a| asked.takes(a))
            .map(|agent| Line { agent, perhaps: None })
            .collect();
        order(&mut lines, asked.by_name);
        return Ok(lines);
    };
    let spellings = ask.library.spellings()?;
    // By id, for the names may be from a later linking than the list.
    let by_id: BTreeMap<&str, &LinkedAgent> = linked.agents.iter().map(|a| (a.id.as_str(), a)).collect();
    let found = spellings.agents(wanted).into_iter().filter_map(|f| {
        let id = spellings.linked().agents.get(f.agent)?.id.as_str();
        let agent = by_id.get(id).copied().filter(|a| asked.takes(a))?;
        Some(Line { agent, perhaps: (f.verdict != Verdict::Same).then_some(f.why) })
    });
    let mut lines: Vec<Line<'_>> = found.collect();
    if asked.by_name {
        order(&mut lines, true);
    }
    Ok(lines)
}

fn order(lines: &mut [Line<'_>], by_name: bool) {
    match by_name {
        true => lines.sort_by_cached_key(|l| memcon_store::fold(&l.agent.canonical)),
        false => lines.sort_by(|a, b| {
            mentions(b.agent).cmp(&mentions(a.agent)).then_with(|| a.agent.canonical.cmp(&b.agent.canonical))
        }),
    }
}

/// The search field, with the sides and the order to choose from.
fn form(asked: &Asked<'_>, linked: &Linked) -> Markup {
    let mut sides: BTreeMap<&str, usize> = BTreeMap::new();
    for agent in linked.agents.iter().filter(|a| asked.kind.is_none_or(|k| k == a.kind)) {
        *sides.entry(agent.side.as_deref().unwrap_or(NO_SIDE)).or_default() += 1;
    }
    let mut sides: Vec<(&str, usize)> = sides.into_iter().collect();
    sides.sort_by(|a, b| (a.0 == NO_SIDE).cmp(&(b.0 == NO_SIDE)).then(b.1.cmp(&a.1)).then(a.0.cmp(b.0)));
    sides.truncate(60);
    html! {
        form.search.people action="/people" role="search" {
            p.line { label for="q" { (t("people.find")) }
                input #q type="search" name="q" dir="auto" value=(asked.name.unwrap_or("")) autocomplete="off"; }
            p.line {
                label for="side" { (t("voice.side")) }
                select #side name="side" {
                    option value="" { (t("people.all_sides")) }
                    @for (side, n) in &sides { option value=(side) selected[asked.side == Some(side)] {
                        @if *side == NO_SIDE { (t("people.no_side")) } @else { (side) } " (" (number(*n)) ")" } }
                }
                label for="sort" { (t("people.sort")) }
                select #sort name="sort" {
                    option value="" { (t("people.by_mentions")) }
                    option value="name" selected[asked.by_name] { (t("people.by_name")) }
                }
                @if let Some(kind) = asked.kind { input type="hidden" name="type" value=(kind.as_str()); }
                button { (t("people.find_button")) }
            }
        }
    }
}

fn kinds(asked: &Asked<'_>, linked: &Linked) -> Markup {
    let mut kinds: BTreeMap<AgentType, usize> = BTreeMap::new();
    for agent in &linked.agents {
        *kinds.entry(agent.kind).or_default() += 1;
    }
    html! {
        ul.filters aria-label=(t("people.kinds")) {
            @if asked.name.is_some() { li { a href=(format!("/people?q={}", query_value(asked.name.unwrap_or(""))))
                aria-current=[asked.kind.is_none().then_some("true")] { (t("people.all_kinds")) } } }
            @for (k, n) in &kinds { li {
                a href=(format!("/people?type={}{}", query_value(k.as_str()),
                    asked.name.map(|q| format!("&q={}", query_value(q))).unwrap_or_default()))
                    aria-current=[(Some(*k) == asked.kind).then_some("true")] {
                    (word("agents", k.as_str())) " " @if asked.name.is_none() { span.n { (number(*n)) } } }
            } }
        }
    }
}

fn empty(asked: &Asked<'_>) -> Markup {
    html! {
        p.empty role="status" {
            @match asked.name {
                Some(wanted) => { (t("people.none_found")) " " q { (name(wanted)) } }
                None if asked.side.is_some() => (t("people.none_filter")),
                None => (t("people.empty")),
            }
        }
        @if let Some(wanted) = asked.name {
            p { a href=(format!("/search?q={}", query_value(wanted))) { (t("search.label")) } }
        }
    }
}

fn table(asked: &Asked<'_>, lines: &[Line<'_>]) -> Markup {
    let kind = asked.kind.map_or(t("people.all_kinds"), |k| word("agents", k.as_str()));
    let order = match (asked.by_name, asked.name) {
        (true, _) => t("people.by_name"),
        (false, _) => t("people.by_mentions"),
    };
    html! {
        table.people {
            caption { (fill("people.caption", &[kind, order])) }
            thead { tr { th scope="col" { (t("people.name")) } th scope="col" { (t("people.forms")) } th scope="col" { (t("voice.side")) } th scope="col" { (t("people.roles")) } th.num scope="col" { (t("people.mentions_head")) } } }
            tbody { @for l in lines { @let a = l.agent; tr {
                th scope="row" { a href=(item_link("people", &a.id)) { (name(&a.canonical)) }
                    @if let Some(why) = &l.perhaps { " " span.badge title=(why) { (t("people.perhaps")) } }
                    @if asked.kind.is_none() { " " span.how { (word("agent", a.kind.as_str())) } } }
                td { (spellings(a, 6)) }
                td { @if let Some(side) = &a.side { (name(side)) } }
                td { @if let Some(role) = office(a) { (name(role)) } }
                td.num data-unit=(t("people.mentions")) { (number(mentions(a))) }
            } } }
        }
    }
}

/// Whether a form is a name, not a pronoun or an office.
fn named(form: &NameForm) -> bool {
    !matches!(form.manner, Manner::Pronoun | Manner::Office)
}

/// The other spellings in a line; those that differ only in case are one here.
fn spellings(agent: &LinkedAgent, most: usize) -> Markup {
    let mut seen = vec![memcon_store::fold(&agent.canonical)];
    let mut other: Vec<&str> = Vec::new();
    for form in agent.forms.iter().filter(|f| named(f)) {
        let folded = memcon_store::fold(&form.form);
        if !seen.contains(&folded) {
            seen.push(folded);
            other.push(&form.form);
        }
    }
    html! {
        @for (n, form) in other.iter().take(most).enumerate() { @if n > 0 { ", " } (name(form)) }
        @if other.len() > most { " " span.how { (fill("list.more", &[&(other.len() - most).to_string()])) } }
    }
}

/// The latest office, in the script of the name where papers give it in several.
fn office(agent: &LinkedAgent) -> Option<&String> {
    let script = |text: &str| memcon_names::Name::parse(text).script;
    let own = script(&agent.canonical);
    let alike = agent.offices.iter().rfind(|o| script(&o.office) == own);
    alike.or(agent.offices.last()).map(|o| &o.office).or(agent.roles.first())
}
