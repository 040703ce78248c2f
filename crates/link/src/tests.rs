//! Small collections of invented papers, with what one paper tells put in by hand.

use memcon_model::*;

use super::*;

/// A paper: id, day, and lines `Side type: words` as moves on the issue named.
struct Made {
    id: &'static str,
    text: String,
    analysis: Analysis,
}

fn made(id: &'static str, day: &str, issue: &str, lines: &[&str]) -> Made {
    let mut analysis = Analysis { id: id.into(), ..Analysis::default() };
    let mut text = format!("{issue}\n");
    analysis
        .description
        .add(Field::Date, FieldValue { value: day.into(), edtf: day.parse().ok(), ..FieldValue::default() });
    let mut held = Issue {
        id: "i1".into(),
        name: issue.into(),
        number: None,
        proposed_by: None,
        state: State::Raised,
        mentions: vec![Span::new(0, issue.len())],
        positions: vec![],
        basis: Basis::new("test", 1.0),
    };
    for (n, line) in lines.iter().enumerate() {
        let (head, words) = line.split_once(": ").expect("Side type: words");
        let (side, kind) = head.split_once(' ').expect("Side type");
        let rule = if kind.ends_with('*') { "acceptance.principle" } else { "test" };
        let kind: MoveType = kind.trim_end_matches('*').parse().expect("a move");
        let span = Span::new(text.len(), text.len() + words.len());
        text.push_str(words);
        text.push('\n');
        held.positions.push(Position {
            side: Some(side.into()),
            stance: kind,
            span,
            basis: Basis::new("test", 1.0),
        });
        analysis.moves.push(Move {
            id: format!("m{}", n + 1),
            span,
            kind,
            actor: Some(side.into()),
            side: Some(side.into()),
            issue: Some("i1".into()),
            answers: None,
            turn: None,
            reported: true,
            basis: Basis::new(rule, 1.0),
            ..Move::default()
        });
    }
    analysis.issues.push(held);
    Made { id, text, analysis }
}

fn person(mut m: Made, name: &str, side: Option<&str>) -> Made {
    let n = m.analysis.agents.len() + 1;
    m.analysis.agents.push(Agent {
        id: format!("a{n}"),
        canonical: name.into(),
        kind: AgentType::Person,
        side: side.map(str::to_owned),
        role: None,
        authority: None,
        glosses: Vec::new(),
        offices: Vec::new(),
        forms: vec![name.into()],
        mentions: vec![Mention::named(Span::new(0, 1), name)],
        basis: Basis::new("test", 1.0),
    });
    m
}

fn meeting(mut m: Made, date: &str, place: Option<&str>, who: &[&str], record: bool) -> Made {
    let participants =
        who.iter().map(|w| Participant { name: (*w).into(), side: None, role: None }).collect();
    let id = format!("e{}", m.analysis.events.len() + 1);
    if record {
        m.analysis.record_of = Some(id.clone());
    }
    m.analysis.events.push(Event {
        id,
        kind: EventType::Meeting,
        status: EventStatus::Held,
        date: date.parse().ok(),
        place: place.map(str::to_owned),
        participants,
        intermediary: None,
        level: None,
        spans: vec![Span::new(0, 1)],
        basis: Basis::new("test", 1.0),
        ..Event::default()
    });
    m
}

fn linked(papers: &[Made]) -> Linked {
    let documents: Vec<Document<'_>> =
        papers.iter().map(|p| Document { id: p.id, analysis: &p.analysis, text: &p.text }).collect();
    let linked = link(&documents);
    assert_eq!(linked, link(&documents), "linking twice gives the same");
    linked
}

#[test]
fn an_issue_moves_from_paper_to_paper() {
    let l = linked(&[
        made("b", "1922-05-09", "the river tolls", &["Osmia acceptance*: Osmia accepted them in principle."]),
        made(
            "a",
            "1922-05-02",
            "river tolls at the bridge",
            &["Varn proposal: Varn proposed tolls.", "Osmia refusal: Osmia refused."],
        ),
    ]);
    assert_eq!(l.issues.len(), 1);
    let state = |day: &str| l.issues[0].state_on(day).map(|s| s.state);
    assert_eq!(state("1922-05-01"), None);
    assert_eq!(state("1922-05-02"), Some(State::Contested));
    assert_eq!(state("1922-05-10"), Some(State::AgreedInPrinciple));
}

