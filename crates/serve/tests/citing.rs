//! Citations in the reading room, as a reader and as a reference manager find them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{get, sample, serve};

#[test]
fn a_paper_has_a_citation_and_tags_in_its_head() {
    let page = get(serve(sample::sample()), "/documents/specimen").body;
    let (head, body) = page.split_once("</head>").unwrap();
    assert!(head.contains("<meta name=\"citation_title\"") && head.contains("<meta name=\"DC.title\""));
    assert_eq!(body.matches("class=\"citation\"").count(), 1);
    assert!(body.contains("class=\"Z3988\"") && body.contains("href=\"/cite/specimen\""));
}

#[test]
fn a_turn_is_cited_with_its_place() {
    let page = get(serve(sample::sample()), "/chain/specimen?turn=t4").body;
    assert!(page.contains("href=\"/cite/specimen?turn=t4\""));
    let cited = get(serve(sample::sample()), "/cite/specimen.json?turn=t4").json();
    let note = cited["styles"]["chicago-notes"]["note"].as_str().unwrap();
    assert!(note.contains(", in ") || note.contains("as reported in"), "{note}");
}

#[test]
fn every_named_style_stands_on_the_page() {
    let addr = serve(sample::sample());
    let page = get(addr, "/cite/specimen").body;
    assert_eq!(page.matches("class=\"citation\"").count(), 5);
    assert_eq!(get(addr, "/cite/nowhere.txt").status, 404);
    assert_eq!(get(addr, "/cite?id=specimen&style=nowhere").status, 404);
}

#[test]
fn files_for_reference_managers_are_saved() {
    let addr = serve(sample::sample());
    let ris = get(addr, "/cite/specimen?format=ris");
    assert!(ris.header("content-type").starts_with("application/x-research-info-systems"));
    assert!(ris.header("content-disposition").contains("specimen.ris"));
    assert!(ris.body.starts_with("TY  - ") && ris.body.contains("\r\nER  - "));
    let csl: serde_json::Value = get(addr, "/cite/specimen?format=csl-json").json();
    assert_eq!(csl[0]["id"], "specimen");
}

#[test]
fn a_selection_becomes_a_bibliography() {
    let addr = serve(sample::sample());
    let page = get(addr, "/cite?id=specimen&id=specimen&id=nowhere&style=apa").body;
    assert!(page.contains("1 paper<") && page.matches("class=\"Z3988\"").count() == 1, "{page}");
    let twin = get(addr, "/cite.json?id=specimen&style=mla").json();
    assert_eq!(twin["bibliography"].as_array().unwrap().len() + twin["notes"].as_array().unwrap().len(), 1);
    assert_eq!(get(addr, "/cite").status, 200);
}
