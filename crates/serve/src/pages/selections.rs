//! Selections: papers and passages that somebody put together under a name, in an order.
//!
//! Every action is a plain form and can be taken back. What a reader may not see of a paper is not told by a selection:
//! items whose paper this reader cannot have are left out, also of every count.

use maud::{Markup, html};
use memcon_export::annotation;
use memcon_model::{Chosen, OffsetMap, Selection, SelectionEdit, Undone, selection_name};
use serde_json::{Value, json};

use super::forms::{No, Sent};
use super::notes::present;
use super::passage::{Kept, link as passage_link, marked, sent as passage_sent};
use super::review::{hidden, signed};
use super::{Answer, Ask, Lost, Shown};
use crate::citing::Citing;
use crate::http::Reply;
use crate::layout::{heading, name, quotation};
use crate::library::{Failure, Library};
use crate::links::{document_link, encode, query_value};
use crate::strings::{count, fill, t};

/// All selections, with those items only whose papers this reader has.
pub fn all(library: &dyn Library) -> Result<Vec<Selection>, Failure> {
    let mut all = library.selections()?;
    let ids = all.iter().flat_map(|s| &s.items).map(|i| i.passage.document.as_str());
    let here = present(library, ids)?;
    for selection in &mut all {
        let before = selection.items.len();
        selection.items.retain(|i| here.contains(&i.passage.document));
        // One that holds nothing this reader may see is not told of; one that was emptied is.
        if selection.items.is_empty() && before > 0 {
            selection.name.clear();
        }
    }
    all.retain(|s| !s.name.is_empty());
    Ok(all)
}

/// The selection of that name that holds.
pub fn named(library: &dyn Library, name: &str) -> Result<Option<Selection>, Failure> {
    Ok(all(library)?.into_iter().find(|s| s.undone.is_none() && s.name == name))
}

/// The name of the selection that somebody put something into last.
pub fn last_used(library: &dyn Library, by: &str) -> Result<Option<String>, Failure> {
    let all = all(library)?;
    let held = all.iter().filter(|s| s.undone.is_none());
    let mut used: Vec<(&str, &str)> =
        held.filter_map(|s| Some((s.last_used(by)?, s.name.as_str()))).collect();
    used.sort_unstable();
    Ok(used.pop().map(|(_, name)| name.to_owned()))
}

/// The way to put a passage (code points) into a selection, for a list of passages.
pub fn way(document: &str, (start, end): (u32, u32)) -> Markup {
    let to = format!("/select?document={}&at={start}-{end}", query_value(document));
    html! { p.how.select-way { a href=(to) { (t("selections.add")) } } }
}

/// The page of a selection.
pub fn link(name: &str) -> String {
    format!("/selections/{}", encode(name))
}

/// `/selections`
pub fn list(ask: &Ask<'_>) -> Answer {
    let all = all(ask.library)?;
    let (held, gone): (Vec<&Selection>, Vec<&Selection>) = all.iter().partition(|s| s.undone.is_none());
    if ask.json {
        let one =
            |s: &&Selection| json!({ "name": s.name, "by": s.by, "at": s.at, "items": s.held().count() });
        return Ok(Shown::Json(json!({ "selections": held.iter().map(one).collect::<Vec<_>>() })));
    }
    let body = html! {
        (heading(html! { (t("selections.title")) }, html! { (t("selections.lead")) }))
        @if held.is_empty() { p.empty { (t("selections.none")) } }
        ul.selections { @for s in &held { li {
            a href=(link(&s.name)) { (name(&s.name)) } " "
            span.how { (count("selections.items", s.held().count())) " · " (name(&s.by)) " · " (s.at) }
        } } }
        @if !gone.is_empty() {
            h2 { (t("selections.gone")) }
            ul.selections { @for s in &gone { li {
                (name(&s.name)) " " @if let Some(u) = &s.undone { span.how { (fill("notes.taken", &[&u.by, &u.at])) } }
                @if ask.library.desk().is_some() { (button(ask, "/selections/undelete", &s.name, &[], t("notes.restore"), &s.name)) }
            } } }
        }
    };
    Ok(Shown::Html { title: t("selections.title").to_owned(), section: "/selections", twin: true, body })
}

