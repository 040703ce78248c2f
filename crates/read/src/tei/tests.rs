//! Small invented documents in, short reports out.

use super::*;
use crate::carve::{Limits, Part};

fn read_tei(source: &str) -> Reading {
    crate::read(source.as_bytes(), Hint { media_type: Some("application/tei+xml"), ..Hint::default() })
}

/// Blocks with their kinds, a line each; a line break inside one as `|`.
fn blocks(r: &Reading) -> String {
    let mut out = String::new();
    for b in &r.blocks {
        let kind = match &b.kind {
            BlockKind::Note { label, editorial } => format!("Note {label:?} {editorial:?}"),
            other => format!("{other:?}"),
        };
        out += &format!("{kind}: {}\n", b.span.of(&r.text).replace('\n', "|"));
    }
    out
}

fn marks(r: &Reading) -> Vec<String> {
    r.marks.iter().map(|m| format!("{:?} {}", m.kind, m.span.of(&r.text))).collect()
}

const DOCUMENT: &str = r##"<div type="document" subtype="historical-document" n="7" xml:id="d7" frus:doc-dateTime-min="1987-03-04T00:00:00-05:00" frus:doc-dateTime-max="1987-03-04T23:59:59-05:00">
  <head>7. Memorandum From the <gloss type="from">Harbour Master</gloss> (<persName corresp="#p_VO1">Venn</persName>) to the Mayor<note n="1" xml:id="d7fn1" type="source">Source: Lake Archive, Box 2. Secret.</note></head>
  <dateline><placeName>Harbour House</placeName>, <date when="1987-03-04">March 4, 1987</date>.</dateline>
  <list type="participants"><head>PARTICIPANTS</head><item><persName corresp="#p_VO1">Orla Venn</persName>, Chairman</item><item>Mr. Brandal</item></list>
  <p>The ferries <pb n="14" facs="0044"/>will not sail.<note n="2">The inquiry was set up in <date when="1987-01">January</date>.</note> He
    asked <ref target="#d12">Document 12</ref>.</p>
  <list><label>1.</label><item>The northern buoys.</item><label>2.</label><item>Night sailings.</item></list>
  <table><row><cell>Alder</cell> <cell>East quay</cell></row></table>
  <closer><signed><persName corresp="#p_VO1">Orla Venn</persName><lb/>Harbour Master</signed></closer>
</div>"##;

#[test]
fn a_document_of_a_volume_has_its_parts() {
    let r = read_tei(DOCUMENT);
    assert_eq!(
        blocks(&r),
        "Heading(1): 7. Memorandum From the Harbour Master (Venn) to the Mayor\n\
         Note Some(\"1\") Some(true): [1] Source: Lake Archive, Box 2. Secret.\n\
         Letterhead: Harbour House, March 4, 1987.\n\
         Letterhead: PARTICIPANTS\n\
         Letterhead: Orla Venn, Chairman\n\
         Letterhead: Mr. Brandal\n\
         Paragraph: The ferries will not sail.[2] He asked Document 12.\n\
         Note Some(\"2\") Some(true): [2] The inquiry was set up in January.\n\
         ListItem: 1. The northern buoys.\n\
         ListItem: 2. Night sailings.\n\
         TableRow: Alder\tEast quay\n\
         Signature: Orla Venn|Harbour Master\n",
        "{}",
        r.text
    );
    assert_eq!(r.metadata[..2], [("date".into(), "1987-03-04".into()), ("number".into(), "7".into())]);
    let pages: Vec<_> = r.layout.pages.iter().map(|p| (p.label.as_deref(), p.image.as_deref())).collect();
    assert_eq!(pages, [(Some("14"), Some("0044"))]);
}

