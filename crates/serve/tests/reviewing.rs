//! Judging from the room: forms sent, pages read again, judgements taken back.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use std::net::SocketAddr;

use common::browser::{Browser, CONTRAST, OVERFLOW, STUMBLES};
use common::kept::{collection, serve};
use common::{get, post};
use memcon_model::{Evidence, LinkedObligation, Modality, Span};
use memcon_store::{Collection, OpenMode};

const PAPER: &str = "specimen";

/// The invented papers with a pair that may be one and an obligation over the collection.
fn with_pairs(dir: &std::path::Path) -> SocketAddr {
    drop(collection(dir));
    let mut linked = memcon_serve::specimen::linked();
    linked.look_alikes[0].possible = true;
    let mut told = linked.events[0].clone();
    told.id = "event-2".into();
    told.accounts[0].document = "minutes/third zh.txt".into();
    told.evidence = vec![Evidence { document: "minutes/third zh.txt".into(), span: Span::new(0, 15) }];
    linked.events.push(told);
    linked.obligations.push(LinkedObligation {
        id: "obligation-1".into(),
        content: "keep the signal lit".into(),
        bound: vec!["Lake League".into()],
        modality: Modality::Do,
        members: vec![(PAPER.into(), "o1".into())],
        joins: Vec::new(),
        force: Vec::new(),
        deeds: Vec::new(),
        suggested: None,
        compliance: None,
    });
    Collection::create_or_open(dir).unwrap().set_linked(&linked).unwrap();
    serve(std::sync::Arc::new(Collection::open(dir, OpenMode::ReadOnly).unwrap()))
}

/// The speaker of a turn, and what that stands on.
fn speaker(addr: SocketAddr, turn: &str) -> (String, String) {
    let record = get(addr, &format!("/documents/{PAPER}.json")).json();
    let found = record["turns"].as_array().unwrap().iter().find(|t| t["id"] == turn).unwrap().clone();
    let word = |key: &str| found[key].as_str().unwrap_or("?").to_owned();
    (word("speaker"), word("rule"))
}

fn judge(addr: SocketAddr, by: &str, claim: &str, verdict: &str, more: &[(&str, &str)]) -> common::Got {
    let mut form = vec![
        ("document", PAPER),
        ("layer", "turn"),
        ("claim", claim),
        ("verdict", verdict),
        ("by", by),
        ("back", "/review"),
    ];
    form.extend_from_slice(more);
    post(addr, "/review/judge", None, &form)
}

#[test]
fn a_speaker_is_corrected_and_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let before = speaker(addr, "t1");
    let taken = judge(addr, "Ada", "t1", "corrected", &[("v.speaker", "Ivo Lenk"), ("why", "his hand")]);
    assert_eq!((taken.status, taken.header("location")), (303, "/review?judged=1"), "{}", taken.body);
    assert!(taken.header("set-cookie").starts_with("memcon_reviewer=Ada; Path=/; SameSite=Strict; HttpOnly"));
    assert_eq!(speaker(addr, "t1"), ("Ivo Lenk".to_owned(), "person:Ada".to_owned()));
    let page = get(addr, &format!("/review/claim?document={PAPER}&layer=turn&claim=t1")).body;
    assert!(page.contains("his hand") && page.contains("Ivo Lenk"), "{page}");
    let history = get(addr, "/review/history.json").json();
    assert_eq!(history["judgements"][0]["by"], "Ada");
    let undo =
        post(addr, "/review/undo", None, &[("number", "1"), ("by", "Ben"), ("back", "//evil.example")]);
    assert_eq!((undo.status, undo.header("location")), (303, "/review"));
    assert_eq!(speaker(addr, "t1"), before);
    assert_eq!(get(addr, "/review/history.json").json()["judgements"][0]["undone"]["by"], "Ben");
}

