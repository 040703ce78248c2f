//! What the note of a listed person says: offices, and from when to when.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use memcon_model::Day;
use serde::Deserialize;

use super::written::fold;

#[derive(Deserialize)]
struct Words {
    until: BTreeSet<String>,
    from: BTreeSet<String>,
    thereafter: BTreeSet<String>,
    months: BTreeMap<String, u8>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    memcon_lexicon::table("link/notes.toml").expect("the words of notes ship with the program")
});

/// Days by which a note's month may be wide of a paper's day.
const SLACK: i64 = 45;

/// An office of a note, with the days between which it was held where the note tells them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Held {
    /// Its words, folded.
    pub words: BTreeSet<String>,
    /// The office as the note words it.
    pub text: String,
    /// First day; `None` = not told.
    pub from: Option<i64>,
    /// Last day.
    pub to: Option<i64>,
}

impl Held {
    /// Whether the office was held on a day: `None` where the note gives no time.
    pub fn on(&self, day: i64) -> Option<bool> {
        if self.from.is_none() && self.to.is_none() {
            return None;
        }
        Some(self.from.is_none_or(|f| f - SLACK <= day) && self.to.is_none_or(|t| day <= t + SLACK))
    }
}

/// The offices of a note: its parts between semicolons.
pub(crate) fn offices(note: &str) -> Vec<Held> {
    let mut out: Vec<Held> = Vec::new();
    for part in note.split(';').filter(|p| !p.trim().is_empty()).take(40) {
        let before = out.last().and_then(|h| h.to);
        out.push(office(part, before));
    }
    out
}

fn office(part: &str, before: Option<i64>) -> Held {
    let mut held = Held { text: part.trim().trim_end_matches('.').to_owned(), ..Held::default() };
    let spaced = part.replace(['–', '—'], " – ");
    let tokens: Vec<String> = spaced.split_whitespace().map(fold).filter(|t| !t.is_empty()).collect();
    let (mut ends, mut at) = (false, 0);
    let mut month: Option<(u8, usize)> = None;
    while at < tokens.len() {
        let token = &tokens[at];
        if let Some(m) = WORDS.months.get(token) {
            month = Some((*m, at));
        } else if let Some(year) = year(token) {
            // A day may stand between the month and the year.
            let m = month.take().filter(|(_, place)| at - place <= 2);
            let day = m.filter(|(_, place)| at - place == 2).and_then(|_| tokens[at - 1].parse().ok());
            set(&mut held, year, m.map(|(m, _)| m), day, ends);
            ends = false;
        } else if WORDS.until.contains(token) || token == "–" {
            // "from 1973 until 1975", "April 3–May 5, 1970": the month before a dash has its year behind it.
            if let Some((m, place)) = month.take()
                && token == "–"
                && let Some(y) = tokens[at..].iter().take(6).find_map(|t| year(t))
            {
                let day = if at > place + 1 { tokens[at - 1].parse().ok() } else { None };
                set(&mut held, y, Some(m), day, false);
            }
            ends = true;
        } else if WORDS.from.contains(token) {
            ends = false;
        } else if WORDS.thereafter.contains(token) {
            held.from = held.from.or(before);
        } else if !token.chars().all(|c| c.is_ascii_digit()) {
            held.words.insert(token.clone());
        }
        at += 1;
    }
    held
}

fn year(token: &str) -> Option<i32> {
    let y: i32 = token.parse().ok()?;
    (1500..2200).contains(&y).then_some(y)
}

fn set(held: &mut Held, year: i32, month: Option<u8>, day: Option<u8>, ends: bool) {
    let m = month.unwrap_or(if ends { 12 } else { 1 });
    let last = Day::last_of(year, m);
    let d = day.filter(|d| (1..=last).contains(d)).unwrap_or(if ends { last } else { 1 });
    let Some(number) = Day::new(year, m, d).map(Day::number) else { return };
    if ends {
        held.to = Some(number);
    } else {
        held.from = held.from.or(Some(number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(note: &str) -> Vec<String> {
        let day = |n: Option<i64>| {
            n.map_or("..".to_owned(), |n| memcon_model::Edtf::day(Day::from_number(n)).as_str().to_owned())
        };
        offices(note).iter().map(|h| format!("{} to {}", day(h.from), day(h.to))).collect()
    }

    #[test]
    fn times_of_offices() {
        assert_eq!(told("Envoy to Osmia until May 1921"), [".. to 1921-05-31"]);
        assert_eq!(told("Envoy from March 3, 1920, until April 1921"), ["1920-03-03 to 1921-04-30"]);
        assert_eq!(
            told("Consul until June 1920; thereafter Envoy"),
            [".. to 1920-06-30", "1920-06-30 to .."]
        );
        assert_eq!(told("Minister, 1919–1921"), ["1919-01-01 to 1921-12-31"]);
        assert_eq!(told("Minister, July 7–December 15, 1922"), ["1922-07-07 to 1922-12-15"]);
        assert_eq!(told("Minister of Tolls"), [".. to .."]);
    }
}
