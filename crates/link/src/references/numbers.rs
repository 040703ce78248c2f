//! References with a number: "your telegram 14", "Deptel 209", "K.12", "Port Amsel's 88".

use memcon_model::{Form, Reference};

use super::WORDS;
use super::card::{Card, Cards, Number, content, single_day};
use crate::Document;
use crate::agents::written::fold;

/// How many days back a bare number of a running series still means a paper.
const BACK: i64 = 400;

/// Whose paper the words say it is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Owner {
    /// The writer's.
    Mine,
    /// The reader's.
    Yours,
    /// The capital's.
    Capital,
    /// The post's.
    Post,
    /// Of a place or body that is named.
    Of(String),
    /// Not said.
    Untold,
}

/// The document that has the number, through a channel that fits; else why not.
pub(super) fn target(
    cards: &Cards,
    document: &Document<'_>,
    from: usize,
    reference: &Reference,
    raw: &str,
) -> Result<(usize, String), String> {
    let none = || format!("No paper of the collection that fits has the number {raw}.");
    let desc = reference.description.as_deref().unwrap_or_default();
    let mut number = Number::read(raw).ok_or_else(none)?;
    let mut owner = owner(desc);
    if number.letters.is_empty() && owner == Owner::Untold {
        // "Secto 12": what stands before the number is the name of the series.
        if let Some(series) = series(desc) {
            number.letters = series;
        }
    }
    // "our telegram Port Amsel 12": a place before the number is no series.
    if !number.letters.is_empty() && cards.places.contains(&number.letters) {
        owner = Owner::Of(std::mem::take(&mut number.letters));
    }
    if (owner == Owner::Untold || owner == Owner::Yours)
        && let Some(place) = behind(document.text, reference.span.end as usize, cards)
    {
        owner = Owner::Of(place);
    }
    if cards.all[from].numbers.contains(&number) {
        return Err("That is the number of this paper itself.".into());
    }
    let dated = reference.date.as_ref().and_then(single_day);
    let near = cards.by_digits.get(&number.digits).map_or(&[][..], Vec::as_slice);
    let mut fitting: Vec<(usize, &'static str)> = near
        .iter()
        .copied()
        .filter(|&t| t != from && !cards.later(t, from))
        .filter(|&t| dated.is_none_or(|day| cards.all[t].day.is_some_and(|d| (d - day).abs() <= 1)))
        .filter_map(|t| {
            Some((t, fits(&cards.all[from], &cards.all[t], &number, &owner, desc, dated.is_some())?))
        })
        .collect();
    // A running series begins anew: the last before the reference is meant.
    fitting.sort_by_key(|&(t, _)| (std::cmp::Reverse(cards.all[t].day), t));
    match fitting.as_slice() {
        [] => Err(none()),
        [(t, how)] => Ok((*t, format!("Number {raw} is that of this paper, {how}."))),
        [(a, how), (b, _), ..] if cards.all[*a].day != cards.all[*b].day => {
            Ok((*a, format!("Number {raw} is that of this paper, {how}, the last before the reference.")))
        }
        _ => Err(format!("Several papers of one day have the number {raw}.")),
    }
}

/// Whether a paper can be the one meant, and how the channel shows it.
fn fits(
    from: &Card,
    to: &Card,
    number: &Number,
    owner: &Owner,
    desc: &str,
    dated: bool,
) -> Option<&'static str> {
    if !called(to, desc) {
        return None;
    }
    let same_letters = to.numbers.iter().any(|n| n.digits == number.digits && n.letters == number.letters);
    // "My 12" where the series is K: the letters may be left out of one's own papers.
    let channel = matches!(owner, Owner::Mine | Owner::Yours | Owner::Of(_));
    let bare = number.letters.is_empty() && channel
        || to.numbers.iter().any(|n| n.digits == number.digits && n.letters.is_empty());
    if !number.letters.is_empty() && same_letters {
        return Some("with the letters of its series");
    }
    // Letters that no paper's series has are a word for the channel ("your Lormtel 14").
    if !(bare || channel && number.letters.chars().count() > 3)
        || !channel && number.letters.chars().count() > 3
    {
        return None;
    }
    if dated {
        return Some("and so is the day");
    }
    if let (Some(a), Some(b)) = (from.day, to.day)
        && a - b > BACK
    {
        return None;
    }
    let mine = || same_origin(from, to);
    let yours = || {
        // A post and the capital write to each other; names of offices differ, a long number within days does not err.
        let home = from.to_home && to.from_home || from.from_home && to.to_home;
        let lately = matches!((from.day, to.day), (Some(a), Some(b)) if a - b <= 10);
        reversed(from, to) || home && lately && number.digits.len() >= 3
    };
    let home = from.to_home;
    match owner {
        Owner::Mine => mine().then_some("which comes from where this one comes from"),
        Owner::Yours => yours().then_some("which comes from where this one goes"),
        // A post cites the capital's telegram as one it got, the capital as one of its own.
        Owner::Capital if home => yours().then_some("which comes from the capital"),
        Owner::Capital => (mine() && to.to.intersection(&from.to).next().is_some())
            .then_some("which comes from the capital and went to the same post"),
        Owner::Post if home => mine().then_some("which comes from this post"),
        Owner::Post => yours().then_some("which comes from this post"),
        Owner::Of(place) => {
            let words = content(place);
            let of = to.place == *place || (!words.is_empty() && words.iter().all(|w| to.from.contains(w)));
            of.then_some("which comes from there")
        }
        Owner::Untold => (number.digits.len() >= 3 && to.form == Form::Cable && (yours() || mine()))
            .then_some("on the same channel"),
    }
}

