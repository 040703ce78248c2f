//! What each move is about and answers; what each side holds on each issue; where the issue stands.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{
    Analysis, Basis, Course, Form, Issue, Move, MoveType, Position, RegionKind, Span, State, Step,
};

use super::WORDS;
use crate::Paper;
use crate::interpret::moves::answers;
use crate::interpret::topic::{keys, shared};

/// How far behind the last naming of an issue, in bytes, a move of the same turn still speaks of it.
const CARRY: u32 = 900;

/// Gives moves their issue and what they answer, and issues their positions and state; drops issues on which
/// nobody moves.
pub fn settle(paper: &Paper<'_>, found: &mut Analysis) {
    let mut answered = answers(paper, &found.moves);
    // What stands under another agenda item answers nothing before it.
    for (n, answer) in answered.iter_mut().enumerate() {
        let here = item_at(found, found.moves[n].span);
        *answer = answer.filter(|&k| item_at(found, found.moves[k].span) == here);
    }
    let topics = topics(paper, found, &answered);
    let ids: Vec<String> = found.moves.iter().map(|m| m.id.clone()).collect();
    for (n, m) in found.moves.iter_mut().enumerate() {
        m.answers = answered[n].map(|k| ids[k].clone());
    }
    let taken_up: BTreeSet<usize> = answered.iter().flatten().copied().collect();
    let mut kept: Vec<Issue> = Vec::new();
    let mut renamed: BTreeMap<usize, String> = BTreeMap::new();
    for (n, mut issue) in std::mem::take(&mut found.issues).into_iter().enumerate() {
        let rows: Vec<usize> = (0..found.moves.len())
            .filter(|&m| topics[m] == Some(n) && in_body(found, &found.moves[m]))
            .collect();
        // The many small items of a daily sitting are no issues unless somebody moves on them.
        let short = found.items.len() <= 12;
        let agenda = issue.number.is_some() || (issue.basis.rule == "issue.agenda-item" && short);
        if rows.is_empty() && !agenda && !(found.moves.is_empty() && issue.basis.confidence >= 0.6) {
            continue;
        }
        issue.positions = rows.iter().filter_map(|&m| position(&found.moves[m])).collect();
        issue.state = state(paper, found, &rows, &answered, &taken_up);
        issue.id = format!("i{}", kept.len() + 1);
        renamed.insert(n, issue.id.clone());
        kept.push(issue);
    }
    for (n, m) in found.moves.iter_mut().enumerate() {
        m.issue = topics[n].and_then(|t| renamed.get(&t).cloned());
    }
    for item in &mut found.items {
        item.issue =
            kept.iter().find(|i| i.mentions.iter().any(|m| m.start == item.span.start)).map(|i| i.id.clone());
    }
    found.issues = kept;
}

/// The issue of every move, by index.
fn topics(paper: &Paper<'_>, found: &Analysis, answered: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut mentions: Vec<(Span, usize)> =
        found.issues.iter().enumerate().flat_map(|(n, i)| i.mentions.iter().map(move |m| (*m, n))).collect();
    mentions.sort_unstable();
    let words: Vec<BTreeSet<String>> = found.issues.iter().map(|i| keys(&i.name)).collect();
    let heads: Vec<BTreeSet<String>> = found.issues.iter().map(|i| keys(head(&i.name))).collect();
    let turns: BTreeMap<&str, usize> =
        found.turns.iter().enumerate().map(|(n, t)| (t.id.as_str(), n)).collect();
    let starts: BTreeMap<&str, u32> = found.turns.iter().map(|t| (t.id.as_str(), t.span.start)).collect();
    let mut out: Vec<Option<usize>> = Vec::with_capacity(found.moves.len());
    for (n, m) in found.moves.iter().enumerate() {
        let named = named_in(&mentions, m.span).or_else(|| by_words(&words, &keys(paper.words(m.span))));
        // What all agreed on says itself what it is about ("it was agreed to meet again").
        if m.basis.rule.contains(".impersonal.") {
            out.push(named);
            continue;
        }
        let topic = named
            .or_else(|| item_of(found, m))
            .or_else(|| by_head(&heads, &keys(paper.words(m.span))))
            .or_else(|| answered[n].and_then(|k| out.get(k).copied().flatten()))
            .or_else(|| carried(paper, &mentions, &starts, m))
            .or_else(|| n.checked_sub(1).and_then(|k| out[k]).filter(|_| replies(found, &turns, n)));
        out.push(topic);
    }
    // A question is about what its answer is about.
    for n in (0..found.moves.len()).rev() {
        if let (Some(topic), Some(k)) = (out[n], answered[n]) {
            out[k].get_or_insert(topic);
        }
    }
    out
}

/// The issue named inside a move; the first where several are.
fn named_in(mentions: &[(Span, usize)], span: Span) -> Option<usize> {
    let from = mentions.partition_point(|m| m.0.start < span.start);
    mentions[from..].iter().take_while(|m| m.0.start < span.end).next().map(|m| m.1)
}

