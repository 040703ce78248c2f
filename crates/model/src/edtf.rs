//! Dates as EDTF (Extended Date/Time Format, ISO 8601-2): value, bounds, order.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A calendar day (proleptic Gregorian). Invariant: a day that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to 31.
    pub day: u8,
}

impl Day {
    /// The day, if it exists (31 June does not).
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        ((1..=12).contains(&month) && day >= 1 && day <= days_in(year, month)).then_some(Self {
            year,
            month,
            day,
        })
    }

    /// Days since 1970-01-01 (negative before it).
    ///
    /// Method: Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
    pub fn number(self) -> i64 {
        let y = i64::from(self.year) - i64::from(self.month <= 2);
        let era = y.div_euclid(400);
        let year_of_era = y.rem_euclid(400);
        let month = i64::from(self.month);
        let day_of_year =
            (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    /// The day that is `number` days after 1970-01-01; the inverse of [`Day::number`].
    pub fn from_number(number: i64) -> Self {
        let z = number + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        Self { year: year as i32, month: month as u8, day: day as u8 }
    }

    /// The day `days` later (earlier where negative).
    pub fn plus_days(self, days: i64) -> Self {
        Self::from_number(self.number() + days)
    }

    /// The same day of the month `months` later; the last of that month where it is shorter.
    pub fn plus_months(self, months: i64) -> Self {
        let all = i64::from(self.year) * 12 + i64::from(self.month) - 1 + months;
        let (year, month) = (all.div_euclid(12) as i32, all.rem_euclid(12) as u8 + 1);
        Self { year, month, day: self.day.min(days_in(year, month)) }
    }

    /// The week of ISO 8601 that holds the day: its year and number.
    pub fn week(self) -> (i32, u8) {
        // The Thursday of a week says to which year it belongs.
        let thursday = self.plus_days(4 - i64::from(self.weekday()));
        let first = Self { month: 1, day: 1, ..thursday };
        (thursday.year, ((thursday.number() - first.number()) / 7 + 1) as u8)
    }

    /// A day of the Julian calendar (Old Style) as a day of ours; `None` where the Julian calendar has no such day.
    pub fn from_julian(year: i32, month: u8, day: u8) -> Option<Self> {
        let leap = year.rem_euclid(4) == 0;
        let last = if month == 2 { 28 + u8::from(leap) } else { days_in(year, month) };
        if !(1..=12).contains(&month) || day == 0 || day > last {
            return None;
        }
        // Days since 1 March of the year 0, Julian; the two calendars stood two days apart then.
        let y = i64::from(year) - i64::from(month <= 2);
        let m = i64::from(if month > 2 { month - 3 } else { month + 9 });
        let number = 365 * y + y.div_euclid(4) + (153 * m + 2) / 5 + i64::from(day) - 1;
        Some(Self::from_number(number - 719_470))
    }

    /// Day of the week, Monday = 1 to Sunday = 7.
    pub fn weekday(self) -> u8 {
        ((self.number() + 3).rem_euclid(7) + 1) as u8
    }

    /// The last day of a month; 31 for a month that is none.
    pub fn last_of(year: i32, month: u8) -> u8 {
        days_in(year, month)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Days of a month.
fn days_in(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// An EDTF expression, kept in its text form: `1987-07-11`, `1987-07`, `1987-07-11T11:00`,
/// `1987-07-11/1987-07-13`, `../1987`, `1987~`, `1987-XX-11`, `[1987-07-11,1987-07-12]` (one of these).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Edtf(String);

/// Why a text is no EDTF expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdtfError(pub String);

impl fmt::Display for EdtfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a date in EDTF: {:?} (write YYYY, YYYY-MM, YYYY-MM-DD or A/B)", self.0)
    }
}
impl std::error::Error for EdtfError {}

impl Edtf {
    /// The day as an expression.
    pub fn day(day: Day) -> Self {
        Self(day.to_string())
    }

    /// The text form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first day it can mean; `None` where open to the left or without a year.
    pub fn earliest(&self) -> Option<Day> {
        bound(self.0.trim_start_matches('[').split(['/', ',']).next()?, false)
    }

    /// The last day it can mean; `None` where open to the right or without a year.
    pub fn latest(&self) -> Option<Day> {
        bound(self.0.trim_end_matches(']').rsplit(['/', ',']).next()?, true)
    }

    /// The first day it can mean, where it can be put on a line of time: "April of an unknown year" cannot.
    pub fn placed(&self) -> Option<Day> {
        self.earliest().or_else(|| self.latest()).filter(|_| !self.0.starts_with('X'))
    }

    /// [`Edtf::earliest`] as `YYYY-MM-DD`.
    pub fn earliest_iso(&self) -> Option<String> {
        self.earliest().map(|d| d.to_string())
    }

    /// [`Edtf::latest`] as `YYYY-MM-DD`.
    pub fn latest_iso(&self) -> Option<String> {
        self.latest().map(|d| d.to_string())
    }

    /// The value as TimeML writes it (TIMEX3): seasons, quarters and halves by letters, decades and centuries by the
    /// digits they share; of several days the first.
    pub fn timex_value(&self) -> String {
        let first = self.0.trim_start_matches('[').split(['/', ',']).find(|p| !matches!(*p, "" | ".."));
        let part = first.unwrap_or_default().trim_end_matches([']', '?', '~', '%']);
        let (date, time) = part.split_at(part.find('T').unwrap_or(part.len()));
        // A zone belongs to EDTF; TIMEX3 keeps the hour as the words say it.
        let time = time.find(['+', '-', 'Z']).map_or(time, |n| &time[..n]);
        match date.split_once('-') {
            None => date.trim_end_matches('X').to_owned(),
            Some((year, sub)) => {
                let sub = match sub {
                    "21" => "SP",
                    "22" => "SU",
                    "23" => "FA",
                    "24" => "WI",
                    "33" => "Q1",
                    "34" => "Q2",
                    "35" => "Q3",
                    "36" => "Q4",
                    "40" => "H1",
                    "41" => "H2",
                    other => other,
                };
                format!("{year}-{sub}{time}")
            }
        }
    }

    /// The time of day, `HH:MM` and perhaps a zone, where the expression is a single instant with one.
    pub fn time(&self) -> Option<&str> {
        (!self.0.contains(['/', ','])).then(|| self.0.split_once('T').map(|(_, t)| t)).flatten()
    }
}

/// First or last day of one side of an expression.
fn bound(part: &str, last: bool) -> Option<Day> {
    let part = part.trim_end_matches(['?', '~', '%']);
    let date = part.split('T').next()?;
    let mut fields = date.split('-');
    let year = fields.next()?;
    if year.len() != 4 {
        return None;
    }
    let fill = |s: &str, digit: char| s.replace('X', &digit.to_string());
    let year: i32 = fill(year, if last { '9' } else { '0' }).parse().ok()?;
    let month = match fields.next() {
        None | Some("XX") => {
            if last {
                12
            } else {
                1
            }
        }
        Some(m) => match m.trim_end_matches(['?', '~', '%']).parse::<u8>().ok()? {
            // Seasons, ISO 8601-2: 21 spring … 24 winter; quarters 33 to 36.
            s @ 21..=24 => if last { (s - 20) * 3 + 2 } else { (s - 20) * 3 }.min(12),
            // Halves of a year: 40 the first, 41 the second.
            h @ 40..=41 => {
                if last {
                    (h - 39) * 6
                } else {
                    (h - 39) * 6 - 5
                }
            }
            q @ 33..=36 => {
                if last {
                    (q - 32) * 3
                } else {
                    (q - 32) * 3 - 2
                }
            }
            m @ 1..=12 => m,
            _ => return None,
        },
    };
    let day = match fields.next() {
        None | Some("XX") => {
            if last {
                days_in(year, month)
            } else {
                1
            }
        }
        Some(d) => d.trim_end_matches(['?', '~', '%']).parse().ok()?,
    };
    Day::new(year, month, day)
}

/// Whether `part` is one side of an expression.
fn well_formed(part: &str) -> bool {
    if part == ".." || part.is_empty() {
        return true;
    }
    let body = part.trim_end_matches(['?', '~', '%']);
    let (date, time) = match body.split_once('T') {
        Some((d, t)) => (d, Some(t)),
        None => (body, None),
    };
    let digits = |s: &str, n: usize| s.len() == n && s.chars().all(|c| c.is_ascii_digit() || c == 'X');
    let fields: Vec<&str> = date.split('-').map(|f| f.trim_end_matches(['?', '~', '%'])).collect();
    let date_ok = match fields.as_slice() {
        [y] => digits(y, 4) || digits(y, 3),
        [y, m] => digits(y, 4) && digits(m, 2),
        [y, m, d] => digits(y, 4) && digits(m, 2) && digits(d, 2),
        _ => false,
    };
    let decade = fields.len() == 1 && fields[0].len() == 3;
    let real = decade || body.contains('X') || bound(body, false).is_some();
    let time_ok = time.is_none_or(|t| {
        t.len() >= 2 && t.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | 'Z' | '+' | '-'))
    });
    date_ok && real && time_ok
}

