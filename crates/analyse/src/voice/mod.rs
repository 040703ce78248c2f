//! Who speaks: the cheapest tree of voices that explains marks, cues, prefixes and breaks.

use memcon_model::{Analysis, Attribution, Insertion, Turn};

use crate::Paper;

/// What this stage gives.
#[derive(Debug, Default)]
pub struct Voices {
    /// Speech, in order of start.
    pub turns: Vec<Turn>,
    /// Words that are not the speaker's.
    pub insertions: Vec<Insertion>,
    /// Reported sayings and views.
    pub attributions: Vec<Attribution>,
}

/// Finds the voices of a paper.
pub fn voices(_paper: &Paper<'_>, _found: &Analysis) -> Voices {
    Voices::default()
}
