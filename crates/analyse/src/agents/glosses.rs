//! What the paper itself says of two names: brackets behind a name, "alias", "known as", "real name".

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use memcon_model::Span;
use memcon_names::{Verdict, compare};

use super::persons::person;
use super::scene::Scene;
use super::tables::TABLES;
use super::words::is_east_asian;
use super::{Hit, east_asian, evidence};

/// "X [Y]" or "X (Y)": another name of the same person.
pub(super) fn gloss(scene: &Scene<'_, '_>, name: Span, next: usize) -> Option<Hit> {
    let first = scene.words.get(next)?;
    let gap = scene.text.get(name.end as usize..first.start)?;
    let (open, close) = match gap.trim_start_matches(['*', ' ', '\n', '\r', '.', '\u{a0}', '!']) {
        "[" => ('[', ']'),
        "(" => ('(', ')'),
        _ => return None,
    };
    if gap.len() > 12 || !gap.ends_with(open) {
        return None;
    }
    let mut end = next;
    while end < scene.words.len() && end - next < 4 && (end == next || scene.words[end].joined) {
        let w = &scene.words[end];
        if !w.capital
            || TABLES.titles.contains_key(w.text)
            || scene.claimed.contains(&w.start)
            || TABLES.heads.contains(w.text)
        {
            break;
        }
        end += 1;
    }
    let closed = end > next && scene.text[scene.words[end - 1].end..].starts_with(close);
    if !closed
        || scene.words[next].upper
        || (open == '(' && end - next < 2)
        || scene.small.contains(first.text.to_lowercase().as_str())
    {
        return None;
    }
    let mut hit = person(scene, next, end, "agents.person.gloss", 0.85);
    hit.gloss_of = Some(name);
    // Another name altogether, and no other spelling: the first is a cover name.
    hit.cover = open == '[' && compare(name.of(scene.text), &hit.form).verdict == Verdict::Other;
    Some(hit)
}

/// "Sidorov, alias Petrov", "Petrov (real name Sidorov)": names that words of the paper say to be one. `people` in
/// order of the text; the name behind the cue need not be among them.
pub(super) fn told(scene: &Scene<'_, '_>, people: &[Hit]) -> Vec<Hit> {
    let mut found = Vec::new();
    for m in CUES.finder.find_iter(scene.text) {
        let (from, to) = (m.start(), m.end());
        if inside_a_word(scene.text, from, to) {
            continue;
        }
        let before = scene.text[..from].trim_end_matches([' ', ',', '(', '（', '，', '[', '"', '“', '«']);
        let name =
            people.binary_search_by_key(&(before.len() as u32), |h| h.span.end).ok().map(|n| &people[n]);
        let name = name.or_else(|| titled_before(scene, people, before.len()));
        if from == before.len() || from - before.len() > 5 {
            continue;
        }
        // The first name needs no other sign than the cue.
        let new = if name.is_none() { lone_before(scene, before.len()) } else { None };
        let Some(name) = name.or(new.as_ref()) else { continue };
        let gap = scene.text[to..].len()
            - scene.text[to..].trim_start_matches([' ', ':', '：', '"', '“', '«', '‘', '\'']).len();
        if let Some(mut hit) = name_at(scene, to + gap, people).filter(|_| gap <= 4) {
            hit.gloss_of = Some(name.span);
            hit.cover = m.pattern().as_usize() >= CUES.first_real;
            found.push(hit);
            found.extend(new);
        }
    }
    found
}

/// The name that begins at byte `at`: one found already, or words that can be one.
fn name_at(scene: &Scene<'_, '_>, at: usize, people: &[Hit]) -> Option<Hit> {
    if let Ok(n) = people.binary_search_by_key(&at, |h| h.span.start as usize) {
        let hit = &people[n];
        return Some(Hit { gloss_of: None, ..hit.clone() });
    }
    if let Some(hit) = east_asian::name_at(scene.text, at, scene.taken) {
        return Some(hit);
    }
    let k = scene.words.binary_search_by_key(&at, |w| w.start).ok()?;
    let end = scene.run(k, 3);
    let common = scene.small.contains(scene.words[k].text.to_lowercase().as_str());
    (end > k && !common).then(|| person(scene, k, end, "agents.person.gloss", 0.8))
}

/// The name before a Chinese or Korean title that ends at byte `end`.
fn titled_before<'p>(scene: &Scene<'_, '_>, people: &'p [Hit], end: usize) -> Option<&'p Hit> {
    let n = people.partition_point(|h| (h.span.end as usize) < end);
    let hit = people.get(n.checked_sub(1)?)?;
    let between = scene.text.get(hit.span.end as usize..end)?.trim_start();
    let whole = |m: aho_corasick::Match| m.start() == 0 && m.end() == between.len();
    let title = TABLES.chinese_titles.find(between).is_some_and(whole)
        || TABLES.korean_titles.find(between).is_some_and(whole);
    (between.len() <= 30 && title).then_some(hit)
}

/// A capitalised word that ends at byte `end` and is no common word.
fn lone_before(scene: &Scene<'_, '_>, end: usize) -> Option<Hit> {
    let k = scene.words.binary_search_by_key(&end, |w| w.end).ok()?;
    evidence::candidate(scene, k).then(|| person(scene, k, k + 1, "agents.person.gloss", 0.7))
}

fn inside_a_word(text: &str, from: usize, to: usize) -> bool {
    let letter = |c: char| c.is_alphanumeric() && !is_east_asian(c);
    text[..from].ends_with(letter) || text[to..].starts_with(letter)
}

/// The cues of `data/agents/glosses.toml`, those for a real name last.
struct Cues {
    finder: AhoCorasick,
    first_real: usize,
}

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        alias: Vec<String>,
        real: Vec<String>,
    }
    let table: Table = memcon_lexicon::table("agents/glosses.toml").expect("the table of cues");
    let first_real = table.alias.len();
    let all: Vec<String> = table.alias.into_iter().chain(table.real).collect();
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(all)
        .expect("the cues make an automaton");
    Cues { finder, first_real }
});
