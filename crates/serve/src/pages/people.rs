//! People and bodies: every spelling, why they are one, who only looks alike.

use std::collections::BTreeMap;

use maud::{Markup, html};
use memcon_model::{AgentType, Evidence, Linked, LinkedAgent};
use serde_json::json;

use super::{Answer, Ask, Lost, Shown, cited, pager};
use crate::citing::Citing;
use crate::layout::{heading, name, pair, quotation};
use crate::links::{document_link, item_link, query_value};
use crate::strings::{count, fill, number, t, word};

/// Agents on one page of the list, and mentions on one page of an agent.
const PER_PAGE: usize = 250;
const MENTIONS: usize = 100;

/// How often an agent is named.
fn mentions(agent: &LinkedAgent) -> usize {
    agent.forms.iter().map(|f| f.count as usize).sum()
}

/// `/people`
pub fn list(ask: &Ask<'_>) -> Answer {
    let linked = ask.library.linked()?;
    let kind = ask.value("type").and_then(|k| k.parse::<AgentType>().ok()).unwrap_or(AgentType::Person);
    let mut kinds: BTreeMap<AgentType, usize> = BTreeMap::new();
    for agent in &linked.agents {
        *kinds.entry(agent.kind).or_default() += 1;
    }
    let mut agents: Vec<&LinkedAgent> = linked.agents.iter().filter(|a| a.kind == kind).collect();
    agents.sort_by(|a, b| mentions(b).cmp(&mentions(a)).then_with(|| a.canonical.cmp(&b.canonical)));
    if ask.json {
        let all: Vec<_> = agents.iter().map(|a| json!({ "id": a.id, "canonical": a.canonical, "type": a.kind, "side": a.side,
            "roles": a.roles, "forms": a.forms.iter().map(|f| &f.form).collect::<Vec<_>>(), "mentions": mentions(a) })).collect();
        return Ok(Shown::Json(json!({ "type": kind, "agents": all })));
    }
    let pages = agents.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let body = html! {
        (heading(html! { (t("people.title")) }, html! { (t("people.lead")) }))
        ul.filters aria-label=(t("people.kinds")) { @for (k, n) in &kinds {
            li { a href=(format!("/people?type={}", query_value(k.as_str()))) aria-current=[(*k == kind).then_some("true")] { (word("agents", k.as_str())) " " span.n { (number(*n)) } } }
        } }
        @if agents.is_empty() { p.empty { (t("people.empty")) } }
        @else {
            table.people {
                caption { (fill("people.caption", &[word("agents", kind.as_str())])) }
                thead { tr { th scope="col" { (t("people.name")) } th scope="col" { (t("people.forms")) } th scope="col" { (t("voice.side")) } th scope="col" { (t("people.roles")) } th.num scope="col" { (t("people.mentions_head")) } } }
                tbody { @for a in agents.iter().skip(page * PER_PAGE).take(PER_PAGE) { tr {
                    th scope="row" { a href=(item_link("people", &a.id)) { (name(&a.canonical)) } }
                    td { (spellings(a, 6)) }
                    td { @if let Some(side) = &a.side { (name(side)) } }
                    td { @if let Some(role) = a.roles.first() { (name(role)) } }
                    td.num data-unit=(t("people.mentions")) { (number(mentions(a))) }
                } } }
            }
            (pager(ask, page, pages))
        }
    };
    Ok(Shown::Html { title: t("people.title").to_owned(), section: "/people", twin: true, body })
}

/// The other spellings in a line.
fn spellings(agent: &LinkedAgent, most: usize) -> Markup {
    let other: Vec<&str> =
        agent.forms.iter().map(|f| f.form.as_str()).filter(|f| *f != agent.canonical).collect();
    html! {
        @for (n, form) in other.iter().take(most).enumerate() { @if n > 0 { ", " } (name(form)) }
        @if other.len() > most { " " span.how { (fill("list.more", &[&(other.len() - most).to_string()])) } }
    }
}

