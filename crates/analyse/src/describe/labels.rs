//! Labelled lines: `Sender: Lorme`, `**Summary:**`, `SUBJECT`. The labels are data; what a label's
//! value is worth is decided by the stages that ask.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use memcon_model::{Field, Span};
use regex::Regex;
use serde::Deserialize;

use crate::{Line, Paper};

/// Where a label belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// The catalogue of an archive or of a site.
    Archive,
    /// The head of the paper itself.
    Record,
}

#[derive(Deserialize)]
struct Table {
    label: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    r#where: Place,
    field: String,
    words: Vec<String>,
    #[serde(default)]
    many: bool,
}

/// A labelled line.
#[derive(Clone, Debug)]
pub struct Label {
    /// The field that the label stands for; `None` = a label without a field of ours.
    pub field: Option<Field>,
    /// Where it belongs.
    pub place: Place,
    /// Whether each following line is a value of its own.
    pub many: bool,
    /// The value on the same line; empty span where none.
    pub value: Span,
    /// Whether a colon (or bold type) marks the label, rather than its standing alone.
    pub marked: bool,
}

struct Engine {
    entries: Vec<Entry>,
    by_word: BTreeMap<String, usize>,
    line: Regex,
}

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let table: Table = memcon_lexicon::table("describe/labels.toml").expect("data/describe/labels.toml");
    let mut by_word = BTreeMap::new();
    for (n, entry) in table.label.iter().enumerate() {
        for word in &entry.words {
            by_word.entry(word.to_lowercase()).or_insert(n);
        }
    }
    let mut words: Vec<&String> = by_word.keys().collect();
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    let words: Vec<String> = words.into_iter().map(|w| regex::escape(w)).collect();
    // Up to two marks of Markdown around the label; the colon may stand inside or outside the bold type.
    let line = Regex::new(&format!(
        r"^(?P<open>(?:#{{1,6}}\s+|[-•*]\s+)?(?:\*\*|__)?)(?P<label>(?i:{}))\s*(?:\((?:s|s\))?)?(?:(?P<colon>[:：](?:\*\*|__)?|(?:\*\*|__)\s*[:：])|(?P<bold>\*\*|__))?\s*(?P<value>.*)$",
        words.join("|")
    ))
    .expect("a pattern of ours");
    Engine { entries: table.label, by_word, line }
});

/// The label of a line, if it has one.
pub fn label(paper: &Paper<'_>, line: &Line) -> Option<Label> {
    let text = paper.words(line.span);
    if text.len() > 4000 {
        return None;
    }
    let c = ENGINE.line.captures(text)?;
    let word = c.name("label")?;
    let entry = &ENGINE.entries[*ENGINE.by_word.get(&word.as_str().to_lowercase())?];
    let value = c.name("value")?;
    let open = c.name("open").map_or("", |m| m.as_str());
    let headed = open.starts_with('#') || open.ends_with("**") || open.ends_with("__");
    let colon = c.name("colon").is_some();
    let bold = c.name("bold").is_some() && headed;
    let alone = value.as_str().is_empty();
    // A label without a mark must stand alone and look like a heading: capital first.
    let capital = word.as_str().chars().next().is_some_and(|c| !c.is_lowercase());
    let numbered = word.as_str().ends_with(['.', '°', 'º', '№'])
        && value.as_str().starts_with(|c: char| c.is_ascii_digit());
    if !capital || !(colon || alone || numbered) {
        return None;
    }
    let at = line.span.start as usize;
    Some(Label {
        field: entry.field.parse().ok(),
        place: entry.r#where,
        many: entry.many,
        value: Span::new(at + value.start(), at + value.end()),
        marked: colon || bold || open.starts_with('#'),
    })
}

/// Cuts a value at the labels inside it: "Hotel Belrive. Time: 10:30" holds two.
pub fn split(paper: &Paper<'_>, field: Field, span: Span) -> Vec<(Field, Span)> {
    let words = paper.words(span);
    if words.len() > 2000 || field == Field::Summary {
        return vec![(field, span)];
    }
    let mut found = Vec::new();
    let mut now = Some(field);
    let mut from = 0;
    for c in INNER.captures_iter(words) {
        let (Some(whole), Some(label)) = (c.get(0), c.name("label")) else { continue };
        let Some(&n) = ENGINE.by_word.get(&label.as_str().to_lowercase()) else { continue };
        if let Some(field) = now {
            found.push((field, piece(span, from, whole.start())));
        }
        // An hour or day of a meeting stands under "Time".
        let entry = &ENGINE.entries[n];
        now = entry.field.parse().ok().or_else(|| (label.as_str() == "Time").then_some(Field::Date));
        from = whole.end();
    }
    if let Some(field) = now {
        let end = words.trim_end_matches(|c: char| c == '.' && from > 0).len();
        found.push((field, piece(span, from, end.max(from))));
    }
    found
}

fn piece(span: Span, from: usize, to: usize) -> Span {
    Span::new(span.start as usize + from, span.start as usize + to)
}

static INNER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:[.;]\s+|\s{2,}|\*\*\s*)(?:\*\*)?(?P<label>\p{Lu}[\p{L} ]*?)(?:\*\*)?[:：](?:\*\*)?\s*")
        .expect("a pattern of ours")
});
