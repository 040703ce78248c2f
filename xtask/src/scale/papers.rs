//! Invented papers by number: cables, letters and minutes of talks that go on for some hundred papers each.
//!
//! The same number gives the same bytes on every machine. What papers say is of no interest; how many names,
//! dates, references and issues come back in a collection is near what archives hold.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;

/// Papers of one exchange.
const TALKS: u64 = 400;
/// Persons of one exchange, half of them on each side.
const PERSONS: u64 = 12;
/// Issues of one exchange.
const ISSUES: u64 = 6;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The words from which papers are made.
pub struct Words(toml::Table);

/// Numbers that look like chance and are always the same.
struct Dice(u64);

impl Dice {
    fn new(of: &str, n: u64) -> Self {
        let seed = of
            .bytes()
            .fold(0x9e37_79b9_7f4a_7c15, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
        Self(seed ^ n.wrapping_mul(0xd6e8_feb8_6659_fd93))
    }

    /// From 0 up to `below`.
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % below.max(1)
    }
}

/// What the papers of an exchange have in common.
struct Talks {
    number: u64,
    sides: [String; 2],
    persons: Vec<String>,
    issues: Vec<String>,
    place: String,
}

impl Words {
    /// The words of the repository.
    pub fn load() -> anyhow::Result<Self> {
        include_str!("../../data/scale.toml").parse().map(Self).context("xtask/data/scale.toml")
    }

    fn list(&self, name: &str) -> &[toml::Value] {
        self.0.get(name).and_then(toml::Value::as_array).map_or(&[], Vec::as_slice)
    }

    fn pick(&self, name: &str, dice: &mut Dice) -> &str {
        let list = self.list(name);
        let at = usize::try_from(dice.roll(list.len() as u64)).unwrap_or(0);
        list.get(at).and_then(toml::Value::as_str).unwrap_or("")
    }

    fn talks(&self, number: u64) -> Talks {
        let mut d = Dice::new("talks", number);
        let family = |d: &mut Dice| format!("{}{}", self.pick("first", d), self.pick("last", d));
        let state = |d: &mut Dice| format!("{}{}", self.pick("state", d), self.pick("state_end", d));
        let one = state(&mut d);
        let mut two = state(&mut d);
        while two == one {
            two = state(&mut d);
        }
        let persons =
            (0..PERSONS).map(|_| format!("{} {}", self.pick("given", &mut d), family(&mut d))).collect();
        let issues = (0..ISSUES)
            .map(|_| {
                let (act, thing) = (self.pick("act", &mut d), self.pick("thing", &mut d));
                format!("the {act} of the {thing} {}", self.pick("where_", &mut d))
            })
            .collect();
        Talks { number, sides: [one, two], persons, issues, place: family(&mut d) }
    }

    /// Paper `n`: where it lies below the collection's folder, and its text.
    pub fn paper(&self, n: u64) -> (PathBuf, String) {
        let talks = self.talks(n / TALKS);
        let at = n % TALKS;
        let mut dice = Dice::new("paper", n);
        let text = match dice.roll(3) {
            0 => self.cable(&talks, at, &mut dice),
            1 => self.letter(&talks, at, &mut dice),
            _ => self.minutes(&talks, at, &mut dice),
        };
        (PathBuf::from(format!("{:05}/{at:03}.txt", n / TALKS)), text)
    }

    fn cable(&self, t: &Talks, at: u64, dice: &mut Dice) -> String {
        let (a, b) = (person(t, 0, dice), person(t, 1, dice));
        let mut text = format!(
            "TELEGRAM\nNo. {}. CONFIDENTIAL\nFrom: {}, {}\nTo: Ministry of Foreign Affairs, {}\nDate: {}\n\n",
            at + 1,
            a,
            t.place,
            t.sides[0],
            day(t, at),
        );
        if at > 3 && dice.roll(2) == 0 {
            let _ = write!(text, "Your telegram No. {}.\n\n", at - dice.roll(3));
        }
        for _ in 0..2 + dice.roll(4) {
            self.paragraph("report", 2, t, at, [&a, &b], dice, &mut text);
        }
        let _ = writeln!(text, "{}", a.to_uppercase());
        text
    }

