//! Sentences in, `type status date place | participants | through` out.

use memcon_model::AgentType;

use super::*;
use crate::interpret::fixture::Fixture;

fn report(f: &Fixture) -> Vec<String> {
    f.read(|paper, found| {
        events(paper, found)
            .iter()
            .map(|e| {
                let who: Vec<&str> = e.participants.iter().map(|p| p.name.as_str()).collect();
                let date = e.date.as_ref().map_or("undated", Edtf::as_str);
                format!(
                    "{} {} {date} {} | {} | {}",
                    e.kind,
                    e.status,
                    e.place.as_deref().unwrap_or("-"),
                    who.join("+"),
                    e.intermediary.as_deref().unwrap_or("-")
                )
            })
            .collect()
    })
}

fn told(text: &str) -> Fixture {
    Fixture::new(text)
        .agent("Aldo", AgentType::Person, "Varn")
        .agent("Bricka", AgentType::Person, "Osmia")
        .agent("Port Amsel", AgentType::Place, "")
        .agent("Helvar", AgentType::State, "Helvar")
}

#[test]
fn a_meeting_through_a_go_between() {
    let f = told("With the help of Helvar, Aldo met with Bricka in Port Amsel on 3 May 1922.")
        .date("3 May 1922", "1922-05-03");
    assert_eq!(report(&f), ["meeting held 1922-05-03 Port Amsel | Aldo+Bricka | Helvar"]);
}

#[test]
fn one_event_told_twice_is_one() {
    let f =
        told("Aldo met with Bricka in Port Amsel on 3 May 1922. It rained. The meeting was held on 3 May.")
            .date("3 May 1922", "1922-05-03")
            .date("3 May.", "1922-05-03");
    let found = f.read(events);
    assert_eq!((found.len(), found[0].spans.len()), (1, 2));
}

#[test]
fn planned_proposed_failed() {
    let f = told("Aldo will meet Bricka on 9 May. Aldo proposed that they should visit Port Amsel on 10 May. The talks planned for 11 May were called off and no session was held.")
        .date("9 May", "1922-05-09")
        .date("10 May", "1922-05-10")
        .date("11 May", "1922-05-11");
    assert_eq!(
        report(&f),
        [
            "meeting planned 1922-05-09 - | Aldo+Bricka | -",
            "visit proposed 1922-05-10 Port Amsel | Aldo | -",
            "meeting failed 1922-05-11 - |  | -",
        ]
    );
}

#[test]
fn a_word_without_date_or_company_is_no_event() {
    assert_eq!(
        report(&told("The meeting was held. An attack is feared. Aldo held a meeting.")),
        Vec::<String>::new()
    );
}

#[test]
fn what_was_agreed_to_be_held_is_planned_before_anybody_is_named() {
    let f = told("It was agreed the next session would be held at 3 p.m. 9 May. Bricka handed Aldo the first proposal on 3 May. Aldo had Bricka to dinner on 4 May. Aldo is leaving for Port Amsel on 8 May.")
        .date("3 p.m. 9 May", "1922-05-09T15:00")
        .date("3 May", "1922-05-03")
        .date("4 May", "1922-05-04")
        .date("8 May", "1922-05-08");
    assert_eq!(
        report(&f),
        [
            "meeting planned 1922-05-09T15:00 - |  | -",
            "other held 1922-05-03 - | Bricka+Aldo | -",
            "meeting held 1922-05-04 - | Aldo+Bricka | -",
            "visit planned 1922-05-08 Port Amsel | Aldo | -",
        ]
    );
}

#[test]
fn what_follows_an_owned_house_is_not_its_name() {
    let f =
        told("At private meeting on 3 May at Aldo’s Villa Bricka was silent.").date("3 May", "1922-05-03");
    assert_eq!(report(&f), ["meeting held 1922-05-03 Aldo’s Villa | Aldo+Bricka | -"]);
}
