//! Notes and selections as W3C Web Annotations (JSON-LD), out and in.
//!
//! A target names its paper by the hash of the original (`urn:blake3:…`) and its words twice, by place (code points) and
//! by quotation, as the recommendation advises. A note's words and tags are bodies with their purposes; a thing in a
//! selection is a bookmark that is tagged with the selection's name.

use memcon_model::{Chosen, Note, OffsetMap, Passage, Quotation, Span, tags};
use serde_json::{Value, json};

/// Media type of annotations.
pub const MEDIA: &str = "application/ld+json; profile=\"http://www.w3.org/ns/anno.jsonld\"; charset=utf-8";
/// The context of annotations; a name, nothing is fetched from there.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// How papers are named.
const PAPER: &str = "urn:blake3:";

/// Annotations as one page.
pub fn collection(items: Vec<Value>) -> Value {
    json!({ "@context": CONTEXT, "type": "AnnotationPage", "items": items })
}

/// A note; `text` is that of its document.
pub fn note(note: &Note, text: &str) -> Value {
    let mut body = Vec::new();
    if !note.says.text.is_empty() {
        body.push(json!({ "type": "TextualBody", "value": note.says.text, "format": "text/plain", "purpose": "commenting" }));
    }
    body.extend(note.says.tags.iter().map(|tag| tagging(tag)));
    let first = note.before.first().unwrap_or(&note.says);
    let mut value = json!({ "@context": CONTEXT, "id": format!("urn:memcon:{}:note-{}", note.target.blake3, note.number), "type": "Annotation",
        "motivation": "commenting", "creator": person(&first.by), "created": first.at, "body": body, "target": target(&note.target, text) });
    if !note.before.is_empty() {
        value["modified"] = note.says.at.clone().into();
    }
    value
}

/// A thing in the selection `name`; `text` is that of its document.
pub fn chosen(name: &str, item: &Chosen, text: &str) -> Value {
    json!({ "@context": CONTEXT, "id": format!("urn:memcon:{}:item-{}", item.passage.blake3, item.number), "type": "Annotation",
        "motivation": "bookmarking", "creator": person(&item.by), "created": item.at, "body": [tagging(name)],
        "target": target(&item.passage, text) })
}

fn tagging(tag: &str) -> Value {
    json!({ "type": "TextualBody", "value": tag, "purpose": "tagging" })
}

fn person(name: &str) -> Value {
    json!({ "type": "Person", "name": name })
}

fn target(passage: &Passage, text: &str) -> Value {
    let source =
        json!({ "id": format!("{PAPER}{}", passage.blake3), "type": "Text", "label": passage.document });
    if passage.is_whole() {
        return source;
    }
    let map = OffsetMap::new(text);
    let quote = &passage.quote;
    json!({ "type": "SpecificResource", "source": source, "selector": [
        { "type": "TextPositionSelector", "start": map.chars(passage.span.start), "end": map.chars(passage.span.end) },
        { "type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.before, "suffix": quote.after },
    ] })
}

/// An annotation as it was read; its place is in code points and not looked for yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    /// The original that it is on.
    pub blake3: String,
    /// What its document was called.
    pub document: String,
    /// Whose it is.
    pub by: String,
    /// Since when.
    pub at: String,
    /// The comment.
    pub text: String,
    /// The tags.
    pub tags: Vec<String>,
    /// Whether it is a bookmark: a thing in the selections that its tags name.
    pub bookmark: bool,
    /// Where, in code points; empty for the whole paper.
    pub span: Span,
    /// The words.
    pub quote: Quotation,
}

/// Annotations out of JSON-LD: one, a list, a page or a collection with its first page. What is none gives the reason.
pub fn read(value: &Value) -> Vec<Result<Read, &'static str>> {
    let items = match value {
        Value::Array(all) => Some(all),
        other => other.get("items").or_else(|| other.pointer("/first/items")).and_then(Value::as_array),
    };
    match items {
        Some(all) => all.iter().map(one).collect(),
        None => vec![one(value)],
    }
}

/// A value that may stand alone or in a list.
fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(all) => all.iter().collect(),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}

