//! What a person decides over several papers: the same, not the same, another name, how far it was kept. Shown before it
//! is done, done by a form, taken back by one click. Nothing is ever decided here by itself.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use memcon_link::pairs;
use memcon_model::{Compliance, DecisionKind, Subject};
use memcon_store::{Section, fold};

use super::decisions::list;
use super::items::Item;
use super::merges::signs;
use super::{Answer, Ask, Lost, Shown, hidden, signed};
use crate::citing::Citing;
use crate::layout::{heading, name};
use crate::links::{document_link, query_value};
use crate::strings::{count, fill, t, word};

/// Papers listed in a preview at most.
const PAPERS: usize = 40;
/// Candidates offered at most.
const CANDIDATES: usize = 24;
/// Forms and papers offered for parting at most.
const PARTS: usize = 200;

/// The address at which something about an item is decided.
pub fn way(about: Subject, id: &str) -> String {
    format!("/review/decide?about={about}&id={}", query_value(id))
}

/// `/review/decide?about=&id=`: what can be decided on an item; with `with=` or `what=`, what would happen.
pub fn page(ask: &Ask<'_>) -> Answer {
    let about: Subject =
        ask.value("about").and_then(|a| a.parse().ok()).ok_or(Lost::NotFound("decide.gone"))?;
    let mut citing = Citing::new(ask.library);
    let id = ask.value("id").unwrap_or("");
    let item = Item::find(ask.library, &mut citing, about, id)?.ok_or(Lost::NotFound("decide.gone"))?;
    let what: Vec<&str> = ask.query.iter().filter(|(k, _)| k == "what").map(|(_, v)| v.as_str()).collect();
    let body = if let Some(with) = ask.value("with") {
        let other =
            Item::find(ask.library, &mut citing, about, with)?.ok_or(Lost::NotFound("decide.gone"))?;
        joining(ask, &item, &other, &mut citing)
    } else if !what.is_empty() {
        parting(ask, &item, &what, &mut citing)
    } else {
        choices(ask, &item, &mut citing)?
    };
    let title = fill("decide.title", &[&short(&item.name)]);
    Ok(Shown::Html { title, section: "/review", twin: false, body })
}

/// The head of each page about an item.
fn head(item: &Item, key: &str) -> Markup {
    let papers = count("count.documents", item.papers.len());
    heading(
        html! { (t(key)) },
        html! { a href=(item.address()) { (name(&item.name)) } " " span.how { (word("subject", item.about.as_str())) " · " (papers) } },
    )
}

/// What can be decided.
fn choices(ask: &Ask<'_>, item: &Item, citing: &mut Citing<'_>) -> Result<Markup, Lost> {
    let all = ask.library.decisions()?;
    let joins = item.about != Subject::Obligation;
    let found = if joins { candidates(ask, item, citing)? } else { Vec::new() };
    Ok(html! {
        (head(item, "decide.head"))
        @if ask.library.desk().is_none() { p.standing role="note" { (t("review.read_only")) } }
        @if joins {
            section aria-labelledby="same" {
                h2 #same { (t("decide.same")) }
                p.how { (t("decide.same_lead")) }
                form.search.people action="/review/decide" role="search" {
                    (hidden(&[("about", item.about.as_str()), ("id", &item.id)]))
                    p.line { label for="decide-q" { (t(if item.about == Subject::Parallel { "decide.find_paper" } else { "decide.find" })) }
                        input #decide-q type="search" name="q" dir="auto" value=(ask.value("q").unwrap_or("")) autocomplete="off";
                        " " button { (t("people.find_button")) } }
                }
                @if found.is_empty() { p.empty role="status" { (t(if ask.value("q").is_some() { "decide.none_found" } else { "decide.none_near" })) } }
                ul.names { @for (id, called, why) in &found { li {
                    a.form href=(format!("{}&with={}", way(item.about, &item.id), query_value(id))) { (name(called)) }
                    div.why { (why) }
                } } }
            }
        }
        @if matches!(item.about, Subject::Agent | Subject::Issue | Subject::Event) { (parts(item, citing)) }
        @if item.about == Subject::Issue { (naming(ask, item)) }
        @if item.about == Subject::Obligation { (status(ask, item)) }
        @let on = item.decisions(&all);
        @if !on.is_empty() {
            h2 { (t("decide.made")) }
            (list(ask, &on, &way(item.about, &item.id)))
        }
    })
}

