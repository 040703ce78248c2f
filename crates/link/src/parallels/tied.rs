//! A claim found in a translation is tied to the same claim found in the original, so that it counts once.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{
    AgentType, Analysis, Beside, Certainty, ClaimKind, JoinReason, JoinedBy, Manner, Parallel, ParallelKind,
    Span, TiedClaim,
};

use super::signs::day;
use crate::Document;
use crate::agents::{Agents, written::fold};
use crate::compare::Names;
use crate::ids::stable;

/// Which passage of which paper answers to a passage, over all certain translations.
#[derive(Default)]
pub(crate) struct Twins {
    /// By document, in order: a passage with its counterpart.
    of: BTreeMap<usize, Vec<(Span, usize, Span)>>,
}

impl Twins {
    /// The passages of certain translations.
    pub fn new(documents: &[Document<'_>], parallels: &[Parallel]) -> Self {
        let place: BTreeMap<&str, usize> = documents.iter().enumerate().map(|(n, d)| (d.id, n)).collect();
        let mut out = Self::default();
        for p in parallels.iter().filter(|p| counts(p)) {
            let (Some(&a), Some(&b)) = (place.get(p.a.as_str()), place.get(p.b.as_str())) else { continue };
            for (x, y) in p.rows.iter().filter_map(|r| Some((r.a?, r.b?))) {
                out.of.entry(a).or_default().push((x, b, y));
                out.of.entry(b).or_default().push((y, a, x));
            }
        }
        for list in out.of.values_mut() {
            list.sort_unstable();
        }
        out
    }

    /// Whether nothing is a translation of anything.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// The passages that answer to the beginning of words of a paper.
    pub fn at(&self, document: usize, span: Span) -> impl Iterator<Item = (usize, Span)> + '_ {
        let list = self.of.get(&document).map_or(&[][..], Vec::as_slice);
        let behind = list.partition_point(|t| t.0.start <= span.start);
        let near = list[..behind].iter().rev().take(16);
        near.filter(move |t| t.0.start <= span.start && span.start < t.0.end).map(|t| (t.1, t.2))
    }
}

fn counts(p: &Parallel) -> bool {
    p.kind == ParallelKind::Translation && p.certainty == Certainty::Certain
}

