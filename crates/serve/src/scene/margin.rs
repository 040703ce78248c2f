//! The margins of a row: who speaks on one side, what is done with the words on the other.
//!
//! Every label opens (`<details>`), by mouse, touch or keyboard, to tell what it stands on.

use maud::{Markup, html};
use memcon_model::{AgendaItem, Basis, Comment, Insertion, Layer, Move, Note, Obligation, Span, Turn};

use super::Scene;
use crate::dates;
use crate::layout::{name, pair};
use crate::strings::{fill, t, word};

/// The full name of who speaks, else the paper's words at the place.
pub fn speaker(turn: &Turn) -> Option<&str> {
    turn.speaker.as_deref().or(turn.speaker_as_named.as_deref())
}

/// Which rules a label stands on, the way to its words, and the way to judge it.
fn foot(scene: &Scene<'_>, (layer, id): (Layer, &str), span: Span, b: &Basis) -> Markup {
    html! {
        (pair(t("claim.rule"), html! {
            @match memcon_review::told_by(&b.rule) {
                Some((person, false)) => span.judged { (fill("claim.by_person", &[person])) },
                Some((person, true)) => span.judged { (fill("claim.follows_person", &[person])) },
                None => { code { (b.rule) } " · " (format!("{:.2}", b.confidence)) " (" (super::marks::sure(b.confidence)) ")" }
            }
            " · " a href=(scene.link(span)) { (t("claim.passage")) }
            @if scene.reviewed { " · " a.judge href=(crate::pages::claim_link(scene.id, layer, id)) { (t("claim.judge")) } }
        }))
    }
}

/// The label of a voice. `part` = it fills only a part of the block; `again` = it was named above.
pub fn voice(scene: &Scene<'_>, turn: &Turn, part: bool, again: bool) -> Markup {
    let side = scene.turn_class(turn);
    let through: Vec<&str> = turn.chain.iter().rev().skip(1).map(String::as_str).collect();
    let class = format!(
        "voice {side} {}{}{}",
        turn.mode.as_str(),
        if part { " part" } else { "" },
        if again { " again" } else { "" }
    );
    html! {
        details class=(class) id=[(!again).then_some(turn.id.as_str())] {
            summary {
                span.name {
                    @match speaker(turn) {
                        Some(who) => (name(who)),
                        None => span.missing { (t("voice.unattributed")) },
                    }
                }
                @if again { span.how { (t("voice.again")) } }
                @else {
                    span.how {
                        (word("mode_short", turn.mode.as_str()))
                        @if let Some(first) = through.first() {
                            " " (t("voice.through")) " " (name(first))
                            @if through.len() > 1 { " " (fill("voice.more_hands", &[&(through.len() - 1).to_string()])) }
                        }
                    }
                }
            }
            dl.facts {
                (pair(t("voice.mode"), html! { (word("mode", turn.mode.as_str())) }))
                @if let Some(named) = turn.speaker_as_named.as_deref().filter(|n| Some(*n) != turn.speaker.as_deref()) {
                    (pair(t("voice.named"), name(named)))
                }
                @if let Some(side) = &turn.side { (pair(t("voice.side"), name(side))) }
                @if let Some(to) = &turn.addressee { (pair(t("voice.to"), name(to))) }
                @if turn.time.is_some() { (pair(t("voice.time"), dates::time(turn.time.as_ref()))) }
                @if turn.chain.len() > 1 { (pair(t("voice.chain"), chain(&turn.chain))) }
                @if turn.depth > 0 { (pair(t("voice.depth"), html! { (turn.depth) })) }
                @if !again { (pair(t("voice.way"), html! { a href=(crate::links::chain_link(scene.id, &turn.id)) { (t("voice.way_link")) } })) }
                (foot(scene, (Layer::Turn, &turn.id), turn.span, &turn.basis))
            }
        }
    }
}

/// How the words reached the page, outermost reporter first.
pub fn chain(hands: &[String]) -> Markup {
    html! { ol.hands { @for hand in hands { li { (name(hand)) } } } }
}

/// The label of a move.
pub fn act(scene: &Scene<'_>, m: &Move) -> Markup {
    let issue = m.issue.as_deref().and_then(|id| scene.issue_named(id));
    html! {
        details class=(format!("act {}", scene.side_class(m.side.as_deref()))) id=(m.id) {
            summary {
                span.kind { (word("move", m.kind.as_str())) }
                @if let Some(issue) = issue { " " span.on { (name(&issue.name)) } }
            }
            dl.facts {
                @if let Some(actor) = &m.actor { (pair(t("claim.actor"), name(actor))) }
                @if let Some(side) = &m.side { (pair(t("voice.side"), name(side))) }
                @if let Some(answered) = m.answers.as_deref().and_then(|id| scene.move_named(id)) {
                    (pair(t("claim.answers"), html! {
                        a href=(scene.link(answered.span)) { (word("move", answered.kind.as_str())) }
                        @if let Some(who) = &answered.actor { " (" (name(who)) ")" }
                    }))
                }
                @if m.reported { (pair(t("claim.reported"), html! { (t("claim.reported_yes")) })) }
                (foot(scene, (Layer::Move, &m.id), m.span, &m.basis))
            }
        }
    }
}

