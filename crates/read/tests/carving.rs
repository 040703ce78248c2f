//! Files of many documents, as real programs write them and as hostile hands do.
#![allow(clippy::unwrap_used)]

use std::io::Cursor;
use std::path::PathBuf;

use memcon_model::Severity;
use memcon_read::carve::{Carved, Limits, parts};
use memcon_read::{Hint, read};

fn file(name: &str) -> Vec<u8> {
    std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)).unwrap()
}

fn carve(name: &str, bytes: Vec<u8>, limits: Limits) -> Vec<Carved> {
    let hint = Hint { path: Some(name), ..Hint::default() };
    parts(Box::new(Cursor::new(bytes)), None, hint, limits).collect()
}

/// A line a part: its way and its first words, or what could not be done.
fn report(name: &str) -> Vec<String> {
    lines(carve(name, file(name), Limits::default()))
}

fn lines(parts: Vec<Carved>) -> Vec<String> {
    let one = |carved: Carved| match carved {
        Ok(part) => {
            let media_type = part.media_type.as_deref();
            let reading = read(&part.bytes, Hint { path: Some(&part.way), media_type, given: &part.given });
            let words: String = reading.text.split_whitespace().take(5).collect::<Vec<_>>().join(" ");
            format!("{} | {words}", part.way)
        }
        Err((way, notice)) => format!("{way} ! {}", notice.message.split('.').next().unwrap_or("")),
    };
    parts.into_iter().map(one).collect()
}

/// A folder with a letter, a report and a page, as three programs pack it.
#[test]
fn archives_of_one_folder_hold_the_same_papers() {
    for (name, to) in [
        ("zip/info-zip-3.0.zip", ""),
        ("zip/7-zip-26.02.zip", ""),
        ("tar/gnu-tar-1.34.tar", " to \""),
        ("tar/bsdtar-3.6.tar.gz", " to \""),
    ] {
        let mut got = report(name);
        got.sort();
        let link =
            if to.is_empty() { "It is a link, named here and not followed" } else { "It is a link to \"" };
        let expected = [
            "1987/deep/report.txt | Report on the northern buoys".to_owned(),
            "1987/letter.txt | Dear Mr. Brandal, We received".to_owned(),
            format!("1987/link.txt ! {link}"),
            "Паром 渡船.html | Second session on the lake".to_owned(),
        ];
        assert_eq!(got, expected, "{name}");
    }
}

#[test]
fn archives_inside_archives_and_messages_inside_them() {
    assert_eq!(
        report("zip/python-3.11.zip"),
        [
            "1987/letter.txt | Dear Mr. Brandal, We received",
            "1987/session.html | Second session on the lake",
            "会议/报告.txt | Report on the northern buoys",
            "mails/python.eml | From: Orla Venn <orla.venn@lorme.example> To:",
            "mails/python.eml/Отчёт о буях.txt | Report on the northern buoys",
            "mails/python.eml/session.html | Second session on the lake",
            "inner.zip/deep/letter.txt | Dear Mr. Brandal, We received",
        ]
    );
    let tar = report("tar/python-3.11.tar.gz");
    assert!(
        tar[1].starts_with("会议/长长长") && tar[1].ends_with("/报告.txt | Report on the northern buoys")
    );
    assert_eq!(tar[5], "link.txt ! It is a link to \"/etc/passwd\", named here and not followed");
    assert_eq!(report("tar/gzip-letter.txt.gz"), ["gzip-letter.txt | Dear Mr. Brandal, We received"]);
}

#[test]
fn names_of_old_windows_are_read_and_lead_nowhere() {
    assert_eq!(
        report("zip/windows-names.zip"),
        [
            "Papers/1987/Fähre.txt | Dear Mr. Brandal, We received",
            "文書/渡し船の報告書.txt | Report on the northern buoys",
            "Отчет о пароме.txt | Report on the northern buoys",
            "outside.txt | Words from outside.",
            "absolute.txt | Words from a root.",
            "Papers/1987/Fähre~2.txt | The second of the name.",
        ]
    );
}

