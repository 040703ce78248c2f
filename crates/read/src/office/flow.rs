//! What word processors' files have in common: stories (body, notes, text boxes, heads) of paragraphs and tables, with
//! words that stand in the text and words that do not. Readers of formats say what opens and closes.
//!
//! A story that opens inside another (a note, a text box) does not break the sentence around it. What does not belong
//! here: any format; how paragraphs become text (`compose`).

use memcon_model::Locator;

use super::left_out::{LeftOut, Why};
use crate::reading::{BlockKind, MarkKind};
use crate::writer::note_mark;

/// Tables nested deeper than this are read as paragraphs.
const TABLES: usize = 12;
/// More kinds of marks than this are not open at a time in sane files.
const OPEN_MARKS: usize = 32;

/// What a story is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Story {
    /// The paper itself.
    Body,
    /// A note: its label.
    Note(String),
    /// A remark in the margin.
    Remark { author: Option<String>, number: Option<String>, time: Option<String> },
    /// A text box: stands behind the paragraph that it hangs on.
    Box,
    /// Running head.
    Head,
    /// Running foot.
    Foot,
    /// The head of the first page, where that is one of its own: a letterhead.
    FirstHead,
}

/// A page's number as printed; `None` = none is printed.
pub(super) type PageLabel = Option<String>;

/// A paragraph.
#[derive(Clone, Debug)]
pub(super) struct Para {
    /// What it is.
    pub kind: BlockKind,
    /// Its words.
    pub text: String,
    /// Marked words.
    pub marks: Vec<(usize, usize, MarkKind)>,
    /// Where pages begin, with their place in [`Flow::pages`].
    pub pages: Vec<(usize, usize)>,
    /// Where stretches of it stand in the original.
    pub places: Vec<(usize, usize, Locator)>,
    /// Where words were left out: offset, number of the passage.
    pub spots: Vec<(usize, usize)>,
    /// Whether space is left before and behind on the paper.
    pub apart: (bool, bool),
}

impl Default for Para {
    fn default() -> Self {
        Self {
            kind: BlockKind::Paragraph,
            text: String::new(),
            marks: Vec::new(),
            pages: Vec::new(),
            places: Vec::new(),
            spots: Vec::new(),
            apart: (false, false),
        }
    }
}

impl Para {
    /// Puts `other` behind, with `between` before it.
    fn append(&mut self, between: &str, other: Para) {
        self.text.push_str(between);
        let by = self.text.len();
        self.text.push_str(&other.text);
        self.marks.extend(other.marks.into_iter().map(|(a, b, k)| (a + by, b + by, k)));
        self.pages.extend(other.pages.into_iter().map(|(a, l)| (a + by, l)));
        self.places.extend(other.places.into_iter().map(|(a, b, l)| (a + by, b + by, l)));
        self.spots.extend(other.spots.into_iter().map(|(a, n)| (a + by, n)));
        self.apart.1 = other.apart.1;
    }
}

/// A table being read: the cells of its row.
#[derive(Debug, Default)]
struct Table {
    cells: Vec<Vec<Para>>,
    out: bool,
}

/// A mark that may go on over several paragraphs.
#[derive(Debug)]
struct OpenMark {
    id: u64,
    kind: MarkKind,
    start: usize,
}

#[derive(Debug)]
struct Open {
    story: Story,
    paras: Vec<Para>,
    tables: Vec<Table>,
    /// Tables too deep to be read as such.
    deeper: usize,
    para: Option<Para>,
    place: Option<Locator>,
    place_start: usize,
    /// The paragraph goes on in the next one.
    run_on: bool,
    marks: Vec<OpenMark>,
    behind: Vec<Para>,
}

impl Open {
    fn new(story: Story) -> Self {
        Self {
            story,
            paras: Vec::new(),
            tables: Vec::new(),
            deeper: 0,
            para: None,
            place: None,
            place_start: 0,
            run_on: false,
            marks: Vec::new(),
            behind: Vec::new(),
        }
    }

    /// Where finished paragraphs go.
    fn container(&mut self) -> &mut Vec<Para> {
        match self.tables.last_mut() {
            Some(table) => {
                if table.cells.is_empty() {
                    table.cells.push(Vec::new());
                }
                match table.cells.len() {
                    0 => &mut self.paras,
                    n => &mut table.cells[n - 1],
                }
            }
            None => &mut self.paras,
        }
    }
}

