//! References with a number: "your telegram 14", "Deptel 209", "K.12", "Port Amsel's 88".

use memcon_model::{Form, Reference};

use super::WORDS;
use super::card::{Card, Cards, Number, content, single_day};
use crate::Document;
use crate::agents::written::fold;

/// How many days back a bare number of a running series still means a paper.
const BACK: i64 = 400;

/// How many days ahead a paper may be cited before it goes out.
const FORE: i64 = 60;

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
    // A post and its reader may both have a number 3; only one's own is this paper's.
    if !matches!(owner, Owner::Yours | Owner::Of(_)) && cards.all[from].numbers.contains(&number) {
        return Err("That is the number of this paper itself.".into());
    }
    let toward = toward(document.text, reference.span.end as usize);
    let dated = reference.date.as_ref().and_then(single_day);
    let near = cards.by_digits.get(&number.digits).map_or(&[][..], Vec::as_slice);
    // A series has one home; where a lettered number is held the letters are not left out.
    let held = near.iter().any(|&t| cards.all[t].numbers.contains(&number));
    let home = if held { None } else { cards.home(&number.letters) };
    let asked = Asked { number: &number, owner: &owner, desc, dated: dated.is_some(), toward: &toward, home };
    let fitting = |ahead: i64| {
        let mut found: Vec<(u8, usize, &'static str)> = near
            .iter()
            .copied()
            .filter(|&t| {
                t != from && (cards.ahead(t, from) > 0) == (ahead > 0) && cards.ahead(t, from) <= ahead
            })
            .filter(|&t| dated.is_none_or(|day| cards.all[t].day.is_some_and(|d| (d - day).abs() <= 1)))
            .filter_map(|t| {
                let (tier, how) = fits(&cards.all[from], &cards.all[t], &asked)?;
                // Clocks differ by a day; a paper with letters of its own may be cited before it goes out.
                (ahead == 0 || cards.ahead(t, from) <= 1 || tier >= 3 && number.letters.len() > 2)
                    .then_some((tier, t, how))
            })
            .collect();
        let best = found.iter().map(|f| f.0).max();
        found.retain(|f| Some(f.0) == best);
        // A running series begins anew: the last before the reference is meant.
        found.sort_by_key(|&(_, t, _)| (std::cmp::Reverse(cards.all[t].day), t));
        found
    };
    let mut found = fitting(0);
    if found.is_empty() {
        found = fitting(FORE);
        found.truncate(if found.len() == 1 { 1 } else { 0 });
    }
    match found.as_slice() {
        [] => Err(none()),
        [(_, t, how)] => Ok((*t, format!("Number {raw} is that of this paper, {how}."))),
        [(tier, a, how), (_, b, _), ..] if cards.all[*a].day != cards.all[*b].day && *tier > 1 => {
            Ok((*a, format!("Number {raw} is that of this paper, {how}, the last before the reference.")))
        }
        _ => Err(format!("Several papers have the number {raw}.")),
    }
}

/// What a number is looked for with.
struct Asked<'a> {
    number: &'a Number,
    owner: &'a Owner,
    desc: &'a str,
    dated: bool,
    /// Words of the place to which the paper went, as the reference says ("our 13 to Port Amsel").
    toward: &'a [String],
    /// The place whose numbers bear the letters of the number.
    home: Option<&'a str>,
}

