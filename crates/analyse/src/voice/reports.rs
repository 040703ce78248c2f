//! Reports of speech in languages other than English, by the patterns of `data/voice/languages/`.

use super::cast::{Cast, Gender};
use super::draft::Draft;
use super::indirect::{Indirect, side_of, time_in};
use super::languages::{Language, ReportRule, Speakable, means_self, name_in, pronoun};
use super::scan::{Scan, Sentence};
use super::speech::Speech;
use super::who::{Who, by_words};
use memcon_model::{Analysis, Attribution, Basis, Mode, RegionKind, Span, Stance};

/// Longest sentence looked at, in bytes.
const LONGEST: usize = 4000;
/// How far back the one meant by a pronoun may have been named, in bytes.
const BACK: u32 = 1200;

/// What the patterns need to know of the paper.
pub(super) struct Source<'s, 't> {
    pub scan: &'s Scan<'t>,
    pub found: &'s Analysis,
    pub cast: &'s Cast,
    pub speeches: &'s [Speech],
    pub speakable: &'s Speakable,
    /// Names of those who speak beside marks.
    pub speakers: &'s [String],
}

/// Reads all sentences not in English.
pub(super) fn read(cx: &Source<'_, '_>, sentences: &[Sentence]) -> Indirect {
    let mut out = Indirect::default();
    if cx.speakable.is_empty() {
        return out;
    }
    // Who was named as a source so far, reports and speeches in the order of the text.
    let mut named: Vec<(u32, Who)> = Vec::new();
    let mut spoken = cx.speeches.iter().peekable();
    for s in sentences.iter().filter(|s| s.span.len() <= LONGEST) {
        while let Some(one) = spoken.peek() {
            let Some(at) = one.who.source.or(one.cue).map(|c| c.start).filter(|&at| at < s.span.end) else {
                if one.who.source.or(one.cue).is_none() {
                    spoken.next();
                    continue;
                }
                break;
            };
            if one.who.name.is_some() && at < s.span.start {
                named.push((at, one.who.clone()));
            } else if at >= s.span.start {
                break;
            }
            spoken.next();
        }
        let languages = cx.speakable.of_text(s.span.of(cx.scan.text));
        if languages.is_empty() || !read_here(cx.found, s.span.start) {
            continue;
        }
        let _ =
            languages.iter().any(|l| l.reports.iter().any(|rule| one(&mut out, cx, s, l, rule, &mut named)));
    }
    out
}

/// Whether reports are looked for in the region of a byte.
fn read_here(found: &Analysis, at: u32) -> bool {
    let n = found.regions.partition_point(|r| r.span.end <= at);
    found
        .regions
        .get(n)
        .is_none_or(|r| matches!(r.kind, RegionKind::Body | RegionKind::Original | RegionKind::Translation))
}

fn one(
    out: &mut Indirect,
    cx: &Source<'_, '_>,
    s: &Sentence,
    language: &'static Language,
    rule: &ReportRule,
    named: &mut Vec<(u32, Who)>,
) -> bool {
    let Some(m) = rule.pattern.captures(s.span.of(cx.scan.text)) else { return false };
    let at = |name: &str| {
        m.name(name).map(|g| {
            Span { start: s.span.start + g.start() as u32, end: s.span.start + g.end() as u32 }
                .trim(cx.scan.text)
        })
    };
    let (Some(source), Some(cue), Some(content)) = (at("source"), at("cue"), at("content")) else {
        return false;
    };
    // Words in marks are direct speech, which is found beside its marks.
    let content = bare(cx.scan.text, content);
    let quoted = content.of(cx.scan.text).starts_with(['“', '「', '『', '«', '"', '„', '‘']);
    if source.is_empty() || content.len() < 6 || quoted {
        return false;
    }
    let known = Known { text: cx.scan.text, cast: cx.cast, speakers: cx.speakers, named };
    let who = who(&known, language, source, source.of(cx.scan.text));
    if who.name.is_some() {
        named.push((source.start, who.clone()));
    }
    out.attributions.push(Attribution {
        source: vec![source],
        cue: vec![cue],
        content: vec![content],
        speaker: who.name.clone(),
        stance: Stance::default(),
        basis: Basis::new(rule.id.clone(), rule.confidence),
    });
    out.drafts.push(Draft {
        span: content,
        cue: Some(source.hull(cue)),
        side: side_of(cx.cast, &who),
        who,
        addressee: None,
        mode: Mode::IndirectReport,
        time: time_in(cx.found, Span { start: s.span.start, end: content.start }),
        rule: "voice.report.pattern",
        confidence: rule.confidence,
        why: format!("pattern {}", rule.id),
    });
    true
}

