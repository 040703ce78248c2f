//! Review: what waits for a person, one claim with its history, what was decided, where reviewers differ.
//!
//! Every action is a plain form, so that all of it works without a script; what is taken from a form is checked in
//! [`taken`] and kept by the desk. What a claim *is*, and what a judgement does to it, is told by the crate `review`.

mod batch;
mod deciding;
mod decisions;
mod differences;
mod fields;
mod items;
mod merges;
mod notes;
mod taken;

use maud::{Markup, html};
use memcon_model::{Analysis, Confidence, Evidence, Judgement, Layer, OffsetMap, Span, Verdict};
use memcon_review::{Outcome, editable, followers, seen, told_by};
use memcon_store::{Judged, QUEUES, StoredDocument};
use serde_json::{Map, Value, json};

use super::{Answer, Ask, Lost, Shown};
use crate::citing::Citing;
use crate::layout::{heading, name, quotation};
use crate::links::{document_link, passage_of, query_value};
use crate::strings::{count, fill, t, word};

pub use batch::{complete, page as batch};
pub use deciding::page as decide;
pub use decisions::{all as decisions_made, block as decided, pair as pair_of_papers};
pub use differences::page as differences;
pub use notes::block as note;
pub use taken::take;

/// Claims on one page of a queue.
const PER_PAGE: usize = 25;
/// Judgements on one page of the history.
const HISTORY: usize = 100;

/// The address of the page of one claim.
pub fn claim_link(document: &str, layer: Layer, id: &str) -> String {
    format!("/review/claim?document={}&layer={layer}&claim={}", query_value(document), query_value(id))
}

/// `/review`: what the machine is least sure of, by layer; `queue=merges`, `queue=disagreements`: the other queues.
pub fn queue(ask: &Ask<'_>) -> Answer {
    match ask.value("queue") {
        Some("merges") => return merges::queue(ask),
        Some("disagreements") => return differences(ask),
        _ => {}
    }
    let filter = batch::Filter::read(|key| ask.value(key));
    let layer = filter.layer;
    let page = ask.page();
    // One more than is shown tells whether there is a next page.
    let mut waiting = filter.waiting(ask.library, page * PER_PAGE, PER_PAGE + 1)?;
    let more = waiting.len() > PER_PAGE;
    waiting.truncate(PER_PAGE);
    let mut citing = Citing::new(ask.library);
    if ask.json {
        let one = |w: &memcon_store::Waiting| {
            let evidence = Evidence { document: w.document.clone(), span: w.doubt.span };
            json!({ "layer": w.doubt.layer, "claim": w.doubt.id, "confidence": w.doubt.confidence, "rule": w.doubt.rule,
                    "at": super::cited(&mut citing, &evidence) })
        };
        return Ok(Shown::Json(json!({ "waiting": waiting.iter().map(one).collect::<Vec<_>>() })));
    }
    let body = html! {
        (heading(html! { (t("review.title")) }, html! { (t("review.lead")) }))
        (ways("/review"))
        (reviewer(ask))
        (note(ask)?)
        @if ask.library.desk().is_some() { p.how { (t("review.keys")) } (script()) }
        ul.filters { @for l in QUEUES {
            li { a href=(format!("/review?layer={l}")) aria-current=[(*l == layer).then_some("page")] { (word("layer", l.as_str())) } }
        } }
        (batch::tools(ask, &filter)?)
        @if waiting.is_empty() { p.empty { (t("review.none")) } }
        ol.queue { @for w in &waiting {
            @let evidence = Evidence { document: w.document.clone(), span: w.doubt.span };
            @let document = citing.document(&w.document);
            @let record = document.as_ref().and_then(|d| seen(&d.analysis, layer, &w.doubt.id)).map(|s| s.2);
            li.case {
                @if let Some(record) = &record { p.says { (said(layer, record)) } }
                @match citing.quote(&evidence, 120, 600) {
                    Some(quote) => (quotation(&quote)),
                    None => p.how { (t("review.no_words")) },
                }
                p.how { a href=(document_link(&w.document)) { (name(document.as_ref().map_or(w.document.as_str(), |d| d.row.title.as_str()))) }
                    " · " (basis_words(&w.doubt.rule, w.doubt.confidence))
                    @if filter.document.is_none() { " · " a href=(batch::Filter { document: Some(&w.document), ..filter }.address()) { (t("batch.this_paper")) } } }
                (verdicts(ask, &w.document, layer, &w.doubt.id, &plain(ask)))
                @if let (Layer::Turn, Some(d)) = (layer, &document) { (speakers(ask, d, &w.doubt.id)) }
            }
        } }
        @if page > 0 || more {
            nav.pager aria-label=(t("list.pages")) {
                @if page > 0 { a rel="prev" href=(ask.with("page", &page.to_string())) { (t("list.previous")) } }
                @if more { a rel="next" href=(ask.with("page", &(page + 2).to_string())) { (t("list.next")) } }
            }
        }
    };
    Ok(Shown::Html { title: t("review.title").to_owned(), section: "/review", twin: true, body })
}

