//! PAGE XML, of all years of its schema, also as Transkribus, eScriptorium and OCR-D write it.

use std::collections::BTreeMap;

use super::custom;
use super::order;
use super::sheet::{Line, Role, Scan, Sheet, UNSURE, Zone, around, role, widen};
use crate::reading::MarkKind;
use crate::xml::{Element, Node, Nodes};

/// The words that an element has, of several readings the first.
#[derive(Default)]
struct Said {
    text: Option<String>,
    index: i64,
    sure: Option<f32>,
    plain: Option<String>,
}

impl Said {
    fn take(self) -> Option<String> {
        self.text.or(self.plain).filter(|t| !t.trim().is_empty())
    }
}

/// What is open and can have words and an area: a region, line, word or glyph.
#[derive(Default)]
struct Open {
    depth: usize,
    kind: Kind,
    zone: Zone,
    line: Line,
    said: Said,
    points: Option<[f32; 4]>,
    /// What stands inside a line or word: words, how sure.
    inner: Vec<(String, Option<f32>)>,
    custom: Option<String>,
    cell: Option<(u32, u32)>,
    /// Its place in the order that the tags of Transkribus give.
    rank: Option<u32>,
    /// Lines with the place that the tags give.
    ranked: Vec<(Option<u32>, Line)>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Region,
    Line,
    Word,
    Glyph,
}

/// A zone with its place among the others.
struct Placed {
    zone: Zone,
    rank: Option<u32>,
    cell: Option<(u32, u32)>,
    /// Which table it is a cell of.
    table: Option<usize>,
}

/// The cells of a table row by column, with the place of the row.
type RowCells = (Option<u32>, BTreeMap<u32, Vec<Line>>);

/// The state of reading.
#[derive(Default)]
struct Reader {
    scan: Scan,
    open: Vec<Open>,
    placed: Vec<Placed>,
    /// Id of a region → its place as the file gives it.
    order: BTreeMap<String, u32>,
    tables: usize,
    /// Equivalent that is open: index, how sure.
    equivalent: (Option<i64>, Option<f32>),
}

/// Reads the pages of a file.
pub(super) fn scan(source: &str) -> Scan {
    let mut nodes = Nodes::new(source);
    let mut r = Reader::default();
    while let Some(node) = nodes.next() {
        match node {
            Node::Start(e) => r.start(&e, &mut nodes),
            Node::End(name) => {
                r.end(nodes.path().len(), nodes.offset());
                if name == "Page" {
                    r.turn();
                }
            }
            Node::Text(_) => {}
        }
    }
    r.end(0, source.len());
    r.turn();
    r.scan.broken = nodes.broken.take();
    r.scan
}

