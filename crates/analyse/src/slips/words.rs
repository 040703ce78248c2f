//! The words of a text, and where lines break them.

use memcon_model::Span;

/// Longest word looked at, in bytes.
pub(super) const LONGEST: usize = 60;

/// A word: letters and figures without anything between.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub span: Span,
    /// It is the first or second half of a word that a line end breaks.
    pub half: bool,
}

/// A hyphen at the end of a line, between two halves: the numbers of their words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Break {
    pub first: usize,
    pub second: usize,
}

/// All words of a text in order.
pub(super) struct Words {
    pub all: Vec<Word>,
    pub breaks: Vec<Break>,
}

/// Whether a character is one of hyphens that printers set at line ends.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '¬' | '⸗' | '\u{ad}')
}

impl Words {
    /// Cuts a text.
    pub fn of(text: &str) -> Self {
        let mut all: Vec<Word> = Vec::new();
        let mut start: Option<usize> = None;
        for (at, c) in text.char_indices() {
            let inside = c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}');
            match (start, inside) {
                (None, true) => start = Some(at),
                (Some(from), false) => {
                    all.push(Word { span: Span::new(from, at), half: false });
                    start = None;
                }
                _ => {}
            }
        }
        if let Some(from) = start {
            all.push(Word { span: Span::new(from, text.len()), half: false });
        }
        let mut breaks = Vec::new();
        for n in 1..all.len() {
            let between = text.get(all[n - 1].span.end as usize..all[n].span.start as usize).unwrap_or("");
            if broken(between) {
                breaks.push(Break { first: n - 1, second: n });
                all[n - 1].half = true;
                all[n].half = true;
            }
        }
        Self { all, breaks }
    }
}

/// A hyphen, perhaps blanks, one line end, perhaps blanks.
fn broken(between: &str) -> bool {
    let Some(rest) = between.strip_prefix(is_hyphen) else { return false };
    let mut ends = 0;
    for c in rest.chars() {
        match c {
            '\n' => ends += 1,
            ' ' | '\t' | '\r' => {}
            _ => return false,
        }
    }
    ends == 1
}
