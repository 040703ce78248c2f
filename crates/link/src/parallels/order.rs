//! Paragraphs that stand in another order in a translation: found by what stands in one sentence of either paper, so that
//! the alignment, which keeps the order, can be made over the order of the original.

use std::collections::BTreeMap;

use super::verify::{Bead, Mark};

/// Anchors that agree, at least, on where a paragraph belongs.
const AGREE: usize = 3;
/// Sentences by which anchors that agree may differ.
const NEAR: i64 = 4;
/// Paragraphs before and behind whose anchors are asked where a paragraph's own do not tell.
const AROUND: usize = 3;
/// Sentences by which a block stands off before it is moved.
const OFF: i64 = 6;

/// The order in which sentences of the second paper answer to those of the first; `None` where it is the order they have.
pub(super) fn of(a: &[Vec<Mark>], b: &[Vec<Mark>], paragraphs: &[usize]) -> Option<Vec<usize>> {
    let (in_a, in_b) = (alone(a), alone(b));
    // Each paragraph with how far before or behind in the first paper its anchors stand.
    let mut each: Vec<(std::ops::Range<usize>, Vec<i64>)> = Vec::new();
    let mut from = 0;
    while from < b.len() {
        let to = from + paragraphs[from..].iter().take_while(|p| **p == paragraphs[from]).count();
        let off = (from..to).flat_map(|n| b[n].iter().map(move |m| (m.0, n)));
        let off = off.filter(|(h, n)| in_b.get(h) == Some(n));
        each.push((from..to, off.filter_map(|(h, n)| Some(*in_a.get(&h)? as i64 - n as i64)).collect()));
        from = to;
    }
    let mut blocks: Vec<(i64, std::ops::Range<usize>)> = Vec::new();
    for n in 0..each.len() {
        let told = agreed(&each[n].1).or_else(|| {
            let around = &each[n.saturating_sub(AROUND)..(n + AROUND + 1).min(each.len())];
            agreed(&around.iter().flat_map(|p| p.1.iter().copied()).collect::<Vec<_>>())
        });
        let range = each[n].0.clone();
        match (blocks.last_mut(), told) {
            (Some(last), Some(off)) if (last.0 - off).abs() <= OFF => last.1.end = range.end,
            (Some(last), None) => last.1.end = range.end,
            (_, off) => blocks.push((off.unwrap_or(0), range)),
        }
    }
    // Where in the first paper a block begins.
    let begins = |block: &(i64, std::ops::Range<usize>)| block.1.start as i64 + block.0;
    if blocks.windows(2).all(|w| begins(&w[0]) <= begins(&w[1]) + OFF) {
        return None;
    }
    blocks.sort_by_key(begins);
    Some(blocks.into_iter().flat_map(|block| block.1).collect())
}

/// How far off most anchors are, where enough agree and no others do as much.
fn agreed(off: &[i64]) -> Option<i64> {
    let mut off = off.to_vec();
    off.sort_unstable();
    let within = |n: usize| off.partition_point(|x| *x <= off[n] + NEAR) - n;
    let (most, at) = (0..off.len()).map(|n| (within(n), std::cmp::Reverse(n))).max()?;
    (most >= AGREE && 2 * most >= off.len()).then(|| off[at.0 + most / 2])
}

/// Marks that stand in one sentence only, with that sentence.
fn alone(side: &[Vec<Mark>]) -> BTreeMap<u64, usize> {
    let mut found: BTreeMap<u64, Option<usize>> = BTreeMap::new();
    for (n, marks) in side.iter().enumerate() {
        for (hash, ..) in marks {
            found
                .entry(*hash)
                .and_modify(|at| {
                    if *at != Some(n) {
                        *at = None
                    }
                })
                .or_insert(Some(n));
        }
    }
    found.into_iter().filter_map(|(h, at)| Some((h, at?))).collect()
}

/// Beads over the new order as beads over the order of the paper: what a bead holds that is no one stretch there is cut to its
/// longest stretch, the rest stands alone.
pub(super) fn back(beads: Vec<Bead>, order: &[usize]) -> Vec<Bead> {
    let mut out = Vec::with_capacity(beads.len());
    for (p, q) in beads {
        let mut places: Vec<usize> = order[q].to_vec();
        places.sort_unstable();
        let stretches = places.chunk_by(|x, y| x + 1 == *y);
        let mut stretches: Vec<_> = stretches.map(|s| s[0]..s[0] + s.len()).collect();
        stretches.sort_by_key(|s| (std::cmp::Reverse(s.len()), s.start));
        let mut stretches = stretches.into_iter();
        let end = p.end;
        out.push((p, stretches.next().unwrap_or(0..0)));
        out.extend(stretches.map(|s| (end..end, s)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_that_stands_before_the_other_is_put_behind_it() {
        let sentence = |n: u64| -> Vec<Mark> { (0..3).map(|k| (n * 10 + k, 1.0, true)).collect() };
        let a: Vec<_> = (0..20).map(sentence).collect();
        let b: Vec<_> = (10..20).chain(0..10).map(sentence).collect();
        let paragraphs: Vec<usize> = (0..20).map(|n| n / 2).collect();
        let order = of(&a, &b, &paragraphs).unwrap();
        assert_eq!(order, (10..20).chain(0..10).collect::<Vec<_>>());
        assert!(of(&a, &a, &paragraphs).is_none());
        let beads = vec![(0..1, 0..1), (1..2, 9..11)];
        assert_eq!(back(beads, &order), [(0..1, 10..11), (1..2, 0..1), (2..2, 19..20)]);
    }
}
