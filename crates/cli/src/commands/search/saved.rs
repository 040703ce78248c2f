//! Questions that were kept under a name.

use std::io::Write;

use anyhow::{anyhow, bail, ensure};
use memcon_model::Undone;
use memcon_store::{Collection, NewSearch, SavedSearch, SearchQuery};
use serde_json::json;

use super::clean;
use crate::Outcome;
use crate::commands::deciding::now;
use crate::commands::review::name;
use crate::out::Out;

fn user(who: Option<String>) -> anyhow::Result<String> {
    name(who).map_err(|_| anyhow!("say who you are: --as NAME"))
}

/// Keeps a question.
pub fn keep(
    collection: &Collection,
    called: &str,
    who: Option<String>,
    asked: SearchQuery,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let called: String = called.chars().filter(|c| !c.is_control()).take(200).collect();
    ensure!(!called.trim().is_empty(), "--save needs a name");
    let new = NewSearch { name: called.trim().to_owned(), by: user(who)?, made: now(), asked };
    let number = collection.save_search(&new)?;
    if json {
        out.json(&json!({ "saved": number }))?;
    } else {
        writeln!(out, "Kept as {:?}; `memcon search --saved {:?}` asks it again.", new.name, new.name)?;
    }
    Ok(Outcome::Well)
}

/// The question kept last under a name that is on the list.
pub fn named(collection: &Collection, called: &str) -> anyhow::Result<SavedSearch> {
    let mut all = collection.saved_searches()?.into_iter().filter(|s| s.removed.is_none());
    match all.find(|s| s.name == called.trim()) {
        Some(found) => Ok(found),
        None => bail!("no search is kept as {called:?}; `memcon search --saved` lists them"),
    }
}

/// Takes a question off the list.
pub fn remove(
    collection: &Collection,
    called: &str,
    who: Option<String>,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let found = named(collection, called)?;
    let removed = Undone { by: user(who)?, at: now() };
    let done = collection.remove_search(found.number, Some(&removed))?;
    if json {
        out.json(&json!({ "removed": done.then_some(found.number) }))?;
    } else {
        writeln!(out, "{:?} is off the list; the reading room can put it back.", found.name)?;
    }
    Ok(Outcome::Well)
}

/// The questions on the list, last kept first.
pub fn list(collection: &Collection, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let all = collection.saved_searches()?;
    if json {
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    let kept: Vec<&SavedSearch> = all.iter().filter(|s| s.removed.is_none()).collect();
    if kept.is_empty() {
        writeln!(out, "No search is kept. `memcon search WORDS --save NAME` keeps one.")?;
    }
    for s in kept {
        let day = s.made.get(..10).unwrap_or("");
        let asks = if s.asked.narrows() { " (narrowed)" } else { "" };
        writeln!(
            out,
            "{}: {}{asks}  ({}, {day})",
            out.bold(&clean(&s.name)),
            clean(&s.asked.text),
            clean(&s.by)
        )?;
    }
    Ok(Outcome::Well)
}
