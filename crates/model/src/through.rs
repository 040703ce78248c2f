//! Issues and events as far as they stand on words that came through few enough reporters.
//!
//! What linking found is not found anew: a change of state keeps the state that all papers together gave it, and is
//! left out where the words it stands on do not pass.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::{Depths, Evidence, Linked, LinkedEvent, LinkedIssue};

impl LinkedIssue {
    /// The issue as far as it stands on words that `passes` lets through: positions and changes of state stay
    /// where all their words do. `None` = nothing of it does.
    pub fn only(&self, passes: &dyn Fn(&Evidence) -> bool) -> Option<Self> {
        let mut left = self.clone();
        left.positions.retain(|p| passes(&p.evidence));
        left.states.retain(|s| s.evidence.iter().all(passes));
        for version in &mut left.versions {
            version.states.retain(|s| s.evidence.iter().all(passes));
        }
        (!left.positions.is_empty() || !left.states.is_empty()).then_some(left)
    }

    fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        let positions = self.positions.iter().map(|p| &p.evidence);
        positions.chain(self.states.iter().flat_map(|s| &s.evidence))
    }
}

impl LinkedEvent {
    /// The event as far as it stands on words that `passes` lets through: evidence stays where it does, a paper's
    /// account where any of its evidence does. `None` = nothing of it does.
    pub fn only(&self, passes: &dyn Fn(&Evidence) -> bool) -> Option<Self> {
        let mut left = self.clone();
        left.evidence.retain(passes);
        let tells = |of: &[Evidence], document: &str| of.iter().any(|e| e.document == document);
        left.accounts.retain(|a| tells(&left.evidence, &a.document) || !tells(&self.evidence, &a.document));
        (self.evidence.is_empty() || !left.evidence.is_empty()).then_some(left)
    }
}

impl Linked {
    /// The issues as far as they stand on words through at most `most` reporters; `None` = any number.
    /// `depths` gives the voices of a document, each asked for once.
    pub fn issues_through<E>(
        &self,
        most: Option<u32>,
        depths: impl FnMut(&str) -> Result<Depths, E>,
    ) -> Result<Vec<Cow<'_, LinkedIssue>>, E> {
        let Some(most) = most else { return Ok(self.issues.iter().map(Cow::Borrowed).collect()) };
        let voices = voices(self.issues.iter().flat_map(LinkedIssue::evidence), depths)?;
        let passes = |e: &Evidence| is_near(&voices, e, most);
        Ok(self.issues.iter().filter_map(|i| i.only(&passes)).map(Cow::Owned).collect())
    }

    /// The events, likewise.
    pub fn events_through<E>(
        &self,
        most: Option<u32>,
        depths: impl FnMut(&str) -> Result<Depths, E>,
    ) -> Result<Vec<Cow<'_, LinkedEvent>>, E> {
        let Some(most) = most else { return Ok(self.events.iter().map(Cow::Borrowed).collect()) };
        let voices = voices(self.events.iter().flat_map(|e| &e.evidence), depths)?;
        let passes = |e: &Evidence| is_near(&voices, e, most);
        Ok(self.events.iter().filter_map(|e| e.only(&passes)).map(Cow::Owned).collect())
    }
}

/// The voices of all documents that evidence stands in.
fn voices<'e, E>(
    evidence: impl Iterator<Item = &'e Evidence>,
    mut depths: impl FnMut(&str) -> Result<Depths, E>,
) -> Result<BTreeMap<&'e str, Depths>, E> {
    let mut voices = BTreeMap::new();
    for e in evidence {
        if !voices.contains_key(e.document.as_str()) {
            voices.insert(e.document.as_str(), depths(&e.document)?);
        }
    }
    Ok(voices)
}

fn is_near(voices: &BTreeMap<&str, Depths>, evidence: &Evidence, most: u32) -> bool {
    voices.get(evidence.document.as_str()).is_none_or(|d| d.reporters(evidence.span) <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MoveType, PositionHeld, Span, State, StateChange};
    use std::convert::Infallible;

    fn at(document: &str, start: usize) -> Evidence {
        Evidence { document: document.into(), span: Span::new(start, start + 5) }
    }

    /// An issue with a position and a state at each place.
    fn issue(name: &str, places: &[Evidence]) -> LinkedIssue {
        let position = |e: &Evidence| PositionHeld {
            side: None,
            stance: MoveType::Demand,
            actor: None,
            date: None,
            evidence: e.clone(),
        };
        let state = |e: &Evidence| StateChange {
            date: None,
            state: State::Raised,
            side: None,
            by: None,
            rule: String::new(),
            evidence: vec![e.clone()],
        };
        LinkedIssue {
            id: name.into(),
            name: name.into(),
            wordings: vec![],
            members: vec![],
            positions: places.iter().map(position).collect(),
            states: places.iter().map(state).collect(),
            ..LinkedIssue::default()
        }
    }

    #[test]
    fn what_was_only_reported_is_left_out() {
        let linked = Linked {
            issues: vec![issue("ferries", &[at("a", 0), at("b", 0)]), issue("signal", &[at("b", 2)])],
            ..Linked::default()
        };
        // In b everything is told through one reporter.
        let depths = |id: &str| -> Result<Depths, Infallible> {
            Ok(Depths::new((id == "b").then_some((Span::new(0, 100), 1))))
        };
        let told = |most| -> Vec<String> {
            let kept = linked.issues_through(most, depths).unwrap();
            kept.iter().map(|i| format!("{} {} {}", i.name, i.positions.len(), i.states.len())).collect()
        };
        assert_eq!(told(None), ["ferries 2 2", "signal 1 1"]);
        assert_eq!(told(Some(1)), ["ferries 2 2", "signal 1 1"]);
        assert_eq!(told(Some(0)), ["ferries 1 1"]);
    }
}
