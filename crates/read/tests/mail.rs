//! Messages and saved pages, as real programs write them.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use memcon_read::{BlockKind, Hint, MarkKind, Reading, read};

fn message(name: &str) -> Reading {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name);
    read(&std::fs::read(path).unwrap(), Hint { path: Some(name), ..Hint::default() })
}

fn written(text: &str) -> Reading {
    read(text.as_bytes(), Hint { path: Some("x.eml"), ..Hint::default() })
}

fn all<'r>(r: &'r Reading, name: &str) -> Vec<&'r str> {
    r.metadata.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect()
}

fn blocks(r: &Reading, kind: &BlockKind) -> Vec<String> {
    r.blocks.iter().filter(|b| b.kind == *kind).map(|b| b.span.of(&r.text).to_owned()).collect()
}

fn writers(r: &Reading) -> Vec<&str> {
    r.marks.iter().filter(|m| m.kind == MarkKind::Speaker).map(|m| m.span.of(&r.text)).collect()
}

#[test]
fn the_head_is_shown_as_mail_programs_show_it() {
    let r = message("mail/python-3.11.eml");
    assert_eq!(
        blocks(&r, &BlockKind::Letterhead),
        ["From: Orla Venn <orla.venn@lorme.example>\nTo: Teo Brandal <teo@varn.example>, Ида Вольская \
          <ida@osmia.example>\nCc: \"Quay, Port\" <port@lorme.example>\nDate: Wed, 04 Mar 1987 10:05:00 \
          +0100\nSubject: Second session – 双方会晤 – Паромы"]
    );
    assert_eq!(all(&r, "sender"), ["Orla Venn"]);
    assert_eq!(all(&r, "addressee"), ["Teo Brandal", "Ида Вольская"]);
    assert_eq!(all(&r, "date"), ["1987-03-04T10:05:00+01:00"]);
    assert_eq!(all(&r, "message-id"), ["venn.1@lorme.example"]);
    assert_eq!(all(&r, "enclosure"), ["Отчёт о буях.txt", "session.html"]);
    assert!(r.text.contains("双方商定三月十一日再次会晤。"));
}

#[test]
fn each_field_and_the_words_lead_back_to_their_bytes() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/files/mail/mutt-2.2.12.eml");
    let (bytes, r) = (std::fs::read(path).unwrap(), message("mail/mutt-2.2.12.eml"));
    for locator in &r.layout.locators {
        let [from, to] = locator.bytes.unwrap().map(|n| n as usize);
        let there = String::from_utf8_lossy(&bytes[from..to]).into_owned();
        let element = locator.element.clone().unwrap();
        match element.as_str() {
            "1" => assert_eq!(there.trim(), locator.span.of(&r.text).trim()),
            name => assert!(there.starts_with(name), "{name}: {there}"),
        }
    }
    assert_eq!(r.title.as_deref(), Some("Паромы: вторая встреча"), "sent in KOI8-R");
    assert_eq!(blocks(&r, &BlockKind::Signature), ["-- \nOrla Venn, chairman\nHarbour House, Lorme"]);
}

#[test]
fn words_quoted_by_marks_are_their_writers() {
    let r = message("mail/s-nail-14.9.eml");
    assert_eq!(r.title.as_deref(), Some("Fähre am 11. März"));
    let quoted = blocks(&r, &BlockKind::Quote);
    assert!(
        quoted.len() == 1 && quoted[0].starts_with("> We received") && quoted[0].ends_with("reported."),
        "{quoted:?}"
    );
    assert_eq!(writers(&r), ["Orla Venn"]);
}

#[test]
fn words_quoted_by_mark_up_are_their_writers() {
    let r = message("mail/nodemailer-10.6.0.eml");
    assert_eq!(
        blocks(&r, &BlockKind::Quote),
        ["Then let us meet on 11 March and speak of the second point only."]
    );
    assert_eq!(writers(&r), ["Teo Brandal"]);
    assert_eq!(all(&r, "in-reply-to"), ["brandal.1@varn.example"]);
}

