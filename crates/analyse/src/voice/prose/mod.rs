//! Reports and views in prose, sentence by sentence: source, cue and content.
//!
//! Every form of a cue is tried where it stands: its subject (`clause.rs`), its complement (`complement.rs`), or the words
//! around it. `nouns.rs` reads "the claim that", `passive.rs` "was described by", `according.rs` "according to". English only;
//! other languages go through the patterns of `data/voice/reports.toml`. Who is meant is not asked here.

mod according;
mod clause;
mod complement;
mod nouns;
mod passive;
#[cfg(test)]
mod tests;
mod trim;
mod verbs;
mod views;

use super::cues::{Place, Report, report_verb_at};
use super::lexis::Verb;
use super::np::{Np, subject_right};
use super::scan::{Kind, Scan, Sentence};
use super::words::Class;
use clause::Clause;
use memcon_model::Span;
use verbs::Finite;

/// All reports of one sentence, in order of their cues. `opaque` tells tokens inside deeper quotations.
pub(in crate::voice) fn reports(
    scan: &Scan<'_>,
    s: &Sentence,
    opaque: &dyn Fn(usize) -> bool,
) -> Vec<Report> {
    let hi = s.last as usize;
    // A mark that closes what was said before is no part of this sentence.
    let closing = |k: &usize| scan.kind(*k) != Kind::Mark || opaque(k + 1);
    let lo = (s.first as usize..hi).find(closing).unwrap_or(hi);
    let clause = Clause { scan, lo, hi, opaque };
    let mut reading = Reading { clause, found: Vec::new(), known: Vec::new() };
    reading.read();
    let mut found = reading.found;
    trim::settle(scan, &reading.clause, &mut found);
    found
}

/// What is known while a sentence is read from left to right.
struct Reading<'s, 't> {
    clause: Clause<'s, 't>,
    found: Vec<Report>,
    /// Cues with their subjects so far.
    known: Vec<(usize, Np)>,
}

impl Reading<'_, '_> {
    fn read(&mut self) {
        let (lo, hi) = (self.clause.lo, self.clause.hi);
        for i in lo..hi {
            if self.clause.scan.kind(i) != Kind::Word || (self.clause.opaque)(i) {
                continue;
            }
            let c = &self.clause;
            if let Some((report, np)) = c.adjective_report(i, &self.known) {
                self.known.push((i, np));
                self.found.push(report);
                continue;
            }
            let report = c
                .noun_with_be(i)
                .or_else(|| self.of_phrase(i))
                .or_else(|| self.of_verb(i))
                .or_else(|| self.clause.noun_report(i));
            self.found.extend(report);
        }
    }

    fn of_phrase(&self, i: usize) -> Option<Report> {
        self.clause.according(i).or_else(|| self.clause.hearsay(i))
    }

    /// The token behind the last cue whose content goes on to the right.
    fn floor(&self) -> usize {
        let lo = self.clause.lo;
        self.found.iter().filter(|r| r.place == Place::Before).map(|r| r.at + 1).max().unwrap_or(lo)
    }

