//! What a reference can know a document by: its numbers, who wrote to whom from where, its days, its title.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{AgentType, DateType, Edtf, Field, Form};

use super::WORDS;
use super::lexis::{Bears, Lexis, said};
use crate::Document;
use crate::agents::written::fold;

/// How much of a paper is its head, in bytes.
const HEAD: usize = 900;
/// How far into a paper the days are read that it tells of, in bytes, and most of them.
const OPENING: u32 = 1600;
const TOLD: usize = 8;

/// Papers of one place that make a series its own.
const SERIES: usize = 4;

/// A number of a paper: the letters of its series, and the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number {
    pub letters: String,
    pub digits: String,
}

impl Number {
    /// Reads one number; `None` without a digit.
    pub fn read(raw: &str) -> Option<Self> {
        let kept: String = raw
            .chars()
            .map(|c| if matches!(c, '–' | '—') { '-' } else { c })
            .filter(|c| c.is_alphanumeric() || matches!(c, '/' | '-'))
            .flat_map(char::to_lowercase)
            .collect();
        let at = kept.find(|c: char| c.is_ascii_digit())?;
        let (letters, digits) = kept.split_at(at);
        let letters = letters.trim_matches(['-', '/']);
        let letters = letters.strip_suffix("nos").or(letters.strip_suffix("no")).unwrap_or(letters);
        // What stands behind the digits tells of handling ("977142CC", "281605Z").
        let digits = digits.find(char::is_alphabetic).map_or(digits, |n| &digits[..n]);
        let trimmed = digits.trim_start_matches('0').trim_end_matches(['-', '/']);
        let digits = if trimmed.is_empty() { "0" } else { trimmed };
        Some(Self { letters: letters.to_owned(), digits: digits.to_owned() })
    }

    /// Every number of a list ("81, 235").
    pub fn list(raw: &str) -> Vec<Self> {
        raw.split([',', ';', '&']).filter_map(Self::read).collect()
    }
}

/// A document as references see it.
pub(super) struct Card {
    pub numbers: Vec<Number>,
    /// Where it was written.
    pub place: String,
    /// Words of the sender, with the place.
    pub from: BTreeSet<String>,
    /// Words of the addressee.
    pub to: BTreeSet<String>,
    /// The day it was written.
    pub day: Option<i64>,
    /// The days it is about: its own, that of the meeting it records, the first it names where it bears none.
    pub days: BTreeSet<i64>,
    /// Words of its title.
    pub title: BTreeSet<String>,
    /// Its head in lower case.
    pub head: String,
    /// Names in its head.
    pub who: BTreeSet<String>,
    /// Whether it goes to, and whether it comes from, an office at home.
    pub to_home: bool,
    pub from_home: bool,
    /// Whether it bears no day and its first words tell of one.
    pub tells: bool,
    /// Whether it records a meeting.
    pub meeting: bool,
    /// Month and day that it tells of, where it bears no day and names no year.
    pub yearless: Option<(u8, u8)>,
    /// The number in its title.
    pub own: Option<Number>,
    /// Words of its first line before "from", "to", "of": what it calls itself.
    pub kind: BTreeSet<String>,
    pub form: Form,
    /// States in the names of its addressees.
    pub went: BTreeSet<String>,
    /// Days that its opening names.
    pub told: BTreeSet<i64>,
    /// When it was written on its day, in minutes.
    pub minute: Option<u16>,
    /// Names and words of its opening.
    pub bears: Bears,
}

