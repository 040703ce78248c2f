//! Bodies that watch over agreements: who sits in them, what they may and must do, to whom they report.
//!
//! A body counts when its name says that it watches (`data/mechanisms`) and the paper speaks of
//! founding it. What it is to do is read off the sentences that name it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use memcon_model::{Analysis, Basis, Mechanism, Span};
use regex::Regex;
use serde::Deserialize;

use super::units::units;
use crate::Paper;

#[derive(Deserialize)]
struct Words {
    heads: Vec<String>,
    qualifiers: Vec<String>,
    founding: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("mechanisms/words.toml").expect("our own words of bodies"));

static NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)\b(?:(?:[\p{{L}}]+(?:-[\p{{L}}]+)?)\s+){{1,4}}(?:{})\b", WORDS.heads.join("|")))
        .expect("built from our own table")
});

/// A sentence that names a body.
struct Naming {
    span: Span,
    sentence: Span,
    keys: BTreeSet<String>,
}

/// Bodies that watch over agreements, in order of first mention.
pub fn mechanisms(paper: &Paper<'_>, found: &Analysis) -> Vec<Mechanism> {
    let sentences: Vec<Span> = units(paper, found).into_iter().map(|u| u.span).collect();
    let mut bodies: Vec<(BTreeSet<String>, Vec<Naming>)> = Vec::new();
    for sentence in &sentences {
        for m in NAME.find_iter(paper.words(*sentence)).take(12) {
            let Some(naming) = naming(paper, *sentence, m.start(), m.end()) else { continue };
            let held = bodies.iter().position(|(keys, _)| one_body(keys, &naming.keys));
            match held {
                Some(n) => {
                    bodies[n].0.extend(naming.keys.iter().cloned());
                    bodies[n].1.push(naming);
                }
                // More bodies than that, and the paper is a list of something else.
                None if bodies.len() < 40 => bodies.push((naming.keys.clone(), vec![naming])),
                None => {}
            }
        }
    }
    bodies.retain(|(_, list)| list.iter().any(|n| founded(paper.words(n.sentence))));
    let mut out: Vec<Mechanism> = bodies.iter().map(|(_, list)| describe(paper, list, &sentences)).collect();
    out.sort_by_key(|m| m.spans.first().copied());
    for (n, m) in out.iter_mut().enumerate() {
        m.id = format!("b{}", n + 1);
    }
    out
}

/// The name inside a match, without the words before its first qualifier; `None` without any qualifier.
fn naming(paper: &Paper<'_>, sentence: Span, start: usize, end: usize) -> Option<Naming> {
    let words = &paper.words(sentence)[start..end];
    let mut at = start;
    let mut from = None;
    for part in words.split_inclusive(char::is_whitespace) {
        let bare = part.trim().to_lowercase();
        let head = WORDS.heads.contains(&bare);
        if from.is_none() && !head && WORDS.qualifiers.iter().any(|q| *q == bare || bare == "military") {
            from = Some(at);
        }
        at += part.len();
    }
    let span = Span::new(sentence.start as usize + from?, sentence.start as usize + end);
    let keys = keys(paper.words(span));
    // "military" alone is no watching ("a military group").
    let watches =
        paper.words(span).split_whitespace().any(|w| WORDS.qualifiers.iter().any(|q| *q == w.to_lowercase()));
    watches.then_some(Naming { span, sentence, keys })
}

/// The words of a name, folded: number and derivation left out ("observation groups" = "observer group").
fn keys(name: &str) -> BTreeSet<String> {
    name.to_lowercase()
        .replace('-', "")
        .split_whitespace()
        .filter(|w| *w != "military" && *w != "joint")
        .map(|w| w.chars().take(6).collect::<String>().trim_end_matches('s').to_owned())
        .collect()
}

fn one_body(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    a.is_subset(b) || b.is_subset(a)
}

fn founded(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    WORDS.founding.iter().any(|w| lower.contains(w.as_str()))
}

/// Reads off the sentences what is said of a body.
fn describe(paper: &Paper<'_>, list: &[Naming], sentences: &[Span]) -> Mechanism {
    let mut out = Mechanism {
        id: String::new(),
        name: name(paper, list),
        composition: None,
        powers: Vec::new(),
        duties: Vec::new(),
        reports_to: None,
        spans: Vec::new(),
        basis: Basis::new("mechanism.named", 0.7),
    };
    let mut about: BTreeMap<u32, Span> = BTreeMap::new();
    for n in list {
        about.insert(n.sentence.start, n.sentence);
        // "It shall report …" goes on about the body just named.
        let next = sentences.partition_point(|s| s.start <= n.sentence.start);
        for s in
            sentences[next..].iter().take(3).take_while(|s| goes_on(paper.words(**s), paper.words(n.span)))
        {
            about.insert(s.start, *s);
        }
    }
    for span in about.values() {
        read(paper.words(*span), &mut out);
        out.spans.push(*span);
    }
    out
}

