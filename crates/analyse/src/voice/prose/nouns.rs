//! Cue nouns: "the minister's claim that …", "the announcement by X that …", "expressed the hope that …".

use super::super::cues::{NO_VERB, Place, Report, VIEW};
use super::super::np::subject_right;
use super::super::scan::Kind;
use super::super::words::Class;

use super::clause::{Clause, Finite};
use memcon_model::Span;

/// How far "that" may stand behind its noun ("the announcement by the palace that").
const THAT: usize = 9;

impl Clause<'_, '_> {
    /// The report that a cue noun at `i` gives.
    pub fn noun_report(&self, i: usize) -> Option<Report> {
        if !self.is(i, Class::CueNoun)
            || self.finite(i) == Some(Finite::Sure) && !self.possessive(i.checked_sub(1)?)
        {
            return None;
        }
        let that = (i + 1..self.hi.min(i + THAT))
            .take_while(|&k| matches!(self.scan.kind(k), Kind::Word | Kind::Comma) || self.apostrophe(k))
            .find(|&k| self.scan.lower(k) == "that")?;
        let between = that > i + 1;
        let by = between.then(|| (i + 1..that).find(|&k| self.is(k, Class::AgentPrep))).flatten();
        if between && (by != Some(i + 1)) || self.finite(that + 1).is_some() {
            return None;
        }
        let source = match by {
            Some(by) => subject_right(self.scan, by + 1, that).map(|np| self.span(np.first, np.last)),
            None => self.owner(i),
        };
        let end = self.noun_clause_end(i, that + 1);
        (that + 1 < end).then(|| Report {
            source,
            cue: self.span(i, that),
            content: vec![self.span(that + 1, end)],
            place: Place::According,
            verb: if self.is(i, Class::BeliefNoun) { VIEW } else { NO_VERB },
            at: i,
            clause: true,
            negated: false,
        })
    }

    /// Whose the noun is: the possessive before it, or the subject of the verb that it is the object of.
    fn owner(&self, i: usize) -> Option<Span> {
        if let Some(span) = self.possessor(i) {
            return Some(span);
        }
        let voiced = (self.lo.max(i.saturating_sub(5))..i).rev().find(|&v| self.is(v, Class::Voicing))?;
        self.subject(voiced, self.lo, &[]).map(|np| self.span(np.first, np.last))
    }

    /// The possessive before a noun.
    pub fn possessor(&self, i: usize) -> Option<Span> {
        let mut k = i;
        while k > self.lo
            && i - k < 3
            && self.scan.kind(k - 1) == Kind::Word
            && !self.possessive(k - 1)
            && !self.scan.is_any(k - 1, &[Class::Owner, Class::Determiner, Class::Prep])
        {
            k -= 1;
        }
        let p = k.checked_sub(1).filter(|&p| p >= self.lo)?;
        if self.is(p, Class::Owner) {
            return Some(self.span(p, p + 1));
        }
        if self.possessive(p) || self.apostrophe(p) {
            return self.phrase(p + 1, self.lo).map(|np| self.span(np.first, np.last));
        }
        None
    }

    /// Where the clause of a noun ends: where the noun is a subject, before the verb of the sentence.
    fn noun_clause_end(&self, noun: usize, from: usize) -> usize {
        let end = self.content_end(self.hi);
        let object = (self.lo..noun).any(|k| self.finite(k) == Some(Finite::Sure));
        let comma = (from + 3..end).find(|&k| {
            self.scan.kind(k) == Kind::Comma
                && !(self.opaque)(k)
                && self
                    .scan
                    .is_any(k + 1, &[Class::Relative, Class::VerbIng, Class::Coordinator, Class::Auxiliary])
        });
        let end = comma.unwrap_or(end);
        if object {
            return end;
        }
        let mut seen = false;
        for k in from..end {
            if self.finite(k) != Some(Finite::Sure) {
                continue;
            }
            let start = self.group_start(k);
            let joined = start > from
                && self.scan.is_any(
                    start - 1,
                    &[Class::Coordinator, Class::Relative, Class::Pronoun, Class::Subordinator],
                );
            if seen && !joined {
                return start.max(from);
            }
            seen = true;
        }
        end
    }
}
