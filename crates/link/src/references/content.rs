//! References with neither number nor a sure day ("the Soviet note", "last week's talk"), by what the words around them say.
//!
//! The papers looked at are those of the days named, those of the last weeks that bear the rarer names and words of the
//! sentence, and those that this paper named before: never more than some dozens. What speaks for each is in `evidence`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{DateType, Evidence, RegionKind, ResolvedReference, Span};

use super::WORDS;
use super::card::{Card, Cards, floor};
use super::evidence::{self, Asked, Row};
use super::lexis::said;
use super::usage::Usage;
use crate::Document;
use crate::agents::written::fold;

static RULES: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("link/content").expect("our own rules of references by content"));

/// Farthest back and ahead that the words of a reference's sentence are read, in bytes.
const BACK: usize = 320;
const FORE: usize = 140;
/// How far beside the noun its own names stand, in bytes.
const BESIDE: usize = 48;
/// Rarest words by which papers are looked up, and papers looked at for each.
const KEYS: usize = 10;
const EACH: usize = 10;
/// How far before a day the word stands that it may belong to, and how far the one it surely belongs to, in bytes.
const FAR: usize = 200;
const OWN: u32 = 80;
/// How many papers that bear a name are looked through for the noun.
const DEEP: usize = 150;
/// A word that more than this share of all papers bear finds none.
const COMMON: f64 = 0.2;
/// Most papers of one day.
const A_DAY: usize = 60;
/// How far back papers without a day are looked for, in days.
const AGE: i64 = 400;
/// A paper ahead of the reference is looked at within this many days.
const AHEAD: i64 = 1;

/// How the sentence for the reader begins.
pub(super) const OPENING: &str = "Of the papers that the words around fit,";

/// One reference with what was weighed for it.
pub(super) struct Weighed {
    pub span: Span,
    pub rows: Vec<(usize, Row)>,
    pub noun: String,
    /// Whether it bears figures.
    pub figures: bool,
}

impl Weighed {
    /// The paper meant with how sure that is, where it is sure enough.
    pub fn best(&self) -> Option<(usize, f64)> {
        evidence::best(&self.rows, self.figures)
    }
}

