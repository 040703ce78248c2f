//! Who is bound: the parties to a text, and the bearer of one duty.

use std::sync::LazyLock;

use memcon_model::{AgentType, Analysis, Span};
use regex::Regex;

use super::WORDS;
use crate::Paper;
use crate::interpret::actor::Mentions;

/// The pairs that a paper names as "between X and Y", and the pair in force at a place.
pub(super) struct Parties {
    pairs: Vec<(u32, Vec<String>)>,
    at: u32,
}

static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:between|among|entre|между)\s+(?P<who>(?:[^.;:\n]|\n[^\n]){5,200})")
        .expect("a fixed pattern")
});

/// Words behind the names of parties that are given a short name ("…, hereinafter the Parties").
static HEREINAFTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)[,(]\s*(?:hereinafter|hereafter|ci-après|далее)").expect("a fixed pattern")
});

/// How far before [`HEREINAFTER`] the names are looked for, in bytes.
const NAMED: usize = 200;

/// Where the text tells its parties: spans of the words that name them, in order.
///
/// What stands before "hereinafter" is walked to from there: a pattern that begins with any two hundred
/// characters is tried at every character of the text.
fn told(text: &str) -> Vec<Span> {
    let between =
        BETWEEN.captures_iter(text).filter_map(|c| c.name("who")).map(|m| Span::new(m.start(), m.end()));
    let named = HEREINAFTER.find_iter(text).filter_map(|m| {
        let low = (m.start().saturating_sub(NAMED)..=m.start()).find(|&k| text.is_char_boundary(k))?;
        let before = text.get(low..m.start())?;
        let stop = before.rfind(['.', ';', ':']).map_or(0, |k| k + 1);
        let blank = before.rfind("\n\n").map_or(0, |k| k + 2);
        let span = Span::new(low + stop.max(blank), m.start()).trim(text);
        (span.len() >= 5).then_some(span)
    });
    let mut spans: Vec<Span> = between.chain(named).collect();
    spans.sort_by_key(|s| (s.start, s.end));
    spans
}

impl Parties {
    /// Collects the pairs of a paper, in order.
    pub fn new(paper: &Paper<'_>, found: &Analysis, mentions: &Mentions) -> Self {
        let mut pairs = Vec::new();
        for m in told(paper.text) {
            let known = configured(paper, m.of(paper.text));
            let names = if known.len() >= 2 { known } else { pair(mentions.inside(m), found) };
            if names.len() >= 2 {
                pairs.push((m.start, names));
            }
        }
        Self { pairs, at: 0 }
    }

    /// Sets the place of the clause at hand.
    pub fn move_to(&mut self, at: u32) {
        self.at = at;
    }

    /// All parties: the pair last named before the clause; in a paper that names one only below, that.
    fn all(&self) -> Vec<String> {
        let n = self.pairs.partition_point(|p| p.0 < self.at);
        self.pairs.get(n.saturating_sub(1)).map(|p| p.1.clone()).unwrap_or_default()
    }

