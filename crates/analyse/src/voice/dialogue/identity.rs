//! Which two of the people of a tale are one: "the painter" and a name, "the parson" and "the clergyman".
//!
//! Two are taken for one where that makes the sequence of speakers cheaper by more than it costs: one who is
//! two has too many turns as a third speaker, and two who are one would answer themselves.

use super::mentions::{Stage, TELLER};
use super::sequence::{Step, TRIAL, cheapest};
use super::tables::TABLES;
use super::{Given, Line};

/// How many are taken for one at most, how many persons are tried, and over how many quotations.
const ROUNDS: usize = 10;
const TRIED: usize = 12;
const LINES: usize = 600;

/// For each person the one he is taken to be.
pub(super) fn same_people(stage: &Stage, lines: &[Line], steps: &[Step]) -> Vec<usize> {
    let mut alias: Vec<usize> = (0..stage.people.len()).collect();
    if lines.len() > LINES {
        return alias;
    }
    let mut pairs = pairs(stage, lines);
    let mut cost = cheapest(steps, &alias, TRIAL).1;
    for _ in 0..ROUNDS {
        let mut best: Option<(f32, usize)> = None;
        for (n, &(a, b, own)) in pairs.iter().enumerate() {
            if alias[a] != a || alias[b] == a {
                continue;
            }
            let mut tried = alias.clone();
            join(&mut tried, a, alias[b]);
            let gain = cost - cheapest(steps, &tried, TRIAL).1 - own;
            if gain > 0.0 && best.is_none_or(|(g, _)| gain > g) {
                best = Some((gain, n));
            }
        }
        let Some((_, n)) = best else { break };
        let (a, b, _) = pairs.swap_remove(n);
        let into = alias[b];
        join(&mut alias, a, into);
        cost = cheapest(steps, &alias, TRIAL).1;
    }
    alias
}

fn join(alias: &mut [usize], a: usize, into: usize) {
    alias.iter_mut().filter(|x| **x == a).for_each(|x| *x = into);
}

/// Pairs worth a trial: one who speaks by his cue, and another who speaks near him, with the price of the union.
fn pairs(stage: &Stage, lines: &[Line]) -> Vec<(usize, usize, f32)> {
    let mut speakers: Vec<usize> = Vec::new();
    let told = |l: &Line| match l.given {
        Given::Named(who) if who != TELLER => Some(who),
        _ => None,
    };
    for who in lines.iter().filter_map(told) {
        if !speakers.contains(&who) {
            speakers.push(who);
        }
    }
    let mut found = Vec::new();
    for &a in speakers.iter().take(TRIED) {
        let near = stage.people.iter().enumerate().skip(1).filter(|(b, p)| *b != a && p.named && p.told > 0);
        let others = near.map(|(b, _)| b).filter(|b| !speakers.contains(b)).take(TRIED);
        for b in speakers.iter().copied().filter(|&b| b != a).take(TRIED).chain(others) {
            if let Some(price) = price(stage, a, b) {
                found.push((a, b, price));
            }
        }
    }
    found
}

/// The price of taking `a` for `b`; `None` where they cannot be one.
fn price(stage: &Stage, a: usize, b: usize) -> Option<f32> {
    let c = &TABLES.identity;
    let (p, q) = (&stage.people[a], &stage.people[b]);
    if p.many || q.many || p.gender.is_some() && q.gender.is_some() && p.gender != q.gender {
        return None;
    }
    let unsure = if p.gender.is_none() || q.gender.is_none() { c.gender_unsure } else { 0.0 };
    let new = if p.introduced { c.introduced } else { 0.0 };
    let base = match (p.named, q.named) {
        (true, true) => p.words.iter().any(|w| q.words.contains(w)).then_some(c.shared_name)?,
        (false, true) => c.noun_and_name,
        (false, false) => c.noun_and_noun,
        (true, false) => return None,
    };
    Some(base + unsure + new)
}
