//! What Word files may hold, one thing each.

use crate::{blocks, marked, notices, open, package, pages};
use memcon_read::{MarkKind, Reading};

const TYPES: &str = "<Types/>";
const ROOT: &str = r#"<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>"#;

/// A Word file with this body and these other parts.
fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let document = format!(r#"<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    let mut members =
        vec![("[Content_Types].xml", TYPES), ("_rels/.rels", ROOT), ("word/document.xml", document.as_str())];
    members.extend_from_slice(parts);
    package(&members)
}

fn body(body: &str) -> Reading {
    open(&docx(body, &[]))
}

/// A paragraph of one run.
fn p(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space='preserve'>{words}</w:t></w:r></w:p>")
}

#[test]
fn words_in_controls_tags_and_simple_fields_are_words() {
    let r = body(
        "<w:p><w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent><w:r><w:t>The </w:t></w:r></w:sdtContent></w:sdt>\
         <w:smartTag w:element='place'><w:r><w:t xml:space='preserve'> harbour </w:t></w:r></w:smartTag>\
         <w:fldSimple w:instr=' DATE '><w:r><w:t>4 March</w:t></w:r></w:fldSimple>\
         <w:customXml><w:r><w:t xml:space='preserve'> is shut</w:t></w:r></w:customXml></w:p>",
    );
    assert_eq!(r.text, "The harbour 4 March is shut");
}

#[test]
fn fields_show_their_results() {
    let field = |inst: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> {inst} </w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType='separate'/></w:r>{result}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
        )
    };
    let run = |w: &str| format!("<w:r><w:t>{w}</w:t></w:r>");
    let nested = field("IF 1 = 1", &field("HYPERLINK \"https://example.org\"", &run("the list")));
    let r = body(&format!("<w:p>{}{nested}</w:p>", run("See:")));
    assert_eq!(r.text, "See:the list");
    assert_eq!(marked(&r, |k| *k == MarkKind::Reference("https://example.org".into())), ["the list"]);
    let ticked = "<w:p><w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData></w:fldChar></w:r>\
                  <w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t xml:space='preserve'> agreed</w:t></w:r></w:p>";
    assert_eq!(body(ticked).text, "☒ agreed");
}

#[test]
fn a_field_that_never_ends_swallows_no_words() {
    let r = body(&format!(
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>TOC</w:instrText></w:r></w:p>{}",
        p("The paper goes on.")
    ));
    assert_eq!(r.text, "The paper goes on.");
}

#[test]
fn one_of_two_renderings_is_read() {
    let boxed = |w: &str| format!("<w:txbxContent>{}</w:txbxContent>", p(w));
    let r = body(&format!(
        "<w:p><w:r><w:t>The sentence </w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{}</w:drawing></mc:Choice>\
         <mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t xml:space='preserve'> goes on.</w:t></w:r></w:p>",
        boxed("Received 8 May"),
        boxed("Received 8 May")
    ));
    assert_eq!(blocks(&r), "paragraph: The sentence goes on.\nparagraph: Received 8 May");
    let r = body(&format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='new'><w:drawing/></mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback>\
         </mc:AlternateContent></w:r></w:p>",
        boxed("Old form")
    ));
    assert_eq!(r.text, "Old form");
}

#[test]
fn changes_are_taken_over_and_told() {
    let r = body(
        "<w:p><w:r><w:t xml:space='preserve'>We </w:t></w:r><w:del w:author='Brandal'><w:r><w:delText xml:space='preserve'>will never </w:delText></w:r></w:del>\
         <w:ins w:author='Venn'><w:r><w:t xml:space='preserve'>may </w:t></w:r><w:r><w:t>soon</w:t></w:r></w:ins><w:r><w:t xml:space='preserve'> sign.</w:t></w:r></w:p>\
         <w:p><w:pPr><w:rPr><w:del w:author='Brandal'/></w:rPr></w:pPr><w:r><w:t>One</w:t></w:r></w:p><w:p><w:r><w:t xml:space='preserve'> two.</w:t></w:r></w:p>",
    );
    assert_eq!(r.text, "We may soon sign.\nOne two.");
    assert_eq!(marked(&r, |k| *k == MarkKind::Added(Some("Venn".into()))), ["may soon"]);
    let told = notices(&r);
    assert!(told.contains("strike out 1 passage (2 words by Brandal)"), "{told}");
    assert!(told.contains("Struck out here by Brandal: “will never”."), "{told}");
    assert!(told.contains("put in 2 words by Venn"), "{told}");
}

