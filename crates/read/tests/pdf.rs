//! PDFs of real programs against the words they were made from, and files that mean harm.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use memcon_model::Severity;
use memcon_read::{BlockKind, Hint, MarkKind, Reading, read};
use proptest::prelude::*;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/files/pdf")
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(folder().join(name)).expect("a file of ours")
}

fn plain(bytes: &[u8]) -> Reading {
    let reading = read(bytes, Hint::default());
    let mut at = 0;
    for block in &reading.blocks {
        assert!(reading.text.get(block.span.range()).is_some_and(|t| !t.is_empty()), "{block:?}");
        assert!(block.span.start >= at, "{block:?}");
        at = block.span.start;
    }
    let mut at = 0;
    for locator in &reading.layout.locators {
        assert!(locator.span.start >= at && reading.text.get(locator.span.range()).is_some(), "{locator:?}");
        at = locator.span.end;
    }
    reading
}

/// Blocks, one a line, long ones cut.
fn report(reading: &Reading) -> String {
    let mut report = String::new();
    for block in &reading.blocks {
        let words: String = block.span.of(&reading.text).chars().take(60).collect();
        let kind = match &block.kind {
            BlockKind::Note { label, .. } => format!("Note {}", label.as_deref().unwrap_or("-")),
            BlockKind::Comment { author, time, .. } => {
                format!(
                    "Comment by {} at {}",
                    author.as_deref().unwrap_or("-"),
                    time.as_deref().unwrap_or("-")
                )
            }
            other => format!("{other:?}"),
        };
        writeln!(report, "{kind}: {}", words.replace('\n', "/")).expect("text");
    }
    report
}

/// The words of a text, broken ones joined: letters and digits, a word for each character of Chinese and Korean.
fn tokens(text: &str) -> Vec<String> {
    let joined = text.replace(['\u{ad}', '\u{2010}'], "-").replace("-\n", "").replace('-', "");
    let mut tokens: Vec<String> = Vec::new();
    let mut open = false;
    for c in joined.chars() {
        let square = matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
        if square || !c.is_alphanumeric() {
            open = false;
            if square {
                tokens.push(c.to_string());
            }
            continue;
        }
        match tokens.last_mut().filter(|_| open) {
            Some(word) => word.extend(c.to_lowercase()),
            None => tokens.push(c.to_lowercase().collect()),
        }
        open = true;
    }
    tokens
}

/// The words of the paper that programs were given, without scripts that some were not.
fn paper(leave_out: &[char]) -> Vec<String> {
    let text = std::fs::read_to_string(folder().join("paper.txt")).expect("a file of ours");
    let lines = text.lines().filter(|l| !l.contains(leave_out)).filter_map(|l| l.split_once('\t'));
    tokens(&lines.map(|(_, words)| words).collect::<Vec<_>>().join("\n"))
}

/// The body alone: neither running heads nor notes nor the marks of notes.
fn body(reading: &Reading) -> Vec<String> {
    let mut text = String::new();
    for block in &reading.blocks {
        if matches!(block.kind, BlockKind::RunningHead | BlockKind::Note { .. }) {
            continue;
        }
        let mut words = block.span.of(&reading.text).to_owned();
        for mark in reading.marks.iter().rev().filter(|m| block.span.contains(m.span)) {
            let at = (mark.span.start - block.span.start) as usize;
            words.replace_range(at..at + mark.span.len(), "");
        }
        text += &words;
        text.push('\n');
    }
    tokens(&text)
}

/// Which share of `truth` stands in `found` in its order, and how many words of `found` are not of it.
fn in_order(truth: &[String], found: &[String]) -> (f64, usize) {
    let mut last = vec![0usize; found.len() + 1];
    for word in truth {
        let mut corner = 0;
        for (n, other) in found.iter().enumerate() {
            let above = last[n + 1];
            last[n + 1] = if word == other { corner + 1 } else { above.max(last[n]) };
            corner = above;
        }
    }
    let common = last[found.len()];
    (common as f64 / truth.len() as f64, found.len() - common)
}

const RUSSIAN: char = 'я';
const KOREAN: char = '의';
const CHINESE: char = '的';

