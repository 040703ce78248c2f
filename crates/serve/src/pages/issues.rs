//! Points at stake: the list, and the course of each.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use memcon_model::{IssueRow, LinkedIssue, PositionHeld, StateChange, Subject};
use memcon_store::Section;
use serde_json::json;

use super::state::standing;
use super::{Answer, Ask, Lost, Shown, cited, near, pager};
use crate::citing::Citing;
use crate::dates;
use crate::layout::{heading, name, quotation};
use crate::links::{document_link, item_link};
use crate::strings::{count, fill, number, t, word};

/// Issues on one page.
const PER_PAGE: usize = 200;
/// Changes of state that are shown at most.
const CHANGES: usize = 120;
/// Moves folded in behind a change that are shown at most.
const FOLDED: usize = 12;
/// Sides with positions that are shown at most.
const SIDES: usize = 12;
/// Last positions of a side that are shown unfolded.
const SHOWN: usize = 5;

/// `/issues`
pub fn list(ask: &Ask<'_>) -> Answer {
    let (offset, limit) = if ask.json { (0, usize::MAX) } else { (ask.page() * PER_PAGE, PER_PAGE) };
    let (total, issues) = match near::most(ask) {
        None => ask.library.issues_page(offset, limit)?,
        Some(_) => {
            let linked = ask.library.linked_of(&[Section::Issues])?;
            let near = near::issues(ask, &linked)?;
            (near.len(), near.iter().skip(offset).take(limit).map(|i| IssueRow::of(i)).collect())
        }
    };
    if ask.json {
        let all: Vec<_> = issues
            .iter()
            .map(|row| {
                let i = &row.issue;
                json!({ "id": i.id, "name": i.name, "state": row.last.as_ref().map(|s| s.state),
            "since": row.last.as_ref().and_then(|s| s.date.as_ref()), "numbers": i.numbers,
            "wordings": i.wordings.iter().map(|w| &w.b).collect::<Vec<_>>(),
            "positions": row.positions, "documents": row.papers })
            })
            .collect();
        return Ok(Shown::Json(json!({ "issues": all })));
    }
    let pages = total.div_ceil(PER_PAGE).max(1);
    let body = html! {
        (heading(html! { (t("issue.list")) }, html! { (t("issue.list_lead")) }))
        (near::form(ask))
        @if total == 0 { p.empty { (t("state.empty")) } }
        @else {
            table.issues {
                caption { (count("count.issues", total)) }
                thead { tr { th scope="col" { (t("state.issue")) } th scope="col" { (t("issue.last_state")) } th.num scope="col" { (t("issue.positions")) } th.num scope="col" { (t("issue.documents")) } } }
                tbody { @for row in &issues { @let i = &row.issue; tr {
                    th scope="row" {
                        a href=(near::carried(ask, &item_link("issues", &i.id))) { (name(&i.name)) }
                        @if let Some(w) = i.wordings.first() { " " span.how { (name(&w.b)) @for w in i.wordings.iter().skip(1).take(2) { ", " (name(&w.b)) } } }
                    }
                    td { @match &row.last { Some(s) => (standing(s)), None => span.missing { (t("issue.no_state")) } } }
                    td.num data-unit=(t("issue.positions")) { (number(row.positions)) }
                    td.num data-unit=(t("issue.documents")) { (number(row.papers)) }
                } } }
            }
            (pager(ask, ask.page().min(pages - 1), pages))
        }
    };
    Ok(Shown::Html { title: t("issue.list").to_owned(), section: "/issues", twin: true, body })
}

/// `/issues/{id}`
pub fn page(ask: &Ask<'_>, id: &str) -> Answer {
    let linked = ask.library.linked_about(&[id], &[Section::Issues])?;
    let whole = linked.issues.iter().find(|i| i.id == id).ok_or(Lost::NotFound("trouble.no_issue"))?;
    let near = near::issues(ask, &linked)?;
    // Of an issue that nobody speaks of so near, its name and wordings are left.
    let bare =
        LinkedIssue { positions: Vec::new(), states: Vec::new(), versions: Vec::new(), ..whole.clone() };
    let issue = near.iter().find(|i| i.id == id).map_or(&bare, AsRef::as_ref);
    let mut citing = Citing::new(ask.library);
    if ask.json {
        return Ok(Shown::Json(issue_json(issue, &mut citing)));
    }
    let called: Vec<&str> =
        issue.wordings.iter().map(|w| w.b.as_str()).chain([issue.name.as_str()]).collect();
    let body = html! {
        (heading(name(&issue.name), html! { @if let Some(s) = issue.states.last() { (word("standing", s.state.as_str())) } }))
        (super::review::note(ask)?)
        (near::form(ask))
        (super::dossier::way("issue", &issue.id))
        (numbers(issue))
        section aria-labelledby="course" {
            h2 #course { (t("issue.course")) }
            @if issue.states.is_empty() { p.missing { (t("issue.no_state")) } }
            @else { p.how { (t("issue.course_lead")) } (course(&issue.states, &mut citing)) }
        }
        (versions(issue, &mut citing))
        (positions(issue, &mut citing))
        (wordings(issue))
        (super::review::decided(ask, Subject::Issue, id, &called, &BTreeSet::new())?)
        section aria-labelledby="where" {
            h2 #where { (t("issue.documents")) }
            ul.plain { @for d in issue.papers().into_iter().take(300) {
                @let title = citing.document(d).map(|d| d.row.title.clone());
                li { a href=(document_link(d)) { (name(title.as_deref().unwrap_or(d))) } }
            } }
        }
    };
    Ok(Shown::Html { title: issue.name.clone(), section: "/issues", twin: true, body })
}

