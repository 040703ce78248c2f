//! Who is bound to what: the duties of drafts, agreements and undertakings.
//!
//! A clause of a draft or agreement falls into duties at its modal words (`data/obligations`); each has a
//! bearer where the text shows one ([`parties`]) or lets one be inferred, which is then said; a force, a
//! condition, a deadline and a place in the order of things ([`order`]). Undertakings and offers in speech,
//! letters and reports are read by [`speech`]. What belongs elsewhere: that something is promised is a move;
//! bodies that watch over a text are mechanisms.

mod enclosed;
mod order;
mod parties;
mod speech;
mod zones;

use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{Analysis, Basis, Form, Modality, Obligation, Span};
use regex::Regex;
use serde::Deserialize;

use super::actor::Mentions;
use super::sides::Sides;
use crate::Paper;
use order::{leading, order, tidy};

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
    texts: Vec<String>,
    participles: Vec<String>,
    freeing: Vec<String>,
    no_duty: Vec<String>,
    supposing: Vec<String>,
    going_on: Vec<String>,
    prepositions: Vec<String>,
    joining: Vec<String>,
    telling: Vec<String>,
    not_texts: Vec<String>,
    nouns_follow: Vec<String>,
    signed: Vec<String>,
    classes: Vec<String>,
    owned: Vec<String>,
    foreign: Vec<String>,
    abstaining: Vec<String>,
    deeds: Vec<String>,
    deeds_refrained: Vec<String>,
    each: Vec<String>,
    between: Vec<String>,
    light: Vec<Light>,
}

/// A verb that is a deed only with certain objects.
#[derive(Deserialize)]
struct Light {
    verb: String,
    objects: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("obligations/words.toml").expect("our own words of duties"));

/// A clause with what its place in the paper says about it.
struct Clause {
    span: Span,
    label: Option<String>,
    /// The article it stands in, where the text has articles: "it" reaches no further.
    article: Option<String>,
    /// proposed | undertaken | in-force.
    status: &'static str,
    /// Whether it is told in a reporter's words ("each side would return …") rather than in the text's own.
    told: bool,
    /// Whether another paper recites it: then only deeds count behind its weaker modals.
    recited: bool,
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
    let zones = zones::zones(paper, found);
    let mut taken: Vec<Span> = Vec::new();
    for zone in &zones {
        let mut held = Held::default();
        let mut here = Vec::new();
        let clauses = zones::clauses(paper, zone);
        for clause in &clauses {
            known.move_to(clause.span.start);
            if held.article != clause.article {
                held = Held { article: clause.article.clone(), ..Held::default() };
            }
            duties(paper, found, &mentions, &known, clause, &mut held, &mut here);
        }
        // Lettered points of which most bind nobody are an argument and no text of duties.
        if zone.recited && !mostly_binding(&clauses, &here) {
            continue;
        }
        taken.push(zone.span);
        out.extend(here);
    }
    let reader = speech::Reader { paper, found, mentions: &mentions, sides: Sides::new(paper, found) };
    out.extend(speech::undertakings(&reader, &mut known, &taken));
    out.sort_by_key(|o| (o.span.start, o.span.end));
    for (n, o) in out.iter_mut().enumerate() {
        o.id = format!("o{}", n + 1);
    }
    out
}

/// Whether at least half of the labelled points hold a duty; of a text without labels, whether two sentences do.
fn mostly_binding(clauses: &[Clause], duties: &[Obligation]) -> bool {
    let labels = |all: &mut dyn Iterator<Item = Option<&String>>| -> usize {
        let set: std::collections::BTreeSet<&String> = all.flatten().collect();
        set.len()
    };
    let points = labels(&mut clauses.iter().map(|c| c.label.as_ref()));
    let binding =
        labels(&mut duties.iter().filter(|d| !d.bound.is_empty() || d.mutual).map(|d| d.label.as_ref()));
    // A text without labels binds by its sentences.
    let bound = duties.iter().filter(|d| !d.bound.is_empty() || d.mutual).count();
    if points == 0 { bound >= 2 } else { binding > 0 && binding * 2 >= points }
}

/// Who was bound last in an article: whom "it" means in its next sentence.
#[derive(Default)]
struct Held {
    article: Option<String>,
    bound: Option<parties::Bearers>,
    /// What the duty before is about.
    content: String,
}

/// Stretches of a paper that recite the clauses of a draft or agreement.
pub(super) fn clause_text(paper: &Paper<'_>, found: &Analysis) -> Vec<Span> {
    if form_of_duties(found.form).is_some() {
        return Vec::new();
    }
    zones::zones(paper, found).into_iter().map(|z| z.span).collect()
}

