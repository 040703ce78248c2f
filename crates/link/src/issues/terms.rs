//! Terms: noun phrases that recur over the papers and are named as matters or moved on.
//!
//! After the C-value/NC-value method (Frantzi, Ananiadou and Mima 2000): candidates are noun phrases, counted over the
//! collection, less where they only stand inside longer ones, more where the words before them say that a matter is at
//! stake. Which words are nouns the papers themselves tell: a noun stands behind a determiner and before the end of
//! its phrase, a verb behind a pronoun or an auxiliary. What does not belong here: which terms become issues
//! ([`super::choose`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use memcon_lexicon::stem;
use memcon_model::Span;
use serde::Deserialize;

use super::prose::{Prose, Token};

/// Words of a phrase before its head.
const LONGEST: usize = 4;

#[derive(Deserialize)]
struct Table {
    determiners: BTreeSet<String>,
    ties: BTreeSet<String>,
    nominal: BTreeSet<String>,
    verbal: BTreeSet<String>,
    breaks: BTreeSet<String>,
    cues: BTreeSet<String>,
    people: Vec<String>,
    talk: Vec<String>,
    time: Vec<String>,
    little: Vec<String>,
    stakes: Vec<String>,
}

#[derive(Deserialize)]
struct Stop {
    words: BTreeSet<String>,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| memcon_lexicon::table("issues/terms.toml").expect("our own words of terms"));
static STOP: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    memcon_lexicon::table::<Stop>("issues/stop-words.toml").expect("our own stop words").words
});

/// What can be told of a word from where it stands.
#[derive(Clone, Copy, Default)]
pub(super) struct Class {
    determiner: bool,
    tie: bool,
    /// Behind which a noun stands.
    nominal: bool,
    verbal: bool,
    cue: bool,
    /// No part of a phrase.
    closed: bool,
    /// May be a part of a phrase.
    part: bool,
    /// May be the head of one.
    head: bool,
    /// Names nothing at stake as a head.
    empty: bool,
    /// Says little as a head, and more behind what is at stake ("troop levels").
    little: bool,
    /// Names people or an office.
    people: bool,
    /// Names what is mostly at stake.
    pub stake: bool,
}

/// How often a word stands where a noun, a noun's attribute or a verb stands.
#[derive(Clone, Copy, Default)]
struct Use {
    head: u32,
    before: u32,
    verb: u32,
    lower: u32,
}

/// A place where a candidate stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub document: u32,
    pub span: Span,
    /// Whether the words before it say that it is at stake.
    pub cue: bool,
    /// Whether every word of it has a capital.
    pub capitals: bool,
    /// Whether it stands inside a longer candidate.
    pub nested: bool,
}

/// A candidate: all phrases with the same stems.
pub(super) struct Term {
    /// Stems, sorted.
    pub key: Vec<u32>,
    /// The stem of the head of the first phrase.
    pub head: u32,
    /// Places, in order.
    pub places: Vec<Place>,
}

/// What the papers' words are.
pub(super) fn classes(prose: &Prose) -> Vec<Class> {
    let table = &*TABLE;
    let stems = |list: &[&Vec<String>]| -> BTreeSet<String> {
        list.iter().flat_map(|l| l.iter()).map(|w| stem(&w.replace('-', ""))).collect()
    };
    let people = stems(&[&table.people]);
    let empty = stems(&[&table.talk, &table.time, &table.little]);
    let little = stems(&[&table.little]);
    let stakes = stems(&[&table.stakes]);
    let mut out: Vec<Class> = (0..prose.len())
        .map(|n| {
            let n = u32::try_from(n).unwrap_or(u32::MAX);
            let (w, s) = (prose.word(n), prose.stem_name(prose.stem(n)));
            let has = |l: &BTreeSet<String>| l.contains(w);
            let closed = STOP.contains(w)
                || has(&table.breaks)
                || has(&table.determiners)
                || has(&table.verbal)
                || has(&table.ties)
                || has(&table.nominal)
                || w.chars().count() < 3
                || w.starts_with(|c: char| c.is_ascii_digit())
                || w.ends_with("ly");
            Class {
                determiner: has(&table.determiners),
                tie: has(&table.ties),
                nominal: has(&table.determiners) || has(&table.nominal),
                verbal: has(&table.verbal),
                cue: has(&table.cues),
                closed,
                little: little.contains(s),
                people: people.contains(s),
                empty: empty.contains(s) || people.contains(s),
                stake: stakes.contains(s),
                ..Class::default()
            }
        })
        .collect();
    let uses = uses(prose, &out);
    for (n, class) in out.iter_mut().enumerate() {
        let used = uses[n];
        let word = prose.word(u32::try_from(n).unwrap_or(u32::MAX));
        let inflected = word.ends_with("ed") || word.ends_with("ing");
        let name = used.lower == 0;
        // Trade nouns are on the list of stop words; as heads of phrases they are nouns all the same.
        class.part = !class.closed && (name || used.verb < used.head + used.before + u32::from(!inflected));
        class.head = !class.closed
            && (name || class.stake || used.head >= 1 && used.head * 2 > used.verb + used.before / 2)
            && !(inflected && used.head < 4);
    }
    out
}

