//! Papers that speak: a signed paper is its author's voice; a quotation that opens with a salutation and
//! closes with a signature is a paper enclosed.

use super::cast::Cast;
use super::lexis::PREFIXES;
use super::scan::{Kind, Scan, single};
use super::search::Quote;
use super::words::{Class, has};
use crate::Paper;
use memcon_model::{Analysis, Field, FieldValue, Form, RegionKind, Span};

/// The author's voice over a stretch.
#[derive(Clone, Debug)]
pub(super) struct Author {
    pub span: Span,
    pub name: Option<String>,
    pub named: Option<String>,
    pub addressee: Option<String>,
    pub cue: Option<Span>,
    /// The quotation that is this paper, for enclosed ones.
    pub quote: Option<usize>,
    pub rule: &'static str,
}

/// The rule of a message quoted in a message.
pub(super) const QUOTED: &str = "voice.paper.quoted";

impl Author {
    /// Whether this is the paper's own author.
    pub fn is_outer(&self) -> bool {
        self.quote.is_none() && self.rule != QUOTED
    }
}

/// The voice of the paper itself, where it is signed or sent by somebody.
pub(super) fn outer(scan: &Scan<'_>, paper: &Paper<'_>, found: &Analysis, cast: &Cast) -> Option<Author> {
    if !matches!(found.form, Form::Cable | Form::Letter | Form::Memorandum | Form::Other | Form::Minutes) {
        return None;
    }
    if paper.reading.media_type == "message/rfc822" {
        return mailed(scan, found, cast);
    }
    let body = body(found);
    let described = [Field::Signature, Field::Author]
        .iter()
        .find_map(|f| found.description.first(*f).filter(|v| !v.value.trim().is_empty()));
    let read = signature(scan, paper, body);
    let sender = || {
        found.description.first(Field::Sender).filter(|_| matches!(found.form, Form::Cable | Form::Letter))
    };
    let (named, cue, rule) = match (described, read) {
        (Some(v), read) => (v.value.clone(), v.span.or(read.map(|r| r.0)), "voice.paper.signature"),
        (None, Some((span, name))) => (name, Some(span), "voice.paper.signature"),
        (None, None) => sender().map(|v: &FieldValue| (v.value.clone(), v.span, "voice.paper.sender"))?,
    };
    let named = named.trim().trim_end_matches(['.', ',']).to_owned();
    if named.is_empty() {
        return None;
    }
    let end = cue
        .filter(|c| c.start > body.start && c.start < body.end)
        .map_or(body.end, |c| before_label(scan, c.start));
    let opening = text_start(scan, body.start, end);
    let greeting = salutation(scan, scan.token_at(opening));
    // The words begin behind the salutation.
    let start = greeting.as_ref().map_or(opening, |(_, behind)| behind_blank(scan, *behind, end));
    let span = Span { start, end }.trim(scan.text);
    let name = full_name(cast, &named);
    let addressee = found
        .description
        .first(Field::Addressee)
        .map(|v| addressed(cast, &v.value))
        .or_else(|| greeting.and_then(|(name, _)| greeted(cast, &name)))
        .or_else(|| in_letterhead(found, cast, &name));
    let minutes = found.form == Form::Minutes;
    (span.len() > 40 && !minutes).then_some(Author {
        span,
        name: Some(name),
        named: Some(named),
        addressee,
        cue,
        quote: None,
        rule,
    })
}

/// The sender of a message: all that it holds reached us through him, earlier messages below his signature too.
fn mailed(scan: &Scan<'_>, found: &Analysis, cast: &Cast) -> Option<Author> {
    let sender = found.description.first(Field::Sender).filter(|v| !v.value.trim().is_empty())?;
    let bodies = || found.regions.iter().filter(|r| r.kind == RegionKind::Body);
    let (start, end) = (bodies().next()?.span.start, bodies().next_back()?.span.end);
    let opening = text_start(scan, start, end);
    let greeting = salutation(scan, scan.token_at(opening));
    let start = greeting.as_ref().map_or(opening, |(_, behind)| behind_blank(scan, *behind, end));
    let span = Span { start, end }.trim(scan.text);
    let named = sender.value.trim().to_owned();
    let addressee = found
        .description
        .first(Field::Addressee)
        .map(|v| addressed(cast, &v.value))
        .or_else(|| greeting.and_then(|(name, _)| greeted(cast, &name)));
    (!span.is_empty()).then(|| Author {
        span,
        name: Some(full_name(cast, &named)),
        named: Some(named),
        addressee,
        cue: sender.span,
        quote: None,
        rule: "voice.paper.sender",
    })
}