/// The references of a document that its words alone resolve; `known` are those resolved otherwise.
pub(super) fn find(
    cards: &Cards,
    documents: &[Document<'_>],
    from: usize,
    known: &[ResolvedReference],
    index: &BTreeMap<&str, usize>,
    usage: &mut Usage,
) -> Vec<ResolvedReference> {
    let mut out = Vec::new();
    weigh(cards, documents, from, known, index, usage, &mut |weighed| {
        let (target, share) = weighed.best()?;
        let row = weighed.rows.iter().find(|(t, _)| *t == target).map(|(_, row)| row)?;
        out.push(ResolvedReference {
            at: Evidence { document: documents[from].id.to_owned(), span: weighed.span },
            target: Some(documents[target].id.to_owned()),
            why: format!(
                "{OPENING} this one fits best ({:.0} of 100): {}.",
                share * 100.0,
                evidence::told(row)
            ),
        });
        Some(target)
    });
    out
}

/// Goes through the references of a document in order and asks `decide` about each.
pub(super) fn weigh(
    cards: &Cards,
    documents: &[Document<'_>],
    from: usize,
    known: &[ResolvedReference],
    index: &BTreeMap<&str, usize>,
    usage: &mut Usage,
    decide: &mut dyn FnMut(&Weighed) -> Option<usize>,
) {
    let document = &documents[from];
    let mut taken: Vec<(Span, usize)> =
        known.iter().filter_map(|r| Some((r.at.span, *index.get(r.target.as_deref()?)?))).collect();
    taken.sort();
    let figures = |s: &Span| s.of(document.text).contains(|c: char| c.is_ascii_digit());
    let mut bearing: Vec<Span> = known.iter().map(|r| r.at.span).filter(figures).collect();
    bearing.sort();
    let mut cited: BTreeSet<usize> = BTreeSet::new();
    let mut again: BTreeMap<String, usize> = BTreeMap::new();
    let mut next = 0;
    let mut end = 0;
    for Mention { span, core, noun } in mentions(document) {
        while let Some((earlier, t)) = taken.get(next).filter(|(s, _)| s.start < span.end) {
            cited.insert(*t);
            for word in earlier.of(document.text).split(|c: char| !c.is_alphabetic()) {
                again.insert(fold(word), *t);
            }
            next += 1;
        }
        if span.start < end {
            continue;
        }
        if numbered(document.text, &bearing, core) {
            continue;
        }
        let over = |s: &Span| s.start < span.end && span.start < s.end;
        if let Some((_, t)) = taken[..next].iter().rev().take(3).find(|(s, _)| over(s)) {
            usage.add(&asked(cards, document, core, &noun), *t);
            continue;
        }
        let mut asked = asked(cards, document, core, &noun);
        if !definite(&cards.all[from], document.text, core, &asked) {
            continue;
        }
        asked.cited = std::mem::take(&mut cited);
        asked.again = again.get(&noun).copied().into_iter().collect();
        let looked = candidates(cards, from, &asked);
        let mut rows: Vec<(usize, Row)> =
            looked.into_iter().map(|t| (t, evidence::row(cards, from, t, &asked, usage))).collect();
        cited = std::mem::take(&mut asked.cited);
        evidence::last_of_kind(cards, &mut rows);
        let weighed = Weighed { span, rows, noun, figures: figures(&span) };
        if let Some(t) = decide(&weighed) {
            usage.add(&asked, t);
            cited.insert(t);
            again.insert(weighed.noun, t);
            end = span.end;
        }
    }
}

/// Whether words can mean one paper that there is: not "a letter" or "to report" without a day, nothing yet to come, and not
/// the meeting that this paper itself records.
fn definite(own: &Card, text: &str, core: Span, asked: &Asked) -> bool {
    let dated = asked.days.first().filter(|d| d.0 <= OWN);
    if let (Some(&(_, a, _)), Some(today)) = (dated, own.day) {
        return a <= today;
    }
    let before = text.get(floor(text, (core.start as usize).saturating_sub(40))..core.start as usize);
    let lead: Vec<String> = before.unwrap_or_default().split_whitespace().rev().take(3).map(fold).collect();
    let meeting = WORDS.meetings.contains(&asked.noun);
    !(lead.iter().any(|w| WORDS.indefinite.contains(w)) || meeting && own.meeting)
}

/// Whether a number stands right beside a noun: then the number tells which paper is meant, found or not. `bearing` are
/// the known references with figures, in order.
fn numbered(text: &str, bearing: &[Span], core: Span) -> bool {
    let at = bearing.partition_point(|s| s.start < core.start);
    let before = at.checked_sub(1).and_then(|n| bearing.get(n));
    let close = before.is_some_and(|s| s.end <= core.start && core.start - s.end <= 2);
    let after = bearing.get(at).is_some_and(|s| s.start >= core.end && s.start - core.end <= 6);
    let end = core.end as usize;
    let behind = text.get(end..floor(text, end.saturating_add(10))).unwrap_or_default();
    let mut words = behind.split([' ', '(', '.', '°', '\u{a0}']).filter(|w| !w.is_empty());
    let named = words.next().is_some_and(|w| WORDS.number_words.iter().any(|n| n.eq_ignore_ascii_case(w)))
        && words.next().is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()));
    close || after || named
}

/// Words that may mean another paper.
struct Mention {
    /// With the day that belongs to it.
    span: Span,
    /// The noun alone, or the day where no noun is near.
    core: Span,
    noun: String,
}

