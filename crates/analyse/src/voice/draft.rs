//! Voices before they become turns: spans with a speaker, put into one tree from which chains are read.

use super::who::Who;
use memcon_model::{Basis, Edtf, Mode, Span, Turn};

/// A voice over a stretch of text.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    /// The words.
    pub span: Span,
    pub cue: Option<Span>,
    pub who: Who,
    pub side: Option<String>,
    pub addressee: Option<String>,
    pub mode: Mode,
    pub time: Option<Edtf>,
    pub rule: &'static str,
    pub confidence: f32,
    /// What spoke for it, for people.
    pub why: String,
}

/// Sorts drafts and tells for each the innermost one that holds it.
pub(super) fn nest(drafts: &mut Vec<Draft>) -> Vec<Option<usize>> {
    drafts.retain(|d| !d.span.is_empty());
    drafts.sort_by_key(|d| (d.span.start, std::cmp::Reverse(d.span.end), rank(d.mode)));
    drafts.dedup_by(|b, a| a.span == b.span && a.mode == b.mode);
    let mut open: Vec<usize> = Vec::new();
    let mut parents = Vec::with_capacity(drafts.len());
    for (n, d) in drafts.iter().enumerate() {
        while open.last().is_some_and(|&o| drafts[o].span.end <= d.span.start) {
            open.pop();
        }
        // Crossing spans are no nesting; look further out for one that holds it whole.
        let parent = open
            .iter()
            .rev()
            .take(12)
            .find(|&&o| drafts[o].span.contains(d.span) && drafts[o].span != d.span)
            .copied();
        parents.push(parent);
        open.push(n);
    }
    parents
}

fn rank(mode: Mode) -> u8 {
    match mode {
        Mode::AuthorText => 0,
        Mode::TranscriptLine => 1,
        Mode::DirectQuote => 2,
        Mode::IndirectReport => 3,
    }
}

/// Turns drafts into turns with chains. `base` = who stands before every chain (a news agency).
pub(super) fn turns(
    drafts: &[Draft],
    parents: &[Option<usize>],
    base: Option<&str>,
    region_of: &dyn Fn(u32) -> Option<String>,
) -> Vec<Turn> {
    let mut found: Vec<Turn> = Vec::with_capacity(drafts.len());
    for (n, d) in drafts.iter().enumerate() {
        let above = parents.get(n).copied().flatten();
        let mut chain: Vec<String> = match above.and_then(|p| found.get(p)) {
            Some(p) => p.chain.clone(),
            None => {
                base.filter(|b| d.who.name.as_deref() != Some(*b)).map(str::to_owned).into_iter().collect()
            }
        };
        let name = d.who.name.clone();
        if let Some(name) = &name
            && chain.last() != Some(name)
            && chain.len() < 12
        {
            chain.push(name.clone());
        } else if name.is_none() && chain.len() < 12 {
            chain.push("unattributed".to_owned());
        }
        found.push(Turn {
            id: format!("t{}", n + 1),
            span: d.span,
            cue: d.cue,
            speaker_as_named: d.who.named.clone(),
            speaker: name,
            side: d.side.clone(),
            addressee: d.addressee.clone(),
            mode: d.mode,
            depth: chain.len().saturating_sub(1) as u32,
            chain,
            time: d.time.clone(),
            parent: above.map(|p| format!("t{}", p + 1)),
            region: region_of(d.span.start),
            links: Vec::new(),
            basis: Basis::new(d.rule, d.confidence),
        });
    }
    found
}
