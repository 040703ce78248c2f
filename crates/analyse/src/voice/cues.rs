//! Cues in prose: which words say that somebody said or thought something, and which words are that something.
//!
//! Works sentence by sentence on tokens; quotations are looked at from outside. English only; other
//! languages go through the patterns of `data/voice/languages/` (see `reports.rs`).

use super::lexis::{CUES, Verb};
use super::np::{Np, phrase_ending, subject_left, subject_right};
use super::scan::{Kind, Scan};
use super::words::Class;
use memcon_model::{AttributionKind, Factuality, Polarity, Span, Stance};

/// Where the cue stands to the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// "X said that …"
    Before,
    /// "…, X said" and "…, X said, …"
    Behind,
    /// "According to X, …"
    According,
}

/// A report found in a sentence.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub source: Option<Span>,
    pub cue: Span,
    pub content: Vec<Span>,
    pub place: Place,
    pub verb: u16,
    /// Token of the verb.
    pub at: usize,
    /// The complement was opened by "that" or a wh-word.
    pub clause: bool,
    /// The cue is denied ("did not say").
    pub negated: bool,
}

/// Verb index of a cue that is no verb ("according to", "the claim that").
pub(super) const NO_VERB: u16 = u16::MAX;
/// Verb index of a cue for a view that is no verb ("in his opinion", "is confident that").
pub(super) const VIEW: u16 = u16::MAX - 1;

impl Report {
    /// How the source stands to the content; a cue that is no verb of the table is the saying of a view.
    pub fn stance(&self) -> Stance {
        let stance = match CUES.verbs.get(self.verb as usize) {
            Some(verb) => verb.stance,
            None if self.verb == VIEW => Stance {
                kind: AttributionKind::View,
                factuality: Some(Factuality::Believed),
                ..Stance::default()
            },
            None => Stance { factuality: Some(Factuality::Asserted), ..Stance::default() },
        };
        if self.negated { turned(stance) } else { stance }
    }
}

/// A stance whose cue is denied.
fn turned(stance: Stance) -> Stance {
    let polarity = match stance.polarity {
        Polarity::Positive => Polarity::Negative,
        Polarity::Negative => Polarity::Positive,
    };
    Stance { polarity, ..stance }
}

/// How the one who speaks stands to a quotation: by its cue verb, at byte `at`.
pub(super) fn stance_of_quotation(scan: &Scan<'_>, verb: Option<Span>) -> Stance {
    verb.and_then(|v| verb_at(scan, scan.token_at(v.start))).map(|(_, v)| v.stance).unwrap_or_default()
}

/// A verb form at a token that can be a cue, with its index.
pub(super) fn verb_at(scan: &Scan<'_>, i: usize) -> Option<(u16, &'static Verb)> {
    form_at(scan, i, |_| true)
}

/// The same of the verbs that can report without quotation marks.
pub(super) fn report_verb_at(scan: &Scan<'_>, i: usize) -> Option<(u16, &'static Verb)> {
    form_at(scan, i, |verb| verb.indirect)
}

fn form_at(scan: &Scan<'_>, i: usize, fits: fn(&Verb) -> bool) -> Option<(u16, &'static Verb)> {
    if !scan.is(i, Class::CueForm) || scan.kind(i) != Kind::Word || scan.capital(i) {
        return None;
    }
    let found = CUES.forms.get(scan.lower(i))?;
    // "in thought", "the claims": a noun.
    if i > 0 && scan.is(i - 1, Class::NounMarker) {
        return None;
    }
    // A verb with its particle first ("pointed out"), then one without.
    let mut plain = None;
    for &n in found {
        let verb = CUES.verbs.get(n as usize)?;
        if !fits(verb) {
            continue;
        }
        if verb.particle.is_empty() {
            plain = plain.or(Some((n, verb)));
        } else if particle_at(scan, i, verb).is_some() {
            return Some((n, verb));
        }
    }
    plain
}

/// Token behind the verb's particle, where it has one and it stands near.
fn particle_at(scan: &Scan<'_>, i: usize, verb: &Verb) -> Option<usize> {
    (i + 1..i + 3).find(|&k| verb.particle.iter().any(|p| *p == scan.lower(k))).map(|k| k + 1)
}

/// The token at which the complement of the verb at `i` starts.
pub(super) fn behind(scan: &Scan<'_>, i: usize, verb: &Verb) -> usize {
    if verb.particle.is_empty() { i + 1 } else { particle_at(scan, i, verb).unwrap_or(i + 1) }
}

fn span(scan: &Scan<'_>, first: usize, last: usize) -> Span {
    match (scan.toks.get(first), last.checked_sub(1).and_then(|l| scan.toks.get(l))) {
        (Some(a), Some(b)) if a.start <= b.end => Span { start: a.start, end: b.end },
        _ => Span::default(),
    }
}

fn np_span(scan: &Scan<'_>, np: Np) -> Span {
    span(scan, np.first, np.last)
}

/// The cue of a quotation.
#[derive(Clone, Copy, Debug)]
pub(super) struct QuoteCue {
    pub source: Option<Span>,
    /// Verb alone.
    pub verb: Span,
    /// Source and verb and what stands between.
    pub whole: Span,
}

/// More words than these behind its verb make a cue a report of its own.
const OWN_WORDS: usize = 5;

