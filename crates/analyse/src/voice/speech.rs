//! Which quotations are speech, and whose.
//!
//! A quotation is speech where a cue tells so, or where it looks like speech (whole sentences, a stop
//! inside); titles and words held at arm's length are not. The speaker comes from the cue; without one
//! from what stands around: a quotation cut up by its cue, a gesture told beside it, or the turn-taking
//! of two who speak in alternation.

use super::cast::{Cast, Gender};
use super::cues::{QuoteCue, cue_before, cue_behind, first_subject};
use super::languages::{self, Foreign, Language};
use super::reports;
use super::scan::{Kind, Scan};
use super::search::Quote;
use super::who::{Who, by_words, pronoun};
use super::words::{Class, has};
use memcon_model::Span;
use std::collections::BTreeMap;

/// How a speaker was found, for the rule's name and confidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Behind,
    Before,
    Continued,
    Gesture,
    Alternation,
    None,
}

impl How {
    /// The rule's name and its confidence.
    pub fn rule(self) -> (&'static str, f32) {
        match self {
            How::Behind => ("voice.quote.cue-behind", 0.9),
            How::Before => ("voice.quote.cue-before", 0.9),
            How::Continued => ("voice.quote.continued", 0.85),
            How::Gesture => ("voice.quote.gesture", 0.6),
            How::Alternation => ("voice.quote.alternation", 0.55),
            How::None => ("voice.quote.unattributed", 0.4),
        }
    }
}

/// A quotation taken as speech.
#[derive(Clone, Debug)]
pub(super) struct Speech {
    /// Index of the quotation.
    pub quote: usize,
    pub who: Who,
    pub cue: Option<Span>,
    pub verb: Option<Span>,
    pub how: How,
}

/// What does not change from quotation to quotation.
struct Place<'p, 't> {
    scan: &'p Scan<'t>,
    quotes: &'p [Quote],
    cast: &'p Cast,
    /// Names of those who speak in other languages than English.
    speakers: &'p [String],
}

/// Finds the speeches among the quotations, in order, with their speakers.
pub(super) fn speeches(
    scan: &Scan<'_>,
    quotes: &[Quote],
    cast: &Cast,
    foreign: &Foreign<'_>,
    skip: &dyn Fn(&Quote) -> bool,
) -> Vec<Speech> {
    let mut found: Vec<Speech> = Vec::new();
    let dialogue = is_dialogue(scan, quotes);
    let place = Place { scan, quotes, cast, speakers: foreign.speakers };
    for (n, q) in quotes.iter().enumerate() {
        if skip(q) || q.inner.is_empty() {
            continue;
        }
        let floor = n.checked_sub(1).map_or(0, |p| quotes[p].close.map_or(quotes[p].inner.end, |c| c.end));
        let other = languages::cues(scan, foreign.speakable, q, floor.min(q.open.start));
        let language = other.0.as_ref().or(other.1.as_ref()).map(|c| c.language);
        let (mut before, mut behind) = (other.0.map(|c| c.cue), other.1.map(|c| c.cue));
        if language.is_none() && !q.dash {
            before = cue_before(scan, scan.token_at(q.open.start));
            behind = q.close.and_then(|c| cue_behind(scan, scan.token_at(c.start)));
        }
        let (cue, how) = choose(scan, q, before, behind);
        let given = || {
            scan.capital(scan.token_at(q.inner.start)) && announced(scan, quotes, cast, &found, n).is_some()
        };
        let told = language.is_some() && languages::long_enough(scan, q)
            || q.dash
            || resumes(scan, quotes, &found, n);
        if !told && !is_speech(scan, q, cue.as_ref(), how, dialogue) && !given() {
            continue;
        }
        let speech = attribute(&place, &found, n, cue, how, language);
        backfill(scan, quotes, &mut found, &speech);
        found.push(speech);
    }
    if dialogue {
        name_teller(scan, quotes, cast, &mut found);
    }
    found
}

