//! One obligation in several papers: from a draft to a later draft to the agreement.

use std::collections::{BTreeMap, BTreeSet};

use memcon_lexicon::keys;
use memcon_model::{Evidence, ForceChange, JoinReason, JoinedBy, LinkedObligation, Modality, Obligation};

use super::words::Rarity;
use crate::Document;
use crate::agents::Agents;
use crate::ids::{Unique, stable};
use crate::parallels::Twins;

/// Groups compared with one obligation under one word; a word shared by more says nothing.
const BUCKET: usize = 40;
/// Rarest words of an obligation under which it is looked for.
const RAREST: usize = 5;
/// How much of their words two wordings must share.
const ALIKE: f32 = 0.6;

/// An obligation of one paper.
pub(super) struct Told<'d> {
    pub document: usize,
    pub duty: &'d Obligation,
    /// Who is bound, by the names of the collection.
    pub bound: BTreeSet<String>,
    /// Stems of what is to be done.
    pub words: BTreeSet<String>,
}

/// Joins the obligations of all papers, oldest paper first.
pub(super) fn join(documents: &[Document<'_>], agents: &Agents, twins: &Twins) -> Vec<LinkedObligation> {
    let mut all: Vec<Told<'_>> = Vec::new();
    for (d, document) in documents.iter().enumerate() {
        all.extend(document.analysis.obligations.iter().map(|duty| told(d, duty, agents)));
    }
    let day = |t: &Told<'_>| documents[t.document].date().and_then(|e| e.earliest_iso());
    all.sort_by_cached_key(|t| {
        let day = day(t);
        (day.is_none(), day, t.document, t.duty.span)
    });
    let rarity = Rarity::of(all.iter().map(|t| &t.words));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut why: Vec<Vec<JoinReason>> = Vec::new();
    let mut index: BTreeMap<(Modality, &str), Vec<usize>> = BTreeMap::new();
    for (n, t) in all.iter().enumerate() {
        let rarest = rarest(&t.words, &rarity);
        let near: BTreeSet<usize> = rarest
            .iter()
            .filter_map(|w| index.get(&(t.duty.modality, *w)))
            .filter(|b| b.len() <= BUCKET)
            .flatten()
            .copied()
            .collect();
        let mut best: Option<(f32, usize, usize)> = None;
        for g in near {
            // The latest wording stands for the group: drafts change step by step.
            let Some(&last) = groups[g].last() else { continue };
            let Some(score) = alike(&all[last], t, &rarity) else { continue };
            if best.is_none_or(|b| score > b.0) {
                best = Some((score, g, last));
            }
        }
        let translated = if best.is_none() { twin(documents, &all, n, &groups, twins) } else { None };
        let g = match best {
            None if translated.is_some() => {
                let (g, last) = translated.unwrap_or_default();
                why[g].push(translation(&all[last], t));
                groups[g].push(n);
                g
            }
            Some((score, g, last)) => {
                if all[last].document != t.document {
                    why[g].push(reason(&all[last], t, score, &rarity));
                }
                groups[g].push(n);
                g
            }
            None => {
                groups.push(vec![n]);
                why.push(Vec::new());
                groups.len() - 1
            }
        };
        for w in rarest {
            let bucket = index.entry((t.duty.modality, w)).or_default();
            if !bucket.contains(&g) {
                bucket.push(g);
            }
        }
    }
    let mut ids = Unique::default();
    groups.iter().zip(why).map(|(g, joins)| linked(documents, &all, g, joins, &mut ids)).collect()
}

/// The group with the obligation of which this is the translation, and that obligation: the only one of its kind in the
/// passage that answers to its words.
fn twin(
    documents: &[Document<'_>],
    all: &[Told<'_>],
    n: usize,
    groups: &[Vec<usize>],
    twins: &Twins,
) -> Option<(usize, usize)> {
    let t = &all[n];
    for (other, passage) in twins.at(t.document, t.duty.span) {
        let here = |k: &&usize| {
            let o = &all[**k];
            o.document == other
                && o.duty.modality == t.duty.modality
                && passage.start <= o.duty.span.start
                && o.duty.span.start < passage.end
        };
        // Only the passage's own obligations are asked for, so the search is by its paper's claims.
        let there = documents[other].analysis.obligations.iter().filter(|o| {
            o.modality == t.duty.modality && passage.start <= o.span.start && o.span.start < passage.end
        });
        if there.count() != 1 {
            continue;
        }
        let found = groups.iter().enumerate().find_map(|(g, list)| Some((g, *list.iter().find(here)?)));
        let again = |g: usize| groups[g].iter().any(|k| all[*k].document == t.document);
        if let Some((g, k)) = found.filter(|(g, _)| !again(*g)) {
            return Some((g, k));
        }
    }
    None
}

/// Why a translation's obligation is that of its original.
fn translation(a: &Told<'_>, b: &Told<'_>) -> JoinReason {
    JoinReason {
        id: stable("join", &[&a.duty.content, &b.duty.content]),
        a: a.duty.content.clone(),
        b: b.duty.content.clone(),
        why: "The one stands in a translation where the other stands in its original.".to_owned(),
        score: 0.9,
        by: JoinedBy::Translation,
        ..JoinReason::default()
    }
}

fn told<'d>(d: usize, duty: &'d Obligation, agents: &Agents) -> Told<'d> {
    Told {
        document: d,
        duty,
        bound: duty.bound.iter().map(|b| agents.name(d, b)).collect(),
        words: keys(&duty.content),
    }
}

/// The rarest words, rarest first.
fn rarest<'w>(words: &'w BTreeSet<String>, rarity: &Rarity) -> Vec<&'w str> {
    let mut all: Vec<&String> = words.iter().collect();
    all.sort_by(|a, b| rarity.weight(b).total_cmp(&rarity.weight(a)).then(a.cmp(b)));
    all.into_iter().take(RAREST).map(String::as_str).collect()
}

