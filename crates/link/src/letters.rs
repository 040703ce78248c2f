//! Letters and messages with their answers: held in the collection, or known only from others' words.

use memcon_model::{LinkedEvent, LinkedLetter, ResolvedReference};

use crate::Document;
use crate::agents::Agents;

/// Letters, by date.
pub(crate) fn thread(
    _documents: &[Document<'_>],
    _agents: &Agents,
    _events: &[LinkedEvent],
    _references: &[ResolvedReference],
) -> Vec<LinkedLetter> {
    Vec::new()
}