#[test]
fn the_words_of_the_paper_come_in_their_order_from_every_program() {
    let mut wrong = Vec::new();
    for (name, without) in [
        ("pdftex-1.40.pdf", &[RUSSIAN, KOREAN, CHINESE][..]),
        ("weasyprint-70.pdf", &[KOREAN, CHINESE]),
        ("ghostscript-10-pdfa.pdf", &[KOREAN, CHINESE]),
        ("chromium-156.pdf", &[KOREAN, CHINESE]),
        ("typst-0.15.pdf", &[]),
        ("reportlab-5.1.pdf", &[]),
        ("libreoffice-7.4.pdf", &[]),
        ("groff-1.22-ghostscript-10.pdf", &[RUSSIAN, KOREAN, CHINESE]),
        ("qpdf-11-linearised.pdf", &[RUSSIAN, KOREAN, CHINESE]),
        ("qpdf-11-empty-password.pdf", &[RUSSIAN, KOREAN, CHINESE]),
    ] {
        let reading = plain(&bytes(name));
        let (share, more) = in_order(&paper(without), &body(&reading));
        // What groff was given has the secretariat in the place of the date.
        if share < 0.99 || more > 3 || !reading.notices.is_empty() {
            wrong.push(format!("{name}: {share:.3}, {more} more, {:?}", reading.notices));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn paragraphs_are_whole_over_columns_and_pages() {
    for name in
        ["pdftex-1.40.pdf", "weasyprint-70.pdf", "libreoffice-7.4.pdf", "typst-0.15.pdf", "chromium-156.pdf"]
    {
        let reading = plain(&bytes(name));
        let text = std::fs::read_to_string(folder().join("paper.txt")).unwrap();
        let mut seen = 0;
        let paragraphs: Vec<Vec<String>> = reading
            .blocks
            .iter()
            .filter(|b| b.kind == BlockKind::Paragraph)
            .map(|b| tokens(b.span.of(&reading.text)))
            .collect();
        for line in text.lines().filter_map(|l| l.strip_prefix("p\t")) {
            let words = tokens(line);
            let begun = paragraphs.iter().find(|p| p.len() > 3 && p[..4] == words[..4]);
            let Some(found) = begun else { continue };
            seen += 1;
            // Marks of notes stand in the paragraph: up to two more words, or words with a figure at their end.
            assert!(found.len().abs_diff(words.len()) <= 2, "{name}: {line}");
        }
        let count = text.lines().filter(|l| l.starts_with("p\t")).count();
        assert!(seen + 3 >= count, "{name}: {seen} of {count}");
        assert!(paragraphs.len() <= count + 2, "{name}: {} paragraphs", paragraphs.len());
    }
}

#[test]
fn pages_heads_and_notes_of_two_columns_by_tex() {
    let reading = plain(&bytes("pdftex-1.40.pdf"));
    let report = report(&reading);
    for line in [
        "RunningHead: 412 Records of the Lake Conference",
        "Heading(1): The Sixth Session on the Ferries",
        "Heading(2): 1. The opening of the session",
        "Note 1: [1] The appointment was confirmed by tele-/gram on the follo",
        "RunningHead: The Sixth Session on the Ferries 413",
        "ListItem: (b) that the pilots of either side be admitted without furth",
        "TableRow: Heron\tWest quay\t38\t11",
    ] {
        assert!(report.lines().any(|l| l == line), "{line} is not in\n{report}");
    }
    let at = reading.text.find("ommend its acceptance to the compe-\ntent authorities").unwrap() as u32;
    let page = |at| reading.layout.page_at(at).unwrap().label.as_deref().unwrap().to_owned();
    assert_eq!((page(at), page(at + 40)), ("412".into(), "413".into()), "one paragraph, two pages");
    let note = reading
        .blocks
        .iter()
        .find(|b| b.kind == BlockKind::Note { label: Some("2".into()), editorial: None });
    assert_eq!(page(note.unwrap().span.start), "412", "the note is on the page where it stands");
    let marks: Vec<_> = reading.marks.iter().map(|m| &m.kind).collect();
    assert_eq!(marks, ["1", "2", "3", "4"].map(|m| MarkKind::NoteMark(m.into())).iter().collect::<Vec<_>>());
    assert_eq!(reading.title.as_deref(), Some("The Sixth Session on the Ferries"));
    assert!(reading.metadata.contains(&("author".into(), "Lake Secretariat".into())));
    let area = reading.layout.locator_at(at).unwrap().area.unwrap();
    assert!(area[0] > 200.0 && area[1] > 300.0 && area[2] > 100.0, "right column, lower half: {area:?}");
}

#[test]
fn printed_numbers_and_those_of_the_catalogue_name_the_pages() {
    let labels = |name| -> Vec<String> {
        let pages = plain(&bytes(name)).layout.pages;
        let mut found: Vec<(u32, String)> =
            pages.iter().map(|p| (p.number, p.label.clone().unwrap_or("-".into()))).collect();
        found.sort();
        found.dedup();
        found.into_iter().map(|(_, label)| label).collect()
    };
    assert_eq!(labels("pdftex-1.40.pdf"), ["412", "413"]);
    assert_eq!(labels("typst-0.15.pdf"), ["87", "88"]);
    assert_eq!(labels("reportlab-5.1.pdf"), ["12", "13"]);
    assert_eq!(labels("libreoffice-7.4.pdf"), ["1", "2"]);
    assert_eq!(labels("chromium-156.pdf"), ["1", "2"]);
    assert_eq!(labels("pdftex-1.40-book.pdf"), ["i", "ii", "iii", "iv", "1", "2", "3", "4", "5", "6"]);
}

#[test]
fn heads_that_change_by_chapter_are_known_by_their_numbers() {
    let reading = plain(&bytes("pdftex-1.40-book.pdf"));
    let heads: Vec<&str> = reading
        .blocks
        .iter()
        .filter(|b| b.kind == BlockKind::RunningHead)
        .map(|b| b.span.of(&reading.text))
        .collect();
    assert!(
        heads.contains(&"1.2. THE TRUCE 3") && heads.contains(&"6 CHAPTER 2. THE SECOND YEAR"),
        "{heads:?}"
    );
}

#[test]
fn three_columns_under_one_heading_and_a_line_across() {
    let report = report(&plain(&bytes("chromium-156-columns.pdf")));
    let order: Vec<&str> =
        report.lines().map(|l| l.split_once(": ").unwrap().1.split(' ').next().unwrap()).collect();
    assert_eq!(
        order,
        ["Lake", "By", "The", "Mrs.", "The", "A", "The", "Observers", "Letters", "The"],
        "{report}"
    );
}

#[test]
fn words_from_top_to_bottom_and_from_right_to_left() {
    let vertical = plain(&bytes("chromium-156-vertical.pdf"));
    assert!(vertical.text.starts_with("双方は三月十一日に再び会談することで合意した。"), "{}", vertical.text);
    assert_eq!(vertical.blocks.len(), 2);
    let leftward = plain(&bytes("chromium-156-leftward.pdf"));
    let lines: Vec<&str> = leftward.text.lines().filter(|l| !l.is_empty()).collect();
    assert_eq!(
        lines,
        [
            "שלום עולם, זהו מסמך קצר משנת 1988 על ferries באגם.",
            "The word שלום עולם means peace.",
            "قال الوزير إن السفينة لن تبحر قبل الظهر."
        ]
    );
}

#[test]
fn fields_and_sticky_notes_of_a_form() {
    assert_eq!(
        report(&plain(&bytes("pypdf-7.1-form.pdf"))),
        "TableRow: Name of the delegate:\tTeo Brandal\n\
         TableRow: Arrives on:\t11 March\n\
         Paragraph: The delegate has been told of the rules.\n\
         Comment by O. Venn at 1988-05-17T10:15:00+02:00: Check the spelling — 확인\n"
    );
}

#[test]
fn scans_with_and_without_a_text_layer() {
    let with = plain(&bytes("tesseract-5.pdf"));
    assert!(with.text.contains("he harbour administration had al-\nready"), "{}", with.text);
    let without = plain(&bytes("pillow-scan.pdf"));
    assert_eq!(without.text, "");
    let notice = &without.notices[0];
    assert_eq!(notice.severity, Severity::Error);
    assert!(notice.message.contains("scan without a text layer") && notice.message.contains("hOCR"));
}

#[test]
fn a_password_is_asked_for_and_an_empty_one_tried() {
    assert!(plain(&bytes("qpdf-11-empty-password.pdf")).text.len() > 4000);
    let locked = plain(&bytes("qpdf-11-password.pdf"));
    assert_eq!(locked.text, "");
    assert!(
        locked.notices[0].message.contains("encrypted") && locked.notices[0].message.contains("password")
    );
}

#[test]
fn reading_twice_gives_the_same() {
    for name in ["typst-0.15.pdf", "libreoffice-7.4.pdf"] {
        let (a, b) = (plain(&bytes(name)), plain(&bytes(name)));
        assert_eq!((a.text, a.blocks, a.marks, a.layout), (b.text, b.blocks, b.marks, b.layout));
    }
}

/// A PDF of objects numbered from 1, the first of them its catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", n + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let at = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    out.extend(
        format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n", objects.len() + 1).bytes(),
    );
    out
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{dict}/Length {}>>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

fn packed(data: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut out = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(data).expect("memory");
    stream("/Filter/FlateDecode", &out.finish().expect("memory"))
}

const WORDS: &str = "BT /F 12 Tf 50 700 Td (The ferry sails at noon.) Tj ET\n";
const CATALOGUE: &str = "<</Type/Catalog/Pages 2 0 R>>";
const PAGE: &str =
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>";
const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";

/// A PDF of one page.
fn one(catalogue: &str, pages: &str, page: &str, content: Vec<u8>) -> Vec<u8> {
    pdf(&[catalogue.into(), pages.into(), page.into(), content, FONT.into()])
}

fn simple(content: Vec<u8>) -> Vec<u8> {
    one(CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE, content)
}

fn quickly(bytes: &[u8]) -> Reading {
    let start = Instant::now();
    let reading = plain(bytes);
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    reading
}

#[test]
fn damaged_files_give_what_can_be_found_and_say_so() {
    let whole = bytes("groff-1.22-ghostscript-10.pdf");
    let words = |b: &[u8]| quickly(b);
    let cut = words(&whole[..14_000]);
    assert!(cut.notices[0].message.contains("cut off"), "{:?}", cut.notices);
    let index = memchr::memmem::rfind(&whole, b"startxref").unwrap();
    let mut lost = whole.clone();
    lost[index + 9..index + 14].copy_from_slice(b"\n1234");
    let found = words(&lost);
    assert!(found.text.contains("The session rose at twenty minutes"), "{:?}", found.notices);
    assert!(found.notices[0].message.contains("index is damaged"), "{:?}", found.notices);
    let shifted = words(&[b"Received by post.\n\x01\x02", &whole[..]].concat());
    assert_eq!(shifted.text, plain(&whole).text);
    let lies = simple(stream("", WORDS.as_bytes()));
    let length = format!("/Length {}", WORDS.len());
    let lies = String::from_utf8(lies).unwrap().replace(&length, "/Length 999999");
    assert_eq!(words(lies.as_bytes()).text, "The ferry sails at noon.");
    for nothing in [
        &b"%PDF-1.7\n"[..],
        b"%PDF-1.4\n1 0 obj<</Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R/Prev 4>>startxref\n4\n%%EOF",
    ] {
        let reading = words(nothing);
        assert_eq!((reading.text.as_str(), reading.notices[0].severity), ("", Severity::Error));
    }
}

#[test]
fn loops_and_lies_about_numbers_end() {
    for pages in [
        "<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 3>>",
        "<</Type/Pages/Kids[3 0 R]/Count 8000000>>",
        "<</Type/Pages/Kids[3 0 R 3 0 R 3 0 R]/Count -4>>",
    ] {
        let reading = quickly(&one(CATALOGUE, pages, PAGE, stream("", WORDS.as_bytes())));
        assert_eq!(reading.text, "The ferry sails at noon.", "{pages}");
    }
    let catalogue =
        "<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R/PageLabels 8 0 R/AcroForm<</Fields[9 0 R]>>>>";
    let page = PAGE.replace("/Contents", "/Annots[9 0 R 9 0 R]/Contents");
    let reading = quickly(&pdf(&[
        catalogue.into(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        page.into(),
        stream("", WORDS.as_bytes()),
        FONT.into(),
        "<</First 7 0 R>>".into(),
        "<</Title(Loop)/Next 7 0 R/First 7 0 R>>".into(),
        "<</Kids[8 0 R 8 0 R]>>".into(),
        "<</Subtype/Text/Contents(A remark)/T(Venn)/Parent 9 0 R/Kids[9 0 R]>>".into(),
    ]));
    assert_eq!(reading.text, "The ferry sails at noon.\n\nA remark\n\nA remark");
}

#[test]
fn replacement_text_stands_in_the_place_of_its_glyphs() {
    let content = b"BT /F 12 Tf 50 700 Td (two) Tj /Span<</ActualText<FEFF65B9>>>BDC (x) Tj EMC \
        /Span <</MCID 3/ActualText (\\(fi\\)\\041)>> BDC (abc) Tj EMC ( end) Tj ET";
    assert_eq!(plain(&simple(stream("", content))).text, "two\u{65b9}(fi)! end");
}

#[test]
fn pages_named_in_a_list_of_its_own_are_found() {
    let pages = |n: usize| {
        let kids: Vec<String> = (0..n).map(|i| format!("{} 0 R", 7 + i)).collect();
        let mut objects: Vec<Vec<u8>> = vec![
            CATALOGUE.into(),
            format!("<</Type/Pages/Kids 6 0 R/Count {n}>>").into(),
            "<<>>".into(),
            stream("", WORDS.as_bytes()),
            FONT.into(),
            format!("[{}]", kids.join(" ")).into(),
        ];
        objects.extend(std::iter::repeat_n(PAGE.as_bytes().to_vec(), n));
        let reading = quickly(&pdf(&objects));
        (reading.layout.pages.len(), reading.notices.len())
    };
    assert_eq!(pages(70), (70, 0));
    // The library goes through all objects for each of them: that has an end.
    let (read, notices) = pages(2100);
    assert!(read < 2100 && notices == 1, "{read} pages, {notices} notices");
}

#[test]
fn what_nests_without_end_or_unpacks_without_end_is_refused() {
    let deep = "[".repeat(1_000_000);
    let page = PAGE.replace("/Contents", &format!("/X {deep}/Contents"));
    let raw = one(CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 1>>", &page, stream("", WORDS.as_bytes()));
    let inside = simple(packed(format!("/P <</A {deep}>> BDC {WORDS} EMC").as_bytes()));
    let bomb = simple(packed(&vec![b' '; 200 << 20]));
    for (bytes, why) in [(raw, "nested"), (inside, "nested"), (bomb, "unpacks")] {
        let reading = quickly(&bytes);
        assert!(reading.notices[0].message.contains(why), "{:?}", reading.notices);
    }
    let allowed = format!("/X {}1{}/Contents", "<</A ".repeat(4900), ">>".repeat(4900));
    let page = PAGE.replace("/Contents", &allowed);
    let reading =
        quickly(&one(CATALOGUE, "<</Type/Pages/Kids[3 0 R]/Count 1>>", &page, stream("", WORDS.as_bytes())));
    assert_eq!(reading.text, "The ferry sails at noon.");
}

#[test]
fn a_page_of_scattered_letters_takes_no_longer_than_its_letters() {
    let mut content = String::from("BT /F 8 Tf ");
    for i in 0..60_000u32 {
        let (x, y) = (f64::from(i * 37 % 590), f64::from(i) * 0.013);
        write!(content, "1 0 0 1 {x:.2} {y:.2} Tm (ab) Tj ").unwrap();
    }
    quickly(&simple(packed(format!("{content} ET").as_bytes())));
    let odd = format!("1e11 0 0 1e11 0 0 cm {WORDS} 0 0 0 0 0 0 cm {WORDS}");
    quickly(&simple(stream("", odd.as_bytes())));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn mutated_files_never_panic(
        which in 0usize..4,
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..4), 1..12),
    ) {
        let names = ["groff-1.22-ghostscript-10.pdf", "qpdf-11-linearised.pdf", "tesseract-5.pdf", "pypdf-7.1-form.pdf"];
        let mut bytes = bytes(names[which]);
        for (at, value, how) in cuts {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = value,
                1 => { bytes.insert(at, value); }
                2 => { bytes.drain(at..(at + usize::from(value)).min(bytes.len())); }
                _ => bytes[at] = b"0123456789<>[]()/ "[usize::from(value) % 18],
            }
        }
        quickly(&bytes);
    }
}

#[test]
fn a_letterhead_of_two_sides_is_read_side_by_side() {
    for (name, left, right) in [
        (
            "weasyprint-70-letterhead.pdf",
            "Harbour House\n2 East Quay\nLorme",
            "Reference LC 12/3\n4 March 1987\nConfidential",
        ),
        (
            "typst-0.15-letterhead.pdf",
            "Harbour House\n2 East Quay\nLorme\nUpper Lake",
            "Reference LC 12/3\n4 March 1987",
        ),
    ] {
        let bytes = std::fs::read(folder().join(name)).expect("a file of ours");
        let reading = read(&bytes, Hint::default());
        let opens = format!("{left}\n\n{right}\n\nSir,\n\nI have the honour");
        assert!(reading.text.starts_with(&opens), "{name}:\n{}", reading.text);
    }
}
