//! To whom words are said and on which side their speaker stands, read off the tree of voices.
//!
//! Everything here looks at drafts and the voices around them; who a speaker *is* was settled before
//! (`speech`, `indirect`), what the cast knows of persons is `cast`'s business.

use super::cast::Cast;
use super::draft::Draft;
use super::scan::{Kind, Scan};
use super::who::by_words;
use super::words::{Class, has};
use memcon_model::{Mode, Span};
use std::collections::BTreeMap;

/// Voices walked upwards at most.
const UP: usize = 12;

/// Where two speak in turn under one voice, each speaks to the other.
pub(super) fn pairs(drafts: &mut [Draft], parents: &[Option<usize>]) {
    let mut groups: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (n, parent) in parents.iter().enumerate() {
        if drafts[n].mode == Mode::DirectQuote && drafts[n].who.name.is_some() {
            groups.entry(*parent).or_default().push(n);
        }
    }
    for members in groups.values().filter(|m| m.len() >= 4) {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for &n in members {
            if let Some(name) = &drafts[n].who.name {
                *counts.entry(name.clone()).or_default() += 1;
            }
        }
        let mut ranked: Vec<(usize, String)> = counts.into_iter().map(|(name, n)| (n, name)).collect();
        ranked.sort_by(|a, b| b.cmp(a));
        let [(a, first), (b, second), ..] = ranked.as_slice() else { continue };
        if (a + b) * 10 < members.len() * 8 || *b < 2 {
            continue;
        }
        for &n in members {
            let draft = &mut drafts[n];
            let name = draft.who.name.clone().unwrap_or_default();
            if draft.addressee.is_none() {
                draft.addressee = if name == *first { Some(second.clone()) } else { Some(first.clone()) };
            }
        }
    }
}

/// What is reported of the two inside one voice is said to the same other as their own words are.
pub(super) fn reports_of_pairs(drafts: &mut [Draft], parents: &[Option<usize>]) {
    let mut known: BTreeMap<(Option<usize>, String), Option<String>> = BTreeMap::new();
    for (n, d) in drafts.iter().enumerate().filter(|(_, d)| d.mode == Mode::DirectQuote) {
        let (Some(name), Some(to)) = (&d.who.name, &d.addressee) else { continue };
        let entry = known.entry((parents[n], name.clone())).or_insert_with(|| Some(to.clone()));
        if entry.as_ref() != Some(to) {
            *entry = None;
        }
    }
    for n in 0..drafts.len() {
        let (None, Some(name)) = (&drafts[n].addressee, &drafts[n].who.name) else { continue };
        let mut to = known.get(&(parents[n], name.clone())).cloned().flatten();
        // "You said that …": said to him who says so now.
        if let Some(p) = parents[n].filter(|_| to.is_none()) {
            to = drafts[p].who.name.clone().filter(|_| drafts[p].addressee.as_ref() == Some(name));
        }
        drafts[n].addressee = to;
    }
}

/// "X told Y that …", "he asked me whether …": whom the words between cue and content name.
pub(super) fn told(scan: &Scan<'_>, cast: &Cast, drafts: &mut [Draft], parents: &[Option<usize>]) {
    for n in 0..drafts.len() {
        let Some(cue) = drafts[n].cue.filter(|c| c.end <= drafts[n].span.start) else { continue };
        if drafts[n].addressee.is_some() || drafts[n].mode == Mode::TranscriptLine {
            continue;
        }
        let first = scan.token_at(cue.end);
        let limit = scan.token_at(drafts[n].span.start).min(first + 12);
        let part_of = |k: &usize| {
            // "told Mr. Roe": the stop of a title ends nothing.
            let short = scan.kind(*k) == Kind::Stop && *k > first && scan.is(*k - 1, Class::Abbreviation);
            short || scan.kind(*k) == Kind::Word && !scan.is_any(*k, &[Class::ClauseWord, Class::WhWord])
        };
        let last = (first..limit).take_while(part_of).last().map_or(first, |k| k + 1);
        if last == first {
            continue;
        }
        if scan.is(first, Class::ToWriter) {
            drafts[n].addressee =
                writer(drafts, parents, n).filter(|to| Some(to) != drafts[n].who.name.as_ref());
            continue;
        }
        let named = (first..last).any(|k| scan.capital(k));
        let body = scan.is(first, Class::Determiner) && scan.is(last - 1, Class::SourceNoun);
        if !(named || body) || scan.is(first, Class::Preposition) {
            continue;
        }
        let span = Span { start: scan.toks[first].start, end: scan.toks[last - 1].end };
        let who = by_words(cast, span.start, span, scan.words(first, last).to_owned());
        drafts[n].addressee = who.name.filter(|name| Some(name) != drafts[n].who.name.as_ref());
    }
}

