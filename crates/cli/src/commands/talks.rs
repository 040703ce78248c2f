//! `issues`, `state`, `events`, `obligations`, `accounts`: the negotiation over all papers.

use std::borrow::Cow;
use std::io::Write;

use anyhow::Context;
use memcon_model::{
    Edtf, LinkedEvent, LinkedIssue, Obligation, OffsetMap, Participant, PositionHeld, StateChange,
};
use memcon_store::Collection;
use serde::Serialize;

use super::search::days;
use crate::Outcome;
use crate::args::{Dates, Through};
use crate::out::{Out, remark, short};
use crate::wire::{Quote, Quotes};

#[derive(Serialize)]
struct Position {
    side: Option<String>,
    stance: &'static str,
    actor: Option<String>,
    date: Option<Edtf>,
    evidence: Quote,
}

#[derive(Serialize)]
struct Change {
    date: Option<Edtf>,
    state: &'static str,
    side: Option<String>,
    by: Option<&'static str>,
    rule: String,
    evidence: Vec<Quote>,
}

#[derive(Serialize)]
struct Issue<'l> {
    id: &'l str,
    name: &'l str,
    wordings: Vec<&'l str>,
    states: Vec<Change>,
    positions: Vec<Position>,
}

fn position(p: &PositionHeld, quotes: &mut Quotes<'_>) -> anyhow::Result<Position> {
    Ok(Position {
        side: p.side.clone(),
        stance: p.stance.as_str(),
        actor: p.actor.clone(),
        date: p.date.clone(),
        evidence: quotes.quote(&p.evidence)?,
    })
}

fn change(s: &StateChange, quotes: &mut Quotes<'_>) -> anyhow::Result<Change> {
    Ok(Change {
        date: s.date.clone(),
        state: s.state.as_str(),
        side: s.side.clone(),
        by: s.by.map(|m| m.as_str()),
        rule: s.rule.clone(),
        evidence: quotes.quotes(&s.evidence)?,
    })
}

fn when(date: Option<&Edtf>) -> &str {
    date.map_or("undated", Edtf::as_str)
}

fn side(side: Option<&str>) -> &str {
    side.unwrap_or("unattributed")
}

/// `memcon issues`
pub fn issues(
    collection: &Collection,
    through: Through,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let linked = collection.linked()?;
    let kept = linked.issues_through(through.most(), |id| collection.depths(id))?;
    let mut quotes = Quotes::new(collection);
    let mut all = Vec::new();
    for i in &kept {
        let states = i.states.iter().map(|s| change(s, &mut quotes)).collect::<anyhow::Result<_>>()?;
        let positions =
            i.positions.iter().map(|p| position(p, &mut quotes)).collect::<anyhow::Result<_>>()?;
        let wordings = i.wordings.iter().map(|w| w.b.as_str()).collect();
        all.push(Issue { id: &i.id, name: &i.name, wordings, states, positions });
    }
    if json {
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    if all.is_empty() {
        remark("no issues were found in this collection");
    }
    for i in all {
        writeln!(out, "{}", out.bold(&short(i.name, 100)))?;
        for s in &i.states {
            let by = s.by.map(|b| format!(" by {b}")).unwrap_or_default();
            writeln!(out, "  {} {}{by}, {}", when(s.date.as_ref()), s.state, side(s.side.as_deref()))?;
        }
        for p in &i.positions {
            let words = short(&p.evidence.text, 100);
            writeln!(out, "    {} {} {}: {words}", when(p.date.as_ref()), side(p.side.as_deref()), p.stance)?;
        }
        writeln!(out)?;
    }
    Ok(Outcome::Well)
}

#[derive(Serialize)]
struct Standing<'l> {
    id: &'l str,
    issue: &'l str,
    state: &'static str,
    since: Option<Edtf>,
    side: Option<String>,
    by: Option<&'static str>,
    rule: String,
    evidence: Vec<Quote>,
    positions: Vec<Position>,
}

