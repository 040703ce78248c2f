//! The search for the cheapest tree of quotations.
//!
//! A state is the stack of open quotations, each level told only by its family of marks and whether
//! it has run over a paragraph's end. Costs depend on nothing else, so that of two ways to the same
//! state the dearer can be forgotten: within `depth` levels and `beam` states the search is exact
//! (Viterbi 1967). After `window` pieces of evidence the best state is taken as decided, which bounds
//! the memory. No recursion; linear in the evidence.

use super::lexis::COSTS;
use super::marks::{Evidence, Family, Mark};
use memcon_model::Span;

/// A quotation found.
#[derive(Clone, Debug)]
pub(super) struct Quote {
    /// The opening mark.
    pub open: Span,
    /// The closing mark; `None` = never closed, it ends with its paragraph.
    pub close: Option<Span>,
    /// The words between.
    pub inner: Span,
    /// Index of the quotation that holds it.
    pub parent: Option<usize>,
    /// Marks that open it again at later paragraphs.
    pub reopened: Vec<Span>,
    /// It opens a paragraph.
    pub paragraph_start: bool,
    /// Paragraph ends it runs over.
    pub carried: u32,
    /// What its marks cost.
    pub cost: f32,
    /// Its marks are dashes.
    pub dash: bool,
}

/// What the search gives.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub quotes: Vec<Quote>,
    /// Cost of the winning tree.
    pub cost: f32,
    /// Cost of the best tree that ends otherwise; `None` = there was no other.
    pub runner_up: Option<f32>,
    /// Marks read as no quotation marks.
    pub noise: u32,
}

/// What is done with one piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Action {
    Open,
    Close(u8),
    Noise,
    Reopen,
    Break(u8),
}

#[derive(Clone, Copy)]
struct Node {
    parent: u32,
    evidence: u32,
    action: Action,
    cost: f32,
}

const FAMILY: u8 = 0x07;
const CARRIED: u8 = 0x08;
const LOW: u8 = 0x10;
const ALONE: u8 = 0x20;
const NONE: u32 = u32::MAX;

/// The open quotations, innermost last, a byte a level.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stack {
    levels: [u8; 8],
    depth: u8,
}

impl Stack {
    fn top(&self) -> Option<u8> {
        (self.depth as usize).checked_sub(1).map(|d| self.levels[d])
    }
    fn push(mut self, level: u8) -> Self {
        self.levels[self.depth as usize] = level;
        self.depth += 1;
        self
    }
    fn pop(mut self, n: u8) -> Self {
        for _ in 0..n.min(self.depth) {
            self.depth -= 1;
            self.levels[self.depth as usize] = 0;
        }
        self
    }
    fn holds(&self, family: Family) -> bool {
        self.levels[..self.depth as usize].iter().any(|l| l & FAMILY == family as u8)
    }
}

#[derive(Clone, Copy)]
struct State {
    stack: Stack,
    cost: f32,
    node: u32,
}

/// The states alive, and the way to each.
struct Beam {
    states: Vec<State>,
    next: Vec<State>,
    nodes: Vec<Node>,
}

impl Beam {
    fn reach(&mut self, from: State, stack: Stack, extra: f32, evidence: u32, action: Action) {
        let cost = from.cost + extra;
        let known = self.next.iter_mut().find(|s| s.stack == stack);
        if known.as_ref().is_some_and(|s| s.cost <= cost) {
            return;
        }
        let node = self.nodes.len() as u32;
        self.nodes.push(Node { parent: from.node, evidence, action, cost: extra });
        match known {
            Some(s) => *s = State { stack, cost, node },
            None => self.next.push(State { stack, cost, node }),
        }
    }

    /// Takes the states reached as those alive, best first, and drops the hopeless.
    fn advance(&mut self) {
        std::mem::swap(&mut self.states, &mut self.next);
        self.next.clear();
        self.states.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.stack.depth.cmp(&b.stack.depth)));
        let limit = self.states.first().map_or(0.0, |s| s.cost) + COSTS.search.margin;
        self.states.retain(|s| s.cost <= limit);
        self.states.truncate(COSTS.search.beam);
    }
}

