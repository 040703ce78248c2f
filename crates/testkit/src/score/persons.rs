//! Persons: mentions against a list of persons or as clusters, and entries of lists that are one person.
//!
//! Unlike the other layers these look at all documents together: the same label in two papers is a claim.
//! Clusters are compared by B-cubed (Bagga and Baldwin 1998).

use std::collections::BTreeMap;

use serde_json::Value;

use super::matching::span;
use super::text::{fold, name_words};
use super::{Count, Figure};

type Documents = BTreeMap<String, Value>;

/// The figures for which `gold` has labels.
pub(crate) fn figures(gold: &Documents, predicted: &Documents) -> Vec<Figure> {
    let mut out = Vec::new();
    let marked = marked(gold, predicted);
    if !marked.is_empty() {
        let listed = marked.iter().filter(|m| m.listed.as_deref() == Some(m.person.as_str())).count();
        let answered = marked.iter().filter(|m| m.listed.is_some()).count();
        out.push(Figure::of("persons.listed", Count::of(listed, answered, marked.len())));
        let found = marked.iter().filter(|m| m.label.is_some()).count();
        out.push(Figure::of("persons.mentions", Count::of(found, found, marked.len())));
        let labels = marked.iter().map(|m| (m.person.clone(), m.label.clone()));
        out.push(b_cubed("persons.clusters", labels.collect()));
    }
    out.extend(entries(gold, predicted));
    out
}

/// A mention of the gold with what was said of it.
struct Marked {
    person: String,
    /// The agent that was found there.
    label: Option<String>,
    /// The entry of the user's list that was found there.
    listed: Option<String>,
}

fn marked(gold: &Documents, predicted: &Documents) -> Vec<Marked> {
    let mut out = Vec::new();
    for (id, g) in gold {
        let want = g["mentions"].as_array().map_or(&[][..], Vec::as_slice);
        if want.iter().all(|m| !m["person"].is_string()) {
            continue;
        }
        let found = predicted.get(id).map(mentions).unwrap_or_default();
        for m in want {
            let (Some(person), Some(at)) = (m["person"].as_str(), span(m)) else { continue };
            let from = found.partition_point(|f| f.longest_end <= at.0);
            let shared = |f: &Found<'_>| f.span.1.min(at.1).saturating_sub(f.span.0.max(at.0));
            let best = found[from..]
                .iter()
                .take_while(|f| f.span.0 < at.1)
                .max_by_key(|f| (shared(f), std::cmp::Reverse(f.span.0)))
                .filter(|f| shared(f) * 2 >= at.1 - at.0);
            // Ids of one paper say nothing about another.
            let label = best
                .and_then(|f| f.agent["id"].as_str())
                .map(|a| if a.starts_with("agent-") { a.to_owned() } else { format!("{id}/{a}") });
            let listed = best.and_then(|f| f.agent["authority"].as_str()).map(str::to_owned);
            out.push(Marked { person: person.to_owned(), label, listed });
        }
    }
    out
}

/// A predicted mention of a person.
struct Found<'v> {
    span: (u64, u64),
    /// The furthest end up to here, by which a search can skip what lies before.
    longest_end: u64,
    agent: &'v Value,
}

/// Mentions of persons in order of place.
fn mentions(record: &Value) -> Vec<Found<'_>> {
    let mut all: Vec<Found<'_>> = Vec::new();
    for agent in record["agents"].as_array().map_or(&[][..], Vec::as_slice) {
        if agent["type"] != "person" {
            continue;
        }
        for m in agent["mentions"].as_array().map_or(&[][..], Vec::as_slice) {
            all.extend(span(m).map(|span| Found { span, longest_end: 0, agent }));
        }
    }
    all.sort_by_key(|f| f.span);
    let mut furthest = 0;
    for f in &mut all {
        furthest = furthest.max(f.span.1);
        f.longest_end = furthest;
    }
    all
}

