//! The cheapest sequence of speakers for the quotations of a tale.
//!
//! A state is the last speaker and the last one besides him; what a state costs hangs on nothing else,
//! so that of two ways to one state the dearer can be forgotten (Viterbi 1967). The states are at
//! most `BEAM`, the candidates for one quotation at most `CANDIDATES`: linear in the quotations.

use super::tables::TABLES;

/// Candidates looked at for one quotation.
pub(super) const CANDIDATES: usize = 10;
pub(super) const BEAM: usize = 48;
/// States kept where a union of two persons is only tried: enough to tell whether it pays.
pub(super) const TRIAL: usize = 12;

/// What stands between a quotation and the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// The first, or far from the last.
    Apart,
    Bare,
    /// The sentence goes on behind its cue.
    Cut,
    Exclaimed,
    Asked,
    Comma,
    Told,
    Story,
}

/// One quotation with its candidates and their costs.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub link: Link,
    /// A paragraph opens with it.
    pub paragraph: bool,
    /// The text prints paragraphs, and none opens between it and the one before.
    pub inside: bool,
    /// No cue tells anything, so that each of the last two speakers may go on.
    pub free: bool,
    /// Speaker (`None` = unknown) and cost.
    pub candidates: Vec<(Option<usize>, f32)>,
}

#[derive(Clone, Copy)]
struct State {
    last: Option<usize>,
    other: Option<usize>,
    cost: f32,
    node: u32,
}

/// Cost of one speaker twice, and of two speakers, over a link.
fn link_costs(step: &Step) -> (f32, f32) {
    let c = &TABLES.link;
    let (same, other) = match step.link {
        Link::Apart => return (0.0, 0.0),
        Link::Bare => (c.bare_same, c.bare_other),
        Link::Cut => (c.cut_same, c.cut_other),
        Link::Exclaimed => (c.exclaimed_same, c.exclaimed_other),
        Link::Asked => (c.asked_same, c.asked_other),
        Link::Comma => (c.comma_same, c.comma_other),
        Link::Told => (c.told_same, c.told_other),
        Link::Story => (c.story_same, c.story_other),
    };
    let paragraph = if step.paragraph && step.link != Link::Bare { c.paragraph_same } else { 0.0 };
    (same + paragraph, other + if step.inside { c.inside_other } else { 0.0 })
}

/// The speakers of the cheapest sequence, one for each step, and what it costs. `alias` gives for each person
/// the one he is taken to be; `beam` states are kept at each step.
pub(super) fn cheapest(steps: &[Step], alias: &[usize], beam: usize) -> (Vec<Option<usize>>, f32) {
    let is = |who: Option<usize>| who.map(|w| alias.get(w).copied().unwrap_or(w));
    let mut total = 0.0;
    let mut nodes: Vec<(u32, Option<usize>)> = Vec::new();
    let mut states = vec![State { last: None, other: None, cost: 0.0, node: u32::MAX }];
    let mut next: Vec<State> = Vec::new();
    for step in steps {
        let (same, other) = link_costs(step);
        next.clear();
        for s in &states {
            let carried = [s.last, s.other].into_iter().filter(|w| {
                step.free
                    && step.link != Link::Apart
                    && w.is_some()
                    && !step.candidates.iter().any(|c| is(c.0) == *w)
            });
            let carried = carried.map(|w| (w, TABLES.speaker.carried));
            for (who, own) in step.candidates.iter().copied().chain(carried) {
                let who = is(who);
                let reached = reach(s, who, own, step, same, other);
                match next.iter_mut().find(|n| n.last == reached.last && n.other == reached.other) {
                    Some(n) if n.cost <= reached.cost => {}
                    found => {
                        let state = State { node: nodes.len() as u32, ..reached };
                        nodes.push((s.node, who));
                        match found {
                            Some(n) => *n = state,
                            None => next.push(state),
                        }
                    }
                }
            }
        }
        next.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.node.cmp(&b.node)));
        next.truncate(beam);
        // Costs stay small over any length.
        let floor = next.first().map_or(0.0, |s| s.cost);
        total += floor;
        next.iter_mut().for_each(|s| s.cost -= floor);
        std::mem::swap(&mut states, &mut next);
    }
    let mut at = states.first().map_or(u32::MAX, |s| s.node);
    let mut found = Vec::with_capacity(steps.len());
    while let Some(&(parent, who)) = nodes.get(at as usize) {
        found.push(who);
        at = parent;
    }
    found.reverse();
    (found, total)
}

fn reach(s: &State, who: Option<usize>, own: f32, step: &Step, same: f32, other: f32) -> State {
    let mut state = State { cost: s.cost + own, ..*s };
    if step.link == Link::Apart {
        state.other = s.last.filter(|&l| Some(l) != who).or(s.other);
        state.last = who;
        return state;
    }
    if who.is_some() && who == s.last {
        state.cost += same;
        return state;
    }
    state.cost += other;
    if who.is_some() && who != s.other && s.other.is_some() {
        state.cost += TABLES.link.third;
    }
    // Nobody known keeps the two who talk in mind.
    state.other = s.last.or(s.other);
    state.last = who;
    if who.is_none() {
        state.other = s.last.or(s.other);
    }
    state
}
