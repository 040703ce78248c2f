//! Which terms are points at stake: those that recur over the papers and are moved on by two at least.
//!
//! Few and good ones: a term must be worth more than its share in longer terms (C-value), be named where matters are named
//! or moves are made (NC-value), and be no bare name of a person, body or place. Several wordings of one point become one,
//! each with the reason. What does not belong here: where terms stand ([`super::terms`]), what is moved ([`super::about`]).

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{AgentType, JoinReason, Span};

use super::prose::Prose;
use super::terms::{self, Place, Term};
use crate::Document;

/// Issues of a large collection at most.
const MOST: usize = 36;
/// Terms that are looked at for each issue that can be kept.
const LOOK: usize = 4;

/// A point at stake found by its words.
pub(super) struct Point {
    key: BTreeSet<u32>,
    head: u32,
    /// Its name and the stems of it.
    pub name: String,
    /// Where it is named, in order.
    pub places: Vec<(usize, Span)>,
    /// Other wordings.
    pub joins: Vec<JoinReason>,
}

/// What counts for a term.
struct Weighed<'t> {
    term: &'t Term,
    key: BTreeSet<u32>,
    score: f32,
    weight: f32,
}

/// Who moves where: by document, the spans of moves with the one who moves.
pub(super) type Movers = Vec<Vec<(Span, Option<String>)>>;

/// In how many papers a term must stand in a collection of this size.
pub(super) fn papers_needed(documents: usize) -> usize {
    match documents {
        0..=12 => 2,
        13..=60 => 3,
        61..=150 => 4,
        _ => 5,
    }
}

/// The points at stake of the collection, the weightiest first.
pub(super) fn points(documents: &[Document<'_>], prose: &Prose, movers: &Movers) -> Vec<Point> {
    let classes = terms::classes(prose);
    let found = terms::candidates(prose, &classes, papers_needed(documents.len()));
    let names = Names::new(documents, prose);
    let stakes = terms::stakes(prose);
    let mut weighed = weigh(&found, prose, &names, &stakes, movers);
    weighed.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.term.key.cmp(&b.term.key)));
    let most = MOST.min(6 + documents.len() / 5);
    weighed.truncate(most * LOOK);
    let mut kept: Vec<(Point, f32)> = Vec::new();
    for w in &weighed {
        place(documents, prose, w, &stakes, &mut kept);
    }
    shorter(&found, &mut kept);
    for (point, _) in &mut kept {
        fuller(documents, &found, &names, point);
    }
    let mut out = by_name(kept.into_iter().map(|k| k.0).collect());
    out.truncate(most);
    for p in &mut out {
        p.places.sort_unstable();
        p.places.dedup();
    }
    out
}

/// Names of agents: terms that are one name no point.
struct Names {
    whole: BTreeSet<Vec<u32>>,
    /// Bodies: names only where they are written as such.
    bodies: BTreeSet<Vec<u32>>,
    people: BTreeSet<u32>,
}

