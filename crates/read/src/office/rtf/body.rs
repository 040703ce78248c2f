//! Paragraphs, tables, notes and fields of a Rich Text file in the making.

use memcon_model::Locator;

use super::encode::{Font, Fonts};
use super::lists::Lists;
use super::state::{Keep, State, Then, To};
use crate::Reading;
use crate::office::docx::{equation, link, symbol};
use crate::office::flow::{Flow, Story};
use crate::office::left_out::Why;
use crate::office::properties::{self, Means};
use crate::office::{number, symbols};
use crate::reading::{BlockKind, MarkKind};
use std::collections::BTreeMap;

/// More is not kept of what is no text.
const KEPT: usize = 20_000;
/// Tables inside tables beyond this are read as paragraphs.
const TABLES: usize = 10;
/// Space of this many twentieths of a point is seen.
const SEEN: i32 = 80;

/// A style.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// Its name, in the making.
    pub name: String,
    /// Its number; `None` = a style of words.
    pub number: Option<i32>,
    /// The style that it is based on.
    pub based_on: Option<i32>,
    /// Its level in the outline.
    pub outline: Option<u8>,
}

/// A field that is open.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub instruction: String,
    pub start: usize,
    pub para: usize,
    /// Whether its result has begun.
    pub shown: bool,
    /// A box or list of a form: the result, the default, the entries.
    pub result: Option<i32>,
    pub default: i32,
    pub entries: Vec<String>,
}

/// What the whole file told.
#[derive(Default)]
pub(super) struct Told {
    /// The title as it stands in the paper.
    pub title: Option<String>,
    /// Of each page: the number that it is given.
    pub pages: Vec<Option<i64>>,
    /// The system of page numbers.
    pub system: &'static str,
    /// Whether page numbers are printed.
    pub numbered: bool,
    /// How many pages the file says it has.
    pub count: usize,
    /// Stretches of bytes without characters.
    pub unknown: usize,
}

/// The reader.
pub(super) struct Body<'b> {
    pub(super) source: &'b [u8],
    reading: &'b mut Reading,
    /// Offsets of the token being read.
    pub at: usize,
    /// See `at`.
    pub behind: usize,
    stack: Vec<State>,
    pub(super) state: State,
    pub(super) flow: Flow,
    pub(super) told: Told,
    pub(super) fonts: Fonts,
    pub(super) default_font: i32,
    /// The font being described.
    pub(super) font: (i32, Font),
    pub(super) style: Style,
    pub(super) styles: BTreeMap<i32, Style>,
    authors: Vec<String>,
    author: String,
    pub(super) lists: Lists,
    pub(super) fields: Vec<Field>,
    kept: Vec<(Keep, String)>,
    /// The printed number of the paragraph to come.
    number: Option<String>,
    own_name: String,
    pub(super) remark: (Option<String>, Option<String>),
    remarks: usize,
    /// Bytes whose characters are not yet known, in this font.
    bytes: Vec<u8>,
    /// The first half of a character beyond the first plane.
    high: Option<u16>,
    /// How many characters stand for one that was given as Unicode.
    pub(super) skip: usize,
    /// The next word says what is passed over by those who do not know it.
    pub(super) star: bool,
    in_para: bool,
    paras: usize,
    para_start: usize,
    tables: Vec<bool>,
    /// A cell ended and its row did not: what follows is a cell too.
    pub(super) in_row: bool,
    /// Of the stories around this one: whether a paragraph is open, the tables, where the paragraph began.
    outer: Vec<(bool, Vec<bool>, usize)>,
    pub(super) notes: [i64; 2],
    pub(super) note_systems: [&'static str; 2],
    /// The list named last.
    pub(super) list_id: i32,
    pub(super) date: [i32; 5],
    /// A section begins with the next paragraph.
    pub(super) section: bool,
    pub(super) section_page: bool,
    first_page: Option<i64>,
    /// The number that pages begin with where they begin anew.
    pub(super) starts_at: Option<i64>,
}

