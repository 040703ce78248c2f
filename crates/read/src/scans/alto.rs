//! ALTO, versions 1 to 4.

use std::collections::BTreeMap;

use super::order;
use super::sheet::{Area, Line, Role, Scan, Sheet, UNSURE, Zone, around, role};
use crate::reading::MarkKind;
use crate::xml::{Element, Node, Nodes};

/// Letters this much larger than those of most blocks make a heading.
const LARGER: f32 = 1.25;

#[derive(Default)]
struct Reader {
    scan: Scan,
    /// Id of a tag → role.
    tags: BTreeMap<String, Role>,
    /// Id of a text style → size of its letters.
    sizes: BTreeMap<String, f32>,
    /// Roles of the margins and composed blocks that are open, with their depth.
    around: Vec<(usize, Option<Role>)>,
    zone: Option<(usize, Zone)>,
    line: Option<(usize, Line)>,
    /// A space stands before the next word.
    space: bool,
    order: BTreeMap<String, u32>,
    image: Option<String>,
    /// Where the zones of the page being read begin.
    first: usize,
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
    headings(&mut r.scan);
    r.scan.broken = nodes.broken.take();
    r.scan
}

impl Reader {
    fn start(&mut self, e: &Element<'_>, nodes: &mut Nodes<'_>) {
        let depth = nodes.path().len();
        match e.name.as_ref() {
            "fileName" => self.image = Some(nodes.words()).filter(|w| !w.trim().is_empty()),
            "softwareName" => {
                let words = nodes.words();
                self.scan.say("creator", &words);
            }
            "processingDateTime" => {
                let words = nodes.words();
                self.scan.say("created", &words);
            }
            "TextStyle" => {
                if let (Some(id), Some(size)) = (e.get("ID"), e.get("FONTSIZE").and_then(|s| s.parse().ok()))
                {
                    self.sizes.insert(id.to_owned(), size);
                }
            }
            "LayoutTag" | "StructureTag" | "RoleTag" | "OtherTag" => {
                let named = e.get("LABEL").and_then(role).or_else(|| e.get("TYPE").and_then(role));
                if let (Some(id), Some(role)) = (e.get("ID"), named) {
                    self.tags.insert(id.to_owned(), role);
                }
            }
            "ReadingOrder" => self.order = order::listed(nodes),
            "Page" => self.page(e),
            "TopMargin" | "BottomMargin" => self.around.push((depth, Some(Role::RunningHead))),
            "LeftMargin" | "RightMargin" | "InnerMargin" | "OuterMargin" => {
                self.around.push((depth, Some(Role::Note)));
            }
            "ComposedBlock" => {
                let told = self.told(e).or_else(|| e.get("TYPE").and_then(role));
                self.around.push((depth, told));
            }
            "TextBlock" => self.block(e, depth),
            "TextLine" => {
                self.space = false;
                let role = self.told(e).filter(|r| *r != Role::Text);
                let id = e.get("ID").map(str::to_owned);
                let line = Line { id, area: area(e), bytes: Some([e.at, e.at]), role, ..Line::default() };
                self.line = Some((depth, line));
            }
            "Polygon" => {
                let points = e.get("POINTS").and_then(around);
                match (&mut self.line, &mut self.zone) {
                    (Some((_, line)), _) if line.area.is_none() && line.text.is_empty() => line.area = points,
                    (None, Some((_, zone))) if zone.area.is_none() => zone.area = points,
                    _ => {}
                }
            }
            "String" => self.word(e),
            "SP" => self.space = true,
            "HYP" => self.hyphen(e),
            _ => {}
        }
    }

    fn page(&mut self, e: &Element<'_>) {
        self.turn();
        self.scan.sheets.push(Sheet {
            label: e
                .get("PRINTED_IMG_NR")
                .filter(|l| !l.trim().is_empty() && l.len() <= 20)
                .map(str::to_owned),
            image: self.image.clone(),
            ..Sheet::default()
        });
        self.first = 0;
    }

    /// The role that tags of an element tell.
    fn told(&self, e: &Element<'_>) -> Option<Role> {
        e.get("TAGREFS")?.split_whitespace().find_map(|id| self.tags.get(id)).copied()
    }

    fn block(&mut self, e: &Element<'_>, depth: usize) {
        let outer = self.around.iter().rev().find_map(|a| a.1);
        let size = e.get("STYLEREFS").and_then(|s| s.split_whitespace().find_map(|id| self.sizes.get(id)));
        let zone = Zone {
            role: self.told(e).or(outer).unwrap_or_default(),
            id: e.get("ID").map(str::to_owned),
            area: area(e),
            size: size.copied().unwrap_or(0.0),
            ..Zone::default()
        };
        self.zone = Some((depth, zone));
    }

