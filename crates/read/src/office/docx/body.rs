//! The words of a Word file's part (document, notes, remarks, heads): its elements, one after the other.

use std::collections::BTreeMap;

use memcon_model::Locator;

use super::fields::{Field, Phase};
use super::numbering::Numbering;
use super::parts::Relations;
use super::props::{ParaProps, RunProps, Section, inside, on, para_props, run_props, section};
use super::styles::{ParaStyle, Styles};
use crate::office::flow::{Flow, Story};
use crate::office::left_out::Why;
use crate::office::number;
use crate::office::properties::Means;
use crate::office::symbols;
use crate::reading::{BlockKind, MarkKind};
use crate::xml::{Element, Node, Nodes};

/// Text boxes nested deeper than this are read as if they stood side by side.
const BOXES: usize = 40;
/// Elements nested deeper than this are hardly told any more.
const DEEP: usize = 1_990;
/// Fields inside fields beyond this are passed over.
const FIELDS: usize = 200;

/// What reading a file has gathered.
pub(super) struct Doc<'d> {
    /// Styles of the file.
    pub styles: &'d Styles,
    /// Paragraph styles already worked out.
    pub known: BTreeMap<Option<String>, ParaStyle>,
    /// Lists of the file.
    pub numbering: Numbering,
    /// Where the words go.
    pub flow: Flow,
    /// Notes met: (footnote?, id, label), in order.
    pub notes: Vec<(bool, String, String)>,
    /// Remarks met: ids, in order.
    pub remarks: Vec<String>,
    /// Who made each remark.
    pub remark_authors: BTreeMap<String, String>,
    /// Numbers of notes so far: foot, end.
    pub counts: [i64; 2],
    /// Systems of the numbers of notes: foot, end.
    pub systems: [String; 2],
    /// Sections so far, with the page that begins with each.
    pub sections: Vec<(Section, Option<usize>)>,
    /// For each page, the section in which it begins.
    pub page_sections: Vec<usize>,
    /// Parts to be put in: relation ids.
    pub title: Option<String>,
    /// Parts in other formats, as text.
    pub foreign: BTreeMap<String, Vec<String>>,
}

/// State of a story; a text box has its own.
#[derive(Default)]
struct Local {
    /// The paragraph begun and not yet told: its place.
    begun: Option<Locator>,
    props: ParaProps,
    style: ParaStyle,
    run: RunProps,
    run_hidden: bool,
    fields: Vec<Field>,
    deleted: Vec<Option<String>>,
    added: Vec<(usize, Option<String>)>,
    links: Vec<(usize, Option<String>)>,
    ruby: usize,
    /// For each `w:sdt` open: whether its words only ask for words, whether they are a table of contents.
    forms: Vec<(bool, bool)>,
    title_from: usize,
    last_style: Option<String>,
}

impl<'d> Doc<'d> {
    /// A file whose styles and lists are known.
    pub fn new(styles: &'d Styles, numbering: Numbering) -> Self {
        Self {
            styles,
            known: BTreeMap::new(),
            numbering,
            flow: Flow::new(),
            notes: Vec::new(),
            remarks: Vec::new(),
            remark_authors: BTreeMap::new(),
            counts: [0, 0],
            systems: ["decimal".into(), "lowerRoman".into()],
            sections: Vec::new(),
            page_sections: Vec::new(),
            title: None,
            foreign: BTreeMap::new(),
        }
    }

    fn style(&mut self, id: Option<&String>) -> ParaStyle {
        let styles = self.styles;
        self.known.entry(id.cloned()).or_insert_with(|| styles.paragraph(id.map(String::as_str))).clone()
    }

    /// A page begins, as the writer set it (`set`) or as the layout shows.
    fn page(&mut self, set: bool) -> Option<usize> {
        let page = self.flow.page_break(set);
        if page.is_some() {
            self.page_sections.push(self.sections.len());
        }
        page
    }

