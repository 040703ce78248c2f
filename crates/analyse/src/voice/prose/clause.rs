//! Clauses without a parser: the subject that stands before a verb.
//!
//! A subject is looked for from its verb to the left, over what may stand between: adverbs and auxiliaries, a
//! relative clause, an apposition, a participle with its phrase. Where two verbs stand in a row without anything
//! that joins them, the first must be part of the subject ("the guards posted at the gate said"): that is what the walk
//! goes by. Every walk is bounded.

use super::super::np::{Np, phrase_ending};
use super::super::scan::{Kind, Scan};
use super::super::words::Class;
use super::verbs::Finite;

/// How many tokens a walk to the left may take.
const REACH: usize = 60;

/// A stretch of one sentence that is read for its clauses.
pub(crate) struct Clause<'s, 't> {
    pub scan: &'s Scan<'t>,
    /// First token of the sentence.
    pub lo: usize,
    /// Token behind its last.
    pub hi: usize,
    /// Tells tokens that stand inside a deeper quotation.
    pub opaque: &'s dyn Fn(usize) -> bool,
}

impl Clause<'_, '_> {
    pub fn is(&self, i: usize, class: Class) -> bool {
        self.scan.is(i, class)
    }

    /// The subject of the verb at `v`, no further left than `floor`.
    pub fn subject(&self, v: usize, floor: usize, known: &[(usize, Np)]) -> Option<Np> {
        let k = self.group_start(v);
        if k <= floor.max(self.lo) {
            return None;
        }
        let k = self.before_time(k, floor.max(self.lo));
        let p = k - 1;
        if self.contracted(p) {
            return Some(Np { first: p, last: k });
        }
        if self.scan.kind(p) == Kind::Comma {
            // "X, whom Y said he knew, stated": what Y said ends before the comma.
            return self.parenthesis(k, floor).or_else(|| self.parenthesis(k, self.lo));
        }
        if self.is(p, Class::Coordinator) || self.is(p, Class::VerbJoin) || self.scan.lower(p) == "or" {
            return self.shared(p, floor, known);
        }
        if self.is(p, Class::Relative) && self.scan.lower(p) != "where" {
            let end = if p > floor && self.scan.kind(p - 1) == Kind::Comma { p - 1 } else { p };
            return self.phrase(end, floor);
        }
        self.phrase(k, floor)
    }

    /// Over words of time between a subject and its verb ("the board last week", "who a year ago").
    fn before_time(&self, k: usize, floor: usize) -> usize {
        let mut t = k;
        while t > floor + 1 && k - t < 5 {
            let p = t - 1;
            let time = self.is(p, Class::TimeWord);
            let lead = t < k
                && (self.is_any(p, &[Class::NounMarker, Class::Determiner, Class::Prep])
                    || self.scan.kind(p) == Kind::Number);
            if !(time || lead) || self.possessive(p) {
                break;
            }
            t = p;
        }
        t
    }

    /// "X did this and said": the subject of the verb before.
    fn shared(&self, join: usize, floor: usize, known: &[(usize, Np)]) -> Option<Np> {
        let last = known.last().filter(|(at, _)| *at + 1 >= floor && *at < join);
        if let Some((_, np)) = last {
            return Some(*np);
        }
        let lowest = floor.max(join.saturating_sub(REACH));
        let u = (lowest..join).rev().find(|&u| self.finite(u) == Some(Finite::Sure))?;
        let k = self.group_start(u);
        if k <= floor || self.is(k - 1, Class::Coordinator) || self.scan.kind(k - 1) == Kind::Comma {
            // Two joins before one subject, or an apposition: the clause's first phrase.
            return self.parenthesis(k, floor);
        }
        if self.is(k - 1, Class::Relative) {
            return self.phrase(k - 1, floor);
        }
        self.phrase(k, floor)
    }