impl Names {
    fn new(documents: &[Document<'_>], prose: &Prose) -> Self {
        let mut whole = BTreeSet::new();
        let mut bodies = BTreeSet::new();
        let mut people = BTreeSet::new();
        for agent in documents.iter().flat_map(|d| &d.analysis.agents) {
            for form in std::iter::once(&agent.canonical).chain(&agent.forms) {
                let mut key: Vec<u32> = form
                    .split(|c: char| !c.is_alphanumeric() && c != '-')
                    .map(|w| w.replace('-', "").to_lowercase())
                    .filter_map(|w| prose.stem_number(&memcon_lexicon::stem(&w)))
                    .collect();
                if agent.kind == AgentType::Person {
                    people.extend(key.last());
                }
                key.sort_unstable();
                key.dedup();
                let of = if agent.kind == AgentType::Organisation { &mut bodies } else { &mut whole };
                of.insert(key);
            }
        }
        Self { whole, bodies, people }
    }
}

/// Scores of terms that can be points.
fn weigh<'t>(
    found: &'t [Term],
    prose: &Prose,
    names: &Names,
    stakes: &BTreeSet<u32>,
    movers: &Movers,
) -> Vec<Weighed<'t>> {
    let mut weights: Vec<(f32, f32, usize)> = Vec::with_capacity(found.len());
    let by_key: BTreeMap<&[u32], usize> =
        found.iter().enumerate().map(|(n, t)| (t.key.as_slice(), n)).collect();
    for term in found {
        weights.push(weight(term, movers));
    }
    // What stands only inside longer terms counts less.
    let mut inside: Vec<(f32, u32)> = vec![(0.0, 0); found.len()];
    for (n, term) in found.iter().enumerate() {
        for part in parts(&term.key) {
            if let Some(&k) = by_key.get(part.as_slice()) {
                inside[k].0 += weights[n].0;
                inside[k].1 += 1;
            }
        }
    }
    let mut out = Vec::new();
    for (n, term) in found.iter().enumerate() {
        let (own, share, sides) = weights[n];
        let stake = stakes.contains(&term.head);
        if !possible(term, prose, names, stake) || sides < 2 {
            continue;
        }
        let long = (1.0 + term.key.len() as f32).log2();
        let less = if inside[n].1 > 0 { inside[n].0 / inside[n].1 as f32 } else { 0.0 };
        let mut score = long * (own - less).max(0.0) * (0.3 + share.min(1.0)) * if stake { 1.3 } else { 1.0 };
        if term.key.len() == 1 {
            score *= 0.8;
        }
        if score > 0.0 {
            out.push(Weighed { term, key: term.key.iter().copied().collect(), score, weight: own });
        }
    }
    out
}

/// The proper parts of a key of a few words.
fn parts(key: &[u32]) -> Vec<Vec<u32>> {
    let n = key.len().min(5);
    (1..(1_usize << n) - 1)
        .map(|bits| {
            key.iter().take(n).enumerate().filter(|(k, _)| bits >> k & 1 == 1).map(|k| *k.1).collect()
        })
        .collect()
}

/// What a term weighs, which share of its places is in moves or named as a matter, and how many move on it.
fn weight(term: &Term, movers: &Movers) -> (f32, f32, usize) {
    let mut sides: BTreeSet<&str> = BTreeSet::new();
    let (mut sum, mut paper, mut last, mut telling) = (0.0, 0.0_f32, u32::MAX, 0);
    for p in &term.places {
        if p.document != last {
            sum += paper.sqrt();
            (paper, last) = (0.0, p.document);
        }
        let moved = moved_on(movers, p);
        for (_, who) in moved {
            sides.extend(who.as_deref());
        }
        let moving = !moved.is_empty();
        telling += u32::from(moving || p.cue);
        paper += 1.0 + if moving { 2.0 } else { 0.0 } + if p.cue { 2.0 } else { 0.0 };
    }
    sum += paper.sqrt();
    (sum, 2.0 * telling as f32 / term.places.len().max(1) as f32, sides.len())
}

/// The moves that hold a place.
fn moved_on<'m>(movers: &'m Movers, p: &Place) -> &'m [(Span, Option<String>)] {
    let Some(list) = movers.get(p.document as usize) else { return &[] };
    let to = list.partition_point(|m| m.0.start <= p.span.start);
    match to.checked_sub(1) {
        Some(n) if list[n].0.end >= p.span.end => &list[n..to],
        _ => &[],
    }
}

/// Whether a term can name a point: no name of somebody, no bare place.
fn possible(term: &Term, prose: &Prose, names: &Names, stake: bool) -> bool {
    if names.whole.contains(&term.key) || term.key.iter().any(|k| names.people.contains(k)) {
        return false;
    }
    let capitals = term.places.iter().filter(|p| p.capitals).count();
    let proper = capitals * 10 >= term.places.len() * 9;
    let body = names.bodies.contains(&term.key) && capitals * 10 >= term.places.len() * 7;
    // A single word says enough only where it names what is mostly at stake.
    !body
        && (stake || term.key.len() > 1)
        && !(proper && (term.key.len() < 2 || !stake))
        && prose.stem_name(term.head).chars().count() > 2
}