/// Splits a clause into its duties.
fn duties(
    paper: &Paper<'_>,
    found: &Analysis,
    mentions: &Mentions,
    known: &parties::Parties,
    clause: &Clause,
    held: &mut Held,
    out: &mut Vec<Obligation>,
) {
    let words = paper.words(clause.span);
    let modals = modals(words, &paper.languages, clause.told);
    let (lead, lead_end) = leading(words);
    for (n, modal) in modals.iter().enumerate() {
        let to = modals.get(n + 1).map_or(words.len(), |next| piece_end(words, modal.end, next.at));
        let from = if n == 0 { 0 } else { piece_end(words, modals[n - 1].end, modal.at) };
        // A duty opens with its main clause; the condition before it is kept apart.
        let from = if n == 0 && modal.at >= lead_end { from.max(lead_end) } else { from };
        let deed = words[modal.end..to.max(modal.end)].trim_matches([' ', '\n', ',', ';', '.']);
        if deed.is_empty() || constitutive(deed) {
            continue;
        }
        if frees(modal.modality, deed) || supposed(words.get(from..modal.at).unwrap_or("")) {
            continue;
        }
        let weak = clause.recited && WEAK.iter().any(|w| modal.rule.contains(w));
        let undone = modal.modality == Modality::Refrain && speech::is_left_undone(deed);
        if weak && !undone && !speech::is_deed(deed) {
            continue;
        }
        let place = parties::Place { paper, found, mentions, clause: clause.span };
        let own = modal.rule != "obligation.tied-on";
        let before = held.bound.as_ref().map(|b| (held.content.as_str(), b));
        if let Some(here) = known.bearers(&place, (from, modal.at), deed, before).filter(|_| own) {
            held.bound = Some(here);
        }
        let bearers = held.bound.clone().unwrap_or_default();
        held.content = deed.to_owned();
        let piece = &words[from..to];
        let start = clause.span.start as usize + from + opening(piece);
        let span = Span::new(
            start,
            clause.span.start as usize + from + piece.trim_end_matches([' ', '\n', ',', ';']).len(),
        );
        let lead = lead.filter(|_| modal.at >= lead_end);
        let told = order(lead, &words[modal.end..to], &paper.languages);
        let rule = match bearers.inferred {
            Some(from) => format!("{}+{from}", modal.rule),
            None => modal.rule.clone(),
        };
        let subject = words.get(from..modal.at).unwrap_or("");
        out.push(Obligation {
            id: String::new(),
            label: clause.label.clone(),
            span,
            modality: forbidding(subject, deed, modal.modality),
            content: tidy(deed),
            towards: known.towards(paper, found, mentions, clause.span, (modal.end, to), &bearers.names),
            condition: told.condition,
            sequence: told.sequence,
            deadline: told.deadline,
            inferred: bearers.inferred.is_some(),
            mutual: bearers.mutual || (bearers.names.len() > 1 && towards_each(deed)),
            bound: bearers.names,
            status: Some(clause.status.into()),
            basis: Basis::new(
                rule,
                if bearers.inferred.is_some() { modal.confidence * 0.7 } else { modal.confidence },
            ),
        });
    }
}

/// Whether a deed behind a modal frees from a duty, or may only have happened ("shall not be liable", "may have been").
fn frees(modality: Modality, deed: &str) -> bool {
    let lower = deed.char_indices().nth(60).map_or(deed, |(n, _)| &deed[..n]).to_lowercase();
    let opens = |list: &[String]| list.iter().any(|w| lower.starts_with(w.as_str()));
    match modality {
        Modality::Refrain => opens(&WORDS.freeing) || opens(&WORDS.no_duty),
        Modality::Do => opens(&WORDS.no_duty),
        Modality::May => lower.starts_with("have "),
    }
}

/// Whether the subject of a modal stands in a clause that only supposes ("… if Varn shall fail …").
fn supposed(subject: &str) -> bool {
    let lower = subject.to_lowercase();
    let clause = lower.rsplit([',', ';', ':']).next().unwrap_or("").trim_start();
    WORDS.supposing.iter().any(|w| {
        clause.strip_prefix(w.as_str()).is_some_and(|r| r.starts_with(' '))
            || clause.contains(&format!(" {w} "))
    })
}

/// Modal rules that in a recited clause bind only to deeds, for a reporter has these words for his own opinions too.
const WEAK: [&str; 7] = [".will", ".should", ".would", ".is-to", ".not", ".may", ".agree-to"];

/// Whether a deed is one that parties do to each other.
fn towards_each(deed: &str) -> bool {
    let lower = deed.to_lowercase();
    WORDS.each.iter().any(|w| lower.contains(w.as_str()))
}

/// "Neither Party shall enter" and "shall hold no exercise" forbid although their modals have no "not".
fn forbidding(subject: &str, deed: &str, modality: Modality) -> Modality {
    let none = subject
        .split_whitespace()
        .rev()
        .take(4)
        .any(|w| w.eq_ignore_ascii_case("neither") || w.eq_ignore_ascii_case("no"));
    let first = deed.split_whitespace().next().unwrap_or("").to_lowercase();
    let not_done = deed.split_whitespace().nth(1).is_some_and(|w| w.eq_ignore_ascii_case("no"));
    match modality {
        Modality::Do if none || not_done || WORDS.abstaining.contains(&first) => Modality::Refrain,
        Modality::May if none => Modality::Refrain,
        m => m,
    }
}

/// The modal words of a clause, none inside another, and the verbs that "to" ties on ("and to prohibit").
fn modals(words: &str, langs: &[String], told: bool) -> Vec<Modal> {
    let mut all: Vec<Modal> = Vec::new();
    for m in MODALS.matches(words, langs) {
        let Ok(modality) = m.rule.gives.parse() else { continue };
        // "Would" binds only where a reporter tells what a draft says.
        if m.rule.id.ends_with(".told") && !told {
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
    // In a subordinate clause at the head ("should it find that he cannot travel, …") nobody is bound.
    let (_, lead_end) = leading(words);
    if all.iter().any(|m| m.at >= lead_end) {
        all.retain(|m| m.at >= lead_end);
    }
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
    let head = lower.char_indices().nth(36).map_or(lower.as_str(), |(n, _)| &lower[..n]);
    WORDS.constitutive.iter().any(|w| head.starts_with(w.as_str()) || head.contains(&format!(" {w} ")))
        || BEING.is_match(deed)
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
