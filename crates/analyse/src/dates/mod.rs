//! Expressions of date and time, and what they mean.
//!
//! `data/dates/` holds the words and patterns of each language; the code here runs them, settles
//! overlaps (the longest wins), and reads them against an anchor. It takes no clock: what has no
//! anchor stays open (`XXXX-07-11`, or `null`). Method in `docs/dates.md`.

mod accounts;
mod anchor;
mod engine;
mod fields;
mod length;
mod marked;
mod meetings;
mod patterns;
mod pieces;
mod read;
mod relative;
mod rules;

pub(crate) use anchor::stamped_day;
use memcon_model::{Analysis, Basis, DateFound, Day, Edtf, Notice, Severity, Span, Timex};

use crate::Paper;
use read::{Context, Meaning, Tense, Used};
use rules::{Expression, Language, RULES};

/// Rule id of an expression that no calendar has.
const IMPOSSIBLE: &str = "date.impossible";

/// How far to either side of an expression its conditions look, in bytes.
const AROUND: usize = 48;

/// How far before an expression the words lie that say whether it is past or to come, in bytes.
const SENTENCE: usize = 200;

/// All date and time expressions in `text`, with offsets in bytes of `text`.
///
/// `anchor` is the day from which relative expressions count and missing years are filled. Where it
/// is known only to the month or year, expressions that need the day stay `null`.
pub fn find(text: &str, langs: &[String], anchor: Option<&Edtf>) -> Vec<DateFound> {
    let mut context = Context::default();
    if let Some(edtf) = anchor {
        // A day of an unknown year is no place to count from.
        context.anchor = edtf.earliest().filter(|d| d.year > 0);
        context.precise = context.anchor.is_some() && edtf.earliest() == edtf.latest();
    }
    let (mut found, mut numbered): (Vec<DateFound>, Vec<meetings::Mention>) = (Vec::new(), Vec::new());
    for candidate in candidates(text, langs) {
        if found.last().is_some_and(|d| d.span.end > candidate.span.start) || !fits(text, candidate) {
            continue;
        }
        if candidate.expression.gives == "meeting" {
            if let Some(mention) = meeting(text, candidate, found.len()) {
                numbered.push(mention);
                let unknown = Meaning::unknown(memcon_model::DateType::Relative);
                found.push(dated(text, candidate, unknown, None));
            }
            continue;
        }
        if let Some(date) = one(text, candidate, &mut context, anchor, found.last()) {
            found.push(date);
        }
    }
    meetings::settle(text, &mut found, &numbered);
    found
}

/// The meeting that a candidate names by its number.
fn meeting(text: &str, candidate: Candidate<'_>, at: usize) -> Option<meetings::Mention> {
    let captures = candidate.expression.whole.get().captures(candidate.span.of(text))?;
    let language = &RULES.languages[candidate.expression.lang];
    meetings::Mention::new(&fields::Fields::new(&captures, candidate.expression, language), at)
}

/// What the rule with that id reads, in a few words.
pub fn why(rule: &str) -> Option<&'static str> {
    RULES.expressions.iter().find(|e| e.id == rule).map(|e| e.why.as_str())
}

/// Reads a candidate behind the expression `before`; `None` where it is no date after all.
fn one(
    text: &str,
    candidate: Candidate<'_>,
    context: &mut Context,
    anchor: Option<&Edtf>,
    before: Option<&DateFound>,
) -> Option<DateFound> {
    let language = &RULES.languages[candidate.expression.lang];
    let captures = candidate.expression.whole.get().captures(candidate.span.of(text))?;
    let fields = fields::Fields::new(&captures, candidate.expression, language);
    // A paragraph break ends what "the next day" may count from; an hour in a list of registry
    // marks still belongs to the day just above it.
    if let Some(before) = before {
        let gap = Span::new(before.span.end as usize, candidate.span.start as usize);
        let near = candidate.expression.gives == "clock" && gap.len() < 160;
        if gap.of(text).contains("\n\n") && !near {
            context.last = None;
            context.told = None;
        }
    }
    // A new sentence on a new line tells of its own day.
    if candidate.expression.gives == "clock" && context.precise {
        let gap =
            before.map_or("", |b| text.get(b.span.end as usize..candidate.span.start as usize).unwrap_or(""));
        if gap.contains(".\n") {
            context.last = None;
        }
    }
    (context.tense, context.certain) = tense(text, candidate, language);
    context.used.set(Used::Nothing);
    let meaning = read::read(&candidate.expression.gives, &fields, context)?;
    let counted_from = match context.used.get() {
        Used::Nothing => None,
        Used::Anchor => anchor.cloned(),
        Used::Last => context.last.map(Edtf::day).or_else(|| context.told.clone()),
    };
    if let Some(day) = exact_day(&meaning) {
        context.last = Some(day);
    }
    context.remember(&meaning, &candidate.expression.gives);
    Some(dated(text, candidate, meaning, counted_from))
}

