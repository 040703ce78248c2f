//! `moves`: the negotiating acts, by whom, what they answer and what became of them.

use std::collections::BTreeMap;
use std::io::Write;

use memcon_link::codes;
use memcon_model::{Edtf, Linked, LinkedAnswer, Move, MoveAt};
use memcon_store::{Collection, Section, StoredDocument};
use serde::Serialize;

use super::{side, when};
use crate::Outcome;
use crate::args::Moves;
use crate::commands::search::days;
use crate::out::{Out, remark, short};
use crate::wire::{Quote, code_points};

/// A move as it is printed.
#[derive(Serialize)]
struct Shown {
    document: String,
    id: String,
    r#type: &'static str,
    actor: Option<String>,
    side: Option<String>,
    date: Option<Edtf>,
    issue: Option<String>,
    issue_name: Option<String>,
    answers: Option<MoveAt>,
    answered_by: Vec<MoveAt>,
    extent: Option<&'static str>,
    outcome: Option<&'static str>,
    linked_to: Option<String>,
    reported: bool,
    bpa: Option<&'static str>,
    bpa_group: Option<&'static str>,
    cameo: Option<&'static str>,
    plover: Option<&'static str>,
    rule: String,
    confidence: f32,
    evidence: Quote,
}

/// What linking knows of moves, ready to look up.
struct Known<'l> {
    issues: BTreeMap<(&'l str, &'l str), (&'l str, &'l str)>,
    answers: BTreeMap<(&'l str, &'l str), &'l LinkedAnswer>,
    answered: BTreeMap<(&'l str, &'l str), Vec<&'l MoveAt>>,
    sides: BTreeMap<&'l str, Option<&'l str>>,
}

impl<'l> Known<'l> {
    fn new(linked: &'l Linked) -> Self {
        let mut issues = BTreeMap::new();
        for i in &linked.issues {
            for (d, id) in &i.members {
                issues.insert((d.as_str(), id.as_str()), (i.id.as_str(), i.name.as_str()));
            }
        }
        let mut answers = BTreeMap::new();
        let mut answered: BTreeMap<_, Vec<&MoveAt>> = BTreeMap::new();
        for a in &linked.answers {
            answers.entry((a.by.document.as_str(), a.by.id.as_str())).or_insert(a);
            answered.entry((a.of.document.as_str(), a.of.id.as_str())).or_default().push(&a.by);
        }
        let mut sides: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for a in linked.agents.iter().filter(|a| a.side.is_some()) {
            // A form that agents of two sides bear tells no side.
            let own = a.side.as_deref();
            for form in a.forms.iter().map(|f| f.form.as_str()) {
                sides.entry(form).and_modify(|s| *s = s.filter(|x| Some(*x) == own)).or_insert(own);
            }
        }
        Self { issues, answers, answered, sides }
    }

    fn side(&self, m: &Move) -> Option<String> {
        let named = || self.sides.get(m.actor.as_deref()?).copied().flatten().map(str::to_owned);
        m.side.clone().or_else(named)
    }
}