    /// Whether a noun phrase can begin at `i`.
    pub fn nominal(&self, i: usize) -> bool {
        match self.scan.kind(i) {
            Kind::Number => true,
            Kind::Other => matches!(self.scan.word(i), "$" | "€" | "£" | "#"),
            Kind::Word => {
                if self.scan.capital(i) && i > self.lo {
                    return !self.is_any(i, &[Class::TimeWord]);
                }
                if self.is_any(i, &[Class::Determiner, Class::Pronoun, Class::SourceNoun, Class::Quantifier])
                {
                    return true;
                }
                let other = [
                    Class::Prep,
                    Class::Subordinator,
                    Class::Auxiliary,
                    Class::ClauseOpener,
                    Class::VerbPast,
                    Class::VerbParticiple,
                    Class::TimeWord,
                    Class::ObjectForm,
                ];
                !(self.is_any(i, &other)
                    || self.adverb(i)
                    || (i == self.lo && self.is_any(i, &[Class::VerbIng, Class::VerbEd])))
            }
            _ => false,
        }
    }

    /// The noun phrase that ends before token `end`, with the clauses that belong to it.
    pub fn phrase(&self, end: usize, floor: usize) -> Option<Np> {
        let head = end.checked_sub(1).filter(|&h| h >= floor && h >= self.lo)?;
        if self.is(head, Class::Pronoun) && self.scan.kind(head) == Kind::Word {
            return Some(Np { first: head, last: end });
        }
        if !self.can_end(head) {
            return None;
        }
        let lowest = floor.max(self.lo).max(end.saturating_sub(REACH));
        let mut j = end;
        // A finite verb met on the way must belong to a relative clause.
        let mut pending: Option<usize> = None;
        let mut joint: Option<usize> = None;
        let mut edge = end;
        while j > lowest {
            let t = j - 1;
            match self.step(t, pending.is_some()) {
                Step::In => {}
                Step::Bracket => {
                    if let Some(open) =
                        (lowest..t).rev().take(20).find(|&o| self.scan.kind(o) == Kind::OpenBracket)
                    {
                        j = open;
                        edge = open;
                        continue;
                    }
                    break;
                }
                Step::Finite => pending = pending.or(Some(t)),
                Step::Join => joint = joint.or(Some(j)),
                Step::Relative => {
                    pending = None;
                    joint = None;
                    if t > lowest && self.scan.kind(t - 1) == Kind::Comma {
                        j = t - 1;
                        edge = j;
                        continue;
                    }
                }
                Step::Bound => break,
            }
            j = t;
            edge = t;
        }
        let first = match pending {
            Some(f) => joint.filter(|&c| c > f).unwrap_or(f + 1),
            None => edge,
        };
        self.trimmed(first, end, floor)
    }

    /// What a token means to a walk to the left.
    fn step(&self, t: usize, pending: bool) -> Step {
        match self.scan.kind(t) {
            Kind::Word => {}
            Kind::Number | Kind::Other | Kind::Line => return Step::In,
            Kind::CloseBracket => return Step::Bracket,
            Kind::Stop => {
                return if self.stop_inside(t) { Step::In } else { Step::Bound };
            }
            Kind::Mark if self.apostrophe(t) => return Step::In,
            _ => return Step::Bound,
        }
        if self.is(t, Class::Relative) && !self.scan.capital(t) {
            return if pending { Step::Relative } else { Step::Bound };
        }
        if self.is(t, Class::Subordinator) && !self.is(t, Class::Prep) {
            return Step::Bound;
        }
        if self.is(t, Class::Coordinator) || matches!(self.scan.lower(t), "or" | "nor") {
            let comma = t > self.lo && self.scan.kind(t - 1) == Kind::Comma;
            let clause =
                self.scan.lower(t) != "and" && self.scan.lower(t) != "or" && self.scan.lower(t) != "to";
            return if comma || clause && !pending { Step::Bound } else { Step::Join };
        }
        match self.finite(t) {
            Some(Finite::Sure) => Step::Finite,
            _ => Step::In,
        }
    }

    /// Whether a noun phrase can end with a token.
    fn can_end(&self, i: usize) -> bool {
        match self.scan.kind(i) {
            Kind::Word => {
                let no = [
                    Class::Prep,
                    Class::Subordinator,
                    Class::Auxiliary,
                    Class::ObjectForm,
                    Class::Coordinator,
                ];
                let det =
                    self.is(i, Class::Determiner) && !self.is(i, Class::Quantifier) && !self.plain_head(i);
                self.scan.capital(i) && i > self.lo && !self.is(i, Class::ClauseOpener)
                    || !(self.is_any(i, &no) || det || self.adverb(i))
                    || self.is(i, Class::Quantifier)
            }
            Kind::Stop => self.stop_inside(i),
            Kind::CloseBracket | Kind::Number => true,
            Kind::Mark => !(self.opaque)(i),
            Kind::Other => self.scan.word(i) == "%",
            _ => false,
        }
    }