/// Who can be meant by a pronoun.
pub(super) struct Known<'k> {
    pub text: &'k str,
    pub cast: &'k Cast,
    /// Names of those who speak somewhere in the paper.
    pub speakers: &'k [String],
    /// Who was named as a source so far, with the place.
    pub named: &'k [(u32, Who)],
}

/// Whom the words of a source mean; a pronoun means the last source of fitting gender near by.
pub(super) fn who(known: &Known<'_>, language: &Language, source: Span, words: &str) -> Who {
    if means_self(words) {
        // Who it is, the voice around these words tells.
        return Who { source: Some(source), named: Some(words.to_owned()), ..Who::default() };
    }
    if let Some(gender) = pronoun(language, words) {
        let base = gender.and_then(|g| meant(known, language, source.start, g)).unwrap_or_default();
        return Who {
            source: Some(source),
            named: Some(words.to_owned()),
            gender: gender.or(base.gender),
            ..base
        };
    }
    let mut who = by_words(known.cast, source.start, source, words.to_owned());
    if who.person.is_none() {
        who.name = Some(full(known, name_in(language, words)).to_owned());
    }
    who
}

/// The fullest name of a speaker that ends with a name.
fn full<'k>(known: &Known<'k>, name: &'k str) -> &'k str {
    let ends = |full: &&String| full.strip_suffix(name).is_some_and(|front| front.ends_with(' '));
    known.speakers.iter().find(ends).map_or(name, String::as_str)
}

/// Whom a pronoun means: the last source near by, or a speaker of the paper or person of the cast named later than that.
fn meant(known: &Known<'_>, language: &Language, at: u32, gender: Gender) -> Option<Who> {
    let fits = |own: Option<Gender>| own.is_none_or(|own| own == gender);
    let near = |from: u32| from < at && at - from < BACK;
    let source = known.named.iter().rev().take(12).find(|(from, w)| near(*from) && fits(w.gender)).cloned();
    let floor = source.as_ref().map_or(0, |s| s.0);
    let mut start = at.saturating_sub(BACK).max(floor) as usize;
    while !known.text.is_char_boundary(start) {
        start += 1;
    }
    let part = known.text.get(start..at as usize).unwrap_or("");
    let spoken = known.speakers.iter().filter_map(|n| part.rfind(n.as_str()).map(|k| (k, n))).max();
    if let Some((_, name)) = spoken {
        let person = known.cast.by_name(name, at);
        let own = person.and_then(|p| known.cast.people.get(p)).and_then(|p| p.gender);
        if fits(own) {
            return Some(Who {
                person,
                name: Some(full(known, name).to_owned()),
                gender: own,
                ..Who::default()
            });
        }
    }
    source.map(|(_, w)| w).or_else(|| nearest(known, language, at, gender))
}

/// The person named last in the paragraph before a byte whose gender fits, where names are told by their letters.
fn nearest(known: &Known<'_>, language: &Language, at: u32, gender: Gender) -> Option<Who> {
    if language.spaced() && language.script != "hangul" {
        return None;
    }
    let cast = known.cast;
    let near = |&p: &usize| {
        let named = cast.last_named(p, at).filter(|named| at - named < BACK);
        named.is_some_and(|from| !Span { start: from, end: at }.of(known.text).contains('\n'))
    };
    let fits = |p: &usize| cast.people[*p].gender.is_none_or(|g| g == gender);
    let p = cast.nearest(at, 3).into_iter().filter(near).find(fits)?;
    Some(Who { person: Some(p), name: Some(cast.people[p].name.clone()), ..Who::default() })
}

/// Content without a closing stop.
fn bare(text: &str, span: Span) -> Span {
    let words = span.of(text).trim_end_matches(['。', '.', '！', '？']);
    Span { start: span.start, end: span.start + words.len() as u32 }
}
