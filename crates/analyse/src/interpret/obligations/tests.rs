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
            "Article 2 Varn may | It may anchor there.",
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

/// `bound modality force | content` for what is said.
fn said(f: &Fixture) -> Vec<String> {
    f.read(|paper, found| {
        obligations(paper, found)
            .iter()
            .map(|o| {
                let force = o.status.as_deref().unwrap_or("-");
                format!("{} {} {force} | {}", o.bound.join("+"), o.modality, o.content)
            })
            .collect()
    })
}

#[test]
fn promises_in_speech_bind_the_speakers_side() {
    let f = two("We shall return the boats by 3 May. We shall see what happens. We will not attack your ferries. Do you undertake to return the nets?")
        .says("We shall return the boats by 3 May. We shall see what happens. We will not attack your ferries. Do you undertake to return the nets?", "Arlo", "Varn", memcon_model::Mode::DirectQuote);
    assert_eq!(
        said(&f),
        ["Varn do undertaken | return the boats by 3 May", "Varn refrain undertaken | attack your ferries"]
    );
    assert_eq!(f.read(obligations)[0].deadline.as_deref(), Some("by 3 May"));
}

#[test]
fn reports_of_undertakings_and_offers() {
    let f = two(
        "Varn undertook to withdraw the guns. Osmia is prepared to return the nets if Varn pays for them. Varn did not promise to fish elsewhere. If Osmia undertakes to stop the raids, all is well. Osmia agreed to meet on Monday.",
    );
    assert_eq!(
        said(&f),
        [
            "Varn do undertaken | withdraw the guns",
            "Osmia do proposed | return the nets if Varn pays for them",
        ]
    );
    assert_eq!(f.read(obligations)[1].condition.as_deref(), Some("if Varn pays for them"));
}

#[test]
fn clauses_told_with_would_are_those_of_the_draft() {
    let f = two(
        "The Minister let me read the draft treaty between Varn and Osmia. I summarise its clauses:\n\n(a) Each side would return all prisoners.\n\n(b) Osmia would undertake to hold no exercise in spring.\n\nHe would not leave a copy.",
    );
    assert_eq!(
        said(&f),
        [
            "Varn+Osmia do proposed | return all prisoners",
            "Osmia refrain proposed | hold no exercise in spring"
        ]
    );
}

#[test]
fn a_bearer_is_inferred_from_whose_a_thing_is_or_from_the_parties() {
    let f = two("AGREEMENT BETWEEN Varn and Osmia\n\nArticle 1\nThe guns of Varn shall be withdrawn. All prisoners shall be returned within ten days.\n\nArticle 2\nMerchant ships passing the strait shall take a pilot.")
        .form(Form::Agreement);
    let told: Vec<_> = f
        .read(obligations)
        .iter()
        .map(|o| format!("{} {} {:?}", o.bound.join("+"), o.inferred, o.deadline))
        .collect();
    assert_eq!(
        told,
        ["Varn true None", "Varn+Osmia true Some(\"within ten days\")", "Merchant ships false None"]
    );
}

#[test]
fn a_duty_without_its_condition_and_each_towards_the_other() {
    let f = two("AGREEMENT BETWEEN Varn and Osmia\n\nArticle 1\nShould the storm find that he may land, Varn shall give him shelter. Each Party shall hand to the other a list of its boats.").form(Form::Agreement);
    assert_eq!(
        report(&f),
        [
            "Article 1 Varn do | Varn shall give him shelter.",
            "Article 1 Varn+Osmia do | Each Party shall hand to the other a list of its boats."
        ]
    );
    assert!(f.read(obligations)[1].mutual);
}

#[test]
fn a_text_that_a_telegram_gives_in_full_binds_as_a_draft() {
    let f = two(
        "Following is text of the proposal handed to us today:\n\nBegin text.\n\nVarn will reduce its garrison to two companies.\n\nOsmia shall not locate guns on the cape.\n\nEnd text.\n\nThe Minister will return to Osmia on Monday.",
    );
    assert_eq!(
        said(&f),
        [
            "Varn do proposed | reduce its garrison to two companies",
            "Osmia refrain proposed | locate guns on the cape"
        ]
    );
}

#[test]
fn a_text_of_remarks_given_in_full_binds_nobody() {
    let f = two(
        "Following is text of the Minister's letter:\n\n“Varn will reduce its garrison to two companies.\n\n“Osmia will leave the cape.”\n",
    );
    assert_eq!(said(&f), Vec::<String>::new());
}