    fn word(&mut self, e: &Element<'_>) {
        let Some(content) = e.get("CONTENT").map(str::trim).filter(|c| !c.is_empty()) else { return };
        let part = e.get("SUBS_TYPE").unwrap_or("");
        let space = std::mem::take(&mut self.space);
        let Some((_, line)) = &mut self.line else { return };
        let apart = line.text.chars().next_back().is_some_and(|c| !super::paragraphs::wide(c))
            || content.chars().next().is_some_and(|c| !super::paragraphs::wide(c));
        if !line.text.is_empty() && (space || apart) {
            line.text.push(' ');
        }
        let start = line.text.len();
        line.text.push_str(&content.split_whitespace().collect::<Vec<_>>().join(" "));
        // The format itself says that a word is broken here: a soft hyphen, unless the word has one.
        if part == "HypPart1" {
            let bare = line.text.trim_end_matches(['-', '\u{ad}', '¬', '‐']).len();
            let whole = e.get("SUBS_CONTENT").unwrap_or("");
            let own = whole.starts_with(&format!("{}-", line.text.get(start..bare).unwrap_or("")));
            if !whole.is_empty() && bare > start {
                line.text.truncate(bare);
                line.text.push(if own { '-' } else { '\u{ad}' });
            }
        }
        if e.get("WC").and_then(|w| w.parse::<f32>().ok()).is_some_and(|w| w < UNSURE) {
            line.marks.push((start, line.text.len(), MarkKind::Unclear));
        }
        if e.get("STYLE").is_some_and(|s| s.contains("strikethrough")) {
            line.marks.push((start, line.text.len(), MarkKind::Deleted(None)));
        }
        if line.area.is_none() {
            line.area = area(e);
        }
    }

    fn hyphen(&mut self, e: &Element<'_>) {
        let content = e.get("CONTENT").map(str::trim).filter(|c| !c.is_empty()).unwrap_or("-");
        if let Some((_, line)) = &mut self.line
            && !line.text.ends_with(['-', '\u{ad}', '¬', '‐'])
        {
            line.text.push_str(content);
        }
    }

    fn end(&mut self, depth: usize, offset: usize) {
        self.around.retain(|a| a.0 <= depth);
        if let Some((_, mut line)) = self.line.take_if(|l| l.0 > depth)
            && !line.text.is_empty()
        {
            if let Some(bytes) = &mut line.bytes {
                bytes[1] = offset;
            }
            match &mut self.zone {
                Some((_, zone)) => zone.lines.push(line),
                None => self.scan.sheet().zones.push(Zone { lines: vec![line], ..Zone::default() }),
            }
        }
        if let Some((_, zone)) = self.zone.take_if(|z| z.0 > depth)
            && !zone.lines.is_empty()
        {
            self.scan.sheet().zones.push(zone);
        }
    }

    /// A page is done: its blocks in the order that the file gives, if it gives one.
    fn turn(&mut self) {
        if self.order.is_empty() || self.scan.sheets.is_empty() {
            return;
        }
        let sheet = self.scan.sheet();
        let zones = std::mem::take(&mut sheet.zones);
        let place = |z: Zone| {
            let id = z.id.as_ref().or(z.lines.first().and_then(|l| l.id.as_ref()));
            (id.and_then(|id| self.order.get(id)).copied(), z)
        };
        let ranked: Vec<(Option<u32>, Zone)> = zones.into_iter().map(place).collect();
        if ranked.iter().any(|r| r.0.is_some()) {
            sheet.zones = order::ranked(ranked);
        } else {
            sheet.zones = ranked.into_iter().map(|r| r.1).collect();
        }
    }
}

fn area(e: &Element<'_>) -> Option<Area> {
    let number = |name: &str| e.get(name).and_then(|v| v.parse::<f32>().ok()).filter(|n| n.is_finite());
    Some([number("HPOS")?, number("VPOS")?, number("WIDTH")?, number("HEIGHT")?])
}

/// Short blocks of larger letters are headings.
fn headings(scan: &mut Scan) {
    let mut common: BTreeMap<u32, usize> = BTreeMap::new();
    for zone in scan.sheets.iter().flat_map(|s| &s.zones).filter(|z| z.size > 0.0) {
        *common.entry((zone.size * 4.0) as u32).or_default() +=
            zone.lines.iter().map(|l| l.text.len()).sum::<usize>();
    }
    let Some((body, _)) = common.iter().max_by_key(|(_, n)| **n) else { return };
    let body = *body as f32 / 4.0;
    for zone in scan.sheets.iter_mut().flat_map(|s| &mut s.zones) {
        if zone.role == Role::Text && zone.size >= body * LARGER && zone.lines.len() <= 3 {
            zone.role = Role::Heading;
        }
    }
}
