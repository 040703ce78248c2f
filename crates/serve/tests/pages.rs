//! What the server sends, without a browser.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::{get, sample, serve};

#[test]
fn every_page_has_its_headers_and_no_script() {
    let addr = serve(sample::sample());
    for path in [
        "/",
        "/documents/specimen",
        "/documents/specimen?depth=1",
        "/chain/specimen",
        "/chain/specimen?turn=t4",
        "/state",
        "/people",
        "/people/agent-a1",
        "/timeline",
        "/events/event-1",
        "/issues",
        "/issues/issue-1",
        "/letters",
        "/accounts",
        "/obligations",
        "/deeds",
        "/drafts",
        "/search",
        "/-/components",
        "/nowhere",
    ] {
        let page = get(addr, path);
        assert_eq!(page.status, if path == "/nowhere" { 404 } else { 200 }, "{path}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
        assert_eq!(
            (page.header("x-content-type-options"), page.header("referrer-policy")),
            ("nosniff", "same-origin")
        );
        // The slider's script is the only one, and a file of our own.
        let foreign =
            page.body.matches("<script").count() - page.body.matches("<script src=\"/-/assets/").count();
        assert!(foreign == 0 && !page.body.contains(" style=") && !page.body.contains(" onload"), "{path}");
        assert!(
            !page.body.contains("src=\"http") && !page.body.contains("url("),
            "{path} asks for something elsewhere"
        );
    }
}

#[test]
fn every_data_page_has_a_twin() {
    let addr = serve(sample::sample());
    for (page, twin) in [
        ("/", "/index.json"),
        ("/documents/specimen", "/documents/specimen.json"),
        ("/documents/specimen?depth=0", "/documents/specimen.json?depth=0"),
        ("/chain/specimen", "/chain/specimen.json"),
        ("/chain/specimen?turn=t4", "/chain/specimen.json?turn=t4"),
        ("/state", "/state.json"),
        ("/state?depth=1", "/state.json?depth=1"),
        ("/people", "/people.json"),
        ("/people/agent-a1", "/people/agent-a1.json"),
        ("/timeline", "/timeline.json"),
        ("/events/event-1", "/events/event-1.json"),
        ("/issues", "/issues.json"),
        ("/issues/issue-1", "/issues/issue-1.json"),
        ("/letters", "/letters.json"),
        ("/accounts", "/accounts.json"),
        ("/accounts?a=specimen", "/accounts.json?a=specimen"),
        ("/obligations", "/obligations.json"),
        ("/obligations?force=proposed", "/obligations.json?force=proposed"),
        ("/deeds", "/deeds.json"),
        ("/drafts", "/drafts.json"),
        ("/search?q=ferry", "/search.json?q=ferry"),
    ] {
        let html = get(addr, page).body;
        let link = format!("rel=\"alternate\" type=\"application/json\" href=\"{twin}\"");
        assert!(html.contains(&link), "{page} has no link to {twin}");
        let data = get(addr, twin);
        assert_eq!(
            (data.status, data.header("content-type")),
            (200, "application/json; charset=utf-8"),
            "{twin}"
        );
        assert!(data.json().is_object(), "{twin}");
    }
}

#[test]
fn offsets_at_the_edge_are_code_points() {
    let addr = serve(sample::sample());
    let record = get(addr, "/documents/minutes/third%20ko.txt.json").json();
    let text: Vec<char> = record["text"].as_str().unwrap().chars().collect();
    let turn = &record["turns"][0];
    let words: String = text
        [turn["start"].as_u64().unwrap() as usize..turn["end"].as_u64().unwrap() as usize]
        .iter()
        .collect();
    assert!(words.starts_with("나룻배") && words.ends_with("있습니까?"), "{words}");
    // The same numbers make the permanent link of the page.
    let (start, end) = (&turn["start"], &turn["end"]);
    let page = get(addr, &format!("/documents/minutes/third%20ko.txt?at={start}-{end}"));
    assert!(page.body.contains(&format!("<mark id=\"c{start}-{end}\"")), "no mark at {start}-{end}");
    let state = get(addr, "/state.json?on=1931-05-04").json();
    assert_eq!(state["issues"][0]["evidence"][0]["text"], "We cannot accept");
    assert_eq!(state["issues"][0]["evidence"][0]["start"], 872);
}

#[test]
fn the_state_of_the_talks_is_that_of_the_day() {
    let addr = serve(sample::sample());
    let on = |day: &str| get(addr, &format!("/state.json?on={day}")).json()["issues"].clone();
    assert_eq!(on("1931-05-02"), serde_json::json!([]));
    assert_eq!(on("1931-05-03")[0]["state"], "raised");
    assert_eq!(on("1931-05-09")[0]["state"], "contested");
    assert_eq!(on("1931-05-09")[0]["last_mover"], "Lake League");
    assert!(get(addr, "/state?on=nonsense").status == 200);
}

#[test]
fn a_slider_goes_through_the_days_and_the_page_does_without_it() {
    let addr = serve(sample::sample());
    let page = get(addr, "/state?on=1931-05-09").body;
    let days = page.split("data-days=\"").nth(1).and_then(|d| d.split('"').next()).unwrap_or_default();
    assert!(days.split(' ').count() >= 2 && days.contains("1931-05-03"), "{days:?}");
    assert!(page.contains("<p class=\"slider\" hidden>"), "hidden where no script shows it");
    assert!(page.contains("type=\"date\"") && page.contains("rel=\"prev\""));
    let script = page.split("<script src=\"").nth(1).and_then(|d| d.split('"').next()).unwrap_or_default();
    assert!(get(addr, script).header("content-type").starts_with("text/javascript"));
}

#[test]
fn ids_of_any_characters_have_a_page() {
    let addr = serve(sample::sample());
    let id = "undated/../odd #1?.json";
    let link = memcon_serve::document_link(id);
    assert!(get(addr, "/").body.contains(&format!("href=\"{link}\"")), "{link}");
    assert!(get(addr, &link).body.contains("Only this."), "{link}");
    assert_eq!(get(addr, &format!("{link}.json")).json()["id"], id);
    let file = get(addr, &link.replace("/documents/", "/originals/"));
    assert!(
        file.header("content-disposition").starts_with("attachment;"),
        "originals are saved, never shown"
    );
}

#[test]
fn nested_voices_are_told_in_words() {
    let addr = serve(sample::sample());
    let page = get(addr, "/documents/specimen").body;
    for told in [
        "quoted by <bdi>Irena Osma</bdi>",
        "reported by <bdi>Colonel Reyk</bdi> +2",
        "data-by=\"note-taker\"",
        "lang=\"ru\"",
        "lang=\"ko\"",
        "lang=\"zh\"",
        "No counterpart found",
    ] {
        assert!(page.contains(told), "{told}");
    }
}

#[test]
fn every_word_of_a_paper_is_on_its_page() {
    let document = memcon_serve::specimen::document();
    let addr = serve(sample::sample());
    let page = get(addr, "/documents/specimen").body;
    let scene = &page[page.find("class=\"scene\"").unwrap()..];
    // Strip the tags, the margins stay: each word must follow the one before.
    let mut plain = String::new();
    let mut inside = false;
    for c in scene.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
            }
            c if !inside => plain.push(c),
            _ => {}
        }
    }
    let plain: String = plain.chars().filter(|c| !c.is_whitespace()).collect();
    for line in document.text.lines() {
        let words: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        let halves = words.split("또한").next().unwrap();
        // Sentences of a translation stand apart, so look at each by itself.
        for sentence in halves.split_inclusive('.') {
            assert!(plain.contains(sentence), "{sentence}");
        }
    }
}

