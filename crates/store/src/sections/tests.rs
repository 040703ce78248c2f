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
