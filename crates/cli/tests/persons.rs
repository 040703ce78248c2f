//! Lists of persons, decisions by hand and the export, with the real program on a small collection.
#![allow(clippy::unwrap_used)]

#[path = "common/run.rs"]
mod run;

use std::fs;
use std::path::Path;

use run::memcon;

/// Persons of the export: document, id over the collection, name, id in the list.
fn persons(folder: &Path) -> Vec<(String, String, String, Option<String>)> {
    let lines = memcon(folder, &["export", "--format", "jsonl"]);
    let mut out = Vec::new();
    for line in lines.lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
        for agent in record["agents"].as_array().unwrap().iter().filter(|a| a["type"] == "person") {
            let authority = agent["authority"].as_str().map(str::to_owned);
            out.push((text(&record["id"]), text(&agent["id"]), text(&agent["canonical"]), authority));
        }
    }
    out
}

#[test]
fn a_list_is_kept_and_decisions_are_made_held_and_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    let line = |id: &str, text: &str| format!("{}\n", serde_json::json!({ "id": id, "text": text }));
    let papers = line("a", "Ambassador Ida Bricka told Mr. Peter Holm that the tolls were too high.\n")
        + &line("b", "Ambassador Bricka spoke again. General Otto Tessel agreed with Mr. Peter Holm.\n");
    fs::write(folder.join("papers.jsonl"), papers).unwrap();
    fs::write(folder.join("list.csv"), "id,name,note\np1,\"Bricka, Ida\",Ambassador of Osmia\n").unwrap();
    memcon(folder, &["add", "--from-jsonl", "papers.jsonl", "--authority", "list.csv"]);

    let before = persons(folder);
    let listed: Vec<&str> =
        before.iter().filter(|p| p.3.as_deref() == Some("p1")).map(|p| p.0.as_str()).collect();
    assert_eq!(listed, ["a", "b"], "{before:?}");
    let id = |name: &str| before.iter().find(|p| p.2.contains(name)).unwrap().1.clone();
    assert!(before.iter().filter(|p| p.2.contains("Holm")).all(|p| p.1 == id("Holm")), "one id over all");

    memcon(folder, &["person", "join", &id("Holm"), &id("Tessel")]);
    let joined = persons(folder);
    assert!(!joined.iter().any(|p| p.2.contains("Tessel")), "{joined:?}");
    memcon(folder, &["link"]);
    assert_eq!(persons(folder), joined, "a decision holds through every linking");

    assert!(memcon(folder, &["decisions"]).contains("are one"));
    memcon(folder, &["decisions", "undo", "1"]);
    assert_eq!(persons(folder), before);
    assert!(memcon(folder, &["decisions"]).contains("taken back"));

    memcon(folder, &["person", "part", &id("Holm"), "b"]);
    let parted = persons(folder);
    let holms: std::collections::BTreeSet<&String> =
        parted.iter().filter(|p| p.2.contains("Holm")).map(|p| &p.1).collect();
    assert_eq!(holms.len(), 2, "{parted:?}");
}
