//! The words of a TEI document: paragraphs, letterheads, lists, tables, speeches; notes and words struck out stand
//! behind the paragraph they belong to, so that sentences stay whole.
//!
//! One walk over flat events with a stack of what is open. A note is passed over where it stands and walked when its
//! paragraph is closed; a note inside a note stays in its flow, so that nothing recurses further.

use std::collections::BTreeMap;

use memcon_model::Locator;

use super::values::{between, date, key, tidy};
use crate::reading::{BlockKind, MarkKind};
use crate::writer::{Begun, Writer, note_mark};
use crate::xml::{Element, Node, Nodes};

/// A document in the making.
pub(super) struct Body<'s> {
    source: &'s str,
    skipped: Option<usize>,
    edited: bool,
    /// The text so far.
    pub writer: Writer,
    /// What the document's own element says of it: (name, value).
    pub fields: Vec<(String, String)>,
    /// Why reading ended early.
    pub broken: Option<String>,
    open: Vec<Open>,
    /// Elements that come behind the paragraph: where in the source.
    apart: Vec<Apart>,
    counts: BTreeMap<String, u32>,
    notes: u32,
    /// Open blocks that hold words.
    blocks: usize,
    in_note: bool,
    /// Whether words struck out were passed over last.
    struck: bool,
    /// Where the line began in which the next block goes on: behind a speaker or the number of an item.
    goes_on: Option<Begun>,
}

/// An element that is passed over until its paragraph is closed.
struct Apart {
    start: usize,
    end: usize,
    name: String,
    label: Option<String>,
    editorial: Option<bool>,
}

/// An open element.
struct Open {
    name: String,
    begun: Begun,
    /// Length of the text when it began.
    start: usize,
    at: usize,
    id: Option<String>,
    block: Option<BlockKind>,
    /// Whether it holds words (a paragraph), not paragraphs (a division).
    worded: bool,
    after: Break,
    marks: Vec<MarkKind>,
    quote: Quote,
    list: List,
    choice: Choice,
    /// Cells so far in a row, items so far in a list.
    members: u32,
    /// A list whose items are paragraphs: numbered or long.
    spaced: bool,
}

/// What comes before and behind an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Break {
    No,
    Line,
    Gap,
}

/// Quotation marks of an element that means them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quote {
    None,
    Owed,
    Ours,
}

/// What a list holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    None,
    Plain,
    Head,
    Participants,
}

/// What was met of a choice between two readings.
#[derive(Default)]
struct Choice {
    is: bool,
    /// The words of the source.
    kept: Option<Begun>,
    /// What the editor gives instead, and whether that is a correction.
    instead: Option<(String, bool)>,
}

impl<'s> Body<'s> {
    pub fn new(source: &'s str, skipped: Option<usize>, edited: bool) -> Self {
        Self {
            source,
            skipped,
            edited,
            writer: Writer::default(),
            fields: Vec::new(),
            broken: None,
            open: Vec::new(),
            apart: Vec::new(),
            counts: BTreeMap::new(),
            notes: 0,
            blocks: 0,
            in_note: false,
            struck: false,
            goes_on: None,
        }
    }

    /// Reads everything.
    pub fn read(&mut self) {
        let source = self.source;
        let mut nodes = Nodes::new(source);
        self.walk(&mut nodes, 0);
        self.broken = nodes.broken.take();
        self.flush();
    }

    fn walk(&mut self, nodes: &mut Nodes<'_>, base: usize) {
        let floor = self.open.len();
        while let Some(node) = nodes.next() {
            match node {
                Node::Start(e) => self.start(&e, nodes, base),
                Node::End(_) if self.open.len() > floor => self.end(base + nodes.offset()),
                Node::End(_) => {}
                Node::Text(words) => self.text(&words),
            }
        }
        while self.open.len() > floor {
            self.end(base + nodes.offset());
        }
    }

