//! Issues over the collection: which points at stake are one, who moved on it and where it stood.
//!
//! Points are found twice: by each paper for itself (`Analysis.issues`), joined here by the content words of their names, and
//! over the papers together, as terms that recur and are moved on by two at least ([`choose`]). What one paper only names
//! is an issue among a few papers and none among many. Each join says why.

mod about;
mod choose;
mod hand;
mod prose;
mod terms;

use std::collections::{BTreeMap, BTreeSet};

use memcon_lexicon::{keys, shared};
use memcon_model::{AgendaNumber, Evidence, Issue, JoinReason, LinkedAnswer, LinkedIssue, Span};

use crate::agents::Agents;
use crate::ids::{Unique, stable};
use crate::states::{self, Sides};
use crate::{Document, Given};
pub(crate) use about::{About, How};
use choose::Movers;
use prose::Prose;

/// Groups looked at for one word of a name.
const BUCKET: usize = 24;
/// Papers up to which any point that one paper names is an issue.
const FEW: usize = 12;
/// Papers up to which what two papers name, or one has on its agenda, is an issue.
const SOME: usize = 60;
/// Words of a wording that is kept as such.
const WORDING: usize = 5;
/// Places of an issue's names that are kept for each paper.
const MENTIONS: usize = 4;

/// An issue in the making.
#[derive(Clone, Default)]
pub(crate) struct Group {
    /// Content words of its first full wording.
    pub keys: BTreeSet<String>,
    wordings: Vec<(String, u32)>,
    joins: Vec<JoinReason>,
    /// (document, issue) by index.
    pub members: Vec<(usize, usize)>,
    /// Where the collection names it besides, by index of the document.
    pub places: Vec<(usize, Span)>,
    /// The name that a person or the collection gave.
    named: Option<String>,
    /// Whether it stands on an agenda.
    express: bool,
}

/// Joins the issues of all documents.
pub(crate) fn join(
    documents: &[Document<'_>],
    agents: &Agents,
    answers: &[LinkedAnswer],
    given: &Given<'_>,
) -> Vec<LinkedIssue> {
    let sides = Sides::new(documents, agents);
    let mut groups = together(documents, by_paper(documents), &points(documents, &sides));
    hand::apply(documents, given.decisions, &mut groups);
    groups.retain(|g| !g.members.is_empty() || !g.places.is_empty());
    let about = about::about(documents, &groups, answers);
    let index = index(&groups);
    let tracks = states::tracks(documents, agents, &sides, (&groups, &about), &index);
    let mut ids = Unique::default();
    let mut out: Vec<(usize, LinkedIssue)> = groups
        .iter()
        .zip(tracks)
        .map(|(g, track)| (weight(g, &track), linked(documents, &sides, g, track, &mut ids)))
        .collect();
    // The main ones first: those that most papers speak of.
    out.sort_by_key(|(papers, _)| std::cmp::Reverse(*papers));
    out.into_iter().map(|o| o.1).collect()
}

/// In how many papers an issue is named.
fn weight(group: &Group, _track: &states::Track) -> usize {
    let papers: BTreeSet<usize> =
        group.members.iter().map(|m| m.0).chain(group.places.iter().map(|p| p.0)).collect();
    papers.len()
}

/// The points that the collection names.
fn points(documents: &[Document<'_>], sides: &Sides<'_>) -> Vec<choose::Point> {
    if documents.len() < 2 {
        return Vec::new();
    }
    let movers: Movers = documents
        .iter()
        .enumerate()
        .map(|(d, doc)| doc.analysis.moves.iter().map(|m| (m.span, sides.mover(d, m).label)).collect())
        .collect();
    choose::points(documents, &Prose::read(documents), &movers)
}

/// The points of the collection and the papers' own issues as one list.
///
/// An issue of the papers that is none of the points stays where it can be one: any in a few papers, in some what stands on an
/// agenda or in two papers, in many what stands on the agendas of two.
fn together(documents: &[Document<'_>], own: Vec<Group>, points: &[choose::Point]) -> Vec<Group> {
    let mut groups: Vec<Group> = points
        .iter()
        .map(|point| Group {
            keys: keys(&point.name),
            joins: point.joins.clone(),
            places: point.places.clone(),
            named: Some(point.name.clone()),
            ..Group::default()
        })
        .collect();
    let index = index(&groups);
    let terms = groups.len();
    for group in own {
        // One word in common says little among many papers.
        let near = nearest(&groups[..terms], &index, &group.keys).filter(|n| {
            let held = &groups[n.0].keys;
            shared(held, &group.keys) >= 2
                || *held == group.keys
                || documents.len() <= SOME && held.len() == 1
        });
        if let Some((g, why, score)) = near {
            groups[g].take(group, why, score);
            continue;
        }
        let papers: BTreeSet<usize> = group.members.iter().map(|m| m.0).collect();
        let two = papers.len() >= 2;
        let stays = match documents.len() {
            0..=FEW => true,
            ..=SOME => group.express || two,
            _ => group.express && two && group.keys.len() >= 2,
        };
        if stays {
            groups.push(group);
        }
    }
    groups
}

fn index(groups: &[Group]) -> BTreeMap<String, Vec<usize>> {
    let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, key) in groups.iter().enumerate().flat_map(|(n, g)| g.keys.iter().map(move |k| (n, k))) {
        index.entry(key.clone()).or_default().push(n);
    }
    index
}

/// The issues that papers name, joined by their names, oldest paper first.
fn by_paper(documents: &[Document<'_>]) -> Vec<Group> {
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
                    groups[g].also(&issue.name, why, score);
                    g
                }
                None => {
                    groups.push(Group { keys: words, ..Group::default() });
                    groups.len() - 1
                }
            };
            groups[at].add(issue, d, n);
            for key in &groups[at].keys {
                let list = index.entry(key.clone()).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
        }
    }
    groups
}

