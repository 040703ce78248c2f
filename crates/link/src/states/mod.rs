//! Positions and states of an issue over time: the dated moves of all papers in order through one [`Course`].
//!
//! Only dated moves count for a state. Two accounts of one meeting tell the same move twice: a side's
//! second move of a kind on a day counts once. What an agreed text settles is agreed from its date;
//! what it puts off is deferred, and what it expressly leaves alone stays as it was (`data/link`).

mod run;
mod sides;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use memcon_lexicon::{keys, shared};
use memcon_model::{
    Edtf, Evidence, Extent, Form, Move, MoveType, Outcome, PositionHeld, RegionKind, Span, State,
    StateChange, Version,
};
use serde::Deserialize;

use crate::Document;
use crate::agents::Agents;
use crate::issues::{About, Group, How};
use run::run;
pub(crate) use sides::Sides;

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
    pub versions: Vec<Version>,
}

/// A dated thing that happened to an issue.
struct Happening {
    date: Edtf,
    order: (usize, u32),
    what: What,
    side: Option<String>,
    /// Whether `side` is a side and no mere person or body.
    known: bool,
    /// Whose paper tells it.
    papers_of: Option<String>,
    evidence: Evidence,
}

enum What {
    /// A move.
    Move(Moved),
    /// An agreed text says where the issue stands.
    Text(State),
}

/// What counts of a move.
#[derive(Clone, Copy)]
struct Moved {
    kind: MoveType,
    limited: bool,
    taken_up: bool,
    last_word: bool,
    pronounced: bool,
    /// Whether it is made towards the other side, and not among one's own.
    between: bool,
    /// Whether its own words or its paper tie it to the issue.
    firm: bool,
    /// Whether it answers the other side, or goes to it in a letter.
    answers: bool,
}

/// The tracks of all groups, in their order.
pub(crate) fn tracks(
    documents: &[Document<'_>],
    agents: &Agents,
    sides: &Sides<'_>,
    (groups, about): (&[Group], &[Vec<About>]),
    index: &BTreeMap<String, Vec<usize>>,
) -> Vec<Track> {
    let mut happenings: Vec<Vec<Happening>> = groups.iter().map(|_| Vec::new()).collect();
    let mut out: Vec<Track> = groups.iter().map(|_| Track::default()).collect();
    let mut papers: Vec<Paper<'_>> = (0..documents.len()).map(|d| Paper::new(documents, sides, d)).collect();
    let home = home(&papers);
    for paper in &mut papers {
        paper.home = paper.of.clone().or_else(|| home.clone());
    }
    for (g, moves) in about.iter().enumerate() {
        for a in moves {
            taken(documents, agents, sides, &papers[a.document], a, &mut out[g], &mut happenings[g]);
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
        track.states = run(&list, |_| true);
        track.versions = versions(&list);
    }
    out
}

/// The course as each side's papers tell it, where two tell it.
fn versions(list: &[Happening]) -> Vec<Version> {
    let of: BTreeSet<&str> = list.iter().filter_map(|h| h.papers_of.as_deref()).collect();
    if of.len() < 2 {
        return Vec::new();
    }
    let told: Vec<Version> = of
        .into_iter()
        .map(|side| Version {
            papers_of: Some(side.to_owned()),
            states: run(list, |h| h.papers_of.as_deref() == Some(side)),
        })
        .filter(|v| !v.states.is_empty())
        .collect();
    let last = |v: &Version| v.states.last().map(|s| s.state);
    if told.windows(2).any(|w| last(&w[0]) != last(&w[1])) { told } else { Vec::new() }
}

/// What of a paper all its moves share.
struct Paper<'d> {
    turns: BTreeMap<&'d str, &'d memcon_model::Turn>,
    answered: BTreeMap<&'d str, usize>,
    index: BTreeMap<&'d str, usize>,
    /// Sides that speak or take part in it.
    present: BTreeSet<String>,
    /// Whose it is, where it tells.
    of: Option<String>,
    /// Whose it is, else whose most papers seem to be.
    home: Option<String>,
}

/// The side that is present in most papers: those who keep papers are in nearly all they keep.
fn home(papers: &[Paper<'_>]) -> Option<String> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for side in papers.iter().flat_map(|p| &p.present) {
        *count.entry(side).or_default() += 1;
    }
    count.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))).map(|c| c.0.to_owned())
}

