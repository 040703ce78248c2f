//! Later mentions of persons already found: full names anywhere, also in capitals; family names alone.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{AgentType, Span};

use super::persons::person;
use super::scene::Scene;
use super::tables::TABLES;
use super::words::Word;
use super::{Hit, evidence, russian};

/// Later mentions of persons already found: full names anywhere, also in capitals; family names alone.
pub(super) fn later_mentions(scene: &Scene<'_, '_>, known: &[Hit]) -> Vec<Hit> {
    let mut by_first: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for hit in known.iter().filter(|h| h.kind == AgentType::Person) {
        let words: Vec<String> = hit.form.split_whitespace().map(|w| fold(w.trim_end_matches('.'))).collect();
        let mut forms = vec![words.clone()];
        if let Some(base) = hit.canonical.as_deref().filter(|_| words.len() == 1) {
            forms.push(vec![fold(base)]);
        }
        if words.len() > 1 {
            let family = if hit.asian { words.first() } else { words.last() };
            // A family name of two letters or shared by many is told apart only by a title.
            if let Some(family) = family.filter(|f| !hit.asian && f.chars().count() > 2) {
                forms.push(vec![family.clone()]);
            }
        }
        for form in forms {
            let list = by_first.entry(form[0].clone()).or_default();
            if !list.contains(&form) {
                list.push(form);
            }
        }
    }
    for list in by_first.values_mut() {
        list.sort_by_key(|f| std::cmp::Reverse(f.len()));
    }
    let done: BTreeSet<u32> = known.iter().map(|h| h.span.start).collect();
    let covered = |at: u32| {
        known
            .binary_search_by(|h| {
                if h.span.end <= at {
                    std::cmp::Ordering::Less
                } else if h.span.start > at {
                    std::cmp::Ordering::Greater
                } else {
                    std::cmp::Ordering::Equal
                }
            })
            .is_ok()
    };
    let mut hits = Vec::new();
    let mut i = 0;
    while i < scene.words.len() {
        let w = &scene.words[i];
        let at = w.start as u32;
        let particle = TABLES.particles.contains(w.text);
        if !(w.capital || particle) || done.contains(&at) || covered(at) || scene.claimed.contains(&w.start) {
            i += 1;
            continue;
        }
        let form = firsts(w.text).iter().find_map(|first| {
            by_first.get(first)?.iter().find(|f| {
                f.iter()
                    .enumerate()
                    .all(|(n, t)| scene.words.get(i + n).is_some_and(|w| (n == 0 || w.joined) && fits(w, t)))
            })
        });
        match form {
            Some(f) if f.len() > 1 || single_ok(scene, i) => {
                let mut hit = person(scene, i, i + f.len(), "agents.person.again", 0.75);
                hit.full = f.len() > 1;
                hits.push(hit);
                i += f.len();
            }
            Some(f) if f.len() == 1 && given_before(scene, i) => {
                let mut hit = person(scene, i - 1, i + 1, "agents.person.again-full", 0.7);
                hit.full = true;
                hits.push(hit);
                i += 1;
            }
            _ => {
                compound(scene, i, &by_first, &mut hits);
                i += 1;
            }
        }
    }
    hits
}

/// Whether the word before a known family name can only be a given name, though no table has it.
fn given_before(scene: &Scene<'_, '_>, i: usize) -> bool {
    let Some(k) = i.checked_sub(1).filter(|_| scene.words[i].joined) else { return false };
    let (given, family) = (&scene.words[k], &scene.words[i]);
    let alone = k == 0 || !given.joined || !scene.words[k - 1].capital;
    let ended = scene.words.get(i + 1).is_none_or(|n| !n.joined || !n.capital || family.genitive);
    // "the Secretary of Commerce Varga"
    let of = k > 0 && given.joined && TABLES.bind.contains(scene.words[k - 1].text);
    alone
        && ended
        && !of
        && !given.upper
        && !given.opens
        && !given.genitive
        && given.text.chars().count() > 2
        && scene.name_word(k)
        && evidence::named(given.text)
        && !TABLES.titles.contains_key(given.text)
        && !scene.small.contains(given.text.to_lowercase().as_str())
        && !scene.small.contains(family.text.to_lowercase().as_str())
}

/// "Varga-Kowal talks": each part a family name alone of somebody known.
fn compound(
    scene: &Scene<'_, '_>,
    i: usize,
    by_first: &BTreeMap<String, Vec<Vec<String>>>,
    hits: &mut Vec<Hit>,
) {
    let w = &scene.words[i];
    let known = |part: &str| {
        part.starts_with(char::is_uppercase)
            && by_first.get(&fold(part)).is_some_and(|list| list.iter().any(|f| f.len() == 1))
    };
    let Some((a, b)) = w.text.split_once('-').filter(|(a, b)| known(a) && known(b)) else { return };
    for (start, part) in [(w.start, a), (w.start + a.len() + 1, b)] {
        let mut hit =
            Hit::new(Span::new(start, start + part.len()), AgentType::Person, "agents.person.again", 0.7);
        hit.form = part.to_owned();
        hits.push(hit);
    }
}

/// A word of a name for comparison.
fn fold(word: &str) -> String {
    if russian::is_cyrillic(word) { russian::folded(word) } else { word.to_lowercase() }
}

/// What a word of the text may be: itself, and in Russian what it is in the nominative.
fn firsts(word: &str) -> Vec<String> {
    if russian::is_cyrillic(word) {
        russian::bases(&russian::folded(word))
    } else {
        vec![word.to_lowercase()]
    }
}

/// Whether a word of the text is this word of a name: particles may be small.
fn fits(word: &Word<'_>, name: &str) -> bool {
    let led = word.capital || TABLES.particles.contains(word.text);
    led && (word.text.eq_ignore_ascii_case(name) || firsts(word.text).iter().any(|b| b == name))
}

/// Whether a lone capitalised word may stand for a person already named.
fn single_ok(scene: &Scene<'_, '_>, i: usize) -> bool {
    let w = &scene.words[i];
    let common = scene.small.contains(w.text.to_lowercase().as_str()) || TABLES.stop.contains(w.text);
    let followed = scene.words.get(i + 1).is_some_and(|n| {
        n.joined
            && n.capital
            && !n.upper
            && !TABLES.stop.contains(n.text)
            && !scene.claimed.contains(&n.start)
    });
    let led = i > 0
        && w.joined
        && scene.words[i - 1].capital
        && !scene.words[i - 1].opens
        && !TABLES.titles.contains_key(scene.words[i - 1].text)
        && !TABLES.stop.contains(scene.words[i - 1].text);
    !common && !followed && !led
}
