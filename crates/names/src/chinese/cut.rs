//! Words cut into Chinese syllables.

use std::collections::HashMap;

use super::book::{BOOK, Way, Ways};
use super::fold;

/// Ways to cut a word that are kept at most.
const CUTS: usize = 12;
/// The longest spelled syllable, in letters.
const LONGEST: usize = 8;

/// A word as syllables, each with all that it can be.
pub(crate) type Cut = Vec<Ways>;

/// The ways to read a Latin word as one to three Chinese syllables.
pub(crate) fn latin(word: &str) -> Vec<Cut> {
    cut(word, &BOOK.latin)
}

/// The ways to read a Latin word as Cantonese.
pub(crate) fn cantonese(word: &str) -> Vec<Cut> {
    cut(word, &BOOK.cantonese)
}

/// The ways to read a Cyrillic word as Chinese.
pub(crate) fn cyrillic(word: &str) -> Vec<Cut> {
    cut(word, &BOOK.cyrillic)
}

fn cut(word: &str, table: &'static HashMap<String, Vec<Way>>) -> Vec<Cut> {
    let mut found = Vec::new();
    if word.len() > 40 {
        return found;
    }
    let word = fold(word);
    if word.is_empty() || word.chars().count() > 18 || !word.chars().all(char::is_alphabetic) {
        return found;
    }
    step(&word, &mut Vec::with_capacity(3), &mut found, table);
    // Fewer syllables first: a word that is one syllable is mostly meant as one.
    found.sort_by_key(Vec::len);
    found
}

fn step(rest: &str, so_far: &mut Cut, found: &mut Vec<Cut>, table: &'static HashMap<String, Vec<Way>>) {
    if rest.is_empty() {
        if consistent(so_far) {
            found.push(so_far.clone());
        }
        return;
    }
    if so_far.len() == 3 || found.len() >= CUTS {
        return;
    }
    for (n, (at, c)) in rest.char_indices().enumerate() {
        let end = at + c.len_utf8();
        if n >= LONGEST {
            break;
        }
        if let Some(ways) = table.get(&rest[..end]) {
            so_far.push(ways);
            step(&rest[end..], so_far, found, table);
            so_far.pop();
        }
    }
}

/// Inside one word nobody changes the system.
fn consistent(cut: &Cut) -> bool {
    cut.len() < 2
        || cut.iter().fold(u64::MAX, |all, ways| all & ways.iter().fold(0, |s, w| s | w.systems)) != 0
}

/// Loose jamo joined into Hangul blocks: onset and vowel, and a coda where one follows.
pub(crate) fn blocks(loose: &str) -> String {
    use crate::korean::{ONSETS, VOWELS};
    use unicode_normalization::UnicodeNormalization;
    let chars: Vec<char> = loose.nfc().collect();
    let place = |list: &[&str], c: char| list.iter().position(|j| j.starts_with(c));
    let mut out = String::new();
    let mut n = 0;
    while n < chars.len() {
        let c = chars[n];
        let (onset, at) = match place(&ONSETS, c) {
            Some(o) => (o, n + 1),
            None => (11, n),
        };
        let Some(vowel) = chars.get(at).and_then(|v| place(&VOWELS, *v)) else {
            out.push(c);
            n += 1;
            continue;
        };
        // Of the codas only ㄴ and ㅇ end Chinese syllables.
        let coda = match chars.get(at + 1) {
            Some('ㄴ') => 4,
            Some('ㅇ') => 21,
            _ => 0,
        };
        let code = 0xAC00 + (onset as u32 * 21 + vowel as u32) * 28 + coda;
        out.extend(char::from_u32(code));
        n = at + 1 + usize::from(coda > 0);
    }
    out
}
