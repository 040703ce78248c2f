//! Which of two papers is the original: what they themselves say. Where they do not tell, it stays unknown.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memcon_model::{Evidence, Field, Span, Testimony};
use regex::Regex;
use serde::Deserialize;

use crate::Document;

/// Lines at the head and at the foot of a paper in which it may call itself a translation.
const LINES: (usize, usize) = (14, 6);
/// Longest such line, in characters.
const LONGEST: usize = 120;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    translated: Vec<Rule>,
    languages: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    pattern: String,
    #[serde(rename = "why")]
    _why: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests"))]
    example: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the tests"))]
    not: String,
}

struct Words {
    file: File,
    translated: Vec<Regex>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let file: File = memcon_lexicon::table("link/parallel.toml").expect("our own words of translations");
    let pattern = |r: &Rule| Regex::new(&r.pattern).expect("our own patterns are regular");
    let translated = file.translated.iter().map(pattern).collect();
    Words { file, translated }
});

/// The language that a value names.
fn language(value: &str) -> Option<&'static str> {
    let lower = value.to_lowercase();
    let found =
        WORDS.file.languages.iter().find(|(_, names)| names.iter().any(|n| lower.contains(n.as_str())));
    found.map(|(tag, _)| tag.as_str())
}

fn is(document: &Document<'_>, tag: &str) -> bool {
    document.analysis.languages.first().is_some_and(|l| l == tag)
}

/// What a paper says that makes it the translation of the other.
fn says(own: &Document<'_>, other: &Document<'_>) -> Vec<Testimony> {
    let description = &own.analysis.description;
    let told = |why: String, span: Option<Span>| Testimony {
        why,
        evidence: span.map(|span| Evidence { document: own.id.to_owned(), span }).into_iter().collect(),
    };
    let mut out = Vec::new();
    if let Some(v) = description.first(Field::LanguageOriginal)
        && language(&v.value).is_some_and(|l| is(other, l) && !is(own, l))
    {
        out.push(told(format!("It names {} as the language of its original.", v.value), v.span));
    }
    if let Some(v) = description.first(Field::LanguageTranslation)
        && language(&v.value).is_some_and(|l| is(own, l) && !is(other, l))
    {
        out.push(told(format!("It names {} as the language of its translation.", v.value), v.span));
    }
    if let (Some(v), Some(t)) =
        (description.first(Field::TitleOriginal), other.analysis.description.first(Field::Title))
        && v.value.trim().to_lowercase() == t.value.trim().to_lowercase()
    {
        out.push(told(format!("It gives the other's title as the original one: {}.", v.value), v.span));
    }
    if let Some(v) = description.first(Field::Translator) {
        out.push(told(format!("It names a translator: {}.", v.value), v.span));
    }
    if let Some(span) = calls_itself(own.text) {
        out.push(told(format!("It calls itself a translation: “{}”.", span.of(own.text)), Some(span)));
    }
    out
}

/// A line at the head or the foot of a text that calls it a translation.
fn calls_itself(text: &str) -> Option<Span> {
    let mut lines: Vec<Span> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len()).trim(text);
        at += line.len();
        if !span.is_empty() {
            lines.push(span);
        }
    }
    let foot = lines.len().saturating_sub(LINES.1).max(LINES.0.min(lines.len()));
    let near = lines.iter().take(LINES.0).chain(lines[foot..].iter());
    near.copied().find(|line| {
        let words = line.of(text);
        words.chars().nth(LONGEST).is_none() && {
            let lower = words.to_lowercase();
            WORDS.translated.iter().any(|t| t.is_match(&lower))
        }
    })
}

/// Which is the original (`true` = the first), with what says so; `None` where the papers do not tell or contradict each other.
pub(super) fn which(a: &Document<'_>, b: &Document<'_>) -> Option<(bool, Vec<Testimony>)> {
    let (of_a, of_b) = (says(a, b), says(b, a));
    match (of_a.is_empty(), of_b.is_empty()) {
        (true, false) => Some((true, of_b)),
        (false, true) => Some((false, of_a)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_their_examples_and_not_the_others() {
        for (rule, pattern) in WORDS.file.translated.iter().zip(&WORDS.translated) {
            assert!(pattern.is_match(&rule.example), "{}", rule.pattern);
            assert!(!pattern.is_match(&rule.not), "{}", rule.pattern);
        }
    }

    #[test]
    fn a_heading_calls_a_paper_a_translation_and_a_sentence_does_not() {
        let found = |text: &str| calls_itself(text).map(|s| s.of(text).to_owned());
        assert_eq!(
            found("[Unofficial translation]\n\nSir,\n\nThe ferry runs."),
            Some("[Unofficial translation]".into())
        );
        assert_eq!(found("Sir,\n\nYour translation of the note was read here."), None);
    }
}
