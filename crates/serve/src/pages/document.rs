//! A document: its particulars, how it reached us, and its words as a scene.

use std::collections::BTreeMap;

use maud::{Markup, html};
use memcon_model::{Analysis, Chains, Field, FieldValue, Linked, Mode, Severity};
use memcon_review::Fingerprint;
use memcon_store::{DocumentStatus, StoredDocument};

use super::passage::Found;
use super::{Answer, Ask, Lost, Shown, cite, folding, linked_event, near};
use crate::dates;
use crate::layout::{name, pair};
use crate::links::{document_link, encode, item_link, query_value};
use crate::scene::{Other, Part, Scene, cut, folded, parts, rows, speaker};
use crate::strings::{count, fill, number, t, word};

/// `/documents/{id}`
pub fn page(ask: &Ask<'_>, id: &str) -> Answer {
    let document = ask.library.document(id)?.ok_or(Lost::NotFound("trouble.no_document"))?;
    let found = Found::of(ask, &document.text);
    let linked = ask.library.linked_around(id)?;
    let mut scene = Scene::new(&document, &linked, found.span());
    folding::fold(ask, &mut scene)?;
    if ask.json {
        return Ok(Shown::Json(twin(ask, &document, &scene, &found)));
    }
    let notes = ask.library.notes_on(id)?;
    scene.notes = &notes;
    scene.reviewed = ask.library.desk().is_some();
    let other = super::parallel::other_of(ask, &document)?;
    scene.other = other.as_ref().map(|(other, rows, swapped)| Other::new(other, rows.clone(), *swapped));
    let blocks = cut(&scene);
    let folded = folded(&scene, &blocks);
    let parts = parts(&blocks);
    let asked = scene.at.and_then(|at| {
        let beside = |b: &crate::scene::Block| {
            scene.other.is_none() && b.beside.flatten().is_some_and(|o| o.overlaps(at))
        };
        parts.iter().position(|p| blocks[p.clone()].iter().any(|b| b.span.overlaps(at) || beside(b)))
    });
    let part = asked.unwrap_or_else(|| ask.page().min(parts.len() - 1));
    let title = title(&document).to_owned();
    let citation = cite::of(ask, &document)?;
    let (citation, place) = match scene.at {
        Some(at) => (citation.at(&document.analysis, at), Some(scene.chars(at))),
        None => (citation, None),
    };
    let cited = match (place, scene.at) {
        (Some(place), Some(at)) => {
            format!(
                "{}&is={}",
                cite::address(id, Some(cite::Where::Passage(place))),
                Fingerprint::of(at.of(&document.text))
            )
        }
        _ => cite::address(id, None),
    };
    let whole = scene.voice.is_some();
    let body = html! {
        article.document {
            (head(&document, &title))
            (found.note(ask, &document)?)
            (standing(&document))
            @if document.row.described { p.standing role="note" { (t("holdings.no_text_long")) } }
            (super::review::note(ask)?)
            (notices(&scene))
            @if part == 0 {
                (particulars(&scene, &document.analysis))
                (super::holdings::of_document(ask, id)?)
                (transmission(&scene, &document.analysis))
                (about(&document, &linked))
                (super::notes::apart(&notes, &document))
                (contents(&scene, &blocks, &parts))
            }
            (heard(ask, &scene))
            (folding::told(ask, &scene, folded.left_out))
            @if let Some(other) = &scene.other { p.standing role="status" {
                (t("beside.with")) " " a href=(document_link(&other.document.row.id)) { (name(&other.document.row.title)) } ". "
                a href=(ask.with("beside", "")) { (t("beside.off")) }
            } }
            @if whole {
                @if folded.pieces.iter().any(|p| !p.is_empty()) { div.scene { (rows(&scene, &blocks, 0..blocks.len(), &folded)) } }
            } @else {
                (part_links(ask, part, &parts))
                div.scene { (rows(&scene, &blocks, parts[part].clone(), &folded)) }
                (part_links(ask, part, &parts))
            }
            (cite::block(&citation, &cited, t(if place.is_some() { "cite.words" } else { "cite.this" })))
            (own_words(ask, id, place)?)
            @if scene.reviewed { (super::review::tools(id)) }
            (neighbours(ask, id)?)
            script src=(crate::assets::address("scene.js")) defer {}
        }
    };
    let head = cite::head(&citation);
    Ok(Shown::Headed(Box::new(Shown::Html { title, section: "", twin: true, body }), head))
}

