//! What stands beside the word that tells of an event: date, place, participants, level, go-between.

use std::sync::LazyLock;

use memcon_model::{Agent, AgentType, Analysis, DateType, Edtf, EventType, Participant, Span};
use regex::Regex;
use serde::Deserialize;

use super::clause;
use crate::Paper;
use crate::interpret::actor::Mentions;

/// The table of words around events.
#[derive(Deserialize)]
pub(super) struct Words {
    through: Vec<String>,
    levels: Vec<String>,
    pub records: Vec<String>,
    pub breaks_before: Vec<String>,
    pub breaks_behind: Vec<String>,
    pub about: Vec<String>,
    pub with: Vec<String>,
    pub first: Vec<String>,
    third: Vec<String>,
    pub supposing: Vec<String>,
    pub agreeing: Vec<String>,
    clock: Vec<String>,
    pub no_meetings: Vec<String>,
    pub offices: Vec<String>,
    pub venues: Vec<String>,
    pub answering: Vec<String>,
    rank: Vec<Rank>,
}

/// A level with the words of offices that make it.
#[derive(Deserialize)]
struct Rank {
    level: String,
    words: Vec<String>,
}

pub(super) static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("events/words.toml").expect("our own words of events"));

/// Most participants of one event that a sentence is believed to name.
const PARTICIPANTS: usize = 8;

/// How far a day may stand from the word that tells of an event nobody is named in, in bytes.
const NEAR: u32 = 40;

/// The date in the clause nearest to the trigger; outside it, the only one of the sentence.
pub(super) fn date(scene: &Scene<'_, '_>) -> Option<Edtf> {
    let Scene { paper, found, sentence, clause, trigger, .. } = *scene;
    let inside = |span: Span| {
        let from = found.dates.partition_point(|d| d.span.start < span.start);
        found.dates[from..]
            .iter()
            .take_while(move |d| d.span.start < span.end)
            .filter(|d| !said_between(paper, d.span, trigger))
            .filter(|d| {
                (matches!(d.kind, DateType::Date | DateType::Relative)
                    || d.kind == DateType::Time && names_a_day(d.span.of(paper.text)))
                    && d.edtf.as_ref().is_some_and(of_a_day_or_month)
            })
    };
    // Force, exercises and exchanges are named in lists beside days that are not theirs.
    let most = match scene.kind {
        EventType::Incident | EventType::Exchange | EventType::Exercise => 60,
        _ => u32::MAX,
    };
    let beside = |d: &&memcon_model::DateFound| gap(d.span, trigger) <= most;
    if let Some(near) = inside(clause).filter(beside).min_by_key(|d| (gap(d.span, trigger), d.span.start)) {
        return near.edtf.clone().map(|edtf| bounded(paper, near.span, in_year(found, edtf)));
    }
    let mut others = inside(sentence).filter(beside);
    let only = others.next()?;
    let far = gap(only.span, trigger) > 160;
    (others.next().is_none() && !far)
        .then(|| only.edtf.clone().map(|edtf| bounded(paper, only.span, in_year(found, edtf))))?
}

/// Whether a date stands in the clause close to the trigger: right behind it is its day, far off often another's.
pub(super) fn beside(scene: &Scene<'_, '_>, date: &Edtf) -> bool {
    let Scene { found, clause, trigger, .. } = *scene;
    let from = found.dates.partition_point(|d| d.span.start < clause.start);
    let mut inside = found.dates[from..].iter().take_while(|d| d.span.start < clause.end);
    inside.any(|d| gap(d.span, trigger) <= NEAR && d.edtf.as_ref() == Some(date))
}

/// Whether a time says its day as well ("3 p.m. on 3 May"); a bare hour is of a day only guessed.
pub(super) fn names_a_day(time: &str) -> bool {
    let words = time.split(|c: char| !c.is_alphabetic()).filter(|w| w.chars().count() >= 3);
    words.map(str::to_lowercase).any(|w| !WORDS.clock.contains(&w))
}

/// A day without a year is of the only year that the paper names, where it names one only.
fn in_year(found: &Analysis, edtf: Edtf) -> Edtf {
    let Some(rest) = edtf.as_str().strip_prefix("XXXX-") else { return edtf };
    let mut years = found.dates.iter().filter_map(|d| {
        let e = d.edtf.as_ref().filter(|e| !e.as_str().starts_with('X') && e.as_str().contains('-'))?;
        Some(e.earliest()?.year)
    });
    match years.next() {
        Some(year) if years.all(|y| y == year) => {
            let rest = rest.replace("XXXX-", &format!("{year:04}-"));
            format!("{year:04}-{rest}").parse().unwrap_or(edtf)
        }
        _ => edtf,
    }
}