    fn text(&mut self, words: &str) {
        let bare = words.trim_start();
        if bare.is_empty() && self.open.last().is_some_and(|o| o.choice.is) {
            return;
        }
        // Where words were struck out, a stop or comma stands at the word before.
        if std::mem::take(&mut self.struck) && words.starts_with(['.', ',', ';', ':', '!', '?', ')']) {
            self.writer.close_up();
        }
        if !bare.is_empty() && self.open.iter().any(|o| o.quote == Quote::Owed) {
            self.open_quotes(words, bare);
        }
        self.writer.flowing(words);
    }

    /// Elements that mean quotation marks get them where the source has written none.
    fn open_quotes(&mut self, words: &str, bare: &str) {
        let theirs = bare.starts_with(is_quote) || self.writer.text().ends_with(is_opening_quote);
        if words.len() > bare.len() {
            self.writer.flowing(" ");
        }
        for n in 0..self.open.len() {
            if self.open[n].quote == Quote::Owed {
                self.open[n].quote = if theirs { Quote::None } else { Quote::Ours };
                if !theirs {
                    self.writer.flowing("“");
                }
            }
        }
    }

    fn start(&mut self, e: &Element<'_>, nodes: &mut Nodes<'_>, base: usize) {
        let name = e.name.as_ref();
        let parent_choice = self.open.last().is_some_and(|o| o.choice.is);
        match name {
            "teiHeader" | "facsimile" | "standOff" | "figDesc" | "graphic" => return nodes.skip(),
            "corr" | "expan" | "reg" if parent_choice => return self.instead(name, nodes),
            "note" | "del" | "fw" if self.blocks > 0 && !self.in_note => {
                let (start, apart) = (base + e.at, self.apart(e));
                nodes.skip();
                let end = (base + nodes.offset()).min(self.source.len());
                self.mark_note(&apart);
                self.struck = name == "del";
                self.apart.push(Apart { start, end, ..apart });
                return;
            }
            "pb" if !self.in_note => self.writer.page(e.get("n"), e.get("facs")),
            "lb" => self.line_break(e),
            "space" => self.writer.flowing(" "),
            "gap" => {
                nodes.skip();
                let begun = self.writer.begin();
                self.writer.flowing("[…]");
                self.writer.mark(begun, MarkKind::Supplied);
                return;
            }
            "cell" => self.cell(),
            "p" if self.open.last().is_some_and(|o| o.name == "cell") => self.writer.flowing(" "),
            _ => {}
        }
        if self.open.is_empty() || e.get("doc-dateTime-min").is_some() {
            self.own(e);
        }
        *self.counts.entry(name.to_owned()).or_default() += 1;
        let open = self.opened(e);
        // The first paragraph of an item begins in its line.
        let first = self.open.last().is_some_and(|o| o.worded && o.start == self.writer.len());
        match open.after {
            _ if first || self.goes_on.is_some() && open.worded => {}
            Break::No => {}
            Break::Line => self.writer.line(),
            Break::Gap => self.writer.gap(),
        }
        let begun = match self.goes_on {
            Some(begun) if open.worded => {
                self.goes_on = None;
                begun
            }
            _ => self.writer.begin(),
        };
        self.blocks += usize::from(open.worded);
        let start = self.writer.len();
        self.open.push(Open { begun, start, ..open });
    }

    /// What the document's own element says of it.
    fn own(&mut self, e: &Element<'_>) {
        if !matches!(e.name.as_ref(), "div" | "div1" | "div2" | "div3" | "text") {
            return;
        }
        let ends = ["doc-dateTime-min", "doc-dateTime-max"].map(|n| e.get(n).map(str::to_owned));
        let ends = ends.map(|v| {
            v.and_then(|v| {
                date(&Element { name: "date".into(), attributes: vec![("when".into(), v)], at: 0 })
            })
        });
        let [from, to] = ends;
        let mut found = Vec::new();
        if let Some(when) = between(from, to).or_else(|| date(e)).filter(|w| !w.contains("..")) {
            found.push(("date".to_owned(), when));
        }
        if let Some(n) = e.get("n").filter(|n| self.open.is_empty() && !n.trim().is_empty()) {
            found.push(("number".to_owned(), tidy(n)));
        }
        for pair in found {
            if !self.fields.iter().any(|f| f.0 == pair.0) {
                self.fields.push(pair);
            }
        }
    }