/// The record, folded as the page is; with a passage asked for, what became of that.
fn twin(ask: &Ask<'_>, document: &StoredDocument, scene: &Scene<'_>, found: &Found) -> serde_json::Value {
    let mut analysis = document.analysis.clone();
    let left_out = folding::twin(ask, scene, &mut analysis);
    let record = memcon_export::record::record(analysis, &document.text, true);
    let mut value = serde_json::to_value(record).unwrap_or_default();
    if *found != Found::None {
        value["passage"] = found.told(&document.row.id, &document.text);
    }
    if folding::is_folded(ask) {
        value["left_out"] = left_out;
    }
    value
}

/// The ways to write a note on this paper or the passage asked for, and to put it into a selection; by keys too.
fn own_words(ask: &Ask<'_>, id: &str, place: Option<(u32, u32)>) -> Result<Markup, Lost> {
    if ask.library.desk().is_none() {
        return Ok(html! {});
    }
    let at = place.map(|(a, b)| format!("&at={a}-{b}")).unwrap_or_default();
    let to = |page: &str| format!("{page}?document={}{at}", query_value(id));
    let last = super::selections::last_used(ask.library, ask.reviewer)?.unwrap_or_default();
    Ok(html! {
        p.how.own-words data-selection=(last) data-document=(id) data-said=(t("selections.said")) data-undone=(t("review.said_undone"))
            data-judge=(t("claim.judge")) data-open=(t("review.open")) data-card=(t("claim.card")) data-close=(t("claim.close")) data-chain=(t("voice.way_link")) {
            a.add-note href=(to("/notes/add")) { (t(if place.is_some() { "notes.add" } else { "notes.add_paper" })) } " · "
            a.add-choice href=(to("/select")) { (t(if place.is_some() { "selections.add" } else { "selections.add_paper" })) } " · "
            a href=(format!("/notes?document={}", query_value(id))) { (t("notes.of_paper")) } " · "
            (t("notes.keys"))
        }
    })
}

/// `120-180` as code points; anything else is no passage.
pub(super) fn passage(value: &str) -> Option<(u32, u32)> {
    let (a, b) = value.split_once('-')?;
    let (a, b) = (a.parse().ok()?, b.parse().ok()?);
    (a < b).then_some((a, b))
}

/// The title, or the id where there is none.
fn title(document: &StoredDocument) -> &str {
    let title = document.row.title.trim();
    if title.is_empty() { &document.row.id } else { title }
}

fn head(document: &StoredDocument, title: &str) -> Markup {
    let (row, a) = (&document.row, &document.analysis);
    html! {
        header.head {
            p.kicker { (word("form", a.form.as_str()))
                @for l in &row.languages { " · " (word("language", l)) } }
            h1 { (name(title)) }
            @if let Some(original) = a.description.first(Field::TitleOriginal) { p.subtitle { (name(&original.value)) } }
            p.lead {
                (dates::time(row.date.as_ref()))
                @if let Some(place) = a.description.first(Field::Place) { ", " (name(&place.value)) }
            }
        }
    }
}

/// Whether this is still what the file says.
fn standing(document: &StoredDocument) -> Markup {
    let words = match document.row.status {
        DocumentStatus::Ready => return html! {},
        DocumentStatus::Problem => t("status.problem_long"),
        DocumentStatus::Missing => t("status.missing_long"),
        DocumentStatus::Superseded => t("status.superseded_long"),
    };
    html! { p.standing role="note" { (words) } }
}

/// What could not be done, said where the reader sees it first.
fn notices(scene: &Scene<'_>) -> Markup {
    let notices = &scene.analysis.notices;
    if notices.is_empty() {
        return html! {};
    }
    let loud = notices.iter().any(|n| n.severity != Severity::Note);
    html! {
        details.notices open[loud] {
            summary { (count("count.notices", notices.len())) }
            ul { @for n in notices.iter().take(100) { li {
                span class=(format!("badge {}", n.severity.as_str())) { (word("severity", n.severity.as_str())) } " " (name(&n.message))
                @if let Some(span) = n.span { " " a href=(scene.link(span)) { (t("claim.passage")) } }
            } } }
        }
    }
}

