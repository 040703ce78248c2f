//! Cues in the passive: with an agent ("was described by X as"), with nobody named ("it is feared that", "is said to").

use super::super::cues::{Place, Report};
use super::super::lexis::Verb;
use super::super::np::subject_right;
use super::super::scan::Kind;
use super::super::words::Class;
use super::clause::{Clause, Finite};
use memcon_model::Span;

/// How far the agent may stand behind the verb.
const AGENT: usize = 12;

impl Clause<'_, '_> {
    /// The form of "to be" that makes the verb at `i` a passive.
    pub fn passive(&self, i: usize) -> Option<usize> {
        let form = self.scan.lower(i);
        let participle = form.ends_with("ed")
            || self.scan.is_any(i, &[Class::VerbPast, Class::VerbParticiple])
            || self.is(i, Class::VerbEd);
        if !participle {
            return None;
        }
        let k = self.group_start(i);
        (k..i).rev().find(|&t| self.is(t, Class::Be)).filter(|&be| be + 4 >= i)
    }

    /// The report that a passive at `i` gives.
    pub fn passive_report(&self, i: usize, be: usize, n: u16, verb: &Verb, floor: usize) -> Option<Report> {
        let make = |source: Option<Span>, content: Vec<Span>, clause: bool| {
            let content: Vec<Span> = content.into_iter().filter(|c| !c.is_empty()).collect();
            (!content.is_empty()).then(|| Report {
                source,
                cue: self.span(be, i + 1),
                content,
                // Only a clause that follows can run on.
                place: if clause { Place::Before } else { Place::According },
                verb: n,
                at: i,
                clause,
                negated: self.negated(i),
            })
        };
        let end = self.content_end(self.hi);
        let subject = || self.subject(be, floor, &[]).map(|np| self.span(np.first, np.last));
        if let Some((by, last)) = self.agent(i + 1) {
            let source = Some(self.span(by + 1, last));
            if self.scan.lower(last) == "that" || (verb.takes('w') && self.is(last, Class::WhWord)) {
                let from = if self.scan.lower(last) == "that" { last + 1 } else { last };
                return (verb.takes('t') || verb.takes('w'))
                    .then(|| make(source, vec![self.span(from, end)], true))
                    .flatten();
            }
            let object = verb.takes('n')
                || verb.takes('a')
                || verb.takes('k')
                || verb.takes('i') && self.scan.lower(last) == "to";
            let rest = self.phrase_end(last);
            return object.then(|| make(source, vec![subject()?, self.span(last, rest)], false)).flatten();
        }
        let complement = self.complement_of_passive(i + 1);
        let it = be > self.lo && {
            let k = self.group_start(be);
            k > self.lo && self.scan.lower(k - 1) == "it"
        };
        let addressed = verb.takes('o') && verb.takes('t');
        if let Some((start, conjunction)) = complement
            && (it && conjunction || addressed && verb.takes(if conjunction { 't' } else { 'w' }))
        {
            return make(None, vec![self.span(start, end)], true);
        }
        let raised = verb.takes('p');
        if raised && self.scan.lower(i + 1) == "to" && !it {
            return make(None, vec![subject()?, self.span(i + 1, self.phrase_end(i + 1))], false);
        }
        None
    }

    /// The agent behind a passive: the token of "by" and the token behind its phrase.
    fn agent(&self, from: usize) -> Option<(usize, usize)> {
        let by = (from..self.hi.min(from + AGENT))
            .take_while(|&k| self.scan.kind(k) == Kind::Word && self.finite(k) != Some(Finite::Sure))
            .take_while(|&k| !self.is(k, Class::Subordinator) || self.is(k, Class::Prep))
            .find(|&k| self.scan.lower(k) == "by")?;
        let np = subject_right(self.scan, by + 1, self.hi)?;
        (self.scan.kind(by + 1) == Kind::Word).then_some((by, np.last))
    }

    /// "that" or a wh-word behind a passive, with at most an adverbial between; whether it is "that".
    fn complement_of_passive(&self, from: usize) -> Option<(usize, bool)> {
        (from..self.hi.min(from + 7))
            .take_while(|&k| self.scan.kind(k) == Kind::Word && self.finite(k).is_none())
            .find(|&k| self.scan.lower(k) == "that" || self.is(k, Class::WhWord))
            .map(|k| if self.scan.lower(k) == "that" { (k + 1, true) } else { (k, false) })
    }

    fn phrase_end(&self, from: usize) -> usize {
        let end = self.content_end(self.hi);
        (from..end).find(|&k| self.scan.kind(k) == Kind::Comma && !(self.opaque)(k)).unwrap_or(end)
    }
}
