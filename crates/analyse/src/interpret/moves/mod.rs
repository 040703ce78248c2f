//! Negotiating acts: what a sentence does at the table, by whom.
//!
//! Rules are data (`data/moves`); the engine decides whose words a sentence is ([`super::units`]),
//! whether the predicate has a subject that can act ([`super::actor`]), and which one act a
//! sentence or clause performs. What a move is about and what it answers is told in [`thread`] and
//! in `issues`. Categories after Walcott and Hopmann (`data/moves/bpa.toml`). Precision before
//! recall: a sentence whose actor or force is doubtful is no move.

mod clauses;
mod thread;

pub(super) use thread::answers;

use std::sync::LazyLock;

use memcon_lexicon::{Rule, RuleSet};
use memcon_model::{Analysis, Basis, Move, MoveType, Span};

use super::actor::{Actor, Mentions, Subject, resolve, subject};
use super::units::{Unit, Voice, units};
use crate::Paper;

static PREDICATES: LazyLock<RuleSet> = LazyLock::new(|| rules("moves/predicate-"));
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
    let mut out: Vec<Move> = Vec::new();
    let mut last = Actor::default();
    let mut paragraph = u32::MAX;
    let clauses = super::obligations::clause_text(paper, found);
    for unit in &units {
        // What a clause of a draft binds to is no act of the one who recites it.
        if clauses.iter().any(|c| c.contains(unit.span)) {
            continue;
        }
        let here = paper.paragraph_at(unit.span.start).map_or(0, |p| p.span.start);
        if here != paragraph && unit.voice == Voice::Told {
            paragraph = here;
        }
        for (span, act) in acts_of(paper, found, unit, &mentions, &last) {
            out.push(Move {
                id: String::new(),
                span,
                kind: act.kind,
                actor: act.actor.name,
                side: act.actor.side,
                issue: None,
                answers: None,
                turn: unit.turn.map(|t| found.turns[t].id.clone()),
                reported: unit.voice == Voice::Told,
                basis: Basis::new(act.rule, act.confidence),
                ..Move::default()
            });
        }
        remember(&mut last, unit, found, &mentions);
    }
    thread::add_answers(paper, found, &units, &mut out);
    out.sort_by_key(|m| (m.span.start, m.span.end));
    let sides = super::sides::Sides::new(paper, found);
    for m in &mut out {
        m.side = match (&m.side, &m.actor) {
            (Some(side), _) => Some(sides.named(side)),
            (None, Some(actor)) => sides.of(actor),
            (None, None) => None,
        };
    }
    out.dedup_by(|b, a| a.span == b.span && a.kind == b.kind);
    for (n, m) in out.iter_mut().enumerate() {
        m.id = format!("m{}", n + 1);
    }
    out
}

/// Keeps who was last named as somebody who can act: the one that "he" and "they" mean in the next sentence.
fn remember(last: &mut Actor, unit: &Unit, found: &Analysis, mentions: &Mentions) {
    if unit.voice == Voice::Told {
        if let Some(turn) = unit.turn.map(|t| &found.turns[t]).filter(|t| t.speaker.is_some()) {
            *last = Actor { name: turn.speaker.clone(), side: turn.side.clone() };
        } else if let Some(agent) = topmost(unit, found, mentions) {
            *last = super::actor::named(agent);
        }
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

/// The acts of one sentence, each with the sentence or the clause that does it.
fn acts_of(
    paper: &Paper<'_>,
    found: &Analysis,
    unit: &Unit,
    mentions: &Mentions,
    last: &Actor,
) -> Vec<(Span, Act)> {
    let words = paper.words(unit.span);
    let mut acts = predicate_acts(words, paper, found, unit, mentions, last);
    if unit.voice == Voice::Own {
        acts.extend(phrase_acts(words, paper, found, unit));
    }
    if unit.voice == Voice::Told {
        if introduces_quotation(found, unit) {
            acts.retain(|a| !matches!(a.kind, MoveType::Answer | MoveType::Question | MoveType::Explanation));
        }
        if acts.is_empty() && unit.reporter.is_some() && last.name.is_some() && is_question(words) {
            acts.push(Act {
                kind: MoveType::Question,
                at: 0,
                actor: last.clone(),
                rule: "move.question-mark.told".into(),
                confidence: 0.6,
            });
        }
    }
    acts.extend(other_language_acts(words, paper, found, unit));
    clauses::settle(words, unit.span, acts)
}

/// Whether a sentence only says who speaks the words in quotation marks behind it.
fn introduces_quotation(found: &Analysis, unit: &Unit) -> bool {
    let next = found.turns.partition_point(|t| t.span.start < unit.span.end);
    found.turns.get(next).is_some_and(|t| t.span.start - unit.span.end <= 6)
}

/// Acts by a predicate with a subject before it.
fn predicate_acts(
    words: &str,
    paper: &Paper<'_>,
    found: &Analysis,
    unit: &Unit,
    mentions: &Mentions,
    last: &Actor,
) -> Vec<Act> {
    let mut hits: Vec<(usize, &Rule)> = PREDICATES
        .matches(words, &paper.languages)
        .flat_map(|m| m.rule.regex.find_iter(words).take(6).map(move |hit| (hit.start(), m.rule)))
        .collect();
    // The first of two rules at one place is the more telling one: refusals hold acceptances inside.
    hits.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.confidence.total_cmp(&a.1.confidence)));
    // What is only asked is not done; the question itself is found elsewhere.
    if unit.voice == Voice::Told && is_question(words) {
        return Vec::new();
    }
    let mut acts: Vec<Act> = Vec::new();
    let mut inherited: Option<Actor> = None;
    for (at, rule) in hits {
        // "I asked him", "I answered that" in a speech tell of other talks.
        let tells = rule.id.ends_with("answer.verb")
            || rule.id.ends_with("question.verb") && words[at..].starts_with("asked");
        if tells && unit.voice == Voice::Own {
            continue;
        }
        let left = &words[..at];
        let actor = match subject(left, &words[at..], unit.span.start, mentions) {
            // "X should begin" is advice about X; "we should begin" puts a course forward.
            Some((subject, _))
                if rule.id.ends_with(".should") && !matches!(subject, Subject::First | Subject::Both) =>
            {
                continue;
            }
            Some((subject, from)) => {
                let Some(actor) = allowed(&subject, &left[..from], unit, found, last, paper) else {
                    continue;
                };
                inherited = Some(actor.clone());
                actor
            }
            None if joins_on(left) => match &inherited {
                Some(actor) => actor.clone(),
                None => continue,
            },
            None => continue,
        };
        let Ok(kind) = rule.gives.parse() else { continue };
        acts.push(Act { kind, at, actor, rule: rule.id.clone(), confidence: rule.confidence });
    }
    acts
}

