//! For which side a move is made, over the collection: states by one name, persons by what any paper tells of them.
//!
//! A diplomat's state stands in a list of those present, in a heading or behind the name somewhere among the papers; papers
//! differ in how they word it. What most tell counts; where they contradict one another, nothing is known.

use std::collections::BTreeMap;

use memcon_model::{Field, Move};

use crate::Document;
use crate::agents::{Agents, state_of, state_then};

/// What a list of those present or an office counts for, where a single passage counts for one: a person needs one such or as
/// many passages to have a side.
const LISTED: u32 = 3;

/// Sides of moves and papers.
pub(crate) struct Sides<'a> {
    agents: &'a Agents,
    /// By agent: codes of states and other labels, with how often.
    told: BTreeMap<usize, BTreeMap<String, u32>>,
    /// The same by the words that name somebody ("the Secretary").
    labels: BTreeMap<String, BTreeMap<String, u32>>,
    /// The usual name of a state by its code.
    names: BTreeMap<String, String>,
    /// By document: the side whose paper it is.
    papers: Vec<Option<String>>,
    /// By document: its day (ISO).
    days: Vec<Option<String>>,
}

/// Who moves.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Mover {
    /// A side, or a person or body where no side is known; `None` = unknown.
    pub label: Option<String>,
    /// Whether it is a side.
    pub known: bool,
}

impl<'a> Sides<'a> {
    /// Learns sides over all papers.
    pub fn new(documents: &[Document<'_>], agents: &'a Agents) -> Self {
        let mut told: BTreeMap<usize, BTreeMap<String, u32>> = BTreeMap::new();
        let mut labels: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
        let mut spelt: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
        let days: Vec<Option<String>> =
            documents.iter().map(|d| d.date().and_then(memcon_model::Edtf::latest_iso)).collect();
        let mut note = |d: usize, name: &str, side: &str, weight: u32| {
            let Some(code) = state_of(side).map(|c| state_then(c, days[d].as_deref())) else { return };
            match agents.person(d, name) {
                Some(n) => *told.entry(n).or_default().entry(code).or_default() += weight,
                None => *labels.entry(plain(name)).or_default().entry(code).or_default() += weight,
            }
        };
        for (d, document) in documents.iter().enumerate() {
            let a = document.analysis;
            for t in &a.turns {
                if let (Some(name), Some(side)) = (t.speaker.as_deref(), t.side.as_deref()) {
                    note(d, name, side, 1);
                }
            }
            for m in &a.moves {
                if let (Some(name), Some(side)) = (m.actor.as_deref(), m.side.as_deref()) {
                    note(d, name, side, 1);
                }
            }
            for p in a.events.iter().flat_map(|e| &e.participants) {
                if let Some(side) = p.side.as_deref() {
                    note(d, &p.name, side, LISTED);
                }
            }
            for agent in &a.agents {
                if let Some(side) = agent.side.as_deref() {
                    note(d, &agent.canonical, side, LISTED);
                }
                for role in agent.role.iter() {
                    if let Some(side) = first_state(role) {
                        note(d, &agent.canonical, side, LISTED);
                    }
                }
                for side in agent.side.iter() {
                    if let Some(code) = state_of(side) {
                        *spelt.entry(code).or_default().entry(agents.name(d, side)).or_default() += 1;
                    }
                }
            }
        }
        let names = spelt
            .into_iter()
            .filter_map(|(code, forms)| {
                let best =
                    forms.into_iter().max_by(|a, b| (a.1, a.0.len(), &b.0).cmp(&(b.1, b.0.len(), &a.0)))?;
                Some((code, best.0))
            })
            .collect();
        let mut out = Self { agents, told, labels, names, papers: Vec::new(), days };
        out.papers = (0..documents.len()).map(|d| out.of_paper(documents, d)).collect();
        out
    }

    /// Who makes a move.
    pub fn mover(&self, d: usize, m: &Move) -> Mover {
        let told = m.side.as_deref().and_then(|s| self.settled(d, s));
        // One passage may be wrong about a person's state: what all of them tell goes before it.
        let person = m.actor.as_deref().filter(|a| named_state(a).is_none() && m.side.as_deref() != Some(*a));
        let side = match person {
            Some(actor) => self
                .person(d, actor)
                .or_else(|| told.filter(|_| m.side.as_deref().is_some_and(|s| named_state(s).is_none()))),
            None => told.or_else(|| self.person(d, m.actor.as_deref()?)),
        };
        if let Some(label) = side {
            return Mover { label: Some(label), known: true };
        }
        let label = m.side.as_ref().or(m.actor.as_ref()).map(|s| self.agents.name(d, s));
        Mover { label, known: false }
    }

    /// A side under its one name; `None` where the label is no side.
    pub fn settled(&self, d: usize, side: &str) -> Option<String> {
        if let Some(code) = named_state(side) {
            return Some(self.state_name(&self.then(d, code), side));
        }
        (!crate::agents::is_body(side)).then(|| self.agents.name(d, side))
    }

    /// The state that a code's name meant on the day of a paper.
    fn then(&self, d: usize, code: String) -> String {
        state_then(code, self.days.get(d).and_then(Option::as_deref))
    }

    fn state_name(&self, code: &str, as_told: &str) -> String {
        crate::agents::state_name(code)
            .or_else(|| self.names.get(code).cloned())
            .unwrap_or_else(|| as_told.to_owned())
    }

    /// The side of a person or body as most papers tell it.
    pub fn person(&self, d: usize, name: &str) -> Option<String> {
        if let Some(code) = named_state(name) {
            return Some(self.state_name(&self.then(d, code), name));
        }
        if let Some(side) = self.agents.stands_for(d, name).filter(|s| state_of(s).is_some()) {
            return self.settled(d, side);
        }
        let told = match self.agents.person(d, name) {
            Some(n) => self.told.get(&n),
            None => self.labels.get(&plain(name)),
        };
        let most = told.and_then(|told| {
            let all: u32 = told.values().sum();
            let best = told.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))?;
            (*best.1 >= LISTED && *best.1 * 4 >= all * 3).then(|| self.state_name(best.0, best.0))
        });
        most.or_else(|| self.agents.side(d, name).and_then(|s| self.settled(d, &s)))
    }

    /// A side's one name, or the label as told where it is none.
    pub fn named(&self, d: usize, side: &str) -> String {
        self.settled(d, side).unwrap_or_else(|| side.to_owned())
    }

    /// Whose paper it is.
    pub fn paper(&self, d: usize) -> Option<&str> {
        self.papers.get(d)?.as_deref()
    }

    fn of_paper(&self, documents: &[Document<'_>], d: usize) -> Option<String> {
        let description = &documents[d].analysis.description;
        [Field::Sender, Field::Author, Field::IssuingOffice]
            .into_iter()
            .flat_map(|f| description.all(f))
            .find_map(|v| {
                first_state(&v.value).and_then(|s| self.settled(d, s)).or_else(|| self.person(d, &v.value))
            })
    }
}

