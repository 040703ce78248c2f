//! Dates as a reader would write them.

use maud::{Markup, html};
use memcon_model::Edtf;

use crate::strings::{fill, t, word};

/// One side of an expression in words: `1987-07-11` → "11 July 1987".
fn side(part: &str) -> String {
    let (date, time) = part.split_once('T').map_or((part, None), |(d, t)| (d, Some(t)));
    let marks: String = date.chars().filter(|c| matches!(c, '?' | '~' | '%')).collect();
    let bare: String = date.chars().filter(|c| !matches!(c, '?' | '~' | '%')).collect();
    let fields: Vec<&str> = bare.split('-').collect();
    let year = |y: &str| match (y.len(), y) {
        (_, "XXXX") => t("date.any_year").to_owned(),
        (3, _) => fill("date.decade", &[y]),
        (4, y) if y.ends_with('X') && !y[..3].contains('X') => fill("date.decade", &[&y[..3]]),
        _ => fill("date.year", &[y]),
    };
    let day = |d: &str| match d {
        "XX" => t("date.any_day").to_owned(),
        d => fill("date.day_number", &[d.trim_start_matches('0')]),
    };
    let month =
        |m: &str| if m == "XX" { t("date.any_month").to_owned() } else { word("month", m).to_owned() };
    let mut words = match fields.as_slice() {
        [y, "XX", "XX"] | [y, "XX"] => year(y),
        [y, m, "XX"] | [y, m] => fill("date.month_year", &[&month(m), &year(y)]),
        [y, m, d] => fill("date.day", &[&day(d), &month(m), &year(y)]),
        _ => year(fields.first().unwrap_or(&"")),
    };
    if let Some(time) = time {
        words = format!("{words}, {time}");
    }
    match marks.as_str() {
        "" => words,
        m if m.contains('%') || (m.contains('~') && m.contains('?')) => fill("date.about_perhaps", &[&words]),
        m if m.contains('~') => fill("date.about", &[&words]),
        _ => fill("date.perhaps", &[&words]),
    }
}

/// The expression in words.
pub fn readable(date: &Edtf) -> String {
    match date.as_str().split_once('/') {
        None => side(date.as_str()),
        Some((".." | "", to)) => fill("date.until", &[&side(to)]),
        Some((from, ".." | "")) => fill("date.from", &[&side(from)]),
        Some((from, to)) if from == to => side(from),
        Some((from, to)) => {
            let (a, b) = (side(from), side(to));
            // Two times of one day: "4 March 1963, 10:30–12:50".
            if let (Some((day, _)), Some((same, time))) = (from.split_once('T'), to.split_once('T'))
                && day == same
            {
                return format!("{a}–{time}");
            }
            // "11–13 July 1987" rather than naming month and year twice.
            match (from.len(), to.len(), from.get(..7) == to.get(..7)) {
                (10, 10, true) => {
                    let days =
                        format!("{}–{}", from[8..].trim_start_matches('0'), to[8..].trim_start_matches('0'));
                    let days = fill("date.day_number", &[&days]);
                    fill("date.day", &[&days, word("month", &to[5..7]), &fill("date.year", &[&to[..4]])])
                }
                _ => format!("{a} – {b}"),
            }
        }
    }
}

/// The expression as a `<time>`, or the words for "undated".
pub fn time(date: Option<&Edtf>) -> Markup {
    match date {
        None => html! { span.missing { (t("date.undated")) } },
        Some(d) => {
            // `datetime` wants a valid string; an EDTF beyond a plain day, month or year is none.
            let plain = d.as_str().len() <= 10 && d.as_str().chars().all(|c| c.is_ascii_digit() || c == '-');
            html! { time datetime=[plain.then_some(d.as_str())] title=[(!plain).then_some(d.as_str())] { (readable(d)) } }
        }
    }
}

/// [`time`] without times of day: in a table, the day is enough; the whole stands in the tooltip.
pub fn day(date: Option<&Edtf>) -> Markup {
    let Some(full) = date else { return time(None) };
    let sides: Vec<&str> = full.as_str().split('/').map(|s| s.split('T').next().unwrap_or(s)).collect();
    match sides.join("/").parse::<Edtf>() {
        Ok(short) if short != *full => html! { time title=(readable(full)) { (readable(&short)) } },
        _ => time(date),
    }
}

/// An ISO day in words.
pub fn iso(day: &str) -> String {
    day.parse::<Edtf>().map_or_else(|_| day.to_owned(), |d| readable(&d))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(edtf: &str, words: &str) {
        assert_eq!(readable(&edtf.parse().unwrap()), words, "{edtf}");
    }

    #[test]
    fn dates_read_like_prose() {
        reads("1987-07-11", "11 July 1987");
        reads("1987-07", "July 1987");
        reads("1987-07-11T11:00", "11 July 1987, 11:00");
        reads("1987-07-11/1987-07-13", "11–13 July 1987");
        reads("1987-07-30/1987-08-02", "30 July 1987 – 2 August 1987");
        reads("1987-07-11T10:30/1987-07-11T12:50", "11 July 1987, 10:30–12:50");
        reads("../1987", "until 1987");
        reads("1987-07~", "about July 1987");
        reads("1987?", "1987 (uncertain)");
        reads("195X", "1950s");
        reads("XXXX-07-11", "11 July of an unknown year");
    }

    #[test]
    fn dates_read_like_prose_in_the_language_of_the_page() {
        let said = |tag: &str, edtf: &str| crate::strings::speaking(tag, || readable(&edtf.parse().unwrap()));
        assert_eq!(said("ko", "1987-07-11/1987-07-13"), "1987년 7월 11–13일");
        assert_eq!(said("zh", "1987-07-11"), "1987年7月11日");
        assert_eq!((said("zh", "1987-07"), said("ko", "1987")), ("1987年7月".into(), "1987년".into()));
    }
}