    /// Reads a part, or a piece of one. `part` names it in locators, `count` is how many paragraphs stand before.
    pub fn read(&mut self, part: &str, relations: &Relations, source: &str, count: usize) {
        let mut nodes = Nodes::new(source);
        let depth = self.flow.depth();
        let mut reader =
            Body { doc: self, part, relations, count, locals: vec![Local::default()], choices: Vec::new() };
        while let Some(node) = nodes.next() {
            match node {
                Node::Start(e) => reader.start(&e, &mut nodes),
                Node::End(name) => reader.end(&name),
                // Too deep for elements to be told: the words are kept.
                Node::Text(text) if nodes.path().len() >= DEEP => reader.words(&text),
                Node::Text(_) => {}
            }
        }
        reader.ensure();
        while self.flow.depth() > depth {
            self.flow.end();
        }
        self.flow.end_paragraph();
    }

    /// The first page begins.
    pub fn first_page(&mut self) {
        self.flow.page();
        self.page_sections.push(0);
    }
}

struct Body<'r, 'd> {
    doc: &'r mut Doc<'d>,
    part: &'r str,
    relations: &'r Relations,
    count: usize,
    locals: Vec<Local>,
    /// For each `mc:AlternateContent` open: words written before it, whether a choice gave words.
    choices: Vec<(usize, bool)>,
}

impl Body<'_, '_> {
    fn local(&mut self) -> &mut Local {
        if self.locals.is_empty() {
            self.locals.push(Local::default());
        }
        let last = self.locals.len() - 1;
        &mut self.locals[last]
    }

    fn start(&mut self, e: &Element<'_>, nodes: &mut Nodes<'_>) {
        match e.name.as_ref() {
            "p" => self.paragraph(),
            "pPr" => {
                let props = para_props(nodes);
                self.local().props = props;
            }
            "r" => {
                let local = self.local();
                local.run = RunProps::default();
                local.run_hidden = local.style.hidden;
            }
            "rPr" => self.run(nodes),
            "t" => {
                let words = nodes.words();
                let keep = e.get("xml:space") == Some("preserve") || self.math(nodes);
                self.words(if keep { &words } else { words.trim_matches([' ', '\t', '\n', '\r']) });
            }
            "delText" => {
                let words = nodes.words();
                let by = self.local().deleted.last().cloned().flatten();
                self.ensure();
                self.doc.flow.leave_out(&Why::Deleted(by), &words);
            }
            "instrText" => {
                let words = nodes.words();
                if let Some(field) = self.local().fields.last_mut() {
                    field.instruction(&words);
                }
            }
            "rubyPr" | "tblPr" | "tblGrid" | "tcPr" | "delInstrText" | "fldData" | "numPicBullet"
            | "sectPrChange" => {
                nodes.skip();
            }
            "del" | "moveFrom" => self.local().deleted.push(e.get("author").map(str::to_owned)),
            "ins" | "moveTo" => {
                self.ensure();
                let here = self.doc.flow.here();
                self.local().added.push((here, e.get("author").map(str::to_owned)));
            }
            "hyperlink" => {
                self.ensure();
                let here = self.doc.flow.here();
                let target = self.target(e);
                self.local().links.push((here, target));
            }
            "fldSimple" => {
                self.ensure();
                let here = self.doc.flow.here();
                let field = Field::simple(e.get("instr").unwrap_or_default(), here, self.count);
                self.local().links.push((here, field.link()));
            }
            "fldChar" => self.field(e, nodes),
            "sdt" => self.local().forms.push((false, false)),
            "sdtPr" => self.form(nodes),
            "rt" => self.local().ruby += 1,
            "tbl" => {
                self.ensure();
                self.doc.flow.table();
            }
            "tc" => {
                self.ensure();
                self.doc.flow.cell();
            }
            "trPr" => {
                let mut out = false;
                inside(nodes, |e, _| out |= e.name == "del");
                if out {
                    self.doc.flow.row_out();
                }
            }
            "txbxContent" | "txBody" => {
                self.ensure();
                if self.locals.len() < BOXES {
                    self.doc.flow.begin(Story::Box);
                }
                self.locals.push(Local::default());
            }
            "AlternateContent" => self.choices.push((self.doc.flow.written, false)),
            "Fallback" if self.choices.last().is_some_and(|c| c.1) => nodes.skip(),
            "sectPr" => {
                let read = section(nodes);
                self.section(read);
            }
            "altChunk" => self.foreign(e),
            name => self.sign(name, e, nodes),
        }
    }

