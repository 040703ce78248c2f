//! How a paper names a point: where the name ends, and points that go by a number.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memcon_model::{Analysis, Span};
use regex::Regex;

use super::{NAMING, Naming, WORDS};
use crate::Paper;
use crate::interpret::units::{Unit, Voice};

/// Longest name in words.
const LONGEST: usize = 8;

/// Namings by the phrases of `data/issues/naming.toml`.
pub(super) fn named(paper: &Paper<'_>, unit: &Unit) -> Vec<Naming> {
    let words = paper.words(unit.span);
    let mut out: Vec<Naming> = Vec::new();
    for m in NAMING.matches(words, &paper.languages) {
        let weight: f32 = m.rule.gives.parse().unwrap_or(1.0);
        let mut from = 0;
        for _ in 0..3 {
            // A rule's name runs on to the end of the sentence; the next naming may stand inside it.
            let Some(c) = m.rule.regex.captures_at(words, from) else { break };
            let Some(hit) = c.name("name").or_else(|| c.name("name2")) else { break };
            let raw = end(hit.as_str());
            from = hit.start() + raw.len();
            add(&mut out, unit, hit.start(), raw, weight);
            // "compensation for the fire, and an apology": one demand, two points.
            if weight >= 2.0 {
                let next = words.get(from..).and_then(|rest| AND.captures(rest)).and_then(|c| c.name("name"));
                if let Some(next) = next {
                    add(&mut out, unit, from + next.start(), end(next.as_str()), weight);
                }
            }
            if raw.is_empty() {
                break;
            }
        }
    }
    out
}

static AND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^,?\s+and\s+(?:for\s+|to\s+)?(?P<name>an?\s+[a-z].*)").expect("a fixed pattern")
});

/// Adds a naming whose words begin at byte `at` of the sentence, unless another stands there.
fn add(out: &mut Vec<Naming>, unit: &Unit, at: usize, raw: &str, weight: f32) {
    let Some(name) = clean(raw) else { return };
    let start = unit.span.start as usize + at;
    let span = Span::new(start, start + raw.len());
    if !out.iter().any(|n| n.span.overlaps(span)) {
        out.push(Naming { name, span, weight, number: None, item: false });
    }
}

/// The noun phrase that `text` opens with: up to punctuation or a word that cannot go on.
pub(super) fn end(text: &str) -> &str {
    let mut last = 0;
    let mut at = 0;
    for (count, part) in text.split_inclusive(char::is_whitespace).enumerate() {
        let word = part.trim();
        let bare = word.trim_start_matches(['"', '“', '«']);
        let stop =
            bare.find([',', '.', ';', ':', '?', '!', '(', ')', '[', '"', '”', '»', '—', '。', '，', '、']);
        // "No. 7" is a name's number, not the end of the sentence.
        let stop = if matches!(bare, "No." | "Nos." | "no.") { None } else { stop };
        let plain = bare[..stop.unwrap_or(bare.len())].to_lowercase();
        if WORDS.ends.contains(&plain) || count >= LONGEST || (plain == "and" && count >= 3) || word == "-" {
            break;
        }
        // A stop inside a word ("No. 7", "U.S.") goes on only where a letter or digit follows it at once.
        let kept = stop.map_or(word.len(), |s| s + (word.len() - bare.len()));
        if !WORDS.loose.contains(&plain) && kept > 0 {
            last = at + kept;
        }
        at += part.len();
        if stop.is_some() {
            break;
        }
    }
    &text[..last]
}

/// A name without article and line breaks; `None` where it says nothing.
pub(super) fn clean(raw: &str) -> Option<String> {
    let mut name = raw.split_whitespace().collect::<Vec<_>>().join(" ");
    for lead in [
        "the ", "The ", "a ", "A ", "an ", "our ", "your ", "their ", "its ", "his ", "some ", "such ",
        "all ", "any ", "this ", "that ",
    ] {
        if let Some(rest) = name.strip_prefix(lead) {
            name = rest.to_owned();
        }
    }
    let name = name.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let lower = name.to_lowercase();
    let says = name.chars().count() >= 3 || name.chars().any(|c| c > '\u{2e80}');
    (says && !WORDS.empty.contains(&lower) && !super::keys(&name).is_empty()).then_some(name)
}

/// The wording that names a point best: the one with most weight behind it; of equals the first.
pub(super) fn best(namings: &[(&str, f32)]) -> String {
    let mut weights: BTreeMap<String, (f32, usize, &str)> = BTreeMap::new();
    for (n, (name, weight)) in namings.iter().enumerate() {
        let entry = weights.entry(name.to_lowercase()).or_insert((0.0, n, name));
        entry.0 += weight;
    }
    weights
        .into_values()
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
        .map(|v| v.2.to_owned())
        .unwrap_or_default()
}

/// Points known by number ("the fifth point we proposed"): the number belongs to a side's agenda.
pub(super) struct Numbered {
    sides: Vec<String>,
    /// A numbered point just named, whose subject the next sentence may tell.
    open: Option<(Option<String>, u32)>,
}

static POINT: LazyLock<Regex> = LazyLock::new(|| {
    let ordinals = WORDS.ordinals.keys().cloned().collect::<Vec<_>>().join("|");
    Regex::new(&format!(
        r"(?i)\b(?P<whose>our|your|the|my|their)\s+(?P<a>{ordinals}|[0-9]{{1,2}}(?:st|nd|rd|th))(?:\s+and\s+(?P<b>{ordinals}))?\s+(?:points?|items?|questions?)\b(?P<rest>(?:\s+(?:of|in|on)\s+(?:the|our|your)\s+agenda)?[^.;:?]{{0,60}})"
    ))
    .expect("built from our own table")
});

