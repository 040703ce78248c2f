//! What a person decided about events: these two are one, this account is of another.
//!
//! A decision names an event by documents with the opening words by which each tells it, so that it holds whatever the ids
//! of the day are; one whose papers are gone changes nothing.

use memcon_model::{Anchor, Decision, DecisionKind, Subject};

use super::same::Told;
use crate::Document;

/// Applies the decisions that hold, in the order in which they were made.
pub(super) fn apply<'d>(documents: &[Document<'_>], decisions: &[Decision], groups: &mut Vec<Vec<Told<'d>>>) {
    for decision in decisions.iter().filter(|d| d.undone.is_none() && d.about == Subject::Event) {
        let Some(a) = find(documents, groups, &decision.a) else { continue };
        match decision.kind {
            DecisionKind::Join => {
                if let Some(b) = find(documents, groups, &decision.b).filter(|b| *b != a) {
                    let members = std::mem::take(&mut groups[b]);
                    groups[a].extend(members);
                }
            }
            DecisionKind::Part => {
                let members = std::mem::take(&mut groups[a]);
                let (out, stay): (Vec<_>, Vec<_>) =
                    members.into_iter().partition(|t| is(documents, t, &decision.b));
                if stay.is_empty() || out.is_empty() {
                    groups[a] = stay.into_iter().chain(out).collect();
                } else {
                    groups[a] = stay;
                    groups.push(out);
                }
            }
            DecisionKind::Name | DecisionKind::Status => {}
        }
    }
}

/// Whether an anchor means this telling.
fn is(documents: &[Document<'_>], told: &Told<'_>, anchor: &Anchor) -> bool {
    let document = &documents[told.document];
    anchor.at.iter().any(|(id, words)| {
        id == document.id
            && (words.is_empty()
                || told.event.spans.iter().any(|s| s.of(document.text).starts_with(words.as_str())))
    })
}

/// The group that most places of an anchor lie in.
fn find(documents: &[Document<'_>], groups: &[Vec<Told<'_>>], anchor: &Anchor) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (n, group) in groups.iter().enumerate() {
        let hits = group.iter().filter(|t| is(documents, t, anchor)).count();
        if hits > 0 && best.is_none_or(|(most, _)| hits > most) {
            best = Some((hits, n));
        }
    }
    best.map(|b| b.1)
}