/// Finds the cheapest tree.
pub(super) fn search(marks: &[Mark], seen: &[Evidence], end: u32) -> Tree {
    let start = State { stack: Stack { levels: [0; 8], depth: 0 }, cost: 0.0, node: NONE };
    let mut beam = Beam { states: vec![start], next: Vec::new(), nodes: Vec::new() };
    let mut decided: Vec<(u32, Action, f32)> = Vec::new();
    let mut before = 0.0;
    for (n, piece) in seen.iter().enumerate() {
        for k in 0..beam.states.len() {
            let state = beam.states[k];
            match *piece {
                Evidence::Mark(m) => at_mark(&mut beam, state, &marks[m as usize], n as u32),
                Evidence::Break { reopens, .. } => at_break(&mut beam, state, reopens, n as u32),
                Evidence::Line { .. } => at_line(&mut beam, state, n as u32),
            }
        }
        beam.advance();
        if beam.nodes.len() > COSTS.search.window * 16 {
            before += settle(&mut beam, &mut decided);
        }
    }
    for s in &mut beam.states {
        s.cost += COSTS.end.unclosed * f32::from(s.stack.depth);
    }
    beam.states.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.stack.depth.cmp(&b.stack.depth)));
    let runner_up = beam.states.get(1).map(|s| s.cost + before);
    let cost = before + settle(&mut beam, &mut decided);
    let mut tree = build(marks, seen, &decided, end);
    tree.cost = cost;
    tree.runner_up = runner_up;
    tree
}

/// Takes the best state as decided: writes its way down and goes on from it alone. Gives its cost.
fn settle(beam: &mut Beam, decided: &mut Vec<(u32, Action, f32)>) -> f32 {
    let Some(best) = beam.states.first().copied() else { return 0.0 };
    let from = decided.len();
    let mut node = best.node;
    while let Some(n) = beam.nodes.get(node as usize) {
        decided.push((n.evidence, n.action, n.cost));
        node = n.parent;
    }
    decided[from..].reverse();
    beam.nodes.clear();
    beam.states = vec![State { stack: best.stack, cost: 0.0, node: NONE }];
    best.cost
}

fn at_mark(beam: &mut Beam, state: State, mark: &Mark, n: u32) {
    let c = &*COSTS;
    let stack = state.stack;
    let unpaid = if mark.paragraph_start { carry(stack).0 } else { 0.0 };
    // No mark: stays as it is.
    let noise = if stack.holds(Family::Single) { mark.noise } else { mark.noise_alone };
    beam.reach(state, stack, noise + unpaid, n, Action::Noise);
    if (stack.depth as usize) < c.search.depth {
        let nest = match stack.top() {
            None => 0.0,
            Some(t) if t & FAMILY != mark.family as u8 => c.nest.other_glyph,
            Some(_) if mark.cue_before => c.nest.same_glyph_after_cue,
            Some(_) => c.nest.same_glyph,
        } + c.nest.deeper_than_two * f32::from(stack.depth.saturating_sub(1));
        let mut level = mark.family as u8;
        if mark.low {
            level |= LOW;
        }
        if mark.paragraph_start {
            level |= ALONE;
        }
        beam.reach(state, stack.push(level), mark.open + nest + unpaid, n, Action::Open);
    }
    let Some(top) = stack.top() else { return };
    if top & FAMILY == mark.family as u8 {
        let close = if mark.high_open && top & LOW != 0 { c.mark.close_natural } else { mark.close };
        beam.reach(state, stack.pop(1), close + unpaid, n, Action::Close(1));
        let under = stack.pop(1).top();
        if under.is_some_and(|u| u & FAMILY == mark.family as u8) {
            beam.reach(state, stack.pop(2), close + c.nest.double_close + unpaid, n, Action::Close(2));
        }
    }
    if mark.paragraph_start && stack.holds(mark.family) && mark.open < c.mark.wrong_glyph - 2.0 {
        let cost = if mark.cue_before { c.brk.reopened_after_cue } else { c.brk.reopened };
        beam.reach(state, stack, cost, n, Action::Reopen);
    }
}

/// What carrying every open quotation over a break costs, and the stack behind it.
fn carry(stack: Stack) -> (f32, Stack) {
    let c = &COSTS.brk;
    let mut after = stack;
    let mut cost = 0.0;
    for level in &mut after.levels[..stack.depth as usize] {
        cost += match *level {
            l if l & CARRIED != 0 => c.carried_again,
            l if l & ALONE != 0 => c.carried_long_speech,
            _ => c.carried_first,
        };
        *level |= CARRIED;
    }
    (cost, after)
}

