//! How a person is named in running text: runs of capitals with the office before or behind, titles, aliases
//! in brackets.
//!
//! Only the words at one place are looked at; who is meant over the whole paper is the cast's business.

use super::cast::Gender;
use super::nations::is_name;
use super::np::phrase_ending;
use super::scan::{Kind, Scan};
use super::words::{Class, has};

/// A run of capitalised words, cut into office and name.
pub(super) struct Named {
    pub first: usize,
    pub last: usize,
    pub name_first: usize,
}

/// An initial or a title's abbreviation, whose stop ends nothing.
pub(super) fn short_form(scan: &Scan<'_>, k: usize) -> bool {
    scan.word(k).chars().count() == 1 || scan.is(k, Class::Title)
}

/// Words of a name in lower case, without titles, initials and brackets.
pub(super) fn name_words(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '’' | '·'))
        .map(|w| w.trim_end_matches("'s").trim_end_matches("’s").to_lowercase())
        .filter(|w| w.chars().count() > 1 && !has(w, Class::Title) && !matches!(w.as_str(), "the" | "of"))
        .collect()
}

/// Titles among the words of a name, lower case.
pub(super) fn titles_in(name: &str) -> Vec<String> {
    name.split([' ', '.'])
        .map(str::to_lowercase)
        .filter(|w| has(w, Class::Title) && !matches!(w.as_str(), "the" | "mr" | "mrs" | "ms"))
        .collect()
}

/// A name without "Mr." and its like: forms of address of `data/agents/titles.toml` that tell man or woman.
pub(super) fn untitled(name: &str) -> &str {
    let Some((first, rest)) = name.split_once(' ') else { return name };
    if crate::agents::is_address(first.trim_end_matches('.')) { rest } else { name }
}

pub(super) fn role_words(named: &str) -> Vec<String> {
    named
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '.'))
        .map(|w| w.trim_end_matches("'s").to_lowercase())
        .filter(|w| {
            !w.is_empty() && !has(w, Class::Determiner) && !matches!(w.as_str(), "of" | "to" | "and" | "for")
        })
        .collect()
}

pub(super) fn is_office(word: &str) -> bool {
    has(word, Class::SourceNoun)
        || has(word, Class::Title)
        || word
            .split('-')
            .next_back()
            .is_some_and(|w| word.contains('-') && (has(w, Class::Title) || has(w, Class::SourceNoun)))
}

pub(super) fn offices(role: &str) -> usize {
    role.split_whitespace()
        .filter(|w| is_office(w.trim_end_matches(['.', ',']).to_lowercase().as_str()))
        .count()
}

/// A run of capitalised words at token `i`, cut into office and name.
pub(super) fn named_at(scan: &Scan<'_>, i: usize) -> Option<Named> {
    let starts = scan.capital(i) && !scan.is(i, Class::NotAName);
    if !starts
        || (i > 0 && scan.capital(i - 1) && scan.spaces_before(i) == 1 && !scan.is(i - 1, Class::NotAName))
    {
        return None;
    }
    let mut last = i + 1;
    while last < scan.toks.len() && last - i < 10 {
        let gap = scan.spaces_before(last) <= 1;
        let initial = scan.kind(last) == Kind::Stop
            && scan.word(last) == "."
            && scan.spaces_before(last) == 0
            && (scan.word(last - 1).chars().count() == 1 || scan.is(last - 1, Class::Title))
            && scan.capital(last + 1);
        if !(gap && (scan.capital(last) || initial)) || possessive(scan.word(last - 1)) {
            break;
        }
        last += 1;
    }
    if scan.is(last - 1, Class::CueForm) && last - i > 1 {
        last -= 1;
    }
    let mut name_first = i;
    while name_first < last {
        let word = scan.lower(name_first);
        let two = name_first + 1 < last && is_name(scan.words(name_first, name_first + 2));
        let office = is_office(word)
            || scan.kind(name_first) == Kind::Stop
            || is_name(scan.word(name_first))
            || body_word(word);
        match (two, office) {
            (true, _) => name_first += 2,
            (_, true) => name_first += 1,
            _ => break,
        }
    }
    // Words for bodies inside the run: no person.
    if (name_first..last).any(|k| body_word(scan.lower(k))) {
        name_first = last;
    }
    Some(Named { first: i, last, name_first })
}

