//! What stands behind a cue verb: where its content begins and ends.

use super::super::lexis::Verb;
use super::super::scan::Kind;
use super::super::words::Class;
use super::clause::{Clause, Finite};

/// The content of a cue: from token `start` up to `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Complement {
    pub start: usize,
    pub end: usize,
    /// Opened by "that", a wh-word or a colon.
    pub clause: bool,
}

/// How far a conjunction may stand from its verb ("told the envoy on Monday that").
const THAT: usize = 14;
/// How far the verb of a bare clause may stand from its beginning.
const VERB: usize = 34;

impl Clause<'_, '_> {
    /// The complement of a verb whose last word stands before `from`; `weak` = the form is as often a noun, which needs
    /// its conjunction at once.
    pub fn complement(&self, from: usize, verb: &Verb, weak: bool) -> Option<Complement> {
        let hi = self.hi;
        if from >= hi {
            return None;
        }
        let whole = |start: usize, clause: bool| Complement { start, end: self.content_end(hi), clause };
        let at = self.light(from);
        if verb.takes('w') {
            let wh = (at..hi.min(at + if verb.takes('o') { 8 } else { 1 }))
                .take_while(|&k| self.wordlike(k) && (k == at || self.finite(k).is_none()))
                .find(|&k| self.is(k, Class::WhWord));
            if let Some(wh) = wh {
                return Some(whole(wh, true));
            }
        }
        if verb.takes('t')
            && let Some(that) = self.that(from, if weak { hi.min(from + 3) } else { hi })
        {
            return Some(whole(that + 1, true));
        }
        let quoted = self.scan.kind(at + 1) == Kind::Mark && (self.opaque)(at + 2);
        if verb.takes('i') && self.scan.lower(at) == "to" && (self.verb_plain(at + 1) || quoted) {
            return Some(self.phrase_content(at));
        }
        if weak && !verb.takes('k') {
            return None;
        }
        if verb.takes('i') && verb.takes('o') && self.object(at) {
            let to = self.infinitive(at);
            if to.is_some() {
                return Some(self.phrase_content(at));
            }
        }
        if verb.takes('q') && self.scan.kind(at) == Kind::Colon && at + 2 < hi {
            return Some(whole(at + 1, true));
        }
        if verb.takes('a') {
            return self.described(at).then(|| self.phrase_content(at));
        }
        if verb.takes('k') && self.named_so(at) {
            return Some(self.phrase_content(at));
        }
        if verb.takes('f')
            && let Some(start) = self.of_phrase(at, verb.takes('o'))
        {
            return Some(self.phrase_content(start));
        }
        if verb.takes('b')
            && let Some(start) = self.bare(at, verb.takes('o'))
        {
            return Some(whole(start, false));
        }
        if verb.takes('n') && self.object(at) {
            return Some(self.phrase_content(at));
        }
        (verb.takes('q') && self.scan.kind(at) == Kind::Mark && (self.opaque)(at + 1))
            .then(|| self.phrase_content(at))
    }

    /// A token of a phrase: a word, a figure, an apostrophe, the stop of an abbreviation.
    pub fn wordlike(&self, k: usize) -> bool {
        match self.scan.kind(k) {
            Kind::Word | Kind::Number | Kind::Other => true,
            Kind::Stop => self.stop_inside(k),
            _ => self.apostrophe(k),
        }
    }

    /// Over adverbs and words of time.
    fn light(&self, mut at: usize) -> usize {
        while at < self.hi
            && self.scan.kind(at) == Kind::Word
            && self.scan.lower(at) != "to"
            && (self.adverb(at) || self.is(at, Class::TimeWord))
            && !self.is(at, Class::Auxiliary)
        {
            at += 1;
        }
        at
    }

    /// Whether a verb in its base form stands at `i`, as behind "to".
    fn verb_plain(&self, mut i: usize) -> bool {
        while self.adverb(i) && !self.is(i, Class::Be) && i < self.hi {
            i += 1;
        }
        self.scan.kind(i) == Kind::Word
            && !self.scan.capital(i)
            && !self.scan.is_any(i, &[Class::Determiner, Class::Prep, Class::ObjectForm, Class::NounMarker])
    }

    /// Whether an object can begin at `at`.
    fn object(&self, at: usize) -> bool {
        at < self.hi
            && (self.is(at, Class::ObjectForm)
                || self.scan.kind(at) == Kind::Mark && (self.opaque)(at + 1)
                || self.nominal(at) && self.finite(at) != Some(Finite::Sure))
    }

    /// "to" with a verb behind an object that starts at `at`.
    fn infinitive(&self, at: usize) -> Option<usize> {
        (at + 1..self.hi.min(at + 14))
            .take_while(|&k| self.wordlike(k) && self.finite(k) != Some(Finite::Sure))
            .find(|&k| self.scan.lower(k) == "to" && self.verb_plain(k + 1))
    }

