//! What a reader's browser makes of the pages.
//!
//! Skipped, and says so, where chromedriver and chromium are not installed.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::browser::{AXE, Browser, CONTRAST, ENTER, OVERFLOW, STUMBLES, axe};
use common::{sample, serve};

/// One page of every kind.
const PAGES: [&str; 25] = [
    "/",
    "/documents/specimen",
    "/documents/specimen?at=99-103#c99-103",
    "/documents/specimen?depth=1",
    "/chain/specimen",
    "/chain/specimen?turn=t4",
    "/chain/minutes/third%20ko.txt?turn=t2",
    "/documents/minutes/third%20zh.txt",
    "/documents/minutes/third%20ko.txt",
    "/documents/minutes/third%20ru.txt",
    "/state?on=1931-05-04",
    "/people",
    "/people/agent-a2",
    "/timeline",
    "/events/event-1",
    "/issues/issue-1",
    "/letters",
    "/obligations",
    "/search?q=ferry",
    "/dossier",
    "/dossier?issue=issue-1",
    "/dossier?id=specimen",
    "/review",
    "/review/history",
    "/-/components",
];

#[test]
fn every_page_fits_and_nothing_is_complained_about() {
    let Some(browser) = Browser::open() else { return };
    let addr = serve(sample::sample());
    for width in [360, 768, 1280, 1920] {
        browser.size(width, 900);
        for page in PAGES {
            browser.go(&format!("http://{addr}{page}"));
            assert_eq!(browser.eval(OVERFLOW), "", "{page} at {width} px");
            assert_eq!(browser.complaints(), Vec::<String>::new(), "{page}");
        }
    }
}

#[test]
fn a_passage_asked_for_is_marked_and_in_view() {
    let Some(browser) = Browser::open() else { return };
    let addr = serve(sample::sample());
    browser.size(390, 800);
    browser.go(&format!("http://{addr}/documents/specimen?at=811-865#c811-865"));
    assert_eq!(
        browser.eval("return document.querySelector('mark').innerText"),
        "We propose that both ferries sail on the same morning."
    );
    assert_eq!(browser.eval("const r = document.querySelector('mark').getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight"), true);
}

#[test]
fn the_keyboard_reaches_everything_and_one_sees_where_it_is() {
    let Some(browser) = Browser::open() else { return };
    let addr = serve(sample::sample());
    browser.size(1280, 900);
    for page in ["/", "/documents/specimen", "/state", "/search?q=ferry"] {
        browser.go(&format!("http://{addr}{page}"));
        browser.tab();
        assert_eq!(browser.eval("return document.activeElement.className"), "skip", "{page}");
        assert_eq!(
            browser.eval("return document.activeElement.getBoundingClientRect().top >= 0"),
            true,
            "the skip link shows itself"
        );
        let all = "return [...document.querySelectorAll('a[href],summary,input,select,button')].filter(e => e.checkVisibility() && !(e.closest('details:not([open])') && e.tagName !== 'SUMMARY')).length";
        let all = browser.eval(all).as_u64().unwrap();
        let seen = "const e = document.activeElement, s = getComputedStyle(e), p = e.querySelector?.('.zone'); \
             if (e === document.body) return null; \
             return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || (p && getComputedStyle(p).stroke !== 'none') ? '' : e.outerHTML.slice(0, 200);";
        for n in 1..all {
            browser.tab();
            let state = browser.eval(seen);
            // A date field takes several stops of its own; what counts is that none is invisible.
            assert!(state.is_null() || state == "", "{page}, stop {n}: no visible focus on {state}");
        }
    }
}

#[test]
fn text_stands_out_from_its_ground_in_light_and_dark() {
    let Some(browser) = Browser::open() else { return };
    let addr = serve(sample::sample());
    browser.size(1280, 900);
    for scheme in ["light", "dark"] {
        browser.scheme(scheme);
        for page in PAGES {
            browser.go(&format!("http://{addr}{page}"));
            browser.eval("document.querySelectorAll('details').forEach(d => d.open = true)");
            assert_eq!(browser.eval(CONTRAST), "", "{page}, {scheme}");
        }
    }
}

