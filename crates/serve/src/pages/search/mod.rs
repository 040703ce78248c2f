//! Search: passages with their voices, what they are in all, and questions that were kept.

mod asked;
mod facets;
mod saved;
mod sheet;

use maud::{Markup, PreEscaped, html};
use memcon_model::{Form, Mode, MoveType, OffsetMap, Span};
use memcon_store::{By, Hit, Note, SearchQuery, SearchResult, Why};
use serde_json::json;

use super::{Answer, Ask, Shown, near, pager};
use crate::dates;
use crate::language;
use crate::layout::{heading, name};
use crate::links::{item_link, passage_of};
use crate::strings::{count, fill, number, t, word};

pub use asked::question;
pub use saved::take;
pub use sheet::{COLUMNS, file, row};

/// Passages on one page.
const PER_PAGE: usize = 20;
/// Characters of a passage that are shown around its first match.
const SHOWN: usize = 600;
/// Values of a facet in the JSON twin.
const VALUES: usize = 100;

/// `/search?q=`
pub fn page(ask: &Ask<'_>) -> Answer {
    let query = SearchQuery {
        offset: ask.page().saturating_mul(PER_PAGE),
        limit: PER_PAGE,
        facets: if ask.json { VALUES } else { facets::SHOWN },
        ..question(&ask.query)
    };
    let asks = query.asks();
    let result = if asks { ask.library.search(&query)? } else { SearchResult::default() };
    let saved = ask.library.saved_searches()?;
    if ask.json {
        let hits: Vec<_> = result.hits.iter().map(hit_json).collect();
        return Ok(Shown::Json(
            json!({ "total": result.total, "asked": query, "exact": query.exact, "reading": result.reading,
            "notes": result.notes, "widened": result.widened, "speaker": result.speaker, "addressee": result.addressee,
            "facets": result.facets, "hits": hits, "saved": saved }),
        ));
    }
    let body = html! {
        (heading(html! { (t("nav.search")) }, html! {}))
        (form(&query))
        @if !asks {
            p.empty { (t("search.hint")) }
            (signs())
            (saved::list(ask, &saved))
        } @else {
            (facets::picked(&query, &result.facets))
            @if result.hits.is_empty() { (nothing(&query)) (also(ask, &query, &result)) (saved::form(ask, &query)) }
            @else { div.search-found { (found(ask, &query, &result)) (facets::facets(&query, &result.facets)) } }
        }
    };
    Ok(Shown::Html { title: t("nav.search").to_owned(), section: "/search", twin: asks, body })
}

/// The passages of this page, and what can be done with all of them.
fn found(ask: &Ask<'_>, query: &SearchQuery, result: &SearchResult) -> Markup {
    let total = usize::try_from(result.total).unwrap_or(usize::MAX);
    let pages = total.div_ceil(PER_PAGE).max(1);
    let (other, words) = match query.by {
        By::Relevance => (By::Date, "search.by_date"),
        By::Date => (By::Relevance, "search.by_relevance"),
    };
    let turned = asked::address("/search", &SearchQuery { by: other, ..query.clone() });
    html! {
        div.search-hits {
            p.how role="status" { (count("count.passages", total)) " · "
                (t(if query.by == By::Date { "search.is_by_date" } else { "search.is_by_relevance" })) " " a href=(turned) { (t(words)) }
                span.search-to-facets { " · " a href="#facets" { (t("search.facets")) } } }
            (also(ask, query, result))
            ol.hits start=(query.offset + 1) { @for h in &result.hits { li { (hit(h)) } } }
            (pager(ask, ask.page().min(pages - 1), pages))
            p.how {
                a href=(super::cite::of_search(ask)) { (t("cite.these")) } " · "
                a href=(asked::address("/search.csv", query)) { (t("search.csv")) }
                @if total > sheet::MOST { " " (fill("search.csv_most", &[&number(sheet::MOST)])) }
            }
            (saved::form(ask, query))
        }
    }
}