/// A message of plain words under a small head.
fn plain(words: &str) -> Reading {
    written(&format!("From: Ida <ida@lorme.example>\nMIME-Version: 1.0\nSubject: Ferry\n\n{words}"))
}

#[test]
fn messages_quoted_whole_are_told_apart_in_many_languages() {
    for head in [
        "-----Original Message-----\nFrom: Teo Brandal [mailto:teo@varn.example]\nSent: Wednesday, March 4, 1987 10:05\nTo: Ida\nSubject: Ferry",
        "________________________________\nFrom: Teo Brandal <teo@varn.example>\nSent: Wednesday, March 4, 1987\nTo: Ida\nSubject: Ferry",
        "-----Ursprüngliche Nachricht-----\nVon: Teo Brandal <teo@varn.example>\nGesendet: Mittwoch, 4. März 1987 10:05\nAn: Ida\nBetreff: Fähre",
        "De : Teo Brandal\nEnvoyé : mercredi 4 mars 1987 10:05\nÀ : Ida\nObjet : Bac",
        "От: Teo Brandal <teo@varn.example>\nОтправлено: 4 марта 1987 г. 10:05\nКому: Ida\nТема: Паром",
        "发件人: Teo Brandal <teo@varn.example>\n发送时间: 1987年3月4日 10:05\n收件人: Ida\n主题: 渡船",
        "---------- Forwarded message ---------\nFrom: Teo Brandal <teo@varn.example>\nDate: Wed, 4 Mar 1987 at 10:05\nSubject: Ferry\nTo: Ida",
        "*From:* Teo Brandal <teo@varn.example>\n*Sent:* 4 March 1987\n*To:* Ida\n*Subject:* Ferry",
    ] {
        let r = plain(&format!("We agree.\n\nIda\n\n{head}\n\nNo ferry before noon.\n"));
        let quoted = blocks(&r, &BlockKind::Quote);
        assert!(quoted.len() == 1 && quoted[0].ends_with("No ferry before noon."), "{head}: {quoted:?}");
        assert!(quoted[0].starts_with(head.lines().next().unwrap()), "{head}: {quoted:?}");
        assert_eq!(writers(&r), ["Teo Brandal"], "{head}");
    }
}

#[test]
fn a_list_with_colons_is_no_quoted_message() {
    let r = plain("From: the quay to the pier.\nTo: be settled.\n\nDate: open.\n\nIda\n");
    assert!(blocks(&r, &BlockKind::Quote).is_empty());
}

#[test]
fn a_quotation_inside_a_quotation_stands_in_it() {
    let r = plain("Teo wrote:\n> Ida wrote:\n>> No.\n> Yes.\n\nPerhaps.\n");
    assert_eq!(blocks(&r, &BlockKind::Quote), ["> Ida wrote:\n>> No.\n> Yes.", ">> No."]);
    assert_eq!(writers(&r), ["Teo", "Ida"]);
}

#[test]
fn a_notice_of_the_server_is_furniture() {
    let r = plain(
        "No.\n\nThis e-mail and any attachments are confidential and intended solely for the addressee. If you\nreceived it in error, delete it.\n",
    );
    assert_eq!(blocks(&r, &BlockKind::Furniture).len(), 1);
    assert!(blocks(&plain("This message is confidential until noon.\n"), &BlockKind::Furniture).is_empty());
}

#[test]
fn lines_broken_for_sending_are_whole_again() {
    let r = written(
        "From: i@l.example\nMIME-Version: 1.0\nContent-Type: text/plain; format=flowed\n\nThe ferry \nsails at \nnoon.\n> You \n> said so.\n",
    );
    assert!(r.text.ends_with("\nThe ferry sails at noon.\n> You said so.\n"), "{}", r.text);
}

