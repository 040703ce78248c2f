//! What speaks for a paper being the one that a reference without a number means, and how much each thing weighs.
//!
//! Every paper looked at gets a sum of weights; the share of its sum among all, and of "none of them", is how sure it is.
//! Which papers are looked at is decided in `content`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::WORDS;
use super::card::{Card, Cards};
use super::lexis::{Ids, shared};
use super::usage::Usage;

/// Numbers the things weighed in order and names each.
macro_rules! things {
    ($($thing:ident = $name:literal),* $(,)?) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Order { $($thing),* }
        $(const $thing: usize = Order::$thing as usize;)*
        /// The things weighed, in the order of a row of figures.
        pub(super) const THINGS: [&str; [$($name),*].len()] = [$($name),*];
    };
}

things! {
    BASE = "base",
    DAY_WRITTEN = "day.written",
    DAY_ABOUT = "day.about",
    DAY_NEXT = "day.next",
    DAY_TOLD = "day.told",
    DAY_WITHIN = "day.within",
    DAY_OTHER = "day.other",
    DAY_NONE = "day.none",
    AGE_SAME = "age.same",
    AGE_DAYS = "age.days",
    AGE_WEEK = "age.week",
    AGE_MONTH = "age.month",
    AGE_OLD = "age.old",
    LATER = "later",
    HOUR_BEFORE = "hour.before",
    HOUR_AFTER = "hour.after",
    KIND = "kind",
    KIND_INSIDE = "kind.inside",
    KIND_OTHER = "kind.other",
    KIND_LAST = "kind.last",
    OWNER = "owner",
    OWNER_OTHER = "owner.other",
    NEAR_NAMES = "near.names",
    NEAR_MISSING = "near.missing",
    NEAR_WORDS = "near.words",
    NAMES = "names",
    NAMES_SHARE = "names.share",
    SHARED_WORDS = "words",
    CHANNEL = "channel",
    REVERSED = "reversed",
    CITED = "cited",
    AGAIN = "again",
    UNDATED = "undated",
    MEETING_ABOUT = "meeting.about",
    DAY_NAMES = "day.names",
    KIND_NAMES = "kind.names",
    WORDS_SHARE = "words.share",
    NEAR_ALL = "near.all",
    UNCLEAR_DAY = "unclear.day",
    TITLE_WORDS = "title.words",
    TITLE_SHARE = "title.share",
    LATEST = "latest",
    PHRASE = "phrase",
    PHRASE_SHARE = "phrase.share",
    CITED_OFTEN = "cited.often",
}

/// Weights and bounds.
#[derive(serde::Deserialize)]
struct Weighing {
    /// Least share of the best, and of the best where the reference bears figures: who names a day can be held to it.
    least: f64,
    least_figures: f64,
    /// How often the share of the second it must be.
    margin: f64,
    weights: BTreeMap<String, f64>,
}

static WEIGHING: LazyLock<Weighing> =
    LazyLock::new(|| memcon_lexicon::table("link/weights.toml").expect("our own weights of references"));

static WEIGHTS: LazyLock<Vec<f64>> =
    LazyLock::new(|| THINGS.iter().map(|t| WEIGHING.weights.get(*t).copied().unwrap_or_default()).collect());

/// One row of figures, in the order of [`THINGS`].
pub(super) type Row = [f64; THINGS.len()];

/// What a reference says.
#[derive(Default)]
pub(super) struct Asked {
    /// The noun, folded.
    pub noun: String,
    /// Names beside the noun, and how many of them no paper bears.
    pub near: Ids,
    pub strange: usize,
    pub near_words: Ids,
    /// Names and words of the sentence.
    pub names: Ids,
    pub words: Ids,
    /// Days named in the sentence, from and to, the nearest first, with how far they stand from the noun.
    pub days: Vec<(u32, i64, i64)>,
    /// Whether the paper is the writer's, the reader's.
    pub mine: bool,
    pub yours: bool,
    /// Papers that this one named before, and those it named by this noun.
    pub cited: BTreeSet<usize>,
    pub again: BTreeSet<usize>,
}

/// Farthest that a day may stand from the noun to be its own, in bytes.
const CLOSE: u32 = 30;

