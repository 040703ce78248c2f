//! Search: passages with their voices.

use maud::{Markup, PreEscaped, html};
use memcon_model::{Edtf, Form, OffsetMap, Span};
use memcon_store::{Hit, SearchQuery, SearchResult};
use serde_json::json;

use super::{Answer, Ask, Shown, near, pager};
use crate::citing::Citing;
use crate::dates;
use crate::language;
use crate::layout::{heading, name};
use crate::links::{item_link, passage_link, query_value};
use crate::strings::{count, fill, t, word};

/// Passages on one page.
const PER_PAGE: usize = 20;
/// Characters of a passage that are shown around its first match.
const SHOWN: usize = 600;

/// `/search?q=`
pub fn page(ask: &Ask<'_>) -> Answer {
    let day = |key, last: bool| {
        let date = ask.value(key)?.parse::<Edtf>().ok()?;
        if last { date.latest_iso() } else { date.earliest_iso() }
    };
    let query = SearchQuery {
        text: ask.value("q").unwrap_or("").to_owned(),
        exact: ask.value("exact").is_some(),
        speaker: ask.value("speaker").map(str::to_owned),
        form: ask.value("form").and_then(|f| f.parse().ok()),
        from: day("from", false),
        to: day("to", true),
        max_depth: near::most(ask),
        offset: ask.page() * PER_PAGE,
        limit: PER_PAGE,
    };
    let asked = !query.text.is_empty() || query.speaker.is_some();
    let result = if asked { ask.library.search(&query)? } else { SearchResult::default() };
    let mut citing = Citing::new(ask.library);
    if ask.json {
        let hits: Vec<_> = result.hits.iter().map(|h| hit_json(h, &mut citing)).collect();
        return Ok(Shown::Json(
            json!({ "total": result.total, "exact": query.exact, "widened": result.widened,
            "speaker": result.speaker, "hits": hits }),
        ));
    }
    let pages = (result.total as usize).div_ceil(PER_PAGE).max(1);
    let body = html! {
        (heading(html! { (t("nav.search")) }, html! {}))
        (form(ask, &query))
        @if !asked { p.empty { (t("search.hint")) } }
        @else if result.hits.is_empty() { (nothing(&query)) (also(ask, &result)) }
        @else {
            p.how role="status" { (count("count.passages", result.total as usize)) }
            (also(ask, &result))
            ol.hits start=(query.offset + 1) { @for h in &result.hits { li { (hit(h, &mut citing)) } } }
            (pager(ask, ask.page().min(pages - 1), pages))
            p.how { a href=(super::cite::of_search(ask)) { (t("cite.these")) } }
        }
    };
    Ok(Shown::Html { title: t("nav.search").to_owned(), section: "/search", twin: asked, body })
}