    /// "that" close behind a verb, with only an addressee or adverbial between.
    fn that(&self, from: usize, hi: usize) -> Option<usize> {
        let mut commas = 0;
        for k in from..hi.min(from + THAT) {
            match self.scan.kind(k) {
                Kind::Comma => {
                    commas += 1;
                    let next = k + 1;
                    let other = self.is(next, Class::Coordinator) || self.is(next, Class::Relative);
                    if commas > 2 || (other && k > from) || self.is(next, Class::VerbIng) {
                        return None;
                    }
                }
                Kind::Stop if self.stop_inside(k) => {}
                Kind::Stop | Kind::Semicolon | Kind::Colon | Kind::Break => return None,
                Kind::Mark if !self.apostrophe(k) => return None,
                _ => {}
            }
            if self.scan.lower(k) == "that" {
                let demonstrative = self.is(k + 1, Class::TimeWord);
                // An aside between has a comma at both its ends.
                let aside = commas % 2 == 0 || self.scan.kind(k - 1) == Kind::Comma;
                return (!demonstrative && aside && k + 1 < self.hi).then_some(k);
            }
            let infinitive = self.scan.lower(k) == "to" && self.verb_plain(k + 1) && self.is_any_verb(k + 1);
            let other_clause = self.is_wh(k) || infinitive || self.finite(k) == Some(Finite::Sure);
            if k > from && other_clause {
                return None;
            }
        }
        None
    }

    fn is_any_verb(&self, k: usize) -> bool {
        self.scan.is_any(k, &[Class::VerbBase, Class::VerbPlain])
    }

    fn is_wh(&self, k: usize) -> bool {
        self.is(k, Class::WhWord)
    }

    /// Where a clause without a conjunction begins behind its verb.
    fn bare(&self, at: usize, addressed: bool) -> Option<usize> {
        if self.scan.kind(at) == Kind::Comma {
            return None;
        }
        let mut at = at;
        // "said in a statement the plan …", "said on Sunday he …"
        for _ in 0..3 {
            if !self.is(at, Class::Prep) || self.scan.capital(at) {
                break;
            }
            at = self.over_phrase(at)?;
        }
        if addressed && !self.is(at, Class::Pronoun) {
            let start = (at + 1..self.hi.min(at + 12))
                .take_while(|&k| self.wordlike(k))
                .take_while(|&k| self.finite(k) != Some(Finite::Sure))
                .find(|&k| self.breaks_phrase(k) && self.clause_at(k));
            if start.is_some() {
                return start;
            }
        }
        // "said will report": a cable leaves the subject out.
        let telegraphic = self.is(at, Class::Auxiliary) && !self.is(at, Class::Be) && !self.contracted_at(at);
        (self.clause_at(at) || telegraphic).then_some(at)
    }

    /// Whether a new noun phrase begins at `k` right behind another.
    fn breaks_phrase(&self, k: usize) -> bool {
        self.is(k, Class::Pronoun)
            || self.is(k, Class::Determiner)
                && !self.is(k - 1, Class::Prep)
                && !self.is(k - 1, Class::Determiner)
            || self.scan.capital(k) && !self.scan.capital(k - 1) && !self.is_before_name(k - 1)
    }

    fn is_before_name(&self, k: usize) -> bool {
        self.scan.is_any(k, &[Class::Prep, Class::Determiner, Class::Title, Class::Coordinator])
            || self.scan.kind(k) != Kind::Word
    }

    /// The token behind a phrase that opens with the preposition at `at`, where another phrase begins.
    fn over_phrase(&self, at: usize) -> Option<usize> {
        for k in at + 1..self.hi.min(at + 12) {
            match self.scan.kind(k) {
                Kind::Word | Kind::Number | Kind::Other => {}
                _ if self.apostrophe(k) => {}
                _ => return None,
            }
            if k > at + 1 && (self.is(k, Class::Prep) || self.breaks_phrase(k)) {
                return Some(k);
            }
            let plural = k > at + 1 && self.finite(k).is_some();
            if plural {
                return None;
            }
        }
        None
    }

