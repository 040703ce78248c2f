//! One event told by several documents is one event with several accounts.
//!
//! Told on one day (in the sense of EDTF: days that overlap), of one kind, by the same people: the record of a meeting
//! comes first, then whoever tells most; each further telling goes to the one group that it fits, and where two groups fit
//! as well it stays apart, for a wrong account is worse than a missing one. Costs are by day, never by pairs.

mod hand;
mod same;
mod ties;
mod title;

use std::collections::BTreeMap;

use memcon_model::ResolvedReference;
use memcon_model::{Account, Edtf, Event, EventStatus, EventType, Evidence, Field, LinkedEvent, Participant};

use crate::agents::Agents;
use crate::ids::{Unique, stable};
use crate::parallels::Twins;
use crate::{Document, Given};
pub(crate) use same::class;
use same::{Told, days, told};

/// Groups of one day that a telling is compared with at most.
const NEAR: usize = 64;

/// Joins the events of all documents; by date, undated ones last.
pub(crate) fn join(
    documents: &[Document<'_>],
    agents: &Agents,
    references: &[ResolvedReference],
    twins: &Twins,
    given: &Given<'_>,
) -> Vec<LinkedEvent> {
    let mut all: Vec<Told<'_>> = Vec::new();
    for (d, document) in documents.iter().enumerate() {
        all.extend(document.analysis.events.iter().map(|event| told(d, document, event, agents)));
    }
    // Records know best, then those who name most; ties by the order of the documents.
    all.sort_by_key(|t| {
        (!t.record, std::cmp::Reverse(t.who.len()), t.document, t.event.spans.first().map(|s| s.start))
    });
    let mut groups = grouped(all, twins);
    hand::apply(documents, given.decisions, &mut groups);
    let mut ids = Unique::default();
    groups.retain(|g| !g.is_empty());
    let mut linked_events: Vec<(LinkedEvent, Vec<(usize, String)>)> = groups
        .iter()
        .map(|g| {
            let members = g.iter().map(|t| (t.document, t.event.id.clone())).collect();
            (linked(documents, g, agents, &mut ids), members)
        })
        .collect();
    ties::tie(documents, references, &mut linked_events);
    let mut out: Vec<LinkedEvent> = linked_events.into_iter().map(|(e, _)| e).collect();
    out.sort_by_cached_key(|e| {
        (e.date.is_none(), e.date.as_ref().and_then(Edtf::earliest_iso), e.title.clone(), e.id.clone())
    });
    out
}

/// Tellings of one event together; the first of a group is the one that knows best.
fn grouped<'d>(all: Vec<Told<'d>>, twins: &Twins) -> Vec<Vec<Told<'d>>> {
    let mut groups: Vec<Vec<Told<'d>>> = Vec::new();
    let mut index: BTreeMap<(EventType, i64), Vec<usize>> = BTreeMap::new();
    // Groups by paper, for tellings that a translation tells again.
    let mut of_paper: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for told in all {
        let class = class(told.event.kind);
        let translated = twin(&told, &groups, &of_paper, twins);
        let mut near: Vec<usize> = Vec::new();
        for day in days(told.event) {
            if let Some(found) = index.get(&(class, day)) {
                near.extend(found.iter().rev().take(NEAR));
            }
        }
        near.sort_unstable();
        near.dedup();
        let mut fitting: Vec<(u32, usize)> =
            near.into_iter().filter_map(|g| Some((same::fits(&groups[g], &told)?, g))).collect();
        fitting.sort_by_key(|&(score, g)| (std::cmp::Reverse(score), g));
        let found = match fitting.as_slice() {
            _ if translated.is_some() => translated,
            [(_, g)] => Some(*g),
            [(a, g), (b, _), ..] if a > b => Some(*g),
            _ => None,
        };
        if !twins.is_empty() {
            of_paper.entry(told.document).or_default().push(found.unwrap_or(groups.len()));
        }
        match found {
            Some(g) => groups[g].push(told),
            None => {
                for day in days(told.event) {
                    index.entry((class, day)).or_default().push(groups.len());
                }
                groups.push(vec![told]);
            }
        }
    }
    groups
}

/// The group that has the telling of which this is the translation: of its kind, in the passage that answers to it.
fn twin(
    told: &Told<'_>,
    groups: &[Vec<Told<'_>>],
    of_paper: &BTreeMap<usize, Vec<usize>>,
    twins: &Twins,
) -> Option<usize> {
    let span = *told.event.spans.first()?;
    for (other, passage) in twins.at(told.document, span) {
        let here = |t: &Told<'_>| {
            t.document == other
                && class(t.event.kind) == class(told.event.kind)
                && t.event.spans.first().is_some_and(|s| passage.start <= s.start && s.start < passage.end)
                && !apart(t.event, told.event)
        };
        let near = of_paper.get(&other).map_or(&[][..], Vec::as_slice);
        let fits = |g: &&usize| {
            groups[**g].iter().any(here) && groups[**g].iter().all(|t| t.document != told.document)
        };
        if let Some(g) = near.iter().find(fits) {
            return Some(*g);
        }
    }
    None
}

