//! What OpenDocument files may hold, one thing each.

use crate::{blocks, notices, open, package};
use memcon_read::Reading;

/// An OpenDocument file with this text and these automatic styles.
fn odt(styles: &str, text: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{text}</office:text></office:body></office:document-content>"
    );
    package(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}

fn text(words: &str) -> Reading {
    open(&odt("", words))
}

#[test]
fn white_space_is_as_the_format_says() {
    let r = text(
        "<text:p>  a\n  b<text:s text:c='3'/>c<text:tab/>d<text:span> e </text:span> f<text:line-break/>g </text:p>",
    );
    assert_eq!(r.text, "a b   c\td e f\ng ");
}

#[test]
fn headings_count_and_lists_go_on() {
    let styles = "<text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='A' style:num-suffix=')'/>\
        <text:list-level-style-number text:level='2' style:num-format='i' text:display-levels='2' loext:num-list-format='%1%-%2%'/></text:list-style>";
    let item = |inner: &str| format!("<text:list-item>{inner}</text:list-item>");
    let list = |how: &str, inner: &str| format!("<text:list {how}>{inner}</text:list>");
    let sub = list("", &[item("<text:p>x</text:p>"), item("<text:p>x</text:p>")].concat());
    let words = [
        list(
            "xml:id='l1' text:style-name='L'",
            &(item(&format!("<text:p>x</text:p>{sub}")) + &item("<text:p>x</text:p><text:p>more</text:p>")),
        ),
        "<text:p>between</text:p>".into(),
        list("text:continue-list='l1' text:style-name='L'", &item("<text:p>x</text:p>")),
        list(
            "text:style-name='L'",
            &(item("<text:p>x</text:p>") + "<text:list-header><text:p>head</text:p></text:list-header>"),
        ),
        list(
            "text:style-name='L'",
            "<text:list-item text:start-value='7'><text:p>x</text:p></text:list-item>",
        ),
    ];
    let r = open(&odt(styles, &words.concat()));
    assert_eq!(r.text, "A) x\nA-i x\nA-ii x\nB) x\nmore\n\nbetween\n\nC) x\nA) x\nhead\nG) x");
}

#[test]
fn hidden_sections_and_prompts_are_told() {
    let r = text(
        "<text:section text:display='none'><text:p>Secret.</text:p></text:section><text:p>Open <text:placeholder>name</text:placeholder></text:p>",
    );
    assert_eq!(r.text, "Open ");
    assert!(notices(&r).contains("Hidden here: “Secret.”."));
}

#[test]
fn changes_over_paragraphs_are_marked_in_each() {
    let r = text(
        "<text:tracked-changes><text:changed-region text:id='c'><text:insertion><office:change-info><dc:creator>Venn</dc:creator></office:change-info></text:insertion></text:changed-region></text:tracked-changes>\
         <text:p>One <text:change-start text:change-id='c'/>two</text:p><text:p>three<text:change-end text:change-id='c'/> four</text:p>",
    );
    assert_eq!(r.text, "One two\nthree four");
    assert_eq!(crate::marked(&r, |_| true), ["two", "three"]);
}

#[test]
fn contents_notes_shapes_and_tables() {
    let r = text(
        "<text:table-of-content><text:table-of-content-source><text:index-entry-template>no</text:index-entry-template></text:table-of-content-source><text:index-body><text:p>Opening 1</text:p></text:index-body></text:table-of-content>\
         <text:p>The<text:note text:note-class='footnote'><text:note-citation text:label='*'>*</text:note-citation><text:note-body><text:p>Starred.</text:p></text:note-body></text:note> words\
         <draw:custom-shape><svg:title>no</svg:title><text:p>In a shape</text:p></draw:custom-shape> go on.</text:p>\
         <table:table><table:table-row><table:table-cell table:number-columns-repeated='2'/><table:table-cell><text:p>c</text:p></table:table-cell><table:table-cell table:number-columns-repeated='16000'/></table:table-row></table:table>",
    );
    assert_eq!(
        blocks(&r),
        "furniture: Opening 1\nparagraph: The* words go on.\nparagraph: In a shape\nrow: c\nnote *: * Starred."
    );
    assert!(r.text.contains("\n\t\tc"), "{:?}", r.text);
}

#[test]
fn a_locked_file_says_so() {
    let manifest = "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let r = open(&package(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "\u{1}\u{2}xx"),
        ("META-INF/manifest.xml", manifest),
    ]));
    assert!(r.text.is_empty());
    assert!(notices(&r).contains("locked by a password"));
}

#[test]
fn headings_in_lists_of_the_outline_are_counted() {
    let content = "<office:document xmlns:office='o' office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:styles><text:outline-style><text:outline-level-style text:level='1' style:num-format='I' style:num-suffix='.'/>\
        <text:outline-level-style text:level='2' style:num-format='1' text:display-levels='2'/></text:outline-style></office:styles><office:body><office:text>\
        <text:h text:outline-level='1'>a</text:h><text:list text:style-name='Outline'><text:list-item><text:list><text:list-item><text:h text:outline-level='2'>b</text:h></text:list-item></text:list></text:list-item></text:list>\
        <text:h text:outline-level='1' text:is-list-header='true'>c</text:h></office:text></office:body></office:document>";
    assert_eq!(blocks(&open(content.as_bytes())), "heading 1: I. a\nheading 2: I.1 b\nheading 1: c");
}
