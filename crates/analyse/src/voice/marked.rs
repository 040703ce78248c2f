//! Speakers that the paper's own mark-up names: `speaker` in TEI, the tag for speech of Transkribus.

use memcon_model::Span;
use memcon_read::MarkKind;

use crate::Paper;

/// Where names of speakers stand, in order. In mail the marks name the writers of what is quoted (`quoted`).
pub(super) fn speakers(paper: &Paper<'_>) -> Vec<Span> {
    if paper.reading.media_type == "message/rfc822" {
        return Vec::new();
    }
    let marks = paper.reading.marks.iter().filter(|m| m.kind == MarkKind::Speaker);
    let mut spans: Vec<Span> = marks.map(|m| m.span).collect();
    spans.sort_by_key(|s| s.start);
    spans
}

/// Whether one of them stands at a byte.
pub(super) fn stands(speakers: &[Span], at: u32) -> bool {
    let n = speakers.partition_point(|s| s.start <= at);
    n.checked_sub(1).and_then(|n| speakers.get(n)).is_some_and(|s| at < s.end)
}
