//! Events and issues that may be one and that linking left two: for a person to look at, never joined by this.
//!
//! Linking tells by itself which names look alike and which papers may be one text; of events and issues it tells only
//! what is one. Here the next nearest are found, each with what speaks for and against, through indexes (days, words),
//! so that the cost stays near linear.

use std::collections::{BTreeMap, BTreeSet};

use memcon_lexicon::keys;
use memcon_model::{EventStatus, LinkedEvent, LinkedIssue};

use crate::agents::written::fold;
use crate::events::class;

/// What speaks for or against two being one; the room has the words for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sign {
    /// Which: `same-day`, `same-place`, `people`, `other-people`, `other-place`, `other-status`, `other-days`, `words`,
    /// `other-words`, `papers`, `same-number`, `other-numbers`.
    pub kind: &'static str,
    /// What it is seen by, in the papers' words.
    pub values: Vec<String>,
}

/// Two items that may be one, by their ids.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The one.
    pub a: String,
    /// The other.
    pub b: String,
    /// How much speaks for one, from 0 to 1; one half is the least sure.
    pub score: f32,
    /// What speaks for one.
    pub grounds: Vec<Sign>,
    /// What speaks for two.
    pub against: Vec<Sign>,
}

/// Events looked at under one day and kind, at most; a day with more is not one that a person goes through pair by pair.
const ON_A_DAY: usize = 30;
/// Issues looked at under one word, at most.
const UNDER_A_WORD: usize = 30;
/// Days of an event that are looked at; a wider one is no day.
const DAYS: i64 = 3;

fn sign(kind: &'static str, values: impl IntoIterator<Item = String>) -> Sign {
    Sign { kind, values: values.into_iter().take(6).collect() }
}

/// Least sure first: the nearer to one half the earlier; then by ids.
fn ordered(mut pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.sort_by(|x, y| {
        let far = |p: &Pair| (p.score - 0.5).abs();
        far(x).total_cmp(&far(y)).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b)))
    });
    pairs
}

/// Events of one kind whose days meet and that share somebody or a place, told by no common paper.
pub fn events(all: &[LinkedEvent]) -> Vec<Pair> {
    let mut by_day: BTreeMap<(&'static str, i64), Vec<usize>> = BTreeMap::new();
    for (n, e) in all.iter().enumerate() {
        let days = e.date.as_ref().and_then(|d| Some((d.earliest()?.number(), d.latest()?.number())));
        let Some((from, to)) = days.filter(|(from, to)| *to >= *from && to - from < DAYS) else { continue };
        for day in from..=to {
            by_day.entry((class(e.kind).as_str(), day)).or_default().push(n);
        }
    }
    let mut seen = BTreeSet::new();
    let mut pairs = Vec::new();
    for of_day in by_day.values() {
        for (x, y) in two_of(of_day, ON_A_DAY).filter(|pair| seen.insert(*pair)) {
            pairs.extend(event_pair(&all[x], &all[y]));
        }
    }
    ordered(pairs)
}

/// Every two of a list, of its first `most`.
fn two_of(list: &[usize], most: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
    let list = &list[..list.len().min(most)];
    list.iter().enumerate().flat_map(move |(n, x)| list[n + 1..].iter().map(move |y| (*x, *y)))
}

fn event_pair(a: &LinkedEvent, b: &LinkedEvent) -> Option<Pair> {
    let papers = |e: &LinkedEvent| -> BTreeSet<String> {
        e.accounts.iter().map(|account| account.document.clone()).collect()
    };
    if papers(a).intersection(&papers(b)).next().is_some() {
        return None;
    }
    let people = |e: &LinkedEvent| -> BTreeMap<String, String> {
        e.participants.iter().map(|p| (fold(&p.name), p.name.clone())).collect()
    };
    let (of_a, of_b) = (people(a), people(b));
    let shared: Vec<String> =
        of_a.iter().filter(|(k, _)| of_b.contains_key(*k)).map(|(_, v)| v.clone()).collect();
    let places = (a.place.as_deref().map(fold), b.place.as_deref().map(fold));
    let near = matches!(&places, (Some(x), Some(y)) if x.contains(y.as_str()) || y.contains(x.as_str()));
    if shared.is_empty() && !near {
        return None;
    }
    let (mut grounds, mut against) = (vec![], vec![]);
    let fewer = of_a.len().min(of_b.len());
    let (mut f, mut g) = (1.0f32, 0.0f32);
    grounds.push(sign("same-day", a.date.iter().map(|d| d.as_str().to_owned())));
    if a.date != b.date {
        g += 1.0;
        against.push(sign(
            "other-days",
            [&a.date, &b.date].into_iter().flatten().map(|d| d.as_str().to_owned()),
        ));
    }
    if near {
        f += 1.0;
        grounds.push(sign("same-place", a.place.clone()));
    } else if let (Some(x), Some(y)) = (&a.place, &b.place) {
        g += 1.5;
        against.push(sign("other-place", [x.clone(), y.clone()]));
    }
    if !shared.is_empty() {
        f += 2.0 * shared.len() as f32 / fewer.max(1) as f32;
        grounds.push(sign("people", shared));
    } else if fewer > 0 {
        g += 1.5;
        let two = [of_a.values().next(), of_b.values().next()];
        against.push(sign("other-people", two.into_iter().flatten().cloned()));
    }
    if (a.status == EventStatus::Failed) != (b.status == EventStatus::Failed) {
        g += 2.0;
        against.push(sign("other-status", [a.status, b.status].map(|s| s.as_str().to_owned())));
    }
    Some(Pair { a: a.id.clone(), b: b.id.clone(), score: f / (f + g), grounds, against })
}

/// Issues whose names share half of their words or more, or one of which names the other.
pub fn issues(all: &[LinkedIssue]) -> Vec<Pair> {
    let words: Vec<BTreeSet<String>> = all.iter().map(|i| keys(&i.name)).collect();
    let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, keys) in words.iter().enumerate() {
        for key in keys {
            by_word.entry(key).or_default().push(n);
        }
    }
    let mut seen = BTreeSet::new();
    let mut pairs = Vec::new();
    for under in by_word.values() {
        for (x, y) in two_of(under, UNDER_A_WORD).filter(|pair| seen.insert(*pair)) {
            pairs.extend(issue_pair((&all[x], &words[x]), (&all[y], &words[y])));
        }
    }
    ordered(pairs)
}

