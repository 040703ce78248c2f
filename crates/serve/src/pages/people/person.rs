//! One person or body: every spelling and why it counts, offices at dates, who only looks alike, what is open.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use memcon_model::{Evidence, JoinReason, Linked, LinkedAgent, LookAlike, NameForm, Subject, Testimony};
use memcon_store::Section;
use serde_json::{Value, json};

use super::{mentions, named, spellings};
use crate::citing::Citing;
use crate::dates;
use crate::layout::{heading, name, pair, quotation};
use crate::links::{document_link, item_link, query_value};
use crate::pages::review::{decided, note};
use crate::pages::{Answer, Ask, Lost, Shown, cited, pager};
use crate::strings::{count, number, t, word};

/// Mentions on one page.
const MENTIONS: usize = 50;
/// Look-alikes of one sort that are shown; more are in the JSON twin.
const ALIKE: usize = 40;

/// `/people/{id}`
pub fn page(ask: &Ask<'_>, id: &str) -> Answer {
    let linked = ask.library.linked_about(&[id], &[Section::Agents, Section::LookAlikes])?;
    let agent = linked.agents.iter().find(|a| a.id == id).ok_or(Lost::NotFound("trouble.no_person"))?;
    let mut citing = Citing::new(ask.library);
    let heads = ask.library.linked_of(&[Section::Heads])?;
    if ask.json {
        return Ok(Shown::Json(agent_json(agent, &linked, &heads, &mut citing)));
    }
    let mut alike: Vec<&LookAlike> =
        linked.look_alikes.iter().filter(|l| l.a == agent.id || l.b == agent.id).collect();
    // A pair may be listed from either end.
    let mut seen = BTreeSet::new();
    alike.retain(|l| seen.insert((if l.a == agent.id { &l.b } else { &l.a }, l.possible, &l.why)));
    let names: BTreeMap<&str, &LinkedAgent> = heads.agents.iter().map(|a| (a.id.as_str(), a)).collect();
    let (open, apart): (Vec<&LookAlike>, Vec<&LookAlike>) = alike.into_iter().partition(|l| l.possible);
    let called: Vec<&str> = agent
        .forms
        .iter()
        .filter(|f| named(f))
        .map(|f| f.form.as_str())
        .chain([agent.canonical.as_str()])
        .collect();
    let ways = ask.library.desk().is_some();
    let decisions = decided(ask, Subject::Agent, id, &called, &BTreeSet::new())?;
    let body = html! {
        (heading(name(&agent.canonical), html! { (word("agent", agent.kind.as_str())) @if let Some(side) = &agent.side { ", " (name(side)) } }))
        (note(ask)?)
        (facts(agent))
        (forms(ask, agent, &mut citing))
        (offices(agent, &mut citing))
        (look_alikes("questions", &open, agent, &names, (&mut citing, ways)))
        (look_alikes("others", &apart, agent, &names, (&mut citing, ways)))
        (decisions)
        (where_named(ask, agent, &mut citing))
    };
    Ok(Shown::Html { title: agent.canonical.clone(), section: "/people", twin: true, body })
}

/// The entry of the list of persons, and roles that no dated office tells.
fn facts(agent: &LinkedAgent) -> Markup {
    let roles: Vec<&String> =
        agent.roles.iter().filter(|r| !agent.offices.iter().any(|o| o.office == **r)).collect();
    html! {
        @if agent.listed.is_some() || !roles.is_empty() { dl.facts {
            @if let Some(l) = &agent.listed { (pair(t("people.listed"), html! { b { (name(&l.name)) } @if !l.note.is_empty() { ": " (name(&l.note)) } " " code { (l.id) } })) }
            @if !roles.is_empty() { (pair(t("people.roles"), html! { ul.plain { @for r in roles { li { (name(r)) } } } })) }
        } }
    }
}