/// `/people/{id}`
pub fn page(ask: &Ask<'_>, id: &str) -> Answer {
    let linked = ask.library.linked()?;
    let agent = linked.agents.iter().find(|a| a.id == id).ok_or(Lost::NotFound("trouble.no_person"))?;
    let mut citing = Citing::new(ask.library);
    if ask.json {
        return Ok(Shown::Json(agent_json(agent, &linked, &mut citing)));
    }
    let mut places: Vec<(&str, &Evidence)> =
        agent.forms.iter().flat_map(|f| f.mentions.iter().map(|m| (f.form.as_str(), m))).collect();
    places.sort_by_key(|(_, e)| *e);
    let pages = places.len().div_ceil(MENTIONS).max(1);
    let page = ask.page().min(pages - 1);
    let shown = &places[page * MENTIONS..places.len().min((page + 1) * MENTIONS)];
    let body = html! {
        (heading(name(&agent.canonical), html! { (word("agent", agent.kind.as_str())) @if let Some(side) = &agent.side { ", " (name(side)) } }))
        dl.facts { @if !agent.roles.is_empty() { (pair(t("people.roles"), html! { ul.plain { @for r in &agent.roles { li { (name(r)) } } } })) } }
        (forms(agent))
        (joins(agent))
        (look_alikes(agent, &linked))
        section aria-labelledby="mentions" {
            h2 #mentions { (t("people.mentions_head")) " " span.n { (number(places.len())) } }
            @for group in shown.chunk_by(|a, b| a.1.document == b.1.document) {
                @let title = citing.document(&group[0].1.document).map(|d| d.row.title.clone());
                h3 { a href=(document_link(&group[0].1.document)) { (name(title.as_deref().unwrap_or(&group[0].1.document))) } }
                @for (_, evidence) in group { @if let Some(q) = citing.quote(evidence, 70, 200) { (quotation(&q)) } }
            }
            (pager(ask, page, pages))
        }
    };
    Ok(Shown::Html { title: agent.canonical.clone(), section: "/people", twin: true, body })
}

/// Every spelling, by script.
fn forms(agent: &LinkedAgent) -> Markup {
    let mut by_script: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for form in &agent.forms {
        by_script
            .entry(crate::language::name_tag(&form.form).unwrap_or_else(|| "en".to_owned()))
            .or_default()
            .push(form);
    }
    html! {
        section aria-labelledby="forms" {
            h2 #forms { (t("people.forms_all")) }
            dl.facts { @for (tag, forms) in &by_script {
                (pair(word("script", tag), html! { ul.inline.forms { @for f in forms { li { (name(&f.form)) " " span.n { "×" (number(f.count as usize)) } } } } }))
            } }
        }
    }
}

/// Why the spellings are one.
fn joins(agent: &LinkedAgent) -> Markup {
    html! {
        @if !agent.joins.is_empty() {
            section aria-labelledby="joins" {
                h2 #joins { (t("people.joins")) }
                ul.reasons { @for j in &agent.joins { li { (name(&j.a)) " = " (name(&j.b)) " — " (name(&j.why)) " " span.how { (format!("{:.2}", j.score)) } } } }
            }
        }
    }
}

/// Who looks alike and is not (or perhaps) the same.
fn look_alikes(agent: &LinkedAgent, linked: &Linked) -> Markup {
    let found: Vec<_> = linked.look_alikes.iter().filter(|l| l.a == agent.id || l.b == agent.id).collect();
    html! {
        @if !found.is_empty() {
            section.alike aria-labelledby="alike" {
                h2 #alike { (t("people.alike")) }
                ul.reasons { @for l in found {
                    @let other = if l.a == agent.id { &l.b } else { &l.a };
                    @let title = linked.agents.iter().find(|a| a.id == *other).map_or(other.as_str(), |a| a.canonical.as_str());
                    li { span.badge { (t(if l.possible { "people.possible" } else { "people.distinct" })) } " "
                        a href=(item_link("people", other)) { (name(title)) } " — " (name(&l.why)) }
                } }
            }
        }
    }
}

fn agent_json(agent: &LinkedAgent, linked: &Linked, citing: &mut Citing<'_>) -> serde_json::Value {
    let forms: Vec<_> = agent
        .forms
        .iter()
        .map(|f| {
            json!({ "form": f.form, "count": f.count,
        "mentions": f.mentions.iter().map(|m| cited(citing, m)).collect::<Vec<_>>() })
        })
        .collect();
    let alike: Vec<_> = linked.look_alikes.iter().filter(|l| l.a == agent.id || l.b == agent.id).collect();
    json!({ "id": agent.id, "canonical": agent.canonical, "type": agent.kind, "side": agent.side, "roles": agent.roles,
        "forms": forms, "joins": agent.joins, "members": agent.members, "look_alikes": alike, "summary": count("count.mentions", mentions(agent)) })
}