/// How alike two wordings are, where they are one obligation.
fn alike(a: &Told<'_>, b: &Told<'_>, rarity: &Rarity) -> Option<f32> {
    // Who is bound must agree; a wording without anybody may go with one that has somebody.
    let apart = !a.bound.is_empty() && !b.bound.is_empty() && a.bound.is_disjoint(&b.bound);
    let shared: Vec<&String> = a.words.intersection(&b.words).collect();
    let few = shared.len() < 3 && !(shared.len() >= 2 && a.words == b.words);
    if apart || few {
        return None;
    }
    let both = rarity.sum(shared.into_iter());
    let score = 2.0 * both / (rarity.sum(a.words.iter()) + rarity.sum(b.words.iter())).max(0.01);
    // In one paper only what is said again nearly word for word is one.
    let least = if a.document == b.document { 0.9 } else { ALIKE };
    (score >= least).then_some(score.min(1.0))
}

fn reason(a: &Told<'_>, b: &Told<'_>, score: f32, rarity: &Rarity) -> JoinReason {
    let common: BTreeSet<String> = a.words.intersection(&b.words).cloned().collect();
    let said: Vec<&str> = rarest(&common, rarity);
    let bound: Vec<&str> = a.bound.intersection(&b.bound).map(String::as_str).collect();
    let who = if bound.is_empty() {
        "The one bound is named in only one of them".to_owned()
    } else {
        format!("Both bind {}", bound.join(" and "))
    };
    let why =
        format!("{who}, and they share {} of their words, among them {}.", common.len(), said.join(", "));
    JoinReason {
        id: stable("join", &[&a.duty.content, &b.duty.content]),
        a: a.duty.content.clone(),
        b: b.duty.content.clone(),
        why,
        score,
        by: JoinedBy::Name,
        ..JoinReason::default()
    }
}

/// How much a force counts: what is in force before what is undertaken before what is proposed.
fn strength(force: Option<&str>) -> u8 {
    match force {
        Some("in-force") => 2,
        Some("undertaken") => 1,
        _ => 0,
    }
}

fn linked(
    documents: &[Document<'_>],
    all: &[Told<'_>],
    group: &[usize],
    joins: Vec<JoinReason>,
    ids: &mut Unique,
) -> LinkedObligation {
    let told: Vec<&Told<'_>> = group.iter().map(|&n| &all[n]).collect();
    // The words that bind most, and among them the last, are those that count.
    let best =
        told.iter().enumerate().max_by_key(|(n, t)| (strength(t.duty.status.as_deref()), *n)).map(|b| b.1);
    let mut force: Vec<ForceChange> = Vec::new();
    for t in &told {
        let Some(now) = t.duty.status.clone() else { continue };
        if force.last().is_none_or(|f| f.force != now) {
            let evidence = Evidence { document: documents[t.document].id.to_owned(), span: t.duty.span };
            force.push(ForceChange { date: documents[t.document].date().cloned(), force: now, evidence });
        }
    }
    let mut bound: Vec<String> = Vec::new();
    for name in best.into_iter().chain(told.iter()).flat_map(|t| &t.bound) {
        if !bound.contains(name) && (bound.is_empty() || best.is_some_and(|b| b.bound.contains(name))) {
            bound.push(name.clone());
        }
    }
    let content = best.map(|b| b.duty.content.clone()).unwrap_or_default();
    let modality = best.map(|b| b.duty.modality).unwrap_or_default();
    let first = told.first().map_or(String::new(), |t| t.duty.content.clone());
    let id = ids.take(stable("obligation", &[&bound.join("|"), modality.as_str(), &first]));
    LinkedObligation {
        id,
        bound,
        modality,
        content,
        members: told.iter().map(|t| (documents[t.document].id.to_owned(), t.duty.id.clone())).collect(),
        joins,
        force,
        ..LinkedObligation::default()
    }
}
