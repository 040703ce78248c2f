//! A folder of bad input in one run of the real program: bounded, each fault said, everything else read.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

#[path = "common/folder.rs"]
mod folder;

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use folder::Folder;

fn real(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../read/tests/files").join(name)
}

/// Entities that would grow to a hundred thousand million words.
fn laughs() -> String {
    let mut all = "<!DOCTYPE l [<!ENTITY a0 \"ha\">".to_owned();
    for n in 1..12 {
        write!(all, "<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10)).unwrap();
    }
    all + "]>"
}

fn nested(n: usize, before: &str, tag: &str, words: &str, behind: &str) -> String {
    let (open, close) = (format!("<{tag}>").repeat(n), format!("</{tag}>").repeat(n));
    format!("{before}{open}{words}{close}{behind}")
}

const TEI: &str = "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body>";

#[test]
fn one_folder_of_bad_input_is_read_in_bounded_time() {
    let f = Folder::new(&[("good.txt", "Lorme, 4 March 1963\n\nSir,\n\nWe accept your proposal.\n")]);
    for (from, to) in [
        ("docx/python-3.11-macros.docm", "macros.docm"),
        ("docx/python-3.11-macros.docm", "macros-named.docx"),
        ("pdf/qpdf-11-password.pdf", "locked.pdf"),
        ("pdf/qpdf-11-linearised.pdf", "wrong.txt"),
        ("zip/info-zip-3.0-encrypted.zip", "locked.zip"),
    ] {
        fs::copy(real(from), f.path(to)).unwrap();
    }
    let html = "<html><body>";
    f.write("deep.html", nested(100_000, html, "div", "<p>The ferry sails at noon.</p>", "</body></html>"));
    f.write("deep-b.html", nested(100_000, html, "b", "The ferry sails at noon.", "</body></html>"));
    f.write("deep.xml", nested(100_000, "<?xml version=\"1.0\"?>", "a", "The ferry sails at noon.", ""));
    f.write(
        "deep-tei.xml",
        nested(100_000, TEI, "div", "<p>The ferry sails at noon.</p>", "</body></text></TEI>"),
    );
    let laugh = laughs();
    f.write(
        "laughs.xml",
        format!("<?xml version=\"1.0\"?>{laugh}{TEI}<p>Laugh: &a11;</p></body></text></TEI>"),
    );
    f.write(
        "laughs.html",
        format!("<?xml version=\"1.0\"?>{laugh}<html><body><p>Laugh: &a11;</p></body></html>"),
    );
    f.write("secret/passwd.key", "the password of the harbour\n");
    let secret = f.path("secret/passwd.key");
    f.write(
        "outside.xml",
        format!(
            "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY x SYSTEM \"file://{}\"><!ENTITY y SYSTEM \"http://127.0.0.1:9/y\">]>\
             <r><p>Read &x; and &y;.</p></r>",
            secret.display()
        ),
    );
    // Names that are one name elsewhere: by case, and by the form of an accent.
    for (name, words) in [
        ("Letter.txt", "One."),
        ("letter.txt", "Another."),
        ("F\u{e4}hre.txt", "First."),
        ("Fa\u{308}hre.txt", "Second."),
    ] {
        f.write(name, words);
    }
    symlink(".", f.path("circle")).unwrap();
    symlink("/etc", f.path("out")).unwrap();
    symlink("to-and", f.path("fro")).unwrap();
    symlink("fro", f.path("to-and")).unwrap();

    let begun = Instant::now();
    let run = f.open();
    assert!(begun.elapsed() < Duration::from_secs(240), "{:?}", begun.elapsed());
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    for said in [
        "locked.pdf: This PDF is encrypted",
        "letter.txt: It is encrypted",
        "circle: a link that leads back",
        "out: a link that leads out",
        "fro: cannot be read",
        "to-and: cannot be read",
    ] {
        assert!(run.out.contains(said), "{said} in {}", run.out);
    }
    let ready = f.ready();
    for id in [
        "Letter.txt",
        "letter.txt",
        "F\u{e4}hre.txt",
        "Fa\u{308}hre.txt",
        "good.txt",
        "wrong.txt",
        "macros.docm",
    ] {
        assert!(ready.contains(&id.to_owned()), "{id} in {ready:?}");
    }
    let text = |id: &str| f.collection().document(id).unwrap().text;
    assert_eq!((text("Letter.txt"), text("letter.txt")), ("One.".to_owned(), "Another.".to_owned()));
    assert_eq!(
        (text("F\u{e4}hre.txt"), text("Fa\u{308}hre.txt")),
        ("First.".to_owned(), "Second.".to_owned())
    );
    for id in ["deep.html", "deep-b.html", "deep.xml", "deep-tei.xml"] {
        assert!(text(id).contains("The ferry sails at noon."), "{id}");
    }
    for id in ["laughs.xml", "laughs.html"] {
        let text = text(id);
        assert!(text.contains("Laugh: ") && text.len() < 1000, "{id}: {} bytes", text.len());
    }
    assert!(!text("outside.xml").contains("harbour"), "{}", text("outside.xml"));
    let macros = f.collection().document("macros.docm").unwrap();
    let told = macros.analysis.notices.iter().any(|n| n.message.contains("never runs them"));
    assert!(
        told && macros.analysis.source.media_type.contains("wordprocessingml"),
        "{:?}",
        macros.analysis.notices
    );
    assert!(f.open().out.contains("0 new"));
    assert_eq!(f.collection().check(|_| {}).unwrap(), []);
}
