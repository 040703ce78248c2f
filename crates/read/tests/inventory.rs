//! Inventories by real programs and after the documentation of archives' systems; and files made to do harm.
#![allow(clippy::unwrap_used)]

use std::time::Instant;

use memcon_read::inventory::{Inventory, read};
use memcon_read::{Format, Hint, format};
use proptest::prelude::*;

const FILES: [&str; 7] = [
    "libreoffice-7.4.csv",
    "python-csv-excel.csv",
    "rdflib-7.rdf",
    "dcxml-0.1.xml",
    "ead2002-after-archivesspace.xml",
    "ead3-after-the-tag-library.xml",
    "tropy-after-its-export.json",
];

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/files/inventory/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn inventory(name: &str) -> Inventory {
    let bytes = file(name);
    let hint = Hint { path: Some(name), ..Hint::default() };
    let found = read(&bytes, hint).unwrap_or_else(|| panic!("{name} is {:?}", format(&bytes, hint)));
    assert!(found.notices.is_empty(), "{name}: {:?}", found.notices);
    check(&found);
    found
}

/// Parents stand before their children.
fn check(found: &Inventory) {
    for (n, unit) in found.units.iter().enumerate() {
        assert!(unit.parent.is_none_or(|p| (p as usize) < n), "{unit:?}");
    }
}

/// "title, date, way of titles above".
fn told(found: &Inventory) -> Vec<String> {
    let line = |u: &memcon_model::Unit| {
        let mut way = Vec::new();
        let mut at = u.parent;
        while let Some(p) = at {
            way.push(found.units[p as usize].title.clone());
            at = found.units[p as usize].parent;
        }
        way.reverse();
        let date = u.date.as_ref().map_or("-", |d| d.as_str());
        format!("{} {} {date} <{}>", u.level.as_str(), u.title, way.join(" > "))
    };
    found.units.iter().map(line).collect()
}

#[test]
fn a_table_of_libreoffice() {
    assert_eq!(
        told(&inventory("libreoffice-7.4.csv")),
        [
            "fonds Lake Commission 1985/1990 <>",
            "series Talks on the ferries, the buoys and the berths 1986/1988 <Lake Commission>",
            "file Sessions 1987 <Lake Commission > Talks on the ferries, the buoys and the berths>",
            "item First session on the lake ferries 1987-02-18 <Lake Commission > Talks on the ferries, the buoys and the berths > Sessions>",
            "item Second session on the lake ferries 1987-03-04 <Lake Commission > Talks on the ferries, the buoys and the berths > Sessions>",
            "file Letters 1987 <Lake Commission > Talks on the ferries, the buoys and the berths>",
            "item Teo Brandal to Orla Venn - <Lake Commission > Talks on the ferries, the buoys and the berths > Letters>",
        ]
    );
}

#[test]
fn a_table_of_boxes_and_folders() {
    let found = inventory("python-csv-excel.csv");
    assert_eq!(
        told(&found),
        [
            "file box 2 - <>",
            "file folder 5 - <box 2>",
            "item Second session on the lake ferries 1987-03-04 <box 2 > folder 5>",
            "item Orla Venn to Teo Brandal 1987-03-09 <box 2 > folder 5>",
            "file box 3 - <>",
            "file folder 1 - <box 3>",
            "item Карта озера 1986 <box 3 > folder 1>",
        ]
    );
    assert_eq!(found.units[2].field("summary"), Some("with \"quotes\", and a comma"));
}

#[test]
fn dublin_core_of_two_libraries() {
    let rdf = told(&inventory("rdflib-7.rdf"));
    assert!(
        rdf.contains(&"item Teo Brandal to Orla Venn 1987-02-27 <Talks on the ferries>".to_owned()),
        "{rdf:#?}"
    );
    assert!(rdf.contains(&"fonds Talks on the ferries 1986/1988 <>".to_owned()), "{rdf:#?}");
    assert_eq!(rdf.len(), 3, "{rdf:#?}");
    let found = inventory("dcxml-0.1.xml");
    assert_eq!(told(&found), ["item Teo Brandal to Orla Venn 1987-02-27 <>"]);
    assert_eq!(found.units[0].reference, "LC/1/2/1");
}

