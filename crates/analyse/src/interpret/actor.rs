//! Who does it: the subject of a predicate, found to its left.
//!
//! A predicate counts only where a subject that can act stands directly before it, with nothing
//! between but words that leave the act an act (`data/moves/subjects.toml`). A negation or a
//! "might" is no such word, so that negated and hypothetical predicates find no subject.

use std::sync::LazyLock;

use memcon_model::{Agent, AgentType, Analysis, Span, Turn};
use regex::Regex;
use serde::Deserialize;

use super::units::{Unit, Voice};

/// One language of the table of subjects.
#[derive(Deserialize)]
struct Words {
    first: Vec<String>,
    second: Vec<String>,
    third: Vec<String>,
    both: Vec<String>,
    heads: Vec<String>,
    titles: Vec<String>,
    fillers: Vec<String>,
    being: Vec<String>,
    things: Vec<String>,
    said: Vec<String>,
    weakeners: Vec<String>,
    ahead: Vec<String>,
    able: Vec<String>,
    no_names: Vec<String>,
    openers: Vec<String>,
    joins: Vec<String>,
    before_day: Vec<String>,
    inverting: Vec<String>,
}

/// A language whose rules name the subject themselves.
#[derive(Deserialize)]
struct Few {
    first: Vec<String>,
    both: Vec<String>,
}

#[derive(Deserialize)]
struct Table {
    en: Words,
    zh: Few,
    ko: Few,
    ru: Few,
    fr: Few,
    de: Few,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| memcon_lexicon::table("moves/subjects.toml").expect("our own table of subjects"));

impl Table {
    fn few(&self) -> [&Few; 5] {
        [&self.zh, &self.ko, &self.ru, &self.fr, &self.de]
    }
}

/// Whether a subject in lower case stands for the speaker, in a language whose rules name the subject.
pub(super) fn is_first(word: &str) -> bool {
    TABLE.few().iter().any(|f| f.first.iter().any(|w| w == word))
}

/// Whether a subject in lower case stands for all sides, in a language whose rules name the subject.
pub(super) fn is_both(word: &str) -> bool {
    TABLE.few().iter().any(|f| f.both.iter().any(|w| w == word))
}

/// All sides together as the one who acts.
pub(super) fn both() -> Actor {
    Actor { name: Some("both sides".into()), side: Some("both".into()) }
}

/// Whether a predicate is tied to one before it, so that both have one subject.
pub(super) fn joins_on(left: &str) -> bool {
    let left = left.trim_end();
    let ends = |w: &String| {
        left.strip_suffix(w.as_str()).is_some_and(|l| w.starts_with(',') || l.is_empty() || l.ends_with(' '))
    };
    TABLE.en.joins.iter().any(ends)
}

/// Whether a word opens a question that yes or no answers.
pub(super) fn opens_question(word: &str) -> bool {
    TABLE.en.inverting.iter().any(|w| w.eq_ignore_ascii_case(word))
}

/// Whether a sentence opens with a pronoun for somebody named before.
pub(super) fn opens_with_pronoun(words: &str) -> bool {
    let first = words.split_whitespace().next().unwrap_or_default();
    TABLE.en.third.iter().any(|w| w.eq_ignore_ascii_case(first))
}

/// Whether a word in lower case stands before the day on which something is done.
pub(super) fn before_day(word: &str) -> bool {
    TABLE.en.before_day.iter().any(|w| w == word)
}

/// Whether words between a subject and its act, or the act's own first words, put it into the future. `body`: whether
/// the subject is no person; what a body "could not" do is a forecast too.
pub(super) fn lies_ahead(between: &str, predicate: &str, body: bool) -> bool {
    let t = &TABLE.en;
    let head: String = predicate.chars().take(24).collect();
    let is = |w: &str, a: &String| {
        w.eq_ignore_ascii_case(a) || a.starts_with(['\'', '’']) && w.ends_with(a.as_str())
    };
    let mut words = between.split_whitespace().chain(head.split_whitespace().take(2));
    words.any(|w| t.ahead.iter().any(|a| is(w, a)) || body && t.able.iter().any(|a| is(w, a)))
}

