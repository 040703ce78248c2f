//! Lone family names without a title: what stands around a capitalised word, over the whole paper, tells whether it
//! is a person ("told Varga", "letter from Varga", "Varga and [somebody known]", a signature on its own line).
//!
//! A paper must give one strong sign and more for than against; the signs are data (`data/agents/evidence.toml`).

use rustc_hash::{FxHashMap, FxHashSet};

use super::persons::person;
use super::scene::{Scene, capitalised};
use super::tables::TABLES;
use super::{Hit, russian};

/// What the places of one word say together.
#[derive(Default)]
struct Score {
    /// Points for a person, and for something else.
    points: u32,
    against: u32,
    /// Signs in the strict sense, for the confidence.
    strong: u32,
    /// It stands inside a sentence somewhere: its capital is its own.
    inside: bool,
    /// First and last word of its first place.
    first: (usize, usize),
}

impl Score {
    fn person(&self) -> bool {
        self.points >= ENOUGH && self.points > self.against && (self.inside || self.strong > 0)
    }
}

/// Points of one strong sign, of a thing that people have ("Varga's visit"), of a weak sign; what a name must reach.
const STRONG: u32 = 3;
const POSSESSED: u32 = 2;
const WEAK: u32 = 1;
const ENOUGH: u32 = 3;

/// How often names found are followed to those beside them.
const ROUNDS: usize = 2;

/// Bytes from the end among which a name alone is a signature.
const FOOT: usize = 900;

/// Words whose setting says that they name persons, at their first place; `people` are the persons found so far.
pub(super) fn lone_names(scene: &Scene<'_, '_>, people: &[Hit]) -> Vec<Hit> {
    let mut scores: FxHashMap<&str, Score> = FxHashMap::default();
    let mut known: FxHashSet<usize> = people.iter().map(|h| h.span.end as usize).collect();
    known.extend(people.iter().map(|h| h.span.start as usize));
    let covered: FxHashSet<usize> = people
        .iter()
        .flat_map(|h| {
            let from = scene.words.partition_point(|w| w.end as u32 <= h.span.start);
            scene.words[from..].iter().take_while(|w| (w.start as u32) < h.span.end).map(|w| w.start)
        })
        .collect();
    let mut places: Vec<(usize, &str)> = Vec::new();
    for k in 0..scene.words.len() {
        if !candidate(scene, k) || covered.contains(&scene.words[k].start) {
            continue;
        }
        let name = &scene.text[scene.words[start(scene, k)].start..scene.words[k].end];
        let score =
            scores.entry(name).or_insert_with(|| Score { first: (start(scene, k), k), ..Score::default() });
        weigh(scene, k, &known, score);
        places.push((k, name));
    }
    // Whoever stands beside somebody just found is found as well.
    for _ in 0..ROUNDS {
        let told = |name: &&str| scores.get(*name).is_some_and(Score::person);
        let (new, rest): (Vec<_>, Vec<_>) = places.into_iter().partition(|(_, name)| told(name));
        for (k, _) in &new {
            known.insert(scene.words[start(scene, *k)].start);
            known.insert(scene.words[*k].end);
        }
        for (k, name) in rest.iter().filter(|_| !new.is_empty()) {
            if let Some(score) = scores.get_mut(*name).filter(|_| beside(scene, start(scene, *k), *k, &known))
            {
                score.strong += 1;
                score.points += STRONG;
            }
        }
        places = rest;
    }
    let mut found: Vec<Hit> = scores
        .values()
        .filter(|s| s.person())
        .map(|s| {
            let sure = if s.strong > 1 { 0.7 } else { 0.6 };
            let mut hit = person(scene, s.first.0, s.first.1 + 1, "agents.person.setting", sure);
            if russian::is_cyrillic(&hit.form) {
                hit.canonical = russian::base_alone(&hit.form, None);
            }
            hit.titled = true;
            hit.full = false;
            hit
        })
        .collect();
    found.sort_by_key(|h| h.span);
    found
}

/// Whether word `k` alone (with particles before it) may be a family name.
pub(super) fn candidate(scene: &Scene<'_, '_>, k: usize) -> bool {
    let w = &scene.words[k];
    if !w.capital || w.text.len() < 3 || !scene.name_word(k) {
        return false;
    }
    let lower = w.text.to_lowercase();
    let next = scene.words.get(k + 1);
    let followed =
        next.is_some_and(|n| n.joined && n.capital && !w.genitive && !TABLES.stop.contains(n.text));
    let a = start(scene, k);
    let led = a > 0
        && scene.words[a].joined
        && scene.words[a - 1].capital
        && !scene.words[a - 1].genitive
        && !(scene.words[a - 1].opens && TABLES.stop.contains(scene.words[a - 1].text));
    // In capitals a lone word is a name only where it signs.
    let shouted = w.upper && !signature(scene, k);
    let common = scene.small.contains(lower.as_str()) || TABLES.titles.contains_key(w.text);
    !(followed || led || shouted || common) && named(w.text)
}

/// Whether a word looks like a name and not like another word of the language.
pub(super) fn named(word: &str) -> bool {
    let lower = word.to_lowercase();
    !TABLES.evidence.endings.iter().any(|e| lower.ends_with(e.as_str())) && shaped(word)
}

/// Whether a word is spelled as a name: no compound, no contraction ("I'll"), no capital inside but behind "Mc".
fn shaped(word: &str) -> bool {
    let e = &TABLES.evidence;
    if word.contains('-') || contraction(word) {
        return false;
    }
    let inner = word.char_indices().skip(1).find(|(_, c)| c.is_uppercase()).map(|(at, _)| at);
    word.chars().all(|c| !c.is_ascii_digit())
        && inner.is_none_or(|at| e.prefixes.contains(&word[..at]) || word.chars().all(|c| !c.is_lowercase()))
}

