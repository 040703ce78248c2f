//! For working on parallel texts: reads two lists of sentences a line and prints the differences flagged,
//! where the two sides are found to be one text.
//!
//! `flags DOCS MOST`: the lines of DOCS, the first MOST of them, both sides as papers of one collection.

use std::io::Write;

use memcon_link::{Document, link};
use memcon_model::{Analysis, Settings};
use memcon_read::Hint;

fn rows(path: &str) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines().filter_map(|l| serde_json::from_str(l).ok()).collect()
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [docs, most] = args.as_slice() else { return };
    let mut papers: Vec<(String, Analysis, String)> = Vec::new();
    for row in rows(docs).iter().take(most.parse().unwrap_or(usize::MAX)) {
        for side in ["a", "b"] {
            let text: Vec<&str> =
                row[side].as_array().into_iter().flatten().filter_map(|s| s.as_str()).collect();
            let id = format!("{}-{side}.txt", row["id"].as_str().unwrap_or("").replace('/', "-"));
            let (analysis, text) = memcon_analyse::analyse(
                &id,
                text.join("\n\n").as_bytes(),
                Hint::default(),
                &Settings::default(),
            );
            papers.push((id, analysis, text));
        }
    }
    let documents: Vec<Document<'_>> =
        papers.iter().map(|(id, analysis, text)| Document { id, analysis, text }).collect();
    let start = std::time::Instant::now();
    let linked = link(&documents);
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "linked {} papers in {:.2} s", documents.len(), start.elapsed().as_secs_f64());
    let text = |id: &str| papers.iter().find(|p| p.0 == id).map_or("", |p| p.2.as_str());
    for p in &linked.parallels {
        let _ = writeln!(
            out,
            "{} {} {} {} {:.2} tied {} | {}",
            p.kind,
            p.certainty,
            p.a,
            p.b,
            p.score,
            p.tied.len(),
            p.why[0].why
        );
        for row in p.rows.iter().filter(|r| !r.differences.is_empty()) {
            let words =
                |s: Option<memcon_model::Span>, id: &str| s.map_or("-", |s| s.of(text(id))).to_owned();
            for d in &row.differences {
                let _ = writeln!(
                    out,
                    "  {}: [{}] / [{}]\n     {}\n     {}",
                    d.kind,
                    words(d.a, &p.a),
                    words(d.b, &p.b),
                    words(row.a, &p.a),
                    words(row.b, &p.b)
                );
            }
        }
    }
}
