//! The state of the talks on a day: each issue, where it stood, who had moved last, in which words.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use memcon_model::{Edtf, LinkedIssue, Party, PositionHeld, Standing, StateChange, StateOfDay, openness};
use memcon_store::Section;
use serde_json::json;

use super::{Answer, Ask, Shown, cited, near, pager};
use crate::citing::Citing;
use crate::dates;
use crate::layout::{heading, name, quotation};
use crate::links::item_link;
use crate::strings::{count, fill, t, word};

/// Other wordings under an issue's name at most.
const WORDINGS: usize = 3;
/// Columns for sides at most.
const COLUMNS: usize = 4;
/// Positions of others that are shown in their one cell.
const OTHERS: usize = 3;
/// Issues on one page.
const PER_PAGE: usize = 40;
/// Days at which the slider stops, at most, where months or years will do.
const STOPS: usize = 600;
/// How issues are grouped, by how open they are.
const GROUPS: [&str; 4] =
    ["state.group_open", "state.group_agreed", "state.group_refused", "state.group_deferred"];

/// `/state?on=YYYY-MM-DD`
pub fn page(ask: &Ask<'_>) -> Answer {
    let asked = ask.value("on").and_then(|d| d.parse::<Edtf>().ok()).and_then(|d| d.latest_iso());
    let (offset, limit) = if ask.json { (0, usize::MAX) } else { (ask.page() * PER_PAGE, PER_PAGE) };
    let state = match near::most(ask) {
        None => ask.library.state_on(asked.as_deref(), offset, limit)?,
        Some(_) => {
            let linked = ask.library.linked_of(&[Section::Issues])?;
            StateOfDay::of(&near::issues(ask, &linked)?, asked.as_deref(), offset, limit)
        }
    };
    let StateOfDay { on, days, issues, standing, shown, .. } = &state;
    let mut citing = Citing::new(ask.library);
    if ask.json {
        let issues: Vec<_> = shown.iter().map(|s| issue_json(s, &mut citing)).collect();
        return Ok(Shown::Json(json!({ "on": on, "changes": days, "issues": issues })));
    }
    let parties = ask.library.parties();
    let mut sides = sides(&state, &parties);
    // More columns than these cannot be read; the rest share one.
    let others = sides.len() > COLUMNS;
    sides.truncate(if others { COLUMNS - 1 } else { COLUMNS });
    let quiet = issues - standing;
    let pages = standing.div_ceil(PER_PAGE).max(1);
    let columns = (sides.as_slice(), others);
    let body = html! {
        (heading(html! { (t("state.title")) }, html! { @if !on.is_empty() { (fill("state.lead", &[&dates::iso(on)])) } }))
        (control(ask, days, on))
        (super::dossier::way_to_range())
        (near::form(ask))
        @if *issues == 0 { p.empty { (t("state.empty")) } }
        @else if *standing == 0 { p.empty { (t("state.nothing_yet")) } }
        @else {
            table.state {
                caption { (fill("state.caption", &[&count("count.issues", *standing), &dates::iso(on)])) }
                thead { tr {
                    th scope="col" { (t("state.issue")) } th scope="col" { (t("state.stands")) }
                    @for side in &sides { th scope="col" { (side_name(*side)) } }
                    @if others { th scope="col" { (t("state.others")) } }
                } }
                @for within in shown.chunk_by(|a, b| openness(a.state.state) == openness(b.state.state)) {
                    @let key = within.first().and_then(|s| GROUPS.get(openness(s.state.state))).copied().unwrap_or(GROUPS[0]);
                    tbody {
                        tr.group { th scope="rowgroup" colspan=(sides.len() + 2 + usize::from(others)) { (t(key)) } }
                        @for standing in within { (row(ask, standing, columns, &mut citing)) }
                    }
                }
            }
            (pager(ask, ask.page().min(pages - 1), pages))
        }
        @if quiet > 0 && *standing > 0 { p.how { (fill("state.not_yet", &[&count("count.issues", quiet)])) " " a href=(near::carried(ask, "/issues")) { (t("nav.issues")) } } }
        script src=(crate::assets::address("state.js")) defer {}
    };
    Ok(Shown::Html { title: t("state.title").to_owned(), section: "/state", twin: true, body })
}

/// The sides that hold something: the parties of the settings first, then the most talkative.
fn sides<'s>(state: &'s StateOfDay, parties: &[Party]) -> Vec<Option<&'s str>> {
    let mut sides: Vec<(Option<&str>, usize)> = state.sides.iter().map(|(s, n)| (s.as_deref(), *n)).collect();
    let party = |side: Option<&str>| {
        parties.iter().position(|p| side == Some(p.name.as_str())).unwrap_or(parties.len())
    };
    sides.sort_by_key(|(side, n)| (side.is_none(), party(*side), std::cmp::Reverse(*n), *side));
    sides.into_iter().map(|(side, _)| side).collect()
}