impl Group {
    fn add(&mut self, issue: &Issue, d: usize, n: usize) {
        self.members.push((d, n));
        self.express |= matches!(&*issue.basis.rule, "issue.numbered" | "issue.agenda-item");
        match self.wordings.iter_mut().find(|w| w.0.eq_ignore_ascii_case(&issue.name)) {
            Some(w) => w.1 += 1,
            None => self.wordings.push((issue.name.clone(), 1)),
        }
    }

    /// Notes another wording, unless it is the name itself.
    fn also(&mut self, wording: &str, why: String, score: f32) {
        let name = self.name();
        let known = name.to_lowercase() == wording.to_lowercase()
            || self.joins.iter().any(|j| j.b == wording && j.a == name);
        if !known {
            self.joins.push(JoinReason {
                a: name,
                b: wording.to_owned(),
                why,
                score,
                ..JoinReason::default()
            });
        }
    }

    /// Puts another group's papers into this one.
    fn take(&mut self, other: Group, why: String, score: f32) {
        // A name printed on an agenda is the better one.
        if other.express && !self.express && other.keys.len() >= self.keys.len() {
            let held = std::mem::replace(&mut self.named, Some(other.name()));
            let b = held.unwrap_or_default();
            let a = other.name();
            if a.to_lowercase() != b.to_lowercase() {
                self.joins.insert(0, JoinReason { a, b, why: why.clone(), score, ..JoinReason::default() });
            }
        }
        for (wording, _) in other.wordings.iter().filter(|w| w.0.split_whitespace().count() <= WORDING) {
            self.also(wording, why.clone(), score);
        }
        self.members.extend(other.members);
        self.places.extend(other.places);
        self.express |= other.express;
    }

    /// The name given, else the wording most papers have; of equals the first.
    fn name(&self) -> String {
        if let Some(name) = &self.named {
            return name.clone();
        }
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

fn linked(
    documents: &[Document<'_>],
    sides: &Sides<'_>,
    group: &Group,
    track: states::Track,
    ids: &mut Unique,
) -> LinkedIssue {
    let name = group.name();
    let first = group.members.first().map_or("", |m| documents[m.0].id);
    // Names without content words ("second point") are told apart by their paper.
    let anchor = if group.keys.is_empty() { first } else { "" };
    let issues = || group.members.iter().map(|&(d, n)| (d, &documents[d].analysis.issues[n]));
    let mut mentions: Vec<Evidence> = issues()
        .flat_map(|(d, i)| i.mentions.iter().map(move |m| (d, *m)))
        .chain(group.places.iter().copied())
        .map(|(d, span)| Evidence { document: documents[d].id.to_owned(), span })
        .collect();
    mentions.sort();
    mentions.dedup();
    let mut here = BTreeMap::new();
    mentions.retain(|m| {
        let n: &mut usize = here.entry(m.document.clone()).or_default();
        *n += 1;
        *n <= MENTIONS
    });
    let numbers: BTreeSet<AgendaNumber> = issues()
        .filter_map(|(d, i)| {
            let side = i.proposed_by.as_deref().map(|s| sides.named(d, s));
            Some(AgendaNumber { side, number: i.number.clone()? })
        })
        .collect();
    LinkedIssue {
        id: ids.take(stable("issue", &[&name.to_lowercase(), anchor])),
        name,
        numbers: numbers.into_iter().collect(),
        wordings: group.joins.clone(),
        members: issues().map(|(d, i)| (documents[d].id.to_owned(), i.id.clone())).collect(),
        mentions,
        positions: track.positions,
        states: track.states,
        versions: track.versions,
    }
}

#[cfg(test)]
mod tests;
