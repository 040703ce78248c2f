//! References without a number of their own: by day and those who met, by the words of a title; and bare numbers that only
//! the collection shows to be papers'.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use memcon_lexicon::RuleSet;
use memcon_model::{Basis, DateType, Day, Evidence, Reference, RegionKind, ResolvedReference, Span};

use super::WORDS;
use super::card::{Card, Cards, Number, content, floor, names, single_day};
use super::numbers::called;
use super::whose;
use crate::Document;
use crate::agents::written::fold;

static RULES: LazyLock<RuleSet> =
    LazyLock::new(|| RuleSet::load("link/loose").expect("our own rules of loose references"));

/// Longest stretch around a reference whose names and days are its own, in bytes.
const AROUND: usize = 160;

/// A telegram cited by its place is of the last weeks, in days.
const WEEKS: i64 = 90;

/// The document that a reference with a day means: of the kind it is called, with the names around it.
pub(super) fn by_day(
    cards: &Cards,
    document: &Document<'_>,
    from: usize,
    reference: &Reference,
) -> Option<(usize, String)> {
    if reference.number.as_deref().is_some_and(|n| n.len() > 1 && n.chars().all(|c| c.is_ascii_digit())) {
        return None;
    }
    let day = reference.date.as_ref().and_then(single_day)?;
    let window = window(document.text, reference.span);
    let noun = reference.description.as_deref().unwrap_or_else(|| reference.span.of(document.text));
    let said = reference.span.of(document.text);
    of_day(cards, document, from, &Asked { day, noun, said, window, owned: owned(noun) })
}

/// What is looked for among the papers of a day.
struct Asked<'a> {
    day: i64,
    noun: &'a str,
    /// The reference itself.
    said: &'a str,
    window: Span,
    /// Whether the words make it the writer's or the reader's own.
    owned: bool,
}

fn owned(words: &str) -> bool {
    let lower = words.to_lowercase();
    lower.split_whitespace().any(|w| ["my", "our", "your", "ur"].contains(&w))
}

/// The one paper of a day that fits best, if one fits better than all others.
fn of_day(cards: &Cards, document: &Document<'_>, from: usize, asked: &Asked<'_>) -> Option<(usize, String)> {
    let words = asked.window.of(document.text);
    let mut who = names(words);
    let own = &cards.all[from];
    if asked.owned {
        who.extend(own.from.iter().chain(&own.to).cloned());
    }
    let noun = fold(asked.noun);
    let meeting = WORDS.meetings.iter().any(|m| noun.contains(m.as_str()));
    // Whose it is said to be: nobody else's paper is meant.
    let whose: BTreeSet<String> =
        names(asked.said).into_iter().filter(|w| !WORDS.forms.contains_key(w)).collect();
    let date = Day::from_number(asked.day);
    let near = cards.by_day.get(&asked.day).into_iter().flatten();
    let yearless = cards.by_month_day.get(&(date.month, date.day)).into_iter().flatten();
    let mut best: Vec<(usize, usize)> = near
        .chain(yearless)
        .copied()
        .filter(|&t| t != from && !cards.later(t, from))
        .filter(|&t| meeting || whose.is_empty() || whose.iter().any(|w| about(&cards.all[t], w)))
        .filter_map(|t| Some((strength(&cards.all[t], &who, &noun, meeting)?, t)))
        .collect();
    best.sort_by(|a, b| b.cmp(a));
    let enough = if meeting { 2 } else { 3 };
    match best.as_slice() {
        [(s, t)] if *s >= enough => Some(*t),
        [(a, t), (b, _), ..] if *a >= enough && a > b => Some(*t),
        _ => None,
    }
    .map(|t| {
        (
            t,
            "Of the papers of that day, this one is of the kind named and bears the names around the words."
                .into(),
        )
    })
}

/// Whether a name stands at the head of a paper, also within a longer word ("Swiss", "Switzerland" apart).
fn about(card: &Card, name: &str) -> bool {
    card.who.contains(name) || card.from.contains(name) || card.to.contains(name) || card.head.contains(name)
}

