//! What Rich Text may hold, one thing each.

use crate::{blocks, marked, notices, open, pages, told};
use memcon_read::{MarkKind, Reading};

fn rtf(body: &str) -> Reading {
    open(format!("{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0\\fcharset0 Times;}}{{\\f1\\fcharset204 Times;}}{{\\f2\\fcharset134 SimSun;}}{{\\f3\\fcharset2 Symbol;}}}}\n{body}}}").as_bytes())
}

#[test]
fn characters_in_all_their_spellings() {
    let r = rtf(
        r"caf\'e9 {\f1 \'cf\'e0\'f0\'ee\'ec} {\f2\'b6\'c9\'b4\'ac} {\f3 a\'b7} \u8220\'93x\u8221\'94 \u-10179?\u-8704? {\uc0\u1055 y} \emdash\~\_\-\lquote z\rquote\tab\{\\\}",
    );
    assert_eq!(r.text, "café Паром 渡船 α• “x” 😀 Пy —\u{a0}\u{2011}\u{ad}‘z’\t{\\}");
}

#[test]
fn a_double_byte_may_end_in_a_letter() {
    let r = open(b"{\\rtf1\\ansi\\ansicpg932{\\fonttbl{\\f0\\fcharset128 Mincho;}}\\f0 \\'83A\\'83C\\par}");
    assert_eq!(r.text, "アイ");
}

#[test]
fn what_is_no_text_is_passed_over() {
    let r = rtf(
        "{\\*\\unknown words}{\\info{\\title Ferries}{\\author Orla Venn}{\\creatim\\yr1987\\mo3\\dy4}}{\\pict\\pngblip 89504e47}\\bin5 {{{{{{\\*\\shppict{\\pict 00}}{\\nonshppict{\\pict 00}}{\\upr{ansi}{\\*\\ud{unicode}}} {\\v hidden }{\\*\\bkmkstart x}shown",
    );
    assert_eq!(r.text, "unicode shown");
    assert_eq!((told(&r, "title"), told(&r, "author")), (Some("Ferries"), Some("Orla Venn")));
    assert_eq!(told(&r, "created"), Some("1987-03-04T00:00"));
    assert!(notices(&r).contains("pictures (2)"), "{}", notices(&r));
    assert!(notices(&r).contains("Hidden here: “hidden”."));
}

#[test]
fn fields_show_their_results() {
    let r = rtf(
        r#"See {\field{\*\fldinst{HYPERLINK "https://example.org"}}{\fldrslt{\ul the list}}}, page {\field{\*\fldinst PAGEREF x}{\fldrslt 3}}.\par"#,
    );
    assert_eq!(r.text, "See the list, page 3.");
    assert_eq!(marked(&r, |k| *k == MarkKind::Reference("https://example.org".into())), ["the list"]);
}

#[test]
fn notes_remarks_and_boxes_do_not_break_the_sentence() {
    let r = rtf(
        r"The draft{\super\chftn}{\footnote\pard{\super\chftn} Of March.\par} was{\*\atnid TB}{\*\atnauthor Teo Brandal}\chatn{\*\annotation{\*\atndate 91680021}Really?} {\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt\pard Received 8 May\par}}{\shprslt{\*\do{\dptxbxtext\pard Received 8 May\par}}}}read.{\footnote {\super *} Own mark.}\par Next.\par",
    );
    assert_eq!(
        blocks(&r),
        "paragraph: The draft[1] was read.\nparagraph: Received 8 May\nparagraph: Next.\nnote 1: [1] Of March.\nnote -: * Own mark.\nremark 1, Teo Brandal, 1987-06-29T20:21: Really?"
    );
}

#[test]
fn tables_and_tables_in_them() {
    let r = rtf(
        r"\trowd\cellx1\cellx2\pard\intbl a\cell b\cell\row\trowd\cellx1\cellx2\pard\intbl\cell{\pard\intbl c\par}\pard\intbl\itap2 1\nestcell 2\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables x}\pard\intbl\itap1\cell\row\pard after\par",
    );
    assert_eq!(r.text, "a\tb\n\nc\n\n1\t2\n\nafter");
}

