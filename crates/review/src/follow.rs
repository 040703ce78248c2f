//! What follows from a judgement inside its document.
//!
//! Computed each time and kept nowhere: taken back with the judgement that it follows from.

use std::collections::BTreeMap;

use memcon_model::{Basis, Mode, Turn};

/// A person told who speaks behind a prefix: so do all later turns of the transcript under that prefix, until a
/// person tells otherwise.
pub fn later_prefixes(turns: &mut [Turn]) {
    let mut told: BTreeMap<String, (Option<String>, Option<String>, String)> = BTreeMap::new();
    for turn in turns {
        if turn.mode != Mode::TranscriptLine {
            continue;
        }
        let Some(prefix) = turn.speaker_as_named.clone() else { continue };
        if turn.basis.rule.starts_with("person:") {
            told.insert(
                prefix,
                (turn.speaker.clone(), turn.side.clone(), turn.basis.rule.clone().into_owned()),
            );
        } else if let Some((speaker, side, person)) = told.get(&prefix)
            && (&turn.speaker, &turn.side) != (speaker, side)
        {
            turn.speaker.clone_from(speaker);
            turn.side.clone_from(side);
            turn.basis = Basis::new(format!("{person}.prefix"), 0.95);
        }
    }
}
