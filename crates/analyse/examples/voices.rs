//! Prints the tree of voices of each FILE with its evidence; `--time` prints bytes per second of the stage alone
//! for each FILE, or for all papers of a FILE.jsonl together.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

use memcon_analyse::{Paper, analyse_reading, voice};
use memcon_model::Settings;
use memcon_read::{Hint, read};
use std::time::{Duration, Instant};

fn main() {
    let mut time = false;
    for path in std::env::args().skip(1) {
        if path == "--time" {
            time = true;
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        if !time {
            let reading = read(&bytes, Hint { path: Some(&path), ..Hint::default() });
            let settings = Settings::default();
            let found = analyse_reading(&reading, &settings);
            let why = voice::explain(&Paper::new(&reading, &settings), &found);
            println!("{path}\n{}", voice::in_words(&why, &reading.text));
            continue;
        }
        let papers: Vec<Vec<u8>> = if path.ends_with(".jsonl") {
            let text = String::from_utf8(bytes).unwrap();
            let of = |l: &str| serde_json::from_str::<serde_json::Value>(l).unwrap()["text"].clone();
            text.lines().map(|l| of(l).as_str().unwrap_or("").as_bytes().to_vec()).collect()
        } else {
            vec![bytes]
        };
        let (mut spent, mut length, mut turns) = (Duration::ZERO, 0, 0);
        for paper in &papers {
            let (n, took) = stage(paper);
            (spent, length, turns) = (spent + took, length + paper.len(), turns + n);
        }
        let rate = length as f64 / spent.as_secs_f64() / 1e6;
        println!("{path}: {length} bytes, {turns} turns, {:.2} s, {rate:.1} MB/s", spent.as_secs_f64());
    }
}

/// Turns and time of the stage over one paper, the stages before it being done already.
fn stage(bytes: &[u8]) -> (usize, Duration) {
    let reading = read(bytes, Hint { path: None, ..Hint::default() });
    let settings = Settings::default();
    let found = analyse_reading(&reading, &settings);
    let paper = Paper::new(&reading, &settings);
    let start = Instant::now();
    let voices = voice::voices(&paper, &found);
    (voices.turns.len(), start.elapsed())
}
