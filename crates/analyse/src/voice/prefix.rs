//! Transcripts: which lines open with the name of their speaker.
//!
//! A prefix is a short run of names, titles and roles before a colon, at the beginning of a line, or,
//! where line breaks were lost, behind the end of a sentence. No prefix is believed by itself: the
//! paper must look like a transcript as a whole (labels return, more than one speaks).

use super::lexis::PREFIXES;
use super::scan::{Kind, Scan};
use super::words::{Class, has};
use memcon_model::Span;
use std::collections::BTreeMap;

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

#[derive(Clone, Debug)]
struct Candidate {
    first: usize,
    colon: usize,
    label: String,
    gloss: Option<String>,
    at_line: bool,
    strong: bool,
    /// With a stop in place of a colon (`Q.`, `DR. ROE.`).
    stop: bool,
}

/// The speeches of a text, in order; empty where it is no transcript.
///
/// `until` gives for a byte where the part of the paper ends in which it stands: no speech runs over that.
pub(super) fn lines(scan: &Scan<'_>, allowed: &dyn Fn(u32) -> bool, until: &dyn Fn(u32) -> u32) -> Vec<Line> {
    let mut candidates: Vec<Candidate> = (0..scan.toks.len())
        .filter_map(|i| candidate(scan, i))
        .filter(|c| allowed(scan.toks[c.first].start))
        .collect();
    let printed = candidates.iter().filter(|c| c.at_line && !c.stop).count();
    let inline = candidates.len() - candidates.iter().filter(|c| c.at_line).count();
    let has_breaks =
        scan.toks.iter().filter(|t| matches!(t.kind, Kind::Line | Kind::Break)).take(8).count() >= 8;
    if has_breaks && (printed > 0 || inline == 0) {
        candidates.retain(|c| c.at_line);
    }
    let chosen = believed(&candidates);
    if chosen.is_empty() {
        return Vec::new();
    }
    let mut kept: Vec<&Candidate> =
        candidates.iter().filter(|c| chosen.contains_key(&key(&c.label))).collect();
    kept.dedup_by_key(|c| c.first);
    spans(scan, &kept, has_breaks, until)
}

fn key(label: &str) -> String {
    label.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The labels believed, with their counts; empty where the paper is no transcript.
fn believed(candidates: &[Candidate]) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, (usize, bool, bool)> = BTreeMap::new();
    for c in candidates {
        let e = counts.entry(key(&c.label)).or_default();
        e.0 += 1;
        e.1 |= c.strong;
        e.2 |= !c.stop;
    }
    // A label with a mere stop needs to return often; "Q." counts with "A.".
    counts.retain(|_, (n, strong, colon)| *colon || (*strong && *n >= 2));
    let returning: usize = counts.values().filter(|(n, ..)| *n >= 2).map(|(n, ..)| n).sum();
    let strong_once = counts.values().filter(|(n, strong, _)| *n == 1 && *strong).count();
    let speakers = counts.values().filter(|(n, strong, _)| *n >= 2 || *strong).count();
    let ok = speakers >= 2
        && (returning >= 4
            || returning + strong_once >= 4 && returning >= 2
            || strong_once >= 5
            || returning >= 3 && speakers <= 3);
    if !ok {
        return BTreeMap::new();
    }
    // Beside speakers who return, a weak label seen once is believed too where returning ones rule the paper.
    let rule = returning >= 6;
    counts
        .into_iter()
        .filter(|(_, (n, strong, _))| *n >= 2 || *strong || rule)
        .map(|(k, (n, ..))| (k, n))
        .collect()
}

/// A possible prefix whose colon (or stop) is token `i`.
fn candidate(scan: &Scan<'_>, i: usize) -> Option<Candidate> {
    let stop = scan.kind(i) == Kind::Stop && scan.word(i) == ".";
    if !(scan.kind(i) == Kind::Colon || stop) || i == 0 {
        return None;
    }
    let next = scan.kind(i + 1);
    if scan.spaces_before(i + 1) == 0 && !matches!(next, Kind::Line | Kind::Break) && scan.word(i).len() == 1
    {
        return None;
    }
    let (mut end, mut gloss) = (i, None);
    if matches!(scan.kind(i - 1), Kind::CloseBracket) {
        let open = (i.saturating_sub(8)..i - 1).rev().find(|&k| scan.kind(k) == Kind::OpenBracket)?;
        gloss = Some(
            Span { start: scan.toks[open].end, end: scan.toks[i - 1].start }.of(scan.text).trim().to_owned(),
        );
        end = open;
    }
    let first = walk_back(scan, end, stop)?;
    let at_line = first == 0 || matches!(scan.kind(first - 1), Kind::Line | Kind::Break);
    if stop && !(at_line && stop_label(scan, first, end)) {
        return None;
    }
    let span = Span { start: scan.toks[first].start, end: scan.toks[end - 1].end };
    let label = span.of(scan.text).to_owned();
    if label.len() > PREFIXES.max_chars * 2 || label.chars().count() > PREFIXES.max_chars {
        return None;
    }
    let strong = strong(scan, first, end)?;
    Some(Candidate { first, colon: i, label, gloss, at_line, strong, stop })
}

