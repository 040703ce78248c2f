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
    /// The piece of evidence that opens it.
    pub opened_by: u32,
    /// The piece of evidence that closes it: a mark, or the break at which it ends.
    pub closed_by: Option<u32>,
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
    /// What is done with each piece of evidence, one for one.
    pub decided: Vec<Decision>,
}

/// What is done with one piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Action {
    /// A mark opens a quotation.
    Open,
    /// A mark closes so many.
    Close(u8),
    /// A mark is no quotation mark.
    Noise,
    /// A mark opens the innermost quotation again at a new paragraph.
    Reopen,
    /// At a break so many quotations end that were never closed.
    Break(u8),
}

/// What is done with one piece of evidence, and what it costs there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decision {
    pub action: Action,
    pub cost: f32,
}

#[derive(Clone, Copy)]
struct Node {
    parent: u32,
    decision: Decision,
}

pub(super) const FAMILY: u8 = 0x07;
pub(super) const CARRIED: u8 = 0x08;
const LOW: u8 = 0x10;
pub(super) const ALONE: u8 = 0x20;
const NONE: u32 = u32::MAX;

/// The open quotations, innermost last, a byte a level.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stack {
    pub levels: [u8; 8],
    pub depth: u8,
}

impl Stack {
    /// The stack behind a piece of evidence that was read so.
    pub fn behind(self, piece: Evidence, marks: &[Mark], action: Action) -> Self {
        match (piece, action) {
            (Evidence::Mark(m), Action::Open) => self.push(level(&marks[m as usize])),
            (Evidence::Mark(_), Action::Close(k)) => self.pop(k),
            (Evidence::Break { reopens: false, .. }, Action::Break(k)) => carry(self.pop(k)).1,
            (Evidence::Break { .. } | Evidence::Line { .. }, Action::Break(k)) => self.pop(k),
            _ => self,
        }
    }

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
pub(super) struct State {
    pub stack: Stack,
    pub cost: f32,
    node: u32,
}

/// The states alive, and the way to each.
pub(super) struct Beam {
    /// Best first.
    pub states: Vec<State>,
    next: Vec<State>,
    nodes: Vec<Node>,
    /// What may not be done with the piece of evidence at hand.
    pub forbidden: Option<Action>,
}

impl Beam {
    /// At one state, with nothing behind it.
    pub fn at(stack: Stack) -> Self {
        let start = State { stack, cost: 0.0, node: NONE };
        Self { states: vec![start], next: Vec::new(), nodes: Vec::new(), forbidden: None }
    }

    /// Reads one piece of evidence in every way that is allowed.
    pub fn step(&mut self, piece: Evidence, marks: &[Mark]) {
        for k in 0..self.states.len() {
            let state = self.states[k];
            match piece {
                Evidence::Mark(m) => at_mark(self, state, &marks[m as usize]),
                Evidence::Break { reopens, .. } => at_break(self, state, reopens),
                Evidence::Line { .. } => at_line(self, state),
            }
        }
        self.advance();
    }

    /// What is still open at the end of the text is paid for.
    pub fn end(&mut self) {
        for s in &mut self.states {
            s.cost += COSTS.end.unclosed * f32::from(s.stack.depth);
        }
        self.states.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.stack.depth.cmp(&b.stack.depth)));
    }

    /// The decisions that led to a state, since the beam began or settled.
    pub fn way(&self, state: &State) -> Vec<Decision> {
        let mut way = Vec::new();
        let mut node = state.node;
        while let Some(n) = self.nodes.get(node as usize) {
            way.push(n.decision);
            node = n.parent;
        }
        way.reverse();
        way
    }

    fn reach(&mut self, from: State, stack: Stack, extra: f32, action: Action) {
        if self.forbidden == Some(action) {
            return;
        }
        let cost = from.cost + extra;
        let known = self.next.iter_mut().find(|s| s.stack == stack);
        if known.as_ref().is_some_and(|s| s.cost <= cost) {
            return;
        }
        let node = self.nodes.len() as u32;
        self.nodes.push(Node { parent: from.node, decision: Decision { action, cost: extra } });
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
    let mut beam = Beam::at(Stack::default());
    let mut decided: Vec<Decision> = Vec::new();
    let mut before = 0.0;
    for piece in seen {
        beam.step(*piece, marks);
        if beam.nodes.len() > COSTS.search.window * 16 {
            before += settle(&mut beam, &mut decided);
        }
    }
    beam.end();
    let runner_up = beam.states.get(1).map(|s| s.cost + before);
    let cost = before + settle(&mut beam, &mut decided);
    let mut tree = build(marks, seen, &decided, end);
    tree.cost = cost;
    tree.runner_up = runner_up;
    tree.decided = decided;
    tree
}

/// Takes the best state as decided: writes its way down and goes on from it alone. Gives its cost.
fn settle(beam: &mut Beam, decided: &mut Vec<Decision>) -> f32 {
    let Some(best) = beam.states.first().copied() else { return 0.0 };
    decided.extend(beam.way(&best));
    *beam = Beam::at(best.stack);
    best.cost
}