    /// What an element is, before it begins.
    fn opened(&mut self, e: &Element<'_>) -> Open {
        let name = e.name.as_ref();
        let kind = e.get("type").unwrap_or_default();
        let inside = |names: &[&str]| self.open.iter().any(|o| names.contains(&o.name.as_str()));
        let list = self.open.iter().rev().find(|o| o.name == "list").map_or(List::None, |o| o.list);
        let nested = inside(&["opener", "closer", "postscript"]) && self.blocks > 0;
        let in_block = self.blocks > 0;
        let paragraph = Some(BlockKind::Paragraph);
        let (block, worded, after) = match name {
            "p" | "ab" if inside(&["cell"]) => (None, true, Break::No),
            "p" | "ab" | "u" | "trailer" | "stage" if name != "stage" || !in_block => {
                (paragraph, true, if nested { Break::Line } else { Break::Gap })
            }
            "head" => self.heading(list),
            "opener" | "dateline" | "byline" | "docImprint" | "titlePart" | "docAuthor" | "docDate"
            | "address" | "salute" | "addrLine"
                if nested || in_block =>
            {
                (None, true, Break::Line)
            }
            "opener" | "dateline" | "byline" | "docImprint" | "titlePart" | "docAuthor" | "docDate"
            | "address" => (Some(BlockKind::Letterhead), true, Break::Gap),
            "salute" => (paragraph, true, Break::Gap),
            "closer" | "signed" if !nested && !in_block => (Some(BlockKind::Signature), true, Break::Gap),
            "closer" | "signed" => (None, true, Break::Line),
            "item" => {
                let block = if matches!(list, List::Head | List::Participants) {
                    BlockKind::Letterhead
                } else {
                    BlockKind::ListItem
                };
                (Some(block), true, self.between_items(list))
            }
            "label" if self.open.last().is_some_and(|o| o.name == "list") => {
                (None, true, self.between_items(list))
            }
            "row" => (Some(BlockKind::TableRow), true, Break::Line),
            "l" => (paragraph, true, Break::Line),
            "speaker" => (None, true, Break::Gap),
            "note" if !in_block => {
                let apart = self.apart(e);
                let kind = BlockKind::Note { label: apart.label, editorial: apart.editorial };
                (Some(kind), false, Break::Gap)
            }
            "fw" if !in_block => (Some(BlockKind::RunningHead), true, Break::Gap),
            "del" if !in_block => {
                (Some(BlockKind::Note { label: None, editorial: Some(true) }), true, Break::Gap)
            }
            "quote" | "cit" | "epigraph" | "floatingText" if !in_block => {
                (Some(BlockKind::Quote), false, Break::Gap)
            }
            "q" | "said" if !in_block => (None, false, Break::Gap),
            "div" | "div1" | "div2" | "div3" | "div4" | "div5" | "div6" | "div7" | "body" | "front"
            | "back" | "text" | "group" | "TEI" | "teiCorpus" | "list" | "table" | "figure" | "lg" | "sp"
            | "titlePage" | "docTitle" | "postscript" | "attachment" | "argument" | "listPerson"
            | "listPlace" | "listOrg" | "listBibl" | "person" | "floatingText" => (None, false, Break::Gap),
            _ => (None, false, Break::No),
        };
        let block = match (name, e.get("subtype")) {
            ("div", Some("editorial-note")) => Some(BlockKind::Note { label: None, editorial: Some(true) }),
            _ => block,
        };
        let quotes = matches!(name, "q" | "said") || name == "quote" && in_block;
        Open {
            name: name.to_owned(),
            begun: self.writer.begin(),
            start: 0,
            at: e.at,
            id: e.get("xml:id").map(str::to_owned),
            block,
            worded,
            after,
            marks: self.marks(e),
            quote: if quotes { Quote::Owed } else { Quote::None },
            list: match (name, kind) {
                ("list", "participants" | "attendees" | "present") => List::Participants,
                ("list", "subject" | "to" | "from" | "header" | "cc") => List::Head,
                ("list", _) => List::Plain,
                _ => List::None,
            },
            choice: Choice { is: name == "choice", ..Choice::default() },
            members: 0,
            spaced: false,
        }
    }

