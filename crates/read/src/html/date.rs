//! The date of a page, from an attribute, an address or a short text: year-month-day or nothing.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    months: Vec<Vec<String>>,
}

static MONTHS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let table: Table = memcon_lexicon::table("read/dates.toml").expect("our own table of months");
    table.months
});

static ISO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b((?:19|20)\d\d)[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})(?:日|T|\b)")
        .expect("our own pattern")
});
static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(\d{1,2})[./-]\s?(\d{1,2})[./-]\s?((?:19|20)\d\d)\b").expect("our own pattern")
});
static DAY_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(\d{1,2})(?:\.|st|nd|rd|th)?\s+(?:de\s+)?(\p{L}+)\.?,?\s+(?:de\s+)?((?:19|20)\d\d)\b")
        .expect("our own pattern")
});
static MONTH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(\p{L}+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b").expect("our own pattern")
});
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[/-]((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})(?:[^0-9]|$)").expect("our own pattern")
});

/// A date or date and time of ISO 8601 at the beginning of a text, as `2019-03-13`.
pub(crate) fn iso(text: &str) -> Option<String> {
    let found = ISO.captures(text.trim()).filter(|c| c.get(0).is_some_and(|m| m.start() == 0))?;
    day(&found[1], &found[2], &found[3])
}

/// A date written out somewhere in a short text.
pub(crate) fn written(text: &str) -> Option<String> {
    if let Some(c) = ISO.captures(text) {
        return day(&c[1], &c[2], &c[3]);
    }
    if let Some(c) = DAY_MONTH.captures(text)
        && let Some(month) = month(&c[2])
    {
        return day(&c[3], &month.to_string(), &c[1]);
    }
    if let Some(c) = MONTH_DAY.captures(text)
        && let Some(month) = month(&c[1])
    {
        return day(&c[3], &month.to_string(), &c[2]);
    }
    let c = DAY_FIRST.captures(text)?;
    // "3/25/2019" can only be month first.
    day(&c[3], &c[2], &c[1]).or_else(|| day(&c[3], &c[1], &c[2]))
}

/// A date in an address: `/2019/03/13/`.
pub(crate) fn in_address(address: &str) -> Option<String> {
    let c = ADDRESS.captures(address)?;
    day(&c[1], &c[2], &c[3])
}

fn month(word: &str) -> Option<usize> {
    let word = word.to_lowercase();
    MONTHS.iter().position(|names| names.contains(&word)).map(|n| n + 1)
}

fn day(year: &str, month: &str, day: &str) -> Option<String> {
    let (month, day): (u8, u8) = (month.parse().ok()?, day.parse().ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then(|| format!("{year}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates_of_many_hands() {
        for text in [
            "13. März 2019",
            "March 13, 2019",
            "13.03.2019",
            "on 2019-03-13 at noon",
            "le 13 mars 2019",
            "2019年3月13日",
        ] {
            assert_eq!(written(text).as_deref(), Some("2019-03-13"), "{text}");
        }
        assert_eq!(in_address("https://example.org/2019/03/13/title/").as_deref(), Some("2019-03-13"));
        assert_eq!(written("13 chapters 2019"), None);
        assert_eq!(iso("2019-03-13T10:00:00+01:00").as_deref(), Some("2019-03-13"));
    }
}