#[test]
fn a_hostile_collection_is_escaped_everywhere() {
    let hostile = sample::hostile();
    let document = memcon_serve::document_link(&hostile.papers[0].row.id);
    let evil: String = hostile.papers[0].row.id.bytes().map(|b| format!("%{b:02X}")).collect();
    let addr = serve(hostile);
    for path in [
        "/",
        &document,
        "/state",
        "/people",
        "/people/agent-1",
        "/timeline",
        "/events/event-1",
        "/issues/issue-1",
        "/letters",
        "/accounts",
        &format!("/accounts?a={evil}"),
        &format!("/accounts?a={evil}&b={evil}&show=%3Cscript%3E"),
        "/obligations",
        "/obligations?side=%3Cscript%3E&force=%3Cscript%3E",
        "/deeds",
        "/drafts",
        &format!("/drafts?a={evil}&b={evil}"),
        "/search?q=%3Cscript%3E",
    ] {
        let page = get(addr, path);
        assert_eq!(page.status, 200, "{path}");
        let body = page.body.replace("<script src=\"/-/assets/", "");
        for raw in ["<script", "<img", "onerror=\"document"] {
            assert!(!body.contains(raw), "{path} holds {raw}");
        }
    }
}

#[test]
fn what_breaks_is_said_in_the_same_house_style() {
    let addr = serve(sample::Sample { broken: true, ..sample::sample() });
    let page = get(addr, "/");
    assert_eq!(page.status, 500);
    assert!(page.body.contains("the database cannot be read") && page.body.contains("memcon check"));
    assert_eq!(get(addr, "/index.json").json()["error"], "the database cannot be read");
    let addr = serve(sample::sample());
    let lost = get(addr, "/documents/gone.txt");
    assert_eq!(lost.status, 404);
    assert!(lost.body.contains("no such paper") && lost.body.contains("/search"));
    assert_eq!(get(addr, "/documents/gone.txt.json").status, 404);
    assert_eq!(get(addr, "/documents/%FF%FE").status, 404);
}

