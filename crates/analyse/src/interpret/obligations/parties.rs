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
    Regex::new(&format!(
        r"(?i)\b(?:{})\b[^.;:]{{0,60}}?\b(?:between|among|entre|между)\s+(?P<who>(?:[^.;:\n]|\n[^\n]){{5,200}})",
        WORDS.between.join("|")
    ))
    .expect("built from our own table")
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

/// A clause with what the paper holds around it.
pub(super) struct Place<'p, 'f> {
    pub paper: &'p Paper<'p>,
    pub found: &'f Analysis,
    pub mentions: &'p Mentions,
    pub clause: Span,
}

/// Who is bound, and how that is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Bearers {
    pub names: Vec<String>,
    /// From what it is inferred, where no word says it: the end of the rule's name.
    pub inferred: Option<&'static str>,
    /// Whether each is bound towards the other.
    pub mutual: bool,
}

impl Bearers {
    fn told(names: Vec<String>) -> Self {
        Self { names, ..Self::default() }
    }

    fn inferred(names: Vec<String>, from: &'static str) -> Self {
        if names.is_empty() { Self::default() } else { Self { names, inferred: Some(from), mutual: false } }
    }
}

impl Parties {
    /// Collects the pairs of a paper, in order.
    pub fn new(paper: &Paper<'_>, found: &Analysis, mentions: &Mentions) -> Self {
        let mut pairs = Vec::new();
        for m in told(paper.text) {
            let known = configured(paper, m.of(paper.text));
            let mut names = if known.len() >= 2 { known } else { pair(mentions.inside(m), found) };
            // Only a text of duties names its own parties so; elsewhere states between whom there is a treaty are all
            // that the words can mean.
            let whole = super::form_of_duties(found.form).is_some();
            if !whole && !names.iter().all(|n| known_state(paper, found, n)) {
                names.clear();
            }
            if names.is_empty() && whole {
                names = in_capitals(m.of(paper.text));
            }
            if names.len() >= 2 {
                pairs.push((m.start, names));
            }
        }
        if pairs.is_empty() {
            pairs.extend(most_named(paper).map(|names| (0, names)));
        }
        Self { pairs, at: 0 }
    }

    /// Sets the place of the clause at hand.
    pub fn move_to(&mut self, at: u32) {
        self.at = at;
    }

    /// All parties: the pair last named before the clause; in a paper that names one only below, that.
    pub fn all(&self) -> Vec<String> {
        let n = self.pairs.partition_point(|p| p.0 < self.at);
        self.pairs.get(n.saturating_sub(1)).map(|p| p.1.clone()).unwrap_or_default()
    }

    /// Who bears the duty whose subject stands at `subject` of the clause. `None` = no subject of its own.
    ///
    /// `before` is the duty before it in the same article.
    pub fn bearers(
        &self,
        place: &Place<'_, '_>,
        subject: (usize, usize),
        deed: &str,
        before: Option<(&str, &Bearers)>,
    ) -> Option<Bearers> {
        let words = place.paper.words(place.clause).get(subject.0..subject.1).unwrap_or("");
        let bare = words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if passive(deed) {
            return Some(self.of_passive(place, subject, words, deed, before));
        }
        if bare.is_empty() || WORDS.going_on.contains(&bare) {
            return None;
        }
        let bare = bare.strip_prefix("and ").unwrap_or(&bare);
        if let Some(phrase) = WORDS.parties.iter().find(|p| **p == bare || bare.ends_with(&format!(" {p}"))) {
            let one = ["concerned", "other", "either", "it"]
                .iter()
                .any(|w| phrase.ends_with(w) || phrase.contains("the other"));
            return Some(Bearers { names: self.all(), inferred: None, mutual: !one });
        }
        let names = self.subject_names(place, subject);
        if !names.is_empty() {
            return Some(Bearers::told(names));
        }
        Some(Bearers::told(class(words).into_iter().collect()))
    }

    /// The parties and agents that stand as the subject: those right before the modal, else the first named.
    fn subject_names(&self, place: &Place<'_, '_>, subject: (usize, usize)) -> Vec<String> {
        let (from, to) = (place.clause.start as usize + subject.0, place.clause.start as usize + subject.1);
        let text = place.paper.text;
        let mut named: Vec<(usize, usize, String)> = Vec::new();
        for n in place.mentions.inside(Span::new(from, to)) {
            let agent = &place.found.agents[n];
            if matches!(agent.kind, AgentType::Other | AgentType::Place | AgentType::Handle) {
                continue;
            }
            let here = agent.mentions.iter().map(|m| m.span.range());
            for at in here.filter(|r| r.start >= from && r.end <= to).take(2) {
                named.push((at.start, at.end, party(place.paper, &agent.canonical)));
            }
        }
        if named.is_empty() {
            let words = text.get(from..to).unwrap_or("");
            for name in self.all() {
                if let Some(at) = whole(words, &name) {
                    named.push((from + at, from + at + name.len(), name));
                }
            }
        }
        named.sort();
        group(text, &named, to)
    }

