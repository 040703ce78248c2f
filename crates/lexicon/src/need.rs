//! What a text must hold so that a pattern can match in it at all: letters in a row, one of a few.
//!
//! One automaton looks for such letters of all rules at once, and only the rules whose letters stand in a text are
//! run (and compiled). What belongs here: reading them off a pattern, and the folding of characters under which they
//! are looked for. What does not: running a pattern.

use std::sync::LazyLock;

use regex_syntax::hir::{Class, Hir, HirKind};

/// More beginnings than this are not multiplied out.
const MOST_EXACT: usize = 64;
/// More alternatives than this are no help.
const MOST_ANY: usize = 320;
/// Longer runs are cut; they tell enough.
const LONGEST: usize = 40;
/// A set whose poorest member weighs less stands in nearly every text.
const LEAST: f32 = 0.8;

/// A character as it is looked for: small letters, one digit for all, one blank for all.
///
/// Only one rule must hold: what two characters become may be one, but a character always becomes the same.
pub(crate) fn fold(c: char) -> char {
    match c {
        'a'..='z' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        '0'..='9' => '0',
        '\u{17f}' => 's',
        _ if c.is_whitespace() => ' ',
        _ if c.is_ascii() => c,
        _ if c.is_numeric() => '0',
        _ => {
            let mut small = c.to_lowercase();
            match (small.next(), small.next()) {
                (Some(one), None) => one,
                _ => c,
            }
        }
    }
}

/// [`fold`] of each ASCII character.
static ASCII: LazyLock<[u8; 128]> = LazyLock::new(|| {
    let mut table = [0; 128];
    for (n, to) in (0_u8..).zip(table.iter_mut()) {
        *to = u8::try_from(fold(char::from(n))).unwrap_or(n);
    }
    table
});

/// A text as it is looked through.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let table = &*ASCII;
    let mut rest = text;
    // Most texts are ASCII for long stretches, which fold byte by byte.
    while !rest.is_empty() {
        let plain = rest.bytes().position(|b| !b.is_ascii()).unwrap_or(rest.len());
        let (ascii, other) = rest.split_at(plain);
        out.extend(ascii.bytes().map(|b| char::from(table[usize::from(b & 0x7f)])));
        let strange = other.char_indices().find(|(_, c)| c.is_ascii()).map_or(other.len(), |(n, _)| n);
        let (strange, more) = other.split_at(strange);
        out.extend(strange.chars().map(fold));
        rest = more;
    }
    out
}

/// Strings of which one stands, folded, in every text that the pattern matches; `None` where that cannot be told.
pub(crate) fn need(pattern: &Hir) -> Option<Vec<String>> {
    let found = read(pattern);
    let exact = found.exact.filter(|e| weight(e) >= LEAST);
    let any = found.any.filter(|a| weight(a) >= LEAST);
    better(exact, any).map(shortest)
}

/// What is known of a part of a pattern.
struct Known {
    /// All that it matches.
    exact: Option<Vec<String>>,
    /// Strings of which each match holds one.
    any: Option<Vec<String>>,
}

impl Known {
    const NOTHING: Self = Self { exact: None, any: None };

    fn exact(of: Vec<String>) -> Self {
        Self { exact: Some(of), any: None }
    }

    /// The best that each match holds.
    fn required(&self) -> Option<Vec<String>> {
        better(self.exact.clone().filter(|e| weight(e) > 0.0), self.any.clone())
    }
}

fn read(pattern: &Hir) -> Known {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => Known::exact(vec![String::new()]),
        HirKind::Literal(l) => match std::str::from_utf8(&l.0) {
            Ok(s) => Known::exact(vec![folded(s)]),
            Err(_) => Known::NOTHING,
        },
        HirKind::Class(class) => letters(class).map_or(Known::NOTHING, Known::exact),
        HirKind::Capture(c) => read(&c.sub),
        HirKind::Repetition(r) => {
            let sub = read(&r.sub);
            match (r.min, r.max, sub.exact) {
                (1, Some(1), exact) => Known { exact, any: sub.any },
                (0, Some(1), Some(mut exact)) if exact.len() < MOST_EXACT => {
                    exact.push(String::new());
                    Known::exact(exact)
                }
                (0, ..) => Known::NOTHING,
                (_, _, exact) => Known { exact: None, any: better(exact, sub.any) },
            }
        }
        HirKind::Concat(parts) => row(parts),
        HirKind::Alternation(parts) => choice(parts),
    }
}

/// One part after the other.
fn row(parts: &[Hir]) -> Known {
    let mut best = None;
    let mut run = vec![String::new()];
    let mut all_exact = true;
    for part in parts {
        // A part that repeats stands beside its neighbours with its first and its last time.
        if let HirKind::Repetition(r) = part.kind()
            && r.min >= 1
            && r.max != Some(1)
            && let Some(once) = read(&r.sub).exact
        {
            all_exact = false;
            if let Some(longer) = product(&run, &once) {
                run = longer;
            }
            best = better(best, Some(std::mem::replace(&mut run, once)));
            continue;
        }
        let known = read(part);
        let longer = known.exact.as_ref().and_then(|e| product(&run, e));
        if let Some(longer) = longer {
            run = longer;
            continue;
        }
        all_exact = false;
        best = better(better(best, Some(run)), known.required());
        run = known.exact.unwrap_or_else(|| vec![String::new()]);
    }
    if all_exact {
        return Known::exact(run);
    }
    Known { exact: None, any: better(best, Some(run)) }
}

