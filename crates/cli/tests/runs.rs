//! The real program on real folders: what it says, how it ends, what it keeps.
//!
//! Bad input, interruptions and two programs at once are the normal case here.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

#[path = "common/folder.rs"]
mod folder;

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use folder::{Folder, memcon, ran, run};
use memcon_model::Analysis;
use memcon_store::{Collection, DocumentStatus, OpenMode};

const LETTER: &str = "Lorme, 4 March 1963\n\nSir,\n\nWe accept your proposal.\n\nOrsolya Thrane\n";

#[test]
fn a_second_run_touches_nothing() {
    let f = Folder::new(&[("a.txt", LETTER), ("sub/b.txt", "Nothing was said.\n")]);
    let first = f.open();
    assert_eq!(first.code, Some(0), "{}{}", first.out, first.err);
    assert!(first.out.contains("2 new, 0 unchanged") && first.out.contains("2 documents"), "{}", first.out);
    assert!(!f.path(".memcon/collection.db-wal").exists(), "the log is tidied up");
    let before = f.collection().revision().unwrap();
    let second = f.open();
    assert!(second.out.contains("0 new, 2 unchanged"), "{}", second.out);
    assert_eq!(f.collection().revision().unwrap(), before);
    assert_eq!(f.ids().len(), 2);
}

#[test]
fn what_changed_went_or_moved_is_said_and_kept() {
    let f = Folder::new(&[("a.txt", LETTER), ("b.txt", "To be changed.\n"), ("c.txt", "To be moved.\n")]);
    f.open();
    fs::remove_file(f.path("a.txt")).unwrap();
    f.write("b.txt", "Changed.\n");
    fs::rename(f.path("c.txt"), f.path("d.txt")).unwrap();
    let run = f.open();
    assert_eq!(run.code, Some(0), "{}", run.err);
    for said in [
        "no longer there (kept, not counted): a.txt",
        "(the version before is kept): b.txt",
        "c.txt (now d.txt)",
    ] {
        assert!(run.out.contains(said), "{said} in {}", run.out);
    }
    assert!(run.out.contains("2 documents"), "{}", run.out);
    assert_eq!(f.collection().document("a.txt").unwrap().text, LETTER);
    assert_eq!(f.ids().len(), 5, "a and c missing, b twice, d");
    f.write("a.txt", LETTER);
    assert!(f.open().out.contains("there again: a.txt"));
}

#[test]
fn adding_a_part_forgets_nothing_of_the_rest() {
    let f = Folder::new(&[("one/a.txt", "A.\n"), ("two/b.txt", "B.\n")]);
    f.open();
    fs::remove_file(f.path("two/b.txt")).unwrap();
    f.write("one/c.txt", "C.\n");
    let run = ran(memcon(&["add", "one"]).current_dir(f.0.path()).output().unwrap());
    assert!(
        run.out.contains("1 new, 1 unchanged") && !run.out.contains("no longer"),
        "{}{}",
        run.out,
        run.err
    );
    assert_eq!(f.ids().len(), 3);
}

/// Everything of a collection that may not differ between two ways to it.
fn contents(c: &Collection) -> Vec<(String, DocumentStatus, Analysis, String)> {
    let rows = c.documents().unwrap();
    let whole = rows.into_iter().map(|r| {
        let d = c.document(&r.id).unwrap();
        (r.id, r.status, d.analysis, d.text)
    });
    whole.collect()
}

#[test]
fn killed_at_any_moment_it_goes_on() {
    let make = || {
        let f = Folder::new(&[]);
        for n in 0..300 {
            f.write(
                &format!("{:02}/{n}.txt", n % 7),
                format!("Paper {n} of 4 March 1963.\n\nNothing more.\n"),
            );
        }
        f
    };
    let (calm, rough) = (make(), make());
    assert_eq!(calm.open().code, Some(0));
    let place = rough.0.path().to_str().unwrap();
    // Moments spread unevenly over the run, the same in every test run.
    let mut moment = 3;
    for _ in 0..9 {
        let mut child = memcon(&["open", "--no-serve", place])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(moment));
        child.kill().unwrap();
        child.wait().unwrap();
        moment = moment * 7 / 4 + 2;
    }
    let last = rough.open();
    assert_eq!(last.code, Some(0), "{}", last.err);
    assert_eq!(contents(&rough.collection()), contents(&calm.collection()));
    assert_eq!(rough.collection().check(|_| {}).unwrap(), []);
    let found = run(&["search", "--collection", place, "paper", "--json"]);
    assert!(found.out.contains("\"total\":300"), "{}", &found.out[..80.min(found.out.len())]);
}

