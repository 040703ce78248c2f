//! What the paper's own mark-up says of its words, beside what reading the words tells: references that an edition
//! ties to their target, an editor's corrections.
//!
//! Description, dates and agents take the mark-up in rooms of their own (`describe/given.rs`, `dates/marked.rs`,
//! `agents/marked.rs`).

use memcon_model::{Basis, Insertion, InsertionKind, Reference, Slip, SlipKind, Span};
use memcon_read::{BlockKind, MarkKind};

use crate::Paper;

/// How sure the mark-up of an edition is.
pub(crate) const SURE: f32 = 0.97;

/// The id of a person in the collection's lists, by a key of the paper's mark-up: under the name of the list that the
/// paper's file holds, unless the key says where it is from.
pub(crate) fn listed(paper: &Paper<'_>, key: &str) -> String {
    if key.contains("://") || key.contains('#') {
        return key.to_owned();
    }
    let list = paper.reading.metadata.iter().find(|m| m.0 == "persons_list");
    list.map_or_else(|| key.to_owned(), |(_, list)| format!("{list}#{key}"))
}

/// The marks of notes, at their places and before the notes, in order: no words of any sentence.
pub(crate) fn note_marks(paper: &Paper<'_>) -> Vec<Span> {
    let placed = paper.reading.marks.iter().filter(|m| matches!(m.kind, MarkKind::NoteMark(_)));
    let mut found: Vec<Span> = placed.map(|m| m.span).filter(|s| !s.is_empty()).collect();
    for block in paper.blocks() {
        let BlockKind::Note { label: Some(label), .. } = &block.kind else { continue };
        let words = block.span.of(paper.text);
        let opening = words.len() - words.trim_start_matches(['[', '(']).len();
        let rest = words.get(opening..).unwrap_or("");
        let bare = label.trim_matches(['[', ']', '(', ')']);
        let Some(behind) = rest.strip_prefix(bare).filter(|_| !bare.is_empty()) else { continue };
        // "1" is no mark of "12 ferries".
        if behind.starts_with(char::is_alphanumeric) {
            continue;
        }
        let closing = behind.len() - behind.trim_start_matches([']', ')', '.']).len();
        let end = block.span.start as usize + opening + bare.len() + closing;
        found.push(Span::new(block.span.start as usize, end));
    }
    found.sort_by_key(|s| (s.start, s.end));
    found.dedup_by(|b, a| a.overlaps(*b));
    found
}

/// Adds references that the mark-up ties to a target; one that the words gave gets the target.
pub(crate) fn references(paper: &Paper<'_>, found: &mut Vec<Reference>) {
    let before = found.len();
    for mark in &paper.reading.marks {
        let MarkKind::Reference(target) = &mark.kind else { continue };
        if target.contains("://") || target.starts_with("mailto:") || mark.span.is_empty() {
            continue;
        }
        let n = found[..before].partition_point(|r| r.span.end <= mark.span.start);
        match found[..before].get_mut(n).filter(|r| r.span.overlaps(mark.span)) {
            Some(reference) => {
                reference.target.get_or_insert_with(|| target.clone());
            }
            None => found.push(Reference {
                span: mark.span,
                number: None,
                date: None,
                description: Some(mark.span.of(paper.text).split_whitespace().collect::<Vec<_>>().join(" ")),
                target: Some(target.clone()),
                basis: Basis::new("given.reference", SURE),
            }),
        }
    }
    if found.len() > before {
        found.sort_by_key(|r| (r.span.start, std::cmp::Reverse(r.span.end)));
        let mut end = 0;
        found.retain(|r| {
            let free = r.span.start >= end;
            end = if free { r.span.end } else { end };
            free
        });
    }
}

/// Adds the corrections of the editor.
pub(crate) fn slips(paper: &Paper<'_>, found: &mut Vec<Slip>) {
    let taken: Vec<Span> = found.iter().map(|s| s.span).collect();
    for mark in &paper.reading.marks {
        let MarkKind::Instead { reading, correction: true } = &mark.kind else { continue };
        if taken.iter().any(|s| s.overlaps(mark.span)) {
            continue;
        }
        found.push(Slip {
            span: mark.span,
            reading: reading.clone(),
            kind: SlipKind::Typing,
            basis: Basis::new("given.correction", SURE),
        });
    }
    found.sort_by_key(|s| (s.span.start, s.span.end));
}

/// Adds the editor's notes that stand in the middle of somebody's words.
pub(crate) fn insertions(paper: &Paper<'_>, turns: &[Span], found: &mut Vec<Insertion>) {
    let before = found.len();
    let mut reach: Vec<(u32, u32)> = Vec::new();
    for turn in turns {
        // The furthest end of the turns that begin up to here.
        let end = reach.last().map_or(turn.end, |r: &(u32, u32)| r.1.max(turn.end));
        reach.push((turn.start, end));
    }
    for block in paper.blocks() {
        if !matches!(block.kind, BlockKind::Note { editorial: Some(true), .. }) {
            continue;
        }
        let n = reach.partition_point(|r| r.0 <= block.span.start);
        let inside = n.checked_sub(1).is_some_and(|n| reach[n].1 >= block.span.end);
        if inside {
            // Brackets inside the note are the note's.
            found.push(Insertion {
                id: String::new(),
                span: block.span,
                kind: InsertionKind::Editor,
                by: None,
                basis: Basis::new("given.note", SURE),
            });
        }
    }
    if found.len() > before {
        let notes: Vec<Span> = found[before..].iter().map(|i| i.span).collect();
        let mut n = 0;
        found.retain(|i| {
            n += 1;
            n > before || {
                let k = notes.partition_point(|s| s.end < i.span.end);
                notes.get(k).is_none_or(|s| !s.contains(i.span))
            }
        });
        found.sort_by_key(|i| (i.span.start, std::cmp::Reverse(i.span.end)));
        for (n, i) in found.iter_mut().enumerate() {
            i.id = format!("n{}", n + 1);
        }
    }
}