/// Where a reply leads, less what the action added to the address.
fn leads(got: &common::Got) -> (String, String) {
    let to = got.header("location");
    let (page, number) = to.split_once(['?', '&']).unwrap_or((to, ""));
    (page.to_owned(), number.to_owned())
}

#[test]
fn what_follows_from_a_judgement_is_told_and_goes_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let of = |id: &str| get(addr, &format!("/documents/{}.json", id.replace(' ', "%20"))).json();
    let id = "records/long session.txt";
    let form = [
        ("document", id),
        ("layer", "turn"),
        ("claim", "t1"),
        ("verdict", "corrected"),
        ("v.speaker", "Mira Osma"),
        ("by", "Ada"),
        ("back", "/review"),
    ];
    let taken = post(addr, "/review/judge", None, &form);
    assert_eq!(leads(&taken), ("/review".into(), "judged=1".into()), "{}", taken.body);
    let rules = |rule: &str| of(id)["turns"].as_array().unwrap().iter().filter(|t| t["rule"] == rule).count();
    let follow = rules("person:Ada.prefix");
    assert!(follow > 100, "{follow}");
    let page = get(addr, "/review?judged=1").body;
    assert!(page.contains(&format!("Because of it {follow} later turns have the speaker")), "{page}");
    // The claim that follows tells from which word.
    let page = get(addr, "/review/claim?document=records/long%20session.txt&layer=turn&claim=t3").body;
    assert!(page.contains("Follows from what Ada said of an earlier line:"), "{page}");
    // A page that was read before the judgement was taken back tells nothing that is no longer so.
    post(addr, "/review/undo", None, &[("number", "1"), ("by", "Ada")]);
    assert_eq!(rules("person:Ada.prefix"), 0);
    assert!(!get(addr, "/review?judged=1").body.contains("Because of it"));
}

#[test]
fn all_of_a_rule_is_judged_at_once_and_taken_back_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let id = "records/long session.txt";
    let queue = "/review.json?layer=move&document=records/long%20session.txt";
    let waiting = || get(addr, queue).json()["waiting"].as_array().unwrap().len();
    assert!(waiting() > 20);
    let preview =
        get(addr, "/review/batch?layer=move&document=records/long%20session.txt&verdict=rejected").body;
    let count =
        preview.split("name=\"count\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(preview.contains(&format!("Reject all {count}")), "{preview}");
    let form = |count: &str| {
        let form =
            [("layer", "move"), ("document", id), ("verdict", "rejected"), ("by", "Ada"), ("count", count)];
        post(addr, "/review/batch", None, &form)
    };
    // Seen were others: nothing is kept.
    assert_eq!(form("3").status, 409);
    let taken = form(&count);
    assert_eq!(taken.status, 303, "{}", taken.body);
    let moves =
        || get(addr, "/documents/records/long%20session.txt.json").json()["moves"].as_array().unwrap().len();
    assert_eq!((moves(), waiting()), (0, 0));
    let history = get(addr, "/review/history.json").json();
    let all = history["judgements"].as_array().unwrap();
    assert!(all.len().to_string() == count && all.iter().all(|j| j["batch"] == 1), "{count}");
    assert!(get(addr, "/review?judged=1").body.contains(&format!("{count} judgements made together hold")));
    assert_eq!(post(addr, "/review/undo", None, &[("batch", "1"), ("by", "Ben")]).status, 303);
    assert_eq!(moves().to_string(), count);
    assert_eq!(post(addr, "/review/undo", None, &[("batch", "1"), ("by", "Ben")]).status, 404);
    // All papers of all rules are too much to be seen.
    assert_eq!(get(addr, "/review/batch?layer=move&verdict=rejected").status, 404);
}