impl<'d> Paper<'d> {
    fn new(documents: &'d [Document<'d>], sides: &Sides<'_>, d: usize) -> Self {
        let a = documents[d].analysis;
        let mut present: BTreeSet<String> = BTreeSet::new();
        for t in &a.turns {
            present.extend(t.side.as_deref().and_then(|s| sides.settled(d, s)));
            present.extend(t.speaker.as_deref().and_then(|s| sides.person(d, s)));
        }
        for p in a.recorded_event().iter().flat_map(|e| &e.participants) {
            present.extend(p.side.as_deref().and_then(|s| sides.settled(d, s)));
            present.extend(sides.person(d, &p.name));
        }
        Self {
            turns: a.turns.iter().map(|t| (t.id.as_str(), t)).collect(),
            answered: a
                .moves
                .iter()
                .enumerate()
                .filter_map(|(n, m)| Some((m.answers.as_deref()?, n)))
                .collect(),
            index: a.moves.iter().enumerate().map(|(n, m)| (m.id.as_str(), n)).collect(),
            present,
            of: sides.paper(d).map(str::to_owned),
            home: None,
        }
    }
}

/// One move about an issue.
fn taken(
    documents: &[Document<'_>],
    agents: &Agents,
    sides: &Sides<'_>,
    paper: &Paper<'_>,
    about: &About,
    track: &mut Track,
    happenings: &mut Vec<Happening>,
) {
    use MoveType::*;
    let d = about.document;
    let document = &documents[d];
    let m = &document.analysis.moves[about.step];
    let turn = m.turn.as_deref().and_then(|id| paper.turns.get(id));
    let date =
        m.date.clone().or_else(|| turn.and_then(|t| t.time.clone())).or_else(|| document.date().cloned());
    let mover = sides.mover(d, m);
    let evidence = Evidence { document: document.id.to_owned(), span: m.span };
    let asks = matches!(m.kind, Question | ClarificationRequest);
    let body = in_body(document, m);
    if body && !asks && m.kind != Answer {
        track.positions.push(PositionHeld {
            side: mover.label.clone().filter(|_| mover.known),
            stance: m.kind,
            actor: m.actor.as_ref().map(|a| agents.name(d, a)),
            date: date.clone(),
            evidence: evidence.clone(),
        });
    }
    // What a move only names beside its matter shows a position and moves nothing.
    if about.how == How::Beside {
        return;
    }
    // A move that the paper only abstracts from another paper is no evidence of its day.
    let Some(date) = date.filter(|e| e.latest().is_some() && (asks || body || m.kind == Answer)) else {
        return;
    };
    let answers =
        m.answers.as_deref().and_then(|id| paper.index.get(id)).map(|n| &document.analysis.moves[*n]);
    let to_other = answers.is_some_and(|o| {
        let other = sides.mover(d, o);
        other.known && mover.known && other.label != mover.label
    });
    let limited = matches!(m.extent, Some(Extent::Part | Extent::Principle))
        || m.basis.rule.ends_with(".principle")
        || m.basis.rule.ends_with(".part");
    let taken_up = if asks {
        paper.answered.contains_key(m.id.as_str()) || matches!(m.outcome, Some(Outcome::Answered))
    } else {
        m.answers.is_some()
    };
    let own = document.analysis.issues.iter().find(|i| Some(i.id.as_str()) == m.issue.as_deref());
    happenings.push(Happening {
        date,
        order: (d, m.span.start),
        what: What::Move(Moved {
            kind: m.kind,
            limited,
            taken_up,
            last_word: m.kind == Refusal
                && about.how <= How::Paper
                && own.is_some_and(|i| i.state == State::Refused),
            pronounced: m.basis.rule.contains(".pronounced"),
            between: to_other || between(document, paper, &mover),
            answers: to_other
                || about.how == How::Answers && m.answers.is_none()
                || document.analysis.form == Form::Letter,
            firm: about.how <= How::Paper || about.how == How::Answers && to_other,
        }),
        side: mover.label,
        known: mover.known,
        papers_of: paper.of.clone(),
        evidence,
    });
}

/// Whether what a mover does in this paper is done towards another side: another side is present, or the paper tells of
/// somebody else's act, or goes from one side to another.
fn between(document: &Document<'_>, paper: &Paper<'_>, mover: &sides::Mover) -> bool {
    let others = paper.present.iter().any(|s| Some(s) != mover.label.as_ref());
    let letter = document.analysis.form == Form::Letter;
    let foreign = paper.home.is_some() && mover.known && paper.home != mover.label;
    others || letter || foreign
}

/// Whether a move stands in the paper itself, not in an abstract of another.
fn in_body(document: &Document<'_>, m: &Move) -> bool {
    document
        .analysis
        .region_at(m.span.start)
        .is_none_or(|r| matches!(r.kind, RegionKind::Body | RegionKind::Translation | RegionKind::Original))
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
                    known: true,
                    papers_of: None,
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

#[cfg(test)]
mod tests;
