//! A paper folded: what the address asks to see of it, what is told at its head, and the ways back.
//!
//! `voice=` only what one voice said (a name in any spelling, or the id of a linked person), `depth=` only through so many
//! reporters, `without=insertions` without words that are not the voice's. They go together.

use std::collections::BTreeSet;

use maud::{Markup, html};
use memcon_model::{Analysis, Turn};
use memcon_names::Verdict;
use serde_json::{Value, json};

use super::{Ask, near};
use crate::layout::name;
use crate::library::Failure;
use crate::scene::{LeftOut, Scene, people, said_by};
use crate::strings::{count, t};

/// The key of the voice in the address.
pub const VOICE: &str = "voice";
/// The key of what is left out, and its one value.
const WITHOUT: &str = "without";
const INSERTIONS: &str = "insertions";

/// Whether anything is folded.
pub fn is_folded(ask: &Ask<'_>) -> bool {
    ask.value(VOICE).is_some() || near::most(ask).is_some() || bare(ask)
}

/// Whether insertions are left out.
fn bare(ask: &Ask<'_>) -> bool {
    ask.value(WITHOUT) == Some(INSERTIONS)
}

/// Folds the scene as the address asks.
pub fn fold(ask: &Ask<'_>, scene: &mut Scene<'_>) -> Result<(), Failure> {
    scene.most = near::most(ask);
    scene.bare = bare(ask);
    if let Some(asked) = ask.value(VOICE) {
        let mut who = people(scene, asked);
        let named = said_by(scene, asked, &who);
        // Nobody is so called here: another spelling of somebody who is.
        let found = named.contains(&true);
        if !found && who.is_empty() {
            let spellings = ask.library.spellings()?;
            let same = spellings.agents(asked).into_iter().filter(|f| f.verdict == Verdict::Same);
            let agents = &spellings.linked().agents;
            who = same.filter_map(|f| agents.get(f.agent)).map(|a| a.id.clone()).collect::<BTreeSet<_>>();
        }
        scene.voice = Some(if found { named } else { said_by(scene, asked, &who) });
    }
    Ok(())
}

/// The names that the voices asked for have in this paper.
fn names<'s>(scene: &Scene<'s>) -> BTreeSet<&'s str> {
    let said = scene.voice.iter().flatten().zip(&scene.analysis.turns).filter(|(is, _)| **is);
    said.filter_map(|(_, turn)| crate::scene::speaker(turn)).collect()
}

/// What is told at the head: what is shown, what is left out, and each way back.
pub fn told(ask: &Ask<'_>, scene: &Scene<'_>, left: LeftOut) -> Markup {
    if !is_folded(ask) {
        return html! {};
    }
    let off = |key: &str| html! { " " a href=(ask.with(key, "")) { (t("fold.off")) } };
    let out: Vec<String> = [
        ("fold.paragraphs", left.paragraphs),
        ("fold.turns", left.turns),
        ("fold.insertions", left.insertions),
    ]
    .into_iter()
    .filter(|(_, n)| *n > 0)
    .map(|(key, n)| count(key, n))
    .collect();
    html! {
        div.standing.folds role="status" {
            ul.plain {
                @if let Some(asked) = ask.value(VOICE) { li {
                    @let names = names(scene);
                    @if names.is_empty() { (t("document.not_heard")) " (" (name(asked)) ")" }
                    @else { (t("fold.voice")) " " @for (n, who) in names.iter().enumerate() { @if n > 0 { ", " } (name(who)) } "." }
                    (off(VOICE))
                } }
                @if let Some(most) = near::most(ask) { li {
                    @if most == 0 { (t("fold.first_hand")) } @else { (t("near.on")) } (off(near::KEY))
                } }
                @if bare(ask) { li { (t("fold.bare")) (off(WITHOUT)) } }
            }
            p {
                @if out.is_empty() { (t("fold.nothing")) } @else { (t("fold.left_out")) " " (out.join("; ")) "." }
                " " a href=(crate::links::document_link(scene.id)) { (t("document.everything")) }
            }
        }
    }
}

/// The ways to fold: at first hand, without insertions.
pub fn ways(ask: &Ask<'_>, scene: &Scene<'_>) -> Markup {
    let far = scene.analysis.turns.iter().any(|t| t.depth > 0);
    let insertions = !scene.analysis.insertions.is_empty();
    let without_page = |key: &str, value: &str| {
        let kept = Ask {
            query: ask.query.iter().filter(|(k, _)| k != "page" && k != "at" && k != "is").cloned().collect(),
            ..*ask
        };
        kept.with(key, value)
    };
    html! {
        @if far || insertions {
            nav.fold-ways aria-label=(t("fold.label")) {
                span.how { (t("fold.label")) ":" }
                ul.inline {
                    @if far && near::most(ask) != Some(0) { li { a href=(without_page(near::KEY, "0")) { (t("fold.only_first_hand")) } } }
                    @if insertions && !bare(ask) { li { a href=(without_page(WITHOUT, INSERTIONS)) { (t("fold.without")) } } }
                }
            }
        }
    }
}

/// The analysis folded in the same way, with what that leaves out; places in the text stay as they are.
pub fn twin(ask: &Ask<'_>, scene: &Scene<'_>, analysis: &mut Analysis) -> Value {
    let before = (analysis.turns.len(), analysis.insertions.len());
    if let Some(said) = &scene.voice {
        let wanted: BTreeSet<&str> = said
            .iter()
            .zip(&scene.analysis.turns)
            .filter(|(is, _)| **is)
            .map(|(_, t)| t.id.as_str())
            .collect();
        // What a voice quotes it says too.
        let mut kept: BTreeSet<String> = BTreeSet::new();
        analysis.turns.retain(|turn: &Turn| {
            let keep =
                wanted.contains(turn.id.as_str()) || turn.parent.as_ref().is_some_and(|p| kept.contains(p));
            if keep {
                kept.insert(turn.id.clone());
            }
            keep
        });
        analysis.moves.retain(|m| m.turn.as_ref().is_some_and(|t| kept.contains(t)));
    }
    if let Some(most) = near::most(ask) {
        analysis.keep_through(most);
    }
    if bare(ask) {
        analysis.insertions.clear();
    }
    json!({ "turns": before.0.saturating_sub(analysis.turns.len()), "insertions": before.1.saturating_sub(analysis.insertions.len()) })
}
