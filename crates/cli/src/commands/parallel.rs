//! `parallel`: papers that are one text, listed, laid side by side, and what a reader decides about them.

use std::io::Write;

use anyhow::{anyhow, bail, ensure};
use memcon_link::{Document, in_step};
use memcon_model::{Anchor, Decision, DecisionKind, Parallel, Subject};
use memcon_store::{Collection, Section};
use serde_json::json;

use super::deciding;
use super::talks::{printed, rows};
use crate::Outcome;
use crate::args;
use crate::out::{Out, remark};
use crate::wire::Quotes;

/// `memcon parallel`, `memcon parallel PAPER`
pub fn parallel(
    collection: &Collection,
    document: Option<&str>,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    const COMPARED: [Section; 3] = [Section::Parallels, Section::Agents, Section::Issues];
    let linked = collection.linked_of(if document.is_none() { &COMPARED[..1] } else { &COMPARED })?;
    let Some(asked) = document else {
        return list(collection, &linked.parallels, json, out);
    };
    let paper = collection
        .find_document(asked)?
        .ok_or_else(|| anyhow!("there is no paper {asked:?} here; `memcon search` finds them"))?;
    let of: Vec<&Parallel> = linked.parallels_of(&paper.row.id).collect();
    if of.is_empty() {
        bail!(
            "{asked:?} is not found to be one text with any other paper; `memcon parallel` lists those that are"
        );
    }
    let mut quotes = Quotes::new(collection);
    let mut all = Vec::new();
    for p in of {
        let fetch =
            |id: &str| collection.find_document(id)?.ok_or_else(|| anyhow!("the paper {id:?} is gone"));
        let (a, b) = (fetch(&p.a)?, fetch(&p.b)?);
        let side =
            |d: &'_ memcon_store::StoredDocument| -> (String, String) { (d.row.id.clone(), d.text.clone()) };
        let ((id_a, text_a), (id_b, text_b)) = (side(&a), side(&b));
        let compared = in_step(
            &Document { id: &id_a, analysis: &a.analysis, text: &text_a },
            &Document { id: &id_b, analysis: &b.analysis, text: &text_b },
            &linked,
        );
        let shown = printed(&compared, &mut quotes)?;
        if json {
            let mut value = told(p, &mut quotes)?;
            value["rows"] = serde_json::to_value(&shown.rows)?;
            all.push(value);
        } else {
            head(p, out)?;
            rows(shown, out)?;
        }
    }
    if json {
        out.json(&all)?;
    }
    Ok(Outcome::Well)
}

fn list(collection: &Collection, all: &[Parallel], json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let mut quotes = Quotes::new(collection);
    if json {
        let told: Vec<_> = all.iter().map(|p| told(p, &mut quotes)).collect::<anyhow::Result<_>>()?;
        out.json(&told)?;
        return Ok(Outcome::Well);
    }
    if all.is_empty() {
        remark("no two papers are found to be one text");
    }
    for p in all {
        head(p, out)?;
    }
    Ok(Outcome::Well)
}

/// Two papers, what they are to each other, and why.
fn head(p: &Parallel, out: &mut Out) -> anyhow::Result<()> {
    writeln!(out, "{} — {}  {}", out.bold(&p.a), out.bold(&p.b), out.faint(&p.id))?;
    let original = match (&p.original, p.kind) {
        (Some(o), _) => format!("; the original is {o}"),
        (None, memcon_model::ParallelKind::Translation) => "; which is the original is not told".to_owned(),
        _ => String::new(),
    };
    writeln!(out, "  {}, {}{original}", p.kind, p.certainty)?;
    for w in &p.why {
        writeln!(out, "  {}", out.faint(&w.why))?;
    }
    if !p.rows.is_empty() {
        let (only_a, only_b) = p.alone();
        let differ = p.rows.iter().map(|r| r.differences.len()).sum::<usize>();
        writeln!(out, "  only in the first: {only_a}, only in the second: {only_b}, differences: {differ}")?;
    }
    Ok(())
}

/// A pair without its rows.
fn told(p: &Parallel, quotes: &mut Quotes<'_>) -> anyhow::Result<serde_json::Value> {
    let mut why = Vec::new();
    for w in &p.why {
        why.push(json!({ "why": w.why, "evidence": quotes.quotes(&w.evidence)? }));
    }
    let mut tied = Vec::new();
    for c in &p.tied {
        let at = |document: &str, span| memcon_model::Evidence { document: document.to_owned(), span };
        let (a, b) = (quotes.quote(&at(&p.a, c.a))?, quotes.quote(&at(&p.b, c.b))?);
        tied.push(json!({ "type": c.kind, "a": a, "a_id": c.a_id, "b": b, "b_id": c.b_id }));
    }
    let (only_a, only_b) = p.alone();
    Ok(json!({ "id": p.id, "type": p.kind, "certainty": p.certainty, "score": p.score, "a": p.a, "b": p.b,
        "original": p.original, "by_hand": p.by_hand, "why": why, "passages": p.rows.len() - only_a - only_b,
        "only_a": only_a, "only_b": only_b, "tied": tied }))
}

/// `memcon parallel join|part`
pub fn decide(
    collection: &Collection,
    what: args::Parallel,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let (kind, a, b, signed) = match what {
        args::Parallel::Join { a, b, signed } => (DecisionKind::Join, a, b, signed),
        args::Parallel::Part { a, b, signed } => (DecisionKind::Part, a, b, signed),
    };
    let anchor = |id: &str| -> anyhow::Result<Anchor> {
        let paper = collection.find_document(id)?.ok_or_else(|| anyhow!("there is no paper {id:?} here"))?;
        Ok(memcon_link::deciding::paper(&paper.row.id))
    };
    let (a, b) = (anchor(&a)?, anchor(&b)?);
    ensure!(a.name != b.name, "{:?} was named twice", a.name);
    deciding::decide(
        collection,
        Decision { kind, about: Subject::Parallel, a, b, ..Decision::default() },
        signed,
        json,
        out,
    )
}
