#![allow(clippy::unwrap_used)]

use memcon_model::{Analysis, Basis, Judgement, Layer, Mode, Move, Span, Turn, Verdict};
use serde_json::{Map, Value, json};

use crate::{Outcome, Refusal, adding, apply, differences, doubts, judging};

const TEXT: &str = "North: We accept. South: Good. North: The Minister said that the road is open.";

fn turn(id: &str, words: &str, prefix: Option<&str>, speaker: Option<&str>, parent: Option<&str>) -> Turn {
    let start = TEXT.find(words).unwrap();
    let mut chain: Vec<String> = if parent.is_some() { vec!["unattributed".into()] } else { Vec::new() };
    chain.push(speaker.unwrap_or("unattributed").into());
    Turn {
        id: id.into(),
        span: Span::new(start, start + words.len()),
        cue: None,
        speaker_as_named: prefix.map(str::to_owned),
        speaker: speaker.map(str::to_owned),
        side: None,
        addressee: None,
        mode: if parent.is_some() { Mode::IndirectReport } else { Mode::TranscriptLine },
        depth: chain.len() as u32 - 1,
        chain,
        time: None,
        parent: parent.map(str::to_owned),
        region: None,
        links: Vec::new(),
        basis: Basis::new("voice.prefix", 0.5),
    }
}

fn paper() -> Analysis {
    let at = TEXT.find("We accept").unwrap();
    Analysis {
        id: "talks.txt".into(),
        turns: vec![
            turn("t1", "We accept.", Some("North"), None, None),
            turn("t2", "Good.", Some("South"), None, None),
            turn("t3", "The Minister said that the road is open.", Some("North"), None, None),
            turn("t4", "the road is open", None, Some("the Minister"), Some("t3")),
        ],
        moves: vec![Move {
            id: "m1".into(),
            span: Span::new(at, at + 9),
            turn: Some("t1".into()),
            ..Move::default()
        }],
        ..Analysis::default()
    }
}

