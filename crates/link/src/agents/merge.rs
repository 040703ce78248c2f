//! Full names that linking left apart and that only one person can bear.
//!
//! Initials or a part of the given names, where one fuller name of that family fits; one name under two
//! sides, where nearly all papers agree on one of them.

use std::collections::BTreeMap;

use memcon_model::{AgentType, JoinedBy, Testimony};

use super::written::Written;
use super::{Alike, Group, conflict, fold, reason};

/// Bearers of a family name that are compared, at most.
const FAMILY: usize = 60;
/// From how many papers on a name is well known.
const KNOWN: usize = 3;
/// The share of papers that may be wrong about a side.
const ODD: usize = 3;

/// Joins such groups; emptied ones have no members.
pub(super) fn merge(groups: &mut [Group<'_>], alike: &mut Alike) {
    one_name_two_sides(groups, alike);
    let mut families: BTreeMap<String, Vec<(usize, Written)>> = BTreeMap::new();
    for (n, g) in groups.iter().enumerate().filter(|(_, g)| g.kind == AgentType::Person) {
        if g.members.is_empty() && g.listed.is_none() {
            continue;
        }
        // The fullest name stands for the group.
        let names = g.forms.iter().map(|f| Written::parse(f)).filter(|w| !w.eastern());
        let best = names.max_by_key(|w| w.given.iter().map(|g| g.chars().count()).sum::<usize>());
        if let Some(w) = best.filter(|w| !w.given.is_empty()) {
            families.entry(w.family.clone()).or_default().push((n, w));
        }
    }
    for bearers in families.values().filter(|b| b.len() <= FAMILY) {
        for (n, w) in bearers {
            if !groups_weak(groups, *n) {
                continue;
            }
            let fits: Vec<usize> = bearers
                .iter()
                .filter(|(m, other)| {
                    m != n
                        && !weak(other)
                        && !w.against(other)
                        && !conflict(AgentType::Person, &groups[*n].sides, &groups[*m].sides)
                        && initials_in(w, other)
                })
                .map(|(m, _)| *m)
                .collect();
            if let [one] = fits.as_slice() {
                let why = "Initials or a part of the given names: one person of that family name fits.";
                into(groups, alike, *n, *one, why, Vec::new());
            }
        }
    }
}

/// Only initials are known of the given names.
fn weak(w: &Written) -> bool {
    w.given.iter().all(|g| g.chars().count() == 1)
}

/// Whether all forms of a group have initials only, and no list names it.
fn groups_weak(groups: &[Group<'_>], n: usize) -> bool {
    groups[n].listed.is_none() && groups[n].forms.iter().all(|f| weak(&Written::parse(f)))
}

/// Whether every initial is one of the other's, in order.
fn initials_in(w: &Written, other: &Written) -> bool {
    let mut rest = other.given.iter();
    w.given.iter().all(|i| rest.any(|g| g.chars().next() == i.chars().next()))
}

/// The very same full name with different sides: nearly all papers against one or two are right.
fn one_name_two_sides(groups: &mut [Group<'_>], alike: &mut Alike) {
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, g) in groups.iter().enumerate().filter(|(_, g)| g.kind == AgentType::Person) {
        let Some(w) = g.forms.first().map(|f| Written::parse(f)) else { continue };
        if let Some(given) = w.given.iter().find(|g| g.chars().count() > 1) {
            let name = if w.eastern() { fold(&g.forms[0]) } else { format!("{given} {}", w.family) };
            by_name.entry(name).or_default().push(n);
        }
    }
    for same in by_name.values().filter(|s| s.len() > 1) {
        let size = |n: &usize| (groups[*n].listed.is_some(), groups[*n].members.len());
        let Some(&most) = same.iter().max_by_key(|n| (size(n), std::cmp::Reverse(**n))) else { continue };
        let papers = groups[most].members.len();
        // A list names the persons that there are: where it has one of the name, that is who is meant.
        let listed = groups[most].listed.is_some()
            && same.iter().filter(|n| groups[**n].listed.is_some()).count() == 1;
        let few: Vec<usize> = same
            .iter()
            .copied()
            .filter(|n| *n != most && groups[*n].listed.is_none())
            .filter(|n| listed || papers >= KNOWN && groups[*n].members.len() * ODD <= papers)
            .filter(|n| {
                !groups[*n].forms.iter().any(|f| {
                    let w = Written::parse(f);
                    groups[most].forms.iter().any(|g| w.against(&Written::parse(g)))
                })
            })
            .collect();
        for n in few {
            let against =
                vec![Testimony { why: "One paper gives another side.".to_owned(), evidence: Vec::new() }];
            into(groups, alike, n, most, "The same full name; nearly all papers give one side.", against);
        }
    }
}

/// Puts group `from` into `to`.
fn into(
    groups: &mut [Group<'_>],
    alike: &mut Alike,
    from: usize,
    to: usize,
    why: &str,
    against: Vec<Testimony>,
) {
    let members = std::mem::take(&mut groups[from].members);
    let joins = std::mem::take(&mut groups[from].joins);
    let forms = std::mem::take(&mut groups[from].forms);
    let sides = std::mem::take(&mut groups[from].sides);
    let listed = groups[from].listed.take();
    let whole = groups[to].forms.first().cloned().unwrap_or_default();
    let other = forms.first().cloned().unwrap_or_default();
    let target = &mut groups[to];
    target.members.extend(members);
    target.joins.extend(joins);
    target.listed = target.listed.or(listed);
    if against.is_empty() {
        target.sides.extend(sides);
    }
    for form in forms {
        if !target.forms.contains(&form) {
            target.forms.push(form);
        }
    }
    let mut told = reason(whole, other, why.to_owned(), 0.85, JoinedBy::Name);
    told.against = against;
    target.joins.push(told);
    alike.remove(&(from.min(to), from.max(to)));
}
