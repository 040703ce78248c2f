//! Tropy's export in JSON-LD: items with their photographs, notes and transcriptions.
//!
//! A transcription is text of the document; a note is the user's own. Keys are read by their last part, so that
//! templates of the user's making work as far as they use the words of Dublin Core.

use memcon_model::{Unit, UnitLevel};
use serde_json::Value;

use super::{Inventory, edtf, tidy, words};

/// Reads an export.
pub(super) fn read(source: &str) -> Inventory {
    let mut found = Inventory::default();
    let root: Value = match serde_json::from_str(source) {
        Ok(root) => root,
        Err(error) => {
            let message = format!("The file breaks off or is no sound JSON ({error}).");
            found.notices.push(memcon_model::Notice::new(memcon_model::Severity::Warning, message));
            return found;
        }
    };
    let graph = root.get("@graph").unwrap_or(&root);
    for item in each(graph) {
        if let Value::Object(fields) = item
            && fields.keys().any(|k| matches!(local(k), "photo" | "title" | "template"))
        {
            let unit = unit(item);
            if found.add(unit).is_none() {
                break;
            }
        }
    }
    found
}

/// One value or several as several.
fn each(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(values) => Box::new(values.iter()),
        Value::Object(o) if o.len() == 1 && o.contains_key("@list") => {
            Box::new(o.values().flat_map(|v| match v {
                Value::Array(values) => values.iter(),
                _ => [].iter(),
            }))
        }
        Value::Null => Box::new(std::iter::empty()),
        one => Box::new(std::iter::once(one)),
    }
}

/// The last part of a key: `dcterms:title`, `https://…/title`.
fn local(key: &str) -> &str {
    key.rsplit(['/', '#', ':']).next().unwrap_or(key)
}

/// The words of a value.
fn words_of(value: &Value) -> Vec<String> {
    each(value)
        .filter_map(|v| match v {
            Value::String(s) => Some(tidy(s)),
            Value::Number(n) => Some(n.to_string()),
            Value::Object(o) => ["@value", "name", "@id"].iter().find_map(|k| o.get(*k)?.as_str().map(tidy)),
            _ => None,
        })
        .filter(|s| !s.is_empty())
        .collect()
}

fn unit(item: &Value) -> Unit {
    let mut unit = Unit { level: UnitLevel::Item, ..Unit::default() };
    let mut text: Vec<String> = Vec::new();
    for (key, value) in item.as_object().into_iter().flatten() {
        match local(key) {
            _ if key.starts_with('@') => {}
            "template" | "list" => {}
            "photo" => each(value).for_each(|p| photo(p, &mut unit, &mut text)),
            "note" => each(value).for_each(|n| note(n, &mut unit)),
            "transcription" => text.extend(each(value).filter_map(transcription)),
            "tag" => {
                let tags = words_of(value);
                unit.fields.extend(tags.into_iter().map(|t| ("subject".to_owned(), t)));
            }
            name => words_of(value).into_iter().for_each(|v| take(&mut unit, name, v)),
        }
    }
    let whole = text.join("\n\n");
    unit.text = Some(whole).filter(|t| !t.trim().is_empty());
    unit
}

fn take(unit: &mut Unit, name: &str, value: String) {
    let role = words::column(name).unwrap_or(name);
    let field = match role {
        "title" if unit.title.is_empty() && name != "subject" => {
            unit.title = value;
            return;
        }
        "reference" if unit.reference.is_empty() => {
            unit.reference = value;
            return;
        }
        "date" => {
            unit.date = unit.date.take().or_else(|| edtf(&value));
            "date"
        }
        "box" | "folder" => {
            let bare = value.bytes().all(|b| b.is_ascii_digit());
            let value = if bare { format!("{role} {value}") } else { value };
            unit.fields.push(("container".to_owned(), value));
            return;
        }
        "language" => "language_original",
        "source" => "archive",
        "audience" => "addressee",
        other => other,
    };
    unit.fields.push((field.to_owned(), value));
}

/// A photograph: its file, and what stands in it.
fn photo(value: &Value, unit: &mut Unit, text: &mut Vec<String>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        match local(key) {
            "path" => unit.links.extend(words_of(value)),
            "note" => each(value).for_each(|n| note(n, unit)),
            "transcription" => text.extend(each(value).filter_map(transcription)),
            // What is marked out on a photograph may be transcribed by itself.
            "selection" => {
                for selection in each(value) {
                    for (key, value) in selection.as_object().into_iter().flatten() {
                        match local(key) {
                            "note" => each(value).for_each(|n| note(n, unit)),
                            "transcription" => text.extend(each(value).filter_map(transcription)),
                            _ => {}
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

fn note(value: &Value, unit: &mut Unit) {
    let told = match value {
        Value::String(s) => Some(s.clone()),
        other => other.get("text").and_then(|t| words_of(t).into_iter().next()),
    };
    if let Some(told) = told.map(|t| tidy(&t)).filter(|t| !t.is_empty()) {
        unit.fields.push(("note".to_owned(), told));
    }
}

/// Lines of a transcription as they stand.
fn transcription(value: &Value) -> Option<String> {
    let told = match value {
        Value::String(s) => Some(s.as_str()),
        other => other.get("text").or_else(|| other.get("data")).and_then(|t| match t {
            Value::String(s) => Some(s.as_str()),
            other => other.get("@value")?.as_str(),
        }),
    }?;
    // ALTO inside: its words.
    if told.trim_start().starts_with("<?xml") || told.trim_start().starts_with("<alto") {
        let reading = crate::read(told.as_bytes(), crate::Hint::default());
        return Some(reading.text).filter(|t| !t.trim().is_empty());
    }
    Some(told.to_owned()).filter(|t| !t.trim().is_empty())
}