#[test]
fn two_accounts_of_one_refusal_are_one_refusal() {
    let lines = ["Varn demand: Varn demanded tolls.", "Osmia refusal: Osmia refused."];
    let l = linked(&[
        made("ours", "1922-05-02", "river tolls", &lines),
        made("theirs", "1922-05-02", "river tolls", &lines),
    ]);
    assert_eq!(l.issues[0].state_on("1922-05-03").map(|s| s.state), Some(State::Contested));
}

#[test]
fn an_agreed_text_settles_what_it_names() {
    let mut text = made("treaty", "1922-06-01", "unrelated heading", &[]);
    text.analysis.issues.clear();
    text.analysis.form = Form::Agreement;
    text.text = "Article 1\nThe river tolls shall be two crowns.\n\nArticle 2\nThe ferry rights are deferred to a conference.".into();
    let l = linked(&[
        made("a", "1922-05-02", "river tolls", &["Varn proposal: Varn proposed tolls."]),
        made("b", "1922-05-03", "ferry rights", &["Varn demand: Varn demanded the ferry."]),
        text,
    ]);
    let state = |n: usize| l.issues[n].state_on("1922-06-01").map(|s| s.state);
    assert_eq!((state(0), state(1)), (Some(State::Agreed), Some(State::Deferred)));
}

#[test]
fn one_person_in_two_papers_and_a_homonym_of_the_other_side() {
    let paper = |id| made(id, "1922-05-02", "river tolls", &[]);
    let l = linked(&[
        person(paper("a"), "Peter Holm", Some("Varn")),
        person(paper("b"), "Peter Holm", Some("Varnish side")),
        person(paper("c"), "Peter Holm", Some("Osmia")),
        person(paper("d"), "Holm", None),
    ]);
    let sizes: Vec<usize> = l.agents.iter().map(|a| a.members.len()).collect();
    assert_eq!(sizes, [2, 1, 1]);
    let (maybe, never): (Vec<_>, Vec<_>) = l.look_alikes.iter().partition(|x| x.possible);
    assert_eq!((maybe.len(), never.len()), (2, 1), "the surname alone may be either of the two homonyms");
}

#[test]
fn two_papers_on_one_meeting() {
    let paper = |id| made(id, "1922-05-02", "river tolls", &[]);
    let l = linked(&[
        meeting(paper("a"), "1922-05-02", Some("Port Amsel"), &["Peter Holm"], true),
        meeting(paper("b"), "1922-05-02T10:30", Some("Port Amsel"), &["Ida Bricka"], false),
        meeting(paper("c"), "1922-05-02", Some("Helvar"), &["Ida Bricka"], false),
    ]);
    let accounts: Vec<usize> = l.events.iter().map(|e| e.accounts.len()).collect();
    assert_eq!(accounts, [1, 2]);
}

#[test]
fn a_question_nobody_answers_is_a_loose_end() {
    let papers = [
        made(
            "a",
            "1922-05-02",
            "river tolls",
            &[
                "Varn question: Who ordered the closing of the bridge?",
                "Osmia question: When does the ferry leave harbour?",
            ],
        ),
        made("b", "1922-05-03", "river tolls", &["Varn answer: The ferry leaves the harbour at noon."]),
    ];
    let documents: Vec<Document<'_>> =
        papers.iter().map(|p| Document { id: p.id, analysis: &p.analysis, text: &p.text }).collect();
    let ends: Vec<(LooseEndKind, &str)> = link(&documents)
        .loose_ends
        .iter()
        .filter(|e| e.met.is_none())
        .map(|e| (e.kind, e.evidence.span.of(&papers[0].text).to_owned()))
        .map(|(k, w)| (k, if w.contains("bridge") { "bridge" } else { "ferry" }))
        .collect();
    assert_eq!(ends, [(LooseEndKind::Question, "bridge")]);
}

#[test]
fn what_is_asked_inside_one_side_is_no_loose_end() {
    let l = linked(&[made(
        "a",
        "1922-05-02",
        "river tolls",
        &[
            "Varn question: Who ordered the closing of the bridge?",
            "Varn proposal: We propose to close the ferry.",
        ],
    )]);
    assert_eq!(l.loose_ends, vec![]);
}

