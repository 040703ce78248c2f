//! Claims judged with the real program, and judgements carried to another collection.
#![allow(clippy::unwrap_used)]

#[path = "common/run.rs"]
mod run;

use std::fs;
use std::path::Path;

use run::memcon;
use serde_json::Value;

const MINUTES: &str = "Minutes of the third session on the lake ferries\n\nHarbour House, 4 March 1987\n\n\
    North: We propose that the ferries sail at night.\n\nSouth: We cannot accept this proposal.\n\nNorth: Then we ask why.\n\n\
    South: The harbour is closed at night.\n\nNorth: We shall think about it.\n\nSouth: Thank you.\n";

fn folder(at: &Path) {
    fs::write(at.join("third.txt"), MINUTES).unwrap();
    memcon(at, &["add", "."]);
}

/// The speakers of the paper, in order.
fn speakers(at: &Path) -> Vec<String> {
    let lines = memcon(at, &["export"]);
    let record: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    let turns = record["turns"].as_array().unwrap().iter();
    turns
        .map(|t| t["speaker"].as_str().or(t["speaker_as_named"].as_str()).unwrap_or("?").to_owned())
        .collect()
}

#[test]
fn a_judgement_resolves_what_follows_travels_and_is_taken_back() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    folder(here.path());
    folder(there.path());
    let before = speakers(here.path());
    let told = memcon(
        here.path(),
        &[
            "review",
            "correct",
            "third.txt",
            "turn",
            "t1",
            "speaker=Orla Venn",
            "--by",
            "Ada",
            "--why",
            "her pencil",
        ],
    );
    assert!(told.contains("Judgement 1: corrected by Ada"), "{told}");
    // The first turn as judged, and the later one under the same prefix.
    assert_eq!(speakers(here.path())[0], "Orla Venn");
    assert_eq!(speakers(here.path())[2], "Orla Venn");
    // Papers analysed again keep it.
    memcon(here.path(), &["add", "."]);
    assert_eq!(speakers(here.path())[0], "Orla Venn");

    let lines = memcon(here.path(), &["review", "export"]);
    let file = there.path().join("judgements.lines");
    fs::write(&file, &lines).unwrap();
    let taken = memcon(there.path(), &["review", "import", file.to_str().unwrap()]);
    assert!(taken.starts_with("1 judgements taken in"), "{taken}");
    assert_eq!(speakers(there.path()), speakers(here.path()));
    assert!(memcon(there.path(), &["review", "import", file.to_str().unwrap()]).starts_with("0 judgements"));

    memcon(here.path(), &["review", "undo", "1", "--by", "Ben"]);
    assert_eq!(speakers(here.path()), before);
    let history = memcon(here.path(), &["review", "history", "third.txt"]);
    assert!(history.contains("taken back by Ben"), "{history}");
    memcon(here.path(), &["check"]);
}

#[test]
fn reviewers_are_compared() {
    let dir = tempfile::tempdir().unwrap();
    folder(dir.path());
    for (by, verdict) in [("Ada", "confirm"), ("Ben", "confirm"), ("Ada", "reject")] {
        memcon(
            dir.path(),
            &[
                "review",
                verdict,
                "third.txt",
                "turn",
                if verdict == "reject" { "t2" } else { "t1" },
                "--by",
                by,
            ],
        );
    }
    memcon(dir.path(), &["review", "confirm", "third.txt", "turn", "t1", "--by", "Ben"]);
    let found: Value = serde_json::from_str(&memcon(dir.path(), &["--json", "review", "agreement"])).unwrap();
    assert_eq!((&found["claims"], &found["pairs"][0]["claims"]), (&1.into(), &1.into()));
    assert!(memcon(dir.path(), &["review", "agreement"]).contains("Ada and Ben, 1 claims"));
}
