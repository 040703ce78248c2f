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

#[test]
fn a_paper_in_three_inventories_is_one_document() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    let write = |name: &str, lines: &str| {
        fs::write(folder.join(name), format!("Reference code,Level,Title,Date,Extent\n{lines}")).unwrap();
    };
    write("a.csv", "LC/1/2,Item,Teo Brandal to Orla Venn,1987-02-27,\nLC/1/3,Item,Report,1987-03-01,\n");
    write("b.csv", "LC/1/2,Item,Brandal to Venn on the buoys,,2 leaves\nNO/7,Item,Report,1987-03-01,\n");
    write("c.csv", "HL-44,Item,Teo Brandal to Orla Venn,27 February 1987,copy\n");
    let told = memcon(folder, &["add", "."]);
    assert!(told.contains("3 more known from inventories only"), "one letter, two reports: {told}");
    let lines = memcon(folder, &["export", "--format", "jsonl"]);
    let letter = lines.lines().find(|l| l.contains("\"id\":\"a.csv/LC-1-2~1\"")).unwrap();
    for said in ["Teo Brandal to Orla Venn", "Brandal to Venn on the buoys", "HL-44"] {
        assert!(letter.contains(said), "{said} in {letter}");
    }
    let again = memcon(folder, &["add", "."]);
    assert!(again.contains("3 more known from inventories only") && again.contains("0 new"), "{again}");
    memcon(folder, &["check"]);
}

#[test]
fn a_large_edition_brings_its_list_of_persons_too() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    let volume = concat!(env!("CARGO_MANIFEST_DIR"), "/../read/tests/files/tei/volume-of-papers.xml");
    let volume = fs::read_to_string(volume).unwrap();
    let (head, rest) = volume.split_at(volume.find("<text").unwrap());
    // Pictures and notes of the editors make real volumes as large.
    let filling = format!("<!-- {} -->\n", "An editor's remark. ".repeat(100)).repeat(17_000);
    fs::write(folder.join("lake1987.xml"), format!("{head}{filling}{rest}")).unwrap();
    assert!(fs::metadata(folder.join("lake1987.xml")).unwrap().len() > 32 << 20);
    memcon(folder, &["add", "."]);
    assert!(memcon(folder, &["export", "--format", "jsonl"]).contains("lake1987#p_VO1"));
}
