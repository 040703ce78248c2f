//! TEI by real programs and after the practice of editions; and files made to do harm.
#![allow(clippy::unwrap_used)]

use std::io::Cursor;
use std::time::Instant;

use memcon_read::carve::{Limits, Part, parts, persons};
use memcon_read::{BlockKind, Format, Hint, MarkKind, Reading, read};
use proptest::prelude::*;

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/files/tei/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn carved(bytes: &[u8], name: &'static str) -> Vec<Part> {
    let hint = Hint { path: Some(name), ..Hint::default() };
    let source = Box::new(Cursor::new(bytes.to_vec()));
    parts(source, Some(Format::Tei), hint, Limits::default()).filter_map(Result::ok).collect()
}

fn alone(part: &Part) -> Reading {
    read(&part.bytes, Hint { path: None, media_type: part.media_type.as_deref(), given: &part.given })
}

/// Spans fit the text and stand in order.
fn check(r: &Reading) {
    let mut at = 0;
    for b in &r.blocks {
        assert!(r.text.get(b.span.range()).is_some() && b.span.start >= at && !b.span.is_empty(), "{b:?}");
        at = b.span.start;
    }
    for m in &r.marks {
        assert!(r.text.get(m.span.range()).is_some() && !m.span.is_empty(), "{m:?}");
    }
    let mut end = 0;
    for l in &r.layout.locators {
        assert!(r.text.get(l.span.range()).is_some() && l.span.start >= end, "{l:?}");
        end = l.span.end;
    }
}

#[test]
fn the_same_paper_by_two_programs() {
    for name in ["pandoc-2.17.xml", "trafilatura-2.3.1.xml"] {
        let r = read(&file(name), Hint { path: Some(name), ..Hint::default() });
        assert_eq!(r.media_type, "application/tei+xml", "{name}");
        assert_eq!(r.title.as_deref(), Some("Second session on the lake ferries"), "{name}");
        for words in [
            "She said that the upland delegation",
            "Alder\tEast quay\t14",
            "양측은",
            "双方商定三月十一日再次会晤。",
            "Стороны",
        ] {
            assert!(r.text.contains(words), "{name}: {words} in {}", r.text);
        }
        assert!(
            r.metadata.iter().all(|m| m.0 != "date"),
            "{name}: the day of the download is not the paper's"
        );
        check(&r);
    }
}

#[test]
fn a_volume_of_papers() {
    let bytes = file("volume-of-papers.xml");
    let parts = carved(&bytes, "lake1987.xml");
    assert_eq!(parts.iter().map(|p| p.way.as_str()).collect::<Vec<_>>(), ["d1", "d2", "d3"]);
    let r = alone(&parts[1]);
    check(&r);
    let told =
        |name: &str| r.metadata.iter().filter(|m| m.0 == name).map(|m| m.1.as_str()).collect::<Vec<_>>();
    assert_eq!(told("date"), ["1987-03-04T10:00/1987-03-04T12:30"]);
    assert_eq!(
        told("series"),
        ["Papers of the Lake Commission, 1987, Ferries and Buoys", "Ferries and Buoys", "The Northern Buoys"]
    );
    assert!(r.text.contains("PARTICIPANTS\nLake Commission\nMrs. Orla Venn, Chairman\n"), "{}", r.text);
    assert!(r.text.contains("\n\nMrs. Venn: I have your letter"), "{}", r.text);
    assert!(r.text.contains("\n\n1. The place of the northern buoys.\n\n2. Night sailings"), "{}", r.text);
    assert!(r.blocks.iter().any(|b| b.kind == BlockKind::Heading(2) && b.span.of(&r.text) == "Attachment"));
    let first = alone(&parts[0]);
    let pages: Vec<_> = first.layout.pages.iter().filter_map(|p| p.label.as_deref()).collect();
    assert_eq!(pages, ["1", "2"]);
    assert!(first.text.contains("has reported.[2] Until then Mayor Venn has promised"), "{}", first.text);
    let (name, lists) =
        persons(&bytes, Some(Format::Tei), Hint { path: Some("v/lake1987.xml"), ..Hint::default() }).unwrap();
    assert!(name == "lake1987" && lists.contains("p_VI1") && !lists.contains("t_LC1"), "{name} {lists}");
}

