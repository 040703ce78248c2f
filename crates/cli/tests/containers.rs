//! Files of many papers in the real program: what they become, what a second run does, what a killed one leaves.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

#[path = "common/folder.rs"]
mod folder;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use folder::{Folder, memcon, ran};
use memcon_model::Analysis;
use memcon_store::{Collection, DocumentStatus};

/// Real files of the reading room's tests.
fn real(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../read/tests/files").join(name)
}

/// A folder with real files, under their own names.
fn folder_of(real_files: &[&str]) -> Folder {
    let folder = Folder::new(&[]);
    for name in real_files {
        fs::copy(real(name), folder.path(Path::new(name).file_name().unwrap().to_str().unwrap())).unwrap();
    }
    folder
}

#[test]
fn each_paper_of_a_file_is_a_document() {
    let f = folder_of(&["zip/python-3.11.zip", "mbox/python-3.11.mbox", "mail/mutt-2.2.12.eml"]);
    let run = f.open();
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert_eq!(
        f.ready(),
        [
            "mutt-2.2.12.eml",
            "mutt-2.2.12.eml/paper.html",
            "mutt-2.2.12.eml/report.txt",
            "python-3.11.mbox/1",
            "python-3.11.mbox/1/session.html",
            "python-3.11.mbox/1/Отчёт о буях.txt",
            "python-3.11.mbox/2",
            "python-3.11.mbox/3",
            "python-3.11.mbox/3/message.eml",
            "python-3.11.zip/1987/letter.txt",
            "python-3.11.zip/1987/session.html",
            "python-3.11.zip/inner.zip/deep/letter.txt",
            "python-3.11.zip/mails/python.eml",
            "python-3.11.zip/mails/python.eml/session.html",
            "python-3.11.zip/mails/python.eml/Отчёт о буях.txt",
            "python-3.11.zip/会议/报告.txt",
        ]
    );
    let c = f.collection();
    let report = c.document("mutt-2.2.12.eml/report.txt").unwrap();
    assert_eq!(report.analysis.source.path.as_deref(), Some("mutt-2.2.12.eml"));
    assert_eq!(report.analysis.source.part.as_deref(), Some("report.txt"));
    assert_eq!(c.original("mutt-2.2.12.eml/report.txt").unwrap(), report.text.as_bytes());
    assert_eq!(c.original("python-3.11.zip").unwrap(), fs::read(real("zip/python-3.11.zip")).unwrap());
    assert_eq!(c.check(|_| {}).unwrap(), []);
}

#[test]
fn a_file_unchanged_is_passed_over_and_one_changed_is_not() {
    let f = folder_of(&["zip/python-3.11.zip", "zip/info-zip-3.0-encrypted.zip", "mail/s-nail-14.9.eml"]);
    let first = f.open();
    assert_eq!(first.code, Some(1), "{}", first.out);
    let before = f.collection().revision().unwrap();
    let second = f.open();
    assert!(second.out.contains("0 new, 9 unchanged"), "{}", second.out);
    assert!(second.out.contains("letter.txt: It is encrypted"), "the fault is still said: {}", second.out);
    assert_eq!(f.collection().revision().unwrap(), before);
    // Another archive under the name: what it no longer holds is missing, what it still holds is there.
    fs::copy(real("zip/info-zip-3.0.zip"), f.path("python-3.11.zip")).unwrap();
    let third = f.open();
    assert!(
        third.out.contains("no longer there (kept, not counted): python-3.11.zip/1987/session.html"),
        "{}",
        third.out
    );
    assert!(f.ready().contains(&"python-3.11.zip/1987/letter.txt".to_owned()));
    // Gone, and back again.
    fs::remove_file(f.path("python-3.11.zip")).unwrap();
    f.open();
    assert!(f.ready().iter().all(|id| !id.starts_with("python")), "{:?}", f.ready());
    fs::copy(real("zip/info-zip-3.0.zip"), f.path("python-3.11.zip")).unwrap();
    let back = f.open();
    assert!(back.out.contains("there again: python-3.11.zip/1987/letter.txt"), "{}", back.out);
    assert_eq!(f.ready().iter().filter(|id| id.starts_with("python")).count(), 3);
}

