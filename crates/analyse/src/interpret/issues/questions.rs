//! Questions of fact that are points at stake: asked again, or expressly left without an answer.
//!
//! What does not belong here: any other question; most are answered, and none of those is a point.

use memcon_model::{RegionKind, Span};

use super::{Naming, WORDS};
use crate::Paper;
use crate::interpret::units::Unit;

/// Most words of a question that serve as its name.
const LONGEST: usize = 8;
/// How far behind a question, in bytes, the paper says that it got no answer.
const REACH: usize = 160;

/// Namings by questions that the paper says were repeated or not answered.
pub(super) fn asked(paper: &Paper<'_>, units: &[Unit]) -> Vec<Naming> {
    let mut out = Vec::new();
    for (n, unit) in units.iter().enumerate() {
        let words = paper.words(unit.span);
        if !words.ends_with('?')
            || matches!(unit.region, RegionKind::RelatedDocuments | RegionKind::Description)
        {
            continue;
        }
        let lower = words.to_lowercase();
        let opens = WORDS
            .asking
            .iter()
            .any(|w| lower.strip_prefix(w.as_str()).is_some_and(|rest| rest.starts_with(' ')));
        let before = n.checked_sub(1).map(|k| paper.words(units[k].span).to_lowercase()).unwrap_or_default();
        let again = WORDS.again.iter().any(|w| before.contains(w.as_str()));
        if opens && (again || silent(paper, unit.span)) {
            out.extend(naming(words, unit.span));
        }
    }
    out
}

/// Whether the note behind a question says that no answer came.
fn silent(paper: &Paper<'_>, question: Span) -> bool {
    let behind: String = paper.text.get(question.end as usize..).unwrap_or("").chars().take(REACH).collect();
    let note = behind.trim_start_matches(|c: char| c.is_whitespace() || "\"”»’".contains(c));
    // Only a note of the paper in brackets speaks of this question; prose may speak of another.
    let Some(inside) = note.strip_prefix(['[', '(']) else { return false };
    let lower = inside.to_lowercase();
    WORDS.unanswered.iter().any(|w| lower.contains(w.as_str()))
}

fn naming(words: &str, span: Span) -> Option<Naming> {
    let whole = words.trim_end_matches('?');
    // "…, or will it not?" adds nothing to what is asked.
    let head = whole.split(", or ").next().unwrap_or(whole);
    let all: Vec<&str> = head.split_whitespace().collect();
    let mut name: Vec<&str> = all.iter().copied().take(LONGEST).collect();
    if all.len() > LONGEST {
        while name.last().is_some_and(|w| WORDS.loose.contains(&w.to_lowercase())) {
            name.pop();
        }
    }
    let name = name.join(" ").trim_end_matches([',', ';', ':']).to_owned();
    (all.len() >= 4 && !super::keys(&name).is_empty()).then_some(Naming {
        name,
        span,
        weight: 2.0,
        number: None,
        item: false,
    })
}
