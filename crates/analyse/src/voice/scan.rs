//! Evidence from the characters: words, stops, quotation marks, brackets and breaks in one linear pass.
//!
//! Nothing is decided here; a mark only says what it looks like from where it stands.

use super::words::{Class, Classes, classes};
use memcon_model::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with inner apostrophes, hyphens and the stops of abbreviations.
    Word,
    /// Digits.
    Number,
    /// `.` `!` `?` `…` and their full-width forms.
    Stop,
    /// `,` `;` `:` and a dash, by character.
    Comma,
    Semicolon,
    Colon,
    Dash,
    /// `(` `[` and `)` `]`.
    OpenBracket,
    CloseBracket,
    /// A quotation mark or apostrophe.
    Mark,
    /// End of a line.
    Line,
    /// End of a paragraph (one or more blank lines).
    Break,
    /// Anything else.
    Other,
}

/// A token: bytes `start..end`, with all that the tables know of its word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tok {
    pub start: u32,
    pub end: u32,
    /// Index + 1 of its form in lower case; 0 where the text itself is in lower case.
    low: u32,
    pub kind: Kind,
    /// A word that opens with a capital letter.
    pub capital: bool,
    pub classes: Classes,
}

impl Tok {
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }
}

/// A sentence: tokens `first..last` and the bytes they cover.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sentence {
    pub first: u32,
    pub last: u32,
    pub span: Span,
    /// Index of the paragraph, counted by breaks.
    pub paragraph: u32,
}

/// Tokens after which a sentence is cut although nothing ends it.
const LONGEST_SENTENCE: usize = 600;

/// A text as tokens.
pub(super) struct Scan<'t> {
    pub text: &'t str,
    pub toks: Vec<Tok>,
    /// Forms in lower case, one behind the other, of the words that have capitals.
    lowered: String,
    /// Where each of them lies in `lowered`.
    lows: Vec<(u32, u32)>,
}

impl<'t> Scan<'t> {
    /// Cuts `text` into tokens; linear.
    #[cfg(test)]
    pub fn new(text: &'t str) -> Self {
        Self::beside(text, &[])
    }

    /// Cuts `text` into tokens, without what stands in `passed`, spans in order: no sentence takes it for words of its own.
    pub fn beside(text: &'t str, passed: &[Span]) -> Self {
        let mut toks = tokens(text);
        toks.retain(|t| {
            let n = passed.partition_point(|p| p.end <= t.start);
            t.kind == Kind::Line || t.kind == Kind::Break || passed.get(n).is_none_or(|p| p.start >= t.end)
        });
        let mut scan = Self { text, toks, lowered: String::new(), lows: Vec::new() };
        scan.look_up();
        scan
    }

    /// Gives every word its lower case and its classes, once, so that no later step makes either again.
    fn look_up(&mut self) {
        for n in 0..self.toks.len() {
            let tok = self.toks[n];
            if tok.kind != Kind::Word {
                if tok.kind == Kind::Other {
                    self.toks[n].classes = classes(tok.span().of(self.text));
                }
                continue;
            }
            let word = tok.span().of(self.text);
            let mut low = 0;
            if word.bytes().any(|b| b.is_ascii_uppercase() || b >= 0x80) && word.chars().any(|c| !is_low(c)) {
                let from = self.lowered.len() as u32;
                self.lowered.extend(word.chars().flat_map(char::to_lowercase));
                self.lows.push((from, self.lowered.len() as u32));
                low = self.lows.len() as u32;
            }
            let found = classes(self.low_form(low, tok));
            let capital = low > 0 && word.chars().next().is_some_and(char::is_uppercase);
            self.toks[n] = Tok { low, capital, classes: found, ..tok };
        }
    }

    fn low_form(&self, low: u32, tok: Tok) -> &str {
        match low.checked_sub(1).and_then(|k| self.lows.get(k as usize)) {
            Some(&(from, to)) => self.lowered.get(from as usize..to as usize).unwrap_or(""),
            None => tok.span().of(self.text),
        }
    }

