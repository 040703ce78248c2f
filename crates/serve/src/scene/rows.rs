//! The rows of the scene, region by region, as far as the fold leaves them.

use std::collections::BTreeSet;

use maud::{Markup, PreEscaped, html};
use memcon_model::{RegionKind, Span};

use super::blocks::Block;
use super::fold::Folded;
use super::marks::{Layer, Mark, marks};
use super::rails::Voices;
use super::{Scene, inline, margin};
use crate::language;
use crate::strings::{count, t, word};

/// A part of a long document: a range of its blocks.
pub type Part = std::ops::Range<usize>;

/// Most blocks, and most bytes of text, on one page: some eight printed pages, which with all their claims weigh about what a page may.
const PART_BLOCKS: usize = 100;
const PART_BYTES: usize = 24_000;

/// Cuts a long document into parts; nearly every document has one.
pub fn parts(blocks: &[Block]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let (mut from, mut bytes) = (0, 0);
    for (n, block) in blocks.iter().enumerate() {
        if n > from && (n - from >= PART_BLOCKS || bytes + block.span.len() > PART_BYTES) {
            parts.push(from..n);
            (from, bytes) = (n, 0);
        }
        bytes += block.span.len();
    }
    parts.push(from..blocks.len());
    parts
}

/// Everything that one row needs.
struct Row<'b> {
    /// The block, or a piece of it.
    block: Block,
    voices: &'b Voices,
    marks: Vec<Mark>,
    /// Something was left out before it.
    gap: bool,
}

/// Bytes of words after which it is said anew who is speaking, and through whom.
const STRETCH: usize = 5_000;

/// What the rows before leave behind: who is speaking, and how many bytes ago that was said.
#[derive(Default)]
struct Heard {
    speaking: Option<usize>,
    ago: usize,
    /// No row stood before.
    began: bool,
    /// Kinds of regions that stood before: of several of a kind the first is a landmark.
    regions: BTreeSet<&'static str>,
}

/// The rows of `part`, grouped by region, as far as the fold leaves them.
pub fn rows(scene: &Scene<'_>, blocks: &[Block], part: Part, folded: &Folded) -> Markup {
    let all = marks(scene);
    let mut found: Vec<Row<'_>> = Vec::with_capacity(part.len());
    let (mut next, mut open): (usize, Vec<Mark>) = (0, Vec::new());
    let mut gap = false;
    for (n, block) in blocks.iter().enumerate() {
        open.retain(|m| m.span.end > block.span.start);
        while let Some(mark) = all.get(next).filter(|m| m.span.start < block.span.end) {
            if mark.span.end > block.span.start {
                open.push(*mark);
            }
            next += 1;
        }
        let pieces = folded.pieces.get(n).map_or(&[][..], Vec::as_slice);
        if part.contains(&n) {
            for span in pieces {
                let cut = span.start > block.span.start;
                let piece = Block { span: *span, opens: block.opens && !cut, ..block.clone() };
                found.push(Row {
                    block: piece,
                    voices: &folded.voices[n],
                    marks: open.clone(),
                    gap: gap || cut,
                });
                gap = span.end < block.span.end;
            }
            gap |= pieces.is_empty();
        }
        // What ends inside this block is done with; carrying it on would cost time per block.
        open.retain(|m| m.span.end > block.span.end);
        open.truncate(64);
    }
    let mut heard = Heard::default();
    html! {
        @for group in found.chunk_by(|a, b| a.block.region == b.block.region) {
            (region(scene, group, &all, &mut heard))
        }
    }
}

/// Whether a region is folded away until asked for.
fn folded(kind: RegionKind) -> bool {
    matches!(kind, RegionKind::Furniture | RegionKind::Description | RegionKind::RelatedDocuments)
}

/// One region: folded, or as a section.
fn region(scene: &Scene<'_>, rows: &[Row<'_>], all: &[Mark], heard: &mut Heard) -> Markup {
    let Some(first) = rows.first() else { return html! {} };
    let Some(region) = first.block.region.and_then(|n| scene.analysis.regions.get(n)) else {
        return html! { section.region { (body(scene, rows, all, heard)) } };
    };
    let kind = region.kind.as_str();
    let asked = scene.at.is_some_and(|at| at.overlaps(region.span));
    if folded(region.kind) {
        heard.speaking = None;
        return html! {
            details class=(format!("fold region {kind}")) open[asked] {
                summary { (word("region", kind)) " " span.how { (count("count.paragraphs", rows.len())) } }
                (body(scene, rows, all, heard))
            }
        };
    }
    let label = heard.regions.insert(kind).then(|| word("region", kind));
    html! {
        section class=(format!("region {kind}")) aria-label=[label] {
            @if first.block.beside.is_some() {
                div.row.heads aria-hidden="true" {
                    div.who {} div.say { @match &scene.other {
                        Some(other) => { div.words { (t("beside.this")) } div.beside { (crate::layout::name(&other.document.row.title)) } },
                        None => { div.words { (t("document.translation")) } div.beside { (t("document.original")) } },
                    } } div.acts {}
                }
            }
            (body(scene, rows, all, heard))
        }
    }
}

