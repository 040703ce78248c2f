//! A chain drawn: through whose hands and mouths words came to us, and why a voice was found at all.

use maud::{Markup, html};
use memcon_model::{
    Chains, Evidence, Explanation, Ground, Heard, Link, LinkRole, OffsetMap, RunnerUp, Span, Turn, reporters,
};
use memcon_store::StoredDocument;
use serde_json::{Value, json};

use super::{Answer, Ask, Lost, Shown, cite, near, pager};
use crate::citing::{Citing, Quote};
use crate::dates;
use crate::layout::{heading, name, pair, quotation};
use crate::links::{chain_link, document_link};
use crate::scene::{Colours, speaker};
use crate::strings::{count, fill, t, word};

/// Turns on one page of the list.
const PER_PAGE: usize = 100;
/// Bytes of the longest paper whose voices are found anew to explain one: a second's work.
const EXPLAINED: usize = 8_000_000;
/// Characters of a turn's own words that are shown.
const WORDS: usize = 700;
/// Voices that are set further in than those around them.
const STEPS: usize = 8;

/// `/chain/{id}` and `/chain/{id}?turn=t3`
pub fn page(ask: &Ask<'_>, id: &str) -> Answer {
    let document = ask.library.document(id)?.ok_or(Lost::NotFound("trouble.no_document"))?;
    match ask.value("turn") {
        Some(turn) => one(ask, &document, turn),
        None => all(ask, &document),
    }
}

/// The turns that the filter leaves, each with the reporters before it.
fn near_turns<'d>(ask: &Ask<'_>, document: &'d StoredDocument) -> Vec<(&'d Turn, u32)> {
    let turns = &document.analysis.turns;
    let far = reporters(turns.iter().map(Heard::from));
    let most = near::most(ask).unwrap_or(u32::MAX);
    turns.iter().zip(far).filter(|(_, n)| *n <= most).collect()
}

/// All turns of a paper, and the hands around it.
fn all(ask: &Ask<'_>, document: &StoredDocument) -> Answer {
    let chains = Chains::new(&document.analysis);
    let turns = near_turns(ask, document);
    if ask.json {
        let map = OffsetMap::new(&document.text);
        let turns: Vec<Value> = turns
            .iter()
            .map(|(turn, far)| {
                json!({ "turn": turn.id, "speaker": turn.speaker, "chain": turn.chain, "depth": turn.depth, "reporters": far,
                    "start": map.chars(turn.span.start), "end": map.chars(turn.span.end), "links": in_chars(&map, chains.of(turn)) })
            })
            .collect();
        let hands = in_chars(&map, chains.hands().to_vec());
        return Ok(Shown::Json(json!({ "document": document.row.id, "hands": hands, "turns": turns })));
    }
    let pages = turns.len().div_ceil(PER_PAGE).max(1);
    let page = ask.page().min(pages - 1);
    let shown = &turns[page * PER_PAGE..turns.len().min((page + 1) * PER_PAGE)];
    let mut citing = Citing::new(ask.library);
    let body = html! {
        (heading(html! { (t("chain.title")) }, html! { a href=(document_link(&document.row.id)) { (name(&document.row.title)) } }))
        (near::form(ask))
        section.how-it-came aria-labelledby="hands" {
            h2 #hands { (t("chain.hands")) }
            @if chains.hands().is_empty() { p.missing { (t("chain.no_hands")) } }
            @else { (drawn(chains.hands(), None, document, &mut citing)) }
        }
        section aria-labelledby="voices" {
            h2 #voices { (t("chain.voices")) }
            @if turns.is_empty() { p.missing { (t("chain.no_voices")) } }
            ol.events { @for (turn, far) in shown { li.ev {
                p.when { (who(turn)) br; span.how { (between(*far)) } }
                div {
                    p.stance { a href=(near::carried(ask, &chain_link(&document.row.id, &turn.id))) { (t("chain.see")) span.unseen { " " (turn.id) } } " "
                        span.how { (word("mode", turn.mode.as_str())) } }
                    @if let Some(q) = quote(document, turn.span, 160, &mut citing) { (quotation(&q)) }
                }
            } } }
            (pager(ask, page, pages))
        }
    };
    Ok(Shown::Html { title: t("chain.title").to_owned(), section: "", twin: true, body })
}

