//! A stretch of a document's text.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A half-open stretch `start..end` of a document's text.
///
/// Inside the house the unit is **bytes** of the UTF-8 text, always on character boundaries. At
/// the wire the same type carries **code points**, after [`crate::OffsetMap`] has converted every
/// span of an analysis. Invariant: `start <= end`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Span {
    /// First offset inside.
    pub start: u32,
    /// First offset behind.
    pub end: u32,
}

impl Span {
    /// The span `start..end`. An inverted pair becomes the empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Self { start, end: end.max(start) }
    }

    /// As a `usize` range, for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The words at this span; empty where the span does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// Length in the unit of the offsets.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing is inside.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one character.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn hull(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span without white space at its ends.
    pub fn trim(self, text: &str) -> Span {
        let words = self.of(text);
        let start = self.start as usize + (words.len() - words.trim_start().len());
        Span::new(start, start + words.trim().len())
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Span::new(range.start, range.end)
    }
}

/// Everything that carries spans: lets one pass convert or check all offsets of a value.
pub trait Spans {
    /// Calls `f` on every span inside, in the order of the fields.
    fn each_span(&mut self, f: &mut dyn FnMut(&mut Span));
}

impl Spans for Span {
    fn each_span(&mut self, f: &mut dyn FnMut(&mut Span)) {
        f(self);
    }
}

impl<T: Spans> Spans for Option<T> {
    fn each_span(&mut self, f: &mut dyn FnMut(&mut Span)) {
        if let Some(inner) = self {
            inner.each_span(f);
        }
    }
}

impl<T: Spans> Spans for Vec<T> {
    fn each_span(&mut self, f: &mut dyn FnMut(&mut Span)) {
        for inner in self {
            inner.each_span(f);
        }
    }
}

/// Implements [`Spans`] for a struct by naming the fields that carry spans.
macro_rules! spans {
    ($type:ty: $($field:ident),+ $(,)?) => {
        impl $crate::Spans for $type {
            fn each_span(&mut self, f: &mut dyn FnMut(&mut $crate::Span)) {
                $($crate::Spans::each_span(&mut self.$field, f);)+
            }
        }
    };
}
pub(crate) use spans;
