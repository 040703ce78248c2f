//! What a person typed, as clauses that must all be found; and where they stand in a passage.

use std::collections::BTreeMap;

use memcon_model::Span;
use tantivy::Term;
use tantivy::query::{BooleanQuery, FuzzyTermQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::tokens::{Token, tokens};

/// One word, phrase or beginning of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    /// Words with their places from the first.
    words: Vec<(u32, String)>,
    /// The same as one word, where it was written with a hyphen.
    joined: Option<String>,
    /// Whether the last word may go on.
    begins: bool,
}

/// Reads a question: words, `"phrases"` (any quotation marks), `begin*`.
pub(crate) fn read(text: &str) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut quoted = false;
    for part in text.split(['"', '“', '”', '„', '«', '»', '「', '」', '『', '』']) {
        match quoted {
            true => clauses.extend(clause(part)),
            false => clauses.extend(part.split_whitespace().filter_map(clause)),
        }
        quoted = !quoted;
    }
    clauses
}

fn clause(text: &str) -> Option<Clause> {
    let all = tokens(text);
    let main: Vec<&Token> = all.iter().filter(|t| t.main).collect();
    let first = main.first()?.at;
    let words = main.iter().map(|t| (t.at - first, t.term.clone())).collect();
    let whole =
        |t: &&Token| !t.main && t.span.hull(main[0].span) == t.span && main.len() == 2 && text.contains('-');
    let joined = all.iter().find(whole).map(|t| t.term.clone());
    Some(Clause { words, joined, begins: text.trim_end().ends_with('*') && main.len() == 1 })
}

impl Clause {
    /// As a query on `body`.
    pub(crate) fn query(&self, body: Field) -> Box<dyn Query> {
        let term = |word: &str| Term::from_field_text(body, word);
        let one = |word: &str| -> Box<dyn Query> {
            Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqsAndPositions))
        };
        let words: Box<dyn Query> = match self.words.as_slice() {
            [(_, word)] if self.begins => Box::new(FuzzyTermQuery::new_prefix(term(word), 0, true)),
            [(_, word)] => one(word),
            several => Box::new(PhraseQuery::new_with_offset(
                several.iter().map(|(at, word)| (*at as usize, term(word))).collect(),
            )),
        };
        match &self.joined {
            Some(joined) => Box::new(BooleanQuery::union(vec![words, one(joined)])),
            None => words,
        }
    }

    fn find(&self, row: &BTreeMap<u32, Vec<&Token>>, found: &mut Vec<Span>) {
        let fits = |t: &Token, word: &str| match self.begins {
            true => t.term.starts_with(word),
            false => t.term == word,
        };
        for (&start, tokens) in row {
            let at = |(offset, word): &(u32, String)| {
                let place = row.get(&(start + offset))?;
                place.iter().find(|t| fits(t, word)).map(|t| t.span)
            };
            let whole =
                self.words.iter().map(at).try_fold(None, |hull: Option<Span>, span| {
                    span.map(|s| Some(hull.map_or(s, |h| h.hull(s))))
                });
            found.extend(whole.flatten());
            if let Some(joined) = &self.joined {
                found.extend(tokens.iter().find(|t| t.term == *joined).map(|t| t.span));
            }
        }
    }
}

/// Where the clauses stand in `passage`, in order, none over another.
pub(crate) fn highlights(clauses: &[Clause], passage: &str) -> Vec<Span> {
    let all = tokens(passage);
    let mut row: BTreeMap<u32, Vec<&Token>> = BTreeMap::new();
    for token in &all {
        row.entry(token.at).or_default().push(token);
    }
    let mut found = Vec::new();
    clauses.iter().for_each(|c| c.find(&row, &mut found));
    found.sort_unstable();
    let mut apart: Vec<Span> = Vec::new();
    for span in found {
        match apart.last_mut() {
            Some(last) if span.start < last.end => *last = last.hull(span),
            _ => apart.push(span),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `passage` with what `question` finds in square brackets.
    fn show(question: &str, passage: &str) -> String {
        let mut shown = passage.to_owned();
        for span in highlights(&read(question), passage).into_iter().rev() {
            shown.insert(span.end as usize, ']');
            shown.insert(span.start as usize, '[');
        }
        shown
    }

    #[test]
    fn words_and_phrases() {
        assert_eq!(show("cease fire", "Cease the fire"), "[Cease] the [fire]");
        assert_eq!(show("\"cease fire\"", "fire; cease fire"), "fire; [cease fire]");
        assert_eq!(show("“cease fire", "fire; cease fire"), "fire; [cease fire]");
        assert_eq!(show("cease-fire", "a ceasefire, a cease-fire"), "a [ceasefire], a [cease-fire]");
        assert_eq!(show("ceasefire", "a cease-fire"), "a [cease-fire]");
        assert_eq!(show("negotiat*", "Negotiations negate"), "[Negotiations] negate");
        assert_eq!(show("Sorin", "Sŏrin’s reply"), "[Sŏrin’s] reply");
    }

    #[test]
    fn signs() {
        assert_eq!(show("和", "和平談判"), "[和]平談判");
        assert_eq!(show("평화", "조선평화위원회"), "조선[평화]위원회");
        assert_eq!(show("停戰線", "停戰與戰線，停戰線"), "停戰與戰線，[停戰線]");
    }

    #[test]
    fn nothing_to_look_for() {
        assert_eq!(read(" \" -- \" "), []);
    }
}
