//! `event`: what a reader decides about events: these two are one, this account is of another.

use std::path::Path;

use anyhow::{anyhow, ensure};
use memcon_link::deciding::event as anchor;
use memcon_model::{Decision, DecisionKind, Linked, LinkedEvent, Subject};
use memcon_store::Section;

use super::deciding;
use crate::Outcome;
use crate::args::Event;
use crate::out::Out;
use crate::place;

/// `memcon event …`
pub fn event(told: Option<&Path>, command: Event, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let collection = place::to_change(told)?;
    let linked = collection.linked_of(&[Section::Events])?;
    let about = Subject::Event;
    let mut words = deciding::words(&collection);
    let (new, signed) = match command {
        Event::Join { a, b, signed } => {
            let (x, y) = (one(&linked, &a)?, one(&linked, &b)?);
            ensure!(x.id != y.id, "{a:?} and {b:?} are one event already");
            let (a, b) = (anchor(x, &[], &mut words), anchor(y, &[], &mut words));
            (Decision { about, a, b, ..Decision::default() }, signed)
        }
        Event::Part { event, documents, signed } => {
            let x = one(&linked, &event)?;
            for d in &documents {
                ensure!(x.accounts.iter().any(|a| a.document == *d), "{d:?} has no account of {}", x.title);
            }
            let named: Vec<&str> = documents.iter().map(String::as_str).collect();
            let b = anchor(x, &named, &mut words);
            let mut a = anchor(x, &[], &mut words);
            a.at.retain(|at| !b.at.contains(at));
            ensure!(!a.at.is_empty(), "every account was named; one must stay");
            (Decision { kind: DecisionKind::Part, about, a, b, ..Decision::default() }, signed)
        }
    };
    deciding::decide(&collection, new, signed, json, out)
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
