//! What a reader of the command line sees of voices: chains link by link, why each was found, only first-hand.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;

const CABLE: &str = "\
CABLE No. 7
To: Marten Voss, Minister
Received 0410 6 May 1931

Sir,

I saw the harbour master today. Captain Parr said: \"The northern light will be dark on Friday. Reyk told me that the
ferry had been sold.\" I asked him twice.

Parr added that he could not accept the new tariff.

Irena Osma

-----
Deciphered by Lum at 0455 6 May 1931
";

const MINUTES: &str = "\
Minutes of the second meeting, Halvik, 9 May 1931

Osma: We propose that the ferries sail on one morning.

Vald: We cannot accept the proposal about the ferries.

Osma: I have it from the harbour master: he said that the ferries were not ready.

Vald: Then we must wait.
";

/// A folder with both papers, opened.
struct Talks(tempfile::TempDir);

impl Talks {
    fn new() -> Self {
        let talks = Self(tempfile::tempdir().unwrap());
        fs::write(talks.0.path().join("cable.txt"), CABLE).unwrap();
        fs::write(talks.0.path().join("minutes.txt"), MINUTES).unwrap();
        talks.run(&["open", ".", "--no-serve"]);
        talks
    }

    fn run(&self, args: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_memcon"));
        command.args(args).current_dir(self.0.path()).env("NO_COLOR", "1").env("COLUMNS", "100");
        let output = command.stdin(Stdio::null()).output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {err}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(&[args, &["--json"]].concat())).unwrap()
    }

    /// The id of the turn whose words begin so.
    fn turn(&self, document: &str, words: &str) -> String {
        let record = self.json(&["show", document]);
        let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
        let at = |t: &Value, key: &str| t[key].as_u64().unwrap() as usize;
        let turns = record["turns"].as_array().unwrap();
        let found = turns
            .iter()
            .find(|t| text[at(t, "start")..at(t, "end")].iter().collect::<String>().starts_with(words));
        found.unwrap_or_else(|| panic!("no turn {words}: {turns:#?}"))["id"].as_str().unwrap().to_owned()
    }
}

#[test]
fn a_chain_has_a_line_for_each_link_with_its_words() {
    let talks = Talks::new();
    let turn = talks.turn("cable", "the");
    let told = talks.run(&["chain", "cable", &turn]);
    let lines: Vec<String> =
        told.lines().skip(3).map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert!(lines[0].starts_with("deciphered Lum, 1931-05-06T04:55 “Lum"), "{told}");
    assert!(lines[1].starts_with("received Marten Voss, Minister, 1931-05-06T04:10"), "{told}");
    let roles: Vec<&str> = lines.iter().map(|l| l.split(' ').next().unwrap()).collect();
    assert_eq!(roles, ["deciphered", "received", "wrote", "reported", "spoke"], "{told}");
    let words: Vec<&str> = lines.iter().map(|l| l.rsplit('“').next().unwrap()).collect();
    assert_eq!(words[2..], ["Irena Osma”", "Captain Parr said”", "Reyk told”"], "{told}");
    let json = talks.json(&["chain", "cable", &turn]);
    let links = json["turns"][0]["links"].as_array().unwrap();
    assert_eq!(links.len(), lines.len());
    assert_eq!(links[0]["role"], "deciphered");
    assert_eq!(json["turns"][0]["reporters"], 2);
}

#[test]
fn why_tells_costs_and_the_next_best_reading() {
    let talks = Talks::new();
    for told in
        [talks.run(&["show", "cable", "--voices", "--why"]), talks.run(&["analyse", "cable.txt", "--why"])]
    {
        for part in
            ["cue “Captain Parr said”", "this mark opens", "this mark closes", "next best reading costs"]
        {
            assert!(told.contains(part), "{part} is missing in {told}");
        }
    }
    let json = talks.json(&["show", "cable", "--voices", "--why"]);
    let turns = json["explanation"]["turns"].as_array().unwrap();
    let quoted = turns.iter().find(|t| t["mode"] == "direct-quote").unwrap();
    let other = &quoted["runner_up"];
    assert!(other["instead"].as_f64() > other["cost"].as_f64(), "{quoted}");
}

#[test]
fn only_first_hand_and_at_most_one_reporter() {
    let talks = Talks::new();
    let show = |more: &[&str]| talks.run(&[&["show", "cable"], more].concat());
    assert!(show(&[]).contains("northern light"));
    let first = show(&["--first-hand"]);
    assert!(!first.contains("northern light") && first.contains("I saw the harbour master"), "{first}");
    assert!(first.contains("[words through 1 reporter left out]"), "{first}");
    let one = show(&["--max-reporters", "1"]);
    assert!(one.contains("northern light") && !one.contains("had been sold"), "{one}");
    let found = |more: &[&str]| talks.json(&[&["search", "ferry", "sold"], more].concat())["total"].clone();
    assert_eq!(
        (found(&[]), found(&["--max-reporters", "2"]), found(&["--first-hand"])),
        (1.into(), 1.into(), 0.into())
    );
    let turns =
        |more: &[&str]| talks.json(&[&["chain", "cable"], more].concat())["turns"].as_array().unwrap().len();
    assert!(turns(&["--first-hand"]) == 1 && turns(&["--max-reporters", "9"]) > 3);
}

#[test]
fn positions_count_only_if_their_words_pass() {
    let talks = Talks::new();
    let positions = |more: &[&str]| -> Vec<String> {
        let issues = talks.json(&[&["issues"], more].concat());
        let all = issues.as_array().unwrap().iter().flat_map(|i| i["positions"].as_array().unwrap().clone());
        all.map(|p| p["evidence"]["document"].as_str().unwrap().to_owned()).collect()
    };
    let first = positions(&["--first-hand"]);
    assert!(first.iter().all(|d| d == "minutes.txt") && !first.is_empty(), "{first:?}");
    assert!(positions(&[]).len() >= first.len());
    for command in
        [&["state", "--on", "1931-05-09"][..], &["events"], &["obligations"], &["accounts"], &["issues"]]
    {
        for filter in [&["--first-hand"][..], &["--max-reporters", "1"]] {
            talks.json(&[command, filter].concat());
        }
    }
}
