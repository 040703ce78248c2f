//! What a duty hangs on: the condition, the place in an order of things, the day by which.

use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use regex::Regex;

use super::WORDS;

static DEADLINES: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("obligations/deadline").expect("our own rules of deadlines"));

/// Condition, sequence and deadline of a duty, in the paper's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Order {
    pub condition: Option<String>,
    pub sequence: Option<String>,
    pub deadline: Option<String>,
}

/// Longest subordinate clause at the head of a sentence, in bytes.
const LEAD: usize = 400;

/// The subordinate clause that a sentence opens with, and where the main clause begins.
pub(super) fn leading(words: &str) -> (Option<&str>, usize) {
    let head = words.char_indices().nth(24).map_or(words, |(n, _)| &words[..n]).to_lowercase();
    let opens = WORDS.conditions.iter().chain(&WORDS.sequences).any(|w| starts_word(&head, w));
    match words.find(", ").filter(|&n| opens && n < LEAD) {
        Some(n) => (Some(words[..n].trim()), n + 2),
        None => (None, 0),
    }
}

/// A subordinate clause at the end of a duty.
fn trailing(deed: &str) -> Option<&str> {
    static TAIL: LazyLock<Regex> = LazyLock::new(|| {
        let words: Vec<String> = WORDS
            .conditions
            .iter()
            .chain(&WORDS.sequences)
            .filter(|w| {
                !matches!(w.as_str(), "where" | "should" | "до" | "si" | "在" | "within" | "upon" | "before")
            })
            .map(|w| regex::escape(w))
            .collect();
        Regex::new(&format!(r"(?i)[\s,](?P<tail>(?:{}|within\s+\S+\s+(?:days|hours|months|weeks)|(?:upon|before)\s+(?:the|its|their)\s+\p{{L}}+(?:ion|al|ure|ent|ry|ing))\b[^.;]+)", words.join("|"))).expect("built from our own table")
    });
    TAIL.captures(deed).and_then(|c| c.name("tail")).map(|m| m.as_str().trim())
}

/// The day or time by which a duty is to be done.
fn deadline(words: &str, langs: &[String]) -> Option<String> {
    let mut first: Option<(usize, &str)> = None;
    for m in DEADLINES.matches(words, langs) {
        for hit in m.rule.regex.find_iter(words).take(4) {
            if first.is_none_or(|(at, _)| hit.start() < at) {
                first = Some((hit.start(), hit.as_str()));
            }
        }
    }
    first.map(|(_, words)| tidy(words))
}

/// What a duty hangs on: `lead` is the clause before it, `deed` its own words.
pub(super) fn order(lead: Option<&str>, deed: &str, langs: &[String]) -> Order {
    let mut out = Order { deadline: deadline(deed, langs), ..Order::default() };
    for clause in [lead, trailing(deed)].into_iter().flatten() {
        let lower = clause.to_lowercase();
        out.deadline = out.deadline.or_else(|| deadline(clause, langs));
        let text = Some(tidy(clause));
        if WORDS.sequences.iter().any(|w| starts_word(&lower, w)) {
            out.sequence = out.sequence.or(text);
        } else if WORDS.conditions.iter().any(|w| starts_word(&lower, w)) {
            out.condition = out.condition.or(text);
        }
    }
    // "Within ten days" by itself is a deadline and no order.
    if out.sequence == out.deadline {
        out.sequence = None;
    }
    out
}

fn starts_word(lower: &str, word: &str) -> bool {
    lower
        .strip_prefix(word)
        .is_some_and(|rest| !rest.starts_with(char::is_alphabetic) || word.chars().any(|c| c > '\u{2e80}'))
}

pub(super) fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn told(deed: &str) -> String {
        let o = order(None, deed, &["en".into()]);
        format!("{:?} {:?} {:?}", o.condition, o.sequence, o.deadline)
    }

    #[test]
    fn a_deadline_is_no_order() {
        assert_eq!(told("return the boats within ten days"), "None None Some(\"within ten days\")");
        assert_eq!(told("return them not later than 4 June"), "None None Some(\"not later than 4 June\")");
        assert_eq!(told("return the boats in good order"), "None None None");
    }
}