#[test]
fn a_screen_reader_finds_its_way() {
    let Some(browser) = Browser::open() else { return };
    let addr = serve(sample::sample());
    for page in &PAGES[..PAGES.len() - 1] {
        browser.go(&format!("http://{addr}{page}"));
        assert_eq!(browser.eval(STUMBLES), "", "{page}");
    }
}

#[test]
fn no_rule_of_wcag_is_broken() {
    let (Some(axe), Some(browser)) = (axe(), Browser::open()) else { return };
    let addr = serve(sample::sample());
    for width in [390, 1280] {
        browser.size(width, 900);
        // The sheet of components shows pieces side by side that never meet on a page.
        for page in PAGES.iter().filter(|p| **p != "/-/components") {
            browser.go(&format!("http://{addr}{page}"));
            browser.eval("document.querySelectorAll('details').forEach(d => d.open = true)");
            browser.eval(&axe);
            assert_eq!(browser.wait(AXE), "", "{page} at {width} px");
        }
    }
}

/// Scripts and pictures that are not this house's own files.
const STRANGERS: &str = "const own = (s) => s.src.startsWith(location.origin + '/-/assets/') && !s.textContent; \
    return [...document.scripts].filter((s) => !own(s)).length + document.images.length";

#[test]
fn the_slider_loads_the_day_under_the_thumb_and_can_be_done_without() {
    let Some(browser) = Browser::open() else { return };
    let addr = serve(sample::sample());
    browser.size(1280, 900);
    browser.go(&format!("http://{addr}/state"));
    let days = browser.eval("return document.getElementById('slider')?.dataset.days.split(' ').length ?? 0");
    assert!(days.as_u64().unwrap() >= 2, "the sample has too few days to slide over");
    let before = browser.eval("return document.querySelector('#main .lead').textContent");
    browser.eval("const s = document.getElementById('slider'); s.value = 0; s.dispatchEvent(new Event('input')); s.dispatchEvent(new Event('change')); return 0");
    let mut after = before.clone();
    for _ in 0..50 {
        std::thread::sleep(std::time::Duration::from_millis(100));
        after = browser.eval("return document.querySelector('#main .lead').textContent");
        if after != before {
            break;
        }
    }
    assert_ne!(after, before, "another day is shown");
    let day = browser.eval("return new URL(location).searchParams.get('on')");
    browser.go(&format!("http://{addr}/state?on={}", day.as_str().unwrap()));
    assert_eq!(browser.eval("return document.querySelector('#main .lead').textContent"), after);
}

#[test]
fn a_hostile_collection_shows_as_text_and_runs_nothing() {
    let Some(browser) = Browser::open() else { return };
    let hostile = sample::hostile();
    let document = memcon_serve::document_link(&hostile.papers[0].row.id);
    let id: String = hostile.papers[0].analysis.turns[0].id.bytes().map(|b| format!("%{b:02X}")).collect();
    let chain = format!("{}?turn={id}", document.replace("/documents/", "/chain/"));
    let addr = serve(hostile);
    for width in [360, 1280] {
        browser.size(width, 900);
        for page in [
            "/",
            &document,
            &document.replace("/documents/", "/chain/"),
            &chain,
            "/state",
            "/state?depth=1",
            "/people",
            "/people/agent-1",
            "/timeline",
            "/events/event-1",
            "/issues",
            "/issues/issue-1",
            "/letters",
            "/references",
            "/loose-ends",
            "/contacts",
            "/accounts",
            "/obligations",
            "/deeds",
            "/dossier?issue=issue-1",
            "/dossier?event=event-1",
            "/drafts",
            "/search?q=%3Cscript%3Edocument.title%3D%27ran%27%3C%2Fscript%3E",
            "/search?q=word",
            "/nowhere/%3Cscript%3E",
        ] {
            browser.go(&format!("http://{addr}{page}"));
            assert_ne!(browser.eval("return document.title"), "ran", "{page}");
            assert_eq!(browser.eval(STRANGERS), 0, "{page}");
            assert_eq!(browser.eval(OVERFLOW), "", "{page} at {width} px");
        }
    }
}