/// The label of an insertion.
pub fn insertion(scene: &Scene<'_>, i: &Insertion) -> Markup {
    html! {
        details.act.aside id=(i.id) {
            summary { span.kind { "[ ] " (word("insertion", i.kind.as_str())) } @if let Some(by) = i.by.as_deref().filter(|by| !by.eq_ignore_ascii_case(i.kind.as_str())) { " " span.on { (name(by)) } } }
            dl.facts {
                (pair(t("claim.words_of"), html! { (i.by.as_deref().map_or_else(|| html! { (word("insertion", i.kind.as_str())) }, name)) }))
                (foot(scene, (Layer::Insertion, &i.id), i.span, &i.basis))
            }
        }
    }
}

/// The label of a note.
pub fn note(note: &Note) -> Markup {
    let first: String =
        note.says.text.split_whitespace().take(6).collect::<Vec<_>>().join(" ").chars().take(48).collect();
    html! {
        details.act.own-note id=(format!("note-{}", note.number)) {
            summary { span.kind { (t("notes.one")) } " " span.on { (name(note.author())) @if !first.is_empty() { ": " (name(&first)) } } }
            dl.facts {
                (pair(t("notes.words"), html! { @for line in note.says.text.lines() { p dir="auto" { (name(line)) } } }))
                @if !note.says.tags.is_empty() { (pair(t("notes.tags"), html! { @for tag in &note.says.tags { "#" (name(tag)) " " } })) }
                (pair(t("notes.by"), html! { (name(&note.says.by)) " · " (note.says.at) " · " a href=(crate::pages::note_link(note.number)) { (t("review.open")) } }))
            }
        }
    }
}

/// The label of an obligation.
pub fn obligation(scene: &Scene<'_>, o: &Obligation) -> Markup {
    html! {
        details.act.bond id=(o.id) {
            summary {
                span.kind { (word("modality", o.modality.as_str())) }
                @for who in o.bound.iter().take(3) { " " span.on { (name(who)) } }
            }
            dl.facts {
                @if let Some(label) = &o.label { (pair(t("obligation.label"), name(label))) }
                @if o.bound.is_empty() { (pair(t("obligation.bound"), html! { span.missing { (t("obligation.nobody")) } })) }
                @if let Some(v) = &o.towards { (pair(t("obligation.towards"), name(v))) }
                @if let Some(v) = &o.condition { (pair(t("obligation.condition"), name(v))) }
                @if let Some(v) = &o.sequence { (pair(t("obligation.sequence"), name(v))) }
                @if let Some(v) = &o.status { (pair(t("obligation.status"), html! { (word("bond", v)) })) }
                (foot(scene, (Layer::Obligation, &o.id), o.span, &o.basis))
            }
        }
    }
}

/// The label of an agenda item.
pub fn item(item: &AgendaItem) -> Markup {
    html! {
        p.item {
            (t("claim.item"))
            @if let Some(number) = &item.number { " " (number) }
            @if let Some(title) = &item.title { ": " (name(title)) }
        }
    }
}

/// The head of a reader's comment: number, name, time, what it answers.
pub fn comment(comment: &Comment) -> Markup {
    html! {
        p.by {
            @match &comment.author {
                Some(author) => span.name { (name(author)) },
                None => span.missing { (t("comment.anonymous")) },
            }
            @if let Some(number) = &comment.number { " " span.number { "№ " (number) } }
            @if comment.time.is_some() { " " span.how { (dates::time(comment.time.as_ref())) } }
        }
        @for answered in &comment.reply_to {
            p.reply {
                (t("comment.answers")) " "
                @match (&answered.number, &answered.handle) {
                    (Some(n), handle) => a href=(format!("#comment-{}", fragment(n))) { "№ " (n) @if let Some(h) = handle { " " (name(h)) } },
                    (None, Some(h)) => (name(h)),
                    (None, None) => span.missing { (t("comment.unknown")) },
                }
            }
        }
    }
}

/// A number as printed, as a name for the address bar.
pub fn fragment(number: &str) -> String {
    number.chars().filter(|c| c.is_alphanumeric() || *c == '.').take(40).collect()
}