fn at_mark(beam: &mut Beam, state: State, mark: &Mark) {
    let c = &*COSTS;
    let stack = state.stack;
    let unpaid = if mark.paragraph_start { carry(stack).0 } else { 0.0 };
    // No mark: stays as it is.
    let noise = if stack.holds(Family::Single) { mark.noise } else { mark.noise_alone };
    beam.reach(state, stack, noise + unpaid, Action::Noise);
    if (stack.depth as usize) < c.search.depth {
        beam.reach(state, stack.push(level(mark)), mark.open + nest(stack, mark) + unpaid, Action::Open);
    }
    let Some(top) = stack.top() else { return };
    if top & FAMILY == mark.family as u8 {
        let close = if mark.high_open && top & LOW != 0 { c.mark.close_natural } else { mark.close };
        beam.reach(state, stack.pop(1), close + unpaid, Action::Close(1));
        let under = stack.pop(1).top();
        if under.is_some_and(|u| u & FAMILY == mark.family as u8) {
            beam.reach(state, stack.pop(2), close + c.nest.double_close + unpaid, Action::Close(2));
        }
    }
    if mark.paragraph_start && stack.holds(mark.family) && mark.open < c.mark.wrong_glyph - 2.0 {
        let cost = if mark.cue_before { c.brk.reopened_after_cue } else { c.brk.reopened };
        beam.reach(state, stack, cost, Action::Reopen);
    }
}

/// The level that a mark opens.
fn level(mark: &Mark) -> u8 {
    let low = if mark.low { LOW } else { 0 };
    let alone = if mark.paragraph_start { ALONE } else { 0 };
    mark.family as u8 | low | alone
}

/// What opening inside the quotations that are open costs.
pub(super) fn nest(stack: Stack, mark: &Mark) -> f32 {
    let c = &COSTS.nest;
    let glyph = match stack.top() {
        None => 0.0,
        Some(t) if t & FAMILY != mark.family as u8 => c.other_glyph,
        Some(_) if mark.cue_before => c.same_glyph_after_cue,
        Some(_) => c.same_glyph,
    };
    glyph + c.deeper_than_two * f32::from(stack.depth.saturating_sub(1))
}

/// What carrying one quotation over a break costs.
pub(super) fn carrying(level: u8) -> f32 {
    let c = &COSTS.brk;
    match level {
        l if l & CARRIED != 0 => c.carried_again,
        l if l & ALONE != 0 => c.carried_long_speech,
        _ => c.carried_first,
    }
}

/// What carrying every open quotation over a break costs, and the stack behind it.
fn carry(stack: Stack) -> (f32, Stack) {
    let mut after = stack;
    let mut cost = 0.0;
    for level in &mut after.levels[..stack.depth as usize] {
        cost += carrying(*level);
        *level |= CARRIED;
    }
    (cost, after)
}

fn at_break(beam: &mut Beam, state: State, reopens: bool) {
    for dropped in 0..=state.stack.depth {
        let left = state.stack.pop(dropped);
        let (cost, after) = carry(left);
        let dropping = COSTS.brk.dropped * f32::from(dropped);
        if reopens {
            // The mark that follows decides whether carrying over costs anything.
            beam.reach(state, left, dropping, Action::Break(dropped));
        } else {
            beam.reach(state, after, dropping + cost, Action::Break(dropped));
        }
    }
}

fn at_line(beam: &mut Beam, state: State) {
    beam.reach(state, state.stack, 0.0, Action::Break(0));
    if state.stack.depth > 0 {
        beam.reach(state, state.stack.pop(1), COSTS.brk.line_dropped, Action::Break(1));
    }
}

/// Turns the decisions into quotations, in the order of their opening marks.
fn build(marks: &[Mark], seen: &[Evidence], decided: &[Decision], end: u32) -> Tree {
    let mut tree = Tree::default();
    let mut open: Vec<usize> = Vec::new();
    let close = |tree: &mut Tree, n: usize, mark: Option<Span>, at: u32, by: Option<u32>| {
        let q = &mut tree.quotes[n];
        q.close = mark;
        q.closed_by = by;
        q.inner.end = at.max(q.inner.start);
    };
    for (n, (piece, &Decision { action, cost })) in (0u32..).zip(seen.iter().zip(decided)) {
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
                    opened_by: n,
                    closed_by: None,
                });
            }
            (Evidence::Mark(m), Action::Close(k)) => {
                let mark = &marks[m as usize];
                for _ in 0..k {
                    if let Some(q) = open.pop() {
                        close(&mut tree, q, Some(mark.span), mark.span.start, Some(n));
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
                        close(&mut tree, q, None, at, Some(n));
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
        close(&mut tree, q, None, end, None);
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
    let mut covered =
        marked.iter().filter(|q| q.parent.is_none()).map(|q| (q.open.start, q.inner.end)).peekable();
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
