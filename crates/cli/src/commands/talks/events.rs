//! `events`: what happened, where, with whom, through whom.

use std::borrow::Cow;
use std::io::Write;

use memcon_model::{Account, Edtf, Linked, LinkedEvent, Participant, Tie};
use memcon_store::{Collection, Section, fold};
use serde::Serialize;

use super::when;
use crate::Outcome;
use crate::args::{Dates, Through, Which};
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
    pub(super) level: Option<&'l str>,
    pub(super) follows: Option<&'l Tie>,
    pub(super) accounts: &'l [Account],
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
            level: e.level.as_deref(),
            follows: e.follows.as_ref(),
            accounts: &e.accounts,
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
    which: &Which,
    dates: &Dates,
    through: Through,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let (from, to) = days(dates)?;
    let linked = collection.linked_of(&[Section::Events, Section::Heads])?;
    let kept = linked.events_through(through.most(), |id| collection.depths(id))?;
    let with = which.with.as_deref().map(|name| Names::of(&linked, name));
    let inside = |e: &LinkedEvent| {
        let after = |from: &String| e.date.as_ref().and_then(Edtf::latest_iso).is_some_and(|d| d >= *from);
        let before = |to: &String| e.date.as_ref().and_then(Edtf::earliest_iso).is_some_and(|d| d <= *to);
        from.as_ref().is_none_or(after)
            && to.as_ref().is_none_or(before)
            && which.kind.is_none_or(|k| e.kind == k)
            && which.status.is_none_or(|s| e.status == s)
            && with.as_ref().is_none_or(|names| e.participants.iter().any(|p| names.is(&p.name)))
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
        let told =
            if e.documents.len() > 1 { format!(" ({} accounts)", e.documents.len()) } else { String::new() };
        let status = if e.status == "held" { String::new() } else { format!(", {}", e.status) };
        writeln!(
            out,
            "{:<12} {}{status}{place}{through}: {}{told}",
            when(e.date),
            e.r#type,
            short(e.title, 80)
        )?;
        let people: Vec<String> = e.participants.iter().map(|p| short(&p.name, 40)).collect();
        if !people.is_empty() {
            writeln!(out, "{:<12} with {}", "", short(&people.join(", "), 200))?;
        }
        if let Some(tie) = e.follows {
            let earlier = linked.events.iter().find(|x| x.id == tie.to);
            let title = earlier.map_or(tie.to.as_str(), |x| x.title.as_str());
            writeln!(out, "{:<12} after {}: {}", "", short(title, 80), tie.why)?;
        }
        writeln!(out, "{:<12} {}", "", out.faint(&short(&e.documents.join(", "), 200)))?;
    }
    Ok(Outcome::Well)
}

/// A name in every spelling under which the collection knows it.
pub(super) struct Names(Vec<String>);

impl Names {
    /// All names of the agents that bear `name`; the name itself where nobody does.
    pub(super) fn of(linked: &Linked, name: &str) -> Self {
        let asked = fold(name.trim());
        let part = |form: &str| {
            let form = fold(form);
            form == asked || form.split_whitespace().any(|w| w == asked)
        };
        let mut all: Vec<String> = linked
            .agents
            .iter()
            .filter(|a| part(&a.canonical) || a.forms.iter().any(|f| fold(&f.form) == asked))
            .map(|a| fold(&a.canonical))
            .collect();
        all.push(asked);
        Self(all)
    }

    /// Whether somebody so called is meant.
    pub(super) fn is(&self, name: &str) -> bool {
        let name = fold(name);
        self.0.contains(&name)
            || self.0.last().is_some_and(|asked| name.split_whitespace().any(|w| w == asked))
    }
}
