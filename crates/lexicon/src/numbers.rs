//! Numbers in running text: digits, words for numbers, Han numerals, with their values.
//!
//! Two tellings of one thing are laid side by side by their numbers, whatever the language. The words are a
//! table (`data/languages/numbers.toml`). What does not belong here: dates, and numbers of clauses or pages.
//! Method: one walk over the words; parts of one number are added, multiplied at words like *hundred*.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

/// A number as it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberRead {
    /// Where: bytes of the text.
    pub at: Range<usize>,
    /// Its value as digits, without separators of thousands, `.` before a fraction.
    pub value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    language: Vec<Language>,
    han: Han,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    lang: String,
    joins: BTreeSet<String>,
    alone: BTreeSet<String>,
    times: BTreeMap<String, u64>,
    small: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Han {
    digits: BTreeMap<char, u64>,
    measures: Vec<String>,
}

static TABLES: LazyLock<File> =
    LazyLock::new(|| crate::table("languages/numbers.toml").expect("our own table of numbers"));

static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) [0-9]{1,3}(?:[,\u{a0}\u{202f}\ ][0-9]{3})+(?:\.[0-9]+)?\b | [0-9]+(?:[.,][0-9]+)? | [〇零一二两兩三四五六七八九十百千万萬亿億]+ | [\p{L}--[〇零一二两兩三四五六七八九十百千万萬亿億]]+",
    )
    .expect("a fixed pattern")
});

/// Longest run of parts read as one number.
const PARTS: usize = 8;

/// The numbers of a text, in order. Words are read as words of `languages` (tags); digits and Han numerals always.
pub fn numbers(text: &str, languages: &[String]) -> Vec<NumberRead> {
    let tables: Vec<&Language> = TABLES.language.iter().filter(|l| languages.contains(&l.lang)).collect();
    let tokens: Vec<Range<usize>> = TOKEN.find_iter(text).map(|m| m.range()).collect();
    let mut out = Vec::new();
    let mut n = 0;
    while n < tokens.len() {
        let word = &text[tokens[n].clone()];
        let first = word.chars().next().unwrap_or(' ');
        if first.is_ascii_digit() {
            // "3rd", "F16", "10th": part of a word, not a count.
            if !letter_beside(text, &tokens[n]) {
                out.push(NumberRead { at: tokens[n].clone(), value: digits(word) });
            }
            n += 1;
        } else if TABLES.han.digits.contains_key(&first) {
            out.extend(han(text, &tokens[n]));
            n += 1;
        } else {
            let (read, used) = words(text, &tokens[n..], &tables);
            out.extend(read);
            n += used.max(1);
        }
    }
    out
}

/// Whether a letter stands directly before or behind.
fn letter_beside(text: &str, at: &Range<usize>) -> bool {
    let latin = |c: char| c.is_alphabetic() && !('\u{2e80}'..='\u{d7a3}').contains(&c);
    text[..at.start].chars().next_back().is_some_and(latin)
        || text[at.end..].chars().next().is_some_and(latin)
}

/// Digits without separators of thousands; a comma before other than three digits is a fraction.
fn digits(word: &str) -> String {
    let parts: Vec<&str> = word.split([',', '\u{a0}', '\u{202f}', ' ']).collect();
    let thousands =
        parts.len() > 1 && parts[1..].iter().all(|p| p.split('.').next().is_some_and(|p| p.len() == 3));
    let joined = if thousands { parts.concat() } else { parts.join(".") };
    let whole = joined.trim_start_matches('0');
    if whole.is_empty() || whole.starts_with('.') { format!("0{whole}") } else { whole.to_owned() }
}