#[test]
fn finding_aids() {
    let found = inventory("ead2002-after-archivesspace.xml");
    let all = told(&found);
    assert_eq!(all[0], "fonds Lake Commission papers 1985/1990 <>");
    assert_eq!(
        all[4],
        "item Second session on the lake ferries 1987-03-04 <Lake Commission papers > Talks > Sessions>"
    );
    assert_eq!(found.units[4].links, ["papers/second-session.txt"]);
    assert_eq!(
        found.units[2].fields,
        [("container".into(), "box 2".into()), ("container".into(), "folder 5".into())]
    );
    let ead3 = told(&inventory("ead3-after-the-tag-library.xml"));
    assert_eq!(ead3[2], "item Teo Brandal to Orla Venn 1987-02-27 <Lake Commission > Letters>");
}

#[test]
fn tropy() {
    let found = inventory("tropy-after-its-export.json");
    assert_eq!(
        told(&found),
        ["item Teo Brandal to Orla Venn 1987-02-27 <>", "item Sketch of the northern buoys 1986 <>"]
    );
    assert!(found.units[0].text.as_ref().unwrap().starts_with("Upland House, 27 February 1987\n\nDear"));
    assert_eq!((found.units[0].field("note"), &found.units[1].text), (Some("Lower corner torn."), &None));
}

#[test]
fn inventories_made_to_do_harm_end_soon() {
    let deep = format!("<ead><archdesc>{}<did><unittitle>in</unittitle></did>", "<c>".repeat(100_000));
    let many = format!(
        "<ead><archdesc>{}</archdesc></ead>",
        "<c01><did><unittitle>a</unittitle></did></c01>".repeat(100_000)
    );
    let wide = format!("title,date{}\n{}", ",x".repeat(20_000), "a,b\n".repeat(20_000));
    let codes = format!(
        "reference,title,date\n{}",
        (0..50_000).map(|n| format!("{}{n},a,1987\n", "A/".repeat(n % 40))).collect::<String>()
    );
    let circle: String = (0..50_000).map(|n| format!("{n},{},a,1987\n", (n + 1) % 50_000)).collect();
    let circle = format!("id,parentId,title,date\n{circle}");
    let json =
        format!("{{\"@context\": \"tropy\", \"@graph\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for (name, source) in [
        ("a.xml", deep),
        ("a.xml", many),
        ("a.csv", wide),
        ("a.csv", codes),
        ("a.csv", circle),
        ("a.json", json),
    ] {
        let start = Instant::now();
        if let Some(found) = read(source.as_bytes(), Hint { path: Some(name), ..Hint::default() }) {
            check(&found);
        }
        assert!(start.elapsed().as_secs() < 40, "{name} {}", &source[..30]);
    }
}

#[test]
fn prose_and_other_tables_are_no_inventories() {
    for (name, source) in [
        (
            "a.txt",
            "Title: the second session, date: 4 March, place: Harbour House, box: none\n\nMrs. Venn spoke.",
        ),
        ("a.csv", "name,price\nbuoy,3\n"),
        ("a.csv", "title,author,isbn\nFerries,Holm,3\n"),
    ] {
        let hint = Hint { path: Some(name), ..Hint::default() };
        assert_ne!(format(source.as_bytes(), hint), Some(Format::Csv), "{source}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
    #[test]
    fn no_bytes_break_a_reader(which in 0..FILES.len(), at in proptest::collection::vec((0.0..1.0f64, any::<u8>()), 1..20)) {
        let mut bytes = file(FILES[which]);
        for (place, byte) in at {
            let n = (place * bytes.len() as f64) as usize;
            bytes[n] = byte;
        }
        if let Some(found) = read(&bytes, Hint { path: Some(FILES[which]), ..Hint::default() }) {
            check(&found);
        }
    }
}