/// Page breaks since the last words: one that somebody set and one that the layout shows are the same.
#[derive(Debug, Default)]
struct Breaks {
    written: usize,
    set: usize,
    shown: usize,
}

/// Everything a file holds, in the making.
#[derive(Debug, Default)]
pub(super) struct Flow {
    open: Vec<Open>,
    /// Stories that are whole, in the order in which they ended.
    pub done: Vec<(Story, Vec<Para>)>,
    /// Words that are in the file and not on the paper.
    pub left_out: LeftOut,
    /// Labels of the pages; `None` = there is no page after all.
    pub pages: Vec<Option<PageLabel>>,
    /// Pages begun and not yet given to words.
    owed_pages: Vec<usize>,
    /// How many bytes of words were put in, over all stories.
    pub written: usize,
    /// Whether the file tells where pages ended when it was last laid out.
    pub laid_out: bool,
    breaks: Breaks,
    next_note: String,
    waiting: String,
}

impl Flow {
    /// A flow whose body is open.
    pub fn new() -> Self {
        Self { open: vec![Open::new(Story::Body)], ..Self::default() }
    }

    fn top(&mut self) -> &mut Open {
        if self.open.is_empty() {
            self.open.push(Open::new(Story::Body));
        }
        let last = self.open.len() - 1;
        &mut self.open[last]
    }

    /// How many stories are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether words go to the body or a text box in it.
    pub fn in_body(&self) -> bool {
        self.open.iter().all(|o| matches!(o.story, Story::Body | Story::Box))
    }

    /// A story begins; words go to it until it ends.
    pub fn begin(&mut self, story: Story) {
        self.open.push(Open::new(story));
    }

    /// What the story begun last is, where that shows only inside it.
    pub fn retell(&mut self, change: impl FnOnce(&mut Story)) {
        change(&mut self.top().story);
    }

    /// The story begun last ends. The body ends only with the file.
    pub fn end(&mut self) {
        if self.open.len() < 2 {
            return;
        }
        self.close();
        let Some(ended) = self.open.pop() else { return };
        match ended.story {
            Story::Box => {
                let outer = self.top();
                if outer.para.is_some() || outer.run_on {
                    outer.behind.extend(ended.paras);
                } else {
                    outer.container().extend(ended.paras);
                }
            }
            story => self.done.push((story, ended.paras)),
        }
    }

    /// Closes what is open in the story begun last.
    fn close(&mut self) {
        self.top().run_on = false;
        self.end_paragraph();
        while !self.top().tables.is_empty() {
            self.end_table();
        }
    }

    /// Ends all stories; they stand in `done`, the body last.
    pub fn finish(&mut self) {
        while self.open.len() > 1 {
            self.end();
        }
        self.close();
        if let Some(body) = self.open.pop() {
            self.done.push((Story::Body, body.paras));
        }
    }

    /// A paragraph begins, unless the last one runs on into it. `place` says where it stands in the original.
    pub fn paragraph(&mut self, kind: BlockKind, apart: (bool, bool), place: Locator) {
        let top = self.top();
        let run_on = std::mem::take(&mut top.run_on);
        if !run_on {
            self.end_paragraph();
        }
        let top = self.top();
        let para = top.para.get_or_insert_with(|| Para { kind, apart, ..Para::default() });
        para.apart.1 = apart.1;
        top.place_start = para.text.len();
        top.place = Some(place);
        if !run_on {
            top.marks.iter_mut().for_each(|m| m.start = 0);
        }
        let waiting = std::mem::take(&mut self.waiting);
        self.words(&waiting);
    }

    /// Where the paragraph stands in the original, where that shows only at its end.
    pub fn place(&mut self, place: Locator) {
        let top = self.top();
        if top.place.is_some() {
            top.place = Some(place);
        }
    }

    /// The stretch of the paragraph that stands at one place ends.
    fn end_place(&mut self) {
        let top = self.top();
        if let (Some(place), Some(para)) = (top.place.take(), top.para.as_mut()) {
            para.places.push((top.place_start, para.text.len(), place));
        }
    }

    /// The paragraph ends; what hangs on it follows.
    pub fn end_paragraph(&mut self) {
        self.end_place();
        let top = self.top();
        if top.run_on {
            return;
        }
        let Some(mut para) = top.para.take() else { return };
        for mark in &top.marks {
            put_mark(&mut para, mark.start, mark.kind.clone());
        }
        let behind = std::mem::take(&mut top.behind);
        let container = top.container();
        container.push(para);
        container.extend(behind);
    }