/// "before the 9th" and "since the 9th" bound the day to one side.
fn bounded(paper: &Paper<'_>, date: Span, edtf: Edtf) -> Edtf {
    static BOUND: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:\b(?P<till>not later than|no later than|before|until|till|by)|\b(?P<from>not before|since|after))(?:\s+(?:the|the end of|end of|beginning of))?\s*$")
            .expect("a fixed pattern")
    });
    let text = edtf.as_str();
    if text.contains(['/', '[']) || text.contains('X') {
        return edtf;
    }
    let before = tail(paper.text.get(..date.start as usize).unwrap_or(""), 32);
    let day = text.split('T').next().unwrap_or(text);
    let made = match BOUND.captures(before) {
        Some(c) if c.name("till").is_some() => format!("../{day}"),
        Some(_) => format!("{day}/.."),
        None => return edtf,
    };
    made.parse().unwrap_or(edtf)
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
pub(super) fn place(scene: &Scene<'_, '_>) -> Option<String> {
    let Scene { paper, found, clause: sentence, kind, .. } = *scene;
    static IN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:\b(?:in|at|near)\s+(?:the\s+|a\s+)?(?:(?:border|neutral|nearby|port|capital)\s+)?(?:(?:village|town|city|port|capital|district|island|province)\s+(?:of\s+)?)?|在)$")
            .expect("a fixed pattern")
    });
    static TO: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:\b(?:to|in|visit(?:ed|s)?|going|(?:leav(?:e|es|ing)|left|depart(?:s|ed|ing|ure)?)\s+for)\s+(?:the\s+)?|访问)$").expect("a fixed pattern")
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
    best.map(|b| b.2.canonical.clone()).or_else(|| clause::venue(sentence.of(paper.text)))
}

/// Who took part: persons and offices in the clause that hang on the event, the writer where the first person stands
/// there, and states and bodies for which no person stands.
pub(super) fn participants(scene: &Scene<'_, '_>, place: Option<&str>) -> Vec<Participant> {
    let found = inside(scene, place);
    let lower = scene.clause.of(scene.paper.text).trim_start().to_lowercase();
    if !found.is_empty() || !WORDS.third.iter().any(|w| lower.starts_with(w.as_str())) {
        return found;
    }
    // "Aldo proposed that they should meet": who they are stands before the clause.
    let start = scene.sentence.start.min(scene.clause.start);
    inside(&Scene { clause: Span { start, end: scene.clause.end }, ..scene.clone() }, place)
}

/// Who took part by the words of the clause.
fn inside(scene: &Scene<'_, '_>, place: Option<&str>) -> Vec<Participant> {
    let Scene { paper, found, mentions, clause, trigger, .. } = *scene;
    let words = clause.of(paper.text);
    let mut seen: Vec<(Span, Participant, bool)> = Vec::new();
    for (agent, span) in named(found, mentions, clause) {
        let person = agent.kind == AgentType::Person;
        if !person && (Some(agent.canonical.as_str()) == place || qualifies(paper, span, clause)) {
            continue;
        }
        seen.push((span, as_participant(agent), person));
    }
    let base = clause.start as usize;
    for (start, end) in clause::offices(words) {
        let span = Span::new(base + start, base + end);
        // "Ambassador Ito" is named already.
        let named = seen.iter().any(|(s, _, person)| {
            s.overlaps(span) || *person && s.start >= span.end && s.start - span.end <= 3
        });
        let behind = paper.text.get(span.end as usize..).unwrap_or("");
        let genitive = behind.starts_with(['\'', '’']);
        let titled = behind.strip_prefix(' ').is_some_and(|r| r.starts_with(char::is_uppercase));
        if !named && !genitive && !titled {
            let name = span.of(paper.text).to_owned();
            seen.push((span, Participant { name, side: None, role: None }, true));
        }
    }
    seen.sort_by_key(|(s, _, _)| (s.start, s.end));
    let persons = seen.iter().filter(|s| s.2).count();
    let mut out: Vec<Participant> = Vec::new();
    let mut last = trigger.end;
    for (span, participant, person) in seen {
        let role = if span.end <= trigger.start {
            // "Ito's statement" and "after talks on Varn": the owner takes part, the matter does not.
            let before = Span { start: clause.start, end: span.start }.of(paper.text);
            let near = tail(before, 24);
            if matches!(clause::governed(near), clause::Governed::About) && !person {
                continue;
            }
            Some("from")
        } else if span.start >= trigger.end {
            let between = Span { start: last.min(span.start), end: span.start }.of(paper.text);
            match clause::governed(between) {
                clause::Governed::About => continue,
                clause::Governed::With(w) => Some(if w == "from" || w == "by" { "from" } else { "to" }),
                clause::Governed::Plain if between.len() <= 40 => Some("to"),
                clause::Governed::Plain => continue,
            }
        } else {
            // Inside the words that tell of it: "handed Ito a note".
            Some("to")
        };
        last = last.max(span.end);
        // States and bodies stand for themselves only where no two persons are named.
        let stands_for = out.iter().any(|p| {
            p.side.as_deref() == Some(participant.name.as_str())
                || p.side.is_some() && p.side == participant.side
        });
        if !person && (persons >= 2 || stands_for) || out.iter().any(|p| p.name == participant.name) {
            continue;
        }
        let role = role.and_then(|r| scene.role(r)).map(str::to_owned);
        out.push(Participant { role: role.or(participant.role), ..participant });
    }
    // Bodies alone do not meet: such a sentence speaks of papers and archives.
    if scene.kind == EventType::Meeting && persons == 0 {
        out.retain(|p| found.agents.iter().any(|a| a.canonical == p.name && a.kind == AgentType::State));
    }
    let subjectless = found.form == memcon_model::Form::Cable
        && trigger.start <= scene.sentence.start + 1
        && words.starts_with(char::is_uppercase);
    if (clause::first_person(words) || subjectless)
        && let Some(me) = scene.speaker.clone().filter(|me| !out.iter().any(|p| p.name == me.name))
    {
        let to = [" to me", " me ", " us ", " to us"].iter().any(|w| words.contains(w));
        let role = scene.role(if to { "to" } else { "from" }).map(str::to_owned);
        out.insert(0, Participant { role: role.or(me.role), ..me });
    }
    out.truncate(PARTICIPANTS);
    out
}