/// The table compiled: each pattern looks at the end of what stands left of a predicate.
struct Patterns {
    fillers: Regex,
    being: Regex,
    opens: Regex,
    phrase: Regex,
    thing: Regex,
    first: Regex,
    second: Regex,
    third: Regex,
    both: Regex,
    collective: Regex,
    title: Regex,
    name: Regex,
}

static EN: LazyLock<Patterns> = LazyLock::new(|| {
    let any = |words: &[String]| {
        let mut words: Vec<String> = words.iter().map(|w| regex::escape(w).replace(' ', r"\s+")).collect();
        words.sort_by_key(|w| std::cmp::Reverse(w.len()));
        words.join("|")
    };
    let ending = |flags: &str, body: String| {
        Regex::new(&format!(r"{flags}(?:^|[^\p{{L}}\p{{N}}’'-])(?P<who>{body})$"))
            .expect("built from our own table")
    };
    let w = &TABLE.en;
    Patterns {
        fillers: Regex::new(&format!(r"(?i)(?:^|\s|\b)(?P<word>{}|\p{{L}}{{2,}}ly)[\s,]*$", any(&w.fillers))).expect("built from our own table"),
        being: Regex::new(&format!(r"(?i)(?:^|\s|\b)(?:{})[\s,]*$", any(&w.being))).expect("built from our own table"),
        opens: Regex::new(&format!(
            r"(?i)(?:^|[^\p{{L}}\p{{N}}\s’']\s*|\b(?:and that|but that|and|but|or|so|then|therefore|thus|hence|now|today|here|again|also|because|since|while|whereas|although|though|however|otherwise|finally|instead|indeed|moreover|furthermore|meanwhile|afterwards|later|yesterday|if|as|when|after|before|first|\p{{L}}+ly)\s+|\b(?:{})\s+(?:[\p{{L}}.’'-]+\s+){{0,3}}(?:that\s+)?)$",
            any(&w.said)
        ))
        .expect("built from our own table"),
        phrase: Regex::new(r"(?i)^(?:as regards|as to|as for|regarding|concerning|with regard to|with respect to|on|in|at|during|after|by|for|from|with|under|to|upon|this|last)\b[^,;:]{0,70}\s$")
            .expect("a fixed pattern"),
        thing: Regex::new(&format!(r"(?i)\b(?:{})\s+$", any(&w.things))).expect("built from our own table"),
        first: ending("(?i)", any(&w.first)),
        second: ending("(?i)", any(&w.second)),
        third: ending("(?i)", any(&w.third)),
        both: ending("(?i)", any(&w.both)),
        collective: ending(
            "",
            format!(r"(?:(?:[Tt]he|[Oo]ur|[Hh]is|[Tt]heir|[Aa]n?)\s+(?:[\p{{L}}’'.-]+\s+){{0,4}}?|(?:\p{{Lu}}[\p{{L}}’'.-]+\s+){{1,3}})(?:{})(?:\s+of\s+(?:the\s+)?(?:\p{{Lu}}[\p{{L}}’'.-]*\s+){{0,4}}\p{{Lu}}[\p{{L}}’'-]*)?", any(&w.heads)),
        ),
        title: ending("", format!(r"(?:[Tt]he )?(?:[\p{{Lu}}][\p{{L}}-]+ )?(?:{})(?:\s+(?:of|for)\s+(?:the\s+)?(?:\p{{Lu}}[\p{{L}}-]+\s+){{0,3}}\p{{Lu}}[\p{{L}}-]+)?", any(&w.titles))),
        name: ending("", r"(?:[Tt]he )?(?:(?:Mr|Mrs|Ms|Dr|Sir|Lord|Gen|Amb|Col|Adm|Cde)\.? )?(?:\p{Lu}[\p{L}’'.-]*\s+){0,4}\p{Lu}[\p{L}’'-]+".to_owned()),
    }
});

/// A subject that can act.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Subject {
    /// The speaker or the speaker's side.
    First,
    /// The one spoken to.
    Second,
    /// A pronoun for somebody named before.
    Third,
    /// Both sides together.
    Both,
    /// An agent of the paper: index.
    Agent(usize),
    /// A name or noun phrase that is no agent of the paper.
    Named(String),
}

/// Mentions of agents by where they end, to find the one that a stretch of text ends with.
pub(super) struct Mentions {
    ends: Vec<(u32, u32, usize)>,
}