/// How questions are written.
fn signs() -> Markup {
    const SIGNS: [(&str, &str); 8] = [
        ("prisoners exchange", "search.sign_words"),
        ("\"cease fire\"", "search.sign_phrase"),
        ("island OR coast", "search.sign_or"),
        ("line -north", "search.sign_not"),
        ("guarantee NEAR/5 withdrawal", "search.sign_near"),
        ("negotiat*  wom?n", "search.sign_wild"),
        ("speaker:\"…\"  to:…  side:…", "search.sign_voice"),
        ("move:refusal  issue:…  form:cable  in:…", "search.sign_field"),
    ];
    html! { details.search-signs open { summary { (t("search.signs")) }
        dl { @for (sign, words) in SIGNS { div { dt { code { (sign) } } dd { (t(words)) } } } }
    } }
}

fn form(query: &SearchQuery) -> Markup {
    let given = |value: &Option<String>| value.clone().unwrap_or_default();
    let text = |id: &str, key: &str, value: &Option<String>| html! { p { label for=(id) { (t(key)) } input id=(id) name=(id) dir="auto" value=(given(value)); } };
    html! {
        form.search action="/search" role="search" {
            p.line { label for="q" { (t("search.label")) } input #q type="search" name="q" dir="auto" value=(query.text) autocomplete="off"; button { (t("search.button")) } }
            p.line { label { input type="checkbox" name="exact" value="1" checked[query.exact]; " " (t("search.exact")) } }
            @if query.by == By::Date { input type="hidden" name="by" value="date"; }
            @for (facet, value) in &query.picked { input type="hidden" name="pick" value={ (facet.name()) ":" (value) }; }
            details open[query.narrows() && query.picked.is_empty()] {
                summary { (t("search.narrow")) }
                div.fields {
                    (text("speaker", "search.speaker", &query.speaker))
                    (text("addressee", "search.addressee", &query.addressee))
                    (text("side", "search.side", &query.side))
                    p { label for="move" { (t("search.move")) } select #move name="move" {
                        option value="" { (t("search.any")) }
                        @for m in MoveType::ALL { option value=(m.as_str()) selected[query.moved == Some(*m)] { (word("move", m.as_str())) } }
                    } }
                    (text("issue", "search.issue", &query.issue))
                    p { label for="mode" { (t("search.mode")) } select #mode name="mode" {
                        option value="" { (t("search.any")) }
                        @for m in Mode::ALL { option value=(m.as_str()) selected[query.mode == Some(*m)] { (word("mode", m.as_str())) } }
                    } }
                    p { label for="depth" { (t("search.depth")) } select #depth name="depth" {
                        (near::options(query.max_depth))
                    } }
                    p { label for="form" { (t("list.form")) } select #form name="form" {
                        option value="" { (t("home.all_forms")) }
                        @for f in Form::ALL { option value=(f.as_str()) selected[query.form == Some(*f)] { (word("form", f.as_str())) } }
                    } }
                    p { label for="from" { (t("search.from")) } input #from name="from" inputmode="numeric" placeholder="YYYY-MM-DD" value=(given(&query.from)); }
                    p { label for="to" { (t("search.to")) } input #to name="to" inputmode="numeric" placeholder="YYYY-MM-DD" value=(given(&query.to)); }
                }
            }
        }
    }
}

