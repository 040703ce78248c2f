//! A question cut into words, phrases, fields and signs, each with its place.

use memcon_model::Span;

use super::language::{Field, Kind, Leaf, Term};
use super::tokens::tokens;

/// Words between two things that NEAR joins, where the question does not tell.
const NEAR: u32 = 10;
/// Words that may be asked for between two things at most.
const FARTHEST: u32 = 100;
/// Characters of one phrase; what comes behind is left out.
const LONGEST: usize = 400;

/// A piece of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lexeme {
    Open,
    Close,
    Or,
    And,
    Not,
    Near(u32),
    Leaf(Leaf),
    EmptyField,
}

/// The pieces of a question in their order.
pub(super) struct Lexemes<'t> {
    text: &'t str,
    at: usize,
    /// Quotation marks that were not closed.
    pub open_quote: Vec<Span>,
}

const QUOTES: [char; 16] =
    ['"', '“', '”', '„', '‟', '«', '»', '‹', '›', '「', '」', '『', '』', '〝', '〞', '＂'];

fn is_quote(c: char) -> bool {
    QUOTES.contains(&c)
}

/// The marks that close what `open` opens, the fitting one first.
fn closers(open: char) -> &'static [char] {
    match open {
        '“' => &['”'],
        '„' => &['“', '”'],
        '«' => &['»'],
        '»' => &['«'],
        '‹' => &['›'],
        '「' => &['」'],
        '『' => &['』'],
        '〝' => &['〞'],
        _ => &[],
    }
}

fn has_words(text: &str) -> bool {
    !tokens(text).is_empty()
}

impl<'t> Lexemes<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, open_quote: Vec::new() }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The phrase that begins at the quotation mark here, cleaned; goes behind it.
    fn quoted(&mut self) -> String {
        let from = self.at;
        let mut chars = self.rest().char_indices();
        let open = chars.next().map_or('"', |(_, c)| c);
        let inside = self.at + open.len_utf8();
        let body = self.text.get(inside..).unwrap_or("");
        let mate = closers(open).iter().filter_map(|c| body.find(*c)).min();
        let end = mate.or_else(|| body.find(is_quote));
        self.at = match end {
            Some(end) => inside + end + body[end..].chars().next().map_or(0, char::len_utf8),
            None => {
                self.open_quote.push(Span::new(from, self.text.len()));
                self.text.len()
            }
        };
        phrase(&body[..end.unwrap_or(body.len())])
    }

    /// The word that begins here; goes behind it.
    fn word(&mut self) -> &'t str {
        let rest = self.rest();
        let ends = |c: char| c.is_whitespace() || is_quote(c) || is_parenthesis(c);
        let end = rest.find(ends).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// `~5` behind a phrase.
    fn tilde(&mut self) -> Option<u32> {
        let digits = self.rest().strip_prefix('~')?;
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        if end == 0 {
            return None;
        }
        self.at += 1 + end;
        Some(digits[..end].parse().unwrap_or(FARTHEST).min(FARTHEST))
    }

    /// The value of a field, which may stand behind blanks.
    fn value(&mut self, field: Field, glued: &str) -> Lexeme {
        let of = |value: String, quoted| match has_words(&value) {
            true => Lexeme::Leaf(Leaf::Field { field, value, quoted }),
            false => Lexeme::EmptyField,
        };
        if !glued.is_empty() {
            return of(cut(glued), false);
        }
        let blanks = self.rest().len() - self.rest().trim_start().len();
        match self.rest()[blanks..].chars().next() {
            Some(c) if is_quote(c) => {
                self.at += blanks;
                of(self.quoted(), true)
            }
            Some(c) if !is_parenthesis(c) => {
                self.at += blanks;
                of(cut(self.word()), false)
            }
            _ => Lexeme::EmptyField,
        }
    }

    /// A word, an operator or a field; `None` for what holds nothing to look for.
    fn plain(&mut self) -> Option<Lexeme> {
        let word = self.word();
        match word {
            "OR" | "|" | "||" => return Some(Lexeme::Or),
            "AND" | "&&" => return Some(Lexeme::And),
            "NOT" => return Some(Lexeme::Not),
            "NEAR" => return Some(Lexeme::Near(NEAR)),
            _ => {}
        }
        if let Some(n) = word.strip_prefix("NEAR/")
            && !n.is_empty()
            && n.chars().all(|c| c.is_ascii_digit())
        {
            return Some(Lexeme::Near(n.parse().unwrap_or(FARTHEST).min(FARTHEST)));
        }
        if let Some((name, value)) = word.split_once([':', '：'])
            && let Some(field) = Field::ALL.into_iter().find(|f| f.name().eq_ignore_ascii_case(name))
        {
            return Some(self.value(field, value));
        }
        let text = cut(word);
        has_words(&text).then_some(Lexeme::Leaf(Leaf::Term(Term { text, kind: Kind::Word })))
    }
}

fn is_parenthesis(c: char) -> bool {
    matches!(c, '(' | ')' | '（' | '）')
}

/// A word with wildcards in one width, no longer than words are.
fn cut(word: &str) -> String {
    word.chars().take(LONGEST).map(|c| if c == '＊' { '*' } else { c }).collect()
}

/// The words of a phrase with single blanks between and no quotation marks inside.
fn phrase(text: &str) -> String {
    let flat: String = text.chars().map(|c| if is_quote(c) { ' ' } else { c }).take(LONGEST).collect();
    flat.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Lexemes<'_> {
    /// The piece that begins here, which is no blank; `None` for what holds nothing to look for. Goes behind it.
    fn piece(&mut self, c: char) -> Option<Lexeme> {
        if is_parenthesis(c) {
            self.at += c.len_utf8();
            return Some(if matches!(c, '(' | '（') { Lexeme::Open } else { Lexeme::Close });
        }
        if !is_quote(c) {
            return self.plain();
        }
        let text = self.quoted();
        let near = self.tilde();
        has_words(&text).then_some({
            Lexeme::Leaf(match near {
                Some(within) => Leaf::Window { text, within },
                None => Leaf::Term(Term { text, kind: Kind::Quoted }),
            })
        })
    }

    /// Whether something to look for begins here.
    fn is_before_operand(&self) -> bool {
        let mut ahead = Lexemes { text: self.text, at: self.at, open_quote: Vec::new() };
        let next = self.rest().chars().next().filter(|c| !c.is_whitespace() && *c != '-');
        next.and_then(|c| ahead.piece(c)).is_some_and(|l| matches!(l, Lexeme::Leaf(_) | Lexeme::Open))
    }
}

impl Iterator for Lexemes<'_> {
    type Item = (Lexeme, Span);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let c = self.rest().chars().next()?;
            let from = self.at;
            let found = if c.is_whitespace() {
                self.at += c.len_utf8();
                None
            } else if c == '-' {
                // One before a word leaves it out; several are a dash.
                let rest = self.rest();
                let dashes = rest.len() - rest.trim_start_matches('-').len();
                self.at += dashes;
                (dashes == 1 && self.is_before_operand()).then_some(Lexeme::Not)
            } else {
                self.piece(c)
            };
            if let Some(found) = found {
                return Some((found, Span::new(from, self.at)));
            }
        }
    }
}
