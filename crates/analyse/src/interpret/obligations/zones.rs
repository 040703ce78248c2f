//! Where duties stand: the clauses of a draft or agreement, clauses that another paper recites, undertakings.

use std::sync::LazyLock;

use memcon_model::{Analysis, RegionKind, Span};
use regex::Regex;

use super::{Clause, WORDS, form_of_duties};
use crate::Paper;
use crate::interpret::units::{ranges, sentences};

/// The mark that a clause opens with.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[-•*#\s]*)(?P<label>(?:Article|ARTICLE|Art\.|Paragraph|Section|Статья|Article premier)\s+[0-9IVXLC]+\.?|第[一二三四五六七八九十0-9]+条|제\s?[0-9]+\s?조|\(?[0-9]{1,2}[.)]|\(?[a-z][.)]|\([ivx]{1,4}\))(?:[\s:.—-]+|$)")
        .expect("a fixed pattern")
});

/// Every sentence that may hold duties, in order.
pub(super) fn clauses(paper: &Paper<'_>, found: &Analysis) -> Vec<Clause> {
    let whole = form_of_duties(found.form);
    let recited = if whole.is_none() { recited(paper, found) } else { Vec::new() };
    let mut out = Vec::new();
    let mut label: Option<String> = None;
    for (range, kind) in ranges(paper, found) {
        if !matches!(kind, RegionKind::Body | RegionKind::Translation | RegionKind::Original) {
            continue;
        }
        let from = paper.paragraphs.partition_point(|p| p.span.end <= range.start);
        for p in paper.paragraphs[from..].iter().take_while(|p| p.span.start < range.end) {
            let span = Span { start: p.span.start.max(range.start), end: p.span.end.min(range.end) };
            let clause_text = whole.is_some() || recited.iter().any(|r| r.contains(span));
            let status = whole.unwrap_or(if clause_text { "proposed" } else { "undertaken" });
            if !clause_text {
                label = None;
            }
            for sentence in sentences(paper.text, span) {
                let (here, rest) = unlabelled(paper, sentence);
                if clause_text && here.is_some() {
                    label = here;
                }
                if !rest.is_empty() {
                    out.push(Clause {
                        span: rest,
                        label: label.clone(),
                        status,
                        text_of_duties: clause_text,
                    });
                }
            }
        }
    }
    out
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
pub(super) fn recited(paper: &Paper<'_>, found: &Analysis) -> Vec<Span> {
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
    ["draft", "treaty", "agreement", "protocol", "convention", "articles", "clauses"]
        .iter()
        .any(|w| lower.contains(w))
        && WORDS.drafts.iter().any(|w| lower.contains(w.as_str()))
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
