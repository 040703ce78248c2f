//! What stands beside the word that tells of an event: date, place, participants, level, go-between.

use std::sync::LazyLock;

use memcon_model::{Agent, AgentType, Analysis, DateType, Edtf, EventType, Participant, Span};
use regex::Regex;
use serde::Deserialize;

use crate::Paper;
use crate::interpret::actor::Mentions;

/// The table of words around events.
#[derive(Deserialize)]
pub(super) struct Words {
    through: Vec<String>,
    levels: Vec<String>,
    pub records: Vec<String>,
}

pub(super) static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("events/words.toml").expect("our own words of events"));

/// Most participants of one event that a sentence is believed to name.
const PARTICIPANTS: usize = 8;

/// The date in the sentence nearest to the trigger.
pub(super) fn date(paper: &Paper<'_>, found: &Analysis, sentence: Span, trigger: Span) -> Option<Edtf> {
    let from = found.dates.partition_point(|d| d.span.start < sentence.start);
    found.dates[from..]
        .iter()
        .take_while(|d| d.span.start < sentence.end)
        .filter(|d| !said_between(paper, d.span, trigger))
        .filter(|d| {
            matches!(d.kind, DateType::Date | DateType::Relative)
                && d.edtf.as_ref().is_some_and(of_a_day_or_month)
        })
        .min_by_key(|d| (gap(d.span, trigger), d.span.start))
        .and_then(|d| d.edtf.clone())
}

/// Whether a verb of saying stands between a date and a trigger: "confirmed today that they had met" dates the saying.
fn said_between(paper: &Paper<'_>, date: Span, trigger: Span) -> bool {
    static SAID: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)\b(?:said|confirmed|announced|declared|stated|reported|told|disclosed|revealed)\b|\bthat\b",
        )
        .expect("a fixed pattern")
    });
    date.end <= trigger.start
        && trigger.start - date.end < 200
        && SAID.is_match(Span { start: date.end, end: trigger.start }.of(paper.text))
}

/// Years alone ("the 1953 armistice") date what they qualify, seldom the event.
fn of_a_day_or_month(edtf: &Edtf) -> bool {
    if edtf.as_str().len() < 7 {
        return false;
    }
    match (edtf.earliest(), edtf.latest()) {
        (Some(a), Some(b)) if !edtf.as_str().starts_with('X') => a.year == b.year && b.month - a.month <= 1,
        _ => true,
    }
}

fn gap(a: Span, b: Span) -> u32 {
    if a.end <= b.start { b.start - a.end } else { a.start.saturating_sub(b.end) }
}

/// Agents mentioned in a span with the place of the first mention, in order.
fn named<'f>(found: &'f Analysis, mentions: &Mentions, span: Span) -> Vec<(&'f Agent, Span)> {
    mentions
        .inside(span)
        .into_iter()
        .filter_map(|n| {
            let agent = &found.agents[n];
            let from = agent.mentions.partition_point(|m| m.span.start < span.start);
            agent.mentions.get(from).filter(|m| span.contains(m.span)).map(|m| (agent, m.span))
        })
        .collect()
}

/// Where: a place (or a state) behind "in", "at", "near"; for a visit also behind "to" and "visit".
pub(super) fn place(paper: &Paper<'_>, found: &Analysis, sentence: Span, kind: EventType) -> Option<String> {
    static IN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:\b(?:in|at|near)\s+(?:the\s+|a\s+)?(?:(?:border|neutral|nearby|port|capital)\s+)?(?:(?:village|town|city|port|capital|district|island|province)\s+(?:of\s+)?)?|在)$")
            .expect("a fixed pattern")
    });
    static TO: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:\b(?:to|in|visit(?:ed|s)?)\s+(?:the\s+)?|访问)$").expect("a fixed pattern")
    });
    let pattern = if kind == EventType::Visit { &*TO } else { &*IN };
    let mut best: Option<(u32, bool, &Agent)> = None;
    for agent in found.agents.iter().filter(|a| matches!(a.kind, AgentType::Place | AgentType::State)) {
        let from = agent.mentions.partition_point(|m| m.span.start < sentence.start);
        let Some(mention) = agent.mentions.get(from).filter(|m| sentence.contains(m.span)) else { continue };
        let before = Span { start: sentence.start, end: mention.span.start }.of(paper.text);
        let short = before.char_indices().rev().nth(47).map_or(before, |(n, _)| &before[n..]);
        if pattern.is_match(short) {
            let state = agent.kind == AgentType::State;
            let key = (mention.span.start, state);
            if best.is_none_or(|(at, s, _)| (s, at) > (key.1, key.0)) {
                best = Some((key.0, key.1, agent));
            }
        }
    }
    best.map(|b| b.2.canonical.clone())
}

