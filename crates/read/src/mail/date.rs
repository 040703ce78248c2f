//! The date of a message (RFC 5322, with the older forms that programs still write) as EDTF, time and zone kept.

use memcon_model::Day;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `Tue, 4 Jun 2024 10:15:00 +0200` as `2024-06-04T10:15:00+02:00`; `None` where it is no such date.
pub(crate) fn edtf(value: &str) -> Option<String> {
    let bare = value.split('(').next().unwrap_or(value);
    let words: Vec<&str> = bare.split([' ', ',', '\t']).filter(|w| !w.is_empty()).take(12).collect();
    let at = words.iter().position(|w| month(w).is_some())?;
    let month = month(words.get(at)?)?;
    // `4 Jun 2024 10:15`, or as C prints it: `Jun  4 10:15:00 2024`.
    let before = at.checked_sub(1).and_then(|n| words.get(n)).and_then(|w| w.parse::<u8>().ok());
    let day = match before {
        Some(day) => day,
        None => words.get(at + 1)?.parse().ok()?,
    };
    let behind = words.get(at + 1..)?;
    let year = behind.iter().skip(usize::from(before.is_none())).find_map(|w| year(w))?;
    let day = Day::new(year, month, day)?;
    let Some((n, time)) = behind.iter().enumerate().find_map(|(n, w)| Some((n, time(w)?))) else {
        return Some(day.to_string());
    };
    let zone = behind.iter().skip(n + 1).find_map(|w| zone(w)).unwrap_or_default();
    Some(format!("{day}T{time}{zone}"))
}

fn month(word: &str) -> Option<u8> {
    let low = word.to_ascii_lowercase();
    let n = MONTHS.iter().position(|m| low.starts_with(m))?;
    low.bytes().all(|b| b.is_ascii_alphabetic()).then_some(n as u8 + 1)
}

fn year(word: &str) -> Option<i32> {
    if !word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year: i32 = word.parse().ok()?;
    match word.len() {
        4 => Some(year),
        // RFC 5322, 4.3: two digits up to 49 are of this century, three count from 1900.
        2 if year < 50 => Some(2000 + year),
        2 | 3 => Some(1900 + year),
        _ => None,
    }
}

fn time(word: &str) -> Option<String> {
    let mut parts = word.split(':').map(|p| p.parse::<u8>().ok().filter(|_| p.len() <= 2));
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second = match parts.next() {
        Some(second) => Some(second?),
        None => None,
    };
    if hour > 23 || minute > 59 || second.is_some_and(|s| s > 60) {
        return None;
    }
    // A leap second has no place in EDTF.
    let second = second.map_or_else(String::new, |s| format!(":{:02}", s.min(59)));
    Some(format!("{hour:02}:{minute:02}{second}"))
}

/// A zone; `-0000` says that none is known.
fn zone(word: &str) -> Option<String> {
    let named = match word.to_ascii_uppercase().as_str() {
        "GMT" | "UT" | "UTC" | "Z" => "+0000",
        "EST" => "-0500",
        "EDT" => "-0400",
        "CST" => "-0600",
        "CDT" => "-0500",
        "MST" => "-0700",
        "MDT" => "-0600",
        "PST" => "-0800",
        "PDT" => "-0700",
        _ => word,
    };
    let digits = named.strip_prefix(['+', '-'])?.replace(':', "");
    if digits.len() != 4 || !digits.bytes().all(|b| b.is_ascii_digit()) || named == "-0000" {
        return None;
    }
    if digits == "0000" {
        return Some("Z".to_owned());
    }
    let (hours, minutes) = digits.split_at_checked(2)?;
    Some(format!("{}{hours}:{minutes}", &named[..1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_keep_their_time_and_zone() {
        let cases = [
            ("Tue, 4 Jun 2024 10:15:00 +0200", "2024-06-04T10:15:00+02:00"),
            ("4 Jun 24 10:15 GMT (summer)", "2024-06-04T10:15Z"),
            ("Tue Jun  4 10:15:00 2024", "2024-06-04T10:15:00"),
            ("Fri, 31 Dec 1999 23:59:60 -0000", "1999-12-31T23:59:59"),
            ("1 January 2001", "2001-01-01"),
        ];
        for (written, meant) in cases {
            assert_eq!(edtf(written).as_deref(), Some(meant), "{written}");
            assert!(meant.parse::<memcon_model::Edtf>().is_ok(), "{meant}");
        }
        assert_eq!(edtf("31 Jun 2024 10:15 +0000"), None);
        assert_eq!(edtf("yesterday"), None);
    }
}
