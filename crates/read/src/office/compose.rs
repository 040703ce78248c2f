//! Stories and paragraphs to text, blocks, marks, pages and locators.
//!
//! Order: the letterhead or running head, the paper, its notes, remarks in its margin, the running foot. Paragraphs stand apart by a blank line where
//! the paper leaves space between them or they are long; short lines without space (an address) stay lines.

use crate::Reading;
use crate::reading::{BlockKind, MarkKind};
use crate::writer::{Begun, Writer, note_mark};

use super::flow::{Flow, Para, Story};

/// Paragraphs of fewer characters may be lines of an address, a letterhead, a list.
const LINE: usize = 90;

/// Writes a finished flow into `reading`.
pub(super) fn compose(mut flow: Flow, reading: &mut Reading) {
    flow.finish();
    let mut done = std::mem::take(&mut flow.done);
    let mut out = Composer { writer: Writer::default(), flow, spots: Vec::new() };
    let mut told: Vec<String> = Vec::new();
    let body = done.iter().position(|(s, _)| *s == Story::Body).map(|n| done.remove(n).1).unwrap_or_default();
    for (head, kind) in [(Story::FirstHead, BlockKind::Letterhead), (Story::Head, BlockKind::RunningHead)] {
        for (_, paras) in done.iter_mut().filter(|(s, _)| *s == head) {
            out.furniture(std::mem::take(paras), &kind, &mut told);
        }
    }
    out.paras(body, None);
    let body_end = out.writer.len();
    for (story, paras) in &mut done {
        if let Story::Note(label) = story {
            let kind =
                BlockKind::Note { label: Some(label.clone()).filter(|l| !l.is_empty()), editorial: None };
            out.together(std::mem::take(paras), kind, label);
        }
    }
    for (story, paras) in &mut done {
        if let Story::Remark { author, number, time } = story {
            let kind =
                BlockKind::Comment { author: author.clone(), number: number.clone(), time: time.clone() };
            out.together(std::mem::take(paras), kind, "");
        }
    }
    for (story, paras) in &mut done {
        if *story == Story::Foot {
            out.furniture(std::mem::take(paras), &BlockKind::RunningHead, &mut told);
        }
    }
    let Composer { writer, mut flow, spots } = out;
    writer.finish(reading);
    // Notes, remarks and running feet are gathered behind the paper: they stand on no page.
    if let Some(last) = reading.layout.pages.last_mut() {
        let end = reading.text.get(..body_end).map_or(body_end, |t| t.trim_end().len());
        last.span.end = last.span.end.min(end as u32).max(last.span.start);
    }
    for (passage, at, first) in spots {
        flow.left_out.place(passage, at, first);
    }
    flow.left_out.tell(reading);
}

struct Composer {
    writer: Writer,
    flow: Flow,
    /// Passages left out: number, where, whether a paragraph begins there.
    spots: Vec<(usize, usize, bool)>,
}

/// What happens at an offset of a paragraph, in this order at one offset.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum At {
    MarkEnds(usize),
    PlaceEnds(usize),
    Page(usize),
    Spot(usize),
    PlaceStarts(usize),
    MarkStarts(usize),
}

impl Composer {
    /// Running heads and feet, each wording once; bare page numbers not at all.
    fn furniture(&mut self, paras: Vec<Para>, kind: &BlockKind, told: &mut Vec<String>) {
        for mut para in paras {
            let words = para.text.trim().to_owned();
            if !words.chars().any(char::is_alphabetic) || told.contains(&words) {
                continue;
            }
            // A file says its heads once a section; one with a thousand different ones is no paper.
            if told.len() < 500 {
                told.push(words);
            }
            para.kind = kind.clone();
            self.writer.line();
            self.para(para, None);
        }
        self.writer.gap();
    }

    /// A note or remark: one block over all its paragraphs.
    fn together(&mut self, paras: Vec<Para>, kind: BlockKind, label: &str) {
        self.writer.gap();
        let begun = self.writer.begin();
        if !label.is_empty() {
            self.writer.words(&note_mark(label));
        }
        let mut first = true;
        for para in paras.into_iter().filter(|p| !p.text.trim().is_empty()) {
            if first && !label.is_empty() && !para.text.starts_with([' ', '\t', '\u{a0}']) {
                self.writer.words(" ");
            }
            if !std::mem::take(&mut first) {
                self.writer.line();
            }
            self.words(para);
        }
        self.writer.block(begun, kind);
        self.writer.gap();
    }

