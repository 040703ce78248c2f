//! Makes the text of a structured format, with its blocks, marks, pages and locators, in one pass.
//!
//! Readers of formats say what opens and closes; this room sees to blank lines between paragraphs, spans without white
//! space at their ends, and order. What does not belong here: any format.

use memcon_model::{Locator, Page, Span};

use crate::reading::{Block, BlockKind, Mark, MarkKind, Reading};

/// A text in the making.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    text: String,
    blocks: Vec<Block>,
    marks: Vec<Mark>,
    pages: Vec<(usize, Page)>,
    /// Number of the page begun last.
    numbered: u32,
    locators: Vec<Locator>,
    /// Line breaks owed before the next words.
    owed: usize,
    /// A space owed before the next words.
    space: bool,
}

/// Where something began; give it back to close it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Begun(usize);

/// The mark of a note as it stands in the text, at its place and before the note: in square brackets, so that no sentence takes it
/// for a word. Signs (`*`, `†`) and what has brackets of its own stand as they are.
pub(crate) fn note_mark(label: &str) -> String {
    let bare = label.trim();
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if word(bare.chars().next()) || word(bare.chars().next_back()) {
        format!("[{bare}]")
    } else {
        bare.to_owned()
    }
}

impl Writer {
    /// Bytes written so far.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// The text written so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Words as they stand, white space included. Breaks owed come first, unless only white space comes.
    pub fn words(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if self.owed > 0 || self.space {
            let words = words.trim_start();
            if words.is_empty() {
                return;
            }
            self.settle();
            self.text.push_str(words);
        } else {
            self.text.push_str(words);
        }
    }

    /// Words as they stand, also white space that opens a line (the empty cells of a table's row).
    pub fn verbatim(&mut self, words: &str) {
        if !words.is_empty() {
            self.settle();
            self.text.push_str(words);
        }
    }

    /// Words of mark-up where white space means nothing: each run becomes one space.
    pub fn flowing(&mut self, words: &str) {
        let mut first = true;
        for part in words.split(|c: char| c.is_whitespace() && c != '\u{a0}' && c != '\u{3000}') {
            if !first {
                self.space = true;
            }
            first = false;
            if !part.is_empty() {
                self.settle();
                self.text.push_str(part);
            }
        }
    }

    fn settle(&mut self) {
        if self.owed > 0 {
            let end = self.text.trim_end_matches([' ', '\t']).len();
            self.text.truncate(end);
            let have = self.text.len() - self.text.trim_end_matches('\n').len();
            if !self.text.is_empty() {
                for _ in have..self.owed {
                    self.text.push('\n');
                }
            }
        } else if self.space && !self.text.is_empty() && !self.text.ends_with([' ', '\n', '\t']) {
            self.text.push(' ');
        }
        self.owed = 0;
        self.space = false;
    }

    /// The next words begin a new line.
    pub fn line(&mut self) {
        self.owed = self.owed.max(1);
    }

    /// The next words begin a new paragraph.
    pub fn gap(&mut self) {
        self.owed = self.owed.max(2);
    }

    /// The next words follow without a space.
    pub fn close_up(&mut self) {
        self.space = false;
    }

    /// The next words stand in a new cell of the line.
    pub fn cell(&mut self) {
        if self.owed == 0 {
            self.text.push('\t');
        }
        self.space = false;
    }

    /// Something begins with the next words.
    pub fn begin(&self) -> Begun {
        Begun(self.text.len())
    }

    /// The words since `begun`, without white space at the ends; `None` = there are none.
    pub fn since(&self, begun: Begun) -> Option<Span> {
        let start = begun.0.min(self.text.len());
        let span = Span::new(start, self.text.len()).trim(&self.text);
        (!span.is_empty()).then_some(span)
    }

    /// Closes a block.
    pub fn block(&mut self, begun: Begun, kind: BlockKind) -> Option<Span> {
        let span = self.since(begun)?;
        self.blocks.push(Block { span, kind });
        Some(span)
    }

