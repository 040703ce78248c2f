//! All claims that are drawn inside the words, as one list of marks for the sweep.

use std::fmt::Write;

use memcon_model::{Basis, DateFound, Layer as ClaimLayer, Mode, Page, Span};
use memcon_review::Place;

use super::Scene;
use crate::dates;
use crate::strings::{fill, t, word};

/// What a mark draws; the order decides which stands outside where two cover the same words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Layer {
    /// Where a page of the original begins.
    Page(usize),
    /// The passage that was asked for.
    Asked,
    /// Words before a speech that only say who speaks, which the margin says too.
    Cue,
    /// A negotiating act.
    Move(usize),
    /// A voice that does not fill its block.
    Voice(usize),
    /// Words that are not the speaker's.
    Insertion(usize),
    /// Words that the paper beside this one has otherwise.
    Differs(usize),
    /// Words on which somebody wrote a note.
    Note(usize),
    /// A mention of another document.
    Reference(usize),
    /// A name.
    Name(usize),
    /// A date.
    Date(usize),
    /// A slip of typing or reading.
    Slip(usize),
}

/// A stretch to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// Where.
    pub span: Span,
    /// What.
    pub layer: Layer,
}

/// Every mark of the document by start, longer ones first. Voices come per block (see `rails`).
pub fn marks(scene: &Scene<'_>) -> Vec<Mark> {
    let a = scene.analysis;
    let mut out = Vec::new();
    out.extend(a.layout.pages.iter().enumerate().filter_map(|(n, page)| {
        let first = page.span.of(scene.text).chars().next()?;
        let start = page.span.start;
        Some(Mark { span: Span { start, end: start + first.len_utf8() as u32 }, layer: Layer::Page(n) })
    }));
    out.extend(a.slips.iter().enumerate().map(|(n, s)| Mark { span: s.span, layer: Layer::Slip(n) }));
    out.extend(scene.at.map(|span| Mark { span, layer: Layer::Asked }));
    out.extend(a.moves.iter().enumerate().map(|(n, m)| Mark { span: m.span, layer: Layer::Move(n) }));
    let lines = a.turns.iter().filter(|t| t.mode == Mode::TranscriptLine);
    out.extend(lines.filter_map(|t| t.cue).map(|span| Mark { span, layer: Layer::Cue }));
    out.extend(
        a.comments
            .iter()
            .filter_map(|c| head_of(scene.text, c.span))
            .map(|span| Mark { span, layer: Layer::Cue }),
    );
    out.extend(
        a.insertions.iter().enumerate().map(|(n, m)| Mark { span: m.span, layer: Layer::Insertion(n) }),
    );
    out.extend(
        a.references.iter().enumerate().map(|(n, m)| Mark { span: m.span, layer: Layer::Reference(n) }),
    );
    // "now" and "recently" are no place on a calendar: a mark would have nothing to say.
    let vague = |d: &DateFound| d.edtf.is_none() && d.value.as_deref().is_some_and(|v| v.ends_with("_REF"));
    let dates = a.dates.iter().enumerate().filter(|(_, d)| !vague(d));
    out.extend(dates.map(|(n, m)| Mark { span: m.span, layer: Layer::Date(n) }));
    for (n, agent) in a.agents.iter().enumerate() {
        out.extend(agent.mentions.iter().map(|m| Mark { span: m.span, layer: Layer::Name(n) }));
    }
    out.extend(
        scene
            .notes
            .iter()
            .enumerate()
            .filter(|(_, n)| n.place == Place::Here)
            .map(|(n, noted)| Mark { span: noted.note.target.span, layer: Layer::Note(n) }),
    );
    if let Some(other) = &scene.other {
        out.extend(
            other.differs.iter().enumerate().map(|(n, d)| Mark { span: d.0, layer: Layer::Differs(n) }),
        );
    }
    out.retain(|m| !m.span.is_empty() && scene.text.get(m.span.range()).is_some());
    out.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.layer));
    out
}