fn map(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn judged(a: &Analysis, id: &str, by: &str, verdict: Verdict, value: Value) -> Judgement {
    let at = "2026-01-01T00:00:00Z";
    let layer = if id.starts_with('t') { Layer::Turn } else { Layer::Move };
    judging((&a.id, a, TEXT), (layer, id), (by, at), verdict, map(value)).unwrap()
}

/// Turns as a short report: id, speaker, chain, rule.
fn report(a: &Analysis) -> Vec<String> {
    let line = |t: &Turn| {
        format!("{} {} [{}] {}", t.id, t.speaker.as_deref().unwrap_or("?"), t.chain.join(" > "), t.basis.rule)
    };
    a.turns.iter().map(line).collect()
}

fn numbered(mut all: Vec<Judgement>) -> Vec<Judgement> {
    all.iter_mut().zip(1..).for_each(|(j, n)| j.number = n);
    all
}

#[test]
fn a_speaker_told_once_is_told_for_the_prefix_and_for_what_is_reported() {
    let mut a = paper();
    let all = numbered(vec![judged(
        &a,
        "t1",
        "Ada",
        Verdict::Corrected,
        json!({"speaker": "Ivo Lenk", "side": "North"}),
    )]);
    assert_eq!(apply(&mut a, TEXT, &all), [(1, Outcome::Holds)]);
    assert_eq!(
        report(&a),
        [
            "t1 Ivo Lenk [Ivo Lenk] person:Ada",
            "t2 ? [unattributed] voice.prefix",
            "t3 Ivo Lenk [Ivo Lenk] person:Ada.prefix",
            "t4 the Minister [Ivo Lenk > the Minister] voice.prefix",
        ]
    );
}

#[test]
fn a_judgement_taken_back_leaves_nothing() {
    let mut a = paper();
    let mut all = numbered(vec![judged(&a, "t1", "Ada", Verdict::Corrected, json!({"speaker": "Ivo Lenk"}))]);
    all[0].undone = Some(memcon_model::Undone { by: "Ada".into(), at: "2026-01-02T00:00:00Z".into() });
    assert_eq!(apply(&mut a, TEXT, &all), []);
    assert_eq!(a, paper());
}

#[test]
fn a_turn_rejected_leaves_no_name_behind() {
    let mut a = paper();
    let all = numbered(vec![
        judged(&a, "t3", "Ada", Verdict::Rejected, json!({})),
        judged(&a, "t1", "Ada", Verdict::Rejected, json!({})),
    ]);
    apply(&mut a, TEXT, &all);
    assert_eq!(
        report(&a),
        ["t2 ? [unattributed] voice.prefix", "t4 the Minister [the Minister] voice.prefix"]
    );
    assert_eq!((a.turns[1].parent.as_deref(), a.moves[0].turn.as_deref()), (None, None));
}

#[test]
fn the_last_word_holds_and_the_one_before_is_told_so() {
    let mut a = paper();
    let first = judged(&a, "t2", "Ada", Verdict::Corrected, json!({"speaker": "Mira Sol"}));
    let second = judged(&a, "t2", "Ben", Verdict::Corrected, json!({"speaker": "Ona Pek"}));
    let all = numbered(vec![first, second]);
    assert_eq!(apply(&mut a, TEXT, &all), [(1, Outcome::Overruled(2)), (2, Outcome::Holds)]);
    assert_eq!(a.turns[1].speaker.as_deref(), Some("Ona Pek"));
    assert_eq!(differences(&all).len(), 1);
    let agreed = crate::agreement(&all);
    assert_eq!((agreed.claims, agreed.pairs.len()), (1, 1));
}

#[test]
fn what_was_confirmed_stays_when_the_machine_no_longer_finds_it() {
    let a = paper();
    let all = numbered(vec![judged(&a, "t4", "Ada", Verdict::Confirmed, json!({}))]);
    let mut anew = paper();
    anew.turns.remove(3);
    assert_eq!(apply(&mut anew, TEXT, &all), [(1, Outcome::Holds)]);
    let back = &anew.turns[3];
    assert_eq!(
        (back.speaker.as_deref(), back.id.as_str(), back.parent.as_deref()),
        (Some("the Minister"), "tp1", Some("t3"))
    );
}

#[test]
fn a_text_that_changed_is_said_and_not_guessed() {
    let a = paper();
    let all = numbered(vec![judged(&a, "t2", "Ada", Verdict::Rejected, json!({}))]);
    let moved = format!("Draft. {TEXT}");
    let at = moved.find("Good.").unwrap();
    let mut anew = paper();
    assert_eq!(apply(&mut anew, &moved, &all), [(1, Outcome::TextChanged(Some(Span::new(at, at + 5))))]);
    assert_eq!(anew, paper());
    assert_eq!(apply(&mut anew, "Nothing of it.", &all), [(1, Outcome::TextChanged(None))]);
}

#[test]
fn a_claim_added_takes_its_place() {
    let mut a = paper();
    let at = TEXT.find("Good").unwrap();
    let add = |layer, value| {
        let span = Span::new(at, at + 4);
        adding((&a.id, &a, TEXT), (layer, None, span), ("Ada", "2026-01-01T00:00:00Z"), map(value))
    };
    let all = numbered(vec![
        add(Layer::Move, json!({"type": "acceptance", "side": "South"})).unwrap(),
        add(Layer::Agent, json!({"canonical": "Good", "type": "person"})).unwrap(),
        add(Layer::Event, json!({"type": "meeting", "date": "1951-07"})).unwrap(),
    ]);
    assert!(matches!(add(Layer::Move, json!({"type": "dance"})), Err(Refusal::Unfit(_))));
    assert_eq!(add(Layer::Move, json!({"rule": "x"})), Err(Refusal::NotEditable("rule".into())));
    apply(&mut a, TEXT, &all);
    assert_eq!((a.moves.len(), a.moves[1].id.as_str()), (2, "mp1"));
    assert_eq!((a.agents[0].mentions[0].form.as_str(), a.events[0].spans.len()), ("Good", 1));
}

#[test]
fn doubts_come_least_sure_first_and_leave_out_what_was_judged() {
    let mut a = paper();
    a.turns[1].basis.confidence = 0.2;
    let all = numbered(vec![judged(&a, "t4", "Ada", Verdict::Confirmed, json!({}))]);
    apply(&mut a, TEXT, &all);
    let found: Vec<String> = doubts(&a, &[Layer::Turn], 0.9).into_iter().map(|d| d.id).collect();
    assert_eq!(found, ["t2", "t1", "t3"]);
}