    /// The words of a token.
    pub fn word(&self, i: usize) -> &'t str {
        self.toks.get(i).map_or("", |t| t.span().of(self.text))
    }

    /// The words of a token in lower case.
    pub fn lower(&self, i: usize) -> &str {
        self.toks.get(i).map_or("", |&t| self.low_form(t.low, t))
    }

    /// Whether a token's word is in a class.
    pub fn is(&self, i: usize, class: Class) -> bool {
        self.toks.get(i).is_some_and(|t| t.classes.has(class))
    }

    /// Whether a token's word is in one of some classes.
    pub fn is_any(&self, i: usize, list: &[Class]) -> bool {
        self.toks.get(i).is_some_and(|t| t.classes.any(list))
    }

    /// The text from token `first` up to token `last`, which is not in it.
    pub fn words(&self, first: usize, last: usize) -> &'t str {
        match (self.toks.get(first), last.checked_sub(1).and_then(|l| self.toks.get(l))) {
            (Some(a), Some(b)) if last > first => {
                self.text.get(a.start as usize..b.end as usize).unwrap_or("")
            }
            _ => "",
        }
    }

    /// The kind of a token; `Break` outside the text.
    pub fn kind(&self, i: usize) -> Kind {
        self.toks.get(i).map_or(Kind::Break, |t| t.kind)
    }

    /// Whether a token is a word with a capital letter.
    pub fn capital(&self, i: usize) -> bool {
        self.toks.get(i).is_some_and(|t| t.capital)
    }

    /// The first token that starts at or behind byte `at`.
    pub fn token_at(&self, at: u32) -> usize {
        self.toks.partition_point(|t| t.start < at)
    }

    /// The sentences, in order; a break always ends one, a line only behind a stop.
    pub fn sentences(&self) -> Vec<Sentence> {
        let mut found = Vec::new();
        let mut first = 0;
        let mut paragraph = 0;
        let n = self.toks.len();
        let mut i = 0;
        while i < n {
            let kind = self.kind(i);
            let ends = match kind {
                Kind::Break => true,
                Kind::Stop => self.stop_ends(i),
                Kind::Line => self.line_ends(first, i),
                // A text without stops is cut, so that no later step sees a sentence without end.
                _ if i - first >= LONGEST_SENTENCE => true,
                _ => false,
            };
            if !ends {
                i += 1;
                continue;
            }
            let mut last = i + usize::from(kind == Kind::Stop);
            // Closing marks and brackets behind the stop belong to the sentence.
            while kind == Kind::Stop && last < n && self.closes_behind(last) {
                last += 1;
            }
            self.push(&mut found, first, last, paragraph);
            if kind == Kind::Break {
                paragraph += 1;
            }
            i = last.max(i + 1);
            first = i;
        }
        self.push(&mut found, first, n, paragraph);
        found
    }

    fn push(&self, found: &mut Vec<Sentence>, mut first: usize, mut last: usize, paragraph: u32) {
        let blank = |k| matches!(k, Kind::Line | Kind::Break);
        while first < last && blank(self.kind(first)) {
            first += 1;
        }
        while first < last && blank(self.kind(last - 1)) {
            last -= 1;
        }
        if first < last {
            let span = Span { start: self.toks[first].start, end: self.toks[last - 1].end };
            found.push(Sentence { first: first as u32, last: last as u32, span, paragraph });
        }
    }

    /// Whether the token behind a stop is a closing mark or bracket of the same sentence.
    fn closes_behind(&self, i: usize) -> bool {
        match self.kind(i) {
            Kind::Stop => true,
            Kind::CloseBracket => self.spaces_before(i) <= 1,
            Kind::Mark => {
                let spaced_before = self.spaces_before(i) > 0;
                let spaced_behind = self.spaces_before(i + 1) > 0 || self.kind(i + 1) == Kind::Break;
                !is_opening_glyph(self.word(i))
                    && (!spaced_before || (spaced_behind && self.kind(i + 1) != Kind::Word))
            }
            _ => false,
        }
    }

    /// Bytes of white space between a token and the one before it.
    pub fn spaces_before(&self, i: usize) -> u32 {
        match (i.checked_sub(1).and_then(|p| self.toks.get(p)), self.toks.get(i)) {
            (Some(a), Some(b)) => b.start - a.end,
            _ => 1,
        }
    }

    fn stop_ends(&self, i: usize) -> bool {
        let mark = self.word(i);
        if matches!(mark, "。" | "！" | "？") {
            return true;
        }
        let mut next = i + 1;
        while self.kind(next) == Kind::Stop || (next < self.toks.len() && self.closes_behind(next)) {
            next += 1;
        }
        if next == i + 1
            && self.spaces_before(next) == 0
            && !matches!(self.kind(next), Kind::Line | Kind::Break)
        {
            return false;
        }
        if mark == "." && i > 0 && self.spaces_before(i) == 0 && self.abbreviated(i - 1) {
            // An abbreviation ends a sentence only before a break or a word that opens one ("bought Roe Inc. The price").
            return matches!(self.kind(next), Kind::Break) || self.opens_sentence(i - 1, next);
        }
        match self.kind(next) {
            Kind::Break | Kind::Line | Kind::Mark | Kind::OpenBracket | Kind::Number | Kind::Dash => true,
            Kind::Word => {
                let c = self.word(next).chars().next().unwrap_or(' ');
                !c.is_lowercase()
            }
            _ => mark != ".",
        }
    }

    /// Whether the word at `next`, behind an abbreviation's stop, can only open a sentence.
    fn opens_sentence(&self, abbreviation: usize, next: usize) -> bool {
        const OPENERS: [Class; 5] =
            [Class::Determiner, Class::Pronoun, Class::Prep, Class::ClauseOpener, Class::Subordinator];
        let title = self.is_any(abbreviation, &[Class::Title, Class::Courtesy]);
        // "V. A. Roe": initials.
        let initial = single(self.lower(abbreviation))
            || (single(self.lower(next))
                && self.kind(next + 1) == Kind::Stop
                && self.spaces_before(next + 1) == 0);
        if !self.capital(next) || title || initial {
            return false;
        }
        // "No. V" is a number; "said no. He" is not.
        let numbered = self.is(abbreviation, Class::NumberAbbreviation);
        self.is_any(next, &OPENERS) && !(numbered && single(self.lower(next)))
    }

    /// Whether a word before a stop is an abbreviation or an initial.
    fn abbreviated(&self, i: usize) -> bool {
        self.is(i, Class::Abbreviation) || (self.capital(i) && single(self.lower(i)))
    }

    /// Whether a line break ends a sentence: behind a stop or colon, before a list item, or behind a short line.
    fn line_ends(&self, first: usize, i: usize) -> bool {
        if i == first {
            return true;
        }
        let mut before = i - 1;
        while before > first && matches!(self.kind(before), Kind::Mark | Kind::CloseBracket) {
            before -= 1;
        }
        let stopped = matches!(self.kind(before), Kind::Stop | Kind::Colon);
        let next = i + 1;
        let item = matches!(self.kind(next), Kind::Number | Kind::Other | Kind::Dash);
        stopped || item
    }
}

