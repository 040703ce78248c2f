//! Files that are damaged or made to do harm: bounded time and memory, a clear notice, no panic.

use std::time::{Duration, Instant};

use crate::{notices, open, package};
use memcon_read::Reading;
use proptest::prelude::*;

/// Reads, and fails where that takes longer than a debug build may.
fn quick(bytes: &[u8]) -> Reading {
    let start = Instant::now();
    let r = open(bytes);
    assert!(start.elapsed() < Duration::from_secs(60), "took {:?}", start.elapsed());
    r
}

fn docx(document: &str) -> Vec<u8> {
    package(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", document)])
}

fn real(path: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/files/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

const REAL: [&str; 9] = [
    "docx/libreoffice-7.4.docx",
    "docx/docx-npm-9.15.docx",
    "docx/abiword-3.0.docx",
    "odt/libreoffice-7.4.odt",
    "odt/odfpy-1.4.odt",
    "odt/session.fodt",
    "rtf/libreoffice-7.4.rtf",
    "rtf/pandoc-2.17.rtf",
    "rtf/abiword-3.0.rtf",
];

#[test]
fn a_file_cut_off_is_read_as_far_as_it_goes() {
    for path in REAL {
        let bytes = real(path);
        for part in [20, 50, 75, 95] {
            let r = quick(&bytes[..bytes.len() * part / 100]);
            assert!(!r.notices.is_empty(), "{path} at {part}%: something is said");
        }
    }
    let whole = docx("<w:document><w:body><w:p><w:r><w:t>Kept words</w:t></w:r></w:p></w:body></w:document>");
    let directory = whole.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let r = quick(&[&whole[..directory], b"PK\x01"].concat());
    assert_eq!(r.text, "Kept words");
    assert!(notices(&r).contains("table of contents is missing"), "{}", notices(&r));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let bomb = format!("<w:document><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p>", "a".repeat(60_000_000));
    let r = quick(&docx(&bomb));
    assert!(r.text.len() < 20_000_000, "{}", r.text.len());
    assert!(notices(&r).contains("unpacks to more than"), "{}", notices(&r));
}

#[test]
fn nothing_outside_is_read() {
    let xml = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\"><!ENTITY f \"fff\"><!ENTITY g \"&f;&f;\">]><w:document><w:body><w:p><w:r><w:t>&e;&g;</w:t></w:r></w:p></w:body></w:document>";
    let r = quick(&docx(xml));
    assert_eq!(r.text, "&e;&g;");
}

#[test]
fn deep_nesting_is_read_flat() {
    for element in [
        "w:tbl><w:tr><w:tc",
        "w:p><w:r><w:txbxContent",
        "w:sdt",
        "w:ins",
        "mc:AlternateContent><mc:Choice",
        "w:p",
    ] {
        let deep = format!(
            "<w:document><w:body>{}<w:p><w:r><w:t>in</w:t></w:r></w:p>",
            format!("<{element}>").repeat(100_000)
        );
        assert!(quick(&docx(&deep)).text.contains("in"), "{element}");
    }
    for element in [
        "table:table><table:table-row><table:table-cell",
        "text:p><draw:text-box",
        "text:list><text:list-item",
        "text:span",
        "text:note><text:note-body",
    ] {
        let deep = format!(
            "<office:document-content><office:body><office:text>{}<text:p>in</text:p>",
            format!("<{element}>").repeat(100_000)
        );
        let r = quick(&package(&[
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            ("content.xml", &deep),
        ]));
        assert!(r.text.contains("in"), "{element}");
    }
    for group in [
        "{",
        "{\\footnote ",
        "{\\field{\\*\\fldinst x}{\\fldrslt ",
        "{\\pard\\intbl\\itap9 x\\cell",
        "{\\shp{\\*\\shpinst{\\shptxt ",
        "{\\*\\annotation ",
        "{\\info{\\title ",
    ] {
        quick(format!("{{\\rtf1 {}in", group.repeat(100_000)).as_bytes());
    }
}

#[test]
fn huge_counts_are_bounded() {
    let r = quick(b"{\\rtf1 \\bin2147483647 x\\u99999999999 y\\uc999999999\\u1 zz\\itap99999999\\intbl a\\nestcell\\nestrow\\ilvl99999\\ls99999 b}");
    assert!(r.text.len() < 1000);
    let cell = "<table:table><table:table-row><table:table-cell table:number-columns-repeated='99999999'/><table:table-cell><text:p>x<text:s text:c='4000000000'/>y</text:p></table:table-cell></table:table-row></table:table>";
    let r = quick(&package(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        (
            "content.xml",
            &format!(
                "<office:document-content><office:body><office:text>{cell}</office:text></office:body></office:document-content>"
            ),
        ),
    ]));
    assert!(r.text.len() < 1000);
    let level = "<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='99999'><w:start w:val='9223372036854775807'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%9%1%%0%é'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>";
    let item = "<w:p><w:pPr><w:numPr><w:ilvl w:val='8'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>";
    let r = quick(&package(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &format!("<w:document><w:body>{item}{item}</w:body></w:document>")),
        ("word/numbering.xml", &format!("<w:numbering>{level}</w:numbering>")),
    ]));
    assert!(r.text.ends_with('x'));
}

