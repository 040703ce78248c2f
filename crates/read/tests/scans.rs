//! Text of scanned pages: PAGE XML, ALTO and hOCR of real programs and as the schemas have it; broken files.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::time::{Duration, Instant};

use memcon_read::{BlockKind, Hint, MarkKind, Reading, read, scans};
use proptest::prelude::*;

fn of(source: &str) -> Reading {
    checked(read(source.as_bytes(), Hint::default()))
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)).unwrap()
}

fn pages(names: &[&str]) -> Vec<u8> {
    scans::pack(&names.iter().map(|n| ((*n).to_owned(), file(n))).collect::<Vec<_>>())
}

/// Everything fits the text and stands in order.
fn checked(reading: Reading) -> Reading {
    let fits = |s: memcon_model::Span| reading.text.get(s.range()).is_some();
    assert!(reading.blocks.iter().all(|b| fits(b.span) && !b.span.is_empty()));
    assert!(reading.blocks.windows(2).all(|b| b[0].span.start <= b[1].span.start));
    assert!(reading.marks.iter().all(|m| fits(m.span)));
    assert!(reading.layout.pages.iter().all(|p| fits(p.span)));
    assert!(reading.layout.locators.windows(2).all(|l| l[0].span.end <= l[1].span.start));
    reading
}

/// Blocks as lines: kind and words.
fn report(reading: &Reading) -> Vec<String> {
    let kind = |k: &BlockKind| match k {
        BlockKind::Note { label, .. } => format!("note {}", label.as_deref().unwrap_or("-")),
        other => format!("{other:?}").to_lowercase(),
    };
    let words = |b: &memcon_read::Block| b.span.of(&reading.text).replace('\n', "/").replace('\t', "|");
    reading.blocks.iter().map(|b| format!("{}: {}", kind(&b.kind), words(b))).collect()
}

/// The running text of a paper that real programs read from pictures: what must be in it.
fn is_the_lake_paper(reading: &Reading, label: &str) {
    assert!(
        reading.text.contains("paragraph by\nparagraph") || reading.text.contains("paragraph by paragraph")
    );
    let page = reading.layout.pages.iter().find(|p| p.label.as_deref() == Some(label));
    assert!(page.is_some(), "{:?}", reading.layout.pages);
    let heads = reading.blocks.iter().filter(|b| b.kind == BlockKind::RunningHead);
    assert!(heads.count() >= 1, "{:#?}", report(reading));
    assert!(!reading.layout.locators.is_empty() && reading.layout.locators.iter().all(|l| l.area.is_some()));
    assert!(reading.notices.is_empty(), "{:?}", reading.notices);
}

