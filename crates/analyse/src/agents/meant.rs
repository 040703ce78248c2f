//! Who is meant without a name: "the Ambassador" where one person of the paper holds that office, "he" where it is
//! plain. Where two could be meant nobody is.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use memcon_model::{Agent, AgentType, Analysis, Manner, Mention, Span};
use rustc_hash::FxHashMap;

use super::Gender;
use super::tables::{Set, TABLES};
use crate::Paper;

/// The pronouns of `data/agents/pronouns.toml`.
struct Pronouns {
    finder: AhoCorasick,
    /// How many of the finder's words are male; female ones follow.
    male: usize,
    all: Set,
}

static PRONOUNS: LazyLock<Pronouns> = LazyLock::new(|| {
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Table {
        male: Vec<String>,
        female: Vec<String>,
        source: Vec<String>,
    }
    let table: Table = memcon_lexicon::table("agents/pronouns.toml").expect("the table of pronouns");
    let male = table.male.len();
    let words: Vec<String> = table.male.into_iter().chain(table.female).collect();
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(&words)
        .expect("the pronouns make an automaton");
    Pronouns { finder, male, all: words.into_iter().chain(table.source).collect() }
});

/// How far behind the name "he" may stand, in bytes.
const REACH: u32 = 400;

/// Adds mentions by pronoun and by office to the agents of a paper whose voices are known.
pub(super) fn add(paper: &Paper<'_>, found: &mut Analysis) {
    let mut more: BTreeMap<Span, (usize, Manner)> = BTreeMap::new();
    told_by_voices(paper.text, found, &mut more);
    offices(paper.text, &found.agents, &mut more);
    pronouns(paper, found, &mut more);
    let mut taken: Vec<Span> = found.agents.iter().flat_map(|a| a.mentions.iter().map(|m| m.span)).collect();
    taken.sort_unstable();
    let mut end = 0;
    for (span, (n, manner)) in more {
        let k = taken.partition_point(|t| t.end <= span.start);
        if span.start < end || taken.get(k).is_some_and(|t| t.start < span.end) {
            continue;
        }
        end = span.end;
        let form = span.of(paper.text).to_owned();
        found.agents[n].mentions.push(Mention { span, form, manner });
    }
    for agent in &mut found.agents {
        agent.mentions.sort_by_key(|m| m.span);
    }
}

/// Sources of sayings that are pronouns or offices, where the voices gave them a name.
fn told_by_voices(text: &str, found: &Analysis, more: &mut BTreeMap<Span, (usize, Manner)>) {
    let mut named: FxHashMap<&str, Option<usize>> = FxHashMap::default();
    for (n, agent) in found.agents.iter().enumerate().filter(|(_, a)| a.kind == AgentType::Person) {
        for form in agent.forms.iter().chain([&agent.canonical]) {
            // Two persons under one name: nobody can tell.
            named.entry(form.as_str()).and_modify(|was| *was = was.filter(|w| *w == n)).or_insert(Some(n));
        }
    }
    for attribution in &found.attributions {
        let ([source], Some(speaker)) = (attribution.source.as_slice(), &attribution.speaker) else {
            continue;
        };
        let Some(Some(n)) = named.get(speaker.as_str()) else { continue };
        let words = source.of(text);
        if PRONOUNS.all.contains(words) {
            more.insert(*source, (*n, Manner::Pronoun));
        } else if office_phrase(words) {
            more.insert(*source, (*n, Manner::Office));
        }
    }
}

/// "the Norwegian Minister": a determiner, then an office, and no name.
fn office_phrase(words: &str) -> bool {
    let mut parts = words.split_whitespace();
    let led = parts.next().is_some_and(|w| TABLES.determiners.contains(w));
    let rest: Vec<&str> = parts.collect();
    led && rest.len() <= 8 && rest.last().is_some_and(|w| is_office(w))
}

fn is_office(word: &str) -> bool {
    TABLES.roles.contains(&word.to_lowercase()) || TABLES.titles.contains_key(word) && word.len() > 3
}

/// "the Ambassador" where exactly one person of the paper holds an office of these words.
fn offices(text: &str, agents: &[Agent], more: &mut BTreeMap<Span, (usize, Manner)>) {
    let mut holders: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (n, agent) in agents.iter().enumerate().filter(|(_, a)| a.kind == AgentType::Person) {
        let told = agent.offices.iter().map(|o| o.office.as_str()).chain(agent.role.as_deref());
        for head in told.filter_map(head_of) {
            let list = holders.entry(head).or_default();
            if !list.contains(&n) {
                list.push(n);
            }
        }
    }
    if holders.is_empty() {
        return;
    }
    for (at, the) in text.match_indices("the ").chain(text.match_indices("The ")) {
        if text[..at].ends_with(char::is_alphanumeric) {
            continue;
        }
        let rest = &text[at + the.len()..];
        let Some((len, head, behind)) = phrase(rest) else { continue };
        let named = behind.starts_with(char::is_uppercase) && !TABLES.stop.contains(first_word(behind));
        let of = ["of ", "to ", "for ", "in ", "at "].iter().any(|p| behind.starts_with(p));
        if named || of {
            continue;
        }
        if let Some([n]) = holders.get(&head).map(Vec::as_slice) {
            more.entry(Span::new(at, at + the.len() + len)).or_insert((*n, Manner::Office));
        }
    }
}