#[test]
fn the_long_document_is_there_at_once() {
    let Some(browser) = Browser::open() else { return };
    let addr = serve(sample::sample());
    browser.size(1280, 900);
    browser.go(&format!("http://{addr}/documents/records/long%20session.txt"));
    let timing = browser.eval("const t = performance.getEntriesByType('navigation')[0]; return [t.responseStart - t.requestStart, t.domContentLoadedEventEnd, t.encodedBodySize]");
    println!("first byte {} ms, whole page {} ms, {} bytes", timing[0], timing[1], timing[2]);
    assert!(timing[1].as_f64().unwrap() < 5_000.0, "{timing}");
}

#[test]
fn from_a_voice_to_its_chain_and_reasons_by_keyboard_alone() {
    let Some(browser) = Browser::open() else { return };
    let addr = serve(sample::sample());
    // Scripts are comfort only: here none is loaded, and everything works.
    browser.tool("Network.enable", &serde_json::json!({}));
    browser.tool("Network.setBlockedURLs", &serde_json::json!({ "urls": ["*.js*"] }));
    for width in [390, 1280] {
        browser.size(width, 900);
        browser.go(&format!("http://{addr}/documents/specimen"));
        let on =
            |what: &str| browser.eval(&format!("return !!document.activeElement?.closest({what:?})")) == true;
        for _ in 0..400 {
            browser.tab();
            if on("#t4 summary") {
                break;
            }
        }
        assert!(on("#t4 summary"), "no way to the label of the voice");
        browser.press(ENTER);
        for _ in 0..10 {
            browser.tab();
            if on("a[href^='/chain/']") {
                break;
            }
        }
        browser.press(ENTER);
        let there = "return location.pathname + location.search";
        for _ in 0..100 {
            if browser.eval(there) == "/chain/specimen?turn=t4" {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        assert_eq!(browser.eval(there), "/chain/specimen?turn=t4");
        let told = "return [...document.querySelectorAll('.way .link')].map(l => l.querySelector('.role').innerText + ' ' + l.querySelector('.who').innerText).join(' > ')";
        let told = browser.eval(told);
        assert!(told.as_str().unwrap().ends_with("reported Colonel Reyk > said Captain Parr"), "{told}");
        // The line steps in with each voice and stays on the page.
        let steps = browser.eval("return [...document.querySelectorAll('.way .voice')].map(l => Math.round(l.getBoundingClientRect().left))");
        let steps: Vec<i64> = steps.as_array().unwrap().iter().map(|n| n.as_i64().unwrap()).collect();
        assert!(steps.windows(2).all(|w| w[0] < w[1]), "{steps:?} at {width} px");
    }
}

#[test]
fn the_filter_is_chosen_in_a_form_and_kept_in_the_address() {
    let Some(browser) = Browser::open() else { return };
    let addr = serve(sample::sample());
    browser.size(390, 800);
    browser.go(&format!("http://{addr}/documents/specimen?voice=Irena%20Osma"));
    browser.eval(
        "document.querySelector('#near').value = '0'; document.querySelector('form.near button').click()",
    );
    for _ in 0..100 {
        if browser.eval("return location.search") != "?voice=Irena%20Osma" {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!(browser.eval("return location.search"), "?voice=Irena+Osma&depth=0");
    assert_eq!(browser.eval("return document.querySelector('#near').value"), "0");
}

#[test]
fn the_room_speaks_korean_and_chinese() {
    let Some(browser) = Browser::open() else { return };
    let addr = serve(sample::sample());
    for (tag, search) in [("ko", "검색"), ("zh", "检索")] {
        browser.go(&format!("http://{addr}/state"));
        browser.eval(&format!("document.querySelector('.languages a[hreflang={tag}]').click()"));
        for _ in 0..200 {
            if browser.eval("return document.readyState === 'complete' && document.documentElement.lang")
                == tag
            {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        // Back on the page that one came from.
        assert_eq!(browser.eval("return location.pathname"), "/state", "{tag}");
        for width in [360, 1280] {
            browser.size(width, 900);
            for page in PAGES {
                browser.go(&format!("http://{addr}{page}"));
                assert_eq!(browser.eval("return document.documentElement.lang"), tag, "{page}");
                assert_eq!(browser.eval(OVERFLOW), "", "{page} at {width} px, {tag}");
            }
        }
        let named = browser.eval("return document.querySelector('a[href=\"/search\"]').textContent");
        assert_eq!(named, search);
    }
}
