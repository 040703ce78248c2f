//! Decisions by hand, whatever they are about: made, listed, taken back.
//!
//! A decision is kept for good and applied at each linking; it is taken back by its number and stays in
//! the list. How the thing decided on is found belongs to the commands that know it.

use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::ensure;
use memcon_model::{Decision, DecisionKind, Span, Subject};
use memcon_store::Collection;

use crate::Outcome;
use crate::args::Signed;
use crate::linking;
use crate::out::Out;

/// Keeps a decision, links again and says so.
pub fn decide(
    collection: &Collection,
    new: Decision,
    signed: Signed,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let new = Decision { made: today(), by: user(signed.by), why: signed.why, ..new };
    let number = collection.decide(&new)?;
    relink(collection)?;
    if json {
        out.json(
            &serde_json::json!({ "decision": number, "about": new.about, "kind": new.kind, "a": new.a.name,
            "b": new.b.name, "value": new.value }),
        )?;
    } else {
        writeln!(out, "Decision {number}: {}. `memcon decisions undo {number}` takes it back.", said(&new))?;
    }
    Ok(Outcome::Well)
}

/// What was decided, in words.
fn said(d: &Decision) -> String {
    let value = d.value.as_deref().unwrap_or_default();
    match d.kind {
        DecisionKind::Join if d.about == Subject::Parallel => {
            format!("{} and {} are one text", d.a.name, d.b.name)
        }
        DecisionKind::Part if d.about == Subject::Parallel => {
            format!("{} and {} are no one text", d.a.name, d.b.name)
        }
        DecisionKind::Join => format!("{} and {} are one", d.a.name, d.b.name),
        DecisionKind::Part => format!("{} and {} are two", d.a.name, d.b.name),
        DecisionKind::Name => format!("{} is called {value}", d.a.name),
        DecisionKind::Status => format!("{}: {value}", d.a.name),
    }
}

/// Takes a decision back.
pub fn undo(
    collection: &Collection,
    number: u64,
    signed: Signed,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    ensure!(
        collection.undo_decision(number, &today(), user(signed.by).as_deref())?,
        "there is no decision {number} that holds; `memcon decisions` lists them"
    );
    relink(collection)?;
    if json {
        out.json(&serde_json::json!({ "undone": number }))?;
    } else {
        writeln!(out, "Decision {number} is taken back; it stays in the list.")?;
    }
    Ok(Outcome::Well)
}

/// All decisions, oldest first, those taken back too.
pub fn list(collection: &Collection, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let all = collection.decisions()?;
    if json {
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    if all.is_empty() {
        writeln!(out, "No decisions. `memcon person`, `memcon issue` and `memcon obligation` make them.")?;
    }
    for d in &all {
        let whose = |by: &Option<String>| by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
        let undone = d.undone.as_ref().map(|u| format!("  (taken back{} on {u})", whose(&d.undone_by)));
        let why = d.why.as_ref().map(|why| format!("  ({why})")).unwrap_or_default();
        let (by, undone) = (whose(&d.by), undone.unwrap_or_default());
        writeln!(out, "{:>4}  {}{by}  {}: {}{why}{undone}", d.number, d.made, d.about, said(d))?;
    }
    Ok(Outcome::Well)
}

/// Gives the words at places of the papers of a collection, each paper read once in a row.
pub fn words(collection: &Collection) -> impl FnMut(&str, Span) -> Option<String> + '_ {
    let mut last: Option<(String, String)> = None;
    move |document, span| {
        if last.as_ref().is_none_or(|(id, _)| id != document) {
            last = Some((document.to_owned(), collection.find_document(document).ok()??.text));
        }
        last.as_ref().and_then(|(_, text)| text.get(span.range())).map(str::to_owned)
    }
}

/// Whose doing it is: as told, else by the user's name on this machine, where it has one.
pub fn user(told: Option<String>) -> Option<String> {
    let named = told.or_else(|| std::env::var("USER").ok()).or_else(|| std::env::var("USERNAME").ok());
    named.filter(|n| !n.trim().is_empty())
}

/// When something is decided, as RFC 3339 in UTC. The only clock: a decision is dated, no result of analysis is.
pub fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    memcon_serve::rfc3339(seconds)
}

/// The day on which a decision is made.
fn today() -> String {
    now().split('T').next().unwrap_or_default().to_owned()
}

/// Links again after something was decided.
pub fn relink(collection: &Collection) -> anyhow::Result<()> {
    linking::link(collection, false)?;
    collection.refresh_index()?;
    Ok(())
}
