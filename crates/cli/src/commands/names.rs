//! `name match`, `name find`: names against names.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use memcon_names::{Verdict, compare, key};

use super::analyse::read_lines;
use crate::Outcome;
use crate::args::Name;
use crate::in_order::in_order;
use crate::out::{Out, remark};

/// Names of a roll that are given for a query.
const BEST: usize = 10;

/// `memcon name …`
pub fn name(command: Name, out: &mut Out) -> anyhow::Result<Outcome> {
    match command {
        Name::Match { file } => pairs(file.as_deref().unwrap_or(Path::new("-")), out),
        Name::Find { roll, file } => find(&roll, file.as_deref().unwrap_or(Path::new("-")), out),
    }
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
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, (_, name)) in roll.iter().enumerate() {
        for k in key(name) {
            by_key.entry(k).or_default().push(n);
        }
    }
    let (mut line, mut bad) = (0, false);
    let work = |line: String| {
        let (query, name) = fields(&line)?;
        let near: BTreeSet<usize> =
            key(name).iter().filter_map(|k| by_key.get(k)).flatten().copied().collect();
        let mut scored: Vec<(f32, usize)> = near
            .into_iter()
            .filter_map(|n| roll.get(n).map(|(_, other)| (compare(name, other).score, n)))
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let best = scored.iter().take(BEST).filter_map(|(score, n)| roll.get(*n).map(|r| (score, &r.0)));
        Some(best.map(|(score, id)| format!("{query}\t{id}\t{score:.4}\n")).collect())
    };
    in_order(read_lines(file)?, |l| l.len() as u64, work, |done| print(done, &mut line, &mut bad, out))?;
    Ok(if bad { Outcome::SomeProblems } else { Outcome::Well })
}
