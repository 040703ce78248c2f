//! The scores over the corpora, with a ratchet: `scores.toml` keeps the figures, a fall fails.
//!
//! The corpora lie beside the project (`../shared/corpus`); where they are missing, this says so
//! and passes. A change that lowers a figure blesses the new one and says why in its message.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};

const KEPT: &str = "scores.toml";
/// How far a figure may fall before it counts (figures are kept with four digits).
const GRACE: f64 = 0.0005;

/// A set: its name, and the stems of its files.
const SETS: &[(&str, &[&str])] = &[
    (
        "frus",
        &[
            "frus/frus1951v07p2",
            "frus/frus1955-57v02",
            "frus/frus1955-57v23p2",
            "frus/frus1958-60v08",
            "frus/frus1961-63v05",
            "frus/frus1964-68v07",
            "frus/frus1969-76v19p1",
            "frus/frus1969-76v38p1",
        ],
    ),
    ("dfat", &["dfat/dfat-v15", "dfat/dfat-v22", "dfat/dfat-v23"]),
    ("minutes1919", &["minutes1919/frus1919Parisv11-dev"]),
    ("litbank", &["litbank/litbank-dev"]),
];

/// The release binary; it must have been built.
pub fn binary(root: &Path) -> anyhow::Result<PathBuf> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let path = target.join("release/memcon");
    if !path.is_file() {
        bail!("{} is missing; run `cargo build --release`", path.display());
    }
    Ok(path)
}

/// Measures every set and compares with what is kept (or keeps it, with `bless`).
pub fn run(root: &Path, bless: bool) -> anyhow::Result<()> {
    let corpus = root.join("../shared/corpus");
    if !corpus.is_dir() {
        println!("scores skipped: no corpora at {}", corpus.display());
        return Ok(());
    }
    let memcon = binary(root)?;
    let work = std::env::temp_dir().join(format!("memcon-scores-{}", std::process::id()));
    std::fs::create_dir_all(&work)?;
    let mut now: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
    for (set, stems) in SETS {
        let figures = measure(&memcon, &corpus, stems, &work).with_context(|| format!("set {set}"))?;
        now.insert((*set).to_owned(), figures);
    }
    std::fs::remove_dir_all(&work)?;
    if bless {
        std::fs::write(root.join(KEPT), written(&now))?;
        println!("kept in {KEPT}");
        return Ok(());
    }
    compare(root, &now)
}

/// F1 by measure over all files of a set.
fn measure(
    memcon: &Path,
    corpus: &Path,
    stems: &[&str],
    work: &Path,
) -> anyhow::Result<BTreeMap<String, f64>> {
    let (gold, predicted) = (work.join("gold.jsonl"), work.join("predicted.jsonl"));
    let mut gold_text = String::new();
    let mut out = Vec::new();
    for stem in stems {
        gold_text += &std::fs::read_to_string(corpus.join(format!("{stem}.gold.jsonl")))?;
        let answer = Command::new(memcon)
            .args(["analyse", "--from-jsonl"])
            .arg(corpus.join(format!("{stem}.docs.jsonl")))
            .stderr(Stdio::inherit())
            .output()?;
        if !answer.status.success() {
            bail!("memcon analyse ended with {}", answer.status);
        }
        out.extend(answer.stdout);
    }
    std::fs::write(&gold, gold_text)?;
    std::fs::write(&predicted, out)?;
    let answer = Command::new(memcon).arg("score").args([&gold, &predicted]).arg("--json").output()?;
    if !answer.status.success() {
        bail!("memcon score: {}", String::from_utf8_lossy(&answer.stderr));
    }
    let report: serde_json::Value = serde_json::from_slice(&answer.stdout)?;
    let figures = report["figures"].as_array().context("no figures")?;
    Ok(figures.iter().filter_map(|f| Some((f["measure"].as_str()?.to_owned(), f["f1"].as_f64()?))).collect())
}

fn written(figures: &BTreeMap<String, BTreeMap<String, f64>>) -> String {
    let mut text = String::from(
        "# F1 over the development corpora, measured by `cargo xtask scores --bless`. A fall fails the build;\n\
         # a change that lowers a figure says why in its message.\n",
    );
    for (set, measures) in figures {
        text += &format!("\n[{set}]\n");
        for (measure, f1) in measures {
            text += &format!("\"{measure}\" = {f1:.4}\n");
        }
    }
    text
}

fn compare(root: &Path, now: &BTreeMap<String, BTreeMap<String, f64>>) -> anyhow::Result<()> {
    let kept: BTreeMap<String, BTreeMap<String, f64>> =
        toml::from_str(&std::fs::read_to_string(root.join(KEPT)).unwrap_or_default())?;
    let mut fallen = Vec::new();
    for (set, measures) in now {
        for (measure, f1) in measures {
            let before = kept.get(set).and_then(|m| m.get(measure)).copied();
            let mark = match before {
                None => "new",
                Some(b) if *f1 < b - GRACE => "FALLEN",
                Some(b) if *f1 > b + GRACE => "risen",
                Some(_) => "",
            };
            println!("{set:<14} {measure:<28} {f1:.4} {mark}");
            if mark == "FALLEN" {
                fallen.push(format!("{set} {measure}: {:.4} -> {f1:.4}", before.unwrap_or(0.0)));
            }
        }
    }
    if !fallen.is_empty() {
        bail!(
            "scores fell:\n{}\n(if that is meant: cargo xtask scores --bless, and say why)",
            fallen.join("\n")
        );
    }
    Ok(())
}