/// Every spelling by writing system, each with the reason for which it counts.
fn forms(ask: &Ask<'_>, agent: &LinkedAgent, citing: &mut Citing<'_>) -> Markup {
    let mut by_script: Vec<(String, Vec<&NameForm>)> = Vec::new();
    let (names, bare): (Vec<&NameForm>, Vec<&NameForm>) = agent.forms.iter().partition(|f| named(f));
    for form in names {
        let tag = crate::language::name_tag(&form.form).unwrap_or_else(|| "en".to_owned());
        match by_script.iter_mut().find(|(t, _)| *t == tag) {
            Some((_, forms)) => forms.push(form),
            None => by_script.push((tag, vec![form])),
        }
    }
    let mut told: BTreeSet<usize> = BTreeSet::new();
    html! {
        section.forms aria-labelledby="forms" {
            h2 #forms { (t("people.forms_all")) " " span.n { (number(agent.forms.len())) } }
            @for (tag, forms) in &by_script {
                h3 { (word("script", tag)) }
                ul.names { @for f in forms { li {
                    a.form href=(format!("{}?form={}#mentions", ask.path, query_value(&f.form))) { (name(&f.form)) }
                    " " span.n { "×" (number(f.count as usize)) }
                    @let reasons = reasons(agent, f, &mut told);
                    @if f.form == agent.canonical { p.why { (t("people.main_form")) } }
                    @else if reasons.is_empty() { p.why { (t("people.no_reason")) @if let Some(why) = read_alike(agent, f) { ": " (name(&why)) } } }
                    @for j in reasons { (reason(j, &f.form, citing)) }
                } } }
            }
            @if !bare.is_empty() {
                h3 { (t("people.bare")) }
                ul.inline { @for f in bare { li { a.form href=(format!("{}?form={}#mentions", ask.path, query_value(&f.form))) { (name(&f.form)) } " " span.n { "×" (number(f.count as usize)) } } } }
            }
            @let rest: Vec<&JoinReason> = agent.joins.iter().enumerate().filter(|(n, _)| !told.contains(n)).map(|(_, j)| j).collect();
            @if !rest.is_empty() {
                details { summary { (t("people.joins")) " " span.n { (number(rest.len())) } }
                    ul.names { @for j in rest { li { (name(&j.a)) " = " (name(&j.b)) (reason(j, "", citing)) } } } }
            }
        }
    }
}

/// How a form can be read as the name used here; `None` where no reading joins them.
fn read_alike(agent: &LinkedAgent, form: &NameForm) -> Option<String> {
    let m = memcon_names::compare(&agent.canonical, &form.form);
    (m.verdict != memcon_names::Verdict::Other).then_some(m.why)
}

/// The joins that bring a form in, each told once: the other form stands before it in the list.
fn reasons<'a>(agent: &'a LinkedAgent, form: &NameForm, told: &mut BTreeSet<usize>) -> Vec<&'a JoinReason> {
    let mut found = Vec::new();
    for (n, j) in agent.joins.iter().enumerate() {
        let other = match (j.a == form.form, j.b == form.form) {
            (true, _) => &j.b,
            (_, true) => &j.a,
            _ => continue,
        };
        // The name used here is where most joins start; they are told at the other end.
        if (form.form != agent.canonical || *other == form.form) && told.insert(n) {
            found.push(j);
        }
    }
    found
}

/// Why, by what, how surely; and what speaks for and against.
fn reason(j: &JoinReason, form: &str, citing: &mut Citing<'_>) -> Markup {
    let other = if j.a == form { &j.b } else { &j.a };
    html! {
        div.why {
            p { @if !form.is_empty() && !j.why.contains(other.as_str()) { "= " (name(other)) ": " } (name(&j.why)) " "
                span.badge { (word("joined", j.by.as_str())) } " " span.how { (format!("{:.2}", j.score)) } }
            (testimony("for", &j.grounds, citing)) (testimony("against", &j.against, citing))
        }
    }
}

