//! Names of an invented collection, asked for in other spellings.

use memcon_model::{Evidence, JoinReason, Manner, NameForm, Span};

use super::*;

/// An agent a line: `kind: form @paper @paper, form, …; office`; the first form is the name.
fn linked(lines: &[&str]) -> Arc<Linked> {
    let agents = lines.iter().enumerate().map(|(n, line)| {
        let (kind, rest) = line.split_once(": ").unwrap();
        let (forms, office) = rest.split_once("; ").unwrap_or((rest, ""));
        let form = |text: &str| {
            let mut parts = text.split(" @");
            let form = parts.next().unwrap().to_owned();
            let mentions: Vec<Evidence> =
                parts.map(|d| Evidence { document: d.to_owned(), span: Span::new(0, 1) }).collect();
            NameForm {
                manner: if form.ends_with("Envoy") {
                    Manner::Office
                } else if form == "He" {
                    Manner::Pronoun
                } else {
                    Manner::Name
                },
                form,
                count: mentions.len().max(1) as u32,
                mentions,
            }
        };
        let forms: Vec<NameForm> = forms.split(", ").map(form).collect();
        LinkedAgent {
            id: format!("agent-{n}"),
            canonical: forms[0].form.clone(),
            kind: kind.parse().unwrap(),
            side: None,
            roles: if office.is_empty() { Vec::new() } else { vec![office.to_owned()] },
            forms,
            joins: Vec::new(),
            offices: Vec::new(),
            listed: None,
            members: Vec::new(),
        }
    });
    Arc::new(Linked { agents: agents.collect(), ..Linked::default() })
}

fn who(s: &Spellings, name: &str) -> String {
    let one = |f: Found| {
        let sure = if f.verdict == Verdict::Same { "" } else { "?" };
        format!("{}{sure}", s.linked.agents[f.agent].canonical)
    };
    s.agents(name).into_iter().map(one).collect::<Vec<_>>().join(", ")
}

fn others(s: &Spellings, name: &str) -> String {
    let one = |o: Spelling| match o.documents {
        Some(d) => format!("{} in {}", o.form, d.into_iter().collect::<Vec<_>>().join("+")),
        None => o.form,
    };
    s.others(name).into_iter().map(one).collect::<Vec<_>>().join(", ")
}

#[test]
fn any_spelling_finds_the_agent() {
    let s = Spellings::new(linked(&[
        "person: Min Do-sik @a, 閔道植 @b",
        "person: Min Do-hun @a",
        "person: Orlov",
    ]));
    for name in ["Min Do-sik", "민도식", "Min To-sik", "閔道植", "MIN DOSIK"] {
        assert_eq!(who(&s, name).split(", ").next(), Some("Min Do-sik"), "{name}");
    }
    assert_eq!(who(&s, "Орлов"), "Orlov");
    assert_eq!(who(&s, "Min"), "Min Do-sik?, Min Do-hun?");
    assert_eq!(who(&s, ""), "");
    assert_eq!(who(&s, "Brenner"), "");
}

#[test]
fn names_that_are_read_alike_and_names_of_one_person_widen() {
    let s = Spellings::new(linked(&[
        "person: Min Do-sik @a, 閔道植 @b, Min @a, Zephyr @b, the Envoy @a, Envoy @c, He @a; minister",
        "person: 민도식 @c",
        "person: Orlov @a, Орлов @b",
    ]));
    assert_eq!(others(&s, "Min To-sik"), "Min in a, Min Do-sik, Zephyr in b, 閔道植, 민도식");
    assert_eq!(others(&s, "Orlov"), "Орлов");
    assert_eq!(others(&s, "the Envoy"), "");
    assert_eq!(others(&s, "He"), "");
    assert_eq!(who(&s, "He"), "");
    assert_eq!(who(&s, "the Envoy"), "Min Do-sik");
    assert_eq!(others(&s, "Min"), "Zephyr in b, 閔道植", "what holds the word is found by it");
}

#[test]
fn states_widen_only_by_what_a_paper_says() {
    let mut l = Linked::clone(&linked(&["state: North Aru @a, South Aru @b, 北阿鲁 @c"]));
    assert_eq!(others(&Spellings::new(Arc::new(l.clone())), "North Aru"), "");
    let told = JoinReason {
        a: "North Aru".into(),
        b: "北阿鲁".into(),
        by: JoinedBy::Gloss,
        ..JoinReason::default()
    };
    l.agents[0].joins.push(told);
    assert_eq!(others(&Spellings::new(Arc::new(l)), "North Aru"), "北阿鲁");
}

#[test]
fn ordinary_words_are_no_names() {
    let s = Spellings::new(linked(&["person: Joy @a, 조이 @b", "organisation: Peace Council @a"]));
    for words in ["joy", "the", "peace", "Prime Minister", "1951", ""] {
        assert_eq!(others(&s, words), "", "{words}");
    }
}

#[test]
fn titles_come_and_go() {
    let mut l = Linked::clone(&linked(&["person: Varga @a, Comrade Zephyr @a, 北河 @b", "place: Beihe @c"]));
    let told =
        JoinReason { a: "Varga".into(), b: "Zephyr".into(), by: JoinedBy::Gloss, ..JoinReason::default() };
    l.agents[0].joins.push(told);
    let s = Spellings::new(Arc::new(l));
    assert_eq!(others(&s, "Varga"), "Zephyr, 北河");
    assert_eq!(others(&s, "北河").split(", ").next(), Some("Beihe"));
}
