//! Which parts of a message are its words, which are enclosures, and which only dress (pictures of a letterhead, keys).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use encoding_rs::Encoding;
use serde::Deserialize;

use super::entity::{Entities, Entity};

/// Two ways of saying the same differ where this share of the words of one, in hundredths, is not in the other, and so many words.
const OTHER_SHARE: usize = 10;
const OTHER_WORDS: usize = 5;

/// This room's part of the table; `quoting` has the labels.
#[derive(Deserialize)]
struct Table {
    /// Media types that say nothing to a reader.
    dress: Vec<String>,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| memcon_lexicon::table("read/mail.toml").expect("our own table of mail"));

/// What the parts of a message are for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sorted {
    /// Parts that are the message's own words, in order.
    pub words: Vec<usize>,
    /// Enclosures, in order.
    pub enclosed: Vec<usize>,
    /// Whether some of it is encrypted.
    pub encrypted: bool,
    /// How the plain and the page form of its words differ, where they do.
    pub differs: Option<Differing>,
}

/// Two forms of a message that do not say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Differing {
    /// Words that only the plain form has.
    pub plain: usize,
    /// Words that only the page has.
    pub page: usize,
    /// Whether the page is read: it has more words.
    pub page_is_read: bool,
}

/// Sorts the parts of a message.
pub(crate) fn sort(message: &Entities<'_>) -> Sorted {
    let mut sorted = Sorted::default();
    // (part, whether it may be words, whether it is shown with a page that it dresses)
    let mut queue = vec![(0, true, false)];
    while let Some((n, may_speak, dresses)) = queue.pop() {
        let Some(entity) = message.all.get(n) else { continue };
        if entity.is_multipart() {
            let inside = children(message, entity, may_speak, dresses, &mut sorted);
            queue.extend(inside.into_iter().rev());
        } else {
            leaf(n, entity, may_speak, dresses, &mut sorted);
        }
    }
    sorted
}

/// The parts of a multipart, with what they may be.
fn children(
    message: &Entities<'_>,
    entity: &Entity<'_>,
    may_speak: bool,
    dresses: bool,
    sorted: &mut Sorted,
) -> Vec<(usize, bool, bool)> {
    let all = || entity.children.iter().copied();
    match entity.kind.value.as_str() {
        "multipart/alternative" => {
            let best = if may_speak { best(message, entity, &mut sorted.differs) } else { None };
            all().map(|c| (c, Some(c) == best, dresses)).collect()
        }
        "multipart/related" => {
            let root = root(message, entity);
            all().map(|c| if Some(c) == root { (c, may_speak, dresses) } else { (c, false, true) }).collect()
        }
        "multipart/encrypted" => {
            sorted.encrypted = true;
            Vec::new()
        }
        _ => all().map(|c| (c, may_speak, dresses)).collect(),
    }
}

/// The part of a saved page or dressed message that the others dress.
pub(crate) fn root(message: &Entities<'_>, entity: &Entity<'_>) -> Option<usize> {
    let start = entity.kind.parameter("start").map(|s| s.trim_matches(['<', '>']));
    let named = start.and_then(|start| {
        let is = |c: &&usize| message.all.get(**c).is_some_and(|e| e.content_id.as_deref() == Some(start));
        entity.children.iter().find(is)
    });
    named.or_else(|| entity.children.first()).copied()
}

fn leaf(n: usize, entity: &Entity<'_>, may_speak: bool, dresses: bool, sorted: &mut Sorted) {
    let kind = entity.kind.value.as_str();
    if matches!(kind, "application/pkcs7-mime" | "application/x-pkcs7-mime" | "application/pgp-encrypted") {
        sorted.encrypted = true;
        return;
    }
    let attached = entity.disposition.value == "attachment";
    let named = entity.file_name().is_some();
    let spoken =
        matches!(kind, "text/plain" | "text/html" | "text/enriched") || kind.starts_with("multipart/");
    // The first words of a message are its own even where a program gives them a file's name.
    if may_speak && spoken && !attached && (!named || sorted.words.is_empty()) {
        sorted.words.push(n);
        return;
    }
    let picture = kind.starts_with("image/");
    // Another way of saying the words, or what dresses them.
    let other_way = spoken && !attached && !named;
    let dress = picture
        && !attached
        && (dresses || entity.content_id.is_some() || entity.disposition.value == "inline")
        || dresses && (picture || matches!(kind, "text/css" | "text/javascript" | "application/javascript"));
    if !(other_way || dress || TABLE.dress.iter().any(|d| d == kind)) {
        sorted.enclosed.push(n);
    }
}

