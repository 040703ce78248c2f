//! Which voices a block stands in: the rules beside it, outermost first.

use memcon_model::{Span, Turn};

use super::blocks::Block;

/// The voices of one block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Voices {
    /// Turns that hold the whole block, outermost first (at most [`DEEPEST`]).
    pub around: Vec<usize>,
    /// Turns that hold a part of it, in the order of the text.
    pub inside: Vec<usize>,
}

/// How many rules are drawn beside each other; deeper voices are told in words.
pub const DEEPEST: usize = 8;
/// How many voices are followed at once: more is no paper but an attack.
const FOLLOWED: usize = 64;

/// The voices of every block, by one sweep.
pub fn voices(text: &str, turns: &[Turn], blocks: &[Block]) -> Vec<Voices> {
    let hulls: Vec<Span> = turns.iter().map(|t| with_cue(text, t)).collect();
    let mut order: Vec<usize> = (0..turns.len()).collect();
    order.sort_by_key(|n| (hulls[*n].start, std::cmp::Reverse(hulls[*n].end), *n));
    let mut next = order.into_iter().peekable();
    let mut open: Vec<usize> = Vec::new();
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        open.retain(|n| hulls[*n].end > block.span.start);
        while let Some(n) = next.next_if(|n| hulls[*n].start < block.span.end) {
            if hulls[n].end > block.span.start && open.len() < FOLLOWED {
                open.push(n);
            }
        }
        let core = core(text, block.span);
        let mut found = Voices::default();
        for n in open.iter().copied().filter(|n| hulls[*n].overlaps(block.span)) {
            if hulls[n].contains(core) && found.around.len() < DEEPEST {
                found.around.push(n);
            } else if turns[n].span.overlaps(block.span) {
                found.inside.push(n);
            }
        }
        out.push(found);
    }
    out
}

/// The turn together with its cue, where only marks stand between the two ("South: …", "…", he said).
fn with_cue(text: &str, turn: &Turn) -> Span {
    let Some(cue) = turn.cue else { return turn.span };
    let (first, second) = if cue.start <= turn.span.start { (cue, turn.span) } else { (turn.span, cue) };
    let gap = text.get(first.end as usize..second.start as usize).unwrap_or("");
    let near = gap.len() <= 24 && !gap.chars().any(char::is_alphanumeric);
    if near { cue.hull(turn.span) } else { turn.span }
}

/// The block without quotation marks and other marks at its ends.
fn core(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let mark = |c: char| !c.is_alphanumeric();
    let trimmed = words.trim_start_matches(mark);
    let start = span.start as usize + (words.len() - trimmed.len());
    Span::new(start, start + trimmed.trim_end_matches(mark).len())
}
