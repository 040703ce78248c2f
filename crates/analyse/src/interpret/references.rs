//! Mentions of other documents and meetings: "your telegram 14", "my despatch of 3 May", "the 10th meeting".
//!
//! Which document is meant is not decided here: `target` stays empty until linking.

use std::sync::LazyLock;

use memcon_lexicon::{Rule, RuleSet};
use memcon_model::{Analysis, Basis, Day, Edtf, Field, Reference, RegionKind, Span};
use regex::{Captures, Regex};

use crate::Paper;
use crate::describe::dateline;
use crate::describe::words::WORDS;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::load("references/").expect("data/references"));

/// Mentions of other documents.
pub fn references(paper: &Paper<'_>, found: &Analysis) -> Vec<Reference> {
    let anchor = found.description.date();
    let own: Vec<&str> = found.description.all(Field::Number).iter().map(|v| v.value.as_str()).collect();
    let is_own = |r: &Reference| {
        r.number
            .as_deref()
            .is_some_and(|n| own.iter().any(|o| *o == n || o.split([',', ' ']).any(|w| w == n)))
    };
    let mut all: Vec<Reference> = Vec::new();
    for region in found.regions.iter().filter(|r| read(r.kind)) {
        // Paragraph by paragraph: no mention runs over a blank line.
        let from = paper.paragraphs.partition_point(|p| p.span.end <= region.span.start);
        for paragraph in paper.paragraphs[from..].iter().take_while(|p| p.span.start < region.span.end) {
            let start = paragraph.span.start.max(region.span.start) as usize;
            let end = paragraph.span.end.min(region.span.end) as usize;
            let Some(text) = paper.text.get(start..end) else { continue };
            // One pass tells which rules have anything to say here; most have nothing.
            for m in RULES.matches(text, &[]) {
                for c in m.rule.regex.captures_iter(text) {
                    let Some(found) = mention(m.rule, &c, text, start, anchor) else { continue };
                    if region.kind == RegionKind::Letterhead && (found.number.is_none() || is_own(&found)) {
                        continue;
                    }
                    all.extend(further(&found, c.name("number").map(|n| n.end()), text, start));
                    all.push(found);
                }
            }
        }
    }
    // Of overlapping mentions the longest stays; of equals the surer.
    all.sort_by_key(|r| (r.span.start, std::cmp::Reverse(r.span.end)));
    let mut out: Vec<Reference> = Vec::new();
    for r in all {
        match out.last() {
            Some(last) if r.span.start < last.span.end => {}
            _ => out.push(r),
        }
    }
    out
}

fn read(kind: RegionKind) -> bool {
    matches!(
        kind,
        RegionKind::Body
            | RegionKind::Translation
            | RegionKind::Original
            | RegionKind::EditorialNote
            // What a telegram answers stands between its dateline and its text.
            | RegionKind::Letterhead
    )
}

fn mention(
    rule: &'static Rule,
    c: &Captures<'_>,
    text: &str,
    base: usize,
    anchor: Option<&Edtf>,
) -> Option<Reference> {
    let whole = c.get(0)?;
    let number = c.name("number").map(|n| n.as_str().trim().to_owned());
    let date = c.name("date").or_else(|| c.name("date2"));
    let behind = text.get(whole.end()..).unwrap_or("");
    let series = number.as_deref().is_some_and(|n| n.starts_with(char::is_alphabetic));
    if rule.gives == "bare"
        && date.is_none()
        && !series
        && !ends_mention(behind, number.as_deref().unwrap_or(""))
    {
        return None;
    }
    if rule.gives == "russian" && number.is_none() && date.is_none() {
        return None;
    }
    // "our 1963": a year is no number of a telegram.
    if number.as_deref().is_some_and(|n| {
        n.len() == 4
            && rule.gives == "bare"
            && behind.starts_with(' ')
            && (n.starts_with("19") || n.starts_with("20"))
    }) {
        return None;
    }
    let edtf = date
        .and_then(|d| dated(d.as_str(), anchor))
        .or_else(|| c.name("day").and_then(|d| day_of_month(d.as_str(), anchor)));
    let words = whole.as_str();
    let lead = words.len() - words.trim_start().len();
    // A number ends the mention; the day behind it only says of when it is.
    let end = c.name("number").map_or(whole.start() + words.trim_end().len(), |n| {
        c.name("desc").map_or(n.end(), |d| d.end().max(n.end()))
    });
    let span = Span::new(base + whole.start() + lead, base + end);
    Some(Reference {
        span,
        number,
        date: edtf,
        description: c.name("desc").map(|d| d.as_str().trim().to_owned()),
        target: None,
        basis: Basis::new(rule.id.as_str(), rule.confidence),
    })
}

