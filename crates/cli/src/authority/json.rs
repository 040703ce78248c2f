//! JSON lines with `id`, `name`, `note`; lines of a Wikidata dump; what a Wikidata query gives as JSON is not read.

use std::io::BufRead;

use memcon_model::Listed;
use serde::Deserialize;
use serde_json::Value;

use super::{Entries, line};

#[derive(Deserialize)]
struct Plain {
    id: Value,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    note: Option<String>,
    #[serde(default, alias = "aliases")]
    other_names: Option<Value>,
    #[serde(default)]
    labels: Option<Value>,
    #[serde(default)]
    descriptions: Option<Value>,
    #[serde(default)]
    claims: Option<Value>,
}

pub(super) fn read(source: &mut impl BufRead, out: &mut Entries) -> anyhow::Result<()> {
    let mut number = 0;
    while let Some(raw) = line(source).map_err(|e| out.fault(number + 1, e))? {
        number += 1;
        // A dump is one array with an element a line.
        let raw = raw.trim_ascii();
        let raw = raw.strip_suffix(b",").unwrap_or(raw);
        if raw.is_empty() || raw == b"[" || raw == b"]" {
            continue;
        }
        let entry: Plain = serde_json::from_slice(raw)
            .map_err(|e| out.fault(number, format!("not a person in JSON ({e})")))?;
        let id = match &entry.id {
            Value::String(id) => id.clone(),
            Value::Number(id) => id.to_string(),
            _ => return Err(out.fault(number, "the id is neither text nor number")),
        };
        if entry.labels.is_some() {
            if entry.claims.as_ref().is_none_or(human) {
                out.add(number, wikidata(id, &entry))?;
            }
            continue;
        }
        let other_names = entry.other_names.as_ref().map(texts).unwrap_or_default();
        let name = entry.name.unwrap_or_default();
        out.add(number, Listed { id, name, note: entry.note.unwrap_or_default(), other_names })?;
    }
    Ok(())
}

/// Whether an item is an instance of a human being (P31, Q5).
fn human(claims: &Value) -> bool {
    let kinds = claims.get("P31").and_then(Value::as_array);
    kinds.is_none_or(|k| {
        k.iter().any(|c| c.pointer("/mainsnak/datavalue/value/id").is_some_and(|v| v == "Q5"))
    })
}

fn wikidata(id: String, entry: &Plain) -> Listed {
    let labels = entry.labels.as_ref().map(texts).unwrap_or_default();
    let own = |v: &Option<Value>| v.as_ref()?.pointer("/en/value")?.as_str().map(str::to_owned);
    let name = own(&entry.labels).or_else(|| labels.first().cloned()).unwrap_or_default();
    let note = own(&entry.descriptions)
        .or_else(|| texts(entry.descriptions.as_ref()?).into_iter().next())
        .unwrap_or_default();
    let mut other_names = labels;
    other_names.extend(entry.other_names.as_ref().map(texts).unwrap_or_default());
    Listed { id, name, note, other_names }
}

/// Every text of a list, or of Wikidata's objects by language, two levels deep.
fn texts(value: &Value) -> Vec<String> {
    let mut out = Vec::new();
    let mut take = |v: &Value| out.extend(v.as_str().or_else(|| v.get("value")?.as_str()).map(str::to_owned));
    match value {
        Value::Array(list) => list.iter().for_each(take),
        Value::Object(by_language) => {
            for v in by_language.values() {
                match v {
                    Value::Array(list) => list.iter().for_each(&mut take),
                    one => take(one),
                }
            }
        }
        one => take(one),
    }
    out
}