/// Whether lower case leaves a letter as it is.
fn is_low(c: char) -> bool {
    let mut low = c.to_lowercase();
    low.next() == Some(c) && low.next().is_none()
}

/// Whether a word is one letter.
pub(super) fn single(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some() && chars.next().is_none()
}

/// Whether a glyph can only open.
pub(super) fn is_opening_glyph(glyph: &str) -> bool {
    matches!(glyph, "“" | "„" | "‘" | "‚" | "«" | "‹" | "「" | "『" | "``" | "‟" | "〝" | "﹁" | "﹃")
}

/// Whether a glyph can only close.
pub(super) fn is_closing_glyph(glyph: &str) -> bool {
    matches!(glyph, "”" | "»" | "›" | "」" | "』" | "〞" | "﹂" | "﹄")
}

fn mark_len(rest: &str) -> Option<usize> {
    let c = rest.chars().next()?;
    match c {
        '`' if rest.starts_with("``") => Some(2),
        '\'' if rest.starts_with("''") => Some(2),
        '"' | '\'' | '“' | '”' | '„' | '‟' | '‘' | '’' | '‚' | '«' | '»' | '‹' | '›' | '「' | '」' | '『'
        | '』' | '＂' | '〝' | '〞' | '﹁' | '﹂' | '﹃' | '﹄' => Some(c.len_utf8()),
        _ => None,
    }
}

