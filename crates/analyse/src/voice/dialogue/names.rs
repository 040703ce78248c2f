//! The names of a tale: which capitalised words are persons, and which names are one person's.
//!
//! A tale gives no list of those present. A run of capitals is a person where a title, a given name, a
//! verb of saying or somebody who addresses it tells so.

use super::tables::TABLES;
use crate::voice::cast::Gender;
use crate::voice::naming::gender_of;
use crate::voice::np::name_part;
use crate::voice::scan::{Kind, Scan};
use crate::voice::words::{Class, has};
use std::collections::{BTreeMap, HashSet};

/// A person of the tale, named or known by a noun only.
#[derive(Clone, Debug, Default)]
pub(super) struct Character {
    /// Name or noun to be shown.
    pub name: String,
    /// A name stands in the text.
    pub named: bool,
    pub gender: Option<Gender>,
    /// Words of the name without titles, lower case; for a noun the noun.
    pub words: Vec<String>,
    /// Titles seen before the name, lower case.
    pub titles: Vec<String>,
    /// Brought in by "a" or "an".
    pub introduced: bool,
    /// More than one.
    pub many: bool,
    /// Pronouns near the name: male, female.
    pub votes: (u32, u32),
    /// How often named in the story's own words.
    pub told: u32,
    /// How often named at all.
    pub count: u32,
}

/// A run of capitals: tokens `first..last`, and the person it names once known.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub first: usize,
    pub last: usize,
    pub who: Option<usize>,
}

/// How many different names are looked at.
const MOST: usize = 600;

/// What the text tells of one way of writing a name.
#[derive(Default)]
struct Form {
    display: String,
    words: Vec<String>,
    titles: Vec<String>,
    runs: Vec<usize>,
    /// Stands where no sentence begins.
    inner: u32,
    /// Stands outside quoted words.
    told: u32,
    evidence: i32,
}

/// Finds the persons named in a text and where; `inside` tells for a token whether it is quoted.
pub(super) fn names(scan: &Scan<'_>, inside: &[bool]) -> (Vec<Character>, Vec<Run>) {
    let small = small_words(scan);
    let capped = capped_words(scan);
    let mut runs = runs(scan, &small, &capped);
    let mut forms: BTreeMap<String, Form> = BTreeMap::new();
    for (n, run) in runs.iter().enumerate() {
        note(scan, inside, &mut forms, run, n, &small);
    }
    let mut list: Vec<Form> = forms.into_values().filter(|f| f.inner > 0 || f.evidence >= 2).collect();
    // Of very many the most frequent are looked at.
    list.sort_by_key(|f| (std::cmp::Reverse(f.runs.len()), f.runs.first().copied()));
    list.truncate(MOST);
    // Fuller names first, so that shorter ones find them; among equals the first in the text.
    list.sort_by_key(|f| (std::cmp::Reverse(f.words.len()), f.runs.first().copied()));
    let mut people: Vec<Character> = Vec::new();
    let mut evidence: Vec<i32> = Vec::new();
    for form in &list {
        let at = match same(&people, form) {
            Some(p) => p,
            None => {
                people.push(Character { named: true, name: form.display.clone(), ..Character::default() });
                evidence.push(0);
                people.len() - 1
            }
        };
        take(&mut people[at], form);
        evidence[at] += form.evidence.min(6);
        for &r in &form.runs {
            runs[r].who = Some(at);
        }
    }
    // Who is no person stays in the list without a place, so that indices hold.
    for run in &mut runs {
        run.who = run.who.filter(|&p| evidence[p] >= 2);
    }
    (people, runs)
}

/// Words that the text also writes small.
fn small_words<'t>(scan: &Scan<'t>) -> HashSet<&'t str> {
    (0..scan.toks.len())
        .filter(|&k| scan.kind(k) == Kind::Word && !scan.capital(k))
        .map(|k| scan.word(k))
        .collect()
}

