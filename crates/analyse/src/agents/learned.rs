//! Persons whom the voices know as speakers and the text around their names did not give away.

use memcon_model::{AgentType, Analysis, Span};

use super::evidence;
use super::persons::person;
use super::scene::Scene;
use super::tables::TABLES;
use super::{Hit, east_asian};

/// Speakers that are nobody yet: the words that name them, cut like any name.
pub(super) fn unknown_sources(found: &Analysis) -> Vec<Span> {
    let mut known: Vec<Span> = found
        .agents
        .iter()
        .filter(|a| a.kind != AgentType::Place)
        .flat_map(|a| a.mentions.iter().map(|m| m.span))
        .collect();
    known.sort_unstable();
    let free = |s: &Span| {
        let n = known.partition_point(|k| k.end <= s.start);
        known.get(n).is_none_or(|k| k.start >= s.end)
    };
    let mut sources: Vec<Span> = found
        .attributions
        .iter()
        .filter(|a| a.basis.confidence >= SURE)
        .flat_map(|a| a.source.iter().copied())
        .filter(free)
        .collect();
    sources.sort_unstable();
    sources.dedup();
    sources
}

/// Below this the voices themselves are not sure that somebody speaks.
const SURE: f32 = 0.5;

/// The persons named in sources that nobody knew.
pub(super) fn persons(scene: &Scene<'_, '_>, sources: &[Span]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for source in sources {
        let from = scene.words.partition_point(|w| w.start < source.start as usize);
        let to = scene.words.partition_point(|w| w.end <= source.end as usize);
        if from >= to {
            hits.extend(east_asian::speaker(scene.text, *source, scene.taken));
            continue;
        }
        hits.extend((from..to).find_map(|k| named(scene, k, to)));
    }
    hits
}

/// The name that begins at word `k` and ends before word `to`.
fn named(scene: &Scene<'_, '_>, k: usize, to: usize) -> Option<Hit> {
    let first = &scene.words[k];
    let led = k > 0 && first.joined && scene.words[k - 1].capital && !scene.words[k - 1].genitive;
    if led || !scene.name_word(k) || first.upper || TABLES.titles.contains_key(first.text) {
        return None;
    }
    let end = scene.run(k, 3).min(to);
    if end <= k {
        return None;
    }
    let small = |j: usize| scene.small.contains(scene.words[j].text.to_lowercase().as_str());
    let full = end - k > 1 && (k..end).all(|j| !small(j) && !scene.words[j].upper);
    if !(full || end == k + 1 && evidence::candidate(scene, k)) {
        return None;
    }
    let mut hit = person(scene, k, end, "agents.person.voice", 0.7);
    hit.titled = !full;
    Some(hit)
}
