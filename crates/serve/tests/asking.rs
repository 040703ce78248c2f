//! Asking from the room: operators, facets, tables, searches that are kept.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::browser::{Browser, CONTRAST, OVERFLOW, STUMBLES};
use common::kept::{collection, serve};
use common::{get, post};

/// A link of a page that holds `words` in its address.
fn link(body: &str, words: &str) -> Option<String> {
    let links = body.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.map(|l| l.replace("&amp;", "&")).find(|l| l.contains(words))
}

#[test]
fn operators_and_how_they_were_read() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let total = |q: &str| get(addr, &format!("/search.json?q={q}")).json()["total"].as_u64().unwrap();
    assert!(total("ferry") > 0 && total("ferry+OR+customs") > total("ferry"));
    assert_eq!(total("ferry+-ferry"), 0);
    let odd = get(addr, "/search?q=%28ferry+OR+customs+NEAR");
    assert_eq!(odd.status, 200);
    assert!(odd.body.contains("ferry OR customs"), "{}", odd.body);
    assert!(odd.body.contains("not closed") && odd.body.contains("nothing to join"), "{}", odd.body);
    let hostile =
        get(addr, "/search?q=%3Cscript%3E+OR+%22%E2%80%AE%00&pick=speaker:%3Cscript%3E&page=999999999999");
    assert!(hostile.status == 200 && !hostile.body.contains("<script>"));
}

#[test]
fn a_facet_is_added_and_taken_away_by_links() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let whole = get(addr, "/search.json?q=ferry+OR+ferries").json();
    let speaker = whole["facets"].as_array().unwrap().iter().find(|f| f["facet"] == "speaker").unwrap();
    let value = &speaker["values"][0];
    let page = get(addr, "/search?q=ferry+OR+ferries").body;
    let add = link(&page, "pick=speaker").unwrap();
    let narrowed = get(addr, &add.replacen("/search?", "/search.json?", 1)).json();
    assert_eq!(narrowed["total"], value["count"]);
    let narrow = get(addr, &add).body;
    assert!(narrow.contains("search-picked"));
    let back = narrow.split("search-picked").nth(1).and_then(|rest| link(rest, "/search")).unwrap();
    assert_eq!(get(addr, &back.replacen("/search?", "/search.json?", 1)).json()["total"], whole["total"]);
    assert!(link(&narrow, "/search.csv").unwrap().contains("pick=speaker"), "the table is narrowed too");
    assert!(narrow.contains("type=\"hidden\" name=\"pick\""), "and so is the next question");
}

#[test]
fn every_hit_is_a_row_of_a_table() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let table = get(addr, "/search.csv?q=ferry");
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert!(table.header("content-disposition").contains("memcon-search.csv"));
    assert!(
        table.body.starts_with("\u{feff}document,title,date,form,page,start,end,passage,found,"),
        "{}",
        table.body
    );
    let total = get(addr, "/search.json?q=ferry").json()["total"].as_u64().unwrap() as usize;
    assert_eq!(table.body.matches("/documents/").count(), total);
    assert_eq!(get(addr, "/search.csv").status, 404);
}

#[test]
fn a_search_is_kept_opened_taken_off_the_list_and_put_back() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let asked = "q=ferry+OR+customs&form=minutes&pick=year%3A1931";
    let form = [("name", "Boats"), ("by", "Ada"), ("asked", asked), ("back", "/search")];
    let kept = post(addr, "/search/save", None, &form);
    assert_eq!((kept.status, kept.header("location")), (303, "/search"), "{}", kept.body);
    let saved = || get(addr, "/search.json").json()["saved"][0].clone();
    assert_eq!((saved()["name"].as_str(), saved()["by"].as_str()), (Some("Boats"), Some("Ada")));
    let page = get(addr, "/search").body;
    let link = link(&page, "pick=year").unwrap();
    assert!(page.contains("Boats") && link.contains("form=minutes"), "{link}");
    assert_eq!(
        get(addr, &link.replacen("/search?", "/search.json?", 1)).json()["total"],
        get(addr, &format!("/search.json?{asked}")).json()["total"]
    );
    let turn = |to: &str| post(addr, to, None, &[("number", "1"), ("by", "Ben"), ("back", "/search")]).status;
    assert_eq!((turn("/search/remove"), turn("/search/remove")), (303, 404));
    assert_eq!(saved()["removed"]["by"], "Ben");
    assert_eq!(turn("/search/restore"), 303);
    assert!(saved()["removed"].is_null());
    for (name, by, asked) in [("", "Ada", "q=a"), ("x", "", "q=a"), ("x", "Ada", "")] {
        let form = [("name", name), ("by", by), ("asked", asked)];
        assert_eq!(post(addr, "/search/save", None, &form).status, 400, "{form:?}");
    }
    assert_eq!(post(addr, "/search/save", Some("http://evil.example"), &form).status, 403);
}

#[test]
fn search_pages_fit_and_can_be_read() {
    let Some(browser) = Browser::open() else { return };
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let long = "x".repeat(300);
    let form = [("name", long.as_str()), ("by", "Ada"), ("asked", "q=ferry"), ("back", "/search")];
    assert_eq!(post(addr, "/search/save", None, &form).status, 303);
    let pages = [
        "/search".to_owned(),
        "/search?q=ferry+OR+customs".to_owned(),
        "/search?q=%28ferry+NEAR%2F5+%28&speaker=Osma&pick=year:1931&by=date".to_owned(),
        format!("/search?q={long}&side={long}"),
    ];
    for page in &pages {
        for width in [360, 1280] {
            browser.size(width, 900);
            browser.go(&format!("http://{addr}{page}"));
            assert_eq!(browser.eval(OVERFLOW), "", "{page} at {width} px");
        }
        for scheme in ["light", "dark"] {
            browser.scheme(scheme);
            assert_eq!(browser.eval(CONTRAST), "", "{page} {scheme}");
        }
        assert_eq!(browser.eval(STUMBLES), "", "{page}");
        assert_eq!(browser.complaints(), Vec::<String>::new(), "{page}");
    }
}
