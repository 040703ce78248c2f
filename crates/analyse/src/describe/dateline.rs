//! The date, and the hour, that a short stretch of a paper's head gives.
//!
//! A small reader for datelines, stamps and labelled dates: `July 10, 1957—5 p.m.`, `24.03.1974/22:00`,
//! `0215 13 July`, `1968, 1517Z`, `2:30–3:15 p.m.`, `noon`, `1951年7月11日`. Dates in running text
//! (relative ones, months alone, ordinals) belong to the stage of dates, not here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memcon_model::{Day, Edtf, Span};
use regex::{Captures, Regex};
use serde::Deserialize;

use super::words::WORDS;

#[derive(Deserialize)]
struct Months {
    language: Vec<MonthsOf>,
}

#[derive(Deserialize)]
struct MonthsOf {
    #[allow(dead_code)]
    lang: String,
    names: Vec<Vec<String>>,
}

/// A date found in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated {
    /// The words, hour included, in bytes of the text searched.
    pub span: Span,
    /// Only the words of the day.
    pub day_span: Span,
    /// What it means.
    pub edtf: Edtf,
    /// Whether an hour is given.
    pub timed: bool,
    /// Whether the year stands in the words themselves.
    pub with_year: bool,
}

/// A time of day, or from when to when.
#[derive(Clone, Debug, PartialEq)]
struct Clock {
    from: String,
    to: Option<String>,
}

struct Engine {
    months: BTreeMap<String, u8>,
    shapes: Vec<Regex>,
    after: Regex,
    before: Regex,
    alone: Regex,
}

static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::load);

/// A time of day in all its shapes, from the words of hours in the data.
fn clock_pattern() -> String {
    let any = |words: &[String]| words.join("|");
    let noon =
        WORDS.noon.iter().chain(&WORDS.midnight).map(|w| regex::escape(w)).collect::<Vec<_>>().join("|");
    let (hours, minutes) = (any(&WORDS.hours), any(&WORDS.minutes));
    let first = r"(?:(?P<h>\d{1,2})(?:[:.]\s?(?P<mi>\d{2}))?\s*(?P<ap>[apAP])?(?:\.?\s?[mM]\b\.?)?\s*(?:[-–—]|\bto\b|\band\b|\buntil\b)\s*)?";
    let half = r"(?P<h2>\d{1,2})(?:[:.]\s?(?P<mi2>\d{2}))?\s*(?P<ap2>[apAP])\.?\s?[mM]\b\.?";
    let military = r"(?P<hz>\d{2})(?P<miz>\d{2})\s?(?P<z>Z|[zZ]ulu|GMT|hours|hrs\.?|h\b)?";
    let plain = r"(?P<h24>\d{1,2})[:.](?P<mi24>\d{2})";
    let worded = format!(r"(?P<hr>\d{{1,2}})\s*(?:{hours})\s*(?:(?P<mir>\d{{1,2}})\s*(?:{minutes})?)?");
    format!(r"{first}(?:{half}|(?P<word2>{noon})\b|{military}|{plain}|{worded})")
}

