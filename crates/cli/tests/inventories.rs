//! Inventories and an edition's lists of persons, with the real program on a small folder.
#![allow(clippy::unwrap_used)]

#[path = "common/run.rs"]
mod run;

use std::fs;

use run::memcon;
use serde_json::Value;

const SESSION: &str = "Second session on the lake ferries\n\nHarbour House, 4 March 1987\n\nMrs. Venn said that she had read \
    the letter of 27 February. Mr. Brandal asked whether the ferries would sail at night.\n";

const INVENTORY: &str = "Reference code,Level,Title,Date,File name\nLC,Fonds,Lake Commission,1985-1990,\nLC/1,Series,Talks,,\n\
    LC/1/1,Item,Second session,1987-03-04,papers/second.txt\nLC/1/2,Item,Teo Brandal to Orla Venn,27 February 1987,\n";

#[test]
fn an_inventory_among_the_papers_is_taken_as_one() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    fs::create_dir(folder.join("papers")).unwrap();
    fs::write(folder.join("papers/second.txt"), SESSION).unwrap();
    fs::write(folder.join("lake.csv"), INVENTORY).unwrap();
    let told = memcon(folder, &["add", "."]);
    assert!(told.contains("1 documents") && told.contains("1 more known from inventories only"), "{told}");

    let outline = memcon(folder, &["inventory"]);
    assert!(outline.contains("2 papers, 1 of them here"), "{outline}");
    assert!(outline.contains("= papers/second.txt"), "{outline}");
    assert!(outline.contains("Teo Brandal to Orla Venn, [LC/1/2], 1987-02-27 (no text here)"), "{outline}");

    // A second run changes nothing, and linking and search go on.
    let again = memcon(folder, &["add", "."]);
    assert!(again.contains("1 more known from inventories only") && again.contains("0 new"), "{again}");
    memcon(folder, &["link"]);
    assert!(memcon(folder, &["search", "ferries"]).contains("second.txt"));
    memcon(folder, &["check"]);

    // The letter comes: it is the unit's document from then on.
    fs::write(
        folder.join("papers/LC-1-2.txt"),
        "Upland House, 27 February 1987\n\nDear Mrs. Venn,\n\nWe accept.\n",
    )
    .unwrap();
    let told = memcon(folder, &["add", "."]);
    assert!(told.contains("2 documents") && !told.contains("inventories only"), "{told}");
    let all: Value = serde_json::from_str(&memcon(folder, &["inventory", "--json"])).unwrap();
    assert_eq!((&all[0]["items"], &all[0]["held"]), (&2.into(), &2.into()));
}

#[test]
fn a_file_that_is_no_inventory_is_refused_when_it_is_named_as_one() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.txt"), SESSION).unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_memcon"));
    let output = command.args(["add", "--inventory", "a.txt"]).current_dir(dir.path()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && told.contains("no inventory that memcon reads"), "{told}");
}

#[test]
fn an_edition_brings_its_own_list_of_persons() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    let volume = concat!(env!("CARGO_MANIFEST_DIR"), "/../read/tests/files/tei/volume-of-papers.xml");
    fs::copy(volume, folder.join("lake1987.xml")).unwrap();
    let told = memcon(folder, &["add", "."]);
    assert!(told.contains("3 documents"), "{told}");
    let lines = memcon(folder, &["export", "--format", "jsonl"]);
    let mut ids: Vec<(String, String)> = Vec::new();
    for line in lines.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        for agent in record["agents"].as_array().unwrap() {
            if let Some(key) = agent["authority"].as_str() {
                ids.push((record["id"].as_str().unwrap().to_owned(), key.to_owned()));
            }
        }
    }
    for wanted in [
        ("lake1987.xml/d1", "lake1987#p_VO1"),
        ("lake1987.xml/d1", "lake1987#p_VI1"),
        ("lake1987.xml/d2", "lake1987#p_VI1"),
    ] {
        assert!(ids.contains(&(wanted.0.to_owned(), wanted.1.to_owned())), "{wanted:?} in {ids:?}");
    }
    let first = lines.lines().find(|l| l.contains("\"id\":\"lake1987.xml/d1\"")).unwrap();
    let first: Value = serde_json::from_str(first).unwrap();
    let targets: Vec<&str> =
        first["references"].as_array().unwrap().iter().filter_map(|r| r["target"].as_str()).collect();
    assert_eq!(targets, ["lake1987.xml/d3"], "Document 3 is the editorial note");
}
