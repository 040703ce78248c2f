//! Patterns put together from pieces that are parsed once.
//!
//! The words for numbers stand in a hundred expressions of a language; parsing them each time took most of the time
//! that an automaton takes to be built. Here a character of Unicode's private use stands for each piece, and the
//! piece is put in its place when the pattern has been parsed. What does not belong here: what the pieces say.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Repetition};

/// The character that stands for the first piece.
const FIRST: u32 = 0xE000;

/// The character that stands for a piece.
pub(super) fn mark(piece: usize) -> char {
    char::from_u32(FIRST + piece as u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The pieces of a language, parsed.
pub(super) struct Pieces(Vec<Hir>);

impl Pieces {
    /// Parses them; the only errors are those of our own patterns.
    pub fn new(pieces: &[String]) -> Result<Self, String> {
        let parsed = pieces.iter().map(|p| regex_syntax::parse(p).map_err(|e| e.to_string()));
        Ok(Self(parsed.collect::<Result<_, _>>()?))
    }

    /// A pattern with its pieces put in.
    pub fn parse(&self, pattern: &str) -> Result<Hir, String> {
        Ok(self.fill(regex_syntax::parse(pattern).map_err(|e| e.to_string())?))
    }

    fn piece(&self, c: char) -> Option<&Hir> {
        self.0.get((c as u32).checked_sub(FIRST)? as usize)
    }

    /// As deep as our own patterns nest.
    fn fill(&self, pattern: Hir) -> Hir {
        match pattern.into_kind() {
            HirKind::Empty => Hir::empty(),
            HirKind::Look(look) => Hir::look(look),
            HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
                Ok(text) => self.letters(text),
                Err(_) => Hir::literal(literal.0),
            },
            HirKind::Class(Class::Unicode(class)) => self.class(class),
            HirKind::Class(class) => Hir::class(class),
            HirKind::Repetition(r) => Hir::repetition(Repetition { sub: Box::new(self.fill(*r.sub)), ..r }),
            HirKind::Capture(capture) => self.fill(*capture.sub),
            HirKind::Concat(parts) => Hir::concat(parts.into_iter().map(|p| self.fill(p)).collect()),
            HirKind::Alternation(parts) => {
                Hir::alternation(parts.into_iter().map(|p| self.fill(p)).collect())
            }
        }
    }

    fn letters(&self, text: &str) -> Hir {
        let mut parts = Vec::new();
        let mut from = 0;
        for (at, c) in text.char_indices() {
            if let Some(piece) = self.piece(c) {
                parts.push(Hir::literal(text.as_bytes()[from..at].to_vec()));
                parts.push(piece.clone());
                from = at + c.len_utf8();
            }
        }
        parts.push(Hir::literal(text.as_bytes()[from..].to_vec()));
        Hir::concat(parts)
    }

    /// The parser makes one class of several pieces side by side.
    fn class(&self, class: ClassUnicode) -> Hir {
        // A class of nearly all characters holds those of private use as well, and means no piece.
        const MOST: usize = 64;
        let few = class.ranges().iter().map(|r| r.len()).sum::<usize>() <= MOST;
        if !few || class.iter().flat_map(|r| r.start()..=r.end()).all(|c| self.piece(c).is_none()) {
            return Hir::class(Class::Unicode(class));
        }
        let (pieces, rest): (Vec<char>, Vec<char>) =
            class.iter().flat_map(|r| r.start()..=r.end()).partition(|&c| self.piece(c).is_some());
        let mut parts: Vec<Hir> = pieces.into_iter().filter_map(|c| self.piece(c).cloned()).collect();
        if !rest.is_empty() {
            let ranges = rest.into_iter().map(|c| ClassUnicodeRange::new(c, c));
            parts.push(Hir::class(Class::Unicode(ClassUnicode::new(ranges))));
        }
        Hir::alternation(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_take_the_place_of_their_marks() {
        let pieces = Pieces::new(&["(?:two|three)".into(), "[0-9]+".into()]).unwrap();
        let (words, digits) = (mark(0), mark(1));
        let filled = |p: &str| pieces.parse(p).unwrap();
        let plain = |p: &str| regex_syntax::parse(p).unwrap();
        assert_eq!(filled(&format!("in (?:{words}) days")), plain("in (?:two|three) days"));
        assert_eq!(filled(&format!("(?:{digits}){{2}}x")), plain("(?:[0-9]+){2}x"));
        // Side by side they are still one or the other.
        assert_eq!(filled(&format!("(?:{words}|{digits})")), plain("(?:(?:two|three)|[0-9]+)"));
        // A class of nearly everything is no piece.
        assert_eq!(filled("[^a]"), plain("[^a]"));
    }
}
