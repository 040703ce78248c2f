//! Cues in prose: which words say that somebody said or thought something, and which words are that something.
//!
//! Works sentence by sentence on tokens; quotations are looked at from outside. English only; other
//! languages go through the patterns of `data/voice/languages/` (see `reports.rs`).

use super::lexis::{CUES, Verb};
use super::np::{Np, phrase_ending, subject_left, subject_right};
use super::scan::{Kind, Scan, Sentence};
use super::words::Class;
use memcon_model::Span;

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
}

/// A verb form at a token that can be a cue, with its index.
pub(super) fn verb_at(scan: &Scan<'_>, i: usize) -> Option<(u16, &'static Verb)> {
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
fn behind(scan: &Scan<'_>, i: usize, verb: &Verb) -> usize {
    if verb.particle.is_empty() { i + 1 } else { particle_at(scan, i, verb).unwrap_or(i + 1) }
}

/// Whether the verb at `i` is a passive without a source ("it was agreed", "is said to").
fn passive(scan: &Scan<'_>, i: usize, lo: usize) -> bool {
    let ing = scan.lower(i).ends_with("ing");
    (lo.max(i.saturating_sub(3))..i)
        .rev()
        .take_while(|&k| scan.is(k, Class::Between) || scan.is(k, Class::Be))
        .any(|k| scan.is(k, Class::Be) && !ing)
}

/// All reports of one sentence, in order of their cues. `opaque` tells tokens inside deeper quotations.
pub(super) fn reports(scan: &Scan<'_>, s: &Sentence, opaque: &dyn Fn(usize) -> bool) -> Vec<Report> {
    let (lo, hi) = (s.first as usize, s.last as usize);
    let mut found: Vec<Report> = Vec::new();
    if let Some(report) = according(scan, lo, hi) {
        found.push(report);
    }
    let mut last_subject: Option<Np> = None;
    let mut i = lo;
    while i < hi {
        let hit = (!opaque(i)).then(|| verb_at(scan, i)).flatten().filter(|(_, v)| v.indirect);
        let Some((n, verb)) = hit else {
            i += 1;
            continue;
        };
        let floor = found.iter().filter(|r| r.place == Place::Before).map(|r| r.at + 1).max().unwrap_or(lo);
        let form = scan.lower(i);
        let participle = form.ends_with("ing");
        let to_infinitive = i > lo && scan.lower(i - 1) == "to";
        let subject = if participle {
            last_subject
        } else if passive(scan, i, floor) || (to_infinitive && !went_on(scan, i)) {
            i += 1;
            continue;
        } else {
            subject_left(scan, i, floor)
        };
        // A base form speaks in the present plural only: "officials say", not "in Redland and tell".
        let subject = subject.filter(|np| participle || form != verb.lemma || plural(scan, *np));
        let report = subject.and_then(|np| {
            before(scan, i, (n, verb), np, hi)
                .or_else(|| (!participle).then(|| behind_content(scan, i, (n, verb), np, lo, hi)).flatten())
        });
        let report = report
            .or_else(|| (!participle && verb.takes('q')).then(|| inverted(scan, i, n, lo, hi)).flatten());
        if let Some(report) = report {
            if !participle {
                last_subject = subject;
            }
            found.push(report);
        } else if subject.is_some() && !participle {
            last_subject = subject;
        }
        i += 1;
    }
    cut_at_next(scan, &mut found);
    for r in &mut found {
        for c in &mut r.content {
            *c = tidy(scan.text, *c);
        }
        r.content.retain(|c| !c.is_empty());
    }
    found.retain(|r| !r.content.is_empty());
    found
}

/// Content without the commas at its ends and without a bracket that has no partner in it.
fn tidy(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let lead = words.len() - words.trim_start_matches([',', ' ', '\n', ':']).len();
    let mut kept = words.get(lead..).unwrap_or("");
    kept = kept.trim_end_matches([',', ' ', '\n', ';']);
    if kept.ends_with([')', ']']) && !kept.contains(['(', '[']) {
        kept = kept.trim_end_matches([')', ']']).trim_end_matches('.');
    }
    let start = span.start + lead as u32;
    Span { start, end: start + kept.len() as u32 }
}

/// Whether a subject can go with a verb in its base form.
fn plural(scan: &Scan<'_>, np: Np) -> bool {
    let head = scan.lower(np.last - 1);
    let and = (np.first..np.last).any(|k| scan.lower(k) == "and");
    scan.is(np.last - 1, Class::PluralHead)
        || and
        || head.ends_with('s')
        || (np.first..np.last).any(|k| scan.is(k, Class::SourceNoun) && scan.lower(k).ends_with('s'))
}

/// "went on to say", "continued to insist".
fn went_on(scan: &Scan<'_>, i: usize) -> bool {
    i >= 3 && (scan.lower(i - 2) == "on" || scan.lower(i - 2) == "continued")
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

/// End of the content: the sentence's end without its closing stop.
fn content_end(scan: &Scan<'_>, hi: usize) -> usize {
    let mut end = hi;
    while end > 0 && matches!(scan.kind(end - 1), Kind::Stop) && scan.word(end - 1) == "." {
        end -= 1;
    }
    end
}

/// "X said that …": the complement to the right of the verb.
fn before(scan: &Scan<'_>, i: usize, (n, verb): (u16, &Verb), np: Np, hi: usize) -> Option<Report> {
    let from = behind(scan, i, verb);
    let (start, clause) = complement(scan, from, verb, hi)?;
    let end = content_end(scan, hi);
    (start < end).then(|| Report {
        source: Some(np_span(scan, np)),
        cue: span(scan, i, from.max(i + 1)),
        content: vec![span(scan, start, end)],
        place: Place::Before,
        verb: n,
        at: i,
        clause,
    })
}

/// Where the content of a verb begins, and whether a conjunction opens it.
fn complement(scan: &Scan<'_>, from: usize, verb: &Verb, hi: usize) -> Option<(usize, bool)> {
    if from >= hi {
        return None;
    }
    // A form that is as often a noun needs its conjunction at once.
    let reach = if verb.noun { hi.min(from + 3) } else { hi };
    if verb.takes('t')
        && let Some(that) = find_that(scan, from, reach)
    {
        return Some((that + 1, true));
    }
    let mut at = from;
    while at < hi && scan.kind(at) == Kind::Word && scan.lower(at).ends_with("ly") {
        at += 1;
    }
    let word = scan.lower(at);
    if verb.takes('w') {
        let wh = at + usize::from(verb.takes('o') && !scan.is(at, Class::WhWord));
        if scan.is(wh, Class::WhWord) && wh < hi {
            return Some((wh, true));
        }
    }
    if verb.takes('i') && word == "to" {
        return Some((at, false));
    }
    if verb.takes('i') && verb.takes('o') {
        // "urged the ministers to meet": the whole is the content.
        let to = (at..hi.min(at + 8)).find(|&k| scan.lower(k) == "to");
        if to.is_some() && scan.kind(at) == Kind::Word {
            return Some((at, false));
        }
    }
    if verb.takes('q') && scan.kind(at) == Kind::Colon && at + 2 < hi {
        return Some((at + 1, true));
    }
    if verb.takes('a') {
        if word == "as" {
            return None;
        }
        let has_as = (at..hi.min(at + 12)).any(|k| scan.lower(k) == "as");
        return (has_as && scan.kind(at) == Kind::Word).then_some((at, false));
    }
    if verb.takes('b') && !verb.noun && starts_clause(scan, at, hi) {
        return Some((at, false));
    }
    if verb.takes('n') && !verb.noun && starts_phrase(scan, at) {
        return Some((at, false));
    }
    if verb.takes('q') && matches!(scan.kind(at), Kind::Mark) {
        return Some((at, false));
    }
    (verb.lemma == "accuse"
        && scan.kind(at) == Kind::Word
        && (at..hi.min(at + 8)).any(|k| scan.lower(k) == "of"))
    .then_some((at, false))
}

/// "that" close behind a verb, with only an addressee or adverbial between.
fn find_that(scan: &Scan<'_>, from: usize, hi: usize) -> Option<usize> {
    let mut commas = 0;
    for k in from..hi.min(from + 14) {
        match scan.kind(k) {
            Kind::Comma => commas += 1,
            Kind::Stop if k > from && scan.spaces_before(k) == 0 && scan.is(k - 1, Class::Abbreviation) => {}
            Kind::Stop | Kind::Semicolon | Kind::Colon | Kind::Mark | Kind::Break => return None,
            _ => {}
        }
        let word = scan.lower(k);
        if word == "that" {
            // A pronoun ("that is so") after a comma-less verb is rare; "said that" opens a clause.
            return Some(k);
        }
        let participle = k > from && scan.kind(k - 1) == Kind::Comma && verb_at(scan, k).is_some();
        if participle {
            return None;
        }
        if k > from && (verb_at(scan, k).is_some_and(|(_, v)| !v.noun) || scan.is(k, Class::WhWord)) {
            return None;
        }
        if commas > 2 {
            return None;
        }
    }
    None
}

/// Whether tokens from `at` look like a clause of their own: a subject and later a finite verb.
fn starts_clause(scan: &Scan<'_>, at: usize, hi: usize) -> bool {
    if scan.kind(at) != Kind::Word && scan.kind(at) != Kind::Number || at + 2 > hi {
        return false;
    }
    let word = scan.lower(at);
    if scan.is(at, Class::NoClause) {
        return false;
    }
    let subject = scan.is(at, Class::Pronoun)
        || scan.is(at, Class::Determiner)
        || scan.capital(at)
        || word.ends_with('s')
        || matches!(word, "there" | "if" | "when" | "such");
    subject && (at + 1..hi.min(at + 14)).any(|k| finite(scan, k))
}

/// Auxiliaries and copulas, the surest sign of a clause.
fn finite(scan: &Scan<'_>, i: usize) -> bool {
    let word = scan.lower(i);
    scan.is(i, Class::Finite)
        || (word.len() > 4 && word.ends_with("ed"))
        || word.ends_with("n't")
        || word.ends_with("n’t")
}

fn starts_phrase(scan: &Scan<'_>, at: usize) -> bool {
    let word = scan.lower(at);
    scan.kind(at) == Kind::Word
        && (scan.is(at, Class::Determiner)
            || scan.capital(at)
            || (!scan.is(at, Class::ClauseWord) && !word.ends_with("ly") && !scan.is(at, Class::Preposition)))
}

/// "…, X said." and "…, X said, …".
fn behind_content(
    scan: &Scan<'_>,
    i: usize,
    (n, verb): (u16, &Verb),
    np: Np,
    lo: usize,
    hi: usize,
) -> Option<Report> {
    if !(verb.takes('b') || verb.takes('q')) || np.first <= lo + 1 {
        return None;
    }
    let mut next = i + 1;
    while next < hi && scan.kind(next) == Kind::Word && next < i + 8 {
        next += 1;
    }
    let ends = next >= hi || matches!(scan.kind(next), Kind::Comma | Kind::Stop);
    if !ends || scan.kind(np.first - 1) != Kind::Comma {
        return None;
    }
    pieces(scan, np.first, next, i, n, Some(np), lo, hi)
}

/// "…, said X." outside quotation marks.
fn inverted(scan: &Scan<'_>, i: usize, n: u16, lo: usize, hi: usize) -> Option<Report> {
    if i <= lo + 2 || scan.kind(i - 1) != Kind::Comma {
        return None;
    }
    let np = subject_right(scan, i + 1, hi)?;
    let next = np.last;
    pieces(scan, i, next, i, n, Some(np), lo, hi)
}

/// Content in two pieces around a cue `first..next` in the middle or at the end of a sentence.
#[allow(clippy::too_many_arguments)]
fn pieces(
    scan: &Scan<'_>,
    first: usize,
    next: usize,
    at: usize,
    verb: u16,
    np: Option<Np>,
    lo: usize,
    hi: usize,
) -> Option<Report> {
    let mut content = vec![span(scan, lo, first - 1)];
    let mut from = next;
    while from < hi && matches!(scan.kind(from), Kind::Comma) {
        from += 1;
    }
    let end = content_end(scan, hi);
    // Behind the cue the content goes on, but a participle or relative clause there is the teller's.
    let opening = scan.lower(from);
    let goes_on =
        scan.kind(next) == Kind::Comma && !scan.is(from, Class::ClauseWord) && !opening.ends_with("ing");
    if from < end && (goes_on || scan.is(from, Class::Resume)) {
        content.push(span(scan, from, end));
    }
    Some(Report {
        source: np.map(|np| np_span(scan, np)),
        cue: span(scan, at, at + 1),
        content,
        place: Place::Behind,
        verb,
        at,
        clause: false,
    })
}

/// "According to X, …" and "…, according to X."
fn according(scan: &Scan<'_>, lo: usize, hi: usize) -> Option<Report> {
    for words in &CUES.according {
        let n = words.len();
        for i in lo..hi.saturating_sub(n) {
            if !(0..n).all(|k| scan.lower(i + k) == words[k]) {
                continue;
            }
            let from = i + n;
            let until = (from..hi.min(from + 16))
                .find(|&k| {
                    matches!(scan.kind(k), Kind::Comma | Kind::Mark)
                        || (scan.kind(k) == Kind::Stop && !abbreviation_stop(scan, k))
                })
                .unwrap_or(hi.min(from + 16));
            // Without a comma the source ends with its noun phrase.
            let until = if scan.kind(until) == Kind::Comma {
                until
            } else {
                subject_right(scan, from, until).map_or(until, |np| np.last)
            };
            // A rule or principle that something accords with says nothing.
            let speaks = (from..until).any(|k| {
                (scan.capital(k) && k > from && !scan.is(k, Class::NotAName)) || scan.is(k, Class::SourceNoun)
            }) || scan.capital(from)
                || scan.is(from, Class::Pronoun)
                || scan.is(from, Class::ObjectPronoun);
            let rule = (from..until.min(from + 4)).any(|k| scan.is(k, Class::Norm));
            if until <= from || !speaks || rule {
                continue;
            }
            let end = content_end(scan, hi);
            let content = if i <= lo + 1 {
                span(scan, (until + 1).min(end), end)
            } else {
                span(scan, lo, i - usize::from(scan.kind(i - 1) == Kind::Comma))
            };
            if content.is_empty() {
                continue;
            }
            return Some(Report {
                source: Some(span(scan, from, until)),
                cue: span(scan, i, from),
                content: vec![content],
                place: Place::According,
                verb: u16::MAX,
                at: i,
                clause: true,
            });
        }
    }
    None
}

/// A content ends where the next report of the same sentence begins, if a comma, semicolon or conjunction stands before it.
fn cut_at_next(scan: &Scan<'_>, found: &mut [Report]) {
    for k in 1..found.len() {
        let Some(source) = found[k].source else { continue };
        if found[k].place != Place::Before || source.start < found[k - 1].cue.end {
            continue;
        }
        let first = scan.token_at(source.start);
        if first < 2 {
            continue;
        }
        let mut cut = first;
        let conjunction = scan.is(cut - 1, Class::Coordinator);
        if conjunction {
            cut -= 1;
        }
        let comma = matches!(scan.kind(cut - 1), Kind::Comma | Kind::Semicolon | Kind::Dash);
        if !(conjunction || comma) {
            continue;
        }
        if comma {
            cut -= 1;
        }
        let end = scan.toks[cut].start;
        let (earlier, _) = found.split_at_mut(k);
        for r in earlier.iter_mut().filter(|r| r.place == Place::Before) {
            if let Some(last) = r.content.last_mut()
                && last.end > end
                && last.start < end
            {
                *last = Span { start: last.start, end }.trim(scan.text);
            }
        }
    }
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
    let np = subject_left(scan, verb, from)?;
    (np.first <= from + 1).then(|| QuoteCue {
        source: Some(np_span(scan, np)),
        verb: span(scan, verb, verb + 1),
        whole: span(scan, np.first, verb + 1),
    })
}

fn abbreviation_stop(scan: &Scan<'_>, k: usize) -> bool {
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