#[test]
fn a_question_is_answered_in_a_later_paper() {
    let l = linked(&[
        made(
            "a",
            "1922-05-02",
            "river tolls",
            &["Varn question: When does the night ferry leave Harbour Quay?", "Osmia explanation: We rest."],
        ),
        made("b", "1922-05-05", "river tolls", &["Osmia answer: The night ferry leaves the quay at noon."]),
    ]);
    let ties: Vec<(&str, &str)> =
        l.answers.iter().map(|a| (a.of.document.as_str(), a.by.document.as_str())).collect();
    assert_eq!(ties, [("a", "b")]);
    let met: Vec<bool> =
        l.loose_ends.iter().map(|e| e.open_on("1922-05-03") && !e.open_on("1922-05-06")).collect();
    assert_eq!(met, [true]);
}

#[test]
fn a_surname_alone_is_the_one_who_bears_it() {
    let paper = |id| made(id, "1922-05-02", "river tolls", &[]);
    let l = linked(&[
        person(paper("a"), "Peter Holm", Some("Varn")),
        person(paper("b"), "Holm", None),
        person(paper("c"), "Bricka", None),
        person(paper("d"), "Bricka", Some("Osmia")),
    ]);
    let who: Vec<(&str, usize)> = l.agents.iter().map(|a| (a.canonical.as_str(), a.members.len())).collect();
    assert_eq!(who, [("Peter Holm", 2), ("Bricka", 2)]);
    assert!(l.agents[0].joins[0].why.starts_with("Surname alone"), "{:?}", l.agents[0].joins);
}

#[test]
fn a_surname_of_two_persons_or_of_millions_is_nobodys() {
    let paper = |id| made(id, "1922-05-02", "river tolls", &[]);
    let l = linked(&[
        person(paper("a"), "Peter Holm", None),
        person(paper("b"), "Ida Holm", None),
        person(paper("c"), "Holm", None),
        person(paper("d"), "Kim Tae-u", None),
        person(paper("e"), "Kim", None),
    ]);
    assert_eq!(l.agents.len(), 5);
    let open = l.look_alikes.iter().filter(|x| x.possible && x.why.contains("several persons may be meant"));
    assert_eq!(open.count(), 3);
}

#[test]
fn initials_and_surname_are_a_name() {
    let paper = |id| made(id, "1922-05-02", "river tolls", &[]);
    let l = linked(&[
        person(paper("a"), "P. V. Holm", None),
        person(paper("b"), "P. V. Holm", None),
        person(paper("c"), "Holm", None),
    ]);
    assert_eq!(l.agents.iter().map(|a| a.members.len()).collect::<Vec<_>>(), [3]);
}

/// What linking made of persons: canonical name, papers, the list's id.
fn people(l: &Linked) -> Vec<String> {
    let told = |a: &LinkedAgent| {
        let papers: Vec<&str> = a.members.iter().map(|m| m.0.as_str()).collect();
        let listed = a.listed.as_ref().map_or(String::new(), |l| format!(" = {}", l.id));
        format!("{}: {}{listed}", a.canonical, papers.join(" "))
    };
    l.agents.iter().filter(|a| a.kind == AgentType::Person).map(told).collect()
}

fn linked_with(papers: &[Made], listed: &[Listed], decisions: &[Decision]) -> Linked {
    let documents: Vec<Document<'_>> =
        papers.iter().map(|p| Document { id: p.id, analysis: &p.analysis, text: &p.text }).collect();
    link_with(&documents, &Given { listed, decisions })
}

fn listed(id: &str, name: &str, note: &str) -> Listed {
    Listed { id: id.into(), name: name.into(), note: note.into(), other_names: vec![] }
}

/// A paper that names persons in its words; each name is an agent with that mention.
fn naming(id: &'static str, day: &str, text: &str, names: &[&str]) -> Made {
    let mut m = made(id, day, "tolls", &[]);
    m.text = text.into();
    for name in names {
        let at = text.find(name).expect("the name stands in the text");
        m = person(m, name, None);
        if let Some(agent) = m.analysis.agents.last_mut() {
            agent.mentions = vec![Mention::named(Span::new(at, at + name.len()), *name)];
        }
    }
    m
}