/// `/review/claim?document=&layer=&claim=`: one claim, its words, what may be said of it, what was said.
pub fn claim(ask: &Ask<'_>) -> Answer {
    let id = ask.value("document").unwrap_or("");
    let document = ask.library.document(id)?.ok_or(Lost::NotFound("trouble.no_document"))?;
    let layer: Layer =
        ask.value("layer").and_then(|l| l.parse().ok()).ok_or(Lost::NotFound("trouble.no_claim"))?;
    let which = ask.value("claim").unwrap_or("");
    let (span, field, record) =
        seen(&document.analysis, layer, which).ok_or(Lost::NotFound("trouble.no_claim"))?;
    let all = ask.library.judgements_on(id)?;
    let here = |j: &&Judged| {
        let t = &j.judgement.target;
        t.layer == layer && t.span == span && t.field == field
    };
    let on: Vec<&Judged> = all.iter().filter(here).collect();
    if ask.json {
        let history: Vec<Value> = on.iter().map(|j| told(j, &document.text)).collect();
        return Ok(Shown::Json(json!({ "claim": record, "judgements": history })));
    }
    let mut citing = Citing::new(ask.library);
    let quote = citing.quote(&Evidence { document: id.to_owned(), span }, 300, 4_000);
    let back = claim_link(id, layer, which);
    let all_words: Vec<Judgement> = all.iter().map(|j| j.judgement.clone()).collect();
    let differ = memcon_review::differences(&all_words);
    let differs =
        differ.iter().any(|d| d.words.iter().any(|w| on.iter().any(|j| j.judgement.number == w.number)));
    let last = on.iter().rev().map(|j| &j.judgement).find(|j| j.holds());
    let follow = last.map(|j| followers(&document.analysis.turns, j)).unwrap_or_default();
    let title = word("layer_one", layer.as_str());
    let body = html! {
        (heading(html! { (title) @if let Some(f) = &field { ": " (word("field", f)) } }, html! { a href=(document_link(id)) { (name(&document.row.title)) } }))
        @if let Some(quote) = &quote { (quotation(quote)) }
        (note(ask)?)
        (basis(&record))
        (notes::origin(ask.library, &document, layer, which))
        (notes::following(&document, &follow))
        form.judge method="post" action="/review/judge" {
            (hidden(&[("document", id), ("layer", layer.as_str()), ("claim", which), ("back", &back)]))
            (fields::inputs(layer, &record, &document.analysis))
            p { label { (t("review.why")) " " input name="why" maxlength="2000"; } }
            @if differs { p { label.pick { input type="checkbox" name="settle" value="1"; " " (t("differences.settle")) } } }
            (signed(ask))
            p.verdicts {
                button name="verdict" value=(Verdict::Confirmed) { (t("review.confirm")) } " "
                button name="verdict" value=(Verdict::Corrected) { (t("review.correct")) } " "
                button name="verdict" value=(Verdict::Rejected) { (t("review.reject")) }
            }
        }
        @if !on.is_empty() {
            h2 { (t("review.history")) }
            (list(ask, on.iter().rev().copied(), &back, false))
        }
    };
    Ok(Shown::Html { title: title.to_owned(), section: "/review", twin: true, body })
}

