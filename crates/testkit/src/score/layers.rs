//! Gold in the record's own shape: spans first, then each attribute on the items that were found.

use serde_json::Value;

use super::matching::{iou, pairs, span};
use super::text::{fold, same_name};
use super::{Count, Tally};

/// A layer of spans with the attributes that are compared on matched items.
struct Layer {
    name: &'static str,
    /// Overlap from which two spans are one.
    threshold: f64,
    attributes: &'static [(&'static str, Same)],
}

/// How two values of an attribute are compared.
#[derive(Clone, Copy)]
enum Same {
    /// Folded text alike.
    Value,
    /// May be one name.
    Name,
    /// Lists of names alike, in order.
    Chain,
}

const LAYERS: &[Layer] = &[
    Layer {
        name: "turns",
        threshold: 0.8,
        attributes: &[
            ("speaker", Same::Name),
            ("side", Same::Value),
            ("addressee", Same::Name),
            ("mode", Same::Value),
            ("chain", Same::Chain),
            ("depth", Same::Value),
            ("time", Same::Value),
        ],
    },
    Layer { name: "insertions", threshold: 0.5, attributes: &[("kind", Same::Value), ("by", Same::Name)] },
    Layer {
        name: "moves",
        threshold: 0.5,
        attributes: &[("type", Same::Value), ("actor", Same::Name), ("side", Same::Value)],
    },
    Layer {
        name: "obligations",
        threshold: 0.5,
        attributes: &[("modality", Same::Value), ("bound", Same::Chain)],
    },
    Layer { name: "dates", threshold: 0.5, attributes: &[("edtf", Same::Value)] },
    Layer {
        name: "comments",
        threshold: 0.8,
        attributes: &[("number", Same::Value), ("author", Same::Name)],
    },
    Layer {
        name: "references",
        threshold: 0.5,
        attributes: &[("number", Same::Value), ("target", Same::Value)],
    },
    Layer { name: "items", threshold: 0.5, attributes: &[("number", Same::Value)] },
];

/// Scores the layers that `gold` has in the record's shape.
pub(crate) fn score(gold: &Value, predicted: &Value, tally: &mut Tally) {
    for layer in LAYERS {
        // Corpus labels share some keys but have no `end`; those are scored elsewhere.
        if let Some(items) = gold[layer.name].as_array().filter(|a| a.iter().all(|x| span(x).is_some())) {
            spans(layer, items, list(predicted, layer.name), tally);
        }
    }
    if let Some(regions) = gold["regions"].as_array() {
        tally.add("regions", characters(regions, list(predicted, "regions")));
    }
    if let Some(agents) = gold["agents"].as_array() {
        mentions(agents, list(predicted, "agents"), tally);
    }
    if let Some(events) = gold["events"].as_array() {
        happenings(events, list(predicted, "events"), tally);
    }
    if let Some(fields) = gold["description"].as_object() {
        for (name, values) in fields {
            let want: Vec<String> =
                values.as_array().map(|v| v.iter().map(value_of).collect()).unwrap_or_default();
            let got: Vec<String> = list(&predicted["description"], name).iter().map(value_of).collect();
            let right = want.iter().filter(|w| got.contains(w)).count();
            tally.add("description", Count::of(right, got.len(), want.len()));
        }
    }
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn value_of(v: &Value) -> String {
    fold(v["value"].as_str().or(v.as_str()).unwrap_or(""))
}

fn spans(layer: &Layer, gold: &[Value], predicted: &[Value], tally: &mut Tally) {
    let likeness = |g: usize, p: usize| match (span(&gold[g]), span(&predicted[p])) {
        (Some(a), Some(b)) => iou(a, b),
        _ => 0.0,
    };
    let found = pairs(gold.len(), predicted.len(), layer.threshold, likeness);
    tally.add(layer.name, Count::of(found.len(), predicted.len(), gold.len()));
    for (key, same) in layer.attributes {
        let has = |v: &Value| !v[*key].is_null();
        let asked = gold.iter().filter(|g| has(g)).count();
        // Where the gold is silent on a matched item, the answer is neither right nor wrong.
        let silent = found.iter().filter(|(g, p)| !has(&gold[*g]) && has(&predicted[*p])).count();
        let given = predicted.iter().filter(|p| has(p)).count() - silent;
        let right = found.iter().filter(|(g, p)| alike(*same, &gold[*g][*key], &predicted[*p][*key])).count();
        tally.add(&format!("{}.{}", layer.name, key), Count::of(right, given, asked));
    }
}

fn alike(same: Same, gold: &Value, predicted: &Value) -> bool {
    let text = |v: &Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    if gold.is_null() || predicted.is_null() {
        return false;
    }
    match same {
        Same::Value => fold(&text(gold)) == fold(&text(predicted)),
        Same::Name => same_name(&text(gold), &text(predicted)),
        Same::Chain => match (gold.as_array(), predicted.as_array()) {
            (Some(a), Some(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(x, y)| same_name(&text(x), &text(y)))
            }
            _ => false,
        },
    }
}

/// Code points that lie in a region of the right kind.
fn characters(gold: &[Value], predicted: &[Value]) -> Count {
    let length =
        |items: &[Value]| -> f64 { items.iter().filter_map(span).map(|(s, e)| (e - s) as f64).sum() };
    let mut right = 0.0;
    for g in gold {
        for p in predicted.iter().filter(|p| p["kind"] == g["kind"]) {
            if let (Some(a), Some(b)) = (span(g), span(p)) {
                right += a.1.min(b.1).saturating_sub(a.0.max(b.0)) as f64;
            }
        }
    }
    Count { right, predicted: length(predicted), gold: length(gold) }
}

/// Mentions found, and those of the right kind of agent.
fn mentions(gold: &[Value], predicted: &[Value], tally: &mut Tally) {
    let flat = |agents: &[Value]| -> Vec<((u64, u64), String)> {
        agents
            .iter()
            .flat_map(|a| list(a, "mentions").iter().filter_map(|m| Some((span(m)?, a["type"].to_string()))))
            .collect()
    };
    let (g, p) = (flat(gold), flat(predicted));
    let found = pairs(g.len(), p.len(), 0.5, |i, j| iou(g[i].0, p[j].0));
    tally.add("agents.mentions", Count::of(found.len(), p.len(), g.len()));
    let right = found.iter().filter(|(i, j)| g[*i].1 == p[*j].1).count();
    tally.add("agents.type", Count::of(right, p.len(), g.len()));
}

/// Events share a span; then type and date.
fn happenings(gold: &[Value], predicted: &[Value], tally: &mut Tally) {
    let best = |a: &Value, b: &Value| {
        let (x, y) = (list(a, "spans"), list(b, "spans"));
        let all = x.iter().filter_map(span).flat_map(|s| y.iter().filter_map(span).map(move |t| iou(s, t)));
        all.fold(0.0, f64::max)
    };
    let found = pairs(gold.len(), predicted.len(), 0.5, |g, p| best(&gold[g], &predicted[p]));
    tally.add("events", Count::of(found.len(), predicted.len(), gold.len()));
    for key in ["type", "date"] {
        let asked = gold.iter().filter(|g| !g[key].is_null()).count();
        let given = predicted.iter().filter(|p| !p[key].is_null()).count();
        let right =
            found.iter().filter(|(g, p)| alike(Same::Value, &gold[*g][key], &predicted[*p][key])).count();
        tally.add(&format!("events.{key}"), Count::of(right, given, asked));
    }
}
