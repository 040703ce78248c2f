//! When words were said, as far as the paper tells: by the date of the record, of the letter, or of the day of which
//! its author is telling.
//!
//! A date inside the clause of the cue was read with the cue; here the days spread over the tree.

use super::draft::Draft;
use super::scan::{Kind, Scan};
use super::words::Class;
use memcon_model::{Analysis, DateFound, DateType, Day, Edtf, Form, Mode, Span};
use std::collections::BTreeMap;

/// How long before its date a paper tells of a day of talks, in days.
const RECENT: i64 = 45;

/// How near behind a dated saying another of the same speaker is of the same day, in bytes.
const SAME_DAY: u32 = 1500;

/// Fills in times that no cue tells.
pub(super) fn fill(scan: &Scan<'_>, found: &Analysis, drafts: &mut [Draft], parents: &[Option<usize>]) {
    let dated = found.description.date().cloned().filter(single);
    authors(found, drafts, parents, dated.as_ref());
    tales(scan, found, drafts, parents);
    if found.form == Form::Minutes
        && let Some(day) = found.description.date().and_then(only_day)
    {
        for (n, d) in drafts.iter_mut().enumerate() {
            let outermost = parents[n].is_none();
            if d.time.is_none() && outermost && d.mode != Mode::AuthorText {
                d.time = Some(day.clone());
            }
        }
    }
    if matches!(found.form, Form::PressReport | Form::WebPage) {
        same_speaker(drafts, parents);
    }
}

/// Whether an expression is one instant or day, nothing open.
fn single(edtf: &Edtf) -> bool {
    let text = edtf.as_str();
    text.len() >= 10 && !text.contains(['/', ',', 'X', '?', '~', '['])
}

/// The day of an instant.
fn day_of(edtf: &Edtf) -> Option<Edtf> {
    single(edtf).then(|| edtf.earliest().map(Edtf::day)).flatten()
}

/// The day of an expression that lies within one day.
fn only_day(edtf: &Edtf) -> Option<Edtf> {
    let (first, last) = (edtf.earliest()?, edtf.latest()?);
    (first == last).then(|| Edtf::day(first))
}

/// A paper's author writes on its date; that of a paper enclosed on the date that closes it.
fn authors(found: &Analysis, drafts: &mut [Draft], parents: &[Option<usize>], dated: Option<&Edtf>) {
    for n in 0..drafts.len() {
        if drafts[n].mode != Mode::AuthorText || drafts[n].time.is_some() {
            continue;
        }
        drafts[n].time = match parents[n] {
            None => dated.cloned(),
            Some(_) => {
                let end = drafts[n].span.end;
                let from = end.saturating_sub(60).max(drafts[n].span.start);
                fullest(found, Span { start: from, end: end + 1 })
            }
        };
    }
}

/// The fullest single date that lies inside a stretch; of several the last.
fn fullest(found: &Analysis, within: Span) -> Option<Edtf> {
    inside(found, within).filter_map(|d| d.edtf.clone()).filter(single).max_by_key(|e| e.as_str().len())
}

/// The dates that begin inside a stretch.
fn inside(found: &Analysis, within: Span) -> impl Iterator<Item = &DateFound> {
    let from = found.dates.partition_point(|d| d.span.start < within.start);
    found.dates[from..].iter().take_while(move |d| d.span.start < within.end)
}

/// The author tells of a day ("On 3 May …", "today"), and what is said from there on was said on it.
fn tales(scan: &Scan<'_>, found: &Analysis, drafts: &mut [Draft], parents: &[Option<usize>]) {
    // For every author: how far he has been read, and the day of which he tells.
    let mut state: BTreeMap<usize, (u32, Option<Edtf>)> = BTreeMap::new();
    for n in 0..drafts.len() {
        let Some(a) = parents[n].filter(|&p| drafts[p].mode == Mode::AuthorText) else { continue };
        let written = drafts[a].time.as_ref().and_then(Edtf::latest);
        let (read, mut day) = state.get(&a).cloned().unwrap_or((drafts[a].span.start, None));
        let until = drafts[n].span.start;
        for date in inside(found, Span { start: read.min(until), end: until }) {
            if tells_day(scan, date, written) {
                day = date.edtf.as_ref().and_then(day_of);
            }
        }
        if let Some(own) = &drafts[n].time {
            day = day_of(own).filter(|_| recent(own, written)).or(day);
        } else if drafts[n].mode != Mode::AuthorText {
            drafts[n].time.clone_from(&day);
        }
        state.insert(a, (drafts[n].span.end.max(read), day));
    }
}

/// Whether a date opens the tale of a day: "on", "at" or nothing before it, and not long before the paper was written.
fn tells_day(scan: &Scan<'_>, date: &DateFound, written: Option<Day>) -> bool {
    let k = scan.token_at(date.span.start);
    let adverb = date.kind == DateType::Relative;
    let opened = k.checked_sub(1).is_none_or(|b| {
        scan.is(b, Class::DayOpener)
            || matches!(scan.kind(b), Kind::Stop | Kind::Break | Kind::Line | Kind::Mark)
            // "On Sunday, March 24,": the name of the day stands between.
            || scan.kind(b) == Kind::Comma && b > 1 && scan.is(b - 2, Class::DayOpener)
    });
    (adverb || opened) && date.edtf.as_ref().is_some_and(|e| recent(e, written))
}

fn recent(edtf: &Edtf, written: Option<Day>) -> bool {
    let (Some(day), Some(written)) = (day_of(edtf).and_then(|d| d.earliest()), written) else { return false };
    let apart = written.number() - day.number();
    (0..=RECENT).contains(&apart)
}

/// In a news item a speaker's next words follow the dated ones on the same day.
fn same_speaker(drafts: &mut [Draft], parents: &[Option<usize>]) {
    let mut last: BTreeMap<String, (u32, Edtf)> = BTreeMap::new();
    for n in 0..drafts.len() {
        let Some(name) = drafts[n].who.name.clone() else { continue };
        let start = drafts[n].span.start;
        let own = drafts[n].time.as_ref().and_then(day_of);
        let (end, day) = match (own, last.get(&name)) {
            (Some(day), _) => (drafts[n].span.end, day),
            (None, Some((end, day))) if start.saturating_sub(*end) < SAME_DAY => {
                (drafts[n].span.end.max(*end), day.clone())
            }
            _ => continue,
        };
        let inner = parents[n].is_some_and(|p| drafts[p].who.name.as_deref() != Some(&name));
        if !inner && drafts[n].time.is_none() {
            drafts[n].time = Some(day.clone());
        }
        last.insert(name, (end, day));
    }
}
