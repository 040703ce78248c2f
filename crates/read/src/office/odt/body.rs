//! The words of an OpenDocument file: its elements, one after the other.

use std::collections::BTreeMap;

use memcon_model::Locator;

use super::changes::{Change, changes};
use super::styles::{Seen, Styles};
use crate::office::flow::{Flow, Story};
use crate::office::left_out::Why;
use crate::office::properties::Means;
use crate::office::symbols;
use crate::reading::{BlockKind, MarkKind};
use crate::xml::{Element, Node, Nodes};

/// Text boxes nested deeper than this are read as if they stood side by side.
const BOXES: usize = 40;
/// Elements nested deeper than this are hardly told any more.
const DEEP: usize = 1_990;
/// The most cells that one element stands for.
const CELLS: usize = 64;
/// The most spaces that one element stands for.
const SPACES: usize = 200;

/// What reading a file has gathered.
pub(super) struct Doc {
    /// Styles and lists.
    pub styles: Styles,
    known: BTreeMap<(String, bool, bool), Seen>,
    /// Where the words go.
    pub flow: Flow,
    /// The paper's title as it stands in it.
    pub title: Option<String>,
    /// Of each page: the number it is given, the system of its number.
    pub pages: Vec<(Option<i64>, String)>,
    /// Whether running heads print the number of the page.
    pub numbered: bool,
    changes: BTreeMap<String, Change>,
    master: Option<String>,
    remarks: usize,
    /// Whether the paper itself has begun: frames that hang on its first page may stand before it.
    began: bool,
}

/// A list that is open.
struct OpenList {
    style: String,
    place: usize,
    /// Of its item: whether its number is still to be printed, and the number it is given.
    item: Option<Option<i64>>,
}

/// State of a story; a text box has its own.
#[derive(Default)]
struct Local {
    in_para: bool,
    /// White space was written last; more of it means nothing.
    spaced: bool,
    spans: Vec<(Option<bool>, Option<String>)>,
    seen: Seen,
    links: Vec<(usize, Option<String>)>,
    lists: Vec<OpenList>,
    ruby: usize,
    asks: usize,
    hidden: usize,
    index: usize,
    title: bool,
}

impl Doc {
    /// A file whose styles are known.
    pub fn new(styles: Styles) -> Self {
        Self {
            styles,
            known: BTreeMap::new(),
            flow: Flow::new(),
            title: None,
            pages: Vec::new(),
            numbered: false,
            changes: BTreeMap::new(),
            master: None,
            remarks: 0,
            began: false,
        }
    }

    fn seen(&mut self, name: Option<&str>, words: bool, running: bool) -> Seen {
        let key = (name.unwrap_or_default().to_owned(), words, running);
        let styles = &self.styles;
        self.known.entry(key).or_insert_with(|| styles.seen(name, words, running)).clone()
    }

    /// A page begins: the first, one that somebody set (`set`), or one that the layout shows.
    pub fn page(&mut self, set: bool, number: Option<i64>) {
        if self.flow.page_break(set).is_some() {
            let system = self.styles.page_system(self.master.as_deref()).to_owned();
            self.pages.push((number, system));
        }
    }

    /// Reads a source or a piece of one. `part` names it in locators, `count` is how many paragraphs stand before.
    pub fn read(&mut self, part: &str, source: &str, count: usize, running: bool) {
        let mut nodes = Nodes::new(source);
        let depth = self.flow.depth();
        let mut reader = Body { doc: self, part, count, running, locals: vec![Local::default()] };
        while let Some(node) = nodes.next() {
            match node {
                Node::Start(e) => reader.start(&e, &mut nodes),
                Node::End(name) => reader.end(&name),
                Node::Text(text) => {
                    // Too deep for elements to be told: the words are kept.
                    if nodes.path().len() >= DEEP {
                        reader.local().in_para = true;
                    }
                    reader.text(&text);
                }
            }
        }
        while self.flow.depth() > depth {
            self.flow.end();
        }
        self.flow.end_paragraph();
    }
}

struct Body<'r> {
    doc: &'r mut Doc,
    part: &'r str,
    count: usize,
    running: bool,
    locals: Vec<Local>,
}

