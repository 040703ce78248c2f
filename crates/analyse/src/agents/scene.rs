//! Where names are looked for: the words of a paper with what tables and earlier steps know of them, and what
//! a run of words there can be. Who is named is decided elsewhere.

use rustc_hash::FxHashSet;

use super::Claimed;
use super::listed::Taken;
use super::tables::{Listed, TABLES};
use super::words::Word;

/// Where names are looked for.
pub(super) struct Scene<'s, 't> {
    pub text: &'t str,
    pub words: &'s [Word<'t>],
    /// Starts of words that a listed name or a body takes up.
    pub claimed: &'s Claimed,
    pub taken: &'s [Taken<'s>],
    /// Words that occur in small letters: a capital at the start of a sentence says nothing of them.
    pub small: &'s FxHashSet<&'t str>,
}

impl Scene<'_, '_> {
    /// Whether word `k` may be part of a name.
    pub(super) fn name_word(&self, k: usize) -> bool {
        self.words.get(k).is_some_and(|w| {
            let mixed = if w.upper { capitalised(w.text) } else { String::new() };
            w.capital
                && !w.initial
                && !TABLES.heads.contains(&mixed)
                && (!TABLES.stop.contains(&mixed) || TABLES.given.contains(&mixed))
                && w.text.strip_suffix('s').is_none_or(|t| !TABLES.short_titles.contains(t))
                && w.text.chars().count() > 1
                && !w.text.contains(|c: char| c.is_ascii_digit())
                && !TABLES.evidence.suffixes.contains(w.text)
                && !self.claimed.contains(&w.start)
                && (!TABLES.stop.contains(w.text) || TABLES.given.contains(w.text))
                && !TABLES.heads.contains(w.text)
        })
    }

    /// The end of a run of name words from `k`, with initials and particles inside.
    pub(super) fn run(&self, k: usize, most: usize) -> usize {
        let mut end = k;
        let mut names = 0;
        while end < self.words.len() && names < most {
            let w = &self.words[end];
            let first = &self.words[k];
            if end > k
                && (!w.joined
                    || self.words[end - 1].genitive
                    || (w.upper != first.upper && !w.initial && !first.initial))
            {
                break;
            }
            let particle = TABLES.particles.contains(w.text) && self.next_is_name(end + 1);
            let initial = w.initial && (self.next_is_name(end + 1) || self.next_is_initial(end + 1));
            if self.name_word(end) && !TABLES.titles.contains_key(w.text) {
                names += 1;
            } else if !(initial || particle) {
                break;
            }
            end += 1;
        }
        // A particle at the end is no name.
        while end > k && names > 0 && TABLES.particles.contains(self.words[end - 1].text) {
            end -= 1;
        }
        if names == 0 && !self.words[k..end].iter().any(|w| w.initial) { k } else { end }
    }

    pub(super) fn next_is_name(&self, k: usize) -> bool {
        self.words.get(k).is_some_and(|w| w.joined) && self.name_word(k)
    }

    pub(super) fn next_is_initial(&self, k: usize) -> bool {
        self.words.get(k).is_some_and(|w| w.joined && w.initial)
    }

    /// The title at word `k`: the word behind it and whether it is an office.
    pub(super) fn title(&self, k: usize) -> Option<(usize, bool)> {
        let w = self.words.get(k)?;
        if TABLES.russian_titles.contains(w.text.to_lowercase().as_str()) {
            return Some((k + 1, true));
        }
        let mixed;
        let key = if w.upper {
            mixed = capitalised(w.text);
            mixed.as_str()
        } else {
            w.text
        };
        let (words, role) = TABLES.titles.get(key)?.iter().find(|(words, _)| {
            words.iter().enumerate().all(|(n, t)| {
                self.words.get(k + n).is_some_and(|w| {
                    (n == 0 || w.joined) && (w.text == t || (w.upper && capitalised(w.text) == *t))
                })
            })
        })?;
        Some((k + words.len(), *role))
    }

    /// Where the adjective of a state begins that stands directly before word `k` ("Polish" Ambassador).
    pub(super) fn adjective_before(&self, k: usize) -> Option<usize> {
        let at = self.words.get(k)?.start;
        let n = self.taken.partition_point(|t| t.span.start < at as u32);
        let before = self.taken.get(n.checked_sub(1)?)?;
        let gap = self.text.get(before.span.end as usize..at)?;
        (gap == " " && before.entry.listed == Listed::Adjective).then_some(before.span.start as usize)
    }