/// A form of one button; `about` = what it is done to, for who does not see where it stands.
fn button(
    ask: &Ask<'_>,
    action: &str,
    selection: &str,
    more: &[(&str, &str)],
    words: &str,
    about: &str,
) -> Markup {
    html! {
        form.selection-do method="post" action=(action) {
            (hidden(&[("name", selection), ("back", ask.path)]))
            (hidden(more))
            @if ask.reviewer.is_empty() { label { (t("review.name")) " " input name="by" required maxlength="60" autocomplete="name"; } " " }
            button { (words) span.unseen { " " (about) } }
        }
    }
}

/// `/selections/{name}`
pub fn page(ask: &Ask<'_>, called: &str) -> Answer {
    let selection = named(ask.library, called)?.ok_or(Lost::NotFound("selections.no_selection"))?;
    let mut citing = Citing::new(ask.library);
    match (ask.json, ask.value("format")) {
        (true, _) => return Ok(Shown::Json(told(&selection, &mut citing))),
        (_, Some("annotations")) => {
            let one =
                |i: &Chosen| Some(annotation::chosen(called, i, &citing.document(&i.passage.document)?.text));
            let made = annotation::collection(selection.held().filter_map(one).collect());
            let body = serde_json::to_vec_pretty(&made).unwrap_or_default();
            return Ok(Shown::File { name: format!("{called}.jsonld"), media: annotation::MEDIA, body });
        }
        _ => {}
    }
    let writes = ask.library.desk().is_some();
    let held: Vec<&Chosen> = selection.held().collect();
    let out: Vec<&Chosen> = selection.items.iter().filter(|i| i.undone.is_some()).collect();
    let number = |i: &Chosen| i.number.to_string();
    let body = html! {
        (heading(html! { (name(&selection.name)) }, html! { (count("selections.items", held.len())) " · " (name(&selection.by)) " · " (selection.at) }))
        @if !held.is_empty() {
            p.how {
                a href=(format!("/dossier?selection={}", query_value(called))) { (t("dossier.make")) } " · "
                a href=(format!("/cite?selection={}", query_value(called))) { (t("cite.list")) } " · "
                a href=(ask.with("format", "annotations")) { (t("notes.annotations")) } " · "
                a href=(crate::links::twin(ask.path)) { (t("meta.json")) }
            }
        } @else { p.empty { (t("selections.empty")) } }
        ol.selection { @for (n, item) in held.iter().enumerate() {
            @if let Some(document) = citing.document(&item.passage.document) {
                @let kept = Kept::new(&item.passage, &document);
                li {
                    p { a href=(kept.link()) { (name(kept.title())) } " " span.how { (crate::dates::time(document.row.date.as_ref())) } }
                    (kept.shown())
                    p.how { (name(&item.by)) " · " (item.at) }
                    @if writes { div.selection-ways {
                        @let at = number(item);
                        @if n > 0 { (button(ask, "/selections/move", called, &[("item", &at), ("step", "-1")], t("selections.up"), kept.title())) }
                        @if n + 1 < held.len() { (button(ask, "/selections/move", called, &[("item", &at), ("step", "1")], t("selections.down"), kept.title())) }
                        (button(ask, "/selections/remove", called, &[("item", &at)], t("selections.remove"), kept.title()))
                    } }
                }
            }
        } }
        @if !out.is_empty() {
            h2 { (t("selections.out")) }
            ul.selections { @for item in out { @if let Some(document) = citing.document(&item.passage.document) { li {
                @let kept = Kept::new(&item.passage, &document);
                (name(kept.title())) @if !item.passage.is_whole() { " " q { (name(&item.passage.quote.exact.chars().take(120).collect::<String>())) } }
                @if let Some(u) = &item.undone { " " span.how { (fill("notes.taken", &[&u.by, &u.at])) } }
                @if writes { (button(ask, "/selections/restore", called, &[("item", &number(item))], t("notes.restore"), kept.title())) }
            } } } }
        }
        @if writes { div.selection-ways { (button(ask, "/selections/delete", called, &[], t("selections.delete"), called)) } }
    };
    Ok(Shown::Html { title: selection.name.clone(), section: "/selections", twin: true, body })
}

