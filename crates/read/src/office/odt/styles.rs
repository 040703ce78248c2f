//! Styles of an OpenDocument file: paragraphs, words, lists, pages.

use std::collections::BTreeMap;
use std::ops::Range;

use super::lists::{ListStyle, Lists};
use crate::office::properties::{self, Means};
use crate::xml::{Element, Node, Nodes};

/// Styles are based on one another no deeper than this in sane files.
const CHAIN: usize = 20;
/// Space of this many points is seen.
const SEEN: f32 = 4.0;

/// A style of paragraphs or words.
#[derive(Clone, Debug, Default)]
struct Style {
    display: String,
    parent: Option<String>,
    outline: Option<u8>,
    list: Option<String>,
    before: Option<bool>,
    behind: Option<bool>,
    contextual: Option<bool>,
    page: Option<bool>,
    first_page: Option<i64>,
    master: Option<String>,
    hidden: Option<bool>,
    font: Option<String>,
}

/// What a style and those below it come to.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// What its name means.
    pub means: Option<Means>,
    /// The level of a heading.
    pub outline: Option<u8>,
    /// The list that it belongs to; empty = none.
    pub list: Option<String>,
    /// Whether space is left before and behind.
    pub apart: (bool, bool),
    /// Whether a page begins.
    pub page: bool,
    /// The number of that page.
    pub first_page: Option<i64>,
    /// The master of that page.
    pub master: Option<String>,
    /// Whether it is hidden.
    pub hidden: Option<bool>,
    /// The font.
    pub font: Option<String>,
}

/// A running head or foot in the source of the styles.
#[derive(Clone, Debug)]
pub(super) struct Running {
    /// Whether it stands at the head.
    pub head: bool,
    /// Whether it is that of the first page alone.
    pub first: bool,
    /// Where in the source.
    pub range: Range<usize>,
    /// How many paragraphs stand before it.
    pub count: usize,
}

/// A kind of page.
#[derive(Clone, Debug, Default)]
struct Master {
    layout: String,
}

/// All styles.
#[derive(Default)]
pub(super) struct Styles {
    common: BTreeMap<(bool, String), Style>,
    /// Styles that programs make for single places, of the document and of its running heads.
    automatic: [BTreeMap<(bool, String), Style>; 2],
    default: Style,
    /// Lists.
    pub lists: Lists,
    /// Running heads and feet.
    pub running: Vec<Running>,
    masters: BTreeMap<String, Master>,
    /// Systems of page numbers, by layout.
    layouts: BTreeMap<String, String>,
    fonts: BTreeMap<String, String>,
}

