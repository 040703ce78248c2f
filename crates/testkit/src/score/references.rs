//! Which document a text refers to, where the editors of a printed edition say so in a footnote.
//!
//! Gold: `refs`, places (offset of the footnote's mark) with the document meant, of two kinds: `message` (a number stands
//! before the mark) and `event` (a day, a meeting, a paper without a number). An answer counts for the place that lies in
//! the reference or at most 60 characters behind it; answers elsewhere are not judged, for editors do not mark everything.

use serde_json::Value;

use super::{Count, Tally};

/// How far behind a reference its mark may stand.
const BEHIND: i64 = 60;
/// How far before its end.
const BEFORE: i64 = 10;

/// Scores the references of a document.
pub(crate) fn score(gold: &Value, predicted: &Value, tally: &mut Tally) {
    let Some(places) = gold["refs"].as_array() else { return };
    let answers: Vec<(i64, i64, &str)> = predicted["references"]
        .as_array()
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .filter_map(|r| Some((r["start"].as_i64()?, r["end"].as_i64()?, r["target"].as_str()?)))
        .collect();
    for place in places {
        let (Some(at), Some(want)) = (place["at"].as_i64(), place["target"].as_str()) else { continue };
        let others: Vec<i64> = places.iter().filter_map(|p| p["at"].as_i64()).collect();
        // A reference belongs to the nearest mark that does not stand far before it.
        let belongs = |end: i64| {
            others
                .iter()
                .copied()
                .min_by_key(|&o| (o < end - BEFORE, (o - end).abs()))
                .is_some_and(|o| o == at)
        };
        let best = answers
            .iter()
            .map(|&(start, end, target)| (if start <= at && at <= end { at } else { end }, target))
            .filter(|&(end, _)| (-BEFORE..=BEHIND).contains(&(at - end)) && belongs(end))
            .min_by_key(|&(end, _)| (at - end).abs());
        let kind = place["kind"].as_str().unwrap_or("event");
        let right = best.is_some_and(|(_, target)| target == want);
        tally.add(
            &format!("references.{kind}"),
            Count::of(usize::from(right), usize::from(best.is_some()), 1),
        );
    }
}