/// Each side's last position by the end of the day `on`.
fn last_positions<'l>(issue: &'l LinkedIssue, on: &str) -> Vec<&'l PositionHeld> {
    let by_then =
        |p: &&PositionHeld| p.date.as_ref().and_then(Edtf::latest_iso).is_some_and(|d| d.as_str() <= on);
    let mut last: Vec<&PositionHeld> = Vec::new();
    for p in issue.positions.iter().filter(by_then) {
        last.retain(|q| q.side != p.side);
        last.push(p);
    }
    last
}

/// `memcon state --on DATE`
pub fn state(
    collection: &Collection,
    on: &str,
    through: Through,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let asked: Edtf = on.parse()?;
    let day = asked.latest_iso().with_context(|| format!("{on} has no last day; give a day"))?;
    let linked = collection.linked()?;
    let kept = linked.issues_through(through.most(), |id| collection.depths(id))?;
    let mut quotes = Quotes::new(collection);
    let mut standing = Vec::new();
    for issue in &kept {
        let Some(s) = issue.state_on(&day) else { continue };
        let positions = last_positions(issue, &day).into_iter().map(|p| position(p, &mut quotes));
        let positions = positions.collect::<anyhow::Result<_>>()?;
        let c = change(s, &mut quotes)?;
        standing.push(Standing {
            id: &issue.id,
            issue: &issue.name,
            state: c.state,
            since: c.date,
            side: c.side,
            by: c.by,
            rule: c.rule,
            evidence: c.evidence,
            positions,
        });
    }
    if json {
        out.json(&standing)?;
        return Ok(Outcome::Well);
    }
    writeln!(out, "State of the talks at the end of {day}\n")?;
    if standing.is_empty() {
        writeln!(out, "No issue is known to have been raised by then.")?;
    }
    for s in standing {
        let article = |word: &str| if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        let by = s.by.map(|b| format!(" by {} {b}", article(b))).unwrap_or_default();
        writeln!(out, "{}: {}", out.bold(&short(s.issue, 90)), s.state)?;
        writeln!(out, "  since {}{by} of {}", when(s.since.as_ref()), side(s.side.as_deref()))?;
        for q in s.evidence.iter().take(2) {
            writeln!(out, "  “{}” ({})", short(&q.text, 160), q.document)?;
        }
        for p in &s.positions {
            let words = short(&p.evidence.text, 120);
            writeln!(out, "    {}, {}: {words}", side(p.side.as_deref()), p.stance)?;
        }
    }
    Ok(Outcome::Well)
}

#[derive(Serialize)]
struct Event<'l> {
    id: &'l str,
    r#type: &'static str,
    status: &'static str,
    date: Option<&'l Edtf>,
    place: Option<&'l str>,
    title: &'l str,
    participants: &'l [Participant],
    intermediary: Option<&'l str>,
    documents: Vec<&'l str>,
    records: Vec<&'l str>,
    evidence: Vec<Quote>,
}

fn all_events<'l>(
    events: &'l [Cow<'l, LinkedEvent>],
    quotes: &mut Quotes<'_>,
    keep: impl Fn(&LinkedEvent) -> bool,
) -> anyhow::Result<Vec<Event<'l>>> {
    let mut all = Vec::new();
    for e in events.iter().map(Cow::as_ref).filter(|e| keep(e)) {
        let mut documents: Vec<&str> = e.accounts.iter().map(|a| a.document.as_str()).collect();
        documents.dedup();
        let records = e.accounts.iter().filter(|a| a.is_record).map(|a| a.document.as_str()).collect();
        all.push(Event {
            id: &e.id,
            r#type: e.kind.as_str(),
            status: e.status.as_str(),
            date: e.date.as_ref(),
            place: e.place.as_deref(),
            title: &e.title,
            participants: &e.participants,
            intermediary: e.intermediary.as_deref(),
            documents,
            records,
            evidence: quotes.quotes(&e.evidence)?,
        });
    }
    Ok(all)
}