    /// Closes marked words.
    pub fn mark(&mut self, begun: Begun, kind: MarkKind) -> Option<Span> {
        let span = self.since(begun)?;
        self.marks.push(Mark { span, kind });
        Some(span)
    }

    /// Marks words already written.
    pub fn mark_span(&mut self, span: Span, kind: MarkKind) {
        if !span.is_empty() {
            self.marks.push(Mark { span, kind });
        }
    }

    /// Says where the words since `begun` stand in the original. Locators do not overlap: one that does is left out.
    pub fn locate(&mut self, begun: Begun, locator: Locator) {
        if let Some(span) = self.since(begun)
            && self.locators.last().is_none_or(|l| l.span.end <= span.start)
        {
            self.locators.push(Locator { span, ..locator });
        }
    }

    /// A page of the original begins with the next words.
    pub fn page(&mut self, label: Option<&str>, image: Option<&str>) {
        self.numbered += 1;
        let number = self.numbered;
        let owned = |s: Option<&str>| s.map(|s| s.trim().to_owned()).filter(|s| !s.is_empty());
        let page = Page { span: Span::default(), label: owned(label), number, image: owned(image) };
        self.pages.push((self.text.len(), page));
    }

    /// A page that was begun before goes on with the next words: its notes, say, which stand behind a paragraph that
    /// runs over to the page after it.
    pub fn page_again(&mut self, number: u32) {
        if let Some((_, page)) = self.pages.iter().rev().find(|p| p.1.number == number) {
            self.pages.push((self.text.len(), page.clone()));
        }
    }

    /// Hands everything over to `reading`.
    pub fn finish(mut self, reading: &mut Reading) {
        let end = self.text.len();
        let starts: Vec<usize> = self.pages.iter().map(|p| p.0).collect();
        for (n, (start, mut page)) in self.pages.into_iter().enumerate() {
            let behind = starts.get(n + 1).copied().unwrap_or(end);
            page.span = Span::new(start, behind).trim(&self.text);
            reading.layout.pages.push(page);
        }
        // A block that closes later may have begun earlier; the longer one of two that begin together comes first.
        self.blocks.sort_by_key(|b| (b.span.start, std::cmp::Reverse(b.span.end)));
        self.marks.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
        reading.blocks = self.blocks;
        reading.marks = self.marks;
        reading.layout.locators = self.locators;
        reading.text = self.text;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_notes_stand_in_brackets() {
        let marks = ["12", "xiv", "*", "[3]", "(b)"].map(note_mark);
        assert_eq!(marks, ["[12]", "[xiv]", "*", "[3]", "(b)"]);
    }

    #[test]
    fn paragraphs_pages_and_marks_keep_their_words() {
        let mut w = Writer::default();
        w.page(Some("12"), None);
        let p = w.begin();
        w.flowing("  The ferry\n  ");
        let m = w.begin();
        w.flowing("sails");
        w.mark(m, MarkKind::Person(None));
        w.flowing(" on ");
        w.page(Some("13"), None);
        w.flowing("Monday. ");
        w.block(p, BlockKind::Paragraph);
        w.gap();
        let q = w.begin();
        w.flowing("Second.");
        w.block(q, BlockKind::Paragraph);
        w.gap();
        let mut r = Reading::default();
        w.finish(&mut r);
        assert_eq!(r.text, "The ferry sails on Monday.\n\nSecond.");
        let words = |s: Span| s.of(&r.text);
        assert_eq!(
            r.blocks.iter().map(|b| words(b.span)).collect::<Vec<_>>(),
            ["The ferry sails on Monday.", "Second."]
        );
        assert_eq!(words(r.marks[0].span), "sails");
        let pages: Vec<_> = r.layout.pages.iter().map(|p| (p.label.as_deref(), words(p.span))).collect();
        assert_eq!(pages, [(Some("12"), "The ferry sails on"), (Some("13"), "Monday.\n\nSecond.")]);
    }
}
