//! Transcripts: which lines open with the name of their speaker.
//!
//! `label` finds what can be a prefix by its shape. No prefix is believed by itself: the paper must look
//! like a transcript as a whole (labels return, more than one speaks). Where line breaks were lost, a prefix
//! stands behind the end of a sentence, or at the end of a longer run of capitals.

use super::cast::Cast;
use super::label::{Candidate, Sep, candidate};
use super::scan::{Kind, Scan};
use super::words::Class;
use memcon_model::Span;
use std::collections::{BTreeMap, BTreeSet};

/// A speech of a transcript.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The prefix with its colon.
    pub prefix: Span,
    /// The label without brackets and colon.
    pub label: String,
    /// What brackets in the prefix add ("RN [Richard Nixon]").
    pub gloss: Option<String>,
    /// The words.
    pub words: Span,
}

/// What the stage knows of the paper's parts.
pub(super) struct Parts<'p> {
    /// Whether speech is looked for at a byte.
    pub allowed: &'p dyn Fn(u32) -> bool,
    /// Where the part of the paper ends in which a byte stands: no speech runs over that.
    pub until: &'p dyn Fn(u32) -> u32,
    /// Whether the paper's mark-up says that a speaker's name stands at a byte.
    pub speaker: &'p dyn Fn(u32) -> bool,
}

/// The speeches of a text, in order; empty where it is no transcript.
pub(super) fn lines(scan: &Scan<'_>, cast: &Cast, parts: &Parts<'_>) -> Vec<Line> {
    let all: Vec<Candidate> = (0..scan.toks.len()).filter_map(|i| candidate(scan, i)).collect();
    let inside = |c: &&Candidate| (parts.allowed)(scan.toks[c.first].start);
    let mut candidates: Vec<&Candidate> = all.iter().filter(inside).collect();
    let printed = candidates.iter().filter(|c| c.at_line && c.sep == Sep::Colon).count();
    let inline = candidates.iter().filter(|c| !c.at_line).count();
    let has_breaks =
        scan.toks.iter().filter(|t| matches!(t.kind, Kind::Line | Kind::Break)).take(8).count() >= 8;
    if has_breaks && (printed > 0 || inline == 0) {
        candidates.retain(|c| c.at_line);
    }
    let common = common(scan, &candidates);
    candidates
        .retain(|c| c.strong || !common.contains(last_word(&c.label).as_str()) || known(cast, &c.label));
    let mut chosen = believed(&candidates, cast);
    // Speakers that the mark-up names need not return, where there are two at least.
    let marked = |c: &Candidate| c.at_line && !c.long && (parts.speaker)(scan.toks[c.first].start);
    let told: BTreeSet<String> = candidates.iter().filter(|c| marked(c)).map(|c| key(&c.label)).collect();
    let in_markup = told.len() >= 2;
    if in_markup {
        chosen.extend(told);
    }
    if chosen.is_empty() {
        return Vec::new();
    }
    let mut kept: Vec<Candidate> = candidates.iter().filter_map(|c| fitted(scan, c, &chosen)).collect();
    kept.dedup_by_key(|c| c.first);
    if !in_markup && !kept.iter().any(|c| c.strong || known(cast, &c.label)) && !talk(scan, &kept) {
        return Vec::new();
    }
    let above = before_the_first(scan, &all, kept.first(), &chosen);
    kept.splice(0..0, above);
    spans(scan, &kept, has_breaks, parts.until)
}

/// Whether lines whose labels nothing shows to be persons at least speak: one in three says "I" or "you", or asks.
fn talk(scan: &Scan<'_>, kept: &[Candidate]) -> bool {
    let speaks = |n: &usize| {
        let to = kept.get(n + 1).map_or(scan.toks.len(), |next| next.first);
        let from = kept[*n].words;
        (from..to.min(from + 80)).any(|k| {
            scan.is(k, Class::TalkPronoun) || matches!(scan.word(k), "?" | "？") || scan.word(k) >= "\u{2e80}"
        })
    };
    (0..kept.len()).filter(speaks).count() * 3 >= kept.len()
}

/// A label in the form in which two count as one: small letters, single spaces; "Q1" counts with "Q2".
fn key(label: &str) -> String {
    let mut key = label.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = key.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    if bare == 1 {
        key.truncate(bare);
    }
    key
}

fn last_word(label: &str) -> String {
    label.rsplit([' ', '\n', '.']).find(|w| !w.is_empty()).unwrap_or("").to_lowercase()
}