    /// Determiners that stand alone as a subject.
    fn plain_head(&self, i: usize) -> bool {
        self.is(i, Class::PluralHead)
            || matches!(self.scan.lower(i), "both" | "few" | "all" | "another" | "each")
    }

    /// A phrase without what stands before it in its clause: openers, adverbs, a phrase with a preposition.
    fn trimmed(&self, mut first: usize, end: usize, floor: usize) -> Option<Np> {
        while first < end
            && (self.is(first, Class::ClauseOpener)
                || self.adverb(first) && first + 1 < end
                || matches!(self.scan.kind(first), Kind::Line | Kind::Mark))
        {
            first += 1;
        }
        // "Last week Redland said": when, not who.
        let time = |t: usize| self.is(t, Class::TimeWord);
        if end > first + 2 && time(first) && time(first + 1) {
            first += 2;
        }
        if first >= end {
            return None;
        }
        if self.is_any(first, &[Class::Prep, Class::Subordinator])
            && !(self.scan.capital(first) && first > self.lo)
        {
            return phrase_ending(self.scan, end, floor);
        }
        if self.is(first, Class::ObjectForm) {
            first += 1;
        }
        // "Discussed riots with X and expressed": a cable that leaves its subject out; "2. Reaffirmed": a number is none.
        let verb_first = end > first + 1
            && self.scan.is_any(first, &[Class::VerbPast, Class::VerbEd])
            && !self.scan.is_any(first, &[Class::SourceNoun, Class::Title]);
        let named = (first..end).any(|k| self.scan.kind(k) == Kind::Word);
        (first < end && named && !verb_first).then_some(Np { first, last: end })
    }

    /// "X, who …, said", "X, 71, the head of …, said": the first phrase of the clause that can be a subject; `k` stands
    /// behind the last comma.
    fn parenthesis(&self, k: usize, floor: usize) -> Option<Np> {
        let lowest = floor.max(self.lo).max(k.saturating_sub(REACH));
        let bound = |t: usize| {
            (self.opaque)(t)
                || match self.scan.kind(t) {
                    Kind::Semicolon | Kind::Colon | Kind::Dash | Kind::Break => true,
                    Kind::Mark => !self.apostrophe(t),
                    Kind::Stop => !self.stop_inside(t),
                    _ => false,
                }
        };
        let mut s = (lowest..k - 1).rev().find(|&t| bound(t)).map_or(lowest, |t| t + 1);
        while s < k {
            while s < k
                && (self.is(s, Class::ClauseOpener) || self.adverb(s) || self.scan.kind(s) == Kind::Line)
            {
                s += 1;
            }
            let q = (s..k).find(|&t| self.scan.kind(t) == Kind::Comma)?;
            if q + 1 >= k {
                return None;
            }
            let from =
                if self.is(s, Class::Subordinator) && self.scan.lower(s) == "that" { s + 1 } else { s };
            if self.nominal(from) && self.plain_segment(from, q) {
                return Some(Np { first: from, last: k - 1 });
            }
            s = q + 1;
        }
        None
    }

    /// The first phrase of the clause before `k` that can be a subject, for a participle behind a comma.
    pub fn first_phrase(&self, k: usize) -> Option<Np> {
        let np = self.parenthesis(k, self.lo)?;
        let comma = (np.first..np.last).find(|&t| self.scan.kind(t) == Kind::Comma).unwrap_or(np.last);
        Some(Np { first: np.first, last: comma })
    }

    /// Whether a stretch holds no finite verb but in a relative clause.
    fn plain_segment(&self, from: usize, to: usize) -> bool {
        let mut relative = false;
        for t in from..to {
            if self.is(t, Class::Relative) && t > from {
                relative = true;
            } else if self.is(t, Class::Subordinator) && !self.is(t, Class::Prep) {
                return relative;
            } else if self.finite(t) == Some(Finite::Sure) && !relative {
                return false;
            }
        }
        true
    }
}

/// What a token is on the walk to a subject's beginning.
enum Step {
    In,
    Bracket,
    Finite,
    Join,
    Relative,
    Bound,
}