fn issue_pair(
    (a, of_a): (&LinkedIssue, &BTreeSet<String>),
    (b, of_b): (&LinkedIssue, &BTreeSet<String>),
) -> Option<Pair> {
    let shared: Vec<String> = of_a.intersection(of_b).cloned().collect();
    let union = of_a.union(of_b).count().max(1);
    let likeness = shared.len() as f32 / union as f32;
    let inside = shared.len() == of_a.len().min(of_b.len());
    if shared.is_empty() || !(inside || likeness >= 0.5) {
        return None;
    }
    // Words are compared by their stems and shown as they stand.
    let spelled = |stem: &String| {
        let words = a.name.split_whitespace().chain(b.name.split_whitespace());
        let own = words.map(str::to_owned).find(|w| keys(w).iter().eq([stem]));
        own.unwrap_or_else(|| stem.clone())
    };
    let (mut grounds, mut against) = (vec![sign("words", shared.iter().map(spelled))], vec![]);
    let other: Vec<String> = of_a.symmetric_difference(of_b).map(spelled).collect();
    if !other.is_empty() {
        against.push(sign("other-words", other));
    }
    let both: Vec<String> = a.papers().intersection(&b.papers()).map(|d| (*d).to_owned()).collect();
    let mut score = likeness;
    if !both.is_empty() {
        // A paper that names both may well tell them apart.
        score -= 0.1;
        against.push(sign("papers", both));
    }
    let numbers = |i: &LinkedIssue| -> BTreeSet<(Option<String>, String)> {
        i.numbers.iter().map(|n| (n.side.clone(), n.number.clone())).collect()
    };
    let (of_a, of_b) = (numbers(a), numbers(b));
    if let Some((side, number)) = of_a.intersection(&of_b).next() {
        score += 0.2;
        grounds.push(sign("same-number", [number.clone()].into_iter().chain(side.clone())));
    } else if !of_a.is_empty() && !of_b.is_empty() {
        score -= 0.2;
        let two = [of_a.first(), of_b.first()];
        against.push(sign("other-numbers", two.into_iter().flatten().map(|n| n.1.clone())));
    }
    Some(Pair { a: a.id.clone(), b: b.id.clone(), score: score.clamp(0.05, 0.95), grounds, against })
}

#[cfg(test)]
mod tests {
    use super::*;
    use memcon_model::{Account, EventType, Participant};

    fn meeting(id: &str, day: &str, place: &str, who: &[&str], paper: &str) -> LinkedEvent {
        let person = |n: &&str| Participant { name: (*n).into(), side: None, role: None };
        LinkedEvent {
            id: id.into(),
            kind: EventType::Meeting,
            status: EventStatus::Held,
            date: day.parse().ok(),
            place: Some(place.into()).filter(|p: &String| !p.is_empty()),
            title: id.into(),
            participants: who.iter().map(person).collect(),
            intermediary: None,
            level: None,
            follows: None,
            accounts: vec![Account { document: paper.into(), event: "e1".into(), ..Account::default() }],
            evidence: Vec::new(),
        }
    }

    #[test]
    fn meetings_of_a_day_that_share_somebody_are_asked_about() {
        let all = [
            meeting("one", "1931-05-09", "Halvik", &["Osma", "Vald"], "a"),
            meeting("two", "1931-05-09", "Harbour House", &["Osma", "Perl"], "b"),
            meeting("other day", "1931-05-10", "Halvik", &["Osma", "Vald"], "c"),
            meeting("others", "1931-05-09", "", &["Somebody"], "d"),
            meeting("same paper", "1931-05-09", "Halvik", &["Osma"], "a"),
        ];
        let told: Vec<String> = events(&all)
            .iter()
            .map(|p| {
                let kinds = |s: &[Sign]| s.iter().map(|s| s.kind).collect::<Vec<_>>().join(",");
                format!("{} = {}: {} / {}", p.a, p.b, kinds(&p.grounds), kinds(&p.against))
            })
            .collect();
        assert_eq!(
            told,
            ["one = two: same-day,people / other-place", "two = same paper: same-day,people / other-place",]
        );
    }

    #[test]
    fn issues_that_share_half_of_their_words_are_asked_about() {
        let issue = |id: &str| LinkedIssue { id: id.into(), name: id.into(), ..LinkedIssue::default() };
        let all =
            [issue("river tolls"), issue("tolls on the river"), issue("harbour signals"), issue("tolls")];
        let told: Vec<(String, String)> = issues(&all).into_iter().map(|p| (p.a, p.b)).collect();
        assert!(told.contains(&("river tolls".into(), "tolls".into())), "{told:?}");
        assert!(!told.iter().any(|(a, b)| a == "harbour signals" || b == "harbour signals"), "{told:?}");
    }
}
