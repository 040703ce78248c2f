//! What a file says of itself, and what its style names mean (`data/read/office.toml`).
//!
//! The day on which a file was made is not the day of its paper: it is kept as `created`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::Reading;
use crate::reading::BlockKind;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    no_authors: Vec<String>,
    no_titles: Vec<String>,
    headings: Vec<String>,
    titles: Vec<String>,
    subtitles: Vec<String>,
    quotes: Vec<String>,
    contents: Vec<String>,
    signatures: Vec<String>,
}

static FILE: LazyLock<File> =
    LazyLock::new(|| memcon_lexicon::table("read/office.toml").expect("our own table of properties"));

/// More properties than this, or longer ones, say nothing of a paper.
const PROPERTIES: usize = 100;
const LENGTH: usize = 2_000;

/// Keeps a property under its name.
pub(super) fn keep(reading: &mut Reading, name: &str, value: &str) {
    let value = value.trim();
    let lower = value.to_lowercase();
    let nothing = match name {
        "author" => FILE.no_authors.contains(&lower),
        "title" => FILE.no_titles.iter().any(|t| lower.starts_with(t.as_str())),
        _ => false,
    };
    if value.is_empty() || nothing || reading.metadata.len() >= PROPERTIES || value.len() > LENGTH {
        return;
    }
    let property = (name.to_owned(), value.to_owned());
    if !reading.metadata.contains(&property) {
        reading.metadata.push(property);
    }
}

/// Keeps a property that a person named: `Reference Number` as `reference_number`.
pub(super) fn keep_own(reading: &mut Reading, name: &str, value: &str) {
    let name = name.trim().to_lowercase().split_whitespace().collect::<Vec<_>>().join("_");
    // What programs keep for themselves.
    if name.is_empty() || name.starts_with('_') || name.contains("guid") || name.len() > 60 {
        return;
    }
    keep(reading, &name, value);
}

/// Takes the title of the file for that of the paper where the paper shows none.
pub(super) fn title(reading: &mut Reading, shown: Option<String>) {
    let told = reading.metadata.iter().find(|m| m.0 == "title").map(|m| m.1.clone());
    reading.title = shown.filter(|t| !t.trim().is_empty()).or(told).map(|t| t.trim().replace('\n', " "));
}

/// What a style is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Means {
    /// The title of the paper.
    Title,
    /// Another kind of block.
    Block(BlockKind),
}

impl Means {
    /// The block.
    pub fn block(&self) -> BlockKind {
        match self {
            Self::Title => BlockKind::Heading(1),
            Self::Block(kind) => kind.clone(),
        }
    }
}

/// What a style of this name is for; `None` = the name says nothing.
pub(super) fn style(name: &str) -> Option<Means> {
    let name = name.replace("_20_", " ").replace('_', " ").to_lowercase();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let is = |list: &[String]| list.contains(&name);
    let level = |list: &[String]| {
        list.iter().find_map(|l| match l.split_once("{n}") {
            Some((before, behind)) => {
                let n: u8 = name.strip_prefix(before)?.strip_suffix(behind)?.parse().ok()?;
                (1..=9).contains(&n).then_some(n)
            }
            None => (*l == name).then_some(1),
        })
    };
    if let Some(n) = level(&FILE.headings) {
        return Some(Means::Block(BlockKind::Heading(n)));
    }
    if level(&FILE.contents).is_some() {
        return Some(Means::Block(BlockKind::Furniture));
    }
    if is(&FILE.titles) {
        return Some(Means::Title);
    }
    if is(&FILE.subtitles) {
        return Some(Means::Block(BlockKind::Heading(2)));
    }
    if is(&FILE.quotes) {
        return Some(Means::Block(BlockKind::Quote));
    }
    is(&FILE.signatures).then_some(Means::Block(BlockKind::Signature))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_known_in_several_languages() {
        assert_eq!(style("heading 2"), Some(Means::Block(BlockKind::Heading(2))));
        assert_eq!(style("Heading_20_3"), Some(Means::Block(BlockKind::Heading(3))));
        assert_eq!(style("Überschrift 1"), Some(Means::Block(BlockKind::Heading(1))));
        assert_eq!(style("toc 2"), Some(Means::Block(BlockKind::Furniture)));
        assert_eq!(style("Title"), Some(Means::Title));
        assert_eq!(style("heading 44"), None);
        assert_eq!(style("Heading Ferry"), None);
    }

    #[test]
    fn programs_are_no_authors() {
        let mut reading = Reading::default();
        keep(&mut reading, "author", "python-docx");
        keep(&mut reading, "author", " Orla Venn ");
        keep_own(&mut reading, "Reference  Number", "17/b");
        assert_eq!(
            reading.metadata,
            [("author".into(), "Orla Venn".into()), ("reference_number".into(), "17/b".into())]
        );
    }
}
