//! Accounts, restrictions and what an audience is given, with the real program.
#![allow(clippy::unwrap_used)]

#[path = "common/folder.rs"]
mod folder;

use folder::{Folder, memcon, ran, run};

const OPEN: &str = "Minutes of the first session on the lake ferries\n\nHarbour House, 4 March 1987\n\n\
    North: We propose that the ferries sail at night.\n\nSouth: We cannot accept this proposal.\n";
const CLOSED: &str =
    "A note for the file\n\n9 March 1987\n\nThe banker Zebulon Quist offers a swordfish loan.\n";

/// Runs the program over a folder's collection.
fn over(folder: &Folder, args: &[&str]) -> folder::Ran {
    let mut all = vec!["--collection", folder.0.path().to_str().unwrap()];
    all.extend_from_slice(args);
    run(&all)
}

#[test]
fn an_export_for_an_audience_holds_nothing_of_a_withheld_paper() {
    let with = Folder::new(&[("minutes.txt", OPEN), ("annex/note.txt", CLOSED)]);
    let without = Folder::new(&[("minutes.txt", OPEN)]);
    with.open();
    without.open();
    assert!(over(&with, &["export", "--with-text"]).out.contains("swordfish"));
    let said = over(&with, &["restrict", "annex/", "--to", "delegation"]);
    assert_eq!(said.out, "annex/ is restricted.\n", "{}", said.err);
    let [a, b] = [&with, &without].map(|f| over(f, &["export", "--with-text", "--audience"]));
    assert_eq!((a.code, &a.out), (Some(0), &b.out), "{}", a.err);
    assert!(!a.out.contains("swordfish") && a.out.contains("ferries"));
    assert!(over(&with, &["export", "--audience", "Delegation", "--with-text"]).out.contains("swordfish"));
    assert!(over(&with, &["restrict"]).out.starts_with("annex  to delegation  (by "));
    over(&with, &["restrict", "annex", "--lift"]);
    assert!(over(&with, &["export", "--with-text", "--audience"]).out.contains("swordfish"));
    assert_eq!(over(&with, &["restrict", "nosuch.txt", "--to", "x"]).code, Some(2));
    assert_eq!(over(&with, &["check"]).code, Some(0));
}

#[test]
fn accounts_are_made_listed_and_taken_away() {
    let folder = Folder::new(&[("minutes.txt", OPEN)]);
    folder.open();
    folder.write("password", "a lamp on the quay\n");
    let password = folder.path("password");
    let add = |name: &str, more: &[&str]| {
        let mut args = vec!["user", "add", name, "--password-file", password.to_str().unwrap()];
        args.extend_from_slice(more);
        over(&folder, &args)
    };
    let first = add("Ada Lenk", &["--role", "reader", "--clearance", "Delegation"]);
    assert!(first.err.contains("nobody is a keeper yet"), "{}", first.err);
    assert_eq!(add("ada lenk", &[]).code, Some(2), "the same name in another case");
    add("Kay", &["--role", "keeper"]);
    assert_eq!(over(&folder, &["user", "list"]).out, "Ada Lenk  reader  delegation\nKay  keeper  \n");
    over(&folder, &["user", "clearance", "Ada Lenk", "registry", "--role", "reviewer"]);
    over(&folder, &["user", "remove", "Kay"]);
    assert_eq!(over(&folder, &["user", "list"]).out, "Ada Lenk  reviewer  registry\n");
    let log = over(&folder, &["access", "log"]).out;
    assert!(log.contains("Ada Lenk holds registry") && !log.contains("lamp"), "{log}");
    folder.write("password", "short\n");
    assert!(add("Ben", &[]).err.contains("at least 10 characters"));
    // Nobody is asked at a terminal that is not there.
    let collection = folder.0.path().to_str().unwrap();
    let asked = ran(memcon(&["--collection", collection, "user", "add", "Ben"]).output().unwrap());
    assert!(asked.code == Some(2) && asked.err.contains("--password-file"), "{}", asked.err);
}

#[test]
fn the_room_is_not_opened_to_others_as_it_is() {
    let folder = Folder::new(&[("minutes.txt", OPEN)]);
    folder.open();
    let said = over(&folder, &["serve", "--address", "0.0.0.0:0"]);
    assert!(said.code == Some(2) && said.err.contains("--tls-cert"), "{}", said.err);
    let said = over(&folder, &["serve", "--behind-proxy", "--host", "papers.example"]);
    assert!(said.code == Some(2) && said.err.contains("memcon user add"), "{}", said.err);
}
