//! Speech that a dash opens: "— Words, — said X. — More words."
//!
//! Such paragraphs become quotations whose marks are the dashes, so that all later steps treat them alike.
//! A dash also opens the items of lists: a paragraph counts only in a run in which some cue tells of speech.

use super::super::scan::{Kind, Scan};
use super::super::search::Quote;
use super::tables::Language;
use super::{Speakable, apply};
use memcon_model::Span;

/// Commas, stops and dashes of a paragraph at which a cue is looked for.
const TRIED: usize = 40;

/// A paragraph (or line) that opens with a dash: its tokens, and its cue where it has one.
struct Opened {
    first: usize,
    last: usize,
    language: &'static Language,
    /// Token at which the words before the cue end, and bytes of the cue.
    cue: Option<(usize, Span)>,
}

/// Quotations that dashes open, in order; `taken` tells whether a byte lies in a quotation in marks.
pub(in crate::voice) fn spoken_paragraphs(scan: &Scan<'_>, speakable: &Speakable) -> Vec<Quote> {
    if speakable.is_empty() {
        return Vec::new();
    }
    let mut runs: Vec<Vec<Opened>> = Vec::new();
    let mut near = false;
    let mut k = 0;
    while k < scan.toks.len() {
        let last = line_end(scan, k);
        match opened(scan, speakable, k, last) {
            Some(one) => {
                if near && let Some(run) = runs.last_mut() {
                    run.push(one);
                } else {
                    runs.push(vec![one]);
                }
                near = true;
            }
            // One paragraph of the story may stand between two of the talk.
            None if last > k => {
                near = near && runs.last().and_then(|r| r.last()).is_some_and(|o| last - o.last < 120)
            }
            None => {}
        }
        k = last + 1;
    }
    let mut found = Vec::new();
    for run in runs.iter().filter(|r| r.iter().any(|o| o.cue.is_some())) {
        for one in run {
            quotes(scan, one, &mut found);
        }
    }
    found
}

fn line_end(scan: &Scan<'_>, from: usize) -> usize {
    (from..scan.toks.len())
        .find(|&k| matches!(scan.kind(k), Kind::Line | Kind::Break))
        .unwrap_or(scan.toks.len())
}

/// A line that opens with a dash, a space and a capital, and ends like a sentence.
fn opened(scan: &Scan<'_>, speakable: &Speakable, first: usize, last: usize) -> Option<Opened> {
    let spaced = scan.spaces_before(first + 1) > 0;
    if scan.kind(first) != Kind::Dash || !spaced || last < first + 2 {
        return None;
    }
    let words = scan.words(first + 1, last);
    let language = speakable.of_text(words).into_iter().find(|l| l.dash)?;
    let ends = matches!(scan.kind(last - 1), Kind::Stop | Kind::Mark | Kind::Dash);
    let starts =
        scan.capital(first + 1) || matches!(scan.kind(first + 1), Kind::Stop | Kind::Mark | Kind::Number);
    if !(ends && starts) {
        return None;
    }
    Some(Opened { first, last, language, cue: cue(scan, language, first, last) })
}

/// The first place at which a cue of the language stands behind a comma, stop or dash.
fn cue(scan: &Scan<'_>, language: &'static Language, first: usize, last: usize) -> Option<(usize, Span)> {
    let may = |&k: &usize| matches!(scan.kind(k), Kind::Comma | Kind::Stop);
    for k in (first + 2..last).filter(may).take(TRIED) {
        let at = scan.toks[k].end;
        let back = start_of(scan.words(k + 1, last));
        let at = scan.toks.get(k + 1).map_or(at, |t| t.start);
        for rule in language.quotes.iter().filter(|r| r.before.is_none() && r.inside.is_none()) {
            if let Some(found) = apply(rule, (0, ""), (at, back), (0, "")) {
                return Some((k + 1, found.whole));
            }
        }
    }
    None
}

/// As much of a text as a cue needs.
fn start_of(text: &str) -> &str {
    let mut end = text.len().min(super::WINDOW as usize);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

/// The words before the cue and those behind it as quotations.
fn quotes(scan: &Scan<'_>, one: &Opened, found: &mut Vec<Quote>) {
    let end = scan.toks[one.last - 1].end;
    let start = scan.toks[one.first + 1].start;
    let quote = |open: Span, close: Option<Span>, inner: Span, first: bool| Quote {
        open,
        close,
        inner,
        parent: None,
        reopened: Vec::new(),
        paragraph_start: first,
        carried: 0,
        cost: 0.0,
        dash: true,
        opened_by: u32::MAX,
        closed_by: None,
    };
    let Some((stop, cue)) = one.cue else {
        found.push(quote(scan.toks[one.first].span(), None, Span { start, end }, true));
        return;
    };
    let words_end = scan.toks[stop - 1].end;
    let close = Span { start: words_end, end: words_end };
    found.push(quote(scan.toks[one.first].span(), Some(close), Span { start, end: words_end }, true));
    // Behind the cue: a comma or a stop with a dash, or the sentence goes on.
    let mut k = scan.token_at(cue.end);
    let limit = (k + 12).min(one.last);
    while k < limit && !matches!(scan.kind(k), Kind::Comma | Kind::Stop | Kind::Colon | Kind::Dash) {
        k += 1;
    }
    let stopped = scan.kind(k) == Kind::Stop;
    let dashed = scan.kind(k) == Kind::Dash || scan.kind(k + 1) == Kind::Dash;
    let resumes = if scan.kind(k) == Kind::Dash { k + 1 } else { k + 1 + usize::from(dashed) };
    let goes_on = dashed || (one.language.dash_goes_on && (stopped || scan.kind(k) == Kind::Comma));
    if goes_on && resumes < one.last {
        let open = scan.toks[resumes - 1].span();
        let inner = Span { start: scan.toks[resumes].start, end };
        found.push(quote(open, None, inner, false));
    }
}
