//! The sentences of a paper with the voice that speaks each: what every reader of this stage walks over.
//!
//! What belongs here: cutting the paper into [`Unit`]s by region and turn. What does not: any rule
//! about what a sentence does.

use std::collections::BTreeSet;

use memcon_model::{Analysis, Mode, RegionKind, Span, Turn};

use crate::Paper;

/// Longest sentence that rules are run over, in bytes; what is longer is no sentence of a person.
const LONGEST: usize = 4_000;

/// How the words of a unit reach the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// The speaker's own words: "we" is the speaker's side.
    Own,
    /// Somebody tells what others did or said.
    Told,
}

/// A sentence with its voice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unit {
    /// The sentence, without white space or quotation marks at its ends.
    pub span: Span,
    /// Whose words.
    pub voice: Voice,
    /// Index of the turn: for [`Voice::Own`] the one that holds it, for [`Voice::Told`] the indirect report in it.
    pub turn: Option<usize>,
    /// Index of the turn of somebody who reports others (a report inside a cable).
    pub reporter: Option<usize>,
    /// What kind of region it stands in.
    pub region: RegionKind,
}

/// Regions whose sentences are the paper's (or its cataloguer's) account of the talks.
fn readable(kind: RegionKind) -> bool {
    matches!(
        kind,
        RegionKind::Body
            | RegionKind::Translation
            | RegionKind::Original
            | RegionKind::RelatedDocuments
            | RegionKind::Description
            | RegionKind::EditorialNote
    )
}

/// The stretches to read, in order: readable regions; an original only where no translation stands beside it.
pub(super) fn ranges(paper: &Paper<'_>, found: &Analysis) -> Vec<(Span, RegionKind)> {
    if found.regions.is_empty() {
        return vec![(Span::new(0, paper.text.len()), RegionKind::Body)];
    }
    let translated = found.regions.iter().any(|r| r.kind == RegionKind::Translation);
    found
        .regions
        .iter()
        .filter(|r| readable(r.kind) && !(translated && r.kind == RegionKind::Original))
        .map(|r| (r.span, r.kind))
        .collect()
}

/// Sentences of the paper in order of the text, each with its voice.
pub(super) fn units(paper: &Paper<'_>, found: &Analysis) -> Vec<Unit> {
    let mut holders = holders(&found.turns);
    // The writer of a letter speaks; the writer of any other paper tells.
    if found.form != memcon_model::Form::Letter {
        holders.extend((0..found.turns.len()).filter(|&n| found.turns[n].mode == Mode::AuthorText));
    }
    let mut units = Vec::new();
    for (range, region) in ranges(paper, found) {
        for (piece, holder) in pieces(range, &found.turns) {
            let reports = holder.is_some_and(|t| holders.contains(&t));
            for span in sentences(paper.text, piece) {
                if span.len() > LONGEST {
                    continue;
                }
                units.push(match holder {
                    Some(t) if !reports => {
                        Unit { span, voice: Voice::Own, turn: Some(t), reporter: None, region }
                    }
                    _ => Unit {
                        span,
                        voice: Voice::Told,
                        turn: indirect_in(&found.turns, span),
                        reporter: holder,
                        region,
                    },
                });
            }
        }
    }
    units
}

/// Whether a turn's words are the speaker's own.
fn direct(turn: &Turn) -> bool {
    turn.mode != Mode::IndirectReport
}

/// Turns that hold other people's turns: their own sentences tell what others said.
fn holders(turns: &[Turn]) -> BTreeSet<usize> {
    let index: std::collections::BTreeMap<&str, usize> =
        turns.iter().enumerate().map(|(n, t)| (t.id.as_str(), n)).collect();
    let mut others: std::collections::BTreeMap<usize, u32> = std::collections::BTreeMap::new();
    for turn in turns.iter().filter(|t| direct(t)) {
        let Some(&n) = turn.parent.as_deref().and_then(|p| index.get(p)) else { continue };
        if turns[n].speaker != turn.speaker {
            *others.entry(n).or_default() += 1;
        }
    }
    // One quotation inside a speech is an ornament of the speech; several make it a report.
    others.into_iter().filter(|&(_, count)| count >= 2).map(|(n, _)| n).collect()
}

