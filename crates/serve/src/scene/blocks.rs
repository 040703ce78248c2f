//! Cutting a text into blocks: the rows of the scene.

use memcon_model::{Alignment, RegionKind, Span};

use super::Scene;

/// One row's worth of text.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its words, without the white space around them.
    pub span: Span,
    /// Index of its region; `None` where the document has no regions.
    pub region: Option<usize>,
    /// Lines of a hard-wrapped paragraph: line ends are mere spaces.
    pub flows: bool,
    /// Columns by runs of spaces: white space is kept.
    pub columns: bool,
    /// First of its paragraph (sentences of a paragraph stand closer).
    pub opens: bool,
    /// The counterpart in the other language; `Some(None)` = there is none.
    pub beside: Option<Option<Span>>,
    /// Index of the comment that it belongs to.
    pub comment: Option<usize>,
}

/// A longer line than this does not come from hard wrapping.
const WRAPPED: usize = 100;

/// Cuts the whole text into blocks, in order.
pub fn cut(scene: &Scene<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let whole = Span::new(0, scene.text.len());
    let regions = &scene.analysis.regions;
    let pairs = &scene.analysis.alignment;
    if regions.is_empty() {
        pieces(scene.text, whole, None, &mut blocks);
        return blocks;
    }
    for (n, region) in regions.iter().enumerate() {
        let aligned = |side: fn(&Alignment) -> Span| pairs.iter().any(|p| region.span.overlaps(side(p)));
        if region.kind == RegionKind::Original && aligned(|p| p.b) && !aligned(|p| p.a) {
            continue; // stands beside its translation
        }
        if region.kind != RegionKind::Comment && aligned(|p| p.a) {
            super::parallel::cut(scene, n, &mut blocks);
            continue;
        }
        pieces(scene.text, region.span, Some(n), &mut blocks);
    }
    comments(scene, &mut blocks);
    blocks
}

/// Says of each block to which comment it belongs.
fn comments(scene: &Scene<'_>, blocks: &mut [Block]) {
    let comments = &scene.analysis.comments;
    let mut next = 0;
    for block in blocks {
        while comments.get(next).is_some_and(|c| c.span.end <= block.span.start) {
            next += 1;
        }
        block.comment = comments.get(next).filter(|c| c.span.overlaps(block.span)).map(|_| next);
    }
}

/// Cuts one region at blank lines, and further at line ends unless a paragraph is hard-wrapped.
pub fn pieces(text: &str, within: Span, region: Option<usize>, out: &mut Vec<Block>) {
    let mut paragraph: Vec<Span> = Vec::new();
    let mut at = within.start as usize;
    for line in within.of(text).split_inclusive('\n') {
        let span = Span::new(at, at + line.len()).trim(text);
        at += line.len();
        if span.is_empty() {
            close(text, &mut paragraph, region, out);
        } else {
            paragraph.push(span);
        }
    }
    close(text, &mut paragraph, region, out);
}

fn close(text: &str, lines: &mut Vec<Span>, region: Option<usize>, out: &mut Vec<Block>) {
    let block = |span, flows, opens| Block {
        span,
        region,
        flows,
        columns: !flows && has_columns(Span::of(span, text)),
        opens,
        beside: None,
        comment: None,
    };
    if let ([first, ..], Some(last)) = (lines.as_slice(), lines.last())
        && hard_wrapped(text, lines)
    {
        out.push(block(first.hull(*last), true, true));
    } else {
        out.extend(lines.iter().enumerate().map(|(n, line)| block(*line, false, n == 0)));
    }
    lines.clear();
}

/// Whether the line ends mean nothing: all lines but the last are about equally long, and long.
fn hard_wrapped(text: &str, lines: &[Span]) -> bool {
    let Some((_, full)) = lines.split_last() else { return false };
    let lengths: Vec<usize> = full.iter().map(|l| l.of(text).chars().take(WRAPPED + 1).count()).collect();
    let longest = lengths.iter().copied().max().unwrap_or(0);
    !full.is_empty()
        && longest <= WRAPPED
        && longest >= 30
        && lengths.iter().all(|n| *n * 10 >= longest * 7)
        && !full.iter().any(|l| has_columns(l.of(text)))
}

/// Whether runs of spaces set something in columns.
fn has_columns(line: &str) -> bool {
    line.contains("    ") || line.contains('\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_up(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        pieces(text, Span::new(0, text.len()), None, &mut out);
        out.iter()
            .map(|b| format!("{}{}", if b.flows { "~" } else { "" }, b.span.of(text).replace('\n', "/")))
            .collect()
    }

    #[test]
    fn paragraphs_and_lines() {
        assert_eq!(cut_up("A: Yes.\nB: No.\n\n  C\n"), ["A: Yes.", "B: No.", "C"]);
        let wrapped =
            "The chairman opened the session and read the\nagenda, to which nobody had anything\nto add.";
        assert_eq!(cut_up(wrapped), [format!("~{}", wrapped.replace('\n', "/"))]);
        assert!(cut_up("").is_empty());
    }
}
