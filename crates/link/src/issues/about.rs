//! Which moves are about which issue, over the collection.
//!
//! A move is about the issue that its words name; else about what its own paper gives it; else about what the move that it
//! answers is about, in its own paper or another; else about what was named last before it in its turn or paragraph.
//! What does not belong here: where the issue then stands ([`crate::states`]).

use std::collections::BTreeMap;

use memcon_model::{LinkedAnswer, Move, Span};

use super::Group;
use crate::Document;

/// How far behind the last naming, in bytes, a move still speaks of it.
const CARRY: u32 = 700;
/// Issues that the words of one move can name.
const NAMED: usize = 3;

/// How a move came to be about an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// Its words name it.
    Named,
    /// Its own paper says so.
    Paper,
    /// It answers a move about it.
    Answers,
    /// Its words name it beside another issue, which comes first.
    Beside,
    /// It was named shortly before.
    Carried,
}

/// A move about an issue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About {
    /// Index of the document.
    pub document: usize,
    /// Index of the move there.
    pub step: usize,
    /// How that is known.
    pub how: How,
}

/// The moves about each group, in order of document and place.
pub(super) fn about(
    documents: &[Document<'_>],
    groups: &[Group],
    answers: &[LinkedAnswer],
) -> Vec<Vec<About>> {
    let mut mentions: Vec<Vec<(Span, usize)>> = vec![Vec::new(); documents.len()];
    let mut own: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for (g, group) in groups.iter().enumerate() {
        for &(d, n) in &group.members {
            let issue = &documents[d].analysis.issues[n];
            own.insert((d, issue.id.as_str()), g);
            mentions[d].extend(issue.mentions.iter().map(|m| (*m, g)));
        }
        for &(d, span) in &group.places {
            mentions[d].push((span, g));
        }
    }
    let mut found: Vec<Vec<Vec<(usize, How)>>> = Vec::with_capacity(documents.len());
    for (d, document) in documents.iter().enumerate() {
        let list = outermost(std::mem::take(&mut mentions[d]));
        found.push(in_paper(document, d, &list, &own));
    }
    across(documents, answers, &mut found);
    let mut out: Vec<Vec<About>> = groups.iter().map(|_| Vec::new()).collect();
    for (d, moves) in found.iter().enumerate() {
        for (step, issues) in moves.iter().enumerate() {
            for &(g, how) in issues {
                out[g].push(About { document: d, step, how });
            }
        }
    }
    out
}

/// Mentions in order, without those that lie inside a longer one of another issue.
fn outermost(mut list: Vec<(Span, usize)>) -> Vec<(Span, usize)> {
    list.sort_unstable_by_key(|m| (m.0.start, std::cmp::Reverse(m.0.end), m.1));
    list.dedup();
    let mut out: Vec<(Span, usize)> = Vec::with_capacity(list.len());
    for m in list {
        let inside = out.last().is_some_and(|o| o.0.end >= m.0.end && o.1 != m.1 && o.0 != m.0);
        if !inside {
            out.push(m);
        }
    }
    out
}

/// The issues of each move of a paper.
fn in_paper(
    document: &Document<'_>,
    d: usize,
    mentions: &[(Span, usize)],
    own: &BTreeMap<(usize, &str), usize>,
) -> Vec<Vec<(usize, How)>> {
    let analysis = document.analysis;
    let turns: BTreeMap<&str, u32> = analysis.turns.iter().map(|t| (t.id.as_str(), t.span.start)).collect();
    let index: BTreeMap<&str, usize> =
        analysis.moves.iter().enumerate().map(|(n, m)| (m.id.as_str(), n)).collect();
    let mut out: Vec<Vec<(usize, How)>> = Vec::with_capacity(analysis.moves.len());
    for m in &analysis.moves {
        let paper = m.issue.as_deref().and_then(|id| own.get(&(d, id))).copied();
        let named = named(mentions, m.span);
        let answered = || {
            let k = m.answers.as_deref().and_then(|id| index.get(id)).copied()?;
            out.get(k).map(|l| l.iter().map(|x| x.0).collect::<Vec<_>>()).filter(|l| !l.is_empty())
        };
        out.push(if !named.is_empty() {
            let first = paper.unwrap_or(named[0]);
            let others = named.into_iter().filter(|g| *g != first).map(|g| (g, How::Beside));
            std::iter::once((first, How::Named)).chain(others).collect()
        } else if let Some(g) = paper {
            vec![(g, How::Paper)]
        } else if let Some(list) = answered() {
            list.into_iter().map(|g| (g, How::Answers)).collect()
        } else {
            carried(document.text, mentions, &turns, m).map(|g| (g, How::Carried)).into_iter().collect()
        });
    }
    // A question is about what its answer is about.
    for n in (0..analysis.moves.len()).rev() {
        let Some(k) = analysis.moves[n].answers.as_deref().and_then(|id| index.get(id)).copied() else {
            continue;
        };
        if k < n && out[k].is_empty() {
            out[k] = out[n].iter().filter(|x| x.1 < How::Beside).map(|x| (x.0, How::Answers)).collect();
        }
    }
    out
}

/// The issues named inside a move, in order.
fn named(mentions: &[(Span, usize)], span: Span) -> Vec<usize> {
    let from = mentions.partition_point(|m| m.0.start < span.start);
    let mut out = Vec::new();
    for m in mentions[from..].iter().take_while(|m| m.0.start < span.end) {
        if !out.contains(&m.1) && out.len() < NAMED {
            out.push(m.1);
        }
    }
    out
}

/// The issue named last before a move in the same turn or, in prose, in the same paragraph.
fn carried(text: &str, mentions: &[(Span, usize)], turns: &BTreeMap<&str, u32>, m: &Move) -> Option<usize> {
    let from = m.span.start.saturating_sub(CARRY);
    let turn = m.turn.as_deref().filter(|_| !m.reported).and_then(|id| turns.get(id)).copied();
    let start = match turn {
        Some(start) => start.max(from),
        None => {
            let from = ceiling(text, from as usize);
            let before = text.get(from..m.span.start as usize)?;
            u32::try_from(from + before.rfind("\n\n").map_or(0, |n| n + 2)).unwrap_or(from as u32)
        }
    };
    let n = mentions.partition_point(|x| x.0.start < m.span.start);
    mentions[..n].last().filter(|x| x.0.start >= start).map(|x| x.1)
}

/// The next place at or behind `at` where a character begins.
fn ceiling(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|n| text.is_char_boundary(*n)).unwrap_or(text.len())
}

/// Answers in other papers are about what they answer.
fn across(documents: &[Document<'_>], answers: &[LinkedAnswer], found: &mut [Vec<Vec<(usize, How)>>]) {
    let by_id: BTreeMap<&str, usize> = documents.iter().enumerate().map(|(n, d)| (d.id, n)).collect();
    let at = |m: &memcon_model::MoveAt| {
        let d = *by_id.get(m.document.as_str())?;
        let n = documents[d].analysis.moves.iter().position(|x| x.id == m.id)?;
        Some((d, n))
    };
    for answer in answers {
        let (Some(of), Some(by)) = (at(&answer.of), at(&answer.by)) else { continue };
        let held = &found[by.0][by.1];
        if held.is_empty() || held.iter().all(|x| x.1 == How::Carried) {
            let given: Vec<_> = found[of.0][of.1].iter().map(|x| (x.0, How::Answers)).collect();
            if !given.is_empty() {
                found[by.0][by.1] = given;
            }
        }
    }
}
