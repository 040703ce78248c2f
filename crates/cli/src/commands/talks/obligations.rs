//! `obligations`: who is bound to what over all papers; `obligation status`: how far it was kept, as a person sees it.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::{anyhow, ensure};
use memcon_model::{
    Anchor, Compliance, Decision, DecisionKind, LinkedObligation, Obligation, OffsetMap, Subject,
};
use memcon_store::{Collection, Section, StoredDocument, fold};
use serde::Serialize;

use super::when;
use crate::Outcome;
use crate::args::{Bonds, Through};
use crate::commands::deciding;
use crate::out::{Out, remark, short};

/// An obligation of one paper, with where it stands.
#[derive(Serialize)]
struct Member {
    document: String,
    #[serde(flatten)]
    obligation: Obligation,
    text: String,
}

/// An obligation over the collection with its wordings.
#[derive(Serialize)]
struct Bound<'l> {
    #[serde(flatten)]
    obligation: &'l LinkedObligation,
    wordings: Vec<Member>,
}

/// Documents opened once each.
pub struct Opened<'c> {
    collection: &'c Collection,
    most: Option<u32>,
    documents: BTreeMap<String, Option<StoredDocument>>,
}

impl<'c> Opened<'c> {
    /// Nothing opened yet; `most` reporters may stand between.
    pub fn new(collection: &'c Collection, most: Option<u32>) -> Self {
        Self { collection, most, documents: BTreeMap::new() }
    }

    /// A document, with only what came through so many reporters.
    pub fn get(&mut self, id: &str) -> Option<&StoredDocument> {
        let (collection, most) = (self.collection, self.most);
        let open = || {
            let mut document = collection.document(id).ok()?;
            if let Some(most) = most {
                document.analysis.keep_through(most);
            }
            Some(document)
        };
        self.documents.entry(id.to_owned()).or_insert_with(open).as_ref()
    }

    /// The wordings of an obligation in the papers, offsets in code points.
    fn wordings(&mut self, o: &LinkedObligation) -> Vec<Member> {
        let mut out = Vec::new();
        for (id, duty) in &o.members {
            let Some(document) = self.get(id) else { continue };
            let Some(found) = document.analysis.obligations.iter().find(|x| x.id == *duty) else { continue };
            let mut obligation = found.clone();
            let text = obligation.span.of(&document.text).to_owned();
            OffsetMap::new(&document.text).to_chars(&mut obligation);
            out.push(Member { document: id.clone(), obligation, text });
        }
        out
    }
}

/// Whether an obligation is among those asked for.
fn wanted(o: &LinkedObligation, asked: &Bonds) -> bool {
    let side = asked.side.as_deref().map(fold);
    let force = asked.force.as_deref();
    side.is_none_or(|s| o.bound.iter().any(|b| fold(b) == s || fold(b).contains(&s)))
        && force.is_none_or(|f| o.force.last().is_some_and(|last| last.force == f))
}

