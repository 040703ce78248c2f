//! References without number or day: "the Warden's letter", "your message", "the last meeting", the telegram before this one.
//!
//! What is meant is the last paper of that kind from that hand before the reference, within weeks; two of one day are none.

use std::sync::LazyLock;

use regex::Regex;

use super::WORDS;
use super::card::{Card, Cards, content};

/// How far back a paper without a day is looked for, in days.
const WEEKS: i64 = 45;

/// The last paper of the kind `noun` that has every word of `owner` among its senders, and one of `to` among its addressees.
pub(super) fn last_from(
    cards: &Cards,
    from: usize,
    noun: &str,
    owner: &[String],
    to: &[String],
) -> Option<(usize, String)> {
    let own = &cards.all[from];
    let today = own.day?;
    let kinds = WORDS.kinds.get(noun).or_else(|| WORDS.kinds.get(noun.trim_end_matches('s')))?;
    let list = cards.by_sender.get(owner.last()?)?;
    let end = list.partition_point(|&t| cards.all[t].day <= Some(today));
    let fits = |t: usize| {
        let card = &cards.all[t];
        t != from
            && kinds.iter().any(|k| card.kind.contains(k))
            && !card.kind.contains("conversation")
            && owner.iter().all(|w| card.from.contains(w))
            && (to.is_empty() || to.iter().any(|w| card.to.contains(w)))
    };
    let near = list[..end].iter().rev().copied().take(200);
    let mut found =
        near.take_while(|&t| cards.all[t].day.is_some_and(|d| today - d <= WEEKS)).filter(|&t| fits(t));
    let one = found.next()?;
    let tie = found.next().is_some_and(|t| cards.all[t].day == cards.all[one].day);
    (!tie).then(|| (one, "The last paper of that kind from that hand before this one.".to_owned()))
}

/// The record of the meeting before: under the same heading, or with most of the same persons.
pub(super) fn last_meeting(cards: &Cards, from: usize) -> Option<(usize, String)> {
    let own = &cards.all[from];
    let today = own.day.filter(|_| own.meeting)?;
    let end = cards.meetings.partition_point(|&t| cards.all[t].day < Some(today));
    let near = cards.meetings[..end].iter().rev().copied().take(100);
    let mut found = near
        .take_while(|&t| cards.all[t].day.is_some_and(|d| today - d <= 2 * WEEKS))
        .filter(|&t| same_body(own, &cards.all[t]));
    let one = found.next()?;
    let tie = found.next().is_some_and(|t| cards.all[t].day == cards.all[one].day);
    (!tie).then(|| (one, "The record of the meeting before this one, of the same body.".to_owned()))
}

/// Whether two records are of meetings of one body: headed alike beyond the plain words, with persons in common.
fn same_body(a: &Card, b: &Card) -> bool {
    let shared = a.who.intersection(&b.who).count();
    let fewer = a.who.len().min(b.who.len());
    shared >= 3 && shared * 2 >= fewer && a.kind == b.kind
}

/// "my immediately preceding telegram": the number before this paper's own, from the same place.
pub(super) fn neighbour(cards: &Cards, from: usize, desc: &str) -> Option<(usize, String)> {
    static STEP: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:(?P<back>preceding)|(?P<fore>following))\b").expect("a pattern of ours")
    });
    let step = STEP.captures(desc)?;
    let own = &cards.all[from];
    let mut found = own.numbers.iter().filter_map(|n| {
        let digits: u64 = n.digits.parse().ok()?;
        let wanted =
            if step.name("back").is_some() { digits.checked_sub(1)? } else { digits.checked_add(1)? };
        cards.by_digits.get(&wanted.to_string())?.iter().copied().find(|&t| {
            let card = &cards.all[t];
            let near = matches!((card.day, own.day), (Some(a), Some(b)) if (a - b).abs() <= 2);
            let series =
                card.numbers.iter().any(|m| m.letters == n.letters && m.digits == wanted.to_string());
            t != from && near && series && card.place == own.place && card.form == own.form
        })
    });
    let one = found.next()?;
    found
        .all(|t| t == one)
        .then(|| (one, "The number next to this paper's own, from the same place.".to_owned()))
}

/// Who the words are: "Chancellor Amsel" → ["amsel"].
pub(super) fn hand(words: &str) -> Vec<String> {
    content(words)
}
