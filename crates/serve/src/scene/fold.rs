//! A paper folded: only what somebody said, only what came at first hand, without insertions; and what that leaves out.
//!
//! What is left out is counted, so that no reader takes the rest for the whole. The voices asked for may be named in any
//! spelling: who is meant is told by the linking, never guessed from a likeness.

use std::collections::{BTreeMap, BTreeSet};

use memcon_model::Span;
use memcon_store::fold;

use super::blocks::Block;
use super::rails::{Voices, voices};
use super::{Scene, margin};

/// What a fold leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Paragraphs of which nothing is left.
    pub paragraphs: usize,
    /// Turns of speech that came through more reporters than are asked for.
    pub turns: usize,
    /// Insertions.
    pub insertions: usize,
}

/// What is left of each block: its pieces, none where it is left out; with the voices around it.
pub struct Folded {
    /// Block by block.
    pub pieces: Vec<Vec<Span>>,
    /// Block by block.
    pub voices: Vec<Voices>,
    /// What is not shown.
    pub left_out: LeftOut,
}

/// The linked agents whom a voice asked for may be: one by its id, else those that this paper calls so.
pub fn people(scene: &Scene<'_>, asked: &str) -> BTreeSet<String> {
    if scene.people.values().any(|id| *id == asked) {
        return BTreeSet::from([asked.to_owned()]);
    }
    let names = named(scene);
    names.get(&fold(asked)).copied().flatten().map(str::to_owned).into_iter().collect()
}

/// Names in this paper and whose they are; `None` where two bear one name.
fn named<'s>(scene: &'s Scene<'_>) -> BTreeMap<String, Option<&'s str>> {
    let mut names: BTreeMap<String, Option<&str>> = BTreeMap::new();
    for agent in &scene.analysis.agents {
        let Some(person) = scene.person(&agent.id) else { continue };
        for form in agent.forms.iter().chain([&agent.canonical]) {
            let whose = names.entry(fold(form)).or_insert(Some(person));
            if *whose != Some(person) {
                *whose = None;
            }
        }
    }
    names
}

/// Which turns are said by the voice asked for: under that name, or by one of `people` under any.
pub fn said_by(scene: &Scene<'_>, asked: &str, people: &BTreeSet<String>) -> Vec<bool> {
    let names = named(scene);
    let asked = fold(asked);
    let one = |who: &str| {
        let who = fold(who);
        who == asked || names.get(&who).copied().flatten().is_some_and(|id| people.contains(id))
    };
    scene.analysis.turns.iter().map(|turn| margin::speaker(turn).is_some_and(one)).collect()
}

/// Folds the blocks as the scene is asked to.
pub fn folded(scene: &Scene<'_>, blocks: &[Block]) -> Folded {
    let voices = voices(scene.text, &scene.analysis.turns, blocks);
    let mut left_out = LeftOut::default();
    let insertions = if scene.bare { insertions(scene) } else { Vec::new() };
    let mut at = 0;
    let mut pieces = Vec::with_capacity(blocks.len());
    for (block, heard) in blocks.iter().zip(&voices) {
        while insertions.get(at).is_some_and(|i| i.end <= block.span.start) {
            at += 1;
        }
        let aside = insertions.get(at).is_some_and(|i| i.contains(block.span)) && !block.span.is_empty();
        // What is told in a voice too far is left out; what only holds such a voice stays.
        let far = heard.around.last().is_some_and(|v| scene.is_far(*v));
        let left = if aside || far { Vec::new() } else { said(scene, block.span, heard) };
        left_out.paragraphs += usize::from(left.is_empty());
        pieces.push(left);
    }
    left_out.insertions = if scene.bare { insertions.len() } else { 0 };
    left_out.turns = (0..scene.analysis.turns.len()).filter(|n| scene.is_far(*n)).count();
    Folded { pieces, voices, left_out }
}

/// The words of the voice asked for in a block; all of them where nobody is asked for.
fn said(scene: &Scene<'_>, block: Span, heard: &Voices) -> Vec<Span> {
    let Some(wanted) = &scene.voice else { return vec![block] };
    let is = |n: &&usize| wanted.get(**n) == Some(&true) && !scene.is_far(**n);
    if heard.around.iter().any(|n| is(&n)) {
        return vec![block];
    }
    let turns = heard.inside.iter().filter(is).filter_map(|n| scene.analysis.turns.get(*n));
    let mut spans: Vec<Span> = turns
        .map(|t| {
            Span { start: t.span.start.max(block.start), end: t.span.end.min(block.end) }.trim(scene.text)
        })
        .filter(|s| !s.is_empty())
        .collect();
    spans.sort_unstable();
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            // A voice inside another of the same, or right behind it.
            Some(last) if span.start <= last.end => *last = last.hull(span),
            _ => out.push(span),
        }
    }
    out
}

/// The insertions, in order; one inside another goes with it.
fn insertions(scene: &Scene<'_>) -> Vec<Span> {
    let mut all: Vec<Span> = scene.analysis.insertions.iter().map(|i| i.span).collect();
    all.sort_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
    let mut out: Vec<Span> = Vec::new();
    for span in all.into_iter().filter(|s| !s.is_empty()) {
        if out.last().is_none_or(|last| last.end <= span.start) {
            out.push(span);
        }
    }
    out
}
