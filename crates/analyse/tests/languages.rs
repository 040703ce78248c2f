//! Voices in papers that are not in English: invented papers with their turns, counted against a ratchet
//! (`crates/testkit/golden/languages/`, whose README gives the notation).
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use memcon_analyse::analyse_reading;
use memcon_model::{Mode, Settings};
use memcon_read::{Hint, read};
use std::fmt::Write as _;
use std::path::PathBuf;

/// A turn as the gold gives it: mode, speaker, words.
type Marked = (String, String, String);

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../testkit/golden/languages")
}

fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::DirectQuote => "direct",
        Mode::IndirectReport => "indirect",
        Mode::TranscriptLine => "line",
        Mode::AuthorText => "author",
    }
}

fn found(text: &str) -> Vec<Marked> {
    let reading = read(text.as_bytes(), Hint { path: Some("paper.txt"), ..Hint::default() });
    let analysis = analyse_reading(&reading, &Settings::default());
    let turns = analysis.turns.iter();
    turns
        .map(|t| {
            let words = t.span.of(&reading.text).trim().to_owned();
            (mode(t.mode).to_owned(), t.speaker.clone().unwrap_or_else(|| "-".into()), words)
        })
        .collect()
}

fn gold(text: &str) -> Vec<Marked> {
    let parts = |line: &str| {
        let mut fields = line.split('\t').map(str::to_owned);
        (fields.next().unwrap(), fields.next().unwrap(), fields.next().unwrap())
    };
    text.lines().filter(|l| !l.trim().is_empty()).map(parts).collect()
}

fn fits(found: &Marked, gold: &Marked) -> bool {
    let words = match gold.2.split_once('…') {
        Some((first, last)) => found.2.starts_with(first.trim()) && found.2.ends_with(last.trim()),
        None => found.2 == gold.2,
    };
    words && found.0 == gold.0 && found.1 == gold.1
}

#[test]
fn turns_of_other_languages_are_as_counted() {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "txt") && !p.ends_with("counts.txt"));
    paths.sort();
    let mut report = String::new();
    for path in &paths {
        let whole = std::fs::read_to_string(path).unwrap();
        let (text, marked) = whole.split_once("--- gold\n").unwrap();
        let (found, gold) = (found(text), gold(marked));
        let right = gold.iter().filter(|g| found.iter().any(|f| fits(f, g))).count();
        let name = path.file_stem().unwrap().to_str().unwrap();
        writeln!(report, "{name}\t{right}\t{}\t{}", found.len(), gold.len()).unwrap();
        if std::env::var_os("MEMCON_SHOW").is_some() {
            gold.iter()
                .filter(|g| !found.iter().any(|f| fits(f, g)))
                .for_each(|g| println!("{name} missing {g:?}"));
            found
                .iter()
                .filter(|f| !gold.iter().any(|g| fits(f, g)))
                .for_each(|f| println!("{name} too much {f:?}"));
        }
    }
    let counts = folder().join("counts.txt");
    if std::env::var_os("MEMCON_BLESS").is_some() {
        std::fs::write(&counts, &report).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&counts).unwrap_or_default(),
        report,
        "right, found, gold of each paper"
    );
}
