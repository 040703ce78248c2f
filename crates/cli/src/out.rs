//! Printing: to a reader that may leave, in colour where that helps.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use anyhow::Context;
use serde::Serialize;

/// Standard output, buffered.
pub struct Out {
    to: BufWriter<StdoutLock<'static>>,
    /// Whether to mark words with colour.
    pub colour: bool,
    /// Columns to fill.
    pub width: usize,
}

impl Out {
    /// Standard output as it is.
    pub fn new() -> Self {
        let stdout = io::stdout();
        let colour = stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
        let width =
            columns.unwrap_or_else(|| terminal_size::terminal_size().map_or(100, |(w, _)| usize::from(w.0)));
        Self { to: BufWriter::new(stdout.lock()), colour, width: width.clamp(40, 110) }
    }

    /// `value` as JSON on one line.
    pub fn json(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        serde_json::to_writer(&mut self.to, value).map_err(io::Error::from)?;
        self.to.write_all(b"\n")?;
        Ok(())
    }

    /// Words that stand out.
    pub fn bold(&self, words: &str) -> String {
        self.paint(words, "1")
    }

    /// Words in the background.
    pub fn faint(&self, words: &str) -> String {
        self.paint(words, "2")
    }

    /// Words that were looked for.
    pub fn found(&self, words: &str) -> String {
        self.paint(words, "1;33")
    }

    fn paint(&self, words: &str, code: &str) -> String {
        if self.colour { format!("\x1b[{code}m{words}\x1b[0m") } else { words.to_owned() }
    }

    /// Writes what is still held back.
    pub fn finish(mut self) -> anyhow::Result<()> {
        self.to.flush().context("writing the answer")
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Whether the reader went away.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let broken = |e: &io::Error| e.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|e| e.downcast_ref::<io::Error>().is_some_and(broken))
}

/// Says on standard error what went wrong.
pub fn complain(error: &anyhow::Error) {
    let _ = writeln!(io::stderr(), "memcon: {error:#}");
}

/// Says on standard error what the user should know.
pub fn remark(words: &str) {
    let _ = writeln!(io::stderr(), "memcon: {words}");
}

/// `text` in lines of at most `width` columns, each after `indent`.
pub fn wrap(text: &str, indent: &str, width: usize) -> String {
    let room = width.saturating_sub(columns(indent)).max(20);
    let mut out = String::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_whitespace().flat_map(|w| pieces(w, room)) {
        let wide = columns(word);
        if used > 0 && used + 1 + wide > room {
            push_line(&mut out, indent, &line);
            line.clear();
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += wide;
    }
    if !line.is_empty() {
        push_line(&mut out, indent, &line);
    }
    out
}

fn push_line(out: &mut String, indent: &str, line: &str) {
    out.push_str(indent);
    out.push_str(line);
    out.push('\n');
}

/// A word that fits; longer ones (whole sentences of Chinese) in pieces.
fn pieces(word: &str, room: usize) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, c) in word.char_indices() {
        let wide = columns_of(c);
        if used + wide > room {
            found.push(&word[start..at]);
            (start, used) = (at, 0);
        }
        used += wide;
    }
    found.push(&word[start..]);
    found
}

/// Columns on the terminal: two for East Asian characters.
pub fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

fn columns_of(c: char) -> usize {
    match u32::from(c) {
        0x300..=0x36F | 0x200B..=0x200F => 0,
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F => 2,
        0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x2_0000..=0x3_FFFD => 2,
        _ => 1,
    }
}

/// `text` on one line of at most `most` columns, with an ellipsis where cut. Control characters of
/// a paper never reach the terminal.
pub fn short(text: &str, most: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()) {
        used += columns_of(c);
        if used > most {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_filled_and_never_overrun() {
        assert_eq!(wrap("one two three four five six", "> ", 20), "> one two three four\n> five six\n");
        let chinese = "停戰線以北之和平談判".repeat(5);
        assert!(wrap(&chinese, "  ", 40).lines().all(|l| columns(l) <= 40));
    }

    #[test]
    fn a_cut_shows() {
        assert_eq!(short("a  b\n\u{1b}[2Jc", 99), "a b [2Jc");
        assert_eq!(short("abcdef", 3), "abc…");
    }
}
