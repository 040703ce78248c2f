//! A passage as it was meant: its slips read right, with the way back to the words as they stand.

use memcon_model::{Analysis, Page, Slip, Span};
use serde::{Deserialize, Serialize};

use super::tokens::{Token, meant_tokens};

/// What the index keeps beside a passage: its slips and its pages, in bytes of the passage.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Aside {
    /// Start, end, reading.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slips: Vec<(u32, u32, String)>,
    /// Pages that the passage stands on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<Page>,
}

impl Aside {
    /// What stands beside the passage at `span`; found by bisection.
    pub(crate) fn of(analysis: &Analysis, span: Span) -> Self {
        let inside = |at: Span| Span {
            start: at.start.max(span.start) - span.start,
            end: at.end.min(span.end).saturating_sub(span.start),
        };
        let slips = &analysis.slips;
        let from = slips.partition_point(|s| s.span.start < span.start);
        let slips = slips[from..].iter().take_while(|s| s.span.start < span.end);
        let slips = slips.filter(|s| span.contains(s.span)).map(|s: &Slip| {
            let at = inside(s.span);
            (at.start, at.end, s.reading.clone())
        });
        let pages = &analysis.layout.pages;
        let from = pages.partition_point(|p| p.span.end <= span.start);
        let pages = pages[from..].iter().take_while(|p| p.span.start < span.end);
        let pages = pages.map(|p| Page { span: inside(p.span), image: None, ..p.clone() });
        Self { slips: slips.collect(), pages: pages.collect() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.slips.is_empty() && self.pages.is_empty()
    }
}

/// A passage with its slips read as they were meant.
pub(crate) struct Mended {
    /// Its words.
    pub text: String,
    /// Each slip: where in `text`, where in the passage.
    slips: Vec<(Span, Span)>,
}

impl Mended {
    /// Reads the slips of `passage` right.
    pub(crate) fn new(passage: &str, slips: &[(u32, u32, String)]) -> Self {
        let mut text = String::with_capacity(passage.len());
        let mut places = Vec::new();
        let mut at = 0;
        for (start, end, reading) in slips {
            let stands = Span::new(*start as usize, *end as usize);
            let Some(before) = passage.get(at..*start as usize) else { continue };
            if passage.get(stands.range()).is_none() {
                continue;
            }
            text.push_str(before);
            let from = text.len();
            text.push_str(reading);
            places.push((Span::new(from, text.len()), stands));
            at = *end as usize;
        }
        text.push_str(passage.get(at..).unwrap_or(""));
        Self { text, slips: places }
    }

    /// Its words; two halves of a word around a line end are also one.
    pub(crate) fn tokens(&self) -> Vec<Token> {
        let mut tokens = meant_tokens(&self.text);
        for token in &mut tokens {
            token.span = self.stands(token.span);
        }
        tokens
    }

    /// Where words of the mended text stand in the passage: of a slip, all of it.
    fn stands(&self, span: Span) -> Span {
        Span { start: self.back(span.start, false), end: self.back(span.end, true) }
    }

    fn back(&self, at: u32, end: bool) -> u32 {
        let n = self.slips.partition_point(|(m, _)| if end { m.start < at } else { m.start <= at });
        let Some((mended, stands)) = n.checked_sub(1).and_then(|n| self.slips.get(n)) else { return at };
        let within = if end { at <= mended.end } else { at < mended.end };
        if within { if end { stands.end } else { stands.start } } else { stands.end + (at - mended.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_as_meant_lead_back_to_the_words_as_they_stand() {
        let passage = "It was a g r e e d to nego-\ntiate with Nam II.";
        let slip = |stands: &str, reading: &str| {
            let at = passage.find(stands).unwrap() as u32;
            (at, at + stands.len() as u32, reading.to_owned())
        };
        let slips =
            [slip("a g r e e d", "agreed"), slip("nego-\ntiate", "negotiate"), slip("Nam II", "Nam Il")];
        let mended = Mended::new(passage, &slips);
        assert_eq!(mended.text, "It was agreed to negotiate with Nam Il.");
        let told: Vec<String> =
            mended.tokens().iter().map(|t| format!("{}={}", t.term, t.span.of(passage))).collect();
        assert_eq!(
            told,
            [
                "it=It",
                "was=was",
                "agreed=a g r e e d",
                "to=to",
                "negotiate=nego-\ntiate",
                "with=with",
                "nam=Nam II",
                "il=Nam II"
            ]
        );
    }
}
