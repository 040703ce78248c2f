//! The meeting that a telegram or memorandum says in its first words that it records ("Eleventh plenary session held
//! 3 May"). Papers whose title says so are read by [`super::record`]; meetings told in passing by the triggers.

use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{
    AgentType, Analysis, Basis, DateType, Edtf, Event, EventStatus, EventType, Field, Form, Participant, Span,
};

use super::around::{self, Scene};
use super::record::RECORD;
use crate::Paper;
use crate::interpret::actor::Mentions;
use crate::interpret::units::sentences;

static OPENING: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("events/opening").expect("our own rules of openings"));

/// How far behind the date line the opening reaches: past the lists of those who also get the paper.
const REACH: usize = 900;
/// Most participants taken from those who speak.
const SPEAKERS: usize = 8;

/// The meeting that the opening says is recorded here; `None` where it gives neither day nor hours.
pub(super) fn recorded(paper: &Paper<'_>, found: &Analysis, mentions: &Mentions) -> Option<Event> {
    if !matches!(found.form, Form::Cable | Form::Memorandum | Form::Summary) {
        return None;
    }
    let start = found.description.first(Field::Date)?.span?.end as usize;
    let mut end = (start + REACH).min(paper.text.len());
    while !paper.text.is_char_boundary(end) {
        end -= 1;
    }
    if start >= end {
        return None;
    }
    sentences(paper.text, Span::new(start, end)).into_iter().take(16).find_map(|sentence| {
        let words = sentence.of(paper.text);
        let hit = OPENING.matches(words, &paper.languages).next()?;
        let trigger = hit.captures.get(0)?;
        let base = sentence.start as usize;
        let trigger = Span::new(base + trigger.start(), base + trigger.end());
        let kind = EventType::Meeting;
        let scene =
            Scene { paper, found, mentions, sentence, clause: sentence, trigger, kind, speaker: None };
        event(&scene)
    })
}

/// The meeting of an opening sentence.
fn event(scene: &Scene<'_, '_>) -> Option<Event> {
    let Scene { paper, found, sentence, .. } = *scene;
    let words = sentence.of(paper.text);
    let date = around::date(scene).or_else(|| day_of_hours(scene))?;
    if super::after(Some(&date), found.description.date()) {
        return None;
    }
    let place = around::place(scene);
    let mut participants = around::participants(scene, place.as_deref());
    speakers(found, &mut participants);
    Some(Event {
        kind: EventType::Meeting,
        status: EventStatus::Held,
        level: around::level(words, &participants),
        date: Some(date),
        place,
        participants,
        spans: vec![sentence],
        basis: Basis::new(RECORD, 0.75),
        ..Event::default()
    })
}

/// Hours without a day in an opening are of the day of the paper.
fn day_of_hours(scene: &Scene<'_, '_>) -> Option<Edtf> {
    let Scene { found, sentence, .. } = *scene;
    let from = found.dates.partition_point(|d| d.span.start < sentence.start);
    let mut inside = found.dates[from..].iter().take_while(|d| d.span.start < sentence.end);
    let day = super::day(found.description.date()?);
    inside.any(|d| d.kind == DateType::Time).then(|| day.parse().ok())?
}

/// Adds those whose words the record gives.
fn speakers(found: &Analysis, participants: &mut Vec<Participant>) {
    for turn in &found.turns {
        let Some(name) = &turn.speaker else { continue };
        let known = found.agents.iter().find(|a| {
            a.kind == AgentType::Person && (a.canonical == *name || a.forms.iter().any(|f| f == name))
        });
        let Some(agent) = known else { continue };
        if participants.len() >= SPEAKERS {
            return;
        }
        if !participants.iter().any(|p| super::alike(&p.name, &agent.canonical)) {
            participants.push(around::as_participant(agent));
        }
    }
}
