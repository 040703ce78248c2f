//! Reading a paper: folded, with links that outlive its text, beside another, with notes, from selections.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use std::net::SocketAddr;

use common::browser::{Browser, CONTRAST, OVERFLOW, STUMBLES};
use common::kept::{collection, incoming, serve};
use common::{Got, get, post, sample};
use memcon_model::{Certainty, Mode, Parallel, ParallelKind, Turn};
use memcon_store::{Collection, OpenMode};

/// The words that a page shows in its scene, and what it says that it leaves out.
fn shown(page: &str) -> (String, String) {
    let scene = page.split("<div class=\"scene\">").nth(1).unwrap_or("").split("</article>").next().unwrap();
    let words = scene
        .split("<p class=\"words\"")
        .skip(1)
        .map(|p| plain(p.split_once('>').unwrap().1.split("</p>").next().unwrap()));
    let folds = page.split("class=\"standing folds\"").nth(1).and_then(|f| f.split("<p>").nth(1));
    let told = folds.map(|f| plain(f.split("<a").next().unwrap())).unwrap_or_default();
    (words.collect::<Vec<_>>().join(" / "), told)
}

/// Without tags, white space once.
fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut tag = false;
    for c in html.chars() {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            c if !tag => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_paper_is_folded_to_what_one_voice_said() {
    let addr = common::serve(sample::sample());
    let fold = |query: &str| shown(&get(addr, &format!("/documents/specimen?{query}")).body);
    let (words, told) = fold("voice=Captain+Parr");
    assert_eq!(words, "the signal was given at dawn");
    assert!(told.starts_with("Left out:") && told.contains("paragraph"), "{told}");
    // What a voice quotes it says too.
    assert!(fold("voice=Colonel+Reyk").0.contains("the signal was given at dawn"));
    assert!(!fold("voice=Colonel+Reyk").0.contains("I saw Vald"));
    // Together with the other folds, and each way back keeps the others.
    let page = get(addr, "/documents/specimen?voice=Tomas+Vald&depth=0&without=insertions").body;
    assert!(
        page.contains("?voice=Tomas%20Vald&amp;depth=0\"")
            && page.contains("?depth=0&amp;without=insertions\""),
        "{page}"
    );
    assert!(shown(&page).0.starts_with("Vald: We cannot accept"), "{:?}", shown(&page));
    let nobody = get(addr, "/documents/specimen?voice=Nobody").body;
    assert!(nobody.contains("Nobody of that name") && !nobody.contains("class=\"scene\""));
}

#[test]
fn a_voice_is_found_under_any_spelling_and_by_the_linked_person() {
    let addr = common::serve(sample::sample());
    let fold = |voice: &str| shown(&get(addr, &format!("/documents/specimen?voice={voice}")).body).0;
    let vald = fold("Tomas%20Vald");
    assert!(vald.contains("We cannot accept") && vald.contains("The ferry will not come"), "{vald}");
    for voice in ["agent-a2", "vald", "%D0%92%D0%B0%D0%BB%D1%8C%D0%B4"] {
        assert_eq!(fold(voice), vald, "{voice}");
    }
}

#[test]
fn insertions_are_left_out_and_counted() {
    let addr = common::serve(sample::sample());
    let page = get(addr, "/documents/specimen?without=insertions").body;
    let (words, told) = shown(&page);
    assert!(
        !words.contains("(he laughed)") && !words.contains("[illegible]") && words.contains("[⋯]"),
        "{words}"
    );
    assert!(told.contains("2 insertions"), "{told}");
    let twin = get(addr, "/documents/specimen.json?without=insertions&voice=Captain+Parr").json();
    assert_eq!(
        (twin["insertions"].as_array().unwrap().len(), &twin["left_out"]["insertions"]),
        (0, &2.into())
    );
    assert_eq!(twin["turns"].as_array().unwrap().len(), 1);
}

const TEXT: &str = "North: We accept the road.\nSouth: We do not accept the road.\n";

/// A room over one paper on disk, and the same after its file said something else.
fn versions(dir: &std::path::Path, texts: &[&str]) -> SocketAddr {
    let c = Collection::create_or_open(dir).unwrap();
    for text in texts {
        let paper = sample::paper("a.txt", "The road", "1931-05-04", &["en"], text, |a| {
            a.turns = sample::transcript(text)
        });
        c.put(&[incoming(&c, paper)]).unwrap();
    }
    c.set_linked(&memcon_model::Linked::default()).unwrap();
    drop(c);
    serve(std::sync::Arc::new(Collection::open(dir, OpenMode::ReadOnly).unwrap()))
}

/// What became of the passage of a link: its word, what is marked, whether an earlier version is offered.
fn follow(addr: SocketAddr, at: &str, is: &str) -> String {
    let page = get(addr, &format!("/documents/a.txt?at={at}&is={is}")).body;
    let alert = page.split("role=\"alert\"").nth(1).and_then(|a| a.split("</div>").next()).unwrap_or("");
    let told = get(addr, &format!("/documents/a.txt.json?at={at}&is={is}")).json();
    let marked = page
        .split("<mark")
        .nth(1)
        .map(|m| plain(m.split_once('>').unwrap().1.split("</mark>").next().unwrap()));
    format!(
        "{} [{}]{}{}",
        told["passage"]["standing"].as_str().unwrap(),
        marked.unwrap_or_default(),
        if page.contains("role=\"alert\"") { " loud" } else { "" },
        if alert.contains("/documents/a.txt%40") { " version" } else { "" }
    )
}

#[test]
fn a_link_finds_its_words_again_or_says_loudly_that_they_are_gone() {
    let print = memcon_review::Fingerprint::of("We do not").to_string();
    let at = "34-43";
    let one = |texts: &[&str]| {
        let dir = tempfile::tempdir().unwrap();
        follow(versions(dir.path(), texts), at, &print)
    };
    assert_eq!(one(&[TEXT]), "here [We do not]");
    assert_eq!(one(&[TEXT, &format!("A copy.\n{TEXT}")]), "moved [We do not] loud");
    assert_eq!(one(&[TEXT, "North: We accept.\nSouth: So do we.\n"]), "gone [] loud version");
    assert_eq!(one(&[TEXT, &format!("Copies.\n{TEXT}{TEXT}")]), "several [] loud version");
    // A link without a fingerprint still leads to its place.
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(follow(versions(dir.path(), &[TEXT]), at, ""), "unchecked [We do not]");
}

#[test]
fn citations_of_words_carry_their_fingerprint() {
    let addr = common::serve(sample::sample());
    let page = get(addr, "/documents/specimen?at=99-103").body;
    let link = page.split("href=\"/cite/specimen?").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(link.starts_with("at=99-103&amp;is="), "{link}");
    let gone = get(addr, "/cite/specimen?at=99-103&is=00000000ffffffff-4").body;
    assert!(gone.contains("role=\"alert\""));
}

/// Sends a form under a name.
fn send(addr: SocketAddr, path: &str, fields: &[(&str, &str)]) -> Got {
    let mut all = vec![("by", "Ada"), ("back", "/notes")];
    all.extend_from_slice(fields);
    post(addr, path, None, &all)
}

#[test]
fn a_note_is_written_worded_anew_taken_away_and_brought_back_by_forms() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let form = get(addr, "/notes/add?document=specimen&at=99-103").body;
    assert!(
        form.contains("name=\"at\" value=\"99-103\"") && form.contains("action=\"/notes/add\""),
        "{form}"
    );
    let add = |text: &str| {
        send(
            addr,
            "/notes/add",
            &[("document", "specimen"), ("at", "99-103"), ("text", text), ("tags", "ferry, dawn")],
        )
    };
    assert_eq!(add("Who says so?").status, 303);
    let told = get(addr, "/notes.json?tag=ferry").json();
    let note = &told["notes"][0];
    assert_eq!(
        (&note["by"], &note["text"], &note["at"]["standing"]),
        (&"Ada".into(), &"Who says so?".into(), &"here".into())
    );
    assert!(get(addr, "/documents/specimen").body.contains("id=\"note-1\""), "it stands in the margin");
    assert_eq!(
        send(addr, "/notes/edit", &[("number", "1"), ("text", "Parr does."), ("tags", "")]).status,
        303
    );
    let page = get(addr, "/notes/1").body;
    assert!(page.contains("Parr does.") && page.contains("Who says so?"), "what it said before is kept");
    assert_eq!(send(addr, "/notes/remove", &[("number", "1")]).status, 303);
    assert!(get(addr, "/notes.json").json()["notes"].as_array().unwrap().is_empty());
    assert_eq!(send(addr, "/notes/restore", &[("number", "1")]).status, 303);
    assert_eq!(get(addr, "/notes.json?q=parr").json()["notes"].as_array().unwrap().len(), 1);
    assert_eq!(get(addr, "/notes.json?q=nothing").json()["notes"].as_array().unwrap().len(), 0);
    // Nothing is kept without words, without a place, or of no number.
    let bad = |path: &str, fields: &[(&str, &str)]| send(addr, path, fields).status;
    assert_eq!(add(" ").status, 303, "tags alone are enough");
    assert_eq!(bad("/notes/add", &[("document", "specimen"), ("at", "9999-10000"), ("text", "x")]), 400);
    assert_eq!(bad("/notes/add", &[("document", "specimen"), ("text", "")]), 400);
    assert_eq!(bad("/notes/add", &[("document", "nowhere"), ("text", "x")]), 404);
    assert_eq!(
        (bad("/notes/edit", &[("number", "9"), ("text", "x")]), bad("/notes/remove", &[("number", "x")])),
        (404, 404)
    );
}

