//! Who met whom: a table of pairs, and a small picture of who met whom how often.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use memcon_model::{Contact, LinkedEvent, contacts};
use memcon_store::Section;
use serde_json::json;

use super::{Answer, Ask, Shown, near, pager};
use crate::dates;
use crate::layout::{heading, name};
use crate::links::query_value;
use crate::strings::{count, fill, t};

/// Pairs on one page.
const PER_PAGE: usize = 80;
/// Names on each side of the picture.
const NAMES: usize = 14;

/// `/contacts`
pub fn page(ask: &Ask<'_>) -> Answer {
    let linked = ask.library.linked_of(&[Section::Events])?;
    let near = near::events(ask, &linked)?;
    let events: Vec<&LinkedEvent> = near.iter().map(AsRef::as_ref).collect();
    let mut all = contacts(&events);
    if let Some(who) = ask.value("with") {
        let wanted = who.to_lowercase();
        let is = |n: &str| n.to_lowercase().contains(&wanted);
        all.retain(|c| is(&c.a) || is(&c.b));
    }
    if ask.json {
        return Ok(Shown::Json(json!({ "contacts": all })));
    }
    let pages = all.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let body = html! {
        (heading(html! { (t("contacts.title")) }, html! { (t("contacts.lead")) }))
        form.near action="/contacts" {
            label for="with" { (t("timeline.with")) }
            input #with name="with" value=(ask.value("with").unwrap_or_default()) size="16";
            @if let Some(depth) = ask.value(near::KEY) { input type="hidden" name=(near::KEY) value=(depth); }
            button { (t("near.button")) }
        }
        (near::form(ask))
        @if all.is_empty() { p.empty { (t("contacts.empty")) } }
        @else {
            @if page == 0 { (picture(&all)) }
            table.papers.contacts {
                caption { (count("count.contacts", all.len())) }
                thead { tr {
                    th scope="col" { (t("contacts.pair")) } th scope="col" { (t("contacts.met")) } th scope="col" { (t("contacts.when")) }
                    th scope="col" { (t("contacts.where")) } th scope="col" { (t("contacts.level")) } th scope="col" { (t("event.through")) }
                } }
                tbody { @for c in &all[page * PER_PAGE..all.len().min((page + 1) * PER_PAGE)] { (row(ask, c)) } }
            }
            (pager(ask, page, pages))
        }
    };
    Ok(Shown::Html { title: t("contacts.title").to_owned(), section: "/contacts", twin: true, body })
}

/// The events of a pair: on the timeline, with both names where the address can hold one.
fn events_of(ask: &Ask<'_>, c: &Contact) -> String {
    match c.events.as_slice() {
        [one] => near::carried(ask, &crate::links::item_link("events", one)),
        _ => near::carried(ask, &format!("/timeline?with={}&and={}", query_value(&c.a), query_value(&c.b))),
    }
}

fn row(ask: &Ask<'_>, c: &Contact) -> Markup {
    let list = |l: &[String]| html! { @for (n, v) in l.iter().take(4).enumerate() { @if n > 0 { "; " } (name(v)) } @if l.len() > 4 { " …" } };
    let side = |s: &Option<String>| html! { @if let Some(s) = s { span.how { " (" (name(s)) ")" } } };
    html! { tr {
        th scope="row" { (name(&c.a)) (side(&c.side_a)) " – " (name(&c.b)) (side(&c.side_b)) }
        td data-label=(t("contacts.met")) {
            a href=(events_of(ask, c)) { (c.held) "×" }
            @if c.planned > 0 { span.how { ", " (fill("contacts.planned", &[&c.planned.to_string()])) } }
            @if c.failed > 0 { span.how { ", " (fill("contacts.failed", &[&c.failed.to_string()])) } }
        }
        td data-label=(t("contacts.when")) {
            @if c.held > 0 { (dates::time(c.first.as_ref())) @if c.last != c.first { " – " (dates::time(c.last.as_ref())) } }
        }
        td data-label=(t("contacts.where")) { (list(&c.places)) }
        td data-label=(t("contacts.level")) { (list(&c.levels)) }
        td data-label=(t("event.through")) { (list(&c.through)) }
    } }
}

