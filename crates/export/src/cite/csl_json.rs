//! CSL-JSON: what Zotero, pandoc and every citation processor read.

use serde_json::{Map, Value, json};

use super::dates::{Parts, When};
use super::names::Name;
use super::{Citation, Item, Kind};

/// Citations as a list of CSL-JSON items. The chain and the passage stand in `note`.
pub fn items(citations: &[Citation]) -> Value {
    Value::Array(citations.iter().map(|c| Value::Object(item(c))).collect())
}

/// One citation.
pub fn item(citation: &Citation) -> Map<String, Value> {
    let item = &citation.item;
    let mut map = fields(item, &item.translators);
    let mut put = |key: &str, value: Option<Value>| {
        map.extend(value.map(|v| (key.to_owned(), v)));
    };
    put("original-title", item.title_original.clone().map(Value::String));
    put("issued", item.date.as_ref().map(issued));
    let note = notes(citation).join("\n");
    put("note", (!note.is_empty()).then_some(Value::String(note)));
    map
}

/// What stands in the note: who reports whom, the page, how the archive asks to be cited, and what tells the very
/// words again.
pub fn notes(citation: &Citation) -> Vec<String> {
    let (item, place) = (&citation.item, &citation.place);
    let mut out = Vec::new();
    if let Some(saying) = &place.saying {
        let words = saying.words();
        out.push(words.trim_end().trim_end_matches(", in").trim_end_matches(" in").to_owned());
    }
    out.extend(place.page.as_ref().map(|p| format!("Page: {p}")));
    out.extend(item.preferred.as_ref().map(|p| format!("Preferred citation: {p}")));
    if !item.hash.is_empty() {
        out.push(format!("File: {}, BLAKE3 {}", item.id, item.hash));
    }
    out
}

/// The fields that a style and an exchange have in common; the date is written by each in its own way.
fn fields(item: &Item, translators: &[Name]) -> Map<String, Value> {
    let mut map = Map::new();
    let mut put = |key: &str, value: Option<&String>| {
        if let Some(value) = value.filter(|v| !v.is_empty()) {
            map.insert(key.to_owned(), json!(value));
        }
    };
    put("id", Some(&item.id));
    put("type", Some(&item.kind.csl().to_owned()));
    put("title", item.title.as_ref());
    // In a volume the number needs a word before it.
    let numbered = item.number.is_some() && item.kind == Kind::Document;
    let document = "Document".to_owned();
    put("genre", if numbered { Some(&document) } else { item.genre.as_ref() });
    put("number", item.number.as_ref());
    put("container-title", item.container.as_ref());
    put("publisher", item.publisher.as_ref());
    put("page", item.pages.as_ref());
    // Of a message the place is the sender's, which styles would print as the addressee's.
    put("event-place", item.place.as_ref().filter(|_| item.kind != Kind::Message));
    put("archive", item.kept.archive.as_ref());
    put("archive_collection", item.kept.collection.as_ref());
    put("archive_location", item.kept.location.as_ref());
    put("URL", item.url.as_ref());
    put("language", item.language.as_ref());
    for (key, people) in [
        ("author", item.authors.as_slice()),
        ("recipient", item.recipients.as_slice()),
        ("translator", translators),
    ] {
        if !people.is_empty() {
            map.insert(key.to_owned(), Value::Array(people.iter().map(name).collect()));
        }
    }
    map
}

fn name(name: &Name) -> Value {
    match &name.parts {
        Some((family, given)) => json!({ "family": family, "given": given }),
        None => json!({ "literal": name.whole }),
    }
}

fn issued(when: &When) -> Value {
    let mut all = vec![when.first.numbers()];
    all.extend(when.second.map(|(_, second)| second.numbers()));
    with_flags(json!({ "date-parts": all }), &when.first, when.circa)
}

fn with_flags(mut value: Value, parts: &Parts, circa: bool) -> Value {
    if circa {
        value["circa"] = json!(true);
    }
    if let Some(season) = parts.season {
        value["season"] = json!(season);
    }
    value
}

/// How an item goes to the processor.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Setting {
    /// With the second of two dates: the processor knows single ones only.
    pub second: bool,
    /// Fonds and series before the box, for styles that know only one of them.
    pub one_shelf: bool,
}

/// For a processor. The translator is left out where there is no author: styles would put the one in the other's
/// place. The language is kept back: for English the processor would set capitals in titles, which stay as written.
pub(super) fn for_style(item: &Item, how: Setting) -> Map<String, Value> {
    let translators = if item.authors.is_empty() { &[] } else { item.translators.as_slice() };
    let mut map = fields(item, translators);
    map.insert("language".to_owned(), json!("und"));
    if how.one_shelf {
        map.remove("archive_collection");
        let both = [&item.kept.collection, &item.kept.location];
        let both: Vec<&str> = both.into_iter().flatten().map(String::as_str).collect();
        map.insert("archive_location".to_owned(), json!(both.join(", ")));
    }
    let second = how.second;
    if let Some(when) = &item.date {
        let parts = when.second.filter(|_| second).map_or(when.first, |s| s.1);
        let value = with_flags(json!({ "date-parts": [parts.numbers()] }), &parts, when.circa);
        map.insert("issued".to_owned(), value);
    }
    map
}
