//! The readable text of a page and its blocks: block elements on lines of their own, blank lines between
//! paragraphs, white space folded as a browser does. Every word is a text node of the page, in its order.

use memcon_model::Span;

use super::sections::{Sections, Zone};
use super::tree::{Tree, What};
use super::words;
use crate::{Block, BlockKind};

/// Text and layout.
pub(crate) struct Written {
    /// The readable text.
    pub text: String,
    /// Blocks in order of start; a block that holds others stands before them.
    pub blocks: Vec<Block>,
}

/// Writes a page out. Linear.
pub(crate) fn write(tree: &Tree<'_>, sections: &Sections) -> Written {
    let mut writer = Writer::default();
    let mut open: Vec<Open> = Vec::new();
    for (n, node) in tree.nodes.iter().enumerate().skip(1) {
        while open.last().is_some_and(|o| o.end <= n) {
            if let Some(o) = open.pop() {
                writer.leave(&o);
            }
        }
        let zone = sections.zones[n];
        if zone == Zone::Dropped {
            continue;
        }
        match node.what {
            What::Element(element) => {
                let above = open.last();
                let o = Open {
                    end: node.end,
                    kind: kind(element.name()).or(above.and_then(|a| a.kind.clone())),
                    block: words::is_block(element.name()),
                    apart: words::is_apart(element.name()) && !above.is_some_and(|a| a.in_list),
                    cell: matches!(element.name(), "td" | "th"),
                    quote: element.name() == "blockquote",
                    pre: element.name() == "pre" || above.is_some_and(|a| a.pre),
                    in_list: matches!(element.name(), "ul" | "ol" | "dl") || above.is_some_and(|a| a.in_list),
                };
                writer.enter(&o);
                if element.name() == "br" {
                    writer.line_break();
                }
                open.push(o);
            }
            What::Text(text) => {
                let above = open.last();
                let kind = above.and_then(|a| a.kind.clone()).unwrap_or(BlockKind::Paragraph);
                writer.words(text, above.is_some_and(|a| a.pre), zone, kind);
            }
            What::Root => {}
        }
    }
    while let Some(o) = open.pop() {
        writer.leave(&o);
    }
    writer.finish(sections)
}

struct Open {
    end: usize,
    kind: Option<BlockKind>,
    block: bool,
    apart: bool,
    cell: bool,
    quote: bool,
    pre: bool,
    in_list: bool,
}

/// What an element says of the words in it.
fn kind(name: &str) -> Option<BlockKind> {
    Some(match name {
        "h1" => BlockKind::Heading(1),
        "h2" => BlockKind::Heading(2),
        "h3" => BlockKind::Heading(3),
        "h4" => BlockKind::Heading(4),
        "h5" => BlockKind::Heading(5),
        "h6" => BlockKind::Heading(6),
        "li" | "dt" | "dd" => BlockKind::ListItem,
        "tr" => BlockKind::TableRow,
        "p" | "table" | "ul" | "ol" => BlockKind::Paragraph,
        _ => return None,
    })
}

/// What stands between the words written and the next ones.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Space,
    Cell,
    Line,
    Blank,
}

/// Words between two line breaks.
struct Run {
    span: Span,
    zone: Zone,
    kind: BlockKind,
}

#[derive(Default)]
struct Writer {
    text: String,
    gap: Gap,
    runs: Vec<Run>,
    run_open: bool,
    quotes: Vec<usize>,
    quoted: Vec<Span>,
}

impl Writer {
    fn ask(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
        if gap >= Gap::Line {
            self.run_open = false;
        }
    }

    fn enter(&mut self, o: &Open) {
        self.edge(o);
        if o.quote {
            self.quotes.push(self.text.len());
        }
    }

    fn leave(&mut self, o: &Open) {
        if o.quote
            && let Some(start) = self.quotes.pop()
        {
            self.quoted.push(Span::new(start, self.text.len()));
        }
        self.edge(o);
    }

    fn edge(&mut self, o: &Open) {
        if o.apart {
            self.ask(Gap::Blank);
        } else if o.block {
            self.ask(Gap::Line);
        } else if o.cell {
            self.ask(Gap::Cell);
        }
    }

    /// A line break inside a paragraph; two make a new paragraph, as authors without `<p>` use them.
    fn line_break(&mut self) {
        let gap = if self.gap >= Gap::Line { Gap::Blank } else { Gap::Line };
        self.gap = self.gap.max(gap);
        if gap == Gap::Blank {
            self.run_open = false;
        }
    }

