//! Who binds himself in speech, in a letter, in a report: undertakings and offers outside texts of duties.
//!
//! Rules are data (`data/obligations/speech.toml`): words between the one bound and the deed. A rule counts
//! where somebody who can act stands before it (the subject of a move) or inside it ("promised that X would"),
//! and for the weaker verbs only before a deed of the table. What stands in a condition or a question binds
//! nobody. What belongs elsewhere: clauses of drafts and agreements.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{AgentType, Analysis, Basis, Form, Modality, Obligation, Span};
use regex::{Captures, Regex};

use super::order::{leading, order, tidy};
use super::{WORDS, parties::Parties};
use crate::Paper;
use crate::interpret::actor::{Actor, Mentions, Subject, named, resolve, subject};
use crate::interpret::sides::Sides;
use crate::interpret::units::{Unit, Voice, units};

static RULES: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("obligations/speech").expect("our own rules of undertakings"));
static GUARDS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("moves/guard-").expect("our own guards of moves"));
static DENIALS: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("obligations/guard").expect("our own guards of undertakings"));

/// Verbs that are deeds, and those that are deeds when not done.
static DEEDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| WORDS.deeds.iter().cloned().collect());
static NOT_DEEDS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| WORDS.deeds_refrained.iter().chain(&WORDS.deeds).cloned().collect());

/// What the stage needs to tell who is bound.
pub(super) struct Reader<'p, 'f> {
    pub paper: &'p Paper<'p>,
    pub found: &'f Analysis,
    pub mentions: &'p Mentions,
    pub sides: Sides,
}

/// Who is bound, and whether each towards the other.
#[derive(Default)]
struct Bearer {
    names: Vec<String>,
    mutual: bool,
}

/// Undertakings and offers outside `taken`, in order of the text.
pub(super) fn undertakings(reader: &Reader<'_, '_>, known: &mut Parties, taken: &[Span]) -> Vec<Obligation> {
    let mut out = Vec::new();
    let mut last = Actor::default();
    for unit in &units(reader.paper, reader.found) {
        if taken.iter().any(|t| t.overlaps(unit.span)) {
            continue;
        }
        known.move_to(unit.span.start);
        of_unit(reader, known, unit, &last, &mut out);
        remember(reader, unit, &mut last);
    }
    out
}

/// Keeps who was named last: the one that "he" and "they" mean in the next sentence.
fn remember(reader: &Reader<'_, '_>, unit: &Unit, last: &mut Actor) {
    if unit.voice != Voice::Told {
        return;
    }
    let found = reader.found;
    if let Some(turn) = unit.turn.map(|t| &found.turns[t]).filter(|t| t.speaker.is_some()) {
        *last = Actor { name: turn.speaker.clone(), side: turn.side.clone() };
        return;
    }
    let inside = reader.mentions.inside(unit.span);
    let person = inside.iter().map(|&n| &found.agents[n]).find(|a| a.kind == AgentType::Person);
    if let Some(agent) = person {
        *last = named(agent);
    }
}

fn of_unit(reader: &Reader<'_, '_>, known: &Parties, unit: &Unit, last: &Actor, out: &mut Vec<Obligation>) {
    let words = reader.paper.words(unit.span);
    if words.trim_end().ends_with(['?', '？']) {
        return;
    }
    let mut ends = 0;
    let mut hits: Vec<(usize, usize, &memcon_lexicon::Rule)> = Vec::new();
    for m in RULES.matches(words, &reader.paper.languages) {
        hits.extend(m.rule.regex.find_iter(words).take(6).map(|h| (h.start(), h.end(), m.rule)));
    }
    // Where two rules begin at one place the longer and surer one is the right one.
    hits.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.confidence.total_cmp(&a.2.confidence)).then(b.1.cmp(&a.1)));
    for (start, _, rule) in hits {
        if start < ends {
            continue;
        }
        let Some(c) =
            rule.regex.captures_at(words, start).filter(|c| c.get(0).is_some_and(|m| m.start() == start))
        else {
            continue;
        };
        if let Some((o, end)) = one(reader, known, unit, last, rule, &c) {
            ends = end;
            out.push(o);
        }
    }
}