/// Words written with one capital somewhere, in lower case.
fn capped_words<'s>(scan: &'s Scan<'_>) -> HashSet<&'s str> {
    (0..scan.toks.len()).filter(|&k| scan.capital(k) && !shouted(scan, k)).map(|k| scan.lower(k)).collect()
}

/// Whether a word stands in capitals only, like a heading.
fn shouted(scan: &Scan<'_>, k: usize) -> bool {
    let mut letters = scan.word(k).chars().filter(|c| c.is_alphabetic());
    letters.next().is_some() && letters.next().is_some() && scan.word(k).chars().all(|c| !c.is_lowercase())
}

/// Whether a sentence (or quoted words) begins at a token.
pub(super) fn opens(scan: &Scan<'_>, k: usize) -> bool {
    k == 0
        || match scan.kind(k - 1) {
            Kind::Mark | Kind::Line | Kind::Break | Kind::OpenBracket => true,
            Kind::Stop => !name_part(scan, k - 1),
            _ => false,
        }
}

fn core_word(word: &str) -> bool {
    !has(word, Class::Title) && TABLES.noun(word).is_none()
}

/// Runs of capitalised words that could be names.
fn runs(scan: &Scan<'_>, small: &HashSet<&str>, capped: &HashSet<&str>) -> Vec<Run> {
    let heading = |k: usize| {
        shouted(scan, k) && !capped.contains(scan.lower(k)) || TABLES.heading.contains(scan.lower(k))
    };
    let mut found = Vec::new();
    let mut k = 0;
    while k < scan.toks.len() {
        if !scan.capital(k) || heading(k) {
            k += 1;
            continue;
        }
        let mut first = k;
        let mut last = k + 1;
        while last < scan.toks.len() && last < k + 6 && name_part(scan, last) && !heading(last) {
            last += 1;
        }
        k = last;
        while last > first && scan.kind(last - 1) == Kind::Stop {
            last -= 1;
        }
        // A sentence's first word is no name where the text writes it small or grammar knows it.
        let strange = |f: usize| {
            let word = scan.lower(f);
            let opening = opens(scan, f) || f > 0 && scan.kind(f - 1) == Kind::Stop;
            let titled = scan.is(f, Class::Title) && f + 1 < last;
            scan.is(f, Class::NotAName)
                || opening && !titled && (small.contains(word) || TABLES.summons.contains(word))
        };
        while first < last && (scan.kind(first) == Kind::Stop || strange(first)) {
            first += 1;
        }
        if first < last && scan.word(first).chars().count() > 1 {
            found.push(Run { first, last, who: None });
        }
    }
    found
}

/// Notes one run under its way of writing.
fn note(
    scan: &Scan<'_>,
    inside: &[bool],
    forms: &mut BTreeMap<String, Form>,
    run: &Run,
    n: usize,
    small: &HashSet<&str>,
) {
    let all: Vec<String> = (run.first..run.last)
        .filter(|&k| scan.kind(k) == Kind::Word)
        .map(|k| scan.lower(k).to_owned())
        .collect();
    let words: Vec<String> = all.iter().filter(|w| core_word(w)).cloned().collect();
    let titles: Vec<String> = all.iter().filter(|w| !core_word(w)).cloned().collect();
    if words.is_empty()
        || words.iter().all(|w| small.contains(w.as_str())) && titles.is_empty() && words.len() > 1
    {
        return;
    }
    let form = forms.entry(all.join(" ")).or_default();
    if form.runs.is_empty() {
        let start = scan.toks[run.first].start as usize;
        let end = scan.toks[run.last - 1].end as usize;
        form.display =
            scan.text.get(start..end).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        form.titles = titles;
        form.evidence += if form.titles.is_empty() { 0 } else { 3 };
        form.evidence += if words.iter().any(|w| TABLES.given(w).is_some()) { 3 } else { 0 };
        form.words = words;
    }
    form.runs.push(n);
    form.inner += u32::from(!opens(scan, run.first));
    form.told += u32::from(!inside.get(run.first).copied().unwrap_or(false));
    form.evidence += bearing(scan, inside, run);
}

