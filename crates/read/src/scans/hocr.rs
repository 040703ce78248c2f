//! hOCR, as tesseract, kraken, ocropus and others write it.

use super::sheet::{Area, Line, Role, Scan, Sheet, UNSURE, Zone, role};
use crate::reading::MarkKind;
use crate::xml::{Element, Node, Nodes};

/// What an element of hOCR is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page,
    /// An area of any kind, with its role where the class tells one.
    Area(Option<Role>),
    Paragraph,
    Line(Option<Role>),
    Word,
    /// Its words do not count: a second reading, a script.
    Void,
}

#[derive(Default)]
struct Reader {
    scan: Scan,
    /// What is open, with its depth.
    open: Vec<(usize, Kind)>,
    zone: Option<Zone>,
    line: Option<Line>,
    /// Start of the word that is open and how sure the program was of it.
    word: Option<(usize, Option<f32>)>,
    /// White space stands before the next words.
    space: bool,
    /// Lines that this program calls headers are headings.
    tesseract: bool,
}

/// Reads the pages of a file.
pub(super) fn scan(source: &str) -> Scan {
    let mut nodes = Nodes::new(source);
    let mut r = Reader::default();
    while let Some(node) = nodes.next() {
        match node {
            Node::Start(e) => r.start(&e, &mut nodes),
            Node::End(_) => r.end(nodes.path().len(), nodes.offset()),
            Node::Text(text) => r.words(&text),
        }
    }
    r.end(0, source.len());
    r.close_zone();
    r.scan.broken = nodes.broken.take();
    r.scan
}

impl Reader {
    fn start(&mut self, e: &Element<'_>, nodes: &mut Nodes<'_>) {
        let depth = nodes.path().len();
        match e.name.as_ref() {
            "meta" => self.meta(e),
            "br" => self.space = true,
            "del" | "script" | "style" | "title" => self.open.push((depth, Kind::Void)),
            _ => {}
        }
        let Some(kind) =
            e.get("class").and_then(|classes| classes.split_whitespace().find_map(|c| self.kind(c)))
        else {
            return;
        };
        let title = Title(e.get("title").unwrap_or(""));
        match kind {
            Kind::Page => self.page(&title),
            Kind::Area(_) | Kind::Paragraph => {
                self.close_zone();
                self.zone = Some(Zone {
                    role: self.role_around(kind),
                    id: e.get("id").map(str::to_owned),
                    area: title.area(),
                    whole: kind == Kind::Paragraph,
                    ..Zone::default()
                });
            }
            Kind::Line(role) => {
                self.close_line(e.at);
                let size = title.get("x_size").and_then(|s| s.parse().ok()).unwrap_or(0.0);
                let zone = self.zone.get_or_insert_default();
                zone.size = if zone.size > 0.0 { zone.size.min(size) } else { size };
                self.line = Some(Line {
                    id: e.get("id").map(str::to_owned),
                    area: title.area(),
                    bytes: Some([e.at, e.at]),
                    role,
                    ..Line::default()
                });
            }
            Kind::Word => {
                self.close_word();
                if self.line.is_none() {
                    let area = title.area();
                    self.line = Some(Line { bytes: Some([e.at, e.at]), area, ..Line::default() });
                }
                let from = self.line.as_ref().map_or(0, |l| l.text.len());
                self.word = Some((from, title.sure()));
            }
            Kind::Void => {}
        }
        self.open.push((depth, kind));
    }

    fn kind(&self, class: &str) -> Option<Kind> {
        Some(match class {
            "ocr_page" => Kind::Page,
            "ocr_par" => Kind::Paragraph,
            "ocr_line" | "ocrx_line" | "ocr_linear_line" => Kind::Line(None),
            "ocrx_word" | "ocr_word" => Kind::Word,
            // This program has no areas of these names, only lines.
            "ocr_header" if self.tesseract => Kind::Line(Some(Role::Heading)),
            "ocr_caption" if self.tesseract => Kind::Line(Some(Role::Caption)),
            "ocr_textfloat" if self.tesseract => Kind::Line(None),
            "ocr_carea" | "ocr_column" | "ocrx_block" | "ocr_block" | "ocr_xycut" | "ocr_table" => {
                Kind::Area(None)
            }
            "ocr_separator" | "ocr_image" | "ocr_photo" | "ocr_linedrawing" => Kind::Void,
            other => Kind::Area(Some(role(other)?)),
        })
    }

    fn meta(&mut self, e: &Element<'_>) {
        let content = e.get("content").unwrap_or("");
        match e.get("name") {
            Some("ocr-system") => {
                self.tesseract = content.to_ascii_lowercase().starts_with("tesseract");
                self.scan.say("creator", content);
            }
            Some("ocr-langs") => self.scan.say("language", content),
            Some("DC.date" | "dc.date" | "ocr-date") => self.scan.say("created", content),
            _ => {}
        }
    }

