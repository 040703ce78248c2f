//! Latin and Cyrillic words cut into Korean syllables.

use std::sync::LazyLock;

use super::{CODAS, ONSETS, Part, Syllable, VOWELS};
use crate::systems::{self, System, Table, Tradition};
use crate::text::Script;

/// Ways to cut a word that are kept at most.
const WAYS: usize = 24;
/// Syllables of one word at most.
const SYLLABLES: usize = 3;

/// Spelled parts and what they stand for.
type Listed = Vec<(String, Part)>;

/// Spelled parts by their first byte, the longest first; the empty one fits always.
struct Pieces {
    by_first: Vec<Listed>,
    empty: Option<Part>,
}

impl Pieces {
    fn of(mut listed: Listed) -> Self {
        listed.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.0.cmp(&b.0)));
        let mut pieces = Self { by_first: vec![Vec::new(); 256], empty: None };
        for (spelling, part) in listed {
            match spelling.bytes().next() {
                Some(b) => pieces.by_first[usize::from(b)].push((spelling, part)),
                None => pieces.empty = Some(part),
            }
        }
        pieces
    }
}

/// All that is needed to cut a word.
pub(super) struct Book {
    onset: Pieces,
    vowel: Pieces,
    coda: Pieces,
}

/// The systems that people mix.
static LATIN: LazyLock<Book> = LazyLock::new(|| {
    Book::of(systems::of(Tradition::Korean, Script::Latin).map(|s| s.1).filter(|s| !s.tables.apart), true)
});
static CYRILLIC: LazyLock<Book> =
    LazyLock::new(|| Book::of(systems::of(Tradition::Korean, Script::Cyrillic).map(|s| s.1), true));
/// One book for each system, by its number.
static EACH: LazyLock<Vec<(usize, Book)>> = LazyLock::new(|| {
    [Script::Latin, Script::Cyrillic]
        .into_iter()
        .flat_map(|script| systems::of(Tradition::Korean, script))
        .map(|(n, s)| (n, Book::of(std::iter::once(s), false)))
        .collect()
});

impl Book {
    fn of<'s>(systems: impl Iterator<Item = &'s System>, mixed: bool) -> Self {
        let (mut onset, mut vowel, mut coda) = (Listed::new(), Listed::new(), Listed::new());
        let empty = Table::new();
        for s in systems {
            let t = &s.tables;
            let rare = |part: &str| t.rare.get(part).unwrap_or(&empty);
            // By itself a system is certain of what it writes.
            let own = if mixed { t.rank } else { 0 };
            for (table, rank) in [(&t.onset, own), (&t.voiced, own), (rare("onset"), 2)] {
                take(&mut onset, table, &ONSETS, rank);
            }
            for (table, rank) in [(&t.vowel, own), (rare("vowel"), 2)] {
                take(&mut vowel, table, &VOWELS, rank);
            }
            for (table, rank) in [(&t.coda, own), (rare("coda"), 2)] {
                take(&mut coda, table, &CODAS, rank);
            }
        }
        // A book without an empty onset or coda has them all the same.
        for (pieces, n) in [(&mut onset, super::NONE), (&mut coda, 0)] {
            if !pieces.iter().any(|p| p.0.is_empty()) {
                pieces.push((String::new(), Part::one(n)));
            }
        }
        Self { onset: Pieces::of(onset), vowel: Pieces::of(vowel), coda: Pieces::of(coda) }
    }

    /// All ways to cut a folded word.
    fn cut(&self, word: &str) -> Vec<Vec<Syllable>> {
        let mut found = Vec::new();
        self.step(word, &mut Vec::with_capacity(SYLLABLES), &mut found);
        found
    }

    fn step(&self, rest: &str, so_far: &mut Vec<Syllable>, found: &mut Vec<Vec<Syllable>>) {
        let rest = rest.trim_start_matches('\'');
        if rest.is_empty() {
            if !so_far.is_empty() && !found.contains(so_far) {
                found.push(so_far.clone());
            }
            return;
        }
        if so_far.len() == SYLLABLES || found.len() >= WAYS {
            return;
        }
        for (onset, o) in fitting(&self.onset, rest) {
            for (vowel, v) in fitting(&self.vowel, onset) {
                for (coda, c) in fitting(&self.coda, vowel) {
                    so_far.push(Syllable { onset: o, vowel: v, coda: c });
                    self.step(coda, so_far, found);
                    so_far.pop();
                }
            }
        }
    }
}