/// The cards of all documents with ways to them.
pub(super) struct Cards {
    pub all: Vec<Card>,
    pub by_digits: BTreeMap<String, Vec<usize>>,
    pub by_day: BTreeMap<i64, Vec<usize>>,
    pub by_title: BTreeMap<String, Vec<usize>>,
    /// Papers that tell of a day of no named year, by month and day.
    pub by_month_day: BTreeMap<(u8, u8), Vec<usize>>,
    /// Dated papers by the words of their senders, those of one word in order of their days.
    pub by_sender: BTreeMap<String, Vec<usize>>,
    /// Records of meetings by day.
    pub meetings: Vec<usize>,
    /// Places where papers were written.
    pub places: BTreeSet<String>,
    /// By the days that their openings name.
    pub by_told: BTreeMap<i64, Vec<usize>>,
    /// Places where numbers bear letters, by the letters, with how many papers do.
    pub series: BTreeMap<(String, String), usize>,
    pub lexis: Lexis,
}

impl Cards {
    pub fn new(documents: &[Document<'_>]) -> Self {
        let mut all: Vec<Card> = documents.iter().map(card).collect();
        let mut order: Vec<usize> = (0..all.len()).collect();
        order.sort_by_key(|&n| (all[n].when(), n));
        let lexis = Lexis::new(documents, &mut all, &order);
        let (mut by_told, mut series) = (BTreeMap::new(), BTreeMap::new());
        let (mut by_digits, mut by_day, mut by_title) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let (mut by_month_day, mut by_sender) = (BTreeMap::new(), BTreeMap::new());
        let mut places = BTreeSet::new();
        for (n, card) in all.iter().enumerate() {
            for number in &card.numbers {
                push(&mut by_digits, number.digits.clone(), n);
            }
            for day in &card.days {
                push(&mut by_day, *day, n);
            }
            for day in &card.told {
                push(&mut by_told, *day, n);
            }
            for number in card.numbers.iter().filter(|m| !m.letters.is_empty() && !card.place.is_empty()) {
                *series.entry((number.letters.clone(), card.place.clone())).or_default() += 1;
            }
            for word in &card.title {
                push(&mut by_title, word.clone(), n);
            }
            if let Some(day) = card.yearless {
                push(&mut by_month_day, day, n);
            }
            for word in card.from.iter().filter(|_| card.day.is_some()) {
                push(&mut by_sender, word.clone(), n);
            }
            if !card.place.is_empty() {
                places.insert(card.place.clone());
            }
        }
        let by_time = |list: &mut Vec<usize>| list.sort_by_key(|&n| (all[n].day, n));
        by_sender.values_mut().for_each(by_time);
        by_title.values_mut().for_each(|list: &mut Vec<usize>| list.sort_by_key(|&n| (all[n].when(), n)));
        let mut meetings: Vec<usize> = (0..all.len()).filter(|&n| all[n].meeting).collect();
        by_time(&mut meetings);
        Self {
            all,
            by_digits,
            by_day,
            by_title,
            by_month_day,
            by_sender,
            meetings,
            places,
            by_told,
            series,
            lexis,
        }
    }

    /// The papers in order of time.
    pub fn in_time(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.all.len()).collect();
        order.sort_by_key(|&n| (self.all[n].when(), n));
        order
    }

    /// The one place whose numbers bear these letters.
    pub fn home(&self, letters: &str) -> Option<&str> {
        if letters.is_empty() {
            return None;
        }
        let of = self.series.range((letters.to_owned(), String::new())..);
        let mut places = of
            .take_while(|((l, _), _)| l == letters)
            .filter(|(_, papers)| **papers >= SERIES)
            .map(|((_, place), _)| place.as_str());
        let one = places.next()?;
        places.next().is_none().then_some(one)
    }

    /// The day by which a paper stands in time: its own, else the first that it tells of.
    pub fn when(&self, t: usize) -> Option<i64> {
        self.all[t].when()
    }

    /// By how many days `t` was written after `from`; nought where their days do not tell.
    pub fn ahead(&self, t: usize, from: usize) -> i64 {
        match (self.all[t].day, self.all[from].day) {
            (Some(a), Some(b)) => (a - b).max(0),
            _ => 0,
        }
    }

    /// Whether `t` was written after `from`, as far as their days tell.
    pub fn later(&self, t: usize, from: usize) -> bool {
        matches!((self.all[t].day, self.all[from].day), (Some(a), Some(b)) if a > b)
    }
}

