//! Papers in, `name number side state | positions` out.

use memcon_model::AgentType;

use super::*;
use crate::interpret::fixture::Fixture;
use crate::interpret::moves;

fn settled(f: Fixture) -> Vec<String> {
    let issues = f.read(issues);
    let acts = f.read(moves);
    let mut f = f;
    f.found.issues = issues;
    f.found.moves = acts;
    let mut done = f.found.clone();
    f.read(|paper, _| settle(paper, &mut done));
    done.issues
        .iter()
        .map(|i| {
            let held: Vec<String> = i
                .positions
                .iter()
                .map(|p| format!("{} {}", p.side.as_deref().unwrap_or("?"), p.stance))
                .collect();
            let number = i
                .number
                .as_ref()
                .map(|n| format!(" ({} {n})", i.proposed_by.as_deref().unwrap_or("?")))
                .unwrap_or_default();
            format!("{}{number}: {} | {}", i.name, i.state, held.join(", "))
        })
        .collect()
}

fn told(text: &str) -> Fixture {
    Fixture::new(text).agent("Aldo", AgentType::Person, "Varn").agent("Bricka", AgentType::Person, "Osmia")
}

#[test]
fn two_wordings_of_one_issue_and_what_the_sides_hold() {
    let f = told(
        "Aldo raised the question of the river tolls. Aldo proposed a river toll of two crowns. Bricka could not accept the river tolls.",
    );
    assert_eq!(settled(f), ["river tolls: contested | Varn proposal, Osmia refusal"]);
}

#[test]
fn accepted_by_the_other_side() {
    let f = told(
        "Aldo proposed an exchange of prisoners. Bricka accepted the exchange of prisoners in principle.",
    );
    assert_eq!(settled(f), ["exchange of prisoners: agreed-in-principle | Varn proposal, Osmia acceptance"]);
}

#[test]
fn numbered_points_belong_to_a_side() {
    let f = Fixture::new("Varn: On the fifth point we proposed, namely the ferry, we maintain our demand.\nOsmia: We cannot accept the fifth point you proposed.\n").lines();
    assert_eq!(settled(f), ["ferry (Varn 5): contested | Varn demand, Osmia refusal"]);
}

#[test]
fn an_issue_on_which_nobody_moves_is_none() {
    assert_eq!(settled(told("There was the question of the weather. It rained.")), Vec::<String>::new());
}

#[test]
fn a_name_ends_where_the_noun_phrase_ends() {
    assert_eq!(names::end("the width of the zone which they claim"), "the width of the zone");
    assert_eq!(names::end("the lamp on the mole, and more"), "the lamp on the mole");
    assert_eq!(names::end("tolls for the"), "tolls");
}

#[test]
fn one_demand_for_two_things_names_two_points() {
    let f = Fixture::new("Varn: We demand compensation, and we demand an apology for the fire.\nOsmia: We cannot agree to an apology.\n").lines();
    let names = settled(f).join("; ");
    assert!(names.contains("compensation: raised") && names.contains("apology"), "{names}");
}

#[test]
fn a_question_said_to_be_repeated_is_a_point_of_its_own() {
    let f = Fixture::new("Varn: I repeat my question. Who gave the order to close the bridge?\nOsmia: Good evening to you.\nVarn: Who is at the door?\n").lines();
    let names = settled(f).join("; ");
    assert!(names.contains("Who gave the order to close the bridge") && !names.contains("door"), "{names}");
}