#[test]
fn a_list_tells_who_a_surname_is_by_the_office_at_that_date() {
    let list = [
        listed("p1", "Bricka, Ida", "Ambassador to Osmia until May 1921"),
        listed("p2", "Bricka, Otto", "Ambassador to Osmia from June 1921"),
        listed("p3", "Marr, Edwin", "Minister of Tolls"),
    ];
    let papers = [
        naming("a", "1921-02-01", "He saw Ambassador Bricka at noon.", &["Bricka"]),
        naming("b", "1922-03-01", "He saw Ambassador Bricka at noon.", &["Bricka"]),
        naming("c", "1922-03-02", "He spoke of one Bricka.", &["Bricka"]),
        naming("d", "1922-03-03", "Then Mr. Marr came, and Mrs. Holm.", &[]),
    ];
    let l = linked_with(&papers, &list, &[]);
    // The bare surname of the day after is whoever held an office then.
    assert_eq!(people(&l)[..2], ["Ida Bricka: a = p1", "Otto Bricka: b c = p2"]);
    let marr = l.agents.iter().find(|a| a.listed.as_ref().is_some_and(|x| x.id == "p3"));
    assert_eq!(marr.map(|a| a.forms[0].form.as_str()), Some("Marr"), "a name that the analysis passed over");
    let bricka = l.agents.iter().find(|a| a.listed.as_ref().is_some_and(|x| x.id == "p1"));
    let grounds: Vec<&str> =
        bricka.iter().flat_map(|a| &a.joins).flat_map(|j| &j.grounds).map(|g| g.why.as_str()).collect();
    assert!(grounds.iter().any(|g| g.contains("Ambassador to Osmia until May 1921")), "{grounds:?}");
}

#[test]
fn decisions_join_and_part_and_hold_through_every_linking() {
    let papers = [
        naming("a", "1921-02-01", "Ida Bricka spoke.", &["Ida Bricka"]),
        naming("b", "1921-02-02", "Baroness Tessel spoke; Ida Bricka did not.", &["Tessel", "Ida Bricka"]),
    ];
    let anchor = |name: &str, at: &[(&str, &str)]| Anchor {
        name: name.into(),
        at: at.iter().map(|(d, f)| ((*d).into(), (*f).into())).collect(),
    };
    let decision = |number, kind, a, b| Decision {
        number,
        made: "2030-01-02".into(),
        kind,
        a,
        b,
        undone: None,
        ..Decision::default()
    };
    let one = decision(
        1,
        DecisionKind::Join,
        anchor("Ida Bricka", &[("a", "Ida Bricka")]),
        anchor("Tessel", &[("b", "Tessel")]),
    );
    let before = people(&linked_with(&papers, &[], &[]));
    assert_eq!(before, ["Ida Bricka: a b", "Tessel: b"]);
    let joined = linked_with(&papers, &[], std::slice::from_ref(&one));
    assert_eq!(people(&joined), ["Ida Bricka: a b b"]);
    assert!(joined.agents[0].joins.iter().any(|j| j.by == JoinedBy::Hand));
    let two = decision(
        2,
        DecisionKind::Part,
        anchor("Ida Bricka", &[("a", "Ida Bricka")]),
        anchor("Ida Bricka", &[("b", "Ida Bricka")]),
    );
    let parted = linked_with(&papers, &[], std::slice::from_ref(&two));
    assert_eq!(people(&parted), ["Ida Bricka: a", "Tessel: b", "Ida Bricka: b"]);
    assert!(parted.look_alikes.iter().any(|x| x.by == JoinedBy::Hand && !x.possible));
    let undone = Decision { undone: Some("2030-01-03".into()), ..two };
    assert_eq!(people(&linked_with(&papers, &[], &[undone])), before);
}

/// A cable with number, place, sender and addressee; `text` after its head.
fn cable(id: &'static str, day: &str, number: &str, channel: [&str; 3], words: &str) -> Made {
    let [place, from, to] = channel;
    let mut m = made(id, day, "unrelated", &[]);
    m.analysis.issues.clear();
    m.text = format!("Telegram from {from} to {to}\n\n{place}\n\n{words}");
    m.analysis.form = Form::Cable;
    for (field, value) in
        [(Field::Number, number), (Field::Place, place), (Field::Sender, from), (Field::Addressee, to)]
    {
        let value =
            FieldValue { value: value.into(), edtf: None, span: None, basis: Basis::new("test", 1.0) };
        m.analysis.description.fields.entry(field).or_default().push(value);
    }
    m
}

