//! Sources named without a verb: "according to X", "in X's view", and hearsay without any source.

use super::super::cues::{NO_VERB, Place, Report, VIEW};
use super::super::lexis::CUES;
use super::super::np::subject_right;
use super::super::scan::Kind;
use super::super::words::Class;
use super::clause::{Clause, Finite};
use memcon_model::Span;

impl Clause<'_, '_> {
    /// "According to X, …", "…, according to X" and "…, according to X, …" at token `i`.
    pub fn according(&self, i: usize) -> Option<Report> {
        let from = self.lead_in(i)?;
        if let Some(report) = self.in_ones_view(i) {
            return Some(report);
        }
        let from = from?;
        let until = self.source_end(from)?;
        if until <= from || !self.speaks(from, until) {
            return None;
        }
        self.around(i, from, (from, until), (i, from))
    }

    /// Whether a lead-in may start at `i` (`Some`), and behind which token it ends.
    fn lead_in(&self, i: usize) -> Option<Option<usize>> {
        let first = self.scan.lower(i);
        let starts = CUES.according.iter().any(|w| w.first().is_some_and(|w| w == first));
        if !starts {
            return None;
        }
        let found = CUES.according.iter().find(|words| {
            i + words.len() < self.hi && words.iter().enumerate().all(|(k, w)| self.scan.lower(i + k) == w)
        });
        Some(found.map(|w| i + w.len()))
    }

    /// "in X's view", "in their opinion".
    fn in_ones_view(&self, i: usize) -> Option<Report> {
        let noun = (i + 2..self.hi.min(i + 10)).find(|&k| {
            self.is(k, Class::ViewNoun) || !matches!(self.scan.kind(k), Kind::Word) && !self.apostrophe(k)
        })?;
        if !self.is(noun, Class::ViewNoun) || self.scan.lower(i) != "in" {
            return None;
        }
        let owner = self.is(i + 1, Class::Owner) && noun <= i + 3;
        let named = (i + 2..noun).any(|k| self.possessive(k) || self.apostrophe(k));
        let set_off = noun + 1 >= self.hi
            || matches!(self.scan.kind(noun + 1), Kind::Comma | Kind::Stop)
            || i == self.lo;
        (set_off && (owner || named))
            .then(|| self.around(i, noun + 1, (i + 1, noun), (i, noun + 1)))
            .flatten()
            .map(|r| Report { verb: VIEW, ..r })
    }

    /// Where a source behind a lead-in ends.
    fn source_end(&self, from: usize) -> Option<usize> {
        let far = self.hi.min(from + 40);
        let stop = (from..far)
            .find(|&k| {
                matches!(self.scan.kind(k), Kind::Comma | Kind::Semicolon | Kind::Dash)
                    || (self.scan.kind(k) == Kind::Mark && !self.apostrophe(k))
                    || (self.scan.kind(k) == Kind::Stop && !self.stop_inside(k))
            })
            .unwrap_or(far);
        // Without a comma a clause may follow at once: the source ends with its phrase.
        if self.scan.kind(stop) == Kind::Comma || stop >= self.hi || self.scan.kind(stop) == Kind::Stop {
            return Some(stop);
        }
        Some(subject_right(self.scan, from, stop).map_or(stop, |np| np.last))
    }

    /// Whether a phrase names somebody or something that speaks; a rule or plan that something accords with says nothing.
    fn speaks(&self, from: usize, until: usize) -> bool {
        let rule = (from..until.min(from + 4)).any(|k| self.is(k, Class::Norm));
        let names = self.scan.capital(from)
            || self.scan.is_any(from, &[Class::Pronoun, Class::ObjectPronoun])
            || (from..until).any(|k| {
                self.scan
                    .is_any(k, &[Class::SourceNoun, Class::SpeechNoun, Class::CueNoun, Class::PluralHead])
                    || (self.scan.capital(k) && k > from && !self.is(k, Class::NotAName))
                    || self.scan.word(k).ends_with('s') && !self.possessive(k) && k + 1 == until
            });
        names && !rule
    }

    /// A report whose content stands around its cue, which is tokens `first..last` with the source in it.
    fn around(
        &self,
        first: usize,
        last: usize,
        source: (usize, usize),
        cue: (usize, usize),
    ) -> Option<Report> {
        let end = self.content_end(self.hi);
        let last = last.max(source.1);
        let mut content: Vec<Span> = Vec::new();
        let opens =
            (self.lo..first).all(|k| self.is(k, Class::ClauseOpener) || self.scan.kind(k) == Kind::Comma);
        if !opens {
            let comma = self.scan.kind(first - 1) == Kind::Comma;
            content.push(self.span(self.piece_before(first), first - usize::from(comma)));
        }
        let behind = (last..end).find(|&k| self.scan.kind(k) != Kind::Comma).unwrap_or(end);
        let goes_on = opens
            || (self.scan.kind(last) == Kind::Comma
                && !self.is(behind, Class::Coordinator)
                && !self.is(behind, Class::Relative)
                && self.finite_ahead(behind));
        if behind < end && goes_on {
            content.push(self.span(behind, end));
        }
        content.retain(|c| !c.is_empty());
        (!content.is_empty()).then(|| Report {
            source: Some(self.span(source.0, source.1)),
            cue: self.span(cue.0, cue.1),
            content,
            place: Place::According,
            verb: NO_VERB,
            at: first,
            clause: true,
            negated: false,
        })
    }

    fn finite_ahead(&self, from: usize) -> bool {
        (from..self.hi.min(from + 20)).any(|k| self.finite(k) == Some(Finite::Sure))
    }

    /// Beginning of the content before a cue: behind a semicolon, or the sentence's beginning.
    fn piece_before(&self, first: usize) -> usize {
        (self.lo..first)
            .rev()
            .find(|&k| self.scan.kind(k) == Kind::Semicolon && !(self.opaque)(k))
            .map_or(self.lo, |k| k + 1)
    }

    /// "reportedly": somebody says so, nobody is named.
    pub fn hearsay(&self, i: usize) -> Option<Report> {
        if !self.is(i, Class::Hearsay) {
            return None;
        }
        let end = self.content_end(self.hi);
        let pieces = [self.span(self.piece_before(i), i), self.span(i + 1, end)];
        let content: Vec<Span> = pieces.into_iter().filter(|c| !c.is_empty()).collect();
        (!content.is_empty()).then(|| Report {
            source: None,
            cue: self.span(i, i + 1),
            content,
            place: Place::According,
            verb: NO_VERB,
            at: i,
            clause: false,
            negated: false,
        })
    }

    /// "Asked whether …, he": a question nobody is named for, at the sentence's beginning.
    pub fn asked(&self, i: usize) -> Option<Report> {
        let n = *CUES.forms.get(self.scan.lower(i))?.first()?;
        let verb = CUES.verbs.get(n as usize).filter(|v| v.takes('w') && v.takes('o') && v.indirect)?;
        if !self.is(i + 1, Class::WhWord) || !verb.particle.is_empty() {
            return None;
        }
        let comma = (i + 2..self.hi).find(|&k| self.scan.kind(k) == Kind::Comma && self.nominal(k + 1))?;
        Some(Report {
            source: None,
            cue: self.span(i, i + 1),
            content: vec![self.span(i + 1, comma)],
            place: Place::Before,
            verb: n,
            at: i,
            clause: true,
            negated: false,
        })
    }
}
