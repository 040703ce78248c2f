//! What a file is, by its content first and its name second. What does not belong here: decoding.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::{Format, Hint};

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

/// The format of bytes that show it before they are decoded; `None` = text of some kind, or nothing that is read.
pub(crate) fn binary(bytes: &[u8]) -> Option<Format> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let start = head.trim_ascii_start();
    if head[..head.len().min(1024)].windows(5).any(|w| w == b"%PDF-") {
        return Some(Format::Pdf);
    }
    if start.starts_with(b"{\\rtf") {
        return Some(Format::Rtf);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(zipped(bytes));
    }
    if head.starts_with(&[0x1f, 0x8b]) {
        return Some(Format::Gzip);
    }
    if head.get(257..262) == Some(b"ustar") {
        return Some(if head.starts_with(crate::scans::BUNDLE) { Format::Pages } else { Format::Tar });
    }
    None
}

/// What a ZIP archive holds, by the names near its start and its end.
fn zipped(bytes: &[u8]) -> Format {
    let tail = &bytes[bytes.len().saturating_sub(HEAD)..];
    let head = &bytes[..bytes.len().min(HEAD)];
    let has = |name: &[u8]| [head, tail].iter().any(|part| memchr::memmem::find(part, name).is_some());
    if has(b"mimetypeapplication/vnd.oasis.opendocument.text") {
        Format::Odt
    } else if has(b"META-INF/manifest.xml")
        && has(b"content.xml")
        && has(b"styles.xml")
        && !has(b"mimetypeapplication/")
    {
        // Some programs pack the name of the format too.
        Format::Odt
    } else if has(b"[Content_Types].xml") && has(b"word/document") {
        Format::Docx
    } else {
        Format::Zip
    }
}

/// What a decoded text is: by what the caller is sure of, by its content, by its name.
pub(crate) fn text(text: &str, hint: Hint<'_>) -> Format {
    if let Some(format) = hint.media_type.and_then(Format::of_media_type) {
        return format;
    }
    let extension = hint
        .path
        .and_then(|p| p.rsplit(['/', '\\']).next()?.rsplit_once('.'))
        .map(|(_, e)| e.to_ascii_lowercase());
    let extension = extension.as_deref();
    let head = head_of(text);
    let lower = head.to_ascii_lowercase();
    let start = skip_comments(lower.trim_start());
    if let Some(format) = message(head, extension) {
        return format;
    }
    // TEI and others have a head and a body too: the name of the root tells first.
    if start.starts_with('<')
        && let Some(format) = rooted(head).filter(|f| *f != Format::Xml)
    {
        return format;
    }
    let named_html = matches!(extension, Some("html" | "htm" | "xhtml" | "shtml"));
    let tags = ["<p>", "<p ", "<div", "<br", "<a ", "<table", "<span", "<td"];
    if ["<!doctype html", "<html", "<head", "<body"].iter().any(|t| start.starts_with(t))
        || start.starts_with("<?xml") && lower.contains("<html")
        || named_html && (start.starts_with('<') || tags.iter().any(|t| lower.contains(t)))
        || start.starts_with('<') && lower.contains("</head>") && lower.contains("<body")
    {
        let hocr = lower.contains("ocr_page") && (lower.contains("ocr_line") || lower.contains("ocrx_word"));
        return if hocr { Format::Hocr } else { Format::Html };
    }
    if start.starts_with('<')
        && let Some(format) = rooted(head)
    {
        return format;
    }
    if head.trim_start().starts_with(['{', '['])
        && let Some(format) = json(text)
    {
        return format;
    }
    match extension {
        Some("md" | "markdown" | "mkd") => Format::Markdown,
        _ if crate::inventory::looks_csv(head, extension) => Format::Csv,
        _ if looks_markdown(head) => Format::Markdown,
        _ => Format::Plain,
    }
}

/// XML by the name of its root; `None` = no XML.
fn rooted(head: &str) -> Option<Format> {
    let declared = head.trim_start().starts_with("<?xml");
    let root = crate::xml::Nodes::new(head).find_map(|n| match n {
        crate::xml::Node::Start(e) => Some(e.name.into_owned()),
        _ => None,
    })?;
    Some(match root.as_str() {
        "TEI" | "TEI.2" | "teiCorpus" => Format::Tei,
        "PcGts" => Format::PageXml,
        "alto" => Format::Alto,
        "ead" => Format::Ead,
        "dc" | "dublin_core" | "qualifieddc" => Format::DublinCore,
        // OpenDocument in one file, without a package.
        "document" if head.contains("office:mimetype=\"application/vnd.oasis.opendocument.text") => {
            Format::Odt
        }
        "RDF" | "metadata" | "records" | "collection" | "OAI-PMH" if head.contains("purl.org/dc/") => {
            Format::DublinCore
        }
        _ if declared || head.contains("xmlns") => Format::Xml,
        _ => return None,
    })
}

/// JSON: documents a line, or Tropy's descriptions.
fn json(text: &str) -> Option<Format> {
    let first = text.trim_start().lines().next()?;
    if let Ok(serde_json::Value::Object(line)) = serde_json::from_str(first)
        && line.contains_key("id")
        && (line.contains_key("text") || line.contains_key("html"))
    {
        return Some(Format::Lines);
    }
    let head = head_of(text);
    (head.contains("\"@context\"") && head.contains("tropy")).then_some(Format::Tropy)
}

/// Fields that mail programs write and typists of memoranda do not.
const POSTAL: [&str; 9] = [
    "received",
    "return-path",
    "message-id",
    "mime-version",
    "delivered-to",
    "x-mailer",
    "dkim-signature",
    "content-transfer-encoding",
    "x-mozilla-status",
];

/// A mail message, a mail box, or a web page saved in the form of one.
fn message(head: &str, extension: Option<&str>) -> Option<Format> {
    let mut lines = head.lines().peekable();
    let boxed = lines.peek().is_some_and(|l| envelope(l));
    if boxed {
        lines.next();
    }
    let mut names = Vec::new();
    // A field may go on over hundreds of lines: all who are addressed.
    let fields = lines.take_while(|l| !l.trim().is_empty()).filter(|l| !l.starts_with([' ', '\t']));
    for line in fields.take(200) {
        let (name, _) = line.split_once(':')?;
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_graphic()) {
            return None;
        }
        names.push(name.to_ascii_lowercase());
    }
    let has = |name: &str| names.iter().any(|n| n == name);
    let postal = POSTAL.iter().filter(|n| has(n)).count();
    if boxed {
        return (has("from") || postal > 0).then_some(Format::Mbox);
    }
    if !(has("from") || has("content-type")) || !(postal > 0 || matches!(extension, Some("eml"))) {
        return None;
    }
    let fields = head.split("\n\n").next().unwrap_or(head).split("\r\n\r\n").next().unwrap_or("");
    let fields = fields.to_ascii_lowercase();
    let saved = has("snapshot-content-location")
        || fields.contains("multipart/related") && fields.contains("text/html")
        || matches!(extension, Some("mht" | "mhtml"));
    Some(if saved { Format::Mhtml } else { Format::Mail })
}

/// Whether a line is the first of a message in a mail box: `From sender Mon Jan  2 15:04:05 2006`.
pub(crate) fn envelope(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("From ") else { return false };
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let words: Vec<&str> = rest.split_whitespace().collect();
    let day = words.iter().position(|w| days.contains(&w.trim_end_matches(',')));
    day.is_some_and(|d| d <= 3 && words.len() >= d + 4) && rest.contains(':')
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