#[test]
fn a_letter_with_the_editors_marks() {
    let r = read(&file("edition-of-letters.xml"), Hint { path: Some("L0017.xml"), ..Hint::default() });
    check(&r);
    assert!(
        r.text.contains("We accept your first point. We still cannot accept the second before the comm. of inquiry has reportd.[a]"),
        "{}",
        r.text
    );
    assert!(r.text.contains("tells me “the northern buoys are adrift”, and […]."), "{}", r.text);
    assert!(r.text.contains("⟦with pleasure⟧") && r.text.contains("[a] The inquiry"), "{}", r.text);
    let marks = |kind: MarkKind| {
        r.marks.iter().filter(|m| m.kind == kind).map(|m| m.span.of(&r.text)).collect::<Vec<_>>()
    };
    assert_eq!(marks(MarkKind::Person(Some("brandal".into()))), ["Teo Brandal"]);
    assert_eq!(marks(MarkKind::Language("de".into())), ["Mit freundlichem Gruß"]);
    assert_eq!(marks(MarkKind::Added(None)), ["still"]);
}

#[test]
fn files_made_to_do_harm_end_soon() {
    let deep = format!("<TEI><text><body>{}<p>in</p>", "<div type='document'>".repeat(100_000));
    let notes = format!(
        "<TEI><text><body><p>{}</p></body></text></TEI>",
        "a<note>b<note>c</note></note>".repeat(50_000)
    );
    let nested =
        format!("<div type='document'><p>{}x{}</p></div>", "<note>".repeat(50_000), "</note>".repeat(50_000));
    let many = format!(
        "<TEI><text><body>{}</body></text></TEI>",
        "<div type='document'><p>a</p></div>".repeat(50_000)
    );
    let open = format!("<TEI><text><body><p>{}", "<choice><sic>".repeat(60_000));
    let bomb = "<!DOCTYPE TEI [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><TEI><text><body><p>&b;&b;</p></body></text></TEI>";
    for source in [&deep, &notes, &nested, &many, &open, bomb] {
        let start = Instant::now();
        for part in carved(source.as_bytes(), "v.xml") {
            check(&alone(&part));
        }
        check(&read(source.as_bytes(), Hint { media_type: Some("application/tei+xml"), ..Hint::default() }));
        assert!(start.elapsed().as_secs() < 60, "{}", &source[..40]);
    }
}

#[test]
fn a_volume_cut_off_in_the_middle_keeps_what_stands_before() {
    let bytes = file("volume-of-papers.xml");
    let cut = bytes.windows(9).position(|w| w == b"Alder</ce").unwrap();
    let parts = carved(&bytes[..cut], "v.xml");
    assert_eq!(parts.iter().map(|p| p.way.as_str()).collect::<Vec<_>>(), ["d1", "d2"]);
    assert!(alone(&parts[1]).text.contains("Night sailings"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
    #[test]
    fn no_bytes_break_the_reader(which in 0..4usize, at in proptest::collection::vec((0.0..1.0f64, any::<u8>()), 1..30)) {
        let names = ["pandoc-2.17.xml", "trafilatura-2.3.1.xml", "volume-of-papers.xml", "edition-of-letters.xml"];
        let mut bytes = file(names[which]);
        for (place, byte) in at {
            let n = (place * bytes.len() as f64) as usize;
            bytes[n] = byte;
        }
        for part in carved(&bytes, "v.xml") {
            check(&alone(&part));
        }
        check(&read(&bytes, Hint { media_type: Some("application/tei+xml"), ..Hint::default() }));
    }
}