/// Whether the cast has somebody of the name at the end of a label.
fn known(cast: &Cast, label: &str) -> bool {
    cast.knows(&last_word(label))
}

/// The last words of weak labels that the text also writes small: common nouns ("Timing:"), not names.
fn common(scan: &Scan<'_>, candidates: &[&Candidate]) -> BTreeSet<String> {
    // "Our side:" writes its own last word small.
    let noun = |label: &str| label.rsplit(' ').next().is_some_and(|w| w.starts_with(char::is_uppercase));
    let asked: BTreeSet<String> =
        candidates.iter().filter(|c| !c.strong && noun(&c.label)).map(|c| last_word(&c.label)).collect();
    if asked.is_empty() {
        return asked;
    }
    let small = |k: &usize| scan.kind(*k) == Kind::Word && scan.word(*k).starts_with(char::is_lowercase);
    let found = (0..scan.toks.len()).filter(small).filter_map(|k| asked.get(scan.lower(k))).cloned();
    found.filter(|w| w.chars().count() > 2).collect()
}

/// What is known of a label over the paper.
#[derive(Default)]
struct Tally {
    count: usize,
    strong: bool,
    /// Seen with a colon.
    colon: bool,
    /// Seen at the beginning of a line, or its name is one of the cast's.
    sure: bool,
}

/// The labels believed; empty where the paper is no transcript.
fn believed(candidates: &[&Candidate], cast: &Cast) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, Tally> = BTreeMap::new();
    for c in candidates.iter().filter(|c| !c.long) {
        let e = counts.entry(key(&c.label)).or_default();
        e.count += 1;
        e.strong |= c.strong;
        e.colon |= c.sep == Sep::Colon;
        e.sure |= c.at_line || known(cast, &c.label) || !c.label.contains(' ');
    }
    // Questions without answers are headings of a list.
    let alone = |a: &str, b: &str| counts.contains_key(a) != counts.contains_key(b);
    if alone("q", "a") {
        counts.retain(|label, _| label.chars().count() > 1);
    }
    // A label without a colon needs to return; "Q." counts with "A.".
    counts.retain(|_, e| e.colon || e.strong && e.count >= 2 || e.count >= 3 && e.sure);
    let returning: usize = counts.values().filter(|e| e.count >= 2).map(|e| e.count).sum();
    let strong_once = counts.values().filter(|e| e.count == 1 && e.strong).count();
    let speakers = counts.values().filter(|e| e.count >= 2 || e.strong).count();
    let ok = speakers >= 2
        && (returning >= 4
            || returning + strong_once >= 4 && returning >= 2
            || strong_once >= 5
            || returning >= 3 && speakers <= 3);
    if !ok {
        return BTreeSet::new();
    }
    // Beside speakers who return, a weak label seen once is believed too where returning ones rule the paper.
    let rule = returning >= 6;
    counts
        .into_iter()
        .filter(|(_, e)| e.count >= 2 || e.strong || rule && e.sure)
        .map(|(label, _)| label)
        .collect()
}

/// A candidate whose label is believed; inside running text the longest believed end of its label.
fn fitted(scan: &Scan<'_>, c: &Candidate, chosen: &BTreeSet<String>) -> Option<Candidate> {
    if !c.long && chosen.contains(&key(&c.label)) {
        let returns_at_end = (!c.at_line).then(|| shorter(scan, c, chosen)).flatten();
        // "Paris Talks Secretary Roe:" where "Secretary Roe:" speaks elsewhere: a heading ran into the label.
        return Some(
            returns_at_end
                .filter(|_| scan.kind(c.first) == Kind::Word && heading_glued(scan, c))
                .unwrap_or_else(|| c.clone()),
        );
    }
    if c.at_line && !c.long {
        return None;
    }
    shorter(scan, c, chosen)
}

/// Whether a title stands inside a label whose first word is none: what is before it came from a heading.
fn heading_glued(scan: &Scan<'_>, c: &Candidate) -> bool {
    !scan.is(c.first, Class::Title)
        && !scan.is(c.first, Class::RoleWord)
        && (c.first + 1..c.end).any(|k| scan.is(k, Class::Title))
}

/// The longest end of a label that is believed by itself.
fn shorter(scan: &Scan<'_>, c: &Candidate, chosen: &BTreeSet<String>) -> Option<Candidate> {
    (c.first + 1..c.end).filter(|&k| scan.capital(k)).find_map(|k| {
        let label = scan.words(k, c.end);
        chosen.contains(&key(label)).then(|| Candidate {
            first: k,
            label: label.to_owned(),
            long: false,
            ..c.clone()
        })
    })
}