#[test]
fn a_stranger_s_name_for_this_machine_is_refused() {
    let addr = serve(sample::sample());
    let config = ureq::Agent::config_builder().http_status_as_error(false).build();
    let reply = ureq::Agent::new_with_config(config)
        .get(format!("http://{addr}/"))
        .header("Host", "stranger.example")
        .call()
        .unwrap();
    assert_eq!(reply.status().as_u16(), 421);
}

#[test]
fn long_and_hostile_papers_take_no_time() {
    use memcon_model::{Mode, Span, Turn};
    let started = std::time::Instant::now();
    let mut nested = sample::paper("nested", "Nested", "1931", &["en"], &"word\n\n".repeat(5_000), |_| {});
    let template = sample::long(1).analysis.turns[0].clone();
    let end = nested.text.len();
    nested.analysis.turns = (0..10_000)
        .map(|n| Turn {
            id: format!("t{n}"),
            span: Span::new(n, end - n),
            mode: Mode::DirectQuote,
            ..template.clone()
        })
        .collect();
    let line = sample::paper("line", "One line", "1931", &["en"], &"x".repeat(1_000_000), |_| {});
    let addr = serve(sample::Sample { papers: vec![nested, line, sample::long(2_000)], ..sample::sample() });
    for path in [
        "/documents/nested",
        "/documents/nested?depth=1",
        "/chain/nested",
        "/chain/nested?turn=t5000",
        "/documents/line",
        "/documents/records/long%20session.txt",
        "/chain/records/long%20session.txt?page=9",
    ] {
        let before = started.elapsed();
        let page = get(addr, path);
        println!("{path}: {} bytes in {:?}", page.body.len(), started.elapsed() - before);
        assert_eq!(page.status, 200);
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn a_link_beyond_the_text_says_so() {
    let addr = serve(sample::sample());
    let page = get(addr, "/documents/specimen?at=5000-5010");
    assert!(page.status == 200 && page.body.contains("no longer what it was"));
    let page = get(addr, "/documents/specimen?at=79-97").body;
    assert_eq!(page.matches("id=\"c79-97\"").count(), 1, "the mark and its paragraph bear one name");
    assert!(!page.contains("no longer what it was"));
}

#[test]
fn one_voice_alone_can_be_read() {
    let addr = serve(sample::sample());
    let page = get(addr, "/documents/specimen?voice=Captain+Parr").body;
    assert!(page.contains("the signal was given at dawn") && !page.contains("swears that"));
    assert!(get(addr, "/documents/specimen?voice=Nobody").body.contains("Nobody of that name"));
}

#[test]
fn a_chain_is_drawn_from_the_outermost_hand_to_the_speaker() {
    let addr = serve(sample::sample());
    let twin = get(addr, "/chain/specimen.json?turn=t4").json();
    let link = |l: &serde_json::Value| {
        format!("{} {}", l["role"].as_str().unwrap(), l["agent"].as_str().unwrap_or("?"))
    };
    let links: Vec<String> = twin["links"].as_array().unwrap().iter().map(link).collect();
    assert_eq!(
        links,
        [
            "translated P. Lind",
            "archived Halvik Town Archive",
            "deciphered ?",
            "wrote Irena Osma",
            "reported Tomas Vald",
            "reported Colonel Reyk",
            "spoke Captain Parr",
        ]
    );
    let page = get(addr, "/chain/specimen?turn=t4").body;
    let mut at = 0;
    for told in
        ["P. Lind", "the paper does not tell who", "Irena Osma", "Tomas Vald", "Colonel Reyk", "Captain Parr"]
    {
        at += page[at..].find(told).unwrap_or_else(|| panic!("{told} is missing or out of order"));
    }
    for told in [
        "specimen.voice",
        "cost −0.9",
        "The next cheapest reading",
        "cost 7.5 instead of 2.1",
        "dawn</b><span class=\"around\"> ¶",
    ] {
        assert!(page.contains(told), "{told}");
    }
    assert_eq!(get(addr, "/chain/specimen?turn=t99").status, 404);
    assert_eq!(get(addr, "/chain/nowhere").status, 404);
}

#[test]
fn every_voice_in_the_margin_leads_to_its_chain() {
    let addr = serve(sample::sample());
    let page = get(addr, "/documents/specimen").body;
    for n in 1..=6 {
        assert!(page.contains(&format!("href=\"/chain/specimen?turn=t{n}\"")), "t{n}");
    }
}

/// The sample, with one more position that came through three reporters.
fn with_hearsay() -> sample::Sample {
    let mut s = sample::sample();
    let turn = s.papers[0].analysis.turns.iter().find(|t| t.id == "t4").unwrap();
    let evidence = memcon_model::Evidence { document: "specimen".into(), span: turn.span };
    let issue = &mut s.linked.issues[0];
    issue.positions.push(memcon_model::PositionHeld {
        side: Some("Harbour Board".into()),
        evidence: evidence.clone(),
        ..issue.positions[0].clone()
    });
    issue.states.push(memcon_model::StateChange {
        date: "1931-05-06".parse().ok(),
        state: memcon_model::State::Agreed,
        evidence: vec![evidence],
        ..issue.states[0].clone()
    });
    s
}

#[test]
fn what_came_through_too_many_is_left_out_and_the_address_says_so() {
    let addr = serve(with_hearsay());
    let state =
        |query: &str| get(addr, &format!("/state.json?on=1931-05-09{query}")).json()["issues"][0].clone();
    let sides = |issue: &serde_json::Value| issue["positions"].as_array().unwrap().len();
    assert_eq!((state("")["state"].as_str().unwrap(), sides(&state(""))), ("agreed", 3));
    assert_eq!((state("&depth=3")["state"].as_str().unwrap(), sides(&state("&depth=3"))), ("agreed", 3));
    assert_eq!((state("&depth=2")["state"].as_str().unwrap(), sides(&state("&depth=2"))), ("contested", 2));
    assert_eq!(sides(&state("&depth=nonsense")), 3, "nonsense leaves nothing out");
    let page = get(addr, "/state?on=1931-05-09&depth=0").body;
    assert!(page.contains("href=\"/issues/issue-1?depth=0\""), "the filter goes along");
    assert!(
        page.contains("name=\"on\" value=\"1931-05-09\"") && page.contains("<option value=\"0\" selected>")
    );
    assert!(!page.contains("Harbour Board"), "{page}");
    let issue = |query: &str| get(addr, &format!("/issues/issue-1{query}")).body.contains("Harbour Board");
    assert!(issue("") && !issue("?depth=1"));
}

#[test]
fn a_document_at_first_hand_leaves_out_what_was_reported() {
    let addr = serve(sample::sample());
    let whole = get(addr, "/documents/specimen").body;
    let near = get(addr, "/documents/specimen?depth=0").body;
    assert!(whole.contains("The ferry will not come") && !near.contains("The ferry will not come"));
    assert!(near.contains("I thanked him") && near.contains("We cannot accept"));
    let turns = |query: &str| {
        get(addr, &format!("/documents/specimen.json{query}")).json()["turns"].as_array().unwrap().len()
    };
    assert_eq!((turns(""), turns("?depth=1"), turns("?depth=0")), (6, 4, 3));
    let list = |query: &str| {
        get(addr, &format!("/chain/specimen.json{query}")).json()["turns"].as_array().unwrap().len()
    };
    assert_eq!((list(""), list("?depth=2")), (6, 5));
}

#[test]
fn two_accounts_stand_side_by_side_and_what_differs_is_marked() {
    let two = |id: &str, text: &str| {
        sample::paper(id, id, "1931-05-02", &["en"], text, |a| {
            a.regions = vec![memcon_model::Region {
                id: "r1".into(),
                kind: memcon_model::RegionKind::Body,
                span: memcon_model::Span::new(0, text.len()),
                basis: memcon_model::Basis::default(),
            }];
        })
    };
    let mut collection = sample::sample();
    collection.papers = vec![
        two("ours", "The ferry company offered forty barges for the winter crossing."),
        two(
            "theirs",
            "A boy brought tea.\n\nThe ferry company offered thirty barges for the winter crossing.",
        ),
    ];
    let addr = serve(collection);
    let page = get(addr, "/accounts?a=ours&b=theirs").body;
    assert!(page.contains(">forty</mark>") && page.contains(">thirty</mark>"), "{page}");
    let told = get(addr, "/accounts.json?a=ours&b=theirs").json();
    let rows = told["rows"].as_array().unwrap();
    let lone: Vec<_> =
        rows.iter().filter(|r| r["a"].is_null()).map(|r| r["b"]["text"].as_str().unwrap()).collect();
    assert_eq!(lone, ["A boy brought tea."]);
    let only = get(addr, "/accounts?a=ours&b=theirs&show=b").body;
    assert!(only.contains("A boy brought tea.") && !only.contains("forty"));
    assert_eq!(get(addr, "/accounts?a=ours&b=nowhere").status, 404);
}