#[test]
fn a_row_struck_out_is_no_row() {
    let row = |props: &str, w: &str| {
        format!("<w:tr><w:trPr>{props}</w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>", p(w), p("x"))
    };
    let r = body(&format!("<w:tbl>{}{}</w:tbl>", row("", "Alder"), row("<w:del/>", "Swift")));
    assert_eq!(r.text, "Alder\tx");
}

#[test]
fn tables_in_cells_and_empty_cells_keep_their_places() {
    let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
    let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell(&p("1")), cell(&p("2")));
    let r = body(&format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        cell(&p("a")),
        cell(&inner),
        cell("<w:p/>"),
        cell(&p("b")),
        cell(&p("c"))
    ));
    assert_eq!(r.text, "a\t1\t2\n\tb\tc");
}

const NUMBERING: &str = "<w:numbering><w:abstractNum w:abstractNumId='0'>\
    <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='Part %1'/><w:suff w:val='space'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:start w:val='3'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.%2.'/><w:isLgl/></w:lvl>\
    <w:lvl w:ilvl='2'><w:numFmt w:val='bullet'/><w:lvlText w:val='\u{f0b7}'/><w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr></w:lvl></w:abstractNum>\
    <w:num w:numId='7'><w:abstractNumId w:val='0'/></w:num>\
    <w:num w:numId='8'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride></w:num></w:numbering>";

#[test]
fn printed_numbers_are_part_of_the_text() {
    let item = |list: u8, level: u8| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>"
        )
    };
    let items: String =
        [(7, 0), (7, 1), (7, 1), (7, 2), (7, 0), (7, 1), (8, 0), (0, 0)].map(|(n, l)| item(n, l)).concat();
    let r = open(&docx(&items, &[("word/numbering.xml", NUMBERING)]));
    assert_eq!(r.text, "Part I x\n1.3. x\n1.4. x\n• x\nPart II x\n2.3. x\nPart V x\n\nx");
}

#[test]
fn styles_tell_headings_in_any_language_and_by_outline() {
    let styles = "<w:styles><w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>\
        <w:style w:styleId='Mine'><w:name w:val='Clause'/><w:basedOn w:val='berschrift1'/></w:style>\
        <w:style w:styleId='Out'><w:name w:val='Point'/><w:pPr><w:outlineLvl w:val='2'/></w:pPr></w:style></w:styles>";
    let styled =
        |id: &str| format!("<w:p><w:pPr><w:pStyle w:val='{id}'/></w:pPr><w:r><w:t>{id}</w:t></w:r></w:p>");
    let r = open(&docx(
        &["berschrift1", "Mine", "Out", "None"].map(styled).concat(),
        &[("word/styles.xml", styles)],
    ));
    assert_eq!(blocks(&r), "heading 1: berschrift1\nheading 1: Mine\nheading 3: Out\nparagraph: None");
}

#[test]
fn signs_breaks_and_hyphens_are_characters() {
    let r = body(
        "<w:p><w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t><w:tab/><w:sym w:font='Wingdings' w:char='F0FE'/>\
         <w:sym w:font='Symbol' w:char='F0B3'/><w:br/><w:t>d\u{a0}e</w:t></w:r></w:p>",
    );
    assert_eq!(r.text, "a\u{2011}b\u{ad}c\t☑≥\nd\u{a0}e");
}

#[test]
fn pages_are_those_of_the_layout_and_a_break_is_told_once() {
    let r = body(
        "<w:p><w:r><w:t>one</w:t></w:r></w:p><w:p><w:r><w:br w:type='page'/></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>two and </w:t>\
         <w:lastRenderedPageBreak/><w:t>three</w:t></w:r></w:p>",
    );
    assert_eq!(
        pages(&r),
        [(None, "one".into()), (None, "two and".into()), (None, "three".into())]
            as [(Option<&str>, String); 3]
    );
    let long = p(&"word ".repeat(3000));
    let r = body(&format!("{long}<w:p><w:r><w:br w:type='page'/></w:r></w:p>{}", p("end")));
    assert!(
        r.layout.pages.is_empty(),
        "one break that somebody set does not tell where the other pages begin"
    );
}

#[test]
fn page_numbers_are_those_of_their_sections() {
    let section = "<w:sectPr><w:pgNumType w:fmt='lowerRoman' w:start='3'/><w:footerReference w:type='default' r:id='f'/></w:sectPr>";
    let last = "<w:sectPr><w:pgNumType w:start='1'/></w:sectPr>";
    let relations =
        r#"<Relationships><Relationship Id="f" Type="x/footer" Target="footer1.xml"/></Relationships>"#;
    let footer =
        "<w:ftr><w:p><w:fldSimple w:instr=' PAGE '><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>";
    let page = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>b</w:t></w:r></w:p>";
    let body = format!("{}{page}<w:p><w:pPr>{section}</w:pPr></w:p>{page}{page}{last}", p("a"));
    let r = open(&docx(&body, &[("word/_rels/document.xml.rels", relations), ("word/footer1.xml", footer)]));
    let labels: Vec<_> = pages(&r).into_iter().map(|p| p.0.unwrap_or("-").to_owned()).collect();
    assert_eq!(labels, ["iii", "iv", "1", "2"]);
    assert_eq!(r.text, "a\n\nb\n\nb\n\nb", "a foot that is only a page number is not read");
}