/// The pieces that a text starts with: what is left behind each, and what it stands for.
fn fitting<'a>(pieces: &'a Pieces, text: &'a str) -> impl Iterator<Item = (&'a str, Part)> {
    let first = text.bytes().next().map_or(&[][..], |b| pieces.by_first[usize::from(b)].as_slice());
    let longer = first.iter().filter_map(move |(p, part)| Some((text.strip_prefix(p.as_str())?, *part)));
    longer.chain(pieces.empty.map(|part| (text, part)))
}

fn take(pieces: &mut Listed, table: &Table, jamo: &[&str], rank: usize) {
    for (letter, spellings) in table {
        let Some(n) = jamo.iter().position(|j| j == letter) else { continue };
        for s in spellings {
            let s = fold(s);
            match pieces.iter_mut().find(|p| p.0 == s) {
                Some(piece) => piece.1.add(n, rank),
                None => {
                    let mut part = Part::default();
                    part.add(n, rank);
                    pieces.push((s, part));
                }
            }
        }
    }
}

/// The ways to read a Latin word as one to three Korean syllables by the usual systems and habits.
pub(crate) fn latin(word: &str) -> Vec<Vec<Syllable>> {
    let Some(mut word) = readable(word, 18) else { return Vec::new() };
    // A capital I misread for l, the commonest slip in printed indexes: no system writes "ii".
    if word == "ii" {
        word = "il".into();
    }
    let mut found = LATIN.cut(&word);
    if found.is_empty() && word.contains('\'') {
        found = LATIN.cut(&word.replace('\'', ""));
    }
    found
}

/// The ways to read a word by one system alone.
pub(crate) fn latin_by(system: usize, word: &str) -> Vec<Vec<Syllable>> {
    let Some((_, book)) = EACH.iter().find(|(n, _)| *n == system) else { return Vec::new() };
    readable(word, 24).map_or_else(Vec::new, |w| book.cut(&w))
}

/// Whether a name holds what a system that is never mixed can be told by.
pub(crate) fn tells(system: &System, words: &[String]) -> bool {
    system.tables.telltale.is_empty()
        || words.iter().any(|w| {
            let w = fold(w).replace("ch", "");
            system.tables.telltale.iter().any(|t| w.contains(t.as_str()))
        })
}

/// The ways to read a Cyrillic word as Korean syllables.
pub(crate) fn cyrillic(word: &str) -> Vec<Vec<Syllable>> {
    readable(word, 14).map_or_else(Vec::new, |w| CYRILLIC.cut(&w))
}

fn readable(word: &str, longest: usize) -> Option<String> {
    if word.len() > longest * 3 {
        return None;
    }
    let word = fold(word);
    let fits = !word.is_empty()
        && word.chars().count() <= longest
        && word.chars().all(|c| c.is_alphabetic() || c == '\'');
    fits.then_some(word)
}

/// Small letters; breves and what stands for them in one shape; one apostrophe.
pub(super) fn fold(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::with_capacity(word.len());
    for c in word.nfc().flat_map(char::to_lowercase) {
        match c {
            'ŏ' | 'ǒ' | 'ô' => out.push('ŏ'),
            'ŭ' | 'ǔ' | 'û' => out.push('ŭ'),
            'ë' | 'é' | 'è' => out.push('e'),
            '’' | 'ʼ' | '‘' | '`' | 'ʻ' => out.push('\''),
            '\u{306}' => {}
            c => out.push(c),
        }
    }
    out
}