/// What speaks for or against, with the words where there are some.
fn testimony(which: &str, all: &[Testimony], citing: &mut Citing<'_>) -> Markup {
    html! {
        @if !all.is_empty() { ul class={ "testimony " (which) } { @for t in all { li {
            span.badge { (crate::strings::t(if which == "for" { "people.for" } else { "people.against" })) } " " (name(&t.why))
            @for e in t.evidence.iter().take(3) { @if let Some(q) = citing.quote(e, 50, 200) { (quotation(&q)) } }
        } } } }
    }
}

/// Offices and sides in the order of time.
fn offices(agent: &LinkedAgent, citing: &mut Citing<'_>) -> Markup {
    html! {
        @if !agent.offices.is_empty() {
            section aria-labelledby="offices" {
                h2 #offices { (t("people.offices")) }
                p.how { (t("people.offices_lead")) }
                table.offices {
                    thead { tr { th scope="col" { (t("people.when")) } th scope="col" { (t("people.office")) } th scope="col" { (t("voice.side")) } th scope="col" { (t("people.evidence")) } } }
                    tbody { @for o in &agent.offices { tr {
                        td.date { (dates::day(o.when.as_ref())) }
                        th scope="row" { (name(&o.office)) }
                        td { @if let Some(side) = &o.side { (name(side)) } }
                        td { @for e in o.evidence.iter().take(4) { @if let Some(q) = citing.quote(e, 0, 120) {
                            a href=(q.link()) { (name(&q.title)) } " " } }
                            @if o.evidence.len() > 4 { span.how { (crate::strings::fill("list.more", &[&(o.evidence.len() - 4).to_string()])) } } }
                    } } }
                }
            }
        }
    }
}

/// Those who look alike: open questions, or surely others.
fn look_alikes(
    which: &str,
    found: &[&LookAlike],
    agent: &LinkedAgent,
    names: &BTreeMap<&str, &LinkedAgent>,
    (citing, ways): (&mut Citing<'_>, bool),
) -> Markup {
    let open = which == "questions";
    html! {
        @if !found.is_empty() {
            section.alike aria-labelledby=(which) {
                h2 id=(which) { (t(if open { "people.questions" } else { "people.others" })) " " span.n { (number(found.len())) } }
                @if open { p.how { (t("people.questions_lead")) } }
                ul.names { @for l in found.iter().take(ALIKE) {
                    @let id = if l.a == agent.id { l.b.as_str() } else { l.a.as_str() };
                    li {
                        @match names.get(id) {
                            Some(other) => {
                                a.form href=(item_link("people", id)) { (name(&other.canonical)) }
                                " " span.n { (count("count.mentions", mentions(other))) @if let Some(side) = &other.side { ", " (name(side)) } }
                                @if other.forms.len() > 1 { p.how { (spellings(other, 4)) } }
                            }
                            None => code { (id) },
                        }
                        div.why {
                            @if let Some(q) = &l.question { p.question { (name(q)) } }
                            p { (name(&l.why)) " " span.badge { (word("joined", l.by.as_str())) } }
                            (testimony("for", &l.grounds, citing)) (testimony("against", &l.against, citing))
                            @if open && ways { p { a href=(format!("/review/decide?about=agent&id={}&with={}", query_value(&agent.id), query_value(id))) { (t("decide.this")) } } }
                        }
                    }
                } }
                @if found.len() > ALIKE { p.how { (crate::strings::fill("list.more", &[&(found.len() - ALIKE).to_string()])) } }
            }
        }
    }
}

/// Where the agent is named, paper by paper; of one spelling alone where that was asked for.
fn where_named(ask: &Ask<'_>, agent: &LinkedAgent, citing: &mut Citing<'_>) -> Markup {
    let keeps = ask.library.desk().is_some();
    let only = ask.value("form").filter(|f| agent.forms.iter().any(|g| g.form == *f));
    let mut places: Vec<&Evidence> =
        agent.forms.iter().filter(|f| only.is_none_or(|o| o == f.form)).flat_map(|f| &f.mentions).collect();
    places.sort();
    let pages = places.len().div_ceil(MENTIONS).max(1);
    let page = ask.page().min(pages - 1);
    let shown = &places[page * MENTIONS..places.len().min((page + 1) * MENTIONS)];
    html! {
        section aria-labelledby="mentions" {
            h2 #mentions { (t("people.mentions_head")) " " span.n { (number(places.len())) } }
            @if let Some(form) = only { p { (t("people.only_form")) " " b { (name(form)) } " · " a href=(format!("{}#mentions", ask.path)) { (t("people.every_form")) } } }
            @for group in shown.chunk_by(|a, b| a.document == b.document) {
                @let document = citing.document(&group[0].document);
                h3 { a href=(document_link(&group[0].document)) { (name(document.as_ref().map_or(group[0].document.as_str(), |d| d.row.title.as_str()))) }
                    @if let Some(d) = &document { " " span.how { (dates::day(d.row.date.as_ref())) } } }
                @for evidence in group { @if let Some(q) = citing.quote(evidence, 70, 200) { (quotation(&q)) @if keeps { (crate::pages::select_way(&q.document, q.chars)) } } }
            }
            (pager(ask, page, pages))
        }
    }
}

fn testimony_json(all: &[Testimony], citing: &mut Citing<'_>) -> Vec<Value> {
    let one = |t: &Testimony, citing: &mut Citing<'_>| {
        let evidence: Vec<Value> = t.evidence.iter().map(|e| cited(citing, e)).collect();
        json!({ "why": t.why, "evidence": evidence })
    };
    all.iter().map(|t| one(t, citing)).collect()
}