fn shown(d: &StoredDocument, m: &Move, known: &Known<'_>) -> Shown {
    let id = d.row.id.as_str();
    let issue = m.issue.as_deref().and_then(|i| known.issues.get(&(id, i)));
    let at = |own: &str| MoveAt { document: id.to_owned(), id: own.to_owned() };
    let elsewhere = known.answers.get(&(id, m.id.as_str())).map(|a| a.of.clone());
    let own =
        d.analysis.moves.iter().filter(|x| x.answers.as_deref() == Some(m.id.as_str())).map(|x| at(&x.id));
    let others = known.answered.get(&(id, m.id.as_str())).into_iter().flatten().map(|x| (*x).clone());
    let said = m.turn.as_deref().and_then(|t| d.analysis.turns.iter().find(|x| x.id == t));
    let (start, end) = code_points(&d.text, m.span);
    let cameo = codes::cameo_of_move(m.kind);
    let bpa = codes::bpa(m.kind);
    Shown {
        document: id.to_owned(),
        id: m.id.clone(),
        r#type: m.kind.as_str(),
        actor: m.actor.clone(),
        side: known.side(m),
        date: m.date.clone().or_else(|| said.and_then(|t| t.time.clone())).or_else(|| d.row.date.clone()),
        issue: issue.map(|i| i.0.to_owned()),
        issue_name: issue.map(|i| i.1.to_owned()),
        answers: m.answers.as_deref().map(at).or(elsewhere),
        answered_by: own.chain(others).collect(),
        extent: m.extent.map(|e| e.as_str()),
        outcome: m.outcome.map(|o| o.as_str()),
        linked_to: m.linked_to.as_deref().and_then(|i| Some(known.issues.get(&(id, i))?.0.to_owned())),
        reported: m.reported,
        bpa: bpa.map(|b| b.bpa.as_str()),
        bpa_group: bpa.map(|b| b.group.as_str()),
        cameo: cameo.map(|c| c.cameo.as_str()),
        plover: cameo.and_then(|c| c.plover.as_deref()),
        rule: m.basis.rule.clone().into(),
        confidence: m.basis.confidence,
        evidence: Quote { document: id.to_owned(), start, end, text: m.span.of(&d.text).to_owned() },
    }
}

/// `memcon moves`
pub fn moves(collection: &Collection, asked: &Moves, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let linked = collection.linked_of(&[Section::Issues, Section::Answers, Section::Heads])?;
    let known = Known::new(&linked);
    let (from, to) = days(&asked.dates)?;
    let has = |value: Option<&str>, wanted: Option<&String>| {
        wanted.is_none_or(|w| value.is_some_and(|v| v.to_lowercase().contains(&w.to_lowercase())))
    };
    let most = asked.through.most();
    let mut all: Vec<Shown> = Vec::new();
    for row in collection.documents()? {
        let Some(d) = collection.find_document(&row.id)? else { continue };
        let depths = if most.is_some() { Some(collection.depths(&row.id)?) } else { None };
        for m in &d.analysis.moves {
            if let (Some(depths), Some(most)) = (&depths, most)
                && depths.reporters(m.span) > most
            {
                continue;
            }
            let s = shown(&d, m, &known);
            let after = |f: &String| s.date.as_ref().and_then(Edtf::latest_iso).is_some_and(|d| d >= *f);
            let before = |t: &String| s.date.as_ref().and_then(Edtf::earliest_iso).is_some_and(|d| d <= *t);
            let kind = asked.kind.as_ref().is_none_or(|k| k.eq_ignore_ascii_case(s.r#type));
            let issue = asked.issue.as_ref().is_none_or(|i| s.issue.as_deref() == Some(i.as_str()))
                || has(s.issue_name.as_deref(), asked.issue.as_ref());
            let by =
                has(s.side.as_deref(), asked.side.as_ref()) || has(s.actor.as_deref(), asked.side.as_ref());
            if kind && issue && by && from.as_ref().is_none_or(after) && to.as_ref().is_none_or(before) {
                all.push(s);
            }
        }
    }
    if json {
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    if all.is_empty() {
        remark("no such moves were found");
    }
    for s in &all {
        let actor = s.actor.as_deref().map(|a| format!(" ({})", short(a, 40))).unwrap_or_default();
        let more: Vec<&str> = s.extent.into_iter().chain(s.outcome).collect();
        let more = if more.is_empty() { String::new() } else { format!(", {}", more.join(", ")) };
        writeln!(
            out,
            "{:<12} {} {}{actor}{more}",
            when(s.date.as_ref()),
            out.bold(s.r#type),
            side(s.side.as_deref())
        )?;
        writeln!(out, "{:<12} {}", "", short(&s.evidence.text, 160))?;
        let to = s.answers.as_ref().map(|a| format!(" answers {} {}", a.document, a.id)).unwrap_or_default();
        writeln!(out, "{:<12} {}", "", out.faint(&format!("{} {}{to}", s.document, s.id)))?;
    }
    Ok(Outcome::Well)
}
