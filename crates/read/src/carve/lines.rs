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

/// The document of a line with its id; `None` for a blank one.
fn line(raw: &[u8]) -> Option<Result<(String, Part), String>> {
    let raw = raw.strip_prefix("\u{feff}".as_bytes()).unwrap_or(raw).trim_ascii();
    (!raw.is_empty()).then(|| document(raw))
}

fn document(raw: &[u8]) -> Result<(String, Part), String> {
    let raw: Raw = serde_json::from_slice(raw)
        .map_err(|e| format!("It is not a document in JSON ({e}); it was left out"))?;
    let id = match raw.id {
        Some(serde_json::Value::String(id)) if !id.trim().is_empty() => id,
        Some(serde_json::Value::Number(id)) => id.to_string(),
        _ => return Err("It has no \"id\"; it was left out".to_owned()),
    };
    let (bytes, media_type) = match (raw.text, raw.html) {
        (Some(text), None) => (text, "text/plain"),
        (None, Some(page)) => (page, "text/html"),
        (None, None) => {
            return Err(format!("Document {id:?} has neither \"text\" nor \"html\"; it was left out"));
        }
        (Some(_), Some(_)) => {
            return Err(format!("Document {id:?} has \"text\" and \"html\"; give one of the two"));
        }
    };
    let given = match raw.date {
        Some(serde_json::Value::String(date)) => vec![("date".to_owned(), date)],
        _ => Vec::new(),
    };
    let part =
        Part { bytes: bytes.into_bytes(), media_type: Some(media_type.to_owned()), given, ..Part::default() };
    Ok((id, part))
}