/// One undertaking, and where its words end in the sentence.
fn one(
    reader: &Reader<'_, '_>,
    known: &Parties,
    unit: &Unit,
    last: &Actor,
    rule: &memcon_lexicon::Rule,
    c: &Captures<'_>,
) -> Option<(Obligation, usize)> {
    let words = reader.paper.words(unit.span);
    let all = c.get(0)?;
    let (modality, force) = rule.gives.split_once(' ')?;
    let mut modality: Modality = modality.parse().ok()?;
    if c.name("not").is_some() || c.name("nor").is_some() {
        modality = Modality::Refrain;
    }
    let to = deed_end(words, all.end());
    let deed = words.get(all.end()..to)?.trim_matches([' ', '\n', ',', ';', '.', '"', '”', '’']);
    if deed.is_empty() || !deed.chars().any(char::is_alphabetic) {
        return None;
    }
    let (verb, rest) = verb(deed);
    // "Committed itself to a course" binds to no deed.
    if all.as_str().trim_end().ends_with("to") && WORDS.nouns_follow.contains(&verb) {
        return None;
    }
    if WORDS.abstaining.contains(&verb) || none_of(rest) {
        modality = Modality::Refrain;
    }
    let deeds = if modality == Modality::Refrain { &*NOT_DEEDS } else { &*DEEDS };
    let english = rule.lang == "en";
    if english && rule.id.contains("deed") && !(deeds.contains(&verb) && real(&verb, rest)) {
        return None;
    }
    let left = &words[..all.start()];
    if english && GUARDS.matches(left, &reader.paper.languages).any(|m| m.rule.gives != "quoted") {
        return None;
    }
    let bearer = match c.name("who") {
        Some(who) => inside(reader, known, unit, last, who.start(), who.as_str())?,
        None if english => on_the_left(reader, known, unit, last, rule, &words[all.start()..], left)?,
        None => named_before(reader, unit, all.start()),
    };
    let (lead, lead_end) = leading(words);
    let tail = words.get(all.end()..to).unwrap_or("");
    let told = order(lead.filter(|_| all.start() >= lead_end), tail, &reader.paper.languages);
    // What is to be done under a condition that the other side must meet first is no more than offered.
    let force = if told.condition.is_some() && rule.id.contains("shall-deed") { "proposed" } else { force };
    // "Would agree to" is less than "agreed to".
    let wished = left.trim_end().ends_with("would") || left.trim_end().ends_with("should");
    let force = if wished && english { "proposed" } else { force };
    let start = sentence_start(words, all.start()).max(if all.start() >= lead_end { lead_end } else { 0 });
    let span =
        Span::new(unit.span.start as usize + start, unit.span.start as usize + to).trim(reader.paper.text);
    let towards =
        known.towards(reader.paper, reader.found, reader.mentions, unit.span, (all.end(), to), &bearer.names);
    Some((
        Obligation {
            span,
            bound: bearer.names,
            modality,
            content: tidy(deed),
            towards,
            condition: told.condition,
            sequence: told.sequence,
            deadline: told.deadline,
            mutual: bearer.mutual,
            status: Some(force.into()),
            basis: Basis::new(rule.id.clone(), rule.confidence),
            ..Obligation::default()
        },
        to,
    ))
}

/// The verb of a deed in lower case, and what follows it.
fn verb(deed: &str) -> (String, &str) {
    let deed = deed.trim_start();
    let end = deed.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(deed.len());
    (deed[..end].to_lowercase(), deed[end..].trim_start())
}

/// Whether the words behind a modal are a deed of the table, done or suffered ("withdraw …", "be withdrawn").
pub(super) fn is_deed(deed: &str) -> bool {
    let (first, rest) = verb(deed);
    if first != "be" && first != "not" {
        return (DEEDS.contains(&first) && real(&first, rest))
            || (none_of(rest) && NOT_DEEDS.contains(&first));
    }
    // "be withdrawn", "not be held": by the beginning of the verb, for participles are many.
    let words = rest.split_whitespace().filter(|w| *w != "be" && !w.ends_with("ly"));
    let Some(second) = words.map(str::to_lowercase).next() else { return false };
    let second = second.trim_end_matches(|c: char| !c.is_alphanumeric());
    let root = |d: &str| -> String { d.chars().take(d.chars().count().saturating_sub(1).max(4)).collect() };
    NOT_DEEDS.iter().any(|d| second.starts_with(&root(d))) || WORDS.participles.iter().any(|p| p == second)
}

/// Whether leaving something undone is a deed ("not locate weapons there").
pub(super) fn is_left_undone(deed: &str) -> bool {
    NOT_DEEDS.contains(&verb(deed).0)
}

/// "take no action", "hold no exercise": done, it would be nothing.
fn none_of(rest: &str) -> bool {
    let first = rest.split_whitespace().next().unwrap_or("");
    first.eq_ignore_ascii_case("no")
}

/// Whether a verb that is often no deed has an object that makes it one ("take measures", not "take note").
fn real(verb: &str, rest: &str) -> bool {
    let first = rest.split_whitespace().take(3).map(str::to_lowercase).collect::<Vec<_>>();
    match WORDS.light.iter().find(|l| l.verb == verb) {
        Some(light) => first.iter().any(|w| {
            let bare = w.trim_matches(|c: char| !c.is_alphanumeric());
            light.objects.iter().any(|o| o == bare)
        }),
        None => true,
    }
}