    /// The paragraph's end does not count (it is struck out): the next one goes on with it.
    pub fn run_on(&mut self) {
        self.end_place();
        let top = self.top();
        top.run_on = top.para.is_some();
    }

    /// What the paragraph is, where that shows only later.
    pub fn now(&mut self, kind: BlockKind) {
        if let Some(para) = &mut self.top().para {
            para.kind = kind;
        }
    }

    /// The words of the paragraph so far.
    pub fn so_far(&self) -> &str {
        self.open.last().and_then(|o| o.para.as_ref()).map_or("", |p| p.text.as_str())
    }

    /// Words on the paper.
    pub fn words(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        self.written += words.len();
        self.left_out.interrupt();
        // A page begins with words, not with the space or line break that stands before them.
        let begins = if self.in_body() && !words.trim().is_empty() && !self.owed_pages.is_empty() {
            std::mem::take(&mut self.owed_pages)
        } else {
            Vec::new()
        };
        let para = self.top().para.get_or_insert_with(Para::default);
        let at = para.text.len();
        para.pages.extend(begins.into_iter().map(|page| (at, page)));
        para.text.push_str(words);
    }

    /// Words that are in the file and not on the paper.
    pub fn leave_out(&mut self, why: &Why, words: &str) {
        if let Some(passage) = self.left_out.words(why, words) {
            let para = self.top().para.get_or_insert_with(Para::default);
            para.spots.push((para.text.len(), passage));
        }
    }

    /// A page begins, as somebody set it (`set`) or as the layout shows: between the same words the two are one break. Gives
    /// its place in [`Flow::pages`]; `None` outside the body, or where the page has begun already.
    pub fn page_break(&mut self, set: bool) -> Option<usize> {
        if !self.in_body() {
            return None;
        }
        if self.breaks.written != self.written {
            self.breaks = Breaks { written: self.written, ..Breaks::default() };
        }
        let before = self.breaks.set.max(self.breaks.shown);
        if set {
            self.breaks.set += 1;
        } else {
            self.breaks.shown += 1;
            self.laid_out = true;
        }
        if self.breaks.set.max(self.breaks.shown) > before { self.page() } else { None }
    }

    /// A page begins with the next words; gives its place in [`Flow::pages`], where it may be labelled later.
    pub fn page(&mut self) -> Option<usize> {
        if !self.in_body() {
            return None;
        }
        self.pages.push(Some(PageLabel::default()));
        self.owed_pages.push(self.pages.len() - 1);
        Some(self.pages.len() - 1)
    }

    /// Offset in the paragraph, to give back to [`Flow::mark`].
    pub fn here(&self) -> usize {
        self.so_far().len()
    }

    /// Marks the words of the paragraph since `start`.
    pub fn mark(&mut self, start: usize, kind: MarkKind) {
        if let Some(para) = &mut self.top().para {
            put_mark(para, start, kind);
        }
    }

    /// A mark begins that may go on over paragraphs.
    pub fn open_mark(&mut self, id: u64, kind: MarkKind) {
        let start = self.here();
        let top = self.top();
        if top.marks.len() < OPEN_MARKS {
            top.marks.push(OpenMark { id, kind, start });
        }
    }

    /// The mark begun under `id` ends.
    pub fn close_mark(&mut self, id: u64) {
        let top = self.top();
        if let Some(n) = top.marks.iter().rposition(|m| m.id == id) {
            let mark = top.marks.remove(n);
            if let Some(para) = &mut top.para {
                put_mark(para, mark.start, mark.kind);
            }
        }
    }

    /// The mark of a note.
    pub fn note_mark(&mut self, label: &str) {
        let start = self.here();
        self.words(&note_mark(label));
        self.mark(start, MarkKind::NoteMark(label.to_owned()));
    }

    /// The label of the note whose words come next.
    pub fn next_note(&mut self, label: String) {
        self.next_note = label;
    }

    /// Hands out that label.
    pub fn noted(&mut self) -> String {
        std::mem::take(&mut self.next_note)
    }

    /// A printed number that stands before the next paragraph's words.
    pub fn number_waits(&mut self, number: String) {
        self.waiting = number;
    }

