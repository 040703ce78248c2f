//! `/access`: who may come in, what is restricted, who opened what. For keepers; nobody else learns that it is there.

use maud::{Markup, html};
use memcon_store::{Access, Account, Collection, Logged, Restriction, Role};
use serde_json::json;

use super::{json_reply, page as made, unwanted_as};
use crate::desk::rfc3339;
use crate::door::{Came, current, now};
use crate::http::{Asked, Reply};
use crate::layout::{Page, frame, heading, name};
use crate::library::Failure;
use crate::links::{self, document_link};
use crate::strings::{fill, t};

/// Lines of the log on a page.
const LINES: usize = 100;

/// The page, or what a form on it says.
pub fn page(access: &Access, collection: &Collection, asked: &Asked, came: &Came) -> Reply {
    let answered = match &asked.form {
        Some(form) => take(access, collection, asked, form, came),
        None => show(access, collection, asked),
    };
    answered.unwrap_or_else(|failure| unwanted_as(asked, 400, &failure.to_string()))
}

fn show(access: &Access, collection: &Collection, asked: &Asked) -> Result<Reply, Failure> {
    let query = links::query(&asked.query);
    let value =
        |key: &str| query.iter().find(|(k, _)| k == key).map(|(_, v)| v.trim()).filter(|v| !v.is_empty());
    let page =
        value("page").and_then(|p| p.parse::<usize>().ok()).unwrap_or(1).saturating_sub(1).min(1_000_000);
    let of = value("of");
    // One more than is shown tells whether there is a next page.
    let mut log = access.log(of, page * LINES, LINES + 1)?;
    let more = log.len() > LINES;
    log.truncate(LINES);
    let (accounts, restrictions) = (access.accounts()?, access.restrictions()?);
    let held: Vec<&Restriction> = restrictions.iter().filter(|r| r.lifted.is_none()).collect();
    match asked.path.as_str() {
        "/access.json" => {
            return Ok(json_reply(
                200,
                &json!({ "accounts": accounts, "restrictions": restrictions, "log": log }),
            ));
        }
        "/access" => {}
        _ => return Ok(unwanted_as(asked, 404, t("trouble.no_page"))),
    }
    let body = html! {
        (heading(html! { (t("door.access_title")) }, html! { (t("door.access_lead")) }))
        section aria-labelledby="door-restricted" {
            h2 #door-restricted { (t("door.restricted")) }
            (restrict(value("document").unwrap_or("")))
            @if held.is_empty() { p.empty { (t("door.nothing_restricted")) } } @else { ul.door-list { @for r in held { (restriction(r)) } } }
            p.how { (t("door.rules")) }
        }
        section aria-labelledby="door-accounts" {
            h2 #door-accounts { (t("door.accounts")) }
            p.how { (t("door.accounts_how")) }
            ul.door-list { @for a in &accounts { (account(a)) } }
        }
        section aria-labelledby="door-log" {
            h2 #door-log { (t("door.log")) }
            @if let Some(of) = of { p { (fill("door.log_of", &[of])) " " a href="/access#door-log" { (t("door.log_all")) } } }
            @if log.is_empty() { p.empty { (t("door.log_none")) } } @else { (lines(&log)) }
            (turn(of, page, more))
        }
    };
    let title = t("door.access_title");
    let overview = collection.overview()?;
    Ok(made(
        200,
        frame(
            &overview.title,
            Page { title, section: "/access", twin: Some("/access.json"), head: html! {}, body },
        ),
    ))
}