#[test]
fn settings_of_one_part_reach_what_explains_it() {
    let f = folder_of(&["mbox/python-3.11.mbox"]);
    f.open();
    let here = |args: &[&str]| ran(memcon(args).current_dir(f.0.path()).output().unwrap());
    let shown = here(&["show", "python-3.11.mbox/2", "--voices", "--why"]);
    assert_eq!(shown.code, Some(0), "{}", shown.err);
    assert!(shown.out.contains("Re: Second session"), "{}", shown.out);
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

fn mail_box(messages: usize) -> String {
    (1..=messages)
        .map(|n| {
            format!(
                "From ida@lorme.example Wed Mar  4 10:05:00 1987\nFrom: Ida Brandt <ida@lorme.example>\nTo: Teo <teo@varn.example>\n\
                 Subject: Paper {n}\nMessage-ID: <{n}@lorme.example>\nMIME-Version: 1.0\nDate: Wed, 4 Mar 1987 10:05:00 +0100\n\n\
                 We accept point {n} and no other.\n\n"
            )
        })
        .collect()
}

#[test]
fn killed_in_the_middle_of_a_file_it_goes_on() {
    let make = || {
        let f = folder_of(&["zip/python-3.11.zip"]);
        fs::write(f.path("inbox.mbox"), mail_box(250)).unwrap();
        f
    };
    let (calm, rough) = (make(), make());
    assert_eq!(calm.open().code, Some(0));
    let place = rough.0.path().to_str().unwrap().to_owned();
    let mut moment = 100;
    for _ in 0..7 {
        let mut child = memcon(&["open", "--no-serve", &place])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(moment));
        child.kill().unwrap();
        child.wait().unwrap();
        moment += 250;
    }
    let last = rough.open();
    assert_eq!(last.code, Some(0), "{}", last.err);
    assert_eq!(contents(&rough.collection()), contents(&calm.collection()));
    assert_eq!(rough.collection().check(|_| {}).unwrap(), []);
    assert!(rough.open().out.contains("0 new, 257 unchanged"));
}

#[test]
fn links_out_of_the_folder_are_not_followed() {
    let (f, outside) = (folder_of(&["zip/info-zip-3.0.zip"]), folder_of(&["mail/git-2.47.eml"]));
    fs::create_dir(f.path("in")).unwrap();
    fs::write(f.path("in/a.txt"), "A paper.\n").unwrap();
    symlink(outside.0.path(), f.path("out")).unwrap();
    symlink(outside.path("git-2.47.eml"), f.path("one.eml")).unwrap();
    symlink("in", f.path("again")).unwrap();
    symlink(f.0.path(), f.path("in/circle")).unwrap();
    let run = f.open();
    assert!(
        run.out.contains("out: a link that leads out") && run.out.contains("one.eml: a link that leads out"),
        "{}",
        run.out
    );
    assert!(f.ready().contains(&"again/a.txt".to_owned()) && f.ready().len() == 5, "{:?}", f.ready());
    // The link itself given: that is what was meant.
    let c = f.path("c");
    let given = ran(memcon(&["add", "--collection", c.to_str().unwrap(), f.path("out").to_str().unwrap()])
        .output()
        .unwrap());
    assert!(given.out.contains("1 new"), "{}{}", given.out, given.err);
}

#[test]
fn what_systems_leave_behind_and_lists_are_no_papers() {
    let f = Folder::new(&[]);
    fs::write(f.path("a.txt"), "A paper.\n").unwrap();
    for litter in ["Thumbs.db", "desktop.ini", "~$letter.docx"] {
        fs::write(f.path(litter), [0, 1, 2]).unwrap();
    }
    fs::write(f.path("persons.csv"), "id,name,note\n1,\"Brandt, Ida\",delegate\n").unwrap();
    fs::write(f.path("memcon.toml"), "authorities = [\"persons.csv\"]\n").unwrap();
    let run = f.open();
    assert_eq!((run.code, f.ready()), (Some(0), vec!["a.txt".to_owned()]), "{}{}", run.out, run.err);
}