    /// Counts words as added where an open mark says that they are.
    pub fn count_added(&mut self, words: &str) {
        let added = self.open.last().and_then(|o| {
            o.marks.iter().rev().find_map(|m| match &m.kind {
                MarkKind::Added(by) => Some(by.clone()),
                _ => None,
            })
        });
        if let Some(by) = added {
            self.left_out.added(by.as_deref(), words);
        }
    }

    /// A table begins.
    pub fn table(&mut self) {
        self.top().run_on = false;
        self.end_paragraph();
        let top = self.top();
        if top.tables.len() >= TABLES {
            top.deeper += 1;
        } else {
            top.tables.push(Table::default());
        }
    }

    /// The paragraph that is open turns out to stand in a table.
    pub fn table_around(&mut self) {
        let top = self.top();
        if top.tables.is_empty() {
            top.tables.push(Table { cells: vec![Vec::new()], out: false });
        }
    }

    /// A cell of the row begins.
    pub fn cell(&mut self) {
        self.top().run_on = false;
        self.end_paragraph();
        let top = self.top();
        if top.deeper == 0
            && let Some(table) = top.tables.last_mut()
        {
            table.cells.push(Vec::new());
        }
    }

    /// The row is struck out.
    pub fn row_out(&mut self) {
        let top = self.top();
        if top.deeper == 0
            && let Some(table) = top.tables.last_mut()
        {
            table.out = true;
        }
    }

    /// The row ends.
    pub fn end_row(&mut self) {
        self.top().run_on = false;
        self.end_paragraph();
        let top = self.top();
        if top.deeper > 0 {
            return;
        }
        let Some(table) = top.tables.last_mut() else { return };
        let cells = std::mem::take(&mut table.cells);
        if std::mem::take(&mut table.out) {
            return;
        }
        let nested = top.tables.len() > 1;
        let row = row(cells);
        match top.tables.len() {
            n if nested => {
                let cells = &mut top.tables[n - 2].cells;
                if cells.is_empty() {
                    cells.push(Vec::new());
                }
                if let Some(cell) = cells.last_mut() {
                    cell.extend(row);
                }
            }
            _ => top.paras.extend(row),
        }
    }

    /// The table ends.
    pub fn end_table(&mut self) {
        self.top().run_on = false;
        self.end_paragraph();
        if self.top().deeper > 0 {
            self.top().deeper -= 1;
            return;
        }
        if self.top().tables.last().is_some_and(|t| !t.cells.is_empty()) {
            self.end_row();
        }
        self.top().tables.pop();
    }
}

fn put_mark(para: &mut Para, start: usize, kind: MarkKind) {
    let end = para.text.len();
    if start >= end {
        return;
    }
    // Word processors cut words into runs; neighbours marked alike are one.
    if let Some(last) = para.marks.last_mut()
        && last.1 == start
        && last.2 == kind
        && !matches!(kind, MarkKind::NoteMark(_))
    {
        last.1 = end;
    } else {
        para.marks.push((start, end, kind));
    }
}

/// A row: its cells on one line with tabs between, as long as each holds one paragraph; behind one that holds several
/// the next cell begins a paragraph of its own, as columns of text do.
fn row(cells: Vec<Vec<Para>>) -> Vec<Para> {
    let mut out: Vec<Para> = Vec::new();
    let mut empty = 0;
    let mut joins = true;
    for mut cell in cells {
        while cell.last().is_some_and(|p| p.text.trim().is_empty() && p.pages.is_empty()) {
            cell.pop();
        }
        let single = cell.len() <= 1;
        let mut cell = cell.into_iter();
        let Some(first) = cell.next() else {
            empty += 1;
            continue;
        };
        let tabs = "\t".repeat(std::mem::take(&mut empty));
        match out.last_mut() {
            Some(last) if joins => {
                if !single {
                    last.kind = BlockKind::Paragraph;
                }
                last.append(&format!("{tabs}\t"), first);
            }
            _ => {
                let mut para = Para { kind: BlockKind::TableRow, apart: first.apart, ..Para::default() };
                if !single && out.is_empty() {
                    para.kind = first.kind.clone();
                } else if !joins {
                    para.kind = BlockKind::Paragraph;
                }
                para.append(&tabs, first);
                out.push(para);
            }
        }
        out.extend(cell);
        joins = single;
    }
    out
}