    fn letter(&self, t: &Talks, at: u64, dice: &mut Dice) -> String {
        let (a, b) = (person(t, 0, dice), person(t, 1, dice));
        let mut text = format!(
            "{}\n{}\n\nRef. {}/{}\n\n{}\n{}\n\nDear {},\n\n",
            t.place,
            day(t, at),
            t.number % 90 + 10,
            at + 1,
            b,
            t.sides[1],
            surname(&b),
        );
        for _ in 0..1 + dice.roll(4) {
            self.paragraph("report", 2, t, at, [&a, &b], dice, &mut text);
        }
        let _ = write!(text, "Yours sincerely,\n\n{a}\n");
        text
    }

    fn minutes(&self, t: &Talks, at: u64, dice: &mut Dice) -> String {
        let (a, b) = (person(t, 0, dice), person(t, 1, dice));
        let title = self.pick("title", dice);
        let mut text = format!(
            "MINUTES OF THE MEETING\nheld at {} on {}\n\nPresent for {}: {title} {a}.\nPresent for {}: {b}.\n\n1. {}\n\n",
            t.place,
            day(t, at),
            t.sides[0],
            t.sides[1],
            issue(t, dice),
        );
        for n in 0..4 + dice.roll(8) {
            let who = [&a, &b][usize::try_from(n % 2).unwrap_or(0)];
            let _ = write!(text, "{}: ", surname(who));
            self.paragraph("speech", 1, t, at, [&a, &b], dice, &mut text);
        }
        text
    }

    #[allow(clippy::too_many_arguments)]
    fn paragraph(
        &self,
        kind: &str,
        sentences: u64,
        t: &Talks,
        at: u64,
        who: [&str; 2],
        dice: &mut Dice,
        into: &mut String,
    ) {
        for _ in 0..sentences {
            let known = day(t, at.saturating_sub(1 + dice.roll(20)));
            let said = self
                .pick(kind, dice)
                .replace("{a}", surname(who[0]))
                .replace("{b}", surname(who[1]))
                .replace("{x}", &t.sides[0])
                .replace("{y}", &t.sides[1])
                .replace("{i}", &issue(t, dice))
                .replace("{d}", &known)
                .replace("{n}", &(3 + dice.roll(60)).to_string())
                .replace("{r}", &format!("my telegram No. {}", 1 + at.saturating_sub(dice.roll(9))));
            into.push_str(&said);
            into.push(' ');
        }
        into.truncate(into.trim_end().len());
        into.push_str("\n\n");
    }
}

fn person(t: &Talks, side: u64, dice: &mut Dice) -> String {
    let half = PERSONS / 2;
    let n = usize::try_from(side * half + dice.roll(half)).unwrap_or(0);
    t.persons.get(n).cloned().unwrap_or_default()
}

fn issue(t: &Talks, dice: &mut Dice) -> String {
    t.issues.get(usize::try_from(dice.roll(ISSUES)).unwrap_or(0)).cloned().unwrap_or_default()
}

fn surname(name: &str) -> &str {
    name.split(' ').next_back().unwrap_or(name)
}

/// The day of paper `at` of an exchange: every exchange takes a year of its own, up to eighty of them.
fn day(t: &Talks, at: u64) -> String {
    let year = 1900 + t.number % 80;
    let n = at * 336 / TALKS;
    let month = usize::try_from(n / 28).unwrap_or(0).min(11);
    format!("{} {} {year}", n % 28 + 1, MONTHS[month])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_are_small_all_different_and_the_same_each_time() {
        let words = Words::load().unwrap();
        let all: Vec<String> = (0..300).map(|n| words.paper(n * 7).1).collect();
        let apart: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(apart.len(), all.len());
        assert!(all.iter().all(|t| (200..4000).contains(&t.len()) && !t.contains('{')), "{}", all[0]);
        assert_eq!(words.paper(77), words.paper(77));
    }
}