    /// "Norway's ambassador to the union, X", "the Director of Ports (X)": where the words for the office of the name
    /// in words `k..end` stand.
    pub(super) fn office_before_mark(&self, k: usize, end: usize) -> Option<(usize, usize)> {
        let last = k.checked_sub(1)?;
        // "Asked by the director of the port, Varga said": a name that goes on as a subject is in apposition only
        // to an office that opens the sentence.
        let goes_on = self.words.get(end).is_some_and(|w| w.joined && !w.capital)
            && self.text.get(self.words[last].end..self.words[k].start) == Some(", ");
        if !matches!(self.text.get(self.words[last].end..self.words[k].start), Some(", " | " (" | " ( ")) {
            return None;
        }
        let office = |w: &Word<'_>| {
            TABLES.roles.contains(&w.text.to_lowercase())
                || TABLES.titles.contains_key(w.text) && w.text.len() > 3
        };
        let lowest = last.saturating_sub(11);
        let mut from = last;
        loop {
            let w = &self.words[from];
            let opens = self.words.get(from.wrapping_sub(1)).is_some_and(|b| b.genitive && w.joined);
            if TABLES.determiners.contains(w.text) || opens {
                let first = if opens { from } else { from + 1 };
                // The office must open the phrase, after adjectives at most.
                let near = (first..=last.min(first + 3)).any(|j| self.words.get(j).is_some_and(&office));
                if near && first <= last {
                    return (!goes_on || w.opens).then_some((first, last + 1));
                }
            }
            if from == lowest || !w.joined || TABLES.speech.contains(w.text) {
                return None;
            }
            from -= 1;
        }
    }

    /// The first state or state's adjective named between two bytes.
    pub(super) fn side_in(&self, from: usize, to: usize) -> Option<String> {
        let n = self.taken.partition_point(|t| (t.span.start as usize) < from);
        self.taken[n..].iter().take_while(|t| t.span.end as usize <= to).find_map(|t| {
            let entry = t.entry;
            matches!(entry.listed, Listed::Adjective | Listed::State).then(|| entry.state.clone()).flatten()
        })
    }

    /// The side told by the words before word `k`: "South Korean delegate X", "Poland's envoy X".
    pub(super) fn side_before(&self, k: usize) -> Option<String> {
        let at = self.words.get(k)?.start;
        let n = self.taken.partition_point(|t| t.span.start < at as u32);
        let before = self.taken.get(n.checked_sub(1)?)?;
        let gap = self.text.get(before.span.end as usize..at)?;
        let near = gap.len() <= 40
            && gap.split_whitespace().all(|w| {
                let w = w.trim_matches(|c: char| !c.is_alphabetic());
                w.is_empty() || w == "s" || TABLES.titles.contains_key(w) || TABLES.roles.contains(w)
            })
            && !gap.contains(['.', ';', ':', '\n', '(', ')']);
        let entry = before.entry;
        (near && matches!(entry.listed, Listed::Adjective | Listed::State))
            .then(|| entry.state.clone())
            .flatten()
    }

    /// Whether "Jr." or its like stands behind the name of words `a` to `b` and belongs to it.
    pub(super) fn suffix(&self, a: usize, b: usize) -> bool {
        let (Some(last), Some(next)) = (self.words.get(b - 1), self.words.get(b)) else { return false };
        let gap = self.text.get(last.end..next.start);
        b - a > 1 && TABLES.evidence.suffixes.contains(next.text) && matches!(gap, Some(", " | " "))
    }

    /// Whether two name words in a row start at `k`.
    pub(super) fn next_is_run(&self, k: usize) -> bool {
        self.name_word(k) && self.next_is_name(k + 1)
    }

    /// A run whose first word is known to be a given name.
    pub(super) fn run_after(&self, i: usize) -> usize {
        if self.words[i].genitive {
            return i + 1;
        }
        if self.next_is_name(i + 1) || self.next_is_initial(i + 1) || self.particle(i + 1) {
            self.run(i + 1, 2).max(i + 1)
        } else {
            i + 1
        }
    }

    fn particle(&self, k: usize) -> bool {
        self.words.get(k).is_some_and(|w| w.joined && TABLES.particles.contains(w.text))
            && self.next_is_name(k + 1)
    }
}

pub(super) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars.flat_map(char::to_lowercase)).collect()
}

/// Whether a word is spelled as one to three East Asian syllables in Latin letters.
pub(super) fn east_asian_syllables(word: &str) -> bool {
    use std::sync::LazyLock;
    static SHAPE: LazyLock<regex::Regex> = LazyLock::new(|| {
        regex::Regex::new(
            r"(?i)^(?:(?:ch|sh|zh|ph|th|kh|ts|tz|hs|ss|pp|tt|kk|jj|[bcdfghjklmnpqrstwxyz])?['’]?(?:[iuyw]?[aeiouŏŭüöêâ]{1,3})(?:ng|n|m|k|l|p|t|r|h|g|b)?['’-]?){1,3}$",
        )
        .expect("a valid pattern")
    });
    word.len() <= 20 && SHAPE.is_match(word)
}
