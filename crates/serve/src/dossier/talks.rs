//! Where the talks stood, what was agreed, refused, put off and left open, and what was undertaken.

use std::collections::BTreeMap;

use memcon_export::dossier::{Block, Dossier, Kind, Line};
use memcon_model::{Edtf, LinkedIssue, LooseEnd, PositionHeld, State, StateChange};

use super::gather::Gathered;
use super::notes::Notes;
use super::papers::Voices;
use super::section;
use crate::dates;
use crate::strings::{fill, number, t, word};

/// Issues whose state is told at most.
const ISSUES: usize = 60;
/// Changes of the state of one issue that are told at most.
const CHANGES: usize = 60;
/// Passages under one heading of what became of matters at most.
const OUTCOMES: usize = 40;
/// Obligations at most.
const OWED: usize = 60;
/// Sides of an issue whose last word is quoted at most.
const SIDES: usize = 6;
/// Deeds of an obligation at most.
const DEEDS: usize = 6;
/// What became of matters: heading and states.
const GROUPS: [(&str, &[State]); 4] = [
    ("dossier.agreed", &[State::Agreed, State::AgreedInPrinciple]),
    ("dossier.refused", &[State::Refused, State::Withdrawn]),
    ("dossier.deferred", &[State::Deferred]),
    ("dossier.unanswered", &[State::Unanswered]),
];

/// All sections about the talks.
pub fn sections(g: &Gathered, voices: &Voices, notes: &mut Notes<'_>, dossier: &mut Dossier) {
    event(g, notes, dossier);
    standing(g, voices, notes, dossier);
    outcomes(g, voices, notes, dossier);
    obligations(g, voices, notes, dossier);
}

fn day(date: Option<&Edtf>) -> String {
    date.map_or_else(|| t("date.undated").to_owned(), dates::readable)
}

fn is_by(date: Option<&Edtf>, on: Option<&str>) -> bool {
    on.is_none_or(|on| date.and_then(Edtf::latest_iso).is_some_and(|d| d.as_str() <= on))
}

/// More than is shown, said.
fn rest(left: usize, out: &mut Vec<Block>) {
    if left > 0 {
        out.push(Block::Small { line: Line::of(&fill("dossier.more", &[&number(left)])) });
    }
}

/// The event: when, where, who.
fn event(g: &Gathered, notes: &mut Notes<'_>, dossier: &mut Dossier) {
    let Some(event) = &g.event else { return };
    let mut s = section(1, t("dossier.event"));
    let mut put = |key: &str, value: String| {
        if !value.is_empty() {
            s.blocks.push(Block::Paragraph {
                line: Line::default().with(&format!("{}: ", t(key)), Kind::Soft).with(&value, Kind::Plain),
            });
        }
    };
    put("dossier.when", day(event.date.as_ref()));
    put("dossier.where", event.place.clone().unwrap_or_default());
    let who: Vec<String> = event
        .participants
        .iter()
        .take(60)
        .map(|p| match &p.side {
            Some(side) if *side != p.name => format!("{} ({side})", p.name),
            _ => p.name.clone(),
        })
        .collect();
    put("dossier.who", who.join("; "));
    put("dossier.through", event.intermediary.clone().unwrap_or_default());
    put("dossier.level", event.level.clone().unwrap_or_default());
    for e in event.evidence.iter().take(12) {
        if let Some(line) = notes.quote(e) {
            s.blocks.push(Block::Quote { lead: Line::default(), line, voice: 0 });
        }
    }
    dossier.sections.push(s);
}

/// Where each issue stood at the end of the last day, and the last word of each side on it.
fn standing(g: &Gathered, voices: &Voices, notes: &mut Notes<'_>, dossier: &mut Dossier) {
    let on = g.on.as_deref();
    let mut s = section(1, t("dossier.state"));
    if let Some(last) = on.and_then(|d| d.parse::<Edtf>().ok()) {
        s.blocks.push(Block::Small { line: Line::of(&fill("dossier.state_on", &[&dates::readable(&last)])) });
    }
    let stood: Vec<(&LinkedIssue, &StateChange)> =
        g.issues.iter().filter_map(|i| Some((i, on.map_or(i.states.last(), |on| i.state_on(on))?))).collect();
    if stood.is_empty() {
        s.blocks.push(Block::Paragraph { line: Line::default().with(t("dossier.no_state"), Kind::Missing) });
    } else if !g.one_issue {
        s.blocks.push(table(&stood, notes));
        rest(stood.len().saturating_sub(ISSUES), &mut s.blocks);
    }
    dossier.sections.push(s);
    for (issue, change) in stood.iter().take(ISSUES) {
        let mut s = section(2, &issue.name);
        s.blocks.push(Block::Paragraph { line: stands(change, notes) });
        for (side, position) in held(issue, on).into_iter().take(SIDES) {
            s.blocks.extend(position_block(side, position, voices, notes));
        }
        if g.one_issue {
            course(issue, voices, notes, &mut s.blocks);
        }
        dossier.sections.push(s);
    }
}

