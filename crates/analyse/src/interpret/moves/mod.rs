//! Negotiating acts: what a sentence does at the table, by whom.
//!
//! Rules are data (`data/moves`); the engine decides whose words a sentence is ([`super::units`]),
//! whether the predicate has a subject that can act ([`super::actor`]), and which one act a
//! sentence or clause performs. What a move is about and what it answers is told in [`thread`] and
//! in `issues`. Categories after Walcott and Hopmann (`data/moves/bpa.toml`). Precision before
//! recall: a sentence whose actor or force is doubtful is no move.

mod clauses;
mod extent;
mod nominal;
mod other;
mod outcome;
mod predicate;
mod report;
mod thread;
mod when;

pub use outcome::outcomes;
pub(super) use thread::answers;

use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{Analysis, Basis, Move, MoveType, Span};

use super::actor::{Actor, Mentions};
use super::units::{Unit, Voice, units};
use crate::Paper;
use predicate::{Before, Sentence};

static PHRASES: LazyLock<RuleSet> = LazyLock::new(|| rules("moves/phrase-"));
static GUARDS: LazyLock<RuleSet> = LazyLock::new(|| rules("moves/guard-"));
static OTHERS: LazyLock<RuleSet> = LazyLock::new(|| rules("moves/other-"));

fn rules(prefix: &str) -> RuleSet {
    RuleSet::load(prefix).expect("our own rules of moves")
}

/// An act found in a sentence, before clauses are settled.
#[derive(Clone, Debug)]
struct Act {
    kind: MoveType,
    at: usize,
    actor: Actor,
    rule: String,
    confidence: f32,
}

/// Negotiating acts, in order of the text.
pub fn moves(paper: &Paper<'_>, found: &Analysis) -> Vec<Move> {
    let units = units(paper, found);
    let mentions = Mentions::new(&found.agents);
    let sides = super::sides::Sides::new(paper, found);
    let mut out: Vec<Move> = Vec::new();
    let mut before = Before::default();
    let mut paragraph = u32::MAX;
    let clauses = super::obligations::clause_text(paper, found);
    for unit in &units {
        // What a clause of a draft binds to is no act of the one who recites it.
        if clauses.iter().any(|c| c.contains(unit.span)) {
            continue;
        }
        let here = paper.paragraph_at(unit.span.start).map_or(0, |p| p.span.start);
        if here != paragraph {
            paragraph = here;
            before.topic = None;
        }
        let sentence = Sentence {
            words: paper.words(unit.span),
            paper,
            found,
            unit,
            mentions: &mentions,
            before: &before,
        };
        let acts = acts_of(&sentence, sides.count());
        let first = acts.first().map(|(_, a)| a.actor.clone());
        for (span, act) in acts {
            let at = unit.span.start.saturating_add(u32::try_from(act.at).unwrap_or(0));
            out.push(Move {
                span,
                kind: act.kind,
                extent: extent::of(act.kind, &act.rule, paper.words(span)),
                date: when::told(paper, found, unit, at),
                actor: act.actor.name,
                side: act.actor.side,
                // What is named with a noun was not done in the turn that names it.
                turn: unit
                    .turn
                    .filter(|_| !act.rule.starts_with(nominal::RULES))
                    .map(|t| found.turns[t].id.clone()),
                reported: unit.voice == Voice::Told,
                basis: Basis::new(act.rule, act.confidence),
                ..Move::default()
            });
        }
        remember(&mut before, first, unit, found, &mentions, paper);
    }
    thread::add_answers(paper, found, &units, &mut out);
    out.sort_by_key(|m| (m.span.start, m.span.end));
    for m in &mut out {
        m.side = match (&m.side, &m.actor) {
            (Some(side), _) => Some(sides.named(side)),
            (None, Some(actor)) => sides.of(actor),
            (None, None) => None,
        };
    }
    out.dedup_by(|b, a| a.span == b.span && a.kind == b.kind);
    extent::narrow(&units, &mut out);
    for (n, m) in out.iter_mut().enumerate() {
        m.id = format!("m{}", n + 1);
    }
    out
}

/// Keeps who was last named as somebody who can act: the one that "he" and "they" mean in the next sentence, and
/// the one whom a sentence without a subject goes on with.
fn remember(
    before: &mut Before,
    first: Option<Actor>,
    unit: &Unit,
    found: &Analysis,
    mentions: &Mentions,
    paper: &Paper<'_>,
) {
    if unit.voice != Voice::Told {
        return;
    }
    let turn = unit.turn.map(|t| &found.turns[t]).filter(|t| t.speaker.is_some());
    if let Some(turn) = turn {
        before.last = Actor { name: turn.speaker.clone(), side: turn.side.clone() };
    } else if let Some(agent) = topmost(unit, found, mentions) {
        before.last = super::actor::named(agent);
    }
    let words = paper.words(unit.span);
    let opens_with_verb = report::leaves_out_subject(words, 0, paper);
    let speaker = turn.map(|t| Actor { name: t.speaker.clone(), side: t.side.clone() });
    let head = Span { start: unit.span.start, end: unit.span.end.min(unit.span.start.saturating_add(4)) };
    let named = || {
        let n = *mentions.inside(Span { end: unit.span.end, ..head }).first()?;
        let agent = &found.agents[n];
        agent
            .mentions
            .iter()
            .any(|m| m.span.start >= head.start && m.span.start <= head.end)
            .then(|| super::actor::named(agent))
    };
    match first.filter(|a| a.name.is_some()).or(speaker).or_else(named) {
        Some(actor) => before.topic = Some(actor),
        None if opens_with_verb => {}
        None => before.topic = None,
    }
}

