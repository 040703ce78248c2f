//! Events that the paper as a whole tells: the meeting it records, its own handling, meetings listed as related.

use std::sync::LazyLock;

use memcon_model::{
    Analysis, Basis, Event, EventStatus, EventType, Field, Form, Mode, Participant, Role, Span,
};

use regex::Regex;

use super::around::WORDS;
use crate::Paper;

/// Rule of the event that the paper records.
pub(super) const RECORD: &str = "event.record";

/// The meeting that a paper of record tells of: its date, place and participants are the description's.
pub(super) fn recorded(paper: &Paper<'_>, found: &Analysis) -> Option<Event> {
    if !is_record(found) {
        return None;
    }
    let first = |f: Field| found.description.first(f);
    let span = first(Field::Title)
        .and_then(|t| t.span)
        .or_else(|| first(Field::Date).and_then(|d| d.span))
        .or_else(|| opening(paper))?;
    let place = first(Field::Place).or_else(|| first(Field::DatelinePlace)).map(|v| v.value.clone());
    let participants = participants(paper, found);
    let offices = participants.iter().flat_map(|p| p.role.as_deref().into_iter().chain([p.name.as_str()]));
    let level = super::around::rank(offices);
    Some(Event {
        id: String::new(),
        kind: EventType::Meeting,
        status: EventStatus::Held,
        date: found.description.date().cloned(),
        place,
        participants,
        intermediary: None,
        level,
        spans: vec![span],
        basis: Basis::new(RECORD, 0.8),
        ..Event::default()
    })
}

/// Minutes, and papers whose title says that they record a meeting.
fn is_record(found: &Analysis) -> bool {
    let title = found.description.first(Field::Title).map(|t| t.value.to_lowercase()).unwrap_or_default();
    let kind = found.description.first(Field::Type).map(|t| t.value.to_lowercase()).unwrap_or_default();
    let named = WORDS.records.iter().any(|w| title.contains(w.as_str()) || kind.contains(w.as_str()));
    match found.form {
        Form::Minutes => true,
        Form::Memorandum | Form::Summary | Form::Other | Form::Cable => {
            named || found.turns.iter().filter(|t| t.mode == Mode::TranscriptLine).take(4).count() == 4
        }
        _ => false,
    }
}

fn opening(paper: &Paper<'_>) -> Option<Span> {
    paper.paragraphs.first().map(|p| p.span)
}

/// Who took part, by the description; where it tells nobody, who speaks.
fn participants(paper: &Paper<'_>, found: &Analysis) -> Vec<Participant> {
    let present = crate::describe::participants(paper, &found.description);
    if !present.is_empty() {
        return present.to_vec();
    }
    let listed = found.description.all(Field::Participant);
    let mut out: Vec<Participant> = Vec::new();
    let mut add = |name: &str, side: Option<String>| {
        if !out.iter().any(|p| p.name == name) {
            let agent =
                found.agents.iter().find(|a| a.canonical == name || a.forms.iter().any(|f| f == name));
            out.push(Participant {
                name: name.to_owned(),
                side: side.or_else(|| agent.and_then(|a| a.side.clone())),
                role: agent.and_then(|a| a.role.clone()),
            });
        }
    };
    for value in listed {
        add(&value.value, None);
    }
    if listed.is_empty() {
        for turn in found.turns.iter().filter(|t| t.mode == Mode::TranscriptLine) {
            if let Some(name) = &turn.speaker {
                add(name, turn.side.clone());
            }
        }
    }
    out
}

/// The letter that the paper itself is: from its sender to its addressee, on its date.
pub(super) fn letter(paper: &Paper<'_>, found: &Analysis) -> Option<Event> {
    if found.form != Form::Letter {
        return None;
    }
    let date = found.description.first(Field::Date)?;
    let from = [Field::Sender, Field::Author, Field::Signature]
        .iter()
        .find_map(|f| found.description.first(*f))
        .map(|v| v.value.clone());
    let to = found.description.first(Field::Addressee).map(|v| v.value.clone());
    if from.is_none() && to.is_none() {
        return None;
    }
    let one = |name: Option<String>, role: &str| {
        name.map(|name| {
            let agent = found.agents.iter().find(|a| a.canonical == name || a.forms.contains(&name));
            Participant { side: agent.and_then(|a| a.side.clone()), name, role: Some(role.to_string()) }
        })
    };
    Some(Event {
        id: String::new(),
        kind: EventType::Letter,
        status: EventStatus::Held,
        date: found.description.date().cloned(),
        place: found.description.first(Field::DatelinePlace).map(|v| v.value.clone()),
        participants: one(from, "sender").into_iter().chain(one(to, "addressee")).collect(),
        intermediary: None,
        level: None,
        spans: vec![date.span.or_else(|| opening(paper))?],
        basis: Basis::new("event.letter.itself", 0.8),
        ..Event::default()
    })
}