/// An overview: each issue, where it stood, since when, who moved last.
fn table(stood: &[(&LinkedIssue, &StateChange)], notes: &mut Notes<'_>) -> Block {
    let soft = |key: &str| Line::of(t(key));
    let head =
        vec![soft("state.issue"), soft("state.stands"), soft("dossier.since"), soft("dossier.last_mover")];
    let rows = stood.iter().take(ISSUES).map(|(issue, change)| {
        let standing = Line::of(word("standing", change.state.as_str()));
        let standing = match change.evidence.first().and_then(|e| notes.on(e)) {
            Some(n) => standing.noted(n),
            None => standing,
        };
        vec![
            vec![Line::default().with(&issue.name, Kind::Strong)],
            vec![standing],
            vec![Line::of(&day(change.date.as_ref()))],
            vec![Line::of(change.side.as_deref().unwrap_or(t("voice.unattributed")))],
        ]
    });
    let rows = rows.collect();
    Block::Table { caption: t("dossier.state").to_owned(), head, widths: vec![5, 3, 3, 3], rows }
}

/// "Contested since 4 March 1963, last moved by Velmia (refusal)", with its note.
fn stands(change: &StateChange, notes: &mut Notes<'_>) -> Line {
    let mut line = Line::default().with(word("standing", change.state.as_str()), Kind::Strong);
    let by = change.by.map(|m| word("move", m.as_str()).to_owned());
    let side = change.side.as_deref().unwrap_or(t("voice.unattributed"));
    let moved = match by {
        Some(by) => fill("dossier.since_by", &[&day(change.date.as_ref()), side, &by]),
        None => fill("dossier.since_side", &[&day(change.date.as_ref()), side]),
    };
    line = line.with(&format!(" {moved}"), Kind::Plain);
    for e in change.evidence.iter().take(3) {
        if let Some(n) = notes.on(e) {
            line = line.noted(n);
        }
    }
    line
}

/// The last position of each side by the day.
fn held<'i>(issue: &'i LinkedIssue, on: Option<&str>) -> Vec<(Option<&'i str>, &'i PositionHeld)> {
    let mut last: BTreeMap<Option<&str>, &PositionHeld> = BTreeMap::new();
    for p in issue.positions.iter().filter(|p| is_by(p.date.as_ref(), on)) {
        last.insert(p.side.as_deref(), p);
    }
    let mut all: Vec<_> = last.into_iter().collect();
    all.sort_by_key(|(side, _)| side.is_none());
    all
}

fn position_block(
    side: Option<&str>,
    p: &PositionHeld,
    voices: &Voices,
    notes: &mut Notes<'_>,
) -> Option<Block> {
    let line = notes.quote(&p.evidence)?;
    let lead = Line::default().with(side.unwrap_or(t("voice.unattributed")), Kind::Strong);
    let actor = p.actor.as_deref().filter(|a| Some(*a) != side);
    let actor = actor.map(|a| format!(" ({a})")).unwrap_or_default();
    let lead = lead.with(
        &format!("{actor}, {}, {}", day(p.date.as_ref()), word("move", p.stance.as_str())),
        Kind::Plain,
    );
    Some(Block::Quote { lead, line, voice: voices.of(side) })
}

/// The whole course of one issue.
fn course(issue: &LinkedIssue, voices: &Voices, notes: &mut Notes<'_>, out: &mut Vec<Block>) {
    out.push(Block::Label { line: Line::of(t("issue.course")) });
    for change in issue.states.iter().take(CHANGES) {
        let lead = Line::default().with(&format!("{} — ", day(change.date.as_ref())), Kind::Plain);
        let lead = lead.with(word("standing", change.state.as_str()), Kind::Strong);
        let lead = match &change.side {
            Some(side) => lead.with(&format!(", {side}"), Kind::Plain),
            None => lead,
        };
        let words = change.evidence.iter().find_map(|e| notes.quote(e));
        out.push(match words {
            Some(line) => Block::Quote { lead, line, voice: voices.of(change.side.as_deref()) },
            None => Block::Paragraph { line: lead },
        });
    }
    rest(issue.states.len().saturating_sub(CHANGES), out);
}

