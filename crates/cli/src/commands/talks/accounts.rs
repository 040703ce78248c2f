//! `accounts`: one meeting as several papers record it, passage against passage.

use std::io::Write;

use anyhow::{anyhow, bail};
use memcon_link::{Document, compare, parallel};
use memcon_model::{Beside, Comparison, Evidence, Linked, LinkedEvent, Span};
use memcon_store::{Collection, Section, StoredDocument};
use serde::Serialize;

use super::events::all_events;
use super::when;
use crate::Outcome;
use crate::args::Through;
use crate::out::{Out, remark, short};
use crate::wire::{Quote, Quotes};

/// `memcon accounts`
pub fn accounts(
    collection: &Collection,
    of: &[String],
    through: Through,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    // What two papers are compared by: names, issues, and how a translation runs beside its original.
    const COMPARED: [Section; 4] = [Section::Events, Section::Agents, Section::Issues, Section::Parallels];
    let linked = collection.linked_of(if of.is_empty() { &COMPARED[..1] } else { &COMPARED })?;
    match of {
        [] => list(collection, &linked, through, json, out),
        [one] => match linked.events.iter().find(|e| e.id == *one) {
            Some(event) => of_event(collection, &linked, event, json, out),
            None => {
                let paper = paper(collection, one)?;
                if paper.analysis.alignment.is_empty() {
                    bail!(
                        "{one:?} is neither an event told by several papers nor a paper with its translation; \
                         `memcon accounts` lists both"
                    );
                }
                let compared = parallel(&seen(&paper), &linked);
                print(collection, &[compared], json, out)
            }
        },
        [a, b, ..] => {
            let (a, b) = (paper(collection, a)?, paper(collection, b)?);
            print(collection, &[compare(&seen(&a), &seen(&b), &linked)], json, out)
        }
    }
}

fn paper(collection: &Collection, id: &str) -> anyhow::Result<StoredDocument> {
    collection
        .find_document(id)?
        .ok_or_else(|| anyhow!("there is no paper {id:?} here; `memcon search` finds them"))
}

fn seen(paper: &StoredDocument) -> Document<'_> {
    Document { id: &paper.row.id, analysis: &paper.analysis, text: &paper.text }
}

/// The first account, a record where there is one, beside each of the others.
fn of_event(
    collection: &Collection,
    linked: &Linked,
    event: &LinkedEvent,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let mut ids: Vec<&str> =
        event.accounts.iter().filter(|a| a.is_record).map(|a| a.document.as_str()).collect();
    ids.extend(event.accounts.iter().filter(|a| !a.is_record).map(|a| a.document.as_str()));
    let mut seen_ids = std::collections::BTreeSet::new();
    ids.retain(|id| seen_ids.insert(*id));
    let [first, others @ ..] = ids.as_slice() else { bail!("no paper tells this event any more") };
    if others.is_empty() {
        bail!("only {first} tells this event");
    }
    let first = paper(collection, first)?;
    let mut all = Vec::new();
    for other in others {
        let other = paper(collection, other)?;
        all.push(compare(&seen(&first), &seen(&other), linked));
    }
    print(collection, &all, json, out)
}

/// A row as it is printed.
#[derive(Serialize)]
pub struct Row {
    a: Option<Quote>,
    b: Option<Quote>,
    moved: bool,
    likeness: f32,
    why: String,
    differences: Vec<Differs>,
}

/// A difference as it is printed.
#[derive(Serialize)]
pub struct Differs {
    r#type: &'static str,
    a: Option<Quote>,
    b: Option<Quote>,
}

/// Two papers side by side as they are printed.
#[derive(Serialize)]
pub struct Printed {
    /// The one.
    pub a: String,
    /// The other.
    pub b: String,
    /// Passage beside passage.
    pub rows: Vec<Row>,
}

