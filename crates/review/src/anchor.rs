//! Finding words again: at their place, or elsewhere, or nowhere.
//!
//! The selectors are those of the W3C Web Annotation model: a place and a quotation together. A place that no longer
//! bears its words is never mended in silence: the caller learns that they moved, and a person confirms it.

use memcon_model::{Quotation, Span};

/// Characters kept on each side of a quotation.
const AROUND: usize = 32;

/// Where a quotation is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where it was.
    Here,
    /// Its words, and those around them, stand elsewhere and only there.
    Moved(Span),
    /// The words are gone, or stand at several places and none can be told.
    Lost,
}

/// The words at `span` with those around them.
pub fn quotation(text: &str, span: Span) -> Quotation {
    let (start, end) = (span.start as usize, span.end as usize);
    let before = text.get(..start).unwrap_or("");
    let after = text.get(end..).unwrap_or("");
    let from = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let to = after.char_indices().nth(AROUND).map_or(after.len(), |(at, _)| at);
    Quotation {
        exact: span.of(text).to_owned(),
        before: before.get(from..).unwrap_or("").to_owned(),
        after: after.get(..to).unwrap_or("").to_owned(),
    }
}

/// Where `quote`, which stood at `span`, stands in `text`.
///
/// A claim that stands on no words (an empty quotation) is always where it was.
pub fn find(text: &str, span: Span, quote: &Quotation) -> Place {
    if quote.exact.is_empty() || (span.of(text) == quote.exact && stands(text, span, quote)) {
        return Place::Here;
    }
    let whole = |at: usize| Span::new(at, at + quote.exact.len());
    let mut found =
        text.match_indices(&quote.exact).map(|(at, _)| whole(at)).filter(|s| stands(text, *s, quote));
    match (found.next(), found.next()) {
        (Some(one), None) => Place::Moved(one),
        _ => Place::Lost,
    }
}

/// Whether the words around `span` are those of the quotation.
fn stands(text: &str, span: Span, quote: &Quotation) -> bool {
    text.get(..span.start as usize).is_some_and(|t| t.ends_with(&quote.before))
        && text.get(span.end as usize..).is_some_and(|t| t.starts_with(&quote.after))
}
