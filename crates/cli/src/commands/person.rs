//! `person`: what a reader decides about agents: these two are one, these mentions are another's.
//!
//! Decisions are kept for good and applied at each linking; one is taken back by its number.

use std::path::Path;

use anyhow::{anyhow, bail, ensure};
use memcon_link::deciding::{agent as anchor, parted as taken_out, without};
use memcon_model::{Anchor, Decision, DecisionKind, Linked, LinkedAgent};
use memcon_store::{Section, fold};

use crate::Outcome;
use crate::args::Person;
use crate::out::Out;
use crate::place;

use super::deciding;

/// `memcon person …`
pub fn person(told: Option<&Path>, command: Person, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    match command {
        Person::Join { a, b, signed } => {
            let collection = place::to_change(told)?;
            let linked = collection.linked_of(&[Section::Agents])?;
            let (x, y) = (one(&linked, &a)?, one(&linked, &b)?);
            ensure!(x.id != y.id, "{a:?} and {b:?} are one agent already: {} ({})", x.canonical, x.id);
            ensure!(x.kind == y.kind, "{} is a {}, {} a {}", x.canonical, x.kind, y.canonical, y.kind);
            let new = Decision { a: anchor(x), b: anchor(y), ..Decision::default() };
            deciding::decide(&collection, new, signed, json, out)
        }
        Person::Part { a, what, signed } => {
            let collection = place::to_change(told)?;
            let linked = collection.linked_of(&[Section::Agents])?;
            let x = one(&linked, &a)?;
            let b = parted(&linked, x, &what)?;
            let kind = DecisionKind::Part;
            let new = Decision { kind, a: without(x, &b), b, ..Decision::default() };
            deciding::decide(&collection, new, signed, json, out)
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

/// What is to be taken out of an agent: forms, documents, or another agent that only looks alike.
fn parted(linked: &Linked, agent: &LinkedAgent, what: &[String]) -> anyhow::Result<Anchor> {
    let mut out = Anchor::default();
    for item in what {
        let asked = [item.trim()];
        if let Some(found) = taken_out(agent, &asked, &[]).or_else(|| taken_out(agent, &[], &asked)) {
            // A paper takes the name of nobody: what goes is called after a form or another agent.
            if out.name.is_empty() && found.name != agent.canonical {
                out.name = found.name;
            }
            out.at.extend(found.at);
            continue;
        }
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
    if out.name.is_empty() {
        out.name.clone_from(&agent.canonical);
    }
    Ok(out)
}
