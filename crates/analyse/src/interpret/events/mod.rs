//! Meetings, contacts, letters, visits and other happenings, and the one that the paper records.
//!
//! A sentence tells of an event by a trigger word (`data/events`); date, place, participants,
//! level and go-between come from what stands beside it ([`around`]). The handling of the paper
//! (received, deciphered, printed) is told by its transmission ([`record`]). One happening told
//! twice in a paper is one event.

mod around;
mod record;

pub use record::record_of;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{Analysis, Basis, Edtf, Event, EventStatus, EventType, Form, Span};

use super::actor::Mentions;
use super::units::{Unit, units};
use crate::Paper;

static TRIGGERS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("events/trigger").expect("our own event rules"));
static STATUS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("events/status").expect("our own rules of status"));

/// Meetings, contacts, letters, visits and other happenings, in order of first mention.
pub fn events(paper: &Paper<'_>, found: &Analysis) -> Vec<Event> {
    let mentions = Mentions::new(&found.agents);
    let mut all: Vec<Event> = record::recorded(paper, found).into_iter().collect();
    all.extend(record::letter(paper, found));
    all.extend(record::signed(paper, found));
    all.extend(record::related(paper, found));
    all.extend(record::handling(found));
    for unit in units(paper, found) {
        all.extend(told(paper, found, &mentions, &unit));
    }
    let mut out = merged(all);
    out.sort_by_key(|e| e.spans.first().map_or((u32::MAX, u32::MAX), |s| (s.start, s.end)));
    for (n, e) in out.iter_mut().enumerate() {
        e.id = format!("e{}", n + 1);
    }
    out
}

/// The events that one sentence tells of, at most one of a kind.
fn told(paper: &Paper<'_>, found: &Analysis, mentions: &Mentions, unit: &Unit) -> Vec<Event> {
    let words = paper.words(unit.span);
    if words.len() < 12 && !words.chars().any(|c| c > '\u{2e80}') {
        return Vec::new();
    }
    let mut out: Vec<Event> = Vec::new();
    for m in TRIGGERS.matches(words, &paper.languages) {
        let (kind, dated) = match m.rule.gives.split_once('.') {
            Some((kind, _)) => (kind, true),
            None => (m.rule.gives.as_str(), false),
        };
        let Ok(kind) = kind.parse::<EventType>() else { continue };
        let hit = m.captures.get(0).map_or((0, 0), |h| (h.start(), h.end()));
        if out.iter().any(|e| e.kind == kind || same_act(e.kind, kind)) {
            continue;
        }
        let trigger = Span::new(unit.span.start as usize + hit.0, unit.span.start as usize + hit.1);
        let date = around::date(paper, found, unit.span, trigger);
        let place = around::place(paper, found, unit.span, kind);
        let intermediary = around::intermediary(paper, mentions, found, unit.span);
        let mut participants = around::participants(paper, found, mentions, unit.span, place.as_deref());
        participants.retain(|p| Some(&p.name) != intermediary.as_ref());
        // News tells events without date or names; elsewhere such a sentence is talk about meetings in general.
        let news = matches!(found.form, Form::PressReport | Form::WebPage);
        let company = participants.len() >= 2 || news && (place.is_some() || around::two_sides(words));
        if date.is_none() && (dated || !company) {
            continue;
        }
        out.push(Event {
            id: String::new(),
            kind,
            status: status(words, &paper.languages),
            date,
            place,
            participants,
            intermediary,
            level: around::level(words),
            spans: vec![unit.span],
            basis: Basis::new(m.rule.id.clone(), m.rule.confidence),
            ..Event::default()
        });
    }
    out
}

/// An answer to a letter is not a letter besides, nor a statement at a meeting two events of one word.
fn same_act(held: EventType, kind: EventType) -> bool {
    matches!((held, kind), (EventType::Letter, EventType::Reply) | (EventType::Reply, EventType::Letter))
}

/// Whether a sentence tells of what was, is to be, was proposed or failed.
fn status(words: &str, langs: &[String]) -> EventStatus {
    STATUS.matches(words, langs).next().and_then(|m| m.rule.gives.parse().ok()).unwrap_or(EventStatus::Held)
}

/// Joins events that are one: of a kind, on one day, with places that do not contradict.
fn merged(all: Vec<Event>) -> Vec<Event> {
    let mut out: Vec<Event> = Vec::new();
    let mut by_key: BTreeMap<(EventType, String), usize> = BTreeMap::new();
    for event in all {
        let key = match &event.date {
            _ if event.kind == EventType::Handling => None,
            Some(date) => Some((event.kind, day(date))),
            None => {
                let mut names: Vec<&str> = event.participants.iter().map(|p| p.name.as_str()).collect();
                names.sort_unstable();
                (names.len() >= 2).then(|| (event.kind, names.join("+")))
            }
        };
        match key.as_ref().and_then(|k| by_key.get(k)).map(|&n| &mut out[n]).filter(|e| compatible(e, &event))
        {
            Some(held) => join(held, event),
            None => {
                if let Some(key) = key {
                    by_key.insert(key, out.len());
                }
                out.push(event);
            }
        }
    }
    out
}

/// The day of a date, without the hour.
fn day(date: &Edtf) -> String {
    date.as_str().split('T').next().unwrap_or_default().to_owned()
}

fn compatible(a: &Event, b: &Event) -> bool {
    match (&a.place, &b.place) {
        (Some(x), Some(y)) => x == y,
        _ => true,
    }
}

fn join(held: &mut Event, other: Event) {
    held.spans.extend(other.spans);
    held.spans.sort();
    held.spans.dedup();
    // The record of a meeting knows its place, or nobody does.
    if held.basis.rule != record::RECORD {
        held.place = held.place.take().or(other.place);
    }
    held.intermediary = held.intermediary.take().or(other.intermediary);
    held.level = held.level.take().or(other.level);
    // What one sentence plans and another tells as done was done.
    if other.status == EventStatus::Held && held.status == EventStatus::Planned {
        held.status = EventStatus::Held;
    }
    // A heading lists those present; whom a sentence names besides was elsewhere that day.
    if held.basis.rule == record::RECORD && !held.participants.is_empty() {
        return;
    }
    for p in other.participants {
        if !held.participants.iter().any(|h| h.name == p.name) {
            held.participants.push(p);
        }
    }
}

#[cfg(test)]
mod tests;
