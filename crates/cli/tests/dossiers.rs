//! Dossiers of the example collection: the command writes them, and every quotation stands verbatim at its place.
#![allow(clippy::unwrap_used)]

#[path = "common/run.rs"]
mod run;

use std::fs;
use std::path::{Path, PathBuf};

use memcon_export::dossier::{Block, Dossier, Line, text};
use memcon_model::OffsetMap;
use memcon_serve::dossier::{About, Wanted, made};
use memcon_store::{Collection, OpenMode};
use run::memcon;

/// The example collection in a folder of its own, added and linked.
fn strait() -> (tempfile::TempDir, Collection) {
    let folder = tempfile::tempdir().unwrap();
    let papers = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/strait");
    for entry in fs::read_dir(papers).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    memcon(folder.path(), &["open", ".", "--no-serve"]);
    let collection = Collection::open(&folder.path().join(".memcon"), OpenMode::ReadOnly).unwrap();
    (folder, collection)
}

/// Quoted words with the note at their end.
fn quoted(dossier: &Dossier) -> Vec<(&Line, usize)> {
    let blocks = dossier.sections.iter().flat_map(|s| &s.blocks);
    let quotes = blocks.filter_map(|b| match b {
        Block::Quote { line, .. } => Some((line, line.runs.last()?.note?)),
        _ => None,
    });
    quotes.collect()
}

#[test]
fn every_quotation_is_verbatim_at_the_place_of_its_note() {
    let (_folder, collection) = strait();
    let range = About::Range { from: "1963-03-01".parse().ok(), to: "1963-03-31".parse().ok() };
    let dossier = made(&collection, &Wanted::new(range).unwrap()).unwrap();
    let all = quoted(&dossier);
    assert!(all.len() > 20, "{}", all.len());
    for (line, n) in all {
        let place = dossier.notes[n].place.as_ref().unwrap();
        let document = collection.find_document(&place.document).unwrap().unwrap();
        let map = OffsetMap::new(&document.text);
        let words = &document.text[map.bytes(place.start) as usize..map.bytes(place.end) as usize];
        let said = line.plain();
        let said = said.trim_end_matches(" […]");
        assert!(words.trim().replace('\n', " ").starts_with(said), "{said:?} is not at {}", place.written());
    }
}

#[test]
fn the_dossier_of_an_issue_tells_its_state_its_course_and_its_papers() {
    let (folder, collection) = strait();
    let linked = collection.linked().unwrap();
    let issue = linked.issues.iter().max_by_key(|i| i.states.len()).unwrap();
    let dossier = made(&collection, &Wanted::new(About::Issue(issue.id.clone())).unwrap()).unwrap();
    let told = text::text(&dossier);
    let heads: Vec<&str> = told.lines().filter(|l| l.starts_with("# ")).collect();
    let expected =
        ["# The state of the talks", "# What became of matters", "# The passages", "# Persons", "# Sources"];
    assert_eq!(heads.iter().filter(|h| expected.contains(h)).count(), expected.len(), "{heads:?}");
    assert!(told.contains("* Its course") && told.contains(&issue.name));
    // By the command, and twice the same.
    for file in ["one.html", "two.html", "one.docx", "two.docx"] {
        memcon(folder.path(), &["dossier", "--issue", &issue.id, "-o", file, "--style", "apa"]);
    }
    let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert!(read("one.html") == read("two.html") && read("one.docx") == read("two.docx"));
}