/// Where the words of a deed end: at a semicolon, the end of the sentence, or a clause with a subject of its own.
fn deed_end(words: &str, from: usize) -> usize {
    static STOP: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i);|:\s|,?\s+(?:but|although|whereas|while|however)\s|,\s+(?:and\s+)?(?:that\s+)?(?:he|she|it|they|we|I)\s+\p{L}+|,\s+(?:he|she|they)\s|[”\x22]\s*,").expect("a fixed pattern")
    });
    words.get(from..).and_then(|rest| STOP.find(rest)).map_or(words.len(), |m| from + m.start())
}

/// Where the clause around `at` begins: behind the last semicolon or "; and".
fn sentence_start(words: &str, at: usize) -> usize {
    words[..at].rfind([';', ':']).map_or(0, |n| {
        let rest = &words[n + 1..at];
        n + 1 + (rest.len() - rest.trim_start().len())
    })
}

/// The subject to the left, for whom it may bind.
fn on_the_left(
    reader: &Reader<'_, '_>,
    known: &Parties,
    unit: &Unit,
    last: &Actor,
    rule: &memcon_lexicon::Rule,
    predicate: &str,
    left: &str,
) -> Option<Bearer> {
    let (who, at) = subject(left, predicate, unit.span.start, reader.mentions)?;
    let before = &left[..at];
    if english_quoted(before, &reader.paper.languages) {
        return None;
    }
    // "We shall" binds the speaker; of others it only foretells. Reports have "would" for it.
    let future = rule.id.contains("shall-deed");
    let reported = rule.id.contains("would-deed");
    if future && !(unit.voice == Voice::Own || reader.found.form == Form::Letter) {
        return None;
    }
    if future && !matches!(who, Subject::First | Subject::Both) && unit.voice != Voice::Own {
        return None;
    }
    let actor = resolve(&who, unit, reader.found, last)?;
    if reported {
        // Only what a speaker is reported to say of his own side is an offer; all else is opinion.
        let turn = unit.turn.map(|t| &reader.found.turns[t])?;
        let own = match &who {
            Subject::First | Subject::Third => true,
            _ => actor.side.is_some() && actor.side == turn.side,
        };
        if unit.voice != Voice::Told || !own {
            return None;
        }
    }
    bearer(reader, known, &who, &actor)
}

/// Whether what stands before a subject makes the clause somebody's hope, doubt or claim about others.
fn english_quoted(before: &str, langs: &[String]) -> bool {
    GUARDS.matches(before, langs).any(|m| m.rule.gives == "quoted" || m.rule.gives == "hypothetical")
        || DENIALS.matches(before, langs).next().is_some()
}

/// The one bound by a clause inside the rule's own words ("promised that X would …").
fn inside(
    reader: &Reader<'_, '_>,
    known: &Parties,
    unit: &Unit,
    last: &Actor,
    at: usize,
    who: &str,
) -> Option<Bearer> {
    let left = &reader.paper.words(unit.span)[..at + who.len()];
    let (subject, start) = match subject(left, "do", unit.span.start, reader.mentions) {
        Some(found) => found,
        None => {
            let base = unit.span.start as usize + at;
            let named = reader.mentions.inside(Span::new(base, base + who.len()));
            let first = *named.first()?;
            (Subject::Agent(first), at)
        }
    };
    if start < at {
        return None;
    }
    // In one's own words others may be named too: "we demand that your side …".
    let actor = match (&subject, unit.voice) {
        (Subject::Agent(n), _) => named(&reader.found.agents[*n]),
        (Subject::Second, _) => return None,
        _ => resolve(&subject, unit, reader.found, last)?,
    };
    bearer(reader, known, &subject, &actor)
}

/// Names for the one who acts: the side where it acts for one, both sides by their names where known.
fn bearer(reader: &Reader<'_, '_>, known: &Parties, who: &Subject, actor: &Actor) -> Option<Bearer> {
    if *who == Subject::Both || actor.side.as_deref() == Some("both") {
        let all = known.all();
        let names = if all.len() >= 2 { all } else { vec!["both sides".to_owned()] };
        return Some(Bearer { names, mutual: true });
    }
    let name = actor.name.as_deref()?;
    let side = actor.side.clone().or_else(|| reader.sides.of(name));
    let bound = side.map_or_else(|| name.to_owned(), |s| reader.sides.named(&s));
    Some(Bearer { names: vec![bound], mutual: false })
}

/// Outside English: the state, body or person named last before the verb in its sentence.
fn named_before(reader: &Reader<'_, '_>, unit: &Unit, at: usize) -> Bearer {
    let span = Span::new(unit.span.start as usize, unit.span.start as usize + at);
    let inside = reader.mentions.inside(span);
    let mut agents = inside.iter().map(|&n| &reader.found.agents[n]).filter(|a| a.kind != AgentType::Other);
    let name = agents.next_back().map(|a| a.canonical.clone());
    let name = name.or_else(|| {
        let turn = unit.turn.map(|t| &reader.found.turns[t])?;
        turn.side.clone().or_else(|| turn.speaker.clone())
    });
    Bearer { names: name.into_iter().collect(), mutual: false }
}