impl Styles {
    /// Reads the styles in a source; `running` = the source is that of the running heads.
    pub fn read(&mut self, source: &str, running: bool) {
        let mut nodes = Nodes::new(source);
        let mut open: Option<((bool, String), Style)> = None;
        let mut next_master = false;
        let mut count = 0;
        let mut default = false;
        while let Some(node) = nodes.next() {
            match node {
                Node::Start(e) => match e.name.as_ref() {
                    "body" => Nodes::skip(&mut nodes),
                    "style" if e.get("family").is_some() => open = Some(style(&e)),
                    "default-style" => {
                        default = e.get("family") == Some("paragraph");
                        open = Some(style(&e));
                    }
                    "paragraph-properties" => {
                        if let Some((_, s)) = &mut open {
                            paragraph(s, &e);
                        }
                    }
                    "text-properties" => {
                        if let Some((_, s)) = &mut open {
                            s.hidden = e.get("display").map(|d| d == "none").or(s.hidden);
                            s.font = e.get("font-family").or(e.get("font-name")).map(str::to_owned);
                        }
                    }
                    "font-face" => {
                        let name = e.get("name").unwrap_or_default().to_owned();
                        self.fonts.insert(name, e.get("font-family").unwrap_or_default().to_owned());
                    }
                    "list-style" => {
                        let name = e.get("name").unwrap_or_default().to_owned();
                        let automatic = nodes.path().iter().any(|n| n == "automatic-styles");
                        let list = ListStyle::read(&mut nodes);
                        self.lists.style(name, automatic && running, list);
                    }
                    "outline-style" => {
                        let list = ListStyle::read(&mut nodes);
                        self.lists.outline = list;
                    }
                    "page-layout" => {
                        let name = e.get("name").unwrap_or_default().to_owned();
                        self.layouts.entry(name).or_default();
                    }
                    "page-layout-properties" => {
                        if let (Some(system), Some(mut last)) =
                            (e.get("num-format"), self.layouts.last_entry())
                            && last.get().is_empty()
                        {
                            *last.get_mut() = system.to_owned();
                        }
                    }
                    "master-page" => {
                        let layout = e.get("page-layout-name").unwrap_or_default().to_owned();
                        next_master = e.get("next-style-name").is_some_and(|n| Some(n) != e.get("name"));
                        self.masters.insert(e.get("name").unwrap_or_default().to_owned(), Master { layout });
                    }
                    "header" | "header-left" | "header-first" | "footer" | "footer-left" | "footer-first" => {
                        let head = e.name.starts_with("header");
                        let first = next_master || e.name.ends_with("first");
                        let start = e.at;
                        let before = count;
                        let shown = e.get("display") != Some("false");
                        let depth = nodes.path().len();
                        while nodes.path().len() >= depth {
                            match nodes.next() {
                                Some(Node::Start(e)) if matches!(e.name.as_ref(), "p" | "h") => count += 1,
                                Some(_) => {}
                                None => break,
                            }
                        }
                        if shown {
                            self.running.push(Running {
                                head,
                                first,
                                range: start..nodes.offset(),
                                count: before,
                            });
                        }
                    }
                    "p" | "h" => count += 1,
                    _ => {}
                },
                Node::End(n) if matches!(n.as_ref(), "style" | "default-style") => {
                    if let Some((key, s)) = open.take() {
                        if std::mem::take(&mut default) {
                            self.default = s;
                        } else if nodes.path().iter().any(|n| n == "automatic-styles") {
                            self.automatic[usize::from(running)].insert(key, s);
                        } else {
                            self.common.insert(key, s);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// What a style says; `words` = a style of words, `running` = one of the running heads.
    pub fn seen(&self, name: Option<&str>, words: bool, running: bool) -> Seen {
        let mut out = Seen::default();
        let (mut before, mut behind, mut contextual, mut page) = (None, None, None, None);
        let mut next = name.map(str::to_owned);
        for _ in 0..CHAIN {
            let Some(name) = next.take() else { break };
            let key = (words, name);
            let places = [&self.automatic[usize::from(running)], &self.common];
            let Some(style) = places.iter().find_map(|p| p.get(&key)) else {
                out.means = out.means.or_else(|| properties::style(&key.1));
                break;
            };
            let called = if style.display.is_empty() { &key.1 } else { &style.display };
            out.means = out.means.or_else(|| properties::style(called));
            out.outline = out.outline.or(style.outline);
            out.list = out.list.or_else(|| style.list.clone());
            before = before.or(style.before);
            behind = behind.or(style.behind);
            contextual = contextual.or(style.contextual);
            page = page.or(style.page);
            out.first_page = out.first_page.or(style.first_page);
            out.master = out.master.or_else(|| style.master.clone());
            out.hidden = out.hidden.or(style.hidden);
            out.font = out.font.or_else(|| style.font.clone());
            next = style.parent.clone().filter(|p| *p != key.1);
        }
        let tight = contextual == Some(true);
        let (d_before, d_behind) = (self.default.before, self.default.behind);
        out.apart =
            (!tight && before.or(d_before) == Some(true), !tight && behind.or(d_behind) == Some(true));
        out.master = out.master.filter(|m| !m.is_empty());
        out.page = page == Some(true) || out.master.is_some();
        out.font =
            out.font.map(|f| self.fonts.get(&f).cloned().unwrap_or(f).trim_matches(['\'', '"']).to_owned());
        out
    }

    /// The system in which the pages of a master are numbered.
    pub fn page_system(&self, master: Option<&str>) -> &str {
        let master = self.masters.get(master.unwrap_or("Standard"));
        let system = master.and_then(|m| self.layouts.get(&m.layout)).map(String::as_str);
        system.filter(|s| !s.is_empty()).unwrap_or("1")
    }
}

fn style(e: &Element<'_>) -> ((bool, String), Style) {
    let own = |name: &str| e.get(name).map(str::to_owned);
    let style = Style {
        display: own("display-name").unwrap_or_default(),
        parent: own("parent-style-name"),
        outline: e.get("default-outline-level").and_then(|v| v.parse().ok()),
        list: own("list-style-name"),
        master: own("master-page-name"),
        ..Style::default()
    };
    ((e.get("family") == Some("text"), own("name").unwrap_or_default()), style)
}

fn paragraph(style: &mut Style, e: &Element<'_>) {
    let space = |name: &str| e.get(name).or(e.get("margin")).and_then(points).map(|p| p >= SEEN);
    style.before = space("margin-top");
    style.behind = space("margin-bottom");
    style.contextual = e.get("contextual-spacing").map(|c| c == "true");
    style.page = e.get("break-before").map(|b| b == "page");
    style.first_page = e.get("page-number").and_then(|v| v.parse().ok()).filter(|n| *n > 0);
}

/// A length in points.
fn points(length: &str) -> Option<f32> {
    let unit = length.find(|c: char| c.is_ascii_alphabetic() || c == '%')?;
    let number: f32 = length.get(..unit)?.parse().ok()?;
    Some(match length.get(unit..)? {
        "in" => number * 72.0,
        "cm" => number * 28.35,
        "mm" => number * 2.835,
        "pt" => number,
        "pc" => number * 12.0,
        "px" => number * 0.75,
        _ => 0.0,
    })
}