/// The figures of one paper for one reference.
pub(super) fn row(cards: &Cards, from: usize, t: usize, asked: &Asked, usage: &Usage) -> Row {
    let (own, card) = (&cards.all[from], &cards.all[t]);
    let mut out = [0.0; THINGS.len()];
    out[BASE] = 1.0;
    let dated = day(card, asked, &mut out);
    age(own, card, dated, &mut out);
    let fits = kind(card, &asked.noun, &mut out);
    let sum = |ids: &mut dyn Iterator<Item = u32>| ids.map(|id| cards.lexis.rare(id)).sum::<f64>();
    let near = sum(&mut shared(&asked.near, &card.bears.names));
    let missing = sum(&mut asked.near.iter().copied()) + asked.strange as f64 - near;
    let names = sum(&mut shared(&asked.names, &card.bears.names));
    let all = sum(&mut asked.names.iter().copied());
    let words = sum(&mut shared(&asked.words, &card.bears.words));
    let all_words = sum(&mut asked.words.iter().copied());
    out[NEAR_NAMES] = near.min(2.0);
    out[NEAR_MISSING] = missing.min(2.0);
    out[NEAR_ALL] = f64::from(u8::from(near > 0.0 && missing < 0.01));
    out[NEAR_WORDS] = sum(&mut shared(&asked.near_words, &card.bears.words)).min(2.0);
    out[NAMES] = names.min(3.0);
    out[NAMES_SHARE] = if all > 0.0 { names / all } else { 0.0 };
    out[SHARED_WORDS] = words.min(4.0);
    out[WORDS_SHARE] = if all_words > 0.0 { words / all_words } else { 0.0 };
    let meets = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.intersection(b).next().is_some();
    let (ff, ft) = (meets(&own.from, &card.from), meets(&own.to, &card.to));
    let (rf, rt) = (meets(&own.to, &card.from), meets(&own.from, &card.to));
    out[CHANNEL] = f64::from(u8::from(ff)) / 2.0 + f64::from(u8::from(ft)) / 2.0;
    out[REVERSED] = f64::from(u8::from(rf)) / 2.0 + f64::from(u8::from(rt)) / 2.0;
    if asked.mine || asked.yours {
        let right = asked.mine && ff || asked.yours && rf;
        out[OWNER] = f64::from(u8::from(right));
        out[OWNER_OTHER] = f64::from(u8::from(!right && !card.from.is_empty()));
    }
    let title = sum(&mut shared(&asked.near, &card.bears.title))
        + sum(&mut shared(&asked.near_words, &card.bears.title));
    let beside = sum(&mut asked.near.iter().copied()) + sum(&mut asked.near_words.iter().copied());
    out[TITLE_WORDS] = title.min(3.0);
    out[TITLE_SHARE] = if beside > 0.0 { title / beside } else { 0.0 };
    let (times, share) = usage.of(asked, t);
    out[PHRASE] = times.ln_1p().min(2.0);
    out[PHRASE_SHARE] = share;
    out[CITED_OFTEN] = usage.cited(t).ln_1p().min(3.0);
    out[CITED] = f64::from(u8::from(asked.cited.contains(&t)));
    out[AGAIN] = f64::from(u8::from(asked.again.contains(&t)));
    out[UNDATED] = f64::from(u8::from(card.tells));
    out[DAY_NAMES] = if dated { (near + names).min(2.0) } else { 0.0 };
    out[KIND_NAMES] = if fits { near.min(2.0) } else { 0.0 };
    out
}

/// How the days fit; whether one does.
fn day(card: &Card, asked: &Asked, out: &mut Row) -> bool {
    let Some(&(gap, a, b)) = asked.days.first() else {
        out[DAY_NONE] = 1.0;
        return false;
    };
    let one = a == b;
    let mut fits = true;
    if one && card.day == Some(a) {
        out[DAY_WRITTEN] = 1.0;
    } else if one && card.days.contains(&a) {
        out[DAY_ABOUT] = 1.0;
    } else if one && card.told.contains(&a) {
        let soon = card.day.is_none_or(|d| (a..=a + 2).contains(&d));
        out[if soon { DAY_TOLD } else { DAY_WITHIN }] = 1.0;
    } else if one && card.day.is_some_and(|d| (1..=2).contains(&(d - a))) {
        out[DAY_NEXT] = 1.0;
    } else if !one && card.day.is_some_and(|d| (a..=b).contains(&d)) {
        out[DAY_WITHIN] = 1.0;
    } else if asked.days.iter().skip(1).any(|&(_, a, b)| card.day.is_some_and(|d| (a..=b).contains(&d))) {
        out[DAY_OTHER] = 0.5;
    } else {
        out[if gap <= CLOSE { DAY_OTHER } else { UNCLEAR_DAY }] = 1.0;
        fits = false;
    }
    fits
}

