//! Which papers may be one text: those that share rare signs, by an inverted index, never by comparing all pairs.
//!
//! A paper looks at its rarest signs only, and at signs that few papers have, so that the cost of a paper is bounded
//! whatever the size of the collection. What two papers share must follow in much the same order, or the pair is not aligned.

use super::signs::{Kind, Signed};

/// Signs of a paper that are looked up, rarest first.
const LOOKED_UP: usize = 64;
/// A sign that more papers have leads to none of them.
const COMMON: usize = 48;
/// Candidates kept of a paper.
const KEPT: usize = 5;
/// Least share of the weight of signs that two papers have in common.
const LEAST: f32 = 0.2;
/// Least share of sampled runs of words that a copy has in common with the shorter paper.
const COPIED: f32 = 0.3;
/// Two papers of one text are at most so many times as long as each other.
const MOST_RATIO: f64 = 2.2;
/// A paper that holds the text of another, translated, is at most so many times as long.
const MOST_PART: f64 = 25.0;
/// Signs that a part and its whole share at least, and their least share of the part's weight.
const PART: (u32, f32) = (6, 0.2);
/// The same of pairs of words known in every language: there are many, and they tell little.
const WORDS: (u32, f32) = (4, 0.05);
/// Shared signs in the same order, in square roots of how many are shared: chance gives somewhat less.
const ORDERED: f64 = 1.8;
/// A paper with fewer sampled runs is too short to be told a copy.
const LEAST_RUNS: usize = 4;

/// A sign as it is looked up: how many papers have it, its key, its weight, its papers with how often.
type Looked<'s> = (usize, u64, f32, &'s [(u64, u32)]);

/// Two papers, by their places in the list, that may be one text, the likelier first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    pub score: f32,
    pub a: usize,
    pub b: usize,
}

/// Pairs of papers in two languages.
pub(super) fn translations(papers: &[Signed]) -> Vec<Candidate> {
    if papers.iter().all(|p| p.language == papers[0].language) {
        return Vec::new();
    }
    let kinds = |kind: Kind| match kind {
        Kind::Number | Kind::Date | Kind::Order => 1.0f32,
        Kind::Name => 0.6,
    };
    let lists: Vec<Vec<(u64, f32)>> = papers
        .iter()
        .map(|p| {
            let mut own: Vec<(u64, f32)> = p.signs.iter().map(|s| (s.hash, kinds(s.kind))).collect();
            own.sort_unstable_by_key(|s| s.0);
            own.dedup_by_key(|s| s.0);
            own
        })
        .collect();
    let words: Vec<Vec<(u64, f32)>> =
        papers.iter().map(|p| p.words.iter().map(|w| (w.0, 1.0)).collect()).collect();
    let unlike = |x: &Signed, y: &Signed| x.language != y.language;
    let mut out = found(papers, &lists, (3, LEAST), true, unlike, true);
    out.extend(found(papers, &words, WORDS, true, unlike, true));
    out.retain(|c| follow(&shared(&papers[c.a], &papers[c.b])));
    sorted(out)
}

/// Where two papers have signs that stand in one sentence of each: the two sentences, in order.
pub(super) fn shared(x: &Signed, y: &Signed) -> Vec<(u32, u32)> {
    let once = |p: &Signed| -> Vec<(u64, u32)> {
        let mut all: Vec<(u64, u32)> = p.signs.iter().map(|s| (s.hash, s.sentence)).collect();
        all.sort_unstable();
        all.dedup();
        let alone = |n: usize| {
            (n == 0 || all[n - 1].0 != all[n].0) && all.get(n + 1).is_none_or(|next| next.0 != all[n].0)
        };
        (0..all.len()).filter(|n| alone(*n)).map(|n| all[n]).collect()
    };
    let mut out = both(&once(x), &once(y));
    out.extend(both(&x.words, &y.words));
    out.sort_unstable();
    out.dedup();
    out
}

/// The sentences of the hashes that two sorted lists have in common.
fn both(x: &[(u64, u32)], y: &[(u64, u32)]) -> Vec<(u32, u32)> {
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while i < x.len() && j < y.len() {
        match x[i].0.cmp(&y[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                out.push((x[i].1, y[j].1));
                i += 1;
                j += 1;
            }
        }
    }
    out
}

/// Whether shared signs follow in one order more than chance would have it; few of them tell nothing.
fn follow(shared: &[(u32, u32)]) -> bool {
    // The ends of the longest rows so far: its length is that of the longest row that never goes back.
    let mut ends: Vec<u32> = Vec::new();
    for &(_, at) in shared {
        let n = ends.partition_point(|e| *e <= at);
        if n == ends.len() { ends.push(at) } else { ends[n] = at }
    }
    shared.len() < 6 || ends.len() as f64 >= ORDERED * (shared.len() as f64).sqrt()
}

