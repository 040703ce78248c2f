//! Tables for spreadsheets: CSV as RFC 4180 has it, with cells that no spreadsheet takes for a formula.

use std::borrow::Cow;
use std::io::Write;

/// A table written row by row.
pub struct Sheet<W: Write> {
    rows: csv::Writer<W>,
}

impl<W: Write> std::fmt::Debug for Sheet<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sheet")
    }
}

impl<W: Write> Sheet<W> {
    /// Writes to `to`.
    pub fn new(to: W) -> Self {
        let mut builder = csv::WriterBuilder::new();
        builder.terminator(csv::Terminator::CRLF).flexible(true);
        Self { rows: builder.from_writer(to) }
    }

    /// Writes a row.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn row<S: AsRef<str>>(&mut self, cells: &[S]) -> std::io::Result<()> {
        let cells = cells.iter().map(|c| harmless(c.as_ref()).into_owned());
        self.rows.write_record(cells).map_err(std::io::Error::other)
    }

    /// What was written to.
    ///
    /// # Errors
    /// Where the last of it cannot be written.
    pub fn finish(self) -> std::io::Result<W> {
        self.rows.into_inner().map_err(|e| std::io::Error::other(e.to_string()))
    }
}

/// A cell behind an apostrophe where a spreadsheet would compute it: a paper's words must not run on a reader's machine.
pub fn harmless(cell: &str) -> Cow<'_, str> {
    let first = cell.trim_start_matches([' ', '\u{a0}', '\u{feff}']).chars().next();
    match first {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => {
            Cow::Owned(format!("'{cell}"))
        }
        _ => Cow::Borrowed(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_and_compute_nothing() {
        let mut sheet = Sheet::new(Vec::new());
        sheet.row(&["a", "b, \"c\"", "two\nlines"]).unwrap();
        sheet.row(&["=1+1", "+7", "@sum"]).unwrap();
        let written = String::from_utf8(sheet.finish().unwrap()).unwrap();
        assert_eq!(written, "a,\"b, \"\"c\"\"\",\"two\nlines\"\r\n'=1+1,'+7,'@sum\r\n");
        assert_eq!((harmless("-5"), harmless("a-5"), harmless("")), ("'-5".into(), "a-5".into(), "".into()));
    }
}