    /// Who bears a passive duty: the one behind "by", else whoever can be inferred, which is said.
    fn of_passive(
        &self,
        place: &Place<'_, '_>,
        subject: (usize, usize),
        words: &str,
        deed: &str,
        before: Option<(&str, &Bearers)>,
    ) -> Bearers {
        if let Some(told) = self.by(place, subject.1, deed) {
            return told;
        }
        let lower = words.to_lowercase();
        let has = |list: &[String]| {
            list.iter().any(|w| lower.split(|c: char| !c.is_alphanumeric()).any(|x| x == w.as_str()))
        };
        if has(&WORDS.owned) {
            if has(&WORDS.foreign) {
                return Bearers::inferred(self.strangers(place, subject), "inferred-foreign");
            }
            let owner = self.subject_names(place, subject);
            if !owner.is_empty() {
                return Bearers::inferred(owner, "inferred-owner");
            }
        }
        // "Varn shall withdraw the guns. The withdrawal shall be completed …": whoever does the one does the other.
        if let Some(before) = before.filter(|b| !b.1.names.is_empty() && same_deed(words, b.0)) {
            return Bearers::inferred(before.1.names.clone(), "inferred-deed");
        }
        Bearers::inferred(self.all(), "inferred-parties")
    }

    /// The parties that are not of the place from which what is foreign is to go, where that leaves one.
    fn strangers(&self, place: &Place<'_, '_>, subject: (usize, usize)) -> Vec<String> {
        let span = Span::new(place.clause.start as usize + subject.0, place.clause.end as usize);
        let words = place.paper.words(span);
        let home = |party: &String| {
            let last = party.split_whitespace().next_back().unwrap_or(party);
            last.len() > 3 && words.contains(last)
        };
        let left: Vec<String> = self.all().into_iter().filter(|p| !home(p)).collect();
        if left.len() == 1 { left } else { Vec::new() }
    }

    /// The one named with "by" in a passive duty; `None` where nobody stands there.
    fn by(&self, place: &Place<'_, '_>, from: usize, deed: &str) -> Option<Bearers> {
        static BY: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"(?i)\bby\s+(?P<who>[^.;,]{2,60})").expect("a fixed pattern"));
        let words = place.paper.words(place.clause).get(from..).unwrap_or("");
        let words = &words[..words.find(deed).map_or(words.len(), |n| n + deed.len())];
        let who = BY.captures(words).and_then(|c| c.name("who"))?;
        let lower = who.as_str().to_lowercase();
        if WORDS.parties.iter().any(|p| lower.starts_with(p.as_str())) {
            return Some(Bearers { names: self.all(), inferred: None, mutual: true });
        }
        let base = place.clause.start as usize + from;
        let inside = place.mentions.inside(Span::new(base + who.start(), base + who.end()));
        let agents = inside.iter().map(|&n| &place.found.agents[n]);
        let name =
            agents.filter(|a| a.kind != AgentType::Place).map(|a| party(place.paper, &a.canonical)).next();
        let name = name.or_else(|| self.all().into_iter().find(|p| whole(who.as_str(), p).is_some()));
        Some(Bearers::told(vec![name.or_else(|| class(who.as_str()))?]))
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
    let mut hits: Vec<(usize, String)> = paper
        .settings
        .parties
        .iter()
        .filter_map(|p| {
            let at = std::iter::once(&p.name).chain(&p.aliases).filter_map(|n| whole(phrase, n)).min()?;
            Some((at, p.name.clone()))
        })
        .collect();
    hits.sort();
    hits.into_iter().map(|h| h.1).take(4).collect()
}

/// Whether a name is that of a state or of one of the user's parties.
fn known_state(paper: &Paper<'_>, found: &Analysis, name: &str) -> bool {
    paper.settings.parties.iter().any(|p| p.name == name)
        || found.agents.iter().any(|a| a.kind == AgentType::State && a.canonical == name)
}

/// Where `name` first stands in `phrase` as whole words.
fn whole(phrase: &str, name: &str) -> Option<usize> {
    wholes(phrase, name).next()
}

/// Where `name` stands in `phrase` as whole words.
fn wholes<'p>(phrase: &'p str, name: &'p str) -> impl Iterator<Item = usize> + 'p {
    let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    phrase.match_indices(name).map(|(at, _)| at).filter(|_| !name.is_empty()).filter(move |&at| {
        free(phrase[..at].chars().next_back()) && free(phrase[at + name.len()..].chars().next())
    })
}

