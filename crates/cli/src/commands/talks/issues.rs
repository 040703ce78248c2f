//! `issues`, `state`: the points at stake, who holds what, and where each stood on a day.

use std::io::Write;

use anyhow::Context;
use memcon_model::{AgendaNumber, Edtf, JoinReason, LinkedIssue, PositionHeld, State, StateChange};
use memcon_store::{Collection, Section};
use serde::Serialize;

use super::{side, when};
use crate::Outcome;
use crate::args::Through;
use crate::out::{Out, remark, short};
use crate::wire::{Quote, Quotes};

#[derive(Serialize)]
struct Position {
    side: Option<String>,
    stance: &'static str,
    actor: Option<String>,
    date: Option<Edtf>,
    evidence: Quote,
}

#[derive(Serialize)]
struct Change {
    date: Option<Edtf>,
    state: &'static str,
    side: Option<String>,
    by: Option<&'static str>,
    rule: String,
    evidence: Vec<Quote>,
}

#[derive(Serialize)]
struct Issue<'l> {
    id: &'l str,
    name: &'l str,
    numbers: &'l [AgendaNumber],
    wordings: &'l [JoinReason],
    papers: usize,
    states: Vec<Change>,
    positions: Vec<Position>,
    versions: Vec<Version>,
}

/// The course as the papers of one side tell it.
#[derive(Serialize)]
struct Version {
    papers_of: Option<String>,
    states: Vec<Change>,
}

fn version(v: &memcon_model::Version, quotes: &mut Quotes<'_>) -> anyhow::Result<Version> {
    let states = v.states.iter().map(|s| change(s, quotes)).collect::<anyhow::Result<_>>()?;
    Ok(Version { papers_of: v.papers_of.clone(), states })
}

fn position(p: &PositionHeld, quotes: &mut Quotes<'_>) -> anyhow::Result<Position> {
    Ok(Position {
        side: p.side.clone(),
        stance: p.stance.as_str(),
        actor: p.actor.clone(),
        date: p.date.clone(),
        evidence: quotes.quote(&p.evidence)?,
    })
}

fn change(s: &StateChange, quotes: &mut Quotes<'_>) -> anyhow::Result<Change> {
    Ok(Change {
        date: s.date.clone(),
        state: s.state.as_str(),
        side: s.side.clone(),
        by: s.by.map(|m| m.as_str()),
        rule: s.rule.clone(),
        evidence: quotes.quotes(&s.evidence)?,
    })
}

/// `memcon issues`
pub fn issues(
    collection: &Collection,
    through: Through,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let linked = collection.linked_of(&[Section::Issues])?;
    let kept = linked.issues_through(through.most(), |id| collection.depths(id))?;
    let mut quotes = Quotes::new(collection);
    let mut all = Vec::new();
    for i in &kept {
        let states = i.states.iter().map(|s| change(s, &mut quotes)).collect::<anyhow::Result<_>>()?;
        let positions =
            i.positions.iter().map(|p| position(p, &mut quotes)).collect::<anyhow::Result<_>>()?;
        let versions = i.versions.iter().map(|v| version(v, &mut quotes)).collect::<anyhow::Result<_>>()?;
        all.push(Issue {
            id: &i.id,
            name: &i.name,
            numbers: &i.numbers,
            wordings: &i.wordings,
            papers: i.papers().len(),
            states,
            positions,
            versions,
        });
    }
    if json {
        out.json(&all)?;
        return Ok(Outcome::Well);
    }
    if all.is_empty() {
        remark("no issues were found in this collection");
    }
    for i in all {
        let numbers: Vec<String> =
            i.numbers.iter().map(|n| format!("no. {} of {}", n.number, side(n.side.as_deref()))).collect();
        let papers = if i.papers == 1 { "1 paper".to_owned() } else { format!("{} papers", i.papers) };
        let told: Vec<String> = std::iter::once(papers).chain(numbers).collect();
        writeln!(out, "{} ({})", out.bold(&short(i.name, 100)), told.join("; "))?;
        for w in i.wordings.iter().take(8) {
            writeln!(out, "  also “{}”: {}", short(&w.b, 60), w.why)?;
        }
        for s in &i.states {
            let by = s.by.map(|b| format!(" by {b}")).unwrap_or_default();
            writeln!(out, "  {} {}{by}, {}", when(s.date.as_ref()), s.state, side(s.side.as_deref()))?;
        }
        for p in &i.positions {
            let words = short(&p.evidence.text, 100);
            writeln!(out, "    {} {} {}: {words}", when(p.date.as_ref()), side(p.side.as_deref()), p.stance)?;
        }
        writeln!(out)?;
    }
    Ok(Outcome::Well)
}

