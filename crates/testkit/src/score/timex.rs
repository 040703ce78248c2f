//! Dates in running text, as time-annotated news carries them: TIMEX3 spans of type DATE or TIME with values.

use serde_json::Value;

use super::matching::span;
use super::{Count, Tally};

/// Scores the `dates` of a record against gold `timex`.
///
/// Predictions that overlap gold durations and sets are left out; any overlap finds, the value must be the same.
pub(crate) fn score(gold: &Value, predicted: &Value, tally: &mut Tally) {
    let Some(all) = gold["timex"].as_array() else { return };
    let dated = |x: &&Value| matches!(x["type"].as_str(), Some("DATE" | "TIME"));
    let want: Vec<&Value> = all.iter().filter(dated).collect();
    let apart: Vec<(u64, u64)> = all.iter().filter(|x| !dated(x)).filter_map(span).collect();
    let touch = |a: (u64, u64), b: (u64, u64)| a.0 < b.1 && b.0 < a.1;
    let got: Vec<&Value> = predicted["dates"]
        .as_array()
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .filter(|p| span(p).is_some_and(|s| !apart.iter().any(|o| touch(s, *o))))
        .collect();
    let mut used = vec![false; got.len()];
    let (mut spans, mut values) = (0, 0);
    for x in &want {
        let Some(at) = span(x) else { continue };
        let hit = (0..got.len()).find(|&k| !used[k] && span(got[k]).is_some_and(|s| touch(s, at)));
        let Some(k) = hit else { continue };
        used[k] = true;
        spans += 1;
        values += usize::from(value(got[k]) == x["value"].as_str());
    }
    tally.add("dates.span", Count::of(spans, got.len(), want.len()));
    tally.add("dates.value", Count::of(values, got.len(), want.len()));
}

/// The TIMEX3 value of a date, where the record has one; else its EDTF, which is the same for days.
fn value(date: &Value) -> Option<&str> {
    date["value"].as_str().or(date["edtf"].as_str())
}
