//! How long work will still take, from how it went so far: a pure function of what was done when.
//!
//! Papers that are known already cost next to nothing and stand where an earlier run was cut off, mostly before
//! the new ones; so both are timed apart. What follows reading (linking, indexing) is foreseen from its usual cost
//! beside reading until it begins, and then timed itself.

/// Moments kept; when there are more, every other one is let go.
const KEPT: usize = 256;

/// Cost of a paper beside that of its bytes: a paper of no words costs as much as this many bytes.
const PAPER: u64 = 1500;

/// The weight of a paper of so many bytes.
pub fn weight(bytes: u64) -> u64 {
    PAPER + bytes
}

/// A kind of work that goes on evenly: how much of it was done when.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    /// Seconds spent at this kind of work, and how much of it was done by then.
    moments: Vec<(f64, f64)>,
    spent: f64,
    done: f64,
}

impl Pace {
    /// Notes that `more` was done in `seconds`.
    pub fn note(&mut self, seconds: f64, more: f64) {
        self.spent += seconds;
        self.done += more;
        let apart = self.spent / KEPT as f64;
        if self.moments.last().is_none_or(|last| self.spent - last.0 >= apart) {
            self.moments.push((self.spent, self.done));
        }
        if self.moments.len() > KEPT {
            let mut keep = true;
            self.moments.retain(|_| {
                keep = !keep;
                !keep
            });
        }
    }

    /// Seconds for one more unit: as in the second half of the time so far, since work may grow slower or faster.
    pub fn seconds(&self) -> Option<f64> {
        let at = self.moments.partition_point(|m| m.0 < self.spent / 2.0);
        let (spent, done) = at.checked_sub(1).and_then(|n| self.moments.get(n)).copied().unwrap_or_default();
        let (spent, done) = (self.spent - spent, self.done - done);
        (done > 0.0 && spent > 0.0).then(|| spent / done)
    }
}

/// Adding papers and what follows it.
#[derive(Clone, Debug)]
pub struct Journey {
    /// Papers known before, found unchanged: counted by number.
    same: Pace,
    /// Papers read: counted by weight.
    read: Pace,
    papers: u64,
    weight: u64,
    known: u64,
    /// Whether a paper was read: with the first, the rules are made ready, and it tells nothing of the others.
    warm: bool,
    /// What linking and indexing a small paper take, as a part of what reading it takes.
    after: f64,
}

/// Seconds for a paper that is known, until one was met.
const SAME: f64 = 0.000_3;

/// What linking takes for each thread that reads, for it goes by one thread; and what indexing takes, which goes by all.
/// As measured on a hundred thousand papers, alone and beside other work.
const LINKING: f64 = 0.17;
const INDEXING: f64 = 0.14;

/// Seconds of reading before anything is foreseen.
const SOON: f64 = 3.0;

/// What is to be done in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Whole {
    /// Papers.
    pub papers: u64,
    /// Their weights together.
    pub weight: u64,
    /// Papers that the collection held before.
    pub held: u64,
}

impl Journey {
    /// Begins, with so many threads that read.
    pub fn new(threads: usize) -> Self {
        Self {
            same: Pace::default(),
            read: Pace::default(),
            papers: 0,
            weight: 0,
            known: 0,
            warm: false,
            after: INDEXING + LINKING * threads as f64,
        }
    }

    /// A paper took `seconds`; whether it had been known.
    pub fn note(&mut self, seconds: f64, weight: u64, known: bool) {
        self.papers += 1;
        self.weight += weight;
        match known {
            true => {
                self.known += 1;
                self.same.note(seconds, 1.0);
            }
            false if self.warm => self.read.note(seconds, weight as f64),
            false => self.warm = true,
        }
    }

    /// Papers so far.
    pub fn papers(&self) -> u64 {
        self.papers
    }

