//! The reading room of the real program: decisions made by forms, linked anew; killed in the middle and opened again.
#![allow(clippy::unwrap_used)]

#[path = "common/run.rs"]
mod run;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use run::memcon;
use serde_json::Value;

/// The room over the papers of a folder, until it is dropped; then it is killed and not asked.
struct Room {
    program: Child,
    address: String,
}

impl Room {
    fn open(folder: &Path) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_memcon"))
            .args(["--json", "serve", "--port", "0"])
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(program.stdout.take().unwrap());
        let mut said = String::new();
        while !said.contains("127.0.0.1:") {
            assert!(out.read_line(&mut said).unwrap() > 0, "{said}");
        }
        let at = said.find("127.0.0.1:").unwrap();
        let address = said[at..].split('/').next().unwrap().to_owned();
        Self { program, address }
    }

    /// Sends a form; the status, 0 where nobody answered.
    fn post(&self, path: &str, form: &[(&str, &str)]) -> u16 {
        let coded = |s: &str| s.bytes().map(|b| format!("%{b:02X}")).collect::<String>();
        let body: Vec<String> = form.iter().map(|(k, v)| format!("{}={}", coded(k), coded(v))).collect();
        let body = body.join("&");
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {1}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            body.len()
        );
        let talk = || -> std::io::Result<String> {
            let mut stream = TcpStream::connect(&self.address)?;
            stream.write_all(head.as_bytes())?;
            let mut told = String::new();
            stream.read_to_string(&mut told)?;
            Ok(told)
        };
        talk().ok().and_then(|told| told.split(' ').nth(1)?.parse().ok()).unwrap_or(0)
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.program.kill().unwrap();
        self.program.wait().unwrap();
    }
}

fn json(folder: &Path, args: &[&str]) -> Value {
    serde_json::from_str(&memcon(folder, args)).unwrap()
}

#[test]
fn two_names_are_joined_in_the_room_and_taken_apart_on_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    let minutes = |who: &str| {
        format!(
            "Minutes of a session on the lake ferries\n\nHarbour House, 4 March 1987\n\nMinister {who} opened the session. Colonel Ivo \
             Lenk asked what she proposed. Minister {who} said that the ferries should sail at night. Colonel Ivo Lenk said that the \
             harbour was closed at night.\n\nMinister {who}: Then we ask why.\n\nColonel Ivo Lenk: The harbour is closed at night.\n"
        )
    };
    fs::write(folder.join("one.txt"), minutes("Orla Venn")).unwrap();
    fs::write(folder.join("two.txt"), minutes("Brigid Sarto")).unwrap();
    memcon(folder, &["add", "."]);
    let id = |name: &str| json(folder, &["--json", "who", name])[0]["id"].as_str().unwrap_or("").to_owned();
    let (a, b) = (id("Orla Venn"), id("Brigid Sarto"));
    assert!(a != b && a.starts_with("agent-") && b.starts_with("agent-"), "{a} {b}");
    let room = Room::open(folder);
    let form = [
        ("about", "agent"),
        ("id", &*a),
        ("with", &*b),
        ("kind", "join"),
        ("by", "Ada"),
        ("why", "her pen name"),
    ];
    assert_eq!(room.post("/review/decide", &form), 303);
    let began = Instant::now();
    while id("Brigid Sarto") != id("Orla Venn") && began.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(200));
    }
    assert_eq!(id("Brigid Sarto"), id("Orla Venn"), "linked anew, the two are one");
    let told = memcon(folder, &["decisions"]);
    assert!(told.contains("by Ada") && told.contains("(her pen name)"), "{told}");
    drop(room);
    memcon(folder, &["decisions", "undo", "1", "--by", "Ben"]);
    assert_eq!(id("Brigid Sarto"), b, "taken back, they are two as before");
    assert!(memcon(folder, &["decisions"]).contains("taken back by Ben"));
}