/// Two papers side by side, with their words.
pub fn printed(compared: &Comparison, quotes: &mut Quotes<'_>) -> anyhow::Result<Printed> {
    let mut quote = |document: &str, span: Option<Span>| -> anyhow::Result<Option<Quote>> {
        span.map(|span| quotes.quote(&Evidence { document: document.to_owned(), span })).transpose()
    };
    let mut rows = Vec::new();
    for row in &compared.rows {
        let mut differences = Vec::new();
        for d in &row.differences {
            differences.push(Differs {
                r#type: d.kind.as_str(),
                a: quote(&compared.a, d.a)?,
                b: quote(&compared.b, d.b)?,
            });
        }
        let Beside { moved, likeness, .. } = *row;
        let (a, b) = (quote(&compared.a, row.a)?, quote(&compared.b, row.b)?);
        rows.push(Row { a, b, moved, likeness, why: row.why.clone(), differences });
    }
    Ok(Printed { a: compared.a.clone(), b: compared.b.clone(), rows })
}

fn print(collection: &Collection, all: &[Comparison], json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let mut quotes = Quotes::new(collection);
    let mut kept = Vec::new();
    for compared in all {
        kept.push(printed(compared, &mut quotes)?);
    }
    if json {
        out.json(&kept)?;
        return Ok(Outcome::Well);
    }
    for compared in kept {
        rows(compared, out)?;
    }
    Ok(Outcome::Well)
}

/// Prints two papers side by side.
pub fn rows(compared: Printed, out: &mut Out) -> anyhow::Result<()> {
    {
        writeln!(out, "{} {}\n{} {}", out.bold("A"), compared.a, out.bold("B"), compared.b)?;
        for row in compared.rows {
            writeln!(out)?;
            let order = if row.moved { " (told in another order)" } else { "" };
            let side = |q: &Option<Quote>, of: &str| {
                q.as_ref().map_or_else(|| format!("  {of} –"), |q| format!("  {of} {}", short(&q.text, 300)))
            };
            writeln!(out, "{}{order}\n{}", side(&row.a, "A"), side(&row.b, "B"))?;
            for d in row.differences {
                let words =
                    |q: &Option<Quote>| q.as_ref().map_or_else(|| "–".to_owned(), |q| short(&q.text, 60));
                writeln!(
                    out,
                    "    {}",
                    out.faint(&format!("{}: {} / {}", d.r#type, words(&d.a), words(&d.b)))
                )?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Papers with a translation beside the original.
fn translated(collection: &Collection) -> anyhow::Result<Vec<String>> {
    let mut out = Vec::new();
    for row in collection.documents()?.into_iter().filter(|d| d.status.is_current() && d.languages.len() > 1)
    {
        if !collection.document(&row.id)?.analysis.alignment.is_empty() {
            out.push(row.id);
        }
    }
    Ok(out)
}

/// Everything that can be laid side by side.
fn list(
    collection: &Collection,
    linked: &Linked,
    through: Through,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let kept = linked.events_through(through.most(), |id| collection.depths(id))?;
    let several = |e: &LinkedEvent| {
        let first = e.accounts.first().map(|a| &a.document);
        e.accounts.iter().any(|a| Some(&a.document) != first)
    };
    let all = all_events(&kept, &mut Quotes::new(collection), several)?;
    if json {
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    if all.is_empty() {
        remark("no event is told by more than one paper");
    }
    for e in all {
        writeln!(
            out,
            "{} {}: {}  {}",
            when(e.date),
            e.r#type,
            out.bold(&short(e.title, 90)),
            out.faint(e.id)
        )?;
        for document in &e.documents {
            let own: Vec<&Quote> = e.evidence.iter().filter(|q| q.document == *document).collect();
            let record = if e.records.contains(document) { " (its record)" } else { "" };
            writeln!(out, "  {document}{record}")?;
            for q in own.iter().take(2) {
                writeln!(out, "    “{}”", short(&q.text, 160))?;
            }
        }
    }
    for id in translated(collection)? {
        writeln!(out, "translation beside its original: {}", out.bold(&id))?;
    }
    Ok(Outcome::Well)
}
