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
pub mod deciding;
mod digest;
pub mod drafts;
mod events;
mod ids;
mod issues;
mod letters;
mod lists;
mod loose_ends;
mod obligations;
pub mod pairs;
mod parallels;
mod references;
mod rhetoric;
mod states;
mod steps;

pub use compare::{Names, compare, differences, parallel};
pub use digest::digest;
pub use lists::{ListJoin, join_lists};
pub use parallels::in_step;
pub use references::{missing as missing_papers, resolve as resolve_references};
#[doc(hidden)]
pub use references::{things_weighed, weigh as weigh_references};

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
    link_told(documents, given, &mut |_| {})
}

/// What linking does, in its order; for those who show how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Who is who.
    Agents,
    /// Which papers are translations of others.
    Parallels,
    /// Which document is meant.
    References,
    /// What happened.
    Events,
    /// Letters with their answers.
    Letters,
    /// Moves that answer moves of other papers.
    Answers,
    /// Points at stake and where they stood.
    Issues,
    /// What was left open.
    LooseEnds,
    /// Who was bound to what.
    Obligations,
}

/// [`link_with`]; `begins` is told of each stage before it begins.
pub fn link_told(documents: &[Document<'_>], given: &Given<'_>, begins: &mut dyn FnMut(Stage)) -> Linked {
    begins(Stage::Agents);
    let mut agents = agents::join(documents, given);
    begins(Stage::Parallels);
    let parallels = parallels::find(documents, &agents, given);
    agents.unite(parallels::same_agents(documents, &agents, &parallels));
    let twins = parallels::Twins::new(documents, &parallels);
    begins(Stage::References);
    let references = references::resolve(documents);
    begins(Stage::Events);
    let events = events::join(documents, &agents, &references, &twins, given);
    begins(Stage::Letters);
    let letters = letters::thread(documents, &agents, &events, &references);
    begins(Stage::Answers);
    // A move that a translation tells again counts once.
    let told_once = parallels::once(documents, &parallels);
    let mut counted = documents.to_vec();
    for (d, analysis) in &told_once {
        counted[*d].analysis = analysis;
    }
    let answers = answers::find(&counted, &agents, &references);
    begins(Stage::Issues);
    let issues = issues::join(&counted, &agents, &answers, given);
    begins(Stage::LooseEnds);
    let loose_ends = loose_ends::find(&counted, &agents, &answers, &issues);
    begins(Stage::Obligations);
    let (obligations, mechanisms) = obligations::join(documents, &agents, &events, &twins, given);
    let mut linked = Linked {
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
        parallels,
    };
    parallels::differ(documents, &mut linked);
    linked
}

#[cfg(test)]
mod tests;