    fn of_verb(&mut self, i: usize) -> Option<Report> {
        let c = &self.clause;
        let scan = c.scan;
        if i == c.lo && scan.capital(i) {
            return c.asked(i);
        }
        let (n, verb) = report_verb_at(scan, i)?;
        if i > c.lo && c.possessive(i - 1) {
            return None;
        }
        let floor = self.floor();
        // "orders have returned": a form before an auxiliary is a noun; what shall or may be said is not said.
        if c.is(i + 1, Class::Auxiliary) && !c.is(i, Class::VerbPast) && !scan.lower(i).ends_with("ed")
            || c.norm(i)
        {
            return None;
        }
        if let Some(be) = c.passive(i) {
            return c.passive_report(i, be, n, verb, floor);
        }
        let participle = scan.word(i).ends_with("ing") && !c.progressive(i);
        let infinitive = i > c.lo && scan.lower(i - 1) == "to";
        if infinitive && !(i > c.lo + 1 && c.is(i - 2, Class::Volition)) {
            return None;
        }
        let subject = if participle {
            self.participle_subject(i)
        } else {
            let form = scan.lower(i);
            let at = if infinitive { i - 2 } else { i };
            c.subject(at, floor, &self.known).filter(|np| infinitive || agrees(scan, i, form, verb, *np, c))
        };
        let report = match subject {
            Some(np) => {
                // "The auction, she says, “is a message”": commas on both sides set the cue into the content.
                let between = np.first > c.lo
                    && scan.kind(np.first - 1) == Kind::Comma
                    && scan.kind(i + 1) == Kind::Comma;
                let set_in = (between && !participle).then(|| self.behind(i, n, verb, np)).flatten();
                let found = set_in.or_else(|| self.before(i, n, verb, np));
                found.or_else(|| (!participle).then(|| self.behind(i, n, verb, np)).flatten())
            }
            None => None,
        };
        let report = report.or_else(|| {
            (!participle && verb.takes('q') && !verb.takes('O')).then(|| self.inverted(i, n)).flatten()
        });
        if let (Some(np), false) = (subject, participle) {
            self.known.push((i, np));
        }
        report
    }

    /// Whose a participle is (", adding that"): the one reported last, or the subject of the clause before the comma.
    fn participle_subject(&self, i: usize) -> Option<Np> {
        let c = &self.clause;
        let set_off = i > c.lo
            && (c.scan.kind(i - 1) == Kind::Comma || c.adverb(i - 1) || c.is(i - 1, Class::Coordinator));
        // "quoted an officer as saying".
        if i > c.lo + 1 && c.scan.lower(i - 1) == "as" {
            return c.phrase(i - 1, self.known.last().map_or(c.lo, |(at, _)| at + 1));
        }
        if let Some((_, np)) = self.known.last() {
            return Some(*np);
        }
        if !set_off {
            return None;
        }
        let u = (c.lo..i).rev().find(|&u| c.finite(u) == Some(Finite::Sure));
        u.and_then(|u| c.subject(u, c.lo, &[])).or_else(|| c.first_phrase(i))
    }

    /// "X said that …"
    fn before(&self, i: usize, n: u16, verb: &Verb, np: Np) -> Option<Report> {
        let c = &self.clause;
        let from = super::cues::behind(c.scan, i, verb);
        let form = c.scan.lower(i);
        let opens = [Class::Determiner, Class::Pronoun, Class::ObjectForm, Class::WhWord];
        let clear = c.scan.is_any(from, &opens) || c.scan.capital(from) || c.is(np.last - 1, Class::Pronoun);
        let weak = verb.noun && !form.ends_with("ed") && !form.ends_with("ing") && !clear;
        let found = c.complement(from, verb, weak)?;
        // "The delay, as I pointed out, has …": a cable's missing subject is not looked for in such a clause.
        let within = np.first > c.lo && c.scan.is_any(np.first - 1, &[Class::Subordinator, Class::Relative]);
        if within && !found.clause && c.is(found.start, Class::Auxiliary) {
            return None;
        }
        // "the results expected there": a participle behind its noun has no content behind it.
        if !found.clause && c.finite(i) == Some(Finite::Reduced) && !verb.takes('i') && !verb.takes('b') {
            return None;
        }
        (found.start < found.end).then(|| Report {
            source: Some(c.span(np.first, np.last)),
            cue: c.span(i, from.max(i + 1)),
            content: vec![c.span(found.start, found.end)],
            place: Place::Before,
            verb: n,
            at: i,
            clause: found.clause,
            negated: c.negated(i),
        })
    }