#[test]
fn many_notes_of_one_text_and_many_heads_cost_no_more_than_their_bytes() {
    let note = format!(
        "<w:footnotes><w:footnote w:id='1'><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote></w:footnotes>",
        "word ".repeat(20_000)
    );
    let marks = "<w:r><w:footnoteReference w:id='1'/></w:r>".repeat(20_000);
    let r = quick(&package(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &format!("<w:document><w:body><w:p>{marks}</w:p></w:body></w:document>")),
        ("word/footnotes.xml", &note),
    ]));
    assert!(r.text.len() < 2_000_000, "{}", r.text.len());
}

#[test]
fn parts_that_are_missing_or_circular_are_told() {
    let r =
        quick(&package(&[("[Content_Types].xml", "word/document.xml <Types/>"), ("word/other.xml", "<x/>")]));
    assert!(notices(&r).contains("holds no document") || !r.notices.is_empty());
    let loops = "<w:styles><w:style w:styleId='a'><w:basedOn w:val='b'/></w:style><w:style w:styleId='b'><w:basedOn w:val='a'/></w:style></w:styles>";
    let r = quick(&package(&[
        ("[Content_Types].xml", "<Types/>"),
        (
            "word/document.xml",
            "<w:document><w:body><w:p><w:pPr><w:pStyle w:val='a'/></w:pPr><w:r><w:t>x</w:t></w:r></w:p></w:body></w:document>",
        ),
        ("word/styles.xml", loops),
    ]));
    assert_eq!(r.text, "x");
    let r = quick(b"PK\x05\x06mimetypeapplication/vnd.oasis.opendocument.text");
    assert!(!r.notices.is_empty());
}

#[test]
fn braces_that_do_not_match_lose_no_words() {
    let r = quick(b"{\\rtf1 One}} two\\par}");
    assert!(r.text.contains("One") && r.text.contains("two"), "{:?}", r.text);
    let r = quick(b"{\\rtf1 One {\\b two");
    assert_eq!(r.text, "One two");
    assert!(notices(&r).contains("breaks off"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_makes_a_panic(file in 0..REAL.len(), damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3u8), 1..30)) {
        let mut bytes = real(REAL[file]);
        for (at, byte, how) in damage {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, byte),
            }
        }
        open(&bytes);
    }

    /// Damage inside the package, where packing would hide it.
    #[test]
    fn no_damaged_markup_makes_a_panic(damage in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..40usize), 1..12)) {
        let mut text = String::from_utf8(real("odt/session.fodt")).unwrap();
        for (from, to, length) in damage {
            let bound = |mut at: usize, t: &str| { while !t.is_char_boundary(at) { at -= 1 } at };
            let start = bound(from.index(text.len()), &text);
            let end = bound((start + length).min(text.len()), &text);
            let piece = text[start..end].to_owned();
            let at = bound(to.index(text.len()), &text);
            text.insert_str(at, &piece);
        }
        open(text.as_bytes());
    }

    #[test]
    fn any_rich_text_is_read(words in prop::collection::vec(prop::sample::select(vec![
        "{", "}", "\\par ", "\\cell ", "\\row ", "\\intbl ", "\\itap2 ", "\\nestcell ", "{\\*\\nesttableprops\\nestrow}", "{\\footnote ", "\\chftn ", "{\\field", "{\\*\\fldinst HYPERLINK x}",
        "{\\fldrslt ", "{\\listtext ", "\\u8220?", "\\'e9", "word ", "\\page ", "\\sect ", "{\\header ", "{\\shp{\\*\\shpinst{\\shptxt ", "\\pard ", "\\plain ", "\\deleted ", "\\v ", "{\\*\\annotation ", "{\\upr{", "{\\*\\ud ",
        "{\\stylesheet ", "{\\fonttbl ", "\\f1 ", "\\ls1 ", "{\\listtable ", "{\\info{\\title ", "{\\pict ", ";", "\\bin3 ", "\\u-10179?"
    ]), 0..60)) {
        open(format!("{{\\rtf1 {}", words.concat()).as_bytes());
    }
}