/// The description: field by field, each value with the words it stands on.
fn particulars(scene: &Scene<'_>, a: &Analysis) -> Markup {
    if a.description.fields.is_empty() {
        return html! {};
    }
    html! {
        details.particulars {
            summary { (t("document.particulars")) }
            dl.facts {
                @for (field, values) in &a.description.fields {
                    (pair(word("field", field.as_str()), html! { @for v in values { p { (value(scene, v)) } } }))
                }
                (pair(t("document.source"), html! { (a.source.media_type) ", " (a.source.encoding) ", "
                    (count("count.bytes", a.source.bytes as usize)) }))
                (pair(t("document.hash"), html! { code.hash { (a.source.blake3) } }))
                (pair(t("document.original_file"), html! { a href=(format!("/originals/{}", encode(scene.id))) { (name(scene.id)) } }))
            }
        }
    }
}

fn value(scene: &Scene<'_>, v: &FieldValue) -> Markup {
    let title = fill("claim.basis", &[&v.basis.rule, &format!("{:.2}", v.basis.confidence)]);
    html! {
        @match v.span {
            Some(span) => a.value href=(scene.link(span)) title=(title) { (name(&v.value)) },
            None => span title=(title) { (name(&v.value)) },
        }
        @if let Some(date) = &v.edtf { @if dates::readable(date) != v.value { " " span.how { "(" (dates::time(Some(date))) ")" } } }
    }
}

/// The hands through which the paper went, from its writer to us, drawn as a line of steps; also those not named.
fn transmission(scene: &Scene<'_>, a: &Analysis) -> Markup {
    let chains = Chains::new(a);
    if chains.hands().is_empty() {
        return html! {};
    }
    html! {
        section.transmission aria-labelledby="reached" {
            h2 #reached { (t("document.reached")) }
            ol.chain {
                @for hand in chains.hands().iter().rev() {
                    li {
                        span.role { (word("link", hand.role.as_str())) }
                        @match &hand.agent {
                            Some(agent) => span.name { (name(agent)) },
                            None => span.missing { (t("document.unknown_hand")) },
                        }
                        @if hand.time.is_some() { span.when { (dates::time(hand.time.as_ref())) } }
                        @if let Some(span) = hand.span {
                            a.words href=(scene.link(span)) title=(fill("claim.basis", &[&hand.basis.rule, &format!("{:.2}", hand.basis.confidence)])) { (t("document.words")) }
                        }
                    }
                }
            }
            p.how { a href=(format!("/chain/{}", encode(scene.id))) { (t("document.chains")) } }
        }
    }
}

/// What else is told of it: the event it records, other accounts, who answers it.
fn about(document: &StoredDocument, linked: &Linked) -> Markup {
    let id = document.row.id.as_str();
    let event = document.analysis.record_of.as_deref().and_then(|e| linked_event(linked, id, e));
    let cited_by: Vec<&str> = linked
        .references
        .iter()
        .filter(|r| r.target.as_deref() == Some(id))
        .map(|r| r.at.document.as_str())
        .collect();
    let mut citing: Vec<&str> = cited_by.iter().copied().filter(|d| *d != id).collect();
    citing.dedup();
    let parallels = super::parallel::ways(linked, id);
    if event.is_none() && citing.is_empty() && parallels.is_none() {
        return html! {};
    }
    html! {
        dl.facts.about {
            @if let Some(ways) = parallels { (pair(t("document.parallel"), ways)) }
            @if let Some(event) = event {
                (pair(t("document.records"), html! { a href=(item_link("events", &event.id)) { (name(&event.title)) } }))
                @let others: Vec<_> = event.accounts.iter().filter(|a| a.document != id).collect();
                @if !others.is_empty() {
                    (pair(t("document.other_accounts"), html! { ul.plain { @for a in others.iter().take(20) {
                        li { a href=(document_link(&a.document)) { (name(&a.document)) } } } } }))
                }
            }
            @if !citing.is_empty() {
                (pair(t("document.cited_by"), html! { ul.plain { @for d in citing.iter().take(20) {
                    li { a href=(document_link(d)) { (name(d)) } } } } }))
            }
        }
    }
}

