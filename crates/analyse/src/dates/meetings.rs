//! When "the 11th meeting" was: on the day that the paper gives for it, or else between the days that it gives for the
//! meetings before and after it.
//!
//! A mention without any day to stand on is no date and is dropped. Meetings, sessions and rounds are counted apart.

use std::collections::BTreeMap;

use memcon_model::{DateFound, Day, Edtf, Span};

use super::fields::Fields;

/// How many bytes may stand between a meeting and its day ("was held on").
const NEAR: usize = 24;

/// A meeting named by its number.
pub(super) struct Mention {
    /// Its place among the expressions found.
    at: usize,
    number: i64,
    /// What is counted: the beginning of the word, which no case ending changes.
    what: String,
}

impl Mention {
    /// The mention that a match gives, to be found at place `at`.
    pub fn new(fields: &Fields<'_>, at: usize) -> Option<Self> {
        let number = fields.number("n").filter(|n| (1..=2000).contains(n))?;
        let what = fields.text("what")?.to_lowercase().chars().take(5).collect();
        Some(Self { at, number, what })
    }
}

/// Gives every mention its day or its interval, and drops those that have none.
pub(super) fn settle(text: &str, found: &mut Vec<DateFound>, mentions: &[Mention]) {
    if mentions.is_empty() {
        return;
    }
    let known = days(text, found, mentions);
    for mention in mentions {
        let Some(held) = known.get(mention.what.as_str()) else { continue };
        found[mention.at].edtf = when(held, mention.number);
    }
    let mut at = 0;
    found.retain(|date| {
        let dropped = date.edtf.is_none() && mentions.binary_search_by_key(&at, |m| m.at).is_ok();
        at += 1;
        !dropped
    });
}

/// The days that stand beside mentions, by what is counted and its number; `None` where the paper gives two.
fn days<'m>(
    text: &str,
    found: &[DateFound],
    mentions: &'m [Mention],
) -> BTreeMap<&'m str, BTreeMap<i64, Option<Day>>> {
    let mut known: BTreeMap<&str, BTreeMap<i64, Option<Day>>> = BTreeMap::new();
    for mention in mentions {
        let span = found[mention.at].span;
        let behind = found.get(mention.at + 1).filter(|d| near(text, span.end, d.span.start));
        let before =
            mention.at.checked_sub(1).map(|n| &found[n]).filter(|d| near(text, d.span.end, span.start));
        let Some(day) = behind.and_then(day_of).or_else(|| before.and_then(day_of)) else { continue };
        let held = known.entry(&mention.what).or_default();
        let entry = held.entry(mention.number).or_insert(Some(day));
        if *entry != Some(day) {
            *entry = None;
        }
    }
    known
}

/// Whether the two places lie close together in one clause.
fn near(text: &str, from: u32, to: u32) -> bool {
    let gap = Span::new(from as usize, to as usize);
    gap.len() <= NEAR && !gap.of(text).contains(['.', ';', '。', '\n'])
}

fn day_of(date: &DateFound) -> Option<Day> {
    let edtf = date.edtf.as_ref()?;
    edtf.earliest().filter(|d| d.year > 0 && edtf.latest() == Some(*d))
}

/// The day of the meeting with that number, or the days of its neighbours as an interval.
fn when(held: &BTreeMap<i64, Option<Day>>, number: i64) -> Option<Edtf> {
    if let Some(Some(day)) = held.get(&number) {
        return Some(Edtf::day(*day));
    }
    let before = held.range(..number).rev().find_map(|(_, d)| *d);
    let behind = held.range(number + 1..).find_map(|(_, d)| *d);
    match (before, behind) {
        (Some(a), Some(b)) => (a <= b).then(|| format!("{a}/{b}"))?.parse().ok(),
        (Some(a), None) => format!("{a}/..").parse().ok(),
        (None, Some(b)) => format!("../{b}").parse().ok(),
        (None, None) => None,
    }
}
