//! Points at stake: found by the words that name them, numbered points and agenda items.
//!
//! Few good issues rather than many noun phrases: a point counts when the paper names it clearly or
//! again and again ([`names`]); wordings that share their content words are one. What the sides
//! hold and where it stands is told after the moves are known ([`settle`]).

mod names;
mod questions;
mod settle;

pub use settle::settle;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{Analysis, Basis, Issue, RegionKind, Span, State};
use serde::Deserialize;

use super::topic::{keys, shared};
use super::units::units;
use crate::Paper;

static NAMING: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("issues/naming").expect("our own rules of issues"));

/// The table of words around names of issues.
#[derive(Deserialize)]
struct Words {
    ends: BTreeSet<String>,
    loose: BTreeSet<String>,
    empty: BTreeSet<String>,
    finality: Vec<String>,
    again: Vec<String>,
    unanswered: Vec<String>,
    asking: Vec<String>,
    ordinals: BTreeMap<String, u32>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("issues/words.toml").expect("our own words of issues"));

/// Most issues of a paper that are no numbered points or agenda items.
const ISSUES: usize = 10;
/// Weight from which a wording counts as a point at stake.
const ENOUGH: f32 = 2.0;

/// One naming of a point.
struct Naming {
    name: String,
    span: Span,
    weight: f32,
    /// Side and number on its agenda.
    number: Option<(Option<String>, u32)>,
    item: bool,
}

/// Namings taken for one point.
struct Point {
    keys: BTreeSet<String>,
    namings: Vec<Naming>,
    weight: f32,
    number: Option<(Option<String>, u32)>,
    item: bool,
}

/// Points at stake, in order of first mention.
pub fn issues(paper: &Paper<'_>, found: &Analysis) -> Vec<Issue> {
    let mut namings = items(paper, found);
    let mut numbered = names::Numbered::new(found);
    let all = units(paper, found);
    namings.extend(questions::asked(paper, &all));
    for unit in all {
        if matches!(unit.region, RegionKind::RelatedDocuments | RegionKind::Description) {
            continue;
        }
        namings.extend(names::named(paper, &unit));
        namings.extend(numbered.read(paper, found, &unit));
    }
    let mut points: Vec<Point> = numbered_first(gathered(namings)).into_iter().filter(worthy).collect();
    points.sort_by(|a, b| rank(b).total_cmp(&rank(a)).then(a.namings[0].span.cmp(&b.namings[0].span)));
    let mut free = ISSUES;
    points.retain(|p| {
        if p.number.is_some() || p.item {
            return true;
        }
        let fits = free > 0;
        free = free.saturating_sub(1);
        fits
    });
    points.sort_by_key(|p| p.namings.iter().map(|n| n.span).min());
    points.into_iter().enumerate().map(|(n, p)| issue(n, p)).collect()
}

/// Agenda items give issues of their own.
fn items(paper: &Paper<'_>, found: &Analysis) -> Vec<Naming> {
    found
        .items
        .iter()
        .filter_map(|item| {
            let title = item.title.as_deref()?;
            let words = paper.words(item.span);
            // A title made up from the item's words names no point; a printed one does.
            let head: String = words.chars().take(300).collect::<String>().to_lowercase();
            let printed = head.contains(&title.to_lowercase());
            let name = names::clean(title).filter(|_| printed)?;
            let line = words.find('\n').unwrap_or(words.len());
            let span = Span::new(item.span.start as usize, item.span.start as usize + line).trim(paper.text);
            Some(Naming { name, span, weight: 3.0, number: None, item: true })
        })
        .collect()
}

fn rank(p: &Point) -> f32 {
    if p.item || p.number.is_some() { 1000.0 } else { p.weight }
}

fn worthy(p: &Point) -> bool {
    p.item || p.number.is_some() || p.weight >= ENOUGH
}

/// Joins namings that share their content words; each finds its point through its rarest words.
fn gathered(namings: Vec<Naming>) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut by_number: BTreeMap<(Option<String>, u32), usize> = BTreeMap::new();
    for naming in namings {
        let keys = keys(&naming.name);
        let numbered = naming.number.as_ref().and_then(|n| by_number.get(n)).copied();
        let mut near: Vec<usize> =
            keys.iter().filter_map(|k| index.get(k)).flat_map(|l| l.iter().rev().take(20)).copied().collect();
        near.sort_unstable();
        near.dedup();
        let hit = numbered.or_else(|| near.into_iter().find(|&n| one(&points[n], &keys, &naming)));
        let at = match hit {
            Some(n) => n,
            None if keys.is_empty() && naming.number.is_none() => continue,
            None => {
                points.push(Point {
                    keys: BTreeSet::new(),
                    namings: Vec::new(),
                    weight: 0.0,
                    number: None,
                    item: false,
                });
                points.len() - 1
            }
        };
        let point = &mut points[at];
        if let Some(number) = &naming.number {
            by_number.insert(number.clone(), at);
            point.number = Some(number.clone());
        }
        // The point keeps the words of its best naming: a union of all would drift.
        if point.keys.is_empty() || naming.item {
            for k in &keys {
                index.entry(k.clone()).or_default().push(at);
            }
            point.keys = keys;
        }
        point.item |= naming.item;
        point.weight += naming.weight;
        point.namings.push(naming);
    }
    points
}

/// Puts points that go by a name only into the numbered point or agenda item of that name.
fn numbered_first(points: Vec<Point>) -> Vec<Point> {
    let (mut firm, free): (Vec<Point>, Vec<Point>) =
        points.into_iter().partition(|p| p.number.is_some() || p.item);
    let mut rest = Vec::new();
    for point in free {
        let same = |f: &&mut Point| {
            !f.keys.is_empty() && (f.keys.is_subset(&point.keys) || point.keys.is_subset(&f.keys))
        };
        match firm.iter_mut().take(60).find(same) {
            Some(held) => {
                held.weight += point.weight;
                held.namings.extend(point.namings);
            }
            None => rest.push(point),
        }
    }
    firm.extend(rest);
    firm
}

/// Whether a naming speaks of a point: one's content words hold the other's, or most are shared.
fn one(point: &Point, keys: &BTreeSet<String>, naming: &Naming) -> bool {
    if let (Some(a), Some(b)) = (&point.number, &naming.number) {
        return a == b;
    }
    if point.keys.is_empty() || keys.is_empty() {
        return false;
    }
    let both = shared(&point.keys, keys);
    let (few, many) = (point.keys.len().min(keys.len()), point.keys.len().max(keys.len()));
    both == few && (few > 1 || many <= 2) || both * 2 > many
}

fn issue(n: usize, mut point: Point) -> Issue {
    let name = names::best(&point.namings.iter().map(|n| (n.name.as_str(), n.weight)).collect::<Vec<_>>());
    point.namings.sort_by_key(|n| n.span);
    let mut mentions: Vec<Span> = point.namings.iter().map(|n| n.span).collect();
    mentions.dedup();
    let rule = match (&point.number, point.item) {
        (Some(_), _) => "issue.numbered",
        (None, true) => "issue.agenda-item",
        _ => "issue.named",
    };
    let (proposed_by, number) = point.number.map_or((None, None), |(side, n)| (side, Some(n.to_string())));
    Issue {
        id: format!("i{}", n + 1),
        name,
        number,
        proposed_by,
        state: State::Raised,
        mentions,
        positions: Vec::new(),
        basis: Basis::new(rule, (0.4 + point.weight / 20.0).min(0.9)),
    }
}

#[cfg(test)]
mod tests;
