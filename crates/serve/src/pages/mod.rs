//! One address, one page: which page answers, and what they share.
//!
//! A page is a function of the library's values; each data page gives HTML or, under the same
//! address with `.json`, the same values as JSON. Offsets in addresses and JSON are code points.

mod access;
mod accounts;
mod chain;
mod cite;
mod components;
mod contacts;
mod deeds;
mod document;
mod dossier;
mod drafts;
mod events;
mod folding;
mod forms;
mod holdings;
mod home;
mod issues;
mod letters;
mod loose_ends;
mod near;
mod notes;
mod obligations;
mod parallel;
mod passage;
mod people;
mod references;
mod review;
mod search;
mod selections;
mod state;
mod timeline;

pub use access::page as access;
pub use notes::link as note_link;
pub use review::claim_link;
pub use search::{COLUMNS, row};
pub use selections::way as select_way;

use maud::{Markup, PreEscaped, html};
use memcon_model::{Evidence, Linked};
use serde_json::{Value, json};

use crate::assets::{bytes, media_type};
use crate::citing::Citing;
use crate::http::{Asked, LANGUAGE, Reply};
use crate::layout::{Page, frame, trouble};
use crate::library::{Failure, Library};
use crate::links;
use crate::strings::{LANGUAGES, fill, speaking, t};

/// What a page was asked for.
pub struct Ask<'a> {
    /// The collection.
    pub library: &'a dyn Library,
    /// The page's own address, without `.json`.
    pub path: &'a str,
    /// The query's values.
    pub query: Vec<(String, String)>,
    /// Under which name judgements are made; empty = none was given yet.
    pub reviewer: &'a str,
    /// Whether the JSON twin was asked for.
    pub json: bool,
}

impl Ask<'_> {
    /// A value of the query, without white space around it; `None` where absent or empty.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(k, _)| k == key).map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
    }

    /// The page number asked for, from 0.
    pub fn page(&self) -> usize {
        self.value("page").and_then(|p| p.parse::<usize>().ok()).unwrap_or(1).saturating_sub(1)
    }

    /// The address of this page's JSON twin, asked for the same.
    pub fn twin(&self) -> String {
        let pair = |(k, v): &(String, String)| format!("{}={}", links::query_value(k), links::query_value(v));
        let pairs: Vec<String> = self.query.iter().map(pair).collect();
        let twin = links::twin(self.path);
        if pairs.is_empty() { twin } else { format!("{twin}?{}", pairs.join("&")) }
    }

    /// This page's address with `key` set to `value` and everything else kept.
    pub fn with(&self, key: &str, value: &str) -> String {
        let mut pairs: Vec<String> = Vec::new();
        for (k, v) in self.query.iter().filter(|(k, _)| k != key) {
            pairs.push(format!("{}={}", links::query_value(k), links::query_value(v)));
        }
        if !value.is_empty() {
            pairs.push(format!("{key}={}", links::query_value(value)));
        }
        if pairs.is_empty() { self.path.to_owned() } else { format!("{}?{}", self.path, pairs.join("&")) }
    }
}

/// What a page gives.
pub enum Shown {
    /// A page to read.
    Html {
        /// Its title.
        title: String,
        /// Its entry in the navigation.
        section: &'static str,
        /// Whether it has a JSON twin.
        twin: bool,
        /// What it shows.
        body: Markup,
    },
    /// The twin.
    Json(Value),
    /// Something else: bytes to be saved.
    File {
        /// Name to save under.
        name: String,
        /// Media type.
        media: &'static str,
        /// The bytes.
        body: Vec<u8>,
    },
    /// A page with something in its head.
    Headed(Box<Shown>, Markup),
}

