//! Why the voices of a paper were found as they were: the winning tree, what spoke for each turn, what it cost,
//! and what the next cheapest reading would have been.
//!
//! Made on demand from a paper and never stored. Costs are in the arbitrary unit of the cost table; only their
//! differences count. How the tree is found is the business of the analysis.

use crate::{Basis, Mode, Span};
use serde::Serialize;

/// The winning tree of voices.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// Quotations found by their marks.
    pub quotations: u32,
    /// Marks read as no quotation marks.
    pub passed_over: u32,
    /// What all marks and breaks cost in this reading.
    pub cost: f32,
    /// What the next cheapest reading of all of them costs, as far as was looked; `null` = there is no other.
    pub runner_up: Option<f32>,
    /// The turns, in the order of the text.
    pub turns: Vec<TurnExplained>,
}
crate::span::spans!(Explanation: turns);

/// What spoke for one turn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TurnExplained {
    /// Its id.
    pub turn: String,
    /// Voices around it.
    pub level: u32,
    /// Its words.
    #[serde(flatten)]
    pub span: Span,
    /// Who speaks; `null` = unattributed.
    pub speaker: Option<String>,
    /// How it reaches the page.
    pub mode: Mode,
    /// What spoke for it, each with the words it stands on.
    pub grounds: Vec<Ground>,
    /// What its marks and the breaks it runs over cost; `null` where no marks bound it.
    pub cost: Option<f32>,
    /// The next cheapest reading of its marks; `null` where no marks bound it or no other reading is allowed.
    pub runner_up: Option<RunnerUp>,
    /// The rule that made it.
    #[serde(flatten)]
    pub basis: Basis,
}
crate::span::spans!(TurnExplained: span, grounds, runner_up);

/// One thing that spoke for a turn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ground {
    /// In words.
    pub what: String,
    /// Where it stands.
    pub span: Option<Span>,
    /// What it cost in this reading; `null` where nothing is counted.
    pub cost: Option<f32>,
}
crate::span::spans!(Ground: span);

/// The next cheapest reading of a quotation's marks, and where it differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunnerUp {
    /// What the stretch where the two differ costs as it is read.
    pub cost: f32,
    /// What it would cost in the other reading.
    pub instead: f32,
    /// Whether the two come to the same within the stretch that was looked at; else the other may yet grow dearer
    /// or cheaper behind it.
    pub settled: bool,
    /// Where they differ: the first few marks and breaks.
    pub differs: Vec<Differs>,
}
crate::span::spans!(RunnerUp: differs);

/// A mark or break and its two readings.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Differs {
    /// The mark; empty at the end of a paragraph or line.
    #[serde(flatten)]
    pub span: Span,
    /// How it is read.
    pub read: String,
    /// How it would be read.
    pub instead: String,
}
crate::span::spans!(Differs: span);
