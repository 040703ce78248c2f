//! Where duties stand: the clauses of a draft or agreement, those that another paper encloses or recites.

use std::sync::LazyLock;

use memcon_model::{Analysis, RegionKind, Span};
use regex::Regex;

use super::{Clause, WORDS, enclosed, form_of_duties};
use crate::Paper;
use crate::interpret::units::{ranges, sentences};

/// A stretch of a paper that is a text of duties.
pub(super) struct Zone {
    /// The stretch.
    pub span: Span,
    /// proposed | undertaken | in-force.
    pub status: &'static str,
    /// Whether a reporter tells it in his own words.
    pub told: bool,
    /// Whether the paper recites it, rather than being it or enclosing it.
    pub recited: bool,
}

/// The mark that a clause opens with.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[-•*#\s]*)(?P<label>(?:Article|ARTICLE|Art\.|Paragraph|Section|Статья|Article premier)\s+[0-9IVXLC]+\.?|第[一二三四五六七八九十0-9]+条|제\s?[0-9]+\s?조|\(?[0-9]{1,2}[.)]|\(?[a-z][.)]|\([ivx]{1,4}\))(?:[\s:.—-]+|$)")
        .expect("a fixed pattern")
});

/// The stretches that are texts of duties, in order: the whole paper by its form, else articles that it encloses and
/// clauses that it recites.
pub(super) fn zones(paper: &Paper<'_>, found: &Analysis) -> Vec<Zone> {
    let ranges = || {
        let body =
            |k: RegionKind| matches!(k, RegionKind::Body | RegionKind::Translation | RegionKind::Original);
        ranges(paper, found).into_iter().filter(move |r| body(r.1)).map(|r| r.0)
    };
    if let Some(status) = form_of_duties(found.form) {
        return ranges().map(|span| Zone { span, status, told: false, recited: false }).collect();
    }
    let mut out: Vec<Zone> = Vec::new();
    for range in ranges() {
        out.extend(articles(paper, range));
    }
    for span in ranges().flat_map(|range| enclosed::texts(paper, range)).collect::<Vec<_>>() {
        if out.iter().all(|z| !z.span.overlaps(span)) {
            out.push(Zone { span, status: "proposed", told: false, recited: true });
        }
    }
    for span in recited(paper, found) {
        if out.iter().all(|z| !z.span.overlaps(span)) {
            out.push(Zone { span, status: "proposed", told: told(paper.words(span)), recited: true });
        }
    }
    out.sort_by_key(|z| z.span.start);
    out
}

/// Whether clauses are told with "would" rather than recited with "shall".
fn told(words: &str) -> bool {
    let count = |w: &str| words.matches(w).take(50).count();
    count(" would ") > count(" shall ")
}

/// Articles in a run that a paper encloses: three or more, most of them with a modal of treaties.
fn articles(paper: &Paper<'_>, range: Span) -> Vec<Zone> {
    static ARTICLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[-•*#\s]*(?:Article|ARTICLE|Art\.|Статья|СТАТЬЯ|第[一二三四五六七八九十0-9]+条|제\s?[0-9]+\s?조)").expect("a fixed pattern")
    });
    let from = paper.paragraphs.partition_point(|p| p.span.end <= range.start);
    let list: Vec<Span> =
        paper.paragraphs[from..].iter().take_while(|p| p.span.start < range.end).map(|p| p.span).collect();
    let marks: Vec<usize> = (0..list.len()).filter(|&n| ARTICLE.is_match(paper.words(list[n]))).collect();
    if marks.len() < 3 {
        return Vec::new();
    }
    // What stands behind the last article belongs to it for as many paragraphs as an article has.
    let (first, last) = (marks[0], marks[marks.len() - 1]);
    let span = list[first].hull(list[last.min(list.len() - 1)]);
    let modal = marks.iter().filter(|&&n| {
        let next = list[n..].iter().take(4).map(|s| paper.words(*s));
        next.into_iter()
            .any(|w| [" shall ", " will ", " undertake", " обяз", "应", "한다"].iter().any(|m| w.contains(m)))
    });
    if modal.count() * 2 < marks.len() {
        return Vec::new();
    }
    let low = |s: &str| s.to_lowercase();
    let behind = low(paper.text.get(span.end as usize..).map_or("", |s| head(s, 900)));
    let signed = WORDS.signed.iter().any(|w| behind.contains(w.as_str()));
    vec![Zone { span, status: if signed { "in-force" } else { "proposed" }, told: false, recited: false }]
}

/// The first characters of a text.
fn head(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(n, _)| &text[..n])
}

