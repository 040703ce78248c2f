//! `loose-ends`: what was put and left open, as of a day.

use std::io::Write;

use anyhow::Context;
use memcon_model::{Edtf, LooseEnd};
use memcon_store::{Collection, Section};
use serde::Serialize;

use super::{side, when};
use crate::Outcome;
use crate::args::Through;
use crate::out::{Out, remark, short};
use crate::wire::{Quote, Quotes};

/// A loose end as it is printed.
#[derive(Serialize)]
struct Shown<'l> {
    id: &'l str,
    r#type: &'static str,
    side: Option<&'l str>,
    since: Option<&'l Edtf>,
    met: Option<&'l Edtf>,
    age_days: Option<i64>,
    issue: Option<&'l str>,
    issue_name: Option<&'l str>,
    evaded: bool,
    evidence: Quote,
}

/// What is asked for.
pub struct Asked<'a> {
    /// As of which day; `None` = after the last paper.
    pub on: Option<&'a str>,
    /// Only of this side.
    pub side: Option<&'a str>,
    /// Through how many reporters.
    pub through: Through,
}

/// `memcon loose-ends`
pub fn loose_ends(
    collection: &Collection,
    asked: &Asked<'_>,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let day = match asked.on {
        Some(on) => {
            let edtf: Edtf = on.parse()?;
            Some(edtf.latest_iso().with_context(|| format!("{on} has no last day; give a day"))?)
        }
        None => None,
    };
    let linked = collection.linked_of(&[Section::LooseEnds, Section::Issues])?;
    let most = asked.through.most();
    let mut quotes = Quotes::new(collection);
    let mut all = Vec::new();
    let last = linked.last_move();
    for e in linked.loose_ends.iter().filter(|e| open(e, day.as_deref()) && of(e, asked.side)) {
        if let Some(most) = most
            && collection.depths(&e.evidence.document)?.reporters(e.evidence.span) > most
        {
            continue;
        }
        let issue = e.issue.as_deref().and_then(|id| linked.issues.iter().find(|i| i.id == id));
        all.push(Shown {
            id: &e.id,
            r#type: e.kind.as_str(),
            side: e.side.as_deref(),
            since: e.since.as_ref(),
            met: e.met.as_ref(),
            age_days: e.age(day.as_deref().or(last.as_deref()).unwrap_or_default()),
            issue: issue.map(|i| i.id.as_str()),
            issue_name: issue.map(|i| i.name.as_str()),
            evaded: e.evaded,
            evidence: quotes.quote(&e.evidence)?,
        });
    }
    if json {
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    if all.is_empty() {
        remark("no loose ends were found");
    }
    for e in &all {
        let evaded = if e.evaded { ", evaded" } else { "" };
        let issue = e.issue_name.map(|n| format!(" on {}", short(n, 60))).unwrap_or_default();
        let age = e.age_days.map(|d| format!(", {d} days")).unwrap_or_default();
        writeln!(
            out,
            "{:<12} {} of {}{issue}{evaded}{age}",
            when(e.since),
            out.bold(e.r#type),
            side(e.side)
        )?;
        writeln!(out, "{:<12} “{}” ({})", "", short(&e.evidence.text, 160), e.evidence.document)?;
    }
    Ok(Outcome::Well)
}

fn open(e: &LooseEnd, on: Option<&str>) -> bool {
    on.map_or(e.met.is_none(), |day| e.open_on(day))
}

fn of(e: &LooseEnd, side: Option<&str>) -> bool {
    side.is_none_or(|s| e.side.as_deref().is_some_and(|x| x.to_lowercase().contains(&s.to_lowercase())))
}
