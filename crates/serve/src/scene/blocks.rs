//! Cutting a text into blocks: the rows of the scene.

use memcon_model::{Alignment, Mode, RegionKind, Span};

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

/// Lines of hard-wrapped text are hardly narrower or wider than this many columns.
const NARROWEST: usize = 40;
const WIDEST: usize = 100;

/// Cuts the whole text into blocks, in order.
pub fn cut(scene: &Scene<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let whole = Span::new(0, scene.text.len());
    let stops = stops(scene);
    let regions = &scene.analysis.regions;
    let pairs = &scene.analysis.alignment;
    if regions.is_empty() && scene.other.is_some() {
        super::parallel::cut_other(scene, (None, whole), &stops, &mut blocks);
        return blocks;
    }
    if regions.is_empty() {
        pieces(scene.text, whole, None, &stops, &mut blocks);
        return blocks;
    }
    for (n, region) in regions.iter().enumerate() {
        if scene.other.is_some() && region.kind != RegionKind::Comment {
            super::parallel::cut_other(scene, (Some(n), region.span), &stops, &mut blocks);
            continue;
        }
        let aligned = |side: fn(&Alignment) -> Span| pairs.iter().any(|p| region.span.overlaps(side(p)));
        if region.kind == RegionKind::Original && aligned(|p| p.b) && !aligned(|p| p.a) {
            continue; // stands beside its translation
        }
        if region.kind != RegionKind::Comment && aligned(|p| p.a) {
            super::parallel::cut(scene, n, &stops, &mut blocks);
            continue;
        }
        let from = blocks.len();
        pieces(scene.text, region.span, Some(n), &stops, &mut blocks);
        if matches!(region.kind, RegionKind::Letterhead | RegionKind::Handling | RegionKind::Signature) {
            unwrap_lines(scene.text, from, &mut blocks);
        }
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

/// Where something begins that opens a line of its own: a speaker's line, a comment, an item.
fn stops(scene: &Scene<'_>) -> Vec<u32> {
    let a = scene.analysis;
    let lines = a.turns.iter().filter(|t| t.mode == Mode::TranscriptLine);
    let mut stops: Vec<u32> =
        lines.map(|t| t.cue.map_or(t.span.start, |c| c.start.min(t.span.start))).collect();
    stops.extend(a.items.iter().map(|i| i.span.start));
    stops.extend(a.comments.iter().map(|c| line_start(scene.text, c.span.start)));
    stops.sort_unstable();
    stops
}

/// The start of the line that holds byte `at`.
fn line_start(text: &str, at: u32) -> u32 {
    text.get(..at as usize).and_then(|t| t.rfind('\n')).map_or(0, |n| n as u32 + 1)
}

/// Cuts one region at blank lines and at `stops`, and further at line ends unless a paragraph is hard-wrapped.
pub fn pieces(text: &str, within: Span, region: Option<usize>, stops: &[u32], out: &mut Vec<Block>) {
    let mut paragraph: Vec<Span> = Vec::new();
    let mut at = within.start as usize;
    for line in within.of(text).split_inclusive('\n') {
        let span = Span::new(at, at + line.len()).trim(text);
        at += line.len();
        let stop = stops.get(stops.partition_point(|s| *s < span.start)).is_some_and(|s| *s == span.start);
        if span.is_empty() || stop {
            close(text, &mut paragraph, region, out);
        }
        if !span.is_empty() {
            paragraph.push(span);
        }
    }
    close(text, &mut paragraph, region, out);
}

/// Takes line ends as they stand in blocks `from` on: particulars are set line by line.
fn unwrap_lines(text: &str, from: usize, out: &mut Vec<Block>) {
    for block in out.split_off(from) {
        let mut at = block.span.start as usize;
        for line in block.span.of(text).split_inclusive('\n') {
            let span = Span::new(at, at + line.len()).trim(text);
            at += line.len();
            let opens = block.opens && span.start == block.span.start;
            out.push(Block {
                span,
                flows: false,
                columns: has_columns(span.of(text)),
                opens,
                ..block.clone()
            });
        }
    }
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
        && (hard_wrapped(text, lines) || broken_words(text, lines))
    {
        out.push(block(first.hull(*last), true, true));
    } else {
        out.extend(lines.iter().enumerate().map(|(n, line)| block(*line, false, n == 0)));
    }
    lines.clear();
}

/// Whether the line ends mean nothing: all lines but the last are about equally long, and long.
fn hard_wrapped(text: &str, lines: &[Span]) -> bool {
    let Some((last, full)) = lines.split_last() else { return false };
    let widths: Vec<usize> = full.iter().map(|l| width(l.of(text))).collect();
    let widest = widths.iter().copied().max().unwrap_or(0);
    // Two lines alone may be a heading; the second then begins like one.
    let goes_on = full.len() > 1 || widest >= 66 || last.of(text).starts_with(char::is_lowercase);
    !full.is_empty()
        && goes_on
        && (NARROWEST..=WIDEST).contains(&widest)
        && widths.iter().all(|n| *n * 10 >= widest * 7)
        && !full.iter().any(|l| has_columns(l.of(text)))
        // Lines that all end a sentence are verses, lists or speeches, not one paragraph.
        && !full.iter().all(|l| l.of(text).ends_with(['.', '!', '?', ';', ':', '。', '？', '！', '；']))
}

/// Whether every line but the last ends in a broken word: a paragraph of a scan, whose other line ends are gone.
fn broken_words(text: &str, lines: &[Span]) -> bool {
    let Some((_, full)) = lines.split_last() else { return false };
    let broken = |line: &Span| {
        let mut ends = line.of(text).chars().rev();
        matches!(ends.next(), Some('-' | '\u{2010}' | '¬')) && ends.next().is_some_and(char::is_alphabetic)
    };
    !full.is_empty() && full.iter().all(broken)
}

/// Columns that a line takes, wide characters counted twice, as far as it matters.
fn width(line: &str) -> usize {
    line.chars()
        .take(WIDEST + 1)
        .map(|c| if matches!(c as u32, 0x1100..=0x11FF | 0x2E80..=0xD7FF | 0xFF00..=0xFF60) { 2 } else { 1 })
        .sum()
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
        pieces(text, Span::new(0, text.len()), None, &[], &mut out);
        out.iter()
            .map(|b| format!("{}{}", if b.flows { "~" } else { "" }, b.span.of(text).replace('\n', "/")))
            .collect()
    }

    #[test]
    fn paragraphs_and_lines() {
        assert_eq!(cut_up("A: Yes.\nB: No.\n\n  C\n"), ["A: Yes.", "B: No.", "C"]);
        assert_eq!(cut_up("Minutes of the third meeting of the commission\nHalvik, 9 May 1931").len(), 2);
        let wrapped =
            "The chairman opened the session and read the\nagenda, to which nobody had anything\nto add.";
        assert_eq!(cut_up(wrapped), [format!("~{}", wrapped.replace('\n', "/"))]);
        assert_eq!(cut_up("He would nego-\ntiate and re-\nturn."), ["~He would nego-/tiate and re-/turn."]);
        assert!(cut_up("").is_empty());
    }
}