/// One turn: its chain drawn, and why it was found.
fn one(ask: &Ask<'_>, document: &StoredDocument, id: &str) -> Answer {
    let a = &document.analysis;
    let turn = a.turns.iter().find(|t| t.id == id).ok_or(Lost::NotFound("trouble.no_turn"))?;
    let chains = Chains::new(a);
    let links = chains.of(turn);
    let short_enough = document.text.len() <= EXPLAINED;
    let why = short_enough.then(|| ask.library.explain(document, id)).flatten();
    if ask.json {
        let map = OffsetMap::new(&document.text);
        let why = why.filter(|e| e.turns.iter().any(|t| t.span == turn.span)).map(|mut e| {
            map.to_chars(&mut e);
            e
        });
        return Ok(Shown::Json(
            json!({ "document": document.row.id, "turn": turn.id, "speaker": turn.speaker, "chain": turn.chain,
            "depth": turn.depth, "start": map.chars(turn.span.start), "end": map.chars(turn.span.end), "text": turn.span.of(&document.text),
            "rule": turn.basis.rule, "confidence": turn.basis.confidence, "links": in_chars(&map, links), "explanation": why }),
        ));
    }
    let near = near_turns(ask, document);
    let at = near.iter().position(|(t, _)| t.span == turn.span && t.id == turn.id);
    let beside = |n: Option<usize>| n.and_then(|n| near.get(n)).map(|(t, _)| *t);
    let (before, after) = (beside(at.and_then(|n| n.checked_sub(1))), beside(at.map(|n| n + 1)));
    let far = reporters(a.turns.iter().map(Heard::from));
    let far =
        a.turns.iter().position(|t| std::ptr::eq(t, turn)).and_then(|n| far.get(n)).copied().unwrap_or(0);
    let translated = |links: &[Link]| links.iter().any(|l| l.role == LinkRole::Translated);
    let untranslated = translated(chains.hands()) && !translated(&links);
    let mut citing = Citing::new(ask.library);
    let to = |turn: &Turn| near::carried(ask, &chain_link(&document.row.id, &turn.id));
    let body = html! {
        (heading(html! { (t("chain.title")) }, html! { a href=(document_link(&document.row.id)) { (name(&document.row.title)) } }))
        section.how-it-came aria-labelledby="way" {
            h2 #way { (who(turn)) ", " (between(far)) }
            (drawn(&links, Some(turn), document, &mut citing))
            @if untranslated { p.how { (t("chain.original")) } }
        }
        section.why aria-labelledby="why" {
            h2 #why { (t("chain.why")) }
            (reasons(turn, why.as_ref(), document, &mut citing))
        }
        (cite::block(&cite::of(ask, document)?.said(a, turn), &cite::address(&document.row.id, Some(cite::Where::Turn(&turn.id))), t("cite.words")))
        nav.neighbours aria-label=(t("chain.neighbours")) {
            @if let Some(b) = before { a rel="prev" href=(to(b)) { span.how { (t("chain.before")) } " " (who(b)) } }
            a href=(near::carried(ask, &format!("/chain/{}", crate::links::encode(&document.row.id)))) { (t("chain.all")) }
            @if let Some(b) = after { a rel="next" href=(to(b)) { span.how { (t("chain.after")) } " " (who(b)) } }
        }
    };
    Ok(Shown::Html { title: t("chain.title").to_owned(), section: "", twin: true, body })
}

fn who(turn: &Turn) -> Markup {
    match speaker(turn) {
        Some(who) => name(who),
        None => html! { span.missing { (t("voice.unattributed")) } },
    }
}

/// "at first hand", "through 2 reporters".
fn between(reporters: u32) -> Markup {
    html! { @if reporters == 0 { (t("chain.first_hand")) } @else { (count("count.mouths", reporters as usize)) } }
}

/// Words of the document with some around them where the place is short.
fn quote(document: &StoredDocument, span: Span, longest: usize, citing: &mut Citing<'_>) -> Option<Quote> {
    let around = if span.len() < 60 { 40 } else { 0 };
    citing.quote(&Evidence { document: document.row.id.clone(), span }, around, longest)
}