#[test]
fn a_layer_said_to_be_complete_is_confirmed_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    judge(addr, "Ada", "t1", "rejected", &[]);
    let page = get(addr, "/review/complete?document=specimen&layer=turn").body;
    assert!(page.contains("were not judged"), "{page}");
    let taken =
        post(addr, "/review/complete", None, &[("document", PAPER), ("layer", "turn"), ("by", "Ada")]);
    assert_eq!(taken.status, 303, "{}", taken.body);
    let all = get(addr, "/review/history.json").json();
    let verdicts =
        |v: &str| all["judgements"].as_array().unwrap().iter().filter(|j| j["verdict"] == v).count();
    let turns = get(addr, &format!("/documents/{PAPER}.json")).json()["turns"].as_array().unwrap().len();
    assert_eq!((verdicts("complete"), verdicts("confirmed"), verdicts("rejected")), (1, turns, 1));
    assert!(
        get(addr, "/review/complete?document=specimen&layer=turn")
            .body
            .contains("Ada said that it is complete.")
    );
}

#[test]
fn a_curators_word_holds_over_later_ones_and_counts_for_no_agreement() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    judge(addr, "Ada", "t1", "corrected", &[("v.speaker", "Ivo Lenk")]);
    judge(addr, "Ben", "t1", "corrected", &[("v.speaker", "Mira Sol")]);
    let before = get(addr, "/review/differences.json").json();
    assert_eq!(post(addr, "/review/settle", None, &[("word", "1"), ("by", "Cleo")]).status, 303);
    let after = get(addr, "/review/differences.json").json();
    assert_eq!(
        (&after["alpha"], &after["claims"], &after["pairs"]),
        (&before["alpha"], &before["claims"], &before["pairs"])
    );
    assert_eq!(
        (&after["differences"], &after["settled"]),
        (&serde_json::json!([]), &serde_json::json!([[1, 2]]))
    );
    assert_eq!(speaker(addr, "t1"), ("Ivo Lenk".into(), "person:Cleo".into()));
    // A later word opens the difference anew; until it is settled, what the curator set holds.
    judge(addr, "Ben", "t1", "rejected", &[]);
    assert_eq!(speaker(addr, "t1").0, "Ivo Lenk");
    assert_eq!(get(addr, "/review/differences.json").json()["differences"], serde_json::json!([[1, 4]]));
    assert!(get(addr, "/review/history").body.contains("Settles the difference between judgements 1, 2."));
    // Taken back, the last of the reviewers' own words holds again: Ben rejected it.
    post(addr, "/review/undo", None, &[("number", "3"), ("by", "Cleo")]);
    let record = get(addr, &format!("/documents/{PAPER}.json")).json();
    assert!(record["turns"].as_array().unwrap().iter().all(|t| t["id"] != "t1"));
}

#[test]
fn two_names_are_joined_and_taken_apart_by_forms() {
    let dir = tempfile::tempdir().unwrap();
    let addr = with_pairs(dir.path());
    let pairs = get(addr, "/review.json?queue=merges&about=agent").json();
    let first = pairs["pairs"][0].clone();
    let (a, b) = (first["a"].as_str().unwrap(), first["b"].as_str().unwrap());
    let decide = |kind: &str| {
        let form = [
            ("about", "agent"),
            ("id", a),
            ("with", b),
            ("kind", kind),
            ("by", "Ada"),
            ("back", "/review/decisions"),
        ];
        post(addr, "/review/decide", None, &form)
    };
    // It is shown before it is done.
    let preview = get(addr, &format!("/review/decide?about=agent&id={a}&with={b}")).body;
    assert!(preview.contains("What would happen") && preview.contains("under one name"), "{preview}");
    assert!(get(addr, "/review/decisions.json").json()["decisions"].as_array().unwrap().is_empty());
    let taken = decide("join");
    assert_eq!(leads(&taken), ("/review/decisions".into(), "decided=1".into()), "{}", taken.body);
    let made = get(addr, "/review/decisions.json").json();
    assert_eq!((&made["decisions"][0]["by"], &made["waits_for_linking"]), (&"Ada".into(), &true.into()));
    // What was decided does not wait any more; its page has it with the way back.
    let waits = || {
        let all = get(addr, "/review.json?queue=merges&about=agent").json();
        all["pairs"].as_array().unwrap().iter().any(|p| p["a"] == a && p["b"] == b)
    };
    assert!(!waits());
    let page = get(addr, &format!("/people/{a}?decided=1")).body;
    assert!(page.contains("Decision 1 is kept:") && page.contains("name=\"decision\" value=\"1\""), "{page}");
    assert_eq!(post(addr, "/review/undo", None, &[("decision", "1"), ("by", "Ben")]).status, 303);
    assert!(waits());
    assert_eq!(get(addr, "/review/decisions.json").json()["decisions"][0]["undone_by"], "Ben");
    assert_eq!(decide("part").status, 303);
    assert!(!waits());
    // Nothing is decided of what is not there, or of a thing with itself.
    let unfit = [("about", "agent"), ("id", a), ("with", a), ("kind", "join"), ("by", "Ada")];
    assert_eq!(post(addr, "/review/decide", None, &unfit).status, 400);
    let gone = [("about", "agent"), ("id", "agent-none"), ("with", a), ("kind", "join"), ("by", "Ada")];
    assert_eq!(post(addr, "/review/decide", None, &gone).status, 404);
}