/// Lower case, without an article.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.strip_prefix("the ").unwrap_or(&lower).trim().to_owned()
}

/// The state that a label names, also behind words that say nothing ("So the …").
fn named_state(label: &str) -> Option<String> {
    state_of(label).or_else(|| {
        let (n, _) = label.match_indices(' ').take(3).find(|(n, _)| state_of(&label[n + 1..]).is_some())?;
        memcon_lexicon::keys(&label[..n]).is_empty().then(|| state_of(&label[n + 1..]))?
    })
}

/// The state whose adjective or name an office opens with, or whose it is by "of": never the one it is accredited "in" or "to".
fn first_state(office: &str) -> Option<&str> {
    let office = office.trim().trim_start_matches("the ").trim_start_matches("The ");
    let own = office.split([',', ';']).next().unwrap_or(office);
    let opens = own.split_whitespace().next().filter(|w| state_of(w).is_some());
    let two = || {
        let end = own.match_indices(' ').nth(1).map_or(own.len(), |(n, _)| n);
        own.get(..end).filter(|w| state_of(w).is_some())
    };
    opens.or_else(two).or_else(|| {
        let (head, of) = own.rsplit_once(" of ")?;
        let of = of.trim().trim_start_matches("the ");
        let posted = [" to ", " in ", " with "].iter().any(|w| head.contains(w));
        (!posted && state_of(of).is_some()).then_some(of)
    })
}

#[cfg(test)]
mod tests {
    use super::first_state;

    #[test]
    fn an_office_tells_whose_it_is_and_not_where_it_is_held() {
        assert_eq!(first_state("Italian Ambassador in Greece"), Some("Italian"));
        assert_eq!(first_state("In the chair"), None);
        assert_eq!(first_state("the Foreign Minister of Norway"), Some("Norway"));
        assert_eq!(first_state("Ambassador in Norway"), None);
        assert_eq!(first_state("Ambassador to the Kingdom of Norway"), None);
        assert_eq!(first_state("Minister of Trade"), None);
    }
}
