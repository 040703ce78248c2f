//! Slips of typing and of reading machines: what stands there, and what was meant.
//!
//! A file a kind. Every finding needs evidence (the word elsewhere in the paper, or an English word), for a false slip
//! in a clean paper is worse than one not seen. What is a slip is told by `data/slips/rules.toml`; the text is never changed.

mod grown;
mod heads;
mod hyphens;
mod known;
mod marks;
mod names;
mod rules;
mod shapes;
mod spaced;
mod words;

use memcon_model::{Analysis, Slip, SlipKind, Span};

use crate::Paper;
use known::Known;
use words::Words;

/// What every finder sees.
pub(crate) struct Seen<'s> {
    text: &'s str,
    words: Words,
    known: Known,
}

/// The slips of a paper in order, none inside another of its kind. Linear in the text.
pub fn slips(paper: &Paper<'_>, found: &Analysis) -> Vec<Slip> {
    let words = Words::of(paper.text);
    let known = Known::of(paper.text, &words, paper.speaks("en") || paper.languages.is_empty());
    let seen = Seen { text: paper.text, words, known };
    let mut slips = Vec::new();
    hyphens::find(&seen, &mut slips);
    spaced::find(&seen, &mut slips);
    shapes::find(&seen, &mut slips);
    grown::find(&seen, &mut slips);
    names::find(&seen, found, &mut slips);
    marks::find(&seen, &mut slips);
    if found.layout.pages.is_empty() {
        heads::find(paper, &mut slips);
    }
    settle(slips)
}

/// In order; of two that cross, the surer one.
fn settle(mut slips: Vec<Slip>) -> Vec<Slip> {
    slips.sort_by(|a, b| {
        (a.span.start, std::cmp::Reverse(a.span.end))
            .cmp(&(b.span.start, std::cmp::Reverse(b.span.end)))
            .then(b.basis.confidence.total_cmp(&a.basis.confidence))
    });
    let mut kept: Vec<Slip> = Vec::with_capacity(slips.len());
    for slip in slips {
        match kept.last_mut() {
            Some(last) if slip.span.start < last.span.end => {
                if slip.basis.confidence > last.basis.confidence {
                    *last = slip;
                }
            }
            _ => kept.push(slip),
        }
    }
    kept
}

fn slip(rule: &'static str, kind: SlipKind, span: Span, reading: impl Into<String>) -> Slip {
    Slip { span, reading: reading.into(), kind, basis: rules::basis(rule) }
}

#[cfg(test)]
mod tests;
