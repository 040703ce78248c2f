//! What else the marks could have been: the next cheapest reading of one quotation.
//!
//! One decision of the winning tree is forbidden, and the search is run again over the evidence around it, from
//! the state in which the winner stood. The result is exact within that stretch; where the two readings have
//! not come to the same by its end, it says so. How marks are priced and the tree is found is `search`'s business.

use super::lexis::COSTS;
use super::marks::{Evidence, Mark};
use super::search::{Action, Beam, Decision, Stack, Tree};

/// Pieces of evidence before the forbidden decision that may be read anew with it.
const BEFORE: usize = 32;
/// Pieces of evidence behind it.
const BEHIND: usize = 96;
/// Differences that are kept.
const TOLD: usize = 4;

/// Another reading of a stretch of evidence.
#[derive(Clone, Debug)]
pub(super) struct Instead {
    /// What the differing stretch costs as it is read.
    pub now: f32,
    /// What it would cost.
    pub then: f32,
    /// Whether both readings come to the same state within the stretch, or to the end of the text.
    pub settled: bool,
    /// Pieces of evidence with both readings, the first few.
    pub differs: Vec<(usize, Action, Action)>,
}

/// The winning tree's states, ready to be asked what else could have been.
pub(super) struct Replay<'r> {
    pub marks: &'r [Mark],
    pub seen: &'r [Evidence],
    pub decided: &'r [Decision],
    /// The stack before each piece of evidence, and last the one at the end.
    pub stacks: Vec<Stack>,
}

impl<'r> Replay<'r> {
    /// Goes through the winner's decisions once; linear.
    pub fn new(marks: &'r [Mark], seen: &'r [Evidence], tree: &'r Tree) -> Self {
        let mut stacks = Vec::with_capacity(seen.len() + 1);
        let mut stack = Stack::default();
        stacks.push(stack);
        for (piece, decision) in seen.iter().zip(&tree.decided) {
            stack = stack.behind(*piece, marks, decision.action);
            stacks.push(stack);
        }
        Self { marks, seen, decided: &tree.decided, stacks }
    }

    /// The cheapest reading in which the piece of evidence `n` is not read as it is.
    pub fn without(&self, n: usize) -> Option<Instead> {
        let from = n.saturating_sub(BEFORE);
        let to = (n + 1 + BEHIND).min(self.seen.len()).min(self.decided.len());
        let mut beam = Beam::at(*self.stacks.get(from)?);
        for at in from..to {
            beam.forbidden = (at == n).then_some(self.decided[at].action);
            beam.step(self.seen[at], self.marks);
        }
        let ended = to == self.seen.len();
        if ended {
            beam.end();
        }
        let goal = *self.stacks.get(to)?;
        let best = *beam.states.first()?;
        // Of equals the one that comes back to the winner's state.
        let back = beam.states.iter().find(|s| s.stack == goal && s.cost <= best.cost).copied();
        let chosen = back.unwrap_or(best);
        let way = beam.way(&chosen);
        let unclosed = |stack: Stack| if ended { COSTS.end.unclosed * f32::from(stack.depth) } else { 0.0 };
        self.compare(from, &way, unclosed(goal), unclosed(chosen.stack), ended || chosen.stack == goal)
    }

    fn compare(
        &self,
        from: usize,
        way: &[Decision],
        now_end: f32,
        then_end: f32,
        settled: bool,
    ) -> Option<Instead> {
        let winner = self.decided.get(from..from + way.len())?;
        let other = |(a, b): (&Decision, &Decision)| a.action != b.action || (a.cost - b.cost).abs() > 1e-4;
        let first = winner.iter().zip(way).position(other)?;
        let last = winner.iter().zip(way).rposition(other)?;
        let sum = |d: &[Decision]| d[first..=last].iter().map(|d| d.cost).sum::<f32>();
        let differs = (first..=last)
            .filter(|&k| winner[k].action != way[k].action)
            .map(|k| (from + k, winner[k].action, way[k].action))
            .take(TOLD)
            .collect();
        Some(Instead { now: sum(winner) + now_end, then: sum(way) + then_end, settled, differs })
    }
}
