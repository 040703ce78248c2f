//! What a person decided: these two are one, these mentions are another's, these two only look alike.
//!
//! Decisions name agents by names in papers, so that they hold whatever the ids of the day are. They are
//! applied in the order in which they were made, after all that the program itself concludes; one whose
//! papers are gone changes nothing.

use std::collections::BTreeSet;

use memcon_model::{Anchor, Decision, DecisionKind, JoinedBy, Subject};

use super::{Alike, Documents, Group, Member, Pair, fold, reason};

/// Applies the decisions that hold. Gives the pairs of groups that a person said to be two.
pub(super) fn apply(
    documents: Documents<'_, '_>,
    decisions: &[Decision],
    groups: &mut Vec<Group<'_>>,
    alike: &mut Alike,
) -> BTreeSet<(usize, usize)> {
    let mut two = BTreeSet::new();
    for decision in decisions.iter().filter(|d| d.undone.is_none() && d.about == Subject::Agent) {
        let Some(a) = find(documents, groups, &decision.a) else { continue };
        match decision.kind {
            DecisionKind::Join => {
                let Some(b) = find(documents, groups, &decision.b).filter(|b| *b != a) else { continue };
                two.remove(&(a.min(b), a.max(b)));
                join(groups, alike, a, b, decision);
            }
            // The name that agents go by is that of their papers.
            DecisionKind::Name | DecisionKind::Status => {}
            DecisionKind::Part => {
                if let Some(b) = part(documents, groups, a, decision) {
                    let pair = (a.min(b), a.max(b));
                    let why = format!(
                        "Decided by hand on {}: they are two (decision {}).",
                        decision.made, decision.number
                    );
                    alike.insert(pair, Pair { possible: false, why, by: JoinedBy::Hand });
                    two.insert(pair);
                }
            }
        }
    }
    two
}

/// Whether a mention is one that an anchor names; an empty form stands for every name in that paper.
fn named(document: &str, form: &str, anchor: &Anchor) -> bool {
    anchor.at.iter().any(|(d, f)| d == document && (f.is_empty() || alike(f, form)))
}

/// Whether a form that a person chose from the list is the one of a mention, which may hold a title.
fn alike(chosen: &str, form: &str) -> bool {
    let bare = |f: &str| fold(memcon_names::without_titles(f));
    bare(chosen) == bare(form)
}

/// The group that an anchor means: the one that most of its places lie in; without places, the one of that name.
fn find(documents: Documents<'_, '_>, groups: &[Group<'_>], anchor: &Anchor) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for (n, group) in groups.iter().enumerate() {
        let hits = if anchor.at.is_empty() {
            usize::from(
                !group.members.is_empty() && group.forms.iter().any(|f| fold(f) == fold(&anchor.name)),
            )
        } else {
            let hit = |m: &&Member<'_>| {
                m.mentions.iter().any(|(_, form)| named(documents[m.document].id, form, anchor))
            };
            group.members.iter().filter(hit).count()
        };
        if hits > 0 && best.is_none_or(|(most, _)| hits > most) {
            best = Some((hits, n));
        }
    }
    best.map(|b| b.1)
}

/// Puts everything of `b` into `a`.
fn join(groups: &mut [Group<'_>], alike: &mut Alike, a: usize, b: usize, decision: &Decision) {
    let members = std::mem::take(&mut groups[b].members);
    let forms = std::mem::take(&mut groups[b].forms);
    let sides = std::mem::take(&mut groups[b].sides);
    let joins = std::mem::take(&mut groups[b].joins);
    let listed = groups[b].listed.take();
    let group = &mut groups[a];
    group.members.extend(members);
    group.forms.extend(forms);
    group.sides.extend(sides);
    group.joins.extend(joins);
    group.listed = group.listed.or(listed);
    let why = format!("Decided by hand on {} (decision {}).", decision.made, decision.number);
    group.joins.insert(0, reason(decision.a.name.clone(), decision.b.name.clone(), why, 1.0, JoinedBy::Hand));
    alike.remove(&(a.min(b), a.max(b)));
}

/// Takes the mentions that `decision.b` names out of `a`; gives the group that has them now.
fn part(
    documents: Documents<'_, '_>,
    groups: &mut Vec<Group<'_>>,
    a: usize,
    decision: &Decision,
) -> Option<usize> {
    // A whole paper that is named says whose the mentions are not, and leads to nobody else who is in it.
    let by_form = Anchor {
        name: decision.b.name.clone(),
        at: decision.b.at.iter().filter(|(_, form)| !form.is_empty()).cloned().collect(),
    };
    let other = groups.iter().enumerate().find(|(n, g)| {
        *n != a
            && g.members
                .iter()
                .any(|m| m.mentions.iter().any(|(_, f)| named(documents[m.document].id, f, &by_form)))
    });
    let other = other.map(|(n, _)| n);
    let mut taken = Vec::new();
    let group = &mut groups[a];
    let kind = group.kind;
    for m in &mut group.members {
        let document = documents[m.document].id;
        let (out, stay): (Vec<_>, Vec<_>) =
            m.mentions.drain(..).partition(|(_, f)| named(document, f, &decision.b));
        m.mentions = stay;
        if !out.is_empty() {
            taken.push(Member { document: m.document, agent: m.agent, mentions: out });
        }
    }
    group.members.retain(|m| !m.mentions.is_empty());
    if group.members.is_empty() {
        // Everything was named: there is nothing to part from.
        group.members = taken;
        return None;
    }
    if taken.is_empty() {
        return other;
    }
    let to = other.unwrap_or_else(|| {
        let mut new = Group::new(kind);
        let first = &taken[0].mentions[0].1;
        new.forms = if decision.b.name.is_empty() {
            vec![(*first).to_owned()]
        } else {
            vec![decision.b.name.clone()]
        };
        groups.push(new);
        groups.len() - 1
    });
    let forms: BTreeSet<String> = taken.iter().flat_map(|m| &m.mentions).map(|(_, f)| fold(f)).collect();
    groups[to].members.extend(taken);
    // A name that went away entirely is no name of the one that is left.
    let left: BTreeSet<String> =
        groups[a].members.iter().flat_map(|m| &m.mentions).map(|(_, f)| fold(f)).collect();
    if groups[a].forms.len() > 1 {
        groups[a].forms.retain(|f| left.contains(&fold(f)) || !forms.contains(&fold(f)));
    }
    Some(to)
}