/// The words that may mean another paper, in order: nouns of papers and meetings, with the day close behind where there is
/// one, and days with the noun or deed before them.
fn mentions(document: &Document<'_>) -> Vec<Mention> {
    let found = triggers(document);
    let nouns: Vec<&(Span, String, bool)> = found.iter().filter(|f| !f.2).collect();
    let mut out: Vec<Mention> = nouns
        .iter()
        .map(|(span, noun, _)| Mention { span: *span, core: *span, noun: noun.clone() })
        .collect();
    for date in &document.analysis.dates {
        let single = date.edtf.as_ref().and_then(super::card::single_day).is_some();
        if !single || !matches!(date.kind, DateType::Date | DateType::Relative | DateType::Time) {
            continue;
        }
        let before = found.partition_point(|f| f.0.start < date.span.start);
        // What stands in the same sentence before the day: a noun rather than a deed.
        let near = |f: &&(Span, String, bool)| {
            let between = document.text.get(f.0.end as usize..date.span.start as usize);
            between.is_some_and(|t| t.len() <= FAR && !t.contains(['\n', ';']) && !t.contains(". "))
        };
        let last = || found[..before].iter().rev().take(4).filter(near);
        let Some((core, noun, verb)) = last().find(|f| !f.2).or_else(|| last().next()) else { continue };
        let joined = Span { start: core.start, end: date.span.end };
        if *verb {
            out.push(Mention { span: date.span, core: date.span, noun: noun.clone() });
        } else if joined.end.saturating_sub(core.end) <= OWN {
            match out.iter_mut().find(|m| m.core == *core && m.span == *core) {
                Some(m) => m.span = joined,
                None => out.push(Mention { span: date.span, core: date.span, noun: noun.clone() }),
            }
        } else {
            out.push(Mention { span: date.span, core: date.span, noun: noun.clone() });
        }
    }
    out.sort_by_key(|m| (m.span.start, m.span.end));
    out
}

/// Nouns and deeds in order: span, noun, whether it is a deed.
fn triggers(document: &Document<'_>) -> Vec<(Span, String, bool)> {
    let a = document.analysis;
    let whole = [Span::new(0, document.text.len())];
    let read = |k: RegionKind| {
        use RegionKind::{Body, EditorialNote, Translation};
        matches!(k, Body | Translation | EditorialNote)
    };
    let ranges: Vec<Span> = a.regions.iter().filter(|r| read(r.kind)).map(|r| r.span).collect();
    let ranges = if ranges.is_empty() { &whole[..] } else { &ranges[..] };
    // The first line is the paper's own heading.
    let head = document.text.trim_start().find('\n').unwrap_or(0);
    let mut out = Vec::new();
    for range in ranges {
        let Some(text) = document.text.get(range.start as usize..range.end as usize) else { continue };
        let mut at = range.start as usize;
        for paragraph in text.split_inclusive('\n') {
            let base = at;
            at += paragraph.len();
            if base < head {
                continue;
            }
            for m in RULES.matches(paragraph, &[]) {
                for c in m.rule.regex.captures_iter(paragraph) {
                    let Some(noun) = c.name("noun").or_else(|| c.get(0)) else { continue };
                    let span = Span::new(base + noun.start(), base + noun.end());
                    let verb = m.rule.gives == "verb";
                    let word = if verb { String::from("meeting") } else { singular(noun.as_str()) };
                    out.push((span, word, verb));
                }
            }
        }
    }
    out.sort();
    out
}

fn singular(noun: &str) -> String {
    let noun = fold(noun);
    noun.strip_suffix('s').map_or(noun.clone(), str::to_owned)
}

/// What the words around a noun say.
fn asked(cards: &Cards, document: &Document<'_>, span: Span, noun: &str) -> Asked {
    let text = document.text;
    let window = sentence(text, span);
    let around = said(window.of(text));
    let (start, end) = (span.start as usize, span.end as usize);
    let from = floor(text, start.saturating_sub(BESIDE)).max(window.start as usize);
    let to = floor(text, end.saturating_add(BESIDE)).min(window.end as usize);
    let before = text.get(from..start).unwrap_or_default();
    let beside = said(text.get(from..to).unwrap_or_default());
    let (near, strange) = cards.lexis.known(&beside.names);
    let lead: Vec<String> = before.split_whitespace().rev().take(3).map(fold).collect();
    let whose = |name: &str| {
        let known = WORDS.owners.get(name).map_or(&[][..], Vec::as_slice);
        lead.iter().any(|w| known.contains(w))
    };
    Asked {
        noun: noun.to_owned(),
        near,
        strange,
        near_words: cards.lexis.known(&beside.words).0,
        names: cards.lexis.known(&around.names).0,
        words: cards.lexis.known(&around.words).0,
        days: days(document, window, span),
        mine: whose("mine"),
        yours: whose("yours"),
        ..Asked::default()
    }
}