/// Changes of state, oldest first; moves that left it as it was are folded in behind the change before them.
fn course(states: &[StateChange], citing: &mut Citing<'_>) -> Markup {
    let mut rows: Vec<(&StateChange, &[StateChange])> = Vec::new();
    let mut at = 0;
    while let Some(first) = states.get(at) {
        let same = states[at..].iter().take_while(|s| s.state == first.state).count();
        rows.push((first, &states[at + 1..at + same]));
        at += same;
    }
    html! {
        ol.events { @for (first, rest) in rows.into_iter().take(CHANGES) { li.ev {
            p.when { (dates::time(first.date.as_ref())) }
            div {
                (change(first, citing))
                @if !rest.is_empty() {
                    details.words {
                        summary { (fill("issue.unchanged", &[&rest.len().to_string(), word("standing", first.state.as_str())])) }
                        @for s in rest.iter().rev().take(FOLDED) { (change(s, citing)) }
                    }
                }
            }
        } } }
    }
}

fn change(s: &StateChange, citing: &mut Citing<'_>) -> Markup {
    html! { (standing(s)) @for e in s.evidence.iter().take(2) { @if let Some(q) = citing.quote(e, 40, 300) { (quotation(&q)) } } }
}

/// The numbers that the issue bears on the agendas of the sides.
fn numbers(issue: &LinkedIssue) -> Markup {
    html! {
        @if !issue.numbers.is_empty() {
            section aria-labelledby="numbers" {
                h2 #numbers { (t("issue.numbers")) }
                ul.plain { @for n in &issue.numbers { li { @match &n.side {
                    Some(side) => (fill("issue.number_of", &[&n.number, side])),
                    None => (fill("issue.number", &[&n.number])),
                } } } }
            }
        }
    }
}

/// The course as each side's papers tell it, where they differ.
fn versions(issue: &LinkedIssue, citing: &mut Citing<'_>) -> Markup {
    html! {
        @if !issue.versions.is_empty() {
            section aria-labelledby="versions" {
                h2 #versions { (t("issue.versions")) }
                div.sides { @for v in &issue.versions { div {
                    h3 { @match &v.papers_of { Some(s) => (fill("issue.papers_of", &[s])), None => (t("voice.unattributed")) } }
                    (course(&v.states, citing))
                } } }
            }
        }
    }
}

/// What each side held, by side and time; a long row shows its last ones and folds the earlier.
fn positions(issue: &LinkedIssue, citing: &mut Citing<'_>) -> Markup {
    let mut by_side: BTreeMap<Option<&str>, Vec<&PositionHeld>> = BTreeMap::new();
    for p in &issue.positions {
        by_side.entry(p.side.as_deref()).or_default().push(p);
    }
    let mut sides: Vec<_> = by_side.into_iter().collect();
    sides.sort_by_key(|(side, held)| (side.is_none(), std::cmp::Reverse(held.len()), *side));
    html! {
        section aria-labelledby="positions" {
            h2 #positions { (t("issue.positions")) }
            @if issue.positions.is_empty() { p.missing { (t("issue.no_positions")) } }
            @else { p.how { (t("issue.positions_lead")) } }
            div.sides { @for (side, held) in sides.into_iter().take(SIDES) {
                @let first = held.len().saturating_sub(SHOWN);
                div {
                    h3 { @match side { Some(s) => (name(s)), None => span.missing { (t("voice.unattributed")) } } }
                    @if first > 0 { details.words {
                        summary { (fill("issue.earlier", &[&first.to_string()])) }
                        ul.plain { @for p in held[..first].iter().rev().take(FOLDED).rev() { (position(p, citing)) } }
                    } }
                    ul.plain { @for p in &held[first..] { (position(p, citing)) } }
                }
            } }
        }
    }
}

fn position(p: &PositionHeld, citing: &mut Citing<'_>) -> Markup {
    let actor = p.actor.as_deref().filter(|a| Some(*a) != p.side.as_deref());
    html! { li {
        p.stance { (dates::day(p.date.as_ref())) ": " (word("move", p.stance.as_str())) @if let Some(a) = actor { " (" (name(a)) ")" } }
        @if let Some(q) = citing.quote(&p.evidence, 0, 280) { (quotation(&q)) }
    } }
}

/// Which wordings were taken for this issue, and why.
fn wordings(issue: &LinkedIssue) -> Markup {
    html! {
        @if !issue.wordings.is_empty() {
            section aria-labelledby="wordings" {
                h2 #wordings { (t("issue.wordings")) }
                ul.reasons { @for w in issue.wordings.iter().take(200) { li { (name(&w.b)) " — " (name(&w.why)) " " span.how { (format!("{:.2}", w.score)) } } } }
            }
        }
    }
}

fn issue_json(issue: &LinkedIssue, citing: &mut Citing<'_>) -> serde_json::Value {
    let states: Vec<_> = issue
        .states
        .iter()
        .map(|s| {
            json!({ "date": s.date, "state": s.state, "side": s.side, "by": s.by, "rule": s.rule,
        "evidence": s.evidence.iter().map(|e| cited(citing, e)).collect::<Vec<_>>() })
        })
        .collect();
    let positions: Vec<_> = issue
        .positions
        .iter()
        .map(|p| {
            json!({ "side": p.side, "stance": p.stance, "actor": p.actor, "date": p.date,
        "evidence": cited(citing, &p.evidence) })
        })
        .collect();
    json!({ "id": issue.id, "name": issue.name, "numbers": issue.numbers, "versions": issue.versions, "wordings": issue.wordings, "members": issue.members, "states": states, "positions": positions })
}
