//! Judging from the room: forms sent, pages read again, judgements taken back.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use std::net::SocketAddr;

use common::browser::{Browser, CONTRAST, OVERFLOW, STUMBLES};
use common::kept::{collection, serve};
use common::{get, post};

const PAPER: &str = "specimen";

/// The speaker of a turn, and what that stands on.
fn speaker(addr: SocketAddr, turn: &str) -> (String, String) {
    let record = get(addr, &format!("/documents/{PAPER}.json")).json();
    let found = record["turns"].as_array().unwrap().iter().find(|t| t["id"] == turn).unwrap().clone();
    let word = |key: &str| found[key].as_str().unwrap_or("?").to_owned();
    (word("speaker"), word("rule"))
}

fn judge(addr: SocketAddr, by: &str, claim: &str, verdict: &str, more: &[(&str, &str)]) -> common::Got {
    let mut form = vec![
        ("document", PAPER),
        ("layer", "turn"),
        ("claim", claim),
        ("verdict", verdict),
        ("by", by),
        ("back", "/review"),
    ];
    form.extend_from_slice(more);
    post(addr, "/review/judge", None, &form)
}

#[test]
fn a_speaker_is_corrected_and_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let before = speaker(addr, "t1");
    let taken = judge(addr, "Ada", "t1", "corrected", &[("v.speaker", "Ivo Lenk"), ("why", "his hand")]);
    assert_eq!((taken.status, taken.header("location")), (303, "/review"), "{}", taken.body);
    assert!(taken.header("set-cookie").starts_with("memcon_reviewer=Ada; Path=/; SameSite=Strict; HttpOnly"));
    assert_eq!(speaker(addr, "t1"), ("Ivo Lenk".to_owned(), "person:Ada".to_owned()));
    let page = get(addr, &format!("/review/claim?document={PAPER}&layer=turn&claim=t1")).body;
    assert!(page.contains("his hand") && page.contains("Ivo Lenk"), "{page}");
    let history = get(addr, "/review/history.json").json();
    assert_eq!(history["judgements"][0]["by"], "Ada");
    let undo =
        post(addr, "/review/undo", None, &[("number", "1"), ("by", "Ben"), ("back", "//evil.example")]);
    assert_eq!((undo.status, undo.header("location")), (303, "/review"));
    assert_eq!(speaker(addr, "t1"), before);
    assert_eq!(get(addr, "/review/history.json").json()["judgements"][0]["undone"]["by"], "Ben");
}

#[test]
fn two_reviewers_differ_and_the_page_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    assert_eq!(judge(addr, "Ada", "t1", "corrected", &[("v.speaker", "Ivo Lenk")]).status, 303);
    assert_eq!(judge(addr, "Ben", "t1", "rejected", &[]).status, 303);
    let found = get(addr, "/review/differences.json").json();
    assert_eq!((&found["claims"], &found["differences"]), (&1.into(), &serde_json::json!([[1, 2]])));
    assert!(get(addr, "/review/differences").body.contains("Ivo Lenk"));
}

#[test]
fn a_form_of_a_stranger_or_without_a_name_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let form =
        [("document", PAPER), ("layer", "turn"), ("claim", "t1"), ("verdict", "rejected"), ("by", "Eve")];
    for origin in ["http://evil.example", "null"] {
        assert_eq!(post(addr, "/review/judge", Some(origin), &form).status, 403, "{origin}");
    }
    assert_eq!(judge(addr, " ", "t1", "rejected", &[]).status, 400);
    assert_eq!(judge(addr, "Ada", "t1", "corrected", &[]).status, 400);
    assert_eq!(judge(addr, "Ada", "t1", "confirmed", &[("v.speaker", "Somebody else")]).status, 400);
    assert_eq!(judge(addr, "Ada", "t9999", "confirmed", &[]).status, 404);
    assert!(get(addr, "/review/history.json").json()["judgements"].as_array().unwrap().is_empty());
}

