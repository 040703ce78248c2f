//! Where a translation differs from its original: numbers, dates, names, denials; said, never judged.
//!
//! Two languages put the same thing otherwise, and a reader of flags stops reading after the third false one. So what seems
//! to differ is first looked for in the passages around, in another wording of the same value, and behind words that
//! deny without a word of denial ("refuse", "lack"); what is found there is no difference.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use memcon_model::{Beside, DateFound, DateType, Difference, DifferenceKind, Span};

use super::differ::{denial, denies_otherwise};
use super::passage::{Names, counts};
use crate::Document;

/// Passages before and behind in which a value is looked for before its absence is told.
const NEAR: usize = 2;
/// Words or pairs of dense characters of a passage that may differ in a denial alone; in longer ones denials cannot be paired.
const SHORT: usize = 24;
/// Words known in every language that two passages share at least where only one of them denies: else the wording is free.
const SAME: usize = 2;
/// Denials that only one side has, for each that both have: where there are more, the whole translation is free.
const FREE: f64 = 0.25;
/// A number told in words alone is missing only from here on.
const IN_WORDS: f64 = 13.0;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DenialFile {
    clear: Vec<Rule>,
    idle: Vec<Rule>,
    inner: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    lang: String,
    pattern: String,
    #[serde(rename = "why")]
    _why: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests"))]
    example: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests"))]
    not: String,
}

/// Compiled patterns with their languages.
type Patterns = Vec<(Rule, Regex)>;

struct Denials {
    clear: Patterns,
    idle: Patterns,
    inner: Patterns,
}

static DENIALS: LazyLock<Denials> = LazyLock::new(|| {
    let file: DenialFile = memcon_lexicon::table("link/denials.toml").expect("our own table of denials");
    let compiled = |rules: Vec<Rule>| -> Patterns {
        let pattern = |r: &Rule| Regex::new(&r.pattern).expect("our own patterns are regular");
        rules
            .into_iter()
            .map(|r| {
                let p = pattern(&r);
                (r, p)
            })
            .collect()
    };
    Denials { clear: compiled(file.clear), idle: compiled(file.idle), inner: compiled(file.inner) }
});

/// A paper with its names.
type Paper<'s> = (&'s Document<'s>, &'s Names);

