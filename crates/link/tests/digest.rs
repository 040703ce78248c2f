//! A digest of each paper links to the same bytes as the whole analyses.
#![allow(clippy::unwrap_used)]

use memcon_link::{Document, digest, link};
use memcon_model::{Analysis, Settings};
use memcon_read::Hint;

/// The example papers: every form, four scripts, letters, drafts, obligations.
fn papers() -> Vec<(String, Analysis, String)> {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/strait");
    let mut paths: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|p| p.is_file() && p.extension().is_some_and(|e| e != "toml"));
    paths.sort();
    let one = |path: &std::path::PathBuf| {
        let id = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(path).unwrap();
        let hint = Hint { path: Some(&id), ..Hint::default() };
        let (analysis, text) = memcon_analyse::analyse(&id, &bytes, hint, &Settings::default());
        (id, analysis, text)
    };
    paths.iter().map(one).collect()
}

fn linked(papers: &[(String, Analysis, String)]) -> String {
    let documents: Vec<Document<'_>> =
        papers.iter().map(|(id, analysis, text)| Document { id, analysis, text }).collect();
    serde_json::to_string(&link(&documents)).unwrap()
}

#[test]
fn papers_link_alike_with_less() {
    let mut papers = papers();
    let whole = linked(&papers);
    papers.iter_mut().for_each(|p| digest(&mut p.1));
    assert!(papers.len() > 15 && whole.len() > 10_000);
    assert!(whole == linked(&papers), "a stage reads what the digest leaves out");
    let small = |a: &Analysis| a.layout.is_empty() && a.turns.iter().all(|t| t.chain.is_empty());
    assert!(papers.iter().all(|p| small(&p.1)));
}
