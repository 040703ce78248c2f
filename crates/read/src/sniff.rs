//! What a file is, by its content first and its name second. What does not belong here: decoding.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::Hint;

/// How many bytes are looked at to tell what a file is.
pub(crate) const HEAD: usize = 64 * 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MagicFile {
    magic: Vec<MagicText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MagicText {
    bytes: String,
    #[serde(default)]
    at: usize,
    media_type: String,
    name: String,
    advice: String,
}

/// A format that holds no text as such.
pub(crate) struct Magic {
    bytes: Vec<u8>,
    at: usize,
    /// Its media type.
    pub media_type: String,
    /// What a person calls it, with its article.
    pub name: String,
    /// What the user can do.
    pub advice: String,
}

impl Magic {
    /// Whether no text begins with these bytes by chance.
    pub fn is_sure(&self) -> bool {
        self.bytes.len() >= 5 || self.bytes.iter().any(|&b| !(0x09..0x80).contains(&b))
    }
}

static MAGIC: LazyLock<Vec<Magic>> = LazyLock::new(|| {
    let file: MagicFile = memcon_lexicon::table("read/magic.toml").expect("our own table of first bytes");
    file.magic
        .into_iter()
        .map(|m| Magic {
            bytes: unhex(&m.bytes),
            at: m.at,
            media_type: m.media_type,
            name: m.name,
            advice: m.advice,
        })
        .collect()
});

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().filter_map(|c| c.to_digit(16)).map(|d| d as u8).collect();
    digits.chunks_exact(2).map(|p| p[0] * 16 + p[1]).collect()
}

/// The format whose first bytes these are.
pub(crate) fn magic(bytes: &[u8]) -> Option<&'static Magic> {
    MAGIC.iter().find(|m| bytes.get(m.at..).is_some_and(|b| b.starts_with(&m.bytes)))
}

/// Whether bytes that are no UTF-16 hold too many NULs or control characters for a text.
pub(crate) fn looks_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let nuls = head.iter().filter(|&&b| b == 0).count();
    // Escape belongs to ISO-2022 encodings; tab, line feed, form feed, carriage return to any text.
    let controls = head
        .iter()
        .filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | 0x1b))
        .count();
    nuls * 100 > head.len() || controls * 10 > head.len()
}

/// The kinds of text that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing but text.
    Plain,
    /// Markdown.
    Markdown,
    /// HTML, XHTML.
    Html,
}

impl Kind {
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Kind::Plain => "text/plain",
            Kind::Markdown => "text/markdown",
            Kind::Html => "text/html",
        }
    }
}

/// What a decoded text is: by what the caller is sure of, by its content, by its name.
pub(crate) fn kind(text: &str, hint: Hint<'_>) -> Kind {
    match hint.media_type.map(|m| m.split(';').next().unwrap_or(m).trim()) {
        Some("text/plain") => return Kind::Plain,
        Some("text/markdown") => return Kind::Markdown,
        Some("text/html" | "application/xhtml+xml") => return Kind::Html,
        _ => {}
    }
    let extension = hint
        .path
        .and_then(|p| p.rsplit(['/', '\\']).next()?.rsplit_once('.'))
        .map(|(_, e)| e.to_ascii_lowercase());
    let head = head_of(text);
    let lower = head.to_ascii_lowercase();
    let start = skip_comments(lower.trim_start());
    let named_html = matches!(extension.as_deref(), Some("html" | "htm" | "xhtml" | "shtml"));
    let tags = ["<p>", "<p ", "<div", "<br", "<a ", "<table", "<span", "<td"];
    if ["<!doctype html", "<html", "<head", "<body"].iter().any(|t| start.starts_with(t))
        || start.starts_with("<?xml") && lower.contains("<html")
        || named_html && (start.starts_with('<') || tags.iter().any(|t| lower.contains(t)))
        || start.starts_with('<') && lower.contains("</head>") && lower.contains("<body")
    {
        return Kind::Html;
    }
    match extension.as_deref() {
        Some("md" | "markdown" | "mkd") => Kind::Markdown,
        _ if looks_markdown(head) => Kind::Markdown,
        _ => Kind::Plain,
    }
}

/// The first part of the text, cut at a character.
fn head_of(text: &str) -> &str {
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Behind comments before the first tag.
fn skip_comments(mut lower: &str) -> &str {
    while let Some(rest) = lower.strip_prefix("<!--") {
        let Some(end) = rest.find("-->") else { return lower };
        lower = rest[end + 3..].trim_start();
    }
    lower
}

/// Whether a text without a telling name is written in Markdown: several signs that prose does not have.
fn looks_markdown(head: &str) -> bool {
    let mut signs = 0;
    let mut kinds = [false; 4];
    for line in head.lines() {
        let line = line.trim();
        let hashes = line.len() - line.trim_start_matches('#').len();
        let found = [
            (1..=6).contains(&hashes) && line[hashes..].starts_with(' '),
            line.len() > 4 && line.starts_with("**") && line.ends_with("**"),
            line.contains("](http"),
            line.starts_with("> ") || line.starts_with("```"),
        ];
        for (kind, yes) in kinds.iter_mut().zip(found) {
            *kind |= yes;
            signs += usize::from(yes);
        }
    }
    signs >= 3 && (kinds[0] || kinds[1])
}
