//! Verb groups: where one begins, what may stand in it, and which words are finite verbs.

use super::super::cues::abbreviation_stop;
use super::super::scan::Kind;
use super::super::words::Class;
use super::clause::Clause;

impl Clause<'_, '_> {
    /// Whether a stop ends no sentence: that of an abbreviation, or one with a comma or a small letter behind it ("R-Ky.,").
    pub fn stop_inside(&self, k: usize) -> bool {
        abbreviation_stop(self.scan, k)
            || (self.scan.spaces_before(k) == 0
                && k + 1 < self.hi
                && (self.scan.kind(k + 1) == Kind::Comma && self.scan.spaces_before(k + 1) == 0
                    || self.scan.kind(k + 1) == Kind::Word && !self.scan.capital(k + 1)))
    }

    /// An adverb that can stand in or beside a verb group.
    pub fn adverb(&self, i: usize) -> bool {
        !self.scan.capital(i)
            && (self.is(i, Class::GroupWord)
                || (self.scan.kind(i) == Kind::Word
                    && self.scan.word(i).len() > 4
                    && self.scan.word(i).ends_with("ly")
                    && !self.is(i, Class::LyNoun)))
    }

    /// A pronoun with its auxiliary in one word ("he'd").
    pub fn contracted(&self, i: usize) -> bool {
        self.is(i, Class::Auxiliary)
            && self.scan.word(i).split(['\'', '’']).next().is_some_and(|w| {
                w.len() < self.scan.word(i).len()
                    && super::super::words::has(&w.to_lowercase(), Class::Pronoun)
            })
    }

    /// The first token of the verb group whose last word stands at `v`.
    pub fn group_start(&self, v: usize) -> usize {
        let mut k = v;
        while k > self.lo
            && v - k < 10
            && self.scan.kind(k - 1) == Kind::Word
            && (!self.scan.capital(k - 1) || k - 1 == self.lo)
            && (self.is_any(k - 1, &[Class::Auxiliary, Class::Be]) || self.adverb(k - 1))
            && !self.contracted(k - 1)
        {
            k -= 1;
        }
        k
    }

    pub fn is_any(&self, i: usize, classes: &[Class]) -> bool {
        self.scan.is_any(i, classes)
    }

    /// The token before `i`, adverbs left out.
    fn before(&self, i: usize) -> Option<usize> {
        let mut p = i.checked_sub(1)?;
        while p > self.lo && self.adverb(p) && self.scan.lower(p) != "to" {
            p -= 1;
        }
        (p >= self.lo).then_some(p)
    }

    /// Whether a word ends in a possessive, or is what is left of one in a text of tokens.
    pub fn possessive(&self, i: usize) -> bool {
        let word = self.scan.word(i);
        word.ends_with("'s") || word.ends_with("’s") || (word == "s" && self.apostrophe(i.wrapping_sub(1)))
    }

    /// A mark that is an apostrophe: before a lone "s", or behind a plural.
    pub fn apostrophe(&self, i: usize) -> bool {
        self.scan.kind(i) == Kind::Mark
            && matches!(self.scan.word(i), "'" | "’")
            && (self.scan.word(i + 1) == "s" && self.scan.spaces_before(i + 1) == 0
                || self.scan.spaces_before(i) == 0
                    && i > 0
                    && self.scan.word(i - 1).ends_with('s')
                    && self.scan.kind(i + 1) == Kind::Word
                    && self.scan.spaces_before(i + 1) > 0
                    && !(self.opaque)(i - 1))
    }

    /// Whether a finite verb (or the auxiliary that opens its group) stands at `i`. A participle behind its noun
    /// ("a report released today") counts as `reduced`.
    pub fn finite(&self, i: usize) -> Option<Finite> {
        if self.scan.kind(i) != Kind::Word || (self.scan.capital(i) && i > self.lo) || (self.opaque)(i) {
            return None;
        }
        if self.contracted(i) {
            return Some(Finite::Sure);
        }
        let verbal = [
            Class::Auxiliary,
            Class::VerbPast,
            Class::VerbEd,
            Class::VerbS,
            Class::VerbBase,
            Class::VerbPlain,
        ];
        let ed = self.scan.word(i).len() > 4 && self.scan.word(i).ends_with("ed");
        if !self.is_any(i, &verbal) && !ed {
            return None;
        }
        let p = self.before(i)?;
        if p == i || self.scan.lower(p) == "to" || self.is_any(p, &[Class::Auxiliary, Class::Be]) {
            return None;
        }
        if self.is(i, Class::Auxiliary) {
            return (!self.is(p, Class::NounMarker)).then_some(Finite::Sure);
        }
        let noun_before = self.is_any(p, &[Class::NounMarker, Class::Prep]) || self.possessive(p);
        if noun_before {
            return None;
        }
        let next = i + 1;
        let object = self.is_any(next, &[Class::Determiner, Class::Pronoun, Class::ObjectForm])
            || self.scan.lower(next) == "to"
            || (self.scan.capital(next) && !self.is(next, Class::TimeWord))
            || self.scan.kind(next) == Kind::Number;
        if self.is(i, Class::VerbPast) {
            let also_participle = self.is_any(next, &[Class::Prep]) && self.scan.lower(next) == "by";
            return Some(if also_participle { Finite::Reduced } else { Finite::Sure });
        }
        if self.is(i, Class::VerbEd) || ed {
            if self.is(p, Class::Determiner) {
                return None;
            }
            let loose = self.is_any(next, &[Class::Prep, Class::TimeWord]) || self.adverb(next);
            let after_comma = self.scan.kind(p) == Kind::Comma;
            let reduced =
                (loose || after_comma && !object) && !self.is_any(p, &[Class::Pronoun, Class::Relative]);
            return Some(if reduced { Finite::Reduced } else { Finite::Sure });
        }
        let plural_subject = self.is_any(p, &[Class::Pronoun, Class::Relative, Class::PluralHead])
            || self.scan.word(p).ends_with('s');
        let fits = if self.is(i, Class::VerbS) {
            self.scan.kind(p) == Kind::Word && (object || self.is_any(p, &[Class::Pronoun, Class::Relative]))
        } else {
            plural_subject && (object || self.is_any(p, &[Class::Pronoun, Class::Relative]))
        };
        fits.then_some(Finite::Sure)
    }
}

/// How sure a verb is finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Finite {
    /// A finite verb.
    Sure,
    /// A participle that belongs to the noun before it, unless nothing else is the verb.
    Reduced,
}
