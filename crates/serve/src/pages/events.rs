//! One event: what is known of it, and each document's account beside the others.

use std::collections::BTreeSet;

use maud::{Markup, html};
use memcon_model::{Account, Depths, Evidence, Linked, LinkedEvent, Subject};
use memcon_store::Section;
use serde_json::json;

use super::{Answer, Ask, Lost, Shown, cited, near};
use crate::citing::Citing;
use crate::dates;
use crate::layout::{heading, name, pair, quotation};
use crate::links::{document_link, item_link};
use crate::strings::{t, word};

/// Accounts laid side by side at most.
const ACCOUNTS: usize = 24;

/// `/events/{id}`
pub fn page(ask: &Ask<'_>, id: &str) -> Answer {
    // The event with what follows it, then also what it follows.
    let first = ask.library.linked_about(&[id], &[Section::Events])?;
    let before = first.events.iter().find(|e| e.id == id).and_then(|e| e.follows.as_ref());
    let ids: Vec<&str> = std::iter::once(id).chain(before.map(|tie| tie.to.as_str())).collect();
    let linked = ask.library.linked_about(&ids, &[Section::Events])?;
    let names = ask.library.linked_of(&[Section::Heads])?;
    let whole = linked.events.iter().find(|e| e.id == id).ok_or(Lost::NotFound("trouble.no_event"))?;
    let near = near::events(ask, &linked)?;
    // Of an event that nobody tells so near, what is known of it is left.
    let bare = LinkedEvent { evidence: Vec::new(), accounts: Vec::new(), ..whole.clone() };
    let event = near.iter().find(|e| e.id == id).map_or(&bare, AsRef::as_ref);
    let mut citing = Citing::new(ask.library);
    if ask.json {
        let evidence: Vec<_> = event.evidence.iter().map(|e| cited(&mut citing, e)).collect();
        return Ok(Shown::Json(
            json!({ "id": event.id, "type": event.kind, "status": event.status, "date": event.date, "place": event.place,
            "title": event.title, "participants": event.participants, "intermediary": event.intermediary, "level": event.level,
            "follows": event.follows, "accounts": event.accounts, "evidence": evidence }),
        ));
    }
    let papers: BTreeSet<&str> = whole.accounts.iter().map(|a| a.document.as_str()).collect();
    let body = html! {
        (heading(name(&event.title), html! { (dates::time(event.date.as_ref())) @if let Some(p) = &event.place { ", " (name(p)) } }))
        (super::review::note(ask)?)
        (facts(event, &names))
        (ties(ask, whole, &linked, &mut citing))
        (super::dossier::way("event", &event.id))
        (near::form(ask))
        section aria-labelledby="accounts" {
            h2 #accounts { (t("event.accounts")) }
            (super::accounts::way(event))
            @if event.accounts.len() > 1 { p.how { (t("event.accounts_lead")) } }
            div.accounts { @for a in event.accounts.iter().take(ACCOUNTS) { (account(a, event, near::most(ask), &mut citing)) } }
        }
        (super::review::decided(ask, Subject::Event, id, &[&whole.title], &papers)?)
    };
    Ok(Shown::Html { title: event.title.clone(), section: "/timeline", twin: true, body })
}

fn facts(event: &LinkedEvent, linked: &Linked) -> Markup {
    html! {
        dl.facts {
            (pair(t("event.kind"), html! { (word("event", event.kind.as_str())) ", " (word("event_status", event.status.as_str())) }))
            @if let Some(level) = &event.level { (pair(t("event.level"), name(level))) }
            @if let Some(via) = &event.intermediary { (pair(t("event.through"), name(via))) }
            @if !event.participants.is_empty() {
                (pair(t("event.participants"), html! { ul.plain { @for p in &event.participants {
                    li { (person(linked, &p.name)) @if let Some(r) = &p.role { ", " (role(r)) } @if let Some(s) = &p.side { " (" (name(s)) ")" } }
                } } }))
            }
        }
    }
}