/// Others that may be the same, each with its name and why: what was searched for, else what linking holds possible.
fn candidates(
    ask: &Ask<'_>,
    item: &Item,
    citing: &mut Citing<'_>,
) -> Result<Vec<(String, String, Markup)>, Lost> {
    let asked = ask.value("q");
    let mut out = match item.about {
        Subject::Agent => agents(ask, item, asked, citing)?,
        Subject::Issue => {
            let linked = ask.library.linked_of(&[Section::Issues])?;
            let names: BTreeMap<&str, &str> =
                linked.issues.iter().map(|i| (i.id.as_str(), i.name.as_str())).collect();
            match asked.map(fold) {
                Some(words) => {
                    let hit = |i: &&memcon_model::LinkedIssue| {
                        fold(&i.name).contains(&words)
                            || i.wordings.iter().any(|w| fold(&w.b).contains(&words))
                    };
                    let of = |i: &memcon_model::LinkedIssue| {
                        let n = count("count.documents", i.papers().len());
                        (i.id.clone(), i.name.clone(), html! { p.how { (n) } })
                    };
                    linked.issues.iter().filter(hit).map(of).collect()
                }
                None => near(item, &pairs::issues(&linked.issues), &names),
            }
        }
        Subject::Event => {
            let linked = ask.library.linked_of(&[Section::Events])?;
            let called = |e: &memcon_model::LinkedEvent| {
                let day = e.date.as_ref().map(|d| d.as_str().to_owned()).unwrap_or_default();
                format!("{day} {}", e.title).trim().to_owned()
            };
            match asked.map(fold) {
                Some(words) => {
                    let hit = |e: &&memcon_model::LinkedEvent| fold(&called(e)).contains(&words);
                    let of = |e: &memcon_model::LinkedEvent| {
                        let n = count("count.documents", e.accounts.len());
                        (e.id.clone(), called(e), html! { p.how { (n) } })
                    };
                    linked.events.iter().filter(hit).map(of).collect()
                }
                None => {
                    let titles: BTreeMap<&str, &str> =
                        linked.events.iter().map(|e| (e.id.as_str(), e.title.as_str())).collect();
                    near(item, &pairs::events(&linked.events), &titles)
                }
            }
        }
        Subject::Parallel => match asked.map(fold) {
            Some(words) => {
                let documents = ask.library.documents()?;
                let hit = |d: &&memcon_store::DocumentRow| {
                    fold(&d.title).contains(&words) || fold(&d.id).contains(&words)
                };
                let of = |d: &memcon_store::DocumentRow| {
                    let title = if d.title.trim().is_empty() { &d.id } else { &d.title };
                    (d.id.clone(), title.clone(), html! { p.how { (name(&d.id)) } })
                };
                documents.iter().filter(hit).map(of).take(CANDIDATES + 1).collect()
            }
            None => Vec::new(),
        },
        Subject::Obligation => Vec::new(),
    };
    out.retain(|(id, ..)| *id != item.id);
    out.truncate(CANDIDATES);
    Ok(out)
}

/// The pairs of an item, each from the other's end.
fn near(item: &Item, all: &[pairs::Pair], names: &BTreeMap<&str, &str>) -> Vec<(String, String, Markup)> {
    let of = |p: &pairs::Pair| {
        let other = if p.a == item.id {
            &p.b
        } else if p.b == item.id {
            &p.a
        } else {
            return None;
        };
        let called = names.get(other.as_str())?;
        Some((other.clone(), (*called).to_owned(), signs(&p.grounds, &p.against)))
    };
    all.iter().filter_map(of).collect()
}

/// Agents of a name in any spelling, or those that look alike.
fn agents(
    ask: &Ask<'_>,
    item: &Item,
    asked: Option<&str>,
    citing: &mut Citing<'_>,
) -> Result<Vec<(String, String, Markup)>, Lost> {
    if let Some(asked) = asked {
        let spellings = ask.library.spellings()?;
        let linked = spellings.linked();
        let of = |f: memcon_store::Found| {
            let agent = linked.agents.get(f.agent).filter(|a| a.kind.as_str() == item.kind)?;
            let mentions: usize = agent.forms.iter().map(|f| f.count as usize).sum();
            let why = html! { p { (name(&f.why)) } p.how { (count("count.mentions", mentions))
            @if let Some(side) = &agent.side { ", " (name(side)) } } };
            Some((agent.id.clone(), agent.canonical.clone(), why))
        };
        return Ok(spellings.agents(asked).into_iter().filter_map(of).collect());
    }
    let linked = ask.library.linked_about(&[&item.id], &[Section::LookAlikes])?;
    let heads = ask.library.linked_of(&[Section::Heads])?;
    let names: BTreeMap<&str, &str> =
        heads.agents.iter().map(|a| (a.id.as_str(), a.canonical.as_str())).collect();
    let mut seen = BTreeSet::new();
    let alike = linked.look_alikes.iter().filter(|l| l.a == item.id || l.b == item.id);
    let mut out = Vec::new();
    for l in alike.filter(|l| l.possible) {
        let other = if l.a == item.id { &l.b } else { &l.a };
        if let (Some(called), true) = (names.get(other.as_str()), seen.insert(other)) {
            out.push((other.clone(), (*called).to_owned(), super::merges::alike(l, citing)));
        }
    }
    Ok(out)
}

