//! `issue`: what a reader decides about points at stake: these two are one, these papers or wordings are another's,
//! it bears this name.
//!
//! Decisions are kept for good and applied at each linking; one is taken back by its number.

use std::path::Path;

use anyhow::{Context, anyhow, ensure};
use memcon_link::deciding::{issue as anchor, left, parted_issue};
use memcon_model::{Decision, DecisionKind, Linked, LinkedIssue, Subject};
use memcon_store::{Section, fold};

use super::deciding;
use crate::Outcome;
use crate::args::Issue;
use crate::out::Out;
use crate::place;

/// `memcon issue …`
pub fn issue(told: Option<&Path>, command: Issue, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let collection = place::to_change(told)?;
    let linked = collection.linked_of(&[Section::Issues])?;
    let about = Subject::Issue;
    let mut words = deciding::words(&collection);
    let (new, signed) = match command {
        Issue::Join { a, b, signed } => {
            let (x, y) = (one(&linked, &a)?, one(&linked, &b)?);
            ensure!(x.id != y.id, "{a:?} and {b:?} are one issue already: {} ({})", x.name, x.id);
            let (a, b) = (anchor(x, &mut words), anchor(y, &mut words));
            (Decision { about, kind: DecisionKind::Join, a, b, ..Decision::default() }, signed)
        }
        Issue::Part { a, what, signed } => {
            let x = one(&linked, &a)?;
            let what: Vec<&str> = what.iter().map(String::as_str).collect();
            let b = parted_issue(x, &what).context("say which papers or wordings are another issue's")?;
            let a = left(anchor(x, &mut words), &b);
            (Decision { about, kind: DecisionKind::Part, a, b, ..Decision::default() }, signed)
        }
        Issue::Name { a, name, signed } => {
            ensure!(!name.trim().is_empty(), "a name needs a word");
            let a = anchor(one(&linked, &a)?, &mut words);
            let value = Some(name);
            (Decision { about, kind: DecisionKind::Name, a, value, ..Decision::default() }, signed)
        }
    };
    deciding::decide(&collection, new, signed, json, out)
}

/// The one issue of an id or name.
fn one<'l>(linked: &'l Linked, name: &str) -> anyhow::Result<&'l LinkedIssue> {
    let asked = fold(name.trim());
    if let Some(issue) = linked.issues.iter().find(|i| i.id == name.trim()) {
        return Ok(issue);
    }
    let named: Vec<&LinkedIssue> = linked.issues.iter().filter(|i| fold(&i.name) == asked).collect();
    let worded = || linked.issues.iter().filter(|i| i.wordings.iter().any(|w| fold(&w.b) == asked)).collect();
    let found: Vec<&LinkedIssue> = if named.is_empty() { worded() } else { named };
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(anyhow!("no issue here is called {name:?}; `memcon issues` lists them")),
        several => {
            let list: Vec<String> =
                several.iter().take(8).map(|i| format!("{} ({})", i.id, i.name)).collect();
            Err(anyhow!("{name:?} may be several; give one of these ids: {}", list.join(", ")))
        }
    }
}