/// Labels that take a stop: `Q.`, `A.`, or capitals led by a title (`DR. ROE.`).
fn stop_label(scan: &Scan<'_>, first: usize, end: usize) -> bool {
    if end - first == 1 {
        return matches!(scan.word(first), "Q" | "A" | "Question" | "Answer" | "QUESTION" | "ANSWER");
    }
    let upper = |k: usize| scan.word(k).chars().all(|c| !c.is_lowercase());
    scan.is(first, Class::Title)
        && end - first <= 6
        && (first..end).all(|k| upper(k) || scan.is(k, Class::Title) || scan.kind(k) == Kind::Stop)
        && upper(end - 1)
        && scan.word(end - 1).chars().count() > 1
}

/// The first token of the label that ends before token `end`; `None` where its shape is wrong.
fn walk_back(scan: &Scan<'_>, end: usize, stop: bool) -> Option<usize> {
    let mut first = end;
    let mut words = 0;
    while first > 0 {
        let k = first - 1;
        match scan.kind(k) {
            Kind::Word => {
                let inner = scan.is(k, Class::InnerWord) && first < end;
                if !(scan.capital(k) || inner) || scan.spaces_before(first) > 2 && first < end {
                    break;
                }
                words += 1;
            }
            Kind::Stop if title_stop(scan, k) && first <= end => {}
            Kind::Dash if first < end && scan.spaces_before(first) == 0 && scan.spaces_before(k) == 0 => {}
            Kind::Number
                if first < end && scan.spaces_before(k + 1) <= 1 && words <= 2 && end - first == 0 => {}
            _ => break,
        }
        if words > PREFIXES.max_words || end - first > 4 * PREFIXES.max_words {
            return None;
        }
        first = k;
    }
    while first < end
        && (scan.is(first, Class::InnerWord) && !scan.capital(first)
            || !matches!(scan.kind(first), Kind::Word))
    {
        first += 1;
    }
    if first >= end || !scan.capital(first) {
        return None;
    }
    // What stands before must end something: a line, a sentence, a bracket, a broken-off speech.
    let before = if first == 0 { Kind::Break } else { scan.kind(first - 1) };
    let open = stop
        || matches!(
            before,
            Kind::Line | Kind::Break | Kind::Stop | Kind::CloseBracket | Kind::Dash | Kind::Mark
        );
    open.then_some(first)
}

/// Whether a stop belongs to a title's abbreviation or an initial inside a label.
fn title_stop(scan: &Scan<'_>, k: usize) -> bool {
    if scan.word(k) != "." || k == 0 || scan.kind(k - 1) != Kind::Word || scan.spaces_before(k) > 0 {
        return false;
    }
    let word = scan.lower(k - 1);
    let short_title = scan.is(k - 1, Class::Abbreviation) && scan.is(k - 1, Class::Title);
    short_title || (scan.capital(k - 1) && word.chars().count() == 1) || word.contains('.')
}

/// Whether a label names a speaker by its own shape; `None` = it is a field's label.
fn strong(scan: &Scan<'_>, first: usize, end: usize) -> Option<bool> {
    let words: Vec<&str> =
        (first..end).filter(|&k| scan.kind(k) == Kind::Word).map(|k| scan.lower(k)).collect();
    let (head, last) = (*words.first()?, *words.last()?);
    let content = words.iter().filter(|w| !has(w, Class::InnerWord));
    let field = words.len() <= 3 && content.clone().any(|w| has(w, Class::FieldLabel));
    let role = words.iter().all(|w| has(w, Class::RoleWord) || *w == "the" || has(w, Class::SideWord));
    if role && !(words.len() == 1 && has(head, Class::FieldLabel) && !has(head, Class::QuestionLabel)) {
        return Some(words.len() > 1 || !has(head, Class::WeakRole));
    }
    let titled = words.len() >= 2 && has(head, Class::Title) && !matches!(head, "the" | "first" | "second");
    if titled && !has(last, Class::FieldLabel) {
        return Some(true);
    }
    let clauseish = has(head, Class::NotAName) && head != "the";
    if field || clauseish || has(last, Class::CueForm) && words.len() > 1 {
        return None;
    }
    Some(false)
}

/// Turns labels into speeches: each runs to the next, the last to the end of what can be its own.
fn spans(scan: &Scan<'_>, kept: &[&Candidate], has_breaks: bool, part: &dyn Fn(u32) -> u32) -> Vec<Line> {
    let mut found = Vec::new();
    let mut several = 0usize;
    for (n, c) in kept.iter().enumerate() {
        let mut from = c.colon + 1;
        while matches!(scan.kind(from), Kind::Line | Kind::Break) && from < scan.toks.len() {
            from += 1;
        }
        let next = kept.get(n + 1).map_or(scan.toks.len(), |next| next.first);
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
        end = end.max(from);
        let span = match (scan.toks.get(from), end.checked_sub(1).and_then(|e| scan.toks.get(e))) {
            (Some(a), Some(b)) if end > from => Span { start: a.start, end: b.end },
            _ => Span { start: scan.toks[c.colon].end, end: scan.toks[c.colon].end },
        };
        found.push(Line {
            prefix: Span { start: scan.toks[c.first].start, end: scan.toks[c.colon].end },
            label: c.label.clone(),
            gloss: c.gloss.clone(),
            words: span.trim(scan.text),
        });
    }
    found
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
