//! Names that a paper's own analysis passed over: persons whom the collection or the user's list knows, looked for
//! in the words of each paper.
//!
//! One pass over the words. A family name counts only where it is written as a name, is not part of a
//! longer name, and is no ordinary word of these papers unless a title or the paper itself supports it.

use std::collections::{BTreeMap, HashMap};

use memcon_model::Span;

use super::written::{fold, title_before};

/// Words looked at before a name.
const BEFORE: usize = 6;

/// A word of a text.
pub(super) struct Word {
    pub span: Span,
    pub folded: String,
    /// Begins with a capital.
    pub capital: bool,
    /// Nothing but blanks between it and the word before: no stop, comma or line end.
    pub joined: bool,
    /// A sentence or line begins with it.
    pub starts: bool,
}

/// The words of a text. A possessive ending is no part of a word.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let letter = |c: char| c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}');
    let mut letters = text.char_indices().peekable();
    let mut last_end = 0;
    while let Some((start, c)) = letters.next() {
        if !letter(c) {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some(&(at, c)) = letters.peek() {
            let more = text[at + c.len_utf8()..].chars().next().is_some_and(letter);
            if !(letter(c) || matches!(c, '-' | '\'' | '’' | '‘') && more) {
                break;
            }
            end = at + c.len_utf8();
            letters.next();
        }
        let mut raw = &text[start..end];
        for possessive in ["'s", "’s", "'S", "’S"] {
            raw = raw.strip_suffix(possessive).unwrap_or(raw);
        }
        let end = start + raw.len();
        let between = &text[last_end..start];
        let initial = out.last().is_some_and(|w| w.span.len() <= 4 && w.capital) && between.starts_with('.');
        let gap = if initial { &between[1..] } else { between };
        let joined = !out.is_empty() && gap.chars().all(|c| c == ' ') && gap.len() <= 2;
        let starts =
            out.is_empty() || between.contains(['.', '\n', '!', '?', ':', '•', '“', '"']) && !initial;
        out.push(Word {
            span: Span::new(start, end),
            folded: fold(raw),
            capital: c.is_uppercase(),
            joined,
            starts,
        });
        last_end = end;
    }
    out
}

/// How often each word stands small and with a capital, over all papers. Asked, never gone through.
#[derive(Default)]
pub(super) struct Vocabulary(HashMap<String, (u32, u32)>);

impl Vocabulary {
    pub fn learn(&mut self, words: &[Word]) {
        for w in words {
            match self.0.get_mut(&w.folded) {
                Some(held) => {
                    if w.capital {
                        held.1 += 1;
                    } else {
                        held.0 += 1;
                    }
                }
                None => {
                    let first = if w.capital { (0, 1) } else { (1, 0) };
                    self.0.insert(w.folded.clone(), first);
                }
            }
        }
    }

    /// Whether the word is one of the language, which a name may only look like.
    pub fn ordinary(&self, folded: &str) -> bool {
        self.0.get(folded).is_some_and(|(small, capital)| *small >= 2 && small * 12 >= *capital)
    }

    /// Whether it never stands small.
    pub fn only_capital(&self, folded: &str) -> bool {
        self.0.get(folded).is_none_or(|(small, _)| *small == 0)
    }
}

/// Names to look for: by first word, the whole name's words and what it stands for.
#[derive(Default)]
pub(super) struct Names(BTreeMap<String, Vec<(Vec<String>, usize)>>);

impl Names {
    /// Adds the words of a name; `mark` is given back with each hit.
    pub fn add(&mut self, words: Vec<String>, mark: usize) {
        if let Some(first) = words.first().filter(|w| !w.is_empty()) {
            let list = self.0.entry(first.clone()).or_default();
            if !list.iter().any(|(w, m)| *w == words && *m == mark) {
                list.push((words, mark));
            }
        }
    }

    /// Longer names first.
    pub fn order(&mut self) {
        for list in self.0.values_mut() {
            list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
        }
    }