    /// A heading by the depth of divisions around it; that of a list, table or figure is a line of it.
    fn heading(&self, list: List) -> (Option<BlockKind>, bool, Break) {
        let divisions =
            |o: &&Open| o.name.starts_with("div") || matches!(o.name.as_str(), "attachment" | "floatingText");
        match self.open.last().map(|o| o.name.as_str()) {
            Some("list") if matches!(list, List::Head | List::Participants) => {
                (Some(BlockKind::Letterhead), true, Break::Line)
            }
            Some("list" | "table" | "figure" | "lg" | "listPerson") => {
                (Some(BlockKind::Paragraph), true, Break::Gap)
            }
            _ => {
                let level = self.open.iter().filter(divisions).count().clamp(1, 6);
                (Some(BlockKind::Heading(level as u8)), true, Break::Gap)
            }
        }
    }

    /// Items of a letterhead and short items stand line by line; numbered and long ones are paragraphs.
    fn between_items(&self, list: List) -> Break {
        let Some(open) = self.open.iter().rev().find(|o| o.name == "list") else { return Break::Line };
        if matches!(list, List::Head | List::Participants) {
            return Break::Line;
        }
        if open.spaced { Break::Gap } else { Break::Line }
    }

    /// What mark-up says of the words of an element.
    fn marks(&self, e: &Element<'_>) -> Vec<MarkKind> {
        let name = e.name.as_ref();
        let kind = e.get("type").unwrap_or_default();
        let own = match (name, kind) {
            ("persName", _) | ("name" | "rs", "person") => Some(MarkKind::Person(key(e))),
            ("orgName", _) | ("name" | "rs", "org" | "organisation" | "organization") => {
                Some(MarkKind::Body(key(e)))
            }
            ("placeName" | "settlement" | "country" | "geogName" | "district" | "region", _)
            | ("name" | "rs", "place") => Some(MarkKind::Place(key(e))),
            ("date" | "time" | "docDate" | "origDate", _) => date(e).map(MarkKind::Date),
            ("ref" | "ptr", _) => {
                e.get("target").filter(|t| !self.inside_itself(t)).map(|t| MarkKind::Reference(tidy(t)))
            }
            ("gloss" | "term", _) => Some(MarkKind::Term(key(e))),
            ("speaker", _) => Some(MarkKind::Speaker),
            ("del", _) => Some(MarkKind::Deleted(by(e))),
            ("add", _) => Some(MarkKind::Added(by(e))),
            ("unclear", _) => Some(MarkKind::Unclear),
            ("supplied" | "corr" | "ex", _) => Some(MarkKind::Supplied),
            _ => None,
        };
        let mut marks: Vec<MarkKind> = own.into_iter().collect();
        let head = |names: &[&str]| self.open.iter().any(|o| names.contains(&o.name.as_str()));
        match kind {
            "from" if head(&["head", "opener"]) => marks.push(MarkKind::Sender),
            "to" if head(&["head", "opener"]) => marks.push(MarkKind::Addressee),
            _ => {}
        }
        if matches!(marks.first(), Some(MarkKind::Person(_))) && head(&["signed", "closer"]) {
            marks.push(MarkKind::Signatory);
        }
        if name == "item" && self.open.last().is_some_and(|o| o.list == List::Participants) {
            marks.push(MarkKind::Participant);
        }
        if let Some(tag) = e.get("xml:lang").filter(|_| !self.open.is_empty()) {
            marks.push(MarkKind::Language(tag.to_owned()));
        }
        marks
    }

    /// Whether a target lies in this very document: anything of a file that is one document; of a part of a volume what
    /// has its id and more ("d7fn2" in "d7").
    fn inside_itself(&self, target: &str) -> bool {
        let Some(id) = target.trim().strip_prefix('#') else { return false };
        match self.open.first() {
            Some(root) if matches!(root.name.as_str(), "TEI" | "TEI.2") => true,
            Some(root) => root.id.as_deref().is_some_and(|own| {
                id.strip_prefix(own).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
            }),
            None => false,
        }
    }