/// `/review/add?document=&at=&layer=`: a claim that was not found.
pub fn add(ask: &Ask<'_>) -> Answer {
    let id = ask.value("document").unwrap_or("");
    let document = ask.library.document(id)?.ok_or(Lost::NotFound("trouble.no_document"))?;
    let asked = ask.value("at").and_then(|at| place(&document.text, at));
    let span =
        asked.map(|span| ask.value("words").map_or(span, |words| settled(&document.text, span, words)));
    let layer: Option<Layer> = ask.value("layer").and_then(|l| l.parse().ok());
    let mut citing = Citing::new(ask.library);
    let quote = span.and_then(|span| citing.quote(&Evidence { document: id.to_owned(), span }, 120, 2_000));
    let map = OffsetMap::new(&document.text);
    let at = span.map(|s| format!("{}-{}", map.chars(s.start), map.chars(s.end))).unwrap_or_default();
    let body = html! {
        (heading(html! { (t("review.add")) }, html! { a href=(document_link(id)) { (name(&document.row.title)) } }))
        @match &quote {
            Some(quote) => (quotation(quote)),
            None => p.empty { (t("review.choose_words")) },
        }
        ul.filters { @for (l, _) in memcon_review::EDITABLE {
            li { a href=(ask.with("layer", l.as_str())) aria-current=[(Some(*l) == layer).then_some("page")] { (word("layer_one", l.as_str())) } }
        } }
        @if let (Some(layer), true) = (layer, span.is_some()) {
            form.judge method="post" action="/review/add" {
                (hidden(&[("document", id), ("layer", layer.as_str()), ("at", &at), ("back", &document_link(id))]))
                @if layer == Layer::Description { (fields::field()) }
                (fields::inputs(layer, &Map::new(), &document.analysis))
                p { label { (t("review.why")) " " input name="why" maxlength="2000"; } }
                (signed(ask))
                p.verdicts { button { (t("review.add_this")) } }
            }
        }
    };
    Ok(Shown::Html { title: t("review.add").to_owned(), section: "/review", twin: false, body })
}

/// `/review/history`: all that was decided, last first.
pub fn history(ask: &Ask<'_>) -> Answer {
    let all = ask.library.judgements()?;
    if ask.json {
        // Places are code points of texts, and texts are read one by one.
        let mut citing = Citing::new(ask.library);
        let one = |j: &Judged| {
            let text = citing.document(&j.judgement.target.document).map(|d| d.text.clone());
            told(j, text.as_deref().unwrap_or(""))
        };
        return Ok(Shown::Json(json!({ "judgements": all.iter().map(one).collect::<Vec<_>>() })));
    }
    let page = ask.page();
    let pages = all.len().div_ceil(HISTORY);
    let shown = all.iter().rev().skip(page * HISTORY).take(HISTORY);
    let body = html! {
        (heading(html! { (t("review.history")) }, html! { (count("review.judgements", all.len())) }))
        (ways("/review/history"))
        (list(ask, shown, "/review/history", true))
        (super::pager(ask, page, pages))
    };
    Ok(Shown::Html { title: t("review.history").to_owned(), section: "/review", twin: true, body })
}

/// The ways between the pages of the review.
fn ways(here: &str) -> Markup {
    let one = |href: &'static str, key: &str| html! { li { a href=(href) aria-current=[(href == here).then_some("page")] { (t(key)) } } };
    html! { ul.filters.ways {
        (one("/review", "review.title")) (one("/review?queue=merges", "merges.title")) (one("/review/differences", "review.differences"))
        (one("/review/history", "review.history")) (one("/review/decisions", "decide.list"))
    } }
}