/// The part of several that say the same which is read: plain text where the two agree, else the fuller.
fn best(message: &Entities<'_>, entity: &Entity<'_>, differs: &mut Option<Differing>) -> Option<usize> {
    let (mut plain, mut page, mut other) = (None, None, None);
    for &c in &entity.children {
        let Some(child) = message.all.get(c) else { continue };
        match child.kind.value.as_str() {
            "text/plain" => plain = plain.or(Some(c)),
            "text/html" => page = Some(c),
            "multipart/related" | "multipart/mixed" => page = page.or(Some(c)),
            "text/enriched" => other = other.or(Some(c)),
            _ => {}
        }
    }
    let (Some(text), Some(html)) = (plain, page) else { return plain.or(page).or(other) };
    let page = first_page(message, html).and_then(|n| message.all.get(n));
    let plain = message.all.get(text).map(|e| words(&characters(e).0)).unwrap_or_default();
    let page = page.map(|e| words(&shown(&characters(e).0))).unwrap_or_default();
    let found = differing(&plain, &page);
    *differs = differs.or(found);
    Some(if found.is_some_and(|d| d.page_is_read) { html } else { text })
}

/// How two forms differ, if they do.
fn differing(plain: &BTreeMap<String, usize>, page: &BTreeMap<String, usize>) -> Option<Differing> {
    let all = |words: &BTreeMap<String, usize>| words.values().sum::<usize>();
    let only = |a: &BTreeMap<String, usize>, b: &BTreeMap<String, usize>| {
        a.iter().map(|(w, n)| n.saturating_sub(b.get(w).copied().unwrap_or(0))).sum::<usize>()
    };
    let much = |only: usize, all: usize| only >= OTHER_WORDS && only * 100 >= all * OTHER_SHARE;
    let (only_plain, only_page) = (only(plain, page), only(page, plain));
    // A page of which nothing is shown says nothing against the plain words.
    let differ = all(page) > 0 && (much(only_plain, all(plain)) || much(only_page, all(page)));
    differ.then(|| Differing { plain: only_plain, page: only_page, page_is_read: all(page) > all(plain) })
}

/// The words that a page shows.
fn shown(source: &str) -> String {
    let mut page = crate::Reading::default();
    crate::html::read(source, crate::Hint::default(), &mut page);
    page.text
}

/// Words in small letters, each with how often it stands there; addresses, which only one of two forms spells out, are none.
fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    let address =
        |w: &&str| ["://", "www.", "mailto:", "[cid:", "[image:"].iter().any(|sign| w.contains(sign));
    for word in text.split_whitespace().filter(|w| !address(w)) {
        for part in word.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()) {
            *words.entry(part.to_lowercase()).or_default() += 1;
        }
    }
    words
}

/// The first page inside a part.
fn first_page(message: &Entities<'_>, n: usize) -> Option<usize> {
    let mut at = n;
    // As deep as parts can lie.
    for _ in 0..40 {
        let entity = message.all.get(at)?;
        if entity.kind.value == "text/html" {
            return Some(at);
        }
        at = root(message, entity)?;
    }
    None
}

/// The characters of a part of words, and the name of their encoding.
pub(crate) fn characters(entity: &Entity<'_>) -> (String, &'static str) {
    let bytes = entity.bytes();
    let label = entity.kind.parameter("charset").unwrap_or("");
    let ascii = matches!(
        label.to_ascii_lowercase().as_str(),
        "" | "us-ascii" | "ascii" | "unknown-8bit" | "x-unknown"
    );
    if !ascii
        && let Some(encoding) = Encoding::for_label_no_replacement(label.as_bytes())
        && let Some(text) = encoding.decode_with_bom_removal_whole(&bytes)
    {
        return (text, encoding.name());
    }
    match crate::decode::decode(&bytes, entity.kind.value == "text/html") {
        Some(decoded) => (decoded.text, decoded.encoding),
        None => (String::from_utf8_lossy(&bytes).into_owned(), "UTF-8"),
    }
}

/// Decoding that says whether everything fitted.
trait Whole {
    fn decode_with_bom_removal_whole(&'static self, bytes: &[u8]) -> Option<String>;
}

impl Whole for Encoding {
    fn decode_with_bom_removal_whole(&'static self, bytes: &[u8]) -> Option<String> {
        let bare = match Encoding::for_bom(bytes) {
            Some((encoding, length)) if encoding == self => bytes.get(length..)?,
            _ => bytes,
        };
        self.decode_without_bom_handling_and_without_replacement(bare).map(Cow::into_owned)
    }
}