/// The differences of each row.
pub(crate) fn in_translation(
    a: (&Document<'_>, &Names),
    b: (&Document<'_>, &Names),
    rows: &[Beside],
) -> Vec<Vec<Difference>> {
    let (left, right): (Vec<Told>, Vec<Told>) =
        rows.iter().map(|r| (Told::of(a, r.a), Told::of(b, r.b))).unzip();
    let known =
        |told: &[Told]| -> BTreeSet<usize> { told.iter().flat_map(|t| &t.names).map(|n| n.1).collect() };
    let in_both: BTreeSet<usize> = known(&left).intersection(&known(&right)).copied().collect();
    let kinds = |n: usize| in_both.contains(&n);
    let mut both = 0usize;
    let mut out: Vec<Vec<Difference>> = (0..rows.len())
        .map(|n| {
            let (Some(x), Some(y)) = (rows[n].a, rows[n].b) else { return Vec::new() };
            let near = n.saturating_sub(NEAR)..(n + NEAR + 1).min(rows.len());
            let mut out = Vec::new();
            numbers((&left[n], &left[near.clone()]), (&right[n], &right[near.clone()]), &mut out);
            dates((&left[n], &left[near.clone()]), (&right[n], &right[near.clone()]), &mut out);
            names((&left[n], &left[near.clone()]), (&right[n], &right[near]), &kinds, &mut out);
            both += usize::from(denials((a, x), (b, y), &mut out));
            out
        })
        .collect();
    shifted(&mut out);
    free(both, &mut out);
    out
}

/// Takes out denials that stand one passage off on the other side: the sentence that denies was paired with its neighbour.
fn shifted(rows: &mut [Vec<Difference>]) {
    let side = |row: &[Difference]| {
        let found = row.iter().find(|d| d.kind == DifferenceKind::Negation);
        found.map(|d| d.a.is_some())
    };
    for n in 1..rows.len() {
        if let (Some(x), Some(y)) = (side(&rows[n - 1]), side(&rows[n]))
            && x != y
        {
            for row in [n - 1, n] {
                rows[row].retain(|d| d.kind != DifferenceKind::Negation);
            }
        }
    }
}

/// Takes out all denials of a translation in which too many stand on one side only: it puts things in words of its own.
fn free(both: usize, rows: &mut [Vec<Difference>]) {
    let denies = |d: &Difference| d.kind == DifferenceKind::Negation;
    let one = rows.iter().flatten().filter(|d| denies(d)).count();
    if one > 1 && one as f64 > FREE * both as f64 {
        rows.iter_mut().for_each(|row| row.retain(|d| !denies(d)));
    }
}

/// What a passage tells that can be laid beside its translation.
#[derive(Default)]
struct Told {
    /// Numbers outside dates.
    numbers: Vec<(Span, String)>,
    /// Everything that is written as a number, dates included: what is there is not left out.
    written: BTreeSet<String>,
    /// All its digits in one run: "73 64" is 7364.
    run: String,
    dates: Vec<Dated>,
    /// Whether it holds a time expression that cannot be resolved.
    vague: bool,
    names: Vec<(Span, usize)>,
}

#[derive(Clone)]
struct Dated {
    span: Span,
    /// First and last day by number, for a date.
    days: Option<(i64, i64)>,
    /// Month and day, or hour and minute.
    short: String,
    /// Its words, where they are digits alone.
    digits: String,
    time: bool,
}

impl Told {
    fn of((document, names): (&Document<'_>, &Names), span: Option<Span>) -> Self {
        let Some(span) = span else { return Self::default() };
        let analysis = document.analysis;
        let from = analysis.dates.partition_point(|d| d.span.start < span.start);
        let found: Vec<&DateFound> =
            analysis.dates[from..].iter().take_while(|d| d.span.start < span.end).collect();
        let all = counts(document, span);
        let mut written: BTreeSet<String> = all.iter().map(|n| n.1.clone()).collect();
        let words = span.of(document.text);
        written.extend(digits(words));
        // Words for numbers that only the aligner's table knows: "fifteenth".
        let known = memcon_align::keys(words);
        written.extend(known.iter().filter_map(|k| k.0.strip_prefix('#')).map(str::to_owned));
        let outside = |n: &(Span, String)| {
            !found.iter().any(|d| d.span.overlaps(n.0)) && !marks_a_note(document.text, n.0)
        };
        Self {
            numbers: all.into_iter().filter(outside).collect(),
            written,
            run: words.chars().filter(char::is_ascii_digit).collect(),
            // "Today", "the day before": what they mean differs with whoever tells it.
            vague: found.iter().any(|d| {
                d.edtf.is_none()
                    || d.kind == DateType::Relative
                    || d.anchor.is_some() && d.kind != DateType::Time
            }),
            dates: found.into_iter().filter_map(|d| dated(document.text, d)).collect(),
            names: names.inside(span).to_vec(),
        }
    }
}

/// "[12]": the mark of a note, which papers number each by itself.
fn marks_a_note(text: &str, span: Span) -> bool {
    let before = text.get(..span.start as usize).and_then(|t| t.chars().next_back());
    let behind = text.get(span.end as usize..).and_then(|t| t.chars().next());
    matches!((before, behind), (Some('[' | '［'), Some(']' | '］')))
}

/// 21 as 20 and 1: "twenty-first".
fn tens_and_ones(value: &str) -> Option<(String, String)> {
    let v: u32 = value.parse().ok().filter(|v| (21..100).contains(v) && v % 10 > 0)?;
    Some(((v / 10 * 10).to_string(), (v % 10).to_string()))
}

/// Runs of digits, without leading noughts.
fn digits(words: &str) -> Vec<String> {
    words
        .split(|c: char| !c.is_ascii_digit())
        .filter(|d| !d.is_empty())
        .map(|d| d.trim_start_matches('0').to_owned())
        .collect()
}

fn dated(text: &str, d: &DateFound) -> Option<Dated> {
    let edtf = d.edtf.as_ref()?;
    let words = d.span.of(text);
    let digits = if words.chars().all(|c| c.is_ascii_digit()) { words.to_owned() } else { String::new() };
    if matches!(d.kind, DateType::Duration | DateType::Relative) {
        return None;
    }
    if d.kind == DateType::Time {
        let time = edtf.time()?;
        return Some(Dated {
            span: d.span,
            days: None,
            short: time.chars().take(5).collect(),
            digits,
            time: true,
        });
    }
    let (first, last) = (edtf.earliest()?.number(), edtf.latest()?.number());
    let iso = edtf.earliest_iso()?;
    let short =
        if first == last { iso.get(5..).unwrap_or(&iso).to_owned() } else { edtf.as_str().to_owned() };
    Some(Dated { span: d.span, days: Some((first, last)), short, digits, time: false })
}

/// What only one side has, set against what only the other has; alone only where it is told to be surely missing.
fn set_against(
    kind: DifferenceKind,
    only_a: &[Span],
    only_b: &[Span],
    alone: impl Fn(bool, usize) -> bool,
    out: &mut Vec<Difference>,
) {
    let both = only_a.len().min(only_b.len());
    for n in 0..both {
        out.push(Difference { kind, a: Some(only_a[n]), b: Some(only_b[n]) });
    }
    if both == 0 {
        let first = only_a.iter().enumerate().filter(|(n, _)| alone(true, *n));
        out.extend(first.map(|(_, a)| Difference { kind, a: Some(*a), b: None }));
        let second = only_b.iter().enumerate().filter(|(n, _)| alone(false, *n));
        out.extend(second.map(|(_, b)| Difference { kind, a: None, b: Some(*b) }));
    }
}

/// The same amount in another unit of counting: "3.2 million" and 3200000, 12 and twelve hundred.
fn same_amount(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (Ok(x), Ok(y)) = (a.parse::<f64>(), b.parse::<f64>()) else { return false };
    let (less, more) = (x.min(y), x.max(y));
    less > 0.0 && [100.0, 1e3, 1e4, 1e6, 1e8, 1e9].iter().any(|by| ((less * by - more) / more).abs() < 1e-9)
}

fn numbers(a: (&Told, &[Told]), b: (&Told, &[Told]), out: &mut Vec<Difference>) {
    // What is left when every number has met its like: a number told twice must stand twice, or nearly.
    let own = |told: &Told, near: &[Told]| -> Vec<(Span, String)> {
        let there = |v: &str| {
            near.iter().any(|t| {
                t.written.contains(v)
                    || t.numbers.iter().any(|n| same_amount(&n.1, v))
                    || v.split('.').any(|part| part.len() > 1 && t.written.contains(part))
                    || v.len() >= 4 && t.run.contains(v)
                    || tens_and_ones(v).is_some_and(|(x, y)| t.written.contains(&x) && t.written.contains(&y))
            })
        };
        let mut seen = BTreeSet::new();
        told.numbers.iter().filter(|n| !there(&n.1) && seen.insert(n.1.clone())).cloned().collect()
    };
    let (only_a, only_b) = (own(a.0, b.1), own(b.0, a.1));
    // One, two, three are said in many ways; what is large is told or left out. The other side must count too.
    // In words a number is an article, a name or part of an idiom more often than in digits.
    let in_words = |n: &(Span, String)| n.0.end - n.0.start != n.1.len() as u32;
    let large =
        |n: &(Span, String)| n.1.parse::<f64>().is_ok_and(|v| v >= if in_words(n) { IN_WORDS } else { 10.0 });
    let spans = |list: &[(Span, String)]| -> Vec<Span> { list.iter().map(|n| n.0).collect() };
    let alone = |first: bool, n: usize| {
        let (own, other) = if first { (&only_a[n], b.0) } else { (&only_b[n], a.0) };
        large(own) && !other.vague && other.written.len() < 12
    };
    let paired = |list: &[(Span, String)], other: &[(Span, String)]| {
        // Small against small may be a number and an article: only one of them large is a difference too.
        list.iter().chain(other).any(large)
    };
    if !only_a.is_empty() && !only_b.is_empty() && !paired(&only_a, &only_b) && only_a.len() != only_b.len() {
        return;
    }
    set_against(DifferenceKind::Number, &spans(&only_a), &spans(&only_b), alone, out);
}

fn dates(a: (&Told, &[Told]), b: (&Told, &[Told]), out: &mut Vec<Difference>) {
    let meets = |x: &Dated, y: &Dated| {
        x.time == y.time
            && (x.short == y.short
                || x.time && twelve_apart(&x.short, &y.short)
                || match (x.days, y.days) {
                    (Some(p), Some(q)) => p.0 <= q.1 && q.0 <= p.1,
                    _ => false,
                })
    };
    let own = |told: &Told, near: &[Told]| -> Vec<Dated> {
        // What one paper takes for a year or an hour the other may take for a number.
        let there = |d: &Dated| {
            near.iter().flat_map(|t| &t.dates).any(|o| meets(d, o))
                || d.digits.len() >= 4 && near.iter().any(|t| t.written.contains(&d.digits))
        };
        told.dates.iter().filter(|d| !there(d)).cloned().collect()
    };
    let (only_a, only_b) = (own(a.0, b.1), own(b.0, a.1));
    let whole = |d: &Dated| d.time || d.days.is_some_and(|(x, y)| x == y);
    let day_of = |d: &Dated| -> Option<String> {
        d.short.rsplit(['-', ':']).next().map(|n| n.trim_start_matches('0').to_owned())
    };
    // Of one kind and one fineness only: an hour is not set against a day, nor a month against a week.
    let spans = |list: &[Dated], time: bool| -> Vec<Span> {
        list.iter().filter(|d| d.time == time && whole(d)).map(|d| d.span).collect()
    };
    for time in [false, true] {
        let pick = |list: &[Dated]| -> Vec<Dated> {
            list.iter().filter(|d| d.time == time && whole(d)).cloned().collect()
        };
        let (pa, pb) = (pick(&only_a), pick(&only_b));
        let alone = |first: bool, n: usize| {
            let (own, other) = if first { (&pa[n], b) } else { (&pb[n], a) };
            let told = day_of(own).is_none_or(|d| other.1.iter().any(|t| t.written.contains(&d)));
            !told && !other.0.vague && other.0.dates.iter().all(|d| d.time != time)
        };
        set_against(DifferenceKind::Date, &spans(&only_a, time), &spans(&only_b, time), alone, out);
    }
}

/// Hours half a day apart: one paper counts to twelve.
fn twelve_apart(a: &str, b: &str) -> bool {
    let read = |t: &str| -> Option<(i32, String)> {
        let (h, m) = t.split_once(':')?;
        Some((h.parse().ok()?, m.to_owned()))
    };
    match (read(a), read(b)) {
        (Some((x, m)), Some((y, n))) => m == n && (x - y).abs() == 12,
        _ => false,
    }
}

/// Names that both papers know, one in the other's place.
fn names(
    a: (&Told, &[Told]),
    b: (&Told, &[Told]),
    known: &impl Fn(usize) -> bool,
    out: &mut Vec<Difference>,
) {
    let own = |told: &Told, near: &[Told]| -> Vec<Span> {
        let there = |n: usize| near.iter().flat_map(|t| &t.names).any(|o| o.1 == n);
        let mut seen = BTreeSet::new();
        told.names.iter().filter(|n| known(n.1) && !there(n.1) && seen.insert(n.1)).map(|n| n.0).collect()
    };
    let (only_a, only_b) = (own(a.0, b.1), own(b.0, a.1));
    if only_a.len() == only_b.len() {
        set_against(DifferenceKind::Name, &only_a, &only_b, |_, _| false, out);
    }
}

/// One side clearly denies and the other in no way, in a passage short and literal enough that the denial is of the same thing.
/// Says also whether both deny.
fn denials((a, x): (Paper<'_>, Span), (b, y): (Paper<'_>, Span), out: &mut Vec<Difference>) -> bool {
    let (left, right) = ((a.0, a.1, x), (b.0, b.1, y));
    let (of_a, of_b) = (x.of(a.0.text), y.of(b.0.text));
    if size(of_a).max(size(of_b)) > SHORT {
        return false;
    }
    let (no_a, no_b) = (denial(&left), denial(&right));
    let ((own, span), other) = match (no_a, no_b) {
        (Some(_), None) => ((a.0, x), (&right, of_b)),
        (None, Some(_)) => ((b.0, y), (&left, of_a)),
        (Some(_), Some(_)) => return true,
        (None, None) => return false,
    };
    let inner =
        |words: &str, document: &Document<'_>| any(&DENIALS.inner, &words.to_lowercase(), document).is_some();
    // A language whose denials are not known has none to be found.
    let known = |d: &Document<'_>| {
        let first = d.analysis.languages.first();
        DENIALS.clear.iter().any(|(rule, _)| Some(&rule.lang) == first)
    };
    if !known(other.0.0) || denies_otherwise(other.0) || inner(other.1, other.0.0) || !literal(of_a, of_b) {
        return false;
    }
    if let Some(found) = clear(own, span) {
        let (a, b) = if no_a.is_some() { (Some(found), None) } else { (None, Some(found)) };
        out.push(Difference { kind: DifferenceKind::Negation, a, b });
    }
    false
}

/// The words by which a passage clearly denies.
fn clear(document: &Document<'_>, span: Span) -> Option<Span> {
    let words = span.of(document.text);
    let lower = words.to_lowercase();
    // Small letters as long as the great ones, or the places would be others.
    if lower.len() != words.len() || any(&DENIALS.idle, &lower, document).is_some() {
        return None;
    }
    let found = any(&DENIALS.clear, &lower, document)?;
    let start = span.start as usize;
    (words.is_char_boundary(found.start) && words.is_char_boundary(found.end))
        .then(|| Span::new(start + found.start, start + found.end))
}

/// Where a pattern of one of a paper's languages matches first.
fn any(patterns: &Patterns, lower: &str, document: &Document<'_>) -> Option<std::ops::Range<usize>> {
    let languages = &document.analysis.languages;
    let of = patterns.iter().filter(|(rule, _)| languages.contains(&rule.lang));
    of.filter_map(|(_, p)| p.find(lower)).map(|m| m.range()).min_by_key(|r| r.start)
}

/// Whether two passages share words that are known in every language.
fn literal(a: &str, b: &str) -> bool {
    let keys =
        |words: &str| -> BTreeSet<String> { memcon_align::keys(words).into_iter().map(|k| k.0).collect() };
    keys(a).intersection(&keys(b)).take(SAME).count() == SAME
}

/// About how many words a passage has.
fn size(words: &str) -> usize {
    let dense = words.chars().filter(|c| ('\u{3040}'..='\u{9fff}').contains(c)).count();
    words.split_whitespace().count().max(dense * 2 / 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_their_examples_and_not_the_others() {
        let all = [&DENIALS.clear, &DENIALS.idle, &DENIALS.inner];
        for (rule, pattern) in all.into_iter().flatten() {
            assert!(pattern.is_match(&rule.example), "{} {}", rule.lang, rule.pattern);
            assert!(!pattern.is_match(&rule.not), "{} {}", rule.lang, rule.pattern);
        }
    }

    #[test]
    fn the_mark_of_a_note_counts_nothing() {
        assert!(marks_a_note("the pier [12] was", Span::new(10, 12)));
        assert!(!marks_a_note("the 12 piers", Span::new(4, 6)));
        assert_eq!(tens_and_ones("21"), Some(("20".to_owned(), "1".to_owned())));
    }
}