#[test]
fn a_hostile_note_is_text() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let text = "</p><script>alert(1)</script> \u{202e}evil\u{2066} \u{0}\u{1b}[31m";
    let long = "x".repeat(10_000);
    for words in [text, &long] {
        assert_eq!(
            send(
                addr,
                "/notes/add",
                &[("document", "specimen"), ("at", "99-103"), ("text", words), ("tags", words)]
            )
            .status,
            303
        );
    }
    assert_eq!(
        send(addr, "/selections/add", &[("document", "specimen"), ("at", ""), ("name", text)]).status,
        303
    );
    let name = memcon_model::selection_name(text);
    let selection =
        format!("/selections/{}", memcon_serve::document_link(&name).trim_start_matches("/documents/"));
    for path in ["/documents/specimen", "/notes", "/notes/1", "/notes/2", "/selections", &selection] {
        let page = get(addr, path);
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("<script>") && !page.body.contains('\u{1b}'), "{path}");
    }
}

#[test]
fn a_selection_is_put_together_ordered_and_cited_by_forms() {
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    let add = |document: &str, at: &str| {
        send(addr, "/selections/add", &[("name", "At dawn"), ("document", document), ("at", at)]).status
    };
    assert_eq!(
        (
            add("specimen", ""),
            add("specimen", "99-103"),
            add("minutes/third ko.txt", ""),
            add("specimen", "")
        ),
        (303, 303, 303, 303)
    );
    let order = || {
        let told = get(addr, "/selections/At%20dawn.json").json();
        let items = told["items"].as_array().unwrap().clone();
        let one =
            |i: &serde_json::Value| format!("{}{}", i["number"], i["passage"]["standing"].as_str().unwrap());
        items.iter().map(one).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(order(), "1whole 2here 3whole", "nothing is in it twice");
    let act = |what: &str, fields: &[(&str, &str)]| {
        let mut all = vec![("name", "At dawn")];
        all.extend_from_slice(fields);
        send(addr, &format!("/selections/{what}"), &all).status
    };
    assert_eq!((act("move", &[("item", "3"), ("step", "-1")]), act("remove", &[("item", "1")])), (303, 303));
    assert_eq!(order(), "3whole 2here");
    assert_eq!((act("restore", &[("item", "1")]), order().as_str()), (303, "1whole 3whole 2here"));
    let cited = get(addr, "/cite.json?selection=At%20dawn").json();
    let listed = cited["bibliography"].as_array().unwrap().len() + cited["notes"].as_array().unwrap().len();
    assert_eq!(listed, 2);
    let saved = get(addr, "/selections/At%20dawn?format=annotations").json();
    assert_eq!(
        (saved["items"].as_array().unwrap().len(), &saved["items"][0]["motivation"]),
        (3, &"bookmarking".into())
    );
    assert_eq!((act("delete", &[]), get(addr, "/selections/At%20dawn").status), (303, 404));
    assert_eq!((act("undelete", &[]), get(addr, "/selections/At%20dawn").status), (303, 200));
    assert_eq!(
        (act("remove", &[("item", "77")]), send(addr, "/selections/add", &[("document", "specimen")]).status),
        (404, 400)
    );
}

#[test]
fn a_parallel_paper_stands_beside_the_paper_itself() {
    let mut library = sample::sample();
    let body = |text: &str, a: &mut memcon_model::Analysis| {
        a.regions = vec![memcon_model::Region {
            id: "r1".into(),
            kind: memcon_model::RegionKind::Body,
            span: memcon_model::Span::new(0, text.len()),
            basis: memcon_model::Basis::default(),
        }];
    };
    let (ours, theirs) = (
        "The company offered forty barges for the winter crossing.\n\nThe harbour stays closed until spring.\n",
        "The company offered thirty barges for the winter crossing.\n\nThe harbour stays closed until spring.\n\nA boy brought tea.\n",
    );
    for (id, text) in [("ours", ours), ("theirs", theirs)] {
        library.papers.push(sample::paper(id, id, "1931-05-02", &["en"], text, |a| body(text, a)));
    }
    library.linked.parallels.push(Parallel {
        id: "parallel-1".into(),
        kind: ParallelKind::Copy,
        certainty: Certainty::Certain,
        score: 1.0,
        a: "ours".into(),
        b: "theirs".into(),
        original: None,
        by_hand: false,
        why: Vec::new(),
        rows: Vec::new(),
        tied: Vec::new(),
    });
    let addr = common::serve(library);
    let page = get(addr, "/documents/ours?beside=theirs").body;
    assert!(page.contains(">forty</mark>") && page.contains(">thirty</mark>"), "{page}");
    assert!(plain(&page).contains("A boy brought tea."), "what is only there is shown too");
    let turned = get(addr, "/documents/theirs?beside=ours").body;
    assert!(turned.contains(">thirty</mark>") && plain(&turned).contains("A boy brought tea."), "{turned}");
    assert!(get(addr, "/documents/ours").body.contains("?beside=theirs"), "the way there");
    assert_eq!(get(addr, "/documents/ours?beside=specimen").status, 404);
}

/// A paper of nested reports, `deep` voices in each other, told over some pages.
fn nested(deep: usize) -> memcon_store::StoredDocument {
    let names = ["Osma", "Vald", "Reyk", "Parr", "Lind", "Ruhm"];
    let part = "He wrote that the boats lay at the north quay and that nobody had told the watch. ".repeat(8);
    let text: String = (0..40).map(|n| format!("{n}. {part}\n\n")).collect();
    sample::paper("nested", "Reports in reports", "1931-05-04", &["en"], &text, |a| {
        a.turns = (0..deep)
            .map(|n| Turn {
                id: format!("t{n}"),
                span: memcon_model::Span::new(n * 700, text.len() - n * 300),
                speaker: Some(names[n].into()),
                speaker_as_named: None,
                chain: names[..=n].iter().map(|s| (*s).to_owned()).collect(),
                depth: n as u32,
                mode: Mode::IndirectReport,
                parent: n.checked_sub(1).map(|p| format!("t{p}")),
                ..sample::line_turn("A: b", 0, 0, "A", "A")
            })
            .map(|t| Turn { cue: None, side: None, ..t })
            .collect();
    })
}

#[test]
fn who_is_speaking_is_said_again_after_long_stretches() {
    let addr = common::serve(sample::Sample { papers: vec![nested(5)], ..sample::sample() });
    let page = get(addr, "/documents/nested").body;
    let lines: Vec<String> =
        page.split("class=\"chain-line\"").skip(1).map(|l| plain(l.split("</p>").next().unwrap())).collect();
    assert!(lines.len() > 4, "{lines:#?}");
    assert!(lines.iter().any(|l| l.contains("Osma") && l.contains("Lind")), "{lines:#?}");
    // Whoever lands in the middle is told at the passage.
    let landed = get(addr, "/documents/nested?at=12000-12020").body;
    let before = landed.split("<mark").next().unwrap();
    let tail: String = before.chars().skip(before.chars().count() - 2_500).collect();
    assert!(tail.contains("chain-line"));
}

#[test]
fn a_card_tells_what_a_word_stands_on_and_a_note_is_written_by_keyboard() {
    let Some(browser) = Browser::open() else { return };
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    browser.size(1280, 900);
    browser.go(&format!("http://{addr}/documents/specimen"));
    let card = || {
        browser
            .eval("return document.querySelector('.scene-card')?.innerText ?? ''")
            .as_str()
            .unwrap()
            .to_owned()
    };
    browser.eval("document.querySelector('.words a.nm').focus()");
    assert!(card().contains("rule") && card().contains("(likely)"), "{}", card());
    assert_eq!(browser.eval(CONTRAST), "");
    assert_eq!(
        browser.eval("return document.querySelector('.scene-card a[href^=\"/review/claim\"]') !== null"),
        true
    );
    // Into the card by Tab, out of it by Escape, back at the word.
    browser.tab();
    assert_eq!(browser.eval("return document.activeElement.closest('.scene-card') !== null"), true);
    browser.press("\u{E00C}");
    assert_eq!(
        (card().as_str(), browser.eval("return document.activeElement.className.startsWith('nm')")),
        ("", true.into())
    );
    // Words marked, then n: the form with the place; s: into the selection last used.
    let mark = "const p = [...document.querySelectorAll('p.words[id]')].find(p => p.textContent.includes('We propose')); \
        const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT); let node; while ((node = walk.nextNode()) && !node.data.includes('both')); \
        const range = document.createRange(); const at = node.data.indexOf('both'); range.setStart(node, at); range.setEnd(node, at + 4); \
        getSelection().removeAllRanges(); getSelection().addRange(range); document.dispatchEvent(new Event('selectionchange'));";
    let key = |key: &str| {
        browser.eval(&"document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'KEY', bubbles: true, cancelable: true }))".replace("KEY", key));
    };
    browser.eval(mark);
    key("n");
    wait(&browser, "location.pathname === '/notes/add' && document.readyState === 'complete'");
    assert_eq!(browser.eval("return document.querySelector('blockquote b')?.innerText"), "both");
    browser.eval("document.querySelector('textarea').value = 'Both of them?'; document.querySelector('input[name=by]').value = 'Ada'; document.querySelector('form.judge').submit()");
    wait(
        &browser,
        "location.pathname === '/documents/specimen' && document.querySelector('.own-note') !== null",
    );
    assert_eq!(get(addr, "/notes.json").json()["notes"][0]["at"]["text"], "both");
    send(addr, "/selections/add", &[("name", "Ferries"), ("document", "specimen"), ("at", "")]);
    browser.go(&format!("http://{addr}/documents/specimen"));
    browser.eval(mark);
    key("s");
    wait(
        &browser,
        "[...document.querySelectorAll('.review-said')].some(s => s.textContent.includes('Ferries'))",
    );
    let told = get(addr, "/selections/Ferries.json").json();
    assert_eq!(told["items"][1]["passage"]["text"], "both");
}

/// Waits until a condition holds.
fn wait(browser: &Browser, condition: &str) {
    for _ in 0..200 {
        if browser.eval(&format!("return {condition}")) == true {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("never: {condition}");
}

#[test]
fn the_pages_of_notes_and_selections_can_be_read_by_everybody() {
    let Some(browser) = Browser::open() else { return };
    let dir = tempfile::tempdir().unwrap();
    let addr = serve(collection(dir.path()));
    send(
        addr,
        "/notes/add",
        &[("document", "specimen"), ("at", "99-103"), ("text", "When?\nAnd where?"), ("tags", "ferry, dawn")],
    );
    send(addr, "/notes/add", &[("document", "specimen"), ("text", "The whole paper")]);
    for at in ["", "99-103", "811-865"] {
        send(addr, "/selections/add", &[("name", "Ferries"), ("document", "specimen"), ("at", at)]);
    }
    send(addr, "/selections/remove", &[("name", "Ferries"), ("item", "1")]);
    for (width, scheme) in [(360, "light"), (1280, "dark")] {
        browser.size(width, 900);
        browser.scheme(scheme);
        for page in [
            "/notes",
            "/notes?tag=ferry",
            "/notes/1",
            "/notes/add?document=specimen&at=99-103",
            "/notes/add?document=specimen",
            "/selections",
            "/selections/Ferries",
            "/select?document=specimen&at=99-103",
            "/documents/specimen",
            "/documents/specimen?voice=Tomas%20Vald&without=insertions&depth=0",
            "/documents/specimen?at=99-103&is=00000000ffffffff-4",
        ] {
            browser.go(&format!("http://{addr}{page}"));
            for check in [OVERFLOW, CONTRAST, STUMBLES] {
                assert_eq!(browser.eval(check), "", "{page} at {width}, {scheme}");
            }
            assert_eq!(browser.complaints(), Vec::<String>::new(), "{page}");
        }
    }
}
