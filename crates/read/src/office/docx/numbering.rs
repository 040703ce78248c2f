//! Printed numbers of lists and headings in a Word file (`numbering.xml`).

use std::collections::BTreeMap;

use super::props::{inside, on};
use super::styles::Styles;
use crate::office::{number, symbols};
use crate::xml::{Element, Node, Nodes};

/// Levels of a list.
const LEVELS: usize = 9;

/// A level of a list.
#[derive(Clone, Debug, Default)]
struct Level {
    start: Option<i64>,
    system: String,
    text: String,
    /// What follows the number.
    suffix: String,
    /// The paragraph style that it is linked to.
    style: Option<String>,
    /// Whether all numbers are printed as 1, 2, 3.
    legal: bool,
    /// The level behind which it begins anew; 0 = never.
    restart: Option<usize>,
    font: Option<String>,
}

#[derive(Default)]
struct Abstract {
    levels: BTreeMap<usize, Level>,
    link: Option<String>,
}

#[derive(Default)]
struct List {
    of: String,
    starts: BTreeMap<usize, i64>,
    levels: BTreeMap<usize, Level>,
}

/// All lists, and how far each has counted.
#[derive(Default)]
pub(super) struct Numbering {
    abstracts: BTreeMap<String, Abstract>,
    lists: BTreeMap<String, List>,
    counts: BTreeMap<String, [Option<i64>; LEVELS]>,
    /// Lists and levels whose own first number was used.
    started: BTreeMap<String, [bool; LEVELS]>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub fn read(source: &str, styles: &Styles) -> Self {
        let mut all = Self::default();
        let mut nodes = Nodes::new(source);
        while let Some(node) = nodes.next() {
            let Node::Start(e) = node else { continue };
            match e.name.as_ref() {
                "abstractNum" => {
                    let id = e.get("abstractNumId").unwrap_or_default().to_owned();
                    let read = abstract_list(&mut nodes);
                    all.abstracts.insert(id, read);
                }
                "num" => {
                    let id = e.get("numId").unwrap_or_default().to_owned();
                    let list = list(&mut nodes);
                    all.lists.insert(id, list);
                }
                _ => {}
            }
        }
        all.follow_links(styles);
        all
    }

    /// Lists that only name a style take the levels of that style's list.
    fn follow_links(&mut self, styles: &Styles) {
        let linked: Vec<(String, String)> =
            self.abstracts.iter().filter_map(|(id, a)| Some((id.clone(), a.link.clone()?))).collect();
        for (id, style) in linked {
            let target = styles.list_of(&style).and_then(|l| self.lists.get(&l)).map(|l| l.of.clone());
            let levels = target.and_then(|t| self.abstracts.get(&t)).map(|a| a.levels.clone());
            if let (Some(levels), Some(a)) = (levels, self.abstracts.get_mut(&id))
                && a.levels.is_empty()
            {
                a.levels = levels;
            }
        }
    }

    /// The level of a list that is linked to a paragraph style.
    pub fn level_of(&self, list: &str, style: &str) -> Option<usize> {
        let list = self.lists.get(list)?;
        let levels = &self.abstracts.get(&list.of)?.levels;
        levels.iter().find(|(_, l)| l.style.as_deref() == Some(style)).map(|(n, _)| *n)
    }

    /// The number of the next item, as printed, with what follows it; `None` = no such list.
    pub fn next(&mut self, list_id: &str, level: usize) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let list = self.lists.get(list_id)?;
        let found = self.abstracts.get(&list.of)?;
        let of = |n: usize| list.levels.get(&n).or_else(|| found.levels.get(&n));
        let this = of(level)?;
        let counts = self.counts.entry(list.of.clone()).or_default();
        let started = self.started.entry(list_id.to_owned()).or_default();
        let first = list.starts.get(&level).copied();
        let start = |n: usize| list.starts.get(&n).copied().or_else(|| of(n)?.start).unwrap_or(1);
        counts[level] = match (counts[level], first) {
            (_, Some(first)) if !started[level] => Some(first),
            (Some(n), _) => Some(n.saturating_add(1)),
            (None, _) => Some(start(level)),
        };
        started[level] = true;
        for (n, count) in counts.iter_mut().enumerate().take(level) {
            count.get_or_insert_with(|| start(n));
        }
        for (n, count) in counts.iter_mut().enumerate().skip(level + 1) {
            let behind = of(n).and_then(|l| l.restart).unwrap_or(n);
            if behind > level {
                *count = None;
            }
        }
        if this.system == "bullet" {
            return Some(
                format!("{} ", symbols::bullet(this.font.as_deref(), &this.text)).trim_start().to_owned(),
            );
        }
        let mut out = String::new();
        let mut rest = this.text.as_str();
        while let Some(at) = rest.find('%') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            match rest.chars().next().and_then(|c| c.to_digit(10)).filter(|&d| d > 0) {
                Some(d) => {
                    let n = d as usize - 1;
                    let system = of(n).map_or("decimal", |l| l.system.as_str());
                    let system = if this.legal && system != "none" { "decimal" } else { system };
                    if let Some(count) = counts.get(n).copied().flatten() {
                        out += &number::print(system, count);
                    }
                    rest = &rest[1..];
                }
                None => out.push('%'),
            }
        }
        out.push_str(rest);
        if this.system == "none" && this.text.contains('%') && out.trim().is_empty() || out.is_empty() {
            return Some(String::new());
        }
        // The tab behind a number is layout; one space parts it from the words.
        if this.suffix != "nothing" {
            out.push(' ');
        }
        Some(out)
    }
}

fn level_number(e: &Element<'_>) -> usize {
    e.get("ilvl").and_then(|v| v.parse::<usize>().ok()).unwrap_or(0).min(LEVELS - 1)
}

fn abstract_list(nodes: &mut Nodes<'_>) -> Abstract {
    let mut out = Abstract::default();
    inside(nodes, |e, nodes| match e.name.as_ref() {
        "lvl" => {
            let read = level(nodes);
            out.levels.insert(level_number(e), read);
        }
        "numStyleLink" => out.link = e.get("val").map(str::to_owned),
        _ => {}
    });
    out
}

fn list(nodes: &mut Nodes<'_>) -> List {
    let mut out = List::default();
    let mut at = 0;
    inside(nodes, |e, nodes| match e.name.as_ref() {
        "abstractNumId" => out.of = e.get("val").unwrap_or_default().to_owned(),
        "lvlOverride" => at = level_number(e),
        "startOverride" => {
            if let Some(n) = e.get("val").and_then(|v| v.parse().ok()) {
                out.starts.insert(at, n);
            }
        }
        "lvl" => {
            let read = level(nodes);
            out.levels.insert(level_number(e), read);
        }
        _ => {}
    });
    out
}

fn level(nodes: &mut Nodes<'_>) -> Level {
    let mut l = Level { system: "decimal".into(), ..Level::default() };
    inside(nodes, |e, _| {
        let value = || e.get("val").unwrap_or_default().to_owned();
        match e.name.as_ref() {
            "start" => l.start = e.get("val").and_then(|v| v.parse().ok()),
            "numFmt" => l.system = value(),
            "lvlText" => l.text = value(),
            "suff" => l.suffix = value(),
            "pStyle" => l.style = Some(value()),
            "isLgl" => l.legal = on(e),
            "lvlRestart" => l.restart = e.get("val").and_then(|v| v.parse().ok()),
            "rFonts" => l.font = e.get("ascii").or(e.get("hAnsi")).map(str::to_owned),
            _ => {}
        }
    });
    l
}