impl<'b> Body<'b> {
    /// A reader of `source`.
    pub fn new(source: &'b [u8], reading: &'b mut Reading) -> Self {
        let mut body = Self {
            source,
            reading,
            at: 0,
            behind: 0,
            stack: Vec::new(),
            state: State::new(0),
            flow: Flow::new(),
            told: Told { system: "decimal", ..Told::default() },
            fonts: Fonts::new(1252),
            default_font: 0,
            font: (0, Font::default()),
            style: Style::default(),
            styles: BTreeMap::new(),
            authors: Vec::new(),
            author: String::new(),
            lists: Lists::default(),
            fields: Vec::new(),
            kept: Vec::new(),
            number: None,
            own_name: String::new(),
            remark: (None, None),
            remarks: 0,
            bytes: Vec::new(),
            high: None,
            skip: 0,
            star: false,
            in_para: false,
            paras: 0,
            para_start: 0,
            tables: Vec::new(),
            in_row: false,
            outer: Vec::new(),
            notes: [0, 0],
            note_systems: ["decimal", "lowerRoman"],
            list_id: 0,
            date: [0; 5],
            section: false,
            section_page: true,
            first_page: None,
            starts_at: None,
        };
        body.page(true);
        body
    }

    /// How many groups are open.
    pub fn depth(&self) -> usize {
        self.stack.len() + 1
    }

    /// A group begins.
    pub fn open(&mut self) {
        self.flush();
        self.skip = 0;
        self.star = false;
        self.stack.push(self.state);
        self.state.then = Then::Nothing;
    }

    /// A group ends; `false` = it was the last one.
    pub fn close(&mut self) -> bool {
        self.flush();
        self.skip = 0;
        self.star = false;
        let then = self.state.then;
        if then == Then::Story {
            self.end_story();
        }
        // What the group set of paragraphs is taken back before something of it is written.
        let outer = match self.stack.pop() {
            Some(before) => {
                self.state = before;
                !self.stack.is_empty()
            }
            None => {
                self.state.to = To::Paper;
                false
            }
        };
        match then {
            Then::Nothing | Then::Story => {}
            Then::Field => self.end_field(),
            Then::Keep(keep) => self.keep(keep),
        }
        outer
    }

