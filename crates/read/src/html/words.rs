//! The table `data/read/html.toml`: what names of elements, roles and classes mean.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use scraper::node::Element;
use serde::Deserialize;

/// The table as it stands in its file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    dropped: BTreeSet<String>,
    block: BTreeSet<String>,
    apart: BTreeSet<String>,
    furniture_tags: BTreeSet<String>,
    furniture_roles: BTreeSet<String>,
    furniture: Vec<String>,
    main_strong: Vec<String>,
    main_weak: Vec<String>,
    comment_area: Vec<String>,
    comment: Vec<String>,
    comment_author: Vec<String>,
    comment_time: Vec<String>,
    comment_number: Vec<String>,
    byline: Vec<String>,
    dateline: Vec<String>,
    /// Names of metadata that tell the date.
    pub meta_date: Vec<String>,
    /// … the author.
    pub meta_author: Vec<String>,
    /// … the title.
    pub meta_title: Vec<String>,
    /// … who publishes.
    pub meta_site: Vec<String>,
    /// … the address.
    pub meta_url: Vec<String>,
}

/// Meanings of class names, as bits.
pub(crate) const FURNITURE: u32 = 1;
/// The paper itself, surely.
pub(crate) const MAIN_STRONG: u32 = 2;
/// The paper itself, perhaps.
pub(crate) const MAIN_WEAK: u32 = 4;
/// The place of all comments.
pub(crate) const COMMENT_AREA: u32 = 8;
/// One comment.
pub(crate) const COMMENT: u32 = 16;
/// Author of a comment.
pub(crate) const COMMENT_AUTHOR: u32 = 32;
/// Time of a comment.
pub(crate) const COMMENT_TIME: u32 = 64;
/// Number of a comment.
pub(crate) const COMMENT_NUMBER: u32 = 128;
/// Author of the page.
pub(crate) const BYLINE: u32 = 256;
/// Date of the page.
pub(crate) const DATELINE: u32 = 512;

pub(crate) static TABLE: LazyLock<Table> =
    LazyLock::new(|| memcon_lexicon::table("read/html.toml").expect("our own table of page elements"));

static PHRASES: LazyLock<BTreeMap<String, u32>> = LazyLock::new(|| {
    let mut found: BTreeMap<String, u32> = BTreeMap::new();
    let t = &*TABLE;
    for (list, bit) in [
        (&t.furniture, FURNITURE),
        (&t.main_strong, MAIN_STRONG),
        (&t.main_weak, MAIN_WEAK),
        (&t.comment_area, COMMENT_AREA),
        (&t.comment, COMMENT),
        (&t.comment_author, COMMENT_AUTHOR),
        (&t.comment_time, COMMENT_TIME),
        (&t.comment_number, COMMENT_NUMBER),
        (&t.byline, BYLINE),
        (&t.dateline, DATELINE),
    ] {
        for phrase in list {
            *found.entry(tokens(phrase).join("-")).or_default() |= bit;
        }
    }
    found
});

/// Whether the content of an element is not read.
pub(crate) fn is_dropped(name: &str) -> bool {
    TABLE.dropped.contains(name)
}

/// Whether an element stands on lines of its own.
pub(crate) fn is_block(name: &str) -> bool {
    TABLE.block.contains(name)
}

/// Whether an element has blank lines around it.
pub(crate) fn is_apart(name: &str) -> bool {
    TABLE.apart.contains(name)
}

/// Whether element or role say that it is furniture.
pub(crate) fn is_furniture_element(element: &Element) -> bool {
    TABLE.furniture_tags.contains(element.name())
        || element.attr("role").is_some_and(|r| TABLE.furniture_roles.contains(r))
}

/// Whether a page hides an element.
pub(crate) fn is_hidden(element: &Element) -> bool {
    if element.attr("hidden").is_some() {
        return true;
    }
    let Some(style) = element.attr("style") else { return false };
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// What the names of an element mean: the bits of every whole class name or id in the table, and apart
/// from them the bits of their single words and pairs of words.
pub(crate) fn meaning(element: &Element) -> (u32, u32) {
    let (mut whole, mut part) = (0, 0);
    let names = element
        .attr("class")
        .into_iter()
        .flat_map(str::split_ascii_whitespace)
        .chain(element.attr("id"))
        .chain(element.attr("itemprop"));
    for name in names.take(40) {
        let words = tokens(name);
        whole |= PHRASES.get(&words.join("-")).copied().unwrap_or(0);
        for size in 1..=words.len().min(3) {
            for window in words.windows(size) {
                part |= PHRASES.get(&window.join("-")).copied().unwrap_or(0);
            }
        }
    }
    (whole, part)
}

/// The words of a class name: "entryContent", "entry_content", "entry-content" give "entry", "content".
fn tokens(name: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut lower_before = false;
    for c in name.chars().take(80) {
        if !c.is_alphabetic() {
            lower_before = false;
            if !word.is_empty() {
                found.push(std::mem::take(&mut word));
            }
            continue;
        }
        if c.is_uppercase() && lower_before && !word.is_empty() {
            found.push(std::mem::take(&mut word));
        }
        lower_before = c.is_lowercase();
        word.extend(c.to_lowercase());
    }
    if !word.is_empty() {
        found.push(word);
    }
    found
}