#[test]
fn bad_files_are_listed_and_the_rest_goes_on() {
    let f = Folder::new(&[("good.txt", LETTER), ("empty.txt", "")]);
    f.write("binary.txt", [0, 159, 146, 150, 0, 1, 2, 255, 254].repeat(100));
    f.write("cut.txt", [b"Truncated \xd0\xbf\xd1".as_slice(), b"\x00\x07\x1b[2J"].concat());
    f.write("brackets.txt", "\u{201c}He said ".repeat(10_000));
    fs::write(f.path(".").join(OsStr::from_bytes(b"no\xff\xfename.txt")), LETTER).unwrap();
    symlink(f.0.path(), f.path("circle")).unwrap();
    symlink("nowhere", f.path("dangling.txt")).unwrap();
    let pipe = Command::new("mkfifo").arg(f.path("pipe.txt")).status().unwrap();
    assert!(pipe.success());
    let run = f.open();
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    for said in [
        "circle: a link that leads back",
        "dangling.txt: a link to something",
        "pipe.txt: not a file but a pipe",
    ] {
        assert!(run.out.contains(said), "{said} in {}", run.out);
    }
    let ids: Vec<String> = f.ids().into_iter().map(|d| d.0).collect();
    assert_eq!(ids.len(), 6, "{ids:?}");
    assert!(ids.iter().any(|id| id.starts_with("no\u{fffd}\u{fffd}name.txt~")), "{ids:?}");
    let again = f.open();
    assert!(again.out.contains("0 new, 6 unchanged"), "{}", again.out);
}

/// Whether rights are not enforced here, as for root.
fn rights_do_not_count(dir: &Path) -> bool {
    let probe = dir.join("probe");
    fs::create_dir_all(&probe).unwrap();
    fs::set_permissions(&probe, fs::Permissions::from_mode(0o555)).unwrap();
    let free = fs::write(probe.join("x"), "x").is_ok();
    fs::set_permissions(&probe, fs::Permissions::from_mode(0o755)).unwrap();
    fs::remove_dir_all(&probe).unwrap();
    free
}

#[test]
fn without_rights() {
    let f = Folder::new(&[("good.txt", LETTER), ("shut.txt", "Secret.\n"), ("shut/x.txt", "X.\n")]);
    if rights_do_not_count(f.0.path()) {
        println!("skipped: this user may read and write everything");
        return;
    }
    f.open();
    let mode =
        |name: &str, mode| fs::set_permissions(f.path(name), fs::Permissions::from_mode(mode)).unwrap();
    mode("shut.txt", 0);
    mode("shut", 0);
    let run = f.open();
    mode("shut", 0o755);
    mode("shut.txt", 0o644);
    assert_eq!(run.code, Some(1));
    assert!(
        run.out.contains("shut.txt: no right to read it") && run.out.contains("shut: no right"),
        "{}",
        run.out
    );
    assert!(f.ids().iter().all(|d| d.1 == DocumentStatus::Ready), "shut is not missing: {:?}", f.ids());

    // Nothing can be written: what is there is shown, what is not there is said.
    let dirs = [".memcon/originals", ".memcon/index", ".memcon", "."];
    dirs.iter().for_each(|d| mode(d, 0o555));
    mode(".memcon/collection.db", 0o444);
    mode(".memcon/lock", 0o444);
    let shown = f.open();
    let found = crate::run(&["search", "accept", "--collection", f.0.path().to_str().unwrap()]);
    fs::set_permissions(f.path(".memcon"), fs::Permissions::from_mode(0o755)).unwrap();
    mode(".", 0o755);
    dirs.iter().for_each(|d| mode(d, 0o755));
    assert!(
        shown.err.contains("nothing is added") && shown.out.contains("3 documents"),
        "{}{}",
        shown.out,
        shown.err
    );
    assert!(found.out.contains("We [accept]"), "{}{}", found.out, found.err);
    let fresh = Folder::new(&[("a.txt", LETTER)]);
    fs::set_permissions(fresh.0.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let refused = fresh.open();
    fs::set_permissions(fresh.0.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("--collection DIR"), "{}", refused.err);
}

#[test]
fn two_programs_at_once() {
    let f = Folder::new(&[("a.txt", LETTER)]);
    f.open();
    let held = Collection::create_or_open(&f.path(".memcon")).unwrap();
    let refused = f.open();
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("another memcon is writing"), "{}", refused.err);
    let found = run(&["search", "accept", "--collection", f.0.path().to_str().unwrap()]);
    assert_eq!(found.code, Some(0), "reading goes on: {}", found.err);
    drop(held);
    assert_eq!(f.open().code, Some(0));
}

