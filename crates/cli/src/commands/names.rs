//! `name match`, `name find`: names against names.

use std::io::Write;
use std::path::Path;

use memcon_names::{Index, Verdict, compare};

use super::analyse::read_lines;
use crate::Outcome;
use crate::args::Name;
use crate::in_order::in_order;
use crate::out::{Out, remark};

/// `memcon name …`
pub fn name(command: Name, out: &mut Out) -> anyhow::Result<Outcome> {
    match command {
        Name::Match { file } => pairs(file.as_deref().unwrap_or(Path::new("-")), out),
        Name::Join { from_jsonl } => join(&from_jsonl, out),
        Name::Find { roll, file } => find(&roll, file.as_deref().unwrap_or(Path::new("-")), out),
    }
}

/// `memcon name join`: which entries of many lists are one person.
fn join(file: &Path, out: &mut Out) -> anyhow::Result<Outcome> {
    let mut entries: Vec<memcon_model::Listed> = Vec::new();
    let mut bad = false;
    for (n, line) in read_lines(file)?.enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        match serde_json::from_str(&line) {
            Ok(entry) => entries.push(entry),
            Err(e) => {
                bad = true;
                remark(&format!("{}, line {}: {e}; it was left out", file.display(), n + 1));
            }
        }
    }
    for joined in memcon_link::join_lists(&entries) {
        out.json(&joined)?;
    }
    Ok(if bad { Outcome::SomeProblems } else { Outcome::Well })
}

/// The two fields of a line.
fn fields(line: &str) -> Option<(&str, &str)> {
    line.split_once('\t').map(|(a, b)| (a, b.split('\t').next().unwrap_or("")))
}

/// Writes what was made of each line; lines without a tab are said.
fn print(done: Option<String>, line: &mut u64, bad: &mut bool, out: &mut Out) -> anyhow::Result<()> {
    *line += 1;
    match done {
        Some(text) => out.write_all(text.as_bytes())?,
        None => {
            *bad = true;
            remark(&format!("line {line} has no tab; it was left out"));
        }
    }
    Ok(())
}

fn pairs(file: &Path, out: &mut Out) -> anyhow::Result<Outcome> {
    let (mut line, mut bad) = (0, false);
    let work = |line: String| {
        let (a, b) = fields(&line)?;
        let m = compare(a, b);
        let verdict = match m.verdict {
            Verdict::Same => "same",
            Verdict::Possible => "possible",
            Verdict::Other => "other",
        };
        Some(format!("{a}\t{b}\t{:.4}\t{verdict}\t{}\n", m.score, m.why.replace(['\t', '\n'], " ")))
    };
    in_order(read_lines(file)?, |l| l.len() as u64, work, |done| print(done, &mut line, &mut bad, out))?;
    Ok(if bad { Outcome::SomeProblems } else { Outcome::Well })
}

fn find(roll: &Path, file: &Path, out: &mut Out) -> anyhow::Result<Outcome> {
    let roll: Vec<(String, String)> =
        read_lines(roll)?.filter_map(|l| fields(&l).map(|(id, n)| (id.to_owned(), n.to_owned()))).collect();
    let index = Index::new(roll.iter().map(|(_, name)| name.as_str()));
    let (mut line, mut bad) = (0, false);
    let work = |line: String| {
        let (query, name) = fields(&line)?;
        let best = index.find(name).into_iter().filter_map(|(n, m)| Some((roll.get(n)?, m)));
        Some(best.map(|((id, _), m)| format!("{query}\t{id}\t{:.4}\n", m.score)).collect())
    };
    in_order(read_lines(file)?, |l| l.len() as u64, work, |done| print(done, &mut line, &mut bad, out))?;
    Ok(if bad { Outcome::SomeProblems } else { Outcome::Well })
}
