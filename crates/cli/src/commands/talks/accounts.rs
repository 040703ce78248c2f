//! `accounts`: one meeting as several papers record it.

use std::io::Write;

use memcon_model::LinkedEvent;
use memcon_store::Collection;

use super::events::all_events;
use super::when;
use crate::Outcome;
use crate::args::Through;
use crate::out::{Out, remark, short};
use crate::wire::{Quote, Quotes};

/// `memcon accounts`
pub fn accounts(
    collection: &Collection,
    through: Through,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let linked = collection.linked()?;
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
        writeln!(out, "{} {}: {}", when(e.date), e.r#type, out.bold(&short(e.title, 90)))?;
        for document in &e.documents {
            let own: Vec<&Quote> = e.evidence.iter().filter(|q| q.document == *document).collect();
            let record = if e.records.contains(document) { " (its record)" } else { "" };
            writeln!(out, "  {document}{record}")?;
            for q in own.iter().take(2) {
                writeln!(out, "    “{}”", short(&q.text, 160))?;
            }
        }
    }
    Ok(Outcome::Well)
}