impl Engine {
    fn load() -> Self {
        let table: Months = memcon_lexicon::table("describe/months.toml").expect("data/describe/months.toml");
        let mut months = BTreeMap::new();
        for language in &table.language {
            for (n, names) in (1u8..).zip(&language.names) {
                for name in names {
                    months.insert(name.to_lowercase(), n);
                }
            }
        }
        let mut names: Vec<String> = months.keys().map(|m| regex::escape(m)).collect();
        names.sort_by_key(|n| std::cmp::Reverse(n.len()));
        let m = format!("(?i:{})", names.join("|"));
        // A digit stuck to a year is the mark of a footnote in a text without raised figures.
        let year = r"(?:1[5-9]|20)\d{2}";
        let shape = |p: &str| Regex::new(p).expect("a pattern of ours");
        let shapes = vec![
            // July 10, 1957; January 6 and 7, 1951; May 2–June 11, 1969
            shape(&format!(
                r"\b(?P<m>{m})\b\.?\s+\[?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b\]?(?:\s?\(\?\)|\s?\[\d{{1,2}}\])?(?:\s*(?:[-–—/]|and|to)\s*(?:(?P<mb>{m})\s+)?(?P<db>\d{{1,2}})(?:st|nd|rd|th)?\b\]?)?(?:[,.]?\s*\[?(?P<y>{year})(?:\d\b|\b)\]?)?"
            )),
            // 10 July 1957; 1er mars 1963; 9 марта 1963 г.; 25-26 March
            shape(&format!(
                r"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|-?го|º|\.)?\]?(?:\s*(?:[-–—]|and|to|et|и|по)\s*(?P<db>\d{{1,2}})(?:st|nd|rd|th|er)?)?\s+(?:of\s+|de\s+)?(?P<m>{m})\b\.?\]?(?:,?\s*(?:de\s+)?\[?(?P<y>{year})\b\]?(?:\s*г(?:ода|\.))?)?"
            )),
            shape(&format!(r"\b(?P<y>{year})-(?P<mn>\d{{2}})-(?P<d>\d{{2}})\b")),
            shape(&format!(r"\b(?P<d>\d{{1,2}})\.(?P<mn>\d{{1,2}})\.(?P<y>{year})\b")),
            shape(
                r"(?P<y>[0-9０-９]{4})\s*[年년]\s*(?P<mn>[0-9０-９]{1,2})\s*[月월]\s*(?P<d>[0-9０-９]{1,2})\s*[日일]",
            ),
            shape(
                r"(?P<y>[〇零一二三四五六七八九]{4})年(?P<mn>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日",
            ),
            shape(r"(?P<mn>[0-9０-９]{1,2})\s*[月월]\s*(?P<d>[0-9０-９]{1,2})\s*[日일]"),
            // March 1959
            shape(&format!(r"\b(?P<m>{m})\b\.?,?\s+(?P<y>{year})(?:\d\b|\b)")),
        ];
        let joint = r"(?:\s*\(\p{L}+\))?[\s,;./—–\-\]\)(]{0,6}(?:(?:at|à|um|в|\(local time\))\s+)?";
        let clock = clock_pattern();
        let after = shape(&format!(r"^{joint}{clock}"));
        let before = shape(&format!(r"(?:^|[\s(,]){clock}(?:\s*,)?(?:\s+(?:on|of|le|am|den))?\s*$"));
        let alone = shape(&format!(r"^{clock}\s*[.,]?$"));
        Self { months, shapes, after, before, alone }
    }

    fn month(&self, c: &Captures<'_>, name: &str, number: &str) -> Option<u8> {
        match c.name(name) {
            Some(m) => self.months.get(&m.as_str().to_lowercase()).copied(),
            None => digits(c.name(number)?.as_str()).and_then(|n| u8::try_from(n).ok()),
        }
    }
}

/// A number in ASCII, full-width or Chinese digits.
fn digits(s: &str) -> Option<i32> {
    const HAN: &str = "〇一二三四五六七八九";
    let han = |c: char| if c == '零' { Some(0) } else { HAN.chars().position(|h| h == c).map(|n| n as i32) };
    if let Some((tens, ones)) = s.split_once('十') {
        let tens = if tens.is_empty() { 1 } else { han(tens.chars().next()?)? };
        return Some(tens * 10 + ones.chars().next().map_or(Some(0), han)?);
    }
    s.chars().try_fold(0, |n: i32, c| {
        let d = match c {
            '0'..='9' => c as i32 - '0' as i32,
            '０'..='９' => c as i32 - '０' as i32,
            _ => han(c)?,
        };
        n.checked_mul(10)?.checked_add(d)
    })
}

/// Every date in `text`, in order, not overlapping; `year` fills a missing year.
pub fn find(text: &str, year: Option<i32>) -> Vec<Dated> {
    let mut raw: Vec<(usize, usize, Edtf, bool, bool)> = Vec::new();
    for shape in &ENGINE.shapes {
        for c in shape.captures_iter(text) {
            let Some(whole) = c.get(0) else { continue };
            if let Some((edtf, with_year, ranged)) = value(&c, year) {
                // A bracket that closes outside of the words is not theirs.
                let words = whole.as_str();
                let end = whole.end() - usize::from(words.ends_with(']') && !words.contains('['));
                raw.push((whole.start(), end, edtf, with_year, ranged));
            }
        }
    }
    raw.sort_by_key(|r| (r.0, std::cmp::Reverse(r.1)));
    let mut found: Vec<Dated> = Vec::new();
    for (start, end, edtf, with_year, ranged) in raw {
        if found.last().is_some_and(|f| start < f.span.end as usize) {
            continue;
        }
        let floor = found.last().map_or(0, |f| f.span.end as usize);
        found.push(with_clock(text, start, end, edtf, with_year, ranged, floor));
    }
    found
}

