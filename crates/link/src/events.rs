//! One event told by several documents: same kind, same day, and somebody or a place in common.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{Account, Edtf, Event, EventStatus, EventType, Evidence, LinkedEvent};

use crate::agents::Agents;
use crate::ids::{Unique, stable};
use crate::{Document, Given};

/// A told event with what joining looks at.
struct Told<'d> {
    document: usize,
    event: &'d Event,
    record: bool,
    who: BTreeSet<String>,
    place: Option<String>,
}

/// Joins the events of all documents; by date, undated ones last.
pub(crate) fn join(documents: &[Document<'_>], agents: &Agents, _given: &Given<'_>) -> Vec<LinkedEvent> {
    let mut groups: Vec<Vec<Told<'_>>> = Vec::new();
    let mut index: BTreeMap<(EventType, String), Vec<usize>> = BTreeMap::new();
    for (d, document) in documents.iter().enumerate() {
        for event in &document.analysis.events {
            let told = told(d, document, event, agents);
            let key = event.date.as_ref().map(|date| (event.kind, day(date)));
            let near = key.as_ref().and_then(|k| index.get(k)).map_or(&[][..], Vec::as_slice);
            match near.iter().copied().find(|&g| groups[g].iter().any(|t| one(t, &told))) {
                Some(g) => groups[g].push(told),
                None => {
                    if let Some(key) = key {
                        index.entry(key).or_default().push(groups.len());
                    }
                    groups.push(vec![told]);
                }
            }
        }
    }
    let mut ids = Unique::default();
    let mut out: Vec<LinkedEvent> = groups.iter().map(|g| linked(documents, g, agents, &mut ids)).collect();
    out.sort_by_cached_key(|e| {
        (e.date.is_none(), e.date.as_ref().and_then(Edtf::earliest_iso), e.title.clone(), e.id.clone())
    });
    out
}

fn told<'d>(d: usize, document: &Document<'d>, event: &'d Event, agents: &Agents) -> Told<'d> {
    Told {
        document: d,
        event,
        record: document.analysis.record_of.as_deref() == Some(event.id.as_str()),
        who: event
            .participants
            .iter()
            .flat_map(|p| std::iter::once(&p.name).chain(&p.side).map(|n| agents.name(d, n).to_lowercase()))
            .collect(),
        place: event.place.as_ref().map(|p| agents.name(d, p).to_lowercase()),
    }
}

/// The day of a date, without the hour.
fn day(date: &Edtf) -> String {
    date.as_str().split('T').next().unwrap_or_default().to_owned()
}

/// Whether two tellings are of one event; they have kind and day in common already.
fn one(a: &Told<'_>, b: &Told<'_>) -> bool {
    // A paper has joined its own events already.
    if a.document == b.document {
        return false;
    }
    if (a.event.status == EventStatus::Failed) != (b.event.status == EventStatus::Failed) {
        return false;
    }
    let near = |x: &Option<String>, y: &Option<String>| matches!((x, y), (Some(x), Some(y)) if x.contains(y.as_str()) || y.contains(x.as_str()));
    let apart = a.place.is_some() && b.place.is_some() && !near(&a.place, &b.place);
    let shared = a.who.intersection(&b.who).count();
    match a.event.kind {
        EventType::Meeting | EventType::Exercise | EventType::Reunion | EventType::Visit => {
            (shared >= 1 && !apart) || shared >= 2 || near(&a.place, &b.place)
        }
        EventType::Handling => false,
        _ => shared >= 1 && !apart,
    }
}

fn linked(documents: &[Document<'_>], group: &[Told<'_>], agents: &Agents, ids: &mut Unique) -> LinkedEvent {
    // The record of an event knows it best; then whoever tells most.
    let best = group
        .iter()
        .max_by(|a, b| {
            a.record
                .cmp(&b.record)
                .then(a.event.participants.len().cmp(&b.event.participants.len()))
                .then(b.document.cmp(&a.document))
        })
        .map(|t| t.event);
    let first = |f: &dyn Fn(&Event) -> Option<String>| {
        best.and_then(f).or_else(|| group.iter().find_map(|t| f(t.event)))
    };
    let mut participants: Vec<memcon_model::Participant> = Vec::new();
    for told in group {
        for p in &told.event.participants {
            let name = agents.name(told.document, &p.name);
            match participants.iter_mut().find(|h| h.name == name) {
                Some(held) => {
                    held.side = held.side.take().or_else(|| p.side.clone());
                    held.role = held.role.take().or_else(|| p.role.clone());
                }
                None => participants.push(memcon_model::Participant {
                    name,
                    side: p.side.clone(),
                    role: p.role.clone(),
                }),
            }
        }
    }
    let kind = group.first().map_or(EventType::Other, |t| t.event.kind);
    let date = best.and_then(|e| e.date.clone()).or_else(|| group.iter().find_map(|t| t.event.date.clone()));
    let place = first(&|e| e.place.clone());
    let status = if group.iter().any(|t| t.event.status == EventStatus::Held) {
        EventStatus::Held
    } else {
        best.map_or(EventStatus::Held, |e| e.status)
    };
    let date_text = date.as_ref().map(|d| d.as_str().to_owned()).unwrap_or_default();
    let title = title(kind, place.as_deref(), &participants);
    let anchor = group.first().map(|t| (documents[t.document].id, t.event.id.as_str())).unwrap_or_default();
    let dated = !date_text.is_empty();
    let parts = [
        kind.as_str(),
        &date_text,
        &title,
        if dated { "" } else { anchor.0 },
        if dated { "" } else { anchor.1 },
    ];
    LinkedEvent {
        id: ids.take(stable("event", &parts)),
        kind,
        status,
        date,
        place,
        title,
        participants,
        intermediary: first(&|e| e.intermediary.clone()),
        accounts: group
            .iter()
            .map(|t| Account {
                document: documents[t.document].id.to_owned(),
                event: t.event.id.clone(),
                is_record: t.record,
                ..Account::default()
            })
            .collect(),
        evidence: group
            .iter()
            .flat_map(|t| {
                t.event
                    .spans
                    .iter()
                    .map(|s| Evidence { document: documents[t.document].id.to_owned(), span: *s })
            })
            .collect(),
        ..LinkedEvent::default()
    }
}

/// A short title: kind, who (at most three), where.
fn title(kind: EventType, place: Option<&str>, participants: &[memcon_model::Participant]) -> String {
    let mut out = kind.as_str().to_owned();
    if let Some(c) = out.get_mut(..1) {
        c.make_ascii_uppercase();
    }
    let names: Vec<&str> = participants.iter().take(3).map(|p| p.name.as_str()).collect();
    if !names.is_empty() {
        out.push_str(": ");
        out.push_str(&names.join(", "));
        if participants.len() > 3 {
            out.push_str(" and others");
        }
    }
    if let Some(place) = place {
        out.push_str(", ");
        out.push_str(place);
    }
    out
}