    /// Seconds until papers are read, linked and indexed; `None` = cannot be told yet.
    pub fn left(&self, whole: Whole) -> Option<f64> {
        let papers = whole.papers.saturating_sub(self.papers);
        let same = whole.held.saturating_sub(self.known).min(papers);
        let new = papers - same;
        let weight = whole.weight.saturating_sub(self.weight) as f64;
        let weight = if papers > 0 { weight * new as f64 / papers as f64 } else { 0.0 };
        let same = same as f64 * self.same.seconds().unwrap_or(SAME);
        if new == 0 && self.papers == self.known {
            return Some(same);
        }
        let unit = self.read.seconds().filter(|_| self.read.spent >= SOON)?;
        // Everything is linked anew, also what had been there.
        let usual = whole.weight as f64 / whole.papers.max(1) as f64;
        let after = whole.papers.max(whole.held) as f64 * usual.min(3.0 * PAPER as f64) * self.after;
        Some(same + (weight + after) * unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Walks through papers (seconds, bytes, known) and gives the worst error of the time left for them, as a part of
    /// what it was, among all moments after the first minute of reading with a minute still to go.
    fn worst(papers: &[(f64, u64, bool)], held: u64, after: f64) -> f64 {
        worst_from(60.0, papers, held, after)
    }

    /// The same from another second of reading on.
    fn worst_from(early: f64, papers: &[(f64, u64, bool)], held: u64, after: f64) -> f64 {
        let whole =
            Whole { papers: papers.len() as u64, weight: papers.iter().map(|p| weight(p.1)).sum(), held };
        let all: f64 = papers.iter().map(|p| p.0).sum::<f64>() + after;
        let (mut journey, mut at, mut read, mut worst) = (Journey::new(2), 0.0, 0.0, 0.0_f64);
        for &(seconds, bytes, known) in papers {
            journey.note(seconds, weight(bytes), known);
            at += seconds;
            read += if known { 0.0 } else { seconds };
            if read > early && all - at > 60.0 {
                // While only known papers were met, nothing is said.
                let Some(told) = journey.left(whole) else { continue };
                worst = worst.max((told - (all - at)).abs() / (all - at));
            }
        }
        worst
    }

    /// A wave that comes back every thousand papers, as slow folders do.
    fn wave(n: u64) -> f64 {
        1.0 + 0.3 * (n as f64 / 160.0).sin()
    }

    #[test]
    fn even_papers_with_the_machine_now_faster_now_slower() {
        let papers: Vec<_> = (0..60_000).map(|n| (0.006 * wave(n), 850, false)).collect();
        let after: f64 = papers.iter().map(|p| p.0).sum::<f64>() * 0.45;
        assert!(worst(&papers, 0, after) < 0.2, "{}", worst(&papers, 0, after));
    }

    #[test]
    fn large_and_small_papers_mixed_cost_by_their_bytes() {
        let size = |n: u64| 300 + (n * 7919 % 97) * (n * 104_729 % 89) * 3;
        let papers: Vec<_> =
            (0..40_000).map(|n| (weight(size(n)) as f64 * 2e-6 * wave(n), size(n), false)).collect();
        let after = papers.len() as f64 * PAPER as f64 * 3.0 * 0.45 * 2e-6;
        assert!(worst(&papers, 0, after) < 0.2, "{}", worst(&papers, 0, after));
    }

    #[test]
    fn a_run_cut_off_half_way_goes_on() {
        let known = (0..300_000).map(|_| (0.000_4, 850, true));
        let new = (0..60_000).map(|n| (0.006 * wave(n), 850, false));
        let papers: Vec<_> = known.chain(new).collect();
        let after = 360_000.0 * 0.006 * 0.45;
        assert!(worst(&papers, 300_000, after) < 0.2, "{}", worst(&papers, 300_000, after));
    }

    #[test]
    fn nothing_new_takes_little_and_nothing_done_says_nothing() {
        let mut journey = Journey::new(2);
        let whole = Whole { papers: 1000, weight: 2_000_000, held: 0 };
        assert_eq!(journey.left(whole), None);
        journey.note(0.001, 2000, true);
        let left = journey.left(Whole { held: 1000, ..whole }).unwrap();
        assert!((left - 0.999).abs() < 0.001, "{left}");
    }

    /// A hundred thousand papers of 850 bytes on two cores: seconds, and papers read by then. After three minutes others
    /// began to build programs on the same cores; linking and indexing took until second 1710.
    const MEASURED: &[(u64, u64)] = &[
        (5, 1),
        (9, 513),
        (48, 5531),
        (86, 10168),
        (137, 14205),
        (178, 17409),
        (218, 20660),
        (258, 24204),
        (299, 27649),
        (339, 30843),
        (379, 34451),
        (420, 37633),
        (460, 41625),
        (500, 44914),
        (540, 47958),
        (581, 51713),
        (621, 56065),
        (661, 59605),
        (702, 62843),
        (745, 65793),
        (785, 68808),
        (825, 71828),
        (867, 74753),
        (908, 77569),
        (948, 80337),
        (989, 83201),
        (1031, 87041),
        (1071, 90720),
        (1113, 94435),
        (1153, 97281),
        (1190, 100000),
    ];

    #[test]
    fn a_run_that_was_measured_beside_other_work() {
        let mut papers = Vec::new();
        let mut before = (0, 0);
        for &(at, read) in MEASURED {
            let each = (at - before.0) as f64 / (read - before.1) as f64;
            papers.extend((before.1..read).map(|_| (each, 850, false)));
            before = (at, read);
        }
        // The machine was three times as fast in the first minutes, and nothing told that this would end.
        let early = 240.0;
        let worst = worst_from(early, &papers, 0, 520.0);
        assert!(worst < 0.2, "{worst}");
    }

    #[test]
    fn the_first_paper_which_waits_for_the_rules_tells_nothing() {
        let mut journey = Journey::new(2);
        let whole = Whole { papers: 100_000, weight: 235_000_000, held: 0 };
        journey.note(4.6, 2350, false);
        assert_eq!(journey.left(whole), None);
        (0..700).for_each(|_| journey.note(0.006, 2350, false));
        let left = journey.left(whole).unwrap();
        assert!((700.0..1000.0).contains(&left), "{left}");
    }

    #[test]
    fn what_slows_down_is_noticed() {
        let mut pace = Pace::default();
        (0..1000).for_each(|_| pace.note(1.0, 1.0));
        (0..1000).for_each(|_| pace.note(2.0, 1.0));
        assert!((1.7..=2.0).contains(&pace.seconds().unwrap()), "{:?}", pace.seconds());
    }
}
