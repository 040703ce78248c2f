//! Translation beside original: rows of sentences, in step.

use memcon_model::Span;

use super::Scene;
use super::blocks::{Block, pieces};

/// Cuts region `n` of the translation into rows with their counterparts.
///
/// What has no counterpart gets a row of its own with an empty place beside it: left out is also
/// something that a reader wants to see.
pub fn cut(scene: &Scene<'_>, n: usize, stops: &[u32], out: &mut Vec<Block>) {
    let text = scene.text;
    let region = scene.analysis.regions[n].span;
    let mut pairs: Vec<(Span, Span)> = scene
        .analysis
        .alignment
        .iter()
        .map(|p| (p.a.trim(text), p.b.trim(text)))
        .filter(|(a, _)| region.contains(*a) && !a.is_empty())
        .collect();
    pairs.sort_by_key(|(a, b)| (a.start, b.start));
    let mut at = region.start;
    let mut beside: Option<u32> = None;
    for (a, b) in pairs {
        if a.start < at {
            // Two counterparts of one sentence: the second joins the row of the first.
            if let Some(Block { beside: Some(Some(other)), .. }) = out.last_mut() {
                *other = other.hull(b);
                beside = beside.max(Some(b.end));
            }
            continue;
        }
        lonely(text, Span { start: at, end: a.start }, Some(n), stops, out);
        if let Some(from) = beside.filter(|from| *from < b.start) {
            missing(scene, Span { start: from, end: b.start }, a.start, n, out);
        }
        let opens = text.get(at as usize..a.start as usize).is_none_or(|gap| gap.contains('\n'))
            || at == region.start;
        out.push(Block {
            span: a,
            region: Some(n),
            flows: true,
            columns: false,
            opens,
            beside: Some(Some(b)),
            comment: None,
        });
        at = a.end;
        beside = beside.max(Some(b.end));
    }
    lonely(text, Span { start: at, end: region.end }, Some(n), stops, out);
}

/// Cuts a region (or the whole text) into rows with what another paper has in their places.
pub fn cut_other(scene: &Scene<'_>, (n, region): (Option<usize>, Span), stops: &[u32], out: &mut Vec<Block>) {
    let text = scene.text;
    let mut at = region.start;
    let mut inside = region.start == 0;
    let row = |span, opens, beside| Block {
        span,
        region: n,
        flows: true,
        columns: false,
        opens,
        beside: Some(beside),
        comment: None,
    };
    for pair in scene.other.iter().flat_map(|o| &o.rows) {
        match pair.a.map(|a| a.trim(text)) {
            Some(a) if region.contains(a) && a.start >= at && !a.is_empty() => {
                lonely(text, Span { start: at, end: a.start }, n, stops, out);
                let gap = text.get(at as usize..a.start as usize).unwrap_or("");
                out.push(row(a, gap.contains('\n') || at == region.start, pair.b));
                at = a.end;
                inside = true;
            }
            Some(a) => inside = region.contains(a),
            None if inside => out.push(row(Span { start: at, end: at }, true, pair.b)),
            None => {}
        }
    }
    lonely(text, Span { start: at, end: region.end }, n, stops, out);
}

/// Words of the translation that stand beside nothing.
fn lonely(text: &str, gap: Span, n: Option<usize>, stops: &[u32], out: &mut Vec<Block>) {
    let from = out.len();
    if gap.trim(text).of(text).chars().any(char::is_alphanumeric) {
        pieces(text, gap, n, stops, out);
    }
    for block in &mut out[from..] {
        block.beside = Some(None);
    }
}

/// Words of the original that the translation leaves out.
fn missing(scene: &Scene<'_>, gap: Span, before: u32, n: usize, out: &mut Vec<Block>) {
    let gap = gap.trim(scene.text);
    // A gap across half a document is a page break between two regions, not an omission.
    let inside = scene.analysis.region_at(gap.start).is_some_and(|r| r.span.contains(gap));
    if inside && gap.of(scene.text).chars().any(char::is_alphanumeric) {
        out.push(Block {
            span: Span { start: before, end: before },
            region: Some(n),
            flows: true,
            columns: false,
            opens: true,
            beside: Some(Some(gap)),
            comment: None,
        });
    }
}