/// The longest title that opens `rest`: its length, its words in small letters, and what stands behind it.
fn phrase(rest: &str) -> Option<(usize, String, &str)> {
    let first = first_word(rest);
    let titles = TABLES.titles.get(first)?;
    let (words, role) = titles.iter().find(|(words, _)| {
        let mut left = rest;
        words.iter().all(|w| {
            let fits = first_word(left) == w;
            left = left.get(w.len()..).map_or("", |l| l.strip_prefix(' ').unwrap_or(l));
            fits
        })
    })?;
    let len = words.iter().map(String::len).sum::<usize>() + words.len() - 1;
    let behind = rest.get(len..)?;
    let bounded = !behind.starts_with(|c: char| c.is_alphanumeric() || c == '-');
    (*role && bounded).then(|| (len, words.join(" ").to_lowercase(), behind.strip_prefix(' ').unwrap_or("")))
}

fn first_word(text: &str) -> &str {
    let end =
        text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))).unwrap_or(text.len());
    &text[..end]
}

/// The title that heads an office, in small letters: "Polish Minister of Ports" gives "minister".
fn head_of(office: &str) -> Option<String> {
    let mut at = 0;
    loop {
        if let Some((_, head, _)) = phrase(&office[at..]) {
            return Some(head);
        }
        at += office[at..].find(' ')? + 1;
        // Past office is no office.
    }
}

/// "he" and "she" in a paragraph that has named one person only, outside what that person says.
fn pronouns(paper: &Paper<'_>, found: &Analysis, more: &mut BTreeMap<Span, (usize, Manner)>) {
    let text = paper.text;
    let mut named: Vec<(Span, usize)> = Vec::new();
    for (n, agent) in found.agents.iter().enumerate().filter(|(_, a)| a.kind == AgentType::Person) {
        named.extend(agent.mentions.iter().map(|m| (m.span, n)));
    }
    named.sort_unstable();
    let genders: Vec<Option<Gender>> = found.agents.iter().map(gender).collect();
    let mut k = 0;
    let mut here: Vec<usize> = Vec::new();
    let mut last = 0;
    let mut paragraph = 0;
    for m in PRONOUNS.finder.find_iter(text) {
        let span = Span::new(m.start(), m.end());
        let letter = |c: char| c.is_alphanumeric();
        if text[..m.start()].ends_with(letter) || text[m.end()..].starts_with(letter) {
            continue;
        }
        let Some(p) = paper.paragraph_at(span.start) else { continue };
        if p.span.start != paragraph || here.is_empty() {
            paragraph = p.span.start;
            here.clear();
            k = named.partition_point(|(s, _)| s.start < paragraph);
        }
        while let Some((s, n)) = named.get(k).filter(|(s, _)| s.end <= span.start) {
            if !here.contains(n) {
                here.push(*n);
            }
            last = s.end;
            k += 1;
        }
        let wanted = if m.pattern().as_usize() < PRONOUNS.male { Gender::Male } else { Gender::Female };
        if let [one] = here.as_slice()
            && span.start - last < REACH
            && genders[*one].is_none_or(|g| g == wanted)
            && (wanted == Gender::Male || genders[*one].is_some())
            && !quoted(found, span, &found.agents[*one])
        {
            last = span.end;
            more.entry(span).or_insert((*one, Manner::Pronoun));
        }
    }
}

/// Whether a pronoun stands inside somebody's own words, where it may mean anybody.
fn quoted(found: &Analysis, span: Span, person: &Agent) -> bool {
    let n = found.turns.partition_point(|t| t.span.start <= span.start);
    found.turns[..n].iter().rev().take(6).any(|t| {
        t.span.contains(span)
            && (t.mode != memcon_model::Mode::IndirectReport
                || t.speaker.as_deref().is_none_or(|s| s != person.canonical))
    })
}

/// What a person's titles tell.
fn gender(agent: &Agent) -> Option<Gender> {
    agent.mentions.iter().find_map(|m| {
        let title = first_word(&m.form);
        if TABLES.female.contains(title) {
            Some(Gender::Female)
        } else {
            TABLES.male.contains(title).then_some(Gender::Male)
        }
    })
}