#[test]
fn real_pages_of_one_document_are_one_text() {
    for (folder, program, end, first, label) in [
        ("hocr", "tesseract-5.3.0", "hocr", 1, "412"),
        ("alto", "tesseract-5.3.0", "xml", 1, "412"),
        // Of two pages the first may have its title where the second has a head.
        ("page", "ocrd-tesserocr-0.21.2", "xml", 2, "413"),
        ("page", "kraken-7.1.1", "xml", 2, "413"),
        ("page", "pero-ocr-0.7.0", "xml", 2, "413"),
        ("alto", "kraken-7.1.1", "xml", 2, "413"),
        ("alto", "ocrd-page-to-alto-2.2.12", "xml", 2, "413"),
        ("hocr", "kraken-7.1.1", "hocr", 2, "413"),
    ] {
        let names: Vec<String> = (first..=3).map(|n| format!("{folder}/{program}_000{n}.{end}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let packed = pages(&names);
        assert_eq!(packed, pages(&names), "the same pages give the same bytes");
        let reading = checked(read(&packed, Hint::default()));
        assert_eq!(reading.media_type, "application/vnd.memcon.pages");
        assert_eq!(reading.layout.pages.len(), names.len());
        is_the_lake_paper(&reading, label);
        // Bytes of a line lead to its element in the bundle.
        let line = reading
            .layout
            .locators
            .iter()
            .find(|l| l.span.of(&reading.text).contains("meeting rose"))
            .unwrap();
        let [from, to] = line.bytes.unwrap();
        let element = String::from_utf8_lossy(&packed[from as usize..to as usize]).into_owned();
        assert!(element.contains("rose"), "{element}");
        assert!(line.element.as_deref().unwrap().contains(&format!("{program}_0003.{end}#")));
    }
}

#[test]
fn a_file_of_two_pages_by_hocr_tools() {
    let reading = checked(read(&file("hocr/hocr-tools-1.1.1.hocr"), Hint::default()));
    assert_eq!((reading.media_type.as_str(), reading.layout.pages.len()), ("text/vnd.hocr+html", 2));
    assert!(reading.text.trim_end().ends_with("half past twelve."), "{}", reading.text);
}

#[test]
fn heads_that_a_program_divides_are_heads_still() {
    let reading = checked(read(&file("hocr/pdfminer.six-20260107.hocr"), Hint::default()));
    let labels: Vec<Option<&str>> = reading.layout.pages.iter().map(|p| p.label.as_deref()).collect();
    assert_eq!(labels, [Some("411"), Some("412"), Some("413")], "{:#?}", report(&reading));
    let heads: Vec<String> = report(&reading)
        .into_iter()
        .filter(|b| b.starts_with("runninghead") || b.starts_with("pagenumber"))
        .collect();
    let head = |words: &str| heads.iter().filter(|h| h.contains(words)).count();
    assert_eq!(
        (head("THE LAKE COMMISSION, 1987"), head("SECOND SESSION")),
        (2, 1),
        "{:#?}",
        report(&reading)
    );
    assert!(reading.text.contains("before the inquiry had"), "{}", reading.text);
}

#[test]
fn words_of_which_kraken_was_unsure_are_marked() {
    let line = |sure: &str| {
        let source = format!(
            "<html><body><div class='ocr_page' title='bbox 0 0 500 500'><div class='ocrx_block' title='bbox 10 10 300 40'>\
             <span class='ocr_line' title='bbox 10 10 300 40'><span class='ocrx_word' title='bbox 10 10 60 40; x_confs {sure}'>Alder</span> \
             <span class='ocrx_word' title='bbox 70 10 300 40; x_confs 0.9 0.9'>agreed.</span></span></div></div></body></html>"
        );
        of(&source).marks.iter().filter(|m| m.kind == MarkKind::Unclear).count()
    };
    assert_eq!((line("0.2 0.3 0.1 0.2 0.9"), line("0.9 0.8 0.9 0.7 0.9"), line("20 31 12 10 90")), (1, 0, 1));
}

#[test]
fn the_type_that_kraken_gives_a_zone_counts() {
    let reading = checked(read(&file("page/kraken-7.1.1_0002.xml"), Hint::default()));
    assert_eq!(report(&reading)[0], "runninghead: 412 SECOND SESSION");
}

#[test]
fn a_mets_file_gives_order_and_labels() {
    let mets = br#"<?xml version="1.0"?><mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><fileSec><fileGrp USE="FULLTEXT">
<file ID="a"><FLocat xlink:href="ocr/b.xml"/></file><file ID="b"><FLocat xlink:href="ocr/a.xml"/></file><file ID="c"><FLocat xlink:href="ocr/c.xml"/></file></fileGrp></fileSec>
<structMap TYPE="PHYSICAL"><div><div ORDERLABEL="xii"><fptr FILEID="a"/></div><div ORDERLABEL="13"><fptr FILEID="b"/></div><div><fptr FILEID="c"/></div></div></structMap></mets>"#;
    let page = |words: &str| {
        format!(
            "<alto><Layout><Page><TextBlock><TextLine><String CONTENT=\"{words}\"/></TextLine></TextBlock></Page></Layout></alto>"
        )
    };
    let packed = scans::pack(&[
        ("mets.xml".into(), mets.to_vec()),
        ("b.xml".into(), page("First").into_bytes()),
        ("a.xml".into(), page("Second").into_bytes()),
    ]);
    let reading = checked(read(&packed, Hint::default()));
    assert_eq!(reading.text.split_whitespace().collect::<Vec<_>>(), ["First", "Second"]);
    let labels: Vec<Option<&str>> = reading.layout.pages.iter().map(|p| p.label.as_deref()).collect();
    assert_eq!(labels, [Some("xii"), Some("13")]);
    assert!(reading.notices[0].message.contains("names 3 pages, of which 2"), "{:?}", reading.notices);
}

#[test]
fn columns_are_read_one_after_the_other() {
    for name in ["hocr/tesseract-5.3.0-columns.hocr", "alto/tesseract-5.3.0-columns.xml"] {
        let reading = checked(read(&file(name), Hint::default()));
        let at =
            |words: &str| reading.text.find(words).unwrap_or_else(|| panic!("{words}: {}", reading.text));
        assert!(at("second session of the lake") < at("According to participants"));
        assert!(at("According to participants") < at("protested against every"));
    }
}

const TRANSKRIBUS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"><Metadata><Creator>Transkribus</Creator>
<Created>2020-01-02T10:00:00</Created><TranskribusMetadata docId="7" pageNr="1" imgUrl="https://example.org/1"/></Metadata>
<Page imageFilename="0001_box3.jpg" imageWidth="1000" imageHeight="1400"><ReadingOrder><OrderedGroup id="ro_1">
<RegionRefIndexed index="0" regionRef="r2"/><RegionRefIndexed index="1" regionRef="r1"/><RegionRefIndexed index="2" regionRef="r3"/></OrderedGroup></ReadingOrder>
<TextRegion id="r1" custom="readingOrder {index:1;} structure {type:paragraph;}"><Coords points="100,300 900,300 900,500 100,500"/>
<TextLine id="r1l2" custom="readingOrder {index:1;}"><Coords points="100,350 600,350 600,380 100,380"/><TextEquiv><Unicode>her seal to the letter.</Unicode></TextEquiv></TextLine>
<TextLine id="r1l1" custom="readingOrder {index:0;} person {offset:0; length:9;} unclear {offset:10; length:5;}"><Coords points="100,300 900,300 900,330 100,330"/><TextEquiv><Unicode>Mrs. Venn added without a word of explanation to any of them</Unicode></TextEquiv></TextLine></TextRegion>
<TextRegion id="r2" custom="structure {type:heading;}"><Coords points="100,100 900,100 900,150 100,150"/><TextLine id="r2l1"><Coords points="100,100 900,100 900,150 100,150"/>
<Word id="w1"><TextEquiv><Unicode>Second</Unicode></TextEquiv></Word><Word id="w2"><TextEquiv conf="0.2"><Unicode>session</Unicode></TextEquiv></Word></TextLine></TextRegion>
<TextRegion id="r4" custom="structure {type:page-number;}"><Coords points="480,20 520,20 520,50 480,50"/><TextLine id="r4l1"><Coords points="480,20 520,20 520,50 480,50"/><TextEquiv><Unicode>- 7 -</Unicode></TextEquiv></TextLine></TextRegion>
<TextRegion id="r3" type="marginalia"><Coords points="10,300 90,300 90,350 10,350"/><TextLine id="r3l1"><Coords points="10,300 90,300 90,350 10,350"/><TextEquiv><Unicode>Seen. O.V.</Unicode></TextEquiv></TextLine></TextRegion>
<TableRegion id="t1"><Coords points="100,600 900,600 900,700 100,700"/>
<TableCell row="0" col="1" id="c2"><TextLine id="c2l"><TextEquiv><Unicode>East quay</Unicode></TextEquiv></TextLine></TableCell>
<TableCell row="0" col="0" id="c1"><TextLine id="c1l"><TextEquiv><Unicode>Alder</Unicode></TextEquiv></TextLine></TableCell></TableRegion>
</Page></PcGts>"#;

#[test]
fn tags_of_transkribus_say_what_is_what() {
    let reading = of(TRANSKRIBUS);
    assert_eq!(
        report(&reading),
        [
            "runninghead: - 7 -",
            "heading(2): Second session",
            "paragraph: Mrs. Venn added without a word of explanation to any of them her seal to the letter.",
            "tablerow: Alder|East quay",
            "note -: Seen. O.V.",
        ]
    );
    assert_eq!(reading.layout.pages[0].label.as_deref(), Some("7"));
    assert_eq!(reading.layout.pages[0].image.as_deref(), Some("0001_box3.jpg"));
    let marks: Vec<_> = reading.marks.iter().map(|m| (m.span.of(&reading.text), m.kind.clone())).collect();
    assert!(marks.contains(&("session", MarkKind::Unclear)), "{marks:?}");
    assert!(marks.contains(&("Mrs. Venn", MarkKind::Person(None))));
    assert!(marks.contains(&("added", MarkKind::Unclear)));
    let line = reading.layout.locator_at(reading.text.find("her seal").unwrap() as u32).unwrap();
    assert_eq!((line.element.as_deref(), line.area), (Some("#r1l2"), Some([100.0, 350.0, 500.0, 30.0])));
    assert!(reading.metadata.contains(&("creator".into(), "Transkribus".into())));
}

#[test]
fn points_of_the_oldest_schema_and_several_readings() {
    let reading = of(
        r#"<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2009-03-16"><Page imageFilename="a.tif">
        <TextRegion id="r" type="paragraph"><Coords><Point x="1" y="2"/><Point x="11" y="2"/><Point x="11" y="8"/></Coords>
        <TextEquiv index="1"><Unicode>second guess</Unicode></TextEquiv><TextEquiv index="0"><Unicode>First guess.</Unicode></TextEquiv></TextRegion></Page></PcGts>"#,
    );
    assert_eq!(reading.text.trim(), "First guess.");
}

#[test]
fn alto_tells_broken_words_margins_and_zones() {
    let reading = of(
        r#"<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description>
        <sourceImageInformation><fileName>p412.png</fileName></sourceImageInformation></Description>
        <Tags><OtherTag ID="BT1" LABEL="MainZone"/><OtherTag ID="BT2" LABEL="RunningTitleZone"/><OtherTag ID="BT3" LABEL="MarginTextZone"/></Tags>
        <Layout><Page ID="P1" PRINTED_IMG_NR="412" WIDTH="900" HEIGHT="1200"><TopMargin><TextBlock ID="b0"><TextLine><String CONTENT="412"/></TextLine></TextBlock></TopMargin>
        <PrintSpace><TextBlock ID="b1" TAGREFS="BT2"><TextLine><String CONTENT="LAKE"/><SP/><String CONTENT="COMMISSION"/></TextLine></TextBlock>
        <TextBlock ID="b2" TAGREFS="BT1"><TextLine ID="l1" HPOS="10" VPOS="50" WIDTH="500" HEIGHT="20"><String CONTENT="They"/><SP/><String CONTENT="would"/><SP/><String CONTENT="nego" SUBS_TYPE="HypPart1" SUBS_CONTENT="negotiate"/><HYP CONTENT="-"/></TextLine>
        <TextLine ID="l2" HPOS="10" VPOS="75" WIDTH="500" HEIGHT="20"><String CONTENT="tiate" SUBS_TYPE="HypPart2" SUBS_CONTENT="negotiate"/><SP/><String CONTENT="on" WC="0.2"/><SP/><String CONTENT="Mon"/><HYP CONTENT="-"/></TextLine>
        <TextLine ID="l3" HPOS="10" VPOS="100" WIDTH="100" HEIGHT="20"><String CONTENT="day."/></TextLine></TextBlock>
        <TextBlock ID="b3" TAGREFS="BT3"><TextLine><String CONTENT="Seen."/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"#,
    );
    assert_eq!(
        report(&reading),
        [
            "runninghead: 412",
            "runninghead: LAKE COMMISSION",
            "paragraph: They would nego\u{ad}tiate on Mon-/day.",
            "note -: Seen."
        ]
    );
    assert_eq!(reading.marks.len(), 1);
    assert_eq!(reading.layout.pages[0].label.as_deref(), Some("412"));
    let word = reading.text.find("tiate").unwrap() as u32;
    assert_eq!(reading.layout.locator_at(word).unwrap().element.as_deref(), Some("#l2"));
}

#[test]
fn a_paragraph_that_runs_over_the_page_break_is_one() {
    let page = |n: u32, head: &str, lines: &[&str]| {
        let line = |(k, words): (usize, &&str)| {
            format!(
                "<span class='ocr_line' id='l{n}_{k}' title='bbox 10 {} 500 {}'>{words}</span>",
                100 + 30 * k,
                120 + 30 * k
            )
        };
        let lines: String = lines.iter().enumerate().map(line).collect();
        format!(
            "<div class='ocr_page' title='image \"p{n}.png\"; bbox 0 0 600 900; ppageno {n}'><p class='ocr_header'><span class='ocr_line' title='bbox 10 10 200 30'>{head}</span></p><p class='ocr_par'>{lines}</p></div>"
        )
    };
    let source = format!(
        "<html><head><meta name='ocr-system' content='kraken'/></head><body>{}{}</body></html>",
        page(1, "THE LAKE COMMISSION 11", &["The upland delegation could", "not accept the second point of"]),
        page(2, "12 THE LAKE COMMISSION", &["the letter, and it asked for", "an inquiry."])
    );
    let reading = of(&source);
    assert_eq!(
        report(&reading),
        [
            "runninghead: THE LAKE COMMISSION 11",
            "paragraph: The upland delegation could not accept the second point of the letter, and it asked for an inquiry.",
            "runninghead: 12 THE LAKE COMMISSION",
        ]
    );
    let at =
        |words: &str| reading.layout.page_at(reading.text.find(words).unwrap() as u32).unwrap().label.clone();
    assert_eq!((at("second point").as_deref(), at("the letter").as_deref()), (Some("11"), Some("12")));
}

#[test]
fn broken_hostile_and_empty_files_are_read_as_far_as_they_go() {
    let whole = String::from_utf8(file("alto/tesseract-5.3.0_0001.xml")).unwrap();
    let mut half = whole.len() / 2;
    while !whole.is_char_boundary(half) {
        half += 1;
    }
    assert!(of(&whole[..half]).text.contains("Harbour House"));
    let packed = pages(&["alto/tesseract-5.3.0_0001.xml", "alto/tesseract-5.3.0_0002.xml"]);
    let cut = checked(read(&packed[..packed.len() / 2], Hint::default()));
    assert!(cut.notices.iter().any(|n| n.message.contains("cut off")), "{:?}", cut.notices);
    let mut lies = packed.clone();
    lies[124..135].copy_from_slice(b"77777777777");
    assert!(!checked(read(&lies, Hint::default())).notices.is_empty());
    let empty = of("<PcGts><Page imageFilename='a'/></PcGts>");
    assert!(empty.notices[0].message.contains("no recognised words"));
}

#[test]
fn cost_does_not_explode_with_regions_lines_or_depth() {
    let region = |n: usize| {
        format!(
            "<TextRegion id='r{n}'><Coords points='{},{} {},{}'/><TextLine><TextEquiv><Unicode>word {n}</Unicode></TextEquiv></TextLine></TextRegion>",
            n * 7 % 900,
            n * 13 % 1300,
            n * 7 % 900 + 50,
            n * 13 % 1300 + 10
        )
    };
    let many: String = (0..30_000).map(region).collect();
    let deep =
        format!("{}x{}", "<TextRegion><TextLine>".repeat(50_000), "</TextLine></TextRegion>".repeat(50_000));
    let groups = format!("<ReadingOrder>{}</ReadingOrder>", "<OrderedGroupIndexed index='1'>".repeat(40_000));
    let lines = "<span class='ocr_line' title='bbox 1 1 9 9'>a </span>".repeat(60_000);
    let start = Instant::now();
    for body in [many, deep, groups] {
        of(&format!("<PcGts><Page imageFilename='a'>{body}</Page></PcGts>"));
    }
    of(&format!("<html><body><div class='ocr_page'><p class='ocr_par'>{lines}</p></div></body></html>"));
    let sheets = "<div class='ocr_page' title='bbox 0 0 9 9'><span class='ocr_line' title='bbox 1 1 9 9'>same words here</span></div>".repeat(5_000);
    of(&format!("<html><body>{sheets}</body></html>"));
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn damaged_files_never_fail(which in 0usize..4, at in 0.0f64..1.0, bytes in proptest::collection::vec(any::<u8>(), 1..30), cut in any::<bool>()) {
        let names = ["alto/tesseract-5.3.0_0003.xml", "hocr/tesseract-5.3.0_0003.hocr", "page/ocrd-tesserocr-0.21.2_0003.xml", "bundle"];
        let mut source = if names[which] == "bundle" { pages(&names[..2]) } else { file(names[which]) };
        let at = (at * source.len() as f64) as usize;
        let end = (at + bytes.len()).min(source.len());
        source.splice(at..end, bytes);
        if cut {
            source.truncate(at);
        }
        checked(read(&source, Hint::default()));
    }
}
