//! Where two passages differ: numbers, dates, names, denials, words. Said, never judged.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use memcon_model::{Difference, DifferenceKind, Span};
use regex::Regex;
use serde::Deserialize;
use similar::{ChangeTag, TextDiff};

use super::passage::{Names, counts, dates};
use crate::Document;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Negation {
    language: Vec<Denying>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Denying {
    lang: String,
    words: BTreeSet<String>,
    inside: Vec<String>,
    unless: Vec<String>,
    otherwise: Vec<String>,
}

static NEGATION: LazyLock<Negation> =
    LazyLock::new(|| memcon_lexicon::table("link/negation.toml").expect("our own table of denials"));

static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[\p{L}\p{N}]+(?:['’]\p{L}+)?").expect("a fixed pattern"));

/// A passage with the paper it stands in and the paper's names.
type Side<'s> = (&'s Document<'s>, &'s Names, Span);

/// Most words of a passage whose wording is laid against another's.
const WORDS: usize = 400;

/// The differences between two passages that tell one thing. `alike` = also where only one denies or names
/// somebody, for passages that say the same; `wording` = also word by word, for passages of one language whose words are nearly the same.
pub fn differences(a: Side<'_>, b: Side<'_>, (alike, wording): (bool, bool)) -> Vec<Difference> {
    let mut out = Vec::new();
    let (dates_a, dates_b) = (dates(a.0.analysis, a.2), dates(b.0.analysis, b.2));
    unlike(DifferenceKind::Date, &dates_a, &dates_b, &mut out);
    let free = |side: &Side<'_>, dates: &[(Span, String)]| -> Vec<(Span, String)> {
        let all = counts(side.0, side.2);
        all.into_iter().filter(|n| !dates.iter().any(|d| d.0.overlaps(n.0))).collect()
    };
    unlike(DifferenceKind::Number, &free(&a, &dates_a), &free(&b, &dates_b), &mut out);
    let names = |side: &Side<'_>| -> Vec<(Span, String)> {
        side.1.inside(side.2).iter().map(|(s, n)| (*s, n.to_string())).collect()
    };
    let from = out.len();
    unlike(DifferenceKind::Name, &names(&a), &names(&b), &mut out);
    if !alike {
        // A free account need not name all whom the other names; one name in another's place is told.
        let set_against = |d: &Difference| d.kind != DifferenceKind::Name || d.a.is_some() && d.b.is_some();
        let mut n = 0;
        out.retain(|d| {
            n += 1;
            n <= from || set_against(d)
        });
    }
    let (no_a, no_b) = if alike { (denial(&a), denial(&b)) } else { (None, None) };
    if no_a.is_some() != no_b.is_some() {
        out.push(Difference { kind: DifferenceKind::Negation, a: no_a, b: no_b });
    }
    if wording {
        worded(&a, &b, &mut out);
    }
    out
}

/// What only one of two has; where both have something of their own, the two are set against each other in order.
fn unlike(kind: DifferenceKind, a: &[(Span, String)], b: &[(Span, String)], out: &mut Vec<Difference>) {
    let values = |list: &[(Span, String)]| -> BTreeSet<String> { list.iter().map(|x| x.1.clone()).collect() };
    let (in_a, in_b) = (values(a), values(b));
    let own = |list: &[(Span, String)], other: &BTreeSet<String>| -> Vec<Span> {
        let mut seen = BTreeSet::new();
        list.iter().filter(|x| !other.contains(&x.1) && seen.insert(x.1.clone())).map(|x| x.0).collect()
    };
    let (only_a, only_b) = (own(a, &in_b), own(b, &in_a));
    for n in 0..only_a.len().max(only_b.len()) {
        out.push(Difference { kind, a: only_a.get(n).copied(), b: only_b.get(n).copied() });
    }
}

