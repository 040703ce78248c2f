//! Names in a question: which of its words are a name, and how else the papers write it.
//!
//! Only words that look like a name are looked up: runs of words with capitals, words in scripts without small
//! letters, and a question that as a whole is a name known here. What is quoted stays as it is written.

use memcon_model::AgentType;
use memcon_names::Verdict;
use serde::Serialize;

use super::phrase::Phrase;
use super::question::{Clause, Part};
use crate::spellings::{Spelling, Spellings};

/// Words of a run that are looked at together.
const RUN: usize = 6;
/// Names that a question is widened by at most.
const NAMES: usize = 8;

/// A name in a question, and the other ways the papers write it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Widened {
    /// The words of the question.
    pub asked: String,
    /// What was looked for besides.
    pub spellings: Vec<Spelling>,
}

/// The clauses of words that stand side by side; where names are known under other spellings, any of them will do. What
/// was added is put behind `widened`: a clause's spellings stand in it in the same order.
pub(crate) fn widen(parts: &[Part], spellings: &Spellings, widened: &mut Vec<Widened>) -> Vec<Clause> {
    let mut clauses = Vec::new();
    for group in parts.chunk_by(|a, b| a.word().is_some() && b.word().is_some()) {
        let whole = group.iter().filter_map(Part::word).collect::<Vec<_>>().join(" ");
        let found = if group.len() > 1 { person(&whole, spellings) } else { Vec::new() };
        if found.is_empty() {
            runs(group, spellings, &mut clauses, widened);
        } else {
            clauses.push(name(group, whole, found, widened));
        }
    }
    clauses
}

/// Words that stand one after the other, as one clause: a name in any spelling, or just so.
pub(crate) fn widen_row(text: &str, spellings: &Spellings, widened: &mut Vec<Widened>) -> Option<Clause> {
    let words = text.split_whitespace().filter_map(|w| Some(Part::Word(w.to_owned(), Phrase::asked(w)?)));
    let words: Vec<Part> = words.collect();
    let named = words.iter().enumerate().all(|(n, p)| may_be_name(p, n > 0));
    let found = if words.len() > 1 { person(text, spellings) } else { Vec::new() };
    let found = if found.is_empty() && named { spellings.others(text) } else { found };
    if found.is_empty() || widened.len() >= NAMES {
        return Phrase::asked(text).map(Clause::only);
    }
    Some(name(&words, text.to_owned(), found, widened))
}

/// A question that as a whole names a person here, whatever its capitals.
fn person(whole: &str, spellings: &Spellings) -> Vec<Spelling> {
    let agents = spellings.agents(whole);
    let mut sure = agents.iter().take_while(|f| f.verdict == Verdict::Same);
    let best = sure.find(|f| {
        spellings.linked().agents.get(f.agent).is_some_and(|a| a.kind == AgentType::Person)
            && f.form.split_whitespace().count() > 1
    });
    // Written as the papers write it, it has its capitals.
    let Some(found) = best else { return Vec::new() };
    let others = spellings.others(whole);
    if others.is_empty() { spellings.others(&found.form) } else { others }
}

/// Takes the longest known names out of a row of words; the rest stays as it is.
fn runs(group: &[Part], spellings: &Spellings, clauses: &mut Vec<Clause>, widened: &mut Vec<Widened>) {
    let mut at = 0;
    while at < group.len() {
        let reach = (at..group.len().min(at + RUN)).take_while(|n| may_be_name(&group[*n], *n > at)).count();
        let mut taken = 0;
        for len in (1..=reach).rev().filter(|_| widened.len() < NAMES) {
            let run = &group[at..at + len];
            if !run.last().is_some_and(|p| may_be_name(p, false)) {
                continue;
            }
            let text = run.iter().filter_map(Part::word).collect::<Vec<_>>().join(" ");
            let found = spellings.others(&text);
            if !found.is_empty() {
                clauses.push(name(run, text, found, widened));
                taken = len;
                break;
            }
        }
        if taken == 0 {
            clauses.push(Clause::only(group[at].phrase().clone()));
            taken = 1;
        }
        at += taken;
    }
}

fn name(run: &[Part], asked: String, found: Vec<Spelling>, widened: &mut Vec<Widened>) -> Clause {
    let typed = run.iter().map(Part::phrase).cloned().collect();
    let (phrases, spellings): (Vec<Phrase>, Vec<Spelling>) =
        found.into_iter().filter_map(|s| Some((Phrase::read(&s.form)?, s))).unzip();
    let clause = Clause::named(&asked, typed, phrases, widened.len());
    widened.push(Widened { asked, spellings });
    clause
}

/// Whether a word can be part of a name; inside one, short words with small letters too ("de", "van").
fn may_be_name(part: &Part, inside: bool) -> bool {
    let Some(word) = part.word() else { return false };
    let first = word.chars().find(|c| c.is_alphanumeric());
    first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase() && !word.contains(['*', '?']))
        || inside && word.chars().count() <= 3
}