#[test]
fn notes_stand_behind_the_paper_under_their_marks() {
    let notes = "<w:footnotes><w:footnote w:type='separator' w:id='-1'><w:p/></w:footnote>\
        <w:footnote w:id='2'><w:p><w:r><w:footnoteRef/><w:t xml:space='preserve'> Second.</w:t></w:r></w:p></w:footnote>\
        <w:footnote w:id='1'><w:p><w:r><w:t>First.</w:t></w:r></w:p><w:p><w:r><w:t>More.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let r = open(&docx(
        "<w:p><w:r><w:t>One</w:t></w:r><w:r><w:footnoteReference w:id='1'/></w:r><w:r><w:t> two</w:t><w:footnoteReference w:id='2'/></w:r>\
         <w:r><w:footnoteReference w:customMarkFollows='1' w:id='9'/><w:t>*</w:t></w:r><w:r><w:t>.</w:t></w:r></w:p>",
        &[("word/footnotes.xml", notes)],
    ));
    assert_eq!(r.text, "One[1]two[2]*.\n\n[1] First.\nMore.\n\n[2] Second.");
    assert!(blocks(&r).contains("note 1: [1] First. / More.\nnote 2: [2] Second."));
    assert!(notices(&r).contains("The words of 1 notes are missing"));
    assert_eq!(r.layout.locators[1].element.as_deref(), Some("word/footnotes.xml#p3"));
}

#[test]
fn contents_are_furniture_and_prompts_are_no_words() {
    let r = body(&format!(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>\
         <w:p><w:r><w:t>Signed: </w:t></w:r><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here.</w:t></w:r></w:sdtContent></w:sdt></w:p>",
        p("Opening 1")
    ));
    assert_eq!(blocks(&r), "furniture: Opening 1\nparagraph: Signed:");
    assert!(notices(&r).contains("A field to be filled in asks here: “Click here.”."));
}

#[test]
fn lines_of_an_address_stay_lines_and_paragraphs_stand_apart() {
    let long = "The upland delegation had received the letter of 27 February and could accept its first point, it said.";
    let r =
        body(&[p("Harbour House"), p("2 East quay"), "<w:p/>".into(), p("Sirs,"), p(long), p(long)].concat());
    assert_eq!(r.text, format!("Harbour House\n2 East quay\n\nSirs,\n\n{long}\n\n{long}"));
}

#[test]
fn macros_objects_and_pictures_are_told() {
    let r = open(&docx(
        "<w:p><w:r><w:object><o:OLEObject ProgID='Excel.Sheet.12'/></w:object><w:drawing><a:blip r:embed='x'/></w:drawing><w:t>x</w:t></w:r></w:p>",
        &[("word/vbaProject.bin", "x")],
    ));
    let told = notices(&r);
    assert!(
        told.contains("Excel.Sheet.12") && told.contains("pictures (1)") && told.contains("never runs them"),
        "{told}"
    );
}

#[test]
fn a_page_put_in_whole_is_read() {
    let relations =
        r#"<Relationships><Relationship Id="h" Type="x/aFChunk" Target="/word/chunk.html"/></Relationships>"#;
    let html = "<html><body><h1>Minutes</h1><p>Nobody came.</p></body></html>";
    let r = open(&docx(
        "<w:altChunk r:id='h'/>",
        &[("word/_rels/document.xml.rels", relations), ("word/chunk.html", html)],
    ));
    assert_eq!(r.text, "Minutes\n\nNobody came.");
}

#[test]
fn a_large_first_letter_belongs_to_its_word() {
    let r = body(&format!(
        "<w:p><w:pPr><w:framePr w:dropCap='drop' w:lines='3'/></w:pPr><w:r><w:t>T</w:t></w:r></w:p>{}",
        p("he meeting rose.")
    ));
    assert_eq!(r.text, "The meeting rose.");
}

#[test]
fn a_phonetic_guide_in_a_field_shows_its_base() {
    let r = body(
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>EQ \\* jc2 \\o\\ad(\\s\\up 9(kaigi),会議)</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>は</w:t></w:r></w:p>",
    );
    assert_eq!(r.text, "会議は");
    assert!(notices(&r).contains("“kaigi”"));
}
