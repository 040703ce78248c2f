//! What an expression means: groups of a match and the anchor to EDTF and to the value of TIMEX3.
//!
//! Here: dates and hours that are said as such. What counts from somewhere is in `relative.rs`, lengths and what comes
//! back in `length.rs`.

use std::cell::Cell;

use memcon_model::{DateType, Day, Edtf, Timex};

use super::fields::{Fields, of_two_digits};
use super::{length, relative};

/// To which side of the anchor the sentence looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tense {
    /// It does not say.
    #[default]
    Open,
    /// It tells of what has been.
    Past,
    /// Somebody told it; what he told may be of either.
    Told,
    /// It speaks of what is to come.
    Ahead,
}

/// What an expression counted from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Used {
    /// Nothing: it says all itself.
    #[default]
    Nothing,
    /// The anchor of the passage.
    Anchor,
    /// The date told last.
    Last,
}

/// What is known around an expression.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    /// The day from which relative expressions count and missing years are filled.
    pub anchor: Option<Day>,
    /// Whether the anchor is known to the day, not merely to the month or year.
    pub precise: bool,
    /// The last day named in full before the expression, for "the next day".
    pub last: Option<Day>,
    /// The last date named before it, of whatever length.
    pub told: Option<Edtf>,
    /// The last quarter named in the paper, for "the quarter".
    pub quarter: Option<(i64, i64)>,
    /// The quarter named last, also one of another year beside it, for "that quarter".
    pub beside: Option<(i64, i64)>,
    /// Whether the last figures were those of a whole year or of several quarters.
    pub long: bool,
    /// Whether the words right before say that the time has been.
    pub certain: bool,
    /// To which side the sentence looks.
    pub tense: Tense,
    /// What the expression at hand counted from.
    pub used: Cell<Used>,
}

impl Context {
    /// The anchor; remembers that it was used.
    pub fn the_anchor(&self) -> Option<Day> {
        self.used.set(Used::Anchor);
        self.anchor
    }

    /// The anchor where it is known to the day.
    pub fn the_day(&self) -> Option<Day> {
        self.the_anchor().filter(|_| self.precise)
    }

    /// Keeps what a meaning tells, for those behind it.
    pub fn remember(&mut self, meaning: &Meaning, gives: &str) {
        let lengths = ["P6M", "P9M", "P12M", "P1Y", "P52W"];
        match meaning.value.as_deref() {
            Some("P3M") => self.long = false,
            Some(value) if lengths.contains(&value) => self.long = true,
            _ => {}
        }
        let Some(edtf) = meaning.edtf.as_ref().filter(|e| !e.as_str().starts_with("XXXX")) else { return };
        let named = relative::quarter_of(edtf);
        self.beside = named.or(self.beside);
        // The quarter of the year before is named beside the one of which the report tells.
        let earlier = matches!((named, self.quarter), (Some((y, n)), Some((own, m))) if n == m && y < own);
        let what = gives.split(' ').next().unwrap_or("");
        if earlier || matches!(what, "quarter-told" | "same-period" | "compared") {
            return;
        }
        self.quarter = named.or(self.quarter);
        let year =
            edtf.as_str().len() == 4 || edtf.as_str().ends_with("-40") || edtf.as_str().ends_with("-41");
        self.long = year || (self.long && named.is_none());
        self.told = Some(edtf.clone());
    }

    /// The last day told; remembers that it was used.
    pub fn the_last(&self) -> Option<Day> {
        self.last.inspect(|_| self.used.set(Used::Last))
    }
}

/// The value of one expression.
pub(super) struct Meaning {
    pub edtf: Option<Edtf>,
    pub kind: DateType,
    pub timex: Timex,
    /// The value of TIMEX3 where it is not that of the EDTF.
    pub value: Option<String>,
    /// The date is one that no calendar has.
    pub impossible: bool,
}