/// Under which name judgements are made.
fn reviewer(ask: &Ask<'_>) -> Markup {
    html! {
        @if ask.library.desk().is_none() { p.standing role="note" { (t("review.read_only")) } }
        // With accounts, the account's name is the name.
        @else if crate::door::current().is_some() { (signed(ask)) }
        @else {
            form.reviewer method="post" action="/review/name" {
                (hidden(&[("back", &plain(ask))]))
                label { (t("review.name")) " " input name="by" value=(ask.reviewer) required maxlength="60" autocomplete="name"; } " "
                button { (t("review.name_keep")) }
            }
        }
    }
}

/// The address of this page without what an action added to it.
fn plain(ask: &Ask<'_>) -> String {
    let pair = |(k, v): &(String, String)| format!("{}={}", query_value(k), query_value(v));
    let kept = ask.query.iter().filter(|(k, _)| k != "judged" && k != "decided");
    let pairs: Vec<String> = kept.map(pair).collect();
    if pairs.is_empty() { ask.path.to_owned() } else { format!("{}?{}", ask.path, pairs.join("&")) }
}

/// What a claim stands on, in words: a rule with its confidence, or a person's word.
pub fn basis_words(rule: &str, confidence: Confidence) -> String {
    match told_by(rule) {
        Some((person, false)) => fill("claim.by_person", &[person]),
        Some((person, true)) => fill("claim.follows_person", &[person]),
        None => fill("claim.basis", &[rule, &format!("{confidence:.2}")]),
    }
}

/// The ids of the claims of a layer; for layers without, their places in the list.
fn ids(a: &Analysis, layer: Layer) -> Vec<String> {
    let named = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect();
    match layer {
        Layer::Turn => named(a.turns.iter().map(|c| c.id.as_str()).collect()),
        Layer::Insertion => named(a.insertions.iter().map(|c| c.id.as_str()).collect()),
        Layer::Move => named(a.moves.iter().map(|c| c.id.as_str()).collect()),
        Layer::Issue => named(a.issues.iter().map(|c| c.id.as_str()).collect()),
        Layer::Event => named(a.events.iter().map(|c| c.id.as_str()).collect()),
        Layer::Obligation => named(a.obligations.iter().map(|c| c.id.as_str()).collect()),
        Layer::Agent => named(a.agents.iter().map(|c| c.id.as_str()).collect()),
        _ => (0..memcon_review::claims(a, layer)).map(|n| n.to_string()).collect(),
    }
}

/// The field for a name, where none was given yet.
pub(super) fn signed(ask: &Ask<'_>) -> Markup {
    html! {
        @if ask.reviewer.is_empty() {
            p { label { (t("review.name")) " " input name="by" required maxlength="60" autocomplete="name"; } }
        } @else { p.how { (fill("review.as", &[ask.reviewer])) } }
    }
}

/// The short form under a claim: it is so, it is not so, more.
fn verdicts(ask: &Ask<'_>, document: &str, layer: Layer, id: &str, back: &str) -> Markup {
    html! {
        // The name stands once above the queue, not under each claim.
        @if ask.library.desk().is_some() && ask.reviewer.is_empty() {
            p.verdicts { a href=(claim_link(document, layer, id)) { (t("review.open")) } }
        } @else if ask.library.desk().is_some() {
            form.judge method="post" action="/review/judge" {
                (hidden(&[("document", document), ("layer", layer.as_str()), ("claim", id), ("back", back)]))
                p.verdicts {
                    button name="verdict" value=(Verdict::Confirmed) { (t("review.confirm")) } " "
                    button name="verdict" value=(Verdict::Rejected) { (t("review.reject")) } " "
                    a href=(claim_link(document, layer, id)) { (t("review.open")) }
                }
            }
        }
    }
}

