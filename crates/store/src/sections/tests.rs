//! The linking kept and read in parts.

use memcon_model::{Evidence, LinkedEvent, NameForm, ResolvedReference, Span};

use super::*;

fn linked() -> Linked {
    let reference = |n: usize| ResolvedReference {
        at: Evidence { document: format!("paper {n}"), span: Span::new(n, n + 1) },
        target: (n.is_multiple_of(2)).then(|| "another".to_owned()),
        why: "It says so. ".repeat(20),
    };
    Linked { references: (0..9000).map(reference).collect(), ..Linked::default() }
}

#[test]
fn pieces_come_back_whole_and_in_order() {
    let dir = tempfile::tempdir().unwrap();
    let c = Collection::create_or_open(dir.path()).unwrap();
    assert_eq!(*c.linked().unwrap(), Linked::default());
    c.set_linked(&Linked::default()).unwrap();
    c.set_linked(&linked()).unwrap();
    let count = |db: &Connection| db.query_row("SELECT count(*) FROM linked_parts", [], |r| r.get(0));
    let pieces: i64 = c.reading(count).unwrap();
    assert!(pieces > 1, "{pieces}");
    assert!(*c.linked().unwrap() == linked());
}

#[test]
fn what_an_earlier_version_kept_as_one_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let c = Collection::create_or_open(dir.path()).unwrap();
    let json = serde_json::to_vec(&linked()).unwrap();
    c.writing(|db| db.execute("INSERT INTO linked VALUES (1, 0, ?)", [json])).unwrap();
    assert!(*c.linked().unwrap() == linked());
}

fn agent(id: &str, name: &str, document: &str) -> LinkedAgent {
    let at = Evidence { document: document.to_owned(), span: Span::new(0, 4) };
    LinkedAgent {
        id: id.to_owned(),
        canonical: name.to_owned(),
        kind: AgentType::Person,
        side: None,
        roles: Vec::new(),
        forms: vec![NameForm {
            form: name.to_owned(),
            manner: memcon_model::Manner::Name,
            count: 1,
            mentions: vec![at],
        }],
        joins: Vec::new(),
        offices: Vec::new(),
        listed: None,
        members: vec![(document.to_owned(), "a1".to_owned())],
    }
}

fn kept(linked: &Linked) -> (tempfile::TempDir, Collection) {
    let dir = tempfile::tempdir().unwrap();
    let c = Collection::create_or_open(dir.path()).unwrap();
    c.set_linked(linked).unwrap();
    (dir, c)
}

#[test]
fn what_is_about_a_document_comes_without_the_rest() {
    let mut all = linked();
    all.agents = vec![agent("agent-1", "Aldo Brenk", "paper 7"), agent("agent-2", "Mira Tov", "paper 8")];
    all.events = vec![
        LinkedEvent { id: "event-1".into(), ..LinkedEvent::default() },
        LinkedEvent { id: "event-2".into(), ..LinkedEvent::default() },
    ];
    let (_dir, c) = kept(&all);
    let around = c.linked_around("paper 7").unwrap();
    let told: Vec<_> = around.references.iter().map(|r| r.at.document.as_str()).collect();
    assert_eq!(told, ["paper 7"]);
    let agents: Vec<_> = around.agents.iter().map(|a| (a.id.as_str(), a.members[0].1.as_str())).collect();
    assert_eq!(agents, [("agent-1", "a1")]);
    assert!(around.events.is_empty());
    assert_eq!(c.linked_around("another").unwrap().references.len(), 4500);
    let one = c.linked_about(&["event-2", "agent-2"], &[Section::Events]).unwrap();
    assert_eq!((one.events.len(), one.agents.len(), one.events[0].id.as_str()), (1, 0, "event-2"));
}

#[test]
fn a_section_is_read_alone_and_heads_are_agents_without_their_mentions() {
    let mut all = linked();
    all.agents = vec![agent("agent-1", "Aldo Brenk", "paper 7")];
    let (_dir, c) = kept(&all);
    let heads = c.linked_of(&[Section::Heads]).unwrap();
    assert_eq!((heads.agents[0].forms[0].count, heads.agents[0].forms[0].mentions.len()), (1, 0));
    assert!(heads.references.is_empty());
    assert!(*c.linked_of(&Section::ALL).unwrap() == all);
    let figures = c.figures().unwrap();
    assert_eq!((figures.people, figures.events), (1, 0));
}

#[test]
fn a_new_linking_leaves_nothing_of_the_one_before() {
    let (_dir, c) = kept(&linked());
    let before = c.linking().unwrap();
    c.set_linked(&Linked::default()).unwrap();
    assert_eq!(c.linked_around("paper 7").unwrap().references.len(), 0);
    assert!(c.linked_of(&[Section::References]).unwrap().references.is_empty());
    assert!(c.linking().unwrap() > before);
}

