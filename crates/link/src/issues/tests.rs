//! What is one issue over papers, and what a person decided about it.

use memcon_model::{
    Analysis, Anchor, Decision, DecisionKind, Field, FieldValue, JoinedBy, LinkedIssue, Move, MoveType, Span,
    Subject,
};

use crate::{Document, Given, link_with};

/// A paper: id, day, and sentences `Side type: words`.
struct Paper(&'static str, String, Analysis);

fn paper(id: &'static str, day: &str, lines: &[&str]) -> Paper {
    let mut analysis = Analysis { id: id.into(), ..Analysis::default() };
    let date = FieldValue { value: day.into(), edtf: day.parse().ok(), ..FieldValue::default() };
    analysis.description.add(Field::Date, date);
    let mut text = String::new();
    for (n, line) in lines.iter().enumerate() {
        let (head, words) = line.split_once(": ").unwrap();
        let (side, kind) = head.split_once(' ').unwrap();
        let span = Span::new(text.len(), text.len() + words.len());
        text.push_str(words);
        text.push_str("\n\n");
        analysis.moves.push(Move {
            id: format!("m{n}"),
            span,
            kind: kind.parse().unwrap(),
            actor: Some(side.into()),
            side: Some(side.into()),
            reported: true,
            ..Move::default()
        });
    }
    Paper(id, text, analysis)
}

/// Talks of two sides over tolls on a river and the release of boats, told in five papers of many moves.
fn talks() -> Vec<Paper> {
    let tolls = "Norway demand: They insisted on the abolition of the river tolls.";
    let no = "Italy refusal: They refused the abolition of the river tolls.";
    let boats = "Italy explanation: They spoke at length of the colour of the boats.";
    let filler = "Italy answer: They said that they would think about it.";
    ["a", "b", "c", "d", "e"]
        .iter()
        .enumerate()
        .map(|(n, id)| {
            let mut lines = vec![tolls, no, boats];
            lines.extend(std::iter::repeat_n(filler, 42));
            paper(id, &format!("1923-05-0{}", n + 1), &lines)
        })
        .collect()
}

fn linked(papers: &[Paper], decisions: &[Decision]) -> Vec<LinkedIssue> {
    let documents: Vec<Document<'_>> =
        papers.iter().map(|p| Document { id: p.0, analysis: &p.2, text: &p.1 }).collect();
    link_with(&documents, &Given { decisions, ..Given::default() }).issues
}

fn names(issues: &[LinkedIssue]) -> Vec<&str> {
    issues.iter().map(|i| i.name.as_str()).collect()
}

fn decision(number: u64, kind: DecisionKind, a: &str, b: Anchor) -> Decision {
    let a = Anchor { name: a.into(), at: Vec::new() };
    Decision { number, made: "2024-01-02".into(), about: Subject::Issue, kind, a, b, ..Decision::default() }
}

#[test]
fn a_term_that_recurs_and_that_two_move_on_is_an_issue() {
    let issues = linked(&talks(), &[]);
    assert!(names(&issues).iter().any(|n| n.contains("river tolls")), "{:?}", names(&issues));
    let tolls = issues.iter().find(|i| i.name.contains("tolls")).unwrap();
    assert_eq!(tolls.papers().len(), 5);
    assert!(
        tolls.positions.iter().any(|p| p.side.as_deref() == Some("Italy") && p.stance == MoveType::Refusal)
    );
}

#[test]
fn what_one_side_alone_speaks_of_is_none() {
    let issues = linked(&talks(), &[]);
    assert!(!names(&issues).iter().any(|n| n.contains("boats")), "{:?}", names(&issues));
}

#[test]
fn a_name_given_by_hand_holds() {
    let papers = talks();
    let before = linked(&papers, &[]);
    let tolls = before.iter().find(|i| i.name.contains("tolls")).unwrap().name.clone();
    let mut named = decision(1, DecisionKind::Name, &tolls, Anchor::default());
    named.value = Some("Tolls".into());
    assert!(names(&linked(&papers, &[named.clone()])).contains(&"Tolls"));
    named.undone = Some("2024-01-03".into());
    assert_eq!(linked(&papers, &[named]), before);
}

#[test]
fn papers_parted_by_hand_are_an_issue_of_their_own_and_can_be_joined_again() {
    let papers = talks();
    let before = linked(&papers, &[]);
    let tolls = before.iter().find(|i| i.name.contains("tolls")).unwrap().name.clone();
    let b = Anchor { name: "later tolls".into(), at: vec![("e".into(), String::new())] };
    let parted = decision(1, DecisionKind::Part, &tolls, b);
    let apart = linked(&papers, std::slice::from_ref(&parted));
    let later = apart.iter().find(|i| i.name == "later tolls").unwrap();
    assert_eq!(later.papers().into_iter().collect::<Vec<_>>(), ["e"]);
    let first = apart.iter().find(|i| i.name == tolls).unwrap();
    assert_eq!(first.papers().len(), 4);
    let again = Anchor { name: "later tolls".into(), at: Vec::new() };
    let joined = linked(&papers, &[parted, decision(2, DecisionKind::Join, &tolls, again)]);
    let one = joined.iter().find(|i| i.name == tolls).unwrap();
    assert_eq!(one.papers().len(), 5);
    assert!(one.wordings.iter().any(|w| w.by == JoinedBy::Hand && w.why.contains("decision 2")));
    assert!(!joined.iter().any(|i| i.name == "later tolls"));
}

#[test]
fn a_decision_whose_papers_are_gone_changes_nothing() {
    let papers = talks();
    let gone = Anchor { name: "bridges".into(), at: vec![("z".into(), "bridges".into())] };
    let decided = [decision(1, DecisionKind::Join, "ferries", gone)];
    assert_eq!(linked(&papers, &decided), linked(&papers, &[]));
}