/// `from → target` of every reference that leads to a paper.
fn led(l: &Linked) -> Vec<String> {
    l.references.iter().filter_map(|r| Some(format!("{} → {}", r.at.document, r.target.as_ref()?))).collect()
}

#[test]
fn a_number_is_read_on_its_channel() {
    let home = ["Varnmouth", "Foreign Office", "Legation in Osmia"];
    let post = ["Osmia", "Legation in Osmia", "Foreign Office"];
    let l = linked(&[
        cable("out", "1922-05-02", "77", home, "Please see the Minister."),
        cable(
            "elsewhere",
            "1922-05-03",
            "77",
            ["Helvar", "Consulate in Helvar", "Consulate in Brigg"],
            "Nothing new.",
        ),
        cable("back", "1922-05-04", "31", post, "Your 77. The Minister is away."),
        cable("later", "1922-05-05", "32", post, "My 31. He has come back."),
    ]);
    assert_eq!(led(&l), ["back → out", "later → back"]);
}

#[test]
fn letters_of_a_series_need_no_channel_and_two_that_fit_give_none() {
    let home = ["Varnmouth", "Foreign Office", "Legation in Osmia"];
    let l = linked(&[
        cable("k", "1922-05-02", "K.12", ["Helvar", "Aldo", "Bricka"], "Nothing new."),
        cable("see", "1922-05-04", "90", home, "As set out in K. 12, the bridge is closed."),
    ]);
    assert_eq!(led(&l), ["see → k"]);
}

#[test]
fn numbers_below_references_are_those_of_other_papers() {
    let home = ["Varnmouth", "Foreign Office", "Legation in Osmia"];
    let l = linked(&[
        cable("first", "1922-05-02", "JRK 814", ["Helvar", "Aldo", "Bricka"], "Nothing new."),
        cable("second", "1922-05-03", "90", home, "References\nJRK 814\n\nThe bridge is closed."),
        cable("third", "1922-05-04", "91", home, "As set out in JRK 814, the bridge is closed."),
    ]);
    assert_eq!(led(&l), ["second → first", "third → first"]);
}

#[test]
fn a_letter_without_a_day_is_the_last_from_that_hand() {
    let letter = |id, day, from, to, words| {
        let mut m = cable(id, day, "", ["", from, to], words);
        m.text = m.text.replacen("Telegram", "Letter", 1);
        m.analysis.form = Form::Letter;
        m
    };
    let l = linked(&[
        letter("old", "1922-05-02", "Warden Kessling", "Chancellor Amsel", "The tolls are too high."),
        letter("new", "1922-05-09", "Warden Kessling", "Chancellor Amsel", "The tolls are still too high."),
        letter(
            "answer",
            "1922-05-20",
            "Chancellor Amsel",
            "Warden Kessling",
            "Thank you for your letter on tolls.",
        ),
        letter("told", "1922-05-21", "Aldo Brandt", "Ida Marr", "I have seen Kessling’s letter to Amsel."),
        letter("late", "1923-05-21", "Aldo Brandt", "Ida Marr", "I have seen Kessling’s letter to Amsel."),
    ]);
    assert_eq!(led(&l), ["answer → new", "told → new"]);
}

#[test]
fn what_is_cited_and_not_held_is_one_entry_however_it_is_cited() {
    let home = ["Varnmouth", "Foreign Office", "Legation in Osmia"];
    let post = ["Osmia", "Legation in Osmia", "Foreign Office"];
    let citing = |mut m: Made, words: &str, number: &str, desc: &str| {
        let at = m.text.find(words).expect("the words");
        m.analysis.references = vec![Reference {
            span: Span::new(at, at + words.len()),
            number: Some(number.into()),
            date: None,
            description: Some(desc.into()),
            target: None,
            basis: Basis::new("test", 1.0),
        }];
        m
    };
    let l = linked(&[
        citing(
            cable("a", "1922-05-02", "77", home, "Your telegram 31."),
            "Your telegram 31",
            "31",
            "Your telegram",
        ),
        citing(cable("b", "1922-05-04", "32", post, "Further to my 31."), "my 31", "31", "my"),
        citing(cable("c", "1922-05-05", "33", post, "In reply to your 80."), "your 80", "80", "your"),
    ]);
    let lines: Vec<String> = l.missing.iter().map(|m| format!("{} {}", m.called, m.cited.len())).collect();
    assert_eq!(lines, ["Your telegram 31 2", "your 80 1"]);
}

