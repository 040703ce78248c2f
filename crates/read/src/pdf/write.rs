//! Pieces, notes and running heads to text: paragraphs run on over pages, furniture stands between them.

use std::collections::BTreeSet;

use memcon_model::Locator;

use super::columns::{Line, Row};
use super::extras::Remark;
use super::glyphs::{Sheet, is_han, is_hangul};
use super::heads;
use super::notes::{Note, is_mark};
use super::paragraphs::{Kind, Piece};
use crate::reading::{BlockKind, MarkKind};
use crate::writer::{Writer, note_mark};

/// What stands on a page beside the running text.
#[derive(Debug)]
pub(crate) struct Side {
    /// Box of the page.
    pub sheet: Sheet,
    /// View of its words: quarter turns, vertical.
    pub view: (u8, bool),
    /// Its label.
    pub label: Option<String>,
    /// Running heads.
    pub heads: Vec<Row>,
    /// Running feet.
    pub feet: Vec<Row>,
    /// Footnotes.
    pub notes: Vec<Note>,
    /// Sticky notes.
    pub remarks: Vec<Remark>,
}

/// Writes everything.
pub(crate) fn write(pieces: &[Piece], sides: &[Side], w: &mut Writer) {
    let lines = pieces.iter().flat_map(|p| &p.lines).map(|l| &l.2);
    let latin = lines.filter(|l| l.words.text.ends_with(char::is_alphanumeric));
    let (trailing, all) = latin.fold((0, 0), |(t, n), l| (t + usize::from(l.words.trailing), n + 1));
    let mut out = Out { sides, w, page: 0, owed: Vec::new(), trailing: trailing * 2 > all };
    if !sides.is_empty() {
        out.open(0);
    }
    for piece in pieces {
        out.piece(piece);
    }
    out.settle();
    while out.page + 1 < sides.len() {
        out.turn(out.page + 1);
    }
    out.furniture(out.page, true);
}

/// A text in the making.
struct Out<'o> {
    sides: &'o [Side],
    w: &'o mut Writer,
    /// The page that words go to.
    page: usize,
    /// Pages turned inside a paragraph, whose furniture is still to come.
    owed: Vec<usize>,
    /// Whether the file puts a space at the end of a line that ends with a word.
    trailing: bool,
}

