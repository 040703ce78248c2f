//! For which side somebody acts: by the paper's list of those present, its agents, and the user's parties.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::Analysis;

use crate::Paper;

/// What the paper (and the user) tell about sides.
pub(super) struct Sides {
    by_name: BTreeMap<String, String>,
    /// By last word of a name; `None` where two sides share it.
    by_last: BTreeMap<String, Option<String>>,
    /// Names of sides and their aliases.
    parties: BTreeMap<String, String>,
    /// Sides of those present and of those who speak.
    present: BTreeSet<String>,
}

impl Sides {
    /// Collects what is known.
    pub fn new(paper: &Paper<'_>, found: &Analysis) -> Self {
        let mut out = Self {
            by_name: BTreeMap::new(),
            by_last: BTreeMap::new(),
            parties: BTreeMap::new(),
            present: BTreeSet::new(),
        };
        for party in &paper.settings.parties {
            for name in party.aliases.iter().chain([&party.name]) {
                out.parties.insert(fold(name), party.name.clone());
            }
        }
        for p in crate::describe::participants(paper, &found.description) {
            if let Some(side) = &p.side {
                out.add(&p.name, side);
                out.present.insert(fold(side));
            }
        }
        for agent in &found.agents {
            if let Some(side) = &agent.side {
                for form in agent.forms.iter().chain([&agent.canonical]) {
                    out.add(form, side);
                }
            }
        }
        for turn in &found.turns {
            if let (Some(speaker), Some(side)) = (&turn.speaker, &turn.side) {
                out.add(speaker, side);
                out.present.insert(fold(side));
            }
        }
        out
    }

    fn add(&mut self, name: &str, side: &str) {
        let side = self.parties.get(&fold(side)).cloned().unwrap_or_else(|| side.to_owned());
        self.parties.entry(fold(&side)).or_insert_with(|| side.clone());
        if let Some(last) = name.split_whitespace().next_back() {
            let held = self.by_last.entry(fold(last)).or_insert_with(|| Some(side.clone()));
            if held.as_deref() != Some(side.as_str()) {
                *held = None;
            }
        }
        self.by_name.entry(fold(name)).or_insert(side);
    }

    /// The side of a name, or of a name that is itself a side.
    pub fn of(&self, name: &str) -> Option<String> {
        let whole = fold(name);
        let last = name.split_whitespace().next_back().map(fold).unwrap_or_default();
        self.by_name
            .get(&whole)
            .or_else(|| self.parties.get(&whole))
            .cloned()
            .or_else(|| self.by_last.get(&last).cloned().flatten())
    }

    /// How many sides are known to be at the table: those of the people present and of those who speak.
    pub fn count(&self) -> usize {
        self.present.len()
    }

    /// A side under the name that the user gave its party.
    pub fn named(&self, side: &str) -> String {
        self.parties.get(&fold(side)).cloned().unwrap_or_else(|| side.to_owned())
    }
}

/// Lower case, without article.
fn fold(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.strip_prefix("the ").map(str::to_owned).unwrap_or(lower)
}
