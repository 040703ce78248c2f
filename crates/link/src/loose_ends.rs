//! Loose ends: questions put and not answered, promises to come back, proposals without a reply.
//!
//! Only what one side puts to another: questions among the officials of one side are no loose ends of the talks. What
//! is met later, on slight evidence too, is no loose end any more: one that is none is a false charge.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{
    Edtf, Evidence, LinkedAnswer, LinkedIssue, LooseEnd, LooseEndKind, Mode, Move, MoveType, Outcome, State,
    Turn,
};

use crate::Document;
use crate::agents::Agents;
use crate::ids::{Unique, stable};
use crate::rhetoric::{comes_back, rhetorical};
use crate::steps::{BUCKET, Step, Steps, asks, puts};

/// What words shared with a later move must come to, for that move to take an open end up.
const TAKES_UP: f32 = 3.0;

/// How alike two openings of one side are that are one said again.
const AGAIN: f32 = 0.5;

/// Days after which the same words put something anew.
const ANEW: i64 = 60;

/// What was put and left open over the collection, oldest first; also what was met in a later paper, with the day.
pub(crate) fn find(
    documents: &[Document<'_>],
    agents: &Agents,
    answers: &[LinkedAnswer],
    issues: &[LinkedIssue],
) -> Vec<LooseEnd> {
    let steps = Steps::new(documents, agents);
    let places: BTreeMap<(&str, &str), usize> = steps
        .all
        .iter()
        .enumerate()
        .map(|(n, s)| ((documents[s.document].id, s.step.id.as_str()), n))
        .collect();
    let met = met_elsewhere(&steps, &places, answers);
    let of_issue = issue_of(documents, issues);
    let index = steps.index(|s| s.side.is_some());
    let mut ids = Unique::default();
    let mut out = Vec::new();
    let mut kept: Vec<usize> = Vec::new();
    for (n, put) in steps.all.iter().enumerate() {
        let Some(kind) = opens(documents, &steps, put) else { continue };
        if again(&steps, &kept, put) {
            continue;
        }
        let issue = put.step.issue.as_deref().and_then(|i| of_issue.get(&(put.document, i))).copied();
        let closed = met
            .get(&n)
            .map(|&k| steps.all[k].date.clone())
            .or_else(|| taken_up(&steps, &index, n, kind).map(|k| steps.all[k].date.clone()))
            .or_else(|| settled(issue.map(|i| &issues[i]), put, kind));
        let met = match closed {
            // Met on the same day or on a day that nobody tells: never open on any day.
            Some(None) => continue,
            Some(Some(date)) if date.latest_iso() <= put.day => continue,
            other => other.flatten(),
        };
        kept.push(n);
        let document = &documents[put.document];
        let words = put.step.span.of(document.text);
        out.push(LooseEnd {
            id: ids.take(stable("open", &[document.id, words])),
            kind,
            side: put.step.side.clone().or_else(|| agents.side(put.document, put.step.actor.as_deref()?)),
            since: put.date.clone(),
            issue: issue.map(|i| issues[i].id.clone()),
            evaded: put.step.outcome == Some(Outcome::Evaded),
            met,
            evidence: Evidence { document: document.id.to_owned(), span: put.step.span },
        });
    }
    out
}

/// What kind of open end a move leaves, if any.
fn opens(documents: &[Document<'_>], steps: &Steps<'_>, put: &Step<'_>) -> Option<LooseEndKind> {
    let side = put.side.as_deref().filter(|s| *s != "both")?;
    put.day.as_ref()?;
    let m = put.step;
    let words = m.span.of(documents[put.document].text);
    let kind = match m.kind {
        k if asks(k) => LooseEndKind::Question,
        MoveType::Deferral | MoveType::Referral if comes_back(words) => LooseEndKind::Deferral,
        // What only ought to be, in the speaker's view, asks nobody for a reply.
        k if puts(k) && m.basis.confidence >= 0.7 => LooseEndKind::Proposal,
        _ => return None,
    };
    if !steps.faces_another(put.document, side) {
        return None;
    }
    let open = match m.outcome {
        // A deferral is the answer that leaves the matter open; being answered does not close it.
        _ if kind == LooseEndKind::Deferral => true,
        // What was put off is open as the deferral of the other side.
        Some(Outcome::Answered | Outcome::Deferred) => false,
        _ => true,
    };
    // A surmise that something was asked is no ground for saying that nobody answered it.
    let sure = kind == LooseEndKind::Deferral || m.basis.confidence > 0.7;
    let said = !(kind == LooseEndKind::Question && rhetorical(documents[put.document], m));
    let told = kind == LooseEndKind::Deferral || !somebody_speaks_next(documents[put.document], m);
    (open && said && sure && told && words.split_whitespace().count() >= 4).then_some(kind)
}

/// How far behind a narrated question or proposal what somebody else says may be its answer, in bytes.
const NEXT: u32 = 900;

/// Whether somebody else speaks right behind a question or a proposal that a paper narrates or quotes: then it cannot
/// be said that nobody met it, unless the paper says so. The turns of a transcript were weighed by their words.
fn somebody_speaks_next(document: Document<'_>, m: &Move) -> bool {
    let turns = &document.analysis.turns;
    let own = turns.iter().find(|t| Some(&t.id) == m.turn.as_ref());
    if m.outcome == Some(Outcome::Evaded)
        && (m.reported || own.is_some_and(|t| t.mode == Mode::TranscriptLine))
    {
        return false;
    }
    let from = turns.partition_point(|t| t.span.start < m.span.end);
    let other = |t: &&Turn| t.speaker.is_none() || t.speaker != m.actor;
    turns[from..].iter().take_while(|t| t.span.start <= m.span.end + NEXT).any(|t| other(&t))
}

/// Moves that another paper's move answers, with the first that does.
fn met_elsewhere(
    steps: &Steps<'_>,
    places: &BTreeMap<(&str, &str), usize>,
    answers: &[LinkedAnswer],
) -> BTreeMap<usize, usize> {
    let mut out: BTreeMap<usize, usize> = BTreeMap::new();
    for a in answers {
        let of = places.get(&(a.of.document.as_str(), a.of.id.as_str()));
        let by = places.get(&(a.by.document.as_str(), a.by.id.as_str()));
        if let (Some(&of), Some(&by)) = (of, by) {
            let put_off = matches!(steps.all[by].step.kind, MoveType::Deferral | MoveType::Referral);
            if !put_off {
                out.entry(of).and_modify(|k| *k = (*k).min(by)).or_insert(by);
            }
        }
    }
    out
}

/// The linked issue of a paper's issue, by index.
fn issue_of<'d>(documents: &[Document<'_>], issues: &'d [LinkedIssue]) -> BTreeMap<(usize, &'d str), usize> {
    let index: BTreeMap<&str, usize> = documents.iter().enumerate().map(|(n, d)| (d.id, n)).collect();
    let mut out = BTreeMap::new();
    for (n, issue) in issues.iter().enumerate() {
        for (document, id) in &issue.members {
            if let Some(&d) = index.get(document.as_str()) {
                out.insert((d, id.as_str()), n);
            }
        }
    }
    out
}