impl Card {
    fn when(&self) -> Option<i64> {
        self.day.or_else(|| self.days.first().copied())
    }
}

fn push<K: Ord>(map: &mut BTreeMap<K, Vec<usize>>, key: K, n: usize) {
    let list: &mut Vec<usize> = map.entry(key).or_default();
    if list.last() != Some(&n) {
        list.push(n);
    }
}

fn card(document: &Document<'_>) -> Card {
    let a = document.analysis;
    let all = |f: Field| a.description.all(f).iter().map(|v| v.value.as_str());
    let place = [Field::Place, Field::DatelinePlace]
        .into_iter()
        .flat_map(all)
        .next()
        .map(place_of)
        .unwrap_or_default();
    let mut from: BTreeSet<String> = all(Field::Sender).chain(all(Field::Author)).flat_map(content).collect();
    from.extend(content(&place));
    let to: BTreeSet<String> = all(Field::Addressee).flat_map(content).collect();
    let home = |f: Field| {
        all(f).any(|v| {
            fold(v).split(|c: char| !c.is_alphanumeric()).any(|w| WORDS.capital.iter().any(|k| k == w))
        })
    };
    let own = a.description.date();
    let day = own.and_then(single_day);
    let mut days: BTreeSet<i64> = day.into_iter().collect();
    days.extend(a.recorded_event().and_then(|e| e.date.as_ref()).and_then(single_day));
    let end = floor(document.text, HEAD);
    let head_text = document.text.get(..end).unwrap_or_default();
    let mut yearless = None;
    if own.is_none() {
        let first = a
            .dates
            .iter()
            .filter(|d| (d.span.end as usize) <= end && matches!(d.kind, DateType::Date | DateType::Time))
            .filter_map(|d| d.edtf.as_ref());
        for date in first {
            yearless = month_and_day(date.as_str());
            days.extend(single_day(date));
            if yearless.is_some() || single_day(date).is_some() {
                break;
            }
        }
    }
    let told: BTreeSet<i64> = a
        .dates
        .iter()
        .take_while(|d| d.span.end <= OPENING)
        .filter(|d| matches!(d.kind, DateType::Date | DateType::Time | DateType::Relative))
        .filter_map(|d| d.edtf.as_ref().and_then(single_day))
        .take(TOLD)
        .collect();
    let mut numbers: Vec<Number> = all(Field::Number).flat_map(Number::list).collect();
    numbers.extend(printed(head_text, a.form));
    numbers.extend(titled(head_text));
    numbers.sort();
    numbers.dedup();
    let title: BTreeSet<String> = all(Field::Title).flat_map(content).collect();
    let mut who = names(head_text);
    for agent in a.events.iter().take(1).flat_map(|e| &e.participants) {
        who.extend(content(&agent.name));
    }
    let state = |s: &&memcon_model::Agent| matches!(s.kind, AgentType::Person);
    who.extend(a.agents.iter().filter(state).take(6).flat_map(|p| content(&p.canonical)));
    let meeting = a.record_of.is_some() || a.form == Form::Minutes;
    Card {
        numbers,
        place,
        from,
        to,
        to_home: home(Field::Addressee),
        from_home: home(Field::Sender),
        tells: own.is_none(),
        day,
        days,
        title,
        head: head_text.to_lowercase(),
        who,
        meeting,
        yearless,
        kind: kind(head_text),
        own: titled(head_text),
        form: a.form,
        went: all(Field::Addressee).flat_map(|v| said(v).names).filter(|n| n.starts_with('@')).collect(),
        told,
        minute: own.and_then(minute),
        bears: Bears::default(),
    }
}

/// The minute of the day of a time without regard to its zone; of a span of time its beginning.
fn minute(edtf: &Edtf) -> Option<u16> {
    let first = edtf.as_str().split('/').next()?;
    let (hours, minutes) = first.split_once('T')?.1.get(..5)?.split_once(':')?;
    Some(hours.parse::<u16>().ok()? * 60 + minutes.parse::<u16>().ok()?)
}