/// Puts a term where it belongs: into a point kept already, as a point of its own, or nowhere.
fn place(
    documents: &[Document<'_>],
    prose: &Prose,
    w: &Weighed<'_>,
    stakes: &BTreeSet<u32>,
    kept: &mut Vec<(Point, f32)>,
) {
    let _ = prose;
    let name = named(documents, w.term);
    let mut into: Option<(usize, String, f32)> = None;
    for (n, (point, weight)) in kept.iter().enumerate() {
        let both = w.key.intersection(&point.key).count();
        if both == 0 {
            continue;
        }
        let held = inside(w.term, &point.places);
        let told = if w.key.is_subset(&point.key) {
            (held >= 0.4 || w.key.len() > 1 && w.term.head == point.head && held >= 0.25)
                .then(|| (format!("“{name}” mostly stands inside “{}”.", point.name), held))
        } else if point.key.is_subset(&w.key) {
            let narrow = w.weight < weight * if w.term.head == point.head { 0.6 } else { 0.35 };
            narrow.then(|| (format!("“{name}” names “{}” more closely.", point.name), 0.8))
        } else {
            let all = w.key.len() + point.key.len() - both;
            let likeness = both as f32 / all as f32;
            (likeness >= 0.6 || both >= 2 && w.term.head == point.head)
                .then(|| (format!("Both name: {}.", words(prose, &w.key, &point.key)), likeness))
        };
        if let Some((why, score)) = told.filter(|t| into.as_ref().is_none_or(|i| t.1 > i.2)) {
            into = Some((n, why, score));
        }
    }
    if let Some((n, why, score)) = into {
        let point = &mut kept[n].0;
        // A word that is general by itself names the point only where the papers name the point too.
        let general = w.key.len() == 1 && w.key.is_subset(&point.key);
        let here: BTreeSet<usize> = point.places.iter().map(|p| p.0).collect();
        let more = w.term.places.iter().map(at).filter(|p| !general || here.contains(&p.0));
        point.places.extend(more);
        point.joins.push(JoinReason { a: point.name.clone(), b: name, why, score, ..JoinReason::default() });
        return;
    }
    // A single word that heads several points names none of them.
    let heads = kept.iter().filter(|k| k.0.head == w.term.head).count();
    if w.key.len() == 1 && (heads >= 2 || !stakes.contains(&w.term.head) && heads >= 1) {
        return;
    }
    let point = Point {
        key: w.key.clone(),
        head: w.term.head,
        name,
        places: w.term.places.iter().map(at).collect(),
        joins: Vec::new(),
    };
    kept.push((point, w.weight));
}

fn at(p: &Place) -> (usize, Span) {
    (p.document as usize, p.span)
}

/// The words that two keys share.
fn words(prose: &Prose, a: &BTreeSet<u32>, b: &BTreeSet<u32>) -> String {
    a.intersection(b).map(|s| prose.stem_name(*s)).collect::<Vec<_>>().join(", ")
}

/// The share of a term's places that lie in those given (in order).
fn inside(term: &Term, places: &[(usize, Span)]) -> f32 {
    let mut sorted = places.to_vec();
    sorted.sort_unstable();
    let hit = |p: &&Place| {
        let n = sorted.partition_point(|q| (q.0, q.1.start) <= (p.document as usize, p.span.start));
        sorted[..n].last().is_some_and(|q| q.0 == p.document as usize && q.1.end >= p.span.end)
    };
    term.places.iter().filter(hit).count() as f32 / term.places.len().max(1) as f32
}

/// The wording that most places have, as most of them write it.
fn named(documents: &[Document<'_>], term: &Term) -> String {
    let mut forms: BTreeMap<String, (u32, BTreeMap<String, u32>)> = BTreeMap::new();
    for p in &term.places {
        let text = p.span.of(documents[p.document as usize].text);
        let form = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let entry = forms.entry(form.to_lowercase()).or_default();
        entry.0 += 1;
        *entry.1.entry(form).or_default() += 1;
    }
    // A single word in the number in which such things are spoken of ("troops").
    let usual = terms::stake_words().iter().find(|w| term.key.len() == 1 && forms.contains_key(*w));
    if let Some(usual) = usual {
        return usual.clone();
    }
    let best = forms
        .into_iter()
        .max_by(|a, b| a.1.0.cmp(&b.1.0).then(b.0.len().cmp(&a.0.len())).then(b.0.cmp(&a.0)));
    let spellings = best.map(|b| b.1.1).unwrap_or_default();
    spellings.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(&b.0))).map(|s| s.0).unwrap_or_default()
}