#[derive(Serialize)]
struct Standing<'l> {
    id: &'l str,
    issue: &'l str,
    state: &'static str,
    since: Option<Edtf>,
    side: Option<String>,
    by: Option<&'static str>,
    rule: String,
    evidence: Vec<Quote>,
    positions: Vec<Position>,
    /// The state as each side's papers tell it, where they differ on that day.
    versions: Vec<Told>,
}

/// A state as the papers of one side tell it.
#[derive(Serialize)]
struct Told {
    papers_of: Option<String>,
    #[serde(flatten)]
    state: Change,
}

/// How states are grouped: what is still open between the sides first.
const GROUPS: [(&str, &[State]); 4] = [
    ("Open", &[State::Contested, State::Raised, State::Unanswered]),
    ("Agreed", &[State::AgreedInPrinciple, State::Agreed]),
    ("Refused or taken back", &[State::Refused, State::Withdrawn]),
    ("Put off", &[State::Deferred]),
];

/// Each side's last position by the end of the day `on`.
fn last_positions<'l>(issue: &'l LinkedIssue, on: &str) -> Vec<&'l PositionHeld> {
    let by_then =
        |p: &&PositionHeld| p.date.as_ref().and_then(Edtf::latest_iso).is_some_and(|d| d.as_str() <= on);
    let mut last: Vec<&PositionHeld> = Vec::new();
    for p in issue.positions.iter().filter(by_then) {
        last.retain(|q| q.side != p.side);
        last.push(p);
    }
    last
}

/// `memcon state --on DATE`
pub fn state(
    collection: &Collection,
    on: &str,
    through: Through,
    json: bool,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let asked: Edtf = on.parse()?;
    let day = asked.latest_iso().with_context(|| format!("{on} has no last day; give a day"))?;
    let linked = collection.linked_of(&[Section::Issues])?;
    let kept = linked.issues_through(through.most(), |id| collection.depths(id))?;
    let mut quotes = Quotes::new(collection);
    let mut standing = Vec::new();
    for issue in &kept {
        let Some(s) = issue.state_on(&day) else { continue };
        let positions = last_positions(issue, &day).into_iter().map(|p| position(p, &mut quotes));
        let positions = positions.collect::<anyhow::Result<_>>()?;
        let c = change(s, &mut quotes)?;
        let versions = issue.versions_on(&day).into_iter().map(|(papers_of, s)| {
            Ok(Told { papers_of: papers_of.map(str::to_owned), state: change(s, &mut quotes)? })
        });
        let versions = versions.collect::<anyhow::Result<_>>()?;
        standing.push(Standing {
            id: &issue.id,
            issue: &issue.name,
            state: c.state,
            since: c.date,
            side: c.side,
            by: c.by,
            rule: c.rule,
            evidence: c.evidence,
            positions,
            versions,
        });
    }
    if json {
        out.json(&standing)?;
        return Ok(Outcome::Well);
    }
    writeln!(out, "State of the talks at the end of {day}\n")?;
    if standing.is_empty() {
        writeln!(out, "No issue is known to have been raised by then.")?;
    }
    for (title, states) in GROUPS {
        let within: Vec<&Standing<'_>> =
            standing.iter().filter(|s| states.iter().any(|x| x.as_str() == s.state)).collect();
        if !within.is_empty() {
            writeln!(out, "{title}\n")?;
        }
        for s in within {
            print(s, out)?;
        }
    }
    Ok(Outcome::Well)
}

fn print(s: &Standing<'_>, out: &mut Out) -> anyhow::Result<()> {
    let article = |word: &str| if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let by = s.by.map(|b| format!(" by {} {b}", article(b))).unwrap_or_default();
    writeln!(out, "{}: {}", out.bold(&short(s.issue, 90)), s.state)?;
    writeln!(out, "  since {}{by} of {}", when(s.since.as_ref()), side(s.side.as_deref()))?;
    for q in s.evidence.iter().take(2) {
        writeln!(out, "  “{}” ({})", short(&q.text, 160), q.document)?;
    }
    for v in &s.versions {
        writeln!(out, "  by the papers of {}: {}", side(v.papers_of.as_deref()), v.state.state)?;
    }
    for p in s.positions.iter().take(6) {
        let words = short(&p.evidence.text, 120);
        writeln!(out, "    {}, {}: {words}", side(p.side.as_deref()), p.stance)?;
    }
    writeln!(out)?;
    Ok(())
}
