//! What a paper does, sentence by sentence: invented papers in, `type: actor: words` out.

use memcon_model::{AgentType, Analysis, Mode};

use super::*;
use crate::interpret::fixture::Fixture;

/// `type actor | words` a line.
fn report(f: &Fixture) -> Vec<String> {
    f.read(|paper, found| {
        moves(paper, found)
            .iter()
            .map(|m| format!("{} {} | {}", m.kind, m.actor.as_deref().unwrap_or("?"), paper.words(m.span)))
            .collect()
    })
}

#[track_caller]
fn check(f: &Fixture, expected: &[&str]) {
    assert_eq!(report(f), expected);
}

fn told(text: &str) -> Fixture {
    Fixture::new(text)
        .agent("Aldo", AgentType::Person, "Varn")
        .agent("Bricka", AgentType::Person, "Osmia")
        .agent("Varn", AgentType::State, "Varn")
}

#[test]
fn a_question_and_the_answer_of_the_other_side() {
    check(
        &Fixture::new(
            "Varn: Who keeps the key of the sluice?\nOsmia: The miller keeps it. He has it at home.\n",
        )
        .lines(),
        &[
            "question Varn | Who keeps the key of the sluice?",
            "answer Osmia | The miller keeps it. He has it at home.",
        ],
    );
}

#[test]
fn own_words_propose_accept_and_refuse() {
    check(
        &Fixture::new("Varn: We propose two sluices. Your side must first withdraw the guards.\nOsmia: We cannot accept two sluices, but we agree to one in principle.\n").lines(),
        &[
            "proposal Varn | We propose two sluices.",
            "demand Varn | Your side must first withdraw the guards.",
            "refusal Osmia | We cannot accept two sluices",
            "acceptance Osmia | we agree to one in principle.",
        ],
    );
}

#[test]
fn the_moves_of_others_are_not_ones_own() {
    check(&Fixture::new("Varn: You said that we accept the sluice. If the two sides agree on that, it is well. They have not proposed it.\n").lines(), &[]);
}

#[test]
fn prose_tells_moves_with_their_actor() {
    check(
        &told(
            "Aldo proposed a second sluice. Bricka, the head of the other delegation, rejected this and demanded an apology. The two sides agreed to meet again on Friday. The proposal was long.",
        ),
        &[
            "proposal Aldo | Aldo proposed a second sluice.",
            "refusal Bricka | Bricka, the head of the other delegation, rejected this and demanded an apology.",
            "acceptance both sides | The two sides agreed to meet again on Friday.",
        ],
    );
}

#[test]
fn he_is_the_one_named_before() {
    check(
        &told("Aldo spoke first. He demanded the key. He did not accept the map."),
        &["demand Aldo | He demanded the key.", "refusal Aldo | He did not accept the map."],
    );
}

#[test]
fn superiors_retraction_and_delay() {
    check(
        &Fixture::new("Varn: I have no instructions on the sluice.\nOsmia: I withdraw the remark.\nVarn: I will respond to that later.\n").lines(),
        &["referral Varn | I have no instructions on the sluice.", "retraction Osmia | I withdraw the remark.", "deferral Varn | I will respond to that later."],
    );
}

#[test]
fn an_indirect_report_belongs_to_its_speaker() {
    let f = told("In the afternoon the Consul said that he could not agree to a sluice.").says(
        "he could not agree to a sluice",
        "Peter Holm",
        "Varn",
        Mode::IndirectReport,
    );
    check(
        &f,
        &["refusal Peter Holm | In the afternoon the Consul said that he could not agree to a sluice."],
    );
}

#[test]
fn what_all_agreed_on_is_told_without_a_subject() {
    let text = "Good day. Welcome. It was agreed that the sluice be opened. The list was rejected by Bricka. No agreement was reached.";
    let acts = [
        "acceptance ? | It was agreed that the sluice be opened.",
        "refusal Bricka | The list was rejected by Bricka.",
    ];
    check(&told(text), &acts);
    // Of both sides only where the paper knows two.
    let two = told(text).says("Good day.", "Aldo", "Varn", Mode::DirectQuote).says(
        "Welcome.",
        "Bricka",
        "Osmia",
        Mode::DirectQuote,
    );
    check(&two, &["acceptance both sides | It was agreed that the sluice be opened.", acts[1]]);
}

#[test]
fn a_forecast_is_no_act_of_those_it_speaks_of() {
    check(&told("Varn will never accept the sluice. Aldo feared that Bricka would reject the map."), &[]);
    check(&told("Bricka could not accept the map."), &["refusal Bricka | Bricka could not accept the map."]);
}

#[test]
fn what_a_relative_clause_tells_in_passing_is_no_act() {
    check(&told("The plan that Aldo proposed is long. What Bricka demanded is a map."), &[]);
}

#[test]
fn a_telegram_leaves_out_its_subject() {
    check(
        &told("Aldo proposed a sluice. Rejected the old map. Proposed map was long."),
        &["proposal Aldo | Aldo proposed a sluice.", "refusal Aldo | Rejected the old map."],
    );
}

#[test]
fn he_is_not_the_one_whom_he_names() {
    check(
        &told("Aldo came. Bricka left. He asked whether Bricka had the key."),
        &["question ? | He asked whether Bricka had the key."],
    );
}