impl Body<'_> {
    fn local(&mut self) -> &mut Local {
        if self.locals.is_empty() {
            self.locals.push(Local::default());
        }
        let last = self.locals.len() - 1;
        &mut self.locals[last]
    }

    fn begin(&mut self, story: Story) {
        if self.locals.len() < BOXES {
            self.doc.flow.begin(story);
        }
        self.locals.push(Local::default());
    }

    fn finish(&mut self) {
        if self.locals.len() > 1 {
            self.locals.pop();
            if self.locals.len() < BOXES {
                self.doc.flow.end();
            }
        }
    }

    fn start(&mut self, e: &Element<'_>, nodes: &mut Nodes<'_>) {
        match e.name.as_ref() {
            "p" | "h" => self.paragraph(e),
            "soft-page-break" => self.doc.page(false, None),
            "span" => {
                let seen = self.doc.seen(e.get("style-name"), true, self.running);
                self.local().spans.push((seen.hidden, seen.font));
            }
            "s" => {
                let n = e.get("c").and_then(|c| c.parse().ok()).unwrap_or(1usize).min(SPACES);
                self.words(&" ".repeat(n));
            }
            "tab" => self.words("\t"),
            "line-break" => self.words("\n"),
            "a" => {
                let here = self.doc.flow.here();
                let target = e.get("href").map(str::to_owned);
                self.local().links.push((here, target));
            }
            "note-citation" => {
                let shown = nodes.words();
                let label = e.get("label").unwrap_or(shown.trim()).to_owned();
                if self.local().in_para {
                    self.doc.flow.note_mark(&label);
                    self.local().spaced = false;
                }
                self.doc.flow.next_note(label);
            }
            "note-body" => {
                let label = self.doc.flow.noted();
                self.begin(Story::Note(label));
            }
            "annotation" => {
                self.doc.remarks += 1;
                let number = self.doc.remarks.to_string();
                if self.local().in_para {
                    self.doc.flow.leave_out(&Why::Remark(number.clone(), None), "·");
                }
                self.begin(Story::Remark { author: None, number: Some(number), time: None });
            }
            "creator" | "date" if nodes.path().iter().rev().nth(1).is_some_and(|n| n == "annotation") => {
                let told = Some(nodes.words().trim().to_owned()).filter(|t| !t.is_empty());
                let creator = e.name == "creator";
                self.doc.flow.retell(|story| {
                    if let Story::Remark { author, time, .. } = story {
                        *(if creator { author } else { time }) = told;
                    }
                });
            }
            "date-string" | "creator-initials" | "sender-initials" => nodes.skip(),
            "tracked-changes" => self.doc.changes.extend(changes(nodes)),
            "change-start" | "change-end" | "change" => self.change(e),
            "ruby-text" => self.local().ruby += 1,
            "placeholder" => self.local().asks += 1,
            "hidden-text" | "hidden-paragraph" if e.get("is-hidden") == Some("true") => {
                let words = e.get("string-value").unwrap_or_default().to_owned();
                self.doc.flow.leave_out(&Why::Hidden, &words);
                nodes.skip();
            }
            "section" => {
                let hidden = e.get("display") == Some("none") || e.get("is-hidden") == Some("true");
                let local = self.local();
                if hidden || local.hidden > 0 {
                    local.hidden += 1;
                }
            }
            "section-source" => {
                let name = format!("another file, {}", e.get("href").unwrap_or("not named"));
                self.doc.flow.left_out.object(&name);
            }
            "list" => self.list(e),
            "list-item" => {
                let start = e.get("start-value").and_then(|v| v.parse().ok());
                if let Some(list) = self.local().lists.last_mut() {
                    list.item = Some(start);
                }
            }
            "list-header" => {
                if let Some(list) = self.local().lists.last_mut() {
                    list.item = None;
                }
            }
            "numbered-paragraph" => self.numbered_paragraph(e),
            "table" => self.doc.flow.table(),
            "table-cell" | "covered-table-cell" => self.cell(e),
            "page-number" => self.doc.numbered |= !self.doc.flow.in_body(),
            "scripts" => {
                self.doc.flow.left_out.macros |= !nodes.words().trim().is_empty();
            }
            "script" => {
                self.doc.flow.left_out.macros = true;
                nodes.skip();
            }
            "forms"
            | "sequence-decls"
            | "variable-decls"
            | "user-field-decls"
            | "dde-connection-decls"
            | "event-listeners"
            | "meta-data"
            | "automatic-styles"
            | "styles"
            | "master-styles"
            | "font-face-decls"
            | "settings"
            | "binary-data" => nodes.skip(),
            "meta" if nodes.path().len() <= 2 => nodes.skip(),
            "title" | "desc" if !self.local().in_para || drawn(nodes) => nodes.skip(),
            name if name.ends_with("-source") => nodes.skip(),
            name => self.thing(name, nodes),
        }
    }

    /// Indexes, and what is drawn.
    fn thing(&mut self, name: &str, nodes: &mut Nodes<'_>) {
        match name {
            name if is_index(name) => self.local().index += 1,
            name if is_box(name) => self.begin(Story::Box),
            "image" if !nodes.path().iter().any(|n| n == "object" || n == "object-ole") => {
                self.doc.flow.left_out.picture();
            }
            "object" | "object-ole" => {
                self.doc.flow.left_out.object("object");
                nodes.skip();
            }
            "plugin" | "applet" | "floating-frame" => self.doc.flow.left_out.object(name),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" | "h" => self.end_paragraph(),
            "span" => drop(self.local().spans.pop()),
            "a" => {
                if let Some((start, Some(target))) = self.local().links.pop() {
                    self.doc.flow.mark(start, MarkKind::Reference(target));
                }
            }
            "note-body" | "annotation" => self.finish(),
            "ruby-text" => self.local().ruby = self.local().ruby.saturating_sub(1),
            "placeholder" => self.local().asks = self.local().asks.saturating_sub(1),
            "section" => self.local().hidden = self.local().hidden.saturating_sub(1),
            "list" | "numbered-paragraph" => drop(self.local().lists.pop()),
            "table-row" => self.doc.flow.end_row(),
            "table" => self.doc.flow.end_table(),
            name if is_index(name) => self.local().index = self.local().index.saturating_sub(1),
            name if is_box(name) => self.finish(),
            _ => {}
        }
    }

    fn paragraph(&mut self, e: &Element<'_>) {
        self.count += 1;
        let place = Locator { element: Some(format!("{}#p{}", self.part, self.count)), ..Locator::default() };
        let seen = self.doc.seen(e.get("style-name"), false, self.running);
        let told = e.get("outline-level").and_then(|v| v.parse::<u8>().ok()).filter(|_| e.name == "h");
        let level = told.or(seen.outline.filter(|_| e.name == "h")).filter(|l| (1..=10).contains(l));
        let heading = seen.means.as_ref().map(Means::block);
        let in_list = !self.local().lists.is_empty();
        let kind = match (&heading, level) {
            _ if self.locals.iter().any(|l| l.index > 0) => BlockKind::Furniture,
            (Some(kind), None) => kind.clone(),
            (_, Some(level)) => BlockKind::Heading(level),
            (None, None) if in_list => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        };
        if seen.page {
            if seen.master.is_some() {
                self.doc.master.clone_from(&seen.master);
            }
            if self.doc.began {
                self.doc.page(true, seen.first_page);
            } else if let Some(first) = self.doc.pages.first_mut() {
                first.0 = seen.first_page;
                first.1 = self.doc.styles.page_system(self.doc.master.as_deref()).to_owned();
            }
        }
        self.doc.began |= self.doc.flow.depth() == 1;
        self.doc.flow.paragraph(kind, seen.apart, place);
        let number = self.number(e, &seen, level);
        self.doc.flow.words(&number);
        let hidden = self.doc.flow.in_body() && seen.means == Some(Means::Title);
        let local = self.local();
        local.title = hidden;
        local.in_para = true;
        local.spaced = true;
        local.spans.clear();
        local.links.clear();
        local.seen = seen;
    }

    /// The number printed before a paragraph.
    fn number(&mut self, e: &Element<'_>, seen: &Seen, level: Option<u8>) -> String {
        let start = e.get("start-value").and_then(|v| v.parse().ok());
        let restart = e.get("restart-numbering") == Some("true");
        let local = self.local();
        let depth = local.lists.len();
        if let Some(list) = local.lists.last_mut() {
            let Some(given) = list.item.take() else { return String::new() };
            let place = list.place;
            let style = Some(list.style.clone()).filter(|s| !s.is_empty()).or_else(|| seen.list.clone());
            let style = style.unwrap_or_default();
            let lists = &mut self.doc.styles.lists;
            // Older programs put headings into lists of the outline.
            return match level {
                Some(level) if !lists.has(&style) => lists.heading(usize::from(level) - 1, given.or(start)),
                _ => lists.next(&style, place, depth - 1, given.or(start)),
            };
        }
        match level {
            Some(level) if e.get("is-list-header") != Some("true") => {
                let start = if restart { start.or(Some(1)) } else { start };
                self.doc.styles.lists.heading(usize::from(level) - 1, start)
            }
            _ => String::new(),
        }
    }

    fn end_paragraph(&mut self) {
        if self.local().title && self.doc.title.is_none() {
            let words = self.doc.flow.so_far().trim().to_owned();
            self.doc.title = (!words.is_empty()).then_some(words);
        }
        self.local().in_para = false;
        self.doc.flow.end_paragraph();
    }

    /// Words between mark-up: runs of white space are one space.
    fn text(&mut self, text: &str) {
        if !self.local().in_para {
            return;
        }
        let mut out = String::with_capacity(text.len());
        let mut spaced = self.local().spaced;
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r') {
                if !spaced {
                    out.push(' ');
                }
                spaced = true;
            } else {
                out.push(c);
                spaced = false;
            }
        }
        self.words(&out);
        self.local().spaced = spaced;
    }

    fn words(&mut self, words: &str) {
        let local = self.local();
        if !local.in_para {
            return;
        }
        local.spaced = false;
        let hidden = local.spans.iter().rev().find_map(|s| s.0).or(local.seen.hidden).unwrap_or(false);
        let why = if hidden || local.hidden > 0 {
            Some(Why::Hidden)
        } else if local.ruby > 0 {
            Some(Why::Ruby)
        } else if local.asks > 0 {
            Some(Why::Placeholder)
        } else {
            None
        };
        let font = local.spans.iter().rev().find_map(|s| s.1.clone()).or_else(|| local.seen.font.clone());
        match why {
            Some(why) => self.doc.flow.leave_out(&why, words),
            None => {
                self.doc.flow.count_added(words);
                self.doc.flow.words(&symbols::shown(font.as_deref(), words));
            }
        }
    }

    fn change(&mut self, e: &Element<'_>) {
        let Some(change) = e.get("change-id").and_then(|id| self.doc.changes.get(id)).cloned() else {
            return;
        };
        match e.name.as_ref() {
            "change-start" if change.added => {
                self.doc.flow.open_mark(change.number, MarkKind::Added(change.by.clone()));
            }
            "change-end" => self.doc.flow.close_mark(change.number),
            "change" if !change.added => {
                self.doc.flow.leave_out(&Why::Deleted(change.by.clone()), &change.words);
            }
            _ => {}
        }
    }

    fn list(&mut self, e: &Element<'_>) {
        let local = self.local();
        let outer = local.lists.last().map(|l| (l.style.clone(), l.place));
        let own = e.get("style-name").map(str::to_owned);
        let style = own.or_else(|| outer.as_ref().map(|o| o.0.clone())).unwrap_or_default();
        let same = e.get("continue-numbering") == Some("true");
        let lists = &mut self.doc.styles.lists;
        let place = match outer {
            Some((_, place)) => place,
            None => lists.begin(&style, e.get("id").or(e.get("xml:id")), e.get("continue-list"), same),
        };
        self.local().lists.push(OpenList { style, place, item: None });
    }

    fn numbered_paragraph(&mut self, e: &Element<'_>) {
        let level = e.get("level").and_then(|l| l.parse::<usize>().ok()).unwrap_or(1).clamp(1, 10);
        let style = e.get("style-name").unwrap_or_default().to_owned();
        let id = e.get("list-id");
        let lists = &mut self.doc.styles.lists;
        let place = lists.begin(&style, id, id, true);
        let start = e.get("start-value").and_then(|v| v.parse().ok());
        let number = lists.next(&style, place, level - 1, start);
        self.local().lists.push(OpenList { style: String::new(), place, item: None });
        self.doc.flow.number_waits(number);
    }

    fn cell(&mut self, e: &Element<'_>) {
        let n = e.get("number-columns-repeated").and_then(|n| n.parse().ok()).unwrap_or(1usize);
        for _ in 0..n.clamp(1, CELLS) {
            self.doc.flow.cell();
        }
    }
}

/// Whether the element begun last lies in a drawing rather than among words.
fn drawn(nodes: &Nodes<'_>) -> bool {
    nodes.path().iter().rev().nth(1).is_some_and(|n| n == "frame" || is_box(n) || n == "g" || n == "a")
}

fn is_index(name: &str) -> bool {
    matches!(
        name,
        "table-of-content"
            | "illustration-index"
            | "table-index"
            | "object-index"
            | "user-index"
            | "alphabetical-index"
            | "bibliography"
    )
}

/// Elements that hold paragraphs beside the flow of words.
fn is_box(name: &str) -> bool {
    matches!(
        name,
        "text-box"
            | "custom-shape"
            | "rect"
            | "ellipse"
            | "circle"
            | "line"
            | "polygon"
            | "polyline"
            | "path"
            | "connector"
            | "caption"
            | "measure"
    )
}
