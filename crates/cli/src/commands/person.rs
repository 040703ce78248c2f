//! `person`: what a reader decides about agents: these two are one, these mentions are another's.
//!
//! Decisions are kept for good and applied at each linking; one is taken back by its number.

use std::path::Path;

use anyhow::{anyhow, bail, ensure};
use memcon_model::{Anchor, Decision, DecisionKind, Linked, LinkedAgent};
use memcon_store::{Section, fold};

use crate::Outcome;
use crate::args::Person;
use crate::out::Out;
use crate::place;

use super::deciding;

/// Places of a name that a decision keeps; enough to find the agent again when papers go.
const PLACES: usize = 200;

/// `memcon person …`
pub fn person(told: Option<&Path>, command: Person, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    match command {
        Person::Join { a, b } => {
            let collection = place::to_change(told)?;
            let linked = collection.linked_of(&[Section::Agents])?;
            let (x, y) = (one(&linked, &a)?, one(&linked, &b)?);
            ensure!(x.id != y.id, "{a:?} and {b:?} are one agent already: {} ({})", x.canonical, x.id);
            ensure!(x.kind == y.kind, "{} is a {}, {} a {}", x.canonical, x.kind, y.canonical, y.kind);
            let new = Decision { a: anchor(x), b: anchor(y), ..Decision::default() };
            deciding::decide(&collection, new, json, out)
        }
        Person::Part { a, what } => {
            let collection = place::to_change(told)?;
            let linked = collection.linked_of(&[Section::Agents])?;
            let x = one(&linked, &a)?;
            let b = parted(&linked, x, &what)?;
            let kind = DecisionKind::Part;
            let new = Decision { kind, a: anchor_without(x, &b), b, ..Decision::default() };
            deciding::decide(&collection, new, json, out)
        }
    }
}

/// Agents of an id or a name; exact names go before parts of names.
fn named<'l>(linked: &'l Linked, name: &str) -> Vec<&'l LinkedAgent> {
    let asked = fold(name.trim());
    if let Some(agent) = linked.agents.iter().find(|a| a.id == name.trim()) {
        return vec![agent];
    }
    let canonical: Vec<_> = linked.agents.iter().filter(|a| fold(&a.canonical) == asked).collect();
    if !canonical.is_empty() {
        return canonical;
    }
    linked.agents.iter().filter(|a| a.forms.iter().any(|f| fold(&f.form) == asked)).collect()
}

/// The one agent of an id or name.
fn one<'l>(linked: &'l Linked, name: &str) -> anyhow::Result<&'l LinkedAgent> {
    match named(linked, name).as_slice() {
        [one] => Ok(one),
        [] => Err(anyhow!("nobody here is called {name:?}; `memcon who` finds people in any spelling")),
        several => {
            let list: Vec<String> =
                several.iter().take(8).map(|a| format!("{} ({})", a.id, a.canonical)).collect();
            Err(anyhow!("{name:?} may be several; give one of these ids: {}", list.join(", ")))
        }
    }
}

/// Where an agent is named: each document with the form most used there.
fn anchor(agent: &LinkedAgent) -> Anchor {
    let mut at: Vec<(String, String)> = Vec::new();
    for form in &agent.forms {
        for m in &form.mentions {
            if at.len() < PLACES && !at.iter().any(|(d, _)| *d == m.document) {
                at.push((m.document.clone(), form.form.clone()));
            }
        }
    }
    Anchor { name: agent.canonical.clone(), at }
}

/// [`anchor`] by the places that stay with the agent.
fn anchor_without(agent: &LinkedAgent, gone: &Anchor) -> Anchor {
    let mut left = agent.clone();
    for form in &mut left.forms {
        let goes = |d: &str| gone.at.iter().any(|(doc, f)| doc == d && (f.is_empty() || *f == form.form));
        form.mentions.retain(|m| !goes(&m.document));
    }
    anchor(&left)
}

/// What is to be taken out of an agent: forms, documents, or another agent that only looks alike.
fn parted(linked: &Linked, agent: &LinkedAgent, what: &[String]) -> anyhow::Result<Anchor> {
    let mut out = Anchor::default();
    for item in what {
        let folded = fold(item.trim());
        let forms: Vec<_> = agent.forms.iter().filter(|f| fold(&f.form) == folded).collect();
        let in_document = || agent.forms.iter().flat_map(|f| &f.mentions).any(|m| m.document == *item);
        if !forms.is_empty() {
            for form in forms {
                let mut places: Vec<_> =
                    form.mentions.iter().map(|m| (m.document.clone(), form.form.clone())).collect();
                places.dedup();
                out.at.extend(places);
                if out.name.is_empty() {
                    out.name.clone_from(&form.form);
                }
            }
        } else if in_document() {
            out.at.push((item.clone(), String::new()));
        } else {
            match named(linked, item).as_slice() {
                [other] if other.id != agent.id => {
                    let other = anchor(other);
                    out.at.extend(other.at);
                    out.name = other.name;
                }
                _ => bail!(
                    "{item:?} is neither a form of {} nor a document that names this agent, nor another agent",
                    agent.canonical
                ),
            }
        }
    }
    if out.name.is_empty() {
        out.name.clone_from(&agent.canonical);
    }
    Ok(out)
}
