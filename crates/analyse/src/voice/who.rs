//! Who is meant by the words that name a speaker: a name, an office, a pronoun.
//!
//! Which quotation they belong to is `speech`'s business.

use super::cast::{Cast, Gender};
use super::languages;
use super::naming::gender_of;
use super::search::Quote;
use super::speech::Speech;
use super::words::{Class, has};
use memcon_model::Span;

/// A speaker as far as the paper tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Who {
    /// The words that name them at this place.
    pub source: Option<Span>,
    pub named: Option<String>,
    /// In the cast.
    pub person: Option<usize>,
    /// Name to be shown; `None` = unattributed.
    pub name: Option<String>,
    pub gender: Option<Gender>,
}

impl Who {
    /// Whether what speaks is a paper or a body by the noun at its head, which no "he" means.
    pub fn is_thing(&self) -> bool {
        let named = self.named.as_deref().unwrap_or("");
        let head = named.split(' ').next_back().unwrap_or("").to_lowercase();
        self.person.is_none() && has(&head, Class::Thing)
    }

    /// Whether two are surely the same.
    pub fn same(&self, other: &Who) -> bool {
        match (self.person, other.person) {
            (Some(a), Some(b)) => a == b,
            _ => self.key().is_some() && self.key() == other.key(),
        }
    }

    /// What tells a speaker from another: the name, or "I" for one who tells the tale.
    pub fn key(&self) -> Option<&str> {
        let narrator =
            self.named.as_deref().filter(|n| n.eq_ignore_ascii_case("i") || languages::means_self(n));
        self.name.as_deref().or(narrator.map(|_| "I"))
    }
}

/// The speaker that a noun phrase means.
///
/// Of a phrase with an apposition ("X, the head of Y") the part that names a person counts, else the
/// first. A name counts only where it is the head of its part: "the Redland government" is not Mr. Redland.
pub(super) fn by_words(cast: &Cast, at: u32, source: Span, named: String) -> Who {
    let gender = gender_of(&named);
    let parts: Vec<&str> = named.split([',', '(', '[']).map(str::trim).filter(|p| !p.is_empty()).collect();
    let person = parts
        .iter()
        .find_map(|p| cast.exactly(p).or_else(|| head_name(p).and_then(|head| cast.by_name(head, at + 1))))
        .or_else(|| parts.iter().find_map(|p| cast.by_role(p, at + 1)));
    let name = match person.and_then(|p| cast.people.get(p)) {
        Some(p) => p.name.clone(),
        None => bare_name(parts.first().copied().unwrap_or(&named)),
    };
    let gender = gender.or_else(|| person.and_then(|p| cast.people.get(p)).and_then(|p| p.gender));
    Who { source: Some(source), named: Some(named), person, name: Some(name), gender }
}

/// The name at the head of a phrase: its last run of capitals, where no preposition comes before it and
/// no common noun behind it.
pub(super) fn head_name(phrase: &str) -> Option<&str> {
    let phrase = phrase.trim_end_matches("'s").trim_end_matches("’s");
    if super::nations::is_name(phrase.trim_start_matches("the ")) {
        return None;
    }
    let mut start = None;
    let mut at = 0;
    for word in phrase.split(' ') {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if has(word, Class::Linker) {
            // "the delegate from X": the head stands before the preposition.
            return start
                .filter(|_| at > 0)
                .and_then(|s: usize| phrase.get(s..at))
                .map(str::trim)
                .filter(|h| !h.is_empty());
        }
        if word.ends_with("'s") || word.ends_with("’s") || !capital {
            start = None;
        } else if start.is_none() {
            start = Some(at);
        }
        at += word.len() + 1;
    }
    phrase.get(start?..)
}

/// A phrase without its article.
pub(super) fn bare_name(named: &str) -> String {
    for article in ["the ", "The ", "a ", "A ", "an ", "An "] {
        if let Some(rest) = named.strip_prefix(article) {
            return rest.to_owned();
        }
    }
    named.to_owned()
}

/// "he", "she", "they": the nearest that fits among those who spoke or were named.
pub(super) fn pronoun(
    quotes: &[Quote],
    cast: &Cast,
    done: &[Speech],
    n: usize,
    source: Span,
    word: &str,
) -> Who {
    let unknown = Who { source: Some(source), named: Some(word.to_owned()), ..Who::default() };
    let gender = match word {
        "he" => Gender::Male,
        "she" => Gender::Female,
        _ => return unknown,
    };
    let fits = |g: Option<Gender>| g.is_none_or(|g| g == gender);
    let parent = quotes.get(n).and_then(|q| q.parent);
    // Who was named last, unless inside the quotation itself.
    let before = quotes.get(n).map_or(source.start, |q| q.open.start.min(source.start));
    let mut best: Option<(i64, Who)> = None;
    let mut offer = |score: i64, who: Who| {
        if best.as_ref().is_none_or(|(s, _)| score > *s) {
            best = Some((score, who));
        }
    };
    for (age, s) in
        done.iter().rev().take(64).filter(|s| quotes[s.quote].parent == parent).take(6).enumerate()
    {
        if s.who.name.is_none() || !fits(s.who.gender) || s.who.is_thing() {
            continue;
        }
        let sure = if s.who.gender == Some(gender) { 40 } else { 0 };
        let distance = i64::from(before.saturating_sub(quotes[s.quote].inner.end)) / 20;
        // The previous speaker seldom answers himself.
        let same_turn = if age == 0 { 25 } else { 0 };
        offer(100 + sure - distance - same_turn - age as i64 * 5, s.who.clone());
    }
    for (age, p) in cast.nearest(before, 5).into_iter().enumerate() {
        let person = &cast.people[p];
        if !fits(person.gender) {
            continue;
        }
        let sure = if person.gender == Some(gender) { 40 } else { 0 };
        let distance = i64::from(before.saturating_sub(cast.last_named(p, before).unwrap_or(0))) / 20;
        let who =
            Who { person: Some(p), name: Some(person.name.clone()), gender: Some(gender), ..Who::default() };
        offer(95 + sure - distance - age as i64 * 5, who);
    }
    match best {
        Some((score, who)) if score > 0 => {
            Who { source: Some(source), named: Some(word.to_owned()), gender: Some(gender), ..who }
        }
        _ => Who { gender: Some(gender), ..unknown },
    }
}