    fn end(&mut self, offset: usize) {
        let Some(open) = self.open.pop() else { return };
        if open.quote == Quote::Ours {
            self.writer.flowing("”");
        }
        self.close_choice(&open);
        for kind in open.marks.iter().rev().cloned() {
            self.writer.mark(open.begun, kind);
        }
        if self.open.last().is_some_and(|o| o.choice.is)
            && let Some(choice) = self.open.last_mut().map(|o| &mut o.choice)
            && choice.kept.is_none()
        {
            choice.kept = Some(open.begun);
        }
        self.blocks -= usize::from(open.worded);
        match open.name.as_str() {
            "speaker" | "label" if open.worded => {
                if self.writer.text().ends_with(|c: char| c.is_alphanumeric() || c == ')')
                    && open.name == "speaker"
                {
                    self.writer.flowing(":");
                }
                self.writer.flowing(" ");
                if self.writer.since(open.begun).is_some() {
                    self.goes_on = Some(open.begun);
                }
                self.numbered();
                return;
            }
            "item" | "cell" => self.member(&open),
            "signed" => self.signed(&open),
            _ => {}
        }
        if let Some(kind) = open.block.clone() {
            self.writer.block(open.begun, kind);
        }
        if open.worded {
            self.locate(&open, offset);
        }
        match open.after {
            Break::No => {}
            Break::Line => self.writer.line(),
            Break::Gap => self.writer.gap(),
        }
        if self.blocks == 0 && !self.in_note && (open.worded || open.after != Break::No) {
            self.flush();
        }
    }

    /// A list whose items have numbers.
    fn numbered(&mut self) {
        if let Some(list) = self.open.last_mut().filter(|o| o.name == "list") {
            list.spaced = true;
        }
    }

    fn member(&mut self, item: &Open) {
        let long = self.writer.since(item.begun).is_some_and(|s| s.len() > 160);
        let of = if item.name == "item" { "list" } else { "row" };
        if let Some(o) = self.open.iter_mut().rev().find(|o| o.name == of) {
            o.members += 1;
            o.spaced |= long;
        }
    }

    /// Who signed, where no name is marked up.
    fn signed(&mut self, open: &Open) {
        if let Some(span) = self.writer.since(open.begun)
            && !span.of(self.writer.text()).contains('\n')
        {
            self.writer.mark(open.begun, MarkKind::Signatory);
        }
    }

    fn cell(&mut self) {
        if self.open.iter().rev().find(|o| o.name == "row").is_some_and(|o| o.members > 0) {
            self.writer.cell();
        }
    }

    /// The editor's reading of a choice is no word of the source; it is kept with the words it stands for.
    fn instead(&mut self, name: &str, nodes: &mut Nodes<'_>) {
        let words = tidy(&nodes.words());
        if let Some(open) = self.open.last_mut() {
            open.choice.instead.get_or_insert((words, name == "corr"));
        }
    }

    fn close_choice(&mut self, open: &Open) {
        let Some((reading, correction)) = open.choice.instead.clone().filter(|_| open.choice.is) else {
            return;
        };
        match open.choice.kept {
            Some(begun) => {
                self.writer.mark(begun, MarkKind::Instead { reading, correction });
            }
            None => {
                let begun = self.writer.begin();
                self.writer.flowing(&reading);
                self.writer.mark(begun, MarkKind::Supplied);
            }
        }
    }

    /// A line of the source: kept where lines mean something, a space where a paragraph runs on.
    fn line_break(&mut self, e: &Element<'_>) {
        let text = self.writer.text();
        if e.get("break") == Some("no") {
            if text.ends_with(['-', '‐', '¬']) {
                self.writer.line();
            }
            return;
        }
        let line = text.len() - text.rfind('\n').map_or(0, |n| n + 1);
        let flows = self
            .open
            .iter()
            .rev()
            .find(|o| o.worded)
            .is_some_and(|o| matches!(o.name.as_str(), "p" | "ab" | "item"));
        if flows && line >= 40 {
            self.writer.flowing(" ");
        } else {
            self.writer.line();
        }
    }

