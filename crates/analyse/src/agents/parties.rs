//! The parties that the user named: their names and aliases wherever the paper writes them.
//!
//! What a name means to this collection outweighs any table: a party's name is never a place or a person.

use memcon_model::{Settings, Span};
use regex::{Regex, RegexSet};

use super::listed::Taken;
use super::tables::{Entry, Listed, TABLES};
use super::words::is_east_asian;

/// The parties, made ready for one paper.
pub(super) struct Parties {
    names: Vec<(Regex, Entry)>,
    any: RegexSet,
}

/// More names than any collection needs; the rest is not looked for.
const MOST: usize = 400;

impl Parties {
    /// The parties of a collection's settings.
    pub fn of(settings: &Settings) -> Self {
        let mut names: Vec<(String, Entry)> = Vec::new();
        for party in &settings.parties {
            for name in std::iter::once(&party.name).chain(&party.aliases) {
                let plain = name.trim();
                if plain.chars().count() < 2 || names.len() >= MOST {
                    continue;
                }
                let entry =
                    |listed| Entry { listed, canonical: party.name.clone(), state: Some(party.name.clone()) };
                names.push((pattern(plain), entry(kind(&party.name))));
                // "Norwegian side" tells the adjective as well.
                if let Some((adjective, noun)) = plain.split_once(' ')
                    && TABLES.side_nouns.contains(&noun.to_lowercase())
                {
                    names.push((pattern(adjective), entry(Listed::Adjective)));
                }
            }
        }
        // The longer alias first: it must win over the name inside it.
        names.sort_by_key(|(p, e)| (std::cmp::Reverse(p.len()), e.listed == Listed::Adjective));
        names.dedup_by(|a, b| a.0 == b.0);
        let names: Vec<(Regex, Entry)> =
            names.into_iter().filter_map(|(p, e)| Some((Regex::new(&p).ok()?, e))).collect();
        let any = RegexSet::new(names.iter().map(|(r, _)| r.as_str())).unwrap_or_else(|_| RegexSet::empty());
        Self { names, any }
    }

    /// The listed names of a text with those of the parties, which win.
    pub fn with<'p>(&'p self, text: &str, listed: Vec<Taken<'p>>) -> Vec<Taken<'p>> {
        let mut own: Vec<Taken<'p>> = Vec::new();
        for n in self.any.matches(text) {
            let Some((regex, entry)) = self.names.get(n) else { continue };
            for m in regex.find_iter(text) {
                if whole(text, m.start(), m.end()) {
                    own.push(Taken { span: Span::new(m.start(), m.end()), entry });
                }
            }
        }
        if own.is_empty() {
            return listed;
        }
        own.sort_by_key(|t| (t.span.start, std::cmp::Reverse(t.span.end)));
        let mut end = 0;
        own.retain(|t| {
            let keep = t.span.start >= end;
            if keep {
                end = t.span.end;
            }
            keep
        });
        let free = |t: &Taken<'_>| {
            let n = own.partition_point(|o| o.span.end <= t.span.start);
            own.get(n).is_none_or(|o| o.span.start >= t.span.end)
        };
        let mut all: Vec<Taken<'p>> = listed.into_iter().filter(free).collect();
        all.append(&mut own);
        all.sort_by_key(|t| t.span);
        all
    }
}

/// A state, or a body where a word of the name heads bodies.
fn kind(name: &str) -> Listed {
    let body = name.split_whitespace().any(|w| TABLES.heads.contains(w));
    if body { Listed::Body } else { Listed::State }
}

/// The name as a pattern: blanks of any kind; the name in capitals too; Russian words with their endings.
fn pattern(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(word).collect();
    let upper: Vec<String> = name.split_whitespace().map(|w| word(&w.to_uppercase())).collect();
    let (plain, upper) = (words.join(r"\s+"), upper.join(r"\s+"));
    if plain == upper { plain } else { format!("(?:{plain}|{upper})") }
}

fn word(word: &str) -> String {
    const VOWELS: [char; 11] = ['а', 'я', 'ы', 'и', 'о', 'е', 'у', 'ю', 'й', 'ь', 'э'];
    let cyrillic = word.chars().all(|c| ('\u{400}'..='\u{52f}').contains(&c));
    let capitals = word.chars().all(char::is_uppercase);
    if !cyrillic || word.chars().count() < 4 || (capitals && word.chars().count() < 5) {
        return regex::escape(word);
    }
    let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
    // The ending of an adjective has two letters.
    let tail: Vec<char> = word.chars().rev().take(2).map(lower).collect();
    let cut = match tail.as_slice() {
        ['я' | 'й' | 'е', before] if VOWELS.contains(before) && *before != 'и' || tail == ['й', 'и'] => {
            2
        }
        [last, _] if VOWELS.contains(last) => 1,
        _ => 0,
    };
    let stem: String = word.chars().take(word.chars().count() - cut).collect();
    format!("{}[а-яёА-ЯЁ]{{0,3}}", regex::escape(&stem))
}

/// Whether the match is not inside a longer word; words of East Asian scripts need no gap.
fn whole(text: &str, start: usize, end: usize) -> bool {
    let inside = |c: char| c.is_alphanumeric() && !is_east_asian(c);
    let eastern = text[start..].chars().next().is_some_and(is_east_asian);
    eastern || !(text[..start].ends_with(inside) || text[end..].starts_with(inside))
}
