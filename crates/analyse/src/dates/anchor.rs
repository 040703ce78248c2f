//! From which day each stretch of a paper counts: the paper's own date, a news item's dateline,
//! a related document's date, the time of a turn; nothing for page furniture and undated comments.

use memcon_model::{Analysis, Day, Edtf, Field, RegionKind, Span};

use crate::Paper;

/// A stretch of text that counts from one day.
pub(super) struct Piece {
    pub span: Span,
    pub anchor: Option<Edtf>,
}

/// The text cut into pieces, in order, without gaps.
pub(super) fn pieces(paper: &Paper<'_>, found: &Analysis) -> Vec<Piece> {
    let own = own_day(paper, found);
    // Later entries lie inside earlier ones and win.
    let mut layers: Vec<(Span, Option<Edtf>)> = vec![(Span::new(0, paper.text.len()), own)];
    for region in &found.regions {
        if region.kind == RegionKind::Furniture {
            layers.push((region.span, None));
        }
    }
    for comment in &found.comments {
        layers.push((comment.span, comment.time.clone()));
    }
    for region in found.regions.iter().filter(|r| r.kind == RegionKind::Comment) {
        if !found.comments.iter().any(|c| c.span.overlaps(region.span)) {
            layers.push((region.span, None));
        }
    }
    for related in &found.related_documents {
        let Some(date) = related.date.as_ref().and_then(|d| d.edtf.clone()) else { continue };
        let summary = related.summary.as_ref().and_then(|s| s.span);
        for span in related.title.span.into_iter().chain(summary) {
            layers.push((span, Some(date.clone())));
        }
    }
    for turn in &found.turns {
        // A turn said at a known day; a bare hour inherits the paper's day.
        if let Some(time) = turn.time.as_ref().filter(|t| t.earliest().is_some()) {
            layers.push((turn.span, Some(time.clone())));
        }
    }
    cut(paper.text, &layers)
}

/// The day of the paper itself.
fn own_day(paper: &Paper<'_>, found: &Analysis) -> Option<Edtf> {
    let issue = found.description.date().cloned();
    if let Some(given) = &paper.settings.day {
        return Some(given_day(paper, found, given));
    }
    if let Some(line) = found.description.first(Field::DatelineDate) {
        if let Some(edtf) = line.edtf.as_ref().filter(|e| e.earliest().is_some_and(|d| d.year > 0)) {
            return Some(edtf.clone());
        }
        // A dateline has day and month; its year comes from the issue.
        let dated = super::find(&line.value, &paper.languages, issue.as_ref());
        if let Some(edtf) = dated.into_iter().find_map(|d| d.edtf) {
            return Some(edtf);
        }
    }
    let edtf = issue.or_else(|| stamped_day(paper).map(|(_, edtf)| edtf))?;
    // A record of several days is read from its first.
    match edtf.earliest() {
        Some(day) if edtf.as_str().contains('T') => Some(Edtf::day(day)),
        _ => Some(edtf),
    }
}

/// The day that an agency or a clipping stamps on the head of an item, with its words: a date in digits (also in the
/// number of the item) among the first words, or a date that has its line for itself.
pub(crate) fn stamped_day(paper: &Paper<'_>) -> Option<(Span, Edtf)> {
    /// The head of an item, in bytes.
    const HEAD: usize = 120;
    let head = &paper.text[..paper.text.floor_char_boundary(HEAD)];
    let alone = |span: Span| {
        let before = head[..span.start as usize].rsplit('\n').next().unwrap_or("");
        let after = head[span.end as usize..].split('\n').next().unwrap_or("");
        before.trim().is_empty() && after.trim().is_empty()
    };
    let found = super::find(head, &paper.languages, None);
    let stamp = found.iter().filter(|d| d.basis.rule.starts_with("date.any.") || alone(d.span));
    let exact = |e: &Edtf| e.earliest().filter(|d| d.year > 0 && Some(*d) == e.latest());
    // Two digits of a year tell the century only from a paper's day, which is what is sought here.
    let open = |span: Span, day: Day| day.year < 1930 && !span.of(head).contains(&day.year.to_string());
    let mut days = stamp.filter_map(|d| {
        let edtf = d.edtf.as_ref().filter(|e| exact(e).is_some_and(|day| !open(d.span, day)))?;
        Some((d.span, edtf.clone()))
    });
    days.next()
}

/// The day that the caller gives holds, unless the dateline stands on one of the days just before it.
fn given_day(paper: &Paper<'_>, found: &Analysis, given: &Edtf) -> Edtf {
    /// An item is printed at most so many days after its dateline.
    const LATE: i64 = 4;
    let line = found.description.first(Field::DatelineDate);
    let dated = line.and_then(|line| {
        line.edtf.clone().filter(|e| e.earliest().is_some_and(|d| d.year > 0)).or_else(|| {
            super::find(&line.value, &paper.languages, Some(given)).into_iter().find_map(|d| d.edtf)
        })
    });
    let near = |edtf: &Edtf| match (edtf.earliest(), edtf.latest(), given.earliest()) {
        (Some(a), Some(b), Some(given)) => a == b && (0..=LATE).contains(&(given.number() - a.number())),
        _ => false,
    };
    let day = dated.filter(near).unwrap_or_else(|| given.clone());
    match day.earliest() {
        Some(first) if day.as_str().contains('T') => Edtf::day(first),
        _ => day,
    }
}

/// Flattens layers: at each place the last layer that holds it says the anchor.
fn cut(text: &str, layers: &[(Span, Option<Edtf>)]) -> Vec<Piece> {
    let mut edges: Vec<u32> = layers.iter().flat_map(|(s, _)| [s.start, s.end]).collect();
    edges.retain(|&e| e as usize <= text.len() && text.is_char_boundary(e as usize));
    edges.sort_unstable();
    edges.dedup();
    // Layers open at the current edge, by their number: the highest wins.
    let mut starts: Vec<(u32, usize)> = layers.iter().enumerate().map(|(n, (s, _))| (s.start, n)).collect();
    starts.sort_unstable();
    let mut next = 0;
    let mut open: std::collections::BTreeSet<usize> = std::collections::BTreeSet::new();
    let mut pieces: Vec<Piece> = Vec::new();
    for pair in edges.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        while starts.get(next).is_some_and(|(s, _)| *s <= a) {
            open.insert(starts[next].1);
            next += 1;
        }
        while open.last().is_some_and(|&n| layers[n].0.end <= a) {
            open.pop_last();
        }
        let anchor = open.iter().rev().find(|&&n| layers[n].0.end > a).and_then(|&n| layers[n].1.clone());
        match pieces.last_mut() {
            Some(last) if last.anchor == anchor => last.span.end = b,
            _ => pieces.push(Piece { span: Span { start: a, end: b }, anchor }),
        }
    }
    pieces
}