/// The rows of a region, comments wrapped as articles.
fn body(scene: &Scene<'_>, rows: &[Row<'_>], all: &[Mark], heard: &mut Heard) -> Markup {
    html! {
        @for group in rows.chunk_by(|a, b| a.block.comment == b.block.comment) {
            @match group.first().and_then(|r| r.block.comment).and_then(|n| scene.analysis.comments.get(n)) {
                None => @for row in group { (one(scene, row, all, heard, html! {})) },
                Some(c) => {
                    @let level = reply_level(scene, group[0].block.comment.unwrap_or(0));
                    @let id = c.number.as_deref().map(|n| format!("comment-{}", margin::fragment(n)));
                    article class=(format!("comment l{level}")) id=[id] {
                        @for (n, row) in group.iter().enumerate() {
                            (one(scene, row, all, heard, if n == 0 { margin::comment(c) } else { html! {} }))
                        }
                    }
                }
            }
        }
    }
}

/// How deep in a thread of answers a comment stands, up to 4.
fn reply_level(scene: &Scene<'_>, mut n: usize) -> usize {
    let comments = &scene.analysis.comments;
    for level in 0..4 {
        let answered = comments.get(n).and_then(|c| c.reply_to.first());
        // Only upwards: an answer stands below what it answers, so this ends.
        let before = comments.get(..n).unwrap_or(&[]);
        let found = answered.and_then(|a| {
            before.iter().rposition(|c| match (&a.number, &a.handle) {
                (Some(number), _) => c.number.as_ref() == Some(number),
                (None, Some(handle)) => c.author.as_ref() == Some(handle),
                _ => false,
            })
        });
        match found {
            Some(up) => n = up,
            None => return level,
        }
    }
    4
}

/// One row.
fn one(scene: &Scene<'_>, row: &Row<'_>, all: &[Mark], heard: &mut Heard, head: Markup) -> Markup {
    let Row { block, voices, marks, gap } = row;
    let block = &block;
    let a = scene.analysis;
    let innermost = voices.around.last().copied();
    let changes = innermost != heard.speaking;
    let asked = scene.at.is_some_and(|at| at.overlaps(block.span) && at.start >= block.span.start);
    let anew = !heard.began || heard.ago > STRETCH || asked && heard.ago > 0;
    heard.ago = if changes || anew { 0 } else { heard.ago } + block.span.len();
    heard.began = true;
    let first_here =
        |n: usize| block.span.contains(Span { start: a.turns[n].span.start, end: a.turns[n].span.start });
    let in_comment = block.comment.is_some();
    heard.speaking = innermost;
    let mut drawn = marks.clone();
    drawn.extend(voices.inside.iter().map(|n| Mark { span: a.turns[*n].span, layer: Layer::Voice(*n) }));
    drawn.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.layer));
    let mut class = String::from("row");
    for (yes, name) in [
        (block.opens, " opens"),
        (*gap && block.span.start > 0, " gap"),
        (is_title(scene, block), " title"),
        (changes && voices.around.len() < 2, " changes"),
        (!block.flows && block.columns, " columns"),
        (block.beside.is_some(), " both"),
    ] {
        class.push_str(if yes { name } else { "" });
    }
    html! {
        @if voices.around.len() > 1 && (anew || changes && voices.around.len() > 2) { (now(scene, voices)) }
        div class=(class) {
            div.who {
                (head)
                @if let Some(n) = innermost.filter(|_| changes && !in_comment) { (margin::voice(scene, &a.turns[n], false, !first_here(n))) }
                @for n in voices.inside.iter().copied().filter(|n| first_here(*n)) { (margin::voice(scene, &a.turns[n], true, false)) }
            }
            div.say {
                (rails(scene, voices))
                (text(scene, block, &drawn))
                @if let Some(beside) = block.beside { (counterpart(scene, beside, all)) }
            }
            div.acts { (acts(scene, block, marks)) }
        }
    }
}

/// Whether the block is the printed title of an agenda item.
fn is_title(scene: &Scene<'_>, block: &Block) -> bool {
    let items = &scene.analysis.items;
    let at = items.partition_point(|i| i.span.start < block.span.start);
    let title = items.get(at).filter(|i| i.span.start < block.span.end).and_then(|i| i.title.as_deref());
    title.is_some_and(|t| block.span.len() <= t.len() + 12 && block.span.of(scene.text).ends_with(t))
}