/// Where "Signed:" before a signature begins; the signature itself where there is none.
fn before_label(scan: &Scan<'_>, at: u32) -> u32 {
    let k = scan.token_at(at);
    if k >= 2 && scan.kind(k - 1) == Kind::Colon && scan.is(k - 2, Class::SignedLabel) {
        return scan.toks[k - 2].start;
    }
    let bracketed = k >= 3 && scan.kind(k - 1) == Kind::CloseBracket && scan.is(k - 2, Class::SignedLabel);
    if bracketed { scan.toks[k - 3].start } else { at }
}

/// The first byte of words at or behind a token, at most `end`.
fn behind_blank(scan: &Scan<'_>, mut k: usize, end: u32) -> u32 {
    while matches!(scan.kind(k), Kind::Line | Kind::Break | Kind::Mark) && k < scan.toks.len() {
        k += 1;
    }
    scan.toks.get(k).map_or(end, |t| t.start.min(end))
}

/// Whom a salutation names; "Excellency" and "Gentlemen" name nobody.
fn greeted(cast: &Cast, name: &str) -> Option<String> {
    let courtesy = |w: &str| {
        let low = w.trim_end_matches('.').to_lowercase();
        has(&low, Class::Salutation) || has(&low, Class::Courtesy)
    };
    name.split_whitespace().any(|w| !courtesy(w)).then(|| full_name(cast, name))
}

/// The one person besides the author whom the letterhead names.
fn in_letterhead(found: &Analysis, cast: &Cast, author: &str) -> Option<String> {
    let head = found.regions.iter().find(|r| r.kind == RegionKind::Letterhead)?.span;
    let mut named = cast
        .people
        .iter()
        .filter(|p| p.name != author && p.at.iter().any(|&at| head.start <= at && at < head.end));
    let one = named.next()?;
    named.next().is_none().then(|| one.name.clone())
}

/// An addressee's name without titles, office and brackets.
fn addressed(cast: &Cast, value: &str) -> String {
    let name = value.split([',', '[', '(']).next().unwrap_or(value).trim();
    full_name(cast, &strip_titles(name))
}

/// The paper's own words: from the first body region to the last.
pub(super) fn body(found: &Analysis) -> Span {
    let mut hull: Option<Span> = None;
    for region in found
        .regions
        .iter()
        .filter(|r| matches!(r.kind, RegionKind::Body | RegionKind::Translation | RegionKind::Signature))
    {
        hull = Some(hull.map_or(region.span, |h| h.hull(region.span)));
    }
    hull.or_else(|| found.regions.first().map(|r| r.span)).unwrap_or_default()
}

