//! Obligations over the collection: one in several papers, its force over time, what was done about it.
//!
//! Two obligations are one when they bind the same, bid or forbid alike, and share most of their rarer words
//! ([`same`]). Later passages are tied to an obligation by what they say of it, never by one word alone
//! ([`deeds`]). Bodies that watch over agreements are joined by their names ([`bodies`]). What a person set
//! goes over all of it ([`hand`]). What belongs elsewhere: clauses of two papers beside each other (`drafts`).

mod bodies;
mod deeds;
mod hand;
mod same;
mod words;

use memcon_model::{LinkedEvent, LinkedMechanism, LinkedObligation};

use crate::agents::Agents;
use crate::parallels::Twins;
use crate::{Document, Given};

/// Obligations and the bodies that watch over them, in order of the oldest paper.
pub(crate) fn join(
    documents: &[Document<'_>],
    agents: &Agents,
    events: &[LinkedEvent],
    twins: &Twins,
    given: &Given<'_>,
) -> (Vec<LinkedObligation>, Vec<LinkedMechanism>) {
    let mut all = same::join(documents, agents, twins);
    deeds::tie(documents, agents, events, &mut all);
    hand::apply(given.decisions, &mut all);
    (all, bodies::join(documents))
}

#[cfg(test)]
mod tests;
