//! Where a translation differs from its original: numbers, dates, names, denials; said, never judged.
//!
//! Two languages put the same thing otherwise, and a reader of flags stops reading after the third false one. So what seems
//! to differ is first looked for in the passages around, in another wording of the same value, and behind words that
//! deny without a word of denial ("refuse", "lack"); what is found there is no difference.

use std::collections::BTreeSet;

use memcon_model::{Beside, DateFound, DateType, Difference, DifferenceKind, Span};

use super::differ::{denial, denies_otherwise};
use super::passage::{Names, counts};
use crate::Document;

/// Passages before and behind in which a value is looked for before its absence is told.
const NEAR: usize = 2;
/// Words or pairs of dense characters of a passage that may differ in a denial alone; in longer ones denials cannot be paired.
const SHORT: usize = 34;

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
    let mut out: Vec<Vec<Difference>> = (0..rows.len())
        .map(|n| {
            let (Some(x), Some(y)) = (rows[n].a, rows[n].b) else { return Vec::new() };
            let near = n.saturating_sub(NEAR)..(n + NEAR + 1).min(rows.len());
            let mut out = Vec::new();
            numbers((&left[n], &left[near.clone()]), (&right[n], &right[near.clone()]), &mut out);
            dates((&left[n], &left[near.clone()]), (&right[n], &right[near.clone()]), &mut out);
            names((&left[n], &left[near.clone()]), (&right[n], &right[near]), &kinds, &mut out);
            denials((a, x), (b, y), &mut out);
            out
        })
        .collect();
    shifted(&mut out);
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

/// What a passage tells that can be laid beside its translation.
#[derive(Default)]
struct Told {
    /// Numbers outside dates.
    numbers: Vec<(Span, String)>,
    /// Everything that is written as a number, dates included: what is there is not left out.
    written: BTreeSet<String>,
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
        written.extend(digits(span.of(document.text)));
        let outside = |n: &(Span, String)| !found.iter().any(|d| d.span.overlaps(n.0));
        Self {
            numbers: all.into_iter().filter(outside).collect(),
            written,
            // "Today", "the day before": what they mean differs with whoever tells it.
            vague: found.iter().any(|d| {
                d.edtf.is_none()
                    || d.kind == DateType::Relative
                    || d.anchor.is_some() && d.kind != DateType::Time
            }),
            dates: found.into_iter().filter_map(dated).collect(),
            names: names.inside(span).to_vec(),
        }
    }
}

/// Runs of digits, without leading noughts.
fn digits(words: &str) -> Vec<String> {
    words
        .split(|c: char| !c.is_ascii_digit())
        .filter(|d| !d.is_empty())
        .map(|d| d.trim_start_matches('0').to_owned())
        .collect()
}

fn dated(d: &DateFound) -> Option<Dated> {
    let edtf = d.edtf.as_ref()?;
    if matches!(d.kind, DateType::Duration | DateType::Relative) {
        return None;
    }
    if d.kind == DateType::Time {
        let time = edtf.time()?;
        return Some(Dated { span: d.span, days: None, short: time.chars().take(5).collect(), time: true });
    }
    let (first, last) = (edtf.earliest()?.number(), edtf.latest()?.number());
    let iso = edtf.earliest_iso()?;
    let short =
        if first == last { iso.get(5..).unwrap_or(&iso).to_owned() } else { edtf.as_str().to_owned() };
    Some(Dated { span: d.span, days: Some((first, last)), short, time: false })
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
            })
        };
        let mut seen = BTreeSet::new();
        told.numbers.iter().filter(|n| !there(&n.1) && seen.insert(n.1.clone())).cloned().collect()
    };
    let (only_a, only_b) = (own(a.0, b.1), own(b.0, a.1));
    // One, two, three are said in many ways; what is large is told or left out. The other side must count too.
    let large = |n: &(Span, String)| n.1.parse::<f64>().is_ok_and(|v| v >= 10.0);
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
        let there = |d: &Dated| near.iter().flat_map(|t| &t.dates).any(|o| meets(d, o));
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

/// One side denies and the other does not, in a passage short enough that the denial is of the same thing.
fn denials((a, x): (Paper<'_>, Span), (b, y): (Paper<'_>, Span), out: &mut Vec<Difference>) {
    let (left, right) = ((a.0, a.1, x), (b.0, b.1, y));
    if size(x.of(a.0.text)).max(size(y.of(b.0.text))) > SHORT {
        return;
    }
    let (no_a, no_b) = (denial(&left), denial(&right));
    let other = match (no_a.is_some(), no_b.is_some()) {
        (true, false) => &right,
        (false, true) => &left,
        _ => return,
    };
    if !denies_otherwise(other) {
        out.push(Difference { kind: DifferenceKind::Negation, a: no_a, b: no_b });
    }
}

/// About how many words a passage has.
fn size(words: &str) -> usize {
    let dense = words.chars().filter(|c| ('\u{3040}'..='\u{9fff}').contains(c)).count();
    words.split_whitespace().count().max(dense * 2 / 3)
}