#[test]
fn a_newer_or_damaged_collection_is_refused_in_words() {
    let f = Folder::new(&[("a.txt", LETTER)]);
    f.open();
    let db = f.path(".memcon/collection.db");
    let whole = fs::read(&db).unwrap();
    let mut newer = whole.clone();
    // The user version of an SQLite file: four bytes at offset 60.
    newer[60..64].copy_from_slice(&99_u32.to_be_bytes());
    fs::write(&db, &newer).unwrap();
    let refused = f.open();
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("made by a newer version"), "{}", refused.err);
    assert_eq!(fs::read(&db).unwrap(), newer, "nothing was changed");
    fs::write(&db, b"not a database, whatever its name").unwrap();
    let refused = f.open();
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("damaged") && refused.err.contains("originals"), "{}", refused.err);
    // What the message says to do works.
    fs::rename(&db, f.path(".memcon/old.db")).unwrap();
    assert_eq!(f.open().code, Some(0));
    assert_eq!(f.ids().len(), 1);
}

#[test]
fn a_broken_index_is_built_again() {
    let f = Folder::new(&[("a.txt", LETTER)]);
    f.open();
    let place = f.0.path().to_str().unwrap();
    for file in fs::read_dir(f.path(".memcon/index")).unwrap().flatten() {
        fs::write(file.path(), "broken").unwrap();
    }
    let check = run(&["check", "--collection", place]);
    assert!(check.out.contains("index"), "{}", check.out);
    let found = run(&["search", "accept", "--collection", place]);
    assert!(found.out.contains("We [accept] your proposal."), "{}{}", found.out, found.err);
    assert!(run(&["check", "--collection", place]).out.contains("All well"));
}

#[test]
fn settings_with_an_unknown_key_are_refused_with_the_line() {
    let f = Folder::new(&[("a.txt", LETTER), ("memcon.toml", "title = \"Talks\"\n\ntitel = \"x\"\n")]);
    let refused = f.open();
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("line 3") && refused.err.contains("titel"), "{}", refused.err);
    f.write("memcon.toml", "title = \"Talks\"\n");
    assert!(f.open().out.contains("\nTalks\n"));
    assert_eq!(f.ids().len(), 1, "the settings are no paper");
}

#[test]
fn lines_of_json() {
    let f = Folder::new(&[]);
    let lines = "{\"id\": \"v/1\", \"text\": \"One paper.\", \"gold\": {\"x\": 1}}\n\nnot json\n\
        {\"id\": \"v/2\", \"html\": \"<p>Two papers.</p>\"}\n{\"id\": \"v/1\", \"text\": \"Again.\"}\n";
    f.write("in.jsonl", lines);
    let (c, file) = (f.path("c"), f.path("in.jsonl"));
    let add = |from: &str| memcon(&["add", "--collection", c.to_str().unwrap(), "--from-jsonl", from]);
    let first = ran(add(file.to_str().unwrap()).output().unwrap());
    assert_eq!(first.code, Some(1), "{}", first.err);
    assert!(first.out.contains("2 new") && first.out.contains("line 3: not a document"), "{}", first.out);
    assert!(first.out.contains("v/1: two documents of this run have this id"), "{}", first.out);
    let mut child = add("-").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let second = ran(child.wait_with_output().unwrap());
    assert!(second.out.contains("0 new, 2 unchanged"), "{}", second.out);
    assert_eq!(Collection::open(&c, OpenMode::ReadOnly).unwrap().document("v/1").unwrap().text, "One paper.");
}

