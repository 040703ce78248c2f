//! `issue`: what a reader decides about points at stake: these two are one, these papers or wordings are another's,
//! it bears this name.
//!
//! Decisions are kept for good and applied at each linking; one is taken back by its number.

use std::path::Path;

use anyhow::{anyhow, ensure};
use memcon_model::{Anchor, Decision, DecisionKind, Evidence, Linked, LinkedIssue, Subject};
use memcon_store::{Collection, Section, fold};

use super::deciding;
use crate::Outcome;
use crate::args::Issue;
use crate::out::Out;
use crate::place;

/// Places of an issue that a decision keeps; enough to find it again when papers go.
const PLACES: usize = 60;

/// `memcon issue …`
pub fn issue(told: Option<&Path>, command: Issue, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let collection = place::to_change(told)?;
    let linked = collection.linked_of(&[Section::Issues])?;
    let about = Subject::Issue;
    let new = match command {
        Issue::Join { a, b } => {
            let (x, y) = (one(&linked, &a)?, one(&linked, &b)?);
            ensure!(x.id != y.id, "{a:?} and {b:?} are one issue already: {} ({})", x.name, x.id);
            let (a, b) = (anchor(&collection, x)?, anchor(&collection, y)?);
            Decision { about, kind: DecisionKind::Join, a, b, ..Decision::default() }
        }
        Issue::Part { a, what } => {
            let x = one(&linked, &a)?;
            let b = parted(x, &what)?;
            let mut a = anchor(&collection, x)?;
            a.at.retain(|at| !gone(at, &b));
            Decision { about, kind: DecisionKind::Part, a, b, ..Decision::default() }
        }
        Issue::Name { a, name } => {
            ensure!(!name.trim().is_empty(), "a name needs a word");
            let a = anchor(&collection, one(&linked, &a)?)?;
            Decision { about, kind: DecisionKind::Name, a, value: Some(name), ..Decision::default() }
        }
    };
    deciding::decide(&collection, new, json, out)
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

/// Where an issue is named: each document with the words that name it there first.
fn anchor(collection: &Collection, issue: &LinkedIssue) -> anyhow::Result<Anchor> {
    let mut at: Vec<(String, String)> = Vec::new();
    for Evidence { document, span } in &issue.mentions {
        if at.len() >= PLACES {
            break;
        }
        if !at.iter().any(|(d, _)| d == document) {
            let words = collection.find_document(document)?.map(|d| span.of(&d.text).to_owned());
            at.extend(words.map(|w| (document.clone(), w)));
        }
    }
    Ok(Anchor { name: issue.name.clone(), at })
}

/// What is to be taken out of an issue: papers by their ids, else wordings wherever they stand.
fn parted(issue: &LinkedIssue, what: &[String]) -> anyhow::Result<Anchor> {
    let mut out = Anchor::default();
    for item in what.iter().map(|w| w.trim()).filter(|w| !w.is_empty()) {
        let paper =
            issue.mentions.iter().any(|m| m.document == item) || issue.members.iter().any(|m| m.0 == item);
        out.at.push(if paper {
            (item.to_owned(), String::new())
        } else {
            if out.name.is_empty() {
                item.clone_into(&mut out.name);
            }
            (String::new(), item.to_owned())
        });
    }
    ensure!(!out.at.is_empty(), "say which papers or wordings are another issue's");
    if out.name.is_empty() {
        out.name.clone_from(&issue.name);
    }
    Ok(out)
}

/// Whether a place goes away with a parting.
fn gone((document, words): &(String, String), b: &Anchor) -> bool {
    b.at.iter().any(|(d, w)| (d.is_empty() || d == document) && (w.is_empty() || fold(w) == fold(words)))
}