/// How long before the reference the paper is.
fn age(own: &Card, card: &Card, dated: bool, out: &mut Row) {
    let (Some(today), Some(then)) = (own.day, card.day.or_else(|| card.days.iter().next().copied())) else {
        return;
    };
    let days = today - then;
    let thing = match days {
        ..0 => LATER,
        0 => AGE_SAME,
        1..=3 => AGE_DAYS,
        4..=10 => AGE_WEEK,
        11..=40 => AGE_MONTH,
        _ => AGE_OLD,
    };
    if !dated || thing == LATER {
        out[thing] = 1.0;
    }
    if days == 0
        && let (Some(a), Some(b)) = (own.minute, card.minute)
    {
        out[if b < a { HOUR_BEFORE } else { HOUR_AFTER }] = 1.0;
    }
}

/// How the kind of the paper fits the noun; whether it does.
fn kind(card: &Card, noun: &str, out: &mut Row) -> bool {
    let stem = noun.strip_suffix('s').unwrap_or(noun);
    let of = |n: &str| WORDS.kinds.get(n);
    let headed = |w: &str| card.kind.contains(w) || card.title.contains(w);
    let meeting = WORDS.meetings.iter().any(|m| m == noun || m == stem);
    let records = |c: &Card| c.meeting || WORDS.records.iter().any(|w| headed_in(c, w));
    let thing = if meeting {
        if records(card) {
            KIND
        } else if card.head.contains(stem) {
            MEETING_ABOUT
        } else {
            KIND_OTHER
        }
    } else if let Some(kinds) = of(noun).or_else(|| of(stem)) {
        if kinds.iter().any(|k| headed(k)) && !records(card) {
            KIND
        } else if card.head.contains(stem) {
            KIND_INSIDE
        } else {
            KIND_OTHER
        }
    } else if headed(noun) || headed(stem) {
        KIND
    } else if !stem.is_empty() && card.head.contains(stem) {
        KIND_INSIDE
    } else {
        return false;
    };
    out[thing] = 1.0;
    thing == KIND
}

fn headed_in(card: &Card, word: &str) -> bool {
    card.kind.contains(word) || card.title.contains(word)
}

/// Of the papers of the kind named the last before the reference, and of those from the same hands.
pub(super) fn last_of_kind(cards: &Cards, rows: &mut [(usize, Row)]) {
    for (thing, among) in [(KIND_LAST, KIND), (LATEST, KIND_NAMES)] {
        let fits = |row: &Row| row[among] > 0.0 && row[LATER] == 0.0;
        let latest = rows.iter().filter(|(_, row)| fits(row)).filter_map(|(t, _)| cards.all[*t].day).max();
        for (t, row) in rows.iter_mut() {
            if fits(row) && latest.is_some() && cards.all[*t].day == latest {
                row[thing] = 1.0;
            }
        }
    }
}

/// The surest paper with its share, where it is sure enough and clearly before the next.
pub(super) fn best(rows: &[(usize, Row)], figures: bool) -> Option<(usize, f64)> {
    let sums: Vec<f64> = rows.iter().map(|(_, row)| dot(row)).collect();
    let top = sums.iter().copied().fold(0.0, f64::max);
    let all: f64 = (-top).exp() + sums.iter().map(|s| (s - top).exp()).sum::<f64>();
    let mut shares: Vec<(f64, usize)> =
        sums.iter().zip(rows).map(|(s, (t, _))| ((s - top).exp() / all, *t)).collect();
    shares.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let &(share, t) = shares.first()?;
    let second = shares.get(1).map_or(0.0, |s| s.0);
    let least = if figures { WEIGHING.least_figures } else { WEIGHING.least };
    (share >= least && share >= second * WEIGHING.margin).then_some((t, share))
}

fn dot(row: &Row) -> f64 {
    row.iter().zip(WEIGHTS.iter()).map(|(a, b)| a * b).sum()
}

/// The things that weighed most for a paper, for the reader.
pub(super) fn told(row: &Row) -> String {
    let mut weighed: Vec<(f64, &str)> = row
        .iter()
        .zip(WEIGHTS.iter())
        .zip(THINGS)
        .filter_map(|((a, w), t)| {
            let words = WORDS.told.get(t)?;
            (a * w > 0.2).then_some((a * w, words.as_str()))
        })
        .collect();
    weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let mut words: Vec<&str> = weighed.into_iter().map(|(_, w)| w).collect();
    words.dedup();
    words.truncate(3);
    words.join(", ")
}