    /// "…, X said." and "…, X said, …"
    fn behind(&self, i: usize, n: u16, verb: &Verb, np: Np) -> Option<Report> {
        let c = &self.clause;
        if !(verb.takes('b') || verb.takes('q')) {
            return None;
        }
        // "As X put it, …", "…, as X said, …".
        let like = np.first > c.lo && c.scan.lower(np.first - 1) == "as";
        let first = np.first - usize::from(like);
        if first <= c.lo + 1 && !(like && first == c.lo) {
            return None;
        }
        let mut next = i + 1;
        while next < c.hi && c.scan.kind(next) == Kind::Word && next < i + 9 {
            next += 1;
        }
        let ends = next >= c.hi || matches!(c.scan.kind(next), Kind::Comma | Kind::Stop);
        let Some(k) = first.checked_sub(1).filter(|&k| k >= c.lo) else {
            return ends.then(|| self.pieces(first, next, i, n, np)).flatten();
        };
        let set_off = matches!(c.scan.kind(k), Kind::Comma | Kind::Dash)
            || c.scan.kind(k) == Kind::Mark && (c.opaque)(k - 1);
        (ends && set_off).then(|| self.pieces(first, next, i, n, np)).flatten()
    }

    /// "…, said X" outside quotation marks.
    fn inverted(&self, i: usize, n: u16) -> Option<Report> {
        let c = &self.clause;
        if i <= c.lo + 1 {
            return None;
        }
        let k = i - 1;
        let set_off = c.scan.kind(k) == Kind::Comma || c.scan.kind(k) == Kind::Mark && (c.opaque)(k - 1);
        let np = if set_off { subject_right(c.scan, i + 1, c.hi)? } else { return None };
        self.pieces(i, c.past_apposition(np.last), i, n, np)
    }

    /// Content in two pieces around a cue `first..next` in the middle or at the end of a sentence.
    fn pieces(&self, first: usize, next: usize, at: usize, verb: u16, np: Np) -> Option<Report> {
        let c = &self.clause;
        let start = self.piece_start(first).min(first);
        // "Still, said X, prices will fall": an adverb before the cue is no piece by itself.
        let comma = first > start && c.scan.kind(first - 1) == Kind::Comma;
        let before = first - usize::from(comma);
        let light = (start..before).all(|k| {
            c.adverb(k) || c.is(k, Class::ClauseOpener) || k == start && c.scan.word(k).ends_with("ly")
        });
        // "In reply to a question, X said no": what leads up to the cue is no content either.
        let led = c.scan.is_any(start, &[Class::Prep, Class::Subordinator, Class::TimeWord])
            && !(start..before).any(|k| (c.opaque)(k) || c.finite(k).is_some());
        let mut content = if light || led { Vec::new() } else { vec![c.span(start, before)] };
        let mut from = next;
        while from < c.hi && c.scan.kind(from) == Kind::Comma {
            from += 1;
        }
        let end = c.content_end(c.hi);
        if from < end && c.scan.kind(next) == Kind::Comma && c.goes_on(from) {
            content.push(c.span(from, end));
        }
        if content.is_empty() {
            return None;
        }
        Some(Report {
            source: Some(c.span(np.first, np.last)),
            cue: c.span(at, at + 1),
            content,
            place: Place::Behind,
            verb,
            at,
            clause: false,
            negated: c.negated(at),
        })
    }

    /// Where the content before a cue in its middle begins: behind a semicolon or the sentence's beginning.
    fn piece_start(&self, first: usize) -> usize {
        let c = &self.clause;
        (c.lo..first.saturating_sub(1))
            .rev()
            .find(|&k| c.scan.kind(k) == Kind::Semicolon && !(c.opaque)(k))
            .map_or(c.lo, |k| k + 1)
    }
}

/// Whether a form can go with its subject: a base form speaks in the present plural or behind an auxiliary.
fn agrees(scan: &Scan<'_>, i: usize, form: &str, verb: &Verb, np: Np, c: &Clause<'_, '_>) -> bool {
    let base = c.scan.is_any(i, &[Class::VerbBase, Class::VerbPlain]) && !c.is(i, Class::VerbPast);
    if form != verb.lemma && !base {
        return true;
    }
    let auxiliary = c.group_start(i) < i && (c.group_start(i)..i).any(|k| c.is(k, Class::Auxiliary));
    auxiliary || plural(scan, np)
}