/// Whether a paper can be the one meant, how surely (3 by its series or day, 2 by its channel, 1 by time alone), and how
/// that shows.
fn fits(from: &Card, to: &Card, asked: &Asked<'_>) -> Option<(u8, &'static str)> {
    let (number, owner) = (asked.number, asked.owner);
    if !called(to, asked.desc) {
        return None;
    }
    if !asked.toward.is_empty() {
        let there = asked.toward.iter().all(|w| to.to.contains(w) || to.kind.contains(w));
        if there && number.letters.is_empty() && bears(to, number) {
            return Some((3, "and went to the place named"));
        }
    }
    let same_letters =
        to.numbers.iter().any(|n| n.digits == number.digits && alike(&n.letters, &number.letters));
    if to.own.as_ref() == Some(number) {
        return Some((4, "in its title"));
    }
    if !number.letters.is_empty() && same_letters {
        return Some((3, "with the letters of its series"));
    }
    if !number.letters.is_empty() && asked.home.is_some_and(|h| unlettered(to, h, number)) {
        return Some((2, "of the place whose numbers bear these letters"));
    }
    // "My 12" where the series is K: the letters may be left out of one's own papers.
    let channel = matches!(owner, Owner::Mine | Owner::Yours | Owner::Of(_));
    let bare = number.letters.is_empty() && channel || bears(to, number);
    // Letters that no paper's series has are a word for the channel ("your Lormtel 14").
    let word = number.letters.chars().count() > 3;
    if word && !channel || !word && !bare {
        return None;
    }
    if asked.dated {
        return Some((if bears(to, number) { 3 } else { 2 }, "and so is the day"));
    }
    if !number.letters.is_empty() && !word && !bears(to, number) {
        return None;
    }
    let apart = match (from.day, to.day) {
        (Some(a), Some(b)) => Some(a - b),
        _ => None,
    };
    if apart.is_some_and(|days| days > BACK) {
        return None;
    }
    let within = |days: i64| apart.is_some_and(|a| a <= days);
    let long = number.digits.len() >= 3;
    let mine = || same_origin(from, to);
    // A post and the capital write to each other; names of offices differ, a long number within days does not err.
    let home = from.to_home && to.from_home || from.from_home && to.to_home;
    let yours = || reversed(from, to) || home && within(10) && long;
    let lately = |how: &'static str| (home && within(20) && to.form == Form::Cable).then_some((1, how));
    let sure = |so: bool, how: &'static str| so.then_some((2, how));
    match owner {
        Owner::Mine if mine() => {
            let same = from.from_home == to.from_home;
            Some((if same { 2 } else { 1 }, "which comes from where this one comes from"))
        }
        Owner::Mine => None,
        Owner::Yours => {
            sure(yours(), "which comes from where this one goes").or(lately("which comes from the other end"))
        }
        // A post cites the capital's telegram as one it got, the capital as one of its own.
        Owner::Capital if from.to_home => sure(yours(), "which comes from the capital")
            .or((to.from_home && long && within(120)).then_some((1, "which comes from the capital"))),
        Owner::Capital => {
            let post = to.to.intersection(&from.to).next().is_some();
            sure(mine() && post, "which comes from the capital and went to the same post")
                .or((to.from_home && long && within(120)).then_some((1, "which comes from the capital")))
        }
        Owner::Post if from.to_home => sure(mine(), "which comes from this post"),
        Owner::Post => sure(yours(), "which comes from this post"),
        Owner::Of(place) => {
            let words = content(place);
            let of = to.place == *place || (!words.is_empty() && words.iter().all(|w| to.from.contains(w)));
            sure(of, "which comes from there")
        }
        Owner::Untold => {
            let cable = to.form == Form::Cable;
            sure(long && cable && (yours() || mine()), "on the same channel").or((!long
                && cable
                && within(20)
                && mine()
                && number.digits.len() == 2)
                .then_some((1, "on the same channel")))
        }
    }
}

/// Whether a paper comes from the place whose numbers bear the letters asked for, and leaves them out.
pub(super) fn unlettered(to: &Card, home: &str, number: &Number) -> bool {
    to.place == home
        && to.form == Form::Cable
        && to.numbers.iter().any(|n| n.letters.is_empty() && n.digits == number.digits)
}

/// Whether a paper bears the number, under the same letters or under none.
fn bears(to: &Card, number: &Number) -> bool {
    to.numbers
        .iter()
        .any(|n| n.digits == number.digits && (n.letters.is_empty() || n.letters == number.letters))
}

/// Whether two series are one: "def" stands for "defense".
fn alike(a: &str, b: &str) -> bool {
    a == b || a.len() >= 3 && b.len() >= 3 && (a.starts_with(b) || b.starts_with(a))
}

/// "our 13 to Port Amsel": where it went.
fn toward(text: &str, at: usize) -> Vec<String> {
    let Some(rest) = text.get(at..).and_then(|r| r.strip_prefix(" to ")) else { return Vec::new() };
    let name: Vec<&str> = rest
        .split([' ', ','])
        .take(2)
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .take_while(|w| w.starts_with(char::is_uppercase))
        .collect();
    name.iter().take(1).flat_map(|w| content(w)).collect()
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
        let is = |w: &str| known.iter().any(|k| k == w || w.strip_suffix('s') == Some(k));
        // "Reurtel" is "your telegram".
        let meant =
            |w: &str| is(w) || ["reref", "ref", "re"].iter().any(|p| w.strip_prefix(p).is_some_and(is));
        if words.iter().any(|w| meant(w)) {
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
pub(super) fn series(desc: &str) -> Option<String> {
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