    /// The words with pairs of names taken apart: a hyphen between two names that are both known, and are not known as
    /// one, joins two persons.
    pub fn parted(&self, words: Vec<Word>) -> Vec<Word> {
        let alone = |w: &str| self.0.get(w).is_some_and(|list| list.iter().any(|(name, _)| name.len() == 1));
        let mut out = Vec::with_capacity(words.len());
        for word in words {
            let parts: Vec<&str> = word.folded.split('-').collect();
            // Where folding changed the length, the places of the parts are not known.
            let apart = word.capital
                && (2..=4).contains(&parts.len())
                && word.folded.len() == word.span.len()
                && !self.0.contains_key(&word.folded)
                && parts.iter().all(|p| alone(p));
            if !apart {
                out.push(word);
                continue;
            }
            let mut start = word.span.start as usize;
            for (n, part) in parts.iter().enumerate() {
                out.push(Word {
                    span: Span::new(start, start + part.len()),
                    folded: (*part).to_owned(),
                    capital: true,
                    joined: n == 0 && word.joined,
                    starts: n == 0 && word.starts,
                });
                start += part.len() + 1;
            }
        }
        out
    }

    /// The longest name that begins at word `at`: how many words, and its mark.
    pub fn at(&self, words: &[Word], at: usize) -> Option<(usize, usize)> {
        let list = self.0.get(&words[at].folded)?;
        list.iter().find_map(|(name, mark)| {
            let fits = words.len() >= at + name.len()
                && name
                    .iter()
                    .zip(&words[at..])
                    .enumerate()
                    .all(|(n, (name, word))| *name == word.folded && (n == 0 || word.joined));
            fits.then_some((name.len(), *mark))
        })
    }
}

/// What stands around a name: given names or initials before it, and a title.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Around {
    /// Given names and initials, folded.
    pub given: Vec<String>,
    /// The title that names an office or rank.
    pub title: Option<String>,
    /// Whether any title stands before it, one of address too.
    pub addressed: bool,
    /// How many words of given names stand before it.
    pub words: usize,
}

/// Reads backwards from word `at`: initials, given names, then a title.
pub(super) fn around(words: &[Word], at: usize, vocabulary: &Vocabulary) -> Around {
    let mut out = Around::default();
    let from = at.saturating_sub(BEFORE);
    let near: Vec<String> = words[from..at].iter().map(|w| w.folded.clone()).collect();
    let mut n = at;
    loop {
        // The word behind must be joined to what stands before it; a title may have a stop of its own.
        let touches = n > 0 && words[n].joined;
        if n == from || !touches {
            break;
        }
        if let Some((begin, office)) = title_before(&near, n - from) {
            if words[n - 1].capital {
                out.addressed = true;
                if office {
                    out.title = Some(near[begin..n - from].join(" "));
                }
            }
            break;
        }
        let word = &words[n - 1];
        let initial = word.folded.chars().count() == 1;
        if !word.capital || !(initial || vocabulary.only_capital(&word.folded)) || out.given.len() >= 3 {
            break;
        }
        out.given.insert(0, word.folded.clone());
        out.words += 1;
        n -= 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_what_stands_before_a_name() {
        let text = "The envoy met. Major General Otto B. Brix’s aide, and then Mr. Brix; Brix-Holm spoke.";
        let words = words(text);
        let mut vocabulary = Vocabulary::default();
        vocabulary.learn(&words);
        let told: Vec<String> = (0..words.len())
            .filter(|n| words[*n].folded == "brix")
            .map(|n| {
                let a = around(&words, n, &vocabulary);
                format!("{} {:?} {}", a.given.join(" "), a.title, a.addressed)
            })
            .collect();
        let mut names = Names::default();
        names.add(vec!["brix".to_owned()], 0);
        names.add(vec!["holm".to_owned()], 1);
        let apart: Vec<String> = names
            .parted(words)
            .iter()
            .filter(|w| w.span.start >= 71)
            .map(|w| format!("{} {}", w.folded, w.span.start))
            .collect();
        assert_eq!(apart, ["brix 71", "holm 76", "spoke 81"]);
        assert_eq!(told, ["otto b Some(\"major general\") true", " None true"]);
    }
}