/// What of it may be another's: forms or wordings, papers.
fn parts(item: &Item, citing: &mut Citing<'_>) -> Markup {
    let event = item.about == Subject::Event;
    html! {
        section aria-labelledby="apart" {
            h2 #apart { (t("decide.apart")) }
            @if item.papers.len() + item.wordings.len() < 3 && item.papers.len() < 2 { p.empty { (t("decide.one_only")) } }
            @else {
                p.how { (t(if event { "decide.apart_event" } else { "decide.apart_lead" })) }
                form.decide action="/review/decide" {
                    (hidden(&[("about", item.about.as_str()), ("id", &item.id)]))
                    @if !event && item.wordings.len() > usize::from(item.about == Subject::Agent) {
                        fieldset { legend { (t(if item.about == Subject::Issue { "issue.wordings" } else { "people.forms_all" })) }
                            @for (form, n) in item.wordings.iter().take(PARTS) {
                                label.pick { input type="checkbox" name="what" value=(form); " " (name(form)) @if *n > 0 { " " span.n { "×" (n) } } }
                            } }
                    }
                    @if item.papers.len() > 1 {
                        fieldset { legend { (t("issue.documents")) }
                            @for id in item.papers.iter().take(PARTS) {
                                @let title = citing.document(id).map(|d| d.row.title.clone()).filter(|t| !t.trim().is_empty());
                                label.pick { input type="checkbox" name="what" value=(id); " " (name(title.as_deref().unwrap_or(id))) " " span.how { (name(id)) } }
                            } }
                    }
                    p { button { (t("decide.preview")) } }
                }
            }
        }
    }
}

/// Another name for an issue.
fn naming(ask: &Ask<'_>, item: &Item) -> Markup {
    html! {
        section aria-labelledby="name" {
            h2 #name { (t("decide.name")) }
            form.judge method="post" action="/review/decide" {
                (hidden(&[("about", item.about.as_str()), ("id", &item.id), ("kind", "name"), ("back", &item.address())]))
                p { label { (t("decide.new_name")) " " input name="value" value=(item.name) required maxlength="200" dir="auto"; } }
                p { label { (t("review.why")) " " input name="why" maxlength="2000"; } }
                (signed(ask))
                p.verdicts { button { (t("decide.rename")) } }
            }
        }
    }
}

/// How far an obligation was kept.
fn status(ask: &Ask<'_>, item: &Item) -> Markup {
    html! {
        section aria-labelledby="status" {
            h2 #status { (t("decide.status")) }
            p.how { (t("decide.status_lead")) }
            form.judge method="post" action="/review/decide" {
                (hidden(&[("about", item.about.as_str()), ("id", &item.id), ("kind", "status"), ("back", &way(item.about, &item.id))]))
                p { label { (t("decide.kept")) " " select name="value" { @for c in Compliance::ALL { option value=(c) { (word("compliance", c.as_str())) } } } } }
                p { label { (t("review.why")) " " input name="why" maxlength="2000"; } }
                (signed(ask))
                p.verdicts { button { (t("decide.set")) } }
            }
        }
    }
}

/// Papers, each with how often it names what is moved.
fn papers(list: &[(String, usize)], citing: &mut Citing<'_>) -> Markup {
    html! {
        ul.plain { @for (id, n) in list.iter().take(PAPERS) {
            @let title = citing.document(id).map(|d| d.row.title.clone()).filter(|t| !t.trim().is_empty());
            li { a href=(document_link(id)) { (name(title.as_deref().unwrap_or(id))) } @if *n > 0 { " " span.n { "×" (n) } } }
        } }
        @if list.len() > PAPERS { p.how { (fill("list.more", &[&(list.len() - PAPERS).to_string()])) } }
    }
}

