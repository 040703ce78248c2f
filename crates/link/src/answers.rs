//! Which move answers a move of another paper: late, out of order, by somebody else of that side.
//!
//! What does not belong here: answers inside one paper; the stage *interpret* finds those.

use memcon_model::{LinkedAnswer, ResolvedReference};

use crate::Document;
use crate::agents::Agents;

/// Answers across papers, in order of the answered move.
pub(crate) fn find(
    _documents: &[Document<'_>],
    _agents: &Agents,
    _references: &[ResolvedReference],
) -> Vec<LinkedAnswer> {
    Vec::new()
}