/// Who says "I" beside quotations has a name where others address somebody by name who never speaks in the third person.
fn name_teller(scan: &Scan<'_>, quotes: &[Quote], cast: &Cast, found: &mut [Speech]) {
    if !found.iter().any(|s| s.who.name.is_none() && s.who.key() == Some("I")) {
        return;
    }
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for s in found.iter().filter(|s| s.who.key() != Some("I")) {
        if let Some(p) = quotes.get(s.quote).and_then(|q| vocative(scan, q, cast)) {
            *counts.entry(p).or_default() += 1;
        }
    }
    for s in found.iter().filter(|s| s.cue.is_some()) {
        if let Some(p) = s.who.person {
            counts.remove(&p);
        }
    }
    let Some((&p, _)) = counts.iter().max_by_key(|(p, n)| (**n, std::cmp::Reverse(**p))) else { return };
    for s in found.iter_mut().filter(|s| s.who.name.is_none() && s.who.key() == Some("I")) {
        s.who.person = Some(p);
        s.who.name = Some(cast.people[p].name.clone());
    }
}

/// "…, he continued": the quotation before, if nobody is known for it, was his already.
fn backfill(scan: &Scan<'_>, quotes: &[Quote], found: &mut [Speech], speech: &Speech) {
    let goes_on = speech.verb.is_some_and(|v| has(v.of(scan.text), Class::GoingOn));
    if let Some(last) = found.last_mut()
        && goes_on
        && last.who.name.is_none()
        && last.who.source.is_none()
        && quotes[last.quote].parent == quotes[speech.quote].parent
    {
        last.who = Who { source: None, ..speech.who.clone() };
        last.how = How::Continued;
    }
}

/// Of two cues the one that belongs to the quotation.
fn choose(
    scan: &Scan<'_>,
    q: &Quote,
    before: Option<QuoteCue>,
    behind: Option<QuoteCue>,
) -> (Option<QuoteCue>, How) {
    let open = scan.token_at(q.open.start);
    let announced =
        open > 0 && matches!(scan.kind(open - 1), Kind::Colon | Kind::Comma | Kind::Break | Kind::Line);
    let comma_inside = q.close.is_some_and(|c| {
        let close = scan.token_at(c.start);
        close > 0 && matches!(scan.kind(close - 1), Kind::Comma | Kind::Dash)
            || scan.kind(close + 1) == Kind::Comma
    });
    match (before, behind) {
        (Some(_), Some(b)) if comma_inside => (Some(b), How::Behind),
        (Some(a), Some(_)) if announced => (Some(a), How::Before),
        (_, Some(b)) => (Some(b), How::Behind),
        (Some(a), None) => (Some(a), How::Before),
        (None, None) => (None, How::None),
    }
}

/// "…," X said, "…": whether nothing but a comma or dash stands between the cue of the speech before and a quotation.
fn resumes(scan: &Scan<'_>, quotes: &[Quote], done: &[Speech], n: usize) -> bool {
    let Some(last) = done.last().filter(|l| quotes[l.quote].parent == quotes[n].parent) else { return false };
    let Some(cue) = last.cue.filter(|c| last.how == How::Behind && c.end <= quotes[n].open.start) else {
        return false;
    };
    let (from, open) = (scan.token_at(cue.end), scan.token_at(quotes[n].open.start));
    // A whole sentence may also follow behind a stop.
    let whole = scan.capital(open + 1) && ends_inside(scan, &quotes[n]);
    let light = |k: usize| match scan.kind(k) {
        Kind::Comma | Kind::Dash | Kind::Colon | Kind::Semicolon => true,
        Kind::Stop => whole,
        _ => false,
    };
    open > from && open - from <= 2 && (from..open).all(light)
}

/// Whether the paper is full of dialogue, so that short quotations are speech too.
pub(super) fn is_dialogue(scan: &Scan<'_>, quotes: &[Quote]) -> bool {
    let spoken = quotes.iter().filter(|q| ends_inside(scan, q)).count();
    spoken >= 4 && spoken * 2 > quotes.len()
}

/// Whether a stop or comma stands before the closing mark.
fn ends_inside(scan: &Scan<'_>, q: &Quote) -> bool {
    q.close.is_some_and(|c| {
        let close = scan.token_at(c.start);
        close > 0 && matches!(scan.kind(close - 1), Kind::Stop | Kind::Comma | Kind::Dash)
    })
}

