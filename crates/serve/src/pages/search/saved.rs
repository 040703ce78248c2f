//! Saved searches: the list, the form that keeps one, and what forms about them bring.

use maud::{Markup, html};
use memcon_model::Undone;
use memcon_store::{NewSearch, SavedSearch, SearchQuery};
use serde_json::json;

use super::asked::{address, question};
use crate::http::Reply;
use crate::layout::name;
use crate::links;
use crate::pages::Ask;
use crate::pages::forms::{No, Sent};
use crate::strings::{fill, t};

/// Characters of a name.
const LONGEST: usize = 200;

/// The form that keeps the question of this page; nothing where nothing can be kept.
pub fn form(ask: &Ask<'_>, query: &SearchQuery) -> Markup {
    html! {
        @if ask.library.desk().is_some() {
            details.search-keep {
                summary { (t("search.save")) }
                form method="post" action="/search/save" {
                    input type="hidden" name="asked" value=(address("", query).trim_start_matches('?'));
                    input type="hidden" name="back" value=(address("/search", query));
                    p { label for="save-name" { (t("search.save_name")) } " " input #save-name name="name" required maxlength=(LONGEST) dir="auto" autocomplete="off"; }
                    @if ask.reviewer.is_empty() {
                        p { label for="save-by" { (t("review.name")) } " " input #save-by name="by" required maxlength="60" autocomplete="name"; }
                    }
                    p { button { (t("search.save_button")) } }
                }
            }
        }
    }
}

/// The list of saved searches, those taken off it behind.
pub fn list(ask: &Ask<'_>, saved: &[SavedSearch]) -> Markup {
    let (gone, kept): (Vec<&SavedSearch>, Vec<&SavedSearch>) =
        saved.iter().partition(|s| s.removed.is_some());
    let back = ask.with("", "");
    html! {
        @if !saved.is_empty() {
            section.search-saved aria-labelledby="saved-head" {
                h2 #saved-head { (t("search.saved")) }
                @if kept.is_empty() { p.empty { (t("search.saved_none")) } }
                ul { @for s in kept { li { (one(s)) (turn(ask, s, "/search/remove", "search.remove", &back)) } } }
                @if !gone.is_empty() { details {
                    summary { (t("search.removed")) }
                    ul { @for s in gone { li {
                        (one(s))
                        @if let Some(u) = &s.removed { " " span.how { (fill("review.undone", &[&u.by, &u.at])) } }
                        (turn(ask, s, "/search/restore", "search.restore", &back))
                    } } }
                } }
            }
        }
    }
}

fn one(saved: &SavedSearch) -> Markup {
    html! {
        a href=(address("/search", &saved.asked)) { (name(&saved.name)) } " "
        span.how { @if !saved.asked.text.is_empty() { (name(&saved.asked.text)) " · " } (name(&saved.by)) ", " (saved.made.get(..10).unwrap_or("")) }
    }
}

/// The button that takes a search off the list, or puts it back.
fn turn(ask: &Ask<'_>, saved: &SavedSearch, action: &str, words: &str, back: &str) -> Markup {
    html! {
        // Who does so must be known; the form that keeps a search asks for the name.
        @if ask.library.desk().is_some() && !ask.reviewer.is_empty() {
            form.search-turn method="post" action=(action) {
                input type="hidden" name="number" value=(saved.number);
                input type="hidden" name="back" value=(back);
                button { (t(words)) span.unseen { " " (name(&saved.name)) } }
            }
        }
    }
}

/// Takes a form about saved searches.
pub fn take(sent: &Sent<'_>) -> Result<Reply, No> {
    let by = sent.by()?;
    let desk = sent.desk()?;
    let number = || sent.value("number").parse().unwrap_or(0);
    let unknown = || No(404, t("search.no_saved").to_owned());
    match sent.asked.path.as_str() {
        "/search/save" => {
            let asked = question(&links::query(sent.value("asked")));
            let name: String = sent.value("name").chars().filter(|c| !c.is_control()).take(LONGEST).collect();
            if name.trim().is_empty() {
                return Err(No(400, t("search.no_name").to_owned()));
            }
            if !asked.asks() {
                return Err(No(400, t("search.nothing_asked").to_owned()));
            }
            let new = NewSearch { name: name.trim().to_owned(), by: by.clone(), made: desk.now(), asked };
            let number = desk.save_search(&new)?;
            Ok(sent.on(&by, json!({ "saved": number })))
        }
        "/search/remove" => {
            let removed = Undone { by: by.clone(), at: desk.now() };
            match desk.remove_search(number(), Some(&removed))? {
                true => Ok(sent.on(&by, json!({ "removed": number() }))),
                false => Err(unknown()),
            }
        }
        "/search/restore" => match desk.remove_search(number(), None)? {
            true => Ok(sent.on(&by, json!({ "restored": number() }))),
            false => Err(unknown()),
        },
        _ => Err(No(404, t("trouble.no_page").to_owned())),
    }
}