/// Lines that the head of the paper has taken for its own: they stand right above the first speech and open with a
/// label that speaks below.
fn before_the_first(
    scan: &Scan<'_>,
    all: &[Candidate],
    first: Option<&Candidate>,
    chosen: &BTreeSet<String>,
) -> Vec<Candidate> {
    let Some(mut next) = first.map(|c| c.first) else { return Vec::new() };
    let mut found = Vec::new();
    for c in all[..all.partition_point(|c| c.first < next)].iter().rev().filter(|c| c.at_line) {
        let breaks = (c.first..next).filter(|&k| scan.kind(k) == Kind::Break).count();
        if !chosen.contains(&key(&c.label)) || breaks > 1 || next - c.first > 80 {
            break;
        }
        next = c.first;
        found.push(c.clone());
    }
    found.reverse();
    found
}

/// Turns labels into speeches: each runs to the next, the last to the end of what can be its own.
fn spans(scan: &Scan<'_>, kept: &[Candidate], has_breaks: bool, part: &dyn Fn(u32) -> u32) -> Vec<Line> {
    let mut found = Vec::new();
    let mut several = 0usize;
    for (n, c) in kept.iter().enumerate() {
        let mut from = c.words;
        while matches!(scan.kind(from), Kind::Line | Kind::Break) && from < scan.toks.len() {
            from += 1;
        }
        let next = kept.get(n + 1).map_or(scan.toks.len(), |next| line_start(scan, next));
        let until = next.min(scan.token_at(part(scan.toks[c.first].start))).max(from);
        let last_one = n + 1 == kept.len();
        let mut end = if has_breaks {
            speech_end(scan, from, until, last_one && several * 5 < n.max(1))
        } else {
            until
        };
        if has_breaks && (from..end).any(|k| scan.kind(k) == Kind::Break) {
            several += 1;
        }
        while c.sep == Sep::Cell
            && end > from
            && (scan.word(end - 1) == "|" || scan.kind(end - 1) == Kind::Line)
        {
            end -= 1;
        }
        end = end.max(from);
        let behind = c.words.checked_sub(1).and_then(|k| scan.toks.get(k)).map_or(0, |t| t.end);
        let span = match (scan.toks.get(from), end.checked_sub(1).and_then(|e| scan.toks.get(e))) {
            (Some(a), Some(b)) if end > from => Span { start: a.start, end: b.end },
            _ => Span { start: behind, end: behind },
        };
        found.push(Line {
            prefix: Span { start: scan.toks[c.first].start, end: behind },
            label: c.label.clone(),
            gloss: c.gloss.clone(),
            words: span.trim(scan.text),
        });
    }
    found
}

/// The first token of a label with the number, bullet or bracket before it on its line.
fn line_start(scan: &Scan<'_>, c: &Candidate) -> usize {
    if !c.at_line {
        return c.first;
    }
    let mut k = c.first;
    while k > 0 && !matches!(scan.kind(k - 1), Kind::Line | Kind::Break) && c.first - k < 12 {
        k -= 1;
    }
    k
}

/// Where a speech ends: before a paragraph that stands wholly in brackets, and for the last one after its paragraph.
fn speech_end(scan: &Scan<'_>, from: usize, until: usize, one_paragraph: bool) -> usize {
    let mut k = from;
    while k < until {
        if scan.kind(k) == Kind::Break {
            let next = k + 1;
            if one_paragraph {
                return k;
            }
            if scan.kind(next) == Kind::OpenBracket && bracketed_paragraph(scan, next, until) {
                return k;
            }
            // A heading of the paper stands between two speeches, in neither.
            let rest = scan.text.get(scan.toks[k].start as usize..).unwrap_or("");
            if next < until && rest.trim_start().starts_with('#') {
                return k;
            }
        }
        k += 1;
    }
    until
}

/// Whether the paragraph from `first` is one bracket from end to end.
fn bracketed_paragraph(scan: &Scan<'_>, first: usize, until: usize) -> bool {
    let mut depth = 0i32;
    for k in first..until.min(first + 400) {
        match scan.kind(k) {
            Kind::OpenBracket => depth += 1,
            Kind::CloseBracket => {
                depth -= 1;
                if depth == 0 {
                    return matches!(scan.kind(k + 1), Kind::Break)
                        || k + 1 >= until
                        || scan.kind(k + 1) == Kind::Stop;
                }
            }
            Kind::Break => return false,
            _ => {}
        }
    }
    false
}
