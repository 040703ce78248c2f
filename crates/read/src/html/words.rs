//! The table `data/read/html.toml`: what names of elements, roles and classes mean.

use std::collections::{BTreeSet, HashMap};
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

static PHRASES: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
    let mut found: HashMap<String, u32> = HashMap::new();
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

/// What the names of elements mean, as bits: every node of a page asks for several of them.
const DROPPED: u8 = 1;
const BLOCK: u8 = 2;
const APART: u8 = 4;
const ASIDE: u8 = 8;

static ELEMENTS: LazyLock<HashMap<&str, u8>> = LazyLock::new(|| {
    let mut found: HashMap<&str, u8> = HashMap::new();
    let t = &*TABLE;
    for (set, bit) in
        [(&t.dropped, DROPPED), (&t.block, BLOCK), (&t.apart, APART), (&t.furniture_tags, ASIDE)]
    {
        for name in set {
            *found.entry(name.as_str()).or_default() |= bit;
        }
    }
    found
});

fn element_is(name: &str, bit: u8) -> bool {
    ELEMENTS.get(name).is_some_and(|bits| bits & bit != 0)
}

/// Whether the content of an element is not read.
pub(crate) fn is_dropped(name: &str) -> bool {
    element_is(name, DROPPED)
}

/// Whether an element stands on lines of its own.
pub(crate) fn is_block(name: &str) -> bool {
    element_is(name, BLOCK)
}

/// Whether an element has blank lines around it.
pub(crate) fn is_apart(name: &str) -> bool {
    element_is(name, APART)
}

/// Whether element or role say that it is furniture.
pub(crate) fn is_furniture_element(element: &Element) -> bool {
    element_is(element.name(), ASIDE)
        || element.attrs().any(|(name, value)| name == "role" && TABLE.furniture_roles.contains(value))
}

/// Whether a page hides an element.
pub(crate) fn is_hidden(element: &Element) -> bool {
    let hides = |style: &str| {
        let style: String =
            style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    };
    element.attrs().any(|(name, value)| name == "hidden" || name == "style" && hides(value))
}

/// The names met on a page with what they mean: menus say the same over and over.
#[derive(Default)]
pub(crate) struct Names<'h> {
    known: HashMap<&'h str, (u32, u32)>,
}

impl<'h> Names<'h> {
    /// What the names of an element mean: the bits of every whole class name or id in the table, and apart
    /// from them the bits of their single words and pairs of words.
    pub fn meaning(&mut self, element: &'h Element) -> (u32, u32) {
        let (mut classes, mut id, mut itemprop) = ("", None, None);
        for (name, value) in element.attrs() {
            match name {
                "class" => classes = value,
                "id" => id = Some(value),
                "itemprop" => itemprop = Some(value),
                _ => {}
            }
        }
        let (mut whole, mut part) = (0, 0);
        for name in classes.split_ascii_whitespace().chain(id).chain(itemprop).take(40) {
            let bits = self.known.entry(name).or_insert_with(|| name_means(name));
            whole |= bits.0;
            part |= bits.1;
        }
        (whole, part)
    }
}

/// The bits of a name as a whole, and of its words.
fn name_means(name: &str) -> (u32, u32) {
    let words = tokens(name);
    let whole = PHRASES.get(&words.join("-")).copied().unwrap_or(0);
    let mut part = 0;
    for size in 1..=words.len().min(3) {
        for window in words.windows(size) {
            part |= PHRASES.get(&window.join("-")).copied().unwrap_or(0);
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