/// The links as a line from the outermost hand down to the speaker and the words: hands on the line, voices
/// stepping in.
fn drawn(links: &[Link], words: Option<&Turn>, document: &StoredDocument, citing: &mut Citing<'_>) -> Markup {
    let colours = Colours::of(&document.analysis);
    let mut step = 0;
    html! {
        ol.way {
            @for link in links {
                @let turn = link.turn.as_deref().and_then(|id| document.analysis.turns.iter().find(|t| t.id == id));
                @if turn.is_some() { ({ step += 1; "" }) }
                @let kind = match (turn, &link.agent) { (_, None) => "unknown", (Some(_), _) => "voice", (None, _) => "hand" };
                @let colour = turn.map_or("s0", |t| colours.turn(t));
                li class=(format!("link {kind} {colour} d{}", step.min(STEPS))) {
                    p.role { (word("link", link.role.as_str())) }
                    p.who {
                        @match &link.agent { Some(agent) => (name(agent)), None => span.missing { (t("chain.unknown")) } }
                        @if link.time.is_some() { " " span.when { (dates::time(link.time.as_ref())) } }
                    }
                    @if let Some(q) = link.span.and_then(|s| quote(document, s, 120, citing)) { (quotation(&q)) }
                    @else { p.how { (t("chain.no_words")) } }
                }
            }
            @if let Some(q) = words.and_then(|turn| quote(document, turn.span, WORDS, citing)) {
                li class=(format!("words d{}", step.min(STEPS))) { (quotation(&q)) }
            }
        }
    }
}

/// Rule and confidence, and where they can be told all grounds with their costs and the next cheapest reading.
fn reasons(
    turn: &Turn,
    why: Option<&Explanation>,
    document: &StoredDocument,
    citing: &mut Citing<'_>,
) -> Markup {
    let told = why.and_then(|e| e.turns.iter().find(|t| t.span == turn.span));
    html! {
        dl.facts {
            (pair(t("claim.rule"), html! { code { (turn.basis.rule) } }))
            (pair(t("chain.confidence"), html! { (format!("{:.2}", turn.basis.confidence)) }))
            (pair(t("voice.mode"), html! { (word("mode", turn.mode.as_str())) }))
            @if let Some(cost) = told.and_then(|t| t.cost) { (pair(t("chain.cost"), html! { (number(cost)) " " span.how { (t("chain.cheaper")) } })) }
        }
        @match told {
            Some(told) => {
                ol.grounds { @for g in &told.grounds { (ground(g, document, citing)) } }
                @if let Some(r) = &told.runner_up { (runner_up(r, document, citing)) }
                @else if told.cost.is_some() { p.how { (t("chain.no_other")) } }
            },
            None => {
                p.how { (t(if why.is_some() { "chain.other_version" } else { "chain.no_reasons" })) }
                @if let Some(q) = turn.cue.and_then(|s| quote(document, s, 200, citing)) { (quotation(&q)) }
            }
        }
    }
}

fn ground(ground: &Ground, document: &StoredDocument, citing: &mut Citing<'_>) -> Markup {
    html! {
        li {
            p { (name(&ground.what)) @if let Some(cost) = ground.cost { " " span.cost { (fill("chain.cost_of", &[&number(cost)])) } } }
            @if let Some(span) = ground.span { (place(span, document, citing)) }
        }
    }
}

fn runner_up(other: &RunnerUp, document: &StoredDocument, citing: &mut Citing<'_>) -> Markup {
    html! {
        h3 { (t("chain.runner_up")) }
        p { (fill("chain.instead", &[&number(other.instead), &number(other.cost)])) @if !other.settled { " " (t("chain.unsettled")) } }
        ol.grounds { @for d in &other.differs { li {
            p { (fill("chain.differs", &[&d.read, &d.instead])) }
            (place(d.span, document, citing))
        } } }
    }
}

/// A mark or cue with the words around it; the end of a paragraph with the words before it.
fn place(span: Span, document: &StoredDocument, citing: &mut Citing<'_>) -> Markup {
    if !span.is_empty() {
        return html! { @if let Some(q) = quote(document, span, 200, citing) { (quotation(&q)) } };
    }
    let left = document.text.get(..span.start as usize).unwrap_or("").trim_end();
    let from = left.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    let before = citing.quote(
        &Evidence { document: document.row.id.clone(), span: Span::new(from, left.len()) },
        0,
        80,
    );
    html! { @if let Some(mut q) = before {
        ({ q.after = " ¶".to_owned(); "" })
        (quotation(&q))
    } }
}

/// A cost with its sign; a real minus, so that it is read as one.
fn number(cost: f32) -> String {
    format!("{cost:.1}").replace('-', "−").replace("−0.0", "0.0")
}

fn in_chars(map: &OffsetMap<'_>, mut links: Vec<Link>) -> Vec<Link> {
    map.to_chars(&mut links);
    links
}
