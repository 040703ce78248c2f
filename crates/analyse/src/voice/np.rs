//! Noun phrases beside a cue verb: who is its subject, to its left or (inverted) to its right.
//!
//! Shallow by design: words, capitals and the classes of `data/voice/words.toml`; no parser. Every walk
//! is bounded, so that finding subjects stays linear.

use super::scan::{Kind, Scan, single};
use super::words::Class;

/// How many tokens a walk may take.
const REACH: usize = 14;

/// A noun phrase: tokens `first..last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Np {
    pub first: usize,
    pub last: usize,
}

/// Whether a token is a word that may join two parts of a name or office.
fn joins(scan: &Scan<'_>, i: usize) -> bool {
    scan.is(i, Class::NameJoin)
}

/// Whether a stop at `i` belongs to an abbreviation or initial.
fn inner_stop(scan: &Scan<'_>, i: usize) -> bool {
    scan.kind(i) == Kind::Stop
        && scan.word(i) == "."
        && i > 0
        && scan.kind(i - 1) == Kind::Word
        && (scan.is(i - 1, Class::Abbreviation) || (scan.capital(i - 1) && single(scan.word(i - 1))))
}

/// Whether a token can be part of a name: a capitalised word, an initial's stop.
pub(super) fn name_part(scan: &Scan<'_>, i: usize) -> bool {
    scan.capital(i) || inner_stop(scan, i)
}

fn is_source_noun(scan: &Scan<'_>, i: usize) -> bool {
    scan.is_any(i, &[Class::SourceNoun, Class::Title])
}

/// The subject whose last word stands before token `v` (a verb), no further left than `lo`.
///
/// Adverbs and auxiliaries between are skipped; so is one apposition between commas, which then
/// belongs to the phrase.
pub(super) fn subject_left(scan: &Scan<'_>, v: usize, lo: usize) -> Option<Np> {
    let mut k = v;
    let floor = lo.max(v.saturating_sub(40));
    while k > floor
        && scan.kind(k - 1) == Kind::Word
        && scan.is(k - 1, Class::Between)
        && !scan.capital(k - 1)
    {
        k -= 1;
    }
    if k <= floor {
        return None;
    }
    if scan.kind(k - 1) == Kind::Comma {
        return apposed(scan, k, floor);
    }
    if scan.kind(k - 1) == Kind::CloseBracket {
        let open = (floor..k - 1).rev().take(REACH).find(|&i| scan.kind(i) == Kind::OpenBracket)?;
        return phrase_ending(scan, open, floor).map(|np| Np { last: k, ..np });
    }
    phrase_ending(scan, k, floor)
}

/// "X, the head of Y, said": the phrase before the first comma, with what stands between.
fn apposed(scan: &Scan<'_>, k: usize, floor: usize) -> Option<Np> {
    let comma = (floor..k - 1).rev().take(REACH).find(|&i| scan.kind(i) == Kind::Comma)?;
    // ", which …" and ", when …" are clauses, not names for the subject; adverbials are left out of the phrase.
    let outer = phrase_ending(scan, comma, floor)?;
    let role = scan.capital(comma + 1)
        || scan.is(comma + 1, Class::Determiner)
        || (comma + 1..k - 1).take(3).any(|i| is_source_noun(scan, i));
    let proper = scan.capital(comma + 1) && scan.capital(comma + 2);
    if role && (proper || !scan.is(comma + 1, Class::ClauseWord)) {
        return Some(Np { first: outer.first, last: k - 1 });
    }
    let adverbial = k - 1 - comma <= 8;
    adverbial.then_some(outer)
}

/// The noun phrase that ends just before token `end`.
pub(super) fn phrase_ending(scan: &Scan<'_>, end: usize, floor: usize) -> Option<Np> {
    let head = end.checked_sub(1).filter(|&h| h >= floor)?;
    let word = scan.lower(head);
    if scan.kind(head) != Kind::Word && !inner_stop(scan, head) {
        return None;
    }
    if scan.is(head, Class::Pronoun) {
        return Some(Np { first: head, last: end });
    }
    if joins(scan, head) || (word.ends_with("ly") && !scan.capital(head)) || scan.is(head, Class::NoHead) {
        return None;
    }
    if scan.is(head, Class::ClauseWord)
        || scan.is(head, Class::Determiner) && !scan.is(head, Class::Quantifier)
    {
        return None;
    }
    if name_part(scan, head) { named(scan, head, floor) } else { common(scan, head, floor) }
}