/// The further numbers of a list: "telegrams 418, 433 and 434" are three papers.
fn further(first: &Reference, behind: Option<usize>, text: &str, base: usize) -> Vec<Reference> {
    static NEXT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?: to (?:\p{Lu}\p{L}+ ?){1,2})?(?:\s*,\s*(?:and\s+)?|\s*and\s+|\s*&\s*|\s*/\s*)(?:Nos?\.\s*)?(?P<number>(?:\p{Lu}{1,3}\.? ?)?\d{1,6})\b")
            .expect("a fixed pattern")
    });
    let mut out = Vec::new();
    let Some(mut at) = behind else { return out };
    let digits = |n: &str| n.chars().filter(char::is_ascii_digit).count();
    let own = first.number.as_deref().map_or(0, digits);
    while let Some(c) = text.get(at..).and_then(|rest| NEXT.captures(rest)) {
        let Some(number) = c.name("number") else { break };
        // "despatch 12, 5 March": a day behind a comma is no number.
        let rest = text.get(at + number.end()..).unwrap_or("");
        let day = dateline::first(text.get(at + number.start()..).unwrap_or(""), None).is_some_and(|_| {
            rest.trim_start().starts_with(char::is_uppercase) && digits(number.as_str()) <= 2
        });
        // Numbers of one list are about as long; a shorter one counts something else.
        if day || digits(number.as_str()) + 1 < own || out.len() >= 12 {
            break;
        }
        let span = Span::new(base + at + number.start(), base + at + number.end());
        out.push(Reference { span, number: Some(number.as_str().to_owned()), date: None, ..first.clone() });
        at += number.end();
    }
    out
}

/// Whether what stands behind "our 892" leaves it a number: a stop, a bracket, or words that go on about a paper.
fn ends_mention(behind: &str, number: &str) -> bool {
    let next = behind.trim_start();
    let Some(first) = next.chars().next() else { return true };
    if behind.starts_with(['.', ',', ';', ':', ')', '(', '^', '/', '-', '—'])
        || first.is_uppercase()
        || first == '('
    {
        return true;
    }
    let word: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
    WORDS.after_number.contains(&word) && (number.chars().filter(char::is_ascii_digit).count() >= 2)
}

/// A day without a year is the last such day before the paper was written.
fn dated(words: &str, anchor: Option<&Edtf>) -> Option<Edtf> {
    let year = anchor.and_then(dateline::year_of);
    let found = dateline::first(words, year)?;
    if found.with_year {
        return Some(found.edtf);
    }
    let (day, end) = (found.edtf.earliest()?, anchor?.latest()?);
    // A day shortly ahead is one to come (a meeting planned); further off it is last year's.
    let ahead = (day.year - end.year) * 12 + i32::from(day.month) - i32::from(end.month);
    if day > end && ahead > 3 {
        return Day::new(day.year - 1, day.month, day.day).map(Edtf::day).or(Some(found.edtf));
    }
    Some(found.edtf)
}

/// "the 10th": of the paper's month, or of the month before where that day is still to come.
fn day_of_month(words: &str, anchor: Option<&Edtf>) -> Option<Edtf> {
    let day: u8 = words.trim_end_matches(char::is_alphabetic).parse().ok()?;
    let end = anchor?.latest()?;
    let (mut year, mut month) = (end.year, end.month);
    if day > end.day {
        (year, month) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
    }
    Day::new(year, month, day).map(Edtf::day)
}
