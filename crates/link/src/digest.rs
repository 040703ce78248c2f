//! What linking needs of a paper: its analysis without what no stage reads, as small as it can be in memory.
//!
//! Linking holds this for every paper of a collection at once; each byte here counts a million times. A stage that
//! comes to read more of an analysis takes it off the list here; a test links the same papers with and without.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use memcon_model::{Analysis, Basis, Field, Layout, Source};

/// Makes an analysis small. What is left links to the same bytes.
pub fn digest(a: &mut Analysis) {
    drop_unread(a);
    drop_inside(a);
    share_rules(a);
    shrink(a);
}

/// Takes out what no stage reads.
fn drop_unread(a: &mut Analysis) {
    a.text = None;
    a.source = Source::default();
    a.layout = Layout::default();
    a.related_documents = Vec::new();
    a.slips = Vec::new();
    a.transmission = Vec::new();
    a.insertions = Vec::new();
    a.comments = Vec::new();
    a.attributions = Vec::new();
    a.notices = Vec::new();
    // Long, and about the edition rather than the paper.
    for field in
        [Field::Summary, Field::Rights, Field::RightsContact, Field::Credits, Field::Citation, Field::Url]
    {
        a.description.fields.remove(&field);
    }
    // The document has its id.
    a.id = String::new();
}

/// Takes out what no stage reads of what is left.
fn drop_inside(a: &mut Analysis) {
    for turn in &mut a.turns {
        turn.chain = Vec::new();
        turn.links = Vec::new();
        turn.region = None;
        turn.speaker_as_named = None;
    }
    for region in &mut a.regions {
        region.id = String::new();
    }
    for date in &mut a.dates {
        date.anchor = None;
        date.value = None;
    }
    a.issues.iter_mut().for_each(|issue| issue.positions = Vec::new());
}

/// Rules are some thousand names that come back in every paper: each is kept once.
fn share_rules(a: &mut Analysis) {
    let Analysis {
        description,
        regions,
        turns,
        moves,
        issues,
        events,
        obligations,
        mechanisms,
        items,
        agents,
        dates,
        ..
    } = a;
    let description = description.fields.values_mut().flatten();
    description.for_each(|v| share(&mut v.basis));
    regions.iter_mut().for_each(|v| share(&mut v.basis));
    turns.iter_mut().for_each(|v| share(&mut v.basis));
    moves.iter_mut().for_each(|v| share(&mut v.basis));
    issues.iter_mut().for_each(|v| share(&mut v.basis));
    events.iter_mut().for_each(|v| share(&mut v.basis));
    obligations.iter_mut().for_each(|v| share(&mut v.basis));
    mechanisms.iter_mut().for_each(|v| share(&mut v.basis));
    items.iter_mut().for_each(|v| share(&mut v.basis));
    agents.iter_mut().for_each(|v| share(&mut v.basis));
    dates.iter_mut().for_each(|v| share(&mut v.basis));
    a.references.iter_mut().for_each(|v| share(&mut v.basis));
    a.alignment.iter_mut().for_each(|v| share(&mut v.basis));
}

/// Rules met so far. They last as long as the program: there are no more of them than rules in `data/`.
static RULES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// Rules that are shared; a person's judgement has a name of its own each time.
const MOST: usize = 20_000;

fn share(basis: &mut Basis) {
    let Cow::Owned(rule) = &basis.rule else { return };
    let mut known = RULES.lock().unwrap_or_else(PoisonError::into_inner);
    let shared = match known.get(rule.as_str()) {
        Some(shared) => *shared,
        None if known.len() >= MOST => return,
        None => {
            let shared: &'static str = rule.clone().leak();
            known.insert(shared);
            shared
        }
    };
    drop(known);
    basis.rule = Cow::Borrowed(shared);
}

/// Gives back the room that lists have for more.
fn shrink(a: &mut Analysis) {
    a.description.fields.values_mut().for_each(Vec::shrink_to_fit);
    a.languages.shrink_to_fit();
    a.regions.shrink_to_fit();
    a.turns.shrink_to_fit();
    a.moves.shrink_to_fit();
    a.issues.iter_mut().for_each(|i| i.mentions.shrink_to_fit());
    a.issues.shrink_to_fit();
    for event in &mut a.events {
        event.participants.shrink_to_fit();
        event.spans.shrink_to_fit();
    }
    a.events.shrink_to_fit();
    a.obligations.iter_mut().for_each(|o| o.bound.shrink_to_fit());
    a.obligations.shrink_to_fit();
    a.mechanisms.shrink_to_fit();
    a.items.shrink_to_fit();
    for agent in &mut a.agents {
        agent.forms.shrink_to_fit();
        agent.mentions.shrink_to_fit();
        agent.glosses.shrink_to_fit();
        agent.offices.shrink_to_fit();
    }
    a.agents.shrink_to_fit();
    a.dates.shrink_to_fit();
    a.references.shrink_to_fit();
    a.alignment.shrink_to_fit();
}