/// The agenda as a table of contents.
fn contents(scene: &Scene<'_>, blocks: &[crate::scene::Block], parts: &[Part]) -> Markup {
    let items = &scene.analysis.items;
    if items.len() < 2 {
        return html! {};
    }
    html! {
        nav.contents aria-label=(t("document.contents")) {
            h2 { (t("document.contents")) }
            ol { @for item in items.iter().take(200) {
                @let at = blocks.partition_point(|b| b.span.end <= item.span.start);
                @let page = parts.iter().position(|p| p.contains(&at)).unwrap_or(0);
                @let anchor = blocks.get(at).map(|b| scene.anchor(b.span)).unwrap_or_default();
                li { a href=(if page == 0 { format!("#{anchor}") } else { format!("?page={}#{anchor}", page + 1) }) {
                    @if let Some(n) = &item.number { (name(n)) " " }
                    @match &item.title { Some(title) => (name(title)), None => (t("claim.item")) }
                } }
            } }
        }
    }
}

/// Voices listed above a scene at most.
const HEARD: usize = 24;

/// Who is heard in this paper, each the way to only their words; and how the margin is to be read.
fn heard(ask: &Ask<'_>, scene: &Scene<'_>) -> Markup {
    let mut speakers: Vec<(&str, &'static str, usize)> = Vec::new();
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for turn in &scene.analysis.turns {
        if let Some(who) = speaker(turn) {
            let n = *at.entry(who).or_insert_with(|| {
                speakers.push((who, scene.turn_class(turn), 0));
                speakers.len() - 1
            });
            speakers[n].2 += 1;
        }
    }
    if speakers.is_empty() {
        return html! {};
    }
    speakers.sort_by_key(|s| std::cmp::Reverse(s.2));
    html! {
        div.heard {
            @if speakers.len() > 1 {
                nav aria-label=(t("document.heard")) {
                    span.how { (t("document.heard")) ":" }
                    ul.inline { @for (who, class, n) in speakers.iter().take(HEARD) {
                        li { a class=(class) href=(only(ask, who)) aria-current=[(ask.value(folding::VOICE) == Some(*who)).then_some("true")] { (name(who)) } " " span.n { (number(*n)) } }
                    } }
                }
            }
            (folding::ways(ask, scene))
            @if scene.analysis.turns.iter().any(|t| t.depth > 0) || scene.most.is_some() { (near::form(ask)) }
            details.legend {
                summary { (t("legend.title")) }
                ul.plain {
                    @for mode in Mode::ALL { li { span class=(format!("rail s1 {}", mode.as_str())) {} (word("mode", mode.as_str())) } }
                    li { span.words { span.ins data-by=(word("insertion", "note-taker")) { "(…)" } } " " (t("legend.insertion")) }
                    @if !scene.analysis.slips.is_empty() { li { span.words { span.slip { "Aa" } } " " (t("legend.slip")) } }
                    @if !scene.analysis.layout.pages.is_empty() { li { span.words { span.pb.here { (fill("document.page_mark", &["12"])) } } " " (t("legend.page")) } }
                    li { (t("legend.colour")) }
                    li { (t("legend.open")) }
                    li { (t("legend.now")) }
                }
            }
        }
    }
}

/// The way to only what one voice said; other folds stay.
fn only(ask: &Ask<'_>, who: &str) -> String {
    let kept = ["depth", "without", "beside"]
        .iter()
        .filter_map(|k| Some(format!("&{k}={}", query_value(ask.value(k)?))));
    format!("?{}={}{}", folding::VOICE, query_value(who), kept.collect::<String>())
}

fn part_links(ask: &Ask<'_>, part: usize, parts: &[Part]) -> Markup {
    super::pager(ask, part, parts.len())
}

/// The papers before and after, by date.
fn neighbours(ask: &Ask<'_>, id: &str) -> Result<Markup, Lost> {
    let (before, after) = ask.library.neighbours(id)?;
    Ok(html! {
        nav.neighbours aria-label=(t("document.neighbours")) {
            @if let Some(d) = &before { a rel="prev" href=(document_link(&d.id)) { span.how { (t("document.before")) } " " (name(&d.title)) } }
            @if let Some(d) = &after { a rel="next" href=(document_link(&d.id)) { span.how { (t("document.after")) } " " (name(&d.title)) } }
        }
    })
}
