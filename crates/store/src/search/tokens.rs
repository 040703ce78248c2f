//! Text to words for finding, without dictionaries.
//!
//! Scripts that write spaces give words, folded ([`crate::fold`]); Han, Kana and Hangul give every
//! character and every pair, so that a two-syllable name and a single character are found alike.
//! Papers and questions go through the same function: what is equal here is found.

use memcon_model::Span;

use crate::fold;

/// A word as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    /// Folded.
    pub term: String,
    /// Where, in bytes.
    pub span: Span,
    /// Its place in the row of words; several tokens may share one.
    pub at: u32,
    /// Whether the words of a question are made of these (others only help to be found).
    pub main: bool,
}

/// What a character is for cutting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Part of a word with spaces around it.
    Letter,
    /// A character that is a word, or half of one.
    Sign,
    /// An apostrophe: inside a word where letters stand on both sides.
    Apostrophe,
    /// Anything else.
    Gap,
}

fn kind(c: char) -> Kind {
    match u32::from(c) {
        0x1100..=0x11FF | 0x3005..=0x3007 | 0x3040..=0x30FF | 0x3130..=0x318F | 0x31F0..=0x31FF => Kind::Sign,
        0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0xFF66..=0xFF9F => Kind::Sign,
        0x2_0000..=0x3_FFFF => Kind::Sign,
        0x27 | 0x60 | 0x2018 | 0x2019 | 0x2BB..=0x2BD => Kind::Apostrophe,
        // Soft hyphens stand inside words; marks belong to the letter before.
        0xAD | 0x300..=0x36F => Kind::Letter,
        _ if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => Kind::Letter,
        _ => Kind::Gap,
    }
}

/// Longest word that is indexed, in bytes; longer runs are no words (the index refuses 64 kB).
const LONGEST: usize = 200;

/// Cuts `text` as it stands. Linear.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    cut(text, false)
}

/// Cuts `text` as it was meant: two halves of a word around a line end are also one. Linear.
pub(crate) fn meant_tokens(text: &str) -> Vec<Token> {
    cut(text, true)
}

/// Cuts a word of a question in which `*` and `?` stand for characters: they are parts of words.
pub(crate) fn pattern_tokens(text: &str) -> Vec<Token> {
    cut_by(text, false, |c| if matches!(c, '*' | '?') { Kind::Letter } else { kind(c) })
}

fn cut(text: &str, over_lines: bool) -> Vec<Token> {
    cut_by(text, over_lines, kind)
}

fn cut_by(text: &str, over_lines: bool, kind: fn(char) -> Kind) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut rest = text.char_indices().peekable();
    // Where the last word ended, for words joined by a hyphen.
    let mut last_word: Option<(usize, usize)> = None;
    while let Some((start, c)) = rest.next() {
        let end = start + c.len_utf8();
        match kind(c) {
            Kind::Sign => {
                let next = rest.peek().filter(|(_, n)| kind(*n) == Kind::Sign);
                let pair = next.map(|(i, n)| i + n.len_utf8());
                sign(&mut found, text, start, end, pair, at);
                at += 1;
            }
            Kind::Letter => {
                let end = word_end(text, end, kind);
                while rest.peek().is_some_and(|(i, _)| *i < end) {
                    rest.next();
                }
                let index = found.len();
                word(&mut found, text, Span::new(start, end), at);
                if let Some((first, stop)) = last_word {
                    join(&mut found, text, first, &text[stop..start], index, over_lines);
                }
                last_word = (found.len() > index).then_some((index, end));
                at += 1;
            }
            Kind::Apostrophe | Kind::Gap => {}
        }
    }
    found
}