#[test]
fn issues_are_renamed_and_obligations_get_a_status() {
    let dir = tempfile::tempdir().unwrap();
    let addr = with_pairs(dir.path());
    let issue = get(addr, "/issues.json").json()["issues"][0]["id"].as_str().unwrap().to_owned();
    let form = |about: &str, id: &str, kind: &str, value: &str| {
        let form = [("about", about), ("id", id), ("kind", kind), ("value", value), ("by", "Ada")];
        post(addr, "/review/decide", None, &form).status
    };
    assert_eq!(form("issue", &issue, "name", "What the harbour book says"), 303);
    assert_eq!(form("issue", &issue, "name", " "), 400);
    assert_eq!(form("obligation", "obligation-1", "status", "minimal"), 303);
    assert_eq!(form("obligation", "obligation-1", "status", "splendid"), 400);
    // A person's name is that of the papers: a form that would change it is refused.
    assert_eq!(form("agent", "agent-a3", "name", "Somebody"), 400);
    let list = get(addr, "/review/decisions").body;
    assert!(list.contains("What the harbour book says"), "{list}");
    assert!(get(addr, &format!("/issues/{issue}")).body.contains("What the harbour book says"));
}

#[test]
fn events_of_a_day_wait_in_the_queue_until_a_person_decides() {
    let dir = tempfile::tempdir().unwrap();
    let addr = with_pairs(dir.path());
    let waiting = || get(addr, "/review.json?queue=merges&about=event").json()["count"].as_u64().unwrap();
    assert_eq!(waiting(), 1);
    let page = get(addr, "/review?queue=merges&about=event").body;
    assert!(page.contains("the same place: ") && page.contains("named in both: "), "{page}");
    // The keys of the queue say yes and no.
    let form =
        [("about", "event"), ("id", "event-1"), ("with", "event-2"), ("verdict", "rejected"), ("by", "Ada")];
    let taken = post(addr, "/review/decide", None, &form);
    assert_eq!((taken.status, waiting()), (303, 0), "{}", taken.body);
    assert_eq!(get(addr, "/review/decisions.json").json()["decisions"][0]["kind"], "part");
}

