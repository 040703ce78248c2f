//! Gold out of judgements: a person looked at single claims, not at whole papers.
//!
//! What nobody judged counts neither way. Precision is told over judged claims, recall only where somebody said that a
//! layer of a paper is complete. Such samples are small and, where they come from the queue, of the machine's least sure
//! claims: each share has its interval, and complete papers are counted by themselves.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::matching::{iou, pairs};
use super::text::{fold, same_name};

/// Overlap from which a judged claim and a predicted one are one.
const SAME: f64 = 0.5;
/// The 97.5th percentile of the normal distribution: intervals hold in 95 of 100 cases.
const Z: f64 = 1.959_964;

/// So many of so many, with the interval in which the true share lies in 95 of 100 cases (E. B. Wilson, "Probable
/// inference, the law of succession, and statistical inference", 1927).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Share {
    /// Of what: a layer, `layer.value`, or `layer rule`.
    pub of: String,
    /// So many.
    pub right: usize,
    /// Of so many.
    pub all: usize,
    /// The share.
    pub share: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Share {
    fn of(of: &str, (right, all): (usize, usize)) -> Self {
        let (low, high) = wilson(right, all);
        let share = if all == 0 { 0.0 } else { right as f64 / all as f64 };
        Self { of: of.to_owned(), right, all, share, low, high }
    }
}

/// Wilson's interval of `right` among `all`.
pub fn wilson(right: usize, all: usize) -> (f64, f64) {
    if all == 0 {
        return (0.0, 1.0);
    }
    let (n, p) = (all as f64, right as f64 / all as f64);
    let middle = p + Z * Z / (2.0 * n);
    let around = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    let whole = 1.0 + Z * Z / n;
    (((middle - around) / whole).max(0.0), ((middle + around) / whole).min(1.0))
}

/// What judgements say of predictions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Judged {
    /// Papers with judgements.
    pub papers: usize,
    /// Judged claims that the predictions make and that are claims, by layer; and of those, each value that is right.
    pub precision: Vec<Share>,
    /// The same where the layer of the paper is complete: there the sample is whole.
    pub precision_complete: Vec<Share>,
    /// Claims of complete layers that the predictions make.
    pub recall: Vec<Share>,
    /// Judged claims that needed no change, by the rule that predicts them now; those that are wrong most often first.
    pub rules: Vec<Share>,
}

/// Counts while papers are gone through: right, all.
#[derive(Debug, Default)]
pub(crate) struct Tallies {
    papers: usize,
    precision: BTreeMap<String, (usize, usize)>,
    complete: BTreeMap<String, (usize, usize)>,
    recall: BTreeMap<String, (usize, usize)>,
    rules: BTreeMap<String, (usize, usize)>,
}

fn add(to: &mut BTreeMap<String, (usize, usize)>, of: &str, right: bool) {
    let count = to.entry(of.to_owned()).or_default();
    count.0 += usize::from(right);
    count.1 += 1;
}

/// A predicted claim: place, field, rule, itself.
struct Claim<'v> {
    span: (u64, u64),
    field: &'v str,
    value: &'v Value,
}

/// A place with which a judged claim is compared; one without words has an empty one.
fn place(v: &Value) -> (u64, u64) {
    (v["start"].as_u64().unwrap_or(0), v["end"].as_u64().unwrap_or(0))
}

/// The claims of a layer in a record.
fn claims<'v>(record: &'v Value, layer: &str) -> Vec<Claim<'v>> {
    let list = |key: &str| record[key].as_array().map_or(&[][..], Vec::as_slice);
    let plain = |key: &str, words: Option<&str>| -> Vec<Claim<'v>> {
        let span = |v: &'v Value| words.map_or_else(|| place(v), |w| place(&v[w][0]));
        list(key).iter().map(|v| Claim { span: span(v), field: "", value: v }).collect()
    };
    match layer {
        "description" => {
            let fields = record["description"].as_object().into_iter().flatten();
            let of = |(field, values): (&'v String, &'v Value)| {
                let values = values.as_array().map_or(&[][..], Vec::as_slice);
                values.iter().map(|v| Claim { span: place(v), field, value: v }).collect::<Vec<_>>()
            };
            fields.flat_map(of).collect()
        }
        "transmission" => plain("transmission", None),
        "issue" => plain("issues", Some("mentions")),
        "event" => plain("events", Some("spans")),
        "agent" => plain("agents", Some("mentions")),
        other => plain(&format!("{other}s"), None),
    }
}

/// Whether two values say the same: names in any spelling that is surely the same, else the words.
fn same(name: &str, a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(x), Value::String(y)) if matches!(name, "speaker" | "actor" | "addressee" | "by") => {
            same_name(x, y)
        }
        (Value::String(x), Value::String(y)) => fold(x) == fold(y),
        (Value::Array(x), Value::Array(y)) => {
            x.len() == y.len() && x.iter().zip(y).all(|(x, y)| same(name, x, y))
        }
        _ => a == b,
    }
}