#[test]
fn a_cable_that_opens_with_your_number_answers_it() {
    let home = ["Varnmouth", "Foreign Office", "Legation in Osmia"];
    let post = ["Osmia", "Legation in Osmia", "Foreign Office"];
    let l = linked(&[
        cable("out", "1922-05-02", "77", home, "Please see the Minister."),
        cable("back", "1922-05-04", "31", post, "Your 77. The Minister is away."),
    ]);
    let line = |x: &LinkedLetter| {
        let to = x.answers.as_ref().and_then(|t| l.letters.iter().find(|y| y.id == t.to));
        format!("{:?} answers {:?}", x.document.as_deref(), to.and_then(|y| y.document.as_deref()))
    };
    let lines: Vec<String> = l.letters.iter().map(line).collect();
    assert_eq!(lines, ["Some(\"out\") answers None", "Some(\"back\") answers Some(\"out\")"]);
}

#[test]
fn the_meeting_of_the_day_is_the_recorded_one_unless_two_fit() {
    let paper = |id| made(id, "1922-05-02", "river tolls", &[]);
    let record = |id, hour: &str, who: &[&str]| meeting(paper(id), hour, None, who, true);
    let one = linked(&[
        record("minutes", "1922-05-02T10:00", &["Peter Holm", "Ida Bricka"]),
        meeting(paper("cable"), "1922-05-02", None, &[], false),
        meeting(paper("note"), "1922-05-02", None, &["Peter Holm", "Ida Bricka"], false),
    ]);
    assert_eq!(one.events.iter().map(|e| e.accounts.len()).collect::<Vec<_>>(), [3]);
    let two = linked(&[
        record("morning", "1922-05-02T10:00", &["Peter Holm", "Ida Bricka"]),
        record("evening", "1922-05-02T18:00", &["Peter Holm", "Ida Bricka"]),
        meeting(paper("cable"), "1922-05-02", None, &[], false),
    ]);
    assert_eq!(two.events.len(), 3, "nobody can tell which of the two is meant");
}

#[test]
fn events_are_joined_and_parted_by_hand() {
    let paper = |id| made(id, "1922-05-02", "river tolls", &[]);
    let papers = [
        meeting(paper("a"), "1922-05-02", None, &["Peter Holm", "Ida Bricka"], true),
        meeting(paper("b"), "1922-05-09", None, &["Peter Holm", "Ida Bricka"], false),
    ];
    let documents: Vec<Document<'_>> =
        papers.iter().map(|p| Document { id: p.id, analysis: &p.analysis, text: &p.text }).collect();
    let at = |d: &str| Anchor { name: String::new(), at: vec![(d.to_owned(), String::new())] };
    let join = Decision { about: Subject::Event, a: at("a"), b: at("b"), ..Decision::default() };
    let part = Decision { kind: DecisionKind::Part, ..join.clone() };
    let count =
        |decisions: &[Decision]| link_with(&documents, &Given { listed: &[], decisions }).events.len();
    let undone = Decision { undone: Some("1922-06-01".into()), ..join.clone() };
    assert_eq!(
        [count(&[]), count(std::slice::from_ref(&join)), count(&[undone]), count(&[join, part])],
        [2, 1, 2, 2]
    );
}

/// A letter of one hand to another.
fn letter(id: &'static str, day: &str, from: &str, to: &str, words: &str) -> Made {
    let mut m = cable(id, day, "", ["", from, to], words);
    m.text = m.text.replacen("Telegram", "Letter", 1);
    m.analysis.form = Form::Letter;
    m
}

