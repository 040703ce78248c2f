//! Meetings, contacts, letters, visits and other happenings, and the one that the paper records.
//!
//! A sentence tells of an event by a trigger word (`data/events`); date, place, participants,
//! level and go-between come from what stands beside it ([`around`]). The handling of the paper
//! (received, deciphered, printed) is told by its transmission ([`record`]). One happening told
//! twice in a paper is one event.

mod around;
mod clause;
mod letters;
mod opening;
mod record;

pub use record::record_of;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{Analysis, Basis, Edtf, Event, EventStatus, EventType, Field, Form, Participant, Span};

use super::actor::Mentions;
use super::units::{Unit, Voice, units};
use crate::Paper;

static TRIGGERS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("events/trigger").expect("our own event rules"));
static STATUS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("events/status").expect("our own rules of status"));

/// Meetings, contacts, letters, visits and other happenings, in order of first mention.
pub fn events(paper: &Paper<'_>, found: &Analysis) -> Vec<Event> {
    let mentions = Mentions::new(&found.agents);
    let recorded = record::recorded(paper, found).or_else(|| opening::recorded(paper, found, &mentions));
    let mut all: Vec<Event> = recorded.into_iter().collect();
    all.extend(record::letter(paper, found));
    all.extend(record::signed(paper, found));
    all.extend(record::related(paper, found));
    all.extend(record::handling(found));
    let units = units(paper, found);
    for unit in &units {
        all.extend(told(paper, found, &mentions, unit));
    }
    all.extend(letters::mentioned(paper, found, &units));
    let mut out = merged(all);
    out.sort_by_key(|e| e.spans.first().map_or((u32::MAX, u32::MAX), |s| (s.start, s.end)));
    for (n, e) in out.iter_mut().enumerate() {
        e.id = format!("e{}", n + 1);
    }
    letters::answered(paper, &mut out);
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
        let clause = clause::around(paper, unit.span, trigger);
        let speaker = speaker(found, unit);
        let scene =
            around::Scene { paper, found, mentions, sentence: unit.span, clause, trigger, kind, speaker };
        if let Some(event) = one(&scene, &m.rule.id, m.rule.confidence, dated) {
            out.push(event);
        }
    }
    out
}

/// The event of one word that tells of it; `None` where too little stands beside it to say that it is one.
fn one(scene: &around::Scene<'_, '_>, rule: &str, confidence: f32, dated: bool) -> Option<Event> {
    let around::Scene { paper, found, mentions, clause, kind, .. } = *scene;
    let words = clause.of(paper.text);
    let lower = scene.sentence.of(paper.text).to_lowercase();
    if kind == EventType::Meeting && around::WORDS.no_meetings.iter().any(|w| lower.contains(w.as_str())) {
        return None;
    }
    let date = around::date(scene);
    let place = around::place(scene);
    let intermediary = around::intermediary(paper, mentions, found, clause);
    let mut participants = around::participants(scene, place.as_deref());
    participants.retain(|p| Some(&p.name) != intermediary.as_ref());
    let mut status = status(words, &paper.languages);
    // "if a meeting were held": the word stands just before the clause.
    let before =
        paper.text.get(scene.sentence.start as usize..clause.start as usize).unwrap_or("").to_lowercase();
    let supposed = around::WORDS.supposing.iter().any(|w| before.trim_end().ends_with(w.as_str()));
    if status == EventStatus::Held && supposed {
        status = EventStatus::Proposed;
    }
    // "It was agreed that they would meet": what was agreed is no proposal any more.
    let agreed = || around::WORDS.agreeing.iter().any(|w| before.trim_end().ends_with(w.as_str()));
    if status == EventStatus::Proposed && !supposed && agreed() {
        status = EventStatus::Planned;
    }
    // What is dated after the paper was still to come when it was written.
    if status == EventStatus::Held && after(date.as_ref(), found.description.date()) {
        status = EventStatus::Planned;
    }
    // News tells events without date or names; elsewhere such a sentence is talk about meetings in general.
    let news = matches!(found.form, Form::PressReport | Form::WebPage);
    let company = participants.len() >= 2 || news && (place.is_some() || around::two_sides(words));
    // A day on which it was agreed to meet is known before anybody is named.
    let fixed = status == EventStatus::Planned
        && date.as_ref().is_some_and(|d| one_day(d) && around::beside(scene, d))
        && !after(found.description.date(), date.as_ref());
    let known = match kind {
        // What is only imagined or asked for, without a day, did not happen.
        _ if status == EventStatus::Proposed && date.is_none() => news && company,
        EventType::Statement | EventType::Report => date.is_some() && !participants.is_empty(),
        EventType::Incident => {
            let day = date.as_ref().is_some_and(one_day);
            date.is_some()
                && status == EventStatus::Held
                && (day || place.is_some() || !participants.is_empty() || news)
        }
        EventType::Letter | EventType::Reply => company || date.is_some() && !participants.is_empty(),
        // Without a day, talk of meetings in general cannot be told from a meeting.
        EventType::Meeting | EventType::Visit => {
            company && news
                || date.is_some()
                    && (!participants.is_empty()
                        || place.is_some()
                        || around::two_sides(words)
                        || !dated
                        || fixed && kind == EventType::Meeting)
        }
        EventType::Other => company && date.is_some(),
        _ => company || date.is_some(),
    };
    if !known || date.is_none() && dated {
        return None;
    }
    Some(Event {
        kind,
        status,
        level: around::level(words, &participants),
        date,
        place,
        participants,
        intermediary,
        spans: vec![scene.sentence],
        basis: Basis::new(rule.to_owned(), confidence),
        ..Event::default()
    })
}