impl Tallies {
    /// Counts one paper.
    pub(crate) fn paper(&mut self, gold: &Value, predicted: &Value) {
        let Some(labels) = gold["judged"].as_array() else { return };
        self.papers += 1;
        let complete: Vec<&str> =
            gold["complete"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut by_layer: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        for label in labels {
            by_layer.entry(label["layer"].as_str().unwrap_or("")).or_default().push(label);
        }
        for (layer, labels) in by_layer {
            let found = claims(predicted, layer);
            let whole = complete.contains(&layer);
            self.layer(layer, &labels, &found, whole);
        }
    }

    fn layer(&mut self, layer: &str, labels: &[&Value], found: &[Claim<'_>], whole: bool) {
        let matched = pairs(labels.len(), found.len(), SAME, |g, p| {
            let (a, b) = (place(labels[g]), found[p].span);
            if labels[g]["field"].as_str().unwrap_or("") != found[p].field {
                0.0
            } else if a == b {
                1.0
            } else {
                iou(a, b)
            }
        });
        let of: BTreeMap<usize, usize> = matched.into_iter().collect();
        for (n, label) in labels.iter().enumerate() {
            let right = label["right"] == true;
            let hit = of.get(&n).map(|p| &found[*p]);
            if whole && right {
                add(&mut self.recall, layer, hit.is_some());
            }
            let Some(hit) = hit else { continue };
            add(&mut self.precision, layer, right);
            if whole {
                add(&mut self.complete, layer, right);
            }
            let mut unchanged = right;
            for (name, want) in label["values"].as_object().into_iter().flatten().filter(|_| right) {
                let alike = same(name, want, &hit.value[name]);
                unchanged &= alike;
                add(&mut self.precision, &format!("{layer}.{name}"), alike);
            }
            let rule = hit.value["rule"].as_str().unwrap_or("none");
            add(&mut self.rules, &format!("{layer} {rule}"), unchanged);
        }
    }

    /// What was counted; `None` where no paper has judgements.
    pub(crate) fn told(self) -> Option<Judged> {
        if self.papers == 0 {
            return None;
        }
        let shares = |counts: BTreeMap<String, (usize, usize)>| -> Vec<Share> {
            counts.iter().map(|(of, count)| Share::of(of, *count)).collect()
        };
        let mut rules = shares(self.rules);
        rules.sort_by(|a, b| (b.all - b.right).cmp(&(a.all - a.right)).then_with(|| a.of.cmp(&b.of)));
        Some(Judged {
            papers: self.papers,
            precision: shares(self.precision),
            precision_complete: shares(self.complete),
            recall: shares(self.recall),
            rules,
        })
    }
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} papers with judgements", self.papers)?;
        writeln!(
            f,
            "A queue shows the least sure claims first: over claims judged from it, precision looks lower than it is."
        )?;
        for (title, shares) in [
            ("precision over judged claims", &self.precision),
            ("precision where the layer of a paper is complete", &self.precision_complete),
            ("recall where the layer of a paper is complete", &self.recall),
            ("needed no change, by rule (wrong most often first)", &self.rules),
        ] {
            if shares.is_empty() {
                continue;
            }
            writeln!(f, "\n{title:<52} {:>11} {:>7}  95 of 100", "right/all", "share")?;
            for s in shares {
                let counts = format!("{}/{}", s.right, s.all);
                writeln!(f, "{:<52} {counts:>11} {:>7.3}  {:.3}–{:.3}", s.of, s.share, s.low, s.high)?;
            }
        }
        if self.recall.is_empty() {
            writeln!(f, "\nRecall cannot be told: no layer of any paper was said to be complete.")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Worked out by hand, and as tables of the interval have it: 8 of 10 lies between 0.490 and 0.943.
    #[test]
    fn small_samples_have_wide_intervals() {
        let (low, high) = wilson(8, 10);
        assert!((low - 0.490).abs() < 1e-3 && (high - 0.943).abs() < 1e-3, "{low} {high}");
        assert_eq!(wilson(0, 0), (0.0, 1.0));
        assert!(wilson(5, 5).0 > 0.56 && wilson(5, 5).1 >= 0.999);
    }

    #[test]
    fn only_judged_claims_count_and_recall_only_where_the_layer_is_complete() {
        let label = |start: u32, right: bool, values: Value| json!({ "layer": "turn", "start": start, "end": start + 10, "right": right, "added": false, "values": values });
        let gold = json!({ "id": "a", "complete": ["turn"], "judged": [
            label(0, true, json!({ "speaker": "Orla Venn" })), label(20, false, json!({})),
            label(40, true, json!({ "speaker": "Ivo Lenk" })), label(60, true, json!({})) ] });
        let turn = |start: u32, speaker: &str, rule: &str| json!({ "start": start, "end": start + 10, "speaker": speaker, "rule": rule });
        let said = json!({ "turns": [turn(0, "Orla Venn", "voice.x"), turn(20, "Have", "voice.y"),
            turn(40, "Somebody Else", "voice.x"), turn(100, "not judged", "voice.x")] });
        let mut tallies = Tallies::default();
        tallies.paper(&gold, &said);
        let told = tallies.told().unwrap();
        let line = |s: &Share| format!("{} {}/{}", s.of, s.right, s.all);
        let lines = |all: &[Share]| all.iter().map(line).collect::<Vec<_>>();
        assert_eq!(lines(&told.precision), ["turn 2/3", "turn.speaker 1/2"]);
        assert_eq!(lines(&told.recall), ["turn 2/3"]);
        assert_eq!(lines(&told.rules), ["turn voice.x 1/2", "turn voice.y 0/1"]);
    }
}