fn uses(prose: &Prose, classes: &[Class]) -> Vec<Use> {
    let mut out = vec![Use::default(); prose.len()];
    for paper in &prose.papers {
        for (n, token) in paper.iter().enumerate() {
            let used = &mut out[token.word as usize];
            if !token.capital {
                used.lower += 1;
            }
            if token.opens {
                continue;
            }
            let Some(before) = n.checked_sub(1).map(|k| classes[paper[k].word as usize]) else { continue };
            let ends = paper.get(n + 1).is_none_or(|t| t.cut || classes[t.word as usize].closed);
            if token.cut {
                continue;
            }
            if before.nominal && ends {
                used.head += 1;
            } else if before.nominal {
                used.before += 1;
            } else if before.verbal {
                used.verb += 1;
            }
        }
    }
    out
}

/// All candidates over the collection that at least `papers` papers have.
pub(super) fn candidates(prose: &Prose, classes: &[Class], papers: usize) -> Vec<Term> {
    let mut found: BTreeMap<Vec<u32>, Term> = BTreeMap::new();
    for (d, paper) in prose.papers.iter().enumerate() {
        let mut at = 0;
        while at < paper.len() {
            let Some(end) = run(paper, classes, at) else {
                at += 1;
                continue;
            };
            phrases(prose, classes, d, (at, end), &mut found);
            at = end;
        }
    }
    let mut out: Vec<Term> = found.into_values().filter(|t| spread(&t.places) >= papers).collect();
    for term in &mut out {
        term.places.sort_by_key(|p| (p.document, p.span));
    }
    out
}

/// In how many papers these places lie.
pub(super) fn spread(places: &[Place]) -> usize {
    let mut last = None;
    places.iter().filter(|p| last.replace(p.document) != Some(p.document)).count()
}

/// The end of the phrase that begins at `at`: words that can be parts, up to the last that can be a head.
fn run(paper: &[Token], classes: &[Class], at: usize) -> Option<usize> {
    let mut end = None;
    for (n, token) in paper.iter().enumerate().skip(at).take(LONGEST + 2) {
        let class = classes[token.word as usize];
        if n > at && token.cut || !(class.part || class.head) {
            break;
        }
        if class.head {
            end = Some(n + 1);
        }
    }
    end
}

/// Notes the phrase `from..to`, what stands inside it, and the phrase tied to it by a preposition.
fn phrases(
    prose: &Prose,
    classes: &[Class],
    d: usize,
    (from, to): (usize, usize),
    found: &mut BTreeMap<Vec<u32>, Term>,
) {
    let paper = &prose.papers[d];
    let cue = cued(paper, classes, from);
    let tied = tied(paper, classes, to);
    let whole = from.max(to.saturating_sub(LONGEST));
    for start in whole..to {
        if start == from && fragment(paper, classes, from) {
            continue;
        }
        let nested = start > whole || tied.is_some();
        note(prose, classes, (d, &paper[start..to], to - start), (cue, nested), found);
    }
    if let Some((start, end)) = tied {
        // The whole, and the head alone with what is tied to it.
        for first in BTreeSet::from([whole, to - 1]) {
            if first == from && fragment(paper, classes, from) {
                continue;
            }
            for second in BTreeSet::from([start.max(end.saturating_sub(2)), end - 1]) {
                let words: Vec<Token> = paper[first..to].iter().chain(&paper[second..end]).copied().collect();
                let nested = first > whole || second > start;
                note(prose, classes, (d, &words, to - first), (cue, nested), found);
            }
        }
    }
}

