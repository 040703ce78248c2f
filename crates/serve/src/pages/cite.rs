//! Citations in pages: the box under every paper and speech, a page of all styles, a bibliography of several papers,
//! and what reference managers read.

use maud::{Markup, PreEscaped, html};
use memcon_export::cite::{Citation, Style, Text, coins, csl_json, meta, ris, styles};
use memcon_store::{SearchQuery, StoredDocument};
use serde_json::{Value, json};

use super::{Answer, Ask, Lost, Shown};
use crate::layout::{heading, name};
use crate::links::{document_link, encode, query_value};
use crate::strings::{count, fill, t};

/// The style of the box under a paper.
const FIRST: &str = styles::NAMED[0].0;
/// Papers of a bibliography at most, and passages of a search that are looked through for them.
const PAPERS: usize = 200;
const PASSAGES: usize = 1_000;

/// A place in a paper, as addresses write it.
#[derive(Clone, Copy)]
pub enum Where<'a> {
    /// A passage in code points.
    Passage((u32, u32)),
    /// A turn.
    Turn(&'a str),
}

/// The page on which a paper or a place in it is cited in every style.
pub fn address(id: &str, place: Option<Where<'_>>) -> String {
    match place {
        None => format!("/cite/{}", encode(id)),
        Some(Where::Passage((a, b))) => format!("/cite/{}?at={a}-{b}", encode(id)),
        Some(Where::Turn(turn)) => format!("/cite/{}?turn={}", encode(id), query_value(turn)),
    }
}

/// The bibliography of what the search that was asked for finds.
pub fn of_search(ask: &Ask<'_>) -> String {
    let kept = ask.query.iter().filter(|(k, v)| k != "page" && !v.is_empty());
    let pairs: Vec<String> = kept.map(|(k, v)| format!("{}={}", query_value(k), query_value(v))).collect();
    format!("/cite?{}", pairs.join("&"))
}

/// A paper as a thing to be cited.
pub fn of(ask: &Ask<'_>, document: &StoredDocument) -> Result<Citation, Lost> {
    let described = ask.library.described_in(&document.row.id)?;
    let units = described.first().map_or(&[][..], |d| d.1.as_slice());
    Ok(Citation::of(&document.analysis, &document.row.title, units))
}

/// What reference managers read in the head of a page.
pub fn head(citation: &Citation) -> Markup {
    html! { @for (key, value) in meta::tags(citation) { meta name=(key) content=(clean(&value)); } }
}

/// Without what HTML forbids in attributes.
fn clean(value: &str) -> String {
    value.chars().filter(|c| !c.is_control()).collect()
}

/// The box under a paper or a speech: the note and the entry of the bibliography, to be copied, and the way to more.
pub fn block(citation: &Citation, more: &str, title: &str) -> Markup {
    let cited = Style::named(FIRST).map(|s| s.cite(citation));
    let with = |format: &str| format!("{more}{}format={format}", if more.contains('?') { "&" } else { "?" });
    html! {
        section.citation tabindex="-1" aria-labelledby="cite" {
            h2 #cite { (title) }
            @match cited {
                Some(Ok(cited)) => {
                    p.reference data-copy { bdi { (PreEscaped(cited.note.html())) } }
                    @if let Some(entry) = cited.entry { p.reference.entry { bdi { (PreEscaped(entry.html())) } } }
                },
                _ => p.missing { (t("cite.failed")) },
            }
            span.Z3988 title=(coins::context(citation)) {}
            p.ways {
                button type="button" hidden data-copies accesskey="c" title=(t("cite.copy_how")) { (t("cite.copy")) } " "
                output data-said=(t("cite.copied")) {} " "
                a href=(more) { (t("cite.styles")) } " · "
                a href=(with("ris")) { (t("cite.ris")) } " · "
                a href=(with("csl-json")) { (t("cite.csl")) } " "
                (t("cite.file_notes"))
            }
            script src=(crate::assets::address("cite.js")) defer {}
        }
    }
}