fn side_name(side: Option<&str>) -> Markup {
    match side {
        Some(side) => name(side),
        None => html! { span.missing { (t("voice.unattributed")) } },
    }
}

fn row(
    ask: &Ask<'_>,
    row: &Standing,
    (sides, others): (&[Option<&str>], bool),
    citing: &mut Citing<'_>,
) -> Markup {
    let (issue, state) = (&row.issue, &row.state);
    let held: BTreeMap<Option<&str>, &PositionHeld> =
        row.held.iter().map(|p| (p.side.as_deref(), p)).collect();
    html! {
        tr {
            th scope="row" {
                a href=(near::carried(ask, &item_link("issues", &issue.id))) { (name(&issue.name)) }
                @let also: Vec<&str> = also(issue).take(WORDINGS).collect();
                @if !also.is_empty() { p.how { (name(&also.join("; "))) } }
            }
            td data-label=(t("state.stands")) {
                (standing(state))
                (versions(row))
                // Words that stand in a side's column are not said twice.
                @if let Some(e) = state.evidence.first().filter(|e| !held.values().any(|p| p.evidence == **e)) {
                    @if let Some(q) = citing.quote(e, 0, 200) { details.words { summary { (t("state.words")) } (quotation(&q)) } }
                }
            }
            @for side in sides {
                td data-label=(side.unwrap_or(t("voice.unattributed"))) {
                    @match held.get(side) {
                        None => span.missing title=(t("state.silent")) { span aria-hidden="true" { "—" } span.unseen { (t("state.silent")) } },
                        Some(p) => (position(p, false, citing)),
                    }
                }
            }
            @if others {
                td data-label=(t("state.others")) {
                    @let rest: Vec<_> = held.iter().filter(|(side, _)| !sides.contains(side)).collect();
                    @for (_, p) in rest.iter().take(OTHERS) { (position(p, true, citing)) }
                    @if rest.len() > OTHERS { p.how { (fill("state.more", &[&(rest.len() - OTHERS).to_string()])) } }
                }
            }
        }
    }
}

/// Other wordings under which the papers name an issue, those that say more than its name first.
fn also(issue: &LinkedIssue) -> impl Iterator<Item = &str> {
    let own = issue.name.to_lowercase();
    let mut seen = BTreeSet::from([own]);
    issue
        .wordings
        .iter()
        .map(|w| w.b.as_str())
        .filter(move |w| w.chars().count() <= 60 && seen.insert(w.to_lowercase()))
}

/// The state as each side's papers tell it, where they differ on that day.
fn versions(row: &Standing) -> Markup {
    html! {
        @if !row.versions.is_empty() {
            p.how { (t("state.versions")) }
            ul.plain { @for (side, state) in &row.versions { li {
                (side_name(side.as_deref())) ": " span class=(format!("st st-{}", state.state.as_str())) { (word("standing", state.state.as_str())) }
            } } }
        }
    }
}

/// What a side last said; `named` = with the side's name, where no column says it.
fn position(p: &PositionHeld, named: bool, citing: &mut Citing<'_>) -> Markup {
    let actor = p.actor.as_deref().filter(|a| Some(*a) != p.side.as_deref());
    let what = html! {
        span.stance {
            @if named { strong { (side_name(p.side.as_deref())) } ": " }
            (word("move", p.stance.as_str())) @if let Some(actor) = actor { ", " (name(actor)) } " " span.how { (dates::day(p.date.as_ref())) }
        }
    };
    html! {
        @match citing.quote(&p.evidence, 0, 200) {
            Some(q) => details.words { summary { (what) } (quotation(&q)) },
            None => p { (what) },
        }
    }
}

/// A state with who moved last and when.
pub fn standing(state: &StateChange) -> Markup {
    html! {
        p.stance {
            span class=(format!("st st-{}", state.state.as_str())) { (word("standing", state.state.as_str())) }
            @if let Some(side) = &state.side { " " (t("state.moved")) " " (name(side)) }
            @if let Some(by) = state.by { " (" (word("move", by.as_str())) ")" }
            " " span.how title=(state.rule) { (dates::day(state.date.as_ref())) }
        }
    }
}

