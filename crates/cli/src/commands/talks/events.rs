//! `events`: what happened, where, with whom, through whom.

use std::borrow::Cow;
use std::io::Write;

use memcon_model::{Edtf, LinkedEvent, Participant};
use memcon_store::Collection;
use serde::Serialize;

use super::when;
use crate::Outcome;
use crate::args::{Dates, Through};
use crate::commands::search::days;
use crate::out::{Out, remark, short};
use crate::wire::{Quote, Quotes};

/// An event as it is printed.
#[derive(Serialize)]
pub(super) struct Event<'l> {
    pub(super) id: &'l str,
    pub(super) r#type: &'static str,
    pub(super) status: &'static str,
    pub(super) date: Option<&'l Edtf>,
    pub(super) place: Option<&'l str>,
    pub(super) title: &'l str,
    pub(super) participants: &'l [Participant],
    pub(super) intermediary: Option<&'l str>,
    pub(super) documents: Vec<&'l str>,
    pub(super) records: Vec<&'l str>,
    pub(super) cameo: Option<&'static str>,
    pub(super) plover: Option<&'static str>,
    pub(super) evidence: Vec<Quote>,
}

/// Events as they are printed.
pub(super) fn all_events<'l>(
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
            cameo: memcon_link::codes::cameo_of_event(e.kind).map(|c| c.cameo.as_str()),
            plover: memcon_link::codes::cameo_of_event(e.kind).and_then(|c| c.plover.as_deref()),
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