/// The time of day that a text consists of, where it gives no day ("0230").
pub fn clock_alone(text: &str) -> Option<String> {
    let c = ENGINE.alone.captures(text).filter(|_| text.len() < 40)?;
    clock(&c).map(|(clock, _)| clock.from)
}

/// The first date in `text`.
pub fn first(text: &str, year: Option<i32>) -> Option<Dated> {
    find(text, year).into_iter().next()
}

/// The year of an expression.
pub fn year_of(edtf: &Edtf) -> Option<i32> {
    edtf.earliest().map(|d| d.year)
}

fn value(c: &Captures<'_>, year: Option<i32>) -> Option<(Edtf, bool, bool)> {
    let e = &*ENGINE;
    let month = e.month(c, "m", "mn")?;
    let own = c.name("y").and_then(|y| digits(y.as_str()));
    let y = own.or(year)?;
    let Some(d) = c.name("d") else {
        return format!("{y:04}-{month:02}").parse().ok().map(|e| (e, true, false));
    };
    let day = Day::new(y, month, u8::try_from(digits(d.as_str())?).ok()?)?;
    let last = c.name("db").and_then(|db| {
        let month = e.month(c, "mb", "mnb").unwrap_or(month);
        Day::new(y, month, u8::try_from(digits(db.as_str())?).ok()?).filter(|last| *last > day)
    });
    let edtf = match last {
        Some(last) => format!("{day}/{last}").parse().ok()?,
        None => Edtf::day(day),
    };
    Some((edtf, own.is_some(), last.is_some()))
}

/// Joins the hour that stands right behind or right before a day.
fn with_clock(
    text: &str,
    start: usize,
    end: usize,
    edtf: Edtf,
    with_year: bool,
    ranged: bool,
    floor: usize,
) -> Dated {
    let day_span = Span::new(start, end);
    let plain = Dated { span: day_span, day_span, edtf, timed: false, with_year };
    if ranged || plain.edtf.as_str().len() != 10 {
        return plain;
    }
    // Bounded windows keep this linear on hostile input.
    let tail = window_after(text, end, 60);
    let line = tail.split('\n').next().unwrap_or("");
    if let Some((clock, len)) = ENGINE.after.captures(line).and_then(|c| clock(&c))
        && !followed_by_digit(line, len)
    {
        return timed(plain, &clock, Span::new(start, end + len));
    }
    let head = window_before(text, start, 24, floor);
    let line = head.rsplit('\n').next().unwrap_or("");
    if let Some(c) = ENGINE.before.captures(line)
        && let Some((clock, _)) = clock(&c)
    {
        let from = c.get(0).map_or(start, |m| start - (line.len() - m.start()));
        let span = Span::new(from, end).trim(text);
        return timed(plain, &clock, span);
    }
    plain
}

fn followed_by_digit(line: &str, at: usize) -> bool {
    line.get(at..).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()))
}

fn timed(plain: Dated, clock: &Clock, span: Span) -> Dated {
    let day = plain.edtf.as_str();
    let text = match &clock.to {
        Some(to) => format!("{day}T{}/{day}T{to}", clock.from),
        None => format!("{day}T{}", clock.from),
    };
    match text.parse() {
        Ok(edtf) => Dated { span, edtf, timed: true, ..plain },
        Err(_) => plain,
    }
}

