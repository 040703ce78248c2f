//! What a person decided about issues: these two are one, these papers' wordings are another's, it bears this name.
//!
//! Decisions find an issue again by its name and by the papers that name it, so that they hold whatever the ids of the day are;
//! one whose papers are gone changes nothing. They are applied in the order in which they were made, after all that the
//! program itself concludes.

use std::collections::BTreeSet;

use memcon_lexicon::keys;
use memcon_model::{Anchor, Decision, DecisionKind, JoinReason, JoinedBy, Span, Subject};

use super::Group;
use crate::Document;

/// Applies the decisions about issues that hold.
pub(super) fn apply(documents: &[Document<'_>], decisions: &[Decision], groups: &mut Vec<Group>) {
    for decision in decisions.iter().filter(|d| d.undone.is_none() && d.about == Subject::Issue) {
        match decision.kind {
            DecisionKind::Join => join(documents, decision, groups),
            DecisionKind::Part => part(documents, decision, groups),
            DecisionKind::Name => {
                let name = decision.value.as_deref().map(str::trim).filter(|v| !v.is_empty());
                if let (Some(a), Some(name)) = (find(documents, groups, &decision.a), name) {
                    groups[a].named = Some(name.to_owned());
                }
            }
            DecisionKind::Status => {}
        }
    }
}

fn fold(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The group that an anchor means: of those that bear the name or a wording of it, the one that most of its places lie in.
/// Without such a name, the one that most of the places lie in.
fn find(documents: &[Document<'_>], groups: &[Group], anchor: &Anchor) -> Option<usize> {
    let mut best: Option<((usize, usize), usize)> = None;
    for (n, group) in groups.iter().enumerate().filter(|(_, g)| !g.members.is_empty() || !g.places.is_empty())
    {
        let names = fold(&group.name()) == fold(&anchor.name)
            || group.wordings.iter().any(|w| fold(&w.0) == fold(&anchor.name));
        let hits = anchor.at.iter().filter(|(d, words)| has(documents, group, d, words)).count();
        let fits = if anchor.at.is_empty() { names } else { hits > 0 };
        let rank = (hits + if names { anchor.at.len() } else { 0 }, hits);
        if fits && best.is_none_or(|(most, _)| rank > most) {
            best = Some((rank, n));
        }
    }
    best.map(|b| b.1)
}

/// Whether a group is named in a paper by these words; no words stand for any.
fn has(documents: &[Document<'_>], group: &Group, document: &str, words: &str) -> bool {
    places(documents, group).any(|(d, span)| {
        documents[d].id == document && (words.is_empty() || fold(span.of(documents[d].text)) == fold(words))
    })
}

/// Everywhere that a group is named.
fn places<'g>(documents: &'g [Document<'_>], group: &'g Group) -> impl Iterator<Item = (usize, Span)> + 'g {
    let own = group
        .members
        .iter()
        .flat_map(|&(d, n)| documents[d].analysis.issues[n].mentions.iter().map(move |m| (d, *m)));
    own.chain(group.places.iter().copied())
}

fn join(documents: &[Document<'_>], decision: &Decision, groups: &mut [Group]) {
    let (Some(a), Some(b)) = (find(documents, groups, &decision.a), find(documents, groups, &decision.b))
    else {
        return;
    };
    if a == b {
        return;
    }
    let name = groups[a].name();
    let other = std::mem::take(&mut groups[b]);
    let group = &mut groups[a];
    group.joins.insert(0, reason(&name, &other.name(), decision));
    group.joins.extend(other.joins);
    group.wordings.extend(other.wordings.into_iter().map(|(w, _)| (w, 0)));
    group.members.extend(other.members);
    group.places.extend(other.places);
    group.express |= other.express;
    group.named.get_or_insert(name);
}

fn reason(a: &str, b: &str, decision: &Decision) -> JoinReason {
    let why = format!("Decided by hand on {} (decision {}).", decision.made, decision.number);
    JoinReason {
        a: a.to_owned(),
        b: b.to_owned(),
        why,
        score: 1.0,
        by: JoinedBy::Hand,
        ..JoinReason::default()
    }
}

/// Takes what `decision.b` names out of an issue: papers, or wordings wherever they stand.
fn part(documents: &[Document<'_>], decision: &Decision, groups: &mut Vec<Group>) {
    let Some(a) = find(documents, groups, &decision.a) else { return };
    let out =
        |d: usize, span: Span| {
            let words = fold(span.of(documents[d].text));
            decision.b.at.iter().any(|(doc, w)| {
                (doc.is_empty() || documents[d].id == doc) && (w.is_empty() || fold(w) == words)
            })
        };
    let group = &mut groups[a];
    let (gone, stay): (Vec<_>, Vec<_>) = group.places.iter().partition(|(d, s)| out(*d, *s));
    let (left, kept): (Vec<_>, Vec<_>) = group.members.iter().partition(|(d, n)| {
        let issue = &documents[*d].analysis.issues[*n];
        let named = decision.b.at.iter().any(|(doc, w)| {
            (doc.is_empty() || documents[*d].id == doc) && (w.is_empty() || fold(w) == fold(&issue.name))
        });
        named || !issue.mentions.is_empty() && issue.mentions.iter().all(|m| out(*d, *m))
    });
    // Everything was named: there is nothing to part from.
    if stay.is_empty() && kept.is_empty() || gone.is_empty() && left.is_empty() {
        return;
    }
    group.places = stay;
    group.members = kept;
    let named: BTreeSet<String> = decision.b.at.iter().map(|(_, w)| fold(w)).collect();
    group.joins.retain(|j| !named.contains(&fold(&j.b)));
    let wordings: Vec<_> = group.wordings.iter().filter(|w| named.contains(&fold(&w.0))).cloned().collect();
    group.wordings.retain(|w| !named.contains(&fold(&w.0)));
    groups.push(Group {
        keys: keys(&decision.b.name),
        wordings,
        members: left,
        places: gone,
        named: Some(decision.b.name.clone()),
        ..Group::default()
    });
}
