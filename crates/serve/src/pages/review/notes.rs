//! What the last action did: the judgement or decision kept, what else changed because of it, and the way back.
//!
//! A form leads on to a page with `judged=N` or `decided=N` in its address; each page of the review shows this block.

use maud::{Markup, html};
use memcon_model::{Layer, OffsetMap, Turn};
use memcon_review::{followers, source};
use memcon_store::{Judged, StoredDocument};

use super::{Ask, Lost, decisions, hidden, plain};
use crate::layout::name;
use crate::library::Library;
use crate::links::passage_link;
use crate::strings::{count, fill, t, word};

/// Turns that follow that are linked at most.
const LINKED: usize = 6;

/// The block; nothing where the page was not reached from an action.
pub fn block(ask: &Ask<'_>) -> Result<Markup, Lost> {
    let number = |key: &str| ask.value(key).and_then(|n| n.parse::<u64>().ok());
    let back = plain(ask);
    if let Some(n) = number("judged") {
        let all = ask.library.judgements()?;
        let Some(judged) = all.iter().find(|j| j.judgement.number == n) else { return Ok(html! {}) };
        return Ok(judgement(ask, judged, &all, &back));
    }
    if let Some(n) = number("decided") {
        let all = ask.library.decisions()?;
        let Some(d) = all.iter().find(|d| d.number == n && d.holds()) else { return Ok(html! {}) };
        return Ok(html! {
            div.standing.said role="status" {
                p { (fill("effects.decision", &[&n.to_string()])) " " (decisions::told(d)) }
                (linking(ask))
                (undo(ask, "decision", n, &back, t("review.undo")))
            }
        });
    }
    Ok(html! {})
}

fn judgement(ask: &Ask<'_>, judged: &Judged, all: &[Judged], back: &str) -> Markup {
    let j = &judged.judgement;
    if j.undone.is_some() {
        return html! {};
    }
    let together =
        j.batch.map(|b| all.iter().filter(|o| o.judgement.batch == Some(b) && o.judgement.holds()).count());
    let document = ask.library.document(&j.target.document).ok().flatten();
    html! {
        div.standing.said role="status" {
            @match (j.batch, together) {
                (Some(batch), Some(n)) => {
                    p { (fill("effects.batch", &[&n.to_string(), &batch.to_string()])) }
                    (linking(ask))
                    (undo(ask, "batch", batch, back, t("effects.undo_batch")))
                }
                _ => {
                    p { (fill("effects.judgement", &[&j.number.to_string(), word("verdict", j.verdict.as_str()), word("layer_one", j.target.layer.as_str())])) }
                    @if let Some(d) = &document { (following(d, &followers(&d.analysis.turns, j))) }
                    (linking(ask))
                    (undo(ask, "number", j.number, back, t("review.undo")))
                }
            }
        }
    }
}

/// The turns that follow from a word, linked.
pub fn following(d: &StoredDocument, turns: &[&Turn]) -> Markup {
    let Some(first) = turns.first() else { return html! {} };
    let map = OffsetMap::new(&d.text);
    let link = |t: &Turn| passage_link(&d.row.id, map.chars(t.span.start), map.chars(t.span.end));
    let said = |t: &Turn| t.span.of(&d.text).split_whitespace().take(8).collect::<Vec<_>>().join(" ");
    html! {
        p { (count("effects.follow", turns.len())) " " b { (name(first.speaker.as_deref().unwrap_or("—"))) }
            " (" (name(first.speaker_as_named.as_deref().unwrap_or(""))) ")" }
        ul.plain { @for t in turns.iter().take(LINKED) { li { a href=(link(t)) { (name(&said(t))) } " …" } } }
        @if turns.len() > LINKED { p.how { (fill("list.more", &[&(turns.len() - LINKED).to_string()])) } }
    }
}

/// From which word a turn follows, with the way to it; nothing where it follows from none.
pub fn origin(library: &dyn Library, d: &StoredDocument, layer: Layer, id: &str) -> Markup {
    let turns = &d.analysis.turns;
    let turn = turns.iter().find(|t| layer == Layer::Turn && t.id == id);
    let Some(from) = turn.and_then(|t| source(turns, t)) else { return html! {} };
    let (person, _) = memcon_review::told_by(&from.basis.rule).unwrap_or_default();
    let judgements = library.judgements_on(&d.row.id).unwrap_or_default();
    let told = judgements.iter().rev().find(|j| {
        j.judgement.holds() && j.judgement.target.layer == layer && j.judgement.target.span == from.span
    });
    html! {
        p.says { (fill("effects.follows", &[person])) " "
            a href=(super::claim_link(&d.row.id, layer, &from.id)) { (name(&from.span.of(&d.text).chars().take(80).collect::<String>())) }
            @if let Some(j) = told { " " span.how { (j.judgement.at) } } }
    }
}

/// Whether what is told over several papers has followed.
fn linking(ask: &Ask<'_>) -> Markup {
    let key = if ask.library.waits_for_linking() { "effects.waits" } else { "effects.linked" };
    html! { p.how { (t(key)) } }
}

fn undo(ask: &Ask<'_>, key: &str, n: u64, back: &str, words: &str) -> Markup {
    html! {
        @if ask.library.desk().is_some() && !ask.reviewer.is_empty() {
            form.judge method="post" action="/review/undo" { (hidden(&[(key, &n.to_string()), ("back", back)])) button { (words) } }
        }
    }
}