fn is_speech(scan: &Scan<'_>, q: &Quote, cue: Option<&QuoteCue>, how: How, dialogue: bool) -> bool {
    let first = scan.token_at(q.inner.start);
    let last = scan.token_at(q.inner.end);
    let words = (first..last.min(first + 12)).filter(|&k| scan.kind(k) == Kind::Word).count();
    let sentence = scan.capital(first) && (ends_inside(scan, q) || q.close.is_none());
    let inside = ends_inside(scan, q);
    if words == 0 {
        return false;
    }
    // Words quoted inside a clause ("called it "unhelpful"") belong to the clause.
    let open = scan.token_at(q.open.start);
    let set_off = open > 0
        && matches!(
            scan.kind(open - 1),
            Kind::Comma
                | Kind::Colon
                | Kind::Break
                | Kind::Line
                | Kind::Stop
                | Kind::Dash
                | Kind::OpenBracket
                | Kind::Mark
        );
    if how == How::Before && !set_off && !scan.capital(first) {
        return false;
    }
    if cue.is_some() && (inside || sentence || words >= 4 || how == How::Before && scan.capital(first)) {
        // "described as "X"" is a cue of its own kind; short words after it are no speech.
        return inside || sentence || words >= 3;
    }
    (sentence && (words >= 5 || dialogue)) || (inside && dialogue) || q.carried > 0 && words >= 8
}

