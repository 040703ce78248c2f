//! Checks of the house itself: arrows between crates, licences, module docs, words that must not
//! appear, generated docs, and the scores with their ratchet.
//!
//! `cargo xtask check` runs what needs no build; `cargo xtask scores` runs memcon over the corpora;
//! `cargo xtask scale N` measures it on N invented papers.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod arrows;
mod deontic;
mod docs;
mod licences;
mod scale;
mod scores;
mod screens;
mod tidy;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let root = root();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["check"] => check(&root),
        ["scores"] => scores::run(&root, false),
        ["scores", "--bless"] => scores::run(&root, true),
        ["screens"] => screens::run(&root),
        ["scale", count] => scale::run(&root, count.parse()?, None),
        ["scale", count, folder] => scale::run(&root, count.parse()?, Some(folder)),
        ["docs"] => docs::write(&root),
        ["docs", "--check"] => docs::check(&root),
        _ => {
            bail!("usage: cargo xtask check | scores [--bless] | docs [--check] | scale N [FOLDER] | screens")
        }
    }
}

/// Everything that reads the tree and no more.
fn check(root: &Path) -> anyhow::Result<()> {
    let mut faults = arrows::faults(root)?;
    faults.extend(licences::faults(root)?);
    faults.extend(tidy::faults(root)?);
    for fault in &faults {
        eprintln!("{fault}");
    }
    if !faults.is_empty() {
        bail!("{} faults", faults.len());
    }
    println!("the house stands: arrows, licences, module docs, words");
    Ok(())
}

/// The workspace's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_owned()
}

/// All files below `dir` with the given extension, sorted; build output is left out.
fn files(dir: &Path, extension: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut todo = vec![dir.to_owned()];
    while let Some(dir) = todo.pop() {
        for entry in std::fs::read_dir(&dir).with_context(|| format!("reading {}", dir.display()))? {
            let path = entry?.path();
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
            if path.is_dir() && name != "target" && !name.starts_with('.') {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
