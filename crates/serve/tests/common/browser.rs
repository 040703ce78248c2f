//! A browser to look with: a very small WebDriver client over chromedriver.
#![allow(clippy::print_stdout)]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// The Enter key.
pub const ENTER: &str = "\u{E007}";

/// A browser window of its own; closed and ended when dropped.
pub struct Browser {
    driver: Child,
    session: String,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Opens a browser; `None`, with a line that says so, where chromedriver or chromium is missing.
    pub fn open() -> Option<Self> {
        let found = |name: &str| {
            Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
        };
        if !found("chromedriver") || !found("chromium") {
            println!("skipped: chromedriver and chromium are not installed");
            return None;
        }
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|l| {
            l.rsplit_once("successfully on port ")
                .map(|(_, p)| p.trim_end_matches('.').parse::<u16>().unwrap())
        });
        std::thread::spawn(move || lines.for_each(drop));
        let profile = tempfile::tempdir().unwrap();
        let args = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
        ];
        let mut args: Vec<String> = args.iter().map(|a| (*a).to_owned()).collect();
        args.push(format!("--user-data-dir={}", profile.path().display()));
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "args": args, "binary": "/usr/bin/chromium" },
            "goog:loggingPrefs": { "browser": "ALL" }
        } } });
        let base = format!("http://127.0.0.1:{}/session", port.unwrap());
        let made = post(&base, &wanted);
        let session =
            format!("{base}/{}", made["sessionId"].as_str().unwrap_or_else(|| panic!("no session: {made}")));
        Some(Self { driver, session, _profile: profile })
    }

    /// Goes to an address and waits until it has loaded.
    pub fn go(&self, address: &str) {
        post(&format!("{}/url", self.session), &json!({ "url": address }));
    }

    /// The value of a JavaScript function body.
    pub fn eval(&self, script: &str) -> Value {
        post(&format!("{}/execute/sync", self.session), &json!({ "script": script, "args": [] }))
    }

    /// What a JavaScript function body hands to its last argument, some time later.
    pub fn wait(&self, script: &str) -> Value {
        post(&format!("{}/execute/async", self.session), &json!({ "script": script, "args": [] }))
    }

    /// A command of the DevTools protocol.
    pub fn tool(&self, command: &str, params: &Value) {
        post(&format!("{}/goog/cdp/execute", self.session), &json!({ "cmd": command, "params": params }));
    }

    /// The size of the window in CSS pixels.
    pub fn size(&self, width: u32, height: u32) {
        self.tool(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
    }

    /// Light or dark.
    pub fn scheme(&self, scheme: &str) {
        self.tool(
            "Emulation.setEmulatedMedia",
            &json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] }),
        );
    }

    /// Presses the Tab key.
    pub fn tab(&self) {
        self.press("\u{E004}");
    }

    /// Presses a key, by its WebDriver code point.
    pub fn press(&self, code: &str) {
        let key = |kind: &str| json!({ "type": kind, "value": code });
        post(
            &format!("{}/actions", self.session),
            &json!({ "actions": [{ "type": "key", "id": "k", "actions": [key("keyDown"), key("keyUp")] }] }),
        );
    }

    /// What the browser complained about since last asked.
    pub fn complaints(&self) -> Vec<String> {
        let log = post(&format!("{}/se/log", self.session), &json!({ "type": "browser" }));
        log.as_array().into_iter().flatten().map(|l| l["message"].as_str().unwrap_or("").to_owned()).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = ureq::delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// Sends a command and gives its value.
fn post(address: &str, body: &Value) -> Value {
    let config = ureq::Agent::config_builder().http_status_as_error(false).build();
    let mut reply = ureq::Agent::new_with_config(config)
        .post(address)
        .header("Content-Type", "application/json; charset=utf-8")
        .send(body.to_string())
        .unwrap();
    let text = reply.body_mut().with_config().limit(50_000_000).read_to_string().unwrap();
    let value: Value = serde_json::from_str(&text).unwrap_or_default();
    assert!(value["value"]["error"].is_null(), "{address}: {}", value["value"]["message"]);
    value["value"].clone()
}

/// How far the page sticks out to the right, and what does.
pub const OVERFLOW: &str = "const e = document.documentElement, w = e.clientWidth; if (e.scrollWidth <= w) return ''; \
    return e.scrollWidth + ' > ' + w + ': ' + [...document.querySelectorAll('body *')].filter(x => x.getBoundingClientRect().right > w + 1) \
    .slice(0, 5).map(x => x.tagName + '.' + x.className).join(' ');";

/// Text with too little contrast to its ground (WCAG AA), as a list.
pub const CONTRAST: &str = "
const c = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
const rgb = (v, under) => { c.fillStyle = `rgb(${under})`; c.fillRect(0, 0, 1, 1); c.fillStyle = v; c.fillRect(0, 0, 1, 1); return [...c.getImageData(0, 0, 1, 1).data].slice(0, 3); };
const ground = e => { const up = []; for (let x = e; x; x = x.parentElement) up.unshift(x); let g = [255, 255, 255]; for (const x of up) g = rgb(getComputedStyle(x).backgroundColor, g); return g; };
const light = p => { const [r, g, b] = p.map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const bad = new Set();
for (const e of document.querySelectorAll('body *')) {
  if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility()) continue;
  const s = getComputedStyle(e), g = ground(e), [a, b] = [light(rgb(s.color, g)), light(g)];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), px = parseFloat(s.fontSize);
  if (ratio < (px >= 24 ? 3 : 4.5)) bad.add(`${e.tagName}.${e.className} ${ratio.toFixed(2)} ${e.outerHTML.slice(0, 300)}`);
}
return [...bad].slice(0, 10).join('; ');";

/// What a reader with a screen reader would stumble over.
pub const STUMBLES: &str = "
const out = [], say = (what, e) => out.push(what + ': ' + e.outerHTML.slice(0, 120)), seen = new Set();
for (const e of document.querySelectorAll('[id]')) { if (seen.has(e.id)) say('id twice', e); seen.add(e.id); }
for (const e of document.querySelectorAll('input:not([type=hidden]),select')) if (!e.labels.length) say('no label', e);
for (const e of document.querySelectorAll('a,button,summary')) if (!(e.textContent.trim() || e.getAttribute('aria-label'))) say('no words', e);
for (const e of document.querySelectorAll('[aria-labelledby]')) if (!document.getElementById(e.getAttribute('aria-labelledby'))) say('label missing', e);
for (const e of document.querySelectorAll('dl > *')) if (e.tagName !== 'DIV') say('stray in dl', e);
for (const e of document.querySelectorAll('table')) if (!e.caption) say('no caption', e);
for (const e of document.querySelectorAll('a a, a summary')) say('link in link', e);
for (const q of ['main', 'h1', 'header.top', 'nav', 'footer']) if (!document.querySelector(q)) out.push('no ' + q);
if (!document.documentElement.lang) out.push('no language');
return out.slice(0, 10).join('\\n');";

/// The accessibility rules of axe-core, run over the page as it stands; needs [`axe`] evaluated before. One line a fault.
pub const AXE: &str = "const done = arguments[arguments.length - 1]; \
    axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((r) => done(r.violations \
    .map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 200)}`).join('\\n')));";

/// The script of axe-core, from the file that `MEMCON_AXE` names; `None`, with a line that says so, where it names none.
pub fn axe() -> Option<String> {
    let script = std::env::var_os("MEMCON_AXE").and_then(|path| std::fs::read_to_string(path).ok());
    if script.is_none() {
        println!("skipped: MEMCON_AXE names no axe.min.js (npm pack axe-core)");
    }
    script
}