/// Whether the same side has put much the same before, not long ago.
fn again(steps: &Steps<'_>, kept: &[usize], put: &Step<'_>) -> bool {
    kept.iter().rev().take(BUCKET * 2).any(|&k| {
        let before = &steps.all[k];
        let day = |s: &Step<'_>| s.date.as_ref().and_then(Edtf::latest).map(|d| d.number());
        let (Some(a), Some(b)) = (day(before), day(put)) else { return false };
        let days = b - a;
        let (_, sum) = steps.shared(before, put);
        let least = steps.own_weight(before).min(steps.own_weight(put)).max(0.1);
        before.side == put.side && days <= ANEW && sum / least >= AGAIN
    })
}

/// The later move that takes up what move `n` left open.
fn taken_up(
    steps: &Steps<'_>,
    index: &BTreeMap<&str, Vec<usize>>,
    n: usize,
    kind: LooseEndKind,
) -> Option<usize> {
    let put = &steps.all[n];
    let mut later: BTreeSet<usize> = BTreeSet::new();
    for list in put.words.iter().filter_map(|w| index.get(&**w)) {
        let from = list.partition_point(|&k| k <= n);
        later.extend(list[from..].iter().take(BUCKET));
    }
    later.into_iter().find(|&k| {
        let x = &steps.all[k];
        let same = x.side == put.side;
        // In its own paper a question is met by what answers it there; that was looked at.
        let elsewhere = x.document != put.document;
        let right = match kind {
            LooseEndKind::Deferral => {
                (same || x.side.as_deref() == Some("both")) && elsewhere && gives(x.step.kind)
            }
            LooseEndKind::Question => {
                !same && elsewhere && (gives(x.step.kind) || x.step.kind == MoveType::Deferral)
            }
            LooseEndKind::Proposal => !same && (gives(x.step.kind) || x.step.kind == MoveType::Deferral),
        };
        let (words, sum) = steps.shared(put, x);
        right && words.len() >= 2 && sum >= TAKES_UP
    })
}

/// Moves that say where somebody stands.
fn gives(kind: MoveType) -> bool {
    use MoveType::*;
    matches!(
        kind,
        Answer
            | Explanation
            | Acceptance
            | Refusal
            | CounterProposal
            | Amendment
            | Commitment
            | Proposal
            | Condition
    )
}

/// When the issue of an open proposal or deferral came to be settled after it.
fn settled(issue: Option<&LinkedIssue>, put: &Step<'_>, kind: LooseEndKind) -> Option<Option<Edtf>> {
    let issue = issue.filter(|_| kind != LooseEndKind::Question)?;
    let closing =
        |s: &State| matches!(s, State::Agreed | State::AgreedInPrinciple | State::Refused | State::Withdrawn);
    let change = issue.states.iter().find(|c| {
        closing(&c.state) && c.date.as_ref().and_then(Edtf::latest_iso).is_some_and(|d| Some(d) >= put.day)
    })?;
    Some(change.date.clone())
}