#[test]
fn an_encrypted_message_says_so() {
    let r = written(
        "From: i@l.example\nMIME-Version: 1.0\nSubject: x\nContent-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\nhQ==\n--b--\n",
    );
    assert!(r.notices[0].message.contains("encrypted"), "{:?}", r.notices);
    assert_eq!(r.text, "From: i@l.example\nSubject: x\n");
}

#[test]
fn saved_pages_are_the_page_with_its_address() {
    for (name, address) in [
        ("mhtml/chromium-156.mhtml", "http://localhost:8765/session.html"),
        ("mhtml/wget-1.21.mhtml", "http://localhost:8765/session.html"),
        ("mhtml/python-3.11.mht", "http://www.osmia.example/zasedanie.htm"),
    ] {
        let r = message(name);
        assert!(r.text.starts_with("Second session on the lake ferries\n"), "{name}: {}", r.text);
        assert!(r.text.contains("\nСтороны договорились встретиться 11 марта.\n"), "{name}");
        assert_eq!(all(&r, "url"), [address]);
        assert!(r.blocks.iter().any(|b| b.kind == BlockKind::Heading(1)));
        assert!(r.notices.is_empty(), "{:?}", r.notices);
    }
}

/// A message in two forms.
fn two_forms(plain: &str, page: &str) -> Reading {
    written(&format!(
        "From: Ida <ida@lorme.example>\nMIME-Version: 1.0\nSubject: Ferry\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n         {plain}\n--b\nContent-Type: text/html\n\n<html><body>{page}</body></html>\n--b--\n"
    ))
}

#[test]
fn two_forms_that_differ_are_told_and_the_fuller_is_read() {
    let same = two_forms(
        "We accept the first point.\nSee https://lorme.example/a/b/c/d/e",
        "<p>We accept the <b>first</b> point.</p><p>See <a href='https://lorme.example/a/b/c/d/e'>here</a></p>",
    );
    assert!(same.notices.is_empty() && same.text.contains("See https"), "{:?}", same.notices);
    let less = two_forms(
        "We accept the first point.",
        "<p>We accept the first point.</p><p>We refuse the second, and no buoy is moved before June.</p>",
    );
    assert!(less.text.contains("We refuse the second"), "{}", less.text);
    assert!(
        less.notices[0].message.contains("0 words stand only in the plain one, 11 only"),
        "{:?}",
        less.notices
    );
    let more = two_forms(
        "We accept the first point.\nWe refuse the second, and no buoy is moved.",
        "<p>We accept the first point.</p>",
    );
    assert!(
        more.text.contains("We refuse the second") && more.notices[0].message.contains("The plain form"),
        "{:?}",
        more.notices
    );
    let other = two_forms(
        "We accept the first point and the second.",
        "<p>We refuse whatever the uplands have asked us.</p>",
    );
    assert_eq!(other.notices.len(), 1, "as long, and other words: {:?}", other.notices);
}

#[test]
fn heads_of_quoted_messages_may_have_a_paragraph_a_line() {
    let page = "<p>We agree.</p><p><b>From:</b> Teo Brandal &lt;teo@varn.example&gt;</p><p><b>Sent:</b> 4 March 1987 10:05</p><p><b>To:</b> Ida</p>\
                <p><b>Subject:</b> Ferry</p><p>No ferry before noon.</p>";
    let r = written(&format!(
        "From: Ida <ida@lorme.example>\nMIME-Version: 1.0\nSubject: Ferry\nContent-Type: text/html\n\n<html><body>{page}</body></html>\n"
    ));
    let quoted = blocks(&r, &BlockKind::Quote);
    assert!(
        quoted.len() == 1 && quoted[0].starts_with("From: Teo") && quoted[0].ends_with("before noon."),
        "{quoted:?}\n{}",
        r.text
    );
    assert_eq!(writers(&r), ["Teo Brandal"]);
}