/// Whom a sentence is about, as far as its words tell: the first person named, or a state at its head.
fn topmost<'f>(unit: &Unit, found: &'f Analysis, mentions: &Mentions) -> Option<&'f memcon_model::Agent> {
    use memcon_model::AgentType;
    let inside = mentions.inside(unit.span);
    let person = inside.iter().map(|&n| &found.agents[n]).find(|a| a.kind == AgentType::Person);
    person.or_else(|| {
        let head =
            Span { start: unit.span.start, end: unit.span.end.min(unit.span.start.saturating_add(40)) };
        mentions.inside(head).first().map(|&n| &found.agents[n]).filter(|a| a.kind == AgentType::State)
    })
}

/// The acts of one sentence, each with the sentence or the clause that does it. `sides`: how many the paper knows.
fn acts_of(s: &Sentence<'_, '_>, sides: usize) -> Vec<(Span, Act)> {
    let Sentence { words, paper, found, unit, mentions, .. } = *s;
    let mut acts = predicate::acts(s);
    if unit.voice == Voice::Own {
        acts.extend(phrase_acts(words, paper, found, unit));
    }
    if unit.voice == Voice::Told && !is_question(words) {
        // What stands inside a question is asked, not done.
        if !acts.iter().any(|a| asks(a.kind)) {
            acts.extend(report::reported(s));
        }
        acts.extend(report::impersonal(words, paper, found, unit, mentions, sides));
        if introduces_quotation(found, unit) {
            acts.retain(|a| !matches!(a.kind, MoveType::Answer | MoveType::Question | MoveType::Explanation));
        }
    }
    // "Would they stay? Would they fire?": questions told without a verb of asking, behind one who is known to ask.
    if unit.voice == Voice::Told && acts.is_empty() && is_question(words) {
        let asker = unit.turn.map(|t| &found.turns[t]).filter(|t| t.speaker.is_some());
        acts.extend(asker.map(|t| Act {
            kind: MoveType::Question,
            at: 0,
            actor: Actor { name: t.speaker.clone(), side: t.side.clone() },
            rule: "move.question-mark.told".into(),
            confidence: 0.6,
        }));
    }
    acts.extend(other::acts(words, paper, found, unit));
    if unit.voice == Voice::Told && acts.is_empty() {
        acts.extend(nominal::acts(s));
    }
    clauses::settle(words, unit.span, acts)
}

/// Moves that ask for something back.
fn asks(kind: MoveType) -> bool {
    matches!(kind, MoveType::Question | MoveType::ClarificationRequest)
}

/// Whether a sentence only says who speaks the words in quotation marks behind it.
fn introduces_quotation(found: &Analysis, unit: &Unit) -> bool {
    let next = found.turns.partition_point(|t| t.span.start < unit.span.end);
    found.turns.get(next).is_some_and(|t| t.span.start - unit.span.end <= 6)
}

/// Acts by a phrase in the speaker's own words.
fn phrase_acts(words: &str, paper: &Paper<'_>, found: &Analysis, unit: &Unit) -> Vec<Act> {
    let Some(turn) = unit.turn.map(|t| &found.turns[t]) else { return Vec::new() };
    let actor = Actor { name: turn.speaker.clone(), side: turn.side.clone() };
    let mut acts: Vec<Act> = PHRASES
        .matches(words, &paper.languages)
        .filter_map(|m| {
            let at = m.captures.get(0)?.start();
            let quoted = GUARDS
                .matches(clauses::last_clause(&words[..at]), &paper.languages)
                .any(|g| g.rule.gives == "quoted");
            let kind = m.rule.gives.parse().ok()?;
            (!quoted).then(|| Act {
                kind,
                at,
                actor: actor.clone(),
                rule: m.rule.id.clone(),
                confidence: m.rule.confidence,
            })
        })
        .collect();
    if is_question(words) {
        let asks_meaning = acts.iter().any(|a| a.kind == MoveType::ClarificationRequest);
        let offers = acts.iter().any(|a| a.kind == MoveType::Proposal && a.at < 4);
        if !asks_meaning && !offers {
            let at = words.trim_end_matches(['?', '？', ' ', '"', '”']).len().saturating_sub(1);
            let at = (0..=at).rev().find(|&n| words.is_char_boundary(n)).unwrap_or(0);
            // A question mark decides: what is asked is not done.
            acts.clear();
            acts.push(Act {
                kind: MoveType::Question,
                at,
                actor,
                rule: "move.question-mark".into(),
                confidence: 0.9,
            });
        }
    }
    acts
}

/// Whether a sentence asks: a question mark at its end, and no tag that only asks for assent.
fn is_question(words: &str) -> bool {
    let bare = words.trim_end_matches(['"', '”', '»', ')', ']', ' ', '\'', '’', '」']);
    if !(bare.ends_with('?') || bare.ends_with('？')) {
        return false;
    }
    let lower = bare.to_lowercase();
    !["right?", "is it not?", "isn't it?", "isn’t it?", "n't you?", "n’t you?"]
        .iter()
        .any(|t| lower.ends_with(t))
}

#[cfg(test)]
mod tests;