#[test]
fn two_at_once_lose_nothing_and_the_order_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let turns = get(addr, "/documents/records/long%20session.txt.json").json();
    let ids: Vec<String> = turns["turns"]
        .as_array()
        .unwrap()
        .iter()
        .take(12)
        .map(|t| t["id"].as_str().unwrap().to_owned())
        .collect();
    let one = |by: &'static str, order: Vec<String>| {
        std::thread::spawn(move || {
            for id in order {
                let form = [
                    ("document", "records/long session.txt"),
                    ("layer", "turn"),
                    ("claim", &id),
                    ("verdict", "confirmed"),
                    ("by", by),
                ];
                let taken = post(addr, "/review/judge", None, &form);
                assert_eq!(taken.status, 303, "{}", taken.body);
            }
        })
    };
    // The same claims, from both ends.
    let both = [one("Ada", ids.clone()), one("Ben", ids.iter().rev().cloned().collect())];
    both.into_iter().for_each(|t| t.join().unwrap());
    let all = get(addr, "/review/history.json").json();
    let all = all["judgements"].as_array().unwrap();
    let numbers: Vec<u64> = all.iter().map(|j| j["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=24).collect::<Vec<u64>>());
    let starts = |by: &str| -> Vec<u64> {
        all.iter().filter(|j| j["by"] == by).map(|j| j["target"]["start"].as_u64().unwrap()).collect()
    };
    assert!(starts("Ada").is_sorted() && starts("Ben").iter().rev().is_sorted());
    let agreed = get(addr, "/review/differences.json").json();
    assert_eq!((&agreed["claims"], &agreed["differences"]), (&12.into(), &serde_json::json!([])));
}

#[test]
fn two_reviewers_differ_and_the_page_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    assert_eq!(judge(addr, "Ada", "t1", "corrected", &[("v.speaker", "Ivo Lenk")]).status, 303);
    assert_eq!(judge(addr, "Ben", "t1", "rejected", &[]).status, 303);
    let found = get(addr, "/review/differences.json").json();
    assert_eq!((&found["claims"], &found["differences"]), (&1.into(), &serde_json::json!([[1, 2]])));
    assert!(get(addr, "/review/differences").body.contains("Ivo Lenk"));
}

#[test]
fn a_form_of_a_stranger_or_without_a_name_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let form =
        [("document", PAPER), ("layer", "turn"), ("claim", "t1"), ("verdict", "rejected"), ("by", "Eve")];
    for origin in ["http://evil.example", "null"] {
        assert_eq!(post(addr, "/review/judge", Some(origin), &form).status, 403, "{origin}");
    }
    assert_eq!(judge(addr, " ", "t1", "rejected", &[]).status, 400);
    assert_eq!(judge(addr, "Ada", "t1", "corrected", &[]).status, 400);
    assert_eq!(judge(addr, "Ada", "t1", "confirmed", &[("v.speaker", "Somebody else")]).status, 400);
    assert_eq!(judge(addr, "Ada", "t9999", "confirmed", &[]).status, 404);
    assert!(get(addr, "/review/history.json").json()["judgements"].as_array().unwrap().is_empty());
}

#[test]
fn a_claim_is_added_where_the_words_are() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let form = [
        ("document", PAPER),
        ("layer", "move"),
        ("at", "99-103"),
        ("v.type", "refusal"),
        ("by", "Ada"),
        ("back", "/"),
    ];
    assert_eq!(post(addr, "/review/add", None, &form).status, 303);
    let record = get(addr, &format!("/documents/{PAPER}.json")).json();
    let added: Vec<_> =
        record["moves"].as_array().unwrap().iter().filter(|m| m["rule"] == "person:Ada").collect();
    assert_eq!((added.len(), &added[0]["start"], &added[0]["type"]), (1, &99.into(), &"refusal".into()));
}

#[test]
fn the_queue_begins_with_the_least_sure() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    for layer in ["turn", "move", "event"] {
        let found = get(addr, &format!("/review.json?layer={layer}")).json();
        let sure: Vec<f64> =
            found["waiting"].as_array().unwrap().iter().map(|w| w["confidence"].as_f64().unwrap()).collect();
        assert!(sure.is_sorted(), "{layer} {sure:?}");
        assert_eq!(get(addr, &format!("/review?layer={layer}")).status, 200);
    }
}

