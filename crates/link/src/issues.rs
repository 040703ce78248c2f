//! One issue under several wordings, over the collection, with what was held on it and where it stood.
//!
//! Issues of single papers are joined by the content words of their names (the words of
//! `data/issues/stop-words.toml` set aside), found through an index of those words, rarest first;
//! each join says why.

use std::collections::{BTreeMap, BTreeSet};

use memcon_lexicon::{keys, shared};
use memcon_model::{Issue, JoinReason, LinkedAnswer, LinkedIssue};

use crate::agents::Agents;
use crate::ids::{Unique, stable};
use crate::states;
use crate::{Document, Given};

/// Groups looked at for one word of a name.
const BUCKET: usize = 24;

/// An issue in the making.
pub(crate) struct Group {
    /// Content words of its first full wording.
    pub keys: BTreeSet<String>,
    wordings: Vec<(String, u32)>,
    joins: Vec<JoinReason>,
    /// (document, issue) by index.
    pub members: Vec<(usize, usize)>,
}

/// Joins the issues of all documents, oldest paper first.
pub(crate) fn join(
    documents: &[Document<'_>],
    agents: &Agents,
    _answers: &[LinkedAnswer],
    _given: &Given<'_>,
) -> Vec<LinkedIssue> {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_cached_key(|&d| {
        (documents[d].date().is_none(), documents[d].date().and_then(|e| e.earliest_iso()), d)
    });
    let mut groups: Vec<Group> = Vec::new();
    let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &d in &order {
        for (n, issue) in documents[d].analysis.issues.iter().enumerate() {
            let words = keys(&issue.name);
            let at = match nearest(&groups, &index, &words) {
                Some((g, why, score)) => {
                    let name = groups[g].name();
                    if name.to_lowercase() != issue.name.to_lowercase() {
                        groups[g].joins.push(JoinReason {
                            a: name,
                            b: issue.name.clone(),
                            why,
                            score,
                            ..JoinReason::default()
                        });
                    }
                    g
                }
                None => {
                    groups.push(Group {
                        keys: words.clone(),
                        wordings: Vec::new(),
                        joins: Vec::new(),
                        members: Vec::new(),
                    });
                    groups.len() - 1
                }
            };
            let group = &mut groups[at];
            group.add(issue, d, n);
            for key in &group.keys {
                let list = index.entry(key.clone()).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
        }
    }
    let tracks = states::tracks(documents, agents, &groups, &index);
    let mut ids = Unique::default();
    groups.iter().zip(tracks).map(|(g, track)| linked(documents, g, track, &mut ids)).collect()
}

impl Group {
    fn add(&mut self, issue: &Issue, d: usize, n: usize) {
        self.members.push((d, n));
        match self.wordings.iter_mut().find(|w| w.0.eq_ignore_ascii_case(&issue.name)) {
            Some(w) => w.1 += 1,
            None => self.wordings.push((issue.name.clone(), 1)),
        }
    }

    /// The wording most papers have; of equals the first.
    fn name(&self) -> String {
        let mut best = ("", 0);
        for (name, count) in &self.wordings {
            if *count > best.1 {
                best = (name, *count);
            }
        }
        best.0.to_owned()
    }
}

/// The group whose name says the same, with the reason.
fn nearest(
    groups: &[Group],
    index: &BTreeMap<String, Vec<usize>>,
    words: &BTreeSet<String>,
) -> Option<(usize, String, f32)> {
    let mut near: BTreeSet<usize> = BTreeSet::new();
    for list in words.iter().filter_map(|w| index.get(w)) {
        near.extend(list.iter().rev().take(BUCKET));
    }
    let mut best: Option<(usize, f32)> = None;
    for g in near {
        let own = &groups[g].keys;
        let both = shared(own, words);
        let (few, many) = (own.len().min(words.len()), own.len().max(words.len()));
        let likeness = both as f32 / (own.len() + words.len() - both).max(1) as f32;
        // One shared word is enough only where it is all of one name and belongs to no other issue.
        let alone = few == 1
            && both == 1
            && many <= 3
            && words.intersection(own).all(|w| index.get(w).is_some_and(|l| l.len() == 1));
        let same = both == many || (both == few && few >= 2) || likeness >= 0.6 || alone;
        if same && best.is_none_or(|b| likeness > b.1) {
            best = Some((g, likeness));
        }
    }
    let (g, score) = best?;
    let common: Vec<&str> = groups[g].keys.intersection(words).map(String::as_str).collect();
    Some((g, format!("Both name: {}.", common.join(", ")), score))
}

fn linked(documents: &[Document<'_>], group: &Group, track: states::Track, ids: &mut Unique) -> LinkedIssue {
    let name = group.name();
    let first = group.members.first().map_or("", |m| documents[m.0].id);
    // Names without content words ("second point") are told apart by their paper.
    let anchor = if group.keys.is_empty() { first } else { "" };
    LinkedIssue {
        id: ids.take(stable("issue", &[&name.to_lowercase(), anchor])),
        name,
        wordings: group.joins.clone(),
        members: group
            .members
            .iter()
            .map(|&(d, n)| (documents[d].id.to_owned(), documents[d].analysis.issues[n].id.clone()))
            .collect(),
        positions: track.positions,
        states: track.states,
        ..LinkedIssue::default()
    }
}
