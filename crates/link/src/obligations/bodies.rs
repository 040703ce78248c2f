//! Bodies that watch over agreements, over the collection: one body under several names.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{JoinReason, JoinedBy, LinkedMechanism};

use crate::Document;
use crate::ids::{Unique, stable};

/// A body of the collection in the making.
struct Body {
    keys: BTreeSet<String>,
    names: Vec<String>,
    joins: Vec<JoinReason>,
    members: Vec<(String, String)>,
}

/// Joins the bodies of all papers, oldest paper first.
///
/// Equal names are one body. A shorter name goes to a longer one that holds all its words where only one does,
/// for a "joint commission" may be any of several.
pub(super) fn join(documents: &[Document<'_>]) -> Vec<LinkedMechanism> {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_cached_key(|&d| {
        let day = documents[d].date().and_then(|e| e.earliest_iso());
        (day.is_none(), day, d)
    });
    let mut bodies: Vec<Body> = Vec::new();
    let mut by_keys: BTreeMap<BTreeSet<String>, usize> = BTreeMap::new();
    for d in order {
        for m in &documents[d].analysis.mechanisms {
            let keys = keys(&m.name);
            let n = *by_keys.entry(keys.clone()).or_insert_with(|| {
                bodies.push(Body { keys, names: Vec::new(), joins: Vec::new(), members: Vec::new() });
                bodies.len() - 1
            });
            if !bodies[n].names.contains(&m.name) {
                bodies[n].names.push(m.name.clone());
            }
            bodies[n].members.push((documents[d].id.to_owned(), m.id.clone()));
        }
    }
    fold_short(&mut bodies);
    let mut ids = Unique::default();
    bodies.into_iter().filter(|b| !b.members.is_empty()).map(|b| linked(b, &mut ids)).collect()
}

/// The words of a name, folded; number and word order say nothing.
fn keys(name: &str) -> BTreeSet<String> {
    name.to_lowercase()
        .replace('-', "")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().count() > 2 && !matches!(*w, "the" | "and" | "for"))
        .map(|w| memcon_lexicon::stem(w).chars().take(7).collect())
        .collect()
}

/// Puts shorter names to the one longer name that holds them.
fn fold_short(bodies: &mut [Body]) {
    let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, b) in bodies.iter().enumerate() {
        for k in &b.keys {
            index.entry(k.clone()).or_default().push(n);
        }
    }
    let mut order: Vec<usize> = (0..bodies.len()).collect();
    order.sort_by_key(|&n| bodies[n].keys.len());
    for n in order {
        let keys = bodies[n].keys.clone();
        if keys.len() < 2 {
            continue;
        }
        let rarest = keys.iter().filter_map(|k| index.get(k)).min_by_key(|l| l.len());
        let longer: Vec<usize> = rarest
            .into_iter()
            .flatten()
            .copied()
            .filter(|&m| m != n && bodies[m].keys.len() > keys.len() && keys.is_subset(&bodies[m].keys))
            .filter(|&m| !bodies[m].members.is_empty())
            .take(3)
            .collect();
        let [to] = longer[..] else { continue };
        let (names, members) = (std::mem::take(&mut bodies[n].names), std::mem::take(&mut bodies[n].members));
        let joins = std::mem::take(&mut bodies[n].joins);
        let long = bodies[to].names.first().cloned().unwrap_or_default();
        bodies[to].joins.extend(joins);
        for name in names {
            bodies[to].joins.push(JoinReason {
                id: stable("join", &[&long, &name]),
                why: format!("All words of \u{201c}{name}\u{201d} stand in \u{201c}{long}\u{201d}, and no other body of the collection has them."),
                a: long.clone(),
                b: name,
                score: 0.7,
                by: JoinedBy::Name,
                ..JoinReason::default()
            });
        }
        bodies[to].members.extend(members);
    }
}

fn linked(body: Body, ids: &mut Unique) -> LinkedMechanism {
    // The longest spelling says most; capitals are a name's own.
    let name = body
        .names
        .iter()
        .max_by_key(|n| (n.chars().filter(|c| c.is_uppercase()).count(), std::cmp::Reverse(n.len())))
        .cloned();
    let name = name.unwrap_or_default();
    let mut joins = body.joins;
    for other in body.names.iter().filter(|n| **n != name) {
        joins.push(JoinReason {
            id: stable("join", &[&name, other]),
            a: name.clone(),
            b: other.clone(),
            why: "The names have the same words.".into(),
            score: 0.95,
            by: JoinedBy::Name,
            ..JoinReason::default()
        });
    }
    let id = ids.take(stable("body", &[&name]));
    LinkedMechanism { id, name, joins, members: body.members }
}