    /// Whether tokens from `at` are a clause of their own: a subject and a finite verb.
    fn clause_at(&self, at: usize) -> bool {
        if at + 1 >= self.hi {
            return false;
        }
        let opens = self.nominal(at)
            || self.scan.is_any(at, &[Class::ClauseOpener]) && self.scan.lower(at) == "there"
            || matches!(self.scan.lower(at), "there" | "if" | "when" | "such" | "what")
            || self.scan.kind(at) == Kind::Mark && (self.opaque)(at + 1);
        // "said nothing", but "said nothing prevents it".
        let no = self.is(at, Class::NoClause) && self.finite(at + 1).is_none();
        if !opens || no || (self.is(at, Class::Prep) && !self.scan.capital(at)) {
            return false;
        }
        if self.contracted_at(at) {
            return true;
        }

        for k in at + 1..self.hi.min(at + VERB) {
            match self.scan.kind(k) {
                Kind::Semicolon | Kind::Break | Kind::Colon => return false,
                // "found posts, they would": the clause behind the comma is another.
                Kind::Comma if self.is(k + 1, Class::Pronoun) => return false,
                Kind::Mark if k > at + 1 && self.scan.kind(k - 1) == Kind::Comma => return false,
                // 'said the ruling "shows …"': the verb stands in the marks.
                Kind::Mark if (self.opaque)(k + 1) && self.predicate(k + 1) => return true,
                _ => {}
            }
            // "maintains offices and holds shares": a verb that shares its subject opens no clause.
            let joined = self.is(self.group_start(k).saturating_sub(1), Class::Coordinator);
            if !joined && self.finite(k).is_some() {
                return true;
            }
        }
        false
    }

    /// Words in marks that can be a clause's verb with what follows it.
    fn predicate(&self, k: usize) -> bool {
        let long =
            (k..k + 3).all(|t| (self.opaque)(t) && self.scan.kind(t) == Kind::Word && !self.scan.capital(t));
        self.scan.is_any(k, &[Class::VerbS, Class::VerbEd, Class::VerbPast, Class::Auxiliary])
            || long && self.scan.word(k).ends_with(['s', 'd'])
    }

    fn contracted_at(&self, at: usize) -> bool {
        self.is(at, Class::Auxiliary) && self.scan.word(at).contains(['\'', '’'])
    }

    /// "… as …" behind an object.
    fn described(&self, at: usize) -> bool {
        self.scan.lower(at) != "as"
            && self.object(at)
            && (at..self.hi.min(at + 16))
                .take_while(|&k| self.finite(k) != Some(Finite::Sure) && self.scan.kind(k) != Kind::Semicolon)
                .any(|k| self.scan.lower(k) == "as")
    }

    /// "called it theft", "called the plan “a disgrace”": an object with a name for it.
    fn named_so(&self, at: usize) -> bool {
        if !self.object(at) {
            return false;
        }
        let pronoun = self.is(at, Class::ObjectForm) || self.scan.lower(at) == "it";
        let behind = self.is(at + 1, Class::Determiner) || self.scan.kind(at + 1) == Kind::Word;
        let pronoun = pronoun && behind && !self.is(at + 1, Class::Prep) && self.scan.lower(at + 1) != "to";
        let quoted = (at..self.hi.min(at + 14))
            .take_while(|&k| self.finite(k) != Some(Finite::Sure))
            .any(|k| self.scan.kind(k) == Kind::Mark && !self.apostrophe(k));
        // Two phrases one behind the other: "called the vote a farce".
        let two = (at + 1..self.hi.min(at + 9))
            .take_while(|&k| self.scan.kind(k) == Kind::Word && self.finite(k) != Some(Finite::Sure))
            .any(|k| {
                self.is(k, Class::NounMarker) && self.is(k, Class::Determiner) && !self.is_before_name(k - 1)
            });
        pronoun || quoted || two
    }

    /// "of …", "about …" and the like, behind an object where the verb takes one.
    fn of_phrase(&self, at: usize, object: bool) -> Option<usize> {
        let of = |k: usize| self.is(k, Class::ContentPrep);
        if of(at) && at + 1 < self.hi {
            return Some(at + 1);
        }
        let found = object
            && self.object(at)
            && (at + 1..self.hi.min(at + 12)).take_while(|&k| self.wordlike(k)).any(of);
        found.then_some(at)
    }

    /// A content that is no clause of its own: up to a comma behind which something else begins.
    fn phrase_content(&self, start: usize) -> Complement {
        let end = self.content_end(self.hi);
        let other =
            [Class::Coordinator, Class::Relative, Class::VerbIng, Class::Subordinator, Class::Auxiliary];
        let mut inner = false;
        for k in start + 1..end {
            if (self.opaque)(k) {
                continue;
            }
            let stop = self.scan.kind(k) == Kind::Semicolon
                || self.scan.kind(k) == Kind::Comma && self.scan.is_any(k + 1, &other);
            if stop {
                return Complement { start, end: k, clause: false };
            }
            inner |= self.scan.is_any(k, &[Class::Relative, Class::Subordinator, Class::Coordinator]);
            // A verb that nothing joins is the sentence's own again ("those who praised the first found the second thin").
            if !inner && self.finite(k) == Some(Finite::Sure) {
                return Complement { start, end: self.group_start(k).max(start + 1), clause: false };
            }
        }
        Complement { start, end, clause: false }
    }

    /// End of a content: the sentence's end without its closing stop.
    pub fn content_end(&self, hi: usize) -> usize {
        let mut end = hi;
        while end > self.lo && self.scan.kind(end - 1) == Kind::Stop && self.scan.word(end - 1) == "." {
            end -= 1;
        }
        end
    }
}