#[test]
fn mark_up_says_what_words_are() {
    let found = marks(&read_tei(DOCUMENT));
    for wanted in [
        "Sender Harbour Master",
        "Person(Some(\"p_VO1\")) Venn",
        "Date(\"1987-03-04\") March 4, 1987",
        "Participant Mr. Brandal",
        "NoteMark(\"2\") [2]",
        "Reference(\"#d12\") Document 12",
        "Date(\"1987-01\") January",
        "Signatory Orla Venn",
    ] {
        assert!(found.iter().any(|m| m == wanted), "{wanted} in {found:#?}");
    }
}

#[test]
fn the_way_back_leads_to_the_element() {
    let r = read_tei(DOCUMENT);
    let at = r.text.find("Night").unwrap() as u32;
    let locator = r.layout.locator_at(at).unwrap();
    let [from, to] = locator.bytes.unwrap();
    assert_eq!(&DOCUMENT[from as usize..to as usize], "<item>Night sailings.</item>");
    assert_eq!(locator.element.as_deref(), Some("item[4]"));
}

#[test]
fn words_struck_out_are_not_in_the_sentence_and_the_editors_reading_is_kept_beside() {
    let r = read_tei(
        "<div><p>We will <del hand='#venn'>never</del> accept the <choice><sic>bouys</sic><corr>buoys</corr></choice> \
         and the <choice><expan>Harbour Master</expan><abbr>H.M.</abbr></choice>.</p></div>",
    );
    assert_eq!(r.text, "We will accept the bouys and the H.M..\n\n⟦never⟧");
    let found = marks(&r);
    assert!(
        found.contains(&"Instead { reading: \"buoys\", correction: true } bouys".to_owned()),
        "{found:#?}"
    );
    assert!(found.contains(&"Instead { reading: \"Harbour Master\", correction: false } H.M.".to_owned()));
    assert!(found.contains(&"Deleted(Some(\"venn\")) never".to_owned()), "{found:#?}");
}

#[test]
fn speeches_open_with_their_speaker_and_quotations_have_marks() {
    let r = read_tei(
        "<div><sp who='#v'><speaker>Mrs. Venn</speaker><p>He said <q>we wait</q> and “we sail”.</p></sp>\
         <sp><speaker>Mr. Brandal:</speaker><p>No.</p><p>Not now.</p></sp></div>",
    );
    assert_eq!(r.text, "Mrs. Venn: He said “we wait” and “we sail”.\n\nMr. Brandal: No.\n\nNot now.");
    assert!(marks(&r).contains(&"Speaker Mrs. Venn".to_owned()));
}

#[test]
fn lines_of_a_transcript_flow_and_lines_of_an_address_stand() {
    let r = read_tei(
        "<div><opener><address><addrLine>Harbour House</addrLine><addrLine>Lake Town</addrLine></address></opener>\
         <p>The upland delegation had received the letter<lb/>of 27 February and could accept its first<lb/>point, but not the sec-<lb break='no'/>ond.</p></div>",
    );
    assert_eq!(
        r.text,
        "Harbour House\nLake Town\n\nThe upland delegation had received the letter of 27 February and could accept its \
         first point, but not the sec-\nond."
    );
}

const LETTER: &str = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><fileDesc><titleStmt><title>Venn to Brandal</title>\
    <editor>Ada Holm</editor></titleStmt><publicationStmt><publisher>Lake Press</publisher><date when='2020'/>\
    <idno type='url'>https://example.org/l1</idno></publicationStmt><sourceDesc><msDesc><msIdentifier><settlement>Lake Town</settlement>\
    <repository>Lake Archive</repository><idno>B 2/17</idno></msIdentifier></msDesc></sourceDesc></fileDesc><profileDesc><correspDesc>\
    <correspAction type='sent'><persName ref='#venn'>Orla Venn</persName><placeName>Harbour House</placeName><date when='1987-02-27'/></correspAction>\
    <correspAction type='received'><persName>Teo Brandal</persName><date when='1987-03-01'/></correspAction></correspDesc>\
    <langUsage><language ident='en'/></langUsage></profileDesc></teiHeader><text><body><div type='letter'><p>Sir.</p></div></body></text></TEI>";