/// A number in words at the head of `tokens`, and how many tokens it takes.
fn words(text: &str, tokens: &[Range<usize>], tables: &[&Language]) -> (Option<NumberRead>, usize) {
    let (mut total, mut part) = (0u64, 0u64);
    let (mut used, mut counted) = (0, 0);
    let mut last = u64::MAX;
    for (n, token) in tokens.iter().take(PARTS).enumerate() {
        let close = n == 0 || text[tokens[n - 1].end..token.start].chars().all(|c| c == ' ' || c == '-');
        if !close {
            break;
        }
        let lower = text[token.clone()].to_lowercase();
        if let Some(&value) = tables.iter().find_map(|t| t.small.get(&lower)) {
            // "twenty three" goes on, "three four" are two numbers.
            if value >= last {
                break;
            }
            part += value;
            last = if value % 10 == 0 && value > 0 { value } else { 0 };
        } else if let Some(&by) =
            tables.iter().find_map(|t| t.times.get(&lower)).filter(|_| counted > 0 && part > 0)
        {
            if by >= 1000 {
                total += part.saturating_mul(by);
                part = 0;
            } else {
                part = part.saturating_mul(by);
            }
            last = by;
        } else if counted > 0
            && tables.iter().any(|t| t.joins.contains(&lower))
            && last >= 100
            && last != u64::MAX
        {
            continue;
        } else {
            break;
        }
        used = n + 1;
        counted += 1;
    }
    if used == 0 {
        return (None, 1);
    }
    let at = tokens[0].start..tokens[used - 1].end;
    let lower = text[at.clone()].to_lowercase();
    let alone = used == 1 && tables.iter().any(|t| t.alone.contains(&lower));
    ((!alone).then(|| NumberRead { at, value: total.saturating_add(part).to_string() }), used)
}

/// A number in Han numerals; a single one only before a measure word.
fn han(text: &str, at: &Range<usize>) -> Option<NumberRead> {
    let table = &TABLES.han;
    let values: Vec<u64> =
        text[at.clone()].chars().take(12).filter_map(|c| table.digits.get(&c).copied()).collect();
    let counts = |m: &String| text[at.end..].starts_with(m.as_str());
    if values.len() < 2 && !table.measures.iter().any(counts) {
        return None;
    }
    let value = if values.iter().all(|&v| v < 10) {
        values.iter().fold(0u64, |sum, &v| sum * 10 + v)
    } else {
        let (mut total, mut part, mut digit) = (0u64, 0u64, 0u64);
        for v in values {
            match v {
                0..=9 => digit = v,
                10..=9_999 => {
                    part += digit.max(1) * v;
                    digit = 0;
                }
                _ => {
                    total += (part + digit).max(1) * v;
                    (part, digit) = (0, 0);
                }
            }
        }
        total + part + digit
    };
    Some(NumberRead { at: at.clone(), value: value.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let languages = ["en", "ru", "ko"].map(str::to_owned);
        numbers(text, &languages).into_iter().map(|n| format!("{}={}", &text[n.at], n.value)).collect()
    }

    #[test]
    fn digits_with_and_without_separators() {
        assert_eq!(read("1,200 men, 3 500 tonnes and 0.5 miles"), ["1,200=1200", "3 500=3500", "0.5=0.5"]);
        assert_eq!(read("the 3rd of an F16"), Vec::<String>::new());
    }

    #[test]
    fn words_are_put_together() {
        assert_eq!(
            read("twenty-six boats, three hundred and five men"),
            ["twenty-six=26", "three hundred and five=305"]
        );
        assert_eq!(read("two thousand four hundred"), ["two thousand four hundred=2400"]);
        assert_eq!(read("two or three, and four and six"), ["two=2", "three=3", "four=4", "six=6"]);
        assert_eq!(read("двадцать три рыбака"), ["двадцать три=23"]);
    }

    #[test]
    fn one_is_more_often_a_pronoun() {
        assert_eq!(read("no one of them, twenty-one of us"), ["twenty-one=21"]);
    }

    #[test]
    fn a_word_counts_only_in_its_own_language() {
        assert_eq!(numbers("at once, six", &["en".into()])[0].value, "6");
        assert_eq!(numbers("once barcos", &["es".into()])[0].value, "11");
    }

    #[test]
    fn han_numerals_need_company() {
        assert_eq!(read("二十三名渔民，一方面三艘船"), ["二十三=23", "三=3"]);
        assert_eq!(read("统一了"), Vec::<String>::new());
    }
}
