//! What is done in a passage, and about which issues: read off the analysis, place by place.

use memcon_model::{Analysis, Span, Turn};

use super::index::issue_key;

/// What is told of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// A type of move.
    Move,
    /// The key of an issue.
    Issue,
}

/// Moves and mentions of issues of one paper, by their places.
pub(super) struct Deeds<'a> {
    /// In order of their start: where, in which turn, what.
    all: Vec<(Span, Option<&'a str>, Deed, String)>,
    /// The longest of them, so that those over a place are found from their starts.
    longest: u32,
}

impl<'a> Deeds<'a> {
    /// Of a paper.
    pub(super) fn new(document: &str, analysis: &'a Analysis) -> Self {
        let mut all = Vec::new();
        for m in &analysis.moves {
            let turn = m.turn.as_deref();
            all.push((m.span, turn, Deed::Move, m.kind.as_str().to_owned()));
            all.extend(m.issue.iter().map(|i| (m.span, turn, Deed::Issue, issue_key(document, i))));
        }
        for issue in &analysis.issues {
            let key = issue_key(document, &issue.id);
            all.extend(issue.mentions.iter().map(|span| (*span, None, Deed::Issue, key.clone())));
        }
        all.sort_by_key(|d| (d.0.start, d.0.end));
        let longest = all.iter().map(|d| d.0.len()).max().unwrap_or(0);
        Self { all, longest: u32::try_from(longest).unwrap_or(u32::MAX) }
    }

    /// Tells what is done in `span`, each once; in the stretch of a voice only what that voice does.
    pub(super) fn at(&self, span: Span, voice: Option<Option<&Turn>>, tell: &mut impl FnMut(Deed, &str)) {
        let from = self.all.partition_point(|d| d.0.start < span.start.saturating_sub(self.longest));
        let mut told: Vec<(Deed, &str)> = Vec::new();
        for (at, turn, deed, value) in self.all[from..].iter().take_while(|d| d.0.start < span.end) {
            let here = at.start < span.end && at.end > span.start;
            let mine = match (voice, turn) {
                (Some(Some(voice)), Some(turn)) => voice.id == *turn,
                (Some(None), Some(_)) => false,
                _ => true,
            };
            if here && mine && !told.contains(&(*deed, value.as_str())) {
                told.push((*deed, value));
                tell(*deed, value);
            }
        }
    }
}