/// The single day a meaning names.
fn exact_day(meaning: &Meaning) -> Option<Day> {
    let edtf = meaning.edtf.as_ref().filter(|e| !e.as_str().contains('X'))?;
    edtf.earliest().filter(|d| edtf.latest() == Some(*d))
}

fn dated(text: &str, candidate: Candidate<'_>, meaning: Meaning, anchor: Option<Edtf>) -> DateFound {
    let Candidate { span, expression, .. } = candidate;
    let span = without_stop(text, span);
    let rule = if meaning.impossible { IMPOSSIBLE.to_owned() } else { expression.id.clone() };
    let value = meaning.value.or_else(|| meaning.edtf.as_ref().map(Edtf::timex_value));
    DateFound {
        span,
        anchor: anchor.filter(|_| value.is_some()),
        edtf: meaning.edtf,
        kind: meaning.kind,
        value,
        timex: meaning.timex,
        basis: Basis::new(rule, expression.confidence),
    }
}

/// Leaves the full stop of the sentence outside; that of an abbreviation ("Sept.", "p.m.") stays.
fn without_stop(text: &str, span: Span) -> Span {
    let Some(words) = span.of(text).strip_suffix('.') else { return span };
    let last = words.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let whole = last.chars().count() > 4 || matches!(last, "" | "May" | "June" | "July");
    if whole { Span::new(span.start as usize, span.end as usize - 1) } else { span }
}

/// A match that is not yet read.
#[derive(Clone, Copy)]
struct Candidate<'r> {
    span: Span,
    expression: &'r Expression,
    /// Its place among the expressions: of two equally long the earlier one wins.
    number: usize,
}

/// Matches of all expressions, in order of start, the longest first.
fn candidates(text: &str, langs: &[String]) -> Vec<Candidate<'static>> {
    let rules = &*RULES;
    let mut all = Vec::new();
    for language in &rules.languages {
        let asked = language.lang == "any" || langs.is_empty() || langs.contains(&language.lang);
        if !asked || !language.may_stand_in(text) {
            continue;
        }
        language.engine().scan(text, |start, ends| {
            for &(number, end) in ends {
                let expression = &rules.expressions[number];
                all.push(Candidate { span: Span::new(start, end), expression, number });
            }
            start + 1
        });
    }
    all.sort_by(|a, b| {
        a.span.start.cmp(&b.span.start).then(b.span.end.cmp(&a.span.end)).then(a.number.cmp(&b.number))
    });
    all
}

/// Whether the surroundings allow the expression.
fn fits(text: &str, Candidate { span, expression, .. }: Candidate<'_>) -> bool {
    let (start, end) = (span.start as usize, span.end as usize);
    let before = &text[text.floor_char_boundary(start.saturating_sub(AROUND))..start];
    let after = &text[end..text.floor_char_boundary((end + AROUND).min(text.len()))];
    let words = span.of(text);
    // A number must not be cut out of a longer one.
    let digit = |c: char| c.is_numeric();
    if words.starts_with(digit) && joined(before.chars().rev(), digit) {
        return false;
    }
    if words.ends_with(digit) && joined(after.chars(), digit) {
        return false;
    }
    // Nor a word out of a longer word.
    if expression.boundary
        && words.starts_with(char::is_alphanumeric)
        && before.ends_with(|c: char| c.is_alphanumeric() && c < '\u{2e80}')
    {
        return false;
    }
    if RULES.languages[expression.lang].lang != "zh"
        && words.ends_with(char::is_alphabetic)
        && after.starts_with(|c: char| c.is_alphanumeric() && (c < '\u{2e80}'))
    {
        return false;
    }
    expression.before.as_ref().is_none_or(|r| r.get().is_match(before))
        && expression.after.as_ref().is_none_or(|r| r.get().is_match(after))
        && expression.not_before.as_ref().is_none_or(|r| !r.get().is_match(before))
        && expression.not_after.as_ref().is_none_or(|r| !r.get().is_match(after))
}