impl Mentions {
    /// All mentions of persons, bodies and states (and sides) in order of their end.
    pub fn new(agents: &[Agent]) -> Self {
        let mut ends: Vec<(u32, u32, usize)> = agents
            .iter()
            .enumerate()
            .filter(|(_, a)| !matches!(a.kind, AgentType::Place | AgentType::Handle))
            .flat_map(|(n, a)| a.mentions.iter().map(move |m| (m.span.end, m.span.start, n)))
            .collect();
        ends.sort_unstable();
        Self { ends }
    }

    /// The agent whose name ends at byte `at`; the longest name wins.
    pub fn ending_at(&self, at: u32) -> Option<(usize, u32)> {
        let from = self.ends.partition_point(|e| e.0 < at);
        self.ends[from..].iter().take_while(|e| e.0 == at).map(|e| (e.2, e.1)).min_by_key(|e| e.1)
    }

    /// Agents named inside a span, in order, each once.
    pub fn inside(&self, span: Span) -> Vec<usize> {
        let from = self.ends.partition_point(|e| e.0 <= span.start);
        let mut out = Vec::new();
        for e in self.ends[from..].iter().take_while(|e| e.0 <= span.end) {
            if e.1 >= span.start && !out.contains(&e.2) {
                out.push(e.2);
            }
        }
        out
    }
}

/// Whether a pronoun that begins at the end of `before` opens a clause of its own: "the plan we proposed" does not.
fn opens_clause(before: &str) -> bool {
    let p = &*EN;
    let near = tail(before);
    p.opens.is_match(near)
        || (near.len() == before.len() && p.phrase.is_match(near) && !p.thing.is_match(near))
}

/// Whether a name is the end of a longer noun phrase ("new figures on Varn suggest …") and no subject.
fn behind_preposition(before: &str) -> bool {
    static PREPOSITION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:on|in|at|from|with|by|about|against|over|to|into|under|upon|than|like|for|towards?)\s+(?:the\s+)?$").expect("a fixed pattern")
    });
    PREPOSITION.is_match(tail(before))
}

/// Whether a predicate goes with "is" as an act: a form in -ing or an adjective, not a passive participle.
fn goes_with_being(predicate: &str) -> bool {
    static FORM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:\p{L}+ing|prepared|ready|willing|unable|unwilling|against|opposed|agreed|not|without|glad|determined|forced|compelled|obliged)\b").expect("a fixed pattern")
    });
    FORM.is_match(predicate)
}

/// The subject that `left` ends with, and where it begins in `left`. `base` is the offset of `left` in the text,
/// `predicate` what follows it.
pub(super) fn subject(
    left: &str,
    predicate: &str,
    base: u32,
    mentions: &Mentions,
) -> Option<(Subject, usize)> {
    // "Ito's request", "the guards' demand": a noun, not an act.
    let bare = left.trim_end();
    if ["'s", "’s", "s'", "s’"].iter().any(|p| bare.ends_with(p)) {
        return None;
    }
    let found = plain_subject(left, predicate, base, mentions)?;
    if matches!(found.0, Subject::Agent(_) | Subject::Named(_)) && behind_preposition(&left[..found.1]) {
        return None;
    }
    let pronoun = matches!(found.0, Subject::First | Subject::Third | Subject::Both);
    (!pronoun || opens_clause(&left[..found.1])).then_some(found)
}

fn plain_subject(left: &str, predicate: &str, base: u32, mentions: &Mentions) -> Option<(Subject, usize)> {
    let p = &*EN;
    let mut rest = left.trim_end();
    let active = goes_with_being(predicate);
    for _ in 0..6 {
        if let Some(found) = ends_with_subject(rest, base, mentions, p) {
            return Some(found);
        }
        let being = if active { p.being.find(tail(rest)) } else { None };
        let Some(m) = filler(tail(rest), p).or(being) else { break };
        let cut = rest.len() - tail(rest).len() + m.start();
        rest = rest[..cut].trim_end();
    }
    let bare = without_apposition(rest)?;
    ends_with_subject(bare, base, mentions, p)
}