/// A matrix of those who met most: rows and columns are people, a disc is as large as they met often.
fn picture(all: &[Contact]) -> Markup {
    let mut often: BTreeMap<&str, (u32, Option<&str>)> = BTreeMap::new();
    for c in all.iter().filter(|c| c.held > 0) {
        for (who, side) in [(&c.a, &c.side_a), (&c.b, &c.side_b)] {
            let e = often.entry(who).or_default();
            e.0 += c.held;
            e.1 = e.1.or(side.as_deref());
        }
    }
    let mut people: Vec<(&str, u32, Option<&str>)> = often.into_iter().map(|(n, (k, s))| (n, k, s)).collect();
    people.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    people.truncate(NAMES);
    if people.len() < 3 {
        return html! {};
    }
    // People of one side stand together.
    people.sort_by(|a, b| {
        (a.2.is_none(), a.2, std::cmp::Reverse(a.1), a.0).cmp(&(
            b.2.is_none(),
            b.2,
            std::cmp::Reverse(b.1),
            b.0,
        ))
    });
    let sides: BTreeSet<&str> = people.iter().filter_map(|p| p.2).collect();
    let tone =
        |side: Option<&str>| side.and_then(|s| sides.iter().position(|x| *x == s)).map_or(0, |n| n % 5 + 1);
    let met: BTreeMap<(&str, &str), u32> =
        all.iter().map(|c| ((c.a.as_str(), c.b.as_str()), c.held)).collect();
    let times = |a: &str, b: &str| met.get(&(a, b)).or_else(|| met.get(&(b, a))).copied().unwrap_or(0);
    let most = met.values().copied().max().unwrap_or(1).max(1);
    let (cell, left, top) = (26.0_f64, 168.0_f64, 12.0_f64);
    let n = people.len();
    let (width, height) = (left + cell * n as f64 + 8.0, top + cell * n as f64 + 8.0);
    let short = |name: &str| -> String {
        let last: String = name.chars().take(24).collect();
        if last.len() < name.len() { format!("{}…", last.trim_end()) } else { last }
    };
    let mut marks = Vec::new();
    for (i, row) in people.iter().enumerate() {
        for (j, column) in people.iter().enumerate().take(i) {
            let k = times(row.0, column.0);
            if k > 0 {
                let r = (f64::from(k) / f64::from(most)).sqrt() * (cell / 2.0 - 2.0);
                let (x, y) = (left + cell * (j as f64 + 0.5), top + cell * (i as f64 + 0.5));
                marks.push((x, y, r.max(2.0), tone(row.2), format!("{} – {}: {k}×", row.0, column.0)));
            }
        }
    }
    let words = fill("contacts.picture", &[&n.to_string()]);
    let described: Vec<&str> = marks.iter().map(|m| m.4.as_str()).take(60).collect();
    html! {
        figure.who-met {
            svg viewBox=(format!("0 0 {width:.0} {height:.0}")) role="img" aria-label=(words) aria-describedby="who-met-words" {
                @for (i, p) in people.iter().enumerate() {
                    @let y = top + cell * (i as f64 + 0.5);
                    line x1=(format!("{left:.0}")) x2=(format!("{:.0}", left + cell * i as f64)) y1=(format!("{y:.1}")) y2=(format!("{y:.1}")) {}
                    line x1=(format!("{:.1}", left + cell * (i as f64 + 0.5))) x2=(format!("{:.1}", left + cell * (i as f64 + 0.5))) y1=(format!("{y:.1}")) y2=(format!("{:.1}", top + cell * n as f64)) {}
                    text class=(format!("side s{}", tone(p.2))) x=(format!("{:.0}", left - 8.0)) y=(format!("{:.1}", y + 4.0)) text-anchor="end" { (short(p.0)) }
                    circle class=(format!("self s{}", tone(p.2))) cx=(format!("{:.1}", left + cell * (i as f64 + 0.5))) cy=(format!("{y:.1}")) r="3" {}
                }
                @for (x, y, r, tone, title) in &marks {
                    circle class=(format!("met s{tone}")) cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r=(format!("{r:.1}")) { title { (title) } }
                }
            }
            figcaption #who-met-words { (words) span.far-off { " " (described.join("; ")) } }
        }
    }
}