/// What stands around a name for or against its being a person.
fn bearing(scan: &Scan<'_>, inside: &[bool], run: &Run) -> i32 {
    let quoted = inside.get(run.first).copied().unwrap_or(false);
    let before = run.first.checked_sub(1).map_or("", |k| scan.lower(k));
    if quoted {
        // A name that is the whole of the quoted words may name anything.
        let whole =
            run.first > 0 && scan.kind(run.first - 1) == Kind::Mark && scan.kind(run.last + 1) == Kind::Mark;
        let address = called(scan, run.first, run.last) && !whole && !opens(scan, run.first);
        return if address { 2 } else { 0 };
    }
    if TABLES.prepositions.contains(before) || before == "the" {
        return -1;
    }
    let verb = |k: usize| crate::voice::marks::is_direct_verb(scan, k) && !scan.capital(k);
    let beside = verb(run.last) || run.first > 0 && verb(run.first - 1);
    if beside { 3 } else { i32::from(opens(scan, run.first)) }
}

/// Whether a name in quoted words stands as an address: set off on both sides.
pub(super) fn called(scan: &Scan<'_>, first: usize, last: usize) -> bool {
    let off = |k: Kind| matches!(k, Kind::Comma | Kind::Stop | Kind::Mark | Kind::Dash);
    let before = match first.checked_sub(1) {
        None => true,
        Some(k) => {
            off(scan.kind(k))
                || scan.kind(k) == Kind::Line
                || scan.kind(k) == Kind::Word && TABLES.summons.contains(scan.lower(k))
        }
    };
    before && off(scan.kind(last))
}

fn title_gender(titles: &[String]) -> Option<Gender> {
    titles.iter().find_map(|t| gender_of(t).or_else(|| TABLES.noun(t).flatten()))
}

fn name_gender(words: &[String]) -> Option<Gender> {
    words.first().and_then(|w| TABLES.given(w)).flatten()
}

/// The person already known whose name this is.
fn same(people: &[Character], form: &Form) -> Option<usize> {
    let gender = title_gender(&form.titles).or_else(|| name_gender(&form.words));
    let fits = |p: &Character| {
        form.words.iter().all(|w| p.words.contains(w))
            && (gender.is_none() || p.gender.is_none() || p.gender == gender)
    };
    let mut best: Option<(u32, usize)> = None;
    for (n, p) in people.iter().enumerate().filter(|(_, p)| fits(p)) {
        // A surname with a title is nobody known by another title.
        let other_title = !form.titles.is_empty()
            && form.words.len() == 1
            && !p.titles.is_empty()
            && !form.titles.iter().any(|t| p.titles.contains(t))
            || married(&form.titles) && form.words.len() < p.words.len() && !married(&p.titles);
        let leads = p.words.first() == form.words.first();
        let score = p.count + if leads { 3 } else { 0 };
        if !other_title && best.is_none_or(|(s, _)| score > s) {
            best = Some((score, n));
        }
    }
    best.map(|(_, n)| n)
}

/// Whether a title tells of a married woman, who is not the daughter of that surname.
fn married(titles: &[String]) -> bool {
    titles.iter().any(|t| TABLES.married.get("wife") == Some(t))
}

/// Adds a way of writing to a person.
fn take(person: &mut Character, form: &Form) {
    person.count += form.runs.len() as u32;
    person.told += form.told;
    for word in &form.words {
        if !person.words.contains(word) {
            person.words.push(word.clone());
        }
    }
    person.titles.extend(form.titles.iter().filter(|t| !t.is_empty()).cloned());
    person.gender = person.gender.or_else(|| title_gender(&form.titles)).or_else(|| name_gender(&form.words));
}