/// A word at the end that leaves an act an act.
fn filler<'t>(rest: &'t str, p: &Patterns) -> Option<regex::Match<'t>> {
    let hit = p.fillers.captures(rest)?;
    let word = hit.name("word")?.as_str().to_lowercase();
    // "only" is among the fillers by name; among adverbs in -ly it is one that weakens others.
    let listed = TABLE.en.fillers.contains(&word);
    (listed || !TABLE.en.weakeners.contains(&word)).then(|| hit.get(0)).flatten()
}

/// Whether a word may stand between subject and predicate and leave the act an act.
pub(super) fn leaves_act(word: &str) -> bool {
    filler(word, &EN).is_some()
}

/// The last stretch that can hold a subject; patterns run over this only, so that cost stays linear.
fn tail(left: &str) -> &str {
    let from = left.char_indices().rev().nth(119).map_or(0, |(n, _)| n);
    &left[from..]
}

/// `left` without an apposition or bracket at its end ("Ito, the head of the delegation," → "Ito").
fn without_apposition(left: &str) -> Option<&str> {
    let cut = match left.chars().next_back()? {
        ',' => left[..left.len() - 1].rfind(',')?,
        ')' => left.rfind('(')?,
        ']' => left.rfind('[')?,
        _ => return None,
    };
    (left.len() - cut <= 140).then(|| left[..cut].trim_end())
}

fn ends_with_subject(left: &str, base: u32, mentions: &Mentions, p: &Patterns) -> Option<(Subject, usize)> {
    let short = tail(left);
    let shift = left.len() - short.len();
    let at =
        |r: &Regex| r.captures(short).and_then(|c| c.name("who")).map(|m| (m.as_str(), shift + m.start()));
    if let Some((_, n)) = at(&p.both) {
        return Some((Subject::Both, n));
    }
    if let Some((_, n)) = at(&p.first) {
        return Some((Subject::First, n));
    }
    if let Some((_, n)) = at(&p.second) {
        return Some((Subject::Second, n));
    }
    if let Some((_, n)) = at(&p.third) {
        return Some((Subject::Third, n));
    }
    let end = base + u32::try_from(left.len()).unwrap_or(0);
    if let Some((agent, start)) = mentions.ending_at(end) {
        return Some((Subject::Agent(agent), (start.saturating_sub(base)) as usize));
    }
    if let Some((words, n)) = at(&p.collective) {
        let span = Span { start: base + u32::try_from(n).unwrap_or(0), end };
        let named = mentions.inside(span);
        return Some(match named.first() {
            Some(&agent) if named.len() == 1 => (Subject::Agent(agent), n),
            _ => (Subject::Named(tidy(words)), n),
        });
    }
    if let Some((words, n)) = at(&p.title) {
        return Some((Subject::Named(tidy(words)), n));
    }
    let (words, n) = at(&p.name)?;
    let opening = words.split_whitespace().next().unwrap_or_default();
    if words.contains(' ') && asks_or_joins(opening) {
        return None;
    }
    // A capital at the head of a sentence is no sign of a name by itself.
    let alone = !words.contains(' ') && common_opening(words);
    (!alone).then(|| (Subject::Named(tidy(words)), n))
}

/// Words that open a question or a clause with a capital and are no part of a name.
fn asks_or_joins(word: &str) -> bool {
    TABLE.en.openers.iter().any(|w| w == word)
}

/// Words that open sentences with a capital and name nobody.
fn common_opening(word: &str) -> bool {
    TABLE.en.no_names.iter().any(|w| w == word)
}

/// A noun phrase without its article and line breaks.
fn tidy(words: &str) -> String {
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.strip_prefix("the ").or_else(|| joined.strip_prefix("The ")).unwrap_or(&joined).to_owned()
}

/// Who acts, by name and side.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Actor {
    /// Name as known to the paper; `None` = cannot be told.
    pub name: Option<String>,
    /// Side as known to the paper.
    pub side: Option<String>,
}