/// What was agreed, refused, put off and not answered within the dossier's time.
fn outcomes(g: &Gathered, voices: &Voices, notes: &mut Notes<'_>, dossier: &mut Dossier) {
    let on = g.on.as_deref();
    let after = |s: &StateChange| match (&g.from, s.date.as_ref().and_then(Edtf::earliest_iso)) {
        (Some(from), Some(day)) => day >= *from,
        (Some(_), None) => false,
        (None, _) => true,
    };
    let mut found = Vec::new();
    for (key, states) in GROUPS {
        let mut blocks: Vec<Block> = Vec::new();
        for issue in &g.issues {
            let mut before = None;
            for change in issue.states.iter().filter(|s| is_by(s.date.as_ref(), on)) {
                let new = before != Some(change.state);
                before = Some(change.state);
                if new && states.contains(&change.state) && after(change) {
                    blocks.extend(outcome(issue, change, voices, notes));
                }
            }
        }
        if states.contains(&State::Unanswered) {
            blocks.extend(g.open.iter().filter_map(|e| open(e, voices, notes)));
        }
        if blocks.is_empty() {
            continue;
        }
        let left = blocks.len().saturating_sub(OUTCOMES);
        blocks.truncate(OUTCOMES);
        rest(left, &mut blocks);
        let mut s = section(2, t(key));
        s.blocks = blocks;
        found.push(s);
    }
    let mut s = section(1, t("dossier.outcomes"));
    if found.is_empty() {
        s.blocks
            .push(Block::Paragraph { line: Line::default().with(t("dossier.no_outcomes"), Kind::Missing) });
    }
    dossier.sections.push(s);
    dossier.sections.append(&mut found);
}

fn outcome(
    issue: &LinkedIssue,
    change: &StateChange,
    voices: &Voices,
    notes: &mut Notes<'_>,
) -> Option<Block> {
    let line = change.evidence.iter().find_map(|e| notes.quote(e))?;
    let lead = Line::default().with(&issue.name, Kind::Strong);
    let side = change.side.as_deref().map(|s| format!(", {s}")).unwrap_or_default();
    let words = format!(": {}, {}{side}", word("standing", change.state.as_str()), day(change.date.as_ref()));
    Some(Block::Quote {
        lead: lead.with(&words, Kind::Plain),
        line,
        voice: voices.of(change.side.as_deref()),
    })
}

/// What was put and nobody met.
fn open(end: &LooseEnd, voices: &Voices, notes: &mut Notes<'_>) -> Option<Block> {
    let line = notes.quote(&end.evidence)?;
    let side = end.side.as_deref().unwrap_or(t("voice.unattributed"));
    let lead = Line::default().with(word("loose_end", end.kind.as_str()), Kind::Strong);
    let lead = lead.with(&format!(": {side}, {}", day(end.since.as_ref())), Kind::Plain);
    Some(Block::Quote { lead, line, voice: voices.of(end.side.as_deref()) })
}

/// What was undertaken, and what the papers tell of it later.
fn obligations(g: &Gathered, voices: &Voices, notes: &mut Notes<'_>, dossier: &mut Dossier) {
    if g.obligations.is_empty() {
        return;
    }
    let mut s = section(1, t("dossier.obligations"));
    for o in g.obligations.iter().take(OWED) {
        let Some(force) = o.force.last() else { continue };
        let Some(line) = notes.quote(&force.evidence) else { continue };
        let bound = if o.bound.is_empty() { t("voice.unattributed").to_owned() } else { o.bound.join(", ") };
        let lead = Line::default().with(&bound, Kind::Strong);
        let lead = lead.with(
            &format!(
                " {} — {}, {}",
                word("modality", o.modality.as_str()),
                word("bond", &force.force),
                day(force.date.as_ref())
            ),
            Kind::Plain,
        );
        s.blocks.push(Block::Quote { lead, line, voice: voices.of(o.bound.first().map(String::as_str)) });
        for deed in o.deeds.iter().take(DEEDS) {
            let Some(line) = notes.quote(&deed.evidence) else { continue };
            let told = deed.told_by.as_deref().unwrap_or(t("voice.unattributed"));
            let words =
                fill("dossier.deed", &[&day(deed.date.as_ref()), word("deed", deed.bearing.as_str()), told]);
            s.blocks.push(Block::Quote {
                lead: Line::of(&words),
                line,
                voice: voices.of(deed.told_by.as_deref()),
            });
        }
    }
    rest(g.obligations.len().saturating_sub(OWED), &mut s.blocks);
    dossier.sections.push(s);
}