#[test]
fn what_cannot_be_unpacked_is_said_with_what_to_do() {
    for (name, said) in [
        ("zip/7-zip-26.02-deflate64.zip", "packed by Deflate64"),
        ("zip/info-zip-3.0-encrypted.zip", "is encrypted"),
    ] {
        let got = carve(name, file(name), Limits::default());
        let Err((way, notice)) = &got[0] else { panic!("{got:?}") };
        assert_eq!((way.as_str(), notice.severity), ("letter.txt", Severity::Error));
        assert!(
            notice.message.contains(said) && notice.message.contains("add the folder"),
            "{}",
            notice.message
        );
    }
}

#[test]
fn mail_boxes_give_messages_with_their_enclosures() {
    assert_eq!(
        report("mbox/python-3.11.mbox"),
        [
            "1 | From: Orla Venn <orla.venn@lorme.example> To:",
            "1/Отчёт о буях.txt | Report on the northern buoys",
            "1/session.html | Second session on the lake",
            "2 | From: Teo Brandal <teo@varn.example> To:",
            "3 | From: Port Quay <port@lorme.example> To:",
            "3/message.eml | From: Teo Brandal <teo@varn.example> To:",
        ]
    );
    let ways = |name: &str| {
        report(name).iter().map(|l| l.split(" | ").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ways("mbox/mutt-2.2.12.mbox"), ["1", "1/report.txt", "1/paper.html", "2", "3"]);
    assert_eq!(ways("mbox/s-nail-14.9.mbox"), ["1", "1/report.txt", "2"]);
    assert_eq!(ways("mail/git-2.47.eml"), ["1"]);
    assert_eq!(
        ways("mail/nodemailer-10.6.0.eml"),
        ["", "会议报告.txt", "answer.eml", "answer.eml/Отчёт о буях.txt", "answer.eml/session.html"],
        "the picture inside the page is none of them"
    );
}

#[test]
fn masked_lines_of_a_box_get_their_own_form_back() {
    let box_ = carve("x", file("mbox/mutt-2.2.12.mbox"), Limits::default());
    let third = box_.into_iter().filter_map(Result::ok).find(|p| p.way == "3").unwrap();
    let text = read(&third.bytes, Hint::default()).text;
    assert!(text.contains("\nFrom ida@lorme.example Tue Jun  4 10:15:00 2024\n"), "{text}");
}

#[test]
fn lines_found_as_a_file() {
    let lines_of = "{\"id\": \"v/1\", \"text\": \"One paper.\", \"date\": \"1987-03-04\"}\n\nno\n{\"id\": 2, \"html\": \"<p>Two.\"}\n{\"id\": 2, \"text\": \"Again.\"}\n";
    let got = carve("x.jsonl", lines_of.into(), Limits::default());
    let given = got[0].as_ref().unwrap().given.clone();
    assert_eq!(given, [("date".to_owned(), "1987-03-04".to_owned())]);
    assert_eq!(
        lines(got),
        [
            "v/1 | One paper.",
            "line 3 ! It is not a document in JSON (expected ident at line 1 column 2); it was left out",
            "2 | Two.",
            "2~2 | Again."
        ]
    );
}

#[test]
fn the_same_file_gives_the_same_parts() {
    for name in ["zip/python-3.11.zip", "mbox/python-3.11.mbox", "mail/nodemailer-10.6.0.eml"] {
        let once = carve(name, file(name), Limits::default());
        assert_eq!(once, carve(name, file(name), Limits::default()), "{name}");
        let mut ways: Vec<&String> = once.iter().filter_map(|c| Some(&c.as_ref().ok()?.way)).collect();
        let all = ways.len();
        ways.sort();
        ways.dedup();
        assert_eq!(ways.len(), all);
    }
}
