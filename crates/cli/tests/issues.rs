//! Decisions about issues, with the real program on a small collection: they hold through linking and can be taken back.
#![allow(clippy::unwrap_used)]

#[path = "common/run.rs"]
mod run;

use std::fs;
use std::path::Path;

use run::memcon;

/// Names of the issues with the number of their papers.
fn issues(folder: &Path) -> Vec<(String, u64)> {
    let all: serde_json::Value = serde_json::from_str(&memcon(folder, &["issues", "--json"])).unwrap();
    let all = all.as_array().unwrap().iter();
    all.map(|i| (i["name"].as_str().unwrap().to_owned(), i["papers"].as_u64().unwrap())).collect()
}

#[test]
fn issues_are_joined_parted_and_named_by_hand() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    let line = |id: &str, text: &str| format!("{}\n", serde_json::json!({ "id": id, "text": text }));
    let papers = line(
        "a",
        "RECORD OF MEETING\n\n3 May 1923\n\nItaly: We propose to discuss the question of the river tolls.\n\n\
         Norway: We cannot accept the river tolls.\n\nItaly: We raise the question of the ferry landings.\n\n\
         Norway: We cannot accept the ferry landings.\n",
    ) + &line(
        "b",
        "RECORD OF MEETING\n\n9 May 1923\n\nItaly: We insist on the question of the river tolls.\n\n\
         Norway: We cannot accept the river tolls.\n",
    );
    fs::write(folder.join("papers.jsonl"), papers).unwrap();
    memcon(folder, &["add", "--from-jsonl", "papers.jsonl"]);
    let before = issues(folder);
    let find =
        |what: &str| before.iter().find(|i| i.0.contains(what)).unwrap_or_else(|| panic!("{before:?}"));
    let (tolls, ferry) = (find("tolls").0.clone(), find("ferry").0.clone());

    memcon(folder, &["issue", "name", &tolls, "Tolls"]);
    memcon(folder, &["link"]);
    assert!(issues(folder).iter().any(|i| i.0 == "Tolls"));

    memcon(folder, &["issue", "join", "Tolls", &ferry]);
    assert_eq!(issues(folder).len(), before.len() - 1);
    assert!(!issues(folder).iter().any(|i| i.0 == ferry));
    assert!(memcon(folder, &["decisions"]).contains("are one"));

    memcon(folder, &["decisions", "undo", "2"]);
    memcon(folder, &["decisions", "undo", "1"]);
    assert_eq!(issues(folder), before);

    memcon(folder, &["issue", "part", &tolls, "b"]);
    let parted = issues(folder);
    assert_eq!(parted.iter().filter(|i| i.0 == tolls).count(), 2, "{parted:?}");
    memcon(folder, &["link"]);
    assert_eq!(issues(folder), parted, "a decision holds through every linking");
}
