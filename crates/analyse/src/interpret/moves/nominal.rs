//! Acts told with a noun and a possessive or "by": "Aldo's refusal to name a day". Only for sentences without another act.

use std::sync::LazyLock;

use memcon_lexicon::RuleSet;

use super::clauses::last_clause;
use super::predicate::Sentence;
use super::report::agent_at;
use super::{Act, GUARDS, rules};
use crate::interpret::actor::{self, Actor};

static NOMINAL: LazyLock<RuleSet> = LazyLock::new(|| rules("moves/nominal-"));

/// How rules of this kind begin, for those who treat their moves apart.
pub(super) const RULES: &str = "move.en.nominal.";

/// The acts that a sentence names with a noun, each by the one whose act it is.
pub(super) fn acts(s: &Sentence<'_, '_>) -> Vec<Act> {
    let found = NOMINAL.matches(s.words, &s.paper.languages).filter_map(|m| {
        let whole = m.captures.get(0)?;
        if GUARDS.matches(last_clause(&s.words[..whole.start()]), &s.paper.languages).next().is_some() {
            return None;
        }
        let actor = match (m.captures.name("whose"), m.captures.name("by")) {
            (Some(whose), _) => possessor(s, whose.start(), whose.end())?,
            (None, Some(by)) => agent_at(s.unit.span, by.end(), s.found, s.mentions)?,
            (None, None) => return None,
        };
        let kind = m.rule.gives.parse().ok()?;
        Some(Act { kind, at: whole.start(), actor, rule: m.rule.id.clone(), confidence: m.rule.confidence })
    });
    found.collect()
}

/// Whose name ends where a possessive stands; the name as marked may hold the possessive.
fn possessor(s: &Sentence<'_, '_>, from: usize, to: usize) -> Option<Actor> {
    let at = |n: usize| s.unit.span.start.saturating_add(u32::try_from(n).unwrap_or(0));
    let (agent, _) = s.mentions.ending_at(at(from)).or_else(|| s.mentions.ending_at(at(to)))?;
    Some(actor::named(&s.found.agents[agent]))
}
