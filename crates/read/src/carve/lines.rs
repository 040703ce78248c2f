//! Documents a line (JSON lines): `{"id": …, "text": …}` or `{"id": …, "html": …}`, perhaps with the `"date"` (or `"dct"`) of the
//! paper; other keys are passed over.

use std::io::{BufRead, BufReader, Read};

use memcon_model::Severity;
use serde::Deserialize;

use super::Part;
use super::names::{Ways, way};
use super::walk::{At, Flow, Walk};

#[derive(Deserialize)]
struct Raw {
    id: Option<serde_json::Value>,
    text: Option<String>,
    html: Option<String>,
    #[serde(alias = "dct")]
    date: Option<serde_json::Value>,
}

/// Gives each line as a document.
pub(super) fn walk(walk: &mut Walk<'_>, source: &mut dyn Read, at: &At) -> Flow {
    let mut source = BufReader::with_capacity(1 << 16, source);
    let mut ways = Ways::default();
    for number in 1_u64.. {
        let mut raw = Vec::new();
        let read = (&mut source).take(walk.limits.part).read_until(b'\n', &mut raw);
        match read {
            Ok(0) => return Ok(()),
            Ok(n) if n as u64 >= walk.limits.part => {
                let words = format!(
                    "Line {number} is longer than {} MiB; it and what follows was not read",
                    walk.limits.part >> 20
                );
                return walk.say(&at.way, Severity::Error, &words);
            }
            Ok(_) => {}
            Err(error) => return walk.failed(&at.way, &error, "the lines before were read"),
        }
        match line(&raw) {
            None => {}
            Some(Ok((id, mut part))) => {
                let id = way(&id).unwrap_or_else(|| format!("line-{number}"));
                part.way = at.inside(&ways.take(id));
                walk.give(part)?;
            }
            Some(Err(why)) => {
                walk.say(&at.inside(&format!("line {number}")), Severity::Error, &why)?;
            }
        }
    }
    Ok(())
}

/// A document of a line.
#[derive(Debug, PartialEq, Eq)]
pub struct JsonLine {
    /// Its id: some text, or a number.
    pub id: String,
    /// Its text or HTML.
    pub body: String,
    /// Which of the two.
    pub media_type: &'static str,
    /// The day of the paper in the line's own words.
    pub date: Option<String>,
}

/// Why a line is no document; shown as a clause.
#[derive(Debug)]
pub enum NoDocument {
    /// It is not JSON of the kind.
    NotJson(serde_json::Error),
    /// It has no id.
    NoId,
    /// The document of this id has no words.
    NoWords(String),
}

impl std::fmt::Display for NoDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotJson(e) => write!(f, "not a document in JSON ({e}); it was left out"),
            Self::NoId => f.write_str("no \"id\"; it was left out"),
            Self::NoWords(id) => {
                write!(f, "document {id:?} has neither \"text\" nor \"html\"; it was left out")
            }
        }
    }
}

impl NoDocument {
    /// The same as the beginning of a sentence about the line.
    fn sentence(&self) -> String {
        match self {
            Self::NotJson(_) => format!("It is {self}"),
            Self::NoId => format!("It has {self}"),
            Self::NoWords(_) => format!("Its {self}"),
        }
    }
}

/// The document of a line; `None` for a blank one.
///
/// # Errors
/// Says why there is none.
pub fn json_line(raw: &[u8]) -> Option<Result<JsonLine, NoDocument>> {
    let raw = raw.strip_prefix("\u{feff}".as_bytes()).unwrap_or(raw).trim_ascii();
    (!raw.is_empty()).then(|| parse(raw))
}

fn parse(raw: &[u8]) -> Result<JsonLine, NoDocument> {
    let raw: Raw = serde_json::from_slice(raw).map_err(NoDocument::NotJson)?;
    let id = match raw.id {
        Some(serde_json::Value::String(id)) if !id.is_empty() => id,
        Some(serde_json::Value::Number(id)) => id.to_string(),
        _ => return Err(NoDocument::NoId),
    };
    let (body, media_type) = match (raw.text, raw.html) {
        // Where a line has both, the text was made from the page, which says more.
        (text, Some(page)) if text.is_none() || !page.trim().is_empty() => (page, "text/html"),
        (Some(text), _) => (text, "text/plain"),
        (None, _) => return Err(NoDocument::NoWords(id)),
    };
    let date = raw.date.as_ref().and_then(|d| d.as_str()).map(str::to_owned);
    Ok(JsonLine { id, body, media_type, date })
}

/// A line as a part of its file, with its id.
fn line(raw: &[u8]) -> Option<Result<(String, Part), String>> {
    let named = |line: JsonLine| if line.id.trim().is_empty() { Err(NoDocument::NoId) } else { Ok(line) };
    let part = |line: JsonLine| {
        let given = line.date.map(|date| ("date".to_owned(), date)).into_iter().collect();
        let media_type = Some(line.media_type.to_owned());
        (line.id, Part { bytes: line.body.into_bytes(), media_type, given, ..Part::default() })
    };
    Some(json_line(raw)?.and_then(named).map(part).map_err(|why| why.sentence()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_page_and_the_text_made_from_it_the_page_is_read() {
        let read = |line: &str| {
            json_line(line.as_bytes()).unwrap().map(|l| (l.body, l.media_type)).map_err(|e| e.to_string())
        };
        let page = Ok(("<p>One.".to_owned(), "text/html"));
        assert_eq!(read(r#"{"id": "a", "html": "<p>One.", "text": "One."}"#), page);
        assert_eq!(read(r#"{"id": "a", "html": "<p>One.", "text": null}"#), page);
        assert_eq!(
            read(r#"{"id": "a", "html": " ", "text": "One."}"#),
            Ok(("One.".to_owned(), "text/plain"))
        );
        assert!(read(r#"{"id": "a"}"#).unwrap_err().contains("neither"));
    }
}