/// The cue that stands behind a quotation's closing mark at token `close`.
pub(super) fn cue_behind(scan: &Scan<'_>, close: usize) -> Option<QuoteCue> {
    let mut from = close + 1;
    while matches!(scan.kind(from), Kind::Comma | Kind::Line | Kind::Dash) && from < close + 3 {
        from += 1;
    }
    // A stop behind the mark ends the sentence, but a mark before a spaced stop is seen in old print.
    let hi = (from..scan.toks.len().min(from + 24))
        .find(|&k| {
            matches!(scan.kind(k), Kind::Mark | Kind::Break | Kind::Semicolon | Kind::Colon)
                || (scan.kind(k) == Kind::Stop && !abbreviation_stop(scan, k))
        })
        .unwrap_or(scan.toks.len().min(from + 24));
    if hi <= from || scan.kind(from) != Kind::Word {
        return None;
    }
    // It belongs to the next quotation where it ends in a comma or colon before a mark and the sentence is new.
    let sentence_new =
        scan.capital(from) && close > 0 && scan.kind(close - 1) == Kind::Stop && scan.word(close - 1) == "."
            || scan.kind(close + 1) == Kind::Stop;
    let announces = scan.kind(hi) == Kind::Colon
        || (scan.kind(hi) == Kind::Mark
            && hi > from
            && matches!(scan.kind(hi - 1), Kind::Comma | Kind::Colon));
    if sentence_new && announces {
        return None;
    }
    // Inverted: verb first.
    if is_direct(scan, from)
        && let Some(np) = subject_right(scan, from + 1, hi)
    {
        return Some(QuoteCue {
            source: Some(np_span(scan, np)),
            verb: span(scan, from, from + 1),
            whole: span(scan, from, np.last),
        });
    }
    // Subject first, its verb within reach, without a clause between.
    let verb = (from + 1..hi)
        .take(12)
        .take_while(|&k| !scan.is(k, Class::ClauseWord))
        .find(|&k| is_direct(scan, k))?;
    // Behind a full stop "X has said it wants …" tells something else; "X said." tells who spoke.
    if sentence_new && hi > verb + OWN_WORDS {
        return None;
    }
    let np = subject_left(scan, verb, from)?;
    // "their own earnings forecasts": a form that is also a noun needs somebody who can speak before it.
    let noun = verb_at(scan, verb).is_some_and(|(_, v)| v.noun);
    let speaks = [Class::Pronoun, Class::SourceNoun, Class::Title];
    if noun && !(np.first..np.last).any(|k| scan.is_any(k, &speaks) || scan.capital(k)) {
        return None;
    }
    (np.first <= from + 1).then(|| QuoteCue {
        source: Some(np_span(scan, np)),
        verb: span(scan, verb, verb + 1),
        whole: span(scan, np.first, verb + 1),
    })
}

pub(super) fn abbreviation_stop(scan: &Scan<'_>, k: usize) -> bool {
    k > 0
        && scan.spaces_before(k) == 0
        && (scan.is(k - 1, Class::Abbreviation) || scan.word(k - 1).chars().count() == 1)
}

fn is_direct(scan: &Scan<'_>, k: usize) -> bool {
    verb_at(scan, k).is_some_and(|(_, v)| v.direct)
}

/// The cue that stands before a quotation's opening mark at token `open`.
pub(super) fn cue_before(scan: &Scan<'_>, open: usize) -> Option<QuoteCue> {
    let mut hi = open;
    while hi > 0 && matches!(scan.kind(hi - 1), Kind::Line | Kind::Break) {
        hi -= 1;
    }
    if hi == 0
        || (hi != open
            && scan.kind(hi - 1) != Kind::Colon
            && scan.kind(open.saturating_sub(1)) == Kind::Break)
    {
        return None;
    }
    if matches!(scan.kind(hi - 1), Kind::Stop | Kind::Mark) {
        return None;
    }
    let lo = (hi.saturating_sub(36)..hi)
        .rev()
        .find(|&k| {
            matches!(scan.kind(k), Kind::Mark | Kind::Break | Kind::Semicolon)
                || (scan.kind(k) == Kind::Stop && !abbreviation_stop(scan, k))
        })
        .map_or(hi.saturating_sub(36), |k| k + 1);
    let near = if matches!(scan.kind(hi - 1), Kind::Colon | Kind::Comma) { 16 } else { 6 };
    let verb = (lo..hi).rev().take(near).find(|&k| is_direct(scan, k))?;
    let np = subject_left(scan, verb, lo).or_else(|| subject_right(scan, verb + 1, hi)).or_else(|| {
        // "…, adding: " takes the subject of the clause before.
        let clause = (lo..verb).find(|&k| verb_at(scan, k).is_some())?;
        scan.lower(verb).ends_with("ing").then(|| subject_left(scan, clause, lo)).flatten()
    });
    let first = np.map_or(verb, |np| np.first.min(verb));
    let last = np.map_or(verb + 1, |np| np.last.max(verb + 1));
    Some(QuoteCue {
        source: np.map(|np| np_span(scan, np)),
        verb: span(scan, verb, verb + 1),
        whole: span(scan, first, last),
    })
}

/// The first noun phrase of a sentence that could be a person, for a gesture told beside a quotation.
pub(super) fn first_subject(scan: &Scan<'_>, first: usize, last: usize) -> Option<Span> {
    let at = (first..last.min(first + 3)).find(|&k| scan.kind(k) == Kind::Word)?;
    let np = subject_right(scan, at, last)?;
    phrase_ending(scan, np.last, np.first).map(|_| np_span(scan, np))
}
