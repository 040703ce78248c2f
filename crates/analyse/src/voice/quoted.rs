//! Earlier messages that a mail message quotes: voices of their own inside the sender's.

use memcon_model::Span;
use memcon_read::{BlockKind, MarkKind};

use super::papers::{Author, QUOTED};
use crate::Paper;

/// How far behind the name of the writer the quoted words begin, in bytes.
const NEAR: u32 = 240;

/// The writers of quoted messages; one whom no line names is nobody known, and not the sender.
pub(super) fn messages(paper: &Paper<'_>, allowed: &dyn Fn(u32) -> bool) -> Vec<Author> {
    if paper.reading.media_type != "message/rfc822" {
        return Vec::new();
    }
    let writers: Vec<Span> =
        paper.reading.marks.iter().filter(|m| m.kind == MarkKind::Speaker).map(|m| m.span).collect();
    let quotes = paper.blocks().iter().filter(|b| b.kind == BlockKind::Quote && allowed(b.span.start));
    // Who wrote the last quotation behind so many marks.
    let mut last: Vec<Option<Span>> = Vec::new();
    quotes
        .map(|block| {
            let depth = depth(paper.words(block.span));
            last.truncate(depth + 1);
            last.resize(depth + 1, None);
            // A program writes the line that names the writer once, above the first of the passages that a reply answers one by one.
            let cue = writer(paper, &writers, block.span).or(last[depth].filter(|_| depth > 0));
            last[depth] = cue;
            let named = cue.map(|c| paper.words(c).to_owned());
            Author {
                span: block.span,
                name: named.clone(),
                named,
                addressee: None,
                cue,
                quote: None,
                rule: QUOTED,
            }
        })
        .collect()
}

/// How many marks of quotation open a quotation; none where mark-up sets it apart.
fn depth(words: &str) -> usize {
    let marks = words.chars().take(80).take_while(|c| matches!(c, '>' | ' ')).filter(|c| *c == '>');
    marks.count().min(8)
}

/// The name of a quotation's writer: in the line above it, or in the head with which it opens.
fn writer(paper: &Paper<'_>, writers: &[Span], block: Span) -> Option<Span> {
    let n = writers.partition_point(|w| w.start < block.start);
    let above = n.checked_sub(1).and_then(|n| writers.get(n)).filter(|w| {
        let between = paper.text.get(w.end as usize..block.start as usize).unwrap_or("");
        block.start >= w.end && block.start - w.end < NEAR && between.matches('\n').count() <= 2
    });
    let words = paper.words(block);
    let opens = writers.get(n).filter(|w| {
        // Behind marks of quotation a line of attribution speaks of the words inside.
        !words.starts_with('>') && w.end <= block.end && w.start - block.start < NEAR
    });
    above.or(opens).copied()
}
