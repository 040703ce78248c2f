//! Prints the record of each FILE (or of each line of `--from-jsonl FILE`) as one line of JSON.
//!
//! A light stand-in for `memcon analyse` while working on one stage:
//! `cargo run -q -p memcon-export --example record -- [--settings FILE.json] FILE…`
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use memcon_read::Hint;

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let mut settings = memcon_model::Settings::default();
    // `--settings FILE` with the settings as JSON, for papers whose collection names the parties.
    if args.first().is_some_and(|a| a == "--settings") {
        settings = serde_json::from_str(&std::fs::read_to_string(&args[1]).unwrap()).unwrap();
        args.drain(..2);
    }
    if args.first().is_some_and(|a| a == "--from-jsonl") {
        for line in std::fs::read_to_string(&args[1]).unwrap().lines() {
            let doc: serde_json::Value = serde_json::from_str(line).unwrap();
            let html = doc["html"].as_str();
            let hint = Hint {
                path: None,
                media_type: html.map(|_| "text/html").or(Some("text/plain")),
                ..Hint::default()
            };
            let body = html.or(doc["text"].as_str()).unwrap_or("");
            let (a, text) =
                memcon_analyse::analyse(doc["id"].as_str().unwrap(), body.as_bytes(), hint, &settings);
            println!("{}", serde_json::to_string(&memcon_export::record::record(a, &text, false)).unwrap());
        }
        return;
    }
    for path in args.drain(..) {
        let bytes = std::fs::read(&path).unwrap();
        let hint = Hint { path: Some(&path), ..Hint::default() };
        let (a, text) = memcon_analyse::analyse(&path, &bytes, hint, &settings);
        println!("{}", serde_json::to_string(&memcon_export::record::record(a, &text, false)).unwrap());
    }
}