/// The hour of a match and where the match ends.
fn clock(c: &Captures<'_>) -> Option<(Clock, usize)> {
    let n = |name: &str| c.name(name).and_then(|m| digits(m.as_str()));
    let end = c.get(0)?.end();
    let half = |h: i32, pm: bool| if pm { h % 12 + 12 } else { h % 12 };
    let show =
        |h: i32, m: i32| ((0..24).contains(&h) && (0..60).contains(&m)).then(|| format!("{h:02}:{m:02}"));
    let pm2 = c.name("ap2").map(|a| a.as_str().eq_ignore_ascii_case("p"));
    let last = if let (Some(h), Some(pm)) = (n("h2"), pm2) {
        if h > 12 { show(h, n("mi2").unwrap_or(0))? } else { show(half(h, pm), n("mi2").unwrap_or(0))? }
    } else if let Some(w) = c.name("word2") {
        let word = w.as_str().to_lowercase();
        if WORDS.midnight.contains(&word) { "00:00".into() } else { "12:00".into() }
    } else if let (Some(h), Some(m)) = (n("hz"), n("miz")) {
        let zulu =
            c.name("z").is_some_and(|z| matches!(z.as_str(), "Z" | "GMT") || z.as_str().ends_with("ulu"));
        format!("{}{}", show(h, m)?, if zulu { "Z" } else { "" })
    } else if let (Some(h), Some(m)) = (n("h24"), n("mi24")) {
        show(h, m)?
    } else {
        show(n("hr")?, n("mir").unwrap_or(0))?
    };
    let Some(h) = n("h") else { return Some((Clock { from: last, to: None }, end)) };
    // "2:30–3:15 p.m.": the first hour is of the same half of the day unless that would run backwards.
    let first_pm = match c.name("ap") {
        Some(a) => Some(a.as_str().eq_ignore_ascii_case("p")),
        None => pm2.map(|pm| {
            let last_h = n("h2").unwrap_or(0) % 12;
            pm && (h % 12) * 60 + n("mi").unwrap_or(0) <= last_h * 60 + n("mi2").unwrap_or(0)
        }),
    };
    let h = first_pm.map_or(h, |pm| if h > 12 { h } else { half(h, pm) });
    Some((Clock { from: show(h, n("mi").unwrap_or(0))?, to: Some(last) }, end))
}

fn window_after(text: &str, at: usize, len: usize) -> &str {
    let mut end = (at + len).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(at..end).unwrap_or("")
}

fn window_before(text: &str, at: usize, len: usize, floor: usize) -> &str {
    let mut start = at.saturating_sub(len).max(floor);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    text.get(start..at).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, edtf: &str) {
        let all: Vec<String> = find(text, Some(1963)).iter().map(|d| d.edtf.to_string()).collect();
        assert_eq!(all.join(" "), edtf, "{text}");
    }

    #[test]
    fn datelines_with_an_hour() {
        reads("Lorme, March 9, 1963—5 p. m.", "1963-03-09T17:00");
        reads("Lorme, March 9, 1963, 11:30 a.m.", "1963-03-09T11:30");
        reads("Lorme, March 9, 1963, noon.", "1963-03-09T12:00");
        reads("Lorme, March 9, 1963, 0208Z.", "1963-03-09T02:08Z");
        reads("09.03.1963/22:00", "1963-03-09T22:00");
        reads("Cablegram 4 LORME, 9 March 1963, 6.45 p.m.", "1963-03-09T18:45");
        reads("9 марта 1963 г. в 04 час. 15 мин.", "1963-03-09T04:15");
        reads("printed at 0215 9 March", "1963-03-09T02:15");
    }

    #[test]
    fn from_when_to_when() {
        reads("March 9, 1963, 11 a.m.–12:15 p.m.", "1963-03-09T11:00/1963-03-09T12:15");
        reads("March 9, 1963, 2:30–3:15 p.m.", "1963-03-09T14:30/1963-03-09T15:15");
        reads("March 9, 1963, 11:33-12:20 p.m.", "1963-03-09T11:33/1963-03-09T12:20");
        reads("March 6 and 7, 1963.", "1963-03-06/1963-03-07");
    }

    #[test]
    fn days_in_other_scripts_and_no_days() {
        reads("1963年3月9日", "1963-03-09");
        reads("１９６３年３月９日", "1963-03-09");
        reads("1963년 3월 9일", "1963-03-09");
        reads("le 1er mars 1963", "1963-03-01");
        reads("February 30, 1963", "");
        reads("Paragraph 9 of 1963", "");
    }
}