fn agent_json(agent: &LinkedAgent, linked: &Linked, heads: &Linked, citing: &mut Citing<'_>) -> Value {
    let forms: Vec<Value> = agent
        .forms
        .iter()
        .map(|f| {
            let tag = crate::language::name_tag(&f.form).unwrap_or_else(|| "en".to_owned());
            json!({ "form": f.form, "manner": f.manner, "count": f.count, "script": word("script", &tag),
                "mentions": f.mentions.iter().map(|m| cited(citing, m)).collect::<Vec<_>>() })
        })
        .collect();
    let joins: Vec<Value> = agent
        .joins
        .iter()
        .map(|j| {
            json!({ "id": j.id, "a": j.a, "b": j.b, "by": j.by, "why": j.why, "score": j.score,
                "grounds": testimony_json(&j.grounds, citing), "against": testimony_json(&j.against, citing) })
        })
        .collect();
    let offices: Vec<Value> = agent
        .offices
        .iter()
        .map(|o| {
            json!({ "office": o.office, "side": o.side, "when": o.when,
                "evidence": o.evidence.iter().map(|e| cited(citing, e)).collect::<Vec<_>>() })
        })
        .collect();
    let alike: Vec<Value> = linked
        .look_alikes
        .iter()
        .filter(|l| l.a == agent.id || l.b == agent.id)
        .map(|l| {
            let other = if l.a == agent.id { &l.b } else { &l.a };
            let canonical = heads.agents.iter().find(|a| a.id == *other).map(|a| &a.canonical);
            json!({ "id": other, "canonical": canonical, "a": l.a, "b": l.b, "possible": l.possible, "by": l.by,
                "why": l.why, "question": l.question, "grounds": testimony_json(&l.grounds, citing),
                "against": testimony_json(&l.against, citing) })
        })
        .collect();
    json!({ "id": agent.id, "canonical": agent.canonical, "type": agent.kind, "side": agent.side, "listed": agent.listed,
        "roles": agent.roles, "offices": offices, "forms": forms, "joins": joins, "members": agent.members,
        "look_alikes": alike, "summary": count("count.mentions", mentions(agent)) })
}
