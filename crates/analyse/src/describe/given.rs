//! What the paper's own mark-up and the file that held it say of the paper: a mail's header, a TEI header, an edition's
//! attributes, the lines and names that mark-up sets apart.
//!
//! Such values stand beside those read from the words and before them; a value that the words give too keeps the words.

use memcon_model::{Basis, Edtf, Field, FieldValue, Span};
use memcon_read::{BlockKind, MarkKind};

use super::dateline;
use super::gather::{Gather, dated};
use crate::marked::SURE;

/// Whether the paper is a web page.
pub(super) fn is_page(paper: &crate::Paper<'_>) -> bool {
    matches!(paper.reading.media_type.as_str(), "text/html" | "multipart/related" | "text/vnd.hocr+html")
}

/// Adds what is given.
pub(super) fn read(g: &mut Gather<'_, '_>) {
    let paper = g.paper;
    // What a web page says of itself is weighed with the page (`press.rs`).
    let page = is_page(paper);
    let weighed = ["title", "author", "date", "url", "publisher"];
    let mut given: Vec<(Field, FieldValue)> = Vec::new();
    for (name, value) in &paper.reading.metadata {
        let Ok(field) = name.parse::<Field>() else { continue };
        if page && weighed.contains(&name.as_str()) || !super::has_words(value) {
            continue;
        }
        let edtf = dated(field).then(|| when(value)).flatten();
        if dated(field) && edtf.is_none() {
            continue;
        }
        let basis = Basis::new(format!("given.{}", field.as_str()), 0.95);
        given.push((field, FieldValue { value: value.clone(), edtf, span: None, basis }));
    }
    given.extend(marked(g));
    let mut placed: Vec<(Field, usize)> = Vec::new();
    for (field, value) in given {
        let n = placed.iter().position(|p| p.0 == field).unwrap_or_else(|| {
            placed.push((field, 0));
            placed.len() - 1
        });
        place(g, field, value, &mut placed[n].1);
    }
}

/// As many values of a field are looked through for one that says the same; of lists longer than that a value may come twice.
const WEIGHED: usize = 500;

/// Puts a value before those read from the words; the words that say the same come to its place instead.
fn place(g: &mut Gather<'_, '_>, field: Field, value: FieldValue, at: &mut usize) {
    let values = g.description.fields.entry(field).or_default();
    let same = values
        .iter()
        .enumerate()
        .skip(*at)
        .take(WEIGHED)
        .find(|(_, v)| alike(field, v, &value))
        .map(|(n, _)| n);
    let mut before = values[..(*at).min(values.len())].iter().rev().take(WEIGHED);
    if before.any(|v| alike(field, v, &value)) {
        return;
    }
    let value = match same {
        Some(n) => {
            let own = values.remove(n);
            if own.span.is_none() && value.span.is_some() { value } else { own }
        }
        None => value,
    };
    values.insert((*at).min(values.len()), value);
    *at += 1;
}

/// Whether two values say the same: one day, or the words of one within those of the other.
fn alike(field: Field, a: &FieldValue, b: &FieldValue) -> bool {
    if dated(field) {
        let days = |v: &FieldValue| v.edtf.as_ref().map(|e| (e.earliest(), e.latest()));
        return days(a).is_some() && days(a) == days(b);
    }
    let words = |v: &str| {
        v.split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
    };
    let (a, b) = (words(&a.value), words(&b.value));
    match field {
        Field::Sender
        | Field::Addressee
        | Field::Author
        | Field::Participant
        | Field::Signature
        | Field::Place => {
            let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
            !short.is_empty() && short.iter().all(|w| long.contains(w))
        }
        _ => a == b,
    }
}

/// What the lines and names that mark-up sets apart say: the dateline's day and place, who sent, received, signed.
fn marked(g: &Gather<'_, '_>) -> Vec<(Field, FieldValue)> {
    let reading = g.paper.reading;
    let heads: Vec<Span> = of_kind(g, &BlockKind::Letterhead);
    let mut out: Vec<(Field, FieldValue)> = Vec::new();
    let mut dateline: Option<Span> = None;
    let within = |blocks: &[Span], span: Span| {
        let n = blocks.partition_point(|b| b.end <= span.start);
        blocks.get(n).copied().filter(|b| b.contains(span))
    };
    for mark in &reading.marks {
        let mut push = |field: Field, span: Span, edtf: Option<Edtf>| {
            let value = g.paper.words(span).split_whitespace().collect::<Vec<_>>().join(" ");
            // Marks come in the order of the text: the same words can only have been the last.
            let mut there = out.iter().rev().take_while(|o| o.1.span.is_some_and(|s| s.start >= span.start));
            if super::has_words(&value) && !there.any(|o| o.0 == field && o.1.span == Some(span)) {
                let basis = Basis::new(format!("given.mark.{}", field.as_str()), SURE);
                out.push((field, FieldValue { value, edtf, span: Some(span), basis }));
            }
        };
        match &mark.kind {
            MarkKind::Date(value) => {
                let (Some(head), Ok(day)) = (within(&heads, mark.span), value.parse::<Edtf>()) else {
                    continue;
                };
                // Only the first dateline is the paper's own; where it gives another day than the edition, both stand.
                if dateline.is_none() && head.start < LETTERHEAD {
                    dateline = Some(head);
                    push(Field::Date, mark.span, Some(day));
                }
            }
            MarkKind::Sender => push(Field::Sender, mark.span, None),
            MarkKind::Addressee => push(Field::Addressee, mark.span, None),
            MarkKind::Signatory => push(Field::Signature, mark.span, None),
            _ => {}
        }
    }
    if let Some(head) = dateline {
        let place =
            reading.marks.iter().find(|m| matches!(m.kind, MarkKind::Place(_)) && head.contains(m.span));
        if let Some(place) = place {
            let value = g.paper.words(place.span).to_owned();
            let basis = Basis::new("given.mark.place", SURE);
            out.push((Field::Place, FieldValue { value, edtf: None, span: Some(place.span), basis }));
        }
    }
    if !g.has(Field::Participant) {
        for mark in reading.marks.iter().filter(|m| m.kind == MarkKind::Participant) {
            let from = reading.marks.partition_point(|m| m.span.start < mark.span.start);
            let person = reading.marks[from..]
                .iter()
                .take_while(|m| m.span.start < mark.span.end)
                .find(|m| matches!(m.kind, MarkKind::Person(_)) && mark.span.contains(m.span))
                .map_or(mark.span, |m| m.span);
            let value = g.paper.words(person).to_owned();
            let basis = Basis::new("given.mark.participant", SURE);
            out.push((Field::Participant, FieldValue { value, edtf: None, span: Some(person), basis }));
        }
    }
    out
}

/// How far into a paper, in bytes, its own dateline may stand.
const LETTERHEAD: u32 = 20_000;

/// Blocks of a kind in order, without those inside another.
fn of_kind(g: &Gather<'_, '_>, kind: &BlockKind) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for block in g.paper.blocks().iter().filter(|b| b.kind == *kind) {
        if out.last().is_none_or(|last| last.end <= block.span.start) {
            out.push(block.span);
        }
    }
    out
}

/// A day as it is given: EDTF, or in words.
fn when(value: &str) -> Option<Edtf> {
    let value = value.trim();
    let short = value.split_once('T').and_then(|(day, time)| Some(format!("{day}T{}", time.get(..5)?)));
    let short = short.as_deref().unwrap_or(value);
    short.parse::<Edtf>().ok().or_else(|| dateline::first(value, None).map(|d| d.edtf))
}
