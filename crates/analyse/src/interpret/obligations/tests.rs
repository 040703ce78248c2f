//! Clauses in, `label bound modality | words` out.

use memcon_model::{AgentType, Form};

use super::*;
use crate::interpret::fixture::Fixture;

fn report(f: &Fixture) -> Vec<String> {
    f.read(|paper, found| {
        obligations(paper, found)
            .iter()
            .map(|o| {
                format!(
                    "{} {} {} | {}",
                    o.label.as_deref().unwrap_or("-"),
                    o.bound.join("+"),
                    o.modality,
                    paper.words(o.span)
                )
            })
            .collect()
    })
}

fn two(text: &str) -> Fixture {
    Fixture::new(text).agent("Varn", AgentType::State, "Varn").agent("Osmia", AgentType::State, "Osmia")
}

#[test]
fn articles_bind_the_parties_named_in_the_title() {
    let f = two("AGREEMENT BETWEEN Varn and Osmia\n\nArticle 1\nThe Parties shall return the boats.\n\nArticle 2\nVarn shall not fish in the bay. It may anchor there.\n\nArticle 3\nThe width of the zone shall be two miles.").form(Form::DraftTreaty);
    assert_eq!(
        report(&f),
        [
            "Article 1 Varn+Osmia do | The Parties shall return the boats.",
            "Article 2 Varn refrain | Varn shall not fish in the bay.",
            "Article 2  may | It may anchor there.",
        ]
    );
}

#[test]
fn one_undertaking_with_several_duties() {
    let f = two(
        "A treaty between Varn and Osmia, with these clauses:\n\na. The two parties undertake to stop the raids, to refrain from shelling and not to attack each other.\n\nThat was all.",
    );
    assert_eq!(
        report(&f),
        [
            "a Varn+Osmia do | The two parties undertake to stop the raids",
            "a Varn+Osmia refrain | to refrain from shelling",
            "a Varn+Osmia refrain | and not to attack each other.",
        ]
    );
}

#[test]
fn a_passive_duty_without_a_bearer_has_none() {
    let f = two("Article 1\nThe mines shall be cleared. The buoys shall be repaired by Osmia.")
        .form(Form::Agreement);
    assert_eq!(
        report(&f),
        [
            "Article 1  do | The mines shall be cleared.",
            "Article 1 Osmia do | The buoys shall be repaired by Osmia."
        ]
    );
}

#[test]
fn condition_and_sequence() {
    let f = two("Article 1\nIf a boat enters by storm, Varn shall give it shelter.\n\nArticle 2\nAfter the withdrawal of the guards, Osmia shall open the bridge within ten days of notice.").form(Form::Agreement);
    let found = f.read(obligations);
    assert_eq!(found[0].condition.as_deref(), Some("If a boat enters by storm"));
    assert_eq!(found[1].sequence.as_deref(), Some("After the withdrawal of the guards"));
    assert_eq!(found[1].bound, ["Osmia"]);
}

#[test]
fn talk_is_no_treaty() {
    assert_eq!(report(&two("Varn: We shall see. Osmia must be tired. It may rain.")), Vec::<String>::new());
}