fn form(ask: &Ask<'_>, query: &SearchQuery) -> Markup {
    let given = |key| ask.value(key).unwrap_or("");
    html! {
        form.search action="/search" role="search" {
            p.line { label for="q" { (t("search.label")) } input #q type="search" name="q" dir="auto" value=(query.text) autocomplete="off"; button { (t("search.button")) } }
            p.line { label { input type="checkbox" name="exact" value="1" checked[query.exact]; " " (t("search.exact")) } }
            details open[query.speaker.is_some() || query.form.is_some() || query.from.is_some() || query.to.is_some() || query.max_depth.is_some()] {
                summary { (t("search.narrow")) }
                div.fields {
                    p { label for="speaker" { (t("search.speaker")) } input #speaker name="speaker" dir="auto" value=(given("speaker")); }
                    p { label for="form" { (t("list.form")) } select #form name="form" {
                        option value="" { (t("home.all_forms")) }
                        @for f in Form::ALL { option value=(f.as_str()) selected[query.form == Some(*f)] { (word("form", f.as_str())) } }
                    } }
                    p { label for="from" { (t("search.from")) } input #from name="from" inputmode="numeric" placeholder="YYYY-MM-DD" value=(given("from")); }
                    p { label for="to" { (t("search.to")) } input #to name="to" inputmode="numeric" placeholder="YYYY-MM-DD" value=(given("to")); }
                    p { label for="depth" { (t("search.depth")) } select #depth name="depth" {
                        (near::options(query.max_depth))
                    } }
                }
            }
        }
    }
}

/// The other spellings that were looked for, with a way to leave them out or to take them in.
fn also(ask: &Ask<'_>, result: &SearchResult) -> Markup {
    const FORMS: usize = 12;
    let widened: Vec<_> =
        result.speaker.iter().chain(&result.widened).filter(|w| !w.spellings.is_empty()).collect();
    let kept = |exact: bool| {
        let pairs = ask.query.iter().filter(|(k, _)| k != "exact" && k != "page");
        let mut pairs: Vec<String> =
            pairs.map(|(k, v)| format!("{}={}", query_value(k), query_value(v))).collect();
        pairs.extend(exact.then(|| "exact=1".to_owned()));
        format!("{}?{}", ask.path, pairs.join("&"))
    };
    html! {
        @if ask.value("exact").is_some() { p.also { (t("search.exact_on")) " " a href=(kept(false)) { (t("search.exact_off")) } } }
        @for w in &widened { p.also {
            b { (name(&w.asked)) } " " (t("search.also")) " "
            @for (n, s) in w.spellings.iter().take(FORMS).enumerate() { @if n > 0 { ", " }
                @match &s.agent { Some(id) => a href=(item_link("people", id)) title=(s.why) { (name(&s.form)) }, None => (name(&s.form)) } }
            @if w.spellings.len() > FORMS { " " (fill("list.more", &[&(w.spellings.len() - FORMS).to_string()])) }
        } }
        @if !widened.is_empty() { p.also { a href=(kept(true)) { (t("search.exact_do")) } } }
    }
}

/// Nothing found: what was looked for, and what else could be tried.
fn nothing(query: &SearchQuery) -> Markup {
    let narrowed = query.speaker.is_some()
        || query.form.is_some()
        || query.from.is_some()
        || query.to.is_some()
        || query.max_depth.is_some();
    html! {
        div.empty role="status" {
            p { (fill("search.nothing", &[])) " " q { (name(&query.text)) } }
            ul {
                @if narrowed { li { a href=(format!("/search?q={}", query_value(&query.text))) { (t("search.widen")) } } }
                @if query.text.contains('"') { li { (t("search.try_words")) } }
                li { (t("search.try_shorter")) }
                li { (t("search.try_names")) " " a href="/people" { (t("nav.people")) } }
            }
        }
    }
}

fn hit(h: &Hit, citing: &mut Citing<'_>) -> Markup {
    let (lang, link) = match citing.document(&h.document) {
        Some(d) => {
            let map = OffsetMap::new(&d.text);
            (
                language::tag(&h.passage, &d.analysis.languages),
                passage_link(&h.document, map.chars(h.span.start), map.chars(h.span.end)),
            )
        }
        None => (language::tag(&h.passage, &[]), crate::links::document_link(&h.document)),
    };
    html! {
        article.hit {
            p.from {
                a href=(link) { (name(&h.title)) } " "
                span.how { (dates::time(h.date.as_ref())) " · " (word("form", h.form.as_str())) }
            }
            @if h.speaker.is_some() || h.mode.is_some() {
                p.said {
                    @match &h.speaker { Some(s) => span.name { (name(s)) }, None => span.missing { (t("voice.unattributed")) } }
                    @if let Some(m) = h.mode { " " span.how { (word("mode_short", m.as_str())) } }
                    @if let Some(n) = h.reporters.filter(|n| *n > 0) { " " span.how { (count("count.mouths", n as usize)) } }
                }
            }
            blockquote.passage lang=[lang] dir="auto" { (marked(&h.passage, &h.highlights)) }
            @for s in h.spelled.iter().take(1) { p.spelled { mark { (name(&s.form)) } " " (fill("search.for", &[])) " " (name(&s.asked)) ": " (name(&s.why)) } }
        }
    }
}

/// The passage with its matches marked, cut around the first.
fn marked(passage: &str, highlights: &[Span]) -> Markup {
    let first = highlights.first().map_or(0, |s| s.start as usize);
    let from = passage
        .get(..first)
        .and_then(|left| left.char_indices().rev().nth(SHOWN / 3))
        .map_or(0, |(at, _)| at);
    let to = passage
        .get(from..)
        .and_then(|right| right.char_indices().nth(SHOWN))
        .map_or(passage.len(), |(at, _)| from + at);
    let mut out = String::new();
    let mut at = from;
    for span in highlights {
        let (start, end) = (span.start as usize, (span.end as usize).min(to));
        if start < at || start >= end || passage.get(start..end).is_none() {
            continue;
        }
        crate::scene::escape(passage.get(at..start).unwrap_or(""), &mut out);
        out.push_str("<mark>");
        crate::scene::escape(&passage[start..end], &mut out);
        out.push_str("</mark>");
        at = end;
    }
    crate::scene::escape(passage.get(at..to).unwrap_or(""), &mut out);
    html! { @if from > 0 { "… " } (PreEscaped(out)) @if to < passage.len() { " …" } }
}

fn hit_json(h: &Hit, citing: &mut Citing<'_>) -> serde_json::Value {
    let span = citing.document(&h.document).map(|d| {
        let map = OffsetMap::new(&d.text);
        (map.chars(h.span.start), map.chars(h.span.end))
    });
    let inside = OffsetMap::new(&h.passage);
    let highlights: Vec<_> = h
        .highlights
        .iter()
        .map(|s| json!({ "start": inside.chars(s.start), "end": inside.chars(s.end) }))
        .collect();
    json!({ "document": h.document, "title": h.title, "date": h.date, "form": h.form, "start": span.map(|s| s.0), "end": span.map(|s| s.1),
        "passage": h.passage, "highlights": highlights, "spelled": h.spelled, "speaker": h.speaker, "mode": h.mode, "depth": h.depth,
        "reporters": h.reporters })
}