/// "I've", "He'd": no name, whatever its capital.
pub(super) fn contraction(word: &str) -> bool {
    word.rsplit_once(['\'', '’']).is_some_and(|(_, tail)| TABLES.evidence.contractions.contains(tail))
}

/// Particles before a family name belong to it.
fn start(scene: &Scene<'_, '_>, k: usize) -> usize {
    let mut a = k;
    while a > 0 && scene.words[a].joined && TABLES.particles.contains(scene.words[a - 1].text) {
        a -= 1;
    }
    a
}

fn weigh(scene: &Scene<'_, '_>, k: usize, known: &FxHashSet<usize>, score: &mut Score) {
    let e = &TABLES.evidence;
    let (a, w) = (start(scene, k), &scene.words[k]);
    let before = |n: usize| {
        let i = a.checked_sub(n)?;
        (i + 1..=a).all(|j| scene.words[j].joined).then(|| scene.words[i].text)
    };
    let one = before(1).unwrap_or("");
    let two = before(2).unwrap_or("");
    let next = scene.words.get(k + 1).filter(|n| n.joined).map_or("", |n| n.text);
    if e.told.contains(one)
        || e.with.contains(one) && (e.talk.contains(two) || e.talk.contains(&two.to_lowercase()))
        || e.dear.contains(&one.to_lowercase())
        || e.says.contains(next)
        || TABLES.speech.contains(next)
        || e.also.contains(next) && scene.words.get(k + 2).is_some_and(|n| e.and_i.contains(n.text))
        || bracketed(scene, k)
        || signature(scene, k)
        || beside(scene, a, k, known)
    {
        score.strong += 1;
        score.points += STRONG;
    } else if w.genitive && e.of_person.contains(next)
        || scene.words[a.saturating_sub(1)].opens && e.headed.contains(one)
    {
        score.points += POSSESSED;
    } else if e.weak_after.contains(next) || e.with.contains(one) && one != "on" {
        score.points += WEAK;
    }
    score.inside |= !scene.words[a].opens;
    let the = e.articles.contains(one) && !w.genitive;
    if e.place.contains(one) || !w.genitive && e.thing_after.contains(next) || the {
        score.against += STRONG;
    }
}

/// "Varga and [known]", "[known], Varga and", "[known] and Varga".
fn beside(scene: &Scene<'_, '_>, a: usize, k: usize, known: &FxHashSet<usize>) -> bool {
    let also = &TABLES.evidence.also;
    let (first, last) = (&scene.words[a], &scene.words[k]);
    let behind = scene
        .words
        .get(k + 1)
        .filter(|n| n.joined && also.contains(n.text))
        .is_some_and(|_| scene.words.get(k + 2).is_some_and(|n| n.joined && known.contains(&n.start)));
    let before = a > 1
        && first.joined
        && also.contains(scene.words[a - 1].text)
        && scene.words[a - 1].joined
        && known.contains(&scene.words[a - 2].end);
    // "Varga–[known] talks", "Varga/[known]".
    let paired =
        |from: usize, to: usize| matches!(scene.text.get(from..to), Some("–" | "/" | "—" | "-" | " & "));
    let pair = scene.words.get(k + 1).is_some_and(|n| known.contains(&n.start) && paired(last.end, n.start))
        || a > 0 && known.contains(&scene.words[a - 1].end) && paired(scene.words[a - 1].end, first.start);
    // In a list the commas must go on to an "and".
    let list = a > 0
        && known.contains(&scene.words[a - 1].end)
        && scene.text.get(scene.words[a - 1].end..first.start) == Some(", ")
        && scene
            .words
            .get(k + 1)
            .is_some_and(|n| also.contains(n.text) || scene.text.get(last.end..n.start) == Some(", "));
    behind || before || list || pair
}

/// "the Assistant Secretary for Fisheries (Varga)".
fn bracketed(scene: &Scene<'_, '_>, k: usize) -> bool {
    let (a, w) = (start(scene, k), &scene.words[k]);
    let inside = scene.text[..scene.words[a].start].ends_with('(') && scene.text[w.end..].starts_with(')');
    inside
        && (a.saturating_sub(9)..a).any(|j| {
            let t = scene.words[j].text;
            TABLES.titles.contains_key(t) && t.len() > 3 || TABLES.roles.contains(&t.to_lowercase())
        })
}

/// Whether word `k` stands alone on one of the last lines, as telegrams and letters are signed.
fn signature(scene: &Scene<'_, '_>, k: usize) -> bool {
    let w = &scene.words[k];
    if w.end + FOOT < scene.text.len() || !w.opens || w.genitive || w.upper && listed(w.text) {
        return false;
    }
    let before = &scene.text[..scene.words[start(scene, k)].start];
    let own = before.trim_end_matches([' ', '*', '_', '\t']).ends_with("\n\n")
        || before.trim_end_matches([' ', '*', '\t']).trim_end_matches('\n').len() + 2 <= before.len()
            && before.trim_end().ends_with(['.', '"', '”', '!', '?', ')', ']', ',']);
    let behind = scene.text[w.end..].trim_start_matches(['*', ' ', '.', '\r']);
    own && (behind.is_empty() || behind.starts_with('\n'))
}

/// Whether a word in capitals is a listed name.
fn listed(word: &str) -> bool {
    let mixed = capitalised(word);
    TABLES.gazetteer.find(mixed.as_str()).is_some_and(|m| m.start() == 0 && m.end() == mixed.len())
}