    fn page(&mut self, title: &Title<'_>) {
        self.close_zone();
        self.scan.sheets.push(Sheet {
            label: title.get("lpageno").map(|l| l.trim_matches('"').to_owned()).filter(|l| l.len() <= 20),
            image: title
                .get("image")
                .map(|i| i.trim_matches(['"', '\'']).to_owned())
                .filter(|i| !i.is_empty()),
            ..Sheet::default()
        });
    }

    /// The role of a new zone: its own, or that of what stands around it.
    fn role_around(&self, kind: Kind) -> Role {
        let of = |kind: &Kind| match kind {
            Kind::Area(role) => *role,
            _ => None,
        };
        of(&kind).or_else(|| self.open.iter().rev().find_map(|(_, k)| of(k))).unwrap_or_default()
    }

    fn words(&mut self, text: &str) {
        let inside = self.open.iter().any(|(_, k)| *k == Kind::Page);
        if !inside || self.open.last().is_some_and(|(_, k)| *k == Kind::Void) {
            return;
        }
        if self.line.is_none() && text.trim().is_empty() {
            return;
        }
        let line = self.line.get_or_insert_default();
        let mut first = true;
        for part in text.split(|c: char| c.is_whitespace() && c != '\u{a0}' && c != '\u{3000}') {
            self.space |= !first;
            first = false;
            if part.is_empty() {
                continue;
            }
            if std::mem::take(&mut self.space) && !line.text.is_empty() {
                line.text.push(' ');
                if let Some((from, _)) = &mut self.word
                    && *from + 1 == line.text.len()
                {
                    *from += 1;
                }
            }
            line.text.push_str(part);
        }
    }

    fn end(&mut self, depth: usize, offset: usize) {
        while let Some((_, kind)) = self.open.pop_if(|o| o.0 > depth) {
            match kind {
                Kind::Word => {
                    self.close_word();
                    // Words stand apart also where the file has no white space between them.
                    self.space = true;
                }
                Kind::Line(_) => self.close_line(offset),
                Kind::Paragraph | Kind::Area(_) => {
                    self.close_line(offset);
                    self.close_zone();
                }
                Kind::Page => self.close_zone(),
                Kind::Void => {}
            }
        }
    }

    fn close_word(&mut self) {
        if let (Some((from, sure)), Some(line)) = (self.word.take(), &mut self.line)
            && sure.is_some_and(|s| s < UNSURE)
            && from < line.text.len()
        {
            line.marks.push((from, line.text.len(), MarkKind::Unclear));
        }
    }

    fn close_line(&mut self, offset: usize) {
        self.close_word();
        self.space = false;
        let Some(mut line) = self.line.take().filter(|l| !l.text.is_empty()) else { return };
        if let Some(bytes) = &mut line.bytes {
            bytes[1] = offset;
        }
        let zone = self.zone.get_or_insert_default();
        zone.lines.push(line);
    }

    fn close_zone(&mut self) {
        let at = self.line.as_ref().and_then(|l| l.bytes).map_or(0, |b| b[0]);
        self.close_line(at);
        let Some(zone) = self.zone.take().filter(|z| !z.lines.is_empty()) else { return };
        self.scan.sheet().zones.push(zone);
    }
}

/// The properties that hOCR keeps in `title`: `bbox 1 2 3 4; x_wconf 91; image "a.png"`.
struct Title<'t>(&'t str);

impl<'t> Title<'t> {
    fn get(&self, name: &str) -> Option<&'t str> {
        self.0.split(';').find_map(|p| p.trim().strip_prefix(name)?.strip_prefix(' ')).map(str::trim)
    }

    fn area(&self) -> Option<Area> {
        let mut numbers = self.get("bbox")?.split_whitespace().map(|n| n.parse::<f32>().ok());
        let mut next = || numbers.next().flatten().filter(|n| n.is_finite());
        let (l, t, r, b) = (next()?, next()?, next()?, next()?);
        Some([l, t, (r - l).max(0.0), (b - t).max(0.0)])
    }

    /// How sure the program was of the word, 0 to 1.
    fn sure(&self) -> Option<f32> {
        if let Some(told) = self.get("x_wconf").or_else(|| self.get("x_conf")) {
            return Some(told.split_whitespace().next()?.parse::<f32>().ok()? / 100.0);
        }
        // A value for each character: of a hundred by the specification, of one as kraken writes them.
        let all: Vec<f32> = self.get("x_confs")?.split_whitespace().filter_map(|n| n.parse().ok()).collect();
        let whole = if all.iter().any(|n| *n > 1.0) { 100.0 } else { 1.0 };
        (!all.is_empty()).then(|| all.iter().sum::<f32>() / all.len() as f32 / whole)
    }
}