/// Who writes "me" around a draft: the innermost voice around it that is no report of another's words.
fn writer(drafts: &[Draft], parents: &[Option<usize>], n: usize) -> Option<String> {
    let mut up = parents[n];
    for _ in 0..UP {
        let p = up?;
        if drafts[p].mode != Mode::IndirectReport {
            return drafts[p].who.name.clone();
        }
        up = parents[p];
    }
    None
}

/// Where a paper's author tells of his talk with one other, what the other says is said to him.
pub(super) fn to_the_author(scan: &Scan<'_>, cast: &Cast, drafts: &mut [Draft], parents: &[Option<usize>]) {
    let mut families: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, parent) in parents.iter().enumerate() {
        if let Some(a) = parent.filter(|&a| drafts[a].mode == Mode::AuthorText) {
            families.entry(a).or_default().push(n);
        }
    }
    for (a, children) in families {
        let Some(author) = drafts[a].who.name.clone() else { continue };
        let mut others: Vec<&str> = children.iter().filter_map(|&n| drafts[n].who.name.as_deref()).collect();
        others.retain(|name| *name != author);
        let told = others.len();
        others.sort_unstable();
        others.dedup();
        let [one] = others.as_slice() else { continue };
        let one = (*one).to_owned();
        if told < 2 || !takes_part(scan, cast, drafts, a, &children) {
            continue;
        }
        for n in children {
            let to = if drafts[n].who.name.as_deref() == Some(&author) { &one } else { &author };
            if drafts[n].who.name.is_some() && drafts[n].addressee.is_none() {
                drafts[n].addressee = Some(to.clone());
            }
        }
    }
}

/// Whether an author is in the tale: named in his own paper, or saying "I" outside of what others say.
fn takes_part(scan: &Scan<'_>, cast: &Cast, drafts: &[Draft], a: usize, children: &[usize]) -> bool {
    let span = drafts[a].span;
    let person = drafts[a].who.person.and_then(|p| cast.people.get(p));
    if person.is_some_and(|p| p.at.iter().any(|&at| span.start <= at && at < span.end)) {
        return true;
    }
    let mut at = span.start;
    let mut free = Vec::new();
    for &n in children {
        free.push((at, drafts[n].span.start));
        at = at.max(drafts[n].span.end);
    }
    free.push((at, span.end));
    free.iter().filter(|(from, to)| from < to).any(|&(from, to)| {
        (scan.token_at(from)..scan.token_at(to)).any(|k| scan.is_any(k, &[Class::Writer, Class::ToWriter]))
    })
}

/// "The former", "the latter": of the two persons named last the first or the second.
pub(super) fn pointed(scan: &Scan<'_>, cast: &Cast, drafts: &mut [Draft]) {
    for d in drafts.iter_mut().filter(|d| d.who.person.is_none()) {
        let Some(source) = d.who.source else { continue };
        let last = scan.token_at(source.end).saturating_sub(1);
        let back = match (scan.is(last, Class::LatterWord), scan.is(last, Class::FormerWord)) {
            (true, _) => 0,
            (_, true) => 1,
            _ => continue,
        };
        if scan.token_at(source.start) + 2 < last {
            continue;
        }
        let Some(&p) = cast.nearest(source.start, 2).get(back) else { continue };
        let person = &cast.people[p];
        d.who.person = Some(p);
        d.who.name = Some(person.name.clone());
        d.who.gender = person.gender;
        d.side.clone_from(&person.side);
    }
}

/// "X said that Norvania would study it": who says what a party of the collection would do speaks for it, unless
/// the paper has him say so of two.
pub(super) fn own_party(scan: &Scan<'_>, cast: &Cast, drafts: &mut [Draft]) {
    let mut found: BTreeMap<String, Option<String>> = BTreeMap::new();
    for d in drafts.iter().filter(|d| d.mode == Mode::IndirectReport && d.side.is_none()) {
        let Some(name) = &d.who.name else { continue };
        let first = scan.token_at(d.span.start);
        let Some(modal) = (first + 1..first + 5).find(|&k| scan.is(k, Class::Modal)) else { continue };
        let Some(party) = cast.sides.exactly_party(scan.words(first, modal)) else { continue };
        let entry = found.entry(name.clone()).or_insert_with(|| Some(party.clone()));
        if entry.as_ref() != Some(&party) {
            *entry = None;
        }
    }
    for d in drafts.iter_mut().filter(|d| d.side.is_none()) {
        d.side = d.who.name.as_ref().and_then(|n| found.get(n)).cloned().flatten();
    }
}

/// A report that one side sends to its own: whoever wrote what is enclosed is on the side of him who forwards it.
pub(super) fn enclosed(scan: &Scan<'_>, drafts: &mut [Draft], parents: &[Option<usize>]) {
    for n in 0..drafts.len() {
        let Some(p) = parents[n].filter(|_| drafts[n].mode == Mode::AuthorText && drafts[n].side.is_none())
        else {
            continue;
        };
        let first = scan.token_at(drafts[n].span.start);
        let inside = (first.saturating_sub(40)..first).any(|k| scan.is(k, Class::InsidePaper));
        if inside && drafts[p].mode == Mode::AuthorText {
            drafts[n].side = drafts[p].side.clone();
        }
    }
}