/// The issue of whose words a move holds nearly all.
fn by_words(issues: &[BTreeSet<String>], words: &BTreeSet<String>) -> Option<usize> {
    issues
        .iter()
        .enumerate()
        .map(|(n, i)| (shared(i, words), i.len(), n))
        .filter(|&(both, all, _)| both > 0 && both * 3 >= all * 2)
        .max_by_key(|&(both, _, n)| (both, std::cmp::Reverse(n)))
        .map(|(_, _, n)| n)
}

/// Whether a move that names nothing takes a stand on the move just before it: the next turn of the same item.
fn replies(found: &Analysis, turns: &BTreeMap<&str, usize>, n: usize) -> bool {
    let (before, m) = (&found.moves[n - 1], &found.moves[n]);
    let stand = matches!(
        m.kind,
        MoveType::Acceptance | MoveType::Refusal | MoveType::Deferral | MoveType::Referral | MoveType::Answer
    );
    let at = |m: &Move| m.turn.as_deref().filter(|_| !m.reported).and_then(|id| turns.get(id).copied());
    let next = matches!((at(before), at(m)), (Some(a), Some(b)) if b == a + 1);
    stand && next && item_at(found, before.span) == item_at(found, m.span)
}

/// A name without what follows its head noun ("apology for the fire": "apology").
fn head(name: &str) -> &str {
    let cut = [" for ", " of ", " on ", " from "].iter().filter_map(|w| name.find(w)).min();
    cut.map_or(name, |n| &name[..n])
}

/// The one issue whose head noun a move names; `None` where two have such a head.
fn by_head(heads: &[BTreeSet<String>], words: &BTreeSet<String>) -> Option<usize> {
    let mut hits = (0..heads.len()).filter(|&n| !heads[n].is_empty() && heads[n].is_subset(words));
    let first = hits.next()?;
    hits.next().is_none().then_some(first)
}

/// Where the agenda item that holds a passage begins.
fn item_at(found: &Analysis, span: Span) -> Option<u32> {
    // Items follow each other and do not overlap.
    let n = found.items.partition_point(|i| i.span.start <= span.start);
    found.items[..n].last().filter(|i| i.span.contains(span)).map(|i| i.span.start)
}

/// The issue of the agenda item that holds a move.
fn item_of(found: &Analysis, m: &Move) -> Option<usize> {
    let item = found.items.iter().rev().find(|i| i.span.contains(m.span))?;
    found.issues.iter().position(|i| i.mentions.iter().any(|s| s.start == item.span.start))
}

/// The issue named last before a move in the same turn or, in prose, in the same paragraph.
fn carried(
    paper: &Paper<'_>,
    mentions: &[(Span, usize)],
    starts: &BTreeMap<&str, u32>,
    m: &Move,
) -> Option<usize> {
    let turn = m.turn.as_deref().filter(|_| !m.reported).and_then(|id| starts.get(id));
    let start = match turn {
        Some(&start) => start,
        None => paper.paragraph_at(m.span.start)?.span.start,
    };
    let n = mentions.partition_point(|x| x.0.start < m.span.start);
    mentions[..n].last().filter(|x| x.0.start >= start.max(m.span.start.saturating_sub(CARRY))).map(|x| x.1)
}

/// Whether a move stands in the paper itself, not in an abstract of another.
fn in_body(found: &Analysis, m: &Move) -> bool {
    found
        .region_at(m.span.start)
        .is_none_or(|r| matches!(r.kind, RegionKind::Body | RegionKind::Translation | RegionKind::Original))
}

/// A move as a position; what only asks or answers holds none.
fn position(m: &Move) -> Option<Position> {
    use MoveType::*;
    let stance = !matches!(m.kind, Question | ClarificationRequest | Answer);
    stance.then(|| Position {
        side: m.side.clone(),
        stance: m.kind,
        span: m.span,
        basis: Basis::new(m.basis.rule.clone(), m.basis.confidence),
    })
}

/// Where an issue stands after its moves; in a text agreed it is agreed.
fn state(
    paper: &Paper<'_>,
    found: &Analysis,
    rows: &[usize],
    answered: &[Option<usize>],
    taken_up: &BTreeSet<usize>,
) -> State {
    let mut course = Course::new();
    for &n in rows {
        let m = &found.moves[n];
        let lower = paper.words(m.span).to_lowercase();
        let asks = matches!(m.kind, MoveType::Question | MoveType::ClarificationRequest);
        course.step(&Step {
            kind: m.kind,
            side: m.side.as_deref().or(m.actor.as_deref()),
            joint: m.side.as_deref() == Some("both"),
            pronounced: m.basis.rule.contains(".pronounced"),
            limited: m.basis.rule.ends_with(".principle") || m.basis.rule.ends_with(".part"),
            last_word: WORDS.finality.iter().any(|w| lower.contains(w.as_str())),
            taken_up: if asks { taken_up.contains(&n) } else { answered[n].is_some() },
        });
    }
    match (found.form, course.state()) {
        (Form::Agreement, None | Some(State::Raised | State::Contested | State::AgreedInPrinciple)) => {
            State::Agreed
        }
        (_, state) => state.unwrap_or(State::Raised),
    }
}