/// How well a paper fits; `None` where its kind does not.
fn strength(card: &Card, who: &BTreeSet<String>, noun: &str, meeting: bool) -> Option<usize> {
    let shared = who
        .iter()
        .filter(|w| card.who.contains(*w) || card.from.contains(*w) || card.to.contains(*w))
        .count();
    let last = noun.split_whitespace().next_back().unwrap_or(noun).trim_end_matches('s');
    if meeting {
        let talks = card.meeting || WORDS.meetings.iter().any(|m| card.head.contains(m.as_str()));
        return (talks && shared > 0)
            .then_some(shared.min(6) + usize::from(card.meeting) + usize::from(card.tells));
    }
    let titled = card.title.iter().chain(&card.kind).any(|w| w.trim_end_matches('s') == last);
    let named = titled || card.head.contains(last);
    let kind = called(card, noun) && WORDS.forms.keys().any(|f| f == last);
    (named || kind && shared > 0).then_some(
        shared.min(6)
            + usize::from(card.tells)
            + if titled { 3 } else { usize::from(named) + usize::from(kind) },
    )
}

/// References that only the collection shows, beside those already found.
pub(super) fn find(
    cards: &Cards,
    documents: &[Document<'_>],
    from: usize,
    known: &[ResolvedReference],
) -> Vec<ResolvedReference> {
    let document = &documents[from];
    let mut out: Vec<ResolvedReference> = Vec::new();
    let mut taken: Vec<Span> = known.iter().filter(|r| r.target.is_some()).map(|r| r.at.span).collect();
    taken.sort();
    // The papers named by their titles, by the noun: "the resolution" is the last of them.
    let mut last: BTreeMap<String, usize> = BTreeMap::new();
    let ranges: Vec<Span> = document
        .analysis
        .regions
        .iter()
        .filter(|r| {
            matches!(
                r.kind,
                RegionKind::Body
                    | RegionKind::Translation
                    | RegionKind::EditorialNote
                    | RegionKind::Letterhead
            )
        })
        .map(|r| r.span)
        .collect();
    let ranges =
        if document.analysis.regions.is_empty() { vec![Span::new(0, document.text.len())] } else { ranges };
    for range in ranges {
        let Some(text) = document.text.get(range.start as usize..range.end as usize) else { continue };
        let mut at = range.start as usize;
        for paragraph in text.split_inclusive('\n') {
            let base = at;
            at += paragraph.len();
            let mut hits: Vec<(Span, usize, String)> = Vec::new();
            for m in RULES.matches(paragraph, &[]) {
                for c in m.rule.regex.captures_iter(paragraph) {
                    let group = |name: &str| c.name(name).map(|g| g.as_str());
                    let Some(whole) = c.get(0) else { continue };
                    let span = Span::new(base + whole.start(), base + whole.end());
                    let found = match m.rule.gives.as_str() {
                        "series" => series(cards, from, group("number").unwrap_or_default()),
                        "place" => placed(cards, from, group("place"), group("number")),
                        "titled" => titled(cards, from, group("words"), group("noun")),
                        "owned" => Some(Reference {
                            span,
                            number: group("number").map(str::to_owned),
                            date: None,
                            description: group("desc").map(str::to_owned),
                            target: None,
                            basis: Basis::new(m.rule.id.as_str(), m.rule.confidence),
                        })
                        .and_then(|r| {
                            let number = r.number.clone()?;
                            super::numbers::target(cards, document, from, &r, &number).ok()
                        }),
                        "again" => group("noun")
                            .and_then(|n| last.get(&fold(n)))
                            .map(|&t| (t, "The paper that this one named before by its title.".to_owned())),
                        "whose" => hand(cards, document, from, span, &c),
                        _ => None,
                    };
                    if let Some((t, why)) = found {
                        if m.rule.gives == "titled" {
                            last.insert(fold(group("noun").unwrap_or_default()), t);
                        }
                        hits.push((span, t, why));
                    }
                }
            }
            hits.sort_by_key(|h| (h.0.start, std::cmp::Reverse(h.0.end)));
            for (span, t, why) in hits {
                let free = |s: &Span| s.end <= span.start || span.end <= s.start;
                let from = taken.partition_point(|s| s.end <= span.start);
                if taken[from..].iter().take(4).all(free)
                    && out.last().is_none_or(|r| r.at.span.end <= span.start)
                {
                    let at = Evidence { document: document.id.to_owned(), span };
                    out.push(ResolvedReference { at, target: Some(documents[t].id.to_owned()), why });
                }
            }
        }
    }
    out
}

/// "K.12": the one earlier paper with these letters and this number.
fn series(cards: &Cards, from: usize, raw: &str) -> Option<(usize, String)> {
    let number = Number::read(raw)?;
    let word = |list: &[String]| list.contains(&number.letters);
    if number.letters.is_empty() || word(&WORDS.no_series) || word(&WORDS.months) {
        return None;
    }
    let found: Vec<usize> = cards
        .by_digits
        .get(&number.digits)?
        .iter()
        .copied()
        .filter(|&t| t != from && !cards.later(t, from) && cards.all[t].numbers.contains(&number))
        .collect();
    let found = if found.is_empty() { unlettered(cards, from, &number) } else { found };
    // Papers that speak of it at their head come after it.
    let one = *found.iter().min_by_key(|&&t| (cards.all[t].day.is_none(), cards.all[t].day))?;
    let alone = found.iter().filter(|&&t| cards.all[t].day == cards.all[one].day).count() == 1;
    alone.then(|| (one, format!("{raw} is the number of this paper.")))
}

/// The last paper with the number from the place whose numbers bear the letters, where it leaves them out.
fn unlettered(cards: &Cards, from: usize, number: &Number) -> Vec<usize> {
    let near = || cards.by_digits.get(&number.digits).into_iter().flatten().copied();
    let Some(home) = cards.home(&number.letters) else { return Vec::new() };
    if near().any(|t| cards.all[t].numbers.contains(number)) {
        return Vec::new();
    }
    let lately = |t: usize| matches!((cards.all[from].day, cards.all[t].day), (Some(x), Some(y)) if (0..=WEEKS).contains(&(x - y)));
    let fits = |&t: &usize| t != from && lately(t) && super::numbers::unlettered(&cards.all[t], home, number);
    near().filter(fits).max_by_key(|&t| cards.all[t].day).into_iter().collect()
}

/// "Lorme 301": the last paper from there with this number.
fn placed(cards: &Cards, from: usize, place: Option<&str>, raw: Option<&str>) -> Option<(usize, String)> {
    let place = fold(place?);
    let place = if cards.places.contains(&place) {
        place.as_str()
    } else {
        let bare = place.strip_suffix('s').unwrap_or(&place);
        let last = place.rsplit(' ').next().unwrap_or(&place);
        [bare, last].into_iter().find(|p| cards.places.contains(*p))?
    };
    let number = Number::read(raw?)?;
    let near = cards.by_digits.get(&number.digits)?.iter().copied().filter(|&t| {
        let (a, b) = (&cards.all[from], &cards.all[t]);
        let lately = matches!((a.day, b.day), (Some(x), Some(y)) if (0..=WEEKS).contains(&(x - y)));
        // Who cites a telegram by its place leaves out the letters of that place's series.
        let long = number.letters.is_empty() && number.digits.len() >= 3;
        let bears = b.numbers.iter().any(|n| n == &number || long && n.digits == number.digits);
        t != from && lately && b.place == place && bears
    });
    let Some(one) = near.max_by_key(|&t| cards.all[t].day) else {
        return sent_there(cards, from, place, &number);
    };
    Some((one, format!("The paper from there with the number {}.", number.digits)))
}

/// "State's Lorme 892": a capital cites what it sent by where that went.
fn sent_there(cards: &Cards, from: usize, place: &str, number: &Number) -> Option<(usize, String)> {
    let there = super::lexis::said_folded(place);
    let near = cards.by_digits.get(&number.digits)?.iter().copied().filter(|&t| {
        let (a, b) = (&cards.all[from], &cards.all[t]);
        let lately = matches!((a.day, b.day), (Some(x), Some(y)) if (0..=WEEKS).contains(&(x - y)));
        let long = number.digits.len() >= 3 && b.from_home && b.numbers.contains(number);
        t != from && lately && long && (b.to.contains(place) || b.went.intersection(&there).next().is_some())
    });
    let one = near.max_by_key(|&t| cards.all[t].day)?;
    Some((one, format!("The paper that went there with the number {}.", number.digits)))
}

/// "the Harbour Board's resolution": the one earlier paper whose title has the noun and every word before it.
fn titled(cards: &Cards, from: usize, words: Option<&str>, noun: Option<&str>) -> Option<(usize, String)> {
    let noun = fold(noun?);
    let wanted = content(words?);
    let stem = |w: &str| w.strip_suffix('s').unwrap_or(w).to_owned();
    if wanted.is_empty() || wanted.len() < 2 && noun != "resolution" && noun != "communique" {
        return None;
    }
    let near = cards.by_title.get(&noun).or_else(|| cards.by_title.get(&stem(&noun)))?;
    let mut found = near.iter().copied().filter(|&t| {
        let title: BTreeSet<String> = cards.all[t].title.iter().map(|w| stem(w)).collect();
        t != from && !cards.later(t, from) && wanted.iter().all(|w| title.contains(&stem(w)))
    });
    let one = found.next()?;
    found.next().is_none().then(|| (one, "The only earlier paper whose title has these words.".to_owned()))
}

/// "the Warden's letter", "your message": where no day stands beside it, the last from that hand.
fn hand(
    cards: &Cards,
    document: &Document<'_>,
    from: usize,
    span: Span,
    c: &regex::Captures<'_>,
) -> Option<(usize, String)> {
    let group = |name: &str| c.name(name).map_or("", |g| g.as_str());
    // The first line is the paper's own heading.
    if !document.text.get(..span.start as usize).is_some_and(|t| t.trim_start().contains('\n')) {
        return None;
    }
    // A day close behind is its own, and no paper of that day fitted.
    let close = window(document.text, span).end.min(span.end.saturating_add(40));
    if day_in(document, Span { start: span.start, end: close }, span).is_some() {
        return None;
    }
    let own = &cards.all[from];
    let noun = fold(group("noun"));
    let to = whose::hand(group("to"));
    let set = |s: &BTreeSet<String>| s.iter().cloned().collect::<Vec<_>>();
    let (owner, to) = match fold(group("mine")).as_str() {
        "" => (whose::hand(group("owner")), to),
        "your" => (set(&own.to), if to.is_empty() { set(&own.from) } else { to }),
        _ => (set(&own.from), if to.is_empty() { set(&own.to) } else { to }),
    };
    whose::last_from(cards, from, &noun, &owner, &to)
}

/// The day beside a reference; `None` where two stand as near.
fn day_in(document: &Document<'_>, window: Span, span: Span) -> Option<i64> {
    let dates = &document.analysis.dates;
    let first = dates.partition_point(|d| d.span.start < window.start);
    dates[first..]
        .iter()
        .take_while(|d| d.span.end <= window.end)
        .filter(|d| matches!(d.kind, DateType::Date | DateType::Relative))
        .filter_map(|d| {
            let gap = if d.span.end <= span.start {
                span.start - d.span.end
            } else {
                d.span.start.saturating_sub(span.end)
            };
            Some((gap, d.edtf.as_ref().and_then(single_day)?))
        })
        .min()
        .map(|(_, day)| day)
}

/// The sentence around a reference, or as much of it as is near.
fn window(text: &str, span: Span) -> Span {
    let (start, end) = (span.start as usize, span.end as usize);
    let back = floor(text, start.saturating_sub(AROUND));
    let fore = floor(text, end.saturating_add(AROUND / 2));
    let before = text.get(back..start).unwrap_or_default();
    let behind = text.get(end..fore).unwrap_or_default();
    let cut = before.rfind(['\n', ';']).map(|n| n + 1).max(sentence_end(before));
    let close = behind.find(['\n', ';']).unwrap_or(behind.len());
    let close = behind.find(". ").map_or(close, |n| n.min(close));
    Span::new(back + cut.unwrap_or(0), end + close)
}

/// Behind the last full stop that ends a sentence: a blank and a capital follow, a small letter stands before.
pub(super) fn sentence_end(before: &str) -> Option<usize> {
    before
        .match_indices(". ")
        .filter(|(n, _)| {
            before[..*n].chars().rev().take(3).filter(|c| c.is_lowercase() || c.is_ascii_digit()).count() == 3
        })
        .map(|(n, _)| n + 2)
        .last()
}
