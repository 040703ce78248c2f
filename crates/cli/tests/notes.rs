//! Notes and selections made with the real program, and carried to another collection as Web Annotations.
#![allow(clippy::unwrap_used)]

#[path = "common/run.rs"]
mod run;

use std::fs;
use std::path::Path;

use run::memcon;
use serde_json::Value;

const LETTER: &str =
    "Harbour House, 4 March 1987\n\nDear Sir,\n\nThe ferries sail at night. 배는 밤에 떠난다.\n\nOrla Venn\n";

fn folder(at: &Path) {
    fs::write(at.join("letter.txt"), LETTER).unwrap();
    memcon(at, &["add", "."]);
}

#[test]
fn notes_and_selections_are_made_listed_and_carried_elsewhere() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    folder(here.path());
    folder(there.path());
    let run = |args: &[&str]| memcon(here.path(), args);
    let told = run(&[
        "note",
        "add",
        "letter.txt",
        "--words",
        "밤에",
        "--tags",
        "night, ferry",
        "--by",
        "Ada",
        "Which night?",
    ]);
    assert!(told.contains("Note 1 is kept"), "{told}");
    run(&["note", "edit", "1", "Any night?", "--by", "Ben"]);
    let listed: Value = serde_json::from_str(&run(&["note", "list", "--tag", "night", "--json"])).unwrap();
    assert_eq!(
        (&listed[0]["by"], &listed[0]["text"], &listed[0]["words"]),
        (&"Ada".into(), &"Any night?".into(), &"밤에".into())
    );
    assert_eq!(run(&["note", "tags"]), "    1  ferry\n    1  night\n");
    run(&["selection", "add", "Night boats", "letter.txt", "--by", "Ada"]);
    run(&["selection", "add", "Night boats", "letter.txt", "--words", "at night", "--by", "Ada"]);
    run(&["selection", "move", "Night boats", "2", "--by=-1"]);
    let shown: Value = serde_json::from_str(&run(&["selection", "show", "Night boats", "--json"])).unwrap();
    assert_eq!((&shown["items"][0]["words"], &shown["items"][1]["words"]), (&"at night".into(), &"".into()));
    for (what, name) in [("note", None), ("selection", Some("Night boats"))] {
        let made = run(&[&[what, "export"][..], name.as_slice()].concat());
        fs::write(there.path().join("out.jsonld"), &made).unwrap();
        let taken = memcon(there.path(), &[what, "import", "out.jsonld"]);
        assert!(taken.contains(if what == "note" { "1 notes taken in" } else { "2 taken in" }), "{taken}");
        let again = memcon(there.path(), &[what, "import", "out.jsonld"]);
        assert!(again.starts_with("0 "), "{again}");
    }
    let carried: Value = serde_json::from_str(&memcon(there.path(), &["note", "list", "--json"])).unwrap();
    assert_eq!((&carried[0]["stands"], &carried[0]["text"]), (&listed[0]["stands"], &"Any night?".into()));
    run(&["note", "remove", "1", "--by", "Ben"]);
    assert!(run(&["note", "list"]).contains("No such notes"));
    run(&["note", "restore", "1"]);
    run(&["selection", "remove", "Night boats", "--by", "Ben"]);
    assert!(run(&["selection", "list"]).contains("No selections"));
}
