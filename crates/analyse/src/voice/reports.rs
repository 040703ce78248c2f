//! Reports of speech in languages other than English, by the patterns of `data/voice/reports.toml`.

use super::cast::Cast;
use super::draft::Draft;
use super::indirect::{Indirect, side_of, time_in};
use super::lexis::PREFIXES;
use super::scan::{Scan, Sentence};
use super::speech::by_words;
use crate::Paper;
use memcon_lexicon::{Rule, RuleSet};
use memcon_model::{Analysis, Attribution, Basis, Mode, RegionKind, Span, Stance};
use std::sync::LazyLock;

static RULES: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("voice/reports").expect("data/voice/reports.toml is sound"));

/// Longest sentence looked at, in bytes.
const LONGEST: usize = 4000;

/// Languages other than English of which the patterns know something and which the paper's letters allow.
fn script(text: &str) -> &'static str {
    for c in text.chars() {
        match c {
            '\u{4e00}'..='\u{9fff}' => return "zh",
            '\u{ac00}'..='\u{d7af}' => return "ko",
            '\u{400}'..='\u{4ff}' => return "ru",
            _ => {}
        }
    }
    "latin"
}

/// Reads all sentences not in English.
pub(super) fn read(
    scan: &Scan<'_>,
    paper: &Paper<'_>,
    found: &Analysis,
    cast: &Cast,
    sentences: &[Sentence],
) -> Indirect {
    let mut out = Indirect::default();
    let latin: Vec<&str> = ["fr", "de"].into_iter().filter(|l| paper.speaks(l)).collect();
    if scan.text.is_ascii() && latin.is_empty() {
        return out;
    }
    for s in sentences.iter().filter(|s| s.span.len() <= LONGEST) {
        let text = s.span.of(scan.text);
        let lang = script(text);
        if lang == "latin" && latin.is_empty() {
            continue;
        }
        let region = found.regions.partition_point(|r| r.span.end <= s.span.start);
        let skip = found.regions.get(region).is_some_and(|r| {
            !matches!(r.kind, RegionKind::Body | RegionKind::Original | RegionKind::Translation)
        });
        if skip {
            continue;
        }
        let rules = RULES
            .rules()
            .iter()
            .filter(|r| r.lang == lang || (lang == "latin" && latin.contains(&r.lang.as_str())));
        for rule in rules {
            if one(&mut out, scan, found, cast, s, text, rule) {
                break;
            }
        }
    }
    out
}

fn one(
    out: &mut Indirect,
    scan: &Scan<'_>,
    found: &Analysis,
    cast: &Cast,
    s: &Sentence,
    text: &str,
    rule: &Rule,
) -> bool {
    let Some(m) = rule.regex.captures(text) else { return false };
    let at = |name: &str| {
        m.name(name).map(|g| {
            Span { start: s.span.start + g.start() as u32, end: s.span.start + g.end() as u32 }
                .trim(scan.text)
        })
    };
    let (Some(source), Some(cue), Some(content)) = (at("source"), at("cue"), at("content")) else {
        return false;
    };
    if source.is_empty() || content.len() < 6 {
        return false;
    }
    let content = bare(scan.text, content);
    let mut who = by_words(cast, source.start, source, source.of(scan.text).to_owned());
    if who.person.is_none() {
        who.name = who.name.map(|n| behind_office(&n).to_owned());
    }
    out.attributions.push(Attribution {
        source: vec![source],
        cue: vec![cue],
        content: vec![content],
        speaker: who.name.clone(),
        stance: Stance::default(),
        basis: Basis::new(rule.id.clone(), rule.confidence),
    });
    let quoted = content.of(scan.text).starts_with(['“', '「', '«', '"', '„']);
    if !quoted || content.len() < s.span.len() / 2 {
        out.drafts.push(Draft {
            span: content,
            cue: Some(source.hull(cue)),
            side: side_of(cast, &who),
            who,
            addressee: None,
            mode: Mode::IndirectReport,
            time: time_in(found, Span { start: s.span.start, end: content.start }),
            rule: "voice.report.pattern",
            confidence: rule.confidence,
            why: format!("pattern {}", rule.id),
        });
    }
    true
}

/// The name behind the last office in a run of letters without spaces; the whole where there is none.
fn behind_office(named: &str) -> &str {
    let end = PREFIXES.offices.iter().filter_map(|o| named.rfind(o.as_str()).map(|at| at + o.len())).max();
    match end.and_then(|e| named.get(e..)) {
        Some(rest) if rest.chars().count() >= 2 => rest,
        _ => named,
    }
}

/// Content without a closing stop.
fn bare(text: &str, span: Span) -> Span {
    let words = span.of(text).trim_end_matches(['。', '.', '！', '？']);
    Span { start: span.start, end: span.start + words.len() as u32 }
}