/// Whether a date is a single day.
fn one_day(date: &Edtf) -> bool {
    date.earliest().is_some() && date.earliest() == date.latest()
}

/// Whether a day lies wholly behind that of the paper.
fn after(date: Option<&Edtf>, paper: Option<&Edtf>) -> bool {
    match (date.and_then(Edtf::earliest), paper.and_then(Edtf::latest)) {
        (Some(a), Some(b)) => a > b && a.year < 9999,
        _ => false,
    }
}

/// Who "I" is in a sentence: the speaker of its turn, else the writer of the paper.
fn speaker(found: &Analysis, unit: &Unit) -> Option<Participant> {
    let turn = unit.turn.filter(|_| unit.voice == Voice::Own).and_then(|t| found.turns.get(t));
    let name = match turn {
        Some(turn) => turn.speaker.clone()?,
        None => [Field::Signature, Field::Author, Field::Sender]
            .iter()
            .find_map(|f| found.description.first(*f))
            .map(|v| v.value.clone())?,
    };
    let agent = found.agents.iter().find(|a| a.canonical == name || a.forms.contains(&name));
    let side = turn.and_then(|t| t.side.clone()).or_else(|| agent.and_then(|a| a.side.clone()));
    let known = agent.map_or_else(|| name.clone(), |a| a.canonical.clone());
    Some(Participant { name: known, side, role: agent.and_then(|a| a.role.clone()) })
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
    let mut by_key: BTreeMap<(EventType, String), Vec<usize>> = BTreeMap::new();
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
        let near = key.as_ref().and_then(|k| by_key.get(k)).map_or(&[][..], Vec::as_slice);
        // Few events of a kind fall on one day in a paper; on a hostile one the last are looked at.
        let found = near.iter().rev().take(16).copied().filter(|&n| compatible(&out[n], &event)).min();
        match found {
            Some(n) => join(&mut out[n], event),
            None => {
                if let Some(key) = key {
                    by_key.entry(key).or_default().push(out.len());
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
    if matches!((&a.place, &b.place), (Some(x), Some(y)) if x != y && !x.contains(y.as_str()) && !y.contains(x.as_str()))
    {
        return false;
    }
    if (a.status == EventStatus::Failed) != (b.status == EventStatus::Failed) {
        return false;
    }
    // Others met that day as well: those who share nobody did not meet each other there.
    let apart = |few: usize| {
        a.participants.len() >= few
            && b.participants.len() >= few
            && !a.participants.iter().any(|p| b.participants.iter().any(|q| alike(&p.name, &q.name)))
    };
    match a.kind {
        EventType::Meeting | EventType::Visit => !apart(if a.basis.rule == record::RECORD { 1 } else { 2 }),
        EventType::Letter | EventType::Reply | EventType::Statement | EventType::Incident => !apart(1),
        _ => true,
    }
}

/// Whether two names may be one: the same last word, or one holds the other.
fn alike(a: &str, b: &str) -> bool {
    let last = |n: &str| n.rsplit(' ').next().unwrap_or(n).to_lowercase();
    last(a) == last(b) || a.contains(b) || b.contains(a)
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
        if !held.participants.iter().any(|h| alike(&h.name, &p.name)) {
            held.participants.push(p);
        }
    }
}

#[cfg(test)]
mod tests;