#[test]
fn a_report_puts_forward_demands_and_puts_off() {
    let report = |words: &'static str| {
        told(words).says(
            words.split_once("that ").map_or("", |w| w.1.trim_end_matches('.')),
            "Aldo",
            "Varn",
            Mode::IndirectReport,
        )
    };
    for (words, act) in [
        ("Aldo said that the matter should be referred to the engineers.", "proposal"),
        ("Aldo said that the word all should be deleted.", "amendment"),
        ("Aldo said that such a map was quite unacceptable.", "refusal"),
        ("Aldo said that he would have to consult his government.", "referral"),
        ("Aldo said that he would study the map carefully.", "deferral"),
    ] {
        check(&report(words), &[&format!("{act} Aldo | {words}")]);
    }
}

#[test]
fn a_narrated_question_is_met_by_what_is_said_next() {
    let f = told("Aldo asked whether the sluice was open. Bricka said that it was shut.").says(
        "it was shut",
        "Bricka",
        "Osmia",
        Mode::IndirectReport,
    );
    check(
        &f,
        &[
            "question Aldo | Aldo asked whether the sluice was open.",
            "answer Bricka | Bricka said that it was shut.",
        ],
    );
}

#[test]
fn how_far_an_acceptance_goes() {
    let extents = |text: &str| -> Vec<Option<memcon_model::Extent>> {
        told(text).read(|p, a| moves(p, a).iter().map(|m| m.extent).collect())
    };
    use memcon_model::Extent::*;
    assert_eq!(extents("Aldo accepted the map in principle."), [Some(Principle)]);
    assert_eq!(extents("Aldo fully accepted the map."), [Some(Full)]);
    assert_eq!(extents("Aldo accepted the map, but rejected the list."), [Some(Part), None]);
    assert_eq!(extents("Aldo accepted the map."), [None]);
}

#[test]
fn the_day_of_a_move_told_later() {
    use memcon_model::{Field, FieldValue};
    let mut f = told("On 3 May Aldo proposed a map. Bricka proposed to meet on 4 May.")
        .date("3 May", "1922-05-03")
        .date("4 May", "1922-05-04");
    let day = FieldValue { value: "9 May".into(), edtf: "1922-05-09".parse().ok(), ..FieldValue::default() };
    f.found.description.add(Field::Date, day);
    let days: Vec<Option<String>> =
        f.read(|p, a| moves(p, a).iter().map(|m| m.date.as_ref().map(|d| d.as_str().to_owned())).collect());
    assert_eq!(days, [Some("1922-05-03".to_owned()), None]);
}

#[test]
fn what_became_of_a_question() {
    let outcome = |lines: &str| -> Vec<String> {
        let mut f = Fixture::new(lines).lines();
        f.found.moves = f.read(moves);
        let mut found = f.found.clone();
        f.read(|p, _| {
            crate::interpret::settle(p, &mut found);
            outcomes(p, &mut found);
        });
        found.moves.iter().filter_map(|m| m.outcome).map(|o| o.to_string()).collect()
    };
    assert_eq!(outcome("Varn: Is the sluice open?\nOsmia: Yes, it is open.\n"), ["answered"]);
    assert_eq!(outcome("Varn: Is the sluice open?\nOsmia: The swans look splendid today.\n"), ["evaded"]);
    assert_eq!(
        outcome("Varn: Is the sluice open?\nOsmia: I have no instructions on the sluice.\n"),
        ["deferred"]
    );
    assert_eq!(outcome("Osmia: Good morning.\nVarn: Is the sluice open?\n"), ["unanswered"]);
}

#[test]
fn chinese_and_russian_papers() {
    check(
        &Fixture::new("双方同意再次会晤。").language("zh"),
        &["acceptance both sides | 双方同意再次会晤。"],
    );
    check(
        &Fixture::new("Обе стороны согласны на обмен.").language("ru"),
        &["acceptance both sides | Обе стороны согласны на обмен."],
    );
}

#[test]
fn every_move_type_stands_in_the_table_of_categories() {
    #[derive(serde::Deserialize)]
    struct Row {
        #[serde(rename = "move")]
        kind: MoveType,
    }
    #[derive(serde::Deserialize)]
    struct Table {
        #[serde(rename = "move")]
        rows: Vec<Row>,
    }
    let table: Table = memcon_lexicon::table("moves/bpa.toml").expect("the table reads");
    let missing: Vec<&MoveType> =
        MoveType::ALL.iter().filter(|k| !table.rows.iter().any(|r| r.kind == **k)).collect();
    assert_eq!(missing, Vec::<&MoveType>::new());
}

#[test]
fn a_hostile_paper_costs_little() {
    let line = "we accept ".repeat(100_000);
    let f = Fixture::new(&line);
    assert_eq!(f.read(moves).len(), 0);
    let quotes = "\"".repeat(20_000);
    assert_eq!(Fixture::new(&quotes).read(|p, a: &Analysis| moves(p, a)).len(), 0);
}

#[test]
fn an_act_told_with_a_noun_is_of_the_one_it_belongs_to() {
    check(
        &told("The one step forward was Aldo’s agreement to the sluice. A refusal to pay was feared."),
        &["acceptance Aldo | The one step forward was Aldo’s agreement to the sluice."],
    );
}
