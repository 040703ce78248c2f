//! Quotation marks that turn the wrong way.

use memcon_model::{Slip, SlipKind, Span};

use super::{Seen, slip};

/// Marks that the paper must have turned right for another to be a slip: so many, and so many times those turned wrong.
const ENOUGH: usize = 4;
const TIMES: usize = 3;

pub(super) fn find(seen: &Seen<'_>, slips: &mut Vec<Slip>) {
    for (open, close) in [('“', '”'), ('«', '»')] {
        turned(seen.text, open, close, slips);
    }
}

/// Where a mark stands: before a word, behind one, or neither to tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Before,
    Behind,
    Unclear,
}

fn turned(text: &str, open: char, close: char, slips: &mut Vec<Slip>) {
    let mut marks: Vec<(usize, char, Place)> = Vec::new();
    let mut before: Option<char> = None;
    let mut low = 0usize;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if c == '„' || c == '‚' {
            low += 1;
        }
        if c == open || c == close {
            let after = rest.peek().map(|(_, c)| *c);
            marks.push((at, c, place(before, after)));
        }
        before = Some(c);
    }
    let fits = |(_, c, place): &&(usize, char, Place)| {
        *c == open && *place == Place::Before || *c == close && *place == Place::Behind
    };
    let turns = |(_, c, place): &&(usize, char, Place)| {
        *c == open && *place == Place::Behind || *c == close && *place == Place::Before
    };
    let (right, wrong) = (marks.iter().filter(fits).count(), marks.iter().filter(turns).count());
    // Marks below the line open elsewhere, where these close.
    if low > 0 || right < ENOUGH || right < wrong * TIMES {
        return;
    }
    for (at, c, _) in marks.iter().filter(turns) {
        let meant = if *c == open { close } else { open };
        let span = Span::new(*at, at + c.len_utf8());
        slips.push(slip("slips.mark", SlipKind::QuotationMark, span, meant.to_string()));
    }
}

fn place(before: Option<char>, after: Option<char>) -> Place {
    let blank = |c: Option<char>| c.is_none_or(|c| c.is_whitespace());
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let stop =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | '!' | '?' | ';'));
    if blank(before) && word(after) {
        Place::Before
    } else if stop(before) && (blank(after) || after.is_some_and(|c| matches!(c, ',' | '.' | ';' | ')'))) {
        Place::Behind
    } else {
        Place::Unclear
    }
}