    fn words(&mut self, text: &str, pre: bool, zone: Zone, kind: BlockKind) {
        if pre {
            return self.kept(text, zone, kind);
        }
        let mut rest = text;
        while !rest.is_empty() {
            let lead = rest.len() - rest.trim_start_matches(is_folded).len();
            if lead > 0 {
                self.ask(Gap::Space);
                rest = &rest[lead..];
                continue;
            }
            let end = rest.find(is_folded).unwrap_or(rest.len());
            self.push(&rest[..end], zone, &kind);
            rest = &rest[end..];
        }
    }

    /// Text whose white space counts.
    fn kept(&mut self, text: &str, zone: Zone, kind: BlockKind) {
        if text.trim().is_empty() {
            return self.ask(Gap::Space);
        }
        self.push(text.trim_end_matches('\n'), zone, &kind);
        if text.ends_with('\n') {
            self.ask(Gap::Line);
        }
    }

    fn push(&mut self, words: &str, zone: Zone, kind: &BlockKind) {
        if self.runs.last().is_some_and(|r| r.zone != zone) && self.gap < Gap::Line {
            self.ask(Gap::Line);
        }
        if !self.text.is_empty() {
            self.text.push_str(match self.gap {
                Gap::None => "",
                Gap::Space => " ",
                Gap::Cell => "\t",
                Gap::Line => "\n",
                Gap::Blank => "\n\n",
            });
        }
        self.gap = Gap::None;
        let start = self.text.len();
        self.text.push_str(words);
        let end = Span::new(start, self.text.len()).end;
        match self.runs.last_mut() {
            Some(run) if self.run_open => run.span.end = end,
            _ => self.runs.push(Run { span: Span::new(start, end as usize), zone, kind: kind.clone() }),
        }
        self.run_open = true;
    }

    fn finish(self, sections: &Sections) -> Written {
        let Writer { mut text, runs, quoted, .. } = self;
        if !text.is_empty() {
            text.push('\n');
        }
        let mut blocks = Vec::new();
        let mut furniture: Option<Span> = None;
        let mut comments: Vec<Option<Span>> = vec![None; sections.comments.len()];
        for run in &runs {
            match run.zone {
                Zone::Furniture => furniture = Some(furniture.map_or(run.span, |f| f.hull(run.span))),
                Zone::Comment(n) => comments[n] = Some(comments[n].map_or(run.span, |c| c.hull(run.span))),
                _ => {}
            }
            if run.zone != Zone::Furniture {
                push(&mut blocks, furniture.take(), BlockKind::Furniture, &text);
                push(&mut blocks, Some(run.span), run.kind.clone(), &text);
            }
        }
        push(&mut blocks, furniture, BlockKind::Furniture, &text);
        for (span, found) in clipped(comments).into_iter().zip(&sections.comments) {
            let kind = BlockKind::Comment {
                author: found.author.clone(),
                number: found.number.clone(),
                time: found.time.clone(),
            };
            push(&mut blocks, span, kind, &text);
        }
        for span in quoted {
            push(&mut blocks, Some(span), BlockKind::Quote, &text);
        }
        blocks.sort_by_key(|b| (b.span.start, std::cmp::Reverse(b.span.end), rank(&b.kind)));
        Written { text, blocks }
    }
}

/// Comments end where the next one begins: an answer inside is a comment of its own.
fn clipped(mut comments: Vec<Option<Span>>) -> Vec<Option<Span>> {
    let mut next_start = u32::MAX;
    for span in comments.iter_mut().rev().flatten() {
        span.end = span.end.min(next_start).max(span.start);
        next_start = span.start;
    }
    comments
}

fn push(blocks: &mut Vec<Block>, span: Option<Span>, kind: BlockKind, text: &str) {
    if let Some(span) = span.map(|s| s.trim(text)).filter(|s| !s.is_empty()) {
        blocks.push(Block { span, kind });
    }
}

/// Of two blocks with the same span, the one that holds comes first.
fn rank(kind: &BlockKind) -> u8 {
    match kind {
        BlockKind::Furniture => 0,
        BlockKind::Comment { .. } => 1,
        BlockKind::Quote => 2,
        _ => 3,
    }
}

/// White space that a browser folds (a no-break space is not).
fn is_folded(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{0c}')
}
