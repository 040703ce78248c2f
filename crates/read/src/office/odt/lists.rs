//! Printed numbers of lists and headings in an OpenDocument file.

use std::collections::BTreeMap;

use crate::office::{number, symbols};
use crate::xml::{Node, Nodes};

/// Levels of a list.
const LEVELS: usize = 10;

/// How far a list has counted.
pub(super) type Counts = [Option<i64>; LEVELS];

#[derive(Clone, Debug, Default)]
struct Level {
    system: String,
    prefix: String,
    suffix: String,
    /// How many levels' numbers are printed.
    levels: usize,
    start: i64,
    bullet: Option<String>,
    font: Option<String>,
    /// The whole label with `%n%` for numbers, as newer programs write it.
    pattern: Option<String>,
    /// Whether nothing stands between number and words.
    close: bool,
}

/// A list style.
#[derive(Clone, Debug, Default)]
pub(super) struct ListStyle {
    levels: BTreeMap<usize, Level>,
}

impl ListStyle {
    /// Reads the list style begun last.
    pub fn read(nodes: &mut Nodes<'_>) -> Self {
        let mut out = Self::default();
        let mut at = 0;
        let depth = nodes.path().len();
        while nodes.path().len() >= depth && depth > 0 {
            let Some(node) = nodes.next() else { break };
            let Node::Start(e) = node else { continue };
            let own = |name: &str| e.get(name).unwrap_or_default().to_owned();
            match e.name.as_ref() {
                "list-level-style-number"
                | "list-level-style-bullet"
                | "outline-level-style"
                | "list-level-style-image" => {
                    at = e.get("level").and_then(|l| l.parse::<usize>().ok()).unwrap_or(1).clamp(1, LEVELS)
                        - 1;
                    let mut system = own("num-format");
                    if e.get("num-letter-sync") != Some("true") && matches!(system.as_str(), "a" | "A") {
                        system = if system == "a" { "a-z".into() } else { "A-Z".into() };
                    }
                    let level = Level {
                        system,
                        prefix: own("num-prefix"),
                        suffix: own("num-suffix"),
                        levels: e.get("display-levels").and_then(|l| l.parse().ok()).unwrap_or(1),
                        start: e.get("start-value").and_then(|l| l.parse().ok()).unwrap_or(1),
                        bullet: match e.name.as_ref() {
                            "list-level-style-bullet" => Some(own("bullet-char")),
                            "list-level-style-image" => Some("•".into()),
                            _ => None,
                        },
                        font: None,
                        pattern: e.get("num-list-format").map(str::to_owned),
                        close: false,
                    };
                    out.levels.insert(at, level);
                }
                "list-level-label-alignment" => {
                    if let Some(level) = out.levels.get_mut(&at) {
                        level.close = e.get("label-followed-by") == Some("nothing");
                    }
                }
                "text-properties" => {
                    if let Some(level) = out.levels.get_mut(&at) {
                        level.font = e.get("font-family").or(e.get("font-name")).map(str::to_owned);
                    }
                }
                _ => {}
            }
        }
        out
    }

    /// Counts one on and gives the number as printed, with the space behind it.
    pub fn next(&self, counts: &mut Counts, level: usize, start: Option<i64>) -> String {
        let level = level.min(LEVELS - 1);
        let first = |n: usize| self.levels.get(&n).map_or(1, |l| l.start);
        counts[level] = match (start, counts[level]) {
            (Some(n), _) => Some(n),
            (None, Some(n)) => Some(n.saturating_add(1)),
            (None, None) => Some(first(level)),
        };
        counts[level + 1..].iter_mut().for_each(|c| *c = None);
        let Some(this) = self.levels.get(&level) else { return String::new() };
        if let Some(bullet) = &this.bullet {
            let font = this.font.as_deref().map(|f| f.trim_matches(['\'', '"']));
            return format!("{} ", symbols::bullet(font, bullet)).trim_start().to_owned();
        }
        if this.system.is_empty() {
            return if this.prefix.trim().is_empty() {
                String::new()
            } else {
                format!("{} ", this.prefix.trim())
            };
        }
        let one = |n: usize| {
            let count = counts.get(n).copied().flatten().unwrap_or_else(|| first(n));
            self.levels.get(&n).map_or_else(|| count.to_string(), |l| number::print(&l.system, count))
        };
        let mut out = match &this.pattern {
            Some(pattern) => filled(pattern, one),
            None => {
                let from = (level + 1).saturating_sub(this.levels.max(1));
                let numbers: Vec<String> = (from..=level).map(one).filter(|n| !n.is_empty()).collect();
                format!("{}{}{}", this.prefix, numbers.join("."), this.suffix)
            }
        };
        if !this.close && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        out
    }
}

/// A label's pattern with its numbers: `Article %1%.`
fn filled(pattern: &str, one: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let end = behind.find('%');
        let n = end.and_then(|e| behind[..e].parse::<usize>().ok()).filter(|&n| (1..=LEVELS).contains(&n));
        match (n, end) {
            (Some(n), Some(end)) => {
                out += &one(n - 1);
                rest = &behind[end + 1..];
            }
            _ => {
                out.push('%');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

/// All lists, and how far each has counted.
#[derive(Default)]
pub(super) struct Lists {
    styles: [BTreeMap<String, ListStyle>; 2],
    /// Numbers of headings.
    pub outline: ListStyle,
    /// How far headings have counted.
    pub headings: Counts,
    counts: Vec<Counts>,
    by_id: BTreeMap<String, usize>,
    by_style: BTreeMap<String, usize>,
}

impl Lists {
    /// Keeps a list style; `running` = one of the running heads.
    pub fn style(&mut self, name: String, running: bool, style: ListStyle) {
        self.styles[usize::from(running)].insert(name, style);
    }

    /// Whether there is such a style.
    pub fn has(&self, name: &str) -> bool {
        self.styles.iter().any(|s| s.contains_key(name))
    }

    /// A list begins: its place among the counts.
    pub fn begin(&mut self, style: &str, id: Option<&str>, goes_on: Option<&str>, same_style: bool) -> usize {
        let before = goes_on.and_then(|id| self.by_id.get(id)).copied();
        let before = before.or_else(|| self.by_style.get(style).copied().filter(|_| same_style));
        let place = before.unwrap_or_else(|| {
            self.counts.push([None; LEVELS]);
            self.counts.len() - 1
        });
        self.by_style.insert(style.to_owned(), place);
        if let Some(id) = id {
            self.by_id.insert(id.to_owned(), place);
        }
        place
    }

    /// The number of the next item.
    pub fn next(&mut self, style: &str, place: usize, level: usize, start: Option<i64>) -> String {
        let found = self.styles.iter().find_map(|s| s.get(style));
        match (found, self.counts.get_mut(place)) {
            (Some(style), Some(counts)) => style.next(counts, level, start),
            _ => String::new(),
        }
    }

    /// The number of the next heading.
    pub fn heading(&mut self, level: usize, start: Option<i64>) -> String {
        self.outline.next(&mut self.headings, level, start)
    }
}
