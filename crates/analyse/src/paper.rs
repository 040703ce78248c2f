//! A text with the structure that needs no knowledge of language: lines and paragraphs.

use std::cell::OnceCell;

use memcon_model::{Participant, Settings, Span};
use memcon_read::{Block, Reading};

/// A line of the text, without its line break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where, without white space at its ends; empty for a blank line.
    pub span: Span,
    /// Columns of white space before the first word (an ideographic space counts two, a tab four).
    pub indent: u32,
}

/// A run of lines between blank lines (plain text), or a block of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Where, without white space at its ends.
    pub span: Span,
    /// Its first line.
    pub first_line: u32,
    /// The line behind its last.
    pub end_line: u32,
}

/// One document as the stages see it.
pub struct Paper<'p> {
    /// The text that all spans refer to.
    pub text: &'p str,
    /// What reading gave besides.
    pub reading: &'p Reading,
    /// What the user told about the collection.
    pub settings: &'p Settings,
    /// Language tags, most used first; filled by the first stage.
    pub languages: Vec<String>,
    /// Lines in order, blank ones included.
    pub lines: Vec<Line>,
    /// Paragraphs in order.
    pub paragraphs: Vec<Paragraph>,
    /// Those present, read off the paper's list when first asked for; four stages ask.
    pub(crate) present: OnceCell<Vec<Participant>>,
}

impl<'p> Paper<'p> {
    /// Cuts a reading into lines and paragraphs; linear in the text.
    pub fn new(reading: &'p Reading, settings: &'p Settings) -> Self {
        let text = reading.text.as_str();
        let lines = lines(text);
        let paragraphs = paragraphs(&lines);
        Self { text, reading, settings, languages: Vec::new(), lines, paragraphs, present: OnceCell::new() }
    }

    /// The words at a span.
    pub fn words(&self, span: Span) -> &'p str {
        span.of(self.text)
    }

    /// The format's blocks.
    pub fn blocks(&self) -> &'p [Block] {
        &self.reading.blocks
    }

    /// Whether `lang` is among the paper's languages.
    pub fn speaks(&self, lang: &str) -> bool {
        self.languages.iter().any(|l| l == lang)
    }

    /// The paragraph that holds byte offset `at`.
    pub fn paragraph_at(&self, at: u32) -> Option<&Paragraph> {
        let n = self.paragraphs.partition_point(|p| p.span.end <= at);
        self.paragraphs.get(n).filter(|p| p.span.start <= at)
    }
}

fn lines(text: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let span = Span::new(at, at + raw.len()).trim(text);
        let lead = raw.len() - raw.trim_start().len();
        let indent = raw[..lead]
            .chars()
            .map(|c| match c {
                '\t' => 4,
                '\u{3000}' => 2,
                '\n' | '\r' => 0,
                _ => 1,
            })
            .sum();
        found.push(Line { span, indent });
        at += raw.len();
    }
    found
}

fn paragraphs(lines: &[Line]) -> Vec<Paragraph> {
    let mut found: Vec<Paragraph> = Vec::new();
    let mut open: Option<Paragraph> = None;
    for (n, line) in lines.iter().enumerate() {
        if line.span.is_empty() {
            found.extend(open.take());
            continue;
        }
        match &mut open {
            Some(p) => {
                p.span.end = line.span.end;
                p.end_line = n as u32 + 1;
            }
            None => open = Some(Paragraph { span: line.span, first_line: n as u32, end_line: n as u32 + 1 }),
        }
    }
    found.extend(open);
    found
}