/// The voices of the paper to choose the speaker from, without leaving the queue: those heard most often first.
fn speakers(ask: &Ask<'_>, d: &StoredDocument, id: &str) -> Markup {
    let mut heard: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for who in d.analysis.turns.iter().filter_map(|t| t.speaker.as_deref()) {
        *heard.entry(who).or_default() += 1;
    }
    let now = d.analysis.turns.iter().find(|t| t.id == id).and_then(|t| t.speaker.as_deref());
    let mut heard: Vec<(&str, usize)> = heard.into_iter().filter(|(who, _)| Some(*who) != now).collect();
    heard.sort_by_key(|(who, n)| (std::cmp::Reverse(*n), *who));
    html! {
        @if !heard.is_empty() && ask.library.desk().is_some() && !ask.reviewer.is_empty() {
            form.judge.speaker method="post" action="/review/judge" {
                (hidden(&[("document", &d.row.id), ("layer", Layer::Turn.as_str()), ("claim", id), ("verdict", Verdict::Corrected.as_str()), ("back", &plain(ask))]))
                p.verdicts { label.pick { (t("review.speaker_is")) " "
                    select name="v.speaker" { @for (who, _) in heard.iter().take(40) { option value=(who) { (who.chars().take(80).collect::<String>()) } } } } " "
                    button { (t("review.speaker_set")) } }
            }
        }
    }
}

