//! Positions and states of an issue over time: the dated moves of all papers in order through one [`Course`].
//!
//! Only dated moves count for a state. Two accounts of one meeting tell the same move twice: a side's
//! second move of a kind on a day counts once. What an agreed text settles is agreed from its date;
//! what it puts off is deferred, and what it expressly leaves alone stays as it was (`data/link`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use memcon_lexicon::{keys, shared};
use memcon_model::{
    Course, Edtf, Evidence, Form, Issue, MoveType, PositionHeld, Span, State, StateChange, Step,
};
use serde::Deserialize;

use crate::Document;
use crate::agents::Agents;
use crate::issues::Group;

#[derive(Deserialize)]
struct Words {
    deferring: Vec<String>,
    reserving: Vec<String>,
    drafts: Vec<String>,
    binding: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("link/words.toml").expect("our own words of linking"));

/// Positions and states of one issue.
#[derive(Default)]
pub(crate) struct Track {
    pub positions: Vec<PositionHeld>,
    pub states: Vec<StateChange>,
}

/// A dated thing that happened to an issue.
struct Happening {
    date: Edtf,
    order: (usize, u32),
    what: What,
    side: Option<String>,
    evidence: Evidence,
}

enum What {
    /// A move: kind, limited, taken up, final, pronounced.
    Move(MoveType, bool, bool, bool, bool),
    /// An agreed text says where the issue stands.
    Text(State),
}

