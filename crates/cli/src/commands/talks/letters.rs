//! `letters`: who wrote to whom, what answers what, what nobody answered.

use std::collections::BTreeSet;
use std::io::Write;

use memcon_model::{Edtf, LinkedLetter, Tie};
use memcon_store::{Collection, Section};
use serde::Serialize;

use super::when;
use crate::Outcome;
use crate::out::{Out, remark, short};
use crate::wire::{Quote, Quotes};

/// A letter as it is printed.
#[derive(Serialize)]
struct Letter<'l> {
    id: &'l str,
    date: Option<&'l Edtf>,
    from: &'l [String],
    to: &'l [String],
    number: Option<&'l str>,
    document: Option<&'l str>,
    events: &'l [String],
    answers: Option<&'l Tie>,
    answered: bool,
    evidence: Vec<Quote>,
}

/// `memcon letters`
pub fn letters(collection: &Collection, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let linked = collection.linked_of(&[Section::Letters])?;
    let answered: BTreeSet<&str> =
        linked.letters.iter().filter_map(|l| l.answers.as_ref()).map(|t| t.to.as_str()).collect();
    if json {
        let mut quotes = Quotes::new(collection);
        let mut all = Vec::new();
        for l in &linked.letters {
            all.push(Letter {
                id: &l.id,
                date: l.date.as_ref(),
                from: &l.from,
                to: &l.to,
                number: l.number.as_deref(),
                document: l.document.as_deref(),
                events: &l.events,
                answers: l.answers.as_ref(),
                answered: answered.contains(l.id.as_str()),
                evidence: quotes.quotes(&l.evidence)?,
            });
        }
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    if linked.letters.is_empty() {
        remark("no letters were found");
    }
    for l in &linked.letters {
        let names = |list: &[String]| match list {
            [] => "not told".to_owned(),
            list => short(&list.join(", "), 60),
        };
        let number = l.number.as_ref().map(|n| format!(", No. {}", short(n, 20))).unwrap_or_default();
        let held = l.document.as_deref().unwrap_or("known only from the words of others");
        writeln!(out, "{:<12} {} to {}{number}", when(l.date.as_ref()), names(&l.from), names(&l.to))?;
        if let Some(tie) = &l.answers {
            let of: Option<&LinkedLetter> = linked.letters.iter().find(|x| x.id == tie.to);
            let date = of.map_or("undated", |x| when(x.date.as_ref()));
            writeln!(out, "{:<12} answers that of {date}. {}", "", short(&tie.why, 120))?;
        }
        if !answered.contains(l.id.as_str()) {
            writeln!(out, "{:<12} no answer in these papers", "")?;
        }
        writeln!(out, "{:<12} {}", "", out.faint(held))?;
    }
    Ok(Outcome::Well)
}
