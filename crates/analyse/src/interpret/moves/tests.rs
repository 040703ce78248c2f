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
