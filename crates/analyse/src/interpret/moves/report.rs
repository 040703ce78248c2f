//! Acts without a subject of their own before them: inside an indirect report, impersonal and passive, elided.

use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{Analysis, Mode, MoveType, Span};

use super::clauses::last_clause;
use super::predicate::{Sentence, speaks_for};
use super::{Act, GUARDS, rules};
use crate::Paper;
use crate::interpret::actor::{self, Actor, Mentions, Subject};
use crate::interpret::units::Unit;

static REPORTS: LazyLock<RuleSet> = LazyLock::new(|| rules("moves/report-"));
static IMPERSONAL: LazyLock<RuleSet> = LazyLock::new(|| rules("moves/impersonal-"));
static ELIDED: LazyLock<RuleSet> = LazyLock::new(|| rules("moves/elided-"));

/// Farthest that the name of an agent stands behind "by", article included.
const BEHIND_BY: u32 = 4;

/// Acts in the words of an indirect report: the speaker's own, shifted into the past and the third person.
pub(super) fn reported(s: &Sentence<'_, '_>) -> Vec<Act> {
    let Sentence { words, paper, found, unit, .. } = *s;
    let turn = unit.turn.map(|t| &found.turns[t]);
    let turn = turn.filter(|t| t.mode == Mode::IndirectReport && t.speaker.is_some());
    let (from, to, speaker) = match turn {
        Some(turn) => (
            turn.span.start.saturating_sub(unit.span.start) as usize,
            turn.span.end.min(unit.span.end).saturating_sub(unit.span.start) as usize,
            Actor { name: turn.speaker.clone(), side: turn.side.clone() },
        ),
        // A sentence that leaves out its subject goes on with the words of the one before.
        None => match s.before.topic.clone().filter(|_| leaves_out_subject(words, 0, paper)) {
            Some(topic) => (0, words.len(), topic),
            None => return Vec::new(),
        },
    };
    let Some(inside) = words.get(from..to) else { return Vec::new() };
    REPORTS
        .matches(inside, &paper.languages)
        .filter_map(|m| {
            let free = |at: usize| {
                GUARDS.matches(last_clause(&inside[..at]), &paper.languages).next().is_none()
                    && (!m.rule.id.ends_with(OWN) || own_subject(s, from + at, &speaker))
            };
            let at = m.rule.regex.find_iter(inside).take(4).map(|hit| hit.start()).find(|&at| free(at))?;
            let kind: MoveType = m.rule.gives.parse().ok()?;
            Some(Act {
                kind,
                at: from + at,
                actor: speaker.clone(),
                rule: m.rule.id.clone(),
                confidence: m.rule.confidence,
            })
        })
        .collect()
}

/// How rules end whose predicate must be the speaker's: "he could not accept", not "the others would not accept".
const OWN: &str = ".own";

/// Whether the subject of a predicate in a report is its speaker, the speaker's side or nobody named.
fn own_subject(s: &Sentence<'_, '_>, at: usize, speaker: &Actor) -> bool {
    let left = &s.words[..at];
    let Some((subject, _)) = actor::subject(left, &s.words[at..], s.unit.span.start, s.mentions) else {
        return leaves_out_subject(s.words, 0, s.paper) && at < 12;
    };
    match subject {
        // "He" right behind another person is that person.
        Subject::Third => true,
        Subject::Agent(n) => {
            let agent = &s.found.agents[n];
            speaker.name.as_deref() == Some(agent.canonical.as_str()) || speaks_for(s, agent)
        }
        _ => false,
    }
}

/// "It was agreed that …", "… was rejected by the delegation". What all at the table do is of both sides only
/// where the paper knows two.
pub(super) fn impersonal(
    words: &str,
    paper: &Paper<'_>,
    found: &Analysis,
    unit: &Unit,
    mentions: &Mentions,
    sides: usize,
) -> Vec<Act> {
    IMPERSONAL
        .matches(words, &paper.languages)
        .filter_map(|m| {
            let at = m.captures.get(0)?.start();
            if GUARDS.matches(last_clause(&words[..at]), &paper.languages).next().is_some() {
                return None;
            }
            let actor = match m.captures.name("by") {
                Some(by) => agent_at(unit.span, by.end(), found, mentions)?,
                None if sides >= 2 => actor::both(),
                None => Actor::default(),
            };
            let kind = m.rule.gives.parse().ok()?;
            Some(Act { kind, at, actor, rule: m.rule.id.clone(), confidence: m.rule.confidence })
        })
        .collect()
}

/// The agent whose name begins at an offset of a sentence.
pub(super) fn agent_at(sentence: Span, at: usize, found: &Analysis, mentions: &Mentions) -> Option<Actor> {
    let start = sentence.start.saturating_add(u32::try_from(at).ok()?);
    let near = Span { start, end: sentence.end.min(start.saturating_add(80)) };
    let n = *mentions.inside(near).first()?;
    let agent = &found.agents[n];
    let here = |m: &memcon_model::Mention| m.span.start >= start && m.span.start <= start + BEHIND_BY;
    let from = agent.mentions.partition_point(|m| m.span.start < start);
    agent.mentions[from..].first().filter(|m| here(m)).map(|_| actor::named(agent))
}

/// Whether a sentence that opens with a verb leaves out its subject, as telegrams do ("Rejected both plans.").
pub(super) fn leaves_out_subject(words: &str, at: usize, paper: &Paper<'_>) -> bool {
    let lead = words[..at].trim();
    let verb: String = words[at..].chars().take_while(|c| c.is_alphabetic()).collect();
    let opens = lead.is_empty() && verb.chars().next().is_some_and(char::is_uppercase)
        || lead.chars().next().is_some_and(char::is_uppercase)
            && !lead.contains(' ')
            && actor::leaves_act(lead);
    let told = |what: &str| ELIDED.matches(words, &paper.languages).any(|m| m.rule.gives == what);
    opens && verb.ends_with("ed") && !told("no") || at == 0 && told("yes")
}
