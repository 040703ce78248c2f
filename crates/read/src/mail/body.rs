//! Which parts of a message are its words, which are enclosures, and which only dress (pictures of a letterhead, keys).

use std::borrow::Cow;
use std::sync::LazyLock;

use encoding_rs::Encoding;
use serde::Deserialize;

use super::entity::{Entities, Entity};

/// Of two ways of saying the same, the plain one is taken where it says at least this share of the other, in hundredths.
const AS_MUCH: usize = 80;

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
            let best = if may_speak { best(message, entity) } else { None };
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

/// The part of several that say the same which is read: plain text where it says as much, else the page.
fn best(message: &Entities<'_>, entity: &Entity<'_>) -> Option<usize> {
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
    let words = |n: usize| message.all.get(n).map_or(0, |e| letters(&characters(e).0, false));
    let markup = |n: usize| message.all.get(n).map_or(0, |e| letters(&characters(e).0, true));
    let shown = first_page(message, html).map_or(0, markup);
    Some(if words(text) * 100 >= shown * AS_MUCH { text } else { html })
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

/// Letters and digits of a text; of a page, those that are shown, roughly.
fn letters(text: &str, markup: bool) -> usize {
    if !markup {
        return text.chars().filter(|c| c.is_alphanumeric()).count();
    }
    let lower = text.to_ascii_lowercase();
    let body = lower.find("<body").unwrap_or(0);
    let mut count = 0;
    let mut rest = lower.get(body..).unwrap_or("");
    while let Some(open) = rest.find('<') {
        count += shown(&rest[..open]);
        let inside = &rest[open..];
        let hidden = ["style", "script"].iter().find(|t| inside[1..].starts_with(**t));
        // What is hidden and never closed hides the rest.
        let end = hidden.map_or(Some(0), |t| inside.find(&format!("</{t}")));
        let Some((end, close)) = end.and_then(|e| Some((e, inside[e..].find('>')?))) else { return count };
        rest = &inside[end + close + 1..];
    }
    count + shown(rest)
}

/// Letters and digits between tags; an entity counts as one.
fn shown(words: &str) -> usize {
    let mut count = 0;
    let mut pieces = words.split('&');
    let plain = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).count();
    count += pieces.next().map_or(0, plain);
    for piece in pieces {
        match piece.split_once(';').filter(|(name, _)| name.len() < 10) {
            Some((name, rest)) => count += usize::from(name != "nbsp") + plain(rest),
            None => count += plain(piece),
        }
    }
    count
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