/// The actor of a subject, unless what stands before it takes the force from the predicate.
fn allowed(
    subject: &Subject,
    before: &str,
    unit: &Unit,
    found: &Analysis,
    last: &Actor,
    paper: &Paper<'_>,
) -> Option<Actor> {
    let before = clauses::last_clause(before);
    if GUARDS.matches(before, &paper.languages).next().is_some() {
        return None;
    }
    resolve(subject, unit, found, last)
}

/// Whether a predicate is tied by "and" or "but" to one before it, so that both have one subject.
fn joins_on(left: &str) -> bool {
    let left = left.trim_end();
    [
        " and",
        " but",
        " or",
        " and also",
        " and then",
        ", then",
        " and has",
        " and had",
        " and have",
        " and to",
    ]
    .iter()
    .any(|w| left.ends_with(w))
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

/// Acts in languages whose subject stands in the rule itself.
fn other_language_acts(words: &str, paper: &Paper<'_>, found: &Analysis, unit: &Unit) -> Vec<Act> {
    OTHERS
        .matches(words, &paper.languages)
        .filter_map(|m| {
            let who = m.captures.name("who").map(|w| w.as_str().trim());
            let actor = other_actor(who, unit, found)?;
            let kind = m.rule.gives.parse().ok()?;
            Some(Act {
                kind,
                at: m.captures.get(0)?.start(),
                actor,
                rule: m.rule.id.clone(),
                confidence: m.rule.confidence,
            })
        })
        .collect()
}

/// Who acts in a language whose rules name the subject themselves.
fn other_actor(who: Option<&str>, unit: &Unit, found: &Analysis) -> Option<Actor> {
    const FIRST: &[&str] = &[
        "我方",
        "我们",
        "我",
        "우리 측",
        "우리측",
        "우리는",
        "мы",
        "я",
        "наша сторона",
        "наша делегация",
        "nous",
        "je",
        "notre délégation",
    ];
    const BOTH: &[&str] =
        &["双方", "쌍방은", "양측은", "обе стороны", "стороны", "les deux parties", "les deux délégations"];
    let turn = unit.turn.map(|t| &found.turns[t]);
    let speaker = turn.map(|t| Actor { name: t.speaker.clone(), side: t.side.clone() });
    let lower = who.map(str::to_lowercase);
    match (lower.as_deref(), unit.voice) {
        (Some(w), _) if BOTH.contains(&w) => {
            Some(Actor { name: Some("both sides".into()), side: Some("both".into()) })
        }
        (Some(w), Voice::Own) if FIRST.contains(&w) => speaker,
        (Some(_), Voice::Own) => None,
        (Some(w), Voice::Told) if FIRST.contains(&w) => Some(super::actor::author(found)),
        (Some(_), Voice::Told) => {
            let name = who?.trim_end_matches(['는', '은', '측', ' ']).trim();
            let agent = found.agents.iter().find(|a| a.forms.iter().any(|f| f == name));
            Some(agent.map_or_else(
                || speaker.unwrap_or_else(|| Actor { name: Some(name.to_owned()), side: None }),
                super::actor::named,
            ))
        }
        (None, _) => speaker,
    }
}

#[cfg(test)]
mod tests;
