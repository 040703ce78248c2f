//! Documents a line: `{"id": …, "text": …}` or `{"id": …, "html": …}`, perhaps with the `"date"` (or `"dct"`) of the
//! paper; other keys ignored.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use anyhow::Context;
use memcon_model::Edtf;
use memcon_read::carve::{JsonLine, json_line};

/// Longest line in bytes.
const LONGEST: u64 = 1 << 30;

/// A document of a line.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// Its text or HTML.
    pub body: String,
    /// Which of the two.
    pub media_type: &'static str,
    /// The day of the paper, where the line gives one that can be read.
    pub day: Option<Edtf>,
}

/// A line of the file: its number from 1, and the document or why there is none.
pub struct Numbered {
    /// Number of the line.
    pub number: usize,
    /// What it holds.
    pub line: Result<Line, String>,
}

/// The lines of `path`, `-` for standard input. Bad lines come as reasons, blank ones not at all.
pub fn lines(path: &Path) -> anyhow::Result<impl Iterator<Item = Numbered> + Send> {
    let source: Box<dyn BufRead + Send> = if path == Path::new("-") {
        Box::new(BufReader::new(io::stdin()))
    } else {
        let file = File::open(path).with_context(|| {
            format!("{} cannot be read. Give a file of JSON lines, or `-` for standard input", path.display())
        })?;
        Box::new(BufReader::with_capacity(1 << 16, file))
    };
    Ok(Lines { source, number: 0, done: false }.filter(|n| !matches!(&n.line, Err(why) if why.is_empty())))
}

struct Lines {
    source: Box<dyn BufRead + Send>,
    number: usize,
    done: bool,
}

impl Iterator for Lines {
    type Item = Numbered;

    fn next(&mut self) -> Option<Numbered> {
        if self.done {
            return None;
        }
        let mut raw = Vec::new();
        let read = io::Read::take(&mut self.source, LONGEST).read_until(b'\n', &mut raw);
        self.number += 1;
        let line = match read {
            Ok(0) => return None,
            Ok(n) if n as u64 == LONGEST => {
                self.done = true;
                Err("longer than 1 GiB; it and what follows was not read".to_owned())
            }
            Ok(_) => parse(&raw),
            Err(e) => {
                self.done = true;
                Err(format!("cannot be read ({e}); what follows was not read"))
            }
        };
        Some(Numbered { number: self.number, line })
    }
}

/// A blank line is an error without words.
fn parse(raw: &[u8]) -> Result<Line, String> {
    let line = json_line(raw).ok_or_else(String::new)?;
    let JsonLine { id, body, media_type, date } = line.map_err(|why| why.to_string())?;
    Ok(Line { id, body, media_type, day: date.as_deref().and_then(day) })
}

/// The day that a line gives: EDTF, or any date in words or digits that names a single day. Anything else is like any
/// other key that memcon does not know.
fn day(words: &str) -> Option<Edtf> {
    let words = words.trim();
    if let Ok(edtf) = words.parse::<Edtf>() {
        return Some(edtf);
    }
    let found = memcon_analyse::dates::find(words, &[], None);
    found.into_iter().filter_map(|d| d.edtf).find(|e| e.earliest().is_some() && e.earliest() == e.latest())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_says_why() {
        let why = |raw: &str| parse(raw.as_bytes()).unwrap_err();
        assert!(why("{\"id\": 1").contains("not a document"));
        assert!(why("{\"text\": \"x\"}").contains("no \"id\""));
        assert!(why("{\"id\": \"a\"}").contains("neither"));
        assert_eq!(why("  \r\n"), "");
        let line = parse("\u{feff}{\"id\": 7, \"text\": \"x\", \"more\": [1]}\n".as_bytes()).unwrap();
        assert_eq!(line, Line { id: "7".into(), body: "x".into(), media_type: "text/plain", day: None });
        let day = |raw: &str| parse(raw.as_bytes()).unwrap().day.map(String::from);
        assert_eq!(
            day("{\"id\": 7, \"text\": \"x\", \"date\": \"1961-05-04\"}").as_deref(),
            Some("1961-05-04")
        );
        assert_eq!(day("{\"id\": 7, \"text\": \"x\", \"dct\": \"19610504\"}").as_deref(), Some("1961-05-04"));
        assert_eq!(day("{\"id\": 7, \"text\": \"x\", \"date\": [1]}"), None);
    }
}