/// Who: persons named in the sentence; states and bodies for which no person stands.
pub(super) fn participants(
    paper: &Paper<'_>,
    found: &Analysis,
    mentions: &Mentions,
    sentence: Span,
    place: Option<&str>,
) -> Vec<Participant> {
    let inside = named(found, mentions, sentence);
    let bodies = [AgentType::State, AgentType::Organisation];
    let persons: Vec<&Agent> =
        inside.iter().filter(|(a, _)| a.kind == AgentType::Person).map(|(a, _)| *a).collect();
    let mut out: Vec<Participant> = persons.iter().map(|a| as_participant(a)).collect();
    for (agent, span) in &inside {
        let stands_for = persons.iter().any(|p| {
            p.side.as_deref() == Some(agent.canonical.as_str()) || p.side.is_some() && p.side == agent.side
        });
        // Bodies stand for themselves only where too few persons and states are named.
        let body = bodies.contains(&agent.kind)
            && (agent.kind == AgentType::State || out.len() < 2)
            && persons.len() < 2;
        if body && !stands_for && Some(agent.canonical.as_str()) != place && !qualifies(paper, *span) {
            out.push(as_participant(agent));
        }
    }
    out.truncate(PARTICIPANTS);
    out
}

/// Whether a state's name only qualifies a person or thing ("the Foreign Minister of Varn" has the person besides).
fn qualifies(paper: &Paper<'_>, mention: Span) -> bool {
    let behind = paper.text.get(mention.end as usize..).unwrap_or("");
    let next: String = behind.chars().take(2).collect();
    next.starts_with(['\'', '’']) && next.ends_with('s')
}

pub(super) fn as_participant(agent: &Agent) -> Participant {
    let own = matches!(agent.kind, AgentType::State | AgentType::Organisation);
    Participant {
        name: agent.canonical.clone(),
        side: agent.side.clone().or_else(|| own.then(|| agent.canonical.clone())),
        role: agent.role.clone(),
    }
}

/// Through whom: an agent right behind the words for mediation.
pub(super) fn intermediary(
    paper: &Paper<'_>,
    mentions: &Mentions,
    found: &Analysis,
    sentence: Span,
) -> Option<String> {
    static THROUGH: LazyLock<Regex> = LazyLock::new(|| {
        let words = WORDS.through.iter().filter(|w| w.is_ascii()).cloned().collect::<Vec<_>>().join("|");
        Regex::new(&format!(r"(?i)\b(?:{words})\s+(?P<who>(?:the\s+)?[^.;,]{{2,60}})|在(?P<zh>[^，。]{{2,20}})的(?:帮助|斡旋|协助)下")).expect("built from our own table")
    });
    let words = paper.words(sentence);
    let c = THROUGH.captures(words)?;
    let who = c.name("who").or_else(|| c.name("zh"))?;
    let base = sentence.start as usize;
    let span = Span::new(base + who.start(), base + who.end());
    named(found, mentions, span)
        .into_iter()
        .find(|(a, s)| a.kind != AgentType::Place && (s.start - span.start) <= 4)
        .map(|(a, _)| a.canonical.clone())
        .or_else(|| body_named(c.get(0)?.as_str(), who.as_str()))
}

/// A body named behind "with the help of" that is no agent of the paper ("the Helvarian Government").
fn body_named(phrase: &str, who: &str) -> Option<String> {
    static BODY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:the\s+)?(?P<name>(?:\p{Lu}[\p{L}-]+\s+){1,3}(?:[Gg]overnment|[Ee]mbassy|[Ll]egation|[Mm]inistry|side|authorities))\b").expect("a fixed pattern")
    });
    let vague = ["through", "via", "by way of"].iter().any(|w| phrase.to_lowercase().starts_with(w));
    let name = BODY.captures(who).and_then(|c| c.name("name"))?;
    (!vague).then(|| name.as_str().split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether a sentence speaks of the two sides together, though it names neither.
pub(super) fn two_sides(words: &str) -> bool {
    let lower = words.to_lowercase();
    [
        "two sides",
        "both sides",
        "two delegations",
        "both delegations",
        "two countries",
        "both parties",
        "two parties",
        "双方",
        "обе стороны",
        "les deux parties",
    ]
    .iter()
    .any(|w| lower.contains(w))
}

/// At what level, in the paper's words.
pub(super) fn level(words: &str) -> Option<String> {
    let lower = words.to_lowercase();
    WORDS.levels.iter().find(|l| lower.contains(l.as_str())).cloned()
}
