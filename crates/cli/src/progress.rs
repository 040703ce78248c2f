//! How far a long piece of work is: a bar on a terminal, a plain line every few seconds elsewhere.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Seconds between plain lines.
const EVERY: Duration = Duration::from_secs(4);

/// Shown on standard error.
pub struct Progress {
    bar: Option<ProgressBar>,
    what: &'static str,
    total: Option<u64>,
    done: u64,
    begun: Instant,
    said: Instant,
}

impl Progress {
    /// Begins; `total` where it is known.
    pub fn new(what: &'static str, total: Option<u64>) -> Self {
        let bar = io::stderr().is_terminal().then(|| {
            let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
            let shape = match total {
                Some(_) => "{prefix} {wide_bar} {pos} of {len}, {per_sec}, {eta} left",
                None => "{prefix} {spinner} {pos}, {per_sec}",
            };
            bar.set_style(
                ProgressStyle::with_template(shape).unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            bar.with_prefix(what)
        });
        let now = Instant::now();
        Self { bar, what, total, done: 0, begun: now, said: now }
    }

    /// One more is done.
    pub fn step(&mut self) {
        self.done += 1;
        match &self.bar {
            Some(bar) => bar.set_position(self.done),
            None if self.said.elapsed() >= EVERY => {
                self.said = Instant::now();
                self.line();
            }
            None => {}
        }
    }

    fn line(&self) {
        let seconds = self.begun.elapsed().as_secs_f64().max(0.001);
        let rate = self.done as f64 / seconds;
        let far = match self.total {
            Some(total) => {
                let left = total.saturating_sub(self.done) as f64 / rate.max(0.001);
                format!("{} of {total}, {rate:.0} a second, {left:.0} s left", self.done)
            }
            None => format!("{}, {rate:.0} a second", self.done),
        };
        let _ = writeln!(io::stderr(), "{}: {far}", self.what);
    }

    /// Takes the bar away.
    pub fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