/// `memcon obligations`
pub fn obligations(
    collection: &Collection,
    asked: &Bonds,
    through: Through,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let mut linked = collection.linked_of(&[Section::Obligations, Section::Mechanisms])?.as_ref().clone();
    let mut opened = Opened::new(collection, through.most());
    to_chars(&mut linked.obligations, &mut opened);
    let mut all: Vec<Bound<'_>> = Vec::new();
    for obligation in linked.obligations.iter().filter(|o| wanted(o, asked)) {
        let wordings = opened.wordings(obligation);
        if !wordings.is_empty() {
            all.push(Bound { obligation, wordings });
        }
    }
    if json {
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    if all.is_empty() {
        remark("no such obligations were found in this collection");
    }
    for b in &all {
        told(b, out)?;
    }
    for body in &linked.mechanisms {
        let papers = body.members.len();
        writeln!(out, "body: {} ({papers} papers)", out.bold(&body.name))?;
    }
    Ok(Outcome::Well)
}

/// One obligation, as lines.
fn told(b: &Bound<'_>, out: &mut Out) -> std::io::Result<()> {
    let o = b.obligation;
    let last = b.wordings.last().map(|w| &w.obligation);
    let bound = if o.bound.is_empty() { "unattributed".to_owned() } else { o.bound.join(", ") };
    let force: Vec<String> =
        o.force.iter().map(|f| format!("{} {}", f.force, when(f.date.as_ref()))).collect();
    let inferred = if last.is_some_and(|l| l.inferred) { ", inferred" } else { "" };
    let mutual = if last.is_some_and(|l| l.mutual) { ", each" } else { "" };
    writeln!(
        out,
        "{} {}{inferred}{mutual}: {}  [{}]",
        out.bold(&short(&bound, 60)),
        o.modality,
        short(&o.content, 160),
        o.id
    )?;
    writeln!(out, "    force: {}", force.join("; "))?;
    if let Some(l) = last {
        for (what, value) in
            [("towards", &l.towards), ("if", &l.condition), ("order", &l.sequence), ("by", &l.deadline)]
        {
            if let Some(value) = value {
                writeln!(out, "    {what}: {}", short(value, 120))?;
            }
        }
    }
    for w in &b.wordings {
        let label = w.obligation.label.as_ref().map(|l| format!("{l}: ")).unwrap_or_default();
        writeln!(out, "    {}: {label}{}", w.document, short(&w.text, 110))?;
    }
    Ok(())
}

/// Turns the evidence of obligations into code points.
pub fn to_chars(all: &mut [LinkedObligation], opened: &mut Opened<'_>) {
    let mut places: BTreeMap<String, Vec<&mut memcon_model::Evidence>> = BTreeMap::new();
    for o in all {
        let at =
            o.force.iter_mut().map(|f| &mut f.evidence).chain(o.deeds.iter_mut().map(|d| &mut d.evidence));
        for e in at {
            places.entry(e.document.clone()).or_default().push(e);
        }
    }
    for (id, places) in places {
        let Some(document) = opened.get(&id) else { continue };
        let map = OffsetMap::new(&document.text);
        for e in places {
            e.span = memcon_model::Span { start: map.chars(e.span.start), end: map.chars(e.span.end) };
        }
    }
}

/// The one obligation of an id or of words in it.
fn one<'l>(all: &'l [LinkedObligation], asked: &str) -> anyhow::Result<&'l LinkedObligation> {
    if let Some(o) = all.iter().find(|o| o.id == asked.trim()) {
        return Ok(o);
    }
    let words = fold(asked.trim());
    let whole: Vec<_> = all.iter().filter(|o| fold(&o.content) == words).collect();
    let part = || all.iter().filter(|o| fold(&o.content).contains(&words)).collect::<Vec<_>>();
    let found = if whole.is_empty() { part() } else { whole };
    match found.as_slice() {
        [one] => Ok(one),
        [] => {
            Err(anyhow!("no obligation has the id or the words {asked:?}; `memcon obligations` lists them"))
        }
        several => {
            let list: Vec<String> =
                several.iter().take(8).map(|o| format!("{} ({})", o.id, short(&o.content, 50))).collect();
            Err(anyhow!("{asked:?} may be several; give one of these ids: {}", list.join(", ")))
        }
    }
}

/// `memcon obligation status`
pub fn status(
    collection: &Collection,
    (asked, value): (&str, &str),
    signed: crate::args::Signed,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let scale: Vec<&str> = Compliance::ALL.iter().map(|c| c.as_str()).collect();
    ensure!(value.parse::<Compliance>().is_ok(), "{value:?} is not on the scale: {}", scale.join(", "));
    let linked = collection.linked_of(&[Section::Obligations])?;
    let o = one(&linked.obligations, asked)?;
    let mut opened = Opened::new(collection, None);
    let at = opened.wordings(o).into_iter().map(|w| (w.document, w.obligation.content)).collect();
    let new = Decision {
        kind: DecisionKind::Status,
        about: Subject::Obligation,
        a: Anchor { name: o.content.clone(), at },
        value: Some(value.to_owned()),
        ..Decision::default()
    };
    deciding::decide(collection, new, signed, json, out)
}