fn tokens(text: &str) -> Vec<Tok> {
    let mut toks: Vec<Tok> = Vec::with_capacity(text.len() / 5 + 4);
    let mut at = 0;
    while let Some(c) = first_char(text, at) {
        let len = c.len_utf8();
        if c == '\n' {
            line_break(&mut toks, at);
            at += len;
        } else if c.is_whitespace() {
            at += len;
        } else if c.is_alphabetic() {
            let end = eat_word(text, at, at);
            push(&mut toks, at, end, Kind::Word);
            at = end;
        } else if c.is_numeric() {
            let rest = text.get(at..).unwrap_or("");
            let end = rest.find(|d: char| !d.is_alphanumeric()).map_or(text.len(), |n| at + n);
            push(&mut toks, at, end, Kind::Number);
            at = end;
        } else if let Some(mark) = mark_len(text.get(at..).unwrap_or("")) {
            at = self::mark(&mut toks, text, at, mark);
        } else {
            push(&mut toks, at, at + len, kind_of(c, text, at));
            at += len;
        }
    }
    toks
}

fn first_char(text: &str, at: usize) -> Option<char> {
    text.get(at..).and_then(|rest| rest.chars().next())
}

fn alphanumeric_before(text: &str, at: usize) -> bool {
    text.get(..at).and_then(|left| left.chars().next_back()).is_some_and(char::is_alphanumeric)
}

/// Takes up the mark of `len` bytes at `at`, or, inside a word, the rest of the word; gives where to go on.
fn mark(toks: &mut Vec<Tok>, text: &str, at: usize, len: usize) -> usize {
    let single = matches!(text.get(at..at + len), Some("'" | "’"));
    let inside = single
        && alphanumeric_before(text, at)
        && first_char(text, at + len).is_some_and(char::is_alphanumeric);
    if !inside {
        push(toks, at, at + len, Kind::Mark);
        return at + len;
    }
    let end = eat_word(text, at + len, at + len);
    if let Some(last) = toks.last_mut() {
        last.end = end as u32;
    }
    end
}

/// The kind of a character that is no letter, figure, mark or space.
fn kind_of(c: char, text: &str, at: usize) -> Kind {
    match c {
        '.' | '!' | '?' | '…' | '。' | '！' | '？' => Kind::Stop,
        ',' | '，' | '、' => Kind::Comma,
        ';' | '；' => Kind::Semicolon,
        ':' | '：' => Kind::Colon,
        '—' | '–' | '―' => Kind::Dash,
        '-' if !alphanumeric_before(text, at) => Kind::Dash,
        '(' | '[' | '（' | '［' | '【' => Kind::OpenBracket,
        ')' | ']' | '）' | '］' | '】' => Kind::CloseBracket,
        _ => Kind::Other,
    }
}

/// Takes up letters, digits and inner hyphens of the word that begins at `first`, from `at` on; gives the end.
fn eat_word(text: &str, first: usize, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    loop {
        while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            end += 1;
        }
        let next = |k: usize| first_char(text, k);
        let goes_on = match next(end) {
            Some('-' | '\u{2010}' | '\u{2011}' | '·') if end > first => {
                next(end + next(end).map_or(0, char::len_utf8)).is_some_and(char::is_alphanumeric)
            }
            // "U.S." keeps its inner stops.
            Some('.') if end > first => {
                text.get(first..end).is_some_and(short_letters)
                    && next(end + 1).is_some_and(char::is_uppercase)
            }
            Some(d) => d.is_alphanumeric() || is_joiner(d),
            None => false,
        };
        if !goes_on {
            return end;
        }
        end += next(end).map_or(1, char::len_utf8);
    }
}

/// Combining marks and the like, which no word loses.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
}

/// Whether letters so far are initials with stops ("U", "U.S").
fn short_letters(word: &str) -> bool {
    word.len() <= 8 && word.split('.').all(|p| p.chars().count() == 1)
}

fn push(toks: &mut Vec<Tok>, start: usize, end: usize, kind: Kind) {
    toks.push(Tok {
        start: start as u32,
        end: end as u32,
        low: 0,
        kind,
        capital: false,
        classes: Classes::default(),
    });
}

/// A line end, or with a line end before it a paragraph end.
fn line_break(toks: &mut Vec<Tok>, at: usize) {
    if let Some(last) = toks.last_mut()
        && matches!(last.kind, Kind::Line | Kind::Break)
    {
        last.kind = Kind::Break;
        last.end = at as u32 + 1;
        return;
    }
    push(toks, at, at + 1, Kind::Line);
}
