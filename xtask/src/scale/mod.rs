//! How time and memory grow with a collection: invented papers in, seconds and memory out.
//!
//! `cargo xtask scale N [FOLDER]` writes N papers, has the release build (or the program that `MEMCON` names) take them
//! in, and prints what it took. Figures
//! are for people; no test depends on them. Memory and processor time are read from `/proc`, so only on Linux.

mod papers;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};

use papers::Words;

/// Writes `count` papers below `folder`; those that are there are left.
pub fn write(folder: &Path, count: u64) -> anyhow::Result<u64> {
    let words = Words::load()?;
    let mut bytes = 0;
    for n in 0..count {
        let (path, text) = words.paper(n);
        let path = folder.join(path);
        bytes += text.len() as u64;
        if path.exists() {
            continue;
        }
        if let Some(dir) = path.parent() {
            fs::create_dir_all(dir)?;
        }
        fs::write(&path, text)?;
    }
    Ok(bytes)
}

/// What a running program has used: seconds of processor, MiB of memory now and at most.
#[derive(Clone, Copy, Debug, Default)]
struct Used {
    cpu: f64,
    now: u64,
    peak: u64,
    /// Of `now`, what is not a file's.
    own: u64,
}

impl Used {
    fn of(pid: u32) -> Option<Self> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // Behind the name in brackets: state is field 3, user and system time are fields 14 and 15, in hundredths.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
        let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let kib = |key: &str| -> u64 {
            let line = status.lines().find(|l| l.starts_with(key));
            line.and_then(|l| l.split_whitespace().nth(1)).and_then(|n| n.parse().ok()).unwrap_or(0)
        };
        let [now, peak, own] = ["VmRSS:", "VmHWM:", "RssAnon:"].map(|k| kib(k) >> 10);
        Some(Self { cpu: ticks as f64 / 100.0, now, peak, own })
    }
}

/// Makes the papers, adds them, prints what it took.
pub fn run(root: &Path, count: u64, folder: Option<&str>) -> anyhow::Result<()> {
    let program =
        std::env::var_os("MEMCON").map_or_else(|| root.join("target/release/memcon"), PathBuf::from);
    ensure!(program.is_file(), "{} is not there; run `cargo build --release`", program.display());
    let folder = folder.map_or_else(|| root.join(format!("target/scale/{count}")), PathBuf::from);
    let begun = Instant::now();
    let bytes = write(&folder, count)?;
    println!("{count} papers, {} KiB, in {} ({:.0?})", bytes >> 10, folder.display(), begun.elapsed());
    let begun = Instant::now();
    let mut child = Command::new(&program)
        .args(["open", "--no-serve"])
        .arg(&folder)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("starting memcon")?;
    let pid = child.id();
    let lines = BufReader::new(child.stderr.take().context("no standard error")?);
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || lines.lines().map_while(Result::ok).try_for_each(|l| send.send(l)));
    let mut used = Used::default();
    let mut foreseen: Vec<(f64, f64)> = Vec::new();
    println!("{:>8} {:>8} {:>8} {:>8} {:>8}  it says", "seconds", "cpu s", "MiB now", "own", "at most");
    loop {
        used = Used::of(pid).filter(|u| u.peak > 0).unwrap_or(used);
        match receive.recv_timeout(Duration::from_millis(200)) {
            Ok(line) => {
                let at = begun.elapsed().as_secs_f64();
                foreseen.extend(left(&line).map(|left| (at, left)));
                let Used { cpu, now, own, peak } = used;
                println!("{at:>8.1} {cpu:>8.1} {now:>8} {own:>8} {peak:>8}  {line}");
            }
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {}
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
        }
    }
    let status = child.wait()?;
    came_true(&foreseen, begun.elapsed().as_secs_f64());
    println!(
        "{count} papers: {:.1} s, {:.1} s of processor ({:.2} ms a paper), at most {} MiB; {status}",
        begun.elapsed().as_secs_f64(),
        used.cpu,
        used.cpu * 1000.0 / count.max(1) as f64,
        used.peak
    );
    Ok(())
}

/// The seconds that a line says are left.
fn left(line: &str) -> Option<f64> {
    let words: Vec<&str> = line.split(" left").next()?.split_whitespace().collect();
    let [.., number, unit] = words.as_slice() else { return None };
    let unit = match *unit {
        "s" => 1.0,
        "min" => 60.0,
        "h" => 3600.0,
        _ => return None,
    };
    line.contains(" left").then(|| number.parse::<f64>().ok().map(|n| n * unit)).flatten()
}

/// How well the time left was foreseen after the first minute, while more than a minute was left.
fn came_true(foreseen: &[(f64, f64)], end: f64) {
    let wrong = |&(at, left): &(f64, f64)| (left - (end - at)) / (end - at);
    let counted: Vec<f64> =
        foreseen.iter().filter(|(at, _)| *at > 60.0 && end - at > 60.0).map(wrong).collect();
    let well = counted.iter().filter(|w| w.abs() <= 0.2).count();
    let worst = counted.iter().fold(0.0f64, |a, b| if b.abs() > a.abs() { *b } else { a });
    if !counted.is_empty() {
        println!(
            "time left: {well} of {} figures right within a fifth, the worst {:+.0} %",
            counted.len(),
            worst * 100.0
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_left_are_read_from_a_line() {
        assert_eq!(left("papers: 5 of 9, 3 a second, 12 min left with linking"), Some(720.0));
        assert_eq!(left("linking: events done in 3.0 s; now letters, 40 s left"), Some(40.0));
        assert_eq!(left("papers: 5 of 9, 3 a second"), None);
    }
}