/// Where the word ends that goes on at `from`.
fn word_end(text: &str, from: usize, kind: fn(char) -> Kind) -> usize {
    let mut end = from;
    let mut rest = text[from..].chars().peekable();
    while let Some(c) = rest.next() {
        let inside = match kind(c) {
            Kind::Letter => true,
            Kind::Apostrophe => rest.peek().is_some_and(|n| kind(*n) == Kind::Letter),
            Kind::Sign | Kind::Gap => false,
        };
        if !inside {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// One character of a script without spaces, alone and with its neighbour.
fn sign(found: &mut Vec<Token>, text: &str, start: usize, end: usize, pair: Option<usize>, at: u32) {
    let after_pair = found.last().is_some_and(|t| t.span.end as usize == end && t.at + 1 == at && t.main);
    // A character alone is asked for only where no pair holds it.
    let main = pair.is_none() && !after_pair;
    found.push(Token { term: fold(&text[start..end]), span: Span::new(start, end), at, main });
    if let Some(pair_end) = pair {
        let term = fold(&text[start..pair_end]);
        found.push(Token { term, span: Span::new(start, pair_end), at, main: true });
    }
}

/// A word, with its parts where apostrophes stand in it ("l'accord" is found as "accord").
fn word(found: &mut Vec<Token>, text: &str, span: Span, at: u32) {
    let raw = span.of(text);
    if raw.len() > LONGEST {
        return;
    }
    let apostrophe = |c: char| kind(c) == Kind::Apostrophe;
    let clean = |s: &str| fold(&s.replace(|c: char| apostrophe(c) || c == '\u{ad}', ""));
    let mut parts: Vec<&str> = raw.split(apostrophe).collect();
    if parts.len() > 1 && parts.last().is_some_and(|p| p.eq_ignore_ascii_case("s")) {
        parts.pop();
    }
    found.push(Token { term: clean(&parts.concat()), span, at, main: true });
    if parts.len() > 1 {
        for part in parts.iter().filter(|p| p.chars().count() > 2) {
            found.push(Token { term: clean(part), span, at, main: false });
        }
    }
}

/// Two words with a hyphen between are also found as one ("co-operation"; over a line end where that is asked for).
fn join(found: &mut Vec<Token>, text: &str, first: usize, between: &str, second: usize, over_lines: bool) {
    let hyphen = between.strip_prefix(['-', '\u{2010}', '\u{2011}']);
    let joined = hyphen.is_some_and(|rest| rest.is_empty() || over_lines && matches!(rest, "\n" | "\r\n"));
    let (Some(a), Some(b)) = (found.get(first), found.get(second)) else { return };
    if joined {
        let token =
            Token { term: format!("{}{}", a.term, b.term), span: a.span.hull(b.span), at: a.at, main: false };
        debug_assert!(token.span.end as usize <= text.len());
        found.push(token);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Words as `place:term`, helpers in brackets.
    fn show(text: &str) -> String {
        let one = |t: Token| match t.main {
            true => format!("{}:{}", t.at, t.term),
            false => format!("[{}:{}]", t.at, t.term),
        };
        tokens(text).into_iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_with_spaces() {
        assert_eq!(show("The 2nd Meeting, 1963."), "0:the 1:2nd 2:meeting 3:1963");
        assert_eq!(show("Sŏrin’s reply"), "0:sorin 1:reply");
        assert_eq!(show("l'accord"), "0:laccord [0:accord]");
        assert_eq!(show("Ch'ŏlsan"), "0:cholsan [0:olsan]");
        assert_eq!(show("co-operation"), "0:co 1:operation [0:cooperation]");
        assert_eq!(show("north - south"), "0:north 1:south");
    }

    #[test]
    fn wildcards_are_letters_of_a_question() {
        let show = |text: &str| {
            let one = |t: Token| format!("{}{}:{}", if t.main { "" } else { "-" }, t.at, t.term);
            pattern_tokens(text).into_iter().map(one).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(show("Wom?n neg*s"), "0:wom?n 1:neg*s");
        assert_eq!(show("停?線*"), "0:停 1:? 2:線 3:*");
    }

    #[test]
    fn signs_without_spaces() {
        assert_eq!(show("강화"), "[0:강] 0:강화 [1:화]");
        assert_eq!(show("和"), "0:和");
        assert_eq!(show("停戰線"), "[0:停] 0:停戰 [1:戰] 1:戰線 [2:線]");
        assert_eq!(show("서린 side"), "[0:서] 0:서린 [1:린] 2:side");
    }

    proptest! {
        #[test]
        fn spans_fit_any_text(text in "\\PC{0,60}|[a-z'’ 강화和-]{0,60}") {
            for t in tokens(&text) {
                prop_assert!(text.get(t.span.range()).is_some());
            }
        }
    }
}
