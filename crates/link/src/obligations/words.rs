//! Words as obligations are compared by: stems, their rarity, and the sentences of a paper.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::Span;

/// How rare each stem is over the obligations of a collection: the rarer, the more it says.
pub(super) struct Rarity {
    count: BTreeMap<String, usize>,
    all: usize,
}

impl Rarity {
    /// Counts the stems of each.
    pub fn of<'a>(all: impl Iterator<Item = &'a BTreeSet<String>>) -> Self {
        let mut out = Self { count: BTreeMap::new(), all: 0 };
        for words in all {
            out.all += 1;
            for w in words {
                *out.count.entry(w.clone()).or_default() += 1;
            }
        }
        out
    }

    /// The weight of a stem: 1 for one that only one obligation has, less for common ones, never 0.
    pub fn weight(&self, word: &str) -> f32 {
        let n = self.count.get(word).copied().unwrap_or(1).max(1) as f32;
        let all = self.all.max(2) as f32;
        (0.1 + (all / n).ln() / all.ln()).min(1.0)
    }

    /// The weight of several.
    pub fn sum<'a>(&self, words: impl Iterator<Item = &'a String>) -> f32 {
        words.map(|w| self.weight(w)).sum()
    }
}

/// Sentences of a text: cut at full stops before a blank, and at blank lines. Good enough to quote.
pub(super) fn sentences(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((n, c)) = chars.next() {
        let next = chars.peek().map(|x| x.1);
        let blank =
            next.is_none_or(char::is_whitespace) || next.is_some_and(|c| matches!(c, '"' | '”' | '’'));
        let stop = match c {
            '.' | '!' | '?' => blank && !abbreviated(&text[from..n]),
            '。' | '！' | '？' => true,
            '\n' => next == Some('\n'),
            _ => false,
        };
        if stop {
            push(text, from, n + c.len_utf8(), &mut out);
            from = n + c.len_utf8();
        }
    }
    push(text, from, text.len(), &mut out);
    out
}

fn push(text: &str, from: usize, to: usize, out: &mut Vec<Span>) {
    let span = Span::new(from, to).trim(text);
    if span.of(text).chars().any(char::is_alphabetic) {
        out.push(span);
    }
}

/// Whether a full stop behind `before` belongs to an initial, a number or a short title.
fn abbreviated(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    if word.chars().all(|c| !c.is_alphabetic()) {
        // A number is a mark only where it opens what it marks.
        return before.trim().len() == word.len();
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters <= 1
        || matches!(
            word,
            "Mr" | "Mrs"
                | "Dr"
                | "Gen"
                | "Col"
                | "Amb"
                | "Art"
                | "Arts"
                | "para"
                | "St"
                | "No"
                | "Messrs"
                | "Capt"
                | "Adm"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_stops_and_blank_lines() {
        let text = "1. The boats. Mr. Arlo came\nat 3. He left\n\nNo more";
        let said: Vec<&str> = sentences(text).iter().map(|s| s.of(text)).collect();
        assert_eq!(said, ["1. The boats.", "Mr. Arlo came\nat 3.", "He left", "No more"]);
    }
}
