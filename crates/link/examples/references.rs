//! Prints the references of papers as found and as resolved, one JSON object a line.
//!
//! For work on references: `cargo run -q -p memcon-link --example references -- DOCS.jsonl CACHE.jsonl`. The analysis of
//! every paper is kept in CACHE, so that a further run does only what concerns references. A third argument names a file
//! for the figures that were weighed for references without a number, one reference a line.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::io::Write as _;

use memcon_analyse::{Paper, analyse, interpret};
use memcon_link::{Document, resolve_references};
use memcon_model::{Analysis, OffsetMap, Settings};
use memcon_read::Hint;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (docs, cache) = (&args[0], &args[1]);
    let settings = Settings::default();
    let hint = Hint { path: None, media_type: Some("text/plain"), ..Hint::default() };
    let mut kept: BTreeMap<String, Analysis> = BTreeMap::new();
    for line in std::fs::read_to_string(cache).unwrap_or_default().lines() {
        let a: Analysis = serde_json::from_str(line).unwrap();
        kept.insert(a.id.clone(), a);
    }
    let fresh = kept.is_empty();
    let mut papers: Vec<(String, Analysis, String)> = Vec::new();
    let mut file = fresh.then(|| std::io::BufWriter::new(std::fs::File::create(cache).unwrap()));
    for line in std::fs::read_to_string(docs).unwrap().lines() {
        let doc: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = doc["id"].as_str().unwrap().to_owned();
        let bytes = doc["text"].as_str().unwrap().as_bytes();
        let (analysis, text) = match kept.remove(&id) {
            Some(mut a) => {
                let reading = memcon_read::read(bytes, hint);
                let mut paper = Paper::new(&reading, &settings);
                paper.languages = a.languages.clone();
                a.references = interpret::references(&paper, &a);
                (a, reading.text.clone())
            }
            None => {
                let (a, text) = analyse(&id, bytes, hint, &settings);
                if let Some(f) = &mut file {
                    writeln!(f, "{}", serde_json::to_string(&a).unwrap()).unwrap();
                }
                (a, text)
            }
        };
        papers.push((id, analysis, text));
    }
    let documents: Vec<Document<'_>> =
        papers.iter().map(|(id, analysis, text)| Document { id, analysis, text }).collect();
    let began = std::time::Instant::now();
    let resolved = resolve_references(&documents);
    eprintln!("resolved {} in {:?}", resolved.len(), began.elapsed());
    let maps: BTreeMap<&str, (OffsetMap, &Analysis)> =
        papers.iter().map(|(id, a, text)| (id.as_str(), (OffsetMap::new(text), a))).collect();
    if let Some(path) = args.get(2) {
        let mut file = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
        writeln!(file, "{}", serde_json::json!(memcon_link::things_weighed())).unwrap();
        for f in memcon_link::weigh_references(&documents, &resolved) {
            // A reference that no paper was weighed for tells nothing.
            if f.papers.is_empty() {
                continue;
            }
            let map = &maps[f.at.document.as_str()].0;
            let row = serde_json::json!({
                "id": f.at.document, "start": map.chars(f.at.span.start), "end": map.chars(f.at.span.end),
                "papers": f.papers,
            });
            writeln!(file, "{row}").unwrap();
        }
    }
    for r in &resolved {
        let (map, a) = &maps[r.at.document.as_str()];
        let own = a.references.iter().find(|o| o.span == r.at.span);
        println!(
            "{}",
            serde_json::json!({
                "id": r.at.document, "start": map.chars(r.at.span.start), "end": map.chars(r.at.span.end),
                "target": r.target, "why": r.why, "rule": own.map(|o| &o.basis.rule),
                "number": own.map(|o| &o.number), "date": own.map(|o| &o.date), "desc": own.map(|o| &o.description),
            })
        );
    }
}
