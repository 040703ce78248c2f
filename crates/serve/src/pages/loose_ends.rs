//! Loose ends as of a day, by side and age, each with its words.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use memcon_model::{Edtf, LooseEnd};
use memcon_store::Section;
use serde_json::json;

use super::{Answer, Ask, Lost, Shown, cited, near, pager};
use crate::citing::Citing;
use crate::dates;
use crate::layout::{heading, name, quotation};
use crate::links::item_link;
use crate::strings::{count, t, word};

/// Loose ends on one page.
const PER_PAGE: usize = 60;

/// `/loose-ends`, `/loose-ends?on=DAY&side=SIDE`
pub fn page(ask: &Ask<'_>) -> Answer {
    let linked = ask.library.linked_of(&[Section::LooseEnds])?;
    // Nonsense for a day is no day: what is open after the last paper.
    let on = ask.value("on").and_then(|d| d.parse::<Edtf>().ok()).and_then(|e| e.latest_iso());
    // The last day on which a side moved: on an issue, or leaving an end.
    let changed = ask.library.state_on(None, 0, 0)?.days.pop();
    let last = changed.max(linked.last_move());
    let as_of = on.clone().or(last).unwrap_or_default();
    let mut all: Vec<&LooseEnd> = Vec::new();
    for e in linked.loose_ends.iter().filter(|e| on.as_deref().map_or(e.met.is_none(), |d| e.open_on(d))) {
        if passes(ask, e)? {
            all.push(e);
        }
    }
    let sides = sides(&all);
    if let Some(side) = ask.value("side") {
        all.retain(|e| e.side.as_deref() == Some(side));
    }
    // By side, the largest first; within a side the oldest first.
    let rank = |e: &LooseEnd| sides.iter().position(|s| Some(s.0.as_str()) == e.side.as_deref());
    all.sort_by_key(|e| (rank(e).unwrap_or(usize::MAX), std::cmp::Reverse(e.age(&as_of)), e.id.clone()));
    let pages = all.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let shown = &all[page * PER_PAGE..all.len().min((page + 1) * PER_PAGE)];
    let mut citing = Citing::new(ask.library);
    let issues = names(ask, shown)?;
    if ask.json {
        let ends: Vec<_> = shown.iter().map(|e| twin(e, &as_of, &mut citing)).collect();
        return Ok(Shown::Json(json!({ "on": on, "loose_ends": ends, "page": page + 1, "pages": pages })));
    }
    let body = html! {
        (heading(html! { (t("loose_ends.title")) }, html! { (t("loose_ends.lead")) }))
        (choice(ask, on.as_deref(), &sides))
        (near::form(ask))
        @if shown.is_empty() { p.empty { (t("loose_ends.empty")) } }
        @else {
            p.how { (count("count.loose_ends", all.len())) " · "
                @match &on { Some(day) => { (t("loose_ends.day")) " " (dates::iso(day)) } None => (t("loose_ends.last")) }
                " · " (t("loose_ends.caution")) }
            @for group in shown.chunk_by(|a, b| a.side == b.side) { (of_side(group, ask, &issues, &as_of, &mut citing)) }
            (pager(ask, page, pages))
        }
    };
    Ok(Shown::Html { title: t("loose_ends.title").to_owned(), section: "/loose-ends", twin: true, body })
}

/// The names of the issues that these are about.
fn names(ask: &Ask<'_>, shown: &[&LooseEnd]) -> Result<BTreeMap<String, String>, Lost> {
    let wanted: BTreeSet<&str> = shown.iter().filter_map(|e| e.issue.as_deref()).collect();
    if wanted.is_empty() {
        return Ok(BTreeMap::new());
    }
    let (_, issues) = ask.library.issues_page(0, usize::MAX)?;
    let issues = issues.into_iter().map(|row| row.issue).filter(|i| wanted.contains(i.id.as_str()));
    Ok(issues.map(|i| (i.id, i.name)).collect())
}

/// Whether its words came through few enough reporters.
fn passes(ask: &Ask<'_>, e: &LooseEnd) -> Result<bool, Lost> {
    let Some(most) = near::most(ask) else { return Ok(true) };
    Ok(ask.library.depths(&e.evidence.document)?.reporters(e.evidence.span) <= most)
}

/// Sides with how many loose ends each has, the largest first.
fn sides(all: &[&LooseEnd]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for side in all.iter().filter_map(|e| e.side.as_deref()) {
        *counts.entry(side).or_default() += 1;
    }
    let mut out: Vec<_> = counts.into_iter().map(|(s, n)| (s.to_owned(), n)).collect();
    out.sort_by_key(|(s, n)| (std::cmp::Reverse(*n), s.clone()));
    out
}

/// The day and the side, to be chosen.
fn choice(ask: &Ask<'_>, on: Option<&str>, sides: &[(String, usize)]) -> Markup {
    let side = ask.value("side");
    html! {
        form.near action=(ask.path) {
            @if let Some(depth) = ask.value(near::KEY) { input type="hidden" name=(near::KEY) value=(depth); }
            label for="on" { (t("loose_ends.day")) }
            input #on type="date" name="on" value=[on];
            label for="side" { (t("loose_ends.of")) }
            select #side name="side" {
                option value="" { (t("loose_ends.every_side")) }
                @for (s, n) in sides { option value=(s) selected[side == Some(s.as_str())] { (s) " (" (n) ")" } }
                @if let Some(s) = side.filter(|s| sides.iter().all(|x| x.0 != *s)) { option value=(s) selected { (s) } }
            }
            button { (t("loose_ends.show")) }
        }
    }
}

/// The loose ends of one side.
fn of_side(
    group: &[&LooseEnd],
    ask: &Ask<'_>,
    issues: &BTreeMap<String, String>,
    as_of: &str,
    citing: &mut Citing<'_>,
) -> Markup {
    let side = group.first().and_then(|e| e.side.as_deref());
    html! {
        section {
            h2 { @match side { Some(s) => (name(s)), None => span.missing { (t("voice.unattributed")) } } }
            ol.events { @for e in group {
                @let issue = e.issue.as_ref().and_then(|id| issues.get_key_value(id));
                li.ev {
                    p.when { (dates::time(e.since.as_ref())) }
                    div {
                        p.stance {
                            strong { (word("loose_end", e.kind.as_str())) }
                            @if let Some((id, called)) = issue { " " (t("loose_ends.on")) " " a href=(near::carried(ask, &item_link("issues", id))) { (name(called)) } }
                            @if let Some(days) = e.age(as_of).and_then(|d| usize::try_from(d).ok()) { span.how { " · " (t("loose_ends.open_for")) " " (count("count.days", days)) } }
                            @if e.evaded { span.how { " · " (t("loose_ends.evaded")) } }
                            @if let Some(met) = &e.met { span.how { " · " (t("loose_ends.met")) " " (dates::time(Some(met))) } }
                        }
                        @if let Some(q) = citing.quote(&e.evidence, 60, 400) { (quotation(&q)) }
                    }
                }
            } }
        }
    }
}

fn twin(e: &LooseEnd, as_of: &str, citing: &mut Citing<'_>) -> serde_json::Value {
    json!({ "id": e.id, "type": e.kind, "side": e.side, "since": e.since, "met": e.met, "age_days": e.age(as_of),
        "issue": e.issue, "evaded": e.evaded, "evidence": cited(citing, &e.evidence) })
}
