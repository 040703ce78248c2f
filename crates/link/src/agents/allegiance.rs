//! For which side a person stands, over the collection: by headings, offices and lists, weighed against each other.
//!
//! A diplomat's state stands in a heading of those present, in an office ("the Norwegian Minister") or in the note of a
//! list somewhere among the papers; single papers are wrong about it at times. Where what they tell does not clearly
//! speak for one side, none is given. Lists name the state of foreigners only: those whose note names none stand
//! for the state for which most of them are known to stand. What does not belong here: names, and sides that are no states.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use memcon_model::AgentType;
use serde::Deserialize;

use super::sides::{is_body, own_state, state_name, state_of, state_then};
use super::{Agents, Documents, fold};
use crate::Given;

/// How much each kind of testimony counts.
mod weight {
    /// A heading of those present, once a paper.
    pub const PRESENT: f32 = 2.0;
    /// A label that names an office of the list's own government.
    pub const HOME_OFFICE: f32 = 1.0;
    /// An office that tells whose it is, once a paper.
    pub const OFFICE: f32 = 1.5;
    /// A part of a list's note that tells whose the office is.
    pub const NOTE: f32 = 3.0;
    /// A note that names no state, in a list where such notes are those of one state.
    pub const HOME: f32 = 2.0;
    /// Whose turn it is said to be, once a paper.
    pub const TURN: f32 = 1.0;
    /// What the paper's own reading gives.
    pub const READING: f32 = 0.5;
}

/// Least weight for a side, and how far it must outweigh every other.
const ENOUGH: f32 = 1.0;
const CLEAR: f32 = 2.0;
/// Least number of persons, and their share, from which a list's own state is told.
const HOME_PERSONS: usize = 4;
const HOME_SHARE: f32 = 0.7;

#[derive(Deserialize)]
struct Words {
    beyond: BTreeSet<String>,
}

/// Bodies beyond states, in whose service one stands for none.
static BEYOND: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let table: Words =
        memcon_lexicon::table("link/sides.toml").expect("the labels of sides ship with the program");
    table.beyond
});

/// Votes of one person: codes of states with their weight, and how much speaks for the list's own state.
#[derive(Clone, Debug, Default)]
struct Votes {
    states: BTreeMap<String, f32>,
    home: f32,
}

/// Sets the side of each person where it is clear; takes away one that is contradicted.
pub(super) fn learn(documents: Documents<'_, '_>, given: &Given<'_>, agents: &mut Agents) {
    let mut votes: Vec<Votes> = vec![Votes::default(); agents.linked.len()];
    for d in 0..documents.len() {
        let day = documents[d].date().and_then(memcon_model::Edtf::latest_iso);
        for (n, code, w) in told(documents, d, agents) {
            match code.map(|c| state_then(c, day.as_deref())) {
                Some(code) => *votes[n].states.entry(code).or_default() += w,
                None => votes[n].home += w,
            }
        }
    }
    let unmarked = notes(agents, &mut votes);
    if !given.listed.is_empty()
        && let Some(home) = home(&unmarked, &votes)
    {
        for vote in &mut votes {
            if vote.home > 0.0 {
                *vote.states.entry(home.clone()).or_default() += vote.home;
            }
        }
    }
    for (n, vote) in votes.iter().enumerate() {
        if agents.linked[n].kind == AgentType::Person && !vote.states.is_empty() {
            let held = agents.linked[n].side.take();
            // A party that is no state is what the settings or headings call it.
            let party = held.filter(|s| state_of(s).is_none() && !is_body(s));
            agents.linked[n].side = party.or_else(|| clear(vote).and_then(|code| state_name(&code)));
        }
    }
}

/// The side that clearly outweighs the others.
fn clear(vote: &Votes) -> Option<String> {
    let mut all: Vec<(&String, f32)> = vote.states.iter().map(|(code, w)| (code, *w)).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    let (best, most) = all.first()?;
    let next = all.get(1).map_or(0.0, |x| x.1);
    (*most >= ENOUGH && *most >= next * CLEAR).then(|| (*best).clone())
}

/// What one paper tells: agent, code of a state (`None` = the list's own), weight; each kind of testimony once.
fn told(documents: Documents<'_, '_>, d: usize, agents: &Agents) -> Vec<(usize, Option<String>, f32)> {
    let a = documents[d].analysis;
    let mut seen: BTreeSet<(usize, &str, Option<String>)> = BTreeSet::new();
    let mut out = Vec::new();
    let mut add = |name: &str, kind: &'static str, code: Option<String>, w: f32| {
        if let Some(n) = agents.index(d, name)
            && seen.insert((n, kind, code.clone()))
        {
            out.push((n, code, w));
        }
    };
    for p in a.events.iter().flat_map(|e| &e.participants) {
        match p.side.as_deref() {
            Some(side) if is_body(side) => add(&p.name, "present", None, weight::HOME_OFFICE),
            Some(side) => {
                if let Some(code) = state_of(side) {
                    add(&p.name, "present", Some(code), weight::PRESENT);
                }
            }
            None => {}
        }
    }
    for t in &a.turns {
        if let (Some(name), Some(code)) = (t.speaker.as_deref(), t.side.as_deref().and_then(state_of)) {
            add(name, "turn", Some(code), weight::TURN);
        }
    }
    for agent in a.agents.iter().filter(|x| x.kind == AgentType::Person) {
        let offices = agent.offices.iter().map(|o| o.office.as_str());
        for office in offices.chain(agent.role.as_deref()) {
            if let Some(code) = own_state(office) {
                add(&agent.canonical, "office", Some(code), weight::OFFICE);
            }
        }
        if let Some(code) = agent.side.as_deref().and_then(state_of) {
            add(&agent.canonical, "reading", Some(code), weight::READING);
        }
    }
    out
}

/// Votes by the notes of lists; gives those whose notes name no state.
fn notes(agents: &Agents, votes: &mut [Votes]) -> Vec<usize> {
    let mut unmarked = Vec::new();
    for (n, agent) in agents.linked.iter().enumerate() {
        let Some(listed) = &agent.listed else { continue };
        let note = fold(&listed.note);
        if note.is_empty() || BEYOND.iter().any(|b| note.contains(b.as_str())) {
            continue;
        }
        let codes: BTreeSet<String> = listed.note.split(';').take(40).filter_map(own_state).collect();
        if codes.is_empty() {
            votes[n].home += weight::HOME;
            unmarked.push(n);
        }
        for code in codes {
            *votes[n].states.entry(code).or_default() += weight::NOTE;
        }
    }
    unmarked
}

/// The state for which most of those stand whose notes name none.
fn home(unmarked: &[usize], votes: &[Votes]) -> Option<String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for &n in unmarked {
        if let Some(code) = clear(&votes[n]) {
            *count.entry(code).or_default() += 1;
        }
    }
    let all: usize = count.values().sum();
    let (code, most) = count.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))?;
    (most >= HOME_PERSONS && most as f32 >= HOME_SHARE * all as f32).then_some(code)
}