/// Issues whose courses cross: each day is another picture.
fn courses() -> Vec<memcon_model::LinkedIssue> {
    use memcon_model::{JoinReason, LinkedIssue, MoveType, PositionHeld, State, StateChange, Version};
    let side = |n: usize| (!n.is_multiple_of(4)).then(|| format!("side {}", n % 4));
    let day =
        |n: usize| (!n.is_multiple_of(7)).then(|| format!("1931-05-{:02}", n % 28 + 1).parse().unwrap());
    let at = |n: usize| Evidence { document: format!("paper {}", n % 5), span: Span::new(n, n + 3) };
    let states = State::ALL;
    let change = |n: usize| StateChange {
        date: day(n),
        state: states[n % states.len()],
        side: side(n),
        by: None,
        rule: format!("rule {n}"),
        evidence: vec![at(n)],
    };
    let position = |n: usize| PositionHeld {
        side: side(n),
        stance: MoveType::Demand,
        actor: None,
        date: day(n),
        evidence: at(n),
    };
    let issue = |i: usize| LinkedIssue {
        id: format!("issue-{i}"),
        name: format!("ferry {i}"),
        wordings: vec![JoinReason {
            b: format!("boat {i}"),
            why: "The same.".into(),
            ..JoinReason::default()
        }],
        members: (0..i % 6).map(|d| (format!("paper {d}"), "i1".to_owned())).collect(),
        positions: (0..i % 9).map(|n| position(n * 5 + i)).collect(),
        states: (0..i % 5).map(|n| change(n * 3 + i)).collect(),
        versions: (0..i % 3)
            .map(|v| Version { papers_of: side(v + 1), states: vec![change(i + v), change(i + v * 2)] })
            .collect(),
        ..LinkedIssue::default()
    };
    (0..60).map(issue).collect()
}

#[test]
fn the_state_of_a_day_comes_a_page_at_a_time_as_it_would_from_all() {
    let all = Linked { issues: courses(), ..Linked::default() };
    let (_dir, c) = kept(&all);
    let issues: Vec<std::borrow::Cow<'_, memcon_model::LinkedIssue>> =
        all.issues.iter().map(std::borrow::Cow::Borrowed).collect();
    let days = memcon_model::StateOfDay::of(&issues, None, 0, 0).days;
    assert!(days.len() > 20, "{days:?}");
    for on in days.iter().map(|d| Some(d.as_str())).chain([None, Some("1900-01-01")]) {
        for (offset, limit) in [(0, 7), (7, 7), (40, 100), (0, usize::MAX)] {
            let whole = memcon_model::StateOfDay::of(&issues, on, offset, limit);
            assert_eq!(c.state_on(on, offset, limit).unwrap(), whole, "{on:?} {offset} {limit}");
        }
    }
    let (total, rows) = c.issues_page(58, 10).unwrap();
    let told: Vec<_> = all.issues[58..].iter().map(memcon_model::IssueRow::of).collect();
    assert_eq!((total, rows), (60, told));
}

#[test]
fn events_come_in_order_of_time_by_what_they_are_chosen_by() {
    use crate::{EventsAsked, EventsPage};
    use memcon_model::{EventStatus, EventType};
    let event = |n: usize| LinkedEvent {
        id: format!("event-{n}"),
        kind: EventType::ALL[n % EventType::ALL.len()],
        status: EventStatus::ALL[n % EventStatus::ALL.len()],
        date: match n % 4 {
            0 => None,
            1 => format!("1931-05-{:02}", n % 28 + 1).parse().ok(),
            2 => format!("1931-05-{:02}T10:{:02}", n % 28 + 1, n % 60).parse().ok(),
            _ => format!("../1931-06-{:02}", n % 28 + 1).parse().ok(),
        },
        ..LinkedEvent::default()
    };
    let all = Linked { events: (0..90).map(event).collect(), ..Linked::default() };
    let (_dir, c) = kept(&all);
    let day = |d: &str| Some(d.to_owned());
    for asked in [
        EventsAsked::default(),
        EventsAsked { kind: Some(EventType::ALL[1]), ..EventsAsked::default() },
        EventsAsked { status: Some(EventStatus::ALL[0]), from: day("1931-05-10"), ..EventsAsked::default() },
        EventsAsked { from: day("1931-05-10"), to: day("1931-06-03"), ..EventsAsked::default() },
    ] {
        for (offset, limit) in [(0, 5), (5, 20), (0, usize::MAX)] {
            let whole = EventsPage::of(all.events.iter(), &asked, offset, limit);
            assert_eq!(c.events_page(&asked, offset, limit).unwrap(), whole, "{asked:?} {offset} {limit}");
        }
    }
    assert!(c.events_page(&EventsAsked::default(), 0, 5).unwrap().total == 90);
}
