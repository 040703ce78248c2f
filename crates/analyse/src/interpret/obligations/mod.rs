//! Who is bound to what: the duties of drafts, agreements and undertakings.
//!
//! A clause falls into duties at its modal words (`data/obligations`); each has a bearer where the
//! text shows one ([`parties`]), a force, a condition and a place in the order of things. A passive
//! duty without "by" has no bearer: it is not guessed. What belongs elsewhere: promises made in
//! speech are moves; bodies that watch over a text are mechanisms.

mod parties;
mod zones;

use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{Analysis, Basis, Form, Modality, Obligation, Span};
use regex::Regex;
use serde::Deserialize;

use super::actor::Mentions;
use crate::Paper;

static MODALS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("obligations/modal").expect("our own modal rules"));

/// The table of words around duties.
#[derive(Deserialize)]
struct Words {
    parties: Vec<String>,
    conditions: Vec<String>,
    sequences: Vec<String>,
    constitutive: Vec<String>,
    drafts: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("obligations/words.toml").expect("our own words of duties"));

/// A clause with what its place in the paper says about it.
struct Clause {
    span: Span,
    label: Option<String>,
    /// proposed | undertaken | in-force.
    status: &'static str,
    /// Whether the whole text is one of duties; outside it only undertakings count.
    text_of_duties: bool,
}

/// A modal word found in a clause.
struct Modal {
    at: usize,
    end: usize,
    modality: Modality,
    rule: String,
    confidence: f32,
}

/// Who is bound to what, in order of the text.
pub fn obligations(paper: &Paper<'_>, found: &Analysis) -> Vec<Obligation> {
    let mentions = Mentions::new(&found.agents);
    let mut out = Vec::new();
    let mut known = parties::Parties::new(paper, found, &mentions);
    for clause in zones::clauses(paper, found) {
        known.move_to(clause.span.start);
        duties(paper, found, &mentions, &known, &clause, &mut out);
    }
    for (n, o) in out.iter_mut().enumerate() {
        o.id = format!("o{}", n + 1);
    }
    out
}

/// Stretches of a paper that recite the clauses of a draft or agreement.
pub(super) fn clause_text(paper: &Paper<'_>, found: &Analysis) -> Vec<Span> {
    if form_of_duties(found.form).is_some() {
        return Vec::new();
    }
    zones::recited(paper, found)
}

/// Splits a clause into its duties.
fn duties(
    paper: &Paper<'_>,
    found: &Analysis,
    mentions: &Mentions,
    known: &parties::Parties,
    clause: &Clause,
    out: &mut Vec<Obligation>,
) {
    let words = paper.words(clause.span);
    let modals = modals(words, &paper.languages, clause.text_of_duties);
    let (lead, lead_end) = leading(words);
    let mut bound: Vec<String> = Vec::new();
    for (n, modal) in modals.iter().enumerate() {
        let to = modals.get(n + 1).map_or(words.len(), |next| piece_end(words, modal.end, next.at));
        let from = if n == 0 { 0 } else { piece_end(words, modals[n - 1].end, modal.at) };
        let deed = words[modal.end..to.max(modal.end)].trim_matches([' ', '\n', ',', ';', '.']);
        if deed.is_empty() || constitutive(deed) {
            continue;
        }
        let subject = (if n == 0 { from.max(lead_end) } else { from }, modal.at);
        let own = modal.rule != "obligation.tied-on";
        let here = known.bearers(paper, found, mentions, clause.span, subject, deed);
        if let Some(here) = here.filter(|_| own) {
            bound = here;
        }
        let piece = &words[from..to];
        let tail = trailing(&words[modal.end..to]);
        let start = clause.span.start as usize + from + opening(piece);
        let span = Span::new(
            start,
            clause.span.start as usize + from + piece.trim_end_matches([' ', '\n', ',', ';']).len(),
        );
        let (condition, sequence) = order(lead, tail);
        out.push(Obligation {
            id: String::new(),
            label: clause.label.clone(),
            span,
            bound: bound.clone(),
            modality: forbidding(words.get(subject.0..subject.1).unwrap_or(""), modal.modality),
            content: deed.split_whitespace().collect::<Vec<_>>().join(" "),
            towards: known.towards(paper, found, mentions, clause.span, (modal.end, to), &bound),
            condition,
            sequence,
            status: Some(clause.status.into()),
            basis: Basis::new(modal.rule.clone(), modal.confidence),
            ..Obligation::default()
        });
    }
}

/// "Neither Party shall enter" forbids although its modal has no "not".
fn forbidding(subject: &str, modality: Modality) -> Modality {
    let none = subject.split_whitespace().rev().take(4).any(|w| w.eq_ignore_ascii_case("neither"));
    if none { Modality::Refrain } else { modality }
}

