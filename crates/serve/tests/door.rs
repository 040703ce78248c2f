//! The door in a browser: log-in without a script, the page of the keeper, judging with a token.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::browser::{Browser, CONTRAST, OVERFLOW, STUMBLES};
use common::guarded::{PAPERS, PASSWORD, RULE, accounts, make, serve};

/// Waits until `script` gives something true.
fn until(browser: &Browser, script: &str) -> bool {
    (0..200).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        browser.eval(script) == true
    })
}

/// Types a name and a password and sends them.
fn log_in(browser: &Browser, addr: std::net::SocketAddr, name: &str) {
    browser.go(&format!("http://{addr}/"));
    let fill = "document.getElementById('door-name').value = 'NAME'; document.getElementById('door-password').value = 'WORD'; \
        document.querySelector('form.door-in button').click()";
    browser.eval(&fill.replace("NAME", name).replace("WORD", PASSWORD));
    assert!(until(browser, "return location.pathname === '/' && !!document.querySelector('.door-who')"));
}

#[test]
fn the_pages_of_the_door_can_be_read_by_everybody() {
    let Some(browser) = Browser::open() else { return };
    let dir = tempfile::tempdir().unwrap();
    make(dir.path(), RULE, &PAPERS);
    let access = accounts(dir.path());
    access.restrict("annex", "", &["cleared".into(), "@ben".into()], "Kay", 1).unwrap();
    access.restrict(&"long/".repeat(200), "", &[], "<script>document.title='ran'</script>", 2).unwrap();
    let addr = serve(dir.path());
    // Without a script.
    browser.tool("Emulation.setScriptExecutionDisabled", &serde_json::json!({ "value": true }));
    let check = |page: &str| {
        for (width, scheme) in [(360, "light"), (1280, "dark")] {
            browser.size(width, 900);
            browser.scheme(scheme);
            browser.go(&format!("http://{addr}{page}"));
            for check in [OVERFLOW, CONTRAST, STUMBLES] {
                assert_eq!(browser.eval(check), "", "{page} at {width}, {scheme}");
            }
            assert_ne!(browser.eval("return document.title"), "ran");
        }
    };
    check("/door");
    check("/door?next=/people");
    log_in(&browser, addr, "Kay");
    for page in ["/", "/access", "/access?of=Kay", "/review"] {
        check(page);
    }
    browser.eval("document.querySelector('.door-who button').click()");
    assert!(until(&browser, "return location.pathname === '/door'"));
}

#[test]
fn a_reviewer_judges_with_the_keyboard_under_the_accounts_name() {
    let Some(browser) = Browser::open() else { return };
    let dir = tempfile::tempdir().unwrap();
    make(dir.path(), RULE, &PAPERS);
    accounts(dir.path());
    let addr = serve(dir.path());
    browser.size(1280, 900);
    log_in(&browser, addr, "Ada");
    browser.go(&format!("http://{addr}/documents/minutes/first.txt"));
    let key = |key: &str| {
        let press = "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'KEY', bubbles: true, cancelable: true }))";
        browser.eval(&press.replace("KEY", key));
    };
    key("j");
    key("x");
    assert!(until(&browser, "return document.querySelector('.review-said').textContent === 'Rejected.'"));
    key("u");
    assert!(until(&browser, "return document.querySelector('.review-said').textContent === 'Taken back.'"));
    browser.go(&format!("http://{addr}/review/history"));
    assert_eq!(browser.eval("return document.querySelector('.judgements b').textContent"), "Ada");
    assert_eq!(browser.eval("return document.cookie"), "", "no script can read the cookie");
}
