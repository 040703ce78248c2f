//! Pairs of names and look-ups, as tab-separated tables: `variant_a variant_b label kind` against what
//! `memcon name match` prints, and `query_id query roll_id kind` against what `memcon name find` prints.
//!
//! In a collection nearly every two names are two people's, so precision is taken as if one pair in five were one
//! name, whatever the table holds. The figure is the mean F1 over kinds that have at least ten pairs.

use std::collections::BTreeMap;

use super::{Count, Figure, Report};

/// Different pairs for each same pair.
const ODDS: f64 = 4.0;
/// Kinds with fewer pairs say too little.
const FEWEST: usize = 10;

/// Which kinds of different pairs test which kinds of same pairs.
const AGAINST: &[(&str, &[&str])] = &[
    ("rr-mr", &["diff-ko-latin", "diff-curated"]),
    ("press", &["diff-ko-latin", "diff-curated"]),
    ("hangul-latin", &["diff-ko-hangul-latin"]),
    ("hanja-korean", &["diff-ko-hanja"]),
    ("hanja-pinyin", &["diff-ko-latin", "diff-zh-latin"]),
    ("pinyin-wadegiles", &["diff-zh-latin"]),
    ("hanzi-latin", &["diff-zh-hanzi-latin", "diff-zh-hanzi"]),
    ("hangul-chinese", &["diff-hangul-chinese"]),
    ("hangul-foreign", &["diff-hangul-foreign"]),
    ("zh-western", &["diff-zh-western"]),
    ("cyrillic-latin", &["diff-cyr-latin", "diff-cyr-cyr"]),
    ("cyrillic-east", &["diff-cyr-east"]),
    ("kanji-romaji", &["diff-ja"]),
    ("katakana-western", &["diff-kana-western"]),
    ("ocr", &["diff-western-latin", "diff-curated", "diff-ko-latin", "diff-zh-latin"]),
    ("initials", &["diff-western-latin", "diff-curated"]),
    ("title", &["diff-western-latin", "diff-curated"]),
    ("order", &["diff-western-latin", "diff-curated"]),
    ("ru-romanization", &["diff-western-latin", "diff-curated"]),
    ("place", &["diff-place"]),
];

/// Whether a table is one of these, by its first line.
pub(crate) fn is_table(gold: &str) -> bool {
    let head = gold.lines().next().unwrap_or("");
    head.starts_with("variant_a\t") || head.starts_with("query_id\t")
}

/// Scores a table; rows that the prediction lacks count as not joined.
pub(crate) fn score(gold: &str, predicted: &str) -> Report {
    let rows = rows(gold);
    let (missing, figures) =
        if gold.starts_with("query_id") { look_ups(&rows, predicted) } else { pairs(&rows, predicted) };
    Report { documents: rows.len(), without_prediction: missing, figures, judged: None }
}

type Row<'t> = BTreeMap<&'t str, &'t str>;

fn rows(table: &str) -> Vec<Row<'_>> {
    let mut lines = table.lines().filter(|l| !l.trim().is_empty());
    let head: Vec<&str> = lines.next().map(|l| l.split('\t').collect()).unwrap_or_default();
    lines.map(|l| head.iter().copied().zip(l.split('\t').map(str::trim)).collect()).collect()
}

fn at<'t>(row: &Row<'t>, column: &str) -> &'t str {
    row.get(column).copied().unwrap_or("")
}

fn pairs(rows: &[Row<'_>], predicted: &str) -> (usize, Vec<Figure>) {
    let mut joined: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for line in predicted.lines() {
        let mut f = line.split('\t').map(str::trim);
        if let (Some(a), Some(b), Some(_), Some(verdict)) = (f.next(), f.next(), f.next(), f.next()) {
            joined.insert((a, b), verdict == "same");
            joined.insert((b, a), verdict == "same");
        }
    }
    // kind -> (joined, all), for same and for different pairs.
    let mut same: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut different: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut missing = 0;
    for row in rows {
        let said = joined.get(&(at(row, "variant_a"), at(row, "variant_b")));
        missing += usize::from(said.is_none());
        let table = if at(row, "label") == "same" { &mut same } else { &mut different };
        let count = table.entry(at(row, "kind")).or_default();
        count.0 += usize::from(said == Some(&true));
        count.1 += 1;
    }
    let mut figures = Vec::new();
    let mut macro_f1 = Vec::new();
    for (kind, against) in AGAINST {
        let Some(&(right, all)) = same.get(kind) else { continue };
        let (false_ones, tried) =
            against.iter().filter_map(|k| different.get(k)).fold((0, 0), |sum, c| (sum.0 + c.0, sum.1 + c.1));
        let recall = right as f64 / all as f64;
        let rate = if tried > 0 { false_ones as f64 / tried as f64 } else { 0.0 };
        let joined = recall + ODDS * rate;
        let count = Count { right: right as f64, predicted: joined * all as f64, gold: all as f64 };
        let figure = Figure::of(&format!("names.{kind}"), count);
        if all >= FEWEST {
            macro_f1.push(figure.f1);
        }
        figures.push(figure);
    }
    for (name, kinds) in [
        ("names.apart.korean", &["diff-ko-latin", "diff-ko-hangul-latin", "diff-ko-hanja"][..]),
        ("names.apart.chinese", &["diff-zh-latin", "diff-zh-hanzi-latin", "diff-zh-hanzi"][..]),
        ("names.apart", &different.keys().copied().collect::<Vec<_>>()[..]),
    ] {
        // The share of different pairs that were kept apart.
        let (false_ones, tried) =
            kinds.iter().filter_map(|k| different.get(k)).fold((0, 0), |sum, c| (sum.0 + c.0, sum.1 + c.1));
        if tried > 0 {
            figures.push(Figure::of(name, Count::of(tried - false_ones, tried, tried)));
        }
    }
    let mean = macro_f1.iter().sum::<f64>() / macro_f1.len().max(1) as f64;
    let n = macro_f1.len() as f64;
    let count = Count { right: mean * n, predicted: n, gold: n };
    figures.push(Figure::of("names.mean-over-kinds", count));
    figures.sort_by(|a, b| a.measure.cmp(&b.measure));
    (missing, figures)
}

/// How often the right entry of the roll comes first, and among the first five.
fn look_ups(rows: &[Row<'_>], predicted: &str) -> (usize, Vec<Figure>) {
    let mut ranked: BTreeMap<&str, Vec<(f64, &str)>> = BTreeMap::new();
    for line in predicted.lines() {
        let mut f = line.split('\t').map(str::trim);
        if let (Some(query), Some(id), Some(score)) =
            (f.next(), f.next(), f.next().and_then(|s| s.parse().ok()))
        {
            ranked.entry(query).or_default().push((score, id));
        }
    }
    for list in ranked.values_mut() {
        list.sort_by(|a, b| b.0.total_cmp(&a.0));
    }
    let among = |row: &Row<'_>, n: usize| {
        let list = ranked.get(at(row, "query_id")).map_or(&[][..], Vec::as_slice);
        list.iter().take(n).any(|(_, id)| *id == at(row, "roll_id"))
    };
    let missing = rows.iter().filter(|r| !ranked.contains_key(at(r, "query_id"))).count();
    let count = |n: usize| Count::of(rows.iter().filter(|r| among(r, n)).count(), rows.len(), rows.len());
    (missing, vec![Figure::of("look-ups.first", count(1)), Figure::of("look-ups.of-five", count(5))])
}
