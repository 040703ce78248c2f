//! Pictures of the reading room for docs/screens: the example collection in the release build, page by page.
//!
//! `cargo xtask screens` needs chromium and the release build. Pictures are for people; no test depends on them.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, ensure};

/// A picture: its name, the page, the window, dark or light.
type Screen = (&'static str, &'static str, (u32, u32), bool);

const DESK: (u32, u32) = (1280, 900);
const PHONE: (u32, u32) = (390, 844);

/// Every page once at desk width; some on a phone and in the dark.
const SCREENS: &[Screen] = &[
    ("home", "/", DESK, false),
    ("home-dark", "/", DESK, true),
    ("state", "/state?on=1963-03-20", DESK, false),
    ("state-phone", "/state?on=1963-03-20", PHONE, false),
    ("document", "/documents/1963-03-11-record-pilot-house.txt", DESK, false),
    ("document-phone", "/documents/1963-03-11-record-pilot-house.txt", PHONE, false),
    ("document-dark", "/documents/1963-03-11-record-pilot-house.txt", DESK, true),
    ("document-chinese-korean", "/documents/1963-03-27-byeolmok-sinmun.md", DESK, false),
    ("document-russian", "/documents/1963-03-30-golos-zareki.txt", DESK, false),
    ("chain", "/chain/1963-03-11-record-pilot-house.txt", DESK, false),
    ("cite", "/cite/1963-03-11-record-pilot-house.txt", DESK, false),
    ("issues", "/issues", DESK, false),
    ("loose-ends", "/loose-ends", DESK, false),
    ("timeline", "/timeline", DESK, false),
    ("contacts", "/contacts", DESK, false),
    ("letters", "/letters", DESK, false),
    ("references", "/references", DESK, false),
    ("accounts", "/accounts", DESK, false),
    ("parallel", "/parallel", DESK, false),
    ("obligations", "/obligations", DESK, false),
    ("deeds", "/deeds", DESK, false),
    ("drafts", "/drafts", DESK, false),
    ("people", "/people", DESK, false),
    ("search", "/search?q=prisoners", DESK, false),
    ("search-phone", "/search?q=prisoners", PHONE, false),
    ("review", "/review", DESK, false),
    ("holdings", "/holdings", DESK, false),
    ("notes", "/notes", DESK, false),
    ("selections", "/selections", DESK, false),
    ("dossier", "/dossier?from=1963-03-01&to=1963-03-31", DESK, false),
];

/// Ends the reading room however this ends.
struct Room(Child);

impl Drop for Room {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Takes the pictures.
pub fn run(root: &Path) -> anyhow::Result<()> {
    let program = root.join("target/release/memcon");
    ensure!(program.is_file(), "{} is not there; run `cargo build --release`", program.display());
    let out = root.join("docs/screens");
    std::fs::create_dir_all(&out)?;
    // A copy: the papers' own folder stays as it is, and its settings are read.
    let papers = root.join("target/screens");
    let _ = std::fs::remove_dir_all(&papers);
    std::fs::create_dir_all(&papers)?;
    for entry in std::fs::read_dir(root.join("examples/strait"))? {
        let path = entry?.path();
        if let Some(name) = path.file_name().filter(|_| path.is_file()) {
            std::fs::copy(&path, papers.join(name))?;
        }
    }
    let mut child = Command::new(&program)
        .arg("open")
        .arg(&papers)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("starting memcon")?;
    let said = child.stdout.take().context("no output")?;
    let room = Room(child);
    let base = BufReader::new(said)
        .lines()
        .map_while(Result::ok)
        .find_map(|l| {
            l.find("http://127.0.0.1:").map(|at| l[at..].split_whitespace().next().unwrap_or("").to_owned())
        })
        .context("the reading room did not open")?;
    let base = base.trim_end_matches('/');
    for (name, page, (width, height), dark) in SCREENS {
        let picture = out.join(format!("{name}.png"));
        let mut chromium = Command::new("chromium");
        chromium.args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--hide-scrollbars"]);
        chromium.args(["--disable-background-networking", "--force-color-profile=srgb"]);
        chromium
            .arg(format!("--window-size={width},{height}"))
            .arg(format!("--screenshot={}", picture.display()));
        if *dark {
            chromium.args(["--force-dark-mode", "--blink-settings=preferredColorScheme=0"]);
        }
        chromium.arg(format!("{base}{page}")).stdout(Stdio::null()).stderr(Stdio::null());
        ensure!(chromium.status().context("starting chromium")?.success(), "no picture of {page}");
        println!("{}", picture.display());
    }
    drop(room);
    Ok(())
}