fn words(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn one(value: &Value) -> Result<Read, &'static str> {
    if !list(&value["type"]).iter().any(|t| **t == "Annotation") {
        return Err("not an Annotation");
    }
    let target = list(&value["target"]).into_iter().next().ok_or("without a target")?;
    let source = if target["source"].is_null() { target } else { &target["source"] };
    let named = source.as_str().unwrap_or_else(|| words(&source["id"]));
    let blake3 = named.strip_prefix(PAPER).ok_or("its target is no paper known by its hash")?;
    let creator = &value["creator"];
    let mut read = Read {
        blake3: blake3.to_owned(),
        document: words(&source["label"]).to_owned(),
        by: creator.as_str().unwrap_or_else(|| words(&creator["name"])).to_owned(),
        at: words(&value["created"]).to_owned(),
        bookmark: list(&value["motivation"]).iter().any(|m| **m == "bookmarking"),
        ..Read::default()
    };
    for body in list(&value["body"]) {
        let said = body.as_str().unwrap_or_else(|| words(&body["value"]));
        match words(&body["purpose"]) {
            "tagging" if read.bookmark => read.tags.push(said.to_owned()),
            "tagging" => read.tags.extend(tags(said)),
            _ if read.text.is_empty() => read.text = said.to_owned(),
            _ => {
                read.text.push('\n');
                read.text.push_str(said);
            }
        }
    }
    for selector in list(&target["selector"]) {
        let place = |key: &str| selector[key].as_u64().and_then(|n| u32::try_from(n).ok());
        match words(&selector["type"]) {
            "TextPositionSelector" => {
                let (start, end) = place("start")
                    .zip(place("end"))
                    .filter(|(a, b)| a <= b)
                    .ok_or("its place is no place")?;
                read.span = Span { start, end };
            }
            "TextQuoteSelector" => {
                let part = |key: &str| words(&selector[key]).to_owned();
                read.quote =
                    Quotation { exact: part("exact"), before: part("prefix"), after: part("suffix") };
            }
            _ => {}
        }
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use memcon_model::Wording;

    #[test]
    fn a_note_goes_out_and_comes_in_as_it_was() {
        let text = "배: the ferries sail.";
        let quote = Quotation { exact: "ferries".into(), before: "배: the ".into(), after: " sail.".into() };
        let target = Passage {
            document: "a.txt".into(),
            blake3: "ab12".into(),
            span: Span::new(9, 16),
            quote: quote.clone(),
        };
        let says = Wording {
            by: "Ada".into(),
            at: "2030-01-02T03:04:05Z".into(),
            text: "When?".into(),
            tags: vec!["lake".into()],
        };
        let made = note(&Note { number: 3, target, says, ..Note::default() }, text);
        assert_eq!(made["target"]["selector"][0]["start"], 7);
        let back = read(&collection(vec![made])).remove(0).unwrap();
        assert_eq!(
            (back.blake3.as_str(), back.by.as_str(), back.text.as_str(), back.span),
            ("ab12", "Ada", "When?", Span { start: 7, end: 14 })
        );
        assert_eq!((back.quote, back.tags, back.bookmark), (quote, vec!["lake".to_owned()], false));
    }

    #[test]
    fn a_bookmark_keeps_the_name_of_its_selection() {
        let passage = Passage { document: "a.txt".into(), blake3: "ab".into(), ..Passage::default() };
        let made = chosen("Night, boats", &Chosen { passage, ..Chosen::default() }, "");
        let back = read(&made).remove(0).unwrap();
        assert_eq!(
            (back.bookmark, back.tags, back.quote.exact.as_str()),
            (true, vec!["Night, boats".to_owned()], "")
        );
    }

    #[test]
    fn strangers_are_told_and_not_taken() {
        let all = json!([{ "type": "Note" }, { "type": "Annotation" }, { "type": "Annotation", "target": "https://example.org/" },
            { "type": "Annotation", "target": { "source": "urn:blake3:a", "selector": { "type": "TextPositionSelector", "start": -1, "end": 2 } } }]);
        let told: Vec<&str> = read(&all).into_iter().map(|r| r.unwrap_err()).collect();
        assert_eq!(
            told,
            [
                "not an Annotation",
                "without a target",
                "its target is no paper known by its hash",
                "its place is no place"
            ]
        );
    }
}
