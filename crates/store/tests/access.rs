//! Accounts, sessions, restrictions by hand, and the log.
#![allow(clippy::unwrap_used)]

use memcon_store::{ABSOLUTE, Access, IDLE, Labels, Logged, Restriction, Role};

fn open() -> (tempfile::TempDir, Access) {
    let dir = tempfile::tempdir().unwrap();
    let access = Access::create_or_open(dir.path()).unwrap();
    (dir, access)
}

#[test]
fn an_account_is_known_under_any_case_and_only_once() {
    let (_dir, access) = open();
    access.add_account("Ada  Lenk", Role::Reader, &["Cleared".into()], "hash", 1).unwrap();
    assert!(access.add_account("ADA LENK", Role::Keeper, &[], "other", 2).is_err());
    assert_eq!(access.password("ada lenk").unwrap(), Some(("Ada Lenk".into(), "hash".into())));
    let all = access.accounts().unwrap();
    assert_eq!((all.len(), all[0].labels()), (1, ["@ada lenk".to_owned(), "cleared".to_owned()].into()));
    for name in ["", "a/b", "a,b", "\u{202e}a", &"a".repeat(41)] {
        assert!(access.add_account(name, Role::Reader, &[], "hash", 1).is_err(), "{name:?}");
    }
    access.remove_account("ada LENK").unwrap();
    assert!(!access.has_accounts().unwrap() && access.remove_account("Ada Lenk").is_err());
}

#[test]
fn a_session_ends_when_idle_when_old_and_with_its_password() {
    let (_dir, access) = open();
    access.add_account("Ada", Role::Reader, &[], "hash", 0).unwrap();
    let who = |token: &[u8], now| access.session(token, now).unwrap().map(|a| a.name);
    access.begin_session(b"one", "Ada", 0).unwrap();
    assert_eq!(who(b"one", IDLE - 1).as_deref(), Some("Ada"));
    assert_eq!(who(b"one", 2 * IDLE - 2).as_deref(), Some("Ada"), "it was used");
    assert_eq!(who(b"one", 4 * IDLE), None, "nobody used it");
    assert_eq!(who(b"one", 2 * IDLE), None, "what has ended does not come back");
    access.begin_session(b"two", "Ada", 0).unwrap();
    (0..ABSOLUTE / (IDLE / 2)).for_each(|n| _ = who(b"two", n * IDLE / 2));
    assert_eq!(who(b"two", ABSOLUTE), None, "however busy");
    access.begin_session(b"three", "Ada", 0).unwrap();
    assert_eq!(who(b"another", 1), None);
    access.set_password("Ada", "new").unwrap();
    assert_eq!(who(b"three", 1), None);
}

#[test]
fn the_token_itself_is_nowhere_in_the_file() {
    let (dir, access) = open();
    access.add_account("Ada", Role::Reader, &[], "hash", 0).unwrap();
    access.begin_session(b"a token of thirty-two bytes here", "Ada", 0).unwrap();
    drop(access);
    for entry in std::fs::read_dir(dir.path()).unwrap().flatten() {
        let bytes = std::fs::read(entry.path()).unwrap();
        assert!(!bytes.windows(8).any(|w| w == b"a token "), "{:?}", entry.path());
    }
}

#[test]
fn a_restriction_is_replaced_lifted_and_not_forgotten() {
    let (_dir, access) = open();
    access.restrict("annex/", "", &["A".into()], "Kay", 1).unwrap();
    access.restrict("annex", "", &["B".into()], "Kay", 2).unwrap();
    let held = |all: Vec<Restriction>| {
        all.into_iter().filter(|r| r.lifted.is_none()).map(|r| r.labels).collect::<Vec<_>>()
    };
    assert_eq!(held(access.restrictions().unwrap()), [Labels::from(["b".to_owned()])]);
    assert!(access.lift("annex", 3).unwrap() && !access.lift("annex", 4).unwrap());
    let all = access.restrictions().unwrap();
    assert_eq!((all.len(), all[1].lifted, all[0].lifted), (2, Some(3), Some(2)));
    assert!(access.restrict("/", "", &[], "Kay", 5).is_err(), "nobody restricts everything by a slip");
}

#[test]
fn the_log_is_read_backwards_and_its_end_is_forgotten() {
    let (_dir, access) = open();
    for at in 0..5 {
        let about = if at % 2 == 0 { "a.txt" } else { "b.txt" };
        let line = Logged {
            at,
            account: "Ada".into(),
            deed: "opened".into(),
            about: about.into(),
            ..Logged::default()
        };
        access.note(&line).unwrap();
    }
    let at = |lines: Vec<Logged>| lines.iter().map(|l| l.at).collect::<Vec<_>>();
    assert_eq!(at(access.log(None, 1, 2).unwrap()), [3, 2]);
    assert_eq!(at(access.log(Some("a.txt"), 0, 9).unwrap()), [4, 2, 0]);
    assert_eq!(access.forget_log(3).unwrap(), 3);
    assert_eq!(at(access.log(Some("Ada"), 0, 9).unwrap()), [4, 3]);
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, _access) = open();
    let mode = std::fs::metadata(dir.path().join("access.db")).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}
