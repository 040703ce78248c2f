//! The same pages over a real collection on disk.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::get;
use common::kept::{collection, incoming, serve};
use common::sample;
use memcon_store::Collection;

#[test]
fn a_collection_on_disk_is_read_like_any_other() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let home = get(addr, "/index.json").json();
    assert_eq!(home["overview"]["documents"], 6);
    for path in
        ["/", "/documents/specimen", "/state", "/people", "/timeline", "/issues", "/letters", "/obligations"]
    {
        assert_eq!(get(addr, path).status, 200, "{path}");
    }
    assert_eq!(get(addr, "/documents/nothing").status, 404);
    assert_eq!(get(addr, "/originals/nothing").status, 404);
    assert!(get(addr, "/originals/specimen").body.starts_with("Skip to the harbour news"));
}

#[test]
fn passages_are_found_in_every_script_and_link_to_their_place() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    for (query, words) in [
        ("customs house", "customs"),
        ("%E4%BF%A1%E5%8F%B7", "信号"),
        ("%EC%8B%A0%ED%98%B8", "신호"),
        ("%D1%81%D0%B8%D0%B3%D0%BD%D0%B0%D0%BB", "сигнал"),
    ] {
        let query = query.replace(' ', "+");
        let found = get(addr, &format!("/search.json?q={query}")).json();
        let hit = &found["hits"][0];
        assert!(hit["passage"].as_str().is_some_and(|p| p.contains(words)), "{query}: {found}");
        let (id, start, end) =
            (hit["document"].as_str().unwrap(), hit["start"].as_u64().unwrap(), hit["end"].as_u64().unwrap());
        let page = get(addr, &format!("/search?q={query}")).body;
        assert!(page.contains("<mark>"), "{query}");
        let link = memcon_serve::passage_link(id, start as u32, end as u32);
        // The link says by a fingerprint which words it means.
        let place = link.split('#').next().unwrap();
        assert!(page.contains(&format!("{place}&amp;is=")), "{query}: no {place}");
        let there = get(addr, place).body;
        assert!(there.contains("<mark"), "{query}: nothing marked behind {link}");
    }
    let nothing = get(addr, "/search?q=zebra");
    assert!(nothing.body.contains("No passage holds") && nothing.status == 200);
}

#[test]
fn papers_added_meanwhile_are_seen_without_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    assert!(!get(addr, "/").body.contains("A paper that came late"));
    let writer = Collection::create_or_open(dir.path()).unwrap();
    let late = sample::paper("late.txt", "A paper that came late", "1932", &["en"], "Late.\n", |_| {});
    writer.put(&[incoming(&writer, late)]).unwrap();
    assert!(get(addr, "/").body.contains("A paper that came late"));
}