#[test]
fn a_header_tells_who_wrote_to_whom() {
    let r = read_tei(LETTER);
    let told: Vec<String> = r.metadata.iter().map(|(n, v)| format!("{n}={v}")).collect();
    assert_eq!(
        told,
        [
            "title=Venn to Brandal",
            "credits=Ada Holm",
            "publisher=Lake Press",
            "edition_date=2020",
            "url=https://example.org/l1",
            "sender=Orla Venn",
            "place=Harbour House",
            "date=1987-02-27",
            "addressee=Teo Brandal",
            "received=1987-03-01",
            "language=en",
            "archive=Lake Town, Lake Archive",
            "record_id=B 2/17",
        ]
    );
    assert_eq!(r.text, "Sir.");
}

fn carved(source: &str) -> Vec<Part> {
    let hint = Hint { path: Some("volumes/lake1987.xml"), ..Hint::default() };
    parts(source.to_owned(), hint, &Limits::default()).map(Result::unwrap).collect()
}

#[test]
fn a_volume_gives_its_documents_with_what_it_says_of_them() {
    let volume = format!(
        "<TEI xml:id='v'><teiHeader><fileDesc><titleStmt><title type='complete'>Lake Papers, 1987</title></titleStmt></fileDesc></teiHeader>\
         <text><front><div xml:id='persons'><list><item><hi><persName xml:id='p_VO1'>Venn, Orla</persName></hi>, Harbour Master</item></list></div></front>\
         <body><pb n='13'/><div type='compilation'><head>The Buoys<note>A note.</note></head>{DOCUMENT}<div type='document' xml:id='d8'><p>Two.</p></div></div></body></text></TEI>"
    );
    let parts = carved(&volume);
    let told: Vec<String> = parts.iter().map(|p| format!("{} {}", p.way, p.bytes.len())).collect();
    assert_eq!(told, [format!("d7 {}", DOCUMENT.len()), "d8 50".into()]);
    let given: Vec<String> = parts[0].given.iter().map(|(n, v)| format!("{n}={v}")).collect();
    assert_eq!(
        given,
        ["series=Lake Papers, 1987", "persons_list=lake1987", "series=The Buoys", "first_page=13"]
    );
    let lists = lists(&volume);
    assert!(lists.len() == 1 && lists[0].starts_with("<div xml:id='persons'>"), "{lists:?}");
    let alone = crate::read(
        &parts[0].bytes,
        Hint { media_type: parts[0].media_type.as_deref(), given: &parts[0].given, ..Hint::default() },
    );
    let labels: Vec<_> = alone.layout.pages.iter().filter_map(|p| p.label.as_deref()).collect();
    assert_eq!(labels, ["13", "14"]);
}

#[test]
fn a_single_letter_is_no_volume() {
    let parts = carved(LETTER);
    assert_eq!((parts.len(), parts[0].way.as_str(), parts[0].bytes.len()), (1, "", LETTER.len()));
}

#[test]
fn a_corpus_gives_each_of_its_texts_with_its_own_header() {
    let corpus = format!("<teiCorpus><teiHeader/>{LETTER}{LETTER}</teiCorpus>");
    let parts = carved(&corpus);
    assert_eq!(parts.iter().map(|p| p.way.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(parts[1].bytes, LETTER.as_bytes());
}

#[test]
fn other_xml_gives_its_words_in_paragraphs() {
    let r = crate::read(
        b"<?xml version='1.0'?><doc><title>Ferries</title><para>The <b>Alder</b> sails.</para><para>So does the Heron.</para></doc>",
        Hint::default(),
    );
    assert_eq!(r.text, "Ferries\n\nThe Alder sails.\n\nSo does the Heron.");
    assert_eq!(r.blocks.len(), 3);
}