/// The fullest name, the first of equals.
fn name(paper: &Paper<'_>, list: &[Naming]) -> String {
    let mut best: Option<&Naming> = None;
    for n in list {
        if best.is_none_or(|b| n.keys.len() > b.keys.len()) {
            best = Some(n);
        }
    }
    best.map(|n| paper.words(n.span).split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
}

/// Whether a sentence goes on about a body: "It …", "The commission …", "Its members …".
fn goes_on(words: &str, name: &str) -> bool {
    let head = name.split_whitespace().last().unwrap_or_default().to_lowercase();
    let lower = words.to_lowercase();
    let opening: String = lower.chars().take(90).collect();
    let opens = ["it ", "its ", "they ", "their ", "these "].iter().any(|p| opening.starts_with(p));
    (opens || opening.contains(&format!("{head} members")) || opening.starts_with(&format!("the {head} ")))
        && ["shall", "may", "should", "must", "will", "right", "can"].iter().any(|m| lower.contains(m))
}

fn read(words: &str, out: &mut Mechanism) {
    static COMPOSED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:consist(?:s|ing)?\s+of|composed\s+of|made\s+up\s+of|compris(?:e|es|ing)|constituted\s+of)\s+(?P<who>[^.;]{3,240})|\b(?P<equal>(?:an\s+)?equal\s+(?:number|representation)\s+(?:of\s+[^.;,]{3,120}|[^.;,]{0,80}))|\bof\s+(?P<count>(?:two|three|four|five|six|seven|eight|nine|ten|twelve)\s+members[^.;]{0,200})")
            .expect("a fixed pattern")
    });
    static POWER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:\bmay|(?:shall|should|will|would|must)\s+have\s+the\s+(?:right|power|authority)\s+(?:of|to)|(?:is|are|be)\s+(?:authori[sz]ed|entitled|empowered|free|allowed)\s+to|\bright\s+of)\s+(?P<what>[^.;]{4,240})")
            .expect("a fixed pattern")
    });
    static DUTY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:\b(?:shall|should|must|will)\s+(?P<must>(?:not\s+)?(?:report|observe|supervise|monitor|watch|inspect|investigate|verify|ensure|settle|assist|carry out|consider|draw|meet|land|submit|see|examine|keep)\b[^.;]{0,240})|\b(?:which|to|that)\s+(?P<which>(?:observe|supervise|monitor|watch over|inspect|investigate|verify)\b[^.;]{3,240}))")
            .expect("a fixed pattern")
    });
    static REPORT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:report|reports|submit)\b(?:[^.;,]{0,100}?)\bto\s+(?P<who>(?:the\s+)?[^.;,]{3,80}?)(?:\s+(?:at\s+the\s+same|every|once|within|as\s+soon)\b|[.;,]|$)").expect("a fixed pattern")
    });
    let tidy = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
    if out.composition.is_none() {
        out.composition = COMPOSED
            .captures(words)
            .and_then(|c| c.name("who").or(c.name("equal")).or(c.name("count")))
            .map(|m| tidy(m.as_str()));
    }
    out.powers
        .extend(POWER.captures_iter(words).take(4).filter_map(|c| c.name("what").map(|m| tidy(m.as_str()))));
    out.duties.extend(
        DUTY.captures_iter(words)
            .take(4)
            .filter_map(|c| c.name("must").or(c.name("which")).map(|m| tidy(m.as_str()))),
    );
    if out.reports_to.is_none() {
        out.reports_to = REPORT.captures(words).and_then(|c| c.name("who")).map(|m| tidy(m.as_str()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interpret::fixture::Fixture;

    #[test]
    fn a_commission_with_members_powers_and_duties() {
        let f = Fixture::new(
            "There shall be a joint river commission to inspect the locks. A truce commission shall be set up with an equal number of members from both towns. \
             Its members should be free to enter every mill. It shall report breaches to the two mayors every week. The finance committee was created in May.",
        );
        let found = f.read(mechanisms);
        let names: Vec<&str> = found.iter().map(|m| m.name.as_str()).collect();
        assert_eq!(names, ["joint river commission", "truce commission"]);
        assert_eq!(found[0].duties, ["inspect the locks"]);
        assert_eq!(found[1].composition.as_deref(), Some("an equal number of members from both towns"));
        assert_eq!(found[1].powers, ["enter every mill"]);
        assert_eq!(found[1].reports_to.as_deref(), Some("the two mayors"));
    }

    #[test]
    fn observers_and_observation_are_one_body() {
        let f = Fixture::new(
            "We propose military observer groups. The military observation groups watch the line. An observer group is small.",
        );
        let found = f.read(mechanisms);
        assert_eq!((found.len(), found[0].spans.len()), (1, 3));
    }
}
