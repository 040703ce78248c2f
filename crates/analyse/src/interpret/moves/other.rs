//! Acts in languages whose rules name the subject themselves: Chinese, Korean, Russian, French, German.

use memcon_model::Analysis;

use super::{Act, GUARDS, OTHERS};
use crate::Paper;
use crate::interpret::actor::{self, Actor};
use crate::interpret::units::{Unit, Voice};

/// Acts whose subject stands in the rule itself.
pub(super) fn acts(words: &str, paper: &Paper<'_>, found: &Analysis, unit: &Unit) -> Vec<Act> {
    OTHERS
        .matches(words, &paper.languages)
        .filter_map(|m| {
            let at = m.captures.get(0)?.start();
            if GUARDS.matches(&words[..at], &paper.languages).next().is_some() {
                return None;
            }
            let who = m.captures.name("who").map(|w| w.as_str().trim());
            let actor = who_acts(who, unit, found)?;
            let kind = m.rule.gives.parse().ok()?;
            Some(Act { kind, at, actor, rule: m.rule.id.clone(), confidence: m.rule.confidence })
        })
        .collect()
}

/// Who acts by a subject as written; `None` where it can be nobody at the table.
fn who_acts(who: Option<&str>, unit: &Unit, found: &Analysis) -> Option<Actor> {
    let turn = unit.turn.map(|t| &found.turns[t]);
    let speaker = turn.map(|t| Actor { name: t.speaker.clone(), side: t.side.clone() });
    let lower = who.map(str::to_lowercase);
    match (lower.as_deref(), unit.voice) {
        (Some(w), _) if actor::is_both(w) => Some(actor::both()),
        (Some(w), Voice::Own) if actor::is_first(w) => speaker,
        (Some(_), Voice::Own) => None,
        (Some(w), Voice::Told) if actor::is_first(w) => Some(actor::author(found)),
        (Some(_), Voice::Told) => {
            let name = who?.trim_end_matches(['는', '은', '측', ' ']).trim();
            let agent = found.agents.iter().find(|a| a.forms.iter().any(|f| f == name));
            Some(agent.map_or_else(
                || speaker.unwrap_or_else(|| Actor { name: Some(name.to_owned()), side: None }),
                actor::named,
            ))
        }
        (None, _) => speaker,
    }
}