/// B-cubed over items with a gold label and perhaps a predicted one; an item without is a cluster of its own.
fn b_cubed(measure: &str, items: Vec<(String, Option<String>)>) -> Figure {
    let label = |n: usize, l: &Option<String>| l.clone().unwrap_or_else(|| format!("alone {n}"));
    let mut gold: BTreeMap<&str, f64> = BTreeMap::new();
    let mut found: BTreeMap<String, f64> = BTreeMap::new();
    let mut both: BTreeMap<(&str, String), f64> = BTreeMap::new();
    for (n, (g, p)) in items.iter().enumerate() {
        let p = label(n, p);
        *gold.entry(g).or_default() += 1.0;
        *found.entry(p.clone()).or_default() += 1.0;
        *both.entry((g, p)).or_default() += 1.0;
    }
    let n = items.len() as f64;
    let precision = both.iter().map(|((_, p), c)| c * c / found[p]).sum::<f64>() / n;
    let recall = both.iter().map(|((g, _), c)| c * c / gold[g]).sum::<f64>() / n;
    let sum = precision + recall;
    let f1 = if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 };
    let count = Count { right: recall * n, predicted: n, gold: n };
    Figure { measure: measure.to_owned(), precision, recall, f1, count }
}

/// Entries of several lists under the person they name. "Hard" are pairs whose family name or first initial
/// differ as printed; for these the prediction must repeat the entry's `name`.
fn entries(gold: &Documents, predicted: &Documents) -> Vec<Figure> {
    let want: Vec<(&String, &str)> =
        gold.iter().filter_map(|(id, g)| Some((id, g["person"].as_str()?))).collect();
    if want.is_empty() {
        return Vec::new();
    }
    let said = |id: &String| predicted.get(id).and_then(|p| p["person"].as_str()).map(str::to_owned);
    let clusters =
        b_cubed("people.clusters", want.iter().map(|(id, g)| ((*g).to_owned(), said(id))).collect());
    let keys: Vec<(String, String)> = want
        .iter()
        .map(|(id, _)| {
            let name = predicted.get(*id).and_then(|p| p["name"].as_str()).unwrap_or("");
            let letters = fold(name).chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
            (letters, surname_and_initial(name))
        })
        .collect();
    let truth = hard_pairs(want.iter().map(|(_, g)| Some((*g).to_owned())).collect(), &keys);
    let given = hard_pairs(want.iter().map(|(id, _)| said(id)).collect(), &keys);
    let right = truth.iter().filter(|p| given.binary_search(p).is_ok()).count();
    vec![clusters, Figure::of("people.hard-pairs", Count::of(right, given.len(), truth.len()))]
}

/// What joining by surname and initial would go by.
fn surname_and_initial(name: &str) -> String {
    let before = name.split('(').next().unwrap_or("");
    let (family, rest) = before.split_once(',').unwrap_or((before, ""));
    let initial = name_words(rest).first().and_then(|w| w.chars().next());
    format!("{}/{}", fold(family), initial.map(String::from).unwrap_or_default())
}

/// Pairs of entries under one label whose names differ, and differ in surname or initial; sorted.
fn hard_pairs(labels: Vec<Option<String>>, keys: &[(String, String)]) -> Vec<(usize, usize)> {
    /// A label that covers more entries than this is an error, and its pairs would not fit in memory.
    const MOST: usize = 2000;
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, label) in labels.into_iter().enumerate() {
        if let Some(label) = label {
            groups.entry(label).or_default().push(n);
        }
    }
    let mut pairs = Vec::new();
    for group in groups.values().filter(|g| g.len() <= MOST) {
        for (i, &a) in group.iter().enumerate() {
            let apart = |b: &&usize| keys[a].0 != keys[**b].0 && keys[a].1 != keys[**b].1;
            pairs.extend(group[i + 1..].iter().filter(apart).map(|&b| (a, b)));
        }
    }
    pairs.sort_unstable();
    pairs
}
