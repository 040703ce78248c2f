//! Decisions on papers that are one text, with the real program on a small collection.
#![allow(clippy::unwrap_used)]

#[path = "common/run.rs"]
mod run;

use std::fs;

use run::memcon;

#[test]
fn a_reader_joins_two_papers_parts_them_and_takes_it_back() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    fs::write(folder.join("a.txt"), "The ferry sails at noon. The pier is closed.\n").unwrap();
    fs::write(folder.join("b.txt"), "Le bac part à midi. Le quai est fermé.\n").unwrap();
    memcon(folder, &["add", "a.txt", "b.txt"]);
    let pairs = || -> Vec<(String, bool)> {
        let told: serde_json::Value = serde_json::from_str(&memcon(folder, &["parallel", "--json"])).unwrap();
        let pair = |p: &serde_json::Value| (p["type"].as_str().unwrap().to_owned(), p["by_hand"] == true);
        told.as_array().unwrap().iter().map(pair).collect()
    };
    assert_eq!(pairs(), []);
    memcon(folder, &["parallel", "join", "a.txt", "b.txt"]);
    assert_eq!(pairs(), [("translation".to_owned(), true)]);
    assert!(memcon(folder, &["parallel", "b.txt"]).contains("Le quai est fermé."));
    memcon(folder, &["parallel", "part", "a.txt", "b.txt"]);
    assert_eq!(pairs(), []);
}