/// A selection as data: its items in order, each with where its words are now.
fn told(selection: &Selection, citing: &mut Citing<'_>) -> Value {
    let one = |i: &Chosen| {
        let document = citing.document(&i.passage.document)?;
        let at = Kept::new(&i.passage, &document).told();
        Some(json!({ "number": i.number, "by": i.by, "at": i.at, "passage": at }))
    };
    let items: Vec<Value> = selection.held().filter_map(one).collect();
    json!({ "name": selection.name, "by": selection.by, "at": selection.at, "items": items })
}

/// `/select?document=&at=&words=`: into which selection a passage or a paper goes.
pub fn choose(ask: &Ask<'_>) -> Answer {
    let id = ask.value("document").unwrap_or("");
    let document = ask.library.document(id)?.ok_or(Lost::NotFound("trouble.no_document"))?;
    let span = marked(&document.text, ask.value("at").unwrap_or(""), ask.value("words").unwrap_or(""));
    let map = OffsetMap::new(&document.text);
    let at = span.map(|s| format!("{}-{}", map.chars(s.start), map.chars(s.end))).unwrap_or_default();
    let mut citing = Citing::new(ask.library);
    let quote = span
        .and_then(|span| citing.quote(&memcon_model::Evidence { document: id.to_owned(), span }, 120, 2_000));
    let back = span.map_or_else(|| document_link(id), |s| passage_link(id, &document.text, s));
    let known = all(ask.library)?;
    let last = last_used(ask.library, ask.reviewer)?;
    let body = html! {
        (heading(html! { (t("selections.add")) }, html! { a href=(back) { (name(&document.row.title)) } }))
        @if ask.library.desk().is_none() { p.standing role="note" { (t("review.read_only")) } }
        @match &quote { Some(quote) => (quotation(quote)), None => p.how { (t("selections.whole")) } }
        form.judge method="post" action="/selections/add" {
            (hidden(&[("document", id), ("at", &at), ("back", &back)]))
            p { label { (t("selections.name")) " " input name="name" list="selection-names" maxlength="80" required value=(last.as_deref().unwrap_or("")); } }
            datalist #selection-names { @for s in known.iter().filter(|s| s.undone.is_none()) { option value=(s.name) {} } }
            (signed(ask))
            p.verdicts { button { (t("selections.put")) } }
        }
    };
    Ok(Shown::Html { title: t("selections.add").to_owned(), section: "/selections", twin: false, body })
}

/// Takes a form about selections.
pub fn take(sent: &Sent<'_>) -> Result<Reply, No> {
    let (desk, by) = (sent.desk()?, sent.by()?);
    let name = selection_name(sent.value("name"));
    if name.is_empty() {
        return Err(No(400, t("selections.no_name").to_owned()));
    }
    let undone = || Undone { by: by.clone(), at: desk.now() };
    let item = || sent.value("item").parse::<u64>().map_err(|_| No(404, t("selections.no_item").to_owned()));
    let edit = match sent.asked.path.as_str() {
        "/selections/add" => {
            let chosen =
                Chosen { by: by.clone(), at: desk.now(), passage: passage_sent(sent)?, ..Chosen::default() };
            desk.select(&name, &SelectionEdit::Add(vec![chosen]))?;
            // What was in it already is in it: that is what was wanted.
            return Ok(sent.on(&by, json!({ "selection": name, "page": link(&name) })));
        }
        "/selections/remove" => SelectionEdit::Remove(item()?, undone()),
        "/selections/restore" => SelectionEdit::Restore(item()?),
        "/selections/move" => SelectionEdit::Move(item()?, sent.value("step").parse().unwrap_or(0)),
        "/selections/delete" => SelectionEdit::Delete(undone()),
        "/selections/undelete" => SelectionEdit::Undelete,
        _ => return Err(No(404, t("trouble.no_page").to_owned())),
    };
    if !all(sent.library)?.iter().any(|s| s.name == name) || !desk.select(&name, &edit)? {
        return Err(No(404, t("selections.no_item").to_owned()));
    }
    // The page of one taken away is gone.
    if matches!(edit, SelectionEdit::Delete(_)) {
        return Ok(Reply { go: Some("/selections".to_owned()), ..sent.on(&by, json!({ "removed": name })) });
    }
    Ok(sent.on(&by, json!({ "selection": name })))
}
