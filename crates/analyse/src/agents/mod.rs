//! Persons, bodies, states and places, and where the paper names them.

use memcon_model::{Agent, Analysis};

use crate::Paper;

/// The agents of one paper with their mentions, in order of first mention.
pub fn agents(_paper: &Paper<'_>, _found: &Analysis) -> Vec<Agent> {
    Vec::new()
}