/// Whether a subject can go with a verb in its base form.
fn plural(scan: &Scan<'_>, np: Np) -> bool {
    let and = (np.first..np.last).any(|k| scan.lower(k) == "and");
    let last = np.last - 1;
    // "the chiefs of staff", "the findings, printed today,": the head stands before what tells more of it.
    let more = [Class::Prep, Class::Relative, Class::VerbEd, Class::VerbIng];
    let head = (np.first + 1..last)
        .find(|&k| scan.kind(k) == Kind::Comma || scan.is_any(k, &more))
        .map_or(last, |k| k - 1);
    and || scan.lower(head).ends_with('s')
        || scan.is_any(head, &[Class::PluralHead])
        || scan.is(last, Class::PluralHead)
        || scan.lower(last).ends_with('s')
        || (np.first..np.last).any(|k| {
            scan.is_any(k, &[Class::SourceNoun, Class::PluralHead, Class::Quantifier])
                && (scan.lower(k).ends_with('s') || scan.is(k, Class::PluralHead))
        })
}

impl Clause<'_, '_> {
    /// The bytes of tokens `first..last`.
    pub fn span(&self, first: usize, last: usize) -> Span {
        match (self.scan.toks.get(first), last.checked_sub(1).and_then(|l| self.scan.toks.get(l))) {
            (Some(a), Some(b)) if a.start <= b.end => Span { start: a.start, end: b.end },
            _ => Span::default(),
        }
    }

    /// Whether content goes on behind a cue in its middle; a participle or relative clause there is the teller's.
    fn goes_on(&self, from: usize) -> bool {
        let opening = self.scan.lower(from);
        if self.is(from, Class::Resume) {
            return true;
        }
        !(self.is(from, Class::Relative) || opening.ends_with("ing"))
    }

    /// Behind an apposition or relative clause that follows a source ("said X, who …, and").
    fn past_apposition(&self, last: usize) -> usize {
        if self.scan.kind(last) != Kind::Comma {
            return last;
        }
        let next = last + 1;
        let opens = self.is(next, Class::Relative)
            || self.is(next, Class::NounMarker)
            || self.scan.is_any(next, &[Class::SourceNoun, Class::Title])
            || self.scan.kind(next) == Kind::Number;
        let closed = (next..self.hi.min(next + 14)).find(|&k| !self.wordlike(k));
        // "said X, editor of the report, the …": a phrase between commas without a verb.
        let phrase = closed
            .filter(|&q| {
                self.scan.kind(q) == Kind::Comma && !self.scan.capital(next) && !self.is(next, Class::Pronoun)
            })
            .filter(|&q| (next..q).all(|k| self.finite(k) != Some(Finite::Sure)));
        if let Some(q) = phrase.filter(|_| !opens) {
            return q;
        }
        if !opens {
            return last;
        }
        (next..self.hi)
            .find(|&k| self.scan.kind(k) == Kind::Comma && !self.is(k + 1, Class::Relative))
            .unwrap_or(self.hi)
    }

    /// Whether the verb at `i` is bidden or allowed ("shall state", "may ask"), not reported.
    fn norm(&self, i: usize) -> bool {
        (self.group_start(i)..i).any(|t| self.is(t, Class::Norming))
    }

    /// Whether the verb at `i` is denied.
    pub fn negated(&self, i: usize) -> bool {
        (self.group_start(i)..i).any(|t| self.is(t, Class::Negation))
    }

    /// Whether the -ing form at `i` is part of a finite group ("is demanding").
    fn progressive(&self, i: usize) -> bool {
        let k = self.group_start(i);
        (k..i).any(|t| self.scan.is_any(t, &[Class::Be, Class::Auxiliary]))
    }
}
