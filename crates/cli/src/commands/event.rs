//! `event`: what a reader decides about events: these two are one, this account is of another.

use std::path::Path;

use anyhow::{anyhow, ensure};
use memcon_model::{Anchor, Decision, DecisionKind, Linked, LinkedEvent, Subject};
use memcon_store::{Collection, Section};

use super::deciding;
use crate::Outcome;
use crate::args::Event;
use crate::out::Out;
use crate::place;

/// Opening words by which a decision finds an account again, in characters.
const WORDS: usize = 80;

/// `memcon event …`
pub fn event(told: Option<&Path>, command: Event, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let collection = place::to_change(told)?;
    let linked = collection.linked_of(&[Section::Events])?;
    let about = Subject::Event;
    let new = match command {
        Event::Join { a, b } => {
            let (x, y) = (one(&linked, &a)?, one(&linked, &b)?);
            ensure!(x.id != y.id, "{a:?} and {b:?} are one event already");
            Decision {
                about,
                a: anchor(&collection, x, &[])?,
                b: anchor(&collection, y, &[])?,
                ..Decision::default()
            }
        }
        Event::Part { event, documents } => {
            let x = one(&linked, &event)?;
            for d in &documents {
                ensure!(x.accounts.iter().any(|a| a.document == *d), "{d:?} has no account of {}", x.title);
            }
            let b = anchor(&collection, x, &documents)?;
            let mut a = anchor(&collection, x, &[])?;
            a.at.retain(|at| !b.at.contains(at));
            ensure!(!a.at.is_empty(), "every account was named; one must stay");
            Decision { kind: DecisionKind::Part, about, a, b, ..Decision::default() }
        }
    };
    deciding::decide(&collection, new, json, out)
}

/// The event of an id, or of the beginning of one.
fn one<'l>(linked: &'l Linked, id: &str) -> anyhow::Result<&'l LinkedEvent> {
    let id = id.trim();
    let exact = linked.events.iter().find(|e| e.id == id);
    let mut found = linked.events.iter().filter(|e| e.id.starts_with(id));
    match (exact, found.next(), found.next()) {
        (Some(e), _, _) | (None, Some(e), None) => Ok(e),
        (None, None, _) => {
            Err(anyhow!("there is no event {id:?}; `memcon events --json` lists them with their ids"))
        }
        (None, Some(_), Some(_)) => Err(anyhow!("several events begin with {id:?}; give the whole id")),
    }
}

/// The accounts of an event by document and opening words; only those of `documents` where any are given.
fn anchor(collection: &Collection, event: &LinkedEvent, documents: &[String]) -> anyhow::Result<Anchor> {
    let mut at = Vec::new();
    for account in event.accounts.iter().filter(|a| documents.is_empty() || documents.contains(&a.document)) {
        let Some(document) = collection.find_document(&account.document)? else { continue };
        let told = document.analysis.events.iter().find(|e| e.id == account.event);
        let Some(span) = told.and_then(|e| e.spans.first()) else { continue };
        let words: String = span.of(&document.text).chars().take(WORDS).collect();
        at.push((account.document.clone(), words));
    }
    Ok(Anchor { name: event.title.clone(), at })
}