impl Reader {
    fn start(&mut self, e: &Element<'_>, nodes: &mut Nodes<'_>) {
        let depth = nodes.path().len();
        match e.name.as_ref() {
            "Creator" | "Created" | "LastChange" | "Comments" | "Comment" => {
                let name = match e.name.as_ref() {
                    "Creator" => "creator",
                    "Created" => "created",
                    "LastChange" => "last_change",
                    _ => "comments",
                };
                let words = nodes.words();
                self.scan.say(name, &words);
            }
            "TranskribusMetadata" => {
                for (from, to) in [("docId", "document_id"), ("imgUrl", "image_url"), ("status", "status")] {
                    if let Some(value) = e.get(from) {
                        self.scan.say(to, value);
                    }
                }
            }
            "Page" => {
                self.turn();
                self.scan
                    .sheets
                    .push(Sheet { image: e.get("imageFilename").map(str::to_owned), ..Sheet::default() });
            }
            "ReadingOrder" => self.order = order::listed(nodes),
            "TextLine" => self.push(Kind::Line, e, depth),
            "Word" => self.push(Kind::Word, e, depth),
            "Glyph" => self.push(Kind::Glyph, e, depth),
            "TableCell" => {
                self.push(Kind::Region, e, depth);
                self.cell(e, "row", "col");
            }
            "TableCellRole" => self.cell(e, "rowIndex", "columnIndex"),
            "Coords" | "Baseline" => {
                let baseline = e.name == "Baseline";
                if let (Some(points), Some(open)) = (e.get("points"), self.open.last_mut())
                    && (!baseline || open.points.is_none())
                    && let Some([l, t, w, h]) = around(points)
                {
                    open.points = Some([l, t, l + w, t + h]);
                }
            }
            "Point" => {
                let number = |name: &str| e.get(name).and_then(|v| v.parse::<f32>().ok());
                if let (Some(x), Some(y), Some(open)) = (number("x"), number("y"), self.open.last_mut()) {
                    open.points = Some(widen(open.points, x, y));
                }
            }
            "TextEquiv" => {
                self.equivalent =
                    (e.get("index").and_then(|v| v.parse().ok()), e.get("conf").and_then(|v| v.parse().ok()));
            }
            "Unicode" => {
                let words = nodes.words();
                self.say(words);
            }
            "PlainText" => {
                let words = nodes.words();
                if let Some(open) = self.open.last_mut() {
                    open.said.plain.get_or_insert(words);
                }
            }
            name if name.ends_with("Region") => {
                if name == "TableRegion" {
                    self.tables += 1;
                }
                self.push(Kind::Region, e, depth);
                let kind = match name {
                    "TextRegion" | "TableRegion" => None,
                    // Words inside pictures, charts, adverts.
                    _ => Some(Role::Aside),
                };
                if let (Some(kind), Some(open)) = (kind, self.open.last_mut()) {
                    open.zone.role = kind;
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, kind: Kind, e: &Element<'_>, depth: usize) {
        let custom = e.get("custom");
        // Transkribus and eScriptorium call it the structure, kraken the type.
        let tag = |name: &str| custom.and_then(|c| custom::value(c, name, "type")).and_then(role);
        let structure = tag("structure").or_else(|| tag("type"));
        let typed = e.get("type").and_then(role);
        // The tag of Transkribus says more where the schema's own type is the general one.
        let told = match (typed, structure) {
            (Some(Role::Text) | None, Some(s)) => Some(s),
            (typed, _) => typed,
        };
        let mut open = Open { depth, kind, custom: custom.map(str::to_owned), ..Open::default() };
        open.rank = custom.and_then(|c| custom::value(c, "readingOrder", "index")?.parse().ok());
        open.zone.id = e.get("id").map(str::to_owned);
        open.zone.continues = e.get("continuation") == Some("true");
        open.zone.role = told.unwrap_or_default();
        if kind == Kind::Line {
            open.line.role = told.filter(|r| *r != Role::Text);
            open.line.id = open.zone.id.take();
            open.line.bytes = Some([e.at, e.at]);
        }
        self.open.push(open);
    }

    fn cell(&mut self, e: &Element<'_>, row: &str, column: &str) {
        let number = |name: &str| e.get(name).and_then(|v| v.parse().ok());
        if let (Some(r), Some(c), Some(open)) = (number(row), number(column), self.open.last_mut()) {
            open.cell = Some((r, c));
        }
    }

    fn say(&mut self, words: String) {
        let (index, sure) = self.equivalent;
        let Some(open) = self.open.last_mut() else { return };
        let index = index.unwrap_or(0);
        if open.said.text.is_none() || index < open.said.index {
            open.said = Said { text: Some(words), index, sure, plain: open.said.plain.take() };
        }
    }

    /// Closes what stands deeper than `depth` elements.
    fn end(&mut self, depth: usize, offset: usize) {
        while self.open.last().is_some_and(|o| o.depth > depth) {
            let Some(mut done) = self.open.pop() else { return };
            done.zone.area = done.points.map(|[l, t, r, b]| [l, t, r - l, b - t]);
            match done.kind {
                Kind::Glyph | Kind::Word => self.inner(done),
                Kind::Line => self.line(done, offset),
                Kind::Region => self.region(done),
            }
        }
    }

    /// A word or glyph goes into what holds it.
    fn inner(&mut self, done: Open) {
        let sure = done.said.sure;
        let between = if done.kind == Kind::Word { "" } else { " " };
        let glyphs: Vec<String> = done.inner.into_iter().map(|(t, _)| t).collect();
        let text = done.said.take().or_else(|| Some(glyphs.join(between)));
        if let (Some(text), Some(open)) = (text.filter(|t| !t.trim().is_empty()), self.open.last_mut()) {
            open.inner.push((text.trim().to_owned(), sure));
        }
    }

    fn line(&mut self, mut done: Open, offset: usize) {
        let sure = done.said.sure;
        let words: Vec<&str> = done.inner.iter().map(|(t, _)| t.as_str()).collect();
        let text = done.said.take().unwrap_or_else(|| words.join(" "));
        let mut line = std::mem::take(&mut done.line);
        line.text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.text.is_empty() {
            return;
        }
        line.area = done.zone.area;
        if let Some(bytes) = &mut line.bytes {
            bytes[1] = offset;
        }
        unsure(&mut line, sure, &done.inner);
        // Offsets of tags count the characters of the line as it stands, which is mostly without double spaces.
        if let Some(custom) = &done.custom {
            custom::marks(custom, &mut line);
        }
        match self.open.last_mut() {
            Some(open) => open.ranked.push((done.rank, line)),
            None => {
                let zone = Zone { lines: vec![line], ..Zone::default() };
                self.placed.push(Placed { zone, rank: None, cell: None, table: None });
            }
        }
    }

    fn region(&mut self, mut done: Open) {
        let mut lines = std::mem::take(&mut done.ranked);
        if lines.iter().all(|l| l.0.is_some()) {
            lines.sort_by_key(|l| l.0);
        }
        done.zone.lines = lines.into_iter().map(|l| l.1).collect();
        if done.zone.lines.is_empty()
            && let Some(text) = done.said.take()
        {
            done.zone.lines = lines_of(&text, &done.zone);
        }
        if done.zone.lines.is_empty() {
            return;
        }
        let table = done.cell.map(|_| self.tables);
        // A region inside another follows it.
        let rank = done.rank.or_else(|| self.open.iter().rev().find_map(|o| o.rank));
        self.placed.push(Placed { zone: done.zone, rank, cell: done.cell, table });
    }

    /// A page is done: its zones in the order of reading.
    fn turn(&mut self) {
        let placed = std::mem::take(&mut self.placed);
        let order = std::mem::take(&mut self.order);
        if placed.is_empty() {
            return;
        }
        let mut rows: Vec<(Option<u32>, Zone)> = Vec::new();
        let mut cells: BTreeMap<(usize, u32), RowCells> = BTreeMap::new();
        for p in placed {
            let rank = p.zone.id.as_ref().and_then(|id| order.get(id)).copied();
            let rank = if order.is_empty() { p.rank } else { rank };
            match (p.table, p.cell) {
                (Some(table), Some((row, column))) => {
                    let row = cells.entry((table, row)).or_insert((rank, BTreeMap::new()));
                    row.1.entry(column).or_default().push(joined(p.zone.lines));
                }
                _ => rows.push((rank, p.zone)),
            }
        }
        for (_, (rank, columns)) in cells {
            let lines: Vec<Line> = columns.into_values().flatten().collect();
            let area = lines.iter().filter_map(|l| l.area).reduce(super::sheet::hull);
            rows.push((rank, Zone { role: Role::Row, lines, area, ..Zone::default() }));
        }
        let sheet = self.scan.sheet();
        sheet.zones.extend(order::ranked(rows));
    }
}

/// Words that the program was not sure of are marked.
fn unsure(line: &mut Line, sure: Option<f32>, inner: &[(String, Option<f32>)]) {
    let mut at = 0;
    for (word, sure) in inner {
        let Some(found) = line.text.get(at..).and_then(|rest| rest.find(word.as_str())) else { continue };
        let (start, end) = (at + found, at + found + word.len());
        if sure.is_some_and(|s| s < UNSURE) {
            line.marks.push((start, end, MarkKind::Unclear));
        }
        at = end;
    }
    if line.marks.is_empty() && sure.is_some_and(|s| s < UNSURE) {
        line.marks.push((0, line.text.len(), MarkKind::Unclear));
    }
}

/// The lines of a region that has its words only as a whole.
fn lines_of(text: &str, zone: &Zone) -> Vec<Line> {
    text.lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .map(|l| Line { text: l.to_owned(), id: zone.id.clone(), ..Line::default() })
        .collect()
}

/// The lines of a table cell as one.
fn joined(lines: Vec<Line>) -> Line {
    let mut all = Line::default();
    for line in lines {
        if !all.text.is_empty() {
            all.text.push(' ');
        }
        let from = all.text.len();
        all.text.push_str(&line.text);
        all.marks.extend(line.marks.into_iter().map(|(a, b, k)| (a + from, b + from, k)));
        all.area = match (all.area, line.area) {
            (Some(a), Some(b)) => Some(super::sheet::hull(a, b)),
            (a, b) => a.or(b),
        };
        all.id = all.id.or(line.id);
        all.bytes = match (all.bytes, line.bytes) {
            (Some(a), Some(b)) => Some([a[0], b[1]]),
            (a, b) => a.or(b),
        };
    }
    all
}