/// The names joined by "and" that end right before `end`, or the first such group.
fn group(text: &str, named: &[(usize, usize, String)], end: usize) -> Vec<String> {
    let joined = |a: usize, b: usize| {
        let between = text.get(a..b).unwrap_or("").trim().to_lowercase();
        WORDS.joining.contains(&between)
    };
    // "… consented to by Osmia, Varn shall": what stands behind "by" begins no list.
    let aside = |n: &(usize, usize, String)| {
        let before = text.get(..n.0).unwrap_or("").trim_end();
        let word = before.rsplit(char::is_whitespace).find(|w| *w != "the").unwrap_or("").to_lowercase();
        word != "of" && WORDS.prepositions.contains(&word)
    };
    let mut groups: Vec<Vec<&(usize, usize, String)>> = Vec::new();
    for n in named {
        let open = groups
            .last_mut()
            .filter(|g| g.last().is_some_and(|l| n.0 >= l.1 && joined(l.1, n.0) && !aside(l)));
        match open {
            Some(g) => g.push(n),
            None => groups.push(vec![n]),
        }
    }
    let near = groups.last().filter(|g| {
        let (first, last) = (g[0].0, g[g.len() - 1].1);
        let before = text.get(..first).unwrap_or("").trim_end();
        let before = before.rsplit(char::is_whitespace).find(|w| *w != "the").unwrap_or("").to_lowercase();
        text.get(last..end).unwrap_or("").trim().is_empty() && !WORDS.prepositions.contains(&before)
    });
    // What is said of a thing by "to", "with" or "in" is not the one who does it; "of" names whose it is.
    let first = groups.iter().find(|g| !aside(g[0]));
    let chosen = near.or(first);
    let mut out: Vec<String> = Vec::new();
    for (_, _, name) in chosen.into_iter().flatten() {
        if !out.contains(name) && out.len() < 6 {
            out.push(name.clone());
        }
    }
    out
}

/// A noun phrase for a class of persons, craft or bodies at the head of a subject ("merchant ships").
fn class(words: &str) -> Option<String> {
    static CLASS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!(
            r"(?i)(?:^|[\s,(])(?:(?:the|all|any|such|these|those|each|every|no|a|an|both|either|neither|other)\s+)*(?P<who>(?:[\p{{L}}-]+\s+){{0,3}}?(?:{}|party|parties|side|sides))\b",
            WORDS.classes.join("|")
        ))
        .expect("built from our own table")
    });
    let who = CLASS.captures(words)?.name("who")?;
    // Behind a preposition it is not the subject but something said of it.
    let before = words[..who.start()].trim_end();
    let stray = before.split_whitespace().any(|w| WORDS.prepositions.contains(&w.to_lowercase()));
    let inner = who.as_str().split_whitespace().any(|w| WORDS.prepositions.contains(&w.to_lowercase()));
    (!stray && !inner).then(|| who.as_str().split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Names of a "between X and Y" by their capitals, where the paper knows no agent of that name ("Lessor and Lessee").
fn in_capitals(phrase: &str) -> Vec<String> {
    let phrase = phrase.split([',', '(', '\n']).next().unwrap_or(phrase);
    let name = |n: &&str| {
        let small = n
            .split_whitespace()
            .filter(|w| !w.starts_with(char::is_uppercase))
            .all(|w| matches!(w, "of" | "the"));
        small && n.starts_with(char::is_uppercase) && n.split_whitespace().count() <= 6
    };
    let names: Vec<String> = phrase
        .split(" and ")
        .map(|n| n.trim().trim_start_matches("the ").trim_start_matches("The "))
        .filter(name)
        .map(str::to_owned)
        .collect();
    if names.len() == 2 { names } else { Vec::new() }
}

/// Whether a subject names the deed of another duty by its noun ("the withdrawal" for "withdraw").
fn same_deed(subject: &str, content: &str) -> bool {
    let verb: String =
        content.chars().take_while(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let stem: String =
        verb.chars().take(7.max(verb.chars().count().saturating_sub(2)).min(verb.chars().count())).collect();
    let head = subject.to_lowercase();
    let mut words = head.split_whitespace().filter(|w| !matches!(*w, "the" | "this" | "such" | "that"));
    stem.chars().count() >= 5 && words.next().is_some_and(|w| w.starts_with(&stem))
}

/// The two of the user's parties that a paper names far more often than any third.
fn most_named(paper: &Paper<'_>) -> Option<Vec<String>> {
    let count = |p: &memcon_model::Party| -> usize {
        std::iter::once(&p.name).chain(&p.aliases).map(|n| wholes(paper.text, n).take(200).count()).sum()
    };
    let mut all: Vec<(usize, &str)> =
        paper.settings.parties.iter().map(|p| (count(p), p.name.as_str())).filter(|c| c.0 > 0).collect();
    all.sort_by_key(|c| std::cmp::Reverse(c.0));
    let clear = all.len() >= 2 && all.get(2).is_none_or(|third| third.0 * 2 <= all[1].0);
    clear.then(|| all.iter().take(2).map(|c| c.1.to_owned()).collect())
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
