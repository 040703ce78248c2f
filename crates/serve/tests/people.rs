//! The people pages: found by any spelling, every form with its reason, open questions.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::browser::Browser;
use common::{get, sample, serve};
use memcon_model::{
    AgentType, Evidence, JoinReason, JoinedBy, Linked, LinkedAgent, Listed, LookAlike, Manner, NameForm,
    OfficeHeld, Span, Testimony,
};

fn agent(id: &str, kind: AgentType, side: Option<&str>, forms: &[(&str, u32)]) -> LinkedAgent {
    let form = |(text, count): &(&str, u32)| NameForm {
        form: (*text).to_owned(),
        manner: if *text == "He" { Manner::Pronoun } else { Manner::Name },
        count: *count,
        mentions: (0..*count).map(|n| at(4 * n as usize)).collect(),
    };
    LinkedAgent {
        id: id.to_owned(),
        canonical: forms[0].0.to_owned(),
        kind,
        side: side.map(str::to_owned),
        roles: Vec::new(),
        forms: forms.iter().map(form).collect(),
        joins: Vec::new(),
        offices: Vec::new(),
        listed: None,
        members: Vec::new(),
    }
}

fn at(byte: usize) -> Evidence {
    Evidence { document: "specimen".into(), span: Span::new(byte, byte + 3) }
}

/// Two men of nearly one name, a state, and a crowd.
fn people() -> sample::Sample {
    let ground = |why: &str| Testimony { why: why.to_owned(), evidence: vec![at(0)] };
    let mut min = agent(
        "agent-min",
        AgentType::Person,
        Some("North"),
        &[("Min Do-sik", 3), ("Min Tosik", 1), ("민도식", 2), ("閔道植", 1), ("Мин До Сик", 1), ("He", 1)],
    );
    min.joins = vec![
        JoinReason {
            a: "Min Do-sik".into(),
            b: "閔道植".into(),
            why: "閔道植 read as Korean, all syllables agree".into(),
            score: 0.95,
            by: JoinedBy::Name,
            grounds: vec![ground("both lead the delegation on one day")],
            against: vec![ground("one paper puts him in another town")],
            ..JoinReason::default()
        },
        JoinReason {
            a: "민도식".into(),
            b: "Min Tosik".into(),
            why: "the list has both".into(),
            by: JoinedBy::List,
            ..JoinReason::default()
        },
    ];
    min.offices = vec![OfficeHeld {
        office: "head of the delegation".into(),
        side: Some("North".into()),
        when: Some("1931-05-04".parse().unwrap()),
        evidence: vec![at(0)],
    }];
    min.listed = Some(Listed {
        id: "P7".into(),
        name: "MIN Do-sik".into(),
        note: "envoy".into(),
        ..Listed::default()
    });
    let mut agents = vec![
        min,
        agent("agent-other", AgentType::Person, Some("South"), &[("Min Do-hun", 2)]),
        agent("agent-state", AgentType::State, None, &[("North", 9)]),
    ];
    for n in 0..250 {
        agents.push(agent(
            &format!("agent-x{n:03}"),
            AgentType::Person,
            None,
            &[(&format!("Person {n:03}"), 1)],
        ));
    }
    let alike = |b: &str, possible, question: Option<&str>| LookAlike {
        a: "agent-min".into(),
        b: b.into(),
        possible,
        why: "one syllable apart".into(),
        question: question.map(str::to_owned),
        ..LookAlike::default()
    };
    let look_alikes =
        vec![alike("agent-other", false, None), alike("agent-x001", true, Some("Is Person 001 Min Do-sik?"))];
    sample::Sample { linked: Linked { agents, look_alikes, ..Linked::default() }, ..sample::sample() }
}

#[test]
fn the_list_finds_a_name_in_any_spelling() {
    let addr = serve(people());
    for q in ["Min%20To-sik", "%E9%96%94%E9%81%93%E6%A4%8D", "%EB%AF%BC%EB%8F%84%EC%8B%9D", "min%20dosik"] {
        let names = get(addr, &format!("/people.json?q={q}")).json();
        let first = &names["agents"][0];
        assert_eq!(
            (&first["canonical"], &first["perhaps"]),
            (&"Min Do-sik".into(), &serde_json::Value::Null),
            "{q}"
        );
    }
    let none = get(addr, "/people?q=Brenner");
    assert!(none.body.contains("Brenner") && none.body.contains("/search?q=Brenner"));
}

#[test]
fn the_list_is_paged_and_narrowed() {
    let addr = serve(people());
    let page = get(addr, "/people");
    assert!(
        page.body.matches("<tr>").count() <= 101 && page.body.contains("Page 1 of 3"),
        "{}",
        page.body.len()
    );
    assert!(page.body.len() < 60_000, "{} bytes", page.body.len());
    let south = get(addr, "/people.json?side=South").json();
    assert_eq!(south["agents"].as_array().unwrap().len(), 1);
    assert_eq!(get(addr, "/people.json?side=-&type=state").json()["agents"][0]["canonical"], "North");
    let sorted = get(addr, "/people.json?sort=name").json();
    assert_eq!(sorted["agents"][0]["canonical"], "Min Do-hun");
    assert_eq!(get(addr, "/people?page=99").status, 200);
}

#[test]
fn a_page_shows_every_form_with_its_reason() {
    let addr = serve(people());
    let page = get(addr, "/people/agent-min").body;
    for said in [
        "閔道植 read as Korean",
        "both lead the delegation on one day",
        "one paper puts him in another town",
        "by a list of persons",
        "head of the delegation",
        "MIN Do-sik",
        "envoy",
        "Is Person 001 Min Do-sik?",
        "Min Do-hun",
        "Cyrillic",
        "Pronouns and offices",
        "Hangul",
        "Chinese characters",
    ] {
        assert!(page.contains(said), "{said}");
    }
    let twin = get(addr, "/people/agent-min.json").json();
    assert_eq!(twin["offices"][0]["when"], "1931-05-04");
    assert_eq!(twin["joins"][0]["grounds"][0]["evidence"][0]["document"], "specimen");
    assert_eq!(twin["look_alikes"][1]["question"], "Is Person 001 Min Do-sik?");
    let one = get(addr, "/people/agent-min?form=%E9%96%94%E9%81%93%E6%A4%8D").body;
    assert!(one.contains("Only where written") && one.contains("All spellings"));
}

#[test]
fn the_pages_fit_every_screen_and_the_keyboard_finds() {
    let Some(browser) = Browser::open() else { return };
    let addr = serve(people());
    for width in [360, 1280] {
        browser.size(width, 900);
        for page in ["/people", "/people?q=Min", "/people/agent-min", "/search?q=ferry&exact=1"] {
            browser.go(&format!("http://{addr}{page}"));
            let wide = "const e = document.documentElement; return e.scrollWidth - e.clientWidth";
            assert_eq!(browser.eval(wide), 0, "{page} at {width} px");
            assert_eq!(browser.complaints(), Vec::<String>::new(), "{page}");
        }
    }
    browser.go(&format!("http://{addr}/people"));
    browser.eval("document.getElementById('q').focus()");
    for key in "Min Tosik".chars() {
        browser.press(&key.to_string());
    }
    browser.press(common::browser::ENTER);
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while browser.eval("return location.search.includes('q=Min')") != true
        && std::time::Instant::now() < deadline
    {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(
        browser.eval("return document.querySelector('table.people th[scope=row] a').innerText"),
        "Min Do-sik"
    );
}