    /// The label and kind of an element that stands apart.
    fn apart(&mut self, e: &Element<'_>) -> Apart {
        let name = e.name.to_string();
        let mut label = None;
        let mut editorial = Some(true);
        if name == "note" {
            self.notes += 1;
            let n = e.get("n").map(tidy).filter(|n| !n.is_empty());
            label = Some(n.unwrap_or_else(|| self.notes.to_string()));
            let resp = e.get("resp").unwrap_or_default();
            let kind = e.get("type").unwrap_or_default();
            editorial = match (resp, kind) {
                (r, k) if r.contains("author") || k.contains("author") || k == "original" => Some(false),
                ("", k) if !self.edited && !matches!(k, "source" | "editorial" | "critical") => None,
                _ => Some(true),
            };
        }
        Apart { start: 0, end: 0, name, label, editorial }
    }

    /// The mark of a note at its place. Headings have none: their words are the paper's title.
    fn mark_note(&mut self, apart: &Apart) {
        let Some(label) = apart.label.as_deref().filter(|_| !self.open.iter().any(|o| o.name == "head"))
        else {
            return;
        };
        let begun = self.writer.begin();
        self.writer.flowing(&note_mark(label));
        self.writer.mark(begun, MarkKind::NoteMark(label.to_owned()));
    }

    /// Writes what was put off until the paragraph is closed.
    fn flush(&mut self) {
        if self.in_note {
            return;
        }
        for apart in std::mem::take(&mut self.apart) {
            let Some(slice) = self.source.get(apart.start..apart.end) else { continue };
            self.writer.gap();
            let begun = self.writer.begin();
            let deleted = apart.name == "del";
            if let Some(label) = &apart.label {
                self.writer.flowing(&format!("{} ", note_mark(label)));
            } else if deleted {
                self.writer.flowing("⟦");
            }
            self.in_note = true;
            let (blocks, goes_on) = (std::mem::take(&mut self.blocks), self.goes_on.take());
            // The first paragraph of a note begins in the line of its mark.
            self.goes_on = (!deleted).then_some(begun).filter(|_| apart.name == "note");
            let mut nodes = Nodes::new(slice);
            self.walk_note(&mut nodes, apart.start);
            self.in_note = false;
            (self.blocks, self.goes_on) = (blocks, goes_on);
            if deleted {
                self.writer.flowing("⟧");
            }
            let kind = match apart.name.as_str() {
                "fw" => BlockKind::RunningHead,
                _ => BlockKind::Note { label: apart.label.clone(), editorial: apart.editorial },
            };
            self.writer.block(begun, kind);
            self.writer.locate(begun, self.locator(None, &apart.name, apart.start, apart.end));
            self.writer.gap();
        }
    }

    /// Walks an element that stands apart; the element itself opens nothing but its marks.
    fn walk_note(&mut self, nodes: &mut Nodes<'_>, base: usize) {
        let Some(Node::Start(e)) = nodes.next() else { return };
        let begun = self.writer.begin();
        let marks = self.marks(&e);
        self.walk(nodes, base);
        for kind in marks {
            self.writer.mark(begun, kind);
        }
    }

    fn locate(&mut self, open: &Open, end: usize) {
        if self.in_note {
            return;
        }
        let locator = self.locator(open.id.as_deref(), &open.name, open.at, end);
        self.writer.locate(open.begun, locator);
    }

    fn locator(&self, id: Option<&str>, name: &str, start: usize, end: usize) -> Locator {
        let element = match id {
            Some(id) => format!("#{id}"),
            None => format!("{name}[{}]", self.counts.get(name).copied().unwrap_or(1)),
        };
        let bytes = self.skipped.map(|s| [(start + s) as u64, (end.min(self.source.len()) + s) as u64]);
        Locator { element: Some(element), bytes, ..Locator::default() }
    }
}

/// By whose hand.
fn by(e: &Element<'_>) -> Option<String> {
    ["hand", "resp"].iter().find_map(|n| e.get(n)).map(|v| v.trim_start_matches('#').to_owned())
}

fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '‘' | '’' | '"' | '\'' | '「' | '『')
}

fn is_opening_quote(c: char) -> bool {
    matches!(c, '“' | '„' | '«' | '»' | '‹' | '›' | '‘' | '"' | '\'' | '「' | '『')
}