/// Whether the characters at hand go on with a number ("3", ".5", "-17").
fn joined(mut chars: impl Iterator<Item = char>, digit: impl Fn(char) -> bool) -> bool {
    match chars.next() {
        Some(c) if digit(c) => true,
        Some('.' | ',' | '/' | '-' | ':' | '–') => chars.next().is_some_and(digit),
        _ => false,
    }
}

/// Whether the sentence around an expression speaks of what has been or of what is to come: the last word of either
/// kind before the expression says it, else the first one behind.
///
/// Also whether the words right before say that it has been for certain.
fn tense(text: &str, candidate: Candidate<'_>, language: &Language) -> (Tense, bool) {
    let Candidate { span, expression, .. } = candidate;
    let Some(words) = &language.tense else { return (Tense::Open, false) };
    let words = words.get();
    let start = text.floor_char_boundary((span.start as usize).saturating_sub(SENTENCE));
    let end = text.floor_char_boundary((span.end as usize + SENTENCE / 2).min(text.len()));
    let before = &text[start..span.start as usize];
    // "by" before a possessive names who did something, not the end of a time.
    let possessive = text[span.end as usize..].starts_with(['\'', '’']) || span.of(text).ends_with("'s");
    let before = if possessive { before.trim_end() } else { before };
    let before = before.rsplit_once(". ").map_or(before, |(_, b)| b);
    let before = before.rsplit_once(": ").map_or(before, |(_, b)| b);
    let before = before.rsplit(['。', '\n', '?', '!', ';']).next().unwrap_or("");
    let after = &text[span.end as usize..end];
    let after = after
        .split_once(". ")
        .map_or(after, |(a, _)| a)
        .split(['。', '\n', '?', '!', ';'])
        .next()
        .unwrap_or("");
    let side = |c: regex::Captures<'_>| match (c.name("ahead"), c.name("told")) {
        (Some(_), _) => Tense::Ahead,
        (_, Some(_)) => Tense::Told,
        _ => Tense::Past,
    };
    let says = |c: &regex::Captures<'_>| c.name("skip").is_none();
    let last = words.captures_iter(before).filter(says).last().map(side);
    let stands = |pattern: &Option<rules::Lazy>, words: &str| {
        pattern.as_ref().is_some_and(|r| r.get().is_match(words))
    };
    if stands(&language.coming, after) {
        return (Tense::Ahead, false);
    }
    let certain = matches!(last, Some(Tense::Past | Tense::Told)) && stands(&language.certain, before);
    let next = || match words.captures_iter(after).find(says).map(side) {
        None | Some(Tense::Told) if expression.gives == "weekday" && stands(&language.term, before) => {
            Some(Tense::Ahead)
        }
        next => next,
    };
    (last.or_else(next).unwrap_or_default(), certain)
}

/// All date and time expressions of a paper, each by its right anchor.
///
/// Called again once turns are known, it reads relative expressions inside a turn by the turn's time.
pub fn dates(paper: &Paper<'_>, found: &Analysis) -> Vec<DateFound> {
    let mut all = Vec::new();
    for piece in anchor::pieces(paper, found) {
        let words = piece.span.of(paper.text);
        for mut date in find(words, &paper.languages, piece.anchor.as_ref()) {
            date.span = Span::new(
                (date.span.start + piece.span.start) as usize,
                (date.span.end + piece.span.start) as usize,
            );
            all.push(date);
        }
    }
    marked::take(paper, &mut all);
    all
}

/// What a reader should know about the dates: those that cannot be.
pub fn notices(dates: &[DateFound], text: &str) -> Vec<Notice> {
    dates
        .iter()
        .filter(|d| d.basis.rule == IMPOSSIBLE)
        .map(|d| {
            let what =
                if d.timex == Timex::Time { "is a time that no clock" } else { "is a date that no calendar" };
            Notice {
                severity: Severity::Warning,
                message: format!("{:?} {what} has; it is kept as written.", d.span.of(text)),
                span: Some(d.span),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