/// The last `most` bytes of a text, on a character boundary.
fn tail(text: &str, most: usize) -> &str {
    let mut at = text.len().saturating_sub(most);
    while !text.is_char_boundary(at) {
        at += 1;
    }
    &text[at..]
}

/// What one word that tells of an event stands in.
#[derive(Clone)]
pub(super) struct Scene<'s, 'p> {
    pub paper: &'s Paper<'p>,
    pub found: &'s Analysis,
    pub mentions: &'s Mentions,
    pub sentence: Span,
    pub clause: Span,
    pub trigger: Span,
    pub kind: EventType,
    /// Who "I" is.
    pub speaker: Option<Participant>,
}

impl Scene<'_, '_> {
    /// The role of the one who acts and of the one to whom it is done.
    fn role(&self, end: &str) -> Option<&'static str> {
        match (self.kind, end) {
            (EventType::Letter | EventType::Reply | EventType::Report, "from") => Some("sender"),
            (EventType::Letter | EventType::Reply | EventType::Report, _) => Some("addressee"),
            (EventType::Visit, "from") => Some("visitor"),
            (EventType::Visit, _) => Some("host"),
            _ => None,
        }
    }
}

/// Whether a state's or body's name only qualifies what follows, or says where or about what: "the Varnish Minister of
/// Trade" has the person besides, "Varn's note" the note, "in Varn" the place.
fn qualifies(paper: &Paper<'_>, mention: Span, clause: Span) -> bool {
    let behind = paper.text.get(mention.end as usize..clause.end.max(mention.end) as usize).unwrap_or("");
    let mut next = behind.chars();
    match (next.next(), next.next()) {
        (Some('\'' | '’'), _) => return true,
        // "Varn Ambassador", "Varn note": a noun follows at once.
        (Some(' '), Some(c)) if c.is_uppercase() => return true,
        _ => {}
    }
    let before = Span { start: clause.start, end: mention.start }.of(paper.text).to_lowercase();
    let word = before.trim_end().trim_end_matches(" the").rsplit(' ').next().unwrap_or_default();
    matches!(word, "in" | "of" | "at" | "near" | "on" | "about" | "against" | "over" | "for" | "to" | "re")
}

/// The level that the offices of those who took part make: that of the highest.
pub(super) fn rank<'o>(offices: impl Iterator<Item = &'o str>) -> Option<String> {
    let offices: Vec<String> = offices.map(str::to_lowercase).collect();
    let has = |office: &str, word: &str| {
        office.match_indices(word).any(|(n, _)| {
            let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
            edge(office[..n].chars().next_back()) && edge(office[n + word.len()..].chars().next())
        })
    };
    let meets = |r: &&Rank| offices.iter().any(|o| r.words.iter().any(|w| has(o, w)));
    WORDS.rank.iter().find(meets).map(|r| r.level.clone())
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

/// At what level: in the paper's words, else by the offices of those who took part.
pub(super) fn level(words: &str, participants: &[Participant]) -> Option<String> {
    let lower = words.to_lowercase();
    let told = WORDS.levels.iter().find(|l| lower.contains(l.as_str())).cloned();
    told.or_else(|| {
        rank(participants.iter().flat_map(|p| p.role.as_deref().into_iter().chain([p.name.as_str()])))
    })
}