#[test]
fn analyse_prints_an_object_a_paper() {
    let file = real("mbox/python-3.11.mbox");
    let run = ran(memcon(&["analyse", file.to_str().unwrap(), "--json"]).output().unwrap());
    assert_eq!(run.code, Some(0), "{}", run.err);
    let records: Vec<serde_json::Value> = run.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let parts: Vec<&str> = records.iter().map(|r| r["source"]["part"].as_str().unwrap()).collect();
    assert_eq!(parts, ["1", "1/Отчёт о буях.txt", "1/session.html", "2", "3", "3/message.eml"]);
    assert!(records[3]["id"].as_str().unwrap().ends_with("python-3.11.mbox/2"));
}

#[test]
fn pages_of_one_paper_in_many_files_are_one_document() {
    let f = Folder::new(&[]);
    let page = |n: u32, words: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v4#\"><Layout><Page ID=\"p{n}\" WIDTH=\"1000\" HEIGHT=\"1400\"><PrintSpace><TextBlock ID=\"b{n}\" HPOS=\"100\" VPOS=\"100\" WIDTH=\"600\" HEIGHT=\"40\"><TextLine HPOS=\"100\" VPOS=\"100\" WIDTH=\"600\" HEIGHT=\"20\"><String CONTENT=\"{words}\" HPOS=\"100\" VPOS=\"100\" WIDTH=\"600\" HEIGHT=\"20\"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"
        )
    };
    for n in 1..=11 {
        fs::write(f.path(&format!("letter_{n}.xml")), page(n, &format!("Leaf{n}"))).unwrap();
        fs::write(f.path(&format!("letter_{n}.txt")), "").unwrap();
    }
    fs::write(f.path("other_1.xml"), page(1, "Alone")).unwrap();
    f.open();
    let text = f.collection().document("letter").unwrap().text;
    let words: Vec<&str> = text.split_whitespace().collect();
    assert_eq!(words, (1..=11).map(|n| format!("Leaf{n}")).collect::<Vec<_>>());
    assert!(f.ready().contains(&"other_1.xml".to_owned()), "{:?}", f.ready());
}

fn alto(words: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v4#\"><Layout><Page WIDTH=\"1000\" HEIGHT=\"1400\"><PrintSpace><TextBlock><TextLine><String CONTENT=\"{words}\"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"
    )
}

/// A METS file of pages called otherwise than they stand.
const METS: &str = r#"<?xml version="1.0"?><mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><fileSec><fileGrp USE="FULLTEXT">
<file ID="a"><FLocat xlink:href="ocr/zulu.xml"/></file><file ID="b"><FLocat xlink:href="ocr/alpha.xml"/></file></fileGrp></fileSec>
<structMap TYPE="PHYSICAL"><div><div ORDER="1"><fptr FILEID="a"/></div><div ORDER="2"><fptr FILEID="b"/></div></div></structMap></mets>"#;

