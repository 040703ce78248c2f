//! Holdings: archives' inventories as an outline, level by level, with what is here and what is not.

use std::collections::BTreeSet;

use maud::{Markup, html};
use memcon_model::{Unit, UnitLevel};
use serde_json::json;

use super::{Answer, Ask, Lost, Shown, pager};
use crate::dates;
use crate::layout::{heading, name, pair};
use crate::links::document_link;
use crate::strings::{count, fill, number, t, word};

/// Units on one page.
const PER_PAGE: usize = 500;
/// Levels by which lines are indented, at most.
const DEEPEST: usize = 8;

/// A unit as it stands in the outline.
struct Line<'u> {
    unit: &'u Unit,
    depth: usize,
    /// Papers at or below it, and how many of them are here with their text.
    items: usize,
    held: usize,
    here: bool,
}

/// `/holdings`
pub fn page(ask: &Ask<'_>) -> Answer {
    let inventories = ask.library.inventories()?;
    let documents = ask.library.documents()?;
    let text: BTreeSet<&str> =
        documents.iter().filter(|d| d.status.is_current() && !d.described).map(|d| d.id.as_str()).collect();
    let outlines: Vec<_> = inventories.iter().map(|(row, units)| (row, outline(units, &text))).collect();
    if ask.json {
        let all: Vec<_> = outlines
            .iter()
            .map(|(row, lines)| {
                let units: Vec<_> = lines
                    .iter()
                    .map(|l| json!({ "depth": l.depth, "papers": l.items, "papers_here": l.held, "here": l.here, "unit": l.unit }))
                    .collect();
                json!({ "inventory": row, "units": units })
            })
            .collect();
        return Ok(Shown::Json(json!({ "inventories": all })));
    }
    let missing = ask.value("show") == Some("missing");
    // What is not here, with the levels above it.
    let wanted = |l: &&Line<'_>| !missing || l.held < l.items;
    let shown: Vec<(usize, &Line<'_>)> = outlines
        .iter()
        .enumerate()
        .flat_map(|(n, (_, lines))| lines.iter().filter(wanted).map(move |l| (n, l)))
        .collect();
    let pages = shown.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let shown = &shown[page * PER_PAGE..shown.len().min((page + 1) * PER_PAGE)];
    let body = html! {
        (heading(html! { (t("holdings.title")) }, html! { (t("holdings.lead")) }))
        @if outlines.is_empty() { p.empty { (t("holdings.empty")) } }
        @else {
            ul.filters aria-label=(t("holdings.filter")) {
                li { a href="/holdings" aria-current=[(!missing).then_some("true")] { (t("holdings.all")) } }
                li { a href="/holdings?show=missing" aria-current=[missing.then_some("true")] { (t("holdings.missing")) } }
            }
            @for (n, (row, lines)) in outlines.iter().enumerate() {
                @let own: Vec<&Line<'_>> = shown.iter().filter(|(m, _)| *m == n).map(|(_, l)| *l).collect();
                @if !own.is_empty() {
                    section.inventory {
                        h2 { (name(row.title.as_deref().unwrap_or(&row.name))) }
                        p.how { (name(&row.name)) " · " (count("count.units", lines.len())) " · " (tally(lines)) }
                        ul.outline { @for l in own { (line(l)) } }
                    }
                }
            }
            (pager(ask, page, pages))
        }
    };
    Ok(Shown::Html { title: t("holdings.title").to_owned(), section: "/holdings", twin: true, body })
}

/// Units with their depths and counts; one walk down, one up.
fn outline<'u>(units: &'u [Unit], text: &BTreeSet<&str>) -> Vec<Line<'u>> {
    let mut lines: Vec<Line<'u>> = Vec::with_capacity(units.len());
    for unit in units {
        let above = unit.parent.and_then(|p| lines.get(p as usize));
        let depth = above.map_or(0, |p| p.depth + 1);
        let here = unit.document.as_deref().is_some_and(|d| text.contains(d));
        let item = usize::from(unit.level == UnitLevel::Item);
        lines.push(Line { unit, depth, items: item, held: item * usize::from(here), here });
    }
    for n in (0..lines.len()).rev() {
        let (items, held) = (lines[n].items, lines[n].held);
        if let Some(p) = lines[n].unit.parent.map(|p| p as usize).filter(|p| *p < n) {
            lines[p].items += items;
            lines[p].held += held;
        }
    }
    lines
}

/// How many papers are listed and how many here.
fn tally(lines: &[Line<'_>]) -> String {
    let top = lines.iter().filter(|l| l.depth == 0);
    let (items, held) = top.fold((0, 0), |(i, h), l| (i + l.items, h + l.held));
    fill("holdings.papers", &[&number(items), &number(held)])
}

fn line(l: &Line<'_>) -> Markup {
    let unit = l.unit;
    let title = if unit.title.is_empty() { t("holdings.untitled") } else { &unit.title };
    let level = if unit.called.is_empty() { word("unit_level", unit.level.as_str()) } else { &unit.called };
    let item = unit.level == UnitLevel::Item;
    html! {
        li class=(format!("unit d{} {}", l.depth.min(DEEPEST), unit.level.as_str())) {
            span.level { (name(level)) } " "
            @match &unit.document {
                Some(id) => a href=(document_link(id)) { (name(title)) },
                None => span { (name(title)) },
            }
            @if !unit.reference.is_empty() { " " span.code { (name(&unit.reference)) } }
            @if unit.date.is_some() { " " span.when { (dates::time(unit.date.as_ref())) } }
            @if let Some(container) = unit.field("container") { " · " span.how { (name(container)) } }
            @if item && !l.here { " " span.badge { (t("holdings.no_text")) } }
            @if !item && l.items > 0 { " · " span.how { (fill("holdings.papers", &[&number(l.items), &number(l.held)])) } }
            @if let Some(why) = unit.why.as_ref().filter(|_| l.here) { span.how.why { (why) } }
            @if !unit.possible.is_empty() {
                span.how.why { (t("holdings.perhaps")) " " @for (n, id) in unit.possible.iter().take(5).enumerate() {
                    @if n > 0 { ", " } a href=(document_link(id)) { (name(id)) }
                } @if unit.possible.len() > 5 { " " (fill("holdings.more", &[&number(unit.possible.len() - 5)])) } }
            }
        }
    }
}

/// What inventories say of a document, beside what is read from its words.
pub fn of_document(ask: &Ask<'_>, id: &str) -> Result<Markup, Lost> {
    let told = ask.library.described_in(id)?;
    Ok(html! {
        @for (inventory, path) in &told {
            @if let Some(unit) = path.last() {
                details.particulars.inventory open {
                    summary { (fill("holdings.in", &[inventory])) }
                    p.how { @for (n, above) in path.iter().enumerate() {
                        @if n > 0 { " › " }
                        (name(if above.title.is_empty() { &above.reference } else { &above.title }))
                    } }
                    @if let Some(why) = &unit.why { p.how { (why) } }
                    dl.facts {
                        @if !unit.reference.is_empty() { (pair(word("field", "record_id"), name(&unit.reference))) }
                        @if unit.date.is_some() { (pair(word("field", "date"), dates::time(unit.date.as_ref()))) }
                        @for (field, value) in unit.fields.iter().filter(|f| f.0 != "date" || unit.date.is_none()).take(60) {
                            (pair(label(field), name(value)))
                        }
                    }
                }
            }
        }
    })
}

/// The name of a field: the description's where it is one of these, else the inventory's own.
fn label(field: &str) -> &str {
    let own = word("field", field);
    if own == field { word("unit_field", field) } else { own }
}
