//! Translation beside original, sentence by sentence.

use memcon_model::{Alignment, Analysis};

use crate::Paper;

/// Pairs of passages, `a` in the translation and `b` in the original.
pub fn alignment(_paper: &Paper<'_>, _found: &Analysis) -> Vec<Alignment> {
    Vec::new()
}

/// Aligns two lists of sentences: pairs of index lists, in order, none crossing.
pub fn align(_a: &[&str], _b: &[&str]) -> Vec<(Vec<usize>, Vec<usize>)> {
    Vec::new()
}
