//! Acts by a predicate: who stands before it, and whether anything takes its force.

use std::sync::LazyLock;

use memcon_lexicon::{Rule, RuleSet};
use memcon_model::{Agent, AgentType, Analysis, Span, Turn};

use super::{Act, GUARDS, clauses, is_question, report, rules};
use crate::Paper;
use crate::interpret::actor::{self, Actor, Mentions, Subject, joins_on, lies_ahead, resolve, subject};
use crate::interpret::units::{Unit, Voice};

static PREDICATES: LazyLock<RuleSet> = LazyLock::new(|| rules("moves/predicate-"));

/// Who was spoken of before a sentence.
#[derive(Clone, Default)]
pub(super) struct Before {
    /// The one that "he" and "they" mean.
    pub last: Actor,
    /// The subject of the sentence before, in the same paragraph: the one that a sentence without a subject goes on with.
    pub topic: Option<Actor>,
}

/// What every predicate of a sentence is read with.
pub(super) struct Sentence<'a, 'p> {
    pub words: &'a str,
    pub paper: &'a Paper<'p>,
    pub found: &'a Analysis,
    pub unit: &'a Unit,
    pub mentions: &'a Mentions,
    pub before: &'a Before,
}

/// Acts by a predicate with a subject before it.
pub(super) fn acts(s: &Sentence<'_, '_>) -> Vec<Act> {
    // What is only asked is not done; the question itself is found elsewhere.
    if s.unit.voice == Voice::Told && is_question(s.words) {
        return Vec::new();
    }
    let mut hits: Vec<(usize, usize, &Rule)> = PREDICATES
        .matches(s.words, &s.paper.languages)
        .flat_map(|m| {
            m.rule.regex.find_iter(s.words).take(6).map(move |hit| (hit.start(), hit.end(), m.rule))
        })
        .collect();
    // Of two rules at one place the longer says more: "agree to postpone" puts off, it does not accept. What is
    // refused in so many words is refused, whatever the reason.
    let key = |h: &(usize, usize, &Rule)| (h.0, h.2.gives != "refusal", std::cmp::Reverse(h.1));
    hits.sort_by(|a, b| key(a).cmp(&key(b)).then(b.2.confidence.total_cmp(&a.2.confidence)));
    hits.dedup_by_key(|h| h.0);
    let mut out: Vec<Act> = Vec::new();
    let mut inherited: Option<Actor> = None;
    for (at, _, rule) in hits {
        // "I asked him", "I answered that" in a speech tell of other talks.
        let tells = rule.id.ends_with("answer.verb")
            || rule.id.ends_with("question.verb") && s.words[at..].starts_with("asked");
        if tells && s.unit.voice == Voice::Own {
            continue;
        }
        let Some(actor) = who(s, at, rule, &inherited) else { continue };
        inherited = Some(actor.clone());
        let Ok(kind) = rule.gives.parse() else { continue };
        out.push(Act { kind, at, actor, rule: rule.id.clone(), confidence: rule.confidence });
    }
    out
}

/// Who does what the predicate at `at` says; `None` where nobody does it.
fn who(s: &Sentence<'_, '_>, at: usize, rule: &Rule, inherited: &Option<Actor>) -> Option<Actor> {
    let left = &s.words[..at];
    let Some((subject, from)) = subject(left, &s.words[at..], s.unit.span.start, s.mentions) else {
        if joins_on(left) {
            return inherited.clone();
        }
        let elided = s.unit.voice == Voice::Told && report::leaves_out_subject(s.words, at, s.paper);
        return s.before.topic.clone().filter(|_| elided);
    };
    // "X should begin" is advice about X; "we should begin" puts a course forward.
    if rule.id.ends_with(".should") && !matches!(subject, Subject::First | Subject::Both) {
        return None;
    }
    let lead = clauses::last_clause(&left[..from]);
    if GUARDS.matches(lead, &s.paper.languages).next().is_some() || foretold(s, &subject, &left[from..], at) {
        return None;
    }
    let actor = resolve(&subject, s.unit, s.found, &s.before.last)?;
    if subject != Subject::Third || !named_behind(s, at, &actor) {
        return Some(actor);
    }
    // "He asked whether Ito knew": he is not Ito.
    let other = s.before.last.clone();
    Some(if named_behind(s, at, &other) { Actor::default() } else { other })
}

/// Whether a predicate says what somebody else will do or could do: a forecast, no act of theirs.
fn foretold(s: &Sentence<'_, '_>, subject: &Subject, between: &str, at: usize) -> bool {
    let (others, body) = match subject {
        Subject::Agent(n) => {
            let agent = &s.found.agents[*n];
            (!speaks_for(s, agent), agent.kind != AgentType::Person)
        }
        Subject::Named(_) => (true, false),
        _ => (false, false),
    };
    s.unit.voice == Voice::Told && others && lies_ahead(between, &s.words[at..], body)
}

/// Whether the speaker of the report in a sentence is an agent, or speaks for it.
pub(super) fn speaks_for(s: &Sentence<'_, '_>, agent: &Agent) -> bool {
    let turn: Option<&Turn> = s.unit.turn.map(|t| &s.found.turns[t]);
    turn.is_some_and(|t| actor::own_side(agent, t))
}

/// Whether the one taken for the actor is named behind the predicate: a pronoun never stands for a name in what it governs.
fn named_behind(s: &Sentence<'_, '_>, at: usize, actor: &Actor) -> bool {
    let start = s.unit.span.start.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
    let behind = Span { start: start.min(s.unit.span.end), end: s.unit.span.end };
    let named = s.mentions.inside(behind);
    actor.name.as_deref().is_some_and(|name| named.iter().any(|&n| s.found.agents[n].canonical == name))
}
