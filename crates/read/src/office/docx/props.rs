//! Properties of paragraphs and runs in a Word file (`w:pPr`, `w:rPr`).

use crate::xml::{Element, Node, Nodes};

/// Space of this many twentieths of a point is seen.
const SEEN: i64 = 80;

/// What a paragraph's properties say.
#[derive(Clone, Debug, Default)]
pub(super) struct ParaProps {
    /// The style's id.
    pub style: Option<String>,
    /// The list's id; "0" = none.
    pub list: Option<String>,
    /// The level in the list, from 0.
    pub level: Option<usize>,
    /// The level in the outline, from 0; 9 = body text.
    pub outline: Option<u8>,
    /// Whether there is space before and behind.
    pub before: Option<bool>,
    /// See `before`.
    pub behind: Option<bool>,
    /// Whether there is none between paragraphs of one style.
    pub contextual: Option<bool>,
    /// Whether a page begins.
    pub page: Option<bool>,
    /// Whether the paragraph's end is struck out.
    pub end_deleted: bool,
    /// Whether the paragraph's end is hidden: the next one goes on in the same line.
    pub end_hidden: bool,
    /// Whether it is the large first letter of the next one.
    pub drop_cap: bool,
    /// The section that ends with this paragraph.
    pub section: Option<Section>,
}

impl ParaProps {
    /// Takes over what is not said here.
    pub fn inherit(&mut self, from: &ParaProps) {
        self.list = self.list.take().or_else(|| from.list.clone());
        self.level = self.level.or(from.level);
        self.outline = self.outline.or(from.outline);
        self.before = self.before.or(from.before);
        self.behind = self.behind.or(from.behind);
        self.contextual = self.contextual.or(from.contextual);
        self.page = self.page.or(from.page);
    }
}

/// What a run's properties say.
#[derive(Clone, Debug, Default)]
pub(super) struct RunProps {
    /// The style's id.
    pub style: Option<String>,
    /// Whether it is hidden.
    pub hidden: Option<bool>,
    /// The font.
    pub font: Option<String>,
    /// Whether the paragraph's end, if these are its properties, is struck out.
    pub deleted: bool,
}

/// A section: what its properties say of pages and of running heads.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    /// How it begins ("continuous", "nextPage" …).
    pub begins: Option<String>,
    /// The number of its first page.
    pub first: Option<i64>,
    /// The system of its page numbers.
    pub system: Option<String>,
    /// Whether its first page has a head of its own.
    pub title_page: bool,
    /// Relations of its heads and feet: (head?, kind, relation).
    pub heads: Vec<(bool, String, String)>,
}

/// Whether a property without value or with this one is on.
pub(super) fn on(e: &Element<'_>) -> bool {
    !matches!(e.get("val"), Some("0" | "false" | "off" | "none"))
}

/// Calls `each` with the elements inside the one begun last, which is read to its end.
pub(super) fn inside(nodes: &mut Nodes<'_>, mut each: impl FnMut(&Element<'_>, &mut Nodes<'_>)) {
    let depth = nodes.path().len();
    while nodes.path().len() >= depth && depth > 0 {
        match nodes.next() {
            // What was before a tracked change counts no more.
            Some(Node::Start(e)) if e.name.ends_with("PrChange") => nodes.skip(),
            Some(Node::Start(e)) => each(&e, nodes),
            Some(_) => {}
            None => return,
        }
    }
}

/// Reads the `w:pPr` begun last.
pub(super) fn para_props(nodes: &mut Nodes<'_>) -> ParaProps {
    let mut p = ParaProps::default();
    inside(nodes, |e, nodes| match e.name.as_ref() {
        "pStyle" => p.style = e.get("val").map(str::to_owned),
        "numId" => p.list = e.get("val").map(str::to_owned),
        "ilvl" => p.level = e.get("val").and_then(|v| v.parse().ok()),
        "outlineLvl" => p.outline = e.get("val").and_then(|v| v.parse().ok()),
        "contextualSpacing" => p.contextual = Some(on(e)),
        "pageBreakBefore" => p.page = Some(on(e)),
        "spacing" => {
            p.before = space(e, ["before", "beforeLines", "beforeAutospacing"]).or(p.before);
            p.behind = space(e, ["after", "afterLines", "afterAutospacing"]).or(p.behind);
        }
        "framePr" => p.drop_cap = e.get("dropCap").is_some_and(|d| d != "none"),
        "rPr" => {
            let run = run_props(nodes);
            p.end_deleted = run.deleted;
            p.end_hidden = run.hidden == Some(true);
        }
        "sectPr" => p.section = Some(section(nodes)),
        _ => {}
    });
    p
}

fn space(e: &Element<'_>, names: [&str; 3]) -> Option<bool> {
    if matches!(e.get(names[2]), Some("1" | "true" | "on")) {
        return Some(true);
    }
    // The strict form of the standard gives points: "12pt".
    let number = |name: &str| {
        let value = e.get(name)?;
        let points = value.strip_suffix("pt").and_then(|p| p.parse::<f32>().ok()).map(|p| (p * 20.0) as i64);
        points.or_else(|| value.parse().ok())
    };
    let (points, lines) = (number(names[0]), number(names[1]));
    if points.is_none() && lines.is_none() {
        return None;
    }
    Some(points.unwrap_or(0) >= SEEN || lines.unwrap_or(0) >= 25)
}

/// Reads the `w:rPr` begun last.
pub(super) fn run_props(nodes: &mut Nodes<'_>) -> RunProps {
    let mut r = RunProps::default();
    inside(nodes, |e, _| match e.name.as_ref() {
        "rStyle" => r.style = e.get("val").map(str::to_owned),
        "vanish" | "specVanish" => r.hidden = Some(on(e)),
        "rFonts" => r.font = e.get("ascii").or(e.get("hAnsi")).map(str::to_owned),
        "del" | "moveFrom" => r.deleted = true,
        _ => {}
    });
    r
}

/// Reads the `w:sectPr` begun last.
pub(super) fn section(nodes: &mut Nodes<'_>) -> Section {
    let mut s = Section::default();
    inside(nodes, |e, _| match e.name.as_ref() {
        "type" => s.begins = e.get("val").map(str::to_owned),
        "pgNumType" => {
            s.first = e.get("start").and_then(|v| v.parse().ok());
            s.system = e.get("fmt").map(str::to_owned);
        }
        "titlePg" => s.title_page = on(e),
        "headerReference" | "footerReference" => {
            let kind = e.get("type").unwrap_or("default").to_owned();
            if let Some(relation) = e.get("id") {
                s.heads.push((e.name == "headerReference", kind, relation.to_owned()));
            }
        }
        _ => {}
    });
    s
}
