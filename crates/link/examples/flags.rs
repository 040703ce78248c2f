//! For working on parallel texts: reads the papers of a folder as one collection and prints which are found to be one text,
//! with their rows and what differs, a JSON object a line; measuring and reading is done over that.
//!
//! `flags FOLDER > found.jsonl`: every file of the folder is a paper, its name the id.

use std::io::Write;

use memcon_link::{Document, link};
use memcon_model::{Analysis, Settings, Span};
use memcon_read::Hint;

fn main() {
    let Some(folder) = std::env::args().nth(1) else { return };
    let Ok(entries) = std::fs::read_dir(&folder) else { return };
    let mut names: Vec<_> = entries.flatten().map(|e| e.path()).filter(|p| p.is_file()).collect();
    names.sort();
    let start = std::time::Instant::now();
    let papers: Vec<(String, Analysis, String)> = names
        .iter()
        .filter_map(|path| {
            let id = path.file_name()?.to_str()?.to_owned();
            let (analysis, text) = memcon_analyse::analyse(
                &id,
                &std::fs::read(path).ok()?,
                Hint::default(),
                &Settings::default(),
            );
            Some((id, analysis, text))
        })
        .collect();
    let read = start.elapsed().as_secs_f64();
    let documents: Vec<Document<'_>> =
        papers.iter().map(|(id, analysis, text)| Document { id, analysis, text }).collect();
    let start = std::time::Instant::now();
    let linked = link(&documents);
    let took = start.elapsed().as_secs_f64();
    let _ = writeln!(std::io::stderr(), "{} papers: read {read:.1} s, linked {took:.2} s", documents.len());
    let text = |id: &str| papers.iter().find(|p| p.0 == id).map_or("", |p| p.2.as_str());
    let words = |s: Option<Span>, id: &str| s.map(|s| s.of(text(id)).to_owned());
    let mut out = std::io::stdout().lock();
    for (id, analysis, _) in &papers {
        let told = serde_json::json!({"paper": id, "languages": analysis.languages, "own": analysis.alignment.len(),
            "regions": analysis.regions.iter().map(|r| r.kind.as_str()).collect::<Vec<_>>()});
        let _ = writeln!(out, "{told}");
    }
    for p in &linked.parallels {
        let rows: Vec<_> = p
            .rows
            .iter()
            .map(|r| {
                let differ: Vec<_> = r
                    .differences
                    .iter()
                    .map(|d| serde_json::json!([d.kind.to_string(), words(d.a, &p.a), words(d.b, &p.b)]))
                    .collect();
                serde_json::json!([words(r.a, &p.a), words(r.b, &p.b), differ])
            })
            .collect();
        let tied: Vec<_> = p
            .tied
            .iter()
            .map(|t| serde_json::json!([t.kind.to_string(), words(Some(t.a), &p.a), words(Some(t.b), &p.b)]))
            .collect();
        let told = serde_json::json!({
            "kind": p.kind.to_string(), "certainty": p.certainty.to_string(), "a": p.a, "b": p.b,
            "score": p.score, "why": p.why.iter().map(|w| &w.why).collect::<Vec<_>>(), "original": p.original,
            "tied": tied, "rows": rows,
        });
        let _ = writeln!(out, "{told}");
    }
}
