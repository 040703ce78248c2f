//! Which move answers a move of another paper: late, out of order, by somebody else of that side.
//!
//! A tie needs two sides that are known to differ, words put to the side that answers, the right order in time, not
//! many days between, and words that few papers share; or a paper that refers to the other in so many words, and then
//! fewer. Better no tie than a wrong one. What does not belong here: answers inside one paper; the stage *interpret*
//! finds those.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::{LinkedAnswer, MoveAt, Outcome, ResolvedReference};

use crate::Document;
use crate::agents::Agents;
use crate::steps::{BUCKET, Step, Steps, asks, meets, puts};

/// Days after which nothing is taken for an answer.
const SPAN: i64 = 21;

/// What the shared words must come to, as a part of what the shorter of the two moves could share.
const PART: f32 = 0.3;

/// How many words of few papers they must share at least, and what these must come to.
const RARE: (usize, f32) = (3, 6.0);

/// The same where the later paper refers to the earlier.
const LEAST_REFERRED: f32 = 2.5;

/// By how much the best must beat the next best.
const MARGIN: f32 = 1.15;

/// Answers across papers, in order of the answered move.
pub(crate) fn find(
    documents: &[Document<'_>],
    agents: &Agents,
    references: &[ResolvedReference],
) -> Vec<LinkedAnswer> {
    let steps = Steps::new(documents, agents);
    let referred = referred(documents, references);
    let open = |s: &Step<'_>| {
        (asks(s.step.kind) || puts(s.step.kind))
            && s.side.is_some()
            && s.day.is_some()
            && s.step.outcome != Some(Outcome::Answered)
    };
    let index = steps.index(open);
    // Papers that others refer to: their moves are looked at whole.
    let mut of_paper: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, s) in steps.all.iter().enumerate().filter(|(_, s)| open(s)) {
        of_paper.entry(s.document).or_default().push(n);
    }
    let mut out = Vec::new();
    for (n, by) in steps.all.iter().enumerate() {
        if by.step.answers.is_some() || by.side.is_none() || by.day.is_none() {
            continue;
        }
        let mut near: BTreeSet<usize> = BTreeSet::new();
        for list in by.words.iter().filter_map(|w| index.get(&**w)) {
            let to = list.partition_point(|&k| k < n);
            near.extend(list[..to].iter().rev().take(BUCKET));
        }
        for &d in referred.get(&by.document).into_iter().flatten() {
            near.extend(of_paper.get(&d).into_iter().flatten().take(BUCKET));
        }
        let named = |of: &Step<'_>| referred.get(&by.document).is_some_and(|l| l.contains(&of.document));
        if let Some((k, words, score)) = best(&steps, by, &near, &named) {
            out.push((k, n, tie(documents, &steps.all[k], by, &words, named(&steps.all[k]), score)));
        }
    }
    out.sort_by_key(|o| (o.0, o.1));
    out.into_iter().map(|o| o.2).collect()
}

/// Papers to which a paper refers, by index.
fn referred(
    documents: &[Document<'_>],
    references: &[ResolvedReference],
) -> BTreeMap<usize, BTreeSet<usize>> {
    let index: BTreeMap<&str, usize> = documents.iter().enumerate().map(|(n, d)| (d.id, n)).collect();
    let mut out: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for r in references {
        let at = index.get(r.at.document.as_str());
        let target = r.target.as_deref().and_then(|t| index.get(t));
        if let (Some(&at), Some(&target)) = (at, target)
            && at != target
        {
            out.entry(at).or_default().insert(target);
        }
    }
    out
}

/// The earlier move that `by` answers, with the words that say so.
fn best<'s>(
    steps: &'s Steps<'_>,
    by: &Step<'_>,
    near: &BTreeSet<usize>,
    named: &dyn Fn(&Step<'_>) -> bool,
) -> Option<(usize, Vec<&'s str>, f32)> {
    let mut found: Vec<(f32, usize, Vec<&str>, f32)> = Vec::new();
    for &k in near {
        let of = &steps.all[k];
        if of.document == by.document
            || of.side == by.side
            || !meets(by.step, of.step.kind)
            || joint(of)
            || joint(by)
        {
            continue;
        }
        let Some(days) = days_between(of, by) else { continue };
        let referred = named(of);
        if !steps.put_to(of, by.side.as_deref()) {
            continue;
        }
        // Of two papers of one day the order is not known, unless one refers to the other.
        if !(0..=SPAN).contains(&days) || (days == 0 && !referred) {
            continue;
        }
        let (words, sum) = steps.shared(of, by);
        let rare: Vec<f32> = words.iter().filter(|w| steps.rare(w)).map(|w| steps.weight(w)).collect();
        let part = sum / steps.own_weight(of).min(steps.own_weight(by)).max(1.0);
        let enough = if referred {
            sum >= LEAST_REFERRED && part >= PART / 2.0
        } else {
            rare.len() >= RARE.0 && rare.iter().sum::<f32>() >= RARE.1 && part >= PART
        };
        if enough {
            let bonus = if referred { 2.0 } else { 1.0 };
            // Of what was said twice the later saying is meant.
            found.push((sum * bonus - days as f32 / 50.0, k, words, part.min(1.0)));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    let first = found.first()?;
    let rival = found[1..].iter().find(|r| steps.all[r.1].side != steps.all[first.1].side);
    if rival.is_some_and(|r| r.0 * MARGIN > first.0) {
        return None;
    }
    found.into_iter().next().map(|(_, k, words, part)| (k, words, part))
}

fn joint(s: &Step<'_>) -> bool {
    s.side.as_deref() == Some("both")
}

/// Days from one move to the other.
fn days_between(of: &Step<'_>, by: &Step<'_>) -> Option<i64> {
    Some(by.date.as_ref()?.latest()?.number() - of.date.as_ref()?.latest()?.number())
}

fn tie(
    documents: &[Document<'_>],
    of: &Step<'_>,
    by: &Step<'_>,
    words: &[&str],
    referred: bool,
    score: f32,
) -> LinkedAnswer {
    let at = |s: &Step<'_>| MoveAt { document: documents[s.document].id.to_owned(), id: s.step.id.clone() };
    let speak: Vec<String> =
        words.iter().take(5).map(|w| spelt(documents[of.document].text, of, w)).collect();
    let lead =
        if referred { "The later paper refers to the earlier, and both" } else { "The words of both sides" };
    let why = format!("{lead} speak of: {}.", speak.join(", "));
    LinkedAnswer { of: at(of), by: at(by), why, score: if referred { score.max(0.6) } else { score } }
}

/// A content word as the earlier move spells it.
fn spelt(text: &str, of: &Step<'_>, key: &str) -> String {
    let own =
        of.step.span.of(text).split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '’' || c == '\''));
    let mut own = own.filter(|w| !w.is_empty());
    own.find(|w| memcon_lexicon::keys(w).contains(key)).map_or_else(|| key.to_owned(), str::to_owned)
}