#[test]
fn printed_numbers_are_brought_along_or_counted() {
    let lists = r"{\*\listtable{\list{\listlevel\levelnfc4\levelstartat1{\leveltext\'03(\'00);}{\levelnumbers\'02;}}{\listlevel\levelnfc1\levelstartat1{\leveltext\'04\'00.\'01.;}{\levelnumbers;}}\listid5}}{\*\listoverridetable{\listoverride\listid5\listoverridecount0\ls1}}";
    let r = rtf(&format!(
        r"{lists}\pard{{\listtext 4.\tab}}\ls9 told\par\pard\ls1 x\par\ls1\ilvl1 y\par\pard\ls1 z\par"
    ));
    assert_eq!(blocks(&r), "item: 4. told\nitem: (a) x\nitem: a.I. y\nitem: (b) z");
}

#[test]
fn headings_by_style_and_outline() {
    let r = rtf(
        r"{\stylesheet{\s0 Normal;}{\s1\sbasedon0 heading 1;}{\s2\sbasedon1 Clause;}{\*\cs3 Quote;}}\pard\s2 a\par\pard\plain b\par\pard\outlinelevel1 c\par",
    );
    assert_eq!(blocks(&r), "heading 1: a\nparagraph: b\nheading 2: c");
}

#[test]
fn changes_are_taken_over_and_told() {
    let r = rtf(
        r"{\*\revtbl{Unknown;}{Orla Venn;}{Teo Brandal;}}We {\deleted\revauthdel2 never }{\revised\revauth1 may }sign.\par",
    );
    assert_eq!(r.text, "We may sign.");
    assert_eq!(marked(&r, |k| *k == MarkKind::Added(Some("Orla Venn".into()))), ["may"]);
    assert!(notices(&r).contains("Struck out here by Teo Brandal: “never”."));
}

#[test]
fn heads_stand_outside_the_text_and_pages_are_counted() {
    let r = rtf(
        r"\pgnstarts7\pgnrestart{\header\pard Lake ferries\par}{\headerf\pard MINISTRY\par}{\footer\pard Page \chpgn\par}\pard one\par\page two\par",
    );
    assert_eq!(
        blocks(&r),
        "letterhead: MINISTRY\nrunning head: Lake ferries\nparagraph: one\nparagraph: two\nrunning head: Page"
    );
    assert_eq!(
        pages(&r),
        [(Some("7"), "one".into()), (Some("8"), "two".into())] as [(Option<&str>, String); 2]
    );
}

#[test]
fn bytes_lead_back_to_the_source() {
    let source = b"{\\rtf1 One\\par Two\\par}";
    let r = open(source);
    let [start, end] = r.layout.locators[1].bytes.unwrap();
    assert_eq!(&source[start as usize..end as usize], b"Two\\par");
}

#[test]
fn a_cell_that_is_not_called_one_is_one_all_the_same() {
    let r = rtf(r"before\par\trowd\cellx1\cellx2 a\cell b\cell\row\pard after\par");
    assert_eq!(blocks(&r), "paragraph: before\nrow: a | b\nparagraph: after");
}

#[test]
fn text_of_apple_breaks_lines_by_a_backslash() {
    let r = open(b"{\\rtf1\\ansi\\ansicpg1252\\cocoartf2639\n{\\fonttbl\\f0\\fswiss\\fcharset0 Helvetica;}\n\\f0 One\\\nTwo \\uc0\\u8217 s\\\n{\\listtext\t1.\t}Three}");
    assert_eq!(blocks(&r), "paragraph: One\nparagraph: Two ’s\nitem: 1. Three");
    assert_eq!(r.encoding, "windows-1252");
}
