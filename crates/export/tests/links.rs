//! The chain of a turn in the record: whole, and in code points.
#![allow(clippy::unwrap_used)]

use memcon_export::record::{from_record, record};
use memcon_model::{Analysis, Basis, Mode, Role, Span, Transmission, Turn};

const TEXT: &str = "번역: P. 린드\n\n한태준: 우리는 동의한다.\n";

fn analysis() -> Analysis {
    let at = |words: &str| {
        let start = TEXT.find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let mut a = Analysis::default();
    a.transmission.push(Transmission {
        role: Role::Translator,
        agent: Some("P. 린드".into()),
        time: None,
        span: Some(at("P. 린드")),
        basis: Basis::default(),
    });
    a.turns.push(Turn {
        id: "t1".into(),
        span: at("우리는 동의한다."),
        cue: Some(at("한태준:")),
        speaker_as_named: Some("한태준".into()),
        speaker: Some("한태준".into()),
        side: None,
        addressee: None,
        mode: Mode::TranscriptLine,
        chain: vec!["한태준".into()],
        depth: 0,
        time: None,
        parent: None,
        region: None,
        links: Vec::new(),
        basis: Basis::default(),
    });
    a
}

#[test]
fn every_turn_has_its_links_with_the_words_they_stand_on() {
    let record = serde_json::to_value(record(analysis(), TEXT, false)).unwrap();
    let text: Vec<char> = TEXT.chars().collect();
    let links: Vec<String> = record["turns"][0]["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|l| {
            let at = |key| l["span"][key].as_u64().map(|n| n as usize);
            let words = at("start").zip(at("end")).map(|(s, e)| text[s..e].iter().collect::<String>());
            format!("{} {} {}", l["role"].as_str().unwrap(), l["agent"], words.unwrap_or_default())
        })
        .collect();
    assert_eq!(links, ["translated \"P. 린드\" P. 린드", "recorded null ", "spoke \"한태준\" 한태준:"]);
}

#[test]
fn a_record_read_back_is_the_analysis_again() {
    assert_eq!(from_record(record(analysis(), TEXT, false), TEXT), analysis());
}