/// One part or another.
fn choice(parts: &[Hir]) -> Known {
    let (mut exact, mut any) = (Some(Vec::new()), Some(Vec::new()));
    for part in parts {
        let known = read(part);
        any = any.zip(known.required()).map(|(mut all, more)| {
            all.extend(more);
            all
        });
        any = any.map(shortest).filter(|a| a.len() <= MOST_ANY);
        exact = exact.zip(known.exact).map(|(mut all, more)| {
            all.extend(more);
            all
        });
        exact = exact.map(sorted).filter(|e| e.len() <= MOST_EXACT);
    }
    Known { exact, any }
}

/// Each string of one with each of the other behind it, where that is not too many or too long.
fn product(run: &[String], next: &[String]) -> Option<Vec<String>> {
    let longest = |of: &[String]| of.iter().map(String::len).max().unwrap_or(0);
    if run.len() * next.len() > MOST_EXACT || longest(run) + longest(next) > LONGEST {
        return None;
    }
    Some(sorted(run.iter().flat_map(|a| next.iter().map(move |b| format!("{a}{b}"))).collect()))
}

/// The characters of a class where they fold to a few.
fn letters(class: &Class) -> Option<Vec<String>> {
    const FEW: usize = 12;
    let Class::Unicode(class) = class else { return None };
    let mut found: Vec<char> = Vec::new();
    for c in class.iter().flat_map(|r| r.start()..=r.end()) {
        let c = fold(c);
        if !found.contains(&c) {
            if found.len() == FEW {
                return None;
            }
            found.push(c);
        }
    }
    (!found.is_empty()).then(|| found.into_iter().map(String::from).collect())
}

/// The set that tells more; an empty string in a set tells nothing.
fn better(a: Option<Vec<String>>, b: Option<Vec<String>>) -> Option<Vec<String>> {
    let heavy = |s: &Option<Vec<String>>| s.as_ref().map_or(0.0, |s| weight(s) - s.len() as f32 * 0.002);
    let best = if heavy(&b) > heavy(&a) { b } else { a };
    best.filter(|s| weight(s) > 0.0)
}

/// How much the poorest string of a set tells; rare characters tell more.
fn weight(set: &[String]) -> f32 {
    let of = |c: char| match c {
        ' ' => 0.1,
        'a'..='z' => 0.5,
        _ if c.is_ascii() => 0.8,
        _ => 1.5,
    };
    let weights = set.iter().map(|s| s.chars().map(of).sum::<f32>());
    weights.fold(f32::INFINITY, f32::min).min(if set.is_empty() { 0.0 } else { 100.0 })
}

fn sorted(mut set: Vec<String>) -> Vec<String> {
    set.sort();
    set.dedup();
    set
}

/// The set without strings that hold another of it.
fn shortest(set: Vec<String>) -> Vec<String> {
    let mut set = sorted(set);
    set.sort_by_key(String::len);
    let mut kept: Vec<String> = Vec::new();
    for s in set {
        if !kept.iter().any(|k| s.contains(k.as_str())) {
            kept.push(s);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pattern: &str) -> Option<Vec<String>> {
        need(&regex_syntax::parse(pattern).unwrap())
    }

    fn some(words: &[&str]) -> Option<Vec<String>> {
        Some(words.iter().map(|w| (*w).to_owned()).collect())
    }

    #[test]
    fn alternatives_give_one_of_their_words() {
        let found = of(r"(?i)\b(?:refus(?:e|es|ed|ing)|turn(?:s)? down)\b");
        assert_eq!(found, some(&["refuse", "refusing", "turn down", "turns down"]));
    }

    #[test]
    fn a_class_of_letters_is_multiplied_out() {
        assert_eq!(of(r"(?i)\bauthori[sz]ed\b"), some(&["authorised", "authorized"]));
    }

    #[test]
    fn blanks_and_digits_are_one() {
        assert_eq!(of(r"\bNo\.\s+\d{1,3}"), some(&["no. "]));
        assert_eq!(folded("№\u{a0}７"), "№ 0");
    }

    #[test]
    fn what_may_be_anything_needs_nothing() {
        assert_eq!(of(r"^\p{Lu}.*$"), None);
        assert_eq!(of(r"(?:yes)?\w+"), None);
    }

    #[test]
    fn letters_that_only_unicode_takes_for_small_ones_are_found() {
        let text = "TA\u{212a}E \u{17f}tock";
        assert!(regex::Regex::new("(?i)take stock").unwrap().is_match(text));
        assert!(of("(?i)take stock").unwrap().iter().all(|n| folded(text).contains(n)));
    }
}