    /// Bytes of text.
    pub fn bytes(&mut self, mut bytes: &[u8]) {
        self.star = false;
        let skip = self.skip.min(bytes.len());
        bytes = &bytes[skip..];
        self.skip -= skip;
        if self.state.to != To::Nowhere && !bytes.is_empty() {
            if self.state.to == To::Paper {
                self.ensure();
            }
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// Bytes so far become characters.
    pub fn flush(&mut self) {
        if self.high.take().is_some() {
            self.put("\u{fffd}");
        }
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let font = if self.state.to == To::Fonts { self.font.0 } else { self.state.font };
        let mut text = String::with_capacity(bytes.len());
        let all = if self.state.to == To::Fonts {
            Fonts::new(self.fonts.page).decode(font, &bytes, &mut text)
        } else {
            self.fonts.decode(font, &bytes, &mut text)
        };
        self.told.unknown += usize::from(!all);
        self.put(&text);
    }

    /// A character given as Unicode, in halves where it is beyond the first plane.
    pub fn unicode(&mut self, value: i32) {
        let unit = value.rem_euclid(0x10000) as u32;
        let c = match (self.high.take(), unit) {
            (Some(high), 0xdc00..=0xdfff) => {
                char::from_u32(0x10000 + ((u32::from(high) - 0xd800) << 10) + (unit - 0xdc00))
            }
            (_, 0xd800..=0xdbff) => {
                self.flush();
                self.high = Some(unit as u16);
                self.skip = self.state.fallback;
                return;
            }
            (_, _) if value > 0xffff => char::from_u32(value as u32),
            _ => char::from_u32(unit),
        };
        self.flush();
        let c = c.unwrap_or('\u{fffd}');
        let sign = self.fonts.symbol(self.state.font).and_then(|f| symbols::sign(f, c as u32));
        self.put(sign.unwrap_or(c).encode_utf8(&mut [0; 4]));
        self.skip = self.state.fallback;
    }

    /// Characters, to where the group sends them.
    pub fn put(&mut self, words: &str) {
        match self.state.to {
            To::Nowhere => {}
            To::Paper => self.words(words),
            To::Kept => {
                if let Some(kept) = self.kept.last_mut().filter(|k| k.1.len() < KEPT) {
                    kept.1.push_str(words);
                }
            }
            To::Fonts => self.font_words(words),
            To::Styles => self.style_words(words),
            To::Authors => {
                for part in words.split_inclusive(';') {
                    self.author.push_str(part.trim_end_matches(';'));
                    if part.ends_with(';') && self.authors.len() < 10_000 {
                        let author = std::mem::take(&mut self.author);
                        self.authors.push(author.trim().to_owned());
                    }
                }
            }
        }
    }

    fn font_words(&mut self, words: &str) {
        for part in words.split_inclusive(';') {
            self.font.1.name.push_str(part.trim_end_matches(';'));
            if part.ends_with(';') {
                let (number, mut font) = std::mem::take(&mut self.font);
                font.name = font.name.trim().to_owned();
                self.fonts.keep(number, font);
            }
        }
    }

    fn style_words(&mut self, words: &str) {
        for part in words.split_inclusive(';') {
            self.style.name.push_str(part.trim_end_matches(';'));
            if part.ends_with(';') {
                let style = std::mem::take(&mut self.style);
                if let Some(number) = style.number.filter(|_| self.styles.len() < 10_000) {
                    self.styles.insert(number, style);
                }
                self.style.number = Some(0);
            }
        }
    }

    /// Something is kept until the group ends.
    pub fn begin_keep(&mut self, keep: Keep) {
        if self.state.then == Then::Nothing {
            self.state.to = To::Kept;
            self.state.then = Then::Keep(keep);
            self.kept.push((keep, String::new()));
        }
    }

    fn keep(&mut self, keep: Keep) {
        let words = self.kept.pop().map(|k| k.1).unwrap_or_default();
        if keep == Keep::LevelText {
            // Its characters below the space are places of numbers: white space is not to be taken off.
            if let (Some(level), Some((text, _))) = (self.lists.last(), words.rsplit_once(';')) {
                level.text = text.to_owned();
            }
            return;
        }
        let words = words.trim();
        match keep {
            Keep::Instruction => {
                if let Some(field) = self.fields.last_mut() {
                    field.instruction = words.to_owned();
                }
                let page = words.split_whitespace().next().is_some_and(|w| w.eq_ignore_ascii_case("PAGE"));
                self.told.numbered |= page && !self.flow.in_body();
            }
            Keep::Number => self.number = Some(words.to_owned()).filter(|w| !w.is_empty()),
            Keep::Property(name) => properties::keep(self.reading, name, words.trim_end_matches(';')),
            Keep::Time(name) => {
                let [year, month, day, hour, minute] = std::mem::take(&mut self.date);
                if year > 0 {
                    let time = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}");
                    properties::keep(self.reading, name, &time);
                }
            }
            Keep::OwnName => self.own_name = words.to_owned(),
            Keep::OwnValue => {
                let name = std::mem::take(&mut self.own_name);
                properties::keep_own(self.reading, &name, words);
            }
            Keep::RemarkBy => self.remark.0 = Some(words.to_owned()).filter(|w| !w.is_empty()),
            Keep::RemarkAt => {
                let time = words.parse().ok().and_then(packed_time);
                self.flow.retell(|story| {
                    if let Story::Remark { time: told, .. } = story {
                        *told = time.clone();
                    }
                });
            }
            Keep::LevelText => {}
            Keep::Class => self.flow.left_out.object(words),
            Keep::Entry => {
                if let Some(field) = self.fields.last_mut().filter(|f| f.entries.len() < 1_000) {
                    field.entries.push(words.to_owned());
                }
            }
        }
    }

    fn words(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        self.ensure();
        let by = |n: i32, authors: &[String]| {
            usize::try_from(n).ok().and_then(|n| authors.get(n)).filter(|a| !a.is_empty()).cloned()
        };
        if let Some(n) = self.state.deleted {
            let by = by(n, &self.authors);
            self.flow.leave_out(&Why::Deleted(by), words);
        } else if self.state.hidden {
            self.flow.leave_out(&Why::Hidden, words);
        } else {
            let start = self.flow.here();
            self.flow.words(&symbols::shown(None, words));
            if let Some(n) = self.state.added {
                let by = by(n, &self.authors);
                self.flow.left_out.added(by.as_deref(), words);
                self.flow.mark(start, MarkKind::Added(by));
            }
        }
    }

    /// What a style means, by its name or those below it.
    fn means(&self, number: i32) -> (Option<Means>, Option<u8>) {
        let mut next = Some(number);
        let (mut means, mut outline) = (None, None);
        for _ in 0..20 {
            let Some(style) = next.and_then(|n| self.styles.get(&n)) else { break };
            means = means.or_else(|| properties::style(&style.name));
            outline = outline.or(style.outline);
            next = style.based_on;
        }
        (means, outline)
    }

    /// Tells of the paragraph, before its first words; counts its number where the file brings none along.
    pub fn ensure(&mut self) {
        if self.in_para {
            return;
        }
        self.begin_paragraph();
        let para = self.state.para;
        let number = match self.number.take() {
            Some(number) => symbols::bullet(None, &number) + " ",
            None => match para.list.filter(|&l| l > 0).and_then(|l| self.lists.next(l, para.level)) {
                Some(number) => number,
                None => return,
            },
        };
        self.flow.words(&number);
        self.item();
    }

    fn begin_paragraph(&mut self) {
        self.in_para = true;
        let para = self.state.para;
        let depth =
            para.depth.unwrap_or(usize::from(para.in_table)).max(usize::from(para.in_table || self.in_row));
        self.tables_to(depth);
        if std::mem::take(&mut self.section) && self.section_page || para.page && self.flow.written > 0 {
            self.page(true);
        }
        let (means, outline) = self.means(para.style);
        let outline = para.outline.or(outline).filter(|&o| o < 9);
        let kind = match (&means, outline) {
            (Some(means), _) => means.block(),
            (None, Some(level)) => BlockKind::Heading(level + 1),
            _ => BlockKind::Paragraph,
        };
        let apart = (!para.contextual && para.space.0 >= SEEN, !para.contextual && para.space.1 >= SEEN);
        self.para_start = self.at;
        self.flow.paragraph(kind, apart, Locator::default());
        self.paras += 1;
        if means == Some(Means::Title) && self.told.title.is_none() && self.flow.in_body() {
            self.told.title = Some(String::new());
        }
    }

    /// Opens and closes tables until `depth` are open, and a cell in the last.
    fn tables_to(&mut self, depth: usize) {
        let depth = depth.min(TABLES);
        while self.tables.len() > depth {
            self.flow.end_table();
            self.tables.pop();
        }
        while self.tables.len() < depth {
            if let Some(cell) = self.tables.last_mut()
                && !std::mem::replace(cell, true)
            {
                self.flow.cell();
            }
            self.flow.table();
            self.tables.push(false);
        }
        if let Some(cell) = self.tables.last_mut()
            && !std::mem::replace(cell, true)
        {
            self.flow.cell();
        }
    }

    fn item(&mut self) {
        let (means, outline) = self.means(self.state.para.style);
        if means.is_none() && self.state.para.outline.or(outline).is_none_or(|o| o >= 9) {
            self.flow.now(BlockKind::ListItem);
        }
    }

    /// The paragraph ends.
    pub fn end_paragraph(&mut self) {
        self.flush();
        // One program puts whole paragraphs where their numbers belong.
        let number = self.kept.last_mut().filter(|k| self.state.to == To::Kept && k.0 == Keep::Number);
        if let Some(words) = number.map(|k| std::mem::take(&mut k.1)) {
            self.state.to = To::Paper;
            self.words(words.trim_start());
            self.item();
            self.end_paragraph();
            self.state.to = To::Kept;
            return;
        }
        if self.state.to != To::Paper {
            return;
        }
        self.ensure();
        self.in_para = false;
        if self.told.title.as_ref().is_some_and(String::is_empty) && self.flow.in_body() {
            self.told.title = Some(self.flow.so_far().trim().to_owned());
        }
        let bytes = Some([self.para_start as u64, self.behind as u64]);
        self.flow.place(Locator { bytes, ..Locator::default() });
        self.flow.end_paragraph();
    }

    /// A cell ends.
    pub fn end_cell(&mut self, nested: bool) {
        self.flush();
        if self.state.to != To::Paper {
            return;
        }
        let depth = if nested { self.state.para.depth.unwrap_or(2).max(2) } else { 1 };
        if self.in_para && self.tables.is_empty() {
            self.flow.table_around();
            self.tables.push(true);
        }
        if self.in_para {
            self.end_paragraph();
        }
        if self.tables.len() != depth.min(TABLES) || self.tables.last() == Some(&false) {
            self.tables_to(depth);
        }
        if let Some(cell) = self.tables.last_mut() {
            *cell = false;
        }
        self.in_row = true;
    }

    /// A row ends.
    pub fn end_row(&mut self, nested: bool) {
        self.flush();
        self.in_row = false;
        if self.in_para && self.state.to == To::Paper {
            self.end_paragraph();
        }
        let depth = if nested { self.state.para.depth.unwrap_or(2).max(2) } else { 1 }.min(TABLES);
        while self.tables.len() > depth {
            self.flow.end_table();
            self.tables.pop();
        }
        if self.tables.len() == depth {
            self.flow.end_row();
            if let Some(cell) = self.tables.last_mut() {
                *cell = false;
            }
        }
    }

    /// A page begins, as the writer set it (`set`) or as the layout shows.
    pub fn page(&mut self, set: bool) {
        if self.flow.page_break(set).is_some() {
            let first = self.first_page.take();
            self.told.pages.push(first);
        }
    }

    /// Page numbers begin anew with the next page, or with the first.
    pub fn restart_pages(&mut self) {
        let start = self.starts_at.or(Some(1));
        match self.told.pages.first_mut().filter(|_| self.flow.written == 0) {
            Some(first) => *first = start,
            None => self.first_page = start,
        }
    }

    /// A story begins in this group.
    pub fn begin_story(&mut self, story: Story) {
        if self.state.to != To::Paper && story != Story::Box {
            self.state.to = To::Nowhere;
            return;
        }
        if self.state.then != Then::Nothing || self.flow.depth() > 100 {
            return;
        }
        self.flow.begin(story);
        self.outer.push((self.in_para, std::mem::take(&mut self.tables), self.para_start));
        self.in_para = false;
        self.state.to = To::Paper;
        self.state.then = Then::Story;
        self.state.para = Default::default();
        self.state.hidden = false;
        self.state.holds_box = false;
    }

    fn end_story(&mut self) {
        if self.in_para {
            self.end_paragraph();
        }
        self.tables_to(0);
        self.flow.end();
        if let Some((in_para, tables, start)) = self.outer.pop() {
            self.in_para = in_para;
            self.tables = tables;
            self.para_start = start;
        }
    }

    /// A note begins.
    pub fn note(&mut self, label: String) {
        if self.state.to == To::Paper {
            self.begin_story(Story::Note(label));
        }
    }

    /// A remark begins.
    pub fn begin_remark(&mut self) {
        if self.state.to != To::Paper {
            return;
        }
        self.ensure();
        self.remarks += 1;
        let number = self.remarks.to_string();
        let author = self.remark.0.take();
        self.flow.leave_out(&Why::Remark(number.clone(), author.clone()), "·");
        let time = self.remark.1.take();
        self.begin_story(Story::Remark { author, number: Some(number), time });
    }

    /// The number of a note stands here.
    pub fn note_number(&mut self) {
        self.flush();
        if self.state.to != To::Paper || !self.flow.in_body() {
            return;
        }
        self.ensure();
        let ahead = &self.source[self.behind..self.source.len().min(self.behind + 400)];
        let end = memchr::memmem::find(ahead, b"\\footnote").is_some_and(|at| {
            let rest = &ahead[at + 9..];
            memchr::memmem::find(&rest[..rest.len().min(40)], b"\\ftnalt").is_some()
        });
        let place = usize::from(end);
        self.notes[place] += 1;
        let label = number::print(self.note_systems[place], self.notes[place]);
        self.flow.note_mark(&label);
        self.flow.next_note(label);
    }

    /// A field begins in this group.
    pub fn begin_field(&mut self) {
        if self.state.then == Then::Nothing && self.fields.len() < 500 {
            self.state.then = Then::Field;
            if self.state.to == To::Paper {
                self.ensure();
            }
            let field = Field { start: self.flow.here(), para: self.paras, ..Field::default() };
            self.fields.push(field);
        }
    }

    /// The result of a field begins in this group.
    pub fn field_result(&mut self) {
        let (start, para) = (self.flow.here(), self.paras);
        if let Some(field) = self.fields.last_mut() {
            (field.start, field.para, field.shown) = (start, para, true);
        }
    }

    fn end_field(&mut self) {
        let Some(field) = self.fields.pop() else { return };
        if self.state.to != To::Paper {
            return;
        }
        let empty = field.start >= self.flow.here() && field.para == self.paras;
        let name = field.instruction.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        let chosen = field.result.filter(|&r| r != 25).unwrap_or(field.default);
        match name.as_str() {
            "FORMCHECKBOX" => self.words(if chosen == 1 { "☒" } else { "☐" }),
            "FORMDROPDOWN" if empty => {
                let entry = usize::try_from(chosen).ok().and_then(|n| field.entries.get(n).cloned());
                self.words(&entry.unwrap_or_default());
            }
            "EQ" if empty => {
                let (shown, ruby) = equation(&field.instruction);
                self.words(&shown);
                self.flow.leave_out(&Why::Ruby, &ruby);
            }
            "SYMBOL" if empty => self.words(&symbol(&field.instruction).unwrap_or_default()),
            _ => {
                if let Some(target) = link(&field.instruction).filter(|_| field.para == self.paras) {
                    self.flow.mark(field.start, MarkKind::Reference(target));
                }
            }
        }
    }

    /// The file is over.
    pub fn finish(mut self) -> (Flow, Told) {
        self.flush();
        self.state.to = To::Paper;
        while self.flow.depth() > 1 {
            self.end_story();
        }
        if self.in_para {
            self.end_paragraph();
        }
        self.tables_to(0);
        self.reading.encoding = self.fonts.name().into();
        self.told.title = self.told.title.filter(|t| !t.is_empty());
        (self.flow, self.told)
    }
}

/// A time packed into a number, as old word processors do.
fn packed_time(packed: i64) -> Option<String> {
    let bits = |from: u32, count: u32| (packed >> from) & ((1 << count) - 1);
    let (minute, hour, day, month, year) =
        (bits(0, 6), bits(6, 5), bits(11, 5), bits(16, 4), 1900 + bits(20, 9));
    (minute < 60 && hour < 24 && (1..=31).contains(&day) && (1..=12).contains(&month))
        .then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn packed_times_are_unpacked() {
        assert_eq!(super::packed_time(91_680_021).as_deref(), Some("1987-06-29T20:21"));
        assert_eq!(super::packed_time(0), None);
    }
}