/// The form by which a paper, or all in a folder, is restricted.
fn restrict(document: &str) -> Markup {
    html! {
        form.door-restrict method="post" action="/access/restrict" {
            p { label for="door-document" { (t("door.document")) } input #door-document name="document" dir="auto" required maxlength="4000" value=(document); }
            p { label for="door-labels" { (t("door.labels")) } input #door-labels name="labels" dir="auto" maxlength="1000" aria-describedby="door-labels-how"; }
            p.how #door-labels-how { (t("door.labels_how")) }
            p { button name="deed" value="restrict" { (t("door.restrict")) } " "
                button name="deed" value="open" { (t("door.open")) } }
        }
    }
}

fn restriction(r: &Restriction) -> Markup {
    let labels: Vec<&str> = r.labels.iter().map(String::as_str).collect();
    html! {
        li {
            a href=(document_link(&r.document)) { (name(&r.document)) } ": "
            @if r.opens { (t("door.opened_by_hand")) } @else if labels.is_empty() { (t("door.keepers_only")) } @else { (fill("door.to", &[&labels.join(", ")])) }
            " " span.how { (name(&r.by)) " " time { (rfc3339(r.made)) } }
            form method="post" action="/access/restrict" {
                input type="hidden" name="document" value=(r.document);
                button name="deed" value="lift" { (t("door.lift")) }
            }
        }
    }
}

fn account(a: &Account) -> Markup {
    let labels: Vec<&str> = a.clearance.iter().map(String::as_str).collect();
    html! {
        li { a href=(format!("/access?of={}#door-log", links::query_value(&a.name))) { (name(&a.name)) } " " span.badge { (t(role(a.role))) }
            @if !labels.is_empty() { " " (fill("door.holds", &[&labels.join(", ")])) } }
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Reader => "door.reader",
        Role::Reviewer => "door.reviewer",
        Role::Keeper => "door.keeper",
    }
}

fn lines(log: &[Logged]) -> Markup {
    html! {
        table {
            caption { (t("door.log_caption")) }
            thead { tr { th scope="col" { (t("door.when")) } th scope="col" { (t("door.name")) } th scope="col" { (t("door.deed")) } th scope="col" { (t("door.about")) } th scope="col" { (t("door.address")) } } }
            tbody { @for l in log {
                tr {
                    td.date { time { (rfc3339(l.at)) } }
                    th scope="row" { (name(&l.account)) }
                    td { (deed(&l.deed)) }
                    td { @if l.about.is_empty() { "" } @else { a href=(format!("/access?of={}#door-log", links::query_value(&l.about))) { (name(&l.about)) } } }
                    td { (l.address) }
                }
            } }
        }
    }
}

/// A deed in words.
fn deed(deed: &str) -> &str {
    match deed {
        "opened" => t("door.did_opened"),
        "took" => t("door.did_took"),
        "in" => t("door.did_in"),
        "out" => t("door.did_out"),
        "failed" => t("door.did_failed"),
        "slowed" => t("door.did_slowed"),
        "restricted" => t("door.did_restricted"),
        "lifted" => t("door.did_lifted"),
        "released" => t("door.did_released"),
        "account" => t("door.did_account"),
        other => other,
    }
}

/// The way to the pages of the log before and behind.
fn turn(of: Option<&str>, page: usize, more: bool) -> Markup {
    let of = of.map_or(String::new(), |of| format!("&of={}", links::query_value(of)));
    let to = |page: usize| format!("/access?page={page}{of}#door-log");
    html! {
        @if page > 0 || more {
            nav.pager aria-label=(t("list.pages")) {
                @if page > 0 { a rel="prev" href=(to(page)) { (t("list.previous")) } }
                @if more { a rel="next" href=(to(page + 2)) { (t("list.next")) } }
            }
        }
    }
}

fn take(
    access: &Access,
    collection: &Collection,
    asked: &Asked,
    form: &[(String, String)],
    came: &Came,
) -> Result<Reply, Failure> {
    let value = |key: &str| form.iter().find(|(k, _)| k == key).map_or("", |(_, v)| v.trim());
    if asked.path != "/access/restrict" {
        return Ok(unwanted_as(asked, 404, t("trouble.no_page")));
    }
    let by = current().map(|v| v.name).unwrap_or_default();
    let (document, at) = (value("document"), now());
    let original = collection.original_of(document)?;
    let deed = match value("deed") {
        "lift" => {
            if !access.lift(document, at)? {
                return Ok(unwanted_as(asked, 404, t("door.not_restricted")));
            }
            "lifted"
        }
        "open" => {
            let Some(original) = original else {
                return Ok(unwanted_as(asked, 404, t("trouble.no_document")));
            };
            access.release(document, &original, &by, at)?;
            "released"
        }
        _ => {
            if original.is_none() && !collection.has_in(document)? {
                return Ok(unwanted_as(asked, 404, t("trouble.no_document")));
            }
            let labels: Vec<String> = value("labels")
                .split(',')
                .map(str::trim)
                .filter(|l| !l.is_empty())
                .map(str::to_owned)
                .collect();
            access.restrict(document, original.as_deref().unwrap_or(""), &labels, &by, at)?;
            "restricted"
        }
    };
    access.note(&Logged {
        at,
        account: by,
        deed: deed.to_owned(),
        about: document.to_owned(),
        address: came.address.clone(),
        number: 0,
    })?;
    if asked.json {
        return Ok(json_reply(200, &json!({ "deed": deed, "document": document })));
    }
    let go = Some("/access".to_owned());
    Ok(Reply { status: 303, media: "text/plain; charset=utf-8", go, ..Reply::default() })
}