#[test]
fn analysis_gives_the_same_bytes_whatever_the_threads() {
    let f = Folder::new(&[]);
    let lines: String = (0..40)
        .map(|n| format!("{{\"id\": \"{n}\", \"text\": \"Paper {n}.\\n\\nMr. Thrane said: \\u201cNo, not on {n} May 1963.\\u201d\"}}\n"))
        .collect();
    f.write("in.jsonl", lines);
    let analyse = |threads: &str| {
        let from = f.path("in.jsonl");
        let mut c = memcon(&["analyse", "--from-jsonl", from.to_str().unwrap(), "--with-text", "--json"]);
        c.env("MEMCON_THREADS", threads).output().unwrap()
    };
    let (one, two, again) = (analyse("1"), analyse("2"), analyse("2"));
    assert!(one.status.success());
    assert!(one.stdout == two.stdout && two.stdout == again.stdout);
    let ids: Vec<Analysis> =
        String::from_utf8(one.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(ids.iter().enumerate().all(|(n, a)| a.id == n.to_string()), "in the order of the input");
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let f = Folder::new(&[]);
    let lines: String =
        (0..400).map(|n| format!("{{\"id\": \"{n}\", \"text\": \"Paper {n}.\"}}\n")).collect();
    f.write("in.jsonl", lines);
    let from = f.path("in.jsonl");
    let mut child = memcon(&["analyse", "--from-jsonl", from.to_str().unwrap()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = ran(child.wait_with_output().unwrap());
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
}

#[test]
fn nothing_to_do_is_said_with_what_to_do() {
    let f = Folder::new(&[]);
    let (missing, fresh) = (f.path("missing"), f.path("c"));
    let cases: [(&[&str], &str); 4] = [
        (&["open", "--no-serve", missing.to_str().unwrap()], "there is nothing at"),
        (&["search", "x", "--collection", missing.to_str().unwrap()], "memcon open FOLDER"),
        (&["analyse", missing.to_str().unwrap()], "nothing could be analysed"),
        (
            &["add", "--from-jsonl", missing.to_str().unwrap(), "--collection", fresh.to_str().unwrap()],
            "cannot be read",
        ),
    ];
    for (args, said) in cases {
        let run = run(args);
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.err);
        assert!(run.err.contains(said), "{args:?}: {}", run.err);
    }
}

#[test]
fn every_command_helps_with_an_example() {
    let top = run(&["--help"]);
    let commands = top.out.lines().skip_while(|l| !l.starts_with("Commands:")).skip(1);
    let commands: Vec<&str> = commands
        .take_while(|l| !l.is_empty())
        .filter_map(|l| l.strip_prefix("  ")?.split(' ').next())
        .collect();
    assert!(commands.len() > 15, "{}", top.out);
    for command in commands.iter().filter(|c| !matches!(**c, "help" | "name" | "")) {
        let help = run(&[command, "--help"]);
        assert!(help.out.contains("Example"), "{command}: {}", help.out);
    }
}

#[test]
fn every_command_answers_on_a_small_collection() {
    let f = Folder::new(&[("a.txt", LETTER)]);
    f.open();
    let here = |args: &[&str]| ran(memcon(args).current_dir(f.0.path()).output().unwrap());
    let commands: [&[&str]; 11] = [
        &["show", "a.txt"],
        &["chain", "a"],
        &["who", "Thrane"],
        &["issues"],
        &["state", "--on", "1963-03-05"],
        &["events"],
        &["obligations"],
        &["deeds"],
        &["accounts"],
        &["check"],
        &["search", "proposal"],
    ];
    for args in commands {
        let plain = here(args);
        assert_eq!(plain.code, Some(0), "{args:?}: {}{}", plain.out, plain.err);
        let json = here(&[args, &["--json"]].concat());
        let value: Result<serde_json::Value, _> = serde_json::from_str(&json.out);
        assert!(value.is_ok() && json.code == Some(0), "{args:?}: {}{}", json.out, json.err);
    }
    assert!(here(&["show", "a.txt"]).out.contains("We accept your proposal."));
    assert_eq!(here(&["show", "z.txt"]).code, Some(2));
    assert_eq!(here(&["state", "--on", "yesterday"]).code, Some(2));
}

#[test]
fn obligations_their_status_by_hand_and_two_drafts() {
    let draft = "DRAFT\n\nAGREEMENT BETWEEN VARN AND OSMIA\n\n3 May 1921\n\nVarn and Osmia, hereinafter the Parties, have agreed as follows:\n\nArticle 1\nVarn shall return the boats within ten days.\n\nArticle 2\nOsmia may land on the island.\n\nArticle 3\nThis Agreement shall enter into force on signature.\n";
    let second = draft.replace("ten days", "twenty days").replace("may land", "shall not land");
    let f = Folder::new(&[("one.txt", draft), ("two.txt", &second)]);
    f.open();
    let here = |args: &[&str]| ran(memcon(args).current_dir(f.0.path()).output().unwrap());
    let compared = here(&["drafts", "one.txt", "two.txt"]);
    assert!(
        compared.out.contains("number: \u{201c}ten\u{201d} > \u{201c}twenty\u{201d}"),
        "{}",
        compared.out
    );
    assert!(compared.out.contains("\u{201c}may\u{201d} > \u{201c}shall not\u{201d}"), "{}", compared.out);
    let all: serde_json::Value = serde_json::from_str(&here(&["obligations", "--json"]).out).unwrap();
    let boats =
        all.as_array().unwrap().iter().find(|o| o["content"].as_str().unwrap().contains("return the boats"));
    assert_eq!(boats.unwrap()["wordings"].as_array().unwrap().len(), 2, "{all}");
    let set = here(&["obligation", "status", "return the boats", "minimal"]);
    assert_eq!(set.code, Some(0), "{}{}", set.out, set.err);
    assert!(here(&["deeds"]).out.contains("minimal (set by a person)"));
    here(&["decisions", "undo", "1"]);
    assert!(!here(&["deeds"]).out.contains("minimal"));
    assert_eq!(here(&["obligation", "status", "return the boats", "fine"]).code, Some(2));
}
