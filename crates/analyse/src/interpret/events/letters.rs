//! Letters that a paper speaks of: "your letter of 29 January", and which of them another answers.

use memcon_model::{Analysis, Basis, Event, EventStatus, EventType, Field, Participant, Reference, Span};

use super::around::WORDS;
use super::day;
use crate::Paper;
use crate::interpret::units::Unit;

/// Rule of a letter known from the words of another paper.
const MENTIONED: &str = "event.letter.mentioned";

/// Letters and notes that the paper names by their day. Telegrams cited by number are references, not told events.
pub(super) fn mentioned(paper: &Paper<'_>, found: &Analysis, units: &[Unit]) -> Vec<Event> {
    found.references.iter().filter_map(|r| letter(paper, found, r, units)).collect()
}

fn letter(paper: &Paper<'_>, found: &Analysis, reference: &Reference, units: &[Unit]) -> Option<Event> {
    let date = reference.date.clone()?;
    let called = reference.description.as_deref()?.to_lowercase();
    let of = |words: &[&str]| {
        called
            .split(|c: char| !c.is_alphabetic())
            .any(|w| words.iter().any(|k| w.strip_suffix('s').unwrap_or(w) == *k))
    };
    if !of(&["letter", "note", "message", "lettre", "memorandum", "mémoire", "despatch", "dispatch"]) {
        return None;
    }
    let n = units.partition_point(|u| u.span.end <= reference.span.start);
    let unit = units.get(n).filter(|u| u.span.overlaps(reference.span));
    let first =
        |fields: &[Field]| fields.iter().find_map(|f| found.description.first(*f)).map(|v| v.value.clone());
    let from = first(&[Field::Signature, Field::Author, Field::Sender]);
    let to = first(&[Field::Addressee]);
    // "your letter" goes from the reader to the writer, "my letter" the other way.
    let (sender, addressee) = if of(&["your", "ur", "votre"]) {
        (to, from)
    } else if of(&["my", "our", "notre", "mon", "ma"]) {
        (from, to)
    } else {
        (owner(found, reference.span), None)
    };
    let person = |name: Option<String>, role: &str| {
        name.map(|name| {
            let agent = found.agents.iter().find(|a| a.canonical == name || a.forms.contains(&name));
            let side = agent.and_then(|a| a.side.clone());
            let name = agent.map_or(name, |a| a.canonical.clone());
            Participant { name, side, role: Some(role.to_owned()) }
        })
    };
    let participants: Vec<Participant> =
        person(sender, "sender").into_iter().chain(person(addressee, "addressee")).collect();
    if participants.is_empty() {
        return None;
    }
    let _ = paper;
    Some(Event {
        kind: EventType::Letter,
        status: EventStatus::Held,
        date: Some(date),
        participants,
        number: reference.number.clone(),
        spans: vec![unit.map_or(reference.span, |u| u.span)],
        basis: Basis::new(MENTIONED, 0.75),
        ..Event::default()
    })
}

/// Whose letter it is by a name inside the words: "Ito's letter".
fn owner(found: &Analysis, span: Span) -> Option<String> {
    found
        .agents
        .iter()
        .filter_map(|a| {
            let from = a.mentions.partition_point(|m| m.span.start < span.start);
            let m = a.mentions.get(from).filter(|m| span.contains(m.span))?;
            Some((m.span.start, std::cmp::Reverse(m.span.end), a.canonical.clone()))
        })
        .min()
        .map(|(_, _, name)| name)
}

/// Says of the letter that the paper is, which letter it answers: the one named first beside a word for answering.
pub(super) fn answered(paper: &Paper<'_>, events: &mut [Event]) {
    let is_letter = |e: &Event| matches!(e.kind, EventType::Letter | EventType::Reply);
    let answers = |e: &Event| {
        e.spans.iter().any(|s| {
            let words = s.of(paper.text).to_lowercase();
            WORDS.answering.iter().any(|w| words.contains(w.as_str()))
        })
    };
    let Some(own) = events.iter().position(|e| e.basis.rule == "event.letter.itself") else { return };
    let to_me = |e: &Event| {
        let role = |e: &Event, role: &str| {
            e.participants.iter().find(|p| p.role.as_deref() == Some(role)).map(|p| p.name.clone())
        };
        role(e, "addressee").is_some() && role(e, "addressee") == role(&events[own], "sender")
    };
    let earlier = |e: &Event| match (&e.date, &events[own].date) {
        (Some(a), Some(b)) => day(a) <= day(b),
        _ => false,
    };
    let found = events
        .iter()
        .enumerate()
        .find(|(n, e)| *n != own && is_letter(e) && answers(e) && to_me(e) && earlier(e))
        .map(|(_, e)| e.id.clone());
    events[own].follows = found;
}