/// What stands before a comment on its own line: number and name.
fn head_of(text: &str, comment: Span) -> Option<Span> {
    let before = text.get(..comment.start as usize)?;
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    Some(Span::new(start, comment.start as usize)).filter(|s| !s.is_empty() && s.len() <= 200)
}

/// "rule `x`, confidence 0.80 (likely)", or whose judgement it is.
pub fn basis(b: &Basis) -> String {
    match b.rule.strip_prefix("person:") {
        Some(person) => fill("claim.by_person", &[person.split('.').next().unwrap_or(person)]),
        None => format!(
            "{} ({})",
            fill("claim.basis", &[&b.rule, &format!("{:.2}", b.confidence)]),
            sure(b.confidence)
        ),
    }
}

/// A confidence in a word.
pub fn sure(confidence: f32) -> &'static str {
    t(match confidence {
        c if c >= 0.95 => "sure.sure",
        c if c >= 0.8 => "sure.likely",
        c if c >= 0.5 => "sure.fair",
        _ => "sure.doubtful",
    })
}

/// Opens the element of a mark into `out`; gives its name. `anchor` = whether it may be a link.
pub fn open(scene: &Scene<'_>, mark: Mark, first: bool, anchor: bool, out: &mut String) -> &'static str {
    let a = scene.analysis;
    match mark.layer {
        Layer::Page(n) => page(&a.layout.pages[n], first, anchor, out),
        Layer::Slip(n) => {
            let s = &a.slips[n];
            let read = match s.reading.as_str() {
                "" => t("claim.slip_none").to_owned(),
                reading => fill("claim.slip", &[reading]),
            };
            let title = format!("{read} · {} · {}", word("slip", s.kind.as_str()), basis(&s.basis));
            element(out, "span", &format!("slip l-{}", s.kind.as_str()), &title, &[("data-k", "")]);
            "span"
        }
        Layer::Asked => {
            let id = if first { format!(" id=\"{}\"", scene.anchor(mark.span)) } else { String::new() };
            let _ = write!(out, "<mark{id}>");
            "mark"
        }
        Layer::Cue => {
            out.push_str("<span class=\"cue\">");
            "span"
        }
        Layer::Move(n) => {
            out.push_str("<span class=\"mv\" data-k=\"");
            super::inline::escape(&a.moves[n].id, out);
            out.push_str("\">");
            "span"
        }
        Layer::Note(n) => {
            let _ = write!(out, "<span class=\"nt\" data-k=\"note-{}\">", scene.notes[n].note.number);
            "span"
        }
        Layer::Differs(n) => {
            let told = scene.other.as_ref().and_then(|o| o.differs.get(n));
            let (kind, theirs) = told.map_or(("", ""), |(_, kind, theirs)| (*kind, theirs.as_str()));
            super::beside::open(kind, theirs, out);
            "mark"
        }
        Layer::Voice(n) => {
            let turn = &a.turns[n];
            let who = turn.speaker.as_deref().or(turn.speaker_as_named.as_deref());
            let title = format!(
                "{} · {} · {}",
                who.unwrap_or(t("voice.unattributed")),
                word("mode", turn.mode.as_str()),
                basis(&turn.basis)
            );
            let far = if scene.is_far(n) { " far" } else { "" };
            let class = format!("v {} {}{far}", turn.mode.as_str(), scene.turn_class(turn));
            element(out, "span", &class, &title, &[("data-k", &turn.id)]);
            "span"
        }
        Layer::Insertion(n) => {
            let i = &a.insertions[n];
            let whose = i.by.as_deref().unwrap_or(word("insertion", i.kind.as_str()));
            let title = format!("{} · {}", fill("claim.insertion", &[whose]), basis(&i.basis));
            element(
                out,
                "span",
                &format!("ins i-{}", i.kind.as_str()),
                &title,
                &[("data-by", whose), ("data-k", &i.id)],
            );
            "span"
        }
        Layer::Reference(n) => {
            let r = &a.references[n];
            let target = scene.target(r.span.start).or(r.target.as_deref());
            let title = match target {
                Some(id) => fill("claim.reference", &[id]),
                None => t("claim.reference_unknown").to_owned(),
            };
            let claim = n.to_string();
            let href = target.map_or_else(
                || crate::pages::claim_link(scene.id, ClaimLayer::Reference, &claim),
                crate::links::document_link,
            );
            let class = if target.is_none() { "ref unheld" } else { "ref" };
            link(out, class, &format!("{title} · {}", basis(&r.basis)), href, &claim, anchor)
        }
        Layer::Name(n) => {
            let agent = &a.agents[n];
            let mut title = agent.canonical.clone();
            for more in [&agent.role, &agent.side].into_iter().flatten() {
                let _ = write!(title, ", {more}");
            }
            let href = scene.person(&agent.id).map_or_else(
                || crate::pages::claim_link(scene.id, ClaimLayer::Agent, &agent.id),
                |id| crate::links::item_link("people", id),
            );
            let class = format!("nm n-{}", agent.kind.as_str());
            link(out, &class, &format!("{title} · {}", basis(&agent.basis)), href, &agent.id, anchor)
        }
        Layer::Date(n) => {
            let d = &a.dates[n];
            let says = d.edtf.as_ref().map_or_else(|| t("claim.date_unknown").to_owned(), dates::readable);
            let day = d.edtf.as_ref().and_then(memcon_model::Edtf::earliest_iso);
            let claim = n.to_string();
            let href = day.map_or_else(
                || crate::pages::claim_link(scene.id, ClaimLayer::Date, &claim),
                |day| format!("/timeline#y{}", day.get(..4).unwrap_or("")),
            );
            link(out, "dt", &format!("{says} · {}", basis(&d.basis)), href, &claim, anchor)
        }
    }
}

/// The mark of a page, which stands in the margin and links to itself, before the first character of the page.
fn page(page: &Page, first: bool, anchor: bool, out: &mut String) -> &'static str {
    if first {
        let label = super::page_label(page);
        let name = super::page_anchor(page);
        let title = page.image.as_deref().map_or_else(
            || fill("document.page_of", &[&label]),
            |image| format!("{} · {image}", fill("document.page_of", &[&label])),
        );
        let (tag, href) = if anchor { ("a", Some(format!("#{name}"))) } else { ("span", None) };
        let _ = write!(out, "<{tag} id=\"");
        super::inline::escape(&name, out);
        out.push_str("\" class=\"pb\"");
        for (key, value) in [("href", href.as_deref()), ("title", Some(title.as_str()))] {
            if let Some(value) = value {
                let _ = write!(out, " {key}=\"");
                super::inline::escape(value, out);
                out.push('"');
            }
        }
        out.push('>');
        super::inline::escape(&fill("document.page_mark", &[&label]), out);
        let _ = write!(out, "</{tag}>");
    }
    out.push_str("<span class=\"pf\">");
    "span"
}

/// A link, or a span where a link is open around it. `claim` = how the claim is called in its layer.
fn link(out: &mut String, class: &str, title: &str, href: String, claim: &str, anchor: bool) -> &'static str {
    let name = if anchor { "a" } else { "span" };
    let href = anchor.then_some(("href", href.as_str()));
    let more: Vec<(&str, &str)> = href.into_iter().chain([("data-k", claim)]).collect();
    element(out, name, class, title, &more);
    name
}

/// Writes an opening tag.
fn element(out: &mut String, name: &str, class: &str, title: &str, more: &[(&str, &str)]) {
    let _ = write!(out, "<{name} class=\"{class}\"");
    for (key, value) in more.iter().chain([&("title", title)]) {
        let _ = write!(out, " {key}=\"");
        super::inline::escape(value, out);
        out.push('"');
    }
    out.push('>');
}
