//! `analyse`, `align`, `score`: work on files, nothing stored.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use memcon_model::{Settings, Severity};
use memcon_read::Hint;
use memcon_read::carve::{self, Part};
use serde::{Deserialize, Serialize};

use crate::Outcome;
use crate::in_order::in_order;
use crate::jsonl;
use crate::out::{Out, remark};

/// Settings from a file, or none.
pub fn settings(path: Option<&Path>) -> anyhow::Result<Settings> {
    path.map_or_else(|| Ok(Settings::default()), |p| Ok(memcon_store::read_settings(p)?))
}

/// One line of output, or why there is none.
type Printed = Result<(Vec<u8>, bool), String>;

/// What is printed of a document.
#[derive(Clone, Copy)]
pub struct How {
    /// The record with the text.
    pub with_text: bool,
    /// Not the record, but why its voices were found.
    pub why: bool,
}

/// `memcon analyse FILE…`
pub fn analyse(
    files: &[PathBuf],
    lines: Option<&Path>,
    how: How,
    settings: &Settings,
    out: &mut Out,
) -> anyhow::Result<Outcome> {
    let (mut done, mut troubled) = (0_u64, false);
    let mut print = |printed: Printed| -> anyhow::Result<()> {
        match printed {
            Ok((line, bad)) => {
                out.write_all(&line).context("writing the answer")?;
                done += 1;
                troubled |= bad;
            }
            Err(why) => {
                remark(&why);
                troubled = true;
            }
        }
        Ok(())
    };
    let papers = files.iter().flat_map(|path| papers(path));
    let size = |p: &Result<Paper, String>| p.as_ref().map_or(0, |p| p.part.bytes.len() as u64);
    let work = |p: Result<Paper, String>| p.and_then(|p| p.record(how, settings));
    in_order(papers, size, work, &mut print)?;
    if let Some(path) = lines {
        let name = path.display().to_string();
        let weight = |n: &jsonl::Numbered| n.line.as_ref().map_or(0, |l| l.body.len() as u64);
        let work = |n: jsonl::Numbered| match n.line {
            Err(why) => Err(format!("{name}, line {}: {why}", n.number)),
            Ok(line) => {
                let hint = Hint { path: None, media_type: Some(line.media_type), ..Hint::default() };
                let own = line.day.map(|day| Settings { day: Some(day), ..settings.clone() });
                record(&line.id, line.body.as_bytes(), hint, how, own.as_ref().unwrap_or(settings), None)
            }
        };
        in_order(jsonl::lines(path)?, weight, work, &mut print)?;
    }
    out.flush().context("writing the answer")?;
    ensure!(done > 0 || !troubled, "nothing could be analysed");
    Ok(if troubled { Outcome::SomeProblems } else { Outcome::Well })
}

/// A paper of a file: the file itself, or one of many in it.
struct Paper {
    path: String,
    part: Part,
}

/// The papers of a file, one after the other.
fn papers(path: &Path) -> Box<dyn Iterator<Item = Result<Paper, String>> + Send> {
    let id = path.to_string_lossy().replace('\\', "/");
    let opened = fs::metadata(path).and_then(|meta| Ok((meta.is_file(), fs::File::open(path)?)));
    let file = match opened {
        Ok((true, file)) => file,
        Ok((false, _)) => {
            let why = format!("{} is not a file; `memcon open` takes folders", path.display());
            return Box::new(std::iter::once(Err(why)));
        }
        Err(e) => return Box::new(std::iter::once(Err(format!("{}: {e}", path.display())))),
    };
    let hint = Hint { path: Some(&id), ..Hint::default() };
    let parts = carve::parts(Box::new(file), None, hint, carve::Limits::default());
    Box::new(parts.filter_map(move |carved| match carved {
        Ok(part) => Some(Ok(Paper { path: id.clone(), part })),
        Err((way, notice)) => {
            let place = if way.is_empty() { id.clone() } else { format!("{id}/{way}") };
            let why = format!("{place}: {}", notice.message);
            if notice.severity == Severity::Error {
                return Some(Err(why));
            }
            remark(&why);
            None
        }
    }))
}

impl Paper {
    fn record(self, how: How, settings: &Settings) -> Printed {
        let Self { path, part } = self;
        let way = Some(part.way.as_str()).filter(|w| !w.is_empty());
        let id = way.map_or_else(|| path.clone(), |way| format!("{path}/{way}"));
        let hint = Hint { path: Some(&id), media_type: part.media_type.as_deref(), given: &part.given };
        record(&id, &part.bytes, hint, how, settings, way.map(|way| (path.as_str(), way)))
    }
}