/// A name inside a sentence of the room: not endless, and without characters that turn what stands around them.
fn short(name: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    name.chars().filter(|c| !turns(c) && !c.is_control()).take(120).collect()
}

/// Where a form about an item leads on to: its page, where its address stays; that of a person or an event is made of
/// the name and may be another when the papers are linked anew.
fn after(item: &Item) -> String {
    match item.about {
        Subject::Agent | Subject::Event => "/review/decisions".to_owned(),
        _ => item.address(),
    }
}

/// What would happen if the two were one.
fn joining(ask: &Ask<'_>, item: &Item, other: &Item, citing: &mut Citing<'_>) -> Markup {
    let fits = item.with(other, DecisionKind::Join).is_some();
    let shared: Vec<(String, usize)> = item
        .papers
        .iter()
        .filter(|p| item.about != Subject::Parallel && other.papers.contains(p))
        .map(|p| (p.clone(), 0))
        .collect();
    let moved: Vec<(String, usize)> = other.papers.iter().map(|p| (p.clone(), 0)).collect();
    let parallel = item.about == Subject::Parallel;
    let both: BTreeSet<&String> = item.papers.iter().chain(&other.papers).collect();
    html! {
        (head(item, "decide.preview_join"))
        p { (name(&item.name)) " " span.how { "(" (count("count.mentions", item.mentions)) ", " (count("count.documents", item.papers.len())) ")" }
            " · " a href=(other.address()) { (name(&other.name)) } " " span.how { "(" (count("count.mentions", other.mentions)) ", " (count("count.documents", other.papers.len())) ")" } }
        @if !fits { p.standing role="note" { (t("decide.cannot")) } }
        @else {
            h2 { (t("decide.what_happens")) }
            @if parallel { p { (t("decide.join_papers")) } }
            @else {
                @let (places, in_papers) = ((item.mentions + other.mentions).to_string(), both.len().to_string());
                // Of an issue the one keeps its name; persons and events are named by what the papers say of both.
                @if item.about == Subject::Issue { p { (fill("decide.join_effect", &[&short(&item.name), &places, &in_papers])) } }
                @else { p { (fill("decide.join_under", &[&places, &in_papers])) } }
                p { (fill("decide.moved", &[&short(&other.name)])) }
                (papers(&moved, citing))
                @if !shared.is_empty() {
                    h3 { (t("decide.shared_papers")) }
                    p.how { (t("decide.shared_lead")) }
                    (papers(&shared, citing))
                }
            }
            p.how { (t("decide.reversible")) }
            form.judge method="post" action="/review/decide" {
                (hidden(&[("about", item.about.as_str()), ("id", &item.id), ("with", &other.id), ("back", &after(item))]))
                p { label { (t("review.why")) " " input name="why" maxlength="2000"; } }
                (signed(ask))
                p.verdicts {
                    button name="kind" value="join" { (t(if parallel { "decide.are_one_text" } else { "decide.are_one" })) } " "
                    button name="kind" value="part" { (t(if parallel { "decide.are_no_text" } else { "decide.are_two" })) } " "
                    a href=(way(item.about, &item.id)) { (t("decide.not_now")) }
                }
            }
        }
    }
}

/// What would happen if these forms, wordings or papers were another's.
fn parting(ask: &Ask<'_>, item: &Item, what: &[&str], citing: &mut Citing<'_>) -> Markup {
    let Some(decision) = item.without(citing, ask.library, what) else {
        return html! { (head(item, "decide.preview_part")) p.standing role="note" { (t("decide.nothing_stays")) }
        p { a href=(way(item.about, &item.id)) { (t("decide.back")) } } };
    };
    let going: Vec<(String, usize)> = item.going(&decision).into_iter().collect();
    let n: usize = going.iter().map(|g| g.1).sum();
    html! {
        (head(item, "decide.preview_part"))
        h2 { (t("decide.what_happens")) }
        p { (fill("decide.part_effect", &[&n.to_string(), &going.len().to_string(), &short(&item.name), &short(&decision.b.name)])) }
        (papers(&going, citing))
        p.how { (t("decide.reversible")) }
        form.judge method="post" action="/review/decide" {
            (hidden(&[("about", item.about.as_str()), ("id", &item.id), ("kind", "part"), ("back", &after(item))]))
            @for w in what { input type="hidden" name="what" value=(w); }
            p { label { (t("review.why")) " " input name="why" maxlength="2000"; } }
            (signed(ask))
            p.verdicts { button { (t("decide.part")) } " " a href=(way(item.about, &item.id)) { (t("decide.not_now")) } }
        }
    }
}