impl Meaning {
    pub fn new(kind: DateType, edtf: Option<String>) -> Self {
        let edtf: Option<Edtf> = edtf.and_then(|e| e.parse().ok());
        let timex = match kind {
            DateType::Duration => Timex::Duration,
            _ if edtf.as_ref().is_some_and(|e| e.time().is_some()) || kind == DateType::Time => Timex::Time,
            _ => Timex::Date,
        };
        Self { edtf, kind, timex, value: None, impossible: false }
    }

    pub fn unknown(kind: DateType) -> Self {
        Self::new(kind, None)
    }

    pub fn impossible(kind: DateType) -> Self {
        Self { impossible: true, ..Self::unknown(kind) }
    }

    /// With a value of its own.
    pub fn valued(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    /// With the part of the day that was said, where no hour was.
    pub fn in_part(mut self, part: Option<&str>) -> Self {
        let Some(part) = part else { return self };
        if let Some(edtf) = self.edtf.as_ref().filter(|e| e.time().is_none()) {
            self.value = Some(format!("{}{part}", edtf.timex_value()));
        }
        self.timex = Timex::Time;
        self
    }
}

/// Reads a match of an expression that `gives`; `None` where it is no date after all.
pub(super) fn read(gives: &str, f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let (what, detail) = gives.split_once(' ').unwrap_or((gives, ""));
    match what {
        "date" => date(f, ctx).map(|m| m.in_part(f.part())),
        "slash" => slash(f, ctx),
        "compact" => compact(f),
        "julian" => julian(f, ctx),
        "double" => double(f, ctx),
        "range" | "or" => range(f, ctx, what == "or"),
        "clock" => clock(f, ctx),
        "decade" => decade(f, ctx),
        "century" => {
            let n = f.number("n").filter(|n| (1..=21).contains(n))?;
            Some(Meaning::new(DateType::Date, Some(format!("{:02}XX", n - 1))))
        }
        "duration" | "set" | "ref" => length::read(what, detail, f),
        "vague" => Some(Meaning::unknown(DateType::Relative)),
        _ => relative::read(what, detail, f, ctx),
    }
}

/// A date of one to three parts, perhaps with an hour.
fn date(f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let (m, d) = (f.number("m"), f.number("d"));
    let mut year = f.year(ctx);
    let time = match f.time("H", "M", "ap") {
        Ok(time) => time,
        Err(()) => return Some(Meaning::impossible(DateType::Date)),
    };
    // A month above 12 or a day above 31 is another number ("Embassy telegram 42 July 6").
    if m.is_some_and(|m| !(1..=12).contains(&m)) || d.is_some_and(|d| !(1..=31).contains(&d)) {
        return None;
    }
    if year.is_none() && m.is_some() {
        year = nearest_year(m?, d, f.number("wd"), ctx);
    }
    let kind = if time.is_some() { DateType::Time } else { DateType::Date };
    let y = year.map_or("XXXX".to_owned(), |y| format!("{y:04}"));
    let edtf = match (m, d) {
        (None, None) => {
            year?;
            y
        }
        (Some(m), None) => format!("{y}-{m:02}"),
        (m, Some(d)) => {
            let m = match m {
                Some(m) => m,
                // "on the 14th": the month of the anchor
                None => return day_of_month(d, ctx),
            };
            // Without a year a leap day is possible.
            let exists = Day::new(year.unwrap_or(2000) as i32, m as u8, u8::try_from(d).ok()?).is_some();
            if !exists {
                return Some(Meaning::impossible(kind));
            }
            format!("{y}-{m:02}-{d:02}")
        }
    };
    Some(Meaning::new(kind, Some(edtf + &time.unwrap_or_default())))
}

fn day_of_month(d: i64, ctx: &Context) -> Option<Meaning> {
    let base = ctx.the_last().or_else(|| ctx.the_day())?;
    let day = Day::new(base.year, base.month, u8::try_from(d).ok()?)?;
    Some(Meaning::new(DateType::Date, Some(day.to_string())))
}

/// The year that puts a month and day nearest to the anchor; a weekday named with it decides, and where the years are
/// about as near as each other, the side to which the sentence looks.
pub(super) fn nearest_year(m: i64, d: Option<i64>, wd: Option<i64>, ctx: &Context) -> Option<i64> {
    /// Years that differ by no more days in their distance are about as near.
    const CLOSE: i64 = 130;
    let anchor = ctx.the_anchor()?;
    if !ctx.precise {
        return Some(i64::from(anchor.year));
    }
    let at = |year: i32| Day::new(year, m as u8, d.unwrap_or(15).clamp(1, 31) as u8);
    let off = |year: i32| at(year).map(|day| day.number() - anchor.number());
    let far = |year: i32| off(year).map_or(i64::MAX / 2, i64::abs);
    let mut years: Vec<i32> = vec![anchor.year, anchor.year - 1, anchor.year + 1];
    years.sort_by_key(|&y| far(y));
    let agrees = |y: &&i32| wd.is_none_or(|wd| at(**y).is_some_and(|day| i64::from(day.weekday()) == wd));
    if wd.is_some()
        && let Some(&y) = years.iter().find(agrees)
    {
        return Some(i64::from(y));
    }
    // A day in the next weeks may still be a slip of the paper's own day.
    if ctx.certain
        && d.is_some()
        && off(years[0]).is_some_and(|o| o > 20)
        && let Some(&y) = years.iter().find(|&&y| off(y).is_some_and(|o| o <= 0))
    {
        return Some(i64::from(y));
    }
    let (first, second) = (years[0], years[1]);
    let wrong = match ctx.tense {
        Tense::Past | Tense::Told => off(first).is_some_and(|o| o > 20),
        Tense::Ahead => off(first).is_some_and(|o| o < -20),
        Tense::Open => false,
    };
    let close = far(second) - far(first) <= CLOSE || (ctx.tense == Tense::Past && d.is_none());
    Some(i64::from(if wrong && close { second } else { first }))
}

/// "3/25/51": which of the two is the month is told by a number above twelve, or by the day of the paper itself.
fn slash(f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let (a, b, y) = (f.number("a")?, f.number("b")?, f.number("y")?);
    let y = if y < 100 { of_two_digits(y, ctx.anchor) } else { y };
    let day = |m: i64, d: i64| Day::new(y as i32, u8::try_from(m).ok()?, u8::try_from(d).ok()?);
    let edtf = match (day(a, b), day(b, a)) {
        (Some(x), Some(z)) if x == z => x.to_string(),
        (Some(x), Some(z)) => {
            let near =
                |d: Day| ctx.anchor.is_some_and(|at| ctx.precise && (d.number() - at.number()).abs() <= 1);
            match (near(x), near(z)) {
                (true, false) => x.to_string(),
                (false, true) => z.to_string(),
                _ => format!("[{},{}]", x.min(z), x.max(z)),
            }
        }
        (Some(x), None) | (None, Some(x)) => x.to_string(),
        (None, None) => return None,
    };
    let time = f.time("H", "M", "ap").ok().flatten().filter(|_| !edtf.starts_with('['));
    let kind = if time.is_some() { DateType::Time } else { DateType::Date };
    Some(Meaning::new(kind, Some(edtf + &time.unwrap_or_default())))
}

/// "19980227", as agencies stamp their items: only where it is a day.
fn compact(f: &Fields<'_>) -> Option<Meaning> {
    let (y, m, d) = (f.number("y")?, f.number("m")?, f.number("d")?);
    let day = Day::new(y as i32, u8::try_from(m).ok()?, u8::try_from(d).ok()?)?;
    Some(Meaning::new(DateType::Date, Some(day.to_string())))
}

/// A date said to be of the Old Style: its day in our calendar.
fn julian(f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let (m, d) = (f.number("m")?, f.number("d")?);
    let year = f.year(ctx).or_else(|| nearest_year(m, Some(d), None, ctx))?;
    match Day::from_julian(year as i32, u8::try_from(m).ok()?, u8::try_from(d).ok()?) {
        Some(day) => Some(Meaning::new(DateType::Date, Some(day.to_string()))),
        None => Some(Meaning::impossible(DateType::Date)),
    }
}

/// "12/24 March 1854", "27 April/9 May 1877": one day in both calendars; no date where the two are not one day.
fn double(f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let (d, d2) = (f.number("d")?, f.number("d2")?);
    let m2 = f.number("m2").or_else(|| f.number("m"))?;
    let m = f.number("m").unwrap_or(m2);
    let y = f.year(ctx)?;
    let old = Day::from_julian(y as i32, u8::try_from(m).ok()?, u8::try_from(d).ok()?)?;
    let new =
        Day::new(y as i32 + i32::from(m == 12 && m2 == 1), u8::try_from(m2).ok()?, u8::try_from(d2).ok()?)?;
    (old == new).then(|| Meaning::new(DateType::Date, Some(new.to_string())))
}

/// From one date to another; parts not said twice hold for both.
fn range(f: &Fields<'_>, ctx: &Context, or: bool) -> Option<Meaning> {
    let (m, m2) = (f.number("m"), f.number("m2").or(f.number("m")));
    let m = m.or(m2);
    let (d, d2) = (f.number("d"), f.number("d2"));
    let mut y = f.number("y");
    let mut y2 = f.number("y2");
    if let (Some(a), Some(b)) = (y, y2)
        && b < 100
    {
        y2 = Some(a - a % 100 + b);
    }
    if y.is_none() && y2.is_none() {
        y = f.year(ctx);
    }
    if m.is_some() {
        y2 = y2.or(y).or_else(|| nearest_year(m2?, d2, None, ctx));
        // "28 December to 3 January 1962" begins the year before.
        y = y.or(y2.map(|y2| y2 - i64::from(m > m2)));
        y2 = y2.map(|y2| y2 + i64::from(m > m2 && y == Some(y2) && f.number("y2").is_none()));
    }
    let one = |y: Option<i64>, m: Option<i64>, d: Option<i64>| -> Option<String> {
        let year = y.map_or("XXXX".to_owned(), |y| format!("{y:04}"));
        match (m, d) {
            (None, None) => y.map(|_| year),
            (Some(m), None) => (1..=12).contains(&m).then(|| format!("{year}-{m:02}")),
            (Some(m), Some(d)) => {
                Day::new(y.unwrap_or(2000) as i32, u8::try_from(m).ok()?, u8::try_from(d).ok()?)
                    .map(|_| format!("{year}-{m:02}-{d:02}"))
            }
            (None, Some(_)) => None,
        }
    };
    let (a, b) = (one(y, m, d), one(y2, m2, d2));
    let (Some(a), Some(b)) = (a, b) else {
        return (m.is_some() && d.is_some()).then(|| Meaning::impossible(DateType::Date));
    };
    if a > b {
        return None;
    }
    Some(Meaning::new(DateType::Date, Some(if or { format!("[{a},{b}]") } else { format!("{a}/{b}") })))
}

/// A time of day alone: on the last day named, else the anchor's.
fn clock(f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let Ok(time) = f.time("H", "M", "ap") else { return Some(Meaning::impossible(DateType::Time)) };
    let time = time?;
    let day = ctx.the_last().or_else(|| ctx.the_day());
    Some(Meaning::new(DateType::Time, day.map(|d| format!("{d}{time}"))))
}

/// "the 1950s", "the '60s", "the sixties": the digits its years share.
fn decade(f: &Fields<'_>, ctx: &Context) -> Option<Meaning> {
    let mut year = f.number("y")?;
    if year < 100 {
        year = of_two_digits(year, ctx.the_anchor());
    }
    if let Some(n) = f.number("n") {
        year += (n - 1) * 100;
    }
    (year % 10 == 0).then(|| Meaning::new(DateType::Date, Some(format!("{:03}X", year / 10))))
}