/// The record of one document as a line of JSON, or why its voices were found, and whether it has a problem. A fault of ours
/// outside the analysis itself is caught here: one paper never stops the others.
fn record(
    id: &str,
    bytes: &[u8],
    hint: Hint<'_>,
    how: How,
    settings: &Settings,
    inside: Option<(&str, &str)>,
) -> Printed {
    let work = || {
        let (mut analysis, text) = memcon_analyse::analyse(id, bytes, hint, settings);
        if let Some((file, way)) = inside {
            analysis.source.path = Some(file.to_owned());
            analysis.source.part = Some(way.to_owned());
        }
        let bad = analysis.notices.iter().any(|n| n.severity == Severity::Error);
        if how.why {
            let why = crate::explaining::of_bytes(bytes, hint, settings, (&analysis, &text), None);
            let words = format!("{id}\n{}\n", memcon_analyse::voice::in_words(&why, &text));
            return Ok((words.into_bytes(), bad));
        }
        let record = memcon_export::record::record(analysis, &text, how.with_text);
        let mut line = serde_json::to_vec(&record).map_err(|e| format!("{id}: {e}"))?;
        line.push(b'\n');
        Ok((line, bad))
    };
    let failed =
        |_| Err(format!("{id}: memcon failed on this document; please report it if you can share it"));
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(failed)
}

/// Sentences of a translation and of its original.
#[derive(Deserialize)]
struct Sentences {
    id: serde_json::Value,
    a: Vec<String>,
    b: Vec<String>,
}

/// Which sentences belong together.
#[derive(Serialize)]
struct Pairs {
    id: serde_json::Value,
    pairs: Vec<(Vec<usize>, Vec<usize>)>,
}

/// `memcon align --from-jsonl FILE`
pub fn align(from: &Path, out: &mut Out) -> anyhow::Result<Outcome> {
    let mut troubled = false;
    let work = |(number, line): (usize, String)| -> Option<Result<Pairs, String>> {
        if line.trim().is_empty() {
            return None;
        }
        let fail = |why: &dyn std::fmt::Display| {
            format!("{}, line {}: {why}; it was left out", from.display(), number + 1)
        };
        let read: Result<Sentences, _> = serde_json::from_str(&line);
        Some(read.map_err(|e| fail(&e)).and_then(|s| {
            let (a, b): (Vec<&str>, Vec<&str>) =
                (s.a.iter().map(String::as_str).collect(), s.b.iter().map(String::as_str).collect());
            let pairs = std::panic::catch_unwind(|| memcon_analyse::align::align(&a, &b));
            let pairs = pairs.map_err(|_| fail(&"memcon failed on these sentences"))?;
            Ok(Pairs { id: s.id, pairs })
        }))
    };
    let lines = read_lines(from)?.enumerate();
    in_order(
        lines,
        |l| l.1.len() as u64,
        work,
        |done| {
            match done {
                None => {}
                Some(Ok(pairs)) => out.json(&pairs)?,
                Some(Err(why)) => {
                    troubled = true;
                    remark(&why);
                }
            }
            Ok(())
        },
    )?;
    Ok(if troubled { Outcome::SomeProblems } else { Outcome::Well })
}

/// The lines of a file, `-` for standard input. Bytes that are no UTF-8 are replaced.
pub fn read_lines(path: &Path) -> anyhow::Result<impl Iterator<Item = String> + Send> {
    let source: Box<dyn BufRead + Send> = if path == Path::new("-") {
        Box::new(BufReader::new(std::io::stdin()))
    } else {
        Box::new(BufReader::new(
            fs::File::open(path).with_context(|| format!("{} cannot be read", path.display()))?,
        ))
    };
    let lines = source.split(b'\n').map_while(Result::ok);
    Ok(lines.map(|l| String::from_utf8_lossy(&l).trim_end_matches('\r').to_owned()))
}

/// `memcon score GOLD PREDICTION`
pub fn score(gold: &Path, prediction: &Path, json: bool, out: &mut Out) -> anyhow::Result<Outcome> {
    let report = memcon_testkit::score::score(gold, prediction)?;
    if json {
        out.json(&report)?;
    } else {
        write!(out, "{report}")?;
    }
    Ok(Outcome::Well)
}