/// How the question was read: operators, the other spellings that were looked for, what could not be read.
fn also(ask: &Ask<'_>, query: &SearchQuery, result: &SearchResult) -> Markup {
    const FORMS: usize = 12;
    let widened: Vec<_> = result
        .speaker
        .iter()
        .chain(&result.addressee)
        .chain(&result.widened)
        .filter(|w| !w.spellings.is_empty())
        .collect();
    let kept = |exact: bool| asked::address(ask.path, &SearchQuery { exact, ..query.clone() });
    html! {
        @if let Some(reading) = result.reading.as_deref().filter(|r| !r.is_empty()) { p.also { (t("search.read_as")) " " code.search-reading dir="auto" { (name(reading)) } } }
        @for note in &result.notes { p.also { (remark(note)) } }
        @if query.exact { p.also { (t("search.exact_on")) " " a href=(kept(false)) { (t("search.exact_off")) } } }
        @for w in &widened { p.also {
            b { (name(&w.asked)) } " " (t("search.also")) " "
            @for (n, s) in w.spellings.iter().take(FORMS).enumerate() { @if n > 0 { ", " }
                @match &s.agent { Some(id) => a href=(item_link("people", id)) title=(s.why) { (name(&s.form)) }, None => (name(&s.form)) } }
            @if w.spellings.len() > FORMS { " " (fill("list.more", &[&(w.spellings.len() - FORMS).to_string()])) }
        } }
        @if !widened.is_empty() { p.also { a href=(kept(true)) { (t("search.exact_do")) } } }
    }
}

/// What is remarked on a question.
fn remark(note: &Note) -> Markup {
    let key = match note.why {
        Why::OpenQuote => "search.note_open_quote",
        Why::OpenGroup => "search.note_open_group",
        Why::StrayClose => "search.note_stray_close",
        Why::Dangling => "search.note_dangling",
        Why::NotPlaces => "search.note_not_places",
        Why::EmptyField => "search.note_empty_field",
        Why::TooMany => "search.note_too_many",
        Why::TooDeep => "search.note_too_deep",
        Why::Unknown => "search.note_unknown",
        Why::Cut => {
            return html! { b { (name(&note.words)) } " " (fill("search.note_cut", &[&number(note.at.end as usize)])) };
        }
    };
    html! { b { (name(&note.words)) } " " (t(key)) }
}

/// Nothing found: what was looked for, and what else could be tried.
fn nothing(query: &SearchQuery) -> Markup {
    let wide = SearchQuery { text: query.text.clone(), exact: query.exact, ..SearchQuery::default() };
    html! {
        div.empty role="status" {
            p { (fill("search.nothing", &[])) " " q { (name(&query.text)) } }
            ul {
                @if query.narrows() && wide.asks() { li { a href=(asked::address("/search", &wide)) { (t("search.widen")) } } }
                @if query.text.contains('"') { li { (t("search.try_words")) } }
                li { (t("search.try_shorter")) }
                li { (t("search.try_names")) " " a href="/people" { (t("nav.people")) } }
            }
        }
    }
}

fn hit(h: &Hit) -> Markup {
    let lang = language::tag(&h.passage, &h.languages);
    html! {
        article.hit {
            p.from {
                a href=(passage_of(&h.document, h.chars, &h.passage)) { (name(&h.title)) } " "
                span.how { (dates::time(h.date.as_ref())) " · " (word("form", h.form.as_str())) }
            }
            @if h.speaker.is_some() || h.mode.is_some() {
                p.said {
                    @match &h.speaker { Some(s) => span.name { (name(s)) }, None => span.missing { (t("voice.unattributed")) } }
                    @if let Some(to) = &h.addressee { " " span.how { (t("search.said_to")) " " (name(to)) } }
                    @if let Some(side) = &h.side { " " span.how { "(" (name(side)) ")" } }
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

fn hit_json(h: &Hit) -> serde_json::Value {
    let inside = OffsetMap::new(&h.passage);
    let highlights: Vec<_> = h
        .highlights
        .iter()
        .map(|s| json!({ "start": inside.chars(s.start), "end": inside.chars(s.end) }))
        .collect();
    json!({ "document": h.document, "title": h.title, "date": h.date, "form": h.form, "page": h.page, "start": h.chars.0, "end": h.chars.1,
        "passage": h.passage, "highlights": highlights, "spelled": h.spelled, "speaker": h.speaker, "addressee": h.addressee,
        "side": h.side, "mode": h.mode, "depth": h.depth, "reporters": h.reporters })
}