/// The first word of a passage that denies, in the language of its paper.
pub(super) fn denial(side: &Side<'_>) -> Option<Span> {
    let (document, _, span) = side;
    let words = span.of(document.text);
    let tables = tables(document, words);
    // "No. 7" numbers and does not deny.
    let numbers = |m: &regex::Match<'_>| {
        words[m.end()..]
            .strip_prefix('.')
            .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
    };
    let at = |start: usize, len: usize| {
        let start = span.start as usize + start;
        Span::new(start, start + len)
    };
    for table in tables {
        let whole =
            WORD.find_iter(words).find(|m| table.words.contains(&m.as_str().to_lowercase()) && !numbers(m));
        // "无线电" is a radio and denies nothing.
        let free = |at: usize| {
            !table
                .unless
                .iter()
                .any(|u| words.match_indices(u.as_str()).any(|(n, _)| n <= at && at < n + u.len()))
        };
        let inside = || {
            let found = |w: &String| {
                words.match_indices(w.as_str()).find(|(n, _)| free(*n)).map(|(n, m)| (n, m.len()))
            };
            table.inside.iter().find_map(found)
        };
        if let Some((start, len)) = whole.map(|m| (m.start(), m.len())).or_else(inside) {
            return Some(at(start, len));
        }
    }
    None
}

/// The tables of denials for a passage: by its script, among Latin letters by the languages of its paper.
fn tables<'t>(document: &Document<'_>, words: &str) -> Vec<&'t Denying> {
    let script = if words.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
        Some("zh")
    } else if words.chars().any(|c| ('\u{ac00}'..='\u{d7a3}').contains(&c)) {
        Some("ko")
    } else if words.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c)) {
        Some("ru")
    } else {
        None
    };
    let latin = document.analysis.languages.iter().map(String::as_str);
    let languages: Vec<&str> = script.map_or_else(|| latin.collect(), |s| vec![s]);
    NEGATION.language.iter().filter(|t| languages.contains(&t.lang.as_str())).collect()
}

/// Whether a passage may deny without a word of denial: "refuse", "lack", "impossible".
pub(super) fn denies_otherwise(side: &Side<'_>) -> bool {
    let words = side.2.of(side.0.text);
    let lower = words.to_lowercase();
    tables(side.0, words).iter().any(|table| {
        let dense = matches!(table.lang.as_str(), "zh" | "ja" | "ko");
        table.otherwise.iter().any(|w| {
            if dense {
                lower.contains(w.as_str())
            } else {
                WORD.find_iter(&lower).any(|m| m.as_str().starts_with(w.as_str()))
            }
        })
    })
}

/// Runs of words that only one of two wordings of a sentence has.
fn worded(a: &Side<'_>, b: &Side<'_>, out: &mut Vec<Difference>) {
    let words = |side: &Side<'_>| -> Vec<(Span, String)> {
        let base = side.2.start as usize;
        WORD.find_iter(side.2.of(side.0.text))
            .take(WORDS)
            .map(|m| (Span::new(base + m.start(), base + m.end()), m.as_str().to_lowercase()))
            .collect()
    };
    let (in_a, in_b) = (words(a), words(b));
    let (left, right): (Vec<&str>, Vec<&str>) =
        (in_a.iter().map(|w| w.1.as_str()).collect(), in_b.iter().map(|w| w.1.as_str()).collect());
    let diff = TextDiff::from_slices(&left, &right);
    let mut held: (Option<Span>, Option<Span>) = (None, None);
    let mut flush = |held: &mut (Option<Span>, Option<Span>)| {
        let (a, b) = std::mem::take(held);
        if a.is_some() || b.is_some() {
            out.push(Difference { kind: DifferenceKind::Wording, a, b });
        }
    };
    let wider = |held: Option<Span>, next: Option<Span>| match (held, next) {
        (Some(x), Some(y)) => Some(x.hull(y)),
        (x, y) => x.or(y),
    };
    for change in diff.iter_all_changes() {
        match change.tag() {
            ChangeTag::Equal => flush(&mut held),
            ChangeTag::Delete => held.0 = wider(held.0, change.old_index().map(|n| in_a[n].0)),
            ChangeTag::Insert => held.1 = wider(held.1, change.new_index().map(|n| in_b[n].0)),
        }
    }
    flush(&mut held);
}
