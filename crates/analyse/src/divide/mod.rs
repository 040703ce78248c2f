//! Stretches of a document by function: regions, and readers' comments.

pub(crate) mod bilingual;
pub(crate) mod comments;
pub(crate) mod page;
pub(crate) mod zones;

use memcon_model::{Analysis, Basis, Comment, Region, RegionKind, Span};

use crate::Paper;
use zones::Zone;

/// What dividing gives.
#[derive(Debug, Default)]
pub struct Divided {
    /// A partition of the text.
    pub regions: Vec<Region>,
    /// Readers' comments.
    pub comments: Vec<Comment>,
}

/// Divides the text; regions leave no gap. White space belongs to the region before it.
pub fn divide(paper: &Paper<'_>, _found: &Analysis) -> Divided {
    let zones = zones::zones(paper);
    let comments = comments::comments(paper, &zones);
    Divided { regions: regions(paper, &zones), comments }
}

fn kind(zone: Zone) -> RegionKind {
    match zone {
        Zone::Furniture => RegionKind::Furniture,
        Zone::Archive => RegionKind::Description,
        Zone::Related => RegionKind::RelatedDocuments,
        Zone::Head => RegionKind::Letterhead,
        Zone::Handling => RegionKind::Handling,
        Zone::Body => RegionKind::Body,
        Zone::Signature => RegionKind::Signature,
        Zone::Note => RegionKind::EditorialNote,
        Zone::Comment => RegionKind::Comment,
        Zone::Translation => RegionKind::Translation,
        Zone::Original => RegionKind::Original,
    }
}

/// Runs of lines of one zone; every comment is a region of its own.
fn regions(paper: &Paper<'_>, zones: &zones::Zones) -> Vec<Region> {
    let mut found: Vec<Region> = Vec::new();
    let mut last: Option<(Zone, Option<usize>)> = None;
    let mut comment = 0;
    for (n, line) in paper.lines.iter().enumerate() {
        if line.span.is_empty() {
            continue;
        }
        while zones.comments.get(comment).is_some_and(|c| c.lines.end <= n) {
            comment += 1;
        }
        let which = zones.comments.get(comment).filter(|c| c.lines.contains(&n)).map(|_| comment);
        let key = (zones.of[n], which.filter(|_| zones.of[n] == Zone::Comment));
        if last == Some(key) {
            continue;
        }
        last = Some(key);
        let start = if found.is_empty() { 0 } else { line.span.start as usize };
        if let Some(before) = found.last_mut() {
            before.span.end = u32::try_from(start).unwrap_or(u32::MAX);
        }
        found.push(Region {
            id: String::new(),
            kind: kind(key.0),
            span: Span::new(start, paper.text.len()),
            basis: Basis::new(zones.why[n], if zones.why[n] == "divide.rest" { 0.6 } else { 0.8 }),
        });
    }
    if found.is_empty() && !paper.text.is_empty() {
        let span = Span::new(0, paper.text.len());
        found.push(Region {
            id: String::new(),
            kind: RegionKind::Body,
            span,
            basis: Basis::new("divide.rest", 0.5),
        });
    }
    for (n, region) in found.iter_mut().enumerate() {
        region.id = format!("r{}", n + 1);
    }
    found
}