/// "XXXX-03-16T21:30" → the sixteenth of March.
fn month_and_day(edtf: &str) -> Option<(u8, u8)> {
    let rest = edtf.strip_prefix("XXXX-")?;
    Some((rest.get(..2)?.parse().ok()?, rest.get(3..5)?.parse().ok()?))
}

/// What the first line calls the paper: "60. Letter From …" → "letter".
fn kind(head: &str) -> BTreeSet<String> {
    let first = head.lines().next().unwrap_or_default();
    let words = first.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty());
    words
        .map(fold)
        .filter(|w| !w.chars().all(|c| c.is_ascii_digit()))
        .take_while(|w| !["from", "to", "by", "at"].contains(&w.as_str()))
        .take(6)
        .collect()
}

/// "National Harbour Decision Memorandum 14": the number under the first letters of its words.
fn titled(head: &str) -> Option<Number> {
    let first = head.lines().next().unwrap_or_default().trim();
    let words: Vec<&str> = first.split_whitespace().collect();
    let (last, before) = words.split_last()?;
    let digits = last.starts_with(|c: char| c.is_ascii_digit());
    let capital = |w: &&&str| w.starts_with(char::is_uppercase);
    let named: Vec<&&str> = before.iter().rev().take_while(capital).collect();
    if !digits || named.len() < 3 {
        return None;
    }
    let letters: String = named.iter().rev().filter_map(|w| w.chars().next()).collect();
    Number::read(&format!("{letters} {last}"))
}

/// "Department of State, Washington" → "washington".
fn place_of(value: &str) -> String {
    fold(value.rsplit(',').next().unwrap_or(value)).trim().to_owned()
}

/// Words that tell something, folded.
pub(super) fn content(text: &str) -> Vec<String> {
    fold(&text.replace("'s", " ").replace("’s", " "))
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().count() > 2 && !WORDS.plain.iter().any(|p| p == w))
        .map(str::to_owned)
        .collect()
}

/// Words with a capital inside a text, folded.
pub(super) fn names(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|w| w.chars().count() > 2 && w.chars().next().is_some_and(char::is_uppercase))
        .map(fold)
        .filter(|w| !WORDS.plain.contains(w))
        .collect()
}

/// The day of a date that means one.
pub(super) fn single_day(date: &Edtf) -> Option<i64> {
    let (a, b) = (date.earliest()?, date.latest()?);
    (a == b).then(|| a.number())
}

/// The greatest place not above `at` where a character begins.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// "809, 3979, 662. Secret": a cable that bears a number for every place it went to; else nothing.
fn listed(line: &str) -> Vec<Number> {
    let end = line.find(['.', ':', ';']).unwrap_or(line.len());
    let parts: Vec<&str> = line.get(..end).unwrap_or_default().split(',').map(str::trim).collect();
    let bare = |p: &&str| (1..=6).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit());
    let fits = (2..=20).contains(&parts.len()) && parts.iter().all(bare);
    if fits { parts.into_iter().filter_map(Number::read).collect() } else { Vec::new() }
}

/// "254/Portel 12": a cable that has a number of its post and one of a series, in either order; else nothing.
fn doubled(start: &str) -> Vec<Number> {
    let parts: Vec<&str> = start.split('/').map(str::trim).collect();
    let bare = |p: &str| (1..=6).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit());
    let lettered = |p: &str| {
        let mut words = p.split_whitespace();
        let (Some(series), Some(number), None) = (words.next(), words.next(), words.next()) else {
            return false;
        };
        series.starts_with(char::is_uppercase) && series.chars().all(char::is_alphabetic) && bare(number)
    };
    let fits = (2..=3).contains(&parts.len())
        && parts.iter().all(|p| bare(p) || lettered(p))
        && parts.iter().any(|p| lettered(p));
    if fits { parts.into_iter().filter_map(Number::read).collect() } else { Vec::new() }
}

