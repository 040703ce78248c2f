//! Precision, recall and F1 per layer, from a gold file and a file of predictions.
//!
//! Both are JSON lines with an `id`. The prediction is the record that `memcon analyse` prints.
//! The gold may hold any of the record's layers in the record's own shape, or the labels that
//! published corpora carry (`date`, `channel`, `participants`, `turns` with a label, `issues` with
//! a title, `attributions` with accepted names, `mentions` with a person, `refs`, `timex`, `labels` of duties, pieces of web pages, `pairs` of sentences, `judged` claims). Tables of names are scored too
//! (see `names`). Only layers that the gold has are scored; a
//! document without a prediction counts as an empty answer, never as an error.

mod corpus;
mod deontic;
mod judged;
mod layers;
mod matching;
mod names;
mod pages;
mod persons;
mod references;
mod text;
mod timex;

pub use judged::{Judged, Share, wilson};

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

/// Counts of one measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Count {
    /// Right answers.
    pub right: f64,
    /// Answers given.
    pub predicted: f64,
    /// Answers asked for.
    pub gold: f64,
}

impl Count {
    /// `right` of `predicted` answers where `gold` were asked for.
    pub fn of(right: usize, predicted: usize, gold: usize) -> Self {
        Self { right: right as f64, predicted: predicted as f64, gold: gold as f64 }
    }

    fn add(&mut self, other: Count) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.gold += other.gold;
    }

    /// Right answers among those given; 0 where none was given.
    pub fn precision(&self) -> f64 {
        if self.predicted > 0.0 { self.right / self.predicted } else { 0.0 }
    }

    /// Right answers among those asked for; 0 where none was asked for.
    pub fn recall(&self) -> f64 {
        if self.gold > 0.0 { self.right / self.gold } else { 0.0 }
    }

    /// Harmonic mean of the two.
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

/// One measure in a report.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// `layer` or `layer.attribute`.
    pub measure: String,
    /// Precision.
    pub precision: f64,
    /// Recall.
    pub recall: f64,
    /// F1.
    pub f1: f64,
    /// The counts behind them.
    #[serde(flatten)]
    pub count: Count,
}

impl Figure {
    /// The figures of a count.
    fn of(measure: &str, count: Count) -> Self {
        let (precision, recall, f1) = (count.precision(), count.recall(), count.f1());
        Self { measure: measure.to_owned(), precision, recall, f1, count }
    }
}

/// All measures of one run, in the order of their names.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Documents in the gold.
    pub documents: usize,
    /// Those without a prediction.
    pub without_prediction: usize,
    /// The measures.
    pub figures: Vec<Figure>,
    /// What judgements on single claims say, where the gold has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judged: Option<Judged>,
}

impl Report {
    /// The F1 of a measure.
    pub fn f1(&self, measure: &str) -> Option<f64> {
        self.figures.iter().find(|f| f.measure == measure).map(|f| f.f1)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} documents, {} without a prediction", self.documents, self.without_prediction)?;
        writeln!(f, "{:<32} {:>9} {:>9} {:>9} {:>9}", "measure", "precision", "recall", "F1", "gold")?;
        for x in &self.figures {
            writeln!(
                f,
                "{:<32} {:>9.4} {:>9.4} {:>9.4} {:>9}",
                x.measure, x.precision, x.recall, x.f1, x.count.gold
            )?;
        }
        if let Some(judged) = &self.judged {
            write!(f, "\n{judged}")?;
        }
        Ok(())
    }
}

/// Why a file cannot be scored.
#[derive(Debug)]
pub enum ScoreError {
    /// The file cannot be read.
    Read(String, std::io::Error),
    /// A line is no JSON object with an `id`.
    Line(String, usize, String),
}

impl fmt::Display for ScoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScoreError::Read(path, e) => write!(f, "cannot read {path}: {e}"),
            ScoreError::Line(path, n, why) => {
                write!(f, "{path}, line {n}: {why}; each line must be a JSON object with an \"id\"")
            }
        }
    }
}

impl std::error::Error for ScoreError {}

/// Counts under their names, summed over documents.
#[derive(Debug, Default)]
pub(crate) struct Tally(BTreeMap<String, Count>);

impl Tally {
    pub(crate) fn add(&mut self, measure: &str, count: Count) {
        self.0.entry(measure.to_owned()).or_default().add(count);
    }
}

/// Scores a file of predictions against a file of gold.
pub fn score(gold: &Path, prediction: &Path) -> Result<Report, ScoreError> {
    let table = text_of(gold)?;
    if names::is_table(&table) {
        return Ok(names::score(&table, &text_of(prediction)?));
    }
    Ok(score_values(&lines(gold)?, &lines(prediction)?))
}

/// The same for documents already in memory, by id.
pub fn score_values(gold: &BTreeMap<String, Value>, predicted: &BTreeMap<String, Value>) -> Report {
    let mut tally = Tally::default();
    let nothing = Value::Object(serde_json::Map::new());
    let mut without = 0;
    let mut judged = judged::Tallies::default();
    for (id, g) in gold {
        let p = predicted.get(id).unwrap_or_else(|| {
            without += 1;
            &nothing
        });
        layers::score(g, p, &mut tally);
        corpus::score(g, p, &mut tally);
        deontic::score(g, p, &mut tally);
        timex::score(g, p, &mut tally);
        references::score(g, p, &mut tally);
        pages::score(g, p, &mut tally);
        judged.paper(g, p);
    }
    let mut figures: Vec<Figure> =
        tally.0.into_iter().map(|(measure, count)| Figure::of(&measure, count)).collect();
    figures.extend(persons::figures(gold, predicted));
    figures.sort_by(|a, b| a.measure.cmp(&b.measure));
    Report { documents: gold.len(), without_prediction: without, figures, judged: judged.told() }
}

fn text_of(path: &Path) -> Result<String, ScoreError> {
    std::fs::read_to_string(path).map_err(|e| ScoreError::Read(path.display().to_string(), e))
}

/// The JSON objects of a file by their id.
pub fn lines(path: &Path) -> Result<BTreeMap<String, Value>, ScoreError> {
    let name = path.display().to_string();
    let text = text_of(path)?;
    let mut found = BTreeMap::new();
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let value: Value =
            serde_json::from_str(line).map_err(|e| ScoreError::Line(name.clone(), n + 1, e.to_string()))?;
        let id = value["id"]
            .as_str()
            .ok_or_else(|| ScoreError::Line(name.clone(), n + 1, "no \"id\"".into()))?
            .to_owned();
        found.insert(id, value);
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