/// Turns a subject into a name and a side; `None` where the subject cannot be the one who acts in this voice.
pub(super) fn resolve(subject: &Subject, unit: &Unit, found: &Analysis, last: &Actor) -> Option<Actor> {
    let turn = unit.turn.map(|t| &found.turns[t]);
    let speaker = |t: &Turn| Actor { name: t.speaker.clone(), side: t.side.clone() };
    match (unit.voice, subject) {
        (_, Subject::Both) => Some(both()),
        (_, Subject::Second) => None,
        (Voice::Own, Subject::First) => turn.map(speaker),
        (Voice::Own, Subject::Third) => None,
        (Voice::Own, Subject::Agent(n)) => {
            let (agent, turn) = (&found.agents[*n], turn?);
            own_side(agent, turn).then(|| speaker(turn))
        }
        (Voice::Own, Subject::Named(words)) => {
            let turn = turn?;
            let side = turn.side.as_deref()?;
            words.contains(side).then(|| speaker(turn))
        }
        (Voice::Told, Subject::First) => match unit.reporter {
            Some(t) => Some(speaker(&found.turns[t])),
            None => Some(author(found)),
        },
        (Voice::Told, Subject::Third) => match turn {
            Some(t) if t.speaker.is_some() => Some(speaker(t)),
            _ => Some(last.clone()),
        },
        (Voice::Told, Subject::Agent(n)) => Some(named(&found.agents[*n])),
        (Voice::Told, Subject::Named(words)) => Some(match turn {
            // The voice stage has already found who stands behind "the Minister".
            Some(t)
                if t.speaker.is_some()
                    && t.speaker_as_named.as_deref().is_some_and(|s| same_words(s, words)) =>
            {
                speaker(t)
            }
            _ => by_name(words, found),
        }),
    }
}

/// Whether an agent is the speaker, or the side for which the speaker speaks.
pub(super) fn own_side(agent: &Agent, turn: &Turn) -> bool {
    let is = |s: &Option<String>| {
        s.as_deref().is_some_and(|s| agent.canonical == s || agent.forms.iter().any(|f| f == s))
    };
    is(&turn.speaker) || is(&turn.side)
}

/// An agent as the one who acts.
pub(super) fn named(agent: &Agent) -> Actor {
    let collective = matches!(agent.kind, AgentType::State | AgentType::Organisation);
    let side = agent.side.clone().or_else(|| collective.then(|| agent.canonical.clone()));
    Actor { name: Some(agent.canonical.clone()), side }
}

/// A noun phrase as the one who acts: by the agent of that name, office or side where the paper has one.
fn by_name(words: &str, found: &Analysis) -> Actor {
    let is = |a: &&Agent| {
        same_words(&a.canonical, words)
            || a.forms.iter().any(|f| same_words(f, words))
            || a.role.as_deref().is_some_and(|r| same_words(r, words))
    };
    if let Some(agent) = found.agents.iter().find(is) {
        return named(agent);
    }
    let side = found
        .turns
        .iter()
        .filter_map(|t| t.side.as_deref())
        .find(|s| same_words(s, words) || words.starts_with(s));
    Actor { name: Some(words.to_owned()), side: side.map(str::to_owned) }
}

/// Who wrote the paper: "we" in its own prose.
pub(super) fn author(found: &Analysis) -> Actor {
    use memcon_model::Field;
    let name = [Field::Author, Field::Signature, Field::Sender]
        .iter()
        .find_map(|f| found.description.fields.get(f)?.first().map(|v| v.value.clone()));
    let side = name.as_deref().and_then(|n| found.agents.iter().find(|a| a.canonical == n)?.side.clone());
    Actor { name, side }
}

/// Equal but for case and article.
fn same_words(a: &str, b: &str) -> bool {
    let bare = |s: &str| {
        let s = s.to_lowercase();
        s.strip_prefix("the ").map(str::to_owned).unwrap_or(s)
    };
    bare(a) == bare(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn who(left: &str) -> String {
        match subject(left, "proposed", 0, &Mentions::new(&[])) {
            Some((s, _)) => format!("{s:?}"),
            None => "nobody".into(),
        }
    }

    #[test]
    fn the_subject_stands_before_its_auxiliaries() {
        assert_eq!(who("On Monday we have again "), "First");
        assert_eq!(who("On Monday the Varnish delegation formally "), "Named(\"Varnish delegation\")");
        assert_eq!(who("The Minister of Trade, who had come late, "), "Named(\"Minister of Trade\")");
        assert_eq!(who("the two sides finally "), "Both");
    }

    #[test]
    fn what_is_denied_or_only_possible_has_no_subject() {
        assert_eq!(who("We have not "), "nobody");
        assert_eq!(who("They never "), "nobody");
        assert_eq!(who("We might "), "nobody");
    }
}