/// Why there is no page.
pub enum Lost {
    /// Nothing has this address.
    NotFound(&'static str),
    /// The collection could not be read.
    Broken(Failure),
}

impl From<Failure> for Lost {
    fn from(f: Failure) -> Self {
        Self::Broken(f)
    }
}

/// A page or why there is none.
pub type Answer = Result<Shown, Lost>;

/// The reply to a request for the page at `path` (as it stands in the address) with `query`.
pub fn respond(library: &dyn Library, path: &str, query: &str) -> Reply {
    answer(library, &Asked { path: path.to_owned(), query: query.to_owned(), ..Asked::default() })
}

/// The reply to a request for a page, or to a form that was sent.
pub fn answer(library: &dyn Library, asked: &Asked) -> Reply {
    // Data says the same to everybody.
    let language = if asked.path.ends_with(".json") { "" } else { asked.language.as_str() };
    speaking(language, || made(library, asked))
}

/// The reply, in the language spoken.
fn made(library: &dyn Library, asked: &Asked) -> Reply {
    if let Some(form) = &asked.form {
        return forms::take(library, asked, form);
    }
    let path = asked.path.as_str();
    if let Some((tag, _)) = LANGUAGES.iter().find(|(tag, _)| path.strip_prefix("/-/language/") == Some(tag)) {
        return Reply {
            status: 303,
            media: "text/plain; charset=utf-8",
            go: Some(if asked.from.is_empty() { "/".to_owned() } else { asked.from.clone() }),
            cookie: Some(format!("{LANGUAGE}={tag}; Path=/; SameSite=Strict; HttpOnly; Max-Age=31536000")),
            ..Reply::default()
        };
    }
    if let Some(name) = path.strip_prefix("/-/assets/") {
        return asset(name);
    }
    let (bare, json) = match path.strip_suffix(".json") {
        Some("/index") => ("/", true),
        Some(bare) => (bare, true),
        None => (path, false),
    };
    let ask = Ask { library, path: bare, query: links::query(&asked.query), reviewer: &asked.reviewer, json };
    let collection = || library.overview().map_or_else(|_| t("meta.name").to_owned(), |o| o.title.clone());
    let (shown, head) = match route(&ask) {
        Ok(Shown::Headed(shown, head)) => (Ok(*shown), head),
        other => (other, PreEscaped(String::new())),
    };
    match shown {
        // Only a page has a head, and only one.
        Ok(Shown::Headed(..)) => broken(t("trouble.panic")),
        Ok(Shown::Json(value)) => json_reply(200, &value),
        Ok(Shown::File { name, media, body }) => {
            Reply { status: 200, media, lasting: false, save_as: Some(name), body, ..Reply::default() }
        }
        Ok(Shown::Html { title, section, twin, body }) => {
            let twin = twin.then(|| ask.twin());
            page(
                200,
                frame(&collection(), Page { title: &title, section, twin: twin.as_deref(), head, body }),
            )
        }
        Err(Lost::NotFound(what)) => missing(&ask, &collection(), t(what)),
        Err(Lost::Broken(f)) if json => json_reply(500, &json!({ "error": f.to_string() })),
        Err(Lost::Broken(f)) => broken(&f.to_string()),
    }
}

/// Which page answers.
fn route(ask: &Ask<'_>) -> Answer {
    let path = links::percent_decode(ask.path, false);
    let (first, rest) =
        path.trim_start_matches('/').split_once('/').unwrap_or((path.trim_start_matches('/'), ""));
    let id = links::decode(rest);
    match (first, rest) {
        ("", "") => home::page(ask),
        ("documents", "") => home::page(ask),
        ("documents", _) => document::page(ask, &id),
        ("cite", "") => cite::bibliography(ask),
        ("cite", _) => cite::page(ask, &id),
        ("chain", r) if !r.is_empty() => chain::page(ask, &id),
        ("originals", r) if !r.is_empty() => original(ask, &id),
        ("state", "") => state::page(ask),
        ("people", "") => people::list(ask),
        ("people", _) => people::page(ask, &id),
        ("timeline", "") => timeline::page(ask),
        ("events", "") => timeline::page(ask),
        ("events", _) => events::page(ask, &id),
        ("issues", "") => issues::list(ask),
        ("issues", _) => issues::page(ask, &id),
        ("accounts", "") => accounts::page(ask),
        ("parallel", r) => parallel::page(ask, r),
        ("letters", "") => letters::page(ask),
        ("contacts", "") => contacts::page(ask),
        ("loose-ends", "") => loose_ends::page(ask),
        ("obligations", "") => obligations::page(ask),
        ("deeds", "") => deeds::page(ask),
        ("drafts", "") => drafts::page(ask),
        ("dossier", "") => dossier::page(ask),
        ("dossier.pdf", "") => dossier::file(ask, "pdf"),
        ("dossier.docx", "") => dossier::file(ask, "docx"),
        ("references", "") => references::page(ask),
        ("holdings", "") => holdings::page(ask),
        ("review", "") => review::queue(ask),
        ("review", "claim") => review::claim(ask),
        ("review", "add") => review::add(ask),
        ("review", "history") => review::history(ask),
        ("review", "differences") => review::differences(ask),
        ("review", "batch") => review::batch(ask),
        ("review", "complete") => review::complete(ask),
        ("review", "decide") => review::decide(ask),
        ("review", "decisions") => review::decisions_made(ask),
        ("search", "") => search::page(ask),
        ("search.csv", "") if !ask.json => search::file(ask),
        ("notes", "") => notes::list(ask),
        ("notes", "add") => notes::add(ask),
        ("notes", "annotations") => notes::annotations(ask),
        ("notes", _) => notes::page(ask, &id),
        ("selections", "") => selections::list(ask),
        ("selections", _) => selections::page(ask, &id),
        ("select", "") => selections::choose(ask),
        ("-", "components") if !ask.json => components::page(),
        _ => Err(Lost::NotFound("trouble.no_page")),
    }
}

/// The bytes as received, always as a file to be saved: a hostile paper must not run here.
fn original(ask: &Ask<'_>, id: &str) -> Answer {
    let body = ask.library.original(id)?.ok_or(Lost::NotFound("trouble.no_document"))?;
    let name = id.rsplit('/').next().unwrap_or(id).to_owned();
    Ok(Shown::File { name, media: "application/octet-stream", body })
}

/// A file of the program's own.
fn asset(name: &str) -> Reply {
    match bytes(name) {
        Some(file) => Reply {
            status: 200,
            media: media_type(name),
            lasting: true,
            body: file.into_owned(),
            ..Reply::default()
        },
        None => Reply { status: 404, media: "text/plain; charset=utf-8", ..Reply::default() },
    }
}

/// A page out of its markup.
pub fn page(status: u16, markup: Markup) -> Reply {
    let body = markup.into_string().into_bytes();
    Reply { status, media: "text/html; charset=utf-8", body, ..Reply::default() }
}

fn json_reply(status: u16, value: &Value) -> Reply {
    let mut body = serde_json::to_vec_pretty(value).unwrap_or_default();
    body.push(b'\n');
    Reply { status, media: "application/json; charset=utf-8", body, ..Reply::default() }
}

/// Nothing has this address: say so, and offer the nearest thing to do.
fn missing(ask: &Ask<'_>, collection: &str, what: &str) -> Reply {
    if ask.json {
        return json_reply(404, &json!({ "error": what }));
    }
    let address = links::percent_decode(ask.path, false);
    let todo = fill("trouble.not_found_todo", &[&address.chars().take(300).collect::<String>()]);
    let title = t("trouble.not_found");
    page(
        404,
        frame(
            collection,
            Page { title, section: "", twin: None, head: html! {}, body: trouble(title, what, &todo) },
        ),
    )
}

/// Something broke on our side.
pub fn broken(why: &str) -> Reply {
    let title = t("trouble.broken");
    let body = trouble(title, why, t("trouble.broken_todo"));
    page(500, frame(t("meta.name"), Page { title, section: "", twin: None, head: html! {}, body }))
}

/// A form that cannot be taken; `why` = the key of the sentence that says so.
pub fn unwanted(status: u16, why: &str) -> Reply {
    unwanted_why(status, t(why))
}

/// [`unwanted`] with the sentence itself.
pub fn unwanted_why(status: u16, why: &str) -> Reply {
    let title = t("trouble.unwanted");
    let body = trouble(title, why, t("trouble.unwanted_todo"));
    page(status, frame(t("meta.name"), Page { title, section: "", twin: None, head: html! {}, body }))
}

/// [`unwanted_why`], as data where data is wanted.
pub fn unwanted_as(asked: &Asked, status: u16, why: &str) -> Reply {
    if asked.json { said(status, why) } else { unwanted_why(status, why) }
}

/// A sentence as data.
pub fn said(status: u16, why: &str) -> Reply {
    json_reply(status, &json!({ "error": why }))
}

/// What is asked for is being made ready; the page asks again by itself.
pub fn later(asked: &Asked) -> Reply {
    if asked.json || asked.path.ends_with(".json") {
        return said(503, t("door.later"));
    }
    let title = t("door.later");
    let head = html! { meta http-equiv="refresh" content="5"; };
    let body = html! { div.narrow role="status" { (crate::layout::heading(html! { (title) }, html! { (t("door.later_lead")) })) } };
    page(503, frame(t("meta.name"), Page { title, section: "", twin: None, head, body }))
}

/// Asked for under a stranger's name.
pub fn refused(host: &str) -> Reply {
    let title = t("trouble.refused");
    let body = trouble(title, &fill("trouble.refused_why", &[host]), t("trouble.refused_todo"));
    page(421, frame(t("meta.name"), Page { title, section: "", twin: None, head: html! {}, body }))
}

/// Evidence with its words, in code points.
pub fn cited(citing: &mut Citing<'_>, evidence: &Evidence) -> Value {
    match citing.quote(evidence, 0, 2_000) {
        Some(q) => json!({ "document": q.document, "start": q.chars.0, "end": q.chars.1, "text": q.words }),
        None => json!({ "document": evidence.document, "start": null, "end": null, "text": null }),
    }
}

/// Links to the page before and behind, where a list has more than one.
pub fn pager(ask: &Ask<'_>, page: usize, pages: usize) -> Markup {
    if pages < 2 {
        return PreEscaped(String::new());
    }
    html! {
        nav.pager aria-label=(t("list.pages")) {
            @if page > 0 { a rel="prev" href=(ask.with("page", &page.to_string())) { (t("list.previous")) } }
            span { (fill("list.page_of", &[&(page + 1).to_string(), &pages.to_string()])) }
            @if page + 1 < pages { a rel="next" href=(ask.with("page", &(page + 2).to_string())) { (t("list.next")) } }
        }
    }
}

/// The linked event that a document's own event belongs to.
pub fn linked_event<'l>(
    linked: &'l Linked,
    document: &str,
    event: &str,
) -> Option<&'l memcon_model::LinkedEvent> {
    linked.events.iter().find(|e| e.accounts.iter().any(|a| a.document == document && a.event == event))
}
