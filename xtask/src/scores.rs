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
    ("pages", &["pages/pages-cc"]),
    ("align", &["align/bible-en-zh", "align/textberg-de-fr"]),
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
    now.insert("names".to_owned(), names(&memcon, &corpus, &work).context("names")?);
    now.insert("people".to_owned(), people(&memcon, &corpus, &work).context("people")?);
    now.insert("lexdemod".to_owned(), crate::deontic::measure(&memcon, &corpus, &work).context("lexdemod")?);
    now.insert("collections".to_owned(), collections(&memcon, &corpus, &work).context("collections")?);
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
        // Pairs of sentences are asked for by a command of their own; pieces of pages are looked for in the text.
        let how: &[&str] = match stem.split('/').next() {
            Some("align") => &["align", "--from-jsonl"],
            Some("pages") => &["analyse", "--with-text", "--from-jsonl"],
            _ => &["analyse", "--from-jsonl"],
        };
        let answer = Command::new(memcon)
            .args(how)
            .arg(corpus.join(format!("{stem}.docs.jsonl")))
            .stderr(Stdio::inherit())
            .output()?;
        if !answer.status.success() {
            bail!("memcon {} ended with {}", how[0], answer.status);
        }
        out.extend(answer.stdout);
    }
    std::fs::write(&gold, gold_text)?;
    std::fs::write(&predicted, out)?;
    let figures = score(memcon, &gold, &predicted)?;
    // Who is who over many papers is measured on whole collections, below.
    let named = |f: &serde_json::Value| Some((f["measure"].as_str()?.to_owned(), f["f1"].as_f64()?));
    Ok(figures
        .iter()
        .filter_map(named)
        .filter(|(m, _)| !m.starts_with("persons.") && !m.starts_with("references."))
        .collect())
}

/// The figures of `memcon score GOLD PREDICTED`.
pub fn score(memcon: &Path, gold: &Path, predicted: &Path) -> anyhow::Result<Vec<serde_json::Value>> {
    let answer = answer(Command::new(memcon).arg("score").args([gold, predicted]).arg("--json"))?;
    let mut report: serde_json::Value = serde_json::from_slice(&answer)?;
    match report["figures"].take() {
        serde_json::Value::Array(figures) => Ok(figures),
        _ => bail!("memcon score printed no figures"),
    }
}

/// What a command prints; its failure is ours.
pub fn answer(command: &mut Command) -> anyhow::Result<Vec<u8>> {
    let done = command.output()?;
    if !done.status.success() {
        bail!("{command:?} ended with {}: {}", done.status, String::from_utf8_lossy(&done.stderr));
    }
    Ok(done.stdout)
}

/// Pairs of names and look-ups.
fn names(memcon: &Path, corpus: &Path, work: &Path) -> anyhow::Result<BTreeMap<String, f64>> {
    let (asked, said) = (work.join("asked.tsv"), work.join("said.tsv"));
    let columns = |file: &str, take: [usize; 2]| -> anyhow::Result<String> {
        let text = std::fs::read_to_string(corpus.join(file))?;
        let row = |l: &str| {
            let fields: Vec<&str> = l.split('\t').collect();
            Some(format!("{}\t{}\n", fields.get(take[0])?, fields.get(take[1])?))
        };
        Ok(text.lines().skip(1).filter_map(row).collect())
    };
    let mut found = BTreeMap::new();
    let mut keep = |gold: &str, answer: Vec<u8>| -> anyhow::Result<()> {
        std::fs::write(&said, answer)?;
        for f in score(memcon, &corpus.join(gold), &said)? {
            if let (Some(measure), Some(f1)) = (f["measure"].as_str(), f["f1"].as_f64()) {
                // Single kinds have few pairs; the ratchet holds their mean and what must be kept apart.
                if !measure.starts_with("names.") || measure.contains("apart") || measure.contains("mean") {
                    found.insert(measure.to_owned(), f1);
                }
            }
        }
        Ok(())
    };
    std::fs::write(&asked, columns("names/pairs_dev.tsv", [0, 1])?)?;
    keep("names/pairs_dev.tsv", answer(Command::new(memcon).args(["name", "match"]).arg(&asked))?)?;
    std::fs::write(&asked, columns("names/queries_dev.tsv", [0, 1])?)?;
    let roll = work.join("roll.tsv");
    std::fs::write(&roll, columns("names/roll.tsv", [0, 1])?)?;
    let find = answer(Command::new(memcon).args(["name", "find", "--roll"]).args([&roll, &asked]))?;
    keep("names/queries_dev.tsv", find)?;
    Ok(found)
}

/// One person in many lists.
fn people(memcon: &Path, corpus: &Path, work: &Path) -> anyhow::Result<BTreeMap<String, f64>> {
    let (docs, gold) =
        (corpus.join("people/people-dev.docs.jsonl"), corpus.join("people/people-dev.gold.jsonl"));
    let said = work.join("people.jsonl");
    std::fs::write(&said, answer(Command::new(memcon).args(["name", "join", "--from-jsonl"]).arg(docs))?)?;
    let figures = score(memcon, &gold, &said)?;
    Ok(figures.iter().filter_map(|f| Some((f["measure"].as_str()?.to_owned(), f["f1"].as_f64()?))).collect())
}

/// Persons over whole volumes, with the volume's list and without it, and references between their papers; volumes count
/// by what is marked in them.
fn collections(memcon: &Path, corpus: &Path, work: &Path) -> anyhow::Result<BTreeMap<String, f64>> {
    let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for stem in SETS.iter().flat_map(|(_, stems)| *stems) {
        // Only a volume that comes with a list of persons has marked ones.
        let list = corpus.join(format!("{stem}.persons.jsonl"));
        let persons = std::fs::metadata(&list).map_or(0, |m| m.len()) > 0;
        let gold = corpus.join(format!("{stem}.gold.jsonl"));
        if !persons && !std::fs::read_to_string(&gold)?.contains("\"refs\"") {
            continue;
        }
        for listed in [true, false] {
            if listed && !persons {
                continue;
            }
            let folder = work.join("collection");
            let mut add = Command::new(memcon);
            add.arg("--collection").arg(&folder).args(["add", "--from-jsonl"]);
            add.arg(corpus.join(format!("{stem}.docs.jsonl")));
            if listed {
                add.arg("--authority").arg(&list);
            }
            answer(&mut add)?;
            let said = work.join("export.jsonl");
            let export = answer(
                Command::new(memcon).arg("--collection").arg(&folder).args(["export", "--format", "jsonl"]),
            )?;
            std::fs::write(&said, export)?;
            std::fs::remove_dir_all(&folder)?;
            for f in score(memcon, &gold, &said)? {
                let over_papers = |m: &&str| m.starts_with("persons.") || m.starts_with("references.");
                let Some(measure) = f["measure"].as_str().filter(over_papers) else {
                    continue;
                };
                let (Some(f1), Some(weight)) = (f["f1"].as_f64(), f["gold"].as_f64()) else { continue };
                if listed == (measure == "persons.listed") {
                    let sum = sums.entry(measure.to_owned()).or_default();
                    *sum = (sum.0 + f1 * weight, sum.1 + weight);
                }
            }
        }
    }
    Ok(sums.into_iter().map(|(m, (sum, weight))| (m, sum / weight.max(1.0))).collect())
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