/// The modal words of a clause, none inside another, and the verbs that "to" ties on ("and to prohibit").
fn modals(words: &str, langs: &[String], text_of_duties: bool) -> Vec<Modal> {
    let mut all: Vec<Modal> = Vec::new();
    for m in MODALS.matches(words, langs) {
        let Ok(modality) = m.rule.gives.parse() else { continue };
        let outside = m.rule.id.ends_with("undertake") || m.rule.id.ends_with("undertake-refrain");
        if !text_of_duties && !outside {
            continue;
        }
        for hit in m.rule.regex.find_iter(words).take(24) {
            let taken = all.iter().any(|a| a.at < hit.end() && hit.start() < a.end);
            if !taken && !relative(&words[..hit.start()]) {
                all.push(Modal {
                    at: hit.start(),
                    end: hit.end(),
                    modality,
                    rule: m.rule.id.clone(),
                    confidence: m.rule.confidence,
                });
            }
        }
    }
    all.sort_by_key(|m| m.at);
    let more = tied_on(words, &all);
    all.extend(more);
    all.sort_by_key(|m| m.at);
    all.truncate(24);
    all
}

/// Whether a modal stands in a relative clause ("any act which may …") and binds nobody.
fn relative(left: &str) -> bool {
    let left = left.trim_end();
    ["which", "who", "that", "whom", "as they", "as it", "as he"].iter().any(|w| left.ends_with(w))
}

/// Length of what joins a piece to the one before it ("and] ").
fn opening(piece: &str) -> usize {
    static JOIN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[\s,;\[*-]*(?:(?:and|but|or)\s*\][\s,]*|\][\s,]*)?").expect("a fixed pattern")
    });
    JOIN.find(piece).map_or(0, |m| m.end())
}

/// Further verbs under one undertaking: ", to refrain from …", "and to prohibit …", "and not to attack …".
fn tied_on(words: &str, all: &[Modal]) -> Vec<Modal> {
    static NEXT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:,|;|\band\b|,\s*and|\])\s+(?P<verb>(?P<not>not\s+to|to\s+refrain\s+from|to\s+abstain\s+from)|to)\s+[a-z]{3,}").expect("a fixed pattern")
    });
    let mut out: Vec<Modal> = Vec::new();
    for (n, modal) in
        all.iter().enumerate().filter(|(_, m)| m.rule.contains("undertake") || m.rule.contains("agree-to"))
    {
        let to = all.get(n + 1).map_or(words.len(), |next| next.at);
        for hit in NEXT.captures_iter(&words[modal.end..to]).take(12) {
            let Some(verb) = hit.name("verb") else { continue };
            let modality = if hit.name("not").is_some() { Modality::Refrain } else { Modality::Do };
            let (at, end) = (modal.end + verb.start(), modal.end + verb.end());
            out.push(Modal { at, end, modality, rule: "obligation.tied-on".into(), confidence: 0.8 });
        }
    }
    out
}

/// Where a duty ends and the next begins: at the last joint before the next modal's subject.
fn piece_end(words: &str, from: usize, next: usize) -> usize {
    static JOINT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[;:]|,\s*(?:and|but|or)\b|,|\b(?:and|but|or)\b|\.").expect("a fixed pattern")
    });
    let Some(between) = words.get(from..next) else { return next };
    JOINT.find_iter(between).last().map_or(next, |m| from + m.start())
}

/// Whether a deed only says what something is, or when the text takes force.
fn constitutive(deed: &str) -> bool {
    static BEING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^be\s+(?:an?|the|of|in|at|one|two|three|four|five|six|seven|eight|nine|ten|twelve|no|[0-9]+|valid|final|free|open|equal|responsible\s+for\s+its)\b").expect("a fixed pattern")
    });
    let lower = deed.to_lowercase();
    WORDS.constitutive.iter().any(|w| lower.starts_with(w.as_str())) || BEING.is_match(deed)
}

/// The subordinate clause that a sentence opens with, and where the main clause begins.
fn leading(words: &str) -> (Option<&str>, usize) {
    let lower = words.to_lowercase();
    let opens = WORDS.conditions.iter().chain(&WORDS.sequences).any(|w| starts_word(&lower, w));
    match words.find(", ").filter(|&n| opens && n < 400) {
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
        Regex::new(&format!(r"(?i)[\s,](?P<tail>(?:{}|within\s+\S+\s+(?:days|hours|months|weeks)|(?:upon|before)\s+the)\s[^.;]+)", words.join("|"))).expect("built from our own table")
    });
    TAIL.captures(deed).and_then(|c| c.name("tail")).map(|m| m.as_str().trim())
}

/// Condition and sequence out of the clauses before and behind a duty.
fn order(lead: Option<&str>, tail: Option<&str>) -> (Option<String>, Option<String>) {
    let mut out = (None, None);
    for clause in [lead, tail].into_iter().flatten() {
        let lower = clause.to_lowercase();
        let text = Some(clause.split_whitespace().collect::<Vec<_>>().join(" "));
        if WORDS.sequences.iter().any(|w| starts_word(&lower, w)) {
            out.1 = out.1.or(text);
        } else if WORDS.conditions.iter().any(|w| starts_word(&lower, w)) {
            out.0 = out.0.or(text);
        }
    }
    out
}

fn starts_word(lower: &str, word: &str) -> bool {
    lower
        .strip_prefix(word)
        .is_some_and(|rest| !rest.starts_with(char::is_alphabetic) || word.chars().any(|c| c > '\u{2e80}'))
}

/// Whether a paper of this form is itself a text of duties.
fn form_of_duties(form: Form) -> Option<&'static str> {
    match form {
        Form::DraftTreaty => Some("proposed"),
        Form::Agreement => Some("in-force"),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