static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:namely|about|concerning|regarding|on the subject of|that is)[\s,]+(?P<name>\S.*)")
        .expect("a fixed pattern")
});

static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:this|that|it)\s+(?:is|was)\s+(?:the\s+|a\s+)?(?:point|issue|question|matter)\s+(?:is\s+)?(?:about|of|concerning|on)\s+(?P<name>\S.*)").expect("a fixed pattern")
});

impl Numbered {
    /// Knows the sides that speak in the paper.
    pub fn new(found: &Analysis) -> Self {
        let mut sides: Vec<String> = found.turns.iter().filter_map(|t| t.side.clone()).collect();
        sides.sort();
        sides.dedup();
        Self { sides, open: None }
    }

    /// The numbered points that a sentence names.
    pub fn read(&mut self, paper: &Paper<'_>, found: &Analysis, unit: &Unit) -> Vec<Naming> {
        let words = paper.words(unit.span);
        let mut out = Vec::new();
        let told = GOES_ON.captures(words).and_then(|c| c.name("name"));
        if let (Some(number), Some(m)) = (self.open.take(), told) {
            let raw = end(m.as_str());
            let start = unit.span.start as usize + m.start();
            let span = Span::new(start, start + raw.len());
            out.extend(clean(raw).map(|name| Naming {
                name,
                span,
                weight: 1.0,
                number: Some(number),
                item: false,
            }));
        }
        for c in POINT.captures_iter(words).take(4) {
            let Some(whole) = c.get(0) else { continue };
            let rest = c.name("rest").map_or("", |m| m.as_str());
            let Some(owner) = self.owner(found, unit, c.name("whose").map_or("", |m| m.as_str()), rest)
            else {
                continue;
            };
            for n in ["a", "b"].iter().filter_map(|g| c.name(g)).filter_map(|m| ordinal(m.as_str())) {
                let tail = words.get(whole.end() - rest.len()..).unwrap_or("");
                let about =
                    ABOUT.captures(tail).and_then(|a| a.name("name")).and_then(|m| clean(end(m.as_str())));
                let start = unit.span.start as usize + whole.start();
                let span = Span::new(start, start + whole.len() - rest.len());
                let name = about.clone().unwrap_or_else(|| format!("{} point", ordinal_word(n)));
                let number = (owner.clone(), n);
                if about.is_none() {
                    self.open = Some(number.clone());
                }
                out.push(Naming {
                    name,
                    span,
                    weight: if about.is_some() { 3.0 } else { 0.1 },
                    number: Some(number),
                    item: false,
                });
            }
        }
        out
    }

    /// Whose agenda the number is of; `None` where the words speak of no agenda.
    fn owner(&self, found: &Analysis, unit: &Unit, whose: &str, rest: &str) -> Option<Option<String>> {
        let lower = rest.to_lowercase();
        let own = whose.eq_ignore_ascii_case("our")
            || [
                "we propos",
                "our delegation",
                "our agenda",
                "our side",
                "we offered",
                "we submitted",
                "we put",
            ]
            .iter()
            .any(|w| lower.contains(w));
        let other = whose.eq_ignore_ascii_case("your")
            || [
                "you propos",
                "your delegation",
                "your agenda",
                "your side",
                "you offered",
                "you submitted",
                "you put",
            ]
            .iter()
            .any(|w| lower.contains(w));
        let turn = unit.turn.or(unit.reporter).map(|t| &found.turns[t]).filter(|_| unit.voice == Voice::Own);
        let mine = turn.and_then(|t| t.side.clone());
        let first = |words: &[&str]| words.iter().filter_map(|w| lower.find(w)).min().unwrap_or(usize::MAX);
        let nearer = first(&["we ", "our "]) < first(&["you"]);
        if other && !(own && nearer) {
            let only = spoken_to(found, unit);
            return Some(mine.map_or(only, |m| self.other_than(&m)));
        }
        if own {
            return Some(mine);
        }
        (lower.contains("agenda") || lower.contains("proposed")).then_some(None)
    }

    /// The other side, where exactly two speak.
    fn other_than(&self, side: &str) -> Option<String> {
        let mut others = self.sides.iter().filter(|s| s.as_str() != side);
        let first = others.next()?;
        others.next().is_none().then(|| first.clone())
    }
}

/// The side of whoever spoke last before the turn at hand: "your" in the mouth of one whose side is unknown.
fn spoken_to(found: &Analysis, unit: &Unit) -> Option<String> {
    let at = unit.turn?;
    let me = &found.turns[at];
    let before = found.turns[..at].iter().rev().take(8);
    before.filter(|t| t.speaker != me.speaker && t.parent == me.parent).find_map(|t| t.side.clone())
}

fn ordinal(word: &str) -> Option<u32> {
    let lower = word.to_lowercase();
    WORDS
        .ordinals
        .get(&lower)
        .copied()
        .or_else(|| lower.trim_end_matches(|c: char| c.is_alphabetic()).parse().ok())
}

fn ordinal_word(n: u32) -> String {
    WORDS.ordinals.iter().find(|(_, v)| **v == n).map_or_else(|| n.to_string(), |(k, _)| k.clone())
}