impl FromStr for Edtf {
    type Err = EdtfError;
    fn from_str(s: &str) -> Result<Self, EdtfError> {
        // One of a set (ISO 8601-2 level 2): days in the order of time, separated by commas.
        if let Some(set) = s.strip_prefix('[').and_then(|s| s.strip_suffix(']')) {
            let ok = set.split(',').all(|p| !p.is_empty() && p != ".." && well_formed(p));
            return ok.then(|| Self(s.to_owned())).ok_or_else(|| EdtfError(s.to_owned()));
        }
        let sides: Vec<&str> = s.split('/').collect();
        let ok = !s.is_empty()
            && sides.len() <= 2
            && sides.iter().all(|p| well_formed(p))
            && s != ".."
            && s != "../..";
        ok.then(|| Self(s.to_owned())).ok_or_else(|| EdtfError(s.to_owned()))
    }
}

impl TryFrom<String> for Edtf {
    type Error = EdtfError;
    fn try_from(s: String) -> Result<Self, EdtfError> {
        s.parse()
    }
}

impl From<Edtf> for String {
    fn from(e: Edtf) -> String {
        e.0
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn bounds(edtf: &str, first: &str, last: &str) {
        let e: Edtf = edtf.parse().expect("well-formed");
        let show = |d: Option<Day>| d.map_or("open".to_owned(), |d| d.to_string());
        assert_eq!((show(e.earliest()), show(e.latest())), (first.to_owned(), last.to_owned()), "{edtf}");
    }

    #[test]
    fn bounds_of_expressions() {
        bounds("1987-07-11", "1987-07-11", "1987-07-11");
        bounds("1987-07-11T11:00", "1987-07-11", "1987-07-11");
        bounds("1952-02", "1952-02-01", "1952-02-29");
        bounds("1987", "1987-01-01", "1987-12-31");
        bounds("195X", "1950-01-01", "1959-12-31");
        bounds("1987-07-11/1987-08-02", "1987-07-11", "1987-08-02");
        bounds("../1987-07", "open", "1987-07-31");
        bounds("1987-07~", "1987-07-01", "1987-07-31");
        bounds("XXXX-07-11", "0000-07-11", "9999-07-11");
        bounds("[1987-07-11,1987-07-12]", "1987-07-11", "1987-07-12");
    }

    #[test]
    fn days_are_counted_and_counted_back() {
        let day = |y, m, d| Day::new(y, m, d).expect("exists");
        assert_eq!(day(1970, 1, 1).number(), 0);
        assert_eq!(day(1970, 1, 1).weekday(), 4, "a Thursday");
        assert_eq!(day(2000, 2, 28).plus_days(2), day(2000, 3, 1));
        assert_eq!(day(1900, 3, 31).plus_months(-1), day(1900, 2, 28));
        for number in (-800_000..200_000).step_by(997) {
            assert_eq!(Day::from_number(number).number(), number);
        }
    }

    #[test]
    fn weeks_of_iso_and_days_of_julius() {
        let day = |y, m, d| Day::new(y, m, d).expect("exists");
        assert_eq!(day(1999, 2, 26).week(), (1999, 8));
        assert_eq!(day(1999, 1, 3).week(), (1998, 53));
        assert_eq!(day(2018, 12, 31).week(), (2019, 1));
        assert_eq!(Day::from_julian(1854, 3, 12), Some(day(1854, 3, 24)));
        assert_eq!(Day::from_julian(1917, 10, 25), Some(day(1917, 11, 7)));
        assert_eq!(Day::from_julian(1900, 2, 29), Some(day(1900, 3, 13)));
        assert_eq!(Day::from_julian(1901, 2, 29), None);
    }

    #[test]
    fn values_of_timeml() {
        let value = |e: &str| e.parse::<Edtf>().expect("well-formed").timex_value();
        let of = [
            "1998-22",
            "1998-36",
            "199X",
            "19XX",
            "1998-02-27T10:00Z",
            "1998-41",
            "XXXX-07-11",
            "[1998-02-03,1998-03-02]",
        ];
        assert_eq!(
            of.map(value),
            ["1998-SU", "1998-Q4", "199", "19", "1998-02-27T10:00", "1998-H2", "XXXX-07-11", "1998-02-03"]
        );
    }

    #[test]
    fn what_is_no_date() {
        for bad in [
            "",
            "..",
            "31 June",
            "1987-06-31",
            "1987-13",
            "1987-7-1",
            "a/b/c",
            "1987-07-11Tnoon",
            "[]",
            "[1987,..]",
        ] {
            assert!(bad.parse::<Edtf>().is_err(), "{bad}");
        }
    }
}
