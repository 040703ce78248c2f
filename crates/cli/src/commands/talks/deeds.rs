//! `deeds`: what later papers tell of each obligation, each side's version apart.

use std::io::Write;

use memcon_model::{Deed, LinkedObligation};
use memcon_store::{Collection, Section};
use serde::Serialize;

use super::obligations::{Opened, to_chars};
use super::{side, when};
use crate::Outcome;
use crate::out::{Out, remark, short};

/// A deed with its words.
#[derive(Serialize)]
struct Told<'l> {
    #[serde(flatten)]
    deed: &'l Deed,
    text: String,
}

/// An obligation with its deeds.
#[derive(Serialize)]
struct Done<'l> {
    id: &'l str,
    bound: &'l [String],
    modality: memcon_model::Modality,
    content: &'l str,
    suggested: Option<memcon_model::Compliance>,
    compliance: Option<memcon_model::Compliance>,
    deeds: Vec<Told<'l>>,
}

/// `memcon deeds`
pub fn deeds(collection: &Collection, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let linked = collection.linked_of(&[Section::Obligations])?;
    let mut opened = Opened::new(collection, None);
    let with = |o: &&LinkedObligation| !o.deeds.is_empty() || o.compliance.is_some();
    let bytes: Vec<LinkedObligation> = linked.obligations.iter().filter(with).cloned().collect();
    let mut chars = bytes.clone();
    to_chars(&mut chars, &mut opened);
    let mut all = Vec::new();
    for (b, c) in bytes.iter().zip(&chars) {
        let mut deeds = Vec::new();
        for (was, now) in b.deeds.iter().zip(&c.deeds) {
            let text = opened.get(&was.evidence.document).map(|d| was.evidence.span.of(&d.text).to_owned());
            deeds.push(Told { deed: now, text: text.unwrap_or_default() });
        }
        all.push(Done {
            id: &c.id,
            bound: &c.bound,
            modality: c.modality,
            content: &c.content,
            suggested: c.suggested,
            compliance: c.compliance,
            deeds,
        });
    }
    if json {
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    if all.is_empty() {
        remark("no later passages are tied to an obligation in this collection");
    }
    for o in &all {
        let bound = if o.bound.is_empty() { "unattributed".to_owned() } else { o.bound.join(", ") };
        writeln!(
            out,
            "{} {}: {}  [{}]",
            out.bold(&short(&bound, 60)),
            o.modality,
            short(o.content, 160),
            o.id
        )?;
        match (o.compliance, o.suggested) {
            (Some(set), _) => writeln!(out, "    status: {set} (set by a person)")?,
            (None, Some(s)) => writeln!(out, "    suggested: {s} (memcon; nobody has set it)")?,
            (None, None) => {}
        }
        for t in &o.deeds {
            let told = side(t.deed.told_by.as_deref());
            writeln!(
                out,
                "    {}  {}, told by {told}: {}",
                when(t.deed.date.as_ref()),
                t.deed.bearing,
                short(&t.text, 140)
            )?;
            writeln!(out, "        {} ({})", t.deed.why, t.deed.evidence.document)?;
        }
    }
    Ok(Outcome::Well)
}
