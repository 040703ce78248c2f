//! Numbers of lists, headings and notes as they are printed: 3, c, C, iii, III, and the systems of `data/read/numbering.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    sequence: Vec<Sequence>,
    counted: Vec<Counted>,
    digits: Vec<Digits>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sequence {
    names: Vec<String>,
    signs: Vec<String>,
    #[serde(default)]
    again: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counted {
    names: Vec<String>,
    digits: Vec<String>,
    ten: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Digits {
    names: Vec<String>,
    digits: Vec<String>,
}

enum System {
    Sequence(Sequence),
    Counted(Counted),
    Digits(Digits),
}

static SYSTEMS: LazyLock<(Vec<System>, BTreeMap<String, usize>)> = LazyLock::new(|| {
    let file: File = memcon_lexicon::table("read/numbering.toml").expect("our own table of numbers");
    let mut names = BTreeMap::new();
    let mut all = Vec::new();
    let named = file.sequence.into_iter().map(|s| (s.names.clone(), System::Sequence(s)));
    let named = named.chain(file.counted.into_iter().map(|c| (c.names.clone(), System::Counted(c))));
    for (called, system) in named.chain(file.digits.into_iter().map(|d| (d.names.clone(), System::Digits(d))))
    {
        names.extend(called.into_iter().map(|n| (n, all.len())));
        all.push(system);
    }
    (all, names)
});

/// The number `n` in a system, as OOXML, ODF or RTF ("nfc3") call it. A system not known prints as 1, 2, 3.
pub(super) fn print(system: &str, n: i64) -> String {
    match system {
        "none" | "" | "nfc255" => String::new(),
        "bullet" | "nfc23" => String::new(),
        "lowerLetter" | "a" | "nfc4" => letters(n, b'a', true),
        "upperLetter" | "A" | "nfc3" => letters(n, b'A', true),
        // ODF counts z, aa, ab where it does not say that letters go together.
        "a-z" => letters(n, b'a', false),
        "A-Z" => letters(n, b'A', false),
        "lowerRoman" | "i" | "nfc2" => roman(n).to_lowercase(),
        "upperRoman" | "I" | "nfc1" => roman(n),
        "decimalZero" | "01" | "nfc22" => format!("{n:02}"),
        "numberInDash" | "nfc57" => format!("- {n} -"),
        "decimal" | "1" | "nfc0" => n.to_string(),
        other => elsewhere(other, n).unwrap_or_else(|| n.to_string()),
    }
}

fn elsewhere(name: &str, n: i64) -> Option<String> {
    let (systems, names) = &*SYSTEMS;
    let place = usize::try_from(n).ok().filter(|&p| p > 0)?;
    match systems.get(*names.get(name)?)? {
        System::Sequence(s) => {
            let round = (place - 1) / s.signs.len().max(1);
            let sign = s.signs.get((place - 1) % s.signs.len().max(1))?;
            (round == 0 || s.again && round < 5).then(|| sign.repeat(round + 1))
        }
        System::Counted(c) => {
            if place > 99 {
                return None;
            }
            let (tens, ones) = (place / 10, place % 10);
            let mut out = String::new();
            if tens > 1 {
                out += c.digits.get(tens)?;
            }
            if tens > 0 {
                out += &c.ten;
            }
            if ones > 0 {
                out += c.digits.get(ones)?;
            }
            Some(out)
        }
        System::Digits(d) => {
            n.to_string().bytes().map(|b| d.digits.get(usize::from(b.wrapping_sub(b'0'))).cloned()).collect()
        }
    }
}

/// a … z, then aa, bb (`doubled`) or aa, ab.
fn letters(n: i64, first: u8, doubled: bool) -> String {
    if !(1..=26 * 26).contains(&n) {
        return n.to_string();
    }
    let letter = |m: i64| char::from(first + (m % 26) as u8);
    let round = (n - 1) / 26;
    if doubled {
        return std::iter::repeat_n(letter(n - 1), round as usize + 1).collect();
    }
    match round {
        0 => letter(n - 1).to_string(),
        _ => [letter(round - 1), letter(n - 1)].iter().collect(),
    }
}

fn roman(n: i64) -> String {
    if !(1..4000).contains(&n) {
        return n.to_string();
    }
    crate::roman::print(n.unsigned_abs()).to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::print;

    #[test]
    fn numbers_are_printed_in_their_system() {
        let printed = |system: &str| [1, 4, 12, 27, 30].map(|n| print(system, n)).join(" ");
        assert_eq!(printed("decimal"), "1 4 12 27 30");
        assert_eq!(printed("lowerLetter"), "a d l aa dd");
        assert_eq!(printed("A-Z"), "A D L AA AD");
        assert_eq!(printed("upperRoman"), "I IV XII XXVII XXX");
        assert_eq!(printed("chineseCounting"), "一 四 十二 二十七 三十");
        assert_eq!(printed("ganada"), "가 라 타 27 30");
        assert_eq!(printed("russianLower"), "а г м ю бб");
        assert_eq!(printed("decimalFullWidth"), "１ ４ １２ ２７ ３０");
    }

    #[test]
    fn no_number_is_too_odd() {
        for n in [i64::MIN, -1, 0, 4000, i64::MAX] {
            for system in
                ["decimal", "lowerLetter", "upperRoman", "ganada", "koreanCounting", "hindiNumbers", "?"]
            {
                assert!(!print(system, n).is_empty(), "{system} {n}");
            }
        }
    }
}
