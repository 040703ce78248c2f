//! How far a long piece of work is: a bar on a terminal, a plain line every few seconds elsewhere.

use std::io::{self, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use memcon_link::Stage;

use crate::pace::{self, Journey};

/// Between plain lines.
const EVERY: Duration = Duration::from_secs(4);
/// Between plain lines of work that takes long.
const SELDOM: Duration = Duration::from_secs(20);
/// Work is long from here on.
const LONG: Duration = Duration::from_secs(120);

/// Something shown on standard error.
struct Shown {
    bar: Option<ProgressBar>,
    what: &'static str,
    begun: Instant,
    said: Instant,
}

impl Shown {
    fn new(what: &'static str, shape: &str) -> Self {
        let bar = io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(0);
            bar.set_style(
                ProgressStyle::with_template(shape).unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            bar.with_prefix(what)
        });
        let now = Instant::now();
        Self { bar, what, begun: now, said: now }
    }

    /// Whether it is time for a line; a bar sees to itself.
    fn due(&mut self) -> bool {
        let every = if self.begun.elapsed() > LONG { SELDOM } else { EVERY };
        let due = self.bar.is_some() || self.said.elapsed() >= every;
        if due {
            self.said = Instant::now();
        }
        due
    }

    fn say(&self, done: u64, total: Option<u64>, far: &str) {
        match &self.bar {
            Some(bar) => {
                bar.set_length(total.unwrap_or(done));
                bar.set_position(done);
                bar.set_message(far.to_owned());
            }
            None => {
                let of = total.map_or_else(String::new, |t| format!(" of {t}"));
                let _ = writeln!(io::stderr(), "{}: {done}{of}, {far}", self.what);
            }
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Even work of which the whole is known.
pub struct Progress {
    shown: Shown,
    total: u64,
    done: u64,
}

impl Progress {
    /// Begins.
    pub fn new(what: &'static str, total: u64) -> Self {
        let shown = Shown::new(what, "{prefix} {wide_bar} {pos} of {len}, {msg}");
        Self { shown, total, done: 0 }
    }

    /// One more is done.
    pub fn step(&mut self) {
        self.done += 1;
        if self.shown.due() {
            let rate = rate(self.done, self.shown.begun);
            let left = self.total.saturating_sub(self.done) as f64 / rate.max(0.001);
            self.shown.say(self.done, Some(self.total), &format!("{rate:.0} a second, {} left", time(left)));
        }
    }

    /// Takes the bar away.
    pub fn finish(self) {}
}

/// How much there is in all, counted beside the work.
#[derive(Clone, Default)]
pub struct Whole(Arc<Counts>);

#[derive(Default)]
struct Counts {
    papers: AtomicU64,
    weight: AtomicU64,
    counted: AtomicBool,
    enough: AtomicBool,
}

impl Whole {
    /// Counts by `each`, which gives the size of each paper and ends where it is told `false`.
    pub fn count(&self, each: impl FnOnce(&mut dyn FnMut(u64) -> bool)) {
        each(&mut |bytes| {
            self.0.papers.fetch_add(1, Ordering::Relaxed);
            self.0.weight.fetch_add(pace::weight(bytes), Ordering::Relaxed);
            !self.0.enough.load(Ordering::Relaxed)
        });
        self.0.counted.store(true, Ordering::Release);
    }

    /// Ends the counting.
    pub fn enough(&self) {
        self.0.enough.store(true, Ordering::Relaxed);
    }

    fn get(&self, held: u64) -> Option<pace::Whole> {
        self.0.counted.load(Ordering::Acquire).then(|| pace::Whole {
            papers: self.0.papers.load(Ordering::Relaxed),
            weight: self.0.weight.load(Ordering::Relaxed),
            held,
        })
    }
}

/// Adding papers, with the time left until they are also linked and indexed.
pub struct Travel {
    shown: Shown,
    journey: Journey,
    whole: Option<(Whole, u64)>,
    last: Instant,
}

impl Travel {
    /// Begins.
    pub fn new(what: &'static str) -> Self {
        let shown = Shown::new(what, "{prefix} {wide_bar} {pos} of {len}, {msg}");
        Self { shown, journey: Journey::new(crate::in_order::threads()), whole: None, last: Instant::now() }
    }

    /// Tells how much there is, and how many papers the collection held before.
    pub fn to(&mut self, whole: Whole, held: u64) {
        self.whole = Some((whole, held));
    }

    /// A paper of so many bytes is done; whether it had been known.
    pub fn step(&mut self, bytes: u64, known: bool) {
        let now = Instant::now();
        let seconds = now.duration_since(self.last).as_secs_f64();
        self.last = now;
        self.journey.note(seconds, pace::weight(bytes), known);
        if self.shown.due() {
            let whole = self.whole.as_ref().and_then(|(whole, held)| whole.get(*held));
            let left = whole.and_then(|w| self.journey.left(w));
            let left = left.map_or_else(String::new, |s| format!(", {} left with linking", time(s)));
            let papers = self.journey.papers();
            let far = format!("{:.0} a second{left}", rate(papers, self.shown.begun));
            self.shown.say(papers, whole.map(|w| w.papers), &far);
        }
    }

    /// Takes the bar away.
    pub fn finish(self) {}
}

fn rate(done: u64, begun: Instant) -> f64 {
    done as f64 / begun.elapsed().as_secs_f64().max(0.001)
}

/// Seconds for a reader.
fn time(seconds: f64) -> String {
    match seconds {
        s if s < 100.0 => format!("{s:.0} s"),
        s if s < 6000.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    }
}

/// Linking, stage by stage.
pub struct Stages {
    shown: Shown,
    begun: Instant,
    what: &'static str,
    /// Shares of the stages that are done, with the seconds they took.
    done: (f64, f64),
    share: f64,
    /// Shares of all that is to be done.
    whole: f64,
}

/// What reading the papers takes of linking with what follows it, as measured on a hundred thousand small papers; keeping
/// the result; and bringing the index up to date.
const READING: f64 = 0.05;
const KEEPING: f64 = 0.04;
const INDEX: f64 = 0.33;

impl Stages {
    /// Begins with the reading of what is to be linked; `indexing`: papers are new to the index, which follows.
    pub fn new(indexing: bool) -> Self {
        let shown = Shown::new("linking", "{prefix} {spinner} {msg}");
        let whole = if indexing { 1.0 } else { 1.0 - INDEX };
        let begun = Instant::now();
        Self { shown, begun, what: "reading the papers", done: (0.0, 0.0), share: READING, whole }
    }

    /// Another stage begins. Its share is of the same measurement.
    pub fn begins(&mut self, stage: Stage) {
        let (what, share) = match stage {
            Stage::Agents => ("who is who", 0.16),
            Stage::Parallels => ("translations", 0.10),
            Stage::References => ("references", 0.06),
            Stage::Events => ("events", 0.015),
            Stage::Letters => ("letters", 0.005),
            Stage::Answers => ("answers", 0.04),
            Stage::Issues => ("issues", 0.13),
            Stage::LooseEnds => ("loose ends", 0.05),
            Stage::Obligations => ("obligations", 0.02),
        };
        self.next(what, share);
    }

    fn next(&mut self, what: &'static str, share: f64) {
        let took = self.begun.elapsed().as_secs_f64();
        self.begun = Instant::now();
        self.done = (self.done.0 + self.share, self.done.1 + took);
        let left = self.done.1 / self.done.0 * (self.whole - self.done.0).max(0.0);
        match &self.shown.bar {
            Some(bar) => bar.set_message(format!("{what}, {} left", time(left))),
            None if self.shown.begun.elapsed() > EVERY => {
                let _ = writeln!(
                    io::stderr(),
                    "linking: {} done in {took:.1} s; now {what}, {} left",
                    self.what,
                    time(left)
                );
            }
            None => {}
        }
        (self.what, self.share) = (what, share);
    }

    /// The result is being kept.
    pub fn keeping(&mut self) {
        self.next("keeping it", KEEPING);
    }

    /// Takes the bar away.
    pub fn finish(mut self) {
        self.next("the index", 0.0);
    }
}