fn at_break(beam: &mut Beam, state: State, reopens: bool, n: u32) {
    for dropped in 0..=state.stack.depth {
        let left = state.stack.pop(dropped);
        let (cost, after) = carry(left);
        let dropping = COSTS.brk.dropped * f32::from(dropped);
        if reopens {
            // The mark that follows decides whether carrying over costs anything.
            beam.reach(state, left, dropping, n, Action::Break(dropped));
        } else {
            beam.reach(state, after, dropping + cost, n, Action::Break(dropped));
        }
    }
}

fn at_line(beam: &mut Beam, state: State, n: u32) {
    beam.reach(state, state.stack, 0.0, n, Action::Break(0));
    if state.stack.depth > 0 {
        beam.reach(state, state.stack.pop(1), COSTS.brk.line_dropped, n, Action::Break(1));
    }
}

/// Turns the decisions into quotations, in the order of their opening marks.
fn build(marks: &[Mark], seen: &[Evidence], decided: &[(u32, Action, f32)], end: u32) -> Tree {
    let mut tree = Tree::default();
    let mut open: Vec<usize> = Vec::new();
    let close = |tree: &mut Tree, n: usize, mark: Option<Span>, at: u32| {
        let q = &mut tree.quotes[n];
        q.close = mark;
        q.inner.end = at.max(q.inner.start);
    };
    for &(n, action, cost) in decided {
        let Some(piece) = seen.get(n as usize) else { continue };
        match (*piece, action) {
            (Evidence::Mark(m), Action::Open) => {
                let mark = &marks[m as usize];
                let parent = open.last().copied();
                open.push(tree.quotes.len());
                tree.quotes.push(Quote {
                    open: mark.span,
                    close: None,
                    inner: Span { start: mark.span.end, end: mark.span.end },
                    parent,
                    reopened: Vec::new(),
                    paragraph_start: mark.paragraph_start,
                    carried: 0,
                    cost,
                    dash: false,
                });
            }
            (Evidence::Mark(m), Action::Close(k)) => {
                let mark = &marks[m as usize];
                for _ in 0..k {
                    if let Some(q) = open.pop() {
                        close(&mut tree, q, Some(mark.span), mark.span.start);
                        tree.quotes[q].cost += cost / f32::from(k);
                    }
                }
            }
            (Evidence::Mark(m), Action::Reopen) => {
                if let Some(&q) = open.last() {
                    tree.quotes[q].reopened.push(marks[m as usize].span);
                    tree.quotes[q].cost += cost;
                }
            }
            (Evidence::Break { at, .. } | Evidence::Line { at }, Action::Break(k)) => {
                for _ in 0..k {
                    if let Some(q) = open.pop() {
                        close(&mut tree, q, None, at);
                        tree.quotes[q].cost += cost / f32::from(k);
                    }
                }
                if matches!(piece, Evidence::Break { .. }) {
                    for &q in &open {
                        tree.quotes[q].carried += 1;
                    }
                }
            }
            _ => tree.noise += 1,
        }
    }
    while let Some(q) = open.pop() {
        close(&mut tree, q, None, end);
    }
    tree
}

/// Puts quotations opened by dashes among those in marks; both lists are in order.
///
/// A dash inside marks opens nothing; marks inside a dash's paragraph are quoted by its speaker.
pub(super) fn with_dashes(tree: &mut Tree, dashes: Vec<Quote>) {
    if dashes.is_empty() {
        return;
    }
    let marked = std::mem::take(&mut tree.quotes);
    let mut until = 0;
    let mut covered = marked.iter().filter(|q| q.parent.is_none()).map(|q| (q.open.start, q.inner.end)).peekable();
    let mut free: Vec<Quote> = Vec::new();
    for dash in dashes {
        while let Some(&(start, end)) = covered.peek().filter(|c| c.0 < dash.open.start) {
            until = until.max(if start < end { end } else { until });
            covered.next();
        }
        if dash.open.start >= until {
            free.push(dash);
        }
    }
    let mut places = vec![0; marked.len()];
    let mut dashes = free.into_iter().peekable();
    let mut last: Option<usize> = None;
    for (n, mut quote) in marked.into_iter().enumerate() {
        while let Some(dash) = dashes.next_if(|d| d.open.start <= quote.open.start) {
            last = Some(tree.quotes.len());
            tree.quotes.push(dash);
        }
        quote.parent = match quote.parent {
            Some(p) => places.get(p).copied(),
            None => last.filter(|&l| tree.quotes[l].inner.contains(quote.inner)),
        };
        places[n] = tree.quotes.len();
        tree.quotes.push(quote);
    }
    tree.quotes.extend(dashes);
}