/// Whether two tellings give days that exclude each other.
fn apart(a: &Event, b: &Event) -> bool {
    let (x, y) = (days(a), days(b));
    !x.is_empty() && !y.is_empty() && !x.iter().any(|d| y.contains(d))
}

fn linked(documents: &[Document<'_>], group: &[Told<'_>], agents: &Agents, ids: &mut Unique) -> LinkedEvent {
    let best = group.first();
    let first = |f: &dyn Fn(&Event) -> Option<String>| group.iter().find_map(|t| f(t.event));
    let mut participants: Vec<Participant> = Vec::new();
    // Whom the record lists was there; others name some of them, or people elsewhere.
    let listed = best.is_some_and(|t| t.record && t.event.participants.len() >= 2);
    for told in group.iter().take(if listed { 1 } else { group.len() }) {
        for p in &told.event.participants {
            let name = same::known(agents, told.document, &p.name);
            let side = p.side.clone().or_else(|| agents.side(told.document, &p.name));
            match participants.iter_mut().find(|h| same::alike(&h.name, &name)) {
                Some(held) => {
                    held.side = held.side.take().or(side);
                    held.role = held.role.take().or_else(|| p.role.clone());
                    if name.len() > held.name.len() && !listed {
                        held.name = name;
                    }
                }
                None => participants.push(Participant { name, side, role: p.role.clone() }),
            }
        }
    }
    let kind = best.map_or(EventType::Other, |t| t.event.kind);
    let date = narrowest(group);
    let place = first(&|e| e.place.clone());
    let status = status(group);
    let mut title = title::title(kind, place.as_deref(), &participants);
    if participants.is_empty() {
        // A kind alone tells nothing: the opening words of whoever tells it.
        let words = best.and_then(|t| Some(t.event.spans.first()?.of(documents[t.document].text)));
        title = title::with_words(&title, words.unwrap_or_default());
    }
    let date_text = date.as_ref().map(|d| d.as_str().to_owned()).unwrap_or_default();
    let anchor = best.map(|t| (documents[t.document].id, t.event.id.as_str())).unwrap_or_default();
    let dated = !date_text.is_empty();
    let parts = [
        kind.as_str(),
        &date_text,
        &title,
        if dated { "" } else { anchor.0 },
        if dated { "" } else { anchor.1 },
    ];
    let mut accounts: Vec<Account> = group.iter().map(|t| account(documents, t, agents)).collect();
    accounts
        .sort_by(|a, b| (!a.is_record, &a.document, &a.event).cmp(&(!b.is_record, &b.document, &b.event)));
    LinkedEvent {
        id: ids.take(stable("event", &parts)),
        kind,
        status,
        date,
        place,
        title,
        participants,
        intermediary: first(&|e| e.intermediary.clone()),
        level: first(&|e| e.level.clone()),
        follows: None,
        accounts,
        evidence: group
            .iter()
            .flat_map(|t| {
                let document = documents[t.document].id;
                t.event.spans.iter().map(move |s| Evidence { document: document.to_owned(), span: *s })
            })
            .collect(),
    }
}

/// What one document has on the event.
fn account(documents: &[Document<'_>], told: &Told<'_>, agents: &Agents) -> Account {
    let document = &documents[told.document];
    let writer = [Field::Signature, Field::Author, Field::Sender]
        .iter()
        .find_map(|f| document.analysis.description.first(*f));
    Account {
        document: document.id.to_owned(),
        event: told.event.id.clone(),
        is_record: told.record,
        side: writer.and_then(|w| agents.side(told.document, &w.value)),
        date: told.event.date.clone(),
        place: told.event.place.clone(),
    }
}

/// The date of the one who knows best; a narrower one of another telling goes before a wide one.
fn narrowest(group: &[Told<'_>]) -> Option<Edtf> {
    let own = group.first().and_then(|t| t.event.date.clone());
    let width = |d: &Edtf| match (d.earliest(), d.latest()) {
        (Some(a), Some(b)) => b.number() - a.number(),
        _ => i64::MAX,
    };
    let wide = own.as_ref().map_or(i64::MAX, width);
    let other = group.iter().skip(1).filter_map(|t| t.event.date.as_ref()).min_by_key(|d| width(d));
    match other {
        Some(d) if width(d) < wide => Some(d.clone()),
        _ => own,
    }
}

/// What one paper plans and another tells as done was done.
fn status(group: &[Told<'_>]) -> EventStatus {
    let any = |s: EventStatus| group.iter().any(|t| t.event.status == s);
    if any(EventStatus::Held) {
        EventStatus::Held
    } else if any(EventStatus::Failed) {
        EventStatus::Failed
    } else if any(EventStatus::Planned) {
        EventStatus::Planned
    } else {
        EventStatus::Proposed
    }
}