/// Words that make a capitalised run the name of a body, place or paper.
pub(super) fn body_word(word: &str) -> bool {
    has(word, Class::BodyWord)
}

pub(super) fn possessive(word: &str) -> bool {
    word.ends_with("'s") || word.ends_with("’s")
}

/// "Redland's ambassador to the union, X Y,": the first token of an office that stands before a comma and the name.
pub(super) fn apposed_office(scan: &Scan<'_>, named: &Named) -> Option<usize> {
    let comma = named.first.checked_sub(1).filter(|&k| scan.kind(k) == Kind::Comma)?;
    let closed = matches!(
        scan.kind(named.last),
        Kind::Comma | Kind::Stop | Kind::OpenBracket | Kind::Break | Kind::Mark
    );
    if !closed || named.name_first != named.first {
        return None;
    }
    let np = phrase_ending(scan, comma, comma.saturating_sub(12))?;
    (np.first..comma).any(|k| is_office(scan.lower(k))).then_some(np.first)
}

/// The first token of the office before a name: lower-case offices, possessives, adjectives of states.
pub(super) fn role_before(scan: &Scan<'_>, first: usize) -> usize {
    let mut k = first;
    while k > 0 && first - k < 10 && scan.spaces_before(k) <= 1 {
        let word = scan.lower(k - 1);
        let ok = scan.kind(k - 1) == Kind::Word
            && (is_office(word)
                || (k < first || possessive(scan.word(k - 1)))
                    && (scan.capital(k - 1) || scan.is(k - 1, Class::Determiner)));
        if !ok {
            break;
        }
        k -= 1;
    }
    k
}

/// The apposition behind a name: ", (the) office …" up to the next comma, stop or verb.
pub(super) fn role_after(scan: &Scan<'_>, last: usize) -> Option<(usize, usize)> {
    let mut at = last;
    if scan.kind(at) == Kind::OpenBracket {
        at = (at..at + 6).find(|&k| scan.kind(k) == Kind::CloseBracket)? + 1;
    }
    if scan.kind(at) != Kind::Comma {
        return None;
    }
    let from = at + 1;
    let mut end = from;
    while end < from + 14 && matches!(scan.kind(end), Kind::Word) && !scan.is(end, Class::ClauseWord) {
        end += 1;
    }
    let near = (from..end.min(from + 5)).any(|k| is_office(scan.lower(k)) || scan.is(k, Class::Post));
    let second = scan.kind(end) == Kind::Comma && is_office(scan.lower(end + 1));
    if second {
        let mut e = end + 1;
        while e < end + 10 && scan.kind(e) == Kind::Word && !scan.is(e, Class::ClauseWord) {
            e += 1;
        }
        end = e;
    }
    near.then_some((from, end))
}

/// "X [Y]" or "X (Y)": another spelling in brackets, all of it capitalised.
pub(super) fn alias_after(scan: &Scan<'_>, last: usize) -> Option<String> {
    if scan.kind(last) != Kind::OpenBracket || scan.word(last) != "[" {
        return None;
    }
    let close = (last + 1..last + 6).find(|&k| scan.kind(k) == Kind::CloseBracket)?;
    let inner = (last + 1..close).all(|k| scan.capital(k)) && close > last + 1;
    inner.then(|| {
        scan.text
            .get(scan.toks[last + 1].start as usize..scan.toks[close - 1].end as usize)
            .unwrap_or("")
            .to_owned()
    })
}

/// Gender by the title or noun that stands with a name.
pub(super) fn gender_of(words: &str) -> Option<Gender> {
    for word in words.split(|c: char| !c.is_alphanumeric()) {
        let word = word.to_lowercase();
        if has(&word, Class::Male) {
            return Some(Gender::Male);
        }
        if has(&word, Class::Female) {
            return Some(Gender::Female);
        }
    }
    None
}
