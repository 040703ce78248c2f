//! Who speaks: the cheapest tree of voices that explains marks, cues, prefixes and breaks.
//!
//! `scan` reads evidence in one pass, `words` what the tables know of each word; `marks` prices every quotation
//! mark; `search` finds the cheapest bracketing, `instead` the next cheapest, `explain` tells both. `prefix` and
//! `label` find transcripts; `papers` the paper's own voice and papers enclosed in it; `speech` gives quotations
//! their speakers, `dialogue` those of a tale, `languages` those in other languages; `prose` finds reports without
//! marks, `indirect` how far they run, `reports` those in other languages. Who is meant is told by `cast`, `naming`,
//! `who`, `sides`, `nations`, `address`; when it was said by `times`. `draft` puts all of it into one tree,
//! `attributions` into source, cue and content, `assemble` runs the steps. `docs/voices.md` describes the method. What is
//! said *in* a turn (moves, issues) does not belong here.

mod address;
mod assemble;
mod attributions;
mod cast;
mod cues;
mod dialogue;
mod draft;
mod explain;
mod indirect;
mod insertions;
mod instead;
mod label;
mod languages;
mod lexis;
mod marked;
mod marks;
mod naming;
mod nations;
mod np;
mod papers;
mod prefix;
mod prose;
mod quoted;
mod reports;
mod scan;
mod search;
mod sides;
mod speech;
mod times;
mod who;
mod words;

pub use explain::{explain, explain_turn, in_words};

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
pub fn voices(paper: &Paper<'_>, found: &Analysis) -> Voices {
    assemble::Work::new(paper, found).voices()
}

#[cfg(test)]
mod tests;