/// A day in the text of a paper, as its analysis would have found it.
fn with_day(mut m: Made, words: &str, day: &str) -> Made {
    let at = m.text.find(words).expect("the words");
    m.analysis.dates.push(DateFound {
        span: Span::new(at, at + words.len()),
        edtf: day.parse().ok(),
        kind: DateType::Relative,
        anchor: None,
        value: None,
        timex: Default::default(),
        basis: Basis::new("test", 1.0),
    });
    m
}

#[test]
fn a_cable_under_two_numbers_is_found_by_either() {
    let home = ["Varnmouth", "Foreign Office", "Legation in Osmia"];
    let post = ["Osmia", "Legation in Osmia", "Foreign Office"];
    let l = linked(&[
        cable("out", "1922-05-02", "", home, "25471/Portel 12. Please see the Minister."),
        cable("bare", "1922-05-04", "31", post, "Your 25471. The Minister is away."),
        cable("series", "1922-05-05", "32", post, "As set out in Portel 12, he is away."),
    ]);
    assert_eq!(led(&l), ["bare → out", "series → out"]);
}

#[test]
fn a_circular_bears_a_number_for_every_place() {
    let post = ["Osmia", "Legation in Osmia", "Foreign Office"];
    let l = linked(&[
        cable(
            "out",
            "1922-05-02",
            "",
            ["Varnmouth", "Foreign Office", "Legation in Osmia"],
            "809, 397, 662. Secret\n\nThe bridge is closed.",
        ),
        cable("back", "1922-05-04", "31", post, "Your 397. It is open here."),
    ]);
    assert_eq!(led(&l), ["back → out"]);
}

#[test]
fn letters_that_a_place_leaves_out_are_known_from_its_other_papers() {
    let post = ["Helvar", "Aldo", "Foreign Office"];
    let mut papers: Vec<Made> = ["K.11", "K.12", "K.13", "K.15"]
        .into_iter()
        .zip(["k11", "k12", "k13", "k15"])
        .map(|(number, id)| cable(id, "1922-05-02", number, post, "Nothing new."))
        .collect();
    papers.push(cable("k14", "1922-05-03", "14", post, "The bridge is closed."));
    papers.push(cable(
        "see",
        "1922-05-04",
        "90",
        ["Brigg", "Ida Marr", "Foreign Office"],
        "As set out in K.14, it is closed.",
    ));
    assert_eq!(led(&linked(&papers)), ["see → k14"]);
}

/// Papers that have nothing to do with each other, so that a shared name is rare.
fn strangers() -> Vec<Made> {
    let hands = [
        ("s1", "Orla Quist", "Bo Tarn"),
        ("s2", "Per Lund", "Eva Holt"),
        ("s3", "Jon Vik", "Liv Sund"),
        ("s4", "Una Berg", "Kai Ness"),
    ];
    hands
        .into_iter()
        .map(|(id, from, to)| letter(id, "1922-05-06", from, to, "The harvest was poor."))
        .collect()
}

#[test]
fn a_note_is_known_by_its_hand_its_matter_and_its_day() {
    let mut papers = strangers();
    papers.push(letter(
        "note",
        "1922-05-09",
        "Warden Kessling",
        "Chancellor Amsel",
        "The ferry tolls at Lorme are too high.",
    ));
    papers.push(letter("other", "1922-05-09", "Jon Vik", "Kai Ness", "The harvest was poor."));
    papers.push(with_day(
        letter(
            "see",
            "1922-05-10",
            "Aldo Brandt",
            "Ida Marr",
            "I have read the letter on the ferry tolls that Kessling sent to Amsel yesterday.",
        ),
        "yesterday",
        "1922-05-09",
    ));
    assert_eq!(led(&linked(&papers)), ["see → note"]);
}

#[test]
fn a_note_that_nothing_tells_apart_is_not_guessed() {
    let mut papers = strangers();
    papers.push(letter("a", "1922-05-09", "Orla Quist", "Bo Tarn", "The ferry tolls are too high."));
    papers.push(letter("b", "1922-05-09", "Per Lund", "Eva Holt", "The ferry tolls are too high."));
    papers.push(letter("see", "1922-05-10", "Aldo Brandt", "Ida Marr", "I have read the note on the tolls."));
    assert_eq!(led(&linked(&papers)), Vec::<String>::new());
}
