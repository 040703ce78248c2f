//! Points at stake: the list, and the course of each.

use maud::{Markup, html};
use memcon_model::LinkedIssue;
use serde_json::json;

use super::state::standing;
use super::{Answer, Ask, Lost, Shown, cited, near};
use crate::citing::Citing;
use crate::dates;
use crate::layout::{heading, name, quotation};
use crate::links::{document_link, item_link};
use crate::strings::{count, number, t, word};

/// `/issues`
pub fn list(ask: &Ask<'_>) -> Answer {
    let linked = ask.library.linked()?;
    let issues = near::issues(ask, &linked)?;
    if ask.json {
        let all: Vec<_> = issues
            .iter()
            .map(|i| {
                json!({ "id": i.id, "name": i.name, "state": i.states.last().map(|s| s.state),
            "positions": i.positions.len(), "documents": i.members.len() })
            })
            .collect();
        return Ok(Shown::Json(json!({ "issues": all })));
    }
    let body = html! {
        (heading(html! { (t("issue.list")) }, html! { (t("issue.list_lead")) }))
        (near::form(ask))
        @if issues.is_empty() { p.empty { (t("state.empty")) } }
        @else {
            table.issues {
                caption { (count("count.issues", issues.len())) }
                thead { tr { th scope="col" { (t("state.issue")) } th scope="col" { (t("issue.last_state")) } th.num scope="col" { (t("issue.positions")) } th.num scope="col" { (t("issue.documents")) } } }
                tbody { @for i in issues.iter().take(1000) { tr {
                    th scope="row" { a href=(near::carried(ask, &item_link("issues", &i.id))) { (name(&i.name)) } }
                    td { @match i.states.last() { Some(s) => (standing(s)), None => span.missing { (t("issue.no_state")) } } }
                    td.num data-unit=(t("issue.positions")) { (number(i.positions.len())) }
                    td.num data-unit=(t("issue.documents")) { (number(i.members.len())) }
                } } }
            }
        }
    };
    Ok(Shown::Html { title: t("issue.list").to_owned(), section: "/issues", twin: true, body })
}

/// `/issues/{id}`
pub fn page(ask: &Ask<'_>, id: &str) -> Answer {
    let linked = ask.library.linked()?;
    let whole = linked.issues.iter().find(|i| i.id == id).ok_or(Lost::NotFound("trouble.no_issue"))?;
    let near = near::issues(ask, &linked)?;
    // Of an issue that nobody speaks of so near, its name and wordings are left.
    let bare = LinkedIssue { positions: Vec::new(), states: Vec::new(), ..whole.clone() };
    let issue = near.iter().find(|i| i.id == id).map_or(&bare, AsRef::as_ref);
    let mut citing = Citing::new(ask.library);
    if ask.json {
        return Ok(Shown::Json(issue_json(issue, &mut citing)));
    }
    let body = html! {
        (heading(name(&issue.name), html! { @if let Some(s) = issue.states.last() { (word("standing", s.state.as_str())) } }))
        (near::form(ask))
        section aria-labelledby="course" {
            h2 #course { (t("issue.course")) }
            @if issue.states.is_empty() { p.missing { (t("issue.no_state")) } }
            ol.events { @for s in issue.states.iter().take(500) { li.ev {
                p.when { (dates::time(s.date.as_ref())) }
                div { (standing(s)) @for e in s.evidence.iter().take(3) { @if let Some(q) = citing.quote(e, 40, 300) { (quotation(&q)) } } }
            } } }
        }
        section aria-labelledby="positions" {
            h2 #positions { (t("issue.positions")) }
            @if issue.positions.is_empty() { p.missing { (t("issue.no_positions")) } }
            ol.events { @for p in issue.positions.iter().take(500) { li.ev {
                p.when { (dates::time(p.date.as_ref())) }
                div {
                    p.stance { strong { @match &p.side { Some(s) => (name(s)), None => span.missing { (t("voice.unattributed")) } } } ": " (word("move", p.stance.as_str())) @if let Some(a) = &p.actor { " (" (name(a)) ")" } }
                    @if let Some(q) = citing.quote(&p.evidence, 40, 300) { (quotation(&q)) }
                }
            } } }
        }
        (wordings(issue))
        section aria-labelledby="where" {
            h2 #where { (t("issue.documents")) }
            ul.plain { @for (d, _) in issue.members.iter().take(200) {
                @let title = citing.document(d).map(|d| d.row.title.clone());
                li { a href=(document_link(d)) { (name(title.as_deref().unwrap_or(d))) } }
            } }
        }
    };
    Ok(Shown::Html { title: issue.name.clone(), section: "/issues", twin: true, body })
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
    json!({ "id": issue.id, "name": issue.name, "wordings": issue.wordings, "members": issue.members, "states": states, "positions": positions })
}