impl Out<'_> {
    /// Opens a page between paragraphs: its running heads come first.
    fn open(&mut self, page: usize) {
        self.page = page;
        self.w.gap();
        self.w.page(self.sides[page].label.as_deref(), None);
        self.furniture(page, false);
    }

    /// Goes on to a page between paragraphs.
    fn turn(&mut self, page: usize) {
        while self.page < page {
            self.furniture(self.page, true);
            self.open(self.page + 1);
        }
    }

    /// Writes what was left out where a paragraph ran over pages.
    fn settle(&mut self) {
        let owed = std::mem::take(&mut self.owed);
        if owed.is_empty() {
            return;
        }
        let now = self.page;
        for page in owed {
            if self.sides[page].is_furnished() {
                self.w.gap();
                self.w.page_again(page as u32 + 1);
                self.furniture(page, true);
                self.w.gap();
                self.w.page_again(now as u32 + 1);
            }
        }
        self.furniture(now, false);
    }

    fn piece(&mut self, piece: &Piece) {
        let Some((first, ..)) = piece.lines.first() else { return };
        if *first > self.page {
            self.turn(*first);
        }
        if piece.kind == Kind::Row {
            self.w.line()
        } else {
            self.w.gap()
        }
        let begun = self.w.begin();
        let mut last: Option<&Line> = None;
        for (page, alone, line) in &piece.lines {
            if let Some(last) = last {
                self.join(last, line, *alone);
            }
            while self.page < *page {
                self.owed.push(self.page);
                self.page += 1;
                self.w.page(self.sides[self.page].label.as_deref(), None);
            }
            self.line(line, *page, true);
            last = Some(line);
        }
        let kind = match piece.kind {
            Kind::Paragraph => BlockKind::Paragraph,
            Kind::Heading(level) => BlockKind::Heading(level),
            Kind::Item => BlockKind::ListItem,
            Kind::Row => BlockKind::TableRow,
        };
        self.w.block(begun, kind);
        if piece.kind == Kind::Row {
            self.w.line()
        } else {
            self.w.gap()
        }
        if !self.owed.is_empty() {
            self.settle();
        }
    }

    /// What stands between two lines of a paragraph. A broken word keeps its hyphen and its line break.
    fn join(&mut self, a: &Line, b: &Line, alone: bool) {
        let (end, start) = (a.words.text.chars().next_back(), b.words.text.chars().next());
        let (Some(end), Some(start)) = (end, start) else { return };
        let before = a.words.text.chars().rev().nth(1);
        let hyphen = matches!(end, '-' | '\u{ad}' | '\u{2010}') && before.is_some_and(char::is_alphabetic);
        let between = if alone || (hyphen && start.is_alphabetic()) {
            "\n"
        } else if is_han(end) && is_han(start) {
            ""
        } else if is_hangul(end) && is_hangul(start) && !a.words.trailing {
            // Whether a word goes on is not told, unless the file tells it elsewhere.
            if self.trailing { "" } else { "\n" }
        } else {
            " "
        };
        self.w.words(between);
    }

    /// One line with its marks and its place.
    fn line(&mut self, line: &Line, page: usize, body: bool) {
        let begun = self.w.begin();
        let text = &line.words.text;
        let mut at = 0;
        for raised in line.words.raised.iter().filter(|_| body) {
            let mark = &text[raised.clone()];
            if !is_mark(mark) || !self.noted(page, mark) {
                continue;
            }
            self.w.words(&text[at..raised.start]);
            let begun = self.w.begin();
            self.w.words(&note_mark(mark));
            self.w.mark(begun, MarkKind::NoteMark(mark.to_owned()));
            at = raised.end;
        }
        if !body && let Some(mark) = line.words.raised.first().filter(|r| r.start == 0) {
            // The mark that a note begins with is parted from its words by its place alone.
            self.w.words(&note_mark(&text[..mark.end]));
            self.w.words(" ");
            at = mark.end;
        }
        self.w.words(if body { &text[at..] } else { text[at..].trim_start() });
        let (side, height) = (&self.sides[page], line.size);
        let area = [line.x0, line.y - height * 0.8, line.x1 - line.x0, height];
        let area = side.sheet.area(side.view, area).map(|v| (v * 10.0).round() / 10.0);
        self.w.locate(begun, Locator { area: Some(area), ..Locator::default() });
    }

    /// Whether the file has a note with this mark, on the page or behind it.
    fn noted(&self, page: usize, mark: &str) -> bool {
        let on = |s: &Side| s.notes.iter().any(|n| n.label.as_deref() == Some(mark));
        on(&self.sides[page]) || self.sides.get(page + 1).is_some_and(on) || self.sides.last().is_some_and(on)
    }

    /// The running heads of a page, or its notes, remarks and running feet.
    fn furniture(&mut self, page: usize, foot: bool) {
        let side = &self.sides[page];
        if foot {
            for note in &side.notes {
                self.note(note, page);
            }
            for remark in &side.remarks {
                self.w.gap();
                let begun = self.w.begin();
                self.w.words(&remark.text);
                let (author, time) = (remark.author.clone(), remark.time.clone());
                self.w.block(begun, BlockKind::Comment { author, number: None, time });
                self.w.gap();
            }
        }
        for row in if foot { &side.feet } else { &side.heads } {
            self.w.gap();
            let begun = self.w.begin();
            self.w.words(&heads::text(row));
            let height = row.size();
            let area = [row.x0(), row.y() - height * 0.8, row.x1() - row.x0(), height];
            let area = side.sheet.area(side.view, area).map(|v| (v * 10.0).round() / 10.0);
            self.w.locate(begun, Locator { area: Some(area), ..Locator::default() });
            self.w.block(begun, BlockKind::RunningHead);
            self.w.gap();
        }
    }

    fn note(&mut self, note: &Note, page: usize) {
        self.w.gap();
        let begun = self.w.begin();
        let mut last: Option<&Line> = None;
        for line in &note.lines {
            if let Some(last) = last {
                self.join(last, line, false);
            }
            self.line(line, page, false);
            last = Some(line);
        }
        self.w.block(begun, BlockKind::Note { label: note.label.clone(), editorial: None });
        self.w.gap();
    }
}

impl Side {
    /// Whether anything stands at its foot.
    fn is_furnished(&self) -> bool {
        !self.notes.is_empty() || !self.feet.is_empty() || !self.remarks.is_empty()
    }
}

/// The labels to give the pages: those of the catalogue where they agree with what is printed.
pub(crate) fn labels(given: Option<Vec<String>>, printed: &[Option<String>]) -> Vec<Option<String>> {
    let Some(given) = given else { return printed.to_vec() };
    let told: Vec<(&String, &String)> =
        given.iter().zip(printed).filter_map(|(g, p)| p.as_ref().map(|p| (g, p))).collect();
    let agree = told.iter().filter(|(g, p)| g.eq_ignore_ascii_case(p) || g.ends_with(p.as_str())).count();
    let kinds: BTreeSet<&String> = given.iter().collect();
    if agree * 2 < told.len() || (kinds.len() < given.len() && told.is_empty()) {
        return printed.to_vec();
    }
    given.into_iter().map(|g| Some(g).filter(|g| !g.is_empty())).collect()
}