/// `/cite/{id}`: a paper, with `at=` or `turn=` a place in it, in every style that has a name.
pub fn page(ask: &Ask<'_>, id: &str) -> Answer {
    let document = ask.library.document(id)?.ok_or(Lost::NotFound("trouble.no_document"))?;
    let citation = placed(ask, &document, of(ask, &document)?)?;
    if let Some(file) = file(ask, std::slice::from_ref(&citation), id) {
        return Ok(file);
    }
    let set: Vec<(&str, &str, _)> = styles::NAMED
        .iter()
        .filter_map(|(short, _, called)| Some((*short, *called, Style::named(short)?.cite(&citation))))
        .collect();
    if ask.json {
        let styles = set.iter().filter_map(|(short, _, cited)| {
            let cited = cited.as_ref().ok()?;
            let entry = cited.entry.as_ref().map(|e| e.plain());
            Some(((*short).to_owned(), json!({ "note": cited.note.plain(), "entry": entry })))
        });
        let styles: serde_json::Map<String, Value> = styles.collect();
        return Ok(Shown::Json(
            json!({ "document": id, "passage": super::passage::Found::of(ask, &document.text).told(id, &document.text), "page": citation.place.page, "styles": styles, "item": csl_json::item(&citation) }),
        ));
    }
    let item = &citation.item;
    let body = html! {
        (super::passage::Found::of(ask, &document.text).note(ask, &document)?)
        (heading(html! { (t("cite.title")) }, html! { a href=(document_link(id)) { (name(&document.row.title)) } }))
        @for (short, called, cited) in &set {
            section.citation aria-labelledby=(short) {
                h2 id=(short) { (called) }
                @match cited {
                    Ok(cited) => {
                        p.reference data-copy { bdi { (PreEscaped(cited.note.html())) } }
                        @match &cited.entry {
                            Some(entry) => p.reference.entry { bdi { (PreEscaped(entry.html())) } },
                            None => p.ways { (t("cite.no_entry")) },
                        }
                        p.ways { button type="button" hidden data-copies { (t("cite.copy")) span.unseen { " " (called) } } " " output data-said=(t("cite.copied")) {} }
                    },
                    Err(_) => p.missing { (t("cite.failed")) },
                }
            }
        }
        @if let Some(own) = &item.preferred { section.citation aria-labelledby="own" { h2 #own { (t("cite.preferred")) } p.reference data-copy { (name(own)) } } }
        p.how { a href=(ask.with("format", "ris")) { (t("cite.ris")) } " · " a href=(ask.with("format", "csl-json")) { (t("cite.csl")) } " " (t("cite.file_notes")) }
        span.Z3988 title=(coins::context(&citation)) {}
        script src=(crate::assets::address("cite.js")) defer {}
    };
    let shown = Shown::Html { title: t("cite.title").to_owned(), section: "", twin: true, body };
    Ok(Shown::Headed(Box::new(shown), head(&citation)))
}

/// The place that the address names.
fn placed(ask: &Ask<'_>, document: &StoredDocument, citation: Citation) -> Result<Citation, Lost> {
    let a = &document.analysis;
    if let Some(id) = ask.value("turn") {
        let turn = a.turns.iter().find(|t| t.id == id).ok_or(Lost::NotFound("trouble.no_turn"))?;
        return Ok(citation.said(a, turn));
    }
    // Words that are gone are not cited from where they were.
    Ok(match super::passage::Found::of(ask, &document.text).span() {
        Some(span) => citation.at(a, span),
        None => citation,
    })
}

/// RIS or CSL-JSON to be saved, where the address asks for one.
fn file(ask: &Ask<'_>, citations: &[Citation], called: &str) -> Option<Shown> {
    let stem = called.rsplit('/').next().unwrap_or(called);
    let (end, media, body) = match ask.value("format")? {
        "ris" => (
            "ris",
            "application/x-research-info-systems; charset=utf-8",
            ris::records(citations).into_bytes(),
        ),
        "csl-json" => {
            let body = serde_json::to_vec_pretty(&csl_json::items(citations)).unwrap_or_default();
            ("json", "application/vnd.citationstyles.csl+json; charset=utf-8", body)
        }
        _ => return None,
    };
    Some(Shown::File { name: format!("{stem}.{end}"), media, body })
}

/// Ids of the papers asked for by `id=`, by lines of `ids=`, or found by the words of a search; each once.
fn asked(ask: &Ask<'_>) -> Result<Vec<String>, Lost> {
    let mut ids: Vec<String> = Vec::new();
    for (key, value) in &ask.query {
        match key.as_str() {
            "id" => ids.push(value.clone()),
            "selection" => {
                let selection = super::selections::named(ask.library, value)?;
                ids.extend(selection.iter().flat_map(|s| s.held()).map(|i| i.passage.document.clone()));
            }
            "ids" => ids.extend(value.lines().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty())),
            _ => {}
        }
    }
    let query = SearchQuery { limit: PASSAGES, ..super::search::question(&ask.query) };
    if query.asks() {
        ids.extend(ask.library.search(&query)?.hits.into_iter().map(|h| h.document));
    }
    let mut seen = std::collections::BTreeSet::new();
    ids.retain(|id| seen.insert(id.clone()));
    Ok(ids)
}

/// `/cite?id=…&style=`: a bibliography of several papers.
pub fn bibliography(ask: &Ask<'_>) -> Answer {
    let ids = asked(ask)?;
    let more = ids.len() > PAPERS;
    let mut citations = Vec::new();
    for id in ids.iter().take(PAPERS) {
        if let Some(document) = ask.library.document(id)? {
            citations.push(of(ask, &document)?);
        }
    }
    if let Some(file) = file(ask, &citations, "memcon").filter(|_| !citations.is_empty()) {
        return Ok(file);
    }
    let chosen = ask.value("style").unwrap_or(FIRST);
    let style = Style::named(chosen).ok_or(Lost::NotFound("trouble.no_page"))?;
    let set = style.bibliography(&citations).ok();
    let set = set.map(|set| {
        // What a style puts into notes only is listed by its note: a selection loses nothing.
        let unlisted =
            citations.iter().zip(set.notes).filter(|(c, _)| !set.entries.iter().any(|e| e.0 == c.item.id));
        let notes: Vec<_> = unlisted.map(|(c, note)| (c.item.id.clone(), note)).collect();
        (set.entries, notes)
    });
    if ask.json {
        let (entries, notes) = set.as_ref().map(|(e, n)| (list(e), list(n))).unwrap_or_default();
        return Ok(Shown::Json(json!({ "style": chosen, "bibliography": entries, "notes": notes })));
    }
    let body = html! {
        (heading(html! { (t("cite.list")) }, html! { (count("cite.list_lead", citations.len())) }))
        (form(ask, chosen))
        @if more { p.standing role="note" { (fill("cite.more", &[&PAPERS.to_string()])) } }
        @if citations.is_empty() { p.empty { (t("cite.empty")) } }
        @match &set {
            None => p.missing { (t("cite.failed")) },
            Some((entries, notes)) => {
                ol.bibliography { @for (id, text) in entries { li { bdi { (PreEscaped(text.html())) } " " (back(id)) } } }
                @if !notes.is_empty() {
                    h2 { (t("cite.note")) }
                    ol.bibliography { @for (id, text) in notes { li { bdi { (PreEscaped(text.html())) } " " (back(id)) } } }
                }
            }
        }
        @for citation in &citations { span.Z3988 title=(coins::context(citation)) {} }
        @if !citations.is_empty() {
            p.how { a href=(ask.with("format", "ris")) { (t("cite.ris")) } " · " a href=(ask.with("format", "csl-json")) { (t("cite.csl")) } " " (t("cite.file_notes")) }
        }
    };
    Ok(Shown::Html { title: t("cite.list").to_owned(), section: "", twin: true, body })
}

/// Citations with the ids of their papers.
fn list(list: &[(String, Text)]) -> Vec<Value> {
    list.iter().map(|(id, text)| json!({ "document": id, "text": text.plain() })).collect()
}

/// The way back to a paper.
fn back(id: &str) -> Markup {
    html! { a.how href=(document_link(id)) { "→" span.unseen { " " (name(id)) } } }
}

/// The choice of style; everything else that was asked for is kept.
fn form(ask: &Ask<'_>, chosen: &str) -> Markup {
    html! {
        form.search action="/cite" {
            @for (key, value) in ask.query.iter().filter(|(k, _)| k != "style" && k != "format" && k != "ids") {
                input type="hidden" name=(key) value=(clean(value));
            }
            p.line {
                label for="style" { (t("cite.style")) }
                select #style name="style" {
                    @for (short, _, called) in styles::NAMED { option value=(short) selected[short == chosen] { (called) } }
                    @for other in Style::names().into_iter().filter(|o| styles::NAMED.iter().all(|n| n.0 != *o)) {
                        option value=(other) selected[other == chosen] { (other) }
                    }
                }
                button { (t("cite.show")) }
            }
            @let ids = ask.value("ids").unwrap_or("");
            details open[ask.query.is_empty()] {
                summary { (t("cite.ids")) }
                p { textarea name="ids" rows="4" cols="60" aria-label=(t("cite.ids")) { (clean_lines(ids)) } }
            }
        }
    }
}

/// Lines without other control characters.
fn clean_lines(value: &str) -> String {
    value.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}