/// Judgements as a list, each with the way to take it back.
fn list<'j>(ask: &Ask<'_>, all: impl Iterator<Item = &'j Judged>, back: &str, places: bool) -> Markup {
    html! {
        ol.judgements { @for judged in all {
            @let j = &judged.judgement;
            li.taken[j.undone.is_some()] {
                p { b { (name(&j.by)) } " " (word("verdict", j.verdict.as_str())) " " (word("layer_one", j.target.layer.as_str()))
                    @if places { " " q { (name(&j.target.quote.exact.chars().take(120).collect::<String>())) } ", " a href=(document_link(&j.target.document)) { (name(&j.target.document)) } }
                    " " span.how { (j.number) " · " (j.at) } }
                @if j.curates() { p.how { (fill("differences.settles", &[&j.settles.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")])) } }
                @if !j.value.is_empty() { p.says { (said(j.target.layer, &j.value)) } }
                @if let Some(why) = &j.why { p.says { (name(why)) } }
                @match (&judged.outcome, &j.undone) {
                    (_, Some(u)) => p.how { (fill("review.undone", &[&u.by, &u.at])) },
                    (Some(Outcome::Overruled(n)), _) => p.how { (fill("review.overruled", &[&n.to_string()])) },
                    (Some(Outcome::TextChanged(_)), _) => p.standing role="note" { (t("review.text_changed")) },
                    (Some(Outcome::Unfit(why)), _) => p.standing role="note" { (fill("review.unfit", &[why])) },
                    _ => {}
                }
                @if let (Some(batch), None, true) = (j.batch, &j.undone, ask.library.desk().is_some()) {
                    form method="post" action="/review/undo" {
                        (hidden(&[("batch", &batch.to_string()), ("back", back)]))
                        (if ask.reviewer.is_empty() { signed(ask) } else { html! {} })
                        button { (fill("effects.undo_batch_n", &[&batch.to_string()])) }
                    }
                }
                @if j.undone.is_none() && ask.library.desk().is_some() {
                    form method="post" action="/review/undo" {
                        (hidden(&[("number", &j.number.to_string()), ("back", back)]))
                        (if ask.reviewer.is_empty() { signed(ask) } else { html! {} })
                        button { (t("review.undo")) }
                    }
                }
            }
        } }
    }
}

/// A claim's values in a line: those that a person may give.
fn said(layer: Layer, record: &Map<String, Value>) -> Markup {
    html! {
        @for field in editable(layer) {
            @if let Some(value) = record.get(*field).map(fields::text).filter(|v| !v.is_empty()) {
                span.fact { span.how { (word("claim_field", field)) ": " } (name(&fields::shown(layer, field, &value))) } " "
            }
        }
    }
}

/// What a judgement says the claim is.
fn wanted(j: &Judgement) -> Map<String, Value> {
    let mut all = j.was.clone();
    all.extend(j.value.iter().map(|(k, v)| (k.clone(), v.clone())));
    if j.verdict == Verdict::Rejected { Map::new() } else { all }
}

/// What a claim stands on.
fn basis(record: &Map<String, Value>) -> Markup {
    let rule = record.get("rule").and_then(Value::as_str).unwrap_or_default();
    let sure = record.get("confidence").and_then(Value::as_f64).unwrap_or_default();
    html! { p.how { (basis_words(rule, sure as Confidence)) } }
}

/// A judgement as JSON, its place in code points.
fn told(judged: &Judged, text: &str) -> Value {
    let mut value = serde_json::to_value(&judged.judgement).unwrap_or_default();
    let map = OffsetMap::new(text);
    let span = judged.judgement.target.span;
    if let Some(target) = value.get_mut("target") {
        target["start"] = map.chars(span.start).into();
        target["end"] = map.chars(span.end).into();
    }
    value["blake3"] = judged.blake3.clone().into();
    value
}

/// Fields of a form that nobody types into.
pub(super) fn hidden(pairs: &[(&str, &str)]) -> Markup {
    html! { @for (key, value) in pairs { input type="hidden" name=(key) value=(value); } }
}

/// `12-40` in code points as a place in `text`.
pub(super) fn place(text: &str, at: &str) -> Option<Span> {
    let (a, b) = super::document::passage(at)?;
    let byte = |n: u32| text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(n as usize);
    Some(Span::new(byte(a)?, byte(b)?))
}

/// The place of `words` at or soon behind `span`: a page leaves out line ends inside Chinese text, and its places are
/// then too early. Where the words are not there, `span` itself.
pub(super) fn settled(text: &str, span: Span, words: &str) -> Span {
    let bare = |c: &char| !c.is_whitespace();
    let wanted: Vec<char> = words.chars().filter(bare).collect();
    let from = span.start as usize;
    let window = (wanted.len() + 400) * 2;
    let near: Vec<(usize, char)> =
        text.get(from..).unwrap_or("").char_indices().take(window).filter(|(_, c)| bare(c)).collect();
    let found = near.windows(wanted.len().max(1)).find(|w| w.iter().map(|(_, c)| c).eq(wanted.iter()));
    match found.and_then(|w| Some((w.first()?, w.last()?))) {
        Some(((a, _), (b, last))) => Span::new(from + a, from + b + last.len_utf8()),
        None => span,
    }
}

/// The script that judges with the keyboard, and the words it says.
pub fn script() -> Markup {
    html! {
        span #review-words hidden data-confirmed=(t("review.said_confirmed")) data-rejected=(t("review.said_rejected")) data-undone=(t("review.said_undone")) {}
        script defer src=(crate::assets::address("review.js")) {}
    }
}

/// The way to add what was not found in a paper, with the keys of the review.
pub fn tools(document: &str) -> Markup {
    html! {
        p.how.tools { a.add-claim href=(format!("/review/add?document={}", query_value(document))) { (t("review.add")) } " · " (t("review.keys")) }
        (script())
    }
}

/// Where a claim just judged stands, for the browser to go on from there.
pub(super) fn passage(
    document: &str,
    analysis: &Analysis,
    text: &str,
    layer: Layer,
    id: &str,
) -> Option<String> {
    let (span, _, _) = seen(analysis, layer, id)?;
    let map = OffsetMap::new(text);
    Some(passage_of(document, (map.chars(span.start), map.chars(span.end)), span.of(text)))
}

#[cfg(test)]
mod tests {
    use super::{place, settled};

    #[test]
    fn words_marked_on_the_page_are_found_in_the_text() {
        let text = "会谈\n记录如下。会谈";
        let span = place(text, "0-6").unwrap();
        assert_eq!(settled(text, place(text, "1-5").unwrap(), "记录如下").of(text), "记录如下");
        assert_eq!(settled(text, span, "没有"), span);
        assert_eq!((place(text, "5-5"), place(text, "0-99"), place(text, "x")), (None, None, None));
    }
}