/// The days of a sentence, the nearest to the reference first.
fn days(document: &Document<'_>, window: Span, span: Span) -> Vec<(u32, i64, i64)> {
    let dates = &document.analysis.dates;
    let first = dates.partition_point(|d| d.span.start < window.start);
    let mut out: Vec<(u32, i64, i64)> = dates[first..]
        .iter()
        .take_while(|d| d.span.end <= window.end)
        .take(8)
        .filter(|d| matches!(d.kind, DateType::Date | DateType::Relative | DateType::Time))
        .filter_map(|d| {
            let edtf = d.edtf.as_ref()?;
            let (a, b) = (edtf.earliest()?.number(), edtf.latest()?.number());
            let gap = if d.span.end <= span.start {
                span.start - d.span.end
            } else {
                d.span.start.saturating_sub(span.end)
            };
            (b - a <= 31).then_some((gap, a, b))
        })
        .collect();
    out.sort_unstable();
    out
}

/// The papers worth weighing.
fn candidates(cards: &Cards, from: usize, asked: &Asked) -> BTreeSet<usize> {
    let mut out: BTreeSet<usize> = BTreeSet::new();
    for &(_, a, b) in asked.days.iter().take(3) {
        let till = if a == b { a + 2 } else { b };
        for (_, papers) in cards.by_day.range(a..=till).take(34) {
            out.extend(papers.iter().take(A_DAY));
        }
        if a == b {
            out.extend(cards.by_told.get(&a).into_iter().flatten().take(A_DAY));
        }
    }
    let mut keys: Vec<u32> = asked.names.iter().chain(&asked.words).copied().collect();
    keys.sort_unstable();
    keys.dedup();
    let count = |id: &u32| cards.lexis.papers(*id).len();
    keys.retain(|id| (1..=(cards.all.len() as f64 * COMMON) as usize + 3).contains(&count(id)));
    keys.sort_by_key(|id| (count(id), *id));
    for id in keys.into_iter().take(KEYS) {
        let papers = cards.lexis.papers(id);
        let end = match cards.all[from].day {
            Some(today) => papers.partition_point(|&t| cards.when(t as usize) <= Some(today + AHEAD)),
            None => papers.len(),
        };
        out.extend(papers[..end].iter().rev().take(EACH).map(|&t| t as usize));
    }
    out.extend(asked.cited.iter().rev().take(EACH));
    // Papers that bear a name beside the noun and the noun itself, also further back.
    let stem = super::lexis::stem(&asked.noun);
    let today = cards.all[from].day;
    if let Some(noun) = cards.lexis.id(stem) {
        for id in &asked.near {
            let papers = cards.lexis.papers(*id);
            let end = papers.partition_point(|&t| today.is_none_or(|d| cards.when(t as usize) <= Some(d)));
            let both = papers[..end].iter().rev().take(DEEP).map(|&t| t as usize);
            out.extend(both.filter(|&t| cards.all[t].bears.words.binary_search(&noun).is_ok()).take(EACH));
        }
    }
    // Papers headed by the noun.
    let headed = cards.by_title.get(&asked.noun).map_or(&[][..], Vec::as_slice);
    let end = headed.partition_point(|&t| today.is_none_or(|d| cards.when(t) <= Some(d)));
    out.extend(headed[..end].iter().rev().take(EACH));
    out.remove(&from);
    out.retain(|&t| match (today, cards.when(t)) {
        (Some(a), Some(b)) => b <= a + AHEAD && a - b <= AGE,
        _ => true,
    });
    out
}

/// The sentence around a reference, or as much of it as is near.
fn sentence(text: &str, span: Span) -> Span {
    let (start, end) = (span.start as usize, span.end as usize);
    let back = floor(text, start.saturating_sub(BACK));
    let fore = floor(text, end.saturating_add(FORE));
    let before = text.get(back..start).unwrap_or_default();
    let behind = text.get(end..fore).unwrap_or_default();
    let cut = before.rfind('\n').map(|n| n + 1).max(super::loose::sentence_end(before)).unwrap_or(0);
    let close = behind.find('\n').unwrap_or(behind.len());
    let close = behind.find(". ").map_or(close, |n| n.min(close));
    Span::new(back + cut, end + close)
}