/// A name in capitals gets the spelling that the paper uses elsewhere, or capitals only at its beginnings.
fn full_name(cast: &Cast, named: &str) -> String {
    if let Some(p) = cast.by_name(named, u32::MAX).and_then(|n| cast.people.get(n))
        && p.name.chars().any(char::is_lowercase)
    {
        return p.name.clone();
    }
    if named.chars().any(char::is_lowercase) {
        return named.to_owned();
    }
    named
        .split(' ')
        .map(|w| {
            let mut chars = w.chars();
            chars.next().map_or(String::new(), |c| c.to_string() + &chars.as_str().to_lowercase())
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// A line near the end that is a name and nothing else, behind the end of a text.
fn signature(scan: &Scan<'_>, paper: &Paper<'_>, body: Span) -> Option<(Span, String)> {
    let mut seen = 0;
    for line in paper.lines.iter().rev().filter(|l| !l.span.is_empty() && body.contains(l.span)) {
        seen += 1;
        if seen > 14 || line.span.len() > 160 {
            break;
        }
        let first = scan.token_at(line.span.start);
        let last = scan.token_at(line.span.end);
        if let Some(name) = name_line(scan, first, last)
            && ends_text(scan, first)
        {
            return Some(name_at(scan, name));
        }
    }
    // Notes may follow: then only a signature that is called one counts, the last.
    let lines = paper.lines.iter().rev().filter(|l| !l.span.is_empty() && body.contains(l.span));
    lines.filter(|l| l.span.len() <= 160).find_map(|line| {
        let first = scan.token_at(line.span.start);
        let called = scan.is(first, Class::SignedLabel)
            || scan.kind(first) == Kind::OpenBracket && scan.is(first + 1, Class::SignedLabel);
        let name = called.then(|| name_line(scan, first, scan.token_at(line.span.end))).flatten()?;
        Some(name_at(scan, name))
    })
}

fn name_at(scan: &Scan<'_>, name: (usize, usize)) -> (Span, String) {
    let span = Span { start: scan.toks[name.0].start, end: scan.toks[name.1 - 1].end };
    (span, name_text(scan, name))
}

fn name_text(scan: &Scan<'_>, (first, last): (usize, usize)) -> String {
    let span = Span { start: scan.toks[first].start, end: scan.toks[last - 1].end };
    span.of(scan.text).to_owned()
}

/// Whether tokens are "Signed: X" or a bare name; gives the name's tokens.
fn name_line(scan: &Scan<'_>, first: usize, last: usize) -> Option<(usize, usize)> {
    let mut from = first;
    if scan.kind(from) == Kind::OpenBracket && scan.is(from + 1, Class::SignedLabel) {
        from += 1;
    }
    if scan.is(from, Class::SignedLabel) && last > from + 1 {
        from += 1;
        while from < last
            && matches!(scan.kind(from), Kind::Colon | Kind::Stop | Kind::CloseBracket | Kind::Other)
        {
            from += 1;
        }
    }
    let words = (from..last).filter(|&k| scan.kind(k) == Kind::Word).count();
    let shape = (from..last).all(|k| {
        scan.capital(k) || scan.kind(k) == Kind::Stop && k + 1 < last || scan.is(k, Class::NameParticle)
    });
    // An initial is no article.
    let known_word =
        (from..last).any(|k| !single(scan.word(k)) && scan.is_any(k, &[Class::NotAName, Class::FieldLabel]));
    (shape && !known_word && (1..=5).contains(&words) && last > from).then_some((from, last))
}

/// Whether a text ends before token `first`: the line before closes a sentence, a quotation or a bracket.
fn ends_text(scan: &Scan<'_>, first: usize) -> bool {
    let mut k = first;
    while k > 0 && matches!(scan.kind(k - 1), Kind::Line | Kind::Break) {
        k -= 1;
    }
    k > 0
        && k != first
        && matches!(scan.kind(k - 1), Kind::Stop | Kind::Mark | Kind::CloseBracket | Kind::Comma)
}

/// Where the running text begins: at a salutation, or at the first paragraph that is a sentence.
fn text_start(scan: &Scan<'_>, from: u32, to: u32) -> u32 {
    let first = scan.token_at(from);
    let last = scan.token_at(to);
    let mut start = first;
    while start < last {
        let end = (start..last).find(|&k| scan.kind(k) == Kind::Break).unwrap_or(last);
        let words = (start..end).filter(|&k| scan.kind(k) == Kind::Word).count();
        let stopped = (start..end)
            .rev()
            .find(|&k| !matches!(scan.kind(k), Kind::Mark | Kind::CloseBracket | Kind::Line));
        let sentence =
            words >= 8 && stopped.is_some_and(|k| matches!(scan.kind(k), Kind::Stop | Kind::Colon));
        if sentence || (words > 0 && salutation(scan, start).is_some_and(|(_, l)| l >= end)) {
            return scan.toks[start].start;
        }
        start = end + 1;
    }
    scan.toks.get(first).map_or(from, |t| t.start)
}

/// A salutation at token `first` ("Dear X,", "To Comrade Y.", "Comrade Z!"): the addressee and the token behind it.
fn salutation(scan: &Scan<'_>, first: usize) -> Option<(String, usize)> {
    let mut from = first;
    while matches!(scan.kind(from), Kind::Mark) {
        from += 1;
    }
    let opening = scan.is(from, Class::Salutation);
    if !opening {
        return None;
    }
    let led = scan.is(from, Class::Addressing);
    // "To the Minister.": an office is addressed.
    let office = led && scan.lower(from + 1) == "the" && scan.capital(from + 2);
    let name_from = from + usize::from(led) + usize::from(office);
    let mut last = name_from;
    while last < name_from + 8
        && (scan.capital(last) || scan.kind(last) == Kind::Stop && scan.is(last - 1, Class::Abbreviation))
    {
        last += 1;
    }
    let closed = matches!(
        scan.kind(last),
        Kind::Stop | Kind::Comma | Kind::Colon | Kind::Break | Kind::Line | Kind::OpenBracket
    );
    let end = last + usize::from(matches!(scan.kind(last), Kind::Stop | Kind::Comma | Kind::Colon));
    (last > name_from && closed).then(|| (strip_titles(&name_text(scan, (name_from, last))), end))
}

/// A name without "Comrade", "Mr." and their like.
fn strip_titles(name: &str) -> String {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.len() > 1 && has(&words[0].trim_end_matches('.').to_lowercase(), Class::Courtesy) {
        words.remove(0);
    }
    words.join(" ")
}

/// The one who wrote a record down, told by a label before the name ("Recorded by X", "Drafted: X").
pub(super) fn recorder(scan: &Scan<'_>, paper: &Paper<'_>, found: &Analysis, cast: &Cast) -> Option<String> {
    let body = body(found);
    // Such labels stand in the lines at the top and at the end.
    let edge = |at: u32| at < 3000 || at + 1500 > body.end;
    paper.lines.iter().filter(|l| edge(l.span.start) && l.span.len() < 200).find_map(|line| {
        let words = line.span.of(scan.text).trim_start_matches(|c: char| !c.is_alphanumeric());
        let label = PREFIXES.recorders.iter().find(|label| {
            words.get(..label.len()).is_some_and(|w| w.eq_ignore_ascii_case(label))
                && words.get(label.len()..).is_some_and(|r| !r.starts_with(char::is_alphanumeric))
        })?;
        let rest = words.get(label.len()..)?.trim_start_matches(|c: char| !c.is_alphanumeric());
        let end = rest
            .char_indices()
            .find(|&(k, c)| {
                matches!(c, ',' | ';' | '(' | '[' | '\n')
                    || c == '.'
                        && rest
                            .get(..k)
                            .is_some_and(|w| w.rsplit([' ', '.']).next().is_some_and(|w| w.len() > 3))
            })
            .map_or(rest.len(), |(k, _)| k);
        let name = rest.get(..end)?.trim();
        let named = name.split_whitespace().all(|w| w.starts_with(char::is_uppercase));
        let short = (1..=5).contains(&name.split_whitespace().count());
        let known = cast.by_name(name, u32::MAX).is_some() || name.split_whitespace().count() >= 2;
        (named && short && known).then(|| full_name(cast, &strip_titles(name)))
    })
}

/// The quotations that are papers of their own.
pub(super) fn enclosed(scan: &Scan<'_>, quotes: &[Quote], cast: &Cast) -> Vec<Author> {
    quotes
        .iter()
        .enumerate()
        .filter(|(_, q)| q.inner.len() > 60)
        .filter_map(|(n, q)| {
            let (addressee, _) = salutation(scan, scan.token_at(q.inner.start))?;
            let signed = signature_before(scan, scan.token_at(q.inner.end));
            let announced = received_from(scan, scan.token_at(q.open.start));
            let (named, cue) = match (signed, announced) {
                (Some(s), _) => (
                    name_text(scan, s),
                    Some(Span { start: scan.toks[s.0].start, end: scan.toks[s.1 - 1].end }),
                ),
                (None, Some(np)) => (
                    strip_titles(&name_text(scan, np)),
                    Some(Span { start: scan.toks[np.0].start, end: scan.toks[np.1 - 1].end }),
                ),
                (None, None) => return None,
            };
            Some(Author {
                span: q.inner.trim(scan.text),
                name: Some(full_name(cast, &strip_titles(&named))),
                named: Some(named),
                addressee: Some(addressee),
                cue,
                quote: Some(n),
                rule: "voice.paper.enclosed",
            })
        })
        .collect()
}

/// A name, perhaps with hour and date, as the last words before token `end`.
fn signature_before(scan: &Scan<'_>, end: usize) -> Option<(usize, usize)> {
    let mut last = end;
    // Over "0130 12 July", a stop, a line end.
    while last > 0 && end - last < 10 {
        let k = last - 1;
        let month = scan.capital(k) && scan.is(k, Class::NotAName);
        let hour = scan.kind(k) == Kind::Colon && scan.kind(k + 1) == Kind::Number;
        if !(hour
            || matches!(
                scan.kind(k),
                Kind::Number | Kind::Line | Kind::Break | Kind::Comma | Kind::Dash | Kind::Other
            )
            || month
            || scan.kind(k) == Kind::Stop)
        {
            break;
        }
        last -= 1;
    }
    let mut first = last;
    while first > 0
        && last - first < 6
        && (scan.capital(first - 1)
            || scan.kind(first - 1) == Kind::Stop && scan.word(first.saturating_sub(2)).chars().count() == 1)
    {
        first -= 1;
    }
    while first < last && scan.kind(first) == Kind::Stop {
        first += 1;
    }
    let before = first.checked_sub(1).map(|k| scan.kind(k))?;
    let words = (first..last).filter(|&k| scan.kind(k) == Kind::Word).count();
    let closed = matches!(before, Kind::Stop | Kind::Mark | Kind::Break | Kind::Line | Kind::CloseBracket);
    (closed && (1..=5).contains(&words)).then_some((first, last))
}

/// "… received from X", "a letter from X", "X's report" in the sentence before an enclosed paper.
fn received_from(scan: &Scan<'_>, open: usize) -> Option<(usize, usize)> {
    let lo = open.saturating_sub(40);
    let mut k = open;
    while k > lo {
        k -= 1;
        if scan.is(k, Class::Origin) {
            let mut last = k + 1;
            while last < open
                && (scan.capital(last)
                    || scan.kind(last) == Kind::Stop && scan.is(last - 1, Class::Abbreviation))
            {
                last += 1;
            }
            if last > k + 1 {
                return Some((k + 1, last));
            }
        }
        if scan.kind(k) == Kind::Mark {
            return None;
        }
    }
    None
}