/// The papers as linking counts their moves: a move of a translation that its counterpart has too stands once.
///
/// It stands in the paper whose language most papers are in, so that it is compared with as many as possible.
pub(crate) fn once(documents: &[Document<'_>], parallels: &[Parallel]) -> Vec<(usize, Analysis)> {
    let place: BTreeMap<&str, usize> = documents.iter().enumerate().map(|(n, d)| (d.id, n)).collect();
    let mut papers: BTreeMap<&str, usize> = BTreeMap::new();
    for d in documents {
        if let Some(l) = d.analysis.languages.first() {
            *papers.entry(l).or_default() += 1;
        }
    }
    let spoken =
        |d: usize| documents[d].analysis.languages.first().and_then(|l| papers.get(l.as_str())).copied();
    let mut out: Vec<(usize, Analysis)> = Vec::new();
    let mut held: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for p in parallels.iter().filter(|p| counts(p)) {
        let (Some(&a), Some(&b)) = (place.get(p.a.as_str()), place.get(p.b.as_str())) else { continue };
        let (keep, echo) = if spoken(b) > spoken(a) { (b, a) } else { (a, b) };
        for (x, y) in p.rows.iter().filter_map(|r| Some((r.a?, r.b?))) {
            let (own, theirs) = if keep == a { (y, x) } else { (x, y) };
            let mut free: Vec<_> = documents[keep]
                .analysis
                .moves
                .iter()
                .filter(|m| {
                    theirs.contains(m.span) || m.span.overlaps(theirs) && m.span.start >= theirs.start
                })
                .map(|m| m.kind)
                .collect();
            for (n, m) in documents[echo].analysis.moves.iter().enumerate() {
                if m.span.start < own.start || m.span.start >= own.end {
                    continue;
                }
                if let Some(at) = free.iter().position(|k| *k == m.kind) {
                    free.remove(at);
                    held.entry(echo).or_default().insert(n);
                }
            }
        }
    }
    for (d, gone) in held {
        let mut analysis = documents[d].analysis.clone();
        let mut n = 0;
        analysis.moves.retain(|_| {
            n += 1;
            !gone.contains(&(n - 1))
        });
        out.push((d, analysis));
    }
    out
}

/// A claim before it is tied.
struct Claim {
    kind: ClaimKind,
    /// What must be the same on both sides.
    key: String,
    span: Span,
    id: Option<String>,
}

/// The claims of a paper that may have a counterpart, by kind.
fn claims(document: &Document<'_>, names: &Names) -> Vec<Claim> {
    let a = document.analysis;
    let claim = |kind, key: &str, span, id: Option<&String>| Claim {
        kind,
        key: key.to_owned(),
        span,
        id: id.cloned(),
    };
    let mut out: Vec<Claim> = Vec::new();
    out.extend(a.turns.iter().map(|t| claim(ClaimKind::Turn, t.mode.as_str(), t.span, Some(&t.id))));
    out.extend(a.moves.iter().map(|m| claim(ClaimKind::Move, m.kind.as_str(), m.span, Some(&m.id))));
    let events = a.events.iter().filter_map(|e| Some((e, *e.spans.first()?)));
    out.extend(events.map(|(e, s)| claim(ClaimKind::Event, e.kind.as_str(), s, Some(&e.id))));
    let duties = a.obligations.iter();
    out.extend(duties.map(|o| claim(ClaimKind::Obligation, o.modality.as_str(), o.span, Some(&o.id))));
    out.extend(a.dates.iter().filter_map(|d| Some(claim(ClaimKind::Date, &day(d)?, d.span, None))));
    out.extend(names.all().iter().map(|(s, n)| claim(ClaimKind::Agent, &n.to_string(), *s, None)));
    out
}

/// Ties claims of one kind in passages that answer to each other, in order.
pub(super) fn tie(
    a: &Document<'_>,
    b: &Document<'_>,
    names: (&Names, &Names),
    rows: &[Beside],
) -> Vec<TiedClaim> {
    let placed = |claims: Vec<Claim>, side: fn(&Beside) -> Option<Span>| {
        let mut spans: Vec<(Span, usize)> =
            rows.iter().enumerate().filter_map(|(n, r)| Some((side(r)?, n))).collect();
        spans.sort_unstable();
        let mut out: BTreeMap<(usize, ClaimKind, String), Vec<Claim>> = BTreeMap::new();
        for c in claims {
            let behind = spans.partition_point(|s| s.0.start <= c.span.start);
            let Some((span, row)) = behind.checked_sub(1).map(|n| spans[n]) else { continue };
            if c.span.start < span.end {
                out.entry((row, c.kind, c.key.clone())).or_default().push(c);
            }
        }
        out
    };
    let left = placed(claims(a, names.0), |r| r.a);
    let mut right = placed(claims(b, names.1), |r| r.b);
    let mut out = Vec::new();
    for (key, own) in left {
        let Some(theirs) = right.remove(&key) else { continue };
        for (x, y) in own.into_iter().zip(theirs) {
            out.push(TiedClaim { kind: x.kind, a: x.span, a_id: x.id, b: y.span, b_id: y.id });
        }
    }
    out.sort();
    out
}

/// Agents that are possibly one by their names and stand in passages that answer to each other, never in one and not in the
/// other more often than in both.
pub(crate) fn same_agents(
    documents: &[Document<'_>],
    agents: &Agents,
    parallels: &[Parallel],
) -> Vec<(usize, usize, JoinReason)> {
    if !parallels.iter().any(counts) {
        return Vec::new();
    }
    let place: BTreeMap<&str, usize> =
        agents.linked.iter().enumerate().map(|(n, a)| (a.id.as_str(), n)).collect();
    let mentions = |n: usize, document: &str| -> Vec<Span> {
        let forms = agents.linked[n].forms.iter().filter(|f| f.manner != Manner::Pronoun);
        forms.flat_map(|f| &f.mentions).filter(|m| m.document == document).map(|m| m.span).collect()
    };
    let texts: BTreeSet<&str> = documents.iter().map(|d| d.id).collect();
    let mut out = Vec::new();
    for pair in agents.look_alikes.iter().filter(|l| l.possible && l.by == JoinedBy::Name) {
        let (Some(&x), Some(&y)) = (place.get(pair.a.as_str()), place.get(pair.b.as_str())) else { continue };
        if agents.linked[x].kind != AgentType::Person || agents.linked[y].kind != AgentType::Person {
            continue;
        }
        let (mut both, mut one) = (0usize, 0usize);
        let mut told = None;
        for p in parallels.iter().filter(|p| counts(p) && texts.contains(p.a.as_str())) {
            for (first, second) in [(x, y), (y, x)] {
                let (of_a, of_b) = (mentions(first, &p.a), mentions(second, &p.b));
                if of_a.is_empty()
                    || of_b.is_empty()
                    || !mentions(first, &p.b).is_empty()
                    || !mentions(second, &p.a).is_empty()
                {
                    continue;
                }
                for row in &p.rows {
                    let within = |side: Option<Span>, list: &[Span]| {
                        side.is_some_and(|s| list.iter().any(|m| s.contains(*m)))
                    };
                    match (within(row.a, &of_a), within(row.b, &of_b)) {
                        (true, true) => {
                            both += 1;
                            told = told.or(Some((p.a.clone(), p.b.clone())));
                        }
                        (true, false) | (false, true) => one += 1,
                        _ => {}
                    }
                }
            }
        }
        if let Some((p, q)) = told.filter(|_| both > one) {
            let (a, b) = (&agents.linked[x].canonical, &agents.linked[y].canonical);
            let why =
                format!("{} The one stands in {p} where the other stands in {q}, its translation.", pair.why);
            out.push((
                x,
                y,
                JoinReason {
                    id: stable("join", &[&fold(a), &fold(b), "translation"]),
                    a: a.clone(),
                    b: b.clone(),
                    why,
                    score: 0.85,
                    by: JoinedBy::Translation,
                    ..JoinReason::default()
                },
            ));
        }
    }
    out
}
