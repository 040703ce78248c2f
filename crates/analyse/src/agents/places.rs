//! Places that no table lists: a capitalised word behind a word of place.

use std::collections::BTreeSet;

use memcon_model::AgentType;

use super::Hit;
use super::scene::Scene;
use super::tables::TABLES;

/// Places behind "in", "at", "near", and the same words elsewhere once found.
pub(super) fn places(scene: &Scene<'_, '_>, people: &BTreeSet<String>) -> Vec<Hit> {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for (i, w) in scene.words.iter().enumerate().skip(1) {
        let lead = scene.words[i - 1].text;
        // "of" counts only behind a word for a kind of place.
        let kind = i > 1
            && matches!(
                scene.words[i - 2].text,
                "village" | "town" | "city" | "port" | "island" | "province" | "district"
            );
        let led = matches!(lead, "in" | "at" | "near" | "In" | "At" | "outside") || (lead == "of" && kind);
        if led && w.joined && fits(scene, i, people) {
            known.insert(w.text);
        }
    }
    let mut hits = Vec::new();
    for (i, w) in scene.words.iter().enumerate() {
        if known.contains(w.text) && fits(scene, i, people) {
            let mut hit = Hit::new(w.span(), AgentType::Place, "agents.place.setting", 0.5);
            hit.form = w.text.to_owned();
            hits.push(hit);
        }
    }
    hits
}

/// Whether word `i` may be a place by itself.
fn fits(scene: &Scene<'_, '_>, i: usize, people: &BTreeSet<String>) -> bool {
    let w = &scene.words[i];
    let lower = w.text.to_lowercase();
    let next_capital = scene.words.get(i + 1).is_some_and(|n| n.joined && n.capital && !w.genitive);
    let after_capital = i > 0 && w.joined && scene.words[i - 1].capital && !scene.words[i - 1].opens;
    w.capital
        && !w.upper
        && !w.initial
        && w.text.chars().count() > 3
        && !next_capital
        && !after_capital
        && w.text.chars().all(char::is_alphabetic)
        && !lower.ends_with("ish")
        && !lower.ends_with("ese")
        && !lower.ends_with("ism")
        && !scene.claimed.contains(&w.start)
        && !scene.small.contains(lower.as_str())
        && !people.contains(&lower)
        && !TABLES.stop.contains(w.text)
        && !TABLES.heads.contains(w.text)
        && !TABLES.titles.contains_key(w.text)
        && !TABLES.given.contains(w.text)
}