/// Numbers printed at the head of a paper: a line that begins with one behind the letters of its series, and in
/// cables the number that opens the text.
fn printed(head: &str, form: Form) -> Vec<Number> {
    let mut out = Vec::new();
    let mut opened = false;
    // Below "Subject" and "References" stand the numbers of other papers, up to a blank line.
    let mut labelled = false;
    let mut seen = 0;
    for line in head.lines().map(str::trim).skip(1) {
        if line.is_empty() {
            labelled = false;
            continue;
        }
        let bare: String = fold(line.trim_end_matches([':', '.']));
        labelled |= WORDS.labels.contains(&bare);
        seen += 1;
        if seen > 8 {
            break;
        }
        if labelled {
            continue;
        }
        let end = line.find(['.', ',', ':', ';']).map_or(line.len(), |n| {
            // "K. 12": the stop belongs to the letters.
            if line[..n].chars().any(|c| c.is_ascii_digit()) { n } else { line.len().min(n + 1) }
        });
        let start = line.get(..end).unwrap_or(line).trim();
        let words: Vec<&str> = start.split_whitespace().take(4).collect();
        let Some(first) = words.first() else { continue };
        let number = |raw: &str| raw.chars().any(|c| c.is_ascii_digit());
        if form == Form::Cable && !opened {
            let mut both = doubled(start);
            both.extend(listed(line));
            if !both.is_empty() {
                out.extend(both);
                opened = true;
                continue;
            }
        }
        if words.len() == 1 && first.chars().all(|c| c.is_ascii_digit()) {
            // A number alone opens a cable once; small ones before a sentence number its paragraphs.
            let behind = line.get(first.len()..).unwrap_or_default();
            let brief = behind.starts_with('.') && (1..=4).contains(&behind.split_whitespace().count());
            if form == Form::Cable
                && !opened
                && (first.len() >= 2 || brief)
                && first.len() <= 6
                && line.len() > first.len()
            {
                out.extend(Number::read(first));
            }
            opened = true;
            continue;
        }
        let letters = fold(first.trim_end_matches('.'));
        // "Cablegrams Lorme 11, K345": every number of the line.
        if WORDS.forms.keys().any(|f| letters == *f || letters.strip_suffix('s') == Some(f)) {
            let words = line.split_whitespace().skip(1).map(|w| w.trim_end_matches(','));
            let till = words.take_while(|w| !WORDS.months.contains(&fold(w))).take(12);
            let numbered = till.filter(|w| number(w) && w.len() <= 8);
            // The last may be the day of the dateline, and small ones before it are none.
            let found: Vec<Number> = numbered.filter_map(Number::read).collect();
            let days =
                found.iter().rev().take(1).filter(|n| n.letters.is_empty() && n.digits.len() <= 2).count();
            out.extend(found.iter().take(found.len() - days.min(found.len())).cloned());
            continue;
        }
        let cited = words.iter().any(|w| WORDS.no_series.contains(&fold(w.trim_end_matches('.'))));
        let capital = first.chars().next().is_some_and(char::is_uppercase);
        if cited || !capital || WORDS.no_series.contains(&letters) || WORDS.months.contains(&letters) {
            continue;
        }
        let till = words.iter().position(|w| number(w));
        match till {
            Some(n) if n <= 2 => {
                let raw: String = words[..=n].concat();
                // "Harbours 1. …" is a heading and the number of a paragraph.
                let short = words[n].chars().filter(char::is_ascii_digit).count() < 2;
                let spelled = n > 0 && first.chars().filter(|c| c.is_lowercase()).count() > 2;
                if short && spelled && !WORDS.series.contains(&letters) {
                    continue;
                }
                if raw.len() <= 24 && first.chars().count() <= 10 && !raw.contains('\'') {
                    out.extend(Number::read(&raw).filter(|n| !n.letters.is_empty()));
                }
            }
            _ => {}
        }
    }
    out
}