fn words(f: &Folder, id: &str) -> String {
    f.collection().document(id).unwrap().text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn pages_that_a_mets_file_names_are_one_document() {
    let f = Folder::new(&[]);
    fs::create_dir_all(f.path("box/ocr")).unwrap();
    fs::write(f.path("box/mets.xml"), METS).unwrap();
    fs::write(f.path("box/ocr/zulu.xml"), alto("Opening")).unwrap();
    fs::write(f.path("box/ocr/alpha.xml"), alto("Close")).unwrap();
    fs::write(f.path("box/ocr/other.xml"), alto("Apart")).unwrap();
    let run = f.open();
    assert_eq!(f.ready(), ["box/mets.xml", "box/ocr/other.xml"], "{}{}", run.out, run.err);
    assert_eq!(words(&f, "box/mets.xml"), "Opening Close");
    assert!(f.open().out.contains("0 new, 2 unchanged"));
}

#[test]
fn pages_one_by_one_in_an_archive_are_put_together() {
    let f = Folder::new(&[]);
    fs::create_dir_all(f.path("in/box/ocr")).unwrap();
    fs::create_dir_all(f.path("in/scans")).unwrap();
    fs::write(f.path("in/box/mets.xml"), METS).unwrap();
    fs::write(f.path("in/box/ocr/zulu.xml"), alto("Opening")).unwrap();
    fs::write(f.path("in/box/ocr/alpha.xml"), alto("Close")).unwrap();
    for n in [1, 2, 10] {
        fs::write(f.path(&format!("in/scans/letter_{n}.xml")), alto(&format!("Leaf{n}"))).unwrap();
    }
    fs::write(f.path("in/scans/alone_1.xml"), alto("Alone")).unwrap();
    let tar = std::process::Command::new("tar")
        .args(["-cf", "box.tar", "-C", "in", "."])
        .current_dir(f.0.path())
        .status();
    assert!(tar.unwrap().success());
    fs::remove_dir_all(f.path("in")).unwrap();
    let run = f.open();
    assert_eq!(
        f.ready(),
        ["box.tar/box/mets.xml", "box.tar/scans/alone_1.xml", "box.tar/scans/letter"],
        "{}{}",
        run.out,
        run.err
    );
    assert_eq!(words(&f, "box.tar/box/mets.xml"), "Opening Close");
    assert_eq!(words(&f, "box.tar/scans/letter"), "Leaf1 Leaf2 Leaf10");
    assert!(f.open().out.contains("0 new, 3 unchanged"));
}

#[test]
fn pages_that_are_only_numbers_have_a_name() {
    let f = Folder::new(&[]);
    for n in 1..=3 {
        fs::write(f.path(&format!("000{n}.xml")), alto(&format!("Leaf{n}"))).unwrap();
    }
    f.open();
    assert_eq!((f.ready(), words(&f, "pages")), (vec!["pages".to_owned()], "Leaf1 Leaf2 Leaf3".to_owned()));
}

#[test]
fn a_damaged_file_is_not_taken_apart_again_while_it_is_as_it_was() {
    let f = folder_of(&["zip/python-3.11.zip"]);
    let whole = fs::read(f.path("python-3.11.zip")).unwrap();
    fs::write(f.path("cut.zip"), &whole[..whole.len() - 200]).unwrap();
    fs::write(f.path("none.zip"), b"PK\x03\x04 and nothing that an archive holds").unwrap();
    let first = f.open();
    assert_eq!(first.code, Some(1), "{}", first.out);
    let there = f.ready();
    let kept = |name: &str| f.collection().known_file(name).unwrap().is_some();
    assert!(kept("cut.zip") && kept("none.zip"), "{}", first.out);
    let second = f.open();
    assert!(second.out.contains("0 new") && second.out.contains("cut.zip: "), "{}", second.out);
    assert!(second.out.contains("none.zip: "), "the fault is still said: {}", second.out);
    assert_eq!((second.code, f.ready()), (Some(1), there));
    assert_eq!(f.collection().check(|_| {}).unwrap(), []);
}

#[test]
fn a_workspace_of_ocrd_is_one_document() {
    let f = Folder::new(&[]);
    fs::create_dir_all(f.path("OCR")).unwrap();
    fs::copy(real("mets/ocrd-3.13.3.xml"), f.path("mets.xml")).unwrap();
    fs::copy(real("page/ocrd-tesserocr-0.21.2_0002.xml"), f.path("OCR/OCR_zulu.xml")).unwrap();
    fs::copy(real("page/ocrd-tesserocr-0.21.2_0003.xml"), f.path("OCR/OCR_alpha.xml")).unwrap();
    let run = f.open();
    assert_eq!(f.ready(), ["mets.xml"], "{}{}", run.out, run.err);
    let document = f.collection().document("mets.xml").unwrap();
    assert!(document.text.trim_end().ends_with("half past twelve."), "{}", document.text);
    assert_eq!(document.analysis.layout.pages.len(), 2);
}