/// Whether what begins at `from` is only the rest of a name whose first word is a common one ("New …").
fn fragment(paper: &[Token], classes: &[Class], from: usize) -> bool {
    let Some(before) = from.checked_sub(1).map(|n| paper[n]) else { return false };
    let class = classes[before.word as usize];
    paper[from].capital
        && !paper[from].cut
        && before.capital
        && !before.opens
        && class.closed
        && !class.determiner
        && !class.tie
        && !class.verbal
}

/// The phrase that a preposition ties to the one that ends at `to`.
fn tied(paper: &[Token], classes: &[Class], to: usize) -> Option<(usize, usize)> {
    let tie = paper.get(to).filter(|t| !t.cut && classes[t.word as usize].tie)?;
    let mut start = to + 1;
    let determined = paper.get(start).is_some_and(|t| !t.cut && classes[t.word as usize].determiner);
    start += usize::from(determined);
    let first = paper.get(start).filter(|t| !t.cut)?;
    // Behind "to" a verb may stand.
    if !determined && !first.capital && classes[tie.word as usize].verbal {
        return None;
    }
    let end = run(paper, classes, start)?;
    (end - start <= LONGEST).then_some((start, end))
}

/// Whether one of the few words before says that what follows is at stake.
fn cued(paper: &[Token], classes: &[Class], from: usize) -> bool {
    let mut content = 0;
    for n in (from.saturating_sub(5)..from).rev() {
        let class = classes[paper[n].word as usize];
        if class.cue {
            return true;
        }
        content += u32::from(!class.closed);
        if paper[n + 1].cut || content > 0 {
            break;
        }
    }
    // A line or sentence that opens with its subject and nothing else.
    paper[from].opens && paper.get(from + 1).is_none_or(|t| t.opens)
}

/// Notes one candidate: `words`, of which the first `own` are the phrase whose head is the last of them.
fn note(
    prose: &Prose,
    classes: &[Class],
    (d, words, own): (usize, &[Token], usize),
    (cue, nested): (bool, bool),
    found: &mut BTreeMap<Vec<u32>, Term>,
) {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
    let head = &words[own - 1];
    let class = classes[head.word as usize];
    // People, papers and times name no point; neither does a phrase that only begins or ends with them.
    let tied = words.len() > own;
    let staked = class.little && words[..own - 1].iter().any(|w| classes[w.word as usize].stake);
    let end = classes[last.word as usize];
    if class.people || !tied && class.empty && !staked || tied && (end.empty && !end.stake) && class.empty {
        return;
    }
    if words.iter().any(|w| classes[w.word as usize].people) && !class.stake {
        return;
    }
    if tied && (class.empty || end.people || end.empty) {
        return;
    }
    let mut key: Vec<u32> = words.iter().map(|w| prose.stem(w.word)).collect();
    key.sort_unstable();
    key.dedup();
    let place = Place {
        document: u32::try_from(d).unwrap_or(u32::MAX),
        span: Span { start: first.span.start, end: last.span.end },
        cue,
        capitals: words.iter().all(|w| w.capital),
        nested,
    };
    found
        .entry(key.clone())
        .or_insert_with(|| Term { key, head: prose.stem(head.word), places: Vec::new() })
        .places
        .push(place);
}

/// The words that name what is mostly at stake, as the table spells them.
pub(super) fn stake_words() -> &'static [String] {
    &TABLE.stakes
}

/// Whether a stem names what is mostly at stake.
pub(super) fn stakes(prose: &Prose) -> BTreeSet<u32> {
    TABLE.stakes.iter().filter_map(|w| prose.stem_number(&stem(&w.replace('-', "")))).collect()
}
