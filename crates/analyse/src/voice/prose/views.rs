//! Views told with "to be": "was of the opinion that", "his view was that", "is confident that".

use super::super::cues::{Place, Report, VIEW};
use super::super::np::Np;
use super::super::words::Class;

use super::clause::{Clause, Finite};
use memcon_model::Span;

/// How far a verb may stand before its adjective ("is by no means sure").
const VERB: usize = 5;

impl Clause<'_, '_> {
    /// "X is confident that …", "X is afraid it …" at the adjective `i`.
    pub fn adjective_report(&self, i: usize, known: &[(usize, Np)]) -> Option<(Report, Np)> {
        if !self.is(i, Class::ViewAdjective) {
            return None;
        }
        let verb = (self.lo.max(i.saturating_sub(VERB))..i)
            .rev()
            .take_while(|&k| k + 1 == i || self.adverb(k + 1) || self.is(k + 1, Class::Be))
            .find(|&k| self.is(k, Class::Be) || self.finite(k) == Some(Finite::Sure))?;
        let that = self.is(i + 1, Class::Subordinator) && self.scan.lower(i + 1) == "that";
        let start = if that { i + 2 } else { i + 1 };
        // Without "that" only a pronoun tells that a clause begins.
        let clause = that || self.is(start, Class::Pronoun) && self.finite(start + 1).is_some();
        if !clause || start >= self.hi {
            return None;
        }
        let np = self.subject(verb, self.lo, known)?;
        Some((self.view(Some(self.span(np.first, np.last)), verb, i + 1, start)?, np))
    }

    /// "his view was that …", "X was of the opinion that …" at the noun `i`.
    pub fn noun_with_be(&self, i: usize) -> Option<Report> {
        if !self.is(i, Class::CueNoun) {
            return None;
        }
        let that = |k: usize| self.scan.lower(k) == "that" && k + 1 < self.hi;
        if self.is(i + 1, Class::Be) && that(i + 2) {
            let source = self.possessor(i)?;
            return self.view(Some(source), i, i + 2, i + 3);
        }
        let of = i
            .checked_sub(2)
            .filter(|&k| k > self.lo && self.scan.lower(k) == "of" && self.is(k + 1, Class::Determiner))?;
        let verb = (self.lo..of).rev().take(3).find(|&k| self.is(k, Class::Be))?;
        if !that(i + 1) {
            return None;
        }
        let np = self.subject(verb, self.lo, &[])?;
        self.view(Some(self.span(np.first, np.last)), verb, i + 1, i + 2)
    }

    fn view(&self, source: Option<Span>, first: usize, last: usize, start: usize) -> Option<Report> {
        let end = self.content_end(self.hi);
        (start < end).then(|| Report {
            source,
            cue: self.span(first, last),
            content: vec![self.span(start, end)],
            place: Place::Before,
            verb: VIEW,
            at: last - 1,
            clause: true,
            negated: self.negated(first),
        })
    }
}
