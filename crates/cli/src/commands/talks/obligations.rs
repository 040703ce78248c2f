//! `obligations`: who is bound to what.

use std::io::Write;

use memcon_model::{Obligation, OffsetMap};
use memcon_store::Collection;
use serde::Serialize;

use super::when;
use crate::Outcome;
use crate::args::Through;
use crate::out::{Out, remark, short};

#[derive(Serialize)]
struct Bound {
    document: String,
    #[serde(flatten)]
    obligation: Obligation,
    text: String,
}

/// `memcon obligations`
pub fn obligations(
    collection: &Collection,
    through: Through,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let mut any = false;
    let mut all = Vec::new();
    for row in collection.documents()?.into_iter().filter(|d| d.status.is_current()) {
        let mut document = collection.document(&row.id)?;
        if let Some(most) = through.most() {
            document.analysis.keep_through(most);
        }
        let obligations = document.analysis.obligations;
        if obligations.is_empty() {
            continue;
        }
        any = true;
        if json {
            let map = OffsetMap::new(&document.text);
            all.extend(obligations.into_iter().map(|mut o| {
                let text = o.span.of(&document.text).to_owned();
                map.to_chars(&mut o);
                Bound { document: row.id.clone(), obligation: o, text }
            }));
            continue;
        }
        let date = when(row.date.as_ref()).to_owned();
        writeln!(out, "{} ({}, {date})", out.bold(&short(&row.title, 90)), row.id)?;
        for o in obligations {
            let bound = if o.bound.is_empty() { "unattributed".to_owned() } else { o.bound.join(", ") };
            let label = o.label.as_ref().map(|l| format!("{l} ")).unwrap_or_default();
            let status = o.status.as_ref().map(|s| format!(", {s}")).unwrap_or_default();
            writeln!(
                out,
                "  {label}{} ({}{status}): {}",
                short(&bound, 60),
                o.modality,
                short(&o.content, 160)
            )?;
            for (what, value) in [("towards", &o.towards), ("if", &o.condition), ("order", &o.sequence)] {
                if let Some(value) = value {
                    writeln!(out, "      {what}: {}", short(value, 120))?;
                }
            }
        }
    }
    if json {
        out.json(&all)?;
    } else if !any {
        remark("no obligations were found in this collection");
    }
    Ok(Outcome::Well)
}