/// Whether a paper's form fits what the reference calls it.
pub(super) fn called(to: &Card, desc: &str) -> bool {
    let lower = desc.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).collect();
    let named = |w: &str| words.iter().any(|x| *x == w || x.strip_suffix('s') == Some(w));
    let mut fitting = WORDS.forms.iter().filter(|(w, _)| named(w)).peekable();
    fitting.peek().is_none()
        || to.form == Form::Other
        || fitting.any(|(_, forms)| forms.iter().any(|f| f == to.form.as_str()))
}

fn same_origin(from: &Card, to: &Card) -> bool {
    (!from.place.is_empty() && from.place == to.place)
        || (from.place.is_empty() || to.place.is_empty()) && from.from.intersection(&to.from).next().is_some()
}

/// Whether a paper went the other way.
fn reversed(from: &Card, to: &Card) -> bool {
    if !from.place.is_empty() && from.place == to.place {
        return false;
    }
    to.to.intersection(&from.from).next().is_some()
        || to.from.intersection(&from.to).next().is_some()
        || (!to.place.is_empty() && content(&to.place).iter().any(|w| from.to.contains(w)))
}

/// Whose paper it is by the words before the number.
pub(super) fn owner(desc: &str) -> Owner {
    let folded = fold(desc);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
    for (name, owner) in
        [("mine", Owner::Mine), ("yours", Owner::Yours), ("capital", Owner::Capital), ("post", Owner::Post)]
    {
        let known = WORDS.owners.get(name).map_or(&[][..], Vec::as_slice);
        if words.iter().any(|w| known.iter().any(|k| k == w || w.strip_suffix('s') == Some(k))) {
            return owner;
        }
    }
    // "Port Amsel's telegram": whose name stands there in the genitive.
    if let Some(at) = desc.find(['\'', '’']) {
        let name = fold(desc[..at].trim());
        if !name.is_empty() {
            return Owner::Of(name);
        }
    }
    Owner::Untold
}

/// The name of a series before a number, where it is one word with a capital that is no kind of paper.
fn series(desc: &str) -> Option<String> {
    let last = desc.split_whitespace().next_back()?;
    let folded: String = fold(last).chars().filter(|c| c.is_alphanumeric()).collect();
    let kind = WORDS.forms.keys().any(|f| folded == *f || folded.strip_suffix('s') == Some(f));
    (!kind && last.chars().next().is_some_and(char::is_uppercase)).then_some(folded)
}

/// "telegram 12 from Port Amsel": the place behind.
fn behind(text: &str, at: usize, cards: &Cards) -> Option<String> {
    let rest = text.get(at..)?.strip_prefix(" from ")?;
    let mut words = rest.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(2);
    let (a, b) = (words.next()?, words.next());
    let two = b.map(|b| fold(&format!("{a} {b}")));
    let one = fold(a);
    two.filter(|p| cards.places.contains(p)).or_else(|| cards.places.contains(&one).then_some(one))
}