#[test]
fn a_claim_is_added_where_the_words_are() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let form = [
        ("document", PAPER),
        ("layer", "move"),
        ("at", "99-103"),
        ("v.type", "refusal"),
        ("by", "Ada"),
        ("back", "/"),
    ];
    assert_eq!(post(addr, "/review/add", None, &form).status, 303);
    let record = get(addr, &format!("/documents/{PAPER}.json")).json();
    let added: Vec<_> =
        record["moves"].as_array().unwrap().iter().filter(|m| m["rule"] == "person:Ada").collect();
    assert_eq!((added.len(), &added[0]["start"], &added[0]["type"]), (1, &99.into(), &"refusal".into()));
}

#[test]
fn the_queue_begins_with_the_least_sure() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    for layer in ["turn", "move", "event"] {
        let found = get(addr, &format!("/review.json?layer={layer}")).json();
        let sure: Vec<f64> =
            found["waiting"].as_array().unwrap().iter().map(|w| w["confidence"].as_f64().unwrap()).collect();
        assert!(sure.is_sorted(), "{layer} {sure:?}");
        assert_eq!(get(addr, &format!("/review?layer={layer}")).status, 200);
    }
}

/// What the page says after a key, once it has said something.
fn said(browser: &Browser) -> String {
    for _ in 0..100 {
        let words = browser.eval("return document.querySelector('.review-said').textContent");
        if words != "" {
            return words.as_str().unwrap().to_owned();
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    String::new()
}

#[test]
fn claims_are_judged_with_the_keyboard() {
    let Some(browser) = Browser::open() else { return };
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    browser.size(1280, 900);
    // The name is given once, in the form above the queue.
    browser.go(&format!("http://{addr}/review"));
    browser.eval("document.querySelector('form.reviewer input[name=by]').value = 'Ada'; document.querySelector('form.reviewer').submit()");
    for _ in 0..200 {
        // The page comes again with the name in it.
        if browser.eval(
            "return document.querySelector('form.reviewer input[name=by]')?.getAttribute('value') ?? ''",
        ) == "Ada"
        {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    browser.go(&format!("http://{addr}/documents/{PAPER}"));
    let key = |key: &str| {
        let press = "document.querySelector('.review-said').textContent = ''; document.activeElement.dispatchEvent(new KeyboardEvent('keydown', \
            { key: 'KEY', bubbles: true, cancelable: true }))";
        browser.eval(&press.replace("KEY", key));
    };
    key("j");
    let first = browser.eval("return document.activeElement.closest('details').id");
    key("x");
    assert_eq!(said(&browser), "Rejected.");
    let history = get(addr, "/review/history.json").json();
    assert_eq!(
        (&history["judgements"][0]["by"], &history["judgements"][0]["verdict"]),
        (&"Ada".into(), &"rejected".into())
    );
    assert_eq!(browser.eval("return document.querySelector('details.done').id"), first);
    key("u");
    assert_eq!(said(&browser), "Taken back.");
    assert_eq!(get(addr, "/review/history.json").json()["judgements"][0]["undone"]["by"], "Ada");
}

#[test]
fn the_pages_of_the_review_can_be_read_by_everybody() {
    let Some(browser) = Browser::open() else { return };
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    judge(addr, "Ada", "t1", "corrected", &[("v.speaker", "Ivo Lenk")]);
    judge(addr, "Ben", "t1", "rejected", &[]);
    judge(addr, "Ada", "t2", "confirmed", &[]);
    for (width, scheme) in [(360, "light"), (1280, "dark")] {
        browser.size(width, 900);
        browser.scheme(scheme);
        for page in [
            "/review",
            "/review/history",
            "/review/differences",
            "/review/claim?document=specimen&layer=turn&claim=t2",
            "/review/add?document=specimen&at=99-103&layer=obligation",
            "/review/add?document=specimen&at=99-103&layer=description",
        ] {
            browser.go(&format!("http://{addr}{page}"));
            for check in [OVERFLOW, CONTRAST, STUMBLES] {
                assert_eq!(browser.eval(check), "", "{page} at {width}, {scheme}");
            }
            assert_eq!(browser.complaints(), Vec::<String>::new(), "{page}");
        }
    }
}
