//! Opens the reading room over a collection, over a folder just analysed, or over invented papers.
//!
//! `cargo run -p memcon-serve --example room -- [--hostile | --folder FOLDER | COLLECTION]`
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

#[path = "../tests/common/sample.rs"]
#[allow(dead_code)]
mod sample;

use std::path::Path;
use std::sync::Arc;

use memcon_model::*;
use memcon_store::{Collection, DocumentRow, DocumentStatus, OpenMode, StoredDocument};

fn main() {
    let told = |addr| println!("http://{addr}/");
    let port = |p: u16| std::net::SocketAddr::from(([127, 0, 0, 1], p));
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => memcon_serve::run_library(Arc::new(sample::sample()), port(7931), told).unwrap(),
        ["--hostile"] => memcon_serve::run_library(Arc::new(sample::hostile()), port(7932), told).unwrap(),
        ["--folder", folder] => {
            memcon_serve::run_library(Arc::new(analysed(Path::new(folder))), port(7934), told).unwrap();
        }
        [dir, ..] => {
            let collection = Collection::open(Path::new(dir), OpenMode::ReadOnly).unwrap();
            memcon_serve::run_library(Arc::new(collection), port(7933), told).unwrap();
        }
    }
}

/// Every file of a folder, analysed and linked, in memory.
fn analysed(folder: &Path) -> sample::Sample {
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let settings =
        std::fs::read_to_string(folder.join("memcon.toml")).ok().and_then(|s| toml::from_str(&s).ok());
    let settings: Settings = settings.unwrap_or_default();
    let mut papers: Vec<StoredDocument> = Vec::new();
    for path in paths.iter().filter(|p| p.is_file() && !p.ends_with("memcon.toml")) {
        let id = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(path).unwrap();
        let hint = memcon_read::Hint { path: Some(&id), ..Default::default() };
        let (analysis, text) = memcon_analyse::analyse(&id, &bytes, hint, &settings);
        let row = DocumentRow {
            id: id.clone(),
            title: analysis.description.first(Field::Title).map_or(id, |v| v.value.clone()),
            form: analysis.form,
            date: analysis.description.date().cloned(),
            languages: analysis.languages.clone(),
            blake3: analysis.source.blake3.clone(),
            bytes: bytes.len() as u64,
            turns: analysis.turns.len() as u32,
            status: DocumentStatus::Ready,
            described: false,
        };
        papers.push(StoredDocument { row, text, analysis });
    }
    papers.sort_by_key(|p| (p.row.date.is_none(), p.row.date.clone()));
    let seen: Vec<_> = papers
        .iter()
        .map(|p| memcon_link::Document { id: &p.row.id, analysis: &p.analysis, text: &p.text })
        .collect();
    let linked = memcon_link::link(&seen);
    sample::Sample { title: folder.display().to_string(), papers, linked, broken: false }
}