#[test]
fn a_room_killed_while_claims_are_judged_has_every_judgement_that_it_took() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    let mut text = String::from("Minutes of the third session\n\nHarbour House, 4 March 1987\n\n");
    for n in 0..60 {
        text.push_str(&format!("North: We ask about point {n}.\n\nSouth: We take note of point {n}.\n\n"));
    }
    fs::write(folder.join("third.txt"), text).unwrap();
    memcon(folder, &["add", "."]);
    let mut taken = 0;
    for round in 0..3 {
        let mut room = Room::open(folder);
        let kill_at = 4 + round * 3;
        let address = room.address.clone();
        let half = Room { program: Command::new("sleep").arg("0").spawn().unwrap(), address };
        // Another reviewer judges all the while, so that the end comes in the middle of something.
        let other = std::thread::spawn(move || {
            (30..=119)
                .map(|n| {
                    let id = format!("t{n}");
                    let form = [
                        ("document", "third.txt"),
                        ("layer", "turn"),
                        ("claim", &*id),
                        ("verdict", "confirmed"),
                        ("by", "Ben"),
                    ];
                    half.post("/review/judge", &form)
                })
                .take_while(|status| *status == 303)
                .count()
        });
        for n in 1..=kill_at {
            let id = format!("t{n}");
            let form = [
                ("document", "third.txt"),
                ("layer", "turn"),
                ("claim", &*id),
                ("verdict", "rejected"),
                ("by", "Ada"),
            ];
            // What was rejected in the round before is no claim any more.
            taken += usize::from(room.post("/review/judge", &form) == 303);
        }
        room.program.kill().unwrap();
        taken += other.join().unwrap();
        let told = memcon(folder, &["check"]);
        assert!(!told.contains("error:"), "{told}");
        let kept = json(folder, &["--json", "review", "history"]).as_array().unwrap().len();
        // At most one of each reviewer was kept and not answered any more.
        assert!(
            (taken..=taken + 2 * (round + 1)).contains(&kept),
            "round {round}: {taken} answered, {kept} kept"
        );
    }
    let numbers: Vec<u64> = json(folder, &["--json", "review", "history"])
        .as_array()
        .unwrap()
        .iter()
        .map(|j| j["number"].as_u64().unwrap())
        .collect();
    assert!(numbers.is_sorted() && numbers.first() == Some(&1), "{numbers:?}");
}

#[test]
fn judgements_are_gold_for_the_score() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    fs::write(
        folder.join("third.txt"),
        "Minutes of the third session on the lake ferries\n\nHarbour House, 4 March 1987\n\nNorth: We propose that the ferries sail \
         at night.\n\nSouth: We cannot accept this proposal.\n\nNorth: Then we ask why.\n\nSouth: The harbour is closed at night.\n",
    )
    .unwrap();
    memcon(folder, &["add", "."]);
    memcon(folder, &["review", "reject", "third.txt", "turn", "t1", "--by", "Ada"]);
    let collection = folder.join(".memcon");
    let score =
        || json(folder, &["--json", "score", "--judgements", collection.to_str().unwrap()])["judged"].clone();
    let told = score();
    assert_eq!(
        (&told["precision"][0]["of"], &told["precision"][0]["right"], &told["precision"][0]["all"]),
        (&"turn".into(), &0.into(), &1.into())
    );
    assert!(told["recall"].as_array().unwrap().is_empty());
    let said = memcon(folder, &["review", "complete", "third.txt", "turn", "--by", "Ada"]);
    assert!(said.contains("3 claims that nobody had judged were confirmed"), "{said}");
    let told = score();
    let recall = &told["recall"][0];
    assert_eq!((&recall["right"], &recall["all"]), (&3.into(), &3.into()));
    assert!(recall["low"].as_f64().unwrap() < 0.5, "three of three say little: {recall}");
    // The same by files, as any gold.
    fs::write(folder.join("gold.jsonl"), memcon(folder, &["review", "export", "--gold"])).unwrap();
    fs::write(folder.join("mine.jsonl"), memcon(folder, &["export"])).unwrap();
    let by_files = memcon(folder, &["score", "gold.jsonl", "mine.jsonl"]);
    assert!(by_files.contains("recall where the layer of a paper is complete"), "{by_files}");
    let first = told["precision_complete"][0]["all"].as_u64().unwrap();
    memcon(folder, &["review", "undo", "2", "--batch", "--by", "Ada"]);
    assert!(first == 4 && score()["recall"].as_array().unwrap().is_empty());
}
