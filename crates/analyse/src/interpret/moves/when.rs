//! When a move was made, where the words tell of it after the day ("on 9 June he had proposed …").

use memcon_model::{Analysis, DateFound, DateType, Edtf};

use crate::Paper;
use crate::interpret::units::Unit;

/// How far behind a predicate its own day may stand, in bytes: "proposed on 9 June that …".
const BEHIND: u32 = 28;

/// How far before a predicate its own day may stand, in bytes.
const AHEAD: u32 = 160;

/// The day of the act whose predicate stands at byte `at`, where the sentence gives one before the paper's own day.
///
/// Only a date that opens the sentence or stands close to the predicate tells when the act was done; one that stands
/// in what was proposed tells when something is to be.
pub(super) fn told(paper: &Paper<'_>, found: &Analysis, unit: &Unit, at: u32) -> Option<Edtf> {
    let own = found.description.date().and_then(Edtf::earliest_iso)?;
    let from = found.dates.partition_point(|d| d.span.start < unit.span.start);
    let inside = found.dates[from..].iter().take_while(|d| d.span.end <= unit.span.end);
    let past = |d: &&DateFound| {
        matches!(d.kind, DateType::Date | DateType::Relative)
            && d.edtf.as_ref().is_some_and(|e| {
                // A day or a month before; a year alone says too little.
                e.latest_iso().is_some_and(|l| l < own) && e.earliest_iso() > year_before(e.latest_iso())
            })
    };
    let (mut before, mut behind): (Option<&DateFound>, Option<&DateFound>) = (None, None);
    for d in inside.filter(past) {
        if d.span.end <= at && at - d.span.end <= AHEAD && opens(paper, unit, d, at) {
            before = Some(d);
        } else if d.span.start > at
            && d.span.start - at <= BEHIND
            && behind.is_none()
            && adverbial(paper, at, d)
        {
            behind = Some(d);
        }
    }
    behind.or(before).and_then(|d| d.edtf.clone())
}

/// The day some months before: what spans longer is no day of a move.
fn year_before(latest: Option<String>) -> Option<String> {
    let latest = latest?;
    let (year, rest) = latest.split_once('-')?;
    let year: i32 = year.parse().ok()?;
    let month: i32 = rest.get(..2)?.parse().ok()?;
    let (year, month) = if month > 2 { (year, month - 2) } else { (year - 1, month + 10) };
    Some(format!("{year:04}-{month:02}-00"))
}

/// Whether a date stands before the subject as an adverbial: at the head of the sentence or directly before the predicate.
fn opens(paper: &Paper<'_>, unit: &Unit, d: &DateFound, at: u32) -> bool {
    let lead = paper.text.get(unit.span.start as usize..d.span.start as usize).unwrap_or("");
    let between = paper.text.get(d.span.end as usize..at as usize).unwrap_or("");
    let head = lead.split_whitespace().count() <= 3;
    let close = between.split_whitespace().count() <= 3;
    (head || close) && preposed(lead)
}

/// Whether nothing or a preposition of time stands before a date ("the letter of 9 June" names a letter).
fn preposed(lead: &str) -> bool {
    let last = lead.split_whitespace().next_back().unwrap_or("").to_lowercase();
    last.is_empty() || last.ends_with(',') || crate::interpret::actor::before_day(&last)
}

/// Whether a date behind a predicate goes with the predicate: no clause opens between them.
fn adverbial(paper: &Paper<'_>, at: u32, d: &DateFound) -> bool {
    let between = paper.text.get(at as usize..d.span.start as usize).unwrap_or("");
    let words: Vec<&str> = between.split_whitespace().collect();
    // The predicate itself and "on".
    words.len() <= 3 && words.last().is_some_and(|w| crate::interpret::actor::before_day(&w.to_lowercase()))
}
