//! Web pages and parallel texts, with gold as published corpora carry it: pieces of a page that belong to the article
//! (`with`), that do not (`without`), that are readers' comments (`comments`); pairs of sentence numbers (`pairs`).

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Count, Tally};

/// Regions that are not the article.
const ASIDE: &[&str] = &["furniture", "comment", "related-documents"];

/// Scores what `gold` has of these labels. Pages need the record with its text (`analyse --with-text`).
pub(crate) fn score(gold: &Value, predicted: &Value, tally: &mut Tally) {
    page(gold, predicted, tally);
    pairs(gold, predicted, tally);
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// Runs of white space as one blank.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The kind of a region.
fn kind(region: &Value) -> &str {
    region["kind"].as_str().unwrap_or("")
}

fn page(gold: &Value, predicted: &Value, tally: &mut Tally) {
    if gold["with"].is_null() && gold["without"].is_null() {
        return;
    }
    let text: Vec<char> = predicted["text"].as_str().unwrap_or("").chars().collect();
    let words = |claim: &Value| -> String {
        let at = |key: &str| claim[key].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        text.get(at("start")..at("end")).unwrap_or(&[]).iter().collect()
    };
    let main = list(predicted, "regions").iter().filter(|r| !ASIDE.contains(&kind(r)));
    let main = flat(&main.map(words).collect::<Vec<_>>().join("\n"));
    let said = list(predicted, "regions").iter().filter(|r| kind(r) == "comment");
    let said = flat(&said.chain(list(predicted, "comments")).map(words).collect::<Vec<_>>().join("\n"));
    let pieces =
        |key: &str| -> Vec<String> { list(gold, key).iter().filter_map(Value::as_str).map(flat).collect() };
    let inside = |pieces: &[String]| pieces.iter().filter(|p| main.contains(p.as_str())).count();
    let (with, without) = (pieces("with"), pieces("without"));
    let right = inside(&with);
    tally.add("pages.main", Count::of(right, right + inside(&without), with.len()));
    let comments = pieces("comments");
    if !comments.is_empty() {
        let apart = |p: &&String| said.contains(p.as_str()) && !main.contains(p.as_str());
        let right = comments.iter().filter(apart).count();
        tally.add("pages.comments", Count::of(right, comments.len(), comments.len()));
    }
}

/// Sentence numbers of one side, in order.
type Side = Vec<u64>;

/// Strict: a pair with both sides filled is right where the gold has the very same.
fn pairs(gold: &Value, predicted: &Value, tally: &mut Tally) {
    if gold["pairs"].is_null() {
        return;
    }
    let numbers = |v: &Value| -> Side {
        let mut all: Side = v.as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
        all.sort_unstable();
        all
    };
    let read = |value: &Value| -> BTreeSet<(Side, Side)> {
        let all = list(value, "pairs").iter().map(|p| (numbers(&p[0]), numbers(&p[1])));
        all.filter(|(a, b)| !a.is_empty() && !b.is_empty()).collect()
    };
    let (want, got) = (read(gold), read(predicted));
    tally.add("alignment.strict", Count::of(want.intersection(&got).count(), got.len(), want.len()));
}