/// Cuts `range` where direct turns begin and end; each piece with the innermost turn around it.
fn pieces(range: Span, turns: &[Turn]) -> Vec<(Span, Option<usize>)> {
    let mut edges: Vec<(u32, bool, usize)> = Vec::new();
    for (n, turn) in turns.iter().enumerate().filter(|(_, t)| direct(t) && t.span.overlaps(range)) {
        edges.push((turn.span.start.max(range.start), true, n));
        edges.push((turn.span.end.min(range.end), false, n));
    }
    edges.sort_unstable();
    let mut open: BTreeSet<(u32, std::cmp::Reverse<u32>, usize)> = BTreeSet::new();
    let mut out = Vec::new();
    let mut at = range.start;
    for (edge, opens, n) in edges {
        if edge > at {
            out.push((Span { start: at, end: edge }, open.last().map(|o| o.2)));
            at = edge;
        }
        let key = (turns[n].span.start, std::cmp::Reverse(turns[n].span.end), n);
        if opens {
            open.insert(key);
        } else {
            open.remove(&key);
        }
    }
    if at < range.end {
        out.push((Span { start: at, end: range.end }, None));
    }
    out
}

/// The indirect report that begins or lies in a sentence.
fn indirect_in(turns: &[Turn], span: Span) -> Option<usize> {
    // Turns are in order of start; a report that covers the sentence began at most a paragraph before.
    let from = turns.partition_point(|t| t.span.start < span.start);
    let inside = turns[from..]
        .iter()
        .take(8)
        .take_while(|t| t.span.start < span.end)
        .position(|t| !direct(t))
        .map(|n| n + from);
    inside.or_else(|| {
        (from.saturating_sub(8)..from).rev().find(|&n| !direct(&turns[n]) && turns[n].span.overlaps(span))
    })
}

/// Sentences of a stretch, trimmed of blanks and quotation marks at their ends.
pub(super) fn sentences(text: &str, span: Span) -> Vec<Span> {
    let mut out = Vec::new();
    for sentence in memcon_lexicon::sentences(text, span) {
        push(&mut out, text, sentence.start as usize, sentence.end as usize);
    }
    out
}

fn push(out: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let mut span = Span::new(start, end).trim(text);
    let words = span.of(text);
    let lead = words.len()
        - words
            .trim_start_matches(['"', '“', '«', '\'', '‘', '*', '>', ' ', '\n', '」', '”', '’', ')', ','])
            .len();
    span.start += u32::try_from(lead).unwrap_or(0);
    let words = span.of(text);
    let kept = words.trim_end_matches(['"', '”', '»', '\'', '*', ' ', '\n', '“', '「']).len();
    span.end = span.start + u32::try_from(kept).unwrap_or(0);
    if span.of(text).chars().any(char::is_alphabetic) {
        out.push(span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text, Span::new(0, text.len())).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn full_stops_of_abbreviations_do_not_end_a_sentence() {
        assert_eq!(
            split("Mr. Aldo came at 3 p.m. on Monday. He said no. \"We wait.\" U.S. ships left."),
            ["Mr. Aldo came at 3 p.m. on Monday.", "He said no.", "We wait.", "U.S. ships left."]
        );
    }

    #[test]
    fn a_hard_wrapped_line_goes_on_and_a_blank_line_ends() {
        assert_eq!(
            split("We shall\nmeet. Soon\n\nArticle 2\nNobody fires"),
            ["We shall\nmeet.", "Soon", "Article 2", "Nobody fires"]
        );
    }

    #[test]
    fn chinese_needs_no_blank() {
        assert_eq!(split("双方会晤。对方同意。"), ["双方会晤。", "对方同意。"]);
    }
}
