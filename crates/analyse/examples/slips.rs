//! Prints the slips of texts: plain FILEs, or documents a line (`*.jsonl` with "id" and "text"). A slip a line:
//! id, start, end (bytes), rule, words as they stand, reading.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use memcon_analyse::{Paper, languages, slips};
use memcon_model::{Analysis, Settings};
use memcon_read::Reading;

fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        if !path.ends_with(".jsonl") {
            print(&path, text);
            continue;
        }
        for line in text.lines() {
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            print(value["id"].as_str().unwrap_or(""), value["text"].as_str().unwrap_or("").to_owned());
        }
    }
}

fn print(id: &str, text: String) {
    let reading = Reading { text, media_type: "text/plain".into(), ..Reading::default() };
    let settings = Settings::default();
    let mut paper = Paper::new(&reading, &settings);
    paper.languages = languages::languages(&paper);
    for s in slips::slips(&paper, &Analysis::default()) {
        let stands = s.span.of(&reading.text).replace('\n', "\\n");
        println!("{id}\t{}\t{}\t{}\t{stands}\t{}", s.span.start, s.span.end, s.basis.rule, s.reading);
    }
}
