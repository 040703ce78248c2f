//! Sentences in small, and what they report: `[source] <cue> content`.

use super::super::scan::Scan;
use super::reports;

/// One line a report of a text; words between double marks count as a deeper quotation.
fn read(text: &str) -> Vec<String> {
    let scan = Scan::new(text);
    let mut inside = vec![false; scan.toks.len()];
    let mut open = false;
    for (i, slot) in inside.iter_mut().enumerate() {
        let mark = scan.word(i) == "\"";
        open ^= mark;
        *slot = open && !mark;
    }
    let opaque = |i: usize| inside.get(i).copied().unwrap_or(false);
    let mut lines = Vec::new();
    for s in scan.sentences() {
        for r in reports(&scan, &s, &opaque) {
            let source = r.source.map_or("", |x| x.of(text));
            let content: Vec<&str> = r.content.iter().map(|c| c.of(text)).collect();
            lines.push(format!("[{source}] <{}> {}", r.cue.of(text), content.join(" … ")));
        }
    }
    lines
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(read(text), expected);
}

#[test]
fn a_subject_is_found_over_its_relative_clause() {
    check(
        "A guard who was on the bridge and who asked not to be named said nobody had crossed.",
        &["[A guard who was on the bridge and who asked not to be named] <said> nobody had crossed"],
    );
}

#[test]
fn a_subject_is_found_over_its_appositions() {
    check(
        "Ida Roe, 71, whose mill stands on the river, said that the dam was safe.",
        &["[Ida Roe, 71, whose mill stands on the river] <said> the dam was safe"],
    );
}

#[test]
fn a_participle_behind_its_noun_is_no_verb_of_the_sentence() {
    check(
        "Farmers interviewed after the storm believe the worst is over.",
        &["[Farmers interviewed after the storm] <believe> the worst is over"],
    );
}

#[test]
fn a_second_verb_shares_its_subject_and_ends_the_first_content() {
    check(
        "The board rejected the offer and said it would wait.",
        &["[The board] <rejected> the offer", "[The board] <said> it would wait"],
    );
}

#[test]
fn a_cue_in_the_middle_leaves_two_pieces() {
    check("The plan, she said, is dead.", &["[she] <said> The plan … is dead"]);
}

#[test]
fn a_cue_turned_round_takes_the_whole_clause() {
    check(
        "The result \"surprised us all,\" said Eva Lund, a chemist who led the work.",
        &["[Eva Lund] <said> The result \"surprised us all,\""],
    );
}

#[test]
fn what_is_said_inside_ends_with_the_words_around_it() {
    check(
        "The chairman believes the price is too low, a friend said.",
        &[
            "[The chairman] <believes> the price is too low",
            "[a friend] <said> The chairman believes the price is too low",
        ],
    );
}

#[test]
fn the_passive_names_its_agent_or_nobody() {
    check(
        "It is feared that the ice will break. The judge was described by a clerk as a patient man.",
        &["[] <is feared> the ice will break", "[a clerk] <was described> The judge … as a patient man"],
    );
    check("The door was opened by a clerk.", &[]);
}

#[test]
fn a_cue_noun_has_an_owner_and_ends_before_the_verb() {
    check(
        "The owners' claim that the rules were fair convinced few.",
        &["[The owners'] <claim> the rules were fair"],
    );
}

#[test]
fn views_with_to_be() {
    check(
        "The envoy was of the opinion that nothing could be done. His view was that they should wait.",
        &["[The envoy] <was of the opinion> nothing could be done", "[His] <view was> they should wait"],
    );
}

#[test]
fn according_to_stands_before_or_behind() {
    check(
        "According to two officials, the bridge is closed. The road is open, according to a notice on the gate.",
        &[
            "[two officials] <According to> the bridge is closed",
            "[a notice on the gate] <according to> The road is open",
        ],
    );
    check("The parts were laid out according to plan.", &[]);
}

#[test]
fn wishes_orders_and_questions() {
    check(
        "The court ordered the firm to repay the money. The minister refused to say whether he knew.",
        &[
            "[The court] <ordered> the firm to repay the money",
            "[The minister] <refused> to say whether he knew",
        ],
    );
    check("Mr. Roe asked Mr. Voss if he agreed.", &["[Mr. Roe] <asked> if he agreed"]);
}

#[test]
fn nouns_and_acts_that_look_like_cues_report_nothing() {
    for text in [
        "The company reported earnings of four million.",
        "Claims adjusters were busy.",
        "He felt the cold.",
        "The firm maintains offices in nine cities and holds shares.",
        "A noted author sits on its board.",
        "The parties may ask the court.",
        "The orders have returned to normal.",
    ] {
        assert_eq!(read(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn initials_do_not_end_a_sentence_but_a_firm_may() {
    check(
        "The officer, Captain V. A. Roe, stated that he had no orders. She bought Roe Inc. The firm said it was glad.",
        &["[The officer, Captain V. A. Roe] <stated> he had no orders", "[The firm] <said> it was glad"],
    );
}

#[test]
fn hostile_sentences_are_bounded() {
    let text = "he said that she said that ".repeat(20_000);
    let start = std::time::Instant::now();
    assert!(!read(&text).is_empty());
    assert!(start.elapsed().as_secs() < 60, "half a megabyte took {:?}", start.elapsed());
}