/// Who is speaking now and through whom, in one line: for who lands in the middle, and where voices lie deep.
fn now(scene: &Scene<'_>, voices: &Voices) -> Markup {
    let turns = || voices.around.iter().map(|n| &scene.analysis.turns[*n]);
    html! {
        div.row.now { div.who {} div.say {
            (rails(scene, voices))
            p.chain-line { span.unseen { (t("voice.now")) " " } @for (n, turn) in turns().enumerate() {
                @if n > 0 { span.chain-step aria-hidden="true" { " › " } span.unseen { ", " } }
                span class=(format!("chain-name {}", scene.turn_class(turn))) {
                    @match margin::speaker(turn) { Some(who) => (crate::layout::name(who)), None => (t("voice.unattributed")) }
                }
            } }
        } div.acts {} }
    }
}

/// The rules at the side, outermost voice first.
fn rails(scene: &Scene<'_>, voices: &Voices) -> Markup {
    html! {
        @for turn in voices.around.iter().map(|n| &scene.analysis.turns[*n]) {
            span class=(format!("rail {} {}", turn.mode.as_str(), scene.turn_class(turn))) {}
        }
    }
}

/// The words of a block.
fn text(scene: &Scene<'_>, block: &Block, drawn: &[Mark]) -> Markup {
    if block.span.is_empty() {
        return html! { div.words { span.missing { (t("document.no_translation")) } } };
    }
    let lang = language::tag(block.span.of(scene.text), &scene.analysis.languages);
    // Where the whole block was asked for, its mark bears the name.
    let id = (scene.at != Some(block.span)).then(|| scene.anchor(block.span));
    html! {
        p.words id=[id] lang=[lang] dir="auto" {
            (PreEscaped(inline::words(scene, block.span, drawn, block.flows)))
        }
    }
}

/// The counterpart in the other paper, with what the two have otherwise.
fn other(scene: &Scene<'_>, other: &super::Other<'_>, span: Span) -> Markup {
    let lang = language::tag(span.of(&other.document.text), &other.document.analysis.languages);
    let row = other.row(span);
    let mut kinds: Vec<&str> = row.iter().flat_map(|r| &r.differences).map(|d| d.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let moved = row.is_some_and(|r| r.moved);
    html! {
        div.beside {
            p lang=[lang] dir="auto" { (PreEscaped(other.words(span, scene.text))) " " a.at href=(other.link(span)) title=(t("claim.passage")) { "¶" } }
            @if moved || !kinds.is_empty() { p.how.differs {
                @if moved { span.badge { (t("accounts.moved")) } " " }
                @for kind in kinds { span class=(format!("key d-{kind}")) { (word("differs", kind)) } " " }
            } }
        }
    }
}

/// The counterpart in the other language.
fn counterpart(scene: &Scene<'_>, beside: Option<Span>, all: &[Mark]) -> Markup {
    let Some(span) = beside else {
        return html! { div.beside { span.missing { (t("document.no_original")) } } };
    };
    if let Some(beside) = &scene.other {
        return other(scene, beside, span);
    }
    let lang = language::tag(span.of(scene.text), &scene.analysis.languages);
    let from = all.partition_point(|m| m.span.start < span.start);
    let to = all.partition_point(|m| m.span.start < span.end);
    html! {
        p.beside id=(scene.anchor(span)) lang=[lang] dir="auto" {
            (PreEscaped(inline::words(scene, span, &all[from..to.max(from)], true)))
        }
    }
}

/// What is done with the words of this block.
fn acts(scene: &Scene<'_>, block: &Block, marks: &[Mark]) -> Markup {
    let a = scene.analysis;
    let starts = |span: Span| span.start >= block.span.start && span.start < block.span.end;
    // Items and obligations are few and in the order of the text: found by bisection.
    let items = a.items.partition_point(|i| i.span.start < block.span.start);
    let bonds = a.obligations.partition_point(|o| o.span.start < block.span.start);
    html! {
        @for item in a.items[items..].iter().take_while(|i| starts(i.span)) { (margin::item(item)) }
        @for mark in marks.iter().filter(|m| starts(m.span)) {
            @match mark.layer {
                Layer::Move(n) => (margin::act(scene, &a.moves[n])),
                Layer::Insertion(n) if !scene.bare => (margin::insertion(scene, &a.insertions[n])),
                Layer::Note(n) => (margin::note(&scene.notes[n].note)),
                _ => {},
            }
        }
        @for bond in a.obligations[bonds..].iter().take_while(|o| starts(o.span)) { (margin::obligation(scene, bond)) }
    }
}
