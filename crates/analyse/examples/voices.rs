//! Prints the tree of voices of each FILE with its evidence; `--time` prints bytes per second of the stage alone.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

use memcon_analyse::{Paper, analyse_reading, voice};
use memcon_model::Settings;
use memcon_read::{Hint, read};

fn main() {
    let mut time = false;
    for path in std::env::args().skip(1) {
        if path == "--time" {
            time = true;
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        let reading = read(&bytes, Hint { path: Some(&path), media_type: None });
        let settings = Settings::default();
        let paper = Paper::new(&reading, &settings);
        if time {
            let found = memcon_model::Analysis::default();
            let start = std::time::Instant::now();
            let voices = voice::voices(&paper, &found);
            let seconds = start.elapsed().as_secs_f64();
            let rate = bytes.len() as f64 / seconds / 1e6;
            println!("{path}: {} bytes, {} turns, {seconds:.2} s, {rate:.1} MB/s", bytes.len(), voices.turns.len());
            continue;
        }
        let found = analyse_reading(&reading, &settings);
        println!("{path}\n{}", voice::explain(&paper, &found));
    }
}
