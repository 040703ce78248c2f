//! `selection`: papers and passages put together under a name, in an order; handed on as W3C Web Annotations.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, anyhow, ensure};
use memcon_export::annotation;
use memcon_model::{Chosen, Selection, SelectionEdit, Undone, selection_name};
use memcon_store::Collection;
use serde_json::{Value, json};

use super::note::{at_home, done, imported, passage, stands};
use super::{deciding, review::name};
use crate::Outcome;
use crate::args::SelectionDo;
use crate::out::{Out, short};
use crate::place;

/// `memcon selection …`
pub fn selection(
    told: Option<&Path>,
    what: SelectionDo,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    match what {
        SelectionDo::List => list(&place::to_read(told)?, json, out),
        SelectionDo::Show { name } => show(&place::to_read(told)?, &name, json, out),
        SelectionDo::Add { name: called, document, at, words, by } => {
            let called = selection_name(&called);
            ensure!(!called.is_empty(), "give the selection a name");
            let c = place::to_change(told)?;
            let passage = passage(&c.document(&document)?, at.as_deref(), words.as_deref())?;
            let item = Chosen { by: name(by)?, at: deciding::now(), passage, ..Chosen::default() };
            let new = c.edit_selection(&called, &SelectionEdit::Add(vec![item]))?;
            let words = if new { "Put into" } else { "It was already in" };
            done(json, out, &json!({ "selection": called, "added": new }), &format!("{words} {called:?}."))
        }
        SelectionDo::Move { name, item, by } => edit(told, &name, &SelectionEdit::Move(item, by), json, out),
        SelectionDo::Remove { name: called, item, by } => {
            let undone = Undone { by: name(by)?, at: deciding::now() };
            let change = match item {
                Some(item) => SelectionEdit::Remove(item, undone),
                None => SelectionEdit::Delete(undone),
            };
            edit(told, &called, &change, json, out)
        }
        SelectionDo::Restore { name, item } => {
            edit(told, &name, &item.map_or(SelectionEdit::Undelete, SelectionEdit::Restore), json, out)
        }
        SelectionDo::Export { name } => {
            let c = place::to_read(told)?;
            let found = held(&c, &name)?;
            let mut made = Vec::new();
            for item in found.held() {
                if let Some(d) = c.find_document(&item.passage.document)? {
                    made.push(annotation::chosen(&name, item, &d.text));
                }
            }
            out.json(&annotation::collection(made))?;
            Ok(Outcome::Well)
        }
        SelectionDo::Import { file } => import(&place::to_change(told)?, &file, json, out),
    }
}

fn held(c: &Collection, called: &str) -> anyhow::Result<Selection> {
    let mut all = c.selections()?.into_iter().filter(|s| s.undone.is_none());
    all.find(|s| s.name == called)
        .with_context(|| format!("there is no selection {called:?}; `memcon selection list` lists them"))
}

fn edit(
    told: Option<&Path>,
    called: &str,
    change: &SelectionEdit,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let c = place::to_change(told)?;
    ensure!(
        c.edit_selection(called, change)?,
        "there is nothing to change so in {called:?}; `memcon selection show` tells what is in it"
    );
    done(json, out, &json!({ "selection": called }), "Done; `memcon selection restore` takes a removal back.")
}

fn list(c: &Collection, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let all: Vec<Selection> = c.selections()?.into_iter().filter(|s| s.undone.is_none()).collect();
    if json {
        let one =
            |s: &Selection| json!({ "name": s.name, "by": s.by, "at": s.at, "items": s.held().count() });
        out.json(&all.iter().map(one).collect::<Vec<Value>>())?;
    } else if all.is_empty() {
        writeln!(out, "No selections. `memcon selection add NAME DOCUMENT` begins one.")?;
    }
    for s in all.iter().filter(|_| !json) {
        writeln!(out, "{:>5}  {}  ({}, {})", s.held().count(), s.name, s.by, s.at)?;
    }
    Ok(Outcome::Well)
}

fn show(c: &Collection, called: &str, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let found = held(c, called)?;
    let mut told = Vec::new();
    for item in found.held() {
        let text = c.find_document(&item.passage.document)?.map(|d| d.text).unwrap_or_default();
        let (stands, words) = (stands(&item.passage, &text), &item.passage.quote.exact);
        if json {
            told.push(json!({ "number": item.number, "document": item.passage.document, "words": words, "stands": stands, "by": item.by }));
        } else {
            writeln!(out, "{:>4}  {} {stands}", item.number, item.passage.document)?;
            if !words.is_empty() {
                writeln!(out, "      \"{}\"", short(words, 100))?;
            }
        }
    }
    if json {
        out.json(&json!({ "name": found.name, "items": told }))?;
    }
    Ok(Outcome::Well)
}

fn import(c: &Collection, file: &Path, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
    let value: Value = serde_json::from_slice(&bytes).with_context(|| file.display().to_string())?;
    let (mut taken, mut known, mut out_of) = (0, 0, Vec::new());
    for (n, read) in annotation::read(&value).into_iter().enumerate() {
        match read.map_err(|e| anyhow!(e)).and_then(|read| Ok((at_home(c, &read)?, read))) {
            Err(e) => out_of.push(format!("annotation {}: {e}", n + 1)),
            Ok((_, read)) if !read.bookmark || read.tags.is_empty() => {
                out_of.push(format!("annotation {}: no bookmark; `memcon note import` takes notes", n + 1));
            }
            Ok((passage, read)) => {
                let by = if read.by.trim().is_empty() { name(None)? } else { read.by };
                let at = if read.at.is_empty() { deciding::now() } else { read.at };
                let item = Chosen { by, at, passage, ..Chosen::default() };
                for called in read.tags.iter().map(|t| selection_name(t)).filter(|t| !t.is_empty()) {
                    let new = c.edit_selection(&called, &SelectionEdit::Add(vec![item.clone()]))?;
                    *(if new { &mut taken } else { &mut known }) += 1;
                }
            }
        }
    }
    let said = format!("{taken} taken in, {known} were here already, {} left out.", out_of.len());
    imported((taken, known, &out_of), &said, json, out)
}
