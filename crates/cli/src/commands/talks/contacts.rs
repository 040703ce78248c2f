//! `contacts`: who met whom, how often, where, at what level, through whom.

use std::io::Write;

use memcon_model::{Edtf, LinkedEvent};
use memcon_store::{Collection, Section};

use super::events::Names;
use super::{side, when};
use crate::Outcome;
use crate::args::Through;
use crate::out::{Out, remark, short};

/// `memcon contacts`
pub fn contacts(
    collection: &Collection,
    between: Option<&[String]>,
    through: Through,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let linked = collection.linked_of(&[Section::Events, Section::Heads])?;
    let kept = linked.events_through(through.most(), |id| collection.depths(id))?;
    let events: Vec<&LinkedEvent> = kept.iter().map(AsRef::as_ref).collect();
    let mut all = memcon_model::contacts(&events);
    if let Some([a, b]) = between {
        let (a, b) = (Names::of(&linked, a), Names::of(&linked, b));
        all.retain(|c| a.is(&c.a) && b.is(&c.b) || a.is(&c.b) && b.is(&c.a));
    }
    if json {
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    if all.is_empty() {
        remark("nobody met anybody in these papers");
    }
    for c in all {
        let of =
            |s: &Option<String>| s.as_deref().map(|s| format!(" ({})", side(Some(s)))).unwrap_or_default();
        let mut times = vec![format!("met {}×", c.held)];
        if c.planned > 0 {
            times.push(format!("{} planned", c.planned));
        }
        if c.failed > 0 {
            times.push(format!("{} failed", c.failed));
        }
        writeln!(
            out,
            "{}{} and {}{}: {}",
            short(&c.a, 40),
            of(&c.side_a),
            short(&c.b, 40),
            of(&c.side_b),
            times.join(", ")
        )?;
        let span = |d: &Option<Edtf>| when(d.as_ref()).to_owned();
        if c.held > 0 {
            writeln!(out, "    {} to {}", span(&c.first), span(&c.last))?;
        }
        for (label, list) in [("at", &c.places), ("level", &c.levels), ("through", &c.through)] {
            if !list.is_empty() {
                writeln!(out, "    {label} {}", short(&list.join("; "), 160))?;
            }
        }
    }
    Ok(Outcome::Well)
}
