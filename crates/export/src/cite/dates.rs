//! Dates as citations know them: from EDTF to the parts that styles and reference managers take.

use memcon_model::Edtf;

/// A year, and month and day where they are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Parts {
    /// Year.
    pub year: i16,
    /// Month, from 1.
    pub month: Option<u8>,
    /// Day of the month.
    pub day: Option<u8>,
    /// Season, spring = 1 to winter = 4; only where there is no month.
    pub season: Option<u8>,
}

impl Parts {
    /// As in CSL-JSON.
    pub fn numbers(&self) -> Vec<i64> {
        let rest = self.month.into_iter().chain(self.month.and(self.day)).map(i64::from);
        std::iter::once(i64::from(self.year)).chain(rest).collect()
    }

    /// `1951-07-12`, `1951-07`, `1951`.
    pub fn iso(&self) -> String {
        self.with("-")
    }

    /// The parts with `between` between them.
    pub fn with(&self, between: &str) -> String {
        let rest: String = self.numbers().iter().skip(1).map(|n| format!("{between}{n:02}")).collect();
        format!("{:04}{rest}", self.year)
    }
}

/// What stands between two dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// All days from the one to the other.
    To,
    /// One of the two, nobody knows which.
    Or,
}

/// The date of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// The date, or the first of two.
    pub first: Parts,
    /// The second of two.
    pub second: Option<(Between, Parts)>,
    /// Whether it is approximate or doubted.
    pub circa: bool,
}

impl When {
    /// From EDTF; `None` where the year is not known, or the stretch is open to a side: styles then say "n.d.".
    pub fn of(edtf: &Edtf) -> Option<Self> {
        let text = edtf.as_str();
        let circa = text.contains(['?', '~', '%']);
        let set = text.strip_prefix('[').and_then(|s| s.strip_suffix(']'));
        let (sides, between): (Vec<&str>, Between) = match set {
            Some(set) => (set.split(',').collect(), Between::Or),
            None => (text.split('/').collect(), Between::To),
        };
        let first = parts(sides.first()?)?;
        let last = parts(sides.last()?)?;
        // "195X" is ten years; a day with its hours on both sides is one day.
        let (from, to) = (first.0, last.1);
        let second = (from != to).then_some((between, to));
        Some(Self { first: from, second, circa })
    }

    /// The date as `YYYY-MM-DD` and the like, with a solidus between two.
    pub fn iso(&self) -> String {
        match &self.second {
            Some((_, second)) => format!("{}/{}", self.first.iso(), second.iso()),
            None => self.first.iso(),
        }
    }
}

/// The first and the last date that one side of an expression means.
fn parts(side: &str) -> Option<(Parts, Parts)> {
    let clean: String = side.chars().filter(|c| !matches!(c, '?' | '~' | '%')).collect();
    let date = clean.split('T').next().unwrap_or_default();
    let mut fields = date.split('-');
    let year = fields.next().filter(|y| !y.is_empty() && *y != ".." && *y != "XXXX")?;
    // A decade may be written with three digits.
    let year = if year.chars().count() == 3 { format!("{year}X") } else { year.to_owned() };
    let years = (year.replace('X', "0").parse::<i16>().ok()?, year.replace('X', "9").parse::<i16>().ok()?);
    let of = |year| Parts { year, month: None, day: None, season: None };
    if years.0 != years.1 {
        return Some((of(years.0), of(years.1)));
    }
    let month = fields.next().and_then(|m| m.parse::<u8>().ok());
    let day = fields.next().and_then(|d| d.parse::<u8>().ok());
    let whole = match month {
        Some(m @ 1..=12) => Parts { year: years.0, month: Some(m), day, season: None },
        Some(s @ 21..=24) => Parts { season: Some(s - 20), ..of(years.0) },
        // Quarters and halves of a year have no name in a citation: their first and last month.
        Some(q @ 33..=36) => return Some(months(years.0, (q - 33) * 3 + 1, (q - 33) * 3 + 3)),
        Some(h @ 40..=41) => return Some(months(years.0, (h - 40) * 6 + 1, (h - 40) * 6 + 6)),
        _ => of(years.0),
    };
    Some((whole, whole))
}

fn months(year: i16, first: u8, last: u8) -> (Parts, Parts) {
    let of = |month| Parts { year, month: Some(month), day: None, season: None };
    (of(first), of(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(edtf: &str) -> String {
        let edtf: Edtf = edtf.parse().expect("well-formed");
        When::of(&edtf).map_or("n.d.".to_owned(), |w| {
            let or = w.second.is_some_and(|s| s.0 == Between::Or);
            format!("{}{}{}", w.iso(), if or { " or" } else { "" }, if w.circa { " circa" } else { "" })
        })
    }

    #[test]
    fn what_is_known_of_a_date_is_kept_and_no_more() {
        assert_eq!(read("1963-03-06T22:40"), "1963-03-06");
        assert_eq!(read("1963-03"), "1963-03");
        assert_eq!(read("1963~"), "1963 circa");
        assert_eq!(read("1963-03?"), "1963-03 circa");
        assert_eq!(read("1963-XX-11"), "1963");
        assert_eq!(read("XXXX-07-11"), "n.d.");
        assert_eq!(read("../1963"), "n.d.");
        assert_eq!(read("196X"), "1960/1969");
        assert_eq!(read("1963-34"), "1963-04/1963-06");
    }

    #[test]
    fn a_stretch_has_two_ends_and_a_day_with_hours_one() {
        assert_eq!(read("1963-03-04T10:30/1963-03-04T13:10"), "1963-03-04");
        assert_eq!(read("1963-03-04/1963-03-06"), "1963-03-04/1963-03-06");
        assert_eq!(read("[1963-03-04,1963-03-05]"), "1963-03-04/1963-03-05 or");
    }
}