/// Date field, the change before and after, and the whole strip of days.
fn control(ask: &Ask<'_>, days: &[String], on: &str) -> Markup {
    let before = days.iter().rev().find(|d| d.as_str() < on);
    let after = days.iter().find(|d| d.as_str() > on);
    html! {
        section.control aria-label=(t("state.choose")) {
            form action="/state" {
                label for="on" { (t("state.on")) } " "
                input #on type="date" name="on" value=(on);
                @if let Some(most) = near::most(ask) { input type="hidden" name=(near::KEY) value=(most); }
                button { (t("state.show")) }
            }
            // A small script shows it and loads the day; without it the field above and the links below do.
            @if days.len() > 1 {
                @let days = stops(days);
                @let at = days.iter().rposition(|d| *d <= on).unwrap_or(0);
                p.slider hidden {
                    label for="slider" { (t("state.slide")) } " "
                    input #slider type="range" min="0" max=(days.len() - 1) value=(at) data-days=(days.join(" ")) aria-valuetext=(dates::iso(on));
                    " " output for="slider" { (dates::iso(on)) }
                }
            }
            nav aria-label=(t("state.changes")) {
                @if let Some(d) = before { a rel="prev" href=(day_link(ask, d)) { "← " (dates::iso(d)) } }
                @if let Some(d) = after { a rel="next" href=(day_link(ask, d)) { (dates::iso(d)) " →" } }
            }
            (strip(ask, days, on))
        }
    }
}

/// The days at which the slider stops: all; of very many the last of each month, or of each year.
fn stops(days: &[String]) -> Vec<&str> {
    for told in ["YYYY-MM-DD", "YYYY-MM", "YYYY"] {
        let same = |a: &String, b: &String| a.get(..told.len()) == b.get(..told.len());
        let last: Vec<&str> = days.chunk_by(same).filter_map(|c| c.last().map(String::as_str)).collect();
        if last.len() <= STOPS || told.len() == 4 {
            return last;
        }
    }
    Vec::new()
}

/// The page of another day, the filter kept.
fn day_link(ask: &Ask<'_>, day: &str) -> String {
    near::carried(ask, &format!("/state?on={day}"))
}

/// The days drawn to scale; each a link. A list of the same days is there for those who do not see it.
fn strip(ask: &Ask<'_>, days: &[String], on: &str) -> Markup {
    let number = |d: &String| d.parse::<Edtf>().ok().and_then(|e| e.earliest()).map(ordinal);
    let (Some(first), Some(last)) = (days.first().and_then(number), days.last().and_then(number)) else {
        return html! {};
    };
    let x = |n: i64| 20.0 + 960.0 * (n - first) as f64 / (last - first).max(1) as f64;
    let shown: Vec<_> = days.iter().filter_map(|d| Some((d, number(d)?))).collect();
    html! {
        @if shown.len() > 1 && shown.len() <= 400 {
            svg.strip viewBox="0 0 1000 56" role="group" aria-label=(t("state.changes")) preserveAspectRatio="none" {
                line x1="20" y1="28" x2="980" y2="28" {}
                @for (d, n) in &shown {
                    a href=(day_link(ask, d)) aria-current=[(d.as_str() == on).then_some("date")] {
                        title { (dates::iso(d)) }
                        rect.zone x=(format!("{:.1}", x(*n) - 8.0)) y="4" width="16" height="48" {}
                        rect.tick x=(format!("{:.1}", x(*n) - 2.0)) y="14" width="4" height="28" {}
                    }
                }
            }
            p.ends { span { (dates::iso(&days[0])) } span { (dates::iso(days.last().map_or("", String::as_str))) } }
        }
    }
}

/// Days since an early one (proleptic Gregorian), for drawing to scale.
fn ordinal(d: memcon_model::Day) -> i64 {
    let (y, m) = if d.month <= 2 {
        (i64::from(d.year) - 1, i64::from(d.month) + 12)
    } else {
        (i64::from(d.year), i64::from(d.month))
    };
    365 * y + y.div_euclid(4) - y.div_euclid(100)
        + y.div_euclid(400)
        + (153 * (m - 3) + 2) / 5
        + i64::from(d.day)
}

fn issue_json(row: &Standing, citing: &mut Citing<'_>) -> serde_json::Value {
    let (issue, s) = (&row.issue, &row.state);
    let positions: Vec<_> = row
        .held
        .iter()
        .map(|p| json!({ "side": p.side, "stance": p.stance, "actor": p.actor, "date": p.date, "evidence": cited(citing, &p.evidence) }))
        .collect();
    let evidence: Vec<_> = s.evidence.iter().map(|e| cited(citing, e)).collect();
    let versions: Vec<_> = row
        .versions
        .iter()
        .map(|(side, v)| {
            json!({ "papers_of": side, "state": v.state, "since": v.date, "last_mover": v.side,
            "evidence": v.evidence.iter().map(|e| cited(citing, e)).collect::<Vec<_>>() })
        })
        .collect();
    json!({ "id": issue.id, "name": issue.name, "state": s.state, "since": s.date, "last_mover": s.side, "by": s.by,
        "rule": s.rule, "evidence": evidence, "positions": positions, "versions": versions })
}
