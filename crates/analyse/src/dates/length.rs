//! Lengths of time ("three hours"), what comes back ("every Monday"), and the past, present and future at large.

use memcon_model::{DateType, Timex};

use super::fields::Fields;
use super::read::Meaning;

/// Reads a match of an expression that gives a `duration`, a `set` or a `ref`.
pub(super) fn read(what: &str, detail: &str, f: &Fields<'_>) -> Option<Meaning> {
    match what {
        "duration" => Some(Meaning::unknown(DateType::Duration).valued(length(f)?)),
        "set" => {
            let value = match f.number("wd") {
                Some(wd) => format!("XXXX-WXX-{wd}"),
                None if !detail.is_empty() => amount("1", detail)?,
                None => length(f)?,
            };
            let mut set = Meaning::unknown(DateType::Duration).valued(value);
            set.timex = Timex::Set;
            Some(set)
        }
        _ => {
            let side =
                f.text("ref").and_then(|w| f.lang.reference(w)).or((!detail.is_empty()).then_some(detail))?;
            Some(Meaning::unknown(DateType::Relative).valued(side))
        }
    }
}

/// `P3M`, `PT2H10M`, `PXY` where it is not counted.
fn length(f: &Fields<'_>) -> Option<String> {
    let unit = f.unit("unit")?;
    let vague = f.text("vague").is_some();
    let n = f.number("n");
    if f.text("halfunit").is_some() {
        return Some(match unit {
            "hour" => "PT30M".to_owned(),
            "year" => "P6M".to_owned(),
            "day" => "PT12H".to_owned(),
            "decade" => "P5Y".to_owned(),
            "century" => "P50Y".to_owned(),
            _ => format!("P0.5{}", letter(unit)?),
        });
    }
    let number = if vague { "X".to_owned() } else { n.unwrap_or(1).to_string() };
    let number = if f.text("andhalf").is_some() { format!("{number}.5") } else { number };
    let mut value = amount(&number, unit)?;
    if let (Some(n2), Some(second)) = (f.number("n2"), f.unit("unit2")) {
        let more = amount(&n2.to_string(), second)?;
        // "two hours ten minutes" is one length: the sign is written once.
        let more = if value.starts_with("PT") {
            more.trim_start_matches("PT")
        } else {
            more.trim_start_matches('P')
        };
        value.push_str(more);
    }
    Some(value)
}

/// So many of a unit.
fn amount(number: &str, unit: &str) -> Option<String> {
    let letter = letter(unit)?;
    Some(match unit {
        "hour" | "minute" | "second" => format!("PT{number}{letter}"),
        // A fortnight is two weeks.
        "fortnight" => {
            number.parse::<u32>().map_or("PXW".to_owned(), |n| format!("P{}W", n.saturating_mul(2)))
        }
        _ => format!("P{number}{letter}"),
    })
}

fn letter(unit: &str) -> Option<&'static str> {
    Some(match unit {
        "second" => "S",
        "minute" | "month" => "M",
        "hour" => "H",
        "day" => "D",
        "weekend" => "WE",
        "week" | "fortnight" => "W",
        "quarter" => "Q",
        "half" => "H",
        "year" => "Y",
        "decade" => "DE",
        "century" => "CE",
        _ => return None,
    })
}