    fn paras(&mut self, paras: Vec<Para>, kind: Option<&BlockKind>) {
        let mut before: Option<(BlockKind, bool, bool)> = None;
        let mut blank = false;
        for para in paras {
            if para.text.trim().is_empty() {
                blank = true;
                for (_, page) in &para.pages {
                    self.page(*page);
                }
                self.left_out_of(&para);
                continue;
            }
            let long = para.text.chars().nth(LINE).is_some();
            if let Some((above, above_long, above_apart)) = &before {
                let same = std::mem::discriminant(above) == std::mem::discriminant(&para.kind);
                let tight = match para.kind {
                    BlockKind::TableRow => same,
                    BlockKind::ListItem => same && !long && !above_long && !blank,
                    BlockKind::Heading(_) => false,
                    _ => {
                        same && !long
                            && !above_long
                            && !blank
                            && !above_apart
                            && !para.apart.0
                            && para.pages.is_empty()
                    }
                };
                if tight { self.writer.line() } else { self.writer.gap() }
            }
            before = Some((para.kind.clone(), long, para.apart.1));
            blank = false;
            self.para(para, kind);
        }
        self.writer.gap();
    }

    fn left_out_of(&mut self, para: &Para) {
        let at = self.writer.len();
        self.spots.extend(para.spots.iter().map(|s| (s.1, at, true)));
    }

    fn para(&mut self, para: Para, kind: Option<&BlockKind>) {
        let begun = self.writer.begin();
        let kind = kind.cloned().unwrap_or_else(|| para.kind.clone());
        self.words(para);
        self.writer.block(begun, kind);
    }

    /// The words of a paragraph with what is known of them.
    fn words(&mut self, para: Para) {
        let length = para.text.len();
        let mut events: Vec<(usize, At)> = Vec::new();
        for (n, (start, end, _)) in para.marks.iter().enumerate() {
            events.push((*start, At::MarkStarts(n)));
            events.push((*end, At::MarkEnds(n)));
        }
        for (n, (start, end, _)) in para.places.iter().enumerate().filter(|(_, p)| p.0 < p.1) {
            events.push((*start, At::PlaceStarts(n)));
            events.push((*end, At::PlaceEnds(n)));
        }
        events.extend(para.pages.iter().enumerate().map(|(n, p)| (p.0, At::Page(n))));
        events.extend(para.spots.iter().enumerate().map(|(n, s)| (s.0, At::Spot(n))));
        events.iter_mut().for_each(|e| e.0 = e.0.min(length));
        events.sort_unstable();
        let mut marks: Vec<Option<Begun>> = vec![None; para.marks.len()];
        let mut places: Vec<Option<Begun>> = vec![None; para.places.len()];
        let mut kinds: Vec<Option<MarkKind>> = para.marks.into_iter().map(|m| Some(m.2)).collect();
        let verbatim = para.kind == BlockKind::TableRow;
        let mut at = 0;
        for (offset, event) in events {
            self.write(para.text.get(at..offset).unwrap_or(""), verbatim);
            at = at.max(offset);
            if let At::Page(n) = event {
                self.page(para.pages[n].1);
                continue;
            }
            let writer = &mut self.writer;
            match event {
                At::MarkStarts(n) => marks[n] = Some(writer.begin()),
                At::PlaceStarts(n) => places[n] = Some(writer.begin()),
                At::Page(_) => {}
                At::Spot(n) => self.spots.push((para.spots[n].1, writer.len(), offset == 0)),
                At::MarkEnds(n) => {
                    if let (Some(begun), Some(kind)) = (marks[n], kinds[n].take()) {
                        writer.mark(begun, kind);
                    }
                }
                At::PlaceEnds(n) => {
                    if let Some(begun) = places[n] {
                        writer.locate(begun, para.places[n].2.clone());
                    }
                }
            }
        }
        self.write(para.text.get(at..).unwrap_or(""), verbatim);
    }

    fn page(&mut self, page: usize) {
        if let Some(Some(label)) = self.flow.pages.get(page) {
            self.writer.page(label.as_deref(), None);
        }
    }

    fn write(&mut self, words: &str, verbatim: bool) {
        if verbatim {
            self.writer.verbatim(words);
        } else {
            self.writer.words(words);
        }
    }
}
