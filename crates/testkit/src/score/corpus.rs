//! Gold as published corpora carry it: document dates, channels, participants, transcript turns,
//! agenda items, quotations with accepted names.

use serde_json::Value;

use super::matching::{iou, pairs, span};
use super::text::{fold, jaccard, name_words, overlap, same_name};
use super::{Count, Tally};

/// Scores what `gold` has of these labels.
pub(crate) fn score(gold: &Value, predicted: &Value, tally: &mut Tally) {
    date(gold, predicted, tally);
    channel(gold, predicted, tally);
    participants(gold, predicted, tally);
    turns(gold, predicted, tally);
    items(gold, predicted, tally);
    quotations(gold, predicted, tally);
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// Day of the document, and day with hour where the gold has one.
fn date(gold: &Value, predicted: &Value, tally: &mut Tally) {
    let g = &gold["date"];
    let Some(want) = g["when"].as_str().or(g["from"].as_str()).filter(|w| w.len() >= 10) else { return };
    let got = predicted["description"]["date"][0]["edtf"].as_str().unwrap_or("");
    let got = got.split('/').next().unwrap_or("");
    let day = got.get(..10) == want.get(..10);
    let answered = usize::from(!got.is_empty());
    tally.add("document.day", Count::of(usize::from(day), answered, 1));
    let hour = want.get(11..16).or_else(|| g["time"]["from"].as_str().and_then(|t| t.get(..5)));
    let right = day && hour.is_none_or(|h| got.get(11..16) == Some(h));
    tally.add("document.day-and-hour", Count::of(usize::from(right), answered, 1));
}

/// Sender and addressee.
fn channel(gold: &Value, predicted: &Value, tally: &mut Tally) {
    let Some(want) = gold["channel"].as_object() else { return };
    let key = |s: &str| -> String {
        let plain: String = fold(s).chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
        plain.strip_prefix("the ").unwrap_or(&plain).to_owned()
    };
    for (side, field) in [("from", "sender"), ("to", "addressee")] {
        let want = want.get(side).and_then(Value::as_str).unwrap_or("");
        let got = predicted["description"][field][0]["value"].as_str();
        let right = got.is_some_and(|g| key(g) == key(want));
        tally.add("document.channel", Count::of(usize::from(right), usize::from(got.is_some()), 1));
    }
}

/// Who took part, and for which side.
fn participants(gold: &Value, predicted: &Value, tally: &mut Tally) {
    let want = list(gold, "participants");
    if want.is_empty() {
        return;
    }
    let record = predicted["record_of"].as_str();
    let event = list(predicted, "events").iter().find(|e| record.is_some() && e["id"].as_str() == record);
    let got = event.map_or(&[][..], |e| list(e, "participants"));
    let name = |v: &Value| v["name"].as_str().unwrap_or("").to_owned();
    let found = pairs(want.len(), got.len(), 0.5, |g, p| jaccard(&name(&want[g]), &name(&got[p])));
    tally.add("participants.name", Count::of(found.len(), got.len(), want.len()));
    let plain = |v: &Value| fold(v.as_str().unwrap_or(""));
    let right = found
        .iter()
        .filter(|(g, p)| want[*g]["group"].is_null() || plain(&want[*g]["group"]) == plain(&got[*p]["side"]));
    tally.add("participants.side", Count::of(right.count(), got.len(), want.len()));
}

/// Transcript turns: the speech opens at the right place, by the right speaker.
fn turns(gold: &Value, predicted: &Value, tally: &mut Tally) {
    let want: Vec<&Value> = list(gold, "turns").iter().filter(|t| t["label"].is_string()).collect();
    let lines: Vec<&Value> =
        list(predicted, "turns").iter().filter(|t| t["mode"] == "transcript-line").collect();
    let labelled = gold.get("date").is_some() || !want.is_empty();
    if labelled {
        // A paper is a transcript where it has four lines or more; false ones are as bad as missed ones.
        let (is, said) = (want.len() >= 4, lines.len() >= 4);
        tally.add("transcripts", Count::of(usize::from(is && said), usize::from(said), usize::from(is)));
    }
    if want.is_empty() {
        return;
    }
    let opens = |t: &Value| t["cue"]["start"].as_u64().or(t["start"].as_u64()).unwrap_or(u64::MAX);
    let mut right = 0;
    let mut next = 0;
    for g in &want {
        let at = g["start"].as_u64().unwrap_or(0);
        while next < lines.len() && opens(lines[next]) + 3 < at {
            next += 1;
        }
        let Some(line) = lines.get(next).filter(|l| opens(l).abs_diff(at) <= 3) else { continue };
        next += 1;
        let (a, b) = (line["speaker_as_named"].as_str().unwrap_or(""), g["label"].as_str().unwrap_or(""));
        right += usize::from(same_name(a, b));
    }
    tally.add("turns.transcript", Count::of(right, lines.len(), want.len()));
}

/// Agenda items: where they open, and how far their titles share words.
fn items(gold: &Value, predicted: &Value, tally: &mut Tally) {
    let want: Vec<&Value> =
        list(gold, "issues").iter().filter(|i| i["start"].is_u64() && i["text"].is_string()).collect();
    if want.is_empty() {
        return;
    }
    let got = list(predicted, "items");
    let near = |g: usize, p: usize| {
        let (a, b) = (want[g]["start"].as_u64(), got[p]["start"].as_u64());
        matches!((a, b), (Some(a), Some(b)) if a.abs_diff(b) <= 3) as u8 as f64
    };
    let found = pairs(want.len(), got.len(), 1.0, near);
    tally.add("items.start", Count::of(found.len(), got.len(), want.len()));
    let titles: f64 = found
        .iter()
        .map(|(g, p)| {
            overlap(got[*p]["title"].as_str().unwrap_or(""), want[*g]["text"].as_str().unwrap_or(""))
        })
        .sum();
    let n = want.len() as f64;
    tally.add("items.title", Count { right: titles, predicted: n, gold: n });
}

/// Reported speech: contents that share half of their characters, by the right speaker.
fn quotations(gold: &Value, predicted: &Value, tally: &mut Tally) {
    let Some(want) = gold["attributions"].as_array() else { return };
    let got = list(predicted, "attributions");
    let hull = |v: &Value| -> Option<(u64, u64)> {
        let pieces = v["content"].as_array()?;
        let ends: Vec<(u64, u64)> = pieces.iter().filter_map(piece).collect();
        Some((ends.iter().map(|e| e.0).min()?, ends.iter().map(|e| e.1).max()?))
    };
    let likeness = |g: usize, p: usize| match (hull(&want[g]), hull(&got[p])) {
        (Some(a), Some(b)) => iou(a, b),
        _ => 0.0,
    };
    let found = pairs(want.len(), got.len(), 0.5, likeness);
    tally.add("attributions.content", Count::of(found.len(), got.len(), want.len()));
    let right = found.iter().filter(|(g, p)| same_source(&want[*g], &got[*p])).count();
    tally.add("attributions", Count::of(right, got.len(), want.len()));
}

/// A piece of content: `[start, end]` or `{start, end}`.
fn piece(v: &Value) -> Option<(u64, u64)> {
    span(v).or_else(|| Some((v[0].as_u64()?, v[1].as_u64()?)))
}

fn same_source(gold: &Value, predicted: &Value) -> bool {
    let spans = |v: &Value| -> Vec<(u64, u64)> { list(v, "source").iter().filter_map(piece).collect() };
    let (g, p) = (spans(gold), spans(predicted));
    if g.iter().any(|a| p.iter().any(|b| iou(*a, *b) > 0.0)) {
        return true;
    }
    let names = list(gold, "names");
    match predicted["speaker"].as_str() {
        Some(speaker) => names
            .iter()
            .filter_map(Value::as_str)
            .any(|n| fold(n) == fold(speaker) || name_words(n).last() == name_words(speaker).last()),
        None => names.is_empty() && g.is_empty() && p.is_empty(),
    }
}
