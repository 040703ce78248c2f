//! Which stretches of a paper are translation and original of each other.

use std::sync::LazyLock;

use memcon_lexicon::sentences;
use memcon_model::{Analysis, RegionKind, Span};
use serde::Deserialize;

use crate::Paper;
use crate::languages::language_of;

/// Passages with fewer letters are no text of their own.
const LEAST: f64 = 40.0;
/// A translation is at most so many times as long as its original, in letters weighed by script.
const MOST_RATIO: f64 = 2.5;
/// How many times as much a character of a dense script says as a letter.
const DENSE: f64 = 3.2;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Markers {
    original: Vec<String>,
    translation: Vec<String>,
}

static MARKERS: LazyLock<Markers> =
    LazyLock::new(|| memcon_lexicon::table("align/markers.toml").expect("our own table of headings"));

/// Sentences of a translation and of its original.
pub(super) struct Pair {
    /// Sentences of the translation.
    pub translation: Vec<Span>,
    /// Sentences of the original.
    pub original: Vec<Span>,
    /// What found the passages.
    pub rule: &'static str,
    /// How sure it is that they belong together.
    pub confidence: f32,
}

/// Paragraphs of one language in a row.
struct Passage {
    lang: &'static str,
    spans: Vec<Span>,
    letters: f64,
    /// Said by a heading before it: the original, the translation.
    said: Option<Said>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Original,
    Translation,
}

/// The pairs of passages in a paper.
pub(super) fn pairs(paper: &Paper<'_>, found: &Analysis) -> Vec<Pair> {
    let of = |kind: RegionKind| -> Vec<Span> {
        let regions = found.regions.iter().filter(|r| r.kind == kind);
        regions.flat_map(|r| sentences(paper.text, r.span)).collect()
    };
    let (translation, original) = (of(RegionKind::Translation), of(RegionKind::Original));
    if !translation.is_empty() && !original.is_empty() {
        return vec![Pair { translation, original, rule: "align.regions", confidence: 0.9 }];
    }
    if !original.is_empty() {
        // The rest of the paper's own words is the translation.
        let body = of(RegionKind::Body);
        let lang = |spans: &[Span]| spans.iter().find_map(|s| language_of(paper.words(*s)));
        if !body.is_empty() && lang(&body) != lang(&original) {
            return vec![Pair { translation: body, original, rule: "align.regions", confidence: 0.8 }];
        }
    }
    by_language(paper).into_iter().collect()
}

/// Two passages in different languages, of like length, that together hold most of the text.
fn by_language(paper: &Paper<'_>) -> Option<Pair> {
    let mut passages = passages(paper);
    passages.retain(|p| p.letters >= LEAST);
    let all: f64 = passages.iter().map(|p| p.letters).sum();
    let best = passages
        .windows(2)
        .filter(|w| w[0].lang != w[1].lang)
        .filter(|w| {
            let ratio = w[0].letters / w[1].letters;
            (1.0 / MOST_RATIO..=MOST_RATIO).contains(&ratio) && (w[0].letters + w[1].letters) * 2.0 > all
        })
        .max_by(|x, y| (x[0].letters + x[1].letters).total_cmp(&(y[0].letters + y[1].letters)))?;
    let turned = best[0].said == Some(Said::Original) || best[1].said == Some(Said::Translation);
    let (translation, original) = if turned { (&best[1], &best[0]) } else { (&best[0], &best[1]) };
    let cut = |passage: &Passage| passage.spans.iter().flat_map(|s| sentences(paper.text, *s)).collect();
    let sure = best.iter().any(|p| p.said.is_some());
    Some(Pair {
        translation: cut(translation),
        original: cut(original),
        rule: if sure { "align.headings" } else { "align.languages" },
        confidence: if sure { 0.8 } else { 0.6 },
    })
}

/// Paragraphs grouped by language; what has no language of its own (names, dates) goes with what precedes.
fn passages(paper: &Paper<'_>) -> Vec<Passage> {
    let mut found: Vec<Passage> = Vec::new();
    let mut said = None;
    let mut loose: Vec<Span> = Vec::new();
    for paragraph in &paper.paragraphs {
        let words = paper.words(paragraph.span);
        if let Some(heading) = heading(words) {
            said = Some(heading);
            loose.clear();
            continue;
        }
        let spans = values(paper, paragraph.span, words);
        let lang = language_of(words);
        match (lang, found.last_mut()) {
            (Some(lang), Some(last)) if last.lang == lang && said.is_none() => {
                last.spans.append(&mut loose);
                last.spans.extend(spans);
                last.letters += letters(words);
            }
            (Some(lang), _) => {
                let mut all = std::mem::take(&mut loose);
                all.extend(spans);
                found.push(Passage { lang, spans: all, letters: letters(words), said: said.take() });
            }
            (None, _) => loose.extend(spans),
        }
    }
    found
}

/// What a short line says of the passage below it.
fn heading(words: &str) -> Option<Said> {
    if words.chars().nth(60).is_some() {
        return None;
    }
    let lower = words.to_lowercase();
    // "Original language: …" describes; only a heading that ends there announces the text itself.
    let bare = lower.trim_end_matches([':', '：', '*', '_', ' ']);
    let bare = bare.trim_start_matches(['#', '*', '_', '[', '(', ' ']).trim_end_matches([']', ')']);
    if MARKERS.original.iter().any(|m| bare == m) {
        Some(Said::Original)
    } else if MARKERS.translation.iter().any(|m| bare.starts_with(m.as_str())) {
        Some(Said::Translation)
    } else {
        None
    }
}

/// A paragraph of "Label: value" lines gives its longer values, any other itself.
fn values(paper: &Paper<'_>, span: Span, words: &str) -> Vec<Span> {
    let labelled = |line: &str| {
        line.split_once(':').is_some_and(|(label, _)| {
            (1..=24).contains(&label.trim().chars().count())
                && !label.contains(['.', ','])
                && label.split(' ').count() <= 3
        })
    };
    let lines = words.lines().filter(|l| !l.trim().is_empty()).count();
    if lines < 2 || words.lines().filter(|l| labelled(l)).count() * 2 <= lines {
        return vec![span];
    }
    let mut at = span.start as usize;
    let mut found = Vec::new();
    for line in words.split_inclusive('\n') {
        let value = line.find(':').filter(|_| labelled(line)).map_or(0, |n| n + 1);
        if line[value..].split_whitespace().count() >= 4 {
            found.push(Span::new(at + value, at + line.len()).trim(paper.text));
        }
        at += line.len();
    }
    found
}

/// Letters of a passage, those of dense scripts weighed.
fn letters(words: &str) -> f64 {
    words
        .chars()
        .filter(|c| c.is_alphabetic())
        .map(|c| match c {
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' => DENSE,
            '\u{ac00}'..='\u{d7a3}' => 2.0,
            _ => 1.0,
        })
        .sum()
}
