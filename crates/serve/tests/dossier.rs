//! Dossiers in the reading room: the page, the files, and what a person who asks for nonsense is told.
#![allow(clippy::unwrap_used)]

mod common;

use common::{get, sample, serve};
use memcon_serve::dossier::{About, Wanted, made};

#[test]
fn an_issue_becomes_a_dossier_whose_notes_lead_to_the_words() {
    let page = get(serve(sample::sample()), "/dossier?issue=issue-1");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("class=\"dossier\"") && page.body.contains("role=\"doc-endnotes\""));
    assert!(page.body.contains("href=\"/documents/specimen?at="), "notes are permanent links");
    assert!(page.body.contains("href=\"/dossier.pdf?issue=issue-1\""));
}

#[test]
fn a_paper_is_a_scene_with_its_voices_and_how_it_reached_us() {
    let page = get(serve(sample::sample()), "/dossier?id=specimen").body;
    assert!(page.contains("dossier-chain") && page.contains("dossier-siglum"));
    assert!(page.contains("Captain Parr") && page.contains("reported by"));
}

#[test]
fn a_selection_of_passages_holds_these_and_no_more() {
    let library = sample::sample();
    let about = About::Passages(vec![("specimen".into(), (0, 40)), ("nowhere.txt".into(), (0, 9))]);
    let dossier = made(&library, &Wanted::new(about).unwrap()).unwrap();
    let whole = made(&library, &Wanted::new(About::Documents(vec!["specimen".into()])).unwrap()).unwrap();
    assert!(dossier.weight() < whole.weight());
    assert!(dossier.remarks.iter().any(|r| r.plain().contains("nowhere.txt")));
}

#[test]
fn papers_that_do_not_fit_are_counted() {
    let library = sample::sample();
    let all = About::Documents(["specimen", "undated/../odd #1?.json"].map(str::to_owned).to_vec());
    let wanted = Wanted { papers: 1, ..Wanted::new(all).unwrap() };
    let dossier = made(&library, &wanted).unwrap();
    assert!(dossier.remarks[0].plain().contains("1 of 2"), "{:?}", dossier.remarks);
}

#[test]
fn files_are_saved_and_the_twin_is_data() {
    let addr = serve(sample::sample());
    let docx = get(addr, "/dossier.docx?id=specimen");
    assert!(docx.header("content-disposition").contains(".docx") && docx.body.starts_with("PK"));
    assert_eq!(get(addr, "/dossier.json?id=specimen").json()["lang"], "en");
    let pdf = get(addr, "/dossier.pdf?id=specimen");
    assert!(pdf.header("content-type") == "application/pdf" && pdf.body.starts_with("%PDF-"), "{}", pdf.body);
}

#[test]
fn what_is_not_there_is_said() {
    let addr = serve(sample::sample());
    assert_eq!(get(addr, "/dossier").status, 200);
    assert_eq!(get(addr, "/dossier?issue=nowhere").status, 404);
    assert_eq!(get(addr, "/dossier?id=nowhere").status, 404);
    assert!(get(addr, "/dossier?from=1800-01-01&to=1800-01-02").body.contains("role=\"status\""));
    assert_eq!(get(addr, "/dossier.pdf").status, 404);
}

#[test]
fn a_hostile_collection_shows_as_text() {
    let library = sample::hostile();
    let id = memcon_serve::Library::documents(&library).unwrap()[0].id.clone();
    let dossier = made(&library, &Wanted::new(About::Documents(vec![id])).unwrap()).unwrap();
    let page = memcon_export::dossier::html::page(&dossier);
    assert!(!page.contains("<script") && !page.contains("<img") && page.contains("&lt;script&gt;"));
    assert!(memcon_export::dossier::docx::docx(&dossier).unwrap().starts_with(b"PK"));
}

#[test]
fn typefaces_come_from_the_room_itself() {
    let addr = serve(sample::sample());
    let page = get(addr, "/");
    assert!(page.header("content-security-policy").contains("font-src 'self'"));
    let css = page.body.split("href=\"").find(|h| h.contains("room.css")).unwrap();
    let css = get(addr, css.split('"').next().unwrap()).body;
    let font = css.split("url(\"").nth(1).unwrap().split('"').next().unwrap();
    let font = get(addr, &format!("/-/assets/{font}"));
    assert_eq!((font.status, font.header("content-type")), (200, "font/woff2"));
    assert!(font.header("cache-control").contains("immutable"));
}
