//! Decisions that were made: as a list, on the page of what they are about, each with the way to take it back.

use std::collections::BTreeSet;

use maud::{Markup, html};
use memcon_model::{Decision, DecisionKind, Subject};
use serde_json::json;

use super::deciding::way;
use super::items::{address, decisions_on};
use super::{Answer, Ask, Lost, Shown, hidden, signed, ways};
use crate::layout::{heading, name};
use crate::links::query_value;
use crate::strings::{count, fill, t, word};

/// Decisions on one page of the list.
const LISTED: usize = 100;

/// What was decided, in a line.
pub fn told(d: &Decision) -> Markup {
    let value = d.value.as_deref().unwrap_or_default();
    let key = match (d.kind, d.about) {
        (DecisionKind::Join, Subject::Parallel) => "decide.said_one_text",
        (DecisionKind::Part, Subject::Parallel) => "decide.said_no_text",
        (DecisionKind::Join, _) => "decide.said_one",
        (DecisionKind::Part, _) => "decide.said_two",
        (DecisionKind::Name, _) => "decide.said_name",
        (DecisionKind::Status, _) => "decide.said_status",
    };
    let value = if d.kind == DecisionKind::Status { word("compliance", value) } else { value };
    let second = if matches!(d.kind, DecisionKind::Name | DecisionKind::Status) { value } else { &d.b.name };
    // Names go in one by one, each isolated: a name may turn what stands around it.
    let (before, rest) = t(key).split_once("{0}").unwrap_or((t(key), ""));
    let (between, after) = rest.split_once("{1}").unwrap_or((rest, ""));
    // Persons are found by what they were called then, whatever their address is now.
    let found = |n: &str| match (d.about, n.is_empty()) {
        (Subject::Agent, false) => html! { a href=(format!("/people?q={}", query_value(n))) { (name(n)) } },
        _ => name(n),
    };
    html! { (before) (found(&d.a.name)) (between) (found(second)) (after) }
}

/// Decisions as a list, each with the way to take it back.
pub fn list(ask: &Ask<'_>, all: &[Decision], back: &str) -> Markup {
    html! {
        ol.judgements { @for d in all { li.taken[d.undone.is_some()] {
            p { span.how { (d.number) ". " } (told(d)) " " span.how { (word("subject", d.about.as_str())) " · "
                @if let Some(by) = &d.by { (name(by)) ", " } (d.made) } }
            @if let Some(why) = &d.why { p.says { (name(why)) } }
            @match &d.undone {
                Some(day) => p.how { @match &d.undone_by {
                    Some(by) => (fill("review.undone", &[by, day])),
                    None => (fill("decide.undone", &[day])),
                } },
                None if ask.library.desk().is_some() => form method="post" action="/review/undo" {
                    (hidden(&[("decision", &d.number.to_string()), ("back", back)]))
                    (if ask.reviewer.is_empty() { signed(ask) } else { html! {} })
                    button { (t("review.undo")) }
                },
                None => {}
            }
        } } }
    }
}

/// What stands on the page of an item: the way to decide, and what was decided, each undone by one click.
pub fn block(
    ask: &Ask<'_>,
    about: Subject,
    id: &str,
    called: &[&str],
    papers: &BTreeSet<&str>,
) -> Result<Markup, Lost> {
    let on = decisions_on(ask.library, about, called, papers)?;
    if ask.library.desk().is_none() && on.is_empty() {
        return Ok(html! {});
    }
    let key = match about {
        Subject::Obligation => "decide.way_status",
        Subject::Issue => "decide.way_issue",
        Subject::Parallel => "decide.way_parallel",
        _ => "decide.way",
    };
    let waits = on.iter().any(Decision::holds) && ask.library.waits_for_linking();
    Ok(html! {
        section.decided aria-labelledby="decided" {
            h2 #decided { (t("decide.here")) }
            @if ask.library.desk().is_some() { p { a href=(way(about, id)) { (t(key)) } } }
            @if waits { p.standing role="status" { (t("decide.waits")) } }
            @if !on.is_empty() { (list(ask, &on, &address(about, id))) }
        }
    })
}

/// What stands beside two papers that may be one text: what was decided of them, and the ways to decide.
pub fn pair(ask: &Ask<'_>, a: &str, b: &str) -> Result<Markup, Lost> {
    let (x, y) = (memcon_link::deciding::paper(a), memcon_link::deciding::paper(b));
    let all = ask.library.decisions()?;
    let on: Vec<Decision> = all
        .iter()
        .rev()
        .filter(|d| {
            let open = Decision { undone: None, ..(*d).clone() };
            d.about == Subject::Parallel && memcon_link::deciding::settles(&open, &x, &y)
        })
        .cloned()
        .collect();
    Ok(html! {
        @if ask.library.desk().is_some() { p.how { a href=(format!("{}&with={}", way(Subject::Parallel, a), query_value(b))) { (t("decide.way_pair")) } } }
        @if !on.is_empty() { (list(ask, &on, &crate::pages::parallel::link(a, b))) }
    })
}

/// `/review/decisions`: all decisions, last first.
pub fn all(ask: &Ask<'_>) -> Answer {
    let mut all = ask.library.decisions()?;
    if ask.json {
        return Ok(Shown::Json(
            json!({ "decisions": all, "waits_for_linking": ask.library.waits_for_linking() }),
        ));
    }
    all.reverse();
    let page = ask.page();
    let pages = all.len().div_ceil(LISTED);
    let body = html! {
        (heading(html! { (t("decide.list")) }, html! { (count("decide.count", all.len())) }))
        (ways("/review/decisions"))
        (super::note(ask)?)
        @if ask.library.waits_for_linking() { p.standing role="status" { (t("decide.waits")) } }
        @if all.is_empty() { p.empty { (t("decide.none")) } }
        (list(ask, all.get(page * LISTED..all.len().min((page + 1) * LISTED)).unwrap_or_default(), "/review/decisions"))
        (crate::pages::pager(ask, page, pages))
    };
    Ok(Shown::Html { title: t("decide.list").to_owned(), section: "/review", twin: true, body })
}
