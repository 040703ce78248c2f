//! Obligations over the collection: one in several papers, its force over time, what was done about it.

use memcon_model::{LinkedEvent, LinkedMechanism, LinkedObligation};

use crate::agents::Agents;
use crate::{Document, Given};

/// Obligations and the bodies that watch over them, in order of the oldest paper.
pub(crate) fn join(
    _documents: &[Document<'_>],
    _agents: &Agents,
    _events: &[LinkedEvent],
    _given: &Given<'_>,
) -> (Vec<LinkedObligation>, Vec<LinkedMechanism>) {
    (Vec::new(), Vec::new())
}