    /// Who bears the duty whose subject stands at `subject` of the clause. `None` = no subject of its own.
    pub fn bearers(
        &self,
        paper: &Paper<'_>,
        found: &Analysis,
        mentions: &Mentions,
        clause: Span,
        subject: (usize, usize),
        deed: &str,
    ) -> Option<Vec<String>> {
        let words = paper.words(clause).get(subject.0..subject.1).unwrap_or("");
        let bare = words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if passive(deed) {
            return Some(self.by(paper, found, mentions, clause, subject.1));
        }
        if bare.is_empty()
            || matches!(bare.as_str(), "and" | "or" | "but" | "also" | "it" | "and also" | "and it")
        {
            return None;
        }
        let bare = bare.strip_prefix("and ").unwrap_or(&bare);
        if WORDS.parties.iter().any(|p| p == bare || bare.ends_with(&format!(" {p}"))) {
            return Some(self.all());
        }
        let base = clause.start as usize;
        let inside = mentions.inside(Span::new(base + subject.0, base + subject.1));
        let names: Vec<String> = inside
            .iter()
            .map(|&n| &found.agents[n])
            .filter(|a| a.kind != AgentType::Other)
            .map(|a| party(paper, &a.canonical))
            .collect();
        if !names.is_empty() {
            return Some(names.into_iter().take(4).collect());
        }
        static BODY: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?i)\b(?:the\s+)?((?:[\p{L}-]+\s+){0,3}(?:commission|committee|board|council|group|party|party concerned|side|commander|commanders))\s*$").expect("a fixed pattern")
        });
        Some(
            BODY.captures(words.trim_end())
                .and_then(|c| c.get(1))
                .map(|m| m.as_str().split_whitespace().collect::<Vec<_>>().join(" "))
                .into_iter()
                .collect(),
        )
    }

    /// The one named with "by" in a passive duty.
    fn by(
        &self,
        paper: &Paper<'_>,
        found: &Analysis,
        mentions: &Mentions,
        clause: Span,
        from: usize,
    ) -> Vec<String> {
        static BY: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"(?i)\bby\s+(?P<who>[^.;,]{2,60})").expect("a fixed pattern"));
        let words = paper.words(clause).get(from..).unwrap_or("");
        let Some(who) = BY.captures(words).and_then(|c| c.name("who")) else { return Vec::new() };
        let lower = who.as_str().to_lowercase();
        if WORDS.parties.iter().any(|p| lower.starts_with(p.as_str())) {
            return self.all();
        }
        let base = clause.start as usize + from;
        let inside = mentions.inside(Span::new(base + who.start(), base + who.end()));
        inside.iter().take(1).map(|&n| found.agents[n].canonical.clone()).collect()
    }

    /// Towards whom: the agent behind "to", "towards" or "against" who is not bound; "the other" of two parties.
    pub fn towards(
        &self,
        paper: &Paper<'_>,
        found: &Analysis,
        mentions: &Mentions,
        clause: Span,
        deed: (usize, usize),
        bound: &[String],
    ) -> Option<String> {
        static TO: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?i)\b(?:to|towards?|against|upon|vis-à-vis)\s+(?P<who>(?:the\s+)?(?P<other>other\s+(?:party|side)|other\b)|each\s+other|one\s+another|[^.;,]{2,60})").expect("a fixed pattern")
        });
        let words = paper.words(clause).get(deed.0..deed.1)?;
        let base = clause.start as usize + deed.0;
        let all = self.all();
        for c in TO.captures_iter(words).take(6) {
            let who = c.name("who")?;
            if c.name("other").is_some() && bound.len() == 1 {
                return all.into_iter().find(|p| !bound.contains(p));
            }
            let inside = mentions.inside(Span::new(base + who.start(), base + who.end()));
            let first = inside.first().map(|&n| &found.agents[n]).filter(|a| a.kind != AgentType::Place);
            if let Some(agent) =
                first.filter(|a| !bound.contains(&a.canonical) && starts_at(a, base + who.start()))
            {
                return Some(agent.canonical.clone());
            }
        }
        None
    }
}

/// Whether an agent is named right at the head of a phrase (an article may stand before it).
fn starts_at(agent: &memcon_model::Agent, at: usize) -> bool {
    agent.mentions.iter().any(|m| (m.span.start as usize) >= at && (m.span.start as usize) <= at + 4)
}

/// A name as the user's party that it is ("Republic of Varn" for "Varn"), or as it stands.
fn party(paper: &Paper<'_>, name: &str) -> String {
    let of = |known: &str| {
        !known.is_empty()
            && name.strip_suffix(known).is_some_and(|left| left.is_empty() || left.ends_with(" of "))
    };
    let all = &paper.settings.parties;
    let hit = all.iter().find(|p| std::iter::once(&p.name).chain(&p.aliases).any(|n| of(n)));
    hit.map_or_else(|| name.to_owned(), |p| p.name.clone())
}

/// The user's parties that a phrase names, by name or alias as whole words, in order of the phrase.
fn configured(paper: &Paper<'_>, phrase: &str) -> Vec<String> {
    let whole = |name: &str| {
        let at = phrase.find(name).filter(|_| !name.is_empty())?;
        let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        (free(phrase[..at].chars().next_back()) && free(phrase[at + name.len()..].chars().next()))
            .then_some(at)
    };
    let mut hits: Vec<(usize, String)> = paper
        .settings
        .parties
        .iter()
        .filter_map(|p| {
            let at = std::iter::once(&p.name).chain(&p.aliases).filter_map(|n| whole(n)).min()?;
            Some((at, p.name.clone()))
        })
        .collect();
    hits.sort();
    hits.into_iter().map(|h| h.1).take(4).collect()
}

/// The states or bodies of a "between X and Y"; persons only where no others stand there.
fn pair(inside: Vec<usize>, found: &Analysis) -> Vec<String> {
    let of = |kinds: &[AgentType]| -> Vec<String> {
        inside
            .iter()
            .map(|&n| &found.agents[n])
            .filter(|a| kinds.contains(&a.kind))
            .map(|a| a.canonical.clone())
            .collect()
    };
    let states = of(&[AgentType::State]);
    let mut names = if states.len() >= 2 { states } else { of(&[AgentType::State, AgentType::Organisation]) };
    names.dedup();
    names.truncate(4);
    names
}

/// Whether a deed is passive ("be returned"), so that the subject is what it is done to.
fn passive(deed: &str) -> bool {
    static PASSIVE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:also\s+|then\s+)?be\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|ught|eld|ept|ade|ent|ut|id|uilt|ne)\b").expect("a fixed pattern")
    });
    PASSIVE.is_match(deed)
}
