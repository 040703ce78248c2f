//! `references`: which papers cite which, and what is cited and not held.

use std::io::Write;

use memcon_model::{MissingPaper, ResolvedReference};
use memcon_store::{Collection, Section};
use serde::Serialize;

use super::when;
use crate::Outcome;
use crate::out::{Out, remark, short};
use crate::wire::{Quote, Quotes};

/// A reference as it is printed.
#[derive(Serialize)]
struct Cited<'l> {
    at: Quote,
    target: Option<&'l str>,
    why: &'l str,
}

/// A paper that is cited and not held.
#[derive(Serialize)]
struct Missing<'l> {
    key: &'l str,
    called: &'l str,
    number: Option<&'l str>,
    date: Option<&'l str>,
    cited: Vec<Quote>,
}

/// `memcon references [DOC] [--missing]`
pub fn references(
    collection: &Collection,
    of: Option<&str>,
    missing: bool,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let of = match of {
        Some(id) => Some(collection.document(id)?.row.id.clone()),
        None => None,
    };
    let linked = match &of {
        _ if missing => collection.linked_of(&[Section::Missing])?,
        Some(id) => collection.linked_about(&[id], &[Section::References])?,
        None => collection.linked_of(&[Section::References])?,
    };
    if missing {
        let here = |m: &&MissingPaper| of.as_ref().is_none_or(|id| m.cited.iter().any(|e| e.document == *id));
        return not_held(collection, linked.missing.iter().filter(here), json, out);
    }
    let here = |r: &&ResolvedReference| match &of {
        Some(id) => r.at.document == *id || r.target.as_ref() == Some(id),
        None => r.target.is_some(),
    };
    let mut quotes = Quotes::new(collection);
    let mut all = Vec::new();
    for r in linked.references.iter().filter(here) {
        all.push(Cited { at: quotes.quote(&r.at)?, target: r.target.as_deref(), why: &r.why });
    }
    if json {
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    if all.is_empty() {
        remark("no references were found");
    }
    for r in &all {
        let target = r.target.unwrap_or("not held, or not told apart");
        writeln!(out, "{} \"{}\" -> {target}. {}", r.at.document, short(&r.at.text, 60), short(r.why, 120))?;
    }
    Ok(Outcome::Well)
}

/// Most cited first, with by whom.
fn not_held<'l>(
    collection: &Collection,
    list: impl Iterator<Item = &'l MissingPaper>,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let mut quotes = Quotes::new(collection);
    let mut all = Vec::new();
    for m in list {
        all.push(Missing {
            key: &m.key,
            called: &m.called,
            number: m.number.as_deref(),
            date: m.date.as_ref().map(|d| d.as_str()),
            cited: quotes.quotes(&m.cited)?,
        });
        if !json {
            let by: Vec<&str> = m.cited.iter().map(|e| e.document.as_str()).collect();
            let date = when(m.date.as_ref());
            writeln!(
                out,
                "{:>4}  {} ({date}) cited by {}",
                by.len(),
                short(&m.called, 70),
                short(&by.join(", "), 120)
            )?;
        }
    }
    if json {
        out.json(&all)?;
    } else if all.is_empty() {
        remark("no paper is cited that is not held");
    }
    Ok(Outcome::Well)
}
