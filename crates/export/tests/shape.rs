//! The record keeps the names that acceptance measures read: the schema generated from the types is
//! held to the list of names, and the list to the page beside the project where it is there.
#![allow(clippy::unwrap_used)]

use serde_json::Value;

/// Item and its fields, as the record has them.
const SHAPE: &[(&str, &[&str])] = &[
    (
        "Analysis",
        &[
            "memcon",
            "id",
            "source",
            "form",
            "languages",
            "record_of",
            "description",
            "related_documents",
            "regions",
            "turns",
            "transmission",
            "insertions",
            "moves",
            "issues",
            "events",
            "obligations",
            "mechanisms",
            "items",
            "agents",
            "dates",
            "alignment",
            "comments",
            "references",
            "attributions",
            "notices",
        ],
    ),
    ("Source", &["path", "blake3", "media_type", "encoding", "bytes"]),
    ("FieldValue", &["value", "edtf", "span"]),
    ("RelatedDocument", &["title", "date", "summary"]),
    ("Region", &["id", "kind", "start", "end"]),
    (
        "Turn",
        &[
            "id",
            "start",
            "end",
            "cue",
            "speaker_as_named",
            "speaker",
            "side",
            "addressee",
            "mode",
            "chain",
            "depth",
            "time",
            "parent",
            "region",
            "links",
        ],
    ),
    ("Link", &["role", "agent", "time", "span", "turn"]),
    ("Transmission", &["role", "agent", "time", "span"]),
    ("Insertion", &["id", "start", "end", "kind", "by"]),
    ("Move", &["id", "start", "end", "type", "actor", "side", "issue", "answers", "turn", "reported"]),
    ("Issue", &["id", "name", "number", "proposed_by", "state", "mentions", "positions"]),
    ("Position", &["side", "stance", "start", "end"]),
    ("Event", &["id", "type", "status", "date", "place", "participants", "intermediary", "level", "spans"]),
    ("Participant", &["name", "side", "role"]),
    (
        "Obligation",
        &[
            "id",
            "label",
            "start",
            "end",
            "bound",
            "modality",
            "content",
            "towards",
            "condition",
            "sequence",
            "status",
        ],
    ),
    ("Mechanism", &["id", "name", "composition", "powers", "duties", "reports_to", "spans"]),
    ("AgendaItem", &["start", "end", "title", "number", "issue"]),
    ("Agent", &["id", "canonical", "type", "side", "role", "authority", "forms", "mentions"]),
    ("Mention", &["start", "end", "form"]),
    ("DateFound", &["start", "end", "edtf", "type", "anchor", "value", "timex"]),
    ("Alignment", &["a", "b"]),
    ("Comment", &["number", "start", "end", "author", "reply_to"]),
    ("ReplyTo", &["number", "handle"]),
    ("Reference", &["start", "end", "number", "date", "description", "target"]),
    ("Attribution", &["source", "cue", "content", "speaker"]),
    ("Notice", &["severity", "message", "span"]),
];

/// Names of the fields of a schema's object, also those flattened into it.
fn fields(schema: &Value, name: &str) -> Vec<String> {
    let object = if name == "Analysis" { schema } else { &schema["$defs"][name] };
    let mut found: Vec<String> =
        object["properties"].as_object().into_iter().flat_map(|p| p.keys().cloned()).collect();
    for part in object["allOf"].as_array().into_iter().flatten() {
        if let Some(reference) = part["$ref"].as_str() {
            found.extend(fields(schema, reference.rsplit('/').next().unwrap()));
        }
    }
    found
}

#[test]
fn the_schema_has_every_name_of_the_record() {
    let schema = memcon_export::record::schema();
    for (item, names) in SHAPE {
        let have = fields(&schema, item);
        for name in *names {
            assert!(have.iter().any(|h| h == name), "{item} has no field {name}: {have:?}");
        }
    }
}

#[test]
fn every_item_says_rule_and_confidence() {
    let schema = memcon_export::record::schema();
    let without = ["Analysis", "Source", "Participant", "Mention", "ReplyTo", "Notice"];
    for (item, _) in SHAPE.iter().filter(|(item, _)| !without.contains(item)) {
        let have = fields(&schema, item);
        assert!(
            have.iter().any(|h| h == "rule") && have.iter().any(|h| h == "confidence"),
            "{item}: {have:?}"
        );
    }
}

#[test]
fn the_page_beside_the_project_names_nothing_else() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/record-json.md");
    let Ok(page) = std::fs::read_to_string(page) else {
        println!("skipped: no shared/record-json.md beside the project");
        return;
    };
    let block = page.split("```").nth(1).unwrap();
    let top: Vec<&str> = block
        .lines()
        .filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|l| l.split("  ").next())
        .flat_map(|names| names.split(", "))
        .map(str::trim)
        .filter(|n| !n.is_empty())
        .collect();
    assert!(top.len() > 20, "{top:?}");
    for name in top {
        assert!(SHAPE[0].1.contains(&name), "the page names {name}, the record does not");
    }
}