/// The signature of an agreement that bears two signatures and a date: the signatories met.
pub(super) fn signed(paper: &Paper<'_>, found: &Analysis) -> Option<Event> {
    // "For the Republic of Varn: A. Ito": whom, and by whose hand.
    static FOR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?m)^[ \t]*For (?:the )?[^:\n]{3,80}:[ \t]*(?P<name>\p{Lu}[^\n:;,]{2,60}?)[ \t\r]*$")
            .expect("a fixed pattern")
    });
    if found.form != Form::Agreement {
        return None;
    }
    let mut names: Vec<String> =
        found.description.all(Field::Signature).iter().map(|v| v.value.clone()).collect();
    if names.len() < 2 {
        let lines = FOR.captures_iter(paper.text).filter_map(|c| c.name("name"));
        names = lines.take(8).map(|m| m.as_str().to_owned()).collect();
    }
    if names.len() < 2 {
        return None;
    }
    let date = found.description.first(Field::Date)?;
    let participants = names.iter().map(|name| {
        let agent = found.agents.iter().find(|a| a.canonical == *name || a.forms.contains(name));
        let known = agent.map_or_else(|| name.clone(), |a| a.canonical.clone());
        Participant { name: known, side: agent.and_then(|a| a.side.clone()), role: None }
    });
    let place = [Field::Place, Field::DatelinePlace].iter().find_map(|f| found.description.first(*f));
    Some(Event {
        id: String::new(),
        kind: EventType::Meeting,
        status: EventStatus::Held,
        date: found.description.date().cloned(),
        place: place.map(|v| v.value.clone()),
        participants: participants.collect(),
        intermediary: None,
        level: None,
        spans: vec![date.span.or_else(|| opening(paper))?],
        basis: Basis::new("event.signature", 0.7),
        ..Event::default()
    })
}

/// The handling of the paper itself.
pub(super) fn handling(found: &Analysis) -> Vec<Event> {
    let handles = |r: Role| matches!(r, Role::Receiver | Role::CipherClerk | Role::Typist | Role::Verifier);
    found
        .transmission
        .iter()
        .filter(|t| handles(t.role) && t.time.is_some())
        .filter_map(|t| {
            let participants = t
                .agent
                .iter()
                .map(|name| Participant { name: name.clone(), side: None, role: Some(t.role.to_string()) })
                .collect();
            Some(Event {
                id: String::new(),
                kind: EventType::Handling,
                status: EventStatus::Held,
                date: t.time.clone(),
                place: None,
                participants,
                intermediary: None,
                level: None,
                spans: vec![t.span?],
                basis: Basis::new(format!("event.handling.{}", t.role), 0.8),
                ..Event::default()
            })
        })
        .collect()
}

/// Meetings whose papers are listed as related, by title and date.
pub(super) fn related(_paper: &Paper<'_>, found: &Analysis) -> Vec<Event> {
    let meeting = |title: &str| {
        let lower = title.to_lowercase();
        ["meeting", "conference", "conversation", "talks", "discussion"].iter().any(|w| lower.contains(w))
    };
    found
        .related_documents
        .iter()
        .filter(|r| meeting(&r.title.value))
        .filter_map(|r| {
            let date = r.date.as_ref().and_then(|d| d.edtf.clone())?;
            Some(Event {
                id: String::new(),
                kind: EventType::Meeting,
                status: EventStatus::Held,
                date: Some(date),
                place: None,
                participants: Vec::new(),
                intermediary: None,
                level: None,
                spans: vec![r.title.span?],
                basis: Basis::new("event.related-document", 0.7),
                ..Event::default()
            })
        })
        .collect()
}

/// The event that the paper itself records (a meeting's minutes), by its id.
///
/// A cable or memorandum on an audience has no title that says so: there it is the meeting, held, that its first
/// sentences tell.
pub fn record_of(paper: &Paper<'_>, found: &Analysis) -> Option<String> {
    if let Some(event) = found.events.iter().find(|e| e.basis.rule == RECORD) {
        return Some(event.id.clone());
    }
    if !matches!(found.form, Form::Cable | Form::Memorandum | Form::Summary) {
        return None;
    }
    let body = super::super::units::ranges(paper, found)
        .iter()
        .find(|r| matches!(r.1, memcon_model::RegionKind::Body | memcon_model::RegionKind::Translation))
        .map_or(0, |r| r.0.start);
    found
        .events
        .iter()
        .find(|e| {
            e.kind == EventType::Meeting
                && e.status == EventStatus::Held
                && e.date.is_some()
                && e.participants.len() >= 2
                && e.spans.first().is_some_and(|s| s.start < body.saturating_add(700))
        })
        .map(|e| e.id.clone())
}
