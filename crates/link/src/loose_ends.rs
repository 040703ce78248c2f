//! Loose ends: questions put and not answered, promises to come back, proposals without a reply.

use std::collections::BTreeSet;

use memcon_lexicon::{keys, shared};
use memcon_model::{Edtf, Evidence, LinkedAnswer, LinkedIssue, LooseEnd, LooseEndKind, Move, MoveType};

use crate::Document;
use crate::agents::Agents;

/// A move with what is needed to find what takes it up.
struct Put<'d> {
    date: Option<String>,
    document: usize,
    step: &'d Move,
    words: BTreeSet<String>,
}

/// Later moves looked at for one open end.
const REACH: usize = 400;

/// What was put and left open over the collection, oldest first.
///
/// A later move of the other side closes it when it answers it in so many words (`answers`), or shares two
/// content words with it. Closing on slight evidence is right here: a loose end that is none is a false charge.
pub(crate) fn find(
    documents: &[Document<'_>],
    _agents: &Agents,
    _answers: &[LinkedAnswer],
    _issues: &[LinkedIssue],
) -> Vec<LooseEnd> {
    let mut all: Vec<Put<'_>> = Vec::new();
    for (d, document) in documents.iter().enumerate() {
        for step in &document.analysis.moves {
            all.push(Put {
                date: document.date().and_then(Edtf::latest_iso),
                document: d,
                step,
                words: keys(step.span.of(document.text)),
            });
        }
    }
    all.sort_by(|a, b| {
        (a.date.is_none(), &a.date, a.document, a.step.span).cmp(&(
            b.date.is_none(),
            &b.date,
            b.document,
            b.step.span,
        ))
    });
    let answered: BTreeSet<(usize, &str)> =
        all.iter().filter_map(|p| Some((p.document, p.step.answers.as_deref()?))).collect();
    let mut out = Vec::new();
    for (n, put) in all.iter().enumerate() {
        let Some(kind) = open(put.step.kind) else { continue };
        let in_paper = answered.contains(&(put.document, put.step.id.as_str()));
        // A deferral is the answer that leaves the matter open; being answered does not close it.
        if in_paper && kind != LooseEndKind::Deferral {
            continue;
        }
        if all[n + 1..].iter().take(REACH).any(|later| closes(put, later, kind)) {
            continue;
        }
        let document = &documents[put.document];
        out.push(LooseEnd {
            kind,
            side: put.step.side.clone().or_else(|| put.step.actor.clone()),
            since: document.date().cloned(),
            evidence: Evidence { document: document.id.to_owned(), span: put.step.span },
            ..LooseEnd::default()
        });
    }
    out
}

fn open(kind: MoveType) -> Option<LooseEndKind> {
    match kind {
        MoveType::Question | MoveType::ClarificationRequest => Some(LooseEndKind::Question),
        MoveType::Deferral | MoveType::Referral => Some(LooseEndKind::Deferral),
        MoveType::Proposal | MoveType::CounterProposal | MoveType::Demand => Some(LooseEndKind::Proposal),
        _ => None,
    }
}

/// Whether a later move takes up what was left open.
fn closes(put: &Put<'_>, later: &Put<'_>, kind: LooseEndKind) -> bool {
    let same_side = put.step.side.is_some() && put.step.side == later.step.side;
    let reacts = matches!(
        later.step.kind,
        MoveType::Answer
            | MoveType::Explanation
            | MoveType::Acceptance
            | MoveType::Refusal
            | MoveType::CounterProposal
            | MoveType::Amendment
            | MoveType::Commitment
            | MoveType::Proposal
    );
    let common = shared(&put.words, &later.words);
    match kind {
        LooseEndKind::Deferral => same_side && reacts && common >= 2 && later.document != put.document,
        _ => !same_side && reacts && common >= 2,
    }
}
