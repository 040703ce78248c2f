//! What can be said only over several documents: agents, accounts of events, issues over time, references.
//!
//! A pure function from analyses to [`Linked`]; it edits no analysis and reads no disk. Everything is
//! found through indexes (names by key, events by day, issues by their rarer words), so that the cost
//! stays near linear in the number of documents. Nothing depends on hash order: same papers in, same
//! bytes out. What does not belong here: anything that can be told from one document.

mod agents;
mod answers;
pub mod codes;
mod compare;
pub mod drafts;
mod events;
mod ids;
mod issues;
mod letters;
mod lists;
mod loose_ends;
mod obligations;
mod references;
mod rhetoric;
mod states;
mod steps;

pub use compare::{Names, compare, differences, parallel};
pub use lists::{ListJoin, join_lists};
pub use references::{missing as missing_papers, resolve as resolve_references};

use memcon_model::{Analysis, Decision, Edtf, Linked, Listed};

/// A document of the collection as linking sees it.
#[derive(Clone, Copy, Debug)]
pub struct Document<'d> {
    /// Its id in the collection.
    pub id: &'d str,
    /// What was found in it; spans are bytes of `text`.
    pub analysis: &'d Analysis,
    /// Its text as read.
    pub text: &'d str,
}

impl Document<'_> {
    /// The day the paper speaks of: that of the meeting it records, else its own.
    fn date(&self) -> Option<&Edtf> {
        self.analysis
            .recorded_event()
            .and_then(|e| e.date.as_ref())
            .or_else(|| self.analysis.description.date())
    }
}

/// What a person gave besides the papers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Given<'g> {
    /// Entries of lists of persons, in order.
    pub listed: &'g [Listed],
    /// Decisions by hand, oldest first; those taken back are passed over.
    pub decisions: &'g [Decision],
}

/// Links the documents of a collection. The order of `documents` decides nothing but ties.
pub fn link(documents: &[Document<'_>]) -> Linked {
    link_with(documents, &Given::default())
}

/// [`link`] with what a person gave: lists of persons, decisions by hand.
pub fn link_with(documents: &[Document<'_>], given: &Given<'_>) -> Linked {
    let agents = agents::join(documents, given);
    let references = references::resolve(documents);
    let events = events::join(documents, &agents, &references, given);
    let letters = letters::thread(documents, &agents, &events, &references);
    let answers = answers::find(documents, &agents, &references);
    let issues = issues::join(documents, &agents, &answers, given);
    let loose_ends = loose_ends::find(documents, &agents, &answers, &issues);
    let (obligations, mechanisms) = obligations::join(documents, &agents, &events, given);
    Linked {
        look_alikes: agents.look_alikes,
        agents: agents.linked,
        events,
        letters,
        issues,
        answers,
        loose_ends,
        obligations,
        mechanisms,
        missing: references::missing(documents, &references),
        references,
    }
}

#[cfg(test)]
mod tests;