/// A phrase whose head is a name: the run of capitals, then offices and determiners before it.
fn named(scan: &Scan<'_>, head: usize, floor: usize) -> Option<Np> {
    let mut first = head;
    while first > floor && head - first < REACH {
        let k = first - 1;
        let word = scan.lower(k);
        let determiner = scan.is(k, Class::Determiner);
        let named = name_part(scan, k) && (determiner || !scan.is(k, Class::NotAName));
        let office = scan.kind(k) == Kind::Word && (is_source_noun(scan, k) || determiner || word == "own");
        let extend = named || office || (joins(scan, k) && k > floor && joined(scan, k, floor));
        if !extend {
            break;
        }
        first = k;
        if determiner {
            // "ambassador to the UN": over the preposition to the office.
            if k > floor + 1 && joins(scan, k - 1) && scan.lower(k - 1) != "and" && joined(scan, k - 1, floor)
            {
                first = k - 1;
                continue;
            }
            break;
        }
    }
    // "officials from Redland and Mr. X": a lone joining word is no beginning.
    while first < head && joins(scan, first) {
        first += 1;
    }
    let word = scan.lower(first);
    // A capital that only opens the sentence: "Please explain", "Having said".
    if first == head && (word.ends_with("ing") || scan.is(first, Class::Opener)) {
        return None;
    }
    (first < head || !scan.is(first, Class::NotAName)).then_some(Np { first, last: head + 1 })
}

/// Whether a joining word at `k` joins an office or capitalised word on its left.
fn joined(scan: &Scan<'_>, k: usize, floor: usize) -> bool {
    if k <= floor {
        return false;
    }
    let word = scan.lower(k);
    if word == "and" || word == "&" {
        return scan.capital(k - 1) && !scan.is(k - 1, Class::NotAName);
    }
    is_source_noun(scan, k - 1)
        || (word == "of"
            && scan.kind(k - 1) == Kind::Word
            && !scan.is(k - 1, Class::ClauseWord)
            && !scan.is(k - 1, Class::NotAName))
}

/// A phrase whose head is a common noun: back to its determiner, or to the clause's beginning where it speaks in the plural.
fn common(scan: &Scan<'_>, head: usize, floor: usize) -> Option<Np> {
    let mut k = head;
    let mut steps = 0;
    let source = is_source_noun(scan, head);
    loop {
        if k < head && scan.is(k, Class::Determiner) {
            // "the officials of the ministry": go on over a joining word before the determiner.
            if k > floor + 1 && joins(scan, k - 1) && joined(scan, k - 1, floor) && steps < REACH {
                k -= 2;
                steps += 2;
                continue;
            }
            return Some(Np { first: k, last: head + 1 });
        }
        let boundary = k == floor
            || !matches!(scan.kind(k - 1), Kind::Word | Kind::Number)
            || scan.is(k - 1, Class::ClauseWord);
        if boundary {
            let plausible =
                source || (k..=head).any(|i| is_source_noun(scan, i) || (i > floor && scan.capital(i)));
            return plausible.then_some(Np { first: k, last: head + 1 });
        }
        steps += 1;
        if steps > 9 {
            return source.then_some(Np { first: head, last: head + 1 });
        }
        k -= 1;
    }
}

/// The phrase that starts at token `from` behind an inverted verb ("said the old man with the stick").
pub(super) fn subject_right(scan: &Scan<'_>, from: usize, hi: usize) -> Option<Np> {
    let hi = hi.min(from + REACH).min(scan.toks.len());
    let first = from;
    if scan.kind(first) != Kind::Word {
        return None;
    }
    if scan.is(first, Class::Pronoun) {
        return Some(Np { first, last: first + 1 });
    }
    let determined = scan.is(first, Class::Determiner);
    if !(determined || scan.capital(first) || is_source_noun(scan, first) || scan.is(first, Class::FondWord))
    {
        return None;
    }
    let mut last = first;
    let mut named = false;
    while last < hi {
        if last > first && scan.is(last, Class::Determiner) && !joins(scan, last - 1) {
            break;
        }
        if name_part(scan, last) {
            named = true;
        } else if scan.kind(last) != Kind::Word
            || scan.is(last, Class::ClauseWord)
            || (last > first && ends_phrase(scan, last))
            || (named && !joins(scan, last) && !is_source_noun(scan, last))
        {
            break;
        }
        last += 1;
    }
    while last > first && (joins(scan, last - 1) || scan.is(last - 1, Class::Determiner) && last - 1 > first)
    {
        last -= 1;
    }
    (last > first).then_some(Np { first, last })
}

/// Words that end a phrase to the right: prepositions and adverbs of manner.
fn ends_phrase(scan: &Scan<'_>, i: usize) -> bool {
    let word = scan.lower(i);
    scan.is(i, Class::PhraseEnd)
        || (word.ends_with("ly") && word.len() > 4)
        || (word.ends_with("ing") && word.len() > 5)
}