fn words_of(scan: &Scan<'_>, span: Span) -> String {
    span.of(scan.text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Gives a speech its speaker.
fn attribute(
    place: &Place<'_, '_>,
    done: &[Speech],
    n: usize,
    cue: Option<QuoteCue>,
    how: How,
    language: Option<&'static Language>,
) -> Speech {
    let Place { scan, quotes, cast, speakers } = *place;
    let q = &quotes[n];
    let previous = done.iter().rev().take(64).find(|s| quotes[s.quote].parent == q.parent);
    // The cue of the quotation before, with this one behind it: it goes on.
    if let (Some(cue), Some(p)) = (&cue, previous)
        && how == How::Before
        && p.cue.is_some_and(|c| c.overlaps(cue.whole))
    {
        return Speech { quote: n, who: p.who.clone(), cue: None, verb: None, how: How::Continued };
    }
    if let Some(cue) = cue {
        let who = match cue.source {
            Some(source) => match language {
                Some(language) => foreign(scan, cast, done, language, source, speakers),
                None => resolve(scan, quotes, cast, done, n, source),
            },
            None => match coordinated(scan, cue.verb) {
                Some(subject) => resolve(scan, quotes, cast, done, n, subject),
                None => previous.map(|p| p.who.clone()).unwrap_or_default(),
            },
        };
        return Speech { quote: n, who, cue: Some(cue.whole), verb: Some(cue.verb), how };
    }
    if let Some((who, whole)) = announced(scan, quotes, cast, done, n) {
        return Speech { quote: n, who, cue: Some(whole), verb: None, how: How::Before };
    }
    let (who, how) = without_cue(scan, quotes, cast, done, n, previous);
    Speech { quote: n, who, cue: None, verb: None, how }
}

/// The speaker whom a cue in another language names.
fn foreign(
    scan: &Scan<'_>,
    cast: &Cast,
    done: &[Speech],
    language: &Language,
    source: Span,
    speakers: &[String],
) -> Who {
    let named: Vec<(u32, Who)> = done
        .iter()
        .rev()
        .take(12)
        .rev()
        .filter(|s| s.who.name.is_some())
        .filter_map(|s| s.who.source.or(s.cue).map(|c| (c.start, s.who.clone())))
        .collect();
    let cx = reports::Known { text: scan.text, cast, speakers, named: &named };
    reports::who(&cx, language, source, &words_of(scan, source))
}

/// "I stopped him and said": the subject that opens the sentence, for a cue behind "and".
fn coordinated(scan: &Scan<'_>, verb: Span) -> Option<Span> {
    let at = scan.token_at(verb.start);
    if at < 3 || !scan.is(at - 1, Class::VerbJoin) {
        return None;
    }
    let start = (at.saturating_sub(30)..at - 1)
        .rev()
        .find(|&k| matches!(scan.kind(k), Kind::Stop | Kind::Break | Kind::Mark))
        .map_or(0, |k| k + 1);
    first_subject(scan, start, at)
}

/// "I give his statement:", "X's words were:": a noun for speech with its owner in the clause before a colon.
fn announced(
    scan: &Scan<'_>,
    quotes: &[Quote],
    cast: &Cast,
    done: &[Speech],
    n: usize,
) -> Option<(Who, Span)> {
    let mut colon = scan.token_at(quotes[n].open.start).checked_sub(1)?;
    while colon > 0 && matches!(scan.kind(colon), Kind::Break | Kind::Line) {
        colon -= 1;
    }
    if scan.kind(colon) != Kind::Colon {
        return None;
    }
    let lowest = colon.saturating_sub(40);
    let ends = |k: usize| matches!(scan.kind(k), Kind::Stop | Kind::Break | Kind::Mark);
    let start = (lowest..colon).rev().find(|&k| ends(k)).map_or(lowest, |k| k + 1);
    let noun = (start + 1..colon).find(|&k| scan.is(k, Class::SpeechNoun))?;
    let whole = Span { start: scan.toks[start].start, end: scan.toks[colon].end };
    let owner = noun - 1;
    let source = Span { start: scan.toks[owner].start, end: scan.toks[owner].end };
    let gender = match scan.lower(owner) {
        "his" => Gender::Male,
        "her" => Gender::Female,
        _ => {
            let name = scan.word(owner);
            let name = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s"))?;
            let p = cast.by_name(name, source.end).filter(|_| scan.capital(owner))?;
            let who = Who { named: Some(name.to_owned()), ..person(cast, p) };
            return Some((Who { source: Some(source), ..who }, whole));
        }
    };
    // Whose: the subject of one of the two sentences before, else the last one named who fits.
    let mut before = start;
    for _ in 0..2 {
        let last = before;
        before =
            (last.saturating_sub(60)..last.saturating_sub(1)).rev().find(|&k| ends(k)).map_or(0, |k| k + 1);
        let Some(subject) = first_subject(scan, before, last) else { continue };
        let who = resolve(scan, quotes, cast, done, usize::MAX, subject);
        if who.person.is_some() && who.gender.is_none_or(|g| g == gender) {
            return Some((Who { source: Some(source), ..who }, whole));
        }
    }
    let fits = |p: &usize| cast.people[*p].gender.is_none_or(|g| g == gender);
    let p = cast.nearest(source.start, 3).into_iter().find(fits)?;
    Some((Who { source: Some(source), ..person(cast, p) }, whole))
}

fn person(cast: &Cast, p: usize) -> Who {
    let one = &cast.people[p];
    Who { person: Some(p), name: Some(one.name.clone()), gender: one.gender, ..Who::default() }
}

/// The speaker of a quotation that no cue announces.
fn without_cue(
    scan: &Scan<'_>,
    quotes: &[Quote],
    cast: &Cast,
    done: &[Speech],
    n: usize,
    previous: Option<&Speech>,
) -> (Who, How) {
    let q = &quotes[n];
    let Some(previous) = previous else {
        return gesture(scan, quotes, cast, done, n, None)
            .map_or((Who::default(), How::None), |w| (w, How::Gesture));
    };
    let p = &quotes[previous.quote];
    let gap_start = p.close.map_or(p.inner.end, |c| c.end);
    let gap = Span { start: gap_start, end: q.open.start.max(gap_start) };
    let first = scan.token_at(gap.start);
    let last = scan.token_at(gap.end);
    let bare =
        (first..last).all(|k| matches!(scan.kind(k), Kind::Line | Kind::Break | Kind::Stop | Kind::Comma));
    let broken = (first..last).any(|k| scan.kind(k) == Kind::Break);
    // The gap is the cue of the quotation before and nothing else: it goes on.
    if let Some(cue) = previous.cue
        && cue.start >= gap.start
        && !broken
    {
        let rest_words = (scan.token_at(cue.end)..last).filter(|&k| scan.kind(k) == Kind::Word).count();
        if rest_words <= 14 {
            let who = Who { source: previous.who.source, ..previous.who.clone() };
            return (who, How::Continued);
        }
    }
    if !bare && let Some(who) = gesture(scan, quotes, cast, done, n, Some(gap)) {
        return (who, How::Gesture);
    }
    // A speech printed paragraph by paragraph, each in marks of its own, is one speaker's.
    if bare && broken && q.paragraph_start && p.paragraph_start && p.inner.len() > 200 && q.inner.len() > 200
    {
        return (Who { source: None, ..previous.who.clone() }, How::Continued);
    }
    if bare
        && let Some(p) = vocative(scan, p, cast)
        && previous.who.person != Some(p)
    {
        let person = &cast.people[p];
        let who =
            Who { person: Some(p), name: Some(person.name.clone()), gender: person.gender, ..Who::default() };
        return (who, How::Alternation);
    }
    match other_speaker(quotes, done, previous, n) {
        Some(who) => (Who { source: None, ..who }, How::Alternation),
        None => (Who::default(), How::None),
    }
}

/// The person addressed by name inside a quotation: a name set off by commas or stops.
fn vocative(scan: &Scan<'_>, q: &Quote, cast: &Cast) -> Option<usize> {
    let first = scan.token_at(q.inner.start);
    let last = scan.token_at(q.inner.end);
    let near = |k: usize| k < first + 10 || k + 10 > last;
    let mut k = first;
    while k < last {
        let set_off = k == first
            || matches!(scan.kind(k - 1), Kind::Comma | Kind::Stop | Kind::Mark)
            || scan.is(k - 1, Class::Interjection);
        if !(near(k) && set_off && scan.capital(k)) || scan.is(k, Class::NotAName) {
            k += 1;
            continue;
        }
        let mut end = k;
        while end < last && super::np::name_part(scan, end) && end < k + 4 {
            end += 1;
        }
        if end > k && matches!(scan.kind(end), Kind::Comma | Kind::Stop | Kind::Mark) {
            let words = words_of(scan, Span { start: scan.toks[k].start, end: scan.toks[end - 1].end });
            if let Some(p) = cast.by_name(&words, q.inner.end) {
                return Some(p);
            }
        }
        k = end.max(k + 1);
    }
    None
}

/// The one who spoke before the previous speaker, in the same conversation.
fn other_speaker(quotes: &[Quote], done: &[Speech], previous: &Speech, n: usize) -> Option<Who> {
    done.iter()
        .rev()
        .take(64)
        .filter(|s| quotes[s.quote].parent == quotes[n].parent)
        .take(8)
        .find(|s| s.who.key().is_some() && !s.who.same(&previous.who))
        .map(|s| s.who.clone())
}

/// A person told to do something in the sentence beside a quotation.
fn gesture(
    scan: &Scan<'_>,
    quotes: &[Quote],
    cast: &Cast,
    done: &[Speech],
    n: usize,
    gap: Option<Span>,
) -> Option<Who> {
    let q = &quotes[n];
    let floor = gap.map_or(q.open.start.saturating_sub(300), |g| g.start);
    let open = scan.token_at(q.open.start);
    let lowest = scan.token_at(floor);
    // The beginning of the sentence that stands before the quotation.
    let mut start = open;
    while start > lowest && open - start < 60 {
        let kind = scan.kind(start - 1);
        let ends = matches!(kind, Kind::Break | Kind::Mark) || kind == Kind::Stop && start < open;
        if ends && start < open.saturating_sub(1) {
            break;
        }
        start -= 1;
    }
    let subject = first_subject(scan, start, open)?;
    let who = resolve(scan, quotes, cast, done, n, subject);
    (who.person.is_some() || who.gender.is_some()).then_some(who)
}

/// Whom the words of a source mean.
pub(super) fn resolve(
    scan: &Scan<'_>,
    quotes: &[Quote],
    cast: &Cast,
    done: &[Speech],
    n: usize,
    source: Span,
) -> Who {
    let at = source.start;
    let named = words_of(scan, source);
    let lower = named.to_lowercase();
    if has(&lower, Class::Pronoun) {
        return pronoun(quotes, cast, done, n, source, &lower);
    }
    let who = by_words(cast, at, source, named);
    definite(cast, done, source, who)
}

/// "the young man": a person named shortly before whose gender is known to fit, before a stranger is thought of.
fn definite(cast: &Cast, done: &[Speech], source: Span, who: Who) -> Who {
    let named = who.named.clone().unwrap_or_default().to_lowercase();
    let definite = named.starts_with("the ") || named.starts_with("his ") || named.starts_with("her ");
    let short = named.split_whitespace().count() <= 4;
    let (None, Some(gender), true, true) = (who.person, who.gender, definite, short) else { return who };
    // A stranger known by these words has spoken before.
    if done.iter().rev().take(12).any(|s| s.who.person.is_none() && s.who.name == who.name) {
        return who;
    }
    let near = cast.nearest(source.start, 3);
    let fit = near.into_iter().find(|&p| {
        cast.people[p].gender == Some(gender)
            && cast.last_named(p, source.start).is_some_and(|a| source.start - a < 1200)
    });
    match fit {
        Some(p) => Who { person: Some(p), name: Some(cast.people[p].name.clone()), ..who },
        None => who,
    }
}
