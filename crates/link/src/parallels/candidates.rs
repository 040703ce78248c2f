//! Which papers may be one text: those that share rare signs, by an inverted index, never by comparing all pairs.
//!
//! A paper looks at its rarest signs only, and at signs that few papers have, so that the cost of a paper is bounded
//! whatever the size of the collection.

use super::signs::{Kind, Signed};

/// Signs of a paper that are looked up, rarest first.
const LOOKED_UP: usize = 48;
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
    found(papers, &lists, LEAST, 3, |x, y| x.language != y.language, true)
}

/// Pairs of papers in one language.
pub(super) fn copies(papers: &[Signed]) -> Vec<Candidate> {
    let few = |p: &Signed| p.runs.len() >= LEAST_RUNS;
    let lists: Vec<Vec<(u64, f32)>> =
        papers.iter().map(|p| p.runs.iter().filter(|_| few(p)).map(|r| (*r, 1.0)).collect()).collect();
    found(papers, &lists, COPIED, 3, |x, y| x.language == y.language, false)
}

fn found(
    papers: &[Signed],
    lists: &[Vec<(u64, f32)>],
    least: f32,
    few: usize,
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
        // What no other paper has costs no look and leads nowhere.
        for (common, _, kind, with) in rare.iter().filter(|r| r.0 > 1 && r.0 <= COMMON).take(LOOKED_UP) {
            met.extend(with.iter().filter(|m| m.1 as usize != n).map(|m| (m.1, kind * weight(*common))));
        }
        met.sort_by(|x, y| x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)));
        let mut best: Vec<(u32, f32, u32)> = met
            .chunk_by(|x, y| x.0 == y.0)
            .map(|same| (same[0].0, same.iter().map(|s| s.1).sum(), same.len() as u32))
            .filter(|m| m.2 as usize >= few && fits(&papers[n], &papers[m.0 as usize]))
            .filter(|m| {
                let ratio = papers[n].length / papers[m.0 as usize].length.max(1.0);
                (1.0 / MOST_RATIO..=MOST_RATIO).contains(&ratio)
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
            let score = shared / (whole(n) * whole(m)).sqrt().max(0.01);
            if score >= least {
                out.push(Candidate { score: score.min(1.0), a: n.min(m), b: n.max(m) });
            }
        }
    }
    out.sort_by(|x, y| (x.a, x.b).cmp(&(y.a, y.b)).then(y.score.total_cmp(&x.score)));
    out.dedup_by_key(|c| (c.a, c.b));
    out.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    out
}