/// `memcon events`
pub fn events(
    collection: &Collection,
    dates: &Dates,
    through: Through,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let (from, to) = days(dates)?;
    let linked = collection.linked()?;
    let kept = linked.events_through(through.most(), |id| collection.depths(id))?;
    let inside = |e: &LinkedEvent| {
        let after = |from: &String| e.date.as_ref().and_then(Edtf::latest_iso).is_some_and(|d| d >= *from);
        let before = |to: &String| e.date.as_ref().and_then(Edtf::earliest_iso).is_some_and(|d| d <= *to);
        from.as_ref().is_none_or(after) && to.as_ref().is_none_or(before)
    };
    let all = all_events(&kept, &mut Quotes::new(collection), inside)?;
    if json {
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    if all.is_empty() {
        remark("no events were found");
    }
    for e in all {
        let place = e.place.map(|p| format!(", {}", short(p, 40))).unwrap_or_default();
        let through = e.intermediary.map(|i| format!(", through {}", short(i, 40))).unwrap_or_default();
        let status = if e.status == "held" { String::new() } else { format!(", {}", e.status) };
        writeln!(out, "{:<12} {}{status}{place}{through}: {}", when(e.date), e.r#type, short(e.title, 80))?;
        let people: Vec<String> = e.participants.iter().map(|p| short(&p.name, 40)).collect();
        if !people.is_empty() {
            writeln!(out, "{:<12} with {}", "", short(&people.join(", "), 200))?;
        }
        writeln!(out, "{:<12} {}", "", out.faint(&short(&e.documents.join(", "), 200)))?;
    }
    Ok(Outcome::Well)
}

#[derive(Serialize)]
struct Bound {
    document: String,
    #[serde(flatten)]
    obligation: Obligation,
    text: String,
}

/// `memcon obligations`
pub fn obligations(
    collection: &Collection,
    through: Through,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let mut any = false;
    let mut all = Vec::new();
    for row in collection.documents()?.into_iter().filter(|d| d.status.is_current()) {
        let mut document = collection.document(&row.id)?;
        if let Some(most) = through.most() {
            document.analysis.keep_through(most);
        }
        let obligations = document.analysis.obligations;
        if obligations.is_empty() {
            continue;
        }
        any = true;
        if json {
            let map = OffsetMap::new(&document.text);
            all.extend(obligations.into_iter().map(|mut o| {
                let text = o.span.of(&document.text).to_owned();
                map.to_chars(&mut o);
                Bound { document: row.id.clone(), obligation: o, text }
            }));
            continue;
        }
        let date = when(row.date.as_ref()).to_owned();
        writeln!(out, "{} ({}, {date})", out.bold(&short(&row.title, 90)), row.id)?;
        for o in obligations {
            let bound = if o.bound.is_empty() { "unattributed".to_owned() } else { o.bound.join(", ") };
            let label = o.label.as_ref().map(|l| format!("{l} ")).unwrap_or_default();
            let status = o.status.as_ref().map(|s| format!(", {s}")).unwrap_or_default();
            writeln!(
                out,
                "  {label}{} ({}{status}): {}",
                short(&bound, 60),
                o.modality,
                short(&o.content, 160)
            )?;
            for (what, value) in [("towards", &o.towards), ("if", &o.condition), ("order", &o.sequence)] {
                if let Some(value) = value {
                    writeln!(out, "      {what}: {}", short(value, 120))?;
                }
            }
        }
    }
    if json {
        out.json(&all)?;
    } else if !any {
        remark("no obligations were found in this collection");
    }
    Ok(Outcome::Well)
}

/// `memcon accounts`
pub fn accounts(
    collection: &Collection,
    through: Through,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let linked = collection.linked()?;
    let kept = linked.events_through(through.most(), |id| collection.depths(id))?;
    let several = |e: &LinkedEvent| {
        let first = e.accounts.first().map(|a| &a.document);
        e.accounts.iter().any(|a| Some(&a.document) != first)
    };
    let all = all_events(&kept, &mut Quotes::new(collection), several)?;
    if json {
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    if all.is_empty() {
        remark("no event is told by more than one paper");
    }
    for e in all {
        writeln!(out, "{} {}: {}", when(e.date), e.r#type, out.bold(&short(e.title, 90)))?;
        for document in &e.documents {
            let own: Vec<&Quote> = e.evidence.iter().filter(|q| q.document == *document).collect();
            let record = if e.records.contains(document) { " (its record)" } else { "" };
            writeln!(out, "  {document}{record}")?;
            for q in own.iter().take(2) {
                writeln!(out, "    “{}”", short(&q.text, 160))?;
            }
        }
    }
    Ok(Outcome::Well)
}