/// The head of a point alone ("the islands" after "offshore islands"), where one point only has it and in its papers only.
fn shorter(found: &[Term], kept: &mut [(Point, f32)]) {
    let mut heads: BTreeMap<u32, u32> = BTreeMap::new();
    for k in kept.iter() {
        *heads.entry(k.0.head).or_default() += 1;
    }
    for (point, _) in kept.iter_mut().filter(|k| k.0.key.len() > 1) {
        if heads.get(&point.head) != Some(&1) {
            continue;
        }
        let Some(alone) = found.iter().find(|t| t.key == [point.head]) else { continue };
        let mut first: BTreeMap<usize, u32> = BTreeMap::new();
        for p in &point.places {
            let e = first.entry(p.0).or_insert(p.1.start);
            *e = (*e).min(p.1.start);
        }
        let after = alone.places.iter().filter(|p| !p.nested && !p.capitals).map(at);
        let after: Vec<_> = after.filter(|p| first.get(&p.0).is_some_and(|f| *f < p.1.start)).collect();
        point.places.extend(after);
    }
}

/// Points that came to bear one name are one.
fn by_name(points: Vec<Point>) -> Vec<Point> {
    let mut out: Vec<Point> = Vec::new();
    for point in points {
        match out.iter_mut().find(|p| p.name.to_lowercase() == point.name.to_lowercase()) {
            Some(held) => {
                held.places.extend(point.places);
                held.joins.extend(point.joins);
            }
            None => out.push(point),
        }
    }
    out
}

/// Gives a point of one word the fuller name that papers use, where one such stands out.
fn fuller(documents: &[Document<'_>], found: &[Term], names: &Names, point: &mut Point) {
    if point.key.len() != 1 {
        return;
    }
    let whole = point.places.len();
    let mut longer: Vec<&Term> = found
        .iter()
        .filter(|t| {
            t.head == point.head
                && t.key.len() > 1
                && t.key.len() <= 4
                && !t.key.iter().any(|k| names.people.contains(k))
        })
        .collect();
    longer.sort_by_key(|t| (std::cmp::Reverse(terms::spread(&t.places)), t.key.clone()));
    let Some(best) = longer.first().filter(|t| t.places.len() * 5 >= whole) else { return };
    // Another that stands as often would make the fuller name a wrong one.
    let rival = longer
        .iter()
        .skip(1)
        .find(|t| !best.key.iter().all(|k| t.key.contains(k)) && !t.key.iter().all(|k| best.key.contains(k)));
    if rival.is_some_and(|r| r.places.len() * 3 > best.places.len() * 2) {
        return;
    }
    let name = named(documents, best);
    let why = format!("“{}” by itself mostly means it.", point.name);
    let held = std::mem::replace(&mut point.name, name.clone());
    point.joins.insert(0, JoinReason { a: name, b: held, why, score: 0.7, ..JoinReason::default() });
}
