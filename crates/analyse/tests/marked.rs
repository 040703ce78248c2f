//! Mark-up as authority: what an edition says of a paper stands beside what its words tell, and before it.
#![allow(clippy::unwrap_used)]

use memcon_model::{Analysis, Field, Settings};
use memcon_read::Hint;

fn analysed(source: &str, given: &[(String, String)]) -> (Analysis, String) {
    let hint = Hint { media_type: Some("application/tei+xml"), given, ..Hint::default() };
    memcon_analyse::analyse("v.xml/d7", source.as_bytes(), hint, &Settings::default())
}

const MEMORANDUM: &str = r##"<div type="document" n="7" xml:id="d7" frus:doc-dateTime-min="1987-03-04T00:00:00-05:00" frus:doc-dateTime-max="1987-03-04T23:59:59-05:00">
<head>7. Memorandum From the Harbour Master (<persName corresp="#p_VO1">Venn</persName>) to Mayor <persName corresp="#p_VI1">Venn</persName><note n="1" type="source">Source: Lake Archive, Box 2. Secret.</note></head>
<dateline><placeName>Harbour House</placeName>, <date when="1987-03-04">March 4, 1987</date>.</dateline>
<p>I spoke to <persName corresp="#p_BT1">Brandal</persName> on <date when="1987-02-20">Friday last</date>. He accepted the first point <del>of Fisher</del> and refused the second. See <ref target="#d3">the earlier paper</ref>. The <choice><sic>bouys</sic><corr>buoys</corr></choice> stay.</p>
<p>Mr. <persName corresp="#p_VI1">Venn</persName> will be told by <persName corresp="#p_VO1">Mrs. Venn</persName>.</p>
<closer><signed><persName corresp="#p_VO1">Orla Venn</persName></signed></closer></div>"##;

#[test]
fn keys_tell_two_of_one_name_apart_and_come_with_the_name_of_their_list() {
    let (a, _) = analysed(MEMORANDUM, &[("persons_list".into(), "lake".into())]);
    let told: Vec<String> = a
        .agents
        .iter()
        .filter_map(|p| Some(format!("{}: {}", p.authority.as_ref()?, p.mentions.len())))
        .collect();
    assert_eq!(told, ["lake#p_VO1: 3", "lake#p_VI1: 2", "lake#p_BT1: 1"], "{:#?}", a.agents);
}

#[test]
fn the_editions_dates_count() {
    let (a, text) = analysed(MEMORANDUM, &[]);
    assert_eq!(a.description.date().unwrap().as_str(), "1987-03-04");
    let friday = a.dates.iter().find(|d| d.span.of(&text).contains("Friday")).unwrap();
    assert_eq!((friday.edtf.as_ref().unwrap().as_str(), &*friday.basis.rule), ("1987-02-20", "given.date"));
    let differing = MEMORANDUM.replace("1987-03-04T", "1987-03-05T");
    let (a, _) = analysed(&differing, &[]);
    let dates: Vec<&str> =
        a.description.all(Field::Date).iter().filter_map(|v| v.edtf.as_ref()).map(|e| e.as_str()).collect();
    assert_eq!(dates, ["1987-03-05", "1987-03-04"], "both are kept, the edition's first");
}

#[test]
fn what_is_given_stands_beside_the_words_and_keeps_their_place() {
    let given = [("series".to_owned(), "Lake Papers".to_owned()), ("sender".to_owned(), "Venn".to_owned())];
    let (a, text) = analysed(MEMORANDUM, &given);
    assert_eq!(a.description.first(Field::Series).unwrap().value, "Lake Papers");
    let sender = a.description.first(Field::Sender).unwrap();
    assert!(sender.span.is_some_and(|s| s.of(&text).contains("Venn")), "{sender:?}");
    assert_eq!(a.description.first(Field::Signature).unwrap().value, "Orla Venn");
}

#[test]
fn notes_are_the_editors_and_words_struck_out_are_nobodys() {
    let (a, text) = analysed(MEMORANDUM, &[]);
    let region = |words: &str| {
        let at = text.find(words).unwrap() as u32;
        a.region_at(at).unwrap().kind.as_str()
    };
    assert_eq!(region("Source: Lake"), "editorial-note");
    assert_eq!(region("of Fisher"), "editorial-note");
    assert_eq!(region("Harbour House"), "letterhead");
    let at = text.find("of Fisher").unwrap() as u32;
    assert!(a.insertions.iter().any(|i| i.span.start <= at && at < i.span.end), "{:?}", a.insertions);
    let slip = &a.slips[0];
    assert_eq!((slip.span.of(&text), slip.reading.as_str()), ("bouys", "buoys"));
}

#[test]
fn a_tie_to_another_document_is_a_reference() {
    let (a, text) = analysed(MEMORANDUM, &[]);
    let tied: Vec<_> =
        a.references.iter().map(|r| (r.span.of(&text), r.target.as_deref().unwrap_or("-"))).collect();
    assert!(tied.contains(&("the earlier paper", "#d3")), "{tied:?}");
}

/// Speaker and words of each turn.
fn turns(a: &Analysis, text: &str) -> Vec<String> {
    let named = |t: &memcon_model::Turn| t.speaker.clone().unwrap_or_else(|| "-".to_owned());
    a.turns.iter().map(|t| format!("{}: {}", named(t), t.span.of(text))).collect()
}

#[test]
fn two_speakers_whom_the_markup_names_need_not_speak_again() {
    let paper = "<div><head>Session on the ferries</head><dateline>Harbour House, 4 March 1987</dateline><p>The meeting began at ten.</p>\
        <sp><speaker>Mrs. Venn</speaker><p>We cannot take the second point, and your government knows it.</p></sp>\
        <sp><speaker>Mr. Brandal</speaker><p>Then there is nothing more to say today.</p></sp><p>The meeting rose at noon.</p></div>";
    let (a, text) = analysed(paper, &[]);
    let told = turns(&a, &text);
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(
        told[0].starts_with("Mrs. Venn: We cannot") || told[0].starts_with("Venn: We cannot"),
        "{told:#?}"
    );
    assert!(told[1].contains("Brandal: Then there is nothing"), "{told:#?}");
    let (a, text) = analysed(&paper.replace("speaker>", "label>").replace("sp>", "div>"), &[]);
    assert!(turns(&a, &text).len() < 2, "labels that nobody calls speakers are not believed once each");
}

#[test]
fn the_mark_of_a_note_is_no_word_of_a_sentence() {
    let paper = "<div><head>Note for the file</head><p>The harbour master was heard.<note n='2'>The memorandum said that the buoys stay where they are.</note></p></div>";
    let (a, text) = analysed(paper, &[]);
    assert!(text.contains("heard.[2]") && text.contains("[2] The memorandum"), "{text}");
    assert!(turns(&a, &text).iter().all(|t| !t.starts_with(['2', '['])), "{:#?}", turns(&a, &text));
}