/// In a longer paper, the sentences in which most of what it shares with a shorter one of so many sentences stands.
pub(super) fn window(shared: &[(u32, u32)], short: u32, long: u32) -> std::ops::Range<usize> {
    let wide = short + short / 3 + 4;
    let mut at: Vec<u32> = shared.iter().map(|s| s.1).collect();
    at.sort_unstable();
    let within = |from: u32| at.partition_point(|p| *p < from + wide) - at.partition_point(|p| *p < from);
    // What begins at a shared sign holds as much as what begins before it.
    let best = at.iter().copied().max_by_key(|from| (within(*from), std::cmp::Reverse(*from))).unwrap_or(0);
    let middle = {
        let held = &at[at.partition_point(|p| *p < best)..at.partition_point(|p| *p < best + wide)];
        held.get(held.len() / 2).copied().unwrap_or(best)
    };
    let from = best.min(middle.saturating_sub(wide / 2)).saturating_sub(short / 6 + 2);
    from as usize..(best.max(from) + wide).max(middle + wide / 2).min(long) as usize
}

/// Pairs of papers in one language.
pub(super) fn copies(papers: &[Signed]) -> Vec<Candidate> {
    let few = |p: &Signed| p.runs.len() >= LEAST_RUNS;
    let lists: Vec<Vec<(u64, f32)>> =
        papers.iter().map(|p| p.runs.iter().filter(|_| few(p)).map(|r| (*r, 1.0)).collect()).collect();
    found(papers, &lists, (3, COPIED), false, |x, y| x.language == y.language, false)
}

fn found(
    papers: &[Signed],
    lists: &[Vec<(u64, f32)>],
    (few, least): (u32, f32),
    parts: bool,
    fits: impl Fn(&Signed, &Signed) -> bool,
    rare_counts: bool,
) -> Vec<Candidate> {
    // (sign, paper), sorted: the papers of a sign stand together.
    let mut row: Vec<(u64, u32)> =
        lists.iter().enumerate().flat_map(|(n, l)| l.iter().map(move |s| (s.0, n as u32))).collect();
    row.sort_unstable();
    let of = |sign: u64| -> &[(u64, u32)] {
        let from = row.partition_point(|r| r.0 < sign);
        let rest = &row[from..];
        let mut reach = 8;
        while reach < rest.len() && rest[reach].0 == sign {
            reach *= 2;
        }
        let rest = &rest[..rest.len().min(reach + 1)];
        &rest[..rest.partition_point(|r| r.0 <= sign)]
    };
    let all = papers.len() as f32;
    let weight = |common: usize| if rare_counts { ((all + 1.0) / common as f32).ln() + 0.3 } else { 1.0 };
    let mut sums = vec![0.0f32; papers.len()];
    let mut near: Vec<Vec<(u32, f32, u32)>> = Vec::with_capacity(papers.len());
    for (n, list) in lists.iter().enumerate() {
        let mut rare: Vec<Looked<'_>> =
            list.iter().map(|&(s, k)| (s, k, of(s))).map(|(s, k, l)| (l.len(), s, k, l)).collect();
        rare.sort_unstable_by_key(|r| (r.0, r.1));
        sums[n] = rare.iter().map(|r| r.2 * weight(r.0)).sum();
        let mut met: Vec<(u32, f32)> = Vec::new();
        // What no paper has that may be the other costs no look and leads nowhere.
        let leads = |r: &&Looked<'_>| {
            let mut others = r.3.iter().filter(|m| m.1 as usize != n);
            r.0 > 1 && r.0 <= COMMON && others.any(|m| fits(&papers[n], &papers[m.1 as usize]))
        };
        for (common, _, kind, with) in rare.iter().filter(leads).take(LOOKED_UP) {
            met.extend(with.iter().filter(|m| m.1 as usize != n).map(|m| (m.1, kind * weight(*common))));
        }
        met.sort_by(|x, y| x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)));
        let mut best: Vec<(u32, f32, u32)> = met
            .chunk_by(|x, y| x.0 == y.0)
            .map(|same| (same[0].0, same.iter().map(|s| s.1).sum(), same.len() as u32))
            .filter(|m| m.2 >= few && fits(&papers[n], &papers[m.0 as usize]))
            .filter(|m| {
                let ratio = papers[n].length / papers[m.0 as usize].length.max(1.0);
                let ratio = ratio.max(1.0 / ratio.max(1e-9));
                ratio <= MOST_RATIO || parts && ratio <= MOST_PART && m.2 >= PART.0
            })
            .collect();
        best.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        best.truncate(KEPT);
        near.push(best);
    }
    let mut out: Vec<Candidate> = Vec::new();
    for (n, best) in near.iter().enumerate() {
        for &(m, shared, _) in best {
            let m = m as usize;
            // The rarest signs that a long paper looks up are not all that it has.
            let whole = |k: usize| sums[k] * (LOOKED_UP as f32 / lists[k].len().max(1) as f32).min(1.0);
            let (x, y) = (papers[n].length, papers[m].length);
            let part = x.max(y) > MOST_RATIO * x.min(y);
            let weight = if part { whole(if x < y { n } else { m }) } else { (whole(n) * whole(m)).sqrt() };
            let score = shared / weight.max(0.01);
            if score >= if part { PART.1.max(least) } else { least } {
                out.push(Candidate { score: score.min(1.0), a: n.min(m), b: n.max(m) });
            }
        }
    }
    sorted(out)
}

/// Each pair once, the likelier first.
fn sorted(mut out: Vec<Candidate>) -> Vec<Candidate> {
    out.sort_by(|x, y| (x.a, x.b).cmp(&(y.a, y.b)).then(y.score.total_cmp(&x.score)));
    out.dedup_by_key(|c| (c.a, c.b));
    out.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    out
}