/// A role: those that events give have words of their own, others are the papers'.
fn role(role: &str) -> Markup {
    match role {
        "sender" | "addressee" | "visitor" | "host" => html! { (word("event_role", role)) },
        other => name(other),
    }
}

/// What it follows and what follows it, with the reason.
fn ties(ask: &Ask<'_>, event: &LinkedEvent, linked: &Linked, citing: &mut Citing<'_>) -> Markup {
    let of = |id: &str| linked.events.iter().find(|e| e.id == id);
    let earlier = event.follows.as_ref().and_then(|tie| Some((of(&tie.to)?, tie)));
    let later: Vec<&LinkedEvent> = linked
        .events
        .iter()
        .filter(|e| e.follows.as_ref().is_some_and(|t| t.to == event.id))
        .take(12)
        .collect();
    let link = |e: &LinkedEvent| {
        let href = near::carried(ask, &item_link("events", &e.id));
        html! { a href=(href) { (name(&e.title)) } ", " (dates::time(e.date.as_ref())) }
    };
    html! {
        @if earlier.is_some() || !later.is_empty() {
            section aria-labelledby="ties" {
                h2 #ties { (t("event.ties")) }
                @if let Some((e, tie)) = earlier {
                    p { (t("event.follows")) " " (link(e)) }
                    p.why { (tie.why) }
                    @for e in tie.evidence.iter().take(2) { @if let Some(q) = citing.quote(e, 60, 300) { (quotation(&q)) } }
                }
                @if !later.is_empty() {
                    p { (t("event.followed")) }
                    ul.plain { @for e in &later { li { (link(e)) @if let Some(tie) = &e.follows { p.why { (tie.why) } } } } }
                }
            }
        }
    }
}

/// One document's account.
fn account(account: &Account, event: &LinkedEvent, most: Option<u32>, citing: &mut Citing<'_>) -> Markup {
    let Some(document) = citing.document(&account.document) else {
        return html! { section.account { p { (name(&account.document)) } p.missing { (t("event.gone")) } } };
    };
    let told = document.analysis.events.iter().find(|e| e.id == account.event);
    let depths = Depths::of(&document.analysis.turns);
    let mut words: Vec<Evidence> = told
        .iter()
        .flat_map(|e| &e.spans)
        .filter(|s| most.is_none_or(|most| depths.reporters(**s) <= most))
        .map(|s| Evidence { document: account.document.clone(), span: *s })
        .collect();
    if words.is_empty() {
        words = event.evidence.iter().filter(|e| e.document == account.document).cloned().collect();
    }
    html! {
        section.account {
            h3 { a href=(document_link(&account.document)) { (name(&document.row.title)) } }
            p.how { (word("form", document.row.form.as_str())) " · " (dates::time(document.row.date.as_ref()))
                @if account.is_record { " · " span.badge { (t("event.record")) } }
                @if let Some(side) = &account.side { " · " (t("event.paper_of")) " " (name(side)) } }
            @if let Some(told) = told {
                dl.facts {
                    @if told.date != event.date { (pair(t("event.dates_it"), dates::time(told.date.as_ref()))) }
                    @if told.place != event.place { @if let Some(p) = &told.place { (pair(t("event.places_it"), name(p))) } }
                    @if !told.participants.is_empty() { (pair(t("event.names"), html! { @for (n, p) in told.participants.iter().take(12).enumerate() { @if n > 0 { ", " } (name(&p.name)) } })) }
                }
            }
            @for e in words.iter().take(6) { @if let Some(q) = citing.quote(e, 60, 400) { (quotation(&q)) } }
        }
    }
}

/// A name, with the way to its page where exactly one agent is so named.
fn person(linked: &Linked, who: &str) -> Markup {
    let mut found =
        linked.agents.iter().filter(|a| a.canonical == who || a.forms.iter().any(|f| f.form == who));
    match (found.next(), found.next()) {
        (Some(one), None) => html! { a href=(item_link("people", &one.id)) { (name(who)) } },
        _ => name(who),
    }
}