/// "The Courier's X": who is named as belonging to the paper or agency itself is on no other side.
pub(super) fn staff(drafts: &mut [Draft], base: &str) {
    for d in drafts.iter_mut().filter(|d| d.side.is_none()) {
        let own = d.who.named.as_deref().is_some_and(|named| {
            named
                .find(base)
                .and_then(|at| named.get(at + base.len()..))
                .is_some_and(|rest| rest.starts_with("'s ") || rest.starts_with("’s "))
        });
        if own {
            d.side = Some(base.to_owned());
        }
    }
}

/// "Our side", "the head of our delegation" have the side of whoever speaks around them, "the other side" that of
/// the one spoken to.
pub(super) fn deixis(cast: &Cast, drafts: &mut [Draft], parents: &[Option<usize>]) {
    let sides = sides_of(drafts);
    for n in 0..drafts.len() {
        if drafts[n].side.is_some() {
            continue;
        }
        let Some(named) = drafts[n].who.named.as_deref().map(str::to_lowercase) else { continue };
        let Some(ours) = cast.sides.whose(&named) else { continue };
        let mut up = parents[n];
        for _ in 0..UP {
            let Some(p) = up else { break };
            if drafts[p].mode != Mode::IndirectReport || parents[p].is_none() {
                let other = drafts[p].addressee.as_deref().and_then(|to| sides.get(to)).cloned().flatten();
                drafts[n].side = if ours { drafts[p].side.clone() } else { other };
                break;
            }
            up = parents[p];
        }
    }
}

/// The one side that each speaker is told to be on.
fn sides_of(drafts: &[Draft]) -> BTreeMap<String, Option<String>> {
    let mut sides: BTreeMap<String, Option<String>> = BTreeMap::new();
    for d in drafts {
        if let (Some(name), Some(side)) = (&d.who.name, &d.side) {
            let known = sides.entry(name.clone()).or_insert_with(|| Some(side.clone()));
            if known.as_ref() != Some(side) {
                *known = None;
            }
        }
    }
    sides
}

/// A speaker's side, told once, holds for the whole paper; told differently, nothing is added.
pub(super) fn same_side(drafts: &mut [Draft]) {
    let sides = sides_of(drafts);
    for d in drafts.iter_mut().filter(|d| d.side.is_none()) {
        d.side = d.who.name.as_ref().and_then(|n| sides.get(n)).cloned().flatten();
    }
}

/// In a talk of two, one of whom speaks of "the Norvish representatives" and their view of what is *ours*: that is
/// the other's side.
pub(super) fn counterpart(scan: &Scan<'_>, cast: &Cast, drafts: &mut [Draft]) {
    let mut found: BTreeMap<String, Option<String>> = BTreeMap::new();
    let sides = sides_of(drafts);
    for d in drafts.iter().filter(|d| matches!(d.mode, Mode::DirectQuote | Mode::TranscriptLine)) {
        let (Some(to), Some(from)) = (&d.addressee, &d.who.name) else { continue };
        if sides.get(to).is_some_and(Option::is_some) {
            continue;
        }
        let own = sides.get(from).cloned().flatten();
        let (first, last) = (scan.token_at(d.span.start), scan.token_at(d.span.end));
        for k in (first + 1..last).filter(|&k| scan.is(k, Class::DelegateWord) && scan.capital(k - 1)) {
            let Some(side) = party_before(scan, cast, k, last).filter(|s| Some(s) != own.as_ref()) else {
                continue;
            };
            let entry = found.entry(to.clone()).or_insert_with(|| Some(side.clone()));
            if entry.as_ref() != Some(&side) {
                *entry = None;
            }
        }
    }
    for d in drafts.iter_mut().filter(|d| d.side.is_none()) {
        d.side = d.who.name.as_ref().and_then(|n| found.get(n)).cloned().flatten();
    }
}

/// "The Norvish representatives say that our …": the side named before token `k`, where the words behind it speak of
/// what is ours before the sentence ends.
fn party_before(scan: &Scan<'_>, cast: &Cast, k: usize, last: usize) -> Option<String> {
    let opens = k.checked_sub(2).is_none_or(|b| scan.is(b, Class::Determiner) || scan.kind(b) != Kind::Word);
    let verb = (k + 1..(k + 5).min(last)).find(|&v| scan.is(v, Class::CueForm))?;
    let ours = (verb..(verb + 8).min(last))
        .take_while(|&w| !matches!(scan.kind(w), Kind::Stop | Kind::Break))
        .any(|w| scan.is(w, Class::OursWord));
    let adjective = scan.word(k - 1);
    (opens && ours && !has(scan.lower(k - 1), Class::NotAName))
        .then(|| cast.sides.find(adjective).unwrap_or_else(|| adjective.to_owned()))
}