/// Every sentence of a zone, in order.
pub(super) fn clauses(paper: &Paper<'_>, zone: &Zone) -> Vec<Clause> {
    let mut out = Vec::new();
    let mut article: Option<String> = None;
    let mut label: Option<String> = None;
    let from = paper.paragraphs.partition_point(|p| p.span.end <= zone.span.start);
    for p in paper.paragraphs[from..].iter().take_while(|p| p.span.start < zone.span.end) {
        let span = Span { start: p.span.start.max(zone.span.start), end: p.span.end.min(zone.span.end) };
        for sentence in sentences(paper.text, span) {
            let (here, rest) = unlabelled(paper, sentence);
            if let Some(here) = here {
                (article, label) = labelled(article, here);
            }
            if !rest.is_empty() {
                out.push(Clause {
                    span: rest,
                    label: label.clone(),
                    article: article.clone().or_else(|| label.clone()),
                    status: zone.status,
                    told: zone.told,
                    recited: zone.recited,
                });
            }
        }
    }
    out
}

/// The article and the label from a mark on: "Article 6", then "2." gives "Article 6.2".
fn labelled(article: Option<String>, mark: String) -> (Option<String>, Option<String>) {
    if mark.chars().filter(|c| c.is_alphabetic()).count() > 1 || mark.starts_with(['第', '제']) {
        return (Some(mark.clone()), Some(mark));
    }
    let label = article.as_ref().map_or_else(|| mark.clone(), |a| format!("{a}.{mark}"));
    (article, Some(label))
}

/// The label of a clause, and the clause without it.
fn unlabelled(paper: &Paper<'_>, span: Span) -> (Option<String>, Span) {
    let words = paper.words(span);
    match LABEL.captures(words) {
        Some(c) => {
            let label = c
                .name("label")
                .map(|m| m.as_str().trim_end_matches(['.', ')', ' ']).trim_start_matches('(').to_owned());
            let end = c.get(0).map_or(0, |m| m.end());
            (label, Span::new(span.start as usize + end, span.end as usize).trim(paper.text))
        }
        None => (None, span),
    }
}

/// Stretches of lettered clauses that a paper recites out of a draft: opened by a sentence that names a draft,
/// treaty or agreement and ends in a colon, closed behind the last lettered paragraph.
fn recited(paper: &Paper<'_>, found: &Analysis) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for (range, _) in ranges(paper, found) {
        let from = paper.paragraphs.partition_point(|p| p.span.end <= range.start);
        let list: Vec<Span> = paper.paragraphs[from..]
            .iter()
            .take_while(|p| p.span.start < range.end)
            .map(|p| p.span)
            .collect();
        let mut n = 0;
        while n < list.len() {
            let last = if opens(paper.words(list[n])) { last_lettered(paper, &list, n + 1) } else { None };
            if let Some(last) = last {
                out.push(list[n + 1].hull(list[last]));
                n = last;
            }
            n += 1;
        }
    }
    out
}

/// Whether a paragraph announces the clauses of a text to be agreed.
fn opens(words: &str) -> bool {
    let trimmed = words.trim_end();
    if !trimmed.ends_with([':', '：']) {
        return false;
    }
    let from = trimmed.char_indices().rev().nth(400).map_or(0, |(n, _)| n);
    let lower = trimmed[from..].to_lowercase();
    let has = |text: &str, list: &[String]| {
        list.iter().any(|w| {
            text.match_indices(w.as_str()).any(|(n, w)| {
                let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                free(text[..n].chars().next_back()) && free(text[n + w.len()..].chars().next())
            })
        })
    };
    // What the last sentence announces decides: a text by its name, or "I summarise" where it was named before.
    let last = lower.rsplit_once(". ").map_or(lower.as_str(), |(_, l)| l);
    if has(last, &WORDS.not_texts) {
        return false;
    }
    let named = has(last, &WORDS.texts) || (has(&lower, &WORDS.texts) && has(last, &WORDS.telling));
    named && WORDS.drafts.iter().any(|w| lower.contains(w.as_str()))
}

/// Index of the last lettered paragraph of the list that begins at `from`; up to two plain ones may stand between.
fn last_lettered(paper: &Paper<'_>, list: &[Span], from: usize) -> Option<usize> {
    let mut last = None;
    let mut plain = 0;
    for (n, span) in list.iter().enumerate().skip(from) {
        if LABEL.is_match(paper.words(*span)) {
            last = Some(n);
            plain = 0;
        } else {
            plain += 1;
            if plain > 2 || last.is_none() {
                break;
            }
        }
    }
    last
}