    /// Elements of a run that stand for a sign or a thing.
    fn sign(&mut self, name: &str, e: &Element<'_>, nodes: &mut Nodes<'_>) {
        match name {
            "tab" | "ptab" => self.words("\t"),
            "cr" => self.words("\n"),
            "br" => match e.get("type") {
                Some("page") => {
                    self.ensure();
                    self.words("\n");
                    self.doc.page(true);
                }
                _ => self.words("\n"),
            },
            "lastRenderedPageBreak" => {
                self.ensure();
                self.doc.page(false);
            }
            "noBreakHyphen" => self.words("\u{2011}"),
            "softHyphen" => self.words("\u{ad}"),
            "sym" => {
                let code = e.get("char").and_then(|c| u32::from_str_radix(c, 16).ok()).unwrap_or(0);
                let font = e.get("font").unwrap_or_default();
                let shown = symbols::sign(font, code).or_else(|| char::from_u32(code).filter(|c| *c != '\0'));
                if let Some(c) = shown {
                    self.words(c.encode_utf8(&mut [0; 4]));
                }
            }
            "footnoteReference" | "endnoteReference" => self.note(e, name == "footnoteReference", nodes),
            "commentReference" => self.remark(e),
            "textpath" => {
                if let Some(words) = e.get("string").map(str::to_owned) {
                    self.ensure();
                    self.doc.flow.begin(Story::Box);
                    self.doc.flow.words(&words);
                    self.doc.flow.end();
                }
            }
            "blip" | "imagedata" => self.doc.flow.left_out.picture(),
            "OLEObject" => {
                let name = e.get("ProgID").unwrap_or_default().to_owned();
                self.doc.flow.left_out.object(&name);
            }
            "oMath" => self.doc.flow.left_out.formula(),
            "chart" => self.doc.flow.left_out.object("chart"),
            "relIds" => self.doc.flow.left_out.object("diagram"),
            "control" => self.doc.flow.left_out.object(e.get("name").unwrap_or("control")),
            "subDoc" => self.doc.flow.left_out.object("another file that this one only names"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "r" => self.local().run = RunProps::default(),
            "del" | "moveFrom" => drop(self.local().deleted.pop()),
            "ins" | "moveTo" => {
                if let Some((start, by)) = self.local().added.pop() {
                    self.doc.flow.mark(start, MarkKind::Added(by));
                }
            }
            "hyperlink" | "fldSimple" => {
                if let Some((start, Some(target))) = self.local().links.pop() {
                    self.doc.flow.mark(start, MarkKind::Reference(target));
                }
            }
            "sdt" => drop(self.local().forms.pop()),
            "rt" => self.local().ruby = self.local().ruby.saturating_sub(1),
            "tr" => {
                self.ensure();
                self.doc.flow.end_row();
            }
            "tbl" => {
                self.ensure();
                self.doc.flow.end_table();
            }
            "txbxContent" | "txBody" => {
                self.ensure();
                self.locals.pop();
                if self.locals.len() < BOXES {
                    self.doc.flow.end();
                }
            }
            "Choice" => {
                let written = self.doc.flow.written;
                if let Some(choice) = self.choices.last_mut() {
                    choice.1 |= written > choice.0;
                }
            }
            "AlternateContent" => drop(self.choices.pop()),
            _ => {}
        }
    }

    fn math(&self, nodes: &Nodes<'_>) -> bool {
        nodes.path().iter().any(|n| n == "oMath")
    }

    fn paragraph(&mut self) {
        self.ensure();
        self.count += 1;
        let place = Locator { element: Some(format!("{}#p{}", self.part, self.count)), ..Locator::default() };
        let local = self.local();
        local.begun = Some(place);
        local.props = ParaProps::default();
        local.style = ParaStyle::default();
        local.run = RunProps::default();
        local.run_hidden = false;
    }

    /// Tells of the paragraph begun, before its first words: what it is, its printed number.
    fn ensure(&mut self) {
        let Some(place) = self.local().begun.take() else { return };
        let mut props = std::mem::take(&mut self.local().props);
        let style = self.doc.style(props.style.as_ref());
        if props.list.is_some() && props.level.is_none() {
            props.level = Some(0);
        }
        let linked = props.list.is_none() && props.level.is_none() && style.props.level.is_none();
        props.inherit(&style.props);
        let list = props.list.clone().filter(|l| l != "0");
        let mut level = props.level.unwrap_or(0);
        if linked && let (Some(list), Some(by)) = (&list, &style.numbered_by) {
            level = self.doc.numbering.level_of(list, by).unwrap_or(0);
        }
        let outline = props.outline.filter(|&o| o < 9).map(|o| BlockKind::Heading(o + 1));
        let contents = self.locals.iter().any(|l| l.forms.iter().any(|f| f.1));
        let kind = match (&style.means, outline) {
            (_, _) if contents => BlockKind::Furniture,
            (Some(means), _) => means.block(),
            (None, Some(heading)) => heading,
            (None, None) if list.is_some() => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        };
        let tight = props.contextual == Some(true);
        let apart = (!tight && props.before == Some(true), !tight && props.behind == Some(true));
        if props.page == Some(true) && self.doc.flow.written > 0 {
            self.doc.page(true);
        }
        let is_title = style.means == Some(Means::Title);
        self.doc.flow.paragraph(kind.clone(), apart, place);
        let fresh = self.doc.flow.so_far().is_empty();
        if fresh {
            self.doc.flow.now(kind);
        }
        let struck = props.end_deleted || self.local().deleted.last().is_some();
        if fresh
            && !struck
            && let Some(number) = list.and_then(|l| self.doc.numbering.next(&l, level))
        {
            self.doc.flow.words(&number);
        }
        let here = self.doc.flow.here();
        let local = self.local();
        local.title_from = here;
        local.last_style = is_title.then(|| "title".to_owned());
        local.run_hidden = style.hidden;
        local.props = props;
        local.style = style;
    }

    fn end_paragraph(&mut self) {
        self.ensure();
        let flow = &self.doc.flow;
        if self.doc.title.is_none()
            && flow.in_body()
            && self.locals.last().is_some_and(|l| l.last_style.is_some())
        {
            let words = flow.so_far().trim().to_owned();
            self.doc.title = (!words.is_empty()).then_some(words);
        }
        let local = self.local();
        // What a field says before its result does not go on over paragraphs.
        local.fields.iter_mut().for_each(|f| f.phase = Phase::Result);
        let run_on = local.props.end_deleted || local.props.end_hidden || local.props.drop_cap;
        let ended = local.props.section.take();
        if run_on {
            self.doc.flow.run_on();
        } else {
            self.doc.flow.end_paragraph();
        }
        if let Some(ended) = ended {
            self.section(ended);
            let page = self.doc.page(true);
            // The section that begins here tells at its end whether it begins a page.
            if let Some(last) = self.doc.page_sections.last_mut().filter(|_| page.is_some()) {
                *last = self.doc.sections.len();
            }
            if let Some(last) = self.doc.sections.last_mut() {
                last.1 = page;
            }
        }
    }

    fn section(&mut self, section: Section) {
        self.doc.sections.push((section, None));
    }

    fn run(&mut self, nodes: &mut Nodes<'_>) {
        self.ensure();
        let run = run_props(nodes);
        let hidden =
            run.hidden.or_else(|| run.style.as_ref().map(|s| self.doc.styles.hides(s)).filter(|h| *h));
        let local = self.local();
        local.run_hidden = hidden.unwrap_or(local.style.hidden);
        local.run = run;
    }

    /// Words of a run: on the paper, or left out.
    fn words(&mut self, words: &str) {
        self.ensure();
        let local = self.local();
        let why = if let Some(by) = local.deleted.last() {
            Some(Why::Deleted(by.clone()))
        } else if local.run_hidden {
            Some(Why::Hidden)
        } else if local.ruby > 0 {
            Some(Why::Ruby)
        } else if local.forms.iter().any(|f| f.0) {
            Some(Why::Placeholder)
        } else {
            None
        };
        if local.fields.iter().any(|f| f.phase == Phase::Instruction) {
            return;
        }
        if let Some(why) = why {
            self.doc.flow.leave_out(&why, words);
            return;
        }
        let added = local.added.last().cloned();
        let font = local.run.font.clone().or_else(|| local.style.font.clone());
        if let Some((_, by)) = added {
            self.doc.flow.left_out.added(by.as_deref(), words);
        }
        self.doc.flow.words(&symbols::shown(font.as_deref(), words));
    }

    fn target(&self, e: &Element<'_>) -> Option<String> {
        let url = e.get("id").and_then(|id| self.relations.get(id)).map(|r| r.target.clone());
        let anchor = e.get("anchor").filter(|a| !a.starts_with('_')).map(|a| format!("#{a}"));
        match (url, anchor) {
            (Some(url), Some(anchor)) => Some(url + &anchor),
            (url, anchor) => url.or(anchor),
        }
    }

    fn field(&mut self, e: &Element<'_>, nodes: &mut Nodes<'_>) {
        self.ensure();
        let here = self.doc.flow.here();
        let count = self.count;
        match e.get("fldCharType") {
            Some("begin") => {
                let field = Field::begin(nodes, here, count);
                let local = self.local();
                if local.fields.len() < FIELDS {
                    local.fields.push(field);
                }
            }
            Some("separate") => {
                if let Some(field) = self.local().fields.last_mut() {
                    field.separate(here, count);
                }
            }
            Some("end") => {
                let Some(field) = self.local().fields.pop() else { return };
                let empty = field.count == count && field.start >= here;
                if let Some(words) = field.instead(empty) {
                    self.words(&words);
                    if let Some(ruby) = field.ruby() {
                        self.doc.flow.leave_out(&Why::Ruby, &ruby);
                    }
                } else if let Some(target) = field.link().filter(|_| field.count == count) {
                    self.doc.flow.mark(field.start, MarkKind::Reference(target));
                }
            }
            _ => {}
        }
    }

    fn form(&mut self, nodes: &mut Nodes<'_>) {
        let (mut asks, mut contents) = (false, false);
        inside(nodes, |e, _| match e.name.as_ref() {
            "showingPlcHdr" => asks = on(e),
            "docPartGallery" => contents |= e.get("val").is_some_and(|v| v.starts_with("Table of ")),
            _ => {}
        });
        if let Some(form) = self.local().forms.last_mut() {
            *form = (asks, contents);
        }
    }

    fn note(&mut self, e: &Element<'_>, foot: bool, nodes: &mut Nodes<'_>) {
        self.ensure();
        let Some(id) = e.get("id").map(str::to_owned) else { return };
        if !self.doc.flow.in_body() && self.doc.flow.depth() > 1 && self.part.contains("notes") {
            return;
        }
        let place = usize::from(!foot);
        let label = if matches!(e.get("customMarkFollows"), Some("1" | "true" | "on")) {
            custom_mark(nodes)
        } else {
            self.doc.counts[place] += 1;
            number::print(&self.doc.systems[place], self.doc.counts[place])
        };
        if self.local().deleted.last().is_none() {
            self.doc.flow.note_mark(&label);
            self.doc.notes.push((foot, id, label));
        }
    }

    fn remark(&mut self, e: &Element<'_>) {
        self.ensure();
        if let Some(id) = e.get("id").map(str::to_owned) {
            let by = self.doc.remark_authors.get(&id).cloned();
            self.doc.remarks.push(id);
            let number = self.doc.remarks.len().to_string();
            self.doc.flow.leave_out(&Why::Remark(number, by), "·");
        }
    }

    /// A part in another format, put in whole.
    fn foreign(&mut self, e: &Element<'_>) {
        self.ensure();
        let target = e.get("id").and_then(|id| self.relations.get(id)).map(|r| r.target.clone());
        let Some(paragraphs) = target.and_then(|t| self.doc.foreign.get(&t).cloned()) else { return };
        self.doc.flow.end_paragraph();
        for paragraph in paragraphs {
            self.doc.flow.paragraph(BlockKind::Paragraph, (true, true), Locator::default());
            self.doc.flow.words(&paragraph);
            self.doc.flow.end_paragraph();
        }
    }
}

/// The mark that somebody gave a note himself: the words behind it in its run.
fn custom_mark(nodes: &mut Nodes<'_>) -> String {
    let mut mark = String::new();
    for node in nodes.by_ref() {
        match node {
            Node::Text(text) => mark.push_str(text.trim()),
            Node::End(name) if name == "r" => break,
            _ => {}
        }
        if mark.len() > 20 {
            break;
        }
    }
    mark
}