/// What the page says after a key, once it has said something.
fn said(browser: &Browser) -> String {
    for _ in 0..100 {
        let words = browser.eval("return document.querySelector('.review-said').textContent");
        if words != "" {
            return words.as_str().unwrap().to_owned();
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    String::new()
}

#[test]
fn claims_are_judged_with_the_keyboard() {
    let Some(browser) = Browser::open() else { return };
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    browser.size(1280, 900);
    // The name is given once, in the form above the queue.
    browser.go(&format!("http://{addr}/review"));
    browser.eval("document.querySelector('form.reviewer input[name=by]').value = 'Ada'; document.querySelector('form.reviewer').submit()");
    for _ in 0..200 {
        // The page comes again with the name in it.
        if browser.eval(
            "return document.querySelector('form.reviewer input[name=by]')?.getAttribute('value') ?? ''",
        ) == "Ada"
        {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    browser.go(&format!("http://{addr}/documents/{PAPER}"));
    let key = |key: &str| {
        let press = "document.querySelector('.review-said').textContent = ''; document.activeElement.dispatchEvent(new KeyboardEvent('keydown', \
            { key: 'KEY', bubbles: true, cancelable: true }))";
        browser.eval(&press.replace("KEY", key));
    };
    key("j");
    let first = browser.eval("return document.activeElement.closest('details').id");
    key("x");
    assert_eq!(said(&browser), "Rejected.");
    let history = get(addr, "/review/history.json").json();
    assert_eq!(
        (&history["judgements"][0]["by"], &history["judgements"][0]["verdict"]),
        (&"Ada".into(), &"rejected".into())
    );
    assert_eq!(browser.eval("return document.querySelector('details.done').id"), first);
    key("u");
    assert_eq!(said(&browser), "Taken back.");
    assert_eq!(get(addr, "/review/history.json").json()["judgements"][0]["undone"]["by"], "Ada");
}

#[test]
fn the_pages_of_the_review_can_be_read_by_everybody() {
    let Some(browser) = Browser::open() else { return };
    let dir = tempfile::tempdir().unwrap();
    let addr = with_pairs(dir.path());
    judge(addr, "Ada", "t1", "corrected", &[("v.speaker", "Ivo Lenk")]);
    judge(addr, "Ben", "t1", "rejected", &[]);
    judge(addr, "Ada", "t2", "confirmed", &[]);
    let pair = get(addr, "/review.json?queue=merges").json()["pairs"][0].clone();
    let person = format!("/review/decide?about=agent&id={}", pair["a"].as_str().unwrap());
    let person_with = format!("{person}&with={}", pair["b"].as_str().unwrap());
    post(
        addr,
        "/review/decide",
        None,
        &[
            ("about", "agent"),
            ("id", pair["a"].as_str().unwrap()),
            ("with", pair["b"].as_str().unwrap()),
            ("kind", "part"),
            ("by", "Ada"),
            ("why", "other hands"),
        ],
    );
    for (width, scheme) in [(360, "light"), (1280, "dark")] {
        browser.size(width, 900);
        browser.scheme(scheme);
        for page in [
            "/review",
            "/review?queue=merges",
            "/review?queue=merges&about=event",
            "/review?layer=turn&document=specimen&judged=1",
            "/review/batch?layer=turn&document=specimen&verdict=confirmed",
            "/review/complete?document=specimen&layer=turn",
            "/review/decisions",
            &person,
            &person_with,
            "/review/history",
            "/review/differences",
            "/review/claim?document=specimen&layer=turn&claim=t2",
            "/review/add?document=specimen&at=99-103&layer=obligation",
            "/review/add?document=specimen&at=99-103&layer=description",
        ] {
            browser.go(&format!("http://{addr}{page}"));
            for check in [OVERFLOW, CONTRAST, STUMBLES] {
                assert_eq!(browser.eval(check), "", "{page} at {width}, {scheme}");
            }
            assert_eq!(browser.complaints(), Vec::<String>::new(), "{page}");
        }
    }
}