/// The tracks of all groups, in their order.
pub(crate) fn tracks(
    documents: &[Document<'_>],
    agents: &Agents,
    groups: &[Group],
    index: &BTreeMap<String, Vec<usize>>,
) -> Vec<Track> {
    let mut happenings: Vec<Vec<Happening>> = groups.iter().map(|_| Vec::new()).collect();
    let mut out: Vec<Track> = groups.iter().map(|_| Track::default()).collect();
    for (g, group) in groups.iter().enumerate() {
        for &(d, n) in &group.members {
            moves(documents, agents, d, &documents[d].analysis.issues[n], &mut out[g], &mut happenings[g]);
        }
    }
    for (d, document) in documents.iter().enumerate().filter(|(_, d)| d.analysis.form == Form::Agreement) {
        agreed(document, d, groups, index, &mut happenings);
    }
    for (track, mut list) in out.iter_mut().zip(happenings) {
        list.sort_by_cached_key(|h| (h.date.latest_iso(), h.order));
        track
            .positions
            .sort_by_cached_key(|p| (p.date.is_none(), p.date.as_ref().and_then(Edtf::latest_iso)));
        track.states = run(&list);
    }
    out
}

/// The moves of one paper on one issue.
fn moves(
    documents: &[Document<'_>],
    agents: &Agents,
    d: usize,
    issue: &Issue,
    track: &mut Track,
    happenings: &mut Vec<Happening>,
) {
    let document = &documents[d];
    let analysis = document.analysis;
    let held: BTreeSet<Span> = issue.positions.iter().map(|p| p.span).collect();
    let turns: BTreeMap<&str, &memcon_model::Turn> =
        analysis.turns.iter().map(|t| (t.id.as_str(), t)).collect();
    let answered: BTreeSet<&str> = analysis.moves.iter().filter_map(|m| m.answers.as_deref()).collect();
    for m in analysis.moves.iter().filter(|m| m.issue.as_deref() == Some(issue.id.as_str())) {
        let turn = m.turn.as_deref().and_then(|id| turns.get(id));
        let date = turn.and_then(|t| t.time.clone()).or_else(|| document.date().cloned());
        let known = m.side.clone().or_else(|| agents.side(d, m.actor.as_deref()?));
        let side = known.or_else(|| m.actor.clone()).map(|s| agents.name(d, &s));
        let evidence = Evidence { document: document.id.to_owned(), span: m.span };
        if held.contains(&m.span) {
            track.positions.push(PositionHeld {
                side: side.clone(),
                stance: m.kind,
                actor: m.actor.as_ref().map(|a| agents.name(d, a)),
                date: date.clone(),
                evidence: evidence.clone(),
            });
        }
        // A move that the paper only abstracts from another paper is no evidence of its day.
        let asks = matches!(m.kind, MoveType::Question | MoveType::ClarificationRequest);
        if let Some(date) = date.filter(|e| {
            e.latest().is_some() && (asks || held.contains(&m.span) || m.kind == MoveType::Answer)
        }) {
            let limited = m.basis.rule.ends_with(".principle") || m.basis.rule.ends_with(".part");
            let taken = if asks { answered.contains(m.id.as_str()) } else { m.answers.is_some() };
            let last_word = issue.state == State::Refused && m.kind == MoveType::Refusal;
            happenings.push(Happening {
                date,
                order: (d, m.span.start),
                what: What::Move(m.kind, limited, taken, last_word, m.basis.rule.contains(".pronounced")),
                side,
                evidence,
            });
        }
    }
}

/// What an agreed text says about the issues that it names.
fn agreed(
    document: &Document<'_>,
    d: usize,
    groups: &[Group],
    index: &BTreeMap<String, Vec<usize>>,
    happenings: &mut [Vec<Happening>],
) {
    let Some(date) = document.date().filter(|e| e.latest().is_some()) else { return };
    // A draft that passes for an agreement settles nothing.
    let head: String = document.text.chars().take(600).collect::<String>().to_lowercase();
    if has_word(&head, &WORDS.drafts) {
        return;
    }
    for span in clauses(document.text) {
        let words = span.of(document.text);
        let lower = words.to_lowercase();
        let has = |list: &[String]| has_word(&lower, list);
        // A title names an issue; only a clause with a verb of duty settles it.
        if has(&WORDS.reserving) || !(has(&WORDS.binding) || has(&WORDS.deferring)) {
            continue;
        }
        let state = if has(&WORDS.deferring) { State::Deferred } else { State::Agreed };
        let keys = keys(words);
        let near: BTreeSet<usize> = keys.iter().filter_map(|k| index.get(k)).flatten().copied().collect();
        for g in near {
            let own = &groups[g].keys;
            let both = shared(own, &keys);
            // All the words of a name of two or more; most of a longer one.
            if own.len() >= 2 && (both == own.len() || own.len() >= 3 && both * 3 >= own.len() * 2) {
                happenings[g].push(Happening {
                    date: date.clone(),
                    order: (d, span.start),
                    what: What::Text(state),
                    side: Some("both".into()),
                    evidence: Evidence { document: document.id.to_owned(), span },
                });
            }
        }
    }
}

/// Whether one of `list` stands in a lower-case text.
fn has_word(lower: &str, list: &[String]) -> bool {
    list.iter().any(|w| lower.contains(w.as_str()))
}

/// Paragraphs of an agreed text.
fn clauses(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = 0;
    for part in text.split("\n\n") {
        let span = Span::new(at, at + part.len()).trim(text);
        if !span.is_empty() && span.len() < 4_000 {
            out.push(span);
        }
        at += part.len() + 2;
    }
    out
}

/// Runs the happenings of an issue, in order of time, through its course.
fn run(list: &[Happening]) -> Vec<StateChange> {
    let mut out: Vec<StateChange> = Vec::new();
    let mut course = Course::new();
    let mut settled: Option<State> = None;
    let mut told: BTreeMap<(String, Option<&str>, MoveType), &str> = BTreeMap::new();
    for h in list {
        let (state, by, rule) = match &h.what {
            What::Text(state) => {
                settled = Some(*state);
                (Some(*state), None, "state.agreed-text")
            }
            What::Move(kind, limited, taken_up, last_word, pronounced) => {
                let day = h.date.latest_iso().unwrap_or_default();
                let first = told.entry((day, h.side.as_deref(), *kind)).or_insert(&h.evidence.document);
                if *first != h.evidence.document.as_str() {
                    continue;
                }
                let step = Step {
                    kind: *kind,
                    side: h.side.as_deref(),
                    joint: h.side.as_deref() == Some("both"),
                    pronounced: *pronounced,
                    limited: *limited,
                    last_word: *last_word,
                    taken_up: *taken_up,
                };
                (course.step(&step), Some(*kind), "state.course")
            }
        };
        // What an agreed text has settled, talk about it does not reopen.
        let Some(state) = settled.or(state) else { continue };
        let same = out
            .last()
            .is_some_and(|l| l.state == state && l.side == h.side && l.date.as_ref() == Some(&h.date));
        if !same {
            out.push(StateChange {
                date: Some(h.date.clone()),
                state,
                side: h.side.clone(),
                by,
                rule: rule.into(),
                evidence: vec![h.evidence.clone()],
            });
        }
    }
    out
}
